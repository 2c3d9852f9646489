//! What a person at the terminal says yes to before a file is written: each for itself.

use std::path::Path;

use super::outcome::{Doing, Failure};
use super::prompt;
use crate::git::{Standing, standing};
use crate::model::{EnvRef, VariableName};
use crate::vault::{Consent, Dangerous, FileState, Vault};

/// The consent to write a file: to all of it by `--force`; at a terminal each thing that it wants is asked for. Where nobody
/// can be asked, the vault refuses what is missing.
pub fn to_write(vault: &Vault, path: &Path, force: bool) -> Result<Consent, Failure> {
    let mut consent = Consent::typed(force);
    if force || !prompt::can_ask_aloud() {
        return Ok(consent);
    }
    let shown = path.display();
    if matches!(vault.file_state(path), Ok(FileState::Stands)) {
        consent.replace = prompt::yes(&format!("Keyloft did not write {shown} as it is now. Replace it?"));
        if !consent.replace {
            return Err(Failure::plain(""));
        }
    }
    let publishes = match standing(path) {
        Standing::Tracked => {
            format!("git tracks {shown}: the next commit would put its secrets into the history.")
        }
        Standing::Unsure(why) => format!("Whether git tracks {shown} can't be told: {why}."),
        Standing::Outside | Standing::Ignored | Standing::Open { .. } => return Ok(consent),
    };
    consent.tracked = prompt::typed_yes(&format!("{publishes} Type yes to write it: "));
    if !consent.tracked {
        return Err(Failure::plain(""));
    }
    Ok(consent)
}

/// The consent to export: what the file wants, and names that change how programs run, also on standard output.
pub fn to_export(
    vault: &Vault,
    place: &EnvRef,
    only: &[VariableName],
    path: Option<&Path>,
    force: bool,
) -> Result<Consent, Failure> {
    let mut consent = match path {
        Some(path) => to_write(vault, path, force)?,
        None => Consent::typed(force),
    };
    if force || !prompt::can_ask_aloud() {
        return Ok(consent);
    }
    let names = vault.dangerous_to_export(place, only).doing("export", place)?;
    if !names.is_empty() {
        let asked = format!("{} can change how programs run. Type yes to export that: ", names.join(", "));
        if !prompt::typed_yes(&asked) {
            return Err(Failure::plain(""));
        }
        consent.dangerous = Dangerous::These(names);
    }
    Ok(consent)
}
