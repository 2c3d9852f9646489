//! The sample's year: every add, rotation and use at its moment, in the order of time.

use std::collections::HashMap;

use chrono::{DateTime, Days, Local, NaiveDate, TimeDelta, Timelike, Utc};

use super::super::protocol::item_of;
use super::super::{Error, NewKeyWish, Value, Vault};
use super::clock::HistoryClock;
use super::table::{LEAVING, Make, PRODUCTS, Product, Row, TWISTS, Twist};
use crate::generate::Spec;
use crate::model::{
    DateWish, EnvRef, Expiry, Facts, KeyUid, Level, Random, Secret, UseKind, VariableName, is_protected_at_first,
};

/// The face that shows the sample.
const WINDOW: &str = "window";
/// The vault is this old, in days.
const AGE: i64 = 360;
/// When healthy keys were used last, in hours ago; taken in turn.
const LAST_USES: [i64; 12] = [1, 30, 3, 50, 8, 130, 20, 75, 400, 6, 900, 220];
/// A key is used again after so many days, going back; taken in turn.
const BETWEEN_USES: [i64; 5] = [3, 9, 17, 5, 28];
/// In how many days protected keys end that nothing is the matter with; taken in turn. None so soon that it is a warning.
const ENDS: [i64; 13] = [48, 210, 72, 154, 305, 37, 122, 83, 240, 57, 180, 65, 270];
/// The same of the others, of which only some end at all: the first of every so many.
const OTHER_ENDS: [i64; 7] = [44, 79, 61, 35, 88, 52, 70];
const OTHERS_PER_END: usize = 7;
/// Uses of one key; taken in turn.
const TIMES: [usize; 7] = [4, 9, 2, 12, 6, 3, 7];
const USES: [(UseKind, Option<&str>); 6] = [
    (UseKind::Copy, None),
    (UseKind::Run, Some("npm")),
    (UseKind::Copy, None),
    (UseKind::Reveal, None),
    (UseKind::Run, Some("docker")),
    (UseKind::Get, None),
];

/// So many minutes that no two keys in a row have things done to them at the same minute of the hour; below an hour.
fn minutes(turn: usize) -> TimeDelta {
    TimeDelta::minutes((turn * 23 % 59) as i64)
}

/// The moment itself, or half a day before it, when people were up.
fn awake(at: DateTime<Utc>) -> DateTime<Utc> {
    if (8..20).contains(&at.with_timezone(&Local).hour()) { at } else { at - TimeDelta::hours(12) }
}

/// What happens to one key at one moment.
enum Step {
    Add,
    Rotate,
    Ended,
    Use(UseKind, Option<&'static str>),
    Disable,
    Lose,
}

impl Step {
    /// Which face it was done in: a run and a value that is read belong to the command line.
    fn via(&self) -> &'static str {
        match self {
            Self::Use(UseKind::Run | UseKind::Get, _) => "command line",
            _ => WINDOW,
        }
    }
}

/// What one key has of its own.
fn twists(project: &str, environment: &str, name: &str) -> impl Iterator<Item = &'static Twist> {
    let at = (project.to_owned(), environment.to_owned(), name.to_owned());
    TWISTS.iter().filter(move |(p, e, n, _)| (*p, *e, *n) == (&*at.0, &*at.1, &*at.2)).map(|(.., twist)| twist)
}

/// One key's life.
struct Life {
    place: EnvRef,
    row: &'static Row,
    make: Make,
    owner: &'static str,
    scopes: Vec<String>,
    level: Option<Level>,
    expires: Option<DateWish>,
    used_in: Vec<String>,
    same_as: Option<&'static str>,
}

/// All lives, and what happens when: by moment, then in the order it was written down.
pub(super) struct History {
    now: DateTime<Utc>,
    today: NaiveDate,
    lives: Vec<Life>,
    steps: Vec<(DateTime<Utc>, usize, Step)>,
}

impl History {
    pub(super) fn new(now: DateTime<Utc>, today: NaiveDate) -> Self {
        let mut history = Self { now, today, lives: Vec::new(), steps: Vec::new() };
        for product in &PRODUCTS {
            for environment in product.environments {
                for row in product.rows {
                    history.write(product, environment, row);
                }
            }
        }
        history.steps.sort_by_key(|(at, _, _)| *at);
        history
    }

    /// When the vault was made.
    pub(super) fn beginning(&self) -> DateTime<Utc> {
        self.days_ago(AGE)
    }

    fn days_ago(&self, days: i64) -> DateTime<Utc> {
        self.now - TimeDelta::days(days)
    }

    fn in_days(&self, days: i64) -> NaiveDate {
        let span = Days::new(days.unsigned_abs());
        let day = if days < 0 { self.today.checked_sub_days(span) } else { self.today.checked_add_days(span) };
        day.unwrap_or(self.today)
    }

    /// A healthy life, and then what this key has of its own.
    fn write(&mut self, product: &Product, environment: &str, row: &'static Row) {
        if twists(product.name, environment, row.name).any(|twist| matches!(twist, Twist::Gap | Twist::NotNeeded)) {
            return;
        }
        let nth = self.lives.len();
        let turn = nth as i64;
        let protected = is_protected_at_first(environment);
        let place = EnvRef { project: product.name.into(), environment: environment.into() };
        let expires = match nth {
            _ if protected => DateWish::On(self.in_days(ENDS[nth % ENDS.len()])),
            nth if nth % OTHERS_PER_END == 0 => {
                DateWish::On(self.in_days(OTHER_ENDS[nth / OTHERS_PER_END % OTHER_ENDS.len()]))
            }
            _ => DateWish::Never,
        };
        let mut life = Life {
            place,
            row,
            make: row.make,
            owner: row.owner,
            scopes: row.scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            level: None,
            expires: Some(expires),
            used_in: Vec::new(),
            same_as: None,
        };
        let mut came = AGE - 5 - turn * 11 % 200;
        let mut rotated = protected.then_some(9 + turn * 13 % 70);
        let mut old_ends = true;
        let mut last_use = Some(awake(self.now - TimeDelta::hours(LAST_USES[nth % LAST_USES.len()])));
        let mut disabled = None;
        for (project, at, name, twist) in &TWISTS {
            if (*project, *at, *name) != (product.name, environment, row.name) {
                continue;
            }
            match *twist {
                Twist::ExpiresIn(days) => life.expires = Some(DateWish::On(self.in_days(days))),
                Twist::ExpiryUnknown => life.expires = None,
                Twist::OldNeverRotated(days) => (came, rotated) = (days, None),
                Twist::UsedLast(days) => last_use = Some(self.days_ago(days)),
                Twist::NeverUsed(days) => (came, last_use) = (days, None),
                Twist::SameAs(other) => life.same_as = Some(other),
                Twist::ScopeAll => life.scopes = vec!["*".into()],
                Twist::Admin => life.level = Some(Level::Admin),
                Twist::Made(make) => life.make = make,
                Twist::Owner(owner) => life.owner = owner,
                Twist::Disabled(days) => {
                    disabled = Some(self.days_ago(days));
                    last_use = Some(self.days_ago(days + 40));
                }
                Twist::OldLives(days) => (rotated, old_ends) = (Some(days), false),
                Twist::Lost => self.steps.push((self.days_ago(1), nth, Step::Lose)),
                Twist::UsedIn(place) => life.used_in.push(place.into()),
                Twist::Gap | Twist::NotNeeded => {}
            }
        }
        let plain = matches!(life.make, Make::Plain(_));
        // A value shared with another key is put in after that one last changed.
        if life.same_as.is_some() {
            came = 2;
            last_use = last_use.map(|at| at.max(self.now - TimeDelta::hours(5)));
        }
        let came = self.days_ago(came) - minutes(nth);
        self.steps.push((came, nth, Step::Add));
        if let Some(days) = rotated.filter(|_| !plain) {
            let at = self.days_ago(days) - minutes(nth);
            self.steps.push((at, nth, Step::Rotate));
            if old_ends {
                self.steps.push((at + TimeDelta::days(2), nth, Step::Ended));
            }
        }
        let mut at = last_use.filter(|_| !plain).map(|at| at - minutes(nth));
        for turn in nth..nth + TIMES[nth % TIMES.len()] {
            let Some(moment) = at.filter(|moment| *moment > came) else { break };
            let (kind, detail) = USES[turn % USES.len()];
            self.steps.push((moment, nth, Step::Use(kind, detail)));
            at = Some(awake(moment - TimeDelta::days(BETWEEN_USES[turn % BETWEEN_USES.len()]) - minutes(turn)));
        }
        if let Some(at) = disabled {
            self.steps.push((at - minutes(nth), nth, Step::Disable));
        }
        self.lives.push(life);
    }

    /// Does all of it, with the vault's own verbs.
    pub(super) fn live_through(self, vault: &mut Vault, clock: &HistoryClock) -> Result<(), Error> {
        for product in &PRODUCTS {
            for environment in product.environments {
                vault.add_environment(&EnvRef::new(product.name, environment)?)?;
            }
        }
        let mut uids: HashMap<usize, KeyUid> = HashMap::new();
        let random = std::sync::Arc::clone(&vault.world.random);
        for (at, nth, step) in &self.steps {
            clock.set(*at);
            vault.world.via = step.via();
            let life = &self.lives[*nth];
            if let Step::Add = step {
                let same = life.same_as.and_then(|environment| self.twin(life, environment)).and_then(|n| uids.get(&n));
                let same = same.map(|uid| vault.key(*uid).and_then(|key| vault.live_value(&key))).transpose()?;
                uids.insert(*nth, vault.add(life.wish(same, random.as_ref())?)?);
                continue;
            }
            let uid = *uids.get(nth).ok_or(Error::ChangedMeanwhile)?;
            match step {
                Step::Add => {}
                Step::Rotate => {
                    let (key_id, value) = draw(life.make, random.as_ref());
                    // Its end is a part of the story, which was told with the first value.
                    let ends = match vault.key(uid)?.expiry {
                        Expiry::On(date) => Some(DateWish::On(date)),
                        Expiry::Never | Expiry::NotKnown => None,
                    };
                    vault.rotate_ending(uid, value, key_id, None, ends)?;
                }
                Step::Ended => {
                    // Who ended the old value had put the new one everywhere.
                    for place in &life.used_in {
                        vault.tick_place(uid, place, true)?;
                    }
                    drop(vault.mark_ended(&[uid])?);
                }
                Step::Use(kind, detail) => drop(vault.get(uid, *kind, *detail)?),
                Step::Disable => drop(vault.disable(&[uid])?),
                Step::Lose => vault.lose(uid)?,
            }
        }
        clock.set(self.now);
        vault.world.via = WINDOW;
        for (project, environment, name, _) in TWISTS.iter().filter(|(.., twist)| matches!(twist, Twist::NotNeeded)) {
            vault.set_not_needed(&EnvRef::new(project, environment)?, &VariableName::new(name)?, true)?;
        }
        vault.set_last_day(LEAVING.0, Some(self.in_days(LEAVING.1)))
    }

    /// The same variable in another environment of the project.
    fn twin(&self, life: &Life, environment: &str) -> Option<usize> {
        self.lives.iter().position(|other| {
            other.row.name == life.row.name
                && other.place.project == life.place.project
                && other.place.environment == environment
        })
    }
}

impl Life {
    fn wish(&self, same: Option<Secret>, random: &dyn Random) -> Result<NewKeyWish, Error> {
        let name = VariableName::new(self.row.name)?;
        let (key_id, value) = match (self.make, same) {
            (Make::Plain(text), _) => (None, Value::Plain(text.into())),
            (_, Some(same)) => (None, Value::Secret(same)),
            (make, None) => {
                let (key_id, secret) = draw(make, random);
                (key_id, Value::Secret(secret))
            }
        };
        let facts = match value {
            Value::Plain(_) => Facts::default(),
            Value::Secret(_) => Facts {
                owner: Some(self.owner.into()),
                scopes: Some(self.scopes.clone()),
                level: self.level.map(Some),
                expires: self.expires,
                used_in: Some(self.used_in.clone()),
                ..Facts::default()
            },
        };
        Ok(NewKeyWish { key_id, facts, ..NewKeyWish::new(self.place.key(&name), value) })
    }
}

/// A key id, where there is one, and a secret; both random.
fn draw(make: Make, random: &dyn Random) -> (Option<String>, Secret) {
    // Opened to be put behind its prefix; made up, and drawn a moment ago.
    let part = |spec: Spec| String::from_utf8_lossy(spec.make(random).expose()).into_owned();
    let text = match make {
        Make::Letters(prefix, length) => format!("{prefix}{}", part(Spec::Base62(length))),
        Make::Hex(prefix, bytes) => format!("{prefix}{}", part(Spec::Hex(bytes))),
        Make::Pair => {
            let id = format!("AKIA{}", part(Spec::Hex(8)).to_uppercase());
            return (Some(id), Spec::Base62(40).make(random));
        }
        Make::TwoParts => format!("SG.{}.{}", part(Spec::Base62(22)), part(Spec::Base62(43))),
        Make::Url(before, behind) => format!("{before}{}{behind}", part(Spec::Base62(24))),
        Make::Words(count) => part(Spec::Words(count)),
        Make::Plain(text) => text.to_owned(),
    };
    (None, Secret::new(text.into_bytes()))
}

impl Vault {
    /// Takes a secret out of the store behind the catalog's back, then asks for it, which finds it missing.
    fn lose(&mut self, uid: KeyUid) -> Result<(), Error> {
        let live = self.catalog.live_version(uid)?.ok_or(Error::ChangedMeanwhile)?;
        let deadline = self.world.deadline;
        if let Some(store) = &mut self.outside {
            store.delete(&item_of(&live), deadline)?;
        }
        match self.get(uid, UseKind::Get, None) {
            Err(_) => Ok(()),
            Ok(_) => Err(Error::ChangedMeanwhile),
        }
    }
}
