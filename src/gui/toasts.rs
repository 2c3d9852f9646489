//! The place where toasts stand, one at a time. Times are the frame's seconds.
//!
//! A countdown outranks others, and what is said meanwhile waits for its turn. What had to make way comes again only where
//! something would be lost: what can still be taken back, a failure or other news that nobody can have read yet. The answer
//! to a key press that had no meaning is of that moment alone: it is given at once, and never waits; under a countdown it is not
//! given at all, for what is still on the clipboard matters more.

use std::collections::VecDeque;

use egui::Rect;

use super::toast::{News, Toast, Undo};
use crate::model::KeyUid;

/// So many wait; what is older is old news by then.
const WAITING: usize = 8;
/// What stood for so many seconds was read.
const READ_SECS: f64 = 2.0;

/// The toast that stands, and those that wait.
#[derive(Debug, Default)]
pub struct Toasts {
    stands: Option<Stands>,
    waiting: VecDeque<Toast>,
    /// Where the last one was painted, until it has gone.
    pub place: Option<Rect>,
}

/// The one that can be seen.
#[derive(Debug)]
pub struct Stands {
    /// What it says.
    pub toast: Toast,
    /// When a toast came into the empty place: one that takes another's place does not come anew.
    pub since: f64,
    /// When this one began.
    pub begun: f64,
}

impl Stands {
    /// Whether it would be missed if it made way now and never came again.
    fn is_missed(&self, now: f64) -> bool {
        match self.toast.news_kind() {
            None => true,
            Some(News::Refusal) => false,
            Some(News::Good | News::Bad) => self.toast.undo().is_some() || now - self.begun < READ_SECS,
        }
    }

    /// Whether it is lost where these news take its place: a way back, unless they bring one, and an unread failure.
    fn is_lost_to(&self, news: &Toast, now: f64) -> bool {
        let fails = self.toast.news_kind() == Some(News::Bad) && self.is_missed(now);
        fails || (self.toast.undo().is_some() && news.undo().is_none())
    }
}

impl Toasts {
    /// Says something once nothing outranks it: news take the place of older news, and wait for a countdown. What can still
    /// be taken back comes again behind news that are no change: a way back is not lost to a word about a key.
    pub fn say(&mut self, toast: Toast, now: f64) {
        if self.stands.as_ref().is_some_and(|stands| stands.toast.says_what(&toast)) {
            self.stand(toast, now);
        } else if toast.news_kind() == Some(News::Refusal) {
            if self.stands.as_ref().is_some_and(|stands| stands.toast.is_counting()) {
                return;
            }
            if let Some(before) = self.stands.as_ref().filter(|stands| stands.is_missed(now)) {
                self.waiting.push_front(before.toast.clone());
            }
            self.stand(toast, now);
        } else {
            self.end_refusal(now);
            if self.stands.as_ref().is_some_and(|stands| stands.toast.is_counting()) || !self.waiting.is_empty() {
                self.waiting.push_back(toast);
                if self.waiting.len() > WAITING {
                    self.waiting.pop_front();
                }
                return;
            }
            if let Some(before) = self.stands.as_ref().filter(|stands| stands.is_lost_to(&toast, now)) {
                self.waiting.push_front(before.toast.clone());
            }
            self.stand(toast, now);
        }
    }

    /// Says at once what outranks the rest: a countdown, and how it ended. There is one clipboard: what was said of it
    /// before holds no more.
    pub fn say_first(&mut self, toast: Toast, now: f64) {
        self.end_refusal(now);
        if let Some(before) = &self.stands
            && !before.toast.is_of_the_clipboard()
            && before.is_missed(now)
        {
            self.waiting.push_front(before.toast.clone());
        }
        self.stand(toast, now);
    }

    /// Something else is said: a refusal that stands is over, and what it stood over is there again.
    fn end_refusal(&mut self, now: f64) {
        let refuses = self.stands.as_ref().is_some_and(|stands| stands.toast.news_kind() == Some(News::Refusal));
        if refuses && !self.waiting.is_empty() {
            self.next(now);
        }
    }

    fn stand(&mut self, mut toast: Toast, now: f64) {
        toast.begin(now);
        let since = self.stands.as_ref().map_or(now, |before| before.since);
        self.stands = Some(Stands { toast, since, begun: now });
    }

    /// The one that stands now; where its time is over, the next one.
    pub fn now(&mut self, now: f64) -> Option<&Stands> {
        if self.stands.as_ref().is_some_and(|stands| stands.toast.is_over(now)) {
            self.next(now);
        }
        self.stands.as_ref()
    }

    /// Ends the one that stands.
    pub fn next(&mut self, now: f64) {
        match self.waiting.pop_front() {
            Some(toast) => self.stand(toast, now),
            None => self.stands = None,
        }
    }

    /// What can be taken back: what is offered now, else what was done last and waits for a countdown's end. It is offered
    /// once.
    pub fn take_undo(&mut self, now: f64) -> Option<Undo> {
        if let Some(undo) = self.now(now).and_then(|stands| stands.toast.undo().cloned()) {
            self.next(now);
            return Some(undo);
        }
        let last = self.waiting.iter().rposition(|toast| toast.undo().is_some())?;
        self.waiting.remove(last)?.undo().cloned()
    }

    /// These keys changed again: what was done to them before can't be taken back any more.
    pub fn forget_undo(&mut self, keys: &[KeyUid], now: f64) {
        self.forget_undo_where(|uid| keys.contains(&uid), now);
    }

    /// Keys of which this holds changed again, or are gone.
    pub fn forget_undo_where(&mut self, holds: impl Fn(KeyUid) -> bool, now: f64) {
        self.forget_undos(|undo| undo.is_about(&holds), now);
    }

    /// What these would take back has changed since, or is gone.
    pub fn forget_undos(&mut self, is_over: impl Fn(&Undo) -> bool, now: f64) {
        let is_over = |toast: &Toast| toast.undo().is_some_and(&is_over);
        self.waiting.retain(|toast| !is_over(toast));
        if self.stands.as_ref().is_some_and(|stands| is_over(&stands.toast)) {
            self.next(now);
        }
    }

    /// Nothing was ever said.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn news(words: &str) -> Toast {
        Toast::news(words.to_owned(), 0.0)
    }

    fn copied(now: f64) -> Toast {
        Toast::copied("API_KEY", "staging", Duration::from_secs(30), now)
    }

    fn disabled(uid: u32) -> Toast {
        Toast::undoable(Some("API_KEY"), "disabled", Undo::Disable(vec![KeyUid(uid.into())]), 0.0)
    }

    fn refused(words: &str) -> Toast {
        Toast::refusal(words.to_owned(), 0.0)
    }

    fn spoken(toasts: &mut Toasts, now: f64) -> Option<String> {
        toasts.now(now).map(|stands| stands.toast.face(now).spoken)
    }

    #[test]
    fn news_wait_for_the_end_of_a_countdown_and_have_their_whole_time_then() {
        let mut toasts = Toasts::default();
        toasts.say_first(copied(0.0), 0.0);
        toasts.say(news("One"), 3.0);
        toasts.say(disabled(1), 5.0);
        assert!(spoken(&mut toasts, 29.0).is_some_and(|words| words.contains("staging copied")));
        toasts.say_first(Toast::cleared(30.0), 30.0);
        assert_eq!(spoken(&mut toasts, 31.9).as_deref(), Some("Clipboard cleared"));
        for (now, words) in [(32.0, "One"), (35.9, "One"), (36.0, "API_KEY disabled"), (43.9, "API_KEY disabled")] {
            assert_eq!(spoken(&mut toasts, now).as_deref(), Some(words), "at {now}");
        }
        assert_eq!(spoken(&mut toasts, 44.0), None);
    }

    #[test]
    fn what_was_done_last_is_taken_back_once_also_behind_a_countdown() {
        let about = |undo: Option<Undo>| {
            (1..=3).find(|uid| undo.as_ref().is_some_and(|undo| undo.is_about(|key| key == KeyUid(*uid))))
        };
        let mut toasts = Toasts::default();
        toasts.say(disabled(1), 0.0);
        assert_eq!(about(toasts.take_undo(1.0)), Some(1));
        assert_eq!((about(toasts.take_undo(1.0)), spoken(&mut toasts, 1.0)), (None, None));
        toasts.say_first(copied(2.0), 2.0);
        toasts.say(disabled(2), 3.0);
        toasts.say(disabled(3), 4.0);
        toasts.say(news("One"), 5.0);
        assert_eq!(
            [about(toasts.take_undo(6.0)), about(toasts.take_undo(6.0)), about(toasts.take_undo(6.0))],
            [Some(3), Some(2), None]
        );
        assert!(spoken(&mut toasts, 7.0).is_some_and(|words| words.contains("staging copied")));
        toasts.say_first(Toast::cleared(32.0), 32.0);
        assert_eq!(spoken(&mut toasts, 34.0).as_deref(), Some("One"));
        // Its time is over.
        toasts.say(disabled(1), 40.0);
        assert_eq!(about(toasts.take_undo(60.0)), None);
    }

    #[test]
    fn a_copy_puts_back_what_can_be_undone_and_what_nobody_can_have_read() {
        for (toast, stood, comes_back) in
            [(disabled(1), 7.0, true), (news("One"), 1.0, true), (news("One"), 3.0, false)]
        {
            let mut toasts = Toasts::default();
            toasts.say(toast, 0.0);
            toasts.say_first(copied(stood), stood);
            toasts.say_first(copied(stood + 1.0), stood + 1.0);
            toasts.say_first(Toast::cleared(40.0), 40.0);
            assert_eq!(spoken(&mut toasts, 42.0).is_some(), comes_back);
        }
    }

    #[test]
    fn news_take_no_way_back_away() {
        let mut toasts = Toasts::default();
        toasts.say(disabled(1), 0.0);
        // A key that is held down says it once.
        for _ in 0..3 {
            toasts.say(news("One"), 1.0);
        }
        assert_eq!(spoken(&mut toasts, 1.0).as_deref(), Some("One"));
        for (now, words) in [(5.0, Some("API_KEY disabled")), (12.9, Some("API_KEY disabled")), (13.0, None)] {
            assert_eq!(spoken(&mut toasts, now).as_deref(), words, "at {now}");
        }
        toasts.say(disabled(1), 20.0);
        toasts.say(news("Two"), 21.0);
        assert!(toasts.take_undo(22.0).is_some(), "also while it can't be seen");
        assert_eq!(spoken(&mut toasts, 25.0), None);
    }

    #[test]
    fn what_was_done_to_a_key_before_its_last_change_is_not_taken_back() {
        let mut toasts = Toasts::default();
        toasts.say_first(copied(0.0), 0.0);
        toasts.say(disabled(1), 0.0);
        toasts.say(disabled(2), 0.0);
        toasts.forget_undo(&[KeyUid(1)], 1.0);
        toasts.next(2.0);
        assert_eq!(toasts.now(2.0).and_then(|one| one.toast.undo()), Some(&Undo::Disable(vec![KeyUid(2)])));
        toasts.forget_undo(&[KeyUid(2)], 3.0);
        assert!(toasts.now(3.0).is_none());
    }

    #[test]
    fn a_refusal_is_over_once_something_else_is_said() {
        for (also, then) in [(copied(1.0), Toast::cleared(31.0)), (news("One"), news("Two"))] {
            let mut toasts = Toasts::default();
            toasts.say(refused("API_KEY is disabled here"), 0.0);
            if also.is_counting() {
                toasts.say_first(also, 1.0);
                toasts.say_first(then, 31.0);
            } else {
                toasts.say(also, 1.0);
                toasts.say(then, 31.0);
            }
            assert!(spoken(&mut toasts, 31.5).is_some_and(|words| words != "API_KEY is disabled here"));
            assert_eq!(spoken(&mut toasts, 36.0), None);
        }
    }

    #[test]
    fn a_refusal_is_said_at_once_and_what_it_stood_over_comes_again() {
        let mut toasts = Toasts::default();
        toasts.say(disabled(1), 0.0);
        toasts.say(refused("One"), 1.0);
        toasts.say(refused("Two"), 2.0);
        assert_eq!(spoken(&mut toasts, 5.9).as_deref(), Some("Two"));
        assert!(toasts.take_undo(6.0).is_some());
    }

    #[test]
    fn a_refusal_never_stands_over_a_countdown() {
        let mut toasts = Toasts::default();
        toasts.say_first(copied(0.0), 0.0);
        toasts.say(refused("One"), 5.0);
        assert!(spoken(&mut toasts, 5.0).is_some_and(|words| words.contains("staging copied")));
        toasts.say_first(Toast::cleared(30.0), 30.0);
        assert_eq!(spoken(&mut toasts, 34.0), None, "nor comes after it");
        toasts.say_first(copied(50.0), 50.0);
        toasts.say(disabled(1), 52.0);
        toasts.say(refused("Five"), 53.0);
        assert!(toasts.take_undo(54.0).is_some());
    }

    #[test]
    fn a_failure_that_nobody_can_have_read_comes_again_unless_it_holds_no_more() {
        let mut toasts = Toasts::default();
        toasts.say(Toast::bad_news("Lost".to_owned(), 0.0), 0.0);
        toasts.say(news("One"), 1.0);
        assert_eq!(spoken(&mut toasts, 1.0).as_deref(), Some("One"));
        assert_eq!(spoken(&mut toasts, 5.0).as_deref(), Some("Lost"));
        toasts.say(news("Two"), 8.0);
        assert_eq!(spoken(&mut toasts, 12.0), None, "it was read");
        toasts.say_first(Toast::not_cleared("The desktop kept it.", 20.0), 20.0);
        toasts.say_first(copied(21.0), 21.0);
        toasts.say_first(Toast::cleared(51.0), 51.0);
        assert_eq!(spoken(&mut toasts, 53.0), None, "the clipboard was cleared since");
    }

    #[test]
    fn only_what_comes_into_the_empty_place_comes_in() {
        let mut toasts = Toasts::default();
        toasts.say(news("One"), 1.0);
        toasts.say(news("Two"), 2.0);
        assert_eq!(toasts.now(2.0).map(|one| one.since), Some(1.0));
        assert!(toasts.now(6.0).is_none());
        toasts.say(news("Three"), 7.0);
        assert_eq!(toasts.now(7.0).map(|one| one.since), Some(7.0));
    }
}
