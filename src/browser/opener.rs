//! Programs that open an address, tried one after the other.

use std::io::ErrorKind;
use std::process::{Command, Stdio};
use std::sync::mpsc;
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

/// Has the first of the commands that can do it open the page; `tried`: what was tried before them.
pub(super) fn open(
    openers: &[Vec<String>],
    page: &str,
    patience: Duration,
    mut tried: Vec<String>,
) -> Result<(), BrowserError> {
    let mut failed = None;
    for words in openers {
        let Some((program, rest)) = words.split_first() else { continue };
        let why = match start(program, rest, page, patience) {
            Ok(()) => return Ok(()),
            Err(Refusal::NotThere) => continue,
            Err(Refusal::Said(why)) => why,
        };
        tried.push(format!("{program}: {why}"));
        failed.get_or_insert_with(|| program.clone());
    }
    let tried = tried.join("\n");
    Err(match failed {
        Some(program) => BrowserError::Failed { program, tried },
        None => BrowserError::NoOpener { tried },
    })
}

/// Why one did not do it.
enum Refusal {
    /// It is not installed.
    NotThere,
    /// It failed: how.
    Said(String),
}

fn start(program: &str, rest: &[String], page: &str, patience: Duration) -> Result<(), Refusal> {
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
    let (ended, end) = mpsc::sync_channel(1);
    let wait = move || drop(ended.send(child.wait()));
    let waits = std::thread::Builder::new().name("opener".into()).spawn(wait);
    match waits.ok().and_then(|_| end.recv_timeout(patience).ok()) {
        Some(Ok(status)) if !status.success() => Err(Refusal::Said(status.to_string())),
        // It goes on running, or nobody can wait for it.
        _ => Ok(()),
    }
}
