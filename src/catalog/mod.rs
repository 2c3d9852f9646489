//! The catalog: everything about keys but their secrets, in SQLite. The vault is its only caller and holds the
//! transactions: each function here is one statement or a few, and says nothing about when they are committed.

mod activity;
mod copies;
mod error;
#[cfg(test)]
mod full;
mod imports;
mod intents;
mod keys;
mod meta;
mod open;
mod people;
mod places;
mod schema;
mod settings;
mod snapshot;
mod still;
mod uses;
mod versions;
mod without;
mod written;

pub use activity::ActivityRow;
pub use error::CatalogError;
#[cfg(test)]
pub use full::be_full;
pub use imports::{ImportRow, ImportedFileRow, ImportedKeyRow};
pub use intents::{Intent, IntentWork};
pub use keys::{KeyQuery, NameFound, NewKey};
pub use meta::MetaName;
pub use open::{Catalog, SharedConnection};
pub use people::SnoozeRow;
pub use places::{PlaceFound, ProjectId};
pub use snapshot::KeySnapshot;
pub use versions::{NewVersion, Placement, Status, Version, VersionId};
pub use written::{TAKEN_OVER, WrittenFile, WrittenKey};

/// Seconds since 1970 as kept in the catalog.
fn seconds(at: chrono::DateTime<chrono::Utc>) -> i64 {
    at.timestamp()
}

/// A moment read from the catalog; a number outside what a calendar holds reads as 1970 rather than failing the row.
fn moment(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
