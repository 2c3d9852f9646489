//! The Rotate dialog's frame: header, pages, footer, and the question before a value is lost.

use egui::{Context, Rect, Ui, pos2, vec2};

use super::data::{Attempt, Way, leave_words};
use super::key_id::{keep_secret_out, take_secret};
use super::places;
use super::state::{Page, Rotate};
use super::steps;
use crate::gui::screens::keys::unlock_then;
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::keyboard::is_pointed;
use crate::gui::widgets::{
    Button, ConfirmAnswer, Dialog, DialogAnswer, TagLook, baseline, discard, middle_elided, name_node, tag_as,
    tag_width_as, text,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

/// Draws the dialog over the window.
pub fn rotate_ui(ctx: &Context, rotate: &mut Rotate, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let now = ctx.input(|input| input.time);
    if let Some(wait) = rotate.ask_whose(now, wishes) {
        ctx.request_repaint_after(wait);
    }
    keep_secret_out(ctx, rotate, now);
    take_secret(ctx, rotate, now);
    if let Some(way) = rotate.way_next.take() {
        rotate.take_way(way, now);
        // Arrows go on choosing.
        rotate.focus_next = (way == Way::Paste && is_pointed(ctx)).then(|| rotate.input.id());
    }
    rotate.go_on(snapshot, wishes);
    rotate.ask_shape(wishes);
    rotate.learn(snapshot);
    rotate.see_whether_lost(snapshot);
    if matches!(rotate.page, Page::Places(_)) {
        return places::places_ui(ctx, rotate, wishes);
    }
    match steps_dialog(ctx, rotate, snapshot, wishes) {
        DialogAnswer::None => {}
        // With a question over it, what was meant for it is the question's.
        _ if rotate.leaving => {}
        DialogAnswer::Cancel => rotate.cancel(wishes),
        // It shows what is in the field as a key ID: Enter leads to what takes it to its own.
        DialogAnswer::Primary if rotate.can_mend() => {
            ctx.memory_mut(|memory| memory.request_focus(steps::mend_id()));
        }
        // A choice that was made in this frame is taken in the next one.
        DialogAnswer::Primary if rotate.way_next.is_some() => {}
        DialogAnswer::Primary => rotate.submit(wishes),
    }
    if rotate.leaving {
        leave_ui(ctx, rotate, wishes);
    }
}

fn steps_dialog(ctx: &Context, rotate: &mut Rotate, snapshot: &Snapshot, wishes: &mut Vec<Wish>) -> DialogAnswer {
    let foot = rotate.footer();
    let words = unlock_then(snapshot, &foot.primary);
    let title = Title::of(rotate);
    let primary = Button::primary(&words).busy(foot.busy);
    let walk = rotate.walk.as_ref().map(|walk| format!("Rotate {} of {}", walk.nth, walk.all));
    let skipped = std::cell::Cell::new(false);
    let busy = rotate.attempt == Attempt::Saving;
    let skip = |ui: &mut Ui, rect: Rect| {
        let skip = Button::secondary("Skip").enabled(!busy);
        let wide = skip.size(ui).x;
        let at = Rect::from_min_size(pos2(rect.left(), rect.center().y - 15.0), vec2(wide, size::CONTROL));
        skipped.set(skip.at(ui, at).clicked());
        at.right()
    };
    let dialog = Dialog::new("rotate", walk.as_deref().unwrap_or("Rotate"))
        .head(|ui, rect| title.draw(ui, rect))
        .steady()
        // The next of a walk is another dialog in the same frame.
        .at_its_top(!rotate.began)
        .details(&foot.details)
        .cancel(Some(Button::secondary("Cancel").enabled(!busy)))
        // A value and Enter may come within one frame: whether it acts is asked when it is pressed.
        .primary(primary, true)
        .needs((!foot.acts).then_some(foot.note.as_str()));
    let dialog = if foot.bad { dialog.bad_note(&foot.note) } else { dialog.note(&foot.note) };
    let dialog = if walk.is_some() { dialog.foot(skip) } else { dialog };
    let answer = dialog.show(ctx, |ui, body| steps::steps_ui(ui, body, rotate, snapshot.settings.reveal_secs, wishes));
    if skipped.get() {
        rotate.skip();
    }
    answer
}

/// The key's name and environment behind the dialog's title.
pub(super) struct Title {
    name: String,
    environment: String,
    look: TagLook,
}

impl Title {
    /// Of the key that is rotated.
    pub(super) fn of(rotate: &Rotate) -> Self {
        let about = &rotate.about;
        let look = if about.protected { TagLook::Shield } else { TagLook::Plain };
        Self { name: about.name.clone(), environment: about.environment.clone(), look }
    }

    /// Paints both; a long name gives way to the tag.
    pub(super) fn draw(&self, ui: &mut Ui, rect: Rect) {
        let tag = tag_width_as(ui, &self.environment, self.look);
        let left = rect.left() - 2.0;
        let shown = middle_elided(ui, Type::NameTitle, &self.name, rect.right() - left - tag - 16.0);
        let line = baseline(ui, rect.center().y, Type::DialogTitle);
        let used = text(ui, left, line, Type::NameTitle, of(ui).text_primary, &shown);
        let at = pos2(left + used + 12.0, rect.center().y);
        tag_as(ui, at, &self.environment, self.look);
        let whole = Rect::from_min_max(pos2(left, rect.top()), pos2(at.x + tag, rect.bottom()));
        let node = name_node(ui, whole, ui.make_persistent_id("key"), &format!("{}, {}", self.name, self.environment));
        if shown != self.name {
            node.on_hover_text(self.name.as_str());
        }
    }
}

fn leave_ui(ctx: &Context, rotate: &mut Rotate, wishes: &mut Vec<Wish>) {
    // What lies over a value leaves it readable; another frame, or egui would keep how it was laid out.
    if rotate.showing.take().is_some() {
        ctx.request_repaint();
    }
    let words = leave_words(&rotate.about);
    let title = "Discard the new value?";
    match discard("leave rotate", Icon::ArrowsClockwise, title, &rotate.about.name, words, ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => rotate.leaving = false,
        ConfirmAnswer::Button(_) => rotate.close(wishes),
    }
}

/// The rectangle of the first text line of a step, under the disc's middle.
pub(super) fn line_rect(left: f32, right: f32, top: f32) -> Rect {
    Rect::from_min_size(pos2(left, top), vec2(right - left, size::DIALOG_EDGE))
}
