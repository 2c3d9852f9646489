//! What Compare shows, as plain values: which variable stands in which environment of a project, and which of them hold
//! the same secret, told by keyed fingerprint. Made once a snapshot; the words of a cell are made for visible rows only.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::gui::screens::keys::{Verb, capitalised, plain_value, short as short_name, verb_here};
use crate::gui::widgets::Mark;
use crate::jobs::{Snapshot, VaultState};
use crate::model::{Finding, Rule, Severity, VariableName};
use crate::review::{counted, listing};

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What a narrow window shows of it.
    pub short: String,
    /// It asks before a secret is shown.
    pub protected: bool,
    /// How many keys stand there.
    pub keys: usize,
}

/// What is known of a variable in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// It does not stand there, but in others.
    Missing,
    /// It does not stand there, and need not: a person said so.
    NotNeeded,
    /// It does not stand there, and nobody misses it: it is disabled wherever it stands, or it is a pair's key id there.
    Absent,
    /// A key, by its place in the snapshot.
    Key(u32),
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// A key of this name, by its place in the snapshot: the row's name and provider are its own.
    pub first: u32,
    /// Cells missing here.
    pub missing: u32,
    /// Cells that expire soon or have expired.
    pub expiring: u32,
    /// Some of its keys hold the same secret.
    pub same: bool,
    /// It is disabled wherever it stands.
    pub disabled: bool,
}

/// Which rows are in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Chip {
    /// All.
    #[default]
    All,
    /// Missing somewhere.
    Missing,
    /// The same secret in several environments.
    SameValue,
    /// One that expires soon or has expired.
    Expiring,
}

/// How many there are of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Variables.
    pub variables: usize,
    /// Cells that are missing.
    pub missing: usize,
    /// Variables with the same secret in several environments.
    pub same: usize,
    /// Cells that expire soon or have expired.
    pub expiring: usize,
}

/// A project's variables by its environments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matrix {
    /// Of which project.
    pub project: String,
    /// The environments, in their order.
    pub columns: Vec<Column>,
    /// The variables, by name.
    pub rows: Vec<Row>,
    /// How many there are of each.
    pub counts: Counts,
    /// How many characters the longest name has.
    pub longest: usize,
    /// The same of the plain values.
    pub longest_value: usize,
    /// Whether secrets can be told apart: not while the keychain is out of reach.
    pub values: bool,
    /// All that is said beside a secret, for the room it takes: every digit as 0.
    pub health: BTreeSet<String>,
    /// The same of where else a secret stands.
    pub same: BTreeSet<String>,
    /// All next steps, once each.
    pub steps: BTreeSet<String>,
    /// Row by row.
    cells: Vec<Cell>,
    /// What a filter looks in: a row's names in lower case.
    texts: Vec<String>,
}

/// The same secret in several cells of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Same {
    /// All columns that hold it.
    pub columns: Vec<usize>,
    /// One of them is protected.
    pub protected: bool,
}

/// Cells side by side that are painted as one: one cell, or several with the same secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The first column.
    pub from: usize,
    /// The last column.
    pub to: usize,
    /// Where its secret stands too.
    pub same: Option<Same>,
}

/// Of a key of which this is said another value is wanted.
const WANTS_ANOTHER: [Rule; 5] = [Rule::Expired, Rule::Leaked, Rule::Missing, Rule::Expiring, Rule::RotationOverdue];

/// What would mend a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Add it to this column.
    Add(usize),
    /// Give this key a value of its own.
    Own(u32, usize),
    /// Do what mends a key of which this is said.
    Mend(u32, Rule),
}

/// The worst that is said of a key in its cell: not that its value stands twice, which the row shows already where it
/// does so in the row.
pub fn cell_finding(snapshot: &Snapshot, key: u32, same: bool) -> Option<&Finding> {
    let findings = snapshot.findings.get(key as usize)?;
    let said = |finding: &&Finding| {
        let in_row = same && finding.rule == Rule::SharedValue;
        let telling = finding.severity > Severity::ForInfo || finding.rule == Rule::Expiring;
        counted(finding, snapshot.today) && telling && !in_row
    };
    findings.iter().find(said)
}

/// What to do about a key's warning.
pub fn mending(snapshot: &Snapshot, key: u32, rule: Rule) -> Option<Verb> {
    let finding = snapshot.findings.get(key as usize)?.iter().find(|finding| finding.rule == rule)?;
    Some(verb_here(finding, &snapshot.keys[key as usize]))
}

/// A finding in the few words that a cell has room for.
pub fn short(finding: &Finding) -> String {
    let number = || finding.text.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty());
    match finding.rule {
        Rule::RotationOverdue => number().map_or_else(|| "Overdue".to_owned(), |days| format!("Overdue {days} d")),
        Rule::Unused => number().map_or_else(|| "Not used".to_owned(), |days| format!("Not used {days} d")),
        Rule::NeverUsed => "Never used".to_owned(),
        Rule::Leaked => "In source code".to_owned(),
        Rule::Missing => "Value missing".to_owned(),
        Rule::OldStillValid => "Old value works".to_owned(),
        Rule::SharedValue => "Same elsewhere".to_owned(),
        Rule::TooBroad => "Too broad".to_owned(),
        Rule::PlainHttp => "Unencrypted".to_owned(),
        Rule::NoOwner => "No owner".to_owned(),
        Rule::PlainFile => "In a file".to_owned(),
        _ => finding.text.replace(" days", " d").replace(" day", " d"),
    }
}

fn expires(snapshot: &Snapshot, key: u32) -> bool {
    let about =
        |finding: &Finding| matches!(finding.rule, Rule::Expired | Rule::Expiring) && counted(finding, snapshot.today);
    snapshot.findings.get(key as usize).is_some_and(|findings| findings.iter().any(about))
}

impl Matrix {
    /// Reads every key of a project once.
    pub fn new(snapshot: &Snapshot, project: &str) -> Self {
        let Some(of) = snapshot.projects.iter().find(|one| one.name == project) else { return Self::default() };
        let width = of.environments.len();
        let column_of: HashMap<&str, usize> =
            of.environments.iter().enumerate().map(|(at, environment)| (environment.name.as_str(), at)).collect();
        let mut columns: Vec<Column> = of
            .environments
            .iter()
            .map(|one| Column { name: one.name.clone(), short: short_name(one), protected: one.protected, keys: 0 })
            .collect();
        let mut halves: Vec<HashSet<&str>> = vec![HashSet::new(); width];
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        let mut found: Vec<Vec<Option<u32>>> = Vec::new();
        for (index, key) in snapshot.keys.iter().enumerate() {
            let place = key.place();
            let column = if place.project == project { column_of.get(place.environment.as_str()) } else { None };
            let (Some(column), Ok(index)) = (column, u32::try_from(index)) else { continue };
            columns[*column].keys += 1;
            halves[*column].extend(key.key_id_name.as_ref().map(VariableName::as_str));
            let row = *by_name.entry(key.name()).or_insert_with(|| {
                found.push(vec![None; width]);
                found.len() - 1
            });
            found[row][*column] = Some(index);
        }
        let mut order: Vec<(&str, usize)> = by_name.into_iter().collect();
        order.sort_unstable();
        let not_needed: Vec<HashSet<String>> = of
            .environments
            .iter()
            .map(|one| one.not_needed.iter().map(|name| name.to_ascii_lowercase()).collect())
            .collect();
        let values = snapshot.state == VaultState::Open;
        let mut matrix = Self { project: project.to_owned(), columns, values, ..Self::default() };
        for (name, at) in order {
            let quiet = |column: usize| {
                if not_needed[column].contains(&name.to_ascii_lowercase()) {
                    Some(Cell::NotNeeded)
                } else {
                    halves[column].contains(name).then_some(Cell::Absent)
                }
            };
            matrix.push(snapshot, name, &found[at], quiet);
        }
        matrix.counts.variables = matrix.rows.len();
        matrix.collect_words(snapshot);
        matrix
    }

    /// Notes what is said, so that the columns can be made for it.
    fn collect_words(&mut self, snapshot: &Snapshot) {
        for row in 0..self.rows.len() {
            let step = self.step(snapshot, row).map(|step| self.step_words(snapshot, step));
            self.steps.extend(step);
            for run in self.runs(snapshot, row) {
                for column in run.from..=run.to {
                    let health = self.health(snapshot, row, column, &run).map(|(_, words)| words);
                    self.health.extend(health.map(|words| words.replace(|c: char| c.is_ascii_digit(), "0")));
                }
                let same = self.same_words(&run).filter(|_| run.from == run.to);
                self.same.extend(same);
            }
        }
    }

    /// What is said of the key in a cell: that it is disabled, or the worst of its warnings.
    pub fn health(&self, snapshot: &Snapshot, row: usize, column: usize, run: &Run) -> Option<(Mark, String)> {
        let Cell::Key(key) = self.cells(row)[column] else { return None };
        if snapshot.keys[key as usize].state.is_disabled() {
            return Some((Mark::Disabled, "Disabled".to_owned()));
        }
        let finding = cell_finding(snapshot, key, run.same.is_some())?;
        Some((Mark::Warning(finding.severity), short(finding)))
    }

    /// Adds a row; `quiet` says where its absence is no gap.
    fn push(&mut self, snapshot: &Snapshot, name: &str, found: &[Option<u32>], quiet: impl Fn(usize) -> Option<Cell>) {
        let keys = || found.iter().flatten().copied();
        let Some(first) = keys().next() else { return };
        self.longest = self.longest.max(name.len());
        let values = keys().filter_map(|key| plain_value(&snapshot.keys[key as usize]));
        self.longest_value = values.map(|value| value.chars().count()).fold(self.longest_value, usize::max);
        let disabled = keys().all(|key| snapshot.keys[key as usize].state.is_disabled());
        let mut row = Row { first, missing: 0, expiring: 0, same: false, disabled };
        for (column, key) in found.iter().enumerate() {
            let cell = match key {
                Some(key) => Cell::Key(*key),
                None if disabled => quiet(column).unwrap_or(Cell::Absent),
                None => quiet(column).unwrap_or(Cell::Missing),
            };
            row.missing += u32::from(cell == Cell::Missing);
            self.cells.push(cell);
        }
        row.expiring = keys().map(|key| u32::from(expires(snapshot, key))).sum();
        let prints = || keys().filter_map(|key| snapshot.keys[key as usize].fingerprint);
        row.same = self.values && prints().enumerate().any(|(at, print)| prints().skip(at + 1).any(|one| one == print));
        self.counts.missing += row.missing as usize;
        self.counts.expiring += row.expiring as usize;
        self.counts.same += usize::from(row.same);
        let mut text = name.to_lowercase();
        for key in keys() {
            let key = &snapshot.keys[key as usize];
            for more in key.provider.as_deref().into_iter().chain(key.key_id_name.as_ref().map(VariableName::as_str)) {
                let more = more.to_lowercase();
                if !text.contains(&more) {
                    text.push('\n');
                    text.push_str(&more);
                }
            }
        }
        self.texts.push(text);
        self.rows.push(row);
    }

    /// The cells of a row, one a column.
    pub fn cells(&self, row: usize) -> &[Cell] {
        let width = self.columns.len();
        self.cells.get(row * width..(row + 1) * width).unwrap_or_default()
    }

    /// The rows under a chip in which every word of `filter` stands; by name, or the other way round.
    pub fn shown(&self, chip: Chip, filter: &str, reversed: bool) -> Vec<u32> {
        let words: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
        let fits = |(at, row): &(usize, &Row)| {
            let in_chip = match chip {
                Chip::All => true,
                Chip::Missing => row.missing > 0,
                Chip::SameValue => row.same,
                Chip::Expiring => row.expiring > 0,
            };
            in_chip && words.iter().all(|word| self.texts[*at].contains(word.as_str()))
        };
        let mut shown: Vec<u32> =
            self.rows.iter().enumerate().filter(fits).filter_map(|(at, _)| u32::try_from(at).ok()).collect();
        if reversed {
            shown.reverse();
        }
        shown
    }

    /// The row of a variable.
    pub fn row_of(&self, snapshot: &Snapshot, name: &str) -> Option<usize> {
        self.rows.binary_search_by(|row| snapshot.keys[row.first as usize].name().cmp(name)).ok()
    }

    /// The cells of a row as they are painted.
    pub fn runs(&self, snapshot: &Snapshot, row: usize) -> Vec<Run> {
        let cells = self.cells(row);
        let print = |column: usize| match cells[column] {
            Cell::Key(key) if self.values => snapshot.keys[key as usize].fingerprint,
            _ => None,
        };
        let mut runs: Vec<Run> = Vec::new();
        for column in 0..cells.len() {
            let own = print(column);
            if let (Some(run), Some(_)) = (runs.last_mut(), own)
                && run.same.is_some()
                && print(run.to) == own
            {
                run.to = column;
                continue;
            }
            let same = own.and_then(|_| {
                let columns: Vec<usize> = (0..cells.len()).filter(|other| print(*other) == own).collect();
                let protected = columns.iter().any(|column| self.columns[*column].protected);
                (columns.len() > 1).then_some(Same { columns, protected })
            });
            runs.push(Run { from: column, to: column, same });
        }
        runs
    }

    /// What is said of the same secret: in one run of a row.
    pub fn same_words(&self, run: &Run) -> Option<String> {
        let same = run.same.as_ref()?;
        let count = same.columns.len();
        let here = run.to - run.from + 1;
        let words = if here < count {
            // Elsewhere in the row: it is named where it is one.
            let mut others = same.columns.iter().filter(|column| !(run.from..=run.to).contains(*column));
            match (others.next(), others.next()) {
                (Some(other), None) => format!("Same as {}", capitalised(&self.columns[*other].name)),
                _ => format!("Same value in {count}"),
            }
        } else if count == 2 {
            "Same value in both".to_owned()
        } else if count == self.columns.len() {
            format!("Same value in all {count}")
        } else {
            format!("Same value in {count}")
        };
        Some(words)
    }

    /// Where the same secret stands in a row, by name: what the few words in a run have no room for.
    pub fn same_where(&self, run: &Run) -> Option<String> {
        let columns = run.same.as_ref()?.columns.iter();
        let names: Vec<&str> = columns.map(|column| self.columns[*column].name.as_str()).collect();
        Some(format!("Same value in {}", listing(&names)))
    }

    /// What would mend a row, the most pressing first: a key to act on now, a value that a protected environment shares, a
    /// gap, the worst that is said in a cell.
    pub fn step(&self, snapshot: &Snapshot, row: usize) -> Option<Step> {
        let worst = self.worst(snapshot, row);
        let mend = worst.map(|(_, key, rule)| Step::Mend(key, rule));
        if worst.is_some_and(|(severity, ..)| severity == Severity::ActNow) {
            return mend;
        }
        let gap = || self.cells(row).iter().position(|cell| *cell == Cell::Missing).map(Step::Add);
        self.own(snapshot, row).or_else(gap).or(mend)
    }

    /// The key of a protected environment that shares its value with another one.
    fn own(&self, snapshot: &Snapshot, row: usize) -> Option<Step> {
        let shared = self.runs(snapshot, row).into_iter().filter_map(|run| run.same).filter(|same| same.protected);
        let mut protected = shared.flat_map(|same| same.columns).filter(|column| self.columns[*column].protected);
        let column = protected.next().filter(|_| !self.rows[row].disabled)?;
        let Cell::Key(key) = self.cells(row)[column] else { return None };
        Some(Step::Own(key, column))
    }

    /// The worst that is said in a row's cells, and of which key: of equals the one that wants another value, then the one
    /// nearest to production.
    fn worst(&self, snapshot: &Snapshot, row: usize) -> Option<(Severity, u32, Rule)> {
        let keys = self.cells(row).iter().filter_map(|cell| if let Cell::Key(key) = cell { Some(*key) } else { None });
        let said = keys.filter_map(|key| {
            let finding = cell_finding(snapshot, key, false).filter(|finding| finding.severity > Severity::ForInfo)?;
            Some((finding.severity, key, finding.rule))
        });
        said.max_by_key(|(severity, _, rule)| (*severity, WANTS_ANOTHER.contains(rule)))
    }

    /// A step in words.
    pub fn step_words(&self, snapshot: &Snapshot, step: Step) -> String {
        match step {
            Step::Add(column) => format!("Add to {}", self.columns[column].name),
            Step::Own(_, column) => format!("Give {} its own…", self.columns[column].name),
            Step::Mend(key, rule) => mending(snapshot, key, rule).map(|verb| verb.words).unwrap_or_default(),
        }
    }
}
