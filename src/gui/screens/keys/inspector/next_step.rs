//! What to do about a warning: one line and one verb a rule. Every problem ends in a verb (LOOK.md part 1).

use crate::gui::commands::{Command, provider_page};
use crate::gui::wish::Wish;
use crate::model::{Finding, Key, KeyUid, Rule};

/// A button that does something about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// Its words.
    pub words: String,
    /// What it asks for.
    pub command: Command,
    /// Others that hold the same value keep it.
    pub alone: bool,
}

impl Verb {
    /// A command under its own title.
    pub fn new(command: Command) -> Self {
        Self::named(command.title(), command)
    }

    /// A command under other words.
    pub fn named(words: &str, command: Command) -> Self {
        Self { words: words.to_owned(), command, alone: false }
    }

    /// A new value for this key, not for the others that hold the same.
    fn its_own() -> Self {
        Self { alone: true, ..Self::named("Give it its own…", Command::Rotate) }
    }

    /// What pressing it asks for.
    pub fn wish(&self, uid: KeyUid) -> Wish {
        if self.alone { Wish::GiveItsOwn(uid) } else { Wish::DoTo(uid, self.command) }
    }

    /// Its provider's page, where it is known.
    pub fn open(key: &Key) -> Option<Self> {
        provider_page(key)?;
        let name = key.provider.as_deref()?;
        Some(Self::named(&format!("Open {name}"), Command::OpenProvider))
    }

    /// True where it leads out of the window.
    pub fn leaves(&self) -> bool {
        self.command == Command::OpenProvider
    }
}

/// What to do about one warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// One line.
    pub hint: String,
    /// One verb.
    pub verb: Verb,
}

impl NextStep {
    /// Its verb in the number of what the warning counts.
    pub fn of(mut self, finding: &Finding) -> Self {
        if finding.rule == Rule::PlainFile && !finding.text.starts_with("In a file") {
            self.verb = Verb::named("Delete files…", Command::DeleteFiles);
        }
        self
    }
}

/// What to do about a warning within the window: a new value comes from the provider, but the dialog that takes it leads there.
pub fn verb_here(finding: &Finding, key: &Key) -> Verb {
    let verb = next_step(finding.rule, key).of(finding).verb;
    match finding.rule {
        _ if !verb.leaves() => verb,
        Rule::SharedValue => Verb::its_own(),
        _ => Verb::new(Command::Rotate),
    }
}

/// The next step for a rule at a key.
pub fn next_step(rule: Rule, key: &Key) -> NextStep {
    let provider = key.provider.as_deref();
    let rotate = || Verb::new(Command::Rotate);
    // A new value comes from the provider's page, where one is known.
    let renew = || Verb::open(key).unwrap_or_else(rotate);
    let at = provider.map_or_else(|| "where you got this one".to_owned(), |name| format!("at {name}"));
    let (hint, verb) = match rule {
        Rule::Expired | Rule::Expiring | Rule::RotationOverdue => {
            (format!("Make a new key {at}, then rotate it here."), renew())
        }
        Rule::Leaked => {
            (format!("Anyone who can read that code has it. Make a new key {at}, then rotate it here."), renew())
        }
        Rule::Missing => {
            ("Paste its value again, or a new one.".to_owned(), Verb::named("Paste value…", Command::Rotate))
        }
        Rule::OldStillValid => {
            let hint = provider.map_or_else(
                || "End it where you got it, then say so here.".to_owned(),
                |name| format!("End it at {name}, then say so here."),
            );
            (hint, Verb::named("It's ended there", Command::MarkEnded))
        }
        Rule::Unused | Rule::NeverUsed | Rule::NotInCode => {
            ("If nothing needs it, disable it here.".to_owned(), Verb::new(Command::Disable))
        }
        Rule::SharedValue if key.protected => (
            format!("Give {} its own: make a new key {at}, then rotate it here.", key.place().environment),
            Verb::open(key).unwrap_or_else(Verb::its_own),
        ),
        Rule::SharedValue => ("Rotating it can rotate the others too.".to_owned(), rotate()),
        Rule::TooBroad => (format!("Make one with fewer rights {at}, then rotate it here."), renew()),
        Rule::PlainHttp if key.plain_http => ("Rotate it to an encrypted address.".to_owned(), rotate()),
        Rule::PlainHttp => ("Change its endpoint to an encrypted one.".to_owned(), Verb::new(Command::Edit)),
        Rule::Weak => ("Rotate it to a generated one.".to_owned(), rotate()),
        Rule::PlainFile => (
            "`keyloft run` needs no file. If others could read it, rotate the key.".to_owned(),
            Verb::named("Delete file…", Command::DeleteFiles),
        ),
        Rule::NoOwner => ("Say who looks after it.".to_owned(), Verb::new(Command::AssignOwner)),
        Rule::NoExpiry => ("Say when it expires, or that it never does.".to_owned(), Verb::new(Command::Edit)),
        Rule::WaitingForDeletion => {
            let hint = provider.map_or_else(
                || "Copies, exports and runs leave it out.".to_owned(),
                |name| format!("Copies, exports and runs leave it out. {name} still accepts it."),
            );
            (hint, Verb::new(Command::Delete))
        }
    };
    NextStep { hint, verb }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    fn key(name: &str) -> Key {
        let snapshot = sample::snapshot();
        snapshot.keys.iter().find(|key| key.name() == name && key.protected).unwrap().clone()
    }

    #[test]
    fn several_files_are_deleted_by_a_verb_that_says_so() {
        let finding = |text: &str| Finding {
            rule: Rule::PlainFile,
            severity: crate::model::Severity::ForInfo,
            text: text.to_owned(),
            since: None,
            snoozed_until: None,
            snooze_reason: None,
        };
        let verb = |text: &str| next_step(Rule::PlainFile, &key("STRIPE_SECRET_KEY")).of(&finding(text)).verb.words;
        assert_eq!(verb("In a file that Keyloft wrote today"), "Delete file…");
        assert_eq!(verb("In 2 files that Keyloft wrote, the oldest today"), "Delete files…");
    }

    #[test]
    fn every_rule_ends_in_one_line_and_one_verb() {
        let stripe = key("STRIPE_SECRET_KEY");
        let expected = [
            (Rule::Expired, "Make a new key at Stripe, then rotate it here.", "Open Stripe"),
            (
                Rule::Leaked,
                "Anyone who can read that code has it. Make a new key at Stripe, then rotate it here.",
                "Open Stripe",
            ),
            (Rule::Missing, "Paste its value again, or a new one.", "Paste value…"),
            (Rule::OldStillValid, "End it at Stripe, then say so here.", "It's ended there"),
            (Rule::Expiring, "Make a new key at Stripe, then rotate it here.", "Open Stripe"),
            (Rule::RotationOverdue, "Make a new key at Stripe, then rotate it here.", "Open Stripe"),
            (Rule::Unused, "If nothing needs it, disable it here.", "Disable"),
            (Rule::NeverUsed, "If nothing needs it, disable it here.", "Disable"),
            (Rule::NotInCode, "If nothing needs it, disable it here.", "Disable"),
            (
                Rule::SharedValue,
                "Give production its own: make a new key at Stripe, then rotate it here.",
                "Open Stripe",
            ),
            (Rule::TooBroad, "Make one with fewer rights at Stripe, then rotate it here.", "Open Stripe"),
            (Rule::PlainHttp, "Change its endpoint to an encrypted one.", "Edit…"),
            (Rule::Weak, "Rotate it to a generated one.", "Rotate…"),
            (Rule::PlainFile, "`keyloft run` needs no file. If others could read it, rotate the key.", "Delete file…"),
            (Rule::NoOwner, "Say who looks after it.", "Assign owner…"),
            (Rule::NoExpiry, "Say when it expires, or that it never does.", "Edit…"),
            (Rule::WaitingForDeletion, "Copies, exports and runs leave it out. Stripe still accepts it.", "Delete…"),
        ];
        assert_eq!(expected.map(|(rule, ..)| rule), Rule::ALL);
        for (rule, hint, verb) in expected {
            let step = next_step(rule, &stripe);
            assert_eq!((step.hint.as_str(), step.verb.words.as_str()), (hint, verb), "{rule:?}");
        }
    }

    #[test]
    fn without_a_known_provider_the_verb_stays_in_the_window() {
        let mut unknown = key("STRIPE_SECRET_KEY");
        unknown.provider = None;
        for rule in Rule::ALL {
            let step = next_step(rule, &unknown);
            assert!(!step.verb.leaves() && !step.hint.contains("Stripe"), "{rule:?}: {step:?}");
        }
        let expired = next_step(Rule::Expired, &unknown);
        assert_eq!(expired.hint, "Make a new key where you got this one, then rotate it here.");
        assert_eq!(expired.verb, Verb::new(Command::Rotate));
        unknown.provider = Some("A word of one's own".to_owned());
        assert!(!next_step(Rule::Expired, &unknown).verb.leaves());
    }

    #[test]
    fn one_value_outside_protected_places_is_rotated_at_once() {
        let mut key = key("STRIPE_SECRET_KEY");
        key.protected = false;
        assert_eq!(next_step(Rule::SharedValue, &key).verb, Verb::new(Command::Rotate));
        key.plain_http = true;
        assert_eq!(next_step(Rule::PlainHttp, &key).verb, Verb::new(Command::Rotate));
    }
}
