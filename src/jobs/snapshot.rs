//! Making snapshots: all the facts while the vault may be looked at, none while it is locked.

use std::sync::Arc;

use super::desk::Desk;
use super::outbox::Outbox;
use super::talk::{Event, Failure, Snapshot, VaultState};
use super::words::unusable;
use crate::model::{Clock, KeyUid, Settings, SystemClock, Tail};
use crate::store::StoreKind;
use crate::vault::{Error, Listed, Vault};

impl Desk {
    /// Sends everything as it is now.
    pub(super) fn snapshot(&mut self) {
        if let Some(vault) = &mut self.vault {
            // Another program may have moved the secrets; what can't be read now is said by what follows.
            let _ = vault.follow_store();
        }
        let idle_lock = self.idle_limit();
        let snapshot = match &self.vault {
            Some(vault) if matches!(self.state, VaultState::Open | VaultState::KeychainTrouble(_)) => {
                let version = vault.data_version();
                match read(vault, self.state == VaultState::Open) {
                    Ok((listed, tails)) => {
                        self.seen = version.ok().map(|version| (version, listed.today));
                        self.full(vault, listed, &tails)
                    }
                    Err(error) => {
                        self.state = unusable("read", &error);
                        self.blank()
                    }
                }
            }
            _ => self.blank(),
        };
        let locked_because = self.locked_because.filter(|_| self.state == VaultState::Locked);
        self.out.send(Event::Snapshot(Arc::new(Snapshot {
            locked_because,
            lock_cleared: self.lock_cleared,
            idle_lock,
            ..snapshot
        })));
    }

    fn full(&self, vault: &Vault, listed: Listed, tails: &[(KeyUid, Tail)]) -> Snapshot {
        let tail_of = |key: &crate::model::Key| {
            let at = tails.binary_search_by_key(&key.uid, |(uid, _)| *uid).ok()?;
            Some(tails[at].1)
        };
        let tails = listed.keys.iter().map(tail_of).collect();
        Snapshot {
            state: self.state.clone(),
            holds_key: vault.is_open(),
            locked_because: None,
            lock_cleared: false,
            idle_lock: None,
            store: vault.kind(),
            store_title: vault.store_title(),
            projects: listed.projects,
            keys: listed.keys,
            findings: listed.findings,
            tails,
            people: listed.people,
            settings: listed.settings,
            now: listed.now.into(),
            today: listed.today,
            moving: self.moving.as_ref().map(|moving| moving.to),
            left_items: vault.left_items().unwrap_or_default(),
            asks_user: false,
            sample: self.sample,
        }
    }

    /// Nothing that names anyone or anything; how the window looks is no secret.
    fn blank(&self) -> Snapshot {
        let settings = self.vault.as_ref().and_then(|vault| vault.settings().ok()).unwrap_or_default();
        Snapshot {
            state: self.state.clone(),
            store: self.vault.as_ref().map_or(StoreKind::Keychain, Vault::kind),
            store_title: self.vault.as_ref().map_or_else(|| self.keychain_title.clone(), Vault::store_title),
            settings: Settings { me: String::new(), ..settings },
            now: self.world.clock.now().into(),
            today: self.world.clock.today(),
            asks_user: self.vault.is_none() && self.prompt.is_some(),
            sample: self.sample,
            ..empty(self.state.clone())
        }
    }
}

/// The facts, and the last characters of secrets while the vault is open.
fn read(vault: &Vault, open: bool) -> Result<(Listed, Vec<(KeyUid, Tail)>), Error> {
    let listed = vault.list()?;
    let tails = if open { vault.tails()? } else { Vec::new() };
    Ok((listed, tails))
}

/// For a worker without so much as a folder.
pub(super) fn send_unusable(out: &Outbox, why: &Failure) {
    out.send(Event::Snapshot(Arc::new(empty(VaultState::Unusable(why.clone())))));
}

fn empty(state: VaultState) -> Snapshot {
    Snapshot {
        state,
        holds_key: false,
        locked_because: None,
        lock_cleared: false,
        idle_lock: None,
        store: StoreKind::Keychain,
        store_title: String::new(),
        projects: Vec::new(),
        keys: Vec::new(),
        findings: Vec::new(),
        tails: Vec::new(),
        people: Vec::new(),
        settings: Settings::default(),
        now: SystemClock.now().into(),
        today: SystemClock.today(),
        moving: None,
        left_items: 0,
        asks_user: false,
        sample: false,
    }
}
