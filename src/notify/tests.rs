//! Against a bus that nobody answers on.

use std::time::Duration;

use super::service::show_at;
use super::{Message, NotifyError};

fn message() -> Message {
    Message { summary: "2 warnings".into(), body: "a < b".into(), presses: false }
}

#[test]
fn a_bus_that_is_not_there_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let address = format!("unix:path={}", dir.path().join("bus").display());
    let told = show_at(address.as_str().try_into(), message(), Duration::from_secs(5));
    assert!(matches!(told, Err(NotifyError::NoBus(_))), "{told:?}");
}

#[test]
fn a_bus_that_never_answers_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bus");
    let _silent = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let address = format!("unix:path={}", path.display());
    let told = show_at(address.as_str().try_into(), message(), Duration::from_secs(1));
    assert_eq!(told, Err(NotifyError::TimedOut(1)));
}

#[test]
fn every_error_says_why_and_what_to_do() {
    for error in [
        NotifyError::NoBus("not found".into()),
        NotifyError::NoService,
        NotifyError::TimedOut(4),
        NotifyError::Refused("Failed".into()),
        NotifyError::NotHere,
    ] {
        let text = error.to_string();
        assert!(text.contains(". ") && !text.ends_with('.'), "{text}");
    }
}
