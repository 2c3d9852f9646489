//! Fields that hold a secret: what is asked of them, and what no screen reader hears.

use super::*;

#[test]
fn a_secret_field_tells_what_is_asked_of_it() {
    let secret = made_up(24);
    let faces: [(SecretFace<'_>, &str, SecretAct); 6] = [
        (SecretFace::Masked { tail: Some("wxyz") }, "Copy", SecretAct::Copy),
        (SecretFace::Masked { tail: None }, "Show", SecretAct::Show),
        (
            SecretFace::Shown { text: &secret, ring: Staying { part: 0.7, seconds: 14, spoken: 20 } },
            "Hide",
            SecretAct::Hide,
        ),
        (
            SecretFace::Shown { text: &secret, ring: Staying { part: 0.7, seconds: 14, spoken: 20 } },
            "Show it longer",
            SecretAct::AddTime,
        ),
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
        (
            SecretFace::Shown { text: &secret, ring: Staying { part: 0.7, seconds: 14, spoken: 20 } },
            "shown for 20 seconds, copy it to use it",
        ),
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

#[test]
fn a_shown_secret_has_its_line_beside_copy_and_keeps_it_while_that_says_copied() {
    // As the design draws it: 24 characters in 330 points.
    let secret = made_up(24);
    let face = SecretFace::Shown { text: &secret, ring: Staying { part: 0.7, seconds: 14, spoken: 20 } };
    let places = [SecretTools::Copy, SecretTools::Copied].map(|tools| {
        let mut window = window((), |ui, ()| {
            let place = Rect::from_min_size(pos2(20.0, 20.0), vec2(330.0, 40.0));
            secret_field_as(ui, place, &face, SecretLook { tools, ..SecretLook::default() });
        });
        window.run_steps(2);
        let field = window.get_by_label("shown for 20 seconds, copy it to use it").rect();
        assert_eq!(field.height(), 40.0, "{tools:?}");
        let written = window.output().shapes.iter().find_map(|clipped| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text() == secret => Some(text.visual_bounding_rect()),
            _ => None,
        });
        let ring = window.get_by_label("Show it longer").rect().shrink(1.0);
        assert!(written.unwrap().right() <= ring.left() + 1.0, "{tools:?}: {written:?} under {ring}");
        let copy = if tools == SecretTools::Copy { "Copy" } else { "Copied" };
        [ring, window.get_by_label("Hide").rect(), window.get_by_label(copy).rect()]
    });
    assert_eq!(places[0], places[1], "nothing moves");
}

#[test]
fn a_key_of_many_lines_has_the_fields_width_under_tools_that_stay_where_they_were() {
    // As long as a private key's lines are.
    let secret = (0..12).map(|_| made_up(64)).collect::<Vec<_>>().join("\n");
    let ring = Staying { part: 0.7, seconds: 14, spoken: 20 };
    let faces = [SecretFace::Masked { tail: None }, SecretFace::Shown { text: &secret, ring }];
    let mut eyes = Vec::new();
    for face in faces {
        let mut window = window((), |ui, ()| {
            let place = Rect::from_min_size(pos2(20.0, 20.0), vec2(560.0, 40.0));
            secret_field_as(ui, place, &face, SecretLook::default());
        });
        window.run_steps(2);
        let is_shown = matches!(face, SecretFace::Shown { .. });
        eyes.push(window.get_by_label(if is_shown { "Hide" } else { "Show" }).rect());
        let rows = window.output().shapes.iter().find_map(|clipped| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text() == secret => Some(text.galley.rows.len()),
            _ => None,
        });
        assert_eq!(rows, is_shown.then_some(12), "each of its lines is one");
        let said = tree(&window);
        assert!(!said.contains(&secret[..8]), "{said}");
    }
    assert_eq!(eyes[0], eyes[1], "the pointer is on it still");
}

#[test]
fn a_long_secret_begins_at_its_first_line_whenever_it_is_shown() {
    let secret = (0..12).map(|_| made_up(64)).collect::<Vec<_>>().join("\n");
    let text = secret.clone();
    let mut window = window(true, move |ui, shown: &mut bool| {
        let ring = Staying { part: 0.7, seconds: 14, spoken: 20 };
        let face = if *shown { SecretFace::Shown { text: &text, ring } } else { SecretFace::Masked { tail: None } };
        let place = Rect::from_min_size(pos2(20.0, 20.0), vec2(560.0, 40.0));
        secret_field_as(ui, place, &face, SecretLook::default());
    });
    let top = |window: &Harness<'_, bool>| {
        window.output().shapes.iter().find_map(|clipped| match &clipped.shape {
            egui::Shape::Text(text) if text.galley.text() == secret => Some(text.pos.y),
            _ => None,
        })
    };
    window.run_steps(2);
    let first = top(&window).expect("it is shown");
    window.hover_at(pos2(100.0, 100.0));
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -600.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    window.run_steps(30);
    assert!(top(&window).expect("it is shown") < first - 100.0, "it was scrolled");
    *window.state_mut() = false;
    window.run_steps(2);
    assert_eq!(top(&window), None);
    *window.state_mut() = true;
    window.run_steps(3);
    assert_eq!(top(&window), Some(first));
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
fn what_was_pasted_is_remembered_while_something_of_it_is_left() {
    let mut window = input_window(SecretInput::new("remember"));
    let value = made_up(6);
    let whole = format!("{value}\n");
    let pasted = |window: &Harness<'_, SecretInput>| window.state().as_pasted().expose_str().map(str::to_owned);
    window.event(egui::Event::Paste(whole.clone()));
    window.run_steps(3);
    assert_eq!((pasted(&window), window.state().pasted_before().is_none()), (Some(whole.clone()), true));
    window.state_mut().narrow(&value);
    press(&mut window, Key::Backspace);
    window.event(egui::Event::Text("x".into()));
    window.run_steps(3);
    assert_eq!(window.state().expose(), format!("{}x", &value[..5]));
    assert_eq!(pasted(&window), Some(whole));
    (0..6).for_each(|_| press(&mut window, Key::Backspace));
    window.event(egui::Event::Text("another".into()));
    window.run_steps(3);
    assert_eq!(pasted(&window).as_deref(), Some("another"), "nothing of it is left");
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

#[test]
fn all_of_a_masked_value_is_selected_replaced_and_put_on_no_clipboard() {
    let command = Modifiers::COMMAND;
    let selects = [(command, Key::A), (Modifiers::SHIFT, Key::Home), (command | Modifiers::SHIFT, Key::ArrowLeft)];
    for (modifiers, key) in selects {
        let mut window = input_window(SecretInput::new("select"));
        let value = made_up(24);
        let paste = |window: &mut Harness<'_, SecretInput>| {
            window.event(egui::Event::Paste(value.clone()));
            window.run_steps(2);
        };
        let select = |window: &mut Harness<'_, SecretInput>| {
            window.key_press_modifiers(modifiers, key);
            window.run_steps(2);
            let words = tree(window);
            assert!(words.contains(&format!("hidden, ends in {}, selected", &value[20..])), "{key:?}: {words}");
            assert!(!words.contains(&value[..8]), "{words}");
        };
        paste(&mut window);
        for event in [egui::Event::Copy, egui::Event::Cut] {
            select(&mut window);
            window.event(event);
            window.step();
            let out = &window.output().platform_output.commands;
            assert!(!out.iter().any(|command| matches!(command, egui::OutputCommand::CopyText(_))), "{out:?}");
            assert_eq!(window.state().expose(), value);
        }
        for taken in [Key::Backspace, Key::Delete] {
            select(&mut window);
            press(&mut window, taken);
            assert!(window.state().is_empty(), "{key:?}, {taken:?}");
            paste(&mut window);
        }
        select(&mut window);
        window.event(egui::Event::Text("x".into()));
        window.run_steps(2);
        assert_eq!(window.state().expose(), "x");
        paste(&mut window);
        select(&mut window);
        press(&mut window, Key::End);
        assert!(!tree(&window).contains("selected"), "the caret is where it was");
        press(&mut window, Key::Backspace);
        assert_eq!(window.state().expose(), &value[..23]);
    }
}
