//! What was typed ahead. A slow frame holds a command and the letters meant for what it opens, which has the keyboard two
//! passes later: they wait for it, in their order.

use egui::{Context, Event, FocusDirection, Id, Key, Popup};

use super::super::modal;

/// Passes until a dialog or menu that was opened has the keyboard: one draws it, and in the next it is there.
const OPENS: u64 = 2;
/// Passes after which nobody is waited for any more.
const LONGEST: u64 = 8;

/// What waits.
#[derive(Debug, Clone, Default)]
struct Ahead {
    events: Vec<Event>,
    /// The pass in which it may go on.
    from: u64,
    /// Nothing is there that could take it.
    held: bool,
}

fn with_ahead<T>(ctx: &Context, act: impl FnOnce(&mut Ahead) -> T) -> T {
    ctx.data_mut(|data| act(data.get_temp_mut_or_default(Id::unique("typed ahead"))))
}

/// Takes what was typed from this place on out of the frame's events.
pub fn take_typed(ctx: &Context, place: usize) -> Vec<Event> {
    let typed = |event: &Event| {
        matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_) | Event::Key { pressed: true, .. })
    };
    ctx.input_mut(|input| {
        let place = place.min(input.events.len());
        let (typed, rest) = input.events.split_off(place).into_iter().partition(typed);
        input.events.extend::<Vec<_>>(rest);
        typed
    })
}

/// What was typed from this place on is meant for what a command leads to: it waits for the next pass.
pub fn keep_typed(ctx: &Context, place: usize) {
    let typed = take_typed(ctx, place);
    if typed.is_empty() {
        return;
    }
    // egui read the arrow that waits as the frame began, and would go on to whatever lies that way.
    let is_arrow = |event: &Event| {
        let arrows = [Key::ArrowDown, Key::ArrowUp, Key::ArrowLeft, Key::ArrowRight];
        matches!(event, Event::Key { key, pressed: true, .. } if arrows.contains(key))
    };
    if typed.iter().any(is_arrow) && !ctx.input(|input| input.events.iter().any(is_arrow)) {
        ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    let pass = ctx.cumulative_pass_nr();
    with_ahead(ctx, |ahead| {
        ahead.events.extend(typed);
        ahead.from = ahead.from.max(pass + 1);
    });
    ctx.request_repaint();
}

/// A dialog or a menu was opened in this pass, and is drawn in the next one: what is typed meanwhile waits for it.
pub fn wait_for_what_opens(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    with_ahead(ctx, |ahead| ahead.from = pass + OPENS);
    ctx.request_repaint();
}

/// Nothing is there yet that could take what is typed: it waits until that has come. Esc does not, it leads away.
pub fn hold_typed(ctx: &Context) {
    with_ahead(ctx, |ahead| ahead.held = true);
}

/// What was waited for has come, and is drawn in this pass or the next one.
pub fn release_typed(ctx: &Context) {
    if with_ahead(ctx, |ahead| std::mem::take(&mut ahead.held)) {
        wait_for_what_opens(ctx);
    }
}

/// What was waited for does not come: what is there instead is not what the letters were meant for.
pub fn forget_held(ctx: &Context) {
    with_ahead(ctx, |ahead| {
        if std::mem::take(&mut ahead.held) {
            ahead.events.clear();
        }
    });
}

/// In a list's filter: a move leads on to the rows, and what is typed behind it is meant for them. What was typed before it
/// is the filter's, which is drawn after this: then the move waits, too.
pub fn part_moves(ctx: &Context) {
    let place = ctx.input(|input| {
        let place = input.events.iter().position(is_move)?;
        let typed = |event: &Event| {
            matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_) | Event::Cut)
                || matches!(event, Event::Key { key: Key::Backspace | Key::Delete, pressed: true, .. })
        };
        Some(if input.events[..place].iter().any(typed) { place } else { place + 1 })
    });
    if let Some(place) = place {
        keep_typed(ctx, place);
    }
}

/// An open menu goes one entry on in a pass: what is typed behind a move is meant for the entry that it leads to.
pub(super) fn step_by_step(ctx: &Context) {
    let is_end = |event: &Event| matches!(event, Event::Key { key: Key::Home | Key::End, pressed: true, .. });
    let place = ctx.input(|input| input.events.iter().position(|event| is_move(event) || is_end(event)));
    if let Some(place) = place.filter(|_| Popup::is_any_open(ctx)) {
        keep_typed(ctx, place + 1);
    }
}

/// A key that leads from a list's filter to its rows.
fn is_move(event: &Event) -> bool {
    const MOVES: [Key; 4] = [Key::ArrowDown, Key::ArrowUp, Key::PageDown, Key::PageUp];
    matches!(event, Event::Key { key, pressed: true, modifiers, .. } if modifiers.is_none() && MOVES.contains(key))
}

/// Where a pass begins: what waited comes before what was typed since, up to the Tab behind it.
pub(super) fn begin(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    let (from, any, held) = with_ahead(ctx, |ahead| (ahead.from, !ahead.events.is_empty(), ahead.held));
    if held {
        let is_esc = |event: &Event| matches!(event, Event::Key { key: Key::Escape, .. });
        let (esc, typed): (Vec<_>, Vec<_>) = take_typed(ctx, 0).into_iter().partition(is_esc);
        ctx.input_mut(|input| input.events.extend(esc));
        return with_ahead(ctx, |ahead| ahead.events.extend(typed));
    }
    let nobody = || !modal::dialogs(ctx).is_empty() && ctx.memory(|memory| memory.focused().is_none());
    let waits = pass < from || (any && pass < from + LONGEST && nobody());
    if !waits && !any {
        return;
    }
    let typed = take_typed(ctx, 0);
    let now: Vec<Event> = with_ahead(ctx, |ahead| {
        ahead.events.extend(typed);
        if waits {
            return Vec::new();
        }
        let letters = ahead.events.iter().position(|event| !is_tab(event)).unwrap_or(ahead.events.len());
        let tab = ahead.events.iter().skip(letters).position(is_tab).map(|at| letters + at);
        ahead.events.drain(..tab.unwrap_or(ahead.events.len())).collect()
    });
    ctx.input_mut(|input| drop(input.events.splice(0..0, now)));
    if with_ahead(ctx, |ahead| !ahead.events.is_empty()) {
        ctx.request_repaint();
    }
}

fn is_tab(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Tab, pressed: true, .. })
}
