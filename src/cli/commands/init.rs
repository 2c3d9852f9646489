//! `init`, `unlock`, `lock`.

use std::process::ExitCode;
use std::time::Duration;

use super::{Doing, Failure, Session, tell_unnoted};
use crate::cli::args::Init;
use crate::cli::text::{say_span, tell};
use crate::clipboard::Cleared;
use crate::store::StoreKind;

pub fn init(session: &Session, init: &Init) -> Result<ExitCode, Failure> {
    session.make(init.store, init.kdf)?;
    Ok(ExitCode::SUCCESS)
}

pub fn unlock(session: &Session, how_long: Duration) -> Result<ExitCode, Failure> {
    let mut vault = session.existing()?;
    let key = session.unlock_for_helper(&mut vault)?;
    vault.hold(&key, how_long).doing("hold", "the vault key")?;
    vault.recover().doing("finish", "what was begun")?;
    vault.note_unlocked().doing("note", "that the vault was unlocked")?;
    tell_unnoted(&vault);
    tell(&format!("Unlocked for {}. `keyloft lock` ends it.", say_span(how_long)));
    Ok(ExitCode::SUCCESS)
}

pub fn lock(session: &Session) -> Result<ExitCode, Failure> {
    let Some(mut vault) = session.read()? else { return Ok(ExitCode::SUCCESS) };
    // Only an unlocked vault can write its record: the helper's key is the last one to do it with.
    let unlocked = vault.unlock_with_helper().unwrap_or(false);
    if unlocked {
        vault.lock(true);
    }
    let helper = vault.lock_helper();
    // Behind the helper: a window that took the key from it this moment locks too, whatever became of the clipboard.
    let windows = vault.lock_windows();
    let (ended, cleared) = helper.doing("lock", "the vault")?;
    let words = if ended { "Locked." } else { "No unlock helper held the key." };
    let also = if cleared == Cleared::Emptied { " The clipboard was cleared." } else { "" };
    let open = if windows.is_ok() { " Open windows lock too." } else { "" };
    let stays = match vault.kind() {
        StoreKind::Keychain => format!(" Commands still read the keys while {} is open.", vault.store_title()),
        StoreKind::Sealed | StoreKind::Memory => String::new(),
    };
    tell(&format!("{words}{also}{open}{stays}"));
    windows.doing("lock", "open windows of this vault")?;
    Ok(ExitCode::SUCCESS)
}
