//! The desktop's portal: it knows the user's browser from inside a sandbox too, and asks where there are several.

use std::collections::HashMap;
use std::pin::pin;
use std::time::Duration;

use async_io::Timer;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use zbus::message::Type as Kind;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Address, Connection, MatchRule, MessageStream, connection};

const NAME: &str = "org.freedesktop.portal.Desktop";
const PATH: &str = "/org/freedesktop/portal/desktop";
const OPENS: &str = "org.freedesktop.portal.OpenURI";
const ANSWERS: &str = "org.freedesktop.portal.Request";

/// How long it may take to say that it will.
const ANSWER_DEADLINE: Duration = Duration::from_secs(4);
/// How long a person may take to choose a program; then nobody waits any more for what came of it.
const CHOICE_DEADLINE: Duration = Duration::from_secs(120);
/// Of a person who chose none: that is no failure.
const CLOSED: u32 = 1;

/// Has it open the page.
///
/// # Errors
/// Why it did not, in a few words that begin with who said so.
pub(super) fn open(address: zbus::Result<Address>, page: &str) -> Result<(), String> {
    async_io::block_on(async {
        let (bus, answers, handle) = within(ANSWER_DEADLINE, ask(address, page))
            .await
            .unwrap_or_else(|| Err(zbus::Error::InputOutput(std::sync::Arc::new(std::io::ErrorKind::TimedOut.into()))))
            .map_err(|error| format!("portal: {}", reason(&error)))?;
        let outcome = within(CHOICE_DEADLINE, outcome(answers, &handle)).await;
        drop(bus);
        match outcome {
            // It took the address, and goes on with it.
            None | Some(Some(0 | CLOSED)) => Ok(()),
            Some(Some(_)) => Err("portal: it could not open it".to_owned()),
            Some(None) => Err("portal: it ended".to_owned()),
        }
    })
}

/// What comes of it, if that comes in time.
async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), pin!(Timer::after(time))).await {
        Either::Left((came, _)) => Some(came),
        Either::Right(_) => None,
    }
}

async fn ask(address: zbus::Result<Address>, page: &str) -> zbus::Result<(Connection, MessageStream, OwnedObjectPath)> {
    let bus = connection::Builder::address(address?)?.build().await?;
    // An ear is open before anything is asked: the answer may come at once.
    let rule = MatchRule::builder().msg_type(Kind::Signal).interface(ANSWERS)?.member("Response")?.build();
    let answers = MessageStream::for_match_rule(rule, &bus, Some(4)).await?;
    let options: HashMap<&str, Value<'_>> = HashMap::new();
    let reply = bus.call_method(Some(NAME), PATH, Some(OPENS), "OpenURI", &("", page, options)).await?;
    let handle = reply.body().deserialize()?;
    Ok((bus, answers, handle))
}

/// The number that says what came of a request; none where the portal is gone before.
async fn outcome(mut answers: MessageStream, handle: &OwnedObjectPath) -> Option<u32> {
    while let Some(Ok(answer)) = answers.next().await {
        if answer.header().path() == Some(&**handle) {
            return answer.body().deserialize::<(u32, HashMap<String, OwnedValue>)>().ok().map(|(outcome, _)| outcome);
        }
    }
    None
}

/// An error's kind in a few words: its own text may be long, and is the service's.
fn reason(error: &zbus::Error) -> String {
    match error {
        zbus::Error::MethodError(name, ..) => name.as_str().rsplit('.').next().unwrap_or_default().to_owned(),
        zbus::Error::InputOutput(io) => io.kind().to_string(),
        _ => "no session bus".to_owned(),
    }
}
