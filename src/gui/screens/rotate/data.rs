//! What the Rotate dialog says in each of its states. Plain values: no secret stands in here.

use chrono::{Days, NaiveDate};

use super::about::About;
use super::made::{Shape, made_words};
use crate::detect::Stage;
use crate::gui::looks::{Look, REMOVE_WHITE_SPACE, WHITE_SPACE, WHITE_SPACE_HINT, article};
use crate::gui::screens::key_form::{KEY_ID_INSTEAD, KEY_ID_INSTEAD_HINT, NEEDS_SECRET, USE_AS_KEY_ID, usual_words};
use crate::jobs::{Failure, Match};
use crate::model::{DateWish, Expiry, Kind, RotateEvery, parse_date_wish};
use crate::review::date;

/// What is missing while the field is empty, or holds what it must not.
const NEEDS_VALUE: &str = "Needs a new value.";

/// How the new value comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the clipboard.
    Paste,
    /// Made here.
    Generate,
}

/// What becomes of the old value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Old {
    /// It can be put back for some days.
    Keep,
    /// It goes at once.
    Forget,
}

/// What the field holds, told without holding it.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// Nothing.
    Nothing,
    /// One that is made here, once it is known what it has to be like.
    Awaited,
    /// Something from outside; whose it is or was, once the worker has said so.
    Pasted(Look, Option<Vec<Holder>>),
    /// Something made here, of so many bits.
    Made(f64),
}

/// A key that holds or held the value in the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// It is the key that is rotated.
    pub own: bool,
    /// It holds it now; else it did before.
    pub live: bool,
    /// What and where it is: "API_KEY in Billing staging".
    pub place: String,
}

/// The line or callout under the field.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// Nothing yet.
    Empty,
    /// Nothing is known, which is no warning.
    Silent,
    /// It looks as it should.
    Looks {
        /// "Looks like a Stripe live key".
        words: String,
        /// "different from the old one", once that is known.
        differs: bool,
    },
    /// Something to look at.
    Doubt(Doubt),
    /// How strong it is: bits.
    Strength(f64),
}

/// A warning about the value in the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What it is.
    pub title: String,
    /// What to do.
    pub hint: String,
    /// What its button does.
    pub mend: Mend,
    /// What is needed instead; none where it can be saved so.
    pub needs: Option<&'static str>,
    /// A person may say that it is what is needed.
    pub may_stay: bool,
}

/// What the button of a warning does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Empties the field for another value.
    PasteAgain,
    /// Takes the white space off.
    Trim,
    /// Takes the key id to its own field.
    UseAsKeyId,
}

impl Mend {
    /// What stands on the button.
    pub fn words(self) -> &'static str {
        match self {
            Self::PasteAgain => "Paste again",
            Self::Trim => REMOVE_WHITE_SPACE,
            Self::UseAsKeyId => USE_AS_KEY_ID,
        }
    }
}

impl Doubt {
    fn new(title: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { title: title.into(), hint: hint.into(), mend: Mend::PasteAgain, needs: None, may_stay: false }
    }
}

/// What stands under the field.
pub fn proof(about: &About, held: &Held) -> Proof {
    let (look, holders) = match held {
        Held::Nothing => return Proof::Empty,
        Held::Awaited => return Proof::Silent,
        Held::Made(bits) => return Proof::Strength(*bits),
        Held::Pasted(look, holders) => (look, holders),
    };
    let known = holders.as_deref().unwrap_or_default();
    if let Some(doubt) = held_before(about, known).or_else(|| strange(about, look)).or_else(|| held_elsewhere(known)) {
        return Proof::Doubt(doubt);
    }
    if holds_the_lost_one(about, held) {
        return Proof::Looks { words: "This is the value that was lost".to_owned(), differs: false };
    }
    match look.words() {
        Some(words) => Proof::Looks { words, differs: holders.is_some() },
        None => Proof::Silent,
    }
}

/// Whether it is the value itself that the store has lost.
pub fn holds_the_lost_one(about: &About, held: &Held) -> bool {
    about.lost && holds_the_live_one(held)
}

/// Whether it is the value that is in force.
pub fn holds_the_live_one(held: &Held) -> bool {
    let Held::Pasted(_, Some(holders)) = held else { return false };
    holders.iter().any(|holder| holder.own && holder.live)
}

fn held_before(about: &About, holders: &[Holder]) -> Option<Doubt> {
    let own = holders.iter().filter(|holder| holder.own);
    let again = match about.provider {
        Some(_) => format!("Copy the new one at {}, then paste it here.", about.issuer()),
        None => "Copy the new one, then paste it here.".to_owned(),
    };
    match own.map(|holder| holder.live).max()? {
        true if about.lost => None,
        true => Some(Doubt { needs: Some(NEEDS_VALUE), ..Doubt::new("This is the old value", again) }),
        false => Some(Doubt::new("This is an earlier value of it", again)),
    }
}

fn strange(about: &About, look: &Look) -> Option<Doubt> {
    if look.misses_secret {
        let mend = if about.pair.is_some() { Mend::UseAsKeyId } else { Mend::PasteAgain };
        let doubt = Doubt::new(KEY_ID_INSTEAD, KEY_ID_INSTEAD_HINT);
        return Some(Doubt { mend, needs: Some(NEEDS_SECRET), may_stay: true, ..doubt });
    }
    if look.stray_spaces {
        return Some(Doubt { mend: Mend::Trim, ..Doubt::new(WHITE_SPACE, WHITE_SPACE_HINT) });
    }
    let title = look.words()?;
    if let (Some(wanted), Some(found)) = (&about.provider, look.provider)
        && !wanted.eq_ignore_ascii_case(found)
        && crate::detect::find(wanted).is_some()
    {
        return Some(Doubt::new(title, format!("{} is {} {wanted} key.", about.name, article(wanted))));
    }
    let here = format!("This is {}.", about.environment.to_lowercase());
    let pays = look.provider == Some("Stripe");
    match (look.stage?, about.protected) {
        (Stage::Test, true) => {
            let effect = if pays { "Test keys take no real payments." } else { "Test keys work on made-up data." };
            Some(Doubt::new(title, format!("{here} {effect}")))
        }
        (Stage::Live, false) => {
            let effect = if pays { "Live keys take real payments." } else { "Live keys work on real data." };
            Some(Doubt::new(title, format!("{here} {effect}")))
        }
        _ => None,
    }
}

fn held_elsewhere(holders: &[Holder]) -> Option<Doubt> {
    let other = holders.iter().find(|holder| !holder.own && holder.live)?;
    Some(Doubt::new("Another key has this value", format!("It is the value of {}.", other.place)))
}

/// The first step: what to make, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Make {
    /// "Make a new key at Stripe".
    pub title: String,
    /// The title is not for now.
    pub quiet: bool,
    /// What the new one has to be able to do.
    pub hint: Option<String>,
    /// The same in fewer words, the longest first.
    pub shorter: Vec<String>,
    /// The button's words and the page it opens.
    pub page: Option<(String, &'static str)>,
}

/// What the first step says of a value that is made here.
pub fn make_here(shape: Shape) -> Make {
    let mut words = made_words(shape).into_iter();
    let (title, hint) = ("No provider needed".to_owned(), words.next());
    Make { title, quiet: true, hint, shorter: words.collect(), page: None }
}

/// What it says of one that is made elsewhere.
pub fn make(about: &About) -> Make {
    // Of a login, only its password is new.
    let is_login = matches!(about.kind, Kind::Password | Kind::ConnectionString);
    let title = match &about.provider {
        Some(provider) if about.lost => format!("Find it, or make a new one at {provider}"),
        None if about.lost => "Find it, or make a new one where you got it".to_owned(),
        Some(provider) if is_login => format!("Set a new password at {provider}"),
        None if is_login => "Set a new password where this one is asked for".to_owned(),
        Some(provider) => format!("Make a new key at {provider}"),
        None => "Make a new key where you got this one".to_owned(),
    };
    let page = about.page.map(|page| (format!("Open {}", about.issuer()), page));
    let mut rights = about.rights.iter().cloned();
    Make { title, quiet: false, hint: rights.next(), shorter: rights.collect(), page }
}

/// "Same value in 2 other places"; none where it stands nowhere else.
pub fn same_words(about: &About) -> Option<String> {
    match about.same.len() {
        0 => None,
        1 => Some("Same value in 1 other place".to_owned()),
        more => Some(format!("Same value in {more} other places")),
    }
}

/// The two cards of the third step: title and hint, "keep" first.
pub fn old_cards(about: &About) -> [(String, String); 2] {
    let days = about.kept_for();
    let keep = format!("Keep the old value {days} {}", if days == 1 { "day" } else { "days" });
    let until = format!("Can be put back until {}", about.kept_until());
    [(keep, until), ("Forget it now".to_owned(), "It can't be put back".to_owned())]
}

/// What becomes of the old value at first.
pub fn old_at_first(about: &About) -> Old {
    if about.spoilt || about.lost || about.keep_days == 0 { Old::Forget } else { Old::Keep }
}

/// In the place of the cards, where there is nothing to keep.
pub fn lost_words(about: &About) -> String {
    format!("{} has lost it: nothing is left to keep.", about.store)
}

/// Asked where a new value would be given up: what the key is left with.
pub fn leave_words(about: &About) -> &'static str {
    match about.lost {
        true => "is left without a value. The new one is not saved yet.",
        false => "keeps its old value. The new one is not saved yet.",
    }
}

/// Under the cards: the old value goes on working where it came from.
pub fn old_hint(about: &About, way: Way) -> String {
    match (&about.provider, way) {
        (Some(provider), Way::Paste) => format!("{provider} accepts the old one until you delete it there."),
        (None, Way::Paste) => "Where you got it, the old one works until you delete it there.".to_owned(),
        (_, Way::Generate) if matches!(about.expiry, Expiry::On(_)) => {
            "Give the new one to everything that checks it. It has no last day.".to_owned()
        }
        (_, Way::Generate) => "Give the new one to everything that checks it.".to_owned(),
    }
}

/// When the new value ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ends {
    /// Nobody said.
    NotKnown,
    /// In so many days.
    In(u32),
    /// Said to have no end.
    Never,
    /// On the day that is typed beside it.
    Date,
}

impl Ends {
    /// The choices, in their order, with what stands on them.
    pub const CHOICES: [(&'static str, Self); 7] = [
        ("Not known", Self::NotKnown),
        ("30 d", Self::In(30)),
        ("90 d", Self::In(90)),
        ("180 d", Self::In(180)),
        ("1 year", Self::In(365)),
        ("Never", Self::Never),
        ("Date…", Self::Date),
    ];

    /// At first: nothing is invented, and "never" was a person's word.
    pub fn at_first(about: &About) -> Self {
        if about.expiry == Expiry::Never { Self::Never } else { Self::NotKnown }
    }

    /// What to save; none leaves it as it is.
    ///
    /// # Errors
    /// What is wrong with the day that was typed.
    pub fn wish(&self, typed: &str, about: &About) -> Result<Option<DateWish>, &'static str> {
        Ok(match self {
            Self::NotKnown => (about.expiry != Expiry::NotKnown).then_some(DateWish::NotKnown),
            Self::In(days) => Some(DateWish::InDays(*days)),
            Self::Never => Some(DateWish::Never),
            Self::Date => Some(DateWish::On(typed_day(typed, about.today)?)),
        })
    }

    /// At the right: the day it comes to, or what is usual.
    pub fn words(&self, typed: &str, about: &About) -> String {
        match self {
            Self::In(days) => {
                let day = about.today.checked_add_days(Days::new(u64::from(*days)));
                day.map(date).unwrap_or_default()
            }
            Self::Date => typed_day(typed, about.today).map(date).unwrap_or_default(),
            Self::NotKnown | Self::Never => match (&about.provider, &about.usual_expiry) {
                (Some(provider), Some(usual)) => usual_words(provider, usual),
                _ => String::new(),
            },
        }
    }
}

/// A day to come, as `2027-01-31`.
fn typed_day(typed: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
    match parse_date_wish(typed.trim()) {
        Some(DateWish::On(day)) if day >= today => Ok(day),
        Some(DateWish::On(_)) => Err("That day is past."),
        _ => Err("Enter a date such as 2027-01-31."),
    }
}

/// The choices of how often a value made here is rotated: what stands on each, and what it means.
pub fn every_choices(about: &About) -> Vec<(String, RotateEvery)> {
    let mut choices = vec![("As in Settings".to_owned(), RotateEvery::AsSettings)];
    let mut days = vec![30, 90, 180, 365];
    if let RotateEvery::Days(own) = about.every
        && !days.contains(&own)
    {
        days.push(own);
        days.sort_unstable();
    }
    let words = |days: u32| if days == 365 { "1 year".to_owned() } else { format!("{days} d") };
    choices.extend(days.into_iter().map(|days| (words(days), RotateEvery::Days(days))));
    choices.push(("Never".to_owned(), RotateEvery::Never));
    choices
}

/// At the right of these choices: the day it is due.
pub fn every_words(every: RotateEvery, about: &About) -> String {
    let due = |days: u32| about.today.checked_add_days(Days::new(u64::from(days))).map(date).unwrap_or_default();
    match (every, about.settings_every) {
        (RotateEvery::Days(days), _) => format!("due {}", due(days)),
        (RotateEvery::AsSettings, Some(days)) => format!("every {days} days, due {}", due(days)),
        (RotateEvery::AsSettings, None) => "no interval".to_owned(),
        (RotateEvery::Never, _) => String::new(),
    }
}

/// How saving goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It was not asked for.
    None,
    /// The worker saves.
    Saving,
    /// It did not happen: why, and the technical text behind it.
    Failed(String, String),
}

/// A failed attempt, in the footer's one line.
pub fn failed_words(failure: &Failure) -> String {
    // A mistake of Keyloft's own may have come in the middle.
    if failure.title.starts_with("Couldn't") {
        format!("{} Nothing was changed.", failure.why)
    } else {
        format!("{} {}", failure.title, failure.advice)
    }
}

/// The footer in one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footer {
    /// At the left.
    pub note: String,
    /// The note tells what went wrong.
    pub bad: bool,
    /// The technical text behind that; empty where there is none.
    pub details: String,
    /// On the primary button.
    pub primary: String,
    /// It can be pressed.
    pub acts: bool,
    /// It is at work.
    pub busy: bool,
}

/// What the footer says. `keys`: how many get the value.
pub fn footer(about: &About, held: &Held, keys: usize, day_is_wrong: bool, attempt: &Attempt) -> Footer {
    let primary = match keys {
        1 if about.lost => "Save value".to_owned(),
        1 => "Rotate key".to_owned(),
        _ => format!("Rotate {keys} keys"),
    };
    let needs = match proof(about, held) {
        Proof::Empty => Some(NEEDS_VALUE),
        Proof::Doubt(doubt) => doubt.needs,
        _ => None,
    };
    let quiet = |note: &str, acts| Footer {
        note: note.to_owned(),
        bad: false,
        details: String::new(),
        primary: primary.clone(),
        acts,
        busy: false,
    };
    let recorded = if about.lost { "Saving it is recorded in Activity." } else { "Rotating is recorded in Activity." };
    match (attempt, needs) {
        (Attempt::Saving, _) => Footer { busy: true, ..quiet(&format!("Saving in {}…", about.store), false) },
        _ if *held == Held::Awaited => Footer { busy: true, ..quiet("Looking what the old value is like…", false) },
        (_, Some(needs)) => quiet(needs, false),
        _ if day_is_wrong => quiet("Needs the day it ends.", false),
        (Attempt::Failed(why, details), _) => {
            Footer { bad: true, details: details.clone(), primary: "Try again".to_owned(), ..quiet(why, true) }
        }
        (Attempt::None, _) => quiet(recorded, true),
    }
}

/// Matches of the worker as holders, named by `place`.
pub fn holders(matches: &[Match], about: &About, place: impl Fn(&Match) -> Option<String>) -> Vec<Holder> {
    let named = matches.iter().map(|found| Holder {
        own: found.uid == about.uid,
        live: found.live,
        place: place(found).unwrap_or_else(|| "another key".to_owned()),
    });
    named.collect()
}
