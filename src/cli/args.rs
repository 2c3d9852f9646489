//! The arguments of every command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::text::{parse_date, parse_expires, parse_hold, parse_kdf, parse_level, parse_rotate_every, parse_span};
use crate::envfile::{Dialect, Target};
use crate::generate::Spec;
use crate::model::{DateWish, EnvRef, Facts, KeyRef, Kind, Level, RotateEvery, VariableName};
use crate::store::Kdf;

/// What stands below the list of commands.
const AFTER_HELP: &str = "\
Without a command the window opens. `keyloft COMMAND --help` tells more.

A key is named project/environment/NAME. Where it is only read, a unique beginning
of the environment is enough: shop/dev/API_KEY for shop/development/API_KEY.

  keyloft import .env --into shop/development
  keyloft add shop/development/API_KEY             asks for the secret
  keyloft get shop/dev/API_KEY | program
  keyloft export shop/dev --for sh > vars.sh

KEYLOFT_HOME             the folder of the vault
KEYLOFT_STORE            keychain or sealed: where a new vault keeps its secrets
KEYLOFT_PASSPHRASE_FILE  a file; its first line is the passphrase of a sealed vault

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 `review --fail-on` found something,
4 the vault is locked, its passphrase is wrong, or its keychain can't be reached.";

/// A home for API keys: listed per project and environment, kept in the system's keychain.
#[derive(Debug, Parser)]
#[command(name = "keyloft", version, about, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub struct Cli {
    /// Without a command the window opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// One command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the window on made-up keys; touches nothing of yours
    Demo,
    /// Make the vault (the first write does it too)
    Init(Init),
    /// Hold the vault key in a helper, so that commands need not ask
    Unlock {
        /// How long: 30s, 15m, 8h or 1d
        #[arg(long = "for", value_name = "TIME", default_value = "8h", value_parser = parse_hold)]
        how_long: std::time::Duration,
    },
    /// Forget the vault key: end the helper, clear the clipboard
    Lock,
    /// Add a key; at a terminal its secret is asked for
    Add(Add),
    /// Change facts of a key, or its name
    Edit {
        /// project/environment/NAME
        key: KeyRef,
        #[command(flatten)]
        facts: FactsArgs,
        /// Its new name
        #[arg(long, value_name = "NAME")]
        rename: Option<VariableName>,
    },
    /// Move a key to another place or name
    Mv {
        /// project/environment/NAME
        from: KeyRef,
        /// project/environment/NAME
        to: KeyRef,
    },
    /// Copy a key to another place
    Cp {
        /// project/environment/NAME
        from: KeyRef,
        /// project/environment/NAME
        to: KeyRef,
    },
    /// Save a new secret; the old one is kept for a while
    Rotate(Rotate),
    /// Put the old value back
    UndoRotate {
        /// project/environment/NAME
        key: KeyRef,
    },
    /// Note that the old value no longer works at its provider
    Ended {
        /// project/environment/NAME
        key: KeyRef,
    },
    /// Leave keys out of copies, exports and runs
    Disable {
        /// project/environment/NAME
        #[arg(required = true)]
        keys: Vec<KeyRef>,
    },
    /// Take disabled keys in again
    Enable {
        /// project/environment/NAME
        #[arg(required = true)]
        keys: Vec<KeyRef>,
    },
    /// Delete disabled keys for good
    Delete {
        /// project/environment/NAME
        #[arg(required = true)]
        keys: Vec<KeyRef>,
        /// Yes, for good: there is no undo
        #[arg(long, required = true)]
        yes: bool,
        /// Within the waiting period too
        #[arg(long)]
        now: bool,
    },
    /// List keys
    Ls {
        /// PROJECT or PROJECT/ENVIRONMENT
        place: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Only keys in this state
        #[arg(long, default_value = "all")]
        state: StateFilter,
        /// Only keys of this owner
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
    },
    /// Show a key's facts and warnings, never its secret
    Show {
        /// project/environment/NAME; a unique beginning of the environment is enough
        key: KeyRef,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Unlock, and show its note too
        #[arg(long)]
        note: bool,
    },
    /// Print a key's value: its bytes, and nothing added but at a terminal
    Get {
        /// project/environment/NAME; a unique beginning of the environment is enough
        key: KeyRef,
    },
    /// Put a key's value on the clipboard, which is cleared after a while
    Copy {
        /// project/environment/NAME; a unique beginning of the environment is enough
        key: KeyRef,
        /// When it is cleared (as the settings say, unless told)
        #[arg(long, value_name = "TIME", value_parser = parse_span)]
        clear_after: Option<std::time::Duration>,
    },
    /// Bring in .env files, or flat JSON
    Import(Import),
    /// Write an environment's variables for a named parser, to standard output or a file
    Export(Export),
    /// List what needs someone: expired, unused, shared or weak keys and more
    Review {
        /// PROJECT or PROJECT/ENVIRONMENT
        place: Option<String>,
        /// Only keys of this owner
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// How it is written
        #[arg(long, default_value = "table")]
        format: ReviewFormat,
        /// Exit with 3 if there is a warning this severe
        #[arg(long)]
        fail_on: Option<FailOn>,
    },
    /// Show the record of what was done, newest first
    Activity {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Check that nobody changed the record
        #[arg(long)]
        verify: bool,
    },
    /// Make a new secret or pair and print it
    Generate {
        /// hex:32, base64:32, base62:40, uuid, words:6 or token:PREFIX:LEN
        #[arg(conflicts_with = "pair", value_parser = Spec::parse)]
        spec: Option<Spec>,
        /// A pair: key id and secret, beginning so
        #[arg(long, value_name = "PREFIX")]
        pair: Option<String>,
        /// Print what a server should keep of it, too
        #[arg(long)]
        hash: Option<Hash>,
    },
    /// List, rename and delete projects, link their folders
    Project {
        #[command(subcommand)]
        what: ProjectCommand,
    },
    /// List, add, rename, protect and order environments
    Env {
        #[command(subcommand)]
        what: EnvCommand,
    },
    /// List owners, and note who leaves
    Person {
        #[command(subcommand)]
        what: PersonCommand,
    },
    /// Show or change settings
    Settings {
        /// Its name; without one all are listed
        name: Option<String>,
        /// Its new value
        value: Option<String>,
    },
    /// Say what is wrong with the vault, its store and PATH; --fix mends it
    Doctor {
        /// Mend what can be mended; nothing is deleted
        #[arg(long)]
        fix: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Where secrets lie; unless told: the keychain where one answers, else a passphrase is asked for
    #[arg(long)]
    pub store: Option<StoreArg>,
    /// What trying a passphrase costs (Argon2id): MiB,passes,lanes
    #[arg(long, value_name = "MIB,T,P", value_parser = parse_kdf)]
    pub kdf: Option<Kdf>,
}

/// A new secret's source: exactly one.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct SecretSource {
    /// The secret is every byte of standard input
    #[arg(long)]
    pub secret_stdin: bool,
    /// The secret is every byte of a file
    #[arg(long, value_name = "F")]
    pub secret_file: Option<PathBuf>,
    /// Make the secret: hex:32, base64:32, base62:40, uuid, words:6 or token:PREFIX:LEN
    #[arg(long, value_name = "SPEC", value_parser = Spec::parse)]
    pub generate: Option<Spec>,
}

/// `add`.
#[derive(Debug, Args)]
pub struct Add {
    /// project/environment/NAME
    pub key: KeyRef,
    #[command(flatten)]
    pub source: SecretSource,
    /// Make a pair, key id and secret, beginning so; what a server should keep of it is printed
    #[arg(long, value_name = "PREFIX", conflicts_with_all = ["SecretSource", "plain", "key_id"])]
    pub generate_pair: Option<String>,
    /// No secret: a value that lies readable
    #[arg(long, value_name = "VALUE", conflicts_with_all = ["SecretSource", "key_id"], allow_hyphen_values = true)]
    pub plain: Option<String>,
    /// The pair's public half
    #[arg(long, value_name = "ID")]
    pub key_id: Option<String>,
    /// The variable that carries the key id
    #[arg(long, value_name = "NAME")]
    pub key_id_name: Option<VariableName>,
    /// Replace one that stands there; its value is kept as an old one
    #[arg(long)]
    pub replace: bool,
    #[command(flatten)]
    pub facts: FactsArgs,
}

/// `rotate`.
#[derive(Debug, Args)]
pub struct Rotate {
    /// project/environment/NAME
    pub key: KeyRef,
    #[command(flatten)]
    pub source: SecretSource,
    /// The new key id, where the provider issues pairs
    #[arg(long, value_name = "ID")]
    pub key_id: Option<String>,
    /// How long the old value is kept (as the settings say, unless told)
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub keep: Option<std::time::Duration>,
}

/// A key's facts.
#[derive(Debug, Args, Default)]
pub struct FactsArgs {
    /// Who issued it
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// api-key, token, password, connection-string, certificate, service-account, plain or other
    #[arg(long, value_name = "KIND", value_parser = super::text::parse_kind)]
    pub kind: Option<Kind>,
    /// A person or a team
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// What it may do
    #[arg(long, value_name = "S", num_args = 1..)]
    pub scope: Vec<String>,
    /// read, write or admin
    #[arg(long, value_name = "LEVEL", value_parser = parse_level)]
    pub level: Option<Level>,
    /// 90d, 2027-01-31 or never
    #[arg(long, value_name = "WHEN", value_parser = parse_expires)]
    pub expires: Option<DateWish>,
    /// 90d or never
    #[arg(long, value_name = "TIME", value_parser = parse_rotate_every)]
    pub rotate_every: Option<RotateEvery>,
    /// The address it is used against
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// A place outside this computer that holds it
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub used_in: Vec<String>,
    /// Programs want it as a file
    #[arg(long)]
    pub as_file: bool,
    /// A label of your own
    #[arg(long, value_name = "T", num_args = 1..)]
    pub tag: Vec<String>,
    /// A note; it is encrypted
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

impl FactsArgs {
    /// As the vault takes them. A list given once as an empty word is emptied.
    pub fn into_facts(self) -> Facts {
        let list = |given: Vec<String>| {
            (!given.is_empty()).then(|| given.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>())
        };
        Facts {
            provider: self.provider,
            kind: self.kind,
            owner: self.owner,
            scopes: list(self.scope),
            level: self.level.map(Some),
            expires: self.expires,
            rotate_every: self.rotate_every,
            endpoint: self.endpoint,
            used_in: list(self.used_in),
            as_file: self.as_file.then_some(true),
            tags: list(self.tag),
            note: self.note,
        }
    }
}

/// `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Environment files
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// PROJECT/ENVIRONMENT
    #[arg(long, value_name = "PROJECT/ENV")]
    pub into: EnvRef,
    /// Whose rules the files are read by
    #[arg(long, default_value = "auto", value_parser = super::text::parse_dialect)]
    pub format: Dialect,
    /// What happens to names that stand there with another value
    #[arg(long, default_value = "fail")]
    pub on_conflict: OnConflict,
    /// Put the values of a file's own variables into each other
    #[arg(long)]
    pub expand: bool,
    /// A name that is no secret
    #[arg(long, value_name = "NAME")]
    pub plain: Vec<String>,
    /// A name that is a secret
    #[arg(long, value_name = "NAME")]
    pub secret: Vec<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// PROJECT/ENVIRONMENT
    pub place: EnvRef,
    /// For which parser: portable, sh or json
    #[arg(long = "for", default_value = "portable")]
    pub target: Target,
    /// Into this file, readable by you alone
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only this variable (may be given several times)
    #[arg(long, value_name = "NAME")]
    pub only: Vec<VariableName>,
    /// Leave out what the parser can't hold, and name it on standard error
    #[arg(long)]
    pub skip_refused: bool,
    /// Replace a file, write a tracked one, export names that change how programs run
    #[arg(long)]
    pub force: bool,
}

/// `project`.
#[derive(Debug, Subcommand)]
pub enum ProjectCommand {
    /// List projects
    Ls {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a project another name
    Rename {
        /// Its name
        name: String,
        /// Its new name
        to: String,
    },
    /// Take away a project without keys
    Delete {
        /// Its name
        name: String,
    },
    /// Link a folder of source code
    Link {
        /// The project; made where it is missing
        project: String,
        /// The folder
        folder: PathBuf,
    },
    /// Take a folder's link away
    Unlink {
        /// The project
        project: String,
        /// The folder
        folder: PathBuf,
    },
}

/// `env`.
#[derive(Debug, Subcommand)]
pub enum EnvCommand {
    /// List environments
    Ls {
        /// Of this project only
        project: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Add an environment
    Add {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
    },
    /// Give an environment another name
    Rename {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
        /// Its new name
        to: String,
    },
    /// Ask before its secrets are shown or written
    Protect {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
    },
    /// Don't ask any more
    Unprotect {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
    },
    /// Put a project's environments into an order
    Order {
        /// The project
        project: String,
        /// Every environment, once
        #[arg(required = true)]
        environments: Vec<String>,
    },
}

/// `person`.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// List people
    Ls {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Note someone's last day
    Leaving {
        /// As written at their keys
        name: String,
        /// 2027-01-31
        #[arg(value_parser = parse_date)]
        date: chrono::NaiveDate,
    },
    /// Note that someone stays
    Stay {
        /// As written at their keys
        name: String,
    },
}

/// `--store`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StoreArg {
    /// One keychain item a secret.
    Keychain,
    /// Encrypted in Keyloft's own database, under a passphrase.
    Sealed,
}

/// `--state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StateFilter {
    /// Active keys.
    Active,
    /// Disabled keys.
    Disabled,
    /// All of them.
    All,
}

/// `--on-conflict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnConflict {
    /// The file is not imported.
    Fail,
    /// What stands there stays.
    Skip,
    /// The file's value becomes the next version.
    Replace,
}

/// `review --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// `review --fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only what has to be acted on now.
    ActNow,
    /// That, and what is to be looked at soon.
    LookSoon,
}

/// `generate --hash`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Hash {
    /// SHA-256, right for random tokens.
    Sha256,
}
