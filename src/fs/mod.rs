//! Files: where the vault lies, and writing that never leaves half a file. The vault's verbs call it.

mod home;
mod remove;
mod seek;
mod short;
mod show;
mod watch;
mod write;

pub use home::{Home, HomeError, Lock, plain_reason};
pub use remove::{Removed, remove_if};
pub use seek::{Bounds, FolderFound, Seek, USUAL_BOUNDS, seek};
pub use short::{expand_home, file_path_needs, short_path};
pub use show::show_folder;
pub use watch::{FolderWatch, watch};
pub use write::{Replace, WriteError, check_target, read_regular, write_whole, write_whole_after};
