//! What is made of all the facts and takes its time: on a thread of its own, so that no frame waits for it.

use std::sync::{Arc, OnceLock};

use crate::jobs::{Snapshot, Waker};

/// Something made of a snapshot, now or in a moment.
#[derive(Debug)]
pub struct Made<T>(Arc<OnceLock<T>>);

impl<T: Send + Sync + 'static> Made<T> {
    /// Begins to make it: at once of fewer than `many` keys, which take less time than a frame has, else on a thread of
    /// this name; `waker` is called then once it is there.
    pub fn of(
        name: &str,
        many: usize,
        snapshot: &Arc<Snapshot>,
        waker: Waker,
        make: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Self {
        let made = Arc::new(OnceLock::new());
        if snapshot.keys.len() < many {
            // Nobody else has it yet.
            let _ = made.set(make(snapshot));
            return Self(made);
        }
        let (place, facts) = (Arc::clone(&made), Arc::clone(snapshot));
        let work = move || {
            place.get_or_init(|| make(&facts));
            drop((place, facts));
            waker();
        };
        // A computer without room for a thread has worse worries: nothing is found there.
        drop(std::thread::Builder::new().name(name.to_owned()).spawn(work));
        Self(made)
    }

    /// It, if it is there.
    pub fn get(&self) -> Option<&T> {
        self.0.get()
    }

    /// It, as soon as it is there: for a key that acts on it and came before. Nothing where it will never be.
    pub fn wait(&self) -> Option<&T> {
        // The thread holds the other end until it is done, however it ends.
        while self.0.get().is_none() && Arc::strong_count(&self.0) > 1 {
            std::thread::yield_now();
        }
        self.0.get()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::gui::sample;

    const MANY: usize = 200;

    fn of_many() -> Arc<Snapshot> {
        let mut snapshot = sample::snapshot();
        let key = snapshot.keys[0].clone();
        snapshot.keys.resize(MANY, key);
        Arc::new(snapshot)
    }

    #[test]
    fn of_few_keys_it_is_there_at_once_and_nobody_is_woken() {
        let made =
            Made::of("test", MANY, &Arc::new(sample::snapshot()), Arc::new(|| panic!("woken")), |s| s.keys.len());
        assert_eq!(made.get(), Some(&128));
    }

    #[test]
    fn of_many_it_comes_later_and_wakes_whoever_draws() {
        let ((go, gone), (woken_to, woken)) = (sync_channel::<()>(1), sync_channel(1));
        let waker: Waker = Arc::new(move || woken_to.send(()).unwrap());
        let made = Made::of("test", MANY, &of_many(), waker, move |snapshot| {
            gone.recv().unwrap();
            snapshot.keys.len()
        });
        assert_eq!(made.get(), None);
        go.send(()).unwrap();
        assert_eq!(made.wait(), Some(&MANY));
        assert_eq!(woken.recv(), Ok(()));
    }

    #[test]
    fn what_could_not_be_made_is_not_waited_for() {
        let made: Made<usize> = Made::of("test", MANY, &of_many(), Arc::new(|| ()), |_| panic!("it fails"));
        assert_eq!(made.wait(), None);
    }
}
