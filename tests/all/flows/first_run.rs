//! From nothing to a vault: a folder's files come in, and what becomes of each.

use std::fs;
use std::path::PathBuf;

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use keyloft::model::ActivityKind;

use super::Stage;
use super::stage::made_up;

/// A folder with three projects; each file with its secret.
fn code(stage: &Stage) -> (PathBuf, Vec<(PathBuf, String)>) {
    let code = stage.file("code");
    let mut files = Vec::new();
    for (project, name) in [("shop", ".env"), ("billing", ".env.local"), ("blog", ".env")] {
        let folder = code.join(project);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("package.json"), "{}").unwrap();
        let value = made_up();
        let path = folder.join(name);
        fs::write(&path, format!("API_KEY={value}\nPORT=3000\n")).unwrap();
        files.push((path, value));
    }
    (code, files)
}

/// Three projects found in the folder, which was typed.
fn found() -> (Stage, PathBuf, Vec<(PathBuf, String)>) {
    let mut stage = Stage::without_vault(true);
    let (code, files) = code(&stage);
    stage.sees("Test Keyring is unlocked. Secrets will be kept there.");
    stage.click_role(Role::TextInput, "Folder");
    stage.types(code.to_str().unwrap());
    stage.press(Key::Enter);
    stage.sees("Found 3 files with 6 variables. Nothing is imported yet.");
    (stage, code, files)
}

#[test]
fn a_folder_of_three_projects_comes_in_and_each_file_has_its_own_end() {
    let (mut stage, code, files) = found();
    assert!(files.iter().all(|(_, value)| !stage.tree().contains(value)));
    stage.click("Import 3 keys and 3 plain");
    stage.sees("Imported 3 keys and 3 plain");
    for (reference, (_, value)) in ["shop", "billing", "blog"].iter().zip(&files) {
        assert_eq!(stage.value(&format!("{reference}/development/API_KEY")), *value);
    }
    // By path: billing, blog, shop. The first is deleted, the second written by Keyloft, the third left.
    stage.click_nth(Role::Button, "Delete", 0);
    stage.until("the file is gone", |_| !files[1].0.exists());
    stage.sees("Gone");
    stage.click_nth(Role::Button, "Written by Keyloft", 0);
    stage.sees("Written by Keyloft from now on");
    assert!(files[0].0.exists() && files[2].0.exists());
    stage.click("Go to your keys");
    stage.sees("API_KEY, development");
    let folder = |name: &str| code.join(name).canonicalize().unwrap();
    for project in stage.vault().projects().unwrap() {
        let folders: Vec<PathBuf> = project.folders.iter().map(|one| one.path.clone()).collect();
        assert_eq!(folders, [folder(&project.name)], "{} is linked to where it came from", project.name);
    }
    assert!(stage.did(ActivityKind::Imported));
}

#[test]
fn enter_brings_the_folder_in_and_then_goes_to_the_keys() {
    let (mut stage, ..) = found();
    stage.press(Key::Enter);
    stage.sees("Imported 3 keys and 3 plain");
    stage.press(Key::Enter);
    stage.sees("API_KEY, development");
}

#[test]
fn the_folders_are_linked_only_where_the_box_is_ticked() {
    let (mut stage, ..) = found();
    stage.click_role(Role::CheckBox, "Link each folder to its project");
    stage.click("Import 3 keys and 3 plain");
    stage.sees("Imported 3 keys and 3 plain");
    assert!(stage.vault().projects().unwrap().iter().all(|project| project.folders.is_empty()));
}

#[test]
fn an_import_that_is_taken_back_leaves_no_project_behind() {
    let (mut stage, ..) = found();
    stage.click("Import 3 keys and 3 plain");
    stage.sees("Imported 3 keys and 3 plain");
    stage.click("Undo import");
    stage.until("all of it is gone", |stage| stage.references().is_empty());
    stage.until("no project", |stage| stage.vault().projects().unwrap().is_empty());
}

#[test]
fn a_folder_without_files_says_so_and_another_can_be_chosen() {
    let mut stage = Stage::without_vault(true);
    let (code, _) = code(&stage);
    let empty = stage.file("empty");
    fs::create_dir(&empty).unwrap();
    stage.click_role(Role::TextInput, "Folder");
    stage.types(empty.to_str().unwrap());
    stage.press(Key::Enter);
    stage.sees("No .env files in");
    stage.click_role(Role::TextInput, "Folder");
    stage.press_with(egui::Modifiers::COMMAND, Key::A);
    stage.types(code.to_str().unwrap());
    stage.press(Key::Enter);
    stage.sees("Found 3 files");
    let nowhere = stage.file("nowhere");
    stage.click("Choose another folder…");
    stage.click_role(Role::TextInput, "Folder");
    stage.press_with(egui::Modifiers::COMMAND, Key::A);
    stage.types(nowhere.to_str().unwrap());
    stage.press(Key::Enter);
    stage.sees("No such file or directory. Check the path.");
}

#[test]
fn beside_a_locked_keychain_a_passphrase_is_another_way() {
    let mut stage = Stage::without_vault(false);
    let (code, files) = code(&stage);
    stage.sees("Test Keyring is locked. Unlock it to keep secrets there, or choose a passphrase.");
    let browse = stage.window.get_by_role_and_label(Role::Button, "Choose a folder…");
    assert!(browse.accesskit_node().is_disabled(), "nothing can be kept yet");
    let passphrase = made_up();
    stage.click("Use a passphrase instead…");
    stage.types(&passphrase);
    stage.press(Key::Tab);
    stage.types(&passphrase);
    stage.press(Key::Enter);
    stage.sees("Secrets are kept in");
    stage.click_role(Role::TextInput, "Folder");
    stage.types(code.to_str().unwrap());
    stage.press(Key::Enter);
    stage.click("Import 3 keys and 3 plain");
    stage.sees("Imported 3 keys and 3 plain");
    assert!(!stage.tree().contains(&passphrase) && files.iter().all(|(_, value)| !stage.tree().contains(value)));
    stage.click("Go to your keys");
    stage.sees("API_KEY, development");
}

#[test]
fn a_whole_file_that_is_pasted_is_imported_from_its_text() {
    let mut stage = Stage::without_vault(true);
    let value = made_up();
    stage.sees("Welcome to Keyloft");
    stage.click_role(Role::TextInput, "Folder");
    stage.pastes(&format!("API_KEY={value}\nPORT=3000\n"));
    assert!(!stage.tree().contains(&value));
    stage.click_role(Role::TextInput, "Project");
    stage.types("shop");
    stage.click("Import 1 key and 1 plain");
    stage.sees("Imported 1 key and 1 plain");
    assert_eq!(stage.references().len(), 2);
    assert_eq!(stage.value("shop/development/API_KEY"), value);
}
