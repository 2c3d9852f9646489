//! The export dialog's preview and what was allowed beside it: what stands in it is what is written.

use super::exporting::{export, look, question, told};
use super::*;
use crate::jobs::{ExportLook, FileThere, GitSees};

/// A line of the preview is clicked, and the worker asked anew.
fn click_line(stage: &mut Stage, name: &str) -> u64 {
    stage.window.get_by_role_and_label(Role::CheckBox, name).click();
    stage.window.run_steps(20);
    question(stage).0
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
