//! The row of the store: how it stands, and what can be done with it.

use super::*;
use crate::jobs::Done;

#[test]
fn a_locked_keychain_can_be_unlocked_from_its_row_and_one_that_is_gone_says_why() {
    let trouble = |remedy, why: &str| Snapshot {
        state: VaultState::KeychainTrouble(Failure {
            title: "Couldn't reach the secrets.".to_owned(),
            why: why.to_owned(),
            advice: "Start it, then try again.".to_owned(),
            remedy,
            ..Failure::default()
        }),
        store: StoreKind::Keychain,
        ..sample::snapshot()
    };
    let mut stage = settings(trouble(Some(Remedy::Unlock), "GNOME Keyring is locked."));
    stage.asked.try_iter().for_each(drop);
    stage.click("Unlock…");
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Unlock(None))));
    let stage = settings(trouble(None, "No keychain answers."));
    assert!(stage.tree().contains("Try again"));
}

#[test]
fn the_store_says_how_it_stands_and_what_can_be_done_with_it() {
    let row = |snapshot: &Snapshot| told(snapshot, "storage").lines().nth(1).unwrap_or_default().trim().to_owned();
    let of = |store| Snapshot { store, ..sample::snapshot() };
    let says = |snapshot: &Snapshot, words: &str| assert!(row(snapshot).contains(words), "{}", row(snapshot));
    says(&of(StoreKind::Keychain), "| Connected [Use a passphrase instead…]");
    says(&of(StoreKind::Sealed), "Keyloft's own vault | 120 secrets. Opens with your passphrase. | Unlocked");
    says(&of(StoreKind::Sealed), "[Change passphrase…] [Move to keychain…]");
    says(&of(StoreKind::Memory), "in memory, gone with the window: nothing to move. | Sample []");
    let left = Snapshot { left_items: 2, ..of(StoreKind::Sealed) };
    assert!(told(&left, "storage").contains("2 secrets stayed in the keychain | No key names them"));
    let trouble = |remedy| {
        let failure = Failure { title: "Couldn't reach the secrets.".to_owned(), remedy, ..Failure::default() };
        Snapshot { state: VaultState::KeychainTrouble(failure), ..of(StoreKind::Keychain) }
    };
    says(&trouble(Some(Remedy::Unlock)), "Unlock it to use or to move them. | Locked [off] [Unlock…]");
    says(&trouble(None), "| Out of reach [Use a passphrase instead…] None Some(\"Couldn't reach the secrets.\")");
    let moving = Snapshot { moving: Some(StoreKind::Sealed), ..of(StoreKind::Keychain) };
    says(&moving, "| Copying to Keyloft's own vault | Moving [Cancel] Some(\"Getting ready\")");
    assert_eq!(MoveAt { done: 1_041, all: 2_000, ..MoveAt::default() }.words(), "1,041 of 2,000");
    let clearing = Beside { at: MoveAt { clearing: true, done: 3, all: 9 }, ..Beside::default() };
    let rows = format!("{:?}", shown(&moving, clearing, "storage"));
    assert!(rows.contains("The old items leave the keychain") && !rows.contains("Stop"), "{rows}");
}

#[test]
fn with_very_many_keys_in_a_keychain_the_sealed_vault_is_spoken_of() {
    let mut snapshot = sample::snapshot();
    let secrets = |snapshot: &Snapshot| snapshot.keys.iter().filter(|key| !key.is_plain()).count();
    let speaks = |snapshot: &Snapshot| told(snapshot, "").contains("A keychain gets slow with this many keys");
    let one = snapshot.keys[0].clone();
    while secrets(&snapshot) < 999 {
        snapshot.keys.push(one.clone());
    }
    assert!(!speaks(&snapshot));
    snapshot.keys.push(one);
    assert!(speaks(&snapshot));
    snapshot.store = StoreKind::Sealed;
    assert!(!speaks(&snapshot));
}

#[test]
fn the_row_of_the_store_keeps_the_keyboard_while_the_secrets_move() {
    let of = |store| Snapshot { store, ..sample::snapshot() };
    let mut stage = settings(of(StoreKind::Keychain));
    crate::gui::tests::tab_to(&mut stage, "Use a passphrase instead…");
    stage.press(Key::Enter);
    stage.press(Key::Escape);
    assert_eq!(crate::gui::tests::focused(&stage), "Use a passphrase instead…");
    let moving = Snapshot { moving: Some(StoreKind::Sealed), ..of(StoreKind::Keychain) };
    let clearing = Snapshot { store: StoreKind::Sealed, ..moving.clone() };
    let events = [
        (Event::Snapshot(moving.into()), "Cancel"),
        (Event::Progress("moving", 9, 9), "Cancel"),
        (Event::Snapshot(clearing.into()), "Cancel"),
        (Event::Progress("clearing", 3, 9), "Finishing…"),
        (Event::Snapshot(of(StoreKind::Sealed).into()), "Change passphrase…"),
        (Event::Done(Done::StoreMoved(StoreKind::Sealed, 0, 0)), "Change passphrase…"),
    ];
    for (event, has) in events {
        stage.hears(event);
        stage.window.run_steps(6);
        assert_eq!(crate::gui::tests::focused(&stage), has);
    }
}
