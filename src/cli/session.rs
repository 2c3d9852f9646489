//! Getting at the vault: found, made by the first write, unlocked by whatever is at hand.

use std::path::{Path, PathBuf};

use super::args::StoreArg;
use super::outcome::{Doing, Failure};
use super::prompt;
use super::text::tell;
use crate::fs::Home;
use crate::model::Secret;
use crate::store::{GivenUp, Kdf, PROMPT_DEADLINE, SecretStore, StoreError, StoreKind, VaultId, VaultKey};
use crate::vault::{Error, MakeWish, Vault, World};

/// The home and world of this run.
pub struct Session {
    home: Home,
    world: World,
}

impl Session {
    /// From the environment.
    pub fn new() -> Result<Self, Failure> {
        let named = std::env::var_os("KEYLOFT_HOME").map(PathBuf::from);
        let home = Home::locate(named.as_deref()).map_err(Error::from).doing("find", "the vault's folder")?;
        Ok(Self { home, world: World::real("command line") })
    }

    /// The home.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// The vault for reading facts; none where there is no vault. Makes nothing, unlocks nothing.
    pub fn read(&self) -> Result<Option<Vault>, Failure> {
        match Vault::open(&self.home, &self.world) {
            Ok(vault) => Ok(Some(vault)),
            Err(Error::NoVault) => Ok(None),
            Err(other) => Err(Failure::of("open", "the vault", &other)),
        }
    }

    /// The vault that has to be there, still locked.
    pub fn existing(&self) -> Result<Vault, Failure> {
        Vault::open(&self.home, &self.world).doing("open", "the vault")
    }

    /// The vault that has to be there, unlocked.
    pub fn unlocked(&self) -> Result<Vault, Failure> {
        let mut vault = self.existing()?;
        self.unlock(&mut vault)?;
        Ok(vault)
    }

    /// The vault for a change: made where it is missing.
    pub fn for_change(&self) -> Result<Vault, Failure> {
        if self.home.has_vault() { self.unlocked() } else { self.make(None, None) }
    }

    /// Unlocks: a helper that holds the key first; then the keychain, or the passphrase from its file or the terminal.
    pub fn unlock(&self, vault: &mut Vault) -> Result<(), Failure> {
        if vault.is_open() {
            return Ok(());
        }
        self.unlock_with_anything(vault)
    }

    /// True where something that could open a sealed vault is at hand: a helper, a passphrase's file, a person.
    pub fn can_unlock(&self, vault: &Vault) -> bool {
        vault.held_for().is_some()
            || prompt::can_ask()
            || std::env::var_os("KEYLOFT_PASSPHRASE_FILE").is_some_and(|path| !path.is_empty())
    }

    /// Unlocks and gives the vault key, for `unlock` to hand to a helper. The keychain may ask the user.
    pub fn unlock_for_helper(&self, vault: &mut Vault) -> Result<VaultKey, Failure> {
        if vault.kind() == StoreKind::Keychain {
            let key = match vault.unlock_with_keychain() {
                Err(Error::Store(StoreError::Locked { store })) => {
                    tell(&format!("{store} may ask you to let Keyloft in. Answer it there."));
                    vault.unlock_keychain_with_prompt(PROMPT_DEADLINE)
                }
                other => other,
            };
            return match key {
                // It was just asked.
                Err(Error::Store(StoreError::Locked { .. })) => key.doing_where_it_is("unlock", "the vault"),
                key => key.doing("unlock", "the vault"),
            };
        }
        let passphrase = self.passphrase("Passphrase: ")?;
        vault.unlock_with_passphrase(&passphrase).doing("unlock", "the vault")
    }

    fn unlock_with_anything(&self, vault: &mut Vault) -> Result<(), Failure> {
        if vault.unlock_with_helper().doing("unlock", "the vault")? {
            // It holds the key.
        } else if vault.kind() == StoreKind::Sealed {
            let passphrase = passphrase_at_hand("Passphrase: ")?;
            let passphrase = passphrase.ok_or_else(|| Failure::of("unlock", "the vault", &Error::Locked))?;
            vault.unlock_with_passphrase(&passphrase).doing("unlock", "the vault")?;
        } else {
            vault.unlock_with_keychain().doing("unlock", "the vault")?;
        }
        // What was begun before a crash is finished now; where that is not to be had, the command itself says so.
        for done in vault.recover().unwrap_or_default() {
            tell(&format!("{}: {} after an interruption", done.reference, done.what));
        }
        for file in vault.delete_due_files().unwrap_or_default() {
            let path = file.path.display();
            match file.gone {
                true => tell(&format!("{path} was deleted: its time was over.")),
                false => {
                    tell(&format!("{path} was kept although its time is over: it was changed after it was written."));
                }
            }
        }
        Ok(())
    }

    /// The passphrase itself, whatever a helper holds: from its file, else asked for.
    pub fn passphrase(&self, question: &str) -> Result<Secret, Failure> {
        passphrase_at_hand(question)?.ok_or_else(|| {
            Failure::access(match prompt::can_ask() {
                true => "Couldn't unlock the vault: no passphrase was typed. Try again.".to_owned(),
                false => format!("Couldn't unlock the vault: its passphrase can't be asked for here. {ELSEWHERE}"),
            })
        })
    }

    /// Makes the vault with the store that was named, or the one that is to be had.
    pub fn make(&self, store: Option<StoreArg>, kdf: Option<Kdf>) -> Result<Vault, Failure> {
        let store = match store {
            Some(store) => Some(store),
            None => store_from_environment()?,
        };
        if self.home.has_vault() {
            return Err(Failure::of("make", "a vault", &Error::VaultExists(self.home.path().to_owned())));
        }
        let wish = match store {
            Some(StoreArg::Keychain) => self.keychain_wish()?,
            Some(StoreArg::Sealed) => self.sealed_wish(kdf, None)?,
            None => self.whatever_is_to_be_had(kdf)?,
        };
        let vault = Vault::make(&self.home, &self.world, wish).map_err(|error| Failure::not_made(&error))?;
        tell(&format!(
            "Made a vault in {}. Secrets are kept in {}. Names, plain values, owners, scopes, dates, paths and activity are \
             readable on this disk.",
            self.home.path().display(),
            vault.store_title()
        ));
        Ok(vault)
    }

    fn whatever_is_to_be_had(&self, kdf: Option<Kdf>) -> Result<MakeWish, Failure> {
        let mut keychain = (self.world.keychain)(VaultId([0; 16]));
        match keychain.probe(self.world.deadline) {
            Ok(()) => Ok(MakeWish::Keychain),
            // Only a keychain that surely is not there is passed over; one that is locked or slow is named.
            Err(StoreError::Absent { reason }) => {
                self.sealed_wish(kdf, Some(format!("no keychain answers on this computer ({reason})")))
            }
            Err(StoreError::Unmade { store }) if can_prompt() && passphrase_file()?.is_none() => {
                first_keyring(keychain.as_mut(), &store)
            }
            Err(StoreError::Locked { store }) if can_prompt() => locked_keyring(keychain.as_mut(), &store),
            Err(unmade @ StoreError::Unmade { .. }) => self.sealed_wish(kdf, Some(unmade.to_string())),
            Err(lacking @ StoreError::Lacking { .. }) if passphrase_file()?.is_some() => {
                self.sealed_wish(kdf, Some(lacking.to_string()))
            }
            Err(other) => Err(Failure::not_made(&Error::Store(other))),
        }
    }

    /// The keychain, by name: where it has no keyring yet, it is asked to make its first one.
    fn keychain_wish(&self) -> Result<MakeWish, Failure> {
        let mut keychain = (self.world.keychain)(VaultId([0; 16]));
        match keychain.probe(self.world.deadline) {
            Err(StoreError::Unmade { store }) if can_prompt() => first_keyring(keychain.as_mut(), &store),
            Err(StoreError::Locked { store }) if can_prompt() => locked_keyring(keychain.as_mut(), &store),
            // What else is wrong with it is said by making the vault.
            _ => Ok(MakeWish::Keychain),
        }
    }

    /// `no_keychain`: why there is no keychain to be had; none where a passphrase was asked for by name.
    fn sealed_wish(&self, kdf: Option<Kdf>, no_keychain: Option<String>) -> Result<MakeWish, Failure> {
        let passphrase = match passphrase_file()? {
            Some(passphrase) => Some(passphrase),
            None => prompt::new_passphrase("A passphrase for the new vault: ")
                .map_err(|why| Failure::plain(format!("Couldn't make a vault: {why}. Try again.")))?,
        };
        match (passphrase, no_keychain) {
            (Some(passphrase), _) => Ok(MakeWish::Sealed { passphrase, kdf }),
            (None, Some(reason)) => Err(Failure::of("make", "a vault", &Error::NoStore { reason })),
            (None, None) if prompt::can_ask() => {
                Err(Failure::access("Couldn't make a vault: no passphrase was typed. Try again."))
            }
            (None, None) => Err(Failure::access(format!(
                "Couldn't make a vault: a passphrase is needed and can't be asked for here. {ELSEWHERE}"
            ))),
        }
    }
}

/// Whether a keychain could ask its user something: on a desktop, not in a terminal from elsewhere.
fn can_prompt() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|display| !display.is_empty()))
}

/// Has the keychain ask its user to open it for a first vault: there is none yet that `keyloft unlock` could open.
fn locked_keyring(keychain: &mut dyn SecretStore, store: &str) -> Result<MakeWish, Failure> {
    tell(&format!("{store} is locked. It asks you to unlock it."));
    let opened = keychain.make_ready(PROMPT_DEADLINE, &GivenUp::default());
    opened.map(|()| MakeWish::Keychain).map_err(|error| Failure::not_made(&Error::Store(error)))
}

/// Has the keychain ask its user for the password of a first keyring, as the window does.
fn first_keyring(keychain: &mut dyn SecretStore, store: &str) -> Result<MakeWish, Failure> {
    tell(&format!("{store} has no keyring yet. It asks for a password of your choice for its first one."));
    match keychain.make_ready(PROMPT_DEADLINE, &GivenUp::default()) {
        Ok(()) => Ok(MakeWish::Keychain),
        Err(StoreError::Denied { .. } | StoreError::Unanswered { .. }) => {
            let reason = format!("{store} got no password for its first keyring, and asks again with the next try");
            Err(Failure::of("make", "a vault", &Error::NoStore { reason }))
        }
        Err(other) => Err(Failure::not_made(&Error::Store(other))),
    }
}

/// Says that a use could not be noted, where the vault can't be written.
pub fn tell_unnoted(vault: &Vault) {
    if let Some(error) = vault.take_unnoted() {
        tell(&error.sentence("note", "the use"));
    }
}

fn store_from_environment() -> Result<Option<StoreArg>, Failure> {
    let Some(named) = std::env::var_os("KEYLOFT_STORE") else { return Ok(None) };
    match named.to_str() {
        Some("keychain") => Ok(Some(StoreArg::Keychain)),
        Some("sealed") => Ok(Some(StoreArg::Sealed)),
        Some("") => Ok(None),
        // Bytes that are no text are no wish for whatever is to be had, either.
        _ => Err(Failure::usage(format!(
            "Couldn't make a vault: KEYLOFT_STORE is {}. Set it to keychain or sealed.",
            named.display()
        ))),
    }
}

/// From its file, else asked for; none where nobody can be asked or answers.
fn passphrase_at_hand(question: &str) -> Result<Option<Secret>, Failure> {
    Ok(match passphrase_file()? {
        Some(passphrase) => Some(passphrase),
        None => prompt::hidden(question),
    })
}

/// How a passphrase is given where there is no terminal to ask on.
const ELSEWHERE: &str = "Run this in a terminal, or name a file with it in KEYLOFT_PASSPHRASE_FILE.";

/// The first line of the file that `KEYLOFT_PASSPHRASE_FILE` names, without its line break.
pub fn passphrase_file() -> Result<Option<Secret>, Failure> {
    let Some(path) = std::env::var_os("KEYLOFT_PASSPHRASE_FILE").filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    read_first_line(Path::new(&path)).map(Some).map_err(|e| {
        Failure::access(format!(
            "Couldn't read the passphrase from {}: {}. Check KEYLOFT_PASSPHRASE_FILE.",
            Path::new(&path).display(),
            crate::fs::plain_reason(&e)
        ))
    })
}

/// A file's first line, without its line break.
pub fn read_first_line(path: &Path) -> std::io::Result<Secret> {
    use std::io::Read;
    use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
    // A pipe that the shell hands over (`<(…)`) has a writer; one that somebody made is waited for, for ever.
    let handed_over = path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    let flags = if handed_over { rustix::fs::OFlags::empty() } else { rustix::fs::OFlags::NONBLOCK };
    let file = std::fs::OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(path)?;
    let kind = file.metadata()?.file_type();
    if !(kind.is_file() || handed_over && kind.is_fifo()) {
        return Err(std::io::Error::other("it is no regular file"));
    }
    // A passphrase is short.
    let mut bytes = Vec::with_capacity(4096);
    file.take(4096).read_to_end(&mut bytes)?;
    let whole = Secret::new(bytes);
    // Opened to find its line's end.
    let line = whole.expose().split(|b| *b == b'\n').next().unwrap_or_default();
    Ok(Secret::new(line.strip_suffix(b"\r").unwrap_or(line).to_vec()))
}
