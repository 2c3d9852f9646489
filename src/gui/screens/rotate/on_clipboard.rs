//! The new value on the clipboard, told within the dialog's last page: over a window's toasts that page may lie.

use std::time::Duration;

use egui::Context;

use super::about::About;
use crate::gui::toast::Toast;
use crate::jobs::Event;
use crate::model::KeyUid;

/// So long the button says that it copied, in seconds.
const COPIED_SECS: f64 = 2.0;

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct OnClipboard {
    /// What the worker said, until the next frame tells the time.
    heard: Option<Heard>,
    stands: Option<(Toast, f64)>,
}

#[derive(Debug, Clone, Copy)]
enum Heard {
    Copied(Duration),
    Cleared,
}

impl OnClipboard {
    /// Learns from what is news for the window too.
    pub fn hear(&mut self, event: &Event, own: KeyUid) {
        self.heard = match event {
            Event::Copied(uid, Some(clears_after)) if *uid == own => Some(Heard::Copied(*clears_after)),
            // Something else is there by now.
            Event::Copied(..) => {
                (self.heard, self.stands) = (None, None);
                return;
            }
            Event::ClipboardCleared if self.stands.is_some() || self.heard.is_some() => Some(Heard::Cleared),
            _ => return,
        };
    }

    /// What it comes to now; looks again when that changes.
    pub fn follow(&mut self, ctx: &Context, about: &About, now: f64) {
        let toast = self.heard.take().map(|heard| match heard {
            Heard::Copied(after) => Toast::copied(&about.name, &about.environment, after, now),
            Heard::Cleared => Toast::cleared(now),
        });
        self.stands = toast.map(|toast| (toast, now)).or(self.stands.take()).filter(|(toast, _)| !toast.is_over(now));
        if let Some((toast, _)) = &self.stands {
            ctx.request_repaint_after(toast.next_frame(now));
        }
    }

    /// It was copied right now.
    pub fn just_copied(&self, now: f64) -> bool {
        self.stands.as_ref().is_some_and(|(toast, since)| toast.news_kind().is_none() && now < since + COPIED_SECS)
    }

    /// "Clipboard clears in 27 s", "Clipboard cleared".
    pub fn words(&self, now: f64) -> Option<String> {
        let face = self.stands.as_ref()?.0.face(now);
        Some(face.hint.map_or(face.words, |hint| format!("Clipboard {hint}")))
    }
}
