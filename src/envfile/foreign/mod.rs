//! What other tools write out: told by its content, read as its tool means it, nothing executed. Names that are no variable's
//! are made into one, and said.

mod csv;
mod json;
mod kubernetes;

use super::entry::ReadError;
use super::gather::{Found, Gather};

pub(super) use json::is_foreign as is_foreign_json;
pub(super) use kubernetes::is_manifest;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foreign {
    /// A list of a password manager or of Infisical, by the names of its columns.
    Csv,
    /// Infisical, Bitwarden Secrets Manager, or Keyloft's own inventory.
    Json,
    /// Secrets of Kubernetes, as YAML or JSON.
    Kubernetes,
}

/// Reads a whole file.
pub(super) fn read(text: &[u8], format: Foreign, gather: &mut Gather) -> Result<(), ReadError> {
    match format {
        Foreign::Csv => csv::read(text, gather),
        Foreign::Json => json::read(text, gather),
        Foreign::Kubernetes => kubernetes::read(text, gather),
    }
}

/// Which of them the text is by its own look; none for an environment file.
pub(super) fn told(text: &[u8]) -> Option<Foreign> {
    let start = text.trim_ascii_start();
    match start.first() {
        Some(b'[') if is_foreign_json(start) => Some(Foreign::Json),
        Some(b'{') if is_manifest(start) => Some(Foreign::Kubernetes),
        Some(b'{') if is_foreign_json(start) => Some(Foreign::Json),
        _ if csv::is_list(start) => Some(Foreign::Csv),
        _ if is_manifest(start) => Some(Foreign::Kubernetes),
        _ => None,
    }
}

/// One entry of a tool that has titles, not variables.
struct Item<'a> {
    title: &'a str,
    value: Vec<u8>,
    note: Option<&'a str>,
    line: u32,
}

/// Puts it in under a variable's name.
fn put(gather: &mut Gather, item: Item<'_>) -> Result<(), ReadError> {
    let name = variable_name(item.title);
    let renamed = (name != item.title).then(|| item.title.to_owned());
    let note = item.note.filter(|note| !note.trim().is_empty()).map(str::as_bytes);
    let found = Found {
        name: name.as_bytes(),
        value: item.value,
        line: item.line,
        inline_comment: note,
        renamed,
        ..Found::default()
    };
    gather.entry(found)
}

/// "Stripe Secret (live)" → `STRIPE_SECRET_LIVE`; what is a variable's name already stays as it is.
fn variable_name(title: &str) -> String {
    let is_name = title.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_name && !title.starts_with(|c: char| c.is_ascii_digit()) {
        return title.to_owned();
    }
    let upper: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let joined = upper.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    if joined.starts_with(|c: char| c.is_ascii_digit()) { format!("_{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_of_variables() {
        for (title, name) in [
            ("API_KEY", "API_KEY"),
            ("lower_case", "lower_case"),
            ("Stripe Secret (live)", "STRIPE_SECRET_LIVE"),
            ("my-key.prod", "MY_KEY_PROD"),
            ("2fa code", "_2FA_CODE"),
            ("ключ", ""),
        ] {
            assert_eq!(variable_name(title), name);
        }
    }
}
