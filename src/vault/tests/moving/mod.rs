//! Moving between the stores: nothing lost, nothing mixed, nothing left behind, wherever it is cut off.

mod cut_off;
mod meanwhile;
mod stage;
mod whole;
