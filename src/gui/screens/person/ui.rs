//! How a person's page is drawn: header, card, bulk bar, table, status bar.

use egui::style::ScrollAnimation;
use egui::{Rangef, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::bar::{BAR, bar_ui};
use super::card::{self, Clicked};
use super::columns::Columns;
use super::data::{Leaving, Line, Page, Show};
use super::gone::gone_ui;
use super::row::{Standing, row_ui};
use super::state::PersonPage;
use super::steps::Step;
use crate::gui::commands::Command;
use crate::gui::counts::{grouped, keys};
use crate::gui::screens::keys::row_start;
use crate::gui::screens::pane::{cut_status_bar, messages_under, pane_ui};
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard::{Arrows, hold};
use crate::gui::widgets::{
    Button, IconButton, Strip, Tick, avatar, baseline, elided, empty_ui, hairline, icon, icon_button, initials, keycap,
    keycap_width, menu_clicked, name_node, room_under_list, room_under_toast, text, text_right, toast_came_over, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Request, Snapshot};

/// Draws the page.
pub fn person_ui(
    ui: &mut Ui,
    pane: Rect,
    screen: &mut PersonPage,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) {
    let (header, below) = pane_ui(ui, pane);
    header_ui(ui, header, screen, wishes);
    let Some(page) = screen.page.clone() else { return };
    let (mut rest, bar) = cut_status_bar(ui, below);
    if let Some(bar) = bar {
        status_ui(ui, bar, screen, &page, snapshot);
    }
    messages_under(ui, &mut rest, 10.0, snapshot, notice, wishes);
    // Without a card nothing is counted in it, and nothing is missing from it.
    let mut hidden: Vec<Show> = Vec::new();
    if page.name.is_some() {
        let card = Rect::from_min_size(
            rest.min + vec2(size::EDGE, 14.0),
            vec2(rest.width() - 2.0 * size::EDGE, card::height(ui, &page)),
        );
        let clicked;
        (clicked, hidden) = card::card_ui(ui, card, &page, screen.show, snapshot);
        match clicked {
            Some(Clicked::Day) => wishes.push(Wish::LastDay(page.name.clone())),
            Some(Clicked::Count(show)) => screen.turn(snapshot, show),
            None => {}
        }
        rest.min.y = card.bottom();
    }
    if page.rows.is_empty() && page.gone.is_empty() {
        let title =
            page.name.as_ref().map_or("Every key has an owner.".to_owned(), |name| format!("{name} owns no keys."));
        empty_ui(ui, rest, Icon::Key, &title, "There is nothing to hand over.", &[]);
        return;
    }
    let (bar, table) = rest.split_top_bottom_at_y(rest.top() + BAR);
    bar_ui(ui, bar, screen, &page, &hidden, snapshot, wishes);
    table_ui(ui, table, screen, &page, snapshot, wishes);
}

fn header_ui(ui: &Ui, rect: Rect, screen: &PersonPage, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let mut strip = Strip::new(rect, size::EDGE);
    let mut right =
        screen.name.as_ref().map_or(strip.rest().right(), |name| report_ui(ui, &mut strip, name, screen, wishes));
    if let Some(words) = screen.page.as_ref().and_then(|page| card::words_in_header(ui, page)) {
        let line = baseline(ui, rect.center().y, Type::Small);
        text_right(ui, right - DONE_AIR, line, Type::Small, t.text_secondary, &words);
        right -= DONE_AIR + width(ui, Type::Small, &words);
    }
    let back = strip.left(28.0, 28.0).translate(vec2(-6.0, 0.0));
    if icon_button(ui, back, Icon::ArrowLeft, "Back", None).clicked() {
        wishes.push(Wish::Back);
    }
    let line = baseline(ui, rect.center().y, Type::Title);
    // Who stays is looked at as a part of the review, as are the keys that nobody owns.
    let leaves = screen.page.as_ref().is_some_and(|page| page.leaving != Leaving::No);
    let title = if leaves { "Offboarding" } else { "Review" };
    let used = text(ui, back.right() + 8.0, line, Type::Title, t.text_primary, title);
    name_node(
        ui,
        Rect::from_min_size(pos2(back.right() + 8.0, rect.top()), vec2(used, rect.height())),
        ui.make_persistent_id("page"),
        title,
    );
    let words = screen.name.as_ref().map_or("No owner".to_owned(), |name| format!("Owner: {name}"));
    let left = back.right() + 8.0 + used + 16.0;
    let room = (right - left - 16.0 - 58.0).max(40.0);
    let wide = (width(ui, Type::SmallStrong, &words)).min(room);
    let chip = Rect::from_min_size(pos2(left, rect.center().y - 13.0), vec2(wide + 58.0, 26.0));
    ui.painter().rect_filled(chip, radius::CONTROL, t.bg_selected);
    let middle = chip.center().y;
    match &screen.name {
        Some(name) => avatar(ui, pos2(chip.left() + 16.0, middle), 18.0, &initials(name)),
        None => icon(ui, pos2(chip.left() + 16.0, middle), 16.0, Face::Line, Icon::UserCircleDashed, t.accent_text),
    }
    elided(
        ui,
        chip.left() + 30.0,
        baseline(ui, middle, Type::SmallStrong),
        wide + 0.5,
        Type::SmallStrong,
        t.accent_text,
        &words,
    );
    let close = Rect::from_center_size(pos2(chip.right() - 14.0, middle), vec2(24.0, 24.0));
    if IconButton::new(Icon::X, "Leave this page").ink(t.accent_text).at(ui, close).clicked() {
        wishes.push(Wish::Back);
    }
}

/// The way to a report, at the right; primary once nothing is to be done. Returns where it begins.
fn report_ui(ui: &Ui, strip: &mut Strip, name: &str, screen: &PersonPage, wishes: &mut Vec<Wish>) -> f32 {
    let title = Command::Report.title();
    let done = screen.page.as_ref().is_some_and(Page::is_handed_over);
    let narrow = ui.ctx().content_rect().width() < size::NARROW;
    let button = if done { Button::primary(title) } else { Button::secondary(title) }.icon(Icon::FileArrowDown);
    let button = if narrow { button.wordless() } else { button };
    let at = strip.right(button.size(ui).x, size::CONTROL);
    if button.at(ui, at).clicked() {
        wishes.push(Wish::ReportHandover(name.to_owned()));
    }
    at.left()
}

fn table_ui(
    ui: &mut Ui,
    rect: Rect,
    screen: &mut PersonPage,
    page: &Page,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let leaving = page.leaving != Leaving::No;
    let window = ui.ctx().content_rect().width();
    let columns = Columns::new(rect.width() - 2.0 * size::EDGE, window, leaving);
    let (header, body) = rect.split_top_bottom_at_y(rect.top() + size::TABLE_HEADER);
    table_header_ui(ui, header, columns, leaving, screen, snapshot);
    if screen.lines.is_empty() {
        let clear = [Button::secondary("Show all")];
        if empty_ui(ui, body, Icon::MagnifyingGlass, "No keys match", "Among this person's keys.", &clear).is_some() {
            screen.show_all(snapshot);
        }
        return;
    }
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("person rows"));
    area.shrink_clip_rect(body);
    let mut rows = ScrollArea::vertical().auto_shrink(false).id_salt("person rows");
    if std::mem::take(&mut screen.to_top) {
        rows = rows.vertical_scroll_offset(0.0);
    }
    rows.show_viewport(&mut area, |ui, viewport| {
        let count = screen.lines.len();
        let under = room_under_toast(ui);
        let lay = Lay::new(&screen.lines, columns.row());
        let rows = lay.top(count) + PADDING;
        ui.set_height(rows + room_under_list(ui, ui.max_rect().top() + rows));
        let (wide, origin) = (ui.max_rect().width() - 16.0, ui.max_rect().min + vec2(8.0, 0.0));
        let place = |line: usize| {
            let top = lay.top(line);
            Rect::from_min_max(origin + vec2(0.0, top), origin + vec2(wide, lay.top(line + 1)))
        };
        // What made way for a toast comes back once that is gone.
        let is_free = under == 0.0 && std::mem::take(&mut screen.made_way);
        let is_at = |line: &Line| matches!(line, Line::Row(row) if screen.uid(snapshot, *row) == screen.at && screen.at.is_some());
        let at = |screen: &PersonPage| screen.lines.iter().position(is_at);
        let is_covered = toast_came_over(ui, || at(screen).map(place));
        if let Some(line) = Some(()).filter(|()| screen.reveal || is_covered || is_free).and_then(|()| at(screen)) {
            let mut target = place(line).expand2(vec2(0.0, PADDING));
            target.max.y += under;
            // A heading above the first row comes into view with it, as far as there is room for both.
            let heads = |line: &usize| matches!(screen.lines[*line], Line::Heading(..));
            if let Some(heading) = line.checked_sub(1).filter(heads).map(place) {
                screen.made_way = target.bottom() - heading.top() > viewport.height();
                if !screen.made_way {
                    target.min.y = heading.top();
                }
            }
            ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
        }
        screen.reveal = false;
        let (first, last) = lay.seen(viewport.y_range(), count);
        let mut entry = screen.at.is_none();
        for line in first..last {
            match screen.lines[line] {
                Line::Heading(words, count) => heading_ui(ui, place(line), words, count),
                Line::Row(row) => {
                    let enters = std::mem::take(&mut entry);
                    line_ui(ui, place(line), columns, page, row, enters, screen, snapshot, wishes);
                }
                Line::Gone(at) => {
                    let gone = &page.gone[at];
                    if gone_ui(ui, place(line), columns, gone, snapshot) {
                        let name = gone.reference.name.as_str().to_owned();
                        wishes.push(Wish::Ask(Request::MarkDeletedEnded(gone.entry, name)));
                    }
                }
            }
        }
    });
}

#[allow(clippy::too_many_arguments)] // A line knows its place, its page and what it changes.
fn line_ui(
    ui: &Ui,
    rect: Rect,
    columns: Columns,
    page: &Page,
    row: usize,
    entry: bool,
    screen: &mut PersonPage,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let of_row = page.rows[row];
    let uid = snapshot.keys[of_row.key].uid;
    let standing = Standing {
        current: screen.at == Some(uid),
        picked: (!screen.picked.is_empty()).then(|| screen.picked.contains(&uid)),
        entry,
        quiet: page.leaving == Leaving::No,
    };
    let answer = row_ui(ui, rect, columns, of_row, snapshot, standing);
    if answer.response.has_focus() {
        screen.at = Some(uid);
        // To the sides there is nothing of the list.
        hold(&answer.response, Arrows::All);
    }
    let ctrl = ui.input(|input| input.modifiers.command);
    if answer.ticked || (answer.response.clicked() && ctrl) {
        screen.toggle(snapshot, uid);
        screen.at = Some(uid);
    } else if answer.response.double_clicked() {
        wishes.push(Wish::Select(uid));
    } else if answer.response.clicked() {
        screen.at = Some(uid);
    } else if let Some(at) = menu_clicked(&answer.response) {
        screen.at = Some(uid);
        wishes.push(Wish::KeyMenu(uid, Rect::from_pos(at)));
    } else if standing.current && std::mem::take(&mut screen.menu_asked) {
        wishes.push(Wish::KeyMenu(uid, row_start(answer.response.rect)));
    }
    if let Some(step) = answer.step {
        screen.at = Some(uid);
        wishes.push(match step {
            Step::Do(act) => Wish::Many(act, vec![uid]),
            Step::Ended => Wish::Ask(Request::MarkEnded(vec![uid])),
        });
    }
}

/// Between how far it is and the report's button.
const DONE_AIR: f32 = 12.0;
/// Above the first row where no heading stands, and below the last.
const PADDING: f32 = 4.0;

/// Where the lines stand, under each other: a heading is as high as itself, wherever it stands among rows.
struct Lay {
    headings: Vec<usize>,
    row: f32,
}

impl Lay {
    /// How high a heading is.
    const HEADING: f32 = 34.0;

    fn new(lines: &[Line], row: f32) -> Self {
        let is_heading = |(_, line): &(usize, &Line)| matches!(line, Line::Heading(..));
        Self { headings: lines.iter().enumerate().filter(is_heading).map(|(at, _)| at).collect(), row }
    }

    /// The top of a line; behind the last one the end of all.
    fn top(&self, line: usize) -> f32 {
        let before = self.headings.iter().filter(|heading| **heading < line).count();
        let padding = if self.headings.first() == Some(&0) { 0.0 } else { PADDING };
        padding + (line - before) as f32 * self.row + before as f32 * Self::HEADING
    }

    /// The lines of which something is seen; a few more at either end.
    fn seen(&self, view: Rangef, count: usize) -> (usize, usize) {
        let more = PADDING + self.headings.len() as f32 * (Self::HEADING - self.row).abs();
        let first = ((view.min - more) / self.row).floor().max(0.0) as usize;
        (first, (((view.max + more) / self.row).ceil().max(0.0) as usize).min(count))
    }
}

fn heading_ui(ui: &Ui, rect: Rect, words: &str, count: usize) {
    let t = of(ui);
    let line = baseline(ui, rect.center().y + 2.0, Type::SmallStrong);
    let used = text(ui, rect.left() + 8.0, line, Type::SmallStrong, t.text_primary, words);
    text(ui, rect.left() + 16.0 + used, line, Type::TagCode, t.text_tertiary, &grouped(count));
    let response = ui.interact(rect, ui.make_persistent_id(("person heading", words)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{words} {}", grouped(count))));
}

fn table_header_ui(ui: &Ui, rect: Rect, columns: Columns, leaving: bool, screen: &mut PersonPage, snapshot: &Snapshot) {
    let t = of(ui);
    let left = rect.left() + size::EDGE;
    let middle = rect.center().y - 0.5;
    let line = baseline(ui, middle, Type::Micro);
    let put = |x: f32, words: &str| text(ui, left + x, line, Type::Micro, t.text_tertiary, words);
    let tickable = screen.tickable(snapshot);
    let at = Rect::from_center_size(pos2(left + 8.0, middle), vec2(16.0, 16.0));
    // Where nothing in view is to do, nothing can be ticked.
    if tickable > 0 {
        let (some, all) = (!screen.picked.is_empty(), screen.picked.len() == tickable);
        if Tick::checkbox("Choose all", all).mixed(some && !all).bare().at(ui, at).clicked() {
            screen.toggle_all(snapshot);
        }
    }
    put(columns.key, "Key");
    columns.project.map(|x| put(x, "Project"));
    columns.environment.map(|x| put(x, "Environment"));
    if let Some(right) = columns.used {
        text_right(ui, left + right, line, Type::Micro, t.text_tertiary, "Last used");
    }
    if columns.words.is_some() {
        let used = put(columns.mark, "Health");
        // The worst come first.
        let caret = pos2(left + columns.mark + used + 9.0, middle);
        icon(ui, caret, 11.0, Face::Line, Icon::CaretDown, t.text_tertiary);
    }
    if leaving {
        put(columns.value, "New value");
        put(columns.owner, "New owner");
    }
    hairline(ui, (rect.left() + 8.0)..=(rect.right() - 8.0), rect.bottom() - 1.0, t.stroke_subtle);
}

fn status_ui(ui: &Ui, rect: Rect, screen: &PersonPage, page: &Page, snapshot: &Snapshot) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let (listed, gone) = (screen.listed(), screen.listed_gone());
    let all = keys(page.rows.len());
    let keys = if listed == page.rows.len() { all } else { format!("{} of {all}", grouped(listed)) };
    let words = if page.leaving == Leaving::No {
        format!("{keys} · worst first")
    } else {
        let gone = if gone == 0 { String::new() } else { format!(" · {} deleted", grouped(gone)) };
        format!("{keys} · {} to do{gone} · worst first", grouped(screen.to_do(snapshot)))
    };
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, &words);
    name_node(
        ui,
        Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height())),
        ui.make_persistent_id("person status"),
        &words,
    );
    if page.rows.is_empty() {
        return;
    }
    let mut strip = Strip::new(rect, size::EDGE);
    strip.gap_left(used + 24.0);
    let ends = page.rows.iter().any(|row| row.handover.needs_end()) && page.leaving != Leaving::No;
    let hints = [
        (Command::MarkEnded, "ended there"),
        (Command::Disable, "disable"),
        (Command::AssignOwner, "assign"),
        (Command::Rotate, "rotate"),
        (Command::SelectRow, "select"),
    ];
    for (command, words) in hints.into_iter().filter(|(command, _)| ends || *command != Command::MarkEnded) {
        let Some(cap) = command.caps_in(&snapshot.settings).first().copied() else { continue };
        let wide = keycap_width(ui, cap) + 4.0 + width(ui, Type::Small, words);
        if wide > strip.room() {
            break;
        }
        let at = strip.right(wide, rect.height());
        let capped = keycap(ui, pos2(at.left(), middle), cap);
        text(ui, at.left() + capped + 4.0, line, Type::Small, t.text_tertiary, words);
        strip.gap_right(14.0);
    }
}
