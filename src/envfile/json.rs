//! One flat JSON object: strings, numbers and booleans. Numbers keep the digits they are written with.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use crate::model::VariableName;

/// The members in order, duplicates too, each value still as it is written.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    members.push((Cow::Owned(name), map.next_value::<&RawValue>()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    if !text.trim_ascii_start().starts_with(b"{") {
        return Err(ReadError::NotAnObject);
    }
    // Only the place of a mistake is kept: serde's own words can quote a value.
    let Members(members) =
        serde_json::from_slice(text).map_err(|error| ReadError::Json { line: error.line(), column: error.column() })?;
    let mut line = 1u32;
    let mut counted_to = 0;
    for (name, raw) in members {
        let raw = raw.get();
        let at = raw.as_ptr() as usize - text.as_ptr() as usize;
        line += text[counted_to..at].iter().filter(|byte| **byte == b'\n').fold(0u32, |lines, _| lines + 1);
        counted_to = at;
        let checked = match VariableName::new(&name) {
            Ok(checked) => checked,
            Err(error) => {
                gather.problem(line, Reason::BadName(error))?;
                continue;
            }
        };
        let value = match raw.as_bytes().first() {
            Some(b'"') => match serde_json::from_str::<String>(raw) {
                Ok(text) => text.into_bytes(),
                Err(_) => {
                    gather.problem(line, Reason::BadText(checked))?;
                    continue;
                }
            },
            Some(b't' | b'f' | b'-' | b'0'..=b'9') => raw.as_bytes().to_vec(),
            _ => {
                gather.problem(line, Reason::NotFlat(checked))?;
                continue;
            }
        };
        gather.entry(Found { name: name.as_bytes(), value, line, quoted: raw.starts_with('"'), ..Found::default() })?;
    }
    Ok(())
}
