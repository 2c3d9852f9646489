//! What a pasted value looks like, in words: "Looks like a Stripe live key". The value itself is never kept.

use crate::detect::{self, By, Stage};
use crate::model::Kind;

/// What is said of a value with white space around it.
pub const WHITE_SPACE: &str = "There is white space around the value";
/// What would come of it.
pub const WHITE_SPACE_HINT: &str = "It would be saved as part of it.";
/// On the button that takes it off.
pub const REMOVE_WHITE_SPACE: &str = "Remove it";

/// What a value shows of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Whose shape it has; none where it says nothing.
    pub provider: Option<&'static str>,
    /// What it works on, where it says so.
    pub stage: Option<Stage>,
    /// What sort of credential it is.
    pub kind: Kind,
    /// It is one line that begins or ends with white space.
    pub stray_spaces: bool,
    /// It is the public half of a pair.
    pub is_key_id: bool,
    /// And stands where the name asks for the secret.
    pub misses_secret: bool,
}

impl Look {
    /// Looks at a value in the field of this variable.
    pub fn of(variable: &str, value: &str) -> Self {
        let bare = value.trim();
        // A file of several lines ends with a line end by right.
        let stray_spaces = bare.len() != value.len() && !bare.is_empty() && !bare.contains('\n');
        let bytes = bare.as_bytes();
        // A name says only whose key is wanted.
        let known = detect::recognise(variable, bytes).filter(|found| found.by != By::Name);
        let key_id = detect::key_id_variable(bare);
        Self {
            is_key_id: key_id.is_some(),
            misses_secret: key_id.is_some_and(|of| !detect::names_key_id(variable, of)),
            provider: known.map(|found| found.provider.name),
            stage: detect::stage(bytes),
            kind: detect::kind_of(variable, bytes),
            stray_spaces,
        }
    }

    /// "Looks like a Stripe live key"; none where nothing is known, which is no warning.
    pub fn words(&self) -> Option<String> {
        let provider = self.provider?;
        let stage = match self.stage {
            Some(Stage::Test) => " test",
            Some(Stage::Live) => " live",
            None => "",
        };
        let what = match self.kind {
            _ if self.is_key_id => "key ID",
            Kind::Token => "token",
            Kind::Password => "password",
            Kind::ConnectionString => "connection string",
            Kind::ServiceAccount => "service account",
            Kind::ApiKey | Kind::Certificate | Kind::Plain | Kind::Other => "key",
        };
        Some(format!("Looks like {} {provider}{stage} {what}", article(provider)))
    }
}

/// "a" or "an", by how the name is said.
pub fn article(name: &str) -> &'static str {
    const SPELT: [&str; 3] = ["npm", "NVIDIA", "xAI"];
    let vowel = name.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']);
    if vowel || SPELT.contains(&name) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made at run time, so that no key stands here.
    fn stripe(stage: &str) -> String {
        ["sk", stage, &"q7".repeat(12)].join("_")
    }

    #[test]
    fn a_known_shape_is_named_with_what_it_is_for() {
        let words = |value: &str| Look::of("STRIPE_SECRET_KEY", value).words();
        assert_eq!(words(&stripe("live")).as_deref(), Some("Looks like a Stripe live key"));
        assert_eq!(words(&stripe("test")).as_deref(), Some("Looks like a Stripe test key"));
        let github = format!("ghp_{}", "q7".repeat(18));
        assert_eq!(Look::of("GITHUB_TOKEN", &github).words().as_deref(), Some("Looks like a GitHub token"));
        let url = format!("postgres://shop:{}@db/shop", "pw");
        let words = Look::of("DATABASE_URL", &url).words();
        assert_eq!(words.as_deref(), Some("Looks like a PostgreSQL connection string"));
    }

    #[test]
    fn a_key_id_is_named_as_one_and_known_to_stand_in_the_place_of_a_secret() {
        let id = format!("AKIA{}", "Q7".repeat(8));
        for (name, misses) in [("AWS_ACCESS_KEY_ID", false), ("AWS_SECRET_ACCESS_KEY", true), ("", true)] {
            let look = Look::of(name, &format!("{id}\n"));
            assert_eq!(look.words().as_deref(), Some("Looks like an AWS key ID"), "{name}");
            assert_eq!(look.misses_secret, misses, "{name}");
        }
        let secret = Look::of("AWS_SECRET_ACCESS_KEY", &"aQ7x/Z2k".repeat(5));
        assert_eq!((secret.words().as_deref(), secret.misses_secret), (Some("Looks like an AWS key"), false));
    }

    #[test]
    fn a_name_alone_proves_nothing() {
        assert_eq!(Look::of("STRIPE_SECRET_KEY", "some words").words(), None);
    }

    #[test]
    fn white_space_around_one_line_is_seen_and_a_files_last_line_end_is_not() {
        let key = stripe("live");
        let spaced = Look::of("STRIPE_SECRET_KEY", &format!(" {key}\n"));
        assert!(spaced.stray_spaces && spaced.provider == Some("Stripe"));
        assert!(!Look::of("STRIPE_SECRET_KEY", &key).stray_spaces);
        assert!(!Look::of("TLS_KEY", "first line\nsecond line\n").stray_spaces);
        assert!(!Look::of("X", "  ").stray_spaces);
    }

    #[test]
    fn names_get_the_article_they_are_said_with() {
        for (name, said) in [("Stripe", "a"), ("OpenAI", "an"), ("AWS", "an"), ("npm", "an"), ("Notion", "a")] {
            assert_eq!(article(name), said, "{name}");
        }
    }
}
