//! Lists with a line of headers: Infisical (`Key,Value`), Bitwarden, KeePassXC, 1Password.

use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;

/// Headers of the column with the name, of the one with the secret, of the one with a note; in lower case.
const NAMES: [&str; 3] = ["key", "name", "title"];
const VALUES: [&str; 3] = ["value", "login_password", "password"];
const NOTES: [&str; 3] = ["notes", "note", "comment"];

/// Where the columns are.
struct Columns {
    name: usize,
    value: usize,
    note: Option<usize>,
}

fn columns<'a>(headers: impl Iterator<Item = &'a [u8]>) -> Option<Columns> {
    let headers: Vec<String> =
        headers.map(|header| String::from_utf8_lossy(header).trim().trim_matches('"').to_lowercase()).collect();
    let find = |wanted: &[&str]| wanted.iter().find_map(|wanted| headers.iter().position(|header| header == wanted));
    Some(Columns { name: find(&NAMES)?, value: find(&VALUES)?, note: find(&NOTES) })
}

/// True where the first line names such columns; an assignment never does.
pub(super) fn is_list(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    !line.contains(&b'=') && columns(line.trim_ascii_end().split(|byte| *byte == b',')).is_some()
}

/// Reads every record that has a secret.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let broken = |line: u64| ReadError::Csv { line: u32::try_from(line).unwrap_or(u32::MAX) };
    let headers = reader.byte_headers().map_err(|_| broken(1))?.clone();
    let columns = columns(headers.iter()).ok_or(broken(1))?;
    let mut record = csv::ByteRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            // Its words could quote a value.
            Err(_) => return Err(broken(line)),
        }
        let line = record.position().map_or(line, csv::Position::line);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let field = |at: usize| record.get(at).unwrap_or_default();
        if field(columns.value).is_empty() {
            gather.problem(line, Reason::NoValue)?;
            continue;
        }
        let title = String::from_utf8_lossy(field(columns.name));
        let note = columns.note.map(|at| String::from_utf8_lossy(field(at)));
        let value = field(columns.value).to_vec();
        put(gather, Item { title: &title, value, note: note.as_deref(), line })?;
    }
}
