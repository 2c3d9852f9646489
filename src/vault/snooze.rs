//! Putting warnings off until a day, with the reason.

use chrono::NaiveDate;

use super::{Error, Vault};
use crate::catalog::SnoozeRow;
use crate::model::{ActivityKind, DateWish, Expiry, KeyUid, Rule, snooze_detail};
use crate::review;

/// A reason is a line, not a letter.
const LONGEST_REASON: usize = 200;

impl Vault {
    /// The day that is meant; none known or none at all is refused.
    pub fn day_of(&self, wish: DateWish) -> Result<NaiveDate, Error> {
        match self.resolve(wish)? {
            Expiry::On(day) => Ok(day),
            Expiry::Never | Expiry::NotKnown => Err(Error::Refused("that is not a date. Name one".into())),
        }
    }

    /// Puts warnings off until a day, on which they speak again: all of them or none. One that is put off already gets the
    /// new day.
    ///
    /// # Errors
    /// Where the day is today or past, the reason is empty, too long, no line or a secret, or a key is gone.
    pub fn snooze(&mut self, what: &[(KeyUid, Rule)], until: NaiveDate, reason: &str) -> Result<(), Error> {
        self.opened()?;
        let reason = reason.trim();
        if until <= self.world.clock.today() {
            return Err(Error::Refused(format!("{} is not in the future. Name a later date", review::date(until))));
        }
        if reason.is_empty() {
            return Err(Error::Refused("it has no reason. Say why, for whoever looks next".into()));
        }
        if reason.chars().count() > LONGEST_REASON || reason.chars().any(char::is_control) {
            return Err(Error::Refused(format!(
                "the reason has to be one line of at most {LONGEST_REASON} characters. Shorten it"
            )));
        }
        self.refuse_words("the reason", reason)?;
        self.catalog.write(|| {
            for (uid, rule) in what {
                let reference = self.reference_text(*uid)?.ok_or(Error::ChangedMeanwhile)?;
                let row = SnoozeRow { key: *uid, rule: *rule, until, reason: reason.to_owned() };
                self.catalog.snooze(&row)?;
                let detail = snooze_detail(*rule, until, reason);
                self.note(ActivityKind::Snoozed, Some(reference), Some(detail))?;
            }
            Ok(())
        })
    }

    /// Lets warnings speak again that were put off; all of them or none. Gives those that had been.
    pub fn unsnooze(&mut self, what: &[(KeyUid, Rule)]) -> Result<Vec<(KeyUid, Rule)>, Error> {
        self.opened()?;
        self.catalog.write(|| {
            let mut changed = Vec::new();
            for (uid, rule) in what {
                let reference = self.reference_text(*uid)?.ok_or(Error::ChangedMeanwhile)?;
                if self.catalog.unsnooze(*uid, *rule)? {
                    self.note(ActivityKind::Unsnoozed, Some(reference), Some(rule.id().to_owned()))?;
                    changed.push((*uid, *rule));
                }
            }
            Ok(changed)
        })
    }
}
