//! SPEC: what kind of secret to make, as written on the command line.

use std::sync::LazyLock;

use base64::Engine as _;
use zeroize::Zeroizing;

use super::{draw, token};
use crate::model::{Random, Secret};

/// Most bytes or characters of one secret; no provider and no environment file wants more.
const MAX_LEN: usize = 4_096;
/// Most words of a passphrase.
const MAX_WORDS: usize = 64;
/// Longest prefix of a token.
const MAX_PREFIX: usize = 32;

/// The words of `words:N`: short plain English ones, written for Keyloft, sorted, one a line.
static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("../../assets/words.txt").lines().collect());

/// A kind of secret and its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spec {
    /// `hex:32`: so many random bytes, as small hex digits.
    Hex(usize),
    /// `base64:32`: so many random bytes, in the standard alphabet with padding.
    Base64(usize),
    /// `base62:40`: so many characters of `0-9A-Za-z`.
    Base62(usize),
    /// `uuid`: a random one (version 4).
    Uuid,
    /// `words:6`: so many words, joined by `-`.
    Words(usize),
    /// `token:PREFIX:LEN`: the prefix, so many random characters, and a check tail of six.
    Token {
        /// Kept as it stands, with its own `_` or `-` at the end if it has one.
        prefix: String,
        /// Random base62 characters between prefix and tail.
        len: usize,
    },
}

/// Why a SPEC can't be taken. Every text says what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// None of the known words.
    #[error("that is no kind of secret. Write hex:32, base64:32, base62:40, uuid, words:6 or token:PREFIX:40")]
    Unknown,
    /// A missing or wrong size, or one outside its bounds.
    #[error("the size of {kind} is a number from 1 to {max}. Write {example}")]
    Size {
        /// The kind asked for.
        kind: &'static str,
        /// The greatest size it takes.
        max: usize,
        /// One that would be taken.
        example: &'static str,
    },
    /// `uuid` with a size.
    #[error("a uuid has no size. Write uuid")]
    UuidSize,
    /// A prefix outside `[A-Za-z0-9_-]{1,32}`.
    #[error("the prefix is 1 to 32 letters, digits, _ or -. Write token:shop_:40")]
    Prefix,
}

pub(super) fn check_prefix(prefix: &str) -> Result<(), SpecError> {
    let fits = (1..=MAX_PREFIX).contains(&prefix.len());
    let plain = prefix.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if fits && plain { Ok(()) } else { Err(SpecError::Prefix) }
}

/// Digits only: no sign, no space, no leading zeros run long.
fn size(text: Option<&str>, kind: &'static str, max: usize, example: &'static str) -> Result<usize, SpecError> {
    text.filter(|text| !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .filter(|size| (1..=max).contains(size))
        .ok_or(SpecError::Size { kind, max, example })
}

impl Default for Spec {
    /// `base62:40`: 238 bits that every format and shell takes without quotes.
    fn default() -> Self {
        Self::Base62(40)
    }
}

impl Spec {
    /// The default as it is written, where an option stands without a word.
    pub const USUAL: &str = "base62:40";

    /// Reads `hex:32`, `base64:32`, `base62:40`, `uuid`, `words:6` or `token:PREFIX:LEN`.
    /// Sizes are 1 to 4,096 bytes or characters, words 1 to 64.
    ///
    /// # Errors
    /// [`SpecError`], whose text says what is taken.
    pub fn parse(text: &str) -> Result<Self, SpecError> {
        let (kind, rest) = match text.split_once(':') {
            Some((kind, rest)) => (kind, Some(rest)),
            None => (text, None),
        };
        match kind {
            "hex" => size(rest, "hex", MAX_LEN, "hex:32").map(Self::Hex),
            "base64" => size(rest, "base64", MAX_LEN, "base64:32").map(Self::Base64),
            "base62" => size(rest, "base62", MAX_LEN, "base62:40").map(Self::Base62),
            "words" => size(rest, "words", MAX_WORDS, "words:6").map(Self::Words),
            "uuid" if rest.is_none() => Ok(Self::Uuid),
            "uuid" => Err(SpecError::UuidSize),
            "token" => {
                let (prefix, len) = match rest.and_then(|rest| rest.split_once(':')) {
                    Some((prefix, len)) => (prefix, Some(len)),
                    None => (rest.unwrap_or_default(), None),
                };
                check_prefix(prefix)?;
                let len = size(len, "token", MAX_LEN, "token:shop_:40")?;
                Ok(Self::Token { prefix: prefix.to_owned(), len })
            }
            _ => Err(SpecError::Unknown),
        }
    }

    /// Makes a secret. Every buffer on the way is wiped.
    pub fn make(&self, random: &dyn Random) -> Secret {
        match self {
            Self::Hex(bytes) => {
                let raw = random_bytes(*bytes, random);
                let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).expect("a nibble is below 16") as u8;
                let mut text = Vec::with_capacity(bytes * 2);
                for byte in raw.iter() {
                    text.extend([digit(byte >> 4), digit(byte & 15)]);
                }
                Secret::new(text)
            }
            Self::Base64(bytes) => {
                let raw = random_bytes(*bytes, random);
                Secret::new(base64::engine::general_purpose::STANDARD.encode(&raw[..]).into_bytes())
            }
            Self::Base62(chars) => {
                let mut text = Vec::with_capacity(*chars);
                draw::push_base62(&mut text, *chars, random);
                Secret::new(text)
            }
            Self::Uuid => {
                let mut raw = Zeroizing::new([0u8; 16]);
                random.fill(&mut raw[..]);
                let mut text = Zeroizing::new([0u8; 36]);
                uuid::Builder::from_random_bytes(*raw).into_uuid().hyphenated().encode_lower(&mut text[..]);
                Secret::new(text.to_vec())
            }
            Self::Words(count) => {
                let known = u32::try_from(WORDS.len()).expect("the list is a few thousand words");
                let mut text = Vec::with_capacity(count * 9);
                for nth in 0..*count {
                    if nth > 0 {
                        text.push(b'-');
                    }
                    text.extend_from_slice(WORDS[draw::below(known, random) as usize].as_bytes());
                }
                Secret::new(text)
            }
            Self::Token { prefix, len } => token::make(prefix, *len, random),
        }
    }

    /// How many bits of chance a secret of this kind holds; prefix and check tail add none.
    pub fn bits(&self) -> f64 {
        // Sizes are at most 4,096: exact in an f64.
        match self {
            Self::Hex(bytes) | Self::Base64(bytes) => *bytes as f64 * 8.0,
            Self::Base62(chars) | Self::Token { len: chars, .. } => *chars as f64 * 62f64.log2(),
            // Version and variant take six of the 128.
            Self::Uuid => 122.0,
            Self::Words(count) => *count as f64 * (WORDS.len() as f64).log2(),
        }
    }
}

fn random_bytes(count: usize, random: &dyn Random) -> Zeroizing<Vec<u8>> {
    let mut raw = Zeroizing::new(vec![0u8; count]);
    random.fill(&mut raw);
    raw
}

#[cfg(test)]
mod tests {
    use super::super::check_token;
    use super::super::draw::tests::Seeded;
    use super::*;

    fn made(spec: &str) -> String {
        Spec::parse(spec).unwrap().make(&Seeded::new(11)).expose_str().unwrap().to_owned()
    }

    #[test]
    fn every_kind_has_its_length_and_alphabet() {
        assert!(made("hex:32").len() == 64 && made("hex:32").bytes().all(|b| b"0123456789abcdef".contains(&b)));
        assert_eq!(base64::engine::general_purpose::STANDARD.decode(made("base64:32")).unwrap().len(), 32);
        assert!(made("base62:40").len() == 40 && made("base62:40").bytes().all(|b| b.is_ascii_alphanumeric()));
        let uuid = uuid::Uuid::parse_str(&made("uuid")).unwrap();
        assert_eq!((uuid.get_version_num(), uuid.get_variant()), (4, uuid::Variant::RFC4122));
        assert_eq!(made("words:6").split('-').filter(|word| WORDS.contains(word)).count(), 6);
        let token = made("token:shop_live_:30");
        assert!(token.starts_with("shop_live_") && token.len() == 10 + 30 + 6 && check_token(token.as_bytes()));
    }

    #[test]
    fn two_draws_differ() {
        let random = Seeded::new(12);
        for spec in ["hex:32", "base64:32", "base62:40", "uuid", "words:6", "token:a:40"] {
            let spec = Spec::parse(spec).unwrap();
            assert!(!spec.make(&random).same_as(&spec.make(&random)), "{spec:?}");
        }
    }

    #[test]
    fn sizes_outside_the_bounds_are_refused_with_what_is_taken() {
        for bad in ["hex:0", "hex:", "hex", "hex:-1", "hex:4097", "hex:+5", "hex: 5", "hex:99999999999999999999"] {
            let error = Spec::parse(bad).unwrap_err();
            assert_eq!(error.to_string(), "the size of hex is a number from 1 to 4096. Write hex:32", "{bad}");
        }
        assert!(Spec::parse("hex:4096").is_ok() && Spec::parse("words:64").is_ok());
        assert!(Spec::parse("words:65").is_err());
        assert_eq!(Spec::parse("uuid:4"), Err(SpecError::UuidSize));
        for bad in ["", "rot13:5", "HEX:32", "base63:5", ":", "32"] {
            assert_eq!(Spec::parse(bad), Err(SpecError::Unknown), "{bad}");
        }
        for bad in ["token", "token:", "token::40", "token:a b:40", "token:a:b:40"] {
            assert!(Spec::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(Spec::parse("token:"), Err(SpecError::Prefix));
    }

    #[test]
    fn bits_count_only_what_was_drawn() {
        let bits = |spec: &str| Spec::parse(spec).unwrap().bits();
        assert_eq!(bits("hex:32"), 256.0);
        assert_eq!(bits("uuid"), 122.0);
        assert!((bits("token:long_prefix_:40") - bits("base62:40")).abs() < 1e-9);
        assert!((238.0..239.0).contains(&Spec::default().bits()));
        assert_eq!(Spec::parse(Spec::USUAL).unwrap(), Spec::default());
        assert!(bits("words:6") >= 66.0);
    }

    #[test]
    fn the_words_are_many_short_plain_and_in_order() {
        assert!(WORDS.len() >= 2_048, "{}", WORDS.len());
        assert!(WORDS.windows(2).all(|two| two[0] < two[1]));
        assert!(WORDS.iter().all(|word| (3..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase())));
    }
}
