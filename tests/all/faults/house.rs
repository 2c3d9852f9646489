//! A home with a vault in it, its keychain, and looking at both from outside.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use keyloft::fs::Home;
use keyloft::model::Secret;
use keyloft::store::{KeychainStore, StoreKind};
use keyloft::vault::{Vault, World};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::super::harness::{Keyring, Output, Run, TempHome, keyloft};

/// A home and what Keyloft needs in it.
#[derive(Debug)]
pub struct House {
    pub home: TempHome,
    pub keyring: Option<Keyring>,
}

impl House {
    /// A vault whose secrets lie in a real keychain with a password.
    pub fn keychain() -> Self {
        Self::in_keyring(Keyring::with_password())
    }

    /// The same with this keychain.
    pub fn in_keyring(keyring: Keyring) -> Self {
        let house = Self { home: TempHome::new(), keyring: Some(keyring) };
        house.run(["init", "--store", "keychain"]).done();
        house
    }

    /// A home for a sealed vault, without the vault.
    pub fn before_init() -> Self {
        let house = Self { home: TempHome::new(), keyring: None };
        fs::write(house.home.path().join("pass"), house.passphrase()).unwrap();
        house
    }

    /// A sealed vault with a cheap passphrase.
    pub fn sealed() -> Self {
        let house = Self::before_init();
        house.run(["init", "--store", "sealed", "--kdf", "19,2,1"]).done();
        house
    }

    /// A vault in a real keychain, with a passphrase at hand for where it is moved.
    pub fn movable() -> Self {
        let house = Self { keyring: Some(Keyring::with_password()), ..Self::before_init() };
        house.run(["init", "--store", "keychain"]).done();
        house
    }

    /// The passphrase of the sealed vault.
    pub fn passphrase(&self) -> String {
        ["horse", "battery", "staple"].join(" ")
    }

    /// Keyloft here.
    pub fn keyloft<A: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.furnish(keyloft(&self.home)).args(arguments)
    }

    /// A shell script here, which finds Keyloft as `$KEYLOFT`.
    pub fn shell(&self, script: &str) -> Run {
        self.furnish(Run::of("sh", &self.home)).env("KEYLOFT", env!("CARGO_BIN_EXE_keyloft")).args(["-c", script])
    }

    fn furnish(&self, run: Run) -> Run {
        let pass = self.home.path().join("pass");
        let run = if pass.exists() { run.env("KEYLOFT_PASSPHRASE_FILE", pass) } else { run };
        match &self.keyring {
            Some(keyring) => run.keyring(keyring),
            None => run,
        }
    }

    /// The vault in this process, unlocked as it can be.
    pub fn open(&self) -> Vault {
        let mut world = World::real("window");
        if let Some(keyring) = &self.keyring {
            let address = keyring.address();
            world.keychain = Arc::new(move |vault| Box::new(KeychainStore::on_bus(vault, address.clone())));
        }
        let mut vault = Vault::open(&Home::at(&self.home.vault()), &world).unwrap();
        match vault.kind() {
            StoreKind::Sealed => drop(vault.unlock_with_passphrase(&Secret::new(self.passphrase().into())).unwrap()),
            _ => drop(vault.unlock_with_keychain().unwrap()),
        }
        vault
    }

    /// What the vault says of itself by that name.
    pub fn meta(&self, name: &str) -> String {
        let conn = Connection::open(self.database()).unwrap();
        let value: Vec<u8> =
            conn.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).unwrap();
        String::from_utf8(value).unwrap()
    }

    /// Runs Keyloft to its end.
    pub fn run<A: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Output {
        self.keyloft(arguments).run()
    }

    /// Adds a key with these bytes.
    #[track_caller]
    pub fn add(&self, reference: &str, value: &[u8]) {
        self.keyloft(["add", reference, "--secret-stdin"]).input(value).run().done();
    }

    /// A key's bytes.
    #[track_caller]
    pub fn get(&self, reference: &str) -> Vec<u8> {
        self.run(["get", reference]).done().stdout
    }

    /// What `ls --json` says.
    #[track_caller]
    pub fn list(&self) -> serde_json::Value {
        serde_json::from_slice(&self.run(["ls", "--json"]).done().stdout).unwrap()
    }

    /// The vault's database.
    pub fn database(&self) -> PathBuf {
        self.home.vault().join("vault.db")
    }

    /// Every row of every table.
    pub fn dump(&self) -> BTreeMap<String, Vec<Vec<Value>>> {
        let conn = Connection::open(self.database()).unwrap();
        let tables: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let rows_of = |table: &str| {
            let mut statement = conn.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
            let columns = statement.column_count();
            let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
            let mut rows: Vec<Vec<Value>> = rows.map(Result::unwrap).collect();
            rows.sort_by_key(|row| format!("{row:?}"));
            rows
        };
        tables.into_iter().map(|table| (table.clone(), rows_of(&table))).collect()
    }

    /// After everything: `doctor --fix` mends what was left, then nothing is wrong, the record is whole, and nothing
    /// lies in the folder but the vault.
    #[track_caller]
    pub fn is_well(&self) {
        let mended = self.run(["doctor", "--fix"]);
        assert_eq!(mended.status, 0, "{}{}", mended.text(), mended.stderr);
        let told = self.run(["doctor", "--json"]).done();
        let complaints: Vec<serde_json::Value> = serde_json::from_slice(&told.stdout).unwrap();
        assert!(complaints.iter().all(|c| c["id"] == "not-on-path"), "{complaints:?}");
        self.run(["activity", "--verify"]).done();
        let conn = Connection::open(self.database()).unwrap();
        let integrity: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(integrity, "ok");
        drop(conn);
        assert_eq!(self.files(), ["vault.db"]);
    }

    /// The names in the vault's folder.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.home.vault()).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// True where Keyloft fell over instead of saying what is wrong.
pub fn panicked(output: &Output) -> bool {
    output.status == 101 || output.status >= 128 || output.stderr.contains("panicked")
}

/// A failure that says in one sentence what happened and what to do.
#[track_caller]
pub fn says_what_to_do(output: &Output) {
    assert!(!panicked(output), "{output:?}");
    let sentence = output.stderr.lines().last().unwrap_or_default();
    assert!(sentence.starts_with("Couldn't ") && sentence.contains(". "), "{sentence:?}");
}
