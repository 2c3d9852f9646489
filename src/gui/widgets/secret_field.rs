//! The secret field: masked, shown for a while, copied, missing, loading or locked, and what can be done with it.

use egui::{Color32, Id, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::button::Button;
use super::field::{Frame, field_frame};
use super::icon_button::IconButton;
use super::paint;
use super::ring::{Staying, ring_ui};
use super::secret::{FIELD_DOTS, masked_dots};
use super::secret_shown::{Shown, selection_ui};
use super::severity::{Mark, severity_icon};
use super::spinner::spinner;
use crate::gui::theme::{self, Face, Icon, Type, of, radius, size};
use crate::model::Severity;

/// What the field shows.
#[derive(Clone, Copy)]
pub enum SecretFace<'a> {
    /// Dots, with the last four characters where they may be seen.
    Masked {
        /// The last four.
        tail: Option<&'a str>,
    },
    /// The secret itself. It is painted, never selectable, and a screen reader hears only that it is shown.
    Shown {
        /// The secret.
        text: &'a str,
        /// The part of its time that is left, 0 to 1, and the seconds.
        ring: Staying,
    },
    /// Dots, and that it is on the clipboard.
    Copied {
        /// The last four.
        tail: Option<&'a str>,
    },
    /// The keychain doesn't hold it.
    Missing,
    /// It is asked for.
    Loading {
        /// "Asking GNOME Keyring…"
        words: &'a str,
    },
    /// Its store is locked.
    Locked,
    /// Its store keeps it back, and can be asked from here.
    OutOfReach {
        /// "GNOME Keyring is locked"
        words: &'a str,
        /// "Unlock…"
        act: &'a str,
    },
}

/// What was asked of the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretAct {
    /// Copy it.
    Copy,
    /// Show it.
    Show,
    /// Hide it again.
    Hide,
    /// Show it longer: a click on the ring.
    AddTime,
    /// Paste a value.
    Paste,
    /// Unlock the store.
    Unlock,
    /// Take it out of the field.
    Clear,
    /// Make another one.
    Again,
}

/// What stands at the field's right end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretTools {
    /// Eye and Copy: the inspector's.
    Copy,
    /// The same, just after a copy: its button says so.
    Copied,
    /// Eye and ✕: what was pasted.
    Clear,
    /// ↻ and eye: what was generated.
    Again,
    /// Nothing: a disabled key's secret stays closed.
    None,
}

/// How it stands in its surroundings.
#[derive(Debug, Clone, Copy)]
pub struct SecretLook {
    /// What can be done.
    pub tools: SecretTools,
    /// Its edge.
    pub frame: Frame,
    /// It has the keyboard.
    pub focused: bool,
    /// All of its value is.
    pub selected: bool,
    /// What is in it can be changed.
    pub changes: bool,
}

impl Default for SecretLook {
    fn default() -> Self {
        Self { tools: SecretTools::Copy, frame: Frame::Rest, focused: false, selected: false, changes: true }
    }
}

/// Left of the text, the edge included.
const LEFT: f32 = 13.0;
/// Right of the last tool.
const RIGHT: f32 = 5.0;
const GAP: f32 = 4.0;
const RING: f32 = 22.0;

/// What the tools and the ring take at the right of a shown secret.
fn tools_width(ui: &Ui, tools: SecretTools) -> f32 {
    let tail = match tools {
        SecretTools::Copy | SecretTools::Copied => copy_button().size(ui).x + GAP,
        SecretTools::Clear | SecretTools::Again => size::ICON_BUTTON + GAP,
        SecretTools::None => 0.0,
    };
    // The ring has air of its own.
    RIGHT + tail + size::ICON_BUTTON + GAP + RING + 2.0
}

/// The id of the field's Copy, which says for a moment that it copied and keeps the keyboard while it does.
pub fn copy_button_id(ui: &Ui) -> Id {
    ui.make_persistent_id("copy secret")
}

fn eye_id(ui: &Ui) -> Id {
    ui.make_persistent_id("eye")
}

/// Who asked for the secret has the keyboard still once it is there, though no button is until then.
fn keep_keyboard(ui: &Ui, rect: Rect) {
    let tools = [(copy_button_id(ui), "Copy"), (eye_id(ui), "Show")];
    let Some((id, name)) = tools.into_iter().find(|(id, _)| ui.memory(|memory| memory.has_focus(*id))) else { return };
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, false, name));
    paint::ring_around(ui, rect, radius::CALLOUT, response.has_focus());
}

fn copy_button() -> Button<'static> {
    Button::primary("Copy").icon(Icon::Copy).tight()
}

fn copied_button(ui: &Ui) -> Button<'static> {
    Button::secondary("Copied").icon(Icon::Check).icon_ink(of(ui).ok_solid).tight()
}

/// How high the field is in points: 40, and 20 for each more line of a shown secret, up to four; 30 more where they stand
/// under the tools.
pub fn secret_field_height(ui: &Ui, width: f32, face: &SecretFace<'_>, tools: SecretTools) -> f32 {
    let SecretFace::Shown { text, .. } = face else { return size::SECRET_FIELD };
    shown(ui, width, text, tools).height()
}

fn shown(ui: &Ui, width: f32, text: &str, tools: SecretTools) -> Shown {
    let room = width - LEFT;
    Shown::new(ui, room - tools_width(ui, tools), room - RIGHT, text)
}

/// The inspector's field, with eye and Copy.
pub fn secret_field(ui: &mut Ui, rect: Rect, face: &SecretFace<'_>) -> Option<SecretAct> {
    secret_field_as(ui, rect, face, SecretLook::default())
}

/// The field of any look, from the rectangle's top, as high as [`secret_field_height`] says.
pub fn secret_field_as(ui: &mut Ui, rect: Rect, face: &SecretFace<'_>, look: SecretLook) -> Option<SecretAct> {
    let t = of(ui);
    let height = secret_field_height(ui, rect.width(), face, look.tools);
    let rect = Rect::from_min_size(rect.min, vec2(rect.width(), height));
    field_frame(ui, rect, radius::CALLOUT, t.bg_inset, look.frame, look.focused);
    let selected = if look.selected { ", selected" } else { "" };
    let said = announced(face) + selected;
    let node = ui.interact(rect, ui.make_persistent_id("secret"), Sense::hover());
    node.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let left = rect.left() + LEFT;
    let middle = rect.center().y;
    match face {
        SecretFace::Masked { tail } => {
            if look.selected {
                let wide = masked_width(ui, *tail);
                selection_ui(ui, Rect::from_min_max(pos2(left, middle), pos2(left + wide, middle)));
            }
            masked_ui(ui, left, middle, *tail);
            tools_ui(ui, rect, look, None)
        }
        SecretFace::Copied { tail } => {
            masked_ui(ui, left, middle, *tail);
            tools_ui(ui, rect, SecretLook { tools: SecretTools::Copied, ..look }, None)
        }
        SecretFace::Shown { text, ring } => {
            let shown = shown(ui, rect.width(), text, look.tools);
            shown.ui(ui, pos2(left, rect.top()), look.selected);
            tools_ui(ui, shown.tools(rect), look, Some(*ring))
        }
        SecretFace::Missing => {
            severity_icon(ui, pos2(left + 7.5, middle), 15.0, Mark::Warning(Severity::ActNow), t);
            let paste = Button::secondary("Paste value…");
            let corner = pos2(rect.right() - RIGHT - paste.size(ui).x, middle - 15.0);
            let button = Rect::from_min_size(corner, paste.size(ui));
            words_ui(ui, left + 23.0, middle, button.left() - 8.0, t.crit_text, &said);
            paste.at(ui, button).clicked().then_some(SecretAct::Paste)
        }
        SecretFace::Loading { words } => {
            if theme::reduced_motion(ui.ctx()) {
                words_ui(ui, left, middle, rect.right() - 8.0, t.text_tertiary, words);
            } else {
                spinner(ui, pos2(left + 8.0, middle), 16.0, t.accent_text);
                words_ui(ui, left + 24.0, middle, rect.right() - 8.0, t.text_tertiary, words);
            }
            keep_keyboard(ui, rect);
            None
        }
        SecretFace::Locked => {
            paint::icon(ui, pos2(left + 8.0, middle), 16.0, Face::Line, Icon::Lock, t.text_tertiary);
            words_ui(ui, left + 24.0, middle, rect.right() - 8.0, t.text_tertiary, &said);
            None
        }
        SecretFace::OutOfReach { words, act } => {
            paint::icon(ui, pos2(left + 8.0, middle), 16.0, Face::Line, Icon::Lock, t.text_tertiary);
            let unlock = Button::secondary(act).id(copy_button_id(ui));
            let corner = pos2(rect.right() - RIGHT - unlock.size(ui).x, middle - 15.0);
            let button = Rect::from_min_size(corner, unlock.size(ui));
            words_ui(ui, left + 24.0, middle, button.left() - 8.0, t.text_tertiary, words);
            let unlock = unlock.at(ui, button);
            if ui.memory(|memory| memory.has_focus(eye_id(ui))) {
                unlock.request_focus();
            }
            unlock.clicked().then_some(SecretAct::Unlock)
        }
    }
}

/// What a screen reader says; never the secret.
fn announced(face: &SecretFace<'_>) -> String {
    let hidden =
        |tail: &Option<&str>| tail.map_or_else(|| "hidden".to_owned(), |tail| format!("hidden, ends in {tail}"));
    match face {
        SecretFace::Masked { tail } => hidden(tail),
        SecretFace::Copied { tail } => format!("{}, copied", hidden(tail)),
        SecretFace::Shown { ring, .. } => format!("shown for {} seconds, copy it to use it", ring.spoken),
        SecretFace::Missing => "Not in the keychain".to_owned(),
        SecretFace::Loading { words } | SecretFace::OutOfReach { words, .. } => (*words).to_owned(),
        SecretFace::Locked => "Locked".to_owned(),
    }
}

fn words_ui(ui: &Ui, x: f32, middle: f32, right: f32, ink: Color32, words: &str) {
    paint::elided(ui, x, paint::baseline(ui, middle, Type::Body), right - x, Type::Body, ink, words);
}

/// Dots and the last four.
fn masked_ui(ui: &Ui, left: f32, middle: f32, tail: Option<&str>) {
    let t = of(ui);
    let x = left + 9.0 + masked_dots(ui, left, middle, FIELD_DOTS, t.text_primary);
    if let Some(tail) = tail {
        paint::text(ui, x, paint::baseline(ui, middle, Type::Secret), Type::Secret, t.text_primary, tail);
    }
}

/// What dots and last four take in points.
pub(super) fn masked_width(ui: &Ui, tail: Option<&str>) -> f32 {
    let dots = f32::from(FIELD_DOTS) * 8.0 - 3.0;
    dots + tail.map_or(0.0, |tail| 9.0 + paint::width(ui, Type::Secret, tail))
}

/// Ring, eye and the rest from the right; Tab goes from the left.
fn tools_ui(ui: &Ui, rect: Rect, look: SecretLook, ring: Option<Staying>) -> Option<SecretAct> {
    let SecretLook { tools, changes, .. } = look;
    if tools == SecretTools::None {
        return None;
    }
    let middle = rect.center().y;
    let square = |right: f32| {
        let side = size::ICON_BUTTON;
        Rect::from_min_size(pos2(right - side, middle - side / 2.0), vec2(side, side))
    };
    let mut right = rect.right() - RIGHT;
    let copy = if tools == SecretTools::Copied { copied_button(ui) } else { copy_button() };
    // Beside a shown secret it is as wide as Copy: neither the words nor the tools move for the two seconds that it says so.
    let copy_size = if ring.is_some() { copy_button().size(ui) } else { copy.size(ui) };
    let copy_rect = Rect::from_min_size(pos2(right - copy_size.x, middle - 15.0), copy_size);
    let last = square(right);
    right -= match tools {
        SecretTools::Copy | SecretTools::Copied => copy_rect.width() + GAP,
        SecretTools::Clear | SecretTools::Again => size::ICON_BUTTON + GAP,
        SecretTools::None => 0.0,
    };
    let other = square(right);
    // A generated value has its eye at the very end.
    let (eye, again) = if tools == SecretTools::Again { (last, other) } else { (other, last) };
    let mut act = None;
    if let Some(ring) = ring
        && ring_button(ui, pos2(other.left() - GAP - RING / 2.0, middle), ring.part, ring.seconds)
    {
        act = Some(SecretAct::AddTime);
    }
    let another = IconButton::new(Icon::ArrowsClockwise, "Make another").enabled(changes);
    if tools == SecretTools::Again && another.at(ui, again).clicked() {
        act = Some(SecretAct::Again);
    }
    let shown = ring.is_some();
    let (icon, name) = if shown { (Icon::EyeSlash, "Hide") } else { (Icon::Eye, "Show") };
    let keys = matches!(tools, SecretTools::Copy | SecretTools::Copied).then_some("Space");
    if IconButton::new(icon, name).id(eye_id(ui)).shortcut(keys).active(shown).at(ui, eye).clicked() {
        act = Some(if shown { SecretAct::Hide } else { SecretAct::Show });
    }
    match tools {
        SecretTools::Copy | SecretTools::Copied if copy.id(copy_button_id(ui)).at(ui, copy_rect).clicked() => {
            act = Some(SecretAct::Copy);
        }
        SecretTools::Clear if IconButton::new(Icon::X, "Clear").enabled(changes).at(ui, last).clicked() => {
            act = Some(SecretAct::Clear);
        }
        _ => {}
    }
    act
}

/// The ring of a shown secret; true where it was clicked: longer, please.
fn ring_button(ui: &Ui, center: egui::Pos2, left: f32, seconds: u64) -> bool {
    let square = Rect::from_center_size(center, Vec2::splat(size::HIT));
    let response = ui.interact(square, ui.make_persistent_id("secret ring"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Show it longer"));
    ring_ui(ui, center, RING, left, seconds);
    paint::ring_around(ui, Rect::from_center_size(center, vec2(RING, RING)).shrink(1.0), 10, response.has_focus());
    response.on_hover_text("Show it 20 s longer").clicked()
}
