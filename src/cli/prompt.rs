//! Asking a person: passphrases unseen, yes or no. Only where someone sits at the terminal.

use std::io::{BufRead, IsTerminal, Write};

use super::hidden;
use super::text::harmless;
use crate::model::Secret;

/// True where a person can be asked: standard input is a terminal.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal()
}

/// True where a person sees a question and can answer it: standard error is a terminal too.
pub fn can_ask_aloud() -> bool {
    can_ask() && std::io::stderr().is_terminal()
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
    let Some(second) = hidden("Repeat passphrase: ") else { return Ok(None) };
    if first.same_as(&second) { Ok(Some(first)) } else { Err("the two passphrases differ") }
}

/// Asks yes or no on the terminal; no is the default.
pub fn yes(question: &str) -> bool {
    answer(&format!("{question} [y/N] ")).is_some_and(|answer| matches!(answer.as_str(), "y" | "yes"))
}

/// Asks for a yes that is typed in full; anything else is a no.
pub fn typed_yes(question: &str) -> bool {
    answer(question).is_some_and(|answer| answer == "yes")
}

/// What is typed, in small letters.
fn answer(question: &str) -> Option<String> {
    let mut err = std::io::stderr().lock();
    err.write_all(harmless(question).as_bytes()).and_then(|()| err.flush()).ok()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).ok()?;
    Some(answer.trim().to_lowercase())
}
