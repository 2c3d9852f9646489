//! How the palette is drawn.

use std::sync::Arc;

use egui::text_edit::TextEditState;
use egui::{Context, Id, Rect, Role, ScrollArea, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::data::Row;
use super::pressing::{Again, Press, enter_words};
use super::row::{HEADING, action_ui, heading_ui, hint_ui, hint_width, key_ui, name_column};
use super::{Palette, Whose};
use crate::gui::commands::{COMMAND_CAP, Command, SCOPE_CAP};
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::modal::{self, opened};
use crate::gui::widgets::{
    Button, EMPTY, NoteLook, Tone, callout, details_under, empty_ui, focus_ring, hairline, icon, middle_elided,
    name_node, no_match, note_ui, surface_ui, tag, tag_width,
};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};

/// Its size where there is room.
pub const SIZE: [f32; 2] = [640.0, 452.0];
const TOP: f32 = 110.0;
const HEAD: f32 = 52.0;
const FOOT: f32 = 36.0;
const KEY: f32 = 40.0;
const ACTION: f32 = 32.0;
/// Where nothing is found: words and buttons, with what is around them.
const NOTHING: f32 = EMPTY + 32.0;
/// The pointer goes to a key where it rests for so many seconds; on its way to what can be done it passes others.
const RESTS: f32 = 0.1;
/// Around the rows.
const PAD: f32 = 6.0;

fn row_height(row: &Row) -> f32 {
    if matches!(row, Row::Key(_)) { KEY } else { ACTION }
}

/// The gap over a part's heading.
fn over(first: usize) -> f32 {
    if first == 0 { 0.0 } else { 4.0 }
}

impl Palette {
    /// Draws it over the window, or filling it.
    pub fn show(&mut self, ctx: &Context, snapshot: &Arc<Snapshot>, wishes: &mut Vec<Wish>) {
        self.tick(ctx);
        self.copy_what_waits(snapshot, wishes);
        self.read(ctx, snapshot);
        self.replay(snapshot, wishes);
        self.take_pastes(ctx, snapshot, wishes);
        let keys = self.take_keys(ctx);
        let escape = ctx.input(|input| input.key_pressed(egui::Key::Escape));
        self.relist(snapshot);
        let window = ctx.content_rect();
        // In the narrowest windows too something is left beside it, for a click that closes it.
        let full = self.alone;
        let rect = if full { window } else { place(window, self.height()) };
        let frame = opened(ctx, Id::unique("palette"));
        let (closes, outside, ()) = modal::show(ctx, &frame, Command::Search.title(), rect, true, |ui, rect| {
            surface_ui(ui, rect, if full { 0 } else { radius::DIALOG });
            let inner = rect.shrink(1.0);
            let (head, below) = inner.split_top_bottom_at_y(inner.top() + HEAD);
            let (body, foot) = below.split_top_bottom_at_y(below.bottom() - FOOT);
            self.head_ui(ui, head, snapshot, wishes);
            // After the field: in one slow frame they come together with the letters before them.
            self.relist(snapshot);
            for (key, modifiers) in keys {
                self.key(key, modifiers, snapshot, wishes);
            }
            self.body_ui(ui, body, snapshot, wishes);
            let clicked = self.foot_ui(ui, foot, snapshot);
            if clicked == Some(Hint::Open) {
                self.press(Press::Open, snapshot, wishes);
            }
            (clicked == Some(Hint::Close), ())
        });
        // Alone, there is nothing beside it to click.
        if escape || closes || (outside && !self.alone) {
            if self.waiting.is_some() {
                wishes.push(Wish::Ask(Request::GiveUpUnlock));
            }
            wishes.push(Wish::CloseModal);
        }
        let stays = !wishes.iter().any(|wish| matches!(wish, Wish::CloseModal));
        // A click on what does nothing takes the keyboard from egui's field: it gets it again.
        if stays && self.has_keyboard && ctx.memory(egui::Memory::focused).is_none() {
            ctx.memory_mut(|memory| memory.request_focus(Self::field_id()));
        }
    }

    /// As high as what is in it, to a limit.
    fn height(&self) -> f32 {
        let mut rows = PAD + 4.0;
        for (at, row) in self.listing.rows.iter().enumerate() {
            rows += row_height(row) + self.listing.heading_over(at).map_or(0.0, |_| over(at) + HEADING);
        }
        if self.listing.rows.is_empty() {
            rows += NOTHING;
        }
        if self.failure.is_some() {
            rows += self.failure_high;
        }
        2.0 + HEAD + rows + FOOT
    }

    fn head_ui(&mut self, ui: &mut Ui, rect: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let t = of(ui);
        let middle = rect.center().y - 0.5;
        icon(ui, pos2(rect.left() + 24.0, middle), 16.0, Face::Line, Icon::MagnifyingGlass, t.text_tertiary);
        hairline(ui, rect.x_range(), rect.bottom() - 1.0, t.stroke_default);
        let words = self.scope().unwrap_or("All projects").to_owned();
        let shown = middle_elided(ui, Type::Micro, &words, 180.0);
        let wide = tag_width(ui, &shown);
        let right = rect.right() - 16.0;
        let scope = Rect::from_min_max(pos2(right - wide, middle - 12.0), pos2(right, middle + 12.0));
        let field = Rect::from_min_max(pos2(rect.left() + 42.0, rect.top()), pos2(scope.left() - 12.0, rect.bottom()));
        self.field_ui(ui, field, snapshot, wishes);
        if self.alone {
            return;
        }
        tag(ui, pos2(scope.left(), middle), &shown);
        if self.view.project.is_none() {
            name_node(ui, scope, ui.make_persistent_id("scope"), &words);
            return;
        }
        let response = ui.interact(scope, ui.make_persistent_id("scope"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Search in: {words}")));
        focus_ring(ui, scope.shrink2(vec2(0.0, 2.0)), radius::TAG, &response);
        if response.clicked() {
            self.switch_scope();
            ui.memory_mut(|memory| memory.request_focus(Self::field_id()));
        }
        response.on_hover_text(format!("Search here or everywhere   {SCOPE_CAP} Tab"));
    }

    fn field_ui(&mut self, ui: &mut Ui, rect: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let t = of(ui);
        let id = Self::field_id();
        if !self.has_keyboard {
            ui.memory_mut(|memory| memory.request_focus(id));
            // In its first pass the area is measured, and takes no keyboard.
            self.has_keyboard = !ui.is_sizing_pass();
        }
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let response = ui
            .scope_builder(UiBuilder::new().max_rect(rect).layout(layout), |ui| {
                ui.add(
                    TextEdit::singleline(&mut self.query)
                        .id(id)
                        .frame(egui::Frame::NONE)
                        .font(Type::Query.font_on(ui.pixels_per_point()))
                        .text_color(t.text_primary)
                        .hint_text(if self.alone { "Copy a key" } else { "Find a key or a command" })
                        .return_key(None)
                        .align(egui::Align2::LEFT_CENTER)
                        .min_size(rect.size())
                        .desired_width(rect.width()),
                )
            })
            .inner
            .accessible_name(Command::Search.title());
        if response.changed() {
            self.typed(snapshot, wishes);
        }
        // What was typed may have been a secret: no history keeps it.
        if let Some(mut state) = TextEditState::load(ui.ctx(), id) {
            state.clear_undoer();
            state.store(ui.ctx(), id);
        }
        let rows = !self.listing.rows.is_empty();
        let active = row_id(self.selected).accesskit_id();
        ui.ctx().accesskit_node_builder(id, |node| {
            if rows {
                node.set_active_descendant(active);
            }
        });
    }

    fn body_ui(&mut self, ui: &mut Ui, rect: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let mut rect = rect;
        if let Some(failure) = &self.failure {
            let hint = format!("{} {}", failure.why, failure.advice);
            let (at, wide) = (rect.min + vec2(16.0, 10.0), rect.width() - 32.0);
            let button = self.again.map(|_| "Try again");
            let (said, again) = callout(ui, at, wide, Tone::Crit, &failure.title, hint.trim(), button);
            rect.min.y = details_under(ui, said, &failure.details);
            let high = rect.min.y - at.y + 10.0;
            if std::mem::replace(&mut self.failure_high, high) != high {
                ui.ctx().request_repaint();
            }
            match self.again.filter(|_| again) {
                Some(Again::Do(command)) => wishes.push(Wish::Do(command)),
                Some(Again::Copy(uid)) => self.unlock_and_copy(uid, snapshot, wishes),
                None => {}
            }
        }
        if self.listing.rows.is_empty() {
            return self.nothing_ui(ui, rect, snapshot, wishes);
        }
        let mut area = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("rows"));
        area.shrink_clip_rect(rect);
        let id = ("palette rows", self.query.len(), self.scoped);
        let scroll = ScrollArea::vertical().auto_shrink(false).id_salt(id);
        scroll.show(&mut area, |ui| self.rows_ui(ui, rect.width(), snapshot, wishes));
    }

    fn nothing_ui(&mut self, ui: &Ui, rect: Rect, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let room = rect.width() - 48.0;
        let (title, reason) = match (&self.whose, &self.listing.nothing) {
            (Whose::Asked, _) => return,
            (Whose::Answered(_), _) => ("No key here holds this value".to_owned(), "It was wiped from the field."),
            (Whose::NotAsked, Some(typed)) => (no_match(ui, rect, "No match for", typed), self.looked_through()),
            (Whose::NotAsked, None) => ("No keys here yet".to_owned(), "They come in by Keyloft's own window."),
        };
        let name = self.new_name();
        let named = name.as_ref().map(|name| {
            let before = "New key named ";
            format!("{before}`{}`", middle_elided(ui, Type::CodeStrong, name, room - 220.0))
        });
        let (mut buttons, mut does) = (Vec::new(), Vec::new());
        if let Some(title) = &named {
            buttons.push(Button::secondary(title));
            does.push(Way::Make);
        }
        if self.scope().is_some() {
            buttons.push(Button::secondary("Search everywhere"));
            does.push(Way::Everywhere);
        } else if !self.query.is_empty() {
            buttons.push(Button::secondary("Clear"));
            does.push(Way::Clear);
        }
        let clicked = empty_ui(ui, rect.shrink2(vec2(16.0, 0.0)), Icon::MagnifyingGlass, &title, reason, &buttons);
        match clicked.and_then(|at| does.get(at)) {
            Some(Way::Make) => wishes
                .extend(name.map(|name| Wish::NewKey { name }).into_iter().flat_map(|wish| [Wish::CloseModal, wish])),
            Some(Way::Everywhere) => self.switch_scope(),
            Some(Way::Clear) => self.clear(snapshot, wishes),
            None => return,
        }
        ui.memory_mut(|memory| memory.request_focus(Self::field_id()));
    }

    /// Where what was typed would have been found.
    fn looked_through(&self) -> &'static str {
        if self.scope().is_some() {
            "Only this project was searched."
        } else if self.alone {
            "Names, providers, owners, tags and places were searched."
        } else {
            "Keys, their owners and places, and commands were searched."
        }
    }

    fn rows_ui(&mut self, ui: &mut Ui, wide: f32, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let (left, top) = (ui.cursor().left() + PAD, ui.cursor().top());
        let whole = Rect::from_min_size(pos2(left, top), vec2(wide - 2.0 * PAD, 10.0));
        let builder = UiBuilder::new()
            .max_rect(whole)
            .scope_id(Id::unique("palette list"))
            .accessibility_role(Role::ListBox)
            .accessibility_label("Keys and actions");
        // Taken for the loop, which selects as it draws; nothing in it makes a new one.
        let listing = std::mem::take(&mut self.listing);
        let enter = |row: &Row| enter_words(Some(row), snapshot);
        let name_width = name_column(ui, &listing.rows, whole.width(), enter);
        let moved = ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
        let rests = ui.input(|input| input.pointer.time_since_last_movement());
        let (mut y, mut clicked, mut goes_to) = (top + PAD, None, false);
        ui.scope_builder(builder, |ui| {
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| node.set_size_of_set(listing.rows.len()));
            for (at, row) in listing.rows.iter().enumerate() {
                if let Some(heading) = listing.heading_over(at) {
                    y += over(at);
                    heading_ui(ui, pos2(left, y), whole.width(), heading);
                    y += HEADING;
                }
                let high = row_height(row);
                let rect = Rect::from_min_size(pos2(left, y), vec2(whole.width(), high));
                y += high;
                let response = ui.interact(rect, row_id(at), Sense::CLICK);
                if moved && response.hovered() {
                    self.selected = at;
                    self.note = None;
                }
                let selected = at == self.selected;
                if selected && response.hovered() {
                    goes_to = rests >= RESTS;
                    if !goes_to {
                        ui.ctx().request_repaint_after_secs(RESTS - rests);
                    }
                }
                response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, row.off().is_none(), row.spoken()));
                ui.ctx().accesskit_node_builder(response.id, |node| {
                    node.set_selected(selected);
                    node.set_position_in_set(at);
                });
                if selected && std::mem::take(&mut self.reveal) {
                    // With the heading above the first.
                    let shown = if at == 0 { rect.with_min_y(top) } else { rect.expand2(vec2(0.0, PAD)) };
                    ui.scroll_to_rect(shown, None);
                }
                if ui.is_rect_visible(rect) {
                    if selected {
                        ui.painter().rect_filled(rect, radius::CONTROL, of(ui).bg_selected);
                    }
                    let enter = selected.then(|| enter(row));
                    match row {
                        Row::Key(row) => key_ui(ui, rect, row, name_width, enter),
                        Row::Action(row) => action_ui(ui, rect, row),
                    }
                }
                if response.clicked() || response.secondary_clicked() {
                    clicked = Some((at, response.secondary_clicked()));
                }
            }
        });
        ui.allocate_rect(Rect::from_min_max(pos2(left, top), pos2(whole.right(), y + 4.0)), Sense::hover());
        self.listing = listing;
        if goes_to {
            self.choose(snapshot);
        }
        if let Some((at, second)) = clicked {
            self.selected = at;
            // As Enter does it; the second button opens a key, and does nothing else.
            let is_key = matches!(self.listing.rows.get(at), Some(Row::Key(_)));
            let press = if second || ui.input(|input| input.modifiers.command) { Press::Open } else { Press::Do };
            if is_key || !second {
                self.press(press, snapshot, wishes);
            }
        }
    }

    /// What its keys do; which of them was clicked, of those that need no more than that.
    fn foot_ui(&self, ui: &Ui, rect: Rect, snapshot: &Snapshot) -> Option<Hint> {
        let t = of(ui);
        hairline(ui, rect.x_range(), rect.top(), t.stroke_default);
        let middle = rect.center().y + 0.5;
        let mut right = rect.right() - 16.0;
        right -= hint_width(ui, &["Esc"], "close");
        let way_out = Rect::from_x_y_ranges(right - 6.0..=rect.right() - 10.0, middle - 13.0..=middle + 13.0);
        let mut clicked = hint_button(ui, way_out, "Close").then_some(Hint::Close);
        hint_ui(ui, right, middle, &["Esc"], "close");
        let left = rect.left() + 19.0;
        if let Some(words) = self.said(snapshot) {
            let room = Rect::from_min_max(pos2(left - 3.0, rect.top()), pos2(right - 16.0, rect.bottom()));
            note_ui(ui, room, &words, NoteLook::Quiet);
            return clicked;
        }
        let enter = self.enter_words(snapshot).to_lowercase();
        let mut hints: Vec<(&[&str], &str)> = Vec::new();
        // From one row there is nowhere to go.
        if self.listing.rows.len() > 1 {
            hints.push((&["↑", "↓"], "move"));
        }
        let is_key = !enter.is_empty();
        let is_off = self.listing.rows.get(self.selected).is_some_and(|row| row.off().is_some());
        // Where nothing is found it makes a key of that name, if it can be one.
        let does = if is_key {
            &enter
        } else if self.listing.rows.is_empty() {
            self.new_name().map_or("", |_| "new key")
        } else if is_off {
            ""
        } else {
            "do"
        };
        if !does.is_empty() {
            hints.push((&["Enter"], does));
        }
        let open = [COMMAND_CAP, "Enter"];
        let mut x = left;
        for (caps, words) in hints {
            x += hint_ui(ui, x, middle, caps, words) + 19.0;
        }
        if self.can_go_on() {
            x += hint_ui(ui, x, middle, &["→"], "more") + 19.0;
        }
        if is_key && !self.alone {
            let wide = hint_width(ui, &open, "open");
            let at = Rect::from_x_y_ranges(x - 6.0..=x + wide + 6.0, middle - 13.0..=middle + 13.0);
            if hint_button(ui, at, "Open") {
                clicked = Some(Hint::Open);
            }
            hint_ui(ui, x, middle, &open, "open");
        }
        clicked
    }
}

/// A way on where nothing is found.
enum Way {
    /// A key of the name that was typed.
    Make,
    /// Look in all projects.
    Everywhere,
    /// Type something else.
    Clear,
}

/// A hint in the footer that a click does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hint {
    /// Open the key of the selected row.
    Open,
    /// The way out.
    Close,
}

/// The ground of a hint that can be clicked; true where it was.
fn hint_button(ui: &Ui, rect: Rect, name: &str) -> bool {
    let response = ui.interact(rect, ui.make_persistent_id(name), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter().rect_filled(rect, radius::CONTROL, of(ui).raised_hover());
    }
    focus_ring(ui, rect, radius::CONTROL, &response);
    response.clicked()
}

fn row_id(at: usize) -> Id {
    Id::unique(("palette row", at))
}

/// Where it stands: 110 under the window's top, higher where it would not fit.
fn place(window: Rect, height: f32) -> Rect {
    let wide = SIZE[0].min(window.width() - 32.0);
    let high = height.min(SIZE[1]).min(window.height() - 32.0);
    // By its largest height, so that it does not move while one types.
    let largest = SIZE[1].min(window.height() - 32.0);
    let top = TOP.min(window.height() - 16.0 - largest).round();
    Rect::from_min_size(pos2((window.center().x - wide / 2.0).round(), window.top() + top), vec2(wide, high.round()))
}
