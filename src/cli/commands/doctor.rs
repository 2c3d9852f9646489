//! `doctor`.

use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::json;
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
            let (why, advice) = error.why_and_advice();
            complaints.push(Complaint {
                id: "store-unreachable",
                text: format!("The secrets can't be looked into: {why}"),
                advice: format!("{}.", advice.trim_end_matches('.')),
                mendable: false,
            });
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
