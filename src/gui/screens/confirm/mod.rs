//! Questions before something that will be seen or can't be undone. Each says the effect; the safe answer comes first.

mod reveal;

pub use reveal::{Reveal, reveal_ui};
