//! The import's preview and its last page: what can be chosen, read and taken back there.

use super::importing::{planned, with_pasted};
use super::*;

fn entry(name: &str, fate: Fate) -> PlannedEntry {
    PlannedEntry { name: name.to_owned(), fate, ..PlannedEntry::default() }
}

fn with_entries(entries: Vec<PlannedEntry>) -> Stage {
    let mut stage = with_pasted(1280.0, 820.0, "A_KEY=1");
    planned(&mut stage, ImportPlan { entries, ..ImportPlan::default() });
    stage
}

fn is_ticked(stage: &Stage, role: Role, name: &str) -> bool {
    stage.window.get_by_role_and_label(role, name).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

#[test]
fn of_what_is_kept_and_replaced_neither_is_chosen_and_either_is_for_all() {
    let mut stage = with_entries(vec![entry("A_KEY", Fate::Differs), entry("B_KEY", Fate::Differs)]);
    let sides = ["Keep what is there", "Replace"];
    let chosen = |stage: &Stage| sides.map(|side| is_ticked(stage, Role::RadioButton, side));
    let ticks = |stage: &Stage| ["A_KEY", "B_KEY"].map(|name| is_ticked(stage, Role::CheckBox, name));
    assert_eq!(chosen(&stage), [true, false], "{}", stage.tree());
    for (side, all) in [("Replace", true), ("Keep what is there", false)] {
        stage.window.get_by_role_and_label(Role::CheckBox, "A_KEY").click();
        stage.window.run_steps(4);
        assert_eq!(chosen(&stage), [false, false], "{}", stage.tree());
        stage.window.get_by_role_and_label(Role::RadioButton, side).click();
        stage.window.run_steps(4);
        assert_eq!(ticks(&stage), [all, all]);
        assert_eq!(chosen(&stage), [!all, all]);
    }
}
