//! What other tools write out: told by its content, read as its tool means it, nothing executed. Titles that are no variable's
//! name are made into one, and said; two that would get one name get two.

mod bitwarden;
mod csv;
mod doppler;
mod json;
mod kubernetes;
mod records;

use std::borrow::Cow;

use super::comment::comment_as_note;
use super::entry::{Beside, Note, ReadError};
use super::gather::{Found, Gather};
use super::references::name_len;
use crate::detect::holds_user_info;

pub(super) use kubernetes::is_manifest;

/// Longest tag, folder or title that is kept, in characters.
const MAX_WORDS: usize = 80;
/// Most tags of one entry.
const MAX_TAGS: usize = 32;
/// Longest address that is kept, in bytes.
const MAX_ADDRESS: usize = 500;
/// Longest name that is made of a title: room for a number behind it.
const MAX_NAME: usize = 240;
/// What a title without a single letter that names can have is called.
const NAMELESS: &str = "UNNAMED";

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foreign {
    /// A list of a password manager or of Infisical, by the names of its columns.
    Csv,
    /// Bitwarden's password manager.
    Bitwarden,
    /// Infisical, Bitwarden Secrets Manager, or Keyloft's own inventory.
    Json,
    /// `doppler secrets --json`: an object of objects.
    Doppler,
    /// Secrets of Kubernetes, as YAML or JSON.
    Kubernetes,
}

/// Reads a whole file.
pub(super) fn read(text: &[u8], format: Foreign, gather: &mut Gather) -> Result<(), ReadError> {
    match format {
        Foreign::Csv => csv::read(text, gather),
        Foreign::Bitwarden => bitwarden::read(text, gather),
        Foreign::Json if bitwarden::is_vault(text) => bitwarden::read(text, gather),
        Foreign::Json if doppler::is_nested(text.trim_ascii_start()) => doppler::read(text, gather),
        Foreign::Json => json::read(text, gather),
        Foreign::Doppler => doppler::read(text, gather),
        Foreign::Kubernetes => kubernetes::read(text, gather),
    }
}

/// Which of them the text is by its own look; none for an environment file.
pub(super) fn told(text: &[u8]) -> Option<Foreign> {
    let start = text.trim_ascii_start();
    match start.first() {
        Some(b'[') => Some(Foreign::Json),
        Some(b'{') if is_manifest(start) => Some(Foreign::Kubernetes),
        Some(b'{') if has_array(start, "secrets") => Some(Foreign::Json),
        Some(b'{') if bitwarden::is_vault(start) => Some(Foreign::Bitwarden),
        Some(b'{') if doppler::is_nested(start) => Some(Foreign::Doppler),
        Some(b'{') => None,
        _ if csv::is_list(start) => Some(Foreign::Csv),
        _ if is_manifest(start) => Some(Foreign::Kubernetes),
        _ => None,
    }
}

/// True where a member of that name is an array.
fn has_array(text: &[u8], name: &str) -> bool {
    has_member(text, name, b'[')
}

/// True where the value of a member of that name begins so.
pub(super) fn has_member(text: &[u8], name: &str, begins: u8) -> bool {
    let member = format!("\"{name}\"");
    memchr::memmem::find(text, member.as_bytes()).is_some_and(|at| {
        let behind = text[at + member.len()..].trim_ascii_start();
        behind.strip_prefix(b":").is_some_and(|behind| behind.trim_ascii_start().first() == Some(&begins))
    })
}

/// One entry of a tool that has titles, not variables.
#[derive(Default)]
struct Item<'a> {
    title: &'a str,
    value: Vec<u8>,
    line: u32,
    note: Option<&'a str>,
    /// Joins the note: a key has no field for it.
    username: Option<&'a str>,
    address: Option<&'a str>,
    tags: Vec<&'a str>,
    /// Where the tool has it: a folder, a project, a path.
    place: Option<&'a str>,
    /// What the tool has beside it and a key can't have.
    left: Vec<&'static str>,
}

/// Puts it in under a variable's name.
fn put(gather: &mut Gather, item: Item<'_>) -> Result<(), ReadError> {
    let wanted = variable_name(item.title);
    let name = gather.free_name(&wanted, &item.value);
    let mut notes = Vec::new();
    if name != item.title {
        notes.push(Note::Renamed(words(item.title).unwrap_or_default()));
    }
    if name != wanted {
        notes.push(Note::NameTaken(wanted.clone().into_owned()));
    }
    notes.extend(item.place.filter(|place| !place.is_empty()).and_then(words).map(Note::From));
    let address = item.address.map(str::trim).filter(|address| !address.is_empty());
    let kept = address.filter(|address| is_harmless(address));
    let mut left = item.left;
    if address.is_some() && kept.is_none() {
        left.push("its address");
    }
    if !left.is_empty() {
        notes.push(Note::NotTaken(left));
    }
    let mut tags: Vec<String> =
        item.tags.iter().filter(|tag| !tag.is_empty()).filter_map(|tag| words(tag)).take(MAX_TAGS).collect();
    tags.sort();
    tags.dedup();
    let mut comment = item.note.unwrap_or_default().trim().to_owned();
    if let Some(username) = item.username.map(str::trim).filter(|username| !username.is_empty()) {
        let line = format!("{}Username: {username}", if comment.is_empty() { "" } else { "\n" });
        comment.push_str(&line);
    }
    let address = kept.map(str::to_owned);
    let beside = (!tags.is_empty() || address.is_some() || !notes.is_empty())
        .then(|| Box::new(Beside { tags, address, notes, ..Beside::default() }));
    let found = Found {
        name: name.as_bytes(),
        value: item.value,
        line: item.line,
        inline_comment: (!comment.is_empty()).then_some(comment.as_bytes()),
        beside,
        ..Found::default()
    };
    gather.entry(found)
}

/// A few words without control characters; none where nothing is left, or what is left may hold a secret.
fn words(text: &str) -> Option<String> {
    let clean: String = text.chars().filter(|c| !c.is_control()).take(MAX_WORDS).collect();
    comment_as_note(&clean).filter(|words| !words.contains('\n'))
}

/// An address that names a place and lets nobody in.
fn is_harmless(address: &str) -> bool {
    address.len() <= MAX_ADDRESS
        && (address.starts_with("https://") || address.starts_with("http://"))
        && !address.contains([' ', '?', '#'])
        && !holds_user_info(address.as_bytes())
        && comment_as_note(address).as_deref() == Some(address)
}

/// "Stripe Secret (live)" → `STRIPE_SECRET_LIVE`; what is a variable's name already stays as it is.
fn variable_name(title: &str) -> Cow<'_, str> {
    if !title.is_empty() && title.len() <= MAX_NAME && name_len(title.as_bytes()) == title.len() {
        return Cow::Borrowed(title);
    }
    let upper: String =
        title.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    let joined = upper.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    let mut name = match joined.chars().next() {
        None => NAMELESS.to_owned(),
        Some('0'..='9') => format!("_{joined}"),
        Some(_) => joined,
    };
    // All of it is ASCII.
    name.truncate(MAX_NAME);
    Cow::Owned(name)
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
            ("ключ", NAMELESS),
            ("", NAMELESS),
            ("A=1\nB", "A_1_B"),
        ] {
            assert_eq!(variable_name(title), name);
        }
        assert_eq!(variable_name(&"x".repeat(300)).len(), MAX_NAME);
    }

    #[test]
    fn addresses_that_let_somebody_in_are_not_kept() {
        assert!(is_harmless("https://dash.example.com/keys") && is_harmless("http://localhost:8080"));
        let user = format!("https://u:{}@example.com", "pw");
        for address in [&user, "ftp://example.com", "https://example.com/?token=x", "https://a b", "example.com"] {
            assert!(!is_harmless(address), "{address}");
        }
        assert!(!is_harmless(&format!("https://example.com/{}", "a1".repeat(12))));
    }
}
