//! What a provider's keys look like: literal parts and runs of characters, matched against a whole value.

/// Longest value that is looked at: no known key is longer, and a shape must not cost more for a longer file.
const MAX_VALUE: usize = 4_096;

/// A set of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// `0-9`
    Digits,
    /// `0-9a-f`, or all capitals; a run may mix them.
    Hex,
    /// `0-9a-z`
    Lower,
    /// `0-9A-Z`
    Upper,
    /// `A-Z2-7`
    Base32,
    /// `0-9A-Za-z`
    Alnum,
    /// `0-9A-Za-z-`
    Dashed,
    /// `0-9A-Za-z_-`
    Url,
    /// `0-9A-Za-z_-.~`
    Dotted,
    /// `0-9A-Za-z+/=_-`: either base64 alphabet, with padding.
    Base64,
    /// `0-9A-Za-z+/`
    Base64Body,
    /// `0-9A-Za-z/`
    Path,
}

impl Set {
    pub(super) fn holds(self, byte: u8) -> bool {
        let alnum = byte.is_ascii_alphanumeric();
        match self {
            Self::Digits => byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Lower => byte.is_ascii_digit() || byte.is_ascii_lowercase(),
            Self::Upper => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
            Self::Base32 => byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte),
            Self::Alnum => alnum,
            Self::Dashed => alnum || byte == b'-',
            Self::Url => alnum || matches!(byte, b'_' | b'-'),
            Self::Dotted => alnum || matches!(byte, b'_' | b'-' | b'.' | b'~'),
            Self::Base64 => alnum || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-'),
            Self::Base64Body => alnum || matches!(byte, b'+' | b'/'),
            Self::Path => alnum || byte == b'/',
        }
    }
}

/// One piece of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// This text.
    Lit(&'static str),
    /// One of these texts.
    Any(&'static [&'static str]),
    /// From so many to so many characters of a set.
    Run(Set, usize, usize),
}

/// The pieces of a key, from its first byte to its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// In order.
    pub parts: &'static [Part],
    /// True where the shape alone says whose key it is; false where one of the provider's variable names has to stand
    /// beside it, because the shape has no prefix or one that others use too.
    pub alone: bool,
}

impl Shape {
    /// A shape that says by itself whose key it is.
    pub(super) const fn alone(parts: &'static [Part]) -> Self {
        Self { parts, alone: true }
    }

    /// A shape that counts only beside one of the provider's variable names.
    pub(super) const fn named(parts: &'static [Part]) -> Self {
        Self { parts, alone: false }
    }

    /// True where the whole value has this shape.
    pub fn matches(&self, value: &[u8]) -> bool {
        value.len() <= MAX_VALUE && matches_from(self.parts, value)
    }
}

fn matches_from(parts: &[Part], text: &[u8]) -> bool {
    let Some((part, rest)) = parts.split_first() else { return text.is_empty() };
    match part {
        Part::Lit(literal) => text.strip_prefix(literal.as_bytes()).is_some_and(|text| matches_from(rest, text)),
        Part::Any(literals) => literals
            .iter()
            .any(|literal| text.strip_prefix(literal.as_bytes()).is_some_and(|text| matches_from(rest, text))),
        Part::Run(set, least, most) => {
            let reach = text.iter().take(*most).take_while(|byte| set.holds(**byte)).count();
            // The longest first; shorter ones only matter where what follows is made of the same characters.
            reach >= *least && (*least..=reach).rev().any(|len| matches_from(rest, &text[len..]))
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Numbers that look random and are the same in every run.
    pub struct Draw(pub u64);

    impl Draw {
        pub fn below(&mut self, bound: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % bound
        }
    }

    /// A value of this shape, made on the spot; `longest` takes each run's upper bound, else its lower one.
    pub fn true_example(shape: &Shape, longest: bool, draw: &mut Draw) -> Vec<u8> {
        let mut out = Vec::new();
        for part in shape.parts {
            match part {
                Part::Lit(text) => out.extend(text.bytes()),
                Part::Any(texts) => out.extend(texts[draw.below(texts.len())].bytes()),
                Part::Run(set, least, most) => {
                    let letters: Vec<u8> = (33..127).filter(|byte| set.holds(*byte)).collect();
                    let len = if longest { *most } else { *least };
                    out.extend((0..len).map(|_| letters[draw.below(letters.len())]));
                }
            }
        }
        out
    }

    /// Values that miss the shape narrowly: too short, too long, a strange character, a broken beginning.
    pub fn false_examples(shape: &Shape, draw: &mut Draw) -> Vec<Vec<u8>> {
        let shortest = true_example(shape, false, draw);
        let longest = true_example(shape, true, draw);
        let mut strange = longest.clone();
        let last = strange.len() - 1;
        strange[last] = b'!';
        let mut broken = longest.clone();
        broken[0] = b'!';
        let mut spaced = longest.clone();
        spaced.insert(0, b' ');
        let mut too_long = longest;
        too_long.push(b'a');
        vec![shortest[..last.min(shortest.len() - 1)].to_vec(), strange, broken, spaced, too_long, Vec::new()]
    }

    #[test]
    fn runs_give_back_what_the_next_part_needs() {
        let shape = Shape::alone(&[Part::Run(Set::Alnum, 2, 10), Part::Lit("ab"), Part::Run(Set::Digits, 1, 3)]);
        assert!(shape.matches(b"xxabab12") && shape.matches(b"ababab1"));
        assert!(!shape.matches(b"xab1") && !shape.matches(b"xxab") && !shape.matches(b"xxab1234"));
    }

    #[test]
    fn a_huge_value_is_not_looked_at() {
        let shape = Shape::alone(&[Part::Run(Set::Alnum, 1, usize::MAX)]);
        assert!(shape.matches(&[b'a'; MAX_VALUE]) && !shape.matches(&[b'a'; MAX_VALUE + 1]));
    }
}
