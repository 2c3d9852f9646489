//! The whole screen by its labels.

use super::*;

pub(super) fn asked(stage: &Stage) -> Vec<Request> {
    stage.asked.try_iter().collect()
}

pub(super) fn question(stage: &Stage) -> ActivityAsk {
    let of = |request| if let Request::ReadActivity(ask) = request { Some(*ask) } else { None };
    asked(stage).into_iter().find_map(of).expect("the worker was asked")
}

/// The screen with the record read and checked.
fn shown_sized(width: f32, height: f32) -> Stage {
    let mut stage = Stage::sized(sample::snapshot(), width, height);
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let ask = question(&stage);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
    stage
}

pub(super) fn shown() -> Stage {
    shown_sized(1280.0, 820.0)
}

#[test]
fn it_asks_for_the_record_and_its_check_once_it_is_in_view() {
    let mut stage = Stage::new(sample::snapshot());
    assert!(asked(&stage).is_empty());
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let all = asked(&stage);
    assert!(all.iter().any(|request| matches!(request, Request::CheckActivity)));
    stage.hears(Event::Progress("activity", 400, 1_284));
    assert!(stage.tree().contains("Checking 1,284 entries…"));
    let since = DateTime::from_timestamp(1_741_780_800, 0).unwrap();
    stage.hears(Event::ActivityChecked(RecordState::Unbroken { entries: 1_284, since }));
    stage.click("Unbroken since 12 Mar 2025 · 1,284 entries checked. Check again");
    assert!(asked(&stage).iter().any(|request| matches!(request, Request::CheckActivity)));
}

#[test]
fn it_is_not_checked_while_the_keychain_is_locked_and_is_once_it_opens() {
    let mut stage = Stage::new(sample::keychain_trouble());
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let checks = |stage: &Stage| asked(stage).iter().filter(|one| matches!(one, Request::CheckActivity)).count();
    assert_eq!(checks(&stage), 0);
    assert!(stage.tree().contains("Not checked"), "{}", stage.tree());
    stage.hears(Event::Snapshot(Arc::new(sample::snapshot())));
    assert_eq!(checks(&stage), 1);
    assert!(stage.tree().contains("Checking…") && !stage.tree().contains("Not checked"));
}

#[test]
fn a_project_that_changed_while_it_was_out_of_view_is_asked_for() {
    let mut stage = shown();
    // The worst warning is in another project, and Enter opens its key there.
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::Enter);
    let _ = asked(&stage);
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let ask = question(&stage);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
    assert!(stage.tree().contains("STRIPE_SECRET_KEY"), "{}", stage.tree());
}

#[test]
fn chips_words_and_time_ask_the_worker_and_esc_asks_for_all_again() {
    let mut stage = shown();
    stage.click("By hand 7");
    let ask = question(&stage);
    assert_eq!(ask.query.class, Some(ActivityClass::Copies));
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
    stage.press(Key::Slash);
    stage.type_text("stripe");
    let ask = question(&stage);
    assert_eq!(ask.query.words, ["stripe"]);
    let hints = |stage: &Stage| ["filter", "close day", "open key"].map(|words| stage.painted(words).len());
    assert_eq!(hints(&stage), [1, 1, 1]);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, Vec::new(), None))));
    assert!(stage.tree().contains("No activity matches stripe"));
    assert_eq!(hints(&stage), [1, 0, 0], "no hint for what is not there");
    stage.click("Clear filter");
    let ask = question(&stage);
    let project = Some("Storefront".to_owned());
    assert_eq!(ask.query, ActivityQuery { project, ..ActivityQuery::default() }, "of the project in view");
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
    stage.click("Any time");
    stage.click_on_top("Last 7 days");
    assert!(question(&stage).query.since.is_some());
}

#[test]
fn arrows_move_open_and_close_and_enter_leads_to_the_key() {
    let mut stage = shown();
    let rows = stage.rows().len();
    stage.press(Key::ArrowLeft);
    assert!(stage.rows().len() < rows, "the day is closed");
    stage.press(Key::ArrowRight);
    assert_eq!(stage.rows().len(), rows);
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert_eq!(stage.window.query_all_by_label_contains("48 keys ·").count(), 1, "the keys are in view");
    assert!(stage.rows().iter().any(|row| row.starts_with("STRIPE_SECRET_KEY, Stripe, production")));
}

#[test]
fn one_act_on_several_keys_opens_into_its_keys() {
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let ask = question(&stage);
    let keys = ["ALGOLIA_ADMIN_KEY", "ALGOLIA_SEARCH_KEY", "DATABASE_URL"];
    let date = today();
    let mut folding = DayFolding::new(date, 9);
    for (at, key) in keys.iter().rev().enumerate() {
        folding.take(ActivityEntry {
            number: 9 - at as u64,
            at: moment(0, 0),
            what: ActivityKind::Disabled,
            subject: Some(format!("Storefront/staging/{key}")),
            detail: None,
            via: "window".to_owned(),
        });
    }
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, vec![folding.done()], None))));
    assert_eq!(stage.rows().len(), 2, "{:?}", stage.rows());
    stage.press(Key::ArrowDown);
    stage.press(Key::ArrowRight);
    assert_eq!(stage.rows().len(), 5, "{:?}", stage.rows());
    stage.press(Key::ArrowLeft);
    assert_eq!(stage.rows().len(), 2);
}

#[test]
fn an_export_opens_into_its_keys_and_says_how_many_are_gone() {
    let mut stage = shown();
    let before = stage.rows().len();
    // The run of 16 keys is the second row of today.
    for _ in 0..2 {
        stage.press(Key::ArrowDown);
    }
    stage.press(Key::ArrowRight);
    let asked = stage.asked.0.try_iter().find_map(|request| match request {
        Request::ReadEntry(number) => Some(number),
        _ => None,
    });
    assert_eq!(asked, Some(89));
    assert_eq!(stage.rows().len(), before, "nothing is said before the worker answers");
    let keys = ["OPENAI_API_KEY", "STRIPE_SECRET_KEY"].map(|name| format!("Storefront/production/{name}"));
    stage.hears(Event::EntryRead(89, keys.to_vec()));
    let rows = stage.rows();
    assert_eq!(rows.len(), before + 3, "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("OPENAI_API_KEY, Storefront, production")), "{rows:?}");
    assert!(rows.iter().any(|row| row == "14 keys are no longer here"), "{rows:?}");
    stage.press(Key::ArrowDown);
    stage.press(Key::Enter);
    assert_eq!(stage.window.query_all_by_label_contains("48 keys ·").count(), 1, "a key of it opens in Keys");
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    stage.press(Key::ArrowLeft);
    assert_eq!(stage.rows().len(), before, "from a key its line is closed");
}

#[test]
fn what_is_open_is_kept_without_a_name_and_stands_after_a_lock() {
    let mut stage = shown();
    stage.press(Key::ArrowLeft);
    let closed = stage.rows().len();
    stage.window.run_steps(8);
    let kept = stage.asked.0.try_iter().filter_map(|request| match request {
        Request::KeepWindow(state) => Some(state.activity_folds),
        _ => None,
    });
    let today = today();
    assert_eq!(kept.last(), Some(format!("{today}/85-")));
    assert!(closed < 15, "today is closed");
}

#[test]
fn a_broken_record_says_so_marks_what_cant_be_trusted_and_shows_it() {
    let mut stage = shown();
    stage.hears(Event::ActivityChecked(RecordState::Broken {
        first_bad: 80,
        untrusted: 12,
        after: Some(moment(20, 0)),
    }));
    assert!(stage.tree().contains("The record was changed outside Keyloft."));
    assert!(stage.tree().contains("12 entries after 3 Nov can't be trusted."), "{}", stage.tree());
    let marked = stage.rows().iter().filter(|row| row.ends_with("can't be trusted")).count();
    assert!(marked > 0 && marked < stage.rows().len());
    stage.click("Show them");
    assert_eq!(question(&stage).query.from_number, Some(80));
}

#[test]
fn an_empty_record_says_what_will_stand_here() {
    let mut stage = Stage::new(sample::snapshot());
    stage.click("All projects, 128 keys");
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let ask = question(&stage);
    assert_eq!(ask.query.project, None);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, Vec::new(), None))));
    assert!(stage.tree().contains("Nothing yet. Copies, exports and changes appear here."));
}

#[test]
fn a_project_in_the_sidebar_narrows_what_is_shown() {
    let mut stage = shown();
    stage.click("Billing, 32 keys, warnings to act on now");
    assert_eq!(question(&stage).query.project.as_deref(), Some("Billing"));
    assert!(stage.tree().contains("Filter activity"), "it stays in view");
}

#[test]
fn header_and_export_say_what_is_shown_in_every_window() {
    for (width, height) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = shown_sized(width, height);
        stage.window.get_by_role_and_label(Role::TextInput, "Filter activity").click();
        stage.window.run_steps(3);
        let of_header = |stage: &Stage| {
            let all = stage.window.query_all_by_label("Storefront").map(|node| node.rect());
            all.filter(|at| at.bottom() <= size::HEADER).collect::<Vec<_>>()
        };
        let before = of_header(&stage);
        assert!(before.len() == 1 && before[0].width() > 40.0, "{width}: {before:?}");
        stage.type_text("Mara");
        assert_eq!(of_header(&stage), before, "{width}: the field says what is typed, and the header stands still");
        stage.click("Export…");
        assert!(stage.window.query_all_by_label("Storefront · Mara").count() == 1, "{width}: {}", stage.tree());
    }
    let wanted = Wanted {
        class: Some(ActivityClass::Copies),
        since: Since::Days(7),
        project: Some("Storefront".to_owned()),
        ..Wanted::default()
    };
    assert_eq!(wanted.said().as_deref(), Some("Storefront · By hand · Last 7 days"));
    assert_eq!(Wanted::default().said(), None);
}

#[test]
fn new_facts_are_followed_by_the_newest_days_alone() {
    let mut stage = shown();
    stage.hears(Event::Snapshot(sample::snapshot().into()));
    assert_eq!(question(&stage).down_to, Some(today()));
}

#[test]
fn a_wrong_passphrase_is_counted_once_where_it_was_wrong_several_times() {
    use ActivityKind::UnlockFailed;
    for (detail, words) in [("once", "Wrong passphrase"), ("3 times", "Wrong passphrase, 3 times")] {
        let fold = &day(0, 9, &[(UnlockFailed, "", detail)]).folds[0];
        assert_eq!(told(fold, None, &sample::snapshot(), &mut Names::default(), &Utc).what, words);
    }
}

#[test]
fn a_files_end_says_what_became_of_it_where_and_by_whom() {
    use ActivityKind::FileDeleted;
    let acts = [
        (FileDeleted, "", "deleted /made/up/shop/.env after its import"),
        (FileDeleted, "", "deleted /made/up/shop/.env"),
        (FileDeleted, "", "left, as it was changed: /made/up/shop/.env"),
        (FileDeleted, STRIPE, "deleted /made/up/stripe.key"),
    ];
    let said = acts.map(|act| {
        let told = told(&day(0, 9, &[act]).folds[0], None, &sample::snapshot(), &mut Names::default(), &Utc);
        format!("{}: {} · {}", told.what, told.who, told.place)
    });
    assert_eq!(
        said,
        [
            "Imported file deleted: You · /made/up/shop/.env",
            "Written file deleted: Keyloft · /made/up/shop/.env",
            "Written file left, as it was changed: Keyloft · /made/up/shop/.env",
            "Written file deleted: You · /made/up/stripe.key",
        ]
    );
}

#[test]
fn what_stood_there_stays_until_an_answer_takes_long() {
    let mut stage = shown();
    stage.press(Key::Slash);
    let rows = stage.rows();
    stage.window.event(egui::Event::Text("m".to_owned()));
    stage.window.step();
    let ask = question(&stage);
    assert_eq!(stage.rows(), rows);
    assert!(!stage.tree().contains("Loading") && stage.tree().contains("By hand 7"), "{}", stage.tree());
    stage.window.run_steps(3);
    assert!(stage.tree().contains("Loading") && stage.tree().contains("By hand 7"), "{}", stage.tree());
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, Vec::new(), None))));
    assert!(stage.tree().contains("No activity matches m.") && !stage.tree().contains("By hand 7"));
    // Nothing is said of more letters before they are looked for.
    stage.window.event(egui::Event::Text("a".to_owned()));
    stage.window.step();
    assert!(stage.tree().contains("No activity matches m."), "{}", stage.tree());
}

#[test]
fn nothing_flashes_before_the_record_is_read_first() {
    let mut stage = Stage::new(sample::snapshot());
    let (key, modifiers) = (Key::Num4, Modifiers::COMMAND);
    let press = egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    stage.window.input_mut().events.push(press);
    let comes = (0..3).any(|_| {
        stage.window.step();
        stage.tree().contains("Filter activity")
    });
    assert!(comes && !stage.tree().contains("Loading"), "{}", stage.tree());
    stage.window.run_steps(2);
    assert!(stage.tree().contains("Loading"), "{}", stage.tree());
}

#[test]
fn locking_takes_every_name_away() {
    let mut stage = shown();
    stage.hears(Event::Snapshot(sample::locked(crate::jobs::StoreKind::Sealed).into()));
    assert!(!stage.tree().contains("STRIPE"));
}

#[test]
fn narrow_windows_keep_the_act_and_the_key() {
    for (width, height) in [(900.0, 600.0), (640.0, 400.0)] {
        let stage = shown_sized(width, height);
        assert!(stage.rows().len() > 3, "{width}");
        let named = stage.window.query_all_by_label_contains("STRIPE_SECRET_KEY").next();
        assert!(named.is_some_and(|row| row.accesskit_node().label().is_some()), "{width}");
    }
}

#[test]
fn the_last_heading_that_is_opened_brings_what_it_holds_into_view() {
    let mut stage = shown_sized(1280.0, 420.0);
    stage.press(Key::End);
    stage.press(Key::ArrowRight);
    stage.window.run_steps(3);
    let nodes: Vec<_> = stage.window.query_all_by_role(Role::Row).collect();
    let at = nodes.iter().position(egui_kittest::Node::is_focused).expect("the heading has the keyboard");
    let below = nodes.get(at + 1).expect("a row under it");
    assert!(below.rect().bottom() <= 420.0, "{:?}", below.rect());
}

#[test]
fn enter_on_a_chip_or_a_button_is_its_own_and_not_the_lists() {
    for label in ["By hand 7", "Any time", "Export…", "Activity"] {
        let mut stage = shown();
        stage.press(Key::ArrowDown);
        let rows = stage.rows();
        stage.press(Key::ArrowUp);
        tab_to(&mut stage, label);
        let _ = asked(&stage);
        stage.press(Key::Enter);
        if label == "By hand 7" {
            let ask = question(&stage);
            assert_eq!(ask.query.class, Some(ActivityClass::Copies));
            stage.hears(Event::ActivityRead(Box::new(answer(&ask, record(), None))));
        }
        // Where something narrows them, older days are no longer drawn together.
        assert_eq!(stage.rows()[..4], rows[..4], "{label}: no day was folded, and no key opened");
        match label {
            "Any time" => assert!(stage.tree().contains("Last 7 days"), "its menu is open"),
            "Export…" => assert!(stage.tree().contains("Export activity"), "{}", stage.tree()),
            _ => {}
        }
    }
}

/// Waits for an answer that takes long, and finds nothing.
fn answer_nothing(stage: &mut Stage) {
    let ask = question(stage);
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, Vec::new(), None))));
}

#[test]
fn where_nothing_is_found_it_says_what_was_looked_through() {
    let mut stage = shown();
    stage.click("By hand 7");
    answer_nothing(&mut stage);
    let tree = stage.tree();
    assert!(tree.contains("No activity of this kind. Looked through the whole record."), "{tree}");
    for (time, words) in [
        ("Today", "today"),
        ("Last 7 days", "the last 7 days"),
        ("Last 30 days", "the last 30 days"),
        ("Last 12 months", "the last 12 months"),
    ] {
        let mut stage = shown();
        stage.click("Any time");
        stage.window.get_by_role_and_label(Role::MenuItem, time).click();
        stage.window.run_steps(3);
        answer_nothing(&mut stage);
        let tree = stage.tree();
        assert!(tree.contains(&format!("No activity in this time. Looked through {words}.")), "{tree}");
    }
}

#[test]
fn what_is_cut_in_a_row_is_said_by_its_tooltip() {
    let long = "Renamed from Storefront/production/STRIPE_KEY_OF_THE_OLD_SHOP";
    let detail = long.strip_prefix("Renamed ").unwrap();
    for (wide, high) in [(1280.0, 820.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::snapshot(), wide, high);
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        let ask = question(&stage);
        let days = vec![day(0, 90, &[(ActivityKind::Renamed, STRIPE, detail), (ActivityKind::Copied, STRIPE, "")])];
        stage.hears(Event::ActivityRead(Box::new(answer(&ask, days, None))));
        let row = |stage: &Stage, act: &str| {
            let rows = stage.window.query_all_by_role(Role::Row);
            let mut found = rows.filter(|row| row.accesskit_node().label().is_some_and(|label| label.contains(act)));
            found.next().unwrap().rect().left_center() + egui::vec2(120.0, 0.0)
        };
        let over = |stage: &Stage| stage.painted(long).len();
        let (cut, whole) = (row(&stage, "Renamed"), row(&stage, "Copied"));
        let before = over(&stage);
        for (at, tips) in [(cut, 1), (whole, 0)] {
            stage.window.event(egui::Event::PointerMoved(at));
            stage.window.run_steps(8);
            assert_eq!(over(&stage) - before, tips, "{wide} × {high}");
        }
    }
}

#[test]
fn what_was_done_is_read_whole_where_its_row_has_room() {
    let snoozed = "unused until 2027-02-24: the importer runs again in spring";
    let setting = "60d, was 90d, and a rather long remark behind it";
    for (wide, acts, whole) in [
        (
            1280.0,
            [(ActivityKind::SettingChanged, "rotate-protected", setting)],
            "Setting · Rotate keys in protected environments every: 60 days, was 90d",
        ),
        (1920.0, [(ActivityKind::Snoozed, STRIPE, snoozed)], "the importer runs again in spring"),
    ] {
        let mut stage = Stage::sized(sample::snapshot(), wide, 820.0);
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        let ask = question(&stage);
        stage.hears(Event::ActivityRead(Box::new(answer(&ask, vec![day(0, 9, &acts)], None))));
        let folds = day(0, 9, &acts).folds;
        let told = told(&folds[0], None, &sample::snapshot(), &mut Names::default(), &Utc);
        assert!(told.what.contains(whole), "{}", told.what);
        assert_eq!(stage.painted(&told.what).len(), 1, "{wide}: {}", told.what);
    }
}

#[test]
fn a_setting_says_under_the_pointer_by_what_name_the_command_line_knows_it() {
    let mut stage = Stage::sized(sample::snapshot(), 1280.0, 820.0);
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let ask = question(&stage);
    let acts = [(ActivityKind::SettingChanged, "reveal", "1m, was 20s (weaker)")];
    stage.hears(Event::ActivityRead(Box::new(answer(&ask, vec![day(0, 9, &acts)], None))));
    let row = stage.window.get_by_label_contains("Setting · Show a secret for: 1 min, was 20 s (weaker)").rect();
    for at in [row.center() - egui::vec2(4.0, 0.0), row.center()] {
        stage.window.hover_at(at);
        stage.window.run_steps(2);
    }
    stage.window.run_steps(60);
    assert_eq!(stage.painted("keyloft settings reveal").len(), 1, "{}", stage.tree());
}

#[test]
fn down_in_the_filter_leads_to_the_line() {
    let mut stage = shown();
    stage.press(Key::Slash);
    stage.window.run_steps(3);
    stage.press(Key::ArrowDown);
    stage.window.run_steps(3);
    let focused = stage.window.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    assert_eq!(focused.map(|node| node.accesskit_node().role()), Some(Role::Row), "{}", stage.tree());
}
