//! Tables for spreadsheets: RFC 4180, every field between quotes, lines that end in CRLF.

use super::escape::csv as field;
use super::facts::{Facts, severity_words};
use super::leaver::{Leaver, gone_words, steps_in_utc};
use crate::model::State;

/// A line of such a table.
pub fn line(fields: &[&str]) -> String {
    let fields: Vec<String> = fields.iter().map(|text| field(text)).collect();
    format!("{}\r\n", fields.join(","))
}

/// One warning a line, worst first.
pub(super) fn review(facts: &Facts<'_>) -> String {
    let mut text = line(&[
        "Severity",
        "Rule",
        "Warning",
        "Project",
        "Environment",
        "Key",
        "Provider",
        "Owner",
        "Since",
        "Last used here",
        "State",
        "Snoozed until",
        "Why snoozed",
    ]);
    for row in facts.rows() {
        let (key, finding) = (row.key, row.finding);
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let used = key.last_used_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
        text.push_str(&line(&[
            severity_words(finding.severity),
            finding.rule.id(),
            &finding.text,
            &key.place().project,
            &key.place().environment,
            key.name(),
            key.provider.as_deref().unwrap_or_default(),
            key.owner.as_deref().unwrap_or_default(),
            &day(finding.since),
            used.as_deref().unwrap_or_default(),
            key.state.word(),
            &day(finding.snoozed_until),
            finding.snooze_reason.as_deref().unwrap_or_default(),
        ]));
    }
    text
}

/// One key a line, those to do first; those that are gone behind the others.
pub(super) fn handover(leaver: &Leaver<'_>) -> String {
    let mut text = line(&[
        "Done",
        "Project",
        "Environment",
        "Key",
        "New value",
        "New owner",
        "State",
        "Last used by hand",
        "Last used here",
        "Worst warning",
        "What was done",
    ]);
    let entries = leaver.entries();
    for done in [false, true] {
        let sign = if done { "yes" } else { "no" };
        for one in entries.iter().filter(|one| one.done == done) {
            let key = one.key;
            let time = |at: Option<chrono::DateTime<chrono::Utc>>| {
                at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)).unwrap_or_default()
            };
            let owner = if one.handover.new_owner { key.owner.as_deref().unwrap_or_default() } else { "" };
            let state = if matches!(key.state, State::Active) { "active" } else { "disabled" };
            text.push_str(&line(&[
                sign,
                &key.place().project,
                &key.place().environment,
                key.name(),
                &one.value_words(|day| day.to_string()),
                owner,
                state,
                &time(key.last_used_by_hand_at),
                &time(key.last_used_at),
                one.warning.map(|finding| finding.text.as_str()).unwrap_or_default(),
                &steps_in_utc(one.steps),
            ]));
        }
        for (gone, steps) in leaver.gone(done) {
            let (place, name) = (&gone.reference.place, gone.reference.name.as_str());
            let (words, said) = (gone_words(gone), steps_in_utc(steps));
            text.push_str(&line(&[
                sign,
                &place.project,
                &place.environment,
                name,
                words,
                "",
                "deleted",
                "",
                "",
                "",
                &said,
            ]));
        }
    }
    text
}
