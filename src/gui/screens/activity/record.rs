//! What was read of the record, and what is asked next: one question at a time, so that typing fast asks once.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::words::class_words;
use crate::jobs::{ActivityAsk, ActivityRead, RecordState, Request};
use crate::model::{ActivityClass, ActivityDay, ActivityQuery};

/// How far back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Since {
    /// All of it.
    #[default]
    Any,
    /// So many days, today among them.
    Days(u32),
}

impl Since {
    /// What the menu offers.
    pub const ALL: [Self; 5] = [Self::Any, Self::Days(1), Self::Days(7), Self::Days(30), Self::Days(365)];

    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::Any => "Any time".to_owned(),
            Self::Days(1) => "Today".to_owned(),
            Self::Days(365) => "Last 12 months".to_owned(),
            Self::Days(days) => format!("Last {days} days"),
        }
    }

    /// What was looked through, within a sentence.
    pub fn looked_through(self) -> String {
        match self {
            Self::Any => "the whole record".to_owned(),
            Self::Days(1) => "today".to_owned(),
            Self::Days(_) => format!("the {}", self.words().to_lowercase()),
        }
    }

    /// The moment it begins, at a day's first second where the user is.
    fn from(self, today: NaiveDate) -> Option<DateTime<Utc>> {
        let Self::Days(days) = self else { return None };
        let first = today.checked_sub_days(Days::new(u64::from(days.saturating_sub(1))))?;
        first_moment(first, &|at| at.and_local_timezone(chrono::Local).earliest().map(|at| at.with_timezone(&Utc)))
    }
}

/// A day's first moment by a calendar: where the clocks go ahead at midnight it is later than that.
fn first_moment(day: NaiveDate, moment: &dyn Fn(NaiveDateTime) -> Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    (0..24 * 4).find_map(|quarter| moment(midnight + TimeDelta::minutes(15 * quarter)))
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// What was typed.
    pub filter: String,
    /// Which chip is on; none for all.
    pub class: Option<ActivityClass>,
    /// How far back.
    pub since: Since,
    /// Of which project.
    pub project: Option<String>,
    /// Only entries that can't be trusted, from this number on.
    pub from_number: Option<u64>,
}

impl Wanted {
    /// The question for the worker.
    pub fn query(&self, today: NaiveDate) -> ActivityQuery {
        ActivityQuery {
            since: self.since.from(today),
            words: self.filter.split_whitespace().map(str::to_lowercase).collect(),
            class: self.class,
            // What can't be trusted is shown whole: it may be of no project.
            project: self.project.clone().filter(|_| self.from_number.is_none()),
            from_number: self.from_number,
        }
    }

    /// The project it is narrowed to.
    pub fn narrowed_to_project(&self) -> Option<&str> {
        self.project.as_deref().filter(|_| self.from_number.is_none())
    }

    /// What it is narrowed to, in words, beyond what the chips and the menu show: project, and what was typed: a name, a person.
    pub fn narrowed_to(&self) -> Option<String> {
        let project = self.narrowed_to_project();
        let typed = Some(self.filter.trim()).filter(|typed| !typed.is_empty());
        let parts: Vec<&str> = project.into_iter().chain(typed).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// All of it in words, for what is written into a file: "Storefront · stripe · Copies · Last 7 days".
    pub fn said(&self) -> Option<String> {
        let class = self.class.map(|class| class_words(Some(class)).to_owned());
        let since = (self.since != Since::Any).then(|| self.since.words());
        let bad = self.from_number.map(|_| "What can't be trusted".to_owned());
        let parts: Vec<String> = self.narrowed_to().into_iter().chain(class).chain(since).chain(bad).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// Nothing is left out but by the project in view.
    pub fn is_all(&self) -> bool {
        *self == Self { project: self.project.clone(), ..Self::default() }
    }
}

/// What is known of the record's links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// Nobody asked yet.
    #[default]
    Unknown,
    /// It is being checked: so many of so many.
    Checking(u64, u64),
    /// What the check found.
    Known(RecordState),
}

/// What was read.
#[derive(Debug, Default)]
pub struct Record {
    /// The days, newest first.
    pub days: Vec<ActivityDay>,
    /// How many entries of each class.
    pub counts: [u64; 4],
    /// An answer came since the question changed.
    pub read: bool,
    /// How many answers came; what the last one said is shown until the next.
    pub answers: u64,
    /// Older days can be read, from before this number on.
    next: Option<u64>,
    asked: u64,
    waiting: bool,
    /// The question changed, or the facts did, while an answer was waited for.
    again: Option<Again>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    /// Everything.
    Whole,
    /// The newest day on: something was done.
    Newest,
}

impl Record {
    /// Asks anew, from the newest entry on.
    pub fn ask(&mut self, query: &ActivityQuery) -> Option<Request> {
        if self.waiting {
            self.again = Some(Again::Whole);
            return None;
        }
        self.read = false;
        Some(self.question(query, None, None))
    }

    /// Something was done: the newest days are read anew.
    pub fn refresh(&mut self, query: &ActivityQuery) -> Option<Request> {
        if self.waiting {
            self.again = self.again.or(Some(Again::Newest));
            return None;
        }
        let newest = self.days.first().map(|day| day.day);
        Some(self.question(query, None, newest))
    }

    /// Older days, where there are some and nothing is waited for.
    pub fn ask_older(&mut self, query: &ActivityQuery) -> Option<Request> {
        let before = self.next.filter(|_| !self.waiting)?;
        Some(self.question(query, Some(before), None))
    }

    fn question(&mut self, query: &ActivityQuery, before: Option<u64>, down_to: Option<NaiveDate>) -> Request {
        self.asked += 1;
        self.waiting = true;
        Request::ReadActivity(Box::new(ActivityAsk { asked: self.asked, query: query.clone(), before, down_to }))
    }

    /// Nothing is waited for any more: the worker could not answer.
    pub fn refused(&mut self) {
        self.waiting = false;
        self.again = None;
        self.read = true;
    }

    /// Whether there are older days that were not read yet.
    pub fn has_older(&self) -> bool {
        self.next.is_some()
    }

    /// Whether this answers the last question.
    pub fn waits_for(&self, read: &ActivityRead) -> bool {
        read.asked == self.asked
    }

    /// Takes an answer in; what is to be asked next, where the question changed meanwhile.
    pub fn hear(&mut self, read: ActivityRead, query: &ActivityQuery) -> Option<Request> {
        if !self.waits_for(&read) {
            return None;
        }
        self.waiting = false;
        match (self.again.take(), read.before) {
            (Some(Again::Whole), _) => self.ask(query),
            (again, before) => {
                match (before, read.down_to) {
                    (Some(_), _) => {
                        self.days.extend(read.page.days);
                        self.next = read.page.next;
                    }
                    (None, Some(down_to)) if !self.days.is_empty() => {
                        let older = self.days.iter().position(|day| day.day < down_to).unwrap_or(self.days.len());
                        if older == self.days.len() {
                            self.next = read.page.next;
                        }
                        self.days.splice(..older, read.page.days);
                    }
                    (None, _) => {
                        self.days = read.page.days;
                        self.next = read.page.next;
                    }
                }
                self.counts = read.counts.unwrap_or(self.counts);
                self.read = true;
                self.answers += 1;
                again.and_then(|_| self.refresh(query))
            }
        }
    }

    /// How many entries are asked for in all; `class`: the chip that is on.
    pub fn entries(&self, class: Option<ActivityClass>) -> u64 {
        match class.and_then(|class| ActivityClass::ALL.iter().position(|one| *one == class)) {
            Some(at) => self.counts[at],
            None => self.counts.iter().sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_a_midnight_begins_when_its_clocks_do() {
        let day = NaiveDate::from_ymd_opt(2027, 9, 5).unwrap();
        let at = |hour| day.and_hms_opt(hour, 0, 0).unwrap();
        let usual = |moment: NaiveDateTime| Some(moment.and_utc());
        let ahead = |moment: NaiveDateTime| (moment >= at(1)).then(|| moment.and_utc());
        assert_eq!(first_moment(day, &usual), Some(at(0).and_utc()));
        assert_eq!(first_moment(day, &ahead), Some(at(1).and_utc()));
        assert_eq!(first_moment(day, &|_| None), None);
    }
}
