//! One row of the table, and a heading between rows.

use egui::{Id, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::columns::{Columns, VALUE_END};
use super::words::{RowText, Shown};
use crate::gui::commands::Command;
use crate::gui::counts::grouped;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::keyboard::is_hovered;
use crate::gui::widgets::{
    Cut, Ground, IconButton, Tick, baseline, elided, fitting, icon, masked_dots, middle_elided, row_ring,
    severity_icon, text, text_right, tile, value_elided, width,
};
use crate::model::KeyUid;

/// Between a provider and the next column, the least.
const PROVIDER_END: f32 = 6.0;

/// How a row stands to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// One of many.
    Rest,
    /// The selected one.
    Selected,
    /// The one that Tab leads to while none is selected.
    Entry,
}

/// Whether rows are picked, and this one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picking {
    /// This one.
    pub picked: bool,
    /// Some are: every row shows its box.
    pub picking: bool,
}

/// What happened to a row.
#[derive(Debug)]
pub struct RowAnswer {
    /// The row itself.
    pub response: Response,
    /// Its copy button was clicked.
    pub copy: bool,
    /// Its box was clicked.
    pub ticked: bool,
}

/// A row's id: fixed, so that the keyboard stays with the key while rows move.
pub fn row_id(uid: KeyUid) -> Id {
    Id::unique(("key row", uid.0))
}

/// The id of its copy button. It belongs to the key, not to its place on screen: the same name may stand in the row that is
/// selected.
pub fn copy_id(uid: KeyUid) -> Id {
    Id::unique(("copy of row", uid.0))
}

/// Draws a row of 32 points; `rect` is what hover and selection fill.
pub fn row_ui(
    ui: &Ui,
    rect: Rect,
    columns: Columns,
    row: &RowText,
    uid: KeyUid,
    standing: Standing,
    picking: Picking,
) -> RowAnswer {
    let t = of(ui);
    let selected = standing == Standing::Selected;
    // Tab reaches the list once, at its selected row or its first; arrows move on from there.
    let sense = if standing == Standing::Rest { Sense::CLICK } else { Sense::click() };
    let response = ui.interact(rect, row_id(uid), sense);
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &row.spoken));
    let hovered = is_hovered(ui, rect);
    Ground::of(picking.picking.then_some(picking.picked), selected, hovered).paint(ui, rect);
    row_ring(ui, rect, &response);
    let left = rect.left() + 8.0;
    let right = rect.right() - 8.0;
    let middle = rect.center().y;
    let line = baseline(ui, middle, Type::Body);
    let quiet = |ink| if row.disabled { t.text_tertiary } else { ink };
    let corner = Rect::from_center_size(pos2(left + 10.0, middle), vec2(20.0, 20.0));
    // The tile becomes a box where the pointer is, and everywhere once something is picked.
    let hit = Rect::from_center_size(corner.center(), Vec2::splat(size::HIT));
    let boxed = picking.picking || is_hovered(ui, hit);
    let ticked = boxed && {
        let words = format!("Choose {}", row.name);
        let tick = Tick::checkbox(&words, picking.picked).bare().salt(uid.0.unsigned_abs()).out_of_tab();
        tick.at(ui, corner.shrink(2.0)).clicked()
    };
    if !boxed {
        tile(ui, corner, &row.monogram);
    }
    let mut cut = Cut::default();
    if name_ui(ui, left + 30.0, line, columns.name - 42.0, row, quiet(t.text_primary)) {
        cut.add([left, left + columns.name], Type::Code, &row.name);
    }
    let [provider, secret, health] = columns.lefts();
    if let Some(room) = columns.provider {
        let room = room - PROVIDER_END;
        elided(ui, left + provider, line, room, Type::Body, quiet(t.text_secondary), &row.provider);
        if width(ui, Type::Body, &row.provider) > room {
            cut.add([left + provider, left + provider + room], Type::Body, &row.provider);
        }
    }
    if let Some(room) = columns.secret
        && let Some(value) = secret_ui(ui, left + secret, middle, line, room - VALUE_END, &row.secret)
    {
        cut.add([left + secret, left + secret + room], Type::Code, value);
    }
    if let Some((mark, words)) = &row.health {
        severity_icon(ui, pos2(left + health + 7.5, middle), 15.0, *mark, t);
        let mut told = false;
        if columns.words {
            let room = right - columns.last_used - (left + health + 22.0);
            let shown = fitting(ui, Type::Body, words, room);
            elided(ui, left + health + 22.0, line, room, Type::Body, mark.ink(t), &shown);
            told = shown == *words && width(ui, Type::Body, words) <= room;
        }
        if !told {
            cut.add([left + health, right - columns.last_used], Type::Body, words);
        }
    }
    let copy = if row.copies && (selected || hovered) {
        let button = Rect::from_center_size(pos2(right - 12.0, middle), vec2(24.0, 24.0));
        let keys = Command::Copy.keys();
        let name = format!("Copy {}", row.name);
        let copy = IconButton::new(Icon::Copy, &name).shortcut(keys.as_deref()).id(copy_id(uid));
        let response = copy.at(ui, button);
        // However often it is clicked at once, it copies once.
        response.clicked() && !response.double_clicked() && !response.triple_clicked()
    } else {
        if columns.ages {
            text_right(ui, right, line, Type::Code, t.text_tertiary, &row.last_used);
        }
        false
    };
    cut.tell(rect, &response);
    RowAnswer { response, copy, ticked }
}

/// Paints the name and the pair's other variable; true where the name had to be cut.
fn name_ui(ui: &Ui, x: f32, line: f32, room: f32, row: &RowText, ink: egui::Color32) -> bool {
    let t = of(ui);
    let shown = middle_elided(ui, Type::Key, &row.name, room);
    let used = text(ui, x, line, Type::Key, ink, &shown);
    if let Some(key_id) = &row.key_id_name {
        let left = room - used - 10.0;
        // Under a handful of characters a cut name says nothing.
        if left > 7.0 * width(ui, Type::Code, "M") {
            let words = middle_elided(ui, Type::Code, key_id, left);
            text(ui, x + used + 10.0, line, Type::Code, t.text_tertiary, &words);
        }
    }
    shown != row.name
}

/// Paints a plain value, or dots; returns a value that had to be cut.
fn secret_ui<'a>(ui: &Ui, x: f32, middle: f32, line: f32, room: f32, secret: &'a Shown) -> Option<&'a str> {
    let t = of(ui);
    match secret {
        Shown::Value(value) => {
            let shown = value_elided(ui, Type::Code, value, room);
            text(ui, x, line, Type::Code, t.text_secondary, &shown);
            Some(value.as_str()).filter(|value| shown != *value)
        }
        Shown::Masked(tail) => {
            let used = masked_dots(ui, x, middle, 4, t.text_tertiary);
            if let Some(tail) = tail {
                text(ui, x + used + 7.0, line, Type::Code, t.text_tertiary, tail);
            }
            None
        }
    }
}

/// Draws a heading between rows; `words` is what it is called. A protected environment's carries the shield.
pub fn heading_ui(ui: &Ui, rect: Rect, words: &str, shown: &str, count: usize, protected: bool) {
    let t = of(ui);
    let middle = rect.center().y + 3.0;
    let line = baseline(ui, middle, Type::SmallStrong);
    let room = rect.width() - 80.0;
    let mut used = elided(ui, rect.left() + 8.0, line, room, Type::SmallStrong, t.text_secondary, shown);
    if protected {
        icon(ui, pos2(rect.left() + 8.0 + used + 12.0, middle), 14.0, Face::Fill, Icon::ShieldCheck, t.text_secondary);
        used += 19.0;
    }
    text(ui, rect.left() + 16.0 + used, line, Type::Count, t.text_tertiary, &grouped(count));
    let response = ui.interact(rect, ui.make_persistent_id(("heading", words)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}
