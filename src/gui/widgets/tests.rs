//! The controls by their labels: what a click and a key do, and what a screen reader hears.

use egui::accesskit::{Role, Toggled};
use egui::{Id, Key, Modifiers, Rect, Ui, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::*;
use crate::gui::theme;

/// A window of 600 by 400 on a state.
fn window<'a, S>(state: S, draw: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    sized(600.0, state, draw)
}

fn sized<'a, S>(width: f32, state: S, mut draw: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    // The fonts are there from the second frame on.
    let mut dressed = false;
    let app = move |ui: &mut Ui, state: &mut S| {
        if dressed {
            draw(ui, state);
        } else {
            theme::install(ui.ctx());
            modal::listen(ui.ctx());
            dressed = true;
        }
    };
    let mut harness = Harness::builder().with_size(vec2(width, 400.0)).build_ui_state(app, state);
    harness.run_steps(3);
    harness
}

fn at(y: f32) -> Rect {
    Rect::from_min_size(pos2(20.0, y), vec2(300.0, 30.0))
}

fn press<S>(window: &mut Harness<'_, S>, key: Key) {
    window.key_press(key);
    window.run_steps(3);
}

fn click<S>(window: &mut Harness<'_, S>, label: &str) {
    window.get_by_label(label).click();
    window.run_steps(3);
}

/// Every label and value in the tree.
fn tree<S>(window: &Harness<'_, S>) -> String {
    let mut words = String::new();
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        words.extend(node.label());
        words.extend(node.value());
        words.push('\n');
    }
    words
}

#[test]
fn a_callout_gets_as_high_as_it_says_at_every_width() {
    let hint = "No keychain answers on this computer (no program offers it). Start your keychain, or use a passphrase.";
    for wide in [260.0, 320.0, 400.0, 526.0, 580.0] {
        let window = window([0.0; 2], |ui, heights: &mut [f32; 2]| {
            let callout = Callout::new(Tone::Crit, "Couldn't reach the secrets.").hint(hint);
            let callout = callout.button(Button::secondary("Try again"));
            *heights = [callout.height(ui, wide), callout.at(ui, pos2(10.0, 10.0), wide).0.height()];
        });
        let [said, painted] = *window.state();
        assert!(painted > 0.0 && (said - painted).abs() < 0.1, "{said} for {painted} at {wide}");
    }
}

#[test]
fn ticks_turn_with_a_click_and_with_space_and_say_their_state() {
    let mut window = window([false; 2], |ui, on: &mut [bool; 2]| {
        checkbox(ui, at(20.0), "Staging", &mut on[0]);
        switch(ui, at(60.0), "Lock with the screen", &mut on[1]);
    });
    let toggled = |window: &Harness<'_, [bool; 2]>, label: &str| {
        window.get_by_label(label).accesskit_node().toggled() == Some(Toggled::True)
    };
    click(&mut window, "Staging");
    assert_eq!(*window.state(), [true, false]);
    assert!(toggled(&window, "Staging") && !toggled(&window, "Lock with the screen"));
    window.get_by_label("Lock with the screen").focus();
    window.run_steps(2);
    press(&mut window, Key::Space);
    assert_eq!(*window.state(), [true, true]);
    assert_eq!(window.get_by_label("Lock with the screen").accesskit_node().role(), Role::Switch);
}

#[test]
fn choice_cards_are_chosen_by_click_and_by_arrow() {
    let mut window = window(0_usize, |ui, choice: &mut usize| {
        let first = choice_card(ui, at(20.0), "Keep 7 days", "Can be put back", *choice == 0);
        let second = choice_card(ui, at(80.0), "Forget it now", "It can't", *choice == 1);
        for (index, card) in [&first, &second].into_iter().enumerate() {
            if card.clicked() {
                *choice = index;
            }
        }
        if let Some(index) = arrows_choose(ui, &[first, second], *choice) {
            *choice = index;
        }
    });
    click(&mut window, "Forget it now. It can't");
    assert_eq!(*window.state(), 1);
    window.get_by_label("Forget it now. It can't").focus();
    window.run_steps(2);
    press(&mut window, Key::ArrowRight);
    assert_eq!(*window.state(), 0, "after the last comes the first");
    assert!(window.get_by_label("Keep 7 days. Can be put back").is_focused());
}

#[test]
fn a_slider_moves_by_keys_within_its_range() {
    let mut window = window(40_u32, |ui, value: &mut u32| {
        slider(ui, at(20.0), "Length", value, 12..=64);
    });
    window.get_by_label("Length").focus();
    window.run_steps(2);
    for (key, expected) in
        [(Key::ArrowRight, 41), (Key::PageDown, 31), (Key::Home, 12), (Key::ArrowLeft, 12), (Key::End, 64)]
    {
        press(&mut window, key);
        assert_eq!(*window.state(), expected, "{key:?}");
    }
    assert_eq!(window.get_by_label("Length").accesskit_node().numeric_value(), Some(64.0));
}

#[test]
fn a_select_says_what_is_chosen() {
    let window = window((), |ui, ()| {
        select(ui, at(20.0), &SelectFace { name: "Owner", words: "Payments team", ..SelectFace::default() });
    });
    let owner = window.get_by_label("Owner");
    assert_eq!(owner.accesskit_node().role(), Role::ComboBox);
    assert_eq!(owner.accesskit_node().value().as_deref(), Some("Payments team"));
}

#[test]
fn tokens_come_with_enter_or_a_comma_and_go_with_backspace_or_their_cross() {
    let id = Id::unique("scopes");
    let mut window = window(TokenField::default(), move |ui, field: &mut TokenField| {
        token_field(ui, at(20.0), id, "Scopes", "Add…", field);
    });
    window.get_by_label("Scopes").focus();
    window.run_steps(2);
    let type_text = |window: &mut Harness<'_, TokenField>, text: &str| {
        window.event(egui::Event::Text(text.to_owned()));
        window.run_steps(3);
    };
    type_text(&mut window, "read");
    press(&mut window, Key::Enter);
    type_text(&mut window, "write,");
    type_text(&mut window, "admin,");
    assert_eq!(window.state().tags, ["read", "write", "admin"]);
    press(&mut window, Key::Backspace);
    assert_eq!(window.state().tags, ["read", "write"]);
    click(&mut window, "Remove read");
    assert_eq!(window.state().tags, ["write"]);
}

#[test]
fn a_busy_button_takes_no_click_and_says_so() {
    let mut window = window(0_u32, |ui, clicks: &mut u32| {
        let button = Button::primary("Save 2 keys").busy(true);
        *clicks += u32::from(button.at(ui, at(20.0)).clicked());
    });
    window.get_by_label("Save 2 keys").click();
    window.run_steps(6);
    assert_eq!(*window.state(), 0);
    let button = window.get_by_label("Save 2 keys");
    assert!(button.accesskit_node().is_disabled());
    let waits = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert!(waits.is_some_and(|wait| wait.as_millis() >= 90), "ten frames a second at most: {waits:?}");
}

#[test]
fn nothing_turns_with_reduced_motion() {
    let mut window = window((), |ui, ()| {
        theme::set_reduced_motion(ui.ctx(), true);
        Button::primary("Save").busy(true).at(ui, at(20.0));
        secret_field(ui, at(60.0), &SecretFace::Loading { words: "Asking the keychain…" });
    });
    window.run_steps(5);
    let waits = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min();
    assert_eq!(waits, Some(std::time::Duration::MAX));
}

/// Made at run time: nothing in the tree of sources looks like a key.
fn made_up(length: usize) -> String {
    (0..length).map(|n| char::from(b'a' + (n * 7 % 26) as u8)).collect()
}

#[test]
fn a_secret_field_tells_what_is_asked_of_it() {
    let secret = made_up(24);
    let faces: [(SecretFace<'_>, &str, SecretAct); 6] = [
        (SecretFace::Masked { tail: Some("wxyz") }, "Copy", SecretAct::Copy),
        (SecretFace::Masked { tail: None }, "Show", SecretAct::Show),
        (SecretFace::Shown { text: &secret, ring: (0.7, 14) }, "Hide", SecretAct::Hide),
        (SecretFace::Shown { text: &secret, ring: (0.7, 14) }, "Show it longer", SecretAct::AddTime),
        (SecretFace::Copied { tail: None }, "Copied", SecretAct::Copy),
        (SecretFace::Missing, "Paste value…", SecretAct::Paste),
    ];
    for (face, label, expected) in faces {
        let mut window = window(None, |ui, act: &mut Option<SecretAct>| {
            *act = act.or(secret_field(ui, at(20.0), &face));
        });
        click(&mut window, label);
        assert_eq!(*window.state(), Some(expected), "{label}");
    }
}

#[test]
fn a_secret_field_announces_its_state_and_never_the_secret() {
    let secret = made_up(200);
    let faces = [
        (SecretFace::Masked { tail: Some("wxyz") }, "hidden, ends in wxyz"),
        (SecretFace::Masked { tail: None }, "hidden"),
        (SecretFace::Copied { tail: None }, "hidden, copied"),
        (SecretFace::Shown { text: &secret, ring: (0.7, 14) }, "shown for 20 seconds, copy it to use it"),
        (SecretFace::Missing, "Not in the keychain"),
        (SecretFace::Loading { words: "Asking GNOME Keyring…" }, "Asking GNOME Keyring…"),
        (SecretFace::Locked, "Locked"),
    ];
    for (face, said) in faces {
        let window = window((), |ui, ()| {
            secret_field(ui, at(20.0), &face);
        });
        assert!(window.query_by_label(said).is_some(), "{said}");
        assert!(!tree(&window).contains(&secret[..8]));
    }
}

fn input_window(input: SecretInput) -> Harness<'static, SecretInput> {
    let mut window = window(input, |ui, input: &mut SecretInput| {
        let tail = input.tail(&crate::model::Kind::ApiKey);
        let look = SecretInputLook { name: "New value", tail: tail.as_deref(), ..SecretInputLook::default() };
        input.at(ui, at(20.0), &look);
    });
    window.get_by_label("New value").focus();
    window.run_steps(2);
    window
}

#[test]
fn a_pasted_secret_keeps_its_line_ends_and_stands_in_no_tree() {
    let mut window = input_window(SecretInput::new("paste"));
    let value = format!("{}\r\n{}\n\t{}\n", made_up(30), made_up(12), made_up(9));
    window.event(egui::Event::Paste(value.clone()));
    window.run_steps(3);
    let words = tree(&window);
    assert!(!words.contains(&value[..8]), "{words}");
    assert!(words.contains("hidden"), "{words}");
    assert_eq!(window.state().expose(), value);
    window.state_mut().wipe();
    assert!(window.state().is_empty());
}

#[test]
fn a_typed_secret_loses_its_last_character_to_backspace_and_all_to_clear() {
    let mut window = input_window(SecretInput::new("type"));
    let value = made_up(24);
    for letter in value.chars() {
        window.event(egui::Event::Text(letter.to_string()));
    }
    window.run_steps(3);
    assert!(tree(&window).contains(&format!("hidden, ends in {}", &value[20..])));
    press(&mut window, Key::Backspace);
    assert_eq!(window.state().expose(), &value[..23]);
    assert!(window.ctx.text_edit_focused(), "single letters are no shortcuts here");
    click(&mut window, "Clear");
    assert!(window.state().is_empty());
}

/// A window with a button that has the keyboard, and a dialog over it while the state says so.
fn dialog_window() -> Harness<'static, (bool, Vec<DialogAnswer>)> {
    sized(800.0, (false, Vec::new()), |ui, (open, answers): &mut (bool, Vec<DialogAnswer>)| {
        Button::secondary("Under it").at(ui, at(20.0));
        if *open {
            let dialog = Dialog::new("test", "Rotate").width(400.0).primary(Button::primary("Rotate key"), true);
            let answer = dialog.show(ui.ctx(), |ui, body| {
                Button::secondary("Inside").at(ui, Rect::from_min_size(body.min, vec2(90.0, 30.0)));
                body.top() + 80.0
            });
            if answer != DialogAnswer::None {
                answers.push(answer);
                *open = false;
            }
        }
    })
}

#[test]
fn a_dialog_keeps_the_keyboard_within_and_gives_it_back() {
    let mut window = dialog_window();
    window.get_by_label("Under it").focus();
    window.run_steps(2);
    window.state_mut().0 = true;
    window.run_steps(5);
    assert!(!window.get_by_label("Under it").is_focused());
    for _ in 0..9 {
        press(&mut window, Key::Tab);
        assert!(!window.get_by_label("Under it").is_focused());
    }
    press(&mut window, Key::Escape);
    assert_eq!(window.state().1, [DialogAnswer::Cancel]);
    window.run_steps(2);
    assert!(window.get_by_label("Under it").is_focused());
}

#[test]
fn a_dialog_answers_to_its_buttons_and_to_a_click_beside_it() {
    for (label, expected) in
        [("Rotate key", DialogAnswer::Primary), ("Cancel", DialogAnswer::Cancel), ("Close", DialogAnswer::Cancel)]
    {
        let mut window = dialog_window();
        window.state_mut().0 = true;
        window.run_steps(5);
        click(&mut window, label);
        assert_eq!(window.state().1, [expected], "{label}");
    }
    let mut window = dialog_window();
    window.state_mut().0 = true;
    window.run_steps(5);
    let beside = pos2(5.0, 390.0);
    window.hover_at(beside);
    window.run_steps(2);
    window.drag_at(beside);
    window.run_steps(2);
    window.drop_at(beside);
    window.run_steps(2);
    assert_eq!(window.state().1, [DialogAnswer::Cancel]);
}

#[test]
fn a_dialog_is_as_high_as_what_stands_in_it_and_never_higher_than_the_window() {
    for (content, expected) in [(80.0, 192.0), (900.0, 368.0)] {
        let seen = std::rc::Rc::new(std::cell::Cell::new(0.0_f32));
        let told = std::rc::Rc::clone(&seen);
        let mut window = sized(800.0, (), move |ui, ()| {
            let dialog = Dialog::new("high", "High").primary(Button::primary("Save"), false);
            dialog.show(ui.ctx(), |_, body| {
                told.set(body.height() + 2.0 + 52.0 + 1.0 + 56.0);
                body.top() + content
            });
        });
        window.run_steps(4);
        assert!((seen.get() - expected).abs() < 1.5, "{} is not {expected}", seen.get());
    }
}

#[test]
fn a_question_gives_its_last_button_the_keyboard_and_enter_answers() {
    let mut window = window(ConfirmAnswer::None, |ui, answer: &mut ConfirmAnswer| {
        let question = Confirm {
            id: "test",
            icon: (theme::Icon::ShieldCheck, theme::Face::Fill),
            title: "Show this production secret?",
            name: "API_KEY",
            words: "will be on screen for 20 seconds.",
            buttons: &[Button::secondary("Show for 20 s"), Button::primary("Copy instead")],
        };
        if *answer == ConfirmAnswer::None {
            *answer = question.show(ui.ctx());
        }
    });
    window.run_steps(4);
    assert!(window.get_by_label("Copy instead").is_focused());
    assert!(tree(&window).contains("Show this production secret? API_KEY will be on screen for 20 seconds."));
    window.key_press_modifiers(Modifiers::NONE, Key::Enter);
    window.run_steps(2);
    assert_eq!(*window.state(), ConfirmAnswer::Button(1));
}

#[test]
fn an_empty_state_says_why_and_its_buttons_are_told_apart() {
    let mut window = window(None, |ui, clicked: &mut Option<usize>| {
        let buttons = [Button::secondary("Clear filter"), Button::secondary("Search everywhere")];
        let place = Rect::from_min_size(pos2(0.0, 0.0), vec2(600.0, 300.0));
        let icon = theme::Icon::MagnifyingGlass;
        *clicked = clicked.or(empty_ui(ui, place, icon, "No keys match", "Searched 16 keys.", &buttons));
    });
    assert!(window.query_by_label("No keys match. Searched 16 keys.").is_some());
    click(&mut window, "Search everywhere");
    assert_eq!(*window.state(), Some(1));
}

#[test]
fn a_heat_cell_says_its_numbers() {
    let window = window((), |ui, ()| {
        let worst = Some(crate::model::Severity::ActNow);
        heat_cell(ui, at(20.0), "Storefront, production", HeatCell { worst, findings: 7, keys: 16 });
    });
    assert!(window.query_by_label("Storefront, production, 7 of 16 keys with warnings").is_some());
}

#[test]
fn where_no_file_dialog_comes_the_field_for_the_path_says_so_and_takes_the_keyboard() {
    let mut window = window((String::new(), String::new()), |ui, (name, path): &mut (String, String)| {
        Field::new(Id::unique("name"), "Name").name().at(ui, at(20.0), name);
        path_field(ui, at(60.0), Id::unique("path"), path, None, true);
    });
    let says = "No file chooser service answered. Type or drop the path.";
    assert!(!tree(&window).contains(says));
    no_file_chooser(&window.ctx);
    window.run_steps(4);
    assert!(tree(&window).contains(says), "{}", tree(&window));
    assert!(window.get_by_role_and_label(Role::TextInput, "File").is_focused());
    window.event(egui::Event::Text("/".to_owned()));
    window.run_steps(3);
    assert!(!tree(&window).contains(says) && window.state().1 == "/");
}

#[test]
fn the_key_that_leads_to_a_field_is_no_text_where_it_has_led_already() {
    let mut window = window(String::new(), |ui, filter: &mut String| {
        Field::new(Id::unique("filter"), "Filter").keycap("/").at(ui, at(20.0), filter);
        Field::new(Id::unique("other"), "Other").keycap("#").at(ui, at(60.0), &mut String::new());
    });
    let painted = |window: &Harness<'_, String>, cap: &str| {
        let shapes = window.output().shapes.iter();
        shapes.filter(|clipped| matches!(&clipped.shape, egui::Shape::Text(text) if text.galley.text() == cap)).count()
    };
    assert_eq!((painted(&window, "/"), painted(&window, "#")), (1, 1));
    window.get_by_role_and_label(Role::TextInput, "Filter").click();
    window.run_steps(3);
    assert_eq!((painted(&window, "/"), painted(&window, "#")), (0, 1), "it has led here");
    for (typed, text) in [("/", ""), ("a", "a"), ("/", "a/")] {
        window.event(egui::Event::Text(typed.to_owned()));
        window.run_steps(3);
        assert_eq!(window.state(), text);
    }
}

#[test]
fn the_caret_stands_behind_a_path_that_comes_into_its_field_and_where_one_puts_it() {
    let long = format!("/made/up/{}/report.html", "folder".repeat(20));
    let mut window = window((String::new(), "/made/up/a".to_owned()), |ui, (name, path): &mut (String, String)| {
        Field::new(Id::unique("name"), "Name").at(ui, at(20.0), name);
        Field::new(Id::unique("path"), "File").path().at(ui, at(60.0), path);
    });
    fn types(window: &mut Harness<'_, (String, String)>, text: &str) {
        window.event(egui::Event::Text(text.to_owned()));
        window.run_steps(3);
    }
    window.ctx.memory_mut(|memory| memory.request_focus(Id::unique("path")));
    window.run_steps(3);
    types(&mut window, "b");
    assert_eq!(window.state().1, "/made/up/ab");
    window.key_press(Key::Home);
    window.run_steps(3);
    types(&mut window, "x");
    assert_eq!(window.state().1, "x/made/up/ab");
    // Chosen in a dialog: a longer one.
    window.state_mut().1.clone_from(&long);
    window.run_steps(3);
    types(&mut window, "5");
    assert_eq!(window.state().1, format!("{long}5"));
    // The keyboard goes, and comes again by a click on what is seen of it: the end.
    window.get_by_role_and_label(Role::TextInput, "Name").click();
    window.run_steps(3);
    window.get_by_role_and_label(Role::TextInput, "File").click();
    window.run_steps(3);
    types(&mut window, "6");
    assert_eq!(window.state().1, format!("{long}56"));
}

#[test]
fn a_painted_circle_is_as_large_as_its_place_with_its_edge() {
    let place = Rect::from_min_size(pos2(20.0, 20.0), vec2(16.0, 16.0));
    let middle = place.center();
    let window = window((), |ui, ()| {
        check::radio_ui(ui, place, false, true, false);
        ring::ring_ui(ui, pos2(100.0, 28.0), 22.0, 0.5, 14);
    });
    let circles: Vec<_> = window
        .output()
        .shapes
        .iter()
        .filter_map(|clipped| match &clipped.shape {
            egui::Shape::Circle(circle) if circle.stroke.width > 0.0 => Some(*circle),
            _ => None,
        })
        .collect();
    // epaint strokes a circle outside its radius.
    let outer = |x: f32| {
        let circle = circles.iter().find(|circle| circle.center.x == x).unwrap();
        circle.radius + circle.stroke.width
    };
    assert_eq!((outer(middle.x), outer(100.0)), (8.0, 10.0), "the track is no wider than the arc over it");
}

#[test]
fn the_hint_of_a_field_that_is_off_is_as_pale_as_what_is_around_it() {
    let window = window((String::new(), Vec::new()), |ui, (text, inks): &mut (String, Vec<egui::Color32>)| {
        *inks = vec![theme::of(ui).text_tertiary, theme::of(ui).text_disabled];
        for (enabled, y) in [(true, 20.0), (false, 80.0)] {
            let field = Field::new(Id::unique(("hint", enabled)), "Folder").hint("~/code").enabled(enabled);
            field.at(ui, at(y), text);
        }
    });
    fn inks(shape: &egui::Shape, found: &mut Vec<egui::Color32>) {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| inks(shape, found)),
            egui::Shape::Text(text) if text.galley.text() == "~/code" => {
                found.push(text.galley.job.sections[0].format.color);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    window.output().shapes.iter().for_each(|clipped| inks(&clipped.shape, &mut found));
    assert_eq!(found, window.state().1);
}
