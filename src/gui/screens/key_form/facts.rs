//! A key's facts while they are typed, and what is sent of them. Plain values: tested without a pixel.

use chrono::{Days, NaiveDate};

use crate::detect;
use crate::gui::widgets::TokenField;
use crate::model::{DateWish, Expiry, Facts, Key, Kind, Level, RotateEvery, parse_date_wish};
use crate::review::date;

/// When a key ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ends {
    /// Nobody said.
    #[default]
    NotKnown,
    /// In so many days.
    In(u32),
    /// Said to have no end.
    Never,
    /// On the day that is typed.
    Date,
}

impl Ends {
    /// The choices in their order, with what stands on them.
    pub const CHOICES: [(&'static str, Self); 6] = [
        ("Not known", Self::NotKnown),
        ("30 d", Self::In(30)),
        ("90 d", Self::In(90)),
        ("1 year", Self::In(365)),
        ("Never", Self::Never),
        ("Date…", Self::Date),
    ];
}

/// The day so many days from `today`, as it is written; nothing where the calendar ends.
pub fn day_words(today: NaiveDate, days: u32) -> String {
    today.checked_add_days(Days::new(u64::from(days))).map(date).unwrap_or_default()
}

/// What is usual about the expiry of a provider's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// In the provider table's words: "at most 90 days".
    pub words: &'static str,
    /// What a person may take over of it; none where it says no length.
    pub ends: Option<Ends>,
}

/// The provider's usual rule; none where nothing is known.
pub fn usual_expiry(provider: &str) -> Option<Usual> {
    let words = detect::find(provider)?.expiry;
    if words.is_empty() {
        return None;
    }
    let rest = words.strip_prefix("at most ");
    let number = rest.and_then(|rest| rest.split(' ').next()).and_then(|word| word.parse::<u32>().ok());
    let ends = match (rest, number) {
        _ if words == "none" || words.starts_with("none;") => Some(Ends::Never),
        (Some(rest), _) if rest.starts_with("a year") => Some(Ends::In(365)),
        (Some(rest), Some(days)) if rest.contains("day") => Some(Ends::In(days)),
        (Some(rest), Some(months)) if rest.contains("month") => Some(Ends::In(months * 365 / 12)),
        _ => None,
    };
    Some(Usual { words, ends })
}

/// A provider's usual rule as it is said: "Usual at GitHub: at most 365 days", "Stripe sets no expiry".
pub fn usual_words(provider: &str, words: &str) -> String {
    match words.strip_prefix("none") {
        Some("") => format!("{provider} sets no expiry"),
        Some(more) if more.starts_with(';') => format!("{provider} sets no expiry{more}"),
        _ => format!("Usual at {provider}: {words}"),
    }
}

/// A key's facts while they are typed. Empty is "not said".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsForm {
    /// What sort of credential it is.
    pub kind: Kind,
    /// Who issued it.
    pub provider: String,
    /// A person or a team.
    pub owner: String,
    /// When it ends.
    pub ends: Ends,
    /// The day, as typed.
    pub day: String,
    /// How often it is to be rotated.
    pub every: RotateEvery,
    /// What it may do.
    pub scopes: TokenField,
    /// What it may do at most.
    pub level: Option<Level>,
    /// The address it is used against.
    pub endpoint: String,
    /// Places outside this computer that hold it.
    pub used_in: TokenField,
    /// Programs want it as a file.
    pub as_file: bool,
    /// The user's own labels.
    pub tags: TokenField,
    /// A note.
    pub note: String,
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl FactsForm {
    /// Before anything was said; the owner is the user.
    pub fn new(me: &str) -> Self {
        Self {
            kind: Kind::ApiKey,
            provider: String::new(),
            owner: me.to_owned(),
            ends: Ends::NotKnown,
            day: String::new(),
            every: RotateEvery::AsSettings,
            scopes: TokenField::default(),
            level: None,
            endpoint: String::new(),
            used_in: TokenField::default(),
            as_file: false,
            tags: TokenField::default(),
            note: String::new(),
        }
    }

    /// As they are of a key; its note comes later, from the worker.
    pub fn of(key: &Key) -> Self {
        let text = |fact: &Option<String>| fact.clone().unwrap_or_default();
        let (ends, day) = match key.expiry {
            Expiry::NotKnown => (Ends::NotKnown, String::new()),
            Expiry::Never => (Ends::Never, String::new()),
            Expiry::On(day) => (Ends::Date, day.to_string()),
        };
        Self {
            kind: key.kind,
            provider: text(&key.provider),
            owner: text(&key.owner),
            ends,
            day,
            every: key.rotate_every,
            scopes: TokenField::new(key.scopes.clone()),
            level: key.level,
            endpoint: text(&key.endpoint),
            used_in: TokenField::new(key.used_in.iter().map(|used| used.place.clone()).collect()),
            as_file: key.as_file,
            tags: TokenField::new(key.tags.clone()),
            note: String::new(),
        }
    }

    /// What is wrong with the day that is typed, once something is.
    pub fn day_error(&self) -> Option<&'static str> {
        let wrong = self.ends == Ends::Date && !self.day.trim().is_empty() && self.typed_day().is_none();
        wrong.then_some("Enter a date such as 2027-01-31")
    }

    /// True where a day is wanted and is not there, or can't be taken.
    pub fn needs_day(&self) -> bool {
        self.ends == Ends::Date && self.typed_day().is_none()
    }

    fn typed_day(&self) -> Option<NaiveDate> {
        match parse_date_wish(self.day.trim()) {
            Some(DateWish::On(day)) => Some(day),
            _ => None,
        }
    }

    /// The day it comes to, as it is written; nothing where there is none.
    pub fn end_words(&self, today: NaiveDate) -> String {
        match self.ends {
            Ends::In(days) => day_words(today, days),
            Ends::Date => self.typed_day().map(date).unwrap_or_default(),
            Ends::NotKnown | Ends::Never => String::new(),
        }
    }

    /// Takes a provider's usual rule over.
    pub fn accept(&mut self, ends: Ends, today: NaiveDate) {
        self.ends = ends;
        if let Ends::In(days) = ends
            && !Ends::CHOICES.iter().any(|(_, choice)| *choice == ends)
            && let Some(day) = today.checked_add_days(Days::new(u64::from(days)))
        {
            (self.ends, self.day) = (Ends::Date, day.to_string());
        }
    }

    /// The last day, as a wish.
    fn expires(&self) -> Option<DateWish> {
        match self.ends {
            Ends::NotKnown => None,
            Ends::In(days) => Some(DateWish::InDays(days)),
            Ends::Never => Some(DateWish::Never),
            Ends::Date => self.typed_day().map(DateWish::On),
        }
    }

    /// What is said of a new key. Where it takes the place of one (`replaces`), what was left empty stays as it is there;
    /// else it is said to be empty, so that nothing is guessed that a person took away.
    pub fn given(&self, replaces: bool) -> Facts {
        let text = |typed: &str| filled(typed).or_else(|| (!replaces).then(String::new));
        let list = |field: &TokenField| Some(field.all()).filter(|all| !all.is_empty());
        Facts {
            provider: text(&self.provider),
            kind: Some(self.kind),
            owner: text(&self.owner),
            scopes: list(&self.scopes),
            level: self.level.map(Some),
            expires: self.expires(),
            rotate_every: Some(self.every).filter(|every| *every != RotateEvery::AsSettings),
            endpoint: filled(&self.endpoint),
            used_in: list(&self.used_in),
            as_file: self.as_file.then_some(true),
            tags: list(&self.tags),
            note: Some(self.note.clone()).filter(|note| !note.trim().is_empty()),
        }
    }

    /// What differs from `before`: only that is sent, and empty takes a fact away.
    pub fn changes(&self, before: &Self) -> Facts {
        let text = |now: &str, before: &str| (now.trim() != before).then(|| now.trim().to_owned());
        let list = |now: &TokenField, before: &TokenField| Some(now.all()).filter(|all| *all != before.tags);
        let expires = self.expires().unwrap_or(DateWish::NotKnown);
        Facts {
            provider: text(&self.provider, &before.provider),
            kind: (self.kind != before.kind).then_some(self.kind),
            owner: text(&self.owner, &before.owner),
            scopes: list(&self.scopes, &before.scopes),
            level: (self.level != before.level).then_some(self.level),
            expires: (Some(expires) != before.expires().or(Some(DateWish::NotKnown))).then_some(expires),
            rotate_every: (self.every != before.every).then_some(self.every),
            endpoint: text(&self.endpoint, &before.endpoint),
            used_in: list(&self.used_in, &before.used_in),
            as_file: (self.as_file != before.as_file).then_some(self.as_file),
            tags: list(&self.tags, &before.tags),
            note: (self.note != before.note).then(|| self.note.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 11, 24).unwrap()
    }

    #[test]
    fn nothing_is_said_of_a_new_key_but_its_kind_and_what_is_empty() {
        let nothing = Facts {
            kind: Some(Kind::ApiKey),
            provider: Some(String::new()),
            owner: Some("Ops".to_owned()),
            ..Facts::default()
        };
        assert_eq!(FactsForm::new("Ops").given(false), nothing);
        let kept = Facts { kind: Some(Kind::ApiKey), ..Facts::default() };
        assert_eq!(FactsForm::new("").given(true), kept, "one that is replaced keeps its facts");
    }

    #[test]
    fn each_fact_that_is_typed_is_sent() {
        let mut form = FactsForm::new("");
        form.provider = " Stripe ".to_owned();
        form.ends = Ends::In(90);
        form.every = RotateEvery::Days(30);
        form.scopes.typing = "charges".to_owned();
        form.level = Some(Level::Read);
        form.endpoint = "https://api.example.com".to_owned();
        form.used_in = TokenField::new(vec!["Vercel".to_owned()]);
        form.as_file = true;
        form.tags = TokenField::new(vec!["payments".to_owned()]);
        form.note = "ask ops".to_owned();
        let facts = form.given(true);
        assert_eq!(facts.provider.as_deref(), Some("Stripe"));
        assert_eq!(facts.expires, Some(DateWish::InDays(90)));
        assert_eq!(facts.rotate_every, Some(RotateEvery::Days(30)));
        assert_eq!(facts.scopes, Some(vec!["charges".to_owned()]), "what is still being typed counts");
        assert_eq!(facts.changed().len(), 11, "all but the owner, who is not named: {facts:?}");
    }

    #[test]
    fn an_edit_sends_only_what_differs() {
        let snapshot = sample::snapshot();
        let key = snapshot.keys.iter().find(|key| key.name() == "STRIPE_SECRET_KEY").unwrap();
        let before = FactsForm::of(key);
        assert_eq!(before.changes(&before), Facts::default());
        type Change = fn(&mut FactsForm);
        let changes: [(&str, Change); 12] = [
            ("provider", |form| form.provider.clear()),
            ("kind", |form| form.kind = Kind::Token),
            ("owner", |form| form.owner = "Payments team".to_owned()),
            ("scopes", |form| form.scopes.typing = "refunds".to_owned()),
            ("level", |form| form.level = Some(Level::Admin)),
            ("expires", |form| form.ends = Ends::Never),
            ("rotate-every", |form| form.every = RotateEvery::Never),
            ("endpoint", |form| form.endpoint = "https://api.example.com".to_owned()),
            ("used-in", |form| form.used_in.typing = "Vercel".to_owned()),
            ("as-file", |form| form.as_file = true),
            ("tags", |form| form.tags.tags.clear()),
            ("note", |form| form.note = "ask ops".to_owned()),
        ];
        for (fact, change) in changes {
            let mut form = before.clone();
            change(&mut form);
            assert_eq!(form.changes(&before).changed(), [fact]);
        }
        let mut form = before.clone();
        form.provider.clear();
        form.tags.tags.clear();
        let facts = form.changes(&before);
        assert_eq!((facts.provider.as_deref(), facts.tags.as_deref()), (Some(""), Some(&[][..])), "empty takes away");
    }

    #[test]
    fn an_expiry_can_be_taken_back() {
        let snapshot = sample::snapshot();
        let key = snapshot.keys.iter().find(|key| key.expiry != Expiry::NotKnown).unwrap();
        let before = FactsForm::of(key);
        assert_eq!(before.ends, Ends::Date);
        let form = FactsForm { ends: Ends::NotKnown, ..before.clone() };
        assert_eq!(form.changes(&before).expires, Some(DateWish::NotKnown));
    }

    #[test]
    fn a_day_is_read_or_refused() {
        let mut form = FactsForm { ends: Ends::Date, ..FactsForm::new("") };
        assert!(form.needs_day() && form.day_error().is_none(), "nothing is typed yet");
        form.day = "31.1.2027".to_owned();
        assert_eq!(form.day_error(), Some("Enter a date such as 2027-01-31"));
        form.day = " 2027-01-31".to_owned();
        assert!(!form.needs_day());
        assert_eq!(form.end_words(today()), "31 Jan 2027");
        assert_eq!(form.given(false).expires, Some(DateWish::On(NaiveDate::from_ymd_opt(2027, 1, 31).unwrap())));
        assert_eq!(FactsForm { ends: Ends::In(90), ..form }.end_words(today()), "22 Feb 2026");
    }

    #[test]
    fn a_providers_rule_can_be_taken_over_where_it_says_a_length() {
        let ends = |provider: &str| usual_expiry(provider).and_then(|usual| usual.ends);
        assert_eq!(ends("Stripe"), Some(Ends::Never));
        assert_eq!(ends("Azure"), Some(Ends::In(730)));
        assert_eq!(ends("GitLab"), Some(Ends::In(365)));
        assert_eq!(ends("Amazon Bedrock"), None);
        assert_eq!(usual_expiry("nobody"), None);
        assert_eq!(usual_words("Stripe", "none"), "Stripe sets no expiry");
        assert_eq!(
            usual_words("A", "none; the vendor advises 90 days"),
            "A sets no expiry; the vendor advises 90 days"
        );
        assert_eq!(usual_words("A", "none, or 12 hours"), "Usual at A: none, or 12 hours");
        assert_eq!(usual_words("A", "at most 90 days"), "Usual at A: at most 90 days");
        let mut form = FactsForm::new("");
        form.accept(Ends::In(730), today());
        assert_eq!((form.ends, form.day.as_str()), (Ends::Date, "2027-11-24"));
        form.accept(Ends::In(365), today());
        assert_eq!(form.ends, Ends::In(365));
    }
}
