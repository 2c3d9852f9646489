//! The inspector's callouts: warnings and what stands open, each with its next step.

use chrono::NaiveDateTime;

use super::super::words::{capitalised, waiting_mark};
use super::data::{Local, ago};
use super::next_step::{Verb, next_step};
use crate::gui::commands::Command;
use crate::gui::widgets::Mark;
use crate::jobs::{KeyLook, Snapshot};
use crate::model::{Finding, Key, Rule, Severity};

/// So many of both stand in view at most, fewer where they would push the secret out of it; the rest opens with a click.
pub const CALLOUTS: usize = 3;

/// A warning or a state, with its next step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// Its shape and colour.
    pub mark: Mark,
    /// One line.
    pub title: String,
    /// The last four of the secret that the title ends in.
    pub tail: Option<String>,
    /// What to do, or what it means.
    pub hint: String,
    /// At most two.
    pub verbs: Vec<Verb>,
    /// The warning that it tells of; none for a state.
    pub rule: Option<Rule>,
}

/// The warnings worst first, those a person has put off last.
pub(super) fn warnings(snapshot: &Snapshot, key: &Key, findings: &[Finding]) -> Vec<Callout> {
    let counts = |finding: &Finding| crate::review::counted(finding, snapshot.today);
    // These have a callout of their own, which says more.
    let own = |finding: &&Finding| finding.rule != Rule::WaitingForDeletion;
    let mut sorted: Vec<&Finding> = findings.iter().filter(own).collect();
    sorted.sort_by_key(|finding| (!counts(finding), std::cmp::Reverse(finding.severity)));
    let callout = |finding: &Finding| {
        let step = next_step(finding.rule, key).of(finding);
        let until = finding.snoozed_until.filter(|_| !counts(finding));
        let (mut title, mut hint) = (finding.text.clone(), step.hint);
        let verbs = match (finding.rule, Verb::open(key)) {
            _ if until.is_some() => vec![step.verb, Verb::new(Command::Unsnooze)],
            (Rule::OldStillValid, Some(open)) => vec![open, step.verb],
            // The field says that it is not there, and takes it; here stands why, and where to get it.
            (Rule::Missing, open) => {
                title = "Deleted outside Keyloft".to_owned();
                let fail = "Copies, exports and runs fail until it is back. ";
                // Of a disabled one they want nothing.
                let fail = if key.state.is_disabled() { "" } else { fail };
                hint = format!("{fail}{}", where_to_get(key));
                open.into_iter().collect()
            }
            _ => vec![step.verb],
        };
        Callout {
            mark: Mark::Warning(if until.is_some() { Severity::ForInfo } else { finding.severity }),
            title,
            tail: None,
            hint: until.map_or(hint, |day| crate::review::snoozed(day, finding.snooze_reason.as_deref())),
            verbs,
            rule: Some(finding.rule),
        }
    };
    sorted.into_iter().map(callout).collect()
}

/// "Get it at Stripe, or make a new key."
fn where_to_get(key: &Key) -> String {
    match &key.provider {
        Some(provider) => format!("Get it at {provider}, or make a new key."),
        None => "Get it where it came from, or make a new one.".to_owned(),
    }
}

/// What stands open after a rotation, or while it is disabled.
pub(super) fn states(
    snapshot: &Snapshot,
    key: &Key,
    findings: &[Finding],
    look: Option<&KeyLook>,
    local: Local<'_>,
) -> Vec<Callout> {
    let mut states = Vec::new();
    let quiet =
        |title: String, hint: String, verbs| Callout { mark: Mark::Quiet, title, tail: None, hint, verbs, rule: None };
    if let Some(finding) = findings.iter().find(|finding| finding.rule == Rule::WaitingForDeletion) {
        // Enable and Delete are the footer's.
        let hint = next_step(finding.rule, key).hint;
        let title = finding.text.clone();
        states.push(Callout { mark: waiting_mark(finding), ..quiet(title, hint, Vec::new()) });
    }
    let Some(before) = key.older.first() else { return states };
    // The old value was put back: what it took the place of is the newer one.
    let went_back = key.is_put_back();
    let which_value = if went_back { "newer" } else { "old" };
    // One that has ended at its provider is of no use to anybody.
    let comes_back = before.kept_until.filter(|until| *until > snapshot.now.get() && before.ended_at.is_none());
    if let Some(until) = comes_back {
        let until = moment(local(until), local(snapshot.now.get()));
        let title = format!("{} value kept until {until}", capitalised(which_value));
        states.push(quiet(title, String::new(), vec![Verb::named("Put back", Command::PutBack)]));
    }
    let said_above = findings.iter().any(|finding| finding.rule == Rule::OldStillValid);
    if let (Some(provider), None, false) = (&key.provider, before.ended_at, said_above) {
        let days = (local(snapshot.now.get()).date() - local(before.replaced_at).date()).num_days();
        let hint = match (went_back, ago(days)) {
            (false, ago) => format!("You replaced it here {ago}."),
            (true, ago) => format!("You put the old one back {ago}."),
        };
        let verbs = Verb::open(key).into_iter().chain([Verb::named("It's ended there", Command::MarkEnded)]);
        let tail = look.and_then(|look| look.old_tail.clone());
        let which = if tail.is_some() { String::new() } else { format!(" the {which_value} value") };
        states.push(Callout { tail, ..quiet(format!("{provider} still accepts{which}"), hint, verbs.collect()) });
    }
    let has_it = |place: &str| look.is_some_and(|look| look.ticked.iter().any(|ticked| ticked == place));
    let waiting: Vec<&str> =
        key.used_in.iter().map(|used| used.place.as_str()).filter(|place| !has_it(place)).collect();
    // A place that was not marked may still hold a value that has ended. One that ended altogether is to go nowhere.
    if look.is_some() && key.ended_at.is_none() && !waiting.is_empty() {
        let (have, all) = (key.used_in.len() - waiting.len(), key.used_in.len());
        let which = if went_back { "current" } else { "new" };
        let ended =
            if before.ended_at.is_some() { format!("The {which_value} value has ended. ") } else { String::new() };
        let (title, hint) = match (waiting[0], all) {
            (place, 1) => (format!("Not at {place} yet"), format!("{ended}Put the {which} value there too.")),
            _ => (
                format!("{have} of {all} places have the {which} value"),
                format!("{ended}Not yet: {}.", waiting.join(", ")),
            ),
        };
        states.push(quiet(title, hint, vec![Verb::named("Places…", Command::Places)]));
    }
    states
}

/// "today 14:02", "Tue 14:02", and a date where it is more than six days off; with its year only where that could be another.
fn moment(at: NaiveDateTime, now: NaiveDateTime) -> String {
    match (at.date() - now.date()).num_days() {
        0 => at.format("today %H:%M").to_string(),
        1..=6 => at.format("%a %H:%M").to_string(),
        7..=180 => at.format("%-d %b").to_string(),
        _ => crate::review::date(at.date()),
    }
}
