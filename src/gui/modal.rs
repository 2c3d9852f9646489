//! The dialog over the screen: at most one.

use std::path::PathBuf;

use egui::{Id, Ui};

use super::screens::import::Import;
use super::wish::Wish;
use super::{screens, theme};
use crate::jobs::{Event, ImportReport, Snapshot};

/// The dialog over the screen.
#[derive(Debug)]
pub enum Modal {
    /// Import an environment file.
    Import(Import),
    /// What an import left out.
    Imported(ImportReport),
    /// The keys of the keyboard.
    AllKeys,
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
    pub fn hear(&mut self, event: Event) -> Heard {
        match self {
            Self::Import(import) => import.hear(event),
            Self::Imported(_) | Self::AllKeys => Heard::Pass(event),
        }
    }

    /// A file was chosen in the system's dialog.
    pub fn chosen_path(&mut self, path: PathBuf) {
        if let Self::Import(import) = self {
            import.path = path.display().to_string();
        }
    }

    /// Draws it over everything.
    pub fn show(&mut self, ui: &Ui, _snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        match self {
            Self::Import(import) => framed(ui, wishes, |ui, wishes| screens::import::import_ui(ui, import, wishes)),
            Self::Imported(report) => framed(ui, wishes, |ui, wishes| screens::import::imported_ui(ui, report, wishes)),
            Self::AllKeys => screens::all_keys::all_keys_ui(ui.ctx(), wishes),
        }
    }
}

fn framed(ui: &Ui, wishes: &mut Vec<Wish>, content: impl FnOnce(&mut Ui, &mut Vec<Wish>)) {
    let t = theme::of(ui);
    let frame = egui::Frame::NONE
        .fill(t.bg_raised)
        .stroke(egui::Stroke::new(1.0, t.stroke_default))
        .corner_radius(theme::radius::DIALOG)
        .shadow(egui::Shadow { offset: [0, 12], blur: 32, spread: 0, color: t.shadow });
    let dialog = egui::Modal::new(Id::unique("dialog")).frame(frame).backdrop_color(t.scrim);
    let response = dialog.show(ui.ctx(), |ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        content(ui, wishes);
    });
    let escape = ui.ctx().input(|input| input.key_pressed(egui::Key::Escape));
    if escape || response.should_close() {
        wishes.push(Wish::CloseModal);
    }
}
