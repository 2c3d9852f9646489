//! Buttons of a bar, as many as there is room for; the rest stands in a menu at its end.

use egui::Ui;

use super::button::Button;
use super::menu::{MenuIcon, MenuItem, menu_led};
use super::strip::Strip;
use super::tip::tip;
use crate::gui::theme::{Icon, size};

/// How a button of a bar looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BarLook {
    /// As most do.
    #[default]
    Plain,
    /// The bar's one primary button.
    Primary,
    /// What can't be undone.
    Danger,
    /// In the menu alone, with a tick where it is on.
    Within {
        /// Whether it is on.
        on: bool,
    },
}

/// A button of a bar.
#[derive(Debug, Clone)]
pub struct BarItem<'a> {
    /// Its words.
    pub words: &'a str,
    /// Before them.
    pub icon: Icon,
    /// How it looks.
    pub look: BarLook,
    /// The letter that does the same.
    pub keys: Option<&'static str>,
}

impl BarItem<'_> {
    fn button(&self) -> Button<'_> {
        let button = match self.look {
            BarLook::Primary => Button::primary(self.words),
            BarLook::Danger => Button::secondary(self.words).danger(),
            BarLook::Plain | BarLook::Within { .. } => Button::secondary(self.words),
        };
        button.small().icon(self.icon)
    }
}

/// Draws them from the left of a strip, in the order of how little room they get; returns which was chosen. Those within
/// the menu come last.
pub fn bar_items(ui: &Ui, strip: &mut Strip, items: &[BarItem<'_>]) -> Option<usize> {
    let within = |item: &BarItem<'_>| matches!(item.look, BarLook::Within { .. });
    let wides: Vec<f32> = items.iter().take_while(|item| !within(item)).map(|item| item.button().size(ui).x).collect();
    let more = Button::secondary("More").small().caret();
    let more_wide = more.size(ui).x;
    let all: f32 = wides.iter().map(|wide| wide + 8.0).sum();
    let room = strip.room() + 8.0;
    let room = if wides.len() < items.len() || all > room { room - more_wide - 8.0 } else { room };
    let mut taken = 0.0;
    let shown = wides.iter().take_while(|wide| {
        taken += **wide + 8.0;
        taken <= room
    });
    let shown = shown.count();
    let mut chosen = None;
    for (at, (item, wide)) in items.iter().zip(wides).take(shown).enumerate() {
        let response = item.button().at(ui, strip.left(wide, size::SMALL_CONTROL));
        if response.clicked() {
            chosen = Some(at);
        }
        if item.keys.is_some() {
            tip(response, item.words, item.keys);
        }
        strip.gap_left(8.0);
    }
    if shown < items.len() {
        let anchor = more.at(ui, strip.left(more_wide, size::SMALL_CONTROL));
        strip.gap_left(8.0);
        let entry = |item: &BarItem<'_>| MenuItem {
            words: item.words.to_owned(),
            count: None,
            protected: false,
            current: item.look == BarLook::Within { on: true },
        };
        let rest: Vec<MenuItem> = items[shown..].iter().map(entry).collect();
        let lead = |item: &BarItem<'_>| {
            let lead = if item.look == BarLook::Danger { MenuIcon::danger } else { MenuIcon::plain };
            Some(lead(item.icon))
        };
        let leads: Vec<Option<MenuIcon>> = items[shown..].iter().map(lead).collect();
        chosen = menu_led(&anchor, "More", &rest, &leads).map(|at| shown + at).or(chosen);
    }
    chosen
}
