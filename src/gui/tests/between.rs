//! Lists, cards and bars at widths between those they were drawn at.

use super::legible::faults;
use super::reviewing;
use super::*;

/// From the narrowest window on, in steps of less than a column's gap.
fn widths(from: f32, to: f32) -> impl Iterator<Item = f32> {
    (0..).map(move |step| from + 12.0 * step as f32).take_while(move |width| *width <= to)
}

/// The same window in another size.
fn resize(stage: &mut Stage, width: f32, height: f32) {
    stage.window.set_size(vec2(width, height));
    stage.window.run_steps(4);
}

#[test]
fn the_timeline_of_review_is_explained_at_every_width() {
    let mut stage = reviewing::at(640.0, 1400.0);
    for width in widths(640.0, 1400.0) {
        resize(&mut stage, width, 1400.0);
        for words in ["Expired", "Today", "Protected", "Other"] {
            assert!(!stage.painted(words).is_empty(), "{width}: {words}");
        }
        let faults = faults(&stage, false);
        assert!(faults.is_empty(), "{width}:\n{faults}");
    }
}
