//! `get` and `copy`.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use super::{Doing, Failure, Session, tell_unnoted};
use crate::cli::prompt;
use crate::cli::text::{at_terminal, is_harmless, put, tell};
use crate::model::{KeyRef, Secret, UseKind};
use crate::vault::{Error, Found, Vault};

/// Finds the key; unlocks unless its value lies readable.
fn find(session: &Session, key: &KeyRef, kind: UseKind) -> Result<(Vault, Found), Failure> {
    let what = kind.word();
    let mut vault = session.existing()?;
    let found = match vault.find_to_read(key) {
        // Its writer may have been killed: unlocking finishes what was begun.
        Err(Error::Unfinished) => {
            session.unlock(&mut vault)?;
            vault.find_to_read(key)
        }
        other => other,
    };
    let found = found.doing(what, key)?;
    if found.key.state.is_disabled() {
        vault.note_refused(&found.key, kind);
        return Err(Failure::of(what, key, &Error::Disabled));
    }
    if !found.key.is_plain() && !found.by_key_id && !vault.is_open() {
        session.unlock(&mut vault)?;
    }
    Ok((vault, found))
}

pub fn get(session: &Session, key: &KeyRef) -> Result<ExitCode, Failure> {
    let (mut vault, found) = find(session, key, UseKind::Get)?;
    let to_terminal = std::io::stdout().is_terminal();
    let secret = !found.key.is_plain() && !found.by_key_id;
    if secret && found.key.protected && at_terminal() {
        let question = format!("Show the secret of {} on this terminal?", found.key.reference);
        if !prompt::yes(&question) {
            return Err(Failure::plain(""));
        }
    }
    if found.by_key_id {
        let key_id = vault.key_id(found.key.uid, UseKind::Get).doing("get", key)?;
        put(key_id.as_bytes())?;
    } else {
        // Opened to be printed, which is what was asked for.
        let fits = |value: &Secret| !to_terminal || is_harmless(value.expose());
        let Some(value) = vault.get_fitting(found.key.uid, UseKind::Get, fits).doing("get", key)? else {
            return Err(Failure::plain(format!(
                "Couldn't show {key}: its value holds bytes that act on a terminal. Send it to a file or a program."
            )));
        };
        put(value.expose())?;
    }
    if to_terminal {
        put(b"\n")?;
    }
    tell_unnoted(&vault);
    Ok(ExitCode::SUCCESS)
}

pub fn copy(session: &Session, key: &KeyRef, clear_after: Option<Duration>) -> Result<ExitCode, Failure> {
    let (mut vault, found) = find(session, key, UseKind::Copy)?;
    let done = if found.by_key_id {
        vault.copy_key_id(found.key.uid)
    } else {
        if vault.settings().doing("copy", key)?.ask_before_copy
            && found.key.protected
            && at_terminal()
            && !prompt::yes(&format!("Copy the secret of {}?", found.key.reference))
        {
            return Err(Failure::plain(""));
        }
        vault.copy(found.key.uid, clear_after)
    };
    let done = done.doing("copy", key)?;
    tell_unnoted(&vault);
    match done.clears_after {
        Some(after) => tell(&format!("Copied {}. The clipboard clears in {} s.", found.key.reference, after.as_secs())),
        None => tell(&format!("Copied {}.", found.key.reference)),
    }
    Ok(ExitCode::SUCCESS)
}
