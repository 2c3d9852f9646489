//! The secrets' way between the stores, and another passphrase, by what the settings say.

use std::time::Duration;

use egui::{Key, Modifiers};
use keyloft::model::{ActivityKind, Secret};
use keyloft::store::{Item, StoreKind};
use keyloft::vault::Vault;

use super::Stage;
use super::stage::made_up;

fn type_into(stage: &mut Stage, field: &str, text: &str) {
    stage.click(field);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.types(text);
}

/// The vault as a stranger finds it: it opens with this passphrase, or not.
fn opens(stage: &Stage, passphrase: &str) -> bool {
    let mut vault = stage.locked_vault();
    vault.unlock_with_passphrase(&Secret::new(passphrase.as_bytes().to_vec())).is_ok()
}

fn items(stage: &Stage) -> Vec<Item> {
    let vault: Vault = stage.locked_vault();
    (vault.world().keychain)(vault.id()).list(Duration::from_secs(1)).unwrap()
}

#[test]
fn all_keys_go_to_the_sealed_vault_get_another_passphrase_and_come_back() {
    let (value, first, second) = (made_up(), made_up(), made_up());
    let mut stage = Stage::with(&[("shop/development/API_KEY", &value), ("shop/staging/API_KEY", &value)]);
    stage.sees("API_KEY");
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    // Only that part, so that its buttons are in view.
    stage.press(Key::Slash);
    stage.types("storage");
    stage.click("Use a passphrase instead…");
    type_into(&mut stage, "New passphrase", &first);
    type_into(&mut stage, "Repeat passphrase", &second);
    stage.sees("The two passphrases differ.");
    type_into(&mut stage, "Repeat passphrase", &first);
    stage.click("Move 2 keys");
    stage.sees("All keys are in Keyloft's own vault now");
    stage.sees("Keyloft's own vault, Unlocked");
    assert_eq!(items(&stage), [], "the keychain holds nothing of them any more");
    assert!(opens(&stage, &first) && stage.locked_vault().kind() == StoreKind::Sealed);

    stage.click("Change passphrase…");
    type_into(&mut stage, "Old passphrase", &second);
    type_into(&mut stage, "New passphrase", &second);
    type_into(&mut stage, "Repeat passphrase", &second);
    stage.press(Key::Enter);
    stage.sees("That passphrase didn't work.");
    assert!(opens(&stage, &first));
    type_into(&mut stage, "Old passphrase", &first);
    stage.press(Key::Enter);
    stage.sees("Passphrase changed");
    assert!(opens(&stage, &second) && !opens(&stage, &first));

    stage.click("Move to keychain…");
    type_into(&mut stage, "Passphrase", &second);
    stage.lock_keychain();
    stage.click("Move 2 keys");
    stage.sees("Test Keyring is locked.");
    assert_eq!(stage.locked_vault().kind(), StoreKind::Sealed);
    stage.open_keychain();
    type_into(&mut stage, "Passphrase", &second);
    stage.press(Key::Enter);
    stage.sees("All keys are in the keychain now");
    stage.sees("Test Keyring, Connected");
    assert_eq!(items(&stage).len(), 3, "two values and the vault key");
    for reference in ["shop/development/API_KEY", "shop/staging/API_KEY"] {
        assert_eq!(stage.value(reference), value);
    }
    assert!(stage.did(ActivityKind::StoreChanged) && stage.did(ActivityKind::PassphraseChanged));
    for secret in [&value, &first, &second] {
        assert!(!stage.tree().contains(secret.as_str()));
    }
}
