//! The command line as its users and scripts meet it: the built binary on vaults of a test's own, its bytes, its
//! sentences, its exit codes.

mod access;
mod activity;
mod browsing;
mod changes;
mod doctor;
mod export_files;
mod exporting;
mod homes;
mod importing;
mod importing_tools;
mod injecting;
mod keychain;
mod lists;
mod moving;
mod nothing;
mod notifying;
mod pairs;
mod places;
mod project_files;
mod reporting;
mod rotation;
mod running;
mod running_terminal;
mod shells;
mod snoozing;
mod terminal;
mod time_travel;
mod usage;
mod values;

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::harness::{Output, Run, TempHome, keyloft};

/// A home with a passphrase in a file: the desk of someone whose vault is sealed.
struct Desk {
    home: TempHome,
}

impl Desk {
    /// With a vault, its passphrase the cheapest to try.
    fn new() -> Self {
        let desk = Self::empty();
        desk.run(["init", "--kdf", "19,2,1"]).done();
        desk
    }

    /// Without a vault.
    fn empty() -> Self {
        let home = TempHome::new();
        fs::write(home.path().join("pass"), format!("{}\nsecond line", random())).unwrap();
        Self { home }
    }

    /// A run with the passphrase at hand.
    fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        self.bare(args).env("KEYLOFT_PASSPHRASE_FILE", self.home.path().join("pass"))
    }

    /// A run without the passphrase.
    fn bare<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Run {
        keyloft(&self.home).env("KEYLOFT_STORE", "sealed").args(args)
    }

    fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Output {
        self.command(args).run()
    }

    /// Runs it and expects success: its standard output as text.
    #[track_caller]
    fn text<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> String {
        self.run(args).done().text().to_owned()
    }

    /// Runs it and expects one JSON value.
    #[track_caller]
    fn json<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Value {
        serde_json::from_slice(&self.run(args).done().stdout).unwrap()
    }

    /// The facts of one key, as `show --json` gives them.
    #[track_caller]
    fn facts(&self, reference: &str) -> Value {
        self.json(["show", reference, "--json"])
    }

    /// Runs it and expects it to fail with this code, in one sentence and nothing else, which is given back.
    #[track_caller]
    fn fails<A: AsRef<OsStr>>(&self, code: i32, args: impl IntoIterator<Item = A>) -> String {
        sentence(&self.run(args).exits(code))
    }

    /// Adds a secret, byte by byte.
    #[track_caller]
    fn add(&self, reference: &str, secret: impl AsRef<[u8]>) {
        self.command(["add", reference, "--secret-stdin"]).input(secret).run().done();
    }

    /// What `get` prints.
    #[track_caller]
    fn get(&self, reference: &str) -> Vec<u8> {
        self.run(["get", reference]).done().stdout
    }

    /// A file in the home, with this content.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Every byte of the vault's folder, by file: what "nothing changed" means. The write-ahead log's index is SQLite's
    /// own book-keeping and differs after a mere look.
    fn bytes(&self) -> Vec<(String, Vec<u8>)> {
        let Ok(entries) = fs::read_dir(self.home.vault()) else { return Vec::new() };
        let mut all: Vec<_> = entries
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
            .filter(|(name, bytes)| !(name.ends_with("-shm") || name.ends_with("-wal") && bytes.is_empty()))
            .collect();
        all.sort();
        all
    }
}

/// The sentence of a failure: "Couldn't <do what> <which>: <why>. <What to do>." on one line, and nothing on standard
/// output.
#[track_caller]
fn sentence(output: &Output) -> String {
    assert_eq!(output.text(), "", "a failure prints nothing on standard output");
    let line = output.stderr.strip_suffix('\n').unwrap_or_else(|| panic!("no line: {:?}", output.stderr));
    assert!(!line.contains('\n'), "one line: {line}");
    let (head, why) = line.split_once(": ").unwrap_or_else(|| panic!("no why: {line}"));
    assert!(head.starts_with("Couldn't ") && head.len() > "Couldn't ".len(), "{line}");
    assert!(why.ends_with(['.', '?']), "{line}");
    assert!(why.contains(". ") || why.contains(", then "), "it says what to do: {line}");
    line.to_owned()
}

/// 32 hexadecimal digits, new each time: a secret that stands in no source.
fn random() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The names of a JSON array's objects.
#[track_caller]
fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}
