//! What the palette offers beside keys: commands that have a meaning now, named with the key they are about, and the
//! places one can go to.

use std::ops::Range;

use super::data::Ask;
use super::going::{people, places};
use super::search::Search;
use crate::detect;
use crate::gui::commands::{Command, provider_page};
use crate::gui::counts::grouped;
use crate::gui::screens::keys::Place;
use crate::gui::theme::Icon;
use crate::model::{EnvRef, Key, KeyUid};

/// So many are shown beside keys that were found; more would push nothing but noise into view.
const BESIDE_KEYS: usize = 8;

/// What an action does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A command of the window.
    Do(Command),
    /// A command on this key.
    DoTo(KeyUid, Command),
    /// Look at another place.
    Go(Place),
    /// Look at what a person owns.
    Person(String),
    /// Look at another place, and a command there.
    GoAndDo(Place, Command),
}

/// An action as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Before its title.
    pub icon: Icon,
    /// "Rotate STRIPE_SECRET_KEY…".
    pub title: String,
    /// Where in it a variable's name stands: of that, the middle gives way.
    pub name: Option<Range<usize>>,
    /// Where its key stands; names are the same in several places.
    pub place: Option<EnvRef>,
    /// More about it.
    pub hint: Option<String>,
    /// Why it can't be done; none where it can.
    pub off: Option<String>,
    /// Its keys of the keyboard.
    pub caps: Vec<&'static str>,
    /// What it does.
    pub act: Act,
}

impl ActionRow {
    /// What a screen reader says.
    pub fn spoken(&self) -> String {
        let mut words = self.title.clone();
        if let Some(more) = self.more() {
            words = format!("{words}, {more}");
        }
        if self.caps.is_empty() { words } else { format!("{words}, {}", self.caps.join(" ")) }
    }

    /// What stands behind its title.
    fn more(&self) -> Option<String> {
        if let Some(off) = &self.off {
            return Some(off.clone());
        }
        let place = self.place.as_ref().map(|place| format!("{} · {}", place.project, place.environment));
        place.or_else(|| self.hint.clone())
    }
}

/// Commands that mean nothing in the palette itself.
pub(super) const LEFT_OUT: [Command; 3] = [Command::Search, Command::Copy, Command::Undo];

/// What can be done without a window behind.
const ALONE: [Command; 7] = [
    Command::CopyKeyId,
    Command::CopyAssignment,
    Command::CopyExportLine,
    Command::CopyReference,
    Command::OpenProvider,
    Command::ClearClipboard,
    Command::Lock,
];

/// Verbs that a found key brings along, whatever was typed.
const VERBS: [Command; 3] = [Command::Rotate, Command::OpenProvider, Command::Export];

/// What the actions stand behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Nothing: they are all that is found.
    Nothing,
    /// Keys that were found.
    Keys,
    /// What was named with words for a key: over whose title its letters are scattered is not meant.
    Meant,
}

/// The actions for what was typed.
pub fn actions(ask: &Ask<'_>, target: Option<&Key>, behind: Behind, search: &mut Search) -> Vec<ActionRow> {
    let typed = !ask.query.trim().is_empty();
    let mut all = commands(ask, target);
    if !ask.alone {
        all.extend(places(ask));
        all.extend(people(ask));
    }
    if !typed {
        return all;
    }
    let is_verb = |row: &ActionRow| match row.act {
        Act::Do(command) | Act::DoTo(_, command) | Act::GoAndDo(_, command) => {
            VERBS.iter().position(|verb| *verb == command)
        }
        Act::Go(_) | Act::Person(_) => None,
    };
    let mut scored: Vec<(Order, ActionRow)> = Vec::new();
    for row in all {
        let order = match is_verb(&row).filter(|_| behind == Behind::Keys) {
            Some(verb) => Some((verb, 0, 0)),
            None => order(&row, ask.query, search),
        };
        let is_meant = |order: &Order| behind != Behind::Meant || order.0 < SCATTERED;
        scored.extend(order.filter(is_meant).map(|order| (order, row)));
    }
    scored.sort_by_key(|(order, _)| *order);
    if behind == Behind::Keys {
        scored.truncate(BESIDE_KEYS);
    }
    scored.into_iter().map(|(_, row)| row).collect()
}

/// What a row is found by: its title, its place, and the plain name of its command where that is another.
pub(super) fn searched(row: &ActionRow) -> String {
    let plain = match row.act {
        Act::Do(command) | Act::DoTo(_, command) | Act::GoAndDo(_, command) if command.title() != row.title => {
            command.title()
        }
        _ => "",
    };
    format!("{} {} {plain}", row.title, row.more().unwrap_or_default())
}

/// How well a row was found, the best first: by what, how many typed words do not stand in its title as they are, how badly
/// its letters match.
pub(super) type Order = (usize, usize, u32);

/// By what a row was found, behind the verbs that a key brings along.
const STANDS: usize = VERBS.len();
const CALLED: usize = STANDS + 1;
const SCATTERED: usize = CALLED + 1;

/// Where a row stands among those that were found, none where it was not: first what is called so on screen, then what others
/// call so, then that over whose title the letters are scattered.
fn order(row: &ActionRow, query: &str, search: &mut Search) -> Option<Order> {
    let title = searched(row);
    let plain = title.to_lowercase();
    let (mut score, mut stands, mut is_meant) = (Some(0), true, true);
    for word in query.split_whitespace() {
        let one = search.title_score(&title, word);
        let here = one.is_some() && plain.contains(&word.to_lowercase());
        stands &= here;
        is_meant &= here || is_called(&row.act, word);
        score = score.zip(one).map(|(sum, one)| sum + one);
    }
    match score {
        Some(score) if stands => Some((STANDS, strange(&row.title, query), u32::MAX - score)),
        _ if is_meant => Some((CALLED, 0, u32::MAX)),
        Some(score) => Some((SCATTERED, 0, u32::MAX - score)),
        None => None,
    }
}

/// Where a row stands that is meant, also by words that are nowhere in it: a key is known by more than its name and place.
pub(super) fn rank(row: &ActionRow, query: &str, search: &mut Search) -> Order {
    order(row, query, search).filter(|order| order.0 < SCATTERED).unwrap_or((CALLED, 0, u32::MAX))
}

/// How many typed words are no whole words of a title; one more where it does not begin with the first of them.
pub(super) fn strange(title: &str, query: &str) -> usize {
    let (title, query) = (title.to_lowercase(), query.to_lowercase());
    let is_whole = |typed: &str| title.split(|c: char| !c.is_alphanumeric()).any(|word| word == typed);
    let begins = query.split_whitespace().next().is_some_and(|first| title.starts_with(first));
    query.split_whitespace().filter(|typed| !is_whole(typed)).count() + usize::from(!begins)
}

fn is_called(act: &Act, word: &str) -> bool {
    match act {
        Act::Do(command) | Act::DoTo(_, command) | Act::GoAndDo(_, command) => command.is_called(word),
        Act::Go(_) => Command::ChooseProject.is_called(word),
        Act::Person(_) => Command::AssignOwner.is_called(word),
    }
}

/// Whether what was typed names a command: each word begins a word of its title, or another word for it.
pub fn is_named(ask: &Ask<'_>) -> bool {
    let typed: Vec<String> = ask.query.split_whitespace().map(str::to_lowercase).collect();
    let names = |row: &ActionRow| {
        let title = row.title.to_lowercase();
        let begins = |word: &str| title.split_whitespace().any(|part| part.starts_with(word));
        typed.iter().all(|word| begins(word) || is_called(&row.act, word))
    };
    !ask.alone && commands(ask, None).iter().any(names)
}

/// What can be done now, with the key it is about.
pub(super) fn commands(ask: &Ask<'_>, target: Option<&Key>) -> Vec<ActionRow> {
    let offered = |command: &Command| is_offered(ask, *command) && command.fits(ask.snapshot, target);
    let (count, picked) = ask.picked;
    let with_all = picked.iter().map(|command| with_all(ask, *command, count));
    with_all.chain(Command::ALL.into_iter().filter(offered).map(|command| row(ask, command, target))).collect()
}

/// Whether the palette offers a command here, where it fits.
pub(super) fn is_offered(ask: &Ask<'_>, command: Command) -> bool {
    !LEFT_OUT.contains(&command)
        && command.is_offered_in(ask.section)
        && (!ask.alone || ALONE.contains(&command))
        && leads_somewhere(ask, command)
}

/// Whether a command has something to act on behind the palette.
fn leads_somewhere(ask: &Ask<'_>, command: Command) -> bool {
    match command {
        Command::Inspector => ask.selected.is_some(),
        Command::PreviousEnvironment | Command::NextEnvironment => {
            ask.view.project.is_some() && command.acts_in(ask.section)
        }
        _ => true,
    }
}

/// A command on all that is selected behind.
fn with_all(ask: &Ask<'_>, command: Command, count: usize) -> ActionRow {
    let them = if count == 1 { "the selected one".to_owned() } else { format!("the {} selected", grouped(count)) };
    let title = match command {
        Command::Rotate => format!("Rotate {them}…"),
        Command::AssignOwner => format!("Assign an owner to {them}…"),
        Command::Snooze => format!("Snooze {them}…"),
        Command::Move => format!("Move {them} to…"),
        Command::MarkEnded => format!("Ended at the provider: {them}…"),
        _ => format!("{} {them}", command.title()),
    };
    let caps = command.caps_in(&ask.snapshot.settings);
    ActionRow { caps, ..plain(command.icon(), title, Act::Do(command)) }
}

/// A command as a row, with the key it is about.
pub(super) fn row(ask: &Ask<'_>, command: Command, target: Option<&Key>) -> ActionRow {
    let key = target.filter(|_| command.is_about_a_key());
    let place = key.map(|key| key.place().clone());
    let (title, name, act) = match key {
        Some(key) => {
            let (title, name) = title_with(command, key);
            (title, name, Act::DoTo(key.uid, command))
        }
        None if command == Command::Export => {
            let (title, act) = export(ask, target);
            (title, None, act)
        }
        None => (command.title().to_owned(), None, Act::Do(command)),
    };
    // Alone, every character is typed.
    let caps = Some(command).filter(|command| !(ask.alone && command.is_character()));
    let caps = caps.map(|command| command.caps_in(&ask.snapshot.settings)).unwrap_or_default();
    ActionRow { name, place, caps, ..plain(command.icon(), title, act) }
}

/// A row that says nothing but what it does.
pub(super) fn plain(icon: Icon, title: String, act: Act) -> ActionRow {
    ActionRow { icon, title, name: None, place: None, hint: None, off: None, caps: Vec::new(), act }
}

/// An export is of a project: the found key's, else the one in view.
fn export(ask: &Ask<'_>, target: Option<&Key>) -> (String, Act) {
    let in_view = ask.view.project.as_ref();
    match target.map(|key| &key.place().project).or(in_view) {
        Some(project) if in_view == Some(project) => (format!("Export {project}…"), Act::Do(Command::Export)),
        Some(project) => {
            let place = Place { project: Some(project.clone()), environment: None };
            (format!("Export {project}…"), Act::GoAndDo(place, Command::Export))
        }
        None => (Command::Export.title().to_owned(), Act::Do(Command::Export)),
    }
}

/// A command's title with the key it is about, and where in it its name stands.
fn title_with(command: Command, key: &Key) -> (String, Option<Range<usize>>) {
    let page = provider_page(key).filter(|_| command == Command::OpenProvider);
    let titled =
        page.map_or_else(|| format!("{}: ", command.title()), |page| format!("Open {} for ", detect::host(page)));
    let (before, after) = match command {
        Command::PutBack if key.is_put_back() => ("Put the newer value of ", " back"),
        Command::MarkEnded if key.is_put_back() => ("The newer value of ", " has ended at its provider"),
        _ => around(command).unwrap_or((&titled, "")),
    };
    let name = before.len()..before.len() + key.name().len();
    (format!("{before}{}{after}", key.name()), Some(name))
}

/// What stands around a key's name in the title of a command about it.
pub(super) fn around(command: Command) -> Option<(&'static str, &'static str)> {
    Some(match command {
        Command::CopyKeyId => ("Copy key ID of ", ""),
        Command::CopyAssignment => ("Copy ", " as NAME=value"),
        Command::CopyExportLine => ("Copy ", " as export line"),
        Command::CopyReference => ("Copy reference of ", ""),
        Command::Show => ("Show ", ""),
        Command::Rotate => ("Rotate ", "…"),
        Command::PutBack => ("Put the old value of ", " back"),
        Command::MarkEnded => ("The old value of ", " has ended at its provider"),
        Command::MarkValueEnded => ("", " has ended at its provider"),
        Command::Edit => ("Edit ", "…"),
        Command::Duplicate => ("Duplicate ", " to…"),
        Command::Move => ("Move ", " to…"),
        Command::SaveFile => ("Save ", " as file…"),
        Command::DeleteFiles => ("Delete written files with ", "…"),
        Command::AssignOwner => ("Assign an owner to ", "…"),
        Command::Snooze => ("Snooze ", "…"),
        Command::Unsnooze => ("Un-snooze ", ""),
        Command::Disable => ("Disable ", ""),
        Command::Enable => ("Enable ", ""),
        Command::Delete => ("Delete ", "…"),
        _ => return None,
    })
}
