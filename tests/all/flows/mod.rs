//! The window by its labels through a real vault: its own worker, a keychain in memory, real clipboard helpers on a display of the
//! test's own. What a click promised is looked up in the vault, not in what the window asked for.

mod bringing;
mod changing;
mod copying;
mod first_run;
mod leaving;
mod making;
mod stage;
mod storing;

use stage::Stage;
