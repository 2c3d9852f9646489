//! The left half: which environment, who reads the file, where it goes, and when it is deleted again.

use egui::emath::GuiRounding as _;
use egui::{Id, Rect, Ui, pos2, vec2};

use super::consents::Consents;
use super::form::{Attempt, DELETE_AFTER, Export};
use super::proof::{proof_words, refused_words};
use crate::envfile::Target;
use crate::gui::screens::import::expand_home;
use crate::gui::screens::key_form::Column;
use crate::gui::screens::keys::{can_unlock, capitalised, is_of_keychain, project_note, projects_in_order};
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Callout, Choice, Field, Lead, MenuItem, PickerItem, Segmented, SelectFace, Tick, Tone, details_under,
    field_label, galley_with_code, hairline, icon, menu, menu_parted, name_node, picker, select, without_ticks,
};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::{ExportLook, Failure, FileThere, GitSees, Request, Snapshot, run_command};
use crate::model::{EnvRef, Project};

/// What a menu has left and right of its entries, so that it is as wide as its field.
const MENU_EDGES: f32 = 18.0;
/// Above and under the file's field, where it is scrolled to.
const AROUND: f32 = 12.0;
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

fn label_ui(ui: &Ui, column: &mut Column, words: &str, hint: &str) {
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

/// "Read back as Next reads it: 12 of 12", or what it can't hold and the ways out.
fn proof_ui(ui: &mut Ui, column: &mut Column, export: &mut Export, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    if export.count(snapshot) == 0 {
        return line_ui(ui, column, None, "There is nothing to write.");
    }
    let Some(look) = export.proof.look() else {
        line_ui(ui, column, None, "Reading it back…");
        return;
    };
    if !look.missing.is_empty() {
        return missing_ui(ui, column, export);
    }
    if let Some(why) = look.unproved.clone() {
        if can_unlock(&why) && export.failed_for_lock().is_some() {
            return line_ui(ui, column, None, "Not read back while the keychain is locked");
        }
        let failure = export.not_unlocked.clone().filter(|_| can_unlock(&why)).unwrap_or(why);
        let callout = Callout::new(Tone::Warn, &failure.title).compact();
        if said_ui(ui, column, callout, &failure, export.unlocks) {
            wishes.push(Wish::Ask(export.unlock()));
        }
        return;
    }
    let Some((title, why, could)) = refused_words(look, export.target).filter(|_| !export.consents.cover_refused(look))
    else {
        line_ui(ui, column, Some(Icon::Check), &proof_words(look, export.target));
        dangers_ui(ui, column, export);
        return;
    };
    let other = could.map(|could| format!("For {}", could.reader()));
    let mut callout = Callout::new(Tone::Warn, &title).hint(&why).compact().button(Button::secondary("Leave out"));
    if let Some(other) = &other {
        callout = callout.button(Button::secondary(other));
    }
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom();
    match (clicked, could) {
        (Some(0), _) => export.consent(Consents::leave_out),
        (Some(_), Some(could)) => export.choose_target(could, snapshot),
        _ => {}
    }
}

/// Values that the store does not hold, and the way to do without them.
fn missing_ui(ui: &mut Ui, column: &mut Column, export: &mut Export) {
    let Some(ExportLook { unproved: Some(failure), missing, .. }) = export.proof.look() else { return };
    // Each name is said once: one alone in the title, several under their count.
    let (title, hint) = match missing.as_slice() {
        [one] => (failure.why.replacen(one, &format!("`{one}`"), 1), failure.advice.clone()),
        several => (format!("{} values are missing.", several.len()), format!("{} {}", failure.why, failure.advice)),
    };
    let callout = Callout::new(Tone::Warn, &title).hint(&hint).compact().button(Button::secondary("Leave out"));
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom();
    if clicked.is_some() {
        export.leave_out_missing();
    }
}

/// Names that change how programs run, which are written by a click alone.
fn dangers_ui(ui: &Ui, column: &mut Column, export: &mut Export) {
    let names = export.proof.look().map(|look| look.dangerous.as_slice()).unwrap_or_default();
    let title = match names {
        [] => return,
        [one] => format!("`{one}` changes how programs run."),
        several => format!("{} names change how programs run.", several.len()),
    };
    if export.proof.look().is_some_and(|look| export.consents.cover_dangers(look)) {
        return line_ui(ui, column, Some(Icon::Check), "Will be written although it changes how programs run");
    }
    let hint = "It affects every program that reads the file.";
    let callout = Callout::new(Tone::Warn, &title).hint(hint).compact().button(Button::secondary("Write anyway"));
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y + 4.0), column.wide);
    column.y = rect.bottom();
    if clicked.is_some() {
        export.consent(Consents::allow_dangers);
    }
}

/// A quiet line with a check before it.
fn line_ui(ui: &Ui, column: &mut Column, mark: Option<Icon>, words: &str) {
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

/// Where the file goes; `top` is where the column begins.
fn file_ui(ui: &mut Ui, column: &mut Column, top: f32, export: &mut Export, wishes: &mut Vec<Wish>) {
    label_ui(ui, column, "Save to", "");
    let rect = column.take(size::CONTROL);
    let browse = Button::secondary("Browse…");
    let wide = browse.size(ui);
    let field = Rect::from_min_size(rect.min, vec2(rect.width() - wide.x - 8.0, rect.height()));
    let id = Id::unique("export path");
    let response = Field::new(id, "File").path().hint("~/code/shop/.env").at(ui, field, &mut export.path);
    if !std::mem::replace(&mut export.has_begun, true) {
        response.request_focus();
    }
    // What is said over it comes later, and would push it out of view.
    let before = std::mem::replace(&mut export.file_at, rect.top() - top);
    if response.has_focus() && (export.file_at - before).abs() > 0.5 {
        ui.scroll_to_rect(rect.expand2(vec2(0.0, AROUND)), None);
    }
    if response.changed() {
        export.changed();
    }
    let button = Rect::from_min_size(pos2(field.right() + 8.0, rect.top()), wide);
    if browse.at(ui, button).clicked() {
        wishes.push(browse_from(export));
    }
    column.said(ui, id);
    column.gap(10.0);
    there_ui(ui, column, export, wishes);
    git_ui(ui, column, export);
    line_ui(ui, column, Some(Icon::Check), "Only you can read the file (mode 600)");
}

/// A line over it says that a file is replaced.
fn replaces(export: &Export) -> bool {
    match export.proof.look().map(|look| &look.file) {
        Some(FileThere::Ours) => true,
        Some(FileThere::Another) => export.consents.replace,
        _ => false,
    }
}

/// What stands at the path.
fn there_ui(ui: &Ui, column: &mut Column, export: &mut Export, wishes: &mut Vec<Wish>) {
    let file = file_name(&export.path);
    let there = export.proof.look().map(|look| look.file.clone()).unwrap_or_default();
    let bad = match &there {
        FileThere::Bad(why) => capitalised(why) + ".",
        _ => String::new(),
    };
    let (tone, title, hint) = match &there {
        FileThere::Nothing => return,
        FileThere::Ours => return line_ui(ui, column, Some(Icon::Check), "Replaces the file that Keyloft wrote"),
        FileThere::Another if export.consents.replace => {
            return line_ui(ui, column, Some(Icon::Check), "Replaces the existing file");
        }
        FileThere::Another => {
            (Tone::Warn, format!("`{file}` exists already."), "Keyloft did not write it, or it was changed.")
        }
        FileThere::Bad(_) => (Tone::Crit, format!("Can't write to `{file}`."), bad.as_str()),
    };
    let mut callout = Callout::new(tone, &title).hint(hint).compact();
    if there == FileThere::Another {
        callout = callout.button(Button::secondary("Replace")).button(Button::secondary("Choose another"));
    }
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom() + 6.0;
    match clicked {
        Some(0) => export.consent(|consents, _| consents.replace = true),
        Some(_) => wishes.push(browse_from(export)),
        None => {}
    }
}

/// How git sees the path.
fn git_ui(ui: &Ui, column: &mut Column, export: &mut Export) {
    let file = file_name(&export.path);
    let git = export.proof.look().map(|look| look.git).unwrap_or_default();
    let (tone, title, hint, button) = match git {
        GitSees::Nothing => return,
        GitSees::Ignored => return line_ui(ui, column, Some(Icon::Check), &format!("git ignores `{file}`")),
        GitSees::Open if export.consents.gitignore => {
            return line_ui(ui, column, Some(Icon::Check), &format!("`{file}` will be added to `.gitignore`"));
        }
        GitSees::Open => (
            Tone::Warn,
            format!("`{file}` is not in `.gitignore`."),
            "Git could commit it by accident.",
            "Add to .gitignore",
        ),
        GitSees::Tracked if export.consents.tracked => {
            return line_ui(ui, column, Some(Icon::Check), &format!("Will be written although git tracks `{file}`"));
        }
        GitSees::Unsure if export.consents.tracked => {
            return line_ui(ui, column, Some(Icon::Check), &format!("Will be written although git may track `{file}`"));
        }
        GitSees::Unsure => (
            Tone::Crit,
            format!("Git can't tell whether it tracks `{file}`."),
            "A push could publish its secrets.",
            "Write anyway",
        ),
        GitSees::Tracked => {
            (Tone::Crit, format!("Git tracks `{file}`."), "A push would publish its secrets.", "Write anyway")
        }
    };
    if replaces(export) {
        // As far under that line as what follows is under it.
        column.gap(6.0);
    }
    let callout = Callout::new(tone, &title).hint(hint).compact().button(Button::secondary(button));
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom() + 6.0;
    match (clicked, git) {
        (Some(_), GitSees::Open) => export.consent(|consents, _| consents.gitignore = true),
        (Some(_), _) => export.consent(|consents, _| consents.tracked = true),
        (None, _) => {}
    }
}

fn delete_ui(ui: &Ui, column: &mut Column, export: &mut Export) {
    let rect = column.take(size::CONTROL);
    let field = Rect::from_min_max(pos2(rect.right() - 128.0, rect.top()), rect.max);
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

fn run_ui(ui: &Ui, column: &mut Column, export: &Export, wishes: &mut Vec<Wish>) {
    let Some(place) = &export.place else { return };
    let command = run_command(place);
    let callout = |button| {
        let said = Callout::new(Tone::Note, "Or run a command with these keys").code(&command);
        said.icon(Icon::TerminalWindow).compact().button(button)
    };
    let copy = Button::secondary("Copy").icon(Icon::Copy);
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
fn said_ui(ui: &mut Ui, column: &mut Column, callout: Callout<'_>, failure: &Failure, unlocks: bool) -> bool {
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

/// The system's dialog for the file, at the path that is typed.
fn browse_from(export: &Export) -> Wish {
    Wish::Browse(Browse::Save(expand_home(export.path.trim()).display().to_string()))
}

/// The last part of a path as it is typed.
fn file_name(path: &str) -> &str {
    path.trim().rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("The file")
}
