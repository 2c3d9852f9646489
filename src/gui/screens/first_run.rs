//! The first run: where secrets shall lie. Nothing on this computer is searched.

use egui::{Key, Rect, ScrollArea, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use crate::gui::theme::{Face, Icon, Type, of, radius};
use crate::gui::widgets::{
    Button, Frame, Mark, Passphrase, Tone, baseline, callout, icon, mark, name_node, paragraph, severity_icon, text,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Request, Snapshot, StoreKind, VaultState};
use crate::model::Severity;

/// Fewest characters of a passphrase.
const SHORTEST: usize = 8;
const WIDE: f32 = 720.0;

/// What the first-run screen keeps.
#[derive(Debug)]
pub struct FirstRun {
    choice: Choice,
    first: Passphrase,
    again: Passphrase,
    state: Attempt,
}

/// Which way was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    None,
    Passphrase,
}

/// How the making goes.
#[derive(Debug, Clone, PartialEq)]
enum Attempt {
    None,
    Running,
    Wrong(&'static str),
    Failed(Failure),
}

impl Default for FirstRun {
    fn default() -> Self {
        Self {
            choice: Choice::None,
            first: Passphrase::new("first"),
            again: Passphrase::new("again"),
            state: Attempt::None,
        }
    }
}

impl FirstRun {
    /// The vault was not made.
    pub fn failed(&mut self, failure: Failure) {
        self.state = Attempt::Failed(failure);
    }

    fn problem(&self) -> Option<&'static str> {
        if self.first.len() < SHORTEST {
            Some("Use at least 8 characters.")
        } else if !self.first.same_as(&self.again) {
            Some("The two passphrases differ.")
        } else {
            None
        }
    }
}

/// Draws the screen; in a low window it scrolls.
pub fn first_run_ui(ui: &mut Ui, all: Rect, screen: &mut FirstRun, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    ui.painter().rect_filled(all, 0.0, of(ui).bg_window);
    let mut area = ui.new_child(UiBuilder::new().max_rect(all).id_salt("first run"));
    ScrollArea::vertical().auto_shrink(false).show(&mut area, |ui| {
        let bottom = content_ui(ui, all.height(), screen, snapshot, wishes);
        ui.set_height(bottom + 24.0 - ui.min_rect().top());
    });
}

/// Draws heading, cards and what lies readable; returns where they end.
fn content_ui(ui: &mut Ui, high: f32, screen: &mut FirstRun, snapshot: &Snapshot, wishes: &mut Vec<Wish>) -> f32 {
    let t = of(ui);
    let all = ui.max_rect();
    let keychain = snapshot.state == VaultState::NoVault { keychain: true };
    let wide = WIDE.min(all.width() - 32.0);
    let left = (all.center().x - wide / 2.0).round();
    let mut y = (all.top() + (high * 0.18).clamp(20.0, 148.0)).round();
    if high < 480.0 {
        y = all.top() + 20.0;
    }
    mark(ui, Rect::from_min_size(pos2(left, y + 3.0), vec2(40.0, 40.0)));
    let title = baseline(ui, y + 14.0, Type::Display);
    text(ui, left + 54.0, title, Type::Display, t.text_primary, "Welcome to Keyloft");
    let subtitle = "Your API keys, on this computer, in one place.";
    text(ui, left + 54.0, baseline(ui, y + 37.0, Type::Body), Type::Body, t.text_secondary, subtitle);
    let heading = Rect::from_min_size(pos2(left, y), vec2(wide, 46.0));
    name_node(ui, heading, ui.make_persistent_id("welcome"), "Welcome to Keyloft");
    y += 74.0;

    if let Attempt::Failed(failure) = &screen.state {
        let hint = format!("{} {}", failure.why, failure.advice);
        let (rect, _) = callout(ui, pos2(left, y), wide, Tone::Crit, &failure.title, hint.trim(), None);
        y = rect.bottom() + 12.0;
    }
    let idle = screen.state != Attempt::Running;
    y = keychain_card_ui(ui, pos2(left, y), wide, screen, snapshot, keychain && idle, wishes) + 12.0;
    y = passphrase_card_ui(ui, pos2(left, y), wide, screen, keychain, wishes) + 20.0;
    readable_ui(ui, pos2(left, y), wide)
}

/// Says, before anything is kept, what anyone who reads this disk will see; returns where it ends.
fn readable_ui(ui: &Ui, at: egui::Pos2, wide: f32) -> f32 {
    let t = of(ui);
    let lines = [
        (Icon::Lock, "Secrets, notes and last characters are kept closed: in the keychain, or encrypted."),
        (Icon::Info, "Names, plain values, owners, scopes, dates, paths and activity are readable on this disk."),
    ];
    let mut y = at.y;
    for (glyph, words) in lines {
        icon(ui, pos2(at.x + 12.0, y + 9.0), 16.0, Face::Line, glyph, t.text_tertiary);
        let rect = paragraph(ui, pos2(at.x + 30.0, y), wide - 34.0, Type::Body, t.text_secondary, words);
        name_node(ui, rect, ui.make_persistent_id(("readable", words)), words);
        y = rect.bottom() + 6.0;
    }
    y
}

/// Draws a card where it is wanted, higher where its words need it; returns its rectangle.
fn card_ui(ui: &Ui, wanted: Rect, glyph: Icon, title: &str, words: &str, room: f32) -> Rect {
    let t = of(ui);
    let ground = ui.painter().add(egui::Shape::Noop);
    let said = paragraph(ui, wanted.min + vec2(64.0, 40.0), room, Type::Body, t.text_secondary, words);
    let rect = Rect::from_min_size(wanted.min, wanted.size() + vec2(0.0, said.height() - 18.0));
    let stroke = Stroke::new(1.0, t.stroke_subtle);
    let shape = egui::epaint::RectShape::new(rect, radius::CARD, t.bg_surface, stroke, StrokeKind::Inside);
    ui.painter().set(ground, shape);
    let square = Rect::from_min_size(rect.min + vec2(20.0, 22.0), vec2(32.0, 32.0));
    ui.painter().rect_filled(square, radius::CALLOUT, t.bg_active);
    icon(ui, square.center(), 16.0, Face::Line, glyph, t.text_primary);
    let line = baseline(ui, rect.top() + 29.0, Type::CardTitle);
    text(ui, rect.left() + 64.0, line, Type::CardTitle, t.text_primary, title);
    name_node(ui, rect, ui.make_persistent_id(("card", title)), &format!("{title}. {words}"));
    rect
}

fn keychain_card_ui(
    ui: &Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &mut FirstRun,
    snapshot: &Snapshot,
    enabled: bool,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let answers = snapshot.state == VaultState::NoVault { keychain: true };
    let words = if answers {
        format!("{} is unlocked. Secrets will be kept there.", snapshot.store_title)
    } else {
        "No keychain answers on this computer, or it is locked.".to_owned()
    };
    let button = if screen.choice == Choice::None {
        Button::primary("Use the system keychain")
    } else {
        Button::secondary("Use the system keychain")
    };
    let button = button.enabled(enabled);
    let size = button.size(ui);
    let title = "Keep secrets in the system keychain";
    let rect =
        card_ui(ui, Rect::from_min_size(at, vec2(wide, 76.0)), Icon::Vault, title, &words, wide - 104.0 - size.x);
    let corner = pos2(rect.right() - 20.0 - size.x, rect.center().y - size.y / 2.0);
    if button.at(ui, Rect::from_min_size(corner, size)).clicked() {
        screen.state = Attempt::Running;
        wishes.push(Wish::Ask(Request::Init(StoreKind::Keychain, None)));
    }
    rect.bottom()
}

fn passphrase_card_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &mut FirstRun,
    keychain: bool,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let enabled = screen.state != Attempt::Running;
    let open = screen.choice == Choice::Passphrase;
    let button = if keychain {
        Button::secondary("Use a passphrase instead…")
    } else {
        Button::primary("Use a passphrase instead…")
    };
    let button = button.enabled(enabled);
    let size = button.size(ui);
    let room = if open { wide - 84.0 } else { wide - 104.0 - size.x };
    let words = "Protected by a passphrase. Keep it safe: nobody can restore it.";
    let wanted = Rect::from_min_size(at, vec2(wide, if open { 188.0 } else { 76.0 }));
    let rect = card_ui(ui, wanted, Icon::Lock, "Keyloft's own vault", words, room);
    if !open {
        let corner = pos2(rect.right() - 20.0 - size.x, rect.center().y - size.y / 2.0);
        if button.at(ui, Rect::from_min_size(corner, size)).clicked() {
            screen.choice = Choice::Passphrase;
            ui.memory_mut(|memory| memory.request_focus(screen.first.id()));
        }
        return rect.bottom();
    }
    let t = of(ui);
    let (x, top) = (rect.left() + 64.0, rect.bottom() - 114.0);
    let half = ((wide - 64.0 - 20.0 - 12.0) / 2.0).floor();
    let wrong = matches!(screen.state, Attempt::Wrong(_));
    let frame = if wrong { Frame::Wrong } else { Frame::Rest };
    let mut changed = false;
    for (index, (name, field)) in
        [("Passphrase", &mut screen.first), ("The same again", &mut screen.again)].into_iter().enumerate()
    {
        let left = x + index as f32 * (half + 12.0);
        let label = baseline(ui, top + 8.0, Type::SmallStrong);
        text(ui, left, label, Type::SmallStrong, t.text_secondary, name);
        let field_rect = Rect::from_min_size(pos2(left, top + 21.0), vec2(half, 30.0));
        changed |= field.at(ui, field_rect, name, frame).changed();
    }
    if changed && wrong {
        screen.state = Attempt::None;
    }
    let middle = top + 21.0 + 30.0 + 14.0 + 15.0;
    let words = if screen.state == Attempt::Running { "Making it…" } else { "Make the vault" };
    let make = Button::primary(words).enabled(enabled && !screen.first.is_empty());
    let size = make.size(ui);
    let corner = pos2(rect.right() - 20.0 - size.x, middle - size.y / 2.0);
    let clicked = make.at(ui, Rect::from_min_size(corner, size)).clicked();
    // Enter on a button is that button's.
    let entered = ui.ctx().text_edit_focused() && ui.input(|input| input.key_pressed(Key::Enter));
    if enabled && !screen.first.is_empty() && (clicked || entered) {
        screen.state = match screen.problem() {
            Some(problem) => Attempt::Wrong(problem),
            None => {
                screen.again.wipe();
                wishes.push(Wish::Ask(Request::Init(StoreKind::Sealed, Some(screen.first.take()))));
                Attempt::Running
            }
        };
    }
    let line = baseline(ui, middle, Type::Small);
    if let Attempt::Wrong(problem) = &screen.state {
        severity_icon(ui, pos2(x + 7.5, middle), 15.0, Mark::Warning(Severity::ActNow), t);
        let used = text(ui, x + 21.0, line, Type::Small, t.crit_text, problem);
        let node_rect = Rect::from_center_size(pos2(x + used / 2.0, middle), vec2(used, 16.0));
        name_node(ui, node_rect, ui.make_persistent_id("problem"), problem);
    } else {
        text(ui, x, line, Type::Small, t.text_tertiary, "At least 8 characters.");
    }
    rect.bottom()
}
