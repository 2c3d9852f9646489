//! Infisical (an array of key and value), Bitwarden Secrets Manager (`projects` and `secrets`), Keyloft's own inventory (`ls
//! --json`), which has no values: its keys are named and stay out.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;
use crate::model::VariableName;

#[derive(Deserialize)]
struct Secrets<'a> {
    #[serde(borrow)]
    secrets: Vec<&'a RawValue>,
}

/// An element of any of them.
#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow, alias = "secretKey")]
    key: Option<Cow<'a, str>>,
    #[serde(borrow, alias = "secretValue")]
    value: Option<Cow<'a, str>>,
    #[serde(borrow, alias = "note", alias = "secretComment")]
    comment: Option<Cow<'a, str>>,
    /// Of an inventory.
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
}

/// True for an array of objects, and for an object with an array of `secrets`.
pub fn is_foreign(text: &[u8]) -> bool {
    match text.first() {
        Some(b'[') => true,
        _ => memchr::memmem::find(text, b"\"secrets\"").is_some_and(|at| {
            let behind = text[at + 9..].trim_ascii_start();
            behind.strip_prefix(b":").is_some_and(|behind| behind.trim_ascii_start().starts_with(b"["))
        }),
    }
}

/// Reads every element.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    // Only the place of a mistake is kept: serde's own words can quote a value.
    let wrong = |error: serde_json::Error| ReadError::Json { line: error.line(), column: error.column() };
    let elements: Vec<&RawValue> = match text.trim_ascii_start().first() {
        Some(b'[') => serde_json::from_slice(text).map_err(wrong)?,
        _ => serde_json::from_slice::<Secrets<'_>>(text).map_err(wrong)?.secrets,
    };
    let (mut line, mut counted) = (1_u32, 0);
    for element in elements {
        let at = element.get().as_ptr() as usize - text.as_ptr() as usize;
        line += u32::try_from(memchr::memchr_iter(b'\n', &text[counted..at]).count()).unwrap_or(0);
        counted = at;
        let Ok(read) = serde_json::from_str::<Element<'_>>(element.get()) else {
            gather.problem(line, Reason::NotAnAssignment)?;
            continue;
        };
        match read {
            Element { key: Some(key), value: Some(value), comment, .. } => {
                let value = value.into_owned().into_bytes();
                put(gather, Item { title: &key, value, note: comment.as_deref(), line })?;
            }
            Element { name: Some(name), .. } => {
                let reason = match VariableName::new(&name) {
                    Ok(name) => Reason::Inventory(name),
                    Err(error) => Reason::BadName(error),
                };
                gather.problem(line, reason)?;
            }
            _ => gather.problem(line, Reason::NoValue)?,
        }
    }
    Ok(())
}
