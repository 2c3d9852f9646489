//! What stands in it: the words of the footer, long names, and what is found nowhere.

use super::*;
use crate::gui::commands::Command;
use crate::gui::palette::actions::Act;
use crate::gui::palette::data::{Row, listing};
use crate::gui::palette::index;
use crate::gui::palette::search::Search;

#[test]
fn where_nothing_is_found_a_click_or_enter_makes_a_new_key_of_that_name() {
    for by_key in [false, true] {
        let mut stage = open(sample::snapshot());
        stage.types("zzqx token");
        assert!(stage.tree().contains("No match for zzqx token."));
        if by_key {
            stage.press(Key::Enter);
        } else {
            stage.window.get_by_label("New key named ZZQX_TOKEN").click();
        }
        stage.window.run_steps(4);
        let tree = stage.tree();
        assert!(!tree.contains("No match for") && tree.contains("ZZQX_TOKEN"), "{tree}");
        assert!(stage.window.query_by_label("Save key").is_some());
    }
}

#[test]
fn what_can_be_no_name_is_no_new_key() {
    let mut stage = open(sample::snapshot());
    stage.types("zz?qx=1");
    stage.press(Key::Enter);
    assert!(stage.tree().contains("No match for zz?qx=1."));
}

#[test]
fn the_footer_says_what_can_be_done_and_no_more() {
    let mut stage = open(sample::snapshot());
    let said = |stage: &Stage<App>| ["move", "do", "new key", "more", "close"].map(|hint| stage.paints(hint));
    stage.types("stripe");
    assert_eq!(said(&stage), [true, false, false, true, true], "a key");
    stage.types(" zzqx");
    assert_eq!(said(&stage), [false, false, true, false, true], "nothing, but a name");
    stage.types("?");
    assert_eq!(said(&stage), [false, false, false, false, true], "no name either");
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.types("dark theme");
    assert_eq!(stage.options().len(), 1, "{:?}", stage.options());
    assert_eq!(said(&stage), [false, true, false, false, true], "one command");
}

#[test]
fn beside_a_warning_a_long_name_gives_way_before_its_project_is_lost() {
    let mut snapshot = with_long_names();
    let mut warning = snapshot.findings.iter().flatten().next().unwrap().clone();
    (warning.rule, warning.text) = (Rule::RotationOverdue, "Rotation at least 120 days overdue".to_owned());
    let place = EnvRef::new(&snapshot.keys[0].place().project, "production-europe-west").unwrap();
    for at in 0..2 {
        snapshot.findings[at] = vec![warning.clone()];
    }
    snapshot.keys[1].reference = place.key(&snapshot.keys[1].reference.name);
    let mut stage = open(snapshot);
    stage.types("wordy");
    // The row that one is on says what Enter does in place of its warning.
    for row in 0..2 {
        let painted = stage.painted();
        let is_alone = |line: &String| line.starts_with("development") || line.starts_with("production-");
        assert!(!painted.iter().any(is_alone), "{row}: {painted:?}");
        let places = [" · development", " · production-europe-west"];
        assert!(places.iter().all(|place| painted.iter().any(|line| line == place)), "{row}: {painted:?}");
        stage.press(Key::ArrowDown);
    }
}

#[test]
fn a_long_name_loses_its_middle_and_a_long_place_its_project() {
    let mut stage = open(with_long_names());
    stage.types("wordy");
    let painted = stage.painted();
    let ends = |end: &str| painted.iter().filter(|line| line.trim_end().ends_with(end)).count();
    assert!(ends("· development") >= 1 && ends("· production") >= 1, "{painted:?}");
    assert!(painted.iter().any(|line| line.starts_with("A_VERY_") && line.ends_with("_TOKEN")), "{painted:?}");
    assert!(painted.iter().any(|line| line.starts_with("A project") && line.contains('…')), "{painted:?}");
}

#[test]
fn a_command_that_can_not_be_done_with_the_key_one_is_on_says_why_before_a_new_key_gets_its_name() {
    let snapshot = sample::snapshot();
    let plain = snapshot.keys.iter().find(|key| key.is_plain()).unwrap();
    let active = snapshot.keys.iter().find(|key| !key.is_plain() && !key.state.is_disabled()).unwrap();
    let mut warned = snapshot.keys.iter().zip(&snapshot.findings);
    let quiet = warned.find(|(key, findings)| !key.is_plain() && findings.is_empty()).unwrap().0;
    for (on, typed, title, why) in [
        (Some(plain), "snooze", "Snooze PORT…", "It is plain and has no warnings"),
        (Some(quiet), "snooze", "Snooze ", "It has no warning to snooze"),
        (Some(plain), "regenerate", "Rotate PORT…", "It is plain and has no secret to rotate"),
        (Some(active), "reactivate", "Enable ", "It is not disabled"),
        (None, "snooze", "Snooze…", "No key is selected"),
    ] {
        let view = Place::default();
        let ask = Ask { selected: on.map(|key| key.uid), ..ask(&snapshot, typed, &view) };
        let listing = listing(&ask, &index::of(&snapshot, &view), &mut Search::default());
        let rows: Vec<String> = listing.rows.iter().map(Row::spoken).collect();
        assert!(rows.iter().any(|row| row.starts_with(title) && row.contains(why)), "{typed}: {rows:?}");
        assert_eq!(listing.nothing, None, "{typed}");
    }
}

#[test]
fn enter_on_a_command_that_can_not_be_done_says_why_and_stays() {
    let mut stage = open(sample::snapshot());
    stage.types("snooze");
    assert_eq!(stage.options(), ["Snooze…, No key is selected"]);
    let said = |stage: &Stage<App>, words: &str| stage.tree().contains(words);
    assert!(!stage.paints("do") && !said(&stage, "New key named"));
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    assert!(stage.is_open() && said(&stage, "No key is selected."), "{}", stage.tree());
    assert!(stage.request().is_none());
}

#[test]
fn the_title_of_what_is_done_with_a_key_is_about_the_one_behind() {
    let [_, rich] = actions::snapshots();
    let view = Place::default();
    for command in [
        Command::PutBack,
        Command::MarkEnded,
        Command::Duplicate,
        Command::Move,
        Command::OpenProvider,
        Command::AssignOwner,
        Command::SaveFile,
    ] {
        let key = rich.keys.iter().find(|key| command.fits(&rich, Some(key))).unwrap();
        let title = command.title().replace('…', "");
        let ask = Ask { selected: Some(key.uid), ..ask(&rich, &title, &view) };
        let listing = listing(&ask, &index::of(&rich, &view), &mut Search::default());
        let Some(Row::Action(row)) = listing.rows.first() else { panic!("{title}: {listing:?}") };
        assert_eq!(row.act, Act::DoTo(key.uid, command), "{title}: {}", row.title);
    }
    let back = rich.keys.iter().find(|key| Command::PutBack.fits(&rich, Some(key))).unwrap();
    for typed in ["put the old value", "Put the old", "put the newer value"] {
        let ask = Ask { selected: Some(back.uid), ..ask(&rich, typed, &view) };
        let listing = listing(&ask, &index::of(&rich, &view), &mut Search::default());
        let done: Vec<&Act> = listing
            .rows
            .iter()
            .filter_map(|row| if let Row::Action(row) = row { Some(&row.act) } else { None })
            .collect();
        assert!(done.iter().all(|act| matches!(act, Act::DoTo(uid, _) if *uid == back.uid)), "{typed}: {done:?}");
    }
    // What can't be done with it says why, before what else is called so.
    let mut active = rich.clone();
    let at = active.keys.iter().position(|key| !key.is_plain() && !key.state.is_disabled()).unwrap();
    active.keys[at].older.clear();
    for (typed, title) in [("delete", "Delete "), ("put the old value back", "Put the old value of ")] {
        let ask = Ask { selected: Some(active.keys[at].uid), ..ask(&active, typed, &view) };
        let listing = listing(&ask, &index::of(&active, &view), &mut Search::default());
        let Some(Row::Action(row)) = listing.rows.first() else { panic!("{typed}: {listing:?}") };
        assert!(row.title.starts_with(title) && row.off.is_some(), "{typed}: {row:?}");
    }
}
