//! The record of what was done: each entry's link is an HMAC over the one before and itself, under a key sealed in
//! the vault, and the end of the chain is sealed too, so that a changed, swapped, lost or cut-off entry is found.
//! What can't be found: the whole vault put back to an older copy, and a forgery by whoever holds the vault key.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Error;
use crate::catalog::{ActivityRow, Catalog, MetaName};
use crate::model::{ActivityEntry, ActivityKind, Secret};
use chrono::{DateTime, Utc};

/// The key of the record; random, so that it outlives a new vault key.
pub(super) struct RecordKey(Zeroizing<[u8; 32]>);

/// What checking the record found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordState {
    /// Every link holds.
    Unbroken {
        /// How many entries were checked.
        entries: u64,
    },
    /// From this entry on the record can't be trusted.
    Broken {
        /// The first bad entry's number.
        first_bad: u64,
        /// How many entries there are from it on.
        untrusted: u64,
    },
}

const LINK_BYTES: usize = 32;
/// Stands for the link before, where that can't be trusted; no link is as short.
const LOST_END: &[u8] = b"lost";

impl RecordKey {
    pub(super) fn from_secret(secret: &Secret) -> Option<Self> {
        // Opened to become the key.
        let bytes: [u8; 32] = secret.expose().try_into().ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    fn mac(&self, label: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_ref()).expect("HMAC takes any key");
        mac.update(label);
        mac
    }

    fn link(&self, before: &[u8], row: &ActivityRow) -> [u8; LINK_BYTES] {
        let mut mac = self.mac(b"keyloft entry 1\0");
        mac.update(before);
        mac.update(&row.number.to_le_bytes());
        mac.update(&row.at.to_le_bytes());
        for field in [Some(&row.what), row.subject.as_ref(), row.detail.as_ref(), Some(&row.via)] {
            // Lengths first, so that text can't wander from one field to the next; absent differs from empty.
            match field {
                Some(text) => {
                    mac.update(&[1]);
                    mac.update(&(text.len() as u64).to_le_bytes());
                    mac.update(text.as_bytes());
                }
                None => mac.update(&[0]),
            }
        }
        mac.finalize().into_bytes().into()
    }

    fn head(&self, count: i64, last: &[u8]) -> Vec<u8> {
        let mut mac = self.mac(b"keyloft head 1\0");
        mac.update(&count.to_le_bytes());
        mac.update(last);
        let mut head = count.to_le_bytes().to_vec();
        head.extend_from_slice(last);
        head.extend_from_slice(&mac.finalize().into_bytes());
        head
    }

    /// True for an end that this key sealed.
    fn is_ours(&self, head: &[u8]) -> bool {
        head.len() == 8 + 2 * LINK_BYTES
            && crate::model::fixed_time_eq(&self.head(count_in(head), &head[8..8 + LINK_BYTES]), head)
    }

    /// Adds an entry; inside the caller's transaction.
    pub(super) fn append(
        &self,
        catalog: &Catalog,
        at: DateTime<Utc>,
        what: ActivityKind,
        subject: Option<String>,
        detail: Option<String>,
        via: &str,
    ) -> Result<(), Error> {
        let (count, last) = match catalog.meta(MetaName::ActivityHead)? {
            Some(head) if self.is_ours(&head) => (count_in(&head), head[8..8 + LINK_BYTES].to_vec()),
            None if what == ActivityKind::Made => (0, Vec::new()),
            // The end was lost or forged: to go on from it would make a cut-off record whole again. What is done now
            // goes behind what stands there, with a link that never holds.
            _ => (catalog.last_activity()?.map_or(0, |last| last.number), LOST_END.to_vec()),
        };
        let entry = ActivityEntry {
            number: count.unsigned_abs().saturating_add(1),
            at,
            what,
            subject,
            detail,
            via: via.to_owned(),
        };
        let mut row = ActivityRow::new(&entry, Vec::new());
        let link = self.link(&last, &row);
        row.mac = link.to_vec();
        match catalog.append_activity(&row) {
            // Someone put rows behind the sealed end: the record stays as it is for the check to find, and what is
            // done now goes behind them.
            Err(crate::catalog::CatalogError::Taken) => {
                row.number = catalog.last_activity()?.map_or(1, |last| last.number.saturating_add(1));
                catalog.append_activity(&row)?;
            }
            other => other?,
        }
        catalog.set_meta(MetaName::ActivityHead, &self.head(row.number, &link))?;
        Ok(())
    }

    /// Checks every link and the end.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<RecordState, Error> {
        let mut before: Vec<u8> = Vec::new();
        let mut expected = 1_i64;
        let mut first_bad = None;
        let mut last_number = 0_i64;
        catalog.each_activity(|row| {
            last_number = row.number;
            if first_bad.is_none() {
                let link = self.link(&before, &row);
                let holds = row.number == expected && crate::model::fixed_time_eq(&link, &row.mac);
                if !holds {
                    first_bad = Some(expected.min(row.number.max(1)));
                }
                before = row.mac;
                expected += 1;
            }
            true
        })?;
        let entries = expected - 1;
        if first_bad.is_none() {
            let head = catalog.meta(MetaName::ActivityHead)?;
            // Every vault's record has an entry and an end from its making on.
            if entries == 0 || head != Some(self.head(entries, &before)) {
                // The end was cut off, or entries were put behind it.
                let sealed_count = head.as_deref().map_or(0, count_in);
                first_bad = Some(if sealed_count > entries { entries + 1 } else { sealed_count.max(0) + 1 });
            }
        }
        Ok(match first_bad {
            None => RecordState::Unbroken { entries: entries.unsigned_abs() },
            Some(first) => RecordState::Broken {
                first_bad: first.unsigned_abs(),
                untrusted: (last_number.max(entries) - first + 1).max(1).unsigned_abs(),
            },
        })
    }
}

fn count_in(head: &[u8]) -> i64 {
    head.get(..8).and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_le_bytes)
}
