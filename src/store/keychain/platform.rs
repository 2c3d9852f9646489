//! The store's verbs on macOS and Windows, through keyring's platform stores. Runs on the lane's thread, whose patience
//! is the only time limit: these systems' calls have none. Compiled into Linux's tests too, against keyring's mock.
//!
//! They hold no connection that could break. They take no attributes and no label: an item is known by keyring's service and user alone.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};

use super::super::{GivenUp, Item, ItemFacts, StoreError, VaultId, decode_line};
use super::deadline::Deadline;
use super::{APPLICATION, Title};
use crate::model::Secret;

/// Fixed by the system.
pub(super) const UNKNOWN_TITLE: &str = if cfg!(target_os = "macos") {
    "the macOS keychain"
} else if cfg!(windows) {
    "Windows Credential Manager"
} else {
    "the system keychain"
};

/// The vault's items in the platform's store.
pub(super) struct Backend {
    vault: String,
    store: Option<Arc<CredentialStore>>,
}

impl Backend {
    /// Contacts nothing. The title does not change here.
    pub(super) fn new(vault: VaultId, _title: Title) -> Self {
        Self { vault: vault.to_string(), store: None }
    }

    pub(super) fn probe(&mut self, _deadline: Deadline) -> Result<(), StoreError> {
        self.store().map(drop)
    }

    /// The system asks by itself, at the first value read.
    pub(super) fn unlock(&mut self, deadline: Deadline, _given_up: &GivenUp) -> Result<(), StoreError> {
        self.probe(deadline)
    }

    /// These systems ask by themselves.
    #[cfg_attr(target_os = "linux", allow(dead_code))] // there its tests alone use this backend
    pub(super) fn allow(&mut self, _items: &[Item], _deadline: Deadline) -> Result<(), StoreError> {
        Err(StoreError::Locked { store: UNKNOWN_TITLE.into() })
    }

    pub(super) fn put(&mut self, facts: &ItemFacts, line: &Secret, _deadline: Deadline) -> Result<(), StoreError> {
        let entry = self.entry(&facts.item)?;
        match entry.get_secret().map(Secret::new) {
            Err(Error::NoEntry) => {}
            Ok(_) => return Err(failed("the item exists already")),
            Err(error) => return Err(sorted(&error)),
        }
        // Opened to be handed to the system.
        entry.set_secret(line.expose()).map_err(|error| sorted(&error))
    }

    pub(super) fn get(&mut self, item: &Item, _deadline: Deadline) -> Result<Secret, StoreError> {
        let line = self.entry(item)?.get_secret().map(Secret::new).map_err(|error| sorted(&error))?;
        decode_line(&line).ok_or_else(|| StoreError::Malformed { store: UNKNOWN_TITLE.into() })
    }

    /// One by one: these systems have no bulk read.
    pub(super) fn get_many(
        &mut self,
        items: &[Item],
        deadline: Deadline,
    ) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        self.probe(deadline)?;
        Ok(items.iter().map(|item| self.get(item, deadline)).collect())
    }

    pub(super) fn delete(&mut self, item: &Item, _deadline: Deadline) -> Result<(), StoreError> {
        self.entry(item)?.delete_credential().map_err(|error| sorted(&error))
    }

    pub(super) fn list(&mut self, _deadline: Deadline) -> Result<Vec<Item>, StoreError> {
        // Each platform's search has words of its own; what it finds is sifted here all the same.
        let words = if cfg!(target_os = "macos") { HashMap::from([("service", APPLICATION)]) } else { HashMap::new() };
        let entries = self.store()?.search(&words).map_err(|error| sorted(&error))?;
        let prefix = format!("{}/", self.vault);
        let ours = |entry: &Entry| {
            let (service, user) = entry.get_specifiers()?;
            (service == APPLICATION).then(|| Item::parse(user.strip_prefix(&prefix)?)).flatten()
        };
        Ok(entries.iter().filter_map(ours).collect())
    }

    fn entry(&mut self, item: &Item) -> Result<Entry, StoreError> {
        let user = format!("{}/{}", self.vault, item.to_text());
        let store = self.store()?;
        store.build(APPLICATION, &user, None).map_err(|error| sorted(&error))
    }

    fn store(&mut self) -> Result<Arc<CredentialStore>, StoreError> {
        if self.store.is_none() {
            // keyring sets the platform's store up once a process and hands it to keyring-core.
            if keyring_core::get_default_store().is_none() && keyring::Entry::store_status().is_err() {
                return Err(StoreError::Absent { reason: "the system's keychain does not start".into() });
            }
            self.store = keyring_core::get_default_store();
        }
        let absent = || StoreError::Absent { reason: "this system has no keychain that is known here".into() };
        self.store.clone().ok_or_else(absent)
    }
}

/// Only the kind of an error is looked at: some kinds carry the secret, and texts are the system's.
fn sorted(error: &Error) -> StoreError {
    let store = UNKNOWN_TITLE.to_owned();
    match error {
        Error::NoEntry => StoreError::NotFound { store },
        Error::NoStorageAccess(_) => StoreError::Denied { store },
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) | Error::Ambiguous(_) => {
            StoreError::Malformed { store }
        }
        Error::NoDefaultStore => StoreError::Absent { reason: "there is no keychain".into() },
        Error::TooLong(..) => failed("something is longer than it takes"),
        Error::PlatformFailure(_) => failed("the system reported an error"),
        _ => failed("it can't do this"),
    }
}

fn failed(reason: &str) -> StoreError {
    StoreError::Failed { store: UNKNOWN_TITLE.into(), reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::super::encode_line;
    use super::*;

    #[test]
    fn errors_that_carry_a_secret_never_show_it() {
        let canary = String::from_utf8(vec![b'q'; 12]).expect("letters");
        let inner = || Box::<dyn std::error::Error + Send + Sync>::from(canary.clone());
        for error in [
            Error::BadEncoding(canary.clone().into_bytes()),
            Error::BadDataFormat(canary.clone().into_bytes(), inner()),
            Error::BadStoreFormat(canary.clone()),
            Error::PlatformFailure(inner()),
            Error::NoStorageAccess(inner()),
            Error::Invalid(canary.clone(), canary.clone()),
            Error::NotSupportedByStore(canary.clone()),
        ] {
            let shown = sorted(&error);
            assert!(!format!("{shown} {shown:?}").contains(&canary));
        }
    }

    #[test]
    fn the_mock_store_keeps_one_value_an_item_and_refuses_a_second() {
        let deadline = Deadline::within(Duration::from_secs(10));
        let mock: Arc<CredentialStore> = keyring_core::mock::Store::new().expect("a mock");
        let mut backend = Backend::new(VaultId([3; 16]), Title::default());
        backend.store = Some(mock);
        let facts = ItemFacts { item: Item::VaultKey { nonce: 5 }, label: "x".into() };
        assert!(matches!(backend.get(&facts.item, deadline), Err(StoreError::NotFound { .. })));
        let line = |text: &[u8]| encode_line(&Secret::new(text.to_vec()));
        backend.put(&facts, &line(b"first\n"), deadline).expect("put");
        assert!(matches!(backend.put(&facts, &line(b"second"), deadline), Err(StoreError::Failed { .. })));
        assert_eq!(backend.get(&facts.item, deadline).expect("get").expose(), b"first\n");
        let all = backend.get_many(&[facts.item, Item::VaultKey { nonce: 6 }], deadline).expect("get_many");
        assert!(matches!(&all[..], [Ok(_), Err(StoreError::NotFound { .. })]));
        backend.unlock(deadline, &GivenUp::default()).expect("the mock is open");
        // The mock counts what was only asked for, too.
        assert_eq!(backend.list(deadline).expect("list"), [facts.item, Item::VaultKey { nonce: 6 }]);
        let mut other = Backend { vault: VaultId([4; 16]).to_string(), store: backend.store.clone() };
        assert_eq!(other.list(deadline).expect("list"), []);
        backend.delete(&facts.item, deadline).expect("delete");
        assert!(matches!(backend.delete(&facts.item, deadline), Err(StoreError::NotFound { .. })));
    }
}
