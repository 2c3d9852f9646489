//! How the user wants windows to look and move, as the desktop portal tells it: dark or light, and whether less shall
//! move. winit asks no desktop of Linux's for either.

use futures_util::StreamExt;
use futures_util::future::{AbortHandle, Abortable};
use zbus::message::Type;
use zbus::zvariant::OwnedValue;
use zbus::{Address, Message};

use super::watch::{Watcher, connect};
use crate::model::SystemTaste;
use crate::portal::{self, NAME as PORTAL, SETTINGS, Setting, SettingValue};

const CHANGED: &str = "SettingChanged";

/// Of every desktop, in newer portals.
const APPEARANCE: &str = "org.freedesktop.appearance";
/// GNOME's and its relatives', which older portals hand on.
const GNOME: &str = "org.gnome.desktop.interface";
/// What is asked for at first.
pub(super) const ASKED: [&str; 2] = [APPEARANCE, GNOME];

/// What the settings say; none where nobody said it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Said {
    reduced: Option<bool>,
    animated: Option<bool>,
    dark: Option<bool>,
    gnome_dark: Option<bool>,
}

impl Said {
    fn take(&mut self, setting: Setting) {
        match (setting.namespace.as_str(), setting.key.as_str(), setting.value) {
            (APPEARANCE, "reduced-motion", SettingValue::Number(number)) => self.reduced = Some(number == 1),
            (GNOME, "enable-animations", SettingValue::Switch(on)) => self.animated = Some(on),
            (APPEARANCE, "color-scheme", SettingValue::Number(number)) => {
                // 0 is no preference, and so is what a later version may add.
                self.dark = match number {
                    1 => Some(true),
                    2 => Some(false),
                    _ => None,
                };
            }
            (GNOME, "color-scheme", SettingValue::Word(word)) => {
                self.gnome_dark = match word.as_str() {
                    "prefer-dark" => Some(true),
                    "prefer-light" => Some(false),
                    _ => None,
                };
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
    watch_taste_at(Address::session(), portal::settings(&ASKED), on_taste)
}

/// As [`watch_taste`], on this bus, and with what the portal's settings are at first.
pub(super) fn watch_taste_at(
    session: zbus::Result<Address>,
    at_first: impl Future<Output = Option<Vec<Setting>>> + Send + 'static,
    on_taste: impl Fn(SystemTaste) + Send + 'static,
) -> Option<Watcher> {
    let (stop, stopped) = AbortHandle::new_pair();
    let thread = std::thread::Builder::new().name("taste".into()).spawn(move || {
        let _ = async_io::block_on(Abortable::new(listen(session, at_first, &on_taste), stopped));
    });
    thread.is_ok().then(|| Watcher::stopped_by(stop))
}

async fn listen(
    address: zbus::Result<Address>,
    at_first: impl Future<Output = Option<Vec<Setting>>>,
    on_taste: &impl Fn(SystemTaste),
) {
    let rule = format!("type='signal',sender='{PORTAL}',interface='{SETTINGS}',member='{CHANGED}'");
    // Signals need no helper: the portal looks at nobody to send them.
    let Some((_bus, mut messages)) = connect(address, vec![rule]).await else { return };
    let mut said = Said::default();
    let mut told = None;
    // A change that comes while the portal answers is in the line already. A portal that does not answer in time may
    // still tell of changes.
    at_first.await.unwrap_or_default().into_iter().for_each(|setting| said.take(setting));
    loop {
        let taste = said.taste();
        if (said != Said::default() || told.is_some()) && told != Some(taste) {
            told = Some(taste);
            on_taste(taste);
        }
        let Some(Ok(message)) = messages.next().await else { return };
        if let Some(setting) = changed(&message) {
            said.take(setting);
        }
    }
}

fn changed(message: &Message) -> Option<Setting> {
    let header = message.header();
    let is_it = header.message_type() == Type::Signal
        && header.interface().is_some_and(|name| name.as_str() == SETTINGS)
        && header.member().is_some_and(|name| name.as_str() == CHANGED);
    if !is_it {
        return None;
    }
    let (namespace, key, value): (String, String, OwnedValue) = message.body().deserialize().ok()?;
    Some(Setting { namespace, key, value: SettingValue::read(&value)? })
}
