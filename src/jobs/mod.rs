//! The worker: owns the vault on a thread of its own, takes typed requests, sends typed events. The window (floor 4)
//! is its only caller; it knows no egui, only a waker.

mod talk;

pub use talk::{Event, Failure, ImportReport, Request, Snapshot, VaultState, Waker};
