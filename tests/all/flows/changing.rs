//! A key's way from value to value, and to its end.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use keyloft::model::{ActivityKind, Facts};

use super::Stage;
use super::stage::{find, made_up};

#[test]
fn r_paste_enter_rotates_and_undo_puts_the_old_value_back() {
    let (old, new) = (made_up(), made_up());
    let mut stage = Stage::with(&[("shop/development/API_KEY", &old)]);
    stage.select("API_KEY");
    stage.press(Key::R);
    stage.pastes(&new);
    stage.press(Key::Enter);
    stage.sees("API_KEY rotated");
    assert_eq!(stage.value("shop/development/API_KEY"), new);
    stage.click("Undo");
    stage.sees("API_KEY · old value put back");
    assert_eq!(stage.value("shop/development/API_KEY"), old);
    assert!(!stage.tree().contains(&old) && !stage.tree().contains(&new));
}

#[test]
fn the_old_value_is_known_again_and_not_taken() {
    let old = made_up();
    let mut stage = Stage::with(&[("shop/development/API_KEY", &old)]);
    stage.select("API_KEY");
    stage.press(Key::R);
    stage.pastes(&old);
    stage.sees("This is the old value");
    stage.press(Key::Enter);
    stage.window.run_steps(10);
    assert!(!stage.did(ActivityKind::Rotated));
    assert_eq!(stage.value("shop/development/API_KEY"), old);
}

#[test]
fn a_value_in_two_places_is_rotated_in_both_and_a_failed_save_changes_neither() {
    let (old, new) = (made_up(), made_up());
    let mut stage = Stage::with(&[("shop/development/API_KEY", &old), ("shop/staging/API_KEY", &old)]);
    stage.click_role(Role::RadioButton, "Development");
    stage.select("API_KEY");
    stage.press(Key::R);
    stage.pastes(&new);
    stage.sees("Same value in 1 other place");
    stage.lock_keychain();
    stage.click("Rotate 2 keys");
    stage.sees("Nothing was changed.");
    stage.open_keychain();
    assert_eq!((stage.value("shop/development/API_KEY"), stage.value("shop/staging/API_KEY")), (old.clone(), old));
    stage.click("Try again");
    stage.sees("rotated");
    stage.until("both values", |stage| {
        stage.value("shop/development/API_KEY") == new && stage.value("shop/staging/API_KEY") == new
    });
}

#[test]
fn a_place_that_misses_the_new_value_waits_on_after_the_old_one_ended() {
    let mut stage = Stage::with(&[("shop/development/API_KEY", &made_up())]);
    let mut vault = stage.vault();
    let uid = find(&vault, "shop/development/API_KEY");
    let places = |places: &[&str]| Facts {
        used_in: Some(places.iter().map(|place| (*place).to_owned()).collect()),
        ..Facts::default()
    };
    vault.edit(uid, &places(&["Vercel", "Oslo"]), None).unwrap();
    stage.select("API_KEY");
    stage.sees("Vercel");
    stage.press(Key::R);
    stage.pastes(&made_up());
    stage.press(Key::Enter);
    stage.sees("0 of 2 done");
    stage.click_role(Role::CheckBox, "Vercel");
    stage.click("Done");
    stage.sees("1 of 2 places have the new value");
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.types("the old value has ended");
    stage.press(Key::Enter);
    stage.until("the end is noted", |stage| stage.vault().list().unwrap().keys[0].older[0].ended_at.is_some());
    stage.sees("The old value has ended. Not yet: Oslo.");
    stage.click("Places…");
    stage.sees("1 of 2 done");
    stage.sees("The old one has ended");
    stage.click("Done");
    // Unlinked, it waits for nothing.
    vault.edit(uid, &places(&["Vercel"]), None).unwrap();
    stage.misses("have the new value");
    assert!(!stage.tree().contains("Not at Vercel yet"), "{}", stage.tree());
}

#[test]
fn d_disables_undo_enables_and_a_disabled_key_is_deleted_with_its_secret() {
    let mut stage = Stage::with(&[("shop/development/API_KEY", &made_up()), ("shop/development/OTHER", &made_up())]);
    stage.select("API_KEY");
    stage.press(Key::D);
    stage.sees("Disable this development key here?");
    stage.press(Key::Enter);
    stage.sees("API_KEY disabled");
    stage.press(Key::Enter);
    stage.window.run_steps(10);
    assert_eq!(stage.clipboard(), "", "a disabled key is not copied");
    stage.click("Undo");
    stage.sees("API_KEY enabled");
    stage.press(Key::D);
    stage.press(Key::Enter);
    stage.sees("API_KEY disabled");
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Delete…");
    // Never used and made just now: it need not wait.
    stage.sees("There is no undo.");
    stage.press(Key::Enter);
    stage.misses("There is no undo.");
    assert_eq!(stage.references().len(), 2, "Enter deletes nothing");
    stage.press_with(Modifiers::SHIFT, Key::F10);
    stage.click("Delete…");
    stage.click_role(Role::Button, "Delete");
    stage.sees("API_KEY deleted");
    assert_eq!(stage.references(), ["shop/development/OTHER"]);
}
