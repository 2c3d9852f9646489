//! Below the designers' picture: the states of the rotate dialog's second step, the controls of dialogs, every icon.

use egui::{Context, Pos2, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{Gallery, Open, caption, heading, place, scope};
use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::{
    self, Button, Callout, Choice, Confirm, ConfirmAnswer, Dialog, DialogAnswer, Frame, IconButton, Lead, METER,
    MenuItem, NoteLook, Pose, SecretFace, SecretInputLook, SecretLook, SecretTools, Segmented, SelectFace, Status,
    Staying, TagLook, Tick, Tone, avatar, choice_cards, entropy_meter, field_label, menu, note_ui, pill, progress_line,
    secret_field_as, select, slider, sparkline, step_disc, tag_as, token_field, token_field_height,
};

const COLUMN: f32 = 588.0;

/// Draws it; `at` is the left edge under the picture. Returns where it ends.
pub fn more_ui(gallery: &mut Gallery, ui: &mut Ui, at: Pos2) -> f32 {
    let right = pos2(at.x + COLUMN + 40.0, at.y);
    let steps = step_cards_ui(gallery, ui, at);
    let footer = footers_ui(ui, at + vec2(0.0, steps));
    let below = footer - at.y + 28.0;
    let first = controls_ui(gallery, ui, at + vec2(0.0, below));
    let second = measures_ui(ui, right + vec2(0.0, below));
    icons_ui(ui, pos2(at.x, first.max(second) + 28.0))
}

/// The six states of "Put the new value here", two in a row; returns their height.
fn step_cards_ui(gallery: &mut Gallery, ui: &mut Ui, at: Pos2) -> f32 {
    let names = [
        "Empty",
        "Recognised",
        "Same as the old one: primary is off",
        "Looks like something else: primary stays on",
        "Generate: for keys you make yourself",
        "Shown for 20 s",
    ];
    for (index, name) in names.into_iter().enumerate() {
        let corner = at + vec2((COLUMN + 40.0) * (index % 2) as f32, 196.0 * (index / 2) as f32);
        heading(ui, corner, name);
        let card = place(corner.x, corner.y + 24.0, COLUMN, 152.0);
        let t = of(ui);
        let edge = Stroke::new(1.0, t.stroke_default);
        ui.painter().rect(card, radius::CARD, t.bg_raised, edge, StrokeKind::Inside);
        scope(ui, name, |ui| step_ui(gallery, ui, card, index));
    }
    3.0 * 196.0
}

fn step_ui(gallery: &mut Gallery, ui: &mut Ui, card: Rect, index: usize) {
    let t = of(ui);
    let left = card.left() + 21.0;
    let (first, wide) = (card.top() + 27.0, card.width() - 42.0 - 32.0);
    step_disc(ui, pos2(left + 10.0, first), 2);
    let line = widgets::baseline(ui, first, Type::Strong);
    widgets::text(ui, left + 32.0, line, Type::Strong, t.text_primary, "Put the new value here");
    let choices = [Choice::words("Paste"), Choice::with_icon("Generate", Icon::DiceFive)];
    let segmented = Segmented::new("way", &choices, usize::from(index == 4)).small();
    segmented.at(ui, pos2(card.right() - 21.0 - segmented.width(ui), first));
    let field = place(left + 32.0, card.top() + 47.0, wide, 40.0);
    let under = place(field.left(), field.bottom() + 7.0, wide, 18.0);
    let look = |frame, tools| SecretLook { tools, frame, ..SecretLook::default() };
    match index {
        0 => {
            let look = SecretInputLook { name: "New value", hint: "Paste the new value", ..Default::default() };
            gallery.empty.at(ui, field, &look);
            proof_ui(ui, under, Proof::Info("Pasting clears the clipboard."), "");
        }
        1 => {
            let look = SecretInputLook { name: "Another value", tail: Some("Wd4K"), ..Default::default() };
            gallery.filled.at(ui, field, &look);
            proof_ui(ui, under, Proof::Good("Looks like a Stripe live key"), "different from the old one");
        }
        2 | 3 => {
            let tail = Some(if index == 2 { "7Qx2" } else { "m0eP" });
            let doubtful = look(Frame::Doubtful, SecretTools::Clear);
            secret_field_as(ui, field, &SecretFace::Masked { tail }, doubtful);
            let (title, hint) = if index == 2 {
                ("This is the old value", "Copy the new one at Stripe, then paste it here.")
            } else {
                ("Looks like a Stripe test key", "This is production. Test keys take no real payments.")
            };
            let again = Button::secondary("Paste again");
            let callout = Callout::new(Tone::Warn, title).hint(hint).button(again).compact();
            callout.at(ui, field.left_bottom() + vec2(0.0, 8.0), wide);
        }
        4 => {
            let face = SecretFace::Masked { tail: Some("vN9q") };
            secret_field_as(ui, field, &face, look(Frame::Rest, SecretTools::Again));
            entropy_meter(ui, place(field.left(), field.bottom() + 9.0, wide, METER), 233.0);
        }
        _ => {
            let face = SecretFace::Shown {
                text: "demo-not-a-real-key-Wd4K",
                ring: Staying { part: 0.7, seconds: 14, spoken: 20 },
            };
            secret_field_as(ui, field, &face, look(Frame::Rest, SecretTools::Clear));
            proof_ui(ui, under, Proof::Good("Looks like a Stripe live key"), "different from the old one");
        }
    }
}

/// The line under a value.
enum Proof<'a> {
    Info(&'a str),
    Good(&'a str),
}

fn proof_ui(ui: &Ui, rect: Rect, proof: Proof<'_>, right: &str) {
    let t = of(ui);
    let middle = rect.center().y;
    let (icon, ink, words, color) = match proof {
        Proof::Info(words) => (Icon::Info, t.text_tertiary, words, t.text_tertiary),
        Proof::Good(words) => (Icon::Check, t.ok_solid, words, t.text_secondary),
    };
    widgets::icon(ui, pos2(rect.left() + 7.5, middle), 15.0, Face::Line, icon, ink);
    let line = widgets::baseline(ui, middle, Type::Small);
    widgets::text(ui, rect.left() + 22.0, line, Type::Small, color, words);
    widgets::text_right(ui, rect.right(), line, Type::Small, t.text_tertiary, right);
}

/// Four footers of a dialog; returns where they end.
fn footers_ui(ui: &mut Ui, at: Pos2) -> f32 {
    heading(ui, at, "Footer");
    let save = Button::primary("Rotate key");
    let footers = [
        ("Needs a new value.", false, true, save.enabled(false)),
        ("Rotating is recorded in Activity.", false, true, save),
        ("Saving in GNOME Keyring…", false, false, save.busy(true)),
        ("GNOME Keyring is locked. Nothing was changed.", true, true, Button::primary("Try again")),
    ];
    for (index, (note, bad, can_cancel, primary)) in footers.into_iter().enumerate() {
        let corner = at + vec2((COLUMN + 40.0) * (index % 2) as f32, 20.0 + 44.0 * (index / 2) as f32);
        let row = place(corner.x, corner.y, COLUMN, 30.0);
        scope(ui, ("footer", index), |ui| {
            let cancel = Button::secondary("Cancel").enabled(can_cancel);
            let primary_rect = Rect::from_min_size(pos2(row.right() - primary.size(ui).x, row.top()), primary.size(ui));
            let left = primary_rect.left() - 8.0 - cancel.size(ui).x;
            cancel.at(ui, Rect::from_min_size(pos2(left, row.top()), cancel.size(ui)));
            primary.at(ui, primary_rect);
            let look = if bad { NoteLook::Bad } else { NoteLook::Quiet };
            note_ui(ui, row.with_max_x(left - 8.0), note, look);
        });
    }
    at.y + 20.0 + 44.0 + 30.0
}

/// What dialogs are made of; returns where it ends.
fn controls_ui(gallery: &mut Gallery, ui: &mut Ui, at: Pos2) -> f32 {
    heading(ui, at, "Controls of dialogs");
    let half = (COLUMN - 10.0) / 2.0;
    let mut y = at.y + 26.0;
    let second = place(at.x + half + 10.0, y, half, 56.0);
    let cards = [
        (place(at.x, y, half, 56.0), "Keep the old value 7 days", "Can be put back until Tue 14:02"),
        (second, "Forget it now", "It can't be put back"),
    ];
    if let Some(chosen) = choice_cards(ui, "old value", &cards, gallery.choice) {
        gallery.choice = chosen;
    }
    y += 70.0;
    let owners = ["Payments team", "Platform team", "Nobody yet"];
    field_label(ui, place(at.x, y, half, 16.0), "Owner", "");
    let owner = owners[gallery.chosen];
    let letters = widgets::initials(owner);
    let face = SelectFace { name: "Owner", words: owner, lead: Lead::Avatar(&letters), ..SelectFace::default() };
    let opener = select(ui, place(at.x, y + 21.0, half, 30.0), &face);
    let items: Vec<MenuItem> = owners
        .iter()
        .enumerate()
        .map(|(index, words)| MenuItem {
            words: (*words).to_owned(),
            count: None,
            protected: false,
            current: index == gallery.chosen,
        })
        .collect();
    if let Some(chosen) = menu(&opener, "Owner", &items) {
        gallery.chosen = chosen;
    }
    field_label(ui, place(at.x + half + 10.0, y, half, 16.0), "Kind", "optional");
    let kind = SelectFace { name: "Kind", hint: "Not known", ..SelectFace::default() };
    select(ui, place(at.x + half + 10.0, y + 21.0, half, 30.0), &kind);
    y += 65.0;
    field_label(ui, place(at.x, y, COLUMN, 16.0), "Expires", "22 Feb 2026");
    let expiries = ["30 d", "90 d", "180 d", "1 year", "Never", "Date…"].map(Choice::words);
    let expires = Segmented::new("expires", &expiries, gallery.segment);
    if let Some(index) = expires.filling(ui, place(at.x, y + 21.0, COLUMN, 30.0)) {
        gallery.segment = index;
    }
    y += 65.0;
    field_label(ui, place(at.x, y, COLUMN, 16.0), "Scopes", "optional");
    let tall = token_field_height(ui, COLUMN, TagLook::Code, &gallery.tokens);
    let id = egui::Id::unique("gallery scopes");
    token_field(ui, place(at.x, y + 21.0, COLUMN, tall), id, ("Scopes", "Add…"), TagLook::Code, &mut gallery.tokens);
    y += 21.0 + tall + 14.0;
    let line = widgets::baseline(ui, y + 15.0, Type::SmallStrong);
    widgets::text(ui, at.x, line, Type::SmallStrong, of(ui).text_secondary, "Length");
    slider(ui, place(at.x + 88.0, y + 7.0, 240.0, 16.0), "Length", &mut gallery.length, 12..=128);
    let count = gallery.length.to_string();
    widgets::text(ui, at.x + 344.0, line, Type::Code, of(ui).text_primary, &count);
    y += 44.0;
    let characters = ["Letters + digits", "Hex", "Base64url", "Custom"].map(Choice::words);
    Segmented::new("characters", &characters, 0).dense().spread(ui, place(at.x, y, 320.0, 30.0));
    let views = [Choice::icon(Icon::Rows, "List"), Choice::icon(Icon::Columns, "Compare")];
    Segmented::new("views", &views, 0).at(ui, pos2(at.x + 336.0, y + 15.0));
    y += 44.0;
    let mut x = at.x;
    for (button, open) in [
        (Button::secondary("Open a dialog…"), Some(Open::Dialog)),
        (Button::secondary("Ask a question…"), Some(Open::Question)),
        (Button::secondary("Open Stripe").trailing(Icon::ArrowSquareOut), None),
        (Button::secondary("Not now").plain(), None),
    ] {
        let size = button.size(ui);
        if button.at(ui, Rect::from_min_size(pos2(x, y), size)).clicked() && open.is_some() {
            gallery.open = open;
        }
        x += size.x + 8.0;
    }
    y += 44.0;
    let link = Button::link("dashboard.stripe.com").trailing(Icon::ArrowSquareOut);
    link.at(ui, Rect::from_min_size(pos2(at.x, y), link.size(ui)));
    y + 30.0
}

/// What says how much or how well; returns where it ends.
fn measures_ui(ui: &mut Ui, at: Pos2) -> f32 {
    let t = of(ui);
    heading(ui, at, "Measures and small pieces");
    let mut y = at.y + 26.0;
    for bits in [40.0, 60.0, 100.0, 233.0, 320.0] {
        scope(ui, bits as u32, |ui| entropy_meter(ui, place(at.x, y, 386.0, METER), bits));
        y += METER + 8.0;
    }
    for (part, color) in [(0.93, t.warn_solid), (0.41, t.accent_fill), (1.0, t.ok_solid)] {
        progress_line(ui, place(at.x, y + 4.0, 252.0, 4.0), part, color);
        y += 14.0;
    }
    let used = [3, 1, 4, 0, 0, 3, 5, 4, 3, 1, 0, 1, 3, 4, 4, 3, 0, 0, 3, 1, 5, 6, 3, 1, 0, 0, 4, 3, 1, 3];
    sparkline(ui, place(at.x, y, 119.0, 20.0), &used);
    y += 36.0;
    let mut x = at.x;
    for tool in [
        IconButton::new(Icon::PencilSimple, "Edit"),
        IconButton::new(Icon::Trash, "Delete").posed(Pose::Hover),
        IconButton::new(Icon::Bell, "Warnings").posed(Pose::Focus),
        IconButton::new(Icon::EyeSlash, "Hide the value").active(true),
        IconButton::new(Icon::DotsThree, "More").enabled(false),
    ] {
        tool.at(ui, place(x, y, 28.0, 28.0));
        x += 36.0;
    }
    avatar(ui, pos2(x + 9.0, y + 14.0), 18.0, "PT");
    avatar(ui, pos2(x + 46.0, y + 14.0), 40.0, "PT");
    for number in 1..=3_u8 {
        step_disc(ui, pos2(x + 62.0 + 28.0 * f32::from(number), y + 14.0), number);
    }
    y += 44.0;
    let mut x = at.x;
    x += tag_as(ui, pos2(x, y + 10.0), "Active", TagLook::Plain) + 6.0;
    x += tag_as(ui, pos2(x, y + 10.0), "charges", TagLook::Code) + 6.0;
    pill(ui, pos2(x, y + 10.0), "Leaving", Status::Leaving);
    y += 36.0;
    let disabled = [
        Tick::checkbox("Disabled", true).enabled(false).salt(1),
        Tick::checkbox("With the keyboard", false).posed(Pose::Focus),
        Tick::switch("Disabled switch", true).enabled(false),
    ];
    let mut x = at.x;
    for tick in disabled {
        let wide = tick.size(ui).x;
        tick.at(ui, place(x, y, wide, 24.0));
        x += wide + 16.0;
    }
    y += 40.0;
    let note = Callout::new(Tone::Note, "Old value kept until Tue 14:02").button(Button::secondary("Put back"));
    let (rect, _) = note.centered().at(ui, pos2(at.x, y), 330.0);
    y = rect.bottom() + 10.0;
    scope(ui, "locked", |ui| {
        secret_field_as(ui, place(at.x, y, 330.0, 40.0), &SecretFace::Locked, SecretLook::default());
    });
    y += 50.0;
    let long = "demo-".repeat(24);
    let face = SecretFace::Shown { text: &long, ring: Staying { part: 0.35, seconds: 7, spoken: 20 } };
    scope(ui, "long", |ui| secret_field_as(ui, place(at.x, y, 330.0, 40.0), &face, SecretLook::default()));
    y + 100.0
}

/// Every icon, outlined and filled; returns where they end.
fn icons_ui(ui: &Ui, at: Pos2) -> f32 {
    const EACH: f32 = 202.0;
    const ROW: usize = 6;
    let t = of(ui);
    heading(ui, at, "Icons");
    let mut bottom = at.y;
    for (index, icon) in Icon::ALL.iter().enumerate() {
        let x = at.x + EACH * (index % ROW) as f32;
        let y = at.y + 26.0 + 26.0 * (index / ROW) as f32;
        widgets::icon(ui, pos2(x + 8.0, y + 8.0), 16.0, Face::Line, *icon, t.text_secondary);
        widgets::icon(ui, pos2(x + 28.0, y + 8.0), 16.0, Face::Fill, *icon, t.text_secondary);
        caption(ui, x + 42.0, y + 8.0, &format!("{icon:?}"));
        bottom = y + 16.0;
    }
    bottom
}

/// The dialog and the question over the page.
pub fn over_ui(gallery: &mut Gallery, ctx: &Context) {
    let closes = match gallery.open {
        Some(Open::Dialog) => {
            let dialog = Dialog::new("gallery", "Rotate")
                .head(|ui, rect| {
                    let line = widgets::baseline(ui, rect.center().y, Type::NameTitle);
                    let ink = of(ui).text_primary;
                    let x = rect.left() - 2.0;
                    let used = widgets::text(ui, x, line, Type::NameTitle, ink, "STRIPE_SECRET_KEY");
                    tag_as(ui, pos2(x + used + 12.0, rect.center().y), "Production", TagLook::Shield);
                })
                .note("Rotating is recorded in Activity.")
                .primary(Button::primary("Rotate key"), true);
            let answer = dialog.show(ctx, |ui, body| {
                let look = SecretInputLook { name: "New value", hint: "Paste the new value", ..Default::default() };
                let field = place(body.left() + 20.0, body.top() + 18.0, body.width() - 40.0, 40.0);
                gallery.asked.at(ui, field, &look);
                field.bottom() + 18.0
            });
            answer != DialogAnswer::None
        }
        Some(Open::Question) => {
            let question = Confirm {
                id: "gallery question",
                icon: (Icon::Prohibit, Face::Line),
                title: "Disable 3 keys here?",
                name: "",
                words: "Keyloft leaves them out of copies, exports and runs. Their providers still accept them.",
                buttons: &[Button::primary("Disable 3 keys")],
            };
            question.show(ctx) != ConfirmAnswer::None
        }
        None => false,
    };
    if closes {
        gallery.open = None;
    }
}
