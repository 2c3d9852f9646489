//! Small measures: how strong a value is, how far something is, how often something was used.

use egui::{Color32, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::gui::counts::grouped;
use crate::gui::theme::{Face, Icon, Tokens, Type, of};

/// How strong a value is, by its bits of randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Under 48 bits.
    Weak,
    /// Under 80.
    Fair,
    /// Under 128.
    Good,
    /// Under 256.
    Strong,
    /// 256 and more.
    Excellent,
}

impl Strength {
    /// The strength of so many bits.
    pub fn of(bits: f64) -> Self {
        match bits {
            bits if bits < 48.0 => Self::Weak,
            bits if bits < 80.0 => Self::Fair,
            bits if bits < 128.0 => Self::Good,
            bits if bits < 256.0 => Self::Strong,
            _ => Self::Excellent,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        ["Weak", "Fair", "Good", "Strong", "Excellent"][self as usize]
    }

    /// Colours of bar and word, and the icon before the word.
    fn parts(self, t: &Tokens) -> (Color32, Color32, Icon, Face) {
        match self {
            Self::Weak => (t.crit_solid, t.crit_text, Icon::WarningOctagon, Face::Fill),
            Self::Fair => (t.warn_solid, t.warn_text, Icon::Warning, Face::Fill),
            _ => (t.ok_solid, t.ok_text, Icon::Check, Face::Line),
        }
    }
}

/// Height of the entropy meter in points.
pub const METER: f32 = 24.0;

/// Paints five segments and under them the word and the bits, from the rectangle's top.
pub fn entropy_meter(ui: &Ui, rect: Rect, bits: f64) {
    const GAP: f32 = 4.0;
    let t = of(ui);
    let strength = Strength::of(bits);
    let (bar, ink, icon, face) = strength.parts(t);
    let wide = (rect.width() - 4.0 * GAP) / 5.0;
    for segment in 0..5_u8 {
        let x = rect.left() + f32::from(segment) * (wide + GAP);
        let piece = Rect::from_min_size(pos2(x, rect.top()), vec2(wide, 4.0));
        let color = if segment <= strength as u8 { bar } else { t.bg_active };
        ui.painter().rect_filled(piece, 2, color);
    }
    let middle = rect.top() + 16.0;
    let icon_ink = if strength < Strength::Good { bar } else { ink };
    paint::icon(ui, pos2(rect.left() + 7.0, middle), 14.0, face, icon, icon_ink);
    let line = paint::baseline(ui, middle, Type::SmallStrong);
    paint::text(ui, rect.left() + 19.0, line, Type::SmallStrong, ink, strength.word());
    let number = format!("{}", bits.max(0.0).floor());
    let words = " bits of randomness";
    let tail = paint::text_right(ui, rect.right(), line, Type::Small, t.text_tertiary, words);
    paint::text_right(ui, rect.right() - tail, line, Type::Code, t.text_tertiary, &number);
    let node = Rect::from_min_size(rect.min, vec2(rect.width(), METER));
    let said = format!("{}, {number}{words}", strength.word());
    paint::name_node(ui, node, ui.make_persistent_id("strength"), &said);
}

/// Paints a line that fills from the left; `part` is 0 to 1.
pub fn progress_line(ui: &Ui, rect: Rect, part: f32, color: Color32) {
    let round = (rect.height() / 2.0).round() as u8;
    ui.painter().rect_filled(rect, round, of(ui).bg_active);
    let filled = rect.width() * part.clamp(0.0, 1.0);
    if filled > 0.0 {
        ui.painter().rect_filled(rect.with_max_x(rect.left() + filled), round, color);
    }
}

/// Width of a sparkline of so many bars in points.
pub fn sparkline_width(bars: usize) -> f32 {
    (bars as f32 * 4.0 - 1.0).max(0.0)
}

/// Paints bars of 3 points at the right end of a rectangle, the last value at the right; those of nothing are a line.
pub fn sparkline(ui: &Ui, rect: Rect, values: &[u32]) {
    let t = of(ui);
    let most = values.iter().copied().max().unwrap_or(0).max(1) as f32;
    let mut x = rect.right() - sparkline_width(values.len());
    for value in values {
        let (high, color) = match value {
            0 => (1.0, t.stroke_default),
            value => ((*value as f32 / most * rect.height()).round().max(2.0), t.chart_bar),
        };
        let bar = Rect::from_min_max(pos2(x, rect.bottom() - high), pos2(x + 3.0, rect.bottom()));
        ui.painter().rect_filled(bar, if high > 1.0 { 1 } else { 0 }, color);
        x += 4.0;
    }
}

/// Paints rows that stand for what is still loaded: tile, name and age. Not before 150 ms of waiting.
pub fn skeleton_rows(ui: &Ui, rect: Rect, row_height: f32, rows: usize) {
    const WIDTHS: [f32; 5] = [105.0, 82.6, 119.0, 92.4, 112.0];
    let color = of(ui).bg_active;
    for row in 0..rows {
        let middle = rect.top() + row_height * (row as f32 + 0.5);
        let piece = |x: f32, wide: f32, high: f32| {
            Rect::from_min_size(pos2(x, (middle - high / 2.0).floor()), vec2(wide, high))
        };
        ui.painter().rect_filled(piece(rect.left(), 20.0, 20.0), 5, color);
        ui.painter().rect_filled(piece(rect.left() + 30.0, WIDTHS[row % WIDTHS.len()], 10.0), 5, color);
        ui.painter().rect_filled(piece(rect.right() - 34.0, 34.0, 10.0), 5, color);
    }
    let node = paint::name_node(ui, rect, ui.make_persistent_id("loading"), "Loading");
    ui.ctx().accesskit_node_builder(node.id, egui::accesskit::Node::set_busy);
}

/// A place and its health in the heat-map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeatCell {
    /// The worst warning within.
    pub worst: Option<crate::model::Severity>,
    /// How many keys have one.
    pub findings: usize,
    /// How many keys there are; 0 shows a dash.
    pub keys: usize,
}

/// The id of the cell that stands for `name`, for the keyboard.
pub fn heat_id(ui: &Ui, name: &str) -> egui::Id {
    ui.make_persistent_id(("heat", name))
}

/// Paints a cell of 76 by 28; a click filters. `name` says what the cell stands for: "Storefront, production".
pub fn heat_cell(ui: &Ui, rect: Rect, name: &str, cell: HeatCell) -> egui::Response {
    use crate::model::Severity;
    let t = of(ui);
    let sense = if cell.keys == 0 { Sense::hover() } else { Sense::click() };
    let response = ui.interact(rect, heat_id(ui, name), sense);
    response.widget_info(|| {
        let words = match cell.keys {
            0 => format!("{name}, no keys"),
            keys => format!("{name}, {} of {} keys with warnings", grouped(cell.findings), grouped(keys)),
        };
        WidgetInfo::labeled(Role::Button, cell.keys > 0, words)
    });
    let middle = rect.center().y;
    if cell.keys == 0 {
        paint::text_centered(ui, rect, Type::Body, t.text_tertiary, "–");
        return response;
    }
    let (fill, ink) = match cell.worst {
        Some(Severity::ActNow) => (t.crit_tint, t.crit_text),
        Some(Severity::LookSoon) => (t.warn_tint, t.warn_text),
        Some(Severity::ForInfo) | None => (t.bg_inset, t.text_secondary),
    };
    ui.painter().rect_filled(rect, crate::gui::theme::radius::TILE, fill);
    let shape = pos2(rect.left() + 16.5, middle);
    match cell.worst {
        Some(Severity::ActNow) => octagon(ui, shape, t.crit_solid),
        Some(Severity::LookSoon) => triangle(ui, shape, t.warn_solid),
        Some(Severity::ForInfo) => paint::icon(ui, shape, 15.0, Face::Line, Icon::Circle, t.text_tertiary),
        None => {}
    }
    let line = paint::baseline(ui, middle, Type::Code);
    let x = rect.left() + 30.0;
    let used = paint::text(ui, x, line, Type::CodeStrong, ink, &grouped(cell.findings));
    // Where thousands of keys have no room, the tooltip has the rest.
    let all = format!("/{}", grouped(cell.keys));
    if used + paint::width(ui, Type::Code, &all) <= rect.right() - x - 2.0 {
        paint::text(ui, x + used, line, Type::Code, t.text_tertiary, &all);
    }
    if response.hovered() {
        let edge = egui::Stroke::new(1.0, t.stroke_control);
        ui.painter().rect_stroke(rect, crate::gui::theme::radius::TILE, edge, egui::StrokeKind::Inside);
    }
    paint::focus_ring(ui, rect, crate::gui::theme::radius::TILE, &response);
    response
}

/// Act now as a shape of 15 without its sign, which a number follows.
pub fn octagon(ui: &Ui, center: Pos2, color: Color32) {
    const R: f32 = 5.5;
    let flat = R * std::f32::consts::FRAC_PI_8.tan();
    let corners = [(flat, -R), (R, -flat), (R, flat), (flat, R), (-flat, R), (-R, flat), (-R, -flat), (-flat, -R)];
    rounded(ui, center, &corners, color);
}

/// Look soon as a shape of 15 without its sign.
pub fn triangle(ui: &Ui, center: Pos2, color: Color32) {
    rounded(ui, center, &[(0.0, -4.9), (5.7, 4.7), (-5.7, 4.7)], color);
}

/// Fills the hull of discs around a shape's corners, which come clockwise.
fn rounded(ui: &Ui, center: Pos2, corners: &[(f32, f32)], color: Color32) {
    const RADIUS: f32 = 0.8;
    const STEPS: u8 = 4;
    let count = corners.len();
    let corner = |index: usize| vec2(corners[index % count].0, corners[index % count].1);
    // The direction that looks out of the edge that leads to the next corner.
    let out = |index: usize| (corner(index + 1) - corner(index)).normalized().rot90();
    let mut points = Vec::with_capacity(count * (usize::from(STEPS) + 1));
    for index in 0..count {
        let (before, after) = (out(index + count - 1), out(index));
        for step in 0..=STEPS {
            let part = f32::from(step) / f32::from(STEPS);
            let direction = (before * (1.0 - part) + after * part).normalized();
            points.push(center + corner(index) + direction * RADIUS);
        }
    }
    ui.painter().add(egui::Shape::convex_polygon(points, color, egui::Stroke::NONE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_goes_by_bits() {
        let words = [0.0, 47.9, 48.0, 79.0, 80.0, 127.9, 128.0, 233.0, 256.0].map(|bits| Strength::of(bits).word());
        assert_eq!(words, ["Weak", "Weak", "Fair", "Fair", "Good", "Good", "Strong", "Strong", "Excellent"]);
    }
}
