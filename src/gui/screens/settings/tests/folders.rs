//! Linked folders: their rows, their menus, and one that is gone.

use super::*;

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
fn an_unlinked_folder_is_linked_again_by_undo() {
    for by_key in [false, true] {
        let mut stage = settings(linked());
        // In the field for what is looked for the key takes back what was typed.
        crate::gui::tests::tab_to(&mut stage, "Menu of /made/up/storefront");
        let (project, folder) = ("Billing".to_owned(), PathBuf::from("/made/up/checkout"));
        let unlinked = PlaceChange::UnlinkFolder { project: project.clone(), folder: folder.clone() };
        stage.hears(Event::Done(Done::PlaceChanged(unlinked)));
        assert!(stage.tree().contains("Folder unlinked from Billing"), "{}", stage.tree());
        stage.asked.try_iter().for_each(drop);
        if by_key {
            stage.press_with(Modifiers::COMMAND, Key::Z);
        } else {
            stage.click("Undo");
        }
        let asked = stage.asked.try_iter().find_map(|request| match request {
            Request::ChangePlace(change) => Some(*change),
            _ => None,
        });
        let again = PlaceChange::LinkAgain { project, folder };
        assert_eq!(asked.as_ref(), Some(&again), "{by_key}");
        stage.hears(Event::Done(Done::PlaceChanged(again)));
        assert!(stage.tree().contains("Folder linked to Billing again"), "{}", stage.tree());
    }
}
