//! The key that is rotated, as it was when the dialog opened: everything the steps speak of.

use chrono::{Days, NaiveDate};

use crate::detect;
use crate::gui::commands::provider_page;
use crate::gui::screens::keys::capitalised;
use crate::jobs::Snapshot;
use crate::model::{Expiry, Key, KeyUid, Kind, RotateEvery, Rule};
use crate::review::{date, listing};

/// Keep it at least so long where the settings say "not at all" and a person says "keep".
const KEEP_DAYS: u32 = 7;

/// What the dialog needs to know of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The key.
    pub uid: KeyUid,
    /// Its variable.
    pub name: String,
    /// Its environment, as a title.
    pub environment: String,
    /// Its environment asks before a secret is shown.
    pub protected: bool,
    /// Who issued it.
    pub provider: Option<String>,
    /// The provider's page for keys.
    pub page: Option<&'static str>,
    /// What sort of credential it is.
    pub kind: Kind,
    /// What the new one has to be able to do.
    pub rights: Vec<String>,
    /// The old value's last four characters.
    pub tail: Option<String>,
    /// Where the provider issues pairs: the key id's variable, and the old key id.
    pub pair: Option<(String, Option<String>)>,
    /// Keys that hold the same value, each with its place.
    pub same: Vec<(KeyUid, String)>,
    /// Places outside this computer that hold it.
    pub used_in: Vec<String>,
    /// The old value is known to others or past its day: it is not kept unasked.
    pub spoilt: bool,
    /// Its store has lost the value: there is nothing to keep, and the same one is welcome.
    pub lost: bool,
    /// For how many days an old value is kept; 0 for not at all.
    pub keep_days: u32,
    /// When it ends, as it was said of the old value.
    pub expiry: Expiry,
    /// What is usual about expiry at its provider.
    pub usual_expiry: Option<String>,
    /// How often it is rotated.
    pub every: RotateEvery,
    /// What "as in Settings" means here.
    pub settings_every: Option<u32>,
    /// The user's calendar day.
    pub today: NaiveDate,
    /// The store's name.
    pub store: String,
}

impl About {
    /// All about a key; none where it is gone or has no secret.
    pub fn of(snapshot: &Snapshot, uid: KeyUid) -> Option<Self> {
        let index = snapshot.keys.iter().position(|key| key.uid == uid)?;
        let key = &snapshot.keys[index];
        if key.is_plain() {
            return None;
        }
        let spoilt = snapshot.findings[index].iter().any(|f| matches!(f.rule, Rule::Leaked | Rule::Expired));
        let known = key.provider.as_deref().and_then(detect::find);
        Some(Self {
            uid,
            name: key.name().to_owned(),
            environment: capitalised(&key.place().environment),
            protected: key.protected,
            provider: key.provider.clone(),
            page: provider_page(key),
            kind: key.kind,
            rights: rights(key),
            tail: snapshot.tails.get(index).copied().flatten().map(|tail| tail.to_string()),
            pair: pair(key),
            same: same_value(snapshot, key),
            used_in: key.used_in.iter().map(|used| used.place.clone()).collect(),
            spoilt,
            lost: key.missing,
            keep_days: snapshot.settings.keep_old_days,
            expiry: key.expiry,
            usual_expiry: known.map(|known| known.expiry).filter(|usual| !usual.is_empty()).map(str::to_owned),
            every: key.rotate_every,
            settings_every: snapshot.settings.rotate_protected_days.filter(|_| key.protected),
            today: snapshot.today,
            store: snapshot.store_title.clone(),
        })
    }

    /// Who issued it, as a sentence names it.
    pub fn issuer(&self) -> &str {
        self.provider.as_deref().unwrap_or("its provider")
    }

    /// Whether a value for it can be made here: a URL, a file or a certificate can't.
    pub fn can_be_made(&self) -> bool {
        matches!(self.kind, Kind::ApiKey | Kind::Token | Kind::Password | Kind::Other)
    }

    /// For how many days it is kept where a person says "keep".
    pub fn kept_for(&self) -> u32 {
        if self.keep_days == 0 { KEEP_DAYS } else { self.keep_days }
    }

    /// Until when an old value that is kept can be put back: `30 Nov 2025`.
    pub fn kept_until(&self) -> String {
        let day = self.today.checked_add_days(Days::new(u64::from(self.kept_for()))).unwrap_or(NaiveDate::MAX);
        date(day)
    }
}

/// "charges, refunds and 2 more", then shorter: with fewer of their names, at last with their number alone.
fn rights(key: &Key) -> Vec<String> {
    let scopes = key.scopes.as_slice();
    if scopes.is_empty() {
        return key.level.map(|level| format!("Give it the same level: {}.", level.word())).into_iter().collect();
    }
    let all = scopes.len();
    let named = |count: usize| match count {
        0 => format!("Give it the same {all} scopes."),
        _ if count == all => format!("Give it the same scopes: {}.", listing(scopes)),
        _ => format!("Give it the same scopes: {} and {} more.", scopes[..count].join(", "), all - count),
    };
    let least = usize::from(all == 1);
    (least..=if all <= 3 { all } else { 2 }).rev().map(named).collect()
}

fn pair(key: &Key) -> Option<(String, Option<String>)> {
    let usual = || detect::key_id_pair(key.name()).map(str::to_owned);
    let variable = key.key_id_name.as_ref().map(ToString::to_string).or_else(usual);
    match (variable, &key.key_id) {
        (Some(variable), id) => Some((variable, id.clone())),
        (None, Some(id)) => Some((String::new(), Some(id.clone()))),
        (None, None) => None,
    }
}

/// Every other key with the same value; each with its place and, where that differs, its name.
fn same_value(snapshot: &Snapshot, key: &Key) -> Vec<(KeyUid, String)> {
    let Some(print) = key.fingerprint else { return Vec::new() };
    let others = snapshot.keys.iter().filter(|other| other.uid != key.uid && other.fingerprint == Some(print));
    others.map(|other| (other.uid, place_of(other, key.name()))).collect()
}

/// Where a key stands, as people say it; its name where it is not `name`.
pub fn place_of(key: &Key, name: &str) -> String {
    let place = format!("{} {}", key.place().project, key.place().environment);
    if key.name() == name { place } else { format!("{} in {place}", key.name()) }
}
