//! Ticks, cards, sliders, menus and tokens: what one chooses among.

use super::*;

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
        let cards = [(at(20.0), "Keep 7 days", "Can be put back"), (at(80.0), "Forget it now", "It can't")];
        if let Some(index) = choice_cards(ui, "old value", &cards, *choice) {
            *choice = index;
        }
    });
    for (nth, label) in ["Keep 7 days. Can be put back", "Forget it now. It can't"].into_iter().enumerate() {
        let card = window.get_by_label(label);
        let node = card.accesskit_node();
        let set = node.parent().map(|set| (set.role(), set.size_of_set()));
        assert_eq!((node.position_in_set(), set), (Some(nth), Some((Role::RadioGroup, Some(2)))), "{label}");
    }
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
fn tokens_that_come_in_one_frame_are_cut_at_their_commas_alone() {
    let id = Id::unique("places");
    let mut window = window(TokenField::default(), |ui, field: &mut TokenField| {
        token_field(ui, at(20.0), id, ("Used in", "Add…"), TagLook::Plain, field);
    });
    window.get_by_label("Used in").focus();
    window.run_steps(2);
    let typed = |window: &mut Harness<'_, TokenField>, text: &str| {
        text.chars().for_each(|one| window.event(egui::Event::Text(one.to_string())));
        window.run_steps(1);
    };
    // All that comes before the frame ends.
    let text = |text: &str| egui::Event::Text(text.to_owned());
    window.input_mut().events.extend(["Vercel", ",", " ", "b"].map(text));
    window.run_steps(1);
    assert_eq!((window.state().tags.join("|"), window.state().typing.as_str()), ("Vercel".to_owned(), "b"));
    typed(&mut window, "ox 2");
    assert_eq!(window.state().all(), ["Vercel", "box 2"]);
    let enter = egui::Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    window.input_mut().events.extend([text(" up"), enter]);
    window.run_steps(2);
    assert_eq!((window.state().tags.join("|"), window.state().typing.as_str()), ("Vercel|box 2 up".to_owned(), ""));
    window.event(egui::Event::Paste("a, b".to_owned()));
    window.run_steps(2);
    assert_eq!(window.state().tags[2..], ["a", "b"], "what is pasted is whole");
}

#[test]
fn tokens_come_with_enter_or_a_comma_and_go_with_backspace_or_their_cross() {
    let id = Id::unique("scopes");
    let mut window = window(TokenField::default(), move |ui, field: &mut TokenField| {
        token_field(ui, at(20.0), id, ("Scopes", "Add…"), TagLook::Code, field);
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
fn one_sees_where_one_types_once_a_tag_opened_a_line_past_the_last_in_view() {
    let id = Id::unique("many");
    let mut window = window(TokenField::default(), move |ui, field: &mut TokenField| {
        token_field(ui, at(20.0), id, ("Scopes", "Add…"), TagLook::Code, field);
    });
    window.get_by_label("Scopes").focus();
    window.run_steps(2);
    // 300 points wide, three lines are in view.
    let view = at(20.0).with_max_y(20.0 + 3.0 * 24.0 + 6.0).y_range();
    for tag in 0..24 {
        window.event(egui::Event::Text(format!("scope:{tag}")));
        window.run_steps(2);
        press(&mut window, Key::Enter);
        window.run_steps(6);
        let line = window.get_by_role_and_label(Role::TextInput, "Scopes").rect();
        assert!(view.contains(line.top()) && view.contains(line.bottom()), "{tag}: {line} in {view:?}");
    }
    assert_eq!(window.state().tags.len(), 24);
}

/// The fills of what is as high as a chip.
fn fills<S>(window: &Harness<'_, S>) -> Vec<egui::Color32> {
    let of = |shape: &egui::Shape| match shape {
        egui::Shape::Rect(rect) if rect.rect.height() == theme::size::SMALL_CONTROL => Some(rect.fill),
        _ => None,
    };
    window.output().shapes.iter().filter_map(|clipped| of(&clipped.shape)).collect()
}

/// How often the window wants to be drawn again, while nothing happens.
fn wait<S>(window: &Harness<'_, S>) -> Option<std::time::Duration> {
    window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min()
}

#[test]
fn a_chip_takes_a_tenth_of_a_second_to_turn_and_no_frame_after() {
    for still in [false, true] {
        let mut dressed = false;
        let draw = move |ui: &mut Ui, on: &mut usize| {
            if !std::mem::replace(&mut dressed, true) {
                theme::install(ui.ctx());
                return;
            }
            theme::set_reduced_motion(ui.ctx(), still);
            let mut strip = Strip::new(at(20.0), 0.0);
            let mut chips = Chips::new(ui, "chips", 2);
            for (index, words) in ["All", "Plain"].into_iter().enumerate() {
                if chips.chip(&mut strip, words, None, *on == index).clicked() {
                    *on = index;
                }
            }
        };
        let builder = Harness::builder().with_size(vec2(600.0, 400.0)).with_step_dt(0.02);
        let mut window = builder.build_ui_state(draw, 0);
        window.run_steps(10);
        let before = fills(&window);
        assert_ne!(before[0], before[1]);
        *window.state_mut() = 1;
        let mut seen = Vec::new();
        for _ in 0..10 {
            window.run_steps(1);
            seen.push(fills(&window));
        }
        let after = vec![before[1], before[0]];
        let between = seen.iter().filter(|fills| **fills != before && **fills != after).count();
        // Five frames are a tenth of a second.
        assert!(if still { between == 0 } else { (1..=5).contains(&between) }, "{still}: {seen:?}");
        assert_eq!((seen.last(), wait(&window)), (Some(&after), Some(std::time::Duration::MAX)), "{still}");
    }
}
