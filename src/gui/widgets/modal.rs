//! What lies over the window: where it stands, how it comes and goes, and who had the keyboard before.

use std::sync::Arc;

use egui::{
    Align2, Area, AreaState, Context, Frame, Id, LayerId, Modal, Order, Rect, Sense, Ui, UiKind, Vec2, pos2, vec2,
};

use super::clicks;
use super::fade::{self, RISE};
use super::keyboard;
use crate::gui::theme::{self, radius};

/// Between a dialog and the window's edge, both sides together.
const EDGES: f32 = 32.0;

/// A dialog that is open.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    /// Its id.
    pub id: Id,
    /// Which of its pages is in view.
    page: Option<Id>,
    /// How high it is, once it was drawn.
    pub height: Option<f32>,
    /// Where its top was when it opened, in a window of this size.
    top: Option<(Vec2, f32)>,
    /// When it came, in the frame's seconds.
    pub(super) since: f64,
    /// What had the keyboard before.
    back: Option<Id>,
    /// Who in it had the keyboard last.
    pub(super) had: Option<Id>,
    /// The pass in which it was last drawn.
    seen: u64,
    /// Where its surface is, once it can be seen.
    surface: Option<Rect>,
    /// Its answers.
    pub(super) answers: Answers,
    /// Who had the keyboard when that question came up in it; none while none is asked.
    before: Option<Option<Id>>,
}

/// What a dialog can be answered with, and who of them has the keyboard where nothing else in it asked for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answers {
    /// The one that is expected; the safe one where another says yes to a loss.
    pub first: Option<Id>,
    /// Those that have it only where there is nothing else, the last one last.
    pub last: [Option<Id>; 2],
    /// One of them says yes to a loss.
    pub loses: bool,
}

/// A question about a loss in a dialog, as a pass left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// As before: asked, or not.
    Stays,
    /// It came up.
    Comes,
    /// It was answered with no; who had the keyboard before it.
    Goes(Option<Id>),
}

/// All that are open, the topmost last.
#[derive(Debug, Clone, Default)]
struct Stack {
    open: Vec<Opened>,
    listening: bool,
}

fn with_stack<T>(ctx: &Context, act: impl FnOnce(&mut Stack) -> T) -> T {
    ctx.data_mut(|data| act(data.get_temp_mut_or_default(Id::unique("open dialogs"))))
}

/// Says that the dialog is drawn in this pass: where it was not in the pass before, it opens now and takes the keyboard.
pub fn opened(ctx: &Context, id: Id) -> Opened {
    let (now, pass) = (ctx.input(|input| input.time), ctx.cumulative_pass_nr());
    listen(ctx);
    let (dialog, is_new, is_first) = with_stack(ctx, |stack| {
        if let Some(dialog) = stack.open.iter_mut().find(|dialog| dialog.id == id) {
            dialog.seen = pass;
            return (*dialog, false, false);
        }
        let dialog = Opened {
            id,
            page: None,
            height: None,
            top: None,
            since: now,
            back: None,
            had: None,
            seen: pass,
            surface: None,
            answers: Answers::default(),
            before: None,
        };
        stack.open.push(dialog);
        (dialog, true, stack.open.len() == 1)
    });
    if is_first {
        // egui keeps a tooltip while the pointer rests on its widget, also over what covers that by now. Not under a
        // question about an open dialog: the order of the two would go as well.
        ctx.memory_mut(egui::Memory::reset_areas);
        // A menu that was open as its keys were pressed would lie over it and take its keys.
        egui::Popup::close_all(ctx);
    }
    if is_new {
        catch_pointer(ctx, LayerId::new(Order::Foreground, id), ctx.content_rect().size());
        let focused = ctx.memory(egui::Memory::focused);
        with_stack(ctx, |stack| {
            if let Some(at) = stack.open.iter().position(|dialog| dialog.id == id) {
                // The Esc or the press that a question about a dialog comes from took the keyboard from its field.
                let had = at.checked_sub(1).and_then(|under| stack.open[under].had);
                stack.open[at].back = focused.or(had);
            }
        });
        if let Some(back) = focused {
            ctx.memory_mut(|memory| memory.surrender_focus(back));
        }
    }
    dialog
}

/// Says how large an area is before it is drawn. One that egui has to measure first does not catch the pointer in that pass, and
/// what lies under it would show its tooltip in the next one, for as long as the pointer rests.
fn catch_pointer(ctx: &Context, layer: LayerId, size: Vec2) {
    let state = AreaState {
        pivot_pos: None,
        pivot: Align2::LEFT_TOP,
        size: Some(size),
        interactable: true,
        last_became_visible_at: None,
    };
    ctx.memory_mut(|memory| memory.areas_mut().set_state(layer, state));
}

/// Something comes over what the pointer rests on: egui keeps its tooltip while the pointer is there, also over what covers it
/// by now. Said before the layer is drawn.
pub fn drop_tooltips(ctx: &Context, over: LayerId, size: Vec2) {
    ctx.memory_mut(egui::Memory::reset_areas);
    catch_pointer(ctx, over, size);
}

/// Looks after the keyboard and what closes, from the first call on. One callback for all: what closed in a pass gives the
/// keyboard back and fades from that pass on.
pub fn listen(ctx: &Context) {
    if with_stack(ctx, |stack| !std::mem::replace(&mut stack.listening, true)) {
        clicks::listen(ctx);
        ctx.on_begin_pass("keyboard", Arc::new(|ui: &mut Ui| keyboard::begin(ui.ctx())));
        let end = |ui: &mut Ui| {
            give_back(ui.ctx());
            keyboard::end(ui.ctx());
            fade::leaving_ui(ui);
        };
        ctx.on_end_pass("dialogs", Arc::new(end));
    }
}

/// Says what the dialog can be answered with, each time that it is drawn.
pub(super) fn expect(ctx: &Context, id: Id, answers: Answers) {
    with_stack(ctx, |stack| {
        if let Some(dialog) = stack.open.iter_mut().find(|dialog| dialog.id == id) {
            dialog.answers = answers;
        }
    });
}

/// The dialog on top of those that were drawn in this pass.
pub(super) fn on_top(ctx: &Context, pass: u64) -> Option<Opened> {
    with_stack(ctx, |stack| stack.open.iter().rfind(|dialog| dialog.seen == pass).copied())
}

/// Keeps who in a dialog has the keyboard.
pub(super) fn keep_had(ctx: &Context, id: Id, had: Id) {
    with_stack(ctx, |stack| {
        if let Some(dialog) = stack.open.iter_mut().find(|dialog| dialog.id == id) {
            dialog.had = Some(had);
        }
    });
}

/// The dialogs that are open, the topmost last.
pub fn dialogs(ctx: &Context) -> Vec<Id> {
    with_stack(ctx, |stack| stack.open.iter().map(|dialog| dialog.id).collect())
}

/// What became of the question in a dialog, once a pass; `had`: who in it had the keyboard.
pub(super) fn take_question(ctx: &Context, id: Id, had: Option<Id>) -> Question {
    with_stack(ctx, |stack| {
        let Some(dialog) = stack.open.iter_mut().find(|dialog| dialog.id == id) else { return Question::Stays };
        match (dialog.answers.loses, dialog.before) {
            (true, None) => {
                dialog.before = Some(had);
                Question::Comes
            }
            (false, Some(before)) => {
                dialog.before = None;
                Question::Goes(before)
            }
            _ => Question::Stays,
        }
    })
}

/// What had the keyboard before the dialogs that are open.
pub fn had_before(ctx: &Context) -> Option<Option<Id>> {
    with_stack(ctx, |stack| stack.open.first().map(|dialog| dialog.back))
}

/// One goes on elsewhere than before the dialogs that are open: nobody gets the keyboard back from them.
pub fn go_on_elsewhere(ctx: &Context) {
    with_stack(ctx, |stack| stack.open.iter_mut().for_each(|dialog| dialog.back = None));
}

/// Gives the keyboard back to what had it before the dialogs that were not drawn in this pass.
fn give_back(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    let (mut surface, mut within) = (None, false);
    let back = with_stack(ctx, |stack| {
        let closed = stack.open.iter().position(|dialog| dialog.seen != pass)?;
        surface = stack.open[closed].surface;
        let back = stack.open[closed].back;
        stack.open.retain(|dialog| dialog.seen == pass);
        match stack.open.get_mut(closed) {
            // One that came in its place has the keyboard now, and gives it back later.
            Some(next) => {
                next.back = back;
                None
            }
            None => {
                within = !stack.open.is_empty();
                Some(back)
            }
        }
    });
    match back {
        // What was chosen opened a menu, which has it already: they have it after that.
        Some(Some(back)) if keyboard::is_in_open_menu(ctx) && !keyboard::is_led(ctx) => keyboard::lead(ctx, back),
        // Who waits for it under the dialog that this was a question about goes on waiting.
        Some(Some(back)) if within || !keyboard::is_led(ctx) => {
            ctx.memory_mut(|memory| memory.request_focus(back));
            // That may be gone, and another has to be found.
            ctx.request_repaint();
        }
        Some(None) => keyboard::nobody(ctx, keyboard::Lost::Free),
        _ => {}
    }
    if let Some(surface) = surface {
        let corners = if surface == ctx.content_rect() { 0 } else { radius::DIALOG };
        fade::leave(ctx, surface, corners, true);
    }
}

/// Says which page of a dialog is drawn. Another one than before is measured anew, as if the dialog opened with it.
pub fn turn_to(ctx: &Context, opened: &mut Opened, page: Id) {
    with_stack(ctx, |stack| {
        let Some(dialog) = stack.open.iter_mut().find(|dialog| dialog.id == opened.id) else { return };
        if dialog.page.replace(page).is_some_and(|before| before != page) {
            (dialog.height, dialog.top) = (None, None);
        }
        (opened.page, opened.height, opened.top) = (dialog.page, dialog.height, dialog.top);
    });
}

/// Keeps how high a dialog's content made it.
pub fn remember_height(ctx: &Context, id: Id, height: f32) {
    let changed = with_stack(ctx, |stack| {
        let dialog = stack.open.iter_mut().find(|dialog| dialog.id == id)?;
        (dialog.height != Some(height)).then(|| dialog.height = Some(height))
    });
    if changed.is_some() {
        ctx.request_discard("a dialog's height");
    }
}

/// In the middle of the window, no larger than it has room, on whole points.
pub fn place(window: Rect, width: f32, height: f32) -> Rect {
    let size = vec2(width.min(window.width() - EDGES), height.min(window.height() - EDGES));
    let corner = window.center() - size / 2.0;
    Rect::from_min_size(pos2(corner.x.round(), corner.y.round()), size)
}

/// The same place with the top where it was when the dialog opened: it grows downwards, no further than the window has room.
pub fn keep_top(ctx: &Context, id: Id, window: Rect, rect: Rect) -> Rect {
    let top = with_stack(ctx, |stack| {
        let dialog = stack.open.iter_mut().find(|dialog| dialog.id == id)?;
        let stays = dialog.top.filter(|(size, _)| *size == window.size());
        let (_, top) = *dialog.top.insert(stays.unwrap_or((window.size(), rect.top())));
        Some(top)
    });
    let top = top.unwrap_or(rect.top());
    let room = window.bottom() - EDGES / 2.0 - top;
    Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), rect.height().min(room)))
}

/// Shows scrim and content in `rect`. `name`: what a screen reader calls the dialog. `measured`: the height is known; else
/// nothing is to be seen yet. Returns what `content` did, and whether it is to close: Esc, or a click beside it.
pub fn show<A, B>(
    ctx: &Context,
    opened: &Opened,
    name: &str,
    rect: Rect,
    measured: bool,
    content: impl FnOnce(&mut Ui, Rect) -> (A, B),
) -> (A, bool, B) {
    let part = fade::coming(ctx, opened.since);
    if measured {
        with_stack(ctx, |stack| {
            if let Some(dialog) = stack.open.iter_mut().find(|dialog| dialog.id == opened.id) {
                dialog.surface = Some(rect);
            }
        });
    }
    let rect = rect.translate(vec2(0.0, RISE * (1.0 - part)));
    let area = Area::new(opened.id)
        .kind(UiKind::Modal)
        .accessible_name(name)
        .sense(Sense::hover())
        .order(Order::Foreground)
        .interactable(true)
        .constrain(false)
        .fade_in(false)
        .fixed_pos(rect.min);
    let scrim = theme::scrim(ctx).gamma_multiply(part);
    let modal = Modal::new(opened.id).area(area).frame(Frame::NONE).backdrop_color(scrim);
    let response = modal.show(ctx, |ui| {
        // What lies under it can't be reached meanwhile.
        ui.ctx().accesskit_node_builder(opened.id, egui::accesskit::Node::set_modal);
        ui.set_opacity(if measured { part } else { 0.0 });
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ui.allocate_rect(rect, Sense::hover());
        content(ui, rect)
    });
    let closes = response.should_close();
    let (first, second) = response.inner;
    (first, closes, second)
}
