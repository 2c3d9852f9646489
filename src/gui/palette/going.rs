//! Where one can go from the palette: other places and people; and what was typed word for word, which comes before keys.

use super::actions::{Act, ActionRow, commands, plain};
use super::data::Ask;
use crate::gui::screens::keys::Place;
use crate::gui::theme::Icon;
use crate::model::Person;
use crate::review::date;

/// What was typed whole: a command by its title with or without its dots, or the page of someone.
pub fn whole(ask: &Ask<'_>) -> Option<ActionRow> {
    let typed = words_of(ask.query);
    if typed.is_empty() {
        return None;
    }
    let titled = |row: &ActionRow| words_of(&row.title) == typed;
    if let Some(row) = commands(ask, None).into_iter().find(titled) {
        return Some(row);
    }
    if ask.alone {
        return None;
    }
    let is_them = |row: &ActionRow| matches!(&row.act, Act::Person(name) if words_of(name) == typed) || titled(row);
    people(ask).into_iter().find(is_them)
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
    let all = (ask.snapshot.projects.len() > 1).then(Place::default);
    let projects = ask.snapshot.projects.iter().flat_map(|project| {
        let stages = project.environments.iter().map(|stage| Some(stage.name.clone()));
        std::iter::once(None)
            .chain(stages)
            .map(|environment| Place { project: Some(project.name.clone()), environment })
    });
    all.into_iter().chain(projects).map(to_place)
}

fn to_place(place: Place) -> ActionRow {
    let (icon, title) = match (&place.project, &place.environment) {
        (Some(project), Some(environment)) => (Icon::FolderSimple, format!("Go to {project} · {environment}")),
        (Some(project), None) => (Icon::FolderSimple, format!("Go to {project}")),
        (None, _) => (Icon::Stack, "Go to all projects".to_owned()),
    };
    plain(icon, title, Act::Go(place))
}
