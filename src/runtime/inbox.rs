//! All a helper can hear, in one queue: requests over its socket, signals to end, word from its own watchers.

use std::io;
use std::os::unix::net::UnixListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Peer;
use crate::model::Secret;

/// How long a client may take to say what it wants and to read the answer.
const CLIENT_DEADLINE: Duration = Duration::from_secs(5);
/// Clients heard at once. More are turned away, so that silent ones can't use up threads.
const MOST_CLIENTS: usize = 32;

/// One thing that happened.
#[derive(Debug)]
pub enum News {
    /// A client asks. The answer goes back through the peer.
    Request(Secret, Peer),
    /// SIGTERM or SIGINT: put things in order and end.
    Terminate,
    /// A watcher started by the helper itself saw the end of what it watched.
    Over,
}

/// The queue.
#[derive(Debug)]
pub struct Inbox {
    sender: SyncSender<News>,
    receiver: Receiver<News>,
}

impl Inbox {
    /// Opens the queue and takes over the signals; SIGHUP, the parent's terminal closing, is ignored from here on.
    pub fn open() -> io::Result<Self> {
        let (sender, receiver) = sync_channel(64);
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        let teller = sender.clone();
        thread::Builder::new().name("helper-signals".into()).spawn(move || {
            for signal in signals.forever() {
                if signal != SIGHUP && teller.send(News::Terminate).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { sender, receiver })
    }

    /// For a watcher's thread to send [`News::Over`] with.
    pub fn sender(&self) -> SyncSender<News> {
        self.sender.clone()
    }

    /// Hears requests from here on.
    pub fn listen(&self, listener: UnixListener) -> io::Result<()> {
        let sender = self.sender.clone();
        let clients = Arc::new(AtomicUsize::new(0));
        thread::Builder::new().name("helper-listen".into()).spawn(move || {
            loop {
                let Ok((stream, _)) = listener.accept() else {
                    // Out of descriptors, most likely: others will be closed in a while.
                    thread::sleep(Duration::from_millis(100));
                    continue;
                };
                let Ok(peer) = Peer::accepted(stream, CLIENT_DEADLINE) else { continue };
                if clients.fetch_add(1, Ordering::SeqCst) >= MOST_CLIENTS {
                    clients.fetch_sub(1, Ordering::SeqCst);
                    continue;
                }
                let (sender, at_end) = (sender.clone(), Arc::clone(&clients));
                // A silent client keeps only its own thread waiting.
                let heard = thread::Builder::new().name("helper-client".into()).spawn(move || {
                    hear(peer, &sender);
                    at_end.fetch_sub(1, Ordering::SeqCst);
                });
                if heard.is_err() {
                    clients.fetch_sub(1, Ordering::SeqCst);
                }
            }
        })?;
        Ok(())
    }

    /// The next thing that happened, or `None` once `wait` is over.
    pub fn next(&self, wait: Duration) -> Option<News> {
        match self.receiver.recv_timeout(wait) {
            Ok(news) => Some(news),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(News::Terminate),
        }
    }
}

fn hear(mut peer: Peer, sender: &SyncSender<News>) {
    if let Ok(message) = peer.receive() {
        let _ = sender.send(News::Request(message, peer));
    }
}
