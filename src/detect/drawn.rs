//! Whether a text was drawn at random rather than written: what describes it in fewer bits made it.

/// What letters of written text come as often as, per mille: `a` first. English; other languages of the same letters are near
/// enough behind [`EVEN`].
const LETTERS: [f64; 26] = [
    81.7, 14.9, 27.8, 42.5, 127.0, 22.3, 20.2, 60.9, 69.7, 1.5, 7.7, 40.3, 24.1, 67.5, 75.1, 19.3, 1.0, 59.9, 63.3,
    90.6, 27.6, 9.8, 23.6, 1.5, 19.7, 0.7,
];
/// The part of written letters that comes from all alike: names, abbreviations, other languages.
const EVEN: f64 = 0.3;
/// How likely written text stays with small letters, capitals, digits or signs for one character more.
const STAYS: f64 = 0.8;
/// So many bits shorter the random description has to be: somebody who types a password is likelier than that it only looks
/// typed.
const CLEARLY: f64 = 5.0;
/// Fewer characters tell nothing.
const FEWEST: usize = 12;

/// What a character is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Small,
    Capital,
    Digit,
    Sign,
}

impl Class {
    const ALL: [Self; 4] = [Self::Small, Self::Capital, Self::Digit, Self::Sign];

    fn of(byte: u8) -> Option<Self> {
        match byte {
            b'a'..=b'z' => Some(Self::Small),
            b'A'..=b'Z' => Some(Self::Capital),
            b'0'..=b'9' => Some(Self::Digit),
            b'!'..=b'~' => Some(Self::Sign),
            _ => None,
        }
    }

    /// How many characters there are of it.
    fn count(self) -> f64 {
        match self {
            Self::Small | Self::Capital => 26.0,
            Self::Digit => 10.0,
            Self::Sign => 32.0,
        }
    }
}

/// Bits of each character of a text that looks drawn at random, from the smallest usual alphabet that holds them all; none for
/// one that looks written, is short, or holds more than visible ASCII.
pub fn bits_a_character(text: &str) -> Option<f64> {
    let classes: Vec<Class> = text.bytes().map(Class::of).collect::<Option<_>>()?;
    let drawn = alphabet(text, &classes).log2();
    let clearly = written_bits(text, &classes) - drawn * classes.len() as f64 >= CLEARLY;
    (classes.len() >= FEWEST && clearly).then_some(drawn)
}

/// How many characters the alphabet has that it was drawn from.
fn alphabet(text: &str, classes: &[Class]) -> f64 {
    let has = |class: Class| classes.contains(&class);
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let one_case = has(Class::Small) != has(Class::Capital);
    if is_hex && one_case && has(Class::Digit) {
        return 16.0;
    }
    if has(Class::Sign) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte)) {
        return 64.0;
    }
    Class::ALL.into_iter().filter(|class| has(*class)).map(Class::count).sum()
}

/// What written text takes: to go from class to class, and each letter as rare as it is.
fn written_bits(text: &str, classes: &[Class]) -> f64 {
    let others = Class::ALL.len() as f64 - 1.0;
    let mut before = None;
    let bits = text.bytes().zip(classes).map(|(byte, class)| {
        let goes = match before.replace(*class) {
            None => Class::ALL.len() as f64,
            Some(same) if same == *class => STAYS.recip(),
            Some(_) => others / (1.0 - STAYS),
        };
        let letter = LETTERS.get(usize::from(byte.to_ascii_lowercase().wrapping_sub(b'a')));
        let is = letter.map_or(class.count(), |often| ((1.0 - EVEN) * often / 1000.0 + EVEN / 26.0).recip());
        goes.log2() + is.log2()
    });
    bits.sum()
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::Draw;
    use super::*;

    const DIGITS: &str = "0123456789";

    /// As many characters as hold so many bits, drawn from an alphabet.
    fn drawn(alphabet: &str, bits: f64, draw: &mut Draw) -> String {
        let length = (bits / (alphabet.len() as f64).log2()).ceil() as usize;
        (0..length).map(|_| char::from(alphabet.as_bytes()[draw.below(alphabet.len())])).collect()
    }

    #[test]
    fn what_is_drawn_looks_drawn_and_is_as_strong_as_its_alphabet_makes_it() {
        let small: String = ('a'..='z').collect();
        let hex = format!("{DIGITS}abcdef");
        let letters = small.clone() + &small.to_uppercase() + DIGITS;
        let all: String = ('!'..='~').collect();
        let mut draw = Draw(11);
        for (alphabet, bits, share) in [
            (&hex, 96.0, 0.999),
            (&hex.to_uppercase(), 96.0, 0.999),
            (&small, 128.0, 0.99),
            (&letters, 128.0, 0.98),
            (&all, 128.0, 0.98),
        ] {
            let tries = 2_000;
            let told = (0..tries).filter_map(|_| bits_a_character(&drawn(alphabet, bits, &mut draw)));
            // Without a digit by chance it is taken for one of letters.
            let right = told.filter(|bits| (0.9..=1.01).contains(&(bits / (alphabet.len() as f64).log2()))).count();
            assert!(right as f64 >= share * f64::from(tries), "{right} of {alphabet}");
        }
    }

    #[test]
    fn what_is_written_does_not() {
        for written in [
            "correcthorsebatterystaple",
            "donaudampfschifffahrt",
            "kuechenschrankschluessel",
            "DonauDampfSchiff1987!",
            "IchLiebeDich2020!!",
            "LiverpoolFC1984ever",
            "Summer2026!Summer",
            "hunter2hunter2hunter2",
            "20260101-20261231",
            "0xdeadbeefcafebabe",
            "aaaaaaaaaaaaaaaaaaaaaaaa",
            "deadbeef",
            "пароль1234567890",
            "",
        ] {
            assert_eq!(bits_a_character(written), None, "{written}");
        }
    }
}
