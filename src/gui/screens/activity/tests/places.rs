//! What was done to a project or an environment, in words.

use super::shown::question;
use super::*;

#[test]
fn what_was_done_to_a_project_names_it_in_every_window() {
    for (width, height) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), width, height);
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        let ask = question(&stage);
        let change = |detail| (ActivityKind::PlaceChanged, "Made Up", detail);
        let acts = [change("deleted"), change("linked to a folder that lies far down in the home"), change("added")];
        stage.hears(Event::ActivityRead(Box::new(answer(&ask, vec![day(0, 20, &acts)], None))));
        assert_eq!(stage.painted("Made Up").len(), acts.len(), "{width}: {}", stage.tree());
        assert!(stage.painted("–").is_empty() || width > 640.0, "{width}");
    }
}

#[test]
fn what_came_or_went_is_said_to_be_a_project_or_an_environment() {
    for (subject, detail, said) in [
        ("Made Up", "added", "Project added"),
        ("Made Up", "deleted", "Project deleted"),
        ("Made Up/eu", "added", "Environment added"),
        ("Made Up/eu", "removed", "Environment removed"),
        ("Made Up/eu", "protected", "Protected"),
    ] {
        let folds = day(0, 9, &[(ActivityKind::PlaceChanged, subject, detail)]).folds;
        let told = told(&folds[0], None, &sample::snapshot(), &mut Names::default(), &Utc);
        assert_eq!(told.what, said, "{subject}");
    }
}
