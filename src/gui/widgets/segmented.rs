//! Segmented control: one of a few, all in view.

use egui::{Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};

/// One choice. The name is what a screen reader says where the words are shortened.
#[derive(Debug, Clone)]
pub struct Segment {
    /// What stands on it.
    pub words: String,
    /// Its whole name.
    pub name: String,
    /// Carries the shield.
    pub protected: bool,
}

fn one_width(ui: &Ui, segment: &Segment) -> f32 {
    let shield = if segment.protected { 14.0 + 5.0 } else { 0.0 };
    (paint::width(ui, Type::Strong, &segment.words) + shield + 22.0).ceil()
}

/// Width of the whole control in points.
pub fn segmented_width(ui: &Ui, segments: &[Segment]) -> f32 {
    segments.iter().map(|segment| one_width(ui, segment)).sum::<f32>() + 4.0
}

/// Paints the control with its left end in the middle of `left`; returns the index that was clicked.
pub fn segmented(ui: &Ui, left: egui::Pos2, segments: &[Segment], current: usize) -> Option<usize> {
    let t = of(ui);
    let track = Rect::from_min_size(
        pos2(left.x, left.y - size::CONTROL / 2.0),
        vec2(segmented_width(ui, segments), size::CONTROL),
    );
    ui.painter().rect_filled(track, radius::CONTROL + 1, t.bg_active);
    let mut x = track.left() + 2.0;
    let mut clicked = None;
    for (index, segment) in segments.iter().enumerate() {
        let rect = Rect::from_min_size(pos2(x, track.top() + 2.0), vec2(one_width(ui, segment), 26.0));
        x = rect.right();
        let response = ui.interact(rect, ui.make_persistent_id(("segment", index)), Sense::click());
        let on = index == current;
        response.widget_info(|| {
            let name = if segment.protected { format!("{}, protected", segment.name) } else { segment.name.clone() };
            WidgetInfo::selected(Role::RadioButton, true, on, name)
        });
        if on {
            ui.painter().rect(rect, radius::TILE, t.bg_raised, Stroke::new(1.0, t.stroke_default), StrokeKind::Outside);
        }
        let ink = if on || response.hovered() { t.text_primary } else { t.text_secondary };
        let style = if on { Type::Strong } else { Type::Body };
        let shield = if segment.protected { 19.0 } else { 0.0 };
        let start = rect.center().x - (paint::width(ui, style, &segment.words) + shield) / 2.0;
        if segment.protected {
            paint::icon(ui, pos2(start + 7.0, rect.center().y), 14.0, Face::Fill, Icon::ShieldCheck, ink);
        }
        paint::text(ui, start + shield, paint::baseline(ui, rect.center().y, style), style, ink, &segment.words);
        paint::focus_ring(ui, rect, radius::TILE, &response);
        if response.clicked() && !on {
            clicked = Some(index);
        }
    }
    clicked
}
