//! The record into a file.

use super::shown::{asked, question, shown};
use super::*;

#[test]
fn it_is_written_into_a_file_as_asked_for_and_replaces_only_when_told() {
    let mut stage = shown();
    stage.click("Export…");
    stage.click_on_top("CSV for a spreadsheet");
    stage.click_on_top("Write file");
    let written = |stage: &Stage| {
        let of = |request| if let Request::ExportActivity(ask) = request { Some(*ask) } else { None };
        asked(stage).into_iter().find_map(of)
    };
    let Some(ActivityExport { format: ActivityFormat::Csv, to, replace: false, .. }) = written(&stage) else {
        panic!("nothing is written")
    };
    assert!(to.ends_with("keyloft-activity.csv"), "{}", to.display());
    let mut failure = Failure::new("Couldn't write it.", "It exists already.", "Replace it, or choose another file.");
    failure.remedy = Some(Remedy::Replace);
    stage.hears(Event::Failed(failure));
    stage.click_on_top("Replace file");
    assert!(written(&stage).is_some_and(|export| export.replace));
    stage.hears(Event::Done(Done::ActivityExported(to, 31)));
    assert!(stage.tree().contains("31 entries written to keyloft-activity.csv"));
}

#[test]
fn the_ending_that_is_typed_says_the_form_of_the_file() {
    for (typed, clicked, format, ending) in [
        ("~/act.csv", None, ActivityFormat::Csv, "act.csv"),
        ("~/act.CSV", Some("JSON"), ActivityFormat::Json, "act.json"),
        ("~/act", None, ActivityFormat::Json, "act"),
    ] {
        let mut stage = shown();
        stage.click("Export…");
        stage.press_with(Modifiers::COMMAND, Key::A);
        stage.type_text(typed);
        if let Some(clicked) = clicked {
            stage.click_on_top(clicked);
        }
        stage.click_on_top("Write file");
        let of = |request| if let Request::ExportActivity(ask) = request { Some(*ask) } else { None };
        let written = asked(&stage).into_iter().find_map(of).expect("it is written");
        assert!(written.format == format && written.to.ends_with(ending), "{typed}: {written:?}");
    }
}

#[test]
fn a_file_that_names_no_folder_is_not_written() {
    let mut stage = shown();
    stage.click("Export…");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("activity.json");
    let why = {
        let write = stage.window.get_by_role_and_label(Role::Button, "Write file");
        let node = write.accesskit_node();
        node.description().filter(|_| node.is_disabled())
    };
    assert_eq!(why.as_deref(), Some("Begin with / or ~/, so that its folder is known."));
    stage.press(Key::Enter);
    assert!(!asked(&stage).iter().any(|request| matches!(request, Request::ExportActivity(_))));
}

#[test]
fn nothing_is_written_where_nothing_matches() {
    let mut stage = shown();
    stage.press(Key::Slash);
    stage.type_text("nobody");
    let ask = question(&stage);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, Vec::new(), None))));
    stage.click("Export…");
    let write = stage.window.get_by_role_and_label(Role::Button, "Write file");
    let node = write.accesskit_node();
    assert!(node.is_disabled());
    assert_eq!(node.description().as_deref(), Some("No entry matches."));
    stage.press(Key::Enter);
    assert!(!asked(&stage).iter().any(|request| matches!(request, Request::ExportActivity(_))));
}
