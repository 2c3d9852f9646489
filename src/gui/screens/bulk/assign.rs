//! Who is to look after keys. Plain state: tested without a pixel.

use super::ask::{Ask, Attempt};
use crate::gui::modal::Heard;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Request, Snapshot};
use crate::model::KeyUid;

/// The dialog.
#[derive(Debug)]
pub struct Assign {
    keys: Vec<KeyUid>,
    /// The one key's name; none of several.
    pub(super) name: Option<String>,
    /// Who owns them now, where that is one.
    pub(super) now: Option<String>,
    /// What was typed.
    pub(super) owner: String,
    /// Everyone who owns keys and stays, the user first.
    pub(super) known: Vec<String>,
    /// Those who leave.
    leaving: Vec<String>,
    pub(super) ask: Ask,
}

impl Assign {
    /// For keys; none where all of them are gone.
    pub fn new(snapshot: &Snapshot, keys: &[KeyUid]) -> Option<Self> {
        let there: Vec<_> = snapshot.keys.iter().filter(|key| keys.contains(&key.uid)).collect();
        let first = there.first()?;
        let one_owner = there.iter().all(|key| key.owner == first.owner);
        let (leaving, staying): (Vec<_>, Vec<_>) = snapshot.people.iter().partition(|person| person.last_day.is_some());
        let me = Some(snapshot.settings.me.clone()).filter(|me| !me.trim().is_empty());
        let mut known: Vec<String> = me.into_iter().collect();
        for person in staying {
            if !known.contains(&person.name) {
                known.push(person.name.clone());
            }
        }
        Some(Self {
            keys: keys.to_vec(),
            name: Some(first.name().to_owned()).filter(|_| there.len() == 1),
            now: first.owner.clone().filter(|_| one_owner),
            owner: String::new(),
            known,
            leaving: leaving.into_iter().map(|person| person.name.clone()).collect(),
            ask: Ask::default(),
        })
    }

    /// How many keys.
    pub(super) fn count(&self) -> usize {
        self.keys.len()
    }

    /// A name stands there that was not chosen from the list.
    pub fn is_typed(&self) -> bool {
        let owner = self.owner.trim();
        !owner.is_empty() && !self.known.iter().any(|known| known == owner)
    }

    /// The typed name.
    pub(super) fn wanted(&self) -> &str {
        self.owner.trim()
    }

    /// What stands in the footer.
    pub(super) fn note(&self) -> String {
        match self.wanted() {
            wanted if self.leaving.iter().any(|name| name == wanted) => format!("{wanted} leaves soon."),
            wanted if !wanted.is_empty() && !self.known.iter().any(|name| name == wanted) => {
                format!("{wanted} owns no key yet.")
            }
            _ => String::new(),
        }
    }

    /// What it still takes before they can be given.
    pub(super) fn needs(&self) -> Option<&'static str> {
        self.wanted().is_empty().then_some("Name the new owner.")
    }

    /// Whether the primary button acts.
    pub(super) fn acts(&self) -> bool {
        self.needs().is_none() && !self.ask.attempt.is_busy()
    }

    /// Asks for it; many are asked about first.
    pub(super) fn submit(&mut self, wishes: &mut Vec<Wish>) {
        if self.acts() && self.ask.submit(self.keys.len()) {
            self.send(wishes);
        }
    }

    /// Asks the worker.
    pub(super) fn send(&mut self, wishes: &mut Vec<Wish>) {
        self.ask.attempt = Attempt::Saving;
        let owner = self.wanted().to_owned();
        let owners = self.keys.iter().map(|uid| (*uid, Some(owner.clone()))).collect();
        wishes.push(Wish::Ask(Request::Assign(owners)));
    }

    /// What comes of it.
    pub fn hear(&mut self, event: Event) -> Heard {
        self.ask.hear(event, |done| matches!(done, Done::Assigned(..)))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::ask::MANY;
    use super::*;
    use crate::gui::sample;
    use crate::jobs::Failure;
    use crate::model::Person;

    fn opened(count: usize) -> Assign {
        let mut snapshot = sample::snapshot();
        "Mara Klein".clone_into(&mut snapshot.settings.me);
        let person = |name: &str, last_day| Person { name: name.to_owned(), last_day, ..Person::default() };
        let soon = Some(snapshot.today + TimeDelta::days(3));
        snapshot.people = vec![person("Jon Ruiz", soon), person("Mara Klein", None), person("platform", None)];
        let keys: Vec<KeyUid> = snapshot.keys.iter().take(count).map(|key| key.uid).collect();
        Assign::new(&snapshot, &keys).unwrap()
    }

    #[test]
    fn who_stays_is_offered_the_user_first_and_who_leaves_is_said() {
        let mut assign = opened(1);
        assert_eq!(assign.known, ["Mara Klein", "platform"]);
        for (owner, typed) in [("", false), ("platform", false), ("Somebody new", true)] {
            owner.clone_into(&mut assign.owner);
            assert_eq!(assign.is_typed(), typed, "{owner}");
        }
        assign.owner.clear();
        assert_eq!(assign.name.as_deref(), Some("ALGOLIA_ADMIN_KEY"));
        assert_eq!((assign.now.as_deref(), assign.needs()), (Some("Mara Klein"), Some("Name the new owner.")));
        assert!(!assign.acts());
        for (typed, note) in
            [("Jon Ruiz", "Jon Ruiz leaves soon."), ("ops", "ops owns no key yet."), (" platform ", "")]
        {
            typed.clone_into(&mut assign.owner);
            assert!(assign.acts());
            assert_eq!(assign.note(), note);
        }
    }

    #[test]
    fn many_are_asked_about_once_more() {
        let mut wishes = Vec::new();
        let mut few = opened(MANY);
        "platform".clone_into(&mut few.owner);
        few.submit(&mut wishes);
        let [Wish::Ask(Request::Assign(owners))] = wishes.as_slice() else { panic!("{wishes:?}") };
        assert_eq!((owners.len(), owners[0].1.as_deref()), (MANY, Some("platform")));
        let mut many = opened(MANY + 1);
        "platform".clone_into(&mut many.owner);
        wishes.clear();
        many.submit(&mut wishes);
        assert!(wishes.is_empty() && many.ask.attempt == Attempt::Asking && !many.acts());
        many.send(&mut wishes);
        assert_eq!(wishes.len(), 1);
    }

    #[test]
    fn what_did_not_happen_is_said_in_place() {
        let mut assign = opened(2);
        "platform".clone_into(&mut assign.owner);
        assign.submit(&mut Vec::new());
        let failure = Failure::new("", "A key of these was changed meanwhile.", "Try again.");
        assert!(matches!(assign.hear(Event::Failed(failure)), Heard::Taken));
        assert_eq!(assign.ask.attempt.words(), Some("A key of these was changed meanwhile. Try again."));
        assert!(assign.acts());
    }
}
