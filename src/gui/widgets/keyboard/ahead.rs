//! What was typed ahead. A slow frame holds a command and the letters meant for what it opens, which has the keyboard two
//! passes later: they wait for it, in their order.

use egui::{Context, Event, Id, Key};

use super::super::modal;

/// Passes until a dialog that was opened has the keyboard: one draws it, and in the next it is there.
const OPENS: u64 = 2;
/// Passes after which nobody is waited for any more.
const LONGEST: u64 = 8;

/// What waits.
#[derive(Debug, Clone, Default)]
struct Ahead {
    events: Vec<Event>,
    /// The pass in which it may go on.
    from: u64,
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
    let pass = ctx.cumulative_pass_nr();
    with_ahead(ctx, |ahead| {
        ahead.events.extend(typed);
        ahead.from = ahead.from.max(pass + 1);
    });
    ctx.request_repaint();
}

/// A dialog was opened in this pass, and is drawn in the next one: what is typed meanwhile waits for it.
pub fn wait_for_dialog(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    with_ahead(ctx, |ahead| ahead.from = pass + OPENS);
    ctx.request_repaint();
}

/// Where a pass begins: what waited comes before what was typed since, up to the Tab behind it.
pub(super) fn begin(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    let (from, any) = with_ahead(ctx, |ahead| (ahead.from, !ahead.events.is_empty()));
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
