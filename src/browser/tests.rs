//! What each opener does is a line of shell; no browser is started.

use std::time::Duration;

use super::{BrowserError, LATE, PATIENCE, opener};

const PAGE: &str = "https://example.com/keys";

fn shell(line: &str) -> Vec<String> {
    ["sh", "-c", line, "sh"].map(str::to_owned).to_vec()
}

fn not_there() -> Vec<String> {
    vec!["no-such-program-opens-pages".to_owned()]
}

/// All that is said of the page.
fn open(openers: &[Vec<String>], times: [Duration; 2], tried: Vec<String>) -> Vec<Result<(), BrowserError>> {
    let mut said = Vec::new();
    opener::open(openers, PAGE, times, tried, &mut |came| said.push(came));
    said
}

#[test]
fn the_first_that_can_opens_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("opened");
    let opens = shell(&format!("echo \"$1\" > '{}'", file.display()));
    let told = open(&[not_there(), shell("exit 3"), opens, shell("exit 4")], [PATIENCE, LATE], Vec::new());
    assert_eq!(told, [Ok(())]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{PAGE}\n"));
}

#[test]
fn the_address_goes_where_the_command_has_a_place_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("opened");
    let line = format!("echo '%s' $# > '{}'", file.display());
    let told = open(&[["sh", "-c", &line].map(str::to_owned).to_vec()], [PATIENCE, LATE], Vec::new());
    assert_eq!(told, [Ok(())]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), format!("{PAGE} 0\n"));
}

#[test]
fn without_any_program_that_is_said() {
    let before = vec!["portal: ServiceUnknown".to_owned()];
    let told = open(&[not_there(), not_there()], [PATIENCE, LATE], before.clone());
    assert_eq!(told, [Err(BrowserError::NoOpener { tried: before[0].clone() })]);
}

#[test]
fn the_first_that_failed_is_named_and_all_that_was_tried() {
    let before = vec!["portal: none".to_owned()];
    let told = open(&[not_there(), shell("exit 3"), shell("exit 4")], [PATIENCE, LATE], before);
    let [Err(BrowserError::Failed { program, tried })] = &told[..] else { panic!("{told:?}") };
    assert_eq!(program, "sh");
    let lines: Vec<&str> = tried.lines().collect();
    assert!(
        matches!(&lines[..], ["portal: none", first, second] if first.ends_with('3') && second.ends_with('4')),
        "{tried}"
    );
}

#[test]
fn one_that_goes_on_running_has_opened_it() {
    // What it ends with is nobody's business any more.
    let told = open(&[shell("sleep 1; exit 3")], [Duration::ZERO, Duration::ZERO], Vec::new());
    assert_eq!(told, [Ok(())]);
    let told = open(&[shell("sleep 1")], [Duration::ZERO, LATE], Vec::new());
    assert_eq!(told, [Ok(())]);
}

#[test]
fn one_that_fails_late_is_said_and_no_other_is_tried() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("opened");
    let other = shell(&format!("echo > '{}'", file.display()));
    let told = open(&[shell("sleep 1; exit 3"), other], [Duration::ZERO, LATE], Vec::new());
    let [Ok(()), Err(BrowserError::Failed { program, tried })] = &told[..] else { panic!("{told:?}") };
    assert!(program == "sh" && tried.ends_with('3'), "{tried}");
    assert!(!file.exists());
}

#[test]
fn only_https_addresses_are_opened() {
    for page in ["http://example.com", "file:///etc/passwd", "javascript:alert(1)", "", "HTTPS"] {
        let mut told = Vec::new();
        super::open(page, &mut |came| told.push(came));
        assert_eq!(told, [Err(BrowserError::NotHttps)], "{page}");
    }
}
