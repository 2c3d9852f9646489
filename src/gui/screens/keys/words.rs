//! One row in words, as plain values. Made for visible rows only.

use std::borrow::Cow;

use super::data::{speaks_again, worst};
use crate::gui::widgets::Mark;
use crate::jobs::{Failure, Remedy, Snapshot, VaultState};
use crate::model::{Finding, Key, Rule, Severity};
use crate::review::{age, date, expires};

/// What stands in the Secret column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A plain key's value.
    Value(String),
    /// Dots, and the last four characters where they may be shown.
    Masked(Option<String>),
}

/// One row in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowText {
    /// The variable.
    pub name: String,
    /// The pair's other variable.
    pub key_id_name: Option<String>,
    /// Two letters for the tile.
    pub monogram: String,
    /// The provider, or nothing.
    pub provider: String,
    /// The Secret column.
    pub secret: Shown,
    /// The Health column.
    pub health: Option<(Mark, String)>,
    /// The Last used column.
    pub last_used: String,
    /// Left out of copies, exports and runs.
    pub disabled: bool,
    /// It can be copied.
    pub copies: bool,
    /// What a screen reader says.
    pub spoken: String,
}

/// The keychain is locked; else it does not answer, and there is nothing to unlock.
pub fn can_unlock(why: &Failure) -> bool {
    why.remedy == Some(Remedy::Unlock)
}

/// The keychain kept it from happening: it may go well once it answers.
pub fn is_of_keychain(why: &Failure) -> bool {
    matches!(why.remedy, Some(Remedy::Unlock | Remedy::TryAgain))
}

/// The keychain was asked to open and did not. By its title: other requests may fail meanwhile, too.
pub fn is_of_unlocking(why: &Failure) -> bool {
    why.title.starts_with("Couldn't unlock ")
}

/// A use could not be noted, though what was asked for is done.
pub fn is_of_noting(why: &Failure) -> bool {
    why.title.starts_with("Couldn't note this use")
}

/// The keychain is locked, and a person can open it.
pub fn is_locked(snapshot: &Snapshot) -> bool {
    matches!(&snapshot.state, VaultState::KeychainTrouble(why) if can_unlock(why))
}

/// What a button that saves says: while the keychain is locked it asks it to open first.
pub fn unlock_then<'a>(snapshot: &Snapshot, words: &'a str) -> Cow<'a, str> {
    if !is_locked(snapshot) {
        return Cow::Borrowed(words);
    }
    let mut rest = words.chars();
    let first = rest.next().into_iter().flat_map(char::to_lowercase);
    Cow::Owned(format!("Unlock, then {}{}", first.collect::<String>(), rest.as_str()))
}

/// What keeps the secrets of a keychain's vault away, in a few words: it is locked, or it does not answer.
pub fn trouble_words(why: &Failure, store: &str) -> String {
    if can_unlock(why) { format!("{store} is locked") } else { "Keychain doesn't answer".to_owned() }
}

/// The words of one row. Called for visible rows only.
pub fn row_text(snapshot: &Snapshot, index: usize) -> RowText {
    let key = &snapshot.keys[index];
    let disabled = key.state.is_disabled();
    let health = health(snapshot, index, key, disabled);
    let provider = key.provider.clone().unwrap_or_default();
    let mut spoken = vec![key.name().to_owned()];
    spoken.extend(key.provider.clone());
    spoken.push(key.place().environment.clone());
    spoken.extend(health.as_ref().map(|(_, words)| lower_first(words)));
    RowText {
        name: key.name().to_owned(),
        key_id_name: key.key_id_name.as_ref().map(ToString::to_string),
        monogram: monogram(key.provider.as_deref().unwrap_or(key.name())),
        provider,
        secret: match plain_value(key) {
            Some(value) => Shown::Value(value),
            None => Shown::Masked(snapshot.tails.get(index).copied().flatten().map(|tail| tail.to_string())),
        },
        health,
        last_used: key.last_used_at.map_or_else(|| "–".to_owned(), |at| age(at, snapshot.now.get())),
        disabled,
        copies: copies(key),
        spoken: spoken.join(", "),
    }
}

fn health(snapshot: &Snapshot, index: usize, key: &Key, disabled: bool) -> Option<(Mark, String)> {
    let worst = worst(snapshot, index);
    if disabled {
        return Some(match worst {
            Some(finding) if finding.rule == Rule::WaitingForDeletion => (waiting_mark(finding), finding.text.clone()),
            // It counts among those that need action: here is why.
            Some(finding) if finding.severity > Severity::ForInfo => {
                (Mark::Warning(finding.severity), format!("Disabled · {}", lower_first(&finding.text)))
            }
            _ => (Mark::Disabled, "Disabled".to_owned()),
        });
    }
    if let Some(finding) = worst {
        return Some((Mark::Warning(finding.severity), finding.text.clone()));
    }
    if let Some(day) = speaks_again(snapshot, index) {
        return Some((Mark::Warning(Severity::ForInfo), format!("Snoozed until {}", date(day))));
    }
    let days = (key.expiry.date()? - snapshot.today).num_days();
    (days > 0).then(|| (Mark::Quiet, expires(days)))
}

/// The mark of a disabled key that waits for its deletion: its own, and once that is due the one that its project is counted by.
pub fn waiting_mark(finding: &Finding) -> Mark {
    match finding.severity {
        Severity::ForInfo => Mark::Disabled,
        severity => Mark::Warning(severity),
    }
}

/// An environment's name where it stands as a title.
pub fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A sentence where it goes on from another.
pub fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Whether it can be copied.
pub fn copies(key: &Key) -> bool {
    !key.state.is_disabled() && !key.missing
}

/// The value of a plain key on one line: what breaks or hides in a row becomes a space.
pub fn plain_value(key: &Key) -> Option<String> {
    let value = key.plain_value.as_ref().filter(|_| key.is_plain())?;
    Some(value.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_VALUE).collect())
}

/// So many characters of a plain value are shown in a row at most.
const LONGEST_VALUE: usize = 200;

/// Two letters for a provider: its first, and the next capital or the next letter (`GitHub` → Gh, `Stripe` → St).
pub fn monogram(name: &str) -> String {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let Some(first) = letters.iter().find(|c| **c != ' ') else { return "–".to_owned() };
    let hump = letters.windows(2).find(|pair| pair[1].is_uppercase() && !pair[0].is_uppercase()).map(|pair| pair[1]);
    let second = hump.or_else(|| letters.iter().skip(1).find(|c| **c != ' ').copied());
    first.to_uppercase().chain(second.into_iter().flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn a_row_is_told_in_words() {
        let snapshot = sample::snapshot();
        let row = |name: &str| {
            let production = |key: &&Key| key.name() == name && key.place().environment == "production";
            let uid = snapshot.keys.iter().find(production).unwrap().uid;
            row_text(&snapshot, snapshot.keys.iter().position(|key| key.uid == uid).unwrap())
        };
        let stripe = row("STRIPE_SECRET_KEY");
        assert_eq!((stripe.monogram.as_str(), stripe.provider.as_str()), ("St", "Stripe"));
        assert_eq!(stripe.health, Some((Mark::Warning(Severity::LookSoon), "Expires in 6 days".to_owned())));
        assert_eq!(stripe.last_used, "2 h");
        assert!(matches!(stripe.secret, Shown::Masked(Some(_))));
        assert_eq!(row("PORT").secret, Shown::Value("3000".to_owned()));
        assert_eq!(row("DATABASE_URL").secret, Shown::Masked(None));
        assert_eq!(row("DATABASE_URL").health, None);
        assert_eq!(row("CLOUDFLARE_API_TOKEN").health, Some((Mark::Quiet, "Expires in 61 days".to_owned())));
        let legacy = row("LEGACY_PAYPAL_SECRET");
        assert!(legacy.disabled);
        assert_eq!(legacy.health, Some((Mark::Disabled, "Disabled · deletable in 12 d".to_owned())));
        assert_eq!(row("AWS_SECRET_ACCESS_KEY").key_id_name.as_deref(), Some("AWS_ACCESS_KEY_ID"));
    }

    #[test]
    fn a_disabled_key_says_what_about_it_needs_action() {
        let mut snapshot = sample::snapshot();
        let at = snapshot.keys.iter().position(|key| key.name() == "LEGACY_PAYPAL_SECRET").unwrap();
        let finding = |rule, severity, text: &str| Finding {
            rule,
            severity,
            text: text.to_owned(),
            ..snapshot.findings[at][0].clone()
        };
        let in_file = finding(Rule::PlainFile, Severity::LookSoon, "In a file that Keyloft wrote 3 days ago");
        let shared = finding(Rule::SharedValue, Severity::ForInfo, "Same value in 2 places");
        let over = finding(Rule::WaitingForDeletion, Severity::LookSoon, "Disabled · can be deleted");
        let said = |snapshot: &mut Snapshot, findings| {
            snapshot.findings[at] = findings;
            row_text(snapshot, at).health.unwrap()
        };
        let words = "Disabled · in a file that Keyloft wrote 3 days ago".to_owned();
        assert_eq!(said(&mut snapshot, vec![in_file]), (Mark::Warning(Severity::LookSoon), words));
        assert_eq!(said(&mut snapshot, vec![shared]), (Mark::Disabled, "Disabled".to_owned()));
        // The project's row counts it, and shows the same sign.
        let words = "Disabled · can be deleted".to_owned();
        assert_eq!(said(&mut snapshot, vec![over]), (Mark::Warning(Severity::LookSoon), words));
    }

    #[test]
    fn monograms_are_two_letters() {
        for (name, letters) in [
            ("Stripe", "St"),
            ("GitHub", "Gh"),
            ("OpenAI", "Oa"),
            ("AWS", "Aw"),
            ("Google Cloud", "Gc"),
            ("X", "X"),
            ("", "–"),
        ] {
            assert_eq!(monogram(name), letters, "{name}");
        }
    }
}
