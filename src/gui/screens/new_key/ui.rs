//! How the New key dialog is drawn: two columns, one in a narrow window.

use egui::{Context, Rect, Ui, pos2, vec2};

use super::check::Wrong;
use super::form::NewKey;
use super::send::Attempt;
use super::value::Way;
use super::{left, right};
use crate::gui::screens::key_form::Column;
use crate::gui::theme::{Icon, of, size};
use crate::gui::widgets::{Button, Callout, Choice, Dialog, DialogAnswer, Segmented, Tick, Tone, hairline};
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
    let scene = Scene { snapshot, wrong: form.wrong(snapshot), now };
    let ready = form.is_ready(&scene.wrong) && !form.is_saving();
    let one_column = ctx.content_rect().width() < ONE_COLUMN;
    let saving = form.is_saving();
    let words = primary_words(form);
    let (mut way, mut another) = (form.value.way, form.another);
    let dialog = Dialog::new("new key", "New key")
        .width(if one_column { NARROW } else { WIDE })
        .height(HIGH)
        .head(|ui, rect| head_ui(ui, rect, &mut way));
    let dialog = if form.leaving {
        dialog
            .note("Discard this key?")
            .cancel(Some(Button::secondary("Keep")))
            .primary(Button::danger_confirm("Discard"), false)
    } else {
        dialog
            .foot(|ui, rect| another_ui(ui, rect, &mut another))
            .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
            .primary(Button::primary(&words).enabled(ready).busy(saving), ready)
    };
    let answer = dialog.show(ctx, |ui, body| {
        let view = ui.clip_rect();
        ui.add_enabled_ui(!saving, |ui| columns_ui(ui, body, view, one_column, form, &scene, wishes)).inner
    });
    form.another = another;
    if way != form.value.way && !saving {
        form.take_way(way);
    }
    match answer {
        DialogAnswer::Primary if form.leaving => wishes.push(Wish::CloseModal),
        DialogAnswer::Cancel if form.leaving => form.leaving = false,
        DialogAnswer::Primary if ready => form.submit(snapshot, wishes),
        DialogAnswer::Cancel if saving => {}
        DialogAnswer::Cancel if form.is_touched() => form.leaving = true,
        DialogAnswer::Cancel => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Primary => {}
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

fn another_ui(ui: &mut Ui, rect: Rect, another: &mut bool) {
    if Tick::checkbox("Add another after this", *another).quiet().at(ui, rect).clicked() {
        *another = !*another;
    }
}

/// Draws both columns and what failed over them; returns where they end.
fn columns_ui(
    ui: &mut Ui,
    body: Rect,
    view: Rect,
    one_column: bool,
    form: &mut NewKey,
    scene: &Scene<'_>,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let ground = ui.painter().add(egui::Shape::Noop);
    let edge = size::DIALOG_EDGE;
    let panel;
    let end;
    if one_column {
        let wide = body.width() - 2.0 * edge;
        let mut column = Column::new(body.left() + edge, wide, body.top() + PAD);
        left::name_ui(ui, &mut column, form, scene);
        let top = column.y;
        let mut value = Column::new(column.left, wide, top + PAD);
        right::value_ui(ui, &mut value, form, scene, wishes);
        right::stored_ui(ui, &mut value, form, scene.snapshot, None);
        panel = Rect::from_min_max(pos2(body.left(), top), pos2(body.right(), value.y + PAD));
        for y in [panel.top(), panel.bottom()] {
            hairline(ui, body.x_range(), y, of(ui).stroke_default);
        }
        column.y = panel.bottom() + PAD;
        left::facts_ui(ui, &mut column, form, scene);
        end = column.y + PAD;
    } else {
        let mut column = Column::new(body.left() + edge, LEFT - 1.0 - 2.0 * edge, body.top() + PAD);
        left::name_ui(ui, &mut column, form, scene);
        left::facts_ui(ui, &mut column, form, scene);
        let x = body.left() + LEFT;
        let mut value = Column::new(x + edge, body.right() - x - 2.0 * edge, body.top() + PAD);
        right::value_ui(ui, &mut value, form, scene, wishes);
        let lowest = column.y.max(value.y + 36.0).max(body.bottom() - PAD);
        right::stored_ui(ui, &mut value, form, scene.snapshot, Some(lowest));
        end = lowest + PAD;
        panel = Rect::from_min_max(pos2(x, body.top() - 1.0), pos2(body.right(), end.max(body.bottom())));
        let line = egui::Stroke::new(1.0, of(ui).stroke_default);
        ui.painter().vline(x - 0.5, panel.y_range(), line);
    }
    ui.painter().set(ground, egui::Shape::rect_filled(panel, 0.0, of(ui).bg_panel));
    let failed = failed_ui(ui, view, form);
    // What scrolls has room to come out from under it.
    end + failed
}

/// What failed stands at the bottom of the view, wherever it is scrolled to; returns the room it takes.
fn failed_ui(ui: &Ui, view: Rect, form: &NewKey) -> f32 {
    let Attempt::Failed { title, hint } = &form.attempt else { return 0.0 };
    let callout = Callout::new(Tone::Crit, title).hint(hint);
    let wide = view.width() - 2.0 * size::DIALOG_EDGE;
    let high = callout.height(ui, wide);
    let at = pos2(view.left() + size::DIALOG_EDGE, view.bottom() - 12.0 - high);
    // A ground of its own: tints let nothing through, but the gap under it would.
    let under = Rect::from_min_max(at - vec2(0.0, 12.0), view.max - vec2(size::DIALOG_EDGE, 0.0));
    ui.painter().rect_filled(under, 0.0, of(ui).bg_raised);
    callout.at(ui, at, wide);
    high + 24.0
}
