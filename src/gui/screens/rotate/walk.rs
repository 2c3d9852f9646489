//! Several keys through the dialog, one after another.

use std::sync::Arc;

use super::data::Attempt;
use super::state::Rotate;
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::{KeyUid, Random};

/// Several keys that are rotated one after another. What is done stays done wherever it is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Walk {
    /// Those that come after this one.
    rest: Vec<KeyUid>,
    /// Which one it is; the first is 1.
    pub nth: usize,
    /// How many there are.
    pub all: usize,
}

impl Walk {
    /// Those that were rotated along with this one, as they held its value, have theirs.
    pub(super) fn leave_out(&mut self, rotated: &[KeyUid]) {
        let before = self.rest.len();
        self.rest.retain(|uid| !rotated.contains(uid));
        self.all -= before - self.rest.len();
    }
}

impl Rotate {
    /// Opens it for several keys, one after another; none where there is none to rotate.
    pub fn walk(snapshot: &Snapshot, keys: &[KeyUid], random: Arc<dyn Random>) -> Option<Self> {
        let can = |uid: &KeyUid| {
            snapshot.keys.iter().any(|key| key.uid == *uid && !key.is_plain() && !key.state.is_disabled())
        };
        let keys: Vec<KeyUid> = keys.iter().copied().filter(can).collect();
        let (first, rest) = keys.split_first()?;
        let walk = Walk { rest: rest.to_vec(), nth: 1, all: keys.len() };
        let mut first = Self::new(snapshot, *first, random)?;
        first.walk = (keys.len() > 1).then_some(walk);
        Some(first)
    }

    /// The next one of a walk that is still there; none at its end.
    fn next(&self, snapshot: &Snapshot) -> Option<Self> {
        let walk = self.walk.as_ref()?;
        walk.rest.iter().enumerate().find_map(|(at, uid)| {
            let mut next = Self::new(snapshot, *uid, Arc::clone(&self.random))?;
            next.walk = Some(Walk { rest: walk.rest[at + 1..].to_vec(), nth: walk.nth + at + 1, all: walk.all });
            Some(next)
        })
    }

    /// Leaves this one as it is, for the next one.
    pub(super) fn skip(&mut self) {
        if self.attempt != Attempt::Saving {
            self.through = true;
        }
    }

    /// Goes to the next one where this one is through; says what was saved. Nothing is to be drawn of it any more then.
    pub(super) fn go_on(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if !std::mem::take(&mut self.through) {
            return;
        }
        wishes.extend(self.done.take().map(Wish::Say));
        match self.next(snapshot) {
            Some(next) => *self = next,
            None => wishes.push(Wish::CloseModal),
        }
    }
}
