//! What is asked before several keys are given to an owner, their warnings are put off or a report of them is written.
//! `assign`, `snooze` and `report` say what is asked and keep what is typed, `ask` keeps how it goes, the `ui`s draw.

mod ask;
mod assign;
mod assign_ui;
mod report;
mod report_ui;
mod snooze;
mod snooze_ui;

pub use assign::Assign;
pub use assign_ui::assign_ui;
pub use report::Report;
pub use report_ui::report_ui;
pub use snooze::Snooze;
pub use snooze_ui::snooze_ui;

use ask::Attempt;
