//! What is wrong with what was typed, in the words that stand under the fields, and what is worth a look at the value.

use egui::Id;

use super::form::NewKey;
use super::value::Way;
use super::{left, right};
use crate::detect::Stage;
use crate::generate::Alphabet;
use crate::gui::looks::{REMOVE_WHITE_SPACE, WHITE_SPACE, WHITE_SPACE_HINT, article};
use crate::gui::screens::key_form::{
    KEY_ID_INSTEAD, KEY_ID_INSTEAD_HINT, KeyIdError, NEEDS_SECRET, Taken, USE_AS_KEY_ID, name_error, place_error,
    place_words, taken,
};
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Kind};
use crate::review::listing;

/// What is wrong, field by field; none where nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wrong {
    pub name: Option<String>,
    /// What is wrong with the name is that it stands there already: it may be replaced.
    pub can_replace: bool,
    pub project: Option<&'static str>,
    pub environment: Option<&'static str>,
    pub key_id: Option<KeyIdError>,
    pub key_id_name: Option<String>,
    pub prefix: Option<&'static str>,
    /// Of how long the value is to be.
    pub length: Option<String>,
    /// A day that can't be read, or is missing.
    pub day: bool,
}

/// Something about the value that may be a mistake. It can be saved all the same, a key id only once a person says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Doubt {
    pub title: String,
    pub hint: String,
    /// What its button does, where it has one.
    pub mend: Option<Mend>,
}

/// What is done about a doubt by a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mend {
    /// The white space goes.
    Trim,
    /// The key id goes to its own field.
    UseAsKeyId,
}

impl Mend {
    /// What stands on the button.
    pub fn words(self) -> &'static str {
        match self {
            Self::Trim => REMOVE_WHITE_SPACE,
            Self::UseAsKeyId => USE_AS_KEY_ID,
        }
    }
}

impl Doubt {
    fn new(title: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { title: title.into(), hint: hint.into(), mend: None }
    }
}

impl NewKey {
    /// The places that are ticked.
    pub(super) fn places(&self) -> Vec<EnvRef> {
        self.ticked().filter_map(|tick| EnvRef::new(self.project.trim(), &tick.name).ok()).collect()
    }

    /// What is wrong now.
    pub(super) fn wrong(&self, snapshot: &Snapshot) -> Wrong {
        let mut wrong = Wrong {
            name: name_error(&self.name).map(str::to_owned),
            project: if self.new_project.typed { place_error(&self.project) } else { None },
            environment: self.new_environment.as_deref().and_then(place_error),
            key_id: self.key_id_error(),
            key_id_name: self.key_id_name_error(snapshot),
            prefix: self.prefix_error(),
            length: self.length_error(),
            day: self.value.way == Way::Paste && self.facts.needs_day(),
            can_replace: false,
        };
        if wrong.name.is_none() && !self.name.is_empty() {
            (wrong.name, wrong.can_replace) = self.taken_words(snapshot);
        }
        wrong
    }

    fn prefix_error(&self) -> Option<&'static str> {
        let prefix = &self.value.recipe.prefix;
        let is_wrong = self.value.way == Way::Generate && self.value.recipe.check().is_err();
        let is_long = prefix.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        is_wrong.then_some(if is_long { "Use 32 characters at most" } else { "Use letters, digits, _ and -" })
    }

    fn length_error(&self) -> Option<String> {
        let alphabet = self.value.recipe.alphabet;
        let asks = self.value.way == Way::Generate && alphabet != Alphabet::Uuid;
        let what = if alphabet == Alphabet::Words { "words" } else { "characters" };
        let (least, most) = (*alphabet.lengths().start(), *alphabet.lengths().end());
        (asks && self.value.typed_length().is_none()).then(|| format!("Use {least} to {most} {what}"))
    }

    /// What has the name in the ticked places, and whether that may be replaced.
    fn taken_words(&self, snapshot: &Snapshot) -> (Option<String>, bool) {
        let places = self.places();
        let mut keys = Vec::new();
        for place in &places {
            match taken(snapshot, place, &self.name, None) {
                Some(Taken::KeyId(of)) => {
                    return (Some(format!("It is the key ID of {of} in {}", place_words(place))), false);
                }
                Some(Taken::Twin(kept)) => {
                    let words = format!("{} has {kept}. Write it like that", place_words(place));
                    return (Some(words), false);
                }
                Some(Taken::Key(_)) => keys.push(place.environment.as_str()),
                None => {}
            }
        }
        if keys.is_empty() || self.replace {
            return (None, false);
        }
        let them = if keys.len() == 1 { "it" } else { "them" };
        (Some(format!("Already in {} {}. Replace {them}?", self.project.trim(), listing(&keys))), true)
    }

    fn key_id_name_error(&self, snapshot: &Snapshot) -> Option<String> {
        if !self.is_pair() || self.key_id.text().is_none() {
            return None;
        }
        if let Some(words) = name_error(&self.key_id_name) {
            return Some(words.to_owned());
        }
        if !self.key_id_name.is_empty() && self.key_id_name.eq_ignore_ascii_case(&self.name) {
            return Some("Use a different name from the secret's".to_owned());
        }
        let in_the_way = |place: &EnvRef| {
            let found = taken(snapshot, place, &self.key_id_name, self.standing(snapshot, place))?;
            Some(match found {
                Taken::Twin(kept) => format!("{} has {kept}. Write it like that", place_words(place)),
                Taken::Key(_) | Taken::KeyId(_) => format!("Already in {}", place_words(place)),
            })
        };
        self.places().iter().find_map(in_the_way)
    }

    /// The key that would be replaced in a place.
    pub(super) fn standing(&self, snapshot: &Snapshot, place: &EnvRef) -> Option<crate::model::KeyUid> {
        match taken(snapshot, place, &self.name, None) {
            Some(Taken::Key(uid)) if self.replace => Some(uid),
            _ => None,
        }
    }

    fn has_value(&self) -> bool {
        match (self.value.way, self.facts.kind) {
            (Way::Paste, Kind::Plain) => !self.value.plain.is_empty(),
            (Way::Paste, _) => !self.value.pasted.is_empty(),
            (Way::Generate, _) => !self.value.made.is_empty(),
        }
    }

    /// What it still takes before it can be saved, the first of it; none where it can.
    pub(super) fn needs(&self, wrong: &Wrong) -> Option<&'static str> {
        self.missing(wrong).map(|(words, _)| words)
    }

    /// The same with its field, where one is in view.
    pub(super) fn missing(&self, wrong: &Wrong) -> Option<(&'static str, Option<Id>)> {
        let is_placed = !self.project.trim().is_empty() && wrong.project.is_none();
        let is_somewhere = self.ticked().next().is_some() && wrong.environment.is_none();
        let environment = self.new_environment.as_ref().map(|_| left::id("environment"));
        let parts = [
            (!self.name.is_empty(), "Needs a variable name.", Some(left::name_id())),
            (!wrong.can_replace, "The name is taken.", Some(left::name_id())),
            (wrong.name.is_none(), "Needs another variable name.", Some(left::name_id())),
            (wrong.key_id.as_ref().is_none_or(|error| !error.blocks), "Needs another key ID.", Some(left::key_id_id())),
            (wrong.key_id_name.is_none(), "Needs another name for the key ID.", Some(left::id("key id name"))),
            (wrong.length.is_none(), "Needs another length.", Some(right::length_id())),
            (wrong.prefix.is_none(), "Needs another prefix.", Some(right::prefix_id())),
            (self.has_value(), "Needs a value.", Some(self.value_id())),
            // To the way out of the mix-up.
            (!self.misses_secret(), NEEDS_SECRET, Some(right::mend_id())),
            (is_placed, "Needs a project.", Some(left::id("project"))),
            (is_somewhere, "Needs an environment.", environment),
            (!wrong.day, "Needs the day it ends.", Some(left::id("day"))),
        ];
        parts.into_iter().find_map(|(is_there, words, field)| (!is_there).then_some((words, field)))
    }

    /// What may be a mistake with the pasted value, the gravest first.
    pub(super) fn doubt(&self, snapshot: &Snapshot) -> Option<Doubt> {
        if self.value.way == Way::Generate || self.facts.kind == Kind::Plain {
            return None;
        }
        let look = self.value.look.as_ref()?;
        if self.misses_secret() {
            let doubt = Doubt::new(KEY_ID_INSTEAD, KEY_ID_INSTEAD_HINT);
            return Some(Doubt { mend: Some(Mend::UseAsKeyId), ..doubt });
        }
        if look.stray_spaces {
            return Some(Doubt { mend: Some(Mend::Trim), ..Doubt::new(WHITE_SPACE, WHITE_SPACE_HINT) });
        }
        self.stored_already(snapshot).or_else(|| self.other_shape())
    }

    fn stored_already(&self, snapshot: &Snapshot) -> Option<Doubt> {
        let place_of = |uid| snapshot.keys.iter().find(|key| key.uid == uid);
        let found = self.value.whose.matches.iter().find_map(|found| Some((found, place_of(found.uid)?)));
        let (found, key) = found?;
        let verb = if found.live { "is already" } else { "was once" };
        let title = format!("This value {verb} {} in {}", key.name(), place_words(key.place()));
        let hint =
            if found.live { "If you save it twice, rotate it in both places." } else { "It has been rotated since." };
        Some(Doubt::new(title, hint))
    }

    fn other_shape(&self) -> Option<Doubt> {
        let look = self.value.look.as_ref()?;
        let title = look.words()?;
        let wanted = self.facts.provider.trim();
        if let Some(provider) = look.provider
            && self.provider_said
            && !wanted.is_empty()
            && !provider.eq_ignore_ascii_case(wanted)
        {
            return Some(Doubt::new(title, format!("It is said to be {} {wanted} key.", article(wanted))));
        }
        let ticked = |protected: bool| -> Vec<&str> {
            self.ticked().filter(|tick| tick.protected == protected).map(|tick| tick.name.as_str()).collect()
        };
        match look.stage? {
            Stage::Test if !ticked(true).is_empty() => {
                Some(Doubt::new(title, format!("It is about to be saved in {}.", listing(&ticked(true)))))
            }
            Stage::Live if !ticked(false).is_empty() => {
                Some(Doubt::new(title, format!("It is about to be saved in {}.", listing(&ticked(false)))))
            }
            _ => None,
        }
    }
}
