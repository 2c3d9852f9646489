//! Shells: what they `source`.

use super::WhyRefused;
use super::line;
use crate::model::VariableName;

/// A pair as a reader gave it.
type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// Appends `export NAME='value'`, a quote as `'\''`.
pub(super) fn print_sh(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    no_nul(value)?;
    line::put(out, &format!("export {name}='"), value, "'", |byte| (byte == b'\'').then_some(&b"'\\''"[..]));
    Ok(())
}

/// Appends `set -gx NAME 'value'`, with fish's two escapes.
pub(super) fn print_fish(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    no_nul(value)?;
    line::put(out, &format!("set -gx {name} '"), value, "'", line::single_quoted);
    Ok(())
}

/// Appends `${env:NAME}='value'`, each quote twice; PowerShell takes the typographic ones for quotes too.
pub(super) fn print_powershell(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    no_nul(value)?;
    let text = std::str::from_utf8(value).map_err(|_| WhyRefused::NotUtf8)?;
    let mut doubled = zeroize::Zeroizing::new(String::with_capacity(value.len() * 2));
    for letter in text.chars() {
        if is_powershell_quote(letter) {
            doubled.push(letter);
        }
        doubled.push(letter);
    }
    line::put_as_it_is(out, &format!("${{env:{name}}}='"), doubled.as_bytes(), "'");
    Ok(())
}

fn is_powershell_quote(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2018}'..='\u{201b}')
}

/// No variable of an environment holds NUL.
fn no_nul(value: &[u8]) -> Result<(), WhyRefused> {
    if value.contains(&0) { Err(WhyRefused::Nul) } else { Ok(()) }
}

/// Reads what fish's `source` makes of such lines; none for anything else.
pub(super) fn parse_fish(text: &[u8]) -> Option<Pairs> {
    statements(text, b"set -gx ", b" '", |rest| {
        let mut value = Vec::new();
        let mut at = 0;
        loop {
            match (*rest.get(at)?, rest.get(at + 1)) {
                (b'\\', Some(next @ (b'\\' | b'\''))) => {
                    value.push(*next);
                    at += 2;
                }
                (b'\'', _) => return Some((value, at + 1)),
                (byte, _) => {
                    value.push(byte);
                    at += 1;
                }
            }
        }
    })
}

/// Reads what PowerShell makes of such lines; none for anything else.
pub(super) fn parse_powershell(text: &[u8]) -> Option<Pairs> {
    statements(text, b"${env:", b"}='", |rest| {
        let text = std::str::from_utf8(rest).ok()?;
        let mut value = String::new();
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if is_powershell_quote(letter) {
                // Two quotes of any sort stand for the second of them.
                match letters.next_if(|(_, next)| is_powershell_quote(*next)) {
                    Some((_, next)) => value.push(next),
                    None => return Some((value.into_bytes(), at + letter.len_utf8())),
                }
            } else {
                value.push(letter);
            }
        }
        None
    })
}

/// Statements of the form `before NAME between value`, comments between them. `value` reads one and says how long it was.
fn statements(
    text: &[u8],
    before: &[u8],
    between: &[u8],
    value: impl Fn(&[u8]) -> Option<(Vec<u8>, usize)>,
) -> Option<Pairs> {
    let mut entries = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if matches!(rest[0], b'#' | b'\n') {
            rest = memchr::memchr(b'\n', rest).map_or(&[], |at| &rest[at + 1..]);
            continue;
        }
        rest = rest.strip_prefix(before)?;
        let sign = memchr::memmem::find(rest, between)?;
        let name = rest[..sign].to_vec();
        let (read, used) = value(&rest[sign + between.len()..])?;
        entries.push((name, read));
        rest = rest[sign + between.len() + used..].strip_prefix(b"\n")?;
    }
    Some(entries)
}
