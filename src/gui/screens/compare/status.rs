//! The line under Compare: how much there is, and its keys.

use egui::{Rect, Ui, pos2, vec2};

use super::data::{Cell, Counts};
use super::state::Compare;
use crate::gui::commands::caps_count;
use crate::gui::counts::{counted, grouped};
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{Strip, baseline, keycap, keycap_width, name_node, text, width};
use crate::jobs::Snapshot;

/// A key: caps and what it does.
type Hint = (&'static [&'static str], &'static str);

/// The keys that do something at a cell, from the right.
fn hints(cell: Option<Cell>) -> &'static [Hint] {
    const TURN: Hint = (&["←", "→"], "environment");
    const ADD: Hint = (&["A"], "add missing");
    match cell {
        None => &[TURN],
        Some(Cell::Key(_)) => &[(&["Enter"], "open"), TURN],
        Some(Cell::Missing | Cell::Absent) => &[(&["N"], "not needed"), ADD, TURN],
        Some(Cell::NotNeeded) => &[(&["N"], "needed after all"), ADD, TURN],
    }
}

/// "18 variables · 4 missing · 3 shared".
pub(super) fn words(counts: Counts, shown: usize) -> String {
    let variables = counted(counts.variables, "variable", "variables");
    let mut words = if shown == counts.variables { variables } else { format!("{} of {variables}", grouped(shown)) };
    for (count, what) in [(counts.missing, "missing"), (counts.same, "shared")] {
        if count > 0 {
            words.push_str(&format!(" · {} {what}", grouped(count)));
        }
    }
    words
}

/// Draws it.
pub fn compare_status_ui(ui: &Ui, rect: Rect, compare: &Compare, snapshot: &Snapshot) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let words = words(compare.matrix.counts, compare.shown.len());
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, &words);
    let node = Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height()));
    name_node(ui, node, ui.make_persistent_id("compare status"), &words);
    let mut strip = Strip::new(rect, size::EDGE);
    strip.gap_left(used + 24.0);
    let here = if compare.shown.is_empty() { &[] } else { hints(compare.cell(snapshot)) };
    let hints = here.iter().filter(|(caps, _)| caps_count(caps, &snapshot.settings));
    for (caps, words) in hints {
        let capped: f32 = caps.iter().map(|cap| keycap_width(ui, cap) + 4.0).sum();
        let wide = capped + width(ui, Type::Small, words);
        if wide > strip.room() {
            break;
        }
        let at = strip.right(wide, rect.height());
        let mut x = at.left();
        for cap in *caps {
            x += keycap(ui, pos2(x, middle), cap) + 4.0;
        }
        text(ui, x, line, Type::Small, t.text_tertiary, words);
        strip.gap_right(14.0);
    }
}
