//! No text of any screen is cut off at its sides, leaves the window or lies over another: what was painted is read back,
//! at the three sizes that the window is made for, the list at others too. And what can be acted on has a name for those who do not see it.

use std::fmt::Write as _;

use egui::accesskit::{Action, Role};
use egui::{Key, Modifiers, Rect, Shape, pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::offboarding::{on_page, with_many};
use super::{Stage, screens::one_file_found};
use crate::gui::sample;
use crate::gui::screens::keys::row_text;
use crate::gui::theme::size;
use crate::jobs::{Event, KeychainStands, Lack, Snapshot, StoreKind, WindowState};
use crate::model::Motion;

const SIZES: [(f32, f32); 3] = [(1280.0, 820.0), (900.0, 600.0), (640.0, 400.0)];

/// Where the list of keys stands otherwise than at those: window, and the inspector where it was drawn wider.
const SIZES_OF_THE_LIST: [(f32, f32, Option<f32>); 6] = [
    (size::WINDOW[0], size::WINDOW[1], Some(size::INSPECTOR_RANGE[1])),
    (size::WIDE, 820.0, None),
    (size::WIDE, 820.0, Some(size::INSPECTOR_RANGE[1])),
    (size::NARROW, 640.0, None),
    (size::NARROW - 1.0, 640.0, None),
    (size::VERY_NARROW, 600.0, None),
];

/// A line or paragraph as it was painted.
struct Words {
    text: String,
    /// Around its glyphs.
    rect: Rect,
    clip: Rect,
}

impl Words {
    /// An icon may lie over another: a badge at its corner.
    fn is_icon(&self) -> bool {
        self.text.chars().count() == 1
    }

    /// Half of its height is in view: what scrolls may be cut above and below.
    fn is_in_view(&self) -> bool {
        self.rect.intersect(self.clip).height() > self.rect.height() / 2.0
    }
}

/// Reads the shapes in the order in which they were painted; what an opaque ground came to lie over is gone.
fn read(shape: &Shape, clip: Rect, words: &mut Vec<Words>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| read(shape, clip, words)),
        Shape::Text(text) if !text.galley.text().trim().is_empty() && text.opacity_factor > 0.0 => {
            let rect = text.galley.mesh_bounds.translate(text.pos.to_vec2());
            words.push(Words { text: text.galley.text().to_owned(), rect, clip });
        }
        Shape::Rect(rect) if rect.fill.is_opaque() && rect.blur_width == 0.0 => {
            let ground = rect.rect.intersect(clip);
            words.retain(|words| !words.rect.intersect(words.clip).intersects(ground.shrink(1.0)));
        }
        _ => {}
    }
}

/// What is wrong with the texts of a screen, a line each.
pub(super) fn faults(stage: &Stage, scrolls_sideways: bool) -> String {
    let window = stage.window.ctx.content_rect();
    let mut words = Vec::new();
    for clipped in &stage.window.output().shapes {
        read(&clipped.shape, clipped.clip_rect, &mut words);
    }
    assert!(words.len() > 3, "nothing was painted");
    words.retain(Words::is_in_view);
    let mut faults = String::new();
    let mut say = |fault: std::fmt::Arguments<'_>| writeln!(faults, "{fault}").expect("a string takes every line");
    for (at, one) in words.iter().enumerate() {
        let seen = one.rect.intersect(one.clip);
        let sides = one.clip.intersect(window).expand(1.0).x_range();
        if !(scrolls_sideways || sides.contains(one.rect.left()) && sides.contains(one.rect.right())) {
            say(format_args!("cut off: {:?} at {:?} in {sides:?}", one.text, one.rect));
        }
        for other in &words[at + 1..] {
            let both = seen.intersect(other.rect.intersect(other.clip));
            if both.width() > 0.5 && both.height() > 1.5 && !(one.is_icon() && other.is_icon()) {
                say(format_args!("{:?} lies over {:?} at {both:?}", other.text, one.text));
            }
        }
    }
    faults
}

/// The texts that were cut with "…".
pub(super) fn cut(shape: &Shape, texts: &mut Vec<String>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| cut(shape, texts)),
        Shape::Text(text) if text.galley.elided => texts.push(text.galley.text().to_owned()),
        _ => {}
    }
}

/// Draws what the keys lead to at each size, and reads it.
fn look_at(name: &str, first: &Snapshot, scrolls_sideways: bool, lead: impl Fn(&mut Stage)) {
    for (wide, high) in SIZES {
        read_at(name, first, scrolls_sideways, (wide, high, None), &lead);
    }
}

/// The same of the list, at its own sizes too.
fn look_at_list(name: &str, first: &Snapshot, lead: impl Fn(&mut Stage)) {
    look_at(name, first, false, &lead);
    for at in SIZES_OF_THE_LIST {
        read_at(name, first, false, at, &lead);
    }
}

/// At one size, with an inspector of that width where one is given.
fn read_at(
    name: &str,
    first: &Snapshot,
    scrolls_sideways: bool,
    (wide, high, inspector): (f32, f32, Option<f32>),
    lead: impl Fn(&mut Stage),
) {
    let mut first = first.clone();
    // Nothing fades: what comes is there at once.
    first.settings.motion = Motion::Off;
    let mut stage = Stage::standing_sized(first, wide, high, &WindowState { inspector, ..WindowState::default() });
    lead(&mut stage);
    stage.window.run_steps(4);
    let faults = faults(&stage, scrolls_sideways);
    assert!(faults.is_empty(), "{name} at {wide} × {high}, {inspector:?}:\n{faults}");
    let nameless = nameless(&stage);
    assert!(nameless.is_empty(), "{name} at {wide} × {high}, {inspector:?}: without a name: {nameless:?}");
    let small = small(&stage);
    assert!(small.is_empty(), "{name} at {wide} × {high}, {inspector:?}: small to hit: {small:?}");
}

/// The window, dialogs, titles, and what can be pressed or typed into, of those that a screen reader finds no name for.
fn nameless(stage: &Stage) -> Vec<(Role, Rect)> {
    let root = stage.window.root();
    std::iter::once(root)
        .chain(root.children_recursive())
        .filter(|node| {
            let node = node.accesskit_node();
            let acts = [Action::Click, Action::Focus].into_iter().any(|action| node.data().supports_action(action));
            let names = matches!(node.role(), Role::Window | Role::Dialog | Role::Heading);
            let scrolls = matches!(node.role(), Role::ScrollBar | Role::ScrollView | Role::GenericContainer);
            (acts || names) && !scrolls && node.label().is_none_or(|name| name.trim().is_empty())
        })
        .map(|node| (node.accesskit_node().role(), node.rect()))
        .collect()
}

/// What can be clicked and is less than 24 points high or wide. Two kinds are: egui's scroll bars, for which there are wheel and
/// keys; and texts, which are clicked by the frame around them.
fn small(stage: &Stage) -> Vec<(Role, String, egui::Vec2)> {
    stage
        .window
        .root()
        .children_recursive()
        .filter(|node| {
            let node = node.accesskit_node();
            node.data().supports_action(Action::Click) && !matches!(node.role(), Role::ScrollBar | Role::TextInput)
        })
        .map(|node| {
            (node.accesskit_node().role(), node.accesskit_node().label().unwrap_or_default(), node.rect().size())
        })
        .filter(|(_, _, wide)| wide.min_elem() + 0.1 < size::HIT)
        .collect()
}

/// Puts the selection on a protected key that ends soon.
fn select(stage: &mut Stage) {
    stage.press(Key::Slash);
    stage.type_text("stripe_secret production");
    stage.press(Key::ArrowDown);
    stage.press(Key::Escape);
    stage.window.run_steps(4);
}

fn command(key: Key) -> impl Fn(&mut Stage) {
    move |stage| {
        select(stage);
        stage.press_with(Modifiers::COMMAND, key);
    }
}

fn letter(key: Key) -> impl Fn(&mut Stage) {
    move |stage| {
        select(stage);
        stage.press(key);
    }
}

#[test]
fn texts_of_the_list_have_room() {
    let all = sample::snapshot();
    look_at_list("keys", &all, |_| {});
    look_at_list("a selected key", &all, select);
    look_at("nothing that matches", &all, false, |stage| {
        stage.press(Key::Slash);
        stage.type_text("nowhere");
    });
    look_at("several picked", &all, false, |stage| {
        select(stage);
        stage.press_with(Modifiers::COMMAND, Key::A);
    });
    look_at("a copy", &all, false, |stage| {
        let uid = sample::snapshot().keys[13].uid;
        stage.hears(Event::Copied(uid, Some(std::time::Duration::from_secs(30))));
    });
    look_at("keychain trouble", &sample::keychain_trouble(), false, |_| {});
    look_at("no keys", &Snapshot { keys: Vec::new(), findings: Vec::new(), tails: Vec::new(), ..all }, false, |_| {});
}

/// So high that every key of the sample is in view.
const ALL_IN_VIEW: f32 = 6_000.0;

#[test]
fn no_warning_in_the_list_is_cut() {
    let all = sample::snapshot();
    let sizes = SIZES.map(|(wide, high)| (wide, high, None)).into_iter().chain(SIZES_OF_THE_LIST);
    for (wide, _, inspector) in sizes.filter(|(wide, ..)| *wide >= size::VERY_NARROW) {
        let state = WindowState { inspector, ..WindowState::default() };
        let mut stage = Stage::standing_sized(all.clone(), wide, ALL_IN_VIEW, &state);
        stage.go_to_all_projects();
        stage.press(Key::ArrowDown);
        stage.window.run_steps(20);
        assert_eq!(stage.rows().len(), all.keys.len());
        let mut cuts = Vec::new();
        stage.window.output().shapes.iter().for_each(|clipped| cut(&clipped.shape, &mut cuts));
        let health = (0..all.keys.len()).filter_map(|index| row_text(&all, index).health).map(|(_, words)| words);
        let warnings: Vec<String> = health.collect();
        cuts.retain(|text| warnings.iter().any(|words| words.starts_with(text.as_str())));
        assert!(cuts.is_empty(), "{wide}, {inspector:?}: {cuts:?}");
    }
}

/// Every kind of sentence that a warning has, with numbers as long as they get in a year.
const SENTENCES: [&str; 15] = [
    "Expired 120 days ago",
    "Expires in 28 days",
    "Missing from the keychain",
    "Found in source code",
    "Old value may still work, replaced 120 days ago · its owner leaves",
    "12 old values may still work, the oldest replaced 120 days ago · its former owner leaves",
    "Rotation 120 days overdue",
    "Rotation at least 120 days overdue",
    "Not used here for 120 days",
    "Never used here, added 120 days ago",
    "Same value in 12 places",
    "Scope * and level admin are too broad",
    "Level admin is too broad",
    "In a file that Keyloft wrote 120 days ago",
    "In 12 files that Keyloft wrote, the oldest 120 days ago",
];

#[test]
fn no_warning_of_a_leavers_key_is_cut_where_its_words_have_a_column() {
    let mut facts = with_many();
    let theirs = |key: &crate::model::Key| key.owner.as_deref() == Some("Jon Ruiz") && !key.state.is_disabled();
    let model = sample::snapshot().findings.concat()[0].clone();
    let rows = facts.keys.iter().zip(&mut facts.findings).filter(|(key, _)| theirs(key));
    for ((_, findings), words) in rows.zip(SENTENCES) {
        *findings = vec![crate::model::Finding { text: words.to_owned(), ..model.clone() }];
    }
    for wide in [size::VERY_NARROW, 800.0, 900.0, size::NARROW - 1.0, size::NARROW, 1100.0, size::WIDE, 1280.0] {
        let stage = on_page(facts.clone(), wide, 1_200.0);
        let rows = stage.rows();
        let said = SENTENCES.iter().filter(|words| rows.iter().any(|row| row.contains(&words[1..]))).count();
        assert_eq!(said, SENTENCES.len(), "{wide}: {rows:?}");
        let mut cuts = Vec::new();
        stage.window.output().shapes.iter().for_each(|clipped| cut(&clipped.shape, &mut cuts));
        assert!(cuts.is_empty(), "{wide}: {cuts:?}");
    }
}

#[test]
fn texts_of_the_sections_have_room() {
    let all = sample::snapshot();
    let section = |key| move |stage: &mut Stage| stage.press_with(Modifiers::COMMAND, key);
    look_at("review", &all, false, section(Key::Num2));
    look_at("review with charts", &all, false, |stage| {
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.press(Key::C);
    });
    look_at("review as tables", &all, false, |stage| {
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.press(Key::T);
    });
    look_at("warnings selected", &all, false, |stage| {
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.press_with(Modifiers::COMMAND, Key::A);
    });
    look_at("compare", &all, true, |stage| {
        stage.press_with(Modifiers::ALT, Key::ArrowRight);
        stage.press(Key::V);
    });
    look_at("activity", &all, false, section(Key::Num4));
    look_at("settings", &all, false, section(Key::Comma));
}

#[test]
fn the_tables_of_a_review_name_every_environment_and_every_heading_in_full() {
    let environments = sample::snapshot().projects.into_iter().flat_map(|project| project.environments);
    let mut names: Vec<String> = environments.map(|environment| environment.name).collect();
    names.extend(["Environment", "Project", "Warnings", "Worst", "Ends", "Key"].map(str::to_owned));
    let of_all = [size::VERY_NARROW, 860.0, size::NARROW - 1.0, size::NARROW, 1060.0, size::WIDE, size::WINDOW[0]];
    let of_one = [size::VERY_NARROW, size::WINDOW[0]];
    let mut faults = Vec::new();
    for (width, all) in of_all.map(|width| (width, true)).into_iter().chain(of_one.map(|width| (width, false))) {
        let mut stage = Stage::sized(sample::snapshot(), width, 820.0);
        if all {
            stage.go_to_all_projects();
        }
        stage.press_with(Modifiers::COMMAND, Key::Num2);
        stage.press(Key::T);
        stage.window.run_steps(4);
        let mut texts = Vec::new();
        stage.window.output().shapes.iter().for_each(|clipped| cut(&clipped.shape, &mut texts));
        texts.retain(|text| names.iter().any(|name| name.eq_ignore_ascii_case(text)));
        if !texts.is_empty() {
            faults.push(format!("{width}, all projects: {all}: {texts:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn texts_of_the_dialogs_have_room() {
    let all = sample::snapshot();
    let commands = [("palette", Key::K), ("new key", Key::N), ("export", Key::E)];
    for (name, key) in commands {
        look_at(name, &all, false, command(key));
    }
    let letters = [
        ("rotate", Key::R),
        ("edit", Key::E),
        ("disable", Key::D),
        ("assign", Key::A),
        ("snooze", Key::S),
        ("show", Key::Space),
        ("all keys", Key::Questionmark),
    ];
    for (name, key) in letters {
        look_at(name, &all, false, letter(key));
    }
    look_at("the menu of a key", &all, false, |stage| {
        select(stage);
        stage.press_with(Modifiers::SHIFT, Key::F10);
    });
    look_at("a new key to generate", &all, false, |stage| {
        stage.press_with(Modifiers::COMMAND, Key::N);
        stage.click("Generate");
    });
    look_at("an import", &all, false, |stage| {
        stage.click("Import…");
        stage.type_text("/made/up/.env");
        stage.press(Key::Enter);
        stage.hears(one_file_found());
    });
}

#[test]
fn a_passphrase_is_asked_for_where_one_sees_it() {
    let mut stage = Stage::sized(sample::no_vault(KeychainStands::Absent), 640.0, 400.0);
    stage.click("Use a passphrase instead…");
    stage.window.run_steps(20);
    for label in ["Passphrase", "Repeat passphrase", "Use this passphrase"] {
        let at = stage.window.get_by_label(label).rect();
        assert!(stage.window.ctx.content_rect().contains_rect(at), "{label} at {at:?}");
    }
}

#[test]
fn texts_of_the_whole_window_have_room() {
    look_at("a locked vault", &sample::locked(StoreKind::Sealed), false, |_| {});
    look_at("a locked keychain", &sample::locked(StoreKind::Keychain), false, |_| {});
    look_at("the first start", &sample::no_vault(KeychainStands::Open), false, |_| {});
    let off = sample::no_vault(KeychainStands::Lacks(Lack::Interface));
    look_at("the first start before a keychain that is switched off", &off, false, |_| {});
    look_at("the first start without a keychain", &sample::no_vault(KeychainStands::Absent), false, |_| {});
}

#[test]
fn the_sidebars_foot_holds_its_words_to_the_edge_whatever_the_store_is_called() {
    let kept_in =
        |store: StoreKind, title: &str| Snapshot { store, store_title: title.to_owned(), ..sample::snapshot() };
    let trouble = |title: &str| Snapshot { store_title: title.to_owned(), ..sample::keychain_trouble() };
    let stores = [
        kept_in(StoreKind::Keychain, "GNOME Keyring"),
        kept_in(StoreKind::Keychain, "the system keychain"),
        kept_in(StoreKind::Sealed, "Keyloft's own vault"),
        kept_in(StoreKind::Memory, ""),
        trouble("GNOME Keyring"),
        trouble("the system keychain"),
    ];
    for (store, scale) in stores.iter().flat_map(|store| [1.0, 1.25, 1.5].map(|scale| (store, scale))) {
        let mut stage = Stage::new(store.clone());
        stage.window.set_pixels_per_point(scale);
        stage.window.run_steps(3);
        let window = stage.window.ctx.content_rect();
        let foot = Rect::from_min_max(pos2(0.0, window.bottom() - 51.0), pos2(size::SIDEBAR, window.bottom()));
        let (mut words, mut cuts) = (Vec::new(), Vec::new());
        for clipped in &stage.window.output().shapes {
            read(&clipped.shape, clipped.clip_rect, &mut words);
            cut(&clipped.shape, &mut cuts);
        }
        words.retain(|words| foot.contains(words.rect.center()) && !words.is_icon());
        assert_eq!(words.len(), 2, "at {scale}");
        for line in words {
            assert!(
                line.rect.right() <= size::SIDEBAR - size::EDGE && !cuts.contains(&line.text),
                "{} at {scale}",
                line.text
            );
        }
    }
}
