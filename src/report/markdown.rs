//! Tables for a wiki or a ticket.

use super::escape::markdown as cell;
use super::facts::{Facts, severity_words};
use super::leaver::{Leaver, gone_words, step_lines};
use crate::review::{date, snoozed};

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn head(cells: &[&str]) -> String {
    format!("{}|{}\n", row(cells), " --- |".repeat(cells.len()))
}

/// What was looked at, the counts, and the warnings worst first.
pub(super) fn review(facts: &Facts<'_>) -> String {
    let counts = facts.counts();
    let mut text = format!("# Review: {}\n\n{}\n\n", cell(&facts.about), date(facts.today));
    text.push_str(&head(&["Act now", "Look soon", "For info", "Snoozed", "Keys with warnings", "Keys"]));
    let numbers = [counts.act_now, counts.look_soon, counts.for_info, counts.snoozed, counts.warned, counts.keys]
        .map(|n| n.to_string());
    text.push_str(&row(&numbers.each_ref().map(String::as_str)));
    let rows = facts.rows();
    if rows.is_empty() {
        text.push_str("\nNothing needs you.\n");
        return text;
    }
    text.push('\n');
    text.push_str(&head(&["Severity", "Warning", "Key", "Project", "Environment", "Owner", "Since"]));
    for one in rows {
        let (key, finding) = (one.key, one.finding);
        let quiet = finding.snoozed_until.filter(|_| one.snoozed);
        let severity = if quiet.is_some() { "Snoozed" } else { severity_words(finding.severity) };
        let said = match quiet {
            Some(until) => format!("{} · {}", finding.text, snoozed(until, finding.snooze_reason.as_deref())),
            None => finding.text.clone(),
        };
        text.push_str(&row(&[
            severity,
            &said,
            key.name(),
            &key.place().project,
            &key.place().environment,
            key.owner.as_deref().unwrap_or("No owner"),
            &finding.since.map(date).unwrap_or_default(),
        ]));
    }
    text
}

/// What someone who leaves hands over.
pub(super) fn handover(leaver: &Leaver<'_>) -> String {
    let entries = leaver.entries();
    let progress = leaver.progress(&entries);
    let mut text = format!(
        "# Handover: {}\n\n{}\n\n{} of {} done. {}\n\n{}\n\n",
        cell(&leaver.person.name),
        cell(&leaver.leaves_words()),
        progress.done,
        progress.all,
        date(leaver.today),
        cell(&leaver.by_words())
    );
    if entries.is_empty() && leaver.deleted.is_empty() {
        text.push_str("No keys.\n");
        return text;
    }
    text.push_str(&head(&[
        "Done",
        "Key",
        "Project",
        "Environment",
        "New value",
        "New owner",
        "Last used",
        "Warning",
        "What was done",
    ]));
    for done in [false, true] {
        let sign = if done { "yes" } else { "no" };
        for one in entries.iter().filter(|one| one.done == done) {
            let key = one.key;
            let used = key.last_used_at.map_or_else(|| "never".into(), |at| date((leaver.day_of)(at)));
            text.push_str(&row(&[
                sign,
                key.name(),
                &key.place().project,
                &key.place().environment,
                &one.value_words(date),
                &one.owner_words(),
                &used,
                one.warning.map(|finding| finding.text.as_str()).unwrap_or_default(),
                &step_lines(one.steps).join("; "),
            ]));
        }
        for (gone, steps) in leaver.gone(done) {
            text.push_str(&row(&[
                sign,
                gone.reference.name.as_str(),
                &gone.reference.place.project,
                &gone.reference.place.environment,
                gone_words(gone),
                "–",
                "–",
                "",
                &step_lines(steps).join("; "),
            ]));
        }
    }
    text
}
