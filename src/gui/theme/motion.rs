//! Whether things may move. Told to a context; asked by what would move.

use egui::{Context, Id};

fn id() -> Id {
    Id::unique("reduced motion")
}

/// Says whether the user wants nothing to move: fades last 0 ms, spinners stand still.
pub fn set_reduced_motion(ctx: &Context, reduced: bool) {
    ctx.data_mut(|data| data.insert_temp(id(), reduced));
}

/// True where nothing may move; false until told.
pub fn reduced_motion(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(id())).unwrap_or(false)
}

/// How far a chip or a switch has turned, 0 for off to 1 for on: within a tenth of a second, at once with reduced motion.
pub fn turning(ctx: &Context, id: Id, on: bool) -> f32 {
    const SECS: f32 = 0.1;
    ctx.animate_bool_with_time(id.with("turning"), on, if reduced_motion(ctx) { 0.0 } else { SECS })
}
