//! Tooltips: with the keys that do the same, as caps, and the whole of what was cut.

use std::borrow::Cow;

use egui::{Rangef, Rect, RectAlign, Response, RichText, Sense, Tooltip, pos2, vec2};

use super::keyboard::is_pointed;
use super::paint::{baseline, name_node, text, width};
use super::small::{keycap, keycap_width};
use crate::gui::theme::{Type, of};

/// Between words and caps, and between caps.
const AIR: [f32; 2] = [10.0, 3.0];

/// Says what something is, and its keys, while the pointer rests on it.
pub fn tip(response: Response, words: &str, keys: Option<&str>) -> Response {
    let tooltip = Tooltip::for_enabled(&response);
    show(&response, tooltip, words, keys);
    response
}

/// The same at its right: under it stands the next one.
pub fn tip_beside(response: Response, words: &str, keys: Option<&str>) -> Response {
    let mut tooltip = Tooltip::for_enabled(&response);
    tooltip.popup = tooltip.popup.align(RectAlign::RIGHT).align_alternatives(&[]);
    show(&response, tooltip, words, keys);
    response
}

/// Says under `row` what it had no room for while the keyboard is on one of its controls.
pub fn tip_by_key(response: &Response, row: Rect, words: &str) {
    if !response.has_focus() || is_pointed(&response.ctx) {
        return;
    }
    let mut tooltip = Tooltip::always_open(response.ctx.clone(), response.layer_id, response.id, row);
    tooltip.popup = tooltip.popup.align(RectAlign::BOTTOM_START);
    tooltip.show(|ui| {
        ui.set_max_width(row.width().max(240.0));
        say(ui, Type::Body, words);
    });
}

/// Says words in the style that they stand in, a name or a path in mono.
pub fn tip_in(response: &Response, style: Type, words: &str) {
    Tooltip::for_enabled(response).show(|ui| say(ui, style, words));
}

fn say(ui: &mut egui::Ui, style: Type, words: &str) {
    ui.label(RichText::new(words).font(style.font()).color(of(ui).text_primary));
}

/// What a row had no room for. The whole of it is said under where it stands: pointing at a word far to the right
/// must not bring up something at the row's other end.
#[derive(Debug, Default)]
pub struct Cut<'a>(Vec<(Rangef, Type, Cow<'a, str>)>);

impl<'a> Cut<'a> {
    /// One text, by the left and right of its cell.
    pub fn add(&mut self, [min, max]: [f32; 2], style: Type, whole: impl Into<Cow<'a, str>>) {
        self.0.push((Rangef::new(min, max), style, whole.into()));
    }

    /// Says the text that is pointed at, or all of them where the pointer rests on none.
    pub fn tell(&self, row: Rect, response: &Response) {
        let Some(pointer) = response.hover_pos().filter(|_| !self.0.is_empty()) else { return };
        let is_pointed = |(cell, ..): &(Rangef, Type, Cow<'a, str>)| cell.contains(pointer.x);
        let any = self.0.iter().any(is_pointed);
        let told = || self.0.iter().filter(|part| !any || is_pointed(part));
        let left = told().map(|(cell, ..)| cell.min).fold(f32::INFINITY, f32::min);
        let mut tooltip = Tooltip::for_enabled(response);
        tooltip.popup = tooltip.popup.anchor(row.with_min_x(left));
        tooltip.show(|ui| {
            for (_, style, words) in told() {
                say(ui, *style, words);
            }
        });
    }
}

fn show(response: &Response, tooltip: Tooltip<'_>, words: &str, keys: Option<&str>) {
    let said = keys.map_or_else(|| words.to_owned(), |keys| format!("{words}   {keys}"));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(said.as_str()));
    let caps: Vec<&str> = keys.into_iter().flat_map(|keys| keys.split(' ')).collect();
    tooltip.show(|ui| {
        let after: f32 = caps.iter().map(|cap| keycap_width(ui, cap) + AIR[1]).sum();
        let wide = width(ui, Type::Body, words) + if caps.is_empty() { 0.0 } else { AIR[0] + after - AIR[1] };
        let (rect, _) = ui.allocate_exact_size(vec2(wide.ceil(), 18.0), Sense::hover());
        let middle = rect.center().y;
        let ink = of(ui).text_primary;
        let mut x =
            rect.left() + text(ui, rect.left(), baseline(ui, middle, Type::Body), Type::Body, ink, words) + AIR[0];
        for cap in &caps {
            x += keycap(ui, pos2(x, middle), cap) + AIR[1];
        }
        name_node(ui, rect, ui.make_persistent_id("tip"), &said);
    });
}
