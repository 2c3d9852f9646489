//! Who offers the secret service on a bus, started where the bus knows how.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use async_io::Timer;
use zbus::Connection;
use zbus::zvariant::ObjectPath;

use super::super::{Lack, StoreError};
use super::kwallet::INTERFACE;
use super::link::{UNKNOWN_TITLE, absent, ask_bus};

const NAME: &str = "org.freedesktop.secrets";

/// GNOME's keychain, by its name for people.
pub(super) const GNOME_KEYRING: &str = "GNOME Keyring";
/// KDE's.
pub(super) const KWALLET: &str = "KWallet";

/// KDE's keychain is not started by the service's name, only by one of these, the newest first. ksecretd takes the first of
/// them after the service's; the others take theirs before, and answer there once they are through.
const KDES: [(&str, Option<ObjectPath<'static>>); 3] = [
    ("org.kde.secretservicecompat", None),
    ("org.kde.kwalletd6", Some(ObjectPath::from_static_str_unchecked("/modules/kwalletd6"))),
    ("org.kde.kwalletd5", Some(ObjectPath::from_static_str_unchecked("/modules/kwalletd5"))),
];

/// How long one that was started has for taking the service's name.
const SETTLES: Duration = Duration::from_secs(3);
const STEP: Duration = Duration::from_millis(20);

/// KDE's keychain ended as it was started, as one does that is switched off or has no display: it is not started again.
pub(super) type Ended = std::sync::Arc<AtomicBool>;

/// The service's unique name.
pub(super) async fn find(conn: &Connection, ended: &AtomicBool) -> Result<String, StoreError> {
    if let Ok(owner) = owner_of(conn, NAME).await {
        return Ok(owner);
    }
    match start(conn, NAME).await {
        Err(zbus::Error::MethodError(error, ..)) if error.ends_with("ServiceUnknown") => find_kdes(conn, ended).await,
        _ => owner_of(conn, NAME).await.map_err(|_| nobody()),
    }
}

/// Its name for people.
pub(super) async fn title(conn: &Connection, owner: &str) -> &'static str {
    match ask_bus::<_, u32>(conn, "GetConnectionUnixProcessID", &owner).await {
        Ok(pid) => title_of(&fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default()),
        Err(_) => UNKNOWN_TITLE,
    }
}

async fn find_kdes(conn: &Connection, ended: &AtomicBool) -> Result<String, StoreError> {
    let known: Vec<String> = ask_bus(conn, "ListActivatableNames", &()).await.unwrap_or_default();
    for (name, settled_at) in &KDES {
        let runs = owner_of(conn, name).await.is_ok();
        if !runs && !known.iter().any(|known| known == name) {
            continue;
        }
        if !runs && (ended.load(Ordering::Relaxed) || start(conn, name).await.is_err()) {
            ended.store(true, Ordering::Relaxed);
            return Err(absent(ENDS));
        }
        let found = settled(conn, name, settled_at.as_ref()).await;
        ended.store(matches!(found, Err(StoreError::Absent { .. })), Ordering::Relaxed);
        return found;
    }
    Err(nobody())
}

/// Who has the service's name once KDE's keychain is through with its start.
async fn settled(conn: &Connection, name: &str, at: Option<&ObjectPath<'_>>) -> Result<String, StoreError> {
    let end = Instant::now() + SETTLES;
    loop {
        let daemon = owner_of(conn, name).await.map_err(|_| absent(ENDS));
        let is_through = match (&daemon, at) {
            (Ok(daemon), Some(at)) => {
                conn.call_method(Some(daemon.as_str()), at, Some(INTERFACE), "isEnabled", &()).await.is_ok()
            }
            _ => true,
        };
        if let Ok(owner) = owner_of(conn, NAME).await {
            return Ok(owner);
        }
        daemon?;
        if is_through || Instant::now() >= end {
            return Err(StoreError::Lacking { store: KWALLET.into(), lack: Lack::Interface });
        }
        Timer::after(STEP).await;
    }
}

const ENDS: &str = "KWallet ends as soon as it is started";

fn nobody() -> StoreError {
    absent("no program offers org.freedesktop.secrets")
}

async fn owner_of(conn: &Connection, name: &str) -> zbus::Result<String> {
    ask_bus(conn, "GetNameOwner", &name).await
}

async fn start(conn: &Connection, name: &str) -> zbus::Result<u32> {
    ask_bus(conn, "StartServiceByName", &(name, 0_u32)).await
}

/// From the daemon's process name, which the kernel cuts at 15 bytes.
fn title_of(comm: &str) -> &'static str {
    match comm.trim_end() {
        comm if comm.starts_with("gnome-keyring") => GNOME_KEYRING,
        comm if comm.starts_with("kwalletd") || comm == "ksecretd" => KWALLET,
        comm if comm.starts_with("keepassxc") => "KeePassXC",
        _ => UNKNOWN_TITLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_daemon_is_named_by_its_process() {
        for (comm, title) in [
            ("gnome-keyring-d\n", "GNOME Keyring"),
            ("kwalletd6\n", "KWallet"),
            ("ksecretd\n", "KWallet"),
            ("keepassxc\n", "KeePassXC"),
            ("", UNKNOWN_TITLE),
        ] {
            assert_eq!(title_of(comm), title);
        }
    }
}
