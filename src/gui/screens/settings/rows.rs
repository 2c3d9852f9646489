//! How a row is drawn: its words at the left, what can be changed at the right.

use egui::{Id, Rect, Ui, pos2, vec2};

use super::data::{Choices, Control, Linked, Number, Row, number_error};
use super::store_row;
use super::ui::Screen;
use crate::gui::commands::Command;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard::is_pointed;
use crate::gui::widgets::{
    Choice, Field, Frame, Mark, MenuIcon, MenuItem, NumberField, Segmented, SelectFace, Tick, baseline, elided,
    framed_icon_button, icon, icon_button, keycap, menu_at_end, menu_led, middle_elided, name_node, select,
    severity_icon, text, text_centered, was_refused, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{PlaceChange, Request, Snapshot};
use crate::model::Severity;

/// A row with a control, one with words alone, one of a folder.
const ROW: f32 = 46.0;
const WORDS_ROW: f32 = 54.0;
const FOLDER_ROW: f32 = 38.0;
/// A control's width.
const CONTROL: f32 = 112.0;
/// The same of days with a severity before them, with room for the most that can be set, and of what stands under them.
const DAYS_CONTROL: f32 = 128.0;
/// A wider one, for words.
const WIDE_CONTROL: f32 = 140.0;

/// A row's height in points.
pub(super) fn height(ui: &Ui, row: &Row, wide: f32) -> f32 {
    match &row.control {
        Control::Store(store) => store_row::height(ui, row, store, wide),
        Control::Nothing => WORDS_ROW,
        Control::Folder(_) => FOLDER_ROW,
        _ => ROW,
    }
}

/// Draws a row.
pub(super) fn row_ui(
    ui: &mut Ui,
    rect: Rect,
    row: &Row,
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let set = |setting: &'static str, value: String| Wish::Ask(Request::Set(setting, value));
    match &row.control {
        Control::Store(store) => return store_row::store_ui(ui, rect, row, store, wishes),
        Control::Folder(linked) => return folder_ui(ui, rect, linked, !screen.gone.is_empty(), wishes),
        Control::Nothing => {
            words_ui(ui, rect, row, rect.width(), None);
            return;
        }
        Control::Numbers(numbers) => return numbers_ui(ui, rect, row, numbers, screen, snapshot, wishes),
        _ => {}
    }
    let control = |wide: f32, high: f32| {
        Rect::from_min_size(pos2(rect.right() - wide, rect.center().y - high / 2.0), vec2(wide, high))
    };
    let taken = match &row.control {
        Control::Select(choices) => {
            let at = control(select_width(ui, choices), size::CONTROL);
            let chosen = select_ui(ui, at, &row.label, choices);
            wishes.extend(chosen.map(|text| set(choices.setting, text)));
            at.width()
        }
        Control::Segments(choices) => {
            let all: Vec<Choice<'_>> = choices.all.iter().map(|(words, _)| Choice::words(words)).collect();
            let segmented = Segmented::new(choices.setting, &all, choices.current);
            let wide = segmented.width(ui).max(if all.len() > 2 { 232.0 } else { 0.0 }).min(rect.width() * 0.6);
            if let Some(chosen) = segmented.spread(ui, control(wide, size::CONTROL)) {
                wishes.push(set(choices.setting, choices.all[chosen].1.clone()));
            }
            wide
        }
        Control::Switch { setting, on, texts } => {
            let response = Tick::switch(&row.label, *on).bare().at(ui, control(28.0, 24.0));
            if response.clicked() {
                wishes.push(set(setting, texts[usize::from(!on)].to_owned()));
            }
            28.0
        }
        Control::Name(me) => {
            let wide = 220.0_f32.min(rect.width() * 0.5);
            let too_long = name_ui(ui, control(wide, size::CONTROL), me, snapshot, screen, wishes);
            let refused = was_refused(ui, field_id(ME)).then_some("That looks like a secret. None of it was kept.");
            let wrong = refused.or(too_long.then_some("A name has up to 64 characters"));
            return words_ui(ui, rect, row, rect.width() - wide - 12.0, wrong);
        }
        Control::Zoom(percent) => {
            zoom_ui(ui, control(132.0, size::CONTROL), *percent, wishes);
            132.0
        }
        _ => 0.0,
    };
    words_ui(ui, rect, row, rect.width() - taken - 12.0, None);
    if let Control::Zoom(percent) = &row.control {
        zoom_hint_ui(ui, rect, *percent);
    }
}

/// A row whose control got the keyboard by a key comes into view, with the room of a ring around it. `before` had it in the last
/// frame.
pub(super) fn into_view(ui: &Ui, row: Rect, before: Option<Id>) {
    let focused = ui.memory(egui::Memory::focused).filter(|id| Some(*id) != before && !is_pointed(ui.ctx()));
    // To ask egui for its response would take the keyboard away from what was clicked.
    let drawn = |id: Id| ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(id).map(|widget| widget.rect));
    if focused.and_then(drawn).is_some_and(|rect| row.contains(rect.center())) {
        ui.scroll_to_rect(row.expand2(vec2(0.0, 16.0)), None);
    }
}

/// Label and hint; where something is wrong, that stands in the hint's place.
fn words_ui(ui: &Ui, rect: Rect, row: &Row, room: f32, wrong: Option<&str>) {
    let t = of(ui);
    let hint = wrong.unwrap_or(&row.hint);
    let two = !hint.is_empty() || matches!(row.control, Control::Zoom(_));
    let middle = rect.center().y;
    let first = if two { middle - 8.0 } else { middle };
    let line = baseline(ui, first, Type::Body);
    elided(ui, rect.left(), line, room, Type::Body, t.text_primary, &row.label);
    if !hint.is_empty() {
        let ink = if wrong.is_some() { t.crit_text } else { t.text_tertiary };
        let line = baseline(ui, middle + 9.0, Type::Small);
        elided(ui, rect.left(), line, room, Type::Small, ink, hint);
    }
    // A control says its own label; only what it does not say is a part of its own.
    if hint.is_empty() && !matches!(row.control, Control::Numbers(_)) {
        return;
    }
    let said = if hint.is_empty() { row.label.clone() } else { format!("{}. {hint}", row.label) };
    let at = Rect::from_min_size(rect.min, vec2(room.max(0.0), rect.height()));
    let node = name_node(ui, at, ui.make_persistent_id(("setting", &row.label)), &said);
    if wrong.is_some() {
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
}

/// The setting whose choices are days under the fields for days.
const COUNTED: &str = "rotate-protected";

fn select_width(ui: &Ui, choices: &Choices) -> f32 {
    let widest = choices.all.iter().map(|(words, _)| width(ui, Type::Body, words)).fold(0.0, f32::max);
    match choices.setting {
        COUNTED => DAYS_CONTROL,
        _ if widest + 46.0 > CONTROL => WIDE_CONTROL,
        _ => CONTROL,
    }
}

fn select_ui(ui: &Ui, at: Rect, name: &str, choices: &Choices) -> Option<String> {
    let words = choices.all.get(choices.current).map_or("", |(words, _)| words.as_str());
    // Days as in the fields over it.
    let counts = choices.setting == COUNTED;
    let response = select(ui, at, &SelectFace { name, words, counts, ..SelectFace::default() });
    let item = |(index, (words, _)): (usize, &(String, String))| MenuItem {
        words: words.clone(),
        count: None,
        protected: false,
        current: index == choices.current,
    };
    let items: Vec<MenuItem> = choices.all.iter().enumerate().map(item).collect();
    let chosen = menu_at_end(&response, name, &items);
    chosen.filter(|index| *index != choices.current).map(|index| choices.all[index].1.clone())
}

/// The setting that says who the user is.
const ME: &str = "me";

/// The field into which a setting is typed.
pub(super) fn field_id(setting: &str) -> Id {
    Id::unique(("setting", setting))
}

fn numbers_ui(
    ui: &mut Ui,
    rect: Rect,
    row: &Row,
    numbers: &[Number],
    screen: &mut Screen,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) {
    let now = ui.input(|input| input.time);
    let each = if numbers.iter().any(|number| number.lead.is_some()) { DAYS_CONTROL } else { CONTROL };
    let all = each * numbers.len() as f32 + 8.0 * (numbers.len() - 1) as f32;
    let mut x = rect.right() - all;
    let mut wrong = None;
    for number in numbers {
        let at = Rect::from_min_size(pos2(x, rect.center().y - size::CONTROL / 2.0), vec2(each, size::CONTROL));
        x += each + 8.0;
        let saved = number.value.to_string();
        let mut text = screen.typed.text(number.setting, &saved);
        let error = number_error(&snapshot.settings, number.setting, &text);
        let field = NumberField {
            id: field_id(number.setting),
            name: number.name,
            unit: if text == "1" { "day" } else { "days" },
            lead: number.lead.map(Mark::Warning),
            wrong: error.is_some(),
        };
        let answer = field.at(ui, at, &mut text);
        if answer.response.changed() {
            text.retain(|c| c.is_ascii_digit());
            screen.typed.changed(number.setting, text.clone(), now);
        }
        if answer.step != 0 {
            let next = text.parse::<i64>().unwrap_or_else(|_| i64::from(number.value)) + i64::from(answer.step);
            let next = next.max(0).to_string();
            if number_error(&snapshot.settings, number.setting, &next).is_none() {
                screen.typed.changed(number.setting, next.clone(), now);
                text = next;
            }
        }
        let entered = answer.response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let fits = |text: &str| number_error(&snapshot.settings, number.setting, text).is_none();
        // Enter leaves a number that can't be taken where it is, with what is wrong beside it.
        let left = answer.response.lost_focus() || (entered && fits(&text));
        let save = screen.typed.save_now(number.setting, &saved, left, now, fits);
        wishes.extend(save.map(|text| Wish::Ask(Request::Set(number.setting, text))));
        wrong = wrong.or(error);
    }
    words_ui(ui, rect, row, rect.width() - all - 12.0, wrong.as_deref());
}

/// Draws the name; true where it is none that can be taken.
fn name_ui(ui: &mut Ui, at: Rect, me: &str, snapshot: &Snapshot, screen: &mut Screen, wishes: &mut Vec<Wish>) -> bool {
    let fits = |text: &str| snapshot.settings.clone().set(ME, text.trim()).is_ok();
    let now = ui.input(|input| input.time);
    let mut text = screen.typed.text(ME, me);
    let wrong = !text.is_empty() && !fits(&text);
    let frame = if wrong { Frame::Wrong } else { Frame::Rest };
    let field = Field::new(field_id(ME), "You are").hint("Your name, as on your keys").icon(Icon::User).frame(frame);
    let field = field.fact();
    let response = field.at(ui, at, &mut text);
    if response.changed() {
        let text: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
        screen.typed.changed(ME, text, now);
    }
    let entered = response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let left = response.lost_focus() || (entered && !wrong);
    let save = screen.typed.save_now(ME, me, left, now, |text| text.is_empty() || fits(text));
    wishes.extend(save.map(|text| Wish::Ask(Request::Set(ME, text))));
    wrong
}

fn zoom_ui(ui: &Ui, at: Rect, percent: u32, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let square = vec2(size::CONTROL, size::CONTROL);
    let [less, more] = [Command::ZoomOut, Command::ZoomIn];
    let minus = Rect::from_min_size(at.min, square);
    let plus = Rect::from_min_size(pos2(at.right() - square.x, at.top()), square);
    for (rect, glyph, command) in [(minus, Icon::Minus, less), (plus, Icon::Plus, more)] {
        if framed_icon_button(ui, rect, glyph, command.title(), command.keys().as_deref()).clicked() {
            wishes.push(Wish::Do(command));
        }
    }
    let field = Rect::from_min_max(pos2(minus.right() + 4.0, at.top()), pos2(plus.left() - 4.0, at.bottom()));
    let edge = egui::Stroke::new(1.0, t.stroke_default);
    ui.painter().rect(field, radius::CONTROL, t.bg_raised, edge, egui::StrokeKind::Inside);
    let words = format!("{percent}%");
    text_centered(ui, field, Type::Code, t.text_primary, &words);
    name_node(ui, field, ui.make_persistent_id("zoom"), &words);
}

/// "Also Ctrl + and Ctrl −", with caps; where the window has no room for so much, how much it has room for.
fn zoom_hint_ui(ui: &Ui, rect: Rect, percent: u32) {
    let t = of(ui);
    let middle = rect.center().y + 9.0;
    let line = baseline(ui, middle, Type::Small);
    let window = ui.ctx().content_rect().size() * ui.ctx().zoom_factor();
    // Rounding makes no hundredth of it too little.
    let room = (size::zoom_room(window) * 100.0 + 0.01).floor();
    if room > 0.0 && percent as f32 > room {
        let words = format!("This window has room for {room}%");
        let used = text(ui, rect.left(), line, Type::Small, t.text_tertiary, &words);
        let node = Rect::from_center_size(pos2(rect.left() + used / 2.0, middle), vec2(used, 16.0));
        name_node(ui, node, ui.make_persistent_id("room for the zoom"), &words);
        return;
    }
    let mut x = rect.left();
    for (word, command) in [("Also", Command::ZoomIn), ("and", Command::ZoomOut)] {
        x += text(ui, x, line, Type::Small, t.text_tertiary, word) + 4.0;
        for cap in command.caps() {
            x += keycap(ui, pos2(x, middle), cap) + 4.0;
        }
    }
}

/// A linked folder's row. Where one of them is gone, all keep the room of that word: projects stand in one column.
fn folder_ui(ui: &Ui, rect: Rect, linked: &Linked, one_is_gone: bool, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let middle = rect.center().y;
    icon(ui, pos2(rect.left() + 8.0, middle), 16.0, Face::Line, Icon::FolderSimple, t.text_tertiary);
    let left = rect.left() + 28.0;
    let dots = Rect::from_center_size(pos2(rect.right() - 6.0, middle), vec2(28.0, 28.0));
    // The path has what project and state leave.
    let project = (rect.width() * 0.2).clamp(80.0, 140.0);
    let state = if one_is_gone { 130.0 } else { 0.0 };
    let room = dots.left() - left - project - state - 16.0;
    let shown = middle_elided(ui, Type::Code, &linked.shown, room);
    text(ui, left, baseline(ui, middle, Type::Code), Type::Code, t.text_primary, &shown);
    let at = left + room + 8.0;
    let line = baseline(ui, middle, Type::Body);
    elided(ui, at, line, project, Type::Body, t.text_secondary, &linked.project);
    let mut said = format!("{}, {}", linked.shown, linked.project);
    if linked.gone {
        let x = at + project + 8.0;
        let mark = Mark::Warning(Severity::LookSoon);
        severity_icon(ui, pos2(x + 7.0, middle), 14.0, mark, t);
        text(ui, x + 20.0, line, Type::Body, mark.ink(t), "Folder is gone");
        said.push_str(", folder is gone");
    }
    let node = Rect::from_min_max(rect.min, pos2(dots.left(), rect.bottom()));
    name_node(ui, node, ui.make_persistent_id(("folder", &linked.path)), &said);
    let name = format!("Menu of {}", linked.shown);
    let response = icon_button(ui, dots, Icon::DotsThree, &name, None);
    let items = ["Open", "Edit project…", "Unlink"].map(|words| MenuItem {
        words: words.to_owned(),
        count: None,
        protected: false,
        current: false,
    });
    let leads = [Icon::FolderOpen, Icon::PencilSimple, Icon::X].map(|icon| Some(MenuIcon::plain(icon)));
    match menu_led(&response, &name, &items, &leads) {
        Some(0) => wishes.push(Wish::Ask(Request::OpenFolder(linked.path.clone()))),
        Some(1) => wishes.push(Wish::EditProject(linked.project.clone())),
        Some(_) => wishes.push(Wish::Ask(Request::ChangePlace(Box::new(PlaceChange::UnlinkFolder {
            project: linked.project.clone(),
            folder: linked.path.clone(),
        })))),
        None => {}
    }
}
