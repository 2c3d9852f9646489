//! The vault: catalog and store together, always changed as one. One file per verb; the only place that changes
//! either. Called by `cli` directly and by `jobs` for the window. Belongs to one thread.

mod access;
mod activity;
mod add;
mod altered;
mod as_file;
mod bulk;
mod clip;
mod consent;
mod delete_after;
mod doctor;
mod edit;
mod error;
mod export;
mod export_plan;
mod find;
mod find_files;
mod forget;
mod get;
mod hold;
mod import;
mod import_file;
mod import_files;
mod import_plan;
mod import_standing;
mod inject;
mod lists;
mod lock_all;
mod look;
mod lost;
mod make;
mod moving;
mod notify;
mod passphrase;
mod places;
mod project_file;
mod protocol;
mod put_again;
mod readable;
mod record;
mod recover;
mod report;
mod rotate;
mod run;
mod sample;
mod settings;
mod snooze;
mod state;
mod strays;
#[cfg(test)]
mod tests;
mod undo_import;
mod unnoted;
mod without;
mod written;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

pub use access::Door;
pub use activity::{ActivityFormat, activity_text, activity_value};
pub use add::{NewKeyWish, Value};
pub use as_file::{AsFileError, RunFiles};
pub use clip::{CopyDone, run_command};
pub use consent::{Consent, Dangerous};
pub use delete_after::{DELETE_AFTER_COMMAND, helper_main as delete_after_main};
pub use doctor::{Complaint, Mended};
pub use error::Error;
pub use export::{ExportWish, Exported};
pub use export_plan::{ExportPlan, ExportSite, FileState, LastExport};
pub use find::Found;
pub use find_files::{FilesFound, FoundRow, find_files};
pub use import::{Conflict, Expand, ImportWish, Imported, PassedLine, Planned, PlannedKey, Source};
pub use import_file::ONLY_ITS_PATH;
pub use import_plan::NAMES_OTHERS;
pub use inject::{Filled, FilledWish};
pub use lists::{Listed, local_day};
pub use look::History;
pub use make::MakeWish;
pub use moving::{MoveStep, MoveWatch, Moved};
pub use notify::Notified;
pub use project_file::{Allowed, FoundProjectFile};
pub use record::{RecordCheck, RecordState};
pub use recover::Recovered;
pub use rotate::Rotation;
pub use run::{RunError, RunSet, RunUses, RunVariable, RunWish};
pub use sample::SampleFolder;
pub use undo_import::Undone;
pub use written::FileEnd;

use crate::catalog::Catalog;
use crate::fs::{Home, Lock};
use crate::model::{ActivityKind, Clock, KeyUid, OsRandom, Random, SystemClock, Use};
use crate::runtime::{Launch, RuntimeFolder};
use crate::store::{CALL_DEADLINE, SealedStore, Sealer, SecretStore, StoreKind, VaultId};
use record::RecordKey;

/// Makes the outside store of a vault: the system's keychain, or memory for tests and the sample.
pub type StoreMaker = Arc<dyn Fn(VaultId) -> Box<dyn SecretStore + Send> + Send + Sync>;

/// Everything outside the vault that it needs, so that tests choose it.
#[derive(Clone)]
pub struct World {
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub random: Arc<dyn Random>,
    /// Makes the keychain.
    pub keychain: StoreMaker,
    /// How long one call to the keychain may take.
    pub deadline: Duration,
    /// Which face this is: `window` or `command line`.
    pub via: &'static str,
    /// Another program than this one to start the helpers with, and without this one's environment: tests.
    pub program: Option<PathBuf>,
}

impl World {
    /// The real one.
    pub fn real(via: &'static str) -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(OsRandom),
            keychain: Arc::new(|vault| Box::new(crate::store::KeychainStore::new(vault))),
            deadline: CALL_DEADLINE,
            via,
            program: None,
        }
    }
}

/// What an open vault holds in memory; dropped, and so wiped, on lock.
struct Opened {
    sealer: Rc<Sealer>,
    record: RecordKey,
}

/// Catalog, store, record, clipboard and clock of one vault.
pub struct Vault {
    home: Home,
    world: World,
    catalog: Catalog,
    id: VaultId,
    kind: StoreKind,
    /// The number under which its items lie in the keychain.
    space: VaultId,
    /// The keychain (or memory); none for a sealed vault.
    outside: Option<Box<dyn SecretStore + Send>>,
    opened: Option<Opened>,
    /// The lock file that shows we live, made with the first intent.
    owner: Option<(String, Lock)>,
    /// How often all windows had been asked to lock as this one was opened or unlocked.
    locks_seen: u64,
    /// Why the latest use could not be noted, until it is told.
    unnoted: Cell<Option<Error>>,
    /// Uses that wait to be noted.
    late: RefCell<VecDeque<(KeyUid, Use)>>,
}

impl Vault {
    /// The vault's own number.
    pub fn id(&self) -> VaultId {
        self.id
    }

    /// Which kind of store its secrets lie in, as far as this one has seen: see [`Vault::follow_store`].
    pub fn kind(&self) -> StoreKind {
        self.kind
    }

    /// The folder it lies in.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Everything outside it.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// True while the vault key is in memory.
    pub fn is_open(&self) -> bool {
        self.opened.is_some()
    }

    /// The store's name for people.
    pub fn store_title(&self) -> String {
        self.outside.as_ref().map_or_else(|| "Keyloft's own vault".into(), |store| store.title())
    }

    fn opened(&self) -> Result<&Opened, Error> {
        self.opened.as_ref().ok_or(Error::Locked)
    }

    /// The sealed store over this catalog; needs the vault key.
    fn sealed(&self) -> Result<SealedStore, Error> {
        let opened = self.opened()?;
        Ok(SealedStore::new(self.catalog.share(), Rc::clone(&opened.sealer), Arc::clone(&self.world.random)))
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.world.clock.now()
    }

    /// How this vault's helpers are started.
    fn launch(&self, folder: RuntimeFolder) -> std::io::Result<Launch> {
        match &self.world.program {
            Some(program) => Ok(Launch::program(program, folder)),
            None => Launch::this_program(folder),
        }
    }

    fn nonce(&self) -> u64 {
        let mut bytes = [0; 8];
        self.world.random.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Adds an entry to the record, inside the caller's transaction.
    fn note(&self, what: ActivityKind, subject: Option<String>, detail: Option<String>) -> Result<(), Error> {
        self.note_at(self.now(), what, subject, detail)
    }

    /// The same at the moment of what it is about: a use is found again by it.
    fn note_at(
        &self,
        at: chrono::DateTime<chrono::Utc>,
        what: ActivityKind,
        subject: Option<String>,
        detail: Option<String>,
    ) -> Result<(), Error> {
        self.opened()?.record.append(&self.catalog, at, what, subject, detail, self.world.via)
    }
}
