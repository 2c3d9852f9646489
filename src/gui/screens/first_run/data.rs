//! The first run as plain state: which folder was chosen, what was found in it, and what came of it.

use std::path::{Path, PathBuf};

use super::place::Where;
use crate::gui::screens::import::{Batch, Results, expand_home};
use crate::gui::widgets::{Misplaced, Passphrase, SecretInput};
use crate::jobs::{Event, Failure, KeychainStands, Remedy, Request, Snapshot, StoreKind, VaultState};
use crate::model::Secret;

/// Fewest characters of a passphrase.
const SHORTEST: usize = 8;

/// What the first-run screen keeps.
#[derive(Debug)]
pub struct FirstRun {
    /// The folder, as it is typed.
    pub path: String,
    /// A file dialog is open for it.
    pub browses: bool,
    /// A file's text that was pasted, on its way to where it is imported from.
    pasted: SecretInput,
    /// How the looking goes.
    pub looking: Looking,
    /// What was found.
    pub batch: Batch,
    /// How high everything was when it was drawn last with nothing unfolded, in points.
    pub high: f32,
    /// All rows are in view, not only the first.
    pub shows_all: bool,
    /// How what was asked for goes.
    pub attempt: Attempt,
    /// The passphrase is asked for.
    pub asks_passphrase: bool,
    /// Its card came just now, and is to be seen.
    pub passphrase_comes: bool,
    /// What was found, or the ways in, came just now: that is looked at from its top.
    pub to_top: bool,
    /// The passphrase.
    pub first: Passphrase,
    /// How hard it is to guess, in bits.
    pub bits: f64,
    /// The same again.
    pub again: Passphrase,
    /// A vault was made here for its passphrase: the ways stay in view.
    has_made: bool,
    /// A person goes on to the keys.
    has_left: bool,
}

/// How the looking goes.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Looking {
    /// No folder was chosen.
    #[default]
    None,
    /// In this folder: so many folders were looked into, so many files found.
    Running(PathBuf, u64, usize),
    /// It ended: in this folder, so many folders looked into; the flag says that not everything was.
    Done(PathBuf, u64, bool),
    /// It can't be looked into.
    Failed(Failure),
}

/// How what was asked for goes.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Attempt {
    /// Nothing was asked.
    #[default]
    None,
    /// The vault is made.
    Making,
    /// The worker imports: so many of so many.
    Importing(Option<(u64, u64)>),
    /// What was typed can't be taken.
    Wrong(&'static str),
    /// It did not happen.
    Failed(Failure),
    /// Imports went in.
    Done(Results),
}

impl Default for FirstRun {
    fn default() -> Self {
        Self {
            path: String::new(),
            browses: false,
            pasted: SecretInput::new("first run text"),
            looking: Looking::None,
            batch: Batch::default(),
            high: 0.0,
            shows_all: false,
            attempt: Attempt::None,
            asks_passphrase: false,
            passphrase_comes: false,
            to_top: false,
            first: Passphrase::new("first"),
            bits: 0.0,
            again: Passphrase::new("again"),
            has_made: false,
            has_left: false,
        }
    }
}

impl FirstRun {
    /// True while it stays in view though there is a vault: files are found, or what came of them is to be read.
    pub fn holds(&self) -> bool {
        let looks = matches!(self.looking, Looking::Running(..) | Looking::Done(..));
        let imports = matches!(self.attempt, Attempt::Importing(_) | Attempt::Done(_));
        !self.has_left && (self.has_made || looks || imports)
    }

    /// A row is unfolded, or all of them are listed, while files are chosen.
    pub fn is_unfolded(&self) -> bool {
        let chooses = matches!(self.looking, Looking::Done(..)) && !matches!(self.attempt, Attempt::Done(_));
        chooses && (self.shows_all || self.batch.rows.iter().any(|row| row.is_open))
    }

    /// On to the keys.
    pub fn leave(&mut self) {
        self.has_left = true;
    }

    /// The vault was not made, the folder can't be read, or nothing came in.
    pub fn failed(&mut self, failure: Failure) {
        match (&mut self.looking, &mut self.attempt) {
            (_, Attempt::Done(results)) => results.failed(failure),
            (Looking::Running(..), Attempt::None) => self.looking = Looking::Failed(failure),
            (_, attempt) => *attempt = Attempt::Failed(failure),
        }
        if !matches!(self.attempt, Attempt::Done(_)) {
            self.has_made = false;
        }
    }

    /// Whether anything can come in: where there is a vault, or a keychain that it can be made with.
    pub fn can_keep(snapshot: &Snapshot) -> bool {
        matches!(Where::of(snapshot), Where::Vault | Where::Keychain(KeychainStands::Open))
    }

    /// How the keychain stands was said: what failed because it was locked is no news once it is open.
    pub fn hear_of_keychain(&mut self, state: &VaultState) {
        let is_open = *state == VaultState::NoVault { keychain: KeychainStands::Open };
        if is_open && matches!(&self.attempt, Attempt::Failed(failure) if failure.remedy == Some(Remedy::Unlock)) {
            self.attempt = Attempt::None;
        }
    }

    /// The worker is at it.
    pub fn is_busy(&self) -> bool {
        matches!(self.attempt, Attempt::Making | Attempt::Importing(_))
    }

    /// Whether a folder is still asked for: nothing is saved or imported, or was.
    pub fn wants_folder(&self) -> bool {
        !self.is_busy() && !matches!(self.attempt, Attempt::Done(_))
    }

    /// A folder was chosen: it is looked into.
    pub fn chose(&mut self, folder: &Path) -> Request {
        self.looking = Looking::Running(folder.to_owned(), 0, 0);
        self.batch.clear();
        self.shows_all = false;
        self.attempt = Attempt::None;
        Request::FindFiles(folder.to_owned())
    }

    /// The folder that was typed, if one was.
    pub fn look(&mut self) -> Option<Request> {
        let typed = self.path.trim();
        (!typed.is_empty()).then(|| expand_home(typed)).map(|folder| self.chose(&folder))
    }

    /// A file's text that is pasted in this frame, wherever the keyboard is but in a passphrase.
    pub fn text_pasted(&mut self, ctx: &egui::Context, snapshot: &Snapshot) -> Option<Secret> {
        let typing = [self.first.id(), self.again.id()].iter().any(|id| ctx.memory(|memory| memory.has_focus(*id)));
        let takes = Self::can_keep(snapshot) && !self.is_busy() && !typing && !matches!(self.attempt, Attempt::Done(_));
        let is_text = |text: &str| Misplaced::as_path(text) == Some(Misplaced::Text);
        (takes && self.pasted.take_paste(ctx, is_text)).then(|| self.pasted.take())
    }

    /// Another folder is to be chosen.
    pub fn again(&mut self) {
        self.looking = Looking::None;
        self.batch.clear();
    }

    /// Asks for everything that is ticked.
    pub fn import(&mut self) -> Option<Request> {
        self.batch.settle();
        match self.batch.asks() {
            Ok(asks) => {
                self.attempt = Attempt::Importing(None);
                Some(Request::Import(asks))
            }
            Err(failure) => {
                self.attempt = Attempt::Failed(failure);
                None
            }
        }
    }

    /// Whether Enter in the first field goes on to the second: the first is well, and nothing was repeated yet.
    pub fn goes_on_to_again(&self) -> bool {
        self.is_long_enough() && self.again.is_empty()
    }

    /// Whether the passphrase is as long as it has to be.
    pub fn is_long_enough(&self) -> bool {
        self.first.len() >= SHORTEST
    }

    /// Why no vault can be made now; none where one can.
    pub fn needs(&self) -> Option<&'static str> {
        let parts = [
            (!self.first.is_empty(), "Needs a passphrase."),
            (self.is_long_enough(), "Needs at least 8 characters."),
            (self.again.same_as(&self.first), "Needs the passphrase twice."),
        ];
        parts.into_iter().find_map(|(is_there, words)| (!is_there).then_some(words))
    }

    fn problem(&self) -> Option<&'static str> {
        if !self.is_long_enough() {
            Some("Use at least 8 characters.")
        } else if !self.first.same_as(&self.again) {
            Some("The two passphrases differ.")
        } else {
            None
        }
    }

    /// Something was typed: what was wrong is no matter any more, but that the repetition, as long by now, differs.
    pub fn passphrase_typed(&mut self) {
        let differs = self.is_long_enough() && self.again.len() >= self.first.len() && self.problem().is_some();
        if differs || matches!(self.attempt, Attempt::Wrong(_)) {
            self.attempt = self.problem().filter(|_| differs).map_or(Attempt::None, Attempt::Wrong);
        }
    }

    /// Asks for a vault that the passphrase protects, if it can be one.
    pub fn make_sealed(&mut self) -> Option<Request> {
        if let Some(problem) = self.problem() {
            self.attempt = Attempt::Wrong(problem);
            return None;
        }
        self.again.wipe();
        self.attempt = Attempt::Making;
        self.has_made = true;
        self.asks_passphrase = false;
        Some(Request::Init(StoreKind::Sealed, Some(self.first.take())))
    }

    /// Asks the keychain to open, for its first keyring, or how it stands by now.
    pub fn open_keychain(&mut self) -> Request {
        if matches!(self.attempt, Attempt::Failed(_)) {
            self.attempt = Attempt::None;
        }
        Request::Unlock(None)
    }

    /// Asks for a vault with nothing in it, in the keychain.
    pub fn make_empty(&mut self) -> Request {
        self.attempt = Attempt::Making;
        self.leave();
        Request::Init(StoreKind::Keychain, None)
    }

    /// A vault is there now.
    pub fn has_vault(&mut self) {
        if self.attempt == Attempt::Making {
            self.attempt = Attempt::None;
            self.to_top = true;
        }
    }

    /// What comes of what it asked for; gives back what was not meant for it.
    pub fn hear(&mut self, event: Event, snapshot: &Snapshot) -> Option<Event> {
        if let Attempt::Done(results) = &mut self.attempt
            && results.hear(&event)
        {
            return None;
        }
        match event {
            Event::Finding(folders, files) => {
                if let Looking::Running(_, looked, found) = &mut self.looking {
                    (*looked, *found) = (folders, files);
                }
            }
            Event::FilesFound(found) if matches!(self.looking, Looking::Running(..)) => {
                self.batch = Batch::found(&found, snapshot).instead_of(&self.batch);
                self.looking = Looking::Done(found.root.clone(), found.looked_into, found.is_cut_short);
                self.to_top = true;
            }
            Event::Planned(asked, plans) => self.batch.hear(asked, plans),
            Event::Progress(_, done, of) if matches!(self.attempt, Attempt::Importing(_)) => {
                self.attempt = Attempt::Importing(Some((done, of)));
            }
            Event::Imported(imports) if matches!(self.attempt, Attempt::Importing(_)) => {
                self.attempt = Attempt::Done(Results::new(imports));
            }
            other => return Some(other),
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;
    use crate::jobs::{FilesFound, FoundRow, ImportReport, Imports};

    fn found() -> Event {
        let row = FoundRow {
            project: "shop".to_owned(),
            environment: "development".to_owned(),
            files: vec!["/code/shop/.env".into()],
            wanted: Vec::new(),
            folder: None,
        };
        let found = FilesFound { root: "/code".into(), rows: vec![row], looked_into: 7, ..FilesFound::default() };
        Event::FilesFound(Box::new(found))
    }

    #[test]
    fn nothing_is_searched_before_a_folder_is_chosen() {
        let snapshot = sample::no_vault(KeychainStands::Open);
        let mut screen = FirstRun::default();
        assert!(screen.look().is_none() && !screen.holds());
        assert!(screen.hear(found(), &snapshot).is_some(), "nobody asked for it");
        screen.path = "/code".to_owned();
        assert!(matches!(screen.look(), Some(Request::FindFiles(folder)) if folder == Path::new("/code")));
        assert!(screen.hear(found(), &snapshot).is_none());
        assert_eq!(screen.looking, Looking::Done("/code".into(), 7, false));
        assert!(screen.batch.question().is_some() && screen.holds());
    }

    #[test]
    fn it_stays_until_what_came_in_was_read() {
        let snapshot = sample::no_vault(KeychainStands::Open);
        let mut screen = FirstRun::default();
        screen.chose(Path::new("/code"));
        screen.hear(found(), &snapshot);
        screen.import();
        let report = ImportReport { keys: 3, ..ImportReport::default() };
        screen.hear(Event::Imported(Imports { reports: vec![report], ..Imports::default() }), &snapshot);
        assert!(matches!(screen.attempt, Attempt::Done(_)) && screen.holds());
        screen.leave();
        assert!(!screen.holds());
    }

    #[test]
    fn a_failure_is_said_where_it_was_asked() {
        let failure = || Failure::new("Couldn't.", "", "");
        let mut screen = FirstRun::default();
        screen.chose(Path::new("/nowhere"));
        screen.failed(failure());
        assert!(matches!(screen.looking, Looking::Failed(_)) && screen.attempt == Attempt::None);
        screen.attempt = Attempt::Importing(None);
        screen.failed(failure());
        assert!(matches!(screen.attempt, Attempt::Failed(_)));
    }

    #[test]
    fn without_a_keychain_nothing_can_be_kept_until_a_passphrase_is_chosen() {
        for keychain in [KeychainStands::Locked, KeychainStands::Unmade, KeychainStands::Absent] {
            let snapshot = sample::no_vault(keychain);
            assert!(!FirstRun::can_keep(&snapshot) && Where::of(&snapshot).needs().is_some(), "{keychain:?}");
        }
        for snapshot in [sample::no_vault(KeychainStands::Open), sample::snapshot()] {
            assert!(FirstRun::can_keep(&snapshot) && Where::of(&snapshot).needs().is_none());
        }
    }
}
