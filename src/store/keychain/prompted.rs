//! A real GNOME Keyring that shows a prompt nobody answers: its prompter is ours, takes every prompt and is silent.

use std::time::Duration;

use zbus::blocking::Connection;
use zbus::interface;
use zbus::zvariant::{ObjectPath, OwnedObjectPath};

use super::super::{CALL_DEADLINE, GivenUp, KeychainStore, SecretStore, StoreError, VaultId};
use super::testbus::{Keyring, TestBus};

const KEYRING: Option<&str> = Some("org.freedesktop.secrets");
const PROMPTER: &str = "org.gnome.keyring.SystemPrompter";

/// What the daemon asks to show its prompts (gcr's `org.gnome.keyring.internal.Prompter`).
struct Prompter(std::sync::mpsc::SyncSender<()>);

#[interface(name = "org.gnome.keyring.internal.Prompter")]
impl Prompter {
    fn begin_prompting(&self, _callback: ObjectPath<'_>) {
        let _ = self.0.send(());
    }
}

struct Desk {
    bus: TestBus,
    /// A word for each prompt the daemon wants shown.
    wanted: std::sync::mpsc::Receiver<()>,
    _prompter: Connection,
}

impl Desk {
    /// A keyring with a password that nobody gave.
    fn locked() -> Self {
        let mut bus = TestBus::with(Keyring::Unlocked);
        bus.kill_daemon();
        Self::on(bus, Keyring::Locked)
    }

    fn on(mut bus: TestBus, keyring: Keyring) -> Self {
        let (said, wanted) = std::sync::mpsc::sync_channel(16);
        let prompter = zbus::blocking::connection::Builder::address(bus.address.as_str())
            .and_then(|b| b.serve_at("/org/gnome/keyring/Prompter", Prompter(said)))
            .and_then(|b| b.name(PROMPTER))
            .and_then(zbus::blocking::connection::Builder::build)
            .expect("the prompter");
        bus.start(keyring);
        Self { bus, wanted, _prompter: prompter }
    }

    fn store(&self) -> KeychainStore {
        KeychainStore::on_bus(VaultId([2; 16]), self.bus.address.clone())
    }

    fn wait_until_shown(&self) {
        self.wanted.recv_timeout(Duration::from_secs(60)).expect("a prompt is shown");
    }

    fn assert_lives(&self) {
        // What was sent without waiting has arrived before this is answered: it goes over the same bus, later.
        assert!(self.bus.default_collection().is_some(), "the daemon is gone");
    }
}

#[test]
fn the_prompt_of_another_program_is_left_alone() {
    let desk = Desk::locked();
    let other = desk.bus.connect();
    let collection = desk.bus.default_collection().expect("a default collection");
    let reply = other
        .call_method(
            KEYRING,
            "/org/freedesktop/secrets",
            Some("org.freedesktop.Secret.Service"),
            "Unlock",
            &vec![collection],
        )
        .expect("unlock");
    let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) = reply.body().deserialize().expect("a prompt");
    other.call_method(KEYRING, &prompt, Some("org.freedesktop.Secret.Prompt"), "Prompt", &"").expect("shown");
    desk.wait_until_shown();

    let mut store = desk.store();
    store.calls_made();
    for _ in 0..3 {
        assert!(matches!(store.probe(CALL_DEADLINE), Err(StoreError::Locked { .. })));
        desk.assert_lives();
    }
    let asked = store.calls_made().into_iter().filter(|call| *call == "Unlock").count();
    assert_eq!(asked, 1, "the daemon keeps a prompt for each");
    drop(store);
    desk.assert_lives();
}

#[test]
fn a_prompt_that_is_given_up_or_out_of_time_takes_nothing_from_others() {
    let desk = Desk::locked();
    let (mut store, given_up) = (desk.store(), GivenUp::default());
    std::thread::scope(|scope| {
        let (store, gives_up) = (&mut store, given_up.clone());
        let waits = std::thread::Builder::new().name("asks".to_owned());
        let waits = waits.spawn_scoped(scope, move || store.unlock_unless(CALL_DEADLINE, &gives_up)).unwrap();
        desk.wait_until_shown();
        given_up.give_up();
        assert!(matches!(waits.join().unwrap(), Err(StoreError::Denied { .. })));
    });
    desk.assert_lives();
    let unanswered = desk.store().unlock(Duration::from_secs(2)).expect_err("nobody answers").to_string();
    assert_eq!(unanswered, "what GNOME Keyring asked was not answered within 2 seconds");
    desk.assert_lives();
    assert!(matches!(store.probe(CALL_DEADLINE), Err(StoreError::Locked { .. })));
}

#[test]
fn a_first_keyring_is_asked_for_by_the_daemon_and_the_question_is_left_to_it() {
    let desk = Desk::on(TestBus::without_daemon(), Keyring::Unmade);
    let (mut store, given_up) = (desk.store(), GivenUp::default());
    assert!(matches!(store.probe(CALL_DEADLINE), Err(StoreError::Unmade { .. })));
    std::thread::scope(|scope| {
        let (store, gives_up) = (&mut store, given_up.clone());
        let waits = std::thread::Builder::new().name("asks".to_owned());
        let waits = waits.spawn_scoped(scope, move || store.make_ready(CALL_DEADLINE, &gives_up)).unwrap();
        desk.wait_until_shown();
        given_up.give_up();
        assert!(matches!(waits.join().unwrap(), Err(StoreError::Denied { .. })));
    });
    desk.assert_lives();
    // The question stands: nobody asks another one, which could make a second keyring.
    let mut second = desk.store();
    let again = second.make_ready(Duration::from_secs(2), &GivenUp::default());
    let unanswered = again.expect_err("nobody answers").to_string();
    assert_eq!(unanswered, "what GNOME Keyring asked was not answered within 2 seconds");
    let gone = GivenUp::default();
    gone.give_up();
    assert!(matches!(second.make_ready(CALL_DEADLINE, &gone), Err(StoreError::Denied { .. })));
    assert!(!second.calls_made().contains(&"CreateCollection"));
    assert!(desk.wanted.try_recv().is_err(), "one question");
    drop((store, second));
    desk.assert_lives();
    assert!(matches!(desk.store().probe(CALL_DEADLINE), Err(StoreError::Unmade { .. })), "nothing was made");
}
