//! File dialogs of the system: what is chosen is for what asked for it.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, SyncSender};

use super::*;
use crate::gui::chooser::{Chooser, Chosen, Dialog};

/// The dialogs that are open, each with the end that a choice goes into.
type Open = Rc<RefCell<Vec<SyncSender<Chosen>>>>;

fn stage(first: Snapshot) -> (Stage, Open) {
    let (stage, open, _) = held_stage(first);
    (stage, open)
}

/// The same, with how many dialogs the window still wants.
fn held_stage(first: Snapshot) -> (Stage, Open, Rc<()>) {
    let (open, held) = (Open::default(), Rc::new(()));
    let (made, hold) = (Rc::clone(&open), Rc::clone(&held));
    let chooser = Chooser::by(move |_, _| {
        let (choose, chosen): (_, Receiver<Chosen>) = sync_channel(1);
        made.borrow_mut().push(choose);
        Dialog {
            choose: Box::new(move || chosen.recv().unwrap_or(Chosen::Nothing)),
            hold: Some(Box::new(Rc::clone(&hold))),
        }
    });
    (Stage::choosing(first, chooser), open, held)
}

/// A person chooses a path in the dialog that was opened last, and the window hears of it.
fn chooses(stage: &mut Stage, open: &Open, path: &str) {
    ends(stage, open, Chosen::Path(PathBuf::from(path)));
}

/// The dialog that was opened last ends like this, and the window hears of it.
fn ends(stage: &mut Stage, open: &Open, chosen: Chosen) {
    let sender = open.borrow_mut().pop().expect("a dialog is open");
    sender.send(chosen).unwrap();
    // Its thread tells the window, and ends: then nothing waits for its word any more.
    let end = std::time::Instant::now() + Duration::from_secs(30);
    while stage.window.state().is_browsing() {
        assert!(std::time::Instant::now() < end, "the window never heard");
        stage.window.run_steps(1);
    }
    stage.window.run_steps(3);
}

/// What stands in the dialog's path field.
fn path(stage: &Stage) -> String {
    let field = stage.window.get_by_role_and_label(Role::TextInput, "File");
    field.accesskit_node().value().unwrap_or_default()
}

fn import(stage: &mut Stage) {
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("import");
    stage.press(Key::Enter);
}

fn export(stage: &mut Stage) {
    stage.press_with(Modifiers::COMMAND, Key::E);
}

#[test]
fn a_path_that_is_chosen_after_its_dialog_was_closed_is_for_no_other() {
    let (mut stage, open) = stage(sample::snapshot());
    stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
    stage.window.run_steps(3);
    import(&mut stage);
    stage.click("Browse…");
    stage.press(Key::Escape);
    export(&mut stage);
    let before = path(&stage);
    chooses(&mut stage, &open, "/made/up/.env.example");
    assert_eq!(path(&stage), before);
    // The next one's is taken.
    stage.click("Browse…");
    chooses(&mut stage, &open, "/made/up/.env");
    assert_eq!(path(&stage), "/made/up/.env");
}

#[test]
fn a_dialog_that_was_opened_again_is_another_one() {
    let (mut stage, open) = stage(sample::snapshot());
    import(&mut stage);
    stage.click("Browse…");
    stage.press(Key::Escape);
    import(&mut stage);
    chooses(&mut stage, &open, "/made/up/.env");
    assert_eq!(path(&stage), "");
}

#[test]
fn a_file_dialog_goes_with_what_asked_for_it() {
    // The test's own end, and the one of what makes dialogs.
    const NONE: usize = 2;
    let (mut stage, open, held) = held_stage(sample::snapshot());
    import(&mut stage);
    stage.click("Browse…");
    assert_eq!(Rc::strong_count(&held), NONE + 1);
    stage.press(Key::Escape);
    stage.window.run_steps(2);
    assert_eq!(Rc::strong_count(&held), NONE, "nobody wants it any more");
    // So the next one can be opened at once.
    import(&mut stage);
    stage.click("Browse…");
    assert!(!stage.tree().contains("A file dialog is open already."));
    chooses(&mut stage, &open, "/made/up/.env");
    assert_eq!(path(&stage), "/made/up/.env");
    assert_eq!(Rc::strong_count(&held), NONE);
}

#[test]
fn that_no_dialog_came_is_said_and_a_closed_one_needs_no_word() {
    let (mut stage, open) = stage(sample::snapshot());
    import(&mut stage);
    stage.click("Browse…");
    ends(&mut stage, &open, Chosen::Nothing);
    assert!(!stage.tree().contains("Couldn't open a file dialog."));
    stage.click("Browse…");
    ends(&mut stage, &open, Chosen::NoService);
    assert!(stage.tree().contains("Couldn't open a file dialog. No file chooser service answered."));
}

#[test]
fn a_second_file_dialog_is_refused_with_a_word() {
    let (mut stage, open) = stage(sample::snapshot());
    import(&mut stage);
    stage.click("Browse…");
    assert!(!stage.tree().contains("A file dialog is open already."));
    // It is a window of its own, which has the keyboard of the desktop.
    stage.window.input_mut().focused = false;
    stage.click("Browse…");
    stage.window.run_steps(3);
    assert!(stage.tree().contains("A file dialog is open already. Close it first, or type or paste the path."));
    assert_eq!(open.borrow().len(), 1);
    chooses(&mut stage, &open, "/made/up/.env");
    assert_eq!(path(&stage), "/made/up/.env");
    assert!(!stage.tree().contains("A file dialog is open already."), "it is closed");
}

#[test]
fn a_folder_that_is_chosen_in_the_first_run_is_looked_into() {
    let (mut stage, open) = stage(sample::no_vault(KeychainStands::Open));
    stage.click("Choose a folder…");
    chooses(&mut stage, &open, "/made/up");
    let asked = stage.asked.try_recv();
    assert!(matches!(&asked, Ok(Request::FindFiles(folder)) if folder.to_str() == Some("/made/up")), "{asked:?}");
}

/// A dialog by its name, and how it is opened.
type Opens = (&'static str, fn(&mut Stage));

/// Every dialog that a path is chosen in.
const DIALOGS: [Opens; 6] = [
    ("import", import),
    ("export", export),
    ("report", |stage| {
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.click("Report…");
    }),
    ("activity", |stage| {
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        stage.click("Export…");
    }),
    ("project", |stage| {
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("edit project");
        stage.press(Key::Enter);
    }),
    ("save as file", |stage| {
        stage.press(Key::ArrowDown);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.click_on_top("Save as file…");
    }),
];

#[test]
fn a_path_in_the_home_begins_with_a_tilde_in_every_dialog() {
    let chosen = std::env::home_dir().unwrap().join("code/made-up.env");
    for (dialog, opens) in DIALOGS {
        let (mut stage, open) = stage(sample::snapshot());
        stage.window.get_by_role_and_label(Role::RadioButton, "Staging").click();
        stage.window.run_steps(3);
        opens(&mut stage);
        stage.window.run_steps(4);
        stage.click_on_top("Browse…");
        chooses(&mut stage, &open, chosen.to_str().unwrap());
        assert!(stage.tree().contains("~/code/made-up.env"), "{dialog}: {}", stage.tree());
        assert!(!stage.tree().contains(chosen.to_str().unwrap()), "{dialog}: {}", stage.tree());
    }
}
