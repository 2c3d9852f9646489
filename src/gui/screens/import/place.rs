//! Where the keys of a row go: its project, its environment, and whether that asks first.

use egui::{Id, Rect, Ui, pos2, vec2};

use super::row::Row;
use crate::gui::theme::size;
use crate::gui::widgets::{Field, Offer, Tick, combo, field_label, field_said};
use crate::jobs::Snapshot;
use crate::model::is_protected_at_first;

/// What people call environments, where none of the project's fits.
const USUAL: [&str; 4] = ["development", "test", "staging", "production"];

/// The field of a row's project or environment, to give it the keyboard.
pub fn place_field_id(name: &str, row: usize) -> Id {
    Id::unique(("import place", name, row))
}

/// Draws project and environment side by side; returns where they end. `id` tells them from another row's.
pub fn place_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    id: usize,
    row: &mut Row,
    snapshot: &Snapshot,
    enabled: bool,
) -> f32 {
    let half = ((wide - 12.0) / 2.0).floor();
    let projects: Vec<Offer<'_>> = snapshot.projects.iter().map(|project| Offer::new(&project.name)).collect();
    let known = snapshot.projects.iter().find(|project| project.name == row.project.trim());
    let mut names: Vec<&str> = known.map_or(Vec::new(), |p| p.environments.iter().map(|e| e.name.as_str()).collect());
    names.extend(USUAL.iter().filter(|name| !names.contains(name)).copied().collect::<Vec<_>>());
    let protected = |name: &str| {
        let stage = known.and_then(|project| project.environments.iter().find(|stage| stage.name == name));
        stage.map_or_else(|| is_protected_at_first(name), |stage| stage.protected)
    };
    let environments: Vec<Offer<'_>> =
        names.into_iter().map(|name| Offer { protected: protected(name), ..Offer::new(name) }).collect();
    let mut changed = false;
    let mut y = at.y + 21.0 + size::CONTROL;
    let fields = [("Project", &mut row.project, &projects), ("Environment", &mut row.environment, &environments)];
    for (number, (name, value, offers)) in fields.into_iter().enumerate() {
        let left = at.x + number as f32 * (half + 12.0);
        field_label(ui, Rect::from_min_size(pos2(left, at.y), vec2(half, 16.0)), name, "");
        let rect = Rect::from_min_size(pos2(left, at.y + 21.0), vec2(half, size::CONTROL));
        let field_id = place_field_id(name, id);
        let field = Field::new(field_id, name).enabled(enabled).fact();
        changed |= combo(ui, rect, field, field_id, value, offers).changed();
        y = y.max(field_said(ui, field_id, rect.left_bottom(), half));
    }
    if changed {
        row.moved();
        row.protect = None;
    }
    let (protected, stands) = row.is_protected(snapshot);
    if stands {
        return y;
    }
    let rect = Rect::from_min_size(pos2(at.x, y + 8.0), vec2(wide, 24.0));
    let tick =
        Tick::checkbox("Ask before its secrets are shown or written", protected).enabled(enabled).salt(id as u64);
    if tick.at(ui, rect).clicked() {
        row.protect = Some(!protected);
    }
    rect.bottom()
}
