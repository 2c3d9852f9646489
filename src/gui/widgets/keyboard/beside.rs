//! What has the keyboard in a dialog and makes nothing of some keys: they do there what they do elsewhere in it, and lead nowhere
//! by chance.

use egui::{Context, Event, EventFilter, Id, Key, Modifiers, Response};

use super::super::modal;
use super::stops::{in_layer, on_one_line, read};
use super::with_known;

/// Who leaves Enter to the dialog, and the pass in which it said so.
type Leaves = (Id, u64);

fn key() -> Id {
    Id::unique("leaves enter")
}

/// It is chosen already, so that Enter would do nothing: in a dialog it does what it does in a field.
pub fn leave_enter(response: &Response) {
    let leaves: Leaves = (response.id, response.ctx.cumulative_pass_nr());
    response.ctx.data_mut(|data| data.insert_temp(key(), leaves));
}

/// Whether what has the keyboard leaves Enter to its dialog, as it was drawn in this pass.
pub fn leaves_enter(ctx: &Context) -> bool {
    let leaves: Option<Leaves> = ctx.data(|data| data.get_temp(key()));
    let focused = ctx.memory(egui::Memory::focused);
    leaves.is_some_and(|(id, pass)| Some(id) == focused && pass == ctx.cumulative_pass_nr())
}

/// Whether Enter was pressed in this pass, and nobody made anything of it. One that is held comes again and again: it means what
/// it meant at first, and nothing to what came since.
pub fn enter_pressed(ctx: &Context) -> bool {
    let is_it = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, repeat: false, .. });
    ctx.input(|input| input.events.iter().any(is_it))
}

/// Whether Enter was pressed in what has the keyboard. The one that chose or opened what leads to a field was not meant for that.
pub fn enters(ctx: &Context) -> bool {
    let began = with_known(ctx, |known| known.began);
    enter_pressed(ctx) && began.is_some() && began == ctx.memory(egui::Memory::focused)
}

/// The keys of a dialog's button that has the keyboard. Enter that pressed it is used up: the field that it leads to has not heard
/// it. Arrows lead to what stands beside it on its line; egui would go on to whatever lies that way, across the dialog.
pub fn tend_keys(response: &Response) {
    let ctx = &response.ctx;
    if response.clicked() {
        ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    }
    if !response.has_focus() || !modal::dialogs(ctx).contains(&response.layer_id.id) {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ctx.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    step_aside(response, |_| true);
}

/// Left and right go among the chips of a row: what stands beside them on their line is no choice of theirs.
pub fn stay_among_chips(response: &Response) {
    let ctx = &response.ctx;
    let chip = |id: Id| id.with("chip");
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| data.insert_temp(chip(response.id), pass));
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ctx.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    step_aside(response, |id| {
        let drawn: Option<u64> = ctx.data(|data| data.get_temp(chip(id)));
        drawn.is_some_and(|drawn| drawn + 1 >= pass)
    });
}

/// An arrow leads to the next of those on its line, where that is one of these.
fn step_aside(response: &Response, is_one: impl Fn(Id) -> bool) {
    let ctx = &response.ctx;
    let step = ctx.input_mut(|input| {
        let mut pressed = |key| isize::from(input.consume_key(Modifiers::NONE, key));
        pressed(Key::ArrowRight) - pressed(Key::ArrowLeft)
    });
    if step == 0 {
        return;
    }
    let drawn = ctx.viewport(|viewport| in_layer(&viewport.prev_pass.widgets, response.layer_id));
    let order = read(&drawn);
    let at = order.iter().position(|id| *id == response.id);
    let next = at.and_then(|at| order.get(at.checked_add_signed(step)?));
    let is_beside = |id: &&Id| drawn.iter().any(|(one, rect)| one == *id && on_one_line(*rect, response.rect));
    if let Some(next) = next.filter(|id| is_beside(id) && is_one(**id)) {
        ctx.memory_mut(|memory| memory.request_focus(*next));
    }
}
