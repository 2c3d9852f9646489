//! Toasts over the whole window: what stands beside a countdown, and what comes never late.

use super::*;
use crate::model::{Finding, KeyUid, Rule};

fn named(name: &str) -> KeyUid {
    sample::snapshot().keys.iter().find(|key| key.name() == name).unwrap().uid
}

#[test]
fn what_is_done_during_a_countdown_is_said_at_once_with_its_undo_and_the_countdown_stays() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        let uid = named("STRIPE_SECRET_KEY");
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        let alone = stage.window.get_by_role(Role::Status).rect();
        stage.hears(Event::Done(Done::Disabled(vec![uid])));
        assert!(stage.tree().contains("STRIPE_SECRET_KEY · development copied"), "{wide}");
        let toasts: Vec<_> = stage.window.query_all_by_role(Role::Status).map(|toast| toast.rect()).collect();
        assert!(toasts.iter().any(|toast| toast.bottom() == alone.bottom()), "{wide}: {toasts:?}");
        assert!(toasts.len() == 2 && !toasts[0].intersects(toasts[1]), "{wide}: {toasts:?}");
        let window = stage.window.ctx.content_rect();
        assert!(toasts.iter().all(|toast| window.contains_rect(*toast)), "{wide}: {toasts:?}");
        let undo = stage.window.get_by_label("Undo").rect();
        stage.hears(Event::ClipboardCleared);
        stage.window.run_steps(10);
        assert_eq!(stage.window.get_by_label("Undo").rect(), undo, "{wide}: it does not fall under a click");
        stage.click("Undo");
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Enable(keys)) if keys == [uid]), "{wide}");
    }
}

#[test]
fn a_toast_stands_as_high_in_every_section() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.hears(Event::Copied(named("STRIPE_SECRET_KEY"), Some(Duration::from_secs(30))));
        let bottom = stage.window.get_by_role(Role::Status).rect().bottom();
        for section in [Key::Num2, Key::Num4, Key::Comma, Key::Num1] {
            stage.press_with(Modifiers::COMMAND, section);
            stage.window.run_steps(3);
            let toast = stage.window.get_by_role(Role::Status).rect();
            assert_eq!(toast.bottom(), bottom, "{section:?} at {wide}");
        }
    }
}

#[test]
fn a_countdown_and_its_button_keep_their_place_from_the_first_second_to_the_last() {
    let mut stage = Stage::new(sample::snapshot());
    stage.hears(Event::Copied(named("STRIPE_SECRET_KEY"), Some(Duration::from_secs(30))));
    stage.window.run_steps(8);
    let places =
        |stage: &Stage| [stage.window.get_by_role(Role::Status).rect(), stage.window.get_by_label("Clear now").rect()];
    let first = places(&stage);
    let seconds =
        |stage: &Stage| (0..=30).find(|left| !stage.painted(&format!("clears in {left} s")).is_empty()).unwrap();
    let mut seen = vec![seconds(&stage)];
    while seen.last() != Some(&0) && seen.len() < 200 {
        stage.window.run_steps(1);
        assert_eq!(places(&stage), first, "{seen:?}");
        seen.push(seconds(&stage));
    }
    seen.dedup();
    assert!(seen.len() > 10 && seen.contains(&11) && seen.contains(&1), "{seen:?}");
}

#[test]
fn both_toasts_lie_over_no_row_that_one_is_on() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::End);
        let uid = named("STRIPE_SECRET_KEY");
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        stage.hears(Event::Done(Done::Disabled(vec![uid])));
        stage.window.run_steps(6);
        let top = stage.window.query_all_by_role(Role::Status).map(|toast| toast.rect().top()).fold(high, f32::min);
        let row = stage.window.get_by(|node| node.is_focused() && node.role() == Role::Row).rect();
        assert!(row.bottom() < top, "{wide}: {row} under {top}");
    }
}

#[test]
fn a_plain_value_that_was_copied_is_not_said_again_behind_another_word() {
    let mut stage = Stage::new(sample::snapshot());
    let plain = stage.rows().into_iter().find(|row| row.starts_with("PORT,")).unwrap();
    stage.click(&plain);
    let copied = |stage: &Stage| stage.tree().contains("PORT · development copied");
    stage.hears(Event::Copied(named("PORT"), None));
    assert!(copied(&stage));
    stage.press(Key::Space);
    assert!(stage.tree().contains("PORT is plain and has no secret to show"), "{}", stage.tree());
    // As long as any toast stands.
    let mut seen = Vec::new();
    for _ in 0..48 {
        stage.window.run_steps(1);
        seen.push(copied(&stage));
    }
    seen.dedup();
    assert!(seen == [true, false] || seen == [false], "it came again: {seen:?}");
}

#[test]
fn names_stand_in_toasts_as_names() {
    let mut stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
    let of_rows = |stage: &Stage, name: &str| stage.painted(name).len();
    stage.press(Key::ArrowDown);
    stage.asked.try_iter().for_each(drop);
    let name = "ALGOLIA_ADMIN_KEY";
    let before = of_rows(&stage, name);
    stage.press(Key::Enter);
    let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("nothing was copied") };
    stage.window.run_steps(8);
    assert!(stage.tree().contains(&format!("Asking GNOME Keyring for {name}…")), "{}", stage.tree());
    assert_eq!(of_rows(&stage, name), before + 1);
    let plain = stage.rows().into_iter().find(|row| row.starts_with("PORT,")).unwrap();
    stage.hears(Event::Copied(uid, None));
    stage.click(&plain);
    let before = of_rows(&stage, "PORT");
    stage.press(Key::Space);
    assert_eq!(of_rows(&stage, "PORT"), before + 1);
}

/// What is seen of what is called so in the details: the last of its name that lies on their layer.
fn seen(stage: &Stage, starts: &str) -> egui::Rect {
    let named = |node: &egui_kittest::Node<'_>| {
        let said = node.accesskit_node().label().or_else(|| node.accesskit_node().value());
        said.is_some_and(|said| said.starts_with(starts))
    };
    let rect = stage.window.root().children_recursive().filter(named).last().map(|node| node.rect()).unwrap();
    let layer = egui::LayerId::new(egui::Order::Middle, egui::Id::unique("inspector sheet"));
    stage.window.ctx.viewport(|viewport| {
        let mut there = viewport.prev_pass.widgets.get_layer(layer).filter(|widget| widget.rect == rect);
        there.next().map_or_else(|| panic!("{starts} at {rect}"), |widget| widget.interact_rect)
    })
}

#[test]
fn over_the_details_a_toast_covers_nothing_and_all_of_them_scrolls_clear_of_it() {
    for (wide, high) in [(640.0, 400.0), (700.0, 480.0), (760.0, 500.0)] {
        let mut facts = sample::snapshot();
        // With more callouts than leave the secret where it is.
        let uid = named("ALGOLIA_ADMIN_KEY");
        let at = facts.keys.iter().position(|key| key.uid == uid).unwrap();
        let other = Finding { rule: Rule::NoOwner, text: "Nobody owns it".to_owned(), ..facts.findings[at][0].clone() };
        facts.findings[at].push(other);
        let mut stage = Stage::sized(facts, wide, high);
        row_menus::with_details_of(&mut stage, "ALGOLIA_ADMIN_KEY");
        let before = seen(&stage, "Show");
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        stage.window.run_steps(10);
        let toast = stage.window.get_by_role(Role::Status).rect();
        let secret = seen(&stage, "Show");
        assert_eq!(secret, before, "{wide} × {high}: it stays under the pointer");
        assert!(secret.height() > 20.0 && secret.bottom() < toast.top(), "{wide} × {high}: {secret} under {toast}");
        stage.wheel(egui::pos2(toast.right() - 20.0, toast.top() - 40.0), -3_000.0);
        let last = seen(&stage, "Used here");
        assert!(last.height() > 20.0 && last.bottom() <= toast.top(), "{wide} × {high}: {last} over {toast}");
        for stop in 0..12 {
            stage.press(Key::Tab);
            stage.window.run_steps(9);
            let id = stage.window.ctx.memory(egui::Memory::focused).unwrap();
            let on = stage.window.ctx.read_response(id).unwrap().interact_rect;
            let is_clear = on.is_positive() && (!on.intersects(toast) || toast.contains_rect(on));
            assert!(is_clear, "{wide} × {high}, Tab {stop}: {on} under {toast}");
        }
    }
}

#[test]
fn a_countdown_beside_the_details_says_the_whole_name_before_it_says_the_seconds_twice() {
    let facts = sample::snapshot();
    let is_it = |key: &&crate::model::Key| key.name() == "STRIPE_SECRET_KEY" && key.place().environment == "staging";
    let uid = facts.keys.iter().find(is_it).unwrap().uid;
    let mut stage = Stage::sized(facts, 1000.0, 700.0);
    row_menus::with_details_of(&mut stage, "STRIPE_SECRET_KEY");
    let in_toast = |stage: &Stage, words: &str| {
        let toast = stage.window.get_by_role(Role::Status).rect();
        stage.painted(words).into_iter().any(|at| toast.contains_rect(at))
    };
    let seconds = |stage: &Stage| (20..=30).any(|left| in_toast(stage, &format!("clears in {left} s")));
    stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
    stage.window.run_steps(10);
    assert!(in_toast(&stage, "STRIPE_SECRET_KEY") && !seconds(&stage), "{}", stage.tree());
    stage.window.set_size(vec2(1280.0, 820.0));
    stage.window.run_steps(4);
    assert!(in_toast(&stage, "STRIPE_SECRET_KEY") && seconds(&stage), "{}", stage.tree());
}

#[test]
fn nobody_has_the_keyboard_under_a_toast() {
    for (wide, high) in [(640.0, 400.0), (900.0, 600.0)] {
        for key in [Key::Num1, Key::Num2, Key::Num4, Key::Comma] {
            let mut stage = Stage::sized(sample::snapshot(), wide, high);
            stage.press_with(Modifiers::COMMAND, key);
            stage.hears(Event::Copied(named("STRIPE_SECRET_KEY"), Some(Duration::from_secs(3_000))));
            for stop in 0..60 {
                stage.press(Key::Tab);
                stage.window.run_steps(9);
                let toast = stage.window.query_all_by_role(Role::Status).map(|toast| toast.rect());
                let toast = toast.reduce(egui::Rect::union).unwrap();
                let Some(id) = stage.window.ctx.memory(egui::Memory::focused) else { continue };
                let on = stage.window.ctx.read_response(id).unwrap().interact_rect;
                let focused = focused(&stage);
                let is_clear = on.is_positive() && (!on.intersects(toast) || focused == "Clear now");
                assert!(is_clear, "{key:?} at {wide} × {high}, Tab {stop}: {focused} at {on} under {toast}");
            }
        }
    }
}

#[test]
fn a_key_that_was_moved_alone_is_moved_back_by_its_toast() {
    let mut stage = Stage::new(sample::snapshot());
    let key = sample::snapshot().keys[0].clone();
    let there = EnvRef::new("Storefront", "next").unwrap();
    let (to, from) = (vec![(key.uid, there.key(&key.reference.name))], vec![(key.uid, key.reference.clone())]);
    stage.hears(Event::Done(Done::Moved(to, from.clone(), vec![there.clone()])));
    stage.click("Undo");
    let asked = stage.asked.try_recv();
    assert!(matches!(&asked, Ok(Request::MoveBack(back, made)) if *back == from && *made == [there]), "{asked:?}");
}

#[test]
fn a_row_that_a_toast_would_cover_comes_out_from_under_it() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press(Key::End);
        stage.window.run_steps(3);
        stage.press(Key::Enter);
        let Some(Request::Copy(uid)) = stage.asked.try_recv().ok() else { panic!("nothing was copied") };
        stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
        stage.window.run_steps(4);
        let toast = stage.window.get_by_role(Role::Status).rect();
        let rows = stage.window.query_all_by_role(Role::Row).map(|row| row.rect());
        let last = rows.max_by(|one, other| one.bottom().total_cmp(&other.bottom())).unwrap();
        assert!(last.bottom() < toast.top(), "{wide}: {last:?} under {toast:?}");
        stage.hears(Event::ClipboardCleared);
        stage.window.run_steps(40);
        assert!(stage.window.query_by_role(Role::Status).is_none());
        let rows = stage.window.query_all_by_role(Role::Row).map(|row| row.rect());
        let last = rows.max_by(|one, other| one.bottom().total_cmp(&other.bottom())).unwrap();
        assert!(last.bottom() > toast.top(), "{wide}: the list ends where it ended: {last:?}");
    }
}

#[test]
fn a_row_that_a_message_pushes_under_a_toast_comes_out_from_under_it() {
    for section in [Key::Num1, Key::Num2] {
        let mut stage = Stage::sized(sample::snapshot(), 900.0, 600.0);
        stage.press_with(Modifiers::COMMAND, section);
        stage.hears(Event::Copied(named("STRIPE_SECRET_KEY"), Some(Duration::from_secs(30))));
        // So many that the list scrolls for it: the row is the last that is clear of the toast.
        (0..30).for_each(|_| stage.press(Key::ArrowDown));
        stage.window.run_steps(4);
        let is_clear = |stage: &Stage| {
            let row = stage.window.get_by(|node| node.is_focused() && node.role() == Role::Row).rect();
            row.bottom() < stage.window.get_by_role(Role::Status).rect().top()
        };
        assert!(is_clear(&stage));
        let title = "Couldn't copy OPENAI_API_KEY.".to_owned();
        stage.hears(Event::Failed(Failure { title, why: "It is not there.".to_owned(), ..Failure::default() }));
        stage.window.run_steps(6);
        assert!(stage.tree().contains("It is not there."));
        assert!(is_clear(&stage), "{section:?}");
    }
}
