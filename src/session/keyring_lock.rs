//! When the keyring of the session is locked, by whomever: its service says so of each of its collections.

use std::collections::HashMap;

use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable};
use zbus::message::Type;
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Address, Message};

use super::watch::{Watcher, connect};

const SERVICE: &str = "org.freedesktop.secrets";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const CHANGED: &str = "PropertiesChanged";

/// Calls `on_locked` (on a thread of the watcher's; it should return soon) whenever a collection of the secret service is
/// locked. GNOME Keyring tells of it; a service that does not is never heard.
///
/// Returns at once; `None` where no thread could be started.
pub fn watch_keyring(on_locked: impl Fn() + Send + 'static) -> Option<Watcher> {
    watch_keyring_at(Address::session(), || {}, on_locked)
}

/// As [`watch_keyring`], on this bus. `on_ready` is called once it will hand over signals.
pub(super) fn watch_keyring_at(
    session: zbus::Result<Address>,
    on_ready: impl Fn() + Send + 'static,
    on_locked: impl Fn() + Send + 'static,
) -> Option<Watcher> {
    let (stop, stopped) = AbortHandle::new_pair();
    let thread = std::thread::Builder::new().name("keyring-watch".into()).spawn(move || {
        let _ = async_io::block_on(Abortable::new(listen(session, &on_ready, &on_locked), stopped));
    });
    thread.is_ok().then(|| Watcher::stopped_by(stop))
}

async fn listen(address: zbus::Result<Address>, on_ready: &impl Fn(), on_locked: &impl Fn()) {
    // From the service alone: nobody else says how it stands.
    let rule =
        format!("type='signal',sender='{SERVICE}',interface='{PROPERTIES}',member='{CHANGED}',arg0='{COLLECTION}'");
    let Some((_bus, mut messages)) = connect(address, vec![rule]).await else { return };
    on_ready();
    while let Some(Ok(message)) = messages.next().await {
        if is_locked(&message) {
            on_locked();
        }
    }
}

fn is_locked(message: &Message) -> bool {
    let header = message.header();
    let is_it = header.message_type() == Type::Signal
        && header.interface().is_some_and(|name| name.as_str() == PROPERTIES)
        && header.member().is_some_and(|name| name.as_str() == CHANGED);
    let body = message.body();
    let Some((of, changed, _)) =
        is_it.then(|| body.deserialize::<(String, HashMap<String, OwnedValue>, Vec<String>)>().ok()).flatten()
    else {
        return false;
    };
    of == COLLECTION && changed.get("Locked").is_some_and(|locked| matches!(&**locked, Value::Bool(true)))
}
