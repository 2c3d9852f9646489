//! Whether the inspector is there, where, and what it keeps between frames.

use std::sync::Arc;

use egui::{Context, CursorIcon, Event, Id, Key, LayerId, Modifiers, Order, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::look::{Look, Next};
use crate::gui::awaits::Awaits;
use crate::gui::theme::{self, of, size};
use crate::gui::widgets::keyboard;
use crate::gui::widgets::modal::drop_tooltips;
use crate::jobs::KeyLook;
use crate::model::KeyUid;

/// How long it takes to come and to go.
const SLIDE_SECS: f32 = 0.14;
/// So long a button says that it copied.
const COPIED_SECS: f64 = 2.0;
/// What the list keeps when the pane is drawn wider.
const LIST: f32 = 560.0;

/// What the inspector keeps between frames.
#[derive(Debug)]
pub struct Inspector {
    /// Wanted in a window wide enough for a third pane.
    pub open: bool,
    /// Open as a sheet over the list, in a narrower window.
    pub sheet: bool,
    /// Its width in points, as a person drew it.
    pub width: f32,
    /// What the worker tells of the key.
    pub look: Look,
    /// The key whose warnings are all in view.
    pub(super) unfolded: Option<KeyUid>,
    /// While it is in view: what takes the keyboard first, and where it is.
    pub(super) entry: Option<(Id, Rect)>,
    /// What copies the key there.
    pub(super) copies: Option<Id>,
    /// It was opened over the list: who was on the row is to go on in it.
    pub(super) leads: bool,
    /// What the store was asked for and has not answered.
    pub awaits: Awaits,
    copied: Option<(KeyUid, f64)>,
    /// So many points at its body's end are a toast's.
    pub(super) covered: f32,
    /// It lies over the whole list: what is picked there is out of view.
    covers: bool,
    /// So many pages its body is to go on.
    pub(super) pages: f32,
    /// Over the list, it lies under the pointer.
    under_pointer: bool,
    /// When it came into view, in the frame's seconds; none while it is away.
    came: Option<f64>,
}

impl Default for Inspector {
    fn default() -> Self {
        Self {
            open: true,
            sheet: false,
            width: size::INSPECTOR,
            look: Look::default(),
            unfolded: None,
            entry: None,
            copies: None,
            leads: false,
            awaits: Awaits::default(),
            copied: None,
            covered: 0.0,
            covers: false,
            pages: 0.0,
            under_pointer: false,
            came: None,
        }
    }
}

impl Inspector {
    /// Forgets the key; the place on the screen stays a person's choice.
    pub fn forget(&mut self) {
        *self = Self { open: self.open, width: self.width, ..Self::default() };
    }

    /// Opens or closes it, whichever way this window shows it.
    pub fn toggle(&mut self, ctx: &Context) {
        let shown = if is_pane(ctx) { &mut self.open } else { &mut self.sheet };
        *shown = !*shown;
    }

    /// It was asked for by its own key: over the list, it takes the keyboard once it is drawn.
    pub fn lead(&mut self) {
        self.leads = self.sheet;
    }

    /// Opens it, for there is something to see in it.
    pub fn bring(&mut self, ctx: &Context) {
        *(if is_pane(ctx) { &mut self.open } else { &mut self.sheet }) = true;
    }

    /// Closes the sheet; true where there was one.
    pub fn close_sheet(&mut self, ctx: &Context) -> bool {
        let was = self.sheet && !is_pane(ctx);
        self.sheet = false;
        was
    }

    /// Whether a key's details are in view.
    pub fn is_shown(&self, ctx: &Context) -> bool {
        if is_pane(ctx) { self.open } else { self.sheet }
    }

    /// Whether this is within it, where it leaves some of the list in view.
    pub(in crate::gui::screens::keys) fn holds(&self, ctx: &Context, at: Rect) -> bool {
        self.is_shown(ctx) && !self.covers && self.entry.is_some_and(|(_, rect)| rect.contains(at.center()))
    }

    /// Whether one of its controls has the keyboard.
    pub(in crate::gui::screens::keys) fn has_keyboard(&self, ctx: &Context) -> bool {
        let at = keyboard::place(ctx).map(|at| at.center());
        self.entry.zip(at).is_some_and(|((_, rect), at)| rect.contains(at))
    }

    /// Whether it lies over the whole list: then everything is done with its key alone.
    pub fn covers_list(&self) -> bool {
        self.covers
    }

    /// Page Down and Page Up go through its facts, which hold no control that would lead there.
    pub fn take_pages(&mut self, ctx: &Context) {
        let pressed = |key| ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) as f32;
        self.pages += pressed(Key::PageDown) - pressed(Key::PageUp);
    }

    /// Where F6 leads while it is in view, and where it is.
    pub fn entry(&self) -> Option<(Id, Rect)> {
        self.entry
    }

    /// A key went to the clipboard.
    pub fn copied(&mut self, uid: KeyUid, now: f64) {
        self.copied = Some((uid, now + COPIED_SECS));
    }

    /// Whether this key's button still says that it copied; looks again when that is over.
    pub(super) fn just_copied(&self, ctx: &Context, uid: KeyUid) -> bool {
        let now = ctx.input(|input| input.time);
        let left = self.copied.filter(|(copied, _)| *copied == uid).map_or(0.0, |(_, until)| until - now);
        if left > 0.0 {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
        left > 0.0
    }

    /// While a double click may still go on that brought it: its second click is not meant for what came under the
    /// pointer, so it falls on a ground over everything.
    pub(super) fn take_double_click(&self, ui: &Ui, rect: Rect) {
        let now = ui.input(|input| input.time);
        let delay = ui.ctx().options(|options| options.input_options.max_double_click_delay);
        let left = self.came.map_or(0.0, |came| came + delay - now);
        if left > 0.0 {
            ui.interact(rect, ui.make_persistent_id("just came"), Sense::CLICK | Sense::DRAG);
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
    }

    /// Where it slides in under a pointer that rests, the tooltip there goes: it is one of a row that it lies over.
    pub(super) fn slide_under(&mut self, ctx: &Context, layer: LayerId, rect: Rect) {
        let by_pointer = |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerButton { .. });
        let (at, moves) = ctx.input(|input| (input.pointer.hover_pos(), input.events.iter().any(by_pointer)));
        let before = std::mem::replace(&mut self.under_pointer, at.is_some_and(|at| rect.contains(at)));
        if self.under_pointer && !before && !moves {
            drop_tooltips(ctx, layer, rect.size());
        }
    }

    /// The worker is asked of the selected key only while its details are in view.
    pub fn follow(&mut self, ctx: &Context, selected: Option<KeyUid>, now: f64) -> Next {
        let shown = self.is_shown(ctx);
        self.look.follow(selected.filter(|_| shown), now)
    }

    /// The worker's answer.
    pub fn hear(&mut self, look: Arc<KeyLook>) {
        self.look.hear(look);
    }
}

/// A third pane fits beside sidebar and list.
fn is_pane(ctx: &Context) -> bool {
    ctx.content_rect().width() >= size::WIDE
}

/// What floats over the sheet stands so many points higher than over the list.
pub(super) const OVER_FOOT: f32 = 16.0;

/// How the inspector stands in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Beside the list.
    Pane,
    /// Over the list.
    Sheet,
    /// Over everything.
    Full,
}

/// The room below the header, shared out.
#[derive(Debug, Clone, Copy)]
pub struct Split {
    /// For filter, table and status bar.
    pub list: Rect,
    /// For what floats over the list (toasts): what of it the sheet leaves free, where that is enough.
    pub free: Rect,
    /// For the inspector: what of it is in view. Its content is as wide as `width`, from the left.
    pub(super) inspector: Option<(Rect, Standing)>,
    pub(super) width: f32,
}

impl Split {
    /// What of the window's layers a toast has to lie over to be seen.
    pub fn sheet_layer(&self) -> Option<LayerId> {
        self.inspector.filter(|(_, standing)| *standing != Standing::Pane).map(|_| sheet_layer())
    }

    /// The details that lie over a part of the list.
    pub fn sheet(&self) -> Option<Rect> {
        self.inspector.filter(|(_, standing)| *standing == Standing::Sheet).map(|(rect, _)| rect)
    }

    /// Nothing stands beside or over what takes the whole room.
    pub fn whole(below: Rect) -> Self {
        Self { list: below, free: below, inspector: None, width: 0.0 }
    }
}

/// The layer that the sheet is drawn on.
pub(super) fn sheet_layer() -> LayerId {
    LayerId::new(Order::Middle, Id::unique("inspector sheet"))
}

/// Shares out the room below the header. A pane without a key is none.
pub fn split(ui: &Ui, below: Rect, inspector: &mut Inspector, selected: bool) -> Split {
    let ctx = ui.ctx();
    let window = ctx.content_rect();
    let standing = match window.width() {
        wide if wide >= size::WIDE => Standing::Pane,
        wide if wide >= size::VERY_NARROW => Standing::Sheet,
        _ => Standing::Full,
    };
    let wanted = selected && if standing == Standing::Pane { inspector.open } else { inspector.sheet };
    // A sheet without a key would lie in the way of choosing one; it comes back only when asked.
    inspector.sheet &= selected;
    inspector.covers = wanted && standing == Standing::Full;
    let part = slide(ctx, wanted, selected);
    let [least, most] = size::INSPECTOR_RANGE;
    let now = ctx.input(|input| input.time);
    inspector.came = (part > 0.0).then(|| inspector.came.unwrap_or(now));
    let width = match standing {
        Standing::Pane => inspector.width.clamp(least, most.min((below.width() - LIST).max(least))),
        Standing::Sheet => inspector.width.clamp(least, most).min(below.width()),
        Standing::Full => window.width(),
    };
    let from_right = (width * part).round();
    let over = if standing == Standing::Full { window } else { below };
    let rect = Rect::from_min_max(pos2(over.right() - from_right, over.top()), over.max);
    let shown = (part > 0.0).then_some((rect, standing));
    inspector.under_pointer &= part > 0.0;
    inspector.entry = None;
    let left_of = |rect: Rect| Rect::from_min_max(below.min, pos2(rect.left(), below.bottom()));
    match standing {
        Standing::Pane => Split { list: left_of(rect), free: left_of(rect), inspector: shown, width },
        Standing::Sheet | Standing::Full => {
            let beside = left_of(rect);
            let free = match part > 0.0 {
                true if beside.width() >= 400.0 => beside,
                // Over the sheet, clear of the verbs at its foot.
                true => over.with_max_y(over.bottom() - OVER_FOOT),
                false => below,
            };
            Split { list: below, free, inspector: shown, width }
        }
    }
}

/// How much of it is in view, 0 to 1.
fn slide(ctx: &Context, wanted: bool, selected: bool) -> f32 {
    // What is no longer selected can't be drawn while it goes.
    let secs = if theme::reduced_motion(ctx) || !selected { 0.0 } else { SLIDE_SECS };
    ctx.animate_bool_with_time_and_easing(Id::unique("inspector"), wanted, secs, egui::emath::easing::quadratic_out)
}

/// The edge between list and pane: drawn with the pointer; a double click gives the pane its usual width again.
pub(super) fn edge_ui(ui: &Ui, rect: Rect, inspector: &mut Inspector) {
    let strip = Rect::from_center_size(pos2(rect.left(), rect.center().y), vec2(9.0, rect.height()));
    let response = ui.interact(strip, ui.make_persistent_id("inspector edge"), Sense::CLICK | Sense::DRAG);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        ui.painter().vline(rect.left() + 0.5, rect.y_range(), Stroke::new(1.0, of(ui).stroke_control));
    }
    if response.double_clicked() {
        inspector.width = size::INSPECTOR;
    } else if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        let [least, most] = size::INSPECTOR_RANGE;
        inspector.width = (rect.right() - pointer.x).round().clamp(least, most);
    }
}
