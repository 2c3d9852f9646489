//! One key of a person: where it stands, when it was used, and what is still to be done about it.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::columns::Columns;
use super::data::Row;
use super::place::{At, name_ui, place_ui};
use super::state::PersonPage;
use super::steps::{Step, steps_ui};
use crate::gui::screens::key_form::place_words;
use crate::gui::screens::keys::row_text;
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::keyboard::is_hovered;
use crate::gui::widgets::{
    Cut, Ground, Tick, baseline, elided, fitting, icon, row_ring, severity_icon, text_right, tile, width,
};
use crate::jobs::Snapshot;
use crate::review::{NewValue, ago};

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
    /// It is picked; none while no row is.
    pub picked: Option<bool>,
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
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, standing.picked == Some(true), &said));
    let hovered = is_hovered(ui, rect);
    Ground::of(standing.picked, standing.current, hovered).paint(ui, rect);
    row_ring(ui, rect, &response);
    let left = rect.left() + 8.0;
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Body);
    let mut ticked = false;
    if row.done {
        icon(ui, pos2(left + 8.0, middle), 15.0, Face::Line, Icon::Check, t.ok_solid);
    } else {
        let at = Rect::from_center_size(pos2(left + 8.0, middle), vec2(16.0, 16.0));
        ticked = Tick::checkbox(&format!("Choose {}", words.name), standing.picked == Some(true))
            .bare()
            .salt(key.uid.0.unsigned_abs())
            .out_of_tab()
            .at(ui, at)
            .clicked();
    }
    tile(ui, Rect::from_center_size(pos2(left + columns.key + 10.0, middle), vec2(20.0, 20.0)), &words.monogram);
    let disabled = key.state.is_disabled();
    let ink = match (disabled, row.done) {
        (true, _) => t.text_tertiary,
        (false, true) => t.text_secondary,
        (false, false) => t.text_primary,
    };
    let name_said = name_ui(ui, pos2(left, middle), columns, &words.name, ink);
    let here = At { place: key.place(), protected: key.protected };
    let place_said =
        place_ui(ui, pos2(left, middle), columns, here, snapshot, if disabled { ink } else { t.text_secondary });
    if let Some(right) = columns.used.map(|right| left + right) {
        text_right(ui, right, line, Type::Code, t.text_tertiary, &words.last_used);
        let place = Rect::from_min_max(pos2(right - 56.0, rect.top()), pos2(right + 4.0, rect.bottom()));
        let node = ui.interact(place, ui.make_persistent_id(("uses", key.uid)), Sense::hover());
        node.on_hover_text(uses_words(key, snapshot.now.get()));
    }
    let mut cut = Cut::default();
    // Where neither has a column, the place stands under the name.
    let place = columns.project.or(columns.environment);
    if !name_said {
        cut.add([left + columns.key, left + place.unwrap_or(columns.mark)], Type::Code, &words.name);
    }
    if !place_said {
        let at = left + place.unwrap_or(columns.key);
        cut.add([at, left + columns.mark], Type::Body, place_words(key.place()));
    }
    if let Some((mark, health)) = &words.health {
        severity_icon(ui, pos2(left + columns.mark + 7.5, middle), 15.0, *mark, t);
        let room = columns.words_room();
        let fits = fitting(ui, Type::Body, health, room);
        if let Some(x) = columns.words {
            elided(ui, left + x, line, room, Type::Body, mark.ink(t), &fits);
        }
        if fits != *health || width(ui, Type::Body, health) > room {
            cut.add([left + columns.mark, rect.right()], Type::Body, health);
        }
    }
    cut.tell(rect, &response);
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
    let spoken = format!("{spoken}, {}", uses_words(key, snapshot.now.get()).to_lowercase().replace('\n', ", "));
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
