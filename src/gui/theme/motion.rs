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
