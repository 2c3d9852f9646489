//! Where the file is to stand, and what came of it.

use std::path::{Path, PathBuf};

use crate::gui::modal::Heard;
use crate::gui::screens::import::{expand_home, file_path_needs, short_path};
use crate::gui::screens::keys::{capitalised, is_of_keychain, is_of_unlocking};
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure, Request, Snapshot};
use crate::model::{KeyUid, Kind};

/// How saving goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It was not asked for.
    None,
    /// A protected key: whether to write it.
    Asking,
    /// The worker writes.
    Writing,
    /// It can't stand there: why, and what to do; and the technical text behind it.
    Failed(String, String),
    /// It did not happen, wherever it was to stand.
    Refused(Failure),
}

/// The dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveFile {
    uid: KeyUid,
    /// The variable.
    pub name: String,
    /// Its environment, as a title.
    pub environment: String,
    /// It asks before a secret is written.
    pub protected: bool,
    /// What was typed.
    pub path: String,
    /// A file dialog is open for its path.
    pub browses: bool,
    /// The path that it proposes, or that was picked.
    proposed: String,
    /// It asks whether what was typed may be lost.
    pub leaving: bool,
    /// How it goes.
    pub attempt: Attempt,
    /// The field got the keyboard.
    pub began: bool,
}

impl SaveFile {
    /// For a key; none where it is gone or plain.
    pub fn new(snapshot: &Snapshot, uid: KeyUid) -> Option<Self> {
        let key = snapshot.keys.iter().find(|key| key.uid == uid).filter(|key| !key.is_plain())?;
        let proposed = format!("~/{}", file_name(key.name(), key.kind));
        Some(Self {
            uid,
            name: key.name().to_owned(),
            environment: capitalised(&key.place().environment),
            protected: key.protected,
            path: proposed.clone(),
            browses: false,
            proposed,
            leaving: false,
            attempt: Attempt::None,
            began: false,
        })
    }

    /// The path that stands in the field.
    pub fn wanted(&self) -> PathBuf {
        expand_home(self.path.trim())
    }

    /// A place was picked in the system's dialog.
    pub fn chose(&mut self, path: &Path) {
        self.path = short_path(path);
        self.proposed.clone_from(&self.path);
        self.attempt = Attempt::None;
    }

    /// Whether another path was typed.
    pub fn is_typed(&self) -> bool {
        let typed = self.path.trim();
        !typed.is_empty() && typed != self.proposed
    }

    /// What it still takes before it can be written.
    pub fn needs(&self) -> Option<&'static str> {
        file_path_needs(&self.path)
    }

    /// Asks for the file; a protected key's is asked about first.
    pub fn submit(&mut self, wishes: &mut Vec<Wish>) {
        let is_busy = matches!(self.attempt, Attempt::Writing | Attempt::Asking);
        if self.needs().is_none() && !is_busy {
            if self.protected {
                self.attempt = Attempt::Asking;
            } else {
                self.write(wishes);
            }
        }
    }

    /// Asks the worker.
    pub fn write(&mut self, wishes: &mut Vec<Wish>) {
        self.attempt = Attempt::Writing;
        wishes.push(Wish::Ask(Request::SaveFile(self.uid, self.wanted())));
    }

    /// What comes of it.
    pub fn hear(&mut self, event: Event) -> Heard {
        match event {
            // The path is not at fault.
            Event::Failed(failure)
                if self.attempt == Attempt::Writing && (is_of_keychain(&failure) || is_of_unlocking(&failure)) =>
            {
                self.attempt = Attempt::Refused(failure);
                Heard::Taken
            }
            Event::Failed(failure) if self.attempt == Attempt::Writing => {
                let words = format!("{} {}", failure.why, failure.advice);
                self.attempt = Attempt::Failed(words.trim().to_owned(), failure.details);
                Heard::Taken
            }
            Event::Done(Done::SavedFile(uid, path)) if uid == self.uid => {
                Heard::Close(Event::Done(Done::SavedFile(uid, path)))
            }
            other => Heard::Pass(other),
        }
    }
}

/// `stripe-secret-key.txt`, `tls-key.pem`, `google-credentials.json`.
fn file_name(variable: &str, kind: Kind) -> String {
    let ending = match kind {
        Kind::Certificate => "pem",
        Kind::ServiceAccount => "json",
        _ => "txt",
    };
    format!("{}.{ending}", variable.to_lowercase().replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    fn opened(name: &str, protected: bool) -> SaveFile {
        let snapshot = sample::snapshot();
        let key = snapshot.keys.iter().find(|key| key.name() == name && key.protected == protected).unwrap();
        SaveFile::new(&snapshot, key.uid).unwrap()
    }

    #[test]
    fn a_file_is_named_after_its_variable_and_kind() {
        assert_eq!(file_name("TLS_KEY", Kind::Certificate), "tls-key.pem");
        assert_eq!(file_name("GOOGLE_CREDENTIALS", Kind::ServiceAccount), "google-credentials.json");
        assert_eq!(opened("STRIPE_SECRET_KEY", true).path, "~/stripe-secret-key.txt");
        assert!(opened("STRIPE_SECRET_KEY", true).wanted().ends_with("stripe-secret-key.txt"));
    }

    #[test]
    fn a_plain_key_has_no_secret_to_save() {
        let snapshot = sample::snapshot();
        let port = snapshot.keys.iter().find(|key| key.is_plain()).unwrap();
        assert_eq!(SaveFile::new(&snapshot, port.uid), None);
    }

    #[test]
    fn only_a_protected_key_is_asked_about_before_it_is_written() {
        let mut wishes = Vec::new();
        let mut calm = opened("STRIPE_SECRET_KEY", false);
        calm.submit(&mut wishes);
        assert!(matches!(wishes.as_slice(), [Wish::Ask(Request::SaveFile(..))]));
        wishes.clear();
        let mut strict = opened("STRIPE_SECRET_KEY", true);
        strict.submit(&mut wishes);
        assert!(wishes.is_empty() && strict.attempt == Attempt::Asking);
        strict.write(&mut wishes);
        assert!(matches!(wishes.as_slice(), [Wish::Ask(Request::SaveFile(..))]));
        strict.submit(&mut wishes);
        assert_eq!(wishes.len(), 1, "it is being written");
    }

    #[test]
    fn a_file_that_stands_there_is_said_in_place_and_another_can_be_chosen() {
        let mut save = opened("STRIPE_SECRET_KEY", false);
        save.submit(&mut Vec::new());
        let [why, advice] = ["x.txt exists already.", "Choose another file."].map(str::to_owned);
        let heard = save.hear(Event::Failed(Failure::new("", why, advice)));
        assert!(matches!(heard, Heard::Taken));
        assert_eq!(
            save.attempt,
            Attempt::Failed("x.txt exists already. Choose another file.".to_owned(), String::new())
        );
        save.chose(Path::new("/tmp/y.txt"));
        assert!(save.attempt == Attempt::None && save.needs().is_none());
        save.path.clear();
        assert_eq!(save.needs(), Some("Name the file."));
    }
}
