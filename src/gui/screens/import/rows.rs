//! Rows of files that were found: tick · path · project and environment · counts; opened, where their keys go and each of them.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::batch::Batch;
use super::entries::{entries_height, entries_ui, left_words, left_words_ui};
use super::place::place_ui;
use super::row::{Plan, Row};
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::{
    IconButton, MenuItem, Tick, baseline, details, elided, focus_ring, icon, menu, middle_elided, name_node, paragraph,
    text, text_right, width,
};
use crate::jobs::{Snapshot, short_path};
use crate::review::listing;

/// Height of a row.
pub const ROW: f32 = 32.0;
/// What the counts take at least.
const COUNTS: f32 = 88.0;
/// The tick at a row's left, and the caret at its right.
const LEFT: f32 = 26.0;
const RIGHT: f32 = 30.0;
/// Between path and place, and between place and counts.
const ARROW: f32 = 32.0;
/// Left and right within a place.
const PLACE_PAD: f32 = 6.0;
/// Entries of an opened row in view.
const ENTRIES: usize = 6;
/// What the menu of a row offers beside the project's own environments.
const USUAL: [&str; 4] = ["development", "test", "staging", "production"];

/// Draws `most` of the rows; returns where they end.
pub fn rows_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    batch: &mut Batch,
    most: usize,
    snapshot: &Snapshot,
    enabled: bool,
) -> f32 {
    let columns = Columns::of(ui, &batch.rows[..most.min(batch.rows.len())], wide, snapshot);
    let mut y = at.y;
    for (index, row) in batch.rows.iter_mut().enumerate().take(most) {
        let rect = Rect::from_min_size(pos2(at.x, y), vec2(wide, ROW));
        row_ui(ui, rect, index, row, columns, snapshot, enabled);
        y = rect.bottom();
        if row.is_open {
            y = open_ui(ui, pos2(at.x + 26.0, y + 4.0), wide - 26.0, index, row, snapshot, enabled) + 12.0;
        }
    }
    y
}

/// The tick by which the folders are linked to their projects, at one end of `rect`; nothing where none can be.
pub fn link_ui(ui: &Ui, rect: Rect, align: Align, batch: &mut Batch, snapshot: &Snapshot, enabled: bool) {
    let words = match batch.linkable(snapshot) {
        0 => return,
        1 => "Link its folder to the project",
        _ => "Link each folder to its project",
    };
    let tick = Tick::checkbox(words, !batch.leaves_unlinked).quiet().enabled(enabled);
    let at = Rect::from_x_y_ranges(align.align_size_within_range(tick.size(ui).x, rect.x_range()), rect.y_range());
    let response = tick
        .at(ui, at)
        .on_hover_text("Exports of the project will suggest this folder. You can unlink it in Settings.");
    if response.clicked() {
        batch.leaves_unlinked = !batch.leaves_unlinked;
    }
}

/// ".env, .env.local and .env.development.local, later wins".
pub fn files_words(row: &Row) -> String {
    let names: Vec<String> = row
        .paths
        .iter()
        .map(|path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned())
        .collect();
    match names.as_slice() {
        [] | [_] => names.concat(),
        several => format!("{}, later wins", listing(several)),
    }
}

/// "14", or "14 + 3 plain", or what is wrong with it.
pub fn count_words(row: &Row) -> String {
    match (&row.plan, row.counts()) {
        (Plan::Unknown, _) => "…".to_owned(),
        (Plan::Failed(_), _) => "can't be read".to_owned(),
        (Plan::Here(plan), _) if plan.entries.is_empty() => "empty".to_owned(),
        (Plan::Here(_), (0, 0)) if row.is_all_there() => "all there".to_owned(),
        (Plan::Here(plan), _) if !row.ticked => plan.entries.len().to_string(),
        (Plan::Here(_), (keys, 0)) => keys.to_string(),
        (Plan::Here(_), (keys, plain)) => format!("{keys} + {plain} plain"),
    }
}

/// What rows give to their paths and counts, in points: the same for all, so that each thing stands under its like.
#[derive(Clone, Copy)]
struct Columns {
    path: f32,
    counts: f32,
}

impl Columns {
    fn of(ui: &Ui, rows: &[Row], wide: f32, snapshot: &Snapshot) -> Self {
        let widest = |wide_of: &dyn Fn(&Row) -> f32| rows.iter().map(wide_of).fold(0.0, f32::max);
        let counts = widest(&|row| width(ui, counts_style(row), &count_words(row))).max(COUNTS);
        let path = widest(&|row| width(ui, Type::Code, &first_path(row)) + folded_width(ui, row));
        let place =
            widest(&|row| width(ui, Type::Body, &place_words(row)) + 2.0 * PLACE_PAD + shield_width(row, snapshot));
        Self { path: path_room(wide - LEFT - RIGHT - counts - ARROW, path, place), counts }
    }
}

/// What paths get of the room they share with places: half of it, unless one of both needs less than that.
fn path_room(room: f32, path: f32, place: f32) -> f32 {
    let left_by_places = room - place;
    (room * 0.5).floor().clamp(path.min(left_by_places), path.max(left_by_places))
}

fn first_path(row: &Row) -> String {
    row.paths.first().map(|path| short_path(path)).unwrap_or_default()
}

/// "+2": the files that are folded into the first.
fn folded_words(row: &Row) -> Option<String> {
    (row.paths.len() > 1).then(|| format!("+{}", row.paths.len() - 1))
}

fn folded_width(ui: &Ui, row: &Row) -> f32 {
    folded_words(row).map_or(0.0, |words| width(ui, Type::Small, &words) + 8.0)
}

fn place_words(row: &Row) -> String {
    format!("{} · {}", row.project, row.environment)
}

fn shield_width(row: &Row, snapshot: &Snapshot) -> f32 {
    if row.is_protected(snapshot).0 { 20.0 } else { 0.0 }
}

fn counts_style(row: &Row) -> Type {
    if matches!(row.plan, Plan::Failed(_)) { Type::Small } else { Type::Code }
}

fn row_ui(ui: &mut Ui, rect: Rect, index: usize, row: &mut Row, columns: Columns, snapshot: &Snapshot, enabled: bool) {
    let t = of(ui);
    let middle = rect.center().y;
    let path = first_path(row);
    let tick = Tick::checkbox(&path, row.ticked).bare().enabled(enabled).salt(index as u64);
    if tick.at(ui, Rect::from_min_size(rect.min, vec2(24.0, ROW))).clicked() {
        row.ticked = !row.ticked;
    }
    let caret = Rect::from_center_size(pos2(rect.right() - 12.0, middle), vec2(24.0, 24.0));
    let (glyph, words) = if row.is_open { (Icon::CaretUp, "Close") } else { (Icon::CaretDown, "Look at") };
    // It is the same one, whatever it says now.
    let id = ui.make_persistent_id(("look at", index));
    if IconButton::new(glyph, &format!("{words} {path}")).id(id).at(ui, caret).clicked() {
        row.is_open = !row.is_open;
    }
    let counts = count_words(row);
    let counts_right = rect.right() - RIGHT;
    let style = counts_style(row);
    let counts_ink = if matches!(row.plan, Plan::Failed(_)) { t.crit_text } else { t.text_tertiary };
    text_right(ui, counts_right, baseline(ui, middle, style), style, counts_ink, &counts);
    let left = rect.left() + LEFT;
    let ink = if row.ticked { t.text_primary } else { t.text_tertiary };
    let more = row.paths.len().saturating_sub(1);
    let shown = middle_elided(ui, Type::Code, &path, columns.path - folded_width(ui, row));
    let path_used = elided(ui, left, baseline(ui, middle, Type::Code), columns.path, Type::Code, ink, &shown);
    if let Some(folded) = folded_words(row) {
        text(ui, left + path_used + 8.0, baseline(ui, middle, Type::Small), Type::Small, t.text_tertiary, &folded);
    }
    let path_rect = Rect::from_min_max(pos2(left, rect.top()), pos2(left + columns.path, rect.bottom()));
    let said = if more > 0 { format!("{path}, from {} files: {}", more + 1, files_words(row)) } else { path };
    name_node(ui, path_rect, ui.make_persistent_id(("row path", index)), &format!("{said}: {counts}"))
        .on_hover_text(said);
    let arrow = pos2(left + columns.path + 12.0, middle);
    icon(ui, arrow, 14.0, Face::Line, Icon::ArrowRight, t.text_tertiary);
    let place = Rect::from_min_max(
        pos2(arrow.x + 12.0, rect.top() + 3.0),
        pos2(counts_right - columns.counts - 8.0, rect.bottom() - 3.0),
    );
    environment_ui(ui, place, index, row, snapshot, enabled);
}

/// "Storefront · development", which opens a menu of environments.
fn environment_ui(ui: &mut Ui, rect: Rect, index: usize, row: &mut Row, snapshot: &Snapshot, enabled: bool) {
    let t = of(ui);
    let known = snapshot.projects.iter().find(|project| project.name == row.project.trim());
    let mut items: Vec<MenuItem> = Vec::new();
    let mut add = |name: &str, protected: bool| {
        if items.iter().all(|item| item.words != name) {
            let current = name == row.environment;
            items.push(MenuItem { words: name.to_owned(), count: None, protected, current });
        }
    };
    for environment in known.iter().flat_map(|project| &project.environments) {
        add(&environment.name, environment.protected);
    }
    for name in USUAL.into_iter().chain([row.environment.as_str()]) {
        add(name, crate::model::is_protected_at_first(name));
    }
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, ui.make_persistent_id(("row place", index)), sense);
    let words = place_words(row);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ComboBox, enabled, "Into");
        info.current_text_value = Some(words.clone());
        info
    });
    if response.hovered() && enabled {
        ui.painter().rect_filled(rect, crate::gui::theme::radius::CONTROL, t.raised_hover());
    }
    let middle = rect.center().y;
    let room = rect.width() - 2.0 * PLACE_PAD - shield_width(row, snapshot);
    let (x, line) = (rect.left() + PLACE_PAD, baseline(ui, middle, Type::Body));
    // The environment decides more than the project's last letters.
    let tail = format!(" · {}", row.environment);
    let tail_wide = width(ui, Type::Body, &tail);
    let used = if width(ui, Type::Body, &words) <= room || tail_wide > room * 0.6 {
        elided(ui, x, line, room, Type::Body, t.text_secondary, &words)
    } else {
        let head = elided(ui, x, line, room - tail_wide, Type::Body, t.text_secondary, &row.project);
        text(ui, x + head, line, Type::Body, t.text_secondary, &tail);
        head + tail_wide
    };
    if row.is_protected(snapshot).0 {
        let at = pos2(x + used + 12.0, middle);
        icon(ui, at, 14.0, Face::Fill, Icon::ShieldCheck, t.text_secondary);
    }
    focus_ring(ui, rect, crate::gui::theme::radius::CONTROL, &response);
    if let Some(chosen) = menu(&response, "Environment", &items).and_then(|chosen| items.get(chosen)) {
        row.environment.clone_from(&chosen.words);
        row.protect = None;
        row.moved();
    }
}

fn open_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    index: usize,
    row: &mut Row,
    snapshot: &Snapshot,
    enabled: bool,
) -> f32 {
    let t = of(ui);
    let mut y = at.y;
    if row.paths.len() > 1 {
        let words = format!("From {} files: {}.", row.paths.len(), files_words(row));
        y = paragraph(ui, at, wide, Type::Small, t.text_tertiary, &words).bottom() + 8.0;
    }
    y = place_ui(ui, pos2(at.x, y), wide, index, row, snapshot, enabled) + 10.0;
    if let Plan::Failed(failure) = &row.plan {
        let words = format!("{} {} {}", failure.title, failure.why, failure.advice);
        let said = paragraph(ui, pos2(at.x, y), wide, Type::Small, t.crit_text, words.trim());
        return details(ui, said.left_bottom(), wide, &failure.details);
    }
    let height = entries_height(row, ENTRIES);
    entries_ui(ui, Rect::from_min_size(pos2(at.x, y), vec2(wide, height)), index, row, enabled);
    let words = left_words(row, &row.missing(snapshot));
    left_words_ui(ui, pos2(at.x, y + height + 6.0), wide, &words)
}

#[cfg(test)]
mod tests {
    use super::path_room;

    #[test]
    fn paths_and_places_are_cut_only_where_both_do_not_fit() {
        assert!((path_room(400.0, 150.0, 150.0) - 200.0).abs() < 0.1, "both fit: half each");
        assert!((path_room(400.0, 240.0, 150.0) - 240.0).abs() < 0.1, "a long path takes what places leave");
        assert!((path_room(400.0, 150.0, 230.0) - 170.0).abs() < 0.1, "a long place takes what paths leave");
        assert!((path_room(400.0, 300.0, 150.0) - 250.0).abs() < 0.1, "the place stays whole");
        assert!((path_room(400.0, 150.0, 300.0) - 150.0).abs() < 0.1, "the path stays whole");
        assert!((path_room(400.0, 300.0, 300.0) - 200.0).abs() < 0.1, "both are cut");
    }
}
