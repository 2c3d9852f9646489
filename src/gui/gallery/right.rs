//! The right column of the page: surfaces, the question before a secret is shown, status, messages, empty and loading.

use egui::{Pos2, Rect, Stroke, StrokeKind, Ui, pos2};

use super::{caption, heading, place, scope};
use crate::gui::theme::{Face, Icon, of, radius};
use crate::gui::toast::Face as ToastFace;
use crate::gui::widgets::{
    Button, Callout, Confirm, Pose, Status, TagLook, ToastIcon, Tone, empty_ui, pill, skeleton_rows, tag_as, toast_at,
    toast_width,
};

/// Draws the column; `at` is its left edge at the top of the page.
pub fn right_ui(ui: &mut Ui, at: Pos2) {
    surfaces_ui(ui, at);
    question_ui(ui, at);
    status_ui(ui, at);
    messages_ui(ui, at);
    empty_and_loading_ui(ui, at);
}

fn surfaces_ui(ui: &Ui, at: Pos2) {
    let t = of(ui);
    heading(ui, pos2(at.x, at.y + 74.0), "Surfaces and accent");
    let swatches = [
        ("sidebar", t.bg_sidebar),
        ("surface", t.bg_surface),
        ("panel", t.bg_panel),
        ("raised", t.bg_raised),
        ("inset", t.bg_inset),
        ("active", t.bg_active),
        ("selected", t.bg_selected),
        ("accent", t.accent_fill),
    ];
    for (index, (name, color)) in swatches.into_iter().enumerate() {
        let x = at.x + 74.0 * index as f32;
        let edge = Stroke::new(1.0, t.stroke_subtle);
        ui.painter().rect(place(x, at.y + 100.0, 64.0, 32.0), radius::CONTROL, color, edge, StrokeKind::Inside);
        caption(ui, x, at.y + 143.0, name);
    }
}

fn question_ui(ui: &mut Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 216.0), "Showing a production secret");
    let question = Confirm {
        id: "gallery",
        icon: (Icon::ShieldCheck, Face::Fill),
        title: "Show this production secret?",
        name: "STRIPE_SECRET_KEY",
        words: "will be on screen for 20 seconds. Check who can see it. This is noted in Activity.",
        buttons: &[
            Button::secondary("Show for 20 s").icon(Icon::Eye),
            Button::primary("Copy instead").icon(Icon::Copy).posed(Pose::Focus),
        ],
    };
    scope(ui, "question", |ui| question.draw(ui, place(at.x, at.y + 242.0, 400.0, 160.0)));
}

fn status_ui(ui: &Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 424.0), "Status");
    let mut x = at.x;
    for (words, status) in [
        ("Expired", Status::Crit),
        ("Overdue", Status::Warn),
        ("Snoozed", Status::Info),
        ("Resolved", Status::Ok),
        ("Disabled", Status::Disabled),
    ] {
        x += pill(ui, pos2(x, at.y + 460.0), words, status) + 6.0;
    }
    tag_as(ui, pos2(x, at.y + 460.0), "Production", TagLook::Shield);
}

fn messages_ui(ui: &mut Ui, at: Pos2) {
    heading(ui, pos2(at.x, at.y + 518.0), "Messages");
    let said = |words: &str, button: Option<&'static str>| ToastFace {
        ring: None,
        lead: String::new(),
        name: None,
        words: words.to_owned(),
        hint: None,
        longest_hint: None,
        button,
        good: true,
        spoken: words.to_owned(),
    };
    let counting = ToastFace {
        ring: Some((0.9, 27)),
        name: Some("STRIPE_SECRET_KEY".to_owned()),
        hint: Some("clears in 27 s".to_owned()),
        longest_hint: None,
        ..said(" copied", Some("Clear now"))
    };
    let toasts = [
        (counting, ToastIcon::Good),
        (said("Clipboard cleared", None), ToastIcon::Good),
        (said("2 keys disabled", Some("Undo")), ToastIcon::Act(Icon::Prohibit)),
    ];
    for (index, (face, icon)) in toasts.iter().enumerate() {
        let wide = toast_width(ui, 568.0, face);
        let corner = pos2(at.x, at.y + 544.0 + 54.0 * index as f32);
        scope(ui, ("toast", index), |ui| toast_at(ui, corner, wide, face, *icon));
    }
    Callout::new(Tone::Crit, "Couldn't save")
        .name("OPENAI_API_KEY")
        .hint("GNOME Keyring is locked. Unlock it, then try again.")
        .button(Button::secondary("Try again"))
        .centered()
        .at(ui, pos2(at.x, at.y + 706.0), 470.0);
}

fn empty_and_loading_ui(ui: &Ui, at: Pos2) {
    let t = of(ui);
    heading(ui, pos2(at.x, at.y + 788.0), "Empty and loading");
    let card = |rect: Rect| {
        let edge = Stroke::new(1.0, t.stroke_subtle);
        ui.painter().rect(rect, radius::CARD, t.bg_panel, edge, StrokeKind::Inside);
    };
    let empty = place(at.x, at.y + 814.0, 270.0, 167.0);
    card(empty);
    let buttons = [Button::secondary("Clear filter"), Button::secondary("Search everywhere")];
    let inner = place(empty.left(), empty.top() + 23.0, 270.0, 104.0);
    let title = "No keys match `strpe`";
    empty_ui(ui, inner, Icon::MagnifyingGlass, title, "Searched 16 production keys.", &buttons);
    let loading = place(at.x + 286.0, at.y + 814.0, 298.0, 167.0);
    card(loading);
    skeleton_rows(ui, loading.shrink2(egui::vec2(15.0, 11.0)), 29.0, 5);
}
