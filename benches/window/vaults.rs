//! Sealed vaults of made-up keys.

use std::fmt::Write;
use std::path::PathBuf;

use keyloft::model::{OsRandom, Random};

use crate::harness::{TempHome, keyloft};

const STEMS: [&str; 8] = ["STRIPE", "OPENAI", "SENTRY", "TWILIO", "GITHUB", "MAPBOX", "ALGOLIA", "SENDGRID"];
const ENVIRONMENTS: [&str; 4] = ["development", "staging", "preview", "production"];

/// A vault under a passphrase.
pub struct Sealed {
    pub home: TempHome,
    phrase: PathBuf,
}

/// So many random bytes, as hex digits.
pub fn hex(bytes: usize) -> String {
    let mut random = vec![0; bytes];
    OsRandom.fill(&mut random);
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Sealed {
    /// With so many keys, 1,000 of them in each environment and 4,000 in each project.
    pub fn new(keys: usize) -> Self {
        let home = TempHome::new();
        let phrase = home.path().join("phrase");
        std::fs::write(&phrase, hex(12)).unwrap();
        std::fs::set_permissions(&phrase, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let vault = Self { home, phrase };
        vault.line(&["init", "--store", "sealed", "--kdf", "19,2,1"]);
        // Commands find it unlocked; and so does the window.
        vault.unlock();
        let file = vault.home.path().join("many.env");
        for (number, from) in (0..keys).step_by(1_000).enumerate() {
            let text = (from..keys.min(from + 1_000)).fold(String::new(), |mut text, at| {
                let _ = writeln!(text, "{}_SERVICE_{at:06}_API_KEY={}", STEMS[at % STEMS.len()], hex(20));
                text
            });
            std::fs::write(&file, text).unwrap();
            let place = format!("project {:02}/{}", number / ENVIRONMENTS.len(), ENVIRONMENTS[number % 4]);
            vault.line(&["import", file.to_str().unwrap(), "--into", &place]);
        }
        vault
    }

    fn line(&self, args: &[&str]) {
        keyloft(&self.home).env("KEYLOFT_PASSPHRASE_FILE", &self.phrase).args(args).run().done();
    }

    /// A helper holds its key from now on, and the window opens with its names.
    pub fn unlock(&self) {
        self.line(&["unlock", "--for", "2h"]);
    }

    /// The window asks for the passphrase.
    pub fn lock(&self) {
        self.line(&["lock"]);
    }
}

impl Drop for Sealed {
    fn drop(&mut self) {
        // No helper outlives its home.
        keyloft(&self.home).arg("lock").run();
    }
}
