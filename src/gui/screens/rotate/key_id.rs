//! The key ID that comes with a new value: the secret must not come to stand where it can be read.

use egui::{Context, Id, Pos2, Ui};

use super::data::{Attempt, Way};
use super::state::Rotate;
use super::steps::mend_id;
use crate::gui::screens::key_form::{self, Beside, BesideValue, Column, KeyIdError, kept_out};
use crate::gui::widgets::Field;

fn field_id() -> Id {
    Id::unique("rotate key id")
}

impl Rotate {
    /// What the key id stands beside.
    fn beside_key_id(&self) -> Beside<'_> {
        let named = || self.about.pair.as_ref().map_or("", |(variable, _)| variable);
        let variable = crate::detect::key_id_pair(&self.about.name).unwrap_or_else(named);
        let value = match self.way {
            Way::Paste => BesideValue::of(self.input.expose(), self.can_mend()),
            Way::Generate => BesideValue::None,
        };
        Beside { variable, value }
    }

    /// What is to be said of the key id.
    fn key_id_error(&self) -> Option<KeyIdError> {
        self.key_id.error(self.beside_key_id()).filter(|_| self.about.pair.is_some())
    }

    /// Whether nothing that stands for the key id keeps the rotation from being asked for.
    pub(super) fn key_id_will_do(&self) -> bool {
        self.key_id_error().is_none_or(|error| !error.blocks)
    }

    /// What is pasted as the value is the key id: it goes to its own field, and the value's waits for the secret.
    pub(super) fn use_as_key_id(&mut self, now: f64) {
        // Opened to come where it may be read.
        self.key_id.take(self.input.expose());
        self.input.wipe();
        self.changed(true, now);
        self.focus_next = Some(self.input.id());
    }
}

/// A secret that is pasted for the key id goes into the value's field where that is empty; else it goes nowhere. A key id that
/// came to its own field leaves the value's.
pub(super) fn keep_secret_out(ctx: &Context, rotate: &mut Rotate, now: f64) {
    if rotate.attempt == Attempt::Saving {
        return;
    }
    if rotate.key_id.came() && rotate.key_id.stands_as_value(rotate.beside_key_id()) {
        rotate.use_as_key_id(now);
    }
    let Some(mut taken) = kept_out(ctx, field_id(), rotate.beside_key_id()) else { return };
    if rotate.way == Way::Paste && rotate.input.is_empty() {
        // Opened to come into the field where it is hidden.
        rotate.input.fill(taken.expose());
        rotate.changed(true, now);
        ctx.memory_mut(|memory| memory.request_focus(rotate.input.id()));
    } else {
        rotate.key_id.refuse();
    }
    taken.wipe();
}

/// Enter led from a key id in the secret's place to the way out, and the secret is pasted after all.
pub(super) fn take_secret(ctx: &Context, rotate: &mut Rotate, now: f64) {
    let mends = rotate.can_mend() && ctx.memory(|memory| memory.has_focus(mend_id()));
    if mends && rotate.input.take_paste(ctx, |_| true) {
        rotate.changed(true, now);
        ctx.memory_mut(|memory| memory.request_focus(rotate.input.id()));
    }
}

/// The field, and what is wrong under it; returns where that ends.
pub(super) fn key_id_ui(ui: &mut Ui, at: Pos2, wide: f32, rotate: &mut Rotate) -> f32 {
    let Some((variable, old)) = &rotate.about.pair else { return at.y };
    let hint = old.as_ref().map_or_else(String::new, |old| format!("Leave it empty to keep {old}"));
    let field = Field::new(field_id(), "Key ID").hint(&hint).enabled(rotate.attempt != Attempt::Saving);
    let wrong = rotate.key_id_error();
    let mut column = Column::new(at.x, wide, at.y);
    key_form::key_id_ui(ui, &mut column, field, variable, &mut rotate.key_id, wrong.as_ref());
    column.y
}
