//! Tokens that carry a check: a prefix, random base62, and a tail that a typo does not survive.

use super::draw::{BASE62, push_base62};
use crate::model::{Random, Secret};

/// Characters of the check tail: 62^6 is the first power of 62 above 2^32, so every CRC32 fits.
pub(super) const TAIL_LEN: usize = 6;

/// A CRC32 (the IEEE one) as six base62 digits, most significant first, filled up with `0`.
pub(super) fn tail_of(body: &[u8]) -> [u8; TAIL_LEN] {
    let mut rest = crc32fast::hash(body);
    let mut tail = [b'0'; TAIL_LEN];
    for digit in tail.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    tail
}

/// `prefix`, `len` random base62 characters, and the check tail over both.
pub(super) fn make(prefix: &str, len: usize, random: &dyn Random) -> Secret {
    let mut bytes = Vec::with_capacity(prefix.len() + len + TAIL_LEN);
    bytes.extend_from_slice(prefix.as_bytes());
    push_base62(&mut bytes, len, random);
    let tail = tail_of(&bytes);
    bytes.extend_from_slice(&tail);
    Secret::new(bytes)
}

/// True where the last six characters are the check over everything before them: a key that was made with a check
/// tail, whole and without a typo. A random string passes once in about 4 billion times; it is no proof of origin, anyone can
/// compute it.
pub fn check_token(text: &[u8]) -> bool {
    match text.len().checked_sub(TAIL_LEN) {
        Some(at) if at > 0 => tail_of(&text[..at]) == text[at..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::draw::tests::Seeded;
    use super::*;

    #[test]
    fn a_made_token_is_whole_and_any_one_typo_is_found() {
        let token = make("shop_", 40, &Seeded::new(1));
        assert_eq!(token.len(), 5 + 40 + 6);
        assert!(check_token(token.expose()));
        for at in 0..token.len() {
            let mut typo = token.expose().to_vec();
            typo[at] = if typo[at] == b'x' { b'y' } else { b'x' };
            assert!(!check_token(&typo), "a typo at {at}");
        }
        for at in 1..token.len() {
            let mut swapped = token.expose().to_vec();
            swapped.swap(at - 1, at);
            assert!(swapped == token.expose() || !check_token(&swapped), "two characters swapped at {at}");
        }
        assert!(!check_token(&token.expose()[..token.len() - 1]));
    }

    #[test]
    fn random_strings_and_short_ones_are_no_tokens() {
        let random = Seeded::new(2);
        for _ in 0..1_000 {
            let mut text = Vec::new();
            push_base62(&mut text, 40, &random);
            assert!(!check_token(&text));
        }
        for short in [&b""[..], b"a", b"000000"] {
            assert!(!check_token(short));
        }
    }

    #[test]
    fn the_tail_is_the_crc_in_base_62() {
        // 0xCBF43926 is the check value every CRC32 (IEEE) table gives for "123456789": 3,421,780,262 in base 62.
        let mut value = 0u64;
        for digit in tail_of(b"123456789") {
            value = value * 62 + BASE62.iter().position(|c| *c == digit).unwrap() as u64;
        }
        assert_eq!(value, 0xCBF4_3926);
    }
}
