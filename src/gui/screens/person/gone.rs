//! A key of someone who leaves that is gone: what it was called, when it went, and whether its value had ended.

use chrono::{DateTime, Utc};
use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::row::Columns;
use crate::gui::screens::keys::capitalised;
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::{baseline, elided, icon, middle_elided, text};
use crate::model::DeletedKey;
use crate::review::age;

/// "Deleted 3 d ago".
fn when(gone: &DeletedKey, now: DateTime<Utc>) -> String {
    match age(gone.at, now) {
        age if age == "now" => "Deleted just now".to_owned(),
        age => format!("Deleted {age} ago"),
    }
}

/// Draws its line: nothing can be done about it here.
pub fn gone_ui(ui: &Ui, rect: Rect, columns: Columns, gone: &DeletedKey, now: DateTime<Utc>) {
    let t = of(ui);
    let (name, place) = (gone.reference.name.as_str(), &gone.reference.place);
    let (words, said) = if gone.ended {
        ("Ended there", "its value ended at its provider")
    } else {
        ("Not ended there", "nobody said that its value ended at its provider")
    };
    let response = ui.interact(rect, ui.make_persistent_id(("gone", gone.entry)), Sense::hover());
    let when = when(gone, now);
    let spoken = format!("{name}, {}, {}, {}, {said}", place.project, place.environment, when.to_lowercase());
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
    let left = rect.left() + 8.0;
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Body);
    icon(ui, pos2(left + 8.0, middle), 15.0, Face::Line, Icon::Trash, t.text_tertiary);
    let until = columns.project.or(columns.environment).or(columns.used).unwrap_or(columns.value);
    let shown = middle_elided(ui, Type::Key, name, until - columns.key - 42.0);
    text(ui, left + columns.key + 30.0, line, Type::Key, t.text_tertiary, &shown);
    if let Some(x) = columns.project {
        elided(ui, left + x, line, 100.0, Type::Body, t.text_tertiary, &place.project);
    }
    if let Some(x) = columns.environment {
        elided(ui, left + x + 21.0, line, 88.0, Type::Body, t.text_tertiary, &place.environment);
    }
    if let Some(x) = columns.health {
        elided(ui, left + x + 50.0, line, columns.value - x - 60.0, Type::Body, t.text_tertiary, &when);
    }
    let at = pos2(left + columns.value + 7.5, middle);
    let (sign, color, ink) = if gone.ended {
        (Icon::Check, t.ok_solid, t.text_secondary)
    } else {
        (Icon::HourglassMedium, t.warn_solid, t.warn_text)
    };
    icon(ui, at, 15.0, Face::Line, sign, color);
    let room = columns.owner - columns.value - 28.0;
    elided(ui, left + columns.value + 22.0, line, room, Type::Body, ink, words);
    text(ui, left + columns.owner + 22.0, line, Type::Body, t.text_tertiary, "–");
    response.on_hover_text(format!("{when}. {}.", capitalised(said)));
}
