//! A worker thread that can be left behind.
//!
//! Keychain crates have no time limits, and a stopped daemon hangs a call for ever. So calls run one at a time on a
//! named thread that owns the connection; a caller that lost patience walks away, the next call gets a new thread
//! with a new connection, and the old one ends whenever its call comes back.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// So many threads may hang at once, over all stores of the process; then calls are refused until one comes back.
const MAX_HUNG: usize = 8;

/// Threads left behind and not yet ended.
pub(super) static HUNG: AtomicUsize = AtomicUsize::new(0);

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// Why a call has no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stuck {
    /// Not in time; the call may still take effect.
    TimedOut,
    /// Too many earlier calls hang: this one was not begun.
    Crowded,
    /// The worker could not start, or ended in the middle.
    Died,
}

/// Runs jobs on a thread of its own, which holds an `S` made there.
pub(super) struct Lane<S: 'static> {
    make: Arc<dyn Fn() -> S + Send + Sync>,
    hung: &'static AtomicUsize,
    worker: Option<Worker<S>>,
}

struct Worker<S> {
    jobs: SyncSender<Job<S>>,
    life: Arc<Mutex<Life>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Life {
    Serving,
    LeftBehind,
    Ended,
}

/// Takes the thread off the count of hung ones when it ends, by return or panic.
struct Farewell {
    life: Arc<Mutex<Life>>,
    hung: &'static AtomicUsize,
}

impl Drop for Farewell {
    fn drop(&mut self) {
        let mut life = self.life.lock().unwrap_or_else(PoisonError::into_inner);
        if *life == Life::LeftBehind {
            self.hung.fetch_sub(1, Ordering::SeqCst);
        }
        *life = Life::Ended;
    }
}

impl<S: 'static> Lane<S> {
    /// Nothing is started until the first call. `hung` counts threads left behind ([`HUNG`], a test's own).
    pub(super) fn new(hung: &'static AtomicUsize, make: impl Fn() -> S + Send + Sync + 'static) -> Self {
        Self { make: Arc::new(make), hung, worker: None }
    }

    /// Runs one job and waits at most `patience` for its answer. An answer that comes later is dropped, and so
    /// wiped, on the worker.
    pub(super) fn call<R: Send + 'static>(
        &mut self,
        patience: Duration,
        job: impl FnOnce(&mut S) -> R + Send + 'static,
    ) -> Result<R, Stuck> {
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => self.start()?,
        };
        let (answer, wait) = sync_channel(1);
        let job: Job<S> = Box::new(move |state| {
            // Nobody listens any more where the caller walked away.
            let _ = answer.send(job(state));
        });
        if worker.jobs.try_send(job).is_err() {
            return Err(Stuck::Died);
        }
        match wait.recv_timeout(patience) {
            Ok(result) => {
                self.worker = Some(worker);
                Ok(result)
            }
            Err(RecvTimeoutError::Timeout) => {
                self.leave_behind(&worker);
                Err(Stuck::TimedOut)
            }
            Err(RecvTimeoutError::Disconnected) => Err(Stuck::Died),
        }
    }

    fn start(&self) -> Result<Worker<S>, Stuck> {
        if self.hung.load(Ordering::SeqCst) >= MAX_HUNG {
            return Err(Stuck::Crowded);
        }
        let (jobs, inbox) = sync_channel::<Job<S>>(1);
        let life = Arc::new(Mutex::new(Life::Serving));
        let farewell = Farewell { life: life.clone(), hung: self.hung };
        let make = self.make.clone();
        thread::Builder::new()
            .name("keychain".into())
            .spawn(move || {
                let _farewell = farewell;
                let mut state = make();
                // Ends when the sender is gone: with the store, or left behind.
                while let Ok(job) = inbox.recv() {
                    job(&mut state);
                }
            })
            .map_err(|_| Stuck::Died)?;
        Ok(Worker { jobs, life })
    }

    fn leave_behind(&self, worker: &Worker<S>) {
        let mut life = worker.life.lock().unwrap_or_else(PoisonError::into_inner);
        if *life == Life::Serving {
            *life = Life::LeftBehind;
            self.hung.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secret;

    const SHORT: Duration = Duration::from_millis(20);
    const LONG: Duration = Duration::from_secs(60);

    fn wait_until(what: impl Fn() -> bool) {
        for _ in 0..10_000 {
            if what() {
                return;
            }
            thread::sleep(Duration::from_millis(2));
        }
        panic!("it never came to pass");
    }

    #[test]
    fn the_state_lives_on_between_calls_and_is_made_afresh_after_a_timeout() {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let mut lane = Lane::new(&COUNT, || 0);
        for expected in 1..=3 {
            assert_eq!(
                lane.call(LONG, |n| {
                    *n += 1;
                    *n
                }),
                Ok(expected)
            );
        }
        let (release, held) = sync_channel::<()>(1);
        assert_eq!(lane.call(SHORT, move |_| held.recv().is_ok()), Err(Stuck::TimedOut));
        assert_eq!(COUNT.load(Ordering::SeqCst), 1);
        assert_eq!(
            lane.call(LONG, |n| {
                *n += 1;
                *n
            }),
            Ok(1)
        );
        drop(release);
        wait_until(|| COUNT.load(Ordering::SeqCst) == 0);
    }

    #[test]
    fn hung_threads_are_bounded_and_calls_go_on_when_one_ends() {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let mut lane = Lane::new(&COUNT, || ());
        let mut holds = Vec::new();
        for _ in 0..MAX_HUNG {
            let (release, held) = sync_channel::<()>(1);
            holds.push(release);
            let value = Secret::new(b"x".to_vec());
            assert_eq!(lane.call(SHORT, move |()| held.recv().is_ok() && !value.is_empty()), Err(Stuck::TimedOut));
        }
        assert_eq!(lane.call(LONG, |()| ()), Err(Stuck::Crowded));
        holds.pop();
        wait_until(|| COUNT.load(Ordering::SeqCst) < MAX_HUNG);
        assert_eq!(lane.call(LONG, |()| ()), Ok(()));
    }

    #[test]
    fn a_worker_that_panics_is_replaced() {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let mut lane = Lane::new(&COUNT, || ());
        assert_eq!(lane.call(LONG, |()| panic!("made by the test")), Err::<(), _>(Stuck::Died));
        assert_eq!(lane.call(LONG, |()| 7), Ok(7));
        assert_eq!(COUNT.load(Ordering::SeqCst), 0);
    }
}
