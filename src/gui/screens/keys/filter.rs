//! The filter bar: the field, the chips, and which columns are there.

use egui::{Rect, Ui};

use super::columns::Spare;
use super::data::Chip;
use super::ui::Screen;
use crate::gui::commands::Command;
use crate::gui::counts::keys;
use crate::gui::theme::{Icon, size};
use crate::gui::widgets::{Chips, Field, MenuItem, Strip, chip_width, icon_button, menu};
use crate::jobs::Snapshot;

/// What the menu of columns is called.
const COLUMNS: &str = "Columns";

/// Draws it.
pub fn filter_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot) {
    let window = ui.ctx().content_rect().width();
    let mut strip = Strip::new(rect, size::EDGE);
    let field = strip.left(if window < size::NARROW { 220.0 } else { 232.0 }, size::CONTROL);
    strip.gap_left(8.0);
    let hint = format!("Filter {}", keys(screen.listing.here));
    let cap = Command::Filter.caps();
    let mut filter = Field::new(Screen::filter_id(), "Filter").hint(&hint).icon(Icon::Funnel).clearable();
    if let Some(cap) = cap.first() {
        filter = filter.keycap(cap);
    }
    if filter.at(ui, field, &mut screen.filter).changed() {
        screen.relist(snapshot);
        (screen.to_top, screen.reveal_selection) = (true, true);
    }
    let columns = (window >= size::NARROW).then(|| strip.right(28.0, 28.0));
    strip.gap_right(8.0);
    let mut chips =
        vec![(Chip::All, "All", None), (Chip::NeedsAction, "Needs action", Some(screen.listing.need_action))];
    if !snapshot.settings.me.is_empty() {
        chips.push((Chip::Mine, "Mine", Some(screen.listing.mine)));
    }
    chips.push((Chip::Plain, "Plain", Some(screen.listing.plain)));
    // What does not fit stays away from the narrowest windows, the least needed first; one that is on stays.
    while chips.len() > 2
        && chips.iter().map(|(_, words, count)| chip_width(ui, words, *count) + 8.0).sum::<f32>() > strip.room() + 8.0
    {
        let Some(at) = chips.iter().rposition(|(which, ..)| *which != screen.chip) else { break };
        chips.remove(at);
    }
    let mut row = Chips::new(ui, "chips", chips.len());
    for (which, words, count) in chips {
        if row.chip(&mut strip, words, count, screen.chip == which).clicked() && screen.chip != which {
            screen.chip = which;
            screen.relist(snapshot);
        }
    }
    // Drawn last: Tab goes from left to right.
    if let Some(rect) = columns {
        columns_ui(ui, rect, screen);
    }
}

/// The menu of the columns that one may do without.
fn columns_ui(ui: &Ui, rect: Rect, screen: &mut Screen) {
    let button = icon_button(ui, rect, Icon::SlidersHorizontal, COLUMNS, None);
    let item = |column: Spare| MenuItem {
        words: column.title().to_owned(),
        count: None,
        protected: false,
        current: !screen.hidden.contains(&column),
    };
    let items: Vec<MenuItem> = Spare::ALL.into_iter().map(item).collect();
    if let Some(column) = menu(&button, COLUMNS, &items).and_then(|index| Spare::ALL.get(index)) {
        match screen.hidden.iter().position(|hidden| hidden == column) {
            Some(at) => drop(screen.hidden.remove(at)),
            None => screen.hidden.push(*column),
        }
    }
}
