//! The dialog without a pixel, and by its labels.

mod folders;
mod keyboard;

use chrono::TimeDelta;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::form::{End, ProjectForm, Text};
use crate::gui::modal::Heard;
use crate::gui::sample;
use crate::gui::tests::Stage;
use crate::gui::wish::Wish;
use crate::jobs::{Done, Event, Failure, PlaceChange, Request, Snapshot};
use crate::model::{EnvRef, State};

fn asked(wishes: &mut Vec<Wish>) -> Option<PlaceChange> {
    wishes.drain(..).find_map(|wish| match wish {
        Wish::Ask(Request::ChangePlace(change)) => Some(*change),
        _ => None,
    })
}

fn place(environment: &str) -> EnvRef {
    EnvRef::new("Storefront", environment).unwrap()
}

/// All keys of a project disabled, so long ago that none waits any more.
fn disabled(project: &str) -> Snapshot {
    disabled_for(project, sample::snapshot().settings.waiting_period_days)
}

/// The same, so many days ago.
fn disabled_for(project: &str, days: u32) -> Snapshot {
    let mut snapshot = sample::snapshot();
    let now = snapshot.now.get() - TimeDelta::days(days.into());
    for key in snapshot.keys.iter_mut().filter(|key| key.place().project == project) {
        key.state = State::Disabled { since: now };
    }
    snapshot
}

#[test]
fn a_text_is_asked_for_when_it_is_left_and_only_if_it_is_new_and_free() {
    let snapshot = sample::snapshot();
    let (mut form, mut wishes) = (ProjectForm::of("Storefront"), Vec::new());
    form.left(&Text::Name, &snapshot, &mut wishes);
    assert_eq!(asked(&mut wishes), None, "nothing was typed");
    form.type_into(Text::Name, "billing".to_owned());
    assert_eq!(form.error(&Text::Name, &snapshot).as_deref(), Some("Billing is there, which differs only in case"));
    form.left(&Text::Name, &snapshot, &mut wishes);
    assert_eq!(asked(&mut wishes), None);
    form.type_into(Text::Name, " Shop ".to_owned());
    form.left(&Text::Name, &snapshot, &mut wishes);
    let renamed = PlaceChange::RenameProject { name: "Storefront".to_owned(), to: "Shop".to_owned() };
    assert_eq!(asked(&mut wishes), Some(renamed.clone()));
    assert!(matches!(form.hear(Event::Done(Done::PlaceChanged(renamed))), Heard::Pass(_)), "the window follows it");
    assert_eq!(form.project.as_deref(), Some("Shop"));
}

#[test]
fn a_typed_folder_is_linked() {
    let snapshot = sample::snapshot();
    let (mut form, mut wishes) = (ProjectForm::of("Storefront"), Vec::new());
    form.type_into(Text::Folder, "/made/up/shop".to_owned());
    assert_eq!(form.error(&Text::Folder, &snapshot), None);
    form.left(&Text::Folder, &snapshot, &mut wishes);
    let linked = PlaceChange::LinkFolder { project: "Storefront".to_owned(), folder: "/made/up/shop".into() };
    assert_eq!(asked(&mut wishes), Some(linked));
}

#[test]
fn environments_are_renamed_shortened_protected_added_and_put_into_order() {
    let snapshot = sample::snapshot();
    let (mut form, mut wishes) = (ProjectForm::of("Storefront"), Vec::new());
    let done = |form: &mut ProjectForm, wishes: &mut Vec<Wish>| {
        let change = asked(wishes);
        form.saving = false;
        change
    };
    let staging = snapshot.projects[0].environments[1].id;
    form.type_into(Text::Environment(staging), "preview".to_owned());
    form.left(&Text::Environment(staging), &snapshot, &mut wishes);
    let renamed = PlaceChange::RenameEnvironment { place: place("staging"), to: "preview".to_owned() };
    assert_eq!(done(&mut form, &mut wishes), Some(renamed));
    form.type_into(Text::Short(staging), "Stg".to_owned());
    form.left(&Text::Short(staging), &snapshot, &mut wishes);
    let short = PlaceChange::ShortName { place: place("staging"), short: Some("Stg".to_owned()) };
    assert_eq!(done(&mut form, &mut wishes), Some(short));
    form.type_into(Text::Environment(staging), "production".to_owned());
    assert!(form.error(&Text::Environment(staging), &snapshot).is_some());
    form.protect("staging", true, &mut wishes);
    assert_eq!(done(&mut form, &mut wishes), Some(PlaceChange::Protect { place: place("staging"), protected: true }));
    form.type_into(Text::NewEnvironment, "qa".to_owned());
    form.left(&Text::NewEnvironment, &snapshot, &mut wishes);
    assert_eq!(done(&mut form, &mut wishes), Some(PlaceChange::AddEnvironment(place("qa"))));
    form.put(2, 0, &snapshot, &mut wishes);
    let names = ["production", "development", "staging"].map(str::to_owned).to_vec();
    assert_eq!(done(&mut form, &mut wishes), Some(PlaceChange::Order { project: "Storefront".to_owned(), names }));
    form.put(2, 3, &snapshot, &mut wishes);
    assert_eq!(done(&mut form, &mut wishes), None, "there is no fourth place");
}

#[test]
fn a_project_goes_only_without_keys_in_use_and_a_protected_one_only_by_its_name() {
    let mut wishes = Vec::new();
    let snapshot = sample::snapshot();
    let mut form = ProjectForm::of("Billing");
    assert!(matches!(form.end(&snapshot), End::InUse(used) if used > 1));
    form.delete(&snapshot, &mut wishes);
    assert_eq!(asked(&mut wishes), None);
    let snapshot = disabled("Billing");
    assert!(!form.may_end(&snapshot), "its name is not typed yet");
    form.type_into(Text::Confirm, "Bill".to_owned());
    form.delete(&snapshot, &mut wishes);
    assert_eq!(asked(&mut wishes), None);
    form.type_into(Text::Confirm, "Billing".to_owned());
    form.delete(&snapshot, &mut wishes);
    let Some(PlaceChange::DeleteProject { name, keys }) = asked(&mut wishes) else { panic!("it is asked for") };
    assert_eq!((name.as_str(), keys.len()), ("Billing", 32));
    let gone = PlaceChange::DeleteProject { name, keys };
    assert!(matches!(form.hear(Event::Done(Done::PlaceChanged(gone))), Heard::Close(_)));
    // One without a protected environment has to be named by nobody.
    let mut form = ProjectForm::of("Internal tools");
    let snapshot = disabled("Internal tools");
    assert!(form.may_end(&snapshot));
    form.delete(&snapshot, &mut wishes);
    assert!(asked(&mut wishes).is_some());
}

#[test]
fn what_did_not_happen_says_why_in_the_dialog() {
    let snapshot = sample::snapshot();
    let (mut form, mut wishes) = (ProjectForm::of("Storefront"), Vec::new());
    form.remove("development", &mut wishes);
    let refused = Failure::new("Couldn't remove Storefront/development.", "Keys stand in it.", "Move them first.");
    assert!(matches!(form.hear(Event::Failed(refused)), Heard::Taken));
    assert!(form.failed.is_some() && !form.saving);
    form.type_into(Text::NewEnvironment, "qa".to_owned());
    assert!(form.failed.is_none(), "the next try begins afresh");
    form.left(&Text::NewEnvironment, &snapshot, &mut wishes);
    assert!(asked(&mut wishes).is_some());
}

#[test]
fn a_project_whose_keys_still_wait_says_until_when_before_it_goes() {
    let over = disabled("Billing");
    assert!(matches!(ProjectForm::of("Billing").end(&over), End::Free(_, true, None)));
    let mut snapshot = disabled_for("Billing", 2);
    // One of them was disabled a day later than the others.
    let used = |key: &&mut crate::model::Key| key.place().project == "Billing" && key.last_used_at.is_some();
    let since = snapshot.now.get() - TimeDelta::days(1);
    snapshot.keys.iter_mut().find(used).unwrap().state = State::Disabled { since };
    let End::Free(keys, true, Some(words)) = ProjectForm::of("Billing").end(&snapshot) else { panic!("they wait") };
    let until = since.with_timezone(&chrono::Local).date_naive()
        + TimeDelta::days(snapshot.settings.waiting_period_days.into());
    let last = format!("the last until {}: time to see whether anything still needs them.", crate::review::date(until));
    assert!(words.ends_with(&last) && words.contains(" still wait, "), "{words}");
    let mut stage = Stage::new(snapshot);
    stage.window.get_by_label_contains("Billing, 32 keys").click_secondary();
    stage.window.run_steps(4);
    stage.click("Delete…");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("Delete Billing early?") && stage.tree().contains(&words), "{}", stage.tree());
    assert!(stage.tree().contains(&format!("{} disabled keys go with it, for good.", keys.len())));
}

#[test]
fn an_environment_that_its_new_name_protects_is_said_beside_it() {
    let protected = || Event::Done(Done::PlaceProtected(place("live")));
    let mut stage = edits_project();
    let said = "live is protected now: it asks before a secret is shown or written to a file.";
    let renamed = || PlaceChange::RenameEnvironment { place: place("staging"), to: "live".to_owned() };
    stage.click("Name of staging");
    stage.type_text("live");
    stage.press(Key::Enter);
    assert!(asked_by(&stage).is_some(), "{}", stage.tree());
    stage.hears(Event::Done(Done::PlaceChanged(renamed())));
    assert!(!stage.tree().contains(said));
    stage.hears(protected());
    assert!(stage.tree().contains(said), "{}", stage.tree());
    // Until the next change.
    stage.click("New environment");
    stage.type_text("qa");
    assert!(!stage.tree().contains(said));
    // Where its dialog was closed meanwhile, the window says it.
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.click("Discard");
    stage.window.run_steps(8);
    stage.hears(protected());
    assert!(stage.tree().contains("Storefront live is protected now"), "{}", stage.tree());
}

/// The window with its first project's dialog open.
fn edits_project() -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    open_project(&mut stage);
    stage
}

fn open_project(stage: &mut Stage) {
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("edit project");
    stage.press(Key::Enter);
}

fn asked_by(stage: &Stage) -> Option<PlaceChange> {
    stage.asked.try_iter().find_map(|request| match request {
        Request::ChangePlace(change) => Some(*change),
        _ => None,
    })
}

#[test]
fn the_plus_beside_projects_makes_one_and_goes_on_with_its_environments() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("New project…");
    stage.type_text("Labs");
    stage.press(Key::Enter);
    assert_eq!(asked_by(&stage), Some(PlaceChange::AddProject("Labs".to_owned())));
    let mut snapshot = sample::snapshot();
    snapshot.projects.push(crate::model::Project {
        name: "Labs".to_owned(),
        archived: false,
        environments: Vec::new(),
        folders: Vec::new(),
    });
    stage.hears(Event::Snapshot(snapshot.into()));
    stage.hears(Event::Done(Done::PlaceChanged(PlaceChange::AddProject("Labs".to_owned()))));
    stage.type_text("development");
    stage.press(Key::Enter);
    let added = EnvRef::new("Labs", "development").unwrap();
    assert_eq!(asked_by(&stage), Some(PlaceChange::AddEnvironment(added)));
}

#[test]
fn a_rename_is_followed_by_what_is_in_view() {
    let mut stage = Stage::new(sample::snapshot());
    let mut snapshot = sample::snapshot();
    "Shop".clone_into(&mut snapshot.projects[0].name);
    for key in snapshot.keys.iter_mut().filter(|key| key.place().project == "Storefront") {
        "Shop".clone_into(&mut key.reference.place.project);
    }
    stage.hears(Event::Snapshot(snapshot.into()));
    let renamed = PlaceChange::RenameProject { name: "Storefront".to_owned(), to: "Shop".to_owned() };
    stage.hears(Event::Done(Done::PlaceChanged(renamed)));
    assert_eq!(stage.window.query_all_by_label_contains("48 keys ·").count(), 1);
}

#[test]
fn the_dialog_says_everything_it_holds() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_label("Internal tools, 16 keys, warnings to look at soon").click_secondary();
    stage.window.run_steps(4);
    let tree = stage.tree();
    for words in [
        "Name of development",
        "Short name of development",
        "development is protected",
        "New environment",
        "Folder",
        "Archive",
        "Delete…",
    ] {
        assert!(tree.contains(words), "{words}: {tree}");
    }
}

#[test]
fn done_closes_once_the_name_that_it_left_is_saved_and_stays_where_it_is_not() {
    for fails in [false, true] {
        let mut stage = edits_project();
        let is_open = |stage: &Stage| stage.window.query_by_label("Done").is_some();
        assert!(is_open(&stage));
        stage.type_text("front");
        let at = stage.window.get_by_label("Done").rect().center();
        stage.window.event(egui::Event::PointerMoved(at));
        for pressed in [true, false] {
            let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
            stage.window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        }
        stage.window.run_steps(3);
        let asked = stage.asked.try_iter().find_map(|asked| match asked {
            Request::ChangePlace(change) => Some(*change),
            _ => None,
        });
        let Some(change @ PlaceChange::RenameProject { .. }) = asked else { panic!("{asked:?}") };
        if fails {
            let [title, why, advice] = ["Couldn't rename Storefront.", "The disk is full.", ""].map(str::to_owned);
            stage.hears(Event::Failed(Failure { title, why, advice, ..Failure::default() }));
            assert!(is_open(&stage) && stage.tree().contains("Couldn't rename Storefront."));
        } else {
            stage.hears(Event::Done(Done::PlaceChanged(change)));
            stage.window.run_steps(3);
            assert!(!is_open(&stage), "one click is enough");
        }
    }
}

#[test]
fn an_environment_that_has_keys_says_by_one_tooltip_why_it_stays() {
    let mut stage = Stage::new(sample::snapshot());
    stage.window.get_by_label("Internal tools, 16 keys, warnings to look at soon").click_secondary();
    stage.window.run_steps(4);
    let remove = stage.window.query_all_by_label_contains("Remove ").find(|one| {
        let node = egui_kittest::kittest::NodeT::accesskit_node(one);
        node.is_disabled()
    });
    let (words, at) = {
        let remove = remove.unwrap();
        let node = egui_kittest::kittest::NodeT::accesskit_node(&remove);
        (node.label().unwrap(), remove.rect().center())
    };
    stage.window.hover_at(at);
    stage.window.run_steps(8);
    assert_eq!(stage.painted("It still has keys. Move or delete them first.").len(), 1, "{}", stage.tree());
    assert!(stage.painted(&words).is_empty(), "{words}: {}", stage.tree());
}

#[test]
fn a_name_that_is_taken_or_differs_only_in_case_says_which_and_is_not_added() {
    let snapshot = sample::snapshot();
    let mut form = ProjectForm::new();
    form.type_into(Text::Name, "Billing".to_owned());
    assert_eq!(form.error(&Text::Name, &snapshot).as_deref(), Some("A project Billing already exists"));
    form.type_into(Text::Name, "billing".to_owned());
    let twin = "Billing is there, which differs only in case";
    assert_eq!(form.error(&Text::Name, &snapshot).as_deref(), Some(twin));
    let mut form = ProjectForm::of("Storefront");
    let own = form.stages(&snapshot)[0].id;
    for which in [Text::NewEnvironment, Text::Environment(own)] {
        form.type_into(which.clone(), "STAGING".to_owned());
        let twin = "staging is there, which differs only in case";
        assert_eq!(form.error(&which, &snapshot).as_deref(), Some(twin));
        form.type_into(which.clone(), "staging".to_owned());
        assert_eq!(form.error(&which, &snapshot).as_deref(), Some("staging already exists"));
    }
}
