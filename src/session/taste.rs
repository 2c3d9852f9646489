//! Whether the user wants less to move on the screen, as the desktop portal tells it.

use std::collections::HashMap;

use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable};
use zbus::message::Type;
use zbus::zvariant::OwnedValue;
use zbus::{Address, Connection, Message};

use super::watch::{Watcher, connect};

pub(super) const PORTAL: &str = "org.freedesktop.portal.Desktop";
pub(super) const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";
const SETTINGS: &str = "org.freedesktop.portal.Settings";
const CHANGED: &str = "SettingChanged";

/// Of every desktop, in newer portals: 1 for less motion.
const APPEARANCE: (&str, &str) = ("org.freedesktop.appearance", "reduced-motion");
/// GNOME's and its relatives', which older portals hand on: false for none.
const GNOME: (&str, &str) = ("org.gnome.desktop.interface", "enable-animations");

/// What both settings say; none where nobody said it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Said {
    reduced: Option<bool>,
    animated: Option<bool>,
}

impl Said {
    fn take(&mut self, namespace: &str, key: &str, value: OwnedValue) {
        if (namespace, key) == APPEARANCE {
            self.reduced = u32::try_from(value).ok().map(|number| number == 1);
        } else if (namespace, key) == GNOME {
            self.animated = bool::try_from(value).ok();
        }
    }

    /// Either will do: a desktop that has both sets both, and one that has one leaves the other as it was at first.
    fn wants_less(self) -> bool {
        self.reduced == Some(true) || self.animated == Some(false)
    }
}

/// Calls `on_wish` (on a thread of the watcher's; it should return soon) with true where less shall move, once the portal
/// has answered and whenever that changes. Without a bus or a portal it is never called.
///
/// Returns at once; `None` where no thread could be started.
pub fn watch_motion(on_wish: impl Fn(bool) + Send + 'static) -> Option<Watcher> {
    watch_motion_at(Address::session(), on_wish)
}

/// As [`watch_motion`], on this bus.
pub(super) fn watch_motion_at(
    session: zbus::Result<Address>,
    on_wish: impl Fn(bool) + Send + 'static,
) -> Option<Watcher> {
    let (stop, stopped) = AbortHandle::new_pair();
    let thread = std::thread::Builder::new().name("motion".into()).spawn(move || {
        let _ = async_io::block_on(Abortable::new(listen(session, &on_wish), stopped));
    });
    thread.is_ok().then(|| Watcher::stopped_by(stop))
}

async fn listen(address: zbus::Result<Address>, on_wish: &impl Fn(bool)) {
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
        let wish = said.wants_less();
        if (said != Said::default() || told.is_some()) && told != Some(wish) {
            told = Some(wish);
            on_wish(wish);
        }
        let Some(Ok(message)) = messages.next().await else { return };
        if let Some((namespace, key, value)) = changed(&message) {
            said.take(&namespace, &key, value);
        }
    }
}

async fn ask(bus: &Connection) -> Option<HashMap<String, HashMap<String, OwnedValue>>> {
    let wanted = vec![APPEARANCE.0, GNOME.0];
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
