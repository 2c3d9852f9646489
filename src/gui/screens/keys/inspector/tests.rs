//! The inspector in the whole window, by its labels.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::gui::sample;
use crate::gui::tests::{Stage, focused, tab_to};
use crate::jobs::{Event, HistoryLine, KeyLook, Request, Snapshot, StoreKind, VaultState};
use crate::model::{ActivityKind, Finding, KeyUid, Rule, Secret, Severity};

fn finding(rule: Rule, severity: Severity, text: &str) -> Finding {
    Finding { rule, severity, text: text.to_owned(), since: None, snoozed_until: None, snooze_reason: None }
}

/// Made at run time: no test holds a secret.
fn canary() -> String {
    (0..32).map(|n| char::from(b'a' + (n * 11 % 26) as u8)).collect()
}

fn uid(snapshot: &Snapshot, name: &str, environment: &str) -> KeyUid {
    let there = |key: &&crate::model::Key| key.name() == name && key.place().environment == environment;
    snapshot.keys.iter().find(there).unwrap().uid
}

/// The window with the key chosen by clicking on its row.
fn on(snapshot: Snapshot, name: &str, environment: &str, size: egui::Vec2) -> Stage {
    let mut stage = Stage::sized(snapshot, size.x, size.y);
    let row = stage.rows().into_iter().find(|row| row.starts_with(name) && row.contains(environment)).unwrap();
    stage.click(&row);
    stage
}

const WIDE: egui::Vec2 = vec2(1280.0, 1800.0);

fn development() -> Stage {
    on(sample::snapshot(), "STRIPE_SECRET_KEY", "development", WIDE)
}

fn production() -> Stage {
    on(sample::snapshot(), "STRIPE_SECRET_KEY", "production", WIDE)
}

/// Asks to see the development key's secret, and lets the worker give it.
fn shown() -> Stage {
    let mut stage = development();
    stage.press(Key::Space);
    let Ok(Request::Reveal(asked)) = stage.asked.try_recv() else { panic!("it was not asked for") };
    assert_eq!(asked, uid(&sample::snapshot(), "STRIPE_SECRET_KEY", "development"));
    stage.hears(Event::Revealed(asked, Secret::new(canary().into_bytes())));
    stage
}

const SHOWN: &str = "shown for 20 seconds, copy it to use it";

fn is_shown(stage: &Stage) -> bool {
    let tree = stage.tree();
    assert!(!tree.contains(&canary()), "the secret is in the tree");
    tree.contains("copy it to use it")
}

#[test]
fn choosing_a_key_says_its_facts() {
    let stage = production();
    let tree = stage.tree();
    for said in [
        "STRIPE_SECRET_KEY, Stripe · API key",
        "Production, protected, Active, payments",
        "Expires in 6 days Make a new key at Stripe, then rotate it here.",
        "Protected. Showing it asks you to confirm.",
        "Owner: Mara Klein",
        "Expires: Not known",
        "Rotation: Every 90 days, 210 d overdue",
        "Used here: 2 h ago",
    ] {
        assert!(tree.contains(said), "{said} is not in\n{tree}");
    }
    assert!(tree.contains("hidden, ends in "), "{tree}");
    stage.window.get_by_label("Open Stripe");
}

#[test]
fn the_worker_is_asked_once_the_selection_rests_and_its_answer_is_told() {
    let mut stage = production();
    let snapshot = sample::snapshot();
    let wanted = uid(&snapshot, "STRIPE_SECRET_KEY", "production");
    let looks = |stage: &Stage| {
        let looked = |request| if let Request::Look(uid) = request { Some(uid) } else { None };
        stage.asked.0.try_iter().filter_map(looked).collect::<Vec<_>>()
    };
    assert_eq!(looks(&stage), [wanted]);
    stage.window.run_steps(5);
    assert_eq!(looks(&stage), []);
    let history = vec![HistoryLine {
        at: snapshot.now.get() - TimeDelta::days(19),
        what: ActivityKind::Exported,
        detail: Some("/made/up/.env.production".to_owned()),
        times: 6,
    }];
    let look = KeyLook {
        uid: wanted,
        history,
        daily: vec![1; 30],
        note: None,
        old_tail: None,
        ticked: Vec::new(),
        files: Vec::new(),
    };
    stage.hears(Event::Looked(Arc::new(look)));
    let said = "Exported to .env.production, ×6, 19 d";
    assert!(stage.tree().contains(said), "{}", stage.tree());
    // New facts: asked again, and what was told stays meanwhile.
    stage.hears(Event::Snapshot(Arc::new(snapshot)));
    assert!(stage.tree().contains(said));
    assert_eq!(looks(&stage), [wanted]);
}

#[test]
fn a_shown_secret_is_hidden_when_a_dialog_opens() {
    for key in [Key::N, Key::E, Key::K] {
        let mut stage = shown();
        assert!(is_shown(&stage));
        stage.press_with(Modifiers::COMMAND, key);
        stage.window.run_steps(3);
        assert!(stage.window.query_all_by_role(Role::Dialog).next().is_some(), "{key:?}: {}", stage.tree());
        assert!(!is_shown(&stage), "{key:?}");
    }
}

#[test]
fn space_shows_a_development_secret_and_hides_it_again() {
    let mut stage = shown();
    assert!(stage.tree().contains(SHOWN), "{}", stage.tree());
    assert!(is_shown(&stage));
    stage.press(Key::Space);
    assert!(!is_shown(&stage));
    assert!(stage.asked.try_recv().is_err(), "hiding asks nothing");
}

#[test]
fn space_on_a_production_secret_asks_and_enter_there_copies_instead() {
    let mut stage = production();
    stage.press(Key::Space);
    assert!(stage.asked.try_recv().is_err(), "nothing is shown before the answer");
    let tree = stage.tree();
    assert!(tree.contains("Show this production secret?"), "{tree}");
    assert!(tree.contains(
        "STRIPE_SECRET_KEY will be on screen for 20 seconds. Check who can see it. This is noted in Activity."
    ));
    stage.press(Key::Enter);
    let wanted = uid(&sample::snapshot(), "STRIPE_SECRET_KEY", "production");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == wanted));
    assert!(stage.asked.try_recv().is_err());
    assert!(stage.window.query_by_label("Copy instead").is_none());
}

#[test]
fn copy_instead_is_an_answer_and_asks_no_second_question() {
    let mut snapshot = sample::snapshot();
    snapshot.settings.ask_before_copy = true;
    let wanted = uid(&snapshot, "STRIPE_SECRET_KEY", "production");
    for by_key in [true, false] {
        let mut stage = on(snapshot.clone(), "STRIPE_SECRET_KEY", "production", WIDE);
        stage.press(Key::Space);
        if by_key {
            stage.press(Key::Enter);
        } else {
            stage.click("Copy instead");
        }
        assert!(matches!(stage.asked.try_recv(), Ok(Request::Copy(copied)) if copied == wanted), "{}", stage.tree());
        assert!(!stage.tree().contains("Copy this production secret?"));
    }
}

#[test]
fn a_production_secret_is_shown_when_that_is_the_answer() {
    let mut stage = production();
    stage.window.get_by_role_and_label(Role::Button, "Show").click();
    stage.window.run_steps(3);
    stage.click("Show for 20 s");
    let Ok(Request::Reveal(asked)) = stage.asked.try_recv() else { panic!("it was not asked for") };
    stage.hears(Event::Revealed(asked, Secret::new(canary().into_bytes())));
    assert!(is_shown(&stage));
}

#[test]
fn esc_answers_no() {
    let mut stage = production();
    stage.press(Key::Space);
    stage.press(Key::Escape);
    assert!(stage.window.query_by_label("Copy instead").is_none());
    assert!(stage.asked.try_recv().is_err());
}

#[test]
fn a_shown_secret_goes_with_its_time() {
    let mut stage = shown();
    // A frame of the harness is a quarter of a second.
    stage.window.run_steps(70);
    assert!(is_shown(&stage));
    stage.window.run_steps(20);
    assert!(!is_shown(&stage));
}

#[test]
fn a_click_on_the_ring_shows_it_twenty_seconds_longer() {
    let mut stage = shown();
    stage.window.run_steps(40);
    stage.click("Show it longer");
    stage.window.run_steps(80);
    assert!(is_shown(&stage));
    stage.window.run_steps(60);
    assert!(!is_shown(&stage));
}

#[test]
fn esc_another_key_and_closing_the_inspector_hide_a_secret() {
    for away in [Key::Escape, Key::ArrowDown, Key::I] {
        let mut stage = shown();
        stage.press(away);
        assert!(!is_shown(&stage), "{away:?}");
        // It is gone, and not only out of view.
        stage.press(if away == Key::ArrowDown { Key::ArrowUp } else { Key::F35 });
        assert!(!is_shown(&stage), "{away:?}");
    }
}

#[test]
fn locking_hides_a_secret() {
    let mut stage = shown();
    stage.hears(Event::Snapshot(Arc::new(sample::locked(StoreKind::Sealed))));
    assert!(!is_shown(&stage));
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert!(!is_shown(&stage));
}

#[test]
fn a_secret_that_comes_too_late_is_not_shown() {
    let mut stage = development();
    stage.press(Key::Space);
    let Ok(Request::Reveal(asked)) = stage.asked.try_recv() else { panic!("it was not asked for") };
    assert!(stage.tree().contains("Asking GNOME Keyring…"));
    stage.press(Key::ArrowDown);
    stage.hears(Event::Revealed(asked, Secret::new(canary().into_bytes())));
    assert!(!is_shown(&stage));
    stage.press(Key::ArrowUp);
    assert!(!is_shown(&stage));
}

#[test]
fn a_copied_key_says_so_on_its_button_for_a_while() {
    let mut stage = production();
    let wanted = uid(&sample::snapshot(), "STRIPE_SECRET_KEY", "production");
    stage.hears(Event::Copied(wanted, Some(Duration::from_secs(30))));
    assert!(stage.window.query_by_role_and_label(Role::Button, "Copied").is_some());
    stage.window.run_steps(10);
    assert!(stage.window.query_by_role_and_label(Role::Button, "Copied").is_none());
}

#[test]
fn a_missing_secret_can_be_pasted_and_a_locked_keychain_unlocked() {
    let mut snapshot = sample::snapshot();
    let wanted = uid(&snapshot, "STRIPE_SECRET_KEY", "development");
    snapshot.keys.iter_mut().find(|key| key.uid == wanted).unwrap().missing = true;
    let at = snapshot.keys.iter().position(|key| key.uid == wanted).unwrap();
    let text = "Missing from the keychain";
    snapshot.findings[at].push(finding(Rule::Missing, Severity::ActNow, text));
    let stage = on(snapshot, "STRIPE_SECRET_KEY", "development", WIDE);
    assert!(stage.tree().contains("Not in the keychain"));
    // Once: the callout over it says why, and where to get it.
    assert_eq!(stage.window.query_all_by_label("Paste value…").count(), 1, "{}", stage.tree());
    let why =
        "Deleted outside Keyloft Copies, exports and runs fail until it is back. Get it at Stripe, or make a new key.";
    assert!(stage.tree().contains(why), "{}", stage.tree());
    assert!(stage.window.query_by_label("Open Stripe").is_some());
    let mut snapshot = sample::snapshot();
    let wanted = uid(&snapshot, "LEGACY_PAYPAL_SECRET", "production");
    let at = snapshot.keys.iter().position(|key| key.uid == wanted).unwrap();
    snapshot.keys[at].missing = true;
    snapshot.findings[at].push(finding(Rule::Missing, Severity::ActNow, text));
    let stage = on(snapshot, "LEGACY_PAYPAL_SECRET", "production", WIDE);
    let tree = stage.tree();
    assert!(tree.contains("Deleted outside Keyloft") && !tree.contains("fail until it is back"), "{tree}");
    let mut stage = on(sample::keychain_trouble(), "STRIPE_SECRET_KEY", "development", WIDE);
    assert!(stage.tree().contains("GNOME Keyring is locked"));
    stage.click("Unlock…");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Unlock(None))));
}

#[test]
fn i_closes_the_pane_and_opens_it_again() {
    let mut stage = production();
    assert!(stage.window.query_by_label("Close details").is_some());
    stage.press(Key::I);
    assert!(stage.window.query_by_label("Close details").is_none());
    stage.press(Key::ArrowUp);
    assert!(stage.window.query_by_label("Close details").is_none(), "it stays closed");
    stage.press(Key::I);
    stage.click("Close details");
    assert!(stage.window.query_by_label("Close details").is_none());
}

#[test]
fn a_narrower_window_has_a_sheet_that_comes_when_asked() {
    for size in [vec2(1100.0, 1800.0), vec2(900.0, 1800.0), vec2(640.0, 1800.0)] {
        let mut stage = on(sample::snapshot(), "STRIPE_SECRET_KEY", "production", size);
        assert!(stage.window.query_by_label("Close details").is_none(), "{size}");
        stage.press(Key::I);
        assert!(stage.window.query_by_label("Close details").is_some(), "{size}");
        stage.press(Key::Escape);
        assert!(stage.window.query_by_label("Close details").is_none(), "{size}");
        stage.press(Key::Space);
        stage.click("Show for 20 s");
        assert!(stage.window.query_by_label("Close details").is_some(), "{size}");
    }
}

#[test]
fn the_menu_and_the_verbs_act_on_the_key_that_is_shown() {
    let mut stage = production();
    stage.click("More");
    assert!(stage.window.query_by_label("Copy as").is_some());
    let mut stage = on(sample::snapshot(), "LEGACY_PAYPAL_SECRET", "production", WIDE);
    assert!(stage.tree().contains("Copies, exports and runs leave it out. PayPal still accepts it."));
    stage.click_on_top("Enable");
    let wanted = uid(&sample::snapshot(), "LEGACY_PAYPAL_SECRET", "production");
    assert!(matches!(stage.asked.try_recv(), Ok(Request::Enable(keys)) if keys == [wanted]));
}

#[test]
fn a_locked_window_forgets_what_it_showed_and_asks_anew_for_the_key_that_was_selected() {
    let mut stage = production();
    let wanted = uid(&sample::snapshot(), "STRIPE_SECRET_KEY", "production");
    let still_named = Snapshot { state: VaultState::Locked, ..sample::snapshot() };
    stage.hears(Event::Snapshot(Arc::new(still_named)));
    assert!(!stage.tree().contains("STRIPE"), "{}", stage.tree());
    stage.asked.0.try_iter().for_each(drop);
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    stage.window.run_steps(4);
    assert!(stage.window.query_by_label("Close details").is_some());
    assert!(stage.asked.0.try_iter().any(|request| matches!(request, Request::Look(uid) if uid == wanted)));
}

#[test]
fn a_still_inspector_asks_for_no_frame() {
    let mut stage = production();
    let wanted = uid(&sample::snapshot(), "STRIPE_SECRET_KEY", "production");
    let look = KeyLook {
        uid: wanted,
        history: Vec::new(),
        daily: vec![0; 30],
        note: None,
        old_tail: None,
        ticked: Vec::new(),
        files: Vec::new(),
    };
    stage.hears(Event::Looked(Arc::new(look)));
    stage.window.run_steps(10);
    let wait = |stage: &Stage| {
        let output = stage.window.output();
        output.viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap()
    };
    assert_eq!(wait(&stage), Duration::MAX);
    let mut stage = shown();
    stage.window.run_steps(5);
    assert!(wait(&stage) >= Duration::from_millis(90), "{:?}", wait(&stage));
}

#[test]
fn f6_leads_into_the_inspector() {
    let mut stage = production();
    for said in ["STRIPE_SECRET_KEY, Stripe, production, expires in 6 days", "Edit", "Search"] {
        stage.press(Key::F6);
        let focused = stage.window.root().children_recursive().find(|node| node.accesskit_node().is_focused());
        assert_eq!(focused.and_then(|node| node.accesskit_node().label()).as_deref(), Some(said));
    }
}

#[test]
fn space_on_a_button_presses_it_and_shows_nothing() {
    let mut stage = development();
    stage.window.get_by_label("Choose a project").focus();
    stage.window.run_steps(2);
    stage.press(Key::Space);
    assert!(stage.window.query_by_label("Projects").is_some(), "the button's menu is open: {}", stage.tree());
    assert!(!stage.asked.try_iter().any(|request| matches!(request, Request::Reveal(_))));
}

/// One that was rotated: what stands open after that, and two warnings, one of them only good to know.
fn rotated() -> Stage {
    let mut snapshot = sample::snapshot();
    let key = uid(&snapshot, "STRIPE_WEBHOOK_SECRET", "production");
    let (at, now) = (snapshot.keys.iter().position(|one| one.uid == key).unwrap(), snapshot.now.get());
    snapshot.keys[at].rotated_at = Some(now);
    snapshot.keys[at].used_in = vec![crate::model::UsedIn { place: "Vercel".to_owned() }];
    snapshot.keys[at].older = vec![crate::model::KeptVersion {
        number: 1,
        made_at: now - TimeDelta::days(60),
        replaced_at: now,
        kept_until: Some(now + TimeDelta::days(2)),
        ended_at: None,
    }];
    snapshot.findings[at] = vec![
        finding(Rule::TooBroad, Severity::LookSoon, "Scope * is too broad"),
        finding(Rule::NoExpiry, Severity::ForInfo, "Expiry not known"),
    ];
    let mut stage = on(snapshot, "STRIPE_WEBHOOK_SECRET", "production", WIDE);
    let look = KeyLook { old_tail: Some("7Qx2".to_owned()), ..sample::look(key) };
    stage.hears(Event::Looked(Arc::new(look)));
    stage
}

#[test]
fn three_callouts_stand_over_the_secret_the_worst_and_what_stands_open_first_and_the_rest_behind_a_click() {
    let mut stage = rotated();
    let titles = ["Scope * is too broad", "Old value kept until", "Stripe still accepts the one that ends in 7Qx2."];
    let more = ["Not at Vercel yet", "Expiry not known"];
    let stands = |stage: &Stage, title: &str| stage.window.query_by_label_contains(title).is_some();
    assert!(titles.iter().all(|title| stands(&stage, title)), "{}", stage.tree());
    assert!(!more.iter().any(|title| stands(&stage, title)), "{}", stage.tree());
    stage.click("2 more");
    assert!(titles.iter().chain(&more).all(|title| stands(&stage, title)), "{}", stage.tree());
}

#[test]
fn a_button_of_a_callout_stands_beside_its_words_and_two_under_them_where_both_have_no_room() {
    let stage = rotated();
    let words = |starts: &str| stage.window.get_by_label_contains(starts).rect();
    let button = |label: &str| stage.window.query_all_by_label(label).last().unwrap().rect();
    let kept = words("Old value kept until");
    assert!((button("Put back").center().y - kept.center().y).abs() < 1.0, "{kept}");
    let open = words("Stripe still accepts");
    for two in [button("Open Stripe"), button("It's ended there")] {
        assert!(open.bottom() - two.bottom() < 12.0 && two.top() > open.top() + 40.0, "{two} in {open}");
    }
}

#[test]
fn a_hidden_secret_in_a_callout_has_dots_as_in_the_list_and_no_letters_for_them() {
    let stage = rotated();
    let callout = stage.window.get_by_label_contains("Stripe still accepts").rect();
    let dot = |shape: &egui::Shape| matches!(shape, egui::Shape::Circle(dot) if callout.contains(dot.center) && (dot.radius - 2.5).abs() < 0.1);
    assert_eq!(stage.window.output().shapes.iter().filter(|clipped| dot(&clipped.shape)).count(), 4);
    let [tail] = stage.painted("7Qx2")[..] else { panic!("the last four are painted once") };
    assert!(callout.contains_rect(tail));
}

#[test]
fn copy_says_that_it_copied_beside_a_shown_secret_too() {
    let mut stage = shown();
    stage.click("Copy");
    let Ok(Request::Copy(uid)) = stage.asked.try_recv() else { panic!("{}", stage.tree()) };
    stage.hears(Event::Copied(uid, Some(Duration::from_secs(30))));
    assert!(is_shown(&stage), "it stays");
    assert!(stage.window.query_by_role_and_label(Role::Button, "Copied").is_some(), "{}", stage.tree());
}

#[test]
fn enter_on_the_rest_of_the_callouts_leads_to_the_first_that_came() {
    let mut stage = rotated();
    tab_to(&mut stage, "2 more");
    stage.press(Key::Enter);
    stage.window.run_steps(9);
    let at = stage.window.root().children_recursive().find(|node| node.accesskit_node().is_focused()).unwrap().rect();
    let first = stage.window.get_by_label_contains("Not at Vercel yet").rect();
    assert_eq!(focused(&stage), "Places…");
    assert!(first.expand(8.0).contains(at.center()), "{at} in {first}");
}
