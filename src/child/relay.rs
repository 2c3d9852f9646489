//! What the command prints goes through the masks, what is typed goes to it, until it has ended.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use zeroize::Zeroizing;

use crate::mask::{Masker, Masks};

/// Read at once.
const PIECE: usize = 64 * 1024;
/// Once the command has ended: others may hold its output open (a daemon it started), and are not waited for longer than
/// they are silent.
const SILENCE: Duration = Duration::from_millis(200);

/// Where masked bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Output,
    Errors,
}

/// One stream of the command.
struct Stream {
    from: Option<File>,
    to: To,
    masker: Masker,
}

/// All streams between the command and us.
pub(super) struct Relay {
    streams: Vec<Stream>,
    /// Its terminal, where what is typed goes.
    keys: Option<File>,
}

impl Relay {
    /// `streams`: what it prints and where that goes. `keys`: its terminal, if what is typed here goes there.
    pub fn new(streams: Vec<(OwnedFd, To)>, keys: Option<OwnedFd>, masks: &Arc<Masks>) -> Self {
        let stream = |(from, to): (OwnedFd, To)| Stream {
            from: Some(File::from(from)),
            to,
            masker: Masker::new(Arc::clone(masks)),
        };
        Self { streams: streams.into_iter().map(stream).collect(), keys: keys.map(File::from) }
    }

    /// Carries bytes until the command has ended and its streams are silent.
    pub fn run(mut self, command: &OwnedFd) {
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        let mut ended: Option<Instant> = None;
        loop {
            let now = Instant::now();
            let ready = self.wait(command, ended, now);
            let mut heard = false;
            for (nth, stream) in self.streams.iter_mut().enumerate() {
                if ready.streams.contains(&nth) {
                    heard = true;
                    stream.carry(&mut piece);
                }
                stream.masker.due().filter(|due| *due <= Instant::now()).is_some().then(|| stream.let_go());
            }
            if ready.keys {
                self.type_keys(&mut piece);
            }
            if ready.ended && ended.is_none() {
                ended = Some(Instant::now());
            } else if heard {
                ended = ended.map(|_| Instant::now());
            }
            let closed = self.streams.iter().all(|stream| stream.from.is_none());
            let over = |ended: Instant| closed || ended.elapsed() >= SILENCE;
            if ended.is_some_and(over) {
                break;
            }
        }
        for stream in &mut self.streams {
            stream.let_go();
        }
    }

    fn wait(&self, command: &OwnedFd, ended: Option<Instant>, now: Instant) -> Ready {
        let mut fds: Vec<PollFd<'_>> = Vec::new();
        let mut which: Vec<usize> = Vec::new();
        for (nth, stream) in self.streams.iter().enumerate() {
            if let Some(from) = &stream.from {
                fds.push(PollFd::new(from, PollFlags::IN));
                which.push(nth);
            }
        }
        let stdin = io::stdin();
        let keys_at = self.keys.is_some().then(|| {
            fds.push(PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN));
            fds.len() - 1
        });
        let ended_at = ended.is_none().then(|| {
            fds.push(PollFd::new(command, PollFlags::IN));
            fds.len() - 1
        });
        let due = self.streams.iter().filter_map(|stream| stream.masker.due());
        let silent = ended.map(|ended| ended + SILENCE);
        let until = due.chain(silent).min().map(|due| due.saturating_duration_since(now));
        let time = until.map(|left| Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            // A little more: a wait that ends too early would only go round again.
            tv_nsec: i64::from(left.subsec_nanos()),
        });
        // An interrupted wait is one that brought nothing.
        let _ = poll(&mut fds, time.as_ref());
        let is_ready = |at: usize| !fds[at].revents().is_empty();
        Ready {
            streams: which.iter().enumerate().filter(|(at, _)| is_ready(*at)).map(|(_, nth)| *nth).collect(),
            keys: keys_at.is_some_and(is_ready),
            ended: ended_at.is_some_and(is_ready),
        }
    }

    fn type_keys(&mut self, piece: &mut [u8]) {
        let Some(keys) = &mut self.keys else { return };
        // Not through std's buffer, which would keep bytes that are another's.
        match rustix::io::read(io::stdin(), &mut piece[..1024]) {
            Ok(0) | Err(rustix::io::Errno::IO) => self.keys = None,
            Ok(count) => {
                if keys.write_all(&piece[..count]).is_err() {
                    self.keys = None;
                }
            }
            Err(_) => {}
        }
    }
}

/// What a wait brought.
struct Ready {
    streams: Vec<usize>,
    keys: bool,
    ended: bool,
}

impl Stream {
    fn carry(&mut self, piece: &mut [u8]) {
        let Some(from) = &mut self.from else { return };
        match from.read(piece) {
            // A terminal whose other end is closed says that it is broken.
            Ok(0) => self.from = None,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.from = None,
            Ok(count) => {
                let mut out = Vec::with_capacity(count + 64);
                self.masker.feed(&piece[..count], Instant::now(), &mut out);
                self.put(&out);
            }
        }
        if self.from.is_none() {
            self.let_go();
        }
    }

    fn let_go(&mut self) {
        let mut out = Vec::new();
        self.masker.flush(&mut out);
        self.put(&out);
    }

    /// Whole, however long the reader takes. One that is gone ends the command's stream too.
    fn put(&mut self, mut bytes: &[u8]) {
        let (output, errors) = (io::stdout(), io::stderr());
        let to: BorrowedFd<'_> = match self.to {
            To::Output => output.as_fd(),
            To::Errors => errors.as_fd(),
        };
        while !bytes.is_empty() {
            match rustix::io::write(to, bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) => {
                    let mut fds = [PollFd::from_borrowed_fd(to, PollFlags::OUT)];
                    let _ = poll(&mut fds, None);
                }
                Err(_) => {
                    self.from = None;
                    return;
                }
            }
        }
    }
}
