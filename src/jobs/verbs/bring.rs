//! Imports: what they would do, doing it, taking it back, and what becomes of their files.

use std::path::{Path, PathBuf};

use super::super::answers::{Done, Fate, ImportPlan, Imports, PlannedEntry};
use super::super::asks::{ImportAsk, ImportSource, Staying};
use super::super::desk::Desk;
use super::super::talk::{Event, Failure, ImportReport, VaultState};
use super::super::words::{failure, reason};
use crate::fs::short_path;
use crate::model::ImportId;
use crate::vault::{
    Conflict, Error, Expand, ImportWish, Imported, NAMES_OTHERS, ONLY_ITS_PATH, PassedLine, Planned, PlannedKey,
    Source, Vault,
};

/// How many of the newest imports are looked at where none is named.
const NEWEST: u32 = 5;

impl Desk {
    pub(super) fn plan_imports(&mut self, asked: u64, asks: &[ImportAsk]) {
        let mut plans = Vec::new();
        for ask in asks {
            // What is not understood is looked at, too.
            let wish = ImportWish { whole: false, ..wish(ask) };
            let planned = match self.state {
                // Looking makes nothing: without a vault, everything is new.
                VaultState::NoVault { .. } => Vault::plan_first_import(source(ask), &wish),
                _ => self.verb(|vault| vault.plan_import(source(ask), &wish)),
            };
            plans.push(match planned {
                Ok(planned) => Ok(plan(planned)),
                Err(error) => {
                    let words = failure("read", &name(ask), &error);
                    Err(self.because(words, &error))
                }
            });
        }
        self.out.send(Event::Planned(asked, plans));
    }

    pub(super) fn import(&mut self, asks: &[ImportAsk]) {
        if let Err(error) = self.ensure_vault() {
            let which = asks.first().map(name).unwrap_or_default();
            return self.refuse("import", &which, &error);
        }
        let (mut imports, mut is_whole) = (Imports::default(), true);
        for ask in asks {
            match self.import_one(ask) {
                Ok(imported) => {
                    let import = imported.import;
                    is_whole &= !imported.leaves_values();
                    imports.reports.push(report(imported));
                    if let Err(words) = self.link_folder_of(ask, import) {
                        imports.failed = Some(words);
                    }
                }
                Err(error) => {
                    let words = failure("import", &name(ask), &error);
                    let words = self.because(words, &error);
                    if imports.reports.is_empty() {
                        return self.refuse_with(words, &error);
                    }
                    is_whole = false;
                    // Those before it stand.
                    imports.failed = Some(words);
                    self.store_trouble(&error);
                    break;
                }
            }
        }
        let ids: Vec<ImportId> = imports.reports.iter().filter_map(|report| report.import).collect();
        let saved = asks.iter().zip(&imports.reports).filter(|(_, report)| report.keys > 0);
        let mut pasted = saved.filter_map(|(ask, _)| match &ask.source {
            ImportSource::Text { text, before } => Some(before.as_ref().unwrap_or(text)),
            ImportSource::Files(_) => None,
        });
        // One text, however many rows it filled.
        let pasted = pasted.next();
        // What stayed out is still to be had from there.
        let keeps = !is_whole;
        imports.keeps_clipboard = keeps && pasted.is_some();
        self.out.send(Event::Imported(imports));
        self.snapshot();
        if let Some(text) = pasted.filter(|_| !keeps) {
            self.forget_pasted(text);
        }
        if !ids.is_empty() {
            self.look_at_imports(&ids);
        }
    }

    fn import_one(&mut self, ask: &ImportAsk) -> Result<Imported, Error> {
        let wish = wish(ask);
        match (&self.state, &mut self.vault) {
            (VaultState::Open | VaultState::KeychainTrouble(_), Some(vault)) => {
                let (out, inbox) = (&mut self.out, &mut self.inbox);
                vault.import(source(ask), &wish, &mut |done, all| {
                    out.progress("Importing", done, all);
                    !inbox.is_stopped()
                })
            }
            (VaultState::NoVault { .. }, _) => Err(Error::NoVault),
            _ => Err(Error::Locked),
        }
    }

    /// Links the folder that an import came from. What came in stands, whatever becomes of it.
    fn link_folder_of(&mut self, ask: &ImportAsk, import: Option<ImportId>) -> Result<(), Failure> {
        let Some(folder) = &ask.link else { return Ok(()) };
        let project = &ask.into.project;
        self.verb(|vault| vault.link_folder_of_import(import, project, folder)).map_err(|error| {
            let words = failure("link", &short_path(folder), &error);
            self.because(words, &error)
        })
    }

    /// Takes imports back, the last first; the first that can't be ends it.
    pub(super) fn undo_imports(&mut self, mut imports: Vec<ImportId>, staying: Staying) {
        imports.sort_unstable();
        let all = imports.clone();
        let (mut gone, mut put_back) = (0, 0);
        while let Some(import) = imports.pop() {
            match self.verb(|vault| vault.undo_import(import)) {
                Ok(undone) => {
                    gone += undone.gone;
                    put_back += undone.put_back;
                }
                Err(error) => {
                    self.refuse("undo", "the import", &error);
                    self.snapshot();
                    return self.look_at_imports(&all);
                }
            }
        }
        self.done(Done::ImportsUndone(gone, put_back, staying));
    }

    pub(super) fn look_at_imports(&mut self, imports: &[ImportId]) {
        let looked = self.verb(|vault| {
            if imports.is_empty() {
                return vault.past_imports(NEWEST);
            }
            let mut past = Vec::new();
            for import in imports {
                past.extend(vault.past_import(*import)?);
            }
            Ok(past)
        });
        match looked {
            Ok(past) => self.out.send(Event::ImportsLooked(past)),
            Err(error) => {
                self.refuse("look at", "what was imported", &error);
                // Whoever asked for more waits for this answer.
                self.out.send(Event::ImportsLooked(Vec::new()));
            }
        }
    }

    pub(super) fn delete_imported(&mut self, import: ImportId, paths: &[PathBuf]) {
        match self.verb(|vault| vault.delete_imported_files(import, paths)) {
            Ok(()) => self.snapshot(),
            Err(error) => self.refuse("delete", &files_words(paths), &error),
        }
        self.look_at_imports(&[import]);
    }

    pub(super) fn adopt_imported(&mut self, import: ImportId, path: &Path) {
        match self.verb(|vault| vault.adopt_imported_file(import, path)) {
            Ok(()) => self.snapshot(),
            Err(error) => self.refuse("take over", &short_path(path), &error),
        }
        self.look_at_imports(&[import]);
    }
}

/// Files for people: many are called `.env`.
fn files_words(paths: &[PathBuf]) -> String {
    let folder = |path: &PathBuf| path.parent().map(short_path);
    match paths {
        [one] => short_path(one),
        // An import's files lie in one folder, but for those that were named each.
        [first, rest @ ..] if rest.iter().all(|path| folder(path) == folder(first)) => {
            format!("{} files of {}", paths.len(), folder(first).unwrap_or_default())
        }
        several => format!("{} files", several.len()),
    }
}

fn wish(ask: &ImportAsk) -> ImportWish {
    ImportWish {
        protect: ask.protect,
        dialect: ask.dialect,
        // What stands there is never replaced unasked; the report names it.
        conflict: Conflict::Skip,
        expand: Expand::Known,
        as_text: ask.as_text.clone(),
        plain: ask.plain.clone(),
        secret: ask.secret.clone(),
        replace: ask.replace.clone(),
        leave_out: ask.leave_out.clone(),
        careful: true,
        take: ask.take.clone(),
        disabled: ask.disabled.clone(),
        take_file: ask.take_file.clone(),
        whole: !ask.skip_refused,
        ..ImportWish::new(ask.into.clone())
    }
}

fn source(ask: &ImportAsk) -> Source<'_> {
    match &ask.source {
        ImportSource::Files(paths) => Source::Files(paths),
        ImportSource::Text { text, .. } => Source::Text(text),
    }
}

/// For people.
fn name(ask: &ImportAsk) -> String {
    match &ask.source {
        ImportSource::Files(paths) => files_words(paths),
        ImportSource::Text { .. } => "the pasted text".into(),
    }
}

fn plan(planned: Imported) -> ImportPlan {
    let (unread, problems): (Vec<_>, Vec<_>) = planned.passed.into_iter().partition(|passed| passed.is_unread);
    let said = |passed: Vec<PassedLine>| passed.into_iter().map(|one| (one.line, one.why)).collect();
    ImportPlan {
        into: Some(planned.into),
        entries: planned.keys.into_iter().map(entry).collect(),
        problems: said(problems),
        unread: said(unread),
        marks: planned.marks,
        commented_out: planned.commented_out,
        asleep: planned.asleep.into_iter().map(|(name, why)| (name, reason(&why))).collect(),
    }
}

fn entry(planned: PlannedKey) -> PlannedEntry {
    let fate = match planned.planned {
        Planned::New => Fate::New,
        Planned::Changed if planned.is_lost => Fate::Lost,
        Planned::Changed => Fate::Replaces,
        Planned::Same => Fate::Same,
        Planned::LeftOut(_) if planned.differs && !planned.can_be_taken => Fate::Differs,
        Planned::LeftOut(why) if planned.can_be_taken => Fate::Asks(reason(&why)),
        Planned::LeftOut(why) => Fate::LeftOut(reason(&why)),
    };
    // Its text or the others' values, a file or its path: which of them comes in is said in its row, where it is chosen.
    let is_said = |remark: &str| remark == ONLY_ITS_PATH || remark.starts_with(NAMES_OTHERS);
    let remarks = planned.remarks.iter().filter(|remark| !is_said(remark)).map(|remark| reason(remark)).collect();
    PlannedEntry {
        name: planned.name,
        key_id_name: planned.key_id_name,
        fate,
        plain: planned.plain,
        provider: planned.provider,
        remarks,
        line: planned.line,
        disabled: planned.disabled,
        plain_value: planned.plain_value,
        names: planned.names,
        unknown: planned.unknown,
        is_put_in: planned.is_put_in,
        names_file: planned.names_file,
    }
}

fn report(imported: Imported) -> ImportReport {
    let (keys, plain, same) = (imported.secrets(), imported.plain(), imported.same());
    let first = imported.came_in().next().map(|key| key.name.clone());
    let mut left_out = imported.left_out();
    for (_, why) in &mut left_out {
        *why = reason(why);
    }
    left_out.extend(imported.passed.into_iter().map(|passed| (format!("line {}", passed.line), passed.why)));
    ImportReport {
        path: imported.path,
        paths: imported.paths,
        import: imported.import,
        into: Some(imported.into),
        first,
        keys,
        plain,
        same,
        left_out,
    }
}
