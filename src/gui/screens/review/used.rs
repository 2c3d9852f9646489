//! Bars: how many keys were used last when. Keyloft knows only of itself, and says so.

use egui::{EventFilter, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::data::{Used, used};
use super::state::Review;
use crate::gui::counts::{grouped, keys};
use crate::gui::theme::{Type, of, radius};
use crate::gui::widgets::{baseline, focus_ring, name_node, text, text_right, width};
use crate::jobs::Snapshot;

const ROW: f32 = 25.0;
/// Width of the words.
const WORDS: f32 = 94.0;
const TIP: &str = "Keyloft knows its own copies, exports and runs, not what a provider sees. Disabled keys and those without \
                   a secret are left out.";

/// Draws them within a card's padding.
pub fn used_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot) {
    const TITLE: &str = "Last used here";
    let t = of(ui);
    let middle = rect.top() + 22.0;
    let wide = text(ui, rect.left(), baseline(ui, middle, Type::Strong), Type::Strong, t.text_primary, TITLE);
    let title = Rect::from_min_size(pos2(rect.left(), middle - 12.0), vec2(wide, 24.0));
    name_node(ui, title, ui.make_persistent_id("used title"), TITLE).on_hover_text(TIP);
    let rows = used(&review.view, facts);
    let most = rows.iter().map(|row| row.count).max().unwrap_or_default().max(1);
    let shares = shares(&rows.iter().map(|row| row.count).collect::<Vec<_>>());
    let numbers = rows.iter().map(|row| width(ui, Type::Code, &grouped(row.count))).fold(22.0, f32::max) + 8.0;
    let mut turned = None;
    for (index, used) in rows.into_iter().enumerate() {
        let tip = used.tip();
        let Used { bucket, words, count, warned } = used;
        let top = rect.top() + 41.0 + ROW * index as f32;
        let row = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), ROW));
        let response = ui.interact(row.expand2(vec2(6.0, 0.0)), ui.make_persistent_id(("used", index)), Sense::click());
        let on = review.lens.bucket == Some(bucket);
        let said = format!("Last used here: {words}, {}", keys(count));
        let said = tip.as_ref().map_or(said.clone(), |tip| format!("{said}. {tip}"));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, said.as_str()));
        let ring = row.expand2(vec2(6.0, -1.0));
        if on {
            ui.painter().rect_stroke(ring, radius::CONTROL, Stroke::new(2.0, t.accent_ring), StrokeKind::Inside);
        } else if response.hovered() {
            ui.painter().rect_filled(ring, radius::CONTROL, t.bg_hover);
        }
        let line = baseline(ui, row.center().y, Type::Body);
        let ink = if bucket.is_long() && count > 0 { t.text_primary } else { t.text_secondary };
        text(ui, row.left(), line, Type::Body, ink, &words);
        let ink = if warned > 0 { t.warn_text } else { t.text_tertiary };
        text_right(ui, row.right(), line, Type::Code, ink, &grouped(count));
        if review.tables {
            // As a table: the share in words instead of a length.
            let share = format!("{}%", shares[index]);
            text_right(ui, row.right() - numbers - 12.0, line, Type::Code, t.text_tertiary, &share);
        } else if count > 0 {
            let room = row.width() - WORDS - numbers;
            let bar = |count: usize| {
                let long = (room * count as f32 / most as f32).max(2.0);
                Rect::from_min_size(pos2(row.left() + WORDS, row.center().y - 5.0), vec2(long, 10.0))
            };
            ui.painter().rect_filled(bar(count), 3, t.chart_bar);
            // What has a warning begins it.
            if warned > 0 {
                ui.painter().rect_filled(bar(warned), 3, t.warn_solid);
            }
        }
        focus_ring(ui, ring.shrink(2.0), radius::CONTROL, &response);
        if response.has_focus() {
            // Nothing stands beside it: egui would go on to whatever lies that way, across the window.
            let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        if response.clicked() {
            turned = Some(bucket);
        }
        if let Some(tip) = tip {
            response.on_hover_text(tip);
        }
    }
    if let Some(bucket) = turned {
        review.look_through(|lens| lens.turn_bucket(bucket));
    }
}

/// What parts are of their whole, in percent that add up to 100: those that rounding down takes most from are rounded up.
fn shares(counts: &[usize]) -> Vec<usize> {
    let all: usize = counts.iter().sum();
    let mut shares: Vec<usize> =
        counts.iter().map(|count| (count * 100).checked_div(all).unwrap_or_default()).collect();
    let mut by_loss: Vec<usize> = (0..counts.len()).collect();
    by_loss.sort_by_key(|at| std::cmp::Reverse((counts[*at] * 100).checked_rem(all)));
    let lacks = if all == 0 { 0 } else { 100 - shares.iter().sum::<usize>() };
    by_loss.into_iter().take(lacks).for_each(|at| shares[at] += 1);
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn shares_are_rounded_and_add_up() {
        assert_eq!(shares(&[4, 10, 3, 2, 1, 1]), [19, 48, 14, 9, 5, 5]);
        assert_eq!(shares(&[1, 1, 1]).iter().sum::<usize>(), 100);
        assert_eq!(shares(&[7, 0, 71]), [9, 0, 91]);
        assert_eq!(shares(&[5, 0]), [100, 0]);
        assert_eq!(shares(&[0, 0]), [0, 0]);
    }
}
