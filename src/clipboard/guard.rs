//! Whose the clipboard is, and when it is to be cleared: rules only; the board and the time are arguments.

use std::time::Duration;

use super::ClipboardError;
use crate::model::Secret;

/// A clipboard, as far as the rules need one.
pub trait Board {
    /// The text on it; `None` where it is empty or holds something that is not text.
    fn text(&mut self) -> Result<Option<Secret>, ClipboardError>;
    /// Empties it, whoever owns it.
    fn clear(&mut self) -> Result<(), ClipboardError>;
    /// Gives the desktop the time in which it would bring back a copy of its own.
    fn settle(&mut self);
}

/// A clipboard whose text reads as a window pastes it: with plain line ends.
pub struct AsPasted<'a>(pub &'a mut dyn Board);

impl Board for AsPasted<'_> {
    fn text(&mut self) -> Result<Option<Secret>, ClipboardError> {
        let text = self.0.text()?;
        Ok(text.map(|text| match text.expose_str() {
            Some(lines) if lines.contains("\r\n") => Secret::new(lines.replace("\r\n", "\n").into_bytes()),
            _ => text,
        }))
    }

    fn clear(&mut self) -> Result<(), ClipboardError> {
        self.0.clear()
    }

    fn settle(&mut self) {
        self.0.settle();
    }
}

/// What clearing came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleared {
    /// It held our value and is empty now.
    Emptied,
    /// It holds something else since, which was left there.
    NotOurs,
    /// No copy was waiting to be cleared.
    Nothing,
}

/// Watches over one value on the clipboard.
pub struct Guard {
    value: Secret,
    clears_at: Option<Duration>,
}

impl Guard {
    /// For a value set at `now` (time since start-up); `None` for a plain value, which stays.
    pub fn new(value: Secret, now: Duration, clear_after: Option<Duration>) -> Self {
        Self { value, clears_at: clear_after.map(|after| now.saturating_add(after)) }
    }

    /// True for a plain value, which is never cleared.
    pub fn stays(&self) -> bool {
        self.clears_at.is_none()
    }

    /// Time left until it is to be cleared; zero once it is due, `None` for a plain value.
    pub fn remaining(&self, now: Duration) -> Option<Duration> {
        self.clears_at.map(|at| at.saturating_sub(now))
    }

    /// Whether the clipboard still holds our value. By content and not by owner: a clipboard manager that took the
    /// text over holds it still, and a second program that copied the same secret loses nothing it did not get from us.
    pub fn is_ours(&self, board: &mut dyn Board) -> Result<bool, ClipboardError> {
        Ok(board.text()?.is_some_and(|text| text.same_as(&self.value)))
    }

    /// Clears what is still ours and looks again, as some desktops ignore the wish without saying so.
    pub fn clear(&self, board: &mut dyn Board) -> Result<Cleared, ClipboardError> {
        if self.stays() {
            return Ok(Cleared::Nothing);
        }
        if !self.is_ours(board)? {
            return Ok(Cleared::NotOurs);
        }
        board.clear()?;
        board.settle();
        if self.is_ours(board)? { Err(ClipboardError::NotCleared) } else { Ok(Cleared::Emptied) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET_AT: Duration = Duration::from_secs(1000);
    const AFTER: Duration = Duration::from_secs(30);

    #[derive(Default)]
    struct FakeBoard {
        text: Option<&'static str>,
        stubborn: bool,
        /// What the desktop keeps of it, and serves once its owner is gone.
        own_copy: Option<&'static str>,
        silent: bool,
        clears: usize,
    }

    impl Board for FakeBoard {
        fn text(&mut self) -> Result<Option<Secret>, ClipboardError> {
            if self.silent {
                return Err(ClipboardError::TimedOut);
            }
            Ok(self.text.map(|text| Secret::new(text.into())))
        }

        fn clear(&mut self) -> Result<(), ClipboardError> {
            self.clears += 1;
            if !self.stubborn {
                self.text = None;
            }
            Ok(())
        }

        fn settle(&mut self) {
            self.text = self.text.or(self.own_copy);
        }
    }

    fn guard(value: &str) -> Guard {
        Guard::new(Secret::new(value.into()), SET_AT, Some(AFTER))
    }

    #[test]
    fn our_value_is_cleared() {
        let mut board = FakeBoard { text: Some("ours"), ..FakeBoard::default() };
        assert_eq!(guard("ours").clear(&mut board).unwrap(), Cleared::Emptied);
        assert_eq!(board.text, None);
    }

    #[test]
    fn what_was_pasted_is_known_by_its_text_whatever_ends_its_lines() {
        for (text, cleared) in
            [("a\r\nb\r\n", Cleared::Emptied), ("a\nb\n", Cleared::Emptied), ("a\rb", Cleared::NotOurs)]
        {
            let mut board = FakeBoard { text: Some(text), ..FakeBoard::default() };
            assert_eq!(guard("a\nb\n").clear(&mut AsPasted(&mut board)).unwrap(), cleared);
            assert_eq!(board.text.is_none(), cleared == Cleared::Emptied);
        }
    }

    #[test]
    fn anything_else_is_left_alone() {
        for text in [None, Some("theirs"), Some("our"), Some("ours "), Some("")] {
            let mut board = FakeBoard { text, ..FakeBoard::default() };
            assert_eq!(guard("ours").clear(&mut board).unwrap(), Cleared::NotOurs);
            assert_eq!((board.text, board.clears), (text, 0));
        }
    }

    #[test]
    fn an_empty_value_is_a_value() {
        let mut board = FakeBoard { text: Some(""), ..FakeBoard::default() };
        assert_eq!(guard("").clear(&mut board).unwrap(), Cleared::Emptied);
        assert_eq!(guard("").clear(&mut board).unwrap(), Cleared::NotOurs);
    }

    #[test]
    fn a_desktop_that_keeps_the_value_is_found_out() {
        let mut board = FakeBoard { text: Some("ours"), stubborn: true, ..FakeBoard::default() };
        assert!(matches!(guard("ours").clear(&mut board), Err(ClipboardError::NotCleared)));
    }

    #[test]
    fn a_desktop_that_brings_the_value_back_from_a_copy_of_its_own_is_found_out() {
        let mut board = FakeBoard { text: Some("ours"), own_copy: Some("ours"), ..FakeBoard::default() };
        assert!(matches!(guard("ours").clear(&mut board), Err(ClipboardError::NotCleared)));
        let mut board = FakeBoard { text: Some("ours"), own_copy: Some("older"), ..FakeBoard::default() };
        assert_eq!(guard("ours").clear(&mut board).unwrap(), Cleared::Emptied);
    }

    #[test]
    fn nothing_is_cleared_while_it_is_unsure_what_is_there() {
        let mut board = FakeBoard { text: Some("ours"), silent: true, ..FakeBoard::default() };
        assert!(matches!(guard("ours").clear(&mut board), Err(ClipboardError::TimedOut)));
        assert_eq!(board.clears, 0);
    }

    #[test]
    fn a_plain_value_stays() {
        let plain = Guard::new(Secret::new("id".into()), SET_AT, None);
        let mut board = FakeBoard { text: Some("id"), ..FakeBoard::default() };
        assert_eq!(plain.clear(&mut board).unwrap(), Cleared::Nothing);
        assert_eq!(board.clears, 0);
        assert_eq!(plain.remaining(SET_AT + AFTER), None);
    }

    #[test]
    fn the_countdown_ends_at_zero_and_never_below() {
        let guard = guard("ours");
        assert_eq!(guard.remaining(SET_AT), Some(AFTER));
        assert_eq!(guard.remaining(SET_AT + Duration::from_secs(29)), Some(Duration::from_secs(1)));
        assert_eq!(guard.remaining(SET_AT + AFTER * 2), Some(Duration::ZERO));
        let long = Guard::new(Secret::new(Vec::new()), SET_AT, Some(Duration::MAX));
        assert_eq!(long.remaining(SET_AT), Some(Duration::MAX - SET_AT));
    }
}
