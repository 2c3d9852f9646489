//! Findings: something to act on (on screen: a *warning*).

use std::str::FromStr;

use chrono::NaiveDate;

/// How much a finding presses. Ordered: the worst is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    ForInfo,
    /// To be looked at soon.
    LookSoon,
    /// To be acted on now.
    ActNow,
}

impl Severity {
    /// `act-now`, `look-soon` or `for-info`.
    pub fn word(self) -> &'static str {
        match self {
            Self::ForInfo => "for-info",
            Self::LookSoon => "look-soon",
            Self::ActNow => "act-now",
        }
    }
}

/// The rules of PRODUCT.md, by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// Past its expiry date.
    Expired,
    /// Its value stands in source code.
    Leaked,
    /// The store surely does not hold it.
    Missing,
    /// The version before is past its keep time and not marked as ended.
    OldStillValid,
    /// Its expiry date is near.
    Expiring,
    /// Older than its rotation interval.
    RotationOverdue,
    /// Not used here for long.
    Unused,
    /// Not used here since it came.
    NeverUsed,
    /// No file names its variable.
    NotInCode,
    /// The same secret in two keys.
    SharedValue,
    /// Scope `*` or level admin.
    TooBroad,
    /// Sent unencrypted.
    PlainHttp,
    /// Easily guessed.
    Weak,
    /// It stands in a file on disk.
    PlainFile,
    /// Nobody owns it.
    NoOwner,
    /// Nothing is known about its expiry.
    NoExpiry,
    /// Disabled, to be deleted.
    WaitingForDeletion,
}

impl Rule {
    /// All rules, in PRODUCT.md's order.
    pub const ALL: [Self; 17] = [
        Self::Expired,
        Self::Leaked,
        Self::Missing,
        Self::OldStillValid,
        Self::Expiring,
        Self::RotationOverdue,
        Self::Unused,
        Self::NeverUsed,
        Self::NotInCode,
        Self::SharedValue,
        Self::TooBroad,
        Self::PlainHttp,
        Self::Weak,
        Self::PlainFile,
        Self::NoOwner,
        Self::NoExpiry,
        Self::WaitingForDeletion,
    ];

    /// The rule's id, as in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Leaked => "leaked",
            Self::Missing => "missing",
            Self::OldStillValid => "old-still-valid",
            Self::Expiring => "expiring",
            Self::RotationOverdue => "rotation-overdue",
            Self::Unused => "unused",
            Self::NeverUsed => "never-used",
            Self::NotInCode => "not-in-code",
            Self::SharedValue => "shared-value",
            Self::TooBroad => "too-broad",
            Self::PlainHttp => "plain-http",
            Self::Weak => "weak",
            Self::PlainFile => "plain-file",
            Self::NoOwner => "no-owner",
            Self::NoExpiry => "no-expiry",
            Self::WaitingForDeletion => "waiting-for-deletion",
        }
    }

    /// The warning in the words of its sentence, without what differs from key to key: "Not used here".
    pub fn title(self) -> &'static str {
        match self {
            Self::Expired => "Expired",
            Self::Leaked => "Found in source code",
            Self::Missing => "Missing from the keychain",
            Self::OldStillValid => "Old value may still work",
            Self::Expiring => "Expires soon",
            Self::RotationOverdue => "Rotation overdue",
            Self::Unused => "Not used here",
            Self::NeverUsed => "Never used here",
            Self::NotInCode => "Not named in code",
            Self::SharedValue => "Same value in several places",
            Self::TooBroad => "Too broad",
            Self::PlainHttp => "Sent unencrypted",
            Self::Weak => "Easily guessed",
            Self::PlainFile => "In a file",
            Self::NoOwner => "Nobody owns it",
            Self::NoExpiry => "Expiry not known",
            Self::WaitingForDeletion => "Disabled, waits for its deletion",
        }
    }
}

impl FromStr for Rule {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|rule| rule.id() == text).ok_or(())
    }
}

/// What the record says of a warning that was put off; read back by [`Snoozing::of`].
pub fn snooze_detail(rule: Rule, until: NaiveDate, reason: &str) -> String {
    format!("{} until {until}: {reason}", rule.id())
}

/// A warning that was put off or speaks again, as the record has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snoozing<'a> {
    /// Which.
    pub rule: Rule,
    /// Until when and why; none where it speaks again.
    pub put_off: Option<(NaiveDate, &'a str)>,
}

impl<'a> Snoozing<'a> {
    /// Reads it from an entry's detail.
    pub fn of(detail: &'a str) -> Option<Self> {
        let Some((rule, rest)) = detail.split_once(" until ") else {
            return Some(Self { rule: detail.parse().ok()?, put_off: None });
        };
        let (day, reason) = rest.split_once(": ").unwrap_or((rest, ""));
        Some(Self { rule: rule.parse().ok()?, put_off: Some((day.parse().ok()?, reason)) })
    }
}

/// One warning about one key. `since` is the day the condition began, where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// How much it presses.
    pub severity: Severity,
    /// One short sentence with a number, for people: "Expires in 6 days".
    pub text: String,
    /// The day its sentence counts from: what expired three days ago ended on it, what is 41 days overdue was due on it.
    pub since: Option<NaiveDate>,
    /// Quiet until this day, by a person's word.
    pub snoozed_until: Option<NaiveDate>,
    /// Why it is quiet, in that person's words.
    pub snooze_reason: Option<Box<str>>,
}
