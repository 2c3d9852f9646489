//! What starts containers and builds: docker, Compose, Kubernetes, GitHub Actions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::WhyRefused;
use super::line;
use super::portable::is_bare;
use crate::model::VariableName;

/// A pair as a reader gave it.
type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// docker reads lines with a scanner that takes no more, name and sign included.
const DOCKER_LINE: usize = 64 * 1024;

/// Kubernetes takes Secrets of at most 1 MiB; with names and base64 this keeps them under it.
pub(super) const K8S_BYTES: usize = 1024 * 1024;

/// Appends `NAME=` and the value as it stands; the reader is `envfile::docker`.
pub(super) fn print_docker(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    line::check_text(value)?;
    if value.iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
        return Err(WhyRefused::LineBreak);
    }
    if name.as_str().len() + 1 + value.len() >= DOCKER_LINE {
        return Err(WhyRefused::LineTooLong);
    }
    line::put_as_it_is(out, &format!("{name}="), value, "");
    Ok(())
}

/// Appends `NAME="value"` with Compose's escapes; the reader is `envfile::compose`.
pub(super) fn print_compose(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    line::check_text(value)?;
    if is_bare(value) {
        line::put_as_it_is(out, &format!("{name}="), value, "");
        return Ok(());
    }
    line::put(out, &format!("{name}=\""), value, "\"", |byte| match byte {
        b'\\' => Some(b"\\\\"),
        b'"' => Some(b"\\\""),
        b'$' => Some(b"\\$"),
        b'\n' => Some(b"\\n"),
        b'\r' => Some(b"\\r"),
        _ => None,
    });
    Ok(())
}

/// Before the entries of a Secret.
pub(super) fn k8s_head(name: &str) -> String {
    format!("apiVersion: v1\nkind: Secret\nmetadata:\n  name: {}\ntype: Opaque\ndata:", k8s_name(name))
}

/// Appends a line break and `  "NAME": base64`; any bytes.
pub(super) fn print_k8s(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    if value.len() > K8S_BYTES {
        return Err(WhyRefused::TooLarge);
    }
    // In quotes: to YAML 1.1 a bare NO or Y is no word.
    out.extend_from_slice(format!("\n  \"{name}\": ").as_bytes());
    let encoded = zeroize::Zeroizing::new(STANDARD.encode(value));
    if encoded.is_empty() {
        out.extend_from_slice(b"\"\"");
    }
    out.extend_from_slice(encoded.as_bytes());
    Ok(())
}

/// Reads the `data:` of such a manifest; none for anything else.
pub(super) fn parse_k8s(text: &[u8]) -> Option<Pairs> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.strip_prefix('#').map_or(Some(text), |rest| rest.split_once('\n').map(|(_, rest)| rest))?;
    let (head, data) = text.split_once("\ndata:")?;
    if !head.starts_with("apiVersion: v1\nkind: Secret\nmetadata:\n  name: ") || !head.ends_with("\ntype: Opaque") {
        return None;
    }
    let data = data.strip_suffix('\n')?;
    if data == " {}" {
        return Some(Vec::new());
    }
    let mut entries = Vec::new();
    for line in data.strip_prefix('\n')?.split('\n') {
        let (name, value) = line.strip_prefix("  \"")?.split_once("\": ")?;
        let value = if value == "\"\"" { Vec::new() } else { STANDARD.decode(value).ok()? };
        entries.push((name.as_bytes().to_vec(), value));
    }
    Some(entries)
}

/// A name that Kubernetes takes (DNS-1123): lower case letters, digits, hyphens within, at most 63.
fn k8s_name(place: &str) -> String {
    let lower = place.to_lowercase();
    let joined: String = lower.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = joined.split('-').filter(|part| !part.is_empty()).collect();
    let name: String = parts.join("-").chars().take(63).collect();
    let name = name.trim_end_matches('-');
    if name.is_empty() { "keyloft".to_owned() } else { name.to_owned() }
}

/// Appends `NAME<<DELIMITER`, the value and the delimiter again.
pub(super) fn print_github(
    out: &mut Vec<u8>,
    name: &VariableName,
    value: &[u8],
    delimiter: &str,
) -> Result<(), WhyRefused> {
    line::check_text(value)?;
    // On Windows it would be part of the line break behind it.
    if value.ends_with(b"\r") {
        return Err(WhyRefused::CarriageReturn);
    }
    // One that a value holds grows until no value can.
    let mut delimiter = delimiter.to_owned();
    let tail = |at: usize| value[at + delimiter.len()..].iter().take_while(|byte| **byte == b'_').count();
    if let Some(longest) = memchr::memmem::find_iter(value, delimiter.as_bytes()).map(tail).max() {
        delimiter.push_str(&"_".repeat(longest + 1));
    }
    out.extend_from_slice(format!("{name}<<{delimiter}\n").as_bytes());
    out.extend_from_slice(value);
    out.extend_from_slice(format!("\n{delimiter}\n").as_bytes());
    Ok(())
}

/// Reads such blocks as the runner does on Linux: lines end in LF alone. None for anything else.
pub(super) fn parse_github(text: &[u8]) -> Option<Pairs> {
    let mut entries = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line = memchr::memchr(b'\n', rest)?;
        let sign = memchr::memmem::find(&rest[..line], b"<<")?;
        let (name, delimiter) = (rest[..sign].to_vec(), &rest[sign + 2..line]);
        let body = &rest[line + 1..];
        let mut at = 0;
        loop {
            let end = at + memchr::memchr(b'\n', &body[at..])?;
            if &body[at..end] == delimiter {
                entries.push((name, body[..at].strip_suffix(b"\n").unwrap_or(&body[..at]).to_vec()));
                rest = &body[end + 1..];
                break;
            }
            at = end + 1;
        }
    }
    Some(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_becomes_a_name_that_kubernetes_takes() {
        assert_eq!(k8s_name("Storefront/production"), "storefront-production");
        assert_eq!(k8s_name("Internal tools/dev_1"), "internal-tools-dev-1");
        assert_eq!(k8s_name("магазин/dev"), "dev");
        assert_eq!(k8s_name("магазин"), "keyloft");
        let long = k8s_name(&format!("{}/{}", "a".repeat(62), "b"));
        assert_eq!(long, "a".repeat(62), "no hyphen at the end");
    }
}
