//! Programs that open an address, tried one after the other.

use std::io::ErrorKind;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::BrowserError;

/// Programs that open an address, with what stands before it.
#[cfg(target_os = "macos")]
const OPENERS: [&[&str]; 1] = [&["open"]];
#[cfg(windows)]
const OPENERS: [&[&str]; 1] = [&["rundll32", "url.dll,FileProtocolHandler"]];
#[cfg(not(any(target_os = "macos", windows)))]
const OPENERS: [&[&str]; 4] = [&["xdg-open"], &["gio", "open"], &["sensible-browser"], &["x-www-browser"]];

/// Where the address goes in a command of the variable `BROWSER`; without it, at the end.
const PLACE: &str = "%s";

/// The commands to try, the user's own before others.
pub(super) fn openers() -> Vec<Vec<String>> {
    let own = std::env::var("BROWSER").unwrap_or_default();
    let own = own.split(':').map(|command| command.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    let others = OPENERS.iter().map(|words| words.iter().map(|&word| word.to_owned()).collect());
    own.chain(others).filter(|command| !command.is_empty()).collect()
}

/// Has the first of the commands that can do it open the page, and says what came of it. One that runs for longer than the first of
/// these times did; where it fails within the second one, that is said too, and no other is tried: it may have been seen.
/// `tried`: what was tried before them.
pub(super) fn open(
    openers: &[Vec<String>],
    page: &str,
    [patience, late]: [Duration; 2],
    mut tried: Vec<String>,
    say: &mut dyn FnMut(Result<(), BrowserError>),
) {
    let mut failed = None;
    for words in openers {
        let Some((program, rest)) = words.split_first() else { continue };
        let end = match start(program, rest, page) {
            Ok(end) => end,
            Err(Refusal::NotThere) => continue,
            Err(Refusal::Said(why)) => {
                tried.push(format!("{program}: {why}"));
                failed.get_or_insert(program);
                continue;
            }
        };
        let (status, goes_on) = match end.recv_timeout(patience) {
            Err(RecvTimeoutError::Timeout) => {
                say(Ok(()));
                (end.recv_timeout(late).ok(), true)
            }
            ended => (ended.ok(), false),
        };
        // Of one that still runs, or that nobody can wait for, nothing is known.
        match status.filter(|status| !status.success()) {
            Some(status) => tried.push(format!("{program}: {status}")),
            None if goes_on => return,
            None => return say(Ok(())),
        }
        failed.get_or_insert(program);
        if goes_on {
            break;
        }
    }
    let tried = tried.join("\n");
    say(Err(match failed {
        Some(program) => BrowserError::Failed { program: program.clone(), tried },
        None => BrowserError::NoOpener { tried },
    }));
}

/// Why one did not do it.
enum Refusal {
    /// It is not installed.
    NotThere,
    /// It failed: how.
    Said(String),
}

/// Starts it; what it ends with comes once it does.
fn start(program: &str, rest: &[String], page: &str) -> Result<Receiver<ExitStatus>, Refusal> {
    let mut command = Command::new(program);
    command.args(rest.iter().map(|word| word.replace(PLACE, page)));
    if !rest.iter().any(|word| word.contains(PLACE)) {
        command.arg(page);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // What ends Keyloft at its terminal does not end the browser.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Refusal::NotThere,
        kind => Refusal::Said(kind.to_string()),
    })?;
    // Waited for to its end, however long that takes: a program that ended is not to stay in the system's list.
    let (ended, end) = sync_channel(1);
    let wait = move || child.wait().map(|status| ended.send(status));
    drop(std::thread::Builder::new().name("opener".into()).spawn(wait));
    Ok(end)
}
