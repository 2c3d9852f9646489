//! How Report is drawn: its form, and the file.

use egui::{Context, Id, Rect, pos2, vec2};

use super::Attempt;
use super::report::Report;
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{
    Button, Choice, Dialog, DialogAnswer, Field, Frame, Segmented, field_error, field_label, paragraph,
};
use crate::gui::wish::{Browse, Wish};

const WIDE: f32 = 480.0;

/// Draws the dialog.
pub fn report_ui(ctx: &Context, report: &mut Report, wishes: &mut Vec<Wish>) {
    let saving = report.attempt == Attempt::Saving;
    let about = report.about.clone();
    let dialog = Dialog::new("report", "Report")
        .width(WIDE)
        .note(&about)
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(report.act()).enabled(report.acts() || saving).busy(saving), true);
    let answer = dialog.show(ctx, |ui, body| {
        let (left, right) = (body.left() + size::DIALOG_EDGE, body.right() - size::DIALOG_EDGE);
        let row = |y: f32, high: f32| Rect::from_min_size(pos2(left, y), vec2(right - left, high));
        field_label(ui, row(body.top() + 16.0, 16.0), "As", "");
        let choices = [Choice::words("Page (HTML)"), Choice::words("Table (CSV)"), Choice::words("Text (Markdown)")];
        let at = row(body.top() + 37.0, size::CONTROL);
        if let Some(chosen) = Segmented::new("report form", &choices, report.form).filling(ui, at) {
            report.take_form(chosen);
        }
        field_label(ui, row(at.bottom() + 14.0, 16.0), "File", "");
        let browse = Button::secondary("Browse…").enabled(!saving);
        let wanted = browse.size(ui);
        let top = at.bottom() + 35.0;
        let field = Rect::from_min_max(pos2(left, top), pos2(right - wanted.x - 8.0, top + size::CONTROL));
        let wrong = report.attempt.words().map(str::to_owned);
        let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
        let path = Field::new(Id::unique("report path"), "File").path().frame(frame).enabled(!saving);
        let response = path.at(ui, field, &mut report.path);
        if response.changed() {
            report.changed();
        }
        if !report.began {
            report.began = true;
            response.request_focus();
        }
        if browse.at(ui, Rect::from_min_size(pos2(field.right() + 8.0, top), wanted)).clicked() {
            wishes.push(Wish::Browse(Browse::Save(report.wanted().display().to_string())));
        }
        let mut y = field.bottom() + 8.0;
        if let Some(words) = &wrong {
            y = field_error(ui, pos2(left, y), right - left, words).bottom() + 8.0;
        }
        let note = "Names, owners, dates and warnings. No secrets, and nothing made from them.";
        paragraph(ui, pos2(left, y + 4.0), right - left, Type::Small, of(ui).text_tertiary, note).bottom() + 16.0
    });
    match answer {
        _ if saving => {}
        DialogAnswer::None => {}
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::Primary => report.submit(wishes),
    }
}
