//! The sidebar: where one is, and the way to other projects. In a narrow window a rail of icons.

use egui::{Rect, Ui, pos2, vec2};

use super::commands::Command;
use super::counts::grouped;
use super::route::Section;
use super::screens::keys::{Place, Screen, choose_project, projects_in_order, store_words, store_words_in_short};
use super::theme::{Face, Icon, Type, of, radius, size};
use super::widgets::{
    NavItem, baseline, elided, focus_ring, hairline, icon, icon_button, keycap, keycap_width, mark, menu_asked,
    name_node, rail_button, rail_button_as, text, width as paint_width,
};
use super::wish::Wish;
use crate::jobs::{Snapshot, VaultState};
use crate::model::Severity;

/// Between the sidebar's rows and its edge.
const GUTTER: f32 = 8.0;

/// Width of the sidebar in this window, in points.
pub fn width(ctx: &egui::Context) -> f32 {
    if ctx.content_rect().width() < size::NARROW { size::RAIL } else { size::SIDEBAR }
}

/// The search of the sidebar, whichever is drawn: there the keyboard enters it.
pub fn search_id() -> egui::Id {
    egui::Id::unique("search")
}

/// Where one is: the section in view, and the project that it looks at.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// Which section.
    pub section: Section,
    /// Of which project; none for all.
    pub project: Option<&'a str>,
}

/// Draws the sidebar, whichever fits `rect`.
pub fn sidebar_ui(ui: &mut Ui, rect: Rect, at: At<'_>, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    ui.painter().rect_filled(rect, 0.0, t.bg_sidebar);
    let edge = egui::Stroke::new(1.0, t.stroke_subtle);
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), edge);
    if rect.width() < size::SIDEBAR {
        rail_ui(ui, rect, at, screen, snapshot, wishes);
    } else {
        wide_ui(ui, rect, at, screen, snapshot, wishes);
    }
}

fn wide_ui(ui: &mut Ui, rect: Rect, at: At<'_>, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let (left, right) = (rect.left() + 8.0, rect.right() - 1.0 - GUTTER);
    let row = |y: f32| Rect::from_min_max(pos2(left, y), pos2(right, y + 30.0));
    let brand = rect.top() + 26.0;
    mark(ui, Rect::from_center_size(pos2(left + 18.0, brand), vec2(20.0, 20.0)));
    text(ui, left + 36.0, baseline(ui, brand, Type::CardTitle), Type::CardTitle, t.text_primary, "Keyloft");
    let lock = Rect::from_center_size(pos2(right - 18.0, brand), vec2(28.0, 28.0));
    if icon_button(ui, lock, Icon::Lock, Command::Lock.title(), Command::Lock.keys().as_deref()).clicked() {
        wishes.push(Wish::Do(Command::Lock));
    }
    search_ui(ui, row(rect.top() + 50.0), wishes);

    let mut y = rect.top() + 92.0;
    for each in Section::TOP {
        let item = section_item(each, at.section, screen);
        if item.at(ui, row(y)).clicked() {
            wishes.push(Wish::Do(each.command()));
        }
        y += 31.0;
    }
    y += 14.0;
    text(ui, left + 8.0, baseline(ui, y + 13.0, Type::Micro), Type::Micro, t.text_tertiary, "Projects");
    let plus = Rect::from_center_size(pos2(right - 13.0, y + 13.0), vec2(26.0, 26.0));
    if icon_button(ui, plus, Icon::Plus, Command::NewProject.title(), None).clicked() {
        wishes.push(Wish::Do(Command::NewProject));
    }
    y += 26.0;
    let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 51.0), pos2(rect.right() - 1.0, rect.bottom()));
    let settings_at = foot.top() - 6.0 - 31.0;
    let leave_at = settings_at - 31.0;
    let end = if snapshot.sample { leave_at - 6.0 } else { settings_at - 6.0 };
    // Its bar stands in what is free right of the rows.
    let list = Rect::from_min_max(pos2(left, y), pos2(right + GUTTER, end));
    let mut area = ui.new_child(egui::UiBuilder::new().max_rect(list).id_salt("projects"));
    area.spacing_mut().item_spacing = vec2(0.0, 1.0);
    egui::ScrollArea::vertical().auto_shrink(false).show(&mut area, |ui| projects_ui(ui, at, screen, snapshot, wishes));
    if snapshot.sample {
        let leave = NavItem {
            icon: Command::LeaveSample.icon(),
            words: Command::LeaveSample.title(),
            count: None,
            worst: None,
            archived: false,
            current: None,
        };
        if leave.at(ui, row(leave_at)).clicked() {
            wishes.push(Wish::Do(Command::LeaveSample));
        }
    }
    let settings = section_item(Section::Settings, at.section, screen);
    if settings.at(ui, row(settings_at)).clicked() {
        wishes.push(Wish::Do(Command::ShowSettings));
    }
    foot_ui(ui, foot, snapshot);
}

/// A section's entry, with how much is in it.
fn section_item(section: Section, current: Section, screen: &Screen) -> NavItem<'static> {
    let count = match section {
        Section::Keys => Some(screen.summary.keys),
        Section::Review => Some(screen.summary.warned),
        Section::Activity | Section::Settings | Section::Person => None,
    };
    let command = section.command();
    // A person's page is a part of Review.
    let current = section == current || (section == Section::Review && current == Section::Person);
    NavItem {
        icon: command.icon(),
        words: command.title(),
        count,
        worst: None,
        archived: false,
        current: Some(current),
    }
}

/// Looks like a field and opens the palette.
fn search_ui(ui: &Ui, rect: Rect, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let response = ui.interact(rect, search_id(), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, Command::Search.title()));
    let fill = if response.hovered() { t.bg_hover } else { t.bg_surface };
    let stroke = egui::Stroke::new(1.0, t.stroke_default);
    ui.painter().rect(rect, radius::CONTROL, fill, stroke, egui::StrokeKind::Inside);
    let middle = rect.center().y;
    icon(ui, pos2(rect.left() + 17.0, middle), 16.0, Face::Line, Icon::MagnifyingGlass, t.text_tertiary);
    let line = baseline(ui, middle, Type::Body);
    text(ui, rect.left() + 32.0, line, Type::Body, t.text_tertiary, Command::Search.title());
    let mut right = rect.right() - 7.0;
    for cap in Command::Search.caps().into_iter().rev() {
        right -= keycap_width(ui, cap);
        keycap(ui, pos2(right, middle), cap);
        right -= 10.0;
    }
    focus_ring(ui, rect, radius::CONTROL, &response);
    if response.clicked() {
        wishes.push(Wish::Do(Command::Search));
    }
}

fn projects_ui(ui: &mut Ui, at: At<'_>, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    // The settings are those of the whole vault: no project is what one looks at.
    let is_in_view = |project: Option<&str>| at.section != Section::Settings && at.project == project;
    let wide = ui.available_width() - GUTTER;
    let row = |ui: &mut Ui| ui.allocate_exact_size(vec2(wide, 30.0), egui::Sense::hover()).0;
    let all = NavItem {
        icon: Icon::Stack,
        words: "All projects",
        archived: false,
        count: Some(screen.summary.keys),
        worst: None,
        current: Some(is_in_view(None)),
    };
    let rect = row(ui);
    if all.at(ui, rect).clicked() {
        wishes.push(Wish::Go(Place::default()));
    }
    let most = screen.summary.projects.iter().map(|(count, _)| *count).max().unwrap_or_default();
    let widest = paint_width(ui, Type::Count, &grouped(most));
    for (index, project) in projects_in_order(snapshot) {
        let (count, worst) = screen.summary.projects.get(index).copied().unwrap_or_default();
        let item = NavItem {
            icon: if project.archived { Icon::Archive } else { Icon::FolderSimple },
            words: &project.name,
            count: Some(count),
            worst,
            archived: project.archived,
            current: Some(is_in_view(Some(&project.name))),
        };
        let rect = row(ui);
        let response = item.at_beside(ui, rect, widest);
        if response.clicked() {
            wishes.push(Wish::Go(Place { project: Some(project.name.clone()), environment: None }));
        }
        let asked = response.has_focus() && menu_asked(ui.ctx()).is_some();
        if response.secondary_clicked() || asked {
            wishes.push(Wish::EditProject(project.name.clone()));
        }
    }
}

fn foot_ui(ui: &Ui, rect: Rect, snapshot: &Snapshot) {
    let t = of(ui);
    hairline(ui, rect.x_range(), rect.top(), t.stroke_subtle);
    let first = rect.top() + 17.0;
    let (glyph, ink) = match snapshot.state {
        VaultState::KeychainTrouble(_) => (Icon::Warning, t.warn_solid),
        _ => (Icon::Vault, t.text_secondary),
    };
    let face = if glyph == Icon::Warning { Face::Fill } else { Face::Line };
    icon(ui, pos2(rect.left() + 24.0, first), 16.0, face, glyph, ink);
    let words = store_words(snapshot);
    let room = size::SIDEBAR - 41.0 - size::EDGE;
    let short = store_words_in_short(snapshot);
    let shown = if paint_width(ui, Type::Small, &words) > room { &short } else { &words };
    elided(ui, rect.left() + 41.0, baseline(ui, first, Type::Small), room, Type::Small, t.text_secondary, shown);
    let lock = match (&snapshot.state, snapshot.idle_lock) {
        _ if snapshot.sample => "Gone when closed".to_owned(),
        (VaultState::KeychainTrouble(_), _) => "Names stay visible".to_owned(),
        (_, Some(after)) if after.as_secs() < 60 => format!("Locks after {} s idle", after.as_secs()),
        (_, Some(after)) => format!("Locks after {} min idle", after.as_secs() / 60),
        (_, None) => "Open until you lock it".to_owned(),
    };
    let second = baseline(ui, first + 16.0, Type::Small);
    elided(ui, rect.left() + 41.0, second, room, Type::Small, t.text_tertiary, &lock);
    name_node(ui, rect, ui.make_persistent_id("store"), &format!("{words}. {lock}"));
}

fn rail_ui(ui: &Ui, rect: Rect, at: At<'_>, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let row = |y: f32| Rect::from_min_size(pos2(rect.left() + 8.0, y), vec2(36.0, 32.0));
    let entry =
        |glyph: Icon, words| NavItem { icon: glyph, words, count: None, worst: None, archived: false, current: None };
    mark(ui, Rect::from_center_size(pos2(rect.left() + 26.0, rect.top() + 26.0), vec2(20.0, 20.0)));
    let mut y = rect.top() + 50.0;
    let search = entry(Icon::MagnifyingGlass, Command::Search.title());
    if rail_button_as(ui, search_id(), row(y), &search, Command::Search.keys().as_deref()).clicked() {
        wishes.push(Wish::Do(Command::Search));
    }
    y += 42.0;
    for each in Section::TOP {
        let item = section_item(each, at.section, screen);
        if rail_button(ui, row(y), &item, each.command().keys().as_deref()).clicked() {
            wishes.push(Wish::Do(each.command()));
        }
        y += 34.0;
    }
    y += 8.0;
    hairline(ui, (rect.left() + 14.0)..=(rect.left() + 38.0), y, t.stroke_default);
    y += 9.0;
    let worst: Option<Severity> = screen.summary.projects.iter().filter_map(|(_, worst)| *worst).max();
    let projects = NavItem { worst, ..entry(Icon::FolderSimple, "Projects") };
    let response = rail_button(ui, row(y), &projects, Command::ChooseProject.keys().as_deref());
    wishes.extend(choose_project(&response, at.project, &screen.summary, snapshot));
    if snapshot.sample {
        let leave = entry(Command::LeaveSample.icon(), Command::LeaveSample.title());
        if rail_button(ui, row(rect.bottom() - 108.0), &leave, None).clicked() {
            wishes.push(Wish::Do(Command::LeaveSample));
        }
    }
    let lock = entry(Icon::Lock, Command::Lock.title());
    if rail_button(ui, row(rect.bottom() - 74.0), &lock, Command::Lock.keys().as_deref()).clicked() {
        wishes.push(Wish::Do(Command::Lock));
    }
    let settings = section_item(Section::Settings, at.section, screen);
    let keys = Command::ShowSettings.keys();
    if rail_button(ui, row(rect.bottom() - 40.0), &settings, keys.as_deref()).clicked() {
        wishes.push(Wish::Do(Command::ShowSettings));
    }
}
