//! One connection: whole messages, each behind its length, under one deadline; the other end is a process of this user.

use std::io::{Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, sockopt};

use super::RuntimeError;
use crate::model::Secret;

/// The longest message, in bytes: a secret (1 MiB) and room to spare.
pub const MAX_FRAME_BYTES: usize = 2 * 1024 * 1024;

/// A connection to a checked process, which can be used until its deadline.
#[derive(Debug)]
pub struct Peer {
    stream: UnixStream,
    deadline: Instant,
}

impl Peer {
    /// Connects to the socket at `path`. Every later step on the connection shares the deadline.
    pub fn connect(path: &Path, deadline: Duration) -> Result<Self, RuntimeError> {
        let address = SocketAddrUnix::new(path).map_err(|_| RuntimeError::PathTooLong { path: path.to_owned() })?;
        let until = Instant::now() + deadline;
        let socket: OwnedFd =
            rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)?;
        // A stopped process with a full queue blocks `connect` itself; the send time-out covers that too.
        sockopt::set_socket_timeout(&socket, sockopt::Timeout::Send, Some(deadline.max(Duration::from_millis(1))))?;
        rustix::net::connect(&socket, &address)?;
        Self::checked(socket.into(), until)
    }

    /// Takes over an accepted connection. Every later step on it shares the deadline.
    pub fn accepted(stream: UnixStream, deadline: Duration) -> Result<Self, RuntimeError> {
        Self::checked(stream, Instant::now() + deadline)
    }

    fn checked(stream: UnixStream, deadline: Instant) -> Result<Self, RuntimeError> {
        // Elsewhere than on Linux the folder's mode alone keeps others out.
        #[cfg(target_os = "linux")]
        if sockopt::socket_peercred(&stream)?.uid != rustix::process::geteuid() {
            return Err(RuntimeError::Stranger);
        }
        Ok(Self { stream, deadline })
    }

    /// Sends one message.
    pub fn send(&mut self, message: &[u8]) -> Result<(), RuntimeError> {
        if message.len() > MAX_FRAME_BYTES {
            return Err(RuntimeError::TooLong);
        }
        let length = u32::try_from(message.len()).expect("the limit is below 4 GiB").to_be_bytes();
        self.write(&length)?;
        self.write(message)
    }

    /// Receives one message. As a [`Secret`], because some are; it is wiped when dropped.
    pub fn receive(&mut self) -> Result<Secret, RuntimeError> {
        let mut length = [0; 4];
        self.read(&mut length)?;
        let length = u32::from_be_bytes(length) as usize;
        if length > MAX_FRAME_BYTES {
            return Err(RuntimeError::TooLong);
        }
        let mut message = zeroize::Zeroizing::new(vec![0; length]);
        self.read(&mut message)?;
        Ok(Secret::new(std::mem::take(&mut *message)))
    }

    /// Asks and waits for the answer.
    pub fn ask(&mut self, message: &[u8]) -> Result<Secret, RuntimeError> {
        self.send(message)?;
        self.receive()
    }

    /// Counts the deadline anew from now.
    pub fn extend(&mut self, deadline: Duration) {
        self.deadline = Instant::now() + deadline;
    }

    /// Kills the process at the other end, which does not answer. True if the signal was sent; the process is
    /// surely the one connected to. Linux only; elsewhere always false.
    pub fn kill(&self) -> bool {
        #[cfg(target_os = "linux")]
        {
            use rustix::event::{PollFd, PollFlags, poll};
            use rustix::process::{PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
            let Ok(other) = sockopt::socket_peercred(&self.stream) else { return false };
            let Ok(process) = pidfd_open(other.pid, PidfdFlags::empty()) else { return false };
            // The number may have passed to another process, but not while the connection to the first still stands.
            let mut watched = [PollFd::new(&self.stream, PollFlags::empty())];
            let now = rustix::time::Timespec { tv_sec: 0, tv_nsec: 0 };
            poll(&mut watched, Some(&now)).is_ok_and(|gone| gone == 0)
                && pidfd_send_signal(process.as_fd(), Signal::KILL).is_ok()
        }
        #[cfg(not(target_os = "linux"))]
        false
    }

    fn left(&self) -> Result<Duration, RuntimeError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(RuntimeError::TimedOut) } else { Ok(left) }
    }

    fn read(&mut self, mut buffer: &mut [u8]) -> Result<(), RuntimeError> {
        while !buffer.is_empty() {
            self.stream.set_read_timeout(Some(self.left()?))?;
            match self.stream.read(buffer) {
                Ok(0) => return Err(RuntimeError::Closed),
                Ok(n) => buffer = &mut buffer[n..],
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn write(&mut self, mut bytes: &[u8]) -> Result<(), RuntimeError> {
        while !bytes.is_empty() {
            self.stream.set_write_timeout(Some(self.left()?))?;
            match self.stream.write(bytes) {
                Ok(n) => bytes = &bytes[n..],
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(deadline: Duration) -> (Peer, UnixStream) {
        let (ours, theirs) = UnixStream::pair().unwrap();
        (Peer::accepted(ours, deadline).unwrap(), theirs)
    }

    #[test]
    fn a_message_arrives_whole_and_an_empty_one_too() {
        let (mut a, theirs) = pair(Duration::from_secs(30));
        let mut b = Peer::accepted(theirs, Duration::from_secs(30)).unwrap();
        let sender = std::thread::Builder::new()
            .name("sender".into())
            .spawn(move || {
                a.send(&vec![7; MAX_FRAME_BYTES]).unwrap();
                a.send(b"").unwrap();
                assert!(matches!(a.send(&vec![7; MAX_FRAME_BYTES + 1]), Err(RuntimeError::TooLong)));
            })
            .unwrap();
        assert_eq!(b.receive().unwrap().len(), MAX_FRAME_BYTES);
        assert!(b.receive().unwrap().is_empty());
        sender.join().unwrap();
        assert!(matches!(b.receive(), Err(RuntimeError::Closed)));
    }

    #[test]
    fn a_length_above_the_limit_is_refused_before_memory_is_taken() {
        let (mut peer, mut other) = pair(Duration::from_secs(30));
        other.write_all(&u32::MAX.to_be_bytes()).unwrap();
        assert!(matches!(peer.receive(), Err(RuntimeError::TooLong)));
    }

    #[test]
    fn a_silent_or_unreading_peer_runs_into_the_deadline() {
        let (mut peer, mut other) = pair(Duration::from_millis(50));
        other.write_all(&[0, 0]).unwrap();
        assert!(matches!(peer.receive(), Err(RuntimeError::TimedOut)));
        let (mut peer, _unread) = pair(Duration::from_millis(50));
        assert!(matches!(peer.send(&vec![0; MAX_FRAME_BYTES]), Err(RuntimeError::TimedOut)));
    }

    #[test]
    fn nobody_and_a_path_too_long_are_told_apart() {
        let place = tempfile::tempdir().unwrap();
        let wait = Duration::from_secs(5);
        assert!(matches!(Peer::connect(&place.path().join("none"), wait), Err(RuntimeError::Nobody)));
        let long = place.path().join("x".repeat(120));
        assert!(matches!(Peer::connect(&long, wait), Err(RuntimeError::PathTooLong { .. })));
    }
}
