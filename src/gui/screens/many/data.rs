//! A question about several keys, and what a yes asks of the worker. Plain state: tested without a pixel.

use std::collections::BTreeSet;

use crate::gui::counts;
use crate::gui::modal::Heard;
use crate::gui::screens::confirm_state::delete_words;
use crate::gui::screens::key_form::{Attempt, loses_protection, place_error, taken};
use crate::gui::theme::Icon;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Request, Snapshot, WhenDeleted};
use crate::model::{EnvRef, Key, KeyRef, KeyUid, VariableName};

/// What is done with all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A new value for each, one after another.
    Rotate,
    /// Leave them out here.
    Disable,
    /// Take them in again.
    Enable,
    /// Another owner.
    Assign,
    /// Their warnings put off.
    Snooze,
    /// Another place.
    Move,
    /// Gone for good.
    Delete,
}

impl Act {
    /// All of them, in the order a bar shows.
    pub const ALL: [Self; 7] =
        [Self::Disable, Self::Enable, Self::Assign, Self::Snooze, Self::Rotate, Self::Move, Self::Delete];

    /// What stands on its button.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rotate => "Rotate…",
            Self::Disable => "Disable",
            Self::Enable => "Enable",
            Self::Assign => "Assign to…",
            Self::Snooze => "Snooze…",
            Self::Move => "Move to…",
            Self::Delete => "Delete…",
        }
    }

    /// The letter that does it to what is selected.
    pub fn keys(self) -> Option<&'static str> {
        match self {
            Self::Rotate => Some("R"),
            Self::Disable => Some("D"),
            Self::Assign => Some("A"),
            Self::Snooze => Some("S"),
            Self::Enable | Self::Move | Self::Delete => None,
        }
    }

    /// What stands before that.
    pub fn icon(self) -> Icon {
        match self {
            Self::Rotate => Icon::ArrowsClockwise,
            Self::Disable => Icon::Prohibit,
            Self::Enable => Icon::CheckCircle,
            Self::Assign => Icon::UserPlus,
            Self::Snooze => Icon::BellSlash,
            Self::Move => Icon::FolderSimple,
            Self::Delete => Icon::Trash,
        }
    }
}

/// Whether an act has a meaning for these keys; Snooze wants their warnings too.
pub fn fits<'a>(act: Act, keys: impl Iterator<Item = &'a Key>) -> bool {
    let (mut any, mut active, mut disabled, mut secret) = (false, false, false, false);
    for key in keys {
        any = true;
        let is_disabled = key.state.is_disabled();
        disabled |= is_disabled;
        active |= !is_disabled;
        secret |= !key.is_plain() && !is_disabled;
    }
    match act {
        Act::Rotate => secret,
        Act::Disable => active,
        Act::Enable => disabled,
        Act::Assign | Act::Snooze | Act::Move => any,
        Act::Delete => any && !active,
    }
}

/// What has to be typed before protected keys are deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ToType {
    /// The project that they are in.
    Project(String),
    /// "4 keys": the name of one project would not be about those of the others.
    Count(String),
}

impl ToType {
    /// None where none of the keys is protected.
    fn of(keys: &[&Key]) -> Option<Self> {
        let protected = keys.iter().filter(|key| key.protected);
        let projects: BTreeSet<&str> = protected.map(|key| key.place().project.as_str()).collect();
        match projects.len() {
            0 => None,
            1 => projects.first().map(|only| Self::Project((*only).to_owned())),
            _ => Some(Self::Count(counts::keys(keys.len()))),
        }
    }

    /// The words themselves.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Project(words) | Self::Count(words) => words,
        }
    }

    fn needs(&self) -> &'static str {
        match self {
            Self::Project(_) => "Needs the project's name.",
            Self::Count(_) => "Needs the number of keys.",
        }
    }
}

/// The dialog.
#[derive(Debug)]
pub struct Many {
    pub(super) act: Act,
    pub(super) keys: Vec<KeyUid>,
    /// "Delete 3 keys?"
    pub(super) title: String,
    /// What happens on yes.
    pub(super) words: String,
    /// What has to be typed before a yes counts.
    pub(super) to_type: Option<ToType>,
    pub(super) typed: String,
    pub(super) project: String,
    pub(super) environment: String,
    pub(super) attempt: Attempt,
    pub(super) began: bool,
    /// The project that it proposes.
    proposed: String,
    /// It asks whether what was typed may be lost.
    pub(super) leaving: bool,
}

impl Many {
    /// Asks about those of the keys that the act has a meaning for; none where there are none, or where another
    /// dialog asks or nothing has to be asked (Enable acts at once).
    pub fn new(snapshot: &Snapshot, act: Act, keys: &[KeyUid]) -> Option<Self> {
        let of: Vec<&Key> = chosen(snapshot, act, keys);
        let first = of.first()?;
        let count = of.len();
        let mut to_type = None;
        let (title, words) = match act {
            Act::Delete => {
                to_type = ToType::of(&of);
                (format!("Delete {}?", counts::keys(count)), delete_words(snapshot, &of))
            }
            Act::Move => (format!("Move {} to…", counts::keys(count)), String::new()),
            Act::Disable | Act::Rotate | Act::Enable | Act::Assign | Act::Snooze => return None,
        };
        let proposed = if act == Act::Move { first.place().project.clone() } else { String::new() };
        Some(Self {
            act,
            keys: of.iter().map(|key| key.uid).collect(),
            title,
            words,
            to_type,
            typed: String::new(),
            project: proposed.clone(),
            environment: String::new(),
            attempt: Attempt::None,
            began: false,
            proposed,
            leaving: false,
        })
    }

    /// What stands on the button: the act and the count.
    pub(super) fn primary(&self) -> String {
        let verb = match self.act {
            Act::Disable => "Disable",
            Act::Delete => "Delete",
            Act::Assign => "Assign",
            Act::Snooze => "Snooze",
            Act::Move => "Move",
            Act::Rotate => "Rotate",
            Act::Enable => "Enable",
        };
        if matches!(self.attempt, Attempt::Failed { .. }) {
            return "Try again".to_owned();
        }
        format!("{verb} {}", counts::keys(self.keys.len()))
    }

    /// Where they go; none while it is not typed or can't be taken.
    pub(super) fn to(&self) -> Option<EnvRef> {
        EnvRef::new(self.project.trim(), self.environment.trim()).ok()
    }

    /// What is wrong with what was typed.
    pub(super) fn error(&self, snapshot: &Snapshot) -> Option<String> {
        if self.act != Act::Move || self.attempt == Attempt::Saving {
            return None;
        }
        if let Some(words) = place_error(&self.project).or_else(|| place_error(&self.environment)) {
            return Some(words.to_owned());
        }
        let to = self.to()?;
        if let Some(name) = self.name_of_two(snapshot) {
            return Some(format!("Two of them are called {name}"));
        }
        let mut there = Vec::new();
        for key in self.moving(snapshot) {
            for name in names(key) {
                if key.place() != &to && taken(snapshot, &to, name, Some(key.uid)).is_some() {
                    there.push(name.to_owned());
                }
            }
        }
        match there.as_slice() {
            [] if !self.moves_any(snapshot, &to) => {
                let they = if self.keys.len() == 1 { "It is" } else { "They are" };
                Some(format!("{they} there already"))
            }
            [] => None,
            [one] => Some(format!("{one} is already there")),
            [first, more @ ..] => Some(format!("{first} and {} more are already there", more.len())),
        }
    }

    /// A name that two of them have: no place takes both.
    fn name_of_two<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a str> {
        let mut seen = BTreeSet::new();
        self.moving(snapshot).into_iter().flat_map(names).find(|name| !seen.insert(name.to_ascii_lowercase()))
    }

    /// The keys that it is about.
    fn moving<'a>(&self, snapshot: &'a Snapshot) -> Vec<&'a Key> {
        let moving: BTreeSet<KeyUid> = self.keys.iter().copied().collect();
        snapshot.keys.iter().filter(|key| moving.contains(&key.uid)).collect()
    }

    /// Whether one of them is anywhere else.
    fn moves_any(&self, snapshot: &Snapshot, to: &EnvRef) -> bool {
        snapshot.keys.iter().any(|key| self.keys.contains(&key.uid) && key.place() != to)
    }

    /// What the move makes that is not there yet.
    pub(super) fn makes(&self, snapshot: &Snapshot) -> Option<String> {
        let to = self.to().filter(|_| self.act == Act::Move && self.error(snapshot).is_none())?;
        let Some(project) = snapshot.projects.iter().find(|project| project.name == to.project) else {
            return Some(format!("This makes a new project, {}, with the environment {}.", to.project, to.environment));
        };
        let is_there = project.environments.iter().any(|environment| environment.name == to.environment);
        (!is_there).then(|| format!("This makes a new environment, {}, in {}.", to.environment, to.project))
    }

    /// What is to be known of the place before keys go there.
    pub(super) fn loses_protection(&self, snapshot: &Snapshot) -> Option<String> {
        let to = self.to().filter(|_| self.act == Act::Move && self.error(snapshot).is_none())?;
        loses_protection(snapshot, &self.keys, &to)
    }

    /// What it still takes before it can be asked for; none where it can.
    pub(super) fn needs(&self, snapshot: &Snapshot) -> Option<&'static str> {
        match self.act {
            Act::Move if self.project.trim().is_empty() => Some("Needs a project."),
            Act::Move if self.environment.trim().is_empty() => Some("Needs an environment."),
            Act::Move if self.name_of_two(snapshot).is_some() => Some("Move them one by one."),
            Act::Move => (self.to().is_none() || self.error(snapshot).is_some()).then_some("Needs another place."),
            _ => {
                let wanted = self.to_type.as_ref().filter(|wanted| self.typed.trim() != wanted.words().trim());
                wanted.map(ToType::needs)
            }
        }
    }

    /// Whether a place was typed. Words that only confirm are none that one would miss.
    pub fn is_typed(&self) -> bool {
        let project = self.project.trim();
        !self.environment.trim().is_empty() || !(project.is_empty() || project == self.proposed)
    }

    /// Whether it can be asked for.
    pub(super) fn is_ready(&self, snapshot: &Snapshot) -> bool {
        self.needs(snapshot).is_none() && self.attempt != Attempt::Saving
    }

    /// Asks for it.
    pub(super) fn submit(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if !self.is_ready(snapshot) {
            return;
        }
        let keys = self.keys.clone();
        let request = match self.act {
            // A person was asked: had some still to wait, that was said.
            Act::Delete => Request::Delete(keys, WhenDeleted::Now),
            Act::Move => {
                let Some(to) = self.to() else { return };
                let place = |uid: KeyUid| -> Option<(KeyUid, KeyRef)> {
                    let key = snapshot.keys.iter().find(|key| key.uid == uid)?;
                    (key.place() != &to).then(|| (uid, to.key(&key.reference.name)))
                };
                Request::Move(keys.into_iter().filter_map(place).collect())
            }
            Act::Disable | Act::Rotate | Act::Enable | Act::Assign | Act::Snooze => return,
        };
        self.attempt = Attempt::Saving;
        wishes.push(Wish::Ask(request));
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Done(done @ (Done::Deleted(_) | Done::Moved(..))) if self.attempt == Attempt::Saving => {
                Heard::Close(Event::Done(done))
            }
            Event::Failed(failure) if self.attempt == Attempt::Saving => {
                let hint = format!("{} {}", failure.why, failure.advice).trim().to_owned();
                self.attempt = Attempt::Failed { title: failure.title, hint, details: failure.details };
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }
}

/// A key's variable, and the one of its pair's other half.
fn names(key: &Key) -> impl Iterator<Item = &str> {
    std::iter::once(key.name()).chain(key.key_id_name.as_ref().map(VariableName::as_str))
}

/// The keys that an act has a meaning for, in the snapshot's order.
pub(super) fn chosen<'a>(snapshot: &'a Snapshot, act: Act, keys: &[KeyUid]) -> Vec<&'a Key> {
    let wanted: BTreeSet<KeyUid> = keys.iter().copied().collect();
    let of = snapshot.keys.iter().filter(|key| wanted.contains(&key.uid));
    of.filter(|key| fits(act, std::iter::once(*key))).collect()
}
