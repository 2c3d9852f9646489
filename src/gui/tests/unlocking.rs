//! What dialogs save while the keychain is locked.

use super::*;

/// A dialog with all it needs to save, and whether that is what it asks for.
struct Saves {
    what: &'static str,
    ready: fn(&mut Stage),
    is_asked: fn(&Request) -> bool,
}

const ALL: [Saves; 4] = [
    Saves {
        what: "save key",
        ready: |stage| {
            stage.press_with(Modifiers::COMMAND, Key::N);
            stage.type_text("SESSION_KEY");
            paste(stage);
        },
        is_asked: |request| matches!(request, Request::Add(wishes) if wishes.len() == 1),
    },
    Saves {
        what: "rotate key",
        ready: |stage| {
            stage.press(Key::ArrowDown);
            stage.press(Key::R);
            paste(stage);
        },
        is_asked: |request| matches!(request, Request::Rotate(..)),
    },
    Saves {
        what: "save file",
        ready: |stage| {
            stage.press(Key::ArrowDown);
            stage.press_with(Modifiers::SHIFT, Key::F10);
            stage.click_on_top("Save as file…");
        },
        is_asked: |request| matches!(request, Request::SaveFile(..)),
    },
    Saves {
        what: "duplicate key",
        ready: |stage| {
            stage.press(Key::ArrowDown);
            stage.press_with(Modifiers::SHIFT, Key::F10);
            stage.click_on_top("Duplicate to…");
            stage.window.get_by_role_and_label(Role::TextInput, "Variable name").click();
            stage.window.run_steps(3);
            stage.type_text("_2");
        },
        is_asked: |request| matches!(request, Request::Duplicate(..)),
    },
];

fn paste(stage: &mut Stage) {
    stage.window.event(egui::Event::Paste(passphrase(24)));
    stage.window.run_steps(3);
    stage.hears(Event::Whose(Vec::new()));
}

/// The dialog over a keychain that is locked, whose button was pressed.
fn pressed(saves: &Saves) -> Stage {
    let mut stage = Stage::new(sample::keychain_trouble());
    (saves.ready)(&mut stage);
    let button = format!("Unlock, then {}", saves.what);
    assert!(stage.tree().contains(&button), "{}: {}", saves.what, stage.tree());
    stage.asked.try_iter().for_each(drop);
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    let asked: Vec<_> = stage.asked.try_iter().collect();
    assert!(matches!(asked[..], [Request::Unlock(None)]), "{}: {asked:?}", saves.what);
    stage
}

#[test]
fn what_a_dialog_saves_while_the_keychain_is_locked_is_saved_once_it_is_open() {
    for saves in &ALL {
        let mut stage = pressed(saves);
        // Something else may be told meanwhile.
        stage.hears(Event::Snapshot(Arc::new(sample::keychain_trouble())));
        assert!(stage.asked.try_recv().is_err(), "{}", saves.what);
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        let asked: Vec<_> = stage.asked.try_iter().collect();
        assert!(asked.iter().filter(|request| (saves.is_asked)(request)).count() == 1, "{}: {asked:?}", saves.what);
    }
}

#[test]
fn a_keychain_that_was_not_opened_is_said_in_the_dialog_and_nothing_is_saved_by_itself() {
    for saves in &ALL {
        let mut stage = pressed(saves);
        let why = "GNOME Keyring wasn't unlocked.";
        stage.hears(Event::Failed(Failure::new("Couldn't unlock Keyloft.", why, "Try again with its password.")));
        assert!(stage.tree().contains(why), "{}: {}", saves.what, stage.tree());
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        assert!(!stage.asked.try_iter().any(|request| (saves.is_asked)(&request)), "{}", saves.what);
    }
}

#[test]
fn what_was_to_be_saved_goes_with_a_window_that_is_locked() {
    let mut stage = pressed(&ALL[0]);
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Keychain))));
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert!(!stage.asked.try_iter().any(|request| (ALL[0].is_asked)(&request)));
}

#[test]
fn a_change_that_a_locked_keychain_refused_is_asked_for_again_behind_its_unlocking() {
    let mut stage = Stage::new(sample::keychain_trouble());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.type_text("_2");
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Edit(..))), "most changes need no secret");
    let remedy = Some(Remedy::Unlock);
    let refused = Failure::new("Couldn't save the key.", "GNOME Keyring is locked.", "Unlock it, then try again.");
    stage.hears(Event::Failed(Failure { remedy, ..refused }));
    stage.click_on_top("Unlock, then try again");
    let asked: Vec<_> = stage.asked.try_iter().collect();
    assert!(matches!(asked[..], [Request::Unlock(None)]), "{asked:?}");
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Edit(..))));
}

#[test]
fn a_change_unlocks_first_where_it_can_only_be_refused() {
    type Changes = fn(&mut Stage);
    let renamed: Changes = |stage| stage.type_text("_2");
    let of_another_kind: Changes = |stage| {
        stage.window.get_by_role_and_label(Role::ComboBox, "Kind").click();
        stage.window.run_steps(4);
        stage.window.get_by_role_and_label(Role::MenuItem, "Other").click();
        stage.window.run_steps(4);
    };
    for (holds_key, change, waits) in [(false, renamed, true), (true, of_another_kind, true), (true, renamed, false)] {
        let mut stage = Stage::new(Snapshot { holds_key, ..sample::keychain_trouble() });
        stage.press(Key::ArrowDown);
        stage.press(Key::E);
        change(&mut stage);
        assert_eq!(stage.tree().contains("Unlock, then save changes"), waits, "{}", stage.tree());
        stage.asked.try_iter().for_each(drop);
        stage.press_with(Modifiers::COMMAND, Key::Enter);
        let asked: Vec<_> = stage.asked.try_iter().collect();
        assert_eq!(matches!(asked[..], [Request::Unlock(None)]), waits, "{asked:?}");
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        let saved = stage.asked.try_iter().filter(|request| matches!(request, Request::Edit(..))).count();
        assert_eq!(saved, usize::from(waits), "it is saved once the keychain is open");
    }
}

#[test]
fn an_export_goes_on_where_only_it_came_to_know_that_the_keychain_was_locked() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.window.run_steps(20);
    let asked_for = |stage: &Stage| {
        let number = |request| if let Request::LookAtExport(number, _) = request { Some(number) } else { None };
        stage.asked.try_iter().filter_map(number).last()
    };
    let asked = asked_for(&stage).expect("a question");
    let remedy = Some(Remedy::Unlock);
    let locked = Failure::new("Couldn't read the keys.", "GNOME Keyring is locked.", "Unlock it, then try again.");
    let unproved = Some(Failure { remedy, ..locked });
    stage.hears(Event::ExportLooked(Box::new(crate::jobs::ExportLook { asked, unproved, ..Default::default() })));
    stage.window.run_steps(4);
    stage.click_on_top("Unlock…");
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(20);
    assert!(asked_for(&stage).is_some(), "it is read anew: {}", stage.tree());
}

fn is_locked(title: &str) -> Failure {
    let why = "GNOME Keyring is locked.";
    Failure { remedy: Some(Remedy::Unlock), ..Failure::new(title, why, "Unlock it, then try again.") }
}

fn was_cancelled() -> Failure {
    let why = "GNOME Keyring wasn't unlocked.";
    Failure {
        remedy: Some(Remedy::Unlock),
        ..Failure::new("Couldn't unlock Keyloft.", why, "Try again with its password.")
    }
}

/// Where the file's field stands, and how often the way to unlock is offered.
fn stands(stage: &Stage) -> (f32, usize) {
    let offered = |role| stage.window.query_all_by_role_and_label(role, "Unlock…").count();
    (stage.window.get_by_role_and_label(Role::TextInput, "File").rect().top(), offered(Role::Button))
}

/// An export over a keychain that is locked, as the worker says of a file that is written, or is about to be.
fn export_over_a_lock(writes: bool) -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.type_text("/made/up/.env");
    stage.window.run_steps(20);
    let told = |stage: &mut Stage, unproved| {
        let number = |request| if let Request::LookAtExport(number, _) = request { Some(number) } else { None };
        let asked = stage.asked.try_iter().filter_map(number).last().expect("a question");
        stage.hears(Event::ExportLooked(Box::new(crate::jobs::ExportLook { asked, unproved, ..Default::default() })));
        stage.window.run_steps(4);
    };
    if writes {
        told(&mut stage, None);
        stage.click("Write file");
        stage.hears(Event::Failed(is_locked("Couldn't write the file.")));
        stage.window.run_steps(20);
    }
    told(&mut stage, Some(is_locked("Couldn't read the keys.")));
    stage
}

#[test]
fn an_export_offers_one_way_to_unlock_and_stays_where_it_is() {
    for writes in [false, true] {
        let mut stage = export_over_a_lock(writes);
        let before = stands(&stage);
        assert_eq!(before.1, 1, "{writes}: {}", stage.tree());
        stage.click("Unlock…");
        stage.window.run_steps(4);
        assert_eq!(stands(&stage), before, "{writes}: while it is asked\n{}", stage.tree());
        stage.hears(Event::Failed(was_cancelled()));
        stage.window.run_steps(4);
        assert!(stage.tree().contains("GNOME Keyring wasn't unlocked."), "{writes}: {}", stage.tree());
        assert_eq!(stands(&stage), before, "{writes}: where it was cancelled");
        stage.click("Unlock…");
        stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
        stage.window.run_steps(20);
        assert_eq!(focused(&stage), "File", "{writes}: Enter writes there");
        let number = |request| if let Request::LookAtExport(number, _) = request { Some(number) } else { None };
        let asked = stage.asked.try_iter().filter_map(number).last().expect("it is read anew");
        stage.hears(Event::ExportLooked(Box::new(crate::jobs::ExportLook { asked, ..Default::default() })));
        assert_eq!(stands(&stage).1, 0, "{writes}: {}", stage.tree());
    }
}

#[test]
fn a_path_is_not_called_wrong_where_the_keychain_was_not_opened() {
    let mut stage = pressed(&ALL[2]);
    stage.hears(Event::Failed(was_cancelled()));
    let at = |words: &str| stage.window.get_by_label(words).rect();
    let said = at("Couldn't unlock Keyloft. GNOME Keyring wasn't unlocked. Try again with its password.");
    assert!(said.bottom() < at("File").top(), "over the path, not under it as its mistake: {}", stage.tree());
    // What is wrong with the path still is.
    stage.click("Unlock, then save file");
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    let exists = Failure::new("Couldn't save it.", "x.txt exists already.", "Choose another file.");
    stage.hears(Event::Failed(exists));
    let at = |words: &str| stage.window.get_by_label(words).rect();
    assert!(at("x.txt exists already. Choose another file.").top() > at("File").bottom(), "{}", stage.tree());
}

#[test]
fn the_settings_stay_where_they_are_while_the_keychain_is_asked() {
    let mut stage = Stage::new(sample::keychain_trouble());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.window.run_steps(10);
    let row = |stage: &Stage| stage.window.query_all_by_label("Unlock…").last().expect("its row").rect().top();
    let notices = |stage: &Stage| stage.tree().matches("Couldn't unlock Keyloft.").count();
    stage.window.get_by_label("Unlock…").focus();
    stage.window.run_steps(20);
    let before = row(&stage);
    stage.click("Unlock…");
    stage.hears(Event::Failed(was_cancelled()));
    stage.window.run_steps(4);
    assert_eq!((row(&stage), notices(&stage)), (before, 1), "{}", stage.tree());
    stage.click("Unlock keychain…");
    assert_eq!((row(&stage), notices(&stage)), (before, 1), "while it is asked: {}", stage.tree());
    let unlocks: Vec<_> = stage.asked.try_iter().filter(|request| !matches!(request, Request::LookAtFolders)).collect();
    assert!(matches!(unlocks[..], [Request::Unlock(None), Request::Unlock(None)]), "{unlocks:?}");
    let field = |stage: &Stage| stage.window.get_by_label("You are").rect().top();
    let before = field(&stage);
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(4);
    assert_eq!((field(&stage), notices(&stage)), (before, 0), "{}", stage.tree());
}

#[test]
fn an_import_unlocks_and_reads_on() {
    let mut stage = Stage::sized(sample::keychain_trouble(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("import");
    stage.press(Key::Enter);
    stage.click_on_top("Pasted text");
    stage.window.run_steps(3);
    stage.window.event(egui::Event::Paste("PORT=8080".to_owned()));
    stage.window.run_steps(60);
    let asked_for = |stage: &Stage| {
        let number = |request| if let Request::PlanImports(number, _) = request { Some(number) } else { None };
        stage.asked.try_iter().filter_map(number).last()
    };
    let number = asked_for(&stage).unwrap_or_else(|| panic!("{}", stage.tree()));
    let remedy = Some(Remedy::Unlock);
    let locked = Failure::new("Couldn't read it.", "GNOME Keyring is locked.", "Unlock it, then try again.");
    stage.hears(Event::Planned(number, vec![Err(Failure { remedy, ..locked })]));
    stage.click_on_top("Unlock keychain…");
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Unlock(None))));
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(10);
    assert!(asked_for(&stage).is_some(), "{}", stage.tree());
}
