//! One file per command, or per family of small ones.

mod activity;
mod add;
mod change;
mod doctor;
mod export;
mod generate;
mod import;
mod init;
mod inject;
mod list;
mod moving;
mod notify;
mod places;
mod read;
mod review;
mod run;
mod settings;

use std::process::ExitCode;

use super::args::{ActivityFormatArg, Command, SecretSource};
use super::outcome::{Doing, Failure};
use super::prompt;
use super::session::{Session, tell_unnoted};
use crate::fs::read_regular;
use crate::model::{KeyRef, OsRandom, Secret};
use crate::store::MAX_SECRET_BYTES;
use crate::vault::Error;

/// Runs a command that is not the window.
pub(super) fn run(command: Command) -> Result<ExitCode, Failure> {
    // Needs no vault, nor a place for one.
    if let Command::Generate { spec, pair, hash } = command {
        return generate::generate(spec, pair.as_deref(), hash.is_some());
    }
    let session = Session::new()?;
    match command {
        Command::Demo { .. } | Command::Quick | Command::Gallery { .. } | Command::Generate { .. } => {
            unreachable!("done before")
        }
        Command::Init(init) => init::init(&session, &init),
        Command::Unlock { how_long } => init::unlock(&session, how_long),
        Command::Lock => init::lock(&session),
        Command::Add(add) => add::add(&session, add),
        Command::Edit { key, facts, rename } => change::edit(&session, &key, facts, rename.as_ref()),
        Command::Mv { from, to } => change::mv(&session, &from, &to),
        Command::Cp { from, to } => change::cp(&session, &from, &to),
        Command::Rotate(rotate) => add::rotate(&session, rotate),
        Command::UndoRotate { key } => change::undo_rotate(&session, &key),
        Command::Ended { key, deleted } => change::ended(&session, &key, deleted),
        Command::Disable { keys } => change::disable(&session, &keys),
        Command::Enable { keys } => change::enable(&session, &keys),
        Command::Delete { keys, yes: _, now } => change::delete(&session, &keys, now),
        Command::Ls { place, json, state, owner } => list::ls(&session, place.as_ref(), json, state, owner.as_deref()),
        Command::Show { key, json, note } => list::show(&session, &key, json, note),
        Command::Get { key } => read::get(&session, &key),
        Command::Copy { key, clear_after } => read::copy(&session, &key, clear_after),
        Command::Import(import) => import::import(&session, import),
        Command::UndoImport { place } => import::undo_import(&session, &place),
        Command::Export(export) => export::export(&session, export),
        Command::Run(run) => run::run(&session, run),
        Command::Inject(inject) => inject::inject(&session, inject),
        Command::Review(review) => review::review(&session, &review),
        Command::Notify => notify::notify(&session),
        Command::Snooze { key, rule, until, reason } => change::snooze(&session, &key, rule, until, &reason),
        Command::Unsnooze { key, rule } => change::unsnooze(&session, &key, rule),
        Command::Activity { json, format, verify } => {
            activity::activity(&session, if json { ActivityFormatArg::Json } else { format }, verify)
        }
        Command::Project { what } => places::project(&session, what),
        Command::Env { what } => places::env(&session, what),
        Command::Person { what } => places::person(&session, what),
        Command::Settings { name, value } => settings::settings(&session, name.as_deref(), value.as_deref()),
        Command::MoveTo(wish) => moving::move_to(&session, &wish),
        Command::Passphrase(new) => moving::passphrase(&session, &new),
        Command::Doctor { fix, json } => doctor::doctor(&session, fix, json),
    }
}

/// The secret from its source; asked for at a terminal where no source was named. None where there is none.
fn read_secret(source: SecretSource) -> Result<Option<Secret>, Failure> {
    if source.secret_stdin {
        return read_stdin().map(Some);
    }
    if let Some(path) = &source.secret_file {
        let read = read_regular(path, MAX_SECRET_BYTES as u64).map_err(Error::from);
        return read.map(Some).doing("read", path.display());
    }
    if let Some(spec) = &source.generate {
        return Ok(Some(spec.make(&OsRandom)));
    }
    Ok(prompt::hidden("Secret: "))
}

/// Every byte of standard input, at most one more than a secret may have.
fn read_stdin() -> Result<Secret, Failure> {
    use std::io::Read;
    let mut bytes = Vec::with_capacity(64 * 1024);
    let read = std::io::stdin().lock().take(MAX_SECRET_BYTES as u64 + 1).read_to_end(&mut bytes);
    let secret = Secret::new(bytes);
    match read {
        Ok(_) if secret.len() > MAX_SECRET_BYTES => {
            Err(Failure::of("read", "the secret", &Error::TooLarge(secret.len())))
        }
        Ok(_) => Ok(secret),
        Err(e) => Err(Failure::plain(format!("Couldn't read the secret from standard input: {e}. Try again."))),
    }
}

/// The sentence where no source for a secret was named.
fn no_source(what: &str, key: &KeyRef) -> Failure {
    Failure::usage(format!(
        "Couldn't {what} {key}: no secret was given. Use --secret-stdin, --secret-file or --generate."
    ))
}
