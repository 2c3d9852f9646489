//! The helper process: holds the key, hands it to processes of this user, and ends with its time, the login, the locked
//! screen or a word.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::Screen;
use crate::model::Secret;
use crate::runtime::{
    Draft, Inbox, News, Peer, Post, RuntimeError, RuntimeFolder, become_helper, let_go_of_streams, uptime,
};

/// Length of a vault key.
pub(super) const KEY_BYTES: usize = 32;
/// The line that says the key is held.
pub(super) const READY: &str = "held";
/// Asks for the key.
pub(super) const GET: &[u8] = b"get";
/// Asks for the milliseconds left.
pub(super) const STATUS: &[u8] = b"status";
/// Asks to wipe the key and end.
pub(super) const LOCK: &[u8] = b"lock";

/// How often to look whether the login, or another helper, ended this one; and the longest wait between two looks at
/// the clock, which goes on while the computer sleeps and the wait does not.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// How long an earlier helper may take to end.
const OTHER_HELPER_DEADLINE: Duration = Duration::from_secs(2);

/// The helper, from its arguments after `__agent`: runtime folder, socket name, milliseconds to hold, what the screen
/// means to it ([`Screen`]). The key comes over standard input. One line goes to standard output: `held`, or why not.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    become_helper();
    let Some(order) = Order::parse(arguments) else { return ExitCode::from(2) };
    match set_up(&order) {
        Ok(keeper) => {
            say(READY);
            let _ = let_go_of_streams();
            // Only now, as the buses may take their time; what is kept here ends with the helper.
            let _watcher = order.screen.watch(&keeper.inbox);
            keeper.run();
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&error.to_string().replace(char::is_control, " "));
            ExitCode::FAILURE
        }
    }
}

struct Order {
    folder: OsString,
    name: String,
    hold: Duration,
    screen: Screen,
}

impl Order {
    fn parse(arguments: impl IntoIterator<Item = OsString>) -> Option<Self> {
        let mut arguments = arguments.into_iter();
        let folder = arguments.next()?;
        let name = arguments.next()?.into_string().ok()?;
        let hold = Duration::from_millis(arguments.next()?.to_str()?.parse().ok()?);
        let screen = Screen::from_word(arguments.next()?.to_str()?)?;
        (!name.contains('/') && arguments.next().is_none()).then_some(Self { folder, name, hold, screen })
    }
}

fn say(word: &str) {
    // A parent that is gone can't ask for anything; the key is held all the same, as it was told to be.
    let mut output = std::io::stdout();
    let _ = writeln!(output, "{word}").and_then(|()| output.flush());
}

fn set_up(order: &Order) -> Result<Keeper, RuntimeError> {
    let mut key = zeroize::Zeroizing::new(vec![0; KEY_BYTES]);
    std::io::stdin().lock().read_exact(&mut key)?;
    let key = Secret::new(std::mem::take(&mut *key));
    let inbox = Inbox::open()?;
    let folder = RuntimeFolder::at(Path::new(&order.folder))?;
    let draft = Draft::new(&folder, &order.name)?;
    end_the_one_before(&folder, &order.name);
    let (listener, post) = draft.publish()?;
    let ends_at = uptime().saturating_add(order.hold);
    inbox.listen(listener)?;
    Ok(Keeper { key, ends_at, inbox, post })
}

/// One that hangs is killed; should that fail, it ends by itself when it sees that its place is taken.
fn end_the_one_before(folder: &RuntimeFolder, name: &str) {
    let Ok(mut before) = Peer::connect(&folder.path().join(name), OTHER_HELPER_DEADLINE) else { return };
    if matches!(before.ask(LOCK), Err(RuntimeError::TimedOut)) {
        before.kill();
    }
}

/// The key and everything that may end its holding.
struct Keeper {
    key: Secret,
    ends_at: Duration,
    inbox: Inbox,
    post: Post,
}

impl Keeper {
    fn run(self) {
        let Self { key, ends_at, inbox, post } = self;
        loop {
            let left = ends_at.saturating_sub(uptime());
            // At logout the runtime folder goes, and with it the socket.
            if left.is_zero() || !post.stands() {
                return;
            }
            match inbox.next(left.min(LOOK_EVERY)) {
                None => {}
                Some(News::Terminate | News::Over) => return,
                Some(News::Request(message, mut peer)) => {
                    // The time may have run out while the computer slept.
                    let left = ends_at.saturating_sub(uptime());
                    if left.is_zero() {
                        return;
                    }
                    // A request word, no secret.
                    match message.expose() {
                        // The key itself, for a process that was checked to be this user's.
                        GET => drop(peer.send(key.expose())),
                        STATUS => drop(peer.send(left.as_millis().to_string().as_bytes())),
                        LOCK => {
                            // First the wiping, then the answer, so that "locked" is true once it is said; and the
                            // socket goes before it too, so that nobody asks in vain.
                            drop(key);
                            drop(post);
                            let _ = peer.send(b"locked");
                            return;
                        }
                        _ => {}
                    }
                }
            }
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
        let whole = order(&["/run", "agent.1", "1500", "locks-with-screen"]).unwrap();
        assert_eq!((whole.hold, whole.screen), (Duration::from_millis(1500), Screen::Locks));
        assert_eq!(order(&["/run", "agent.1", "1500", "ignores-screen"]).unwrap().screen, Screen::Ignored);
        for wrong in [
            &["/run", "agent.1"][..],
            &["/run", "agent.1", "1"],
            &["/run", "agent.1", "8h", "ignores-screen"],
            &["/run", "a/b", "1", "ignores-screen"],
            &["/run", "agent.1", "1", "screen"],
            &["/run", "agent.1", "1", "ignores-screen", "more"],
        ] {
            assert!(order(wrong).is_none(), "{wrong:?}");
        }
    }
}
