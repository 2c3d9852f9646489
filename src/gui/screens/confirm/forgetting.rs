//! "Forget 32 entries older than 30 days?": asked before the record is kept for a shorter time.

use egui::Context;

use crate::gui::counts::{age_words, counted};
use crate::gui::theme::{Face, Icon};
use crate::gui::widgets::{Button, Confirm, ConfirmAnswer};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};

/// The setting.
const KEEP: &str = "activity-keep";

/// What the question is about.
#[derive(Debug, PartialEq, Eq)]
pub struct Forgetting {
    days: u32,
    entries: u64,
}

impl Forgetting {
    /// A question about so many entries that are older than so many days.
    pub fn new(days: u32, entries: u64) -> Self {
        Self { days, entries }
    }

    /// What has to be known before a request: how many entries would go, where it keeps the record for a shorter time.
    pub fn asks(request: &Request, snapshot: &Snapshot) -> Option<Request> {
        let Request::Set(KEEP, text) = request else { return None };
        let mut wanted = snapshot.settings.clone();
        wanted.set(KEEP, text).ok()?;
        let days = wanted.activity_keep_days?;
        let is_less = snapshot.settings.activity_keep_days.is_none_or(|now| days < now);
        is_less.then_some(Request::CountOldActivity(days))
    }

    /// What changes the setting.
    pub fn request(&self) -> Request {
        Request::Set(KEEP, format!("{}d", self.days))
    }

    /// Nothing would go.
    pub fn is_idle(&self) -> bool {
        self.entries == 0
    }
}

/// Asks over the window. Cancel has the keyboard.
pub fn forgetting_ui(ctx: &Context, forgetting: &Forgetting, wishes: &mut Vec<Wish>) {
    let count = usize::try_from(forgetting.entries).unwrap_or(usize::MAX);
    let title = format!("Forget {} older than {}?", counted(count, "entry", "entries"), age_words(forgetting.days));
    let confirm = Confirm {
        id: "forgetting",
        icon: (Icon::ClockCounterClockwise, Face::Line),
        title: &title,
        name: "",
        words: "They can't be brought back. What is left can still be checked. Export… in Activity keeps a copy in a file.",
        buttons: &[Button::danger_confirm("Forget")],
    };
    match confirm.show(ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => wishes.push(Wish::CloseModal),
        ConfirmAnswer::Button(_) => wishes.extend([Wish::CloseModal, Wish::Confirmed(forgetting.request())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn only_a_shorter_time_is_asked_about() {
        let mut snapshot = sample::snapshot();
        let asked =
            |snapshot: &Snapshot, text: &str| match Forgetting::asks(&Request::Set(KEEP, text.to_owned()), snapshot) {
                Some(Request::CountOldActivity(days)) => Some(days),
                _ => None,
            };
        assert_eq!(snapshot.settings.activity_keep_days, None);
        assert_eq!(asked(&snapshot, "30d"), Some(30));
        assert_eq!(asked(&snapshot, "forever"), None);
        snapshot.settings.activity_keep_days = Some(90);
        for (text, days) in [("30d", Some(30)), ("90d", None), ("365d", None), ("forever", None)] {
            assert_eq!(asked(&snapshot, text), days, "{text}");
        }
        assert!(Forgetting::asks(&Request::Set("reveal", "10s".to_owned()), &snapshot).is_none());
    }
}
