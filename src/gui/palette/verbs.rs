//! A command about a key that is typed with words for the key: "rotate stripe", "stripe places". Such words can be read in
//! several ways; the one counts that leads to a key with which it can be done.

use std::cmp::Reverse;

use super::actions::{ActionRow, Behind, actions, around, is_offered, rank, row, strange};
use super::data::Ask;
use super::going::words_of;
use super::index::Index;
use super::search::Search;
use crate::gui::commands::Command;
use crate::model::Key;

/// So many letters stand in no word by chance.
const LEAST: usize = 3;

/// One way to read what was typed.
struct Reading {
    commands: Vec<Command>,
    /// The words for the key.
    rest: String,
    /// Those are the command's own as well: "put back", where "back" may be a key's.
    own: bool,
}

/// What is meant to be done, and with which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// The commands that are called so.
    pub commands: Vec<Command>,
    /// The words for the key.
    pub rest: String,
    /// The key's place in the snapshot.
    pub at: usize,
    /// Whether one of them can be done with it.
    pub can: bool,
}

impl Meant {
    /// Whether it is to copy keys, which is what their rows do.
    pub fn is_copy(&self) -> bool {
        self.commands.contains(&Command::Copy)
    }
}

/// What is meant: the best key by the words for it with which it can be done; where there is none, the best key that can't.
pub fn meant(ask: &Ask<'_>, index: &Index, search: &mut Search) -> Option<Meant> {
    let readings = readings(ask);
    let mut first = |can: bool| {
        readings.iter().find_map(|reading| {
            // A row says itself why its key can't be copied.
            let does = |command: &Command, at| *command == Command::Copy || command.fits_at(ask.snapshot, at);
            let fits =
                |at: usize| ask.is_here(at) && (!can || reading.commands.iter().any(|command| does(command, at)));
            let found = search.find(index, &reading.rest, fits).top;
            // Words of the command's own name a key only where they begin its words, and nothing is refused in its name.
            let least = if reading.own { usize::MAX } else { LEAST };
            let found = found.into_iter().filter(|_| can || !reading.own);
            let at = found.into_iter().find(|at| begins(&ask.snapshot.keys[*at], &reading.rest, least))?;
            Some(Meant { commands: reading.commands.clone(), rest: reading.rest.clone(), at, can })
        })
    };
    first(true).or_else(|| first(false))
}

/// Whether each word with fewer letters than `least` begins one of a key's: two letters stand within some word of many keys, by chance, and "no owner" names
/// none.
fn begins(key: &Key, rest: &str, least: usize) -> bool {
    let place = key.place();
    let texts = [key.name(), &place.project, &place.environment].into_iter();
    let texts = texts.chain(key.provider.as_deref()).chain(key.owner.as_deref());
    let texts: Vec<String> = texts.chain(key.tags.iter().map(String::as_str)).map(words_of).collect();
    let begins = |short: &str| texts.iter().any(|text| text.split(' ').any(|word| word.starts_with(short)));
    rest.split(' ').map(str::to_lowercase).filter(|word| word.chars().count() < least).all(|word| begins(&word))
}

/// The ways to read what was typed, the one with most words for what is done first.
fn readings(ask: &Ask<'_>) -> Vec<Reading> {
    let words: Vec<&str> = ask.query.split_whitespace().collect();
    if words.len() > u64::BITS as usize {
        return Vec::new();
    }
    let mut all: Vec<(u64, Vec<Command>)> = Vec::new();
    let mut wholly = Vec::new();
    for command in Command::ALL.into_iter().filter(|command| is_offered_with_a_key(ask, *command)) {
        let own = words.iter().enumerate().filter(|(_, word)| is_word_of(command, word)).map(|(at, _)| 1_u64 << at);
        let own: Vec<u64> = own.collect();
        // "edit notes" may be about the notes, and about a key of that name.
        let mut ways = own.clone();
        let every = own.iter().fold(0, |all, one| all | one);
        ways.push(every);
        if every.count_ones() as usize == words.len() {
            wholly.push(command);
        }
        ways.dedup();
        for way in ways.into_iter().filter(|way| *way != 0) {
            match all.iter_mut().find(|(other, _)| *other == way) {
                Some((_, commands)) => commands.push(command),
                None => all.push((way, vec![command])),
            }
        }
    }
    all.sort_by_key(|(own, _)| (Reverse(own.count_ones()), own.trailing_zeros()));
    let reading = |(own, mut commands): (u64, Vec<Command>)| {
        let is_own = commands.iter().any(|command| wholly.contains(command));
        if is_own {
            commands.retain(|command| wholly.contains(command));
        }
        let rest = words.iter().enumerate().filter(|(at, _)| own & (1 << at) == 0).map(|(_, word)| *word);
        let rest = rest.collect::<Vec<_>>().join(" ");
        (!rest.is_empty()).then_some(Reading { commands, rest, own: is_own })
    };
    all.into_iter().filter_map(reading).collect()
}

/// Whether a command can be named with a key. An export is of the key's project.
fn is_offered_with_a_key(ask: &Ask<'_>, command: Command) -> bool {
    match command {
        Command::Copy => true,
        Command::Export => is_offered(ask, command),
        _ => command.is_about_a_key() && is_offered(ask, command),
    }
}

/// Whether a word begins one of the command's title, or another word for it; or stands around the key's name there.
fn is_word_of(command: Command, word: &str) -> bool {
    let typed = word.to_lowercase();
    let begins = |title: &str| title.to_lowercase().split_whitespace().any(|part| part.starts_with(&typed));
    let stands = |text: &str| text.to_lowercase().split_whitespace().any(|part| part.trim_end_matches('…') == typed);
    let (before, after) = around(command).unwrap_or_default();
    typed.len() > 1 && (begins(command.title()) || command.is_called(&typed) || stands(before) || stands(after))
}

/// The commands about a key whose title is typed, from its first word on; of several words the last may be begun, and smaller ones
/// between them left out: "put the old value back", "duplicate to", "delete".
pub fn titled(ask: &Ask<'_>) -> Vec<Command> {
    let typed: Vec<String> = ask.query.split_whitespace().map(str::to_lowercase).collect();
    let is_typed = |text: &str| {
        let text = text.to_lowercase().replace('…', "");
        let words: Vec<&str> = text.split_whitespace().collect();
        let [first, rest @ ..] = typed.as_slice() else { return false };
        let Some((last, between)) = rest.split_last() else { return words == [first] };
        let mut left = words.iter();
        left.next() == Some(&first.as_str())
            && between.iter().all(|word| left.any(|other| other == word))
            && left.any(|other| other.starts_with(last.as_str()))
    };
    let around = |command: Command| around(command).map(|(before, after)| format!("{before}{after}"));
    let newer = |command: Command| match command {
        Command::PutBack => "Put the newer value back",
        Command::MarkEnded => "The newer value has ended at its provider",
        _ => "",
    };
    let is_called = |command: &Command| {
        *command != Command::Copy
            && (is_typed(command.title())
                || is_typed(newer(*command))
                || around(*command).is_some_and(|title| is_typed(&title)))
    };
    let offered = Command::ALL.into_iter().filter(|command| is_offered_with_a_key(ask, *command));
    offered.filter(|command| command.is_about_a_key()).filter(is_called).collect()
}

/// Those, each with why it can't be done with the key behind; nothing where one of them can.
pub fn titled_in_vain(ask: &Ask<'_>, behind: Option<&Key>) -> Vec<ActionRow> {
    let titled = titled(ask);
    if ask.alone || titled.iter().any(|command| command.fits(ask.snapshot, behind)) {
        return Vec::new();
    }
    in_vain(ask, &titled, behind)
}

/// Whether words for a key stand beside a verb: then it is not about the key that is selected behind.
pub fn speaks_of_another(ask: &Ask<'_>) -> bool {
    let offered: Vec<Command> = Command::ALL.into_iter().filter(|one| is_offered_with_a_key(ask, *one)).collect();
    let is_verb = |word: &&str| offered.iter().any(|command| is_word_of(*command, word));
    let (verbs, rest): (Vec<&str>, Vec<&str>) = ask.query.split_whitespace().partition(is_verb);
    !verbs.is_empty() && !rest.is_empty()
}

/// What is meant, with what else is called so, as rows: what can be done with the key, else why not.
pub fn rows(ask: &Ask<'_>, meant: &Meant, key: Option<&Key>, search: &mut Search) -> Vec<ActionRow> {
    let mut rows = actions(ask, key, Behind::Meant, search);
    if !meant.can {
        rows.extend(in_vain(ask, &meant.commands, key));
        return rows;
    }
    let can = meant.commands.iter().filter(|command| command.fits_at(ask.snapshot, meant.at));
    for row in can.map(|command| row(ask, *command, key)) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    rows.sort_by_cached_key(|row| (strange(&row.title, ask.query), rank(row, ask.query, search)));
    rows
}

/// Commands about a key that were named alone where nothing else is found, each with why it can't be done with the one that is
/// selected behind.
pub fn named_in_vain(ask: &Ask<'_>, behind: Option<&Key>) -> Vec<ActionRow> {
    let is_named = |command: &Command| ask.query.split_whitespace().all(|word| is_word_of(*command, word));
    let offered = Command::ALL.into_iter().filter(|command| is_offered_with_a_key(ask, *command));
    let named: Vec<Command> = offered.filter(is_named).collect();
    if ask.alone { Vec::new() } else { in_vain(ask, &named, behind) }
}

/// Commands that can't be done, each with why: what was said of it in the fewest words first.
fn in_vain(ask: &Ask<'_>, commands: &[Command], key: Option<&Key>) -> Vec<ActionRow> {
    let mut commands: Vec<Command> = commands.iter().copied().filter(|command| is_offered(ask, *command)).collect();
    commands.sort_by_key(|command| command.title().split(' ').count());
    let row = |command: Command| {
        let off = match key {
            Some(key) => format!("It {}", command.why_not(ask.snapshot, key)?),
            None => "No key is selected".to_owned(),
        };
        Some(ActionRow { place: None, off: Some(off), caps: Vec::new(), ..row(ask, command, key) })
    };
    commands.into_iter().filter_map(row).collect()
}
