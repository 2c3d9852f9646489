//! A passphrase while it is typed. egui keeps typed text in its undo history, where wiping the buffer does not reach:
//! the history is emptied after every frame, and the buffer becomes the secret without a copy.

use egui::text_edit::TextEditState;
use egui::{Id, Key, Modifiers, Rect, Response, Ui, pos2, vec2};
use zeroize::Zeroize as _;

use super::field::{Field, Frame};
use super::icon_button::IconButton;
use crate::gui::theme::{Icon, size};
use crate::model::Secret;

/// Room for a long passphrase, so that typing does not move it about in memory.
const CAPACITY: usize = 512;
/// For so long it is seen, in seconds.
const SEEN_SECS: f64 = 20.0;

/// The buffer of a passphrase field; wiped when dropped.
pub struct Passphrase {
    id: Id,
    text: String,
    /// Until when it is seen, in the frame's seconds.
    seen_until: Option<f64>,
}

impl Passphrase {
    /// An empty one. The name tells fields apart.
    pub fn new(name: &str) -> Self {
        Self { id: Id::unique(("passphrase", name)), text: String::with_capacity(CAPACITY), seen_until: None }
    }

    /// The field's id, to give it the keyboard.
    pub fn id(&self) -> Id {
        self.id
    }

    /// How many characters were typed.
    pub fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// True while nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// True where both hold the same.
    pub fn same_as(&self, other: &Self) -> bool {
        crate::model::fixed_time_eq(self.text.as_bytes(), other.text.as_bytes())
    }

    /// Hands the buffer over as a secret; the field is empty afterwards.
    pub fn take(&mut self) -> Secret {
        self.seen_until = None;
        Secret::new(std::mem::replace(&mut self.text, String::with_capacity(CAPACITY)).into_bytes())
    }

    /// What was typed as a secret; the field keeps it.
    pub fn copy(&self) -> Secret {
        Secret::new(self.text.as_bytes().to_vec())
    }

    /// How hard it is to guess, in bits. Takes its time: not for every frame.
    pub fn bits(&self) -> f64 {
        crate::detect::strength_bits(self.text.as_bytes())
    }

    /// Wipes what was typed.
    pub fn wipe(&mut self) {
        self.seen_until = None;
        self.text.zeroize();
    }

    /// Paints the field, seen or not as another's eye says ([`Self::seen_as`]).
    pub fn at(&mut self, ui: &mut Ui, rect: Rect, name: &str, frame: Frame) -> Response {
        let seen = self.is_seen(ui);
        self.field(ui, rect, Field::new(self.id, name).frame(frame).seen(seen))
    }

    /// Seen for as long as the other one: one eye for both.
    pub fn seen_as(&mut self, other: &Self) {
        self.seen_until = other.seen_until;
    }

    /// Whether it is seen now, which ends by itself.
    fn is_seen(&mut self, ui: &Ui) -> bool {
        let now = ui.input(|input| input.time);
        self.seen_until = self.seen_until.filter(|until| *until > now);
        if let Some(until) = self.seen_until {
            ui.ctx().request_repaint_after_secs((until - now) as f32);
        }
        self.seen_until.is_some()
    }

    /// Paints the field with an eye in it that shows what is typed, or hides it again; after 20 s it hides by itself.
    pub fn with_eye_at(&mut self, ui: &mut Ui, rect: Rect, name: &str, frame: Frame) -> Response {
        let response = self.beside_eye_at(ui, rect, name, frame);
        self.eye_at(ui, rect);
        response
    }

    /// Paints the field alone, with room for the eye: where another field follows, Tab leads there first.
    pub fn beside_eye_at(&mut self, ui: &mut Ui, rect: Rect, name: &str, frame: Frame) -> Response {
        let room = size::ICON_BUTTON - 4.0;
        let seen = self.is_seen(ui);
        self.field(ui, rect, Field::new(self.id, name).frame(frame).seen(seen).room_right(room))
    }

    /// Paints the eye in the field's rectangle; true where it was clicked.
    pub fn eye_at(&mut self, ui: &Ui, rect: Rect) -> bool {
        let (now, seen) = (ui.input(|input| input.time), self.seen_until.is_some());
        let corner = pos2(rect.right() - 4.0 - size::ICON_BUTTON, rect.center().y - size::ICON_BUTTON / 2.0);
        let place = Rect::from_min_size(corner, vec2(size::ICON_BUTTON, size::ICON_BUTTON));
        let (icon, words) =
            if seen { (Icon::EyeSlash, "Hide what is typed") } else { (Icon::Eye, "Show what is typed") };
        let eye = IconButton::new(icon, words).id(self.id.with("eye")).active(seen).at(ui, place);
        if eye.clicked() {
            self.seen_until = (!seen).then_some(now + SEEN_SECS);
            if ui.input(|input| input.pointer.any_click()) {
                // One goes on typing.
                ui.memory_mut(|memory| memory.request_focus(self.id));
            }
            ui.ctx().request_repaint();
        }
        // Enter on the eye is the eye's.
        if eye.has_focus() {
            ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        }
        eye.clicked()
    }

    fn field(&mut self, ui: &mut Ui, rect: Rect, field: Field<'_>) -> Response {
        let response = field.masked().at(ui, rect, &mut self.text);
        if let Some(mut state) = TextEditState::load(ui.ctx(), self.id) {
            state.clear_undoer();
            state.store(ui.ctx(), self.id);
        }
        response
    }
}

impl Drop for Passphrase {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}
