//! Secrets of Kubernetes: `data` in base64, `stringData` as it stands; several documents, lists (`kubectl get -o yaml`), JSON.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;

#[derive(Deserialize)]
struct Manifest {
    kind: Option<String>,
    #[serde(default)]
    data: Option<BTreeMap<String, Option<String>>>,
    #[serde(default, rename = "stringData")]
    string_data: Option<BTreeMap<String, Option<String>>>,
    #[serde(default)]
    items: Option<Vec<Manifest>>,
}

/// True where a document says that it is a Secret, or a list of such.
pub fn is_manifest(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(&text[..text.len().min(64 * 1024)]) else { return false };
    if text.starts_with('{') {
        return text.contains("\"apiVersion\"") && text.contains("\"kind\"");
    }
    let mut lines = text.lines();
    lines.any(|line| line.starts_with("apiVersion:")) && text.lines().any(|line| line.starts_with("kind:"))
}

/// Reads every Secret in it; other kinds are passed over.
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
    for manifest in manifests {
        secret(manifest, gather, 0)?;
    }
    Ok(())
}

fn secret(manifest: Manifest, gather: &mut Gather, depth: usize) -> Result<(), ReadError> {
    if depth > 4 {
        return Err(ReadError::Yaml);
    }
    for item in manifest.items.into_iter().flatten() {
        secret(item, gather, depth + 1)?;
    }
    if manifest.kind.as_deref() != Some("Secret") {
        return Ok(());
    }
    let plain = manifest.string_data.unwrap_or_default();
    for (name, value) in manifest.data.into_iter().flatten().filter(|(name, _)| !plain.contains_key(name)) {
        match STANDARD.decode(value.unwrap_or_default().split_whitespace().collect::<String>()) {
            Ok(value) => put(gather, Item { title: &name, value, note: None, line: 1 })?,
            Err(_) => gather.problem(1, Reason::NotBase64)?,
        }
    }
    // As kubectl does it: stringData stands over data.
    for (name, value) in &plain {
        let value = value.clone().unwrap_or_default().into_bytes();
        put(gather, Item { title: name, value, note: None, line: 1 })?;
    }
    Ok(())
}
