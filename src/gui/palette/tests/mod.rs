//! The palette by its labels, over the window and alone, with the test as the worker.

mod actions;
mod listing;
mod secrets;
mod small;
mod words;

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use egui::accesskit::{Live, Role, Toggled};
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::data::Ask;
use crate::gui::app::App;
use crate::gui::route::Section;
use crate::gui::sample;
use crate::gui::screens::keys::Place;
use crate::gui::tests::{Asked, tree};
use crate::jobs::{Event as Told, Failure, Match, Request, Snapshot, StoreKind, Worker};
use crate::model::{EnvRef, Key as ModelKey, Rule, VariableName};

struct Stage<A: eframe::App + 'static> {
    window: Harness<'static, A>,
    asked: Asked,
    tell: SyncSender<Told>,
}

fn channels() -> (Worker, Asked, SyncSender<Told>) {
    let (requests, asked) = sync_channel(16);
    let (tell, events) = sync_channel(16);
    (Worker { requests, events }, Asked(asked), tell)
}

/// What is made of these facts for this query, over the keys of a place, with nothing selected there.
pub(super) fn ask<'a>(snapshot: &'a Snapshot, query: &'a str, view: &'a Place) -> Ask<'a> {
    let (section, picked) = (Section::Keys, (0, &[][..]));
    Ask { snapshot, query, scope: None, view, section, selected: None, chosen: None, picked, alone: false }
}

/// The window, with the palette open.
fn open(first: Snapshot) -> Stage<App> {
    let (worker, asked, tell) = channels();
    let window = Harness::builder()
        .with_size(vec2(1280.0, 820.0))
        .build_eframe(move |context| App::new(&context.egui_ctx, worker, Arc::new(|| {})));
    let mut stage = Stage { window, asked, tell };
    stage.hears(Told::Snapshot(Arc::new(first)));
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage
}

impl<A: eframe::App> Stage<A> {
    fn hears(&mut self, event: Told) {
        self.tell.send(event).unwrap();
        self.window.run_steps(3);
    }

    fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run_steps(3);
    }

    fn click_with(&mut self, modifiers: Modifiers, starts: &str) {
        let row = self.window.query_all_by_role(Role::ListBoxOption).find(|row| {
            let label = row.accesskit_node().label();
            label.is_some_and(|label| label.starts_with(starts))
        });
        row.unwrap_or_else(|| panic!("no row is called {starts}")).click_modifiers(modifiers);
        self.window.run_steps(3);
    }

    fn types(&mut self, text: &str) {
        self.window.event(Event::Text(text.to_owned()));
        self.window.run_steps(3);
    }

    fn options(&self) -> Vec<String> {
        self.window.query_all_by_role(Role::ListBoxOption).filter_map(|row| row.accesskit_node().label()).collect()
    }

    fn selected(&self) -> Option<String> {
        let chosen = |row: &egui_kittest::Node<'_>| row.accesskit_node().is_selected() == Some(true);
        self.window.query_all_by_role(Role::ListBoxOption).find(chosen).and_then(|row| row.accesskit_node().label())
    }

    fn tree(&self) -> String {
        tree(&self.window)
    }

    fn is_open(&self) -> bool {
        self.window.query_by_role(Role::ListBox).is_some()
    }

    /// What was asked of the worker next.
    fn request(&self) -> Option<Request> {
        self.asked.try_recv().ok()
    }

    /// The key that was to be copied, and nothing else was asked.
    fn copied(&self) -> ModelKey {
        let Some(Request::Copy(uid)) = self.request() else { panic!("nothing was copied") };
        assert!(self.request().is_none());
        key(|key| key.uid == uid)
    }

    /// The lines that were painted.
    fn painted(&self) -> Vec<String> {
        fn read(shape: &egui::Shape, lines: &mut Vec<String>) {
            match shape {
                egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, lines)),
                egui::Shape::Text(text) => lines.extend(text.galley.rows.iter().map(|row| row.text())),
                _ => {}
            }
        }
        let mut lines = Vec::new();
        self.window.output().shapes.iter().for_each(|clipped| read(&clipped.shape, &mut lines));
        lines
    }

    /// Whether these words are painted.
    fn paints(&self, words: &str) -> bool {
        self.painted().iter().any(|line| line == words)
    }

    fn closes_the_window(&self) -> bool {
        let mut viewports = self.window.output().viewport_output.values();
        viewports.any(|viewport| viewport.commands.contains(&egui::ViewportCommand::Close))
    }
}

fn key(which: impl Fn(&&ModelKey) -> bool) -> ModelKey {
    sample::snapshot().keys.iter().find(which).unwrap().clone()
}

fn place(key: &ModelKey) -> String {
    format!("{}/{}/{}", key.place().project, key.place().environment, key.name())
}

/// Made at run time: no test holds a secret.
fn made_up_secret() -> String {
    (0..32).map(|n| char::from(b'a' + (n * 7 % 26) as u8)).collect()
}

fn failure(why: &str) -> Failure {
    Failure::new("Couldn't unlock Keyloft.", why, "")
}

#[test]
fn ctrl_k_a_few_letters_and_enter_copy_the_development_one_and_close() {
    let mut stage = open(sample::snapshot());
    stage.types("stripe");
    assert_eq!(stage.selected().as_deref(), Some("STRIPE_SECRET_KEY, Storefront, development"));
    stage.press(Key::Enter);
    assert_eq!(place(&stage.copied()), "Storefront/development/STRIPE_SECRET_KEY");
    assert!(!stage.is_open());
}

#[test]
fn letters_and_enter_of_one_slow_frame_are_taken_in_their_order() {
    let mut stage = open(sample::snapshot());
    stage.press(Key::Escape);
    let key = |key, modifiers| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let text = |text: &str| Event::Text(text.to_owned());
    let frame = [
        key(Key::K, Modifiers::COMMAND),
        text("strip"),
        text("x"),
        key(Key::Backspace, Modifiers::NONE),
        text("e"),
        key(Key::ArrowDown, Modifiers::NONE),
        key(Key::Enter, Modifiers::NONE),
    ];
    stage.window.input_mut().events.extend(frame);
    stage.window.run_steps(3);
    assert_eq!(place(&stage.copied()), "Storefront/staging/STRIPE_SECRET_KEY");
    assert!(!stage.is_open());
    // And in one frame after the one that opened it.
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.window.input_mut().events.extend([text("open"), text("ai"), key(Key::Enter, Modifiers::NONE)]);
    stage.window.run_steps(3);
    assert_eq!(stage.copied().name(), "OPENAI_API_KEY");
}

#[test]
fn arrows_pages_home_and_end_move_the_selection() {
    let mut stage = open(sample::snapshot());
    stage.types("mara");
    let rows = stage.options();
    for (key, expected) in [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, 0),
        (Key::ArrowUp, 0),
        (Key::PageDown, 8),
        (Key::PageUp, 0),
        (Key::End, rows.len() - 1),
        (Key::ArrowDown, rows.len() - 1),
        (Key::Home, 0),
    ] {
        stage.press(key);
        assert_eq!(stage.selected().as_ref(), rows.get(expected), "{key:?}");
    }
    assert!(stage.tree().contains("The first 50. Keep typing to find others."));
}

#[test]
fn ctrl_enter_opens_the_key_where_it_stands() {
    let mut stage = open(sample::snapshot());
    stage.types("openai billing production");
    stage.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(stage.request().is_none() && !stage.is_open());
    let rows = stage.window.query_all_by_role(Role::Row);
    let chosen: Vec<_> = rows
        .filter(|row| row.accesskit_node().toggled() == Some(Toggled::True))
        .filter_map(|row| row.accesskit_node().label())
        .collect();
    assert_eq!(chosen.len(), 1);
    assert!(chosen[0].starts_with("OPENAI_API_KEY, OpenAI, production"), "{chosen:?}");
    assert!(stage.window.query_by_label("Close details").is_some(), "with all there is to see of it");
}

#[test]
fn ctrl_tab_searches_in_the_project_in_view_and_everywhere_again() {
    let mut stage = open(sample::snapshot());
    stage.types("twilio");
    let everywhere = stage.options();
    assert!(everywhere.iter().any(|row| row.contains("Billing")));
    stage.press_with(Modifiers::COMMAND, Key::Tab);
    let here = stage.options();
    let keys = |rows: &[String]| rows.iter().filter(|row| row.starts_with("TWILIO")).count();
    assert_eq!(keys(&here), 3);
    assert!(here.iter().filter(|row| row.starts_with("TWILIO")).all(|row| row.contains("Storefront")), "{here:?}");
    stage.window.get_by_label("Search in: Storefront").click();
    stage.window.run_steps(3);
    assert_eq!(stage.options(), everywhere);
    stage.types(" dev");
    stage.press(Key::Enter);
    assert_eq!(place(&stage.copied()), "Storefront/development/TWILIO_AUTH_TOKEN");
}

#[test]
fn a_command_is_found_and_runs() {
    let mut stage = open(sample::snapshot());
    stage.types("dark theme");
    assert_eq!(stage.selected().as_deref(), Some("Dark theme"));
    stage.press(Key::Enter);
    let Some(Request::Set("theme", value)) = stage.request() else { panic!("nothing was asked") };
    assert_eq!(value, "dark");
    assert!(!stage.is_open());
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.types("import");
    stage.press(Key::Enter);
    assert!(stage.window.query_by_label("Browse…").is_some(), "the dialog it opens stays");
}

#[test]
fn a_place_is_gone_to() {
    let mut stage = open(sample::snapshot());
    stage.types("go to billing production");
    stage.window.get_by_label("Go to Billing · production").click();
    stage.window.run_steps(3);
    assert!(!stage.is_open());
    assert!(stage.tree().contains("16 keys"));
}

#[test]
fn enter_on_a_place_that_was_typed_word_for_word_goes_there_and_copies_nothing() {
    let mut stage = open(sample::snapshot());
    stage.types("go to internal tools");
    assert_eq!(stage.selected().as_deref(), Some("Go to Internal tools"));
    stage.press(Key::Enter);
    assert!(stage.request().is_none() && !stage.is_open());
    assert!(stage.tree().contains("16 keys"), "{}", stage.tree());
}

#[test]
fn a_click_copies_and_a_still_pointer_selects_nothing() {
    let mut stage = open(sample::snapshot());
    stage.types("stripe");
    let second = stage.window.query_all_by_role(Role::ListBoxOption).nth(1).unwrap().rect().center();
    for at in [second - vec2(4.0, 0.0), second] {
        stage.window.hover_at(at);
        stage.window.run_steps(2);
    }
    let staging = "STRIPE_SECRET_KEY, Storefront, staging";
    assert_eq!(stage.selected().as_deref(), Some(staging));
    stage.press(Key::ArrowUp);
    assert_eq!(stage.selected().as_deref(), Some("STRIPE_SECRET_KEY, Storefront, development"));
    stage.window.get_by_label(staging).click();
    stage.window.run_steps(3);
    assert_eq!(place(&stage.copied()), "Storefront/staging/STRIPE_SECRET_KEY");
    assert!(!stage.is_open());
}

#[test]
fn a_disabled_key_says_what_to_do_instead_of_copying() {
    let mut stage = open(sample::snapshot());
    stage.types("paypal");
    stage.press(Key::Enter);
    assert!(stage.request().is_none() && stage.is_open());
    let words = "LEGACY_PAYPAL_SECRET is disabled here. Open it with Ctrl Enter, then enable it.";
    let node = stage.window.get_by_label(words);
    assert_eq!(node.accesskit_node().live(), Live::Polite);
}

#[test]
fn rows_are_options_with_their_place_and_the_field_names_the_selected_one() {
    let mut stage = open(sample::snapshot());
    stage.types("sentry");
    let options: Vec<_> = stage.window.query_all_by_role(Role::ListBoxOption).collect();
    for (at, option) in options.iter().enumerate() {
        let node = option.accesskit_node();
        let data = node.data();
        let set = node.parent().and_then(|set| set.size_of_set());
        assert_eq!((data.position_in_set(), set), (Some(at), Some(options.len())));
    }
    let field =
        stage.window.get_by_role_and_label(Role::TextInput, "Search").accesskit_node().data().active_descendant();
    let selected = options.iter().find(|row| row.accesskit_node().is_selected() == Some(true)).unwrap();
    assert_eq!(field, Some(selected.accesskit_node().locate().0));
}

#[test]
fn the_facts_may_change_while_it_is_open() {
    let mut stage = open(Snapshot { keys: Vec::new(), findings: Vec::new(), tails: Vec::new(), ..sample::snapshot() });
    stage.types("openai");
    assert!(stage.options().is_empty());
    stage.hears(Told::Snapshot(Arc::new(sample::snapshot())));
    stage.press(Key::Enter);
    assert_eq!(stage.copied().name(), "OPENAI_API_KEY");
}

#[test]
fn a_click_copies_as_enter_does_and_with_ctrl_opens_as_ctrl_enter_does() {
    let mut stage = open(sample::snapshot());
    stage.types("sentry");
    stage.click_with(Modifiers::NONE, "SENTRY_AUTH_TOKEN");
    assert_eq!(stage.copied().name(), "SENTRY_AUTH_TOKEN");
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.types("sentry");
    stage.click_with(Modifiers::COMMAND, "SENTRY_AUTH_TOKEN");
    assert!(!stage.is_open(), "{}", stage.tree());
    let asked: Vec<Request> = stage.asked.try_iter().collect();
    assert!(!asked.iter().any(|asked| matches!(asked, Request::Copy(_))), "{asked:?}");
    assert!(stage.window.query_all_by_label_contains("SENTRY_AUTH_TOKEN").count() > 1, "its details are open");
}

/// The sample with one long name in two environments of a project of a long name.
fn with_long_names() -> Snapshot {
    let mut snapshot = sample::snapshot();
    let name = format!("A_VERY_LONG_{}_TOKEN", "AND_WORDY_".repeat(7));
    let long = |at: usize| at < 2;
    for (at, key) in snapshot.keys.iter_mut().enumerate().filter(|(at, _)| long(*at)) {
        let environment = if at == 0 { "development" } else { "production" };
        let place = EnvRef::new("A project whose name goes on and on and on and on and on", environment).unwrap();
        key.reference = place.key(&VariableName::new(&name).unwrap());
    }
    snapshot
}

#[test]
fn over_review_it_offers_the_details_of_the_key_one_is_on_and_nothing_for_a_selection_of_none() {
    let mut stage = open(sample::snapshot());
    stage.press(Key::Escape);
    stage.press_with(Modifiers::COMMAND, Key::Num2);
    stage.press(Key::ArrowDown);
    stage.press_with(Modifiers::COMMAND, Key::K);
    let options = stage.options();
    assert!(!options.iter().any(|row| row.contains("selected")), "{options:?}");
    assert!(options.iter().any(|row| row.starts_with("Snooze ")), "of the key: {options:?}");
    stage.types("details");
    stage.press(Key::Enter);
    assert!(stage.window.query_by_label("Close details").is_some(), "{}", stage.tree());
}
