//! How the dialog is drawn: words, one or two fields, and the button with the count.

use egui::{Context, Id, Rect, Ui, pos2};

use super::data::{Act, Many};
use crate::gui::screens::key_form::Attempt;
use crate::gui::theme::{Type, of, size};
use crate::gui::widgets::{
    Button, Callout, ConfirmAnswer, Dialog, DialogAnswer, Field, Frame, Offer, combo, combo_room, details_under,
    discard, field_error, field_label, field_said, field_warning, name_node, paragraph,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

const WIDE: f32 = 440.0;
const PAD: f32 = 16.0;

fn id(name: &str) -> Id {
    Id::unique(("many", name))
}

/// Draws the dialog.
pub fn many_ui(ctx: &Context, many: &mut Many, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let saving = many.attempt == Attempt::Saving;
    let (title, act) = (many.title.clone(), many.primary());
    let primary = if many.act == Act::Delete { Button::danger_confirm(&act) } else { Button::primary(&act) };
    let dialog = Dialog::new("many", &title)
        .width(WIDE)
        .steady()
        .cancel(Some(Button::secondary("Cancel").enabled(!saving)))
        .primary(primary.busy(saving), !saving)
        .needs(many.needs(snapshot));
    let answer = dialog.show(ctx, |ui, body| ui.add_enabled_ui(!saving, |ui| body_ui(ui, body, many, snapshot)).inner);
    match answer {
        _ if many.leaving => leave_ui(ctx, many, wishes),
        DialogAnswer::Primary => many.submit(snapshot, wishes),
        DialogAnswer::Cancel if !saving && many.is_typed() => many.leaving = true,
        DialogAnswer::Cancel if !saving => wishes.push(Wish::CloseModal),
        DialogAnswer::None | DialogAnswer::Cancel => {}
    }
}

fn leave_ui(ctx: &Context, many: &mut Many, wishes: &mut Vec<Wish>) {
    let words = "The keys stay where they are.";
    match discard("leave many", many.act.icon(), "Discard what was typed?", "", words, ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => many.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
}

fn body_ui(ui: &mut Ui, body: Rect, many: &mut Many, snapshot: &Snapshot) -> f32 {
    let t = of(ui);
    let left = body.left() + size::DIALOG_EDGE;
    let wide = body.width() - 2.0 * size::DIALOG_EDGE;
    let mut y = body.top() + PAD;
    if let Attempt::Failed { title, hint, details } = &many.attempt {
        let (rect, _) = Callout::failed(title).hint(hint).at(ui, pos2(left, y), wide);
        y = details_under(ui, rect, details) + 14.0;
    }
    if !many.words.is_empty() {
        let said = paragraph(ui, pos2(left, y), wide, Type::Body, t.text_secondary, &many.words);
        name_node(ui, said, ui.make_persistent_id("many words"), &many.words);
        y = said.bottom() + 14.0;
    }
    let mut column = Column { left, wide, y, list_ends: y };
    match many.act {
        Act::Move => {
            let projects: Vec<Offer<'_>> = snapshot.projects.iter().map(|project| Offer::new(&project.name)).collect();
            column.combo(ui, "Project", "Name of a project", &mut many.project, &projects, None, false);
            let project = snapshot.projects.iter().find(|project| project.name == many.project.trim());
            let stages = project.into_iter().flat_map(|project| &project.environments);
            let stages: Vec<Offer<'_>> =
                stages.map(|one| Offer { protected: one.protected, ..Offer::new(&one.name) }).collect();
            let error = many.error(snapshot);
            let typed = &mut many.environment;
            column.combo(ui, "Environment", "Name of an environment", typed, &stages, error.as_deref(), !many.began);
            if let Some(words) = many.makes(snapshot) {
                column.hint(ui, &words);
            }
            if let Some(words) = many.loses_protection(snapshot) {
                column.y = field_warning(ui, pos2(left, column.y - 8.0), wide, &words).bottom() + 14.0;
            }
        }
        _ => {
            if let Some(label) = many.to_type.as_ref().map(|wanted| format!("Type {} to confirm", wanted.words())) {
                column.field(ui, &label, &mut many.typed, !many.began);
            }
        }
    }
    many.began = true;
    (column.y + 2.0).max(column.list_ends)
}

/// Fields under each other.
struct Column {
    left: f32,
    wide: f32,
    y: f32,
    /// Where an open list ends.
    list_ends: f32,
}

impl Column {
    fn label(&mut self, ui: &Ui, words: &str) -> Rect {
        field_label(ui, Rect::from_min_size(pos2(self.left, self.y), egui::vec2(self.wide, 16.0)), words, "");
        let field = Rect::from_min_size(pos2(self.left, self.y + 21.0), egui::vec2(self.wide, size::CONTROL));
        self.y = field.bottom() + 14.0;
        field
    }

    #[allow(clippy::too_many_arguments)] // A field is what it is called, hints at, holds, offers and gets wrong.
    fn combo(
        &mut self,
        ui: &mut Ui,
        name: &str,
        hint: &str,
        text: &mut String,
        offers: &[Offer<'_>],
        error: Option<&str>,
        take: bool,
    ) {
        let rect = self.label(ui, name);
        let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
        let field = Field::new(id(name), name).hint(hint).frame(frame).fact();
        let response = combo(ui, rect, field, id(name), text, offers);
        self.list_ends = self.list_ends.max(rect.bottom() + combo_room(ui, id(name)));
        if take {
            response.request_focus();
        }
        if let Some(words) = error {
            self.y = field_error(ui, pos2(self.left, rect.bottom() + 6.0), self.wide, words).bottom() + 14.0;
        }
        self.y = field_said(ui, id(name), pos2(self.left, self.y - 14.0), self.wide) + 14.0;
    }

    /// Quiet words under the field above.
    fn hint(&mut self, ui: &Ui, words: &str) {
        let ink = of(ui).text_tertiary;
        let said = paragraph(ui, pos2(self.left, self.y - 8.0), self.wide, Type::Small, ink, words);
        let node = name_node(ui, said, ui.make_persistent_id("many hint"), words);
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
        self.y = said.bottom() + 14.0;
    }

    fn field(&mut self, ui: &mut Ui, name: &str, text: &mut String, take: bool) {
        let rect = self.label(ui, name);
        let response = Field::new(id("typed"), name).fact().at(ui, rect, text);
        if take {
            response.request_focus();
        }
        self.y = field_said(ui, id("typed"), pos2(self.left, self.y - 14.0), self.wide) + 14.0;
    }
}
