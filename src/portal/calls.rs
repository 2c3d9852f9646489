//! The portal's own calls over the session bus, as the helper makes them.

use std::collections::HashMap;
use std::pin::pin;
use std::time::Duration;

use async_io::Timer;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use zbus::message::Type as Kind;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Value};
use zbus::{Address, Connection, Message, MessageStream, connection};

use super::words::{Answer, Ask, FileDialog, PathBytes, Setting, SettingValue, Wants};
use super::{NAME, PATH, SETTINGS};

const CHOOSES: &str = "org.freedesktop.portal.FileChooser";
const OPENS: &str = "org.freedesktop.portal.OpenURI";
const REQUEST: &str = "org.freedesktop.portal.Request";
const BUS: &str = "org.freedesktop.DBus";
const BUS_PATH: &str = "/org/freedesktop/DBus";

/// How long it may take to say that it will open a page, or what is set.
const ANSWER_DEADLINE: Duration = Duration::from_secs(4);
/// The same for a dialog, for which a person waits: the bus may have to start the portal first.
const DIALOG_DEADLINE: Duration = Duration::from_secs(25);
/// How long a person may take to choose a browser; then nobody waits any more for what came of it.
const CHOICE_DEADLINE: Duration = Duration::from_secs(120);
/// What came of a request: it was done.
const DONE: u32 = 0;
/// A person closed it: that is no failure.
const CLOSED: u32 = 1;

/// Options of a call, and what came of one.
type Options<'a> = HashMap<&'a str, Value<'a>>;

/// Asks the portal on this bus.
pub(super) async fn answer(address: zbus::Result<Address>, ask: Ask) -> Answer {
    let answered = match ask {
        Ask::Settings(namespaces) => settings(address, &namespaces).await.map(Answer::Settings),
        Ask::Dialog(dialog) => choose(address, &dialog).await,
        Ask::Page(page) => open(address, &page).await.map(|()| Answer::Opened),
    };
    answered.unwrap_or_else(Answer::Refused)
}

async fn settings(address: zbus::Result<Address>, namespaces: &[String]) -> Result<Vec<Setting>, String> {
    let asked = async {
        let bus = connection::Builder::address(address?)?.build().await?;
        let reply = bus.call_method(Some(NAME), PATH, Some(SETTINGS), "ReadAll", &(namespaces,)).await?;
        reply.body().deserialize::<HashMap<String, HashMap<String, OwnedValue>>>()
    };
    let all = in_time(ANSWER_DEADLINE, asked).await?;
    let settings = all.into_iter().flat_map(|(namespace, keys)| {
        keys.into_iter().filter_map(move |(key, value)| {
            Some(Setting { namespace: namespace.clone(), key, value: SettingValue::read(&value)? })
        })
    });
    Ok(settings.collect())
}

async fn choose(address: zbus::Result<Address>, dialog: &FileDialog) -> Result<Answer, String> {
    let above = dialog.above.map_or_else(String::new, |window| format!("x11:{window:x}"));
    let mut options: Options<'_> = HashMap::from([("modal", true.into())]);
    let method = match &dialog.wants {
        Wants::File => "OpenFile",
        Wants::Folder => {
            options.insert("directory", true.into());
            "OpenFile"
        }
        Wants::NewFile { name, folder } => {
            options.insert("current_name", name.as_str().into());
            if let Some(folder) = folder {
                options.insert("current_folder", folder.with_zero().into());
            }
            "SaveFile"
        }
    };
    let body = (above, dialog.title.as_str(), options);
    let (outcome, said) = in_time(DIALOG_DEADLINE, Request::make(address, CHOOSES, method, &body)).await?.end().await?;
    if outcome == CLOSED {
        return Ok(Answer::Closed);
    }
    let chosen =
        said.get("uris").and_then(|uris| uris.try_clone().ok()).and_then(|uris| Vec::<String>::try_from(uris).ok());
    let chosen = chosen.as_deref().and_then(<[String]>::first).filter(|_| outcome == DONE);
    let path = chosen.and_then(|address| PathBytes::of_address(address));
    path.map(Answer::Chosen).ok_or_else(|| "it told no path".to_owned())
}

async fn open(address: zbus::Result<Address>, page: &str) -> Result<(), String> {
    let body = ("", page, Options::new());
    let request = in_time(ANSWER_DEADLINE, Request::make(address, OPENS, "OpenURI", &body)).await?;
    match within(CHOICE_DEADLINE, request.end()).await {
        // It took the address, and goes on with it.
        None => Ok(()),
        Some(Ok((DONE | CLOSED, _))) => Ok(()),
        Some(Ok(_)) => Err("it could not open it".to_owned()),
        Some(Err(why)) => Err(why),
    }
}

/// Something that a person is asked, and its answer comes later. It is over for the portal too when its connection closes.
struct Request {
    _bus: Connection,
    messages: MessageStream,
    handle: OwnedObjectPath,
    /// The portal's own name on the bus.
    portal: String,
}

impl Request {
    async fn make(
        address: zbus::Result<Address>,
        interface: &str,
        method: &str,
        body: &(impl serde::Serialize + DynamicType),
    ) -> zbus::Result<Self> {
        let bus = connection::Builder::address(address?)?.build().await?;
        // An ear is open before anything is asked: the answer may come at once.
        let messages = MessageStream::from(&bus);
        let answers = format!("type='signal',interface='{REQUEST}',member='Response'");
        let ends = format!("type='signal',sender='{BUS}',interface='{BUS}',member='NameOwnerChanged',arg0='{NAME}'");
        for rule in [answers, ends] {
            bus.call_method(Some(BUS), BUS_PATH, Some(BUS), "AddMatch", &rule).await?;
        }
        let reply = bus.call_method(Some(NAME), PATH, Some(interface), method, body).await?;
        let portal = reply.header().sender().map(ToString::to_string).unwrap_or_default();
        let handle = reply.body().deserialize()?;
        Ok(Self { _bus: bus, messages, handle, portal })
    }

    /// What came of it.
    async fn end(mut self) -> Result<(u32, HashMap<String, OwnedValue>), String> {
        while let Some(Ok(message)) = self.messages.next().await {
            if self.is_answer(&message) {
                return message.body().deserialize().map_err(|_| "it told nothing".to_owned());
            }
            if self.is_end(&message) {
                break;
            }
        }
        Err("it ended".to_owned())
    }

    fn is_answer(&self, message: &Message) -> bool {
        let header = message.header();
        header.message_type() == Kind::Signal
            && header.path() == Some(&*self.handle)
            && header.interface().is_some_and(|name| name.as_str() == REQUEST)
            && header.sender().is_some_and(|name| name.as_str() == self.portal)
    }

    fn is_end(&self, message: &Message) -> bool {
        let header = message.header();
        header.member().is_some_and(|name| name.as_str() == "NameOwnerChanged")
            && header.sender().is_some_and(|name| name.as_str() == BUS)
            && message
                .body()
                .deserialize::<(String, String, String)>()
                .is_ok_and(|(_, before, _)| before == self.portal)
    }
}

/// What comes of it, if that comes in time.
async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(Timer::after(time))).await {
        Either::Left((came, _)) => Some(came),
        Either::Right(_) => None,
    }
}

async fn in_time<T>(time: Duration, work: impl Future<Output = zbus::Result<T>>) -> Result<T, String> {
    match within(time, work).await {
        Some(outcome) => outcome.map_err(|error| reason(&error)),
        None => Err(std::io::ErrorKind::TimedOut.to_string()),
    }
}

/// An error's kind in a few words: its own text may be long, and is the service's.
fn reason(error: &zbus::Error) -> String {
    match error {
        zbus::Error::MethodError(name, ..) => name.as_str().rsplit('.').next().unwrap_or_default().to_owned(),
        zbus::Error::InputOutput(io) => io.kind().to_string(),
        _ => "no session bus".to_owned(),
    }
}
