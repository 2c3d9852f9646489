//! Writing for a named parser: each target has its own writer and its own reader, and what was written is read back by that
//! target's rules before anyone sees it.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use super::entry::{Dialect, Parsed};
use super::portable;
use super::read::{MAX_ENTRIES, MAX_FILE, read};
use crate::model::{Secret, VariableName};

/// Whom a file is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Target {
    /// One file that all dotenv readers of FORMATS.md and the shells read the same.
    #[default]
    Portable,
    /// bash, dash, zsh, busybox, `.envrc`.
    Sh,
    /// One flat JSON object.
    Json,
}

impl Target {
    /// All of them, in the order they are listed and offered.
    pub const ALL: [Self; 3] = [Self::Portable, Self::Sh, Self::Json];

    /// The word after `--for`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Sh => "sh",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names no target. The text lists those there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such target. The targets are {}", Target::ALL.map(Target::word).join(", "))]
pub struct UnknownTarget;

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Self, UnknownTarget> {
        Self::ALL.into_iter().find(|target| target.word() == text).ok_or(UnknownTarget)
    }
}

/// Why a target can't hold a value. No text holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhyRefused {
    /// A NUL byte.
    #[error("its value holds a NUL byte")]
    Nul,
    /// Not UTF-8.
    #[error("its value is not UTF-8 text")]
    NotUtf8,
    /// A line feed or carriage return.
    #[error("its value holds a line break")]
    LineBreak,
    /// A character that some reader of the target takes for its own.
    #[error("its value holds {0}, which readers treat differently")]
    Character(char),
    /// The same name twice in what was to be written.
    #[error("its name stands twice")]
    Twice,
    /// The file would be larger than any reader here takes.
    #[error("the file would be larger than 16 MiB or 100,000 entries")]
    TooLarge,
    /// The target's reader gives another value back. Never expected; better refused than written.
    #[error("its value does not read back the same")]
    ReadsBackDifferently,
}

/// One entry that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Whose value.
    pub name: VariableName,
    /// Why.
    pub reason: WhyRefused,
    /// The target that could: the one that holds every entry given, where there is one, else one that holds this.
    pub could: Option<Target>,
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The file's bytes, without the refused entries.
    pub text: Secret,
    /// Those left out, in the order given. The caller decides whether that stops the export.
    pub refused: Vec<Refused>,
}

/// Writes the entries in the order given, for the target. `header` becomes one comment line, its control characters taken
/// out (JSON has no comments and gets none). Each entry is either in the text, and reads back byte for byte by the
/// target's rules, or in [`Written::refused`].
pub fn write(entries: &[(VariableName, &Secret)], target: Target, header: Option<&str>) -> Written {
    let mut seen = HashSet::new();
    let mut refusals: Vec<Option<WhyRefused>> =
        entries.iter().map(|(name, _)| if seen.insert(name) { None } else { Some(WhyRefused::Twice) }).collect();
    let mut text = print(entries, &mut refusals, target, header);
    if differences(&text, entries, &mut refusals, target) {
        text = print(entries, &mut refusals, target, header);
        if differences(&text, entries, &mut refusals, target) {
            // Nothing that can't be proved is handed out.
            refusals.fill(Some(WhyRefused::ReadsBackDifferently));
            text = print(entries, &mut refusals, target, header);
        }
    }
    let for_all = Target::ALL.into_iter().find(|other| entries.iter().all(|(_, value)| fits(value, *other).is_ok()));
    let refused = entries.iter().zip(&refusals).filter_map(|((name, value), refusal)| {
        let reason = (*refusal)?;
        let could = match reason {
            WhyRefused::Twice | WhyRefused::TooLarge => None,
            _ => for_all.or_else(|| Target::ALL.into_iter().find(|other| fits(value, *other).is_ok())),
        };
        Some(Refused { name: name.clone(), reason, could: could.filter(|other| *other != target) })
    });
    Written { refused: refused.collect(), text }
}

/// Whether the target can hold the value, by its writer.
fn fits(value: &Secret, target: Target) -> Result<(), WhyRefused> {
    let name = VariableName::new("A").expect("A is a name");
    let mut scratch = zeroize::Zeroizing::new(Vec::with_capacity(room_for(&name, value)));
    print_one(&mut scratch, &name, value, target)
}

/// The most bytes an entry takes in any target: JSON writes a control character with six, sh a quote with four.
fn room_for(name: &VariableName, value: &Secret) -> usize {
    name.as_str().len() + value.len() * 6 + 16
}

fn print(
    entries: &[(VariableName, &Secret)],
    refusals: &mut [Option<WhyRefused>],
    target: Target,
    header: Option<&str>,
) -> Secret {
    let mut out = Vec::new();
    if let Some(header) = header.filter(|_| target != Target::Json) {
        let line: String = header.chars().filter(|c| !c.is_control()).collect();
        out.extend_from_slice(format!("# {}\n", line.trim()).as_bytes());
    }
    if target == Target::Json {
        out.extend_from_slice(b"{");
    }
    let mut written = 0;
    for ((name, value), refusal) in entries.iter().zip(refusals.iter_mut()).filter(|(_, refusal)| refusal.is_none()) {
        let before = out.len();
        grow(&mut out, room_for(name, value));
        if target == Target::Json {
            out.extend_from_slice(if written == 0 { b"\n  " } else { b",\n  " });
        }
        let outcome = print_one(&mut out, name, value, target);
        let fits_file = out.len() + 2 <= MAX_FILE && written < MAX_ENTRIES;
        if let Err(reason) = outcome.and(if fits_file { Ok(()) } else { Err(WhyRefused::TooLarge) }) {
            out.truncate(before);
            *refusal = Some(reason);
        } else {
            written += 1;
        }
    }
    if target == Target::Json {
        out.extend_from_slice(if written == 0 { b"}\n" } else { b"\n}\n" });
    }
    Secret::new(out)
}

/// Makes room and wipes the buffer that is left behind.
fn grow(out: &mut Vec<u8>, room: usize) {
    if out.capacity() - out.len() < room + 8 {
        let mut larger = Vec::with_capacity((out.len() + room + 8) * 2);
        larger.extend_from_slice(out);
        drop(zeroize::Zeroizing::new(std::mem::replace(out, larger)));
    }
}

fn print_one(out: &mut Vec<u8>, name: &VariableName, value: &Secret, target: Target) -> Result<(), WhyRefused> {
    // Opened to be written down: that is what an export is.
    let bytes = value.expose();
    match target {
        Target::Portable => portable::print(out, name, bytes),
        Target::Sh => {
            if bytes.contains(&0) {
                return Err(WhyRefused::Nul);
            }
            out.extend_from_slice(b"export ");
            out.extend_from_slice(name.as_str().as_bytes());
            out.extend_from_slice(b"='");
            for (nth, part) in bytes.split(|byte| *byte == b'\'').enumerate() {
                if nth > 0 {
                    out.extend_from_slice(b"'\\''");
                }
                out.extend_from_slice(part);
            }
            out.extend_from_slice(b"'\n");
            Ok(())
        }
        Target::Json => {
            let text = value.expose_str().ok_or(WhyRefused::NotUtf8)?;
            for (part, behind) in [(name.as_str(), &b": "[..]), (text, b"")] {
                serde_json::to_writer(&mut *out, part).expect("a string is written to memory");
                out.extend_from_slice(behind);
            }
            Ok(())
        }
    }
}

/// Reads the text back by every reader the target stands for, and refuses each entry that comes back differently. True
/// if there was one.
fn differences(
    text: &Secret,
    entries: &[(VariableName, &Secret)],
    refusals: &mut [Option<WhyRefused>],
    target: Target,
) -> bool {
    let readers: &[Dialect] = match target {
        Target::Portable => &[Dialect::Dotenv, Dialect::Shell],
        Target::Sh => &[Dialect::Shell],
        Target::Json => &[Dialect::Json],
    };
    let expected: Vec<usize> = (0..entries.len()).filter(|place| refusals[*place].is_none()).collect();
    let mut found = false;
    let mut check = |got: Option<Vec<(&[u8], &[u8])>>| {
        let got = got.filter(|got| got.len() == expected.len()).unwrap_or_default();
        for (nth, place) in expected.iter().enumerate() {
            let (name, value) = &entries[*place];
            // Opened to be compared with what the reader gave.
            if got.get(nth) != Some(&(name.as_str().as_bytes(), value.expose())) {
                refusals[*place] = Some(WhyRefused::ReadsBackDifferently);
                found = true;
            }
        }
    };
    for dialect in readers {
        let parsed = read(text.expose(), *dialect).ok().filter(|parsed| parsed.problems.is_empty());
        check(parsed.as_ref().map(pairs));
    }
    if target == Target::Portable {
        check(portable::parse(text.expose()));
    }
    found
}

fn pairs(parsed: &Parsed) -> Vec<(&[u8], &[u8])> {
    parsed.entries.iter().map(|entry| (entry.name.as_str().as_bytes(), entry.value.expose())).collect()
}
