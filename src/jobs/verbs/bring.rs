//! Imports: what one would do, and doing it.

use super::super::answers::{Fate, ImportPlan, PlannedEntry};
use super::super::asks::{ImportAsk, ImportSource};
use super::super::desk::Desk;
use super::super::talk::{Event, ImportReport, VaultState};
use super::super::words::reason;
use crate::vault::{Conflict, Error, ImportWish, Imported, Planned, PlannedKey, Source, Vault};

impl Desk {
    pub(super) fn plan_import(&mut self, ask: &ImportAsk) {
        let wish = wish(ask);
        let planned = match self.state {
            // Looking makes nothing: without a vault, everything is new.
            VaultState::NoVault { .. } => Vault::plan_first_import(source(ask), &wish),
            _ => self.verb(|vault| vault.plan_import(source(ask), &wish)),
        };
        match planned {
            Ok(planned) => self.out.send(Event::Planned(plan(planned))),
            Err(error) => self.refuse("read", &name(ask), &error),
        }
    }

    pub(super) fn import(&mut self, ask: &ImportAsk) {
        let wish = wish(ask);
        let imported = match (&self.state, &mut self.vault) {
            (VaultState::Open | VaultState::KeychainTrouble(_), Some(vault)) => {
                let (out, inbox) = (&mut self.out, &mut self.inbox);
                vault.import(source(ask), &wish, &mut |done, all| {
                    out.progress("Importing", done, all);
                    !inbox.is_stopped()
                })
            }
            (VaultState::NoVault { .. }, _) => Err(Error::NoVault),
            _ => Err(Error::Locked),
        };
        match imported {
            Ok(imported) => {
                self.out.send(Event::Imported(report(imported)));
                self.snapshot();
            }
            Err(error) => self.refuse("import", &name(ask), &error),
        }
    }
}

fn wish(ask: &ImportAsk) -> ImportWish {
    ImportWish {
        into: ask.into.clone(),
        dialect: ask.dialect,
        // What stands there is never replaced unasked; the report names it.
        conflict: Conflict::Skip,
        expand: false,
        plain: ask.plain.clone(),
        secret: ask.secret.clone(),
        replace: ask.replace.clone(),
        leave_out: ask.leave_out.clone(),
        take_files: false,
        commented_out: false,
    }
}

fn source(ask: &ImportAsk) -> Source<'_> {
    match &ask.source {
        ImportSource::File(path) => Source::File(path),
        ImportSource::Text(text) => Source::Text(text),
    }
}

/// For people.
fn name(ask: &ImportAsk) -> String {
    match &ask.source {
        ImportSource::File(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        ImportSource::Text(_) => "the pasted text".into(),
    }
}

fn plan(planned: Imported) -> ImportPlan {
    ImportPlan {
        into: Some(planned.into),
        entries: planned.keys.into_iter().map(entry).collect(),
        problems: planned.problems,
        commented_out: planned.commented_out,
    }
}

fn entry(planned: PlannedKey) -> PlannedEntry {
    let fate = match planned.planned {
        Planned::New => Fate::New,
        Planned::Changed => Fate::Replaces,
        Planned::Same => Fate::Same,
        Planned::LeftOut(_) if planned.differs => Fate::Differs,
        Planned::LeftOut(why) => Fate::LeftOut(reason(&why)),
    };
    PlannedEntry {
        name: planned.name,
        key_id_name: planned.key_id_name,
        fate,
        plain: planned.plain,
        provider: planned.provider,
        remarks: planned.remarks.iter().map(|remark| reason(remark)).collect(),
        line: planned.line,
    }
}

fn report(imported: Imported) -> ImportReport {
    let (keys, plain) = (imported.secrets(), imported.plain());
    let mut left_out = imported.left_out();
    for (_, why) in &mut left_out {
        *why = reason(why);
    }
    left_out.extend(imported.problems.into_iter().map(|(line, why)| (format!("line {line}"), why)));
    ImportReport { path: imported.path, into: Some(imported.into), keys, plain, left_out }
}
