//! The worker's end of the channel to the window.

use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use super::talk::{Event, Failure, Waker};

/// Ten a second: more is not seen.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// Sends events and wakes whoever draws them.
pub(super) struct Outbox {
    events: SyncSender<Event>,
    waker: Waker,
    progress_at: Option<Instant>,
}

impl Outbox {
    pub(super) fn new(events: SyncSender<Event>, waker: Waker) -> Self {
        Self { events, waker, progress_at: None }
    }

    /// Sends one event. Waits while the window is far behind; where it is gone nobody misses the event, and the worker
    /// ends at its next look into the requests.
    pub(super) fn send(&self, event: Event) {
        if self.events.send(event).is_ok() {
            (self.waker)();
        }
    }

    pub(super) fn failed(&self, failure: Failure) {
        self.send(Event::Failed(failure));
    }

    /// Says how far a long job is; left out where it was said a moment ago or the window is behind.
    pub(super) fn progress(&mut self, what: &'static str, done: u64, all: u64) {
        let now = Instant::now();
        if self.progress_at.is_some_and(|at| now.duration_since(at) < PROGRESS_EVERY) {
            return;
        }
        self.progress_at = Some(now);
        if self.events.try_send(Event::Progress(what, done, all)).is_ok() {
            (self.waker)();
        }
    }
}
