//! A file dialog from being asked for to its end.

use std::io::{self, Read as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::pin::pin;

use async_io::Async;
use futures_util::future::{Either, select};

use super::words::{Answer, Ask, FileDialog};
use super::{line, zenity};

/// What a file dialog came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// A person chose this.
    Path(PathBuf),
    /// It was closed without a choice.
    Closed,
    /// Nobody showed one.
    NoService,
}

/// A dialog to be shown.
#[derive(Debug)]
pub struct Choosing {
    dialog: FileDialog,
    stop: UnixStream,
}

/// The wish for a dialog: dropped, the dialog goes.
#[derive(Debug)]
pub struct Hold {
    _end: UnixStream,
}

/// Makes a dialog ready; it comes with [`Choosing::show`].
///
/// # Errors
/// The system's, where it has no sockets left.
pub fn choosing(dialog: FileDialog) -> io::Result<(Choosing, Hold)> {
    let (end, stop) = UnixStream::pair()?;
    Ok((Choosing { dialog, stop }, Hold { _end: end }))
}

impl Choosing {
    /// Shows it until a person has chosen, or until its hold is dropped; on a thread that may wait so long. Where there is no
    /// portal, or it has no file dialogs, the program `zenity` shows one.
    pub fn show(self) -> Choice {
        match self.by_portal() {
            Answer::Chosen(path) => Choice::Path(path.path()),
            Answer::Closed => Choice::Closed,
            _ => zenity::choose(&self.dialog, &self.stop),
        }
    }

    fn by_portal(&self) -> Answer {
        let stop = match self.stop.try_clone().and_then(Async::new) {
            Ok(stop) => stop,
            Err(error) => return Answer::Refused(error.kind().to_string()),
        };
        let ask = Ask::Dialog(self.dialog.clone());
        let gone = stop.read_with(|mut stream| stream.read(&mut [0]));
        match async_io::block_on(select(pin!(line::ask(&ask)), pin!(gone))) {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Answer::Closed,
        }
    }
}
