//! How the screen is drawn: header, filter, table. Only lines in view are made into words.

use egui::style::ScrollAnimation;
use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::around::{broken_ui, filter_ui, header_ui, none_ui, status_ui};
use super::days::{day_words, span_words, sum_words};
use super::lines::Line;
use super::record::Trust;
use super::row::{Columns, RowLook, Standing, gone_ui, heading_ui, row_ui};
use super::state::{Screen, enter, line_id, name_of};
use super::tops::Tops;
use super::words::told;
use crate::gui::awaits::is_long;
use crate::gui::counts::{grouped, keys};
use crate::gui::screens::keys::Summary;
use crate::gui::screens::pane::{cut_status_bar, messages_ui, pane_ui};
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::keyboard::{Arrows, hold};
use crate::gui::widgets::{
    baseline, hairline, room_under_list, room_under_toast, rows_node, skeleton_rows, text, toast_came_over, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, RecordState, Snapshot};

/// What stays in view above and under a line that is led to.
const AROUND: f32 = 4.0;
/// Older days are asked for when so many lines are left under the view.
const AHEAD: usize = 40;

/// Draws the pane right of the sidebar.
pub fn activity_ui(
    ui: &mut Ui,
    pane: Rect,
    screen: &mut Screen,
    snapshot: &Snapshot,
    summary: &Summary,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) {
    let (header, below) = pane_ui(ui, pane);
    header_ui(ui, header, screen, snapshot, summary, wishes);
    let (body, bar) = cut_status_bar(ui, below);
    let (filter, mut rest) = body.split_top_bottom_at_y(body.top() + size::FILTER_BAR);
    filter_ui(ui, filter, screen, wishes);
    messages_ui(ui, &mut rest, snapshot, notice, wishes);
    broken_ui(ui, &mut rest, screen, snapshot, wishes);
    screen.make_lines(snapshot);
    screen.ask_keys(wishes);
    if !screen.record.read && is_long(ui, "activity", screen.record.answers) {
        skeleton_rows(ui, rest.shrink2(vec2(size::EDGE, 0.0)), size::ROW, 6);
    } else if !screen.record.read && screen.record.answers == 0 {
        // Nothing for the blink of an eye, then the shape of what comes.
    } else if screen.lines.is_empty() {
        none_ui(ui, rest, screen, wishes);
    } else {
        table_ui(ui, rest, screen, snapshot, wishes);
    }
    if let Some(bar) = bar {
        status_ui(ui, bar, !screen.lines.is_empty());
    }
}

fn table_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let environments = snapshot.projects.iter().flat_map(|project| &project.environments);
    let longest = environments.map(|each| each.name.as_str()).max_by_key(|name| name.chars().count());
    let longest = width(ui, Type::Body, longest.unwrap_or_default());
    let columns = Columns::new(rect.width()).with_environments(longest, rect.width());
    let (header, body) = rect.split_top_bottom_at_y(rect.top() + size::TABLE_HEADER);
    for (at, words) in columns.names() {
        let line = baseline(ui, header.center().y - 0.5, Type::Micro);
        text(ui, rect.left() + size::EDGE + at, line, Type::Micro, t.text_tertiary, words);
    }
    hairline(ui, (rect.left() + 8.0)..=(rect.right() - 8.0), header.bottom() - 1.0, t.stroke_subtle);
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("activity"));
    area.shrink_clip_rect(body);
    let scroll = ScrollArea::vertical().auto_shrink(false).id_salt("activity");
    scroll.show_viewport(&mut area, |ui, viewport| lines_ui(ui, viewport, columns, screen, snapshot, wishes));
}

fn lines_ui(
    ui: &mut Ui,
    viewport: Rect,
    columns: Columns,
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let count = screen.lines.len();
    let under = room_under_toast(ui);
    let area = ui.max_rect();
    let rows = screen.tops.height();
    ui.set_height(rows + room_under_list(ui, area.top() + rows));
    let line_rect = |tops: &Tops, line: usize| {
        let span = tops.span(line);
        let (top, bottom) = (area.top() + span.min, area.top() + span.max);
        Rect::from_min_max(pos2(area.left() + 8.0, top), pos2(area.right() - 8.0, bottom))
    };
    if let Some(line) = screen.unfolded.take().filter(|line| *line < count) {
        let room = (viewport.height() / size::ROW).floor().max(1.0) as usize - 1;
        let last = screen.end_of(line).min(line + room);
        let both = line_rect(&screen.tops, line).union(line_rect(&screen.tops, last));
        let target = both.expand2(vec2(0.0, AROUND));
        ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
    }
    let is_covered = toast_came_over(ui, || screen.selected.map(|line| line_rect(&screen.tops, line)));
    if (std::mem::take(&mut screen.reveal) || is_covered)
        && let Some(line) = screen.selected
    {
        let mut target = line_rect(&screen.tops, line).expand2(vec2(0.0, AROUND));
        target.max.y += under;
        ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
    }
    let first = screen.tops.at(viewport.min.y);
    let last = (screen.tops.at(viewport.max.y) + 1).min(count);
    if last + AHEAD >= count {
        let query = screen.query();
        wishes.extend(screen.record.ask_older(&query).map(Wish::Ask));
    }
    rows_node(ui, screen.tops.rows());
    for at in first..last {
        let standing =
            Standing { selected: screen.selected == Some(at), entry: screen.selected.is_none() && at == first };
        let Some(response) = line_ui(ui, line_rect(&screen.tops, at), at, columns, standing, screen, snapshot, wishes)
        else {
            continue;
        };
        if let Some(row) = screen.tops.row(at) {
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_position_in_set(row);
            });
        }
        if response.has_focus() {
            screen.selected = Some(at);
            hold(&response, Arrows::All);
        }
        if response.clicked() {
            screen.selected = Some(at);
            match screen.lines[at] {
                Line::Day { open, .. } => drop(screen.set_open(at, !open)),
                Line::Span { .. } => drop(screen.set_open(at, true)),
                Line::Row { open: Some(open), .. } => drop(screen.set_open(at, !open)),
                _ => {}
            }
        }
        if response.double_clicked() {
            enter(screen, at, snapshot, wishes);
        }
    }
}

#[allow(clippy::too_many_arguments)] // What a line is drawn from.
fn line_ui(
    ui: &Ui,
    rect: Rect,
    at: usize,
    columns: Columns,
    standing: Standing,
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> Option<egui::Response> {
    let id = line_id(at);
    let days = &screen.record.days;
    let (day, row, key, several) = match screen.lines[at] {
        Line::Day { day, open } => {
            let (words, more) = day_words(days[day].day, snapshot.today);
            let count = grouped(days[day].entries());
            return Some(heading_ui(ui, rect, id, open, [&words, &more, &count], standing));
        }
        Line::Span { from, to } => {
            let (words, sum) = (span_words(&days[from..to], snapshot.today), sum_words(&days[from..to]));
            return Some(heading_ui(ui, rect, id, false, [&words, &sum, ""], standing));
        }
        Line::More => {
            let t = of(ui);
            let line = baseline(ui, rect.center().y, Type::Small);
            text(ui, rect.left() + 30.0, line, Type::Small, t.text_tertiary, "Reading older days…");
            return None;
        }
        Line::Gone { count } => {
            let words = match count {
                Some(1) => "1 key is no longer here".to_owned(),
                Some(count) => format!("{} are no longer here", keys(count)),
                None => "Its keys are no longer here".to_owned(),
            };
            return Some(gone_ui(ui, rect, id, columns, &words, standing));
        }
        Line::Row { day, row, open } => (day, row, None, open),
        Line::Key { day, row, key } => (day, row, Some(key), None),
    };
    let fold = &days[day].folds[row];
    let name = key.and_then(|key| name_of(fold, key, &screen.named));
    let told = told(fold, name, snapshot, &mut screen.names, &chrono::Local);
    let broken = match screen.trust {
        Trust::Known(RecordState::Broken { first_bad, .. }) => fold.number >= first_bad,
        _ => false,
    };
    let look = RowLook { told: &told, broken, several, inner: key.is_some() };
    let answer = row_ui(ui, rect, id, columns, &look, standing);
    if answer.opens {
        wishes.extend(told.uid.map(Wish::Select));
    }
    Some(answer.response)
}
