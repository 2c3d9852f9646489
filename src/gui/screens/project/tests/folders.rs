//! Linked folders: each can be unlinked, and linked again where it stood.

use crate::gui::theme::Type;
use std::path::PathBuf;

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use super::{asked_by, open_project};
use crate::gui::sample;
use crate::gui::tests::{Stage, focused, tab_to};
use crate::jobs::{Done, Event, PlaceChange, Snapshot};
use crate::model::Folder;

fn linked(paths: &[&str]) -> Snapshot {
    let mut snapshot = sample::snapshot();
    snapshot.projects[0].folders = paths.iter().map(|path| Folder { path: PathBuf::from(path) }).collect();
    snapshot
}

fn edits(paths: &[&str]) -> Stage {
    let mut stage = Stage::new(linked(paths));
    open_project(&mut stage);
    stage
}

/// It is done, and these are left.
fn answers(stage: &mut Stage, change: PlaceChange, left: &[&str]) {
    stage.hears(Event::Snapshot(linked(left).into()));
    stage.hears(Event::Done(Done::PlaceChanged(change)));
    stage.window.run_steps(4);
}

#[test]
fn a_folder_that_was_unlinked_is_linked_again_in_its_row_by_pointer_and_by_keyboard() {
    let (project, folder) = ("Storefront".to_owned(), PathBuf::from("/made/up/b"));
    for by_key in [false, true] {
        let mut stage = edits(&["/made/up/a", "/made/up/b", "/made/up/c"]);
        let row = stage.window.get_by_label("/made/up/b").rect();
        if by_key {
            tab_to(&mut stage, "Unlink /made/up/b");
            stage.press(Key::Enter);
        } else {
            stage.click("Unlink /made/up/b");
        }
        let unlink = PlaceChange::UnlinkFolder { project: project.clone(), folder: folder.clone() };
        assert_eq!(asked_by(&stage), Some(unlink.clone()));
        assert!(stage.window.query_by_label("Undo unlinking /made/up/b").is_none(), "it is not done yet");
        answers(&mut stage, unlink, &["/made/up/a", "/made/up/c"]);
        assert_eq!(stage.window.get_by_label("Unlinked: /made/up/b").rect().top(), row.top(), "{}", stage.tree());
        let family = |words: &str| {
            let painted = stage.texts().into_iter().find(|text| text.galley.text() == words).expect("painted");
            painted.galley.job.sections[0].format.font_id.family.clone()
        };
        assert_eq!(family("Unlinked: "), Type::Body.font_on(1.0).family, "only the path is mono");
        assert_eq!(family("/made/up/b"), Type::Code.font_on(1.0).family);
        if by_key {
            assert_eq!(focused(&stage), "Undo unlinking /made/up/b");
            stage.press(Key::Enter);
        } else {
            stage.click("Undo unlinking /made/up/b");
        }
        let again = PlaceChange::LinkAgain { project: project.clone(), folder: folder.clone() };
        assert_eq!(asked_by(&stage), Some(again.clone()), "{by_key}");
        answers(&mut stage, again, &["/made/up/a", "/made/up/c", "/made/up/b"]);
        assert!(stage.window.query_by_label("Unlink /made/up/b").is_some(), "{}", stage.tree());
        assert!(!stage.tree().contains("Unlinked: ") && !stage.tree().contains("again"), "{}", stage.tree());
    }
}

#[test]
fn a_long_path_of_a_folder_keeps_its_beginning_and_its_end() {
    let path = format!("/made/up/{}/storefront", "a-folder-with-a-name/".repeat(5));
    let stage = edits(&[path.as_str()]);
    let shown = |begins: &str, ends: &str| {
        let mut found = Vec::new();
        for clipped in &stage.window.output().shapes {
            if let egui::Shape::Text(text) = &clipped.shape {
                found.push(text.galley.text().to_owned());
            }
        }
        found.into_iter().any(|text| text.starts_with(begins) && text.contains('…') && text.ends_with(ends))
    };
    assert!(shown("/made/up/", "/storefront"), "{}", stage.tree());
}

#[test]
fn a_project_of_seven_environments_opens_whole() {
    let mut snapshot = linked(&["/made/up/a"]);
    let one = snapshot.projects[0].environments[0].clone();
    for (at, name) in ["qa", "preview", "load", "demo"].into_iter().enumerate() {
        let id = crate::model::EnvironmentId(900 + at as i64);
        snapshot.projects[0].environments.push(crate::model::Environment { id, name: name.to_owned(), ..one.clone() });
    }
    let mut stage = Stage::new(snapshot);
    open_project(&mut stage);
    let bottom = |label: &str| stage.window.get_by_label(label).rect().bottom();
    assert!(bottom("Browse…") < stage.window.get_by_label("Done").rect().top(), "{}", stage.tree());
}
