//! `ls`, `show`: facts, never secrets.

use std::process::ExitCode;

use chrono::{DateTime, Utc};

use super::{Doing, Failure, Session};
use crate::cli::args::{PlaceArg, StateFilter};
use crate::cli::json;
use crate::cli::table::Table;
use crate::cli::text::{harmless, put, tell};
use crate::model::{EnvRef, Expiry, Finding, Key, KeyRef, Level, RotateEvery};
use crate::review::{age, ago, counted, date, snoozed, went_without, worst};
use crate::vault::{Error, Listed, Vault, local_day};

/// The part of the vault a command looks at.
pub(super) enum Scope {
    All,
    Project(String),
    Place(EnvRef),
}

impl Scope {
    pub(super) fn of(vault: &Vault, wanted: Option<&PlaceArg>) -> Result<Self, Failure> {
        let Some(wanted) = wanted else { return Ok(Self::All) };
        // In a vault without keys there is nothing to name, and a list of nothing is no failure.
        if vault.is_empty().doing("list", wanted)? {
            return Ok(Self::All);
        }
        let name = match wanted {
            PlaceArg::Environment(place) => {
                return Ok(Self::Place(vault.place_to_read(place).doing("list", wanted)?.place));
            }
            PlaceArg::Project(name) => name,
        };
        if vault.projects().doing("list", wanted)?.iter().any(|project| project.name == *name) {
            return Ok(Self::Project(name.clone()));
        }
        let error = vault.unknown_project(name).doing("list", wanted)?;
        Err(Failure::of("list", wanted, &error))
    }

    /// Of what it is, for a report's title.
    pub(super) fn words(&self, owner: Option<&str>) -> String {
        let place = match self {
            Self::All => "All projects".to_owned(),
            Self::Project(name) => name.clone(),
            Self::Place(place) => place.to_string(),
        };
        match owner {
            Some(owner) => format!("{place}, keys of {owner}"),
            None => place,
        }
    }

    fn holds(&self, key: &Key) -> bool {
        match self {
            Self::All => true,
            Self::Project(name) => key.place().project == *name,
            Self::Place(place) => key.place() == place,
        }
    }
}

/// The keys in scope with their findings.
pub(super) fn in_scope<'a>(
    listed: &'a Listed,
    scope: &'a Scope,
    owner: Option<&'a str>,
) -> impl Iterator<Item = (&'a Key, &'a [Finding])> {
    let pairs = listed.keys.iter().zip(listed.findings.iter().map(Vec::as_slice));
    pairs.filter(move |(key, _)| scope.holds(key) && owner.is_none_or(|name| key.owner.as_deref() == Some(name)))
}

pub fn ls(
    session: &Session,
    place: Option<&PlaceArg>,
    as_json: bool,
    state: StateFilter,
    owner: Option<&str>,
) -> Result<ExitCode, Failure> {
    let Some(vault) = session.read()? else {
        if as_json {
            json::print_list::<()>([])?;
        } else {
            tell("No keys yet. `keyloft add` or `keyloft import` brings in the first.");
        }
        return Ok(ExitCode::SUCCESS);
    };
    let scope = Scope::of(&vault, place)?;
    let listed = vault.list().doing("read", "the vault")?;
    let wanted = |key: &Key| match state {
        StateFilter::All => true,
        StateFilter::Active => !key.state.is_disabled(),
        StateFilter::Disabled => key.state.is_disabled(),
    };
    let rows: Vec<_> = in_scope(&listed, &scope, owner).filter(|(key, _)| wanted(key)).collect();
    if as_json {
        json::print_list(rows.iter().map(|(key, findings)| json::key(key, findings, &listed.files, None)))?;
        return Ok(ExitCode::SUCCESS);
    }
    if rows.is_empty() {
        tell("No keys here.");
    }
    print_grouped(&listed, &rows)?;
    Ok(ExitCode::SUCCESS)
}

fn print_grouped(listed: &Listed, rows: &[(&Key, &[Finding])]) -> Result<(), Failure> {
    let mut text = String::new();
    for group in rows.chunk_by(|a, b| a.0.place() == b.0.place()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let shield = if group[0].0.protected { "  (protected)" } else { "" };
        text.push_str(&format!("{}{shield}\n", harmless(&group[0].0.place().to_string())));
        let mut table = Table::new();
        for (key, findings) in group {
            let value = match &key.plain_value {
                Some(value) => format!("plain  {}", elide(value)),
                None => "secret".into(),
            };
            let used = key.last_used_at.map_or_else(|| "–".into(), |at| age(at, listed.now));
            let health = worst(findings, listed.today).map(|f| f.text.clone()).unwrap_or_default();
            let state = if key.state.is_disabled() { "disabled" } else { "" };
            let name = format!("  {}", key.name());
            table.row([&*name, key.provider.as_deref().unwrap_or_default(), &value, &used, state, &health]);
        }
        text.push_str(&table.text());
    }
    put(text.as_bytes())
}

/// A plain value on at most 40 characters.
fn elide(value: &str) -> String {
    let line = harmless(value);
    if line.chars().count() <= 40 {
        return line;
    }
    line.chars().take(39).chain(['…']).collect()
}

pub fn show(session: &Session, key: &KeyRef, as_json: bool, note: bool) -> Result<ExitCode, Failure> {
    let mut vault = session.existing()?;
    let found = vault.find_to_read(key).doing("show", key)?;
    let listed = vault.list().doing("read", "the vault")?;
    let at = listed.keys.iter().position(|one| one.uid == found.key.uid);
    let at = at.ok_or_else(|| Failure::of("show", key, &Error::ChangedMeanwhile))?;
    let (key, findings) = (&listed.keys[at], &listed.findings[at]);
    let note = if note {
        session.unlock(&mut vault)?;
        vault.note_of(key.uid).doing("show", &key.reference)?
    } else {
        None
    };
    if as_json {
        json::print_object(&json::key(key, findings, &listed.files, note))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut table = Table::new();
    fact(&mut table, "reference", key.reference.to_string());
    fact(&mut table, "value", key.plain_value.clone().unwrap_or_else(|| "secret, in the store".into()));
    fact(&mut table, "kind", key.kind.title().to_owned());
    fact(&mut table, "provider", key.provider.clone().unwrap_or_default());
    fact(&mut table, "key id", key.key_id.clone().unwrap_or_default());
    fact(&mut table, "key id name", key.key_id_name.as_ref().map(ToString::to_string).unwrap_or_default());
    fact(&mut table, "state", key.state.word().to_owned());
    fact(&mut table, "owner", key.owner.clone().unwrap_or_default());
    fact(&mut table, "scopes", key.scopes.join(", "));
    fact(&mut table, "level", key.level.map(Level::word).unwrap_or_default().to_owned());
    fact(&mut table, "endpoint", key.endpoint.clone().unwrap_or_default());
    fact(&mut table, "used in", key.used_in.iter().map(|u| u.place.clone()).collect::<Vec<_>>().join(", "));
    fact(&mut table, "tags", key.tags.join(", "));
    fact(&mut table, "as file", if key.as_file { "yes".to_owned() } else { String::new() });
    fact(&mut table, "added", day(key.created_at));
    fact(&mut table, "rotated", key.rotated_at.map(day).unwrap_or_default());
    fact(&mut table, "expires", expiry(key.expiry));
    fact(&mut table, "rotate every", rotate_every(key.rotate_every));
    fact(&mut table, "version", format!("{}, {} old", key.version, key.older.len()));
    let times = if key.use_count == 1 { "once".to_owned() } else { format!("{} times", key.use_count) };
    let used = key.last_used_at.map_or_else(|| "never".into(), |at| format!("{}, {times}", ago(at, listed.now)));
    fact(&mut table, "used here", used);
    if let Some(without) = &key.went_without {
        let by = without.latest_by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        let latest = ago(without.latest_at, listed.now);
        fact(&mut table, "disabled", format!("{}, the latest {latest}{by}", went_without(without)));
    }
    for (_, path) in listed.files.iter().filter(|(uid, _)| *uid == key.uid) {
        fact(&mut table, "written to", path.display().to_string());
    }
    let note = note.or_else(|| key.has_note.then(|| "there is one; --note shows it".into()));
    fact(&mut table, "note", note.unwrap_or_default());
    for finding in findings {
        let quiet = finding.snoozed_until.filter(|_| !counted(finding, listed.today));
        let text = match quiet {
            Some(until) => format!("{} · {}", finding.text, snoozed(until, finding.snooze_reason.as_deref())),
            None => finding.text.clone(),
        };
        fact(&mut table, finding.severity.word(), text);
    }
    put(table.text().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn day(at: DateTime<Utc>) -> String {
    date(local_day(at))
}

fn expiry(expiry: Expiry) -> String {
    match expiry {
        Expiry::NotKnown => String::new(),
        Expiry::Never => "never".into(),
        Expiry::On(day) => date(day),
    }
}

fn rotate_every(every: RotateEvery) -> String {
    match every {
        RotateEvery::AsSettings => String::new(),
        RotateEvery::Never => "never".into(),
        RotateEvery::Days(days) => format!("{days} d"),
    }
}

fn fact(table: &mut Table, name: &str, value: String) {
    if !value.is_empty() {
        table.row([name, &value]);
    }
}
