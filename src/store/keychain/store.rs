//! [`KeychainStore`]: the contract's verbs, each run on the lane.

use std::time::Duration;

use super::super::{GivenUp, Item, ItemFacts, SecretStore, StoreError, StoreKind, VaultId, encode_line};
use super::Title;
use super::deadline::{Deadline, seconds};
use super::lane::{HUNG, Lane, Stuck};
#[cfg(not(target_os = "linux"))]
use super::platform::{Backend, UNKNOWN_TITLE};
#[cfg(target_os = "linux")]
use super::{link::UNKNOWN_TITLE, secret_service::Backend};
use crate::model::Secret;

/// The longest encoded value: what Windows takes in one item, or the bound for every store.
const LINE_LIMIT: usize = if cfg!(windows) { 2560 } else { super::super::MAX_SECRET_BYTES };
/// `kl1.`, then four characters for three bytes.
const LIMIT: usize = (LINE_LIMIT - 4) / 4 * 3;

/// How long the user has to allow a read. The vault waits for it, and with it what would lock the vault meanwhile.
const ALLOW_DEADLINE: Duration = Duration::from_secs(30);

/// One vault's secrets in the operating system's keychain.
pub struct KeychainStore {
    title: Title,
    lane: Lane<Backend>,
}

impl KeychainStore {
    /// For one vault's items. Nothing is contacted until the first call.
    pub fn new(vault: VaultId) -> Self {
        #[cfg(target_os = "linux")]
        let store = Self::on(vault, None);
        #[cfg(not(target_os = "linux"))]
        let store = {
            let title = Title::default();
            let shared = title.clone();
            Self { title, lane: Lane::new(&HUNG, move || Backend::new(vault, shared.clone())) }
        };
        store
    }

    /// The same on another bus than the session's, such as a private one: `unix:path=…`.
    #[cfg(target_os = "linux")]
    pub fn on_bus(vault: VaultId, address: String) -> Self {
        Self::on(vault, Some(address))
    }

    #[cfg(target_os = "linux")]
    fn on(vault: VaultId, bus: Option<String>) -> Self {
        let title = super::title_on(bus.as_deref());
        let (shared, unwritten, ended) = (title.clone(), super::Unwritten::default(), super::owner::Ended::default());
        let make = move || Backend::new(vault, bus.clone(), shared.clone(), unwritten.clone(), ended.clone());
        Self { title, lane: Lane::new(&HUNG, make) }
    }

    fn run<R: Send + 'static>(
        &mut self,
        patience: Duration,
        verb: impl FnOnce(&mut Backend, Deadline) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        let deadline = Deadline::within(patience);
        match self.lane.call(patience, move |backend| verb(backend, deadline)) {
            Ok(outcome) => outcome,
            Err(Stuck::TimedOut | Stuck::Crowded) => {
                Err(StoreError::TimedOut { store: self.title(), secs: seconds(patience) })
            }
            Err(Stuck::Died) => Err(StoreError::Broken { store: self.title() }),
        }
    }

    /// Lets the user be asked for items that are locked although their keyring is open.
    fn allow(&mut self, items: &[Item], deadline: Duration) -> Result<(), StoreError> {
        let items = items.to_vec();
        self.run(deadline.max(ALLOW_DEADLINE), move |backend, deadline| backend.allow(&items, deadline))
    }

    fn get_many_quietly(
        &mut self,
        items: Vec<Item>,
        deadline: Duration,
    ) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        self.run(deadline, move |backend, deadline| backend.get_many(&items, deadline))
    }

    /// The members called since the last time, in order.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn calls_made(&mut self) -> Vec<&'static str> {
        self.lane
            .call(Duration::from_secs(10), |backend| std::mem::take(&mut *backend.calls.lock().expect("not poisoned")))
            .expect("the worker answers")
    }
}

/// What is locked after its user was asked was not allowed.
fn still_guarded(answer: Result<Secret, StoreError>) -> Result<Secret, StoreError> {
    match answer {
        Err(StoreError::Locked { store }) => Err(StoreError::Denied { store }),
        answer => answer,
    }
}

impl SecretStore for KeychainStore {
    fn kind(&self) -> StoreKind {
        StoreKind::Keychain
    }

    fn title(&self) -> String {
        self.title.get().unwrap_or(UNKNOWN_TITLE).to_owned()
    }

    fn limit(&self) -> usize {
        LIMIT
    }

    fn probe(&mut self, deadline: Duration) -> Result<(), StoreError> {
        self.run(deadline, Backend::probe)
    }

    fn unlock(&mut self, deadline: Duration) -> Result<(), StoreError> {
        self.unlock_unless(deadline, &GivenUp::default())
    }

    fn unlock_unless(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        let given_up = given_up.clone();
        self.run(deadline, move |backend, deadline| backend.unlock(deadline, &given_up))
    }

    #[cfg(target_os = "linux")]
    fn make_ready(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        let given_up = given_up.clone();
        self.run(deadline, move |backend, deadline| backend.make_ready(deadline, &given_up))
    }

    fn put(&mut self, facts: &ItemFacts, value: &Secret, deadline: Duration) -> Result<(), StoreError> {
        if value.len() > LIMIT {
            return Err(StoreError::TooLarge { store: self.title(), bytes: value.len(), limit: LIMIT });
        }
        let (facts, line) = (facts.clone(), encode_line(value));
        self.run(deadline, move |backend, deadline| backend.put(&facts, &line, deadline))
    }

    fn get(&mut self, item: &Item, deadline: Duration) -> Result<Secret, StoreError> {
        match self.get_quietly(item, deadline) {
            Err(StoreError::Locked { .. }) => {
                self.allow(std::slice::from_ref(item), deadline)?;
                still_guarded(self.get_quietly(item, deadline))
            }
            outcome => outcome,
        }
    }

    fn get_quietly(&mut self, item: &Item, deadline: Duration) -> Result<Secret, StoreError> {
        let item = *item;
        self.run(deadline, move |backend, deadline| backend.get(&item, deadline))
    }

    fn get_many(&mut self, items: &[Item], deadline: Duration) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        let mut answers = self.get_many_quietly(items.to_vec(), deadline)?;
        let is_shut = |answer: &Result<Secret, StoreError>| matches!(answer, Err(StoreError::Locked { .. }));
        let (places, shut): (Vec<usize>, Vec<Item>) =
            (0..).zip(items).filter(|(place, _)| answers.get(*place).is_some_and(is_shut)).unzip();
        if shut.is_empty() {
            return Ok(answers);
        }
        match self.allow(&shut, deadline) {
            // What was read stays read: one that is allowed once is given out once.
            Ok(()) => {
                for (place, again) in places.into_iter().zip(self.get_many_quietly(shut, deadline)?) {
                    answers[place] = still_guarded(again);
                }
            }
            Err(StoreError::Denied { .. }) => answers = answers.into_iter().map(still_guarded).collect(),
            Err(StoreError::Locked { .. }) => {}
            Err(other) => return Err(other),
        }
        Ok(answers)
    }

    fn delete(&mut self, item: &Item, deadline: Duration) -> Result<(), StoreError> {
        let item = *item;
        self.run(deadline, move |backend, deadline| backend.delete(&item, deadline))
    }

    fn list(&mut self, deadline: Duration) -> Result<Vec<Item>, StoreError> {
        self.run(deadline, Backend::list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_value_still_fits_into_a_line_and_one_more_is_refused_unsent() {
        let line = |length| encode_line(&Secret::new(vec![0xFF; length])).len();
        assert!(line(LIMIT) <= LINE_LIMIT);
        assert!(line(LIMIT + 1) > LINE_LIMIT);
        let mut store = KeychainStore::new(VaultId([1; 16]));
        let facts = ItemFacts { item: Item::VaultKey { nonce: 1 }, label: "a label".into() };
        let refused = store.put(&facts, &Secret::new(vec![0; LIMIT + 1]), Duration::from_secs(10));
        assert!(matches!(refused, Err(StoreError::TooLarge { limit: LIMIT, .. })));
    }

    #[test]
    fn the_store_can_move_to_another_thread() {
        fn send<T: Send>() {}
        send::<KeychainStore>();
    }
}
