//! What store or vault were asked for and have not answered yet, so that waiting for it is seen. Times are the frame's seconds, so
//! that tests choose them.

use std::time::Duration;

use egui::{Id, Ui};

use crate::jobs::{CopyForm, Event, Request};
use crate::model::KeyUid;

/// For how long a question to the store is not worth a word, in seconds.
pub const QUIET_SECS: f64 = 0.15;
/// The same of a change that lies in the vault's own file: a slow disk takes that long.
const SAVING_SECS: f64 = 1.0;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A key's secret, for the clipboard.
    Secret(KeyUid),
    /// To open at all.
    Open,
    /// To change what lies in the vault's file, which other programs may hold for as long as they like.
    Change,
}

impl Asked {
    /// What a request asks of the store; none where it can't take long, or where its own dialog shows that it does.
    pub fn of(request: &Request) -> Option<Self> {
        match request {
            Request::Copy(uid) | Request::CopyAs(uid, CopyForm::Assignment | CopyForm::ExportLine) => {
                Some(Self::Secret(*uid))
            }
            Request::Unlock(None) => Some(Self::Open),
            Request::Set(..)
            | Request::ChangePlace(_)
            | Request::Enable(_)
            | Request::Disable(_)
            | Request::Assign(_)
            | Request::MoveBack(..)
            | Request::UndoRotate(_)
            | Request::Delete(..)
            | Request::DeleteFiles(_)
            | Request::Snooze(..)
            | Request::Unsnooze(_)
            | Request::MarkEnded(_)
            | Request::TakeBackEnd(..)
            | Request::MarkDeletedEnded(..)
            | Request::TakeBackDeletedEnd(..)
            | Request::Tick(..)
            | Request::NotNeeded(..)
            | Request::LastDay(..) => Some(Self::Change),
            _ => None,
        }
    }

    /// For how long it is not worth a word, in seconds.
    fn quiet_secs(self) -> f64 {
        if self == Self::Change { SAVING_SECS } else { QUIET_SECS }
    }
}

/// The last question that has no answer yet.
#[derive(Debug, Default)]
pub struct Awaits {
    last: Option<(Asked, f64)>,
}

impl Awaits {
    /// It was asked. One change more waits with those before it.
    pub fn begin(&mut self, asked: Asked, now: f64) {
        let goes_on = self.last.filter(|(last, _)| (*last, asked) == (Asked::Change, Asked::Change));
        self.last = goes_on.or(Some((asked, now)));
    }

    /// The worker's word, where it answers the question.
    pub fn hear(&mut self, event: &Event) {
        let answers = |asked: Asked| match (event, asked) {
            (Event::Failed(_), _) | (Event::Snapshot(_), Asked::Open | Asked::Change) => true,
            (Event::Copied(copied, _), Asked::Secret(uid)) => *copied == uid,
            _ => false,
        };
        self.last = self.last.filter(|(asked, _)| !answers(*asked));
    }

    /// What is waited for long enough to say so, and since when that is said.
    pub fn told(&self, now: f64) -> Option<(Asked, f64)> {
        let (asked, since) = self.last?;
        (now - since >= asked.quiet_secs()).then_some((asked, since + asked.quiet_secs()))
    }

    /// Whether that is said in this key's field.
    pub fn is_of(&self, uid: KeyUid, now: f64) -> bool {
        self.told(now).is_some_and(|(asked, _)| matches!(asked, Asked::Open) || asked == Asked::Secret(uid))
    }

    /// When the next frame is needed; none where nothing is to be said by then.
    pub fn next_frame(&self, now: f64) -> Option<Duration> {
        let (asked, since) = self.last?;
        let left = since + asked.quiet_secs() - now;
        (left > 0.0).then(|| Duration::from_secs_f64(left))
    }
}

/// Whether this, which is waited for in every frame that asks, was waited for long enough to show that it is. Another wait
/// begins with another number, and where a frame did not ask.
pub fn is_long(ui: &Ui, what: &str, nth: u64) -> bool {
    let id = Id::unique(("waits for", what));
    let (now, frame) = (ui.input(|input| input.time), ui.ctx().cumulative_frame_nr());
    let before = ui.data(|data| data.get_temp::<(u64, f64, u64)>(id));
    let goes_on = |(of, _, last): &(u64, f64, u64)| *of == nth && frame.saturating_sub(*last) <= 1;
    let since = before.filter(goes_on).map_or(now, |(_, since, _)| since);
    ui.data_mut(|data| data.insert_temp(id, (nth, since, frame)));
    let left = since + QUIET_SECS - now;
    if left > 0.0 {
        ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
    }
    left <= 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_wait_begins_with_another_number_or_after_a_frame_that_did_not_wait() {
        let ctx = egui::Context::default();
        let asks = |time: f64, nth: Option<u64>| {
            let input = egui::RawInput { time: Some(time), ..egui::RawInput::default() };
            let mut long = false;
            ctx.run_ui(input, |ui| long = nth.is_some_and(|nth| is_long(ui, "test", nth))).textures_delta.clear();
            long
        };
        assert!(!asks(1.0, Some(0)) && !asks(1.0 + QUIET_SECS / 2.0, Some(0)));
        assert!(asks(1.5, Some(0)) && !asks(2.0, None));
        assert!(!asks(3.0, Some(0)) && asks(3.5, Some(0)));
        assert!(!asks(4.0, Some(1)) && asks(4.5, Some(1)));
    }

    const ONE: KeyUid = KeyUid(1);
    const OTHER: KeyUid = KeyUid(2);

    #[test]
    fn a_wait_is_told_only_once_it_takes_long() {
        let mut awaits = Awaits::default();
        assert_eq!((awaits.told(9.0), awaits.next_frame(9.0)), (None, None));
        awaits.begin(Asked::Secret(ONE), 1.0);
        assert!(!awaits.is_of(ONE, 1.1) && awaits.next_frame(1.1).is_some());
        assert!(awaits.is_of(ONE, 1.2) && !awaits.is_of(OTHER, 1.2));
        assert_eq!(awaits.next_frame(1.2), None);
    }

    #[test]
    fn a_change_is_told_later_than_a_question_to_the_store_and_from_the_first_of_several() {
        let mut awaits = Awaits::default();
        awaits.begin(Asked::Change, 1.0);
        assert!(awaits.told(1.9).is_none() && awaits.next_frame(1.9).is_some());
        awaits.begin(Asked::Change, 1.9);
        assert_eq!(awaits.told(2.0), Some((Asked::Change, 2.0)));
        assert!(!awaits.is_of(ONE, 2.0));
    }

    #[test]
    fn a_wait_ends_with_its_own_answer() {
        let mut awaits = Awaits::default();
        awaits.begin(Asked::Secret(ONE), 0.0);
        awaits.hear(&Event::Copied(OTHER, None));
        awaits.hear(&Event::ClipboardCleared);
        assert!(awaits.is_of(ONE, 1.0));
        awaits.hear(&Event::Copied(ONE, None));
        assert_eq!(awaits.told(1.0), None);
        awaits.begin(Asked::Open, 2.0);
        assert!(awaits.is_of(ONE, 3.0) && awaits.is_of(OTHER, 3.0));
        awaits.hear(&Event::Failed(crate::jobs::Failure::default()));
        assert_eq!(awaits.told(3.0), None);
    }
}
