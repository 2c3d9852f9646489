//! How a command ends when it does not do what was asked: one sentence and an exit code.

use std::process::ExitCode;

use super::text::tell;
use crate::store::StoreError;
use crate::vault::Error;

/// A command's failure.
#[derive(Debug)]
pub struct Failure {
    sentence: String,
    code: u8,
}

impl Failure {
    /// A verb's error: "Couldn't <what> <which>: why. What to do." Exit code 4 where the vault can't be had, else 1.
    pub fn of(what: &str, which: impl std::fmt::Display, error: &Error) -> Self {
        match with_a_vault(error) {
            Some((why, advice)) => Self::access(format!("Couldn't {what} {which}: {why}. {advice}.")),
            None => Self::where_it_is(what, which, error),
        }
    }

    /// The same where no command unlocks that keychain: the vault is not in it yet, or it was just asked.
    pub fn where_it_is(what: &str, which: impl std::fmt::Display, error: &Error) -> Self {
        let code = if error.is_access() { 4 } else { 1 };
        Self { sentence: error.sentence(what, &which.to_string()), code }
    }

    /// There is no vault yet, and none was made.
    pub fn not_made(error: &Error) -> Self {
        match error {
            Error::Store(StoreError::Lacking { lack, .. }) => Self::access(format!(
                "Couldn't make a vault: {}. {}, or use a passphrase instead: `keyloft init --store sealed`.",
                lack.why(),
                lack.advice()
            )),
            _ => Self::where_it_is("make", "a vault", error),
        }
    }

    /// Wrong usage (exit code 2).
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 2 }
    }

    /// The vault can't be had (exit code 4).
    pub fn access(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 4 }
    }

    /// Something else that failed (exit code 1).
    pub fn plain(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 1 }
    }

    /// Nothing more to say: the command has said it.
    pub fn silent(code: u8) -> Self {
        Self { sentence: String::new(), code }
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(self) -> ExitCode {
        if !self.sentence.is_empty() {
            tell(&self.sentence);
        }
        ExitCode::from(self.code)
    }
}

/// Why a vault's keychain can't be had, and what brings it back, where a vault makes a difference. A locked one is the vault's
/// own, which one command alone has ask.
pub fn with_a_vault(error: &Error) -> Option<(String, &'static str)> {
    match (error, error.way_back()) {
        (Error::Store(locked @ StoreError::Locked { .. }), _) => {
            Some((locked.to_string(), "Run `keyloft unlock`, then try again"))
        }
        (Error::Store(gone), Some(way)) => Some((gone.to_string(), way)),
        _ => None,
    }
}

/// Names what was being done, for the sentence.
pub trait Doing<T> {
    /// "Couldn't `what` `which`: …"
    fn doing(self, what: &str, which: impl std::fmt::Display) -> Result<T, Failure>;

    /// The same by [`Failure::where_it_is`].
    fn doing_where_it_is(self, what: &str, which: impl std::fmt::Display) -> Result<T, Failure>;
}

impl<T> Doing<T> for Result<T, Error> {
    fn doing(self, what: &str, which: impl std::fmt::Display) -> Result<T, Failure> {
        self.map_err(|error| Failure::of(what, which, &error))
    }

    fn doing_where_it_is(self, what: &str, which: impl std::fmt::Display) -> Result<T, Failure> {
        self.map_err(|error| Failure::where_it_is(what, which, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Lack;

    #[test]
    fn nobody_with_a_vault_is_told_to_make_another() {
        let unmade = |store: &str| StoreError::Unmade { store: store.into() };
        for (gone, way) in [
            (StoreError::Absent { reason: "none".into() }, "Start the keychain that holds this vault's secrets"),
            (unmade("KeePassXC"), "Open your database in KeePassXC"),
            (unmade("GNOME Keyring"), "This vault's secrets lie in another keyring or keychain"),
        ] {
            let said = Failure::of("get", "shop/dev/A", &Error::Store(gone));
            assert!(said.sentence.contains(way) && !said.sentence.contains("sealed"), "{}", said.sentence);
            assert_eq!(said.code, 4);
        }
    }

    #[test]
    fn a_first_vault_needs_no_keychain_that_lacks_something() {
        for lack in [Lack::Interface, Lack::Encryption] {
            let said = Failure::not_made(&Error::Store(StoreError::Lacking { store: "KWallet".into(), lack }));
            let or = "then try again, or use a passphrase instead: `keyloft init --store sealed`.";
            assert!(said.sentence.starts_with("Couldn't make a vault: KWallet "), "{}", said.sentence);
            assert!(said.sentence.contains(lack.advice()) && said.sentence.ends_with(or), "{}", said.sentence);
            assert_eq!(said.code, 4);
        }
    }
}
