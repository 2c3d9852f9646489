//! Writing for a named parser: each target has its own writer and its own reader, and what was written is read back by that
//! target's rules before anyone sees it.

mod containers;
mod data;
mod javascript;
mod line;
mod names;
mod portable;
mod python;
mod shape;
mod shells;
mod target;

use std::collections::HashSet;

use super::entry::{Dialect, Note};
use super::read::{MAX_ENTRIES, MAX_FILE, read};
use super::words::Doubt;
use crate::model::{Secret, VariableName};
use javascript::Reader;

pub use target::{Target, UnknownTarget};

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
    /// A carriage return.
    #[error("its value holds a carriage return")]
    CarriageReturn,
    /// A mix of quotes that none of the target's own quotes can be put around.
    #[error("its value mixes quotes, or quotes and backslashes, as none of its quotes can hold")]
    Quotes,
    /// What the target runs as a command wherever it stands.
    #[error("its value holds {0}, which would be run as a command")]
    Runs(&'static str),
    /// What the target puts another variable in for, wherever it stands.
    #[error("its value holds {0}, which would be replaced by a variable")]
    Expands(&'static str),
    /// `encrypted:` at its beginning, which the target takes for its own.
    #[error("its value begins with encrypted:, which would be taken for a sealed one")]
    Encrypted,
    /// A name that a shell keeps for itself.
    #[error("shells keep the variable of that name for themselves")]
    ShellsOwn,
    /// A name that the target takes from no file.
    #[error("no variable of that name is taken from a file")]
    Blocked,
    /// A line longer than the target reads.
    #[error("its value is longer than 64 KiB, more than a line may be")]
    LineTooLong,
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

/// What stands around the entries.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Where the file came from: one comment line, its control characters taken out. Targets without comments get none.
    pub header: Option<&'a str>,
    /// What a Kubernetes Secret is named for: the environment.
    pub name: &'a str,
    /// Random bytes, anew for each file: the end of a GitHub block must not be guessed.
    pub random: [u8; 16],
}

impl Frame<'_> {
    /// Nothing around them; for proofs and single lines.
    pub const BARE: Self = Self { header: None, name: "keyloft", random: [0; 16] };

    fn delimiter(&self) -> String {
        let digits: String = self.random.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("KEYLOFT_{digits}")
    }
}

/// Targets that hold nearly everything, for naming one that could.
const WIDE: [Target; 5] = [Target::Sh, Target::Json, Target::Compose, Target::Docker, Target::K8s];

/// Writes the entries in the order given, for the target. Each entry is either in the text, and reads back byte for byte by
/// the target's rules, or in [`Written::refused`].
pub fn write(entries: &[(VariableName, &Secret)], target: Target, frame: &Frame<'_>) -> Written {
    let mut seen = HashSet::new();
    let mut refusals: Vec<Option<WhyRefused>> =
        entries.iter().map(|(name, _)| if seen.insert(name) { None } else { Some(WhyRefused::Twice) }).collect();
    let mut text = print(entries, &mut refusals, target, frame);
    if differences(&text, entries, &mut refusals, target) {
        text = print(entries, &mut refusals, target, frame);
        if differences(&text, entries, &mut refusals, target) {
            // Nothing that can't be proved is handed out.
            refusals.fill(Some(WhyRefused::ReadsBackDifferently));
            text = print(entries, &mut refusals, target, frame);
        }
    }
    let for_all = WIDE.into_iter().find(|other| entries.iter().all(|(name, value)| fits(name, value, *other).is_ok()));
    let refused = entries.iter().zip(&refusals).filter_map(|((name, value), refusal)| {
        let reason = (*refusal)?;
        let could = match reason {
            WhyRefused::Twice | WhyRefused::TooLarge => None,
            _ => for_all.or_else(|| WIDE.into_iter().find(|other| fits(name, value, *other).is_ok())),
        };
        Some(Refused { name: name.clone(), reason, could: could.filter(|other| *other != target) })
    });
    Written { refused: refused.collect(), text }
}

/// Whether the target can hold the value under this name, by its writer.
fn fits(name: &VariableName, value: &Secret, target: Target) -> Result<(), WhyRefused> {
    let mut scratch = zeroize::Zeroizing::new(Vec::with_capacity(room_for(name, value)));
    print_one(&mut scratch, name, value, target, &Frame::BARE)
}

/// The most bytes an entry takes in any target: JSON writes a control character with six, GitHub a delimiter twice.
fn room_for(name: &VariableName, value: &Secret) -> usize {
    name.as_str().len() * 2 + value.len() * 6 + 128
}

fn print(
    entries: &[(VariableName, &Secret)],
    refusals: &mut [Option<WhyRefused>],
    target: Target,
    frame: &Frame<'_>,
) -> Secret {
    let mut out = Vec::new();
    if let Some(header) = frame.header.filter(|_| target.has_comments()) {
        let line: String = header.chars().filter(|c| !c.is_control()).collect();
        out.extend_from_slice(format!("# {}\n", line.trim()).as_bytes());
    }
    match target {
        Target::Json => out.push(b'{'),
        Target::K8s => out.extend_from_slice(containers::k8s_head(frame.name).as_bytes()),
        _ => {}
    }
    let mut written = 0;
    let before_all = out.len();
    for ((name, value), refusal) in entries.iter().zip(refusals.iter_mut()).filter(|(_, refusal)| refusal.is_none()) {
        let before = out.len();
        grow(&mut out, room_for(name, value));
        if target == Target::Json {
            out.extend_from_slice(if written == 0 { b"\n  " } else { b",\n  " });
        }
        let outcome = print_one(&mut out, name, value, target, frame);
        let most = if target == Target::K8s { containers::K8S_BYTES } else { MAX_FILE };
        let fits_file = out.len() + 2 <= most && written < MAX_ENTRIES;
        if let Err(reason) = outcome.and(if fits_file { Ok(()) } else { Err(WhyRefused::TooLarge) }) {
            out.truncate(before);
            *refusal = Some(reason);
        } else {
            written += 1;
        }
    }
    let is_empty = out.len() == before_all;
    out.extend_from_slice(match target {
        Target::Json if is_empty => b"}\n",
        Target::Json => b"\n}\n",
        Target::K8s if is_empty => b" {}\n",
        Target::K8s => b"\n",
        Target::Yaml if is_empty => b"{}\n",
        _ => b"",
    });
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

fn print_one(
    out: &mut Vec<u8>,
    name: &VariableName,
    value: &Secret,
    target: Target,
    frame: &Frame<'_>,
) -> Result<(), WhyRefused> {
    names::check(name, target)?;
    // Opened to be written down: that is what an export is.
    let bytes = value.expose();
    match target {
        Target::Portable => portable::print(out, name, bytes),
        Target::Node => javascript::print(out, name, bytes, Reader::Dotenv),
        Target::NodeEnvFile => javascript::print(out, name, bytes, Reader::EnvFile),
        Target::Next | Target::Vite => javascript::print(out, name, bytes, Reader::Expand),
        Target::Dotenvx => javascript::print(out, name, bytes, Reader::Dotenvx),
        Target::Python => python::print(out, name, bytes),
        Target::Docker => containers::print_docker(out, name, bytes),
        Target::Compose => containers::print_compose(out, name, bytes),
        Target::K8s => containers::print_k8s(out, name, bytes),
        Target::GitHub => containers::print_github(out, name, bytes, &frame.delimiter()),
        Target::Sh => shells::print_sh(out, name, bytes),
        Target::Fish => shells::print_fish(out, name, bytes),
        Target::PowerShell => shells::print_powershell(out, name, bytes),
        Target::Json => data::print_json(out, name, bytes),
        Target::Yaml => data::print_yaml(out, name, bytes),
    }
}

/// What a reader made of a file.
type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// What each reader that the target stands for makes of the text; none where one does not take it.
fn read_back(text: &Secret, target: Target) -> Vec<Option<Pairs>> {
    // Opened to be read as the target reads it.
    let bytes = text.expose();
    let known = |dialect| {
        let parsed = read(bytes, dialect).ok().filter(|parsed| parsed.problems.is_empty())?;
        let pair = |entry: &super::Entry| (entry.name.as_str().as_bytes().to_vec(), entry.value.expose().to_vec());
        Some(parsed.entries.iter().map(pair).collect::<Pairs>())
    };
    // Where something would be put in, what comes out is not known here.
    let literal = |dialect| {
        let parsed = read(bytes, dialect).ok()?;
        let is_put_in = |entry: &super::Entry| {
            !entry.references().is_empty() || entry.notes().contains(&Note::DialectsDisagree(Doubt::LoneBrace.words()))
        };
        if parsed.entries.iter().any(is_put_in) { None } else { known(dialect) }
    };
    let expanded = || {
        let pairs = known(Dialect::Dotenv)?;
        pairs.into_iter().map(|(name, value)| Some((name, javascript::expanded(&value)?))).collect()
    };
    match target {
        // Whatever is in the common language, each of these must read the same.
        Target::Portable => vec![
            portable::parse(bytes),
            known(Dialect::Dotenv),
            known(Dialect::Shell),
            expanded(),
            known(Dialect::NodeEnvFile),
            literal(Dialect::Python),
            literal(Dialect::Compose),
        ],
        Target::Node => vec![known(Dialect::Dotenv)],
        Target::Dotenvx => vec![literal(Dialect::Dotenvx)],
        Target::NodeEnvFile => vec![known(Dialect::NodeEnvFile)],
        Target::Next | Target::Vite => vec![expanded()],
        Target::Python => vec![literal(Dialect::Python)],
        Target::Docker => vec![known(Dialect::Docker)],
        Target::Compose => vec![literal(Dialect::Compose)],
        Target::K8s => vec![containers::parse_k8s(bytes)],
        Target::GitHub => vec![containers::parse_github(bytes)],
        Target::Sh => vec![known(Dialect::Shell)],
        Target::Fish => vec![shells::parse_fish(bytes)],
        Target::PowerShell => vec![shells::parse_powershell(bytes)],
        Target::Json => vec![known(Dialect::Json)],
        Target::Yaml => vec![data::parse_yaml(bytes)],
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
    let expected: Vec<usize> = (0..entries.len()).filter(|place| refusals[*place].is_none()).collect();
    let mut found = false;
    for got in read_back(text, target) {
        let got = got.filter(|got| got.len() == expected.len()).unwrap_or_default();
        for (nth, place) in expected.iter().enumerate() {
            let (name, value) = &entries[*place];
            let same = got.get(nth).is_some_and(|(got_name, got)| {
                // Opened to be compared with what the reader gave.
                got_name == name.as_str().as_bytes() && got == value.expose()
            });
            if !same {
                refusals[*place] = Some(WhyRefused::ReadsBackDifferently);
                found = true;
            }
        }
    }
    found
}
