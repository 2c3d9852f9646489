//! Compare as plain values: the whole of a project in words, and what is said in each state.

use std::fmt::Write as _;

use super::data::{Cell, Chip, Matrix, Step, cell_finding, mending, short};
use crate::gui::commands::Command;
use crate::gui::sample;
use crate::jobs::{Snapshot, VaultState};
use crate::model::{Finding, KeyUid, Rule, Severity, VariableName};

/// The sample with a few gaps, and secrets that are told apart or are the same.
fn snapshot() -> Snapshot {
    let mut snapshot = sample::snapshot();
    for key in &mut snapshot.keys {
        key.fingerprint = (!key.is_plain()).then(|| u128::from(key.uid.0.unsigned_abs()).to_be_bytes());
    }
    let mut same = |name: &str, environments: &[&str]| {
        for key in &mut snapshot.keys {
            let place = key.place();
            if place.project == "Storefront" && key.name() == name && environments.contains(&place.environment.as_str())
            {
                key.fingerprint = Some([7; 16]);
            }
        }
    };
    same("ALGOLIA_SEARCH_KEY", &["development", "staging"]);
    same("MAPBOX_ACCESS_TOKEN", &["development", "staging", "production"]);
    same("SENDGRID_API_KEY", &["development", "production"]);
    let gone = |name: &str, environment: &str| {
        let key = snapshot.keys.iter().find(|key| {
            key.name() == name && key.place().environment == environment && key.place().project == "Storefront"
        });
        key.unwrap().uid
    };
    let gone = [
        gone("TWILIO_AUTH_TOKEN", "development"),
        gone("TWILIO_AUTH_TOKEN", "staging"),
        gone("SENTRY_AUTH_TOKEN", "staging"),
        gone("LEGACY_PAYPAL_SECRET", "development"),
    ];
    without(&mut snapshot, &gone);
    snapshot.projects[0].environments[0].not_needed = vec!["twilio_auth_token".to_owned()];
    snapshot
}

fn without(snapshot: &mut Snapshot, gone: &[KeyUid]) {
    let kept: Vec<bool> = snapshot.keys.iter().map(|key| !gone.contains(&key.uid)).collect();
    let mut at = kept.iter();
    snapshot.keys.retain(|_| *at.next().unwrap());
    let mut at = kept.iter();
    snapshot.findings.retain(|_| *at.next().unwrap());
    let mut at = kept.iter();
    snapshot.tails.retain(|_| *at.next().unwrap());
}

/// A matrix in words, a line a row.
fn told(snapshot: &Snapshot, matrix: &Matrix) -> String {
    let mut words = String::new();
    for column in &matrix.columns {
        write!(words, "{}{} {} · ", column.name, if column.protected { " (protected)" } else { "" }, column.keys)
            .unwrap();
    }
    writeln!(words, "{:?}", matrix.counts).unwrap();
    for row in matrix.shown(Chip::All, "", false) {
        let row = row as usize;
        let of_row = &matrix.rows[row];
        let disabled = if of_row.disabled { " (disabled)" } else { "" };
        write!(words, "{}{disabled}:", snapshot.keys[of_row.first as usize].name()).unwrap();
        for run in matrix.runs(snapshot, row) {
            let same = matrix.same_words(&run).map(|words| format!(" “{words}”")).unwrap_or_default();
            let cells: Vec<String> = (run.from..=run.to)
                .map(|column| match matrix.cells(row)[column] {
                    Cell::Key(key) => cell_finding(snapshot, key, run.same.is_some()).map_or("key".to_owned(), short),
                    other => format!("{other:?}"),
                })
                .collect();
            write!(words, " [{}{same}]", cells.join(" = ")).unwrap();
        }
        let step = matrix.step(snapshot, row).map(|step| format!(" → {}", matrix.step_words(snapshot, step)));
        writeln!(words, "{}", step.unwrap_or_default()).unwrap();
    }
    words
}

#[test]
fn a_project_by_its_environments() {
    let snapshot = snapshot();
    insta::assert_snapshot!("compare_matrix", told(&snapshot, &Matrix::new(&snapshot, "Storefront")));
}

#[test]
fn while_the_keychain_is_out_of_reach_only_what_stands_where_is_told() {
    let mut snapshot = snapshot();
    snapshot.state = sample::keychain_trouble().state;
    assert!(matches!(snapshot.state, VaultState::KeychainTrouble(_)));
    let matrix = Matrix::new(&snapshot, "Storefront");
    assert_eq!((matrix.values, matrix.counts.same), (false, 0));
    assert_eq!(matrix.counts.missing, 2);
    assert!((0..matrix.rows.len()).all(|row| matrix.runs(&snapshot, row).iter().all(|run| run.same.is_none())));
}

#[test]
fn chips_and_letters_narrow_the_rows() {
    let snapshot = snapshot();
    let matrix = Matrix::new(&snapshot, "Storefront");
    let names = |chip, filter: &str, reversed| -> Vec<&str> {
        let name = |row: &u32| snapshot.keys[matrix.rows[*row as usize].first as usize].name();
        matrix.shown(chip, filter, reversed).iter().map(name).collect()
    };
    assert_eq!(names(Chip::Missing, "", false), ["SENTRY_AUTH_TOKEN", "TWILIO_AUTH_TOKEN"]);
    assert_eq!(names(Chip::SameValue, "", true), ["SENDGRID_API_KEY", "MAPBOX_ACCESS_TOKEN", "ALGOLIA_SEARCH_KEY"]);
    assert_eq!(names(Chip::Expiring, "", false), ["OPENAI_API_KEY", "STRIPE_SECRET_KEY"]);
    assert_eq!(names(Chip::All, "STRIPE secret", false), ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]);
    assert_eq!(names(Chip::All, "aws_access", false), ["AWS_SECRET_ACCESS_KEY"], "the pair's other variable");
    assert_eq!(names(Chip::Missing, "stripe", false), [""; 0]);
    assert_eq!(matrix.row_of(&snapshot, "PORT").map(|row| matrix.rows[row].first), Some(8));
    assert_eq!(matrix.row_of(&snapshot, "NOWHERE"), None);
}

#[test]
fn a_variable_that_is_a_pairs_key_id_elsewhere_is_not_missing_there() {
    let mut snapshot = snapshot();
    // In development the key id was imported as a variable of its own.
    let at = snapshot.keys.iter().position(|key| key.name() == "AWS_SECRET_ACCESS_KEY").unwrap();
    let mut alone = snapshot.keys[at].clone();
    alone.uid = KeyUid(9_999);
    alone.reference.name = VariableName::new("AWS_ACCESS_KEY_ID").unwrap();
    alone.key_id_name = None;
    snapshot.keys[at].key_id_name = None;
    snapshot.keys.insert(at, alone);
    snapshot.findings.insert(at, Vec::new());
    snapshot.tails.insert(at, None);
    let matrix = Matrix::new(&snapshot, "Storefront");
    let row = matrix.row_of(&snapshot, "AWS_ACCESS_KEY_ID").unwrap();
    assert!(matches!(matrix.cells(row), [Cell::Key(_), Cell::Absent, Cell::Absent]), "{:?}", matrix.cells(row));
}

#[test]
fn what_is_to_do_now_comes_first_then_a_value_that_production_shares_then_a_gap() {
    let mut snapshot = snapshot();
    let step = |snapshot: &Snapshot, name: &str| {
        let matrix = Matrix::new(snapshot, "Storefront");
        let row = matrix.row_of(snapshot, name).unwrap();
        matrix.step(snapshot, row)
    };
    assert_eq!(step(&snapshot, "SENTRY_AUTH_TOKEN"), Some(Step::Add(1)));
    assert!(matches!(step(&snapshot, "MAPBOX_ACCESS_TOKEN"), Some(Step::Own(_, 2))));
    assert_eq!(step(&snapshot, "ALGOLIA_SEARCH_KEY"), None, "no protected environment shares it");
    assert!(matches!(step(&snapshot, "OPENAI_API_KEY"), Some(Step::Mend(_, Rule::Expired))));
    snapshot.projects[0].environments[1].not_needed = vec!["SENTRY_AUTH_TOKEN".to_owned()];
    assert_eq!(step(&snapshot, "SENTRY_AUTH_TOKEN"), None);
    // Each of them with a gap in one more environment.
    let mut more = snapshot.projects[0].environments[0].clone();
    (more.name, more.not_needed) = ("preview".to_owned(), Vec::new());
    snapshot.projects[0].environments.insert(0, more);
    assert!(matches!(step(&snapshot, "OPENAI_API_KEY"), Some(Step::Mend(_, Rule::Expired))));
    assert!(matches!(step(&snapshot, "MAPBOX_ACCESS_TOKEN"), Some(Step::Own(_, 3))));
    assert_eq!(step(&snapshot, "STRIPE_SECRET_KEY"), Some(Step::Add(0)), "it expires in some days");
}

#[test]
fn whatever_is_said_in_a_cell_has_a_step() {
    let mut snapshot = snapshot();
    let at = snapshot.keys.iter().position(|key| key.name() == "ALGOLIA_SEARCH_KEY").unwrap();
    let index = u32::try_from(at).unwrap();
    for (rule, words) in
        [(Rule::NoOwner, Command::AssignOwner), (Rule::Unused, Command::Disable), (Rule::Weak, Command::Rotate)]
    {
        let severity = Severity::LookSoon;
        let said =
            Finding { rule, severity, text: String::new(), since: None, snoozed_until: None, snooze_reason: None };
        snapshot.findings[at] = vec![said];
        let matrix = Matrix::new(&snapshot, "Storefront");
        let row = matrix.row_of(&snapshot, "ALGOLIA_SEARCH_KEY").unwrap();
        let step = matrix.step(&snapshot, row).unwrap();
        assert_eq!(step, Step::Mend(index, rule));
        assert_eq!(
            (matrix.step_words(&snapshot, step), mending(&snapshot, index, rule).unwrap().command),
            (words.title().to_owned(), words)
        );
    }
}

#[test]
fn words_of_a_cell_are_few_and_keep_the_number() {
    let finding = |rule, text: &str| Finding {
        rule,
        severity: Severity::LookSoon,
        text: text.to_owned(),
        since: None,
        snoozed_until: None,
        snooze_reason: None,
    };
    for (rule, text, words) in [
        (Rule::Expired, "Expired 3 days ago", "Expired 3 d ago"),
        (Rule::Expired, "Expired yesterday", "Expired yesterday"),
        (Rule::Expiring, "Expires in 12 days", "Expires in 12 d"),
        (Rule::RotationOverdue, "Rotation at least 41 days overdue", "Overdue 41 d"),
        (Rule::Unused, "Not used here for 94 days", "Not used 94 d"),
        (Rule::Weak, "Easily guessed", "Easily guessed"),
    ] {
        assert_eq!(short(&finding(rule, text)), words);
    }
}
