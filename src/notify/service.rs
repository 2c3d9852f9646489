//! org.freedesktop.Notifications, by zbus itself: one call, and one before it to ask whether text is read as markup.

use std::collections::HashMap;
use std::sync::mpsc;
use std::time::Duration;

use zbus::Address;
use zbus::blocking::{Connection, connection};
use zbus::zvariant::Value;

use super::{Message, NotifyError};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// How long one call may take.
const ANSWER_DEADLINE: Duration = Duration::from_secs(4);
/// How long all of it may take: reaching a bus that was stopped has no limit of its own.
const DEADLINE: Duration = Duration::from_secs(10);

pub(super) fn show(message: &Message) -> Result<(), NotifyError> {
    show_at(Address::session(), message.clone(), DEADLINE)
}

pub(super) fn show_at(address: zbus::Result<Address>, message: Message, deadline: Duration) -> Result<(), NotifyError> {
    let (answer, answered) = mpsc::sync_channel(1);
    let work = move || drop(answer.send(tell(address, &message)));
    std::thread::Builder::new()
        .name("notify".into())
        .spawn(work)
        .map_err(|error| NotifyError::Refused(error.kind().to_string()))?;
    answered.recv_timeout(deadline).unwrap_or(Err(NotifyError::TimedOut(deadline.as_secs())))
}

fn tell(address: zbus::Result<Address>, message: &Message) -> Result<(), NotifyError> {
    let bus = connect(address).map_err(|error| NotifyError::NoBus(reason(&error)))?;
    let ask = |method: &str| bus.call_method(Some(NAME), PATH, Some(NAME), method, &());
    // The answer to this call shows too whether anybody is there; the bus may start the service for it.
    let abilities: Vec<String> = match ask("GetCapabilities").map(|reply| reply.body().deserialize()) {
        Ok(abilities) => abilities.unwrap_or_default(),
        Err(error) => return Err(said(error)),
    };
    let markup = abilities.iter().any(|ability| ability == "body-markup");
    let body = if markup { escaped(&message.body) } else { message.body.clone() };
    let mut hints: HashMap<&str, Value<'_>> = HashMap::new();
    hints.insert("urgency", Value::U8(if message.presses { 2 } else { 1 }));
    hints.insert("desktop-entry", Value::from("keyloft"));
    let actions: Vec<&str> = Vec::new();
    // As long as the service thinks right.
    let call = ("Keyloft", 0_u32, "keyloft", message.summary.as_str(), body.as_str(), actions, hints, -1_i32);
    bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &call).map(drop).map_err(said)
}

fn connect(address: zbus::Result<Address>) -> zbus::Result<Connection> {
    connection::Builder::address(address?)?.method_timeout(ANSWER_DEADLINE).build()
}

fn said(error: zbus::Error) -> NotifyError {
    match &error {
        zbus::Error::MethodError(name, ..)
            if ["ServiceUnknown", "NameHasNoOwner", "Spawn"].iter().any(|word| name.as_str().contains(word)) =>
        {
            NotifyError::NoService
        }
        zbus::Error::InputOutput(io) if io.kind() == std::io::ErrorKind::TimedOut => {
            NotifyError::TimedOut(ANSWER_DEADLINE.as_secs())
        }
        _ => NotifyError::Refused(reason(&error)),
    }
}

/// An error's kind in a few words: its own text may be long, and is the service's.
fn reason(error: &zbus::Error) -> String {
    match error {
        zbus::Error::MethodError(name, ..) => name.as_str().rsplit('.').next().unwrap_or_default().to_owned(),
        zbus::Error::InputOutput(io) => io.kind().to_string(),
        zbus::Error::Address(_) => "it has no address".into(),
        _ => "it does not speak as a bus".into(),
    }
}

/// The three characters that the service would read as markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
