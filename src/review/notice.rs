//! The day's warnings in a few lines, for someone who did not open the window.

use chrono::NaiveDate;

use super::context::worst;
use crate::model::{Finding, Key, Severity};

/// So many keys are named.
const NAMED: usize = 3;

/// What a day has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// "2 keys to act on now, 5 to look at soon".
    pub summary: String,
    /// The worst keys, a line each, and how many more there are.
    pub body: String,
    /// Something is to be acted on now.
    pub presses: bool,
}

/// The day's notice: keys by their worst warning that counts. None where nothing is more than for info.
pub fn notice(keys: &[Key], findings: &[Vec<Finding>], today: NaiveDate) -> Option<Notice> {
    let mut pressing: Vec<(&Key, &Finding)> = keys
        .iter()
        .zip(findings)
        .filter_map(|(key, findings)| Some((key, worst(findings, today)?)))
        .filter(|(_, finding)| finding.severity > Severity::ForInfo)
        .collect();
    pressing.sort_by_key(|(key, finding)| (std::cmp::Reverse(finding.severity), !key.protected));
    let act_now = pressing.iter().filter(|(_, finding)| finding.severity == Severity::ActNow).count();
    let look_soon = pressing.len() - act_now;
    let keys_word = |count: usize| if count == 1 { "key" } else { "keys" };
    let summary = match (act_now, look_soon) {
        (0, 0) => return None,
        (0, soon) => format!("{soon} {} to look at soon", keys_word(soon)),
        (now, 0) => format!("{now} {} to act on now", keys_word(now)),
        (now, soon) => format!("{now} {} to act on now, {soon} to look at soon", keys_word(now)),
    };
    let mut lines: Vec<String> =
        pressing.iter().take(NAMED).map(|(key, finding)| format!("{}: {}", key.reference, finding.text)).collect();
    match pressing.len().saturating_sub(NAMED) {
        0 => {}
        more => lines.push(format!("and {more} more")),
    }
    Some(Notice { summary, body: lines.join("\n"), presses: act_now > 0 })
}
