//! A name that comes into one environment from two rows: it comes in once, from the first of them, and the other one says so.

use std::collections::HashMap;

use super::batch::Batch;
use super::row::{Plan, Row};
use crate::jobs::{Fate, short_path};

/// What a row's plan says of its entries by itself, where an earlier row brings them in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Held {
    /// By the entry's number: its own fate, and the one that stands in its place.
    entries: Vec<(usize, Fate, Fate)>,
    /// Assignments in comments that can't come in beside it.
    asleep: Vec<(String, String)>,
}

/// Names by their capitals, since an environment holds one of those that differ only in case, and the file each comes from.
type Coming = HashMap<String, String>;

impl Batch {
    /// Says of each entry what becomes of it beside the rows before its own: before anything is counted or asked for.
    pub fn settle(&mut self) {
        let mut places: HashMap<(String, String), Coming> = HashMap::new();
        let ticked = |row: &&Row| row.ticked && row.plan().is_some();
        let several = self.rows.iter().filter(ticked).count() > 1;
        for row in &mut self.rows {
            row.let_go();
            if !several || !row.ticked || row.plan().is_none() {
                continue;
            }
            let place = (row.project.trim().to_owned(), row.environment.trim().to_owned());
            let coming = places.entry(place).or_default();
            row.hold(coming);
            let file = row.paths.last().map(|path| short_path(path)).unwrap_or_default();
            coming.extend(row.bringing().into_iter().map(|name| (name, file.clone())));
        }
    }
}

impl Row {
    /// Each entry by itself again.
    fn let_go(&mut self) {
        let Held { entries, asleep } = std::mem::take(&mut self.held);
        let Plan::Here(plan) = &mut self.plan else { return };
        for (at, own, said) in entries {
            // Of a plan that is new since, nothing was said.
            if let Some(entry) = plan.entries.get_mut(at).filter(|entry| entry.fate == said) {
                entry.fate = own;
            }
        }
        plan.asleep.retain(|one| !asleep.contains(one));
    }

    /// What an earlier row brings in stays out.
    fn hold(&mut self, coming: &Coming) {
        let Plan::Here(plan) = &mut self.plan else { return };
        let from = |name: &str| coming.get(&name.to_ascii_uppercase()).map(|file| why(file));
        for (at, entry) in plan.entries.iter_mut().enumerate() {
            let why = from(&entry.name).or_else(|| entry.key_id_name.as_deref().and_then(from));
            let Some(why) = why.filter(|_| self.choices.comes_in(entry) || entry.fate == Fate::Differs) else {
                continue;
            };
            let said = Fate::LeftOut(why);
            self.held.entries.push((at, std::mem::replace(&mut entry.fate, said.clone()), said));
        }
        for name in &plan.commented_out {
            if let Some(why) = from(name).filter(|_| plan.asleep.iter().all(|(asleep, _)| asleep != name)) {
                self.held.asleep.push((name.clone(), why));
            }
        }
        plan.asleep.extend(self.held.asleep.iter().cloned());
    }

    /// The names that come in, by their capitals.
    fn bringing(&self) -> Vec<String> {
        let Some(plan) = self.plan() else { return Vec::new() };
        let entries = plan.entries.iter().filter(|entry| self.choices.comes_in(entry));
        let names = entries.flat_map(|entry| [Some(&entry.name), entry.key_id_name.as_ref()]).flatten();
        let disabled = plan.commented_out.iter().filter(|name| self.wakes(name));
        names.chain(disabled).map(|name| name.to_ascii_uppercase()).collect()
    }

    /// Whether an earlier row brings that name in.
    pub(super) fn is_held(&self, name: &str) -> bool {
        let Some(plan) = self.plan() else { return false };
        self.held.entries.iter().any(|(at, ..)| plan.entries.get(*at).is_some_and(|entry| entry.name == name))
    }

    /// Whether all of it stands there, or comes in from earlier rows: its file is then known to hold nothing else.
    pub(super) fn is_held_whole(&self) -> bool {
        let is_there = |at: usize, fate: &Fate| *fate == Fate::Same || self.held.entries.iter().any(|one| one.0 == at);
        let entries = self.plan().map_or(&[][..], |plan| &plan.entries);
        !entries.is_empty() && entries.iter().enumerate().all(|(at, entry)| is_there(at, &entry.fate))
    }
}

fn why(file: &str) -> String {
    format!("also in {file}, which counts")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{ImportPlan, PlannedEntry};

    fn row(file: &str, environment: &str, entries: &[(&str, Fate)]) -> Row {
        let entry = |(name, fate): &(&str, Fate)| PlannedEntry {
            name: (*name).to_owned(),
            fate: fate.clone(),
            ..PlannedEntry::default()
        };
        let plan = ImportPlan { entries: entries.iter().map(entry).collect(), ..ImportPlan::default() };
        Row { plan: Plan::Here(plan), ..Row::new(vec![file.into()], "shop", environment) }
    }

    fn batch(rows: Vec<Row>) -> Batch {
        let mut batch = Batch::default();
        batch.rows = rows;
        batch.settle();
        batch
    }

    fn fate(batch: &Batch, row: usize, at: usize) -> Fate {
        batch.rows[row].plan().unwrap().entries[at].fate.clone()
    }

    #[test]
    fn a_name_of_two_rows_is_counted_once_and_the_later_one_says_where_it_comes_from() {
        let two = [("API_KEY", Fate::New), ("PORT", Fate::New)];
        let mut batch = batch(vec![
            row("/a/.env", "development", &two),
            row("/b/.env", "development", &[("api_key", Fate::New), ("HOST", Fate::New)]),
            row("/c/.env", "test", &two),
        ]);
        assert_eq!(batch.counts(), (5, 0));
        let Fate::LeftOut(why) = fate(&batch, 1, 0) else { panic!("{:?}", fate(&batch, 1, 0)) };
        assert!(why.starts_with("also in /a/.env"), "{why}");
        // Left out there, or not imported from there at all, it comes in from here.
        let first = batch.rows[0].plan().unwrap().entries[0].clone();
        batch.rows[0].toggle(&first);
        batch.settle();
        assert_eq!((batch.counts(), fate(&batch, 1, 0)), ((5, 0), Fate::New));
        batch.rows[0].toggle(&first);
        batch.rows[0].ticked = false;
        batch.settle();
        assert_eq!((batch.counts(), fate(&batch, 1, 0)), ((4, 0), Fate::New));
        batch.rows[0].ticked = true;
        batch.rows[1].environment = "test".to_owned();
        batch.settle();
        assert_eq!(fate(&batch, 2, 0), batch.rows[2].plan().unwrap().entries[0].fate);
        assert!(matches!(fate(&batch, 2, 0), Fate::LeftOut(why) if why.contains("/b/.env")));
    }

    #[test]
    fn what_is_replaced_from_one_row_is_not_replaced_once_more_from_the_next() {
        let differs = [("API_KEY", Fate::Differs)];
        let mut batch = batch(vec![row("/a/.env", "development", &differs), row("/b/.env", "development", &differs)]);
        assert_eq!((batch.counts(), fate(&batch, 1, 0)), ((0, 0), Fate::Differs), "it stays, whatever the rows say");
        for row in &mut batch.rows {
            row.choices.replace.insert("API_KEY".to_owned());
        }
        batch.settle();
        assert_eq!(batch.counts(), (1, 0));
        let asks = batch.asks().unwrap();
        assert_eq!(asks.iter().map(|ask| ask.replace.len()).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn a_name_in_a_comment_does_not_come_in_beside_the_one_of_an_earlier_row() {
        let mut later = row("/b/.env", "development", &[("HOST", Fate::New)]);
        let Plan::Here(plan) = &mut later.plan else { panic!("it is not here") };
        plan.commented_out = vec!["API_KEY".to_owned()];
        later.choices.toggle_disabled("API_KEY");
        let mut batch = batch(vec![row("/a/.env", "development", &[("API_KEY", Fate::New)]), later]);
        assert_eq!(batch.counts(), (2, 0));
        assert!(batch.rows[1].why_asleep("API_KEY").is_some_and(|why| why.contains("/a/.env")));
        batch.rows[0].ticked = false;
        batch.settle();
        assert_eq!((batch.counts(), batch.rows[1].why_asleep("API_KEY")), ((2, 0), None));
    }

    #[test]
    fn a_file_that_holds_only_what_another_brings_in_is_still_read() {
        let one = [("API_KEY", Fate::New)];
        let batch = batch(vec![row("/a/.env", "development", &one), row("/b/.env", "development", &one)]);
        assert_eq!((batch.counts(), batch.asks().unwrap().len()), ((1, 0), 2));
    }
}
