//! dotenv for Node, `node --env-file`, Next and Vite (dotenv-expand), dotenvx: the same three quotes, with other rules for
//! what stands between them. Their readers are `envfile::dotenv` and `envfile::node_env_file`.

use super::WhyRefused;
use super::line;
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
    line::check_text(value)?;
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
    let mark = quote.map_or("", |quote| match quote {
        b'\'' => "'",
        b'`' => "`",
        _ => "\"",
    });
    let before = format!("{name}={mark}");
    match quote {
        Some(b'\'') if reader == Reader::Dotenvx => {
            line::put(out, &before, value, mark, |byte| (byte == b'\'').then_some(&b"\\'"[..]));
        }
        // dotenv turns CR LF into LF before it reads: only its own escape keeps a CR.
        Some(b'"') => line::put(out, &before, value, mark, |byte| (byte == b'\r').then_some(&b"\\r"[..])),
        _ => line::put_as_it_is(out, &before, value, mark),
    }
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
    // Only dotenvx takes the backslash from before a quote away.
    if reader == Reader::Dotenvx && !ends_open && !has(b'\r') {
        return Ok(Some(b'\''));
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
