//! The secret's section: its field in whatever state it is, and what stands around it.

use egui::{Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::data::Value;
use super::state::Inspector;
use super::ui::Part;
use crate::gui::commands::Command;
use crate::gui::shown::InField;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::{
    Button, Frame, SecretAct, SecretFace, SecretLook, SecretTools, baseline, copy_button_id, elided, field_frame, icon,
    name_node, paragraph, secret_field_as, secret_field_height, text, text_right, tip_in,
};
use crate::gui::wish::Wish;
use crate::jobs::{Request, VaultState};

/// Draws the section from `top`; returns where it ends.
pub fn secret_ui(ui: &mut Ui, top: f32, part: &Part<'_>, inspector: &mut Inspector, wishes: &mut Vec<Wish>) -> f32 {
    let t = of(ui);
    inspector.copies = Some(copy_button_id(ui));
    let details = part.details;
    let plain = matches!(details.value, Value::Plain(_));
    let label = if plain { "Value" } else { "Secret" };
    let line = baseline(ui, top + 8.0, Type::SmallStrong);
    text(ui, part.left, line, Type::SmallStrong, t.text_tertiary, label);
    text_right(ui, part.right, baseline(ui, top + 8.0, Type::Small), Type::Small, t.text_tertiary, &details.set);
    let field = Rect::from_min_size(pos2(part.left, top + 22.0), vec2(part.room(), size::SECRET_FIELD));
    let mut bottom = match &details.value {
        Value::Plain(value) => plain_ui(ui, field, value, part, inspector, wishes),
        _ => field_ui(ui, field, part, inspector, wishes),
    };
    if let (true, Value::OutOfReach(_), VaultState::KeychainTrouble(why)) =
        (part.over, &details.value, &part.snapshot.state)
    {
        // What says so above the list is covered.
        let at = pos2(part.left, bottom + 6.0);
        let words = format!("{} {}", why.why, why.advice);
        let rect = paragraph(ui, at, part.room(), Type::Small, t.text_secondary, words.trim());
        name_node(ui, rect, ui.make_persistent_id("why away"), words.trim());
        bottom = rect.bottom();
    }
    if details.protected && !plain && matches!(details.value, Value::Masked(_)) {
        let middle = bottom + 6.0 + 8.0;
        icon(ui, pos2(part.left + 8.0, middle), 16.0, Face::Line, Icon::ShieldCheck, t.text_tertiary);
        // A disabled key has no eye.
        let words = if details.copies {
            "Protected. Showing it asks you to confirm."
        } else {
            "Protected. It isn't shown while it is disabled."
        };
        let line = baseline(ui, middle, Type::Small);
        let room = part.room() - 22.0;
        elided(ui, part.left + 22.0, line, room, Type::Small, t.text_tertiary, words);
        let rect = Rect::from_min_max(pos2(part.left, middle - 8.0), pos2(part.right, middle + 8.0));
        name_node(ui, rect, ui.make_persistent_id("protected"), words);
        bottom = middle + 8.0;
    }
    bottom
}

/// The field of a secret; returns where it ends.
fn field_ui(ui: &mut Ui, rect: Rect, part: &Part<'_>, inspector: &Inspector, wishes: &mut Vec<Wish>) -> f32 {
    let now = ui.input(|input| input.time);
    let asking = format!("Asking {}…", part.snapshot.store_title);
    let copied = inspector.just_copied(ui.ctx(), part.uid);
    let waits = inspector.awaits.is_of(part.uid, now);
    let face = match (&part.details.value, part.shown.in_field(part.uid, now)) {
        (Value::Missing, _) => SecretFace::Missing,
        (_, InField::Asking) => SecretFace::Loading { words: &asking },
        (Value::OutOfReach(_) | Value::Masked(_), InField::Masked) if waits => SecretFace::Loading { words: &asking },
        (Value::OutOfReach(away), _) => SecretFace::OutOfReach { words: &away.words, act: away.act },
        (_, InField::Open { secret, ring }) => {
            // Painted and nothing else: no label, no field, no selection. What egui keeps of the layout goes with the
            // frame after the last one that shows it.
            let text = secret.expose_str().unwrap_or("Not text: save it as a file to use it.");
            SecretFace::Shown { text, ring }
        }
        (Value::Masked(tail), InField::Masked) if copied => SecretFace::Copied { tail: tail.as_deref() },
        (Value::Masked(tail), InField::Masked) => SecretFace::Masked { tail: tail.as_deref() },
        (Value::Plain(_), _) => return rect.bottom(),
    };
    let tools = match part.details.copies {
        true if copied => SecretTools::Copied,
        true => SecretTools::Copy,
        false => SecretTools::None,
    };
    let high = secret_field_height(ui, rect.width(), &face, tools);
    let act = secret_field_as(ui, rect, &face, SecretLook { tools, ..SecretLook::default() });
    match act {
        Some(SecretAct::Copy) => part.wish(wishes, Command::Copy),
        Some(SecretAct::Show | SecretAct::Hide) => part.wish(wishes, Command::Show),
        Some(SecretAct::AddTime) => wishes.push(Wish::ShowLonger),
        Some(SecretAct::Paste) => part.wish(wishes, Command::Rotate),
        Some(SecretAct::Unlock) => wishes.push(Wish::Ask(Request::Unlock(None))),
        Some(SecretAct::Clear | SecretAct::Again) | None => {}
    }
    rect.top() + high
}

/// A plain value in its field, with Copy.
fn plain_ui(ui: &Ui, rect: Rect, value: &str, part: &Part<'_>, inspector: &Inspector, wishes: &mut Vec<Wish>) -> f32 {
    let t = of(ui);
    field_frame(ui, rect, radius::CALLOUT, t.bg_inset, Frame::Rest, false);
    let copied = inspector.just_copied(ui.ctx(), part.uid);
    let button = if copied {
        Button::secondary("Copied").icon(Icon::Check).icon_ink(t.ok_solid).tight()
    } else {
        Button::primary("Copy").icon(Icon::Copy).tight().enabled(part.details.copies)
    };
    let button = button.id(copy_button_id(ui));
    let wide = button.size(ui);
    let place = Rect::from_min_size(pos2(rect.right() - 5.0 - wide.x, rect.center().y - 15.0), wide);
    let one_line: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).take(400).collect();
    let room = place.left() - 8.0 - (rect.left() + 13.0);
    let line = baseline(ui, rect.center().y, Type::Secret);
    let used = elided(ui, rect.left() + 13.0, line, room, Type::Secret, t.text_primary, &one_line);
    let node = ui.interact(rect.with_max_x(place.left()), ui.make_persistent_id("plain"), Sense::hover());
    node.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &one_line));
    if used >= room - 8.0 {
        tip_in(&node, Type::Code, value);
    }
    if button.at(ui, place).clicked() {
        part.wish(wishes, Command::Copy);
    }
    rect.bottom()
}
