//! What every section of an open vault has: a header with a line under it, what went wrong above what is shown, and a status
//! bar where the window is high enough.

use egui::{Rect, Ui, pos2};

use crate::gui::theme::{of, size};
use crate::gui::widgets::{Tone, callout, hairline};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Request, Snapshot, VaultState};

/// Paints the pane right of the sidebar; returns its header and what is below.
pub fn pane_ui(ui: &Ui, pane: Rect) -> (Rect, Rect) {
    let t = of(ui);
    ui.painter().rect_filled(pane, 0.0, t.bg_surface);
    let (header, below) = pane.split_top_bottom_at_y(pane.top() + size::HEADER);
    hairline(ui, pane.x_range(), header.bottom() - 1.0, t.stroke_subtle);
    (header, below)
}

/// Cuts the status bar off a part of the pane, and paints the line over it; there is none in a low window.
pub fn cut_status_bar(ui: &Ui, part: Rect) -> (Rect, Option<Rect>) {
    if ui.ctx().content_rect().height() < size::LOW {
        return (part, None);
    }
    let (body, bar) = part.split_top_bottom_at_y(part.bottom() - size::STATUS_BAR);
    hairline(ui, bar.x_range(), bar.top(), of(ui).stroke_subtle);
    (body, Some(bar))
}

/// As [`messages_ui`], under so much room; without a message what is shown stands where it always does.
pub fn messages_under(
    ui: &Ui,
    rest: &mut Rect,
    room: f32,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) {
    let mut under = rest.with_min_y(rest.top() + room);
    messages_ui(ui, &mut under, snapshot, notice, wishes);
    if under.top() > rest.top() + room {
        *rest = under;
    }
}

/// What went wrong stands above the table, where it can be acted on; names stay in view. Takes its room off the top of
/// `rest`.
pub fn messages_ui(ui: &Ui, rest: &mut Rect, snapshot: &Snapshot, notice: Option<&Failure>, wishes: &mut Vec<Wish>) {
    let wide = rest.width() - 2.0 * size::EDGE;
    if let VaultState::KeychainTrouble(failure) = &snapshot.state {
        let hint = format!("{} {}", failure.why, failure.advice);
        let at = pos2(rest.left() + size::EDGE, rest.top());
        let (rect, clicked) = callout(ui, at, wide, Tone::Warn, &failure.title, hint.trim(), Some("Unlock keychain…"));
        if clicked {
            wishes.push(Wish::Ask(Request::Unlock(None)));
        }
        rest.min.y = rect.bottom() + 8.0;
    }
    if let Some(failure) = notice {
        let said_above = matches!(&snapshot.state, VaultState::KeychainTrouble(above) if above.why == failure.why);
        let hint = if said_above { String::new() } else { format!("{} {}", failure.why, failure.advice) };
        let at = pos2(rest.left() + size::EDGE, rest.top());
        let (rect, clicked) = callout(ui, at, wide, Tone::Crit, &failure.title, hint.trim(), Some("Close"));
        if clicked {
            wishes.push(Wish::DismissNotice);
        }
        rest.min.y = rect.bottom() + 8.0;
    }
}
