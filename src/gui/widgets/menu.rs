//! A menu under the thing that was clicked.

use egui::{Popup, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint;
use crate::gui::theme::{Face, Icon, Type, of, radius};

/// One entry.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Its words.
    pub words: String,
    /// What stands at its right, in mono.
    pub count: Option<usize>,
    /// Carries the shield.
    pub protected: bool,
    /// Where one is.
    pub current: bool,
}

/// Opens a menu when `anchor` is clicked; returns the index of the entry that was chosen.
pub fn menu(anchor: &Response, name: &str, items: &[MenuItem]) -> Option<usize> {
    let mut chosen = None;
    Popup::menu(anchor).accessible_name(name).gap(4.0).show(|ui| {
        let t = of(ui);
        let widest = items.iter().map(|item| paint::width(ui, Type::Strong, &item.words)).fold(120.0, f32::max);
        ui.spacing_mut().item_spacing = vec2(0.0, 1.0);
        egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for (index, item) in items.iter().enumerate() {
                let (rect, _) = ui.allocate_exact_size(vec2(widest.min(320.0) + 84.0, 30.0), Sense::hover());
                if item_ui(ui, rect, index, item, t).clicked() {
                    chosen = Some(index);
                    ui.close();
                }
            }
        });
    });
    chosen
}

fn item_ui(ui: &Ui, rect: Rect, index: usize, item: &MenuItem, t: &crate::gui::theme::Tokens) -> Response {
    let response = ui.interact(rect, ui.make_persistent_id(("item", index)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, item.current, &item.words));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius::CONTROL, t.bg_hover);
    }
    let middle = rect.center().y;
    if item.current {
        paint::icon(ui, pos2(rect.left() + 16.0, middle), 14.0, Face::Line, Icon::Check, t.text_primary);
    }
    let line = paint::baseline(ui, middle, Type::Body);
    let style = if item.current { Type::Strong } else { Type::Body };
    let used = paint::elided(ui, rect.left() + 32.0, line, rect.width() - 84.0, style, t.text_primary, &item.words);
    if item.protected {
        let at = pos2(rect.left() + 32.0 + used + 12.0, middle);
        paint::icon(ui, at, 14.0, Face::Fill, Icon::ShieldCheck, t.text_secondary);
    }
    if let Some(count) = item.count {
        paint::text_right(ui, rect.right() - 8.0, line, Type::Count, t.text_tertiary, &count.to_string());
    }
    paint::focus_ring(ui, rect.shrink(1.0), radius::CONTROL, &response);
    response
}
