//! Who has the keyboard. Tab goes in the order one reads, from what was clicked on; what comes into view can ask for the keyboard; an open dialog never
//! leaves it to nobody; who has it is in view, and what is covered has it not; what was typed ahead waits for it; and a screen
//! hears when the one that had it is gone.

mod ahead;
mod beside;
mod follow;
mod start;
mod stops;

use egui::{
    Context, Event, EventFilter, FocusDirection, Id, Key, LayerId, Modifiers, Order, Popup, Rect, Response, Ui,
};

pub use self::ahead::{
    forget_held, hold_typed, keep_typed, part_moves, release_typed, take_typed, wait_for_what_opens,
};
pub use self::beside::{enter_pressed, enters, leave_enter, leaves_enter, stay_among_chips, tend_keys};
pub use self::follow::{bring_into_view, comes_with, follow, keep_off_edges, rests, ring_in_view, stay_in_view};
pub use self::start::{begin_at, under};
pub use self::stops::{cover, is_covered};
use super::modal::{self, Answers, Question};
use stops::{in_layer, is_in_menu, is_stop, read};

/// What is known from pass to pass.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// Who had it when the last pass ended.
    last: Option<Id>,
    /// Who had it before the one that got it last.
    before: Option<Id>,
    /// Who had it when this pass began, once Tab had gone on.
    began: Option<Id>,
    /// Who is to have it once it is drawn.
    next: Option<Id>,
    /// Nobody has it.
    lost: Option<Lost>,
    /// Who stood beside the one that had it and is gone.
    beside: Option<Id>,
    /// Who had it and is gone, as was said.
    told: Option<Id>,
    /// A key was what one pressed last.
    by_key: bool,
    /// And the pointer has not moved since.
    still: bool,
    /// Esc was pressed in this pass.
    escaped: bool,
    /// The scale in the last pass: the zoom moves what has the keyboard.
    scale: Option<f32>,
}

/// Why nobody has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// What had it is gone.
    Gone,
    /// A dialog closed before which nobody had it.
    Free,
    /// Esc left a field.
    Left,
}

fn with_known<T>(ctx: &Context, act: impl FnOnce(&mut Known) -> T) -> T {
    ctx.data_mut(|data| act(data.get_temp_mut_or_default(Id::unique("keyboard"))))
}

/// Gives the keyboard to what is, or comes, there: once it is drawn, and once no dialog and no menu is open. Another key or click before
/// that takes the wish back; who works with the pointer is left alone.
pub fn lead(ctx: &Context, id: Id) {
    let waits = with_known(ctx, |known| {
        known.lost = None;
        known.next = Some(id).filter(|_| known.by_key);
        known.next.is_some()
    });
    if waits {
        ctx.request_repaint();
    }
}

/// Gives the keyboard to what a command leads to: at once, or once the dialog that it was chosen in is closed. What is typed
/// meanwhile waits for it.
pub fn go_to(ctx: &Context, id: Id) {
    if modal::dialogs(ctx).is_empty() {
        return ctx.memory_mut(|memory| memory.request_focus(id));
    }
    with_known(ctx, |known| (known.lost, known.next) = (None, Some(id)));
    wait_for_what_opens(ctx);
}

/// Gives it to the first of them that this pass drew and that takes it; true where there is one.
pub fn lead_to_first(ctx: &Context, ids: &[Id]) -> bool {
    stops::first_there(ctx, ids).map(|id| lead(ctx, id)).is_some()
}

/// Gives it back to who had it before the field that Esc left, where that is still there.
pub fn lead_to_before(ctx: &Context) {
    if let Some(before) = with_known(ctx, |known| known.before) {
        lead_to_first(ctx, &[before]);
    }
}

/// Gives it to the first that this pass drew there and that takes it, in view or not.
pub fn lead_into(ui: &Ui, rect: Rect) {
    if let Some(id) = stops::first_within(ui, rect) {
        lead(ui.ctx(), id);
    }
}

/// Gives it to the first of them that is in view, where the one that had it is not drawn there any more.
pub fn go_on_within(ui: &Ui, had: Id, rect: Rect) {
    if ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(had).is_none())
        && let Some(id) = stops::first_seen_within(ui, rect)
    {
        lead(ui.ctx(), id);
    }
}

/// Whether the keyboard was left to nobody since this was asked last; then the screen says who is next.
pub fn take_lost(ctx: &Context) -> Option<Lost> {
    with_known(ctx, |known| known.lost.take())
}

/// Who stood behind the one that had the keyboard and is gone, else before it; asked once.
pub fn take_beside(ctx: &Context) -> Option<Id> {
    with_known(ctx, |known| known.beside.take())
}

/// A screen took another's place: that who had the keyboard there is gone is no news.
pub fn begin_anew(ctx: &Context) {
    let drawn = |id: Id| ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).is_some());
    if let Some(gone) = ctx.memory(egui::Memory::focused).filter(|id| !drawn(*id)) {
        ctx.memory_mut(|memory| memory.surrender_focus(gone));
    }
    let last = with_known(ctx, |known| known.last).filter(|last| drawn(*last));
    with_known(ctx, |known| (known.last, known.lost) = (last, None));
}

/// Whether somebody waits for the keyboard.
pub(super) fn is_led(ctx: &Context) -> bool {
    with_known(ctx, |known| known.next.is_some())
}

/// Whether a menu that this pass drew has the keyboard.
pub(super) fn is_in_open_menu(ctx: &Context) -> bool {
    let focused = ctx.memory(egui::Memory::focused);
    let at = focused.and_then(|id| ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).copied()));
    Popup::is_any_open(ctx)
        && at.is_some_and(|at| at.layer_id.order == Order::Foreground && !modal::dialogs(ctx).contains(&at.layer_id.id))
}

/// Nobody has the keyboard, and it is known why.
pub(super) fn nobody(ctx: &Context, why: Lost) {
    let lost = with_known(ctx, |known| {
        known.lost = known.lost.or(Some(why).filter(|_| known.next.is_none() && known.by_key));
        known.lost.is_some()
    });
    if lost {
        ctx.request_repaint();
    }
}

/// Whether the pointer was what one pressed last: only then a choice leads on to its field, for arrows go on choosing.
pub fn is_pointed(ctx: &Context) -> bool {
    with_known(ctx, |known| !known.by_key)
}

/// Whether the pointer is on a row. One that rests there while keys move is none: two rows would look like the one that is
/// meant. The line between two of them belongs to the one behind it.
pub fn is_hovered(ui: &Ui, rect: Rect) -> bool {
    let is_before_end = |at: egui::Pos2| at.x < rect.right() && at.y < rect.bottom();
    !with_known(ui.ctx(), |known| known.still)
        && ui.rect_contains_pointer(rect)
        && ui.ctx().pointer_hover_pos().is_some_and(is_before_end)
}

/// Where that is which has the keyboard; or had it, where Esc took it away in this pass, or a dialog did.
pub fn place(ctx: &Context) -> Option<Rect> {
    let had = with_known(ctx, |known| known.last.filter(|_| known.escaped));
    let id = match modal::had_before(ctx) {
        Some(before) => before?,
        None => ctx.memory(egui::Memory::focused).or(had)?,
    };
    Some(ctx.read_response(id)?.rect)
}

/// Whether Esc took the keyboard away from it in this pass.
pub fn escaped_from(ctx: &Context, id: Id) -> bool {
    with_known(ctx, |known| known.escaped && known.last == Some(id))
}

/// The field that Esc took the keyboard away from in this pass.
pub fn escaped_field(ctx: &Context) -> Option<Id> {
    let last = with_known(ctx, |known| known.last.filter(|_| known.escaped))?;
    egui::TextEdit::load_state(ctx, last).map(|_| last)
}

/// Takes a step down out of what stands over a list: its chips and headings. A field there has its own.
pub fn steps_down_from(ctx: &Context, over: Option<Rect>) -> bool {
    let focused = ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id));
    let is_over = focused.zip(over).is_some_and(|(one, over)| over.contains(one.rect.center()));
    if !is_over || ctx.text_edit_focused() || Popup::is_any_open(ctx) {
        return false;
    }
    let steps = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
    if steps {
        // egui would go on to whatever lies under it.
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    steps
}

/// Which arrows a list or a grid keeps for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrows {
    /// Up and down.
    Vertical,
    /// All four.
    All,
}

/// Leaves the arrows to what has the keyboard, and the keyboard to it where Esc finds nothing to close.
pub fn hold(response: &Response, arrows: Arrows) {
    let horizontal_arrows = arrows == Arrows::All;
    let filter = EventFilter { vertical_arrows: true, horizontal_arrows, escape: true, ..EventFilter::default() };
    response.ctx.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
}

/// Gives the keyboard to what is expected to be pressed on a screen, where nothing else has it.
pub fn take_if_free(response: &Response) {
    let takes = response.enabled() && response.sense.is_focusable();
    if takes && response.ctx.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
}

/// Where a pass begins: what waited is typed, and Tab goes on.
pub fn begin(ctx: &Context) {
    step(ctx);
    let focused = ctx.memory(egui::Memory::focused);
    with_known(ctx, |known| known.began = focused);
}

/// What waited is typed, and Tab goes on.
fn step(ctx: &Context) {
    ahead::begin(ctx);
    ahead::step_by_step(ctx);
    follow::begin(ctx);
    let (steps, pressed, pointed, moved, escaped) = ctx.input(|input| {
        let (mut steps, mut pressed, mut pointed, mut moved, mut escaped) = (Vec::new(), false, None, false, false);
        for event in &input.events {
            match event {
                Event::Key { key, pressed: true, modifiers, .. } => {
                    pressed = true;
                    escaped |= *key == Key::Escape;
                    if *key == Key::Tab && (modifiers.is_none() || modifiers.shift_only()) {
                        steps.push(!modifiers.shift);
                    }
                }
                Event::PointerButton { pos, pressed: true, .. } => pointed = Some(*pos),
                Event::PointerMoved(_) => moved = true,
                _ => {}
            }
        }
        (steps, pressed, pointed, moved, escaped)
    });
    with_known(ctx, |known| known.escaped = escaped);
    if let Some(at) = pointed {
        start::pressed(ctx, at);
    }
    if pressed || pointed.is_some() {
        let waits = !modal::dialogs(ctx).is_empty() || Popup::is_any_open(ctx);
        with_known(ctx, |known| {
            known.by_key = pointed.is_none();
            known.next = known.next.filter(|_| waits);
            known.still = known.by_key;
        });
    }
    if moved {
        with_known(ctx, |known| known.still = false);
    }
    if steps.is_empty() {
        return;
    }
    // egui would go on in the order of drawing.
    ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    let focused = ctx.memory(egui::Memory::focused);
    if focused.is_some_and(|id| is_in_menu(ctx, id)) {
        // Closed, a menu gives the keyboard back; the next Tab goes on from there.
        return Popup::close_all(ctx);
    }
    let stops = stops::all(ctx);
    let mut at = match focused {
        Some(id) => stops.iter().position(|stop| *stop == id),
        None => start::place(ctx, &stops),
    };
    for forward in steps {
        let last = stops.len().saturating_sub(1);
        at = match (at, forward) {
            (Some(at), true) => Some(if at >= last { 0 } else { at + 1 }),
            (Some(at), false) => Some(if at == 0 { last } else { at - 1 }),
            (None, true) => Some(0),
            (None, false) => Some(last),
        };
    }
    let Some(next) = at.and_then(|at| stops.get(at)).copied() else { return };
    ctx.memory_mut(|memory| memory.request_focus(next));
    follow::show(ctx, next);
}

/// Where a pass ends: who was to have the keyboard has it, or it is known that who had it is gone.
pub fn end(ctx: &Context) {
    let (focused, pass) = (ctx.memory(egui::Memory::focused), ctx.cumulative_pass_nr());
    let drawn = |id: Id| ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).copied());
    let Known { last, next, escaped, told, .. } = with_known(ctx, |known| *known);
    if let Some(dialog) = modal::on_top(ctx, pass) {
        if let Some(id) = owner(ctx, &dialog, focused, last) {
            give(ctx, id);
        }
        let layer = LayerId::new(Order::Foreground, dialog.id);
        let is_its = |id: &Id| drawn(*id).is_some_and(|widget| widget.layer_id == layer);
        if let Some(had) = ctx.memory(egui::Memory::focused).filter(is_its) {
            modal::keep_had(ctx, dialog.id, had);
        }
    } else if let Some(id) = next.filter(|id| drawn(*id).is_some() && !Popup::is_any_open(ctx)) {
        with_known(ctx, |known| known.next = None);
        give(ctx, id);
    } else if let Some(entry) = focused.filter(|_| !is_pointed(ctx)).and_then(|id| stops::over(ctx, &drawn(id)?)) {
        give(ctx, entry);
    } else if let Some(last) =
        last.filter(|last| escaped && focused.is_none() && drawn(*last).is_some_and(|one| is_stop(&one)))
    {
        // Esc found nothing to close there. From a field it leads back to the list; all others keep the keyboard.
        match egui::TextEdit::load_state(ctx, last) {
            Some(_) => nobody(ctx, Lost::Left),
            None => give(ctx, last),
        }
    } else {
        let gone = match (last, focused) {
            (Some(last), Some(id)) => id == last && drawn(id).is_none(),
            (Some(last), None) => !drawn(last).is_some_and(|widget| is_stop(&widget)),
            (None, _) => false,
        };
        // egui leaves the keyboard to what is gone for a pass more: that it is gone is said once.
        if gone && next.is_none() && told != last {
            // Of a dialog's field it is no news: who had the keyboard before the dialog counts.
            let beside = last.and_then(|last| stops::beside(ctx, last));
            with_known(ctx, |known| {
                (known.lost, known.told, known.beside) = (known.lost.or(Some(Lost::Gone)), last, beside);
            });
            ctx.request_repaint();
        }
    }
    let focused = ctx.memory(egui::Memory::focused);
    if focused.is_some() && !is_pointed(ctx) {
        start::forget(ctx);
    }
    let told = with_known(ctx, |known| known.told).filter(|id| drawn(*id).is_none());
    let scale = ctx.pixels_per_point();
    let zoomed = with_known(ctx, |known| {
        if focused.is_some() && focused != known.last {
            known.before = known.last;
        }
        (known.last, known.told) = (focused, told);
        known.scale.replace(scale).is_some_and(|before| (before - scale).abs() > 0.001)
    });
    follow::end(ctx, focused, focused.filter(|id| (zoomed || Some(*id) != last) && !is_pointed(ctx)));
}

fn give(ctx: &Context, id: Id) {
    if ctx.memory(egui::Memory::focused) != Some(id) {
        ctx.memory_mut(|memory| memory.request_focus(id));
        ctx.request_repaint();
    }
}

/// Who is to have the keyboard in an open dialog, where nobody there has it, or a question came up in it.
fn owner(ctx: &Context, dialog: &modal::Opened, focused: Option<Id>, last: Option<Id>) -> Option<Id> {
    let layer = LayerId::new(Order::Foreground, dialog.id);
    let dialogs = modal::dialogs(ctx);
    let below = |at: LayerId| at.order < Order::Foreground || (at != layer && dialogs.contains(&at.id));
    // Who asked for it in this pass may be drawn in the next one only, or was measured in this one.
    let asked = focused != last;
    let (is_inside, stops) = ctx.viewport(|viewport| {
        let widgets = &viewport.this_pass.widgets;
        let inside =
            |id: Id| widgets.get(id).map_or(asked, |widget| (asked || is_stop(widget)) && !below(widget.layer_id));
        (focused.is_some_and(inside), in_layer(widgets, layer))
    });
    let is_there = |id: &Id| stops.iter().any(|(stop, _)| stop == id);
    let Answers { first, last: resorts, .. } = dialog.answers;
    match modal::take_question(ctx, dialog.id, last.filter(is_there)) {
        // Something that came with the question took it already.
        Question::Comes if is_inside && asked => None,
        Question::Comes => first.filter(is_there),
        Question::Goes(before) => before.filter(is_there),
        Question::Stays if is_inside => None,
        // Esc took it away, or a click beside all fields; only what a key did is undone.
        Question::Stays if last.is_some_and(|last| is_there(&last)) => last.filter(|_| !is_pointed(ctx)),
        Question::Stays => {
            // A click beside all that takes the keyboard leaves it to who had it.
            let had = dialog.had.filter(|had| is_pointed(ctx) && is_there(had));
            let found = had.or_else(|| neighbour(ctx, layer, dialog.answers, last, &stops));
            found.or(first.filter(is_there)).or_else(|| {
                let in_order = read(&stops).into_iter().filter(|stop| !resorts.contains(&Some(*stop)));
                in_order.chain(resorts.into_iter().flatten().filter(is_there)).next()
            })
        }
    }
}

/// Who of a dialog stood beside the control that had the keyboard and is gone, by a key: the next one, else the one before. An
/// answer is nobody's neighbour, and behind a field comes what is expected.
fn neighbour(ctx: &Context, layer: LayerId, answers: Answers, gone: Option<Id>, stops: &[(Id, Rect)]) -> Option<Id> {
    let drawn = |id: Id| ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).is_some());
    let is_field = |id: Id| egui::TextEdit::load_state(ctx, id).is_some();
    let gone = gone.filter(|gone| !is_pointed(ctx) && !drawn(*gone) && !is_field(*gone))?;
    let is_answer = |id: Id| answers.first == Some(id) || answers.last.contains(&Some(id));
    let before = ctx.viewport(|viewport| read(&in_layer(&viewport.prev_pass.widgets, layer)));
    let (ahead, behind) = before.split_at(before.iter().position(|id| *id == gone && !is_answer(gone))?);
    let stays = |id: &&Id| !is_answer(**id) && stops.iter().any(|(stop, _)| stop == *id);
    behind.iter().find(stays).or_else(|| ahead.iter().rev().find(stays)).copied()
}
