//! Reading the record: by days for the window, whole for files; checking it, and dropping what is older than it is kept.

use std::path::Path;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::{Value, json};

use super::lists::local_day;
use super::record::RecordCheck;
use super::{Error, RecordState, Vault};
use crate::catalog::ActivityRow;
use crate::fs::{Replace, write_whole};
use crate::model::{
    ActivityClass, ActivityEntry, ActivityKind, ActivityPage, ActivityQuery, DayFolding, InBulk, Renaming, Secret,
    UseKind,
};
use crate::report::csv_line;

/// How the record is written into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ActivityFormat {
    /// An array of objects.
    #[default]
    Json,
    /// A heading and a row an entry, safe to open in a spreadsheet.
    Csv,
}

impl Vault {
    /// The newest entries of the record, newest first; entries of words this build does not know are left out.
    pub fn activity(&self, most: u32) -> Result<Vec<ActivityEntry>, Error> {
        Ok(self.catalog.recent_activity(most)?.iter().filter_map(ActivityRow::entry).collect())
    }

    /// The entries asked for, newest first.
    pub fn activity_of(&self, query: &ActivityQuery) -> Result<Vec<ActivityEntry>, Error> {
        let mut entries = Vec::new();
        self.each_entry(query, None, |query, entry| {
            if query.takes(&entry) {
                entries.push(entry);
            }
            true
        })?;
        Ok(entries)
    }

    /// Whole days of what is asked for, from before a number on: until there are `lines` lines, and down to a day where one
    /// is given.
    pub fn activity_page(
        &self,
        query: &ActivityQuery,
        before: Option<u64>,
        down_to: Option<NaiveDate>,
        lines: usize,
    ) -> Result<ActivityPage, Error> {
        let mut page = ActivityPage::default();
        let mut folding: Option<DayFolding> = None;
        let mut made = 0;
        let mut next = None;
        self.each_entry(query, before, |query, entry| {
            page.renamings.extend(Renaming::of(&entry));
            if !query.takes(&entry) {
                return true;
            }
            let day = local_day(entry.at);
            if let Some(done) = folding.take_if(|folding| folding.day() != day) {
                let done = done.done();
                made += done.folds.len();
                page.days.push(done);
                let enough = down_to.map_or(made >= lines, |down_to| day < down_to);
                if enough {
                    next = Some(entry.number + 1);
                    return false;
                }
            }
            folding.get_or_insert_with(|| DayFolding::new(day, entry.number)).take(entry);
            true
        })?;
        page.days.extend(folding.map(DayFolding::done));
        page.next = next;
        Ok(page)
    }

    /// The keys that an entry in bulk (an export, a run) was about, by the names they have now, in order. Keys that were
    /// deleted since are not among them: their uses went with them.
    pub fn keys_of_entry(&self, number: u64) -> Result<Vec<String>, Error> {
        let Some(entry) = self.catalog.activity_row(number)?.and_then(|row| row.entry()) else { return Ok(Vec::new()) };
        let Some(bulk) = InBulk::of(entry.what, entry.detail.as_deref()) else { return Ok(Vec::new()) };
        let kinds = match entry.what {
            ActivityKind::Exported => [UseKind::Export; 2],
            _ => [UseKind::Run, UseKind::Inject],
        };
        let keys = self.catalog.keys_used_at(entry.at, kinds, bulk.by)?;
        let mut names: Vec<String> =
            keys.into_iter().filter_map(|key| self.reference_text(key).transpose()).collect::<Result<_, _>>()?;
        names.sort_unstable();
        Ok(names)
    }

    /// How many entries of each class are asked for, in [`ActivityClass::ALL`]'s order, whatever class the query names.
    pub fn activity_counts(&self, query: &ActivityQuery) -> Result<[u64; 4], Error> {
        let mut counts = [0; 4];
        let mut count = |kind: ActivityKind, times: u64| {
            let at = ActivityClass::ALL.iter().position(|class| *class == kind.class()).unwrap_or_default();
            counts[at] += times;
        };
        if query.is_whole() {
            for (word, times) in self.catalog.count_activity(query.since)? {
                if let Ok(kind) = word.parse() {
                    count(kind, times);
                }
            }
            return Ok(counts);
        }
        self.each_entry(query, None, |query, entry| {
            if query.takes_but_class(&entry) {
                count(entry.what, 1);
            }
            true
        })?;
        Ok(counts)
    }

    /// Every entry from before a number on that can be asked for, newest first, with the question as it is to be asked of it:
    /// entries name a project as it was called then.
    fn each_entry(
        &self,
        query: &ActivityQuery,
        before: Option<u64>,
        mut each: impl FnMut(&ActivityQuery, ActivityEntry) -> bool,
    ) -> Result<(), Error> {
        let before = before.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        // A clock that was set back for a while has put older moments between newer ones: what ends the search is the first
        // entry that is late enough, not the first that is not.
        let since = match query.since {
            Some(since) => self.catalog.first_activity_since(since)?.unwrap_or(i64::MAX),
            None => i64::MIN,
        };
        let from = query.from_number.map_or(i64::MIN, |number| i64::try_from(number).unwrap_or(i64::MAX));
        let first = since.max(from);
        let mut query = query.clone();
        if let (Some(project), Some(before)) = (&mut query.project, before) {
            *project = self.called_before(std::mem::take(project), before)?;
        }
        self.catalog.each_activity_back(before, |row| {
            if row.number < first {
                return false;
            }
            let Some(entry) = row.entry() else { return true };
            let earlier = query.project.as_deref().and_then(|project| Renaming::of(&entry)?.before(project));
            let goes_on = each(&query, entry);
            if earlier.is_some() {
                query.project = earlier;
            }
            goes_on
        })?;
        Ok(())
    }

    /// What a project of today was called before an entry.
    fn called_before(&self, mut project: String, before: i64) -> Result<String, Error> {
        for row in self.catalog.place_changes(DateTime::UNIX_EPOCH)?.iter().take_while(|row| row.number >= before) {
            let earlier = row.entry().and_then(|entry| Renaming::of(&entry)?.before(&project));
            project = earlier.unwrap_or(project);
        }
        Ok(project)
    }

    /// Checks the record's chain from its first entry to its sealed end.
    pub fn verify_activity(&self) -> Result<RecordState, Error> {
        let opened = self.opened()?;
        self.catalog.read(|| opened.record.check(&self.catalog))
    }

    /// Goes on with a check by at most so many entries; none while there are more.
    pub fn verify_activity_on(&self, check: &mut RecordCheck, most: u32) -> Result<Option<RecordState>, Error> {
        let opened = self.opened()?;
        self.catalog.read(|| opened.record.check_on(&self.catalog, check, most))
    }

    /// Drops entries older than the record is kept, where a person said so; what is left can still be checked. Not while
    /// the clock stands more than 30 days past the newest entry: such a clock may be wrong. Returns how many went.
    pub fn drop_old_activity(&mut self) -> Result<u64, Error> {
        let Some(days) = self.catalog.settings()?.activity_keep_days else { return Ok(0) };
        let now = self.now();
        if !self.clock_is_trusted(now)? {
            return Ok(0);
        }
        let before = now - Duration::days(i64::from(days));
        let opened = self.opened()?;
        let dropped = self.catalog.write(|| opened.record.drop_before(&self.catalog, before))?;
        if dropped > 0 {
            // What was dropped must not stay readable in the write-ahead log.
            let _ = self.catalog.checkpoint();
        }
        Ok(dropped)
    }

    /// How many entries would go, were the record kept for so many days from now on.
    pub fn old_activity(&self, days: u32) -> Result<u64, Error> {
        let now = self.now();
        if !self.clock_is_trusted(now)? {
            return Ok(0);
        }
        let before = now - Duration::days(i64::from(days));
        let opened = self.opened()?;
        self.catalog.read(|| opened.record.count_before(&self.catalog, before))
    }

    /// Writes what is asked for of the record into a file that only its user can read; returns how many entries.
    /// `replace`: a file may stand there.
    pub fn export_activity(
        &self,
        query: &ActivityQuery,
        format: ActivityFormat,
        to: &Path,
        replace: bool,
    ) -> Result<usize, Error> {
        let entries = self.activity_of(query)?;
        // No secret, but what is written whole is written so.
        let text = Secret::new(activity_text(&entries, format).into_bytes());
        write_whole(to, &text, if replace { Replace::RegularFile } else { Replace::Never })?;
        Ok(entries.len())
    }
}

/// Entries as the text of a file.
pub fn activity_text(entries: &[ActivityEntry], format: ActivityFormat) -> String {
    match format {
        ActivityFormat::Json => {
            let rows: Vec<String> = entries.iter().map(|entry| format!("  {}", activity_value(entry))).collect();
            if rows.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", rows.join(",\n")) }
        }
        ActivityFormat::Csv => {
            let mut text = csv_line(&["number", "at", "what", "subject", "detail", "via"]);
            for entry in entries {
                let (number, at) = (entry.number.to_string(), moment(entry.at));
                let [subject, detail] = [&entry.subject, &entry.detail].map(|text| text.as_deref().unwrap_or_default());
                text.push_str(&csv_line(&[&number, &at, entry.what.word(), subject, detail, &entry.via]));
            }
            text
        }
    }
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// An entry as a JSON object.
pub fn activity_value(entry: &ActivityEntry) -> Value {
    json!({
        "number": entry.number,
        "at": moment(entry.at),
        "what": entry.what.word(),
        "subject": entry.subject,
        "detail": entry.detail,
        "via": entry.via,
    })
}
