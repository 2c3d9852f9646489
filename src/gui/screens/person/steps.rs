//! The two steps of a person's key, another value and another owner: how far each is, and under the pointer or on the row that
//! one is on the button that goes on with it.

use egui::{Color32, Id, Pos2, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2};

use super::columns::Columns;
use super::data::Row;
use super::state::PersonPage;
use crate::gui::screens::keys::capitalised;
use crate::gui::screens::many::Act;
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::{avatar, baseline, circle, elided, focus_ring, icon, initials, text};
use crate::jobs::Snapshot;
use crate::model::KeyUid;
use crate::review::{NewValue, ago};

/// What a click on a step asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is done to the key.
    Do(Act),
    /// Its value that the person knows is said to have ended at its provider.
    Ended,
}

/// How a step's button stands.
#[derive(Clone, Copy)]
pub struct Standing {
    /// Under the pointer, or in the row one is on: it shows itself as the button it is.
    pub hot: bool,
    /// Tab stops at it.
    pub in_tab: bool,
}

/// Draws the steps from the left of a row's padded middle line. `near`: the pointer is over the row; one is on it.
pub fn steps_ui(
    ui: &Ui,
    at: Pos2,
    columns: Columns,
    row: Row,
    snapshot: &Snapshot,
    near: (bool, bool),
) -> Option<Step> {
    let t = of(ui);
    let (left, middle) = (at.x, at.y);
    let key = &snapshot.keys[row.key];
    let line = baseline(ui, middle, Type::Body);
    let standing = Standing { hot: near.0 || near.1, in_tab: near.1 };
    let not_yet = |x: f32| {
        let at = pos2(left + x + 7.5, middle);
        circle(ui, at, 5.5, Color32::TRANSPARENT, Stroke::new(1.3, t.stroke_control));
        text(ui, left + x + 22.0, line, Type::Body, t.text_tertiary, "Not yet");
    };
    let dash = |x: f32| text(ui, left + x + 22.0, line, Type::Body, t.text_tertiary, "–");
    let act_ui = |x: f32, until: f32, act: Act| {
        let spoken = format!("{} {}", act.title(), key.name());
        let id = step_id(key.uid, act.title());
        let rect = place(at, x, until);
        verb_ui(ui, rect, id, act.icon(), act.title(), &spoken, standing.in_tab).then_some(Step::Do(act))
    };
    let mut step = None;
    match row.handover.value {
        NewValue::NoneNeeded | NewValue::DisabledAndEnded => {
            dash(columns.value);
        }
        NewValue::NotYet if standing.hot => step = act_ui(columns.value, columns.owner, Act::Rotate),
        NewValue::NotYet => not_yet(columns.value),
        NewValue::OldLives(_) | NewValue::Disabled => {
            let words = if row.handover.value == NewValue::Disabled { "Ended there?" } else { "Old one works" };
            let rect = place(at, columns.value, columns.owner);
            let id = step_id(key.uid, SAYS);
            step = ended_ui(ui, rect, id, words, key.name(), standing).then_some(Step::Ended);
        }
        NewValue::Made(at) => {
            icon(ui, pos2(left + columns.value + 7.5, middle), 15.0, Face::Line, Icon::Check, t.ok_solid);
            let words = capitalised(&ago(at, snapshot.now.get()));
            elided(ui, left + columns.value + 22.0, line, 98.0, Type::Body, t.text_secondary, &words);
        }
    }
    match (row.handover.needs_owner(), key.owner.as_deref().filter(|_| row.handover.new_owner)) {
        (_, Some(owner)) => {
            avatar(ui, pos2(left + columns.owner + 9.0, middle), 18.0, &initials(owner));
            let room = columns.end - columns.owner - 40.0;
            elided(ui, left + columns.owner + 25.0, line, room, Type::Body, t.text_secondary, owner);
        }
        (true, None) if standing.hot => step = act_ui(columns.owner, columns.end, Act::Assign).or(step),
        (true, None) => not_yet(columns.owner),
        (false, None) => {
            dash(columns.owner);
        }
    }
    step
}

/// What a person says of a value that has ended at its provider.
const SAYS: &str = "It's ended there";

fn step_id(uid: KeyUid, words: &str) -> Id {
    PersonPage::row_id(uid).with(words)
}

/// Whether it is a step in the row of that key.
pub fn is_step(id: Id, uid: KeyUid) -> bool {
    [Act::Rotate.title(), Act::Assign.title(), SAYS].into_iter().any(|words| id == step_id(uid, words))
}

/// A step's place in its column, from the left of a row's padded middle line.
pub fn place(at: Pos2, x: f32, until: f32) -> Rect {
    Rect::from_min_max(pos2(at.x + x, at.y - 12.0), pos2(at.x + until - 8.0, at.y + 12.0))
}

/// Asks whether a value that the person knows has ended at its provider; true once a person says so.
pub fn ended_ui(ui: &Ui, rect: Rect, id: Id, words: &str, name: &str, standing: Standing) -> bool {
    let spoken = format!("{SAYS}: {name}");
    if standing.hot {
        return verb_ui(ui, rect, id, Icon::Check, SAYS, &spoken, standing.in_tab);
    }
    let t = of(ui);
    let response = ui.interact(rect, id, if standing.in_tab { Sense::click() } else { Sense::CLICK });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let middle = rect.center().y;
    icon(ui, pos2(rect.left() + 7.5, middle), 15.0, Face::Line, Icon::HourglassMedium, t.warn_solid);
    let line = baseline(ui, middle, Type::Body);
    elided(ui, rect.left() + 22.0, line, rect.width() - 20.0, Type::Body, t.warn_text, words);
    focus_ring(ui, rect, radius::TAG, &response);
    response.clicked()
}

fn verb_ui(ui: &Ui, rect: Rect, id: Id, sign: Icon, words: &str, spoken: &str, in_tab: bool) -> bool {
    let t = of(ui);
    let response = ui.interact(rect, id, if in_tab { Sense::click() } else { Sense::CLICK });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken));
    let middle = rect.center().y;
    icon(ui, pos2(rect.left() + 8.0, middle), 14.0, Face::Line, sign, t.accent_text);
    let line = baseline(ui, middle, Type::SmallStrong);
    elided(ui, rect.left() + 22.0, line, rect.width() - 22.0, Type::SmallStrong, t.accent_text, words);
    focus_ring(ui, rect, radius::TAG, &response);
    response.clicked()
}
