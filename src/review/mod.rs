//! Findings (on screen: warnings) from keys and a moment: PRODUCT.md's rules that need no scan, the sentences they are
//! said in, and the ages beside them. Pure: the time and the calendar are arguments. The vault's `review` and `delete`
//! verbs call it; the faces use the ages.

mod ages;
mod context;
mod handover;
mod notice;
mod rules;
#[cfg(test)]
mod tests;
mod text;
mod waiting;

pub use ages::{age, ago, date, months, years};
pub use context::{Context, InFile, Snooze, counted, worst};
pub use handover::{Handover, NewValue, Progress, leaves_with};
pub use notice::{Notice, notice};
pub use rules::{NEVER_USED_DAYS, findings};
pub use text::{expires, listing, snoozed, went_without};
pub use waiting::{Waiting, waiting};
