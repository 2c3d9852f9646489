//! The other ways: a key of one's own, the sample, a passphrase instead of the keychain; and what lies readable.

use egui::style::ScrollAnimation;
use egui::{Id, Key, Modifiers, Rect, Response, Sense, Ui, pos2, vec2};

use super::data::{Attempt, FirstRun};
use super::place::{GO_ON, MAKE_KEYRING, PASSPHRASE, START_EMPTY, STOP_WAITING, TRY_AGAIN, UNLOCK, Where};
use super::ui::{card_ui, head_ui};
use crate::gui::commands::COMMAND_CAP;
use crate::gui::theme::{Face, Icon, Type, of, radius, reduced_motion};
use crate::gui::widgets::keyboard::{is_pointed, lead, take_if_free};
use crate::gui::widgets::modal::dialogs;
use crate::gui::widgets::{
    Button, Frame, METER, Mark, baseline, entropy_meter, focus_ring, icon, keycap, keycap_width, name_node, paragraph,
    says_why, severity_icon, spinner, text,
};
use crate::gui::wish::Wish;
use crate::jobs::{Request, Snapshot};
use crate::model::Severity;

/// Narrower than this the two cards stand one under the other.
const BESIDE: f32 = 600.0;
/// Between two key caps.
const CAPS: f32 = 3.0;

/// A card that is one button.
struct Way<'a> {
    glyph: Icon,
    title: &'a str,
    words: &'a str,
    caps: &'a [&'a str],
    enabled: bool,
    /// Why it is off.
    needs: Option<&'a str>,
}

/// Draws them; returns where they end.
pub(super) fn ways_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &FirstRun,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let enabled = FirstRun::can_keep(snapshot) && !screen.is_busy();
    let needs = Where::of(snapshot).needs();
    let caps = [COMMAND_CAP, "N"];
    let words = "Paste one, or let Keyloft generate it.";
    let add = Way { glyph: Icon::Plus, title: "Add a key", words, caps: &caps, enabled, needs };
    let words = "About a hundred made-up keys.";
    let title = "Look around with sample keys";
    let look = Way { glyph: Icon::Eye, title, words, caps: &[], enabled: !screen.is_busy(), needs: None };
    let beside = wide >= BESIDE;
    let half = if beside { ((wide - 12.0) / 2.0).floor() } else { wide };
    let (first, adds) = way_ui(ui, at, half, 0.0, &add);
    let next = if beside { pos2(at.x + wide - half, at.y) } else { pos2(at.x, first.bottom() + 12.0) };
    // Beside the one with more words it is as high.
    let (second, looks) = way_ui(ui, next, half, if beside { first.height() } else { 0.0 }, &look);
    // Under a dialog it is not meant: that may be the very one, with what was typed into it.
    let free = dialogs(ui.ctx()).is_empty();
    let pressed = free && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::N));
    if enabled && (adds || pressed) {
        wishes.push(Wish::NewKey { name: String::new() });
    }
    if looks {
        wishes.push(Wish::OpenSample);
    }
    first.bottom().max(second.bottom())
}

/// Draws a way, at least so many points `high`; returns its place and whether it was clicked.
fn way_ui(ui: &mut Ui, at: egui::Pos2, wide: f32, high: f32, way: &Way<'_>) -> (Rect, bool) {
    let t = of(ui);
    let caps: f32 = way.caps.iter().map(|cap| keycap_width(ui, cap) + CAPS).sum::<f32>() - CAPS;
    let rect = card_ui(ui, at, wide, |ui, inner| {
        let end = head_ui(
            ui,
            inner.min - vec2(0.0, 2.0),
            inner.width() - 84.0,
            way.glyph,
            way.title,
            way.words,
            !way.enabled,
        );
        let mut right = inner.right() - 20.0 - caps;
        for cap in way.caps.iter().filter(|_| way.enabled) {
            right += keycap(ui, pos2(right, inner.top() + 26.0), cap) + CAPS;
        }
        (end + 16.0).max(at.y + high - 1.0)
    });
    let sense = if way.enabled { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, ui.make_persistent_id(("way", way.title)), sense);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, way.enabled, way.title));
    let response = says_why(response, way.needs);
    if way.enabled && response.hovered() {
        let stroke = egui::Stroke::new(1.0, t.stroke_default);
        ui.painter().rect_stroke(rect, radius::CARD, stroke, egui::StrokeKind::Inside);
    }
    focus_ring(ui, rect, radius::CARD, &response);
    (rect, response.clicked())
}

fn link_id(words: &str) -> Id {
    Id::unique(("first run link", words))
}

/// The line about where secrets are kept.
pub(super) struct Line {
    /// Where it ends.
    pub bottom: f32,
    /// The link in it that has the keyboard: no key leads further down, so what stands under it comes into view with it.
    pub on: Option<Response>,
}

/// Where secrets will be kept, and the way to another place.
pub(super) fn keychain_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &mut FirstRun,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> Line {
    let t = of(ui);
    if screen.attempt == Attempt::Making {
        return Line { bottom: making_ui(ui, at, wide), on: None };
    }
    let place = Where::of(snapshot);
    let (good, words, (links, first)) = (place.needs().is_none(), place.words(&snapshot.store_title), place.links());
    // The last one's ring ends where the cards do.
    let mut right = at.x + wide - 6.0;
    let middle = at.y + 9.0;
    let mut on = None;
    for (nth, words) in links.iter().enumerate().rev() {
        let link = Button::link(words).small().id(link_id(words)).enabled(!screen.is_busy());
        let size = link.size(ui);
        right -= size.x;
        let link = link.at(ui, Rect::from_min_size(pos2(right, middle - 12.0), vec2(size.x, 24.0)));
        on = if link.has_focus() { Some(link.clone()) } else { on };
        if first == Some(nth) {
            take_if_free(&link);
        }
        right -= 18.0;
        match (*words, link.clicked()) {
            (_, false) => {}
            (GO_ON, _) => wishes.push(Wish::LeaveFirstRun),
            (START_EMPTY, _) => wishes.push(Wish::Ask(screen.make_empty())),
            (STOP_WAITING, _) => wishes.push(Wish::Ask(Request::GiveUpUnlock)),
            (UNLOCK | MAKE_KEYRING | TRY_AGAIN, _) => wishes.push(Wish::Ask(screen.open_keychain())),
            _ => {
                (screen.asks_passphrase, screen.passphrase_comes) = (true, true);
                ui.memory_mut(|memory| memory.request_focus(screen.first.id()));
            }
        }
    }
    let asks = place == Where::Asks;
    if good {
        icon(ui, pos2(at.x + 12.0, middle), 16.0, Face::Line, Icon::CheckCircle, t.ok_solid);
    } else if asks {
        waiting_ui(ui, pos2(at.x + 12.0, middle));
    } else {
        severity_icon(ui, pos2(at.x + 12.0, middle), 16.0, Mark::Warning(Severity::LookSoon), t);
    }
    let ink = if good || asks { t.text_secondary } else { t.warn_text };
    let said = paragraph(ui, pos2(at.x + 30.0, at.y), right - at.x - 30.0, Type::Body, ink, &words);
    let node = name_node(ui, said, ui.make_persistent_id("keychain line"), &words);
    if asks {
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
    Line { bottom: said.bottom(), on }
}

fn waiting_ui(ui: &Ui, center: egui::Pos2) {
    if !reduced_motion(ui.ctx()) {
        spinner(ui, center, 16.0, of(ui).accent_text);
    }
}

/// The vault is made, which takes seconds with a passphrase; returns where that line ends.
fn making_ui(ui: &Ui, at: egui::Pos2, wide: f32) -> f32 {
    const WORDS: &str = "Making the vault…";
    let t = of(ui);
    waiting_ui(ui, pos2(at.x + 12.0, at.y + 9.0));
    let said = paragraph(ui, pos2(at.x + 30.0, at.y), wide - 34.0, Type::Body, t.text_secondary, WORDS);
    let node = name_node(ui, said, ui.make_persistent_id("keychain line"), WORDS);
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
    said.bottom()
}

/// What a passphrase has to be.
const LENGTH: &str = "At least 8 characters.";

/// The passphrase, twice; returns its card.
pub(super) fn passphrase_card_ui(
    ui: &mut Ui,
    at: egui::Pos2,
    wide: f32,
    screen: &mut FirstRun,
    wishes: &mut Vec<Wish>,
) -> Rect {
    let t = of(ui);
    let idle = !screen.is_busy();
    let words = "Protected by a passphrase. Keep it safe: nobody can recover it.";
    let mut request = None;
    let mut back = false;
    let rect = card_ui(ui, at, wide, |ui, inner| {
        let wide = inner.width();
        let top = head_ui(ui, inner.min, wide - 84.0, Icon::Lock, "Keyloft's own vault", words, false) + 14.0;
        let x = inner.left() + 64.0;
        let half = ((wide - 64.0 - 20.0 - 12.0) / 2.0).floor();
        let wrong = matches!(screen.attempt, Attempt::Wrong(_));
        let frame = if wrong { Frame::Wrong } else { Frame::Rest };
        let (mut changed, mut last) = (false, Rect::NOTHING);
        // Its room is there from the start: what is under it does not move away from the pointer.
        let meter = Rect::from_min_size(pos2(x, top + 21.0 + 30.0 + 8.0), vec2(half, METER));
        for (index, (name, field)) in
            [("Passphrase", &mut screen.first), ("Repeat passphrase", &mut screen.again)].into_iter().enumerate()
        {
            let left = x + index as f32 * (half + 12.0);
            let label = baseline(ui, top + 8.0, Type::SmallStrong);
            text(ui, left, label, Type::SmallStrong, t.text_secondary, name);
            let field_rect = Rect::from_min_size(pos2(left, top + 21.0), vec2(half, 30.0));
            let here = match index {
                0 => field.at(ui, field_rect, name, frame).changed(),
                _ => field.beside_eye_at(ui, field_rect, name, frame).changed(),
            };
            last = field_rect;
            if here && index == 0 {
                screen.bits = field.bits();
            }
            changed |= here;
        }
        // One for both, behind both: what is typed blind from one to the other goes into fields.
        if screen.again.eye_at(ui, last) && screen.again.is_empty() && is_pointed(ui.ctx()) {
            ui.memory_mut(|memory| memory.request_focus(screen.first.id()));
        }
        screen.first.seen_as(&screen.again);
        if !screen.first.is_empty() {
            entropy_meter(ui, meter, screen.bits);
        }
        if changed {
            screen.passphrase_typed();
        }
        let middle = meter.bottom() + 14.0 + 15.0;
        let make = Button::primary(if idle { "Use this passphrase" } else { "Making it…" });
        let make = make.enabled(idle && screen.needs().is_none());
        let size = make.size(ui);
        let corner = pos2(inner.right() - 20.0 - size.x, middle - size.y / 2.0);
        let make = make.at(ui, Rect::from_min_size(corner, size));
        let clicked = says_why(make, screen.needs().filter(|_| idle)).clicked();
        let cancel = Button::secondary("Back").enabled(idle);
        let cancel_size = cancel.size(ui);
        let corner = pos2(corner.x - 8.0 - cancel_size.x, corner.y);
        back = cancel.at(ui, Rect::from_min_size(corner, cancel_size)).clicked();
        // Enter on a button is that button's.
        let typing = ui.memory(|memory| memory.has_focus(screen.first.id()) || memory.has_focus(screen.again.id()));
        let entered = typing && ui.input(|input| input.key_pressed(Key::Enter));
        if entered && ui.memory(|memory| memory.has_focus(screen.first.id())) && screen.goes_on_to_again() {
            ui.memory_mut(|memory| memory.request_focus(screen.again.id()));
        } else if idle && !screen.first.is_empty() && (clicked || entered) {
            request = screen.make_sealed();
            // What is wrong with them stands in the card's foot, which a low window may have under its edge.
            screen.passphrase_comes |= matches!(screen.attempt, Attempt::Wrong(_));
        }
        let line = baseline(ui, middle, Type::Small);
        if let Attempt::Wrong(problem) = &screen.attempt {
            severity_icon(ui, pos2(x + 7.5, middle), 15.0, Mark::Warning(Severity::ActNow), t);
            let used = text(ui, x + 21.0, line, Type::Small, t.crit_text, problem);
            let node_rect = Rect::from_center_size(pos2(x + used / 2.0, middle), vec2(used, 16.0));
            name_node(ui, node_rect, ui.make_persistent_id("problem"), problem);
        } else if screen.is_long_enough() {
            icon(ui, pos2(x + 7.0, middle), 14.0, Face::Line, Icon::Check, t.ok_solid);
            text(ui, x + 20.0, line, Type::Small, t.text_secondary, LENGTH);
        } else {
            text(ui, x, line, Type::Small, t.text_tertiary, LENGTH);
        }
        middle + 15.0 + 20.0
    });
    // Not where it closes what lies over the card.
    let free = idle && dialogs(ui.ctx()).is_empty();
    back |= free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if back {
        lead(ui.ctx(), link_id(PASSPHRASE));
        (screen.asks_passphrase, screen.to_top) = (false, true);
        screen.attempt = Attempt::None;
        screen.first.wipe();
        screen.again.wipe();
    }
    wishes.extend(request.map(Wish::Ask));
    rect
}

/// Scrolls the page to the passphrase's card, once it stands where it is to stand.
pub(super) fn bring_passphrase(ui: &Ui, card: Rect, screen: &mut FirstRun) {
    if !screen.passphrase_comes {
        return;
    }
    ui.scroll_to_rect_animation(card, None, ScrollAnimation::none());
    // The page is as long as that only from its next frame on.
    let seen = ui.clip_rect();
    screen.passphrase_comes = card.height() < seen.height() && !seen.y_range().contains(card.bottom());
    ui.ctx().request_repaint();
}

/// Says, before anything is kept, what anyone who reads this disk will see; returns where it ends.
pub(super) fn readable_ui(ui: &Ui, at: egui::Pos2, wide: f32) -> f32 {
    let t = of(ui);
    let lines = [
        (Icon::Lock, "Secrets, notes and last characters are protected: in the keychain, or encrypted."),
        (Icon::Info, "Names, plain values, owners, scopes, dates, paths and activity are readable on this disk."),
    ];
    let mut y = at.y;
    for (glyph, words) in lines {
        icon(ui, pos2(at.x + 12.0, y + 9.0), 16.0, Face::Line, glyph, t.text_tertiary);
        let rect = paragraph(ui, pos2(at.x + 30.0, y), wide - 34.0, Type::Body, t.text_tertiary, words);
        name_node(ui, rect, ui.make_persistent_id(("readable", words)), words);
        y = rect.bottom() + 6.0;
    }
    y
}
