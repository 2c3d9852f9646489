//! What the inspector says of one key, as plain values: tested without a pixel.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::super::words::{can_unlock, capitalised, trouble_words};
use super::callouts::{Callout, states, warnings};
use super::facts::{Fact, facts};
use super::history::{Line, lines};
use super::next_step::Verb;
use crate::gui::commands::Command;
use crate::jobs::{Failure, KeyLook, Snapshot, VaultState};
use crate::model::Key;
use crate::review;

/// The user's clock: a moment as it reads here. Handed in, so that tests choose the zone.
pub type Local<'a> = &'a dyn Fn(DateTime<Utc>) -> NaiveDateTime;

/// A tag under the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagText {
    /// Its words.
    pub words: String,
    /// Behind the shield.
    pub protected: bool,
}

/// A secret that its store keeps back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// Why, in a few words.
    pub words: String,
    /// What its button asks of the store: one that does not answer can't be unlocked.
    pub act: &'static str,
}

/// What stands in the secret field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Dots, and the last four characters where they may be shown.
    Masked(Option<String>),
    /// A plain key's value.
    Plain(String),
    /// The store surely does not hold it.
    Missing,
    /// The store keeps it back; why.
    OutOfReach(Away),
}

/// Everything the inspector shows, but a secret.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// The variable.
    pub name: String,
    /// "Stripe · API key".
    pub subtitle: String,
    /// Environment, state, the user's own.
    pub tags: Vec<TagText>,
    /// Warnings, worst first.
    pub warnings: Vec<Callout>,
    /// What stands open after a rotation, or while it is disabled.
    pub states: Vec<Callout>,
    /// The secret field.
    pub value: Value,
    /// "set 84 days ago".
    pub set: String,
    /// Its environment asks before a secret is shown.
    pub protected: bool,
    /// It can be copied.
    pub copies: bool,
    /// Rows of name and value; what is not known is left out.
    pub facts: Vec<Fact>,
    /// What was done with it, newest first.
    pub history: Vec<Line>,
    /// The verbs of the footer.
    pub footer: Vec<Verb>,
}

/// The details of the key at `index` of the snapshot.
pub fn details(snapshot: &Snapshot, index: usize, look: Option<&KeyLook>, local: Local<'_>) -> Details {
    let key = &snapshot.keys[index];
    let findings = snapshot.findings.get(index).map_or(&[][..], Vec::as_slice);
    let disabled = key.state.is_disabled();
    Details {
        name: key.name().to_owned(),
        subtitle: subtitle(key),
        tags: tags(key),
        warnings: warnings(snapshot, key, findings),
        states: states(snapshot, key, findings, look, local),
        value: value(snapshot, key, index),
        set: set(key, snapshot, local),
        protected: key.protected,
        copies: !disabled && !key.missing,
        facts: facts(snapshot, key, look, local),
        history: look.map_or_else(Vec::new, |look| lines(&look.history, snapshot.now.get())),
        footer: footer(key, disabled),
    }
}

fn subtitle(key: &Key) -> String {
    let kind = key.kind.title();
    match &key.provider {
        Some(provider) => format!("{provider} · {kind}"),
        None => kind.to_owned(),
    }
}

fn tags(key: &Key) -> Vec<TagText> {
    let state = if key.state.is_disabled() { "Disabled" } else { "Active" };
    let tag = |words: &str, protected| TagText { words: words.to_owned(), protected };
    let mut tags = vec![tag(&capitalised(&key.place().environment), key.protected), tag(state, false)];
    tags.extend(key.tags.iter().map(|words| tag(words, false)));
    tags
}

/// "today", "yesterday", "84 days ago", "8 months ago".
pub fn ago(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=239 => format!("{days} days ago"),
        240..=730 => format!("{} months ago", review::months(days)),
        _ => format!("{} years ago", review::years(days)),
    }
}

fn value(snapshot: &Snapshot, key: &Key, index: usize) -> Value {
    match (&key.plain_value, &snapshot.state) {
        (Some(value), _) if key.is_plain() => Value::Plain(value.clone()),
        (_, VaultState::KeychainTrouble(why)) => Value::OutOfReach(away(why, snapshot)),
        _ if key.missing => Value::Missing,
        _ => Value::Masked(snapshot.tails.get(index).copied().flatten().map(|tail| tail.to_string())),
    }
}

fn away(why: &Failure, snapshot: &Snapshot) -> Away {
    let act = if can_unlock(why) { "Unlock…" } else { "Try again" };
    Away { words: trouble_words(why, &snapshot.store_title), act }
}

fn set(key: &Key, snapshot: &Snapshot, local: Local<'_>) -> String {
    let made = key.rotated_at.unwrap_or(key.created_at);
    let days = (local(snapshot.now.get()).date() - local(made).date()).num_days();
    // An imported value is older than its time here, by how much nobody told.
    if key.age_known || key.rotated_at.is_some() {
        format!("set {}", ago(days))
    } else {
        format!("added {}", ago(days))
    }
}

fn footer(key: &Key, disabled: bool) -> Vec<Verb> {
    match (key.is_plain(), disabled) {
        (_, true) => vec![Verb::new(Command::Enable), Verb::new(Command::Delete)],
        (true, false) => vec![Verb::new(Command::Edit), Verb::new(Command::Disable)],
        (false, false) => vec![Verb::new(Command::Rotate), Verb::new(Command::Disable)],
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::gui::sample;
    use crate::gui::widgets::Mark;
    use crate::model::{Finding, KeptVersion, Rule, Severity, State};

    /// The clock of Greenwich, whatever the machine's.
    pub fn utc(at: DateTime<Utc>) -> NaiveDateTime {
        at.naive_utc()
    }

    fn production(snapshot: &Snapshot, name: &str) -> usize {
        snapshot.keys.iter().position(|key| key.name() == name && key.protected).unwrap()
    }

    fn of(snapshot: &Snapshot, name: &str) -> Details {
        details(snapshot, production(snapshot, name), None, &utc)
    }

    fn words(tags: &[TagText]) -> Vec<&str> {
        tags.iter().map(|tag| tag.words.as_str()).collect()
    }

    #[test]
    fn a_healthy_key_has_no_callout() {
        let snapshot = sample::snapshot();
        let details = of(&snapshot, "REDIS_URL");
        assert!(details.warnings.is_empty() && details.states.is_empty());
        assert_eq!(details.subtitle, "Redis · API key");
        assert_eq!(words(&details.tags), ["Production", "Active"]);
        assert!(details.tags[0].protected && details.protected && details.copies);
        assert_eq!(details.value, Value::Masked(None));
        assert_eq!(details.set, "set 9 months ago");
        assert_eq!(details.footer, [Verb::new(Command::Rotate), Verb::new(Command::Disable)]);
    }

    #[test]
    fn an_expiring_key_says_what_to_do() {
        let details = of(&sample::snapshot(), "STRIPE_SECRET_KEY");
        let [callout] = &details.warnings[..] else { panic!("{:?}", details.warnings) };
        assert_eq!(callout.mark, Mark::Warning(Severity::LookSoon));
        assert_eq!(callout.title, "Expires in 6 days");
        assert_eq!(callout.hint, "Make a new key at Stripe, then rotate it here.");
        assert_eq!(callout.verbs, [Verb::named("Open Stripe", Command::OpenProvider)]);
        assert!(matches!(details.value, Value::Masked(Some(_))));
        assert_eq!(words(&details.tags), ["Production", "Active", "payments"]);
    }

    #[test]
    fn the_worst_warning_comes_first_and_what_was_put_off_last() {
        let mut snapshot = sample::snapshot();
        let index = production(&snapshot, "STRIPE_SECRET_KEY");
        let finding = |rule, severity, text: &str, snoozed_until| Finding {
            rule,
            severity,
            text: text.to_owned(),
            since: None,
            snoozed_until,
            snooze_reason: None,
        };
        let later = snapshot.today + TimeDelta::days(9);
        snapshot.findings[index] = vec![
            finding(Rule::Expired, Severity::ActNow, "Expired yesterday", Some(later)),
            finding(Rule::NoOwner, Severity::LookSoon, "Nobody owns it", None),
            finding(Rule::Leaked, Severity::ActNow, "Found in source code", Some(snapshot.today)),
        ];
        let warnings = details(&snapshot, index, None, &utc).warnings;
        let titles: Vec<_> = warnings.iter().map(|callout| callout.title.as_str()).collect();
        assert_eq!(titles, ["Found in source code", "Nobody owns it", "Expired yesterday"]);
        assert_eq!(warnings[2].mark, Mark::Warning(Severity::ForInfo));
        assert_eq!(warnings[2].hint, "Snoozed until 2 Dec 2025.");
    }

    #[test]
    fn a_disabled_key_says_when_it_may_be_deleted_and_is_not_copied() {
        let details = of(&sample::snapshot(), "LEGACY_PAYPAL_SECRET");
        let [callout] = &details.states[..] else { panic!("{:?}", details.states) };
        assert_eq!((callout.mark, callout.title.as_str()), (Mark::Disabled, "Disabled · deletable in 12 d"));
        assert_eq!(callout.hint, "Copies, exports and runs leave it out. PayPal still accepts it.");
        assert!(callout.verbs.is_empty(), "they stand once, in the footer");
        assert!(details.warnings.is_empty() && !details.copies);
        assert_eq!(details.footer, [Verb::new(Command::Enable), Verb::new(Command::Delete)]);
        assert_eq!(words(&details.tags)[1], "Disabled");
    }

    #[test]
    fn a_missing_value_and_a_locked_keychain_are_told_apart() {
        let mut snapshot = sample::snapshot();
        let index = production(&snapshot, "SENTRY_AUTH_TOKEN");
        snapshot.keys[index].missing = true;
        let missing = details(&snapshot, index, None, &utc);
        assert_eq!((missing.value, missing.copies), (Value::Missing, false));
        let away = |words: &str, act| Away { words: words.to_owned(), act };
        let trouble = sample::keychain_trouble();
        let locked = details(&trouble, index, None, &utc);
        assert_eq!(locked.value, Value::OutOfReach(away("GNOME Keyring is locked", "Unlock…")));
        let gone = Snapshot { state: VaultState::KeychainTrouble(Failure::default()), ..trouble };
        let silent = details(&gone, index, None, &utc);
        assert_eq!(silent.value, Value::OutOfReach(away("Keychain doesn't answer", "Try again")));
    }

    #[test]
    fn a_plain_key_shows_its_value_and_is_edited_rather_than_rotated() {
        let details = of(&sample::snapshot(), "PORT");
        assert_eq!(details.value, Value::Plain("3000".to_owned()));
        assert_eq!(details.subtitle, "Plain");
        assert_eq!(details.footer, [Verb::new(Command::Edit), Verb::new(Command::Disable)]);
    }

    #[test]
    fn a_kept_old_value_can_be_put_back_until_its_time_and_ended_at_its_provider() {
        let mut snapshot = sample::snapshot();
        let index = production(&snapshot, "STRIPE_WEBHOOK_SECRET");
        let now = snapshot.now.get();
        snapshot.keys[index].rotated_at = Some(now - TimeDelta::days(3));
        snapshot.keys[index].older = vec![KeptVersion {
            number: 1,
            made_at: now - TimeDelta::days(60),
            replaced_at: now - TimeDelta::days(3),
            kept_until: Some(now + TimeDelta::days(2)),
            ended_at: None,
        }];
        let states = details(&snapshot, index, None, &utc).states;
        let [kept, accepted] = &states[..] else { panic!("{states:?}") };
        assert_eq!(kept.title, "Old value kept until Tue 13:20");
        assert_eq!(kept.verbs, [Verb::named("Put back", Command::PutBack)]);
        assert_eq!(accepted.title, "Stripe still accepts the old value");
        assert_eq!(accepted.hint, "You replaced it here 3 days ago.");
        let commands: Vec<_> = accepted.verbs.iter().map(|verb| verb.command).collect();
        assert_eq!(commands, [Command::OpenProvider, Command::MarkEnded]);
        assert_eq!(details(&snapshot, index, None, &utc).set, "set 3 days ago");

        let uid = snapshot.keys[index].uid;
        let look =
            KeyLook { old_tail: Some("7Qx2".to_owned()), ticked: vec!["Vercel".to_owned()], ..sample::look(uid) };
        let place = |place: &str| crate::model::UsedIn { place: place.to_owned() };
        snapshot.keys[index].used_in = vec![place("Vercel"), place("Oslo")];
        let states = details(&snapshot, index, Some(&look), &utc).states;
        assert_eq!((states[1].title.as_str(), states[1].tail.as_deref()), ("Stripe still accepts", Some("7Qx2")));
        assert_eq!(
            (states[2].title.as_str(), states[2].hint.as_str()),
            ("1 of 2 places have the new value", "Not yet: Oslo.")
        );
        assert_eq!(states[2].verbs, [Verb::named("Places…", Command::Places)]);
        let look = KeyLook { ticked: vec!["Vercel".to_owned(), "Oslo".to_owned()], ..look };
        assert_eq!(details(&snapshot, index, Some(&look), &utc).states.len(), 2, "every place has it");
        snapshot.keys[index].used_in.truncate(1);
        let look = KeyLook { ticked: Vec::new(), ..look };
        let states = details(&snapshot, index, Some(&look), &utc).states;
        assert_eq!(states[2].title, "Not at Vercel yet", "one place is not counted");

        snapshot.keys[index].older[0].kept_until = Some(now + TimeDelta::days(30));
        assert_eq!(details(&snapshot, index, None, &utc).states[0].title, "Old value kept until 23 Dec");
        snapshot.keys[index].older[0].ended_at = Some(now);
        assert!(details(&snapshot, index, None, &utc).states.is_empty(), "what has ended can't be put back");
        let states = details(&snapshot, index, Some(&look), &utc).states;
        let said: Vec<_> = states.iter().map(|state| (state.title.as_str(), state.hint.as_str())).collect();
        assert_eq!(said, [("Not at Vercel yet", "The old value has ended. Put the new value there too.")]);
        snapshot.keys[index].ended_at = Some(now);
        let states = details(&snapshot, index, Some(&look), &utc).states;
        assert!(states.is_empty(), "a value that has ended goes nowhere");
    }

    #[test]
    fn what_an_old_value_took_the_place_of_is_called_the_newer_one() {
        let mut snapshot = sample::snapshot();
        let index = production(&snapshot, "STRIPE_WEBHOOK_SECRET");
        let now = snapshot.now.get();
        let key = &mut snapshot.keys[index];
        key.version = 1;
        key.older = vec![KeptVersion {
            number: 2,
            made_at: now,
            replaced_at: now,
            kept_until: Some(now + TimeDelta::days(2)),
            ended_at: None,
        }];
        let states = details(&snapshot, index, None, &utc).states;
        let [kept, accepted] = &states[..] else { panic!("{states:?}") };
        assert_eq!(kept.title, "Newer value kept until Tue 13:20");
        assert_eq!(kept.verbs, [Verb::named("Put back", Command::PutBack)]);
        assert_eq!(accepted.title, "Stripe still accepts the newer value");
        assert_eq!(accepted.hint, "You put the old one back today.");
    }

    #[test]
    fn an_old_value_past_its_time_is_a_warning_with_both_verbs_and_said_once() {
        let mut snapshot = sample::snapshot();
        let index = production(&snapshot, "STRIPE_WEBHOOK_SECRET");
        let now = snapshot.now.get();
        snapshot.keys[index].older = vec![KeptVersion {
            number: 1,
            made_at: now - TimeDelta::days(60),
            replaced_at: now - TimeDelta::days(30),
            kept_until: None,
            ended_at: None,
        }];
        snapshot.findings[index] = vec![Finding {
            rule: Rule::OldStillValid,
            severity: Severity::LookSoon,
            text: "Old value may still work, replaced 30 days ago".to_owned(),
            since: None,
            snoozed_until: None,
            snooze_reason: None,
        }];
        let details = details(&snapshot, index, None, &utc);
        assert_eq!(details.warnings[0].verbs.len(), 2);
        assert!(details.states.is_empty());
    }

    #[test]
    fn an_imported_value_is_added_rather_than_set() {
        let mut snapshot = sample::snapshot();
        let index = production(&snapshot, "REDIS_URL");
        snapshot.keys[index].age_known = false;
        snapshot.keys[index].created_at = snapshot.now.get() - TimeDelta::days(1);
        assert_eq!(details(&snapshot, index, None, &utc).set, "added yesterday");
        snapshot.keys[index].state = State::Active;
        for (days, words) in
            [(0, "today"), (84, "84 days ago"), (300, "9 months ago"), (730, "23 months ago"), (800, "2 years ago")]
        {
            assert_eq!(ago(days), words);
        }
    }
}
