//! A field to type into, with an icon before and a key cap behind the text.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{
    Color32, CursorIcon, Event, Id, Pos2, Rect, Response, Sense, Stroke, StrokeKind, TextBuffer, TextEdit, Ui,
    UiBuilder, pos2, vec2,
};

use super::icon_button::IconButton;
use super::misplaced::{self, Wanted};
use super::paint;
use super::path_end;
use super::pose::Pose;
use super::seen;
use super::severity::{Mark, severity_icon};
use super::small::{keycap, keycap_width};
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::model::Severity;

/// The button that empties a field, in points.
const CLEAR: f32 = 24.0;

/// How a field's frame looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// As it is.
    Rest,
    /// What was typed can't be taken.
    Wrong,
    /// What was typed may be a mistake.
    Doubtful,
}

/// Paints a field's ground and edge; with the keyboard the edge is the ring, 2 wide and half of it outside. Around an edge that
/// warns the ring stands outside.
pub fn field_frame(ui: &Ui, rect: Rect, round: u8, fill: Color32, frame: Frame, focused: bool) {
    let t = of(ui);
    let ring = Stroke::new(2.0, t.accent_ring);
    let color = match frame {
        Frame::Wrong => t.crit_solid,
        Frame::Doubtful => t.warn_solid,
        Frame::Rest if focused => {
            ui.painter().rect(rect.expand(1.0), round + 1, fill, ring, StrokeKind::Inside);
            return;
        }
        Frame::Rest => t.stroke_default,
    };
    ui.painter().rect(rect, round, fill, Stroke::new(1.0, color), StrokeKind::Inside);
    if focused {
        ui.painter().rect_stroke(rect, round, ring, StrokeKind::Outside);
    }
}

/// All of a field's frame takes clicks for its text, which may be lower than a hit area is at least. Before the text is drawn;
/// where it was clicked, the text is to have the keyboard once that is drawn: egui takes it from a text that was not clicked itself.
pub(super) fn takes_clicks(ui: &Ui, rect: Rect, text: Id) -> bool {
    let frame = ui.interact(rect, text.with("frame"), Sense::CLICK);
    if frame.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Text);
    }
    frame.clicked()
}

/// Puts a field's caret behind its text.
pub fn caret_to_end(ui: &Ui, field: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(text.chars().count()))));
    state.store(ui.ctx(), field);
}

/// Paints the row above a field: its name, and at the right what more there is to say.
pub fn field_label(ui: &Ui, rect: Rect, words: &str, right_hint: &str) {
    let t = of(ui);
    let middle = rect.center().y;
    let line = paint::baseline(ui, middle, Type::SmallStrong);
    let used = paint::text(ui, rect.left(), line, Type::SmallStrong, t.text_secondary, words);
    if !right_hint.is_empty() {
        let room = rect.width() - used - 12.0;
        let wide = paint::width(ui, Type::Small, right_hint).min(room.max(0.0));
        let line = paint::baseline(ui, middle, Type::Small);
        paint::elided(ui, rect.right() - wide, line, wide + 0.5, Type::Small, t.text_tertiary, right_hint);
    }
}

/// Paints what is wrong with what was typed, under its field, on as many lines as it takes; returns the rectangle.
pub fn field_error(ui: &Ui, at: Pos2, room: f32, words: &str) -> Rect {
    let t = of(ui);
    severity_icon(ui, pos2(at.x + 7.5, at.y + 8.0), 15.0, Mark::Warning(Severity::ActNow), t);
    said_under(ui, at, room, t.crit_text, words)
}

/// Paints in the same way what is right, but to be known first.
pub fn field_warning(ui: &Ui, at: Pos2, room: f32, words: &str) -> Rect {
    let t = of(ui);
    severity_icon(ui, pos2(at.x + 7.5, at.y + 8.0), 15.0, Mark::Warning(Severity::LookSoon), t);
    said_under(ui, at, room, t.warn_text, words)
}

/// Paints in the same way what became of what was typed.
pub fn field_note(ui: &Ui, at: Pos2, room: f32, icon: Icon, words: &str) -> Rect {
    let t = of(ui);
    paint::icon(ui, pos2(at.x + 7.5, at.y + 8.0), 15.0, Face::Line, icon, t.text_secondary);
    said_under(ui, at, room, t.text_secondary, words)
}

/// Words behind a mark that is painted; a screen reader says them as they come.
fn said_under(ui: &Ui, at: Pos2, room: f32, ink: Color32, words: &str) -> Rect {
    let said = paint::paragraph(ui, pos2(at.x + 21.0, at.y), room - 21.0, Type::Small, ink, words);
    let rect = said.union(Rect::from_min_size(at, vec2(21.0, 16.0)));
    let node = paint::name_node(ui, rect, ui.make_persistent_id(("said under", words)), words);
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    rect
}

/// Takes the key that leads to a field out of what is about to be typed first into it.
fn pressed_in_vain(ui: &Ui, cap: &str) {
    ui.input_mut(|input| {
        let first = input.events.iter().position(|event| matches!(event, Event::Text(_) | Event::Paste(_)));
        if let Some(first) = first.filter(|at| matches!(&input.events[*at], Event::Text(text) if text == cap)) {
            input.events.remove(first);
        }
    });
}

/// A one-line field.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    id: Id,
    name: &'a str,
    hint: &'a str,
    icon: Option<Icon>,
    keycap: Option<&'a str>,
    clearable: bool,
    style: Type,
    frame: Frame,
    masked: bool,
    wanted: Option<Wanted>,
    seen: bool,
    room_right: f32,
    centered: bool,
    enabled: bool,
    pose: Pose,
}

impl<'a> Field<'a> {
    /// A field with the name a screen reader says.
    pub fn new(id: Id, name: &'a str) -> Self {
        let (hint, icon, keycap) = ("", None, None);
        Self {
            id,
            name,
            hint,
            icon,
            keycap,
            clearable: false,
            style: Type::Body,
            frame: Frame::Rest,
            masked: false,
            wanted: None,
            seen: false,
            room_right: 0.0,
            centered: false,
            enabled: true,
            pose: Pose::Live,
        }
    }

    /// Words that stand in it while it is empty.
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// An icon before the text.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that leads here: shown while it is empty and somewhere else has the keyboard, and pressed in vain where it has
    /// led here already.
    pub fn keycap(mut self, words: &'a str) -> Self {
        self.keycap = Some(words);
        self
    }

    /// While there is text in it, a ✕ empties it.
    pub fn clearable(mut self) -> Self {
        self.clearable = true;
        self
    }

    /// Smaller words, for a field of 26.
    pub fn small(mut self) -> Self {
        self.style = Type::Small;
        self
    }

    /// Mono, for addresses and dates.
    pub fn code(mut self) -> Self {
        self.style = Type::Code;
        self
    }

    /// For a path, in mono: what is pasted and is none, a whole file or a secret, never comes to stand in it.
    pub fn path(mut self) -> Self {
        self.wanted = Some(Wanted::Path);
        self.code()
    }

    /// For words that lie readable on the disk, about a key, a place or a person: a known secret that is pasted never comes to
    /// stand in it.
    pub fn fact(mut self) -> Self {
        self.wanted = Some(Wanted::Fact);
        self
    }

    /// For a variable's name, in mono medium: a secret that is pasted never comes to stand in it.
    pub fn name(mut self) -> Self {
        self.wanted = Some(Wanted::Name);
        self.mono()
    }

    /// Mono medium, for variable names.
    pub fn mono(mut self) -> Self {
        self.style = Type::Key;
        self
    }

    /// Greyed and without effect when false.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Painted as told, for the gallery.
    pub fn posed(mut self, pose: Pose) -> Self {
        self.pose = pose;
        self
    }

    /// The frame.
    pub fn frame(mut self, frame: Frame) -> Self {
        self.frame = frame;
        self
    }

    /// Shows dots instead of characters.
    pub fn masked(mut self) -> Self {
        self.masked = true;
        self
    }

    /// Shows the characters of a masked field, to the eye alone.
    pub fn seen(mut self, seen: bool) -> Self {
        self.seen = seen;
        self
    }

    /// Its text in the middle, as of a number in a field that is little wider.
    pub fn centered(mut self) -> Self {
        self.centered = true;
        self
    }

    /// Leaves so many points free at its right end.
    pub fn room_right(mut self, room: f32) -> Self {
        self.room_right = room;
        self
    }

    /// Paints it in a rectangle.
    pub fn at(self, ui: &mut Ui, rect: Rect, text: &mut String) -> Response {
        let t = of(ui);
        if ui.ctx().viewport(|viewport| viewport.prev_pass.widgets.get(self.id).is_none()) {
            // It comes into view: what stood in it before, and where, is over.
            caret_to_end(ui, self.id, text);
        }
        let focused = self.pose == Pose::Focus || ui.memory(|memory| memory.has_focus(self.id));
        if let Some(wanted) = self.wanted.filter(|_| focused && self.enabled) {
            misplaced::refuse_pastes(ui, self.id, wanted);
        }
        let way = self.keycap.filter(|_| text.is_empty());
        if let Some(cap) = way.filter(|_| focused) {
            pressed_in_vain(ui, cap);
        }
        field_frame(ui, rect, radius::CONTROL, t.bg_raised, self.frame, focused);
        let clicked = self.enabled && takes_clicks(ui, rect, self.id);
        let middle = rect.center().y;
        let mut inner = rect.shrink2(vec2(10.0, 2.0));
        inner.max.x -= self.room_right;
        let style = if self.seen { Type::Secret } else { self.style };
        // egui centres the line's box, whose capitals then stand low.
        inner = inner.translate(vec2(0.0, paint::centring_shift(ui, style, middle)));
        if let Some(icon) = self.icon {
            paint::icon(ui, pos2(inner.left() + 8.0, middle), 16.0, Face::Line, icon, t.text_tertiary);
            inner.min.x += 23.0;
        }
        if let Some(words) = way.filter(|_| !focused) {
            let wide = keycap_width(ui, words);
            keycap(ui, pos2(inner.right() - wide + 1.0, middle), words);
            inner.max.x -= wide + 4.0;
        }
        let clears = self.clearable && self.enabled && !text.is_empty();
        if clears {
            inner.max.x -= CLEAR - 6.0;
        }
        let is_path = self.wanted == Some(Wanted::Path) && self.enabled;
        let cut = is_path && path_end::is_cut(ui, self.id, self.style, text, inner.width());
        let font = self.style.font_on(ui.pixels_per_point());
        let hint_ink = if self.enabled { t.text_tertiary } else { t.text_disabled };
        let mut blanks = |ui: &Ui, text: &dyn TextBuffer, _: f32| seen::blanks(ui, text.as_str());
        let mut response = ui
            .scope_builder(
                UiBuilder::new().max_rect(inner).layout(egui::Layout::left_to_right(egui::Align::Center)),
                |ui| {
                    ui.spacing_mut().interact_size.y = 0.0;
                    // egui gives a hint this colour, whatever it was given.
                    ui.visuals_mut().weak_text_color = Some(hint_ink);
                    if cut {
                        ui.set_opacity(0.0);
                    }
                    let edit = TextEdit::singleline(text)
                        .id(self.id)
                        .frame(egui::Frame::NONE)
                        .font(font.clone())
                        .text_color(if self.enabled { t.text_primary } else { t.text_disabled })
                        .interactive(self.enabled)
                        .hint_text(egui::RichText::new(self.hint).font(font))
                        // Enter acts; a wrong passphrase is typed again where the keyboard is.
                        .return_key(None)
                        .password(self.masked)
                        .align(if self.centered { egui::Align2::CENTER_CENTER } else { egui::Align2::LEFT_CENTER })
                        .min_size(inner.size())
                        .desired_width(inner.width());
                    let edit = if self.seen { edit.layouter(&mut blanks) } else { edit };
                    let output = edit.show(ui);
                    if self.seen {
                        seen::paint_letters(ui, &output, text, t.text_primary);
                    }
                    output.response.response
                },
            )
            .inner;
        if clicked {
            response.request_focus();
        }
        if cut {
            path_end::end_ui(ui, inner, middle, self.style, text);
        }
        if is_path {
            path_end::tend_caret(ui, self.id, text, cut, response.changed());
        }
        if clears {
            let at = Rect::from_center_size(pos2(rect.right() - 3.0 - CLEAR / 2.0, middle), vec2(CLEAR, CLEAR));
            if IconButton::new(Icon::X, "Clear the field").id(self.id.with("clear")).at(ui, at).clicked() {
                text.clear();
                response.mark_changed();
                ui.memory_mut(|memory| memory.request_focus(self.id));
            }
        }
        if let Some(wanted) = self.wanted {
            if misplaced::take_no_chooser(ui, self.id, wanted) {
                response.request_focus();
            } else if response.changed() || misplaced::is_left(ui, self.id) {
                misplaced::forget(ui, self.id);
            }
        }
        response.accessible_name(self.name)
    }
}
