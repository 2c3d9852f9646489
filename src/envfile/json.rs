//! One flat JSON object: strings, numbers and booleans. Numbers keep the digits they are written with.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::entry::{ReadError, Reason};
use super::gather::{Found, Gather};
use super::read::MAX_ENTRIES;
use crate::model::VariableName;

/// The members in order, duplicates too, each value still as it is written. Those past what a file may have are passed over:
/// one more than that is kept, so that it is refused.
pub(super) struct Members<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

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
                while members.len() <= MAX_ENTRIES {
                    let Some(name) = map.next_key::<String>()? else { return Ok(Members(members)) };
                    members.push((Cow::Owned(name), map.next_value::<&RawValue>()?));
                }
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// The elements of an array, as bounded as [`Members`].
pub(super) struct Few<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Few<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
                let mut few = Vec::new();
                while few.len() <= MAX_ENTRIES {
                    let Some(one) = all.next_element()? else { return Ok(Few(few)) };
                    few.push(one);
                }
                while all.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Few(few))
            }
        }
        deserializer.deserialize_seq(Reader(PhantomData))
    }
}

/// On which line a part of the text stands; parts are asked for in their order.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    pub fn of(text: &'a [u8]) -> Self {
        Self { text, counted: 0, line: 1 }
    }

    pub fn of_part(&mut self, part: &str) -> u32 {
        let at = part.as_ptr() as usize - self.text.as_ptr() as usize;
        let more = memchr::memchr_iter(b'\n', &self.text[self.counted..at]).count();
        self.line += u32::try_from(more).expect("a file is at most 16 MiB");
        self.counted = at;
        self.line
    }
}

pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    if !text.trim_ascii_start().starts_with(b"{") {
        return Err(ReadError::NotAnObject);
    }
    // Only the place of a mistake is kept: serde's own words can quote a value.
    let Members(members) =
        serde_json::from_slice(text).map_err(|error| ReadError::Json { line: error.line(), column: error.column() })?;
    let mut lines = Lines::of(text);
    for (name, raw) in members {
        let raw = raw.get();
        let line = lines.of_part(raw);
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
