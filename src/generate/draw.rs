//! Fair draws from random bytes: no character and no word is likelier than another.

use zeroize::Zeroizing;

use crate::model::Random;

/// Digits, then capitals, then small letters: also the order of the check tail's digits.
pub(super) const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Appends `count` characters of base62, as [`push_from`] does.
pub(super) fn push_base62(out: &mut Vec<u8>, count: usize, random: &dyn Random) {
    push_from(BASE62, out, count, random);
}

/// Appends `count` characters of an alphabet of 1 to 256. The buffer must have the room already, so that no unwiped copy
/// stays behind when it grows.
pub(super) fn push_from(alphabet: &[u8], out: &mut Vec<u8>, count: usize, random: &dyn Random) {
    // Bytes from the greatest multiple of the alphabet's size on would favour its first characters (62: 248 and above).
    let fair_below = 256 - 256 % alphabet.len();
    let mut pool = Zeroizing::new([0u8; 64]);
    let mut left = count;
    while left > 0 {
        random.fill(&mut pool[..]);
        for byte in pool.iter().filter(|byte| usize::from(**byte) < fair_below).take(left) {
            out.push(alphabet[usize::from(*byte) % alphabet.len()]);
            left -= 1;
        }
    }
}

/// A number in `0..bound`, each as likely as the others.
pub(super) fn below(bound: u32, random: &dyn Random) -> u32 {
    // The greatest multiple of `bound` that fits: what lies above it is drawn again.
    let fair_below = u32::MAX - u32::MAX % bound;
    loop {
        let mut bytes = Zeroizing::new([0u8; 4]);
        random.fill(&mut bytes[..]);
        let drawn = u32::from_le_bytes(*bytes);
        if drawn < fair_below {
            return drawn % bound;
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Mutex;

    use super::*;

    /// A seeded stream (SplitMix64): the same bytes in every run.
    pub struct Seeded(Mutex<u64>);

    impl Seeded {
        /// One that begins at `seed`.
        pub fn new(seed: u64) -> Self {
            Self(Mutex::new(seed))
        }
    }

    impl Random for Seeded {
        fn fill(&self, buffer: &mut [u8]) {
            let mut state = self.0.lock().unwrap();
            for chunk in buffer.chunks_mut(8) {
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut z = *state;
                z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
            }
        }
    }

    /// Bytes that count up: 0, 1, … 255, 0, …
    struct Counting(Mutex<u8>);

    impl Random for Counting {
        fn fill(&self, buffer: &mut [u8]) {
            let mut next = self.0.lock().unwrap();
            for byte in buffer {
                *byte = *next;
                *next = next.wrapping_add(1);
            }
        }
    }

    #[test]
    fn every_base62_character_is_as_likely_as_the_others() {
        let mut out = Vec::new();
        // 256 equally likely bytes give each character exactly four times when none is favoured.
        push_base62(&mut out, 248, &Counting(Mutex::new(0)));
        for character in BASE62 {
            assert_eq!(out.iter().filter(|c| *c == character).count(), 4, "{}", char::from(*character));
        }
    }

    #[test]
    fn numbers_stay_below_their_bound_and_reach_all_of_it() {
        let random = Seeded::new(7);
        let mut seen = [0u32; 5];
        for _ in 0..5_000 {
            seen[below(5, &random) as usize] += 1;
        }
        assert!(seen.iter().all(|count| (850..1_150).contains(count)), "{seen:?}");
        assert_eq!(below(1, &random), 0);
    }
}
