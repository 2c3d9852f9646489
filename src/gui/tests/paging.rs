//! A provider's page opens beside the window, and what did not open is said with its address.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use super::*;
use crate::jobs::Remedy;

/// What the browser is asked for, and the test's answers.
struct Browser {
    asked: Receiver<&'static str>,
    answers: SyncSender<Result<(), Failure>>,
}

fn stage() -> (Stage, Browser) {
    let ((ask, asked), (answers, answer)) = (sync_channel(4), sync_channel(4));
    let answer: Mutex<Receiver<Result<(), Failure>>> = Mutex::new(answer);
    let opener = move |page, say: &mut dyn FnMut(Result<(), Failure>)| {
        ask.send(page).unwrap();
        // As a desktop that asks a person, it takes its time; and one that took it may fail.
        let answer = answer.lock().unwrap();
        let came = answer.recv().unwrap();
        let is_open = came.is_ok();
        say(came);
        if is_open && let Ok(late) = answer.recv() {
            say(late);
        }
    };
    let mut stage = Stage::opening_pages(sample::snapshot(), Arc::new(opener));
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text("stripe_secret");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(stage.window.query_by_label("dashboard.stripe.com").is_some(), "the key's details link there");
    (stage, Browser { asked, answers })
}

fn not_opened(page: &'static str) -> Failure {
    let words = Failure::new("Couldn't open dashboard.stripe.com.", "Nothing opens pages here.", "Open it yourself.");
    Failure { remedy: Some(Remedy::CopyAddress(page)), ..words }
}

/// Draws until that can be seen: what a thread found is heard in one of the next frames.
fn shows(stage: &mut Stage, words: &str) {
    let end = std::time::Instant::now() + Duration::from_secs(30);
    while !stage.tree().contains(words) {
        assert!(std::time::Instant::now() < end, "nothing says {words}");
        stage.window.run_steps(1);
        std::thread::yield_now();
    }
}

/// What was copied in the last frame.
fn copied(stage: &Stage) -> Vec<String> {
    let commands = &stage.window.output().platform_output.commands;
    let texts = commands.iter().filter_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

/// Clicks a button that copies an address; says which.
fn copies_address(stage: &mut Stage) -> String {
    stage.window.get_by_label("Copy address").click();
    let texts = (0..4).flat_map(|_| {
        stage.window.step();
        copied(stage)
    });
    texts.collect()
}

#[test]
fn a_page_that_did_not_open_is_said_above_the_keys_with_its_address() {
    let (mut stage, browser) = stage();
    stage.press(Key::O);
    let page = browser.asked.recv_timeout(Duration::from_secs(30)).unwrap();
    assert_eq!(page, "https://dashboard.stripe.com/apikeys");
    // The window goes on meanwhile.
    stage.press(Key::Home);
    assert!(!stage.tree().contains("Couldn't open"));
    browser.answers.send(Err(not_opened(page))).unwrap();
    shows(&mut stage, "Couldn't open dashboard.stripe.com. Nothing opens pages here. Open it yourself.");
    assert_eq!(copies_address(&mut stage), page);
    assert!(stage.tree().contains("Address copied"));
    stage.click("Close");
    assert!(!stage.tree().contains("Couldn't open"));
}

#[test]
fn a_page_that_opens_the_next_time_is_no_news() {
    let (mut stage, browser) = stage();
    stage.click("dashboard.stripe.com");
    let page = browser.asked.recv_timeout(Duration::from_secs(30)).unwrap();
    browser.answers.send(Err(not_opened(page))).unwrap();
    shows(&mut stage, "Couldn't open");
    stage.click("dashboard.stripe.com");
    browser.asked.recv_timeout(Duration::from_secs(30)).unwrap();
    browser.answers.send(Ok(())).unwrap();
    let end = std::time::Instant::now() + Duration::from_secs(30);
    while stage.tree().contains("Couldn't open") {
        assert!(std::time::Instant::now() < end, "it is still said");
        stage.window.run_steps(1);
    }
}

#[test]
fn rotate_says_within_itself_that_the_providers_page_did_not_open() {
    let (mut stage, browser) = stage();
    stage.press(Key::R);
    stage.click_on_top("Open Stripe");
    let page = browser.asked.recv_timeout(Duration::from_secs(30)).unwrap();
    browser.answers.send(Err(not_opened(page))).unwrap();
    shows(&mut stage, "Couldn't open dashboard.stripe.com");
    assert!(stage.window.query_by_label("New value").is_some(), "the dialog is there");
    assert_eq!(copies_address(&mut stage), page);
    stage.press(Key::Escape);
    assert!(!stage.tree().contains("Couldn't open"), "it was the dialog's own");
}

#[test]
fn a_page_whose_opener_fails_after_it_took_it_is_said_all_the_same() {
    let (mut stage, browser) = stage();
    stage.press(Key::O);
    let page = browser.asked.recv_timeout(Duration::from_secs(30)).unwrap();
    browser.answers.send(Ok(())).unwrap();
    browser.answers.send(Err(not_opened(page))).unwrap();
    shows(&mut stage, "Couldn't open dashboard.stripe.com. Nothing opens pages here. Open it yourself.");
    assert_eq!(copies_address(&mut stage), page);
}
