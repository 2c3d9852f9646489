//! Questions before something that will be seen or can't be undone. Each says the effect; the safe answer comes first.

mod copying;
mod deleting_files;
mod forgetting;
mod reveal;

pub use copying::{Copying, copying_ui};
pub use deleting_files::{DeletingFiles, deleting_files_ui};
pub use forgetting::{Forgetting, forgetting_ui};
pub use reveal::{Reveal, reveal_ui};
