//! The cards between the numbers and the list: where they stand, and what is in them.

use egui::{Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::data::LANES;
use super::heat::{heat_ui, heat_width};
use super::state::Review;
use super::{dots, tables, used};
use crate::gui::theme::{of, radius};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

/// Between cards.
pub const GAP: f32 = 10.0;
/// A card with up to four projects.
const CARD: f32 = 214.0;
/// A project's row.
pub const LANE: f32 = 34.0;
/// From a card's top to its first row, and what stands under the last.
pub const TOP: f32 = 64.0;
/// Width of the bars' card beside the other.
const USED: f32 = 248.0;
/// In narrower windows two tables beside each other would cut what stands in them.
const TABLES: f32 = 860.0;
/// Left and right of what is in a card.
pub const PAD: f32 = 15.0;

/// How cards stand in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// Side by side.
    Beside,
    /// The bars under the others.
    Under,
    /// One under the other, all three.
    Stack,
}

/// How they stand over so many points: beside each other where the timeline has room for all that explains it.
fn stand(ui: &Ui, wide: f32, review: &Review) -> Stand {
    let timeline = wide - 2.0 * PAD - heat_width(review);
    let tables_fit = !review.tables || ui.ctx().content_rect().width() >= TABLES;
    match timeline - dots::room(ui) {
        enough if enough >= USED + GAP => Stand::Beside,
        enough if enough >= 0.0 && tables_fit => Stand::Under,
        _ => Stand::Stack,
    }
}

/// Height of a card of projects in points.
fn lanes_height(review: &Review) -> f32 {
    let lanes = review.view.lanes.len().min(LANES);
    CARD + LANE * lanes.saturating_sub(4) as f32
}

/// Height of all cards in points, over so many.
pub fn charts_height(ui: &Ui, wide: f32, review: &Review) -> f32 {
    let lanes = lanes_height(review);
    match stand(ui, wide, review) {
        Stand::Beside => lanes,
        Stand::Under => lanes + GAP + CARD,
        Stand::Stack => 2.0 * lanes + 2.0 * GAP + CARD,
    }
}

/// Paints a card; returns what is within its padding.
fn card_ui(ui: &Ui, rect: Rect) -> Rect {
    let t = of(ui);
    ui.painter().rect(rect, radius::CARD, t.bg_panel, Stroke::new(1.0, t.stroke_subtle), StrokeKind::Inside);
    rect.shrink2(vec2(PAD, 0.0))
}

/// Draws the cards within a rectangle of [`charts_height`].
pub fn charts_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    let lanes = lanes_height(review);
    let row = |y: f32, high: f32| Rect::from_min_size(pos2(rect.left(), rect.top() + y), vec2(rect.width(), high));
    match stand(ui, rect.width(), review) {
        Stand::Beside => {
            let (both, bars) = row(0.0, lanes).split_left_right_at_x(rect.right() - USED);
            both_ui(ui, both.with_max_x(both.right() - GAP), review, facts, wishes);
            let inner = card_ui(ui, bars);
            used::used_ui(ui, inner, review, facts);
        }
        Stand::Under => {
            both_ui(ui, row(0.0, lanes), review, facts, wishes);
            let inner = card_ui(ui, row(lanes + GAP, CARD));
            used::used_ui(ui, inner, review, facts);
        }
        Stand::Stack => {
            let inner = card_ui(ui, row(0.0, lanes));
            if review.tables {
                tables::health_ui(ui, inner, review, facts);
            } else {
                heat_ui(ui, inner, review);
            }
            let inner = card_ui(ui, row(lanes + GAP, lanes));
            if review.tables {
                tables::expiry_ui(ui, inner, review, facts, wishes);
            } else {
                dots::timeline_ui(ui, inner, 112.0, review, facts, wishes);
            }
            let inner = card_ui(ui, row(2.0 * (lanes + GAP), CARD));
            used::used_ui(ui, inner, review, facts);
        }
    }
}

/// The heat-map with the timeline on the same rows.
fn both_ui(ui: &mut Ui, rect: Rect, review: &mut Review, facts: &Snapshot, wishes: &mut Vec<Wish>) {
    let inner = card_ui(ui, rect);
    if review.tables {
        let (left, right) = inner.split_left_right_at_fraction(0.41);
        tables::health_ui(ui, left.with_max_x(left.right() - 12.0), review, facts);
        tables::expiry_ui(ui, right.with_min_x(right.left() + 12.0), review, facts, wishes);
        return;
    }
    let heat = heat_width(review);
    let (left, right) = inner.split_left_right_at_x(inner.left() + heat);
    heat_ui(ui, left.with_max_x(left.right() - 24.0), review);
    dots::timeline_ui(ui, right, 0.0, review, facts, wishes);
}
