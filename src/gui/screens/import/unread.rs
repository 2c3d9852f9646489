//! Lines that are not understood: an import waits until a person has them left out, as the command line waits for
//! `--skip-refused`.

use egui::{Pos2, Ui};

use super::batch::Batch;
use super::row::Row;
use super::words::line_words;
use crate::gui::widgets::{Button, Callout, Tone};
use crate::jobs::short_path;

/// "2 lines are not understood.", and what the first of them is; none where all are, or were left out.
pub(super) fn unread_words(batch: &Batch) -> Option<(String, String)> {
    let mut unread = batch.rows.iter().flat_map(|row| row.unread().map(move |line| (row, line)));
    let (row, (line, why)) = unread.next()?;
    let of = match row.paths.last().filter(|_| batch.rows.len() > 1) {
        Some(path) => format!(" of {}", short_path(path)),
        None => String::new(),
    };
    let first = format!("{}.", line_words(&format!("line {line}{of}"), why));
    Some(match unread.count() {
        0 => ("1 line is not understood.".to_owned(), first),
        more => (format!("{} lines are not understood.", more + 1), first),
    })
}

/// "Line 7 is not understood and stays out.": of those that a person left out.
pub(super) fn skipped_words(row: &Row) -> Option<String> {
    let unread = row.plan().map_or(&[][..], |plan| &plan.unread);
    match unread.iter().filter(|line| row.skipped.contains(line)).collect::<Vec<_>>().as_slice() {
        [] => None,
        [(line, _)] => Some(format!("Line {line} is not understood and stays out.")),
        [(first, _), more @ ..] => {
            Some(format!("{} lines are not understood and stay out, the first is line {first}.", more.len() + 1))
        }
    }
}

/// Asks whether they may stay out, from `at` on; returns where it ends, or `None` where there is nothing to ask.
pub fn unread_ui(ui: &Ui, at: Pos2, wide: f32, batch: &mut Batch, enabled: bool) -> Option<f32> {
    let (title, hint) = unread_words(batch)?;
    let leave = Button::secondary("Leave out").enabled(enabled);
    let (rect, clicked) = Callout::new(Tone::Warn, &title).hint(&hint).compact().button(leave).at(ui, at, wide);
    if clicked {
        batch.rows.iter_mut().for_each(Row::skip_unread);
    }
    Some(rect.bottom())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::screens::import::row::Plan;
    use crate::jobs::{Fate, ImportPlan, PlannedEntry};

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
        let words = "2 lines are not understood and stay out, the first is line 7.";
        assert_eq!(skipped_words(&batch.rows[0]).as_deref(), Some(words));
    }

    #[test]
    fn those_of_a_file_that_is_not_ticked_are_nobodys_question() {
        let mut batch = Batch::default();
        batch.rows = vec![row("/made/up/a/.env", &[1, 2]), row("/made/up/b/.env", &[3])];
        let (title, hint) = unread_words(&batch).unwrap();
        assert_eq!(title, "3 lines are not understood.");
        assert_eq!(hint, "Line 1 of /made/up/a/.env is not NAME=value.");
        batch.rows[0].ticked = false;
        assert_eq!(unread_words(&batch).unwrap().1, "Line 3 of /made/up/b/.env is not NAME=value.");
        batch.rows[1].ticked = false;
        assert!(!batch.is_unread());
        assert_eq!(line_words("line 3", "B-C is no variable name"), "Line 3: B-C is no variable name");
    }
}
