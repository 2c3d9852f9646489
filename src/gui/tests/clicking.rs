//! What a click meets by the mouse alone: a toast over a sheet, a question, a dialog at its top.

use egui::accesskit::Toggled;

use super::mouse::{click_at, details, double_click, first_row};
use super::*;
use crate::jobs::{Done, KeyFiles};

#[test]
fn a_toast_lies_over_the_details_that_cover_the_window_and_its_button_is_clicked_there() {
    for (wide, high) in [(800.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        let at = first_row(&stage).center();
        double_click(&mut stage, at);
        stage.window.run_steps(40);
        assert!(details(&stage), "{wide}");
        let copy = stage.window.get_by_label("Copy").rect().center();
        click_at(&mut stage, copy);
        let Some(Request::Copy(uid)) = stage.asked.try_recv().ok() else { panic!("nothing was copied") };
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        stage.window.run_steps(4);
        let ctx = &stage.window.ctx;
        let toast = stage.window.get_by_role(Role::Status);
        let lowest = stage.window.query_all_by_label("Disable").map(|node| node.rect());
        let verbs = lowest.max_by(|one, other| one.top().total_cmp(&other.top())).unwrap();
        let (toast, window) = (toast.rect(), ctx.content_rect());
        assert!(window.contains_rect(toast) && !toast.intersects(verbs), "{wide}: {toast:?}, {verbs:?}");
        let clear = stage.window.get_by_label("Clear now").rect().center();
        click_at(&mut stage, clear);
        assert!(matches!(stage.asked.try_recv(), Ok(Request::ClearClipboard)), "{wide}");
    }
}

/// The sample in which Keyloft wrote a file with the first key.
fn with_file() -> Snapshot {
    let mut snapshot = sample::snapshot();
    let mut finding = snapshot.findings.iter().flatten().next().unwrap().clone();
    (finding.rule, finding.severity) = (crate::model::Rule::PlainFile, crate::model::Severity::ActNow);
    "In a file that Keyloft wrote today".clone_into(&mut finding.text);
    snapshot.findings.iter_mut().for_each(Vec::clear);
    snapshot.findings[0] = vec![finding];
    snapshot
}

#[test]
fn a_file_goes_only_once_a_person_read_which_and_said_yes() {
    let facts = with_file();
    let key = facts.keys[0].clone();
    for section in [Key::Num1, Key::Num2] {
        let mut stage = Stage::new(facts.clone());
        stage.press_with(Modifiers::COMMAND, section);
        let row = stage.window.query_all_by_role(Role::Row).next().unwrap();
        let (words, at) = (row.accesskit_node().label().unwrap_or_default(), row.rect().center());
        assert!(words.starts_with(&format!("{}, ", key.name())), "{words}");
        click_at(&mut stage, at);
        stage.window.run_steps(4);
        stage.click("Delete file…");
        let asked: Vec<Request> = stage.asked.try_iter().collect();
        assert!(matches!(&asked[..], [Request::LookAtFiles(uid)] if *uid == key.uid), "{asked:?}");
        let files = || KeyFiles { paths: vec!["/made/up/.env".into()], deleted: Vec::new() };
        stage.hears(Event::FilesLooked(key.uid, files()));
        assert!(stage.tree().contains(&format!("Delete this file? {} stands in /made/up/.env.", key.name())));
        assert!(stage.tree().contains("There is no undo"), "{}", stage.tree());
        // Enter keeps it.
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        assert!(stage.asked.try_recv().is_err() && !stage.tree().contains("Delete this file?"));
        stage.click("Delete file…");
        stage.asked.try_iter().for_each(drop);
        stage.hears(Event::FilesLooked(key.uid, files()));
        // A double click's second one would not fall on it.
        stage.window.run_steps(40);
        let yes = stage.window.get_by_label("Delete file").rect().center();
        click_at(&mut stage, yes);
        let asked = stage.asked.try_recv();
        assert!(matches!(asked, Ok(Request::DeleteFiles(uid)) if uid == key.uid), "{section:?}: {asked:?}");
        // Somebody took it away meanwhile.
        stage.hears(Event::FilesLooked(key.uid, KeyFiles::default()));
        assert!(stage.tree().contains("is in no file that Keyloft wrote any more"), "{}", stage.tree());
    }
}

#[test]
fn a_shorter_time_for_the_record_says_what_goes_and_waits_for_a_click() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Settings");
    let choose = |stage: &mut Stage, entries| {
        stage.click("Keep activity for");
        stage.click("30 days");
        let asked: Vec<Request> = stage.asked.try_iter().collect();
        assert!(asked.iter().any(|asked| matches!(asked, Request::CountOldActivity(30))), "{asked:?}");
        assert!(!asked.iter().any(|asked| matches!(asked, Request::Set(..))), "{asked:?}");
        stage.hears(Event::OldActivity(30, entries));
    };
    let sets = |stage: &Stage| {
        stage.asked.try_iter().any(|asked| matches!(asked, Request::Set("activity-keep", text) if text == "30d"))
    };
    choose(&mut stage, 32);
    assert!(stage.tree().contains("Forget 32 entries older than 30 days?") && !sets(&stage));
    assert!(stage.window.get_by_label("Cancel").is_focused());
    stage.click("Cancel");
    assert!(!sets(&stage) && !stage.tree().contains("Forget 32"));
    choose(&mut stage, 1);
    assert!(stage.tree().contains("Forget 1 entry older than 30 days?"));
    stage.click("Forget");
    assert!(sets(&stage));
    choose(&mut stage, 0);
    assert!(sets(&stage), "nothing goes: nothing to ask");
}

#[test]
fn a_dialog_opens_at_its_top_wherever_the_last_one_was_scrolled() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::N);
    let top = |stage: &Stage| stage.window.get_by_role_and_label(Role::TextInput, "Variable name").rect().top();
    let first = top(&stage);
    let middle = stage.window.ctx.content_rect().center();
    for _ in 0..6 {
        stage.wheel(middle, -60.0);
    }
    assert!(top(&stage) < first - 60.0, "it was scrolled");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.press_with(Modifiers::COMMAND, Key::N);
    assert_eq!(top(&stage), first);
}

#[test]
fn no_toast_offers_to_enable_a_key_that_is_deleted() {
    let mut stage = Stage::new(sample::snapshot());
    let mut facts = sample::snapshot();
    let gone = facts.keys.remove(0);
    facts.findings.remove(0);
    stage.hears(Event::Done(Done::Disabled(vec![gone.uid])));
    assert!(stage.window.query_by_label("Undo").is_some());
    stage.hears(Event::Snapshot(Arc::new(facts)));
    stage.hears(Event::Done(Done::Deleted(vec![gone.name().to_owned()])));
    assert!(stage.tree().contains("deleted"));
    // As long as the word about it stands, and behind it.
    for _ in 0..40 {
        assert!(stage.window.query_by_label("Undo").is_none());
        stage.window.run_steps(1);
    }
}

#[test]
fn a_key_in_the_palette_is_opened_by_the_hint_and_by_the_second_button() {
    for by_hint in [true, false] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("openai");
        if by_hint {
            stage.click_on_top("Open");
        } else {
            let pos = stage.window.query_all_by_role(Role::ListBoxOption).next().unwrap().rect().center();
            stage.window.event(egui::Event::PointerMoved(pos));
            for pressed in [true, false] {
                let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
                stage.window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
            }
        }
        stage.window.run_steps(4);
        assert!(!stage.tree().contains("Keys and actions"), "the palette is closed");
        assert!(details(&stage) && stage.tree().contains("OPENAI_API_KEY"));
        assert!(!stage.asked.try_iter().any(|asked| matches!(asked, Request::Copy(_))));
    }
}

#[test]
fn on_the_line_between_two_rows_the_pointer_is_on_one_and_a_click_chooses_that_one() {
    let mut stage = Stage::new(sample::snapshot());
    let rows: Vec<egui::Rect> = stage.window.query_all_by_role(Role::Row).map(|row| row.rect()).collect();
    let line = rows.windows(2).find(|pair| pair[0].bottom() == pair[1].top()).expect("rows touch")[0];
    let at = egui::pos2(line.center().x, line.bottom());
    stage.window.event(egui::Event::PointerMoved(at));
    stage.window.run_steps(4);
    let buttons = stage.window.query_all_by_role(Role::Button);
    let names = buttons.filter_map(|button| button.accesskit_node().label());
    let hovered: Vec<String> = names.filter_map(|name| name.strip_prefix("Copy ").map(str::to_owned)).collect();
    assert_eq!(hovered.len(), 1, "{hovered:?}");
    click_at(&mut stage, at);
    stage.window.run_steps(4);
    let rows = stage.window.query_all_by_role(Role::Row);
    let selected = rows.filter(|row| row.accesskit_node().toggled() == Some(Toggled::True));
    let selected: Vec<String> = selected.filter_map(|row| row.accesskit_node().label()).collect();
    assert!(selected.len() == 1 && selected[0].starts_with(&format!("{},", hovered[0])), "{selected:?}, {hovered:?}");
}
