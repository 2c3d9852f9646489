//! `run`: a command with an environment's variables, and without a file.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::{Doing, Failure, Session, tell_unnoted};
use crate::child::{self, Job};
use crate::cli::args::Run;
use crate::cli::project_file;
use crate::cli::text::tell;
use crate::envfile::{self, Dialect, MAX_FILE};
use crate::fs::read_regular;
use crate::mask::Masks;
use crate::model::{EnvRef, KeyRef, Secret, VariableName};
use crate::runtime::core_limit_before;
use crate::vault::{Error, RunFiles, RunSet, RunVariable, RunWish, Vault};

/// What Keyloft alone reads: a command would only hand it on to others.
const WITHOUT: [&str; 1] = ["KEYLOFT_PASSPHRASE_FILE"];
/// How a reference begins.
const REFERENCE: &str = "keyloft://";
/// Programs whose first word says what they do; it is a name in a file of the project, no argument.
const RUNNERS: [&str; 5] = ["npm", "pnpm", "yarn", "make", "just"];

pub fn run(session: &Session, arguments: Run) -> Result<ExitCode, Failure> {
    let Run { place, env_from, no_mask, command } = arguments;
    let Some((program, rest)) = command.split_first() else {
        return Err(Failure::usage("Name the command behind --."));
    };
    let references = references_in_environment()?;
    let mut wanted = env_from.as_deref().map(names_in).transpose()?.unwrap_or_default();
    let mut vault = session.existing()?;
    let place = place_of(session, &mut vault, place, !references.is_empty(), &mut wanted)?;
    session.unlock(&mut vault)?;
    let by = told_name(program, rest);
    let keys: Vec<KeyRef> = references.iter().map(|(_, reference)| reference.clone()).collect();
    let wish = RunWish { place, references: keys, wanted, program: by.clone() };
    let mut set = vault.prepare_run(&wish).map_err(|wrong| {
        let (reference, error) = *wrong;
        let of_place = || wish.place.as_ref().map(EnvRef::to_string);
        let with = reference.map(|reference| reference.to_string()).or_else(of_place);
        Failure::of("run", with.map_or_else(|| by.clone(), |with| format!("{by} with {with}")), &error)
    })?;
    let resolved = std::mem::take(&mut set.referenced);
    for name in &set.expired {
        tell(&format!("{name} has expired."));
    }
    let named: Vec<&str> = references.iter().filter_map(|(name, _)| name.to_str()).collect();
    let masks = (!no_mask).then(|| masks_of(&set, &named, &resolved));
    let uses = set.uses;
    let (variables, files) = environment_of(set.variables, references, resolved)?;
    let job = Job {
        program,
        arguments: rest,
        variables: &variables,
        without: &WITHOUT,
        masks,
        core_limit: core_limit_before(),
    };
    if let Err(refused) = child::look(&job) {
        return Ok(ExitCode::from(refused.exit_code()));
    }
    vault.note_uses(&uses).doing("run", &by)?;
    tell_unnoted(&vault);
    // Everything is here: from now on nothing of the vault is needed, and nothing of it is kept.
    vault.leave();
    let ended = child::run(&job);
    drop(files);
    match ended {
        Ok(ended) => Ok(ExitCode::from(ended.exit_code())),
        Err(error) => Err(Failure::plain(format!("Couldn't run {by}: {error}. Try again."))),
    }
}

/// The environment: the one that is named, else the folder's `keyloft.toml`'s, whose variables are wanted too. None where
/// only references in the environment ask for keys.
fn place_of(
    session: &Session,
    vault: &mut Vault,
    named: Option<EnvRef>,
    has_references: bool,
    wanted: &mut Vec<VariableName>,
) -> Result<Option<EnvRef>, Failure> {
    if named.is_some() {
        return Ok(named);
    }
    if has_references && !project_file::stands_here()? {
        return Ok(None);
    }
    let file = project_file::here(session, vault)?;
    wanted.extend(file.variables);
    Ok(Some(file.place))
}

/// `NAME=keyloft://…` in our own environment. A value that begins so and is no reference stops the start: the command would
/// take it for its secret.
fn references_in_environment() -> Result<Vec<(OsString, KeyRef)>, Failure> {
    let mut references = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Some(text) = value.to_str().filter(|text| text.starts_with(REFERENCE)) else { continue };
        let reference = KeyRef::parse(text).map_err(|error| {
            Failure::plain(format!("Couldn't read the reference in {}: {error}. Check it.", name.to_string_lossy()))
        })?;
        references.push((name, reference));
    }
    Ok(references)
}

/// The variables that a file like `.env.example` names; its values don't count.
fn names_in(path: &Path) -> Result<Vec<VariableName>, Failure> {
    let text = read_regular(path, MAX_FILE as u64).map_err(Error::from).doing("read", path.display())?;
    // Opened for its names; such a file holds no secret.
    let parsed = envfile::read(text.expose(), Dialect::Auto)
        .map_err(|error| Failure::plain(format!("Couldn't read {}: {error}.", path.display())))?;
    if let Some(problem) = parsed.problems.first() {
        let more = parsed.problems.len() - 1;
        let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        tell(&format!("{}: line {} names no variable{more}.", path.display(), problem.line));
    }
    Ok(parsed.entries.into_iter().map(|entry| entry.name).collect())
}

/// "npm run dev", "make build", "node": never an argument.
fn told_name(program: &OsStr, rest: &[OsString]) -> String {
    let name = Path::new(program).file_name().unwrap_or(program).to_string_lossy().into_owned();
    if !RUNNERS.contains(&name.as_str()) {
        return name;
    }
    let is_word =
        |word: &&str| !word.starts_with('-') && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c));
    let mut words = rest.iter().filter_map(|word| word.to_str()).take_while(|word| is_word(word));
    match (words.next(), words.next()) {
        (Some(run @ ("run" | "run-script")), Some(script)) => format!("{name} {run} {script}"),
        (Some(word), _) => format!("{name} {word}"),
        (None, _) => name,
    }
}

fn masks_of(set: &RunSet, referenced: &[&str], resolved: &[Secret]) -> Arc<Masks> {
    let own = set.variables.iter().filter(|variable| variable.is_secret);
    let own = own.map(|variable| (variable.name.as_str(), &variable.value));
    let (masks, too_short) = Masks::new(own.chain(referenced.iter().copied().zip(resolved)));
    if !too_short.is_empty() {
        tell(&format!("Not masked in the output, being shorter than 8 characters: {}.", too_short.join(", ")));
    }
    Arc::new(masks)
}

/// A command's variables and its files, which last as long as they are held.
type Environment = (Vec<(OsString, OsString)>, Option<RunFiles>);

fn environment_of(
    own: Vec<RunVariable>,
    references: Vec<(OsString, KeyRef)>,
    resolved: Vec<Secret>,
) -> Result<Environment, Failure> {
    let mut files = None;
    let mut variables = Vec::new();
    // What the environment names stands over a reference of the same name.
    for ((name, _), value) in references.into_iter().zip(resolved) {
        variables.push((name, text_of(&value)));
    }
    for variable in own {
        let value = if variable.as_file {
            let made = match &files {
                Some(made) => made,
                None => files.insert(RunFiles::new().map_err(|error| no_file(variable.name.as_str(), &error))?),
            };
            let path: PathBuf =
                made.put(&variable.name, &variable.value).map_err(|error| no_file(variable.name.as_str(), &error))?;
            path.into_os_string()
        } else {
            text_of(&variable.value)
        };
        variables.push((OsString::from(variable.name.as_str()), value));
    }
    Ok((variables, files))
}

fn no_file(name: &str, error: &crate::vault::AsFileError) -> Failure {
    Failure::plain(format!("Couldn't hand {name} over as a file: {error}."))
}

/// As it stands in the command's environment; the vault has made sure that it can.
fn text_of(value: &Secret) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    // Opened to stand there, which is what a run is.
    OsString::from_vec(value.expose().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_told_by_its_name_and_a_script_by_its_own() {
        let told = |words: &[&str]| {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            told_name(&words[0], &words[1..])
        };
        assert_eq!(told(&["/usr/bin/psql", "postgres://u:p@h"]), "psql");
        assert_eq!(told(&["npm", "run", "dev", "--", "--token=x"]), "npm run dev");
        assert_eq!(told(&["npm", "start"]), "npm start");
        assert_eq!(told(&["make", "-j4", "deploy"]), "make");
        assert_eq!(told(&["just", "deploy", "TOKEN=x"]), "just deploy");
        assert_eq!(told(&["yarn", "TOKEN=x"]), "yarn");
    }
}
