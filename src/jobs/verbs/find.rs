//! Looking for environment files, on a thread of its own: copying a key need not wait for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::super::desk::Desk;
use super::super::inbox::Turn;
use super::super::talk::Event;
use super::super::words::{own_mistake, unreadable};
use crate::fs::short_path;
use crate::vault::{Error, FilesFound, find_files};

/// How often is said how far it is.
const SAY_EVERY: Duration = Duration::from_millis(100);

/// Ends a search, also when nobody is left to hear of it.
pub(in crate::jobs) struct Stop {
    is_stopped: Arc<AtomicBool>,
    path: PathBuf,
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }
}

impl Desk {
    /// Begins a search; one that runs is given up.
    pub(super) fn find_files(&mut self, folder: PathBuf) {
        self.findings += 1;
        let (number, line) = (self.findings, self.inbox.sender());
        let is_stopped = Arc::new(AtomicBool::new(false));
        let stop = Stop { is_stopped: Arc::clone(&is_stopped), path: folder.clone() };
        let search = move || {
            let mut said_at: Option<Instant> = None;
            let mut watch = |folders: u64, files: usize| {
                if said_at.is_none_or(|at| at.elapsed() >= SAY_EVERY) {
                    said_at = Some(Instant::now());
                    // A full line has more to do than to hear how far this is.
                    let _ = line.try_send(Turn::Looked(number, folders, files));
                }
                !is_stopped.load(Ordering::Relaxed)
            };
            let answer = catch_unwind(AssertUnwindSafe(|| find_files(&folder, &mut watch))).ok();
            let _ = line.send(Turn::Found(number, answer));
        };
        match std::thread::Builder::new().name("find-files".into()).spawn(search) {
            Ok(_) => self.finding = Some((number, stop)),
            Err(_) => self.out.failed(own_mistake()),
        }
    }

    /// Ends the search that runs; what it found until then comes as its answer.
    pub(super) fn stop_finding(&self) {
        if let Some((_, stop)) = &self.finding {
            stop.is_stopped.store(true, Ordering::Relaxed);
        }
    }

    pub(in crate::jobs) fn looked_for_files(&mut self, number: u64, folders: u64, files: usize) {
        if self.finding.as_ref().is_some_and(|(waited, _)| *waited == number) {
            self.out.send(Event::Finding(folders, files));
        }
    }

    /// A search ended. One that was not waited for any more says nothing.
    pub(in crate::jobs) fn found_files(&mut self, number: u64, answer: Option<Result<FilesFound, Error>>) {
        if self.finding.as_ref().is_none_or(|(waited, _)| *waited != number) {
            return;
        }
        let name = self.finding.take().map(|(_, stop)| short_path(&stop.path)).unwrap_or_default();
        match answer {
            Some(Ok(found)) => self.out.send(Event::FilesFound(Box::new(found))),
            Some(Err(error)) => self.out.failed(unreadable("look into", &name, &error)),
            None => self.out.failed(own_mistake()),
        }
    }
}
