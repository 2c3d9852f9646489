//! The left half: which environment, who reads the file, where it goes, and when it is deleted again.

use egui::emath::GuiRounding as _;
use egui::{Id, Rect, Ui, pos2};

use super::file::file_ui;
use super::form::{Attempt, Copied, DELETE_AFTER, Export};
use super::read_back::proof_ui;
use crate::envfile::Target;
use crate::gui::screens::key_form::Column;
use crate::gui::screens::keys::{can_unlock, capitalised, is_of_keychain, project_note, projects_in_order};
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Callout, Choice, Lead, MenuItem, PickerItem, Segmented, SelectFace, Tick, Tone, details_under, field_label,
    galley_with_code, hairline, icon, menu, menu_parted, name_node, picker, select, without_ticks,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Request, Snapshot, run_command};
use crate::model::{EnvRef, Project};

/// What a menu has left and right of its entries, so that it is as wide as its field.
const MENU_EDGES: f32 = 18.0;
/// The field for after how long a file is deleted: its longest words are read whole.
const AFTER: f32 = 160.0;
/// More environments than this are a menu.
const SEGMENTS: usize = 4;

/// Draws it.
pub fn left_ui(ui: &mut Ui, column: &mut Column, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let top = column.y;
    failure_ui(ui, column, export, wishes);
    ui.add_enabled_ui(!export.is_running(), |ui| {
        if export.picks_project {
            project_ui(ui, column, export, snapshot);
            column.next();
        }
        place_ui(ui, column, export, snapshot);
        column.next();
        reader_ui(ui, column, export, snapshot, wishes);
        column.next();
        file_ui(ui, column, top, export, wishes);
        column.gap(8.0);
        hairline(ui, column.left..=column.left + column.wide, column.y, of(ui).stroke_default);
        column.gap(12.0);
        delete_ui(ui, column, export);
        column.next();
        run_ui(ui, column, export, wishes);
    });
}

pub(super) fn label_ui(ui: &Ui, column: &mut Column, words: &str, hint: &str) {
    let rect = column.take(16.0);
    field_label(ui, rect, words, hint);
    column.gap(5.0);
}

/// Which project, where all of them were in view.
fn project_ui(ui: &Ui, column: &mut Column, export: &mut Export, snapshot: &Snapshot) {
    label_ui(ui, column, "Project", "");
    let face = SelectFace { name: "Project", words: &export.project, hint: "Choose", ..SelectFace::default() };
    let response = select(ui, column.take(size::CONTROL), &face);
    let all: Vec<&Project> = projects_in_order(snapshot).map(|(_, project)| project).collect();
    let item = |project: &&Project| MenuItem {
        words: project.name.clone(),
        count: None,
        protected: false,
        current: project.name == export.project,
    };
    let items: Vec<MenuItem> = all.iter().map(item).collect();
    let notes: Vec<&str> = all.iter().map(|project| project_note(project)).collect();
    let chosen = menu_parted(&response, "Projects", &items, items.len(), &notes);
    if let Some(project) = chosen.and_then(|at| all.get(at)).filter(|project| project.name != export.project) {
        export.choose_project(project, snapshot);
    }
}

fn place_ui(ui: &Ui, column: &mut Column, export: &mut Export, snapshot: &Snapshot) {
    let project = export.project.clone();
    label_ui(ui, column, "Environment", if export.picks_project { "" } else { &project });
    let environments: Vec<(String, bool)> = snapshot
        .projects
        .iter()
        .filter(|one| one.name == project)
        .flat_map(|project| project.environments.iter().map(|e| (e.name.clone(), e.protected)))
        .collect();
    let rect = column.take(size::CONTROL);
    let current =
        environments.iter().position(|(name, _)| export.place.as_ref().is_some_and(|p| p.environment == *name));
    let titles: Vec<String> = environments.iter().map(|(name, _)| capitalised(name)).collect();
    let shielded: Vec<String> = titles.iter().map(|title| format!("{title}, protected")).collect();
    let choices: Vec<Choice<'_>> = titles
        .iter()
        .zip(&shielded)
        .zip(&environments)
        .map(|((title, said), (_, protected))| match protected {
            true => Choice { name: said, ..Choice::with_icon(title, Icon::ShieldCheck) },
            false => Choice::words(title),
        })
        .collect();
    let control = Segmented::new("environment", &choices, current.unwrap_or_default());
    let fits = choices.len() <= SEGMENTS && choices.len() > 1 && control.width(ui) <= rect.width();
    let chosen = if fits {
        control.spread(ui, rect)
    } else {
        let words = current.and_then(|at| titles.get(at)).cloned().unwrap_or_default();
        let lead = if export.is_protected(snapshot) { Lead::Icon(Icon::ShieldCheck, Face::Fill) } else { Lead::None };
        let face = SelectFace { name: "Environment", words: &words, hint: "Choose", lead, ..SelectFace::default() };
        let response = select(ui, rect, &face);
        let item = |(at, (title, (_, protected))): (usize, (&String, &(String, bool)))| MenuItem {
            words: title.clone(),
            count: None,
            protected: *protected,
            current: Some(at) == current,
        };
        menu(&response, "Environments", &titles.iter().zip(&environments).enumerate().map(item).collect::<Vec<_>>())
    };
    let chosen = chosen.filter(|chosen| Some(*chosen) != current).and_then(|at| environments.get(at));
    if let Some(place) = chosen.and_then(|(name, _)| EnvRef::new(&project, name).ok()) {
        export.choose_place(place, snapshot);
    }
}

fn reader_ui(ui: &mut Ui, column: &mut Column, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    label_ui(ui, column, "Read by", "");
    let rect = column.take(size::CONTROL);
    let face = SelectFace { name: "Read by", words: export.target.title(), ..SelectFace::default() };
    let response = select(ui, rect, &face);
    // What the folder shows first, then the last used, then all the others in their groups.
    let here: Vec<Target> = export.proof.look().map(|look| look.likely.clone()).unwrap_or_default();
    let last = export.last_used().filter(|last| !here.contains(last));
    let others = Target::ALL.into_iter().filter(|target| !here.contains(target) && Some(*target) != last);
    let targets: Vec<Target> = here.iter().copied().chain(last).chain(others).collect();
    let item = |target: &Target| PickerItem {
        group: match target {
            _ if here.contains(target) => "In this folder",
            _ if Some(*target) == last => "Last used here",
            _ => target.group(),
        },
        words: target.title(),
        hint: target.word(),
        current: *target == export.target,
    };
    let items: Vec<PickerItem<'_>> = targets.iter().map(item).collect();
    if let Some(chosen) =
        picker(&response, "Read by", rect.width() - MENU_EDGES, &items).and_then(|index| targets.get(index))
    {
        export.choose_target(*chosen, snapshot);
    }
    column.gap(6.0);
    proof_ui(ui, column, export, snapshot, wishes);
}

/// A quiet line with a check before it.
pub(super) fn line_ui(ui: &Ui, column: &mut Column, mark: Option<Icon>, words: &str) {
    let t = of(ui);
    let rect = column.take(24.0);
    if let Some(mark) = mark {
        icon(ui, pos2(rect.left() + 19.5, rect.center().y), 15.0, Face::Line, mark, t.ok_solid);
    }
    let room = rect.with_min_x(rect.left() + 37.0);
    let galley = galley_with_code(ui, room.width(), Type::Small, t.text_secondary, 1, words);
    let at = pos2(room.left(), room.center().y - galley.size().y / 2.0);
    ui.painter().galley(at.round_to_pixels(ui.pixels_per_point()), galley, t.text_secondary);
    let said = without_ticks(words);
    name_node(ui, rect, ui.make_persistent_id(("line", &said)), &said);
}

fn delete_ui(ui: &Ui, column: &mut Column, export: &mut Export) {
    let rect = column.take(size::CONTROL);
    let field = Rect::from_min_max(pos2(rect.right() - AFTER, rect.top()), rect.max);
    let words = Rect::from_min_max(rect.min, pos2(field.left() - 8.0, rect.bottom()));
    if Tick::switch("Delete the file automatically", export.delete).at(ui, words).clicked() {
        export.delete = !export.delete;
    }
    let at = DELETE_AFTER.iter().position(|(secs, _)| *secs == export.delete_after_secs).unwrap_or(1);
    let face = SelectFace {
        name: "Delete after",
        words: DELETE_AFTER[at].1,
        disabled: !export.delete,
        ..SelectFace::default()
    };
    let response = select(ui, field, &face);
    let items = DELETE_AFTER.map(|(secs, words)| MenuItem {
        words: words.to_owned(),
        count: None,
        protected: false,
        current: secs == export.delete_after_secs,
    });
    if let Some((secs, _)) = menu(&response, "Delete after", &items).and_then(|index| DELETE_AFTER.get(index)) {
        export.delete_after_secs = *secs;
    }
}

/// So long the button says that it copied, in seconds.
const COPIED_SECS: f64 = 2.0;

/// Whether the command was copied a moment ago.
fn just_copied(ui: &Ui, export: &mut Export) -> bool {
    let now = ui.input(|input| input.time);
    if export.copied == Copied::Heard {
        export.copied = Copied::Until(now + COPIED_SECS);
    }
    let Copied::Until(until) = export.copied else { return false };
    if until <= now {
        export.copied = Copied::No;
        return false;
    }
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(until - now));
    true
}

fn run_ui(ui: &Ui, column: &mut Column, export: &mut Export, wishes: &mut Vec<Wish>) {
    let just_copied = just_copied(ui, export);
    let Some(place) = &export.place else { return };
    let command = run_command(place);
    let callout = |button| {
        let said = Callout::new(Tone::Note, "Or run a command with these keys").code(&command);
        said.icon(Icon::TerminalWindow).compact().button(button)
    };
    let copy = if just_copied {
        Button::secondary("Copied").icon(Icon::Check).icon_ink(of(ui).ok_solid)
    } else {
        Button::secondary("Copy").icon(Icon::Copy)
    };
    let copy = copy.id(Id::unique("copy command"));
    let fits = |button| callout(button).is_one_line(ui, column.wide);
    // Its word goes only where the command comes onto one line by that.
    let callout = callout(if fits(copy.wordless()) && !fits(copy) { copy.wordless() } else { copy });
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom();
    if clicked.is_some() {
        wishes.push(Wish::Ask(Request::CopyRunCommand(place.clone())));
    }
}

/// What did not happen stands over all of it, with its way out.
fn failure_ui(ui: &mut Ui, column: &mut Column, export: &mut Export, wishes: &mut Vec<Wish>) {
    let Attempt::Failed(failure) = export.attempt.clone() else { return };
    if said_ui(ui, column, Callout::failed(&failure.title), &failure, export.unlocks) {
        wishes.push(Wish::Ask(export.unlock()));
    }
    column.next();
}

/// Why, and what to do; true where a person wants it unlocked, or the keychain asked again. `unlocks`: that is under way.
pub(super) fn said_ui(
    ui: &mut Ui,
    column: &mut Column,
    callout: Callout<'_>,
    failure: &Failure,
    unlocks: bool,
) -> bool {
    let hint = format!("{} {}", failure.why, failure.advice);
    let mut said = callout.hint(hint.trim());
    if is_of_keychain(failure) {
        let words = if can_unlock(failure) { "Unlock…" } else { "Try again" };
        said = said.button(Button::secondary(words).small().busy(unlocks));
    }
    let (rect, clicked) = said.at(ui, pos2(column.left, column.y), column.wide);
    column.y = details_under(ui, rect, &failure.details);
    clicked
}
