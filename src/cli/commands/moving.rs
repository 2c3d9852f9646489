//! `move-to`, `passphrase`.

use std::path::Path;
use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::args::{MoveTo, NewPassphrase, StoreArg};
use crate::cli::bar::Bar;
use crate::cli::prompt;
use crate::cli::session::{passphrase_file, read_first_line};
use crate::cli::text::{count, tell};
use crate::detect;
use crate::model::Secret;
use crate::store::StoreKind;
use crate::vault::MoveStep;

/// Under so many bits a passphrase is soon guessed, whatever a try costs.
const SOON_GUESSED_BITS: f64 = 48.0;

/// Moves every secret into the other store.
pub fn move_to(session: &Session, wish: &MoveTo) -> Result<ExitCode, Failure> {
    const WHAT: &str = "move the secrets to";
    let (to, there) = match wish.to {
        StoreArg::Sealed => ("Keyloft's own vault", StoreKind::Sealed),
        StoreArg::Keychain => ("the keychain", StoreKind::Keychain),
    };
    let mut vault = session.existing()?;
    if vault.kind() == there {
        return Err(Failure::plain(format!("Couldn't {WHAT} {to}: they are there already. There is nothing to do.")));
    }
    let bar = Bar::new("Copying");
    let mut watch = |step, done, all| {
        bar.says(match step {
            MoveStep::Copying => "Copying",
            MoveStep::Clearing => "Taking the old ones away",
        });
        bar.at(done, all);
        true
    };
    let moved = match wish.to {
        StoreArg::Sealed => {
            session.unlock(&mut vault)?;
            let passphrase = match (&wish.new.new_passphrase_file, passphrase_file()?) {
                (None, Some(passphrase)) => passphrase,
                _ => new_passphrase(&wish.new, "move the secrets")?,
            };
            let moved = vault.move_to_sealed(&passphrase, wish.new.kdf, &mut watch).doing(WHAT, to)?;
            say_strength(&passphrase);
            moved
        }
        StoreArg::Keychain => {
            let passphrase = session.passphrase("Passphrase: ")?;
            vault.unlock_with_passphrase(&passphrase).doing("unlock", "the vault")?;
            vault.move_to_keychain(&passphrase, &mut watch).doing_where_it_is(WHAT, to)?
        }
    };
    drop(bar);
    let opens = match wish.to {
        StoreArg::Sealed => "From now on the passphrase opens the vault; nobody can recover it.",
        StoreArg::Keychain => "From now on no passphrase is needed: whoever is logged in opens the vault.",
    };
    let values = count(moved.values, "value", "values");
    tell(&format!("Moved {values} to {}. {opens}", vault.store_title()));
    if moved.left > 0 {
        let items = count(moved.left, "old item", "old items");
        tell(&format!(
            "{items} could not be taken out of the keychain now. The next command tries again, and `keyloft doctor` says \
             when all are gone."
        ));
    }
    if moved.strays > 0 {
        let secrets = count(moved.strays, "secret that no key names stays", "secrets that no key names stay");
        tell(&format!(
            "{secrets} in the keychain, as nothing could be made of what lies there. Look in the keychain's own program \
             for items that begin with Keyloft:, and delete there what nobody needs. `keyloft doctor` says when all are \
             gone."
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Has another passphrase open the vault.
pub fn passphrase(session: &Session, new: &NewPassphrase) -> Result<ExitCode, Failure> {
    let mut vault = session.existing()?;
    if vault.kind() != StoreKind::Sealed {
        return Err(Failure::plain(
            "Couldn't change the passphrase: this vault has none, as its secrets lie in the keychain. `keyloft move-to \
             sealed` gives it one.",
        ));
    }
    let old = session.passphrase("The old passphrase: ")?;
    vault.unlock_with_passphrase(&old).doing("unlock", "the vault")?;
    let passphrase = new_passphrase(new, "change the passphrase")?;
    vault.change_passphrase(&old, &passphrase, new.kdf).doing("change", "the passphrase")?;
    say_strength(&passphrase);
    tell(
        "Changed the passphrase. Copies of the vault's file made before now still open with the old one: if somebody \
         knows it, delete them and rotate the keys.",
    );
    Ok(ExitCode::SUCCESS)
}

/// From its file, else asked for twice.
fn new_passphrase(new: &NewPassphrase, what: &str) -> Result<Secret, Failure> {
    if let Some(path) = &new.new_passphrase_file {
        return from_file(path);
    }
    let asked = prompt::new_passphrase("The new passphrase: ");
    let asked = asked.map_err(|why| Failure::plain(format!("Couldn't {what}: {why}. Try again.")))?;
    asked.ok_or_else(|| {
        Failure::usage(format!(
            "Couldn't {what}: a new passphrase is needed and nobody can be asked. Name a file with \
             --new-passphrase-file."
        ))
    })
}

fn from_file(path: &Path) -> Result<Secret, Failure> {
    read_first_line(path).map_err(|error| {
        let why = crate::fs::plain_reason(&error);
        Failure::plain(format!("Couldn't read the new passphrase from {}: {why}. Check the path.", path.display()))
    })
}

/// A weak one is a person's choice, and told.
fn say_strength(passphrase: &Secret) {
    // Opened to be estimated.
    let bits = detect::strength_bits(passphrase.expose());
    if bits < SOON_GUESSED_BITS {
        tell(&format!("That passphrase is easy to guess (about {} bits). A longer one protects better.", bits.floor()));
    }
}
