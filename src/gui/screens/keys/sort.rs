//! The order of the table. The snapshot's own order (project, environment, name) costs nothing; every other is made
//! once when it is chosen or the facts change, never while one types.

use std::cmp::Reverse;

use super::data::{speaks_again, worst};
use crate::jobs::Snapshot;
use crate::model::Severity;

/// By which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Column {
    /// The variable's name.
    #[default]
    Key,
    /// The provider, nameless ones last.
    Provider,
    /// The worst warning first.
    Health,
    /// The latest use first.
    LastUsed,
}

/// The order of the table, within each environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// The other way round.
    pub reversed: bool,
}

impl Column {
    /// The name by which it is kept.
    fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Provider => "provider",
            Self::Health => "health",
            Self::LastUsed => "last used",
        }
    }
}

impl Sort {
    /// The order that was kept under a name; the snapshot's own for a name that says nothing.
    pub fn named(name: &str, reversed: bool) -> Self {
        let columns = [Column::Key, Column::Provider, Column::Health, Column::LastUsed];
        let column = columns.into_iter().find(|column| column.name() == name);
        column.map_or_else(Self::default, |column| Self { column, reversed })
    }

    /// The name by which it is kept.
    pub fn name(self) -> &'static str {
        self.column.name()
    }

    /// What a click on a column's heading makes of it.
    #[must_use]
    pub fn clicked(self, column: Column) -> Self {
        Self { column, reversed: self.column == column && !self.reversed }
    }

    /// True for the snapshot's own order.
    pub fn is_natural(self) -> bool {
        self == Self::default()
    }

    /// The keys' places in the snapshot in this order; environments stay together and in their order.
    pub fn order(self, snapshot: &Snapshot) -> Vec<u32> {
        let mut order: Vec<u32> = (0..u32::try_from(snapshot.keys.len()).unwrap_or(u32::MAX)).collect();
        let mut from = 0;
        while from < order.len() {
            let place = snapshot.keys[from].place();
            let count = snapshot.keys[from..].iter().take_while(|key| key.place() == place).count();
            self.sort_group(&mut order[from..from + count], snapshot);
            from += count;
        }
        order
    }

    fn sort_group(self, group: &mut [u32], snapshot: &Snapshot) {
        let key = |index: &u32| &snapshot.keys[*index as usize];
        // Sorts are stable: what is equal stays in the order of its names.
        match self.column {
            Column::Key => {}
            Column::Provider => group.sort_by_cached_key(|index| {
                let provider = key(index).provider.as_deref().map(str::to_lowercase);
                (provider.is_none(), provider)
            }),
            Column::Health => group.sort_by_cached_key(|index| {
                let worst = worst(snapshot, *index as usize).map(|finding| finding.severity);
                // What is put off is for information, and no more.
                let quiet = || speaks_again(snapshot, *index as usize).map(|_| Severity::ForInfo);
                Reverse(worst.or_else(quiet))
            }),
            Column::LastUsed => group.sort_by_key(|index| Reverse(key(index).last_used_at)),
        }
        if self.reversed {
            group.reverse();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    fn names(sort: Sort, environment: &str) -> Vec<String> {
        let snapshot = sample::snapshot();
        let order = sort.order(&snapshot);
        let keys = order.iter().map(|index| &snapshot.keys[*index as usize]);
        let here = |place: &crate::model::EnvRef| place.project == "Storefront" && place.environment == environment;
        keys.filter(|key| here(key.place())).map(|key| key.name().to_owned()).collect()
    }

    fn by(column: Column) -> Sort {
        Sort::default().clicked(column)
    }

    #[test]
    fn each_column_sorts_and_a_second_click_turns_it_round() {
        let used = names(by(Column::LastUsed), "production");
        assert_eq!(used[..2], ["ALGOLIA_SEARCH_KEY", "DATABASE_URL"]);
        let oldest = names(by(Column::LastUsed).clicked(Column::LastUsed), "production");
        assert_eq!(oldest[0], "LEGACY_PAYPAL_SECRET");
        let worst = names(by(Column::Health), "production");
        assert_eq!(worst[..2], ["GITHUB_DEPLOY_TOKEN", "OPENAI_API_KEY"]);
        let provider = names(by(Column::Provider), "production");
        assert_eq!(provider.last().map(String::as_str), Some("PORT"));
        let backwards = names(Sort { column: Column::Key, reversed: true }, "production");
        assert_eq!(backwards[0], "TWILIO_AUTH_TOKEN");
        assert_eq!(by(Column::Health).clicked(Column::Key), Sort::default());
    }

    #[test]
    fn environments_stay_together_and_in_their_order() {
        let snapshot = sample::snapshot();
        for column in [Column::Key, Column::Provider, Column::Health, Column::LastUsed] {
            let order = by(column).clicked(column).order(&snapshot);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert!(sorted.iter().copied().eq(0..snapshot.keys.len() as u32), "{column:?}");
            let places: Vec<_> = order.iter().map(|index| snapshot.keys[*index as usize].place()).collect();
            let natural: Vec<_> = snapshot.keys.iter().map(crate::model::Key::place).collect();
            assert_eq!(places, natural, "{column:?}");
        }
    }
}
