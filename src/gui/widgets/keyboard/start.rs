//! Where Tab begins while nothing has the keyboard: at what was pressed last with the pointer, as on a page of the web.

use egui::{Context, Id, Pos2};

/// What lay under the pointer as it was pressed, the topmost first.
type Pressed = Vec<Id>;

fn key() -> Id {
    Id::unique("pressed last")
}

/// What can be clicked at a place, the topmost first. A row is no stop of the keyboard before the click has made it the one that
/// one is on, so that all that can be clicked counts.
pub fn under(ctx: &Context, at: Pos2) -> Vec<Id> {
    let Some(layer) = ctx.layer_id_at(at) else { return Vec::new() };
    ctx.viewport(|viewport| {
        let widgets = viewport.prev_pass.widgets.get_layer(layer);
        let hit = widgets.filter(|widget| widget.sense.senses_click() && widget.interact_rect.contains(at));
        let mut under: Vec<Id> = hit.map(|widget| widget.id).collect();
        under.reverse();
        under
    })
}

/// The pointer was pressed there.
pub(super) fn pressed(ctx: &Context, at: Pos2) {
    let under: Pressed = under(ctx, at);
    ctx.data_mut(|data| data.insert_temp(key(), under));
}

/// What lay under the pointer goes with the press: Tab goes on from what that belonged to.
pub fn begin_at(ctx: &Context, id: Id) {
    ctx.data_mut(|data| data.insert_temp::<Pressed>(key(), vec![id]));
}

/// Somebody has the keyboard: Tab begins there.
pub(super) fn forget(ctx: &Context) {
    ctx.data_mut(|data| data.remove::<Pressed>(key()));
}

/// Which of the stops that is; none where it is none of them.
pub(super) fn place(ctx: &Context, stops: &[Id]) -> Option<usize> {
    let under: Pressed = ctx.data(|data| data.get_temp(key()))?;
    under.iter().find_map(|id| stops.iter().position(|stop| stop == id))
}
