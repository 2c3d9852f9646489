//! What is asked before a key is disabled, enabled by a letter, or deleted, in words that name the effect.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::places::where_words;
use crate::gui::commands::waits_for_end;
use crate::gui::counts;
use crate::gui::screens::key_form::place_words;
use crate::jobs::{Request, Snapshot, WhenDeleted};
use crate::model::{Key, KeyUid, State};
use crate::review::{Waiting, date, waiting};

/// Longer names lose their middle, so that the question's end stays on its line.
const LONGEST: usize = 30;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Leave it out here.
    Disable,
    /// Take it in again.
    Enable,
    /// Note that a value has ended at its provider.
    End,
    /// Its waiting period is not over: delete it all the same.
    DeleteEarly,
    /// Delete it for good.
    Delete,
}

/// A question about a key's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmState {
    keys: Vec<KeyUid>,
    /// What is asked.
    pub asked: Asked,
    /// The question.
    pub title: String,
    /// The one key's name, with which the words begin; empty for several.
    pub name: String,
    /// What happens on yes.
    pub words: String,
    /// The question to go on with, where the first is about the time.
    next: Option<(String, String)>,
}

impl ConfirmState {
    /// Whether to disable it; none where it is gone.
    pub fn disable(snapshot: &Snapshot, uid: KeyUid) -> Option<Self> {
        let key = snapshot.keys.iter().find(|key| key.uid == uid)?;
        let mut words = "is left out of copies, exports and runs.".to_owned();
        if !key.is_plain() {
            let issuer = key.provider.as_deref().unwrap_or("Its provider");
            words.push_str(&format!(" {issuer} still accepts it."));
        }
        let title = format!("Disable this {} key here?", key.place().environment);
        Some(Self { keys: vec![uid], asked: Asked::Disable, title, name: short(key.name()), words, next: None })
    }

    /// Whether to enable it: asked where a letter wished it, which may have been a slip. None where it is not disabled.
    pub fn enable(snapshot: &Snapshot, uid: KeyUid) -> Option<Self> {
        let key = snapshot.keys.iter().find(|key| key.uid == uid && key.state.is_disabled())?;
        let title = format!("Enable this {} key again?", key.place().environment);
        let words = "is in copies, exports and runs again.".to_owned();
        Some(Self { keys: vec![uid], asked: Asked::Enable, title, name: short(key.name()), words, next: None })
    }

    /// Whether values of these have ended at their providers, asked where a letter said so; none where there are none.
    pub fn ended(snapshot: &Snapshot, keys: &[KeyUid]) -> Option<Self> {
        let keys = chosen(snapshot, keys, waits_for_end);
        let words = "noted as ended: Keyloft no longer warns that a provider may accept it.";
        if let [one] = keys.as_slice() {
            let (title, words) = match old_values(one) {
                None => ("Has its value ended at the provider?".to_owned(), format!("is {words}")),
                Some((1, which)) => (
                    format!("Has its {which} value ended at the provider?"),
                    format!("stays as it is. Its {which} value is {words}"),
                ),
                Some((count, which)) => (
                    format!("Have its {} {which} values ended at the provider?", counts::grouped(count)),
                    format!("stays as it is. Of its {which} values each is {words}"),
                ),
            };
            let asked = Self { name: short(one.name()), ..Self::several(&keys, Asked::End, title, words) };
            return Some(asked.naming_place(one));
        }
        let count = keys.first().map(|_| keys.len())?;
        let which = if keys.iter().all(|key| old_values(key).is_some()) { "old values" } else { "values" };
        let title = format!("Have the {which} of {} ended at their providers?", counts::keys(count));
        Some(Self::several(&keys, Asked::End, title, format!("{} Each is {words}", where_words(&keys))))
    }

    /// Whether to disable several: those that are not yet; none where there are none left.
    pub fn disable_all(snapshot: &Snapshot, keys: &[KeyUid]) -> Option<Self> {
        let keys = chosen(snapshot, keys, |key| !key.state.is_disabled());
        if let [one] = keys.as_slice() {
            return Self::disable(snapshot, one.uid).map(|asked| asked.naming_place(one));
        }
        let count = keys.first().map(|_| keys.len())?;
        let mut words = format!("{} Keyloft leaves them out of copies, exports and runs.", where_words(&keys));
        if keys.iter().any(|key| !key.is_plain()) {
            words.push_str(" Their providers still accept them.");
        }
        Some(Self::several(&keys, Asked::Disable, format!("Disable {} here?", counts::keys(count)), words))
    }

    /// Whether to delete several that are disabled; none where there are none, or where a name has to be typed first.
    pub fn delete_all(snapshot: &Snapshot, keys: &[KeyUid]) -> Option<Self> {
        let keys = chosen(snapshot, keys, |key| key.state.is_disabled());
        if keys.iter().any(|key| key.protected) {
            return None;
        }
        if let [one] = keys.as_slice() {
            return Self::delete(snapshot, one.uid).map(|asked| asked.naming_place(one));
        }
        let count = keys.first().map(|_| keys.len())?;
        let words = delete_words(snapshot, &keys);
        Some(Self::several(&keys, Asked::Delete, format!("Delete {}?", counts::keys(count)), words))
    }

    /// The same with the place named behind the key: a row that is ticked may be out of view.
    fn naming_place(self, key: &Key) -> Self {
        let placed = |words: String| format!("in {} {words}", place_words(key.place()));
        let next = self.next.map(|(title, words)| (title, placed(words)));
        Self { words: placed(self.words), next, ..self }
    }

    fn several(keys: &[&Key], asked: Asked, title: String, words: String) -> Self {
        let keys = keys.iter().map(|key| key.uid).collect();
        Self { keys, asked, title, name: String::new(), words, next: None }
    }

    /// Its button's words: the act and the count.
    pub fn act(&self) -> String {
        let verb = match self.asked {
            Asked::Disable => "Disable",
            Asked::Enable => "Enable",
            Asked::End => {
                return if self.keys.len() == 1 { "It's ended there" } else { "They're ended there" }.to_owned();
            }
            Asked::DeleteEarly | Asked::Delete => "Delete",
        };
        match self.keys.len() {
            1 => verb.to_owned(),
            count => format!("{verb} {}", counts::keys(count)),
        }
    }

    /// Whether to delete it; none where it is gone. Within the waiting period that is said first.
    pub fn delete(snapshot: &Snapshot, uid: KeyUid) -> Option<Self> {
        Self::delete_by(snapshot, uid, &local_day)
    }

    /// The same in a calendar of the caller's.
    fn delete_by(snapshot: &Snapshot, uid: KeyUid, day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> Option<Self> {
        let key = snapshot.keys.iter().find(|key| key.uid == uid)?;
        let environment = &key.place().environment;
        let (title, words) = (format!("Delete this {environment} key?"), what_goes(key, snapshot));
        let (keys, name) = (vec![uid], short(key.name()));
        let plain = Self { keys, asked: Asked::Delete, title, name, words, next: None };
        let (Waiting::Until(day), State::Disabled { since }) =
            (waiting(key, &snapshot.settings, snapshot.now.get(), day_of), key.state)
        else {
            return Some(plain);
        };
        let left = (day - snapshot.today).num_days();
        let words = format!(
            "was disabled on {} and waits {left} more {}, until {}: time to see whether anything still needs it.",
            date(day_of(since)),
            if left == 1 { "day" } else { "days" },
            date(day)
        );
        let title = format!("Delete this {environment} key early?");
        Some(Self { asked: Asked::DeleteEarly, title, words, next: Some((plain.title, plain.words)), ..plain })
    }

    /// What a yes asks of the worker; none where it only leads to the next question.
    pub fn yes(&mut self) -> Option<Request> {
        if let Some((title, words)) = self.next.take() {
            (self.asked, self.title, self.words) = (Asked::Delete, title, words);
            return None;
        }
        Some(match self.asked {
            Asked::Disable => Request::Disable(self.keys.clone()),
            Asked::Enable => Request::Enable(self.keys.clone()),
            Asked::End => Request::MarkEnded(self.keys.clone()),
            // A person was asked: had it still to wait, that was said.
            Asked::DeleteEarly | Asked::Delete => Request::Delete(self.keys.clone(), WhenDeleted::Now),
        })
    }
}

/// How many values beside its own a key in use has that a provider may accept, and what they are called; none where its own one
/// is meant.
fn old_values(key: &Key) -> Option<(usize, &'static str)> {
    let count = key.older.iter().filter(|version| version.ended_at.is_none()).count();
    let which = match count {
        _ if !key.is_put_back() => "old",
        1 => "newer",
        _ => "other",
    };
    (!key.state.is_disabled()).then_some((count, which))
}

fn short(name: &str) -> String {
    let count = name.chars().count();
    if count <= LONGEST {
        return name.to_owned();
    }
    let half = LONGEST / 2;
    name.chars().take(half).chain(std::iter::once('…')).chain(name.chars().skip(count - half + 1)).collect()
}

fn local_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono::Local).date_naive()
}

/// Those of the keys that an act has a meaning for, in the snapshot's order.
fn chosen<'a>(snapshot: &'a Snapshot, keys: &[KeyUid], fits: impl Fn(&Key) -> bool) -> Vec<&'a Key> {
    let wanted: HashSet<KeyUid> = keys.iter().copied().collect();
    snapshot.keys.iter().filter(|key| wanted.contains(&key.uid) && fits(key)).collect()
}

/// "is deleted with its value and 2 old ones from GNOME Keyring. There is no undo."
fn what_goes(key: &Key, snapshot: &Snapshot) -> String {
    if key.is_plain() {
        return "is deleted with its value. There is no undo.".to_owned();
    }
    let kept = key.older.iter().filter(|version| version.kept_until.is_some()).count();
    let what = match (kept, key.key_id.is_some()) {
        (0, false) => "its value".to_owned(),
        (0, true) => "its value and key ID".to_owned(),
        (1, _) => "its value and the old one".to_owned(),
        (more, _) => format!("its value and {more} old ones"),
    };
    format!("is deleted with {what} from {}. {}", snapshot.store_title, no_undo(snapshot))
}

/// What is said of a deletion's end: KeePassXC keeps what is deleted until its user empties the bin, unless set otherwise.
fn no_undo(snapshot: &Snapshot) -> &'static str {
    match snapshot.store_title.as_str() {
        "KeePassXC" => "There is no undo in Keyloft; KeePassXC's recycle bin may keep the value.",
        _ => "There is no undo.",
    }
}

/// "They are in shop staging. Their values are deleted from GNOME Keyring too. 2 of them still wait, …. There is no undo."
pub(in crate::gui::screens) fn delete_words(snapshot: &Snapshot, keys: &[&Key]) -> String {
    let goes = if keys.len() == 1 { "Its value is" } else { "Their values are" };
    let wait = waiting_words(snapshot, keys).map_or_else(String::new, |words| format!(" {words}"));
    format!("{} {goes} deleted from {} too.{wait} {}", where_words(keys), snapshot.store_title, no_undo(snapshot))
}

/// "2 of them still wait, the last until 5 Dec 2025: time to see whether anything still needs them."; none where no waiting
/// period runs.
pub(in crate::gui::screens) fn waiting_words(snapshot: &Snapshot, keys: &[&Key]) -> Option<String> {
    waiting_words_by(snapshot, keys, &local_day)
}

/// The same in a calendar of the caller's.
fn waiting_words_by(snapshot: &Snapshot, keys: &[&Key], day_of: &dyn Fn(DateTime<Utc>) -> NaiveDate) -> Option<String> {
    let until = |key: &&Key| match waiting(key, &snapshot.settings, snapshot.now.get(), day_of) {
        Waiting::Until(day) => Some(day),
        Waiting::None | Waiting::Over => None,
    };
    let days: Vec<NaiveDate> = keys.iter().filter_map(until).collect();
    let last = days.iter().max()?;
    let wait = match (days.len(), keys.len()) {
        (_, 1) => "It still waits".to_owned(),
        (1, _) => "One of them still waits".to_owned(),
        (count, all) if count == all => "They still wait".to_owned(),
        (count, _) => format!("{} of them still wait", counts::grouped(count)),
    };
    // They may have been disabled on different days.
    let end = if days.iter().all(|day| day == last) { "until" } else { "the last until" };
    let them = if days.len() == 1 { "it" } else { "them" };
    Some(format!("{wait}, {end} {}: time to see whether anything still needs {them}.", date(*last)))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::gui::sample;
    use crate::model::KeptVersion;

    fn utc(at: DateTime<Utc>) -> NaiveDate {
        at.date_naive()
    }

    /// The sample with one key changed; its number.
    fn with(name: &str, change: impl FnOnce(&mut Key, DateTime<Utc>)) -> (Snapshot, KeyUid) {
        let mut snapshot = sample::snapshot();
        let now = snapshot.now.get();
        let key = snapshot.keys.iter_mut().find(|key| key.name() == name && key.protected).unwrap();
        change(key, now);
        let uid = key.uid;
        (snapshot, uid)
    }

    #[test]
    fn disabling_says_what_it_does_and_what_it_does_not() {
        let (snapshot, uid) = with("STRIPE_SECRET_KEY", |_, _| {});
        let mut asked = ConfirmState::disable(&snapshot, uid).unwrap();
        assert_eq!(
            (asked.title.as_str(), asked.name.as_str()),
            ("Disable this production key here?", "STRIPE_SECRET_KEY")
        );
        assert_eq!(asked.words, "is left out of copies, exports and runs. Stripe still accepts it.");
        assert!(matches!(asked.yes(), Some(Request::Disable(keys)) if keys == [uid]));

        let (snapshot, uid) = with("STRIPE_SECRET_KEY", |key, _| key.provider = None);
        let asked = ConfirmState::disable(&snapshot, uid).unwrap();
        assert!(asked.words.ends_with("Its provider still accepts it."));
        let (snapshot, uid) = with("PORT", |_, _| {});
        let asked = ConfirmState::disable(&snapshot, uid).unwrap();
        assert!(asked.words.ends_with("exports and runs."));
        assert_eq!(ConfirmState::disable(&snapshot, KeyUid(-1)), None);
    }

    #[test]
    fn what_ended_is_the_old_value_of_a_key_in_use_and_the_own_one_of_a_disabled() {
        let kept = |number| {
            let now = sample::snapshot().now.get();
            KeptVersion { number, made_at: now, replaced_at: now, kept_until: Some(now), ended_at: None }
        };
        let asked = |older: Vec<KeptVersion>, disabled: bool| {
            let (snapshot, uid) = with("STRIPE_SECRET_KEY", |key, since| {
                (key.version, key.older) = (5, older);
                if disabled {
                    key.state = State::Disabled { since };
                }
            });
            let asked = ConfirmState::ended(&snapshot, &[uid]).unwrap();
            format!("{} {} {}", asked.title, asked.name, asked.words)
        };
        let said = "noted as ended: Keyloft no longer warns that a provider may accept it.";
        let name = "STRIPE_SECRET_KEY in Storefront production";
        assert_eq!(asked(vec![], true), format!("Has its value ended at the provider? {name} is {said}"));
        assert_eq!(asked(vec![kept(4)], true), asked(vec![], true));
        let old = format!("Has its old value ended at the provider? {name} stays as it is. Its old value is {said}");
        assert_eq!(asked(vec![kept(4)], false), old);
        let two = format!(
            "Have its 2 old values ended at the provider? {name} stays as it is. Of its old values each is {said}"
        );
        assert_eq!(asked(vec![kept(4), kept(3)], false), two);
        let ended = KeptVersion { ended_at: Some(sample::snapshot().now.get()), ..kept(3) };
        assert_eq!(asked(vec![kept(4), ended], false), old);
        assert!(asked(vec![kept(6)], false).starts_with("Has its newer value ended"));
    }

    #[test]
    fn a_disabled_key_is_asked_about_before_a_letter_enables_it() {
        let snapshot = sample::snapshot();
        let uid = |name: &str| snapshot.keys.iter().find(|key| key.name() == name).unwrap().uid;
        let mut asked = ConfirmState::enable(&snapshot, uid("LEGACY_PAYPAL_SECRET")).unwrap();
        assert_eq!((asked.act().as_str(), asked.words.as_str()), ("Enable", "is in copies, exports and runs again."));
        let yes = asked.yes();
        assert!(matches!(&yes, Some(Request::Enable(keys)) if *keys == [uid("LEGACY_PAYPAL_SECRET")]), "{yes:?}");
        assert_eq!(ConfirmState::enable(&snapshot, uid("OPENAI_API_KEY")), None, "it is not disabled");
    }

    #[test]
    fn several_are_disabled_by_one_question_that_names_their_count() {
        let snapshot = sample::snapshot();
        let uids = |names: &[&str]| -> Vec<KeyUid> {
            let wanted = snapshot.keys.iter().filter(|key| key.protected && names.contains(&key.name()));
            wanted.map(|key| key.uid).take(names.len()).collect()
        };
        let three = uids(&["STRIPE_SECRET_KEY", "OPENAI_API_KEY", "LEGACY_PAYPAL_SECRET"]);
        let mut asked = ConfirmState::disable_all(&snapshot, &three).unwrap();
        assert_eq!((asked.title.as_str(), asked.act().as_str()), ("Disable 2 keys here?", "Disable 2 keys"));
        assert_eq!(
            asked.words,
            "They are in Storefront production. Keyloft leaves them out of copies, exports and runs. Their providers still accept them."
        );
        assert!(matches!(asked.yes(), Some(Request::Disable(keys)) if keys.len() == 2));
        let one = ConfirmState::disable_all(&snapshot, &uids(&["STRIPE_SECRET_KEY"])).unwrap();
        assert_eq!(one.name, "STRIPE_SECRET_KEY");
        assert_eq!(ConfirmState::disable_all(&snapshot, &uids(&["LEGACY_PAYPAL_SECRET"])), None);
    }

    #[test]
    fn deleting_names_what_goes_and_that_nothing_brings_it_back() {
        let two_weeks = TimeDelta::days(14);
        let over = |key: &mut Key, now| key.state = State::Disabled { since: now - two_weeks };
        let (snapshot, uid) = with("LEGACY_PAYPAL_SECRET", over);
        let mut asked = ConfirmState::delete_by(&snapshot, uid, &utc).unwrap();
        assert_eq!((asked.asked, asked.title.as_str()), (Asked::Delete, "Delete this production key?"));
        assert_eq!(asked.name, "LEGACY_PAYPAL_SECRET");
        assert_eq!(asked.words, "is deleted with its value from GNOME Keyring. There is no undo.");
        assert!(matches!(asked.yes(), Some(Request::Delete(keys, WhenDeleted::Now)) if keys == [uid]));

        let (snapshot, uid) = with("LEGACY_PAYPAL_SECRET", |key, now| {
            over(key, now);
            let old = |number, kept: Option<DateTime<Utc>>| KeptVersion {
                number,
                made_at: key.created_at,
                replaced_at: now,
                kept_until: kept,
                ended_at: None,
            };
            key.older = vec![old(3, Some(now)), old(2, Some(now)), old(1, None)];
        });
        let asked = ConfirmState::delete_by(&snapshot, uid, &utc).unwrap();
        assert_eq!(asked.words, "is deleted with its value and 2 old ones from GNOME Keyring. There is no undo.");
        let binned = Snapshot { store_title: "KeePassXC".into(), ..snapshot };
        let asked = ConfirmState::delete_by(&binned, uid, &utc).unwrap();
        assert!(asked.words.ends_with("in Keyloft; KeePassXC's recycle bin may keep the value."), "{}", asked.words);
    }

    #[test]
    fn within_the_waiting_period_the_days_are_said_before_anything_is_offered() {
        let (snapshot, uid) = with("LEGACY_PAYPAL_SECRET", |key, now| {
            key.state = State::Disabled { since: now - TimeDelta::days(2) };
        });
        let mut asked = ConfirmState::delete_by(&snapshot, uid, &utc).unwrap();
        assert_eq!((asked.asked, asked.title.as_str()), (Asked::DeleteEarly, "Delete this production key early?"));
        let words = "was disabled on 21 Nov 2025 and waits 12 more days, until 5 Dec 2025: ";
        assert!(asked.words.starts_with(words), "{asked:?}");
        assert!(asked.yes().is_none(), "the first yes only leads on");
        assert_eq!((asked.asked, asked.title.as_str()), (Asked::Delete, "Delete this production key?"));
        assert!(matches!(asked.yes(), Some(Request::Delete(..))));
    }

    #[test]
    fn several_are_deleted_by_one_question_unless_a_protected_one_is_among_them() {
        let mut snapshot = sample::snapshot();
        let now = snapshot.now.get();
        let is_it = |key: &Key| key.place().project == "Billing" && key.name().starts_with("STRIPE");
        for key in snapshot.keys.iter_mut().filter(|key| is_it(key)) {
            key.state = State::Disabled { since: now };
        }
        let of = |protected: bool| -> Vec<KeyUid> {
            let wanted = snapshot.keys.iter().filter(|key| is_it(key) && (protected || !key.protected));
            wanted.map(|key| key.uid).collect()
        };
        assert_eq!(ConfirmState::delete_all(&snapshot, &of(true)), None, "the project's name is to be typed");
        let open = of(false);
        let mut asked = ConfirmState::delete_all(&snapshot, &open).unwrap();
        let count = counts::keys(open.len());
        assert_eq!((asked.title.clone(), asked.act()), (format!("Delete {count}?"), format!("Delete {count}")));
        let keys: Vec<&Key> = snapshot.keys.iter().filter(|key| open.contains(&key.uid)).collect();
        let wait = waiting_words(&snapshot, &keys).unwrap();
        assert!(wait.starts_with("They still wait, until ") && asked.words.contains(&wait), "{}", asked.words);
        assert!(matches!(asked.yes(), Some(Request::Delete(keys, WhenDeleted::Now)) if keys == open));
    }

    #[test]
    fn a_long_name_loses_its_middle_and_not_the_questions_end() {
        let name = "A".repeat(40) + "_KEY";
        let cut = short(&name);
        assert_eq!(cut.chars().count(), LONGEST);
        assert!(cut.ends_with("_KEY") && cut.contains('…'));
        assert_eq!(short("SHORT"), "SHORT");
    }
}
