//! Truth: keys, environments, states and secrets as plain data and rules. No I/O here, and the time is an argument.
//! Every floor above speaks in these words; PRODUCT.md's glossary is their source.

mod activity;
mod clock;
mod dates;
mod ends;
mod facts;
mod finding;
mod folding;
mod import;
mod key;
mod name;
mod project_file;
mod renaming;
mod secret;
mod settings;
mod shown;
mod tail;
mod taste;
mod usage;

pub use activity::{ActivityClass, ActivityDay, ActivityFold, ActivityPage, ActivityQuery, InBulk};
pub use clock::{Clock, FixedClock, OsRandom, Random, SystemClock};
pub use dates::{DateWish, parse_date_wish, parse_duration, parse_duration_days};
pub use ends::Ends;
pub use facts::{Facts, ended_since, is_ended_since, owner_detail, owner_in};
pub use finding::{Finding, Rule, Severity, Snoozing, snooze_detail};
pub use folding::{AT_ONCE, DayFolding};
pub use import::{ImportId, ImportedFile, ImportedFileState, PastImport};
pub use key::{
    DeletedKey, Environment, EnvironmentId, Expiry, Folder, KeptVersion, Key, KeyUid, Kind, Level, Person, Project,
    RotateEvery, State, UsedIn,
};
pub use name::{EnvRef, KeyRef, NameError, VariableName, check_place_name, is_protected_at_first, nfc, usual_rank};
pub use project_file::{MAX_PROJECT_FILE, PROJECT_FILE, ProjectFile, ProjectFileError};
pub use renaming::Renaming;
pub use secret::{Secret, fixed_time_eq, wipe_stack};
pub use settings::{Setting, SettingError, Settings, ZOOM};
pub use shown::{harmless, is_hostile, is_invisible};
pub use tail::Tail;
pub use taste::{Motion, Outlines, SystemTaste, Theme};
pub use usage::{ActivityEntry, ActivityKind, HistoryLine, Use, UseKind, WentWithout};
