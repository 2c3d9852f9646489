//! Bitwarden's password manager, exported as JSON without encryption: `folders` (or an organisation's `collections`) and `items`.
//! A login's password is a key; so is each text or hidden field, a note of its own, an SSH key. Cards and identities are none.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memmem;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::lenient;
use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;
use crate::envfile::json::{Few, Lines};

/// Kinds of items, as numbers in the file.
const NOTE: u8 = 2;
const SSH_KEY: u8 = 5;
const NO_KEYS: [u8; 2] = [3, 4];
/// Kinds of custom fields that hold text; the others are ticks and links.
const TEXT_FIELDS: [u8; 2] = [0, 1];

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(default)]
    encrypted: bool,
    #[serde(borrow)]
    items: Option<Few<&'a RawValue>>,
    #[serde(borrow)]
    folders: Option<&'a RawValue>,
    #[serde(borrow)]
    collections: Option<&'a RawValue>,
}

/// A folder or a collection.
#[derive(Deserialize)]
struct Place<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    notes: Option<Cow<'a, str>>,
    #[serde(borrow)]
    folder_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    collection_ids: Option<&'a RawValue>,
    #[serde(borrow)]
    login: Option<Login<'a>>,
    #[serde(borrow)]
    ssh_key: Option<SshKey<'a>>,
    #[serde(borrow)]
    fields: Option<Vec<Field<'a>>>,
    #[serde(borrow)]
    archived_date: Option<&'a RawValue>,
    #[serde(borrow)]
    deleted_date: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Login<'a> {
    #[serde(borrow)]
    username: Option<Cow<'a, str>>,
    #[serde(borrow)]
    password: Option<Cow<'a, str>>,
    #[serde(borrow)]
    totp: Option<Cow<'a, str>>,
    #[serde(borrow)]
    uris: Option<Vec<Address<'a>>>,
}

#[derive(Deserialize)]
struct Address<'a> {
    #[serde(borrow)]
    uri: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SshKey<'a> {
    #[serde(borrow)]
    private_key: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Field<'a> {
    #[serde(rename = "type")]
    kind: u8,
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    value: Option<Cow<'a, str>>,
}

/// True for an object that says whether it is encrypted, and has what only such an export has.
pub(super) fn is_vault(text: &[u8]) -> bool {
    let has = |name: &[u8]| memmem::find(text, name).is_some();
    has(b"\"encrypted\"")
        && (has(b"\"encKeyValidation_DO_NOT_EDIT\"")
            || has(b"\"passwordProtected\"")
            || super::has_array(text, "items"))
}

/// Reads every item.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    // Only the place of a mistake is kept: serde's own words can quote a value.
    let all: Export<'_> =
        serde_json::from_slice(text).map_err(|error| ReadError::Json { line: error.line(), column: error.column() })?;
    let Export { encrypted: false, items: Some(items), folders, collections } = all else {
        return Err(ReadError::Encrypted);
    };
    let places = [folders, collections].map(lenient::<Few<Place<'_>>>);
    let places: HashMap<&str, &str> =
        places.iter().flatten().flat_map(|places| &places.0).map(|place| (&*place.id, &*place.name)).collect();
    let mut lines = Lines::of(text);
    for raw in items.0 {
        let line = lines.of_part(raw.get());
        match serde_json::from_str::<Record<'_>>(raw.get()) {
            Ok(record) => record.put(line, &places, gather)?,
            Err(_) => gather.problem(line, Reason::NotAnAssignment)?,
        }
    }
    Ok(())
}

impl Record<'_> {
    fn put(&self, line: u32, places: &HashMap<&str, &str>, gather: &mut Gather) -> Result<(), ReadError> {
        if self.archived_date.or(self.deleted_date).is_some_and(|date| date.get() != "null") {
            return gather.problem(line, Reason::Archived);
        }
        if NO_KEYS.contains(&self.kind) {
            return gather.problem(line, Reason::NoKey);
        }
        let title = self.name.as_deref().unwrap_or_default();
        let collections: Vec<String> = lenient(self.collection_ids).unwrap_or_default();
        let ids = self.folder_id.as_deref().into_iter().chain(collections.iter().map(String::as_str));
        let stands_in: Vec<&str> = ids.filter_map(|id| places.get(id).copied()).collect();
        let place = stands_in.join(", ");
        let notes = self.notes.as_deref().unwrap_or_default();
        let login = self.login.as_ref();
        let secret = match self.kind {
            NOTE => notes,
            SSH_KEY => self.ssh_key.as_ref().and_then(|key| key.private_key.as_deref()).unwrap_or_default(),
            _ => login.and_then(|login| login.password.as_deref()).unwrap_or_default(),
        };
        let fields: Vec<(&str, &str)> = self.fields.iter().flatten().filter_map(Field::text).collect();
        if secret.is_empty() && fields.is_empty() {
            return gather.problem(line, Reason::NoValue);
        }
        let item = || Item {
            line,
            note: (self.kind != NOTE).then_some(notes),
            username: login.and_then(|login| login.username.as_deref()),
            address: login.and_then(|login| login.uris.as_ref()?.first()?.uri.as_deref()),
            place: Some(&place),
            ..Item::default()
        };
        if !secret.is_empty() {
            let has_code = login.is_some_and(|login| login.totp.as_ref().is_some_and(|code| !code.is_empty()));
            let left = if has_code { vec!["its one-time code"] } else { Vec::new() };
            put(gather, Item { title, value: secret.into(), left, ..item() })?;
        }
        for (name, value) in fields {
            // A field that is called as a variable is that variable.
            let own = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
            let title = if own { Cow::Borrowed(name) } else { Cow::Owned(format!("{title} {name}")) };
            put(gather, Item { title: &title, value: value.into(), ..item() })?;
        }
        Ok(())
    }
}

impl Field<'_> {
    /// Its name and text, where it has both.
    fn text(&self) -> Option<(&str, &str)> {
        let (name, value) = (self.name.as_deref()?.trim(), self.value.as_deref()?);
        (TEXT_FIELDS.contains(&self.kind) && !name.is_empty() && !value.is_empty()).then_some((name, value))
    }
}
