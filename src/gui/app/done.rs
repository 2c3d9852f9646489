//! What the window says once a change is saved.

use super::App;
use crate::gui::toast::{Toast, Undo};
use crate::jobs::Done;
use crate::model::{Key, KeyUid};

impl App {
    /// Says that a change is saved, with Undo where it can be taken back. `now` is the frame's time.
    pub(super) fn done(&mut self, done: Done, now: f64) {
        match &done {
            Done::Rotated(keys, _) | Done::Disabled(keys) | Done::Enabled(keys) => self.toasts.forget_undo(keys, now),
            Done::PutBack(uid) | Done::Ended(uid) => self.toasts.forget_undo(&[*uid], now),
            _ => {}
        }
        let toast = match done {
            Done::Rotated(keys, kept_until) => {
                let undo = kept_until.map(|_| Undo::Rotate(keys.clone()));
                self.changed(&keys, "rotated", undo, now)
            }
            Done::PutBack(uid) => self.changed(&[uid], "has its old value again", None, now),
            Done::Ended(uid) => self.changed(&[uid], "· old value noted as ended", None, now),
            Done::Disabled(keys) => self.changed(&keys, "disabled", Some(Undo::Disable(keys.clone())), now),
            Done::Enabled(keys) => self.changed(&keys, "enabled", None, now),
            Done::Deleted(names) => match names.as_slice() {
                [name] => Toast::news_of(name, "deleted".to_owned(), now),
                several => Toast::news(format!("{} keys deleted", several.len()), now),
            },
            Done::CommandCopied => Toast::news("Command copied".to_owned(), now),
            Done::SavedFile(uid, path) => {
                let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
                self.changed(&[uid], &format!("saved as {file}"), None, now)
            }
            other => return self.saved(other, now),
        };
        self.toasts.say(toast, now);
    }

    /// "API_KEY disabled", "3 keys disabled".
    fn changed(&self, keys: &[KeyUid], words: &str, undo: Option<Undo>, now: f64) -> Toast {
        let one = match keys {
            [uid] => self.snapshot.as_ref().and_then(|snapshot| snapshot.keys.iter().find(|key| key.uid == *uid)),
            _ => None,
        };
        let name = one.map(Key::name);
        let count = keys.len();
        let whole = match (name, count) {
            (Some(_), _) => words.to_owned(),
            (None, 1) => format!("Key {words}"),
            (None, _) => format!("{count} keys {words}"),
        };
        match (undo, name) {
            (Some(undo), _) => Toast::undoable(name, &whole, undo, now),
            (None, Some(name)) => Toast::news_of(name, whole, now),
            (None, None) => Toast::news(whole, now),
        }
    }
}
