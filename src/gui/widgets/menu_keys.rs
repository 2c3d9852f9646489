//! The keyboard while a menu is open: arrows go from entry to entry, and when it closes what opened it has the keyboard again.

use egui::{Context, Event, EventFilter, Id, Key, Modifiers, Response, Ui};

use super::keyboard::is_pointed;
use super::modal::dialogs;

/// That a menu is open.
#[derive(Debug, Clone, Default)]
struct Open {
    /// The keyboard was in it.
    inside: bool,
    /// Who had the keyboard before.
    back: Option<Id>,
    typed: Typed,
}

/// Letters that were typed one soon after the other.
#[derive(Debug, Clone, Default)]
struct Typed {
    letters: String,
    /// When the last one was, in the frame's seconds.
    at: f64,
    /// The entry that they led to.
    entry: Option<Id>,
}

impl Typed {
    /// Whether a letter that comes now, while `on` has the keyboard, goes on with them.
    fn goes_on(&self, now: f64, on: Option<Id>) -> bool {
        now - self.at <= TOGETHER && self.entry == on
    }
}

/// Letters that come within so many seconds are the beginning of one word.
const TOGETHER: f64 = 1.0;

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
    hold_arrows(opener);
}

/// The arrows are the menu's: egui would go on to whatever lies under it.
fn hold_arrows(one: &Response) {
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    one.ctx.memory_mut(|memory| memory.set_focus_lock_filter(one.id, filter));
}

/// Gives an entry the keyboard, in view.
fn go_to(entry: &Response) {
    entry.request_focus();
    entry.scroll_to_me(None);
    hold_arrows(entry);
}

/// Moves the keyboard among the entries, which were drawn in this order. A menu that was opened by a key begins at `begin`, one
/// that was opened by a click with the first arrow.
pub fn move_among(ui: &Ui, menu: Id, entries: &[Response], begin: usize) {
    if entries.is_empty() {
        return;
    }
    let stored = ui.data(|data| data.get_temp::<Open>(menu));
    let by_key = stored.is_none() && !is_pointed(ui.ctx());
    let mut open = stored.unwrap_or_else(|| Open { back: ui.memory(egui::Memory::focused), ..Open::default() });
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
        go_to(entry);
    } else if let Some(entry) = at.and_then(|at| entries.get(at)) {
        hold_arrows(entry);
    }
    open.inside |= next.or(at).is_some();
    ui.data_mut(|data| data.insert_temp(menu, open));
}

/// A space within a name that is being typed is a letter of it, and presses nothing. Before the entries are drawn, which would be
/// pressed by it.
pub fn keep_spaces<'a>(ui: &Ui, menu: Id, words: impl Iterator<Item = &'a str>) {
    let is_space = |event: &Event| matches!(event, Event::Key { key: Key::Space, pressed: true, modifiers, .. } if modifiers.is_none());
    if !ui.input(|input| input.events.iter().any(is_space)) {
        return;
    }
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let typed = ui.data(|data| data.get_temp::<Open>(menu)).unwrap_or_default().typed;
    let (now, on) = (ui.input(|input| input.time), ui.memory(egui::Memory::focused));
    let mut letters = if typed.goes_on(now, on) { typed.letters } else { String::new() };
    ui.input_mut(|input| {
        input.events.retain(|event| {
            if let Event::Text(more) = event {
                letters.push_str(&more.to_lowercase());
            }
            let goes_on = || !letters.is_empty() && words.iter().any(|name| name.starts_with(&format!("{letters} ")));
            !(is_space(event) && goes_on())
        });
    });
}

/// Letters lead to the entry that begins with them, one of them again to the next such entry. While a menu is open, letters are
/// its own.
pub fn type_ahead<'a>(ui: &Ui, menu: Id, entries: &[Response], words: impl Iterator<Item = &'a str>) {
    let mut text = String::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Text(more) = event else { return true };
            text.push_str(more);
            false
        });
    });
    if text.is_empty() {
        return;
    }
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let now = ui.input(|input| input.time);
    let mut at = entries.iter().position(Response::has_focus);
    let mut open: Open = ui.data_mut(|data| data.get_temp(menu)).unwrap_or_default();
    let mut typed = std::mem::take(&mut open.typed);
    if !typed.goes_on(now, at.map(|at| entries[at].id)) {
        typed.letters.clear();
    }
    for letter in text.to_lowercase().chars().filter(|letter| !letter.is_control()) {
        typed.letters.push(letter);
        at = begins_so(&words, &typed.letters, at).or(at);
    }
    if let Some(entry) = at.and_then(|at| entries.get(at)) {
        go_to(entry);
        open.inside = true;
    }
    open.typed = Typed { at: now, entry: at.map(|at| entries[at].id), ..typed };
    ui.data_mut(|data| data.insert_temp(menu, open));
}

/// The next entry that begins so: the one that one is on may be it, but not where the same letter comes again.
fn begins_so(words: &[String], letters: &str, at: Option<usize>) -> Option<usize> {
    let first = letters.chars().next()?;
    let again = letters.chars().all(|letter| letter == first);
    let begin = if again { &letters[..first.len_utf8()] } else { letters };
    let from = at.map_or(0, |at| at + usize::from(again));
    (from..words.len()).chain(0..from.min(words.len())).find(|index| words[*index].starts_with(begin))
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
    ui.data_mut(|data| data.insert_temp(menu, Open { inside: true, ..Open::default() }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_one_beginning_and_one_letter_again_goes_on() {
        let words = ["all projects", "storefront", "data pipeline", "sandbox", "stock"].map(str::to_owned);
        let next = |letters: &str, at: Option<usize>| begins_so(&words, letters, at);
        assert_eq!(next("s", None), Some(1));
        assert_eq!(next("s", Some(1)), Some(3), "behind the one that one is on");
        assert_eq!(next("ss", Some(3)), Some(4));
        assert_eq!(next("sss", Some(4)), Some(1), "and round again");
        assert_eq!(next("sto", Some(1)), Some(1), "it stays where it fits");
        assert_eq!(next("stoc", Some(1)), Some(4));
        assert_eq!(next("sa", Some(4)), Some(3));
        assert_eq!(next("sx", Some(1)), None);
    }
}
