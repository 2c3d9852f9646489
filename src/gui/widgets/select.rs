//! A field that opens a menu: what is chosen stands in it, a caret up and down says that there is more.

use egui::{EventFilter, Id, Key, Modifiers, Popup, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2};

use super::field::{Frame, field_frame};
use super::paint;
use super::pose::Pose;
use super::small::avatar;
use crate::gui::theme::{Face, Icon, Type, of, radius};

/// What stands before the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lead<'a> {
    /// Nothing.
    #[default]
    None,
    /// An icon.
    Icon(Icon, Face),
    /// An avatar with these initials.
    Avatar(&'a str),
}

/// What a select shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct SelectFace<'a> {
    /// What a screen reader calls it: "Owner".
    pub name: &'a str,
    /// What is chosen; empty shows the hint.
    pub words: &'a str,
    /// Stands there while nothing is chosen.
    pub hint: &'a str,
    /// Before the words.
    pub lead: Lead<'a>,
    /// The words in mono.
    pub mono: bool,
    /// A number with its unit, as it would be typed: the number in mono, the unit quieter.
    pub counts: bool,
    /// Greyed and without effect.
    pub disabled: bool,
    /// What was chosen can't be taken.
    pub wrong: bool,
    /// As the pointer and the keyboard are, or as told.
    pub pose: Pose,
}

/// Between a number and its unit.
const UNIT: f32 = 7.0;

/// The id of the one of that name, to give it the keyboard.
pub fn select_id(ui: &Ui, name: &str) -> Id {
    ui.make_persistent_id(("select", name))
}

/// Up and down open the menu; egui would go on to what lies that way.
fn opens_by_arrows(response: &Response) {
    let (ctx, menu) = (&response.ctx, Popup::default_response_id(response));
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ctx.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    // An open one has the arrows for itself.
    if Popup::is_id_open(ctx, menu) {
        return;
    }
    let opens = ctx.input_mut(|input| {
        let [down, up] = [Key::ArrowDown, Key::ArrowUp].map(|key| input.consume_key(Modifiers::NONE, key));
        down || up
    });
    if opens {
        Popup::open_id(ctx, menu);
    }
}

/// Paints it, 30 high; give the response to `menu`.
pub fn select(ui: &Ui, rect: Rect, face: &SelectFace<'_>) -> Response {
    let sense = if face.disabled { Sense::hover() } else { Sense::click() };
    let response = ui.interact(rect, select_id(ui, face.name), sense);
    response.widget_info(|| {
        let said = if face.words.is_empty() { face.hint } else { face.words };
        let mut info = WidgetInfo::labeled(Role::ComboBox, !face.disabled, face.name);
        info.current_text_value = Some(said.to_owned());
        info
    });
    if response.has_focus() && !face.disabled {
        opens_by_arrows(&response);
    }
    let t = of(ui);
    let hot = !face.disabled && face.pose.hot(&response);
    let focused = face.pose.focused(&response);
    let frame = if face.wrong { Frame::Wrong } else { Frame::Rest };
    field_frame(ui, rect, radius::CONTROL, if hot { t.raised_hover() } else { t.bg_raised }, frame, focused);
    let middle = rect.center().y;
    let mut x = rect.left() + 10.0;
    match face.lead {
        Lead::None => {}
        Lead::Icon(icon, style) => {
            paint::icon(ui, pos2(x + 8.0, middle), 16.0, style, icon, t.text_tertiary);
            x += 23.0;
        }
        Lead::Avatar(letters) => {
            avatar(ui, pos2(x + 9.0, middle), 18.0, letters);
            x += 25.0;
        }
    }
    let style = if face.mono { Type::Key } else { Type::Body };
    let (words, ink) = match (face.words.is_empty(), face.disabled) {
        (true, _) => (face.hint, t.text_tertiary),
        (false, true) => (face.words, t.text_disabled),
        (false, false) => (face.words, t.text_primary),
    };
    let room = rect.right() - 33.0 - x;
    match words.split_once(' ').filter(|(number, _)| face.counts && number.bytes().all(|byte| byte.is_ascii_digit())) {
        Some((number, unit)) => {
            let used = paint::text(ui, x, paint::baseline(ui, middle, Type::Code), Type::Code, ink, number);
            let (line, ink) = (paint::baseline(ui, middle, Type::Body), t.text_tertiary);
            paint::elided(ui, x + used + UNIT, line, room - used - UNIT, Type::Body, ink, unit);
        }
        None => _ = paint::elided(ui, x, paint::baseline(ui, middle, style), room, style, ink, words),
    }
    let caret = if face.disabled { t.text_disabled } else { t.text_tertiary };
    paint::icon(ui, pos2(rect.right() - 18.0, middle), 16.0, Face::Line, Icon::CaretUpDown, caret);
    response
}
