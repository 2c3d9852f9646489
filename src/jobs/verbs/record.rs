//! Reading, checking and writing out the record.

use super::super::answers::{ActivityRead, Done};
use super::super::asks::{ActivityAsk, ActivityExport};
use super::super::desk::Desk;
use super::super::talk::{Event, Remedy};
use super::super::words::failure;
use crate::vault::RecordCheck;

/// Lines of one answer, whole days of them.
const LINES: usize = 300;
/// Entries that are checked between two looks at what the window asks for: some milliseconds.
const CHECKED_AT_ONCE: u32 = 4_000;

/// A check under way.
#[derive(Debug)]
pub(in crate::jobs) struct Checking {
    check: RecordCheck,
    /// How many entries there were when it began, to say how far it is.
    all: u64,
}

impl Desk {
    pub(super) fn read_activity(&mut self, ask: &ActivityAsk) {
        let read = self.verb(|vault| {
            let page = vault.activity_page(&ask.query, ask.before, ask.down_to, LINES)?;
            let counts = match ask.before {
                None => Some(vault.activity_counts(&ask.query)?),
                Some(_) => None,
            };
            Ok(ActivityRead { asked: ask.asked, before: ask.before, down_to: ask.down_to, page, counts })
        });
        match read {
            Ok(read) => self.out.send(Event::ActivityRead(Box::new(read))),
            Err(error) => self.refuse("read", "the activity", &error),
        }
    }

    pub(super) fn read_entry(&mut self, number: u64) {
        match self.verb(|vault| vault.keys_of_entry(number)) {
            Ok(keys) => self.out.send(Event::EntryRead(number, keys)),
            Err(error) => self.refuse("read", "the activity", &error),
        }
    }

    pub(super) fn count_old_activity(&mut self, days: u32) {
        match self.verb(|vault| vault.old_activity(days)) {
            Ok(entries) => self.out.send(Event::OldActivity(days, entries)),
            Err(error) => self.refuse_setting("activity-keep", &error),
        }
    }

    pub(super) fn begin_check(&mut self) {
        match self.verb(|vault| vault.activity_counts(&crate::model::ActivityQuery::default())) {
            Ok(counts) => self.checking = Some(Checking { check: RecordCheck::default(), all: counts.iter().sum() }),
            Err(error) => self.refuse("check", "the activity", &error),
        }
    }

    /// Goes on with the check, where one is under way.
    pub(in crate::jobs) fn check_on(&mut self) {
        let Some(mut checking) = self.checking.take() else { return };
        match self.verb(|vault| vault.verify_activity_on(&mut checking.check, CHECKED_AT_ONCE)) {
            Ok(Some(state)) => self.out.send(Event::ActivityChecked(state)),
            Ok(None) => {
                self.out.progress("activity", checking.check.read(), checking.all);
                self.checking = Some(checking);
            }
            Err(error) => self.refuse("check", "the activity", &error),
        }
    }

    pub(super) fn export_activity(&mut self, ask: &ActivityExport) {
        let written = self.verb(|vault| vault.export_activity(&ask.query, ask.format, &ask.to, ask.replace));
        match written {
            Ok(entries) => self.done(Done::ActivityExported(ask.to.clone(), entries)),
            Err(error) => {
                let file = ask.to.file_name().unwrap_or(ask.to.as_os_str()).to_string_lossy();
                let mut words = failure("write", &file, &error);
                if words.remedy == Some(Remedy::Replace) && ask.replace {
                    // What stands there is no plain file: consent does not help.
                    words.remedy = Some(Remedy::ChooseAnother);
                }
                self.refuse_with(words, &error);
            }
        }
    }
}
