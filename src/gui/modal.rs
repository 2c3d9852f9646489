//! The dialog over the screen: at most one.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::palette::Palette;
use super::screens;
use super::screens::activity::ExportActivity;
use super::screens::bulk::{Assign, Report, Snooze};
use super::screens::confirm::{
    Copying, DeletingFiles, Forgetting, Reveal, copying_ui, deleting_files_ui, forgetting_ui, reveal_ui,
};
use super::screens::confirm_state::ConfirmState;
use super::screens::edit::Edit;
use super::screens::export::Export;
use super::screens::import::Import;
use super::screens::many::Many;
use super::screens::new_key::NewKey;
use super::screens::passphrase::PassphraseForm;
use super::screens::person::LastDay;
use super::screens::place_key::PlaceKey;
use super::screens::project::ProjectForm;
use super::screens::rotate::Rotate;
use super::screens::save_file::SaveFile;
use super::wish::Wish;
use crate::jobs::{Event, Failure, Snapshot};

/// The dialog over the screen.
#[derive(Debug)]
pub enum Modal {
    /// Import an environment file.
    Import(Box<Import>),
    /// Write an environment file.
    Export(Box<Export>),
    /// The keys of the keyboard.
    AllKeys,
    /// Whether to show a protected secret.
    Reveal(Reveal),
    /// Whether to copy a protected secret.
    Copy(Copying),
    /// Whether to forget entries of the record.
    Forget(Forgetting),
    /// Whether to delete files that Keyloft wrote.
    DeleteFiles(DeletingFiles),
    /// Activity into a file.
    ExportActivity(ExportActivity),
    /// A project, or a new one.
    Project(ProjectForm),
    /// Any key or command by a few letters.
    Palette(Box<Palette>),
    /// A new value for a key.
    Rotate(Box<Rotate>),
    /// Whether to disable or delete a key.
    ConfirmState(ConfirmState),
    /// An owner for keys.
    Assign(Assign),
    /// Warnings put off.
    Snooze(Snooze),
    /// A report in a file.
    Report(Report),
    /// A key's secret as a file.
    SaveFile(SaveFile),
    /// A new key.
    NewKey(Box<NewKey>),
    /// A key's facts.
    Edit(Box<Edit>),
    /// A key's other place, or a second one's.
    PlaceKey(PlaceKey),
    /// Something to be done with several keys.
    Many(Box<Many>),
    /// When someone leaves.
    LastDay(LastDay),
    /// Another passphrase, or another store.
    Passphrase(PassphraseForm),
}

/// What a dialog made of an event.
#[derive(Debug)]
pub enum Heard {
    /// It was not meant for it.
    Pass(Event),
    /// It was, and nobody else needs it.
    Taken,
    /// It is done; the window says so.
    Close(Event),
}

impl Modal {
    /// Hears an event before the window does.
    pub fn hear(&mut self, event: Event, snapshot: Option<&Snapshot>) -> Heard {
        match self {
            Self::Import(import) => import.hear(event, snapshot),
            Self::Export(export) => export.hear(event),
            Self::NewKey(form) => form.hear(event),
            Self::Edit(edit) => edit.hear(event),
            Self::PlaceKey(place) => place.hear(event),
            Self::Many(many) => many.hear(event),
            Self::LastDay(last_day) => last_day.hear(event),
            Self::Passphrase(form) => form.hear(event),
            Self::Palette(palette) => palette.hear(event),
            Self::Rotate(rotate) => rotate.hear(event),
            Self::Project(form) => form.hear(event),
            Self::ExportActivity(form) => form.hear(event),
            Self::SaveFile(save) => save.hear(event),
            Self::Assign(assign) => assign.hear(event),
            Self::Snooze(snooze) => snooze.hear(event),
            Self::Report(report) => report.hear(event),
            Self::AllKeys
            | Self::Reveal(_)
            | Self::Copy(_)
            | Self::Forget(_)
            | Self::DeleteFiles(_)
            | Self::ConfirmState(_) => Heard::Pass(event),
        }
    }

    /// What came of a page that was to open in the browser; gives back what is not its own.
    pub fn hear_page(&mut self, came: Result<(), Failure>) -> Result<(), Failure> {
        match self {
            Self::Rotate(rotate) => {
                rotate.hear_page(came);
                Ok(())
            }
            _ => came,
        }
    }

    /// Whether a file dialog is open for its path, to be kept by it: it goes with it, and what is chosen for one that is gone is for
    /// no other.
    pub fn browses(&mut self) -> Option<&mut bool> {
        match self {
            Self::Import(import) => Some(&mut import.browses),
            Self::Export(export) => Some(&mut export.browses),
            Self::SaveFile(save) => Some(&mut save.browses),
            Self::Project(form) => Some(&mut form.browses),
            Self::ExportActivity(form) => Some(&mut form.browses),
            Self::Report(report) => Some(&mut report.browses),
            _ => None,
        }
    }

    /// A file was chosen in the system's dialog.
    pub fn chosen_path(&mut self, path: PathBuf) {
        match self {
            Self::Import(import) => import.chose(&path),
            Self::Export(export) => export.chose(&path),
            Self::SaveFile(save) => save.chose(&path),
            Self::Project(form) => form.chose(&path),
            Self::ExportActivity(form) => form.chose(&path),
            Self::Report(report) => report.chose(&path),
            _ => {}
        }
    }

    /// What it is called, where something was typed into it that closing it loses.
    pub fn typed_in(&self, snapshot: &Snapshot) -> Option<&'static str> {
        let (is_typed, title) = match self {
            Self::Rotate(rotate) => (rotate.has_value(), "Rotate"),
            Self::Project(form) => (!form.lost(snapshot).is_empty(), "The project's dialog"),
            Self::PlaceKey(place) => (place.is_typed(), place.title()),
            Self::Many(many) => (many.is_typed(), "Move"),
            Self::SaveFile(save) => (save.is_typed(), "Save as file"),
            Self::Assign(assign) => (assign.is_typed(), "Assign owner"),
            Self::Snooze(snooze) => (snooze.is_typed(), "Snooze"),
            Self::LastDay(last_day) => (last_day.is_typed(snapshot), "Someone leaves"),
            _ => (false, ""),
        };
        is_typed.then_some(title)
    }

    /// Draws it over everything.
    pub fn show(&mut self, ctx: &Context, snapshot: &Arc<Snapshot>, wishes: &mut Vec<Wish>) {
        match self {
            Self::Import(import) => screens::import::import_ui(ctx, import, snapshot, wishes),
            Self::Export(export) => screens::export::export_ui(ctx, export, snapshot, wishes),
            Self::AllKeys => screens::all_keys::all_keys_ui(ctx, &snapshot.settings, wishes),
            Self::Reveal(reveal) => reveal_ui(ctx, reveal, wishes),
            Self::Copy(copying) => copying_ui(ctx, copying, wishes),
            Self::Forget(forgetting) => forgetting_ui(ctx, forgetting, wishes),
            Self::DeleteFiles(deleting) => deleting_files_ui(ctx, deleting, wishes),
            Self::ExportActivity(form) => screens::activity::export_activity_ui(ctx, form, wishes),
            Self::Project(form) => screens::project::project_ui(ctx, form, snapshot, wishes),
            Self::Palette(palette) => palette.show(ctx, snapshot, wishes),
            Self::Rotate(rotate) => screens::rotate::rotate_ui(ctx, rotate, snapshot, wishes),
            Self::ConfirmState(confirm) => screens::confirm_state::confirm_state_ui(ctx, confirm, wishes),
            Self::SaveFile(save) => screens::save_file::save_file_ui(ctx, save, snapshot, wishes),
            Self::Assign(assign) => screens::bulk::assign_ui(ctx, assign, wishes),
            Self::Snooze(snooze) => screens::bulk::snooze_ui(ctx, snooze, wishes),
            Self::Report(report) => screens::bulk::report_ui(ctx, report, wishes),
            Self::NewKey(form) => screens::new_key::new_key_ui(ctx, form, snapshot, wishes),
            Self::Edit(edit) => screens::edit::edit_ui(ctx, edit, snapshot, wishes),
            Self::PlaceKey(place) => screens::place_key::place_key_ui(ctx, place, snapshot, wishes),
            Self::Many(many) => screens::many::many_ui(ctx, many, snapshot, wishes),
            Self::LastDay(last_day) => screens::person::last_day_ui(ctx, last_day, snapshot, wishes),
            Self::Passphrase(form) => screens::passphrase::passphrase_ui(ctx, form, wishes),
        }
    }
}
