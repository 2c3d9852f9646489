//! What was called otherwise before: the record keeps names as they were when something was done, and its own entries say what
//! became of them.

use super::name::is_protected_at_first;
use super::usage::{ActivityEntry, ActivityKind};

/// That a project, an environment or a key has another name from an entry on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// The entry's.
    pub number: u64,
    /// What it was called: a project's name, `project/environment`, or a reference.
    pub from: String,
    /// What it is called since.
    pub to: String,
}

impl Renaming {
    /// Reads it; none of an entry about anything else.
    pub fn of(entry: &ActivityEntry) -> Option<Self> {
        let names =
            |from: &str, to: &str| Some(Self { number: entry.number, from: from.to_owned(), to: to.to_owned() });
        let (subject, detail) = (entry.subject.as_deref()?, entry.detail.as_deref()?);
        match entry.what {
            // The record has a key and a project under their new names, and an environment under its old one.
            ActivityKind::Renamed | ActivityKind::Moved => names(detail.strip_prefix("from ")?, subject),
            ActivityKind::PlaceChanged => match detail.strip_prefix("renamed from ") {
                Some(from) => names(from, subject),
                None => {
                    let (project, _) = subject.split_once('/')?;
                    let to = detail.strip_prefix("renamed to ")?;
                    // Said of a name that protects.
                    let protects = to.strip_suffix(", protected").filter(|name| is_protected_at_first(name));
                    names(subject, &format!("{project}/{}", protects.unwrap_or(to)))
                }
            },
            _ => None,
        }
    }

    /// What this is called from the entry on; none where it is about something else.
    pub fn after(&self, then: &str) -> Option<String> {
        renamed(then, &self.from, &self.to)
    }

    /// What this was called before the entry; none where it is about something else.
    pub fn before(&self, now: &str) -> Option<String> {
        renamed(now, &self.to, &self.from)
    }
}

/// A name, or one within it, after `from` became `to`.
fn renamed(name: &str, from: &str, to: &str) -> Option<String> {
    let within = name.strip_prefix(from)?;
    (within.is_empty() || within.starts_with('/')).then(|| format!("{to}{within}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renaming(what: ActivityKind, subject: &str, detail: &str) -> Option<Renaming> {
        Renaming::of(&ActivityEntry {
            number: 7,
            at: chrono::DateTime::UNIX_EPOCH,
            what,
            subject: Some(subject.to_owned()),
            detail: Some(detail.to_owned()),
            via: "window".to_owned(),
        })
    }

    #[test]
    fn names_are_followed_both_ways_over_each_kind_of_renaming() {
        use ActivityKind::{Moved, PlaceChanged, Renamed};
        for (what, subject, detail, then, now) in [
            (PlaceChanged, "store", "renamed from shop", "shop/dev/A", "store/dev/A"),
            (PlaceChanged, "store", "renamed from shop", "shop", "store"),
            (PlaceChanged, "shop/stag", "renamed to staging", "shop/stag/A", "shop/staging/A"),
            (PlaceChanged, "shop/stag", "renamed to production, protected", "shop/stag", "shop/production"),
            (PlaceChanged, "shop/stag", "renamed to eu, protected", "shop/stag", "shop/eu, protected"),
            (Renamed, "shop/dev/B", "from shop/dev/A", "shop/dev/A", "shop/dev/B"),
            (Moved, "store/live/B", "from shop/dev/A", "shop/dev/A", "store/live/B"),
        ] {
            let renaming = renaming(what, subject, detail).unwrap();
            assert_eq!(renaming.after(then).as_deref(), Some(now), "{detail}");
            assert_eq!(renaming.before(now).as_deref(), Some(then), "{detail}");
        }
        let stag = renaming(PlaceChanged, "shop/stag", "renamed to staging").unwrap();
        for other in ["shop/stag-eu/A", "shop", "store/stag/A", ""] {
            assert_eq!(stag.after(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_no_renaming_renames_nothing() {
        use ActivityKind::{Edited, PlaceChanged, Rotated};
        for (what, subject, detail) in [
            (PlaceChanged, "shop/dev", "protected"),
            (PlaceChanged, "shop", "renamed to store"),
            (Edited, "shop/dev/A", "renamed from shop/dev/B"),
            (Rotated, "shop/dev/A", "from shop/dev/B"),
        ] {
            assert_eq!(renaming(what, subject, detail), None, "{detail}");
        }
    }
}
