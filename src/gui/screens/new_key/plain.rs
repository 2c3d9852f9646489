//! A value that needs no keeping: proposed as plain by the rule of an import, once it was pasted or its field was left. A
//! secret that is typed begins like many a number, so nothing is proposed while one types.

use egui::Id;

use super::form::NewKey;
use super::line::Pasted;
use super::value::Way;
use crate::detect;
use crate::model::Kind;

impl NewKey {
    /// The field that the value stands in.
    pub(super) fn value_id(&self) -> Id {
        if self.facts.kind == Kind::Plain { Id::unique("new key plain") } else { self.value.pasted.id() }
    }

    /// Proposes that it is plain, where name and value say so and no person said otherwise. True where it was not before.
    pub(super) fn propose_plain(&mut self) -> bool {
        let asked_about = matches!(self.pasted, Pasted::Other(_) | Pasted::Several(_));
        if self.kind_said || self.plain_proposed || self.value.way != Way::Paste || asked_about {
            return false;
        }
        // Opened to see whether it may be read by all.
        let value = self.value.pasted.expose().trim();
        if self.name.is_empty() || value.is_empty() || !detect::is_plain(&self.name, value.as_bytes()) {
            return false;
        }
        (self.plain_proposed, self.plain_proposed_now) = (true, true);
        self.value.showing = None;
        self.bring_plain();
        self.propose();
        true
    }

    /// Whether what was proposed still holds of the name and the value as they stand; where it does not, the value is hidden
    /// again.
    pub(super) fn stays_plain(&mut self) -> bool {
        if !self.plain_proposed {
            return false;
        }
        let text = self.value.plain.trim();
        if self.value.way == Way::Paste && (text.is_empty() || detect::is_plain(&self.name, text.as_bytes())) {
            return true;
        }
        self.plain_proposed = false;
        self.hide_plain();
        false
    }

    /// What stands in the readable field goes into the hidden one.
    pub(super) fn hide_plain(&mut self) {
        let plain = zeroize::Zeroizing::new(std::mem::take(&mut self.value.plain));
        if plain.is_empty() {
            return;
        }
        // Opened to see whether it was changed: as long as it was not, it is known as what was pasted.
        if *plain != self.value.pasted.expose() {
            self.value.pasted.fill(&plain);
        }
        self.value.look(&self.name);
    }
}
