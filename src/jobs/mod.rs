//! The worker: owns the vault on a thread of its own, takes typed requests, sends typed events. The window (floor 4)
//! is its only caller; it knows no egui, only a waker.

mod handle;
mod talk;

pub use crate::store::StoreKind;
pub use handle::Worker;
pub use talk::{Event, Failure, ImportReport, Request, Snapshot, VaultState, Waker};
