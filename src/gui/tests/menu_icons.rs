//! What does something has its icon in a menu too, where it stands for want of room as well as elsewhere.

use super::*;
use crate::gui::theme::Icon;
use crate::model::Folder;

/// The entries of the open menu from the first one that does something, each with the icon before it.
fn entries(stage: &Stage, first: &str) -> Vec<(String, Option<char>)> {
    let mut glyphs = Vec::new();
    for clipped in &stage.window.output().shapes {
        if let egui::Shape::Text(text) = &clipped.shape
            && let Some(glyph) = text.galley.text().chars().next().filter(|c| ('\u{E000}'..'\u{F900}').contains(c))
        {
            glyphs.push((text.galley.mesh_bounds.translate(text.pos.to_vec2()).center(), glyph));
        }
    }
    let items = stage.window.query_all_by_role(Role::MenuItem).map(|item| {
        let at = item.rect().with_max_x(item.rect().left() + 30.0);
        let glyph = glyphs.iter().rev().find(|(center, _)| at.contains(*center)).map(|(_, glyph)| *glyph);
        (item.accesskit_node().label().unwrap_or_default(), glyph)
    });
    items.skip_while(|(words, _)| words != first).collect()
}

fn with(words: &str, icon: Icon) -> (String, Option<char>) {
    (words.to_owned(), Some(icon.glyph()))
}

#[test]
fn what_has_no_room_in_a_bar_keeps_its_icon_in_the_menu() {
    for section in [Key::Num1, Key::Num2] {
        let mut stage = Stage::sized(sample::snapshot(), 640.0, 400.0);
        stage.press_with(Modifiers::COMMAND, section);
        stage.window.run_steps(4);
        if section == Key::Num2 {
            stage.press(Key::ArrowDown);
        }
        stage.press_with(Modifiers::COMMAND, Key::A);
        stage.window.run_steps(4);
        stage.click("More");
        stage.window.run_steps(12);
        let all = entries(&stage, "Snooze…");
        assert_eq!(all.first(), Some(&with("Snooze…", Icon::BellSlash)), "{}", stage.tree());
        assert!(all.iter().all(|(_, glyph)| glyph.is_some()), "{all:?}");
    }
}

#[test]
fn a_folders_menu_and_the_commands_of_the_menu_of_projects_have_icons() {
    let mut snapshot = sample::snapshot();
    snapshot.projects[1].folders.push(Folder { path: "/made/up/checkout".into() });
    let mut stage = Stage::sized(snapshot, 1280.0, 1400.0);
    stage.click("Choose a project");
    stage.window.run_steps(12);
    let verbs = [("New project…", Icon::Plus), ("Edit project…", Icon::PencilSimple)];
    assert_eq!(entries(&stage, "New project…"), verbs.map(|(words, icon)| with(words, icon)));
    stage.press(Key::Escape);
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    stage.window.run_steps(12);
    stage.click("Menu of /made/up/checkout");
    stage.window.run_steps(12);
    let verbs = [("Open", Icon::FolderOpen), ("Edit project…", Icon::PencilSimple), ("Unlink", Icon::X)];
    assert_eq!(entries(&stage, "Open"), verbs.map(|(words, icon)| with(words, icon)));
}

#[test]
fn what_can_be_done_about_a_gap_has_icons() {
    let mut stage = comparing::comparing();
    stage.click("SENTRY_AUTH_TOKEN, staging, missing");
    stage.window.run_steps(12);
    let verbs = [
        ("New key…", Icon::Plus),
        ("Same value as development…", Icon::ColumnsPlusRight),
        ("Not needed", Icon::MinusCircle),
    ];
    assert_eq!(entries(&stage, "New key…"), verbs.map(|(words, icon)| with(words, icon)));
}
