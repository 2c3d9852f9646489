//! Another passphrase, another store. A move runs on a thread of its own with a vault of its own: copying a key need not
//! wait for it, and the worker's vault goes by what the catalog says afterwards.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::super::answers::Done;
use super::super::desk::Desk;
use super::super::inbox::Turn;
use super::super::talk::{Event, VaultState};
use super::super::words::{new_home_failure, own_mistake};
use crate::fs::Home;
use crate::model::Secret;
use crate::store::StoreKind;
use crate::vault::{Error, MoveStep, Moved, Vault, World};

/// How often is said how far it is.
const SAY_EVERY: Duration = Duration::from_millis(100);
const WHAT: &str = "move the secrets to";

/// A move that runs: where to, and what stops it.
pub(in crate::jobs) struct Moving {
    number: u64,
    pub(in crate::jobs) to: StoreKind,
    /// It was said that it is under way.
    began: bool,
    is_stopped: Arc<AtomicBool>,
}

impl Moving {
    pub(in crate::jobs) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }
}

impl Drop for Moving {
    /// Nobody is left to hear of it: before its turn it goes back, after it it is done anyway.
    fn drop(&mut self) {
        self.stop();
    }
}

/// For people.
fn title_of(to: StoreKind) -> &'static str {
    match to {
        StoreKind::Sealed => "the sealed vault",
        StoreKind::Keychain | StoreKind::Memory => "the keychain",
    }
}

impl Desk {
    pub(super) fn change_passphrase(&mut self, old: &Secret, new: &Secret) {
        if let Some(words) = self.no_try_yet("change", "the passphrase") {
            return self.out.failed(words);
        }
        let changed = self.verb(|vault| vault.change_passphrase(old, new, None));
        match changed {
            Ok(()) => {
                self.tries.right();
                self.done(Done::PassphraseChanged);
            }
            Err(error) => {
                let words = self.after_try("change", "the passphrase", &error);
                self.out.failed(words);
            }
        }
    }

    /// Begins a move; the passphrase is the new one for the sealed vault, the one there is for the keychain.
    pub(super) fn move_store(&mut self, to: StoreKind, passphrase: Secret) {
        if let Some(words) = self.no_try_yet(WHAT, title_of(to)) {
            return self.out.failed(words);
        }
        let may = self.verb(|_| Ok(()));
        if let Err(error) = may {
            return self.refuse(WHAT, title_of(to), &error);
        }
        if self.moving.is_some() {
            return self.refuse(WHAT, title_of(to), &Error::BeingMoved);
        }
        self.moves += 1;
        let (number, line) = (self.moves, self.inbox.sender());
        let is_stopped = Arc::new(AtomicBool::new(false));
        let moving = Moving { number, to, began: false, is_stopped: Arc::clone(&is_stopped) };
        let (home, world) = (self.home.clone(), self.world.clone());
        let started = std::thread::Builder::new().name("move-store".into()).spawn(move || {
            let mut said: Option<(MoveStep, Instant)> = None;
            let mut watch = |step, done, all| {
                if said.is_none_or(|(last, at)| last != step || at.elapsed() >= SAY_EVERY) {
                    said = Some((step, Instant::now()));
                    // A full line has more to do than to hear how far this is.
                    let _ = line.try_send(Turn::Moving(number, step, done, all));
                }
                !is_stopped.load(Ordering::Relaxed)
            };
            let moved =
                catch_unwind(AssertUnwindSafe(|| move_secrets(&home, &world, to, &passphrase, &mut watch))).ok();
            let _ = line.send(Turn::Moved(number, moved));
        });
        match started {
            Ok(_) => {
                self.moving = Some(moving);
                self.snapshot();
            }
            Err(_) => self.out.failed(own_mistake()),
        }
    }

    /// Before its turn a move goes back; after it, it can't be stopped any more.
    pub(in crate::jobs) fn stop_moving(&self) {
        if let Some(moving) = &self.moving {
            moving.stop();
        }
    }

    pub(in crate::jobs) fn moved_so_far(&mut self, number: u64, step: MoveStep, done: u64, all: u64) {
        if let Some(moving) = self.moving.as_mut().filter(|moving| moving.number == number) {
            moving.began = true;
            let what = match step {
                MoveStep::Copying => "moving",
                MoveStep::Clearing => "clearing",
            };
            self.out.send(Event::Progress(what, done, all));
        }
    }

    pub(in crate::jobs) fn moved(&mut self, number: u64, moved: Option<Result<Moved, Error>>) {
        let Some(moving) = self.moving.take_if(|moving| moving.number == number) else { return };
        let (to, began) = (moving.to, moving.began);
        if let Some(vault) = &mut self.vault {
            // What can't be read now is read at the next look.
            let _ = vault.follow_store();
        }
        if matches!(self.state, VaultState::KeychainTrouble(_)) {
            self.unlock_quietly();
        }
        if self.verb(|_| Ok(())).is_err() {
            // Locked meanwhile: the lock screen names nothing, and the next look at the settings shows where they lie.
            return self.snapshot();
        }
        match moved {
            Some(Ok(moved)) => {
                self.tries.right();
                self.done(Done::StoreMoved(to, moved.left, moved.strays));
            }
            Some(Err(Error::MoveStopped)) => self.done(Done::MoveStopped),
            Some(Err(error)) => {
                let mut words = match &error {
                    Error::Store(_) if to == StoreKind::Keychain => new_home_failure(WHAT, title_of(to), &error),
                    _ => self.after_try(WHAT, title_of(to), &error),
                };
                if began {
                    words.why.push_str(" Nothing was moved.");
                }
                self.snapshot();
                self.out.failed(words);
            }
            None => {
                self.snapshot();
                self.out.failed(own_mistake());
            }
        }
    }
}

/// The move with a vault of its own, opened by what opens it.
fn move_secrets(
    home: &Home,
    world: &World,
    to: StoreKind,
    passphrase: &Secret,
    watch: &mut dyn FnMut(MoveStep, u64, u64) -> bool,
) -> Result<Moved, Error> {
    let mut vault = Vault::open(home, world)?;
    match to {
        StoreKind::Sealed => {
            vault.unlock_with_keychain()?;
            vault.move_to_sealed(passphrase, None, watch)
        }
        StoreKind::Keychain | StoreKind::Memory => {
            vault.unlock_with_passphrase(passphrase)?;
            vault.move_to_keychain(passphrase, watch)
        }
    }
}
