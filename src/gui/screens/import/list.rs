//! The rows of a folder in the import dialog.

use egui::{Align, Rect, Ui, pos2, vec2};

use super::form::Import;
use super::rows::{count_words, link_ui};
use super::walk::Stops;
use crate::gui::screens::key_form::Column;
use crate::gui::theme::{Type, of, radius};
use crate::gui::widgets::keyboard::{Arrows, hold};
use crate::gui::widgets::{Tick, baseline, elided, middle_elided, row_ring, text_right};
use crate::jobs::{Snapshot, short_path};

/// The rows of a folder, `most` of them without scrolling; one of them is in view at the right.
pub(super) fn list_ui(
    ui: &mut Ui,
    column: &mut Column,
    import: &mut Import,
    snapshot: &Snapshot,
    most: usize,
    running: bool,
) {
    let t = of(ui);
    let (found, files) = (import.batch.rows.len(), import.batch.found_counts().1);
    column.label(ui, "Found", &format!("{files} files"));
    let high = found.min(most) as f32 * 44.0 + 8.0;
    let area = column.take(high);
    ui.painter().rect_filled(area, radius::CALLOUT, t.bg_inset);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(area.shrink2(vec2(4.0, 4.0))).id_salt("found rows"));
    inner.shrink_clip_rect(area);
    let mut walk = import.batch.walk;
    walk.list_ui(&mut inner, 44.0, found, |ui, rect, index| found_ui(ui, rect, index, import, running));
    import.batch.walk = walk;
    if import.batch.linkable(snapshot) > 0 {
        column.gap(4.0);
        link_ui(ui, column.take(24.0), Align::Min, &mut import.batch, snapshot, !running);
    }
}

fn found_ui(ui: &Ui, rect: Rect, index: usize, import: &mut Import, running: bool) -> Stops {
    let t = of(ui);
    let Import { batch, selected, .. } = import;
    let row = &mut batch.rows[index];
    let path = row.paths.last().map(|path| short_path(path)).unwrap_or_default();
    let response = ui.interact(rect, ui.make_persistent_id(("found row", index)), egui::Sense::click());
    let said = format!("{path} into {}/{}, {}", row.project, row.environment, count_words(row));
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, *selected == index, said.as_str()));
    if *selected == index {
        ui.painter().rect_filled(rect, radius::CONTROL, t.bg_selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius::CONTROL, t.raised_hover());
    }
    let tick = Tick::checkbox(&path, row.ticked).bare().enabled(!running).salt(index as u64);
    let tick = tick.at(ui, Rect::from_min_size(pos2(rect.left() + 8.0, rect.top()), vec2(24.0, rect.height())));
    if tick.clicked() {
        row.ticked = !row.ticked;
    } else if response.clicked() {
        *selected = index;
    }
    let x = rect.left() + 34.0;
    let right = rect.right() - 8.0;
    let first = rect.top() + 14.0;
    let counts = count_words(row);
    let used = text_right(ui, right, baseline(ui, first, Type::Code), Type::Code, t.text_tertiary, &counts);
    let shown = middle_elided(ui, Type::Code, &path, right - used - 10.0 - x);
    elided(ui, x, baseline(ui, first, Type::Code), right - used - 10.0 - x, Type::Code, t.text_primary, &shown);
    let place = format!("{} · {}", row.project, row.environment);
    let line = baseline(ui, rect.top() + 31.0, Type::Small);
    elided(ui, x, line, right - x, Type::Small, t.text_tertiary, &place);
    row_ring(ui, rect, &response);
    if response.has_focus() {
        hold(&response, Arrows::Vertical);
    }
    [Some(response), Some(tick), None]
}
