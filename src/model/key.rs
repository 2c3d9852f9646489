//! Keys and where they live: facts only, never a secret.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};

use super::name::{EnvRef, KeyRef, VariableName};
use super::usage::WentWithout;

/// An environment's number in the catalog; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnvironmentId(pub i64);

/// A key's number in the catalog; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyUid(pub i64);

/// What sort of credential it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// An API key.
    #[default]
    ApiKey,
    /// A token.
    Token,
    /// A password.
    Password,
    /// A connection string with credentials in it.
    ConnectionString,
    /// A certificate or private key (PEM).
    Certificate,
    /// A JSON service account.
    ServiceAccount,
    /// No secret at all: `PORT`, `AWS_REGION`, a public key.
    Plain,
    /// Anything else.
    Other,
}

impl Kind {
    /// All of them, in the order menus show.
    pub const ALL: [Self; 8] = [
        Self::ApiKey,
        Self::Token,
        Self::Password,
        Self::ConnectionString,
        Self::Certificate,
        Self::ServiceAccount,
        Self::Plain,
        Self::Other,
    ];

    /// The word used on the command line, in JSON and in the catalog.
    pub fn word(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::Token => "token",
            Self::Password => "password",
            Self::ConnectionString => "connection-string",
            Self::Certificate => "certificate",
            Self::ServiceAccount => "service-account",
            Self::Plain => "plain",
            Self::Other => "other",
        }
    }

    /// The words on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::ApiKey => "API key",
            Self::Token => "Token",
            Self::Password => "Password",
            Self::ConnectionString => "Connection string",
            Self::Certificate => "Certificate or private key",
            Self::ServiceAccount => "JSON service account",
            Self::Plain => "Plain",
            Self::Other => "Other",
        }
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.word() == text).ok_or(())
    }
}

/// What a key may do at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Reads only.
    Read,
    /// Reads and changes.
    Write,
    /// Everything.
    Admin,
}

impl Level {
    /// The word used everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Read, Self::Write, Self::Admin].into_iter().find(|level| level.word() == text).ok_or(())
    }
}

/// Where a key stands between active and deleted (a deleted key has no row).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Copied, exported and run.
    Active,
    /// Left out of copies, exports and runs since the moment given; its provider still accepts it.
    Disabled {
        /// When it was disabled.
        since: DateTime<Utc>,
    },
}

impl State {
    /// `active` or `disabled`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled { .. } => "disabled",
        }
    }

    /// True for a key that copies, exports and runs leave out.
    pub fn is_disabled(self) -> bool {
        matches!(self, Self::Disabled { .. })
    }
}

/// What is known about the end of a key's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Expiry {
    /// Nobody said.
    #[default]
    NotKnown,
    /// A person said it has none.
    Never,
    /// The last day it works, in the user's calendar.
    On(NaiveDate),
}

impl Expiry {
    /// The day, where there is one.
    pub fn date(self) -> Option<NaiveDate> {
        match self {
            Self::On(date) => Some(date),
            Self::NotKnown | Self::Never => None,
        }
    }
}

/// How often a key is to be rotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RotateEvery {
    /// As the settings say for its environment (90 days in protected ones, no interval elsewhere).
    #[default]
    AsSettings,
    /// A person said never.
    Never,
    /// So many days.
    Days(u32),
}

/// A place outside this computer that holds the key, told by the user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UsedIn {
    /// The user's words: "Vercel", "the server in Oslo".
    pub place: String,
}

/// A version before the live one, kept so that it can be put back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeptVersion {
    /// Its number; the first is 1.
    pub number: u32,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it was replaced.
    pub replaced_at: DateTime<Utc>,
    /// Until when it can be put back; none once its value is gone from the store.
    pub kept_until: Option<DateTime<Utc>>,
    /// When a person said that it no longer works at its provider.
    pub ended_at: Option<DateTime<Utc>>,
}

/// One credential: a variable name with its secret and, where the provider issues a pair, a key id. Facts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its number in the catalog.
    pub uid: KeyUid,
    /// Project, environment and variable name.
    pub reference: KeyRef,
    /// True where its environment asks before a secret is shown or written.
    pub protected: bool,
    /// The pair's public half.
    pub key_id: Option<String>,
    /// The variable that carries the key id.
    pub key_id_name: Option<VariableName>,
    /// The provider's name as in the provider table, or the user's own word.
    pub provider: Option<String>,
    /// What sort of credential it is.
    pub kind: Kind,
    /// The value of a plain key; none for every other kind.
    pub plain_value: Option<String>,
    /// Active or disabled.
    pub state: State,
    /// A person or a team.
    pub owner: Option<String>,
    /// What it may do, in the provider's words.
    pub scopes: Vec<String>,
    /// What it may do at most.
    pub level: Option<Level>,
    /// The address it is used against.
    pub endpoint: Option<String>,
    /// Places outside this computer that hold it.
    pub used_in: Vec<UsedIn>,
    /// The user's own labels.
    pub tags: Vec<String>,
    /// Programs want it as a file.
    pub as_file: bool,
    /// A sealed note lies beside it (its text needs an unlocked vault).
    pub has_note: bool,
    /// When it came into Keyloft.
    pub created_at: DateTime<Utc>,
    /// False for an imported key whose real age nobody told.
    pub age_known: bool,
    /// When its live version was made; none before the first rotation.
    pub rotated_at: Option<DateTime<Utc>>,
    /// When it ends.
    pub expiry: Expiry,
    /// How often it is to be rotated.
    pub rotate_every: RotateEvery,
    /// The latest use of any sort.
    pub last_used_at: Option<DateTime<Utc>>,
    /// The latest copy, reveal or get.
    pub last_used_by_hand_at: Option<DateTime<Utc>>,
    /// How many uses there were.
    pub use_count: u64,
    /// The live version's number; the first is 1.
    pub version: u32,
    /// Keyed fingerprint of the live secret (HMAC-SHA256, 128 bits); none for plain keys.
    pub fingerprint: Option<[u8; 16]>,
    /// The secret's estimated strength is under 80 bits (kinds password and token).
    pub weak: bool,
    /// The secret is a URL that is not encrypted and not for this machine.
    pub plain_http: bool,
    /// The store was looked into and surely does not hold it.
    pub missing: bool,
    /// A change of it was begun and is not finished.
    pub unsettled: bool,
    /// When a person said that its live value no longer works at its provider; only while it is disabled.
    pub ended_at: Option<DateTime<Utc>>,
    /// Other versions that were live once, the one replaced last first: no other is put back.
    pub older: Vec<KeptVersion>,
    /// What went without it since it was disabled; none where nothing did, and at an active key.
    pub went_without: Option<Box<WentWithout>>,
}

impl Key {
    /// A key's facts before anyone said anything: active, at its first version, never used.
    pub fn new(uid: KeyUid, reference: KeyRef, kind: Kind, created_at: DateTime<Utc>) -> Self {
        Self {
            uid,
            reference,
            protected: false,
            key_id: None,
            key_id_name: None,
            provider: None,
            kind,
            plain_value: None,
            state: State::Active,
            owner: None,
            scopes: Vec::new(),
            level: None,
            endpoint: None,
            used_in: Vec::new(),
            tags: Vec::new(),
            as_file: false,
            has_note: false,
            created_at,
            age_known: true,
            rotated_at: None,
            expiry: Expiry::NotKnown,
            rotate_every: RotateEvery::AsSettings,
            last_used_at: None,
            last_used_by_hand_at: None,
            use_count: 0,
            version: 1,
            fingerprint: None,
            weak: false,
            plain_http: false,
            missing: false,
            unsettled: false,
            ended_at: None,
            older: Vec::new(),
            went_without: None,
        }
    }

    /// The place it stands in.
    pub fn place(&self) -> &EnvRef {
        &self.reference.place
    }

    /// The variable's name.
    pub fn name(&self) -> &str {
        self.reference.name.as_str()
    }

    /// True after an old value was put back: the one it took the place of is newer.
    pub fn is_put_back(&self) -> bool {
        self.older.first().is_some_and(|before| before.number > self.version)
    }

    /// True for a key without a secret.
    pub fn is_plain(&self) -> bool {
        self.kind == Kind::Plain
    }
}

/// An ordered stage of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Its number, whatever it is called and wherever it stands among the others.
    pub id: EnvironmentId,
    /// Its name, NFC.
    pub name: String,
    /// Asks before a secret is shown or written to a file.
    pub protected: bool,
    /// What narrow windows show; none for the usual shortening.
    pub short_name: Option<String>,
    /// Variables it does not need, as a person said; in the order of their names.
    pub not_needed: Vec<String>,
}

/// A folder of source code linked to a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Absolute path.
    pub path: std::path::PathBuf,
}

/// A product or service that needs keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its name, NFC.
    pub name: String,
    /// Put aside: listed last.
    pub archived: bool,
    /// Its stages, in order.
    pub environments: Vec<Environment>,
    /// Folders of its source code.
    pub folders: Vec<Folder>,
}

/// Someone who owns keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// A person's or team's name, as written at keys.
    pub name: String,
    /// The last day here, for someone who leaves.
    pub last_day: Option<NaiveDate>,
    /// Since when that is known: a value made later is one they don't know.
    pub leaving_since: Option<DateTime<Utc>>,
    /// Keys that were theirs while they left, and have had another owner since.
    pub handed_over: Vec<KeyUid>,
    /// Keys that were theirs while they left, and were deleted since; the newest deletion first.
    pub deleted: Vec<DeletedKey>,
}

/// A key of someone who leaves that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletedKey {
    /// What it was called at the end.
    pub reference: KeyRef,
    /// When it was deleted.
    pub at: DateTime<Utc>,
    /// It held no secret, or a person said, before or since, that every value they knew ended at its provider.
    pub ended: bool,
    /// The number of its deletion in the record.
    pub entry: u64,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
