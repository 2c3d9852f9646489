//! The export dialog's preview and what was allowed beside it: what stands in it is what is written.

use super::exporting::{cut, export, look, many_plain, question, told};
use super::keyboard::{focused, tab_to};
use super::*;
use crate::envfile::Target;
use crate::jobs::{ExportLook, Exported, FileThere, GitSees};

/// A line of the preview is clicked, and the worker asked anew.
fn click_line(stage: &mut Stage, name: &str) -> u64 {
    stage.window.get_by_role_and_label(Role::CheckBox, name).click();
    stage.window.run_steps(20);
    question(stage).0
}

fn is_written(stage: &Stage, name: &str) -> bool {
    let line = stage.window.get_by_role_and_label(Role::CheckBox, name);
    line.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

#[test]
fn a_line_that_is_left_out_or_taken_in_takes_no_consent_back() {
    let (mut stage, number, _) = export();
    let stands = |asked| ExportLook { file: FileThere::Another, git: GitSees::Open, ..look(asked) };
    told(&mut stage, stands(number));
    stage.click("Replace");
    stage.click("Add to .gitignore");
    for _ in ["out", "in"] {
        stage.window.get_by_role_and_label(Role::CheckBox, "OPENAI_API_KEY").click();
        stage.window.run_steps(20);
        let (number, ask) = question(&stage);
        assert!(ask.consent.replace && ask.gitignore);
        told(&mut stage, stands(number));
        let tree = stage.tree();
        assert!(tree.contains("Replaces the existing file"), "{tree}");
        assert!(tree.contains(".env will be added to .gitignore"), "{tree}");
    }
    // Neither is there any more: should it come back, that is another question.
    let number = click_line(&mut stage, "OPENAI_API_KEY");
    told(&mut stage, look(number));
    let number = click_line(&mut stage, "OPENAI_API_KEY");
    told(&mut stage, stands(number));
    assert!(stage.tree().contains("exists already.") && stage.tree().contains("is not in .gitignore."));
}

#[test]
fn what_stays_out_because_of_the_reader_is_struck_counted_and_told() {
    let (mut stage, number, _) = export();
    let why = "its value holds a line break".to_owned();
    let refused = vec![("OPENAI_API_KEY".to_owned(), why, Some(Target::Sh))];
    told(&mut stage, ExportLook { refused: refused.clone(), ..look(number) });
    assert!(is_written(&stage, "OPENAI_API_KEY"));
    stage.click("Leave out");
    stage.window.run_steps(20);
    assert!(!is_written(&stage, "OPENAI_API_KEY"), "{}", stage.tree());
    assert!(stage.tree().contains("OPENAI_API_KEY: left out by you"), "{}", stage.tree());
    let number = click_line(&mut stage, "OPENAI_API_KEY");
    told(&mut stage, ExportLook { refused, ..look(number) });
    assert!(is_written(&stage, "OPENAI_API_KEY"));
    assert!(stage.tree().contains("Not every dotenv reader can hold OPENAI_API_KEY."), "{}", stage.tree());
}

#[test]
fn the_preview_has_the_form_of_the_file() {
    for (title, head, line) in [
        ("JSON", Some("{"), "\": \""),
        ("YAML", None, "\": \""),
        ("Kubernetes", Some("apiVersion: v1"), "\": "),
        ("fish", None, "set -gx "),
        ("GitHub", None, "<<KEYLOFT_…"),
        ("PowerShell", None, "${env:"),
        ("A shell", None, "export "),
    ] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, Key::E);
        stage.window.run_steps(4);
        stage.window.get_by_role_and_label(Role::ComboBox, "Read by").click();
        stage.window.run_steps(3);
        stage.type_text(title);
        stage.press(Key::Enter);
        stage.window.run_steps(6);
        for words in head.into_iter().chain([line]) {
            assert!(cut(&stage, words).is_some(), "{title}: no {words}");
        }
        assert!(stage.painted("=").is_empty(), "{title}");
    }
}

#[test]
fn each_time_after_which_a_file_goes_is_read_whole() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.window.run_steps(4);
    stage.window.get_by_role_and_label(Role::Switch, "Delete the file automatically").click();
    stage.window.run_steps(4);
    stage.window.get_by_role_and_label(Role::ComboBox, "Delete after").click();
    stage.window.run_steps(4);
    stage.window.get_by_role_and_label(Role::MenuItem, "after 15 minutes").click();
    stage.window.run_steps(8);
    assert_eq!(cut(&stage, "after 15"), Some(false));
}

#[test]
fn what_stays_out_is_one_count_in_preview_proof_and_toast_and_stays_out_while_the_path_is_typed() {
    let (mut stage, number, _) = export();
    let refused = vec![("OPENAI_API_KEY".to_owned(), "its value holds a line break".to_owned(), None)];
    told(&mut stage, ExportLook { refused: refused.clone(), ..look(number) });
    stage.click("Leave out");
    let number = click_line(&mut stage, "DATABASE_URL");
    let (variables, all) = (11, 13);
    let told_so =
        |asked| ExportLook { asked, variables, unasked: 1, refused: refused.clone(), ..ExportLook::default() };
    told(&mut stage, told_so(number));
    let is_said = |stage: &Stage| {
        let read = format!("reads it: {variables} of {all}");
        assert!(stage.tree().contains(&read), "{read}: {}", stage.tree());
        assert!(["OPENAI_API_KEY", "DATABASE_URL"].into_iter().all(|name| !is_written(stage, name)));
    };
    is_said(&stage);
    stage.window.get_by_role_and_label(Role::TextInput, "File").focus();
    stage.window.run_steps(2);
    stage.type_text("x");
    stage.window.run_steps(20);
    let (number, ask) = question(&stage);
    assert!(ask.skip_refused && ask.to.to_string_lossy().ends_with(".envx"), "{ask:?}");
    told(&mut stage, told_so(number));
    is_said(&stage);
    stage.press(Key::Enter);
    let Ok(Request::Export(ask)) = stage.asked.try_recv() else { panic!("nothing was asked: {}", stage.tree()) };
    stage.hears(Event::Exported(Exported {
        path: ask.to,
        place: ask.place,
        variables,
        left_out: vec![("OPENAI_API_KEY".to_owned(), "why".to_owned())],
        unasked: 1,
        expired: Vec::new(),
        delete_after: None,
    }));
    let said = format!("Wrote {variables} variables to .envx, 2 left out");
    assert!(stage.tree().contains(&said), "{}", stage.tree());
}

#[test]
fn the_line_one_is_on_stays_in_view_as_the_preview_gives_room_to_what_is_worth_knowing() {
    let mut stage = Stage::sized(many_plain(60), 900.0, 600.0);
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.window.run_steps(20);
    tab_to(&mut stage, "NAME_00");
    stage.press(Key::End);
    stage.press(Key::Space);
    stage.window.run_steps(6);
    let is_in_view = |stage: &Stage| {
        let line = stage.window.get_by_role_and_label(Role::CheckBox, "NAME_59").rect();
        let below = stage.painted("Worth knowing");
        line.bottom() + 20.0 < below.first().expect("what is worth knowing").top()
    };
    assert_eq!(focused(&stage), "NAME_59");
    assert!(is_in_view(&stage), "{}", stage.tree());
    // The next time it is read from its top.
    stage.press(Key::Escape);
    stage.window.run_steps(4);
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.window.run_steps(8);
    assert!(stage.window.query_by_role_and_label(Role::CheckBox, "NAME_00").is_some(), "{}", stage.tree());
}
