//! Moving a vault's secrets between the keychain and the catalog's own file, and the vault key with them.
//!
//! Each value has one home, which its row names. A move makes second copies in the other store, each noted before it is
//! made, reads every one back, and then, in one transaction, makes the copies the homes: until then nothing of the old
//! home was touched, after it nothing of it is needed. Second copies are taken away last, and what is noted and has no
//! home's name is all that is ever taken away. So there are three states, and the catalog tells which:
//!
//! | the catalog says | it is | what a start does |
//! |---|---|---|
//! | the old store; copies noted | copying, or going back | takes the copies away: as before the move |
//! | the new store; copies noted | moved, the old items going | takes the old items away |
//! | no copies noted | at rest | nothing |
//!
//! Other programs may read and write all the while: what they add is copied too, and each of their transactions looks
//! whether the store is still the one they take it for ([`Vault::same_store`]). Only one program moves at a time.

mod clear;
mod to_keychain;
mod to_sealed;

pub(super) use clear::PATIENCE;

use std::time::{Duration, Instant};

use super::{Error, Vault};
use crate::catalog::Version;
use crate::fs::Lock;
use crate::model::Secret;
use crate::store::{StoreError, StoreKind};

/// The file that whoever moves, or clears up behind a move, has locked.
pub(super) const LOCK: &str = "move.lock";
/// How many values are read, written and compared at a time.
pub(super) const CHUNK: usize = 64;
/// So many times at least it is looked whether all is copied and nothing begun, and as long as so many calls to the keychain
/// may take.
const ROUNDS: u32 = 16;
const CALLS: u32 = 6;
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What a move does at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveStep {
    /// Copying values and reading them back. It may be stopped: then nothing was moved.
    Copying,
    /// Taking the old items out of the keychain: the move is done, and a stop is no longer heard.
    Clearing,
}

/// Hears how far a move is: done, of how many; false stops it.
pub type MoveWatch<'a> = &'a mut dyn FnMut(MoveStep, u64, u64) -> bool;

/// A move that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// How many values have another home, old ones included.
    pub values: usize,
    /// How many old items the keychain still holds, since it did not let go of them: they go at a later start.
    pub left: usize,
    /// How many secrets that no key names stay in a keychain, as they could not be taken in.
    pub strays: usize,
}

/// How far the one transaction came that makes the copies the homes.
enum Turned {
    /// They are.
    Done(usize),
    /// Values came meanwhile that are not copied yet. Nothing was changed.
    More,
    /// Another program is in the middle of a change. Nothing was changed.
    Busy,
}

impl Vault {
    /// Whether a program moves the secrets at this moment, or clears up behind a move.
    pub(super) fn is_being_moved(&self) -> Result<bool, Error> {
        match self.home.try_lock(LOCK)? {
            Some(lock) => {
                lock.remove();
                Ok(false)
            }
            None => Ok(true),
        }
    }

    /// Runs a move under its lock. Where it does not come about, what it copied goes again.
    fn move_alone(
        &mut self,
        watch: MoveWatch<'_>,
        work: impl FnOnce(&mut Self, MoveWatch<'_>) -> Result<usize, Error>,
    ) -> Result<Moved, Error> {
        let lock = self.lock_for_move()?;
        let moved = work(self, &mut *watch);
        // Old values must not stay readable in the write-ahead log, nor in a copy of the file.
        let _ = self.catalog.checkpoint();
        if moved.is_ok() {
            self.catalog.drop_older_forms();
        }
        let mut told = |done, all| {
            watch(MoveStep::Clearing, done, all);
        };
        let cleared = self.clear_copies(&mut told);
        let left = self.catalog.copies();
        lock.remove();
        // A keychain that does not let go now does so at a later start; a move that is done stays done.
        drop(cleared);
        Ok(Moved { values: moved?, left: left?.len(), strays: self.left_items()? })
    }

    fn lock_for_move(&self) -> Result<Lock, Error> {
        // Whoever only looks holds it for a moment.
        for _ in 0..8 {
            if let Some(lock) = self.home.try_lock(LOCK)? {
                return Ok(lock);
            }
            std::thread::sleep(LOOK_EVERY);
        }
        Err(Error::BeingMoved)
    }

    /// What was begun and cut off is finished first, by whoever can: a value on its way has no home yet.
    fn finish_begun(&mut self) -> Result<(), Error> {
        self.recover().map(drop)
    }

    /// Copies with `copy` until `turn` made the copies the homes. What other programs begin and add meanwhile is waited for
    /// a while, and for some rounds however long one takes: then nothing is moved.
    fn copy_and_turn(
        &mut self,
        mut copy: impl FnMut(&mut Self) -> Result<(), Error>,
        mut turn: impl FnMut(&mut Self) -> Result<Turned, Error>,
    ) -> Result<usize, Error> {
        copy(self)?;
        let copied = Instant::now();
        for round in 1_u32.. {
            match turn(self)? {
                Turned::Done(values) => return Ok(values),
                _ if round > ROUNDS && copied.elapsed() >= self.world.deadline * CALLS => break,
                Turned::More => {}
                Turned::Busy => {
                    std::thread::sleep(LOOK_EVERY);
                    self.finish_begun()?;
                }
            }
            copy(self)?;
        }
        Err(Error::StillChanging { last: self.last_change()? })
    }

    /// What other programs are changing, or changed last: "shop/dev/API_KEY (command line)".
    fn last_change(&self) -> Result<String, Error> {
        if let Some(intent) = self.catalog.intents()?.first()
            && let Some(reference) = self.reference_text(intent.key)?
        {
            return Ok(reference);
        }
        let entry = self.catalog.last_activity()?.and_then(|row| row.entry());
        Ok(entry.map_or_else(String::new, |entry| format!("{} ({})", entry.subject.unwrap_or_default(), entry.via)))
    }

    /// The values of a few versions; what can't be had is named. None where one of them is an old value that its store has lost: it is
    /// noted as gone, and what there is to move is looked at anew.
    fn values_to_move(&mut self, versions: &[Version]) -> Result<Option<Vec<Secret>>, Error> {
        let values = self.values_of(versions);
        let Err(Error::Store(StoreError::NotFound { .. } | StoreError::Malformed { .. })) = values else {
            return values.map(Some);
        };
        for version in versions {
            let Err(error) = self.values_of(std::slice::from_ref(version)) else { continue };
            if error.is_access() {
                return Err(error);
            }
            if self.let_go_if_lost(version)? {
                return Ok(None);
            }
            let whose = self.reference_text(version.key)?.unwrap_or_default();
            let (why, _) = error.why_and_advice();
            return Err(Error::Refused(format!(
                "{whose}, version {}: {why}. Give the key a new value or delete it, then try again",
                version.number
            )));
        }
        // All of them are there after all.
        self.values_of(versions).map(Some)
    }
}

/// Why a vault can't be moved there.
fn refuse_kind(from: StoreKind, to: StoreKind) -> Result<(), Error> {
    match from {
        StoreKind::Memory => Err(Error::Refused("the sample lies in memory only. Use a vault of your own".into())),
        from if from == to => Err(Error::Refused("the secrets are there already. There is nothing to move".into())),
        StoreKind::Keychain | StoreKind::Sealed => Ok(()),
    }
}
