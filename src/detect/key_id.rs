//! Whether a text is the public half of a pair: a key id lies readable, so that a secret must not come to stand as one.

use super::recognise::recognise_value;
use super::shape::Set::{self, Base32, Hex};

/// Key id's variable, how its values begin, of what the rest is made, and how long that is.
const BEGINNINGS: [(&str, &[&str], Set, usize); 3] = [
    ("AWS_ACCESS_KEY_ID", &["AKIA", "ASIA", "ABIA", "ACCA"], Base32, 16),
    ("TWILIO_API_KEY", &["SK"], Hex, 32),
    ("TWILIO_ACCOUNT_SID", &["AC"], Hex, 32),
];

/// What speaks against a text as a key id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyIdDoubt {
    /// Key ids in this variable begin with one of these, and this one is made otherwise.
    Begins(&'static [&'static str]),
    /// It is a secret of this provider.
    Secret(&'static str),
}

/// What speaks against `text` as the key id that `variable` carries; none where nothing does, or nothing is known.
pub fn key_id_doubt(variable: &str, text: &str) -> Option<KeyIdDoubt> {
    let known = BEGINNINGS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(variable));
    let Some((_, beginnings, set, length)) = known else {
        let is_public = text.starts_with("pk-") || text.starts_with("pk_");
        return recognise_value(text.as_bytes()).filter(|_| !is_public).map(|found| KeyIdDoubt::Secret(found.name));
    };
    let is_rest = |rest: &str| rest.len() == *length && rest.bytes().all(|byte| set.holds(byte));
    let fits = |beginning: &&str| text.strip_prefix(*beginning).is_some_and(is_rest);
    (!beginnings.iter().any(fits)).then_some(KeyIdDoubt::Begins(beginnings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_id_is_told_from_its_secret() {
        let id = format!("AKIA{}", "Q7".repeat(8));
        let secret = "aQ7x/Z2k".repeat(5);
        let aws = |text: &str| key_id_doubt("AWS_ACCESS_KEY_ID", text);
        assert_eq!(aws(&id), None);
        for text in [secret.as_str(), "made-up-id", &id[1..], &format!("{id}Q"), ""] {
            assert!(matches!(aws(text), Some(KeyIdDoubt::Begins(["AKIA", "ASIA", ..]))), "{text}");
        }
        assert_eq!(key_id_doubt("TWILIO_API_KEY", &format!("SK{}", "0a".repeat(16))), None);
        assert!(key_id_doubt("TWILIO_ACCOUNT_SID", &format!("SK{}", "0a".repeat(16))).is_some());
    }

    #[test]
    fn of_an_id_nobody_knows_only_a_secret_with_a_known_shape_is_doubted() {
        let token = format!("shpss_{}", "0a".repeat(16));
        assert_eq!(key_id_doubt("SHOPIFY_API_KEY", &token), Some(KeyIdDoubt::Secret("Shopify")));
        for text in ["made-up-id", &"0a".repeat(16)] {
            assert_eq!(key_id_doubt("SHOPIFY_API_KEY", text), None, "{text}");
        }
        let half = |way: &str| [way, "lf", "0a0a0a0a", "0a0a", "0a0a", "0a0a", &"0a".repeat(6)].join("-");
        assert_eq!(key_id_doubt("LANGFUSE_PUBLIC_KEY", &half("pk")), None);
        assert_eq!(key_id_doubt("LANGFUSE_PUBLIC_KEY", &half("sk")), Some(KeyIdDoubt::Secret("Langfuse")));
    }
}
