//! When a disabled key may be deleted: the one rule that the review and the vault's delete verb share.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::model::{Key, Settings, State};

/// Where a key stands on its way to being deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// It is active: nothing waits, and it can't be deleted before it was disabled.
    None,
    /// It may be deleted from this day on, in the user's calendar.
    Until(NaiveDate),
    /// It may be deleted.
    Over,
}

/// When the key may be deleted. `day_of` is the user's calendar, as in [`super::Context`].
///
/// There is nothing to wait for at a key that was never used here, nor at one disabled within a day of being made: no
/// program can have come to need it. The age is taken at the disabling, not now, or the period would spring up on a
/// key's second day. A key of unknown age (an import) may have been in use elsewhere for years, so its time here says
/// nothing.
pub fn waiting(
    key: &Key,
    settings: &Settings,
    now: DateTime<Utc>,
    day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate,
) -> Waiting {
    waiting_on(key, settings, day_of(now), day_of)
}

pub(super) fn waiting_on(
    key: &Key,
    settings: &Settings,
    today: NaiveDate,
    day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate,
) -> Waiting {
    let State::Disabled { since } = key.state else {
        return Waiting::None;
    };
    let never_used = key.last_used_at.is_none() && key.use_count == 0;
    let age = since.signed_duration_since(key.created_at);
    // A negative age means that the clock was set back meanwhile: then nothing is known, and the period holds.
    let brand_new = key.age_known && age >= TimeDelta::zero() && age < TimeDelta::days(1);
    if never_used || brand_new {
        return Waiting::Over;
    }
    let period = Days::new(u64::from(settings.waiting_period_days));
    let from = day_of(since).checked_add_days(period).unwrap_or(NaiveDate::MAX);
    if today >= from { Waiting::Over } else { Waiting::Until(from) }
}
