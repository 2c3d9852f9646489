//! `doppler secrets --json`: an object of objects, each with what its value comes to. (`doppler secrets download` writes a flat
//! one, which is read as flat JSON.)

use std::borrow::Cow;

use serde::Deserialize;

use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;
use crate::envfile::json::{Lines, Members};

#[derive(Deserialize)]
struct Secret<'a> {
    #[serde(borrow)]
    computed: Option<Cow<'a, str>>,
    #[serde(borrow)]
    raw: Option<Cow<'a, str>>,
    #[serde(borrow)]
    note: Option<Cow<'a, str>>,
}

/// True where the first member is an object with a `computed` in it.
pub(super) fn is_nested(text: &[u8]) -> bool {
    let Some(colon) = text.strip_prefix(b"{").and_then(|text| memchr::memmem::find(text, b"\":")) else { return false };
    let value = text[colon + 3..].trim_ascii_start();
    let end = memchr::memchr(b'}', value).unwrap_or(value.len());
    value.starts_with(b"{") && memchr::memmem::find(&value[..end], b"\"computed\"").is_some()
}

/// Reads every member.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let Members(members) =
        serde_json::from_slice(text).map_err(|error| ReadError::Json { line: error.line(), column: error.column() })?;
    let mut lines = Lines::of(text);
    for (name, raw) in members {
        let line = lines.of_part(raw.get());
        match serde_json::from_str::<Secret<'_>>(raw.get()) {
            // A restricted one has no value that Doppler shows.
            Ok(Secret { computed: None, raw: None, .. }) => gather.problem(line, Reason::NoValue)?,
            Ok(Secret { computed, raw, note }) => {
                let value = computed.or(raw).unwrap_or_default().into_owned().into_bytes();
                put(gather, Item { title: &name, value, line, note: note.as_deref(), ..Item::default() })?;
            }
            Err(_) => gather.problem(line, Reason::NotAnAssignment)?,
        }
    }
    Ok(())
}
