//! The calls on a bus that is not there or never answers, what the two ends say to each other, and the program that takes the
//! portal's place. `tests/all/window` asks real portals by the helper itself.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use zbus::blocking::{Connection, connection::Builder};
use zbus::interface;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use super::dialog::Choice;
use super::words::{Answer, Ask, FileDialog, PathBytes, Wants};
use super::{NAME, PATH, calls, zenity};

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

/// Ends with the test.
struct Bus {
    daemon: Child,
    address: String,
}

impl Bus {
    fn start() -> Self {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = command.spawn().expect("dbus-daemon is installed (tests/run)");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { daemon, address: address.trim().to_owned() }
    }

    fn builder(&self) -> Builder<'_> {
        Builder::address(self.address.as_str()).unwrap()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// A portal with file dialogs, which tells that one was asked for.
struct Chooser(SyncSender<()>);

#[interface(name = "org.freedesktop.portal.FileChooser")]
impl Chooser {
    fn open_file(&self, _above: &str, _title: &str, _options: HashMap<String, OwnedValue>) -> OwnedObjectPath {
        self.0.send(()).unwrap();
        ObjectPath::try_from(REQUEST).unwrap().into()
    }
}

const REQUEST: &str = "/org/freedesktop/portal/desktop/request/made_up/1";

/// Says what came of the dialog; known to the bus as this returns.
fn answers(sender: &Connection, outcome: u32, path: &str) {
    let said = HashMap::from([("uris", Value::from(vec![format!("file://{path}")]))]);
    let request = "org.freedesktop.portal.Request";
    sender.emit_signal(None::<&str>, REQUEST, request, "Response", &(outcome, said)).unwrap();
    sender.call_method(Some("org.freedesktop.DBus"), "/", Some("org.freedesktop.DBus"), "ListNames", &()).unwrap();
}

#[test]
fn what_was_chosen_is_heard_from_the_portal_alone_and_its_end_too() {
    for (outcome, came) in [
        (Some(0), Answer::Chosen(PathBytes::of("/made/up/.env".as_ref()))),
        (Some(1), Answer::Closed),
        // It is the portal no more before it answers.
        (None, Answer::Refused("it ended".to_owned())),
    ] {
        let bus = Bus::start();
        let (asked_to, asked) = sync_channel(1);
        let portal = bus.builder().serve_at(PATH, Chooser(asked_to)).unwrap().name(NAME).unwrap().build().unwrap();
        let stranger = bus.builder().build().unwrap();
        let address = bus.address.as_str().try_into();
        let dialog = FileDialog { title: "Choose a file".to_owned(), wants: Wants::File, above: None };
        let choose = move || async_io::block_on(calls::answer(address, Ask::Dialog(dialog)));
        let choosing = thread::Builder::new().name("choosing".to_owned()).spawn(choose).unwrap();
        asked.recv().unwrap();
        answers(&stranger, 0, "/of/a/stranger");
        if outcome.is_none() {
            assert!(portal.release_name(NAME).unwrap());
        }
        answers(&portal, outcome.unwrap_or(0), "/made/up/.env");
        assert_eq!(choosing.join().unwrap(), came);
    }
}
