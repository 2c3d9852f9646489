//! What the palette shows, as plain values: keys with the matched parts of their names, then what can be done.

use super::actions::{self, ActionRow};
use super::index::Index;
use super::key_row::{KeyRow, key_row};
use super::search::{Found, Search, TOP};
use crate::gui::commands::Command;
use crate::gui::counts;
use crate::gui::route::Section;
use crate::gui::screens::keys::Place;
use crate::gui::widgets::Mark;
use crate::jobs::{Match, Snapshot};
use crate::model::{Key, KeyUid, Severity, VariableName};

/// So many keys are offered before anything is typed.
pub(super) const RECENT: usize = 5;

/// A row that can be selected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Copies a key.
    Key(KeyRow),
    /// Does something else.
    Action(ActionRow),
}

impl Row {
    /// What a screen reader says.
    pub fn spoken(&self) -> String {
        match self {
            Self::Key(row) => row.spoken.clone(),
            Self::Action(row) => row.spoken(),
        }
    }

    /// Why nothing can be done with it.
    pub fn off(&self) -> Option<&str> {
        match self {
            Self::Action(row) => row.off.as_deref(),
            Self::Key(_) => None,
        }
    }

    /// Whether it leads to someone's page.
    fn is_person(&self) -> bool {
        matches!(self, Self::Action(row) if matches!(row.act, actions::Act::Person(_)))
    }
}

/// Everything in view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// What was typed whole (the page of someone, or a command), keys, then actions.
    pub rows: Vec<Row>,
    /// How many come before the keys.
    pub lead: usize,
    /// How many are keys.
    pub keys: usize,
    /// More keys were found than are shown.
    pub more: bool,
    /// What stands over the keys.
    pub heading: String,
    /// What was typed, where nothing is found for it.
    pub nothing: Option<String>,
}

impl Listing {
    /// Names what can be done anew, with the key of the row that was gone to.
    pub fn follow(&mut self, ask: &Ask<'_>, search: &mut Search) {
        let target = ask.snapshot.keys.iter().find(|key| Some(key.uid) == ask.chosen);
        add_actions(&mut self.rows, self.lead, self.keys, ask, target, search);
    }

    /// What stands over a row, where a part begins with it.
    pub fn heading_over(&self, row: usize) -> Option<&str> {
        let keys = self.lead..self.lead + self.keys;
        match row {
            _ if row == keys.end => Some("Actions"),
            _ if row == keys.start => Some(&self.heading),
            0 => Some(if self.rows.first().is_some_and(Row::is_person) { "People" } else { "Command" }),
            _ => None,
        }
    }
}

/// What the palette is made from.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The facts.
    pub snapshot: &'a Snapshot,
    /// What was typed.
    pub query: &'a str,
    /// Only this project's keys.
    pub scope: Option<&'a str>,
    /// What the window behind looks at.
    pub view: &'a Place,
    /// Which section of the window that is.
    pub section: Section,
    /// The key that is selected in the window behind.
    pub selected: Option<KeyUid>,
    /// The key of the row that was gone to.
    pub chosen: Option<KeyUid>,
    /// How many are selected there, and what can be done with all of them.
    pub picked: (usize, &'a [Command]),
    /// Only what needs no window behind.
    pub alone: bool,
}

/// What is to be shown now.
pub fn listing(ask: &Ask<'_>, index: &Index, search: &mut Search) -> Listing {
    let typed = !ask.query.trim().is_empty();
    let here = |at: usize| ask.scope.is_none_or(|scope| ask.snapshot.keys[at].place().project == scope);
    let mut found = if typed { search.find(index, ask.query, here) } else { offered(ask.snapshot, index, here) };
    // "dark" means the theme, not a key in whose name those letters stand about.
    if typed && actions::is_named(ask) && !found.top.iter().any(|at| holds(ask, *at)) {
        found = Found::default();
    }
    let target = target(ask, index, search, &found, typed);
    // Whoever types a name whole means the person, and not one of the keys that are theirs, and whoever types a command
    // means it, and not a key of "preview" for "review"; unless a key has that name.
    let is_named = |at: &usize| ask.snapshot.keys[*at].name().eq_ignore_ascii_case(ask.query.trim());
    let whole = actions::whole(ask).filter(|_| typed && !found.top.first().is_some_and(is_named));
    // Where no key is found a command stands first among its like.
    let whole = whole.map(Row::Action).filter(|row| row.is_person() || !found.top.is_empty());
    let mut rows: Vec<Row> = whole.into_iter().collect();
    let lead = rows.len();
    for at in &found.top {
        let row = key_row(ask.snapshot, *at, &search.matched(ask.snapshot.keys[*at].name(), ask.query));
        rows.push(Row::Key(row));
    }
    let keys = found.top.len();
    add_actions(&mut rows, lead, keys, ask, target, search);
    if typed && rows.is_empty() {
        // Before a key gets the name of a command.
        rows.extend(actions::named_in_vain(ask, target).into_iter().map(Row::Action));
    }
    let nothing = (typed && rows.is_empty()).then(|| ask.query.trim().to_owned());
    let used = |at: &usize| ask.snapshot.keys[*at].last_used_at.is_some();
    let heading = if !typed && found.top.iter().all(used) { "Used last" } else { "Keys" }.to_owned();
    Listing { rows, lead, keys, more: found.count > TOP && typed, heading, nothing }
}

/// What can be done, behind what was typed whole and the keys.
fn add_actions(
    rows: &mut Vec<Row>,
    lead: usize,
    keys: usize,
    ask: &Ask<'_>,
    target: Option<&Key>,
    search: &mut Search,
) {
    rows.truncate(lead + keys);
    let others = actions::actions(ask, target, keys > 0, search).into_iter().map(Row::Action);
    let others: Vec<Row> = others.filter(|row| !rows[..lead].contains(row)).collect();
    rows.extend(others);
}

/// Whether every typed word stands in one of a key's texts as it was typed.
fn holds(ask: &Ask<'_>, at: usize) -> bool {
    let key = &ask.snapshot.keys[at];
    let (name, place) = (key.name(), key.place());
    let mut texts = vec![name.to_lowercase(), name.replace('_', "").to_lowercase()];
    let more = [key.provider.as_deref(), key.owner.as_deref(), key.key_id.as_deref()].into_iter().flatten();
    let more = more.chain([place.project.as_str(), place.environment.as_str()]);
    let more = more.chain(key.key_id_name.as_ref().map(VariableName::as_str));
    let more =
        more.chain(key.tags.iter().map(String::as_str)).chain(ask.snapshot.tails.get(at).and_then(Option::as_deref));
    texts.extend(more.map(str::to_lowercase));
    ask.query.split_whitespace().all(|word| texts.iter().any(|text| text.contains(&word.to_lowercase())))
}

/// The key that key commands are about: the one that was gone to, else the best match; where the words name a command too ("rotate stripe"), the best
/// match of the others; with nothing typed, or nothing found, the one selected in the window.
fn target<'a>(ask: &Ask<'a>, index: &Index, search: &mut Search, found: &Found, typed: bool) -> Option<&'a Key> {
    let keys = &ask.snapshot.keys;
    let behind = || keys.iter().find(|key| Some(key.uid) == ask.selected);
    if !typed {
        return behind();
    }
    let chosen = |at: &&usize| keys.get(**at).is_some_and(|key| Some(key.uid) == ask.chosen);
    if let Some(chosen) = found.top.iter().find(chosen) {
        return keys.get(*chosen);
    }
    if let Some(first) = found.top.first() {
        return keys.get(*first);
    }
    let (verbs, rest): (Vec<&str>, Vec<&str>) = ask.query.split_whitespace().partition(|word| actions::is_verb(word));
    if verbs.is_empty() || rest.is_empty() {
        return behind();
    }
    let here = |at: usize| ask.scope.is_none_or(|scope| keys[at].place().project == scope);
    search.find(index, &rest.join(" "), here).top.first().and_then(|first| keys.get(*first))
}

/// The keys used last; where none ever was, the first ones, of development before those of other environments.
fn offered(snapshot: &Snapshot, index: &Index, here: impl Fn(usize) -> bool) -> Found {
    let last = recent(snapshot, &here);
    if last.count > 0 {
        return last;
    }
    let there = |at: &usize| !snapshot.keys[*at].state.is_disabled() && here(*at);
    let mut keys: Vec<usize> = (0..snapshot.keys.len().min(index.items.len())).filter(there).collect();
    keys.sort_by_key(|at| {
        let rank = index.items[*at].rank;
        (!rank.in_view, rank.protected, rank.stage, *at)
    });
    keys.truncate(RECENT);
    Found { count: keys.len(), top: keys }
}

/// The keys used last, the latest first.
fn recent(snapshot: &Snapshot, here: impl Fn(usize) -> bool) -> Found {
    let used = |at: usize| {
        let key = &snapshot.keys[at];
        key.last_used_at.filter(|_| !key.state.is_disabled() && here(at)).map(|when| (std::cmp::Reverse(when), at))
    };
    let mut latest: Vec<_> = (0..snapshot.keys.len()).filter_map(used).collect();
    if latest.len() > RECENT {
        latest.select_nth_unstable(RECENT);
        latest.truncate(RECENT);
    }
    latest.sort_unstable();
    Found { count: latest.len(), top: latest.into_iter().map(|(_, at)| at).collect() }
}

/// What the answer to a pasted secret shows.
pub fn whose(snapshot: &Snapshot, matches: &[Match]) -> Listing {
    let mut rows = Vec::new();
    for found in matches.iter().take(TOP) {
        let Some(at) = snapshot.keys.iter().position(|key| key.uid == found.uid) else { continue };
        let mut row = key_row(snapshot, at, &[]);
        let place = snapshot.keys[at].place();
        let verb = if found.live { "This is" } else { "This is an older value of" };
        row.spoken = format!("{verb} {}, {} {}", row.whole_name(), place.project, place.environment);
        if !found.live {
            row.health = Some((Mark::Warning(Severity::ForInfo), "An older value".to_owned()));
        }
        rows.push(Row::Key(row));
    }
    let heading = match (rows.first(), rows.len()) {
        (Some(first), 1) => first.spoken(),
        (None, _) => String::new(),
        (Some(_), count) => format!("{} hold this value", counts::keys(count)),
    };
    Listing { lead: 0, keys: rows.len(), rows, more: false, heading, nothing: None }
}
