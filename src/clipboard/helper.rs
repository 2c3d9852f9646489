//! The helper process: sets the clipboard, says so, lets its parent go, and clears it when the time is over.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::process::ExitCode;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use super::guard::{Board, Cleared, Guard};
use super::system::SystemBoard;
use super::{ClipboardError, MAX_CLIPBOARD_BYTES};
use crate::model::Secret;
use crate::runtime::{Draft, Inbox, News, Peer, RuntimeError, RuntimeFolder, become_helper, let_go_of_streams, uptime};

/// Exit code when the clipboard could not be cleared.
const COULD_NOT_CLEAR: u8 = 3;
/// How long a helper may take for another's request.
const OTHER_HELPER_DEADLINE: Duration = Duration::from_secs(5);
/// Clearing that the desktop refused is tried again this often, this many times.
const RETRY_EVERY: Duration = Duration::from_secs(2);
const RETRIES: u32 = 30;
/// How long the helper answers other programs' requests after it let go of the clipboard.
const LAST_ANSWERS: Duration = Duration::from_millis(200);
/// The longest wait between two looks at the clock, which goes on while the computer sleeps and the wait does not.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// How the three words of a request travel.
pub(super) const STATUS: &[u8] = b"status";
/// Clear now and end.
pub(super) const CLEAR: &[u8] = b"clear";
/// A newer helper is about to set the clipboard: keep still.
const HOLD: &[u8] = b"hold";
/// It has set it: end without clearing.
const DONE: &[u8] = b"done";

/// The helper, from its arguments after `__clipboard`: runtime folder, socket name, and milliseconds until clearing or
/// `keep`. The value comes over standard input, with a NUL behind it. One line goes to standard output: `set`, or why not.
/// One more byte lets the copy stand; the end of standard input without it takes it back.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    become_helper();
    let Some(order) = Order::parse(arguments) else { return ExitCode::from(2) };
    match set_up(&order) {
        Ok(watch) => {
            say("set");
            // If it fails, the parent's end of the line stays open, which is no reason to leave a secret behind.
            let _ = let_go_of_streams();
            watch.run()
        }
        Err(error) => {
            say(&word_for(&error));
            ExitCode::FAILURE
        }
    }
}

struct Order {
    folder: OsString,
    name: String,
    clear_after: Option<Duration>,
}

impl Order {
    fn parse(arguments: impl IntoIterator<Item = OsString>) -> Option<Self> {
        let mut arguments = arguments.into_iter();
        let folder = arguments.next()?;
        let name = arguments.next()?.into_string().ok()?;
        let clear_after = match arguments.next()?.to_str()? {
            "keep" => None,
            millis => Some(Duration::from_millis(millis.parse().ok()?)),
        };
        (!name.contains('/') && arguments.next().is_none()).then_some(Self { folder, name, clear_after })
    }
}

/// The line for the parent, which [`error_of`] reads back.
fn word_for(error: &ClipboardError) -> String {
    match error {
        ClipboardError::NotText => "not-text".to_owned(),
        ClipboardError::TooLarge => "too-large".to_owned(),
        ClipboardError::NoDisplay => "no-display".to_owned(),
        ClipboardError::NoDataControl => "no-data-control".to_owned(),
        ClipboardError::TimedOut => "timed-out".to_owned(),
        ClipboardError::Refused { reason } => format!("refused {}", reason.replace(char::is_control, " ")),
        other => {
            let cause = std::error::Error::source(other).map(ToString::to_string);
            format!("refused {}", cause.unwrap_or_else(|| other.to_string()).replace(char::is_control, " "))
        }
    }
}

/// What a helper's line means: `Ok` for `set`.
pub(super) fn error_of(word: &str) -> Result<(), ClipboardError> {
    Err(match word {
        "set" => return Ok(()),
        "not-text" => ClipboardError::NotText,
        "too-large" => ClipboardError::TooLarge,
        "no-display" => ClipboardError::NoDisplay,
        "no-data-control" => ClipboardError::NoDataControl,
        "timed-out" => ClipboardError::TimedOut,
        other => ClipboardError::Refused { reason: other.strip_prefix("refused ").unwrap_or(other).to_owned() },
    })
}

fn say(word: &str) {
    // A parent that is gone does not change what is to be done.
    let mut output = std::io::stdout();
    let _ = writeln!(output, "{word}").and_then(|()| output.flush());
}

fn of_the_system(error: std::io::Error) -> ClipboardError {
    ClipboardError::Runtime(RuntimeError::System(error))
}

fn read_value(parent: &mut impl BufRead) -> Result<Secret, ClipboardError> {
    // One size from the start, so that no smaller buffer with a part of the value is left behind by growing.
    let mut value = zeroize::Zeroizing::new(Vec::with_capacity(MAX_CLIPBOARD_BYTES + 2));
    let most = MAX_CLIPBOARD_BYTES as u64 + 1;
    parent.take(most).read_until(0, &mut value).map_err(of_the_system)?;
    match value.pop() {
        Some(0) => Ok(Secret::new(std::mem::take(&mut *value))),
        Some(_) if value.len() == MAX_CLIPBOARD_BYTES => Err(ClipboardError::TooLarge),
        // A part of a value is none.
        _ => Err(ClipboardError::Runtime(RuntimeError::Closed)),
    }
}

/// A parent that ends before it said that the copy may stand has not noted it: the helper hears that it is to end.
fn heed(mut parent: impl Read + Send + 'static, over: SyncSender<News>) -> Result<(), ClipboardError> {
    let listen = move || {
        if parent.read_exact(&mut [0]).is_err() {
            let _ = over.send(News::Terminate);
        }
    };
    thread::Builder::new().name("clipboard-parent".into()).spawn(listen).map(drop).map_err(of_the_system)
}

fn set_up(order: &Order) -> Result<Watch, ClipboardError> {
    // A descriptor of its own, as the standard ones are let go of before the parent says what is to become of the copy.
    let mut parent = BufReader::new(File::from(std::io::stdin().as_fd().try_clone_to_owned().map_err(of_the_system)?));
    let value = read_value(&mut parent)?;
    let inbox = Inbox::open().map_err(of_the_system)?;
    let folder = RuntimeFolder::at(Path::new(&order.folder)).map_err(ClipboardError::Runtime)?;
    // All that can fail for other reasons than the desktop's comes before the clipboard changes.
    let draft = Draft::new(&folder, &order.name).map_err(ClipboardError::Runtime)?;
    heed(parent, inbox.sender())?;
    let before = hold_the_one_before(&folder, &order.name);
    let mut board = SystemBoard;
    match order.clear_after {
        Some(_) => board.set_secret(&value, inbox.sender())?,
        None => board.set_plain(&value, inbox.sender())?,
    }
    // The one before now lets go of what this one has replaced; had this one failed, it would have gone on.
    if let Some(mut before) = before {
        let _ = before.send(DONE);
    }
    let guard = Guard::new(value, uptime(), order.clear_after);
    let post = draft.publish().and_then(|(listener, post)| {
        inbox.listen(listener).map_err(RuntimeError::System)?;
        Ok(post)
    });
    match post {
        Ok(post) => Ok(Watch { guard, board, inbox, _post: post, stuck: None }),
        Err(error) => {
            // Nobody could ask for it to be cleared, so it does not stay.
            guard.clear(&mut board)?;
            Err(ClipboardError::Runtime(error))
        }
    }
}

/// Asks an older helper to keep still. While the connection stands and for a few seconds, it neither clears nor ends.
fn hold_the_one_before(folder: &RuntimeFolder, name: &str) -> Option<Peer> {
    let mut before = Peer::connect(&folder.path().join(name), OTHER_HELPER_DEADLINE).ok()?;
    before.ask(HOLD).ok()?;
    before.extend(OTHER_HELPER_DEADLINE);
    Some(before)
}

/// The helper at its post.
struct Watch<B = SystemBoard> {
    guard: Guard,
    board: B,
    inbox: Inbox,
    _post: crate::runtime::Post,
    /// After a refused clearing: when to try again (time since start-up), and how often still.
    stuck: Option<(Duration, u32)>,
}

/// What comes next.
enum Next {
    Stay,
    End(ExitCode),
}

impl<B: Board> Watch<B> {
    fn run(mut self) -> ExitCode {
        let code = loop {
            if let Next::End(code) = self.step() {
                break code;
            }
        };
        // A program that asked for the content just before still gets an answer: on X11 some wait for it for ever.
        thread::sleep(LAST_ANSWERS);
        code
    }

    fn step(&mut self) -> Next {
        let now = uptime();
        let due = match self.stuck {
            Some((again, _)) => Some(again.saturating_sub(now)),
            None => self.guard.remaining(now),
        };
        if due == Some(Duration::ZERO) {
            return self.clear().1;
        }
        // A plain value has no clock to watch.
        let wait = due.map_or(Duration::from_secs(3600), |due| due.min(LONGEST_WAIT));
        match self.inbox.next(wait) {
            None => Next::Stay,
            Some(News::Over) => Next::End(ExitCode::SUCCESS),
            // Whether it worked or not: who asks a process to end will not wait for more tries.
            Some(News::Terminate) => Next::End(match self.guard.clear(&mut self.board) {
                Ok(_) => ExitCode::SUCCESS,
                Err(_) => ExitCode::from(COULD_NOT_CLEAR),
            }),
            Some(News::Request(message, peer)) => self.answer(&message, peer),
        }
    }

    /// Clears, and decides whether to try again.
    fn clear(&mut self) -> (&'static [u8], Next) {
        match self.guard.clear(&mut self.board) {
            Ok(Cleared::Emptied) => (b"emptied", Next::End(ExitCode::SUCCESS)),
            Ok(Cleared::NotOurs) => (b"not-ours", Next::End(ExitCode::SUCCESS)),
            Ok(Cleared::Nothing) => (b"nothing", Next::Stay),
            Err(_) => {
                let left = self.stuck.map_or(RETRIES, |(_, left)| left);
                if left == 0 {
                    return (b"stuck", Next::End(ExitCode::from(COULD_NOT_CLEAR)));
                }
                self.stuck = Some((uptime() + RETRY_EVERY, left - 1));
                (b"stuck", Next::Stay)
            }
        }
    }

    fn answer(&mut self, message: &Secret, mut peer: Peer) -> Next {
        // A request word, no secret.
        match message.expose() {
            STATUS => {
                let word = match (self.stuck, self.guard.remaining(uptime())) {
                    (Some(_), _) => "stuck".to_owned(),
                    (None, Some(left)) => left.as_millis().to_string(),
                    (None, None) => "stays".to_owned(),
                };
                let _ = peer.send(word.as_bytes());
                Next::Stay
            }
            CLEAR => {
                // Counted before the clearing, so that a slow desktop does not eat the time for the answer.
                let (word, next) = self.clear();
                peer.extend(OTHER_HELPER_DEADLINE);
                let _ = peer.send(word);
                next
            }
            HOLD => {
                peer.extend(OTHER_HELPER_DEADLINE);
                // The newer one may fail, or die in between: then this one goes on, and clears what is still ours.
                // A request word, no secret.
                match peer.ask(b"held") {
                    Ok(word) if word.expose() == DONE => Next::End(ExitCode::SUCCESS),
                    _ => Next::Stay,
                }
            }
            _ => Next::Stay,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(arguments: &[&str]) -> Option<Order> {
        Order::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn orders_are_taken_whole_or_not_at_all() {
        assert_eq!(order(&["/run", "clip.1", "1500"]).unwrap().clear_after, Some(Duration::from_millis(1500)));
        assert_eq!(order(&["/run", "clip.1", "keep"]).unwrap().clear_after, None);
        for wrong in
            [&["/run", "clip.1"][..], &["/run", "clip.1", "soon"], &["/run", "../x", "1"], &["a", "b", "1", "c"]]
        {
            assert!(order(wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn a_value_is_taken_whole_or_not_at_all() {
        let read = |bytes: &[u8]| read_value(&mut &bytes[..]);
        assert_eq!(read(b"value\0k").unwrap().expose(), b"value");
        let longest = vec![b'x'; MAX_CLIPBOARD_BYTES];
        for part in [&b""[..], b"val", &longest] {
            assert!(matches!(read(part), Err(ClipboardError::Runtime(RuntimeError::Closed))), "{}", part.len());
        }
        assert_eq!(read(&[&longest[..], b"\0"].concat()).unwrap().len(), MAX_CLIPBOARD_BYTES);
        assert!(matches!(read(&[&longest[..], b"x\0"].concat()), Err(ClipboardError::TooLarge)));
    }

    #[test]
    fn words_for_the_parent_come_back_as_the_same_error() {
        assert!(error_of("set").is_ok());
        for error in [
            ClipboardError::NotText,
            ClipboardError::TooLarge,
            ClipboardError::NoDisplay,
            ClipboardError::NoDataControl,
            ClipboardError::TimedOut,
            ClipboardError::Refused { reason: "not now".into() },
        ] {
            assert_eq!(error_of(&word_for(&error)).unwrap_err().to_string(), error.to_string());
        }
    }

    #[test]
    fn a_reason_never_breaks_the_line_or_reaches_a_terminal_raw() {
        let word = word_for(&ClipboardError::Refused { reason: "a\nset\u{1b}[2J".into() });
        assert_eq!(word, "refused a set [2J");
    }
}
