//! Data that any program reads: one flat JSON object, one flat YAML map. Both by JSON's escapes, which YAML knows too.

use super::WhyRefused;
use crate::model::VariableName;

/// Appends `"NAME": "value"`, without what parts it from others.
pub(super) fn print_json(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    let text = std::str::from_utf8(value).map_err(|_| WhyRefused::NotUtf8)?;
    for (part, behind) in [(name.as_str(), &b": "[..]), (text, b"")] {
        serde_json::to_writer(&mut *out, part).expect("a string is written to memory");
        out.extend_from_slice(behind);
    }
    Ok(())
}

/// Appends `"NAME": "value"` and a line feed; what YAML does not take as it stands is escaped.
pub(super) fn print_yaml(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    let text = std::str::from_utf8(value).map_err(|_| WhyRefused::NotUtf8)?;
    // In quotes: to YAML 1.1 a bare NO or Y is no word.
    out.extend_from_slice(format!("\"{name}\": \"").as_bytes());
    for letter in text.chars() {
        match letter {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\r' => out.extend_from_slice(b"\\r"),
            '\t' => out.extend_from_slice(b"\\t"),
            // Not printable for YAML, or a line break to some versions of it.
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.extend_from_slice(format!("\\u{:04x}", u32::from(letter)).as_bytes());
            }
            letter => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.extend_from_slice(b"\"\n");
    Ok(())
}

/// Reads such a map; none for anything else.
pub(super) fn parse_yaml(text: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut entries = Vec::new();
    for line in text.split('\n').filter(|line| !line.is_empty() && !line.starts_with('#') && *line != "{}") {
        let (name, value) = line.strip_prefix('"')?.split_once("\": ")?;
        let value: String = serde_json::from_str(value).ok()?;
        entries.push((name.as_bytes().to_vec(), value.into_bytes()));
    }
    Some(entries)
}
