//! What the window's generator makes: characters of an alphabet behind a prefix, with a check tail where one is wanted.

use std::ops::RangeInclusive;

use super::draw::{BASE62, push_from};
use super::spec::{Spec, SpecError, check_prefix};
use super::token::{TAIL_LEN, tail_of};
use crate::model::{Random, Secret};

/// Base62 without the characters that are taken for one another: `0O` and `1lI`.
pub(super) const UNLIKE: &[u8; 57] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
pub(super) const HEX: &[u8; 16] = b"0123456789abcdef";
pub(super) const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Of what a value is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// `0-9A-Za-z`.
    LettersDigits,
    /// `0-9a-f`.
    Hex,
    /// `0-9A-Za-z-_`.
    Base64Url,
    /// Short English words, joined by `-`.
    Words,
    /// A random UUID (version 4).
    Uuid,
}

impl Alphabet {
    /// How many characters (of words: words) a person may ask for; a UUID has only one length.
    pub fn lengths(self) -> RangeInclusive<u32> {
        match self {
            Self::LettersDigits | Self::Base64Url => 8..=100,
            Self::Hex => 16..=128,
            Self::Words => 3..=12,
            Self::Uuid => 36..=36,
        }
    }

    /// A length that is strong: 238 bits or more of characters, 128 of hex digits twice over, 69 of words.
    pub fn usual_length(self) -> u32 {
        match self {
            Self::LettersDigits => 40,
            Self::Base64Url => 43,
            Self::Hex => 64,
            Self::Words => 6,
            Self::Uuid => 36,
        }
    }
}

/// A wish for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// Of what it is made.
    pub alphabet: Alphabet,
    /// Random characters, or words; without prefix and tail. Taken into the alphabet's range; a UUID has its own.
    pub length: u32,
    /// Stands before it, as it is. Empty, or 1 to 32 of `A-Za-z0-9_-`.
    pub prefix: String,
    /// Leave out `0O` and `1lI`; of letters and digits only.
    pub without_look_alikes: bool,
    /// End with the six characters of [`super::check_token`]; of letters and digits only. They may be look-alikes: what they
    /// are there for is to find a typo.
    pub check_tail: bool,
}

impl Default for Recipe {
    /// 40 letters and digits without look-alikes.
    fn default() -> Self {
        let alphabet = Alphabet::LettersDigits;
        let length = alphabet.usual_length();
        Self { alphabet, length, prefix: String::new(), without_look_alikes: true, check_tail: false }
    }
}

impl Recipe {
    /// The characters to draw from; none for words and UUIDs.
    fn characters(&self) -> Option<&'static [u8]> {
        match self.alphabet {
            Alphabet::LettersDigits if self.without_look_alikes => Some(UNLIKE),
            Alphabet::LettersDigits => Some(BASE62),
            Alphabet::Hex => Some(HEX),
            Alphabet::Base64Url => Some(BASE64_URL),
            Alphabet::Words | Alphabet::Uuid => None,
        }
    }

    fn count(&self) -> usize {
        let range = self.alphabet.lengths();
        self.length.clamp(*range.start(), *range.end()) as usize
    }

    /// Whether the prefix can be taken.
    ///
    /// # Errors
    /// [`SpecError::Prefix`] for one outside `[A-Za-z0-9_-]{1,32}`.
    pub fn check(&self) -> Result<(), SpecError> {
        if self.prefix.is_empty() { Ok(()) } else { check_prefix(&self.prefix) }
    }

    /// Makes a value. Every buffer on the way is wiped.
    ///
    /// # Errors
    /// As [`Recipe::check`].
    pub fn make(&self, random: &dyn Random) -> Result<Secret, SpecError> {
        self.check()?;
        let Some(characters) = self.characters() else {
            let spec = if self.alphabet == Alphabet::Words { Spec::Words(self.count()) } else { Spec::Uuid };
            let body = spec.make(random);
            let mut text = Vec::with_capacity(self.prefix.len() + body.len());
            text.extend_from_slice(self.prefix.as_bytes());
            // Opened to stand behind its prefix.
            text.extend_from_slice(body.expose());
            return Ok(Secret::new(text));
        };
        let mut text = Vec::with_capacity(self.prefix.len() + self.count() + TAIL_LEN);
        text.extend_from_slice(self.prefix.as_bytes());
        push_from(characters, &mut text, self.count(), random);
        if self.check_tail && self.alphabet == Alphabet::LettersDigits {
            let tail = tail_of(&text);
            text.extend_from_slice(&tail);
        }
        Ok(Secret::new(text))
    }

    /// How many bits of chance a value holds; prefix and check tail add none.
    pub fn bits(&self) -> f64 {
        match self.characters() {
            Some(characters) => self.count() as f64 * (characters.len() as f64).log2(),
            None if self.alphabet == Alphabet::Words => Spec::Words(self.count()).bits(),
            None => Spec::Uuid.bits(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::check_token;
    use super::super::draw::tests::Seeded;
    use super::*;

    fn made(recipe: &Recipe) -> String {
        recipe.make(&Seeded::new(11)).unwrap().expose_str().unwrap().to_owned()
    }

    #[test]
    fn each_alphabet_gives_its_own_characters_and_the_length_asked_for() {
        for (alphabet, allowed) in [
            (Alphabet::LettersDigits, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
            (Alphabet::Hex, "0123456789abcdef"),
            (Alphabet::Base64Url, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"),
        ] {
            let recipe = Recipe { alphabet, length: 90, without_look_alikes: false, ..Recipe::default() };
            let text = made(&recipe);
            assert_eq!(text.len(), 90, "{alphabet:?}");
            assert!(text.chars().all(|c| allowed.contains(c)), "{alphabet:?}: {text}");
        }
        let words = Recipe { alphabet: Alphabet::Words, length: 5, ..Recipe::default() };
        assert_eq!(made(&words).split('-').count(), 5);
        let uuid = Recipe { alphabet: Alphabet::Uuid, prefix: "id_".to_owned(), ..Recipe::default() };
        assert_eq!((made(&uuid).len(), &made(&uuid)[..3]), (39, "id_"));
    }

    #[test]
    fn look_alikes_stay_out_and_every_other_character_comes() {
        let recipe = Recipe { length: 100, ..Recipe::default() };
        let random = Seeded::new(5);
        let mut all = String::new();
        for _ in 0..40 {
            all += recipe.make(&random).unwrap().expose_str().unwrap();
        }
        assert!(!all.contains(['0', 'O', '1', 'l', 'I']));
        assert!(UNLIKE.iter().all(|c| all.contains(char::from(*c))), "4,000 draws leave none of 57 out");
    }

    #[test]
    fn a_check_tail_covers_the_prefix_too() {
        let recipe = Recipe { prefix: "ss_".to_owned(), check_tail: true, ..Recipe::default() };
        let text = made(&recipe);
        assert_eq!(text.len(), 3 + 40 + 6);
        assert!(text.starts_with("ss_") && check_token(text.as_bytes()));
    }

    #[test]
    fn bits_count_what_is_drawn_only() {
        let bits = |recipe: &Recipe| recipe.bits().round();
        assert_eq!(bits(&Recipe::default()), 233.0);
        let with_more = Recipe { prefix: "ss_".to_owned(), check_tail: true, ..Recipe::default() };
        assert_eq!(bits(&with_more), 233.0);
        assert_eq!(bits(&Recipe { without_look_alikes: false, ..Recipe::default() }), 238.0);
        assert_eq!(bits(&Recipe { alphabet: Alphabet::Hex, length: 64, ..Recipe::default() }), 256.0);
        assert_eq!(bits(&Recipe { alphabet: Alphabet::Uuid, ..Recipe::default() }), 122.0);
    }

    #[test]
    fn a_length_outside_the_range_is_taken_into_it_and_a_bad_prefix_refused() {
        let alphabet = Alphabet::Base64Url;
        assert_eq!(made(&Recipe { alphabet, length: 0, ..Recipe::default() }).len(), 8);
        assert_eq!(made(&Recipe { alphabet, length: 9_999, ..Recipe::default() }).len(), 100);
        for prefix in ["a b", "é", "a/"] {
            let recipe = Recipe { prefix: prefix.to_owned(), ..Recipe::default() };
            assert_eq!(recipe.make(&Seeded::new(1)).unwrap_err(), SpecError::Prefix, "{prefix}");
        }
    }
}
