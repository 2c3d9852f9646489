//! The rules, one function a rule, in PRODUCT.md's order. Those that need a scan (`leaked`, `not-in-code`, and `plain-file` of
//! files that others wrote) are not here.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::context::{Context, InFile, Snooze};
use super::handover::knows;
use super::text::{self, Owner};
use super::waiting::{Waiting, waiting_on};
use crate::model::{Expiry, Finding, Key, KeyUid, Kind, Level, Person, RotateEvery, Rule, Severity, State};

/// A key that no one used here is spoken of once it is older than this. No setting: `unused-days` is the one people turn.
pub const NEVER_USED_DAYS: u32 = 30;

/// So many quarters of an hour are remembered. A prime: keys that came at one time of day are whole days apart.
const DAYS_KEPT: usize = 4_093;

/// The findings of every key, parallel to `context.keys`; each list worst first, then in the rules' order, no rule twice.
/// Takes time linear in the keys.
///
/// A plain key has none: it holds no secret, and its one rule (`not-in-code`) needs a scan.
pub fn findings(context: &Context<'_>) -> Vec<Vec<Finding>> {
    let shared = Shared::new(context.keys);
    let last_days: HashMap<&str, NaiveDate> =
        context.people.iter().filter_map(|p| p.last_day.map(|day| (p.name.as_str(), day))).collect();
    let snoozed = snoozed(context);
    // Who handed a key over while leaving still knows its values.
    let before: HashMap<KeyUid, (NaiveDate, &Person)> = context
        .people
        .iter()
        .filter_map(|person| Some((person.last_day?, person)))
        .flat_map(|(day, person)| person.handed_over.iter().map(move |key| (*key, (day, person))))
        .collect();
    let mut files: HashMap<KeyUid, Vec<InFile>> = HashMap::new();
    for file in context.files {
        files.entry(file.key).or_default().push(*file);
    }
    let days = RefCell::new(vec![None; DAYS_KEPT]);
    let look = Look { context, days: &days, shared: &shared, last_days: &last_days, before: &before, files: &files };
    context
        .keys
        .iter()
        .map(|key| {
            let mut found = look.at(key);
            for finding in &mut found {
                if let Some(snooze) = snoozed.get(&(key.uid, finding.rule)) {
                    finding.snoozed_until = Some(snooze.until);
                    finding.snooze_reason = Some(snooze.reason.as_str().into());
                }
            }
            found.sort_by_key(|finding| (Reverse(finding.severity), finding.rule));
            // A first push makes room for four, and most keys have one or none.
            found.shrink_to_fit();
            found
        })
        .collect()
}

/// The snoozes still in force; of two for the same thing the longer one.
fn snoozed<'a>(context: &Context<'a>) -> HashMap<(KeyUid, Rule), &'a Snooze> {
    let mut map = HashMap::new();
    for snooze in context.snoozes.iter().filter(|snooze| snooze.until > context.today) {
        let longest = map.entry((snooze.key, snooze.rule)).or_insert(snooze);
        if snooze.until > longest.until {
            *longest = snooze;
        }
    }
    map
}

/// Which secrets stand in more than one key. Disabled keys count: rotating the value ends theirs too.
struct Shared {
    places: HashMap<[u8; 16], usize>,
    in_protected: HashSet<[u8; 16]>,
}

impl Shared {
    fn new(keys: &[Key]) -> Self {
        let mut places = HashMap::with_capacity(keys.len());
        let mut in_protected = HashSet::new();
        for key in keys.iter().filter(|key| !key.is_plain()) {
            if let Some(fingerprint) = key.fingerprint {
                *places.entry(fingerprint).or_insert(0) += 1;
                if key.protected {
                    in_protected.insert(fingerprint);
                }
            }
        }
        Self { places, in_protected }
    }
}

fn finding(rule: Rule, severity: Severity, text: String, since: Option<NaiveDate>) -> Finding {
    Finding { rule, severity, text, since, snoozed_until: None, snooze_reason: None }
}

/// Look soon in a protected environment, else for info.
fn by_place(key: &Key) -> Severity {
    if key.protected { Severity::LookSoon } else { Severity::ForInfo }
}

/// Whole days from one calendar day to another; negative where the second comes first.
fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// The day so many days later, the calendar's last one at most.
fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

struct Look<'a> {
    context: &'a Context<'a>,
    /// Days that were asked for, by their quarter of an hour.
    days: &'a RefCell<Vec<Option<(i64, NaiveDate)>>>,
    shared: &'a Shared,
    last_days: &'a HashMap<&'a str, NaiveDate>,
    /// Who handed a key over while leaving, and their last day.
    before: &'a HashMap<KeyUid, (NaiveDate, &'a Person)>,
    files: &'a HashMap<KeyUid, Vec<InFile>>,
}

impl Look<'_> {
    fn at(&self, key: &Key) -> Vec<Finding> {
        if key.is_plain() {
            return Vec::new();
        }
        // What stays true of a disabled key: its provider still accepts the value, and it can be enabled again. So a
        // lost value, an old one that still works and a file that programs may read it from are worth saying. The rest
        // speaks of a key in use (its age, its strength, its owner, what it may do, when it stops working): whoever
        // disabled it has answered that already, and its way out is `waiting-for-deletion`.
        if let State::Disabled { since } = key.state {
            let waits = self.waiting_for_deletion(key, since);
            return [missing(key), self.old_still_valid(key), self.plain_file(key), waits]
                .into_iter()
                .flatten()
                .collect();
        }
        [
            self.expiry(key),
            missing(key),
            self.old_still_valid(key),
            self.rotation_overdue(key),
            self.last_use(key),
            self.shared_value(key),
            too_broad(key),
            plain_http(key),
            weak(key),
            self.plain_file(key),
            no_owner(key),
            no_expiry(key),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The user's calendar day, asked for once a quarter of an hour: no zone's midnight lies within one, and a computer's zone
    /// costs a look at its clock each time.
    fn day(&self, moment: DateTime<Utc>) -> NaiveDate {
        let quarter = moment.timestamp().div_euclid(900);
        let mut days = self.days.borrow_mut();
        let place = quarter.rem_euclid(DAYS_KEPT as i64) as usize;
        match days[place] {
            Some((of, day)) if of == quarter => day,
            _ => {
                let day = (self.context.day_of)(moment);
                days[place] = Some((quarter, day));
                day
            }
        }
    }

    fn days_since(&self, moment: DateTime<Utc>) -> i64 {
        days_between(self.day(moment), self.context.today)
    }

    /// `expired` and `expiring`: a key has at most one of them. The date is the last day on which it works.
    fn expiry(&self, key: &Key) -> Option<Finding> {
        let last_day = key.expiry.date()?;
        let settings = self.context.settings;
        let left = days_between(self.context.today, last_day);
        if left < 0 {
            return Some(finding(Rule::Expired, Severity::ActNow, text::expired(-left), Some(last_day)));
        }
        let severity = if left <= i64::from(settings.warn_days) {
            Severity::LookSoon
        } else if left <= i64::from(settings.info_days) {
            Severity::ForInfo
        } else {
            return None;
        };
        let notice = settings.info_days.max(settings.warn_days);
        let since =
            last_day.checked_sub_days(Days::new(u64::from(notice))).map(|day| day.max(self.day(key.created_at)));
        Some(finding(Rule::Expiring, severity, text::expires(left), since.map(|day| day.min(self.context.today))))
    }

    /// An old version whose keep time is over and of which nobody said that it ended. One finding for all of them.
    fn old_still_valid(&self, key: &Key) -> Option<Finding> {
        let now = self.context.now;
        let over =
            key.older.iter().filter(|old| old.ended_at.is_none() && old.kept_until.is_none_or(|until| until <= now));
        let before = self.before.get(&key.uid);
        let (mut count, mut oldest, mut known_before) = (0, None::<DateTime<Utc>>, false);
        for old in over {
            count += 1;
            known_before |= before.is_some_and(|(_, person)| knows(person, old));
            oldest = Some(oldest.map_or(old.replaced_at, |day| day.min(old.replaced_at)));
        }
        let oldest = oldest?;
        let now = key.owner.as_deref().and_then(|name| self.last_days.get(name));
        let owner = match (now, before.map(|(last_day, _)| last_day).filter(|_| known_before)) {
            (None, None) => Owner::Stays,
            (Some(last_day), _) if *last_day < self.context.today => Owner::Left,
            (Some(_), _) => Owner::Leaves,
            (None, Some(last_day)) if *last_day < self.context.today => Owner::FormerLeft,
            (None, Some(_)) => Owner::FormerLeaves,
        };
        let severity = if owner == Owner::Stays { Severity::LookSoon } else { Severity::ActNow };
        let sentence = text::old_still_valid(count, self.days_since(oldest), owner);
        Some(finding(Rule::OldStillValid, severity, sentence, Some(self.day(oldest))))
    }

    fn rotation_overdue(&self, key: &Key) -> Option<Finding> {
        let interval = match key.rotate_every {
            RotateEvery::Never => return None,
            RotateEvery::Days(days) => days,
            RotateEvery::AsSettings if key.protected => self.context.settings.rotate_protected_days?,
            RotateEvery::AsSettings => return None,
        };
        let due = later(self.day(key.rotated_at.unwrap_or(key.created_at)), interval);
        let over = days_between(due, self.context.today);
        if over <= 0 {
            return None;
        }
        let age_known = key.age_known || key.rotated_at.is_some();
        let severity = if age_known { Severity::LookSoon } else { Severity::ForInfo };
        Some(finding(Rule::RotationOverdue, severity, text::rotation_overdue(over, age_known), Some(due)))
    }

    /// `unused` and `never-used`: a key has at most one of them.
    fn last_use(&self, key: &Key) -> Option<Finding> {
        let Some(last_used) = key.last_used_at else {
            let days = self.days_since(key.created_at);
            // A count without a moment (uses older than the record that is kept) is a use all the same.
            if days <= i64::from(NEVER_USED_DAYS) || key.use_count > 0 {
                return None;
            }
            let severity = if key.age_known { Severity::LookSoon } else { Severity::ForInfo };
            let since = later(self.day(key.created_at), NEVER_USED_DAYS + 1);
            return Some(finding(Rule::NeverUsed, severity, text::never_used(days), Some(since)));
        };
        let days = self.days_since(last_used);
        let threshold = self.context.settings.unused_days;
        if days < i64::from(threshold) {
            return None;
        }
        let severity = if key.used_in.is_empty() { Severity::LookSoon } else { Severity::ForInfo };
        let since = later(self.day(last_used), threshold);
        Some(finding(Rule::Unused, severity, text::unused(days), Some(since)))
    }

    fn shared_value(&self, key: &Key) -> Option<Finding> {
        let fingerprint = key.fingerprint?;
        let places = self.shared.places.get(&fingerprint).copied().filter(|count| *count > 1)?;
        let severity =
            if self.shared.in_protected.contains(&fingerprint) { Severity::LookSoon } else { Severity::ForInfo };
        Some(finding(Rule::SharedValue, severity, text::shared_value(places), None))
    }

    /// A file that Keyloft wrote and that holds a value which still works: the live one, or an older one of which nobody
    /// said that it ended.
    fn plain_file(&self, key: &Key) -> Option<Finding> {
        let works = |written_at: &DateTime<Utc>| {
            key.rotated_at.is_none_or(|rotated| rotated <= *written_at)
                || key.older.iter().any(|old| old.ended_at.is_none() && old.replaced_at >= *written_at)
        };
        let written: Vec<&InFile> = self.files.get(&key.uid)?.iter().filter(|file| works(&file.written_at)).collect();
        let oldest = written.iter().map(|file| file.written_at).min()?;
        let taken_over = written.iter().filter(|file| file.taken_over).count();
        let sentence = text::plain_file(written.len(), taken_over, self.days_since(oldest));
        Some(finding(Rule::PlainFile, by_place(key), sentence, Some(self.day(oldest))))
    }

    fn waiting_for_deletion(&self, key: &Key, disabled: DateTime<Utc>) -> Option<Finding> {
        let today = self.context.today;
        let (severity, left) = match waiting_on(key, self.context.settings, today, self.context.day_of) {
            Waiting::None => return None,
            Waiting::Until(from) => (Severity::ForInfo, days_between(today, from)),
            Waiting::Over => (Severity::LookSoon, 0),
        };
        let since = Some(self.day(disabled));
        Some(finding(
            Rule::WaitingForDeletion,
            severity,
            text::waiting_for_deletion(left, key.went_without.as_deref()),
            since,
        ))
    }
}

fn missing(key: &Key) -> Option<Finding> {
    key.missing.then(|| finding(Rule::Missing, Severity::ActNow, text::missing(), None))
}

fn too_broad(key: &Key) -> Option<Finding> {
    let admin = key.level == Some(Level::Admin);
    let star = key.scopes.iter().any(|scope| scope.trim() == "*");
    (admin || star).then(|| finding(Rule::TooBroad, Severity::LookSoon, text::too_broad(star, admin), None))
}

fn plain_http(key: &Key) -> Option<Finding> {
    let open = key.plain_http
        || key.endpoint.as_deref().is_some_and(|endpoint| crate::detect::plain_http(endpoint.as_bytes()));
    open.then(|| finding(Rule::PlainHttp, Severity::LookSoon, text::plain_http(), None))
}

fn weak(key: &Key) -> Option<Finding> {
    let guessable = key.weak && matches!(key.kind, Kind::Password | Kind::Token);
    guessable.then(|| finding(Rule::Weak, by_place(key), text::weak(), None))
}

fn no_owner(key: &Key) -> Option<Finding> {
    let nobody = key.owner.as_deref().is_none_or(|name| name.trim().is_empty());
    nobody.then(|| finding(Rule::NoOwner, by_place(key), text::no_owner(), None))
}

/// Whoever set an interval for it has said how long its value is good for.
fn no_expiry(key: &Key) -> Option<Finding> {
    let is_bounded = matches!(key.rotate_every, RotateEvery::Days(_));
    let unknown = key.protected && key.expiry == Expiry::NotKnown && !is_bounded;
    unknown.then(|| finding(Rule::NoExpiry, Severity::ForInfo, text::no_expiry(), None))
}
