//! Putting the values of a file's own variables into each other, when asked.

use std::collections::HashMap;

use super::entry::Entry;
use super::read::MAX_FILE;
use crate::model::Secret;

/// Why nothing was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExpandError {
    /// The values would come to more than 16 MiB together.
    #[error("the values would grow to more than 16 MiB. Import them as text, without putting values in")]
    TooLarge,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

/// Replaces `$NAME` and `${NAME}` by the value of that name in the same file, through as many steps as it takes. Nothing
/// else is touched: other names, `${NAME:-…}`, `$(…)` and what stood in single quotes stay text. Of a circle
/// (`A=${B}`, `B=${A}`; `PATH=${PATH}:x`) the reference that would close it stays text. Entries keep a
/// [`Note::NamesOthers`] for the names that were not put in.
///
/// # Errors
/// [`ExpandError::TooLarge`]; then no entry has changed.
pub fn expand(entries: &mut [Entry]) -> Result<(), ExpandError> {
    expand_where(entries, |_| true)
}

/// The same for the entries of which `is_wanted` says so; the others stay text, and are put in as they stand.
///
/// # Errors
/// As [`expand`].
pub fn expand_where(entries: &mut [Entry], is_wanted: impl Fn(&Entry) -> bool) -> Result<(), ExpandError> {
    let place_of: HashMap<&str, usize> =
        entries.iter().enumerate().map(|(place, entry)| (entry.name.as_str(), place)).collect();
    let mut visits = vec![Visit::New; entries.len()];
    // What each reference of each entry is replaced by: the place of another entry, or nothing.
    let targets: Vec<Vec<Option<usize>>> = entries
        .iter()
        .map(|entry| {
            let target = |reference: &super::entry::Reference| {
                place_of.get(reference.name.as_str()).copied().filter(|_| !reference.range.is_empty())
            };
            if is_wanted(entry) { entry.references().iter().map(target).collect() } else { Vec::new() }
        })
        .collect();
    drop(place_of);
    let mut targets = targets;
    let mut values: Vec<Option<Secret>> = entries.iter().map(|_| None).collect();
    let mut room = MAX_FILE;

    for first in 0..entries.len() {
        // A stack of our own: a chain may be as long as the file.
        let mut stack = if visits[first] == Visit::New { vec![(first, 0)] } else { Vec::new() };
        while let Some((place, nth)) = stack.last_mut() {
            let place = *place;
            visits[place] = Visit::Open;
            if let Some(target) = targets[place].get_mut(*nth) {
                *nth += 1;
                match target.map(|target| (target, visits[target])) {
                    Some((_, Visit::Open)) => *target = None,
                    Some((next, Visit::New)) => stack.push((next, 0)),
                    Some((_, Visit::Done)) | None => {}
                }
                continue;
            }
            let value = substitute(&entries[place], &targets[place], entries, &values, room)?;
            room =
                room.checked_sub(value.as_ref().unwrap_or(&entries[place].value).len()).ok_or(ExpandError::TooLarge)?;
            values[place] = value;
            visits[place] = Visit::Done;
            stack.pop();
        }
    }

    for ((entry, value), targets) in entries.iter_mut().zip(values).zip(targets) {
        let Some(value) = value else { continue };
        entry.value = value;
        let mut kept = targets.into_iter();
        let mut left = entry.references().to_vec();
        left.retain(|_| kept.next().flatten().is_none());
        entry.set_references(left);
    }
    Ok(())
}

/// The value with all its targets put in; None where there is nothing to put in.
fn substitute(
    entry: &Entry,
    targets: &[Option<usize>],
    entries: &[Entry],
    values: &[Option<Secret>],
    room: usize,
) -> Result<Option<Secret>, ExpandError> {
    if targets.iter().all(Option::is_none) {
        return Ok(None);
    }
    let replacement = |place: usize| values[place].as_ref().unwrap_or(&entries[place].value);
    let put_in = || {
        entry.references().iter().zip(targets).filter_map(|(reference, target)| Some((&reference.range, (*target)?)))
    };
    // The size first, so that nothing large is built to be refused. Values are below 16 MiB and so are their counts.
    let grown: usize =
        put_in().map(|(_, place)| replacement(place).len()).fold(entry.value.len(), usize::saturating_add);
    let size = grown - put_in().map(|(range, _)| range.len()).sum::<usize>();
    if size > room {
        return Err(ExpandError::TooLarge);
    }
    let mut out = Vec::with_capacity(size);
    let mut at = 0;
    // Opened to be copied into the value that names it.
    let text = entry.value.expose();
    for (range, place) in put_in() {
        out.extend_from_slice(&text[at..range.start]);
        out.extend_from_slice(replacement(place).expose());
        at = range.end;
    }
    out.extend_from_slice(&text[at..]);
    Ok(Some(Secret::new(out)))
}
