//! The calls on a bus that is not there or never answers, what the two ends say to each other, and the program that takes the
//! portal's place. `tests/all/window` asks real portals by the helper itself.

use std::io::ErrorKind;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::Command;

use super::dialog::Choice;
use super::words::{Answer, Ask, FileDialog, PathBytes, Wants};
use super::{calls, zenity};

fn questions() -> [Ask; 2] {
    [Ask::Page("https://example.com/keys".to_owned()), Ask::Settings(vec!["org.freedesktop.appearance".to_owned()])]
}

#[test]
fn a_bus_that_is_not_there_or_never_answers_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bus");
    let told = |ask| {
        let address = format!("unix:path={}", path.display()).as_str().try_into();
        async_io::block_on(calls::answer(address, ask))
    };
    for ask in questions() {
        assert!(matches!(told(ask), Answer::Refused(_)));
    }
    let _silent = UnixListener::bind(&path).unwrap();
    for ask in questions() {
        assert_eq!(told(ask), Answer::Refused(ErrorKind::TimedOut.to_string()));
    }
}

#[test]
fn a_file_is_known_by_its_address_on_this_computer_alone() {
    let path = |address| PathBytes::of_address(address).map(PathBytes::path);
    assert_eq!(path("file:///made%20up/%C3%BC/.env"), Some(PathBuf::from("/made up/ü/.env")));
    for address in ["https://example.com/.env", "file://elsewhere/.env", "file:///made%00up", "/made/up", ""] {
        assert_eq!(path(address), None, "{address}");
    }
}

#[test]
fn what_is_said_is_one_line_and_comes_over_whole() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = std::path::Path::new(std::ffi::OsStr::from_bytes(b"/no\xFFtext\n"));
    let wants = Wants::NewFile { name: "a\n\"b\"".to_owned(), folder: Some(PathBytes::of(folder)) };
    let dialog = FileDialog { title: "Choose where to write".to_owned(), wants, above: Some(7) };
    let line = serde_json::to_string(&Ask::Dialog(dialog.clone())).unwrap();
    assert!(!line.contains('\n'), "{line}");
    let Ask::Dialog(heard) = serde_json::from_str(&line).unwrap() else { panic!("{line}") };
    assert_eq!(heard, dialog);
}

/// What a program like zenity came to, while its dialog is wanted.
fn shown(line: &str) -> Choice {
    let (_wanted, stop) = UnixStream::pair().unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", line]);
    zenity::shown(command, &stop)
}

#[test]
fn zenitys_path_its_cancel_and_its_failure_are_told_apart() {
    assert_eq!(shown("echo '/made up/.env'"), Choice::Path(PathBuf::from("/made up/.env")));
    assert_eq!(shown("exit 1"), Choice::Closed);
    assert_eq!(shown("exit 255"), Choice::NoService);
    let (_wanted, stop) = UnixStream::pair().unwrap();
    assert_eq!(zenity::shown(Command::new("/nonexistent/zenity"), &stop), Choice::NoService);
}

#[test]
fn zenitys_dialog_goes_when_nobody_wants_it() {
    let (wanted, stop) = UnixStream::pair().unwrap();
    drop(wanted);
    let mut command = Command::new("sleep");
    command.arg("1000");
    assert_eq!(zenity::shown(command, &stop), Choice::Closed);
}
