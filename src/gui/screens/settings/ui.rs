//! How the screen is drawn: header, index, and the column that scrolls.

use std::path::PathBuf;

use egui::style::ScrollAnimation;
use egui::{Align, Id, Rangef, Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::data::{Beside, Part, Row, Shown, shown};
use super::rows;
use super::storage::MoveAt;
use super::typed::Typed;
use crate::gui::commands::Command;
use crate::gui::screens::pane::{notice_ui, pane_ui};
use crate::gui::theme::{Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard;
use crate::gui::widgets::{
    Button, Field, MenuItem, NavItem, Strip, baseline, elided, empty_ui, hairline, menu, name_heading, name_node,
    no_match, room_under_toast, text, text_right,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Snapshot};

/// The column's width, in points.
const COLUMN: f32 = 640.0;
/// The index, and what is left and right of it.
const INDEX: f32 = 148.0;
const INDEX_LEFT: f32 = 52.0;
const INDEX_GAP: f32 = 32.0;
/// Below this width of the window there is no index.
const INDEX_FROM: f32 = 1100.0;
/// A part's title with the room above and under it.
const TITLE: f32 = 20.0;
const ABOVE: f32 = 22.0;
const UNDER: f32 = 8.0;
/// Above the first title and below the last card.
const TOP: f32 = 24.0;
const BOTTOM: f32 = 32.0;

/// The bar's width, and what is right of it: nothing else stands there. And what is above and under it.
const BAR: (f32, f32) = (6.0, 4.0);
const BAR_ENDS: f32 = 6.0;
/// A card's frame, and the line between two rows.
const FRAME: f32 = 1.0;

/// What the screen keeps between frames.
#[derive(Debug, Default)]
pub struct Screen {
    find: String,
    pub(super) typed: Typed,
    /// What the column was drawn for.
    found: String,
    /// The part in view.
    part: Part,
    /// Scroll to it.
    goto: Option<Part>,
    /// How far the column is scrolled, and where the index's last click led as far as it can be: the part stays the one
    /// in view until somebody scrolls away from there.
    offset: f32,
    led: Option<f32>,
    /// Linked folders that are not there, as the worker said.
    pub(super) gone: Vec<PathBuf>,
    /// How far a move to another store is, while one runs.
    at: MoveAt,
    /// Who had the keyboard in the last frame.
    focused: Option<Id>,
    /// The last frame it was drawn in, and where the rows began there.
    top: Option<(u64, f32)>,
    /// What a message that came in this frame says was not done, and the part of the column that it covers.
    covered: Option<(String, Rangef)>,
}

impl Screen {
    /// The field that `/` leads to.
    pub fn find_id() -> Id {
        Id::unique("find a setting")
    }

    /// The worker looked at the linked folders.
    pub fn hear_of_folders(&mut self, gone: Vec<PathBuf>) {
        self.gone = gone;
    }

    /// How far a move to another store is.
    pub fn hear_of_move(&mut self, clearing: bool, done: u64, all: u64) {
        self.at = MoveAt { clearing, done, all };
    }

    /// Forgets what was typed: the vault was locked.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// A message has come over the row that it is about.
    fn is_covered(&self, row: &Row, at: Rect) -> bool {
        self.covered.as_ref().is_some_and(|(title, covered)| {
            covered.intersects(at.y_range()) && !row.label.is_empty() && title.contains(&row.label)
        })
    }

    /// The column is scrolled so far now; true where somebody scrolled it, and not the index.
    fn scrolled_to(&mut self, offset: f32) -> bool {
        let moved = (offset - self.offset).abs() > 0.5;
        self.offset = offset;
        if !moved || self.led.is_some_and(|to| (offset - to).abs() < 1.0) {
            return false;
        }
        self.led = None;
        true
    }

    /// The worker said what is in force, or that something did not happen.
    pub fn hear_answer(&mut self) {
        self.typed.answered();
    }

    /// Esc in a field: what is typed there goes, and what is in force is back; false where nothing was typed.
    pub fn gives_up(&mut self, field: Id) -> bool {
        self.typed.give_up(|setting| rows::field_id(setting) == field)
    }

    /// Esc: what is looked for goes; true if there was something.
    pub fn escape(&mut self) -> bool {
        !std::mem::take(&mut self.find).is_empty()
    }
}

/// Draws the pane right of the sidebar; returns where a toast may stand.
pub fn settings_ui(
    ui: &mut Ui,
    pane: Rect,
    screen: &mut Screen,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) -> Rect {
    let (header, mut body) = pane_ui(ui, pane);
    header_ui(ui, header, screen);
    // How the keychain stands is said in its own row.
    let mut under = body.with_min_y(body.top() + 12.0);
    notice_ui(ui, &mut under, snapshot, notice, wishes);
    if notice.is_some() {
        body = under;
    }
    // What comes over the rows, or goes, moves none of them under the pointer.
    let frame = ui.ctx().cumulative_frame_nr();
    let before = screen.top.replace((frame, body.top())).filter(|(last, _)| last + 1 == frame);
    let shift = before.map_or(0.0, |(_, top)| body.top() - top);
    let came = notice.filter(|_| shift > 0.0);
    screen.covered = came.map(|notice| (notice.title.clone(), Rangef::new(body.top() - shift, body.top())));
    if snapshot.moving.is_none() {
        screen.at = MoveAt::default();
    }
    let beside = Beside { gone: &screen.gone, at: screen.at };
    let parts = shown(snapshot, beside, &screen.find);
    // Nothing moves while something is looked for: the index stays as it is.
    let index = ui.ctx().content_rect().width() >= INDEX_FROM;
    if index {
        index_ui(ui, body, screen, &parts);
    }
    if parts.is_empty() {
        let reason = "Try another word, or the setting's name on the command line.";
        let words = no_match(ui, body, "No setting matches", screen.find.trim());
        let buttons = [Button::secondary("Clear")];
        if empty_ui(ui, body, Icon::MagnifyingGlass, &words, reason, &buttons).is_some() {
            screen.find.clear();
        }
        return body;
    }
    let left = if index {
        body.left() + INDEX_LEFT + INDEX + INDEX_GAP
    } else {
        body.left() + ((body.width() - COLUMN) / 2.0).max(size::EDGE).round()
    };
    let wide = COLUMN.min(body.right() - size::EDGE - left);
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("settings"));
    area.shrink_clip_rect(body);
    area.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let bar = &mut area.spacing_mut().scroll;
    (bar.floating_width, bar.bar_outer_margin) = BAR;
    let mut scroll = ScrollArea::vertical()
        .auto_shrink(false)
        .id_salt("settings")
        .scroll_bar_rect(body.shrink2(vec2(0.0, BAR_ENDS)));
    if shift != 0.0 {
        scroll = scroll.vertical_scroll_offset((screen.offset + shift).max(0.0));
    }
    scroll.show_viewport(&mut area, |ui, viewport| {
        let top = ui.max_rect().top();
        let column = Rect::from_min_size(pos2(left, top + TOP), vec2(wide, 0.0));
        let mut starts = Vec::new();
        let mut y = column.top();
        // A child of its own: text fields move the cursor, and their room would come on top of the rows'.
        let mut inner = ui.new_child(UiBuilder::new().max_rect(ui.max_rect()));
        for (at, one) in parts.iter().enumerate() {
            y += if at == 0 { 0.0 } else { ABOVE };
            starts.push((one.part, y));
            y = part_ui(&mut inner, column.with_min_y(y), one, screen, snapshot, wishes);
        }
        let under = BOTTOM + room_under_toast(ui);
        ui.set_height(y + under - top);
        keyboard::follow(ui);
        let is_new = screen.found != screen.find;
        screen.found.clone_from(&screen.find);
        if let Some((part, start)) = starts.iter().find(|(part, _)| screen.goto == Some(*part)).copied() {
            screen.goto = None;
            let target = Rect::from_min_size(pos2(left, start - TOP), vec2(1.0, body.height()));
            ui.scroll_to_rect_animation(target, Some(Align::TOP), ScrollAnimation::none());
            let lowest = (y + under - top - body.height()).max(0.0);
            (screen.part, screen.led) = (part, Some((start - TOP - top).clamp(0.0, lowest)));
        } else if screen.scrolled_to(viewport.min.y) || is_new {
            // The last part may be too low to come to the top: at the end it is in view all the same.
            let at_end = viewport.max.y >= y + under - top - 1.0 && viewport.min.y > 0.0;
            let reached = starts.iter().rev().find(|(_, start)| start - top <= viewport.min.y + TOP + TITLE);
            let last = starts.last().filter(|_| at_end);
            screen.part = last.or(reached).map_or(Part::default(), |(part, _)| *part);
        }
    });
    screen.focused = ui.memory(egui::Memory::focused);
    if let Some(wait) = screen.typed.next(ui.input(|input| input.time)) {
        ui.ctx().request_repaint_after_secs(wait as f32);
    }
    body
}

fn header_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen) {
    let t = of(ui);
    let mut strip = Strip::new(rect, size::EDGE);
    let line = baseline(ui, rect.center().y, Type::Title);
    let title = Command::ShowSettings.title();
    let used = text(ui, rect.left() + size::EDGE, line, Type::Title, t.text_primary, title);
    strip.gap_left(used + 12.0);
    let field = strip.right(190.0, size::CONTROL);
    strip.gap_right(12.0);
    let said = "Changes apply at once";
    let line = baseline(ui, rect.center().y, Type::Small);
    elided(ui, strip.rest().left(), line, strip.room(), Type::Small, t.text_tertiary, said);
    let titled = Rect::from_min_max(rect.min, pos2(strip.rest().right(), rect.bottom()));
    name_node(ui, titled, ui.make_persistent_id("settings title"), &format!("{title}. {said}"));
    let caps = Command::Filter.caps();
    let find = Field::new(Screen::find_id(), "Find a setting").hint("Find a setting");
    let mut find = find.icon(Icon::MagnifyingGlass).clearable();
    if let Some(cap) = caps.first() {
        find = find.keycap(cap);
    }
    find.at(ui, field, &mut screen.find);
}

/// All parts; one in which nothing was found shows all of them again.
fn index_ui(ui: &Ui, body: Rect, screen: &mut Screen, parts: &[Shown]) {
    let mut y = body.top() + ABOVE;
    for part in Part::ALL {
        let is_found = parts.iter().any(|one| one.part == part);
        let item = NavItem {
            icon: part.icon(),
            words: part.title(),
            count: None,
            worst: None,
            archived: false,
            current: Some(is_found && part == screen.part),
        };
        let rect = Rect::from_min_size(pos2(body.left() + INDEX_LEFT, y), vec2(INDEX, 30.0));
        if item.at(ui, rect).clicked() {
            screen.goto = Some(part);
            if !is_found {
                screen.find.clear();
            }
        }
        y += 31.0;
    }
}

/// Draws a part from the top of `column`; returns where it ends.
fn part_ui(
    ui: &mut Ui,
    column: Rect,
    one: &Shown,
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let t = of(ui);
    let middle = column.top() + TITLE / 2.0;
    let line = baseline(ui, middle, Type::CardTitle);
    let title = one.part.title();
    text(ui, column.left() + 2.0, line, Type::CardTitle, t.text_primary, title);
    let heading = Rect::from_min_size(column.min, vec2(column.width(), TITLE));
    name_heading(ui, heading, ui.make_persistent_id(("part", title)), title);
    if !one.right.is_empty() {
        let line = baseline(ui, middle, Type::Small);
        let wide = text_right(ui, column.right() - 2.0, line, Type::Small, t.text_tertiary, &one.right);
        let at = Rect::from_min_max(pos2(column.right() - 2.0 - wide, column.top()), heading.max);
        let node = name_node(ui, at, ui.make_persistent_id(("right", title)), &one.right);
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
    if one.part == Part::Folders {
        let button = Button::secondary("Link folder…").icon(Icon::FolderSimplePlus).small();
        let wanted = button.size(ui);
        let at = Rect::from_min_size(pos2(column.right() - wanted.x, middle - wanted.y / 2.0), wanted);
        let response = button.at(ui, at);
        if snapshot.projects.is_empty() && response.clicked() {
            wishes.push(Wish::NewProject);
        } else if !snapshot.projects.is_empty() {
            let item =
                |words: &str| MenuItem { words: words.to_owned(), count: None, protected: false, current: false };
            let items: Vec<MenuItem> = snapshot.projects.iter().map(|project| item(&project.name)).collect();
            let chosen = menu(&response, "Link a folder to", &items);
            wishes.extend(chosen.map(|at| Wish::LinkFolder(snapshot.projects[at].name.clone())));
        }
    }
    let mut y = column.top() + TITLE + UNDER;
    let ground = ui.painter().add(egui::Shape::Noop);
    let card = y;
    y += FRAME;
    for (at, row) in one.rows.iter().enumerate() {
        let high = rows::height(ui, row, column.width());
        let mut rect = Rect::from_min_size(pos2(column.left(), y), vec2(column.width(), high)).shrink2(vec2(15.0, 0.0));
        if at > 0 {
            hairline(ui, (column.left() + 14.0)..=(column.right() - 14.0), y, t.stroke_subtle);
            // What stands in the row is in the middle of what the line leaves of it.
            rect = rect.translate(vec2(0.0, FRAME));
        }
        rows::row_ui(ui, rect, row, screen, snapshot, wishes);
        rows::into_view(ui, rect, screen.focused);
        if screen.is_covered(row, rect) {
            ui.scroll_to_rect(rect.expand2(vec2(0.0, ABOVE)), None);
        }
        y += high;
    }
    y += FRAME;
    let card = Rect::from_min_max(pos2(column.left(), card), pos2(column.right(), y));
    let frame = egui::Stroke::new(1.0, t.stroke_subtle);
    let shape = egui::epaint::RectShape::new(card, radius::CARD, t.bg_panel, frame, egui::StrokeKind::Inside);
    ui.painter().set(ground, shape);
    y
}
