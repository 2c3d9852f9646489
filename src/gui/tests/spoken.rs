//! What a screen reader is told beyond the words: how many rows there are, what is in front, and names as they are written.

use egui_kittest::Node;

use super::comparing::comparing;
use super::*;

/// What the first ancestor that says it knows of the size of the set a row is in. What is only there for the layout is left out
/// for a reader.
fn set_size(row: &Node<'_>) -> Option<(Role, usize)> {
    let mut above = row.accesskit_node().parent();
    while let Some(node) = above {
        if let Some(size) = node.size_of_set() {
            return Some((node.role(), size));
        }
        above = node.parent();
    }
    None
}

#[track_caller]
fn assert_rows_are_counted(stage: &Stage, role: Role) {
    let placed: Vec<_> = stage
        .window
        .query_all_by_role(role)
        .filter_map(|row| Some((row.accesskit_node().position_in_set()?, set_size(&row))))
        .collect();
    assert!(placed.len() > 2, "{}", stage.tree());
    for (at, size) in placed {
        let (role, size) = size.unwrap_or_else(|| panic!("row {at} of nobody knows how many"));
        assert!(at < size && role != Role::GenericContainer, "{at} of {size} in {role:?}");
    }
}

#[test]
fn every_list_says_how_many_rows_it_has() {
    assert_rows_are_counted(&Stage::new(sample::snapshot()), Role::Row);
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        assert_rows_are_counted(&reviewing::at(wide, high), Role::Row);
    }
    assert_rows_are_counted(&comparing(), Role::Row);
    let mut palette = Stage::new(sample::snapshot());
    palette.press_with(Modifiers::COMMAND, Key::K);
    palette.window.run_steps(4);
    assert_rows_are_counted(&palette, Role::ListBoxOption);
}

#[test]
fn a_dialog_and_the_palette_are_modal() {
    for keys in [Key::N, Key::K, Key::E] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, keys);
        stage.window.run_steps(4);
        let dialog = stage.window.get_by_role(Role::Dialog);
        assert!(dialog.accesskit_node().is_modal(), "{keys:?}");
    }
}

#[test]
fn the_palette_speaks_of_keyloft_by_its_name() {
    let mut snapshot = sample::snapshot();
    let at = snapshot.keys.iter().position(|key| key.name() == "SENTRY_AUTH_TOKEN").unwrap();
    let finding = snapshot.findings.iter().flatten().next().unwrap().clone();
    let text = "In a file that Keyloft wrote 3 days ago".to_owned();
    snapshot.findings[at] = vec![crate::model::Finding { text, ..finding }];
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("sentry_auth");
    let rows = stage.window.query_all_by_role(Role::ListBoxOption);
    let said: Vec<String> = rows.filter_map(|row| row.accesskit_node().label()).collect();
    assert!(said.iter().any(|row| row.ends_with(", in a file that Keyloft wrote 3 days ago")), "{said:?}");
}

/// Which of several it is, and of how many.
type Place = (Option<usize>, Option<(Role, usize)>);

/// All that one chooses among.
fn counted(stage: &Stage) -> Vec<Place> {
    let place = |node: Node<'_>| (node.accesskit_node().position_in_set(), set_size(&node));
    stage.window.query_all_by_role(Role::RadioButton).map(place).collect()
}

#[test]
fn segments_and_chips_say_how_many_there_are_to_choose_among() {
    let mut stage = Stage::new(sample::snapshot());
    let of_keys = counted(&stage);
    for (label, size) in [("Plain ", 3), ("All environments", 4), ("Compare", 2)] {
        let is_it = |node: &Node<'_>| node.accesskit_node().label().is_some_and(|said| said.starts_with(label));
        let one = stage.window.query_all_by_role(Role::RadioButton).find(is_it).unwrap();
        assert_eq!(set_size(&one), Some((Role::RadioGroup, size)), "{label}");
    }
    assert_eq!(of_keys.len(), 9, "{of_keys:?}");
    for (modifiers, key) in [(Modifiers::NONE, Key::V), (Modifiers::COMMAND, Key::Num4), (Modifiers::COMMAND, Key::N)] {
        stage.press_with(modifiers, key);
        stage.window.run_steps(4);
        let found = counted(&stage);
        assert!(found.len() > 4, "{key:?}: {found:?}");
        for (at, set) in found {
            let (Some(at), Some((Role::RadioGroup, size))) = (at, set) else { panic!("{key:?}: {at:?} of {set:?}") };
            assert!(at < size && size <= 8, "{key:?}: {at} of {size}");
        }
    }
}
