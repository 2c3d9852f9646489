//! Arguments of the commands that make, change, bring in and write keys.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use super::choices::{FailOn, OnConflict, PlaceArg, ReviewFormat, StoreArg};
use crate::cli::text::{parse_expires, parse_kdf, parse_level, parse_rotate_every, parse_span};
use crate::envfile::{Dialect, Target};
use crate::generate::Spec;
use crate::model::{DateWish, EnvRef, Facts, KeyRef, Kind, Level, RotateEvery, VariableName};
use crate::store::Kdf;

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

/// A new passphrase, and what trying it costs.
#[derive(Debug, Args)]
pub struct NewPassphrase {
    /// The new passphrase is the first line of this file; else it is asked for
    #[arg(long, value_name = "FILE")]
    pub new_passphrase_file: Option<PathBuf>,
    /// What trying it costs (Argon2id): MiB,passes,lanes
    #[arg(long, value_name = "MIB,T,P", value_parser = parse_kdf)]
    pub kdf: Option<Kdf>,
}

/// `move-to`.
#[derive(Debug, Args)]
pub struct MoveTo {
    /// keychain: the system's; sealed: Keyloft's own file, under a passphrase
    pub to: StoreArg,
    #[command(flatten)]
    pub new: NewPassphrase,
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
    /// Make the secret: hex:32, base64:32, base62:40, uuid, words:6 or token:PREFIX:LEN; unless told, base62:40
    #[arg(long, value_name = "SPEC", value_parser = Spec::parse, num_args = 0..=1, default_missing_value = Spec::USUAL)]
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
    /// When the new value ends, if it is known: 90d, 2027-01-31 or never
    #[arg(long, value_name = "WHEN", value_parser = parse_expires)]
    pub expires: Option<DateWish>,
}

/// A key's facts.
#[derive(Debug, Args, Default)]
pub struct FactsArgs {
    /// Who issued it
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// api-key, token, password, connection-string, certificate, service-account, plain or other
    #[arg(long, value_name = "KIND", value_parser = crate::cli::text::parse_kind)]
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
    /// Whose rules the files are read by: auto, dotenv, node, node-env-file, next, vite, dotenvx, python, docker, compose, sh,
    /// json, csv, doppler, infisical, bitwarden, keepassxc, 1password, k8s or inventory
    #[arg(long, default_value = "auto", value_parser = crate::cli::text::parse_dialect)]
    pub format: Dialect,
    /// What happens to names that stand there with another value
    #[arg(long, default_value = "fail")]
    pub on_conflict: OnConflict,
    /// Put the values of a file's own variables into each other
    #[arg(long)]
    pub expand: bool,
    /// Take in the file itself that GOOGLE_APPLICATION_CREDENTIALS or KUBECONFIG names, as a key programs want as a file
    #[arg(long)]
    pub take_files: bool,
    /// Take in assignments that stand in comments, as disabled keys
    #[arg(long)]
    pub commented_out: bool,
    /// Leave this variable out (may be given several times)
    #[arg(long, value_name = "NAME")]
    pub skip: Vec<String>,
    /// Leave lines out that are not understood, instead of refusing the file
    #[arg(long)]
    pub skip_refused: bool,
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
    /// For which parser: portable, node, node-env-file, next, vite, dotenvx, python, docker, compose, k8s, github, sh, fish,
    /// powershell, json or yaml
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
    /// Have git ignore the file
    #[arg(long, requires = "output")]
    pub gitignore: bool,
    /// Delete the file after this long, if nobody changed it: 15m, 1h, 2d
    #[arg(long, value_name = "TIME", requires = "output", value_parser = crate::cli::text::parse_hold)]
    pub delete_after: Option<std::time::Duration>,
    /// Replace a file, write a tracked one, export names that change how programs run
    #[arg(long)]
    pub force: bool,
}

/// `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// PROJECT/ENVIRONMENT; without one, what the folder's keyloft.toml names
    pub place: Option<EnvRef>,
    /// Run only if every variable is there that this file names (.env.example)
    #[arg(long, value_name = "FILE")]
    pub env_from: Option<PathBuf>,
    /// Leave secrets in the command's output as they are
    #[arg(long)]
    pub no_mask: bool,
    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

/// `inject`.
#[derive(Debug, Args)]
pub struct Inject {
    /// The template
    pub file: PathBuf,
    /// Into this file, readable by you alone
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Have git ignore the file
    #[arg(long, requires = "output")]
    pub gitignore: bool,
    /// Delete the file after this long, if nobody changed it: 15m, 1h, 2d
    #[arg(long, value_name = "TIME", requires = "output", value_parser = crate::cli::text::parse_hold)]
    pub delete_after: Option<std::time::Duration>,
    /// Replace a file, write a tracked one
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// `review`.
#[derive(Debug, Args)]
pub struct Review {
    /// PROJECT or PROJECT/ENVIRONMENT
    pub place: Option<PlaceArg>,
    /// Only keys of this owner
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// How it is written
    #[arg(long, default_value = "table")]
    pub format: ReviewFormat,
    /// Into this file, readable by you alone
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace that file
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Exit with 3 if there is a warning this severe
    #[arg(long)]
    pub fail_on: Option<FailOn>,
}
