//! Paths in what was done: as people write them, and cut in their middle.

use super::shown::question;
use super::*;

/// A folder far down in the home, and as people write it.
fn deep() -> (String, String) {
    let short = format!("{}/storefront", "/a-folder-with-a-name".repeat(6));
    (format!("{}{short}", std::env::home_dir().unwrap().display()), format!("~{short}"))
}

#[test]
fn a_folder_in_the_home_begins_with_a_tilde_whatever_was_done_with_it() {
    let (whole, short) = deep();
    for (detail, words) in [
        (format!("linked {whole}"), format!("Linked {short}")),
        (format!("unlinked {whole}"), format!("Unlinked {short}")),
        (format!("allowed {whole}"), format!("Allowed {short}")),
        (format!("no longer allowed {whole}"), format!("No longer allowed {short}")),
        (format!("{whole} counts as written by Keyloft"), format!("{short} counts as written by Keyloft")),
    ] {
        let days = [day(0, 20, &[(ActivityKind::PlaceChanged, "Storefront", &detail)])];
        let said = lines_in_words(&days, &[Line::Row { day: 0, row: 0, open: None }]);
        assert!(said.contains(&format!("{words}, Storefront")), "{said}");
    }
}

#[test]
fn a_long_folder_keeps_its_beginning_and_its_end_and_is_whole_in_the_tooltip() {
    let (whole, short) = deep();
    for width in [1280.0, 900.0, 640.0] {
        let mut stage = Stage::sized(sample::snapshot(), width, 700.0);
        stage.press_with(Modifiers::COMMAND, Key::Num4);
        let ask = question(&stage);
        let linked = format!("linked {whole}");
        let days = vec![day(0, 20, &[(ActivityKind::PlaceChanged, "Storefront", &linked)])];
        stage.hears(Event::ActivityRead(Box::new(answer(&ask, days, None))));
        let painted = |stage: &Stage, fits: &dyn Fn(&str) -> bool| {
            stage.window.output().shapes.iter().any(|clipped| match &clipped.shape {
                egui::Shape::Text(text) => fits(text.galley.text()),
                _ => false,
            })
        };
        let cut = |text: &str| text.starts_with("Linked ~/a-f") && text.contains('…') && text.ends_with("front");
        assert!(painted(&stage, &cut), "{width}: {}", stage.tree());
        let words = format!("Linked {short}");
        let whole = |text: &str| text == words;
        assert!(!painted(&stage, &whole), "{width}");
        let row = stage.window.get_by_label_contains(&words).rect();
        for at in [row.left_center() + egui::vec2(120.0, 0.0), row.left_center() + egui::vec2(124.0, 0.0)] {
            stage.window.hover_at(at);
            stage.window.run_steps(2);
        }
        stage.window.run_steps(60);
        assert!(painted(&stage, &whole), "{width}: {}", stage.tree());
    }
}
