//! What small windows show of where a key stands.

use super::*;

/// Each list with its environments, in a window of this size.
fn lists(width: f32, height: f32) -> [(&'static str, Stage); 3] {
    let keys = Stage::sized(sample::snapshot(), width, height);
    let mut compare = Stage::sized(sample::snapshot(), width, height);
    compare.press(Key::V);
    let mut review = Stage::sized(sample::snapshot(), width, height);
    review.press_with(Modifiers::COMMAND, Key::Num2);
    // The charts keep their own columns.
    if !review.painted("Fold charts").is_empty() {
        review.press(Key::C);
    }
    let mut all = [("Keys", keys), ("Compare", compare), ("Review", review)];
    all.iter_mut().for_each(|(_, stage)| stage.window.run_steps(6));
    all
}

/// How often these words are seen, as they stand or as a title.
fn seen(stage: &Stage, name: &str) -> usize {
    stage.painted(name).len() + stage.painted(&crate::gui::screens::keys::capitalised(name)).len()
}

#[test]
fn every_list_of_a_narrow_window_writes_environments_in_short_and_of_a_wide_one_in_whole() {
    for (list, stage) in lists(999.0, 700.0) {
        assert_eq!((seen(&stage, "production"), seen(&stage, "development")), (0, 0), "{list}");
        assert!(seen(&stage, "Prod") + seen(&stage, "Dev") > 0, "{list}");
        // A screen reader says the whole name.
        assert!(stage.tree().to_lowercase().contains("production"), "{list}: {}", stage.tree());
    }
    for width in [1000.0, 1280.0] {
        // In the header of the narrowest of them the whole names would have no room.
        let has_room = |list: &str| width > 1000.0 || list == "Review";
        for (list, stage) in lists(width, 820.0).into_iter().filter(|(list, _)| has_room(list)) {
            assert_eq!((seen(&stage, "Prod"), seen(&stage, "Dev")), (0, 0), "{list} at {width}");
            assert!(seen(&stage, "production") > 0, "{list} at {width}");
        }
    }
}
