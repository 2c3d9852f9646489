//! Where toasts stand: a place for what is on the clipboard, at the bottom, and one for what was done last, which is at the
//! bottom too while the other is empty. Times are the frame's seconds.
//!
//! What is said stands at once, in the place of what was said there before, and nothing waits for its turn: a countdown keeps its
//! place until the clipboard is cleared, and what is done meanwhile stands above it. Only a way back is not lost to a word: it
//! comes again behind news that bring none of their own. Two stand only while the clipboard holds a secret, and for the word that
//! it is gone: what else is said of the clipboard takes the place of the last act.

use egui::Rect;

use super::toast::{Toast, Undo};
use crate::model::KeyUid;

/// The toasts that stand.
#[derive(Debug, Default)]
pub struct Toasts {
    copied: Option<Stands>,
    done: Option<Stands>,
    /// The way back that made room.
    put_off: Option<Toast>,
    /// Where both were painted last, until they have gone.
    pub places: [Option<Rect>; 2],
}

/// One that can be seen.
#[derive(Debug)]
pub struct Stands {
    /// What it says.
    pub toast: Toast,
    /// When a toast came into the empty place: one that takes another's place does not come anew.
    pub since: f64,
    /// When this one began.
    pub begun: f64,
    /// It stands above the clipboard's, or did: what one is about to click stays where it is.
    pub raised: bool,
    about: About,
}

/// What a toast speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Clipboard,
    Act,
}

impl Stands {
    fn new(mut toast: Toast, about: About, before: Option<&Self>, now: f64) -> Self {
        toast.begin(now);
        let since = before.map_or(now, |before| before.since);
        Self { toast, since, begun: now, raised: before.is_some_and(|before| before.raised), about }
    }

    fn is_over(&self, now: f64) -> bool {
        self.toast.is_over(now)
    }
}

impl Toasts {
    /// Says what was done, or why not.
    pub fn say(&mut self, toast: Toast, now: f64) {
        self.tend(now);
        // What is left of a countdown that ended makes room, and gives its place.
        let ended = self.copied.take_if(|stands| !stands.toast.holds_secret());
        self.say_about(toast, About::Act, ended, now);
    }

    fn say_about(&mut self, toast: Toast, about: About, ended: Option<Stands>, now: f64) {
        if toast.undo().is_some() {
            self.put_off = None;
        } else if let Some(before) = self.done.as_ref().filter(|before| before.toast.undo().is_some()) {
            self.put_off = Some(before.toast.clone());
        }
        let before = self.done.take().or(ended);
        self.done = Some(Stands::new(toast, about, before.as_ref(), now));
    }

    /// Says what became of the clipboard: what was said of it before holds no more.
    pub fn say_of_clipboard(&mut self, toast: Toast, now: f64) {
        self.tend(now);
        if !toast.holds_secret() && self.copied.is_none() {
            return self.say_about(toast, About::Clipboard, None, now);
        }
        if self.done.as_ref().is_some_and(|stands| stands.about == About::Clipboard) {
            self.end(now);
        }
        self.copied = Some(Stands::new(toast, About::Clipboard, self.copied.as_ref(), now));
    }

    /// What stands now: of the clipboard, and of what was done. `taken`: something else stands in the clipboard's place.
    pub fn now(&mut self, now: f64, taken: bool) -> [Option<&Stands>; 2] {
        self.tend(now);
        if let Some(done) = &mut self.done {
            done.raised |= taken || self.copied.is_some();
        }
        [self.copied.as_ref(), self.done.as_ref()]
    }

    /// Lets go of what stood its time.
    fn tend(&mut self, now: f64) {
        self.copied = self.copied.take().filter(|stands| !stands.is_over(now));
        if self.done.as_ref().is_some_and(|stands| stands.is_over(now)) {
            self.end(now);
        }
    }

    /// Ends what was said of the last act.
    fn end(&mut self, now: f64) {
        self.done = self.put_off.take().map(|toast| Stands::new(toast, About::Act, self.done.as_ref(), now));
    }

    /// What can be taken back: what is offered, or is about to be again. It is offered once.
    pub fn take_undo(&mut self, now: f64) -> Option<Undo> {
        self.tend(now);
        if let Some(undo) = self.done.as_ref().and_then(|stands| stands.toast.undo().cloned()) {
            self.end(now);
            return Some(undo);
        }
        self.put_off.take()?.undo().cloned()
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
        self.put_off = self.put_off.take().filter(|toast| !is_over(toast));
        if self.done.as_ref().is_some_and(|stands| is_over(&stands.toast)) {
            self.end(now);
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

    /// What is said of the clipboard, and of what was done.
    fn both(toasts: &mut Toasts, now: f64) -> [Option<String>; 2] {
        toasts.now(now, false).map(|stands| stands.map(|stands| stands.toast.face(now).spoken))
    }

    fn of_clipboard(toasts: &mut Toasts, now: f64) -> Option<String> {
        both(toasts, now)[0].take()
    }

    fn done(toasts: &mut Toasts, now: f64) -> Option<String> {
        both(toasts, now)[1].take()
    }

    #[test]
    fn two_stand_only_while_the_clipboard_holds_a_secret_and_no_undo_is_lost() {
        let nothing = || news("No secret is on the clipboard");
        let says = |words: &str| Some(words.to_owned());
        let mut toasts = Toasts::default();
        toasts.say_of_clipboard(nothing(), 0.0);
        toasts.say(disabled(1), 1.0);
        assert_eq!(both(&mut toasts, 1.0), [None, says("API_KEY disabled")]);
        toasts.say_of_clipboard(nothing(), 2.0);
        assert_eq!(both(&mut toasts, 2.0), [None, says("No secret is on the clipboard")]);
        assert_eq!(both(&mut toasts, 6.0), [None, says("API_KEY disabled")]);
        toasts.say_of_clipboard(nothing(), 7.0);
        toasts.say_of_clipboard(copied(8.0), 8.0);
        let [clipboard, done] = both(&mut toasts, 8.0);
        assert!(clipboard.is_some_and(|words| words.contains("staging copied")));
        assert_eq!(done, says("API_KEY disabled"), "what was said of the clipboard before holds no more");
        toasts.say_of_clipboard(Toast::cleared(20.0), 20.0);
        toasts.say(news("One"), 21.0);
        assert_eq!(both(&mut toasts, 21.0), [None, says("One")]);
        toasts.say_of_clipboard(Toast::not_cleared("It is busy.", 22.0), 22.0);
        toasts.say(news("Two"), 23.0);
        assert!(both(&mut toasts, 23.0).iter().all(Option::is_some), "its button is still wanted");
    }

    #[test]
    fn what_is_done_during_a_countdown_is_said_at_once_and_the_countdown_goes_on() {
        let mut toasts = Toasts::default();
        toasts.say_of_clipboard(copied(0.0), 0.0);
        toasts.say(news("One"), 3.0);
        assert_eq!(done(&mut toasts, 3.0).as_deref(), Some("One"));
        toasts.say(disabled(1), 5.0);
        for (now, words) in [(5.0, Some("API_KEY disabled")), (12.9, Some("API_KEY disabled")), (13.0, None)] {
            let [clipboard, done] = both(&mut toasts, now);
            assert!(clipboard.is_some_and(|words| words.contains("staging copied")), "at {now}");
            assert_eq!(done.as_deref(), words, "at {now}");
        }
        toasts.say_of_clipboard(Toast::cleared(30.0), 30.0);
        assert_eq!(both(&mut toasts, 31.9), [Some("Clipboard cleared".to_owned()), None]);
        assert_eq!(both(&mut toasts, 32.0), [None, None], "nothing was left to be said");
    }

    #[test]
    fn what_was_done_before_a_copy_goes_on_above_it() {
        let mut toasts = Toasts::default();
        toasts.say(disabled(1), 0.0);
        assert!(toasts.now(0.0, false)[1].is_some_and(|stands| !stands.raised));
        toasts.say_of_clipboard(copied(3.0), 3.0);
        assert!(toasts.now(3.0, false)[1].is_some_and(|stands| stands.raised));
        toasts.say_of_clipboard(Toast::cleared(4.0), 4.0);
        assert!(of_clipboard(&mut toasts, 6.0).is_none());
        assert!(toasts.now(7.9, false)[1].is_some_and(|stands| stands.raised), "it does not fall under a click");
        assert_eq!(done(&mut toasts, 8.0), None);
        toasts.say(news("One"), 9.0);
        assert!(toasts.now(9.0, false)[1].is_some_and(|stands| !stands.raised));
    }

    #[test]
    fn no_news_come_late() {
        for later in [news("Two"), refused("Two"), disabled(1)] {
            let mut toasts = Toasts::default();
            toasts.say(news("One"), 0.0);
            toasts.say(later, 0.5);
            assert!(done(&mut toasts, 0.5).is_some_and(|words| words != "One"));
            assert_eq!(done(&mut toasts, 9.0), None);
        }
        let mut toasts = Toasts::default();
        toasts.say_of_clipboard(news("API_KEY copied"), 0.0);
        toasts.say_of_clipboard(copied(0.5), 0.5);
        toasts.say_of_clipboard(Toast::cleared(30.5), 30.5);
        assert_eq!(of_clipboard(&mut toasts, 32.5), None);
    }

    #[test]
    fn what_was_done_last_is_taken_back_once_also_beside_a_countdown() {
        let about = |undo: Option<Undo>| {
            (1..=3).find(|uid| undo.as_ref().is_some_and(|undo| undo.is_about(|key| key == KeyUid(*uid))))
        };
        let mut toasts = Toasts::default();
        toasts.say(disabled(1), 0.0);
        assert_eq!(about(toasts.take_undo(1.0)), Some(1));
        assert_eq!((about(toasts.take_undo(1.0)), done(&mut toasts, 1.0)), (None, None));
        toasts.say_of_clipboard(copied(2.0), 2.0);
        toasts.say(disabled(2), 3.0);
        toasts.say(disabled(3), 4.0);
        toasts.say(news("One"), 5.0);
        assert_eq!([about(toasts.take_undo(6.0)), about(toasts.take_undo(6.0))], [Some(3), None]);
        assert_eq!(done(&mut toasts, 6.0).as_deref(), Some("One"));
        // Its time is over.
        toasts.say(disabled(1), 40.0);
        assert_eq!(about(toasts.take_undo(60.0)), None);
    }

    #[test]
    fn news_take_no_way_back_away() {
        for word in [news("One"), refused("One")] {
            let mut toasts = Toasts::default();
            toasts.say(disabled(1), 0.0);
            // A key that is held down says it once.
            for _ in 0..3 {
                toasts.say(word.clone(), 1.0);
            }
            assert_eq!(done(&mut toasts, 1.0).as_deref(), Some("One"));
            for (now, words) in [(5.0, Some("API_KEY disabled")), (12.9, Some("API_KEY disabled")), (13.0, None)] {
                assert_eq!(done(&mut toasts, now).as_deref(), words, "at {now}");
            }
            toasts.say(disabled(1), 20.0);
            toasts.say(word, 21.0);
            assert!(toasts.take_undo(22.0).is_some(), "also while it can't be seen");
            assert_eq!(done(&mut toasts, 25.0), None);
        }
    }

    #[test]
    fn what_was_done_to_a_key_before_its_last_change_is_not_taken_back() {
        for (word, changed, stays) in
            [(None, 1, false), (None, 2, true), (Some(news("One")), 1, false), (Some(news("One")), 2, true)]
        {
            let mut toasts = Toasts::default();
            toasts.say(disabled(1), 0.0);
            word.into_iter().for_each(|word| toasts.say(word, 0.0));
            toasts.forget_undo(&[KeyUid(changed)], 1.0);
            assert_eq!(toasts.take_undo(1.0).is_some(), stays, "{changed}");
        }
    }

    #[test]
    fn only_what_comes_into_the_empty_place_comes_in() {
        let mut toasts = Toasts::default();
        let since = |toasts: &mut Toasts, now| toasts.now(now, false)[1].map(|one| one.since);
        toasts.say(news("One"), 1.0);
        toasts.say(news("Two"), 2.0);
        assert_eq!(since(&mut toasts, 2.0), Some(1.0));
        assert_eq!(since(&mut toasts, 6.0), None);
        toasts.say(news("Three"), 7.0);
        assert_eq!(since(&mut toasts, 7.0), Some(7.0));
    }
}
