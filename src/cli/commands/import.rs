//! `import`.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::{Doing, Failure, Session};
use crate::cli::args::{Import, OnConflict};
use crate::cli::json;
use crate::cli::table::Table;
use crate::cli::text::{count, put, say, tell};
use crate::vault::{Conflict, ImportWish, Imported, Planned};

pub fn import(session: &Session, arguments: Import) -> Result<ExitCode, Failure> {
    let Import { files, into, format, on_conflict, expand, plain, secret, dry_run, json: as_json } = arguments;
    if let Some(both) = plain.iter().find(|name| secret.contains(name)) {
        return Err(Failure::usage(format!("{both} is named with --plain and with --secret. Name it with one.")));
    }
    let wish = ImportWish {
        into,
        dialect: format,
        conflict: match on_conflict {
            OnConflict::Fail => Conflict::Fail,
            OnConflict::Skip => Conflict::Skip,
            OnConflict::Replace => Conflict::Replace,
        },
        expand,
        plain,
        secret,
    };
    for file in &files {
        // Before a vault is made for it: a path that can't be read makes nothing.
        std::fs::metadata(file).map_err(|e| {
            let reason = crate::fs::plain_reason(&e);
            Failure::plain(format!("Couldn't import {}: {reason}. Check the path.", file.display()))
        })?;
    }
    let mut vault = session.for_change()?;
    let mut rows = Vec::new();
    for file in &files {
        let imported = if dry_run {
            vault.plan_import(file, &wish).doing("read", file.display())?
        } else {
            let bar = progress_bar();
            let result = vault.import(file, &wish, &mut |done, all| {
                if let Some(bar) = &bar {
                    bar.set_length(all);
                    bar.set_position(done);
                }
                true
            });
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
            result.doing("import", file.display())?
        };
        tell_remarks(&imported);
        if as_json {
            rows.extend(json::imported(&imported));
        } else {
            say_outcome(&imported, dry_run);
        }
    }
    if as_json {
        json::print(&rows.into());
    }
    Ok(ExitCode::SUCCESS)
}

/// Shown after a moment, and only to a person.
fn progress_bar() -> Option<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let bar = ProgressBar::new(0).with_style(
        ProgressStyle::with_template("Importing {bar:30} {pos} of {len}").expect("the template is well formed"),
    );
    bar.enable_steady_tick(Duration::from_millis(200));
    Some(bar)
}

fn tell_remarks(imported: &Imported) {
    for key in &imported.keys {
        if let Planned::LeftOut(reason) = &key.planned {
            tell(&format!("left out {}: {reason}", key.name));
        }
        for remark in &key.remarks {
            tell(&format!("{} (line {}): {remark}", key.name, key.line));
        }
    }
    for (line, reason) in &imported.problems {
        tell(&format!("line {line} {reason}"));
    }
    if !imported.commented_out.is_empty() {
        tell(&format!("left out, in comments: {}", imported.commented_out.join(", ")));
    }
}

fn say_outcome(imported: &Imported, dry_run: bool) {
    if dry_run {
        let mut table = Table::new();
        for key in &imported.keys {
            let planned = match &key.planned {
                Planned::New => "new",
                Planned::Changed => "changed",
                Planned::Same => "same",
                Planned::LeftOut(_) => "left out",
            };
            let sort = if key.plain { "plain" } else { "secret" };
            table.row([planned, sort, &key.name, key.provider.as_deref().unwrap_or_default()]);
        }
        put(table.text().as_bytes());
        return;
    }
    let same = match imported.same() {
        0 => String::new(),
        same => format!("; {same} stood there already"),
    };
    say(&format!(
        "Imported {} and {} plain into {} from {}{same}.",
        count(imported.secrets(), "key", "keys"),
        imported.plain(),
        imported.into,
        imported.path.display()
    ));
}
