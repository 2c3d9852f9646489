//! `import`.

use std::path::Path;
use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::args::{Import, OnConflict};
use crate::cli::bar::Bar;
use crate::cli::json;
use crate::cli::table::Table;
use crate::cli::text::{count, put, say, tell};
use crate::model::EnvRef;
use crate::vault::{Conflict, Error, Expand, ImportWish, Imported, Planned, Vault};

pub fn import(session: &Session, arguments: Import) -> Result<ExitCode, Failure> {
    let Import {
        files,
        into,
        format,
        on_conflict,
        expand,
        take_files,
        commented_out,
        skip,
        skip_refused,
        plain,
        secret,
        dry_run,
        json: as_json,
    } = arguments;
    if let Some(both) = plain.iter().find(|name| secret.contains(name)) {
        return Err(Failure::usage(format!(
            "Couldn't import {both}: it is named with --plain and with --secret. Name it with one."
        )));
    }
    let wish = ImportWish {
        dialect: format,
        conflict: match on_conflict {
            OnConflict::Fail => Conflict::Fail,
            OnConflict::Skip => Conflict::Skip,
            OnConflict::Replace => Conflict::Replace,
        },
        expand: if expand { Expand::All } else { Expand::Not },
        leave_out: skip,
        whole: !skip_refused,
        plain,
        secret,
        take_files,
        commented_out,
        ..ImportWish::new(into)
    };
    for file in &files {
        // Before a vault is made for it: a path that can't be read makes nothing.
        std::fs::metadata(file).map_err(|e| {
            let reason = crate::fs::plain_reason(&e);
            Failure::plain(format!("Couldn't import {}: {reason}. Check the path.", file.display()))
        })?;
    }
    // Looking makes nothing: without a vault, everything is new.
    let mut vault = match dry_run {
        true if !session.home().has_vault() => None,
        true => Some(session.unlocked()?),
        false => Some(session.for_change()?),
    };
    let mut rows = Vec::new();
    let mut first_failure = None;
    let mut not_met: Vec<&String> = wish.leave_out.iter().collect();
    for file in &files {
        let imported = match &mut vault {
            Some(vault) if !dry_run => import_with_bar(vault, file, &wish),
            Some(vault) => vault.plan_import(file, &wish),
            None => Vault::plan_first_import(file, &wish),
        };
        match imported.doing("import", file.display()) {
            Ok(imported) => {
                not_met.retain(|name| imported.keys.iter().all(|key| key.name != **name));
                tell_remarks(&imported);
                if as_json {
                    rows.extend(json::imported(&imported));
                } else {
                    say_outcome(&imported, dry_run)?;
                }
            }
            // The files before it stand: what became of them is printed too.
            Err(failure) => {
                first_failure = Some(failure);
                break;
            }
        }
    }
    if as_json {
        json::print_list(rows)?;
    }
    for name in not_met.iter().filter(|_| first_failure.is_none()) {
        tell(&format!("--skip {name}: there is no such name. Check its spelling."));
    }
    first_failure.map_or(Ok(ExitCode::SUCCESS), Err)
}

/// Takes the last import into an environment back.
pub fn undo_import(session: &Session, place: &EnvRef) -> Result<ExitCode, Failure> {
    let mut vault = session.unlocked()?;
    let import = vault.last_import(place).doing("undo the import into", place)?;
    let undone = vault.undo_import(import).doing("undo the import into", place)?;
    let gone = count(undone.gone, "key", "keys");
    let as_before = match undone.put_back {
        0 => String::new(),
        put_back => format!(", {put_back} restored"),
    };
    tell(&format!("Undid the import from {} into {}: {gone} removed{as_before}.", undone.from, undone.into));
    Ok(ExitCode::SUCCESS)
}

fn import_with_bar(vault: &mut Vault, file: &Path, wish: &ImportWish) -> Result<Imported, Error> {
    let bar = Bar::new("Importing");
    vault.import(file, wish, &mut |done, all| {
        bar.at(done, all);
        true
    })
}

fn tell_remarks(imported: &Imported) {
    // What everybody expects of such a file is not said.
    if !["dotenv", "JSON"].contains(&imported.read_as) {
        tell(&format!("read {} as {} reads it", imported.path.display(), imported.read_as));
    }
    for key in &imported.keys {
        if let Planned::LeftOut(reason) = &key.planned {
            tell(&format!("left out {}: {reason}", key.name));
        }
        for remark in &key.remarks {
            tell(&format!("{} (line {}): {remark}", key.name, key.line));
        }
    }
    for passed in &imported.passed {
        tell(&format!("line {} {}", passed.line, passed.why));
    }
    if !imported.commented_out.is_empty() {
        let names = imported.commented_out.join(", ");
        tell(&format!("left out, in comments: {names} (--commented-out takes them in, disabled)"));
    }
}

fn say_outcome(imported: &Imported, dry_run: bool) -> Result<(), Failure> {
    if dry_run {
        let mut table = Table::new();
        for key in &imported.keys {
            let planned = match &key.planned {
                Planned::New => "new",
                Planned::Changed => "changed",
                Planned::Same => "same",
                Planned::LeftOut(_) => "left out",
            };
            let sort = match (key.disabled, key.plain) {
                (true, _) => "disabled",
                (false, true) => "plain",
                (false, false) => "secret",
            };
            table.row([planned, sort, &key.name, key.provider.as_deref().unwrap_or_default()]);
        }
        return put(table.text().as_bytes());
    }
    let same = match imported.same() {
        0 => String::new(),
        same => format!("; {same} already there"),
    };
    say(&format!(
        "Imported {} and {} plain into {} from {}{same}.",
        count(imported.secrets(), "key", "keys"),
        imported.plain(),
        imported.into,
        imported.path.display()
    ))
}
