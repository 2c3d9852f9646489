//! `doctor`.

use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::json;
use crate::cli::outcome::with_a_vault;
use crate::cli::text::{say, tell};
use crate::vault::{Complaint, Error};

pub fn doctor(session: &Session, fix: bool, as_json: bool) -> Result<ExitCode, Failure> {
    let mut complaints = Vec::new();
    if let Some(complaint) = about_path() {
        complaints.push(complaint);
    }
    if session.home().has_vault() {
        look_at_vault(session, fix, &mut complaints)?;
    } else {
        tell("There is no vault yet. The first key makes one.");
    }
    if as_json {
        json::print_list(complaints.iter().map(json::complaint))?;
    } else {
        for complaint in &complaints {
            say(&format!("{}. {}", complaint.text, complaint.advice))?;
        }
        if complaints.is_empty() {
            say("All is well.")?;
        }
    }
    // What is only worth knowing is no failure.
    let wrong = complaints.iter().any(|complaint| complaint.id != "not-on-path" && complaint.id != "not-looked-into");
    Ok(if wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn look_at_vault(session: &Session, fix: bool, complaints: &mut Vec<Complaint>) -> Result<(), Failure> {
    let mut vault = session.existing()?;
    if fix {
        let copied = vault.examine_file().doing("examine", "the vault")?.iter().any(|c| c.id == "copied-home");
        if !copied {
            session.unlock(&mut vault)?;
        }
        for mended in vault.mend().doing("mend", "the vault")? {
            tell(&mended.text);
        }
    }
    complaints.extend(vault.examine_file().doing("examine", "the vault")?);
    if !vault.is_open() && !unlock_quietly(session, &mut vault, complaints)? {
        return Ok(());
    }
    complaints.extend(vault.examine_store().doing("look into", vault.store_title())?);
    Ok(())
}

/// Opens the vault; else says that the store was not looked into. A wrong passphrase is an error.
fn unlock_quietly(
    session: &Session,
    vault: &mut crate::vault::Vault,
    complaints: &mut Vec<Complaint>,
) -> Result<bool, Failure> {
    use crate::store::StoreKind;
    let opened = match vault.kind() {
        StoreKind::Keychain => match vault.unlock_with_helper() {
            Ok(true) => Ok(()),
            _ => vault.unlock_with_keychain().map(drop),
        },
        StoreKind::Sealed | StoreKind::Memory if session.can_unlock(vault) => {
            session.unlock(vault)?;
            Ok(())
        }
        StoreKind::Sealed | StoreKind::Memory => Err(Error::Locked),
    };
    match opened {
        Ok(()) => Ok(true),
        Err(Error::Locked) => {
            complaints.push(Complaint {
                id: "not-looked-into",
                text: "The vault is locked; its secrets were not looked into".into(),
                advice: "Run `keyloft unlock` first.".into(),
                mendable: false,
            });
            Ok(false)
        }
        Err(error) => {
            complaints.push(unreachable(&error));
            Ok(false)
        }
    }
}

fn about_path() -> Option<Complaint> {
    let program = std::env::current_exe().ok()?;
    let paths = std::env::var_os("PATH")?;
    let name = program.file_name()?;
    let found = std::env::split_paths(&paths).any(|folder| folder.join(name).is_file());
    (!found).then(|| Complaint {
        id: "not-on-path",
        text: "keyloft is not on PATH".into(),
        advice: format!(
            "Add {} to it, so that scripts and hooks find it.",
            program.parent().map_or_else(String::new, |p| p.display().to_string())
        ),
        mendable: false,
    })
}

/// The keychain is in the way.
fn unreachable(error: &Error) -> Complaint {
    let said = with_a_vault(error).map(|(why, advice)| (why, advice.to_owned()));
    let (why, advice) = said.unwrap_or_else(|| error.why_and_advice());
    Complaint {
        id: "store-unreachable",
        text: format!("The secrets can't be looked into: {why}"),
        advice: format!("{}.", advice.trim_end_matches('.')),
        mendable: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreError;

    #[test]
    fn whoever_has_a_vault_reads_how_its_keychain_comes_back() {
        let store = || "KWallet".to_owned();
        for (error, text, advice) in [
            (
                StoreError::Absent { reason: "none".into() },
                "no keychain answers on this computer (none)",
                "Start the keychain that holds this vault's secrets, or log in to it, then try again.",
            ),
            (
                StoreError::Unmade { store: store() },
                "KWallet has no default keyring yet",
                "This vault's secrets lie in another keyring or keychain. Start that one, or end the one that answers in its place.",
            ),
            (StoreError::Locked { store: store() }, "KWallet is locked", "Run `keyloft unlock`, then try again."),
            (StoreError::Denied { store: store() }, "KWallet refused access", "Allow it, then try again."),
        ] {
            let said = unreachable(&Error::Store(error));
            assert_eq!(said.text, format!("The secrets can't be looked into: {text}"));
            assert_eq!(said.advice, advice);
        }
    }
}
