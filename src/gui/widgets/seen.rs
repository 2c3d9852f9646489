//! A passphrase that is seen while it is typed. The field itself lays out blanks only, one a letter and all as wide: its
//! layout is told to the accessibility tree, word and width. Each letter is painted on its blank, one at a time, so that no
//! layout holds the whole.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::text_edit::TextEditOutput;
use egui::{Color32, Galley, Ui, vec2};

use super::paint;
use crate::gui::theme::Type;

const STYLE: Type = Type::Secret;
/// A space at which no line ends; egui paints selected letters in a colour of its own, and of these there is nothing to see.
const BLANK: &str = "\u{a0}";

/// The blanks that stand for a text, as far apart as its widest letter wants.
pub fn blanks(ui: &Ui, text: &str) -> Arc<Galley> {
    let blank = paint::width(ui, STYLE, BLANK);
    let wide = |letter: char| paint::width(ui, STYLE, letter.encode_utf8(&mut [0; 4]));
    let widest = text.chars().map(wide).fold(blank, f32::max);
    let font = STYLE.font_on(ui.pixels_per_point());
    let mut job = LayoutJob::simple_singleline(BLANK.repeat(text.chars().count()), font, Color32::TRANSPARENT);
    job.keep_trailing_whitespace = true;
    for section in &mut job.sections {
        section.format.extra_letter_spacing = widest - blank;
    }
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Paints the letters where their blanks stand.
pub fn paint_letters(ui: &Ui, field: &TextEditOutput, text: &str, ink: Color32) {
    let painter = ui.painter().with_clip_rect(field.text_clip_rect);
    let font = STYLE.font_on(ui.pixels_per_point());
    let blanks =
        field.galley.rows.iter().flat_map(|row| row.row.glyphs.iter().map(move |glyph| row.pos.x + glyph.pos.x));
    for (x, letter) in blanks.zip(text.chars()) {
        let galley = painter.layout_no_wrap(letter.to_string(), font.clone(), ink);
        painter.galley(field.galley_pos + vec2(x, 0.0), galley, ink);
    }
}
