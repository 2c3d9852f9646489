//! One key of a person: where it stands, when it was used, and what is still to be done about it.

use egui::{Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::data::Row;
use super::state::PersonPage;
use super::steps::{Step, steps_ui};
use crate::gui::screens::keys::row_text;
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::keyboard::is_hovered;
use crate::gui::widgets::{
    Tick, baseline, elided, fitting, icon, middle_elided, severity_icon, text, text_right, tile,
};
use crate::jobs::Snapshot;
use crate::review::{NewValue, ago};

/// Left edges of the columns, from the row's padded left edge; none where a column is hidden.
#[derive(Debug, Clone, Copy)]
pub struct Columns {
    pub key: f32,
    pub project: Option<f32>,
    pub environment: Option<f32>,
    pub used: Option<f32>,
    pub health: Option<f32>,
    pub value: f32,
    pub owner: f32,
    pub end: f32,
}

impl Columns {
    /// For a pane of this inner width: what has no room gives way, the least needed first.
    pub fn new(inner: f32, leaving: bool) -> Self {
        let steps = if leaving { 126.0 + 116.0 } else { 0.0 };
        let room = inner - 30.0 - steps;
        let (project, environment, used, health) = (108.0, 112.0, 64.0, if leaving { 248.0 } else { 400.0 });
        // A name gives way to words of its health, as far as most names are still read.
        let (mut name, least) = (226.0_f32, 186.0);
        let has = |more: f32| room >= least + more;
        let all = has(project + environment + used + 190.0);
        let with_health = has(environment + used + 150.0);
        let (with_project, with_used) = (all, has(environment + used));
        let with_environment = has(environment);
        let mut x = 30.0;
        let fixed = [(with_project, project), (with_environment, environment), (with_used, used)];
        let taken: f32 = fixed.iter().filter(|(on, _)| *on).map(|(_, wide)| wide).sum();
        name = name.min(room - taken - if with_health { health } else { 0.0 }).max(least);
        // What is over goes to both, and words are longer than names.
        let over = (room - name - taken - health).max(0.0) * 0.6;
        let health = if with_health { (room - name - taken).clamp(100.0, health + over) } else { 0.0 };
        name = (room - taken - health).max(120.0);
        let key = x;
        x += name;
        let mut next = |on: bool, wide: f32| {
            let at = x;
            if on {
                x += wide;
            }
            on.then_some(at)
        };
        let project = next(with_project, project);
        let environment = next(with_environment, environment);
        let used = next(with_used, used);
        let health = next(with_health, health);
        Self { key, project, environment, used, health, value: x, owner: x + 126.0, end: inner }
    }
}

/// What one did with a row.
pub struct Answer {
    pub response: Response,
    pub ticked: bool,
    pub step: Option<Step>,
}

/// How a row stands.
#[derive(Clone, Copy)]
pub struct Standing {
    pub current: bool,
    pub picked: bool,
    /// Tab enters here.
    pub entry: bool,
    /// Nobody leaves: there is nothing to be done one after another.
    pub quiet: bool,
}

/// Draws a row.
pub fn row_ui(ui: &Ui, rect: Rect, columns: Columns, row: Row, snapshot: &Snapshot, standing: Standing) -> Answer {
    let t = of(ui);
    let key = &snapshot.keys[row.key];
    let words = row_text(snapshot, row.key);
    let said = said(&words.spoken, key, row, snapshot, standing.quiet);
    let sense = if standing.current || standing.entry { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, PersonPage::row_id(key.uid), sense);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, standing.picked, &said));
    let hovered = is_hovered(ui, rect);
    let fill = if standing.picked || standing.current { Some(t.bg_selected) } else { hovered.then_some(t.bg_hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, radius::CONTROL, fill);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, radius::CONTROL, Stroke::new(2.0, t.accent_ring), StrokeKind::Inside);
    }
    let left = rect.left() + 8.0;
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Body);
    let mut ticked = false;
    if row.done {
        icon(ui, pos2(left + 8.0, middle), 15.0, Face::Line, Icon::Check, t.ok_solid);
    } else {
        let at = Rect::from_center_size(pos2(left + 8.0, middle), vec2(16.0, 16.0));
        ticked = Tick::checkbox(&format!("Choose {}", words.name), standing.picked)
            .bare()
            .salt(key.uid.0.unsigned_abs())
            .out_of_tab()
            .at(ui, at)
            .clicked();
    }
    tile(ui, Rect::from_center_size(pos2(left + columns.key + 10.0, middle), vec2(20.0, 20.0)), &words.monogram);
    let until = columns.project.or(columns.environment).or(columns.used).unwrap_or(columns.value);
    let shown = middle_elided(ui, Type::Key, &words.name, until - columns.key - 42.0);
    let ink = if row.done { t.text_secondary } else { t.text_primary };
    text(ui, left + columns.key + 30.0, line, Type::Key, ink, &shown);
    if let Some(x) = columns.project {
        elided(ui, left + x, line, 100.0, Type::Body, t.text_secondary, &key.place().project);
    }
    if let Some(x) = columns.environment {
        if key.protected {
            icon(ui, pos2(left + x + 8.0, middle), 16.0, Face::Line, Icon::ShieldCheck, t.text_tertiary);
        }
        elided(ui, left + x + 21.0, line, 88.0, Type::Body, t.text_secondary, &key.place().environment);
    }
    if let Some(x) = columns.used {
        text_right(ui, left + x + 56.0, line, Type::Code, t.text_tertiary, &words.last_used);
        let place = Rect::from_min_max(pos2(left + x, rect.top()), pos2(left + x + 60.0, rect.bottom()));
        let node = ui.interact(place, ui.make_persistent_id(("uses", key.uid)), Sense::hover());
        node.on_hover_text(uses_words(key, snapshot.now));
    }
    if let (Some(x), Some((mark, health))) = (columns.health, &words.health) {
        severity_icon(ui, pos2(left + x + 28.0 + 7.5, middle), 15.0, *mark, t);
        let room = columns.value - x - 28.0 - 22.0 - 10.0;
        elided(ui, left + x + 50.0, line, room, Type::Body, mark.ink(t), fitting(ui, Type::Body, health, room));
    }
    let step = (!standing.quiet)
        .then(|| steps_ui(ui, pos2(left, middle), columns, row, snapshot, (hovered, standing.current)))
        .flatten();
    Answer { response, ticked, step }
}

/// When it was used by hand, and in bulk; of the earlier of both only the later is known where they are the same.
fn uses_words(key: &crate::model::Key, now: chrono::DateTime<chrono::Utc>) -> String {
    let say = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(|| "never".to_owned(), |at| ago(at, now));
    let by_hand = say(key.last_used_by_hand_at);
    if key.last_used_at == key.last_used_by_hand_at {
        return format!("By hand (copied, shown, printed): {by_hand}\nIn bulk (exported, run): not since");
    }
    format!("By hand (copied, shown, printed): {by_hand}\nIn bulk (exported, run): {}", say(key.last_used_at))
}

fn said(spoken: &str, key: &crate::model::Key, row: Row, snapshot: &Snapshot, quiet: bool) -> String {
    let spoken = format!("{spoken}, {}", uses_words(key, snapshot.now).to_lowercase().replace('\n', ", "));
    if quiet {
        return spoken;
    }
    let value = match row.handover.value {
        NewValue::NoneNeeded => "no secret",
        NewValue::NotYet => "no new value yet",
        NewValue::OldLives(_) => "new value, the old one still works",
        NewValue::Made(_) => "new value",
        NewValue::Disabled => "disabled, its value still works at its provider",
        NewValue::DisabledAndEnded => "disabled and ended",
    };
    let owner = if row.handover.needs_owner() { "no new owner yet" } else { "owner settled" };
    format!("{spoken}, {value}, {owner}")
}
