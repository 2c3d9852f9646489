//! Where one can go from the palette: other places and people; and what was typed word for word, which comes before keys.

use super::actions::{Act, ActionRow, commands, plain};
use super::data::Ask;
use crate::gui::commands::Command;
use crate::gui::screens::keys::Place;
use crate::gui::theme::Icon;
use crate::model::{Person, Project};
use crate::review::date;

/// How a title begins that leads to a place; typed, it does so before the name of any other thing that can be gone to.
const GO_TO: &str = "go to";

/// The screens that are commands by their bare names.
const SCREENS: [Command; 4] = [Command::ShowKeys, Command::ShowReview, Command::ShowActivity, Command::ShowSettings];

/// What was typed whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// What it is.
    pub row: ActionRow,
    /// How it was named.
    pub by: Called,
}

/// How something was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// By its title, a person by the name.
    Title,
    /// A place by the name alone: it may stand in a key's name as well.
    Name,
}

/// What was typed whole: a command by its title with or without its dots, the page of someone, a place by its title or its
/// name. Who begins with "go to" means what begins so, as far as that was typed.
pub fn whole(ask: &Ask<'_>) -> Option<Whole> {
    let typed = words_of(ask.query);
    if typed.is_empty() {
        return None;
    }
    let title = |row: ActionRow| Whole { row, by: Called::Title };
    let titled = |row: &ActionRow| words_of(&row.title) == typed;
    if let Some(row) = commands(ask, None).into_iter().find(titled) {
        return Some(title(row));
    }
    if ask.alone {
        return None;
    }
    let is_them = |row: &ActionRow| matches!(&row.act, Act::Person(name) if words_of(name) == typed) || titled(row);
    if let Some(row) = people(ask).into_iter().find(is_them) {
        return Some(title(row));
    }
    if let Some(rest) = typed.strip_prefix(GO_TO).and_then(|rest| rest.strip_prefix(' ')) {
        return by_title(ask, rest).map(title);
    }
    by_name(ask, &typed).map(|row| Whole { row, by: Called::Name })
}

/// What "go to" leads to by these words: whole before begun, a place before a screen and a person.
fn by_title(ask: &Ask<'_>, rest: &str) -> Option<ActionRow> {
    let screens =
        commands(ask, None).into_iter().filter(|row| matches!(row.act, Act::Do(command) if SCREENS.contains(&command)));
    let named: Vec<(String, ActionRow)> = all_places(ask)
        .map(|row| (words_of(&row.title).split_off(GO_TO.len() + 1), row))
        .chain(screens.map(|row| (words_of(&row.title), row)))
        .chain(people(ask).into_iter().filter_map(|row| match &row.act {
            Act::Person(name) => Some((words_of(name), row)),
            _ => None,
        }))
        .collect();
    let whole = named.iter().find(|(name, _)| name == rest);
    whole.or_else(|| named.iter().find(|(name, _)| name.starts_with(rest))).map(|(_, row)| row.clone())
}

/// The place of this name: a project, one of its environments, or an environment of the project in view, else of the only
/// project that has one.
fn by_name(ask: &Ask<'_>, typed: &str) -> Option<ActionRow> {
    if let Some(row) =
        all_places(ask).find(|row| words_of(&row.title).strip_prefix(GO_TO).map(str::trim_start) == Some(typed))
    {
        return Some(row);
    }
    let has = |project: &&Project| project.environments.iter().any(|stage| words_of(&stage.name) == typed);
    let here = ask.snapshot.projects.iter().find(|project| Some(&project.name) == ask.view.project.as_ref());
    let mut all = ask.snapshot.projects.iter().filter(has);
    let project = here.filter(has).or_else(|| all.next().filter(|_| all.next().is_none()))?;
    let stage = project.environments.iter().find(|stage| words_of(&stage.name) == typed)?;
    Some(within(project, Some(stage.name.clone())))
}

/// The words of a text, in lower case, whatever stands between them.
pub fn words_of(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Everyone who owns keys or leaves.
pub fn people(ask: &Ask<'_>) -> Vec<ActionRow> {
    let row = |person: &Person| {
        let hint = person.last_day.map(|day| format!("last day {}", date(day)));
        let (title, act) = (format!("Keys of {}", person.name), Act::Person(person.name.clone()));
        ActionRow { hint, ..plain(Icon::User, title, act) }
    };
    ask.snapshot.people.iter().map(row).collect()
}

/// Every other place.
pub fn places(ask: &Ask<'_>) -> Vec<ActionRow> {
    all_places(ask).filter(|row| !matches!(&row.act, Act::Go(place) if place == ask.view)).collect()
}

/// Every place: all projects, each of them, and their environments. Of one project alone "all" says nothing.
fn all_places<'a>(ask: &Ask<'a>) -> impl Iterator<Item = ActionRow> + use<'a> {
    let all = (ask.snapshot.projects.len() > 1).then(|| to_place(Icon::Stack, Place::default()));
    let projects = ask.snapshot.projects.iter().flat_map(|project| {
        let stages = project.environments.iter().map(|stage| Some(stage.name.clone()));
        std::iter::once(None).chain(stages).map(|environment| within(project, environment))
    });
    all.into_iter().chain(projects)
}

/// A project, or one of its environments.
fn within(project: &Project, environment: Option<String>) -> ActionRow {
    let icon = if project.archived { Icon::Archive } else { Icon::FolderSimple };
    to_place(icon, Place { project: Some(project.name.clone()), environment })
}

fn to_place(icon: Icon, place: Place) -> ActionRow {
    let title = match (&place.project, &place.environment) {
        (Some(project), Some(environment)) => format!("Go to {project} · {environment}"),
        (Some(project), None) => format!("Go to {project}"),
        (None, _) => "Go to all projects".to_owned(),
    };
    plain(icon, title, Act::Go(place))
}
