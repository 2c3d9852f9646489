//! How the New key dialog is drawn: two columns, one in a narrow window.

use egui::{Context, Rect, Ui, pos2, vec2};

use super::check::Wrong;
use super::form::NewKey;
use super::send::Attempt;
use super::value::Way;
use super::{left, right};
use crate::gui::screens::key_form::{Column, kept_out};
use crate::gui::screens::keys::unlock_then;
use crate::gui::theme::{Icon, of, size};
use crate::gui::widgets::keyboard::bring_into_view;
use crate::gui::widgets::{
    Button, Callout, Choice, ConfirmAnswer, Dialog, DialogAnswer, Misplaced, Segmented, Tick, Tone, details_under,
    discard, hairline,
};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};

const WIDE: f32 = 800.0;
const HIGH: f32 = 572.0;
/// Width where the columns stand one under the other.
const NARROW: f32 = 560.0;
/// Windows narrower than this have one column.
const ONE_COLUMN: f32 = 860.0;
/// The left column, its edge included.
const LEFT: f32 = 372.0;
/// Above and under a column's content.
const PAD: f32 = 16.0;

/// What the dialog needs to draw its columns.
pub(super) struct Scene<'a> {
    pub snapshot: &'a Snapshot,
    pub wrong: Wrong,
    pub now: f64,
}

/// Draws the dialog.
pub fn new_key_ui(ctx: &Context, form: &mut NewKey, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let now = ctx.input(|input| input.time);
    ask_whose(ctx, form, now, wishes);
    let saving = form.is_saving();
    // No field that shows its text may get a secret.
    let naming = !saving && ctx.memory(|memory| memory.has_focus(left::name_id()));
    if naming && form.value.pasted.take_paste(ctx, |text| Misplaced::as_name(text).is_some()) {
        form.pasted_for_name(now);
        if !form.name.is_empty() {
            ctx.memory_mut(|memory| memory.request_focus(form.value_id()));
        }
    }
    if !saving && form.key_id_came(now) {
        ctx.memory_mut(|memory| memory.request_focus(form.value_id()));
    }
    keep_secret_out(ctx, form, now);
    // Enter led from a key id in the secret's place to the way out, and the secret comes after all.
    let mends = !saving && ctx.memory(|memory| memory.has_focus(right::mend_id()));
    if mends && form.value.pasted.take_paste(ctx, |_| true) {
        value_came(ctx, form, now);
    }
    // What is saved stands there already while the last word of it is still to come.
    let scene = Scene { snapshot, wrong: if saving { Wrong::default() } else { form.wrong(snapshot) }, now };
    let needs = form.needs(&scene.wrong);
    let one_column = ctx.content_rect().width() < ONE_COLUMN;
    let words = primary_words(form);
    let words = unlock_then(snapshot, &words);
    let (mut way, mut another) = (form.value.way, form.another);
    let dialog = Dialog::new("new key", "New key")
        .width(if one_column { NARROW } else { WIDE })
        .height(HIGH)
        .grows()
        .steady()
        .head(|ui, rect| head_ui(ui, rect, &mut way));
    let dialog = dialog
        .foot(|ui, rect| another_ui(ui, rect, &mut another))
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(Button::primary(&words).busy(saving), !saving)
        .needs(needs);
    let answer = dialog.show(ctx, |ui, body| {
        ui.add_enabled_ui(!saving, |ui| columns_ui(ui, body, one_column, form, &scene, wishes)).inner
    });
    if let Some(later) = form.value.next_frame() {
        ctx.request_repaint_after(later);
    }
    form.another = another;
    if way != form.value.way && !saving {
        form.take_way(way);
    }
    // Enter came with the value, before anyone saw that it would be readable.
    let unseen = std::mem::take(&mut form.plain_proposed_now);
    match answer {
        // With a question over it, what was meant for it is the question's.
        _ if form.leaving => leave_ui(ctx, form, wishes),
        // Looked at again: what is pasted and Enter may come in one slow frame.
        DialogAnswer::Primary if unseen => {}
        DialogAnswer::Primary if !saving => match form.missing(&form.wrong(snapshot)) {
            None => form.submit(snapshot, wishes),
            // The footer says what is missing; one types on where that goes.
            Some((_, field)) => ctx.memory_mut(|memory| field.into_iter().for_each(|id| memory.request_focus(id))),
        },
        DialogAnswer::Cancel if saving => {}
        DialogAnswer::Cancel if form.is_touched() => form.leaving = true,
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Primary => {}
    }
}

/// A secret that is pasted for the key id goes into the value's field where that is empty; else it goes nowhere.
fn keep_secret_out(ctx: &Context, form: &mut NewKey, now: f64) {
    if form.is_saving() {
        return;
    }
    let Some(mut taken) = kept_out(ctx, left::key_id_id(), form.beside_key_id()) else { return };
    if form.awaits_value() {
        // Opened to come into the field where it is hidden.
        form.value.pasted.fill(taken.expose());
        value_came(ctx, form, now);
    } else {
        form.key_id.refuse();
    }
    taken.wipe();
}

/// A value was pasted elsewhere and lies in its field by now.
fn value_came(ctx: &Context, form: &mut NewKey, now: f64) {
    let name = form.name.clone();
    form.value.pasted_changed(&name, true, now);
    form.propose();
    form.pasted_for_value(now);
    ctx.memory_mut(|memory| memory.request_focus(form.value_id()));
}

fn leave_ui(ctx: &Context, form: &mut NewKey, wishes: &mut Vec<Wish>) {
    // What lies over a value leaves it readable.
    form.value.showing = None;
    let words = if form.name.is_empty() { "It is not saved yet." } else { "is not saved yet." };
    match discard("leave new key", Icon::Key, "Discard this key?", &form.name, words, ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => form.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
}

/// "Save 2 keys", or that it is tried again.
fn primary_words(form: &NewKey) -> String {
    match (&form.attempt, form.ticked().count()) {
        (Attempt::Failed { .. }, _) => "Try again".to_owned(),
        (_, 0 | 1) => "Save key".to_owned(),
        (_, count) => format!("Save {count} keys"),
    }
}

fn ask_whose(ctx: &Context, form: &mut NewKey, now: f64, wishes: &mut Vec<Wish>) {
    match form.value.ask_whose(now) {
        Ok(value) => wishes.push(Wish::Ask(Request::Whose(value))),
        Err(Some(later)) => ctx.request_repaint_after(later),
        Err(None) => {}
    }
}

fn head_ui(ui: &mut Ui, rect: Rect, way: &mut Way) {
    let choices = [Choice::words("Paste a value"), Choice::with_icon("Generate", Icon::DiceFive)];
    let current = usize::from(*way == Way::Generate);
    let left = pos2(rect.left() + 6.0, rect.center().y);
    if let Some(chosen) = Segmented::new("way", &choices, current).at(ui, left) {
        *way = if chosen == 1 { Way::Generate } else { Way::Paste };
    }
}

fn another_ui(ui: &Ui, rect: Rect, another: &mut bool) -> f32 {
    let response = Tick::checkbox("Add another after this", *another).quiet().at(ui, rect);
    if response.clicked() {
        *another = !*another;
    }
    response.rect.right()
}

/// What a lock took; or what is saved, until one goes on: toasts may lie under the dialog.
fn saved_ui(ui: &Ui, body: Rect, form: &mut NewKey) -> f32 {
    if form.attempt == Attempt::None {
        let at = body.min + vec2(size::DIALOG_EDGE, PAD);
        if let Some(end) = form.let_go.said(ui, at, body.width() - 2.0 * size::DIALOG_EDGE) {
            return end;
        }
    }
    if form.is_touched() {
        form.saved = None;
    }
    let Some((name, places)) = form.saved.as_ref().filter(|_| form.attempt == Attempt::None) else { return body.top() };
    let hint = format!("In {places}.");
    let callout = Callout::new(Tone::Note, "Saved").name(name).icon(Icon::CheckCircle).hint(&hint);
    let (rect, _) = callout.at(ui, body.min + vec2(size::DIALOG_EDGE, PAD), body.width() - 2.0 * size::DIALOG_EDGE);
    rect.bottom()
}

/// Draws both columns and what failed over them; returns where they end.
fn columns_ui(
    ui: &mut Ui,
    body: Rect,
    one_column: bool,
    form: &mut NewKey,
    scene: &Scene<'_>,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let edge = size::DIALOG_EDGE;
    let top = failed_ui(ui, body, form);
    let ground = ui.painter().add(egui::Shape::Noop);
    let panel;
    let end;
    if one_column {
        let wide = body.width() - 2.0 * edge;
        let mut column = Column::new(body.left() + edge, wide, top + PAD);
        left::variable_ui(ui, &mut column, form, scene);
        left::place_ui(ui, &mut column, form, scene);
        let middle = column.y + PAD;
        let mut value = Column::new(column.left, wide, middle + PAD);
        right::value_ui(ui, &mut value, form, scene, wishes);
        right::stored_ui(ui, &mut value, form, scene.snapshot, None);
        panel = Rect::from_min_max(pos2(body.left(), middle), pos2(body.right(), value.y + PAD));
        for y in [panel.top(), panel.bottom()] {
            hairline(ui, body.x_range(), y, of(ui).stroke_default);
        }
        column.y = panel.bottom();
        left::pair_ui(ui, &mut column, form, scene);
        left::facts_ui(ui, &mut column, form, scene);
        end = column.y + PAD;
    } else {
        // One column whole, then the other: Tab goes as one reads them.
        let mut column = Column::new(body.left() + edge, LEFT - 1.0 - 2.0 * edge, top + PAD);
        left::variable_ui(ui, &mut column, form, scene);
        left::pair_ui(ui, &mut column, form, scene);
        left::place_ui(ui, &mut column, form, scene);
        left::facts_ui(ui, &mut column, form, scene);
        let x = body.left() + LEFT;
        // The value stays in view beside facts that scroll, as far as it ends with them.
        let scrolled = (ui.clip_rect().top() - top).max(0.0);
        let down = scrolled.min((column.y + PAD - top - form.value_high).max(0.0)).round();
        let mut value = Column::new(x + edge, body.right() - x - 2.0 * edge, top + down + PAD);
        right::value_ui(ui, &mut value, form, scene, wishes);
        // In view before one scrolls, however long the other column is.
        value.y += 36.0;
        form.value_high = value.y + PAD - top - down;
        let mut stored = Column::new(value.left, value.wide, value.y);
        right::stored_ui(ui, &mut stored, form, scene.snapshot, Some(value.y.max(body.bottom() + down - PAD)));
        // What it takes, not what it has: else it would never grow smaller again.
        end = column.y.max(value.y - down) + PAD;
        panel = Rect::from_min_max(pos2(x, top - 1.0), pos2(body.right(), end.max(body.bottom())));
        let line = egui::Stroke::new(1.0, of(ui).stroke_default);
        ui.painter().vline(x - 0.5, panel.y_range(), line);
    }
    ui.painter().set(ground, egui::Shape::rect_filled(panel, 0.0, of(ui).bg_panel));
    end
}

/// What failed, or that the key before this one is saved, stands over both columns; the first is scrolled to. Returns where the
/// columns begin.
fn failed_ui(ui: &mut Ui, body: Rect, form: &mut NewKey) -> f32 {
    let Attempt::Failed { title, hint, details } = &form.attempt else { return saved_ui(ui, body, form) };
    let callout = Callout::failed(title).hint(hint);
    let at = body.min + vec2(size::DIALOG_EDGE, PAD);
    let (rect, _) = callout.at(ui, at, body.width() - 2.0 * size::DIALOG_EDGE);
    if std::mem::take(&mut form.failed_now) {
        bring_into_view(ui, rect.expand(PAD), Some(egui::Align::TOP));
    }
    let end = details_under(ui, rect, details) + PAD;
    hairline(ui, body.x_range(), end, of(ui).stroke_default);
    end + 1.0
}
