//! What the palette does with a key that is not among those in view: one goes on where one was.

use super::*;

/// The list of Storefront on its third row, and the palette's command on a key of another project carried out.
fn asked(wide: f32, high: f32, words: &str) -> Stage {
    let mut stage = Stage::sized(sample::snapshot(), wide, high);
    for _ in 0..3 {
        stage.press(Key::ArrowDown);
    }
    stage.window.run_steps(4);
    stage.press_with(Modifiers::COMMAND, Key::K);
    stage.type_text(words);
    stage.window.run_steps(4);
    stage.press(Key::Enter);
    stage.window.run_steps(10);
    stage
}

#[test]
fn a_dialog_that_is_left_gives_the_keyboard_back_to_the_row_one_was_on() {
    for (wide, high) in [(640.0, 400.0), (1280.0, 820.0)] {
        for words in ["rotate billing stripe", "disable billing stripe", "owner billing stripe"] {
            let mut stage = asked(wide, high, words);
            assert!(stage.window.query_by_label("Cancel").is_some(), "{words}: {}", stage.tree());
            stage.press(Key::Escape);
            stage.window.run_steps(10);
            assert!(focused(&stage).starts_with("AWS_SECRET_ACCESS_KEY,"), "{wide}, {words}: {}", focused(&stage));
            stage.press(Key::ArrowDown);
            assert!(focused(&stage).starts_with("CLOUDFLARE_API_TOKEN,"), "{wide}, {words}: {}", focused(&stage));
        }
    }
}
