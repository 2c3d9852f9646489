//! Where a key goes, or its double. Plain state: tested without a pixel.

use crate::gui::modal::Heard;
use crate::gui::screens::key_form::{
    Attempt, ListOrTyped, Taken, loses_protection, name_error, place_error, place_words, taken,
};
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Request, Snapshot};
use crate::model::{EnvRef, KeyRef, KeyUid, VariableName};

/// What is done with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placing {
    /// A second one is made.
    Duplicate,
    /// It goes there itself.
    Move,
}

/// The dialog.
#[derive(Debug)]
pub struct PlaceKey {
    pub(super) placing: Placing,
    pub(super) from: KeyRef,
    uid: KeyUid,
    pub(super) name: String,
    pub(super) project: String,
    pub(super) new_project: ListOrTyped,
    pub(super) environment: String,
    pub(super) new_environment: bool,
    /// What was typed as the environment, while the list stands there.
    pub(super) typed_environment: String,
    pub(super) attempt: Attempt,
    pub(super) began: bool,
    /// It asks whether what was typed may be lost.
    pub(super) leaving: bool,
}

impl PlaceKey {
    /// Opens it for a key, on the next environment of its project; none where the key is gone.
    pub fn new(snapshot: &Snapshot, uid: KeyUid, placing: Placing) -> Option<Self> {
        let key = snapshot.keys.iter().find(|key| key.uid == uid)?;
        let at = key.place();
        let mut form = Self {
            placing,
            from: key.reference.clone(),
            uid,
            name: key.name().to_owned(),
            project: at.project.clone(),
            new_project: ListOrTyped::default(),
            environment: String::new(),
            new_environment: false,
            typed_environment: String::new(),
            attempt: Attempt::None,
            began: false,
            leaving: false,
        };
        form.project_changed(snapshot);
        Some(form)
    }

    /// Opens it for a key's double in a place.
    pub fn to_place(snapshot: &Snapshot, uid: KeyUid, to: &EnvRef) -> Option<Self> {
        let mut form = Self::new(snapshot, uid, Placing::Duplicate)?;
        if form.project != to.project {
            form.project.clone_from(&to.project);
            form.project_changed(snapshot);
        }
        form.environment.clone_from(&to.environment);
        Some(form)
    }

    /// The environments of the project that is chosen.
    pub(super) fn environments(&self, snapshot: &Snapshot) -> Vec<(String, bool)> {
        let known = snapshot.projects.iter().find(|project| project.name == self.project.trim());
        known.map_or_else(Vec::new, |project| {
            project.environments.iter().map(|e| (e.name.clone(), e.protected)).collect()
        })
    }

    /// An environment that there is not yet: as it was typed before.
    pub(super) fn type_environment(&mut self) {
        self.new_environment = true;
        self.environment = std::mem::take(&mut self.typed_environment);
    }

    /// The project changed: the first environment is chosen in which neither of the key's names stands; none where there
    /// is none.
    pub(super) fn project_changed(&mut self, snapshot: &Snapshot) {
        if std::mem::take(&mut self.new_environment) {
            self.typed_environment = std::mem::take(&mut self.environment);
        }
        let all = self.environments(snapshot);
        if all.is_empty() {
            return self.type_environment();
        }
        let own = self.names(snapshot);
        let free = |environment: &str| {
            let place = EnvRef::new(self.project.trim(), environment);
            place.is_ok_and(|place| own.iter().all(|name| taken(snapshot, &place, name, None).is_none()))
        };
        let same = self.from.place.environment.as_str();
        let other = self.project != self.from.place.project;
        let chosen = all
            .iter()
            .find(|(name, _)| other && name == same && free(name))
            .or_else(|| all.iter().find(|(name, _)| free(name)));
        self.environment = chosen.map(|(name, _)| name.clone()).unwrap_or_default();
    }

    /// The name was typed: where nothing could be chosen, there may be a free environment now.
    pub(super) fn name_changed(&mut self, snapshot: &Snapshot) {
        if self.is_nowhere_free() {
            self.project_changed(snapshot);
        }
    }

    /// Every environment of the project has the key already: nothing is wrong yet, but something is to be chosen.
    pub(super) fn is_nowhere_free(&self) -> bool {
        !self.new_environment && self.environment.is_empty()
    }

    /// The names that have to be free: the variable's, and the one of the pair's other half.
    fn names(&self, snapshot: &Snapshot) -> Vec<String> {
        let own = snapshot.keys.iter().find(|key| key.uid == self.uid);
        let other = own.and_then(|key| key.key_id_name.as_ref()).map(ToString::to_string);
        std::iter::once(self.name.clone()).chain(other).collect()
    }

    /// Where it goes; none while something is not typed yet or can't be taken.
    pub(super) fn to(&self) -> Option<KeyRef> {
        let place = EnvRef::new(self.project.trim(), self.environment.trim()).ok()?;
        Some(place.key(&VariableName::new(&self.name).ok()?))
    }

    /// What is wrong with the name there.
    pub(super) fn name_error(&self, snapshot: &Snapshot) -> Option<String> {
        if let Some(words) = name_error(&self.name) {
            return Some(words.to_owned());
        }
        let to = self.to()?;
        let there = || place_words(&to.place);
        // What moves does not stand in its own way.
        let but = (self.placing == Placing::Move).then_some(self.uid);
        for name in self.names(snapshot) {
            match taken(snapshot, &to.place, &name, but) {
                Some(Taken::Key(_)) if name == to.name.as_str() => return Some(format!("Already in {}", there())),
                Some(Taken::Twin(kept)) => return Some(format!("{} has {kept}, which differs only in case", there())),
                Some(_) => return Some(format!("{name} is already in {}", there())),
                None => {}
            }
        }
        None
    }

    /// What is wrong with the environment's name.
    pub(super) fn environment_error(&self) -> Option<String> {
        if self.placing == Placing::Move && self.to().is_some_and(|to| to == self.from) {
            return Some("It is there already".to_owned());
        }
        let typed = self.environment.as_str();
        place_error(typed).filter(|_| self.new_environment).map(str::to_owned)
    }

    /// What is wrong with the project's name.
    pub(super) fn project_error(&self) -> Option<&'static str> {
        if self.new_project.typed { place_error(&self.project) } else { None }
    }

    /// What is to be known of the place before the key goes there.
    pub(super) fn loses_protection(&self, snapshot: &Snapshot) -> Option<String> {
        loses_protection(snapshot, &[self.uid], &self.to()?.place)
    }

    /// What it still takes before it can be asked for; none where it can.
    pub(super) fn needs(&self, snapshot: &Snapshot) -> Option<&'static str> {
        let parts = [
            (!self.project.trim().is_empty() && self.project_error().is_none(), "Needs a project."),
            (!self.environment.trim().is_empty() || self.is_nowhere_free(), "Needs an environment."),
            (self.environment_error().is_none(), "Needs another environment, or another name."),
            (!self.name.is_empty(), "Needs a variable name."),
            (self.name_error(snapshot).is_none(), "Needs another variable name."),
            (self.to().is_some_and(|to| to != self.from), "Needs another place or name."),
        ];
        parts.into_iter().find_map(|(is_there, words)| (!is_there).then_some(words))
    }

    /// Whether it can be asked for.
    pub(super) fn is_ready(&self, snapshot: &Snapshot) -> bool {
        self.needs(snapshot).is_none() && self.attempt != Attempt::Saving
    }

    /// What it is called.
    pub fn title(&self) -> &'static str {
        match self.placing {
            Placing::Duplicate => "Duplicate",
            Placing::Move => "Move",
        }
    }

    /// Whether something was typed. What was chosen is chosen again in a moment.
    pub fn is_typed(&self) -> bool {
        let typed = |typing: bool, words: &str| typing && !words.trim().is_empty();
        self.name != self.from.name.as_str()
            || typed(self.new_project.typed, &self.project)
            || typed(self.new_environment, &self.environment)
    }

    /// Asks for it.
    pub(super) fn submit(&mut self, wishes: &mut Vec<Wish>) {
        let Some(to) = self.to() else { return };
        self.attempt = Attempt::Saving;
        wishes.push(Wish::Ask(match self.placing {
            Placing::Duplicate => Request::Duplicate(self.uid, to),
            Placing::Move => Request::Move(vec![(self.uid, to)]),
        }));
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Done(done @ (Done::Moved(..) | Done::Duplicated(_))) if self.attempt == Attempt::Saving => {
                Heard::Close(Event::Done(done))
            }
            Event::Failed(failure) if self.attempt == Attempt::Saving => {
                self.attempt = Attempt::failed(failure);
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }
}
