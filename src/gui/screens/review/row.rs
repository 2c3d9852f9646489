//! One warning as a row: ticked, on it, with what to do about it.

use egui::{Id, Modifiers, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::words::RowText;
use crate::gui::screens::keys::shortens;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::keyboard::{is_hovered, is_pointed};
use crate::gui::widgets::{
    Button, Cut, Ground, IconButton, Tick, avatar, baseline, elided, fitting, hairline, icon, link_pointed,
    middle_elided, row_ring, severity_icon, text, text_right, tip_in, width,
};

/// Where the columns stand, from the row's padded left edge; none where one is hidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Columns {
    /// The key.
    pub key: f32,
    /// The project.
    pub project: Option<f32>,
    /// The environment.
    pub environment: f32,
    /// The owner.
    pub owner: Option<f32>,
    /// The right end of the age; none where it is hidden.
    pub since: Option<f32>,
    /// The right end of everything.
    pub end: f32,
}

/// The tick, before the warning.
pub const TICK: f32 = 30.0;
/// A warning's sentence: room for "Never used here, added 63 days ago".
const WARNING: f32 = 268.0;
/// A key's name: 28 characters.
const KEY: f32 = 226.0;
/// From this end on the owner has room for a name.
const OWNED: f32 = 1008.0;
/// An age, left of its right end, with the heading over it.
pub(super) const AGE: f32 = 56.0;
/// What the verb takes at the right end, and its icon alone.
const VERB: f32 = 92.0;
const VERB_ICON: f32 = 24.0;
/// Up to this end the verb is its icon: the environment has no other room.
const TIGHT: f32 = 600.0;
/// The shield before a protected environment, and its gap.
const SHIELD: f32 = 21.0;

/// What the rows of a list say, where their columns go by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// Environments by their short names.
    pub short: bool,
    /// The same project in all of them.
    pub one_project: bool,
}

impl Columns {
    /// Columns for a pane of this width, whose rows say this.
    pub fn new(pane: f32, told: Told) -> Self {
        let end = pane - 32.0;
        if end < TIGHT {
            let key = TICK + (end - TICK) * 0.44;
            let environment = end - SHIELD - 64.0 - VERB_ICON;
            return Self { key, project: None, environment, owner: None, since: None, end };
        }
        if end < 900.0 {
            // The owner, the age and the project give way, in this order.
            let environment = end - VERB - if told.short { 88.0 } else { 112.0 };
            // Where it is the same in every row, the header names it, and a warning needs its room.
            let project = (end > 740.0 && !told.one_project).then_some(environment - 112.0);
            let key = (project.unwrap_or(environment) - KEY).clamp(TICK + 222.0, TICK + WARNING);
            return Self { key, project, environment, owner: None, since: None, end };
        }
        let since = end - VERB;
        if end < OWNED {
            // What the owner would take is the key's name's and the environment's.
            let spare = end - 900.0;
            let key = TICK + WARNING + spare * 0.2;
            let project = key + KEY + spare * 0.25;
            let environment = project + 112.0 + spare * 0.25;
            return Self { key, project: Some(project), environment, owner: None, since: Some(since), end };
        }
        let spare = (end - 1042.0).max(0.0);
        let key = TICK + WARNING + spare * 0.2;
        let project = key + KEY - 8.0 + spare * 0.25;
        let environment = project + 118.0 + spare * 0.15;
        let owner = environment + 128.0 + spare * 0.1;
        Self { key, project: Some(project), environment, owner: Some(owner), since: Some(since), end }
    }

    /// Where the project's words end.
    fn project_end(self) -> f32 {
        self.environment
    }

    /// Where the environment's words end.
    pub(super) fn environment_end(self) -> f32 {
        let end = self.end - if self.end < TIGHT { VERB_ICON } else { VERB };
        self.owner.or(self.since.map(|since| since - AGE)).unwrap_or(end)
    }
}

/// How a row stands to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// It is selected; none while no row is.
    pub checked: Option<bool>,
    /// One is on it.
    pub at: bool,
    /// Tab leads to it.
    pub entry: bool,
}

/// What was done with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowAct {
    /// Nothing.
    None,
    /// One goes on it.
    On,
    /// It is selected, or left out.
    Tick,
    /// Everything up to it is selected.
    Range,
    /// Its key is opened.
    Open,
    /// Its verb is done.
    Verb,
    /// Its owner's page is opened.
    Owner,
}

/// The id of the verb in a row of that id.
pub fn verb_id(row: Id) -> Id {
    row.with("verb")
}

/// Draws a row of 32 points; returns what was done with it.
pub fn row_ui(
    ui: &Ui,
    rect: Rect,
    id: Id,
    columns: Columns,
    row: &RowText,
    stands: Standing,
) -> (RowAct, egui::Response) {
    let t = of(ui);
    // Tab reaches the list once; arrows move on from there.
    let sense = if stands.entry || stands.at { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, stands.checked == Some(true), &row.spoken));
    let hovered = is_hovered(ui, rect);
    Ground::of(stands.checked, stands.at, hovered).paint(ui, rect);
    if is_pointed(ui.ctx()) && response.has_focus() {
        // Not told to what scrolls: the whole page does in a low window, and would go away from under the pointer.
        ui.painter().rect_stroke(rect, radius::CONTROL, Stroke::new(2.0, t.accent_ring), StrokeKind::Inside);
    } else {
        row_ring(ui, rect, &response);
    }
    let left = rect.left() + 8.0;
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Body);
    let tick = Rect::from_min_size(pos2(left, rect.top()), vec2(24.0, rect.height()));
    let salt = id.value();
    let ticked =
        Tick::checkbox(&row.name, stands.checked == Some(true)).bare().salt(salt).out_of_tab().at(ui, tick).clicked();
    let warning = left + TICK;
    severity_icon(ui, pos2(warning + 7.5, middle), 15.0, row.mark, t);
    let room = columns.key - TICK - 23.0 - 12.0;
    let mut cut = Cut::default();
    elided(ui, warning + 23.0, line, room, Type::Body, t.text_primary, &fitting(ui, Type::Body, &row.words, room));
    if width(ui, Type::Body, &row.words) > room {
        cut.add([left, left + columns.key], Type::Body, &row.words);
    }
    let next = columns.project.unwrap_or(columns.environment);
    let name = middle_elided(ui, Type::Key, &row.name, next - columns.key - 14.0);
    text(ui, left + columns.key, line, Type::Key, t.text_primary, &name);
    if name != row.name {
        cut.add([left + columns.key, left + next], Type::Code, &row.name);
    }
    if let Some(project) = columns.project {
        let room = columns.project_end() - project - 10.0;
        let shown = middle_elided(ui, Type::Body, &row.project, room);
        text(ui, left + project, line, Type::Body, t.text_secondary, &shown);
        if shown != row.project {
            cut.add([left + project, left + columns.environment], Type::Body, &row.project);
        }
    }
    let verb = Button::link(&row.verb.words).small().id(verb_id(id));
    let shows_verb = hovered || stands.at;
    let tight = columns.end < TIGHT;
    let verb_width = match shows_verb {
        true if tight => VERB_ICON,
        true => verb.size(ui).x,
        false => 0.0,
    };
    if !environment_ui(ui, left + columns.environment, middle, line, columns, row) {
        let end = left + columns.environment_end();
        cut.add([left + columns.environment, end], Type::Body, &row.environment);
    }
    let mut owner_clicked = false;
    if let Some(owner) = columns.owner {
        let room = columns.since.map_or(columns.end, |since| since - AGE) - owner - 25.0;
        owner_clicked = owner_ui(ui, left + owner, middle, line, room, row, salt);
    }
    // A long verb reaches into the age's room.
    if let Some(since) = columns.since.filter(|_| verb_width < VERB - 12.0) {
        text_right(ui, left + since, line, Type::Code, t.text_tertiary, &row.since);
    }
    let mut act = RowAct::None;
    if shows_verb {
        let at =
            Rect::from_min_size(pos2(left + columns.end - 4.0 - verb_width, middle - 12.0), vec2(verb_width, 24.0));
        let response = match tight {
            true => IconButton::new(row.verb.command.icon(), &row.verb.words).id(verb_id(id)).at(ui, at),
            false => verb.at(ui, at),
        };
        if response.clicked() {
            act = RowAct::Verb;
        }
    }
    if ticked {
        act = if ui.input(|input| input.modifiers.shift) { RowAct::Range } else { RowAct::Tick };
    } else if owner_clicked {
        act = RowAct::Owner;
    } else if act == RowAct::None && response.double_clicked() {
        act = RowAct::Open;
    } else if act == RowAct::None && response.clicked() {
        act = match ui.input(|input| input.modifiers) {
            Modifiers { shift: true, .. } => RowAct::Range,
            Modifiers { command: true, .. } => RowAct::Tick,
            _ => RowAct::On,
        };
    }
    cut.tell(rect, &response);
    (act, response)
}

/// Draws the environment; true where all of its name is read.
fn environment_ui(ui: &Ui, x: f32, middle: f32, line: f32, columns: Columns, row: &RowText) -> bool {
    let t = of(ui);
    if row.protected {
        icon(ui, pos2(x + 8.0, middle), 16.0, Face::Line, Icon::ShieldCheck, t.text_tertiary);
    }
    // A short name may end where the verb's icon begins.
    let gap = if columns.end < TIGHT { 4.0 } else { 8.0 };
    let room = columns.environment_end() - columns.environment - SHIELD - gap;
    let words = if shortens(ui.ctx()) { &row.short } else { &row.environment };
    let shown = middle_elided(ui, Type::Body, words, room);
    text(ui, x + SHIELD, line, Type::Body, t.text_secondary, &shown);
    shown == *words
}

/// Draws the owner; true where the name was clicked.
fn owner_ui(ui: &Ui, x: f32, middle: f32, line: f32, room: f32, row: &RowText, salt: u64) -> bool {
    let t = of(ui);
    let (words, used) = match &row.owner {
        Some((name, letters)) => {
            avatar(ui, pos2(x + 9.0, middle), 18.0, letters);
            (format!("Keys of {name}"), elided(ui, x + 25.0, line, room, Type::Body, t.text_secondary, name))
        }
        None => {
            icon(ui, pos2(x + 9.0, middle), 18.0, Face::Line, Icon::UserCircleDashed, t.text_tertiary);
            let used = elided(ui, x + 25.0, line, room, Type::Body, t.text_tertiary, "No owner");
            ("Keys without an owner".to_owned(), used)
        }
    };
    // By mouse alone: a row is one stop of the keyboard, and the palette leads there too.
    let place = Rect::from_min_max(pos2(x, middle - 12.0), pos2(x + 25.0 + used, middle + 12.0));
    let response = ui.interact(place, ui.make_persistent_id(("owner", salt)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &words));
    if response.hovered() {
        hairline(ui, (x + 25.0)..=(x + 25.0 + used), line + 2.0, t.text_secondary);
    }
    if let Some((name, _)) = row.owner.as_ref().filter(|(name, _)| width(ui, Type::Body, name) > room) {
        tip_in(&response, Type::Body, name);
    }
    link_pointed(response).clicked()
}

/// The height of a row.
pub const ROW: f32 = size::ROW;
