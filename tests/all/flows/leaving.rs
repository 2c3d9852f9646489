//! Locking, and coming back.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use keyloft::model::Secret;
use keyloft::store::Kdf;
use keyloft::vault::MakeWish;

use super::Stage;
use super::stage::made_up;

#[test]
fn ctrl_l_takes_every_name_and_the_clipboard_away_and_unlock_brings_the_names_back() {
    let mut stage = Stage::with(&[("shop/development/API_KEY", &made_up())]);
    stage.select("API_KEY");
    stage.press(Key::Enter);
    stage.sees("API_KEY · development copied");
    stage.press_with(Modifiers::COMMAND, Key::L);
    stage.sees("Keyloft is locked");
    let tree = stage.tree();
    assert!(!tree.contains("API_KEY") && !tree.contains("shop"), "{tree}");
    stage.until("an empty clipboard", |stage| stage.clipboard().is_empty());
    stage.click("Unlock");
    stage.sees("API_KEY, development");
}

#[test]
fn a_sealed_vault_opens_with_its_passphrase_alone() {
    let phrase = made_up();
    let kdf = Some(Kdf { mib: 19, passes: 2, lanes: 1 });
    let wish = MakeWish::Sealed { passphrase: Secret::new(phrase.clone().into_bytes()), kdf };
    let mut stage = Stage::over(wish, &[("shop/development/API_KEY", &made_up())]);
    stage.sees("Your passphrase opens this vault.");
    assert!(!stage.tree().contains("API_KEY"));
    stage.click_role(Role::PasswordInput, "Passphrase");
    stage.types("another phrase");
    stage.press(Key::Enter);
    stage.sees("That passphrase didn't work.");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.types(&phrase);
    assert!(!stage.tree().contains(&phrase));
    stage.press(Key::Enter);
    stage.sees("API_KEY, development");
}
