//! The whole of what had no room is said under where it stands, in its own type.

use egui::{Rect, Shape};

use super::*;
use crate::gui::theme::Type;
use crate::model::{Key as Fact, Kind};

/// Where those words stand in a tooltip, and whether all of them are in mono.
fn told(stage: &Stage, words: &str) -> Vec<(Rect, bool)> {
    fn look(shape: &Shape, words: &str, found: &mut Vec<(Rect, bool)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, words, found)),
            Shape::Text(text) if text.galley.text() == words && !text.galley.elided => {
                let mono =
                    text.galley.job.sections.iter().all(|part| part.format.font_id.family == Type::Code.font().family);
                found.push((text.galley.mesh_bounds.translate(text.pos.to_vec2()), mono));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| look(&clipped.shape, words, &mut found));
    found
}

const NAME: &str = "A_NAME_SO_LONG_THAT_NO_COLUMN_OF_ANY_WINDOW_HAS_ROOM_FOR_ALL_OF_ITS_MANY_LETTERS";

fn with_first(change: impl FnOnce(&mut Fact)) -> Snapshot {
    let mut first = sample::snapshot();
    change(first.keys.first_mut().unwrap());
    first
}

#[test]
fn a_row_says_under_the_cell_that_is_pointed_at_what_has_no_room_there() {
    let value = "https://a.plain.value.of.many.letters.example/with/a/path/that/goes/on/and/on";
    let first = with_first(|key| {
        key.reference.name = crate::model::VariableName::new(NAME).unwrap();
        key.kind = Kind::Plain;
        key.plain_value = Some(value.to_owned());
    });
    let mut stage = Stage::new(first);
    let row = stage.window.query_all_by_role(Role::Row).next().unwrap().rect();
    let at = stage.painted("Secret").first().unwrap().left();
    for (x, words, other) in [(row.left() + 60.0, NAME, value), (at + 10.0, value, NAME)] {
        stage.window.hover_at(egui::pos2(x, row.center().y));
        stage.window.run_steps(80);
        let [(place, mono)] = told(&stage, words)[..] else { panic!("{words}: {}", stage.tree()) };
        assert!(mono && place.top() > row.center().y, "{words}: {place:?}");
        assert!((place.left() - x).abs() < 60.0, "{words} under {x}: {place:?}");
        assert!(told(&stage, other).is_empty(), "only what is pointed at");
    }
}

#[test]
fn a_project_and_an_owner_whose_names_are_cut_say_them_when_pointed_at() {
    let long = "A project with a name that no sidebar has the room for";
    let owner = "Somebody with a name that no inspector of this window has room for, however wide";
    let mut first = with_first(|key| key.owner = Some(owner.to_owned()));
    let old = std::mem::replace(&mut first.projects[0].name, long.to_owned());
    for key in first.keys.iter_mut().filter(|key| key.reference.place.project == old) {
        key.reference.place.project = long.to_owned();
    }
    let mut stage = Stage::new(first);
    stage.press(Key::ArrowDown);
    stage.window.run_steps(6);
    let row = stage.window.query_all_by_role(Role::Button);
    let row = row.into_iter().find(|node| node.accesskit_node().label().is_some_and(|words| words.starts_with(long)));
    let at = row.unwrap().rect().center();
    stage.window.hover_at(at);
    stage.window.run_steps(80);
    assert_eq!(told(&stage, long).len(), 1, "{}", stage.tree());
    let at = stage.window.get_by_label(&format!("Keys of {owner}")).rect().center();
    stage.window.hover_at(at);
    stage.window.run_steps(80);
    assert!(stage.tree().contains(&format!("What {owner} owns")), "{}", stage.tree());
}

#[test]
fn a_column_that_is_drawn_narrow_keeps_its_head_and_what_never_gets_narrower() {
    let state = crate::jobs::WindowState { columns: [None, Some(1.0), Some(1.0)], ..Default::default() };
    let stage = Stage::standing_sized(sample::snapshot(), 1900.0, 820.0, &state);
    let of = |words: &str| stage.painted(words).into_iter().min_by(|one, other| one.top().total_cmp(&other.top()));
    let (provider, secret, health) = (of("Provider").unwrap(), of("Secret").unwrap(), of("Health").unwrap());
    // The caret of the column that orders the list stands behind its words.
    assert!(provider.right() + 15.0 < secret.left(), "{provider} {secret}");
    assert!(secret.right() + 6.0 < health.left(), "{secret} {health}");
    let tail = sample::snapshot().tails.iter().flatten().next().unwrap().to_string();
    let tail = stage.painted(&tail)[0];
    assert!(tail.right() + 4.0 < health.left(), "{tail} {health}");
}
