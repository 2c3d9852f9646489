//! What the reading back says, under the reader: all of it, what can't be held or is not there, and the ways out.

use egui::{Ui, pos2};

use super::consents::Consents;
use super::form::Export;
use super::left::{line_ui, said_ui};
use super::proof::{proof_words, refused_words};
use crate::gui::screens::key_form::Column;
use crate::gui::screens::keys::can_unlock;
use crate::gui::theme::Icon;
use crate::gui::widgets::{Button, Callout, Tone};
use crate::gui::wish::Wish;
use crate::jobs::{ExportLook, Snapshot};

/// "Read back as Next reads it: 12 of 12", or what it can't hold and the ways out.
pub(super) fn proof_ui(
    ui: &mut Ui,
    column: &mut Column,
    export: &mut Export,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    if export.count(snapshot) == 0 {
        return line_ui(ui, column, None, "There is nothing to write.");
    }
    let Some(look) = export.proof.look() else {
        line_ui(ui, column, None, "Reading it back…");
        return;
    };
    if !look.missing.is_empty() {
        return missing_ui(ui, column, export);
    }
    if let Some(why) = look.unproved.clone() {
        if can_unlock(&why) && export.failed_for_lock().is_some() {
            return line_ui(ui, column, None, "Not read back while the keychain is locked");
        }
        let failure = export.not_unlocked.clone().filter(|_| can_unlock(&why)).unwrap_or(why);
        let callout = Callout::new(Tone::Warn, &failure.title).compact();
        if said_ui(ui, column, callout, &failure, export.unlocks) {
            wishes.push(Wish::Ask(export.unlock()));
        }
        return;
    }
    let Some((title, why, could)) = refused_words(look, export.target).filter(|_| !export.consents.cover_refused(look))
    else {
        line_ui(ui, column, Some(Icon::Check), &proof_words(look, export.target));
        dangers_ui(ui, column, export);
        return;
    };
    let other = could.map(|could| format!("For {}", could.reader()));
    let mut callout = Callout::new(Tone::Warn, &title).hint(&why).compact().button(Button::secondary("Leave out"));
    if let Some(other) = &other {
        callout = callout.button(Button::secondary(other));
    }
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom();
    match (clicked, could) {
        (Some(0), _) => export.consent(Consents::leave_out),
        (Some(_), Some(could)) => export.choose_target(could, snapshot),
        _ => {}
    }
}

/// Values that the store does not hold, and the way to do without them.
fn missing_ui(ui: &mut Ui, column: &mut Column, export: &mut Export) {
    let Some(ExportLook { unproved: Some(failure), missing, .. }) = export.proof.look() else { return };
    // Each name is said once: one alone in the title, several under their count.
    let (title, hint) = match missing.as_slice() {
        [one] => (failure.why.replacen(one, &format!("`{one}`"), 1), failure.advice.clone()),
        several => (format!("{} values are missing.", several.len()), format!("{} {}", failure.why, failure.advice)),
    };
    let callout = Callout::new(Tone::Warn, &title).hint(&hint).compact().button(Button::secondary("Leave out"));
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom();
    if clicked.is_some() {
        export.leave_out_missing();
    }
}

/// Names that change how programs run, which are written by a click alone.
fn dangers_ui(ui: &Ui, column: &mut Column, export: &mut Export) {
    let names = export.proof.look().map(|look| look.dangerous.as_slice()).unwrap_or_default();
    let title = match names {
        [] => return,
        [one] => format!("`{one}` changes how programs run."),
        several => format!("{} names change how programs run.", several.len()),
    };
    if export.proof.look().is_some_and(|look| export.consents.cover_dangers(look)) {
        return line_ui(ui, column, Some(Icon::Check), "Will be written although it changes how programs run");
    }
    let hint = "It affects every program that reads the file.";
    let callout = Callout::new(Tone::Warn, &title).hint(hint).compact().button(Button::secondary("Write anyway"));
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y + 4.0), column.wide);
    column.y = rect.bottom();
    if clicked.is_some() {
        export.consent(Consents::allow_dangers);
    }
}
