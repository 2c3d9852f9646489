//! What is asked before several keys are given to an owner, their warnings are put off or a report of them is written.
//! `assign`, `snooze` and `report` say what is asked and keep what is typed, the `ui`s draw.

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

use crate::jobs::Failure;

/// More than so many are asked about once more.
pub const MANY: usize = 50;

/// How it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Attempt {
    /// It was not asked for.
    None,
    /// Whether it is really meant for so many.
    Asking,
    /// The worker is at it.
    Saving,
    /// It did not happen: why, and what to do.
    Failed(String),
}

impl Attempt {
    fn failed(failure: &Failure) -> Self {
        Self::Failed(format!("{} {}", failure.why, failure.advice).trim().to_owned())
    }

    /// What stands in the footer about it.
    fn words(&self) -> Option<&str> {
        if let Self::Failed(words) = self { Some(words) } else { None }
    }

    /// Nothing can be changed meanwhile.
    fn is_busy(&self) -> bool {
        matches!(self, Self::Asking | Self::Saving)
    }
}
