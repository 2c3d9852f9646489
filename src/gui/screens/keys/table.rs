//! The table: only visible lines are made, so that 100,000 keys scroll as ten do.

use egui::style::ScrollAnimation;
use egui::{
    Event, FocusDirection, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::columns::{Columns, Spare};
use super::data::{Line, heading_words};
use super::key_menu::row_start;
use super::places::environment_words;
use super::row::{Picking, Standing, copy_id, heading_ui, row_id, row_ui};
use super::sort::{Column, Sort};
use super::ui::Screen;
use super::words::row_text;
use crate::gui::commands::Command;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::keyboard::{Arrows, hold, keep_typed, part_moves, steps_down_from};
use crate::gui::widgets::{
    baseline, focus_ring, hairline, icon, menu_asked, menu_clicked, room_under_list, room_under_toast, rows_node, text,
    text_right, toast_came_over, width,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

/// Room above the first row and below the last.
const PADDING: f32 = 4.0;

/// What a column's edge, which is drawn, takes of its heading.
const EDGE: f32 = 15.0;

/// Draws header and rows.
pub fn table_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let window = ui.ctx().content_rect().width();
    // Of all that stands here, so that no letter in the filter moves a column.
    // A whole line may be a hair wider than its letters.
    let value = f32::from(screen.listing.longest_value) * width(ui, Type::Code, "M") + 1.0;
    let columns = Columns::new(rect.width(), window, screen.widths, &screen.hidden, value);
    let (header, body) = rect.split_top_bottom_at_y(rect.top() + size::TABLE_HEADER);
    header_ui(ui, header, columns, screen, snapshot);
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("rows"));
    area.shrink_clip_rect(body);
    let mut scroll = ScrollArea::vertical().auto_shrink(false).id_salt((&screen.place, "rows"));
    if std::mem::take(&mut screen.to_top) {
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    scroll.show_viewport(&mut area, |ui, viewport| rows_ui(ui, viewport, columns, screen, snapshot, wishes));
}

fn header_ui(ui: &Ui, rect: Rect, columns: Columns, screen: &mut Screen, snapshot: &Snapshot) {
    let t = of(ui);
    let left = rect.left() + size::EDGE;
    let [provider, secret, health] = columns.lefts();
    let mut sort = screen.sort;
    let right = rect.right() - size::EDGE;
    let mut head = |from: f32, to: f32, words, column| {
        let cell = Rect::from_x_y_ranges(left + from..=left + to, rect.y_range());
        if heading_cell_ui(ui, cell, words, column, screen.sort).is_some_and(|response| response.clicked()) {
            sort = column.map_or(sort, |column| sort.clicked(column));
        }
    };
    head(0.0, provider, "Key", Some(Column::Key));
    if columns.provider.is_some() {
        head(provider, secret, Spare::Provider.title(), Some(Column::Provider));
    }
    if columns.secret.is_some() {
        head(secret, health, Spare::Secret.title(), None);
    }
    let used = right - left - columns.last_used;
    head(health, used, "Health", Some(Column::Health));
    let cell = Rect::from_x_y_ranges(left + used..=right, rect.y_range());
    if columns.ages && last_used_ui(ui, cell, screen.sort).clicked() {
        sort = sort.clicked(Column::LastUsed);
    }
    hairline(ui, (rect.left() + 8.0)..=(rect.right() - 8.0), rect.bottom() - 1.0, t.stroke_subtle);
    let edges = [(0, provider), (1, secret), (2, health)];
    let there = [columns.words, columns.provider.is_some(), columns.secret.is_some()];
    for (column, x) in edges.into_iter().filter(|(column, _)| there[*column]) {
        let from = [0.0, provider, secret][column];
        edge_ui(ui, rect, left + x, column, |pointer| screen.widths[column] = pointer.map(|x| x - left - from));
    }
    if sort != screen.sort {
        screen.sort_by(sort, snapshot);
    }
}

/// The caret of the column that orders the table.
fn caret(sort: Sort, column: Column) -> Option<Icon> {
    (sort.column == column).then_some(if sort.reversed { Icon::CaretDown } else { Icon::CaretUp })
}

fn sortable(ui: &Ui, rect: Rect, words: &str, sort: Sort, column: Column) -> egui::Response {
    let response = ui.interact(rect.expand2(vec2(4.0, -2.0)), ui.make_persistent_id(("sort", words)), Sense::click());
    let how = match (sort.column == column, sort.reversed) {
        (false, _) => "",
        (true, false) => ", sorted",
        (true, true) => ", sorted backwards",
    };
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, format!("{words}{how}")));
    // The line under the headings is no part of it.
    focus_ring(ui, rect.expand2(vec2(3.0, -6.0)), 4, &response);
    response
}

fn heading_cell_ui(ui: &Ui, cell: Rect, words: &str, column: Option<Column>, sort: Sort) -> Option<egui::Response> {
    let t = of(ui);
    let line = baseline(ui, cell.center().y - 0.5, Type::Micro);
    let wide = width(ui, Type::Micro, words);
    let response = column.map(|column| {
        // All of it but for its edge; the words and the caret in any case.
        let right = (cell.left() + wide + 16.0).min(cell.right()).max(cell.right() - EDGE);
        sortable(ui, cell.with_max_x(right), words, sort, column)
    });
    let ink = if response.as_ref().is_some_and(egui::Response::hovered) { t.text_primary } else { t.text_tertiary };
    text(ui, cell.left(), line, Type::Micro, ink, words);
    if let Some(glyph) = column.and_then(|column| caret(sort, column)) {
        icon(ui, pos2(cell.left() + wide + 9.0, cell.center().y - 0.5), 11.0, Face::Line, glyph, ink);
    }
    response
}

fn last_used_ui(ui: &Ui, cell: Rect, sort: Sort) -> egui::Response {
    const WORDS: &str = Spare::LastUsed.title();
    let t = of(ui);
    let response = sortable(ui, cell, WORDS, sort, Column::LastUsed);
    let ink = if response.hovered() { t.text_primary } else { t.text_tertiary };
    let line = baseline(ui, cell.center().y - 0.5, Type::Micro);
    let wide = text_right(ui, cell.right(), line, Type::Micro, ink, WORDS);
    if let Some(glyph) = caret(sort, Column::LastUsed) {
        icon(ui, pos2(cell.right() - wide - 9.0, cell.center().y - 0.5), 11.0, Face::Line, glyph, ink);
    }
    response
}

/// The edge right of a column: drawn with the pointer; a double click gives it its usual width again.
fn edge_ui(ui: &Ui, header: Rect, x: f32, column: usize, set: impl FnOnce(Option<f32>)) {
    let rect = Rect::from_center_size(pos2(x - 6.0, header.center().y), vec2(9.0, header.height()));
    let response = ui.interact(rect, ui.make_persistent_id(("edge", column)), Sense::CLICK | Sense::DRAG);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
        let line = header.y_range().shrink(7.0);
        ui.painter().vline(rect.center().x, line, egui::Stroke::new(1.0, of(ui).stroke_default));
    }
    if response.double_clicked() {
        set(None);
    } else if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        set(Some(pointer.x + 6.0));
    }
}

fn rows_ui(
    ui: &mut Ui,
    viewport: Rect,
    columns: Columns,
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let count = screen.listing.lines.len();
    let under = room_under_toast(ui);
    let rows = count as f32 * size::ROW + 2.0 * PADDING;
    ui.set_height(rows + room_under_list(ui, ui.max_rect().top() + rows));
    let top = ui.max_rect().top() + PADDING;
    let (left, right) = (ui.max_rect().left() + 8.0, ui.max_rect().right() - 8.0);
    let line_rect =
        |line: usize| Rect::from_min_size(pos2(left, top + line as f32 * size::ROW), vec2(right - left, size::ROW));
    let line_of = |screen: &Screen| screen.selected_index(snapshot).and_then(|index| screen.listing.line_of(index));
    let is_covered = toast_came_over(ui, || line_of(screen).map(line_rect));
    if (std::mem::take(&mut screen.reveal_selection) || is_covered)
        && let Some(line) = line_of(screen)
    {
        // A heading above the first row comes into view with it.
        let above = line.checked_sub(1).filter(|above| matches!(screen.listing.lines[*above], Line::Heading(..)));
        let mut target = line_rect(above.unwrap_or(line)).union(line_rect(line)).expand2(vec2(0.0, PADDING));
        target.max.y += under;
        ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
    }
    let first = ((viewport.min.y - PADDING) / size::ROW).floor().max(0.0) as usize;
    let last = (((viewport.max.y - PADDING) / size::ROW).ceil().max(0.0) as usize).min(count);
    screen.in_view = line_of(screen).is_some_and(|line| (first..last).contains(&line));
    rows_node(ui, screen.listing.shown);
    let mut selected = screen.selected;
    let mut entry = true;
    for line in first..last {
        match screen.listing.lines[line] {
            Line::Heading(key, count) => {
                let key = &snapshot.keys[key];
                let words = |environment: &str| heading_words(key, &screen.place, environment);
                let (said, shown) = (&key.place().environment, environment_words(ui.ctx(), snapshot, key.place()));
                heading_ui(ui, line_rect(line), &words(said), &words(&shown), count, key.protected);
            }
            Line::Key(index) => {
                let uid = snapshot.keys[index].uid;
                let standing = match screen.selected {
                    Some(selected) if selected == uid => Standing::Selected,
                    None if std::mem::take(&mut entry) => Standing::Entry,
                    _ => Standing::Rest,
                };
                let picked = screen.picked.holds(uid);
                let picking = !screen.picked.is_empty();
                let text = row_text(snapshot, index);
                let answer = row_ui(ui, line_rect(line), columns, &text, uid, standing, Picking { picked, picking });
                let modifiers = ui.input(|input| input.modifiers);
                if answer.ticked || (answer.response.clicked() && modifiers.command) {
                    screen.picked.toggle(uid);
                } else if answer.response.clicked() && modifiers.shift {
                    screen.picked.range(snapshot, &screen.listing, screen.selected, uid);
                }
                let id = answer.response.id;
                ui.ctx().accesskit_node_builder(id, |node| {
                    node.set_position_in_set(screen.listing.position(line));
                });
                if answer.response.clicked() || answer.copy {
                    selected = Some(uid);
                }
                if answer.response.double_clicked() && modifiers.is_none() {
                    wishes.push(Wish::Select(uid));
                }
                if answer.copy {
                    wishes.push(Wish::DoTo(uid, Command::Copy));
                }
                if let Some(at) = menu_clicked(&answer.response) {
                    wishes.push(Wish::KeyMenu(uid, Rect::from_pos(at)));
                }
                // By its key it opens at the row itself.
                if screen.menu_asked && screen.selected == Some(uid) {
                    wishes.push(Wish::KeyMenu(uid, row_start(answer.response.rect)));
                }
                if answer.response.has_focus() {
                    selected = Some(uid);
                    // To the sides there is nothing of the list.
                    hold(&answer.response, Arrows::All);
                }
            }
        }
    }
    screen.selected = selected;
    screen.menu_asked = false;
}

/// Asks for the copy that Enter meant. After the filter was drawn, for in one slow frame Enter comes together with the
/// letters before it, and must copy what they find.
pub fn copy_selected(screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    if screen.copy_asked {
        screen.settle(snapshot);
    }
    if std::mem::take(&mut screen.copy_asked)
        && let Some(uid) = screen.selected
    {
        wishes.push(Wish::DoTo(uid, Command::Copy));
    }
}

/// How far the keys of the keyboard move the selection, one after the other: a slow frame has several of them, and their
/// order counts.
fn steps_of(ctx: &egui::Context, rows_in_view: isize) -> Vec<(isize, bool)> {
    const ENDS: isize = isize::MAX;
    let moves = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, rows_in_view),
        (Key::PageUp, -rows_in_view),
        (Key::Home, -ENDS),
        (Key::End, ENDS),
    ];
    // Home and End belong to the text while one types.
    let typing = ctx.text_edit_focused();
    let mut steps = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let text = typing && matches!(key, Key::Home | Key::End);
            // With Shift a range is picked; in a field it is the text's.
            let range = *modifiers == Modifiers::SHIFT && !typing;
            let step = moves.iter().find(|(moving, _)| moving == key && (modifiers.is_none() || range) && !text);
            steps.extend(step.map(|(_, step)| (*step, range)));
            step.is_none()
        });
    });
    steps
}

/// The list's keys. They act while the list, the filter or nothing has the keyboard, before anything is drawn.
pub fn list_keys(ctx: &egui::Context, screen: &mut Screen, snapshot: &Snapshot) {
    screen.look_again(ctx, snapshot);
    let focused = ctx.memory(egui::Memory::focused);
    let row = screen.selected.map(row_id);
    let in_filter = focused == Some(Screen::filter_id());
    // An open menu has the arrows and Enter.
    if egui::Popup::is_any_open(ctx) {
        return;
    }
    // Enter on a row's button is the button's, and so it is in the details beside or over the list.
    let in_details = focused.is_some() && screen.inspector.has_keyboard(ctx);
    let on_button = in_details || (focused.is_some() && focused == screen.selected.map(copy_id));
    if steps_down_from(ctx, screen.over_rows) {
        if let Some(row) = screen.enter(snapshot) {
            ctx.memory_mut(|memory| memory.request_focus(row));
        }
        return;
    }
    if !(focused.is_none() || in_filter || focused == row || on_button) {
        return;
    }
    if in_filter {
        part_moves(ctx);
    }
    let asked = menu_asked(ctx);
    screen.menu_asked = asked.is_some();
    // What is typed right behind it is the menu's.
    if let Some(place) = asked {
        keep_typed(ctx, place);
    }
    let rows_in_view = ((ctx.content_rect().height() - 180.0) / size::ROW).max(1.0) as isize;
    if in_details || screen.inspector.covers_list() {
        screen.inspector.take_pages(ctx);
    }
    let steps = steps_of(ctx, rows_in_view);
    if !steps.is_empty() {
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    if !steps.is_empty() {
        screen.settle(snapshot);
    }
    for (step, range) in steps {
        let before = screen.selected;
        let line = screen.selected_index(snapshot).and_then(|index| screen.listing.line_of(index));
        let next = screen.listing.step(line, step).map(|index| snapshot.keys[index].uid);
        // Out of the filter it leads to the last row too.
        if let Some(uid) = next.or(before.filter(|_| in_filter && step > 0)) {
            screen.selected = Some(uid);
            screen.reveal_selection = true;
            if range && !screen.inspector.covers_list() {
                screen.picked.range(snapshot, &screen.listing, before, uid);
            }
            ctx.memory_mut(|memory| memory.request_focus(row_id(uid)));
        }
    }
    let enter = !on_button && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let copy = !in_filter && ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy)));
    screen.copy_asked = enter || copy;
    // egui has already taken the keyboard away from the filter.
    if !in_details && ctx.input(|input| input.key_pressed(Key::Escape)) && screen.is_narrowed() {
        screen.widen();
        screen.relist(snapshot);
        screen.reveal_selection = true;
    }
}
