//! The header: the project, its environments, Import….

use egui::{Rect, Ui, pos2};

use super::data::{Place, Summary};
use super::places::{ALL_ENVIRONMENTS, environment_items, project_note, projects_in_order, short, shortens};
use super::ui::Screen;
use super::words::capitalised;
use crate::gui::commands::Command;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Beside, Button, Choice, MenuIcon, MenuItem, Segment, Segmented, Strip, baseline, elided, focus_ring,
    framed_icon_button, icon, menu, menu_marked, segmented, segmented_width, tag, tag_width, width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::{Project, Severity};

/// The caret behind a project's name.
const CARET: f32 = 21.0;
/// Between two pieces.
const GAP: f32 = 10.0;
/// So much of a title stays beside environments that are all in view, and so much in any case.
const TITLE_LEAST: f32 = 160.0;
const TITLE_CUT: f32 = 80.0;
/// Stands in the header while the vault is made up.
const SAMPLE: &str = "Sample";

fn project<'a>(snapshot: &'a Snapshot, place: &Place) -> Option<&'a Project> {
    snapshot.projects.iter().find(|project| Some(&project.name) == place.project.as_ref())
}

/// How the environments stand in the header.
#[derive(Debug)]
enum Environments {
    /// There are none to choose from.
    None,
    /// A button that opens the menu of them.
    Menu,
    /// All in view.
    Segments(Vec<Segment>),
}

/// What of the header's line its pieces get, beside those that are always the same.
#[derive(Debug)]
struct Shares {
    title: f32,
    environments: Environments,
    /// Export… has its word, not its icon alone.
    export: bool,
    /// It is said that this is the sample.
    sample: bool,
}

/// What may be shared out, in points.
struct Wanted<'a> {
    title: f32,
    /// What Export's word takes, and the tag of the sample; none where this window has no place for it.
    export: Option<f32>,
    sample: Option<f32>,
    /// The project in view, where it has environments, and what the button for their menu takes.
    project: Option<(&'a Project, f32)>,
}

/// Shares out what the buttons leave. That all environments stay in view comes first, then the title, then words; so a window
/// that grows never takes them out of view again.
fn share_out(ui: &Ui, room: f32, wanted: &Wanted<'_>) -> Shares {
    let window = ui.ctx().content_rect().width();
    let least = wanted.title.min(TITLE_LEAST);
    let environments = match wanted.project {
        None => Environments::None,
        Some((project, _)) => {
            let short = segments(project, true);
            let fits = window >= size::VERY_NARROW && short.len() <= 5 && least + segmented_width(ui, &short) <= room;
            if fits { Environments::Segments(short) } else { Environments::Menu }
        }
    };
    let taken = match &environments {
        Environments::None => 0.0,
        Environments::Menu => wanted.project.map_or(0.0, |(_, menu)| menu),
        Environments::Segments(short) => segmented_width(ui, short),
    };
    let mut left = room - taken - least;
    let mut take = |wide: f32| {
        let has = wide <= left;
        left -= if has { wide } else { 0.0 };
        has
    };
    // A very long title does not cost all others their words.
    let title = wanted.title.min(room * 0.5).max(least);
    let title = if take(title - least) { title } else { least };
    let export = wanted.export.is_some_and(&mut take);
    let sample = wanted.sample.is_some_and(&mut take);
    let environments = match (environments, wanted.project) {
        (Environments::Segments(short), Some((project, _))) if !shortens(ui.ctx()) => {
            let whole = segments(project, false);
            let more = segmented_width(ui, &whole) - segmented_width(ui, &short);
            Environments::Segments(if take(more) { whole } else { short })
        }
        (environments, _) => environments,
    };
    Shares { title: (title + left).max(TITLE_CUT).min(wanted.title), environments, export, sample }
}

/// Draws the header.
pub fn header_ui(ui: &Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let mut strip = Strip::new(rect, size::EDGE);
    let window = ui.ctx().content_rect().width();
    let narrow = window < size::NARROW;
    // The narrowest windows have room for the way to the other view alone.
    let roomy = window >= size::VERY_NARROW;
    let new_key = Button::primary(Command::NewKey.title()).icon(Icon::Plus);
    let export = Button::secondary(Command::Export.title()).icon(Icon::Export);
    let turns = Command::Compare.keys_in(&snapshot.settings);
    let view = |icon, name| Choice::icon(icon, name).keys(turns.as_deref());
    let views = [view(Icon::Rows, "List"), view(Icon::Columns, "Compare")];
    let views = Segmented::new("view", &views, usize::from(screen.compare.on));
    let views_wide = if roomy { views.width(ui) } else { size::CONTROL };
    let buttons = new_key.size(ui).x + size::CONTROL + size::CONTROL + views_wide + 4.0 * GAP;
    let after_title = if narrow { CARET + GAP } else { 18.0 };
    let title = screen.place.project.as_deref().unwrap_or("All projects");
    let here = project(snapshot, &screen.place).filter(|project| !project.environments.is_empty());
    let wanted = Wanted {
        title: width(ui, Type::Title, title).ceil(),
        export: (!narrow).then(|| export.size(ui).x - size::CONTROL),
        sample: (snapshot.sample && !narrow).then(|| tag_width(ui, SAMPLE) + GAP),
        project: here.map(|project| {
            let current = &segments(project, false)[environment_index(project, screen)];
            (project, environment_button(current).size(ui).x)
        }),
    };
    let shares = share_out(ui, strip.room() - buttons - after_title, &wanted);

    let new_key_rect = strip.right(new_key.size(ui).x, size::CONTROL);
    strip.gap_right(GAP);
    let export_rect = strip.right(if shares.export { export.size(ui).x } else { size::CONTROL }, size::CONTROL);
    strip.gap_right(GAP);
    let import_rect = strip.right(size::CONTROL, size::CONTROL);
    strip.gap_right(GAP);
    let views_rect = strip.right(views_wide, size::CONTROL);
    strip.gap_right(GAP);
    if shares.sample {
        let at = strip.right(tag_width(ui, SAMPLE), 20.0);
        tag(ui, at.left_center(), SAMPLE);
        strip.gap_right(GAP);
    }
    let line = baseline(ui, rect.center().y, Type::Title);
    let title_rect = strip.left(shares.title, 30.0);
    elided(ui, title_rect.left(), line, shares.title + 1.0, Type::Title, t.text_primary, title);
    // Ctrl P opens it in every window; where there is no sidebar to choose from, a caret says so.
    let caret = if narrow { strip.left(CARET, 30.0) } else { title_rect };
    let asked = std::mem::take(&mut screen.projects_asked);
    let at = title_rect.union(caret);
    wishes.extend(project_menu_ui(ui, at, asked, screen.place.project.as_deref(), &screen.summary, snapshot));
    if narrow {
        icon(ui, pos2(caret.left() + 13.0, rect.center().y + 1.0), 16.0, Face::Line, Icon::CaretDown, t.text_tertiary);
    }
    strip.gap_left(if narrow { GAP } else { 18.0 });
    if let Some(project) = here {
        environments_ui(ui, strip, project, shares.environments, snapshot, screen, wishes);
    }
    // Drawn last: Tab goes from left to right.
    let turned = if roomy {
        views.at(ui, views_rect.left_center()).is_some()
    } else {
        let (icon, name) = if screen.compare.on { (Icon::Rows, "List") } else { (Icon::Columns, "Compare") };
        framed_icon_button(ui, views_rect, icon, name, turns.as_deref()).clicked()
    };
    if turned {
        wishes.push(Wish::Do(Command::Compare));
    }
    if framed_icon_button(ui, import_rect, Command::Import.icon(), Command::Import.title(), None).clicked() {
        wishes.push(Wish::Do(Command::Import));
    }
    let keys = Command::Export.keys();
    let clicked = if shares.export {
        export.at(ui, export_rect).clicked()
    } else {
        framed_icon_button(ui, export_rect, Icon::Export, Command::Export.title(), keys.as_deref()).clicked()
    };
    if clicked {
        wishes.push(Wish::Do(Command::Export));
    }
    if new_key.at(ui, new_key_rect).clicked() {
        wishes.push(Wish::Do(Command::NewKey));
    }
}

/// The title of a section is a way to other projects, in a narrow window the only one; `asked`: it opens now.
pub fn project_menu_ui(
    ui: &Ui,
    rect: Rect,
    asked: bool,
    current: Option<&str>,
    summary: &Summary,
    snapshot: &Snapshot,
) -> Option<Wish> {
    let response = ui.interact(rect.expand(4.0), ui.make_persistent_id("project menu"), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Choose a project"));
    focus_ring(ui, rect.expand(4.0), 6, &response);
    if asked {
        egui::Popup::open_id(ui.ctx(), egui::Popup::default_response_id(&response));
    }
    choose_project(&response, current, summary, snapshot)
}

/// A menu of all projects under `anchor`, with the ways to a new one and into the one in view; `current` is the one that is
/// looked at, none for all.
pub fn choose_project(
    anchor: &egui::Response,
    current: Option<&str>,
    summary: &Summary,
    snapshot: &Snapshot,
) -> Option<Wish> {
    let all = MenuItem {
        words: "All projects".to_owned(),
        count: Some(summary.keys),
        protected: false,
        current: current.is_none(),
    };
    let listed: Vec<(usize, &Project)> = projects_in_order(snapshot).collect();
    let projects = listed.iter().map(|(index, project)| MenuItem {
        words: project.name.clone(),
        count: summary.projects.get(*index).map(|(count, _)| *count),
        protected: false,
        current: current == Some(project.name.as_str()),
    });
    let command = |command: Command| MenuItem {
        words: command.title().to_owned(),
        count: None,
        protected: false,
        current: false,
    };
    let mut items: Vec<MenuItem> = std::iter::once(all).chain(projects).collect();
    let commands = items.len();
    items.push(command(Command::NewProject));
    items.extend(current.map(|_| command(Command::EditProject)));
    let notes: Vec<&str> = std::iter::once("").chain(listed.iter().map(|(_, project)| project_note(project))).collect();
    let of_project = |index: usize| summary.projects.get(index).and_then(|(_, worst)| *worst);
    let worst: Vec<Option<Severity>> =
        std::iter::once(None).chain(listed.iter().map(|(index, _)| of_project(*index))).collect();
    let mut leads = vec![None; commands];
    leads.extend([Command::NewProject, Command::EditProject].map(|command| Some(MenuIcon::plain(command.icon()))));
    let beside = Beside { leads: &leads, notes: &notes, worst: &worst };
    let chosen = menu_marked(anchor, "Projects", &items, commands, beside)?;
    if chosen >= commands {
        return Some(Wish::Do(if chosen == commands { Command::NewProject } else { Command::EditProject }));
    }
    let project = chosen.checked_sub(1).and_then(|index| listed.get(index)).map(|(_, project)| project.name.clone());
    Some(Wish::Go(Place { project, environment: None }))
}

fn segments(project: &Project, shorten: bool) -> Vec<Segment> {
    let all = Segment { words: "All".to_owned(), name: ALL_ENVIRONMENTS.to_owned(), protected: false };
    let each = project.environments.iter().map(|environment| Segment {
        words: if shorten { short(environment) } else { capitalised(&environment.name) },
        name: capitalised(&environment.name),
        protected: environment.protected,
    });
    std::iter::once(all).chain(each).collect()
}

/// Which of the segments is looked at.
fn environment_index(project: &Project, screen: &Screen) -> usize {
    let current = screen.place.environment.as_ref();
    project.environments.iter().position(|e| Some(&e.name) == current).map_or(0, |index| index + 1)
}

fn environments_ui(
    ui: &Ui,
    strip: Strip,
    project: &Project,
    stand: Environments,
    snapshot: &Snapshot,
    screen: &Screen,
    wishes: &mut Vec<Wish>,
) {
    let index = environment_index(project, screen);
    let chosen = match stand {
        Environments::None => None,
        Environments::Segments(shown) => segmented(ui, strip.rest().left_center(), &shown, index),
        Environments::Menu => {
            let names = project.environments.iter().map(|environment| environment.name.as_str());
            let current = screen.place.environment.as_deref();
            let items = environment_items(snapshot, &screen.summary, Some(&project.name), names, current);
            environment_menu_ui(ui, strip, &segments(project, false)[index], &items)
        }
    };
    if let Some(chosen) = chosen {
        let environment = chosen.checked_sub(1).map(|index| project.environments[index].name.clone());
        wishes.push(Wish::Go(Place { project: Some(project.name.clone()), environment }));
    }
}

fn environment_button(current: &Segment) -> Button<'_> {
    let button = Button::secondary(&current.name).caret();
    if current.protected { button.icon(Icon::ShieldCheck) } else { button }
}

fn environment_menu_ui(ui: &Ui, mut strip: Strip, current: &Segment, items: &[MenuItem]) -> Option<usize> {
    let button = environment_button(current);
    let wanted = button.size(ui);
    let response = button.at(ui, strip.left(wanted.x.min(strip.room()), wanted.y));
    menu(&response, "Environments", items)
}
