//! Names within sentences: in mono wherever they are painted.

use super::*;
use crate::gui::theme::Type;

/// Whether each painted piece of text that holds these words is mono; none where none holds them.
fn in_mono(stage: &Stage, words: &str) -> Vec<bool> {
    fn look(shape: &egui::Shape, words: &str, found: &mut Vec<bool>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, words, found)),
            egui::Shape::Text(text) => {
                let job = &text.galley.job;
                let family = |style: Type| style.font_on(1.0).family;
                let mono = [Type::Code, Type::CodeStrong, Type::Key, Type::NameTitle].map(family);
                let holds = |section: &&egui::text::LayoutSection| {
                    let bytes = section.byte_range.start.0..section.byte_range.end.0;
                    job.text.get(bytes).is_some_and(|piece| piece.contains(words))
                };
                found.extend(
                    job.sections.iter().filter(holds).map(|section| mono.contains(&section.format.font_id.family)),
                );
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| look(&clipped.shape, words, &mut found));
    found
}

fn is_mono(stage: &Stage, words: &str) {
    let found = in_mono(stage, words);
    assert!(!found.is_empty() && found.iter().all(|mono| *mono), "{words}: {found:?}\n{}", stage.tree());
    assert!(!stage.tree().contains('`'), "{}", stage.tree());
}

/// The export dialog over Storefront's staging, told this of a file that is named.
fn export(tell: impl Fn(crate::jobs::ExportLook) -> crate::jobs::ExportLook) -> Stage {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::E);
    stage.type_text("/made/up/.env.made");
    stage.window.run_steps(20);
    let of = |asked| if let Request::LookAtExport(number, _) = asked { Some(number) } else { None };
    let asked = stage.asked.try_iter().filter_map(of).last().unwrap();
    let look = tell(crate::jobs::ExportLook { asked, variables: 12, ..Default::default() });
    stage.hears(Event::ExportLooked(Box::new(look)));
    stage
}

#[test]
fn an_export_names_variables_and_files_in_mono() {
    use crate::jobs::{ExportLook, FileThere, GitSees};
    let stage = export(|look| ExportLook { dangerous: vec!["LD_MADE_UP".to_owned()], ..look });
    is_mono(&stage, "LD_MADE_UP");
    let refused =
        |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), "a line end".to_owned(), None)).collect();
    let stage = export(|look| ExportLook { refused: refused(&["MADE_UP_URL"]), ..look });
    is_mono(&stage, "MADE_UP_URL");
    let stage = export(|look| ExportLook { refused: refused(&["MADE_UP_URL", "MADE_UP_TOO"]), ..look });
    is_mono(&stage, "MADE_UP_URL");
    for git in [GitSees::Open, GitSees::Tracked, GitSees::Unsure, GitSees::Ignored] {
        let stage = export(|look| ExportLook { git, ..look });
        is_mono(&stage, ".env.made");
    }
    for file in [FileThere::Another, FileThere::Bad("it is a link".to_owned())] {
        let stage = export(|look| ExportLook { file: file.clone(), ..look });
        is_mono(&stage, ".env.made");
    }
}

#[test]
fn the_palette_says_in_mono_what_it_did_not_find_and_what_can_be_made_of_it() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("ZZQX_TOKEN");
    assert!(stage.tree().contains("No match for ZZQX_TOKEN."), "{}", stage.tree());
    let found = in_mono(&stage, "ZZQX_TOKEN");
    assert!(stage.painted(".").is_empty(), "a title ends without a full stop, as the lists' own");
    // The field itself is in Inter, as everything that is typed there.
    assert_eq!(found.iter().filter(|mono| !**mono).count(), 1, "{found:?}");
    assert_eq!(found.iter().filter(|mono| **mono).count(), 2, "{found:?}");
    assert!(!stage.tree().contains('`'), "{}", stage.tree());
}

#[test]
fn the_palette_names_in_mono_whose_a_pasted_value_is() {
    let snapshot = sample::snapshot();
    let theirs = snapshot.keys.iter().find(|key| key.name() == "STRIPE_SECRET_KEY" && key.protected).unwrap().uid;
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.window.event(egui::Event::Paste(passphrase(32)));
    stage.window.run_steps(4);
    stage.hears(Event::Whose(vec![crate::jobs::Match { uid: theirs, live: true }]));
    let titles = stage.texts();
    let title = titles.iter().find(|text| text.galley.text().starts_with("This is STRIPE_SECRET_KEY")).unwrap();
    let families: Vec<_> = title.galley.job.sections.iter().map(|section| &section.format.font_id.family).collect();
    let [inter, mono] = [Type::Micro, Type::Code].map(|style| style.font_on(1.0).family);
    assert!(families.len() == 3 && *families[0] == inter && *families[1] == mono, "{families:?}");
    assert!(!stage.tree().contains('`'), "{}", stage.tree());
}

#[test]
fn the_palette_names_a_disabled_key_in_mono() {
    let mut snapshot = sample::snapshot();
    let now = snapshot.now.get();
    let key = snapshot.keys.iter_mut().find(|key| key.name() == "OPENAI_API_KEY").unwrap();
    key.state = crate::model::State::Disabled { since: now };
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("openai dev");
    stage.press(Key::Enter);
    assert!(stage.tree().contains("is disabled here."), "{}", stage.tree());
    assert!(in_mono(&stage, "OPENAI_API_KEY").iter().all(|mono| *mono));
    assert!(!stage.tree().contains('`'), "{}", stage.tree());
}

#[test]
fn the_timeline_names_what_ends_in_mono() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.window.run_steps(4);
    let dot = stage.window.query_all_by_role(Role::Button).find_map(|node| {
        let label = node.accesskit_node().label().filter(|label| label.contains(" 202"))?;
        let mut words = label.split("; ").flat_map(|line| line.split(", "));
        let name = words.find(|word| word.contains('_') && !word.contains(' '))?;
        Some((name.to_owned(), node.rect().center()))
    });
    let (name, at) = dot.unwrap_or_else(|| panic!("no dot: {}", stage.tree()));
    stage.window.hover_at(at);
    stage.window.run_steps(8);
    let found = in_mono(&stage, &name);
    assert!(stage.tree().matches(&name).count() > 1, "no tooltip: {}", stage.tree());
    assert!(found.iter().all(|mono| *mono), "{name}: {found:?}");
    assert!(!stage.tree().contains('`'), "{}", stage.tree());
}

#[test]
fn what_was_not_saved_is_named_in_mono() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::E);
    stage.type_text("_2");
    stage.press(Key::Enter);
    stage.hears(Event::Failed(Failure::new("Couldn't save SESSION_KEY.", "The disk is full.", "Make room.")));
    is_mono(&stage, "SESSION_KEY");
}

#[test]
fn what_was_typed_and_not_found_is_in_mono_and_loses_its_middle_where_it_is_long() {
    let settings = (Modifiers::COMMAND, Key::Comma);
    let screens = [None, Some((Modifiers::COMMAND, Key::Num2)), Some((Modifiers::COMMAND, Key::Num4)), Some(settings)];
    for screen in screens {
        for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            if let Some((modifiers, key)) = screen {
                stage.press_with(modifiers, key);
            }
            let long = format!("zzqx{}xqzz", "-and-more".repeat(30));
            for typed in ["zzq`x", &long] {
                stage.press(Key::Slash);
                stage.press_with(Modifiers::COMMAND, Key::A);
                stage.type_text(typed);
                let ask = |stage: &Stage| {
                    let of = |request| if let Request::ReadActivity(ask) = request { Some(*ask) } else { None };
                    stage.asked.0.try_iter().find_map(of)
                };
                // One question at a time: the last answer is to what was typed.
                while let Some(ask) = ask(&stage) {
                    let (asked, before, down_to) = (ask.asked, ask.before, ask.down_to);
                    let page = crate::model::ActivityPage::default();
                    let read = crate::jobs::ActivityRead { asked, before, down_to, page, counts: Some([0; 4]) };
                    stage.hears(Event::ActivityRead(Box::new(read)));
                }
                stage.window.run_steps(6);
                let cut = if typed == long { "…" } else { "zzq'x" };
                let found = in_mono(&stage, cut);
                assert!(found.contains(&true), "{screen:?}, {wide}: {found:?}\n{}", stage.tree());
                let said = stage.tree();
                assert!(said.contains(" match") && !said.contains(['“', '”']), "{screen:?}: {said}");
            }
        }
    }
}

#[test]
fn a_save_that_was_interrupted_names_its_key_in_mono() {
    let mut stage = Stage::new(sample::snapshot());
    stage.hears(Event::Recovered(vec!["Storefront/staging/MADE_UP_KEY".to_owned()]));
    stage.window.run_steps(12);
    is_mono(&stage, "Storefront/staging/MADE_UP_KEY");
    assert!(stage.tree().contains("MADE_UP_KEY finished saving, which was interrupted"), "{}", stage.tree());
}

#[test]
fn scopes_are_code_and_tags_and_places_are_words() {
    let mut snapshot = sample::snapshot();
    for key in &mut snapshot.keys {
        key.scopes = vec!["made:scope".to_owned()];
        key.tags = vec!["made-tag".to_owned()];
        key.used_in = vec![crate::model::UsedIn { place: "a made server".to_owned() }];
    }
    let mut stage = Stage::sized(snapshot, 1280.0, 1_100.0);
    stage.press(Key::Home);
    stage.press(Key::E);
    for (words, code) in [("made:scope", true), ("made-tag", false), ("a made server", false)] {
        let found = in_mono(&stage, words);
        assert_eq!(found.last(), Some(&code), "{words}: {found:?}\n{}", stage.tree());
    }
}
