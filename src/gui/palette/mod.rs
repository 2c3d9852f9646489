//! The palette: any key or command by a few letters. `data` says what is shown, `key_row` of one key, `search` finds it in what `index` read, `actions` names what
//! can be done beside copying, `verbs` with a key that is named along, `going` where one can go, `keys` reads the keyboard, `pressing` does what a row stands for, `wiped` takes secrets out of the field, `ui` and `row` draw.

mod actions;
mod data;
mod going;
mod index;
mod key_row;
mod keys;
mod pressing;
mod row;
mod search;
#[cfg(test)]
mod tests;
mod ui;
mod verbs;
mod wiped;

use std::sync::Arc;

use egui::{Context, Event, Id};
use zeroize::Zeroize as _;

use self::data::{Ask, Listing, Row};
use self::index::Index;
pub use self::keys::{is_secret, take_pasted};
use self::pressing::Again;
use self::search::Search;
pub use self::ui::SIZE;
use self::wiped::Burst;
use super::commands::Command;
use super::made::Made;
use super::modal::Heard;
use super::route::Section;
use super::screens::keys::Place;
use super::wish::Wish;
use crate::jobs::{Event as Told, Failure, Match, Snapshot};
use crate::model::{KeyUid, VariableName};

/// From so many keys on they are read on a thread.
const MANY: usize = 2_000;

/// Room for what is typed, so that it does not move about in memory: it may turn out to be a secret.
const CAPACITY: usize = 512;

/// The palette, open over the window or in a window of its own.
pub struct Palette {
    query: String,
    /// Only keys of the project in view.
    scoped: bool,
    view: Place,
    behind: Option<KeyUid>,
    /// The section of the window behind.
    section: Section,
    /// How many are selected there, and what can be done with all of them.
    picked: (usize, Vec<Command>),
    alone: bool,
    /// None until it is drawn, and after the facts changed.
    index: Option<Made<Index>>,
    search: Search,
    listing: Listing,
    /// What is typed or searched changed since the listing was made.
    stale: bool,
    selected: usize,
    /// The key of the row that was gone to: what can be done is about that one.
    chosen: Option<KeyUid>,
    /// What can be done is still named with another one.
    follows: bool,
    /// The selection moved by keyboard: bring it into view.
    reveal: bool,
    /// What was typed in the frame that opened it.
    typed_ahead: Vec<Event>,
    whose: Whose,
    /// To be copied once the keychain is unlocked.
    waiting: Option<KeyUid>,
    failure: Option<Failure>,
    /// How high that was in the last frame.
    failure_high: f32,
    /// What would try again what failed.
    again: Option<Again>,
    /// A secret that was typed and wiped, while the rest of it may still come.
    burst: Option<Burst>,
    /// A secret was typed, and the field was not emptied since: what follows may be more of it, and makes no name.
    wiped: bool,
    /// How many questions whose a secret is have no answer yet.
    unanswered: usize,
    /// The frame's time, in seconds.
    now: f64,
    note: Option<String>,
    has_keyboard: bool,
}

/// How far the question is whose a pasted secret is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Whose {
    NotAsked,
    Asked,
    Answered(Vec<Match>),
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Palette(…)")
    }
}

impl Drop for Palette {
    fn drop(&mut self) {
        self.query.zeroize();
    }
}

impl Palette {
    /// The palette over a window that looks at `view`, with this key selected.
    pub fn new(view: &Place, behind: Option<KeyUid>) -> Self {
        Self {
            query: String::with_capacity(CAPACITY),
            scoped: false,
            view: view.clone(),
            behind,
            section: Section::Keys,
            picked: (0, Vec::new()),
            alone: false,
            index: None,
            search: Search::default(),
            listing: Listing::default(),
            stale: true,
            selected: 0,
            chosen: None,
            follows: false,
            reveal: false,
            typed_ahead: Vec::new(),
            whose: Whose::NotAsked,
            waiting: None,
            failure: None,
            failure_high: 0.0,
            again: None,
            burst: None,
            wiped: false,
            unanswered: 0,
            now: 0.0,
            note: None,
            has_keyboard: false,
        }
    }

    /// The palette over this section.
    #[must_use]
    pub fn over(mut self, section: Section) -> Self {
        self.section = section;
        self
    }

    /// The palette over so many that are selected, with what can be done with all of them.
    #[must_use]
    pub fn with_picked(mut self, picked: (usize, Vec<Command>)) -> Self {
        self.picked = picked;
        self
    }

    /// The palette without a window behind.
    pub fn alone() -> Self {
        let mut palette = Self::new(&Place::default(), None);
        palette.alone = true;
        palette
    }

    /// The field's id.
    pub fn field_id() -> Id {
        Id::unique("palette field")
    }

    /// Takes what was typed after its keys in the frame that opens it: it is drawn before it can have the keyboard.
    pub fn type_ahead(&mut self, events: Vec<Event>) {
        self.typed_ahead = events;
    }

    /// Hears an event before the window does.
    pub fn hear(&mut self, event: Told) -> Heard {
        if matches!(event, Told::Failed(_)) && self.waiting.is_none() {
            self.unanswered = self.unanswered.saturating_sub(1);
        }
        match event {
            Told::Snapshot(_) => {
                self.index = None;
                self.stale = true;
                Heard::Pass(event)
            }
            Told::Whose(matches) if self.unanswered > 0 => {
                self.unanswered -= 1;
                // Of a secret that was not typed to its end, or while something else is looked for: nobody waits for that.
                if self.unanswered > 0 || self.whose != Whose::Asked {
                    return Heard::Taken;
                }
                self.whose = Whose::Answered(matches);
                self.stale = true;
                self.selected = 0;
                Heard::Taken
            }
            Told::Failed(failure) if self.waiting.is_some() || self.whose == Whose::Asked || self.alone => {
                self.again = self.waiting.take().map(Again::Copy);
                self.whose = Whose::NotAsked;
                self.stale = true;
                self.failure = Some(failure);
                Heard::Taken
            }
            // Over a window, a toast says so.
            Told::ClipboardCleared if self.alone => {
                self.failure = None;
                self.note = Some("Clipboard cleared".to_owned());
                Heard::Taken
            }
            Told::ClipboardNotCleared(failure) if self.alone => {
                let title = "Couldn't clear the clipboard.".to_owned();
                self.failure = Some(Failure { title, ..failure });
                self.again = Some(Again::Do(Command::ClearClipboard));
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }

    /// The project that keys are looked for in, where it is only one.
    fn scope(&self) -> Option<&str> {
        self.view.project.as_deref().filter(|_| self.scoped)
    }

    fn switch_scope(&mut self) {
        if self.view.project.is_some() {
            self.scoped = !self.scoped;
            self.stale = true;
            self.selected = 0;
            self.chosen = None;
        }
    }

    /// After each change of what is typed. What is no search but a secret is asked about and wiped.
    fn typed(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        self.stale = true;
        self.selected = 0;
        self.chosen = None;
        self.note = None;
        self.failure = None;
        self.whose = Whose::NotAsked;
        self.wipe_secret(snapshot, wishes);
    }

    /// Begins to read the facts; before anything is typed nothing needs them.
    fn read(&mut self, ctx: &Context, snapshot: &Arc<Snapshot>) {
        if self.index.is_none() {
            let (view, ctx) = (self.view.clone(), ctx.clone());
            let make = move |snapshot: &Snapshot| index::of(snapshot, &view);
            self.index = Some(Made::of("palette", MANY, snapshot, Arc::new(move || ctx.request_repaint()), make));
        }
    }

    /// Makes the listing anew where something changed, once the facts are read. Until then the one before stays.
    fn relist(&mut self, snapshot: &Snapshot) {
        if !self.stale && !self.follows {
            return;
        }
        if let Whose::Answered(matches) = &self.whose {
            self.listing = data::whose(snapshot, matches);
        } else if self.whose == Whose::Asked {
            self.listing = Listing::default();
        } else {
            let nothing = Index::default();
            let index = match self.index.as_ref().and_then(Made::get) {
                Some(index) => index,
                None if self.query.trim().is_empty() => &nothing,
                None => return,
            };
            let scope = self.view.project.as_deref().filter(|_| self.scoped);
            let (query, view, section) = (self.query.as_str(), &self.view, self.section);
            let (selected, chosen, alone) = (self.behind, self.chosen, self.alone);
            let picked = (self.picked.0, self.picked.1.as_slice());
            let ask = Ask { snapshot, query, scope, view, section, selected, chosen, picked, alone };
            if self.stale {
                self.listing = data::listing(&ask, index, &mut self.search);
            } else {
                self.listing.follow(&ask, &mut self.search);
            }
        }
        (self.stale, self.follows) = (false, false);
        self.selected = self.selected.min(self.listing.rows.len().saturating_sub(1));
        self.reveal = true;
    }

    /// The listing of all that was typed: what a key acts on that came before the facts were read.
    fn settle(&mut self, snapshot: &Snapshot) {
        if self.stale {
            self.index.as_ref().and_then(Made::wait);
            self.relist(snapshot);
        }
    }

    /// Moves the selection, as far as there are rows.
    fn step(&mut self, step: isize, snapshot: &Snapshot) {
        let last = self.listing.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
        self.note = None;
        self.reveal = true;
        self.choose(snapshot);
    }

    /// Goes to the selected row: where it is a key's that was found, what can be done is about that key.
    fn choose(&mut self, snapshot: &Snapshot) {
        let Some(Row::Key(row)) = self.listing.rows.get(self.selected) else { return };
        if self.is_about_rows() && self.chosen != Some(row.uid) {
            self.chosen = Some(row.uid);
            self.follows = true;
            self.relist(snapshot);
        }
    }

    /// Whether what can be done is about the row that one is on; with nothing typed it is about the one selected behind.
    fn is_about_rows(&self) -> bool {
        self.whose == Whose::NotAsked && !self.query.trim().is_empty()
    }

    /// Whether one can go from the selected key to what can be done with it, past those between.
    fn can_go_on(&self) -> bool {
        let actions = self.listing.lead + self.listing.keys;
        let on_key = matches!(self.listing.rows.get(self.selected), Some(Row::Key(_)));
        on_key && self.is_about_rows() && actions < self.listing.rows.len()
    }

    /// Goes there.
    fn go_on(&mut self, snapshot: &Snapshot) {
        if self.can_go_on() {
            self.choose(snapshot);
            self.selected = self.listing.lead + self.listing.keys;
            self.note = None;
            self.reveal = true;
        }
    }

    /// Empties the field.
    fn clear(&mut self, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
        self.query.zeroize();
        self.typed(snapshot, wishes);
    }

    /// The name a new key would have by what was typed.
    fn new_name(&self) -> Option<String> {
        let typed = self.listing.nothing.as_deref().filter(|_| !self.alone && !self.wiped)?;
        let name: String =
            typed.chars().map(|c| if c.is_whitespace() || c == '-' { '_' } else { c.to_ascii_uppercase() }).collect();
        VariableName::new(&name).is_ok().then_some(name)
    }

    /// What stands in the footer instead of the hints.
    fn said(&self, snapshot: &Snapshot) -> Option<String> {
        match (&self.note, self.waiting, &self.whose) {
            (_, Some(_), _) => Some(format!("Asking {} to unlock…", snapshot.store_title)),
            (Some(note), ..) => Some(note.clone()),
            (_, _, Whose::Asked) => Some("Looking for the key with this value…".to_owned()),
            _ if self.listing.more => Some(format!("The first {}. Keep typing to find others.", search::TOP)),
            _ => None,
        }
    }
}
