//! How the export dialog is drawn: two columns, one in a narrow window.

use egui::{Context, Rect, Stroke, Ui, pos2};

use super::form::{Attempt, Export};
use super::{left, right};
use crate::gui::screens::key_form::Column;
use crate::gui::theme::{Face, Icon, of, size};
use crate::gui::widgets::{Button, Confirm, ConfirmAnswer, Dialog, DialogAnswer, hairline};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};

const WIDE: f32 = 880.0;
const HIGH: f32 = 588.0;
/// Width where the columns stand one under the other.
const NARROW: f32 = 560.0;
/// Windows narrower than this have one column.
const ONE_COLUMN: f32 = 860.0;
/// The left column, its edges included.
const LEFT: f32 = 440.0;
/// Above and under a column's content.
const PAD: f32 = 16.0;

/// Draws the dialog, and over it the question before a protected environment is written.
pub fn export_ui(ctx: &Context, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    wishes.extend(export.act_late(snapshot).map(Wish::Ask));
    let (running, ready) = (export.is_running(), export.acts(snapshot));
    let needs = match (export.count(snapshot), export.path_needs()) {
        (0, _) => Some("There are no keys to write."),
        (_, Some(needs)) => Some(needs),
        _ if !ready => Some(export.waits_for()),
        _ => None,
    };
    let note = export.note();
    let one_column = ctx.content_rect().width() < ONE_COLUMN;
    let dialog = Dialog::new("export", "Export environment file")
        .width(if one_column { NARROW } else { WIDE })
        .height(HIGH)
        .grows()
        .steady()
        .note(&note)
        .primary(Button::primary("Write file").busy(running), !running)
        .needs(needs);
    let answer = dialog.show(ctx, |ui, body| columns_ui(ui, body, one_column, export, snapshot, wishes));
    ask(ctx, export, snapshot, wishes);
    match answer {
        // With a question over it, what was meant for it is the question's.
        _ if export.attempt == Attempt::Asking => question_ui(ctx, export, snapshot, wishes),
        DialogAnswer::Primary if ready => wishes.extend(export.act(snapshot).map(Wish::Ask)),
        DialogAnswer::Cancel if !running => wishes.push(Wish::CloseModal),
        _ => {}
    }
}

/// Asks the worker what would be written, a moment after the last change.
fn ask(ctx: &Context, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let Some(question) = export.ask(snapshot).filter(|_| !export.is_running()) else { return };
    let now = ctx.input(|input| input.time);
    if let Some(number) = export.proof.next_question(now) {
        wishes.push(Wish::Ask(Request::LookAtExport(number, Box::new(question))));
    } else if export.proof.waits() {
        ctx.request_repaint_after_secs(0.05);
    }
}

fn question_ui(ctx: &Context, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let environment = export.place.as_ref().map_or("", |place| place.environment.as_str());
    let title = format!("Write these {environment} secrets to a file?");
    let buttons = [Button::primary("Write file")];
    let effect = export.effect();
    let confirm = Confirm {
        id: "export",
        icon: (Icon::ShieldCheck, Face::Fill),
        title: &title,
        name: &export.path,
        words: &effect,
        buttons: &buttons,
    };
    match confirm.show(ctx) {
        ConfirmAnswer::Button(_) => wishes.extend(export.submit(snapshot).map(Wish::Ask)),
        ConfirmAnswer::Cancel => export.attempt = Attempt::None,
        ConfirmAnswer::None => {}
    }
}

/// Draws both columns; returns where they end.
fn columns_ui(
    ui: &mut Ui,
    body: Rect,
    one_column: bool,
    export: &mut Export,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let edge = size::DIALOG_EDGE;
    let ground = ui.painter().add(egui::Shape::Noop);
    let end;
    let panel;
    if one_column {
        let mut column = Column::new(body.left() + edge, body.width() - 2.0 * edge, body.top() + PAD);
        left::left_ui(ui, &mut column, export, snapshot, wishes);
        let top = column.y + PAD;
        hairline(ui, body.x_range(), top, of(ui).stroke_default);
        let mut preview = Column::new(column.left, column.wide, top + PAD);
        right::right_ui(ui, &mut preview, export, snapshot, None);
        end = preview.y + PAD;
        panel = Rect::from_min_max(pos2(body.left(), top), pos2(body.right(), end.max(body.bottom())));
    } else {
        let mut column = Column::new(body.left() + edge, LEFT - 2.0 * edge, body.top() + PAD);
        left::left_ui(ui, &mut column, export, snapshot, wishes);
        let x = body.left() + LEFT;
        let mut preview = Column::new(x + 1.0 + edge, body.right() - x - 1.0 - 2.0 * edge, body.top() + PAD);
        let bottom = body.bottom().max(column.y + PAD) - PAD;
        right::right_ui(ui, &mut preview, export, snapshot, Some(bottom));
        // What it takes: a preview that fills the place takes as much as there is.
        end = if preview.y > bottom + 0.5 { column.y.max(preview.y) } else { column.y } + PAD;
        panel = Rect::from_min_max(pos2(x, body.top() - 1.0), pos2(body.right(), end.max(body.bottom())));
        ui.painter().vline(x + 0.5, panel.y_range(), Stroke::new(1.0, of(ui).stroke_default));
    }
    ui.painter().set(ground, egui::Shape::rect_filled(panel, 0.0, of(ui).bg_panel));
    end
}
