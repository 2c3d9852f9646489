//! The rows of facts: name and value. What is not known is left out, but for owner and expiry, which someone should say.

use super::data::Local;
use crate::detect;
use crate::gui::commands::provider_page;
use crate::gui::screens::import::short_path;
use crate::gui::widgets::Mark;
use crate::jobs::{KeyLook, Snapshot};
use crate::model::{Expiry, Key, Level, RotateEvery, Severity};
use crate::review;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// The pair's public half.
    KeyId {
        /// The key id; none where only its variable is known.
        value: Option<String>,
        /// The variable that carries it.
        variable: Option<String>,
    },
    /// Who looks after it; none for nobody.
    Owner(Option<String>),
    /// What it may do, in the provider's words.
    Scopes(Vec<String>),
    /// What it may do at most.
    Level(&'static str),
    /// The address it is used against.
    Endpoint(String),
    /// When it ends.
    Expires {
        /// The day, "Never", or "Not known" where no interval of its own stands for it.
        words: String,
        /// Its colour; none for the usual one.
        mark: Option<Mark>,
    },
    /// How often it is to be rotated.
    Rotation(Rotation),
    /// When it was last used here.
    Used(Used),
    /// Places outside this computer that hold it.
    UsedIn(Vec<String>),
    /// Files with its value that Keyloft wrote, as people write paths.
    Written(Vec<String>),
    /// Programs want it as a file.
    AsFile,
    /// The user's own note; none while it is sealed or on its way.
    Note(Option<String>),
    /// Its provider's page.
    Manage {
        /// The host, as people read it.
        host: String,
    },
}

/// How often it is to be rotated, and how much of that time is over.
#[derive(Debug, Clone, PartialEq)]
pub struct Rotation {
    /// "Every 90 days" or "Never".
    pub words: String,
    /// "due in 6 d"; none without an interval.
    pub due: Option<String>,
    /// Which part of the interval is over, 0 to 1.
    pub part: f32,
    /// The colour of the line; none for the usual one.
    pub mark: Option<Mark>,
}

/// When it was last used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// "2 h ago".
    pub words: String,
    /// Both ages, and what Keyloft can't know.
    pub tooltip: String,
    /// Uses a day over the last 30 days, the last is today; none while they are on their way.
    pub daily: Option<Vec<u32>>,
}

/// The rows of one key, in their order.
pub fn facts(snapshot: &Snapshot, key: &Key, look: Option<&KeyLook>, local: Local<'_>) -> Vec<Fact> {
    let mut rows = Vec::new();
    if key.key_id.is_some() || key.key_id_name.is_some() {
        let variable = key.key_id_name.as_ref().map(ToString::to_string);
        rows.push(Fact::KeyId { value: key.key_id.clone(), variable });
    }
    rows.push(Fact::Owner(key.owner.clone().filter(|name| !name.trim().is_empty())));
    if !key.scopes.is_empty() {
        rows.push(Fact::Scopes(key.scopes.clone()));
    }
    rows.extend(key.level.map(|level| Fact::Level(level_words(level))));
    rows.extend(key.endpoint.clone().map(Fact::Endpoint));
    if !key.is_plain() {
        // A key with an interval of its own has that for its end; where it has both, both are said.
        if key.expiry != Expiry::NotKnown || !matches!(key.rotate_every, RotateEvery::Days(_)) {
            rows.push(expires(snapshot, key));
        }
        rows.extend(rotation(snapshot, key, local).map(Fact::Rotation));
        rows.push(Fact::Used(used(snapshot, key, look)));
    }
    if !key.used_in.is_empty() {
        rows.push(Fact::UsedIn(key.used_in.iter().map(|used_in| used_in.place.clone()).collect()));
    }
    if let Some(look) = look.filter(|look| !look.files.is_empty()) {
        rows.push(Fact::Written(look.files.iter().map(|path| short_path(path)).collect()));
    }
    if key.as_file {
        rows.push(Fact::AsFile);
    }
    if key.has_note {
        rows.push(Fact::Note(look.and_then(|look| look.note.clone())));
    }
    rows.extend(provider_page(key).map(|page| Fact::Manage { host: detect::host(page).to_owned() }));
    rows
}

fn level_words(level: Level) -> &'static str {
    match level {
        Level::Read => "Read only",
        Level::Write => "Read and write",
        Level::Admin => "Admin",
    }
}

fn expires(snapshot: &Snapshot, key: &Key) -> Fact {
    let settings = &snapshot.settings;
    match key.expiry {
        Expiry::NotKnown => Fact::Expires { words: "Not known".to_owned(), mark: Some(Mark::Quiet) },
        Expiry::Never => Fact::Expires { words: "Never".to_owned(), mark: None },
        Expiry::On(day) => {
            let left = (day - snapshot.today).num_days();
            let mark = if left < 0 {
                Some(Mark::Warning(Severity::ActNow))
            } else if left <= i64::from(settings.warn_days) {
                Some(Mark::Warning(Severity::LookSoon))
            } else {
                None
            };
            Fact::Expires { words: review::date(day), mark }
        }
    }
}

fn rotation(snapshot: &Snapshot, key: &Key, local: Local<'_>) -> Option<Rotation> {
    let interval = match key.rotate_every {
        RotateEvery::Never => {
            return Some(Rotation { words: "Never".to_owned(), due: None, part: 0.0, mark: Some(Mark::Quiet) });
        }
        RotateEvery::Days(days) => days,
        RotateEvery::AsSettings if key.protected => snapshot.settings.rotate_protected_days?,
        RotateEvery::AsSettings => return None,
    };
    let made = local(key.rotated_at.unwrap_or(key.created_at)).date();
    let old = (snapshot.today - made).num_days().max(0);
    let left = i64::from(interval) - old;
    let due = match left {
        ..=-1 => format!("{} d overdue", -left),
        0 => "due today".to_owned(),
        _ => format!("due in {left} d"),
    };
    let soon = left <= i64::from(snapshot.settings.warn_days);
    let mark = soon.then_some(Mark::Warning(Severity::LookSoon));
    let part = (old as f32 / interval.max(1) as f32).min(1.0);
    let words = if interval == 1 { "Every day".to_owned() } else { format!("Every {interval} days") };
    Some(Rotation { words, due: Some(due), part, mark })
}

/// "2 h ago", "just now", "never".
fn age_words(at: Option<chrono::DateTime<chrono::Utc>>, now: chrono::DateTime<chrono::Utc>) -> String {
    at.map_or_else(|| "never".to_owned(), |at| review::ago(at, now))
}

fn used(snapshot: &Snapshot, key: &Key, look: Option<&KeyLook>) -> Used {
    let words = age_words(key.last_used_at, snapshot.now.get());
    let by_hand = age_words(key.last_used_by_hand_at, snapshot.now.get());
    let in_bulk = if key.last_used_at == key.last_used_by_hand_at { None } else { key.last_used_at };
    let mut tooltip = format!("By hand (copied, shown, printed): {by_hand}");
    if in_bulk.is_some() {
        tooltip.push_str(&format!("\nIn bulk (exported, run): {}", age_words(in_bulk, snapshot.now.get())));
    }
    tooltip.push_str("\nKeyloft knows only its own copies, exports and runs.");
    Used { words: super::super::words::capitalised(&words), tooltip, daily: look.map(|look| look.daily.clone()) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::TimeDelta;

    use super::*;
    use crate::gui::sample;
    use crate::model::UsedIn;

    fn key(snapshot: &Snapshot, name: &str) -> Key {
        snapshot.keys.iter().find(|key| key.name() == name && key.protected).unwrap().clone()
    }

    fn of(snapshot: &Snapshot, key: &Key, look: Option<&KeyLook>) -> Vec<Fact> {
        facts(snapshot, key, look, &|at| at.naive_utc())
    }

    #[test]
    fn what_is_not_known_is_left_out_but_for_owner_and_expiry() {
        let snapshot = sample::snapshot();
        let mut bare = key(&snapshot, "REDIS_URL");
        (bare.owner, bare.last_used_at, bare.provider) = (None, None, None);
        bare.rotate_every = RotateEvery::Never;
        let rows = of(&snapshot, &bare, None);
        let [Fact::Owner(None), Fact::Expires { words, mark }, Fact::Rotation(never), Fact::Used(used)] = &rows[..]
        else {
            panic!("{rows:?}")
        };
        assert_eq!((words.as_str(), *mark), ("Not known", Some(Mark::Quiet)));
        assert_eq!((never.words.as_str(), &never.due), ("Never", &None));
        assert_eq!((used.words.as_str(), &used.daily), ("Never", &None));
    }

    #[test]
    fn an_interval_of_its_own_stands_for_an_expiry_that_is_not_known() {
        let snapshot = sample::snapshot();
        let mut own = key(&snapshot, "REDIS_URL");
        (own.rotate_every, own.expiry) = (RotateEvery::Days(90), Expiry::NotKnown);
        let rows = of(&snapshot, &own, None);
        assert!(!rows.iter().any(|row| matches!(row, Fact::Expires { .. })), "{rows:?}");
        let due = |row: &Fact| matches!(row, Fact::Rotation(rotation) if rotation.words == "Every 90 days" && rotation.due.is_some());
        assert!(rows.iter().any(due), "{rows:?}");
        own.expiry = Expiry::On(snapshot.today);
        assert!(of(&snapshot, &own, None).iter().any(|row| matches!(row, Fact::Expires { .. })));
    }

    #[test]
    fn everything_that_is_known_has_its_row() {
        let snapshot = sample::snapshot();
        let mut full = key(&snapshot, "AWS_SECRET_ACCESS_KEY");
        full.scopes = vec!["s3:read".to_owned()];
        full.level = Some(Level::Write);
        full.endpoint = Some("https://s3.example".to_owned());
        full.used_in = vec![UsedIn { place: "Vercel".to_owned() }];
        (full.as_file, full.has_note) = (true, true);
        let look = KeyLook {
            uid: full.uid,
            history: Vec::new(),
            daily: vec![1; 30],
            note: Some("Ask first".to_owned()),
            old_tail: None,
            ticked: Vec::new(),
            files: Vec::new(),
        };
        let look = Arc::new(look);
        let rows = of(&snapshot, &full, Some(&look));
        assert_eq!(rows.len(), 12, "{rows:?}");
        let variable = Some("AWS_ACCESS_KEY_ID".to_owned());
        assert_eq!(rows[0], Fact::KeyId { value: Some("made-up-id".to_owned()), variable });
        assert_eq!(rows[3], Fact::Level("Read and write"));
        assert!(matches!(&rows[7], Fact::Used(used) if used.daily.as_ref().is_some_and(|days| days.len() == 30)));
        assert_eq!(rows[10], Fact::Note(Some("Ask first".to_owned())));
        assert!(matches!(&rows[11], Fact::Manage { host } if host.contains("aws")), "{:?}", rows[11]);
    }

    #[test]
    fn an_expiry_has_the_colour_of_its_warning() {
        let mut snapshot = sample::snapshot();
        (snapshot.settings.warn_days, snapshot.settings.info_days) = (14, 30);
        let mut key = key(&snapshot, "REDIS_URL");
        for (days, expected) in [
            (-1, Some(Mark::Warning(Severity::ActNow))),
            (0, Some(Mark::Warning(Severity::LookSoon))),
            (14, Some(Mark::Warning(Severity::LookSoon))),
            (15, None),
        ] {
            key.expiry = Expiry::On(snapshot.today + TimeDelta::days(days));
            let Fact::Expires { mark, .. } = expires(&snapshot, &key) else { panic!("no expiry") };
            assert_eq!(mark, expected, "{days}");
        }
        key.expiry = Expiry::Never;
        assert_eq!(expires(&snapshot, &key), Fact::Expires { words: "Never".to_owned(), mark: None });
    }

    #[test]
    fn a_rotation_says_when_it_is_due_and_how_far_it_is() {
        let snapshot = sample::snapshot();
        let mut key = key(&snapshot, "REDIS_URL");
        let after = |key: &mut Key, days: i64| {
            key.rotated_at = Some(snapshot.now.get() - TimeDelta::days(days));
            rotation(&snapshot, key, &|at| at.naive_utc()).unwrap()
        };
        let fresh = after(&mut key, 9);
        assert_eq!((fresh.words.as_str(), fresh.due.as_deref()), ("Every 90 days", Some("due in 81 d")));
        assert_eq!((fresh.part, fresh.mark), (0.1, None));
        let soon = after(&mut key, 84);
        assert_eq!((soon.due.as_deref(), soon.mark), (Some("due in 6 d"), Some(Mark::Warning(Severity::LookSoon))));
        assert_eq!(after(&mut key, 90).due.as_deref(), Some("due today"));
        let over = after(&mut key, 131);
        assert_eq!((over.due.as_deref(), over.part), (Some("41 d overdue"), 1.0));
        key.protected = false;
        assert_eq!(rotation(&snapshot, &key, &|at| at.naive_utc()), None);
    }

    #[test]
    fn a_use_has_both_ages_in_its_tooltip() {
        let snapshot = sample::snapshot();
        let mut key = key(&snapshot, "STRIPE_SECRET_KEY");
        let two_hours = used(&snapshot, &key, None);
        assert_eq!(two_hours.words, "2 h ago");
        assert!(two_hours.tooltip.contains("By hand (copied, shown, printed): never"), "{}", two_hours.tooltip);
        assert!(two_hours.tooltip.contains("In bulk (exported, run): 2 h ago"));
        key.last_used_by_hand_at = key.last_used_at;
        assert!(!used(&snapshot, &key, None).tooltip.contains("In bulk"));
    }
}
