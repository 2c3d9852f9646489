//! Fields for text: their keys, their carets, their hints.

use super::*;

#[test]
fn where_no_file_dialog_comes_the_field_for_the_path_says_so_and_takes_the_keyboard() {
    let mut window = window((String::new(), String::new()), |ui, (name, path): &mut (String, String)| {
        Field::new(Id::unique("name"), "Name").name().at(ui, at(20.0), name);
        path_field(ui, at(60.0), Id::unique("path"), path, None, true);
    });
    let says = "No file chooser service answered. Type or paste the path.";
    assert!(!tree(&window).contains(says));
    no_file_chooser(&window.ctx, NoChooser::NoService);
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

#[test]
fn a_click_on_a_field_with_a_name_offers_every_other_one_and_enter_leaves_it_as_it_is() {
    let offers = ["development", "staging", "production"].map(Offer::new);
    let id = Id::unique("stage");
    for text in ["staging", "my own"] {
        let mut window = window(text.to_owned(), |ui, text: &mut String| {
            combo(ui, at(20.0), Field::new(id, "Stage"), id, text, &offers);
        });
        let listed = |window: &Harness<'_, String>| window.query_all_by_role(Role::ListBoxOption).count();
        window.get_by_role_and_label(Role::TextInput, "Stage").click();
        window.run_steps(4);
        assert_eq!(listed(&window), 3, "{text}");
        window.key_press(Key::Enter);
        window.run_steps(3);
        assert_eq!(window.state(), text);
        window.event(egui::Event::Text("x".to_owned()));
        window.run_steps(3);
        assert_eq!(listed(&window), 0, "what is typed narrows it: {}", window.state());
        window.key_press(Key::Backspace);
        window.run_steps(3);
        window.key_press(Key::ArrowDown);
        window.run_steps(3);
        assert_eq!(listed(&window), 3, "{text}");
    }
}

/// Presses and releases the button there.
fn click_there<S>(window: &mut Harness<'_, S>, place: egui::Pos2) {
    window.hover_at(place);
    window.run_steps(1);
    window.drag_at(place);
    window.run_steps(1);
    window.drop_at(place);
    window.run_steps(2);
}

#[test]
fn a_field_is_clicked_by_all_of_its_frame() {
    let ids = ["field", "number", "tags"].map(Id::unique);
    let state = (String::new(), String::new(), TokenField::default());
    let mut window = window(state, move |ui, (text, number, tags)| {
        Field::new(ids[0], "Field").icon(theme::Icon::Funnel).at(ui, at(20.0), text);
        let days = NumberField { id: ids[1], name: "Days", unit: "days", lead: None, wrong: false };
        days.at(ui, at(60.0), number);
        token_field(ui, at(100.0), ids[2], ("Tags", "Add…"), TagLook::Plain, tags);
    });
    let has = |window: &Harness<'_, _>, id: Id| window.ctx.memory(|memory| memory.has_focus(id));
    for (id, top) in ids.into_iter().zip([20.0, 60.0, 100.0]) {
        let frame = at(top);
        for corner in [frame.left_top() + vec2(3.0, 3.0), frame.left_bottom() + vec2(60.0, -1.0)] {
            window.ctx.memory_mut(|memory| memory.surrender_focus(id));
            window.run_steps(2);
            assert!(!has(&window, id));
            click_there(&mut window, corner);
            assert!(has(&window, id), "{id:?} at {corner}");
        }
    }
}

#[test]
fn the_carets_of_a_number_are_clicked_also_a_little_over_and_under_it() {
    let id = Id::unique("days");
    let mut window = window((0, "7".to_owned()), move |ui, (steps, text): &mut (i32, String)| {
        *steps += NumberField { id, name: "Days", unit: "days", lead: None, wrong: false }.at(ui, at(60.0), text).step;
    });
    let frame = at(60.0);
    for (y, expected) in [(frame.top() - 6.0, 1), (frame.bottom() + 6.0, 0), (frame.top() + 7.0, 1)] {
        click_there(&mut window, pos2(frame.right() - 14.0, y));
        assert_eq!(window.state().0, expected, "{y}");
    }
}
