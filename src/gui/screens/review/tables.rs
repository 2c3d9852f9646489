//! The charts as tables: the same in words, for who sees no chart or wants the numbers.

use chrono::Days;
use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::charts::TOP;
use super::heat::title;
use super::lens::Cell;
use super::state::Review;
use crate::gui::counts::{grouped, keys};
use crate::gui::screens::keys::environment_words;
use crate::gui::theme::{Type, of, radius};
use crate::gui::widgets::{baseline, elided, hairline, middle_elided, row_ring, text, text_right, width};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Severity};
use crate::review::date;

const ROW: f32 = 24.0;

/// A column: its title, its share of the width, and what stands in it.
type Column = (&'static str, f32, Holds);

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Words,
    /// Names of variables: in mono, cut in their middle.
    Names,
    /// Counts and days: in mono, one under the other at the right. Words before them stay words.
    Numbers,
}

/// What stands in a row, and what a screen reader says of it, which has no headings to read.
struct Line {
    cells: Vec<String>,
    said: String,
}

/// Between a column and the next one; nothing stands at the right of the last.
fn gap(columns: &[Column], at: usize) -> f32 {
    match columns[at].2 {
        _ if at + 1 == columns.len() => 0.0,
        Holds::Numbers => 16.0,
        Holds::Words | Holds::Names => 8.0,
    }
}

/// Paints a number up to `right`, and the words before it.
fn number_ui(ui: &Ui, right: f32, middle: f32, room: f32, ink: egui::Color32, words: &str) {
    let (before, number) = words.split_at(words.find(|letter: char| letter.is_ascii_digit()).unwrap_or(words.len()));
    let used = text_right(ui, right, baseline(ui, middle, Type::Code), Type::Code, ink, number);
    let wide = width(ui, Type::Small, before).min((room - used).max(0.0));
    elided(ui, right - used - wide, baseline(ui, middle, Type::Small), wide + 0.5, Type::Small, ink, before);
}

/// How wide the columns are: as their shares say, but that each has room for its title, as far as the others can do without.
fn widths(ui: &Ui, whole: f32, columns: &[Column]) -> Vec<f32> {
    let shares: f32 = columns.iter().map(|(_, share, _)| *share).sum();
    let least = |at: usize| width(ui, Type::Micro, columns[at].0).ceil() + gap(columns, at);
    let wanted = |at: usize| (whole * columns[at].1 / shares).max(least(at));
    let over = (0..columns.len()).map(wanted).sum::<f32>() - whole;
    let spare: f32 = (0..columns.len()).map(|at| wanted(at) - least(at)).sum();
    let taken = if spare > 0.0 { (over / spare).clamp(0.0, 1.0) } else { 0.0 };
    (0..columns.len()).map(|at| wanted(at) - (wanted(at) - least(at)) * taken).collect()
}

/// Draws title, headings and the rows in view; returns the row that was clicked.
fn table_ui(
    ui: &mut Ui,
    rect: Rect,
    title: &str,
    columns: &[Column],
    rows: usize,
    row: impl Fn(usize) -> Line,
) -> Option<usize> {
    let t = of(ui);
    text(ui, rect.left(), baseline(ui, rect.top() + 22.0, Type::Strong), Type::Strong, t.text_primary, title);
    let wide = widths(ui, rect.width(), columns);
    let room = |at: usize| wide[at] - gap(columns, at);
    let mut x = rect.left();
    for (at, (title, _, holds)) in columns.iter().enumerate() {
        let line = baseline(ui, rect.top() + 47.0, Type::Micro);
        if *holds == Holds::Numbers {
            text_right(ui, x + room(at), line, Type::Micro, t.text_tertiary, title);
        } else {
            elided(ui, x, line, room(at), Type::Micro, t.text_tertiary, title);
        }
        x += wide[at];
    }
    hairline(ui, rect.x_range(), rect.top() + TOP - 6.0, t.stroke_subtle);
    let body = Rect::from_min_max(pos2(rect.left(), rect.top() + TOP), pos2(rect.right(), rect.bottom() - 8.0));
    // The bar stands right of the words; a row's ring and shade reach beyond them.
    let mut area = ui.new_child(UiBuilder::new().max_rect(body.expand2(vec2(8.0, 0.0))).id_salt(title));
    area.shrink_clip_rect(body.expand2(vec2(8.0, 0.0)));
    let mut clicked = None;
    ScrollArea::vertical().id_salt(title).auto_shrink(false).show_viewport(&mut area, |ui, viewport| {
        ui.set_height(rows as f32 * ROW);
        let top = ui.max_rect().top();
        let first = (viewport.min.y / ROW).floor().max(0.0) as usize;
        let last = ((viewport.max.y / ROW).ceil().max(0.0) as usize).min(rows);
        for index in first.min(last)..last {
            let at = Rect::from_min_size(pos2(body.left(), top + index as f32 * ROW), vec2(body.width(), ROW));
            let Line { cells, said } = row(index);
            let response = ui.interact(at, ui.make_persistent_id((title, index)), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &said));
            let whole = at.expand2(vec2(6.0, 0.0));
            if response.hovered() {
                ui.painter().rect_filled(whole, radius::CONTROL, t.bg_hover);
            }
            let mut x = at.left();
            for (column, ((.., holds), words)) in columns.iter().zip(&cells).enumerate() {
                let (room, middle) = (room(column), at.center().y);
                match holds {
                    Holds::Numbers => number_ui(ui, x + room, middle, room, t.text_secondary, words),
                    Holds::Names => {
                        let shown = middle_elided(ui, Type::Code, words, room);
                        text(ui, x, baseline(ui, middle, Type::Code), Type::Code, t.text_primary, &shown);
                    }
                    Holds::Words => {
                        let line = baseline(ui, middle, Type::Small);
                        elided(ui, x, line, room, Type::Small, t.text_secondary, words);
                    }
                }
                x += wide[column];
            }
            row_ring(ui, whole, &response);
            if response.clicked() {
                clicked = Some(index);
            }
        }
    });
    clicked
}

/// Health by project and environment.
pub fn health_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot) {
    const COLUMNS: [Column; 4] = [
        ("Project", 76.0, Holds::Words),
        ("Environment", 83.0, Holds::Words),
        ("Warnings", 71.0, Holds::Numbers),
        ("Worst", 63.0, Holds::Words),
    ];
    let (view, ctx) = (&review.view, ui.ctx().clone());
    // One project's name would stand in every row, cut.
    let left_out = usize::from(view.by_environment);
    let cells: Vec<(usize, usize)> = view
        .lanes
        .iter()
        .enumerate()
        .flat_map(|(lane, row)| (0..row.cells.len()).filter(|at| row.cells[*at].keys > 0).map(move |at| (lane, at)))
        .collect();
    let clicked = table_ui(ui, rect, title(review), &COLUMNS[left_out..], cells.len(), |index| {
        let (lane, at) = cells[index];
        let (lane, column) = (&view.lanes[lane], &view.columns[at]);
        let cell = lane.cells[at];
        let worst = cell.worst.map_or("Healthy", severity);
        let column = Cell::of(lane, Some(column)).column.unwrap_or_else(|| column.clone());
        // Called as in the table beside it; several have the chart's word for them.
        let (of, whole) = match &column.environments[..] {
            [environment] => {
                let place = EnvRef { project: lane.project.clone(), environment: environment.clone() };
                (environment_words(&ctx, facts, &place), environment.clone())
            }
            _ => (column.title.clone(), column.title),
        };
        let counted = format!("{} of {}", grouped(cell.findings), grouped(cell.keys));
        let said = format!("{}, {whole}, {} of {}, {worst}", lane.project, grouped(cell.findings), keys(cell.keys));
        let cells = [lane.project.clone(), of, counted, worst.to_owned()];
        Line { cells: cells.into_iter().skip(left_out).collect(), said }
    });
    if let Some((lane, at)) = clicked.map(|index| cells[index]) {
        let cell = Cell::of(&view.lanes[lane], view.columns.get(at));
        review.look_through(|lens| lens.turn_cell(cell));
    }
}

/// What ends within the horizon, in the order of days.
pub fn expiry_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    const COLUMNS: [Column; 4] = [
        ("Ends", 146.0, Holds::Numbers),
        ("Key", 126.0, Holds::Names),
        ("Project", 80.0, Holds::Words),
        ("Environment", 76.0, Holds::Words),
    ];
    const PROJECT: usize = 2;
    let ending = review.ending();
    let one = review.view.by_environment;
    let ctx = ui.ctx().clone();
    let columns: Vec<Column> =
        COLUMNS.into_iter().enumerate().filter(|(at, _)| !one || *at != PROJECT).map(|(_, one)| one).collect();
    let clicked = table_ui(ui, rect, "Expiry, next 90 days", &columns, ending.len(), |index| {
        let (key, days) = ending[index];
        let key = &facts.keys[key as usize];
        let day = facts.today.checked_add_days(Days::new(u64::from(days.max(0).unsigned_abs())));
        let ends = key.expiry.date().or(day).map(date).unwrap_or_default();
        let ends = if days < 0 { format!("Expired {ends}") } else { ends };
        let EnvRef { project, environment } = key.place();
        let said = [&ends, key.name(), project, environment].join(", ");
        let shown = environment_words(&ctx, facts, key.place());
        let mut cells = vec![ends, key.name().to_owned(), project.clone(), shown];
        if one {
            cells.remove(PROJECT);
        }
        Line { cells, said }
    });
    if ending.is_empty() {
        let line = baseline(ui, rect.top() + TOP + ROW / 2.0, Type::Small);
        text(ui, rect.left(), line, Type::Small, of(ui).text_tertiary, "Nothing expires in these days.");
    }
    if let Some((key, _)) = clicked.map(|index| ending[index]) {
        wishes.push(Wish::Select(facts.keys[key as usize].uid));
    }
}

/// A severity in words.
fn severity(worst: Severity) -> &'static str {
    match worst {
        Severity::ActNow => "Act now",
        Severity::LookSoon => "Look soon",
        Severity::ForInfo => "For info",
    }
}
