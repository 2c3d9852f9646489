//! dotenv for Node, `node --env-file`, Next and Vite (dotenv-expand), dotenvx: the same three quotes, with other rules for
//! what stands between them. The readers follow the parsers; dotenv's own is `envfile::dotenv`.

use super::WhyRefused;
use super::portable::is_bare;
use crate::model::VariableName;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Dotenv,
    EnvFile,
    /// Next and Vite.
    Expand,
    Dotenvx,
}

/// Appends `NAME=value` and a line feed.
pub(super) fn print(out: &mut Vec<u8>, name: &VariableName, value: &[u8], reader: Reader) -> Result<(), WhyRefused> {
    if std::str::from_utf8(value).is_err() {
        return Err(WhyRefused::NotUtf8);
    }
    if value.contains(&0) {
        return Err(WhyRefused::Nul);
    }
    if value.contains(&b'\r') && reader != Reader::Dotenv {
        return Err(WhyRefused::CarriageReturn);
    }
    let escaped;
    let value = match reader {
        Reader::Expand => {
            if memchr::memmem::find(value, b"$(").is_some() {
                return Err(WhyRefused::Runs("$("));
            }
            escaped = zeroize::Zeroizing::new(escape_dollars(value));
            &escaped[..]
        }
        Reader::Dotenvx if value.starts_with(b"encrypted:") => return Err(WhyRefused::Encrypted),
        _ => value,
    };
    let quote = quote_for(value, reader)?;
    out.extend_from_slice(name.as_str().as_bytes());
    out.push(b'=');
    out.extend(quote);
    match quote {
        // dotenv turns CR LF into LF before it reads: only its own escape keeps a CR.
        Some(b'"') => {
            for byte in value {
                match byte {
                    b'\r' => out.extend_from_slice(b"\\r"),
                    byte => out.push(*byte),
                }
            }
        }
        _ => out.extend_from_slice(value),
    }
    out.extend(quote);
    out.push(b'\n');
    Ok(())
}

fn escape_dollars(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() * 2);
    for byte in value {
        if *byte == b'$' {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out
}

/// Which quotes hold the value; none for one that needs none.
fn quote_for(value: &[u8], reader: Reader) -> Result<Option<u8>, WhyRefused> {
    if is_bare(value) {
        return Ok(None);
    }
    let has = |byte: u8| memchr::memchr(byte, value).is_some();
    let ends_open = value.ends_with(b"\\");
    let literal = |quote: u8| !(has(quote) || has(b'\r') || (ends_open && reader != Reader::EnvFile));
    if literal(b'\'') {
        return Ok(Some(b'\''));
    }
    // dotenvx expands in the other two.
    let expands = reader == Reader::Dotenvx && (has(b'$') || has(b'\\'));
    if literal(b'`') && !expands {
        return Ok(Some(b'`'));
    }
    let escapes = match reader {
        Reader::EnvFile => memchr::memmem::find(value, b"\\n").is_some(),
        _ => has(b'\\'),
    };
    if !has(b'"') && !escapes && !expands {
        return Ok(Some(b'"'));
    }
    Err(WhyRefused::Quotes)
}

/// What dotenv-expand makes of a value that dotenv read: none where it would put something in or run something.
pub(super) fn expanded(value: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(value.len());
    let mut bytes = value.iter().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if bytes.peek() == Some(&&b'$') => {
                out.push(b'$');
                bytes.next();
            }
            b'$' => return None,
            byte => out.push(*byte),
        }
    }
    Some(out)
}

/// `node --env-file`, by hand from its source (Node 20 to 24): CRs go, a value is what stands between a quote and the next
/// one of its kind, only `\n` is an escape and only in `"…"`. A byte order mark becomes part of the first name.
pub(super) fn parse_env_file(text: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
    let without_cr: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'\r').collect();
    let mut rest = without_cr.trim_ascii();
    let mut entries = Vec::new();
    while let Some(first) = rest.first() {
        let line = memchr::memchr(b'\n', rest);
        let next = |rest: &'_ [u8], from: usize| memchr::memchr(b'\n', &rest[from..]).map(|at| from + at + 1);
        if matches!(first, b'\n' | b'#') {
            rest = next(rest, 0).map_or(&[], |at| &rest[at..]);
            continue;
        }
        let Some(sign) = memchr::memchr(b'=', rest).filter(|sign| line.is_none_or(|line| *sign < line)) else {
            rest = next(rest, 0).map_or(&[], |at| &rest[at..]);
            continue;
        };
        let name = rest[..sign].trim_ascii();
        let name = name.strip_prefix(b"export ").map_or(name, <[u8]>::trim_ascii).to_vec();
        rest = &rest[sign + 1..];
        if rest.is_empty() || rest[0] == b'\n' {
            entries.push((name, Vec::new()));
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        rest = rest.trim_ascii();
        let quote = rest.first().copied().filter(|first| b"\"'`".contains(first));
        let close = quote.and_then(|quote| memchr::memchr(quote, &rest[1..]).map(|at| at + 1));
        match (quote, close) {
            (Some(quote), Some(close)) => {
                let inner = &rest[1..close];
                let value = if quote == b'"' { with_line_feeds(inner) } else { inner.to_vec() };
                entries.push((name, value));
                rest = next(rest, close).map_or(&[], |at| &rest[at..]);
            }
            _ => {
                let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                let line = &rest[..end];
                let value = memchr::memchr(b'#', line).map_or(line, |hash| &line[..hash]);
                entries.push((name, value.trim_ascii().to_vec()));
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }
    Some(entries)
}

fn with_line_feeds(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr::memmem::find(rest, b"\\n") {
        out.extend_from_slice(&rest[..at]);
        out.push(b'\n');
        rest = &rest[at + 2..];
    }
    out.extend_from_slice(rest);
    out
}
