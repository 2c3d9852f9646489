//! The export dialog by what stands on screen, with the test as the worker.

use super::*;
use crate::envfile::Target;
use crate::jobs::{Consent, Dangerous, ExportAsk, ExportLook, Exported, FileThere, GitSees};

/// The dialog over Storefront's staging, the file named; the last question and what was asked with it.
pub(super) fn export() -> (Stage, u64, ExportAsk) {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::E);
    let (first, _) = question(&stage);
    stage.hears(Event::ExportLooked(Box::new(look(first))));
    stage.type_text("/made/up/.env");
    stage.window.run_steps(20);
    let (number, ask) = question(&stage);
    (stage, number, ask)
}

pub(super) fn question(stage: &Stage) -> (u64, ExportAsk) {
    match stage.asked.try_iter().last() {
        Some(Request::LookAtExport(number, ask)) => (number, *ask),
        other => panic!("{other:?}"),
    }
}

pub(super) fn look(asked: u64) -> ExportLook {
    ExportLook { asked, variables: 12, ..ExportLook::default() }
}

pub(super) fn told(stage: &mut Stage, look: ExportLook) {
    stage.hears(Event::ExportLooked(Box::new(look)));
}

fn written(stage: &mut Stage) -> ExportAsk {
    stage.press(Key::Enter);
    match stage.asked.try_recv() {
        Ok(Request::Export(ask)) => *ask,
        other => panic!("{other:?}"),
    }
}

fn nothing_is_written(stage: &mut Stage) {
    stage.press(Key::Enter);
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Export(_))));
}

#[test]
fn the_path_is_looked_at_and_enter_writes() {
    let (mut stage, number, ask) = export();
    assert_eq!((ask.to.to_str(), ask.place.environment.as_str()), (Some("/made/up/.env"), "staging"));
    told(&mut stage, look(number));
    assert!(stage.tree().contains("Read back as any dotenv reader reads it: 12 of 12"));
    let ask = written(&mut stage);
    assert!(ask.delete_after.is_none() && ask.consent == Consent::default() && !ask.gitignore && ask.only.is_empty());
    nothing_is_written(&mut stage);
}

#[test]
fn what_the_reader_can_not_hold_is_left_out_or_another_reader_is_taken() {
    let (mut stage, number, _) = export();
    let why = "its value holds a line break".to_owned();
    let refused = vec![("TLS_KEY".to_owned(), why, Some(Target::Sh))];
    told(&mut stage, ExportLook { refused: refused.clone(), ..look(number) });
    assert!(stage.tree().contains("Not every dotenv reader can hold TLS_KEY. Its value holds a line break."));
    nothing_is_written(&mut stage);
    stage.click("For a shell");
    stage.window.run_steps(20);
    let (number, ask) = question(&stage);
    assert_eq!(ask.target, Target::Sh);
    told(&mut stage, ExportLook { refused, ..look(number) });
    stage.click("Leave out");
    assert!(written(&mut stage).skip_refused);
}

#[test]
fn a_file_of_someones_own_is_replaced_by_a_click_alone() {
    let (mut stage, number, _) = export();
    told(&mut stage, ExportLook { file: FileThere::Another, ..look(number) });
    nothing_is_written(&mut stage);
    stage.click("Replace");
    assert!(stage.tree().contains("Replaces the existing file"));
    assert_eq!(written(&mut stage).consent, Consent { replace: true, ..Consent::default() });
}

#[test]
fn a_path_that_git_would_add_is_ignored_by_a_click() {
    let (mut stage, number, _) = export();
    told(&mut stage, ExportLook { git: GitSees::Open, ..look(number) });
    // As high as in the design's picture, within a pixel that text is rounded by.
    let said = ".env is not in .gitignore. Git could commit it by accident.";
    for (words, high) in [(said, 48.0), ("Or run a command", 56.0)] {
        let rect = stage.window.get_by_label_contains(words).rect();
        assert!((rect.height() - high).abs() <= 1.0, "{words}: {rect:?}");
    }
    stage.click("Add to .gitignore");
    assert!(stage.tree().contains(".env will be added to .gitignore"));
    let ask = written(&mut stage);
    assert!(ask.gitignore && ask.consent == Consent::default());
}

#[test]
fn a_tracked_path_and_one_that_will_not_do_are_not_written() {
    for git in [GitSees::Tracked, GitSees::Unsure] {
        let (mut stage, number, _) = export();
        told(&mut stage, ExportLook { git, ..look(number) });
        nothing_is_written(&mut stage);
        stage.click("Write anyway");
        assert_eq!(written(&mut stage).consent, Consent { tracked: true, ..Consent::default() });
    }
    let (mut stage, number, _) = export();
    told(&mut stage, ExportLook { file: FileThere::Bad("it is a link".to_owned()), ..look(number) });
    assert!(stage.tree().contains("Can't write to .env. It is a link."), "{}", stage.tree());
    nothing_is_written(&mut stage);
}

#[test]
fn a_click_on_a_line_leaves_its_key_out_and_the_switch_deletes_the_file_later() {
    let (mut stage, number, _) = export();
    told(&mut stage, look(number));
    stage.window.get_by_role_and_label(Role::CheckBox, "OPENAI_API_KEY").click();
    stage.window.run_steps(3);
    assert!(stage.tree().contains("OPENAI_API_KEY: left out by you"));
    stage.window.get_by_role_and_label(Role::Switch, "Delete the file automatically").click();
    stage.window.run_steps(20);
    stage.asked.try_iter().for_each(drop);
    stage.click("Write file");
    let Ok(Request::Export(ask)) = stage.asked.try_recv() else { panic!("nothing was asked") };
    assert_eq!(ask.delete_after.map(|time| time.as_secs()), Some(3_600));
    assert!(!ask.only.is_empty() && ask.only.iter().all(|name| name.as_str() != "OPENAI_API_KEY"));
}

/// The sample with so many plain values in the environment that is exported first, and no other key.
pub(super) fn many_plain(count: i64) -> Snapshot {
    let mut snapshot = sample::snapshot();
    let plain = snapshot.keys.iter().find(|key| key.is_plain()).cloned().unwrap();
    let named = |at: i64| {
        let name = crate::model::VariableName::new(&format!("NAME_{at:02}")).unwrap();
        let mut key = plain.clone();
        (key.uid, key.reference) = (crate::model::KeyUid(1000 + at), plain.place().key(&name));
        key
    };
    snapshot.keys = (0..count).map(named).collect();
    snapshot
}

#[test]
fn the_lines_of_the_preview_are_one_stop_that_arrows_lead_through() {
    use super::keyboard::{focused, tab_to};
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(many_plain(60), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::E);
        stage.window.run_steps(20);
        tab_to(&mut stage, "NAME_00");
        for (key, name) in [
            (Key::ArrowDown, "NAME_01"),
            (Key::ArrowUp, "NAME_00"),
            (Key::End, "NAME_59"),
            (Key::ArrowUp, "NAME_58"),
            (Key::Home, "NAME_00"),
        ] {
            stage.press(key);
            stage.window.run_steps(6);
            assert_eq!(focused(&stage), name, "by {key:?}");
            let at = stage.window.get_by_role_and_label(Role::CheckBox, name).rect();
            let file = stage.window.ctx.content_rect();
            assert!(file.contains_rect(at), "{name} at {at:?} in {wide} × {high}");
        }
        stage.press(Key::PageDown);
        assert!(focused(&stage).as_str() > "NAME_02", "a page on: {}", focused(&stage));
        stage.press(Key::Tab);
        assert!(!focused(&stage).starts_with("NAME_"), "Tab leads on: {}", focused(&stage));
        stage.press_with(Modifiers::SHIFT, Key::Tab);
        assert!(focused(&stage).starts_with("NAME_"), "and back: {}", focused(&stage));
        stage.press(Key::Space);
        assert!(stage.tree().contains("left out by you"), "{}", stage.tree());
    }
}

#[test]
fn a_protected_environment_asks_and_deletes_the_file_by_itself() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Production, protected").click();
    stage.window.run_steps(3);
    stage.press_with(Modifiers::COMMAND, Key::E);
    let (first, _) = question(&stage);
    told(&mut stage, look(first));
    stage.type_text("/made/up/.env");
    stage.window.run_steps(20);
    let (number, _) = question(&stage);
    told(&mut stage, look(number));
    nothing_is_written(&mut stage);
    assert!(stage.tree().contains("Write these production secrets to a file?"));
    assert!(stage.tree().contains("It is deleted after 1 hour, unless it was changed by then. keyloft run gives them"));
    stage.click_on_top("Write file");
    let asked = stage.asked.try_iter().find_map(|request| match request {
        Request::Export(ask) => Some(ask),
        _ => None,
    });
    assert_eq!(asked.and_then(|ask| ask.delete_after).map(|time| time.as_secs()), Some(3_600));
}

#[test]
fn the_command_that_needs_no_file_can_be_copied() {
    let (mut stage, _, _) = export();
    stage.window.get_by_role_and_label(Role::Button, "Copy").click();
    stage.window.run_steps(3);
    let asked = stage.asked.try_iter().find_map(|request| match request {
        Request::CopyRunCommand(place) => Some(place.to_string()),
        _ => None,
    });
    assert_eq!(asked.as_deref(), Some("Storefront/staging"));
    // Its toast lies under the dialog.
    stage.hears(Event::Done(Done::CommandCopied));
    assert!(stage.window.query_by_role_and_label(Role::Button, "Copied").is_some(), "{}", stage.tree());
    stage.window.run_steps(20);
    assert!(stage.window.query_by_role_and_label(Role::Button, "Copy").is_some(), "{}", stage.tree());
}

#[test]
fn the_reader_is_the_one_that_the_folder_shows_until_a_person_chooses() {
    let (mut stage, number, _) = export();
    told(&mut stage, ExportLook { likely: vec![Target::Next, Target::Compose], ..look(number) });
    stage.window.run_steps(20);
    let (number, ask) = question(&stage);
    assert_eq!(ask.target, Target::Next);
    told(&mut stage, ExportLook { likely: vec![Target::Next, Target::Compose], ..look(number) });
    assert!(stage.tree().contains("Read back as Next reads it: 12 of 12"));
    stage.window.get_by_role_and_label(Role::ComboBox, "Read by").click();
    stage.window.run_steps(3);
    assert!(stage.tree().contains("In this folder"));
    stage.type_text("fish");
    stage.press(Key::Enter);
    stage.window.run_steps(20);
    let (number, ask) = question(&stage);
    assert_eq!(ask.target, Target::Fish);
    told(&mut stage, ExportLook { likely: vec![Target::Next], ..look(number) });
    stage.window.run_steps(20);
    assert!(stage.asked.try_recv().is_err(), "what a person chose stays");
}

#[test]
fn a_name_that_changes_how_programs_run_is_written_by_a_click_alone() {
    let (mut stage, number, _) = export();
    let file = FileThere::Another;
    told(&mut stage, ExportLook { dangerous: vec!["PATH".to_owned()], file, ..look(number) });
    stage.click("Write anyway");
    nothing_is_written(&mut stage);
    assert!(stage.tree().contains("The file exists already."), "a consent is for what it was asked for");
    stage.click("Replace");
    let dangerous = Dangerous::These(vec!["PATH".to_owned()]);
    assert_eq!(written(&mut stage).consent, Consent { replace: true, dangerous, ..Consent::default() });
}

#[test]
fn a_path_that_is_changed_takes_a_consent_back() {
    let (mut stage, number, _) = export();
    told(&mut stage, ExportLook { file: FileThere::Another, git: GitSees::Tracked, ..look(number) });
    stage.click("Replace");
    nothing_is_written(&mut stage);
    assert!(stage.tree().contains("Git tracks the file."), "one consent is not the other");
    stage.click("Write anyway");
    stage.type_text(".local");
    stage.window.run_steps(20);
    let (number, ask) = question(&stage);
    assert_eq!(ask.consent, Consent::default());
    told(&mut stage, ExportLook { file: FileThere::Another, ..look(number) });
    nothing_is_written(&mut stage);
    assert!(stage.window.query_by_label("Replace").is_some());
}

#[test]
fn a_secret_that_is_pasted_for_a_path_is_never_shown() {
    let (mut stage, number, _) = export();
    told(&mut stage, look(number));
    let value: String = ('a'..='z').rev().map(|letter| format!("{letter}7")).collect();
    for pasted in [format!("API_KEY={value}\nPORT=1\n"), value.clone()] {
        stage.window.event(egui::Event::Paste(pasted));
        stage.window.run_steps(3);
        assert!(!stage.tree().contains(&value), "{}", stage.tree());
        assert!(stage.tree().contains("not a path. None of it was kept."), "{}", stage.tree());
    }
    stage.press_with(Modifiers::COMMAND, Key::Z);
    assert!(!stage.tree().contains(&value), "nor is it in the undo history");
    stage.type_text("x");
    assert!(!stage.tree().contains("None of it was kept."));
}

#[test]
fn the_dialog_and_enter_repeat_the_last_export_of_the_environment() {
    let (mut stage, number, _) = export();
    told(&mut stage, look(number));
    let ask = written(&mut stage);
    let exported = Exported {
        path: ask.to,
        place: ask.place,
        variables: 12,
        left_out: Vec::new(),
        unasked: 0,
        expired: Vec::new(),
        delete_after: ask.delete_after,
    };
    stage.hears(Event::Exported(exported));
    stage.press_with(Modifiers::COMMAND, Key::E);
    let (number, _) = question(&stage);
    told(&mut stage, ExportLook { file: FileThere::Ours, ..look(number) });
    assert!(stage.tree().contains("Replaces the file that Keyloft wrote"));
    let again = written(&mut stage);
    assert_eq!(again.to.to_str(), Some("/made/up/.env"));
    assert_eq!(again.place.environment, "staging");
}

#[test]
fn on_all_projects_the_project_is_chosen_in_the_dialog() {
    let mut stage = Stage::new(sample::snapshot());
    stage.go_to_all_projects();
    stage.press(Key::End);
    stage.press(Key::Enter);
    let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("no row is selected") };
    let snapshot = sample::snapshot();
    // Its name stands in every project: which one is told by the row alone.
    let key = snapshot.keys.iter().find(|key| key.uid == uid).unwrap();
    assert_ne!(key.place().project, snapshot.projects[0].name);
    stage.press_with(Modifiers::COMMAND, Key::E);
    let (first, ask) = question(&stage);
    assert_eq!(&ask.place, key.place());
    told(&mut stage, look(first));
    let project = stage.window.get_by_role_and_label(Role::ComboBox, "Project");
    assert_eq!(project.accesskit_node().value(), Some(key.place().project.clone()));
    project.click();
    stage.window.run_steps(3);
    stage.window.get_by_role_and_label(Role::MenuItem, "Billing").click();
    stage.window.run_steps(20);
    let (_, ask) = question(&stage);
    assert_eq!(ask.place.to_string(), "Billing/development");
    assert!(stage.tree().contains("# Billing/development, written by Keyloft"));
}

#[test]
fn within_a_project_no_other_one_is_offered() {
    let (stage, _, ask) = export();
    assert_eq!(ask.place.project, "Storefront");
    assert!(stage.window.query_by_role_and_label(Role::ComboBox, "Project").is_none());
}

#[test]
fn the_command_is_read_whole_at_every_size() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::E);
        stage.window.run_steps(4);
        assert!(stage.tree().contains("keyloft run Storefront/development -- npm start"), "{}", stage.tree());
        // Its button says so in words where the command is on no line fewer without them.
        if wide > 1000.0 {
            assert_eq!(stage.painted("Copy").len(), 1, "{}", stage.tree());
        }
        // In the smallest window it is under the fold.
        let is_cut = cut(&stage, "keyloft run");
        assert!(is_cut == Some(false) || is_cut.is_none() && wide < 900.0, "at {wide}: {is_cut:?}");
    }
}

/// Whether words that begin so were painted with their end cut off; none where they were not painted.
pub(super) fn cut(stage: &Stage, begin: &str) -> Option<bool> {
    fn look(shape: &egui::Shape, begin: &str, found: &mut Option<bool>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, begin, found)),
            egui::Shape::Text(text) if text.galley.text().starts_with(begin) => *found = Some(text.galley.elided),
            _ => {}
        }
    }
    let mut found = None;
    stage.window.output().shapes.iter().for_each(|clipped| look(&clipped.shape, begin, &mut found));
    found
}

#[test]
fn the_field_of_the_file_is_in_view_whatever_comes_over_it() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.go_to_all_projects();
    let open = stage.window.get_by_label("Export…").rect().center();
    click_at(&mut stage, open);
    let (first, _) = question(&stage);
    told(&mut stage, look(first));
    stage.window.run_steps(20);
    assert!(stage.tree().contains("Read back as any dotenv reader reads it: 12 of 12"), "{}", stage.tree());
    let field = stage.window.get_by_role_and_label(Role::TextInput, "File");
    assert!(field.is_focused());
    let buttons = stage.window.get_by_label("Write file").rect();
    // The footer's line is its button's room above it.
    assert!(field.rect().bottom() + 4.0 < buttons.top() - 13.0, "{} over {buttons}", field.rect());
}

#[test]
fn while_the_keychain_is_locked_an_export_says_so_with_the_way_to_open_it_and_is_looked_at_again_then() {
    let trouble = sample::keychain_trouble();
    let VaultState::KeychainTrouble(why) = trouble.state.clone() else { panic!("{:?}", trouble.state) };
    let refused = why.clone();
    let failure = Failure {
        title: "Couldn't read Storefront/development.".to_owned(),
        why: "GNOME Keyring is locked.".to_owned(),
        advice: "Unlock it, then try again.".to_owned(),
        ..why
    };
    let mut stage = Stage::new(trouble);
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.type_text("/made/up/.env");
    stage.window.run_steps(20);
    let (asked, _) = question(&stage);
    told(&mut stage, ExportLook { asked, unproved: Some(failure), ..ExportLook::default() });
    let tree = stage.tree();
    assert!(tree.contains("GNOME Keyring is locked. Unlock it, then try again."), "{tree}");
    assert!(tree.contains("Unlock the keychain first.") && !tree.contains("It can't be read back."), "{tree}");
    nothing_is_written(&mut stage);
    stage.click_on_top("Unlock…");
    let unlocks: Vec<_> = stage.asked.try_iter().collect();
    assert!(matches!(unlocks[..], [Request::Unlock(None)]), "{unlocks:?}");
    stage.window.run_steps(20);
    assert!(stage.asked.try_recv().is_err(), "it is no more open than before");
    let refused = Failure {
        title: "Couldn't unlock Keyloft.".to_owned(),
        why: "GNOME Keyring refused access.".to_owned(),
        ..refused
    };
    stage.hears(Event::Failed(refused));
    stage.window.run_steps(4);
    let said = "Couldn't unlock Keyloft.";
    let tree = stage.tree();
    let (behind, dialog) = tree.split_once("Export environment file").unwrap();
    assert!(dialog.contains(said) && !behind.contains(said), "{tree}");
    stage.asked.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(20);
    let (number, _) = question(&stage);
    told(&mut stage, look(number));
    assert!(stage.tree().contains("12 of 12") && !stage.tree().contains(said), "{}", stage.tree());
    written(&mut stage);
}

#[test]
fn where_there_are_no_keys_nothing_is_read_back() {
    let empty = Snapshot { keys: Vec::new(), findings: Vec::new(), tails: Vec::new(), ..sample::snapshot() };
    let nowhere = Snapshot { projects: Vec::new(), ..empty.clone() };
    for snapshot in [empty, nowhere] {
        let mut stage = Stage::new(snapshot);
        stage.press_with(Modifiers::COMMAND, Key::E);
        stage.window.run_steps(20);
        let tree = stage.tree();
        assert!(tree.contains("There is nothing to write.") && !tree.contains("Reading it back"), "{tree}");
    }
}

#[test]
fn the_menu_of_readers_keeps_its_distance_from_the_edges_of_a_small_window() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.window.run_steps(20);
    stage.click("Read by");
    stage.window.run_steps(4);
    let ctx = &stage.window.ctx;
    let field = stage.window.query_all_by_label("Filter").last().expect("a field").rect();
    let layer = ctx.layer_id_at(field.center()).expect("a menu");
    let menu = ctx.memory(|memory| memory.area_rect(layer.id)).expect("its place");
    let window = ctx.content_rect().shrink(8.0);
    assert!(window.contains_rect(menu), "{menu} in {window}");
    assert!(menu.height() > 160.0, "it shows more than an entry or two: {menu}");
}

#[test]
fn a_value_that_the_store_does_not_hold_is_named_and_left_out_by_a_click() {
    let (mut stage, asked, ask) = export();
    let snapshot = sample::snapshot();
    let name = snapshot.keys.iter().find(|key| *key.place() == ask.place && !key.state.is_disabled()).unwrap().name();
    let unproved = Failure {
        why: format!("{name} is missing from GNOME Keyring."),
        advice: "Paste its value, or leave it out.".to_owned(),
        ..Failure::new("Couldn't read Storefront/development.", "", "")
    };
    let missing = vec![name.to_owned()];
    told(&mut stage, ExportLook { asked, unproved: Some(unproved), missing, ..ExportLook::default() });
    let tree = stage.tree();
    let said = format!("{name} is missing from GNOME Keyring.");
    assert!(tree.contains(&said) && tree.contains("A value is missing."), "{tree}");
    let callout = tree.lines().find(|line| line.contains(&said)).unwrap();
    assert_eq!(callout.matches(name).count(), 1, "{callout}");
    nothing_is_written(&mut stage);
    stage.click_on_top("Leave out");
    stage.window.run_steps(20);
    let (asked, ask) = question(&stage);
    assert!(!ask.only.is_empty() && ask.only.iter().all(|only| only.as_str() != name), "{:?}", ask.only);
    told(&mut stage, ExportLook { asked, variables: ask.only.len(), ..ExportLook::default() });
    assert!(written(&mut stage).only.iter().all(|only| only.as_str() != name));
}
