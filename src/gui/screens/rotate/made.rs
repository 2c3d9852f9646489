//! The value that is made here: like the old one, where the worker can say what that is like.

use super::data::{Attempt, Held, Old, Way, holds_the_live_one};
use super::state::Rotate;
use crate::generate::{MadeOf, Recipe};
use crate::gui::wish::Wish;
use crate::jobs::{Request, ShapeLook, Snapshot};

/// What is known of the old value's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Nobody asked: only a value that is made here has to be like it.
    #[default]
    NotAsked,
    /// The worker looks.
    Asked,
    /// It said so.
    Told(ShapeLook),
}

/// What is made, the longest first; nothing more until the old value was looked at.
pub(super) fn made_words(shape: Shape) -> Vec<String> {
    let usual = "40 letters and digits";
    match shape {
        Shape::NotAsked | Shape::Asked => vec!["Keyloft makes the value.".to_owned()],
        Shape::Told(ShapeLook::Like(like)) => {
            // No number: how long the old one is, is nobody's to read.
            let what = match like.made_of() {
                MadeOf::Digits => "as many digits",
                MadeOf::Hex => "as many hex digits",
                MadeOf::HexCapitals => "as many hex digits, in capitals",
                MadeOf::SmallDigits => "as many small letters and digits",
                MadeOf::CapitalsDigits => "as many capitals and digits",
                MadeOf::LettersDigits => "as many letters and digits",
                MadeOf::Base64 => "base64, as long",
                MadeOf::Base64Url => "base64url, as long",
                MadeOf::Words => "as many words",
                MadeOf::Uuid => "a UUID",
            };
            vec![format!("Keyloft makes it like the old one: {what}."), format!("Like the old one: {what}.")]
        }
        Shape::Told(ShapeLook::Other) => vec![
            format!("Keyloft makes {usual}. The old value looks different."),
            format!("{usual}, unlike the old value."),
        ],
        Shape::Told(ShapeLook::Unread) => vec![
            format!("Keyloft makes {usual}. What the old value looks like can't be read now."),
            format!("{usual}. The old value can't be read now."),
        ],
    }
}

impl Rotate {
    /// A value is to be made: at once, or when it is known what it has to be like.
    pub(super) fn begin_made(&mut self) {
        self.held = Held::Awaited;
        if self.shape == Shape::Told(ShapeLook::Unread) {
            self.shape = Shape::NotAsked;
        }
        self.generate();
    }

    /// Asks what the old value is like, once a value is to be made; and once it is pasted itself: whether its store has lost it is
    /// known of no key that nobody read since.
    pub(super) fn ask_shape(&mut self, wishes: &mut Vec<Wish>) {
        let asks = self.held == Held::Awaited || holds_the_live_one(&self.held) && !self.about.lost;
        if asks && self.shape == Shape::NotAsked {
            self.shape = Shape::Asked;
            wishes.push(Wish::Ask(Request::LookAtShape(self.about.uid)));
        }
    }

    /// The worker's answer.
    pub(super) fn hear_shape(&mut self, look: ShapeLook) {
        self.shape = Shape::Told(look);
        self.may_be_lost = look == ShapeLook::Unread;
        if self.way == Way::Generate && self.held == Held::Awaited {
            self.generate();
        }
    }

    /// What could not be read may be lost: there is nothing to keep then, and the same value is welcome.
    pub(super) fn see_whether_lost(&mut self, snapshot: &Snapshot) {
        if !std::mem::take(&mut self.may_be_lost) || self.about.lost || self.attempt != Attempt::None {
            return;
        }
        self.about.lost = snapshot.keys.iter().any(|key| key.uid == self.about.uid && key.missing);
        if self.about.lost {
            (self.old, self.also) = (Old::Forget, false);
        }
    }

    /// Makes a value, once it is known what it has to be like.
    pub(super) fn generate(&mut self) {
        let random = self.random.as_ref();
        let (made, bits) = match self.shape {
            Shape::NotAsked | Shape::Asked => return,
            Shape::Told(ShapeLook::Like(like)) => (like.make(random), like.bits()),
            Shape::Told(ShapeLook::Other | ShapeLook::Unread) => {
                let usual = Recipe::default();
                (usual.make(random).expect("the usual recipe has no prefix to be wrong"), usual.bits())
            }
        };
        // Opened to come into the field it is looked at in.
        self.input.fill(made.expose_str().expect("what is made is ASCII"));
        (self.held, self.attempt) = (Held::Made(bits), Attempt::None);
    }
}
