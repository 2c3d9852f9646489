//! How the user wants windows to look and move, as the desktop portal tells it: dark or light, and whether less shall
//! move. winit asks no desktop of Linux's for either.

use std::collections::HashMap;

use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable};
use zbus::message::Type;
use zbus::zvariant::OwnedValue;
use zbus::{Address, Connection, Message};

use super::watch::{Watcher, connect};
use crate::model::SystemTaste;

pub(super) const PORTAL: &str = "org.freedesktop.portal.Desktop";
pub(super) const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const CHANGED: &str = "SettingChanged";

/// Of every desktop, in newer portals.
const APPEARANCE: &str = "org.freedesktop.appearance";
/// GNOME's and its relatives', which older portals hand on.
const GNOME: &str = "org.gnome.desktop.interface";

/// What the settings say; none where nobody said it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Said {
    reduced: Option<bool>,
    animated: Option<bool>,
    dark: Option<bool>,
    gnome_dark: Option<bool>,
}

impl Said {
    fn take(&mut self, namespace: &str, key: &str, value: OwnedValue) {
        match (namespace, key) {
            (APPEARANCE, "reduced-motion") => self.reduced = u32::try_from(value).ok().map(|number| number == 1),
            (GNOME, "enable-animations") => self.animated = bool::try_from(value).ok(),
            (APPEARANCE, "color-scheme") => {
                // 0 is no preference, and so is what a later version may add.
                self.dark = u32::try_from(value).ok().and_then(|number| match number {
                    1 => Some(true),
                    2 => Some(false),
                    _ => None,
                });
            }
            (GNOME, "color-scheme") => {
                self.gnome_dark = String::try_from(value).ok().and_then(|word| match word.as_str() {
                    "prefer-dark" => Some(true),
                    "prefer-light" => Some(false),
                    _ => None,
                });
            }
            _ => {}
        }
    }

    fn taste(self) -> SystemTaste {
        SystemTaste {
            // Either will do: a desktop that has both sets both, and one that has one leaves the other as it was at first.
            less_motion: self.reduced == Some(true) || self.animated == Some(false),
            dark: self.dark.or(self.gnome_dark),
        }
    }
}

/// Calls `on_taste` (on a thread of the watcher's; it should return soon) once the portal has answered, and whenever what
/// it says changes. Without a bus, a portal or a word on any of it, it is never called.
///
/// Returns at once; `None` where no thread could be started.
pub fn watch_taste(on_taste: impl Fn(SystemTaste) + Send + 'static) -> Option<Watcher> {
    watch_taste_at(Address::session(), on_taste)
}

/// As [`watch_taste`], on this bus.
pub(super) fn watch_taste_at(
    session: zbus::Result<Address>,
    on_taste: impl Fn(SystemTaste) + Send + 'static,
) -> Option<Watcher> {
    let (stop, stopped) = AbortHandle::new_pair();
    let thread = std::thread::Builder::new().name("taste".into()).spawn(move || {
        let _ = async_io::block_on(Abortable::new(listen(session, &on_taste), stopped));
    });
    thread.is_ok().then(|| Watcher::stopped_by(stop))
}

async fn listen(address: zbus::Result<Address>, on_taste: &impl Fn(SystemTaste)) {
    let rule = format!("type='signal',sender='{PORTAL}',interface='{SETTINGS}',member='{CHANGED}'");
    let Some((bus, mut messages)) = connect(address, vec![rule]).await else { return };
    let mut said = Said::default();
    let mut told = None;
    // A change that comes while the portal answers is in the line already. A portal that does not answer in time may
    // still tell of changes.
    for (namespace, keys) in ask(&bus).await.unwrap_or_default() {
        keys.into_iter().for_each(|(key, value)| said.take(&namespace, &key, value));
    }
    loop {
        let taste = said.taste();
        if (said != Said::default() || told.is_some()) && told != Some(taste) {
            told = Some(taste);
            on_taste(taste);
        }
        let Some(Ok(message)) = messages.next().await else { return };
        if let Some((namespace, key, value)) = changed(&message) {
            said.take(&namespace, &key, value);
        }
    }
}

async fn ask(bus: &Connection) -> Option<HashMap<String, HashMap<String, OwnedValue>>> {
    let wanted = vec![APPEARANCE, GNOME];
    let answer = bus.call_method(Some(PORTAL), PORTAL_PATH, Some(SETTINGS), "ReadAll", &(wanted,)).await.ok()?;
    answer.body().deserialize().ok()
}

fn changed(message: &Message) -> Option<(String, String, OwnedValue)> {
    let header = message.header();
    let is_it = header.message_type() == Type::Signal
        && header.interface().is_some_and(|name| name.as_str() == SETTINGS)
        && header.member().is_some_and(|name| name.as_str() == CHANGED);
    is_it.then(|| message.body().deserialize().ok()).flatten()
}
