//! The first run: its passphrase, its strength and its eye; and what one is at is in view, what was found and its top again.

use super::in_view::rect_of;
use super::keyboard::focused;
use super::*;

/// A vault just made under a passphrase.
fn sealed_and_empty() -> Snapshot {
    Snapshot {
        store: StoreKind::Sealed,
        keys: Vec::new(),
        findings: Vec::new(),
        tails: Vec::new(),
        ..sample::snapshot()
    }
}

#[test]
fn what_the_first_run_found_is_looked_at_from_its_top() {
    let mut stage = Stage::sized(sample::no_vault(KeychainStands::Absent), 640.0, 400.0);
    stage.click("Use a passphrase instead…");
    stage.window.run_steps(6);
    stage.type_text("eight letters");
    stage.press(Key::Tab);
    stage.type_text("eight letters");
    stage.press(Key::Enter);
    stage.hears(Event::Snapshot(Arc::new(sealed_and_empty())));
    stage.window.get_by_role_and_label(Role::TextInput, "Folder").focus();
    stage.window.run_steps(3);
    stage.type_text("/made/up");
    stage.press(Key::Enter);
    stage.hears(screens::one_file_found());
    stage.window.run_steps(6);
    assert!(rect_of(&stage, "Welcome to Keyloft").top() >= 0.0, "{}", rect_of(&stage, "Welcome to Keyloft"));
}

#[test]
fn the_first_passphrase_is_in_view_with_its_buttons_and_what_is_wrong_with_it() {
    for (wide, high) in [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)] {
        let mut stage = Stage::sized(sample::no_vault(KeychainStands::Absent), wide, high);
        stage.click("Use a passphrase instead…");
        stage.window.run_steps(6);
        let seen = |stage: &Stage, words: &str| {
            let rect = stage.window.get_by_label(words).rect();
            assert!(rect.top() >= 0.0 && rect.bottom() <= high, "{wide} × {high}: {words} stands at {rect}");
        };
        seen(&stage, "Use this passphrase");
        stage.type_text(&passphrase(4));
        stage.wheel(stage.window.ctx.content_rect().center(), 2_000.0);
        stage.press(Key::Enter);
        stage.window.run_steps(6);
        seen(&stage, "Use at least 8 characters.");
        seen(&stage, "Use this passphrase");
    }
}

#[test]
fn the_first_run_is_back_at_its_top_after_the_passphrase_was_chosen_or_not() {
    for way in ["Back", "Use this passphrase"] {
        let mut stage = Stage::sized(sample::no_vault(KeychainStands::Absent), 640.0, 400.0);
        stage.click("Use a passphrase instead…");
        stage.window.run_steps(8);
        assert!(rect_of(&stage, "Welcome to Keyloft").top() < 0.0, "the card is scrolled to");
        if way != "Back" {
            stage.type_text("eight letters");
            stage.press(Key::Tab);
            stage.type_text("eight letters");
        }
        stage.click(way);
        if way != "Back" {
            stage.hears(Event::Snapshot(Arc::new(sealed_and_empty())));
        }
        stage.window.run_steps(8);
        let title = rect_of(&stage, "Welcome to Keyloft");
        assert!(title.top() >= 0.0, "{way}: {title}");
    }
}

#[test]
fn the_title_of_the_first_run_stays_in_view_where_the_passphrase_has_room_beside_it() {
    for way in ["mouse", "key"] {
        let mut stage = Stage::sized(sample::no_vault(KeychainStands::Absent), 900.0, 600.0);
        if way == "key" {
            stage.press(Key::Enter);
        } else {
            stage.click("Use a passphrase instead…");
        }
        stage.window.run_steps(8);
        assert_eq!(focused(&stage), "Passphrase", "{way}");
        for words in ["Welcome to Keyloft", "Use this passphrase"] {
            let rect = rect_of(&stage, words);
            assert!(rect.top() >= 0.0 && rect.bottom() <= 600.0, "{way}: {words} stands at {rect}");
        }
    }
}

#[test]
fn the_first_passphrase_shows_its_strength_and_nothing_moves_for_it() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Absent));
    stage.click("Use a passphrase instead…");
    stage.window.run_steps(8);
    let at = |stage: &Stage| stage.window.get_by_role_and_label(Role::Button, "Use this passphrase").rect();
    let before = at(&stage);
    assert!(!stage.tree().contains("bits of randomness"));
    stage.type_text("made up just now");
    assert!(stage.tree().contains("bits of randomness"), "{}", stage.tree());
    assert_eq!(at(&stage), before);
}

#[test]
fn one_eye_behind_both_first_passphrases_shows_them_and_hides_them_again() {
    let mut stage = Stage::new(sample::no_vault(KeychainStands::Absent));
    stage.click("Use a passphrase instead…");
    stage.window.run_steps(8);
    stage.type_text("made up just now");
    stage.press(Key::Tab);
    assert_eq!(focused(&stage), "Repeat passphrase");
    stage.type_text("made up just now");
    stage.press(Key::Tab);
    assert_eq!(focused(&stage), "Show what is typed");
    // Letters are painted one at a time.
    let seen = |stage: &Stage| stage.painted("j").len();
    assert_eq!(seen(&stage), 0);
    stage.press(Key::Space);
    stage.window.run_steps(3);
    assert_eq!(seen(&stage), 2, "both");
    stage.click("Hide what is typed");
    stage.window.run_steps(3);
    assert_eq!(seen(&stage), 0);
    assert_eq!(focused(&stage), "Repeat passphrase", "one goes on typing");
    assert!(!stage.tree().contains("made up just now"));
}

#[test]
fn in_a_low_window_all_of_the_page_is_read_by_keys_and_a_ring_is_whole() {
    let mut stage = Stage::sized(sample::no_vault(KeychainStands::Unmade), 640.0, 400.0);
    stage.window.run_steps(6);
    let last = |stage: &Stage| {
        let lines = stage.window.query_all_by_label_contains("are readable on this disk");
        lines.last().expect("what lies readable").rect()
    };
    assert!(last(&stage).bottom() > 400.0, "else nothing is to be scrolled");
    stage.press(Key::End);
    stage.window.run_steps(4);
    assert!(last(&stage).bottom() < 400.0, "{:?}", last(&stage));
    stage.press(Key::Home);
    stage.window.run_steps(4);
    assert!(last(&stage).bottom() > 400.0);
    stage.click("Use a passphrase instead…");
    stage.window.run_steps(6);
    tab_to(&mut stage, "Look around with sample keys");
    stage.window.run_steps(6);
    let card = stage.window.get_by_role_and_label(Role::Button, "Look around with sample keys").rect();
    assert!(card.top() >= 4.0 && card.bottom() <= 396.0, "{card:?}");
}

#[test]
fn in_a_low_window_a_link_that_tab_leads_to_is_read_with_what_stands_beside_and_under_it() {
    const LINKS: [&str; 5] =
        ["Start empty", "Make a keyring…", "Unlock keychain…", "Try again", "Use a passphrase instead…"];
    const LINES: [&str; 3] = ["Secrets, notes and last characters", "are readable on this disk", "eychain"];
    for keychain in [KeychainStands::Unmade, KeychainStands::Locked, KeychainStands::Open, KeychainStands::Absent] {
        let mut stage = Stage::sized(sample::no_vault(keychain), 640.0, 400.0);
        stage.window.run_steps(6);
        let title = rect_of(&stage, "Welcome to Keyloft");
        assert!(title.top() >= 0.0, "{keychain:?}: it begins at its top, wherever the keyboard is");
        let mut led = 0;
        for _ in 0..8 {
            stage.press(Key::Tab);
            stage.window.run_steps(8);
            let link = focused(&stage);
            if !LINKS.contains(&link.as_str()) {
                continue;
            }
            led += 1;
            for words in LINES.into_iter().chain([link.as_str()]) {
                for line in stage.window.query_all_by_label_contains(words) {
                    let rect = line.rect();
                    let is_seen = rect.top() >= 4.0 && rect.bottom() <= 396.0;
                    assert!(is_seen, "{keychain:?}, {link}: {words} stands at {rect}");
                }
            }
        }
        assert!(led >= 2, "{keychain:?}");
    }
}

#[test]
fn who_comes_back_from_the_passphrase_by_a_key_is_at_the_top_of_the_first_run() {
    let mut stage = Stage::sized(sample::no_vault(KeychainStands::Unmade), 640.0, 400.0);
    tab_to(&mut stage, "Use a passphrase instead…");
    stage.press(Key::Enter);
    stage.window.run_steps(8);
    stage.type_text("made up");
    stage.press(Key::Escape);
    stage.window.run_steps(8);
    assert_eq!(focused(&stage), "Use a passphrase instead…");
    let title = rect_of(&stage, "Welcome to Keyloft");
    assert!(title.top() >= 0.0, "{title}");
}
