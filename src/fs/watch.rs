//! Whether something was written into a folder, as the system tells it, so that nobody has to look every second.

use std::path::Path;

/// Tells of changes for as long as it is kept.
#[derive(Debug)]
pub struct FolderWatch {
    /// Its end ends the thread.
    #[cfg(target_os = "linux")]
    _stop: std::io::PipeWriter,
}

/// Calls `changed` (on a thread of the watch's; it should return soon) after something in the folder was made, written,
/// renamed or deleted: for all that happens within a tenth of a second once. A call may come before what was written can
/// be read, and one while the watch is being dropped.
///
/// None where the system can't tell; then one has to look. Of what other computers do in a folder on a network nothing is
/// ever told.
#[cfg(target_os = "linux")]
pub fn watch(folder: &Path, changed: impl Fn() + Send + 'static) -> Option<FolderWatch> {
    use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
    let what =
        WatchFlags::CREATE | WatchFlags::MODIFY | WatchFlags::MOVED_TO | WatchFlags::MOVED_FROM | WatchFlags::DELETE;
    let told = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
    add_watch(&told, folder, what).ok()?;
    let (stopped, stop) = std::io::pipe().ok()?;
    let thread = std::thread::Builder::new().name("folder-watch".into());
    thread.spawn(move || listen(&told, &stopped, changed)).ok()?;
    Some(FolderWatch { _stop: stop })
}

/// Nothing tells here.
#[cfg(not(target_os = "linux"))]
pub fn watch(_folder: &Path, _changed: impl Fn() + Send + 'static) -> Option<FolderWatch> {
    None
}

#[cfg(target_os = "linux")]
fn listen(told: &std::os::fd::OwnedFd, stopped: &std::io::PipeReader, changed: impl Fn()) {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    let mut buffer = [0; 4096];
    loop {
        let mut both = [PollFd::new(told, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
        match poll(&mut both, None) {
            Err(Errno::INTR) => continue,
            Err(_) => return,
            Ok(_) if !both[1].revents().is_empty() => return,
            Ok(_) => {}
        }
        // What exactly happened does not matter.
        while rustix::io::read(told, &mut buffer).is_ok_and(|bytes| bytes > 0) {}
        changed();
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::mpsc::{RecvTimeoutError, sync_channel};
    use std::time::Duration;

    use super::*;

    /// Longer than anything here takes on a busy machine.
    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn each_change_is_told_and_nothing_after_the_watch() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        let (told, heard) = sync_channel(1);
        let kept = watch(folder.path(), move || {
            let _ = told.try_send(());
        })
        .unwrap();
        let acts: [&dyn Fn(); 4] = [
            &|| std::fs::write(&file, "one").unwrap(),
            &|| std::fs::write(&file, "two").unwrap(),
            &|| std::fs::rename(&file, folder.path().join("other")).unwrap(),
            &|| std::fs::remove_file(folder.path().join("other")).unwrap(),
        ];
        for act in acts {
            while heard.try_recv().is_ok() {}
            act();
            heard.recv_timeout(PATIENCE).expect("it was told");
        }
        drop(kept);
        // Its thread ends, and what it would have called with it.
        while heard.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Disconnected) {}
    }

    #[test]
    fn of_a_folder_that_is_not_there_nothing_can_be_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(watch(&folder.path().join("none"), || ()).is_none());
    }
}
