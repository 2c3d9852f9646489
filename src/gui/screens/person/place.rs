//! A key's name in a person's table, and where it stands: in columns of its own, else on a second line under the name.

use egui::{Color32, Pos2, Ui, pos2};

use super::columns::{Columns, SHIELD};
use crate::gui::screens::keys::environment_words;
use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::{baseline, elided, icon, middle_elided, text, width};
use crate::jobs::Snapshot;
use crate::model::EnvRef;

/// From a row's middle to that of each of its two lines.
const LINES: f32 = 8.5;
/// From the name's column to the name, past the tile.
const TILE: f32 = 30.0;
/// The shield on a second line, with its gap.
const SMALL_SHIELD: f32 = 18.0;

/// Where a key stands.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub place: &'a EnvRef,
    pub protected: bool,
}

/// Draws the name from the left of a row's padded middle line; true where all of it is read.
pub fn name_ui(ui: &Ui, at: Pos2, columns: Columns, name: &str, ink: Color32) -> bool {
    let shown = middle_elided(ui, Type::Key, name, name_room(columns));
    let middle = if columns.has_two_lines() { at.y - LINES } else { at.y };
    text(ui, at.x + columns.key + TILE, baseline(ui, middle, Type::Key), Type::Key, ink, &shown);
    shown == name
}

/// Draws the place; true where all of it is read.
pub fn place_ui(ui: &Ui, at: Pos2, columns: Columns, of_key: At<'_>, snapshot: &Snapshot, ink: Color32) -> bool {
    let t = of(ui);
    let environment = environment_words(ui.ctx(), snapshot, of_key.place);
    let project = &of_key.place.project;
    let mut whole = true;
    let mut put = |x: f32, middle: f32, style: Type, room: f32, ink: Color32, words: &str| {
        whole &= width(ui, style, words) <= room;
        elided(ui, x, baseline(ui, middle, style), room, style, ink, words);
    };
    if let Some((project_at, environment_at)) = columns.project.zip(columns.environment) {
        put(at.x + project_at, at.y, Type::Body, environment_at - project_at - 8.0, ink, project);
        let left = at.x + environment_at;
        if of_key.protected {
            icon(ui, pos2(left + 8.0, at.y), 16.0, Face::Line, Icon::ShieldCheck, t.text_tertiary);
        }
        put(left + SHIELD, at.y, Type::Body, columns.environment_room(environment_at), ink, &environment);
        return whole;
    }
    let (left, middle) = (at.x + columns.key + TILE, at.y + LINES);
    let lead = if of_key.protected { SMALL_SHIELD } else { 0.0 };
    if of_key.protected {
        icon(ui, pos2(left + 7.0, middle), 14.0, Face::Line, Icon::ShieldCheck, t.text_tertiary);
    }
    let words = format!("{project} · {environment}");
    put(left + lead, middle, Type::Small, name_room(columns) - lead, t.text_tertiary, &words);
    whole
}

fn name_room(columns: Columns) -> f32 {
    columns.name_end() - columns.key - TILE - 12.0
}
