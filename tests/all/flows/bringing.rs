//! Keys that come in files, and go out in them.

use std::fs;

use egui::Key;
use egui::accesskit::Role;
use keyloft::model::ActivityKind;

use super::Stage;
use super::stage::made_up;

#[test]
fn a_file_is_looked_at_imported_and_left_alone() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/OTHER", &made_up())]);
    let file = stage.file("app.env");
    let text = format!("API_KEY={value}\nPORT=3000\n");
    fs::write(&file, &text).unwrap();
    stage.sees("OTHER, development");
    stage.click_role(Role::RadioButton, "Development");
    stage.click("Import…");
    stage.click_role(Role::TextInput, "File");
    stage.types(file.to_str().unwrap());
    stage.press(Key::Enter);
    stage.sees("API_KEY: New");
    assert!(!stage.tree().contains(&value));
    stage.click("Import 1 key and 1 plain");
    stage.until("both keys", |stage| stage.references().len() == 3);
    assert_eq!(stage.value("shop/development/API_KEY"), value);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert!(stage.did(ActivityKind::Imported));
}

#[test]
fn an_export_writes_what_the_vault_holds_and_its_preview_shows_no_secret() {
    let value = made_up();
    let mut stage = Stage::with(&[("shop/development/API_KEY", &value)]);
    let file = stage.file("out.env");
    stage.sees("API_KEY, development");
    stage.click_role(Role::RadioButton, "Development");
    stage.click("Export…");
    stage.click_role(Role::TextInput, "File");
    stage.press_with(egui::Modifiers::COMMAND, Key::A);
    stage.types(file.to_str().unwrap());
    stage.sees("Read back");
    assert!(!stage.tree().contains(&value));
    stage.click("Write file");
    stage.until("the file", |_| fs::read_to_string(&file).is_ok_and(|text| text.contains(&value)));
    assert!(stage.did(ActivityKind::Exported));
}

#[test]
fn an_import_that_is_taken_back_takes_the_environment_it_made_out_of_view() {
    let mut stage = Stage::with(&[("shop/development/OTHER", &made_up())]);
    let file = stage.file("app.env");
    fs::write(&file, format!("API_KEY={}\n", made_up())).unwrap();
    stage.sees("OTHER, development");
    stage.click_role(Role::RadioButton, "Development");
    stage.click("Import…");
    stage.click_role(Role::TextInput, "File");
    stage.types(file.to_str().unwrap());
    stage.press(Key::Enter);
    stage.sees("API_KEY: New");
    stage.click_role(Role::TextInput, "Environment");
    stage.press_with(egui::Modifiers::COMMAND, Key::A);
    stage.types("preview");
    stage.press(Key::Tab);
    stage.click("Import 1 key");
    stage.sees("Imported 1 key");
    stage.sees("API_KEY, preview");
    stage.click("Undo import");
    stage.until("it is gone", |stage| stage.references().len() == 1);
    stage.misses("Preview");
    stage.sees("OTHER, development");
}
