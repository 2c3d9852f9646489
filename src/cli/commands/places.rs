//! `project`, `env`, `person`.

use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::args::{EnvCommand, PersonCommand, ProjectCommand};
use crate::cli::json;
use crate::cli::project_file;
use crate::cli::table::Table;
use crate::cli::text::{put, tell};
use crate::model::{Key, Person};
use crate::review::{Handover, Progress, leaves_with};
use crate::vault::{Listed, Vault};

const DONE: Result<ExitCode, Failure> = Ok(ExitCode::SUCCESS);

/// The facts, or none without a vault.
fn listed(session: &Session) -> Result<Option<Listed>, Failure> {
    match session.read()? {
        Some(vault) => vault.list().map(Some).doing("read", "the vault"),
        None => Ok(None),
    }
}

pub fn project(session: &Session, what: ProjectCommand) -> Result<ExitCode, Failure> {
    match what {
        ProjectCommand::Ls { json: as_json } => {
            let listed = listed(session)?;
            let rows = listed.iter().flat_map(|listed| {
                listed.projects.iter().map(|p| (p, listed.keys.iter().filter(|k| k.place().project == p.name).count()))
            });
            if as_json {
                json::print_list(rows.map(|(project, keys)| json::project(project, keys)))?;
            } else {
                let mut table = Table::new();
                for (project, keys) in rows {
                    let environments: Vec<&str> = project.environments.iter().map(|e| e.name.as_str()).collect();
                    let folders: Vec<_> = project.folders.iter().map(|f| f.path.display().to_string()).collect();
                    let archived = if project.archived { "archived" } else { "" };
                    let (environments, folders) = (environments.join(", "), folders.join(", "));
                    table.row([&project.name, &keys.to_string(), archived, &environments, &folders]);
                }
                put(table.text().as_bytes())?;
            }
        }
        ProjectCommand::Add { name } => session.for_change()?.add_project(&name).doing("add", &name)?,
        ProjectCommand::Archive { name } => session.unlocked()?.set_archived(&name, true).doing("archive", &name)?,
        ProjectCommand::Unarchive { name } => {
            session.unlocked()?.set_archived(&name, false).doing("unarchive", &name)?;
        }
        ProjectCommand::Rename { name, to } => {
            session.unlocked()?.rename_project(&name, &to).doing("rename", &name)?;
        }
        ProjectCommand::Delete { name } => session.unlocked()?.delete_project(&name).doing("delete", &name)?,
        ProjectCommand::Link { project, folder } => {
            session.for_change()?.link_folder(&project, &folder).doing("link", folder.display())?;
        }
        ProjectCommand::Allow { folder, yes } => project_file::allow(session, folder.as_deref(), yes)?,
        ProjectCommand::Disallow { folder } => project_file::disallow(session, folder.as_deref())?,
        ProjectCommand::Unlink { project, folder } => {
            session.unlocked()?.unlink_folder(&project, &folder).doing("unlink", folder.display())?;
        }
    }
    DONE
}

pub fn env(session: &Session, what: EnvCommand) -> Result<ExitCode, Failure> {
    match what {
        EnvCommand::Ls { project, json: as_json } => {
            let listed = listed(session)?;
            let mut rows = Vec::new();
            if let Some(listed) = &listed {
                for one in listed.projects.iter().filter(|p| project.as_ref().is_none_or(|name| *name == p.name)) {
                    for environment in &one.environments {
                        let here =
                            |key: &&Key| key.place().project == one.name && key.place().environment == environment.name;
                        rows.push((one, environment, listed.keys.iter().filter(here).count()));
                    }
                }
            }
            if as_json {
                json::print_list(rows.iter().map(|(p, e, keys)| json::environment(p, e, *keys)))?;
            } else {
                let mut table = Table::new();
                for (project, environment, keys) in rows {
                    let protected = if environment.protected { "protected" } else { "" };
                    table.row([&format!("{}/{}", project.name, environment.name), &keys.to_string(), protected]);
                }
                put(table.text().as_bytes())?;
            }
        }
        EnvCommand::Add { place } => session.for_change()?.add_environment(&place).doing("add", &place)?,
        EnvCommand::Rename { place, to } => {
            if session.unlocked()?.rename_environment(&place, &to).doing("rename", &place)? {
                tell(&format!("{}/{to} is protected now. `keyloft env unprotect` takes that away.", place.project));
            }
        }
        EnvCommand::Short { place, short } => {
            session.unlocked()?.set_short_name(&place, short.as_deref()).doing("shorten", &place)?;
        }
        EnvCommand::Remove { place } => session.unlocked()?.remove_environment(&place).doing("remove", &place)?,
        EnvCommand::Protect { place } => session.unlocked()?.set_protected(&place, true).doing("protect", &place)?,
        EnvCommand::Unprotect { place } => {
            session.unlocked()?.set_protected(&place, false).doing("unprotect", &place)?;
        }
        EnvCommand::NotNeeded { place, names, undo } => {
            let mut vault = session.unlocked()?;
            for name in &names {
                let key = place.key(name);
                vault.set_not_needed(&place, name, !undo).doing("note what is needed of", &key)?;
            }
        }
        EnvCommand::Order { project, environments } => {
            session.unlocked()?.order_environments(&project, &environments).doing("order", &project)?;
        }
    }
    DONE
}

pub fn person(session: &Session, what: PersonCommand) -> Result<ExitCode, Failure> {
    match what {
        PersonCommand::Ls { json: as_json } => {
            let listed = listed(session)?;
            let rows = listed.iter().flat_map(|listed| {
                listed.people.iter().map(|person| {
                    let owns = |key: &&Key| key.owner.as_deref() == Some(&*person.name);
                    (person, listed.keys.iter().filter(owns).count(), to_do(listed, person))
                })
            });
            if as_json {
                json::print_list(rows.map(|(person, keys, to_do)| json::person(person, keys, to_do)))?;
            } else {
                let mut table = Table::new();
                for (person, keys, to_do) in rows {
                    let leaving = person.last_day.map(|day| format!("last day {day}")).unwrap_or_default();
                    let to_do = match to_do {
                        Some(0) => "done".into(),
                        Some(count) => format!("{count} to do"),
                        None => String::new(),
                    };
                    let deleted = match person.deleted.len() {
                        0 => String::new(),
                        count => format!("{count} deleted"),
                    };
                    table.row([&person.name, &keys.to_string(), &leaving, &to_do, &deleted]);
                }
                put(table.text().as_bytes())?;
            }
        }
        PersonCommand::Leaving { name, date } => {
            session.for_change()?.set_last_day(&name, Some(date)).doing("change", &name)?;
        }
        PersonCommand::Stay { name } => session.unlocked()?.set_last_day(&name, None).doing("change", &name)?,
        PersonCommand::Report { name, format, output, force } => {
            let text = session.existing()?.handover_report(&name, format.into()).doing("report on", &name)?;
            match output {
                Some(path) => {
                    Vault::write_report(&path, text, force).doing("write", path.display())?;
                    tell(&format!("Wrote {}.", path.display()));
                }
                None => put(text.as_bytes())?,
            }
        }
    }
    DONE
}

/// How many keys someone who leaves has still to hand over; none for someone who stays.
fn to_do(listed: &Listed, person: &Person) -> Option<usize> {
    person.last_day?;
    let theirs = listed.keys.iter().filter(|key| leaves_with(key, person));
    Some(Progress::of(theirs.map(|key| Handover::of(key, person).is_done()), &person.deleted).to_do())
}
