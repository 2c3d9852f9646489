//! The left column of the page: buttons, secret field, table row, heat-map cell, inputs.

use egui::{Id, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{Gallery, SEVERITIES, caption, heading, place, scope};
use crate::gui::commands::COMMAND_CAP;
use crate::gui::theme::{Icon, Type, of, radius};
use crate::gui::widgets::{
    self, Button, Field, Frame, HeatCell, Mark, Pose, SecretFace, Staying, Tick, field_error, heat_cell, keycap,
    keycap_width, masked_dots, secret_field, severity_icon, tile,
};
use crate::model::Severity;

/// Draws the column; `at` is its left edge at the top of the page.
pub fn left_ui(gallery: &mut Gallery, ui: &mut Ui, at: Pos2) {
    buttons_ui(ui, at);
    secrets_ui(ui, at);
    rows_ui(ui, at);
    heat_ui(ui, at);
    inputs_ui(gallery, ui, at);
}

fn buttons_ui(ui: &mut Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 74.0), "Buttons");
    let new = Button::primary("New key").icon(Icon::Plus);
    let rotate = Button::secondary("Rotate…").icon(Icon::ArrowsClockwise);
    let rows = [
        vec![new, new.posed(Pose::Hover), new.posed(Pose::Focus), new.enabled(false)],
        vec![
            rotate,
            rotate.posed(Pose::Hover),
            rotate.posed(Pose::Focus),
            Button::secondary("Delete now…").icon(Icon::Trash).danger(),
            Button::danger_confirm("Delete 2 keys"),
        ],
    ];
    for (row, buttons) in rows.into_iter().enumerate() {
        let mut x = at.x;
        for (index, button) in buttons.into_iter().enumerate() {
            let size = button.size(ui);
            scope(ui, ("buttons", row, index), |ui| {
                button.at(ui, Rect::from_min_size(pos2(x, at.y + 100.0 + 38.0 * row as f32), size))
            });
            x += size.x + 8.0;
        }
    }
    let words = "Left to right: rest, hover, keyboard focus, disabled · rest, hover, focus, danger, danger confirm";
    caption(ui, at.x, at.y + 183.0, words);
}

fn secrets_ui(ui: &mut Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 216.0), "Secret field");
    let tail = Some("7Qx2");
    let faces = [
        ("Masked", SecretFace::Masked { tail }),
        (
            "Shown",
            SecretFace::Shown {
                text: "demo-not-a-real-key-7Qx2",
                ring: Staying { part: 0.7, seconds: 14, spoken: 20 },
            },
        ),
        ("On clipboard", SecretFace::Copied { tail }),
        ("Missing", SecretFace::Missing),
        ("Loading", SecretFace::Loading { words: "Asking GNOME Keyring…" }),
    ];
    for (index, (name, face)) in faces.iter().enumerate() {
        let y = at.y + 242.0 + 50.0 * index as f32;
        caption(ui, at.x, y + 20.0, name);
        scope(ui, *name, |ui| secret_field(ui, place(at.x + 104.0, y, 330.0, 40.0), face));
    }
}

fn rows_ui(ui: &Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 518.0), "Table row, 32 px");
    for (index, name) in ["rest", "hover", "selected", "key focus", "disabled"].into_iter().enumerate() {
        let y = at.y + 544.0 + 34.0 * index as f32;
        caption(ui, at.x, y + 16.0, name);
        row_ui(ui, place(at.x + 70.0, y, 514.0, 32.0), name);
    }
}

/// A row as it stands in the table, which is drawn from a key there.
fn row_ui(ui: &Ui, rect: Rect, state: &str) {
    let t = of(ui);
    let disabled = state == "disabled";
    match state {
        "hover" => drop(ui.painter().rect_filled(rect, radius::CONTROL, t.bg_hover)),
        "selected" | "key focus" => drop(ui.painter().rect_filled(rect, radius::CONTROL, t.bg_selected)),
        _ => {}
    }
    if state == "key focus" {
        let ring = Stroke::new(2.0, t.accent_ring);
        ui.painter().rect_stroke(rect, radius::CONTROL, ring, StrokeKind::Inside);
    }
    let (left, right, middle) = (rect.left() + 8.0, rect.right() - 8.0, rect.center().y);
    let line = widgets::baseline(ui, middle, Type::Body);
    tile(ui, Rect::from_center_size(pos2(left + 10.0, middle), vec2(20.0, 20.0)), "Oa");
    let ink = if disabled { t.text_tertiary } else { t.text_primary };
    widgets::text(ui, left + 30.0, line, Type::Key, ink, "OPENAI_API_KEY");
    let dots = masked_dots(ui, left + 180.0, middle, 4, t.text_tertiary);
    widgets::text(ui, left + 180.0 + dots + 7.0, line, Type::Code, t.text_tertiary, "kR3v");
    let mark = if disabled { Mark::Disabled } else { Mark::Warning(Severity::ActNow) };
    severity_icon(ui, pos2(left + 276.0 + 7.5, middle), 15.0, mark, t);
    let words = if disabled { "Disabled" } else { "Expired 3 days ago" };
    widgets::text(ui, left + 298.0, line, Type::Body, mark.ink(t), words);
    if matches!(state, "rest" | "disabled") {
        widgets::text_right(ui, right, line, Type::Code, t.text_tertiary, "3 d");
    } else {
        let center = pos2(right - 8.0, middle);
        widgets::icon(ui, center, 16.0, crate::gui::theme::Face::Line, Icon::Copy, t.text_secondary);
    }
}

fn heat_ui(ui: &Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 788.0), "Heat-map cell, 76 × 28");
    let worst = SEVERITIES.map(Some);
    let cells = [
        ("act now", worst[0], 7, 16),
        ("look soon", worst[1], 3, 13),
        ("for info", worst[2], 1, 7),
        ("no findings", None, 0, 6),
        ("no keys", None, 0, 0),
    ];
    for (index, (name, worst, findings, keys)) in cells.into_iter().enumerate() {
        let x = at.x + 86.0 * index as f32;
        heat_cell(ui, place(x, at.y + 814.0, 76.0, 28.0), name, HeatCell { worst, findings, keys });
        caption(ui, x, at.y + 854.0, name);
    }
}

fn inputs_ui(gallery: &mut Gallery, ui: &mut Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 883.0), "Inputs");
    let field = |index: f32| place(at.x + 160.0 * index, at.y + 909.0, 150.0, 30.0);
    let filter = Field::new(Id::unique("gallery filter"), "Filter").icon(Icon::Funnel).hint("Filter 16 keys");
    filter.at(ui, field(0.0), &mut gallery.filter);
    let typed = Field::new(Id::unique("gallery typed"), "Variable name").mono().posed(Pose::Focus);
    typed.at(ui, field(1.0), &mut gallery.typed);
    let wrong = Field::new(Id::unique("gallery wrong"), "Another name").mono().frame(Frame::Wrong);
    wrong.at(ui, field(2.0), &mut gallery.wrong);
    field_error(ui, pos2(at.x + 320.0, at.y + 945.0), 264.0, "Use letters, digits and _");

    let mut x = at.x;
    let [checked, unchecked, on, off] = &mut gallery.ticks;
    let choice = gallery.choice;
    let ticks = [
        (Tick::checkbox("On", *checked).salt(0), 0),
        (Tick::checkbox("Off", *unchecked), 1),
        (Tick::radio("One", choice == 0), 2),
        (Tick::radio("Two", choice == 1), 3),
        (Tick::switch("On", *on), 4),
        (Tick::switch("Off", *off), 5),
    ];
    for (tick, index) in ticks {
        let wide = tick.size(ui).x;
        if tick.at(ui, place(x, at.y + 969.0, wide, 18.0)).clicked() {
            match index {
                0 => *checked = !*checked,
                1 => *unchecked = !*unchecked,
                2 | 3 => gallery.choice = index - 2,
                4 => *on = !*on,
                _ => *off = !*off,
            }
        }
        x += wide + 16.0;
    }
    for words in [COMMAND_CAP, "K"] {
        x += 3.0;
        keycap(ui, pos2(x, at.y + 978.0), words);
        x += keycap_width(ui, words) + 16.0;
    }
}
