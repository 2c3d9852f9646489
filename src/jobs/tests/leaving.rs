//! The lock after so long without input, with the screen, with sleep; on a clock and signs that tests give.

use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::*;
use crate::model::SystemTaste;

/// What a test says of the user.
struct Signs {
    uptime: AtomicU64,
    /// Seconds without input; negative where nothing tells.
    idle: AtomicI64,
    left: Mutex<Option<OnLeave>>,
    taste: Mutex<Option<OnTaste>>,
    keyring: Mutex<Option<OnKeyring>>,
    measured: SyncSender<()>,
}

impl Signs {
    /// The signs, and a word each time the idleness is measured.
    fn new() -> (Arc<Self>, Receiver<()>) {
        let (measured, heard) = sync_channel(100);
        let (uptime, idle) = (AtomicU64::new(1_000), AtomicI64::new(-1));
        let (left, taste, keyring) = (Mutex::default(), Mutex::default(), Mutex::default());
        (Arc::new(Self { uptime, idle, left, taste, keyring, measured }), heard)
    }

    fn presence(self: &Arc<Self>) -> Presence {
        let (clock, meter) = (Arc::clone(self), Arc::clone(self));
        let (watched, moved, kept) = (Arc::clone(self), Arc::clone(self), Arc::clone(self));
        Presence {
            uptime: Arc::new(move || Duration::from_secs(clock.uptime.load(Ordering::SeqCst))),
            idle: Arc::new(move || {
                let idle = u64::try_from(meter.idle.load(Ordering::SeqCst)).ok().map(Duration::from_secs);
                let _ = meter.measured.try_send(());
                idle
            }),
            watch: Arc::new(move |left| {
                *watched.left.lock().unwrap() = Some(left);
                None
            }),
            taste: Arc::new(move |told| {
                *moved.taste.lock().unwrap() = Some(told);
                None
            }),
            keyring: Arc::new(move |told| {
                *kept.keyring.lock().unwrap() = Some(told);
                None
            }),
        }
    }

    fn pass(&self, secs: u64) {
        self.uptime.fetch_add(secs, Ordering::SeqCst);
    }

    fn leave(&self, how: LockReason) {
        self.left.lock().unwrap().as_ref().expect("someone watches")(how);
    }
}

fn sealed() -> Place {
    let place = Place::new();
    let wish = MakeWish::Sealed { passphrase: passphrase(), kdf: Some(CHEAP) };
    let mut vault = Vault::make(&place.home(), &place.world, wish).unwrap();
    add(&mut vault, "API_KEY");
    place
}

fn see_locked(window: &Window) -> Arc<Snapshot> {
    window.see(|snapshot| snapshot.state == VaultState::Locked)
}

const TEN_MINUTES: Duration = Duration::from_secs(600);

#[test]
fn a_sealed_vault_locks_after_ten_minutes_of_which_nothing_is_heard() {
    let (place, (signs, _heard)) = (sealed(), Signs::new());
    let window = place.worker_watched(signs.presence());
    let first = see_locked(&window);
    assert_eq!((first.locked_because, first.idle_lock), (None, None));
    window.ask(Request::Unlock(Some(passphrase())));
    let open = window.see_open();
    assert_eq!((open.locked_because, open.idle_lock), (None, Some(TEN_MINUTES)));
    signs.pass(600);
    let locked = see_locked(&window);
    assert_eq!(locked.locked_because, Some(LockReason::Idle(TEN_MINUTES)));
    assert!(names_nothing(&locked));
    window.ask(Request::Reveal(open.keys[0].uid));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::Unlock));
    window.ask(Request::Unlock(Some(passphrase())));
    assert_eq!(window.see_open().locked_because, None);
}

#[test]
fn input_elsewhere_on_the_computer_keeps_it_open() {
    let (place, (signs, heard)) = (sealed(), Signs::new());
    let window = place.worker_watched(signs.presence());
    see_locked(&window);
    window.ask(Request::Unlock(Some(passphrase())));
    let uid = window.see_open().keys[0].uid;
    signs.idle.store(3, Ordering::SeqCst);
    signs.pass(600);
    heard.recv_timeout(PATIENCE).unwrap();
    // It was busy three seconds ago: looked at again when ten minutes from then are over.
    signs.idle.store(10_000, Ordering::SeqCst);
    signs.pass(597);
    heard.recv_timeout(PATIENCE).unwrap();
    assert_eq!(see_locked(&window).locked_because, Some(LockReason::Idle(TEN_MINUTES)));
    window.ask(Request::Look(uid));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::Unlock));
}

#[test]
fn a_touch_of_the_window_counts_whatever_the_desktop_says() {
    let (place, (signs, heard)) = (sealed(), Signs::new());
    let window = place.worker_watched(signs.presence());
    see_locked(&window);
    window.ask(Request::Unlock(Some(passphrase())));
    let uid = window.see_open().keys[0].uid;
    // A desktop that counts only what its own programs see.
    signs.idle.store(10_000, Ordering::SeqCst);
    signs.pass(599);
    window.ask(Request::Touch);
    window.ask(Request::Look(uid));
    assert!(matches!(window.hear(), Event::Looked(_)));
    signs.pass(599);
    window.ask(Request::Look(uid));
    assert!(matches!(window.hear(), Event::Looked(_)), "twenty minutes, and never ten without a touch");
    assert!(heard.try_recv().is_err(), "nothing had to be measured");
    signs.pass(600);
    assert_eq!(see_locked(&window).locked_because, Some(LockReason::Idle(TEN_MINUTES)));
}

#[test]
fn a_keychain_vault_locks_by_itself_only_where_a_person_set_it() {
    let (place, (signs, _heard)) = (Place::with_keys(&["API_KEY"]), Signs::new());
    let window = place.worker_watched(signs.presence());
    assert_eq!(window.see_open().idle_lock, None);
    window.ask(Request::Set("lock-after", "never".into()));
    assert_eq!(window.see_open().idle_lock, None);
    window.ask(Request::Set("lock-after", "1m".into()));
    let minute = Duration::from_secs(60);
    assert_eq!(window.see_open().idle_lock, Some(minute));
    signs.pass(60);
    assert_eq!(see_locked(&window).locked_because, Some(LockReason::Idle(minute)));
}

#[test]
fn the_screen_and_sleep_lock_it_unless_that_is_off() {
    let (place, (signs, _heard)) = (Place::with_keys(&["API_KEY"]), Signs::new());
    let window = place.worker_watched(signs.presence());
    let uid = window.see_open().keys[0].uid;
    for how in [LockReason::Screen, LockReason::Sleep] {
        signs.leave(how);
        assert_eq!(see_locked(&window).locked_because, Some(how));
        window.ask(Request::Unlock(None));
        window.see_open();
    }
    window.ask(Request::Set("lock-with-screen", "off".into()));
    window.see_open();
    signs.leave(LockReason::Screen);
    window.ask(Request::Look(uid));
    assert!(matches!(window.hear(), Event::Looked(_)));
}

#[test]
fn a_lock_does_not_wait_for_the_keychains_prompt_nor_is_it_undone_by_it() {
    let place = Place::with_keys(&["API_KEY"]);
    place.feel(PROMPTS);
    let window = place.worker();
    let trouble = window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    window.ask(Request::Unlock(None));
    window.ask(Request::Lock);
    assert_eq!(see_locked(&window).locked_because, Some(LockReason::Asked));
    // The user answers it all the same.
    place.feel(WELL);
    window.ask(Request::Reveal(trouble.keys[0].uid));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::Unlock));
    window.ask(Request::Unlock(None));
    window.see_open();
}

#[test]
fn a_prompt_leaves_the_screen_when_the_window_locks_or_nobody_waits_for_it() {
    for gives_up in [Request::Lock, Request::GiveUpUnlock] {
        let place = Place::with_keys(&["API_KEY"]);
        place.feel(PROMPTS);
        let window = place.worker();
        window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
        window.ask(Request::Unlock(None));
        window.ask(gives_up);
        // Whoever waits for an answer gets one.
        window.see(|snapshot| !matches!(snapshot.state, VaultState::Open));
        let end = std::time::Instant::now() + PATIENCE;
        while place.mood.load(Ordering::SeqCst) == PROMPTS {
            assert!(std::time::Instant::now() < end, "the prompt stands");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn a_display_server_that_hangs_counts_as_one_that_tells_nothing() {
    let (place, (signs, heard)) = (sealed(), Signs::new());
    let (_held, never) = sync_channel::<()>(1);
    let (never, measured) = (Mutex::new(never), signs.measured.clone());
    let idle = Arc::new(move || {
        let _ = measured.try_send(());
        let _ = never.lock().unwrap().recv();
        None
    });
    let window = place.worker_watched(Presence { idle, ..signs.presence() });
    see_locked(&window);
    window.ask(Request::Unlock(Some(passphrase())));
    window.see_open();
    signs.pass(600);
    heard.recv_timeout(PATIENCE).unwrap();
    signs.pass(10);
    assert_eq!(see_locked(&window).locked_because, Some(LockReason::Idle(TEN_MINUTES)));
}

#[test]
fn what_the_system_says_of_taste_is_passed_on_while_the_vault_is_locked_too() {
    let (place, (signs, _heard)) = (sealed(), Signs::new());
    let window = place.worker_watched(signs.presence());
    see_locked(&window);
    let told = signs.taste.lock().unwrap();
    for taste in [SystemTaste { less_motion: true, dark: Some(true) }, SystemTaste::default()] {
        told.as_ref().expect("someone watches")(taste);
        assert!(matches!(window.hear(), Event::Taste(heard) if heard == taste));
    }
}

#[test]
fn a_keyring_that_was_locked_is_said_before_anything_is_asked_of_it() {
    let (place, (signs, _heard)) = (Place::with_keys(&["API_KEY"]), Signs::new());
    let window = place.worker_watched(signs.presence());
    window.see_open();
    let says = || signs.keyring.lock().unwrap().as_ref().expect("someone watches")();
    // Another keyring than ours: what is said is what a look shows.
    says();
    place.feel(LOCKED);
    says();
    let trouble = window.see(|snapshot| snapshot.state != VaultState::Open);
    let VaultState::KeychainTrouble(why) = &trouble.state else { panic!("{:?}", trouble.state) };
    assert_eq!(why.why, "Moody Keyring is locked.");
    assert_eq!(names(&trouble), ["API_KEY"], "names stay in view");
    place.feel(WELL);
    window.see_open();
}

#[test]
fn a_window_that_is_locked_by_hand_locks_every_other_one_and_none_that_is_opened_after_it() {
    let place = sealed();
    let [one, other] = [place.worker(), place.worker()];
    for window in [&one, &other] {
        see_locked(window);
        window.ask(Request::Unlock(Some(passphrase())));
        window.see_open();
    }
    // The clock is no part of it.
    place.clock.0.fetch_sub(400_000, Ordering::SeqCst);
    one.ask(Request::Lock);
    assert_eq!(see_locked(&one).locked_because, Some(LockReason::Asked));
    let locked = see_locked(&other);
    assert_eq!(locked.locked_because, Some(LockReason::Elsewhere));
    assert!(names_nothing(&locked));
    // Its own wish is none from elsewhere.
    one.ask(Request::Reveal(KeyUid(1)));
    loop {
        match one.hear() {
            Event::Snapshot(snapshot) => assert_eq!(snapshot.locked_because, Some(LockReason::Asked)),
            Event::Failed(_) => break,
            _ => {}
        }
    }
    // Unlocked since, it stays so, whatever the first one does but lock again.
    other.ask(Request::Unlock(Some(passphrase())));
    other.see_open();
    one.ask(Request::Unlock(Some(passphrase())));
    one.see_open();
    one.ask(Request::Set("me", "Ada".into()));
    assert_eq!(other.see(|_| true).state, VaultState::Open);
    other.ask(Request::Set("me", "Grace".into()));
    assert_eq!(other.see(|snapshot| snapshot.settings.me == "Grace").state, VaultState::Open);
}

#[test]
fn the_command_line_locks_the_windows_of_a_vault_and_what_is_asked_for_after_it_is_refused() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let key = window.see_open().keys[0].uid;
    let vault = Vault::open(&place.home(), &place.world).unwrap();
    vault.lock_windows().unwrap();
    assert!(!Vault::open(&place.home(), &place.world).unwrap().is_asked_to_lock(), "it was opened after it");
    // At once, however long the next look is off.
    window.ask(Request::Reveal(key));
    let mut locked = None;
    let refused = loop {
        match window.hear() {
            Event::Snapshot(snapshot) => locked = snapshot.locked_because.or(locked),
            Event::Failed(failure) => break failure,
            Event::Revealed(..) => panic!("it was locked before"),
            _ => {}
        }
    };
    assert_eq!((locked, refused.remedy), (Some(LockReason::Elsewhere), Some(Remedy::Unlock)));
}
