//! What a pasted value looks like, in words: "Looks like a Stripe live key". The value itself is never kept.

use crate::detect::{self, By, Stage};
use crate::model::Kind;

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
        Self {
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
