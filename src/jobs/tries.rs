//! Wrong passphrases: after five of them the next has to wait.

use chrono::{DateTime, TimeDelta, Utc};

/// So many may be wrong before each further one has to wait (LOOK.md, screen 09).
const FREE: u32 = 5;
/// How long it has to wait.
const WAIT: TimeDelta = TimeDelta::seconds(30);

/// The wrong ones since the vault was last open.
#[derive(Debug, Default)]
pub(super) struct Tries {
    wrong: u32,
    last: Option<DateTime<Utc>>,
}

impl Tries {
    /// How many seconds are to be waited before the next one; none where it may be tried now. A clock that was set
    /// back keeps nobody out.
    pub(super) fn wait_secs(&self, now: DateTime<Utc>) -> Option<i64> {
        let since = self.last.filter(|_| self.wrong >= FREE)?;
        let gone = now - since;
        (gone >= TimeDelta::zero() && gone < WAIT).then(|| (WAIT - gone).num_seconds().max(1))
    }

    pub(super) fn wrong(&mut self, now: DateTime<Utc>) {
        self.wrong = self.wrong.saturating_add(1);
        self.last = Some(now);
    }

    pub(super) fn count(&self) -> u32 {
        self.wrong
    }

    pub(super) fn right(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_one_begins_the_wait_and_each_after_it_begins_another() {
        let start = DateTime::from_timestamp(1_900_000_000, 0).unwrap();
        let mut tries = Tries::default();
        for _ in 0..4 {
            tries.wrong(start);
            assert_eq!(tries.wait_secs(start), None);
        }
        tries.wrong(start);
        assert_eq!(tries.wait_secs(start), Some(30));
        assert_eq!(tries.wait_secs(start + TimeDelta::seconds(29)), Some(1));
        assert_eq!(tries.wait_secs(start + TimeDelta::seconds(30)), None);
        assert_eq!(tries.wait_secs(start - TimeDelta::days(1)), None);
        tries.wrong(start + TimeDelta::seconds(31));
        assert_eq!(tries.wait_secs(start + TimeDelta::seconds(31)), Some(30));
        tries.right();
        assert_eq!(tries.wait_secs(start + TimeDelta::seconds(32)), None);
    }
}
