//! What the keys screen shows, as plain values: tested without a pixel.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::marks::Marks;
use super::words::capitalised;
use crate::jobs::Snapshot;
use crate::model::{EnvRef, Environment, Finding, Key, Severity};

/// Which keys are in view. None is "all".
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Place {
    /// The project's name.
    pub project: Option<String>,
    /// The environment's name; only with a project.
    pub environment: Option<String>,
}

impl Place {
    /// One environment.
    pub fn of(place: &EnvRef) -> Self {
        Self { project: Some(place.project.clone()), environment: Some(place.environment.clone()) }
    }

    /// Whether a key stands here.
    pub fn holds(&self, key: &Key) -> bool {
        self.takes_in(key.place())
    }

    /// Whether the keys of an environment stand here.
    pub fn takes_in(&self, place: &EnvRef) -> bool {
        self.project.as_ref().is_none_or(|project| *project == place.project)
            && self.environment.as_ref().is_none_or(|environment| *environment == place.environment)
    }

    /// The same place, or what is left of it when its project or environment is gone.
    pub fn within(self, snapshot: &Snapshot) -> Self {
        let Some(project) = snapshot.projects.iter().find(|project| Some(&project.name) == self.project.as_ref())
        else {
            return Self::default();
        };
        let environment = self.environment.filter(|name| project.environments.iter().any(|e| e.name == *name));
        Self { project: self.project, environment }
    }
}

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chip {
    /// All.
    #[default]
    All,
    /// With a warning to act on.
    NeedsAction,
    /// Owned by the user.
    Mine,
    /// Without a secret.
    Plain,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A heading: a key that stands under it, by its place in the snapshot; how many do.
    Heading(usize, usize),
    /// A key, by its place in the snapshot.
    Key(usize),
}

/// What stands in the table now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The lines, all of the same height.
    pub lines: Vec<Line>,
    /// Which lines are headings, in their order.
    pub headings: Vec<usize>,
    /// How many keys are listed.
    pub shown: usize,
    /// How many keys the place has.
    pub here: usize,
    /// How many of them need action.
    pub need_action: usize,
    /// How many of them are the user's own.
    pub mine: usize,
    /// How many of them are plain.
    pub plain: usize,
    /// How many characters the longest of their values has.
    pub longest_value: u8,
}

impl Listing {
    /// Which of the keys listed stands on a line: a heading is none of them.
    pub fn position(&self, line: usize) -> usize {
        line - self.headings.partition_point(|heading| *heading < line)
    }

    /// The line a key stands on.
    pub fn line_of(&self, key: usize) -> Option<usize> {
        self.lines.iter().position(|line| *line == Line::Key(key))
    }

    /// The first key's place in the snapshot.
    pub fn first_key(&self) -> Option<usize> {
        self.lines.iter().find_map(|line| if let Line::Key(key) = line { Some(*key) } else { None })
    }

    /// The key `step` keys below (above, where negative) the line given, as far as there are any.
    pub fn step(&self, from: Option<usize>, step: isize) -> Option<usize> {
        let keys: Box<dyn Iterator<Item = usize>> = match from {
            None if step < 0 => return self.first_key(),
            None => Box::new(0..self.lines.len()),
            Some(line) if step < 0 => Box::new((0..line).rev()),
            Some(line) => Box::new(line + 1..self.lines.len()),
        };
        let found = keys.filter_map(|line| match self.lines.get(line) {
            Some(Line::Key(key)) => Some(*key),
            _ => None,
        });
        found.take(step.unsigned_abs()).last()
    }
}

/// The worst warning that counts: not one a person has snoozed.
pub fn worst<'a>(snapshot: &'a Snapshot, index: usize) -> Option<&'a Finding> {
    let counts = |finding: &&'a Finding| crate::review::counted(finding, snapshot.today);
    let findings = snapshot.findings.get(index)?.iter().filter(counts);
    // `max_by_key` would take the last of equals; the worker puts the most telling first.
    findings.rev().max_by_key(|finding| finding.severity)
}

/// The day on which the first of its warnings speaks again that are put off; none where none is.
pub fn speaks_again(snapshot: &Snapshot, index: usize) -> Option<NaiveDate> {
    let quiet = snapshot.findings.get(index)?.iter().filter(|one| !crate::review::counted(one, snapshot.today));
    quiet.filter_map(|finding| finding.snoozed_until).min()
}

/// Whether its worst warning is one to act on.
pub fn needs_action(snapshot: &Snapshot, index: usize) -> bool {
    worst(snapshot, index).is_some_and(|finding| finding.severity > Severity::ForInfo)
}

/// How many keys there are, and the worst warning: of all projects and of each. Made once a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// All keys.
    pub keys: usize,
    /// Those with a warning that counts.
    pub warned: usize,
    /// The projects in their order: count and worst warning.
    pub projects: Vec<(usize, Option<Severity>)>,
    /// How many keys each environment of each project has, in their order.
    pub environments: Vec<Vec<usize>>,
}

impl Summary {
    /// Counts every key once.
    pub fn new(snapshot: &Snapshot) -> Self {
        let places: HashMap<&str, usize> =
            snapshot.projects.iter().enumerate().map(|(index, project)| (project.name.as_str(), index)).collect();
        let mut projects = vec![(0, None); snapshot.projects.len()];
        let mut environments: Vec<Vec<usize>> =
            snapshot.projects.iter().map(|project| vec![0; project.environments.len()]).collect();
        let mut warned = 0;
        for (index, key) in snapshot.keys.iter().enumerate() {
            let at = places.get(key.place().project.as_str());
            if let Some((count, severity)) = at.and_then(|at| projects.get_mut(*at)) {
                *count += 1;
                let worst = worst(snapshot, index).map(|finding| finding.severity);
                warned += usize::from(worst.is_some());
                *severity = (*severity).max(worst);
            }
            let is_its = |environment: &Environment| environment.name == key.place().environment;
            if let Some(at) = at.copied()
                && let Some(nth) = snapshot.projects[at].environments.iter().position(is_its)
            {
                environments[at][nth] += 1;
            }
        }
        Self { keys: snapshot.keys.len(), warned, projects, environments }
    }
}

/// What a heading over a key says in a place; `environment`: the name of its own, whole or short.
pub fn heading_words(key: &Key, place: &Place, environment: &str) -> String {
    match place.project {
        Some(_) => capitalised(environment),
        None => format!("{} · {environment}", key.place().project),
    }
}

impl Listing {
    /// The lines of a place under a chip; of what was found, where something was looked for. The snapshot's keys come by
    /// project, environment and name, and so do their marks; `order` gives them another one within each environment. The
    /// memory of the lines before is used again: with 100,000 of them, asking for more at each letter took longer than this.
    pub fn fill(
        &mut self,
        snapshot: &Snapshot,
        marks: &Marks,
        place: &Place,
        chip: Chip,
        order: Option<&[u32]>,
        found: Option<&[bool]>,
    ) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.clear();
        *self = Self { lines, ..Self::default() };
        let held: Vec<bool> = marks.places(snapshot).iter().map(|at| place.takes_in(at)).collect();
        let mut heading: Option<(usize, u32)> = None;
        for at in 0..marks.len() {
            let index = order.and_then(|order| order.get(at)).map_or(at, |index| *index as usize);
            let Some(mark) = marks.get(index).filter(|mark| held[mark.place as usize]) else { continue };
            self.here += 1;
            self.need_action += usize::from(mark.acts);
            self.mine += usize::from(mark.mine);
            self.plain += usize::from(mark.plain);
            self.longest_value = self.longest_value.max(mark.value);
            let in_chip = match chip {
                Chip::All => true,
                Chip::NeedsAction => mark.acts,
                Chip::Mine => mark.mine,
                Chip::Plain => mark.plain,
            };
            if !in_chip || found.is_some_and(|found| !found[index]) {
                continue;
            }
            if place.environment.is_none() && heading.is_none_or(|(_, last)| last != mark.place) {
                self.headings.push(self.lines.len());
                heading = Some((self.lines.len(), mark.place));
                self.lines.push(Line::Heading(index, 0));
            }
            if let Some(Line::Heading(_, count)) = heading.and_then(|(line, _)| self.lines.get_mut(line)) {
                *count += 1;
            }
            self.lines.push(Line::Key(index));
            self.shown += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::super::search::{Finds, Haystack};
    use super::*;
    use crate::gui::sample;

    fn place(project: &str, environment: Option<&str>) -> Place {
        Place { project: Some(project.to_owned()), environment: environment.map(str::to_owned) }
    }

    fn list(snapshot: &Snapshot, place: &Place, chip: Chip, filter: &str) -> Listing {
        let found = Finds::default().found(&Haystack::new(snapshot), filter);
        let mut listing = Listing::default();
        listing.fill(snapshot, &Marks::new(snapshot), place, chip, None, Some(&found));
        listing
    }

    #[test]
    fn one_environment_is_listed_without_headings() {
        let snapshot = sample::snapshot();
        let listing = list(&snapshot, &place("Storefront", Some("production")), Chip::All, "");
        assert_eq!((listing.shown, listing.here, listing.need_action, listing.plain), (16, 16, 7, 1));
        assert!(listing.lines.iter().all(|line| matches!(line, Line::Key(_))));
    }

    #[test]
    fn all_environments_and_all_projects_have_headings_with_counts() {
        let snapshot = sample::snapshot();
        let headings = |place: &Place, filter: &str| -> Vec<(String, usize)> {
            let lines = list(&snapshot, place, Chip::All, filter).lines;
            let headings = lines.into_iter().filter_map(|line| match line {
                Line::Heading(key, count) => {
                    Some((heading_words(&snapshot.keys[key], place, &snapshot.keys[key].place().environment), count))
                }
                Line::Key(_) => None,
            });
            headings.collect()
        };
        let in_one = headings(&place("Billing", None), "");
        assert_eq!(in_one, [("Development".to_owned(), 16), ("Production".to_owned(), 16)]);
        let over_all = headings(&Place::default(), "internal redis");
        assert_eq!(over_all, [("Internal tools · development".to_owned(), 1)]);
    }

    #[test]
    fn chips_narrow_what_the_filter_leaves() {
        let snapshot = sample::snapshot();
        let here = place("Storefront", Some("production"));
        assert_eq!(list(&snapshot, &here, Chip::NeedsAction, "").shown, 7);
        assert_eq!(list(&snapshot, &here, Chip::NeedsAction, "stripe").shown, 1);
        assert_eq!(list(&snapshot, &here, Chip::Plain, "").shown, 1);
    }

    #[test]
    fn lines_that_were_listed_before_leave_nothing_behind() {
        let snapshot = sample::snapshot();
        let marks = Marks::new(&snapshot);
        let mut listing = list(&snapshot, &place("Billing", None), Chip::NeedsAction, "");
        listing.fill(&snapshot, &marks, &Place::default(), Chip::All, None, None);
        assert_eq!(listing, list(&snapshot, &Place::default(), Chip::All, ""));
    }

    #[test]
    fn a_snoozed_warning_does_not_count() {
        let mut snapshot = sample::snapshot();
        let here = place("Storefront", Some("production"));
        let tomorrow = snapshot.today + TimeDelta::days(1);
        for finding in snapshot.findings.iter_mut().flatten() {
            finding.snoozed_until = Some(tomorrow);
        }
        assert_eq!(list(&snapshot, &here, Chip::NeedsAction, "").shown, 0);
        snapshot.today += TimeDelta::days(1);
        assert_eq!(list(&snapshot, &here, Chip::NeedsAction, "").shown, 7);
    }

    #[test]
    fn a_place_that_is_gone_becomes_what_is_left_of_it() {
        let snapshot = sample::snapshot();
        assert_eq!(place("Gone", Some("production")).within(&snapshot), Place::default());
        assert_eq!(place("Billing", Some("staging")).within(&snapshot), place("Billing", None));
        assert_eq!(place("Billing", Some("production")).within(&snapshot), place("Billing", Some("production")));
    }

    #[test]
    fn a_key_is_one_of_the_keys_that_are_listed_whatever_headings_stand_between() {
        let snapshot = sample::snapshot();
        let listing = list(&snapshot, &Place::default(), Chip::All, "");
        let lines = listing.lines.iter().enumerate();
        let keys = lines.filter(|(_, line)| matches!(line, Line::Key(_))).map(|(line, _)| line);
        let positions: Vec<usize> = keys.map(|line| listing.position(line)).collect();
        assert!(listing.lines.len() > listing.shown);
        assert_eq!(positions, (0..listing.shown).collect::<Vec<_>>());
    }

    #[test]
    fn steps_skip_headings_and_stop_at_the_ends() {
        let snapshot = sample::snapshot();
        let listing = list(&snapshot, &place("Billing", None), Chip::All, "redis");
        let keys: Vec<usize> =
            listing.lines.iter().filter_map(|line| if let Line::Key(key) = line { Some(*key) } else { None }).collect();
        assert_eq!(keys.len(), 2);
        let at = |key: usize| listing.line_of(key);
        assert_eq!(listing.step(None, 1), Some(keys[0]));
        assert_eq!(listing.step(None, isize::MAX), Some(keys[1]));
        assert_eq!(listing.step(None, -1), Some(keys[0]));
        assert_eq!(listing.step(at(keys[0]), 1), Some(keys[1]));
        assert_eq!(listing.step(at(keys[1]), -1), Some(keys[0]));
        assert_eq!(listing.step(at(keys[0]), isize::MAX), Some(keys[1]));
        assert_eq!(listing.step(at(keys[1]), 1), None);
    }

    #[test]
    fn the_sidebar_counts_keys_and_knows_the_worst_warning() {
        let summary = Summary::new(&sample::snapshot());
        assert_eq!(summary.keys, 128);
        assert_eq!(summary.projects[0], (48, Some(Severity::ActNow)));
        assert_eq!(summary.projects[3], (16, Some(Severity::LookSoon)));
    }
}
