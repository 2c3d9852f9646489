//! Whether a key is for trying out or for real, where its provider writes that into it.

use super::recognise::recognise_value;
use super::shape::Part;

/// What a key works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// On made-up data.
    Test,
    /// On real data.
    Live,
}

/// The stage a value says it is for: from the words of its shape (`sk_test_…`), which only some providers have.
pub fn stage(value: &[u8]) -> Option<Stage> {
    let provider = recognise_value(value)?;
    let shape = provider.shapes.iter().find(|shape| shape.alone && shape.matches(value))?;
    let mut rest = value;
    for part in shape.parts {
        let word = match part {
            Part::Lit(text) => text,
            Part::Any(texts) => texts.iter().find(|text| rest.starts_with(text.as_bytes()))?,
            // What is random begins here: a word in it says nothing.
            Part::Run(..) => return None,
        };
        let is = |known: &str| word.split(|c: char| !c.is_ascii_alphanumeric()).any(|piece| piece == known);
        if is("test") {
            return Some(Stage::Test);
        }
        if is("live") || is("prod") {
            return Some(Stage::Live);
        }
        rest = rest.get(word.len()..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_fixed_part_of_a_key_says_what_it_is_for() {
        let random = |word: &str| format!("{word}{}", "q7".repeat(12));
        let key = |stage: &str| ["sk", stage, &random("")].join("_");
        assert_eq!(stage(key("test").as_bytes()), Some(Stage::Test));
        assert_eq!(stage(key("live").as_bytes()), Some(Stage::Live));
        assert_eq!(stage(key("prod").as_bytes()), Some(Stage::Live));
        assert_eq!(stage(key("demo").as_bytes()), None);
        assert_eq!(stage(["ghp", &random("test")].join("_").as_bytes()), None);
        assert_eq!(stage(b"test"), None);
    }
}
