//! Over a lock one is where one was, and what was typed stands there, but for what is secret.

use super::exporting::{export, look, question, told};
use super::imported::came;
use super::new_key::{new_key, paste};
use super::offboarding::{on_page, with_many};
use super::*;
use crate::envfile::Target;
use crate::jobs::{Consent, ExportAsk, ExportLook, FileThere, GitSees};

fn lock_and_unlock(stage: &mut Stage, snapshot: Snapshot) {
    stage.press_with(Modifiers::COMMAND, Key::L);
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.press(Key::Enter);
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    stage.window.run_steps(6);
}

#[test]
fn in_compare_one_is_at_the_same_cell() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num1);
    stage.press(Key::ArrowDown);
    stage.press(Key::V);
    [Key::ArrowDown, Key::ArrowDown, Key::ArrowRight].into_iter().for_each(|key| stage.press(key));
    stage.window.run_steps(60);
    let before = focused(&stage);
    lock_and_unlock(&mut stage, sample::snapshot());
    assert!(!before.is_empty());
    assert_eq!(focused(&stage), before);
}

#[test]
fn in_the_settings_the_same_control_has_the_keyboard() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    (0..6).for_each(|_| stage.press(Key::Tab));
    stage.window.run_steps(60);
    let before = focused(&stage);
    lock_and_unlock(&mut stage, sample::snapshot());
    assert_eq!(focused(&stage), before);
    assert_ne!(before, "Find a setting");
}

#[test]
fn a_persons_page_is_come_back_to_at_the_same_row_and_leads_where_it_led() {
    let mut stage = on_page(with_many(), 1280.0, 820.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    let before = focused(&stage);
    lock_and_unlock(&mut stage, with_many());
    assert_eq!(focused(&stage), before);
    assert!(stage.tree().contains("Jon Ruiz"));
}

fn lock(stage: &mut Stage) {
    stage.press_with(Modifiers::COMMAND, Key::L);
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.window.run_steps(4);
}

fn unlock(stage: &mut Stage) {
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(6);
}

fn text_of(stage: &Stage, name: &str) -> String {
    stage.window.get_by_role_and_label(Role::TextInput, name).value().unwrap_or_default()
}

#[test]
fn a_new_keys_name_and_facts_stand_there_after_a_lock_and_its_value_is_gone_which_is_said() {
    let mut stage = new_key();
    stage.type_text("SESSION_KEY");
    let value = passphrase(24);
    paste(&mut stage, &value);
    lock(&mut stage);
    assert!(stage.window.query_by_role(Role::Dialog).is_none());
    let tree = stage.tree();
    assert!(!tree.contains("SESSION_KEY") && !tree.contains("Storefront"), "{tree}");
    unlock(&mut stage);
    assert_eq!(text_of(&stage, "Variable name"), "SESSION_KEY");
    let ticked = stage.window.get_by_role_and_label(Role::CheckBox, "Staging").accesskit_node().toggled();
    assert_eq!(ticked, Some(egui::accesskit::Toggled::True));
    assert!(stage.tree().contains("The value was not kept meanwhile. Enter it again."), "{}", stage.tree());
    assert_eq!(focused(&stage), "Value");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Add(_))), "there is no value to save");
    // Once more there is nothing but the value to be let go.
    paste(&mut stage, &value);
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Add(_))), "{}", stage.tree());
}

#[test]
fn a_new_key_in_which_nothing_was_typed_is_closed_by_a_lock() {
    let mut stage = new_key();
    lock(&mut stage);
    unlock(&mut stage);
    assert!(stage.window.query_by_role(Role::Dialog).is_none(), "{}", stage.tree());
}

/// Edit of the first key, with another name typed.
fn renaming() -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("ANOTHER_NAME");
    stage
}

#[test]
fn what_was_changed_of_a_key_stands_there_after_a_lock() {
    let mut stage = renaming();
    lock(&mut stage);
    assert!(!stage.tree().contains("ANOTHER_NAME"));
    unlock(&mut stage);
    assert_eq!(text_of(&stage, "Variable name"), "ANOTHER_NAME");
    assert!(!stage.tree().contains("not kept"), "{}", stage.tree());
}

#[test]
fn a_note_that_was_typed_goes_with_a_lock_and_that_is_said() {
    let edit = || {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        stage.press(Key::E);
        stage
    };
    let new = || {
        let mut stage = new_key();
        stage.type_text("SESSION_KEY");
        stage.click("More");
        stage
    };
    for (what, mut stage) in [("Edit", edit()), ("New key", new())] {
        let note = |stage: &Stage| {
            stage.window.get_by_role_and_label(Role::MultilineTextInput, "Note").value().unwrap_or_default()
        };
        stage.window.get_by_role_and_label(Role::MultilineTextInput, "Note").focus();
        stage.window.run_steps(3);
        stage.type_text("who knows of it");
        assert_eq!(note(&stage), "who knows of it", "{what}");
        lock(&mut stage);
        unlock(&mut stage);
        assert_eq!(note(&stage), "", "{what}");
        assert!(stage.tree().contains("The note was not kept meanwhile. Enter it again."), "{what}: {}", stage.tree());
    }
}

#[test]
fn a_note_that_was_there_is_opened_anew_after_a_lock() {
    let mut snapshot = sample::snapshot();
    snapshot.keys.iter_mut().for_each(|key| key.has_note = true);
    // Too narrow for details, which ask for it too.
    let mut stage = Stage::sized(snapshot.clone(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("ANOTHER_NAME");
    lock(&mut stage);
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    stage.window.run_steps(6);
    assert_eq!(text_of(&stage, "Variable name"), "ANOTHER_NAME");
    assert!(stage.asked.0.try_iter().any(|asked| matches!(asked, Request::Look(_))), "{}", stage.tree());
}

#[test]
fn what_was_changed_of_a_key_that_is_gone_since_is_gone_too() {
    let mut stage = renaming();
    lock(&mut stage);
    let mut without = sample::snapshot();
    let at = without.keys.iter().position(|key| key.name() == "ALGOLIA_ADMIN_KEY").unwrap();
    without.keys.remove(at);
    without.findings.remove(at);
    stage.hears(Event::Snapshot(Arc::new(without)));
    stage.window.run_steps(6);
    assert!(stage.window.query_by_role(Role::Dialog).is_none(), "{}", stage.tree());
}

#[test]
fn that_a_new_value_went_with_a_lock_is_said() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::R);
    stage.window.run_steps(4);
    stage.window.event(egui::Event::Paste(passphrase(24)));
    stage.window.run_steps(4);
    lock(&mut stage);
    unlock(&mut stage);
    assert!(stage.window.query_by_role(Role::Dialog).is_none());
    assert!(stage.tree().contains("Rotate closed as Keyloft locked; it was not saved"), "{}", stage.tree());
}

/// The dialog of an import with that path, read by other rules, for another environment; its plan is here.
fn importing_a_file() -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    let number = file_looked_for(&mut stage);
    stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
    stage.window.get_by_role_and_label(Role::TextInput, "Environment").focus();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("preview");
    stage.press(Key::Tab);
    tab_to(&mut stage, "Read as");
    [Key::Space, Key::ArrowDown, Key::ArrowDown, Key::Enter].into_iter().for_each(|key| stage.press(key));
    assert!(stage.tree().contains("Next and Vite"), "{}", stage.tree());
    stage
}

#[test]
fn an_import_opens_again_after_a_lock_with_its_path_and_reads_the_file_anew() {
    let mut stage = importing_a_file();
    lock(&mut stage);
    let tree = stage.tree();
    assert!(!tree.contains("/made/up") && !tree.contains("API_TOKEN") && !tree.contains("preview"), "{tree}");
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(6);
    assert_eq!(text_of(&stage, "File"), "/made/up/.env");
    assert_eq!(text_of(&stage, "Environment"), "preview");
    let is_read = |stage: &Stage| stage.window.query_by_role_and_label(Role::CheckBox, "API_TOKEN").is_some();
    assert!(!is_read(&stage), "what was read before is gone: {}", stage.tree());
    assert!(!stage.tree().contains("not kept"), "{}", stage.tree());
    file_found(&mut stage, "/made/up/.env");
    let Ok(Request::PlanImports(number, asks)) = stage.asked.try_recv() else { panic!("{}", stage.tree()) };
    assert_eq!((asks[0].into.environment.as_str(), asks[0].dialect), ("preview", crate::envfile::Dialect::Expand));
    stage.hears(Event::Planned(number, vec![Ok(one_key_planned())]));
    assert!(is_read(&stage), "{}", stage.tree());
}

#[test]
fn a_pasted_text_goes_with_a_lock_and_that_is_said_where_it_stood() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    stage.window.event(egui::Event::Paste("A_KEY=made up\nB_KEY=also made up\n".to_owned()));
    stage.window.run_steps(40);
    lock(&mut stage);
    unlock(&mut stage);
    let said = "The pasted text was not kept meanwhile. Paste it again.";
    assert!(stage.tree().contains(said), "{}", stage.tree());
    assert!(!stage.tree().contains("Import closed"), "{}", stage.tree());
    assert_eq!(focused(&stage), "Text of an environment file");
    assert!(!stage.asked.try_iter().any(|asked| matches!(asked, Request::PlanImports(..))), "there is no text");
    stage.window.event(egui::Event::Paste("A_KEY=made up\n".to_owned()));
    stage.window.run_steps(40);
    assert!(!stage.tree().contains(said), "{}", stage.tree());
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::PlanImports(..))), "{}", stage.tree());
}

#[test]
fn an_import_without_a_path_or_one_that_is_done_is_closed_by_a_lock() {
    for done in [false, true] {
        let mut stage = Stage::new(sample::snapshot());
        if done {
            stage.hears(came(ImportReport {
                keys: 3,
                import: Some(crate::model::ImportId(1)),
                ..ImportReport::default()
            }));
        } else {
            stage.click("Import…");
        }
        assert!(stage.window.query_by_role(Role::Dialog).is_some());
        lock(&mut stage);
        unlock(&mut stage);
        assert!(stage.window.query_by_role(Role::Dialog).is_none(), "{done}: {}", stage.tree());
    }
}

#[test]
fn the_field_that_one_goes_on_in_after_a_lock_is_in_view_with_its_ring() {
    for (wide, high) in in_view::SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.type_text("SESSION_KEY");
        lock(&mut stage);
        unlock(&mut stage);
        stage.window.run_steps(30);
        assert_eq!(focused(&stage), "Value", "{wide} × {high}");
        let ring = stage.window.get_by_role_and_label(Role::PasswordInput, "Value").rect().expand(3.0);
        let foot = stage.window.get_by_label("Cancel").rect().top() - 14.0;
        assert!(ring.top() > 54.0 && ring.bottom() < foot, "{wide} × {high}: {ring} over {foot}");
    }
}

#[test]
fn who_goes_on_after_a_lock_is_in_the_field_one_was_in() {
    let edit = || {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        stage.press(Key::E);
        stage
    };
    let over_a_row = || {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage
    };
    for (what, mut stage) in [("New key over a row", over_a_row()), ("New key", new_key()), ("Edit", edit())] {
        stage.press_with(Modifiers::COMMAND, Key::A);
        stage.type_text("SESSION_KEY");
        lock(&mut stage);
        unlock(&mut stage);
        let field = focused(&stage);
        assert!(["Variable name", "Value"].contains(&field.as_str()), "{what}: {field}");
        for _ in 0..2 {
            stage.press(Key::Escape);
            stage.window.run_steps(6);
            assert_eq!(focused(&stage), "Keep editing", "{what}");
            stage.press(Key::Escape);
            stage.window.run_steps(6);
            assert_eq!(focused(&stage), field, "{what}");
        }
    }
}

/// The export dialog over Storefront's staging with a path, a reader, a key left out and a file that is to go; what it asked last.
fn exporting() -> (Stage, ExportAsk) {
    let (mut stage, number, _) = export();
    told(&mut stage, look(number));
    stage.window.get_by_role_and_label(Role::CheckBox, "OPENAI_API_KEY").click();
    stage.window.run_steps(3);
    stage.window.get_by_role_and_label(Role::Switch, "Delete the file automatically").click();
    stage.window.run_steps(20);
    let (number, _) = question(&stage);
    let why = "its value holds a line break".to_owned();
    let refused = vec![("TLS_KEY".to_owned(), why, Some(Target::Sh))];
    told(&mut stage, ExportLook { refused, ..look(number) });
    stage.click("For a shell");
    stage.window.run_steps(20);
    let (_, ask) = question(&stage);
    (stage, ask)
}

#[test]
fn an_export_opens_again_after_a_lock_with_its_place_reader_path_and_options() {
    let (mut stage, before) = exporting();
    lock(&mut stage);
    let tree = stage.tree();
    assert!(!tree.contains("/made/up") && !tree.contains("OPENAI_API_KEY") && !tree.contains("Staging"), "{tree}");
    unlock(&mut stage);
    assert_eq!(text_of(&stage, "File"), "/made/up/.env");
    let (number, ask) = question(&stage);
    assert_eq!(format!("{ask:?}"), format!("{before:?}"), "all of it is asked about anew");
    assert_eq!((ask.target, ask.place.environment.as_str()), (Target::Sh, "staging"));
    assert!(ask.delete_after.is_some() && ask.only.iter().all(|name| name.as_str() != "OPENAI_API_KEY"));
    assert!(!stage.tree().contains("Read back as"), "what was known before is gone: {}", stage.tree());
    assert!(stage.tree().contains("OPENAI_API_KEY: left out by you"), "{}", stage.tree());
    told(&mut stage, look(number));
    assert_eq!(focused(&stage), "File");
    stage.press(Key::Enter);
    let Ok(Request::Export(ask)) = stage.asked.try_recv() else { panic!("{}", stage.tree()) };
    assert_eq!(format!("{ask:?}"), format!("{before:?}"));
}

#[test]
fn what_an_export_may_write_over_is_asked_anew_after_a_lock_and_what_stays_out_is_not() {
    let (mut stage, number, _) = export();
    let looked = |number| ExportLook {
        file: FileThere::Another,
        git: GitSees::Open,
        refused: vec![("TLS_KEY".to_owned(), "its value holds a line break".to_owned(), None)],
        ..look(number)
    };
    told(&mut stage, looked(number));
    ["Leave out", "Add to .gitignore", "Replace"].into_iter().for_each(|button| stage.click(button));
    assert!(stage.tree().contains("Replaces the existing file"), "{}", stage.tree());
    lock(&mut stage);
    unlock(&mut stage);
    let (number, ask) = question(&stage);
    assert!(ask.skip_refused && ask.gitignore && ask.consent == Consent::default());
    told(&mut stage, looked(number));
    assert!(stage.tree().contains("Keyloft did not write it, or it was changed."), "{}", stage.tree());
    assert!(stage.tree().contains(".env will be added to .gitignore"), "{}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(!stage.asked.try_iter().any(|asked| matches!(asked, Request::Export(_))), "{}", stage.tree());
}

#[test]
fn an_export_of_an_environment_that_is_gone_since_is_gone_too() {
    for is_gone in [false, true] {
        let (mut stage, ..) = export();
        lock(&mut stage);
        let mut since = sample::snapshot();
        let shop = since.projects.iter_mut().find(|project| project.name == "Storefront").unwrap();
        shop.environments.retain(|environment| environment.name != if is_gone { "staging" } else { "production" });
        stage.hears(Event::Snapshot(Arc::new(since)));
        stage.window.run_steps(6);
        assert_eq!(stage.window.query_by_role(Role::Dialog).is_none(), is_gone, "{}", stage.tree());
    }
}
