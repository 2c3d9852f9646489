//! The ring of what has the keyboard stands around words or beside them, never over them, and nothing cuts its sides.

use egui::{Rect, Shape};

use super::keyboard::focused;
use super::mouse::click_at;
use super::row_menus::with_details_of;
use super::*;

const SIZES: [(f32, f32); 3] = [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)];

/// Rings and words as they were painted, each with what it is clipped to.
#[derive(Default)]
struct Painted {
    rings: Vec<(Rect, Rect, Rect)>,
    words: Vec<(String, Rect)>,
}

impl Painted {
    fn read(&mut self, shape: &Shape, clip: Rect) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.read(shape, clip)),
            Shape::Rect(ring) if ring.stroke.width > 1.5 && ring.fill.a() == 0 => {
                let outer = ring.visual_bounding_rect();
                self.rings.push((outer, outer.shrink(ring.stroke.width), clip));
            }
            // What an opaque ground came to lie over is gone.
            Shape::Rect(rect) if rect.fill.is_opaque() && rect.blur_width == 0.0 => {
                let ground = rect.rect.intersect(clip).shrink(1.0);
                self.rings.retain(|(ring, ..)| !ring.intersects(ground));
                self.words.retain(|(_, words)| !words.intersects(ground));
            }
            Shape::Text(text) if !text.galley.text().trim().is_empty() => {
                let seen = text.galley.mesh_bounds.translate(text.pos.to_vec2()).intersect(clip);
                if seen.is_positive() {
                    self.words.push((text.galley.text().to_owned(), seen));
                }
            }
            _ => {}
        }
    }

    fn fault(&self) -> Option<String> {
        self.rings.iter().find_map(|(outer, inner, clip)| {
            let sides = clip.x_range();
            let cut = !(sides.contains(outer.left()) && sides.contains(outer.right()));
            let over = |(_, words): &&(String, Rect)| outer.intersects(*words) && !inner.contains_rect(*words);
            let over = self.words.iter().find(over).map(|(words, rect)| format!("{words:?} at {rect:?}"));
            cut.then(|| format!("cut at {clip:?}")).or(over).map(|fault| format!("{outer:?}: {fault}"))
        })
    }
}

/// Goes round by Tab, looking at the ring of each stop.
#[track_caller]
fn assert_beside_words(what: &str, stage: &mut Stage, steps: usize) {
    let mut rings = 0;
    for _ in 0..steps {
        stage.press(Key::Tab);
        stage.window.run_steps(9);
        let mut painted = Painted::default();
        stage.window.output().shapes.iter().for_each(|clipped| painted.read(&clipped.shape, clipped.clip_rect));
        assert_eq!(painted.fault(), None, "{what}, on {}", focused(stage));
        rings += painted.rings.len();
    }
    assert!(rings > steps / 2, "{what}: {rings} rings");
}

#[test]
fn rings_in_the_list_of_found_files_keep_off_the_words() {
    for (wide, high) in SIZES {
        let mut stage = forms::importing(wide, high, one_key_planned());
        stage.type_text("x");
        stage.press(Key::Enter);
        stage.hears(forms::folder_found(7));
        let number = match stage.asked.try_iter().last() {
            Some(Request::PlanImports(number, _)) => number,
            other => panic!("{other:?}"),
        };
        stage.hears(Event::Planned(number, (0..7).map(|_| Ok(one_key_planned())).collect()));
        assert_beside_words(&format!("import at {wide} × {high}"), &mut stage, 28);
    }
}

#[test]
fn rings_in_the_preview_of_an_import_keep_off_the_words() {
    let entry = |name: &str| PlannedEntry { name: name.to_owned(), ..one_key_planned().entries.remove(0) };
    for fate in [Fate::New, Fate::Replaces] {
        let entries = vec![
            PlannedEntry { names_file: true, fate: fate.clone(), ..entry("GOOGLE_APPLICATION_CREDENTIALS") },
            PlannedEntry { names: vec!["HOST".to_owned()], fate, ..entry("DATABASE_URL") },
            entry("API_TOKEN"),
        ];
        for (wide, high) in SIZES {
            let mut stage =
                forms::importing(wide, high, ImportPlan { entries: entries.clone(), ..ImportPlan::default() });
            assert_beside_words(&format!("preview at {wide} × {high}"), &mut stage, 24);
            stage.click("Take the file");
            stage.window.run_steps(4);
            let (ring, _) = ring_of(&mut stage, Role::Button, "Take the path");
            let said = stage.painted("The file itself").remove(0);
            assert!(!ring.intersects(said), "{ring} over {said} at {wide} × {high}");
        }
    }
}

#[test]
fn rings_in_the_dialog_of_a_project_keep_off_the_words() {
    for (wide, high) in SIZES {
        let mut facts = sample::snapshot();
        facts.keys.retain(|key| key.place().project != "Storefront");
        facts.findings.truncate(facts.keys.len());
        facts.tails.truncate(facts.keys.len());
        let mut stage = Stage::sized(facts, wide, high);
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("edit project");
        stage.press(Key::Enter);
        stage.window.run_steps(4);
        assert!(stage.tree().contains("Remove staging"), "{}", stage.tree());
        assert_beside_words(&format!("project at {wide} × {high}"), &mut stage, 24);
    }
}

/// Gives the keyboard to what is called so, and returns its ring's outer and inner edge.
fn ring_of(stage: &mut Stage, role: Role, starts: &str) -> (Rect, Rect) {
    let is_it =
        |node: &egui_kittest::Node<'_>| node.accesskit_node().label().is_some_and(|label| label.starts_with(starts));
    let node = stage.window.query_all_by_role(role).find(is_it);
    node.unwrap_or_else(|| panic!("no {starts}: {}", stage.tree())).focus();
    stage.window.run_steps(9);
    let node = stage.window.query_all_by_role(role).find(is_it).map(|node| node.rect()).unwrap();
    let mut painted = Painted::default();
    stage.window.output().shapes.iter().for_each(|clipped| painted.read(&clipped.shape, clipped.clip_rect));
    let ring = painted.rings.into_iter().find(|(outer, ..)| outer.contains(node.center()));
    let (outer, inner, _) = ring.unwrap_or_else(|| panic!("no ring around {starts} at {node}"));
    (outer, inner)
}

#[test]
fn the_ring_of_a_heading_stands_over_the_line_under_it_and_beside_the_scroll_bar() {
    for (wide, high) in SIZES {
        for (section, headings) in [(Key::Num1, ["Key", "Health"]), (Key::Num2, ["Warning", "Environment"])] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            stage.press_with(Modifiers::COMMAND, section);
            stage.window.run_steps(6);
            for heading in headings {
                let (outer, _) = ring_of(&mut stage, Role::ColumnHeader, heading);
                let crosses = |shape: &Shape| match shape {
                    Shape::LineSegment { points: [from, to], .. } => {
                        from.y == to.y
                            && outer.y_range().contains(from.y)
                            && from.x < outer.right()
                            && to.x > outer.left()
                    }
                    _ => false,
                };
                let line = stage.window.output().shapes.iter().find(|clipped| crosses(&clipped.shape));
                assert!(line.is_none(), "{heading} at {wide} × {high}: {outer} under {line:?}");
                assert!(outer.right() <= wide - 12.0, "{heading} at {wide} × {high}: {outer} under the scroll bar");
            }
        }
    }
}

#[test]
fn nothing_cuts_the_ring_of_what_is_usual_at_a_provider_or_touches_that_of_its_page() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::N);
    stage.type_text("STRIPE_SECRET_KEY_2");
    stage.window.run_steps(4);
    let (outer, _) = ring_of(&mut stage, Role::Button, "Set to Never");
    let control = stage.window.get_by_label("Not known").rect();
    assert!(outer.bottom() <= control.top(), "{outer} over {control}");

    let mut stage = Stage::new(sample::snapshot());
    let row = stage.rows().into_iter().find(|row| row.starts_with("STRIPE_SECRET_KEY")).unwrap();
    stage.click(&row);
    stage.window.run_steps(6);
    let (_, inner) = ring_of(&mut stage, Role::Link, "dashboard.stripe.com");
    let words = stage.window.output().shapes.iter().find_map(|clipped| match &clipped.shape {
        Shape::Text(text) if text.galley.text().starts_with("dashboard.stripe.com") => {
            Some(text.galley.mesh_bounds.translate(text.pos.to_vec2()))
        }
        _ => None,
    });
    let words = words.unwrap();
    assert!(inner.shrink(3.0).contains_rect(words), "{inner} touches {words}");
}

#[test]
fn the_ring_of_a_link_does_not_touch_its_letters() {
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::no_vault(KeychainStands::Open), wide, high);
        for link in ["Start empty", "Use a passphrase instead…"] {
            let (_, inner) = ring_of(&mut stage, Role::Button, link);
            let words = stage.painted(link);
            assert_eq!(words.len(), 1, "{link} at {wide}");
            assert!(inner.shrink(3.0).contains_rect(words[0]), "{link} at {wide}: {inner} touches {}", words[0]);
        }
    }
}

#[test]
fn behind_generate_stands_what_saves_the_value_whoever_issued_the_key() {
    for provider in [Some("Stripe".to_owned()), None] {
        let mut snapshot = sample::snapshot();
        let key = snapshot.keys.iter_mut().find(|key| key.name() == "STRIPE_SECRET_KEY").unwrap();
        key.provider.clone_from(&provider);
        let uid = key.uid;
        let mut stage = Stage::new(snapshot);
        let row = stage.rows().into_iter().find(|row| row.starts_with("STRIPE_SECRET_KEY")).unwrap();
        stage.click(&row);
        stage.press(Key::R);
        stage.window.run_steps(10);
        let generate = stage.window.get_by_label("Generate").rect().center();
        click_at(&mut stage, generate);
        stage.window.run_steps(10);
        stage.tells_shape(crate::jobs::ShapeLook::Other);
        stage.window.run_steps(4);
        assert_eq!(focused(&stage), "Rotate key", "{provider:?}");
        stage.press(Key::Enter);
        let saved = stage.asked.try_iter().find_map(|asked| match asked {
            Request::Rotate(key, wish) => Some((key, wish.value.is_empty())),
            _ => None,
        });
        assert_eq!(saved, Some((uid, false)), "{provider:?}: {}", stage.tree());
    }
}

#[test]
fn the_ring_of_an_owner_in_the_details_does_not_touch_its_letters() {
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        with_details_of(&mut stage, "STRIPE_SECRET_KEY");
        let (_, inner) = ring_of(&mut stage, Role::Link, "Keys of Mara Klein");
        let words = stage.painted("Mara Klein").into_iter().find(|words| inner.intersects(*words)).unwrap();
        assert!(inner.shrink(3.0).contains_rect(words), "{wide} × {high}: {inner} touches {words}");
    }
}

#[test]
fn a_dialog_leaves_no_ring_around_what_had_the_keyboard_before() {
    for (modifiers, key) in [(Modifiers::COMMAND, Key::N), (Modifiers::COMMAND, Key::E), (Modifiers::NONE, Key::R)] {
        let mut stage = Stage::sized(sample::snapshot(), 1280.0, 820.0);
        stage.press(Key::ArrowDown);
        stage.press(Key::F6);
        stage.press(Key::F6);
        let search = stage.window.get_by_label("Search").rect();
        let is_around = |stage: &Stage| {
            let mut painted = Painted::default();
            stage.window.output().shapes.iter().for_each(|clipped| painted.read(&clipped.shape, clipped.clip_rect));
            painted.rings.iter().any(|(outer, ..)| outer.contains_rect(search))
        };
        assert!(is_around(&stage), "{}", focused(&stage));
        stage.press_with(modifiers, key);
        stage.window.run_steps(6);
        assert!(!is_around(&stage), "{key:?}: {}", focused(&stage));
    }
}

#[test]
fn no_ring_of_a_leavers_card_meets_its_pill_or_its_bar() {
    let mut stage = offboarding::on_page(offboarding::with_many(), 640.0, 400.0);
    let pill = stage.painted("Leaving")[0];
    let progress = stage.window.get_by_label_contains(" done, ").rect();
    let (outer, _) = ring_of(&mut stage, Role::Button, "Change…");
    assert!(outer.top() >= pill.center().y + 9.5, "{outer} under {pill}");
    for starts in ["Keys", "With warnings"] {
        let (outer, _) = ring_of(&mut stage, Role::Button, starts);
        assert!(outer.bottom() <= progress.center().y - 2.0, "{starts}: {outer} over {progress}");
    }
}

/// The edges of 2 points around that place, by their colour.
fn edges_around(stage: &Stage, at: Rect) -> Vec<egui::Color32> {
    fn read(shape: &Shape, at: Rect, found: &mut Vec<egui::Color32>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, at, found)),
            Shape::Rect(edge)
                if (edge.stroke.width - 2.0).abs() < 0.1
                    && edge.rect.contains(at.center())
                    && (edge.rect.height() - at.height()).abs() < 16.0 =>
            {
                found.push(edge.stroke.color);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| read(&clipped.shape, at, &mut found));
    found
}

#[test]
fn a_field_whose_text_is_wrong_has_the_ring_of_the_keyboard_as_any_other() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("edit project");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    stage.click("New environment");
    let edges = |stage: &Stage| edges_around(stage, stage.window.get_by_label("New environment").rect());
    let ring = edges(&stage);
    assert_eq!(ring.len(), 1, "{ring:?}");
    stage.type_text("staging");
    assert!(stage.tree().contains("staging already exists"), "{}", stage.tree());
    assert_eq!(edges(&stage), ring);
}

/// How many rings are painted, none of which is cut.
fn whole_rings(stage: &Stage, what: &str) -> usize {
    let mut painted = Painted::default();
    stage.window.output().shapes.iter().for_each(|clipped| painted.read(&clipped.shape, clipped.clip_rect));
    for (outer, _, clip) in &painted.rings {
        assert!(clip.contains_rect(*outer), "{what}: {outer} cut at {clip}");
    }
    painted.rings.len()
}

#[test]
fn nothing_cuts_the_ring_of_the_first_cell_of_the_heat_map_or_of_the_first_row_of_a_table() {
    for (wide, high) in SIZES {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.window.run_steps(9);
        if stage.says("Charts") {
            stage.press(Key::C);
            stage.window.run_steps(9);
        }
        let first =
            stage.window.query_all_by_label_contains("Storefront, Dev").next().expect("the heat map is in view");
        first.focus();
        stage.window.run_steps(9);
        assert_eq!(whole_rings(&stage, &format!("a cell at {wide} × {high}")), 1, "{}", focused(&stage));
        stage.press(Key::T);
        stage.window.run_steps(9);
        let first = stage.window.query_all_by_label_contains("Storefront, development").next().expect("a table's row");
        first.focus();
        stage.window.run_steps(9);
        assert_eq!(whole_rings(&stage, &format!("a row at {wide} × {high}")), 1, "{}", focused(&stage));
    }
}

#[test]
fn nothing_cuts_the_ring_of_a_value_that_an_import_takes_for_a_secret() {
    for (wide, high) in SIZES {
        for keys in [3, 40] {
            let mut stage = imported::first_run_found(wide, high, keys);
            stage.window.run_steps(6);
            stage.window.query_all_by_label_contains("Look at").next().unwrap().click();
            stage.window.run_steps(6);
            let mut rings = 0;
            for _ in 0..14 {
                stage.press(Key::Tab);
                stage.window.run_steps(9);
                if focused(&stage) != "Secret" {
                    continue;
                }
                rings += whole_rings(&stage, &format!("{keys} at {wide} × {high}"));
            }
            assert!(rings > 2, "{keys} at {wide} × {high}: {rings} rings");
        }
    }
}
