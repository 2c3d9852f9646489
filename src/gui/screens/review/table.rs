//! The list of warnings: only visible rows are made, so that 100,000 scroll as ten do.

use egui::style::ScrollAnimation;
use egui::{Context, Event, FocusDirection, Key, Modifiers, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::lens::By;
use super::row::{AGE, Columns, ROW, RowAct, Standing, TICK, Told, row_ui, verb_id};
use super::state::{Review, row_id};
use super::words::row_text;
use crate::gui::commands::Command;
use crate::gui::screens::keys::{row_start, shortens};
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::keyboard::{Arrows, escaped_from, hold, keep_typed, part_moves, rests};
use crate::gui::widgets::{
    Tick, baseline, focus_ring, hairline, icon, menu_asked, menu_clicked, room_under_toast, rows_node, text,
    toast_came_over, width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

/// Between what is clicked of two headings.
const GAP: f32 = 12.0;

/// Room above the first row and below the last.
pub const PADDING: f32 = 2.0;

/// Height of so many rows in points.
pub fn rows_height(count: usize) -> f32 {
    count as f32 * ROW + 2.0 * PADDING
}

fn columns(ui: &Ui, rect: Rect, review: &Review) -> Columns {
    Columns::new(rect.width(), Told { short: shortens(ui.ctx()), one_project: review.place.project.is_some() })
}

/// Draws the headings; a click sorts.
pub fn headings_ui(ui: &Ui, rect: Rect, review: &mut Review) {
    let t = of(ui);
    let columns = columns(ui, rect, review);
    let left = rect.left() + 16.0;
    let (some, all) = (review.checked() > 0, review.checked() == review.rows().len());
    let box_at = Rect::from_min_size(pos2(left, rect.top()), vec2(24.0, rect.height()));
    let tick = Tick::checkbox("Select all", some && all).mixed(some && !all).bare();
    if tick.at(ui, box_at).clicked() {
        review.toggle_all();
    }
    let mut sort = review.sort;
    let mut head = |from: f32, to: f32, words: &str, by: By, right: bool| {
        let wide = width(ui, Type::Micro, words);
        let start = if right { to - wide } else { from };
        // Its ring ends before the scroll bar.
        let end = (left + start + wide + 16.0).min(rect.right() - 20.0);
        let cell = Rect::from_x_y_ranges(left + start..=end, rect.y_range());
        // All of it is clicked, up to the next one.
        let all = Rect::from_x_y_ranges(left + from.min(start)..=end.max(left + to - GAP), rect.y_range());
        let response = ui.interact(all.expand2(vec2(4.0, -2.0)), ui.make_persistent_id(("by", words)), Sense::click());
        let how = match (review.sort.by == by, review.sort.reversed) {
            (false, _) => "",
            (true, false) => ", sorted",
            (true, true) => ", sorted backwards",
        };
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, format!("{words}{how}")));
        // The line under the headings is no part of it.
        focus_ring(ui, all.expand2(vec2(3.0, -6.0)), 4, &response);
        let ink = if response.hovered() { t.text_primary } else { t.text_tertiary };
        let line = baseline(ui, cell.center().y - 0.5, Type::Micro);
        text(ui, cell.left(), line, Type::Micro, ink, words);
        if review.sort.by == by {
            let glyph = if review.sort.reversed { Icon::CaretUp } else { Icon::CaretDown };
            icon(ui, pos2(cell.left() + wide + 9.0, cell.center().y - 0.5), 11.0, Face::Line, glyph, ink);
        }
        if response.clicked() {
            sort = sort.clicked(by);
        }
    };
    head(TICK, columns.key, "Warning", By::Finding, false);
    head(columns.key, columns.project.unwrap_or(columns.environment), "Key", By::Key, false);
    if let Some(project) = columns.project {
        head(project, columns.environment, "Project", By::Project, false);
    }
    head(columns.environment, columns.environment_end(), "Environment", By::Environment, false);
    if let Some(owner) = columns.owner {
        head(owner, columns.since.map_or(columns.end, |since| since - AGE), "Owner", By::Owner, false);
    }
    if let Some(since) = columns.since {
        head(since - AGE, since, "Since", By::Since, true);
    }
    hairline(ui, (rect.left() + 8.0)..=(rect.right() - 8.0), rect.bottom() - 1.0, t.stroke_subtle);
    if sort != review.sort {
        review.sort_by(sort);
    }
}

/// Draws the rows that are seen of those that begin at `top`; `seen` is the part of the screen they are seen in, over which
/// something as high as `under` stays where it is.
pub fn rows_ui(
    ui: &mut Ui,
    rect: Rect,
    seen: Rect,
    under: f32,
    review: &mut Review,
    facts: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let count = review.rows().len();
    let top = rect.top() + PADDING;
    let columns = columns(ui, rect, review);
    let line_rect = |line: usize| {
        let at = pos2(rect.left() + 8.0, top + line as f32 * ROW);
        Rect::from_min_size(at, vec2(rect.width() - 16.0, ROW))
    };
    let begins = std::mem::take(&mut review.is_entered) && review.line() == Some(0);
    if let Some(at) = review.at().filter(|_| begins) {
        rests(ui.ctx(), row_id(at));
    }
    let is_covered = toast_came_over(ui, || review.line().map(line_rect));
    if (std::mem::take(&mut review.reveal) || (is_covered && !begins))
        && let Some(line) = review.line()
    {
        let mut target = line_rect(line).expand2(vec2(0.0, PADDING));
        target.min.y -= under;
        target.max.y += if begins { 0.0 } else { room_under_toast(ui) };
        ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
    }
    let first = ((seen.top() - top) / ROW).floor().max(0.0) as usize;
    let last = (((seen.bottom() - top) / ROW).ceil().max(0.0) as usize).min(count);
    review.in_view = review.line().is_some_and(|line| (first..last).contains(&line));
    review.page = ((seen.height() / ROW) as usize).max(2) - 1;
    // Where the page scrolls, numbers and charts stand in the same.
    let ui = &ui.new_child(UiBuilder::new().max_rect(rect).id_salt("rows"));
    rows_node(ui, count);
    let mut acts = None;
    let mut focused = None;
    for line in first.min(last)..last {
        let row = review.rows()[line];
        let one = row.pick();
        let stands = Standing {
            checked: (review.checked() > 0).then(|| review.is_checked(one)),
            at: review.at() == Some(one),
            entry: review.at().is_none() && line == first,
        };
        let words = row_text(facts, row);
        let id = row_id(one);
        let (act, response) = row_ui(ui, line_rect(line), id, columns, &words, stands);
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_position_in_set(line);
        });
        if act != RowAct::None {
            acts = Some((one, act, words.verb.wish(one.0)));
        }
        if let Some(at) = menu_clicked(&response) {
            review.go_on(Some(one));
            wishes.push(Wish::KeyMenu(one.0, Rect::from_pos(at)));
        } else if stands.at && std::mem::take(&mut review.menu_asked) {
            // By its key it opens at the row itself.
            wishes.push(Wish::KeyMenu(one.0, row_start(response.rect)));
        }
        if response.has_focus() {
            focused = Some(one);
            // To the sides there is nothing of the list.
            hold(&response, Arrows::All);
        }
    }
    if let Some(one) = focused.filter(|one| review.at() != Some(*one)) {
        review.go_on(Some(one));
    }
    let Some((one, act, wish)) = acts else { return };
    // What was done to it was done in view: no bar that comes now may cover it.
    review.in_view = true;
    match act {
        RowAct::None => {}
        RowAct::On => review.go_on(Some(one)),
        RowAct::Tick => review.toggle(one),
        RowAct::Range => review.range_to(one),
        RowAct::Open => wishes.push(Wish::Select(one.0)),
        RowAct::Owner => {
            let key = facts.keys.iter().find(|key| key.uid == one.0);
            let owner = key.and_then(|key| key.owner.clone()).filter(|name| !name.trim().is_empty());
            wishes.push(Wish::Person(owner));
        }
        RowAct::Verb => {
            review.go_on(Some(one));
            wishes.push(wish);
        }
    }
}

/// What a key of the list means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Press {
    /// So many rows on; with Shift everything between is selected.
    Move(isize, bool),
    /// The row is selected, or left out again.
    Tick,
}

/// What has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    /// The list, its filter, or nothing.
    List,
    /// The verb in the row that one is on: Space and Enter press it, and the arrows go on from its row.
    Verb,
    /// Another button, to which Space and the arrows belong.
    Button,
}

/// The list's keys of this frame in their order, which counts: a slow frame has several of them. `page`: how many rows are one.
fn presses(ctx: &Context, on: On, page: isize, letters: bool) -> Vec<Press> {
    const ENDS: isize = isize::MAX;
    let moves = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::Home, -ENDS),
        (Key::End, ENDS),
    ];
    let select = Command::SelectRow.shortcut().map(|keys| keys.logical_key).filter(|_| letters);
    // Home, End and characters belong to the text while one types.
    let typing = ctx.text_edit_focused();
    let mut presses = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let ticks =
                !typing && modifiers.is_none() && ((on == On::List && *key == Key::Space) || Some(*key) == select);
            let text = typing && matches!(key, Key::Home | Key::End);
            let plain = on != On::Button && (modifiers.is_none() || modifiers.shift_only());
            let step = moves.iter().find(|(moving, _)| moving == key && plain && !text);
            let press = step.map(|(_, step)| Press::Move(*step, modifiers.shift)).or(ticks.then_some(Press::Tick));
            presses.extend(press);
            press.is_none()
        });
    });
    presses
}

/// The list's keys, before anything is drawn. Those that move act while the list, the filter or nothing has the keyboard; the
/// letter that selects and Esc from every button, too.
pub fn review_keys(ctx: &Context, review: &mut Review, wishes: &mut Vec<Wish>) {
    let mut focused = ctx.memory(egui::Memory::focused);
    let row = review.at().map(row_id);
    // A row that is gone hands the keyboard to the one that took its place.
    if let Some(gone) = review.was_at.take()
        && (focused.is_none() || focused == Some(row_id(gone)))
        && let Some(row) = row
    {
        ctx.memory_mut(|memory| memory.request_focus(row));
        focused = Some(row);
    }
    let in_filter = focused == Some(Review::filter_id());
    let on = match focused {
        _ if focused.is_none() || in_filter || focused == row => On::List,
        _ if focused == row.map(verb_id) => On::Verb,
        _ => On::Button,
    };
    let on_list = on == On::List;
    // An open menu has the arrows and Enter.
    if egui::Popup::is_any_open(ctx) {
        return;
    }
    if in_filter {
        part_moves(ctx);
    }
    if on != On::Button
        && let Some(place) = menu_asked(ctx)
    {
        review.menu_asked = review.at().is_some();
        review.reveal |= review.menu_asked;
        // What is typed right behind it is the menu's.
        keep_typed(ctx, place);
    }
    let letters = review.facts().is_some_and(|facts| facts.settings.letter_shortcuts);
    let page = isize::try_from(review.page.max(1)).unwrap_or(1);
    let presses = presses(ctx, on, page, letters);
    if !presses.is_empty() {
        review.looks_at_charts = false;
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    if !presses.is_empty() || (on_list && ctx.input(|input| input.key_pressed(Key::Enter))) {
        review.settle();
    }
    for press in presses {
        let Press::Move(step, selects) = press else {
            review.toggle_current();
            // Nothing is ticked unseen.
            if let Some(one) = review.at().filter(|_| !review.in_view) {
                review.reveal = true;
                ctx.memory_mut(|memory| memory.request_focus(row_id(one)));
            }
            continue;
        };
        let next = review.step(step).map(|(_, one)| one);
        // Out of the filter it leads to the last row too.
        let Some(one) = next.or(review.at().filter(|_| in_filter && step > 0)) else { continue };
        if selects {
            review.range_to(one);
        } else {
            review.go_on(Some(one));
        }
        review.reveal = true;
        ctx.memory_mut(|memory| memory.request_focus(row_id(one)));
    }
    if on_list
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
        && let Some((uid, _)) = review.at()
    {
        wishes.push(Wish::Select(uid));
    }
    // egui has already taken the keyboard away from the filter.
    if ctx.input(|input| input.key_pressed(Key::Escape)) {
        // In the filter its text is what one would take back first.
        let typed = escaped_from(ctx, Review::filter_id()) && !review.filter.is_empty();
        if review.checked() > 0 && !typed {
            review.clear_checked();
        } else if !review.filter.is_empty() || !review.lens.is_clear() {
            review.clear();
        }
    }
}
