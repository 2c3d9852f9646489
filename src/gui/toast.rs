//! What the toast says, and for how long. Times are the frame's seconds, so that tests choose them.

use std::path::PathBuf;
use std::time::Duration;

use crate::jobs::{PlaceChange, Request};
use crate::model::{Ends, EnvRef, KeyRef, KeyUid, Rule, VariableName};

const CLEARED: &str = "Clipboard cleared";
const NOT_CLEARED: &str = "Couldn't clear the clipboard.";
/// How long that stays.
const CLEARED_SECS: f64 = 2.0;
/// How long other news stay.
const NEWS_SECS: f64 = 4.0;
/// How long news with Undo stay.
const UNDO_SECS: f64 = 8.0;
/// How long bad news stay.
const BAD_NEWS_SECS: f64 = 8.0;

/// What kind of news it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Something was done.
    Good,
    /// Something failed.
    Bad,
    /// What a key press asked for has no meaning here.
    Refusal,
}

/// One toast.
#[derive(Debug, Clone, PartialEq)]
pub enum Toast {
    /// A secret is on the clipboard.
    Counting {
        /// The variable.
        name: String,
        /// The environment it is from.
        environment: String,
        /// When it will be cleared, in the frame's seconds.
        until: f64,
        /// How long it was given.
        total: Duration,
    },
    /// Something to be read once.
    Said {
        /// A variable's name before the words.
        name: Option<String>,
        /// The words.
        words: String,
        /// What kind of news.
        news: News,
        /// When it goes, in the frame's seconds.
        until: f64,
        /// For how long it stands, in seconds.
        secs: f64,
        /// What its button takes back.
        undo: Option<Undo>,
    },
}

/// What can be taken back while its toast stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// The old values of these keys come back.
    Rotate(Vec<KeyUid>),
    /// These keys are enabled again.
    Disable(Vec<KeyUid>),
    /// These keys have their owners again.
    Assign(Vec<(KeyUid, Option<String>)>),
    /// These keys stand again where they stood; the environments that were made for them go.
    Move(Vec<(KeyUid, KeyRef)>, Vec<EnvRef>),
    /// These warnings speak again.
    Snooze(Vec<(KeyUid, Rule)>),
    /// What was said of these keys, that these of their values had ended.
    End(Vec<KeyUid>, Ends),
    /// The same of a key that is gone: the number of its deletion in the record, and its name.
    DeletedEnd(u64, String),
    /// An environment needs a variable, or does not, as it was said before.
    Needed(EnvRef, VariableName, bool),
    /// This folder is linked to its project again.
    Unlink(String, PathBuf),
}

impl Undo {
    /// Whether it is about a key of which this holds.
    pub fn is_about(&self, holds: impl Fn(KeyUid) -> bool) -> bool {
        match self {
            Self::Rotate(keys) | Self::Disable(keys) | Self::End(keys, _) => keys.iter().any(|key| holds(*key)),
            Self::DeletedEnd(..) | Self::Needed(..) | Self::Unlink(..) => false,
            Self::Assign(owners) => owners.iter().any(|(key, _)| holds(*key)),
            Self::Move(places, _) => places.iter().any(|(key, _)| holds(*key)),
            Self::Snooze(what) => what.iter().any(|(key, _)| holds(*key)),
        }
    }

    /// What takes it back.
    pub fn requests(self) -> Vec<Request> {
        match self {
            Self::Rotate(keys) => vec![Request::UndoRotate(keys)],
            Self::Disable(keys) => vec![Request::Enable(keys)],
            Self::Assign(owners) => vec![Request::Assign(owners)],
            Self::Move(places, made) => vec![Request::MoveBack(places, made)],
            Self::Snooze(what) => vec![Request::Unsnooze(what)],
            Self::End(keys, ends) => vec![Request::TakeBackEnd(keys, ends)],
            Self::DeletedEnd(deletion, name) => vec![Request::TakeBackDeletedEnd(deletion, name)],
            Self::Needed(place, name, needed) => vec![Request::NotNeeded(place, name, !needed)],
            Self::Unlink(project, folder) => {
                vec![Request::ChangePlace(Box::new(PlaceChange::LinkAgain { project, folder }))]
            }
        }
    }
}

/// A toast as it is to be painted now.
#[derive(Debug, Clone, PartialEq)]
pub struct Face {
    /// The part left of the ring, 0 to 1, and the seconds.
    pub ring: Option<(f32, u64)>,
    /// What stands before the name.
    pub lead: String,
    /// A variable's name.
    pub name: Option<String>,
    /// What follows it.
    pub words: String,
    /// More, in a quieter colour.
    pub hint: Option<String>,
    /// What keeps room for it: the longest hint of a countdown, so that nothing moves while it runs.
    pub longest_hint: Option<String>,
    /// The button's words.
    pub button: Option<&'static str>,
    /// News that are good.
    pub good: bool,
    /// What a screen reader says; changes only at the start and at 10 seconds.
    pub spoken: String,
}

impl Face {
    /// The store is asked, for a key's secret or to open.
    pub fn asking(store: &str, name: Option<&str>) -> Self {
        let lead = name.map_or_else(|| format!("Asking {store}"), |_| format!("Asking {store} for "));
        let words = "…".to_owned();
        let spoken = format!("{lead}{}{words}", name.unwrap_or_default());
        let name = name.map(str::to_owned);
        Self { ring: None, lead, name, words, hint: None, longest_hint: None, button: None, good: true, spoken }
    }

    /// A change waits to be saved.
    pub fn saving() -> Self {
        let words = "Saving… Another program may be using the vault".to_owned();
        let (lead, spoken) = (String::new(), words.clone());
        Self { ring: None, lead, name: None, words, hint: None, longest_hint: None, button: None, good: true, spoken }
    }
}

impl Toast {
    /// A secret was copied.
    pub fn copied(name: &str, environment: &str, total: Duration, now: f64) -> Self {
        let until = now + total.as_secs_f64();
        Self::Counting { name: name.to_owned(), environment: environment.to_owned(), until, total }
    }

    /// The clipboard is empty again.
    pub fn cleared(now: f64) -> Self {
        let words = CLEARED.to_owned();
        Self::said(None, words, News::Good, CLEARED_SECS, now)
    }

    /// The clipboard could not be emptied; why.
    pub fn not_cleared(why: &str, now: f64) -> Self {
        Self::bad_news(format!("{NOT_CLEARED} {why}").trim().to_owned(), now)
    }

    /// Good news.
    pub fn news(words: String, now: f64) -> Self {
        Self::said(None, words, News::Good, NEWS_SECS, now)
    }

    /// Good news about one variable.
    pub fn news_of(name: &str, words: String, now: f64) -> Self {
        Self::said(Some(name), words, News::Good, NEWS_SECS, now)
    }

    /// News of something that can be taken back while it stands. Without a name the words tell what it was done to.
    pub fn undoable(name: Option<&str>, words: &str, undo: Undo, now: f64) -> Self {
        let (name, words) = (name.map(str::to_owned), words.to_owned());
        Self::Said { name, words, news: News::Good, until: now + UNDO_SECS, secs: UNDO_SECS, undo: Some(undo) }
    }

    /// What its button takes back.
    pub fn undo(&self) -> Option<&Undo> {
        match self {
            Self::Said { undo, .. } => undo.as_ref(),
            Self::Counting { .. } => None,
        }
    }

    /// Bad news.
    pub fn bad_news(words: String, now: f64) -> Self {
        Self::said(None, words, News::Bad, BAD_NEWS_SECS, now)
    }

    /// What was asked for has no meaning here.
    pub fn refusal(words: String, now: f64) -> Self {
        Self::said(None, words, News::Refusal, NEWS_SECS, now)
    }

    /// The same of one variable.
    pub fn refusal_of(name: &str, why: &str, now: f64) -> Self {
        Self::said(Some(name), why.to_owned(), News::Refusal, NEWS_SECS, now)
    }

    fn said(name: Option<&str>, words: String, news: News, secs: f64, now: f64) -> Self {
        Self::Said { name: name.map(str::to_owned), words, news, until: now + secs, secs, undo: None }
    }

    /// What kind of news it is; none for a countdown.
    pub fn news_kind(&self) -> Option<News> {
        match self {
            Self::Said { news, .. } => Some(*news),
            Self::Counting { .. } => None,
        }
    }

    /// The clipboard holds a secret that should be gone: its button clears it.
    fn tries_again(&self) -> bool {
        matches!(self, Self::Said { words, .. } if words.starts_with(NOT_CLEARED))
    }

    /// Whether it says that a secret is on the clipboard: until it is cleared, or as that failed.
    pub fn holds_secret(&self) -> bool {
        matches!(self, Self::Counting { .. }) || self.tries_again()
    }

    /// Begins its time anew.
    pub fn begin(&mut self, now: f64) {
        if let Self::Said { until, secs, .. } = self {
            *until = now + *secs;
        }
    }

    /// Whether it is to go. A countdown goes by the worker's word only: until then the clipboard may hold the value.
    pub fn is_over(&self, now: f64) -> bool {
        matches!(self, Self::Said { until, .. } if *until <= now)
    }

    /// When the next frame is needed: a countdown moves ten times a second, news only end.
    pub fn next_frame(&self, now: f64) -> Duration {
        match self {
            Self::Counting { until, .. } if *until > now => Duration::from_millis(100),
            // The clearing was told to the worker; its word wakes the window.
            Self::Counting { .. } => Duration::from_secs(1),
            Self::Said { until, .. } => Duration::from_secs_f64((until - now).max(0.0)),
        }
    }

    /// What to paint now.
    pub fn face(&self, now: f64) -> Face {
        match self {
            Self::Counting { name, environment, until, total } => {
                let left = (until - now).max(0.0);
                let seconds = left.ceil() as u64;
                let part = (left / total.as_secs_f64().max(0.001)) as f32;
                let said = if seconds > 10 { total.as_secs() } else { 10.min(total.as_secs()) };
                Face {
                    ring: Some((part, seconds)),
                    lead: String::new(),
                    name: Some(name.clone()),
                    words: format!(" · {environment} copied"),
                    hint: Some(clears_in(seconds)),
                    longest_hint: Some(clears_in(total.as_secs().max(seconds))),
                    button: Some("Clear now"),
                    good: true,
                    spoken: format!("{name} · {environment} copied, clears in {said} seconds"),
                }
            }
            Self::Said { name, words, news, undo, .. } => Face {
                ring: None,
                lead: String::new(),
                name: name.clone(),
                words: if name.is_some() { format!(" {words}") } else { words.clone() },
                hint: None,
                longest_hint: None,
                button: undo.as_ref().map(|_| "Undo").or_else(|| self.tries_again().then_some("Try again")),
                good: *news == News::Good,
                spoken: name.as_ref().map_or_else(|| words.clone(), |name| format!("{name} {words}")),
            },
        }
    }
}

fn clears_in(seconds: u64) -> String {
    format!("clears in {seconds} s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_says_how_many_seconds_are_left() {
        let toast = Toast::copied("API_KEY", "staging", Duration::from_secs(30), 100.0);
        let face = toast.face(103.2);
        assert_eq!(face.ring.map(|(_, seconds)| seconds), Some(27));
        assert_eq!((face.words.as_str(), face.hint.as_deref()), (" · staging copied", Some("clears in 27 s")));
        assert_eq!(face.spoken, "API_KEY · staging copied, clears in 30 seconds");
        assert_eq!(toast.face(121.0).spoken, "API_KEY · staging copied, clears in 10 seconds");
    }

    #[test]
    fn a_countdown_stays_until_the_worker_says_that_the_clipboard_was_cleared() {
        let toast = Toast::copied("API_KEY", "staging", Duration::from_secs(30), 0.0);
        assert!(!toast.is_over(31.0));
        assert!(Toast::cleared(31.0).is_over(33.0));
        assert!(!Toast::cleared(31.0).is_over(32.9));
    }

    #[test]
    fn what_can_be_taken_back_stays_eight_seconds_with_its_button() {
        let undo = Undo::Disable(vec![KeyUid(1)]);
        let toast = Toast::undoable(Some("API_KEY"), "disabled", undo.clone(), 10.0);
        let face = toast.face(10.0);
        assert_eq!(
            (face.words.as_str(), face.button, face.spoken.as_str()),
            (" disabled", Some("Undo"), "API_KEY disabled")
        );
        assert_eq!(toast.undo(), Some(&undo));
        assert!(!toast.is_over(17.9) && toast.is_over(18.0));
        assert_eq!(Toast::news("Saved".to_owned(), 0.0).face(0.0).button, None);
    }

    #[test]
    fn a_countdown_moves_no_more_than_ten_times_a_second() {
        let toast = Toast::copied("API_KEY", "staging", Duration::from_secs(30), 0.0);
        assert!(toast.next_frame(5.0) >= Duration::from_millis(100));
    }
}
