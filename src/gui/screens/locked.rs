//! The locked screen: no names, no counts.

use egui::{Key, Rect, Ui, pos2, vec2};

use crate::gui::theme::{Face, Icon, Type, of};
use crate::gui::widgets::keyboard::take_if_free;
use crate::gui::widgets::{
    Button, Frame, Mark, Passphrase, baseline, details, icon, mark, name_node, paragraph_with_code, severity_icon,
    text, text_centered, width, without_ticks,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, LockReason, Request, Snapshot, StoreKind};
use crate::model::Severity;

/// So many wrong passphrases, then a pause.
const TRIES: u32 = 5;
/// The pause in seconds.
const PAUSE_SECS: f64 = 30.0;
/// Over and under it, at least.
const EDGE: f32 = 12.0;
/// What the words at the window's lower edge need.
const FOOTER: f32 = 40.0;

/// What the locked screen keeps.
#[derive(Debug)]
pub struct Locked {
    passphrase: Passphrase,
    state: Attempt,
    failures: u32,
    /// How high it was in the last frame.
    high: f32,
    asked_for_keyboard: bool,
}

/// How the last try went.
#[derive(Debug, Clone, PartialEq)]
enum Attempt {
    None,
    Running,
    /// Why, and what to do; and the technical text behind it.
    Failed(String, String),
    /// Too many: until this second of the frame's clock.
    Paused(f64),
}

impl Default for Locked {
    fn default() -> Self {
        let passphrase = Passphrase::new("unlock");
        Self { passphrase, state: Attempt::None, failures: 0, high: 0.0, asked_for_keyboard: false }
    }
}

impl Locked {
    /// The try did not open the vault.
    pub fn failed(&mut self, failure: &Failure, now: f64) {
        // What fails on the way to the lock (the clipboard, say) is no wrong passphrase.
        let tried = self.is_running();
        // The button had the keyboard and is off now: the next try is typed at once.
        self.asked_for_keyboard = false;
        self.failures += u32::from(tried);
        self.state = if tried && self.failures.is_multiple_of(TRIES) {
            Attempt::Paused(now + PAUSE_SECS)
        } else {
            let words = format!("{} {}", failure.why, failure.advice);
            Attempt::Failed(words.trim().to_owned(), failure.details.clone())
        };
    }

    /// True where the last try was none that opens.
    pub fn has_failed(&self) -> bool {
        matches!(self.state, Attempt::Failed(..) | Attempt::Paused(_))
    }

    /// True while the worker tries.
    pub fn is_running(&self) -> bool {
        self.state == Attempt::Running
    }
}

/// Draws the screen.
pub fn locked_ui(ui: &mut Ui, all: Rect, screen: &mut Locked, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    const WIDE: f32 = 320.0;
    let t = of(ui);
    ui.painter().rect_filled(all, 0.0, t.bg_window);
    let sealed = snapshot.store == StoreKind::Sealed;
    let left = (all.center().x - WIDE / 2.0).round();
    let height = if sealed { 266.0 } else { 156.0 };
    let technical = match &screen.state {
        Attempt::Failed(_, details) => details.clone(),
        _ => String::new(),
    };
    // Where there is no room under the button for what is open there, all of it moves up.
    let lowest = all.height() - screen.high - EDGE;
    let top = ((all.height() - height) / 2.0 - 20.0).max(16.0).min(lowest.max(EDGE)).round();
    let line = |y: f32, high: f32| Rect::from_min_size(pos2(left, top + y), vec2(WIDE, high));
    mark(ui, Rect::from_center_size(pos2(all.center().x, top + 24.0), vec2(48.0, 48.0)));
    text_centered(ui, line(68.0, 24.0), Type::Headline, t.text_primary, "Keyloft is locked");
    let reason = reason(snapshot);
    let reason_line = Rect::from_center_size(pos2(all.center().x, top + 103.0), vec2(all.width() - 32.0, 18.0));
    text_centered(ui, reason_line, Type::Body, t.text_secondary, &reason);
    let said = format!("Keyloft is locked. {reason}");
    name_node(ui, line(68.0, 44.0), ui.make_persistent_id("locked"), &said);

    let now = ui.input(|input| input.time);
    if let Attempt::Paused(until) = screen.state {
        if until <= now {
            screen.state = Attempt::None;
        } else {
            ui.ctx().request_repaint_after_secs(1.0);
        }
    }
    let mut y = 134.0;
    if sealed {
        let label = line(y, 16.0);
        text(
            ui,
            left,
            baseline(ui, label.center().y, Type::SmallStrong),
            Type::SmallStrong,
            t.text_secondary,
            "Passphrase",
        );
        let frame = if matches!(screen.state, Attempt::Failed(..)) { Frame::Wrong } else { Frame::Rest };
        let response = screen.passphrase.with_eye_at(ui, line(y + 21.0, 36.0), "Passphrase", frame);
        if !screen.asked_for_keyboard {
            screen.asked_for_keyboard = true;
            response.request_focus();
        }
        // A dialog that was open as it locked may have taken the keyboard along.
        take_if_free(&response);
        if response.changed() && matches!(screen.state, Attempt::Failed(..)) {
            screen.state = Attempt::None;
        }
        y += 67.0;
    }
    let problem = match &screen.state {
        Attempt::Failed(words, _) => Some(words.clone()),
        Attempt::Paused(until) => Some(format!("Too many tries. Try again in {} s.", (until - now).ceil() as u64)),
        Attempt::None | Attempt::Running => None,
    };
    if sealed {
        // Under the field it is about. Its room is there from the start: the button does not move away from the pointer.
        let said = problem.as_ref().map_or(0.0, |words| problem_ui(ui, line(y - 4.0, 16.0), words));
        y += said.max(16.0) + 8.0;
    }
    let ready =
        matches!(screen.state, Attempt::None | Attempt::Failed(..)) && !(sealed && screen.passphrase.is_empty());
    let running = screen.is_running();
    let words = if running { "Unlocking…" } else { "Unlock" };
    // One id, whatever stands on it: who pressed it has the keyboard there when the try is over.
    let unlock = Button::primary(words).tall().enabled(ready || running).busy(running);
    let unlock = unlock.id(ui.make_persistent_id("unlock button")).at(ui, line(y, 36.0));
    take_if_free(&unlock);
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    if ready && (unlock.clicked() || entered) {
        let secret = sealed.then(|| screen.passphrase.take());
        screen.state = Attempt::Running;
        wishes.push(Wish::Ask(Request::Unlock(secret)));
    }
    y += 36.0;
    if let Some(words) = problem.filter(|_| !sealed) {
        y += 14.0 + problem_ui(ui, line(y + 14.0, 16.0), &words);
    }
    let end = details(ui, pos2(left, top + y), WIDE, &technical);
    let store = if snapshot.store == StoreKind::Memory { "Sample keys, in memory only" } else { &snapshot.store_title };
    if std::mem::replace(&mut screen.high, end - top) != end - top {
        ui.ctx().request_repaint();
    }
    if end < all.bottom() - FOOTER {
        footer_ui(ui, all, store);
    }
}

/// Why it is locked, and what protects it.
fn reason(snapshot: &Snapshot) -> String {
    let because = match snapshot.locked_because {
        Some(LockReason::Idle(after)) => {
            let minutes = after.as_secs() / 60;
            let unit = if minutes == 1 { "minute" } else { "minutes" };
            match minutes {
                0 => format!("No input for {} seconds.", after.as_secs()),
                _ => format!("No input for {minutes} {unit}."),
            }
        }
        Some(LockReason::Screen) => "Locked with the screen.".to_owned(),
        Some(LockReason::Sleep) => "Locked before the computer slept.".to_owned(),
        Some(LockReason::Elsewhere) => "Locked from another window or a terminal.".to_owned(),
        Some(LockReason::Asked) | None => String::new(),
    };
    if !because.is_empty() {
        let cleared = if snapshot.lock_cleared { " The clipboard was cleared." } else { "" };
        return because + cleared;
    }
    let protects = match snapshot.store {
        StoreKind::Sealed => "Your passphrase opens this vault.",
        StoreKind::Memory => "Keyloft is hidden; these sample keys are in memory only.",
        _ => "Keyloft is hidden; your login protects these keys.",
    };
    protects.to_owned()
}

/// Draws what went wrong, on as many lines as it takes; returns how high that is.
fn problem_ui(ui: &Ui, rect: Rect, words: &str) -> f32 {
    let t = of(ui);
    let room = rect.width() - 21.0;
    let x = rect.left();
    severity_icon(ui, pos2(x + 7.5, rect.center().y), 15.0, Mark::Warning(Severity::ActNow), t);
    let said = paragraph_with_code(ui, pos2(x + 21.0, rect.top()), room, Type::Small, t.crit_text, words);
    let node = name_node(ui, said.union(rect), ui.make_persistent_id("problem"), &without_ticks(words));
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Assertive));
    said.height()
}

fn footer_ui(ui: &Ui, all: Rect, store: &str) {
    let t = of(ui);
    let wide = width(ui, Type::Small, store) + 22.0;
    let middle = all.bottom() - 28.0;
    let x = (all.center().x - wide / 2.0).round();
    icon(ui, pos2(x + 7.0, middle), 14.0, Face::Line, Icon::Vault, t.text_tertiary);
    text(ui, x + 22.0, baseline(ui, middle, Type::Small), Type::Small, t.text_tertiary, store);
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::gui::sample;

    #[test]
    fn the_screen_says_why_it_is_locked() {
        let locked =
            |because| Snapshot { locked_because: because, lock_cleared: true, ..sample::locked(StoreKind::Sealed) };
        let idle = Some(LockReason::Idle(Duration::from_secs(600)));
        assert_eq!(reason(&locked(idle)), "No input for 10 minutes. The clipboard was cleared.");
        assert_eq!(reason(&locked(Some(LockReason::Asked))), "Your passphrase opens this vault.");
        assert_eq!(reason(&locked(Some(LockReason::Screen))), "Locked with the screen. The clipboard was cleared.");
        let untouched = Snapshot { lock_cleared: false, ..locked(idle) };
        assert_eq!(reason(&untouched), "No input for 10 minutes.", "what is there was not Keyloft's");
        let keychain = sample::locked(StoreKind::Keychain);
        assert_eq!(reason(&keychain), "Keyloft is hidden; your login protects these keys.");
        assert!(!reason(&sample::locked(StoreKind::Memory)).contains("your login"));
    }
}
