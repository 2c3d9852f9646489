//! Selecting in the list: the row that one is on, those that are ticked, and what a command acts on.

use std::collections::HashSet;

use egui::Id;

use super::state::{Review, row_id};
use super::whole::{Pick, Row};
use crate::gui::counts::keys;
use crate::gui::screens::keys::Place;
use crate::gui::widgets::keyboard::is_pointed;
use crate::jobs::Snapshot;
use crate::model::KeyUid;

impl Review {
    /// Whether it is selected.
    pub fn is_checked(&self, one: Pick) -> bool {
        self.checked.contains(&one)
    }

    /// How many of what is listed are selected.
    pub fn checked(&self) -> usize {
        self.checked.len()
    }

    /// How many are that are not listed.
    pub(super) fn hidden(&self) -> usize {
        self.hidden.len()
    }

    /// What new facts know no more is not selected.
    pub(super) fn forget_gone(&mut self) {
        let picked = || self.checked.iter().chain(&self.hidden);
        let Some((facts, whole)) = self.whole().filter(|_| picked().next().is_some()) else { return };
        let quiet = facts.keys.iter().zip(&whole.keys).filter(|(_, mark)| mark.worst.is_none());
        let quiet = quiet.map(|(key, _)| (key.uid, None));
        let there: HashSet<Pick> = whole.rows.iter().map(|row| row.pick()).chain(quiet).collect();
        self.checked.retain(|one| there.contains(one));
        self.hidden.retain(|one| there.contains(one));
        self.hiding = None;
    }

    /// What one is on.
    pub fn at(&self) -> Option<Pick> {
        self.at
    }

    /// The row that one is on.
    pub fn row(&self) -> Option<Id> {
        self.at.map(row_id)
    }

    /// Goes to a row.
    pub fn go_on(&mut self, one: Option<Pick>) {
        self.at = one;
        self.anchor = None;
    }

    /// What one is on, what is listed behind it, then what is before it, from the nearest on.
    pub(super) fn near(&self) -> Vec<Pick> {
        let Some(line) = self.line() else { return Vec::new() };
        let (before, behind) = self.rows().split_at(line);
        behind.iter().chain(before.iter().rev()).map(|row| row.pick()).collect()
    }

    /// What one was on is gone, since it was dealt with: the nearest that is left takes its place.
    pub(super) fn stay_near(&mut self, near: Vec<Pick>) {
        if near.is_empty() || self.at.is_some() {
            return;
        }
        let left: HashSet<Pick> = self.rows().iter().map(|row| row.pick()).collect();
        self.was_at = near.first().copied();
        self.at = near.into_iter().find(|one| left.contains(one));
        // Who works with the pointer, or had scrolled on, finds the list as they left it.
        self.reveal |= self.in_view && !is_pointed(&self.ctx);
    }

    /// Selects one, or leaves it out again; goes on it.
    pub fn toggle(&mut self, one: Pick) {
        if !self.checked.remove(&one) {
            self.checked.insert(one);
        }
        self.go_on(Some(one));
    }

    /// Selects what one is on, or leaves it out again.
    pub fn toggle_current(&mut self) {
        if let Some(one) = self.at {
            self.toggle(one);
        }
    }

    /// Selects everything that is listed, or nothing where everything is.
    pub fn toggle_all(&mut self) {
        if self.checked.len() == self.rows().len() {
            return self.checked.clear();
        }
        self.checked = self.rows().iter().map(|row| row.pick()).collect();
    }

    /// An act on all that is selected was done with these: what it left out stays selected.
    pub fn let_go(&mut self, done: impl Fn(Pick) -> bool) {
        self.checked.retain(|one| !done(*one));
        self.hidden.retain(|one| !done(*one));
        self.hiding = None;
    }

    /// Whether Esc finds neither ticks nor what narrows the list to clear.
    pub fn has_nothing_to_clear(&self) -> bool {
        self.checked.is_empty() && self.filter.is_empty() && self.lens.is_clear()
    }

    /// Selects nothing of what is listed: nobody loses a tick that they don't see.
    pub fn clear_checked(&mut self) {
        self.checked.clear();
    }

    /// Selects from where one began to this one.
    pub fn range_to(&mut self, one: Pick) {
        let anchor = self.anchor.or(self.at).unwrap_or(one);
        let line = |wanted: Pick| self.rows().iter().position(|row| row.pick() == wanted);
        let (Some(from), Some(to)) = (line(anchor), line(one)) else { return };
        let range = &self.rows()[from.min(to)..=from.max(to)];
        self.checked = range.iter().map(|row| row.pick()).collect();
        (self.anchor, self.at) = (Some(anchor), Some(one));
    }

    /// The row one is on, and the one `step` rows below it (above, where negative), as far as there are any.
    pub(super) fn step(&self, step: isize) -> Option<(usize, Pick)> {
        let last = self.rows().len().checked_sub(1)?;
        let next = match self.line() {
            None if step == isize::MAX => last,
            None => 0,
            Some(line) => line.saturating_add_signed(step).min(last),
        };
        self.found_on.set(next);
        Some((next, self.rows()[next].pick()))
    }

    /// The line one is on.
    pub(super) fn line(&self) -> Option<usize> {
        let at = self.at?;
        let is_it = |row: &Row| row.pick() == at;
        let before = self.found_on.get();
        if self.rows().get(before).is_some_and(is_it) {
            return Some(before);
        }
        let found = self.rows().iter().position(is_it)?;
        self.found_on.set(found);
        Some(found)
    }

    /// The place of the key one is on in these facts.
    pub fn selected_index(&self, snapshot: &Snapshot) -> Option<usize> {
        let (uid, _) = self.at?;
        let is_it = |at: &usize| snapshot.keys.get(*at).is_some_and(|key| key.uid == uid);
        let before = Some(self.found_at.get()).filter(is_it);
        // Its row knows, unless these facts are newer than those that are listed.
        let by_row = || self.line().map(|line| self.rows()[line].key as usize).filter(is_it);
        let found = before.or_else(by_row).or_else(|| snapshot.keys.iter().position(|key| key.uid == uid))?;
        self.found_at.set(found);
        Some(found)
    }

    /// What is acted on, in the list's order: what is selected, else what one is on.
    pub fn picked(&self) -> Vec<Pick> {
        if self.checked.is_empty() {
            return self.at.into_iter().collect();
        }
        self.rows().iter().map(|row| row.pick()).filter(|one| self.checked.contains(one)).collect()
    }

    /// The keys of what is acted on, each once, in the list's order.
    pub fn picked_keys(&self) -> Vec<KeyUid> {
        let mut seen = HashSet::new();
        self.picked().into_iter().map(|(uid, _)| uid).filter(|uid| seen.insert(*uid)).collect()
    }

    /// Of what a report would be, and of which keys; none for all of the vault.
    pub fn report_of(&self, snapshot: &Snapshot) -> (String, Option<Vec<KeyUid>>) {
        if !self.checked.is_empty() {
            let picked = self.picked_keys();
            return (keys(picked.len()), Some(picked));
        }
        let Place { project, environment } = &self.place;
        let about = match (project, environment) {
            (None, None) => return ("All projects".to_owned(), None),
            (Some(project), None) => project.clone(),
            (Some(project), Some(environment)) => format!("{project}/{environment}"),
            (None, Some(environment)) => format!("All projects, {environment}"),
        };
        let held = snapshot.keys.iter().filter(|key| self.place.holds(key));
        (about, Some(held.map(|key| key.uid).collect()))
    }

    /// Whether one is on a warning, not on a key without one.
    pub fn is_on_warning(&self) -> bool {
        self.at.is_some_and(|(_, rule)| rule.is_some())
    }
}
