//! A key of someone who leaves that is gone: what it was called, when it went, and whether its value had ended.

use chrono::{DateTime, Utc};
use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::columns::Columns;
use super::place::{At, name_ui, place_ui};
use super::steps::{self, Standing, ended_ui};
use crate::gui::screens::key_form::place_words;
use crate::gui::screens::keys::capitalised;
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::keyboard::is_hovered;
use crate::gui::widgets::{baseline, elided, icon, text};
use crate::jobs::Snapshot;
use crate::model::DeletedKey;
use crate::review::ago;

/// "Deleted 3 d ago".
fn when(gone: &DeletedKey, now: DateTime<Utc>) -> String {
    format!("Deleted {}", ago(gone.at, now))
}

/// Draws its line; true where a person says that its values ended, which is all that can be done about it here.
pub fn gone_ui(ui: &Ui, rect: Rect, columns: Columns, gone: &DeletedKey, snapshot: &Snapshot) -> bool {
    let t = of(ui);
    let (name, place) = (gone.reference.name.as_str(), &gone.reference.place);
    let said =
        if gone.ended { "its value ended at its provider" } else { "nobody said that its value ended at its provider" };
    let response = ui.interact(rect, ui.make_persistent_id(("gone", gone.entry)), Sense::hover());
    let when = when(gone, snapshot.now.get());
    let spoken = format!("{name}, {}, {}, {}, {said}", place.project, place.environment, when.to_lowercase());
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
    let left = rect.left() + 8.0;
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Body);
    icon(ui, pos2(left + 8.0, middle), 15.0, Face::Line, Icon::Trash, t.text_tertiary);
    name_ui(ui, pos2(left, middle), columns, name, t.text_tertiary);
    let here = At { place, protected: false };
    place_ui(ui, pos2(left, middle), columns, here, snapshot, t.text_tertiary);
    if let Some(x) = columns.words {
        elided(ui, left + x, line, columns.words_room(), Type::Body, t.text_tertiary, &when);
    }
    text(ui, left + columns.owner + 22.0, line, Type::Body, t.text_tertiary, "–");
    response.on_hover_text(format!("{name}\n{}\n{when}. {}.", place_words(place), capitalised(said)));
    let step = steps::place(pos2(left, middle), columns.value, columns.owner);
    if !gone.ended {
        let standing = Standing { hot: is_hovered(ui, rect), in_tab: true };
        return ended_ui(ui, step, ui.make_persistent_id(("ended", gone.entry)), "Ended there?", name, standing);
    }
    icon(ui, pos2(step.left() + 7.5, middle), 15.0, Face::Line, Icon::Check, t.ok_solid);
    elided(ui, step.left() + 22.0, line, step.width() - 20.0, Type::Body, t.text_secondary, "Ended there");
    false
}
