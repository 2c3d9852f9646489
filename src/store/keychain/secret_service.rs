//! The store's verbs over the secret service. Runs on the lane's thread.
//!
//! Every verb has one deadline over all its calls. Reading starts over once on a fresh connection when the daemon went
//! away; the one call that changes something is never sent twice, since it may have taken effect.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::atomic::Ordering;

use async_io::Timer;
use futures_util::future::{Either, select};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use zbus::zvariant::OwnedObjectPath;

use super::super::{GivenUp, Item, ItemFacts, StoreError, VaultId, decode_line};
use super::deadline::Deadline;
use super::link::{Found, IN_FLIGHT, Link, UNKNOWN_TITLE};
use super::owner::Ended;
use super::{APPLICATION, Title, Unwritten};
use crate::model::Secret;

/// Items a bulk read asks for at once, at the first try and at the second. Values of 1 MiB each would make an answer
/// larger than the bus carries, and the connection breaks: then smaller portions go through.
const PORTIONS: [usize; 2] = [1024, 16];

/// What the vault key's item has as its attribute `key`.
const VAULT_KEY: &str = "vault-key";

/// The vault's items in the secret service.
pub(super) struct Backend {
    vault: String,
    address: Option<String>,
    title: Title,
    unwritten: Unwritten,
    kdes_ended: Ended,
    link: Option<Link>,
    #[cfg(test)]
    pub(super) calls: super::link::Calls,
}

impl Backend {
    /// Contacts nothing. `address`: of the bus, None for the session's.
    pub(super) fn new(
        vault: VaultId,
        address: Option<String>,
        title: Title,
        unwritten: Unwritten,
        kdes_ended: Ended,
    ) -> Self {
        Self {
            vault: vault.to_string(),
            address,
            title,
            unwritten,
            kdes_ended,
            link: None,
            #[cfg(test)]
            calls: super::link::Calls::default(),
        }
    }

    pub(super) fn probe(&mut self, deadline: Deadline) -> Result<(), StoreError> {
        self.reading(deadline, async |link, _| {
            link.open_collection().await?;
            // One that is open and can't encrypt takes no secret all the same.
            link.encrypts().await
        })
    }

    pub(super) fn unlock(&mut self, deadline: Deadline, given_up: &GivenUp) -> Result<(), StoreError> {
        let vault = self.vault.clone();
        // A second prompt after the first broke would surprise: the connection is made sure of before.
        let locked = self.reading(deadline, async |link, _| Ok(link.search(&all_of(&vault)).await?.locked))?;
        self.once(deadline, async |link| link.unlock(&locked, deadline, given_up).await)?;
        // What an open keyring guards is asked for as it is read; the vault key is what this opens it for.
        let guarded = self.reading(deadline, async |link, _| Ok(link.search(&vault_keys_of(&vault)).await?.guarded))?;
        self.once(deadline, async |link| link.allow(&guarded, deadline, given_up).await)
    }

    /// Has the user asked for those of the items that an open keyring guards; `Locked` where it guards none of them.
    pub(super) fn allow(&mut self, items: &[Item], deadline: Deadline) -> Result<(), StoreError> {
        let vault = self.vault.clone();
        let users: Vec<String> = items.iter().map(|item| user(&vault, item)).collect();
        let guarded = self.reading(deadline, async |link, _| {
            link.open_collection().await?;
            let search = async |user: &String| Ok(link.search(&exactly(&vault, user)).await?.guarded);
            let each: Vec<Vec<_>> = stream::iter(&users).map(search).buffered(IN_FLIGHT).try_collect().await?;
            let guarded = each.concat();
            if guarded.is_empty() { Err(link.locked()) } else { Ok(guarded) }
        })?;
        self.once(deadline, async |link| link.allow(&guarded, deadline, &GivenUp::default()).await)
    }

    pub(super) fn make_ready(&mut self, deadline: Deadline, given_up: &GivenUp) -> Result<(), StoreError> {
        match self.reading(deadline, async |link, _| link.default_collection().await) {
            Err(StoreError::Unmade { .. }) => {
                self.once(deadline, async |link| link.make_default(deadline, given_up).await)
            }
            found => found.and_then(|_| self.unlock(deadline, given_up)),
        }
    }

    pub(super) fn put(&mut self, facts: &ItemFacts, line: &Secret, deadline: Deadline) -> Result<(), StoreError> {
        let vault = self.vault.clone();
        let user = user(&vault, &facts.item);
        let collection = self.reading(deadline, async |link, _| {
            let collection = link.open_collection().await?;
            let found = link.search(&exactly(&vault, &user)).await?.by_name();
            if found.open.is_empty() && found.locked.is_empty() {
                return Ok(collection);
            }
            Err(StoreError::Failed { store: link.title.into(), reason: "the item exists already".into() })
        })?;
        let (key, version) = match facts.item {
            Item::VaultKey { .. } => (VAULT_KEY.to_owned(), None),
            Item::Version { key, version, .. } => (key.to_string(), Some(version.to_string())),
        };
        // `service` and `username` are the names keyring looks for; the rest is for doctor and for people.
        let mut attributes = exactly(&vault, &user);
        attributes.insert("service", APPLICATION);
        attributes.insert("key", &key);
        attributes.extend(version.as_deref().map(|version| ("version", version)));
        // Also where the call fails: it may have taken effect.
        self.unwritten.store(true, Ordering::Relaxed);
        self.once(deadline, async |link| {
            link.create(&collection, &facts.label, attributes.clone(), line, deadline).await
        })
    }

    pub(super) fn get(&mut self, item: &Item, deadline: Deadline) -> Result<Secret, StoreError> {
        let vault = self.vault.clone();
        let user = user(&vault, item);
        let unwritten = self.unwritten.clone();
        self.reading(deadline, async |link, _| {
            link.written(&unwritten).await?;
            let path = the_one(link, link.search(&exactly(&vault, &user)).await?)?;
            let values = link.secrets(std::slice::from_ref(&path)).await?;
            opened(link, &values, &path)
        })
    }

    pub(super) fn get_many(
        &mut self,
        items: &[Item],
        deadline: Deadline,
    ) -> Result<Vec<Result<Secret, StoreError>>, StoreError> {
        let vault = self.vault.clone();
        let users: Vec<String> = items.iter().map(|item| user(&vault, item)).collect();
        let unwritten = self.unwritten.clone();
        self.reading(deadline, async |link, try_number| {
            link.written(&unwritten).await?;
            let places = places(link, &vault, &users).await?;
            let paths: Vec<OwnedObjectPath> = places.iter().flatten().cloned().collect();
            let mut values = HashMap::new();
            for portion in paths.chunks(PORTIONS[try_number]) {
                values.extend(link.secrets(portion).await?);
            }
            let results: Vec<_> = places.into_iter().map(|place| opened(link, &values, &place?)).collect();
            // What moved under the first try is asked for once more; at the second each item has its own answer.
            let moved = results.iter().any(|result| matches!(result, Err(StoreError::Broken { .. })));
            if moved && try_number == 0 { Err(link.broken()) } else { Ok(results) }
        })
    }

    pub(super) fn delete(&mut self, item: &Item, deadline: Deadline) -> Result<(), StoreError> {
        let vault = self.vault.clone();
        let user = user(&vault, item);
        let path = self.reading(deadline, async |link, _| {
            link.open_collection().await?;
            the_one(link, link.search(&exactly(&vault, &user)).await?.by_name())
        })?;
        self.once(deadline, async |link| link.delete(&path, deadline).await)
    }

    pub(super) fn list(&mut self, deadline: Deadline) -> Result<Vec<Item>, StoreError> {
        let vault = self.vault.clone();
        self.reading(deadline, async |link, _| {
            link.open_collection().await?;
            let found = link.search(&all_of(&vault)).await?.by_name();
            if !found.locked.is_empty() {
                // Half a list would read as items lost.
                return Err(link.locked());
            }
            let names = link.attribute_of_each(&found.open, "username").await?;
            Ok(names.iter().flatten().filter_map(|name| item_of(&vault, name)).collect())
        })
    }

    /// Runs work that changes nothing; begins again, once, where the connection turns out broken. The work is told the
    /// number of the try.
    fn reading<T>(
        &mut self,
        deadline: Deadline,
        work: impl AsyncFn(&Link, usize) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self.once(deadline, async |link| work(link, 0).await) {
            Err(StoreError::Broken { .. }) => self.once(deadline, async |link| work(link, 1).await),
            outcome => outcome,
        }
    }

    /// Runs work once. A connection that broke or fell silent is dropped with all that hung on it.
    fn once<T>(
        &mut self,
        deadline: Deadline,
        work: impl AsyncFn(&Link) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let link = match self.link.take() {
            Some(link) => link,
            None => {
                let title = self.title.get().unwrap_or(UNKNOWN_TITLE);
                let link = in_time(title, deadline, Link::connect(self.address.as_deref(), &self.kdes_ended))?;
                self.title.set(link.title);
                #[cfg(test)]
                let link = link.counting(&self.calls);
                link
            }
        };
        let outcome = in_time(link.title, deadline, work(&link));
        let is_over = |error: &StoreError| {
            matches!(error, StoreError::Broken { .. } | StoreError::TimedOut { .. } | StoreError::Unanswered { .. })
        };
        if !outcome.as_ref().is_err_and(is_over) {
            self.link = Some(link);
        }
        outcome
    }
}

/// Drives the work on this thread until it is done or its time is over.
fn in_time<T>(
    title: &str,
    deadline: Deadline,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    async_io::block_on(async {
        match select(pin!(work), pin!(Timer::at(deadline.end))).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => Err(StoreError::TimedOut { store: title.to_owned(), secs: deadline.secs }),
        }
    })
}

/// keyring's user name of an item.
pub(super) fn user(vault: &str, item: &Item) -> String {
    format!("{vault}/{}", item.to_text())
}

fn item_of(vault: &str, user: &str) -> Option<Item> {
    Item::parse(user.strip_prefix(vault)?.strip_prefix('/')?)
}

fn all_of(vault: &str) -> HashMap<&'static str, &str> {
    HashMap::from([("application", APPLICATION), ("vault", vault)])
}

fn vault_keys_of(vault: &str) -> HashMap<&'static str, &str> {
    HashMap::from([("application", APPLICATION), ("vault", vault), ("key", VAULT_KEY)])
}

fn exactly<'a>(vault: &'a str, user: &'a str) -> HashMap<&'static str, &'a str> {
    HashMap::from([("application", APPLICATION), ("vault", vault), ("username", user)])
}

/// Where each item is, looked up each time and never remembered: a daemon gives a deleted item's path to the next one.
///
/// A search by name costs the daemon a walk over all items, reading one item's attributes does not: asked for most of
/// a vault, the names of all are read (1,000 of 1,000: 0.4 s against 0.8 s), asked for a few, each is searched.
async fn places(
    link: &Link,
    vault: &str,
    users: &[String],
) -> Result<Vec<Result<OwnedObjectPath, StoreError>>, StoreError> {
    if users.len() >= 8 {
        let Found { open, guarded, locked } = link.search(&all_of(vault)).await?;
        if open.len() <= users.len() * 2 && guarded.is_empty() && locked.is_empty() {
            let names = link.attribute_of_each(&open, "username").await?;
            let mut by_name: HashMap<String, Found> = HashMap::new();
            for (name, path) in names.into_iter().zip(open) {
                by_name.entry(name.unwrap_or_default()).or_default().open.push(path);
            }
            let found = |user| by_name.get(user).cloned().unwrap_or_default();
            return Ok(users.iter().map(|user| the_one(link, found(user))).collect());
        }
    }
    let search = async |user: &String| the_one(link, link.search(&exactly(vault, user)).await?);
    Ok(stream::iter(users).map(search).buffered(IN_FLIGHT).collect().await)
}

/// The one item found. Two of one name are not ours alone: which is right can't be known from here.
fn the_one(link: &Link, mut found: Found) -> Result<OwnedObjectPath, StoreError> {
    let store = || link.title.to_owned();
    match (found.open.len(), found.guarded.len() + found.locked.len()) {
        (1, 0) => Ok(found.open.remove(0)),
        (0, 0) => Err(StoreError::NotFound { store: store() }),
        (0, _) => Err(link.locked()),
        _ => Err(StoreError::Malformed { store: store() }),
    }
}

fn opened(
    link: &Link,
    values: &HashMap<OwnedObjectPath, Option<Secret>>,
    path: &OwnedObjectPath,
) -> Result<Secret, StoreError> {
    // Found a moment ago, and not in the answer: locked or taken away in between. Another look will tell.
    let line = values.get(path).ok_or_else(|| link.broken())?;
    if line.as_ref().is_some_and(Secret::is_empty) {
        return Err(StoreError::Empty { store: link.title.to_owned() });
    }
    line.as_ref().and_then(decode_line).ok_or_else(|| StoreError::Malformed { store: link.title.to_owned() })
}
