//! Lists with a line of headers: Infisical (`Key,Value`), Bitwarden, KeePassXC, 1Password, and what has the same columns.

use std::borrow::Cow;

use super::records::Records;
use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;
use crate::envfile::lines::lossy;

/// Headers of each column, in lower case, the most telling first.
const NAMES: [&str; 3] = ["key", "name", "title"];
const VALUES: [&str; 3] = ["value", "login_password", "password"];
const NOTES: [&str; 5] = ["notes", "note", "comment", "notesplain", "extra"];
const USERNAMES: [&str; 3] = ["login_username", "username", "user name"];
const ADDRESSES: [&str; 5] = ["login_uri", "url", "urls", "website", "endpoint"];
const PLACES: [&str; 4] = ["folder", "group", "collections", "grouping"];
const CODES: [&str; 4] = ["login_totp", "totp", "otpauth", "one-time password"];

/// Most columns that a list is taken for one with.
const MAX_COLUMNS: usize = 1_000;

/// Where the columns are.
struct Columns {
    name: usize,
    value: usize,
    note: Option<usize>,
    username: Option<usize>,
    address: Option<usize>,
    place: Option<usize>,
    tags: Option<usize>,
    code: Option<usize>,
    fields: Option<usize>,
    archived: Option<usize>,
}

fn columns<'a>(headers: impl Iterator<Item = &'a [u8]>) -> Option<Columns> {
    let headers: Vec<String> =
        headers.map(|header| String::from_utf8_lossy(header).trim().trim_matches('"').to_lowercase()).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|wanted| headers.iter().position(|header| header == wanted));
    Some(Columns {
        name: find(&NAMES)?,
        value: find(&VALUES)?,
        note: find(&NOTES),
        username: find(&USERNAMES),
        address: find(&ADDRESSES),
        place: find(&PLACES),
        tags: find(&["tags"]),
        code: find(&CODES),
        fields: find(&["fields"]),
        archived: find(&["archived"]),
    })
}

/// What parts the columns of the first line; none where it names no such columns. An assignment never does.
fn delimiter(text: &[u8]) -> Option<u8> {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let names_columns = |delimiter: &u8| {
        let fields = memchr::memchr_iter(*delimiter, line).take(MAX_COLUMNS + 1).count();
        fields <= MAX_COLUMNS && columns(line.split(|byte| byte == delimiter)).is_some()
    };
    [b',', b';', b'\t'].into_iter().filter(|_| !line.contains(&b'=')).find(names_columns)
}

/// True where the first line names such columns.
pub(super) fn is_list(text: &[u8]) -> bool {
    delimiter(text).is_some()
}

/// Reads every record that has a secret.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let broken = ReadError::Csv { line: 1 };
    // Before anything is made of it: a line of 16 million commas would be as many fields.
    let delimiter = delimiter(text.trim_ascii_start()).ok_or(broken)?;
    let mut records = Records::new(text, delimiter);
    let mut fields = Vec::new();
    records.next(&mut fields, MAX_COLUMNS).ok_or(broken)?;
    let columns = columns(fields.iter().map(AsRef::as_ref)).ok_or(broken)?;
    while let Some(line) = records.next(&mut fields, MAX_COLUMNS) {
        let field = |at: usize| fields.get(at).map(AsRef::as_ref).unwrap_or_default();
        let text_of = |at: Option<usize>| at.map_or(Cow::Borrowed(""), |at| lossy(field(at)));
        if field(columns.value).is_empty() {
            if fields.iter().all(|field| field.is_empty()) {
                continue;
            }
            gather.problem(line, Reason::NoValue)?;
            continue;
        }
        if text_of(columns.archived).eq_ignore_ascii_case("true") {
            gather.problem(line, Reason::Archived)?;
            continue;
        }
        let mut left = Vec::new();
        if !text_of(columns.code).is_empty() {
            left.push("its one-time code");
        }
        if !text_of(columns.fields).is_empty() {
            left.push("its further fields");
        }
        // Several addresses stand in one field; the first is the one that it is used against.
        let addresses = text_of(columns.address);
        let (tags, place) = (text_of(columns.tags), text_of(columns.place));
        let item = Item {
            title: &text_of(Some(columns.name)),
            value: field(columns.value).to_vec(),
            line,
            note: Some(&text_of(columns.note)),
            username: Some(&text_of(columns.username)),
            address: addresses.split([',', '\n']).next(),
            tags: tags.split([';', ',']).filter(|tag| !tag.is_empty()).collect(),
            // The group that all others of KeePassXC stand in says nothing.
            place: Some(&*place).filter(|place| *place != "Root"),
            left,
        };
        put(gather, item)?;
    }
    Ok(())
}
