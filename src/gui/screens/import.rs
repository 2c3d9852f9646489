//! The import dialog: a file, where its keys go, and what came of it.

use std::path::{Path, PathBuf};

use egui::{Id, Rect, Ui, pos2, vec2};

use super::keys::Place;
use crate::envfile::Dialect;
use crate::gui::modal::Heard;
use crate::gui::theme::Icon;
use crate::gui::theme::{Type, of};
use crate::gui::widgets::{
    Button, Field, Frame, Tone, baseline, callout, hairline, icon_button, middle_elided, name_node, paragraph, text,
};
use crate::gui::wish::Wish;
use crate::jobs::{Event, Failure, ImportAsk, ImportReport, ImportSource, Request, Snapshot};
use crate::model::EnvRef;

const WIDE: f32 = 480.0;

/// What was typed into the import dialog.
#[derive(Debug, Default)]
pub struct Import {
    /// The file.
    pub path: String,
    /// Where its keys go.
    pub project: String,
    /// Where its keys go.
    pub environment: String,
    state: Attempt,
    asked_for_keyboard: bool,
}

/// How the import goes.
#[derive(Debug, Default, Clone, PartialEq)]
enum Attempt {
    #[default]
    None,
    Running(Option<(u64, u64)>),
    Failed(Failure),
}

impl Import {
    /// Filled from the place in view: the first environment where all are.
    pub fn new(place: &Place, snapshot: &Snapshot, path: Option<PathBuf>) -> Self {
        let project = snapshot.projects.iter().find(|project| Some(&project.name) == place.project.as_ref());
        let first = project.and_then(|project| project.environments.first()).map(|e| e.name.clone());
        Self {
            path: path.map(|path| path.display().to_string()).unwrap_or_default(),
            project: place.project.clone().unwrap_or_default(),
            environment: place.environment.clone().or(first).unwrap_or_else(|| "development".to_owned()),
            ..Self::default()
        }
    }

    /// True while the worker imports.
    fn is_running(&self) -> bool {
        matches!(self.state, Attempt::Running(_))
    }

    /// What comes of the import it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            Event::Failed(failure) if self.is_running() => {
                self.state = Attempt::Failed(failure);
                Heard::Taken
            }
            Event::Progress(_, done, of) if self.is_running() => {
                self.state = Attempt::Running(Some((done, of)));
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }

    /// Asks for the import; says what is wrong where a field can't be taken.
    fn submit(&mut self, wishes: &mut Vec<Wish>) {
        match EnvRef::new(self.project.trim(), self.environment.trim()) {
            Ok(into) => {
                self.state = Attempt::Running(None);
                wishes.push(Wish::Ask(Request::Import(Box::new(ask(expand_home(self.path.trim()), into)))));
            }
            Err(error) => {
                self.state = Attempt::Failed(Failure {
                    title: "Couldn't use that project or environment.".to_owned(),
                    why: capitalised(&error.to_string()) + ".",
                    advice: String::new(),
                });
            }
        }
    }
}

fn ask(path: PathBuf, into: EnvRef) -> ImportAsk {
    let (replace, leave_out, plain, secret) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let source = ImportSource::File(path);
    ImportAsk { source, into, dialect: Dialect::Auto, replace, leave_out, plain, secret }
}

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// `~/x` is what people type; no shell stands between to expand it.
fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(path).to_path_buf(),
    }
}

/// The words of an import that went in: "Imported 34 keys and 21 plain into shop/development".
pub fn imported_words(report: &ImportReport) -> String {
    let keys = format!("{} {}", report.keys, if report.keys == 1 { "key" } else { "keys" });
    let plain = if report.plain == 0 { String::new() } else { format!(" and {} plain", report.plain) };
    let into = report.into.as_ref().map(|into| format!(" into {into}")).unwrap_or_default();
    format!("Imported {keys}{plain}{into}")
}

/// A dialog's frame: title, ✕, hairline; the body begins at the position returned.
pub fn dialog_head_ui(ui: &mut Ui, wide: f32, title: &str, wishes: &mut Vec<Wish>) -> egui::Pos2 {
    let t = of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(wide, 52.0), egui::Sense::hover());
    let line = baseline(ui, rect.center().y, Type::DialogTitle);
    text(ui, rect.left() + 20.0, line, Type::DialogTitle, t.text_primary, title);
    name_node(ui, rect, ui.make_persistent_id("dialog title"), title);
    let close = Rect::from_center_size(pos2(rect.right() - 26.0, rect.center().y), vec2(28.0, 28.0));
    if icon_button(ui, close, Icon::X, "Close", Some("Esc")).clicked() {
        wishes.push(Wish::CloseModal);
    }
    hairline(ui, rect.x_range(), rect.bottom() - 0.5, t.stroke_default);
    pos2(rect.left() + 20.0, rect.bottom() + 16.0)
}

fn labelled_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, name: &str, id: Id, text_buffer: &mut String) -> egui::Response {
    let t = of(ui);
    text(ui, at.x, baseline(ui, at.y + 8.0, Type::SmallStrong), Type::SmallStrong, t.text_secondary, name);
    let rect = Rect::from_min_size(pos2(at.x, at.y + 21.0), vec2(wide, 30.0));
    Field::new(id, name).frame(Frame::Rest).at(ui, rect, text_buffer)
}

/// Draws the dialog's content.
pub fn import_ui(ui: &mut Ui, import: &mut Import, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let wide = WIDE.min(ui.ctx().content_rect().width() - 32.0);
    let mut at = dialog_head_ui(ui, wide, "Import an environment file", wishes);
    let inner = wide - 40.0;
    let running = import.is_running();

    let browse = Button::secondary("Browse…").enabled(!running);
    let browse_size = browse.size(ui);
    let name = "File";
    text(ui, at.x, baseline(ui, at.y + 8.0, Type::SmallStrong), Type::SmallStrong, t.text_secondary, name);
    let field = Rect::from_min_size(pos2(at.x, at.y + 21.0), vec2(inner - browse_size.x - 8.0, 30.0));
    let path =
        Field::new(Id::unique("import path"), name).code().hint("~/code/shop/.env").at(ui, field, &mut import.path);
    if !import.asked_for_keyboard {
        import.asked_for_keyboard = true;
        path.request_focus();
    }
    if browse.at(ui, Rect::from_min_size(pos2(field.right() + 8.0, field.top()), browse_size)).clicked() {
        wishes.push(Wish::Browse);
    }
    at.y = field.bottom() + 14.0;
    let half = ((inner - 12.0) / 2.0).floor();
    labelled_ui(ui, at, half, "Project", Id::unique("import project"), &mut import.project);
    let second = pos2(at.x + half + 12.0, at.y);
    labelled_ui(ui, second, half, "Environment", Id::unique("import environment"), &mut import.environment);
    at.y += 51.0 + 12.0;
    let note = "Plain values and secrets are told apart. The file stays as it is.";
    at.y = paragraph(ui, at, inner, Type::Small, t.text_tertiary, note).bottom() + 14.0;

    let failure = if let Attempt::Failed(failure) = &import.state { Some(failure.clone()) } else { None };
    if let Some(failure) = &failure {
        let hint = format!("{} {}", failure.why, failure.advice);
        let (rect, _) = callout(ui, at, inner, Tone::Crit, &failure.title, hint.trim(), None);
        at.y = rect.bottom() + 14.0;
    }
    let filled = ![&import.path, &import.project, &import.environment].iter().any(|text| text.trim().is_empty());
    let note = match &import.state {
        Attempt::Running(Some((done, of))) => format!("{done} of {of}"),
        Attempt::Running(None) => "Reading the file…".to_owned(),
        Attempt::None | Attempt::Failed(_) => missing(import).to_owned(),
    };
    // Enter on a button is that button's.
    let entered = ui.ctx().text_edit_focused() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let clicked =
        footer_ui(ui, at.y, wide, &note, if running { "Importing…" } else { "Import" }, filled && !running, wishes);
    if filled && !running && (clicked || entered) {
        import.submit(wishes);
    }
}

/// What is still to be filled in, once a file is named; a greyed button alone does not tell.
fn missing(import: &Import) -> &'static str {
    match [&import.path, &import.project, &import.environment].map(|text| text.trim().is_empty()) {
        [false, true, _] => "Name the project its keys belong to.",
        [false, false, true] => "Name the environment.",
        _ => "",
    }
}

/// A dialog's footer: side note, Cancel, primary. True where the primary one was clicked.
fn footer_ui(ui: &mut Ui, y: f32, wide: f32, note: &str, primary: &str, enabled: bool, wishes: &mut Vec<Wish>) -> bool {
    let t = of(ui);
    let left = ui.min_rect().left();
    let rect = Rect::from_min_size(pos2(left, y), vec2(wide, 56.0));
    ui.expand_to_include_rect(rect);
    hairline(ui, rect.x_range(), rect.top(), t.stroke_default);
    let middle = rect.center().y;
    text(ui, rect.left() + 20.0, baseline(ui, middle, Type::Small), Type::Small, t.text_tertiary, note);
    let primary = Button::primary(primary).enabled(enabled);
    let cancel = Button::secondary("Cancel");
    let (primary_size, cancel_size) = (primary.size(ui), cancel.size(ui));
    let primary_rect = Rect::from_min_size(pos2(rect.right() - 20.0 - primary_size.x, middle - 15.0), primary_size);
    let cancel_rect = Rect::from_min_size(pos2(primary_rect.left() - 8.0 - cancel_size.x, middle - 15.0), cancel_size);
    if cancel.at(ui, cancel_rect).clicked() {
        wishes.push(Wish::CloseModal);
    }
    primary.at(ui, primary_rect).clicked()
}

/// Draws what an import left out.
pub fn imported_ui(ui: &mut Ui, report: &ImportReport, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let wide = WIDE.min(ui.ctx().content_rect().width() - 32.0);
    let mut at = dialog_head_ui(ui, wide, "Imported", wishes);
    let inner = wide - 40.0;
    let count = report.left_out.len();
    let hint = format!("{count} {} left out.", if count == 1 { "name was" } else { "names were" });
    let (rect, _) = callout(ui, at, inner, Tone::Ok, &imported_words(report), &hint, None);
    at.y = rect.bottom() + 10.0;
    const SHOWN: usize = 8;
    for (name, reason) in report.left_out.iter().take(SHOWN) {
        let line = baseline(ui, at.y + 9.0, Type::Body);
        let shown = middle_elided(ui, Type::Key, name, inner * 0.5);
        let used = text(ui, at.x, line, Type::Key, t.text_primary, &shown) + 10.0;
        let why = pos2(at.x + used, at.y);
        let said = paragraph(ui, why, inner - used, Type::Body, t.text_secondary, &capitalised(reason));
        let row = Rect::from_min_max(at, pos2(at.x + inner, said.bottom()));
        name_node(ui, row, ui.make_persistent_id(("left out", name)), &format!("{name}: {reason}"));
        at.y = row.bottom() + 6.0;
    }
    if count > SHOWN {
        let more = format!("{} more", count - SHOWN);
        text(ui, at.x, baseline(ui, at.y + 9.0, Type::Small), Type::Small, t.text_tertiary, &more);
        at.y += 24.0;
    }
    at.y += 8.0;
    let done = Button::primary("Done");
    let size = done.size(ui);
    let rect = Rect::from_min_size(pos2(at.x + inner - size.x, at.y), size);
    ui.expand_to_include_rect(rect.expand2(vec2(20.0, 16.0)));
    if done.at(ui, rect).clicked() {
        wishes.push(Wish::CloseModal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_says_what_went_where() {
        let into = EnvRef::new("shop", "development").ok();
        let report = ImportReport { keys: 34, plain: 21, into, ..ImportReport::default() };
        assert_eq!(imported_words(&report), "Imported 34 keys and 21 plain into shop/development");
        let report = ImportReport { keys: 1, ..ImportReport::default() };
        assert_eq!(imported_words(&report), "Imported 1 key");
    }
}
