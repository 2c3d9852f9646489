//! The operating system's keychain as a store. Called by the vault through [`SecretStore`](super::SecretStore) only.
//!
//! On Linux this room speaks to the secret service itself (zbus), elsewhere through keyring's platform stores. The
//! crates could not give what a vault needs on Linux: attributes set in the same call that makes an item, creation
//! that never replaces, looking without opening a prompt, one bulk read, a deadline, and a fresh start after the
//! daemon went away. Items carry keyring's own `service` and `username` attributes, so any program using that crate
//! reads them; a test does.

mod deadline;
mod lane;
#[cfg(any(not(target_os = "linux"), test))]
mod platform;
mod store;

#[cfg(target_os = "linux")]
mod kwallet;
#[cfg(target_os = "linux")]
mod link;
#[cfg(target_os = "linux")]
mod owner;
#[cfg(target_os = "linux")]
mod prompt;
#[cfg(target_os = "linux")]
mod secret_service;
#[cfg(target_os = "linux")]
mod session;
#[cfg(target_os = "linux")]
mod trouble;
#[cfg(target_os = "linux")]
mod turn;

#[cfg(all(test, target_os = "linux"))]
mod activated;
#[cfg(all(test, target_os = "linux"))]
mod fake;
#[cfg(all(test, target_os = "linux"))]
mod lazy;
#[cfg(all(test, target_os = "linux"))]
mod prompted;
#[cfg(all(test, target_os = "linux"))]
mod testbus;
#[cfg(all(test, target_os = "linux"))]
mod tests;

#[cfg(target_os = "linux")]
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

pub use store::KeychainStore;

/// The application's name in every item: keyring's "service", and our own attribute `application`.
const APPLICATION: &str = "keyloft";

/// Something was put that the keychain may not have on its disk yet. Outlives a connection and its thread.
#[cfg(target_os = "linux")]
type Unwritten = Arc<std::sync::atomic::AtomicBool>;

/// The name for people of the keychain that was reached last: another may answer in its place while Keyloft runs.
#[derive(Clone, Default)]
struct Title(Arc<Mutex<Option<&'static str>>>);

impl Title {
    fn get(&self) -> Option<&'static str> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(target_os = "linux")]
    fn set(&self, title: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(title);
    }
}

/// The name of the keychain on a bus (none: the session's): one that was asked there is known to each that is opened on it.
#[cfg(target_os = "linux")]
fn title_on(bus: Option<&str>) -> Title {
    static KNOWN: Mutex<BTreeMap<Option<String>, Title>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.entry(bus.map(str::to_owned)).or_default().clone()
}
