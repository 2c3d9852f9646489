//! When a call has to be over.

use std::time::{Duration, Instant};

/// The caller's patience, split so that the worker ends first: what it gives up by itself leaves no hung thread.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code))] // elsewhere the lane alone keeps time
pub(super) struct Deadline {
    /// When the work gives up.
    pub(super) end: Instant,
    /// When a prompt is taken off the screen: a little before, so that the message still goes out.
    pub(super) prompt_end: Instant,
    /// The whole patience in seconds, rounded up, for the error.
    pub(super) secs: u64,
}

impl Deadline {
    /// Starts now. The work gets nine tenths of it, or all but 200 ms.
    pub(super) fn within(patience: Duration) -> Self {
        let work = patience - (patience / 10).min(Duration::from_millis(200));
        let now = Instant::now();
        Self {
            end: now + work,
            prompt_end: now + (work - (patience / 10).min(Duration::from_millis(200))),
            secs: seconds(patience),
        }
    }
}

/// Whole seconds, rounded up: 300 ms reads as 1.
pub(super) fn seconds(patience: Duration) -> u64 {
    patience.as_secs() + u64::from(patience.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_ends_before_the_caller_gives_up_and_a_prompt_before_the_work() {
        let started = Instant::now();
        for patience in [Duration::from_millis(300), Duration::from_secs(120)] {
            let deadline = Deadline::within(patience);
            assert!(deadline.prompt_end < deadline.end);
            assert!(deadline.end - Deadline::within(Duration::ZERO).end < patience);
            assert!(deadline.prompt_end > started);
        }
        assert_eq!(Deadline::within(Duration::from_millis(300)).secs, 1);
        assert_eq!(Deadline::within(Duration::from_secs(10)).secs, 10);
    }
}
