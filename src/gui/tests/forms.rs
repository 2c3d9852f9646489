//! What the dialogs with fields have in common: why a button is off, what comes into view before Enter acts, and that nothing
//! lies over the buttons.

use egui::{Rect, Shape};

use super::keyboard::{focused, tab_to};
use super::*;
use crate::gui::widgets::{NoChooser, no_file_chooser};
use crate::model::Person;

const SIZES: [(f32, f32); 3] = [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)];

fn rect_of(stage: &Stage, role: Role, label: &str) -> Rect {
    let found = stage.window.query_all_by_role_and_label(role, label).last();
    found.unwrap_or_else(|| panic!("no {label}\n{}", stage.tree())).rect()
}

/// Opens dialogs whose primary button is off at first: how, what stands on the button, and why it is off.
#[allow(clippy::type_complexity)] // A table of what to press.
fn openers() -> Vec<(Box<dyn Fn(&mut Stage)>, &'static str, &'static str)> {
    let press = |modifiers: Modifiers, key: Key| -> Box<dyn Fn(&mut Stage)> {
        Box::new(move |stage: &mut Stage| stage.press_with(modifiers, key))
    };
    let click = |label: &'static str| -> Box<dyn Fn(&mut Stage)> {
        Box::new(move |stage: &mut Stage| stage.click_on_top(label))
    };
    let into = |label: &'static str, path: &'static str| -> Box<dyn Fn(&mut Stage)> {
        Box::new(move |stage: &mut Stage| {
            if label == "Report…" {
                stage.press_with(Modifiers::COMMAND, Key::Num2);
            } else {
                stage.press_with(Modifiers::SHIFT, Key::F10);
            }
            stage.window.run_steps(4);
            stage.click_on_top(label);
            stage.window.run_steps(4);
            stage.press_with(Modifiers::COMMAND, Key::A);
            stage.press(Key::Delete);
            stage.type_text(path);
        })
    };
    let whose_folder = "Begin with / or ~/, so that its folder is known.";
    let nowhere: Box<dyn Fn(&mut Stage)> = Box::new(|stage: &mut Stage| {
        stage.press_with(Modifiers::COMMAND, Key::E);
        stage.window.run_steps(4);
        stage.type_text("shop/.env");
    });
    let leaver: Box<dyn Fn(&mut Stage)> = Box::new(|stage: &mut Stage| {
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("someone leaves");
        stage.press(Key::Enter);
    });
    let two: Box<dyn Fn(&mut Stage)> = Box::new(|stage: &mut Stage| {
        stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
        tab_to(stage, "Move to…");
        stage.press(Key::Enter);
    });
    vec![
        (press(Modifiers::COMMAND, Key::N), "Save key", "Needs a variable name."),
        (press(Modifiers::NONE, Key::E), "Save changes", "No changes yet."),
        (press(Modifiers::NONE, Key::R), "Rotate key", "Needs a new value."),
        (press(Modifiers::COMMAND, Key::E), "Write file", "Name the file."),
        (press(Modifiers::NONE, Key::A), "Assign owner", "Name the new owner."),
        (press(Modifiers::NONE, Key::S), "Snooze", "Say why it can wait."),
        (click("Import…"), "Import", "Name a file or a folder."),
        (click("New project…"), "Add project", "Needs a name."),
        (leaver, "Save last day", "Needs a name."),
        (two, "Move 2 keys", "Needs an environment."),
        (nowhere, "Write file", whose_folder),
        (into("Report…", ""), "Write report", "Name the file."),
        (into("Report…", "review.html"), "Write report", whose_folder),
        (into("Save as file…", ""), "Save file", "Name the file."),
        (into("Save as file…", "keys/key.pem"), "Save file", whose_folder),
    ]
}

/// What the note in the footer and a tooltip say: how often the words stand there.
fn times(stage: &Stage, words: &str) -> usize {
    stage.tree().lines().filter(|line| *line == words).count()
}

#[test]
fn a_primary_button_that_is_off_says_why_in_the_footer_by_its_tooltip_and_to_a_screen_reader() {
    for (open, button, why) in openers() {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::ArrowDown);
        open(&mut stage);
        stage.window.run_steps(4);
        let at = {
            let is_off = |node: &egui_kittest::Node<'_>| {
                let node = node.accesskit_node();
                node.is_disabled() && node.label().is_some_and(|label| label.starts_with(button))
            };
            let found = stage.window.query_all_by_role(Role::Button).rfind(is_off);
            let off = found.unwrap_or_else(|| panic!("{button} is on\n{}", stage.tree()));
            assert_eq!(off.accesskit_node().description().as_deref(), Some(why), "{button}");
            off.rect().center()
        };
        assert_eq!(times(&stage, why), 1, "{button}: in the footer\n{}", stage.tree());
        stage.press(Key::Enter);
        assert_eq!(times(&stage, why), 1, "{button}: Enter leaves the dialog open\n{}", stage.tree());
        let acted = |asked: &Request| {
            matches!(asked, Request::Add(_) | Request::Edit(..) | Request::Rotate(..) | Request::Export(_))
                || matches!(asked, Request::Assign(_) | Request::Snooze(..) | Request::Import(_) | Request::Move(_))
                || matches!(asked, Request::LastDay(..) | Request::Report(_) | Request::SaveFile(..))
        };
        assert!(!stage.asked.try_iter().any(|asked| acted(&asked)), "{button}");
        stage.window.hover_at(at);
        stage.window.run_steps(8);
        assert_eq!(times(&stage, why), 2, "{button}: and its tooltip\n{}", stage.tree());
    }
}

/// The icons, as painted texts of one letter, that stand left of a text on its line.
fn icons_before(stage: &Stage, words: &str) -> usize {
    fn read(shape: &Shape, texts: &mut Vec<(String, Rect)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, texts)),
            Shape::Text(text) => {
                texts.push((text.galley.text().to_owned(), text.galley.rect.translate(text.pos.to_vec2())));
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| read(&clipped.shape, &mut texts));
    let line = texts.iter().rfind(|(text, _)| text == words).unwrap_or_else(|| panic!("{words} is not painted")).1;
    let before = |rect: &Rect| rect.right() <= line.left() + 1.0 && line.left() - rect.right() < 12.0;
    let is_icon = |text: &str| text.chars().count() == 1;
    texts
        .iter()
        .filter(|(text, rect)| is_icon(text) && before(rect) && line.y_range().contains(rect.center().y))
        .count()
}

#[test]
fn enter_that_does_nothing_marks_why_until_that_changes() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.window.run_steps(4);
    let name = "Needs a variable name.";
    assert_eq!(icons_before(&stage, name), 0);
    stage.press(Key::Enter);
    assert_eq!(icons_before(&stage, name), 1);
    stage.type_text("MADE_UP_TOKEN");
    assert_eq!((times(&stage, name), icons_before(&stage, "Needs a value.")), (0, 0), "{}", stage.tree());
}

/// The import dialog over a file with that plan, its path typed.
pub(super) fn importing(wide: f32, high: f32, plan: ImportPlan) -> Stage {
    let mut stage = Stage::sized(sample::snapshot(), wide, high);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("import");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    stage.asked.try_iter().for_each(drop);
    stage.type_text("/made/up/.env");
    stage.press(Key::Enter);
    let number = found(&mut stage, "/made/up/.env");
    stage.hears(Event::Planned(number, vec![Ok(plan)]));
    stage.window.run_steps(3);
    stage
}

#[test]
fn enter_shows_what_would_come_in_before_it_imports_what_nobody_could_see() {
    for (wide, high) in SIZES {
        let mut stage = importing(wide, high, one_key_planned());
        let is_low = high < 500.0;
        let in_view = |stage: &Stage| {
            let footer = rect_of(stage, Role::Button, "Import 1 key").top();
            stage.window.get_by_label("API_TOKEN: New").rect().bottom() < footer
        };
        assert_eq!((in_view(&stage), focused(&stage).as_str()), (!is_low, "File"), "{wide} × {high}");
        stage.press(Key::Enter);
        stage.window.run_steps(6);
        let asks = |stage: &Stage| stage.asked.try_iter().any(|asked| matches!(asked, Request::Import(_)));
        assert_eq!(asks(&stage), !is_low, "{wide} × {high}");
        if is_low {
            assert!(in_view(&stage), "{:?}", stage.window.get_by_label("API_TOKEN: New").rect());
            assert_eq!(focused(&stage), "Import 1 key");
            stage.press(Key::Enter);
            assert!(asks(&stage));
        }
    }
}

#[test]
fn an_import_of_what_is_there_already_says_so_and_what_its_button_does() {
    let entry = |name: &str| PlannedEntry { name: name.to_owned(), fate: Fate::Same, ..PlannedEntry::default() };
    let plan = ImportPlan { entries: vec![entry("A_KEY"), entry("B_KEY")], ..ImportPlan::default() };
    let mut stage = importing(1280.0, 820.0, plan);
    assert!(stage.tree().contains("Nothing new to import: all 2 are there already."), "{}", stage.tree());
    stage.click("Clean up the file…");
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::Import(_))));
}

#[test]
fn an_import_with_a_line_that_is_not_understood_waits_until_it_is_left_out() {
    for (wide, high) in SIZES {
        let unread = vec![(7, "is not NAME=value".to_owned())];
        let mut stage = importing(wide, high, ImportPlan { unread, ..one_key_planned() });
        let asked = |stage: &Stage| stage.asked.try_iter().find(|asked| matches!(asked, Request::Import(_)));
        stage.press(Key::Enter);
        stage.window.run_steps(6);
        assert!(asked(&stage).is_none() && times(&stage, "Some lines are not understood.") > 0, "{wide} × {high}");
        let said = "1 line is not understood. Line 7 is not NAME=value.";
        let footer = rect_of(&stage, Role::Button, "Import").top();
        assert!(stage.window.get_by_label(said).rect().bottom() < footer, "{wide} × {high}: in view");
        assert_eq!(super::keyboard::focused(&stage), "Leave out", "{wide} × {high}: Enter leads to the way out");
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        assert!(stage.tree().contains("Line 7 is not understood and stays out."), "{}", stage.tree());
        stage.click("Import 1 key");
        let Some(Request::Import(asks)) = asked(&stage) else { panic!("nothing was asked at {wide} × {high}") };
        assert!(asks[0].skip_refused);
    }
}

/// A folder with so many projects of one file.
pub(super) fn folder_found(projects: usize) -> Event {
    let row = |at: usize| FoundRow {
        project: format!("shop {at}"),
        environment: "development".to_owned(),
        files: vec![format!("/made/up/{at}/.env").into()],
        wanted: Vec::new(),
        folder: None,
    };
    let rows = (0..projects).map(row).collect();
    Event::FilesFound(Box::new(FilesFound { rows, is_folder: true, ..FilesFound::default() }))
}

#[test]
fn the_files_of_a_folder_scroll_with_a_dialog_of_one_column() {
    for (wide, high) in SIZES {
        let mut stage = importing(wide, high, one_key_planned());
        stage.type_text("x");
        stage.press(Key::Enter);
        stage.hears(folder_found(12));
        stage.window.run_steps(6);
        let drawn = stage.window.query_all_by_role(Role::ListBoxOption).count();
        assert_eq!(drawn == 12, wide < 860.0, "{drawn} rows at {wide} × {high}");
    }
}

#[test]
fn the_day_that_a_choice_asks_for_comes_into_view_whole() {
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::ArrowDown);
        stage.press(Key::E);
        stage.window.run_steps(4);
        // In the lowest window the choice itself is the last thing in view.
        stage.click_on_top("Date…");
        stage.window.run_steps(40);
        let (field, footer) =
            (rect_of(&stage, Role::TextInput, "Last day"), rect_of(&stage, Role::Button, "Cancel").top());
        assert!(field.bottom() < footer - 8.0, "{wide} × {high}: {field:?} over {footer}");
        assert!(times(&stage, "Needs the day it ends.") > 0, "{}", stage.tree());
    }
}

fn with_people() -> Snapshot {
    let names = ["Ada Quist", "Bo Lind", "Cleo Marsh", "Dan Ost", "Eva Holm", "Finn Roe", "Gil Aster", "Hana Bly"];
    let people = names.map(|name| Person { name: name.to_owned(), ..Person::default() });
    Snapshot { people: people.to_vec(), ..sample::snapshot() }
}

/// The area that lies on top there.
fn popup_over(stage: &Stage, at: egui::Pos2) -> Rect {
    let layer = stage.window.ctx.layer_id_at(at).unwrap();
    egui::AreaState::load(&stage.window.ctx, layer.id).unwrap().rect()
}

#[test]
fn a_list_of_names_leaves_the_buttons_of_its_dialog_in_reach() {
    for (wide, high) in SIZES {
        for (dialog, primary) in [("assign", "Assign owner"), ("leaver", "Save last day"), ("move", "Move 2 keys")] {
            let mut stage = Stage::sized(with_people(), wide, high);
            stage.press(Key::ArrowDown);
            match dialog {
                "assign" => stage.press(Key::A),
                "leaver" => {
                    stage.press_with(Modifiers::COMMAND, Key::K);
                    stage.type_text("someone leaves");
                    stage.press(Key::Enter);
                }
                _ => {
                    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
                    if stage.window.query_by_label("Move to…").is_none() {
                        continue;
                    }
                    stage.click("Move to…");
                }
            }
            stage.window.run_steps(4);
            stage.press(Key::ArrowDown);
            stage.window.run_steps(6);
            let rows: Vec<Rect> = stage.window.query_all_by_role(Role::ListBoxOption).map(|row| row.rect()).collect();
            let field = stage.window.get_by(|node| node.is_focused() && node.role() != Role::Row).rect();
            let list = egui::Popup::is_any_open(&stage.window.ctx).then(|| popup_over(&stage, rows[0].center()));
            let off = list.map(|list| list.center().x - field.center().x);
            assert!(off.is_some_and(|off| off.abs() < 1.0), "{dialog} at {wide} × {high}: {list:?} over {field}");
            assert!(rows.len() > 2, "{dialog} at {wide} × {high}: {}", stage.tree());
            let footer = rect_of(&stage, Role::Button, "Cancel").top();
            let primary = rect_of(&stage, Role::Button, primary);
            let covers = |row: &&Rect| row.intersects(primary) || row.top() < footer && row.bottom() > footer;
            let seen = rows.iter().take(3).filter(covers).count();
            assert_eq!(seen, 0, "{dialog} at {wide} × {high}: {rows:?} over {primary:?}");
            assert!(rect_of(&stage, Role::Button, "Cancel").bottom() <= high, "{dialog} at {wide} × {high}");
        }
    }
}

#[test]
fn a_menu_of_owners_leaves_the_buttons_of_its_dialog_in_reach() {
    for (wide, high) in SIZES {
        for (key, modifiers, primary) in
            [(Key::E, Modifiers::NONE, "Save changes"), (Key::N, Modifiers::COMMAND, "Save key")]
        {
            let mut stage = Stage::sized(with_people(), wide, high);
            stage.press(Key::ArrowDown);
            stage.press_with(modifiers, key);
            stage.window.run_steps(4);
            tab_to(&mut stage, "Owner");
            stage.press(Key::Space);
            stage.window.run_steps(4);
            let on = stage.window.get_by(|node| node.is_focused() && node.role() == Role::MenuItem).rect();
            let menu = popup_over(&stage, on.center());
            let field = rect_of(&stage, Role::ComboBox, "Owner");
            assert!(!menu.intersects(field), "{primary} at {wide} × {high}: {menu:?} over {field:?}");
            for label in [primary, "Cancel"] {
                let button = rect_of(&stage, Role::Button, label);
                assert!(!menu.intersects(button), "{label} at {wide} × {high}: {menu:?} over {button:?}");
            }
            assert!(menu.height() > 90.0, "{primary} at {wide} × {high}: {menu:?}");
        }
    }
}

#[test]
fn that_no_file_dialog_comes_is_said_under_the_field_and_covers_no_button() {
    let says = "Couldn't open a file dialog. No file chooser service answered. Type or paste the path.";
    for (wide, high) in SIZES {
        for command in ["import", "export"] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            stage.press(Key::ArrowDown);
            if command == "export" {
                stage.press_with(Modifiers::COMMAND, Key::E);
            } else {
                stage.press_with(Modifiers::COMMAND, Key::K);
                stage.type_text("import");
                stage.press(Key::Enter);
            }
            stage.window.run_steps(4);
            no_file_chooser(&stage.window.ctx, NoChooser::NoService);
            stage.window.run_steps(6);
            let said = stage.window.get_by_label(says).rect();
            let browse = rect_of(&stage, Role::Button, "Browse…");
            assert!(!said.intersects(browse), "{command} at {wide} × {high}: {said:?} over {browse:?}");
            assert!(said.top() >= rect_of(&stage, Role::TextInput, "File").bottom());
            assert_eq!(focused(&stage), "File");
        }
    }
}

#[test]
fn the_ring_around_more_keeps_off_the_words_beside_it() {
    fn read(shape: &Shape, rings: &mut Vec<Rect>, words: &mut Vec<Rect>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, rings, words)),
            Shape::Rect(ring) if ring.stroke.width > 1.5 && ring.fill.a() == 0 => {
                rings.push(ring.visual_bounding_rect());
            }
            Shape::Text(text) if text.galley.text().starts_with("level, endpoint") => {
                words.push(text.galley.mesh_bounds.translate(text.pos.to_vec2()));
            }
            _ => {}
        }
    }
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::N);
        tab_to(&mut stage, "More");
        stage.window.run_steps(4);
        let (mut rings, mut words) = (Vec::new(), Vec::new());
        stage.window.output().shapes.iter().for_each(|clipped| read(&clipped.shape, &mut rings, &mut words));
        assert!(!rings.is_empty() && words.len() == 1, "{wide} × {high}");
        assert!(rings.iter().all(|ring| !ring.intersects(words[0])), "{rings:?} over {words:?}");
    }
}

#[test]
fn a_line_that_is_pasted_for_a_plain_value_is_taken_apart_and_several_go_to_the_import() {
    let plain = || {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.window.get_by_role_and_label(Role::ComboBox, "Kind").click();
        stage.window.run_steps(3);
        stage.window.get_by_role_and_label(Role::MenuItem, "Plain").click();
        stage.window.run_steps(3);
        tab_to(&mut stage, "Plain value");
        stage
    };
    let mut stage = plain();
    stage.window.event(egui::Event::Paste("export GREETING=\"made up\"".to_owned()));
    stage.window.run_steps(4);
    let stands = |stage: &Stage, value: &str| stage.window.query_all_by_value(value).next().is_some();
    assert!(stands(&stage, "GREETING") && stands(&stage, "made up"), "{}", stage.tree());
    stage.click("Keep as it is");
    assert!(stands(&stage, "export GREETING=\"made up\"") && !stands(&stage, "GREETING"), "{}", stage.tree());
    let mut stage = plain();
    stage.window.event(egui::Event::Paste("A_NAME=1\nB_NAME=2\n".to_owned()));
    stage.window.run_steps(4);
    assert!(
        stage.tree().contains("These are 2 variables") && !stands(&stage, "A_NAME=1\nB_NAME=2\n"),
        "{}",
        stage.tree()
    );
    stage.click_on_top("Import…");
    stage.window.run_steps(4);
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::PlanImports(..))));
}

#[test]
fn what_is_off_outside_of_dialogs_says_why_too() {
    let locked = |stage: &mut Stage| stage.press_with(Modifiers::COMMAND, Key::Comma);
    let asked = |stage: &mut Stage| stage.click("Use a passphrase instead…");
    type Lead<'a> = &'a dyn Fn(&mut Stage);
    let cases: [(Snapshot, Lead<'_>, &str); 4] = [
        (sample::keychain_trouble(), &locked, "Use a passphrase instead…"),
        (sample::no_vault(KeychainStands::Absent), &|_| {}, "Choose a folder…"),
        (sample::no_vault(KeychainStands::Absent), &|_| {}, "Add a key"),
        (sample::no_vault(KeychainStands::Absent), &asked, "Use this passphrase"),
    ];
    for (first, lead, button) in cases {
        let mut stage = Stage::new(first);
        lead(&mut stage);
        stage.window.run_steps(4);
        let found = stage.window.query_all_by_role_and_label(Role::Button, button);
        let off = found.into_iter().find(|node| node.accesskit_node().is_disabled());
        let off = off.unwrap_or_else(|| panic!("{button} is on\n{}", stage.tree()));
        let why = off.accesskit_node().description();
        assert!(why.is_some_and(|why| why.ends_with('.')), "{button}");
    }
}

#[test]
fn a_new_place_that_was_typed_stays_while_the_list_is_looked_at() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("duplicate billing stripe");
    stage.window.run_steps(9);
    stage.press(Key::Enter);
    stage.window.run_steps(9);
    let to_new = |stage: &mut Stage| {
        stage.window.get_by_role_and_label(Role::ComboBox, "Project").click();
        stage.window.run_steps(6);
        stage.click_on_top("New project…");
        stage.window.run_steps(6);
    };
    let value = |stage: &Stage, role: Role, label: &str| {
        stage.window.get_by_role_and_label(role, label).accesskit_node().value().unwrap_or_default()
    };
    assert_eq!(value(&stage, Role::ComboBox, "Project"), "Billing", "{}", stage.tree());
    to_new(&mut stage);
    stage.type_text("Ledger");
    stage.window.get_by_role_and_label(Role::TextInput, "Environment").focus();
    stage.window.run_steps(3);
    stage.type_text("preview");
    stage.click("Choose project from the list");
    stage.window.run_steps(6);
    assert_eq!(value(&stage, Role::ComboBox, "Project"), "Billing", "where the key is");
    to_new(&mut stage);
    let typed = ["Project", "Environment"].map(|label| value(&stage, Role::TextInput, label));
    assert_eq!(typed, ["Ledger", "preview"]);
    stage.window.get_by_role_and_label(Role::TextInput, "Project").focus();
    stage.window.run_steps(3);
    stage.type_text("s");
    assert_eq!(value(&stage, Role::TextInput, "Environment"), "preview", "another letter takes nothing away");
}
