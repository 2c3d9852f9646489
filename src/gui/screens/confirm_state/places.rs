//! Where keys are that a question is about: the rows it came from may be out of view.

use std::collections::BTreeSet;

use crate::gui::counts::counted;
use crate::gui::screens::key_form::place_words;
use crate::model::{EnvRef, Key};

/// So many places, or projects, are named.
const NAMED: usize = 3;

/// "They are in shop staging and mail production.", "They are in 7 environments of shop and mail."
pub fn where_words(keys: &[&Key]) -> String {
    let mut places: Vec<&EnvRef> = Vec::new();
    let mut seen = BTreeSet::new();
    for key in keys {
        let place = key.place();
        if seen.insert((&place.project, &place.environment)) {
            places.push(place);
        }
    }
    let they = if keys.len() == 1 { "It is" } else { "They are" };
    if places.len() <= NAMED {
        let places: Vec<String> = places.into_iter().map(place_words).collect();
        return format!("{they} in {}.", all_of(&places));
    }
    let mut projects: Vec<String> = Vec::new();
    for place in &places {
        if !projects.contains(&place.project) {
            projects.push(place.project.clone());
        }
    }
    if projects.len() > NAMED {
        let more = projects.len() - (NAMED - 1);
        projects.truncate(NAMED - 1);
        projects.push(counted(more, "more project", "more projects"));
    }
    format!("{they} in {} of {}.", counted(places.len(), "environment", "environments"), all_of(&projects))
}

/// "a", "a and b", "a, b and c".
fn all_of(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn few_places_are_named_and_of_many_the_projects() {
        let snapshot = sample::snapshot();
        let of = |is_it: &dyn Fn(&Key) -> bool| {
            where_words(&snapshot.keys.iter().filter(|key| is_it(key)).collect::<Vec<_>>())
        };
        let storefront = |key: &Key| key.place().project == "Storefront";
        let words = of(&|key| storefront(key) && key.place().environment == "staging");
        assert_eq!(words, "They are in Storefront staging.");
        let words = of(&storefront);
        assert_eq!(words, "They are in Storefront development, Storefront staging and Storefront production.");
        let words = of(&|_| true);
        assert!(words.contains(" environments of ") && words.ends_with(" more projects."), "{words}");
    }
}
