//! How a line is drawn: headings, rows, keys.

use std::borrow::Cow;

use egui::{Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::words::{KeyCell, Told};
use crate::gui::screens::keys::shortens;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard::is_hovered;
use crate::gui::widgets::{
    Button, Cut, IconButton, Mark, baseline, elided, focus_ring, icon, middle_elided, severity_icon, text, text_right,
    width,
};

/// Where columns begin, from the row's left edge; none where one has no room.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    what: f32,
    key: f32,
    project: Option<f32>,
    environment: Option<f32>,
    who: Option<f32>,
    /// What is left free at the right for the verb: of its icon alone, where the environment has no other room.
    verb: f32,
}

/// What the verb takes at the right, and its icon alone.
const VERB: f32 = 64.0;
const VERB_ICON: f32 = 24.0;
/// What it says.
const OPEN: &str = "Open key";
/// Before what was done.
const TIME: f32 = 62.0;
/// The narrowest that what was done and the key's name get, the usual, and the widest.
const WHAT: [f32; 3] = [198.0, 206.0, 262.0];
const KEY: [f32; 3] = [178.0, 190.0, 226.0];
const PROJECT: f32 = 118.0;
const ENVIRONMENT: f32 = 124.0;
/// The least that an environment takes with its shield, the verb's icon behind it.
const ENVIRONMENT_TIGHT: f32 = 111.0;
const WHO: f32 = 110.0;
/// With so much for who and where, what was done gets the larger part of what is left.
const WHO_USUAL: f32 = 176.0;
const WHAT_OF_REST: f32 = 0.6;
/// What that keeps where environments have long names.
const WHO_LEAST: f32 = 150.0;
/// The shield before an environment, and the gap behind it.
const SHIELD: f32 = 21.0;
/// Text of a column ends so far before the next one.
const GAP: f32 = 10.0;

impl Columns {
    /// For a table of this width. As it gets narrower, who did it goes first, then the project: what left does not come
    /// back. What was done and on which key have what the columns leave.
    pub fn new(wide: f32) -> Self {
        let room = wide - 2.0 * size::EDGE;
        let usual = TIME + WHAT[1] + KEY[1] + ENVIRONMENT + VERB;
        if room < usual {
            let (key, at) = (TIME + WHAT[0], TIME + WHAT[0] + KEY[0]);
            let environment = (room - at >= ENVIRONMENT_TIGHT).then_some(at);
            let verb = if environment.is_some() { VERB_ICON } else { VERB };
            return Self { what: TIME, key, project: None, environment, who: None, verb };
        }
        let spread = [WHAT, KEY].map(|[_, usual, widest]| widest - usual);
        let has_project = room >= usual + PROJECT;
        // Who did it says least: only what has all that it wants makes room for that.
        let has_who = room >= usual + PROJECT + WHO + spread.iter().sum::<f32>();
        let columns = if has_project { PROJECT } else { 0.0 } + if has_who { WHO } else { 0.0 };
        let share = ((room - usual - columns) / spread.iter().sum::<f32>()).min(1.0);
        let rest = if has_who { room - usual - columns - spread.iter().sum::<f32>() - WHO_USUAL + WHO } else { 0.0 };
        let key = TIME + WHAT[1] + spread[0] * share + (rest * WHAT_OF_REST).max(0.0).round();
        let project = key + KEY[1] + spread[1] * share;
        let environment = project + if has_project { PROJECT } else { 0.0 };
        Self {
            what: TIME,
            key,
            project: has_project.then_some(project),
            environment: Some(environment),
            who: has_who.then_some(environment + ENVIRONMENT),
            verb: VERB,
        }
    }

    /// The same with more for environments of which the longest takes so much: what is left free behind who did it.
    pub fn with_environments(self, longest: f32, wide: f32) -> Self {
        let (Some(environment), Some(who)) = (self.environment, self.who) else { return self };
        let free = (wide - 2.0 * size::EDGE - self.verb - WHO_LEAST - who).max(0.0);
        let wanted = SHIELD + longest.ceil() + GAP - (who - environment);
        Self { who: Some(who + wanted.clamp(0.0, free)), ..self }
    }

    /// The columns' names and where they begin, for the heading.
    pub fn names(&self) -> Vec<(f32, &'static str)> {
        let mut names = vec![(22.0, "Time"), (self.what + 22.0, "What"), (self.key, "Key")];
        names.extend(self.project.map(|at| (at, "Project")));
        names.extend(self.environment.map(|at| (at, "Environment")));
        names.extend(self.who.map(|at| (at, "Who and where")));
        names
    }

    /// Where what was done ends in a row: where it is about no key and no place, that is theirs to give.
    fn end_of_what(&self, told: &Told, wide: f32) -> f32 {
        let has = |at: Option<f32>, words: &str| at.filter(|_| !words.is_empty());
        let next = has(self.project, &told.project).or(has(self.environment, &told.environment)).or(self.who);
        next.unwrap_or(wide - self.verb)
    }

    /// Where the column that begins at `from` ends.
    fn end(&self, from: f32, wide: f32) -> f32 {
        let starts = [Some(self.what), Some(self.key), self.project, self.environment, self.who];
        let next = starts.into_iter().flatten().filter(|at| *at > from + 1.0).fold(f32::INFINITY, f32::min);
        next.min(wide - self.verb)
    }
}

/// What a line is to the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// It is the selected line.
    pub selected: bool,
    /// Where Tab enters the table.
    pub entry: bool,
}

fn ground_ui(ui: &Ui, rect: Rect, response: &Response, standing: Standing) {
    let t = of(ui);
    if standing.selected {
        ui.painter().rect_filled(rect, radius::CONTROL, t.bg_selected);
    } else if is_hovered(ui, rect) {
        ui.painter().rect_filled(rect, radius::CONTROL, t.bg_hover);
    }
    focus_ring(ui, rect.shrink(4.0), radius::CONTROL - 2, response);
}

fn sense(standing: Standing) -> Sense {
    // One line alone is in the order of Tab: the arrow keys go on from there.
    if standing.selected || standing.entry { Sense::click() } else { Sense::CLICK }
}

/// A heading: caret, words, more words, a count.
pub fn heading_ui(
    ui: &Ui,
    rect: Rect,
    id: Id,
    open: bool,
    [words, more, count]: [&str; 3],
    standing: Standing,
) -> Response {
    let t = of(ui);
    let response = ui.interact(rect, id, sense(standing));
    let said = [words, more, count].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let state = if open { "open" } else { "closed" };
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{said}, {state}")));
    ground_ui(ui, rect, &response, standing);
    let middle = rect.center().y;
    let caret = if open { Icon::CaretDown } else { Icon::CaretRight };
    icon(ui, pos2(rect.left() + 14.0, middle), 12.0, Face::Line, caret, t.text_tertiary);
    let mut x = rect.left() + 30.0;
    x += text(ui, x, baseline(ui, middle, Type::SmallStrong), Type::SmallStrong, t.text_primary, words) + 8.0;
    if !more.is_empty() {
        let line = baseline(ui, middle, Type::Small);
        x += elided(ui, x, line, rect.right() - x - 60.0, Type::Small, t.text_tertiary, more) + 10.0;
    }
    text(ui, x, baseline(ui, middle, Type::TagCode), Type::TagCode, t.text_tertiary, count);
    response
}

/// A word under a row's keys on those that are gone.
pub fn gone_ui(ui: &Ui, rect: Rect, id: Id, columns: Columns, words: &str, standing: Standing) -> Response {
    let t = of(ui);
    let response = ui.interact(rect, id, sense(standing));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, words));
    ground_ui(ui, rect, &response, standing);
    let left = rect.left() + 8.0 + columns.key;
    let line = baseline(ui, rect.center().y, Type::Small);
    elided(ui, left, line, rect.right() - left - GAP, Type::Small, t.text_tertiary, words);
    response
}

/// What a row answers.
pub struct RowAnswer {
    /// Of the whole row.
    pub response: Response,
    /// Its verb was clicked.
    pub opens: bool,
}

/// A row; `broken`: it can't be trusted; `several`: whether its keys are in view, where it is about several; `inner`: it
/// is one key of a row.
pub struct RowLook<'a> {
    /// What it says.
    pub told: &'a Told,
    /// It stands behind the first bad entry.
    pub broken: bool,
    /// Its keys are in view, or not; none where it is about one.
    pub several: Option<bool>,
    /// It is a key of the row above.
    pub inner: bool,
}

/// The id of the verb in a line of that id.
pub fn verb_id(line: Id) -> Id {
    line.with("verb")
}

/// Draws a row.
pub fn row_ui(ui: &Ui, rect: Rect, id: Id, columns: Columns, look: &RowLook<'_>, standing: Standing) -> RowAnswer {
    let t = of(ui);
    let told = look.told;
    let response = ui.interact(rect, id, sense(standing));
    response.widget_info(|| {
        let broken = if look.broken { ", can't be trusted" } else { "" };
        let open = match look.several {
            Some(true) => ", open",
            Some(false) => ", closed",
            None => "",
        };
        WidgetInfo::labeled(Role::Row, true, format!("{}{open}{broken}", told.said()))
    });
    ground_ui(ui, rect, &response, standing);
    let middle = rect.center().y;
    let left = rect.left() + 8.0;
    let wide = rect.width() - 8.0;
    let gone = matches!(told.key, KeyCell::Name(..)) && told.uid.is_none();
    // What is about no key runs on where it is long.
    // Where its project has no column of its own, it stands for the key.
    let stands_in = told.key == KeyCell::None && columns.project.is_none() && !told.project.is_empty();
    let runs_on = !look.inner
        && told.key == KeyCell::None
        && !stands_in
        && columns.what + BEFORE_WHAT + what_width(ui, told) > columns.key - GAP;
    let what_end = if runs_on { columns.end_of_what(told, wide) } else { columns.key };
    // What is cut is said by the row's tooltip.
    let mut cut = Cut::default();
    if !look.inner {
        let line = baseline(ui, middle, Type::Code);
        text(ui, left + 22.0, line, Type::Code, t.text_tertiary, &told.time);
        if look.broken {
            icon(ui, pos2(left + 8.0, middle), 14.0, Face::Line, Icon::LinkBreak, t.crit_solid);
        }
        if !what_ui(ui, rect, left, columns, look, left + what_end - GAP) {
            cut.add([left, left + what_end], Type::Body, told.act());
        }
    }
    let key_room = columns.end(columns.key, wide) - columns.key - GAP;
    if stands_in {
        let line = baseline(ui, middle, Type::Body);
        elided(ui, left + columns.key, line, key_room, Type::Body, t.text_secondary, &told.project);
        if width(ui, Type::Body, &told.project) > key_room {
            cut.add([left + columns.key, left + columns.key + key_room], Type::Body, &told.project);
        }
    } else if what_end <= columns.key && !key_ui(ui, pos2(left + columns.key, middle), key_room, told, gone) {
        cut.add([left + columns.key, left + columns.key + key_room], Type::Code, told.key.words());
    }
    let line = baseline(ui, middle, Type::Body);
    if let Some(at) = columns.project {
        let room = columns.end(at, wide) - at - GAP;
        elided(ui, left + at, line, room, Type::Body, t.text_secondary, &told.project);
        if width(ui, Type::Body, &told.project) > room {
            cut.add([left + at, left + at + room], Type::Body, &told.project);
        }
    }
    let leads = told.uid.is_some() && (is_hovered(ui, rect) || standing.selected || response.has_focus());
    if let Some(at) = columns.environment.filter(|_| !told.environment.is_empty()) {
        if told.protected {
            icon(ui, pos2(left + at + 8.0, middle), 16.0, Face::Line, Icon::ShieldCheck, t.text_tertiary);
        }
        // Regions differ at their names' ends.
        let words = if shortens(ui.ctx()) { &told.short } else { &told.environment };
        let shown = middle_elided(ui, Type::Body, words, columns.end(at, wide) - at - GAP - SHIELD);
        text(ui, left + at + SHIELD, line, Type::Body, t.text_secondary, &shown);
        if shown != *words {
            cut.add([left + at, left + columns.end(at, wide)], Type::Body, &told.environment);
        }
    }
    if let Some(at) = columns.who.filter(|_| !look.inner) {
        let used = text(ui, left + at, line, Type::Body, t.text_secondary, told.who);
        let used = used + text(ui, left + at + used + 6.0, line, Type::Body, t.text_tertiary, "·") + 12.0;
        let room = wide - VERB - at - used - GAP;
        if told.place.starts_with(['~', '/']) {
            let shown = middle_elided(ui, Type::Code, &told.place, room);
            let line = baseline(ui, middle, Type::Code);
            text(ui, left + at + used, line, Type::Code, t.text_tertiary, &shown);
            if shown != told.place {
                cut.add([left + at, left + at + used + room], Type::Code, &told.place);
            }
        } else {
            elided(ui, left + at + used, line, room, Type::Body, t.text_tertiary, &told.place);
        }
    }
    let mut opens = false;
    if leads && columns.verb < VERB {
        let at = Rect::from_center_size(pos2(rect.right() - 18.0, middle), vec2(VERB_ICON, VERB_ICON));
        opens = IconButton::new(Icon::ArrowRight, OPEN).id(verb_id(id)).at(ui, at).clicked();
    } else if leads {
        let verb = Button::link(OPEN).small().id(verb_id(id));
        let wanted = verb.size(ui);
        let at = Rect::from_min_size(pos2(rect.right() - 12.0 - wanted.x, middle - wanted.y / 2.0), wanted);
        opens = verb.at(ui, at).clicked();
    }
    if let Some(hint) = &told.hint {
        cut.add([left, left + what_end], Type::Body, hint);
    }
    cut.tell(rect, &response);
    RowAnswer { response, opens }
}

/// What the icon takes before what was done.
const BEFORE_WHAT: f32 = 47.0;
/// The caret of what was done to several keys.
const CARET: f32 = 12.0;

/// The room of how often something was done, or since when.
fn times_width(ui: &Ui, words: &str) -> f32 {
    if words.is_empty() { 0.0 } else { width(ui, Type::TagCode, words) + 9.0 }
}

/// The room that what was done wants.
fn what_width(ui: &Ui, told: &Told) -> f32 {
    width(ui, Type::Body, &told.what) + times_width(ui, &told.times)
}

/// Draws what was done, how often and since when; whether all of it was shown.
fn what_ui(ui: &Ui, rect: Rect, left: f32, columns: Columns, look: &RowLook<'_>, end: f32) -> bool {
    let t = of(ui);
    let (told, middle) = (look.told, rect.center().y);
    let at = left + columns.what + 22.0;
    let mark = told.severity.map(Mark::Warning);
    match mark {
        Some(mark) => severity_icon(ui, pos2(at + 8.0, middle), 15.0, mark, t),
        None => icon(ui, pos2(at + 8.0, middle), 16.0, Face::Line, told.icon, t.text_tertiary),
    }
    let ink = mark.map_or(t.text_primary, |mark| mark.ink(t));
    let from = left + columns.what + BEFORE_WHAT;
    // The caret stands before the column of keys.
    let end = if look.several.is_some() { end.min(left + columns.key - 8.0 - CARET / 2.0 - 4.0) } else { end };
    // How often stays in view; since when it was, where that takes nothing from what was done.
    let since = format!("{} {}", told.times, told.since);
    let wanted = width(ui, Type::Body, &told.what) + times_width(ui, &since);
    let fits = !told.since.is_empty() && wanted <= end - from;
    let times = if fits { &since } else { &told.times };
    let line = baseline(ui, middle, Type::Body);
    let room = end - from - times_width(ui, times);
    let used = elided(ui, from, line, room, Type::Body, ink, &what_words(ui, told, room));
    let line = baseline(ui, middle, Type::TagCode);
    text(ui, from + used + 9.0, line, Type::TagCode, t.text_tertiary, times);
    if let Some(open) = look.several {
        let caret = if open { Icon::CaretDown } else { Icon::CaretRight };
        icon(ui, pos2(left + columns.key - 8.0, middle), CARET, Face::Line, caret, t.text_tertiary);
    }
    width(ui, Type::Body, &told.what) <= room && (fits || told.since.is_empty())
}

/// What was done, as far as there is room: of a path the beginning and the end.
fn what_words<'a>(ui: &Ui, told: &'a Told, room: f32) -> Cow<'a, str> {
    let whole = told.what.as_str();
    match told.path.as_deref().and_then(|path| Some((whole.split_once(path)?, path))) {
        Some(((before, behind), path)) if width(ui, Type::Body, whole) > room => {
            let rest = room - width(ui, Type::Body, before) - width(ui, Type::Body, behind);
            Cow::Owned(format!("{before}{}{behind}", middle_elided(ui, Type::Body, path, rest)))
        }
        _ => Cow::Borrowed(whole),
    }
}

/// Draws the key; whether it was shown whole.
fn key_ui(ui: &Ui, at: egui::Pos2, room: f32, told: &Told, gone: bool) -> bool {
    let t = of(ui);
    match &told.key {
        KeyCell::None => {
            text(ui, at.x, baseline(ui, at.y, Type::Body), Type::Body, t.text_tertiary, "–");
        }
        KeyCell::Count(words) => {
            elided(ui, at.x, baseline(ui, at.y, Type::Body), room, Type::Body, t.text_secondary, words);
            return width(ui, Type::Body, words) <= room;
        }
        KeyCell::Name(name, more) => {
            let count = if *more == 0 { String::new() } else { format!("+{more}") };
            let taken = if *more == 0 { 0.0 } else { width(ui, Type::TagCode, &count) + 7.0 };
            let shown = middle_elided(ui, Type::Key, name, room - taken);
            let ink = if gone { t.text_tertiary } else { t.text_primary };
            let used = text(ui, at.x, baseline(ui, at.y, Type::Key), Type::Key, ink, &shown);
            let line = baseline(ui, at.y, Type::TagCode);
            text_right(ui, at.x + used + taken, line, Type::TagCode, t.text_tertiary, &count);
            return shown == *name;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_left_does_not_come_back_as_the_table_gets_narrower() {
        let mut before = [true; 3];
        for wide in (560_u16..1700).rev() {
            let columns = Columns::new(f32::from(wide));
            let has = [columns.who, columns.project, columns.environment].map(|column| column.is_some());
            assert!(has.iter().zip(before).all(|(has, had)| had || !has), "{wide}: {columns:?}");
            assert!(has.is_sorted(), "{wide}: who goes first, the environment last: {columns:?}");
            before = has;
        }
        assert_eq!(before, [false; 3]);
    }

    #[test]
    fn every_column_ends_before_the_next_and_the_last_before_the_verb() {
        for wide in 560_u16..1700 {
            let (columns, room) = (Columns::new(f32::from(wide)), f32::from(wide) - 2.0 * size::EDGE);
            let starts = [Some(columns.what), Some(columns.key), columns.project, columns.environment, columns.who];
            let least = [WHAT[0], KEY[0], PROJECT, ENVIRONMENT_TIGHT - VERB_ICON, WHO];
            for (at, least) in starts.into_iter().zip(least).filter_map(|(at, least)| Some((at?, least))) {
                let next = starts.into_iter().flatten().find(|next| *next > at).unwrap_or(room - columns.verb);
                assert!(next - at >= least - 0.01, "{wide}: {at} to {next}: {columns:?}");
            }
        }
    }
    #[test]
    fn long_environments_take_what_is_free_behind_who_did_it() {
        for wide in (560_u16..1700).map(f32::from) {
            let columns = Columns::new(wide);
            let [short, long] = [40.0, 400.0].map(|longest| columns.with_environments(longest, wide));
            assert_eq!(short.who, columns.who, "{wide}");
            if let (Some(before), Some(who)) = (columns.who, long.who) {
                let left = wide - 2.0 * size::EDGE - VERB;
                assert!(who >= before && left - who >= (left - before).min(WHO_LEAST) - 0.01, "{wide}: {long:?}");
            }
        }
        let wide = 1280.0 - size::SIDEBAR;
        assert!(Columns::new(wide).with_environments(400.0, wide).who > Columns::new(wide).who);
    }
}
