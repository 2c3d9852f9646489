//! From a variable's name and value to the provider.

use super::kind::{is_service_account, kind_of};
use super::provider::{Provider, find, providers};
use super::url::Url;
use crate::model::Kind;

/// What a provider was known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Only the variable's name.
    Name,
    /// Only the value's shape.
    Value,
    /// Both say the same.
    Both,
}

/// A key whose provider is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recognised {
    /// Who issued it.
    pub provider: &'static Provider,
    /// What says so.
    pub by: By,
    /// What sort of credential it is.
    pub kind: Kind,
}

/// Secret's variable, key id's variable.
const PAIRS: [(&str, &str); 9] = [
    ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"),
    ("TWILIO_API_SECRET", "TWILIO_API_KEY"),
    ("TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID"),
    ("AZURE_CLIENT_SECRET", "AZURE_CLIENT_ID"),
    ("ARM_CLIENT_SECRET", "ARM_CLIENT_ID"),
    ("LANGFUSE_SECRET_KEY", "LANGFUSE_PUBLIC_KEY"),
    ("PLANETSCALE_SERVICE_TOKEN", "PLANETSCALE_SERVICE_TOKEN_ID"),
    ("SHOPIFY_API_SECRET", "SHOPIFY_API_KEY"),
    ("GITHUB_CLIENT_SECRET", "GITHUB_CLIENT_ID"),
];

/// The variable of the key id that belongs to this secret's variable: `AWS_ACCESS_KEY_ID` for `AWS_SECRET_ACCESS_KEY`.
pub fn key_id_pair(variable: &str) -> Option<&'static str> {
    PAIRS.iter().find(|(secret, _)| *secret == variable).map(|(_, key_id)| *key_id)
}

/// The other way round: `AWS_SECRET_ACCESS_KEY` for `AWS_ACCESS_KEY_ID`.
pub fn secret_of_key_id(variable: &str) -> Option<&'static str> {
    PAIRS.iter().find(|(_, key_id)| *key_id == variable).map(|(secret, _)| *secret)
}

/// The provider whose shape the value has, of the shapes that need no name beside them. Looks at the whole value.
pub fn recognise_value(value: &[u8]) -> Option<&'static Provider> {
    providers().iter().find(|provider| provider.shapes.iter().any(|shape| shape.alone && shape.matches(value)))
}

/// The provider of a key, by name and value, and its kind. None where neither says anything.
///
/// A variable counts also inside a longer name (`STAGING_STRIPE_API_KEY`). Where name and value disagree, a shape that stands
/// alone wins over a name anyone can give.
pub fn recognise(variable: &str, value: &[u8]) -> Option<Recognised> {
    let by_value = recognise_value(value)
        .or_else(|| by_scheme(value))
        .or_else(|| if is_service_account(value) { find("Google") } else { None });
    let by_name = by_name(variable);
    let (provider, by) = match (by_name, by_value) {
        (Some((named, _)), Some(valued)) if named == valued => (named, By::Both),
        (_, Some(valued)) => (valued, By::Value),
        (Some((named, true)), None) if named.shapes.iter().any(|shape| shape.matches(value)) => (named, By::Both),
        (Some((named, _)), None) => (named, By::Name),
        (None, None) => return None,
    };
    Some(Recognised { provider, by, kind: kind_of(variable, value) })
}

/// The provider a name points to, and whether by one of its variables (a stem alone proves no shape).
fn by_name(variable: &str) -> Option<(&'static Provider, bool)> {
    let name = variable.to_ascii_uppercase();
    let by_variable = |matches: fn(&str, &str) -> bool| {
        let mut all = providers().iter();
        all.find(|provider| provider.variables.iter().any(|known| matches(&name, known))).map(|found| (found, true))
    };
    by_variable(str::eq_ignore_ascii_case).or_else(|| by_variable(holds_words)).or_else(|| {
        let starts =
            |stem: &&str| name.strip_prefix(*stem).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
        providers().iter().find(|provider| provider.stems.iter().any(starts)).map(|found| (found, false))
    })
}

/// True where `known` stands in `name` as whole words: after its start or a `_`, before its end or a `_`.
pub(super) fn holds_words(name: &str, known: &str) -> bool {
    name.match_indices(known).any(|(at, _)| {
        (at == 0 || name.as_bytes()[at - 1] == b'_')
            && name.as_bytes().get(at + known.len()).is_none_or(|byte| *byte == b'_')
    })
}

fn by_scheme(value: &[u8]) -> Option<&'static Provider> {
    let scheme = Url::parse(value)?.scheme.to_ascii_lowercase();
    providers().iter().find(|provider| provider.schemes.contains(&scheme.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::{Draw, false_examples, true_example};
    use super::*;

    /// A name that says nothing.
    const NEUTRAL: &str = "X";

    #[test]
    fn every_shape_takes_its_true_examples_and_leaves_its_false_ones() {
        let mut draw = Draw(1);
        for provider in providers() {
            for shape in provider.shapes {
                for round in 0..20 {
                    let value = true_example(shape, round % 2 == 0, &mut draw);
                    let shown = String::from_utf8_lossy(&value);
                    assert!(shape.matches(&value), "{} should take {shown}", provider.name);
                    let by = if shape.alone { By::Value } else { By::Name };
                    let beside_neutral = recognise(NEUTRAL, &value).map(|found| (found.provider.name, found.by));
                    let expected = shape.alone.then_some((provider.name, by));
                    assert_eq!(beside_neutral, expected, "{shown}");
                    if let Some(variable) = provider.variables.first() {
                        let found = recognise(variable, &value).unwrap();
                        assert_eq!((found.provider.name, found.by), (provider.name, By::Both), "{variable}={shown}");
                    }
                    for value in false_examples(shape, &mut draw) {
                        let shown = String::from_utf8_lossy(&value);
                        assert!(!shape.matches(&value), "{} should leave {shown}", provider.name);
                    }
                }
            }
        }
    }

    #[test]
    fn no_provider_claims_anothers_keys() {
        let mut draw = Draw(2);
        for owner in providers() {
            for shape in owner.shapes {
                for round in 0..20 {
                    let value = true_example(shape, round % 2 == 0, &mut draw);
                    let claims = |other: &&Provider| {
                        other.name != owner.name
                            && other.shapes.iter().any(|theirs| theirs.alone && theirs.matches(&value))
                    };
                    let claimed = providers().iter().find(claims).map(|other| other.name);
                    assert_eq!(claimed, None, "{}'s {}", owner.name, String::from_utf8_lossy(&value));
                }
            }
        }
    }

    #[test]
    fn the_table_is_whole() {
        for provider in providers() {
            let name = provider.name;
            assert_eq!(provider.monogram.chars().count(), 2, "{name}");
            assert!(!provider.variables.is_empty(), "{name}");
            assert!(provider.rotate_page.is_none_or(|page| page.starts_with("https://")), "{name}");
            assert_eq!(find(&name.to_uppercase()), Some(provider));
            for variable in provider.variables {
                assert_eq!(by_name(variable), Some((provider, true)), "{variable} of {name}");
            }
            for shape in provider.shapes.iter().filter(|shape| shape.alone) {
                let prefixed = !matches!(shape.parts.first(), None | Some(super::super::Part::Run(..)));
                assert!(prefixed, "a shape of {name} has no prefix, so it needs a name beside it");
            }
        }
        for (at, provider) in providers().iter().enumerate() {
            let twin = providers()[at + 1..].iter().find(|other| other.monogram == provider.monogram);
            assert_eq!(twin.map(|twin| twin.name), None, "has the monogram of {}", provider.name);
        }
        assert_eq!(find("no such provider"), None);
    }

    #[test]
    fn names_are_known_inside_longer_ones() {
        let by = |name: &str| recognise(name, b"x").map(|found| (found.provider.name, found.by));
        assert_eq!(by("STAGING_STRIPE_API_KEY_2"), Some(("Stripe", By::Name)));
        assert_eq!(by("STRIPE_PRICE"), Some(("Stripe", By::Name)));
        assert_eq!(by("openai_api_key"), Some(("OpenAI", By::Name)));
        for strange in ["RESTRIPE_API_KEY", "STRIPES", "APP_NAME", "SECRET", ""] {
            assert_eq!(by(strange), None, "{strange}");
        }
    }

    #[test]
    fn a_shape_that_stands_alone_wins_over_a_name() {
        let github = true_example(&find("GitHub").unwrap().shapes[0], true, &mut Draw(3));
        let found = recognise("STRIPE_SECRET_KEY", &github).unwrap();
        assert_eq!((found.provider.name, found.by), ("GitHub", By::Value));
    }

    #[test]
    fn connection_urls_name_their_server() {
        for (scheme, name) in
            [("postgres", "PostgreSQL"), ("rediss", "Redis"), ("MYSQL", "MySQL"), ("mongodb+srv", "MongoDB")]
        {
            let url = format!("{scheme}://shop:{}@db/x", "pw");
            let found = recognise("DATABASE_URL", url.as_bytes()).unwrap();
            assert_eq!((found.provider.name, found.kind), (name, Kind::ConnectionString));
            assert_eq!(found.provider.rotate_page, None);
        }
        assert_eq!(recognise("GOOGLE_X", br#"{"type":"service_account"}"#).unwrap().by, By::Both);
    }

    #[test]
    fn pairs_are_found_from_either_half() {
        assert_eq!(key_id_pair("AWS_SECRET_ACCESS_KEY"), Some("AWS_ACCESS_KEY_ID"));
        assert_eq!(key_id_pair("TWILIO_API_SECRET"), Some("TWILIO_API_KEY"));
        for (secret, key_id) in PAIRS {
            assert_eq!((key_id_pair(secret), secret_of_key_id(key_id)), (Some(key_id), Some(secret)));
            assert_eq!((key_id_pair(key_id), secret_of_key_id(secret)), (None, None));
        }
    }
}
