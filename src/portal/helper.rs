//! The helper: asks once, says the answer, and ends with whoever asked.

use std::io::{BufRead as _, Read as _, Write as _};
use std::process::ExitCode;

use super::calls;
use super::words::{Answer, Ask};
use crate::runtime::become_open_helper;

/// The longest question, in bytes: a path is the longest part, and each of its bytes is written as a number.
const LONGEST_ASK: u64 = 1 << 16;

/// What the hidden subcommand does. Its standard input is kept open for as long as somebody wants the answer.
pub fn main() -> ExitCode {
    become_open_helper();
    let mut line = String::new();
    let read = std::io::stdin().lock().take(LONGEST_ASK).read_line(&mut line);
    let Some(ask) = read.ok().and_then(|_| serde_json::from_str::<Ask>(&line).ok()) else {
        return ExitCode::from(2);
    };
    let work = || tell(&async_io::block_on(calls::answer(zbus::Address::session(), ask)));
    let work = std::thread::Builder::new().name("portal".to_owned()).spawn(work);
    if let Err(error) = work {
        tell(&Answer::Refused(error.kind().to_string()));
    }
    // The end of the input is the end of the wish. The connection to the bus closes with the process, and by that the portal
    // takes a dialog away that is still open.
    let mut nothing = [0; 64];
    while std::io::stdin().lock().read(&mut nothing).is_ok_and(|count| count > 0) {}
    ExitCode::SUCCESS
}

fn tell(answer: &Answer) {
    let Ok(mut line) = serde_json::to_vec(answer) else { return };
    line.push(b'\n');
    // Whoever asked may be gone by now.
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(&line).and_then(|()| out.flush());
}
