//! One row in words, as plain values. Made for visible rows only.

use chrono::{Datelike as _, NaiveDate};

use super::whole::Row;
use crate::gui::commands::Command;
use crate::gui::screens::keys::{Verb, short_of, verb_here, waiting_mark};
use crate::gui::widgets::{Mark, initials};
use crate::jobs::Snapshot;
use crate::model::{Key, Rule};
use crate::review;

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowText {
    /// How much it presses.
    pub mark: Mark,
    /// The warning's sentence.
    pub words: String,
    /// The variable.
    pub name: String,
    /// Its project.
    pub project: String,
    /// Its environment.
    pub environment: String,
    /// What a narrow window shows of it.
    pub short: String,
    /// That asks before a secret is shown.
    pub protected: bool,
    /// Its owner and the owner's initials.
    pub owner: Option<(String, String)>,
    /// How long it has been so.
    pub since: String,
    /// What to do about it.
    pub verb: Verb,
    /// What a screen reader says.
    pub spoken: String,
}

/// The words of one row. Called for visible rows only.
pub fn row_text(snapshot: &Snapshot, row: Row) -> RowText {
    let key = &snapshot.keys[row.key as usize];
    let finding = row.finding(snapshot);
    let (mark, words) = match finding {
        Some(finding) if finding.rule == Rule::WaitingForDeletion => (waiting_mark(finding), finding.text.clone()),
        Some(finding) => (Mark::Warning(finding.severity), finding.text.clone()),
        None => (Mark::Quiet, quiet_words(key, snapshot.today)),
    };
    let place = key.place();
    let owner = key.owner.as_deref().map(str::trim).filter(|owner| !owner.is_empty());
    let owned = owner.map_or_else(|| "no owner".to_owned(), |owner| format!("owner {owner}"));
    let spoken = format!("{}, {}, {}, {words}, {owned}", key.name(), place.project, place.environment);
    RowText {
        mark,
        words,
        name: key.name().to_owned(),
        project: place.project.clone(),
        environment: place.environment.clone(),
        short: short_of(snapshot, place),
        protected: key.protected,
        owner: owner.map(|owner| (owner.to_owned(), initials(owner))),
        since: finding
            .and_then(|finding| finding.since)
            .map_or_else(|| "–".to_owned(), |day| since(day, snapshot.today)),
        verb: finding.map_or_else(|| Verb::new(Command::Edit), |finding| verb_here(finding, key)),
        spoken,
    }
}

/// What is said of a key without a warning.
fn quiet_words(key: &Key, today: NaiveDate) -> String {
    match key.expiry.date().map(|day| (day - today).num_days()) {
        Some(1) => "Expires tomorrow".to_owned(),
        Some(days) if days > 1 => format!("Expires in {days} days"),
        _ => "No warnings".to_owned(),
    }
}

/// How long ago a day is, as short as ages are: `2 d`, `8 mo`.
pub fn since(day: NaiveDate, today: NaiveDate) -> String {
    match today.num_days_from_ce() - day.num_days_from_ce() {
        ..=0 => "today".to_owned(),
        days @ 1..240 => format!("{days} d"),
        days @ 240..=730 => format!("{} mo", review::months(days.into())),
        days => format!("{} y", review::years(days.into())),
    }
}
