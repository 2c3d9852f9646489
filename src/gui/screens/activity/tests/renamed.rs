//! Rows of what has another name by now.

use super::shown::question;
use super::*;

#[test]
fn a_row_of_a_place_that_was_renamed_since_leads_to_its_key() {
    let entries = [
        (ActivityKind::PlaceChanged, "Storefront/live", "renamed to production"),
        (ActivityKind::Copied, "Storefront/live/STRIPE_SECRET_KEY", ""),
        (ActivityKind::PlaceChanged, "Storefront", "renamed from Shop"),
        (ActivityKind::Shown, "Shop/live/STRIPE_SECRET_KEY", ""),
        (ActivityKind::Renamed, "Shop/live/STRIPE_SECRET_KEY", "from Shop/live/STRIPE_KEY"),
        (ActivityKind::Rotated, "Shop/live/STRIPE_KEY", ""),
    ];
    let newest = 90;
    let days = vec![day(0, newest, &entries)];
    let renaming = |at: usize, from: &str, to: &str| Renaming {
        number: newest - at as u64,
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let renamings = vec![
        renaming(0, "Storefront/live", "Storefront/production"),
        renaming(2, "Shop", "Storefront"),
        renaming(4, "Shop/live/STRIPE_KEY", "Shop/live/STRIPE_SECRET_KEY"),
    ];
    let mut stage = Stage::new(sample::snapshot());
    stage.press_with(Modifiers::COMMAND, Key::Num4);
    let ask = question(&stage);
    let mut read = answer(&ask, days, None);
    read.page.renamings = renamings;
    stage.hears(Event::ActivityRead(Box::new(read)));
    let shields = stage.painted(&crate::gui::theme::Icon::ShieldCheck.glyph().to_string());
    for act in ["Copied", "Shown", "Renamed from Shop/", "Rotated"] {
        let label = |stage: &Stage| {
            let rows = stage.rows();
            rows.into_iter().find(|row| row.contains(&format!(", {act}"))).unwrap_or_else(|| panic!("{act}"))
        };
        let label = label(&stage);
        let row = stage.window.get_by_role_and_label(Role::Row, &label).rect();
        assert!(shields.iter().any(|shield| row.contains_rect(*shield)), "{label}: protected as it is now");
        stage.window.event(egui::Event::PointerMoved(row.center()));
        stage.window.run_steps(3);
        let opens = stage.window.query_all_by_label("Open key").any(|verb| row.contains_rect(verb.rect()));
        assert!(opens, "{label}: {}", stage.tree());
    }
}

#[test]
fn a_key_that_has_a_name_which_another_had_before_is_not_taken_for_it() {
    // What was copied as A is B now; the A of today came later.
    let mut snapshot = sample::snapshot();
    let other = "Storefront/production/SENTRY_AUTH_TOKEN";
    let renaming = Renaming { number: 5, from: STRIPE.to_owned(), to: other.to_owned() };
    snapshot.findings.clear();
    let mut names = Names::default();
    names.learn(vec![renaming]);
    let uid =
        |reference: &str| snapshot.keys.iter().find(|key| key.reference.to_string() == reference).map(|key| key.uid);
    let of = |number: u64, names: &mut Names| names.find(STRIPE, number, &snapshot).uid;
    assert_eq!(of(4, &mut names), uid(other));
    assert_eq!(of(6, &mut names), uid(STRIPE));
    assert_eq!(of(4, &mut names), uid(other));
}
