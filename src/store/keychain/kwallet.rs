//! KDE's wallet behind the secret service: what only its own interface can say and do.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::zvariant::{DynamicType, ObjectPath, OwnedValue, Type};

use super::super::StoreError;
use super::deadline::Deadline;
use super::link::{COLLECTION, Link, PROPERTIES, QUIET_PATIENCE, ask_bus};
use super::trouble::{classify, unreadable};

/// A daemon of KDE's that holds the wallets itself, and how it is spoken to.
struct Daemon {
    name: &'static str,
    path: ObjectPath<'static>,
    /// The program that it is told asks: its own secret service, which opened the wallet already and put the item there.
    /// Under another name KDE's user may be asked whether it is welcome.
    caller: &'static str,
}

/// Beside ksecretd kwalletd6 holds none, and is not asked. A newer ksecretd has no such interface: it is left to itself.
static DAEMONS: [Daemon; 3] = [
    Daemon {
        name: "org.kde.kwalletd6",
        path: ObjectPath::from_static_str_unchecked("/modules/kwalletd6"),
        caller: "org.freedesktop.secrets",
    },
    Daemon {
        name: "org.kde.kwalletd5",
        path: ObjectPath::from_static_str_unchecked("/modules/kwalletd5"),
        caller: "org.freedesktop.secrets",
    },
    Daemon { name: "org.kde.ksecretd", path: ObjectPath::from_static_str_unchecked("/ksecretd"), caller: "" },
];
pub(super) const INTERFACE: &str = "org.kde.KWallet";

impl Link {
    /// The default collection is open, and has what was put on its disk: read back after that, a value is kept. So a
    /// batch is written out once. Never prompts.
    pub(super) async fn written(&self, unwritten: &AtomicBool) -> Result<(), StoreError> {
        let collection = self.open_collection().await?;
        if unwritten.load(Ordering::Relaxed) {
            self.write_out(&collection).await?;
            unwritten.store(false, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Has kwalletd write the collection's wallet to the disk. By itself it writes about five seconds after a change, and
    /// what it acknowledged is lost where it ends before. Other services, and a wallet that was closed meanwhile (which
    /// writes it), have nothing to do. Never prompts.
    pub(super) async fn write_out(&self, collection: &ObjectPath<'_>) -> Result<(), StoreError> {
        let Some(daemon) = self.kwalletd().await? else { return Ok(()) };
        let wallets = self.wallets_of(daemon, collection).await?;
        for (wallet, _) in wallets.into_iter().filter(|(_, open)| *open) {
            let handle: i32 = self.call(&daemon.path, INTERFACE, "open", &(&wallet, 0_i64, daemon.caller)).await?;
            if handle < 0 {
                let reason = "it does not let its wallet be written to the disk".into();
                return Err(StoreError::Failed { store: self.title.into(), reason });
            }
            self.call::<_, ()>(&daemon.path, INTERFACE, "sync", &(handle, daemon.caller)).await?;
        }
        Ok(())
    }

    /// How KDE's interface is reached, if the service is one of its daemons.
    async fn kwalletd(&self) -> Result<Option<&'static Daemon>, StoreError> {
        for daemon in &DAEMONS {
            match ask_bus::<_, String>(&self.conn, "GetNameOwner", &daemon.name).await {
                Ok(owner) if owner == self.owner => return Ok(Some(daemon)),
                Ok(_) | Err(zbus::Error::MethodError(..)) => {}
                Err(error) => return Err(classify(self.title, &error)),
            }
        }
        Ok(None)
    }

    /// Where KDE's user opened the wallet, the secret service calls it locked until it is asked itself, and opens it then
    /// without a question. Should one come all the same, it is not put again by this connection.
    pub(super) async fn opens_as_in_kde(&self, collection: &ObjectPath<'_>) -> Result<bool, StoreError> {
        if self.kde_asked.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let Some(daemon) = self.kwalletd().await? else { return Ok(false) };
        let wallets = self.wallets_of(daemon, collection).await?;
        if wallets.is_empty() || wallets.iter().any(|(_, open)| !open) {
            return Ok(false);
        }
        match self.unlock_one(collection, Deadline::within(QUIET_PATIENCE)).await {
            Ok(()) => Ok(!self.is_locked(collection).await?),
            Err(StoreError::Denied { .. } | StoreError::Unanswered { .. } | StoreError::TimedOut { .. }) => {
                self.kde_asked.store(true, Ordering::Relaxed);
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    /// The wallets that may be the collection's, and whether they are open in KDE: one of its label, or of that and the
    /// number which the service gives a second one of a label. None where kwalletd's interface is switched off.
    async fn wallets_of(
        &self,
        daemon: &Daemon,
        collection: &ObjectPath<'_>,
    ) -> Result<Vec<(String, bool)>, StoreError> {
        let label: OwnedValue = self.call(collection, PROPERTIES, "Get", &(COLLECTION, "Label")).await?;
        let label = String::try_from(label).map_err(|_| unreadable(self.title.into()))?;
        let mut found = Vec::new();
        for wallet in self.ask_kwalletd::<_, Vec<String>>(daemon, "wallets", &()).await?.unwrap_or_default() {
            let rest = wallet.strip_prefix(&label);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("__") && rest.ends_with('_')) {
                let open = self.ask_kwalletd(daemon, "isOpen", &wallet.as_str()).await? == Some(true);
                found.push((wallet, open));
            }
        }
        Ok(found)
    }

    /// None where there is nobody to ask.
    async fn ask_kwalletd<B, R>(&self, daemon: &Daemon, member: &'static str, body: &B) -> Result<Option<R>, StoreError>
    where
        B: Serialize + DynamicType,
        R: DeserializeOwned + Type,
    {
        match self.conn.call_method(Some(self.owner.as_str()), &daemon.path, Some(INTERFACE), member, body).await {
            Ok(reply) => reply.body().deserialize().map(Some).map_err(|_| unreadable(self.title.into())),
            Err(zbus::Error::MethodError(name, ..)) if is_unknown(name.as_str()) => Ok(None),
            Err(error) => Err(classify(self.title, &error)),
        }
    }
}

fn is_unknown(error: &str) -> bool {
    ["UnknownObject", "UnknownInterface", "UnknownMethod"].iter().any(|name| error.ends_with(name))
}
