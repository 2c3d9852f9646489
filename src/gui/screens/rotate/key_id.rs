//! The key ID that comes with a new value: the secret must not come to stand where it can be read.

use egui::{Context, Id, Pos2, Rect, Ui, pos2, vec2};

use super::data::{Attempt, Way};
use super::state::Rotate;
use crate::gui::screens::key_form::{KeyIdError, TypedKeyId, is_no_key_id};
use crate::gui::theme::size;
use crate::gui::widgets::{Button, Field, Frame, SecretInput, field_error, field_label};

fn field_id() -> Id {
    Id::unique("rotate key id")
}

impl Rotate {
    /// The variable its makers give it, by which it is known, whatever it is called here.
    fn key_id_kind(&self) -> &str {
        let named = || self.about.pair.as_ref().map_or("", |(variable, _)| variable);
        crate::detect::key_id_pair(&self.about.name).unwrap_or_else(named)
    }

    /// Whether the text is what is pasted as the value.
    fn is_value(&self, text: &str) -> bool {
        // Opened to be told from it.
        self.way == Way::Paste && !text.is_empty() && self.input.expose().trim() == text
    }

    /// What is to be said of the key id.
    pub(super) fn key_id_error(&self) -> Option<KeyIdError> {
        self.about.pair.as_ref()?;
        let text = self.key_id.trim();
        let typed = TypedKeyId {
            variable: self.key_id_kind(),
            text,
            is_value: self.is_value(text),
            refused: self.key_id_refused,
            kept: self.key_id_kept.as_deref(),
        };
        typed.error()
    }

    /// Whether nothing that stands for the key id keeps the rotation from being asked for.
    pub(super) fn key_id_will_do(&self) -> bool {
        self.key_id_error().is_none_or(|error| !error.blocks)
    }

    /// What is pasted as the value is the key id: it goes to its own field, and the value's waits for the secret.
    pub(super) fn use_as_key_id(&mut self, now: f64) {
        // Opened to come where it may be read.
        self.input.expose().trim().clone_into(&mut self.key_id);
        (self.key_id_kept, self.key_id_refused) = (None, false);
        self.input.wipe();
        self.changed(true, now);
        self.focus_next = Some(self.input.id());
    }
}

/// A secret that is pasted for the key id goes into the value's field where that is empty; else it goes nowhere.
pub(super) fn keep_secret_out(ctx: &Context, rotate: &mut Rotate, now: f64) {
    if rotate.attempt == Attempt::Saving || !ctx.memory(|memory| memory.has_focus(field_id())) {
        return;
    }
    let mut taken = SecretInput::new("rotate key id secret");
    let is_secret = |text: &str| rotate.is_value(text.trim()) || is_no_key_id(rotate.key_id_kind(), text.trim());
    if !taken.take_paste(ctx, is_secret) {
        return;
    }
    if rotate.way == Way::Paste && rotate.input.is_empty() {
        // Opened to come into the field where it is hidden.
        rotate.input.fill(taken.expose());
        rotate.changed(true, now);
        ctx.memory_mut(|memory| memory.request_focus(rotate.input.id()));
    } else {
        rotate.key_id_refused = true;
    }
    taken.wipe();
}

/// The field, and what is wrong under it; returns where that ends.
pub(super) fn key_id_ui(ui: &mut Ui, at: Pos2, wide: f32, rotate: &mut Rotate) -> f32 {
    let Some((variable, old)) = &rotate.about.pair else { return at.y };
    field_label(ui, Rect::from_min_size(at, vec2(wide, 16.0)), "Key ID", variable);
    let hint = old.as_ref().map_or_else(String::new, |old| format!("Leave it empty to keep {old}"));
    let rect = Rect::from_min_size(at + vec2(0.0, 21.0), vec2(wide, size::CONTROL));
    let wrong = rotate.key_id_error();
    let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
    let field = Field::new(field_id(), "Key ID").code().hint(&hint).frame(frame);
    if field.enabled(rotate.attempt != Attempt::Saving).at(ui, rect, &mut rotate.key_id).changed() {
        rotate.key_id_refused = false;
    }
    let Some(KeyIdError { words, may_stay, .. }) = wrong else { return rect.bottom() };
    let mut y = field_error(ui, rect.left_bottom() + vec2(0.0, 6.0), wide, &words).bottom();
    if may_stay {
        let keep = Button::secondary("Use it anyway").small();
        let place = Rect::from_min_size(pos2(rect.left() + 21.0, y + 6.0), keep.size(ui));
        if keep.at(ui, place).clicked() {
            rotate.key_id_kept = Some(rotate.key_id.trim().to_owned());
        }
        y = place.bottom();
    }
    y
}
