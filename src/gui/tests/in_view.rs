//! What has the keyboard can be seen: Tab leads nowhere under something, and all that scrolls follows it.

use super::keyboard::{focused, tab_to};
use super::*;

pub(super) const SIZES: [(f32, f32); 3] = [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)];
/// So much of something high is enough.
const SEEN: f32 = 64.0;

/// What is wrong with where the keyboard is; nothing where it can be seen.
fn fault(stage: &Stage) -> Option<String> {
    let ctx = &stage.window.ctx;
    let id = ctx.memory(egui::Memory::focused)?;
    let widget = ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).copied());
    let Some(widget) = widget else { return Some("something that is not drawn".to_owned()) };
    let seen = widget.interact_rect.intersect(ctx.content_rect());
    let hidden = seen.height() + 1.0 < widget.rect.height().min(SEEN);
    let on_top = ctx.layer_id_at(seen.center()) == Some(widget.layer_id);
    let covered = seen.is_positive() && !on_top && ctx.layer_id_at(seen.left_center()) != Some(widget.layer_id);
    (hidden || covered).then(|| format!("{:?} at {:?}, of which {seen:?} is in view", focused(stage), widget.rect))
}

/// Goes once round by Tab, looking at each stop.
#[track_caller]
fn assert_in_view(what: &str, stage: &mut Stage, steps: usize) {
    let mut been = Vec::new();
    for step in 0..steps {
        stage.press(Key::Tab);
        stage.window.run_steps(9);
        let fault = fault(stage);
        assert_eq!(fault, None, "{what}, Tab {step}, after {been:?}");
        been.push(focused(stage));
    }
    let several: std::collections::BTreeSet<&String> = been.iter().collect();
    assert!(several.len() > 2, "{what}: {been:?}");
}

#[test]
fn who_has_the_keyboard_is_in_view_in_every_section() {
    for (wide, high) in SIZES {
        for key in [Key::Num1, Key::Num2, Key::Num4, Key::Comma] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            stage.press_with(Modifiers::COMMAND, key);
            assert_in_view(&format!("{key:?} at {wide} × {high}"), &mut stage, 40);
        }
    }
}

#[test]
fn who_has_the_keyboard_is_in_view_in_every_dialog() {
    for (wide, high) in SIZES {
        for (modifiers, key) in [
            (Modifiers::COMMAND, Key::N),
            (Modifiers::COMMAND, Key::E),
            (Modifiers::NONE, Key::E),
            (Modifiers::NONE, Key::R),
            (Modifiers::NONE, Key::S),
        ] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            stage.press(Key::ArrowDown);
            stage.press_with(modifiers, key);
            assert_in_view(&format!("{modifiers:?} {key:?} at {wide} × {high}"), &mut stage, 30);
        }
    }
}

#[test]
fn rows_of_an_import_come_into_view_though_two_things_scroll() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    tab_to(&mut stage, "Import…");
    stage.press(Key::Enter);
    stage.type_text("/made/up/.env");
    stage.press(Key::Enter);
    let number = found(&mut stage, "/made/up/.env");
    let mut plan = one_key_planned();
    let one = plan.entries.remove(0);
    plan.entries = (1..20).map(|n| PlannedEntry { name: format!("API_TOKEN_{n}"), line: n, ..one.clone() }).collect();
    stage.hears(Event::Planned(number, vec![Ok(plan)]));
    assert_in_view("import", &mut stage, 40);
}

#[test]
fn details_over_everything_have_the_keyboard_and_give_it_back_to_the_row() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press(Key::ArrowDown);
    let row = focused(&stage);
    stage.press(Key::I);
    stage.window.run_steps(20);
    assert_eq!(focused(&stage), "Copy", "what Enter did on the row");
    assert_in_view("details", &mut stage, 16);
    stage.press(Key::Escape);
    stage.window.run_steps(20);
    assert_eq!(focused(&stage), row);
    assert!(!stage.tree().contains("Close details"));
}

#[test]
fn what_the_details_cover_takes_no_keyboard() {
    for (wide, high) in [(900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.window.query_all_by_role(Role::Row).next().unwrap().click();
        stage.window.run_steps(3);
        stage.press(Key::I);
        stage.window.run_steps(20);
        assert!(stage.tree().contains("Close details"));
        assert_in_view(&format!("details at {wide} × {high}"), &mut stage, 40);
    }
}

#[test]
fn f6_goes_round_what_is_in_view() {
    let search = "Search";
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::ArrowDown);
        let row = focused(&stage);
        let details = stage.tree().contains("Close details");
        stage.press(Key::F6);
        if details {
            assert_eq!(focused(&stage), "Edit");
            stage.press(Key::F6);
        }
        assert!(focused(&stage).contains(search), "{} at {wide} × {high}", focused(&stage));
        stage.press(Key::F6);
        assert_eq!(focused(&stage), row, "at {wide} × {high}");
        if !details {
            stage.press(Key::I);
            stage.window.run_steps(20);
            for _ in 0..4 {
                stage.press(Key::F6);
                stage.window.run_steps(4);
                assert_eq!(fault(&stage), None, "at {wide} × {high}");
                assert!(!focused(&stage).is_empty());
            }
        }
    }
}

#[test]
fn a_button_keeps_the_keyboard_while_its_words_change() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    tab_to(&mut stage, "Copy");
    stage.press(Key::Enter);
    let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("nothing was copied") };
    stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
    stage.window.run_steps(4);
    assert_eq!(focused(&stage), "Copied");
}

/// Where what is called so is on the screen.
pub(super) fn rect_of(stage: &Stage, label: &str) -> egui::Rect {
    let last = stage.window.query_all_by_label(label).last();
    last.unwrap_or_else(|| panic!("nothing is called {label}\n{}", stage.tree())).rect()
}

#[test]
fn what_is_doubted_of_a_value_comes_into_view_with_it() {
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("SESSION_KEY");
    stage.window.get_by_role_and_label(Role::PasswordInput, "Value").focus();
    stage.window.run_steps(3);
    stage.window.event(egui::Event::Paste(["sk", "live", &"q7".repeat(12)].join("_")));
    stage.window.run_steps(6);
    let doubt = stage.window.get_by_label_contains("Looks like a Stripe live key It is about to be saved in").rect();
    let foot = rect_of(&stage, "Save key").top();
    assert!(doubt.bottom() < foot, "{doubt} behind the foot at {foot}");
}

#[test]
fn a_project_without_environments_has_none_to_choose_from_and_compare_leads_to_it() {
    let mut snapshot = sample::snapshot();
    let place = snapshot.projects.iter_mut().find(|project| project.name == "Storefront").unwrap();
    place.environments.clear();
    snapshot.keys.clear();
    snapshot.findings.clear();
    snapshot.tails.clear();
    let mut stage = Stage::new(snapshot);
    stage.click("Storefront, 0 keys");
    assert!(stage.window.query_by_label("All environments").is_none(), "{}", stage.tree());
    stage.press(Key::V);
    stage.click("Edit project…");
    assert!(stage.window.query_by_role_and_label(Role::TextInput, "Name").is_some(), "{}", stage.tree());
}

#[test]
fn f6_leaves_the_keyboard_to_something_in_view_in_every_section() {
    for (wide, high) in SIZES.into_iter().chain([(900.0, 640.0)]) {
        for section in [Key::Num1, Key::Num2, Key::Comma] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            stage.press_with(Modifiers::COMMAND, section);
            stage.press(Key::ArrowDown);
            let mut been = std::collections::HashSet::new();
            for _ in 0..4 {
                stage.press(Key::F6);
                stage.window.run_steps(4);
                assert_eq!(fault(&stage), None, "{section:?} at {wide} × {high}");
                let has_it = stage.window.ctx.memory(egui::Memory::focused);
                assert!(has_it.is_some(), "{section:?} at {wide} × {high} after {been:?}");
                been.insert(has_it);
            }
            assert!(been.len() > 1, "{section:?} at {wide} × {high}: {been:?}");
        }
    }
}

#[test]
fn what_is_said_of_an_entry_of_an_import_has_the_whole_row() {
    let words = "it can change how programs run";
    let mut stage = Stage::sized(sample::snapshot(), 1280.0, 820.0);
    tab_to(&mut stage, "Import…");
    stage.press(Key::Enter);
    stage.type_text("/made/up/.env");
    stage.press(Key::Enter);
    let number = found(&mut stage, "/made/up/.env");
    let mut plan = one_key_planned();
    plan.entries[0].fate = Fate::Asks(words.to_owned());
    stage.hears(Event::Planned(number, vec![Ok(plan)]));
    stage.window.run_steps(4);
    assert_eq!(stage.painted(&words.replacen("it", "It", 1)).len(), 1, "{}", stage.tree());
    fn is_cut(shape: &egui::Shape) -> bool {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().any(is_cut),
            egui::Shape::Text(text) => text.galley.elided && text.galley.text().starts_with("It can"),
            _ => false,
        }
    }
    assert!(!stage.window.output().shapes.iter().any(|clipped| is_cut(&clipped.shape)));
}

#[test]
fn tooltips_of_the_rail_stand_beside_it_and_tell_keys_by_caps() {
    let tip = |stage: &mut Stage, at: egui::Pos2, words: &str| {
        stage.window.hover_at(at);
        stage.window.run_steps(80);
        let found = stage.window.query_all_by_label(words).find(|node| node.accesskit_node().role() == Role::Label);
        found.unwrap_or_else(|| panic!("{words} is not there\n{}", stage.tree())).rect()
    };
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    let review = stage.window.get_by_role_and_label(Role::Button, "Search").rect();
    let keys = crate::gui::commands::Command::Search.keys().unwrap();
    let said = tip(&mut stage, review.center(), &format!("Search   {keys}"));
    assert!(said.left() > review.right(), "{said:?} beside {review:?}");
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        let compare = stage.window.get_by_label("Compare").rect();
        let said = tip(&mut stage, compare.center(), "Compare   V");
        let caps = stage.painted("V");
        assert!(caps.iter().any(|cap| said.contains_rect(*cap)), "{wide}: {caps:?} in {said:?}");
    }
}

#[test]
fn the_scroll_bar_of_the_sidebar_lies_on_none_of_its_projects() {
    let mut snapshot = sample::snapshot();
    for number in 0..40 {
        let mut project = snapshot.projects[0].clone();
        project.name = format!("Made up {number}");
        snapshot.projects.push(project);
    }
    let mut stage = Stage::new(snapshot);
    stage.window.run_steps(6);
    let row = stage.window.get_by_label_contains("All projects, ").rect();
    let bar = |shape: &egui::Shape| match shape {
        egui::Shape::Rect(bar) if bar.rect.width() < 9.0 && bar.rect.height() > 60.0 => Some(bar.rect),
        _ => None,
    };
    let output = stage.window.output();
    let bars: Vec<_> = output.shapes.iter().filter_map(|clipped| bar(&clipped.shape)).collect();
    let bars: Vec<_> = bars.into_iter().filter(|bar| bar.left() < 216.0).collect();
    assert!(!bars.is_empty() && bars.iter().all(|bar| bar.left() >= row.right()), "{bars:?} beside {row}");
}

#[test]
fn the_value_of_a_new_key_stays_in_view_beside_its_facts() {
    for (wide, high, generates) in
        [(1280.0, 820.0, false), (1280.0, 820.0, true), (900.0, 480.0, false), (900.0, 480.0, true)]
    {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.window.run_steps(4);
        if generates {
            stage.click("Generate");
        }
        stage.click("More");
        stage.window.run_steps(6);
        let value = |stage: &Stage| stage.window.get_by_role_and_label(Role::PasswordInput, "Value").rect();
        let before = value(&stage);
        let name = |stage: &Stage| stage.window.get_by_role_and_label(Role::TextInput, "Variable name").rect().top();
        let began = name(&stage);
        for _ in 0..6 {
            stage.wheel(egui::pos2(wide / 2.0 - 200.0, high / 2.0), -80.0);
            stage.window.run_steps(4);
            if !generates {
                assert!(
                    (value(&stage).top() - before.top()).abs() < 20.0,
                    "{high}: {:?} was {before:?}",
                    value(&stage)
                );
            }
        }
        assert!(name(&stage) < began - 60.0, "{wide}: it was scrolled");
        // Whatever is higher than the view ends with the facts.
        let stored = stage.window.get_by_label("Saved in GNOME Keyring.").rect();
        let footer = stage.window.get_by_label("Add another after this").rect().top();
        assert!(stored.bottom() < footer && stored.bottom() > footer - 80.0, "{high}: {stored:?} over {footer}");
        let lowest = if generates { stage.window.get_by_label("Check tail").rect() } else { value(&stage) };
        assert!(lowest.bottom() < stored.top(), "{high}: {lowest:?} over {stored:?}");
    }
}
