//! The import's preview and its last page: what can be chosen, read and taken back there.

use super::imported::{came, imported, looked};
use super::importing::{planned, with_pasted};
use super::keyboard::focused;
use super::*;
use crate::model::ImportedFileState::{AsRead, Gone};

fn entry(name: &str, fate: Fate) -> PlannedEntry {
    PlannedEntry { name: name.to_owned(), fate, ..PlannedEntry::default() }
}

fn with_entries(entries: Vec<PlannedEntry>) -> Stage {
    let mut stage = with_pasted(1280.0, 820.0, "A_KEY=1");
    planned(&mut stage, ImportPlan { entries, ..ImportPlan::default() });
    stage
}

fn is_ticked(stage: &Stage, role: Role, name: &str) -> bool {
    stage.window.get_by_role_and_label(role, name).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

#[test]
fn of_what_is_kept_and_replaced_neither_is_chosen_and_either_is_for_all() {
    let mut stage = with_entries(vec![entry("A_KEY", Fate::Differs), entry("B_KEY", Fate::Differs)]);
    let sides = ["Keep what is there", "Replace"];
    let chosen = |stage: &Stage| sides.map(|side| is_ticked(stage, Role::RadioButton, side));
    let ticks = |stage: &Stage| ["A_KEY", "B_KEY"].map(|name| is_ticked(stage, Role::CheckBox, name));
    assert_eq!(chosen(&stage), [true, false], "{}", stage.tree());
    for (side, all) in [("Replace", true), ("Keep what is there", false)] {
        stage.window.get_by_role_and_label(Role::CheckBox, "A_KEY").click();
        stage.window.run_steps(4);
        assert_eq!(chosen(&stage), [false, false], "{}", stage.tree());
        stage.window.get_by_role_and_label(Role::RadioButton, side).click();
        stage.window.run_steps(4);
        assert_eq!(ticks(&stage), [all, all]);
        assert_eq!(chosen(&stage), [!all, all]);
    }
}

#[test]
fn a_name_that_replaces_another_value_and_a_note_are_read_whole() {
    let note = "appears several times; the last one counts here".to_owned();
    let mut stage = with_entries(vec![
        entry("STRIPE_SECRET_KEY", Fate::Replaces),
        PlannedEntry { remarks: vec![note.clone()], ..entry("PORT", Fate::New) },
    ]);
    for words in ["STRIPE_SECRET_KEY", "Replaces what is there", "Appears several times; the last one counts here"] {
        assert_eq!(exporting::cut(&stage, words), Some(false), "{words}");
    }
    let whole = format!("PORT: New. {}", "Appears several times; the last one counts here");
    assert!(stage.painted(&whole).is_empty());
    stage.window.get_by_role_and_label(Role::CheckBox, "PORT").focus();
    stage.window.run_steps(4);
    let node = stage.window.get_by_role_and_label(Role::CheckBox, "PORT").accesskit_node().description();
    assert_eq!(node.as_deref(), Some(whole.as_str()));
}

fn imported_page(states: &[crate::model::ImportedFileState]) -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.hears(came(ImportReport { keys: 3, import: Some(crate::model::ImportId(1)), ..ImportReport::default() }));
    stage.hears(looked(states));
    stage.window.run_steps(8);
    stage
}

#[test]
fn what_is_said_under_a_file_leaves_its_button_under_the_pointer() {
    let mut stage = imported_page(&[AsRead, AsRead]);
    let button = |stage: &Stage| stage.window.query_all_by_label("Delete").next().unwrap().rect();
    let before = button(&stage);
    click_at(&mut stage, before.center());
    stage.hears(Event::Failed(Failure::new("Couldn't delete /made/0/.env.", "Line 7 is not in the vault.", "")));
    stage.hears(looked(&[AsRead, AsRead]));
    stage.window.run_steps(8);
    assert!(stage.tree().contains("Line 7 is not in the vault."), "{}", stage.tree());
    assert_eq!(button(&stage), before);
}

#[test]
fn after_a_file_is_deleted_the_ring_is_on_no_other_one_and_the_undo_says_why_it_is_off() {
    for mut stage in [imported_page(&[AsRead, AsRead]), imported(1280.0, 820.0, 0)] {
        stage.hears(looked(&[AsRead, AsRead]));
        stage.window.run_steps(6);
        tab_to(&mut stage, "Delete");
        stage.asked.try_iter().for_each(drop);
        stage.press(Key::Enter);
        assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::DeleteImported(..))));
        let Event::ImportsLooked(mut past) = looked(&[Gone, AsRead]) else { panic!("it is another event") };
        past[0].stays = Some("/made/0/.env is gone, so the vault holds the only copy.".to_owned());
        stage.hears(Event::ImportsLooked(past));
        stage.window.run_steps(8);
        assert_ne!(focused(&stage), "Delete");
        stage.press(Key::Enter);
        assert!(!stage.asked.try_iter().any(|asked| matches!(asked, Request::DeleteImported(..))));
    }
}

#[test]
fn what_ends_the_undo_of_an_import_is_said_before_and_after() {
    let mut stage = imported_page(&[AsRead]);
    let said = |stage: &Stage, label: &str| {
        stage.window.query_all_by_label(label).next().unwrap().accesskit_node().description().unwrap_or_default()
    };
    assert!(said(&stage, "Delete").contains("can't be undone"), "{}", said(&stage, "Delete"));
    let Event::ImportsLooked(mut past) = looked(&[Gone]) else { panic!("it is another event") };
    past[0].stays = Some("/made/0/.env is gone, so the vault holds the only copy.".to_owned());
    stage.hears(Event::ImportsLooked(past));
    stage.window.run_steps(6);
    let why = "/made/0/.env is gone, so the vault holds the only copy.";
    assert_eq!(said(&stage, "Undo import"), why);
}

#[test]
fn the_last_import_is_taken_back_by_the_keyboard_alone() {
    for by_palette in [false, true] {
        let mut stage = imported_page(&[AsRead]);
        stage.press(Key::Enter);
        stage.window.run_steps(6);
        assert!(stage.window.query_by_label("Done").is_none());
        if by_palette {
            stage.press_with(Modifiers::COMMAND, Key::K);
            stage.type_text("undo");
            stage.window.run_steps(4);
            stage.press(Key::Enter);
        } else {
            stage.press_with(Modifiers::COMMAND, Key::Z);
        }
        stage.window.run_steps(4);
        stage.hears(looked(&[AsRead]));
        stage.window.run_steps(6);
        assert_eq!(focused(&stage), "Undo import", "{}", stage.tree());
        stage.asked.try_iter().for_each(drop);
        stage.press(Key::Enter);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::UndoImports(ids, _)) if ids.len() == 1));
    }
}

#[test]
fn the_undo_that_is_led_to_is_in_view_in_every_window() {
    for (wide, high) in in_view::SIZES {
        for by_pointer in [false, true] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            stage.press_with(Modifiers::COMMAND, Key::K);
            stage.type_text("undo import");
            stage.window.run_steps(4);
            if by_pointer {
                let entry = stage.window.get_all_by_label_contains("Undo import…").last().unwrap().rect();
                click_at(&mut stage, entry.center());
            } else {
                stage.press(Key::Enter);
            }
            stage.window.run_steps(4);
            stage.hears(looked(&[AsRead]));
            stage.window.run_steps(20);
            let at = format!("{wide} × {high}, by pointer: {by_pointer}");
            assert_eq!(focused(&stage), "Undo import", "{at}: {}", stage.tree());
            let ring = stage.window.get_by_label("Undo import").rect().expand(3.0);
            let foot = stage.window.get_by_label("Cancel").rect().top() - 14.0;
            assert!(ring.top() > 54.0 && ring.bottom() < foot, "{at}: {ring} over {foot}");
        }
    }
}

/// Entries whose values name others: one of the same file, and one of which nobody knows a value.
fn naming_others() -> Vec<PlannedEntry> {
    let value = |name: &str| Some(format!("http://${{{name}}}/a/b"));
    vec![
        PlannedEntry {
            plain: true,
            plain_value: value("HOST"),
            names: vec!["HOST".to_owned()],
            ..entry("URL", Fate::New)
        },
        PlannedEntry {
            plain: true,
            plain_value: value("NOWHERE"),
            unknown: vec!["NOWHERE".to_owned()],
            ..entry("OTHER_URL", Fate::New)
        },
    ]
}

#[test]
fn that_a_value_is_kept_as_text_is_said_once_and_read_whole_with_its_names() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 820.0)] {
        let mut stage = with_pasted(wide, high, "A_KEY=1");
        planned(&mut stage, ImportPlan { entries: naming_others(), ..ImportPlan::default() });
        assert_eq!(stage.painted("Kept as text").len(), 1, "{wide}: {}", stage.tree());
        stage.click("Keep as text");
        let _ = stage.asked.try_iter().count();
        stage.window.run_steps(4);
        assert_eq!(stage.painted("Kept as text").len(), 2, "{wide}: {}", stage.tree());
        for words in ["No value for NOWHERE", "http://${HOST}/a/b", "http://${NOWHERE}/a/b"] {
            assert_eq!(exporting::cut(&stage, words), Some(false), "{wide}: {words}: {}", stage.tree());
        }
        for said in ["URL: Kept as text", "OTHER_URL: Kept as text. No value for NOWHERE"] {
            assert!(stage.tree().lines().any(|line| line == said), "{said}: {}", stage.tree());
        }
        // What is hidden does not show its names.
        stage.window.query_all_by_role_and_label(Role::Button, "Plain").next().unwrap().click();
        stage.window.run_steps(4);
        assert_eq!(exporting::cut(&stage, "Names HOST"), Some(false), "{wide}: {}", stage.tree());
    }
}

#[test]
fn what_is_said_of_a_value_is_read_whole_however_long_that_is() {
    let long = "https://made-up.example/".to_owned() + &"long/".repeat(20);
    let note = "Counts more than what .env says";
    let remarks = vec![note.to_owned()];
    let one = PlannedEntry { plain: true, plain_value: Some(long), remarks, ..entry("ADDRESS", Fate::New) };
    let stage = with_entries(vec![one]);
    assert_eq!(exporting::cut(&stage, note), Some(false), "{}", stage.tree());
    assert_eq!(exporting::cut(&stage, "https://made-up"), Some(true), "{}", stage.tree());
}
