//! What came of an import, where not everything came in.

use egui::{Context, Rect, pos2, vec2};

use super::form::{capitalised, counted};
use crate::gui::theme::{Type, of};
use crate::gui::widgets::{
    Button, Dialog, DialogAnswer, Tone, baseline, callout, middle_elided, name_node, paragraph, text,
};
use crate::gui::wish::Wish;
use crate::jobs::ImportReport;

const WIDE: f32 = 560.0;

/// The words of an import that went in: "Imported 34 keys and 21 plain into shop/development".
pub fn imported_words(report: &ImportReport) -> String {
    let into = report.into.as_ref().map(|into| format!(" into {into}")).unwrap_or_default();
    format!("Imported {}{into}", counted(report.keys, report.plain))
}

/// Draws what an import left out.
pub fn imported_ui(ctx: &Context, report: &ImportReport, wishes: &mut Vec<Wish>) {
    let dialog = Dialog::new("imported", "Imported").width(WIDE).cancel(None).primary(Button::primary("Done"), true);
    let answer = dialog.show(ctx, |ui, body| {
        let t = of(ui);
        let mut at = body.min + vec2(20.0, 16.0);
        let inner = body.width() - 40.0;
        let count = report.left_out.len();
        let hint = match count {
            0 => String::new(),
            1 => "1 name was left out.".to_owned(),
            count => format!("{count} names were left out."),
        };
        at.y = callout(ui, at, inner, Tone::Ok, &imported_words(report), &hint, None).0.bottom() + 12.0;
        for (name, reason) in &report.left_out {
            let shown = middle_elided(ui, Type::Key, name, inner * 0.5);
            let used = text(ui, at.x, baseline(ui, at.y + 9.0, Type::Body), Type::Key, t.text_primary, &shown) + 10.0;
            let why = pos2(at.x + used, at.y);
            let said = paragraph(ui, why, inner - used, Type::Body, t.text_secondary, &capitalised(reason));
            let row = Rect::from_min_max(at, pos2(at.x + inner, said.bottom()));
            name_node(ui, row, ui.make_persistent_id(("left out", name)), &format!("{name}: {reason}"));
            at.y = row.bottom() + 6.0;
        }
        at.y + 10.0
    });
    // There is nothing to type here: Enter means the one button.
    let entered = ctx.input(|input| input.key_pressed(egui::Key::Enter));
    if answer != DialogAnswer::None || entered {
        wishes.push(Wish::CloseModal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EnvRef;

    #[test]
    fn an_import_says_what_went_where() {
        let into = EnvRef::new("shop", "development").ok();
        let report = ImportReport { keys: 34, plain: 21, into, ..ImportReport::default() };
        assert_eq!(imported_words(&report), "Imported 34 keys and 21 plain into shop/development");
        let report = ImportReport { keys: 1, ..ImportReport::default() };
        assert_eq!(imported_words(&report), "Imported 1 key");
    }
}
