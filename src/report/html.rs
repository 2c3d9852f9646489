//! Pages.

use std::fmt::Write;

use super::charts::{mark, svg};
use super::escape::html;
use super::facts::{Facts, Row, severity_words};
use super::leaver::{Entry, Leaver, Step, gone_words, step_lines};
use super::page::{page, sign, tile};
use crate::model::{DeletedKey, Severity};
use crate::review::{date, snoozed};

const TICK: &str = "<path class=\"ok\" d=\"M2.5 7.5l3 3 6-7\"/>";

fn severity_sign(severity: Severity) -> String {
    sign(&mark(severity, 7.0, 7.0))
}

/// Counts, charts, the warnings worst first.
pub(super) fn review(facts: &Facts<'_>) -> String {
    let counts = facts.counts();
    let mut out = format!(
        "<h1>Review: {}</h1>\n<p>{}</p>\n<div class=\"tiles\">\n",
        html(&facts.about),
        html(&date(facts.today))
    );
    let severities = [
        (counts.act_now, Severity::ActNow),
        (counts.look_soon, Severity::LookSoon),
        (counts.for_info, Severity::ForInfo),
    ];
    for (count, severity) in severities {
        let sign = if count > 0 { severity_sign(severity) } else { String::new() };
        out.push_str(&tile(&count.to_string(), &sign, severity_words(severity)));
    }
    out.push_str(&tile(&counts.snoozed.to_string(), "", "Snoozed"));
    let quiet = counts.keys - counts.warned;
    out.push_str(&tile(&format!("{quiet} of {}", counts.keys), "", "Keys with no warnings"));
    out.push_str("</div>\n");
    let charts = svg(facts);
    if !charts.is_empty() {
        let dot = |class: &str| sign(&format!("<circle class=\"late {class}\" cx=\"7\" cy=\"7\" r=\"4.5\"/>"));
        let _ = writeln!(
            out,
            "<section class=\"card charts\"><div class=\"legend\">{}Protected{}Other</div><h2>Health and expiry</h2>\n\
             <p class=\"scroll\">{charts}</p></section>",
            dot("filled"),
            dot("open")
        );
    }
    out.push_str("<section class=\"card\"><h2>Warnings</h2>\n");
    let rows = facts.rows();
    if rows.is_empty() {
        out.push_str("<p>Nothing needs you.</p>");
    } else {
        out.push_str(
            "<div class=\"scroll\"><table>\n<thead><tr><th></th><th>Warning</th><th>Key</th><th>Project</th>\
             <th>Environment</th><th>Owner</th><th>Last used here</th><th>Since</th></tr></thead>\n<tbody>\n",
        );
        for row in &rows {
            out.push_str(&warning(facts, row));
        }
        out.push_str("</tbody></table></div>\n");
    }
    out.push_str("</section>\n");
    page(&format!("Review: {}", html(&facts.about)), &out)
}

fn warning(facts: &Facts<'_>, row: &Row<'_>) -> String {
    let (key, finding) = (row.key, row.finding);
    let quiet = finding.snoozed_until.filter(|_| row.snoozed);
    let severity = if quiet.is_some() { Severity::ForInfo } else { finding.severity };
    let why = quiet
        .map(|until| format!("<span class=\"why\">{}</span>", html(&snoozed(until, finding.snooze_reason.as_deref()))));
    let used = key.last_used_at.map_or_else(|| "never".to_owned(), |at| date((facts.day_of)(at)));
    format!(
        "<tr{}><td class=\"sign\" title=\"{}\">{}</td><td>{}{}</td><td class=\"key\">{}</td><td class=\"one\">{}</td>\
         <td class=\"one\">{}</td><td class=\"one{}\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td></tr>\n",
        if quiet.is_some() { " class=\"quiet\"" } else { "" },
        if quiet.is_some() { "Snoozed" } else { severity_words(severity) },
        severity_sign(severity),
        html(&finding.text),
        why.unwrap_or_default(),
        html(key.name()),
        html(&key.place().project),
        html(&key.place().environment),
        if key.owner.is_some() { "" } else { " quiet" },
        html(key.owner.as_deref().unwrap_or("No owner")),
        html(&used),
        html(&finding.since.map(date).unwrap_or_default()),
    )
}

/// The person, how far it is, then key by key what is to do and what was done.
pub(super) fn handover(leaver: &Leaver<'_>) -> String {
    let entries = leaver.entries();
    let progress = leaver.progress(&entries);
    let ends = entries.iter().filter(|one| one.handover.needs_end()).count() + leaver.gone(false).count();
    let values = entries.iter().filter(|one| one.handover.needs_value()).count();
    let owners = entries.iter().filter(|one| one.handover.needs_owner()).count();
    let name = html(&leaver.person.name);
    let mut out = format!(
        "<h1>Handover: {name}</h1>\n<p>{} · {}</p>\n<div class=\"tiles\">\n",
        html(&leaver.leaves_words()),
        html(&date(leaver.today))
    );
    out.push_str(&tile(&format!("{} of {}", progress.done, progress.all), "", "Done"));
    out.push_str(&tile(&values.to_string(), "", "Need a new value"));
    out.push_str(&tile(&ends.to_string(), "", "Not ended there"));
    out.push_str(&tile(&owners.to_string(), "", "Need a new owner"));
    let protected = entries.iter().filter(|one| one.key.protected).count();
    out.push_str(&tile(&protected.to_string(), "", "In protected environments"));
    out.push_str("</div>\n");
    out.push_str("<section class=\"card\">\n");
    if entries.is_empty() {
        let _ = write!(out, "<p>{name} owns no keys.</p>");
    }
    if let Some(percent) = (progress.done * 100).checked_div(progress.all) {
        let _ = writeln!(out, "<div class=\"bar\"><i style=\"width:{percent}%\"></i></div>");
        out.push_str(
            "<div class=\"scroll\"><table>\n<thead><tr><th></th><th>Key</th><th>Project</th><th>Environment</th>\
             <th>Used by hand</th><th>Used here</th><th>Warning</th><th>New value</th><th>New owner</th>\
             <th>What was done</th></tr></thead>\n",
        );
        for (title, is_done) in [("To do", false), ("Done", true)] {
            let rows = entries.iter().filter(|one| one.done == is_done).map(|one| entry_row(leaver, one));
            let gone = leaver.gone(is_done).map(|(gone, steps)| gone_row(gone, steps));
            let of_group: Vec<String> = rows.chain(gone).collect();
            if !of_group.is_empty() {
                out.push_str(&group(title, of_group.len()));
                out.push_str(&of_group.concat());
                out.push_str("</tbody>\n");
            }
        }
        let _ = writeln!(out, "</table></div>\n<p>{}</p>", html(&leaver.by_words()));
    }
    out.push_str("</section>\n");
    page(&format!("Handover: {name}"), &out)
}

fn group(title: &str, count: usize) -> String {
    format!("<tbody class=\"group\"><tr><th colspan=\"10\">{title} {count}</th></tr></tbody>\n<tbody>\n")
}

fn entry_row(leaver: &Leaver<'_>, one: &Entry<'_>) -> String {
    let circle = sign(&mark(Severity::ForInfo, 7.0, 7.0));
    let warning = one.warning.map(|finding| format!("{} {}", severity_sign(finding.severity), html(&finding.text)));
    let used = |at: Option<chrono::DateTime<chrono::Utc>>| {
        html(&at.map_or_else(|| "never".into(), |at| date((leaver.day_of)(at))))
    };
    format!(
        "<tr><td class=\"sign\">{}</td><td class=\"key\">{}</td><td class=\"one\">{}</td><td class=\"one\">{}</td><td class=\"num\">{}</td>\
         <td class=\"num\">{}</td><td class=\"said\">{}</td><td class=\"state\">{}</td><td class=\"one\">{}</td><td class=\"steps\">{}</td></tr>\n",
        if one.done { sign(TICK) } else { circle },
        html(one.key.name()),
        html(&one.key.place().project),
        html(&one.key.place().environment),
        used(one.key.last_used_by_hand_at),
        used(one.key.last_used_at),
        warning.unwrap_or_default(),
        html(&one.value_words(date)),
        html(&one.owner_words()),
        lines(one.steps),
    )
}

fn gone_row(gone: &DeletedKey, steps: &[Step]) -> String {
    format!(
        "<tr><td class=\"sign\">{}</td><td class=\"key\">{}</td><td class=\"one\">{}</td><td class=\"one\">{}</td>\
         <td></td><td></td><td></td><td class=\"state\">{}</td><td>–</td><td class=\"steps\">{}</td></tr>\n",
        if gone.ended { sign(TICK) } else { severity_sign(Severity::LookSoon) },
        html(gone.reference.name.as_str()),
        html(&gone.reference.place.project),
        html(&gone.reference.place.environment),
        gone_words(gone),
        lines(steps),
    )
}

fn lines(steps: &[Step]) -> String {
    step_lines(steps).iter().map(|line| html(line)).collect::<Vec<_>>().join("<br>")
}
