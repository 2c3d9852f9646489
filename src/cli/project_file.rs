//! The folder's `keyloft.toml`: which environment a command takes where none is named, once a person has allowed it.

use super::outcome::{Doing, Failure};
use super::prompt;
use super::session::Session;
use super::text::{count, tell};
use crate::model::{PROJECT_FILE, ProjectFile};
use crate::vault::{Allowed, FoundProjectFile, Vault};

/// What the nearest project file asks for; asks a person at a terminal about one that is new or changed.
///
/// # Errors
/// No file, one nobody allowed, one that names a protected environment.
pub fn here(session: &Session, vault: &mut Vault) -> Result<ProjectFile, Failure> {
    let found = find(None)?.ok_or_else(|| {
        Failure::usage(format!(
            "Couldn't choose an environment: none was named. Name PROJECT/ENVIRONMENT, or put a {PROJECT_FILE} that names \
             them into this folder."
        ))
    })?;
    let shown = found.path.display().to_string();
    vault.check_project_file(&found).doing("use", &shown)?;
    let allowed = vault.is_allowed(&found).doing("use", &shown)?;
    if allowed != Allowed::Yes {
        if !prompt::can_ask() {
            let why = match allowed {
                Allowed::Changed => "it was changed since it was allowed",
                _ => "nobody has allowed it yet",
            };
            return Err(Failure::plain(format!(
                "Couldn't use {shown}: {why}. Look at it with `keyloft project allow`."
            )));
        }
        if !ask(vault, &found, allowed)? {
            return Err(Failure::plain(""));
        }
        session.unlock(vault)?;
        vault.allow_project_file(&found).doing("allow", &shown)?;
    }
    Ok(found.file)
}

/// Whether there is a project file for this folder.
pub fn stands_here() -> Result<bool, Failure> {
    Ok(find(None)?.is_some())
}

/// `project allow`: shows what the file asks for; a yes is typed, here or as `--yes`.
pub fn allow(session: &Session, folder: Option<&std::path::Path>, yes: bool) -> Result<(), Failure> {
    let found = wanted(folder)?;
    let shown = found.path.display().to_string();
    let mut vault = session.existing()?;
    vault.check_project_file(&found).doing("allow", &shown)?;
    let allowed = vault.is_allowed(&found).doing("allow", &shown)?;
    if !yes {
        if !prompt::can_ask() {
            say(&vault, &found, allowed)?;
            return Err(Failure::plain(format!(
                "Couldn't allow {shown}: nobody can be asked here. Confirm it with --yes."
            )));
        }
        if !ask(&vault, &found, allowed)? {
            return Err(Failure::plain(""));
        }
    }
    session.unlock(&mut vault)?;
    vault.allow_project_file(&found).doing("allow", &shown)?;
    tell(&format!("Allowed {shown}, as it is now."));
    Ok(())
}

/// `project disallow`; the file itself may be gone or broken by now.
pub fn disallow(session: &Session, folder: Option<&std::path::Path>) -> Result<(), Failure> {
    let folder = folder.unwrap_or(std::path::Path::new("."));
    let path = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned()).join(PROJECT_FILE);
    let shown = path.display().to_string();
    let mut vault = session.unlocked()?;
    if vault.disallow_project_file(&path).doing("change", &shown)? {
        return Ok(());
    }
    Err(Failure::plain(format!("Couldn't take back {shown}: it was not allowed. Check the folder.")))
}

fn find(folder: Option<&std::path::Path>) -> Result<Option<FoundProjectFile>, Failure> {
    let folder = folder.unwrap_or(std::path::Path::new("."));
    FoundProjectFile::find(folder).doing("read", PROJECT_FILE)
}

fn wanted(folder: Option<&std::path::Path>) -> Result<FoundProjectFile, Failure> {
    find(folder)?.ok_or_else(|| {
        Failure::plain(format!(
            "Couldn't find a {PROJECT_FILE} here or in a folder above. Make one, or name its folder."
        ))
    })
}

fn ask(vault: &Vault, found: &FoundProjectFile, allowed: Allowed) -> Result<bool, Failure> {
    say(vault, found, allowed)?;
    Ok(prompt::yes("Allow it as it is now?"))
}

/// What the file asks for, in words.
fn say(vault: &Vault, found: &FoundProjectFile, allowed: Allowed) -> Result<(), Failure> {
    let variables = &found.file.variables;
    let place = vault.check_project_file(found).doing("read", PROJECT_FILE)?;
    let keys = vault.list().doing("read", "the vault")?;
    let keys = keys.keys.iter().filter(|key| *key.place() == place && !key.state.is_disabled()).count();
    let state = if allowed == Allowed::Changed { "was changed. It now" } else { "is new here. It" };
    tell(&format!("{} {state} has commands in its folder run with:", found.path.display()));
    tell(&format!("  {place} ({})", count(keys, "key", "keys")));
    if !variables.is_empty() {
        let names: Vec<&str> = variables.iter().map(crate::model::VariableName::as_str).collect();
        tell(&format!("  which has to hold {}", names.join(", ")));
    }
    Ok(())
}
