//! Where the entries are read from, and by whose rules.

use egui::{Id, Rect, Response, Ui, pos2, vec2};

use super::form::{DIALECTS, From, Import};
use super::place::place_field_id;
use crate::gui::screens::key_form::Column;
use crate::gui::showing::Showing;
use crate::gui::theme::size;
use crate::gui::widgets::{Button, Field, MenuItem, SecretAct, SecretInputLook, SelectFace, menu, select};
use crate::gui::wish::{Browse, Wish};

/// Draws the path or the text.
pub(super) fn source_ui(
    ui: &mut Ui,
    column: &mut Column,
    import: &mut Import,
    reveal_secs: u64,
    wishes: &mut Vec<Wish>,
) {
    let now = ui.input(|input| input.time);
    let running = import.is_running();
    match import.from {
        From::File => {
            column.label(ui, "File or folder", "");
            let rect = column.control();
            let id = Id::unique("import path");
            let field = Field::new(id, "File").path().hint("~/code/shop/.env").enabled(!running);
            let response = field.at(ui, rect, &mut import.path);
            begin(import, &response);
            if response.changed() {
                import.changed(now);
            }
            column.said(ui, id);
            column.gap(8.0);
            let row = column.take(size::SMALL_CONTROL);
            let mut left = row.left();
            for (words, which) in [("Browse…", Browse::Open), ("Choose a folder…", Browse::Folder)] {
                let button = Button::secondary(words).small().enabled(!running);
                let wide = button.size(ui).x;
                let at = Rect::from_min_size(pos2(left, row.top()), vec2(wide, row.height()));
                if button.at(ui, at).clicked() {
                    wishes.push(Wish::Browse(which));
                }
                left += wide + 8.0;
            }
        }
        From::Text => {
            column.label(ui, "Text of an environment file", "");
            text_ui(ui, column, import, reveal_secs);
        }
    }
}

/// Draws the field for the text, whose eye shows it for a while.
fn text_ui(ui: &mut Ui, column: &mut Column, import: &mut Import, reveal_secs: u64) {
    let now = ui.input(|input| input.time);
    let running = import.is_running();
    let ring = import.showing.filter(|_| !running).and_then(|showing| showing.ring(now));
    if ring.is_some() {
        ui.ctx().request_repaint_after_secs(0.1);
    } else if import.showing.take().is_some() {
        // Without another frame egui would keep how the text was laid out.
        ui.ctx().request_repaint();
    }
    let look = SecretInputLook {
        name: "Text of an environment file",
        hint: "Paste lines such as NAME=value",
        ring,
        enabled: !running,
        ..SecretInputLook::default()
    };
    let high = import.pasted.height(ui, column.wide, &look);
    let answer = import.pasted.at(ui, column.take(high), &look);
    begin(import, &answer.response);
    if answer.response.changed() {
        import.changed(now);
        ui.ctx().request_repaint();
    }
    match answer.act {
        Some(SecretAct::Show) => import.showing = Some(Showing::begin(reveal_secs, now)),
        Some(SecretAct::Hide) => {
            import.showing = None;
            ui.ctx().request_repaint();
        }
        Some(SecretAct::AddTime) => import.showing = import.showing.map(|showing| showing.longer(now)),
        _ => {}
    }
}

/// The first field has the keyboard when the dialog opens; where a text or a path is in it already, the one that is still
/// empty.
fn begin(import: &mut Import, response: &Response) {
    if std::mem::replace(&mut import.has_begun, true) {
        return;
    }
    let row = import.batch.rows.first();
    let filled = match import.from {
        From::File => !import.path.is_empty(),
        From::Text => !import.pasted.is_empty(),
    };
    if filled && row.is_some_and(|row| row.project.is_empty()) {
        response.ctx.memory_mut(|memory| memory.request_focus(place_field_id("Project", 0)));
    } else {
        response.request_focus();
    }
}

/// Draws whose rules it is read by.
pub(super) fn read_as_ui(ui: &Ui, column: &mut Column, import: &mut Import) {
    let running = import.is_running();
    column.label(ui, "Read as", "");
    let rect = column.control();
    let current = DIALECTS.iter().find(|(dialect, _)| *dialect == import.batch.dialect);
    let words = current.map_or("", |(_, words)| words);
    let face = SelectFace { name: "Read as", words, disabled: running, ..SelectFace::default() };
    let item = |(dialect, words): &(crate::envfile::Dialect, &str)| MenuItem {
        words: (*words).to_owned(),
        count: None,
        protected: false,
        current: *dialect == import.batch.dialect,
    };
    let items: Vec<MenuItem> = DIALECTS.iter().map(item).collect();
    let response = select(ui, rect, &face);
    if let Some((dialect, _)) = menu(&response, "Read as", &items).and_then(|chosen| DIALECTS.get(chosen)) {
        import.read_as(*dialect);
    }
}
