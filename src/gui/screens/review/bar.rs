//! The bar over the list: what is done with all that is selected, what narrows the list, and the filter.

use egui::{Id, Rect, Ui, UiBuilder, pos2, vec2};

use super::lens::Lens;
use super::state::Review;
use crate::gui::commands::Command;
use crate::gui::screens::keys::{Unlisted, selected_ui, unlisted_ui};
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::{
    BarItem, BarLook, Button, Field, IconButton, Strip, bar_items, baseline, name_node, text, tip,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::Settings;

/// Height in points.
pub const BAR: f32 = 50.0;

/// What can be done with several at once; the last of them stand in a menu where they have no room.
const BULK: [(Command, &str); 5] = [
    (Command::Disable, "Disable"),
    (Command::AssignOwner, "Assign owner…"),
    (Command::Snooze, "Snooze…"),
    (Command::Rotate, "Rotate…"),
    (Command::Report, "Report…"),
];

/// What folds the charts: one id, whether the list scrolls alone or with all that stands over it.
pub(super) fn fold_id() -> Id {
    Id::unique("fold charts")
}

/// Draws it.
pub fn bar_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    let line = Rect::from_min_max(rect.min + vec2(0.0, 12.0), rect.max - vec2(0.0, 8.0));
    let mut strip = Strip::new(line, size::EDGE);
    let window = ui.ctx().content_rect().width();
    let unlisted = review.unlisted();
    let selects = review.checked() > 0 || unlisted > 0;
    let wide = match selects {
        _ if window >= size::VERY_NARROW => 190.0,
        false => 150.0,
        true => 130.0,
    };
    let field = strip.right(wide, size::SMALL_CONTROL);
    strip.gap_right(8.0);
    let folded = review.is_folded(ui.ctx());
    let words = if folded { "Charts" } else { "Fold charts" };
    let fold = Button::secondary(words).small().plain().trailing(if folded { Icon::CaretDown } else { Icon::CaretUp });
    let roomy = window >= size::WIDE || !selects;
    let fold_size = if roomy { fold.size(ui).x } else { 28.0 };
    let fold_at = strip.right(fold_size, size::SMALL_CONTROL);
    strip.gap_right(8.0);
    // Beside the charts that it turns; what is selected needs the room.
    let tables_at = (!folded && !selects).then(|| {
        let at = strip.right(28.0, size::SMALL_CONTROL);
        strip.gap_right(4.0);
        at
    });
    if review.checked() > 0 {
        bulk_ui(ui, &mut strip, review, &facts.settings, wishes);
    } else if unlisted > 0 {
        match unlisted_ui(ui, &mut strip, "selected", unlisted) {
            Some(Unlisted::Show) => review.show_unlisted(),
            Some(Unlisted::Clear) => review.clear_unlisted(),
            None => {}
        }
    } else {
        chips_ui(ui, &mut strip, review, facts);
    }
    if let Some(at) = tables_at {
        let (icon, words) = match review.tables {
            true => (Command::FoldCharts.icon(), "Show as charts"),
            false => (Command::ChartTables.icon(), "Show as tables"),
        };
        let keys = Command::ChartTables.keys_in(&facts.settings);
        if IconButton::new(icon, words).id(Id::unique("review tables")).shortcut(keys.as_deref()).at(ui, at).clicked() {
            wishes.push(Wish::Do(Command::ChartTables));
        }
    }
    let keys = Command::FoldCharts.keys_in(&facts.settings);
    let fold_id = fold_id();
    let clicked = if roomy {
        tip(fold.id(fold_id).at(ui, fold_at), Command::FoldCharts.title(), keys.as_deref()).clicked()
    } else {
        let icon = if folded { Icon::CaretDown } else { Icon::CaretUp };
        IconButton::new(icon, words).id(fold_id).shortcut(keys.as_deref()).at(ui, fold_at).clicked()
    };
    if clicked {
        wishes.push(Wish::Do(Command::FoldCharts));
    }
    let cap = Command::Filter.caps();
    let mut filter = Field::new(Review::filter_id(), "Filter warnings")
        .hint(if wide < 150.0 { "Filter" } else { "Filter warnings" })
        .icon(Icon::Funnel)
        .small()
        .clearable();
    if let Some(cap) = cap.first().filter(|_| window >= size::NARROW) {
        filter = filter.keycap(cap);
    }
    if filter.at(ui, field, &mut review.filter).changed() {
        review.typed = true;
        review.narrow();
    }
}

/// As many in words as there is room for; the others in a menu, and behind all of them what lets go of the selection.
fn bulk_ui(ui: &mut Ui, strip: &mut Strip, review: &mut Review, settings: &Settings, wishes: &mut Vec<Wish>) {
    let (at, node) = selected_ui(ui, strip, "selected", review.checked(), review.hidden());
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    let clear = Button::secondary("Clear").small().plain();
    let clear_wide = clear.size(ui).x;
    // The header has a report's button too.
    let bar = ui.new_child(UiBuilder::new().max_rect(strip.rest()).id_salt("bulk"));
    strip.gap_right(clear_wide);
    let keys = |command: Command| match command.caps_in(settings)[..] {
        [letter] => Some(letter),
        _ => None,
    };
    let item = |(command, words): (Command, &'static str)| BarItem {
        words,
        icon: command.icon(),
        look: BarLook::Plain,
        keys: keys(command),
    };
    if let Some(at) = bar_items(&bar, strip, &BULK.map(item)) {
        wishes.push(Wish::Do(BULK[at].0));
    }
    let at = Rect::from_min_size(pos2(strip.rest().left(), at.top()), vec2(clear_wide, size::SMALL_CONTROL));
    if clear.at(ui, at).clicked() {
        review.clear_checked();
    }
}

/// Takes away one way of narrowing the list.
type TurnOff = fn(&mut Lens);

/// What is on, each with its way off; one for all of it where there is no room for each.
fn chips_ui(ui: &Ui, strip: &mut Strip, review: &mut Review, facts: &Snapshot) {
    fn chip(words: &str) -> Button<'_> {
        Button::secondary(words).small().trailing(Icon::X)
    }
    let t = of(ui);
    let lens = review.lens.clone();
    let mut on: Vec<(String, TurnOff)> = Vec::new();
    if let Some(tile) = lens.tile {
        on.push((tile.title(facts), |lens| lens.tile = None));
    }
    if let Some(cell) = &lens.cell {
        on.push((cell.words(), |lens| lens.cell = None));
    }
    if let Some(bucket) = lens.bucket {
        on.push((format!("Last used: {}", bucket.title(facts.settings.unused_days)), |lens| lens.bucket = None));
    }
    let all: f32 = on.iter().map(|(words, _)| chip(words).size(ui).x + 8.0).sum();
    if all - 8.0 > strip.room() {
        on = vec![(format!("{} filters", on.len()), |lens| *lens = Lens::default())];
    }
    let mut off = None;
    for (words, turn_off) in on {
        let at = strip.left(chip(&words).size(ui).x, size::SMALL_CONTROL);
        strip.gap_left(8.0);
        if chip(&words).at(ui, at).clicked() {
            off = Some(turn_off);
        }
    }
    if let Some(turn_off) = off {
        review.look_through(turn_off);
    }
    if lens.is_clear() {
        let rest = strip.rest();
        let words = "Warnings";
        let line = baseline(ui, rest.center().y, Type::Strong);
        let used = text(ui, rest.left(), line, Type::Strong, t.text_primary, words);
        let at = Rect::from_min_size(pos2(rest.left(), rest.top()), vec2(used, rest.height()));
        name_node(ui, at, ui.make_persistent_id("list title"), words);
    }
}
