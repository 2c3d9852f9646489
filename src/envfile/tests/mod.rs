//! Tests of the whole room: each dialect's corners, writers against readers, and the real shells.

mod dialects;
mod dotenv;
mod expanding;
mod foreign;
mod hostile;
mod properties;
mod readers;
mod real_compose;
mod real_docker;
mod real_kubectl;
mod real_parsers;
mod real_readers;
mod real_shells;
mod writing;

use super::{Dialect, Note, Parsed, read};

/// Every way of reading.
const ALL: [Dialect; 13] = [
    Dialect::Auto,
    Dialect::Dotenv,
    Dialect::Expand,
    Dialect::Dotenvx,
    Dialect::NodeEnvFile,
    Dialect::Python,
    Dialect::Compose,
    Dialect::Shell,
    Dialect::Docker,
    Dialect::Json,
    Dialect::Csv,
    Dialect::ToolJson,
    Dialect::Kubernetes,
];

/// Name and value of each entry, as text.
fn values(parsed: &Parsed) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    parsed.entries.iter().map(|entry| (entry.name.to_string(), text(entry.value.expose()))).collect()
}

/// The one value a text of one assignment gives.
fn one(text: &str, dialect: Dialect) -> String {
    let parsed = read(text.as_bytes(), dialect).unwrap();
    let [(_, value)] = &values(&parsed)[..] else { panic!("{text:?} gave {:?}", values(&parsed)) };
    value.clone()
}

/// The notes of the first entry.
fn notes(text: &str, dialect: Dialect) -> Vec<Note> {
    read(text.as_bytes(), dialect).unwrap().entries.remove(0).notes().to_vec()
}

fn disagree(text: &str) -> bool {
    notes(text, Dialect::Auto).iter().any(|note| matches!(note, Note::DialectsDisagree(_)))
}
