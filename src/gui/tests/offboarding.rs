//! The page of someone who leaves with many keys: what narrows its list, its letters and its last step.

use egui::{Shape, epaint};

use super::handing_over::{leaving, with_theirs_disabled};
use egui::accesskit::Toggled;

use super::*;
use crate::gui::theme::Icon;
use crate::model::{Key as ModelKey, Severity, State};

/// Jon leaves and owns all of Storefront's production; what has a warning to act on was used today, the rest before.
pub(super) fn with_many() -> Snapshot {
    let mut snapshot = leaving();
    let noon = snapshot.today.and_hms_opt(12, 0, 0).unwrap().and_local_timezone(chrono::Local).unwrap().to_utc();
    for (key, findings) in snapshot.keys.iter_mut().zip(&snapshot.findings) {
        let theirs = key.protected && key.place().project == "Storefront";
        key.owner = Some(if theirs { "Jon Ruiz" } else { "Mara Klein" }.to_owned());
        let warned = findings.iter().any(|finding| finding.severity > Severity::ForInfo);
        key.last_used_at = Some(if warned { noon } else { noon - chrono::TimeDelta::days(2) });
    }
    snapshot
}

/// Nothing of theirs is left to do.
fn all_done() -> Snapshot {
    let mut snapshot = with_theirs_disabled();
    let now = snapshot.now.get();
    snapshot.keys.iter_mut().filter(|key| key.state.is_disabled()).for_each(|key| key.ended_at = Some(now));
    snapshot
}

pub(super) fn on_page(snapshot: Snapshot, width: f32, height: f32) -> Stage {
    let mut stage = Stage::sized(snapshot, width, height);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("keys of jon");
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    stage
}

/// Goes to a button by Tab, and presses it.
fn tab_to(stage: &mut Stage, button: &str) {
    for _ in 0..40 {
        let focused = stage.window.query_all_by_role(Role::Button).find(egui_kittest::Node::is_focused);
        if focused.and_then(|node| node.accesskit_node().label()).is_some_and(|label| label == button) {
            return;
        }
        stage.press(Key::Tab);
    }
    panic!("no Tab leads to {button}: {}", stage.tree());
}

/// Lists only what was used today, by the menu of a small page and the keyboard alone.
fn narrow_by_keyboard(stage: &mut Stage) {
    tab_to(stage, "More");
    stage.press(Key::Enter);
    stage.press(Key::End);
    stage.press(Key::Enter);
    stage.window.run_steps(4);
}

#[test]
fn a_disabled_key_is_named_quietly_while_it_is_to_do() {
    let inks = |snapshot: Snapshot| -> Vec<egui::Color32> {
        let stage = on_page(snapshot, 1280.0, 820.0);
        let rows: Vec<egui::Rect> = stage.window.query_all_by_role(Role::Row).map(|row| row.rect()).collect();
        let own = |text: &epaint::TextShape| {
            ["STRIPE_SECRET_KEY", "Storefront", "Production"].contains(&text.galley.text())
                && rows.iter().any(|row| row.contains(text.pos))
        };
        stage.texts().iter().filter(|text| own(text)).map(|text| text.galley.job.sections[0].format.color).collect()
    };
    let quiet = Stage::new(leaving()).window.ctx.global_style().visuals.weak_text_color.unwrap();
    let (active, disabled) = (inks(leaving()), inks(with_theirs_disabled()));
    assert!(active.len() > 2 && active.len() == disabled.len(), "{active:?} {disabled:?}");
    assert!(!active.contains(&quiet) && disabled.iter().all(|ink| *ink == quiet), "{active:?} {disabled:?}");
}

#[test]
fn what_narrows_a_small_page_stands_on_it_and_nothing_unseen_is_acted_on() {
    let mut stage = on_page(with_many(), 640.0, 400.0);
    stage.press_with(Modifiers::COMMAND, Key::A);
    assert!(stage.tree().contains("16 selected"), "{}", stage.tree());
    stage.press(Key::End);
    narrow_by_keyboard(&mut stage);
    assert!(stage.tree().contains("7 selected · 9 not listed"), "{}", stage.tree());
    assert!(stage.rows().first().is_some_and(|row| row.starts_with("GITHUB_DEPLOY_TOKEN")), "{:?}", stage.rows());
    assert!(stage.window.query_by_role_and_label(Role::Button, "Used today").is_some(), "{}", stage.tree());
    // Esc goes back by steps: what is selected, what narrows the list, the page.
    stage.press(Key::Escape);
    assert!(stage.tree().contains("7 to do") && stage.window.query_by_label("Used today").is_some());
    stage.press(Key::Escape);
    assert!(stage.window.query_by_label("Used today").is_none(), "{}", stage.tree());
    assert!(stage.tree().contains("9 selected\n"), "what was not listed keeps its tick: {}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::A);
    assert!(stage.tree().contains("16 selected"), "all are listed again: {}", stage.tree());
    stage.press(Key::Escape);
    stage.press(Key::Escape);
    assert!(!stage.tree().contains("Offboarding"), "{}", stage.tree());
}

#[test]
fn what_narrows_a_small_page_is_taken_off_by_its_cross() {
    let mut stage = on_page(with_many(), 640.0, 400.0);
    stage.click("More");
    stage.click("Used today: 7");
    stage.window.run_steps(4);
    stage.window.get_by_role_and_label(Role::Button, "Used today").click();
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Used today").is_none(), "{}", stage.tree());
    // Where the card has room for the count, that shows it.
    let mut stage = on_page(with_many(), 1280.0, 820.0);
    stage.click("With warnings: 9");
    assert!(stage.window.query_by_label("With warnings").is_none(), "{}", stage.tree());
    assert_eq!(stage.rows().len(), 9);
}

#[test]
fn a_list_that_is_narrowed_begins_at_its_top() {
    let mut stage = on_page(with_many(), 640.0, 400.0);
    let first = stage.rows()[0].clone();
    let over_rows = stage.window.query_all_by_role(Role::Row).next().unwrap().rect().center();
    stage.wheel(over_rows, -200.0);
    assert_ne!(stage.rows()[0], first, "it was scrolled");
    stage.click("In production: 16");
    stage.window.run_steps(4);
    assert_eq!(stage.rows()[0], first);
}

#[test]
fn letters_act_on_what_is_ticked_from_every_button_of_the_page() {
    let mut stage = on_page(with_many(), 640.0, 400.0);
    stage.press(Key::X);
    narrow_by_keyboard(&mut stage);
    stage.press(Key::A);
    assert!(stage.window.query_all_by_label("Assign owner").next().is_some(), "{}", stage.tree());
    stage.press(Key::Escape);
    stage.window.run_steps(8);
    tab_to(&mut stage, "More");
    stage.press(Key::X);
    assert!(!stage.tree().contains("1 selected"), "X lets go of the row one is on: {}", stage.tree());
    for (letter, title) in [(Key::R, "Rotate 1 of "), (Key::D, " keys here?")] {
        let mut stage = on_page(with_many(), 640.0, 400.0);
        stage.press_with(Modifiers::COMMAND, Key::A);
        tab_to(&mut stage, "More");
        stage.press(letter);
        assert!(stage.tree().contains(title), "{title}: {}", stage.tree());
    }
}

#[test]
fn that_values_ended_is_in_the_palette_for_all_that_are_ticked() {
    let mut stage = on_page(with_theirs_disabled(), 900.0, 600.0);
    assert!(stage.window.query_by_label_contains("2 keys · 2 to do").is_some(), "{}", stage.tree());
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("ended");
    stage.window.run_steps(2);
    assert!(stage.tree().contains("Ended at the provider: the 2 selected…, M"), "{}", stage.tree());
    stage.press(Key::Enter);
    stage.window.run_steps(3);
    assert!(stage.tree().contains("Have the values of 2 keys ended at their providers?"), "{}", stage.tree());
    stage.press(Key::Enter);
    let asked = stage.asked.try_iter().last();
    assert!(matches!(&asked, Some(Request::MarkEnded(keys)) if keys.len() == 2), "{asked:?}");
    // Where nothing waits for it, it is not offered.
    let mut stage = on_page(leaving(), 900.0, 600.0);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("selected");
    stage.window.run_steps(2);
    assert!(stage.tree().contains("Rotate the 2 selected…, R"), "{}", stage.tree());
    assert!(!stage.tree().contains("Ended at the provider"), "{}", stage.tree());
}

#[test]
fn the_palette_acts_on_all_that_is_selected_in_every_list() {
    for section in [Key::Num1, Key::Num2] {
        let mut stage = Stage::new(sample::snapshot());
        stage.press_with(Modifiers::COMMAND, section);
        stage.window.run_steps(4);
        stage.press_with(Modifiers::COMMAND, Key::A);
        stage.press_with(Modifiers::COMMAND, Key::K);
        stage.type_text("disable selected");
        stage.press(Key::Enter);
        stage.window.run_steps(3);
        assert!(stage.tree().contains("keys here?"), "{section:?}: {}", stage.tree());
    }
}

#[test]
fn the_letter_that_says_it_ended_is_named_where_one_can_say_it() {
    let has_letter = |snapshot: Snapshot| !on_page(snapshot, 1280.0, 820.0).painted("ended there").is_empty();
    assert!(has_letter(with_theirs_disabled()));
    assert!(!has_letter(leaving()), "nothing of theirs waits for it");
}

#[test]
fn a_leavers_page_stands_as_it_was_drawn() {
    let stage = on_page(with_many(), 1280.0, 820.0);
    let place = |words: &str| stage.painted(words)[0];
    let is_at =
        |what: &str, found: f32, drawn: f32| assert!((found - drawn).abs() <= 2.0, "{what}: {found}, not {drawn}");
    for (words, left) in [("Health", 800.0), ("New value", 988.0), ("New owner", 1114.0), ("Environment", 596.0)] {
        is_at(words, place(words).left(), left);
    }
    is_at("Last used", place("Last used").right(), 771.0);
    is_at("To do", place("To do").top(), 279.0);
    is_at("With warnings", place("With warnings").left(), 1152.0);
    is_at("With warnings", place("With warnings").top(), 114.0);
    // The digits over it.
    is_at("7", place("7").top(), 89.0);
    let first = stage.window.query_all_by_role(Role::Row).next().unwrap();
    is_at("the first row", first.rect().center().y, 315.0);
    // A longer word takes more room, and what stands before it gives way.
    let mut facts = with_many();
    for project in ["Billing", "Data pipeline", "Internal tools"] {
        let key = facts.keys.iter_mut().find(|key| key.place().project == project && !key.is_plain()).unwrap();
        key.owner = Some("Jon Ruiz".to_owned());
    }
    let stage = on_page(facts, 1280.0, 820.0);
    let left = |words: &str| stage.painted(words)[0].left();
    for (words, drawn) in [("Keys in 4 projects", 753.0), ("In production", 892.0), ("Used today", 1022.0)] {
        is_at(words, left(words), drawn);
    }
    let stage = on_page(with_many(), 1280.0, 820.0);
    // A caret says what orders the list.
    let caret = stage.painted(&Icon::CaretDown.glyph().to_string());
    let health = place("Health");
    assert!(
        caret.iter().any(|caret| caret.left() > health.right() && caret.left() < health.right() + 10.0),
        "{caret:?}"
    );
}

#[test]
fn how_many_have_warnings_is_counted_in_every_card_and_to_do_is_seen_on_opening() {
    for (width, height, hidden) in [(1280.0, 820.0, 0), (900.0, 600.0, 0), (640.0, 400.0, 1)] {
        let mut stage = on_page(with_many(), width, height);
        let has = |count: &str| stage.window.query_by_label_contains(count).is_some();
        assert!(
            has("With warnings: 9") && has("In production: 16") && has("Keys in 1 project: 16"),
            "{}",
            stage.tree()
        );
        assert_eq!(usize::from(!has("Used today: ")), hidden, "{width}");
        let seen = |stage: &Stage| {
            let (heading, top) = (stage.window.get_by_label("To do 16").rect(), stage.painted("Key")[0].bottom());
            heading.top() >= top && heading.bottom() < height
        };
        assert!(seen(&stage), "{width}");
        // Under the toast that says so, too, with the row one is on whole over it; and once that is gone.
        let said = stage.window.ctx.input(|input| input.time);
        stage.hears(Event::Done(Done::LastDay("Jon Ruiz".to_owned(), Some(sample::snapshot().today))));
        stage.window.run_steps(4);
        let toast = stage.window.get_by_role(Role::Status).rect();
        let row = stage.window.query_all_by_role(Role::Row).next().unwrap().rect();
        assert!(seen(&stage) && row.bottom() < toast.top(), "{width}, under a toast: {row:?}, {toast:?}");
        while stage.window.ctx.input(|input| input.time) < said + 10.0 {
            stage.window.run_steps(20);
        }
        assert!(seen(&stage), "{width}, after a toast");
    }
}

#[test]
fn who_stays_and_what_nobody_owns_is_a_part_of_the_review() {
    let mut snapshot = sample::snapshot();
    snapshot.keys[3].owner = None;
    let mut stage = Stage::new(snapshot);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("keys without an owner");
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    let tree = stage.tree();
    assert!(tree.contains("1 without an owner") && !tree.contains("1 owned"), "{tree}");
    assert!(!tree.contains("Offboarding"), "{tree}");
    assert!(on_page(leaving(), 1280.0, 820.0).tree().contains("Offboarding"));
    let mut stays = leaving();
    (stays.people[0].last_day, stays.people[0].leaving_since) = (None, None);
    let stays = on_page(stays, 1280.0, 820.0);
    assert!(stays.tree().contains("2 owned") && !stays.tree().contains("Offboarding"), "{}", stays.tree());
}

#[test]
fn an_act_takes_the_ticks_of_what_it_was_done_to_and_leaves_the_others() {
    for section in [Key::Num1, Key::Num3] {
        // Jon's page stands for a third list.
        let mut stage = match section {
            Key::Num1 => Stage::new(with_many()),
            _ => on_page(with_many(), 1280.0, 820.0),
        };
        stage.press_with(Modifiers::COMMAND, Key::A);
        let picked = |stage: &Stage| {
            let tree = stage.tree();
            let word = tree.split(" selected").next().and_then(|before| before.rsplit(['"', ' ', '\n']).next());
            word.and_then(|count| count.parse::<usize>().ok()).unwrap_or_default()
        };
        let all = picked(&stage);
        let keys: Vec<_> =
            with_many().keys.iter().filter(|key| key.owner.as_deref() == Some("Jon Ruiz")).map(|key| key.uid).collect();
        assert!(all >= keys.len(), "{all}: {}", stage.tree());
        stage.hears(Event::Done(Done::Disabled(keys[..3].to_vec())));
        assert_eq!(picked(&stage), all - 3, "{section:?}");
        stage.hears(Event::Done(Done::Assigned(vec![(keys[4], None)], Vec::new())));
        assert_eq!(picked(&stage), all - 4, "{section:?}");
    }
}

#[test]
fn how_far_a_leaver_is_stands_in_words_at_every_size() {
    let words = |stage: &Stage| {
        let progress = stage.window.get_by_label_contains(" done, ");
        let label = progress.accesskit_node().value().unwrap_or_default();
        label.split(',').next().unwrap_or_default().to_owned()
    };
    for (width, height) in [(1280.0, 820.0), (900.0, 600.0), (900.0, 400.0), (640.0, 400.0)] {
        let stage = on_page(with_many(), width, height);
        let words = words(&stage);
        assert!(words.contains(" of ") && words.ends_with(" done"), "{words}");
        let [at] = stage.painted(&words)[..] else { panic!("{words} at {width} × {height}: {}", stage.tree()) };
        let report = stage.window.get_by_label("Report…").rect();
        assert!(!at.intersects(report) && at.right() < width, "{at}");
    }
}

/// What the report's button is filled with.
fn report_fill(stage: &Stage) -> egui::Color32 {
    let report = stage.window.get_by_label("Report…").rect().shrink(2.0);
    let fill = |clipped: &epaint::ClippedShape| match &clipped.shape {
        Shape::Rect(rect) if rect.fill.is_opaque() && rect.rect.contains_rect(report) => Some(rect.fill),
        _ => None,
    };
    stage.window.output().shapes.iter().filter_map(fill).next_back().unwrap()
}

#[test]
fn a_page_where_all_is_done_has_no_box_to_tick_and_its_report_is_primary_at_every_size() {
    let fills = [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)].map(|(width, height)| {
        let [done, open] = [all_done(), leaving()].map(|snapshot| on_page(snapshot, width, height));
        assert!(done.window.query_by_label("Choose all").is_none(), "{}", done.tree());
        assert!(open.window.query_by_label("Choose all").is_some(), "{}", open.tree());
        assert_ne!(report_fill(&done), report_fill(&open), "{width}");
        report_fill(&done)
    });
    assert_eq!([fills[1], fills[2]], [fills[0]; 2]);
}

#[test]
fn the_box_over_the_rows_is_half_ticked_while_some_of_them_are() {
    let mut stage = on_page(leaving(), 1280.0, 820.0);
    let all = |stage: &Stage| stage.window.get_by_label("Choose all").accesskit_node().toggled();
    assert_eq!(all(&stage), Some(Toggled::False));
    stage.press(Key::ArrowDown);
    stage.press(Key::X);
    assert_eq!(all(&stage), Some(Toggled::Mixed), "{}", stage.tree());
    stage.click("Choose all");
    assert_eq!(all(&stage), Some(Toggled::True));
}

#[test]
fn a_letter_says_of_the_key_one_is_on_that_it_ended_or_why_not() {
    let mut snapshot = sample::snapshot();
    let now = snapshot.now.get();
    let is_disabled = |key: &ModelKey| key.name() == "ALGOLIA_ADMIN_KEY";
    snapshot.keys.iter_mut().filter(|key| is_disabled(key)).for_each(|key| key.state = State::Disabled { since: now });
    let mut stage = Stage::new(snapshot);
    for (name, said) in
        [("algolia_admin", "Has its value ended at the provider?"), ("port", "is plain and has no value")]
    {
        stage.press(Key::Slash);
        stage.type_text(name);
        stage.press(Key::ArrowDown);
        stage.press(Key::Escape);
        stage.window.run_steps(6);
        stage.press(Key::M);
        assert!(stage.tree().contains(said), "{name}: {}", stage.tree());
        stage.press(Key::Escape);
        stage.window.run_steps(8);
    }
}

#[test]
fn of_a_list_that_is_narrowed_the_bar_and_the_status_count_what_is_listed() {
    let mut stage = on_page(with_many(), 1280.0, 820.0);
    let has = |stage: &Stage, words: &str| stage.tree().lines().any(|line| line == words);
    assert!(has(&stage, "16 to do") && has(&stage, "16 keys · 16 to do · worst first"), "{}", stage.tree());
    stage.click("With warnings: 9");
    stage.window.run_steps(4);
    assert!(has(&stage, "9 to do") && !has(&stage, "16 to do"), "{}", stage.tree());
    assert!(has(&stage, "9 of 16 keys · 9 to do · worst first"), "{}", stage.tree());
    let mut stays = with_many();
    (stays.people[0].last_day, stays.people[0].leaving_since) = (None, None);
    let mut stage = on_page(stays, 1280.0, 820.0);
    assert!(has(&stage, "16 owned") && has(&stage, "16 keys · worst first"), "{}", stage.tree());
    stage.press(Key::Slash);
    stage.type_text("stripe_secret");
    stage.window.run_steps(4);
    assert!(has(&stage, "1 owned") && has(&stage, "1 of 16 keys · worst first"), "{}", stage.tree());
}

#[test]
fn an_arrow_leads_from_the_filter_to_the_first_row() {
    let mut stage = on_page(with_many(), 1280.0, 820.0);
    let focused_row = |stage: &Stage| {
        let row = stage.window.query_all_by_role(Role::Row).find(egui_kittest::Node::is_focused);
        row.and_then(|row| row.accesskit_node().label())
    };
    stage.press(Key::Slash);
    assert_eq!(focused_row(&stage), None, "one types");
    stage.press(Key::ArrowDown);
    assert_eq!(focused_row(&stage), stage.rows().first().cloned());
    stage.press(Key::ArrowDown);
    assert_eq!(focused_row(&stage), stage.rows().get(1).cloned());
    // What is typed leaves other rows.
    for _ in 0..4 {
        stage.press(Key::ArrowDown);
    }
    stage.press(Key::Slash);
    stage.type_text("e");
    assert_eq!(focused_row(&stage), None);
    stage.press(Key::ArrowDown);
    assert_eq!(focused_row(&stage), stage.rows().first().cloned(), "{:?}", stage.rows());
    // To the only one that is left, too; and Enter opens what was found.
    stage.press(Key::Slash);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("mapbox");
    assert_eq!(stage.rows().len(), 1);
    stage.press(Key::ArrowDown);
    assert_eq!(focused_row(&stage), stage.rows().first().cloned());
    stage.press(Key::Slash);
    stage.press_with(Modifiers::COMMAND, Key::A);
    stage.type_text("cloudflare");
    stage.press(Key::Enter);
    stage.window.run_steps(6);
    assert!(!stage.tree().contains("Offboarding") && stage.tree().contains("CLOUDFLARE_API_TOKEN"), "{}", stage.tree());
}

#[test]
fn the_count_of_protected_keys_says_what_it_counts() {
    let words = |snapshot: &Snapshot| {
        let stage = on_page(snapshot.clone(), 1280.0, 820.0);
        ["In production", "Protected"].map(|words| stage.tree().contains(&format!("{words}: 16")))
    };
    let mut snapshot = with_many();
    assert_eq!(words(&snapshot), [true, false]);
    // Whoever protects another environment has keys in it that are not in production.
    let place = EnvRef::parse("Storefront/stag").unwrap();
    for key in snapshot.keys.iter_mut().filter(|key| key.owner.as_deref() == Some("Jon Ruiz")) {
        key.reference.place = place.clone();
    }
    let environment = snapshot.projects[0].environments.iter_mut().find(|one| one.name == "production").unwrap();
    "stag".clone_into(&mut environment.name);
    assert_eq!(words(&snapshot), [false, true]);
}

#[test]
fn the_day_that_is_changed_is_selected_and_the_keyboard_comes_back() {
    let mut stage = on_page(with_many(), 1280.0, 820.0);
    tab_to(&mut stage, "Change…");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    stage.type_text("2026-12-01");
    let day = stage.window.query_all_by_label("Last day").find_map(|node| node.accesskit_node().value());
    assert_eq!(day.as_deref(), Some("2026-12-01"));
    stage.press(Key::Enter);
    let asked = stage.asked.try_iter().find_map(|request| match request {
        Request::LastDay(name, day) => Some((name, day)),
        _ => None,
    });
    let (name, day) = asked.unwrap();
    stage.hears(Event::Done(Done::LastDay(name.clone(), day)));
    stage.window.run_steps(20);
    assert_eq!(focused(&stage), "Change…");
    stage.press(Key::Enter);
    stage.window.run_steps(4);
    tab_to(&mut stage, "Not leaving after all");
    stage.press(Key::Enter);
    let mut stays = with_many();
    stays.people.iter_mut().filter(|person| person.name == name).for_each(|person| person.last_day = None);
    stage.hears(Event::Snapshot(Arc::new(stays)));
    stage.hears(Event::Done(Done::LastDay(name, None)));
    stage.window.run_steps(20);
    assert_eq!(focused(&stage), "Mark as leaving…");
}
