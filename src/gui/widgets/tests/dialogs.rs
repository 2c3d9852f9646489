//! Dialogs and questions: who has the keyboard, what answers them, how high they are.

use super::*;

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
fn the_lines_of_a_question_stand_as_far_apart_under_a_name_as_under_words() {
    for name in ["", "STRIPE_SECRET_KEY"] {
        let mut window = sized(800.0, (), move |ui, ()| {
            let words = "Everyone who can see this screen can read `it` then. Keyloft hides it again after some seconds, \
                or earlier: where you go on to something else, and of course where the vault is locked.";
            let icon = (theme::Icon::Eye, theme::Face::Line);
            Confirm { id: "show", icon, title: "Show it?", name, words, buttons: &[] }.show(ui.ctx());
        });
        window.run_steps(4);
        let mut rows = Vec::new();
        let shapes = &window.output().shapes;
        for shape in shapes {
            let egui::Shape::Text(text) = &shape.shape else { continue };
            if text.galley.text().contains("Everyone") {
                for row in &text.galley.rows {
                    let mut lines: Vec<f32> = row.row.glyphs.iter().map(|glyph| glyph.pos.y).collect();
                    lines.dedup();
                    rows.push((row.row.size.y, lines.len()));
                }
            }
        }
        assert!(rows.len() > 2 && rows.iter().all(|row| *row == (18.0, 1)), "{name}: {rows:?}");
    }
}

/// Where a steady dialog of this page and content stands, after it was another one.
fn stands_after(page: &'static str, content: f32) -> Rect {
    let seen = std::rc::Rc::new(std::cell::Cell::new(Rect::NOTHING));
    let told = std::rc::Rc::clone(&seen);
    let mut window = sized(800.0, ("first", 60.0_f32), move |ui, (page, content): &mut (&str, f32)| {
        let dialog = Dialog::new("pages", "Pages").steady().page(page).primary(Button::primary("Save"), false);
        dialog.show(ui.ctx(), |_, body| {
            let around = Rect::from_min_max(body.min - vec2(1.0, 54.0), body.max + vec2(1.0, 57.0));
            told.set(around);
            body.top() + *content
        });
    });
    window.run_steps(4);
    *window.state_mut() = (page, content);
    window.run_steps(4);
    seen.get()
}

#[test]
fn a_steady_dialog_keeps_its_top_as_it_grows_and_stands_anew_on_another_page() {
    let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 400.0));
    let grown = stands_after("first", 140.0);
    assert!(grown.center().y > window.center().y + 20.0, "{grown:?}");
    assert!((grown.center().x - window.center().x).abs() < 1.5 && window.contains_rect(grown), "{grown:?}");
    let turned = stands_after("second", 140.0);
    assert!((turned.center() - window.center()).length() < 2.0, "{turned:?}");
    // What has no room scrolls, and stays within the window.
    for page in ["first", "second"] {
        let high = stands_after(page, 900.0);
        assert!(window.contains_rect(high), "{page}: {high:?}");
    }
}
