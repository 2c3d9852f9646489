//! What every dotenv reader and shell of FORMATS.md reads the same (docker and systemd apart): a small common language with a
//! writer and a strict reader of its own.

use crate::model::VariableName;

use super::WhyRefused;
use crate::envfile::look::Look;

/// Appends `NAME=value` and a line feed.
pub(super) fn print(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    let bare = is_bare(value);
    if !bare {
        can_be_quoted(value)?;
    }
    out.extend_from_slice(name.as_str().as_bytes());
    out.push(b'=');
    let quote: &[u8] = if bare { b"" } else { b"'" };
    for part in [quote, value, quote, b"\n"] {
        out.extend_from_slice(part);
    }
    Ok(())
}

/// Empty, or `[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+=,-]*`.
pub(super) fn is_bare(value: &[u8]) -> bool {
    value.first() != Some(&b'=') && !Look::at(value).has(Look::NOT_BARE)
}

fn can_be_quoted(value: &[u8]) -> Result<(), WhyRefused> {
    if std::str::from_utf8(value).is_err() {
        return Err(WhyRefused::NotUtf8);
    }
    match value.iter().find(|byte| b"'\\$`\n\r\0".contains(byte)) {
        None => Ok(()),
        Some(0) => Err(WhyRefused::Nul),
        Some(b'\n' | b'\r') => Err(WhyRefused::LineBreak),
        Some(byte) => Err(WhyRefused::Character(char::from(*byte))),
    }
}

/// Reads what [`print`] writes, and nothing else: None for any line that is no comment and not in this language.
pub(super) fn parse(text: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let mut entries = Vec::new();
    for line in text.split(|byte| *byte == b'\n') {
        if line.is_empty() || line[0] == b'#' {
            continue;
        }
        let sign = line.iter().position(|byte| *byte == b'=')?;
        let (name, value) = (&line[..sign], &line[sign + 1..]);
        let value = match value {
            [b'\'', inner @ .., b'\''] if can_be_quoted(inner).is_ok() => inner,
            bare if is_bare(bare) => bare,
            _ => return None,
        };
        entries.push((name.to_vec(), value.to_vec()));
    }
    Some(entries)
}
