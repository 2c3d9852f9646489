//! What the palette shows, as plain values: keys with the matched parts of their names, then what can be done.

use super::actions::{self, Act, ActionRow, Behind};
use super::going::{self, Called, Whole, words_of};
use super::index::Index;
use super::key_row::{KeyRow, key_row};
use super::search::{Found, Search, TOP};
use super::verbs::{self, Meant};
use crate::gui::commands::Command;
use crate::gui::counts;
use crate::gui::route::Section;
use crate::gui::screens::keys::Place;
use crate::gui::widgets::Mark;
use crate::jobs::{Match, Snapshot};
use crate::model::{Key, KeyRef, KeyUid, Severity, VariableName};

/// So many keys are offered before anything is typed.
pub(super) const RECENT: usize = 5;
/// What may stand between the words of a reference, a path, or a name as others write it.
const MARKS: [char; 3] = ['/', '-', '·'];

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

    /// What stands over it where it was typed whole.
    fn kind(&self) -> &'static str {
        match self {
            Self::Key(_) => "Keys",
            Self::Action(row) => match row.act {
                Act::Person(_) => "People",
                Act::Go(_) => "Projects",
                Act::Do(_) | Act::DoTo(..) | Act::GoAndDo(..) => "Command",
            },
        }
    }
}

/// Everything in view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// What was typed whole (the page of someone, a place or a command), keys, then actions.
    pub rows: Vec<Row>,
    /// How many come before the keys.
    pub lead: usize,
    /// How many are keys.
    pub keys: usize,
    /// More keys were found than are shown.
    pub more: bool,
    /// What stands over the keys.
    pub heading: String,
    /// The words that were looked for where what was typed has marks between them.
    pub apart: Option<String>,
    /// What was typed, where nothing is found for it.
    pub nothing: Option<String>,
}

impl Listing {
    /// Names what can be done anew, with the key of the row that was gone to.
    pub fn follow(&mut self, ask: &Ask<'_>, search: &mut Search) {
        let target = ask.snapshot.keys.iter().find(|key| Some(key.uid) == ask.chosen);
        let ask = &Ask { query: self.apart.as_deref().unwrap_or(ask.query), ..*ask };
        add_actions(&mut self.rows, self.lead, self.keys, ask, target, None, search);
    }

    /// What stands over a row, where a part begins with it.
    pub fn heading_over(&self, row: usize) -> Option<&str> {
        let keys = self.lead..self.lead + self.keys;
        match row {
            _ if row == keys.end => Some("Actions"),
            _ if row == keys.start => Some(&self.heading),
            0 => self.rows.first().map(Row::kind),
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

impl Ask<'_> {
    /// Whether that key is looked for.
    pub fn is_here(&self, at: usize) -> bool {
        self.scope.is_none_or(|scope| self.snapshot.keys[at].place().project == scope)
    }
}

/// What is to be shown now.
pub fn listing(ask: &Ask<'_>, index: &Index, search: &mut Search) -> Listing {
    let typed = ask.query.trim();
    if typed.is_empty() {
        return untyped(ask, index, search);
    }
    let apart = apart(typed);
    let mut ask = Ask { query: typed, ..*ask };
    let mut reading = Reading::of(&ask, index, search);
    let other = apart.as_deref().filter(|_| reading.finds_nothing()).map(|query| Ask { query, ..ask });
    if let Some(other) = other {
        let read = Reading::of(&other, index, search);
        if !read.finds_nothing() {
            (ask, reading) = (other, read);
        }
    }
    let Reading { whole, found, meant } = reading;
    let whole = whole.filter(|whole| !found.top.iter().any(|at| is_own_name(&ask, *at, whole.by)));
    let whole = whole.map(|whole| Row::Action(whole.row));
    let (keys, target) = (found.top.len(), target(&ask, &found, meant.as_ref()));
    // Where no key is found it stands first among its like.
    let mut rows: Vec<Row> = whole.iter().filter(|_| keys > 0).cloned().collect();
    let lead = rows.len();
    let words = meant.as_ref().map_or(ask.query, |meant| &meant.rest);
    rows.extend(key_rows(ask.snapshot, &found, words, search));
    add_actions(&mut rows, lead, keys, &ask, target, meant.as_ref(), search);
    if let Some(whole) = whole.filter(|_| keys == 0) {
        rows.retain(|row| *row != whole);
        rows.insert(0, whole);
    }
    if keys == 0 && meant.is_none() {
        let vain = verbs::titled_in_vain(&ask, target).into_iter().map(Row::Action);
        rows.splice(0..0, vain);
    }
    if rows.is_empty() {
        // Before a key gets the name of a command.
        rows.extend(verbs::named_in_vain(&ask, target).into_iter().map(Row::Action));
    }
    let nothing = rows.is_empty().then(|| typed.to_owned());
    let apart = (ask.query != typed).then(|| ask.query.to_owned());
    Listing { rows, lead, keys, more: found.count > TOP, heading: "Keys".to_owned(), apart, nothing }
}

/// What words lead to.
struct Reading {
    /// What they call whole.
    whole: Option<Whole>,
    found: Found,
    /// What they say is to be done with a key, where they are no key's own.
    meant: Option<Meant>,
}

impl Reading {
    fn of(ask: &Ask<'_>, index: &Index, search: &mut Search) -> Self {
        let here = |at: usize| ask.is_here(at);
        // The title of what is done with a key is about the one behind, not about one whose name begins like it.
        let is_titled = ask.query.contains(' ') && !verbs::titled(ask).is_empty();
        let (whole, is_named) = (going::whole(ask), is_titled || actions::is_named(ask));
        let mut found = search.find(index, ask.query, here);
        // "dark" means the theme, not a key in whose name those letters stand about.
        if is_named && !found.top.iter().any(|at| holds(ask, *at)) {
            found = Found::default();
        }
        let named = whole.is_some() || is_named || !found.top.is_empty();
        let meant = if named { None } else { verbs::meant(ask, index, search) };
        if let Some(copy) = meant.as_ref().filter(|meant| meant.is_copy()) {
            found = search.find(index, &copy.rest, here);
        }
        Self { whole, found, meant }
    }

    /// Whether they lead to no key.
    fn finds_nothing(&self) -> bool {
        self.found.top.is_empty() && self.meant.is_none()
    }
}

/// What is shown before anything is typed.
fn untyped(ask: &Ask<'_>, index: &Index, search: &mut Search) -> Listing {
    let found = offered(ask.snapshot, index, |at| ask.is_here(at));
    let used = |at: &usize| ask.snapshot.keys[*at].last_used_at.is_some();
    let heading = if found.top.iter().all(used) { "Used last" } else { "Keys" }.to_owned();
    let (keys, target) = (found.top.len(), behind(ask));
    let mut rows: Vec<Row> = key_rows(ask.snapshot, &found, "", search).collect();
    // The small window has nothing to do without keys, and says so.
    if !ask.alone || !ask.snapshot.keys.is_empty() {
        add_actions(&mut rows, 0, keys, ask, target, None, search);
    }
    Listing { rows, keys, heading, ..Listing::default() }
}

fn key_rows<'a>(
    snapshot: &'a Snapshot,
    found: &'a Found,
    words: &'a str,
    search: &'a mut Search,
) -> impl Iterator<Item = Row> + 'a {
    let row = |at: &usize| key_row(snapshot, *at, &search.matched(snapshot.keys[*at].name(), words));
    found.top.iter().map(row).map(Row::Key)
}

/// A reference, a path or a name with dashes, as the words that it has; none where it has no such marks.
fn apart(typed: &str) -> Option<String> {
    if let Ok(KeyRef { place, name }) = KeyRef::parse(typed) {
        return Some(format!("{} {} {name}", place.project, place.environment));
    }
    typed.contains(MARKS).then(|| typed.replace(MARKS, " ")).filter(|apart| !apart.trim().is_empty())
}

/// Whether a key's own name is what was typed: as a whole, or where a place is only named, with all of its words in it.
fn is_own_name(ask: &Ask<'_>, at: usize, called: Called) -> bool {
    let (name, typed) = (words_of(ask.snapshot.keys[at].name()), words_of(ask.query));
    match called {
        Called::Title => name == typed,
        Called::Name => typed.split(' ').all(|word| name.contains(word)),
    }
}

/// What can be done, behind what was typed whole and the keys.
fn add_actions(
    rows: &mut Vec<Row>,
    lead: usize,
    keys: usize,
    ask: &Ask<'_>,
    target: Option<&Key>,
    meant: Option<&Meant>,
    search: &mut Search,
) {
    rows.truncate(lead + keys);
    let others = match meant.filter(|_| keys == 0) {
        Some(meant) => verbs::rows(ask, meant, target, search),
        None => actions::actions(ask, target, if keys > 0 { Behind::Keys } else { Behind::Nothing }, search),
    };
    let others: Vec<Row> = others.into_iter().map(Row::Action).filter(|row| !rows[..lead].contains(row)).collect();
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

/// The key that key commands are about: the one that was gone to, else the best match; where the words name a command too ("rotate stripe"), the one that is
/// meant; with nothing found, the one selected in the window, unless another was spoken of.
fn target<'a>(ask: &Ask<'a>, found: &Found, meant: Option<&Meant>) -> Option<&'a Key> {
    let keys = &ask.snapshot.keys;
    let chosen = |at: &&usize| keys.get(**at).is_some_and(|key| Some(key.uid) == ask.chosen);
    let found = found.top.iter().find(chosen).or(found.top.first()).copied();
    match found.or(meant.map(|meant| meant.at)) {
        Some(at) => keys.get(at),
        None if verbs::titled(ask).is_empty() && verbs::speaks_of_another(ask) => None,
        None => behind(ask),
    }
}

/// The key that is selected in the window.
fn behind<'a>(ask: &Ask<'a>) -> Option<&'a Key> {
    ask.snapshot.keys.iter().find(|key| Some(key.uid) == ask.selected)
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
        (!rank.in_view, rank.protected, rank.rests, rank.stage, *at)
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
    let heading = match (&rows[..], rows.len()) {
        ([Row::Key(one)], _) => one.spoken.replacen(&one.whole_name(), &format!("`{}`", one.whole_name()), 1),
        ([], _) => String::new(),
        (_, count) => format!("{} hold this value", counts::keys(count)),
    };
    Listing { keys: rows.len(), rows, heading, ..Listing::default() }
}
