//! A value like another one: of the same characters and as long, so that it fits wherever that one stood.

use super::draw::push_from;
use super::recipe::{BASE64_URL, HEX, UNLIKE};
use super::spec::Spec;
use crate::detect::WEAK_BELOW_BITS;
use crate::model::{Random, Secret};

const DIGITS: &[u8; 10] = b"0123456789";
const HEX_CAPITALS: &[u8; 16] = b"0123456789ABCDEF";
/// Base32 of either case: fits where any letter and digit does.
const SMALL: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const CAPITALS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Longer ones are files and the like, which nobody draws.
const LONGEST: usize = 512;

/// Of what a value consists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeOf {
    /// `0-9`.
    Digits,
    /// `0-9a-f`.
    Hex,
    /// `0-9A-F`.
    HexCapitals,
    /// `0-9a-z`.
    SmallDigits,
    /// `0-9A-Z`.
    CapitalsDigits,
    /// `0-9A-Za-z`.
    LettersDigits,
    /// `0-9A-Za-z+/`.
    Base64,
    /// `0-9A-Za-z-_`.
    Base64Url,
    /// Small words, joined by `-`.
    Words,
    /// A UUID.
    Uuid,
}

/// What a new value has to be like. It tells how long the other one is: not to be kept, nor shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Like {
    made_of: MadeOf,
    /// Characters, or words.
    long: usize,
    /// `=` at the end.
    padding: usize,
}

impl Like {
    /// What this value is like; none where it has other characters, or where one like it would be weak.
    pub fn of(value: &[u8]) -> Option<Self> {
        let body = value.iter().rposition(|byte| *byte != b'=').map_or(&[][..], |last| &value[..=last]);
        let padding = value.len() - body.len();
        if value.len() > LONGEST || padding > 2 || padding > 0 && !value.len().is_multiple_of(4) {
            return None;
        }
        let made_of = if padding > 0 { base64(body)? } else { made_of(body)? };
        let long = if made_of == MadeOf::Words { body.split(|byte| *byte == b'-').count() } else { body.len() };
        let like = Self { made_of, long, padding };
        (like.bits() >= WEAK_BELOW_BITS).then_some(like)
    }

    /// Of what it consists.
    pub fn made_of(self) -> MadeOf {
        self.made_of
    }

    /// The characters to draw from, or what makes all of it.
    fn source(self) -> Result<&'static [u8], Spec> {
        Ok(match self.made_of {
            MadeOf::Digits => DIGITS,
            MadeOf::Hex => HEX,
            MadeOf::HexCapitals => HEX_CAPITALS,
            MadeOf::SmallDigits => SMALL,
            MadeOf::CapitalsDigits => CAPITALS,
            MadeOf::LettersDigits => UNLIKE,
            MadeOf::Base64 => BASE64,
            MadeOf::Base64Url => BASE64_URL,
            MadeOf::Words => return Err(Spec::Words(self.long)),
            MadeOf::Uuid => return Err(Spec::Uuid),
        })
    }

    /// Before padding, a strict reader takes only a character whose bits beyond the last byte are zero.
    fn last(self, characters: &[u8]) -> Vec<u8> {
        let step = 1 << (2 * self.padding);
        let at = |one: &u8| [BASE64, BASE64_URL].iter().find_map(|known| known.iter().position(|known| known == one));
        characters.iter().copied().filter(|one| at(one).is_some_and(|at| self.padding == 0 || at % step == 0)).collect()
    }

    /// Makes a value.
    pub fn make(self, random: &dyn Random) -> Secret {
        let characters = match self.source() {
            Ok(characters) => characters,
            Err(spec) => return spec.make(random),
        };
        let mut text = Vec::with_capacity(self.long + self.padding);
        push_from(characters, &mut text, self.long - 1, random);
        push_from(&self.last(characters), &mut text, 1, random);
        text.resize(self.long + self.padding, b'=');
        Secret::new(text)
    }

    /// How many bits of chance a value holds.
    pub fn bits(self) -> f64 {
        match self.source() {
            Ok(characters) => {
                let free = self.long.saturating_sub(1) as f64 * (characters.len() as f64).log2();
                free + (self.last(characters).len() as f64).log2()
            }
            Err(spec) => spec.bits(),
        }
    }
}

/// Of what a text without padding consists.
fn made_of(text: &[u8]) -> Option<MadeOf> {
    let all = |fits: fn(&u8) -> bool| text.iter().all(fits);
    let any = |fits: fn(&u8) -> bool| text.iter().any(fits);
    if is_uuid(text) {
        return Some(MadeOf::Uuid);
    }
    let (small, capitals) = (any(u8::is_ascii_lowercase), any(u8::is_ascii_uppercase));
    Some(match (small, capitals) {
        (false, false) if all(u8::is_ascii_digit) => MadeOf::Digits,
        (false, true) if all(u8::is_ascii_hexdigit) => MadeOf::HexCapitals,
        _ if all(u8::is_ascii_hexdigit) => MadeOf::Hex,
        (true, false) if all(u8::is_ascii_alphanumeric) => MadeOf::SmallDigits,
        (false, true) if all(u8::is_ascii_alphanumeric) => MadeOf::CapitalsDigits,
        _ if is_words(text) => MadeOf::Words,
        _ => return base64(text),
    })
}

/// Of what a text consists that is base64 of some sort. One without any of the characters that tell which is read by either: so
/// is one of letters and digits.
fn base64(text: &[u8]) -> Option<MadeOf> {
    let rest = || text.iter().filter(|byte| !byte.is_ascii_alphanumeric());
    let only = |known: &[u8]| rest().all(|byte| known.contains(byte));
    Some(match rest().next() {
        None => MadeOf::LettersDigits,
        _ if only(b"-_") => MadeOf::Base64Url,
        _ if only(b"+/") => MadeOf::Base64,
        _ => return None,
    })
}

fn is_uuid(text: &[u8]) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts = || text.split(|byte| *byte == b'-');
    parts().map(<[u8]>::len).eq(lengths) && parts().flatten().all(u8::is_ascii_hexdigit)
}

/// Several words: a token with one `-` behind its prefix is none.
fn is_words(text: &[u8]) -> bool {
    let parts = || text.split(|byte| *byte == b'-');
    parts().count() > 3 && parts().all(|part| part.len() > 1 && part.iter().all(u8::is_ascii_lowercase))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

    use super::super::draw::tests::Seeded;
    use super::*;

    fn bytes(count: u8) -> Vec<u8> {
        (0..count).map(|byte| byte.wrapping_mul(37).wrapping_add(201)).collect()
    }

    fn like(text: &str) -> Option<MadeOf> {
        Like::of(text.as_bytes()).map(Like::made_of)
    }

    /// A text of so many of these characters, in turn.
    fn text(characters: &[u8], long: usize) -> String {
        characters.iter().cycle().take(long).map(|one| char::from(*one)).collect()
    }

    #[test]
    fn a_value_is_told_by_its_characters() {
        for (value, made_of) in [
            (text(HEX, 64), MadeOf::Hex),
            (text(HEX_CAPITALS, 32), MadeOf::HexCapitals),
            (text(DIGITS, 30), MadeOf::Digits),
            (text(b"k7wz", 40), MadeOf::SmallDigits),
            (text(CAPITALS, 32), MadeOf::CapitalsDigits),
            (text(b"k7WZ", 40), MadeOf::LettersDigits),
            (STANDARD.encode(bytes(32)), MadeOf::Base64),
            (URL_SAFE.encode(bytes(32)), MadeOf::Base64Url),
            (URL_SAFE_NO_PAD.encode(bytes(32)), MadeOf::Base64Url),
            (["river"; 8].join("-"), MadeOf::Words),
            (uuid::Uuid::from_u128(7).to_string(), MadeOf::Uuid),
        ] {
            assert_eq!(like(&value), Some(made_of), "{value}");
        }
    }

    #[test]
    fn what_has_other_characters_and_what_would_be_weak_is_like_nothing() {
        let spaced = text(b"kW7 ", 40);
        let symbols = text(b"kW7!", 40);
        let lines = format!("{}\n", text(HEX, 64));
        let both = text(b"kW7+-", 40);
        let weak = [text(HEX, 16), text(b"k7WZ", 12), text(DIGITS, 6), ["river"; 4].join("-"), String::new()];
        let long = text(HEX, 1_000);
        let padded = format!("{}===", text(b"k7WZ", 41));
        for value in [spaced, symbols, lines, both, long, padded, "====".to_owned()].iter().chain(&weak) {
            assert_eq!(like(value), None, "{value}");
        }
        assert_eq!(Like::of(&[0xff; 40]), None);
    }

    #[test]
    fn one_like_it_is_as_long_of_the_same_characters_and_read_by_strict_readers() {
        let random = Seeded::new(3);
        for count in 30..34 {
            for old in [STANDARD.encode(bytes(count)), URL_SAFE.encode(bytes(count)), text(HEX, 64), text(DIGITS, 31)] {
                let like = Like::of(old.as_bytes()).unwrap();
                let made = like.make(&random);
                let made = made.expose_str().unwrap();
                assert_eq!(made.len(), old.len());
                assert_ne!(made, old);
                assert_eq!(Like::of(made.as_bytes()).map(|made| made.long + made.padding), Some(old.len()));
            }
            let made = Like::of(STANDARD.encode(bytes(count)).as_bytes()).unwrap().make(&random);
            assert_eq!(STANDARD.decode(made.expose()).map(|read| read.len()), Ok(usize::from(count)));
            let made = Like::of(URL_SAFE.encode(bytes(count)).as_bytes()).unwrap().make(&random);
            assert_eq!(URL_SAFE.decode(made.expose()).map(|read| read.len()), Ok(usize::from(count)));
        }
        let hex = Like::of(text(HEX, 64).as_bytes()).unwrap();
        assert_eq!(hex.bits(), 256.0);
        let either = format!("{}A==", text(b"k7WZ", 41));
        let made = Like::of(either.as_bytes()).unwrap().make(&random);
        assert!(STANDARD.decode(made.expose()).is_ok() && URL_SAFE.decode(made.expose()).is_ok());
    }
}
