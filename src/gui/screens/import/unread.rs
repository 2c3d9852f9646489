//! Lines that are not understood: an import waits until a person has them left out, as the command line waits for
//! `--skip-refused`.

use egui::{Id, Pos2, Rect, Sense, Ui};

use super::batch::Batch;
use super::row::Row;
use super::words::line_words;
use crate::gui::screens::keys::capitalised;
use crate::gui::widgets::{Button, Callout, Tone};
use crate::jobs::{ImportPlan, short_path};

/// So many lines of a file are named.
const MOST: usize = 6;

/// Which such lines a person left out, over a lock: their places among them, and of which files, by fingerprints. Why a line is not
/// understood may quote it, and is not kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct LeftLines {
    marks: Vec<Vec<u8>>,
    places: Vec<usize>,
}

impl LeftLines {
    /// Of what was read; nothing of a text, which is pasted anew.
    pub(super) fn of(plan: &ImportPlan, skipped: &[(u32, String)]) -> Self {
        if plan.marks.is_empty() {
            return Self::default();
        }
        let is_out = |(_, line): &(usize, &(u32, String))| skipped.contains(line);
        let places = plan.unread.iter().enumerate().filter(is_out).map(|(place, _)| place).collect();
        Self { marks: plan.marks.clone(), places }
    }

    /// The same lines of what was read anew; none of a file that is another by now.
    pub(super) fn among(self, plan: &ImportPlan) -> Vec<(u32, String)> {
        let is_same = self.marks == plan.marks;
        let line = |place: &usize| plan.unread.get(*place).cloned();
        self.places.iter().filter(|_| is_same).filter_map(line).collect()
    }
}

/// "2 lines are not understood.", what the first of them is and which the others are; none where all are, or were left out.
pub(super) fn unread_words(batch: &Batch) -> Option<(String, String)> {
    let mut unread = batch.rows.iter().flat_map(|row| row.unread().map(move |line| (row, line)));
    let (row, (line, why)) = unread.next()?;
    let of = match row.paths.last().filter(|_| batch.rows.len() > 1) {
        Some(path) => format!(" of {}", short_path(path)),
        None => String::new(),
    };
    let mut hint = format!("{}.", line_words(&format!("line {line}{of}"), why));
    let also: Vec<String> = lines_of(batch, 1).iter().map(|(of, lines)| lines_words(lines, of, MOST)).collect();
    if !also.is_empty() {
        hint = format!("{hint} Also {}.", listed(&also));
    }
    Some(match unread.count() {
        0 => ("1 line is not understood.".to_owned(), hint),
        more => (format!("{} lines are not understood.", more + 1), hint),
    })
}

/// The numbers of such lines behind the first ones, file by file; where there are several files, which it is.
fn lines_of(batch: &Batch, mut skip: usize) -> Vec<(String, Vec<u32>)> {
    let mut all = Vec::new();
    for row in &batch.rows {
        let of = match row.paths.last().filter(|_| batch.rows.len() > 1) {
            Some(path) => format!(" of {}", short_path(path)),
            None => String::new(),
        };
        let lines: Vec<u32> = row.unread().map(|(line, _)| *line).collect();
        let rest = lines.get(skip.min(lines.len())..).unwrap_or_default().to_vec();
        skip = skip.saturating_sub(lines.len());
        if !rest.is_empty() {
            all.push((of, rest));
        }
    }
    all
}

/// "line 3", "lines 8, 9 and 10", "lines 1, 2 and 3 more": numbers alone, for a line that is none may be a secret.
fn lines_words(lines: &[u32], of: &str, most: usize) -> String {
    let mut words: Vec<String> = lines.iter().take(most).map(ToString::to_string).collect();
    if lines.len() > most {
        words.push(format!("{} more", lines.len() - most));
    }
    let s = if lines.len() == 1 { "" } else { "s" };
    format!("line{s} {}{of}", listed(&words))
}

/// "a", "a and b", "a, b and c".
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// All of them, a file a line, where the hint has no room for all.
fn all_unread(batch: &Batch) -> Option<String> {
    let is_cut = lines_of(batch, 1).iter().any(|(_, lines)| lines.len() > MOST);
    let words = |(of, lines): &(String, Vec<u32>)| capitalised(&lines_words(lines, of, usize::MAX));
    is_cut.then(|| lines_of(batch, 0).iter().map(words).collect::<Vec<_>>().join("\n"))
}

/// "Line 7 is not understood and stays out.": of those that a person left out.
pub(super) fn skipped_words(row: &Row) -> Option<String> {
    let unread = row.plan().map_or(&[][..], |plan| &plan.unread);
    match unread.iter().filter(|line| row.skipped.contains(line)).collect::<Vec<_>>().as_slice() {
        [] => None,
        [(line, _)] => Some(format!("Line {line} is not understood and stays out.")),
        several => {
            let lines: Vec<u32> = several.iter().map(|(line, _)| *line).collect();
            Some(format!("{} are not understood and stay out.", capitalised(&lines_words(&lines, "", MOST))))
        }
    }
}

/// The way out of it.
pub(super) fn leave_out_id() -> Id {
    Id::unique("leave lines out")
}

/// Asks whether they may stay out, from `at` on; returns where that stands, or `None` where there is nothing to ask.
pub fn unread_ui(ui: &Ui, at: Pos2, wide: f32, batch: &mut Batch, enabled: bool) -> Option<Rect> {
    let (title, hint) = unread_words(batch)?;
    let leave = Button::secondary("Leave out").id(leave_out_id()).enabled(enabled);
    let (rect, clicked) = Callout::new(Tone::Warn, &title).hint(&hint).compact().button(leave).at(ui, at, wide);
    if let Some(all) = all_unread(batch) {
        ui.interact(rect, ui.make_persistent_id("unread lines"), Sense::hover()).on_hover_text(all);
    }
    if clicked {
        batch.rows.iter_mut().for_each(Row::skip_unread);
    }
    Some(rect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::screens::import::row::Plan;
    use crate::jobs::{Fate, PlannedEntry};

    fn row(path: &str, unread: &[u32]) -> Row {
        let entry = PlannedEntry { name: "NEW_KEY".to_owned(), fate: Fate::New, ..PlannedEntry::default() };
        let unread = unread.iter().map(|line| (*line, "is not NAME=value".to_owned())).collect();
        let plan = Plan::Here(ImportPlan { entries: vec![entry], unread, ..ImportPlan::default() });
        Row { plan, ..Row::new(vec![path.into()], "shop", "development") }
    }

    #[test]
    fn lines_that_are_not_understood_are_asked_about_until_they_are_left_out() {
        let mut batch = Batch::default();
        batch.rows = vec![row("/made/up/.env", &[7])];
        let (title, hint) = unread_words(&batch).unwrap();
        assert_eq!((title.as_str(), hint.as_str()), ("1 line is not understood.", "Line 7 is not NAME=value."));
        assert!(batch.is_unread() && !batch.asks().unwrap()[0].skip_refused && skipped_words(&batch.rows[0]).is_none());
        batch.rows[0].skip_unread();
        assert!(!batch.is_unread() && batch.asks().unwrap()[0].skip_refused && unread_words(&batch).is_none());
        assert_eq!(skipped_words(&batch.rows[0]).as_deref(), Some("Line 7 is not understood and stays out."));
        // Read anew, there is another one: nobody spoke of that.
        batch.rows[0].plan = row("/made/up/.env", &[7, 9]).plan;
        assert_eq!(unread_words(&batch).unwrap().1, "Line 9 is not NAME=value.");
        batch.rows[0].skip_unread();
        let words = "Lines 7 and 9 are not understood and stay out.";
        assert_eq!(skipped_words(&batch.rows[0]).as_deref(), Some(words));
    }

    #[test]
    fn each_line_that_is_not_understood_is_named() {
        let mut batch = Batch::default();
        batch.rows = vec![row("/made/up/.env", &[8, 9, 10, 11])];
        assert_eq!(unread_words(&batch).unwrap().1, "Line 8 is not NAME=value. Also lines 9, 10 and 11.");
        assert_eq!(all_unread(&batch), None, "all of them are in view");
        batch.rows = vec![row("/made/up/.env", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])];
        let hint = unread_words(&batch).unwrap().1;
        assert_eq!(hint, "Line 1 is not NAME=value. Also lines 2, 3, 4, 5, 6, 7 and 3 more.");
        assert_eq!(all_unread(&batch).as_deref(), Some("Lines 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10"));
    }

    #[test]
    fn those_of_a_file_that_is_not_ticked_are_nobodys_question() {
        let mut batch = Batch::default();
        batch.rows = vec![row("/made/up/a/.env", &[1, 2]), row("/made/up/b/.env", &[3])];
        let (title, hint) = unread_words(&batch).unwrap();
        assert_eq!(title, "3 lines are not understood.");
        let also = "Also line 2 of /made/up/a/.env and line 3 of /made/up/b/.env.";
        assert_eq!(hint, format!("Line 1 of /made/up/a/.env is not NAME=value. {also}"));
        batch.rows[0].ticked = false;
        assert_eq!(unread_words(&batch).unwrap().1, "Line 3 of /made/up/b/.env is not NAME=value.");
        batch.rows[1].ticked = false;
        assert!(!batch.is_unread());
        assert_eq!(line_words("line 3", "B-C is no variable name"), "Line 3: B-C is no variable name");
    }
}
