//! What is known about one key beyond its facts: its history, its uses by day; and which keys hold a value. Read from
//! indexes, never from the store.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::lists::local_day;
use super::{Error, Vault};
use crate::model::{
    AT_ONCE, ActivityEntry, ActivityKind, HistoryLine, Key, KeyRef, KeyUid, Renaming, Secret, is_ended_since,
};
use crate::store::Purpose;

/// So many entries of the record and so many uses are looked at: more is not read by anyone.
const MOST: u32 = 1_000;
/// The days of [`History::daily`].
const DAYS: usize = 30;

/// When, what, and more for people.
type Act = (DateTime<Utc>, ActivityKind, Option<String>);

/// What was done with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Newest first; the same act with the same detail again and again, each time soon after the last, is one line. At most the newest
    /// thousand uses and the newest thousand changes.
    pub lines: Vec<HistoryLine>,
    /// Uses a day over the last 30 days in this computer's time zone, oldest first; the last is today.
    pub daily: Vec<u32>,
}

impl Vault {
    /// A key's history: its uses, and what the record says of it under this and its earlier names. Changes nothing.
    pub fn history(&self, uid: KeyUid) -> Result<History, Error> {
        self.catalog.read(|| {
            let key = self.key(uid)?;
            let uses = self.catalog.uses(uid, MOST)?;
            let mut acts: Vec<_> = uses.into_iter().map(|one| (one.at, one.kind.act(), one.detail)).collect();
            acts.extend(self.record_of(&key)?.into_iter().map(|entry| (entry.at, entry.what, entry.detail)));
            // Stable: in one and the same second the uses count as later, since a key is used after it was added.
            acts.sort_by_key(|act| std::cmp::Reverse(act.0));
            Ok(History { lines: fold(acts), daily: self.uses_by_day(uid)? })
        })
    }

    /// The last four characters of the value before, where they may be known.
    pub fn old_tail(&self, uid: KeyUid) -> Result<Option<String>, Error> {
        let sealer = &self.opened()?.sealer;
        let tail = self.catalog.old_tail(uid)?.and_then(|sealed| sealer.open(Purpose::Tail(uid.0), &sealed).ok());
        // Opened to be shown.
        Ok(tail.and_then(|tail| tail.expose_str().map(str::to_owned)))
    }

    /// The places a key is used in that have its live value already, as a person said.
    pub fn ticked_places(&self, uid: KeyUid) -> Result<Vec<String>, Error> {
        match self.catalog.live_version(uid)? {
            Some(live) => Ok(self.catalog.ticked_places(live.id)?),
            None => Ok(Vec::new()),
        }
    }

    /// Notes that a place has a key's live value, or that it has not. With the next rotation all begin anew.
    ///
    /// # Errors
    /// Where the key is gone, or its value is just being replaced.
    pub fn tick_place(&mut self, uid: KeyUid, place: &str, has_it: bool) -> Result<(), Error> {
        self.opened()?;
        let reference = self.key(uid)?.reference;
        self.catalog.write(|| {
            let live = self.catalog.live_version(uid)?.ok_or(Error::ChangedMeanwhile)?;
            self.catalog.tick_place(live.id, place, has_it)?;
            let words = if has_it { "the value is in" } else { "the value is not in" };
            self.note(ActivityKind::Edited, Some(reference.to_string()), Some(format!("{words} {place}")))
        })
    }

    /// The keys whose live version (true) or a kept older one (false) holds a value, live ones first. Found by keyed
    /// fingerprint.
    pub fn holders(&self, value: &Secret) -> Result<Vec<(KeyUid, bool)>, Error> {
        let print = self.opened()?.sealer.fingerprint(value);
        self.catalog.read(|| {
            let live = self.catalog.keys_with_fingerprint(&print)?;
            let once: BTreeSet<KeyUid> = live.iter().copied().collect();
            let older = self.catalog.keys_with_kept_fingerprint(&print)?;
            let older = older.into_iter().filter(|key| !once.contains(key)).map(|key| (key, false));
            Ok(live.into_iter().map(|key| (key, true)).chain(older).collect())
        })
    }

    /// The record's entries of a key, newest first, followed back over its renamings and those of its places.
    pub(super) fn record_of(&self, key: &Key) -> Result<Vec<ActivityEntry>, Error> {
        self.record_back(key.reference.clone(), i64::MAX, key.created_at)
    }

    /// The same of whatever key had this name before an entry, as far back as a moment.
    pub(super) fn record_back(
        &self,
        mut reference: KeyRef,
        mut before: i64,
        since: DateTime<Utc>,
    ) -> Result<Vec<ActivityEntry>, Error> {
        let changes = self.catalog.place_changes(since)?;
        let places: Vec<Renaming> = changes.iter().filter_map(|row| Renaming::of(&row.entry()?)).collect();
        let mut entries = Vec::new();
        loop {
            let number = |renaming: &Renaming| i64::try_from(renaming.number).unwrap_or(i64::MAX);
            let name = reference.to_string();
            let mut earlier = places
                .iter()
                .filter(|one| number(one) < before)
                .find_map(|one| Some((number(one), KeyRef::parse(&one.before(&name)?).ok()?)));
            for row in self.catalog.activity_of(&name, before, since, MOST)? {
                if earlier.as_ref().is_some_and(|(number, _)| row.number < *number) {
                    break;
                }
                let Some(entry) = row.entry() else { continue };
                if entry.what == ActivityKind::Deleted {
                    // An earlier key of that name.
                    return Ok(entries);
                }
                if matches!(entry.what, ActivityKind::Ended | ActivityKind::NotEnded)
                    && entry.detail.as_deref().is_some_and(is_ended_since)
                {
                    // Said of a key that was gone already: this one only has its name.
                    continue;
                }
                let from = Renaming::of(&entry).and_then(|renaming| KeyRef::parse(&renaming.from).ok());
                entries.push(entry);
                if let Some(old) = from {
                    earlier = Some((row.number, old));
                    break;
                }
            }
            match earlier {
                Some((number, old)) if entries.len() < MOST as usize => (before, reference) = (number, old),
                _ => return Ok(entries),
            }
        }
    }

    fn uses_by_day(&self, uid: KeyUid) -> Result<Vec<u32>, Error> {
        let today = local_day(self.now());
        // A day more, whatever the time zone makes of it.
        let since = self.now() - Duration::days(DAYS as i64 + 1);
        let mut daily = vec![0_u32; DAYS];
        for (at, count) in self.catalog.uses_by_quarter(uid, since)? {
            if let Some(day) = days_ago(local_day(at), today) {
                daily[DAYS - 1 - day] += count;
            }
        }
        Ok(daily)
    }
}

/// How many days before `today`, where it is one of the last [`DAYS`].
fn days_ago(day: NaiveDate, today: NaiveDate) -> Option<usize> {
    (0..DAYS).find(|ago| today.checked_sub_days(Days::new(*ago as u64)) == Some(day))
}

fn fold(acts: Vec<Act>) -> Vec<HistoryLine> {
    let mut lines: Vec<HistoryLine> = Vec::new();
    // The line of an act, and when it was done before: each line says how long ago its newest was, so none reaches far back.
    let mut latest: HashMap<(ActivityKind, Option<String>), (usize, DateTime<Utc>)> = HashMap::new();
    for (at, what, detail) in acts {
        let before =
            latest.get(&(what, detail.clone())).filter(|(_, next)| *next - at <= AT_ONCE).map(|(line, _)| *line);
        let line = before.unwrap_or(lines.len());
        latest.insert((what, detail.clone()), (line, at));
        match lines.get_mut(line) {
            Some(line) => line.times += 1,
            None => lines.push(HistoryLine { at, what, detail, times: 1 }),
        }
    }
    lines
}
