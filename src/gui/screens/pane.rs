//! What every section of an open vault has: a header with a line under it, what went wrong above what is shown, and a status
//! bar where the window is high enough.

use egui::{Rect, Ui, pos2};

use super::keys::{can_unlock, is_of_unlocking};
use crate::gui::theme::{of, size};
use crate::gui::widgets::{Button, Callout, Tone, details_under, hairline};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Remedy, Request, Snapshot, VaultState};

/// Mends what a locked keychain keeps from happening.
const UNLOCK: &str = "Unlock keychain…";
/// Mends what may go well the next time.
const AGAIN: &str = "Try again";
/// Gives a value again that the keychain lost.
const PASTE: &str = "Paste value…";
/// The button for a page that did not open.
pub const COPY_ADDRESS: &str = "Copy address";

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
    ui: &mut Ui,
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
/// `rest`. What did not happen because the keychain is out of reach is said with that, in one.
pub fn messages_ui(
    ui: &mut Ui,
    rest: &mut Rect,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) {
    let trouble = match &snapshot.state {
        VaultState::KeychainTrouble(trouble) => Some(trouble),
        _ => None,
    };
    let is_its = |notice: &Failure, trouble: &Failure| {
        is_of_unlocking(notice) || trouble.why == notice.why || (can_unlock(trouble) && can_unlock(notice))
    };
    let because = notice.filter(|notice| trouble.is_some_and(|trouble| is_its(notice, trouble)));
    if let Some(trouble) = trouble {
        // Who cancelled the keychain's question knows that it did not open; what the keychain said to it is newer.
        let unlocking = because.filter(|notice| is_of_unlocking(notice));
        let tone = if because.is_none() || unlocking.is_some() { Tone::Warn } else { Tone::Crit };
        let title = because.map_or(&trouble.title, |notice| &notice.title);
        let act = if can_unlock(trouble) { UNLOCK } else { AGAIN };
        if said_ui(ui, rest, tone, title, unlocking.unwrap_or(trouble), &[act], snapshot).is_some() {
            // What did not happen stays said until the keychain answers: nothing moves under the pointer.
            wishes.push(if because.is_some() { Wish::UnlockAndAgain } else { Wish::Ask(Request::Unlock(None)) });
        }
    }
    if because.is_none() {
        notice_ui(ui, rest, snapshot, notice, wishes);
    }
}

/// What did not happen alone, where what is shown says by itself how the keychain stands. Its button mends it where that is
/// one click; else it is read and closed.
pub fn notice_ui(ui: &mut Ui, rest: &mut Rect, snapshot: &Snapshot, notice: Option<&Failure>, wishes: &mut Vec<Wish>) {
    let Some(notice) = notice else { return };
    let (acts, mends): (&[&str], _) = match notice.remedy {
        Some(Remedy::Unlock) => (&[UNLOCK], Some(Wish::UnlockAndAgain)),
        Some(Remedy::TryAgain) => (&[AGAIN], Some(Wish::TryAgain)),
        Some(Remedy::GiveValue) => (&[PASTE, "Close"], Some(Wish::GiveValue)),
        Some(Remedy::CopyAddress(page)) => (&[COPY_ADDRESS, "Close"], Some(Wish::CopyAddress(page))),
        _ => (&["Close"], None),
    };
    let stays = matches!(notice.remedy, Some(Remedy::CopyAddress(_) | Remedy::Unlock | Remedy::GiveValue));
    match said_ui(ui, rest, Tone::Crit, &notice.title, notice, acts, snapshot) {
        None => {}
        // What was copied is still to be read, what a lock kept from happening until the keychain answers, and what is lost
        // until it is back.
        Some(0) if stays => wishes.extend(mends),
        Some(0) => {
            wishes.push(Wish::DismissNotice);
            wishes.extend(mends);
        }
        Some(_) => wishes.push(Wish::DismissNotice),
    }
}

/// One of them, across the pane; which of its buttons was clicked.
fn said_ui(
    ui: &mut Ui,
    rest: &mut Rect,
    tone: Tone,
    title: &str,
    why: &Failure,
    acts: &[&str],
    snapshot: &Snapshot,
) -> Option<usize> {
    let (title, name) = apart(title, snapshot);
    let hint = format!("{} {}", why.why, why.advice);
    let said = Callout::new(tone, title).name(name).hint(hint.trim());
    let said = acts.iter().fold(said, |said, &act| said.button(Button::secondary(act)));
    let at = pos2(rest.left() + size::EDGE, rest.top());
    let (rect, clicked) = said.show(ui, at, rest.width() - 2.0 * size::EDGE);
    rest.min.y = details_under(ui, rect, &why.details) + 8.0;
    clicked
}

/// The key that a title ends in apart from it, for its name is set in mono.
fn apart<'a>(title: &'a str, snapshot: &Snapshot) -> (&'a str, &'a str) {
    let last = title.strip_suffix('.').and_then(|words| words.rsplit_once(' '));
    last.filter(|(_, last)| snapshot.keys.iter().any(|key| key.name() == *last)).unwrap_or((title, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn the_name_of_a_key_is_told_apart_from_other_words() {
        let snapshot = sample::snapshot();
        assert_eq!(apart("Couldn't copy OPENAI_API_KEY.", &snapshot), ("Couldn't copy", "OPENAI_API_KEY"));
        for title in ["Couldn't reach the secrets.", "GNOME Keyring is locked", "Couldn't copy 3 keys.", ""] {
            assert_eq!(apart(title, &snapshot), (title, ""));
        }
    }
}
