//! What the worker hears, in one line: the window's requests, and what happens on other threads.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::talk::{LockReason, Request};
use crate::model::SystemTaste;
use crate::store::StoreError;
use crate::vault::{Door, Error, FilesFound, MoveStep, Moved};

/// Those that wait in the line; a sender waits while it is full.
const WAITING: usize = 64;

/// One thing to be done.
pub(super) enum Turn {
    /// The window asks.
    Asked(Request),
    /// The user leaves: the screen is locked, the computer goes to sleep.
    Left(LockReason),
    /// How long there was no input on this computer, as measured; none where nothing tells.
    Idle(Option<Duration>),
    /// Something was written into the vault's folder, by whomever.
    Written,
    /// How the user wants windows to look and move.
    Taste(SystemTaste),
    /// The session's keyring was locked, by whomever.
    KeyringLocked,
    /// The keychain's prompt of that number ended; none where the thread that showed it panicked.
    Prompted(u64, Option<(Door, Result<(), StoreError>)>),
    /// The search of that number looked into so many folders and found so many files.
    Looked(u64, u64, usize),
    /// The search of that number ended; none where its thread panicked.
    Found(u64, Option<Result<FilesFound, Error>>),
    /// The move of that number is so far.
    Moving(u64, MoveStep, u64, u64),
    /// The move of that number ended; none where its thread panicked.
    Moved(u64, Option<Result<Moved, Error>>),
    /// The window is gone.
    Closed,
}

/// The worker's end of the line.
pub(super) struct Inbox {
    turns: Receiver<Turn>,
    sender: SyncSender<Turn>,
    /// Taken out of the line while something long ran, to look for a stop; their order stays.
    waiting: VecDeque<Turn>,
}

impl Inbox {
    /// Passes on what the window asks for, on a thread named `requests`, until the window closes its end.
    pub(super) fn over(requests: Receiver<Request>) -> Self {
        let (sender, turns) = sync_channel(WAITING);
        let line = sender.clone();
        let started = std::thread::Builder::new().name("requests".into()).spawn(move || {
            for request in requests {
                if line.send(Turn::Asked(request)).is_err() {
                    return;
                }
            }
            let _ = line.send(Turn::Closed);
        });
        if started.is_err() {
            // Nothing will ever be heard of the window: as good as closed.
            let _ = sender.send(Turn::Closed);
        }
        Self { turns, sender, waiting: VecDeque::new() }
    }

    /// For other threads to put something into the line.
    pub(super) fn sender(&self) -> SyncSender<Turn> {
        self.sender.clone()
    }

    /// The next one, if it comes in time.
    pub(super) fn next(&mut self, patience: Duration) -> Option<Turn> {
        self.waiting.pop_front().or_else(|| self.turns.recv_timeout(patience).ok())
    }

    /// Whether what runs is to be stopped: by a stop, or by a lock, which would have to wait for its end otherwise and is
    /// carried out next.
    pub(super) fn is_stopped(&mut self) -> bool {
        while self.waiting.len() < WAITING
            && let Ok(turn) = self.turns.try_recv()
        {
            if matches!(turn, Turn::Asked(Request::Stop)) {
                return true;
            }
            self.waiting.push_back(turn);
        }
        self.waiting.iter().any(|turn| matches!(turn, Turn::Asked(Request::Lock)))
    }
}
