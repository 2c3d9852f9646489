//! What is asked of the worker for a new key, and what comes of it.

use super::form::NewKey;
use super::value::{Way, copy_of};
use crate::gui::modal::Heard;
use crate::gui::wish::Wish;
use crate::jobs::{AddWish, Done, Event, Failure, NewValue, Request, Snapshot};
use crate::model::{Kind, VariableName};
use crate::review::listing;

/// How saving goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Attempt {
    /// It was not asked for.
    None,
    /// The worker saves into these environments; so many of them are done.
    Saving { into: Vec<String>, done: usize },
    /// It did not happen, or not in all of them: title, why, and the technical text behind it.
    Failed { title: String, hint: String, details: String },
}

impl NewKey {
    /// Asks for the keys; nothing where one can't be made of what was typed.
    pub(super) fn submit(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let Some(wanted) = self.wishes(snapshot).filter(|wanted| !wanted.is_empty()) else { return };
        let into = wanted.iter().map(|wish| wish.reference.place.environment.clone()).collect();
        self.attempt = Attempt::Saving { into, done: 0 };
        self.value.showing = None;
        wishes.push(Wish::Ask(Request::Add(wanted)));
    }

    /// A wish for each ticked environment, a generated value of its own in each.
    pub(super) fn wishes(&self, snapshot: &Snapshot) -> Option<Vec<AddWish>> {
        let name = VariableName::new(&self.name).ok()?;
        let key_id = self.key_id.text().filter(|_| self.is_pair());
        let key_id_name = if key_id.is_some() { VariableName::new(&self.key_id_name).ok() } else { None };
        let one = |(nth, place)| {
            let value = match (self.value.way, self.facts.kind) {
                (Way::Paste, Kind::Plain) => NewValue::Plain(self.value.plain.clone()),
                (Way::Paste, _) => NewValue::Secret(copy_of(&self.value.pasted)),
                // The one that was looked at goes into the first.
                (Way::Generate, _) if nth == 0 => NewValue::Secret(copy_of(&self.value.made)),
                (Way::Generate, _) => NewValue::Secret(self.value.another()?),
            };
            let replace = self.standing(snapshot, &place).is_some();
            let mut facts = self.facts.given(replace);
            if self.value.way == Way::Generate {
                facts.expires = None;
            }
            Some(AddWish {
                reference: place.key(&name),
                value,
                key_id: key_id.map(str::to_owned),
                key_id_name: key_id_name.clone(),
                facts,
                replace,
                pasted: (self.value.way == Way::Paste && self.facts.kind != Kind::Plain)
                    .then(|| self.value.pasted.as_pasted()),
            })
        };
        self.places().into_iter().enumerate().map(one).collect()
    }

    /// True while the worker saves.
    pub(super) fn is_saving(&self) -> bool {
        matches!(self.attempt, Attempt::Saving { .. })
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Whose(matches) => {
                self.value.whose.answered(matches);
                Heard::Taken
            }
            // Requests are answered in their order; not to know whose it is hinders nothing.
            Event::Failed(_) if self.value.whose.answered(Vec::new()) => Heard::Taken,
            Event::Failed(failure) if self.is_saving() => {
                self.failed(failure);
                Heard::Taken
            }
            Event::Done(Done::Added(keys)) if self.is_saving() => self.added(keys),
            other => Heard::Pass(other),
        }
    }

    fn added(&mut self, keys: Vec<crate::model::KeyUid>) -> Heard {
        let Attempt::Saving { into, done } = &mut self.attempt else { return Heard::Taken };
        if keys.len() < into.len() {
            // The failure of the others comes next; what is saved is not to be saved again.
            *done = keys.len();
            for tick in &mut self.environments {
                tick.on &= !into[..*done].contains(&tick.name);
            }
            if self.value.way == Way::Generate {
                // The value that was looked at stands in the first of them now.
                self.value.make();
            }
            return Heard::Taken;
        }
        let saved = (self.name.clone(), listing(&into.iter().map(String::as_str).collect::<Vec<_>>()));
        let event = Event::Done(Done::Added(keys));
        if self.another {
            self.begin_again();
            self.saved = Some(saved);
            Heard::Pass(event)
        } else {
            self.value.pasted.wipe();
            self.value.made.wipe();
            Heard::Close(event)
        }
    }

    fn failed(&mut self, failure: Failure) {
        let Attempt::Saving { into, done } = &self.attempt else { return };
        let changed = match *done {
            0 if failure.title.starts_with("Couldn't") => "Nothing was changed.".to_owned(),
            // A mistake of Keyloft's own may have come in the middle.
            0 => String::new(),
            1 => format!("1 of {} is saved.", into.len()),
            done => format!("{done} of {} are saved.", into.len()),
        };
        let parts = [failure.why.as_str(), &changed, &failure.advice];
        let parts: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
        self.failed_now = true;
        self.attempt =
            Attempt::Failed { hint: parts.join(" "), title: failure.title, details: failure.details.clone() };
    }
}
