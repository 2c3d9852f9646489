//! What belongs to a request, where it is more than a key.

use std::path::PathBuf;
use std::time::Duration;

use crate::envfile::{Dialect, Target};
use crate::model::{ActivityQuery, EnvRef, Facts, KeyRef, KeyUid, Secret, VariableName};
use crate::report::Form as ReportForm;
use crate::vault::{ActivityFormat, Consent};

/// A new key's value.
#[derive(Debug)]
pub enum NewValue {
    /// Goes into the store.
    Secret(Secret),
    /// Lies readable in the catalog.
    Plain(String),
}

/// A key to be added.
#[derive(Debug)]
pub struct AddWish {
    /// Where and under which name.
    pub reference: KeyRef,
    /// Its value.
    pub value: NewValue,
    /// The pair's public half.
    pub key_id: Option<String>,
    /// The variable that carries it; none for the provider's usual one.
    pub key_id_name: Option<VariableName>,
    /// Its facts.
    pub facts: Facts,
    /// Replace one that stands there; its secret is kept as an old version.
    pub replace: bool,
    /// What a person pasted for its secret, as it lies on the clipboard: the value, or what that was taken out of. Once
    /// the key is saved, the clipboard is cleared if it still holds that.
    pub pasted: Option<Secret>,
}

/// A new value for a key.
#[derive(Debug)]
pub struct RotateWish {
    /// The value.
    pub value: Secret,
    /// The pair's new public half; none leaves the old one.
    pub key_id: Option<String>,
    /// How long the version before can be put back; none as the settings say, zero to forget it now.
    pub keep: Option<Duration>,
    /// Facts to change with it (a new expiry).
    pub facts: Facts,
    /// Other keys that hold the same value and get the new one too.
    pub also: Vec<KeyUid>,
    /// What a person pasted for the value, as it lies on the clipboard: once the value is saved, the clipboard is cleared if it
    /// still holds that.
    pub pasted: Option<Secret>,
}

/// What a copy puts on the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyForm {
    /// `NAME=value`, quoted as the portable dialect does. Holds the secret: counted down like a copy.
    Assignment,
    /// `export NAME=value` for a shell. Holds the secret.
    ExportLine,
    /// `keyloft://project/environment/NAME`: no secret, no countdown.
    Reference,
}

/// When a disabled key may be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenDeleted {
    /// Only once its waiting period is over.
    AfterWaiting,
    /// Now: a person was asked.
    Now,
}

/// What stays of several imports while the others are taken back: to be said with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Staying {
    /// How many keys.
    pub keys: usize,
    /// Their files were deleted: the vault holds the only copy.
    pub is_only_copy: bool,
}

/// Where an import reads from.
#[derive(Debug)]
pub enum ImportSource {
    /// Files, read as one: a later one's value wins.
    Files(Vec<PathBuf>),
    /// Text that was pasted.
    Text {
        /// It, as a person left it.
        text: Secret,
        /// As it was pasted, where it was changed since.
        before: Option<Secret>,
    },
}

impl ImportSource {
    /// The same source once more: a preview and the import after it are two requests.
    pub fn duplicate(&self) -> Self {
        match self {
            Self::Files(paths) => Self::Files(paths.clone()),
            Self::Text { text, before } => {
                Self::Text { text: text.duplicate(), before: before.as_ref().map(Secret::duplicate) }
            }
        }
    }
}

/// An import, or a look at what it would do.
#[derive(Debug)]
pub struct ImportAsk {
    /// From where.
    pub source: ImportSource,
    /// Into which environment; made where it is missing.
    pub into: EnvRef,
    /// Whether it asks before a secret is shown, where this import makes it; none as its name says.
    pub protect: Option<bool>,
    /// Whose rules it is read by.
    pub dialect: Dialect,
    /// Names whose values replace what stands there; every other name that stands there stays as it is.
    pub replace: Vec<String>,
    /// Names that stay out.
    pub leave_out: Vec<String>,
    /// Names that are plain, whatever they look like.
    pub plain: Vec<String>,
    /// Names that are secret, whatever they look like.
    pub secret: Vec<String>,
    /// Names that come in though they would stay out unasked: a person said so.
    pub take: Vec<String>,
    /// Names whose values name others, and stay text.
    pub as_text: Vec<String>,
    /// Commented-out assignments that come in as disabled keys.
    pub disabled: Vec<String>,
    /// Names that hold a file's path, and take the file itself.
    pub take_file: Vec<String>,
    /// The folder of source code that belongs to the project, to be linked to it.
    pub link: Option<PathBuf>,
    /// Lines that are not understood may stay out; else they refuse the whole import. A look at it names them either way.
    pub skip_refused: bool,
}

impl ImportAsk {
    /// Everything as the file's own rules say, and what stands there stays.
    pub fn new(source: ImportSource, into: EnvRef) -> Self {
        Self {
            source,
            into,
            protect: None,
            dialect: Dialect::Auto,
            replace: Vec::new(),
            leave_out: Vec::new(),
            plain: Vec::new(),
            secret: Vec::new(),
            take: Vec::new(),
            as_text: Vec::new(),
            disabled: Vec::new(),
            take_file: Vec::new(),
            link: None,
            skip_refused: false,
        }
    }
}

/// An export into a file.
#[derive(Debug, Clone)]
pub struct ExportAsk {
    /// Which environment.
    pub place: EnvRef,
    /// For which parser.
    pub target: Target,
    /// Into which file.
    pub to: PathBuf,
    /// Only these variables; empty for all.
    pub only: Vec<VariableName>,
    /// Leave out what the parser can't hold, instead of refusing.
    pub skip_refused: bool,
    /// What a person said yes to.
    pub consent: Consent,
    /// Have git ignore the file, where nothing does yet.
    pub gitignore: bool,
    /// Delete the file after this long, if nobody changed it.
    pub delete_after: Option<Duration>,
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportOf {
    /// The warnings of these keys, or of all.
    Review {
        /// Of what, in words: "All projects", "shop/production", "3 keys".
        about: String,
        /// Which keys; none for all.
        keys: Option<Vec<KeyUid>>,
    },
    /// What this person hands over.
    Handover(String),
}

/// A report to be written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportAsk {
    /// What it is about.
    pub of: ReportOf,
    /// How it is written.
    pub form: ReportForm,
    /// Into which file.
    pub to: PathBuf,
    /// Replace a file that stands there.
    pub force: bool,
}

/// A change of a project or of one of its environments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceChange {
    /// A new project, without environments.
    AddProject(String),
    /// Another name for a project.
    RenameProject {
        /// Its name.
        name: String,
        /// Its new name.
        to: String,
    },
    /// A project goes to the end of the list, or back.
    Archive {
        /// Which.
        name: String,
        /// To the end.
        archived: bool,
    },
    /// A project goes, with its keys, all of which are disabled.
    DeleteProject {
        /// Which.
        name: String,
        /// Its keys, as a person saw them.
        keys: Vec<KeyUid>,
    },
    /// A folder of source code belongs to a project; made where it is missing.
    LinkFolder {
        /// Which project.
        project: String,
        /// Which folder.
        folder: PathBuf,
    },
    /// The same again, of one that no longer did since a moment ago: it may be gone.
    LinkAgain {
        /// Which project.
        project: String,
        /// Which folder.
        folder: PathBuf,
    },
    /// A folder no longer belongs to a project.
    UnlinkFolder {
        /// Which project.
        project: String,
        /// Which folder.
        folder: PathBuf,
    },
    /// A new environment, in its usual place among the others.
    AddEnvironment(EnvRef),
    /// Another name for an environment.
    RenameEnvironment {
        /// Which.
        place: EnvRef,
        /// Its new name.
        to: String,
    },
    /// A name for narrow windows; none takes it away.
    ShortName {
        /// Of which environment.
        place: EnvRef,
        /// The name.
        short: Option<String>,
    },
    /// Whether it asks before a secret is shown or written.
    Protect {
        /// Which environment.
        place: EnvRef,
        /// It does.
        protected: bool,
    },
    /// The environments of a project in another order, each once.
    Order {
        /// Which project.
        project: String,
        /// Their names.
        names: Vec<String>,
    },
    /// An environment without keys goes.
    RemoveEnvironment(EnvRef),
}

/// A part of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityAsk {
    /// Comes back with the answer: the screen may have asked another question since.
    pub asked: u64,
    /// Which entries.
    pub query: ActivityQuery,
    /// Only from before this number on; none from the newest on.
    pub before: Option<u64>,
    /// Down to this day, however many lines that are: what is in view is read anew.
    pub down_to: Option<chrono::NaiveDate>,
}

/// The record into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityExport {
    /// Which entries.
    pub query: ActivityQuery,
    /// How it is written.
    pub format: ActivityFormat,
    /// Into which file.
    pub to: PathBuf,
    /// A file that stands there may be replaced: a person said so.
    pub replace: bool,
}
