//! What toasts cover of a list: the list goes on so much under its last row, and brings the row one is on out from under a
//! toast that comes.

use egui::{Context, Id, Order, Rect, Ui, WidgetRect};

use super::keyboard::is_pointed;

/// Between a row and the toast under it.
pub(super) const GAP: f32 = 8.0;

/// The toasts, as the lists under them know them.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stands {
    place: Rect,
    /// When the last one came, in the frame's seconds: tells it from the next.
    since: f64,
    /// No list has heard yet that it came.
    is_new: bool,
}

fn id() -> Id {
    Id::unique("toast stands")
}

/// Says where toasts stand, and when the last one came; none where none does.
pub fn toast_stands(ctx: &Context, at: Option<(Rect, f64)>) {
    let before = ctx.data(|data| data.get_temp::<Stands>(id()));
    match at {
        None => ctx.data_mut(|data| data.remove::<Stands>(id())),
        Some((place, since)) => {
            let came = before.is_none_or(|before| before.since < since);
            let is_new = came || before.is_some_and(|before| before.is_new);
            ctx.data_mut(|data| data.insert_temp(id(), Stands { place, since, is_new }));
            if came {
                // The lists were drawn already.
                ctx.request_repaint();
            }
        }
    }
}

/// How many points at its lower end a toast covers of what is seen of a list.
pub fn room_under_toast(ui: &Ui) -> f32 {
    toast_covers(ui.ctx(), ui.clip_rect())
}

/// The same under the last row of a list, which ends at `end`. Where the pointer is on the list, that goes on so much after the
/// toast has gone, as far as it is scrolled there: else another row would come under the pointer.
pub fn room_under_list(ui: &Ui, end: f32) -> f32 {
    let id = ui.scope_id().with("room under the last row");
    let room = room_under_toast(ui);
    let seen = ui.clip_rect();
    let is_on_it = is_pointed(ui.ctx()) && ui.ctx().pointer_hover_pos().is_some_and(|at| seen.contains(at));
    let before = ui.data(|data| data.get_temp::<f32>(id)).filter(|_| is_on_it).unwrap_or_default();
    let room = room.max(before.min(seen.bottom() - end));
    ui.data_mut(|data| data.insert_temp(id, room));
    room
}

/// How many points at its lower end a toast covers of what is seen there.
pub fn toast_covers(ctx: &Context, seen: Rect) -> f32 {
    let stands = ctx.data(|data| data.get_temp::<Stands>(id())).filter(|stands| stands.place.intersects(seen));
    stands.map_or(0.0, |stands| (seen.bottom() - stands.place.top() + GAP).max(0.0))
}

/// The buttons on the toasts, in the pass that drew them.
#[derive(Debug, Clone, Default)]
struct Answers {
    pass: u64,
    ids: Vec<Id>,
}

fn answers_id() -> Id {
    Id::unique("toast answers")
}

/// Says in each pass that this button is a toast's own.
pub(super) fn toast_answers(ctx: &Context, button: Id) {
    let pass = ctx.cumulative_pass_nr();
    ctx.data_mut(|data| {
        let answers: &mut Answers = data.get_temp_mut_or_default(answers_id());
        if answers.pass != pass {
            *answers = Answers { pass, ids: Vec::new() };
        }
        answers.ids.push(button);
    });
}

/// Whether a toast lies over a control of what is under dialogs and menus.
pub(super) fn lies_under_toast(ctx: &Context, widget: &WidgetRect) -> bool {
    let seen = widget.interact_rect;
    let is_its = |answers: Answers| answers.ids.contains(&widget.id);
    widget.layer_id.order < Order::Foreground
        && ctx.data(|data| data.get_temp::<Stands>(id())).is_some_and(|stands| stands.place.intersects(seen))
        && !ctx.data(|data| data.get_temp(answers_id())).is_some_and(is_its)
}

/// Whether a toast came over the row one is on since the last frame; said, and looked for, once a toast. Over it,
/// however close, the row stays where it is; and so it does for who works with the pointer, which is on a row already.
pub fn toast_came_over(ui: &Ui, row: impl FnOnce() -> Option<Rect>) -> bool {
    let row = row();
    row.is_some_and(|row| pushed_away(ui, row)) | came_over(ui, row)
}

/// Whether something that came in above the list pushed the row under a toast, or out of view.
fn pushed_away(ui: &Ui, row: Rect) -> bool {
    let (id, list) = (ui.scope_id().with("list"), ui.clip_rect());
    let before = ui.data(|data| data.get_temp::<f32>(id));
    ui.data_mut(|data| data.insert_temp(id, list.top()));
    let Some(down) = before.map(|before| list.top() - before).filter(|down| *down > 1.0) else { return false };
    let end = list.bottom() - toast_covers(ui.ctx(), list);
    let was_seen = row.bottom() - down <= end + GAP && row.bottom() - down > list.top();
    was_seen && row.bottom() > end && !is_pointed(ui.ctx())
}

fn came_over(ui: &Ui, row: Option<Rect>) -> bool {
    let Some(stands) = ui.data(|data| data.get_temp::<Stands>(id())).filter(|stands| stands.is_new) else {
        return false;
    };
    ui.data_mut(|data| data.insert_temp(id(), Stands { is_new: false, ..stands }));
    !is_pointed(ui.ctx())
        && row.is_some_and(|row| row.bottom() > stands.place.top() && row.intersects(stands.place.expand(GAP)))
}
