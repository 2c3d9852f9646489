//! Where secrets lie. The vault (floor 2) is the only caller; each kind of store has a file of its own.
//!
//! A store outside the catalog's database can't share a transaction with it, can hang and can fail after it wrote.
//! So nothing here overwrites: each value goes under an [`Item`] never used before, and every call takes a deadline.

pub mod contract;
mod item;
mod keychain;
mod lack;
mod memory;
mod seal;
mod sealed;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub use item::{Item, ItemFacts, VaultId, decode_line, encode_line};
pub use keychain::KeychainStore;
pub use lack::Lack;
pub use memory::MemoryStore;
pub use seal::{Kdf, KdfError, Purpose, SealError, Sealer, VaultKey, WrappedKey};
pub use sealed::SealedStore;

use crate::model::Secret;

/// Largest secret any store takes, in bytes (64 MiB kills the secret service's connection; 1 MiB is plenty).
pub const MAX_SECRET_BYTES: usize = 1024 * 1024;

/// How long a call may take when no prompt is open.
pub const CALL_DEADLINE: Duration = Duration::from_secs(10);
/// How long a call may take while the user looks at an unlock prompt (the window only).
pub const PROMPT_DEADLINE: Duration = Duration::from_secs(120);

/// Which kind of store a vault's secrets lie in. Chosen at `init`, changed when a person moves them, never by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreKind {
    /// One item a secret in the operating system's keychain.
    Keychain,
    /// Encrypted in Keyloft's own database.
    Sealed,
    /// In memory only: tests and the sample.
    Memory,
}

impl StoreKind {
    /// `keychain`, `sealed` or `memory`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Keychain => "keychain",
            Self::Sealed => "sealed",
            Self::Memory => "memory",
        }
    }
}

/// Why a store did not do what was asked. `NotFound` alone does not mean "gone": a keychain that came back locked
/// looks empty, so it counts only after the vault key was read back.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The keychain is locked and nobody unlocked it.
    #[error("{store} is locked")]
    Locked {
        /// The keychain's name for people, such as "GNOME Keyring".
        store: String,
    },
    /// The user, or a rule of the system, said no.
    #[error("{store} refused access")]
    Denied {
        /// The keychain's name.
        store: String,
    },
    /// No answer within the deadline. The call may have taken effect all the same.
    #[error("{store} did not answer within {secs} seconds")]
    TimedOut {
        /// The keychain's name.
        store: String,
        /// The deadline that ran out.
        secs: u64,
    },
    /// The keychain asked its user something, and got no answer within the deadline.
    #[error("what {store} asked was not answered within {secs} seconds")]
    Unanswered {
        /// The keychain's name.
        store: String,
        /// The deadline that ran out.
        secs: u64,
    },
    /// No keychain answers on this machine.
    #[error("no keychain answers on this computer ({reason})")]
    Absent {
        /// What was tried and what it said; holds no secret.
        reason: String,
    },
    /// A keychain answers, and has nothing yet to keep secrets in: nobody made its first keyring.
    #[error("{store} has no default keyring yet")]
    Unmade {
        /// The keychain's name.
        store: String,
    },
    /// A keychain runs, and does not serve other programs the way it stands.
    #[error("{}", lack.why())]
    Lacking {
        /// The keychain's name.
        store: String,
        /// What it would need.
        lack: Lack,
    },
    /// The connection broke in the middle; it is built afresh at the next call.
    #[error("the connection to {store} broke")]
    Broken {
        /// The keychain's name.
        store: String,
    },
    /// The store has no such item, as far as it says.
    #[error("{store} does not hold it")]
    NotFound {
        /// The keychain's name.
        store: String,
    },
    /// More than the store takes in one item.
    #[error("the value is {bytes} bytes, more than the {limit} that {store} takes")]
    TooLarge {
        /// The store's name.
        store: String,
        /// Size of the value.
        bytes: usize,
        /// The most it takes.
        limit: usize,
    },
    /// The item is there, but its content is not what Keyloft writes.
    #[error("the item in {store} was changed by another program")]
    Malformed {
        /// The keychain's name.
        store: String,
    },
    /// The item is there, without any value: the keychain ended between making and filling it. Nothing of Keyloft's is
    /// ever stored so; there is nothing in it to lose.
    #[error("the item in {store} is empty")]
    Empty {
        /// The keychain's name.
        store: String,
    },
    /// Anything else; the text holds no secret.
    #[error("{store} failed: {reason}")]
    Failed {
        /// The keychain's name.
        store: String,
        /// What it said; holds no secret.
        reason: String,
    },
}

/// Says to whoever waits for a prompt that nobody wants its answer any more. Its copies say the same.
#[derive(Debug, Clone, Default)]
pub struct GivenUp(Arc<AtomicBool>);

impl GivenUp {
    /// Nobody wants it any more: the prompt leaves the screen.
    pub fn give_up(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether that was said.
    pub fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What every store can do. Contract, held to by one test suite ([`contract::check`]) for all of them:
/// - `put` under a fresh item, then `get` gives the same bytes, whatever they are; `put` on an item that exists fails;
/// - `get` and `delete` of an item that was never put say `NotFound`; `delete` takes away exactly that item;
/// - more than `limit` bytes are refused with `TooLarge` before anything is sent;
/// - a value that was read back after its `put`, and a `delete`, outlive the store's own sudden end, where the store has a way;
/// - `get_many` answers in the order asked, one result an item; one missing item does not spoil the others;
/// - `list` names only this vault's items; other programs' items, and other vaults', are never touched;
/// - a locked store answers `Locked` to everything but `unlock`, which alone asks the user to open it, as `make_ready` does;
/// - one that is open may have its user asked about each item: `get`, `get_many` and, for the vault key, `unlock` wait for that;
/// - an error of `put` or `delete` other than `Locked`, `TooLarge`, `Absent`, `Unmade`, `Lacking` and `NotFound` may come after it took
///   effect: read back before believing either;
/// - each call ends by its deadline with `TimedOut`, or `Unanswered` where a question stood, whatever the other side does, and later calls work again.
pub trait SecretStore {
    /// Which kind it is.
    fn kind(&self) -> StoreKind;

    /// Its name for people: "GNOME Keyring", "KWallet", "Keyloft's own vault".
    fn title(&self) -> String;

    /// The most bytes of a secret it takes in one item.
    fn limit(&self) -> usize;

    /// Looks whether it is there and unlocked. Never prompts, changes nothing.
    fn probe(&mut self, deadline: Duration) -> Result<(), StoreError>;

    /// Asks the user to unlock it, where it is locked; waits as long as the deadline says.
    fn unlock(&mut self, deadline: Duration) -> Result<(), StoreError>;

    /// The same until it is given up: then a prompt that can be taken off the screen goes, and the answer is `Denied`.
    fn unlock_unless(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        let _ = given_up;
        self.unlock(deadline)
    }

    /// The same before a first vault: where there is no keyring yet to keep secrets in, the user is asked for the password of
    /// one, and it is made.
    fn make_ready(&mut self, deadline: Duration, given_up: &GivenUp) -> Result<(), StoreError> {
        self.unlock_unless(deadline, given_up)
    }

    /// Keeps a value under an item never used before.
    fn put(&mut self, facts: &ItemFacts, value: &Secret, deadline: Duration) -> Result<(), StoreError>;

    /// Reads one value. A keychain that is open may ask its user whether to give it out: "no" is `Denied`.
    fn get(&mut self, item: &Item, deadline: Duration) -> Result<Secret, StoreError>;

    /// The same, and where the keychain would ask its user first, `Locked`: for what nobody asked for.
    fn get_quietly(&mut self, item: &Item, deadline: Duration) -> Result<Secret, StoreError> {
        self.get(item, deadline)
    }

    /// Reads many values at once, in one call where the store can.
    fn get_many(&mut self, items: &[Item], deadline: Duration) -> Result<Vec<Result<Secret, StoreError>>, StoreError>;

    /// Takes one item away.
    fn delete(&mut self, item: &Item, deadline: Duration) -> Result<(), StoreError>;

    /// All items of this vault.
    fn list(&mut self, deadline: Duration) -> Result<Vec<Item>, StoreError>;
}
