//! The value while it is pasted or generated, and what is known of it.

use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroize as _;

use crate::detect;
use crate::generate::{Alphabet, Recipe};
use crate::gui::looks::Look;
use crate::gui::showing::Showing;
use crate::gui::widgets::{SecretInput, Staying};
use crate::jobs::Match;
use crate::model::{Kind, Random, Secret};

/// A pause in typing after which the worker is asked whose value it is, in seconds.
const PAUSE: f64 = 0.25;
/// Fewer characters are nobody's: it would be asked at every letter of a short password.
const ASKED_FROM: usize = 8;

/// How the value comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Way {
    /// A person has it.
    #[default]
    Paste,
    /// Keyloft makes it.
    Generate,
}

/// What is known about whose the pasted value is already.
#[derive(Debug, Default)]
pub(super) struct Whose {
    /// To be asked then, in the frame's seconds.
    at: Option<f64>,
    /// Questions without an answer yet; only the last one's counts.
    open: u32,
    /// The answer.
    pub matches: Vec<Match>,
}

impl Whose {
    /// Takes an answer; false where none was waited for.
    pub fn answered(&mut self, matches: Vec<Match>) -> bool {
        let waited = self.open > 0;
        self.open = self.open.saturating_sub(1);
        if waited && self.open == 0 && self.at.is_none() {
            self.matches = matches;
        }
        waited
    }
}

/// The value's side of the dialog.
pub struct Value {
    pub(super) way: Way,
    pub(super) pasted: SecretInput,
    pub(super) made: SecretInput,
    pub(super) plain: String,
    pub(super) recipe: Recipe,
    /// The length as it is typed.
    pub(super) length: String,
    /// It was typed in the last frame: what comes of it is to be seen.
    pub(super) length_came: bool,
    /// The length that was said of each kind of characters.
    lengths: Vec<(Alphabet, u32)>,
    pub(super) showing: Option<Showing>,
    /// Frames until egui has forgotten the layout of a value that was shown.
    wiping: u8,
    /// What the pasted value looks like; none while nothing is pasted.
    pub(super) look: Option<Look>,
    /// A person says that what is pasted is the secret, though it looks like a key id.
    said_secret: bool,
    /// Estimated bits of the pasted value.
    pub(super) bits: f64,
    pub(super) whose: Whose,
    random: Arc<dyn Random>,
}

impl Value {
    /// Nothing yet.
    pub(super) fn new(random: Arc<dyn Random>) -> Self {
        let recipe = Recipe::default();
        Self {
            way: Way::Paste,
            pasted: SecretInput::new("new key"),
            made: SecretInput::new("new key made"),
            plain: String::new(),
            length: recipe.length.to_string(),
            length_came: false,
            lengths: Vec::new(),
            recipe,
            showing: None,
            wiping: 0,
            look: None,
            said_secret: false,
            bits: 0.0,
            whose: Whose::default(),
            random,
        }
    }

    /// Wipes what is in it; recipe and way stay.
    pub(super) fn forget(&mut self) {
        self.let_go();
        if self.way == Way::Generate {
            self.make();
        }
    }

    /// The same, and nothing is made in its place.
    pub(super) fn let_go(&mut self) {
        self.pasted.wipe();
        self.made.wipe();
        self.plain.zeroize();
        (self.showing, self.look, self.bits) = (None, None, 0.0);
        self.whose.at = None;
        self.whose.matches.clear();
    }

    /// Makes a value; what was there goes. Nothing is made while the prefix can't be taken.
    pub(super) fn make(&mut self) {
        match self.recipe.make(self.random.as_ref()) {
            // Opened to come into the field it is looked at in.
            Ok(secret) => self.made.fill(secret.expose_str().expect("what is made is ASCII")),
            Err(_) => self.made.wipe(),
        }
    }

    /// Other characters: the length is the one that was said of them before, else what is usual.
    pub(super) fn take_alphabet(&mut self, alphabet: Alphabet) {
        if alphabet == self.recipe.alphabet {
            return;
        }
        let before = (self.recipe.alphabet, self.recipe.length);
        self.lengths.retain(|(one, _)| *one != before.0);
        self.lengths.push(before);
        let said = self.lengths.iter().find(|(one, _)| *one == alphabet).map(|(_, length)| *length);
        self.recipe.alphabet = alphabet;
        self.recipe.length = said.unwrap_or_else(|| alphabet.usual_length());
        self.length = self.recipe.length.to_string();
    }

    /// The length that is typed, where it can be had.
    pub(super) fn typed_length(&self) -> Option<u32> {
        self.length.trim().parse().ok().filter(|length| self.recipe.alphabet.lengths().contains(length))
    }

    /// A value of its own for one more environment.
    pub(super) fn another(&self) -> Option<Secret> {
        self.recipe.make(self.random.as_ref()).ok()
    }

    /// Another way for the value to come.
    pub(super) fn take_way(&mut self, way: Way) {
        self.way = way;
        self.showing = None;
        if way == Way::Generate && self.made.is_empty() {
            self.make();
        }
    }

    /// What is pasted changed, or the name beside it: looks at it again. Asked whose it is: at once, or once one rests.
    pub(super) fn pasted_changed(&mut self, name: &str, at_once: bool, now: f64) {
        self.whose.matches.clear();
        self.said_secret = false;
        self.look(name);
        // Opened to be measured.
        self.bits = detect::strength_bits(self.pasted.expose().as_bytes());
        if self.pasted.is_empty() {
            self.showing = None;
        }
        let long = self.pasted.expose().chars().nth(ASKED_FROM - 1).is_some();
        self.whose.at = long.then_some(if at_once { now } else { now + PAUSE });
    }

    /// Looks at the pasted value beside a name.
    pub(super) fn look(&mut self, name: &str) {
        // Opened to see whose it looks like.
        self.look = (!self.pasted.is_empty()).then(|| Look::of(name, self.pasted.expose()));
        if let Some(look) = &mut self.look {
            look.misses_secret &= !self.said_secret;
        }
    }

    /// What is pasted is the secret, as a person says.
    pub(super) fn say_secret(&mut self, name: &str) {
        self.said_secret = true;
        self.look(name);
    }

    /// The question whose it is, once it is time; else in how long it will be.
    pub(super) fn ask_whose(&mut self, now: f64) -> Result<Secret, Option<Duration>> {
        let Some(at) = self.whose.at else { return Err(None) };
        if at > now {
            return Err(Some(Duration::from_secs_f64(at - now)));
        }
        self.whose.at = None;
        self.whose.open += 1;
        Ok(copy_of(&self.pasted))
    }

    /// The white space around goes.
    pub(super) fn trim(&mut self, name: &str, now: f64) {
        let bare = zeroize::Zeroizing::new(self.pasted.expose().trim().to_owned());
        self.pasted.narrow(&bare);
        self.pasted_changed(name, true, now);
    }

    /// The provider that name and value speak of.
    pub(super) fn recognised(&self, name: &str) -> Option<&'static str> {
        let value = if self.way == Way::Paste { self.pasted.expose().trim().as_bytes() } else { &[] };
        detect::recognise(name, value).map(|found| found.provider.name)
    }

    /// The kind that name and value speak of.
    pub(super) fn usual_kind(&self, name: &str) -> Kind {
        let value = if self.way == Way::Paste { self.pasted.expose().trim().as_bytes() } else { &[] };
        detect::kind_of(name, value)
    }

    /// The ring of what is shown.
    pub(super) fn ring(&mut self, now: f64) -> Option<Staying> {
        let ring = self.showing.and_then(|showing| showing.ring(now));
        if ring.is_some() {
            self.wiping = 2;
        } else {
            self.showing = None;
        }
        ring
    }

    /// When the next frame is needed: ten a second while a value is shown, two more once it is not.
    pub(super) fn next_frame(&mut self) -> Option<Duration> {
        if self.showing.is_some() {
            return Some(Duration::from_millis(100));
        }
        let more = self.wiping > 0;
        self.wiping = self.wiping.saturating_sub(1);
        more.then_some(Duration::ZERO)
    }
}

/// A second copy of what stands in a field: it stays there until it is saved.
pub(super) fn copy_of(input: &SecretInput) -> Secret {
    Secret::new(input.expose().as_bytes().to_vec())
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Value").field("way", &self.way).field("recipe", &self.recipe).finish_non_exhaustive()
    }
}
