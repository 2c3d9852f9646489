//! Changes of keys that stand there: `edit mv cp undo-rotate ended disable enable delete`.

use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::args::FactsArgs;
use crate::cli::text::{count, tell};
use crate::model::{DateWish, KeyRef, KeyUid, Rule, VariableName};
use crate::vault::{Error, Vault};

const DONE: Result<ExitCode, Failure> = Ok(ExitCode::SUCCESS);

pub fn edit(
    session: &Session,
    key: &KeyRef,
    facts: FactsArgs,
    rename: Option<&VariableName>,
) -> Result<ExitCode, Failure> {
    let facts = facts.into_facts();
    if facts.changed().is_empty() && rename.is_none() {
        return Err(Failure::usage(format!(
            "Couldn't edit {key}: nothing to change was named. `keyloft edit --help` lists what can be."
        )));
    }
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(key).doing("edit", key)?;
    vault.edit(found.key.uid, &facts, rename).doing("edit", key)?;
    DONE
}

pub fn mv(session: &Session, from: &KeyRef, to: &KeyRef) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(from).doing("move", from)?;
    vault.move_key(found.key.uid, to).doing("move", from)?;
    DONE
}

pub fn cp(session: &Session, from: &KeyRef, to: &KeyRef) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(from).doing("copy", from)?;
    vault.duplicate(found.key.uid, to).doing("copy", from)?;
    DONE
}

pub fn undo_rotate(session: &Session, key: &KeyRef) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(key).doing("put back", key)?;
    vault.undo_rotate(found.key.uid).doing("put back", key)?;
    let which = if found.key.is_put_back() { "newer" } else { "old" };
    tell(&format!("Put the {which} value of {key} back."));
    DONE
}

pub fn ended(session: &Session, key: &KeyRef, deleted: bool) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(key);
    if !deleted && let Ok(found) = &found {
        vault.mark_ended(&[found.key.uid]).doing("mark", key)?;
        return DONE;
    }
    let deletions = vault.deletions_of(key).doing("mark", key)?;
    if deletions.is_empty() {
        found.doing("mark", key)?;
        let why = "nobody who leaves had a key of this name that was deleted. `keyloft person ls --json` lists those";
        return Err(Error::Refused(why.into())).doing("mark", key);
    }
    let open: Vec<u64> = deletions.into_iter().filter_map(|(entry, open)| open.then_some(entry)).collect();
    if open.is_empty() {
        return Err(Error::AllEnded).doing("mark", key);
    }
    vault.mark_deleted_ended(&open).doing("mark", key)?;
    tell(&format!("Noted that the values of the deleted {key} ended."));
    DONE
}

/// All of them, or an error that names the first one that is not there.
fn find_all(vault: &Vault, what: &str, keys: &[KeyRef]) -> Result<Vec<KeyUid>, Failure> {
    keys.iter().map(|key| vault.find_to_change(key).map(|found| found.key.uid).doing(what, key)).collect()
}

/// "shop/dev/A", or "3 keys".
fn which(keys: &[KeyRef]) -> String {
    match keys {
        [one] => one.to_string(),
        several => count(several.len(), "key", "keys"),
    }
}

pub fn disable(session: &Session, keys: &[KeyRef]) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let uids = find_all(&vault, "disable", keys)?;
    vault.disable(&uids).doing("disable", which(keys))?;
    tell(&format!(
        "Disabled {} here. The provider still accepts {} until you end {1} there.",
        which(keys),
        if keys.len() == 1 { "it" } else { "them" }
    ));
    DONE
}

pub fn enable(session: &Session, keys: &[KeyRef]) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let uids = find_all(&vault, "enable", keys)?;
    vault.enable(&uids).doing("enable", which(keys))?;
    DONE
}

pub fn snooze(session: &Session, key: &KeyRef, rule: Rule, until: DateWish, reason: &str) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(key).doing("snooze", key)?;
    let until = vault.day_of(until).doing("snooze", key)?;
    vault.snooze(&[(found.key.uid, rule)], until, reason).doing("snooze", key)?;
    tell(&format!("Snoozed {} of {key} until {until}.", rule.id()));
    DONE
}

pub fn unsnooze(session: &Session, key: &KeyRef, rule: Rule) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(key).doing("wake", key)?;
    if vault.unsnooze(&[(found.key.uid, rule)]).doing("wake", key)?.is_empty() {
        tell(&format!("{} of {key} was not snoozed.", rule.id()));
    }
    DONE
}

pub fn delete(session: &Session, keys: &[KeyRef], now: bool) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let uids = find_all(&vault, "delete", keys)?;
    for (uid, key) in uids.iter().zip(keys) {
        // Looked at one by one first, so that the sentence names the key that may not go.
        vault.check_deletable(*uid, now).doing("delete", key)?;
    }
    match vault.delete(&uids, now) {
        Ok(()) => {}
        Err(error @ Error::Store(_)) if keys.len() > 1 => {
            let left = keys.iter().filter(|key| vault.find_to_change(key).is_ok()).count();
            return Err(Failure::of("delete", count(left, "key", "keys"), &error));
        }
        Err(error) => return Err(Failure::of("delete", which(keys), &error)),
    }
    tell(&format!("Deleted {}.", which(keys)));
    DONE
}
