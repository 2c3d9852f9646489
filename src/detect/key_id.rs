//! Whether a text is the public half of a pair: a key id lies readable, so that a secret must not come to stand as one.

use super::recognise::{holds_words, recognise_value, secret_of_key_id};
use super::shape::Set::{self, Base32, Hex};

/// What the key ids of a variable are made like.
struct Make {
    variable: &'static str,
    /// They begin with one of these.
    beginnings: &'static [&'static str],
    /// Of what the rest is made, and how long that is.
    rest: (Set, usize),
}

const MAKES: [Make; 3] = [
    Make { variable: "AWS_ACCESS_KEY_ID", beginnings: &["AKIA", "ASIA", "ABIA", "ACCA"], rest: (Base32, 16) },
    Make { variable: "TWILIO_API_KEY", beginnings: &["SK"], rest: (Hex, 32) },
    Make { variable: "TWILIO_ACCOUNT_SID", beginnings: &["AC"], rest: (Hex, 32) },
];

/// Last words of names that say themselves that they are of an id.
const ID_WORDS: [&str; 2] = ["_ID", "_SID"];

impl Make {
    fn fits(&self, text: &str) -> bool {
        let (set, length) = self.rest;
        let is_rest = |rest: &str| rest.len() == length && rest.bytes().all(|byte| set.holds(byte));
        self.beginnings.iter().any(|beginning| text.strip_prefix(beginning).is_some_and(is_rest))
    }
}

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
    let Some(known) = MAKES.iter().find(|known| known.variable.eq_ignore_ascii_case(variable)) else {
        let is_public = text.starts_with("pk-") || text.starts_with("pk_");
        return recognise_value(text.as_bytes()).filter(|_| !is_public).map(|found| KeyIdDoubt::Secret(found.name));
    };
    (!known.fits(text)).then_some(KeyIdDoubt::Begins(known.beginnings))
}

/// The variable whose key ids a text is made like, where they are half of a pair; none where nothing is known of it.
pub fn key_id_variable(text: &str) -> Option<&'static str> {
    let pairs = MAKES.iter().filter(|known| secret_of_key_id(known.variable).is_some());
    pairs.filter(|known| known.fits(text)).map(|known| known.variable).next()
}

/// Whether a name is one that a key id may stand under by itself: that of its own variable, or one that ends in what says so.
pub fn names_key_id(name: &str, variable: &str) -> bool {
    let name = name.to_ascii_uppercase();
    holds_words(&name, variable) || ID_WORDS.iter().any(|word| name.ends_with(word))
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
    fn a_key_id_is_known_by_its_make_and_by_names_that_it_may_stand_under() {
        let id = format!("AKIA{}", "Q7".repeat(8));
        assert_eq!(key_id_variable(&id), Some("AWS_ACCESS_KEY_ID"));
        assert_eq!(key_id_variable(&format!("AC{}", "0a".repeat(16))), Some("TWILIO_ACCOUNT_SID"));
        for secret in ["aQ7x/Z2k".repeat(5), format!("{id}Q"), id.to_lowercase(), String::new()] {
            assert_eq!(key_id_variable(&secret), None, "{secret}");
        }
        for name in ["AWS_ACCESS_KEY_ID", "STAGING_AWS_ACCESS_KEY_ID_2", "deploy_key_id", "BACKUP_SID"] {
            assert!(names_key_id(name, "AWS_ACCESS_KEY_ID"), "{name}");
        }
        for name in ["AWS_SECRET_ACCESS_KEY", "DEPLOY_KEY", "PAID", ""] {
            assert!(!names_key_id(name, "AWS_ACCESS_KEY_ID"), "{name}");
        }
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
