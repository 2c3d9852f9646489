//! Several keys through the dialog, one after another.

use std::sync::Arc;

use super::data::Attempt;
use super::state::Rotate;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Snapshot};
use crate::model::{Key, KeyUid, Random};
use crate::review::listing;

/// Several keys that are rotated one after another. What is done stays done wherever it is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Walk {
    /// Those that come after this one.
    rest: Vec<KeyUid>,
    /// Which one it is; the first is 1.
    pub nth: usize,
    /// How many there are.
    pub all: usize,
    /// What was done on the way, to be said at its end: the dialog of the next one lies over a toast and its Undo.
    done: Option<Done>,
}

impl Walk {
    /// Those that were rotated along with this one, as they held its value, have theirs.
    pub(super) fn leave_out(&mut self, rotated: &[KeyUid]) {
        let before = self.rest.len();
        self.rest.retain(|uid| !rotated.contains(uid));
        self.all -= before - self.rest.len();
    }

    /// What was done so far, with one more. Only what can be put back whole is offered to be.
    fn with(self, one: Option<Done>) -> Option<Done> {
        match (self.done, one) {
            (Some(Done::Rotated(mut keys, before)), Some(Done::Rotated(more, until))) => {
                keys.extend(more);
                Some(Done::Rotated(keys, before.zip(until).map(|(before, until)| before.min(until))))
            }
            // Of a value that was put in again nothing is new.
            (Some(rotated @ Done::Rotated(..)), _) => Some(rotated),
            (before, one) => one.or(before),
        }
    }
}

/// Names that are listed before they are counted.
const NAMED: usize = 3;

/// "1 plain key is left out: `PORT`."; none where none is.
pub(super) fn left_out_words(keys: &[&Key]) -> Option<String> {
    let plain = keys.iter().filter(|key| key.is_plain()).count();
    let disabled = keys.len() - plain;
    if keys.is_empty() {
        return None;
    }
    let sort = |(count, word): (usize, &str)| match count {
        0 => None,
        1 => Some(format!("1 {word} key")),
        more => Some(format!("{more} {word} keys")),
    };
    let sorts: Vec<String> = [(plain, "plain"), (disabled, "disabled")].into_iter().filter_map(sort).collect();
    let are = if keys.len() == 1 { "is" } else { "are" };
    let shown = if keys.len() > NAMED + 1 { NAMED } else { keys.len() };
    let mut names: Vec<String> = keys[..shown].iter().map(|key| format!("`{}`", key.name())).collect();
    if shown < keys.len() {
        names.push(format!("{} more", keys.len() - shown));
    }
    Some(format!("{} {are} left out: {}.", listing(&sorts), listing(&names)))
}

impl Rotate {
    /// Opens it for several keys, one after another; none where there is none to rotate.
    pub fn walk(snapshot: &Snapshot, keys: &[KeyUid], random: Arc<dyn Random>) -> Option<Self> {
        let of = |uid: &KeyUid| snapshot.keys.iter().find(|key| key.uid == *uid);
        let can = |key: &&Key| !key.is_plain() && !key.state.is_disabled();
        let (can, cannot): (Vec<&Key>, Vec<&Key>) = keys.iter().filter_map(of).partition(can);
        let keys: Vec<KeyUid> = can.iter().map(|key| key.uid).collect();
        let (first, rest) = keys.split_first()?;
        let walk = Walk { rest: rest.to_vec(), nth: 1, all: keys.len(), done: None };
        let mut first = Self::new(snapshot, *first, random)?;
        first.walk = (keys.len() > 1).then_some(walk);
        first.left_out = left_out_words(&cannot);
        Some(first)
    }

    /// The next one of a walk that is still there; none at its end.
    fn next(&self, snapshot: &Snapshot) -> Option<Self> {
        let walk = self.walk.as_ref()?;
        walk.rest.iter().enumerate().find_map(|(at, uid)| {
            let mut next = Self::new(snapshot, *uid, Arc::clone(&self.random))?;
            let done = walk.clone().with(self.done.clone());
            next.walk = Some(Walk { rest: walk.rest[at + 1..].to_vec(), nth: walk.nth + at + 1, all: walk.all, done });
            Some(next)
        })
    }

    /// Leaves this one as it is, for the next one.
    pub(super) fn skip(&mut self) {
        if self.attempt != Attempt::Saving {
            self.through = true;
        }
    }

    /// What was saved and not said yet.
    pub(super) fn unsaid(&mut self) -> Option<Done> {
        let one = self.done.take();
        match self.walk.take() {
            Some(walk) => walk.with(one),
            None => one,
        }
    }

    /// Goes to the next one where this one is through; behind the last one says what was saved. Nothing is to be drawn of it any more
    /// then.
    pub(super) fn go_on(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        if !std::mem::take(&mut self.through) {
            return;
        }
        match self.next(snapshot) {
            Some(next) => *self = next,
            None => {
                wishes.push(Wish::CloseModal);
                wishes.extend(self.unsaid().map(Wish::Say));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn what_was_done_is_one_act_that_can_be_put_back_while_all_of_it_can() {
        let day = |day| sample::snapshot().now.get() + chrono::TimeDelta::days(day);
        let rotated = |uid, until: Option<i64>| Done::Rotated(vec![KeyUid(uid)], until.map(day));
        let both = |until: Option<i64>| Done::Rotated(vec![KeyUid(1), KeyUid(2)], until.map(day));
        let again = Done::PutAgain(KeyUid(2));
        for (before, one, done) in [
            (None, Some(rotated(2, Some(7))), rotated(2, Some(7))),
            (Some(rotated(1, Some(7))), None, rotated(1, Some(7))),
            (Some(rotated(1, Some(7))), Some(rotated(2, Some(3))), both(Some(3))),
            (Some(rotated(1, Some(3))), Some(rotated(2, Some(7))), both(Some(3))),
            (Some(rotated(1, Some(7))), Some(rotated(2, None)), both(None)),
            (Some(rotated(1, Some(7))), Some(again.clone()), rotated(1, Some(7))),
            (Some(again.clone()), Some(rotated(1, Some(7))), rotated(1, Some(7))),
        ] {
            let walk = Walk { rest: Vec::new(), nth: 2, all: 2, done: before.clone() };
            assert_eq!(walk.with(one.clone()), Some(done), "{before:?}, {one:?}");
        }
    }
}
