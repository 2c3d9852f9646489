//! What was typed and chosen for a new key. Plain state: tested without a pixel.

use std::sync::Arc;

use zeroize::Zeroize as _;

use super::line::Pasted;
use super::send::Attempt;
use super::value::{Value, Way};
use crate::detect;
use crate::gui::screens::key_form::{FactsForm, KeyIdText, LetGo, ListOrTyped};
use crate::gui::screens::keys::Place;
use crate::jobs::Snapshot;
use crate::model::{Key, Kind, Random, is_protected_at_first};

/// The environments a new project begins with.
const FIRST_ENVIRONMENTS: [&str; 3] = ["development", "staging", "production"];

/// An environment to tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tick {
    pub name: String,
    pub protected: bool,
    pub on: bool,
}

impl Tick {
    fn new(name: &str, protected: bool) -> Self {
        Self { name: name.to_owned(), protected, on: false }
    }
}

/// The New key dialog.
#[derive(Debug)]
pub struct NewKey {
    pub(super) name: String,
    /// The name it was opened with.
    given_name: String,
    pub(super) project: String,
    /// The project's name is typed: it is a new one.
    pub(super) new_project: ListOrTyped,
    pub(super) environments: Vec<Tick>,
    /// The name of one more environment while it is typed.
    pub(super) new_environment: Option<String>,
    pub(super) facts: FactsForm,
    /// As the facts were at first, to see whether anything was typed.
    first_facts: FactsForm,
    /// A person chose: nothing is proposed any more.
    pub(super) provider_said: bool,
    pub(super) kind_said: bool,
    /// That it is plain is proposed, as name and value say.
    pub(super) plain_proposed: bool,
    /// That was proposed in this frame: nobody has seen it yet.
    pub(super) plain_proposed_now: bool,
    pub(super) new_owner: bool,
    pub(super) key_id: KeyIdText,
    pub(super) key_id_name: String,
    key_id_name_said: bool,
    pub(super) value: Value,
    /// What was pasted into it.
    pub(super) pasted: Pasted,
    /// It was pasted where a plain value stands, and may be read there.
    pub(super) pasted_readable: bool,
    /// What is said of that comes into view.
    pub(super) pasted_now: bool,
    /// What was doubted of the value in the last frame.
    pub(super) value_said: String,
    /// What stands there already may be replaced.
    pub(super) replace: bool,
    pub(super) another: bool,
    /// The rarer fields are unfolded.
    pub(super) more: bool,
    pub(super) attempt: Attempt,
    /// It failed since the last frame.
    pub(super) failed_now: bool,
    /// The key before this one, which is saved: its name, and where it is.
    pub(super) saved: Option<(String, String)>,
    /// What a lock took of it.
    pub(super) let_go: LetGo,
    /// Asked whether to throw it away.
    pub(super) leaving: bool,
    /// The name field had the keyboard once.
    pub(super) began: bool,
    /// How high the column of the value was when it was drawn last.
    pub(super) value_high: f32,
}

impl NewKey {
    /// Filled from the place in view; with a name where one is known.
    pub fn new(place: &Place, snapshot: &Snapshot, name: Option<String>, random: Arc<dyn Random>) -> Self {
        let living = snapshot.projects.iter().find(|project| !project.archived);
        let project = place.project.clone().or(living.map(|project| project.name.clone()));
        let facts = FactsForm::new(&snapshot.settings.me);
        let given_name = name.unwrap_or_default();
        let mut form = Self {
            name: given_name.clone(),
            given_name,
            new_project: ListOrTyped::new(project.is_none()),
            project: project.unwrap_or_default(),
            environments: Vec::new(),
            new_environment: None,
            first_facts: facts.clone(),
            facts,
            provider_said: false,
            kind_said: false,
            plain_proposed: false,
            plain_proposed_now: false,
            new_owner: false,
            key_id: KeyIdText::default(),
            key_id_name: String::new(),
            key_id_name_said: false,
            value: Value::new(random),
            pasted: Pasted::Value,
            pasted_readable: false,
            pasted_now: false,
            value_said: String::new(),
            replace: false,
            another: false,
            more: false,
            attempt: Attempt::None,
            failed_now: false,
            saved: None,
            let_go: LetGo::Nothing,
            leaving: false,
            began: false,
            value_high: 0.0,
        };
        form.offer_environments(snapshot);
        let at = form.environments.iter().position(|tick| Some(&tick.name) == place.environment.as_ref());
        if let Some(tick) = form.environments.get_mut(at.unwrap_or(0)) {
            tick.on = true;
        }
        form.name_changed();
        form.take_kind(snapshot);
        form
    }

    /// A variable that is known in the project is of the same kind in each of its environments: what is plain in one holds no
    /// secret in another.
    fn take_kind(&mut self, snapshot: &Snapshot) {
        let is_same = |key: &&Key| key.name() == self.given_name && key.place().project == self.project;
        if let Some(known) = snapshot.keys.iter().find(is_same) {
            (self.facts.kind, self.kind_said) = (known.kind, true);
        }
    }

    /// The project changed: its environments can be ticked, those of the same name stay so.
    pub(super) fn project_changed(&mut self, snapshot: &Snapshot) {
        self.replace = false;
        let ticked = std::mem::take(&mut self.environments);
        self.offer_environments(snapshot);
        for tick in &mut self.environments {
            tick.on = ticked.iter().any(|before| before.on && before.name == tick.name);
        }
        if self.environments.iter().all(|tick| !tick.on)
            && let Some(first) = self.environments.first_mut()
        {
            first.on = true;
        }
    }

    fn offer_environments(&mut self, snapshot: &Snapshot) {
        let known = snapshot.projects.iter().find(|project| project.name == self.project.trim());
        self.environments = match known.filter(|project| !project.environments.is_empty()) {
            Some(project) => project.environments.iter().map(|e| Tick::new(&e.name, e.protected)).collect(),
            None => FIRST_ENVIRONMENTS.iter().map(|name| Tick::new(name, is_protected_at_first(name))).collect(),
        };
    }

    /// The environment that was typed can be ticked, and is.
    pub(super) fn add_environment(&mut self) {
        let Some(name) = self.new_environment.take() else { return };
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        match self.environments.iter_mut().find(|tick| tick.name.eq_ignore_ascii_case(name)) {
            Some(known) => known.on = true,
            None => self.environments.push(Tick { on: true, ..Tick::new(name, is_protected_at_first(name)) }),
        }
        self.replace = false;
    }

    /// The variable's name changed: what it speaks of is proposed.
    pub(super) fn name_changed(&mut self) {
        self.replace = false;
        self.value.look(&self.name);
        self.propose();
    }

    /// Provider, kind and the key id's variable, as name and value say, where no person said otherwise.
    pub(super) fn propose(&mut self) {
        if !self.provider_said {
            let of_key_id = || detect::recognise(detect::key_id_variable(self.key_id.text()?)?, &[]);
            let found = self.value.recognised(&self.name).or_else(|| of_key_id().map(|found| found.provider.name));
            self.facts.provider = found.unwrap_or_default().to_owned();
        }
        if !self.kind_said {
            self.facts.kind = if self.stays_plain() { Kind::Plain } else { self.value.usual_kind(&self.name) };
        }
        if !self.key_id_name_said {
            self.key_id_name = self.usual_key_id_name().unwrap_or_default().to_owned();
        }
    }

    /// True while the provider is what name and value say, and nobody chose it.
    pub(super) fn provider_is_proposed(&self) -> bool {
        !self.provider_said && !self.facts.provider.is_empty()
    }

    /// The variable a key id usually has beside this name, made like this one, or at this provider.
    pub(super) fn usual_key_id_name(&self) -> Option<&'static str> {
        let of_provider = || {
            let known = detect::find(&self.facts.provider)?;
            known.variables.iter().find_map(|variable| detect::key_id_pair(variable))
        };
        let of_key_id = || detect::key_id_variable(self.key_id.text()?);
        detect::key_id_pair(&self.name).or_else(of_key_id).or_else(of_provider)
    }

    /// Whether there is a key id to ask for.
    pub(super) fn is_pair(&self) -> bool {
        self.facts.kind != Kind::Plain && (self.usual_key_id_name().is_some() || !self.key_id.typed.is_empty())
    }

    /// A person named the key id's variable.
    pub(super) fn key_id_name_typed(&mut self) {
        self.key_id_name_said = true;
    }

    /// Another way for the value to come. What is made is a secret.
    pub(super) fn take_way(&mut self, way: Way) {
        self.value.take_way(way);
        if way == Way::Generate && self.facts.kind == Kind::Plain {
            self.kind_said = false;
        }
        self.propose();
    }

    /// A person chose the kind. A pasted value that needs no keeping comes along into the readable field.
    pub(super) fn kind_chosen(&mut self) {
        self.kind_said = true;
        if std::mem::take(&mut self.plain_proposed) && self.facts.kind != Kind::Plain {
            self.hide_plain();
        }
        if self.facts.kind == Kind::Plain {
            self.bring_plain();
        }
    }

    /// What is pasted comes into the readable field, where that is empty.
    pub(super) fn bring_plain(&mut self) {
        // Opened to see whether it may be read by all.
        let pasted = self.value.pasted.expose();
        if self.value.plain.is_empty() && detect::is_plain(&self.name, pasted.as_bytes()) {
            pasted.clone_into(&mut self.value.plain);
        }
    }

    /// True where something would be lost.
    pub fn is_touched(&self) -> bool {
        let said = FactsForm {
            provider: self.first_facts.provider.clone(),
            kind: self.first_facts.kind,
            ..self.facts.clone()
        };
        (self.name != self.given_name)
            || !self.value.pasted.is_empty()
            || !self.value.plain.is_empty()
            || !self.key_id.typed.is_empty()
            || (self.provider_said && !self.facts.provider.is_empty())
            || said != self.first_facts
    }

    /// Ready for one more: the place stays, and who owns it.
    pub(super) fn begin_again(&mut self) {
        let owner = std::mem::take(&mut self.facts.owner);
        self.facts = FactsForm { owner, ..FactsForm::new("") };
        self.first_facts = self.facts.clone();
        for text in [&mut self.name, &mut self.given_name, &mut self.key_id_name] {
            text.clear();
        }
        (self.provider_said, self.kind_said, self.key_id_name_said) = (false, false, false);
        self.key_id = KeyIdText::default();
        self.plain_proposed = false;
        (self.replace, self.new_project, self.began) = (false, ListOrTyped::default(), false);
        self.value.forget();
        self.pasted = Pasted::Value;
        self.propose();
        self.attempt = Attempt::None;
        self.let_go = LetGo::Nothing;
    }

    /// The vault is locked: neither a value nor a note, which is sealed there, stays here. What was on its way is through, or was
    /// dropped.
    pub fn lock(&mut self) {
        let had_value = self.value.way == Way::Paste && !(self.value.pasted.is_empty() && self.value.plain.is_empty());
        self.let_go = LetGo::of(had_value, !self.facts.note.trim().is_empty());
        self.facts.note.zeroize();
        self.value.let_go();
        self.pasted = Pasted::Value;
        (self.attempt, self.saved, self.leaving) = (Attempt::None, None, false);
    }

    /// It is open again: a value to look at is made anew, and the keyboard is where one goes on.
    pub fn unlocked(&mut self) {
        if self.value.way == Way::Generate {
            self.value.make();
        }
        self.began = false;
    }

    /// The environments that are ticked.
    pub(super) fn ticked(&self) -> impl Iterator<Item = &Tick> {
        self.environments.iter().filter(|tick| tick.on)
    }
}
