//! What is asked, what is refused, and what becomes of it.

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::gui::sample;
use crate::gui::tests::Stage;
use crate::jobs::{Done, Event, Failure, Request, Snapshot, StoreKind};

fn opened(store: StoreKind, button: &str) -> Stage {
    let mut stage = Stage::sized(Snapshot { store, ..sample::snapshot() }, 1280.0, 1400.0);
    stage.press_with(egui::Modifiers::COMMAND, Key::Comma);
    stage.asked.try_iter().for_each(drop);
    stage.click(button);
    stage
}

fn type_into(stage: &mut Stage, field: &str, text: &str) {
    stage.click(field);
    stage.type_text(text);
}

fn asked(stage: &Stage) -> Vec<Request> {
    stage.asked.try_iter().filter(|request| !matches!(request, Request::Touch)).collect()
}

#[test]
fn a_new_passphrase_is_typed_twice_and_a_weak_one_is_told_but_taken() {
    let mut stage = opened(StoreKind::Sealed, "Change passphrase…");
    stage.type_text("the one before");
    stage.press(Key::Enter);
    assert!(asked(&stage).is_empty(), "nothing new was typed");
    type_into(&mut stage, "New passphrase", "short");
    assert!(stage.tree().contains("At least 8 characters."));
    type_into(&mut stage, "New passphrase", " one");
    type_into(&mut stage, "Repeat passphrase", "another");
    assert!(stage.tree().contains("The two passphrases differ."));
    stage.press(Key::Enter);
    assert!(asked(&stage).is_empty());
    stage.press_with(egui::Modifiers::COMMAND, Key::A);
    stage.type_text("short one");
    assert!(stage.tree().contains("Weak"), "{}", stage.tree());
    stage.press(Key::Enter);
    let requests = asked(&stage);
    let [Request::ChangePassphrase(old, new)] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((old.expose(), new.expose()), (&b"the one before"[..], &b"short one"[..]));
    stage.hears(Event::Failed(Failure::new(
        "Couldn't change the passphrase.",
        "That passphrase didn't work.",
        "Check it.",
    )));
    assert!(stage.tree().contains("That passphrase didn't work."), "{}", stage.tree());
    // The old one is typed anew, the new one stays.
    stage.type_text("the right one");
    stage.press(Key::Enter);
    let requests = asked(&stage);
    let [Request::ChangePassphrase(old, new)] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((old.expose(), new.expose()), (&b"the right one"[..], &b"short one"[..]));
    stage.hears(Event::Done(Done::PassphraseChanged));
    assert!(stage.window.query_by_label("New passphrase").is_none(), "{}", stage.tree());
    assert!(stage.tree().contains("Passphrase changed"), "{}", stage.tree());
}

#[test]
fn a_move_closes_its_dialog_shows_how_far_it_is_and_can_be_stopped() {
    let mut stage = opened(StoreKind::Keychain, "Use a passphrase instead…");
    stage.type_text("a longer passphrase");
    type_into(&mut stage, "Repeat passphrase", "a longer passphrase");
    stage.press(Key::Enter);
    let requests = asked(&stage);
    assert!(matches!(requests.as_slice(), [Request::MoveStore(StoreKind::Sealed, _)]), "{requests:?}");
    let moving = |store, moving| std::sync::Arc::new(Snapshot { store, moving, ..sample::snapshot() });
    stage.hears(Event::Snapshot(moving(StoreKind::Keychain, Some(StoreKind::Sealed))));
    assert!(stage.window.query_by_label("New passphrase").is_some(), "the keychain may still say no");
    stage.hears(Event::Progress("moving", 41, 102));
    assert!(stage.window.query_by_label("New passphrase").is_none());
    assert!(stage.tree().contains("41 of 102"), "{}", stage.tree());
    stage.click("Cancel");
    assert!(matches!(asked(&stage).as_slice(), [Request::StopMoving]));
    stage.hears(Event::Progress("clearing", 3, 102));
    assert!(stage.tree().contains("3 of 102") && stage.window.query_by_label("Cancel").is_none(), "{}", stage.tree());
    stage.hears(Event::Snapshot(moving(StoreKind::Sealed, None)));
    stage.hears(Event::Done(Done::StoreMoved(StoreKind::Sealed, 0, 0)));
    assert!(stage.tree().contains("Change passphrase…") && !stage.tree().contains("3 of 102"), "{}", stage.tree());
    assert!(stage.tree().contains("All keys are in Keyloft's own vault now"), "{}", stage.tree());
}

#[test]
fn the_way_back_to_the_keychain_asks_for_the_passphrase_there_is() {
    let mut stage = opened(StoreKind::Sealed, "Move to keychain…");
    assert!(stage.window.query_by_label("Repeat passphrase").is_none());
    stage.type_text("the one there is");
    stage.press(Key::Enter);
    let requests = asked(&stage);
    let [Request::MoveStore(StoreKind::Keychain, passphrase)] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!(passphrase.expose(), b"the one there is");
}

#[test]
fn tab_leads_from_field_to_field_and_then_to_the_eyes() {
    let mut stage = opened(StoreKind::Sealed, "Change passphrase…");
    let focused = |stage: &Stage| {
        let nodes = stage.window.root().children_recursive();
        nodes.filter(egui_kittest::Node::is_focused).last().and_then(|node| node.accesskit_node().label())
    };
    let mut went = Vec::new();
    for _ in 0..4 {
        went.extend(focused(&stage));
        stage.press(Key::Tab);
    }
    assert_eq!(went, ["Old passphrase", "New passphrase", "Repeat passphrase", "Show what is typed"]);
}

#[test]
fn one_key_goes_with_its_old_values_and_several_with_theirs() {
    assert_eq!(super::ui::all_of(1), "1 key and its old values");
    assert_eq!(super::ui::all_of(2), "2 keys and their old values");
}
