//! A person's page as plain values: what they leave with, how far each key is, and what is missing. All of it follows
//! from the facts, so that it is the same after the window was closed.

use chrono::{DateTime, NaiveDate, Utc};

use crate::gui::counts::{counted, grouped};
use crate::gui::screens::keys::worst;
use crate::jobs::Snapshot;
use crate::model::{DeletedKey, Person, Severity, is_protected_at_first as is_production};
use crate::review::{Handover, Progress, date, leaves_with};

/// One key of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its place in the snapshot.
    pub key: usize,
    /// How far it is.
    pub handover: Handover,
    /// Nothing is left to do.
    pub done: bool,
}

/// A line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// What is to do, or done: how many.
    Heading(&'static str, usize),
    /// A row of the page.
    Row(usize),
    /// A key that is gone.
    Gone(usize),
}

/// Which of the keys are in view: one of the four counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Those of protected environments.
    Protected,
    /// Those used today.
    UsedToday,
    /// Those with a warning, one for info too: as the review counts them.
    Warned,
}

/// How far someone's leaving is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Nobody said that they leave.
    No,
    /// The last day is to come.
    On(NaiveDate),
    /// It is today.
    Today,
    /// It was so many days ago.
    Left(NaiveDate, i64),
}

/// A person's page; or the keys that nobody owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Whose keys; none for nobody's.
    pub name: Option<String>,
    /// How far the leaving is.
    pub leaving: Leaving,
    /// To do first, the worst first, then production.
    pub rows: Vec<Row>,
    /// How many are done, of those that are gone too.
    pub progress: Progress,
    /// How many projects they stand in.
    pub projects: usize,
    /// How many stand in protected environments.
    pub protected: usize,
    /// One of these environments is not called as production is.
    pub protects_others: bool,
    /// How many were used today.
    pub used_today: usize,
    /// How many have a warning.
    pub warned: usize,
    /// The worst of those warnings.
    pub worst: Option<Severity>,
    /// Keys of someone who leaves that are gone: all that can be said of them here is that their values ended.
    pub gone: Vec<DeletedKey>,
}

impl Page {
    /// Reads every key once. `day_of` is the user's calendar.
    pub fn new(snapshot: &Snapshot, name: Option<&str>, day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> Self {
        let known = name.and_then(|name| snapshot.people.iter().find(|person| person.name == name).cloned());
        let person = known.unwrap_or_else(|| Person { name: name.unwrap_or_default().to_owned(), ..Person::default() });
        let leaving = match person.last_day {
            None => Leaving::No,
            Some(day) if day > snapshot.today => Leaving::On(day),
            Some(day) if day == snapshot.today => Leaving::Today,
            Some(day) => Leaving::Left(day, (snapshot.today - day).num_days()),
        };
        let theirs = |key: &crate::model::Key| match name {
            Some(_) => leaves_with(key, &person),
            None => !key.is_plain() && key.owner.as_deref().is_none_or(|owner| owner.trim().is_empty()),
        };
        let mut rows: Vec<Row> = Vec::new();
        for (index, key) in snapshot.keys.iter().enumerate().filter(|(_, key)| theirs(key)) {
            let handover = Handover::of(key, &person);
            rows.push(Row { key: index, handover, done: leaving != Leaving::No && handover.is_done() });
        }
        rows.sort_by_key(|row| {
            let severity = warning(snapshot, row.key).filter(|_| !row.done);
            let key = &snapshot.keys[row.key];
            (row.done, std::cmp::Reverse(severity), !key.protected, row.key)
        });
        let of = |row: &Row| &snapshot.keys[row.key];
        let mut projects: Vec<&str> = rows.iter().map(|row| of(row).place().project.as_str()).collect();
        projects.sort_unstable();
        projects.dedup();
        let projects = projects.len();
        let gone = if leaving == Leaving::No { Vec::new() } else { person.deleted };
        let page = Self {
            name: name.map(str::to_owned),
            leaving,
            progress: Progress::of(rows.iter().map(|row| row.done), &gone),
            projects,
            protected: 0,
            protects_others: rows.iter().map(of).any(|key| key.protected && !is_production(&key.place().environment)),
            used_today: 0,
            warned: 0,
            worst: rows.iter().filter_map(|row| warning(snapshot, row.key)).max(),
            rows,
            gone,
        };
        let count = |show| page.rows.iter().filter(|row| shows(snapshot, show, row.key, day_of)).count();
        let (protected, used_today, warned) = (count(Show::Protected), count(Show::UsedToday), count(Show::Warned));
        Self { protected, used_today, warned, ..page }
    }

    /// The four counts that narrow the list, in their order.
    pub fn counts(&self) -> [(Show, usize, String); 4] {
        let keys = if self.rows.len() == 1 { "Key" } else { "Keys" };
        let projects = counted(self.projects, "project", "projects");
        [
            (Show::All, self.rows.len(), format!("{keys} in {projects}")),
            (Show::Protected, self.protected, self.protected_words().to_owned()),
            (Show::UsedToday, self.used_today, "Used today".to_owned()),
            (Show::Warned, self.warned, "With warnings".to_owned()),
        ]
    }

    /// What the count of keys in protected environments is called: a person may protect others than production.
    fn protected_words(&self) -> &'static str {
        if self.protects_others { "Protected" } else { "In production" }
    }

    /// How many are to do.
    pub fn to_do(&self) -> usize {
        self.progress.to_do()
    }

    /// Whether nothing is left to do of what someone who leaves had.
    pub fn is_handed_over(&self) -> bool {
        self.leaving != Leaving::No && self.to_do() == 0 && self.progress.all > 0
    }

    /// The lines under a count and what was typed.
    pub fn lines(
        &self,
        snapshot: &Snapshot,
        show: Show,
        filter: &str,
        day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate,
    ) -> Vec<Line> {
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let fits = |row: &Row| {
            let key = &snapshot.keys[row.key];
            let text = format!("{} {}", key.reference, key.provider.as_deref().unwrap_or_default()).to_lowercase();
            shows(snapshot, show, row.key, day_of) && words.iter().all(|word| text.contains(word.as_str()))
        };
        let gone_fits = |gone: &DeletedKey| {
            let text = gone.reference.to_string().to_lowercase();
            show == Show::All && words.iter().all(|word| text.contains(word.as_str()))
        };
        let mut lines = Vec::new();
        for done in [false, true] {
            let rows = self.rows.iter().enumerate().filter(|(_, row)| row.done == done && fits(row));
            let gone = self.gone.iter().enumerate().filter(|(_, gone)| gone.ended == done && gone_fits(gone));
            let group: Vec<Line> =
                rows.map(|(at, _)| Line::Row(at)).chain(gone.map(|(at, _)| Line::Gone(at))).collect();
            if self.leaving != Leaving::No && !group.is_empty() {
                lines.push(Line::Heading(if done { "Done" } else { "To do" }, group.len()));
            }
            lines.extend(group);
        }
        lines
    }

    /// "8 need a new value · 2 not ended there · 6 need a new owner".
    pub fn missing_words(&self) -> String {
        let count = |missing: fn(Handover) -> bool| self.rows.iter().filter(|row| missing(row.handover)).count();
        let say = |count: usize, what: &str| (count > 0).then(|| format!("{} {what}", counted(count, "needs", "need")));
        let ends = count(Handover::needs_end) + self.gone.iter().filter(|gone| !gone.ended).count();
        let parts = [
            say(count(Handover::needs_value), "a new value"),
            (ends > 0).then(|| format!("{} not ended there", grouped(ends))),
            say(count(Handover::needs_owner), "a new owner"),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// What the pill says, and how bad it is; none where nobody leaves.
    pub fn pill(&self) -> Option<(String, Option<Severity>, bool)> {
        if self.is_handed_over() {
            return Some((format!("Done {0} of {0}", grouped(self.progress.all)), None, true));
        }
        match self.leaving {
            Leaving::No => None,
            Leaving::On(_) => Some(("Leaving".to_owned(), None, false)),
            Leaving::Today => Some(("Leaves today".to_owned(), Some(Severity::LookSoon), false)),
            Leaving::Left(_, days) => {
                let ago = if days == 1 { "yesterday".to_owned() } else { format!("{days} days ago") };
                Some((format!("Left {ago}, {} to do", self.to_do()), Some(Severity::ActNow), false))
            }
        }
    }

    /// "Last day Fri 28 Nov, in 4 days".
    pub fn last_day_words(&self, today: NaiveDate) -> String {
        match self.leaving {
            Leaving::No => "Not marked as leaving".to_owned(),
            Leaving::Today => "Last day today".to_owned(),
            Leaving::Left(day, _) => format!("Last day {}", date(day)),
            Leaving::On(day) => format!("Last day {} {}, {}", day.format("%a"), date(day), until(day, today)),
        }
    }

    /// The same where there is little room: "Last day in 4 days".
    pub fn last_day_short(&self, today: NaiveDate) -> String {
        match self.leaving {
            Leaving::On(day) => format!("Last day {}", until(day, today)),
            _ => self.last_day_words(today),
        }
    }
}

fn until(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

/// How bad its worst warning is.
fn warning(snapshot: &Snapshot, key: usize) -> Option<Severity> {
    worst(snapshot, key).map(|finding| finding.severity)
}

fn shows(snapshot: &Snapshot, show: Show, key: usize, day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> bool {
    let of = &snapshot.keys[key];
    match show {
        Show::All => true,
        Show::Protected => of.protected,
        Show::UsedToday => of.last_used_at.is_some_and(|at| day_of(at) == snapshot.today),
        Show::Warned => warning(snapshot, key).is_some(),
    }
}
