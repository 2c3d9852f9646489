//! A made-up snapshot, and a worker that answers without a vault: for tests and for pictures of the window.

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::jobs::{
    Event, Failure, HistoryLine, KeyLook, KeychainStands, Remedy, Request, Snapshot, StoreKind, VaultState, Waker,
    Worker,
};
use crate::model::{
    ActivityKind, EnvRef, Environment, EnvironmentId, Expiry, Finding, Key, KeyUid, Kind, Project, Rule, Secret,
    Settings, Severity, State, VariableName,
};

/// Name, provider, minutes since the last use (0 for never), warning.
type Row = (&'static str, &'static str, i64, Option<(Rule, Severity, &'static str)>);

const ACT: Severity = Severity::ActNow;
const LOOK: Severity = Severity::LookSoon;
const INFO: Severity = Severity::ForInfo;

const STOREFRONT: [Row; 16] = [
    ("ALGOLIA_ADMIN_KEY", "Algolia", 94 * 1440, Some((Rule::Unused, LOOK, "Not used here for 94 days"))),
    ("ALGOLIA_SEARCH_KEY", "Algolia", 4, None),
    ("AWS_SECRET_ACCESS_KEY", "AWS", 70, Some((Rule::RotationOverdue, LOOK, "Rotation 41 d overdue"))),
    ("CLOUDFLARE_API_TOKEN", "Cloudflare", 3 * 1440, None),
    ("DATABASE_URL", "Postgres", 12, None),
    ("GITHUB_DEPLOY_TOKEN", "GitHub", 6 * 1440, Some((Rule::Leaked, ACT, "Found in source code"))),
    (
        "LEGACY_PAYPAL_SECRET",
        "PayPal",
        210 * 1440,
        Some((Rule::WaitingForDeletion, INFO, "Disabled · deletable in 12 d")),
    ),
    ("MAPBOX_ACCESS_TOKEN", "Mapbox", 2 * 1440, Some((Rule::SharedValue, LOOK, "Same value in 3 places"))),
    ("OPENAI_API_KEY", "OpenAI", 3 * 1440, Some((Rule::Expired, ACT, "Expired 3 days ago"))),
    ("PORT", "", 12, None),
    ("REDIS_URL", "Redis", 12, None),
    ("SENDGRID_API_KEY", "SendGrid", 9 * 60, Some((Rule::TooBroad, LOOK, "Scopes are too broad"))),
    ("SENTRY_AUTH_TOKEN", "Sentry", 1440, None),
    ("STRIPE_SECRET_KEY", "Stripe", 120, Some((Rule::Expiring, LOOK, "Expires in 6 days"))),
    ("STRIPE_WEBHOOK_SECRET", "Stripe", 130, None),
    ("TWILIO_AUTH_TOKEN", "Twilio", 5 * 1440, Some((Rule::NoExpiry, INFO, "Expiry not known"))),
];

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_763_904_000, 0).expect("a moment in 2025")
}

fn key(uid: i64, place: &EnvRef, row: Row, now: DateTime<Utc>) -> Key {
    let (name, provider, minutes, _) = row;
    let variable = VariableName::new(name).expect("the sample's names are variable names");
    let plain = name == "PORT";
    let disabled = name.starts_with("LEGACY");
    let expires = if name == "CLOUDFLARE_API_TOKEN" { 61 } else { 212 };
    let kind = if plain { Kind::Plain } else { Kind::ApiKey };
    let has_expiry = matches!(name, "CLOUDFLARE_API_TOKEN" | "SENTRY_AUTH_TOKEN");
    Key {
        protected: place.environment == "production",
        key_id: (name == "AWS_SECRET_ACCESS_KEY").then(|| "made-up-id".to_owned()),
        key_id_name: (name == "AWS_SECRET_ACCESS_KEY")
            .then(|| VariableName::new("AWS_ACCESS_KEY_ID").expect("it is a variable name")),
        provider: (!provider.is_empty()).then(|| provider.to_owned()),
        plain_value: plain.then(|| "3000".to_owned()),
        state: if disabled { State::Disabled { since: now } } else { State::Active },
        owner: Some("Mara Klein".to_owned()),
        tags: if name.starts_with("STRIPE") { vec!["payments".to_owned()] } else { Vec::new() },
        expiry: if has_expiry { Expiry::On(now.date_naive() + TimeDelta::days(expires)) } else { Expiry::NotKnown },
        last_used_at: (minutes > 0).then(|| now - TimeDelta::minutes(minutes)),
        use_count: 3,
        ..Key::new(KeyUid(uid), place.key(&variable), kind, now - TimeDelta::days(300))
    }
}

/// Gives a key another value at that moment; the first one is gone here, and ended at its provider where that is said.
#[cfg(test)]
pub fn renew(key: &mut Key, at: DateTime<Utc>, ended_at: Option<DateTime<Utc>>) {
    let first =
        crate::model::KeptVersion { number: 1, made_at: key.created_at, replaced_at: at, kept_until: None, ended_at };
    (key.rotated_at, key.older) = (Some(at), vec![first]);
}

/// Four projects with about a hundred keys, at a moment that stands still.
pub fn snapshot() -> Snapshot {
    let now = moment();
    let projects = [
        ("Storefront", &["development", "staging", "production"][..]),
        ("Billing", &["development", "production"]),
        ("Data pipeline", &["development", "production"]),
        ("Internal tools", &["development"]),
    ];
    let mut snapshot = Snapshot {
        state: VaultState::Open,
        holds_key: true,
        locked_because: None,
        lock_cleared: false,
        idle_lock: None,
        store: StoreKind::Keychain,
        store_title: "GNOME Keyring".to_owned(),
        projects: Vec::new(),
        keys: Vec::new(),
        findings: Vec::new(),
        tails: Vec::new(),
        people: Vec::new(),
        settings: Settings::default(),
        now: now.into(),
        today: now.date_naive(),
        moving: None,
        left_items: 0,
        asks_user: false,
        sample: true,
    };
    for (project_number, (project, environments)) in projects.into_iter().enumerate() {
        snapshot.projects.push(Project {
            name: project.to_owned(),
            archived: false,
            environments: environments
                .iter()
                .zip(10 * project_number as i64..)
                .map(|(name, number)| Environment {
                    id: EnvironmentId(number),
                    name: (*name).to_owned(),
                    protected: *name == "production",
                    short_name: None,
                    not_needed: Vec::new(),
                })
                .collect(),
            folders: Vec::new(),
        });
        for environment in environments {
            let place = EnvRef::new(project, environment).expect("the sample's names can be taken");
            for (number, row) in STOREFRONT.into_iter().enumerate() {
                // The last project has no key that must be acted on; only production is as bad as it looks.
                let calm = project_number == 3 || *environment != "production";
                let uid = snapshot.keys.len() as i64 + 1;
                snapshot.keys.push(key(uid, &place, row, now));
                let warning = row.3.filter(|(_, severity, _)| !calm || (*severity == INFO) || number == 0);
                snapshot.findings.push(warning.map(finding).into_iter().collect());
                let tail = (row.0 != "DATABASE_URL" && row.0 != "REDIS_URL" && row.0 != "PORT")
                    .then(|| format!("{:04x}", (uid * 7_919) % 65_536));
                snapshot.tails.push(tail.and_then(|tail| crate::model::Tail::new(&tail)));
            }
        }
    }
    snapshot
}

fn finding((rule, severity, text): (Rule, Severity, &str)) -> Finding {
    Finding { rule, severity, text: text.to_owned(), since: None, snoozed_until: None, snooze_reason: None }
}

/// The same vault after it was locked: no names.
pub fn locked(store: StoreKind) -> Snapshot {
    let title = if store == StoreKind::Sealed { "Keyloft's own vault" } else { "GNOME Keyring" };
    Snapshot {
        state: VaultState::Locked,
        holds_key: false,
        store,
        store_title: title.to_owned(),
        projects: Vec::new(),
        keys: Vec::new(),
        findings: Vec::new(),
        tails: Vec::new(),
        ..snapshot()
    }
}

/// The keychain of the vault went away.
pub fn keychain_trouble() -> Snapshot {
    let failure = Failure {
        title: "GNOME Keyring is locked".to_owned(),
        why: "Names stay in view; secrets can't be copied until it is unlocked.".to_owned(),
        remedy: Some(Remedy::Unlock),
        ..Failure::default()
    };
    Snapshot { state: VaultState::KeychainTrouble(failure), ..snapshot() }
}

/// A computer without a vault.
pub fn no_vault(keychain: KeychainStands) -> Snapshot {
    Snapshot { state: VaultState::NoVault { keychain }, ..locked(StoreKind::Keychain) }
}

/// What the inspector shows of a sample key beyond the snapshot.
pub fn look(uid: KeyUid) -> KeyLook {
    let now = moment();
    let line = |what, detail: Option<&str>, hours, times| HistoryLine {
        at: now - TimeDelta::hours(hours),
        what,
        detail: detail.map(str::to_owned),
        times,
    };
    let history = vec![
        line(ActivityKind::Copied, None, 0, 6),
        line(ActivityKind::Used, Some("npm run api"), 2, 1),
        line(ActivityKind::Exported, Some("/made/up/shop/.env.production"), 19 * 24, 1),
        line(ActivityKind::Rotated, None, 84 * 24, 1),
    ];
    let daily = (0..30).map(|day| (day * 7 + uid.0 as u32) % 5).collect();
    KeyLook { uid, history, daily, note: None, old_tail: None, ticked: Vec::new(), files: Vec::new() }
}

/// A worker that shows `first` and answers copies, looks and the clipboard only.
pub fn worker(first: Snapshot, waker: Waker) -> Worker {
    let (requests, inbox) = sync_channel(16);
    let (outbox, events) = sync_channel(16);
    let answer = move || {
        let send = |event: Event| tell(&outbox, &waker, event);
        send(Event::Snapshot(Arc::new(first)));
        for request in inbox {
            match request {
                Request::Copy(uid) => send(Event::Copied(uid, Some(Duration::from_secs(30)))),
                Request::Reveal(uid) => send(Event::Revealed(uid, Secret::new(b"sample, not a secret".to_vec()))),
                Request::Look(uid) => send(Event::Looked(Arc::new(look(uid)))),
                Request::ClearClipboard => send(Event::ClipboardCleared),
                Request::Lock => send(Event::Snapshot(Arc::new(locked(StoreKind::Sealed)))),
                Request::Unlock(_) => send(Event::Snapshot(Arc::new(snapshot()))),
                _ => {}
            }
        }
    };
    std::thread::Builder::new().name("sample-worker".to_owned()).spawn(answer).expect("a thread can be started");
    Worker { requests, events }
}

fn tell(outbox: &SyncSender<Event>, waker: &Waker, event: Event) {
    // The window may be gone; then nobody listens.
    let _ = outbox.send(event);
    waker();
}
