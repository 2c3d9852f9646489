//! The helper that deletes one written file when its time is over. It outlives the window and the terminal; where it dies
//! too, the next start does it ([`Vault::delete_due_files`](super::Vault::delete_due_files)).

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::written::LARGEST;
use crate::catalog::Catalog;
use crate::fs::{Home, remove_if};
use crate::model::{Secret, fixed_time_eq};
use crate::runtime::{Launch, LaunchError, become_helper, let_go_of_streams, uptime};

/// The hidden subcommand that is the helper: `main` hands its arguments to [`helper_main`].
pub const DELETE_AFTER_COMMAND: &str = "__delete-after";

/// The line that says the helper waits.
const READY: &str = "waits";
/// The longest wait between two looks at the clock, which goes on while the computer sleeps and the wait does not.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// The catalog keeps whole seconds.
const ROUNDING: chrono::Duration = chrono::Duration::seconds(2);
/// Bytes of a path at most.
const LONGEST_PATH: u64 = 64 * 1024;

/// Starts the helper; what it has to know goes over its standard input, as paths are nobody else's business.
pub(super) fn start(
    launch: &Launch,
    home: &Path,
    path: &Path,
    text: &Secret,
    time: Duration,
) -> Result<(), LaunchError> {
    let mut input = Vec::new();
    // A digest instead of the text: it is never on a disk, and the file itself need not be in memory for hours.
    input.extend_from_slice(&digest(text));
    input.extend_from_slice(home.as_os_str().as_bytes());
    input.push(0);
    input.extend_from_slice(path.as_os_str().as_bytes());
    let millis = time.as_millis().min(u128::from(u64::MAX)).to_string();
    match launch.start(DELETE_AFTER_COMMAND, &[OsStr::new(&millis)], &Secret::new(input))?.as_str() {
        READY => Ok(()),
        other => Err(LaunchError::Start(std::io::Error::other(other.to_owned()))),
    }
}

fn digest(text: &Secret) -> [u8; 32] {
    // Opened to be digested, in memory.
    Sha256::digest(text.expose()).into()
}

struct Order {
    time: Duration,
    digest: [u8; 32],
    home: PathBuf,
    path: PathBuf,
}

/// The helper, from its arguments after `__delete-after`: runtime folder and milliseconds. Over standard input: the
/// digest of the file's bytes, the vault's folder, a zero byte, the file's path.
pub fn helper_main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    become_helper();
    let Some(order) = read_order(arguments) else { return ExitCode::from(2) };
    let until = uptime().saturating_add(order.time);
    let mut output = std::io::stdout();
    let _ = writeln!(output, "{READY}").and_then(|()| output.flush());
    let _ = let_go_of_streams();
    while let Some(left) = until.checked_sub(uptime()).filter(|left| !left.is_zero()) {
        std::thread::sleep(left.min(LONGEST_WAIT));
    }
    if is_still_wanted(&order) {
        // What can't be deleted now, the next start tries again.
        let _ = remove_if(&order.path, LARGEST, |bytes| fixed_time_eq(&digest(bytes), &order.digest));
    }
    ExitCode::SUCCESS
}

fn read_order(arguments: impl IntoIterator<Item = OsString>) -> Option<Order> {
    let millis: u64 = arguments.into_iter().nth(1)?.to_str()?.parse().ok()?;
    let mut input = Vec::new();
    std::io::stdin().lock().take(LONGEST_PATH).read_to_end(&mut input).ok()?;
    let (digest, paths) = input.split_at_checked(32)?;
    let zero = paths.iter().position(|byte| *byte == 0)?;
    let path = |bytes: &[u8]| PathBuf::from(OsString::from_vec(bytes.to_vec()));
    Some(Order {
        time: Duration::from_millis(millis),
        digest: digest.try_into().ok()?,
        home: path(&paths[..zero]),
        path: path(&paths[zero + 1..]),
    })
}

/// The catalog has the last word: the same file may have been written once more since, to stay longer or for good. Where
/// it can't be asked any more, what was promised is done.
fn is_still_wanted(order: &Order) -> bool {
    let home = Home::at(&order.home);
    if !home.has_vault() {
        return true;
    }
    let Ok(known) = Catalog::open(&home.database()).and_then(|catalog| catalog.written_file(&order.path)) else {
        return true;
    };
    let latest = chrono::Utc::now() + ROUNDING;
    known.is_some_and(|file| file.delete_at.is_some_and(|at| at <= latest))
}
