//! The Rotate dialog while it is open: what was put in and chosen, what was asked, and what came of it.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Local, NaiveDate, Utc};

use super::about::{About, place_of};
use super::data::{
    Attempt, Doubt, Ends, Footer, Held, Mend, Old, Proof, Way, failed_words, footer, holders, holds_the_lost_one,
    old_at_first, proof,
};
use super::made::Shape;
use super::on_clipboard::OnClipboard;
use super::places::Turn;
use super::walk::Walk;
use crate::gui::looks::Look;
use crate::gui::modal::Heard;
use crate::gui::screens::key_form::KeyIdText;
use crate::gui::showing::Showing;
use crate::gui::widgets::SecretInput;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure, Match, Request, RotateWish, Snapshot};
use crate::model::{DateWish, Expiry, Facts, Key, KeyUid, Random, RotateEvery, Secret};

/// A pause in typing after which the worker is asked whose value it is, in seconds.
const PAUSE: f64 = 0.25;

/// What is known about whose the value is.
#[derive(Debug, Default)]
struct Whose {
    /// To be asked then, in the frame's seconds.
    at: Option<f64>,
    /// Questions without an answer yet; only the last one's counts.
    open: u32,
    told: Option<Vec<Match>>,
}

/// What the dialog shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    /// The three steps.
    #[default]
    Steps,
    /// The places the new value is to be put too, each with its tick.
    Places(Vec<(String, bool)>),
}

/// The Rotate dialog.
pub struct Rotate {
    pub(super) about: About,
    pub(super) way: Way,
    pub(super) input: SecretInput,
    pub(super) key_id: KeyIdText,
    pub(super) also: bool,
    pub(super) old: Old,
    pub(super) ends: Ends,
    pub(super) day: String,
    pub(super) every: RotateEvery,
    pub(super) showing: Option<Showing>,
    pub(super) attempt: Attempt,
    pub(super) page: Page,
    /// The old value, where it is kept: until which day, and of which keys.
    pub(super) kept: Option<(NaiveDate, Vec<KeyUid>)>,
    /// The new value, copied from the last page.
    pub(super) on_clipboard: OnClipboard,
    /// The page was opened later, and asked how its places stand.
    pub(super) asks_ticks: bool,
    /// Whether its value is a new one.
    pub(super) turn: Turn,
    /// The value before has ended at its provider, as a person said.
    pub(super) old_ended: bool,
    /// What was asked for beside the rotation, and did not happen: its provider's page, a copy, a tick.
    pub(super) failed: Option<Failed>,
    /// Esc was pressed over a value.
    pub(super) leaving: bool,
    /// The field got the keyboard.
    pub(super) began: bool,
    /// Gets the keyboard in the next frame: in the one of a click, egui takes it from what was not clicked.
    pub(super) focus_next: Option<egui::Id>,
    /// Chosen in the last frame. It is taken before the next one is drawn: the button that saves is on by the time it is asked
    /// who has the keyboard instead of the field.
    pub(super) way_next: Option<Way>,
    pub(super) held: Held,
    pub(super) shape: Shape,
    /// The value could not be read just now.
    pub(super) may_be_lost: bool,
    whose: Whose,
    /// What was saved, to be said once the dialog is left.
    pub(super) done: Option<Done>,
    /// One of several, one after another.
    pub(super) walk: Option<Walk>,
    /// What is left out of a walk, in words; said at its beginning.
    pub(super) left_out: Option<String>,
    /// This one is through: the next one's turn.
    pub(super) through: bool,
    pub(super) random: Arc<dyn Random>,
}

/// What did not happen beside the rotation.
#[derive(Debug)]
pub(super) struct Failed {
    pub failure: Failure,
    /// It was brought into view.
    pub seen: bool,
}

impl Failed {
    fn new(failure: Failure) -> Self {
        Self { failure, seen: false }
    }
}

impl Rotate {
    /// Opens it for a key; none where the key is gone or plain.
    pub fn new(snapshot: &Snapshot, uid: KeyUid, random: Arc<dyn Random>) -> Option<Self> {
        let about = About::of(snapshot, uid)?;
        Some(Self {
            way: Way::Paste,
            input: SecretInput::new("rotate"),
            key_id: KeyIdText::default(),
            also: !about.same.is_empty() && !about.lost,
            old: old_at_first(&about),
            ends: Ends::at_first(&about),
            day: String::new(),
            every: about.every,
            showing: None,
            attempt: Attempt::None,
            page: Page::default(),
            kept: None,
            on_clipboard: OnClipboard::default(),
            asks_ticks: false,
            turn: Turn::default(),
            old_ended: false,
            failed: None,
            leaving: false,
            began: false,
            focus_next: None,
            way_next: None,
            held: Held::Nothing,
            shape: Shape::default(),
            may_be_lost: false,
            whose: Whose::default(),
            done: None,
            walk: None,
            left_out: None,
            through: false,
            random,
            about,
        })
    }

    /// The value in the field changed. One that was pasted is asked about at once, one that is typed after a pause.
    pub(super) fn changed(&mut self, at_once: bool, now: f64) {
        self.whose.told = None;
        self.attempt = Attempt::None;
        if self.input.is_empty() {
            (self.held, self.showing, self.whose.at) = (Held::Nothing, None, None);
        } else {
            let look = Look::of(&self.about.name, self.input.expose());
            self.held = Held::Pasted(look, None);
            self.whose.at = Some(if at_once { now } else { now + PAUSE });
        }
    }

    /// Asks whose value it is, once it is time; says in how many seconds that will be.
    pub(super) fn ask_whose(&mut self, now: f64, wishes: &mut Vec<Wish>) -> Option<Duration> {
        let at = self.whose.at?;
        if at > now {
            return Some(Duration::from_secs_f64(at - now));
        }
        self.whose.at = None;
        self.whose.open += 1;
        wishes.push(Wish::Ask(Request::Whose(self.value())));
        None
    }

    /// Takes in what the worker said of the value, with the names it has now.
    pub(super) fn learn(&mut self, snapshot: &Snapshot) {
        let Some(matches) = self.whose.told.take() else { return };
        let place = |found: &Match| {
            let key = snapshot.keys.iter().find(|key| key.uid == found.uid)?;
            Some(place_of(key, ""))
        };
        if let Held::Pasted(_, known) = &mut self.held {
            *known = Some(holders(&matches, &self.about, place));
        }
    }

    /// A second copy of what is in the field: it stays there until it is saved.
    fn value(&self) -> Secret {
        Secret::new(self.input.expose().as_bytes().to_vec())
    }

    /// Takes the white space off.
    pub(super) fn trim(&mut self, now: f64) {
        let bare = zeroize::Zeroizing::new(self.input.expose().trim().to_owned());
        self.input.narrow(&bare);
        self.changed(true, now);
    }

    /// What is in the field is the secret, as a person says.
    pub(super) fn say_secret(&mut self) {
        if let Held::Pasted(look, _) = &mut self.held {
            look.misses_secret = false;
        }
        self.key_id.forget_refusal();
    }

    /// Whether there is a way out of a mix-up that Enter leads to.
    pub(super) fn can_mend(&self) -> bool {
        matches!(self.proof(), Proof::Doubt(Doubt { mend: Mend::UseAsKeyId, .. }))
    }

    /// Another way for the value to come; what was there goes.
    pub(super) fn take_way(&mut self, way: Way, now: f64) {
        self.way = way;
        self.input.wipe();
        self.changed(true, now);
        if way == Way::Generate {
            self.begin_made();
        }
    }

    /// What stands under the field.
    pub(super) fn proof(&self) -> Proof {
        proof(&self.about, &self.held)
    }

    /// What the footer says.
    pub(super) fn footer(&self) -> Footer {
        let foot = footer(&self.about, &self.held, self.also().len() + 1, self.ends_wish().is_err(), &self.attempt);
        if foot.acts && !self.key_id_will_do() {
            return Footer { note: "Needs another key ID.".to_owned(), bad: false, acts: false, ..foot };
        }
        foot
    }

    /// Whether what the store has lost is put into it again, and nothing is new about it: with another key ID it is another pair.
    pub(super) fn is_put_in_again(&self) -> bool {
        let known = self.about.pair.as_ref().and_then(|(_, key_id)| key_id.as_deref());
        let same_pair = self.key_id.text().is_none_or(|key_id| known == Some(key_id));
        holds_the_lost_one(&self.about, &self.held) && same_pair
    }

    fn also(&self) -> Vec<KeyUid> {
        let ticked = self.also.then_some(&self.about.same);
        ticked.into_iter().flatten().map(|(uid, _)| *uid).collect()
    }

    fn ends_wish(&self) -> Result<Option<DateWish>, &'static str> {
        match (self.way, self.about.expiry) {
            (Way::Paste, _) => self.ends.wish(&self.day, &self.about),
            // A day was said of the old value; one made here has none.
            (Way::Generate, Expiry::On(_)) => Ok(Some(DateWish::NotKnown)),
            (Way::Generate, _) => Ok(None),
        }
    }

    /// What is wrong with the typed day, once something was typed.
    pub(super) fn day_error(&self) -> Option<&'static str> {
        self.ends_wish().err().filter(|_| !self.day.trim().is_empty())
    }

    /// Asks for the rotation, where all is there for it.
    pub(super) fn submit(&mut self, wishes: &mut Vec<Wish>) {
        let Ok(expires) = self.ends_wish() else { return };
        if !self.footer().acts {
            return;
        }
        let rotate_every = (self.way == Way::Generate && self.every != self.about.every).then_some(self.every);
        let day = Duration::from_secs(86_400);
        let wish = RotateWish {
            value: self.value(),
            key_id: self.key_id.text().map(str::to_owned),
            keep: Some(match self.old {
                Old::Keep => day * self.about.kept_for(),
                Old::Forget => Duration::ZERO,
            }),
            facts: Facts { expires, rotate_every, ..Facts::default() },
            also: self.also(),
            pasted: (self.way == Way::Paste).then(|| self.input.as_pasted()),
        };
        (self.attempt, self.showing) = (Attempt::Saving, None);
        wishes.push(Wish::Ask(Request::Rotate(self.about.uid, Box::new(wish))));
    }

    /// Whether a value stands there that is nowhere else yet.
    pub fn has_value(&self) -> bool {
        self.page == Page::Steps && !self.input.is_empty()
    }

    /// Closes it, or asks first where a value would be lost.
    pub(super) fn cancel(&mut self, wishes: &mut Vec<Wish>) {
        if self.attempt == Attempt::Saving {
            return;
        }
        if self.has_value() {
            self.leaving = true;
        } else {
            self.close(wishes);
        }
    }

    /// Closes it; what was saved meanwhile is said now.
    pub(super) fn close(&mut self, wishes: &mut Vec<Wish>) {
        if self.walk.is_some() && matches!(self.page, Page::Places(_)) {
            self.through = true;
            return;
        }
        wishes.push(Wish::CloseModal);
        wishes.extend(self.unsaid().map(Wish::Say));
    }

    /// The old value comes back, and nothing is left to be put anywhere.
    pub(super) fn put_back(&mut self, wishes: &mut Vec<Wish>) {
        let Some((_, keys)) = self.kept.take() else { return };
        self.done = None;
        self.close(wishes);
        wishes.push(Wish::Ask(Request::UndoRotate(keys)));
    }

    /// Opens it for a key that is to have a value of its own: others that hold the same keep it.
    pub fn alone(snapshot: &Snapshot, uid: KeyUid, random: Arc<dyn Random>) -> Option<Self> {
        Some(Self { also: false, ..Self::new(snapshot, uid, random)? })
    }

    /// The dialog's last page again, for a key that was rotated earlier. Which places have the new value is told by what is asked
    /// of the worker with it.
    pub fn places(snapshot: &Snapshot, uid: KeyUid, random: Arc<dyn Random>) -> Option<Self> {
        let mut rotate = Self::new(snapshot, uid, random)?;
        rotate.page = Page::Places(rotate.about.used_in.iter().map(|place| (place.clone(), false)).collect());
        rotate.asks_ticks = true;
        // The first place takes the keyboard, as it does behind the steps.
        rotate.began = true;
        let key = snapshot.keys.iter().find(|key| key.uid == uid);
        let before = key.and_then(|key| key.older.first());
        if key.is_some_and(Key::is_put_back) {
            rotate.turn = Turn::Back;
        }
        let until = before.filter(|before| before.ended_at.is_none()).and_then(|before| before.kept_until);
        let until = until.filter(|until| *until > snapshot.now.get());
        rotate.old_ended = before.is_some_and(|before| before.ended_at.is_some());
        rotate.kept = until.map(|until| (day_of(until), vec![uid]));
        Some(rotate)
    }

    /// What came of its provider's page.
    pub fn hear_page(&mut self, came: Result<(), Failure>) {
        self.failed = came.err().map(Failed::new);
    }

    /// What comes of what it asked for.
    pub fn hear(&mut self, event: Event) -> Heard {
        self.on_clipboard.hear(&event, self.about.uid);
        match event {
            Event::Whose(matches) if self.whose.open > 0 => {
                self.whose.open -= 1;
                if self.whose.open == 0 && self.whose.at.is_none() {
                    self.whose.told = Some(matches);
                }
                Heard::Taken
            }
            // Not to know whose it is hinders nothing; requests are answered in their order.
            Event::Failed(_) if self.whose.open > 0 => {
                self.whose.open -= 1;
                Heard::Taken
            }
            Event::Failed(failure) if self.attempt == Attempt::Saving => {
                self.attempt = Attempt::Failed(failed_words(&failure), failure.details);
                Heard::Taken
            }
            Event::ShapeLooked(uid, look) => {
                if uid == self.about.uid {
                    self.hear_shape(look);
                }
                Heard::Taken
            }
            Event::Looked(look) if look.uid == self.about.uid => {
                if let Page::Places(places) = &mut self.page
                    && std::mem::take(&mut self.asks_ticks)
                {
                    places.iter_mut().for_each(|(place, has_it)| *has_it = look.ticked.contains(place));
                }
                Heard::Pass(Event::Looked(look))
            }
            // The window would say it under this page.
            Event::Failed(failure) if matches!(self.page, Page::Places(_)) => {
                self.failed = Some(Failed::new(failure));
                Heard::Taken
            }
            // Nothing is new: no place waits for it.
            Event::Done(done @ Done::PutAgain(uid)) if self.attempt == Attempt::Saving => {
                self.input.wipe();
                (self.held, self.attempt) = (Held::Nothing, Attempt::None);
                let Some(walk) = &mut self.walk else { return Heard::Close(Event::Done(done)) };
                walk.leave_out(&[uid]);
                (self.done, self.through) = (Some(done), true);
                Heard::Taken
            }
            Event::Done(Done::Rotated(keys, until)) if self.attempt == Attempt::Saving => {
                self.input.wipe();
                self.held = Held::Nothing;
                self.attempt = Attempt::None;
                if let Some(walk) = &mut self.walk {
                    walk.leave_out(&keys);
                }
                self.kept = until.map(|until| (day_of(until), keys.clone()));
                let done = Done::Rotated(keys, until);
                if self.about.used_in.is_empty() && self.walk.is_some() {
                    (self.done, self.through) = (Some(done), true);
                    return Heard::Taken;
                }
                if self.about.used_in.is_empty() {
                    return Heard::Close(Event::Done(done));
                }
                self.page = Page::Places(self.about.used_in.iter().map(|place| (place.clone(), false)).collect());
                self.done = Some(done);
                Heard::Taken
            }
            other => Heard::Pass(other),
        }
    }
}

/// The user's calendar day.
fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}

impl std::fmt::Debug for Rotate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rotate").field("about", &self.about).field("page", &self.page).finish_non_exhaustive()
    }
}
