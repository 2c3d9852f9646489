//! What a process does to itself: stay out of core dumps and debuggers, leave its parent's session and streams.

use std::fs::File;
use std::io;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::sync::OnceLock;
use std::time::Duration;

use rustix::process::{Resource, Rlimit};

/// What the limit was before the first [`harden`].
static CORE_LIMIT: OnceLock<Option<u64>> = OnceLock::new();

/// The soft limit of core dumps as this process was started with it, in bytes; none for unlimited.
pub fn core_limit_before() -> Option<u64> {
    CORE_LIMIT.get().copied().unwrap_or_else(|| rustix::process::getrlimit(Resource::Core).current)
}

/// No core dumps, and (on Linux) no reading of this process's memory by other processes of the same user.
/// The first thing `main` does, and each helper again: executing a program undoes the second part.
pub fn harden() {
    // Refusals are passed over: a sandbox may forbid either call, and no work should fail for it.
    let before = rustix::process::getrlimit(Resource::Core);
    let _ = CORE_LIMIT.set(before.current);
    // The soft limit alone: a command that `run` starts gets back what it would have without us. Others: `leave_no_core`.
    let _ = rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: before.maximum });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// The hard limit of core dumps too, for good: nobody raises it again, not by another process either. For all but `run`, whose
/// command is to have the limit that it would have without us.
pub fn leave_no_core() {
    // Passed over as above.
    let _ = rustix::process::setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Makes this process a helper that outlives its parent: hardened, in a session of its own, in the root folder (so as
/// to hold no mount), with nothing open but the three standard streams. Call it first, while there is one thread.
pub fn become_helper() {
    harden();
    leave_no_core();
    close_inherited();
    // Fails only for a leader of a process group, which then has no need of it.
    let _ = rustix::process::setsid();
    let _ = std::env::set_current_dir("/");
}

/// Makes this process a helper that ends with its parent and that other programs of this user may look at, as the desktop's
/// portal does with whoever calls it. Never for one that comes to hold a secret. Call it first, while there is one thread.
pub fn become_open_helper() {
    leave_no_core();
    close_inherited();
    let _ = std::env::set_current_dir("/");
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::TERM));
}

/// Closes what the parent's parent left open: a lock, or the pipe a script reads, would else live as long as the helper.
fn close_inherited() {
    let Ok(listing) = std::fs::read_dir("/dev/fd") else { return };
    let numbers: Vec<RawFd> =
        listing.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(|fd| *fd > 2).collect();
    for fd in numbers {
        // The listing's own descriptor is closed by now.
        if std::fs::symlink_metadata(format!("/dev/fd/{fd}")).is_err() {
            continue;
        }
        // SAFETY: helpers call this first thing, with one thread and before opening anything, so the descriptor is open
        // (just looked), was inherited, and nothing in this process owns it.
        #[allow(unsafe_code)]
        drop(unsafe { OwnedFd::from_raw_fd(fd) });
    }
}

/// Points the three standard streams at nothing, so that whoever reads this process's output sees its end.
pub fn let_go_of_streams() -> io::Result<()> {
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    rustix::stdio::dup2_stdout(&nothing)?;
    rustix::stdio::dup2_stderr(&nothing)?;
    Ok(())
}

/// Time since the computer started, sleep included: a laptop that sleeps for an hour has used up an hour of any hold.
pub fn uptime() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    #[cfg(target_os = "linux")]
    let clock = ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = ClockId::Monotonic;
    let time = clock_gettime(clock);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hardened_process_leaves_no_core_and_can_not_be_read() {
        harden();
        assert_eq!(rustix::process::getrlimit(Resource::Core).current, Some(0));
        #[cfg(target_os = "linux")]
        assert_eq!(rustix::process::dumpable_behavior().unwrap(), rustix::process::DumpableBehavior::NotDumpable);
    }

    #[test]
    fn uptime_never_goes_back() {
        let before = uptime();
        assert!(before > Duration::ZERO);
        assert!(uptime() >= before);
    }
}
