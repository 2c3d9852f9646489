//! What the screen shows without a pixel, and the whole of it by its labels.

mod numbers;

use std::path::PathBuf;

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::data::{Beside, Control, Part, number_error, shown};
use super::storage::{MoveAt, StoreAct};
use crate::gui::sample;
use crate::gui::tests::Stage;
use crate::jobs::{Event, Failure, PlaceChange, Remedy, Request, Snapshot, StoreKind, VaultState};
use crate::model::{Folder, Setting, Settings};

/// The sample with two linked folders.
fn linked() -> Snapshot {
    let mut snapshot = sample::snapshot();
    for (project, path) in [(0, "/made/up/storefront"), (1, "/made/up/checkout")] {
        snapshot.projects[project].folders.push(Folder { path: PathBuf::from(path) });
    }
    snapshot
}

/// Everything, a line a row: label, hint, and what stands at the right.
fn told(snapshot: &Snapshot, find: &str) -> String {
    let mut text = String::new();
    let gone = [PathBuf::from("/made/up/checkout")];
    for part in shown(snapshot, Beside { gone: &gone, ..Beside::default() }, find) {
        text.push_str(&format!("{}  {}\n", part.part.title(), part.right));
        for row in part.rows {
            let right = match row.control {
                Control::Select(choices) | Control::Segments(choices) => {
                    let all: Vec<String> = choices
                        .all
                        .iter()
                        .enumerate()
                        .map(
                            |(at, (words, _))| if at == choices.current { format!("[{words}]") } else { words.clone() },
                        )
                        .collect();
                    all.join(" ")
                }
                Control::Switch { on, .. } => if on { "on" } else { "off" }.to_owned(),
                Control::Numbers(numbers) => numbers.iter().map(|n| format!("{} days ", n.value)).collect(),
                Control::Name(name) => name,
                Control::Zoom(percent) => format!("{percent}%"),
                Control::Store(store) => {
                    let acts: Vec<&str> = store
                        .acts
                        .iter()
                        .map(|act| match act {
                            StoreAct::Off(_) => "off",
                            _ => act.words(),
                        })
                        .collect();
                    let at = store.moving.map(MoveAt::words);
                    format!("{} [{}] {:?} {:?}", store.tag, acts.join("] ["), at, store.gone.map(|f| f.title))
                }
                Control::Folder(linked) => format!("{} {}", linked.project, if linked.gone { "gone" } else { "" }),
                Control::Nothing => String::new(),
            };
            text.push_str(format!("  {} | {} | {right}", row.label, row.hint).trim_end());
            text.push('\n');
        }
    }
    text
}

#[test]
fn every_setting_stands_there_with_what_is_in_force() {
    insta::assert_snapshot!("settings_data", told(&linked(), ""));
}

#[test]
fn every_setting_of_the_command_line_can_be_changed_here() {
    let text = format!("{:?}", shown(&linked(), Beside::default(), ""));
    for setting in Setting::ALL {
        let here = match setting.name {
            "me" => "Name(",
            "zoom" => "Zoom(",
            name => &format!("\"{name}\""),
        };
        assert!(text.contains(here), "{}", setting.name);
    }
}

#[test]
fn find_leaves_rows_that_hold_every_word_also_of_the_command_lines_names() {
    let parts = |find: &str| -> Vec<(Part, usize)> {
        shown(&linked(), Beside::default(), find).into_iter().map(|part| (part.part, part.rows.len())).collect()
    };
    assert_eq!(parts("clipboard"), [(Part::Security, 2)], "locking clears it too");
    assert_eq!(parts("clipboard-clear"), [(Part::Security, 1)]);
    assert_eq!(parts("appearance zoom"), [(Part::Appearance, 1)]);
    assert_eq!(parts("storefront"), [(Part::Folders, 1)]);
    assert_eq!(parts("sealed vault"), [(Part::Storage, 1)], "what its button is about");
    for other in ["keychain", "keyring", "storage", "passphrase"] {
        assert_eq!(parts(other), [(Part::Storage, 1)], "{other}");
    }
    assert_eq!(parts("nothing of the sort"), []);
}

#[test]
fn a_value_that_is_none_of_the_usual_ones_stands_among_them() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.set("clipboard-clear", "45s").unwrap();
    let text = told(&snapshot, "clipboard-clear");
    assert!(text.contains("10 s 30 s [45 s] 1 min 2 min"), "{text}");
}

#[test]
fn a_number_out_of_its_range_says_what_it_takes() {
    let settings = Settings::default();
    let error = |setting, typed| number_error(&settings, setting, typed);
    assert_eq!(error("warn-days", "20"), None);
    assert_eq!(error("info-days", "14").as_deref(), Some("Must be more than 14"));
    assert_eq!(error("warn-days", "30").as_deref(), Some("Must be less than 30"));
    assert_eq!(error("info-days", "0").as_deref(), Some("2 to 365 days"));
    assert_eq!(error("unused-days", "").as_deref(), Some("1 to 3650 days"));
    assert_eq!(error("keep-old", "366").as_deref(), Some("0 to 365 days"));
}

fn settings(snapshot: Snapshot) -> Stage {
    let mut stage = Stage::sized(snapshot, 1280.0, 1400.0);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage
}

fn set(stage: &Stage) -> Vec<(&'static str, String)> {
    let of = |request| if let Request::Set(name, value) = request { Some((name, value)) } else { None };
    stage.asked.try_iter().filter_map(of).collect()
}

#[test]
fn a_switch_a_menu_and_a_segment_save_at_once() {
    let mut stage = settings(linked());
    stage.click("Lock with the screen");
    stage.click("Dark");
    stage.click("Lock after");
    stage.click_on_top("5 min");
    assert_eq!(
        set(&stage),
        [("lock-with-screen", "off"), ("theme", "dark"), ("lock-after", "300s")].map(|(n, v)| (n, v.to_owned()))
    );
}

#[test]
fn a_number_is_saved_when_it_is_left_and_an_impossible_one_never_is() {
    let mut stage = settings(sample::snapshot());
    let field = "Days before expiry to look soon";
    stage.click(field);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("40");
    assert_eq!(stage.window.query_all_by_label("Before a key expires. Must be less than 30").count(), 1);
    stage.press(Key::Enter);
    assert_eq!(set(&stage), []);
    stage.press(Key::Tab);
    assert_eq!(
        stage.window.get_by_label(field).accesskit_node().value().as_deref(),
        Some("14"),
        "the old one is in force"
    );
    stage.click(field);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("20");
    stage.press(Key::Enter);
    stage.click("Days without use");
    stage.press(Key::ArrowUp);
    stage.press(Key::Tab);
    let wanted = [("warn-days", "20"), ("unused-days", "91")].map(|(n, v)| (n, v.to_owned()));
    assert_eq!(set(&stage), wanted);
}

#[test]
fn slash_finds_a_setting_and_esc_shows_all_again() {
    let mut stage = settings(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("outlines");
    assert_eq!(stage.window.query_all_by_label("Lock with the screen").count(), 0);
    stage.click("Stronger outlines");
    assert_eq!(set(&stage), [("outlines", "strong".to_owned())]);
    stage.press(Key::Slash);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("no such thing");
    assert_eq!(stage.window.query_all_by_label_contains("No setting matches").count(), 1);
    stage.press(Key::Escape);
    assert!(stage.window.query_all_by_label("Lock with the screen").count() > 0);
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Find a setting");
    assert!(field.is_focused(), "what is looked for next is typed there");
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Find a setting").is_none(), "and from the empty field Esc leads back");
    let row = stage.window.query_all_by_role(Role::Row).find(egui_kittest::Node::is_focused);
    assert!(row.is_some(), "to the list");
}

#[test]
fn nothing_moves_while_a_setting_is_looked_for() {
    let mut stage = settings(sample::snapshot());
    let left = |stage: &Stage, words: &str| stage.painted(words).iter().map(egui::Rect::left).fold(f32::MAX, f32::min);
    let index = ["Security", "Warnings", "Your keys", "Storage", "Linked folders", "Appearance"];
    let places = |stage: &Stage| index.map(|words| left(stage, words));
    let current = |stage: &Stage, words: &str| {
        let is_on = |node: egui_kittest::Node<'_>| node.accesskit_node().toggled() == Some(Toggled::True);
        stage.window.query_all_by_role_and_label(Role::Button, words).any(is_on)
    };
    let (before, row) = (places(&stage), left(&stage, "Reduce motion"));
    stage.press(Key::Slash);
    stage.type_text("motion");
    stage.window.run_steps(4);
    assert_eq!((places(&stage), left(&stage, "Reduce motion")), (before, row));
    assert!(current(&stage, "Appearance"), "the part in view");
    stage.type_text("less");
    stage.window.run_steps(4);
    assert!(stage.tree().contains("No setting matches"));
    assert_eq!(places(&stage), before);
    // A part in which nothing was found shows all again.
    stage.window.get_by_role_and_label(Role::Button, "Storage").click();
    stage.window.run_steps(4);
    assert_eq!(places(&stage), before);
    assert!(stage.tree().contains("Reduce motion") && current(&stage, "Storage"));
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Find a setting");
    assert_eq!(field.accesskit_node().value().as_deref(), Some(""));
}

#[test]
fn a_locked_keychain_can_be_unlocked_from_its_row_and_one_that_is_gone_says_why() {
    let trouble = |remedy, why: &str| Snapshot {
        state: VaultState::KeychainTrouble(Failure {
            title: "Couldn't reach the secrets.".to_owned(),
            why: why.to_owned(),
            advice: "Start it, then try again.".to_owned(),
            remedy,
            ..Failure::default()
        }),
        store: StoreKind::Keychain,
        ..sample::snapshot()
    };
    let mut stage = settings(trouble(Some(Remedy::Unlock), "GNOME Keyring is locked."));
    stage.asked.try_iter().for_each(drop);
    stage.click("Unlock…");
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::Unlock(None))));
    let stage = settings(trouble(None, "No keychain answers."));
    assert!(stage.tree().contains("Try again"));
}

#[test]
fn projects_of_linked_folders_stand_in_one_column_also_where_one_folder_is_gone() {
    let mut stage = settings(linked());
    stage.hears(Event::FoldersGone(vec![PathBuf::from("/made/up/checkout")]));
    stage.window.get_by_role_and_label(Role::Button, "Linked folders").click();
    stage.window.run_steps(4);
    let folders = stage.window.get_by_role_and_label(Role::Button, "Linked folders").rect();
    let lefts = ["Storefront", "Billing"].map(|project| {
        let all = stage.painted(project).into_iter();
        all.filter(|at| at.left() > folders.right()).map(|at| at.left().round()).fold(0.0, f32::max)
    });
    assert!(lefts[0] > 0.0 && (lefts[0] - lefts[1]).abs() <= 1.0, "{lefts:?}");
}

#[test]
fn a_folder_that_is_gone_says_so_and_can_be_unlinked() {
    let mut stage = settings(linked());
    assert!(stage.asked.try_iter().any(|request| matches!(request, Request::LookAtFolders)));
    stage.hears(Event::FoldersGone(vec![PathBuf::from("/made/up/checkout")]));
    assert!(stage.tree().contains("/made/up/checkout, Billing, folder is gone"));
    stage.click("Menu of /made/up/checkout");
    stage.click_on_top("Unlink");
    let unlinked = PlaceChange::UnlinkFolder { project: "Billing".to_owned(), folder: "/made/up/checkout".into() };
    let asked = stage.asked.try_iter().find_map(|request| match request {
        Request::ChangePlace(change) => Some(*change),
        _ => None,
    });
    assert_eq!(asked, Some(unlinked));
}

#[test]
fn where_asking_is_on_a_protected_secret_is_copied_only_after_a_yes() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.ask_before_copy = true;
    let mut stage = Stage::new(snapshot);
    stage.press(Key::Slash);
    stage.type_text("stripe_secret production");
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "it asks first");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(_))));
    // By the palette too.
    stage.press(Key::Escape);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("stripe_secret production");
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err(), "it asks first");
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(_))));
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("stripe_secret production");
    stage.press(Key::Enter);
    stage.press(Key::Escape);
    assert!(stage.asked.try_recv().is_err(), "no is no");
}

#[test]
fn a_part_that_was_gone_to_is_the_one_in_view() {
    // Low, so that there is something to scroll.
    let mut stage = Stage::sized(sample::snapshot(), 1280.0, 820.0);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    let parts = |stage: &Stage, on: bool| -> Vec<String> {
        let all = stage.window.query_all_by_role(Role::Button).map(|node| node.accesskit_node());
        let named = all.filter(|node| !on || node.toggled() == Some(Toggled::True)).filter_map(|node| node.label());
        named.filter(|name| Part::ALL.iter().any(|part| part.title() == name)).collect()
    };
    assert_eq!((parts(&stage, false).len(), parts(&stage, true)), (Part::ALL.len(), vec!["Security".to_owned()]));
    for part in ["Your keys", "Appearance", "Security"] {
        let buttons = stage.window.query_all_by_role(Role::Button);
        let named = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().as_deref() == Some(part);
        buttons.into_iter().find(named).unwrap().click();
        stage.window.run_steps(6);
        assert_eq!(parts(&stage, true), [part]);
    }
}

#[test]
fn a_project_in_the_sidebar_leads_from_the_settings_to_its_keys() {
    let mut stage = settings(sample::snapshot());
    stage.click("Billing, 32 keys, warnings to act on now");
    assert!(stage.rows().len() > 20);
}

#[test]
fn the_store_says_how_it_stands_and_what_can_be_done_with_it() {
    let row = |snapshot: &Snapshot| told(snapshot, "storage").lines().nth(1).unwrap_or_default().trim().to_owned();
    let of = |store| Snapshot { store, ..sample::snapshot() };
    let says = |snapshot: &Snapshot, words: &str| assert!(row(snapshot).contains(words), "{}", row(snapshot));
    says(&of(StoreKind::Keychain), "| Connected [Use a passphrase instead…]");
    says(&of(StoreKind::Sealed), "Keyloft's own vault | 120 keys. Opens with your passphrase. | Unlocked");
    says(&of(StoreKind::Sealed), "[Change passphrase…] [Move to keychain…]");
    says(&of(StoreKind::Memory), "in memory, gone with the window: nothing to move. | Sample []");
    let left = Snapshot { left_items: 2, ..of(StoreKind::Sealed) };
    assert!(told(&left, "storage").contains("2 secrets stayed in the keychain | No key names them"));
    let trouble = |remedy| {
        let failure = Failure { title: "Couldn't reach the secrets.".to_owned(), remedy, ..Failure::default() };
        Snapshot { state: VaultState::KeychainTrouble(failure), ..of(StoreKind::Keychain) }
    };
    says(&trouble(Some(Remedy::Unlock)), "Unlock it to use or to move them. | Locked [off] [Unlock…]");
    says(&trouble(None), "| Out of reach [Use a passphrase instead…] None Some(\"Couldn't reach the secrets.\")");
    let moving = Snapshot { moving: Some(StoreKind::Sealed), ..of(StoreKind::Keychain) };
    says(&moving, "| Copying to Keyloft's own vault | Moving [Cancel] Some(\"Getting ready\")");
    assert_eq!(MoveAt { done: 1_041, all: 2_000, ..MoveAt::default() }.words(), "1,041 of 2,000");
    let clearing = Beside { at: MoveAt { clearing: true, done: 3, all: 9 }, ..Beside::default() };
    let rows = format!("{:?}", shown(&moving, clearing, "storage"));
    assert!(rows.contains("The old items leave the keychain") && !rows.contains("Stop"), "{rows}");
}

#[test]
fn with_very_many_keys_in_a_keychain_the_sealed_vault_is_spoken_of() {
    let mut snapshot = sample::snapshot();
    let secrets = |snapshot: &Snapshot| snapshot.keys.iter().filter(|key| !key.is_plain()).count();
    let speaks = |snapshot: &Snapshot| told(snapshot, "").contains("A keychain gets slow with this many keys");
    let one = snapshot.keys[0].clone();
    while secrets(&snapshot) < 999 {
        snapshot.keys.push(one.clone());
    }
    assert!(!speaks(&snapshot));
    snapshot.keys.push(one);
    assert!(speaks(&snapshot));
    snapshot.store = StoreKind::Sealed;
    assert!(!speaks(&snapshot));
}

#[test]
fn protected_environments_of_several_names_are_counted_themselves() {
    let mut snapshot = sample::snapshot();
    for environment in snapshot.projects.iter_mut().flat_map(|project| &mut project.environments) {
        environment.protected |= environment.name == "development";
    }
    let within = |project: &&crate::model::Project| project.environments.iter().any(|one| one.protected);
    let projects = snapshot.projects.iter().filter(within).count();
    let all = snapshot.projects.iter().flat_map(|project| &project.environments).filter(|one| one.protected).count();
    assert!(all > 2, "more of them than names: {all}");
    let text = told(&snapshot, "");
    assert!(text.contains(&format!("Protected: {all} environments in {projects} projects.")), "{text}");
}

#[test]
fn esc_in_a_number_puts_the_old_one_back_and_stays_and_once_more_leads_back() {
    let mut stage = settings(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("warn");
    stage.asked.try_iter().for_each(drop);
    let field = |stage: &Stage| {
        let mut all = stage.window.query_all_by_role(Role::TextInput);
        let one = all.find(|one| one.accesskit_node().value().is_some_and(|text| text.parse::<u32>().is_ok()));
        let one = one.expect("a number");
        (one.accesskit_node().label().unwrap_or_default(), one.accesskit_node().value().unwrap_or_default())
    };
    let (name, before) = field(&stage);
    stage.window.get_by_label(&name).focus();
    stage.window.run_steps(2);
    stage.window.event(egui::Event::Text("1".to_owned()));
    stage.window.run_steps(1);
    assert_ne!(field(&stage).1, before);
    stage.window.key_press(Key::Escape);
    stage.window.run_steps(3);
    assert_eq!(field(&stage).1, before);
    assert_eq!(crate::gui::tests::focused(&stage), name, "it keeps its ring");
    let saved = stage.asked.try_iter().any(|asked| matches!(asked, Request::Set(..)));
    assert!(!saved, "what was given up is not saved");
    stage.press(Key::Escape);
    assert_ne!(crate::gui::tests::focused(&stage), name, "from the old number Esc leads on");
}

#[test]
fn a_linked_folder_is_opened_by_its_menu() {
    let mut stage = settings(linked());
    stage.click("Menu of /made/up/checkout");
    stage.click_on_top("Open");
    let asked = stage.asked.try_iter().find_map(|asked| match asked {
        Request::OpenFolder(folder) => Some(folder),
        _ => None,
    });
    assert_eq!(asked, Some(PathBuf::from("/made/up/checkout")));
}

#[test]
fn days_in_a_menu_stand_as_in_the_fields_over_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.window.run_steps(4);
    let menu = stage.window.get_by_label("Rotate keys in protected environments every").rect();
    let number = stage.painted("90").into_iter().find(|number| menu.contains_rect(*number));
    let unit = stage.painted("days").into_iter().find(|unit| menu.contains_rect(*unit));
    assert!(number.zip(unit).is_some_and(|(number, unit)| number.right() < unit.left()), "{number:?} {unit:?}");
}

#[test]
fn an_unlinked_folder_hands_the_keyboard_to_the_next_one() {
    let mut stage = settings(linked());
    crate::gui::tests::tab_to(&mut stage, "Menu of /made/up/storefront");
    stage.press(Key::Enter);
    stage.press(Key::End);
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::ChangePlace(_))));
    let mut left = linked();
    left.projects[0].folders.clear();
    stage.hears(Event::Snapshot(left.into()));
    stage.window.run_steps(6);
    assert_eq!(crate::gui::tests::focused(&stage), "Menu of /made/up/checkout");
}

#[test]
fn the_row_of_the_store_keeps_the_keyboard_while_the_secrets_move() {
    let of = |store| Snapshot { store, ..sample::snapshot() };
    let mut stage = settings(of(StoreKind::Keychain));
    crate::gui::tests::tab_to(&mut stage, "Use a passphrase instead…");
    stage.press(Key::Enter);
    stage.press(Key::Escape);
    assert_eq!(crate::gui::tests::focused(&stage), "Use a passphrase instead…");
    let moving = Snapshot { moving: Some(StoreKind::Sealed), ..of(StoreKind::Keychain) };
    for (then, has) in [(moving, "Cancel"), (of(StoreKind::Sealed), "Change passphrase…")] {
        stage.hears(Event::Snapshot(then.into()));
        stage.window.run_steps(6);
        assert_eq!(crate::gui::tests::focused(&stage), has);
    }
}

#[test]
fn a_number_of_any_length_is_read_whole() {
    for typed in ["1", "365", "3650", "99999"] {
        let mut stage = settings(sample::snapshot());
        stage.click("Days without use");
        stage.press_with(Modifiers::COMMAND, Key::A);
        stage.type_text(typed);
        let field = stage.window.get_by_label("Days without use").rect();
        let clipped = stage.window.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text() == typed && field.contains(text.pos) => {
                Some(clipped.clip_rect.contains_rect(text.galley.mesh_bounds.translate(text.pos.to_vec2())))
            }
            _ => None,
        });
        assert_eq!(clipped.collect::<Vec<_>>(), [true], "{typed}");
    }
}

#[test]
fn tab_goes_on_from_a_menu_that_was_used_by_mouse() {
    let mut stage = settings(sample::snapshot());
    for entry in ["Lock after", "5 min"] {
        let at = stage.window.query_all_by_label(entry).last().unwrap().rect().center();
        crate::gui::tests::click_at(&mut stage, at);
    }
    stage.press(Key::Tab);
    assert_eq!(crate::gui::tests::focused(&stage), "Lock with the screen");
}

#[test]
fn a_name_of_too_many_letters_is_not_cut_but_refused_in_words() {
    let mut stage = settings(sample::snapshot());
    stage.click("You are");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text(&"ab ".repeat(24));
    assert!(stage.tree().contains("A name has up to 64 characters"), "{}", stage.tree());
    stage.press(Key::Tab);
    assert_eq!(set(&stage), [], "the old one is in force");
}
