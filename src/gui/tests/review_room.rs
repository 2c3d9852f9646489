//! Review at widths between those it was drawn at.

use egui_kittest::kittest::Queryable as _;

use super::Stage;
use super::legible::cut;
use super::reviewing::at;

/// Just before and behind where the sidebar, the columns and the tiles change.
const WIDTHS: [f32; 10] = [984.0, 999.0, 1000.0, 1100.0, 1148.0, 1168.0, 1235.0, 1240.0, 1256.0, 1280.0];

/// The texts that were cut with "…".
fn cuts(stage: &Stage) -> Vec<String> {
    let mut cuts = Vec::new();
    stage.window.output().shapes.iter().for_each(|clipped| cut(&clipped.shape, &mut cuts));
    cuts
}

#[test]
fn the_words_of_every_number_are_read_whole() {
    for width in WIDTHS {
        let stage = at(width, 820.0);
        let cuts = cuts(&stage);
        let titles = ["Act now", "Expire within 30 days", "Rotation overdue", "Not used 90 days, 30 if new"];
        for title in titles.into_iter().chain(["Keys with no warnings"]) {
            assert!(!cuts.iter().any(|text| text == title), "{width}: {cuts:?}");
        }
        let top = |title: &str| stage.window.get_by_label_contains(title).rect().top();
        assert_eq!(top("Act now: ") == top("Keys with no warnings: "), width >= 1240.0, "{width}");
    }
}
