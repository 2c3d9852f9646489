//! The palette's keyboard: letters go to the field, the rest moves and presses. And which text is no search.

use egui::text_edit::TextEditState;
use egui::{Context, Event, Key, Modifiers};
use zeroize::Zeroize as _;

use super::Palette;
use super::pressing::Press;
use crate::detect;
use crate::gui::commands::SCOPE_KEY;
use crate::gui::widgets::keyboard::keep_typed;
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;
use crate::model::KeyRef;

/// A text this long without a space is no word that one types.
const LEAST_SECRET: usize = 16;
/// How far the page keys move.
const PAGE: isize = 8;
const ENDS: isize = isize::MAX;

impl Palette {
    /// What was typed in the frame that opened it, in its order.
    pub(super) fn replay(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        for event in std::mem::take(&mut self.typed_ahead) {
            match event {
                Event::Text(text) => {
                    self.query.push_str(&text);
                    self.typed(snapshot, wishes);
                }
                Event::Paste(text) => self.pasted(text, snapshot, wishes),
                Event::Key { key: Key::Backspace, pressed: true, modifiers: Modifiers::NONE, .. } => {
                    self.query.pop();
                    self.typed(snapshot, wishes);
                }
                Event::Key { key: Key::Escape, pressed: true, .. } => {
                    wishes.push(Wish::CloseModal);
                    return;
                }
                Event::Key { key, pressed: true, modifiers, .. } => {
                    self.key(key, modifiers, snapshot, wishes);
                }
                _ => {}
            }
        }
    }

    /// Takes this frame's pastes out of the input before the field sees them.
    pub(super) fn take_pastes(&mut self, ctx: &Context, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        for text in take_pasted(ctx, |text| is_secret(text, snapshot)) {
            self.pasted(text, snapshot, wishes);
        }
    }

    /// Takes this frame's moves and presses out of the input; they act once the letters before them have.
    pub(super) fn take_keys(&self, ctx: &Context) -> Vec<(Key, Modifiers)> {
        let ctrl = Modifiers::COMMAND;
        let ours = [
            (Key::ArrowDown, Modifiers::NONE),
            (Key::ArrowUp, Modifiers::NONE),
            (Key::PageDown, Modifiers::NONE),
            (Key::PageUp, Modifiers::NONE),
            (Key::ArrowRight, Modifiers::NONE),
            (Key::Home, Modifiers::NONE),
            (Key::End, Modifiers::NONE),
            (Key::Enter, Modifiers::NONE),
            (Key::Enter, ctrl),
            (Key::Tab, SCOPE_KEY),
        ];
        // Enter on a button within is that button's.
        let focused = ctx.memory(egui::Memory::focused);
        let elsewhere = focused.is_some_and(|id| id != Self::field_id());
        let caret = TextEditState::load(ctx, Self::field_id()).and_then(|state| state.cursor.char_range());
        let at_end = caret.is_none_or(|caret| caret.is_empty() && caret.primary.index.0 >= self.query.chars().count());
        // What is typed behind Enter is meant for what that leads to.
        let is_enter = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, .. });
        let enter = ctx.input(|input| input.events.iter().position(is_enter)).filter(|_| !elsewhere);
        if let Some(enter) = enter {
            keep_typed(ctx, enter + 1);
        }
        ctx.input_mut(|input| {
            let mut taken = Vec::new();
            input.events.retain(|event| {
                let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
                let own = ours.iter().find(|(own, with)| own == key && modifiers.matches_exact(*with));
                match own {
                    Some((Key::Enter, with)) if elsewhere && with.is_none() => true,
                    // Within what was typed it is the field's.
                    Some((Key::ArrowRight, _)) if !at_end => true,
                    Some(own) => {
                        taken.push(*own);
                        false
                    }
                    None => true,
                }
            });
            taken
        })
    }

    /// Does what a key of the keyboard means here.
    pub(super) fn key(&mut self, key: Key, modifiers: Modifiers, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        let ctrl = modifiers.command;
        self.settle(snapshot);
        match key {
            Key::ArrowDown => self.step(1, snapshot),
            Key::ArrowUp => self.step(-1, snapshot),
            Key::PageDown => self.step(PAGE, snapshot),
            Key::PageUp => self.step(-PAGE, snapshot),
            Key::ArrowRight => self.go_on(snapshot),
            Key::Home => self.step(-ENDS, snapshot),
            Key::End => self.step(ENDS, snapshot),
            Key::Tab if modifiers.matches_exact(SCOPE_KEY) => {
                self.switch_scope();
                self.relist(snapshot);
            }
            Key::Enter if ctrl => self.press(Press::Open, snapshot, wishes),
            Key::Enter => self.press(Press::Do, snapshot, wishes),
            _ => {}
        }
    }
}

/// Takes what is pasted in this frame and is a secret out of the input, before a field that shows its text gets it.
pub fn take_pasted(ctx: &Context, is_secret: impl Fn(&str) -> bool) -> Vec<String> {
    ctx.input_mut(|input| {
        // egui keeps a second copy of the frame's events.
        for event in &mut input.raw.events {
            if let Event::Paste(text) = event
                && is_secret(text)
            {
                text.zeroize();
            }
        }
        let mut taken = Vec::new();
        input.events.retain_mut(|event| match event {
            Event::Paste(text) if is_secret(text) => {
                taken.push(std::mem::take(text));
                false
            }
            _ => true,
        });
        taken
    })
}

/// Whether pasted text is a secret, to be asked about and wiped, and not something to look for.
pub fn is_secret(text: &str, snapshot: &Snapshot) -> bool {
    let text = text.trim();
    if is_known(text, snapshot) {
        return false;
    }
    let whole = text.chars().count() >= LEAST_SECRET && !text.contains(char::is_whitespace) && !is_name(text);
    whole || has_a_known_shape(text)
}

/// Whether a provider's keys look so, or a private key does.
pub fn has_a_known_shape(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("-----BEGIN ") || (!text.is_empty() && detect::recognise_value(text.as_bytes()).is_some())
}

/// Whether it is written like a variable: capitals, digits, and a `_` between.
fn is_name(text: &str) -> bool {
    text.contains('_') && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether it is the name, the key id or the reference of a key here, or the name of a place: public, and worth looking for.
pub fn is_known(text: &str, snapshot: &Snapshot) -> bool {
    let text = text.trim();
    let reference = KeyRef::parse(text).ok();
    let is_key = snapshot.keys.iter().any(|key| {
        key.name().eq_ignore_ascii_case(text)
            || key.key_id.as_deref() == Some(text)
            || key.key_id_name.as_ref().is_some_and(|name| name.as_str().eq_ignore_ascii_case(text))
            || reference.as_ref().is_some_and(|reference| is_same(reference, &key.reference))
    });
    is_key || is_place(text, snapshot)
}

/// Whether two references are of one key, however they were typed.
fn is_same(one: &KeyRef, other: &KeyRef) -> bool {
    one.name.as_str().eq_ignore_ascii_case(other.name.as_str())
        && one.place.environment.eq_ignore_ascii_case(&other.place.environment)
        && one.place.project.eq_ignore_ascii_case(&other.place.project)
}

/// Whether it names a project, an environment, or both as a path.
fn is_place(text: &str, snapshot: &Snapshot) -> bool {
    snapshot.projects.iter().any(|project| {
        let within = text.split_once('/').filter(|(name, _)| name.eq_ignore_ascii_case(&project.name));
        let stage = within.map_or(text, |(_, stage)| stage);
        let has = || project.environments.iter().any(|one| one.name.eq_ignore_ascii_case(stage));
        text.eq_ignore_ascii_case(&project.name) || has()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn a_long_pasted_text_is_a_secret_unless_it_names_a_key_or_a_place() {
        let mut snapshot = sample::snapshot();
        let made_up: String = (0..24).map(|n| char::from(b'a' + (n * 7 % 26) as u8)).collect();
        assert!(is_secret(&made_up, &snapshot) && is_secret(&format!("{made_up}\n"), &snapshot));
        assert!(!is_secret(&made_up[..15], &snapshot));
        assert!(!is_secret("a few words of a search", &snapshot));
        assert!(!is_secret("STRIPE_WEBHOOK_SECRET", &snapshot) && !is_secret("SOME_OTHER_LONG_NAME", &snapshot));
        assert!(!is_secret("stripe_webhook_secret", &snapshot), "a name that is known here");
        snapshot.keys[0].key_id = Some(made_up.clone());
        assert!(!is_secret(&made_up, &snapshot), "a key id is public");
        for public in [
            "Storefront/production/STRIPE_SECRET_KEY",
            "keyloft://Internal%20tools/development/REDIS_URL",
            "storefront/production",
            "data pipeline",
        ] {
            assert!(!is_secret(public, &snapshot), "{public}");
        }
        let nobodys = format!("{}/{}/{}", &made_up[..9], &made_up[9..14], &made_up[14..]);
        assert!(is_secret(&nobodys, &snapshot), "random words may have such marks");
    }
}
