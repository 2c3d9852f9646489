//! `notify`, against a real notification service on a bus of its own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::blocking::{Connection, connection};
use zbus::zvariant::OwnedValue;

use super::super::harness::{Bus, Output};
use super::Desk;

/// A message as the service heard it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Heard {
    from: String,
    summary: String,
    body: String,
    urgency: u8,
    actions: usize,
}

struct Service {
    heard: Arc<Mutex<Vec<Heard>>>,
    markup: bool,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    fn get_capabilities(&self) -> Vec<String> {
        let markup = self.markup.then(|| "body-markup".to_owned());
        std::iter::once("body".to_owned()).chain(markup).collect()
    }

    #[allow(clippy::too_many_arguments, reason = "as the specification has it")]
    fn notify(
        &self,
        app_name: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        let urgency = hints.get("urgency").and_then(|value| value.downcast_ref::<u8>().ok()).unwrap_or(u8::MAX);
        let heard = Heard { from: app_name, summary, body, urgency, actions: actions.len() };
        self.heard.lock().unwrap().push(heard);
        1
    }
}

/// A desktop: a bus, and a service that shows messages while it is kept.
struct Desktop {
    bus: Bus,
    heard: Arc<Mutex<Vec<Heard>>>,
    _service: Connection,
}

impl Desktop {
    fn new(markup: bool) -> Self {
        let bus = Bus::start();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let service = Service { heard: Arc::clone(&heard), markup };
        let builder = connection::Builder::address(bus.address().as_str()).unwrap();
        let builder = builder.name("org.freedesktop.Notifications").unwrap();
        let service = builder.serve_at("/org/freedesktop/Notifications", service).unwrap().build().unwrap();
        Self { bus, heard, _service: service }
    }

    fn heard(&self) -> Vec<Heard> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }
}

fn notify(desk: &Desk, bus: &Bus) -> Output {
    // Facts are read without unlocking: no passphrase is at hand.
    desk.bare(["notify"]).env("DBUS_SESSION_BUS_ADDRESS", bus.address()).run()
}

fn notify_on(day: &str, desk: &Desk, bus: &Bus) -> Output {
    super::super::harness::Run::of("faketime", &desk.home)
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .args([day, env!("CARGO_BIN_EXE_keyloft"), "notify"])
        .run()
}

#[test]
fn the_days_warnings_are_one_message_and_come_once_a_day() {
    let (desk, desktop) = (Desk::new(), Desktop::new(true));
    assert_eq!(notify(&desk, &desktop.bus).done().stderr, "");
    assert_eq!(desktop.heard(), [], "a quiet vault has nothing to say");
    let secret = super::random();
    for name in ["A_KEY", "B_KEY", "C_KEY", "D_KEY"] {
        desk.add(&format!("R&D <x>/live/{name}"), format!("{secret}{name}"));
    }
    desk.run(["edit", "R&D <x>/live/C_KEY", "--expires", "2020-01-31"]).done();
    assert_eq!(notify(&desk, &desktop.bus).done().stderr, "");
    let heard = desktop.heard();
    let [message] = &heard[..] else { panic!("one message: {heard:?}") };
    assert_eq!(message.from, "Keyloft");
    assert_eq!(message.summary, "1 key to act on now, 3 to look at soon");
    assert!(message.body.starts_with("R&amp;D &lt;x&gt;/live/C_KEY: Expired "), "{}", message.body);
    assert!(message.body.ends_with("\nand 1 more"), "{}", message.body);
    assert_eq!((message.urgency, message.actions), (2, 0));
    assert!(!format!("{message:?}").contains(&secret));

    assert_eq!(notify(&desk, &desktop.bus).done().stderr, "Today's notification was already sent.\n");
    assert_eq!(desktop.heard(), []);
    notify_on("2099-06-01 08:00:00", &desk, &desktop.bus).done();
    assert_eq!(desktop.heard().len(), 1, "another day");
}

#[test]
fn a_service_without_markup_gets_plain_text() {
    let (desk, desktop) = (Desk::new(), Desktop::new(false));
    desk.add("R&D/live/A_KEY", super::random());
    notify(&desk, &desktop.bus).done();
    let heard = desktop.heard();
    assert_eq!(heard[0].body, "R&D/live/A_KEY: Nobody owns it");
    assert_eq!(heard[0].urgency, 1);
}

#[test]
fn who_does_not_want_to_be_told_is_not() {
    let (desk, desktop) = (Desk::new(), Desktop::new(true));
    desk.add("shop/live/A_KEY", super::random());
    desk.run(["settings", "notify", "off"]).done();
    let said = notify(&desk, &desktop.bus).done().stderr;
    assert_eq!(said, "Notifications are off. `keyloft settings notify on` turns them on.\n");
    assert_eq!(desktop.heard(), []);
}

#[test]
fn without_a_service_it_fails_and_is_tried_again() {
    let desk = Desk::new();
    desk.add("shop/live/A_KEY", super::random());
    let silent = Bus::start();
    let said = super::sentence(&notify(&desk, &silent).exits(1));
    assert_eq!(
        said,
        "Couldn't notify you: nothing shows notifications in this session. Start your desktop's notification service."
    );
    let said =
        super::sentence(&desk.bare(["notify"]).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere").run().exits(1));
    assert!(said.starts_with("Couldn't notify you: the session bus can't be reached"), "{said}");
    let desktop = Desktop::new(true);
    notify(&desk, &desktop.bus).done();
    assert_eq!(desktop.heard().len(), 1, "it was not counted as told");
}

#[test]
fn without_a_vault_there_is_nothing_to_tell() {
    let desk = Desk::empty();
    let bus = Bus::start();
    assert_eq!(notify(&desk, &bus).done().stderr, "");
    assert_eq!(desk.bytes(), []);
}
