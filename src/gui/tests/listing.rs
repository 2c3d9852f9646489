//! The list: what stands in it, how it is narrowed, and how the keyboard moves in it.

use egui::accesskit::Toggled;

use super::*;

#[test]
fn rows_say_name_provider_environment_and_health() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Production, protected");
    let rows = stage.rows();
    assert_eq!(rows.len(), 16);
    assert!(rows.contains(&"STRIPE_SECRET_KEY, Stripe, production, expires in 6 days".to_owned()), "{rows:?}");
    assert!(rows.contains(&"PORT, production".to_owned()), "{rows:?}");
}

#[test]
fn typing_into_the_filter_narrows_the_list_and_esc_widens_it_again() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("stripe prod");
    let rows = stage.rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row.starts_with("STRIPE_") && row.contains("production")));
    assert_eq!(stage.window.query_all_by_label("2 of 48 keys · 9 need action").count(), 1);
    stage.press(Key::Escape);
    assert!(stage.rows().len() > 2);
}

#[test]
fn esc_in_a_filter_takes_its_text_first_and_then_the_ticks() {
    for (section, word) in [(Key::Num1, "stripe"), (Key::Num2, "exp")] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, section);
        stage.window.run_steps(4);
        stage.press(Key::Slash);
        stage.type_text(word);
        let found = stage.rows().len();
        for _ in 0..2 {
            stage.press(Key::ArrowDown);
            stage.press(Key::X);
        }
        let ticked = |stage: &Stage| stage.tree().contains("2 selected");
        assert!(ticked(&stage), "{section:?}: {}", stage.tree());
        stage.press(Key::Slash);
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert!(stage.rows().len() > found, "{section:?}: the text is gone");
        assert!(ticked(&stage), "{section:?}: the ticks stay");
        stage.press(Key::Escape);
        assert!(!ticked(&stage), "{section:?}");
    }
}

#[test]
fn esc_takes_the_chip_off_as_it_does_in_activity() {
    for compare in [false, true] {
        let mut stage = Stage::new(sample::snapshot());
        if compare {
            stage.press(Key::V);
        }
        stage.window.run_steps(4);
        let chips = |stage: &Stage| -> Vec<(String, bool)> {
            // Under the header.
            let nodes = stage.window.query_all_by_role(Role::RadioButton).filter(|node| node.rect().top() > 52.0);
            let chips = nodes.map(|node| node.accesskit_node());
            chips.filter_map(|node| Some((node.label()?, node.toggled() == Some(Toggled::True)))).collect()
        };
        let before = chips(&stage);
        stage.press(Key::ArrowDown);
        let other = before.iter().find(|(_, on)| !on).map(|(words, _)| words.clone()).expect("another chip");
        let at = stage.window.get_by_label(&other).rect().center();
        click_at(&mut stage, at);
        stage.window.run_steps(4);
        assert_ne!(chips(&stage), before, "{compare}");
        stage.press(Key::Escape);
        stage.window.run_steps(4);
        assert_eq!(chips(&stage), before, "{compare}: {}", stage.tree());
    }
}

#[test]
fn the_filter_finds_the_key_id_variable_tags_and_owner() {
    for (typed, found) in [("aws_access", 3), ("payments", 6), ("stripesecret", 3)] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press(Key::Slash);
        stage.type_text(typed);
        assert_eq!(stage.rows().len(), found, "{typed}");
    }
}

#[test]
fn enter_copies_the_focused_row() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(uid)) if uid.0 == 2));
    assert!(stage.asked.try_recv().is_err());
}

#[test]
fn what_is_typed_within_one_slow_frame_is_taken_in_its_order() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::ArrowDown);
    stage.asked.try_iter().for_each(drop);
    let key = |key, modifiers| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let text = |text: &str| egui::Event::Text(text.to_owned());
    for filter in [key(Key::K, Modifiers::COMMAND), key(Key::Slash, Modifiers::NONE)] {
        let mut events = vec![filter.clone()];
        events.extend(matches!(&filter, egui::Event::Key { key: Key::Slash, .. }).then(|| text("/")));
        events.extend([text("open"), text("ai"), key(Key::Enter, Modifiers::NONE)]);
        stage.window.input_mut().events.extend(events);
        stage.window.run_steps(3);
        let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("nothing was copied") };
        let snapshot = sample::snapshot();
        assert_eq!(snapshot.keys.iter().find(|key| key.uid == uid).unwrap().name(), "OPENAI_API_KEY");
        stage.press(Key::Escape);
        stage.press(Key::Escape);
    }
}

#[test]
fn a_row_says_which_of_the_keys_it_is_and_headings_are_none() {
    let stage = Stage::new(sample::snapshot());
    assert!(stage.window.query_all_by_role(Role::Heading).count() > 1);
    let place = |row: egui_kittest::Node<'_>| row.accesskit_node().data().position_in_set();
    let rows: Vec<_> = stage.window.query_all_by_role(Role::Row).map(place).collect();
    assert_eq!(rows, (0..rows.len()).map(Some).collect::<Vec<_>>());
}

#[test]
fn home_end_and_pages_stay_within_the_list() {
    let mut stage = Stage::new(sample::snapshot());
    for (key, expected) in [(Key::End, 48), (Key::PageDown, 48), (Key::Home, 1), (Key::ArrowUp, 1)] {
        stage.press(key);
        stage.press(Key::Enter);
        let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("{key:?} selected nothing") };
        assert_eq!(uid.0, expected, "{key:?}");
    }
}

#[test]
fn tab_reaches_the_list_and_arrows_go_on_from_there() {
    let mut stage = Stage::new(sample::snapshot());
    for _ in 0..40 {
        stage.press(Key::Tab);
        let on_row = |node: egui_kittest::Node<'_>| node.accesskit_node().role() == Role::Row && node.is_focused();
        if stage.window.root().children_recursive().any(on_row) {
            break;
        }
    }
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(uid)) if uid.0 == 2));
}

#[test]
fn an_open_menu_keeps_enter_from_copying() {
    let mut stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    stage.press(Key::ArrowDown);
    stage.click("Choose a project");
    stage.press(Key::Enter);
    assert!(!matches!(stage.asked.try_recv(), Ok(Request::Copy(_))));
}

#[test]
fn nothing_is_copied_before_a_row_is_chosen() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Enter);
    assert!(stage.asked.try_recv().is_err());
}

#[test]
fn moves_of_one_slow_frame_are_made_in_their_order() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::End);
    let key =
        |key| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let events = [Key::Home, Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp].map(key);
    stage.window.input_mut().events.extend(events);
    stage.window.run_steps(3);
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(uid)) if uid.0 == 3));
}

#[test]
fn a_search_without_a_match_here_can_go_on_everywhere() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("billing twilio");
    stage.click("Search everywhere");
    assert_eq!(stage.rows().len(), 2);
}

#[test]
fn an_empty_project_and_an_empty_search_say_so() {
    let empty = Snapshot { state: VaultState::Open, ..sample::locked(StoreKind::Keychain) };
    let mut stage = Stage::new(empty);
    assert!(stage.tree().contains("No keys yet. Paste a value, or import an environment file."));
    stage.click("Import .env…");
    assert!(stage.window.query_by_label("Browse…").is_some());

    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("strpe");
    assert!(stage.tree().contains("No keys match strpe."));
    stage.click("Clear filter");
    assert!(!stage.rows().is_empty());
}

#[test]
fn a_narrow_window_has_a_rail_whose_menu_leads_to_other_projects() {
    let mut stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    stage.click("Choose a project");
    stage.click("Billing");
    assert!(stage.tree().contains("32 keys"));
}

#[test]
fn the_rail_has_the_lock_over_the_settings_as_the_wide_sidebar_has_it_over_all() {
    let stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    let top = |label: &str| stage.window.get_by_label(label).rect().top();
    assert!(top("Lock") < top("Settings"));
}

#[test]
fn settings_are_of_no_project_so_none_is_lit_beside_them() {
    let lit = |stage: &Stage| -> Vec<String> {
        let nodes = stage.window.query_all_by_role(Role::Button).map(|node| node.accesskit_node());
        nodes.filter(|node| node.toggled() == Some(Toggled::True)).filter_map(|node| node.label()).collect()
    };
    let mut stage = Stage::new(sample::snapshot());
    assert_eq!(lit(&stage).len(), 2, "{:?}", lit(&stage));
    stage.press_with(Modifiers::COMMAND, Key::Comma);
    assert_eq!(lit(&stage), ["Settings", "Security"], "the section, and its part in the index");
}

/// The headings that stand over the list.
fn headings(stage: &Stage) -> Vec<String> {
    stage.window.query_all_by_role(Role::ColumnHeader).filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn the_smallest_window_has_names_and_marks_alone_and_its_rows_still_say_their_warnings() {
    let small = Stage::sized(sample::snapshot(), 640.0, 400.0);
    assert_eq!(headings(&small), ["Key, sorted", "Health"]);
    assert!(small.rows().iter().any(|row| row.ends_with("not used here for 94 days")));
}

/// Chooses an entry of the menu that is open.
fn choose(stage: &mut Stage, words: &str) {
    stage.window.get_by_role_and_label(Role::MenuItem, words).click();
    stage.window.run_steps(3);
}

#[test]
fn a_column_that_a_person_does_without_stays_away_and_comes_back() {
    let mut stage = Stage::new(sample::snapshot());
    assert_eq!(headings(&stage), ["Key, sorted", "Provider", "Health", "Last used"]);
    stage.click("Columns");
    choose(&mut stage, "Provider");
    assert_eq!(headings(&stage), ["Key, sorted", "Health", "Last used"]);
    stage.window.run_steps(8);
    let kept = stage.asked.0.try_iter().filter_map(|request| match request {
        Request::KeepWindow(state) => Some(state.hidden),
        _ => None,
    });
    assert_eq!(kept.last(), Some(vec!["Provider".to_owned()]));
    stage.click("Columns");
    choose(&mut stage, "Provider");
    assert_eq!(headings(&stage), ["Key, sorted", "Provider", "Health", "Last used"]);
}

#[test]
fn an_empty_place_offers_to_paste_a_value_too() {
    let empty = Snapshot { state: VaultState::Open, ..sample::locked(StoreKind::Keychain) };
    let mut stage = Stage::new(empty);
    stage.click("Paste a value…");
    assert!(stage.window.query_by_label("Variable name").is_some());
}

/// So many keys that their texts are read on a thread.
fn very_many() -> Snapshot {
    let mut snapshot = sample::snapshot();
    let (key, findings) = (snapshot.keys[0].clone(), snapshot.findings[0].clone());
    for number in snapshot.keys.len()..20_000 {
        let mut key = key.clone();
        key.uid = crate::model::KeyUid(1_000_000 + number as i64);
        snapshot.keys.push(key);
        snapshot.findings.push(findings.clone());
        snapshot.tails.push(None);
    }
    snapshot
}

#[test]
fn the_filter_counts_its_keys_in_groups_of_three() {
    let mut stage = Stage::new(very_many());
    stage.go_to_all_projects();
    assert_eq!(stage.painted("Filter 20,000 keys").len(), 1);
}

#[test]
fn enter_right_after_the_letters_copies_what_they_find_among_very_many_keys() {
    let uid = sample::snapshot().keys.iter().find(|key| key.name() == "LEGACY_PAYPAL_SECRET").unwrap().uid;
    let mut snapshot = very_many();
    snapshot.keys.iter_mut().for_each(|key| key.state = crate::model::State::Active);
    let typed = || egui::Event::Text("legacy paypal".to_owned());
    let mut stage = Stage::new(snapshot.clone());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.window.event(typed());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == uid), "in the palette");
    stage.window.run_steps(3);
    stage.window.get_by_label_contains("All projects").click();
    stage.window.run_steps(3);
    stage.press(Key::Slash);
    stage.window.event(typed());
    stage.press(Key::Enter);
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == uid), "in the list");
    // New facts, while something is typed: what was found stays in view until they are read.
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    let rows = stage.rows();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.starts_with("LEGACY_PAYPAL_SECRET")), "{rows:?}");
}

#[test]
fn a_whole_file_pasted_where_a_path_is_asked_for_is_never_shown() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("Import…");
    let value: String = ('a'..='z').rev().collect();
    stage.window.event(egui::Event::Paste(format!("# mine\nexport API_TOKEN={value}\n")));
    stage.window.run_steps(40);
    assert!(!stage.tree().contains(&value));
    assert!(stage.tree().contains("Text of an environment file"));
    let source = stage.asked.try_iter().find_map(|request| match request {
        Request::PlanImports(_, asks) => asks.into_iter().next().map(|ask| ask.source),
        _ => None,
    });
    assert!(matches!(source, Some(ImportSource::Text { .. })));
    stage.click("A file or folder");
    stage.window.event(egui::Event::Paste("/made/up/a=b/.env".to_owned()));
    stage.window.run_steps(3);
    assert!(stage.tree().contains("/made/up/a=b/.env"), "a path stays one");
}

#[test]
fn review_and_compare_stand_as_they_stood_after_a_restart_and_after_a_lock_and_keep_no_search() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::V);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.click("Storefront, 48 keys, warnings to act on now");
    stage.click("Owner");
    stage.press(Key::Slash);
    stage.type_text("stripe");
    stage.window.run_steps(8);
    let kept = |stage: &Stage| {
        stage
            .asked
            .0
            .try_iter()
            .filter_map(|request| match request {
                Request::KeepWindow(state) => Some(state),
                _ => None,
            })
            .last()
    };
    let state = kept(&stage).expect("it is kept");
    assert!(state.compare && !format!("{state:?}").contains("stripe"), "{state:?}");
    assert_eq!((state.review_project.as_deref(), state.review_sort.as_str()), (Some("Storefront"), "owner"));
    let stands = |stage: &Stage| {
        let tree = stage.tree();
        assert!(tree.contains("Filter warnings") && !tree.contains("stripe"), "{tree}");
        stage.rows()
    };
    let mut again = Stage::standing(sample::snapshot(), &state);
    let rows = stands(&again);
    assert!(rows.iter().all(|row| row.contains("Storefront")), "{rows:?}");
    again.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Sealed))));
    again.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    again.press_with(Modifiers::COMMAND, Key::Num2);
    assert_eq!(stands(&again), rows, "the lock forgets the names it shows, not where the window stood");
    again.window.run_steps(8);
    assert!(kept(&again).is_none_or(|kept| kept == state), "nothing else is kept for it");
}

#[test]
fn rows_of_the_same_name_each_have_a_copy_button_of_their_own() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press(Key::Slash);
    stage.type_text("stripe_secret");
    let other = stage.window.get_by_label("STRIPE_SECRET_KEY, Stripe, production, expires in 6 days");
    other.hover();
    stage.window.run_steps(3);
    let copies: Vec<_> = stage.window.query_all_by_label("Copy STRIPE_SECRET_KEY").collect();
    assert_eq!(copies.len(), 2, "the selected row's and the one under the pointer");
    copies.into_iter().last().unwrap().click();
    stage.window.run_steps(3);
    let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("nothing was copied") };
    let snapshot = sample::snapshot();
    let key = snapshot.keys.iter().find(|key| key.uid == uid).unwrap();
    assert_eq!(key.place().environment, "production");
}

#[test]
fn a_variable_stays_the_one_that_is_looked_at_past_an_environment_that_lacks_it() {
    let mut snapshot = sample::snapshot();
    let gap = |key: &crate::model::Key| {
        key.name() == "SENTRY_AUTH_TOKEN" && key.reference.place == EnvRef::parse("Storefront/staging").unwrap()
    };
    let at = snapshot.keys.iter().position(gap).unwrap();
    snapshot.keys.remove(at);
    snapshot.findings.remove(at);
    snapshot.tails.remove(at);
    let uid = snapshot.keys.iter().find(|key| key.name() == "SENTRY_AUTH_TOKEN").unwrap().uid;
    let next = |stage: &mut Stage| {
        stage.asked.try_iter().for_each(drop);
        stage.press_with(Modifiers::ALT, Key::ArrowRight);
        stage.window.run_steps(3);
        focused(stage)
    };
    let on_it = || {
        let mut stage = Stage::new(snapshot.clone());
        while !focused(&stage).starts_with("SENTRY_AUTH_TOKEN") {
            stage.press(Key::ArrowDown);
        }
        assert!(next(&mut stage).starts_with("SENTRY_AUTH_TOKEN"), "in development");
        assert!(!next(&mut stage).starts_with("SENTRY_AUTH_TOKEN"), "staging lacks it");
        stage
    };
    let mut stage = on_it();
    for place in ["production", "all of them", "development"] {
        assert!(next(&mut stage).starts_with("SENTRY_AUTH_TOKEN"), "{place}");
    }
    stage.press(Key::Enter);
    assert!(stage.asked.try_iter().any(|asked| matches!(asked, Request::Copy(copied) if copied == uid)));
    // Whoever goes to another row there goes to another variable.
    let mut stage = on_it();
    stage.press(Key::ArrowDown);
    let name = focused(&stage).split(',').next().unwrap_or_default().to_owned();
    assert!(next(&mut stage).starts_with(&name), "{name}: {}", focused(&stage));
}

/// Where these words are painted whole, none of them cut.
fn painted_whole(stage: &Stage, words: &str) -> Vec<egui::Rect> {
    let shapes = stage.window.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
        egui::Shape::Text(text) if text.galley.text() == words && !text.galley.elided => {
            Some(text.galley.mesh_bounds.translate(text.pos.to_vec2()))
        }
        _ => None,
    });
    shapes.collect()
}

#[test]
fn a_projects_name_takes_what_its_environments_leave() {
    const NAME: &str = "partner-portal-with-a-very-long-project-name";
    let mut snapshot = sample::snapshot();
    NAME.clone_into(&mut snapshot.projects[0].name);
    snapshot.projects[0].environments.remove(1);
    let mut stage = Stage::new(snapshot);
    stage.window.query_all_by_label_contains(NAME).last().unwrap().click();
    stage.window.run_steps(4);
    let title = painted_whole(&stage, NAME).into_iter().map(|at| at.right()).fold(0.0, f32::max);
    let first =
        stage.window.query_all_by_label("All environments").map(|node| node.rect().left()).fold(f32::MAX, f32::min);
    assert!(title > 500.0 && title < first, "{title} before {first}");
}

#[test]
fn a_provider_of_two_words_is_read_whole_beside_the_details() {
    let mut snapshot = sample::snapshot();
    snapshot.keys[0].provider = Some("Hugging Face".to_owned());
    let mut stage = Stage::new(snapshot);
    stage.press(Key::ArrowDown);
    stage.window.run_steps(4);
    let inspector = 1280.0 - crate::gui::theme::size::INSPECTOR;
    let in_list = painted_whole(&stage, "Hugging Face").into_iter().filter(|at| at.right() < inspector).count();
    assert_eq!(in_list, 1);
}

#[test]
fn the_heading_of_a_protected_environment_carries_the_shield() {
    let mut stage = Stage::sized(sample::snapshot(), 1280.0, 2200.0);
    stage.click("All");
    stage.window.run_steps(6);
    let shields = stage.painted(&crate::gui::theme::Icon::ShieldCheck.glyph().to_string());
    let headings = stage.window.query_all_by_role(Role::Heading);
    let has: Vec<(String, bool)> = headings
        .map(|node| {
            let carries = shields.iter().any(|shield| node.rect().contains_rect(*shield));
            (node.accesskit_node().label().unwrap_or_default(), carries)
        })
        .collect();
    let protected = |words: &String| words.contains("roduction");
    assert!(has.iter().any(|(words, _)| protected(words)), "{has:?}");
    assert!(has.iter().all(|(words, carries)| protected(words) == *carries), "{has:?}");
}
