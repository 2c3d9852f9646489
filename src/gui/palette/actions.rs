//! What the palette offers beside keys: commands that have a meaning now, named with the key they are about, and the
//! places one can go to.

use super::data::Ask;
use super::search::Search;
use crate::gui::commands::{Command, provider_page};
use crate::gui::screens::keys::Place;
use crate::gui::theme::Icon;
use crate::model::{Key, KeyUid};
use crate::review::date;

/// So many are shown beside keys that were found; more would push nothing but noise into view.
const BESIDE_KEYS: usize = 8;

/// What an action does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A command of the window.
    Do(Command),
    /// A command on this key.
    DoTo(KeyUid, Command),
    /// Look at another place.
    Go(Place),
    /// Look at what a person owns; none for the keys that nobody does.
    Person(Option<String>),
    /// Look at another place, and a command there.
    GoAndDo(Place, Command),
}

/// An action as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Before its title.
    pub icon: Icon,
    /// "Rotate STRIPE_SECRET_KEY…".
    pub title: String,
    /// Where its key stands; names are the same in several places.
    pub place: Option<String>,
    /// Its keys of the keyboard.
    pub caps: Vec<&'static str>,
    /// What it does.
    pub act: Act,
}

impl ActionRow {
    /// What a screen reader says.
    pub fn spoken(&self) -> String {
        let mut words = self.title.clone();
        if let Some(place) = &self.place {
            words = format!("{words}, {place}");
        }
        if self.caps.is_empty() { words } else { format!("{words}, {}", self.caps.join(" ")) }
    }
}

/// Commands that mean nothing in the palette itself.
const LEFT_OUT: [Command; 3] = [Command::Search, Command::Copy, Command::Undo];

/// What can be done without a window behind.
const ALONE: [Command; 7] = [
    Command::CopyKeyId,
    Command::CopyAssignment,
    Command::CopyExportLine,
    Command::CopyReference,
    Command::OpenProvider,
    Command::ClearClipboard,
    Command::Lock,
];

/// Verbs that a found key brings along, whatever was typed.
const VERBS: [Command; 3] = [Command::Rotate, Command::OpenProvider, Command::Export];

/// The actions for what was typed. `beside`: keys were found, which come first.
pub fn actions(ask: &Ask<'_>, target: Option<&Key>, beside: bool, search: &mut Search) -> Vec<ActionRow> {
    let typed = !ask.query.trim().is_empty();
    let mut all = commands(ask, target);
    if !ask.alone {
        all.extend(places(ask));
        all.extend(people(ask));
    }
    if !typed {
        return all;
    }
    let is_verb = |row: &ActionRow| match row.act {
        Act::Do(command) | Act::DoTo(_, command) | Act::GoAndDo(_, command) => {
            VERBS.iter().position(|verb| *verb == command)
        }
        Act::Go(_) | Act::Person(_) => None,
    };
    let mut scored: Vec<((usize, u32), ActionRow)> = Vec::new();
    for row in all {
        let verb = is_verb(&row).filter(|_| beside);
        match (verb, search.title_score(&searched(&row), ask.query)) {
            (Some(verb), _) => scored.push(((verb, 0), row)),
            (None, Some(score)) => scored.push(((VERBS.len(), u32::MAX - score), row)),
            (None, None) => {}
        }
    }
    scored.sort_by_key(|(order, _)| *order);
    if beside {
        scored.truncate(BESIDE_KEYS);
    }
    scored.into_iter().map(|(_, row)| row).collect()
}

/// What a row is found by: its title, its place, and the plain name of its command.
fn searched(row: &ActionRow) -> String {
    let plain = match row.act {
        Act::Do(command) | Act::DoTo(_, command) | Act::GoAndDo(_, command) => command.title(),
        Act::Go(_) | Act::Person(_) => "",
    };
    format!("{} {} {plain}", row.title, row.place.as_deref().unwrap_or_default())
}

/// True for a word that begins a word in the title of a command about a key.
pub fn is_verb(word: &str) -> bool {
    let word = word.to_lowercase();
    let begins = |title: &str| title.to_lowercase().split_whitespace().any(|part| part.starts_with(&word));
    word.len() > 1 && Command::ALL.into_iter().any(|command| command.is_about_a_key() && begins(command.title()))
}

/// Whether what was typed names a command: each word begins a word of its title.
pub fn is_named(ask: &Ask<'_>) -> bool {
    let typed: Vec<String> = ask.query.split_whitespace().map(str::to_lowercase).collect();
    let begins = |title: &str| {
        let title = title.to_lowercase();
        typed.iter().all(|word| title.split_whitespace().any(|part| part.starts_with(word.as_str())))
    };
    !ask.alone && commands(ask, None).iter().any(|row| begins(&row.title))
}

fn commands(ask: &Ask<'_>, target: Option<&Key>) -> Vec<ActionRow> {
    let offered = |command: &Command| {
        !LEFT_OUT.contains(command)
            && command.is_offered_in(ask.section)
            && (!ask.alone || ALONE.contains(command))
            && command.fits(ask.snapshot, target)
    };
    Command::ALL.into_iter().filter(offered).map(|command| row(ask, command, target)).collect()
}

fn row(ask: &Ask<'_>, command: Command, target: Option<&Key>) -> ActionRow {
    let key = target.filter(|_| command.is_about_a_key());
    let place = key.filter(|_| command != Command::OpenProvider).map(|key| {
        let place = key.place();
        format!("{} · {}", place.project, place.environment)
    });
    let (title, act) = match key {
        Some(key) => (title_with(command, key), Act::DoTo(key.uid, command)),
        None if command == Command::Export => export(ask, target),
        None => (command.title().to_owned(), Act::Do(command)),
    };
    ActionRow { icon: command.icon(), title, place, caps: command.caps_in(&ask.snapshot.settings), act }
}

/// An export is of a project: the found key's, else the one in view.
fn export(ask: &Ask<'_>, target: Option<&Key>) -> (String, Act) {
    let in_view = ask.view.project.as_ref();
    match target.map(|key| &key.place().project).or(in_view) {
        Some(project) if in_view == Some(project) => (format!("Export {project}…"), Act::Do(Command::Export)),
        Some(project) => {
            let place = Place { project: Some(project.clone()), environment: None };
            (format!("Export {project}…"), Act::GoAndDo(place, Command::Export))
        }
        None => (Command::Export.title().to_owned(), Act::Do(Command::Export)),
    }
}

/// A command's title with the key it is about.
fn title_with(command: Command, key: &Key) -> String {
    let name = key.name();
    match command {
        Command::CopyKeyId => format!("Copy key ID of {name}"),
        Command::CopyAssignment => format!("Copy {name} as NAME=value"),
        Command::CopyExportLine => format!("Copy {name} as export line"),
        Command::CopyReference => format!("Copy reference of {name}"),
        Command::Show => format!("Show {name}"),
        Command::Rotate => format!("Rotate {name}…"),
        Command::PutBack => format!("Put the old value of {name} back"),
        Command::MarkEnded => format!("The old value of {name} has ended at its provider"),
        Command::MarkValueEnded => format!("{name} has ended at its provider"),
        Command::Edit => format!("Edit {name}…"),
        Command::Duplicate => format!("Duplicate {name} to…"),
        Command::Move => format!("Move {name} to…"),
        Command::SaveFile => format!("Save {name} as file…"),
        Command::DeleteFiles => format!("Delete written files with {name}"),
        Command::OpenProvider => match provider_page(key).and_then(host) {
            Some(host) => format!("Open {host}"),
            None => command.title().to_owned(),
        },
        Command::AssignOwner => format!("Assign an owner to {name}…"),
        Command::Snooze => format!("Snooze {name}…"),
        Command::Disable => format!("Disable {name}"),
        Command::Enable => format!("Enable {name}"),
        Command::Delete => format!("Delete {name}…"),
        _ => format!("{}: {name}", command.title()),
    }
}

/// The host of an https address.
fn host(page: &str) -> Option<&str> {
    page.strip_prefix("https://")?.split('/').next()
}

/// The page of someone whose name was typed whole.
pub fn person(ask: &Ask<'_>) -> Option<ActionRow> {
    let typed = ask.query.trim().to_lowercase();
    let is_it = |row: &ActionRow| matches!(&row.act, Act::Person(Some(name)) if name.trim().to_lowercase() == typed);
    people(ask).into_iter().find(|row| !ask.alone && is_it(row))
}

/// Everyone who owns keys or leaves, and the keys that nobody owns.
fn people(ask: &Ask<'_>) -> Vec<ActionRow> {
    let row = |title: String, leaves: Option<String>, name: Option<String>| {
        let icon = if name.is_some() { Icon::User } else { Icon::UserCircleDashed };
        ActionRow { icon, title, place: leaves, caps: Vec::new(), act: Act::Person(name) }
    };
    let mut rows: Vec<ActionRow> = Vec::new();
    for person in &ask.snapshot.people {
        let leaves = person.last_day.map(|day| format!("last day {}", date(day)));
        rows.push(row(format!("Keys of {}", person.name), leaves, Some(person.name.clone())));
    }
    let nobodys = |key: &Key| key.owner.as_deref().is_none_or(|name| name.trim().is_empty()) && !key.is_plain();
    if ask.snapshot.keys.iter().any(nobodys) {
        rows.push(row("Keys without an owner".to_owned(), None, None));
    }
    rows
}

/// Every other place: projects, and their environments.
fn places(ask: &Ask<'_>) -> Vec<ActionRow> {
    let mut rows = Vec::new();
    for project in &ask.snapshot.projects {
        let stages = project.environments.iter().map(|stage| Some(stage.name.clone()));
        for environment in std::iter::once(None).chain(stages) {
            let place = Place { project: Some(project.name.clone()), environment };
            if place == *ask.view {
                continue;
            }
            let title = match &place.environment {
                Some(environment) => format!("Go to {} · {environment}", project.name),
                None => format!("Go to {}", project.name),
            };
            let (place, act) = (None, Act::Go(place));
            rows.push(ActionRow { icon: Icon::FolderSimple, title, place, caps: Vec::new(), act });
        }
    }
    rows
}
