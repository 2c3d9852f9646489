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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// Every link holds.
    Unbroken {
        /// How many entries were checked.
        entries: u64,
        /// When the first of them was made.
        since: DateTime<Utc>,
    },
    /// From this entry on the record can't be trusted.
    Broken {
        /// The first bad entry's number.
        first_bad: u64,
        /// How many entries there are from it on.
        untrusted: u64,
        /// When the last entry before it was made; none where the first one is bad already.
        after: Option<DateTime<Utc>>,
    },
}

/// A check that goes on from where it stopped: a long record is read in pieces, so that a person's wish comes between.
#[derive(Debug, Default)]
pub struct RecordCheck {
    /// The seal over what was dropped, as it was when the check began.
    start: Option<Option<Vec<u8>>>,
    before: Vec<u8>,
    expected: i64,
    /// How many entries were dropped before the first one.
    dropped: i64,
    since: i64,
    first_bad: Option<i64>,
    last_number: Option<i64>,
    read: u64,
}

impl RecordCheck {
    /// How many entries it has read.
    pub fn read(&self) -> u64 {
        self.read
    }
}

const HEAD_LABEL: &[u8] = b"keyloft head 1\0";
/// Over what was dropped for its age; another label, so that no end passes for it.
const START_LABEL: &[u8] = b"keyloft start 1\0";
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

    /// `count` entries up to the one with this link, sealed.
    fn seal(&self, label: &[u8], count: i64, last: &[u8]) -> Vec<u8> {
        let mut mac = self.mac(label);
        mac.update(&count.to_le_bytes());
        mac.update(last);
        let mut head = count.to_le_bytes().to_vec();
        head.extend_from_slice(last);
        head.extend_from_slice(&mac.finalize().into_bytes());
        head
    }

    /// How many entries a seal speaks of and the last one's link; none where this key did not make it.
    fn opened(&self, label: &[u8], seal: &[u8]) -> Option<(i64, Vec<u8>)> {
        let link = seal.get(8..8 + LINK_BYTES).filter(|_| seal.len() == 8 + 2 * LINK_BYTES)?;
        let ours = crate::model::fixed_time_eq(&self.seal(label, count_in(seal), link), seal);
        ours.then(|| (count_in(seal), link.to_vec()))
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
        let head = catalog.meta(MetaName::ActivityHead)?;
        let (count, last) = match head.as_deref().map(|head| self.opened(HEAD_LABEL, head)) {
            Some(Some(sealed)) => sealed,
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
        catalog.set_meta(MetaName::ActivityHead, &self.seal(HEAD_LABEL, row.number, &link))?;
        Ok(())
    }

    /// Checks every link and the end.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<RecordState, Error> {
        loop {
            if let Some(state) = self.check_on(catalog, &mut RecordCheck::default(), u32::MAX)? {
                return Ok(state);
            }
        }
    }

    /// Goes on with a check, by at most so many entries; none while there are more. Inside the caller's transaction, so
    /// that the end read is that of the entries.
    pub(super) fn check_on(
        &self,
        catalog: &Catalog,
        check: &mut RecordCheck,
        most: u32,
    ) -> Result<Option<RecordState>, Error> {
        let start = catalog.meta(MetaName::ActivityStart)?;
        if check.start.as_ref() != Some(&start) {
            // The first piece; or entries were dropped since, and it begins anew.
            let (dropped, before) =
                start.as_deref().and_then(|start| self.opened(START_LABEL, start)).unwrap_or_default();
            *check =
                RecordCheck { start: Some(start), before, expected: dropped + 1, dropped, ..RecordCheck::default() };
        }
        let mut rows = 0_u32;
        catalog.each_activity(check.last_number, most, |row| {
            rows += 1;
            if check.last_number.is_none() {
                check.since = row.at;
            }
            check.last_number = Some(row.number);
            if check.first_bad.is_none() {
                let link = self.link(&check.before, &row);
                let holds = row.number == check.expected && crate::model::fixed_time_eq(&link, &row.mac);
                if !holds {
                    check.first_bad = Some(check.expected.min(row.number.max(1)));
                }
                check.before = row.mac;
                check.expected += 1;
            }
            true
        })?;
        check.read += u64::from(rows);
        if rows == most {
            return Ok(None);
        }
        self.checked(catalog, check).map(Some)
    }

    /// What a check found once every entry was read.
    fn checked(&self, catalog: &Catalog, check: &RecordCheck) -> Result<RecordState, Error> {
        let last = check.expected - 1;
        let mut first_bad = check.first_bad;
        if first_bad.is_none() {
            let head = catalog.meta(MetaName::ActivityHead)?;
            // Every vault's record has an entry and an end from its making on.
            if last == check.dropped || head != Some(self.seal(HEAD_LABEL, last, &check.before)) {
                // The end was cut off, or entries were put behind it.
                let sealed_count = head.as_deref().map_or(0, count_in);
                first_bad = Some(if sealed_count > last { last + 1 } else { sealed_count.max(0) + 1 });
            }
        }
        Ok(match first_bad {
            None => RecordState::Unbroken {
                entries: (last - check.dropped).unsigned_abs(),
                since: DateTime::from_timestamp(check.since, 0).unwrap_or_default(),
            },
            Some(first) => RecordState::Broken {
                first_bad: first.unsigned_abs(),
                untrusted: (check.last_number.unwrap_or_default().max(last) - first + 1).max(1).unsigned_abs(),
                after: match u64::try_from(first - 1) {
                    Ok(before) => catalog.activity_row(before)?.and_then(|row| DateTime::from_timestamp(row.at, 0)),
                    Err(_) => None,
                },
            },
        })
    }

    /// Drops the entries from before a moment, and seals the place where the record begins now. Inside the caller's
    /// transaction. Returns how many went: none where a link up to there does not hold, since then they are what shows
    /// who changed the record, and never the last one.
    pub(super) fn drop_before(&self, catalog: &Catalog, before: DateTime<Utc>) -> Result<u64, Error> {
        let Some(old) = self.old(catalog, before)?.filter(|old| old.is_behind) else { return Ok(0) };
        catalog.drop_activity_to(old.last)?;
        catalog.set_meta(MetaName::ActivityStart, &self.seal(START_LABEL, old.last, &old.link))?;
        Ok(old.entries)
    }

    /// How many entries from before a moment would go, were another written now.
    pub(super) fn count_before(&self, catalog: &Catalog, before: DateTime<Utc>) -> Result<u64, Error> {
        Ok(self.old(catalog, before)?.map_or(0, |old| old.entries))
    }

    /// The entries from before a moment that may go; none where there are none, or a link up to there does not hold.
    fn old(&self, catalog: &Catalog, before: DateTime<Utc>) -> Result<Option<Old>, Error> {
        let start = catalog.meta(MetaName::ActivityStart)?;
        let begun = match start.as_deref().map(|start| self.opened(START_LABEL, start)) {
            None => (0, Vec::new()),
            Some(Some(sealed)) => sealed,
            Some(None) => return Ok(None),
        };
        let (mut last, mut link) = begun.clone();
        let mut holds = true;
        let mut is_behind = false;
        catalog.each_activity(None, u32::MAX, |row| {
            if row.at >= before.timestamp() {
                is_behind = true;
                return false;
            }
            holds = row.number == last + 1 && crate::model::fixed_time_eq(&self.link(&link, &row), &row.mac);
            if holds {
                (last, link) = (row.number, row.mac);
            }
            holds
        })?;
        let entries = (last - begun.0).unsigned_abs();
        Ok((holds && entries > 0).then_some(Old { last, link, entries, is_behind }))
    }
}

/// Entries that may go, as they are older than the record is kept.
struct Old {
    /// The last one's number and link.
    last: i64,
    link: Vec<u8>,
    /// How many they are.
    entries: u64,
    /// There are younger ones.
    is_behind: bool,
}

fn count_in(head: &[u8]) -> i64 {
    head.get(..8).and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_le_bytes)
}
