//! What the command prints goes through the masks, what is typed goes to it, until it has ended.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use zeroize::Zeroizing;

use super::terminal::Outer;
use crate::mask::{Masker, Masks};

/// Read at once.
const PIECE: usize = 64 * 1024;
/// Typed and not taken by the command yet, at most; what is more waits in the terminal.
const MOST_TYPED: usize = 64 * 1024;
/// Once the command has ended: others may hold its output open (a daemon it started), and are not waited for longer than
/// they are silent, nor for longer than so much in all.
const SILENCE: Duration = Duration::from_millis(200);
const LONGEST_AFTER: Duration = Duration::from_secs(1);
/// How often it is looked whether a shell has put us in front: nobody tells.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Where masked bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    Output,
    Errors,
}

impl To {
    /// Our own stream.
    pub fn with<T>(self, use_it: impl FnOnce(BorrowedFd<'_>) -> T) -> T {
        match self {
            Self::Output => use_it(io::stdout().as_fd()),
            Self::Errors => use_it(io::stderr().as_fd()),
        }
    }
}

/// What the command prints into.
pub(super) enum From {
    /// Closed where nobody takes it any more, so that the command hears of it.
    Pipe(OwnedFd),
    /// Read to the end in any case: one that isn't read stops who writes into it for ever.
    Pty(OwnedFd),
}

/// One stream of the command.
struct Stream {
    from: Option<From>,
    to: To,
    masker: Masker,
    /// Nobody takes it any more.
    is_lost: bool,
    /// Why it could not be written where somebody should have had it: a full disk.
    failed: Option<Errno>,
    /// Once it has ended: so many bytes are surely the command's own.
    left: u64,
}

/// What is typed, on its way to the command's terminal.
struct Keys {
    to: OwnedFd,
    waiting: Zeroizing<Vec<u8>>,
}

/// All streams between the command and us.
pub(super) struct Relay {
    streams: Vec<Stream>,
    keys: Option<Keys>,
}

/// The end of the command.
struct End {
    at: Instant,
    /// When something was last heard.
    heard: Instant,
}

impl Relay {
    /// `streams`: what it prints and where that goes. `keys`: its terminal, if what is typed here goes there.
    pub fn new(streams: Vec<(From, To)>, keys: Option<OwnedFd>, masks: &Arc<Masks>) -> Self {
        let stream = |(from, to)| Stream {
            from: Some(from),
            to,
            masker: Masker::new(Arc::clone(masks)),
            is_lost: false,
            failed: None,
            left: 0,
        };
        let keys = keys.map(|to| Keys { to, waiting: Zeroizing::new(Vec::with_capacity(MOST_TYPED)) });
        Self { streams: streams.into_iter().map(stream).collect(), keys }
    }

    /// Carries bytes until the command has ended and its streams are silent. Gives back why its output could not be written, where
    /// that is so: the command itself hears nothing of it.
    pub fn run(mut self, command: &OwnedFd, outer: Option<&Outer>) -> Option<Errno> {
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        let mut end: Option<End> = None;
        loop {
            let is_typing = outer.is_some_and(Outer::take);
            let ready = self.wait(command, end.as_ref(), is_typing);
            let mut heard = false;
            for (nth, stream) in self.streams.iter_mut().enumerate() {
                if ready.streams.contains(&nth) {
                    heard = true;
                    stream.carry(&mut piece);
                }
                stream.masker.due().filter(|due| *due <= Instant::now()).is_some().then(|| stream.let_go());
            }
            if ready.typed {
                self.read_keys(&mut piece);
            }
            self.type_keys();
            match &mut end {
                Some(end) if heard => end.heard = Instant::now(),
                None if ready.ended => {
                    end = Some(End { at: Instant::now(), heard: Instant::now() });
                    self.streams.iter_mut().for_each(Stream::count_left);
                }
                _ => {}
            }
            if end.as_ref().is_some_and(|end| self.is_over(end)) {
                break;
            }
        }
        self.streams.iter_mut().for_each(Stream::let_go);
        self.streams.iter().filter(|stream| stream.to == To::Output).find_map(|stream| stream.failed)
    }

    fn is_over(&self, end: &End) -> bool {
        let closed = self.streams.iter().all(|stream| stream.from.is_none());
        let all_came = self.streams.iter().all(|stream| stream.from.is_none() || stream.left == 0);
        closed || all_came && (end.heard.elapsed() >= SILENCE || end.at.elapsed() >= LONGEST_AFTER)
    }

    fn wait(&self, command: &OwnedFd, end: Option<&End>, is_typing: bool) -> Ready {
        let now = Instant::now();
        let stdin = io::stdin();
        let mut fds: Vec<PollFd<'_>> = Vec::new();
        let mut which: Vec<usize> = Vec::new();
        for (nth, stream) in self.streams.iter().enumerate() {
            if let Some(From::Pipe(from) | From::Pty(from)) = &stream.from {
                fds.push(PollFd::new(from, PollFlags::IN));
                which.push(nth);
            }
        }
        let mut typed_at = None;
        if let Some(keys) = &self.keys {
            if is_typing && keys.waiting.len() < MOST_TYPED {
                typed_at = Some(add(&mut fds, PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::IN)));
            }
            if !keys.waiting.is_empty() {
                add(&mut fds, PollFd::new(&keys.to, PollFlags::OUT));
            }
        }
        let ended_at = end.is_none().then(|| add(&mut fds, PollFd::new(command, PollFlags::IN)));
        let due = self.streams.iter().filter_map(|stream| stream.masker.due());
        let silent = end.map(|end| (end.heard + SILENCE).min((end.at + LONGEST_AFTER).max(now)));
        let look_again = (self.keys.is_some() && !is_typing).then(|| now + LOOK_AGAIN);
        let until = due.chain(silent).chain(look_again).min().map(|due| due.saturating_duration_since(now));
        let time = until.map(|left| Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: i64::from(left.subsec_nanos()),
        });
        // An interrupted wait is one that brought nothing.
        let _ = poll(&mut fds, time.as_ref());
        let is_ready = |at: usize| !fds[at].revents().is_empty();
        Ready {
            streams: which.iter().enumerate().filter(|(at, _)| is_ready(*at)).map(|(_, nth)| *nth).collect(),
            typed: typed_at.is_some_and(is_ready),
            ended: ended_at.is_some_and(is_ready),
        }
    }

    fn read_keys(&mut self, piece: &mut [u8]) {
        let Some(keys) = &mut self.keys else { return };
        let room = (MOST_TYPED - keys.waiting.len()).min(piece.len());
        // Not through std's buffer, which would keep bytes that are another's.
        match rustix::io::read(io::stdin(), &mut piece[..room]) {
            Ok(0) | Err(Errno::IO) => self.keys = None,
            Ok(count) => keys.waiting.extend_from_slice(&piece[..count]),
            Err(_) => {}
        }
    }

    /// What the command's terminal takes now. Never waits for it: the command may itself wait for us to read.
    fn type_keys(&mut self) {
        let Some(keys) = self.keys.as_mut().filter(|keys| !keys.waiting.is_empty()) else { return };
        match rustix::io::write(&keys.to, &keys.waiting) {
            Ok(count) => {
                keys.waiting.drain(..count);
            }
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(_) => self.keys = None,
        }
    }
}

/// Adds one more to be waited for; gives its place.
fn add<'a>(fds: &mut Vec<PollFd<'a>>, fd: PollFd<'a>) -> usize {
    fds.push(fd);
    fds.len() - 1
}

/// What a wait brought.
struct Ready {
    streams: Vec<usize>,
    typed: bool,
    ended: bool,
}

impl Stream {
    fn carry(&mut self, piece: &mut [u8]) {
        let Some(From::Pipe(from) | From::Pty(from)) = &self.from else { return };
        match rustix::io::read(from, &mut *piece) {
            Ok(count) if count > 0 => {
                self.left = self.left.saturating_sub(count as u64);
                let mut out = Vec::with_capacity(count + 64);
                self.masker.feed(&piece[..count], Instant::now(), &mut out);
                self.put(&out);
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            // A terminal whose other end is closed says that it is broken.
            Ok(_) | Err(_) => self.from = None,
        }
        if self.from.is_none() {
            self.let_go();
        }
    }

    /// The command has ended: what it wrote lies here, all of it.
    fn count_left(&mut self) {
        if let Some(From::Pipe(from) | From::Pty(from)) = &self.from {
            self.left = rustix::io::ioctl_fionread(from).unwrap_or(0);
        }
    }

    fn let_go(&mut self) {
        let mut out = Vec::new();
        self.masker.flush(&mut out);
        self.put(&out);
    }

    /// Whole, however long the reader takes.
    fn put(&mut self, bytes: &[u8]) {
        if self.is_lost {
            return;
        }
        if let Err(error) = self.to.with(|to| write_all(to, bytes)) {
            self.is_lost = true;
            // A reader that has enough, or a terminal that is gone, is no loss.
            self.failed = Some(error).filter(|error| !matches!(*error, Errno::PIPE | Errno::IO));
            if matches!(self.from, Some(From::Pipe(_))) {
                self.from = None;
            }
        }
    }
}

fn write_all(to: BorrowedFd<'_>, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match rustix::io::write(to, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let mut fds = [PollFd::from_borrowed_fd(to, PollFlags::OUT)];
                let _ = poll(&mut fds, None);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
