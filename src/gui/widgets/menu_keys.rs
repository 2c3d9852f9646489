//! The keyboard while a menu is open: arrows go from entry to entry, and when it closes what opened it has the keyboard again.

use egui::{Context, Event, EventFilter, Id, Key, Modifiers, Response, Ui};

use super::keyboard::is_pointed;
use super::modal::dialogs;

/// That a menu is open.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    /// The keyboard was in it.
    inside: bool,
    /// Who had the keyboard before.
    back: Option<Id>,
}

/// What opened over a dialog stays over it. A press in the dialog brings that to the front, and with it before a list which was
/// open once before.
pub fn stay_over(opener: &Response, list: &Response) {
    if opener.layer_id.order == list.layer_id.order {
        opener.ctx.set_sublayer(opener.layer_id, list.layer_id);
    }
}

/// A dialog leaves the keyboard to nobody, and its first field would take it, and the arrows, from a menu that a click opened:
/// what opened it has the keyboard until an entry has.
pub fn hold(opener: &Response, menu: Id) {
    let ctx = &opener.ctx;
    if !dialogs(ctx).contains(&opener.layer_id.id) {
        return;
    }
    let opens = ctx.data(|data| data.get_temp::<Open>(menu)).is_none() && is_pointed(ctx);
    if opens || ctx.memory(egui::Memory::focused).is_none() {
        opener.request_focus();
    }
    // The arrows go into the menu: egui would go on to what lies under it.
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ctx.memory_mut(|memory| memory.set_focus_lock_filter(opener.id, filter));
}

/// Moves the keyboard among the entries, which were drawn in this order. A menu that was opened by a key begins at `begin`, one
/// that was opened by a click with the first arrow.
pub fn move_among(ui: &Ui, menu: Id, entries: &[Response], begin: usize) {
    if entries.is_empty() {
        return;
    }
    let stored = ui.data(|data| data.get_temp::<Open>(menu));
    let by_key = stored.is_none() && !is_pointed(ui.ctx());
    let back = stored.map_or_else(|| ui.memory(egui::Memory::focused), |open| open.back);
    let at = entries.iter().position(Response::has_focus);
    let step = ui.input_mut(|input| {
        let mut pressed = |key| i32::from(input.consume_key(Modifiers::NONE, key));
        pressed(Key::ArrowDown) - pressed(Key::ArrowUp)
    });
    let ends = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        (pressed(Key::Home), pressed(Key::End))
    });
    let last = entries.len() - 1;
    let next = match (at, step, ends) {
        (_, _, (true, _)) => Some(0),
        (_, _, (_, true)) => Some(last),
        (Some(at), 1, _) => Some(if at == last { 0 } else { at + 1 }),
        (Some(at), -1, _) => Some(if at == 0 { last } else { at - 1 }),
        (None, 1 | -1, _) => Some(begin.min(last)),
        (None, ..) if by_key => Some(begin.min(last)),
        _ => None,
    };
    if let Some(entry) = next.and_then(|next| entries.get(next)) {
        entry.request_focus();
        entry.scroll_to_me(None);
    }
    if let Some(entry) = next.or(at).and_then(|at| entries.get(at)) {
        // The arrows are the menu's: egui would go on to whatever lies under it.
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(entry.id, filter));
    }
    let inside = stored.is_some_and(|open| open.inside) || next.or(at).is_some();
    ui.data_mut(|data| data.insert_temp(menu, Open { inside, back }));
}

/// A letter leads to the next entry that begins with it; while choices are open, letters are theirs.
pub fn type_ahead<'a>(ui: &Ui, entries: &[Response], words: impl Iterator<Item = &'a str>) {
    let pass = ui.ctx().cumulative_pass_nr();
    ui.data_mut(|data| data.insert_temp(Id::unique("choosing"), pass));
    let mut typed = String::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Text(text) = event else { return true };
            typed.push_str(text);
            false
        });
    });
    let first = |words: &str| words.chars().next().map(|letter| letter.to_lowercase().to_string());
    let letters: Vec<Option<String>> = words.map(first).collect();
    let mut at = entries.iter().position(Response::has_focus);
    for letter in typed.chars() {
        let letter = Some(letter.to_lowercase().to_string());
        let behind = at.map_or(0, |at| at + 1);
        let next = (behind..entries.len()).chain(0..behind).find(|next| letters.get(*next) == Some(&letter));
        at = next.or(at);
        if let Some(entry) = next.and_then(|next| entries.get(next)) {
            entry.request_focus();
            entry.scroll_to_me(None);
        }
    }
}

/// Whether choices are open, whose letters are theirs.
pub fn is_choosing(ctx: &Context) -> bool {
    let pass: Option<u64> = ctx.data(|data| data.get_temp(Id::unique("choosing")));
    pass.is_some_and(|pass| pass + 1 >= ctx.cumulative_pass_nr())
}

/// Where among the frame's events the menu of what one is on was asked for, by Shift F10 or the key that is made for it; that
/// event is used up.
pub fn asked(ctx: &Context) -> Option<usize> {
    let asks = |event: &Event| match event {
        Event::Key { key: Key::F10, pressed: true, modifiers, .. } => modifiers.shift_only(),
        Event::Key { key: Key::Menu, pressed: true, modifiers, .. } => modifiers.is_none(),
        _ => false,
    };
    ctx.input_mut(|input| {
        let place = input.events.iter().position(asks)?;
        input.events.remove(place);
        Some(place)
    })
}

/// The menu is closed. True where it was open a frame ago and the keyboard was inside.
pub fn forget(ctx: &Context, menu: Id) -> bool {
    ctx.data_mut(|data| data.remove_temp::<Open>(menu)).is_some_and(|open| open.inside)
}

/// The menu is closed: the keyboard goes back to who had it before, or to what opened the menu, if it was inside.
pub fn give_back(menu: Id, anchor: &Response) {
    let was = anchor.ctx.data_mut(|data| data.remove_temp::<Open>(menu));
    let clicked = anchor.ctx.input(|input| input.pointer.any_click());
    if let Some(open) = was.filter(|open| open.inside && !clicked) {
        // The key that chose has done its work: what has the keyboard next may be drawn in this very frame.
        anchor.ctx.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Enter);
            input.consume_key(Modifiers::NONE, Key::Space);
        });
        anchor.ctx.memory_mut(|memory| memory.request_focus(open.back.unwrap_or(anchor.id)));
    }
}

/// The same where the keyboard is always inside.
pub fn is_inside(ui: &Ui, menu: Id) {
    ui.data_mut(|data| data.insert_temp(menu, Open { inside: true, back: None }));
}
