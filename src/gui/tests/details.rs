//! The technical text behind what went wrong.

use super::*;

const TEXT: &str = "no keychain answers on this computer (no program offers it over the bus)";

fn failed(details: &str) -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    let failure = Failure::new("Couldn't copy the keys.", "No keychain answers on this computer.", "Start it.");
    stage.hears(Event::Failed(Failure { details: details.to_owned(), ..failure }));
    stage
}

#[test]
fn details_open_the_technical_text_close_it_and_copy_it() {
    let mut stage = failed(TEXT);
    assert!(!stage.tree().contains(TEXT));
    stage.click("Details");
    assert!(stage.tree().contains(TEXT));
    stage.window.get_by_label("Copy details").click();
    stage.window.run_steps(1);
    let copied = |command: &egui::OutputCommand| matches!(command, egui::OutputCommand::CopyText(text) if text == TEXT);
    assert!(stage.window.output().platform_output.commands.iter().any(copied));
    stage.click("Hide details");
    assert!(!stage.tree().contains(TEXT));
}

#[test]
fn the_text_of_details_can_be_selected_and_not_changed() {
    let mut stage = failed(TEXT);
    stage.click("Details");
    stage.window.get_by_role_and_label(Role::MultilineTextInput, "Details").focus();
    stage.window.run_steps(3);
    stage.type_text("x");
    stage.press(Key::Backspace);
    let text = stage.window.get_by_role_and_label(Role::MultilineTextInput, "Details").accesskit_node().value();
    assert_eq!(text.as_deref(), Some(TEXT));
    // Ctrl C there is the text's, not the selected key's.
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.window.event(egui::Event::Copy);
    stage.window.run_steps(1);
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Copy(_))));
}

#[test]
fn where_the_sentence_says_all_there_are_no_details() {
    assert!(failed("").window.query_by_label("Details").is_none());
}

/// All words that are painted.
fn texts(stage: &Stage) -> Vec<String> {
    fn read(shape: &egui::Shape, found: &mut Vec<String>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, found)),
            egui::Shape::Text(text) => found.push(text.galley.text().to_owned()),
            _ => {}
        }
    }
    let mut found = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| read(&clipped.shape, &mut found));
    found
}

#[test]
fn where_a_key_was_written_to_is_told_by_the_whole_name_of_the_file_and_how_many_more_there_are() {
    let home = std::env::home_dir().unwrap();
    let file = home.join("code/customers/storefront/services/checkout/.env.production");
    let [whole, other] = ["~/code/customers/storefront/services/checkout/.env.production", "~/.env.local"];
    for (files, said, more) in [
        (vec![file.clone()], whole.to_owned(), false),
        (vec![file.clone(), home.join(".env.local")], format!("{whole}, {other}"), true),
    ] {
        let first = sample::snapshot();
        let uid = first.keys[0].uid;
        let mut stage = Stage::sized(first, 900.0, 600.0);
        stage.press(Key::ArrowDown);
        stage.press(Key::I);
        stage.window.run_steps(20);
        stage.hears(Event::Looked(Arc::new(crate::jobs::KeyLook { files, ..sample::look(uid) })));
        stage.window.run_steps(4);
        let shown = texts(&stage).into_iter().find(|words| words.starts_with("~/") && words.contains('…'));
        assert!(shown.as_ref().is_some_and(|words| words.ends_with("…/.env.production")), "{shown:?}");
        assert_eq!(texts(&stage).iter().any(|words| words == "+1"), more);
        let row = stage.window.get_by_label(&format!("Written to: {said}")).rect().center();
        stage.window.hover_at(row);
        stage.window.run_steps(60);
        let tip = said.replace(", ", "\n");
        assert!(texts(&stage).contains(&tip), "{}", stage.tree());
    }
}

/// A failure with a technical text behind it.
fn trouble(title: &str) -> Failure {
    let failure = Failure::new(title, "No keychain answers on this computer.", "Start it.");
    Failure { details: TEXT.to_owned(), ..failure }
}

/// What makes a dialog ask for something, and its name.
type Asking = (&'static str, fn(&mut Stage));

/// Where something is asked for in a dialog.
const DIALOGS: [Asking; 9] = [
    ("edit", |stage| {
        stage.press(Key::ArrowDown);
        stage.press(Key::E);
        stage.type_text("_2");
        stage.press(Key::Enter);
    }),
    ("rotate", |stage| {
        stage.press(Key::ArrowDown);
        stage.press(Key::R);
        stage.window.event(egui::Event::Paste(passphrase(24)));
        stage.window.run_steps(3);
        stage.press(Key::Enter);
        // Whose it is, then the key that is rotated.
        stage.hears(Event::Whose(Vec::new()));
    }),
    ("new key", |stage| {
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.type_text("SESSION_KEY");
        stage.window.event(egui::Event::Paste(passphrase(24)));
        stage.window.run_steps(3);
        stage.press_with(Modifiers::COMMAND, Key::Enter);
        stage.hears(Event::Whose(Vec::new()));
    }),
    ("import", |stage| {
        stage.click("Import…");
        stage.type_text("/made/up/.env");
        stage.press(Key::Enter);
    }),
    ("project", |stage| {
        stage.window.get_by_label("Billing, 32 keys, warnings to act on now").click_secondary();
        stage.window.run_steps(4);
        stage.type_text("front");
        stage.press(Key::Enter);
    }),
    ("move several", |stage| {
        stage.press(Key::ArrowDown);
        stage.press(Key::X);
        stage.click("Move to…");
        stage.type_text("preview");
        stage.click("Move 1 key");
    }),
    ("assign an owner", |stage| {
        stage.press(Key::ArrowDown);
        stage.press(Key::X);
        stage.press(Key::A);
        stage.type_text("Jon Ruiz");
        stage.press(Key::Enter);
        stage.press(Key::Enter);
    }),
    ("save as file", |stage| {
        stage.press(Key::ArrowDown);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.click_on_top("Save as file…");
        stage.press(Key::Enter);
    }),
    ("last day", |stage| {
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("someone leaves");
        stage.press(Key::Enter);
        stage.type_text("Jon Ruiz");
        stage.click("Today");
        stage.click_on_top("Save last day");
    }),
];

#[test]
fn every_dialog_has_details_where_there_is_a_technical_text_and_only_there() {
    for (what, asks) in DIALOGS {
        for text in [TEXT, ""] {
            let mut stage = Stage::new(sample::snapshot());
            asks(&mut stage);
            stage.hears(Event::Failed(Failure { details: text.to_owned(), ..trouble("Couldn't do it.") }));
            let tree = stage.tree();
            assert!(tree.contains("No keychain answers on this computer."), "{what}: {tree}");
            let there = stage.window.query_by_role_and_label(Role::Button, "Details").is_some();
            assert_eq!(there, !text.is_empty(), "{what}: {tree}");
            if there {
                stage.click_on_top("Details");
                assert!(stage.tree().contains(TEXT), "{what}: {}", stage.tree());
            }
        }
    }
}

#[test]
fn the_lock_screen_and_what_fills_the_window_have_details_too() {
    let screens: [(&str, Snapshot, &[&str]); 4] = [
        ("locked keychain", sample::locked(StoreKind::Keychain), &["Unlock"]),
        ("locked vault", sample::locked(StoreKind::Sealed), &["Unlock"]),
        ("first run", sample::no_vault(KeychainStands::Open), &["Start empty"]),
        ("a vault that can't be used", sample::no_vault(KeychainStands::Open), &[]),
    ];
    for (what, snapshot, clicks) in screens {
        for text in [TEXT, ""] {
            let failure = Failure { details: text.to_owned(), ..trouble("Couldn't open the vault.") };
            let mut stage = Stage::sized(snapshot.clone(), 640.0, 400.0);
            if what == "locked vault" {
                stage.type_text(&passphrase(9));
            }
            clicks.iter().for_each(|click| stage.click(click));
            if clicks.is_empty() {
                let state = VaultState::Unusable(failure);
                stage.hears(Event::Snapshot(Arc::new(Snapshot { state, ..snapshot.clone() })));
            } else {
                stage.hears(Event::Failed(failure));
            }
            let tree = stage.tree();
            assert!(tree.contains("No keychain answers on this computer."), "{what}: {tree}");
            assert_eq!(stage.window.query_by_label("Details").is_some(), !text.is_empty(), "{what}: {tree}");
            if !text.is_empty() {
                stage.click("Details");
                let area = stage.window.get_by_role_and_label(Role::MultilineTextInput, "Details").rect();
                let window = stage.window.ctx.content_rect();
                assert!(window.contains_rect(area), "{what}: {area:?}");
                stage.click("Hide details");
                assert!(!stage.tree().contains(TEXT), "{what}");
            }
        }
    }
}

#[test]
fn the_settings_say_at_the_store_why_it_does_not_answer_with_details() {
    let state = VaultState::KeychainTrouble(trouble("Couldn't reach the secrets."));
    let mut stage = Stage::new(Snapshot { state, store: StoreKind::Keychain, ..sample::snapshot() });
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.press(Key::Slash);
    stage.type_text("storage");
    stage.click("Details");
    assert!(stage.tree().contains(TEXT), "{}", stage.tree());
}

#[test]
fn an_export_says_the_technical_text_of_what_it_could_not_do() {
    let VaultState::KeychainTrouble(why) = sample::keychain_trouble().state else { panic!("no trouble") };
    let refused = Failure { details: TEXT.to_owned(), title: "Couldn't unlock Keyloft.".to_owned(), ..why };
    let mut stage = Stage::new(sample::keychain_trouble());
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.type_text("/made/up/.env");
    stage.window.run_steps(20);
    let of = |asked| if let Request::LookAtExport(number, _) = asked { Some(number) } else { None };
    let number = stage.asked.try_iter().filter_map(of).last();
    let look = crate::jobs::ExportLook { asked: number.unwrap(), unproved: Some(refused), ..Default::default() };
    stage.hears(Event::ExportLooked(Box::new(look)));
    stage.click_on_top("Details");
    assert!(stage.tree().contains(TEXT), "{}", stage.tree());
}

#[test]
fn an_open_technical_text_in_the_palette_takes_no_room_from_its_keys() {
    let mut stage = Stage::new(sample::keychain_trouble());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("openai");
    stage.press(Key::Enter);
    stage.hears(Event::Failed(trouble("Couldn't unlock Keyloft.")));
    let rows = stage.window.query_all_by_role(Role::ListBoxOption).count();
    let before = stage.window.query_all_by_role(Role::ListBoxOption).next().unwrap().rect().top();
    stage.click_on_top("Details");
    assert!(stage.tree().contains(TEXT), "{}", stage.tree());
    assert_eq!(stage.window.query_all_by_role(Role::ListBoxOption).count(), rows);
    let after = stage.window.query_all_by_role(Role::ListBoxOption).next().unwrap().rect().top();
    assert!(after > before + 40.0, "the keys move down for it: {before} {after}");
}
