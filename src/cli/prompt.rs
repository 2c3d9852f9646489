//! Asking a person: passphrases unseen, yes or no. Only where someone sits at the terminal.

use std::io::{BufRead, IsTerminal, Write};

use super::hidden;
use super::text::harmless;
use crate::model::Secret;

/// True where a person can be asked: standard input is a terminal.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal()
}

/// Reads a line without showing it. None where nobody can be asked, or the answer was broken off.
pub fn hidden(question: &str) -> Option<Secret> {
    if !can_ask() {
        return None;
    }
    let typed = hidden::line(&harmless(question)).ok()??;
    Some(Secret::new(typed.to_vec()))
}

/// Asks for a new passphrase twice. `Ok(None)` where nobody can be asked; an error where the two differ.
pub fn new_passphrase(question: &str) -> Result<Option<Secret>, &'static str> {
    let Some(first) = hidden(question) else { return Ok(None) };
    let Some(second) = hidden("The same again: ") else { return Ok(None) };
    if first.same_as(&second) { Ok(Some(first)) } else { Err("the two passphrases differ") }
}

/// Asks yes or no on the terminal; no is the default.
pub fn yes(question: &str) -> bool {
    let mut err = std::io::stderr().lock();
    if err.write_all(format!("{} [y/N] ", harmless(question)).as_bytes()).and_then(|()| err.flush()).is_err() {
        return false;
    }
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}
