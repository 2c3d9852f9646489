//! When to look for what happens by time and for what other processes changed. Where the system tells of writing in the
//! vault's folder, a window that nobody touches looks seldom; else every second.

use std::path::Path;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use super::inbox::Turn;
use crate::fs::{FolderWatch, watch};

/// How often, after something was written or where nothing tells of writing.
const OFTEN: Duration = Duration::from_secs(1);
/// How often else: midnight and a limit that a computer slept over are seen so late.
const SELDOM: Duration = Duration::from_secs(5);
/// The first look after a write: a commit is told of before it can be read.
const SOON: Duration = Duration::from_millis(200);

/// The next look, and what it depends on.
#[derive(Debug)]
pub(super) struct Lookout {
    next: Instant,
    /// Something was written a moment ago, and may not have been readable yet.
    restless_until: Instant,
    watch: Option<FolderWatch>,
    watched: bool,
}

impl Lookout {
    pub(super) fn new(now: Instant) -> Self {
        Self { next: now + OFTEN, restless_until: now, watch: None, watched: false }
    }

    /// Hears of writing in the vault's folder from now on; asked once, as a system that can't tell won't learn it.
    pub(super) fn listen(&mut self, folder: &Path, line: SyncSender<Turn>) {
        if !std::mem::replace(&mut self.watched, true) {
            // A full line is followed by a look.
            self.watch = watch(folder, move || drop(line.try_send(Turn::Written)));
        }
    }

    /// Something was written.
    pub(super) fn written(&mut self, now: Instant) {
        self.restless_until = now + SELDOM;
        self.next = self.next.min(now + SOON);
    }

    pub(super) fn patience(&self, now: Instant) -> Duration {
        self.next.saturating_duration_since(now)
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        now >= self.next
    }

    /// One has looked. `calm`: only writing can change what is seen, but for what is due by itself after `due`.
    pub(super) fn looked(&mut self, now: Instant, calm: bool, due: Option<Duration>) {
        let rests = calm && self.watch.is_some() && now >= self.restless_until;
        let wait = if rests { SELDOM.min(due.unwrap_or(SELDOM)).max(OFTEN) } else { OFTEN };
        self.next = now + wait;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn where_nothing_tells_of_writing_it_looks_every_second() {
        let now = Instant::now();
        let mut lookout = Lookout::new(now);
        lookout.listen(Path::new("/nowhere at all"), sync_channel(1).0);
        assert!(!lookout.is_due(now) && lookout.is_due(now + OFTEN));
        lookout.looked(now, true, None);
        assert_eq!(lookout.patience(now), OFTEN);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_it_is_told_of_writing_it_looks_seldom_until_something_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (line, turns) = sync_channel(1);
        let now = Instant::now();
        let mut lookout = Lookout::new(now);
        lookout.listen(folder.path(), line);
        lookout.looked(now, true, None);
        assert_eq!(lookout.patience(now), SELDOM);
        // What is due comes first; and a state that changes without writing is looked at often.
        lookout.looked(now, true, Some(2 * OFTEN));
        assert_eq!(lookout.patience(now), 2 * OFTEN);
        lookout.looked(now, true, Some(Duration::ZERO));
        assert_eq!(lookout.patience(now), OFTEN);
        lookout.looked(now, false, None);
        assert_eq!(lookout.patience(now), OFTEN);

        lookout.looked(now, true, None);
        std::fs::write(folder.path().join("file"), "").unwrap();
        assert!(matches!(turns.recv(), Ok(Turn::Written)));
        lookout.written(now);
        assert_eq!(lookout.patience(now), SOON);
        lookout.looked(now + SOON, true, None);
        assert_eq!(lookout.patience(now + SOON), OFTEN, "it may not have been readable yet");
        lookout.looked(now + SELDOM, true, None);
        assert_eq!(lookout.patience(now + SELDOM), SELDOM);
    }
}
