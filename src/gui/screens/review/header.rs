//! The header: what there is to do in how much, and which environment.

use egui::{Rect, Ui, pos2, vec2};

use super::data::environments;
use super::state::Review;
use crate::gui::commands::Command;
use crate::gui::screens::keys::{ALL_ENVIRONMENTS, Place, Summary, capitalised, environment_items, project_menu_ui};
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Strip, baseline, elided, framed_icon_button, icon, menu, middle_elided, name_node, tag, tag_width, text,
    width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

const TITLE: &str = "Review";

/// Draws the header.
pub fn header_ui(
    ui: &Ui,
    rect: Rect,
    review: &mut Review,
    snapshot: &Snapshot,
    summary: &Summary,
    wishes: &mut Vec<Wish>,
) {
    let t = of(ui);
    let mut strip = Strip::new(rect, size::EDGE);
    let narrow = ui.ctx().content_rect().width() < size::NARROW;
    let report = Button::secondary(Command::Report.title()).icon(Command::Report.icon());
    let report_at = strip.right(if narrow { size::CONTROL } else { report.size(ui).x }, size::CONTROL);
    strip.gap_right(10.0);
    let shown = review.place.environment.as_deref().map_or_else(|| ALL_ENVIRONMENTS.to_owned(), capitalised);
    let button = Button::menu(&shown);
    let environment = strip.right(button.size(ui).x.min(220.0), size::CONTROL);
    strip.gap_right(10.0);
    if snapshot.sample && !narrow {
        let at = strip.right(tag_width(ui, "Sample"), 20.0);
        tag(ui, at.left_center(), "Sample");
        strip.gap_right(10.0);
    }
    let wide = width(ui, Type::Title, TITLE).ceil();
    let title = strip.left(wide, 30.0);
    text(ui, title.left(), baseline(ui, rect.center().y, Type::Title), Type::Title, t.text_primary, TITLE);
    // Ctrl P opens it in every window; where there is no sidebar to choose from, a caret says so.
    let caret = if narrow { strip.left(21.0, 30.0) } else { title };
    if narrow {
        icon(ui, pos2(caret.left() + 13.0, rect.center().y + 1.0), 16.0, Face::Line, Icon::CaretDown, t.text_tertiary);
    }
    projects_ui(ui, title.union(caret), review, snapshot, summary, wishes);
    strip.gap_left(12.0);
    let said = if review.facts().is_some() { review.view.words() } else { "Counting…".to_owned() };
    let scope = review.place.project.as_ref().filter(|_| narrow);
    let shown = scope.map_or_else(|| said.clone(), |project| scoped(ui, project, &said, strip.room()));
    let said = scope.map_or_else(|| said.clone(), |project| format!("{project} · {said}"));
    let line = baseline(ui, rect.center().y, Type::Small);
    let used = elided(ui, strip.rest().left(), line, strip.room(), Type::Small, t.text_tertiary, &shown);
    let node = Rect::from_min_size(pos2(strip.rest().left(), rect.top()), vec2(used, rect.height()));
    let node = name_node(ui, node, ui.make_persistent_id("review words"), &said);
    if shown != said {
        node.on_hover_text(&said);
    }
    let response = button.at(ui, environment);
    environment_menu_ui(&response, review, snapshot, summary, wishes);
    let clicked = if narrow {
        framed_icon_button(ui, report_at, Command::Report.icon(), Command::Report.title(), None).clicked()
    } else {
        report.at(ui, report_at).clicked()
    };
    if clicked {
        wishes.push(Wish::Do(Command::Report));
    }
}

/// The least of a project's name that says which one it is.
const NAME: f32 = 48.0;

/// How much there is, behind the project's name, which gives way first.
fn scoped(ui: &Ui, project: &str, said: &str, room: f32) -> String {
    let behind = format!(" · {said}");
    let left = room - width(ui, Type::Small, &behind);
    if width(ui, Type::Small, project) <= left {
        return format!("{project}{behind}");
    }
    if left < NAME {
        return said.to_owned();
    }
    format!("{}{behind}", middle_elided(ui, Type::Small, project, left))
}

/// The title is a way to other projects.
fn projects_ui(
    ui: &Ui,
    rect: Rect,
    review: &mut Review,
    snapshot: &Snapshot,
    summary: &Summary,
    wishes: &mut Vec<Wish>,
) {
    let asked = std::mem::take(&mut review.projects_asked);
    let current = review.place.project.as_deref();
    // The same environment there, where there is one.
    let environment = review.place.environment.clone();
    wishes.extend(project_menu_ui(ui, rect, asked, current, summary, snapshot).map(|wish| match wish {
        Wish::Go(place) => Wish::Go(Place { environment, ..place }),
        other => other,
    }));
}

fn environment_menu_ui(
    anchor: &egui::Response,
    review: &Review,
    snapshot: &Snapshot,
    summary: &Summary,
    wishes: &mut Vec<Wish>,
) {
    let names = environments(snapshot, review.place.project.as_ref());
    let (project, current) = (review.place.project.as_deref(), review.place.environment.as_deref());
    let items = environment_items(snapshot, summary, project, names.iter().map(String::as_str), current);
    if let Some(chosen) = menu(anchor, "Environments", &items) {
        let environment = chosen.checked_sub(1).and_then(|index| names.get(index)).cloned();
        wishes.push(Wish::Go(Place { project: review.place.project.clone(), environment }));
    }
}
