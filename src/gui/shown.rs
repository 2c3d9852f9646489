//! The secret on screen: at most one, for so many seconds, and wiped when it goes. Times are the frame's seconds, so that
//! tests choose them.

use std::time::Duration;

use super::awaits::QUIET_SECS;
use crate::gui::widgets::Staying;
use crate::model::{KeyUid, Secret};

/// How much longer a click on the ring makes it.
const MORE_SECS: f64 = 20.0;

/// What of a secret is on screen.
#[derive(Debug, Default)]
pub enum Shown {
    /// Nothing.
    #[default]
    Nothing,
    /// It was asked for.
    Asked {
        /// Which key's.
        uid: KeyUid,
        /// Since when.
        since: f64,
    },
    /// It is there.
    Open(Open),
}

/// A secret on screen.
#[derive(Debug)]
pub struct Open {
    uid: KeyUid,
    secret: Secret,
    until: f64,
    /// How long the whole ring stands for, in seconds.
    whole: f64,
    /// What is said: changes only at the start and at 10 seconds, or a screen reader would never be silent.
    given: u64,
}

/// What stands in one key's field now.
#[derive(Debug, Clone, Copy)]
pub enum InField<'a> {
    /// Dots.
    Masked,
    /// It was asked for long enough ago to say so.
    Asking,
    /// The secret.
    Open {
        /// The secret itself.
        secret: &'a Secret,
        /// How long it stays.
        ring: Staying,
    },
}

impl Shown {
    /// The key it is about.
    pub fn uid(&self) -> Option<KeyUid> {
        match self {
            Self::Nothing => None,
            Self::Asked { uid, .. } | Self::Open(Open { uid, .. }) => Some(*uid),
        }
    }

    /// True while a secret is on screen.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// A key's secret was asked for; what was there before is wiped.
    pub fn asked(&mut self, uid: KeyUid, now: f64) {
        *self = Self::Asked { uid, since: now };
    }

    /// The secret came. One that nobody waits for any more is wiped at once.
    pub fn came(&mut self, uid: KeyUid, secret: Secret, secs: u64, now: f64) {
        if matches!(self, Self::Asked { uid: waiting, .. } if *waiting == uid) {
            let whole = secs as f64;
            *self = Self::Open(Open { uid, secret, until: now + whole, whole, given: secs });
        }
    }

    /// It will not come.
    pub fn refused(&mut self) {
        if matches!(self, Self::Asked { .. }) {
            *self = Self::Nothing;
        }
    }

    /// Twenty seconds more.
    pub fn more(&mut self, now: f64) {
        if let Self::Open(open) = self {
            open.until += MORE_SECS;
            open.whole = open.whole.max(open.until - now);
            open.given = (open.until - now).ceil() as u64;
        }
    }

    /// Wipes it where its time is over or another key is looked at; true where a secret went.
    pub fn keep_to(&mut self, looked_at: Option<KeyUid>, now: f64) -> bool {
        let over = matches!(self, Self::Open(open) if open.until <= now);
        let elsewhere = self.uid().is_some() && self.uid() != looked_at;
        if over || elsewhere { self.hide() } else { false }
    }

    /// Wipes it; true where a secret went.
    pub fn hide(&mut self) -> bool {
        let was_open = self.is_open();
        *self = Self::Nothing;
        was_open
    }

    /// When the next frame is needed: ten a second while it counts, none otherwise.
    pub fn next_frame(&self, now: f64) -> Option<Duration> {
        match self {
            Self::Nothing => None,
            Self::Open(_) => Some(Duration::from_millis(100)),
            Self::Asked { since, .. } => {
                let left = since + QUIET_SECS - now;
                (left > 0.0).then(|| Duration::from_secs_f64(left))
            }
        }
    }

    /// What stands in this key's field.
    pub fn in_field(&self, uid: KeyUid, now: f64) -> InField<'_> {
        match self {
            Self::Asked { uid: asked, since } if *asked == uid && now - since >= QUIET_SECS => InField::Asking,
            Self::Open(open) if open.uid == uid => {
                let ring = Staying::new((open.until - now).max(0.0), open.whole, open.given);
                InField::Open { secret: &open.secret, ring }
            }
            _ => InField::Masked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: KeyUid = KeyUid(1);
    const OTHER: KeyUid = KeyUid(2);

    fn open(now: f64) -> Shown {
        let mut shown = Shown::default();
        shown.asked(ONE, now);
        shown.came(ONE, Secret::new(b"made up".to_vec()), 20, now);
        shown
    }

    #[test]
    fn a_secret_is_shown_for_its_seconds_and_then_wiped() {
        let mut shown = open(100.0);
        let InField::Open { ring, .. } = shown.in_field(ONE, 106.1) else { panic!("it is hidden") };
        let Staying { part, seconds, spoken } = ring;
        assert_eq!((seconds, spoken), (14, 20));
        assert!((0.69..0.70).contains(&part), "{part}");
        assert!(matches!(shown.in_field(ONE, 111.0), InField::Open { ring: Staying { spoken: 10, .. }, .. }));
        assert!(!shown.keep_to(Some(ONE), 119.9));
        assert!(shown.keep_to(Some(ONE), 120.0));
        assert!(matches!(shown, Shown::Nothing));
    }

    #[test]
    fn a_click_on_the_ring_gives_it_twenty_seconds_more() {
        let mut shown = open(0.0);
        shown.more(5.0);
        let InField::Open { ring: Staying { part, seconds, .. }, .. } = shown.in_field(ONE, 5.0) else {
            panic!("it is hidden")
        };
        assert_eq!((seconds, part), (35, 1.0));
        assert!(!shown.keep_to(Some(ONE), 39.0));
        assert!(shown.keep_to(Some(ONE), 40.0));
    }

    #[test]
    fn looking_at_another_key_wipes_it() {
        let mut shown = open(0.0);
        assert!(matches!(shown.in_field(OTHER, 1.0), InField::Masked));
        assert!(shown.keep_to(Some(OTHER), 1.0));
        assert!(!open(0.0).keep_to(Some(ONE), 1.0));
        assert!(open(0.0).keep_to(None, 1.0));
    }

    #[test]
    fn a_secret_nobody_waits_for_is_not_shown() {
        let mut shown = Shown::default();
        shown.came(ONE, Secret::new(b"made up".to_vec()), 20, 0.0);
        assert!(!shown.is_open());
        shown.asked(ONE, 0.0);
        shown.keep_to(Some(OTHER), 0.1);
        shown.came(ONE, Secret::new(b"made up".to_vec()), 20, 0.2);
        assert!(!shown.is_open());
        shown.asked(ONE, 0.0);
        shown.refused();
        shown.came(ONE, Secret::new(b"made up".to_vec()), 20, 0.2);
        assert!(!shown.is_open());
    }

    #[test]
    fn a_question_is_said_only_when_its_answer_takes_long() {
        let mut shown = Shown::default();
        shown.asked(ONE, 1.0);
        assert!(matches!(shown.in_field(ONE, 1.1), InField::Masked));
        assert!(shown.next_frame(1.1).is_some());
        assert!(matches!(shown.in_field(ONE, 1.2), InField::Asking));
        assert_eq!(shown.next_frame(1.2), None);
        assert_eq!(Shown::default().next_frame(0.0), None);
    }
}
