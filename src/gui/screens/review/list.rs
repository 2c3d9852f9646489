//! What is listed: the rows of scope and lens in their order, made when one of them changes; and of these the ones that the
//! typed words leave, made anew at each letter. One more letter looks only at what the last one left.

use super::search::{Found, Texts};
use super::whole::Row;

/// The list of warnings.
#[derive(Debug, Default)]
pub struct List {
    all: Vec<Row>,
    /// What `typed` leaves of them; its memory is used again.
    left: Vec<Row>,
    /// Empty where nothing is typed.
    typed: String,
    found: Found,
}

impl List {
    /// The rows that are listed.
    pub fn rows(&self) -> &[Row] {
        if self.typed.is_empty() { &self.all } else { &self.left }
    }

    /// Takes the rows of another scope, lens or order; all of them, until they are narrowed.
    pub fn take(&mut self, all: Vec<Row>) {
        self.all = all;
        self.typed.clear();
    }

    /// Leaves those in which the typed words stand; all where none is typed.
    pub fn narrow(&mut self, typed: Option<(&Texts, &str)>) {
        let Some((texts, typed)) = typed else {
            self.left.clear();
            return self.typed.clear();
        };
        let goes_on = !self.typed.is_empty() && typed.starts_with(&self.typed);
        let from = (!goes_on).then_some(self.all.as_slice());
        self.found.leave(texts, typed, from, &mut self.left);
        typed.clone_into(&mut self.typed);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::ProptestConfig;

    use super::super::lens::{Lens, Sort, listed};
    use super::super::whole::Whole;
    use super::*;
    use crate::gui::sample;
    use crate::gui::screens::keys::Place;
    use crate::jobs::Snapshot;

    fn rows(snapshot: &Snapshot) -> Vec<Row> {
        let whole = Whole::new(snapshot, &|at| at.date_naive());
        listed(&whole, snapshot, &Place::default(), &Lens::default(), Sort::default())
    }

    /// The plain way: every word in every row's own texts.
    fn slowly(snapshot: &Snapshot, typed: &str) -> Vec<Row> {
        let stands = |row: &Row, word: &str| {
            let key = &snapshot.keys[row.key as usize];
            let place = key.place();
            let said = row.finding(snapshot).map(|finding| finding.text.as_str()).unwrap_or_default();
            let texts = [
                key.name().to_owned(),
                key.name().replace('_', ""),
                key.provider.clone().unwrap_or_default(),
                key.owner.clone().unwrap_or_else(|| if key.is_plain() { "" } else { "no owner" }.to_owned()),
                place.project.clone(),
                place.environment.clone(),
                snapshot.tails[row.key as usize].map(|tail| tail.to_string()).unwrap_or_default(),
                said.to_owned(),
            ];
            texts.iter().chain(&key.tags).any(|text| text.to_lowercase().contains(&word.to_lowercase()))
        };
        rows(snapshot).into_iter().filter(|row| typed.split_whitespace().all(|word| stands(row, word))).collect()
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn whatever_was_typed_and_erased_the_same_is_left(
            keys in proptest::collection::vec(proptest::sample::select(vec![
                "<", "<", "<", "e", "k", "y", " ", "stripe", "prod", "expired", "days", "Billing", "Mara", "ß",
            ]), 1..60),
        ) {
            let snapshot = sample::snapshot();
            let texts = Texts::new(&snapshot);
            let (mut list, mut typed) = (List::default(), String::new());
            list.take(rows(&snapshot));
            for key in keys {
                match key {
                    "<" => drop(typed.pop()),
                    letters => typed.push_str(letters),
                }
                list.narrow((!typed.trim().is_empty()).then_some((&texts, typed.as_str())));
                proptest::prop_assert_eq!(list.rows(), slowly(&snapshot, &typed), "{}", typed);
            }
        }
    }
}
