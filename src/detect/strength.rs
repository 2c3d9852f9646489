//! How hard a password is to guess, by zxcvbn.

use zeroize::Zeroizing;

/// Under this a password or token is called weak (PRODUCT.md, `weak`).
pub const WEAK_BELOW_BITS: f64 = 80.0;

/// zxcvbn itself looks at no more than the first 100 characters.
const WINDOW: usize = 100;
/// Windows looked at, so that a long value costs no more than a few short ones.
const MAX_WINDOWS: usize = 4;
/// zxcvbn 3 counts guesses in a u64, so it never says more than 64 bits. Its dearest estimate is ten guesses a
/// character: pieces of 16 characters stay below the ceiling and can be added up.
const PIECE: usize = 16;

/// Estimated bits: log2 of the guesses zxcvbn counts. Empty is 0.
///
/// Where zxcvbn's counter is full (64 bits), the bits of pieces of 16 characters are added up instead; patterns across
/// pieces are found before that, as they keep the counter low. A value over 100 characters is looked at in windows of
/// 100, the first four; its strength is that of its strongest window, since whoever guesses the whole guesses that one
/// too, and what lies behind the fourth counts as nothing. Bytes that are not UTF-8 count as one replacement character each.
pub fn strength_bits(secret: &[u8]) -> f64 {
    // A character is at most four bytes: no more than this can be looked at.
    let looked_at = &secret[..secret.len().min(WINDOW * MAX_WINDOWS * 4)];
    let text = Zeroizing::new(String::from_utf8_lossy(looked_at).into_owned());
    pieces(&text, WINDOW).take(MAX_WINDOWS).map(window_bits).fold(0.0, f64::max)
}

fn window_bits(window: &str) -> f64 {
    let whole = zxcvbn::zxcvbn(window, &[]);
    if whole.guesses() < u64::MAX {
        return whole.guesses_log10() * std::f64::consts::LOG2_10;
    }
    let added: f64 =
        pieces(window, PIECE).map(|piece| zxcvbn::zxcvbn(piece, &[]).guesses_log10() * std::f64::consts::LOG2_10).sum();
    added.max(64.0)
}

/// The text in pieces of so many characters; the last may be shorter, none is empty.
fn pieces(text: &str, chars: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.char_indices().nth(chars).map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::super::shape::Set;
    use super::super::shape::tests::{Draw, true_example};
    use super::super::{Part, Shape};
    use super::*;

    fn random(len: usize) -> Vec<u8> {
        let parts: &'static [Part] = Box::leak(Box::new([Part::Run(Set::Alnum, len, len)]));
        true_example(&Shape::alone(parts), true, &mut Draw(5))
    }

    #[test]
    fn chosen_passwords_are_weak_and_random_ones_are_not() {
        for weak in ["", "a", "correct horse", "Summer2026!", &"a".repeat(300), &"password".repeat(30)] {
            assert!(strength_bits(weak.as_bytes()) < WEAK_BELOW_BITS, "{weak}");
        }
        for len in [30, 40, 90] {
            assert!(strength_bits(&random(len)) >= WEAK_BELOW_BITS, "{len}");
        }
        assert_eq!(strength_bits(b""), 0.0);
    }

    #[test]
    fn strength_goes_on_growing_where_zxcvbn_stops_counting() {
        let bits: Vec<f64> = [18, 24, 30, 60].into_iter().map(|len| strength_bits(&random(len))).collect();
        assert!(bits.windows(2).all(|two| two[0] + 10.0 < two[1]), "{bits:?}");
        assert!(bits[0] < 64.0 && bits[3] > 150.0, "{bits:?}");
    }

    #[test]
    fn a_long_value_is_as_strong_as_its_strongest_window() {
        let mut mixed = vec![b'a'; 100];
        mixed.extend(random(60));
        assert!(strength_bits(&mixed) >= WEAK_BELOW_BITS);
        assert!(strength_bits(&vec![b'a'; 1_000_000]) < WEAK_BELOW_BITS);
        assert!(strength_bits(&[0xff; 500]) < WEAK_BELOW_BITS);
    }
}
