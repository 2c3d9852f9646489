//! The arguments of every command.

mod choices;
mod keys;
mod places;

use clap::{Parser, Subcommand};

pub use choices::{
    ActivityFormatArg, FailOn, Hash, OnConflict, PlaceArg, ReviewFormat, StateFilter, StoreArg, ThemeArg,
};
pub use keys::{
    Add, Export, FactsArgs, Import, Init, Inject, MoveTo, NewPassphrase, Review, Rotate, Run, SecretSource,
};
pub use places::{EnvCommand, PersonCommand, ProjectCommand};

use super::text::{parse_hold, parse_rule, parse_span, parse_until};
use crate::generate::Spec;
use crate::model::{DateWish, KeyRef, Rule, VariableName};

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

/// What stands below the options of `ended`.
const ENDED_HELP: &str = "\
Of a disabled key, its own value ended too. A key that someone who leaves had, and that
was deleted before its value ended, is found by the name it had.";

/// What stands below the options of `move-to`.
const MOVE_HELP: &str = "\
Every secret, old values included, is copied, read back and compared; only then do
they lie in the other store, all at once, and the old ones are taken away. Broken
off before that, everything is as it was: the next command clears up. What is too
large for the keychain stays sealed.

`move-to sealed` takes a new passphrase from --new-passphrase-file, from
KEYLOFT_PASSPHRASE_FILE, or asks. `move-to keychain` needs the passphrase there is.";

/// What stands below the options of `passphrase`.
const PASSPHRASE_HELP: &str = "\
The old passphrase is asked for, or read from KEYLOFT_PASSPHRASE_FILE. Helpers and
windows that have the vault open go on. Copies of the vault's file made before still
open with the old passphrase.";

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
    Demo {
        /// Light, dark or as the system says
        #[arg(long)]
        theme: Option<ThemeArg>,
    },
    /// Open a small window that finds a key and copies it
    Quick,
    /// Open a window with every component in every state, for looking at
    #[command(hide = true)]
    Gallery {
        /// Light, dark or as the system says
        #[arg(long, default_value = "system")]
        theme: ThemeArg,
    },
    /// Make the vault (the first write does it too)
    Init(Init),
    /// Hold the vault key in a helper, so that commands need not ask
    Unlock {
        /// How long: 30s, 15m, 8h or 1d
        #[arg(long = "for", value_name = "TIME", default_value = "8h", value_parser = parse_hold)]
        how_long: std::time::Duration,
    },
    /// Forget the vault key: end the helper, clear the clipboard, lock open windows
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
    #[command(after_help = ENDED_HELP)]
    Ended {
        /// project/environment/NAME
        key: KeyRef,
        /// Of the deleted key of this name, where another one has it now
        #[arg(long)]
        deleted: bool,
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
        place: Option<PlaceArg>,
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
    /// Bring in .env files, and what other key managers export
    Import(Import),
    /// Take the last import into an environment back, until one of its keys changes
    UndoImport {
        /// PROJECT/ENVIRONMENT
        place: crate::model::EnvRef,
    },
    /// Write an environment's variables for a named parser, to standard output or a file
    Export(Export),
    /// Run a command with an environment's variables, without a file
    Run(Run),
    /// Fill in the references (keyloft://project/environment/NAME) of a template
    Inject(Inject),
    /// List what needs someone: expired, unused, shared or weak keys and more
    Review(Review),
    /// Tell the day's warnings on the desktop, once a day (for a timer)
    Notify,
    /// Put a warning off until a day, with the reason
    Snooze {
        /// project/environment/NAME
        key: KeyRef,
        /// The warning's rule, as `review --format json` names it
        #[arg(value_parser = parse_rule)]
        rule: Rule,
        /// The day it speaks again: 2027-01-31 or 30d
        #[arg(long, value_name = "DATE", value_parser = parse_until)]
        until: DateWish,
        /// Why, for whoever looks next
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Let a warning that was put off speak again
    Unsnooze {
        /// project/environment/NAME
        key: KeyRef,
        /// The warning's rule
        #[arg(value_parser = parse_rule)]
        rule: Rule,
    },
    /// Show the record of what was done, newest first
    Activity {
        /// As JSON
        #[arg(long, conflicts_with = "format")]
        json: bool,
        /// How it is written
        #[arg(long, default_value = "table")]
        format: ActivityFormatArg,
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
    /// Move every secret to the other store: the system's keychain, or Keyloft's own file
    #[command(after_help = MOVE_HELP)]
    MoveTo(MoveTo),
    /// Change the passphrase of a sealed vault
    #[command(after_help = PASSPHRASE_HELP)]
    Passphrase(NewPassphrase),
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
