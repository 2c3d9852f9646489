//! The worker's loop: one request at a time, and between them a look at what others changed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::countdown::Countdown;
use super::inbox::{Inbox, Turn};
use super::lookout::Lookout;
use super::outbox::Outbox;
use super::presence::Attendance;
use super::start::Opening;
use super::talk::{Event, Failure, KeychainStands, LockReason, Remedy, Request, VaultState};
use super::tries::Tries;
use super::verbs::{Checking, Moving, Stop};
use super::words::{failure, own_mistake};
use crate::fs::Home;
use crate::model::wipe_stack;
use crate::store::{GivenUp, SecretStore, StoreError};
use crate::vault::{Error, Vault, World};

/// How often a keychain in trouble is looked at, and how long it may take to answer then: a hung one must not hold up
/// what the user asks for.
const TROUBLE_EVERY: Duration = Duration::from_secs(4);
const TROUBLE_DEADLINE: Duration = Duration::from_secs(1);
/// How often uses that could not be noted are tried again, beside every request.
const LATE_EVERY: Duration = Duration::from_secs(4);

/// The vault and all that the window is told about it.
pub(super) struct Desk {
    pub(super) home: Home,
    pub(super) world: World,
    pub(super) sample: bool,
    /// The vault, where there is one that can be opened.
    pub(super) vault: Option<Vault>,
    /// What the window was told.
    pub(super) state: VaultState,
    /// The keychain where there is no vault yet, and its name.
    pub(super) keychain: Option<Box<dyn SecretStore + Send>>,
    pub(super) keychain_title: String,
    pub(super) out: Outbox,
    pub(super) inbox: Inbox,
    pub(super) attendance: Attendance,
    /// Why the vault is locked.
    pub(super) locked_because: Option<LockReason>,
    /// Locking took a copy of ours off the clipboard.
    pub(super) lock_cleared: bool,
    /// The number of the keychain's prompt that is waited for, and what takes it off the screen; and how many there were.
    pub(super) prompt: Option<(u64, GivenUp)>,
    pub(super) prompts: u64,
    /// The number of the search for files that runs, and what ends it; and how many there were.
    pub(super) finding: Option<(u64, Stop)>,
    pub(super) findings: u64,
    /// The move to another store that runs; and how many there were.
    pub(super) moving: Option<Moving>,
    pub(super) moves: u64,
    pub(super) tries: Tries,
    pub(super) countdown: Option<Countdown>,
    /// A check of the record under way: a piece of it between two requests.
    pub(super) checking: Option<Checking>,
    /// [`Vault::data_version`] and the day of the last snapshot.
    pub(super) seen: Option<(i64, NaiveDate)>,
    lookout: Lookout,
    next_trouble_look: Instant,
    next_late_look: Instant,
}

impl Desk {
    /// Opens and serves until the window closes its end.
    pub(super) fn run(open: impl FnOnce() -> Result<Opening, Error>, out: Outbox, requests: Receiver<Request>) {
        let opening = match catch_unwind(AssertUnwindSafe(open)) {
            Ok(Ok(opening)) => opening,
            Ok(Err(error)) => return Self::nowhere(&out, failure("open", "the vault", &error), &requests),
            Err(_) => return Self::nowhere(&out, own_mistake(), &requests),
        };
        let Opening { home, world, presence, vault, sample } = opening;
        let inbox = Inbox::over(requests);
        let (line, other, third) = (inbox.sender(), inbox.sender(), inbox.sender());
        let left = move |why| drop(line.send(Turn::Left(why)));
        let taste = move |taste| drop(other.send(Turn::Taste(taste)));
        let attendance = Attendance::begin(presence, left, taste, move || drop(third.send(Turn::KeyringLocked)));
        let now = Instant::now();
        let mut desk = Self {
            home,
            world,
            sample: sample.is_some(),
            vault,
            state: VaultState::Locked,
            keychain: None,
            keychain_title: String::new(),
            out,
            inbox,
            attendance,
            locked_because: None,
            lock_cleared: false,
            prompt: None,
            prompts: 0,
            finding: None,
            findings: 0,
            moving: None,
            moves: 0,
            tries: Tries::default(),
            countdown: None,
            checking: None,
            seen: None,
            lookout: Lookout::new(now),
            next_trouble_look: now + TROUBLE_EVERY,
            next_late_look: now,
        };
        desk.guarded(Self::begin);
        desk.serve();
        desk.guarded(Self::note_late);
        // The vault lets go of its files before its folder goes.
        drop(desk);
        drop(sample);
    }

    /// Not even a folder to look into: says so, and answers everything the same way.
    fn nowhere(out: &Outbox, why: Failure, requests: &Receiver<Request>) {
        super::snapshot::send_unusable(out, &why);
        while requests.recv().is_ok() {
            out.failed(why.clone());
        }
    }

    fn serve(&mut self) {
        loop {
            match self.inbox.next(self.patience()) {
                Some(Turn::Closed) => return,
                Some(turn) => {
                    self.guarded(|desk| desk.take(turn));
                    // A vault may stay open for days: what was saved or copied must not lie here as long.
                    wipe_stack();
                }
                None => {}
            }
            if self.checking.is_some() {
                self.guarded(Self::check_on);
            }
            if self.countdown.is_some() || self.lookout.is_due(Instant::now()) {
                self.guarded(Self::look);
                let due = self.attendance.due();
                self.lookout.looked(Instant::now(), self.is_calm(), due);
            }
        }
    }

    fn take(&mut self, turn: Turn) {
        match turn {
            Turn::Asked(request) => {
                self.attendance.touch();
                // What was asked for after it is refused.
                self.look_for_lock();
                self.note_late();
                self.carry_out(request);
            }
            Turn::Left(why) => self.left(why),
            Turn::Idle(idle) => self.measured(idle),
            Turn::Written => self.lookout.written(Instant::now()),
            Turn::Taste(taste) => self.out.send(Event::Taste(taste)),
            Turn::KeyringLocked => self.keyring_locked(),
            Turn::Prompted(number, answer) => self.prompted(number, answer),
            Turn::Looked(number, folders, files) => self.looked_for_files(number, folders, files),
            Turn::Found(number, answer) => self.found_files(number, answer),
            Turn::Moving(number, step, done, all) => self.moved_so_far(number, step, done, all),
            Turn::Moved(number, moved) => self.moved(number, moved),
            Turn::Closed => {}
        }
    }

    fn patience(&self) -> Duration {
        if self.checking.is_some() {
            return Duration::ZERO;
        }
        let look = self.lookout.patience(Instant::now());
        self.countdown.as_ref().map_or(look, |countdown| countdown.patience().min(look.max(Duration::from_millis(1))))
    }

    /// Whether nothing changes here but by writing into the vault's folder, or by time.
    fn is_calm(&self) -> bool {
        matches!(self.state, VaultState::Open | VaultState::Locked)
    }

    /// A panic in one verb ends that verb, not the window's worker: the vault is opened afresh, since what the old one
    /// had in memory is in an unknown state. Its file is not: an open transaction is rolled back with the connection.
    fn guarded(&mut self, work: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| work(self))).is_ok() {
            return;
        }
        self.out.failed(own_mistake());
        if catch_unwind(AssertUnwindSafe(|| self.reopen())).is_err() {
            self.vault = None;
            self.state = VaultState::Unusable(Failure { remedy: Some(Remedy::TryAgain), ..own_mistake() });
            self.snapshot();
        }
    }

    /// What happens by time: the countdown's end, changes of other processes, midnight, a keychain that came back, a lock
    /// after so long without input.
    fn look(&mut self) {
        if let (Some(countdown), Some(vault)) = (&self.countdown, &self.vault)
            && let Some(end) = countdown.look(vault)
        {
            self.countdown = None;
            self.out.send(end);
        }
        self.look_for_lock();
        self.look_for_idleness();
        if Instant::now() >= self.next_late_look {
            self.note_late();
            self.next_late_look = Instant::now() + LATE_EVERY;
        }
        if self.is_calm() {
            self.lookout.listen(self.home.path(), self.inbox.sender());
        }
        match &self.state {
            // Made on the command line meanwhile.
            VaultState::NoVault { .. } if self.home.has_vault() => self.begin(),
            VaultState::NoVault { keychain } if *keychain != KeychainStands::Open => self.look_at_closed_keychain(),
            VaultState::KeychainTrouble(_) => self.look_at_trouble(),
            VaultState::Open => self.look_for_changes(),
            _ => {}
        }
    }

    /// Notes the uses that a full disk kept from it, where there is room by now.
    fn note_late(&mut self) {
        let Some(vault) = self.vault.as_mut().filter(|vault| vault.has_late_uses()) else { return };
        vault.look_again();
        if let Ok(count @ 1..) = vault.note_late_uses() {
            self.snapshot();
            self.out.send(Event::NotedLate(count));
        }
    }

    /// Without a vault: a keychain that opened meanwhile is one to make it in. Not while a person is asked by it: that ends by itself.
    fn look_at_closed_keychain(&mut self) {
        if Instant::now() >= self.next_trouble_look && self.prompt.is_none() {
            self.look_at_keychain(TROUBLE_DEADLINE);
            self.next_trouble_look = Instant::now() + TROUBLE_EVERY;
        }
    }

    fn look_for_changes(&mut self) {
        let Some(vault) = &self.vault else { return };
        // A file that can't be read just now is read at the next look, and a request says what is wrong with it.
        let Ok(version) = vault.data_version() else { return };
        let today = self.world.clock.today();
        if self.seen != Some((version, today)) {
            if self.seen.is_some_and(|(_, day)| day != today)
                && let Some(vault) = &mut self.vault
            {
                // What can't go now goes at a later change.
                let _ = vault.drop_old_activity();
            }
            self.snapshot();
        }
    }

    /// A keyring says that it was locked: nobody is to read that it answers until they ask it for something. Which one it
    /// was, and whether it opens unasked, is told by a look.
    fn keyring_locked(&mut self) {
        let open = self.state == VaultState::Open;
        let Some(vault) = self.vault.as_mut().filter(|_| open) else { return };
        if let Err(error) = vault.stands_within(TROUBLE_DEADLINE)
            && self.store_trouble(&error)
        {
            self.snapshot();
        }
    }

    fn look_at_trouble(&mut self) {
        if Instant::now() >= self.next_trouble_look {
            let before = self.state.clone();
            match self.vault.as_mut().map(|vault| vault.stands_within(TROUBLE_DEADLINE)) {
                Some(Ok(())) => self.unlock_quietly(),
                // Something else is in the way by now, and something else ends it.
                Some(Err(error)) if says_how_it_stands(&error) => {
                    self.state = VaultState::KeychainTrouble(failure("reach", "the secrets", &error));
                }
                _ => {}
            }
            self.next_trouble_look = Instant::now() + TROUBLE_EVERY;
            if self.state != before {
                self.snapshot();
                return;
            }
        }
        self.look_for_changes();
    }
}

/// What a keychain says of itself, where a look with little patience may as well end without an answer.
fn says_how_it_stands(error: &Error) -> bool {
    matches!(
        error,
        Error::KeyGone { .. }
            | Error::Store(
                StoreError::Locked { .. }
                    | StoreError::Absent { .. }
                    | StoreError::Unmade { .. }
                    | StoreError::Lacking { .. }
            )
    )
}
