//! How hard a password is to guess, by zxcvbn; and by its alphabet, where it was drawn at random.

use zeroize::Zeroizing;
use zxcvbn::matching::patterns::MatchPattern;

use super::drawn;

/// Under this a password or token is called weak (PRODUCT.md, `weak`).
pub const WEAK_BELOW_BITS: f64 = 80.0;

/// zxcvbn itself looks at no more than the first 100 characters.
const WINDOW: usize = 100;
/// Windows looked at, so that a long value costs no more than a few short ones.
const MAX_WINDOWS: usize = 4;
/// zxcvbn 3 counts guesses in a u64, so it never says more than 64 bits. Its dearest estimate is ten guesses a
/// character: pieces of 16 characters stay below the ceiling and can be added up.
const PIECE: usize = 16;
/// What it takes to say which pattern stands where, in bits: a date of four digits comes about by chance in every other random
/// value, and guessing it as one is no shorter.
const NAMING: f64 = 8.0;

/// Estimated bits: log2 of the guesses zxcvbn counts. Empty is 0.
///
/// zxcvbn counts ten guesses for each character in which it finds no pattern, so that 96 random bits in hexadecimal would be
/// 79. In a text that looks drawn at random ([`drawn`]) such a character counts as much as its alphabet has; words, dates,
/// sequences and repeats in it count as zxcvbn says.
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
    let looked_at = if whole.guesses() < u64::MAX {
        vec![whole]
    } else {
        pieces(window, PIECE).map(|piece| zxcvbn::zxcvbn(piece, &[])).collect()
    };
    let counted: f64 = looked_at.iter().map(|one| one.guesses_log10() * std::f64::consts::LOG2_10).sum();
    let counted = if looked_at.len() > 1 { counted.max(64.0) } else { counted };
    match drawn::bits_a_character(window) {
        Some(each) => counted.max(looked_at.iter().map(|one| drawn_bits(one, each)).sum()),
        None => counted,
    }
}

/// Bits of what was drawn, so many for each character where no pattern is shorter.
fn drawn_bits(looked_at: &zxcvbn::Entropy, each: f64) -> f64 {
    let bits = looked_at.sequence().iter().map(|part| {
        let drawn = part.range_inclusive().count() as f64 * each;
        match (&part.pattern, part.guesses) {
            (MatchPattern::BruteForce, _) | (_, None) => drawn,
            (_, Some(guesses)) => drawn.min((guesses as f64).log2() + NAMING),
        }
    });
    bits.sum()
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
    fn ninety_six_random_bits_are_not_easily_guessed_and_patterns_among_random_characters_are() {
        let hex = |len: usize, draw: &mut Draw| -> String {
            (0..len).map(|_| char::from(b"0123456789abcdef"[draw.below(16)])).collect()
        };
        let mut draw = Draw(3);
        for _ in 0..250 {
            let value = hex(24, &mut draw);
            let bits = strength_bits(value.as_bytes());
            assert!((WEAK_BELOW_BITS..=96.0).contains(&bits), "{value} {bits}");
            let short = hex(18, &mut draw);
            assert!(strength_bits(short.as_bytes()) < WEAK_BELOW_BITS, "{short}");
            for pattern in [
                hex(6, &mut draw).repeat(4),
                hex(8, &mut draw) + "0123456789abcdef",
                hex(6, &mut draw) + "2026112619991231",
            ] {
                assert!(strength_bits(pattern.as_bytes()) < WEAK_BELOW_BITS, "{pattern}");
            }
        }
    }

    #[test]
    fn strength_goes_on_growing_where_zxcvbn_stops_counting() {
        let bits: Vec<f64> = [18, 24, 30, 60].into_iter().map(|len| strength_bits(&random(len))).collect();
        assert!(bits.windows(2).all(|two| two[0] + 10.0 < two[1]), "{bits:?}");
        assert!(bits[0] <= 18.0 * 62_f64.log2() && bits[3] > 300.0, "{bits:?}");
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
