//! Finding the vault, unlocking and locking it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use super::countdown;
use super::desk::Desk;
use super::inbox::Turn;
use super::talk::{Event, Failure, KeychainStands, LockReason, Remedy, VaultState};
use super::words::{failure, is_store_trouble, new_home_failure, own_mistake, title, unusable};
use crate::clipboard::Cleared;
use crate::model::Secret;
use crate::store::{GivenUp, PROMPT_DEADLINE, StoreError, StoreKind, VaultId};
use crate::vault::{Door, Error, MakeWish, Vault};

impl Desk {
    /// Opens what lies at the home, as far as that goes without asking anyone, and says how it stands.
    pub(super) fn begin(&mut self) {
        if self.vault.is_none() && !self.find() {
            return self.snapshot();
        }
        self.unlock_quietly();
        self.snapshot();
    }

    /// After a panic, or where the vault couldn't be used. Locked stays locked: nobody asked for the secrets again.
    pub(super) fn reopen(&mut self) {
        let was_locked = self.state == VaultState::Locked;
        self.vault = None;
        if self.find() {
            if was_locked {
                self.state = VaultState::Locked;
            } else {
                self.unlock_quietly();
            }
        }
        self.snapshot();
    }

    /// True if there is a vault and its file can be read.
    fn find(&mut self) -> bool {
        match Vault::open(&self.home, &self.world) {
            Ok(vault) => self.vault = Some(vault),
            Err(Error::NoVault) => {
                self.state = VaultState::NoVault { keychain: self.keychain_stands(self.world.deadline) };
            }
            Err(error) => self.state = unusable("open", &error),
        }
        if self.vault.is_some() {
            self.keychain = None;
        }
        self.vault.is_some()
    }

    /// Asks the keychain how it is, for a vault that will never be.
    fn keychain_stands(&mut self, deadline: Duration) -> KeychainStands {
        let nobodys = self.nobodys();
        let store = self.keychain.get_or_insert_with(|| (self.world.keychain)(nobodys));
        let stands = match store.probe(deadline) {
            Ok(()) => KeychainStands::Open,
            Err(StoreError::Locked { .. } | StoreError::Denied { .. }) => KeychainStands::Locked,
            Err(StoreError::Unmade { .. }) => KeychainStands::Unmade,
            Err(StoreError::Lacking { lack, .. }) => KeychainStands::Lacks(lack),
            Err(_) => KeychainStands::Absent,
        };
        self.keychain_title = store.title();
        stands
    }

    /// A vault's number that no vault will have.
    fn nobodys(&self) -> VaultId {
        let mut nobody = [0; 16];
        self.world.random.fill(&mut nobody);
        VaultId(nobody)
    }

    /// Where there is no vault: looks how the keychain stands, and says so where that is news.
    pub(super) fn look_at_keychain(&mut self, deadline: Duration) {
        let VaultState::NoVault { keychain: before } = self.state else { return };
        let keychain = self.keychain_stands(deadline);
        if keychain != before {
            self.state = VaultState::NoVault { keychain };
            self.snapshot();
        }
    }

    /// Unlocks without a prompt: with what a helper holds, else with the keychain.
    pub(super) fn unlock_quietly(&mut self) {
        let Some(vault) = &mut self.vault else { return };
        if vault.is_open() || vault.unlock_with_helper().is_ok_and(|held| held) {
            return self.now_open();
        }
        if vault.kind() == StoreKind::Sealed {
            self.state = VaultState::Locked;
            return;
        }
        match vault.unlock_with_keychain() {
            Ok(_key) => self.now_open(),
            Err(error) => {
                // Nobody asked to unlock it.
                self.state = match error {
                    Error::Damaged | Error::Catalog(_) | Error::Home(_) => unusable("open", &error),
                    _ => VaultState::KeychainTrouble(failure("reach", "the secrets", &error)),
                };
            }
        }
    }

    /// The vault key is here: what was begun is finished, what is due goes.
    fn now_open(&mut self) {
        self.state = VaultState::Open;
        (self.locked_because, self.lock_cleared) = (None, false);
        self.tries.right();
        let Some(vault) = &mut self.vault else { return };
        match vault.recover() {
            Ok(done) if done.is_empty() => {}
            Ok(done) => self.out.send(Event::Recovered(done.into_iter().map(|one| one.reference).collect())),
            Err(error) => {
                self.store_trouble(&error);
                self.out.failed(failure("finish", "a change that was begun", &error));
                return;
            }
        }
        let Some(vault) = &mut self.vault else { return };
        // Old values that can't be let go of now are let go of at a later change.
        let _ = vault.forget_due();
        let _ = vault.drop_old_activity();
        let _ = vault.delete_due_files();
    }

    /// Where there is no vault yet, the first act makes it, in the keychain. Another store is a person's choice.
    pub(super) fn ensure_vault(&mut self) -> Result<(), Error> {
        if matches!(self.state, VaultState::NoVault { .. }) {
            match Vault::make(&self.home, &self.world, MakeWish::Keychain) {
                Ok(vault) => self.made(vault),
                Err(error) => {
                    self.look_at_keychain(self.world.deadline);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    pub(super) fn make(&mut self, kind: StoreKind, passphrase: Option<Secret>) {
        let wish = match (kind, passphrase) {
            (StoreKind::Keychain, _) => Ok(MakeWish::Keychain),
            (StoreKind::Sealed, Some(passphrase)) => Ok(MakeWish::Sealed { passphrase, kdf: None }),
            (StoreKind::Sealed, None) => Err(Error::ShortPassphrase),
            (StoreKind::Memory, _) => Err(Error::Refused("a vault in memory would be lost. Choose another".into())),
        };
        match wish.and_then(|wish| Vault::make(&self.home, &self.world, wish)) {
            Ok(vault) => self.made(vault),
            Err(error) => {
                if is_store_trouble(&error) {
                    self.look_at_keychain(self.world.deadline);
                }
                self.out.failed(new_home_failure("make", "the vault", &error));
                if matches!(error, Error::VaultExists(_)) && self.vault.is_none() {
                    self.begin();
                }
            }
        }
    }

    fn made(&mut self, vault: Vault) {
        // A prompt of the keychain may stand that its vault was to be made in.
        self.give_up_prompt();
        (self.vault, self.keychain) = (Some(vault), None);
        self.now_open();
        self.snapshot();
    }

    /// A person asks to unlock: the keychain may prompt.
    pub(super) fn unlock(&mut self, passphrase: Option<&Secret>) {
        if matches!(self.state, VaultState::Unusable(_)) {
            self.give_up_prompt();
            return self.reopen();
        }
        if self.vault.is_none() && self.prompt.is_some() {
            return;
        }
        if self.vault.is_none() && !self.find() {
            // There is nothing to unlock, or it still can't be read: said again.
            self.snapshot();
            let can_be_had =
                matches!(self.state, VaultState::NoVault { keychain: KeychainStands::Locked | KeychainStands::Unmade });
            if passphrase.is_none() && can_be_had {
                let (keychain, nobodys) = (Arc::clone(&self.world.keychain), self.nobodys());
                self.show_prompt(move || Door::new(keychain(nobodys), nobodys));
            }
            return;
        }
        if passphrase.is_some()
            && let Some(words) = self.no_try_yet("unlock", "Keyloft")
        {
            return self.out.failed(words);
        }
        let Some(vault) = &mut self.vault else { return };
        if vault.follow_store().is_ok_and(|moved| moved) {
            // Something else opens it now, and the window asks for that.
            return self.snapshot();
        }
        let was_open = vault.is_open();
        let unlocked = match (vault.kind(), passphrase) {
            (StoreKind::Sealed, Some(passphrase)) => vault.unlock_with_passphrase(passphrase).map(drop),
            (StoreKind::Sealed, None) => match vault.unlock_with_helper() {
                Ok(true) => Ok(()),
                Ok(false) => Err(Error::Refused("the vault needs its passphrase. Enter it".into())),
                Err(error) => Err(error),
            },
            (StoreKind::Keychain | StoreKind::Memory, _) => match vault.prompter() {
                Ok(Some(open)) => return self.show_prompt(open),
                Ok(None) => return,
                Err(error) => return self.out.failed(failure("unlock", &self.what_is_locked(), &error)),
            },
        };
        self.unlocked(was_open, unlocked);
    }

    /// Lets the keychain ask, on a thread of its own: the prompt may stand for minutes, and locking or closing must not
    /// wait for it. A prompt that nobody waits for any more leaves the screen.
    fn show_prompt(&mut self, open: impl FnOnce() -> Door + Send + 'static) {
        if self.prompt.is_some() {
            return;
        }
        self.prompts += 1;
        let (number, line) = (self.prompts, self.inbox.sender());
        let given_up = GivenUp::default();
        let (asks_until, is_first) = (given_up.clone(), self.vault.is_none());
        let started = std::thread::Builder::new().name("prompt".into()).spawn(move || {
            let ask = || {
                let mut door = open();
                let answer = match is_first {
                    true => door.make_ready(PROMPT_DEADLINE, &asks_until),
                    false => door.unlock_unless(PROMPT_DEADLINE, &asks_until),
                };
                (door, answer)
            };
            let answer = catch_unwind(AssertUnwindSafe(ask)).ok();
            let _ = line.send(Turn::Prompted(number, answer));
        });
        match started {
            Ok(_) => {
                self.prompt = Some((number, given_up));
                if is_first {
                    // Until it is answered nobody asks again.
                    self.snapshot();
                }
            }
            Err(_) => self.out.failed(own_mistake()),
        }
    }

    /// The keychain's prompt ended. One that was not waited for any more changes nothing.
    pub(super) fn prompted(&mut self, number: u64, answer: Option<(Door, Result<(), StoreError>)>) {
        if self.prompt.as_ref().is_none_or(|(waited, _)| *waited != number) {
            return;
        }
        self.prompt = None;
        let Some(vault) = &mut self.vault else { return self.first_prompted(answer.map(|(_, answer)| answer)) };
        let was_open = vault.is_open();
        match answer {
            Some((_, Err(StoreError::Denied { store }))) => {
                // One that is open asked whether it may hand the key out, not for its password.
                let words = match vault.probe() {
                    Ok(()) => refused_access(&self.what_is_locked(), store),
                    Err(_) => not_unlocked(&self.what_is_locked(), &store),
                };
                self.out.failed(words);
            }
            Some((door, answer)) => {
                let unlocked = answer.map_err(Error::from).and_then(|()| vault.unlock_through(door).map(drop));
                self.unlocked(was_open, unlocked);
            }
            None => self.out.failed(own_mistake()),
        }
    }

    /// The same where it was to be opened, or made, for a first vault.
    fn first_prompted(&mut self, answer: Option<Result<(), StoreError>>) {
        self.look_at_keychain(self.world.deadline);
        self.snapshot();
        let is_unmade = self.state == VaultState::NoVault { keychain: KeychainStands::Unmade };
        match answer {
            Some(Ok(())) => {}
            Some(Err(StoreError::Denied { store })) if is_unmade => self.out.failed(not_made(&store)),
            Some(Err(StoreError::Denied { store })) => self.out.failed(not_unlocked(&self.keychain_title, &store)),
            Some(Err(error)) => self.out.failed(new_home_failure("unlock", &self.keychain_title, &error.into())),
            None => self.out.failed(own_mistake()),
        }
    }

    fn unlocked(&mut self, was_open: bool, outcome: Result<(), Error>) {
        match outcome {
            Ok(()) => {
                if !was_open
                    && let Some(vault) = &self.vault
                    && let Err(error) = vault.note_unlocked()
                {
                    self.out.failed(failure("note", "the unlocking", &error));
                }
                self.now_open();
                self.snapshot();
            }
            Err(error) => {
                let words = self.after_try("unlock", &self.what_is_locked(), &error);
                self.out.failed(words);
            }
        }
    }

    /// What a person unlocks: Keyloft where that is locked, the keychain alone where names stand in view.
    fn what_is_locked(&self) -> String {
        match (&self.vault, &self.state) {
            (Some(vault), VaultState::KeychainTrouble(_)) => vault.store_title(),
            _ => "Keyloft".to_owned(),
        }
    }

    /// Why no passphrase is tried now: too many were wrong.
    pub(super) fn no_try_yet(&self, what: &str, which: &str) -> Option<Failure> {
        let secs = self.tries.wait_secs(self.world.clock.now())?;
        let why = format!("The passphrase was wrong {} times.", self.tries.count());
        Some(Failure::new(title(what, which), why, wait_advice(secs)))
    }

    /// Words for what did not happen, after which a wrong passphrase is counted.
    pub(super) fn after_try(&mut self, what: &str, which: &str, error: &Error) -> Failure {
        let mut words = failure(what, which, error);
        if matches!(error, Error::WrongPassphrase) {
            let now = self.world.clock.now();
            self.tries.wrong(now);
            if let Some(secs) = self.tries.wait_secs(now) {
                words.advice = wait_advice(secs);
            }
        }
        words
    }

    /// Takes the keychain's prompt off the screen, where one stands.
    pub(super) fn give_up_prompt(&mut self) {
        if let Some((_, prompt)) = self.prompt.take() {
            prompt.give_up();
        }
    }

    /// Drops the vault key first, and shows that; ending the helper and clearing the clipboard may take a while.
    pub(super) fn lock(&mut self, why: LockReason) {
        self.give_up_prompt();
        // It holds the vault key too.
        self.stop_moving();
        let Some(vault) = &mut self.vault else { return };
        vault.lock(true);
        self.checking = None;
        (self.locked_because, self.lock_cleared) = (Some(why), false);
        self.state = VaultState::Locked;
        self.snapshot();
        if why == LockReason::Elsewhere {
            // Whoever asked has seen to the rest; what was copied or unlocked since is to stay.
            return;
        }
        self.end_what_helps();
        if why == LockReason::Asked
            && let Some(vault) = &self.vault
            && let Err(error) = vault.lock_windows()
        {
            self.out.failed(failure("lock", "other windows of this vault", &error));
        }
    }

    /// Locks where another window or the command line asked all of them to.
    pub(super) fn look_for_lock(&mut self) {
        if self.may_be_looked_at() && self.vault.as_ref().is_some_and(Vault::is_asked_to_lock) {
            self.lock(LockReason::Elsewhere);
        }
    }

    /// Ends the helper that holds the vault key, and takes ours off the clipboard.
    fn end_what_helps(&mut self) {
        let Some(vault) = &self.vault else { return };
        let counted = self.countdown.take().is_some();
        match vault.lock_helper() {
            Ok((_, cleared)) => {
                if counted {
                    self.out.send(Event::ClipboardCleared);
                }
                // What stands there is someone's own else, and is said nothing of.
                if cleared == Cleared::Emptied {
                    self.lock_cleared = true;
                    self.snapshot();
                }
            }
            Err(error @ Error::Clipboard(_)) => {
                self.out.send(Event::ClipboardNotCleared(countdown::not_cleared(&error)));
            }
            Err(error) => {
                // The helper came before the clipboard: that is still to be cleared.
                self.out.failed(failure("end", "the unlock helper", &error));
                let cleared = countdown::clear(vault);
                if counted || !matches!(cleared, Event::ClipboardCleared) {
                    self.out.send(cleared);
                }
            }
        }
    }
}

/// The keychain asked, and was not opened: it was cancelled, or its password was not known.
fn not_unlocked(which: &str, store: &str) -> Failure {
    let why = format!("{store} wasn't unlocked.");
    let words = Failure::new(title("unlock", which), why, "Try again with its password.");
    Failure { remedy: Some(Remedy::Unlock), ..words }
}

/// It asked whether Keyloft may have the vault's key, and was told no.
fn refused_access(which: &str, store: String) -> Failure {
    let words = failure("unlock", which, &Error::Store(StoreError::Denied { store }));
    Failure { remedy: Some(Remedy::Unlock), ..words }
}

/// It asked for the password of a first keyring, and got none.
fn not_made(store: &str) -> Failure {
    let why = format!("{store} got no password for it.");
    let words = Failure::new(title("make", "a keyring"), why, "Try again, or use a passphrase instead.");
    Failure { remedy: Some(Remedy::Unlock), ..words }
}

fn wait_advice(secs: i64) -> String {
    let word = if secs == 1 { "second" } else { "seconds" };
    format!("Wait {secs} {word}, then try again.")
}
