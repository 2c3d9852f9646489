//! Projects in their order, and what a window shows of an environment's name.

use egui::Context;

use super::words::capitalised;
use crate::gui::theme::size;
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
