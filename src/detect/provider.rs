//! A provider: its name, the variables its keys go by, their shapes, and where they are rotated.

use std::sync::LazyLock;

use super::shape::Shape;
use super::table;

/// Who issues a kind of key. Facts for hints: what a person says about their own key always wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provider {
    /// As people write it.
    pub name: &'static str,
    /// Two letters for the tile.
    pub monogram: &'static str,
    /// The variable names its keys usually have.
    pub variables: &'static [&'static str],
    /// First words of other names that can only be its own: `STRIPE` for `STRIPE_WEBHOOK_SECRET`.
    pub stems: &'static [&'static str],
    /// What its keys look like.
    pub shapes: &'static [Shape],
    /// Schemes of its connection URLs, small letters.
    pub schemes: &'static [&'static str],
    /// The page where a key is rotated: an https address.
    pub rotate_page: Option<&'static str>,
    /// What is usual about expiry; empty where nothing is known. A hint, not a fact about a key.
    pub expiry: &'static str,
    /// What its keys can be narrowed to; empty where nothing is known.
    pub scopes: &'static str,
    /// Scopes as it spells them, the narrower first: to choose from, by no means all.
    pub usual_scopes: &'static [&'static str],
}

impl Provider {
    /// A row with nothing in it, to fill in.
    pub(super) const BLANK: Self = Self {
        name: "",
        monogram: "",
        variables: &[],
        stems: &[],
        shapes: &[],
        schemes: &[],
        rotate_page: None,
        expiry: "",
        scopes: "",
        usual_scopes: &[],
    };
}

static ALL: LazyLock<Vec<Provider>> =
    LazyLock::new(|| [table::AI, table::CLOUD, table::CODE, table::SERVICES, table::DATABASES].concat());

/// Every known provider.
pub fn providers() -> &'static [Provider] {
    &ALL
}

/// The provider of that name, whatever the case.
pub fn find(name: &str) -> Option<&'static Provider> {
    ALL.iter().find(|provider| provider.name.eq_ignore_ascii_case(name.trim()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn usual_scopes_stand_once_and_fit_a_tag() {
        assert!(providers().iter().any(|provider| !provider.usual_scopes.is_empty()));
        for provider in providers() {
            let once: BTreeSet<&&str> = provider.usual_scopes.iter().collect();
            assert_eq!(once.len(), provider.usual_scopes.len(), "{}", provider.name);
            for scope in provider.usual_scopes {
                // Nobody is offered everything, nor a list in the place of one.
                assert!(!scope.is_empty() && *scope != "*" && scope.len() <= 24, "{}: {scope}", provider.name);
                assert!(scope.trim() == *scope && !scope.contains(';'), "{}: {scope}", provider.name);
            }
        }
    }
}
