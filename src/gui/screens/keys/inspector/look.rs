//! What the worker tells of the selected key beyond the snapshot, and when it is asked. Times are the frame's seconds.

use std::sync::Arc;
use std::time::Duration;

use crate::jobs::KeyLook;
use crate::model::KeyUid;

/// So long the selection rests before the worker is asked: arrows that run through a list ask nothing.
const REST_SECS: f64 = 0.08;

/// The last answer, and whether another one is on its way.
#[derive(Debug, Default)]
pub enum Look {
    /// Nothing is selected.
    #[default]
    Nothing,
    /// To be asked once the selection has rested.
    Resting {
        /// Which key.
        uid: KeyUid,
        /// When it may be asked.
        at: f64,
        /// The answer before.
        before: Option<Arc<KeyLook>>,
    },
    /// Asked.
    Asked {
        /// Which key.
        uid: KeyUid,
        /// The answer before.
        before: Option<Arc<KeyLook>>,
    },
    /// The newest there is.
    Here(Arc<KeyLook>),
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    Nothing,
    /// Look again after so long.
    After(Duration),
    /// Ask for this key.
    Ask(KeyUid),
}

impl Look {
    fn uid(&self) -> Option<KeyUid> {
        match self {
            Self::Nothing => None,
            Self::Resting { uid, .. } | Self::Asked { uid, .. } => Some(*uid),
            Self::Here(look) => Some(look.uid),
        }
    }

    fn last(&self) -> Option<&Arc<KeyLook>> {
        match self {
            Self::Nothing => None,
            Self::Resting { before, .. } | Self::Asked { before, .. } => before.as_ref(),
            Self::Here(look) => Some(look),
        }
    }

    /// What was last told of this key.
    pub fn of(&self, uid: KeyUid) -> Option<&KeyLook> {
        self.last().map(Arc::as_ref).filter(|look| look.uid == uid)
    }

    /// Follows the selection. An [`Next::Ask`] counts as asked.
    pub fn follow(&mut self, selected: Option<KeyUid>, now: f64) -> Next {
        let Some(selected) = selected else {
            *self = Self::Nothing;
            return Next::Nothing;
        };
        if self.uid() != Some(selected) {
            *self = Self::Resting { uid: selected, at: now + REST_SECS, before: self.last().cloned() };
        }
        match self {
            Self::Resting { uid, at, before } if *at <= now => {
                let uid = *uid;
                *self = Self::Asked { uid, before: before.take() };
                Next::Ask(uid)
            }
            Self::Resting { at, .. } => Next::After(Duration::from_secs_f64(*at - now)),
            _ => Next::Nothing,
        }
    }

    /// The facts changed, or the question could not be put: it is to be asked again.
    pub fn stale(&mut self, now: f64) {
        if let Some(uid) = self.uid() {
            *self = Self::Resting { uid, at: now + REST_SECS, before: self.last().cloned() };
        }
    }

    /// The worker's answer. While a newer one is to be asked for it is shown all the same.
    pub fn hear(&mut self, look: Arc<KeyLook>) {
        match self {
            Self::Asked { uid, .. } if *uid == look.uid => *self = Self::Here(look),
            Self::Resting { uid, before, .. } if *uid == look.uid => *before = Some(look),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(uid: i64) -> Arc<KeyLook> {
        Arc::new(KeyLook {
            uid: KeyUid(uid),
            history: Vec::new(),
            daily: vec![0; 30],
            note: None,
            old_tail: None,
            ticked: Vec::new(),
            files: Vec::new(),
        })
    }

    #[test]
    fn it_is_asked_once_the_selection_rests() {
        let mut look = Look::default();
        assert!(matches!(look.follow(Some(KeyUid(1)), 0.0), Next::After(_)));
        assert!(matches!(look.follow(Some(KeyUid(2)), 0.05), Next::After(_)));
        assert!(matches!(look.follow(Some(KeyUid(2)), 0.1), Next::After(_)));
        assert_eq!(look.follow(Some(KeyUid(2)), 0.14), Next::Ask(KeyUid(2)));
        assert_eq!(look.follow(Some(KeyUid(2)), 0.3), Next::Nothing);
        look.hear(answer(2));
        assert!(look.of(KeyUid(2)).is_some() && look.of(KeyUid(1)).is_none());
        assert_eq!(look.follow(None, 1.0), Next::Nothing);
        assert!(look.of(KeyUid(2)).is_none());
    }

    #[test]
    fn the_answer_before_stays_while_the_next_is_on_its_way() {
        let mut look = Look::default();
        look.follow(Some(KeyUid(1)), 0.0);
        look.follow(Some(KeyUid(1)), 1.0);
        look.hear(answer(1));
        look.stale(2.0);
        assert!(look.of(KeyUid(1)).is_some());
        assert_eq!(look.follow(Some(KeyUid(1)), 3.0), Next::Ask(KeyUid(1)));
        assert!(look.of(KeyUid(1)).is_some());
    }

    #[test]
    fn an_answer_about_a_key_no_longer_selected_is_not_shown() {
        let mut look = Look::default();
        look.follow(Some(KeyUid(1)), 0.0);
        look.follow(Some(KeyUid(1)), 1.0);
        look.follow(Some(KeyUid(2)), 1.1);
        look.hear(answer(1));
        assert!(look.of(KeyUid(1)).is_none() && look.of(KeyUid(2)).is_none());
    }
}
