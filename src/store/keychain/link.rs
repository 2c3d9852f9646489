//! One connection to the secret service: who owns the name, is it open, ask and answer, the session.
//!
//! Calls go to the owner's unique name, not to `org.freedesktop.secrets`: a daemon that was replaced can't be mistaken
//! for the one that holds our session, and no call starts a daemon by the way.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::Connection;
use zbus::zvariant::{DynamicType, ObjectPath, OwnedObjectPath, OwnedValue, Type, Value};

use super::super::{GivenUp, Lack, StoreError};
use super::deadline::Deadline;
use super::owner::{self, KWALLET};
use super::session::{ALGORITHM, Cipher, Offer};
use super::trouble::{classify, unreadable};
use super::turn::Turn;
use crate::model::Secret;

const SERVICE_PATH: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets");
const SERVICE: &str = "org.freedesktop.Secret.Service";
pub(super) const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const ITEM: &str = "org.freedesktop.Secret.Item";
pub(super) const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
pub(super) const BUS: &str = "org.freedesktop.DBus";
const BUS_PATH: &str = "/org/freedesktop/DBus";

/// Questions on their way at once. A bus may allow as few as 128 unanswered ones a connection (dbus-daemon's own
/// default; more than that are refused), and waiting for each answer costs several times as much.
pub(super) const IN_FLIGHT: usize = 32;

/// How long a look that never prompts waits while another Keyloft asks the keyring to open.
pub(super) const QUIET_PATIENCE: Duration = Duration::from_secs(2);

/// What a first keyring is called in the desktop's password manager.
const FIRST_KEYRING: &str = "Default keyring";
/// KDE's user has it opened at login (`pam_kwallet`) where it has this name.
const FIRST_WALLET: &str = "kdewallet";

/// The title before anyone was asked.
pub(super) const UNKNOWN_TITLE: &str = "the system keychain";

/// The paths of items found.
#[derive(Default, Clone)]
pub(super) struct Found {
    pub(super) open: Vec<OwnedObjectPath>,
    /// In open collections and locked all the same: KeePassXC asks its user before it gives one out.
    pub(super) guarded: Vec<OwnedObjectPath>,
    /// In locked collections.
    pub(super) locked: Vec<OwnedObjectPath>,
}

impl Found {
    /// For what needs no secret: those that are guarded count as open.
    pub(super) fn by_name(mut self) -> Self {
        self.open.append(&mut self.guarded);
        self
    }
}

/// A secret on its way: session, vector, ciphertext, content type.
type Envelope = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// Members called, in order, for tests that count them.
#[cfg(test)]
pub(super) type Calls = std::sync::Arc<std::sync::Mutex<Vec<&'static str>>>;

/// A connection, and the daemon at its other end.
pub(super) struct Link {
    pub(super) conn: Connection,
    pub(super) owner: String,
    /// Its name for people.
    pub(super) title: &'static str,
    session: OnceLock<Session>,
    /// The collection in use did not open without a question, and was not seen open since.
    wants_asking: AtomicBool,
    /// KDE's user was asked about a wallet that is open.
    pub(super) kde_asked: AtomicBool,
    #[cfg(test)]
    calls: Calls,
}

struct Session {
    path: OwnedObjectPath,
    cipher: Cipher,
}

pub(super) fn absent(reason: &str) -> StoreError {
    StoreError::Absent { reason: reason.to_owned() }
}

impl Link {
    /// Connects to the bus (None: the session's) and finds the daemon, or has it started.
    pub(super) async fn connect(address: Option<&str>, kdes_ended: &AtomicBool) -> Result<Self, StoreError> {
        let builder = match address {
            Some(address) => zbus::connection::Builder::address(address),
            None => zbus::connection::Builder::session(),
        };
        let builder = builder.map_err(|_| absent("there is no session bus"))?;
        let conn = builder.build().await.map_err(|_| absent("the session bus does not answer"))?;
        let owner = owner::find(&conn, kdes_ended).await?;
        let title = owner::title(&conn, &owner).await;
        Ok(Self {
            conn,
            owner,
            title,
            session: OnceLock::new(),
            wants_asking: AtomicBool::new(false),
            kde_asked: AtomicBool::new(false),
            #[cfg(test)]
            calls: Calls::default(),
        })
    }

    #[cfg(test)]
    pub(super) fn counting(mut self, calls: &Calls) -> Self {
        self.calls = calls.clone();
        self
    }

    /// The default collection, if there is one and it is open. Never prompts.
    pub(super) async fn open_collection(&self) -> Result<OwnedObjectPath, StoreError> {
        let collection = self.default_collection().await?;
        let is_locked = self.is_locked(&collection).await? && !self.opens_as_in_kde(&collection).await?;
        if is_locked && (self.wants_asking.load(Ordering::Relaxed) || !self.opens_quietly(&collection).await?) {
            return Err(self.locked());
        }
        self.wants_asking.store(false, Ordering::Relaxed);
        Ok(collection)
    }

    /// A keyring without a password counts as locked until the first program asks, and then opens unasked. Where a
    /// password is needed the service hands back a prompt, which nobody sees: only calling its `Prompt` shows it. It is
    /// left to the service, which forgets it with the connection, and so is asked for once in a time it is locked.
    async fn opens_quietly(&self, collection: &OwnedObjectPath) -> Result<bool, StoreError> {
        let Some(_turn) = Turn::wait(QUIET_PATIENCE, &GivenUp::default()).await else { return Ok(false) };
        let (opened, _): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.call(&SERVICE_PATH, SERVICE, "Unlock", &std::slice::from_ref(collection)).await?;
        let opens = opened.contains(collection);
        self.wants_asking.store(!opens, Ordering::Relaxed);
        Ok(opens)
    }

    /// Unlocks one collection that is known to open without a question.
    pub(super) async fn unlock_one(&self, collection: &ObjectPath<'_>, deadline: Deadline) -> Result<(), StoreError> {
        let never = GivenUp::default();
        let Some(_turn) = Turn::wait(QUIET_PATIENCE, &never).await else { return Err(self.denied()) };
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.call(&SERVICE_PATH, SERVICE, "Unlock", &std::slice::from_ref(collection)).await?;
        self.prompt(&prompt, deadline, &never).await
    }

    pub(super) async fn default_collection(&self) -> Result<OwnedObjectPath, StoreError> {
        let path: OwnedObjectPath = self.call(&SERVICE_PATH, SERVICE, "ReadAlias", &"default").await?;
        match path.as_str() {
            "/" => Err(StoreError::Unmade { store: self.title.into() }),
            _ => Ok(path),
        }
    }

    pub(super) async fn is_locked(&self, collection: &ObjectPath<'_>) -> Result<bool, StoreError> {
        let locked: OwnedValue = self.call(collection, PROPERTIES, "Get", &(COLLECTION, "Locked")).await?;
        bool::try_from(locked).map_err(|_| unreadable(self.title.into()))
    }

    /// Finds items by exact attributes, in every collection. Decrypts nothing, never prompts.
    pub(super) async fn search(&self, attributes: &HashMap<&str, &str>) -> Result<Found, StoreError> {
        let (open, shut): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            self.call(&SERVICE_PATH, SERVICE, "SearchItems", attributes).await?;
        let mut found = Found { open, ..Found::default() };
        let mut collections: HashMap<Option<OwnedObjectPath>, bool> = HashMap::new();
        for item in shut {
            let collection = parent(&item);
            let is_locked = match (collections.get(&collection), &collection) {
                (Some(known), _) => *known,
                (None, Some(path)) => self.is_locked(path).await?,
                (None, None) => true,
            };
            collections.insert(collection, is_locked);
            if is_locked { &mut found.locked } else { &mut found.guarded }.push(item);
        }
        Ok(found)
    }

    /// One attribute of each item, in order. None where an item has none.
    pub(super) async fn attribute_of_each(
        &self,
        paths: &[OwnedObjectPath],
        name: &str,
    ) -> Result<Vec<Option<String>>, StoreError> {
        let asked = async |path: &OwnedObjectPath| {
            let value: OwnedValue = self.call(path, PROPERTIES, "Get", &(ITEM, "Attributes")).await?;
            let mut all: HashMap<String, String> = value.try_into().map_err(|_| unreadable(self.title.into()))?;
            Ok(all.remove(name))
        };
        stream::iter(paths).map(asked).buffered(IN_FLIGHT).try_collect().await
    }

    /// The items' values, in one call. Items that are locked or gone are not in the answer; None stands for a value
    /// that could not be decrypted.
    pub(super) async fn secrets(
        &self,
        paths: &[OwnedObjectPath],
    ) -> Result<HashMap<OwnedObjectPath, Option<Secret>>, StoreError> {
        let session = self.session().await?;
        let envelopes: HashMap<OwnedObjectPath, Envelope> =
            self.call(&SERVICE_PATH, SERVICE, "GetSecrets", &(paths, &session.path)).await?;
        Ok(envelopes
            .into_iter()
            .map(|(path, (_, vector, sealed, _))| (path, session.cipher.open(&vector, sealed)))
            .collect())
    }

    /// Makes a new item; never replaces one. `line` is an encoded value.
    pub(super) async fn create(
        &self,
        collection: &ObjectPath<'_>,
        label: &str,
        attributes: HashMap<&str, &str>,
        line: &Secret,
        deadline: Deadline,
    ) -> Result<(), StoreError> {
        let session = self.session().await?;
        let (vector, sealed) = session.cipher.seal(line).ok_or_else(|| self.no_randomness())?;
        let properties = HashMap::from([
            ("org.freedesktop.Secret.Item.Label", Value::from(label)),
            ("org.freedesktop.Secret.Item.Attributes", Value::from(attributes)),
        ]);
        let envelope = (&session.path, &vector[..], &sealed[..], "text/plain");
        let replace = false;
        let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
            self.call(collection, COLLECTION, "CreateItem", &(properties, envelope, replace)).await?;
        self.confirm(collection, &prompt, deadline).await
    }

    /// Deletes one item of an open collection.
    pub(super) async fn delete(&self, item: &ObjectPath<'_>, deadline: Deadline) -> Result<(), StoreError> {
        let collection = parent(item).ok_or_else(|| unreadable(self.title.into()))?;
        let prompt: OwnedObjectPath = self.call(item, ITEM, "Delete", &()).await?;
        self.confirm(&collection, &prompt, deadline).await?;
        self.write_out(&collection).await
    }

    /// Asks the user to open the default collection and those that hold `items`, where they are locked.
    pub(super) async fn unlock(
        &self,
        items: &[OwnedObjectPath],
        deadline: Deadline,
        given_up: &GivenUp,
    ) -> Result<(), StoreError> {
        let mut collections = vec![self.default_collection().await?];
        collections.extend(items.iter().filter_map(|item| parent(item)));
        collections.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        collections.dedup();
        // The user may look at another Keyloft's prompt: as long as the caller waits, so does this.
        let _turn = Turn::wait(deadline.prompt_end.saturating_duration_since(Instant::now()), given_up).await;
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.call(&SERVICE_PATH, SERVICE, "Unlock", &collections).await?;
        self.prompt(&prompt, deadline, given_up).await?;
        for collection in &collections {
            if self.is_locked(collection).await? {
                return Err(self.denied());
            }
        }
        Ok(())
    }

    /// Has the service ask its user whether to give out guarded items. One may be allowed and another not: a look tells.
    pub(super) async fn allow(
        &self,
        guarded: &[OwnedObjectPath],
        deadline: Deadline,
        given_up: &GivenUp,
    ) -> Result<(), StoreError> {
        if guarded.is_empty() {
            return Ok(());
        }
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.call(&SERVICE_PATH, SERVICE, "Unlock", &guarded).await?;
        self.prompt(&prompt, deadline, given_up).await
    }

    /// Has the service ask the user for the password of a first keyring, to which new items go, and make it. While an earlier
    /// question stands, of this program or another, its answer is waited for: two answers would make two keyrings.
    pub(super) async fn make_default(&self, deadline: Deadline, given_up: &GivenUp) -> Result<(), StoreError> {
        let turn = Turn::wait(deadline.prompt_end.saturating_duration_since(Instant::now()), given_up).await;
        // Another program may have made it while this one waited for its turn: a second one would take its place.
        if matches!(self.default_collection().await, Err(StoreError::Unmade { .. })) {
            let Some(turn) = turn else {
                return Err(if given_up.is_given_up() { self.denied() } else { self.unanswered(deadline) });
            };
            // One that could take no secret is not made.
            self.session().await?;
            let name = if self.title == KWALLET { FIRST_WALLET } else { FIRST_KEYRING };
            let label = HashMap::from([("org.freedesktop.Secret.Collection.Label", Value::from(name))]);
            let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
                self.call(&SERVICE_PATH, SERVICE, "CreateCollection", &(label, "default")).await?;
            self.prompt_once(&prompt, deadline, given_up, Some(turn)).await?;
        }
        let collection = self.default_collection().await?;
        if self.is_locked(&collection).await? { Err(self.locked()) } else { Ok(()) }
    }

    /// Whether it takes secrets encrypted.
    pub(super) async fn encrypts(&self) -> Result<(), StoreError> {
        self.session().await.map(drop)
    }

    /// The encrypted session, agreed at first use. A service that refuses encryption is not used: there is no
    /// falling back to plain.
    async fn session(&self) -> Result<&Session, StoreError> {
        if let Some(session) = self.session.get() {
            return Ok(session);
        }
        let offer = Offer::new().ok_or_else(|| self.no_randomness())?;
        let (theirs, path): (OwnedValue, OwnedObjectPath) = self
            .call(&SERVICE_PATH, SERVICE, "OpenSession", &(ALGORITHM, Value::from(&offer.public[..])))
            .await
            .map_err(|error| match error {
                // The arguments are the specification's: KWallet says so where QCA can't agree on a key.
                StoreError::Failed { store, reason } if store == KWALLET && reason.ends_with("InvalidArgs") => {
                    StoreError::Lacking { store, lack: Lack::Encryption }
                }
                StoreError::Failed { store, reason } => {
                    StoreError::Failed { store, reason: format!("it refuses an encrypted session ({reason})") }
                }
                other => other,
            })?;
        let theirs = Vec::<u8>::try_from(theirs).map_err(|_| unreadable(self.title.into()))?;
        let cipher = offer.agree(&theirs).ok_or_else(|| unreadable(self.title.into()))?;
        Ok(self.session.get_or_init(|| Session { path, cipher }))
    }

    pub(super) async fn call<B, R>(
        &self,
        path: &ObjectPath<'_>,
        interface: &'static str,
        member: &'static str,
        body: &B,
    ) -> Result<R, StoreError>
    where
        B: Serialize + DynamicType,
        R: DeserializeOwned + Type,
    {
        #[cfg(test)]
        self.calls.lock().expect("no test panics with it").push(member);
        let reply = self
            .conn
            .call_method(Some(self.owner.as_str()), path, Some(interface), member, body)
            .await
            .map_err(|error| classify(self.title, &error))?;
        reply.body().deserialize().map_err(|_| unreadable(self.title.into()))
    }

    pub(super) fn locked(&self) -> StoreError {
        StoreError::Locked { store: self.title.into() }
    }

    pub(super) fn denied(&self) -> StoreError {
        StoreError::Denied { store: self.title.into() }
    }

    pub(super) fn unanswered(&self, deadline: Deadline) -> StoreError {
        StoreError::Unanswered { store: self.title.into(), secs: deadline.secs }
    }

    pub(super) fn broken(&self) -> StoreError {
        StoreError::Broken { store: self.title.into() }
    }

    fn no_randomness(&self) -> StoreError {
        StoreError::Failed { store: self.title.into(), reason: "the system gives no random bytes".into() }
    }
}

pub(super) async fn ask_bus<B, R>(conn: &Connection, member: &'static str, body: &B) -> zbus::Result<R>
where
    B: Serialize + DynamicType,
    R: DeserializeOwned + Type,
{
    conn.call_method(Some(BUS), BUS_PATH, Some(BUS), member, body).await?.body().deserialize()
}

/// The collection an item lies in.
fn parent(item: &ObjectPath<'_>) -> Option<OwnedObjectPath> {
    let (collection, _) = item.as_str().rsplit_once('/')?;
    ObjectPath::try_from(collection).ok().map(|path| path.to_owned().into())
}
