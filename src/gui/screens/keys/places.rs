//! Projects in their order, and what a window shows of an environment's name.

use egui::Context;

use super::data::Summary;
use super::words::capitalised;
use crate::gui::theme::size;
use crate::gui::widgets::MenuItem;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Environment, Project};

/// The projects with their places in the snapshot: those that are put aside come last, the worker's order within.
pub fn projects_in_order(snapshot: &Snapshot) -> impl Iterator<Item = (usize, &Project)> {
    let aside = |aside: bool| {
        let all = snapshot.projects.iter().enumerate();
        all.filter(move |(_, project)| project.archived == aside)
    };
    aside(false).chain(aside(true))
}

/// A quiet word about a project, where it stands in a menu; empty for none.
pub fn project_note(project: &Project) -> &'static str {
    if project.archived { "archived" } else { "" }
}

/// All of a project's environments, or of all projects'.
pub const ALL_ENVIRONMENTS: &str = "All environments";

/// The entries of a menu of environments, all of them first, with how many keys each has: of a project, or of all projects,
/// where those of one name are one. `current`: the one that is looked at.
pub fn environment_items<'a>(
    snapshot: &Snapshot,
    summary: &Summary,
    project: Option<&str>,
    names: impl IntoIterator<Item = &'a str>,
    current: Option<&str>,
) -> Vec<MenuItem> {
    // Counts that are not of these facts are none.
    let counted = summary.environments.len() == snapshot.projects.len();
    let here = || {
        let all = snapshot.projects.iter().zip(&summary.environments);
        all.filter(|(one, _)| project.is_none_or(|name| name == one.name))
    };
    let each = || here().flat_map(|(one, counts)| one.environments.iter().zip(counts));
    let item = |name: Option<&str>| {
        let of_name = || each().filter(|(one, _)| name.is_none_or(|name| name == one.name));
        MenuItem {
            words: name.map_or_else(|| ALL_ENVIRONMENTS.to_owned(), capitalised),
            count: counted.then(|| of_name().map(|(_, count)| count).sum()),
            protected: name.is_some() && of_name().any(|(one, _)| one.protected),
            current: name == current,
        }
    };
    std::iter::once(None).chain(names.into_iter().map(Some)).map(item).collect()
}

/// Whether environments stand under their short names: in a narrow window they do in every row, heading and segment. Menus,
/// questions and what a screen reader says keep the whole name.
pub fn shortens(ctx: &Context) -> bool {
    ctx.content_rect().width() < size::NARROW
}

/// What a row shows of the environment of a place.
pub fn environment_words(ctx: &Context, snapshot: &Snapshot, place: &EnvRef) -> String {
    if shortens(ctx) { short_of(snapshot, place) } else { place.environment.clone() }
}

/// What a narrow window shows of an environment's name.
pub fn short(environment: &Environment) -> String {
    environment.short_name.clone().unwrap_or_else(|| short_name(&environment.name))
}

/// The same of a name alone.
fn short_name(name: &str) -> String {
    match name {
        "development" => "Dev".to_owned(),
        "production" => "Prod".to_owned(),
        other => capitalised(other),
    }
}

/// The same of the environment of a place, as its project has it; or had it, where it is gone.
pub fn short_of(snapshot: &Snapshot, place: &EnvRef) -> String {
    let project = snapshot.projects.iter().find(|project| project.name == place.project);
    let environments = project.map_or(&[][..], |project| project.environments.as_slice());
    let found = environments.iter().find(|environment| environment.name == place.environment);
    found.map_or_else(|| short_name(&place.environment), short)
}
