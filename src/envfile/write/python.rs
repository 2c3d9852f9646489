//! python-dotenv: `'…'` with two escapes, and `${…}` put in even there. Its reader is `envfile::python`.

use super::WhyRefused;
use super::line;
use super::portable::is_bare;
use crate::model::VariableName;

/// Appends `NAME='value'` and a line feed.
pub(super) fn print(out: &mut Vec<u8>, name: &VariableName, value: &[u8]) -> Result<(), WhyRefused> {
    line::check_text(value)?;
    match value {
        // The file is read with universal newlines, and no escape of '…' stands for a CR.
        value if value.contains(&b'\r') => return Err(WhyRefused::CarriageReturn),
        value if memchr::memmem::find(value, b"${").is_some() => return Err(WhyRefused::Expands("${")),
        _ => {}
    }
    if is_bare(value) || (value.ends_with(b"\\") && is_plain(value)) {
        // To older releases a quoted one that ends so runs on to the next quote of the file: bare where that will do.
        line::put_as_it_is(out, &format!("{name}="), value, "");
    } else {
        line::put(out, &format!("{name}='"), value, "'", line::single_quoted);
    }
    Ok(())
}

/// What python-dotenv reads as it stands without quotes: one line, no quote at its beginning, no comment, no white space at
/// its ends (Python's, so anything but ASCII there is left out too).
fn is_plain(value: &[u8]) -> bool {
    let solid = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    solid(value.first())
        && solid(value.last())
        && !matches!(value.first(), Some(b'\'' | b'"' | b'#'))
        && value.iter().all(|byte| *byte != b'\n' && *byte != b'\r' && *byte != 0)
        && !value.contains(&b'#')
        && memchr::memmem::find(value, b"${").is_none()
}
