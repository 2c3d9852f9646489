//! Several files read as one: a later one's value wins.

use std::collections::HashMap;

use super::entry::{Dialect, Entry, Note, Parsed};

/// Which of several files an entry stands in, by their order.
pub type FileNumber = usize;

/// Several files, read as one.
#[derive(Debug, Default)]
pub struct Folded {
    /// The variables, each once, in the order they first came.
    pub entries: Vec<Entry>,
    /// Which file each entry is from.
    pub from: Vec<FileNumber>,
    /// Which earlier files have another value of the entry, that lost.
    pub lost: Vec<Vec<FileNumber>>,
    /// Assignments in comments, with their files.
    pub commented_out: Vec<(FileNumber, Entry)>,
    /// Lines that gave nothing, with their files.
    pub problems: Vec<(FileNumber, super::Problem)>,
    /// Whose rules the last file was read by.
    pub dialect: Dialect,
}

/// Lays files over each other, in their order. What an earlier one says otherwise is lost and named.
pub fn fold(files: Vec<Parsed>) -> Folded {
    let mut folded = Folded::default();
    let mut place_of: HashMap<String, usize> = HashMap::new();
    for (number, parsed) in files.into_iter().enumerate() {
        folded.dialect = parsed.dialect;
        folded.commented_out.extend(parsed.commented_out.into_iter().map(|entry| (number, entry)));
        folded.problems.extend(parsed.problems.into_iter().map(|problem| (number, problem)));
        for entry in parsed.entries {
            match place_of.get(entry.name.as_str()) {
                None => {
                    place_of.insert(entry.name.to_string(), folded.entries.len());
                    folded.entries.push(entry);
                    folded.from.push(number);
                    folded.lost.push(Vec::new());
                }
                Some(&place) => {
                    let before = std::mem::replace(&mut folded.entries[place], entry);
                    let from = std::mem::replace(&mut folded.from[place], number);
                    if !before.value.same_as(&folded.entries[place].value) {
                        folded.lost[place].push(from);
                    }
                }
            }
        }
    }
    folded
}

impl Entry {
    /// The variables its value names, each once.
    pub fn names_others(&self) -> &[String] {
        let names = self.notes().iter().find_map(|note| match note {
            Note::NamesOthers(names) => Some(names.as_slice()),
            _ => None,
        });
        names.unwrap_or_default()
    }

    /// Its value points to a secret elsewhere, or is one that another tool encrypted: as text it is of no use.
    pub fn is_no_value(&self) -> bool {
        self.notes().iter().any(|note| matches!(note, Note::Reference | Note::Encrypted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envfile::read;

    fn folded(texts: &[&str]) -> Folded {
        fold(texts.iter().map(|text| read(text.as_bytes(), Dialect::Auto).unwrap()).collect())
    }

    #[test]
    fn the_last_value_wins_and_what_it_hides_is_named() {
        let folded = folded(&["A=1\nB=1\n# OLD=x\n", "B=2\nC=2\nno line\n", "A=1\nB=3\n"]);
        let seen: Vec<(&str, &str, usize, &[usize])> = folded
            .entries
            .iter()
            .zip(&folded.from)
            .zip(&folded.lost)
            .map(|((entry, from), lost)| (entry.name.as_str(), entry.value.expose_str().unwrap(), *from, &lost[..]))
            .collect();
        assert_eq!(seen, [("A", "1", 2, &[][..]), ("B", "3", 2, &[0, 1][..]), ("C", "2", 1, &[][..])]);
        assert_eq!((folded.commented_out[0].0, folded.problems[0].0), (0, 1));
    }
}
