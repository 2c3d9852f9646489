//! What the screen shows, as plain values: tested without a pixel.

use std::path::PathBuf;

use super::parts;
use super::storage::{MoveAt, Store};
use crate::gui::counts::{grouped, keys};
use crate::gui::theme::Icon;
use crate::jobs::Snapshot;
use crate::model::{Setting, Settings, Severity};
use crate::review::counted;

/// A part of the screen, with a place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Part {
    /// Locks, the clipboard, questions.
    #[default]
    Security,
    /// When there is a warning.
    Warnings,
    /// What happens to keys unless one is told otherwise.
    Keys,
    /// Where secrets lie.
    Storage,
    /// Folders of source code.
    Folders,
    /// How the window looks.
    Appearance,
}

impl Part {
    /// All of them, in their order.
    pub const ALL: [Self; 6] =
        [Self::Security, Self::Warnings, Self::Keys, Self::Storage, Self::Folders, Self::Appearance];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Security => "Security",
            Self::Warnings => "Warnings",
            Self::Keys => "Your keys",
            Self::Storage => "Storage",
            Self::Folders => "Linked folders",
            Self::Appearance => "Appearance",
        }
    }

    /// Its icon in the index.
    pub fn icon(self) -> Icon {
        match self {
            Self::Security => Icon::ShieldCheck,
            Self::Warnings => Icon::Bell,
            Self::Keys => Icon::Key,
            Self::Storage => Icon::Vault,
            Self::Folders => Icon::FolderSimple,
            Self::Appearance => Icon::CircleHalf,
        }
    }
}

/// A number of days to be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The setting.
    pub setting: &'static str,
    /// What a screen reader calls it.
    pub name: &'static str,
    /// What is in force.
    pub value: u32,
    /// The severity it is about.
    pub lead: Option<Severity>,
}

/// One of several, each with the setting's own text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The setting.
    pub setting: &'static str,
    /// Words and text of each.
    pub all: Vec<(String, String)>,
    /// Which is in force.
    pub current: usize,
}

/// A folder of source code and its project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Where it lies.
    pub path: PathBuf,
    /// The same, as people write it.
    pub shown: String,
    /// Whose it is.
    pub project: String,
    /// It is not there any more.
    pub gone: bool,
}

/// What stands at a row's right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// A menu.
    Select(Choices),
    /// All in view.
    Segments(Choices),
    /// On or off; the texts of both.
    Switch {
        /// The setting.
        setting: &'static str,
        /// It is on.
        on: bool,
        /// What the setting takes for off and on.
        texts: [&'static str; 2],
    },
    /// Days.
    Numbers(Vec<Number>),
    /// A person's or team's name.
    Name(String),
    /// Percent, with minus and plus.
    Zoom(u32),
    /// The store's row.
    Store(Store),
    /// A folder's row.
    Folder(Linked),
    /// Words alone.
    Nothing,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is called.
    pub label: String,
    /// More, under it.
    pub hint: String,
    /// What can be changed.
    pub control: Control,
}

/// A part with its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Which.
    pub part: Part,
    /// What stands right of its title.
    pub right: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// What the screen knows beside the snapshot.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The linked folders that are not there.
    pub gone: &'a [PathBuf],
    /// How far a move is, while one runs.
    pub at: MoveAt,
}

/// Everything, or what holds every word of `find`.
pub fn shown(snapshot: &Snapshot, beside: Beside<'_>, find: &str) -> Vec<Shown> {
    let words: Vec<String> = find.split_whitespace().map(str::to_lowercase).collect();
    let mut parts = Vec::new();
    for part in Part::ALL {
        let (mut right, mut rows) = (String::new(), parts::rows(part, snapshot, beside));
        if part == Part::Warnings {
            right = effect(snapshot);
        }
        if !words.is_empty() {
            rows.retain(|row| {
                let hay = format!("{} {} {} {}", part.title(), row.label, row.hint, more_words(&row.control));
                let hay = hay.to_lowercase();
                words.iter().all(|word| hay.contains(word.as_str()))
            });
        }
        if !rows.is_empty() {
            parts.push(Shown { part, right, rows });
        }
    }
    parts
}

/// The settings' own names, under which the command line knows them.
fn more_words(control: &Control) -> String {
    match control {
        Control::Select(choices) | Control::Segments(choices) => choices.setting.to_owned(),
        Control::Switch { setting, .. } => (*setting).to_owned(),
        Control::Numbers(numbers) => numbers.iter().map(|number| format!("{} ", number.setting)).collect(),
        Control::Name(_) => "me".to_owned(),
        Control::Zoom(_) => "zoom".to_owned(),
        Control::Folder(linked) => format!("{} {}", linked.shown, linked.project),
        Control::Store(store) => {
            let acts = store.acts.iter().map(|act| format!("{} {} ", act.words(), act.about()));
            // Whatever the store is called here.
            std::iter::once("keychain keyring storage vault passphrase ".to_owned()).chain(acts).collect()
        }
        Control::Nothing => String::new(),
    }
}

/// "24 of 102 keys have warnings with these".
fn effect(snapshot: &Snapshot) -> String {
    let warned = snapshot.findings.iter().filter(|of| of.iter().any(|one| counted(one, snapshot.today))).count();
    let all = snapshot.keys.len();
    let have = if warned == 1 { "has" } else { "have" };
    format!("{} of {} {have} warnings with these", grouped(warned), keys(all))
}

/// What is wrong with a number that was typed; the old one stays in force.
pub fn number_error(settings: &Settings, setting: &str, typed: &str) -> Option<String> {
    let mut tried = settings.clone();
    if tried.set(setting, typed.trim()).is_ok() {
        return None;
    }
    let range = Setting::days(setting)?;
    let number: Option<u32> = typed.trim().parse().ok();
    Some(match (setting, number) {
        ("info-days", Some(days)) if range.contains(&days) => format!("Must be more than {}", settings.warn_days),
        ("warn-days", Some(days)) if range.contains(&days) => format!("Must be less than {}", settings.info_days),
        _ => format!("{} to {} days", range.start(), range.end()),
    })
}
