//! Finding a vault, unlocking and locking it, and what ends in between.

use std::time::Instant;

use super::bringing::import_of;
use super::changing::wish;
use super::*;

#[test]
fn a_vault_is_made_filled_by_an_import_locked_and_unlocked() {
    let place = Place::new();
    let window = place.worker();
    let first = window.see(|_| true);
    assert_eq!(first.state, VaultState::NoVault { keychain: KeychainStands::Open });
    assert_eq!(first.store_title, "Moody Keyring");
    assert!(!place.home().has_vault(), "looking made a vault");

    window.ask(Request::Init(StoreKind::Keychain, None));
    assert!(window.see_open().keys.is_empty());

    let file = place.folder.path().join(".env");
    let value = Spec::Base62(40).make(&OsRandom);
    std::fs::write(&file, format!("API_KEY={}\nPORT=3000\n", value.expose_str().unwrap())).unwrap();
    window.ask(Request::Import(import_of(file.clone())));
    let report = loop {
        if let Event::Imported(mut imports) = window.hear() {
            break imports.reports.remove(0);
        }
    };
    assert_eq!((report.keys, report.plain, report.left_out), (1, 1, Vec::new()));
    let filled = window.see_open();
    assert_eq!(names(&filled), ["API_KEY", "PORT"]);
    assert_eq!(filled.findings.len(), 2);
    let tail = &value.expose_str().unwrap()[36..];
    assert_eq!(filled.tails, [crate::model::Tail::new(tail), None]);

    window.ask(Request::Set("me", "Ada".into()));
    assert_eq!(window.see_open().settings.me, "Ada");
    window.ask(Request::Lock);
    let locked = window.see(|snapshot| snapshot.state == VaultState::Locked);
    assert!(names_nothing(&locked), "{locked:?}");
    window.ask(Request::Reveal(filled.keys[0].uid));
    assert_eq!(window.hear_failure().advice, "Unlock it, then try again.");

    window.ask(Request::Unlock(None));
    assert_eq!(names(&window.see_open()), ["API_KEY", "PORT"]);
    window.ask(Request::Reveal(filled.keys[0].uid));
    let Event::Revealed(uid, shown) = window.hear() else { panic!("it was not shown") };
    assert!(uid == filled.keys[0].uid && shown.same_as(&value));
    assert_eq!(window.see_open().keys[0].use_count, 1);
}

#[test]
fn an_import_never_replaces_what_stands_there() {
    let place = Place::with_keys(&["API_KEY"]);
    let window = place.worker();
    let before = window.see_open();
    let file = place.folder.path().join(".env");
    let fresh = Spec::Base62(30).make(&OsRandom);
    std::fs::write(&file, format!("API_KEY={}\nnot an assignment\n", fresh.expose_str().unwrap())).unwrap();
    let mut asks = import_of(file);
    asks[0].skip_refused = true;
    window.ask(Request::Import(asks));
    let Event::Imported(mut imports) = window.hear() else { panic!("nothing was reported") };
    let report = imports.reports.remove(0);
    assert_eq!((report.keys, report.plain), (0, 0));
    let left_out: Vec<&str> = report.left_out.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left_out, ["API_KEY", "line 2"]);
    assert_eq!(window.see_open().keys[0].fingerprint, before.keys[0].fingerprint);
}

#[test]
fn a_sealed_vault_names_nothing_until_its_passphrase_and_five_wrong_ones_make_a_wait() {
    let place = Place::new();
    let wish = MakeWish::Sealed { passphrase: passphrase(), kdf: Some(CHEAP) };
    let mut vault = Vault::make(&place.home(), &place.world, wish).unwrap();
    add(&mut vault, "API_KEY");
    drop(vault);

    let window = place.worker();
    let locked = window.see(|_| true);
    assert_eq!((&locked.state, locked.store), (&VaultState::Locked, StoreKind::Sealed));
    assert!(names_nothing(&locked), "{locked:?}");
    for nth in 1..=5 {
        window.ask(Request::Unlock(Some(Secret::new(format!("wrong number {nth}").into_bytes()))));
        let failure = window.hear_failure();
        assert_eq!(failure.title, "Couldn't unlock Keyloft.");
        assert_eq!(failure.why, "That passphrase didn't work.");
        let advice = if nth < 5 { "Try again." } else { "Wait 30 seconds, then try again." };
        assert_eq!(failure.advice, advice);
    }
    place.clock.0.fetch_add(20, Ordering::SeqCst);
    window.ask(Request::Unlock(Some(passphrase())));
    let failure = window.hear_failure();
    assert_eq!(failure.why, "The passphrase was wrong 5 times.");
    assert_eq!(failure.advice, "Wait 10 seconds, then try again.");
    place.clock.0.fetch_add(10, Ordering::SeqCst);
    window.ask(Request::Unlock(Some(passphrase())));
    assert_eq!(names(&window.see_open()), ["API_KEY"]);
}

#[test]
fn what_another_program_changes_is_seen() {
    let place = Place::with_keys(&["API_KEY"]);
    let window = place.worker();
    assert_eq!(names(&window.see_open()), ["API_KEY"]);
    let mut other = Vault::open(&place.home(), &place.world).unwrap();
    other.unlock_with_keychain().unwrap();
    add(&mut other, "NEW_KEY");
    window.see(|snapshot| names(snapshot) == ["API_KEY", "NEW_KEY"]);
}

#[test]
fn a_vault_made_on_the_command_line_is_found() {
    let place = Place::new();
    let window = place.worker();
    window.see(|snapshot| matches!(snapshot.state, VaultState::NoVault { .. }));
    Vault::make(&place.home(), &place.world, MakeWish::Keychain).unwrap();
    window.see_open();
}

#[test]
fn names_stay_while_the_keychain_is_locked_and_a_prompt_opens_it() {
    let place = Place::with_keys(&["API_KEY"]);
    place.feel(LOCKED);
    let window = place.worker();
    let trouble = window.see(|_| true);
    let VaultState::KeychainTrouble(failure) = &trouble.state else { panic!("{:?}", trouble.state) };
    assert_eq!(failure.title, "Couldn't reach the secrets.", "nobody asked to unlock anything");
    assert_eq!(failure.why, "Moody Keyring is locked.");
    assert_eq!(failure.advice, "Unlock it, then try again.");
    assert_eq!(names(&trouble), ["API_KEY"]);
    assert_eq!(trouble.tails, [None]);
    window.ask(Request::Reveal(trouble.keys[0].uid));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't show API_KEY.");
    assert_eq!(failure.why, "Moody Keyring is locked.");
    window.ask(Request::Unlock(None));
    assert!(window.see_open().tails[0].is_some());
}

#[test]
fn a_keychain_that_comes_back_is_noticed() {
    let place = Place::with_keys(&["API_KEY"]);
    let window = place.worker();
    let uid = window.see_open().keys[0].uid;
    place.feel(LOCKED);
    window.ask(Request::Reveal(uid));
    let failure = window.hear_failure();
    assert_eq!((failure.title.as_str(), failure.why.as_str()), ("Couldn't show API_KEY.", "Moody Keyring is locked."));
    let trouble = window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    assert_eq!((names(&trouble), &trouble.tails[0]), (vec!["API_KEY"], &None));
    place.feel(WELL);
    window.see_open();
}

#[test]
fn a_keychain_that_comes_back_locked_is_said_to_be_so() {
    let place = Place::with_keys(&["API_KEY"]);
    place.feel(LACKS);
    let window = place.worker();
    window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    place.feel(LOCKED);
    window.see(|snapshot| match &snapshot.state {
        VaultState::KeychainTrouble(trouble) => trouble.why == "Moody Keyring is locked.",
        _ => false,
    });
    window.ask(Request::Unlock(None));
    window.see_open();
}

#[test]
fn a_panic_ends_the_verb_and_not_the_worker() {
    let place = Place::with_keys(&["API_KEY"]);
    let window = place.worker();
    let uid = window.see_open().keys[0].uid;
    place.feel(PANICS);
    window.ask(Request::Reveal(uid));
    assert_eq!(window.hear_failure().title, "Keyloft made a mistake.");
    // The store panics at the opening afresh too: then there is no vault to be had.
    let unusable = window.see(|_| true);
    assert!(matches!(unusable.state, VaultState::Unusable(_)) && names_nothing(&unusable));
    place.feel(WELL);
    window.ask(Request::Unlock(None));
    window.see_open();
    window.ask(Request::Reveal(uid));
    assert!(matches!(window.hear(), Event::Revealed(..)));
}

#[test]
fn disabled_keys_say_so_and_are_enabled_again() {
    let place = Place::with_keys(&["API_KEY", "OTHER_KEY"]);
    let window = place.worker();
    let uids: Vec<KeyUid> = window.see_open().keys.iter().map(|key| key.uid).collect();
    window.ask(Request::Disable(uids.clone()));
    assert!(window.see_open().keys.iter().all(|key| key.state.is_disabled()));
    window.ask(Request::Copy(uids[0]));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't copy API_KEY.");
    assert_eq!(failure.why, "It is disabled here.");
    assert_eq!(failure.advice, "Enable it, then try again.");
    window.ask(Request::Enable(uids));
    window.see(|snapshot| snapshot.keys.iter().all(|key| !key.state.is_disabled()));
    window.ask(Request::Disable(vec![KeyUid(-1), KeyUid(-2)]));
    assert_eq!(window.hear_failure().title, "Couldn't disable 2 keys.");
    window.ask(Request::Set("zoom", "9".into()));
    assert_eq!(window.hear_failure().title, "Couldn't change the setting Zoom.");
}

#[test]
fn a_file_that_is_no_vault_is_said_and_kept() {
    let place = Place::new();
    place.home().prepare().unwrap();
    let noise = b"this is no database, and longer than its header would be: ".repeat(20);
    std::fs::write(place.home().database(), &noise).unwrap();
    let window = place.worker();
    let unusable = window.see(|_| true);
    let VaultState::Unusable(failure) = &unusable.state else { panic!("{:?}", unusable.state) };
    assert_eq!(failure.title, "Couldn't open the vault.");
    assert!(failure.why.ends_with('.') && !failure.advice.is_empty(), "{failure:?}");
    window.ask(Request::Init(StoreKind::Keychain, None));
    assert_eq!(window.hear_failure().title, "Couldn't make the vault.");
    assert_eq!(std::fs::read(place.home().database()).unwrap(), noise);
}

#[test]
fn a_vault_of_a_newer_keyloft_opens_by_another_try_once_it_can_be_read() {
    /// Where SQLite keeps the number of a database's form.
    const FORM: std::ops::Range<usize> = 60..64;
    let place = Place::with_keys(&["API_KEY"]);
    let ours = std::fs::read(place.home().database()).unwrap();
    let mut newer = ours.clone();
    newer[FORM].copy_from_slice(&9_999_u32.to_be_bytes());
    std::fs::write(place.home().database(), newer).unwrap();
    let window = place.worker();
    for _ in 0..2 {
        let said = window.see(|_| true);
        let VaultState::Unusable(failure) = &said.state else { panic!("{:?}", said.state) };
        assert!(failure.why.contains("newer Keyloft"), "{failure:?}");
        assert_eq!(failure.remedy, Some(Remedy::TryAgain));
        window.ask(Request::Unlock(None));
    }
    std::fs::write(place.home().database(), ours).unwrap();
    window.ask(Request::Unlock(None));
    assert_eq!(names(&window.see_open()), ["API_KEY"]);
}

#[test]
fn a_worker_without_a_folder_says_why() {
    let worker =
        start(|| Ok(Opening::at(Home::locate(Some("not/absolute".as_ref()))?, World::real("window"))), Arc::new(|| {}));
    let window = Window::over(worker);
    let said = window.see(|_| true);
    let VaultState::Unusable(failure) = &said.state else { panic!("{:?}", said.state) };
    assert_eq!(failure.why, "KEYLOFT_HOME is not/absolute, not an absolute path.");
    assert_eq!(failure.remedy, None, "it is the same until Keyloft is started anew");
    window.ask(Request::Unlock(None));
    assert_eq!(&window.hear_failure(), failure);
}

#[test]
fn each_event_wakes_the_window_and_the_thread_ends_with_the_handle() {
    let place = Place::with_keys(&[]);
    let woken = Arc::new(AtomicI64::new(0));
    let (home, world, count) = (place.home(), place.world.clone(), Arc::clone(&woken));
    let waker: Waker = Arc::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let window = Window::over(start(move || Ok(Opening::at(home, world)), waker));
    window.see_open();
    drop(window);
    // The thread holds the waker, and the waker the count: ours is the last when the thread is gone.
    let until = Instant::now() + PATIENCE;
    while Arc::strong_count(&woken) > 1 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(Arc::strong_count(&woken), 1);
    assert_eq!(woken.load(Ordering::SeqCst), 1);
}

#[test]
fn quitting_does_not_wait_for_a_keychain_that_hangs() {
    let place = Place::with_keys(&["API_KEY"]);
    let window = place.worker();
    let uid = window.see_open().keys[0].uid;
    place.feel(HANGS);
    window.ask(Request::Reveal(uid));
    // Comes back while the store still hangs: a joined thread would hang here for ever.
    drop(window);
    place.feel(WELL);
}

#[test]
fn the_sample_runs_without_the_users_vault_and_leaves_no_folder() {
    let (worker, end) = start_sample(Arc::new(|| {}), None);
    let window = Window::over(worker);
    let sample = window.see_open();
    assert!(sample.sample && sample.keys.len() > 90 && sample.store == StoreKind::Memory);
    window.ask(Request::Lock);
    assert!(names_nothing(&window.see(|snapshot| snapshot.state == VaultState::Locked)));
    window.ask(Request::Unlock(None));
    let again = window.see_open();
    assert_eq!(again.keys.len(), sample.keys.len());
    let uid = again.keys.iter().find(|key| !key.is_plain() && !key.missing && !key.state.is_disabled()).unwrap().uid;
    window.ask(Request::Reveal(uid));
    assert!(matches!(window.hear(), Event::Revealed(..)));
    drop(window);
    drop(end);
}

/// Waits until the window is told that there is no vault, and a keychain that stands so.
fn see_keychain(window: &Window, stands: KeychainStands) {
    window.see(|snapshot| snapshot.state == VaultState::NoVault { keychain: stands });
}

/// A window without a vault, before a keychain in that mood.
fn before_a_vault(mood: u8) -> (Place, Window) {
    let place = Place::new();
    place.feel(mood);
    let window = place.worker();
    let stands = if matches!(mood, UNMADE | STAYS_UNMADE) { KeychainStands::Unmade } else { KeychainStands::Locked };
    see_keychain(&window, stands);
    (place, window)
}

/// The same, whose locked keychain asks its user at this moment.
fn asked_before_a_vault() -> (Place, Window) {
    let (place, window) = before_a_vault(LOCKED);
    place.feel(PROMPTS);
    window.ask(Request::Unlock(None));
    window.see(|snapshot| snapshot.asks_user);
    (place, window)
}

#[test]
fn a_locked_keychain_is_opened_for_a_first_vault_by_its_own_prompt() {
    let (_place, window) = before_a_vault(LOCKED);
    window.ask(Request::Unlock(None));
    see_keychain(&window, KeychainStands::Open);
    window.ask(Request::Init(StoreKind::Keychain, None));
    window.see_open();
}

#[test]
fn a_prompt_for_a_first_vault_that_is_refused_is_said() {
    let (_place, window) = before_a_vault(REFUSES);
    window.ask(Request::Unlock(None));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't unlock Moody Keyring.");
    assert_eq!(failure.why, "Moody Keyring wasn't unlocked.");
}

#[test]
fn a_prompt_that_is_cancelled_over_names_in_view_names_the_keychain() {
    let place = Place::with_keys(&["API_KEY"]);
    place.feel(REFUSES);
    let window = place.worker();
    window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    window.ask(Request::Unlock(None));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't unlock Moody Keyring.", "Keyloft itself is open");
    assert_eq!(failure.why, "Moody Keyring wasn't unlocked.");
    // Where Keyloft is locked, that is what was to be unlocked.
    place.feel(WELL);
    window.see_open();
    window.ask(Request::Lock);
    window.see(|snapshot| snapshot.state == VaultState::Locked);
    place.feel(REFUSES);
    window.ask(Request::Unlock(None));
    assert_eq!(window.hear_failure().title, "Couldn't unlock Keyloft.");
}

#[test]
fn a_keychain_without_a_keyring_has_its_user_make_the_first_one() {
    let (_place, window) = before_a_vault(UNMADE);
    window.ask(Request::Unlock(None));
    see_keychain(&window, KeychainStands::Open);
    window.ask(Request::Init(StoreKind::Keychain, None));
    window.see_open();
}

#[test]
fn while_a_keychain_asks_for_a_first_vault_that_is_told_and_it_is_asked_once() {
    let (_place, window) = asked_before_a_vault();
    window.ask(Request::Unlock(None));
    window.ask(Request::GiveUpUnlock);
    window.see(|snapshot| !snapshot.asks_user);
    let (place, window) = asked_before_a_vault();
    place.feel(WELL);
    let snapshot = window.see(|snapshot| !snapshot.asks_user);
    assert_eq!(snapshot.state, VaultState::NoVault { keychain: KeychainStands::Open });
}

#[test]
fn a_first_keyring_that_got_no_password_is_said() {
    let (_place, window) = before_a_vault(STAYS_UNMADE);
    window.ask(Request::Unlock(None));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't make a keyring.");
    assert_eq!(failure.advice, "Try again, or use a passphrase instead.");
}

#[test]
fn another_store_is_offered_only_where_no_vault_has_its_secrets_in_that_one() {
    let (place, window) = before_a_vault(UNMADE);
    let firsts = [Request::Init(StoreKind::Keychain, None), Request::Add(vec![wish("shop/development/A")])];
    for first in firsts {
        window.ask(first);
        assert!(window.hear_failure().advice.ends_with("or use a passphrase instead."));
    }
    place.feel(WELL);
    see_keychain(&window, KeychainStands::Open);
    window.ask(Request::Init(StoreKind::Keychain, None));
    window.see_open();
    drop(window);
    place.feel(UNMADE);
    let window = place.worker();
    let trouble = window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    let VaultState::KeychainTrouble(failure) = &trouble.state else { panic!("{:?}", trouble.state) };
    assert!(failure.advice.starts_with("This vault's secrets lie in another keyring or keychain."), "{failure:?}");
}

#[test]
fn a_keychain_that_serves_nobody_yet_is_told_from_none() {
    let place = Place::new();
    place.feel(LACKS);
    let window = place.worker();
    see_keychain(&window, KeychainStands::Lacks(Lack::Interface));
    window.ask(Request::Init(StoreKind::Keychain, None));
    let failure = window.hear_failure();
    assert_eq!(failure.why, format!("{}.", Lack::Interface.why()));
    assert_eq!(failure.advice, format!("{}, or use a passphrase instead.", Lack::Interface.advice()));
}

#[test]
fn before_there_is_a_vault_a_keychain_that_opens_is_noticed() {
    for mood in [LOCKED, UNMADE] {
        let (place, window) = before_a_vault(mood);
        place.feel(WELL);
        see_keychain(&window, KeychainStands::Open);
    }
}

#[test]
fn a_keychain_that_was_locked_since_is_said_beside_the_vault_that_was_not_made() {
    let place = Place::new();
    let window = place.worker();
    see_keychain(&window, KeychainStands::Open);
    place.feel(LOCKED);
    window.ask(Request::Init(StoreKind::Keychain, None));
    see_keychain(&window, KeychainStands::Locked);
    assert_eq!(window.hear_failure().why, "Moody Keyring is locked.");
    // A passphrase makes it all the same, and no prompt is waited for.
    place.feel(PROMPTS);
    window.ask(Request::Unlock(None));
    window.ask(Request::Init(StoreKind::Sealed, Some(passphrase())));
    window.see_open();
}

#[test]
fn another_keychain_in_the_place_of_the_vaults_gets_nothing_and_is_named_until_its_own_is_back() {
    let place = Place::with_keys(&["API_KEY"]);
    let window = place.worker();
    window.see_open();
    place.feel(ANOTHER);
    window.ask(Request::Add(vec![wish("shop/development/NEW_KEY")]));
    assert!(window.hear_failure().why.contains("doesn't hold this vault's key"));
    let named = window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    assert_eq!(names(&named), ["API_KEY"]);
    let VaultState::KeychainTrouble(why) = &named.state else { unreachable!() };
    assert!(why.why.starts_with("Moody Keyring answers"), "{why:?}");
    place.feel(WELL);
    assert_eq!(names(&window.see_open()), ["API_KEY"]);
}

#[test]
fn who_refused_an_open_keychain_reads_that_it_is_to_be_allowed_and_not_that_it_is_locked() {
    let place = Place::with_keys(&["API_KEY"]);
    place.feel(GUARDS);
    let window = place.worker();
    window.see(|snapshot| matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    window.ask(Request::Unlock(None));
    let refused = window.hear_failure();
    let said = format!("{} {}", refused.why, refused.advice);
    assert!(said.contains("refused access") && !said.contains("password"), "{said}");
    assert_eq!(refused.remedy, Some(Remedy::Unlock));
}
