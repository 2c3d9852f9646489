//! The program `zenity`, for desktops without a portal that has file dialogs. It needs no helper: it asks for nothing but a
//! window of its own.

use std::ffi::OsString;
use std::io::Read as _;
use std::os::fd::AsFd as _;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, poll};

use super::dialog::Choice;
use super::words::{FileDialog, PathBytes, Wants};

/// Shows its dialog until a person has chosen, or until the stream ends.
pub(super) fn choose(dialog: &FileDialog, stop: &UnixStream) -> Choice {
    let mut command = Command::new("zenity");
    command.arg("--file-selection").arg("--title").arg(&dialog.title);
    match &dialog.wants {
        Wants::File => {}
        Wants::Folder => drop(command.arg("--directory")),
        Wants::NewFile { name, folder } => {
            let folder = folder.clone().map(PathBytes::path).unwrap_or_default();
            command.args(["--save", "--confirm-overwrite", "--filename"]).arg(folder.join(name));
        }
    }
    shown(command, stop)
}

/// What a program of this kind came to: it says a path and ends well, or without a word where nothing was chosen.
pub(super) fn shown(mut command: Command, stop: &UnixStream) -> Choice {
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn() else {
        return Choice::NoService;
    };
    let mut said = Vec::new();
    if let Some(mut out) = child.stdout.take() {
        let mut part = [0; 4096];
        loop {
            let mut either = [PollFd::new(&out, PollFlags::IN), PollFd::from_borrowed_fd(stop.as_fd(), PollFlags::IN)];
            match poll(&mut either, None) {
                Err(rustix::io::Errno::INTR) => continue,
                Ok(_) if either[1].revents().is_empty() => {}
                _ => {
                    // Nobody wants it any more.
                    let _ = child.kill();
                    break;
                }
            }
            match out.read(&mut part) {
                Ok(count) if count > 0 => said.extend_from_slice(&part[..count]),
                _ => break,
            }
        }
    }
    let ended = child.wait();
    if said.last() == Some(&b'\n') {
        said.pop();
    }
    match ended.ok().and_then(|status| status.code()) {
        Some(0) if said.starts_with(b"/") => Choice::Path(OsString::from_vec(said).into()),
        // A person closed it, or it was ended from here.
        Some(0 | 1) | None => Choice::Closed,
        Some(_) => Choice::NoService,
    }
}
