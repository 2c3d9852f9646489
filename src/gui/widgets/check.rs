//! What is ticked, chosen or switched: checkbox, radio and switch, each with its words.

use std::sync::Arc;

use egui::{
    EventFilter, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::field::{Frame, field_frame};
use super::keyboard::{Arrows, hold, leave_enter};
use super::paint;
use super::pose::Pose;
use crate::gui::theme::{Face, Icon, Type, of, radius, size, turning};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Box,
    Circle,
    Track,
}

/// Between a shape and its words.
const GAP: f32 = 7.0;

/// A checkbox, a radio button or a switch. Nothing is kept: the caller changes its value where it was clicked.
#[derive(Debug, Clone, Copy)]
pub struct Tick<'a> {
    shape: Shape,
    words: &'a str,
    said: &'a str,
    on: bool,
    enabled: bool,
    bare: bool,
    quiet: bool,
    pose: Pose,
    salt: u64,
    tab: bool,
    mixed: bool,
}

impl<'a> Tick<'a> {
    fn new(shape: Shape, words: &'a str, on: bool) -> Self {
        Self {
            shape,
            words,
            said: words,
            on,
            enabled: true,
            bare: false,
            quiet: false,
            pose: Pose::Live,
            salt: 0,
            tab: true,
            mixed: false,
        }
    }

    /// A box of 16.
    pub fn checkbox(words: &'a str, on: bool) -> Self {
        Self::new(Shape::Box, words, on)
    }

    /// A circle of 16, one of several.
    pub fn radio(words: &'a str, on: bool) -> Self {
        Self::new(Shape::Circle, words, on)
    }

    /// A switch of 28 by 16.
    pub fn switch(words: &'a str, on: bool) -> Self {
        Self::new(Shape::Track, words, on)
    }

    /// Only the shape: the words are said, not painted (rows of settings and tables have their own).
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// What a screen reader says instead, where a sign beside the words says more.
    pub fn said(mut self, said: &'a str) -> Self {
        self.said = said;
        self
    }

    /// The words in the quieter colour.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Greyed and without effect when false.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Tells it from another with the same words in the same ui.
    pub fn salt(mut self, salt: u64) -> Self {
        self.salt = salt;
        self
    }

    /// Tab passes it by: a row's keys turn it.
    pub fn out_of_tab(mut self) -> Self {
        self.tab = false;
        self
    }

    /// A box that stands for several, of which some are on: a line instead of a tick.
    pub fn mixed(mut self, mixed: bool) -> Self {
        self.mixed = mixed;
        self
    }

    /// Painted as told, for the gallery.
    pub fn posed(mut self, pose: Pose) -> Self {
        self.pose = pose;
        self
    }

    fn shape_width(self) -> f32 {
        if self.shape == Shape::Track { 28.0 } else { 16.0 }
    }

    /// What it takes, as high as a hit area is at least.
    pub fn size(self, ui: &Ui) -> Vec2 {
        let words = if self.bare { 0.0 } else { GAP + paint::width(ui, Type::Body, self.words) };
        vec2((self.shape_width() + words).round(), size::HIT)
    }

    /// Paints it at the left of a rectangle and takes clicks on all of what it takes, a bare one also around it; `clicked()`
    /// asks for the change.
    pub fn at(self, ui: &Ui, rect: Rect) -> Response {
        let size = vec2(self.shape_width(), 16.0);
        let mark = Rect::from_min_size(pos2(rect.left(), rect.center().y - 8.0), size);
        let hit = if self.bare {
            Rect::from_center_size(mark.center(), size.max(Vec2::splat(size::HIT)))
        } else {
            let wide = self.size(ui).x.min(rect.width());
            Rect::from_min_size(pos2(rect.left(), rect.center().y - size::HIT / 2.0), vec2(wide, size::HIT))
        };
        let sense = match (self.enabled, self.tab) {
            (true, true) => Sense::click(),
            (true, false) => Sense::CLICK,
            (false, _) => Sense::hover(),
        };
        let (kind, role) = match self.shape {
            Shape::Box => ("check", Role::CheckBox),
            Shape::Circle => ("radio", Role::RadioButton),
            Shape::Track => ("switch", Role::Switch),
        };
        let response = ui.interact(hit, ui.make_persistent_id((kind, self.words, self.salt)), sense);
        response.widget_info(|| WidgetInfo::selected(role, self.enabled, self.on, self.said));
        if self.mixed {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_toggled(egui::accesskit::Toggled::Mixed));
        }
        if self.shape != Shape::Circle && response.has_focus() {
            // egui would go on to whatever lies that way.
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        let round = match self.shape {
            Shape::Box => {
                self.box_ui(ui, mark, &response);
                radius::TAG
            }
            Shape::Circle => {
                radio_ui(ui, mark, self.on, self.enabled, self.pose.hot(&response));
                8
            }
            Shape::Track => {
                self.track_ui(ui, mark, &response);
                8
            }
        };
        if !self.bare {
            let t = of(ui);
            let ink = match (self.enabled, self.quiet) {
                (false, _) => t.text_disabled,
                (true, true) => t.text_secondary,
                (true, false) => t.text_primary,
            };
            let x = mark.right() + GAP;
            let line = paint::baseline(ui, rect.center().y, Type::Body);
            paint::elided(ui, x, line, rect.right() - x + 1.0, Type::Body, ink, self.words);
        }
        paint::ring_around(ui, mark, round, self.pose.focused(&response));
        response
    }

    fn box_ui(self, ui: &Ui, rect: Rect, response: &Response) {
        let t = of(ui);
        let hot = self.enabled && self.pose.hot(response);
        let on = self.on || self.mixed;
        let (fill, stroke) = match (self.enabled, on) {
            (false, true) => (t.text_disabled, t.text_disabled),
            (false, false) => (t.bg_inset, t.stroke_default),
            (true, true) if hot => (t.accent_fill_hover, t.accent_fill_hover),
            (true, true) => (t.accent_fill, t.accent_fill),
            (true, false) => (if hot { t.raised_hover() } else { t.bg_raised }, t.stroke_control),
        };
        ui.painter().rect(rect, radius::TAG, fill, Stroke::new(1.0, stroke), StrokeKind::Inside);
        if on {
            let glyph = if self.on { Icon::Check } else { Icon::Minus };
            paint::icon(ui, rect.center(), 12.0, Face::Line, glyph, t.accent_on);
        }
    }

    fn track_ui(self, ui: &Ui, rect: Rect, response: &Response) {
        let t = of(ui);
        let hot = self.enabled && self.pose.hot(response);
        let fill = match (self.enabled, self.on) {
            (false, _) => t.stroke_default,
            (true, true) if hot => t.accent_fill_hover,
            (true, true) => t.accent_fill,
            (true, false) if hot => t.text_tertiary,
            (true, false) => t.stroke_control,
        };
        ui.painter().rect_filled(rect, 8, fill);
        let part = turning(ui.ctx(), response.id, self.on);
        let thumb = pos2(rect.left() + 8.0 + 12.0 * part, rect.center().y);
        ui.painter().circle_filled(thumb, 6.0, t.accent_on);
    }
}

/// Paints a radio's circle: a ring, thick where it is on.
pub(super) fn radio_ui(ui: &Ui, rect: Rect, on: bool, enabled: bool, hot: bool) {
    let t = of(ui);
    let (center, outer) = (rect.center(), rect.width() / 2.0);
    let ring = match (enabled, on) {
        (false, true) => t.text_disabled,
        (false, false) => t.stroke_default,
        (true, true) if hot => t.accent_fill_hover,
        (true, true) => t.accent_fill,
        (true, false) => t.stroke_control,
    };
    if on {
        ui.painter().circle_filled(center, outer, ring);
        ui.painter().circle_filled(center, 3.0, t.accent_on);
    } else {
        let fill = if hot && enabled { t.raised_hover() } else { t.bg_raised };
        paint::circle(ui, center, outer - 0.5, fill, Stroke::new(1.0, ring));
    }
}

/// A checkbox with its words; the value is turned where it was clicked.
pub fn checkbox(ui: &Ui, rect: Rect, words: &str, on: &mut bool) -> Response {
    turned(Tick::checkbox(words, *on).at(ui, rect), on)
}

/// A switch without words of its own; `name` is what a screen reader says.
pub fn switch(ui: &Ui, rect: Rect, name: &str, on: &mut bool) -> Response {
    turned(Tick::switch(name, *on).bare().at(ui, rect), on)
}

fn turned(mut response: Response, on: &mut bool) -> Response {
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response
}

/// Two or more cards, each with its place, a title and what it means, of which one is chosen; returns the one that was chosen now,
/// by click or arrow. 56 high where the hint is a line.
pub fn choice_cards(ui: &Ui, name: &str, cards: &[(Rect, &str, &str)], current: usize) -> Option<usize> {
    let set = set_node(ui, name, cards.len());
    let draw = |(nth, (rect, title, hint)): (usize, &(Rect, &str, &str))| {
        let response = card_ui(ui, &set, *rect, title, hint, nth == current);
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_position_in_set(nth));
        response
    };
    let responses: Vec<Response> = cards.iter().enumerate().map(draw).collect();
    let clicked = responses.iter().position(Response::clicked);
    let moved = arrows_choose(ui, &responses, current);
    clicked.or(moved)
}

fn card_ui(ui: &Ui, set: &Ui, rect: Rect, title: &str, hint: &str, on: bool) -> Response {
    let response = one_of(set, rect, ui.make_persistent_id(("choice", title)), on);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, format!("{title}. {hint}")));
    let t = of(ui);
    let hot = response.hovered();
    let fill = match (on, hot) {
        (true, _) => t.bg_selected,
        (false, true) => t.raised_hover(),
        (false, false) => t.bg_raised,
    };
    field_frame(ui, rect, radius::CALLOUT, fill, Frame::Rest, on);
    let circle = Rect::from_min_size(rect.min + vec2(12.0, 12.0), vec2(14.0, 14.0));
    radio_ui(ui, circle, on, true, hot);
    let left = circle.right() + 9.0;
    let style = if on { Type::Strong } else { Type::Body };
    let first = rect.top() + 19.0;
    let room = rect.right() - 12.0 - left;
    paint::elided(ui, left, paint::baseline(ui, first, style), room, style, t.text_primary, title);
    let ink = if on { t.text_secondary } else { t.text_tertiary };
    paint::paragraph(ui, pos2(left, rect.top() + 29.0), room, Type::Small, ink, hint);
    paint::ring_around(ui, rect, radius::CALLOUT, response.has_focus());
    response
}

/// What several to choose among stand in for a screen reader, which asks there how many they are. Nothing is painted in it.
pub(super) fn set_node(ui: &Ui, name: &str, count: usize) -> Ui {
    let id = ui.make_persistent_id((name, "set"));
    let mut set = UiBuilder::new().layer_id(ui.layer_id()).max_rect(ui.clip_rect()).style(Arc::clone(ui.style()));
    set = set.accessibility_parent(ui.unique_id()).accessibility_role(Role::RadioGroup);
    if !ui.is_enabled() {
        set = set.disabled();
    }
    if !ui.is_visible() {
        set = set.invisible();
    }
    let set = Ui::new(ui.ctx().clone(), id, set);
    ui.ctx().accesskit_node_builder(id, |node| node.set_size_of_set(count));
    set
}

/// One of several of which one is chosen: Tab stops at that one (`entry`), and arrows go on from there.
pub(super) fn one_of(ui: &Ui, rect: Rect, id: Id, entry: bool) -> Response {
    let stops = entry || ui.memory(|memory| memory.has_focus(id));
    ui.interact(rect, id, if stops { Sense::click() } else { Sense::CLICK })
}

/// Which of several takes the arrow keys' wish: where one of `responses` has the keyboard and an arrow was pressed, the
/// index to choose; it has the keyboard now. Enter is the dialog's, for what has the keyboard is chosen. Radios, choice cards and
/// segments share it.
pub(super) fn arrows_choose(ui: &Ui, responses: &[Response], current: usize) -> Option<usize> {
    use egui::{FocusDirection, Key, Modifiers};
    let focused = responses.iter().find(|response| response.has_focus())?;
    hold(focused, Arrows::All);
    if responses.get(current).is_some_and(|chosen| chosen.id == focused.id) {
        leave_enter(focused);
    }
    let step = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        i32::from(pressed(Key::ArrowRight) || pressed(Key::ArrowDown))
            - i32::from(pressed(Key::ArrowLeft) || pressed(Key::ArrowUp))
    });
    let count = responses.len();
    let next = match step {
        1 => (current + 1) % count,
        -1 => (current + count - 1) % count,
        _ => return None,
    };
    ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    responses[next].request_focus();
    Some(next)
}
