//! Several keys at once in the table: picked, disabled, moved, put off.

use egui::accesskit::Toggled;

use super::mouse::click_at;
use super::*;
use crate::model::KeyUid;

/// The first three rows picked by the keyboard.
fn three_picked() -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    assert!(stage.tree().contains("3 selected"), "{}", stage.tree());
    stage
}

#[test]
fn rows_are_picked_by_keyboard_and_disabled_together_with_a_way_back() {
    let mut stage = three_picked();
    stage.press(Key::D);
    assert!(stage.tree().contains("Disable 3 keys here?"));
    stage.click("Disable 3 keys");
    let asked =
        stage.asked.try_iter().find_map(|asked| if let Request::Disable(keys) = asked { Some(keys) } else { None });
    let keys = asked.unwrap();
    assert_eq!(keys, [KeyUid(1), KeyUid(2), KeyUid(3)]);
    stage.hears(Event::Done(Done::Disabled(keys.clone())));
    stage.window.run_steps(4);
    stage.click("Undo");
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::Enable(of) if of == keys)));
    // And by keyboard; not while one types, where it is the field's.
    stage.hears(Event::Done(Done::Disabled(keys.clone())));
    stage.press_with(Modifiers::COMMAND, Key::Z);
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::Enable(of) if of == keys)));
    stage.press_with(Modifiers::COMMAND, Key::Z);
    stage.window.run_steps(8);
    assert!(stage.tree().contains("There is nothing to undo any more"), "{}", stage.tree());
    stage.press(Key::Escape);
    assert!(!stage.tree().contains("3 selected"), "Esc lets go of all");
}

#[test]
fn rows_are_picked_by_mouse_and_moved_together() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::A);
    assert!(stage.tree().contains("48 selected"), "{}", stage.tree());
    stage.click("Clear");
    assert!(!stage.tree().contains("selected"));
    stage.window.query_all_by_label("Staging").next().unwrap().click();
    stage.window.run_steps(3);
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.click("Move to…");
    stage.type_text("preview");
    stage.click("Move 1 key");
    let asked =
        stage.asked.try_iter().find_map(|asked| if let Request::Move(moves) = asked { Some(moves) } else { None });
    assert_eq!(asked.unwrap()[0].1.to_string(), "Storefront/preview/ALGOLIA_ADMIN_KEY");
}

#[test]
fn where_several_keys_move_to_is_shielded_and_none_is_chosen_before_somebody_chooses() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.click("Move to…");
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Environment").rect().center();
    click_at(&mut stage, field);
    stage.window.run_steps(4);
    let offers: Vec<_> = stage.window.query_all_by_role(Role::ListBoxOption).collect();
    let is_chosen = |offer: &egui_kittest::Node<'_>| offer.accesskit_node().toggled() == Some(Toggled::True);
    assert!(!offers.iter().any(is_chosen), "{}", stage.tree());
    let named = |offer: &egui_kittest::Node<'_>| offer.accesskit_node().label().unwrap_or_default();
    assert!(offers.iter().any(|offer| named(offer) == "production, protected"), "{}", stage.tree());
    // An arrow begins at the first.
    stage.press(Key::ArrowDown);
    let first = stage.window.query_all_by_role(Role::ListBoxOption).next().unwrap();
    assert!(is_chosen(&first));
}

#[test]
fn the_warnings_of_picked_keys_are_snoozed_together() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.click("Snooze…");
    snoozes(&mut stage);
    // Where the bar has no room it stands in the menu.
    let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.click("More");
    stage.window.get_by_role_and_label(Role::MenuItem, "Snooze…").click();
    snoozes(&mut stage);
}

/// Says why in the dialog that is open, and looks at what is asked.
pub(super) fn snoozes(stage: &mut Stage) {
    stage.window.run_steps(3);
    stage.type_text("Replaced in January");
    stage.press(Key::Enter);
    let asked = stage.asked.try_iter().find_map(|asked| match asked {
        Request::Snooze(what, _, reason) => Some((what, reason)),
        _ => None,
    });
    let (what, reason) = asked.unwrap_or_else(|| panic!("{}", stage.tree()));
    assert_eq!(reason, "Replaced in January");
    assert!(!what.is_empty());
}

#[test]
fn keys_without_a_warning_offer_no_snooze() {
    let mut snapshot = sample::snapshot();
    snapshot.findings.iter_mut().for_each(Vec::clear);
    let mut stage = Stage::sized(snapshot, 1900.0, 820.0);
    stage.press_with(Modifiers::COMMAND, Key::A);
    assert!(stage.window.query_by_label("Move to…").is_some(), "{}", stage.tree());
    assert!(stage.window.query_by_label("Snooze…").is_none());
}

#[test]
fn beside_the_details_that_lie_over_the_list_the_bar_of_picked_rows_is_whole() {
    for wide in [900.0, 720.0] {
        let mut stage = Stage::sized(sample::snapshot(), wide, 600.0);
        stage.press(Key::ArrowDown);
        stage.press(Key::X);
        stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
        stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
        stage.press(Key::I);
        stage.window.run_steps(20);
        assert!(stage.tree().contains("Close details"), "{wide}");
        let clear = stage.window.get_by_label("Clear").rect();
        // The details have one at their foot.
        let mores = stage.window.query_all_by_label("More").map(|node| node.rect());
        let more = mores.min_by(|one, other| one.top().total_cmp(&other.top())).unwrap();
        assert!(more.right() <= clear.left(), "{wide}: {more} and {clear}");
        click_at(&mut stage, more.center());
        assert!(stage.window.query_by_role_and_label(Role::MenuItem, "Delete").is_none(), "{wide}: none is disabled");
        assert!(stage.window.query_by_role_and_label(Role::MenuItem, "Snooze…").is_some(), "{wide}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(10);
        let clear = stage.window.get_by_label("Clear").rect().center();
        click_at(&mut stage, clear);
        assert!(!stage.tree().contains("3 selected"), "{wide}: {}", stage.tree());
    }
}

#[test]
fn the_bars_of_keys_and_review_say_the_same_in_one_order_and_clear_stands_behind_it() {
    let lefts = |stage: &Stage| {
        ["Disable", "Assign owner…", "Snooze…", "Rotate…", "Clear"].map(|words| {
            let all = stage.window.query_all_by_role_and_label(Role::Button, words).map(|node| node.rect());
            all.filter(|at| at.height() < 28.0 && at.top() < 500.0).map(|at| at.left()).fold(f32::MAX, f32::min)
        })
    };
    let mut stage = Stage::sized(sample::snapshot(), 1500.0, 820.0);
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.window.run_steps(4);
    let in_keys = lefts(&stage);
    assert!(in_keys.is_sorted() && in_keys[4] < 1000.0, "{in_keys:?}");
    stage.press(Key::Escape);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.window.run_steps(4);
    let in_review = lefts(&stage);
    assert!(in_review.is_sorted() && in_review[4] < 1000.0, "{in_review:?}");
}

#[test]
fn the_row_one_is_on_does_not_seem_to_be_picked_among_those_that_are() {
    // Keys, Review and a person's page.
    for (section, name) in [(Key::Num1, ""), (Key::Num2, ""), (Key::Num1, "Mara Klein")] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, section);
        if !name.is_empty() {
            stage.press_with(Modifiers::COMMAND, Key::K);
            stage.type_text(name);
            stage.window.run_steps(4);
            stage.press(Key::Enter);
        }
        stage.window.run_steps(6);
        let fills = |stage: &Stage| -> Vec<egui::Color32> {
            let rows: Vec<egui::Rect> =
                stage.window.query_all_by_role(Role::Row).take(4).map(|row| row.rect()).collect();
            let fill_of = |row: &egui::Rect| {
                let shapes = stage.window.output().shapes.iter();
                let mut filled = shapes.filter_map(|clipped| match &clipped.shape {
                    egui::Shape::Rect(rect) if rect.fill.a() > 0 && rect.rect.contains_rect(row.shrink(1.0)) => {
                        Some(rect)
                    }
                    _ => None,
                });
                filled.next_back().map_or(egui::Color32::TRANSPARENT, |rect| rect.fill)
            };
            rows.iter().map(fill_of).collect()
        };
        stage.press(Key::Home);
        let alone = fills(&stage)[0];
        stage.press(Key::X);
        stage.press(Key::ArrowDown);
        stage.press(Key::X);
        stage.press(Key::ArrowDown);
        let [first, second, current, rest] = fills(&stage)[..] else { panic!("{}", stage.tree()) };
        assert!(first == alone && second == alone, "{section:?} {name}: picked rows are as one that is selected");
        assert!(
            current != first && current != rest,
            "{section:?} {name}: {current:?} is neither of {first:?}, {rest:?}"
        );
        stage.press(Key::X);
        assert_eq!(fills(&stage)[2], first, "{section:?} {name}");
    }
}

/// The sample, whose project has so many environments that their list scrolls.
fn with_many_environments() -> Snapshot {
    let mut snapshot = sample::snapshot();
    let project = &mut snapshot.projects[0];
    for nth in 0..12 {
        let mut one = project.environments[0].clone();
        one.name = format!("preview-{nth:02}");
        project.environments.push(one);
    }
    snapshot
}

fn field(stage: &Stage) -> egui_kittest::Node<'_> {
    stage.window.get_by_role_and_label(Role::TextInput, "Environment")
}

#[test]
fn where_several_keys_go_is_chosen_by_the_mouse_alone() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let said = format!("{wide} × {high}");
        let mut stage = Stage::sized(with_many_environments(), wide, high);
        stage.press(Key::ArrowDown);
        stage.press(Key::X);
        stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
        stage.press_with(Modifiers::SHIFT, Key::F10);
        stage.window.run_steps(4);
        stage.click_on_top("Move to…");
        stage.window.run_steps(6);
        let at = field(&stage).rect().center();
        click_at(&mut stage, at);
        stage.window.run_steps(6);
        let offers = |stage: &Stage| -> Vec<(String, egui::Rect)> {
            let all = stage.window.query_all_by_role(Role::ListBoxOption);
            all.map(|one| (one.accesskit_node().label().unwrap_or_default(), one.rect())).collect()
        };
        let before = offers(&stage);
        assert!(before.len() > 8, "{said}: {}", stage.tree());
        let over = before[1].1.center();
        stage.wheel(over, -90.0);
        let after = offers(&stage);
        assert!(after[0].1.top() < before[0].1.top() - 40.0, "{said}: the wheel scrolls the list");
        assert_eq!(field(&stage).rect().center(), at, "{said}: and nothing under it");
        // Pressed beside its words, as on its bar, it stays, and one goes on typing.
        let list = stage.window.ctx.layer_id_at(over).unwrap();
        let list = egui::AreaState::load(&stage.window.ctx, list.id).unwrap().rect();
        for slow in [false, true] {
            let pos = list.right_center() - vec2(3.0, 0.0);
            for pressed in [true, false] {
                let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
                stage.window.event(egui::Event::PointerMoved(pos));
                stage.window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
                stage.window.run_steps(if slow { 6 } else { 0 });
            }
            stage.window.run_steps(6);
            assert!(!offers(&stage).is_empty(), "{said}, slow: {slow}");
        }
        assert!(!offers(&stage).is_empty() && field(&stage).is_focused(), "{said}: {}", focused(&stage));
        let all = offers(&stage);
        let (name, place) = all.iter().find(|(_, place)| list.shrink(8.0).contains_rect(*place)).unwrap().clone();
        click_at(&mut stage, place.center());
        stage.window.run_steps(12);
        let value = field(&stage).accesskit_node().value().unwrap_or_default();
        assert_eq!(value, name.trim_end_matches(", protected"), "{said}");
        assert!(offers(&stage).is_empty(), "{said}: the list is closed");
    }
}

type Goes = fn(&mut Stage);

#[test]
fn ticks_of_rows_that_are_out_of_view_are_neither_counted_nor_acted_on() {
    let narrow: [(&str, Goes, Goes); 2] = [
        ("another environment", |stage| radio(stage, "Staging"), |stage| radio(stage, "All environments")),
        ("another project", |stage| goes_to(stage, "Billing"), |stage| goes_to(stage, "Storefront")),
    ];
    for (how, away, back) in narrow {
        let mut stage = three_picked();
        away(&mut stage);
        assert!(!stage.tree().contains("3 selected"), "{how}: {}", stage.tree());
        for letter in [Key::D, Key::A, Key::S, Key::R] {
            stage.press(letter);
            stage.window.run_steps(3);
            assert!(!stage.tree().contains("3 keys"), "{how}: {letter:?} {}", stage.tree());
            stage.press(Key::Escape);
        }
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("disable");
        assert!(!stage.tree().contains("3 keys"), "{how}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.press(Key::Escape);
        // What is ticked here counts alone.
        stage.press(Key::Home);
        stage.press(Key::X);
        assert!(stage.tree().contains("1 selected"), "{how}: {}", stage.tree());
        stage.press(Key::X);
        back(&mut stage);
        assert!(stage.tree().contains("3 selected"), "{how}: they are listed again: {}", stage.tree());
        stage.click("Clear");
        away(&mut stage);
        back(&mut stage);
        assert!(!stage.tree().contains(" selected"), "{how}: {}", stage.tree());
    }
}

#[test]
fn ticks_of_rows_that_are_not_listed_are_counted_apart_and_kept_by_esc_and_clear() {
    type Clears = fn(&mut Stage);
    let clear: [(&str, Clears); 3] = [
        ("Esc", |stage| stage.press(Key::Escape)),
        ("Clear", |stage| stage.click("Clear")),
        ("all and none", |stage| (0..2).for_each(|_| stage.press_with(Modifiers::COMMAND, Key::A))),
    ];
    for (how, clears) in clear {
        let mut stage = three_picked();
        radio(&mut stage, "Staging");
        stage.press(Key::Home);
        stage.press(Key::X);
        assert!(stage.tree().contains("1 selected · 3 not listed"), "{how}: {}", stage.tree());
        clears(&mut stage);
        assert!(!stage.tree().contains(" selected"), "{how}: {}", stage.tree());
        radio(&mut stage, "All environments");
        assert!(stage.tree().contains("3 selected\n"), "{how}: {}", stage.tree());
    }
}

fn radio(stage: &mut Stage, words: &str) {
    stage.window.query_all_by_role_and_label(Role::RadioButton, words).next().unwrap().click();
    stage.window.run_steps(3);
}

fn goes_to(stage: &mut Stage, project: &str) {
    stage.window.get_by_label_contains(&format!("{project}, ")).click();
    stage.window.run_steps(3);
}

#[test]
fn what_is_asked_about_several_names_where_they_are() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.press_with(Modifiers::SHIFT, Key::ArrowDown);
    stage.press(Key::D);
    assert!(stage.tree().contains("Disable 2 keys here? They are in Storefront development."), "{}", stage.tree());
}

#[test]
fn what_is_asked_about_the_one_that_is_ticked_names_its_project_too() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    stage.press(Key::D);
    let words = "ALGOLIA_ADMIN_KEY in Storefront development is left out of copies, exports and runs.";
    assert!(stage.tree().contains(words), "{}", stage.tree());
}
