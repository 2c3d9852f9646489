//! Where the file goes, what stands there already, and how git sees it.

use egui::{Id, Rect, Ui, pos2, vec2};

use super::form::Export;
use super::left::{label_ui, line_ui};
use crate::gui::screens::import::expand_home;
use crate::gui::screens::key_form::Column;
use crate::gui::screens::keys::capitalised;
use crate::gui::theme::{Icon, size};
use crate::gui::widgets::keyboard::bring_into_view;
use crate::gui::widgets::{Button, Callout, Field, Tone};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::{FileThere, GitSees};

/// Above and under the file's field, where it is scrolled to.
const AROUND: f32 = 12.0;

/// Where the file goes; `top` is where the column begins.
pub(super) fn file_ui(ui: &mut Ui, column: &mut Column, top: f32, export: &mut Export, wishes: &mut Vec<Wish>) {
    label_ui(ui, column, "Save to", "");
    let rect = column.take(size::CONTROL);
    let browse = Button::secondary("Browse…");
    let wide = browse.size(ui);
    let field = Rect::from_min_size(rect.min, vec2(rect.width() - wide.x - 8.0, rect.height()));
    let id = Id::unique("export path");
    let response = Field::new(id, "File").path().hint("~/code/shop/.env").at(ui, field, &mut export.path);
    if !std::mem::replace(&mut export.has_begun, true) {
        response.request_focus();
    }
    // What is said over it comes later, and would push it out of view.
    let before = std::mem::replace(&mut export.file_at, rect.top() - top);
    if response.has_focus() && (export.file_at - before).abs() > 0.5 {
        bring_into_view(ui, rect.expand2(vec2(0.0, AROUND)), None);
    }
    if response.changed() {
        export.path_changed();
    }
    let button = Rect::from_min_size(pos2(field.right() + 8.0, rect.top()), wide);
    if browse.at(ui, button).clicked() {
        wishes.push(browse_from(export));
    }
    column.said(ui, id);
    column.gap(10.0);
    there_ui(ui, column, export, wishes);
    git_ui(ui, column, export);
    line_ui(ui, column, Some(Icon::Check), "Only you can read the file (mode 600)");
}

/// A line over it says that a file is replaced.
fn replaces(export: &Export) -> bool {
    match export.proof.look().map(|look| &look.file) {
        Some(FileThere::Ours | FileThere::TakenOver) => true,
        Some(FileThere::Another) => export.consents.replace,
        _ => false,
    }
}

/// What stands at the path.
fn there_ui(ui: &Ui, column: &mut Column, export: &mut Export, wishes: &mut Vec<Wish>) {
    let file = file_name(&export.path);
    let there = export.proof.look().map(|look| look.file.clone()).unwrap_or_default();
    let bad = match &there {
        FileThere::Bad(why) => capitalised(why) + ".",
        _ => String::new(),
    };
    let (tone, title, hint) = match &there {
        FileThere::Nothing => return,
        FileThere::Ours => return line_ui(ui, column, Some(Icon::Check), "Replaces the file that Keyloft wrote"),
        FileThere::TakenOver => {
            return line_ui(ui, column, Some(Icon::Check), "Replaces the file that Keyloft took over");
        }
        FileThere::Another if export.consents.replace => {
            return line_ui(ui, column, Some(Icon::Check), "Replaces the existing file");
        }
        FileThere::Another => {
            (Tone::Warn, format!("`{file}` exists already."), "Keyloft did not write it, or it was changed.")
        }
        FileThere::Bad(_) => (Tone::Crit, format!("Can't write to `{file}`."), bad.as_str()),
    };
    let mut callout = Callout::new(tone, &title).hint(hint).compact();
    if there == FileThere::Another {
        callout = callout.button(Button::secondary("Replace")).button(Button::secondary("Choose another"));
    }
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom() + 6.0;
    match clicked {
        Some(0) => export.consent(|consents, _| consents.replace = true),
        Some(_) => wishes.push(browse_from(export)),
        None => {}
    }
}

/// How git sees the path.
fn git_ui(ui: &Ui, column: &mut Column, export: &mut Export) {
    let file = file_name(&export.path);
    let git = export.proof.look().map(|look| look.git).unwrap_or_default();
    let (tone, title, hint, button) = match git {
        GitSees::Nothing => return,
        GitSees::Ignored => return line_ui(ui, column, Some(Icon::Check), &format!("git ignores `{file}`")),
        GitSees::Open if export.consents.gitignore => {
            return line_ui(ui, column, Some(Icon::Check), &format!("`{file}` will be added to `.gitignore`"));
        }
        GitSees::Open => (
            Tone::Warn,
            format!("`{file}` is not in `.gitignore`."),
            "Git could commit it by accident.",
            "Add to .gitignore",
        ),
        GitSees::Tracked if export.consents.tracked => {
            return line_ui(ui, column, Some(Icon::Check), &format!("Will be written although git tracks `{file}`"));
        }
        GitSees::Unsure if export.consents.tracked => {
            return line_ui(ui, column, Some(Icon::Check), &format!("Will be written although git may track `{file}`"));
        }
        GitSees::Unsure => (
            Tone::Crit,
            format!("Git can't tell whether it tracks `{file}`."),
            "A push could publish its secrets.",
            "Write anyway",
        ),
        GitSees::Tracked => {
            (Tone::Crit, format!("Git tracks `{file}`."), "A push would publish its secrets.", "Write anyway")
        }
    };
    if replaces(export) {
        // As far under that line as what follows is under it.
        column.gap(6.0);
    }
    let callout = Callout::new(tone, &title).hint(hint).compact().button(Button::secondary(button));
    let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom() + 6.0;
    match (clicked, git) {
        (Some(_), GitSees::Open) => export.consent(|consents, _| consents.gitignore = true),
        (Some(_), _) => export.consent(|consents, _| consents.tracked = true),
        (None, _) => {}
    }
}

/// The system's dialog for the file, at the path that is typed.
fn browse_from(export: &Export) -> Wish {
    Wish::Browse(Browse::Save(expand_home(export.path.trim()).display().to_string()))
}

/// The last part of a path as it is typed.
fn file_name(path: &str) -> &str {
    path.trim().rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("The file")
}
