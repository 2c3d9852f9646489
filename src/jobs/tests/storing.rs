//! Another passphrase, and the secrets on their way to the other store.

use super::*;

fn sealed_with_keys(place: &Place, names: &[&str]) {
    let wish = MakeWish::Sealed { passphrase: passphrase(), kdf: Some(CHEAP) };
    let mut vault = Vault::make(&place.home(), &place.world, wish).unwrap();
    for name in names {
        add(&mut vault, name);
    }
}

fn unlocked(place: &Place) -> Window {
    let window = place.worker();
    window.ask(Request::Unlock(Some(passphrase())));
    window.see_open();
    window
}

fn revealed(window: &Window, uid: KeyUid) -> Secret {
    window.ask(Request::Reveal(uid));
    loop {
        match window.hear() {
            Event::Revealed(of, secret) if of == uid => return secret,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

#[test]
fn the_secrets_move_to_the_sealed_vault_and_back_while_the_window_stays_open() {
    let place = Place::with_keys(&["API_KEY", "SECOND"]);
    let window = place.worker();
    let snapshot = window.see_open();
    let uid = find(&snapshot, "API_KEY").uid;
    let before = revealed(&window, uid);
    window.ask(Request::MoveStore(StoreKind::Sealed, passphrase()));
    window.see(|snapshot| snapshot.moving == Some(StoreKind::Sealed));
    let (snapshot, done) = window.hear_done();
    assert_eq!(done, Done::StoreMoved(StoreKind::Sealed, 0, 0));
    assert_eq!((snapshot.store, snapshot.moving, &snapshot.state), (StoreKind::Sealed, None, &VaultState::Open));
    assert!(revealed(&window, uid).same_as(&before));
    window.ask(Request::Lock);
    let locked = window.see(|snapshot| snapshot.state == VaultState::Locked);
    assert_eq!(locked.store, StoreKind::Sealed);
    window.ask(Request::Unlock(Some(passphrase())));
    window.see_open();
    window.ask(Request::MoveStore(StoreKind::Keychain, Secret::new(b"not the passphrase".to_vec())));
    assert_eq!(window.hear_failure().why, "That passphrase didn't work.");
    window.ask(Request::MoveStore(StoreKind::Keychain, passphrase()));
    let (snapshot, done) = window.hear_done();
    assert_eq!(done, Done::StoreMoved(StoreKind::Keychain, 0, 0));
    assert_eq!((snapshot.store, snapshot.store_title.as_str()), (StoreKind::Keychain, "Moody Keyring"));
    assert!(revealed(&window, uid).same_as(&before));
}

#[test]
fn a_move_is_stopped_by_a_word_and_by_a_lock_and_then_nothing_was_moved() {
    for request in [Request::StopMoving, Request::Lock] {
        let place = Place::new();
        sealed_with_keys(&place, &["A", "B", "C"]);
        let window = unlocked(&place);
        let locks = matches!(request, Request::Lock);
        place.feel(PUT_WAITS);
        window.ask(Request::MoveStore(StoreKind::Keychain, passphrase()));
        window.see(|snapshot| snapshot.moving.is_some());
        window.ask(request);
        if locks {
            window.see(|snapshot| snapshot.state == VaultState::Locked);
        } else {
            // The worker has heard it once it answers what was asked after it.
            window.ask(Request::LookAtFolders);
            while !matches!(window.hear(), Event::FoldersGone(_)) {}
        }
        place.feel(WELL);
        let snapshot = window.see(|snapshot| snapshot.moving.is_none());
        assert_eq!(snapshot.store, StoreKind::Sealed);
        let vault = Vault::open(&place.home(), &place.world).unwrap();
        assert_eq!((vault.kind(), vault.examine_file().unwrap()), (StoreKind::Sealed, Vec::new()));
        let id = vault.id();
        assert_eq!((place.world.keychain)(id).list(Duration::from_secs(1)).unwrap(), [], "what was copied is gone");
    }
}

#[test]
fn a_keychain_that_says_no_leaves_everything_and_the_window_says_why() {
    let place = Place::new();
    sealed_with_keys(&place, &["A"]);
    let window = unlocked(&place);
    place.feel(LOCKED);
    window.ask(Request::MoveStore(StoreKind::Keychain, passphrase()));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't move the secrets to the keychain.");
    assert_eq!(failure.why, "Moody Keyring is locked.");
    assert_eq!(failure.remedy, Some(Remedy::Unlock));
    place.feel(UNMADE);
    window.ask(Request::MoveStore(StoreKind::Keychain, passphrase()));
    assert!(window.hear_failure().advice.starts_with("Make one"), "nothing lies in another keyring yet");
    place.feel(WELL);
    window.ask(Request::MoveStore(StoreKind::Keychain, passphrase()));
    assert_eq!(window.hear_done().1, Done::StoreMoved(StoreKind::Keychain, 0, 0));
}

#[test]
fn a_move_by_another_program_is_followed_open_and_locked() {
    let place = Place::with_keys(&["API_KEY"]);
    let window = place.worker();
    let uid = find(&window.see_open(), "API_KEY").uid;
    let before = revealed(&window, uid);
    let mut other = Vault::open(&place.home(), &place.world).unwrap();
    other.unlock_with_keychain().unwrap();
    other.move_to_sealed(&passphrase(), Some(CHEAP), &mut |_, _, _| true).unwrap();
    window.see(|snapshot| snapshot.store == StoreKind::Sealed);
    assert!(revealed(&window, uid).same_as(&before));
    window.ask(Request::Lock);
    window.see(|snapshot| snapshot.state == VaultState::Locked);
    other.move_to_keychain(&passphrase(), &mut |_, _, _| true).unwrap();
    // The lock screen asked for a passphrase that opens nothing any more.
    window.ask(Request::Unlock(Some(passphrase())));
    window.see(|snapshot| snapshot.store == StoreKind::Keychain);
    window.ask(Request::Unlock(None));
    window.see_open();
    assert!(revealed(&window, uid).same_as(&before));
}

#[test]
fn another_passphrase_opens_and_five_wrong_ones_make_a_wait() {
    let place = Place::new();
    sealed_with_keys(&place, &["A"]);
    let window = unlocked(&place);
    let new = || Secret::new(b"another one for this test".to_vec());
    for nth in 1..=5 {
        let wrong = Secret::new(format!("wrong number {nth}").into_bytes());
        window.ask(Request::ChangePassphrase(wrong, new()));
        let failure = window.hear_failure();
        assert_eq!(failure.title, "Couldn't change the passphrase.");
        let advice = if nth < 5 { "Try again." } else { "Wait 30 seconds, then try again." };
        assert_eq!(failure.advice, advice);
    }
    window.ask(Request::MoveStore(StoreKind::Keychain, passphrase()));
    assert_eq!(window.hear_failure().why, "The passphrase was wrong 5 times.");
    place.clock.0.fetch_add(30, Ordering::SeqCst);
    window.ask(Request::ChangePassphrase(passphrase(), new()));
    assert_eq!(window.hear_done().1, Done::PassphraseChanged);
    window.ask(Request::Lock);
    window.ask(Request::Unlock(Some(passphrase())));
    assert_eq!(window.hear_failure().why, "That passphrase didn't work.");
    window.ask(Request::Unlock(Some(new())));
    window.see_open();
}
