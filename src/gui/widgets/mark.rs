//! Keyloft's mark: a house with a keyhole. One geometry for the window's painter and for the window's icon.

use egui::{Pos2, Rect, Shape, Ui, pos2, vec2};

use crate::gui::theme::{LIGHT_ACCENT, of};

/// The drawing is made on a square of this side.
const SIDE: f32 = 24.0;

/// The outline is the hull of five discs: middle, radius, and the directions in degrees between which it is the edge
/// (0 right, 90 down). Ridge, right eave, lower corners, left eave.
const DISCS: [(f32, f32, f32, f32, f32); 5] = [
    (12.0, 2.2, 0.8, -127.1, -52.9),
    (21.0, 9.0, 0.8, -52.9, 0.0),
    (18.7, 19.5, 3.1, 0.0, 90.0),
    (5.3, 19.5, 3.1, 90.0, 180.0),
    (3.0, 9.0, 0.8, 180.0, 232.9),
];
const HOLE: (f32, f32, f32) = (12.0, 12.2, 2.5);
const SLOT: [(f32, f32); 4] = [(10.9, 12.5), (13.1, 12.5), (13.8, 17.5), (10.2, 17.5)];

/// The outline's points, clockwise.
fn outline() -> Vec<(f32, f32)> {
    const STEPS: u8 = 8;
    let arc = |(x, y, r, from, to): (f32, f32, f32, f32, f32)| {
        (0..=STEPS).map(move |step| {
            let angle = (from + (to - from) * f32::from(step) / f32::from(STEPS)).to_radians();
            (x + r * angle.cos(), y + r * angle.sin())
        })
    };
    DISCS.into_iter().flat_map(arc).collect()
}

/// Paints the mark in a square.
pub fn mark(ui: &Ui, rect: Rect) {
    let t = of(ui);
    let scale = rect.width() / SIDE;
    let at = |(x, y): (f32, f32)| rect.min + vec2(x, y) * scale;
    let painter = ui.painter();
    let body = outline().into_iter().map(at).collect();
    painter.add(Shape::convex_polygon(body, t.accent_fill, egui::Stroke::NONE));
    painter.circle_filled(at((HOLE.0, HOLE.1)), HOLE.2 * scale, t.accent_on);
    painter.add(Shape::convex_polygon(SLOT.map(at).to_vec(), t.accent_on, egui::Stroke::NONE));
}

fn inside(points: &[(f32, f32)], p: Pos2) -> bool {
    let side = |a: (f32, f32), b: (f32, f32)| (b.0 - a.0) * (p.y - a.1) - (b.1 - a.1) * (p.x - a.0);
    let mut sides = (0..points.len()).map(|i| side(points[i], points[(i + 1) % points.len()]) >= 0.0);
    let first = sides.next();
    sides.all(|s| Some(s) == first)
}

/// The window's icon: 64 by 64 pixels, four by four samples each.
pub fn icon_data() -> egui::IconData {
    const PIXELS: u32 = 64;
    const SAMPLES: u32 = 4;
    let house = outline();
    let mut rgba = Vec::with_capacity((PIXELS * PIXELS * 4) as usize);
    for y in 0..PIXELS {
        for x in 0..PIXELS {
            let (mut body, mut hole) = (0_u32, 0_u32);
            for sample in 0..SAMPLES * SAMPLES {
                let place = |pixel: u32, step: u32| (pixel * SAMPLES + step) as f32 + 0.5;
                let to_drawing = SIDE / (PIXELS * SAMPLES) as f32;
                let p = pos2(place(x, sample % SAMPLES) * to_drawing, place(y, sample / SAMPLES) * to_drawing);
                let open = p.distance(pos2(HOLE.0, HOLE.1)) <= HOLE.2 || inside(&SLOT, p);
                body += u32::from(inside(&house, p));
                hole += u32::from(open);
            }
            let all = SAMPLES * SAMPLES;
            let blend = |channel: u8| ((u32::from(channel) * (all - hole) + 255 * hole) / all) as u8;
            let [r, g, b] = LIGHT_ACCENT;
            rgba.extend([blend(r), blend(g), blend(b), (body * 255 / all) as u8]);
        }
    }
    egui::IconData { rgba, width: PIXELS, height: PIXELS }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The packaged icon says the same drawing as paths: a line of twice the roof's radius, joined round, gives the hull.
    #[test]
    fn the_packaged_icon_is_the_same_drawing() {
        let svg = include_str!("../../../packaging/keyloft.svg");
        let [ridge, right, low_right, low_left, left] = DISCS;
        // Sums of decimals in binary are off by a little.
        let tidy = |number: f32| format!("{}", (number * 1000.0).round() / 1000.0);
        let edge = ridge.2;
        let turn = low_right.2 - edge;
        let body = format!(
            "M{} {} {} {}v{}a{turn} {turn} 0 0 1-{turn} {turn}H{}A{turn} {turn} 0 0 1 {} {}V{}z",
            ridge.0,
            ridge.1,
            right.0,
            right.1,
            low_right.1 - right.1,
            low_left.0,
            left.0,
            low_left.1,
            left.1,
            turn = tidy(turn),
        );
        // What the path's shorthand takes for granted.
        let around = [low_right.0 + turn, low_left.0 - turn, low_left.1, right.2, left.2, low_left.2].map(tidy);
        assert_eq!(around, [right.0, left.0, low_right.1, edge, edge, low_right.2].map(tidy));
        let colour = LIGHT_ACCENT.map(|part| format!("{part:02x}")).concat();
        let body = format!(
            r##"d="{body}" fill="#{colour}" stroke="#{colour}" stroke-width="{}" stroke-linejoin="round""##,
            tidy(2.0 * edge)
        );
        assert!(svg.contains(&body), "{body} is not in {svg}");
        let hole = format!(r##"<circle cx="{}" cy="{}" r="{}" fill="#fff"/>"##, HOLE.0, HOLE.1, HOLE.2);
        assert!(svg.contains(&hole), "{hole} is not in {svg}");
        let [a, b, c, d] = SLOT;
        let across = tidy(c.0 - b.0).trim_start_matches('0').to_owned();
        let slot = format!("M{} {}h{}l{across} {}h-{}z", a.0, a.1, tidy(b.0 - a.0), tidy(c.1 - b.1), tidy(c.0 - d.0));
        assert!(svg.contains(&format!(r##"d="{slot}" fill="#fff""##)), "{slot} is not in {svg}");
        assert!(svg.contains(&format!(r#"viewBox="0 0 {SIDE} {SIDE}""#)));
    }

    #[test]
    fn the_icon_is_a_house_on_nothing_with_a_light_keyhole() {
        let icon = icon_data();
        let pixel = |x: usize, y: usize| &icon.rgba[(y * 64 + x) * 4..][..4];
        assert_eq!(pixel(0, 0)[3], 0);
        assert_eq!(pixel(32, 32), [255, 255, 255, 255]);
        assert_eq!(pixel(12, 50), [LIGHT_ACCENT[0], LIGHT_ACCENT[1], LIGHT_ACCENT[2], 255]);
    }
}
