//! The worker: owns the vault on a thread of its own, takes typed requests, sends typed events. The window (floor 4)
//! is its only caller; it knows no egui, only a waker.

mod answers;
mod asks;
mod countdown;
mod desk;
mod handle;
mod inbox;
mod lookout;
mod moment;
mod open;
mod outbox;
mod page;
mod presence;
#[cfg(target_os = "linux")]
mod seat;
mod snapshot;
mod start;
mod talk;
#[cfg(test)]
mod tests;
mod tries;
mod verbs;
mod window;
mod words;

pub use crate::fs::{expand_home, file_path_needs, short_path};
pub use crate::model::HistoryLine;
#[cfg(target_os = "linux")]
pub use crate::portal::{Choice, FileDialog, PathBytes, Wants, choosing};
pub use crate::report::Form as ReportForm;
#[cfg(target_os = "linux")]
pub use crate::session::wayland_answers;
pub use crate::store::{Lack, StoreKind};
pub use crate::vault::{
    ActivityFormat, Consent, Dangerous, FilesFound, FoundRow, LastExport, RecordState, run_command,
};
pub use answers::{
    ActivityRead, Done, ExportLook, Exported, Fate, FileThere, GitSees, ImportPlan, Imports, KeyFiles, KeyLook, Match,
    PlannedEntry, ShapeLook,
};
pub use asks::{
    ActivityAsk, ActivityExport, AddWish, CopyForm, ExportAsk, ImportAsk, ImportSource, NewValue, PlaceChange,
    ReportAsk, ReportOf, RotateWish, Staying, WhenDeleted,
};
pub use handle::Worker;
pub use moment::Moment;
pub use page::open_page;
pub use presence::{OnKeyring, OnLeave, OnTaste, Presence, Watch, WatchKeyring, WatchTaste};
#[cfg(target_os = "linux")]
pub use seat::{Seat, WindowKind, raise_first, take_seat};
pub use start::{Opening, SampleEnd, start, start_here, start_sample};
pub use talk::{
    Event, Failure, ImportReport, KeychainStands, LockReason, Remedy, Request, Snapshot, VaultState, Waker,
};
pub use window::{WindowState, kept_window};
