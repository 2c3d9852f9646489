//! How Report is drawn: its form, and the file.

use egui::{Context, Id, Rect, pos2, vec2};

use super::Attempt;
use super::report::Report;
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{Button, Choice, Dialog, DialogAnswer, Segmented, field_label, paragraph, path_field};
use crate::gui::wish::{Browse, Wish};

const WIDE: f32 = 480.0;

/// Draws the dialog.
pub fn report_ui(ctx: &Context, report: &mut Report, wishes: &mut Vec<Wish>) {
    let saving = report.attempt == Attempt::Saving;
    let (about, details) = (report.about.clone(), report.attempt.details().to_owned());
    let dialog = Dialog::new("report", "Report")
        .width(WIDE)
        .note(&about)
        .details(&details)
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(report.act()).busy(saving), true)
        .needs(report.needs());
    let answer = dialog.show(ctx, |ui, body| {
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let row = |y: f32, high: f32| Rect::from_min_size(pos2(left, y), vec2(right - left, high));
        field_label(ui, row(body.top() + 16.0, 16.0), "As", "");
        let choices = [Choice::words("Page (HTML)"), Choice::words("Table (CSV)"), Choice::words("Text (Markdown)")];
        let at = row(body.top() + 37.0, size::CONTROL);
        if let Some(chosen) = Segmented::new("report form", &choices, report.form).filling(ui, at) {
            report.take_form(chosen);
        }
        let wrong = report.attempt.words().map(str::to_owned);
        let at = row(at.bottom() + 14.0, 0.0);
        let file = path_field(ui, at, Id::unique("report path"), &mut report.path, wrong.as_deref(), !saving);
        if file.response.changed() {
            report.changed();
        }
        if !report.began {
            report.began = true;
            file.response.request_focus();
        }
        if file.browses {
            wishes.push(Wish::Browse(Browse::Save(report.wanted().display().to_string())));
        }
        let note = "Names, owners, dates and warnings. No secrets, and nothing made from them.";
        paragraph(ui, pos2(left, file.bottom + 12.0), right - left, Type::Small, of(ui).text_tertiary, note).bottom()
            + 16.0
    });
    match answer {
        _ if saving => {}
        DialogAnswer::None => {}
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::Primary => report.submit(wishes),
    }
}
