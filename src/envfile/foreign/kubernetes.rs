//! Secrets of Kubernetes: `data` in base64, `stringData` as it stands; several documents, lists (`kubectl get -o yaml`), JSON.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;
use crate::envfile::read::MAX_ENTRIES;

#[derive(Deserialize)]
struct Manifest {
    kind: Option<String>,
    #[serde(default)]
    metadata: Option<Metadata>,
    #[serde(default)]
    data: Option<BTreeMap<String, Option<String>>>,
    #[serde(default, rename = "stringData")]
    string_data: Option<BTreeMap<String, Option<String>>>,
    #[serde(default)]
    items: Option<Vec<Manifest>>,
}

#[derive(Deserialize)]
struct Metadata {
    name: Option<String>,
    namespace: Option<String>,
}

/// How much of a file is looked at to tell what it is.
const HEAD: usize = 64 * 1024;

/// True where a document says that it is a Secret, or a list of such.
pub(in crate::envfile) fn is_manifest(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    let holds = |wanted: &[u8]| memchr::memmem::find(head, wanted).is_some();
    if head.starts_with(b"{") {
        return holds(b"\"apiVersion\"") && holds(b"\"kind\"");
    }
    let begins = |wanted: &[u8]| head.split(|byte| *byte == b'\n').any(|line| line.starts_with(wanted));
    holds(b"apiVersion:") && begins(b"apiVersion:") && begins(b"kind:")
}

/// Reads every Secret in it; other kinds are named and left.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let manifests: Vec<Manifest> = match text.trim_ascii_start().first() {
        Some(b'{') => {
            let one = serde_json::from_slice(text)
                .map_err(|error| ReadError::Json { line: error.line(), column: error.column() })?;
            vec![one]
        }
        _ => {
            // Depth, aliases and sizes are bounded by the reader's own budget. Its words could quote a value.
            let text = std::str::from_utf8(text).map_err(|_| ReadError::Yaml)?;
            serde_saphyr::from_multiple(text).map_err(|_| ReadError::Yaml)?
        }
    };
    let lines = lines_of_names(text);
    for manifest in manifests {
        secret(manifest, gather, &lines, 0)?;
    }
    Ok(())
}

fn secret(manifest: Manifest, gather: &mut Gather, lines: &HashMap<&[u8], u32>, depth: usize) -> Result<(), ReadError> {
    if depth > 4 {
        return Err(ReadError::Yaml);
    }
    if let Some(items) = manifest.items {
        return items.into_iter().try_for_each(|item| secret(item, gather, lines, depth + 1));
    }
    let line_of = |name: &str| lines.get(name.as_bytes()).copied().unwrap_or(1);
    if manifest.kind.as_deref() != Some("Secret") {
        let kind = manifest.kind.as_deref().and_then(super::words).unwrap_or_default();
        let line = manifest.data.iter().flatten().next().map_or(1, |(name, _)| line_of(name));
        return gather.problem(line, Reason::OtherKind(kind));
    }
    let place = manifest
        .metadata
        .map(|Metadata { name, namespace }| [namespace, name].into_iter().flatten().collect::<Vec<_>>().join("/"));
    let plain = manifest.string_data.unwrap_or_default();
    for (name, value) in manifest.data.into_iter().flatten().filter(|(name, _)| !plain.contains_key(name)) {
        match STANDARD.decode(value.unwrap_or_default().split_whitespace().collect::<String>()) {
            Ok(value) => put(gather, item(&name, value, line_of(&name), place.as_deref()))?,
            Err(_) => gather.problem(line_of(&name), Reason::NotBase64)?,
        }
    }
    // As kubectl does it: stringData stands over data.
    for (name, value) in &plain {
        let value = value.clone().unwrap_or_default().into_bytes();
        put(gather, item(name, value, line_of(name), place.as_deref()))?;
    }
    Ok(())
}

fn item<'a>(title: &'a str, value: Vec<u8>, line: u32, place: Option<&'a str>) -> Item<'a> {
    Item { title, value, line, place, ..Item::default() }
}

/// The line on which each `name:` stands first, for what YAML and JSON readers don't tell.
fn lines_of_names(text: &[u8]) -> HashMap<&[u8], u32> {
    let mut lines = HashMap::new();
    for (line, text) in (1u32..).zip(text.split(|byte| *byte == b'\n')) {
        if let Some(colon) = memchr::memchr(b':', text) {
            let name = text[..colon].trim_ascii();
            let name = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or(name);
            lines.entry(name).or_insert(line);
            if lines.len() > MAX_ENTRIES {
                break;
            }
        }
    }
    lines
}
