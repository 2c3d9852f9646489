//! The clipboard helper under a real X server (Xvfb), looked at with xclip.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use keyloft::clipboard::{Cleared, ClipboardError, Held, State, clear_now, copy, copy_plainly, state};
use keyloft::model::Secret;
use keyloft::runtime::{Launch, socket_name};

use super::helpers::{PATIENCE, Place, made_up_secret, signal, until};

const VAULT: &str = "0b5e8f2c-vault";
/// Longer than any test: a helper that ends earlier was made to.
const LONG: Duration = Duration::from_secs(3600);
const SHORT: Duration = Duration::from_secs(1);

/// A display of the test's own.
struct Desktop {
    server: Child,
    display: String,
    place: Place,
}

impl Desktop {
    fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp", "-screen", "0", "320x240x24"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        Self { server, display: format!(":{}", number.trim()), place: Place::new() }
    }

    fn launch(&self) -> Launch {
        self.place.launch().with("DISPLAY", &self.display)
    }

    fn copy(&self, value: &str, clear_after: Duration) -> Result<(), ClipboardError> {
        self.copy_for_now(value, clear_after).map(Held::keep)
    }

    fn copy_for_now(&self, value: &str, clear_after: Duration) -> Result<Held, ClipboardError> {
        copy(&self.launch(), VAULT, &Secret::new(value.into()), clear_after)
    }

    fn copy_plainly(&self, text: &str) {
        copy_plainly(&self.launch(), VAULT, text).unwrap().keep();
    }

    fn state(&self) -> Option<State> {
        state(&self.place.folder, VAULT)
    }

    fn read(&self, target: &str) -> Vec<u8> {
        loop {
            // xclip waits for ever for an owner that dies between the question and the answer.
            let output = Command::new("timeout")
                .args(["5", "xclip", "-selection", "clipboard", "-o", "-t", target])
                .env("DISPLAY", &self.display)
                .output()
                .expect("xclip is installed");
            if output.status.code() != Some(124) {
                return output.stdout;
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8(self.read("UTF8_STRING")).unwrap()
    }

    /// Another program takes the clipboard.
    fn somebody_copies(&self, text: &str) {
        let mut xclip = Command::new("xclip")
            .args(["-selection", "clipboard", "-i"])
            .env("DISPLAY", &self.display)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        xclip.wait().unwrap();
        until("the other program's text is there", || self.text() == text);
    }

    /// The helper as a shell sees it: run by `script` as `$KEYLOFT`, with its arguments in `$ARGS` and the value in
    /// `$VALUE`, in a process group of the shell's own.
    fn shell(&self, script: &str, value: &str, clear_after: Duration) -> Command {
        let mut shell = Command::new("sh");
        let arguments = format!(
            "__clipboard {} {} {}",
            self.place.folder.path().display(),
            socket_name("clip", VAULT),
            clear_after.as_millis()
        );
        shell
            .args(["-c", script])
            .env("DISPLAY", &self.display)
            .env("KEYLOFT", self.place.root.join("keyloft-link"))
            .env("ARGS", arguments)
            .env("VALUE", value)
            .process_group(0);
        shell
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn a_copied_secret_is_there_with_the_history_hint_and_gone_when_its_time_is_over() {
    let desktop = Desktop::start();
    let value = made_up_secret();
    desktop.copy(&value, LONG).unwrap();
    assert_eq!(desktop.text(), value);
    let targets = String::from_utf8(desktop.read("TARGETS")).unwrap();
    assert!(targets.lines().any(|target| target == "x-kde-passwordManagerHint"), "{targets}");
    assert_eq!(desktop.read("x-kde-passwordManagerHint"), b"secret");
    assert!(matches!(desktop.state(), Some(State::ClearsIn(left)) if left <= LONG && left > LONG / 2));

    desktop.copy(&value, SHORT).unwrap();
    until("the clipboard is empty", || desktop.text().is_empty());
    until("the helper has ended", || desktop.place.helpers().is_empty());
    assert_eq!(desktop.state(), None);
    assert_eq!(std::fs::read_dir(desktop.place.folder.path()).unwrap().count(), 0, "no socket stays behind");
}

#[test]
fn a_secret_of_a_megabyte_arrives_whole() {
    let desktop = Desktop::start();
    let value = "k".repeat(1024 * 1024);
    desktop.copy(&value, LONG).unwrap();
    assert!(desktop.text() == value);
}

#[test]
fn the_value_is_in_no_argument_and_no_environment_of_the_helper() {
    let desktop = Desktop::start();
    let value = made_up_secret();
    desktop.copy(&value, LONG).unwrap();
    let helper = desktop.place.helper();
    for file in ["cmdline", "environ"] {
        let bytes = std::fs::read(format!("/proc/{helper}/{file}")).unwrap();
        assert!(!bytes.windows(value.len()).any(|part| part == value.as_bytes()), "{file}");
    }
    let limits = std::fs::read_to_string(format!("/proc/{helper}/limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    let both: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
    assert_eq!(both, ["0", "0"], "{core}");
}

#[test]
fn another_programs_text_is_left_alone_when_the_time_is_over() {
    let desktop = Desktop::start();
    desktop.copy(&made_up_secret(), SHORT).unwrap();
    desktop.somebody_copies("a shopping list");
    until("the helper has ended", || desktop.place.helpers().is_empty());
    assert_eq!(desktop.text(), "a shopping list");
}

#[test]
fn our_value_held_by_another_program_is_cleared_too() {
    let desktop = Desktop::start();
    let value = made_up_secret();
    desktop.copy(&value, LONG).unwrap();
    // What a clipboard manager does that takes over whatever is copied.
    desktop.somebody_copies(&value);
    assert_eq!(clear_now(&desktop.place.folder, VAULT).unwrap(), Cleared::Emptied);
    assert_eq!(desktop.text(), "");
}

#[test]
fn clearing_now_says_what_it_found() {
    let desktop = Desktop::start();
    let clear = || clear_now(&desktop.place.folder, VAULT).unwrap();
    assert_eq!(clear(), Cleared::Nothing);
    desktop.copy(&made_up_secret(), LONG).unwrap();
    assert_eq!(clear(), Cleared::Emptied);
    assert_eq!(desktop.text(), "");
    until("the helper has ended", || desktop.place.helpers().is_empty());

    desktop.copy(&made_up_secret(), LONG).unwrap();
    desktop.somebody_copies("theirs");
    assert_eq!(clear(), Cleared::NotOurs);
    assert_eq!(desktop.text(), "theirs");
    until("the helper has ended", || desktop.place.helpers().is_empty());
    assert_eq!(clear(), Cleared::Nothing);
}

#[test]
fn a_second_copy_takes_the_place_of_the_first_and_its_countdown() {
    let desktop = Desktop::start();
    let (first, second) = (made_up_secret(), made_up_secret());
    desktop.copy(&first, SHORT).unwrap();
    let older = desktop.place.helper();
    desktop.copy(&second, LONG).unwrap();
    until("the older helper has ended", || !desktop.place.helpers().contains(&older));
    assert_eq!(desktop.text(), second);
    // The same value again: the older helper must not take it for its own.
    desktop.copy(&second, LONG).unwrap();
    until("one helper is left", || desktop.place.helpers().len() == 1);
    assert_eq!(desktop.text(), second);
    assert!(matches!(desktop.state(), Some(State::ClearsIn(left)) if left > LONG / 2));
}

#[test]
fn the_helper_clears_when_it_is_asked_to_end_but_not_when_a_terminal_closes() {
    let desktop = Desktop::start();
    for name in ["TERM", "INT"] {
        let value = made_up_secret();
        desktop.copy(&value, LONG).unwrap();
        let helper = desktop.place.helper();
        signal(helper, "HUP");
        assert!(desktop.state().is_some());
        assert_eq!(desktop.text(), value);
        signal(helper, name);
        until("the helper has ended", || desktop.place.helpers().is_empty());
        assert_eq!(desktop.text(), "");
    }
}

#[test]
fn a_killed_helper_leaves_nothing_and_the_next_copy_works() {
    let desktop = Desktop::start();
    desktop.copy(&made_up_secret(), LONG).unwrap();
    signal(desktop.place.helper(), "KILL");
    until("the clipboard is empty", || desktop.text().is_empty());
    assert_eq!(desktop.state(), None);
    let value = made_up_secret();
    desktop.copy(&value, LONG).unwrap();
    assert_eq!(desktop.text(), value);
    assert!(desktop.state().is_some());
}

#[test]
fn the_clipboard_is_cleared_after_everything_around_the_helper_was_killed() {
    let desktop = Desktop::start();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_keyloft"), desktop.place.root.join("keyloft-link")).unwrap();
    let value = made_up_secret();
    let script = "printf '%s\\000k' \"$VALUE\" | \"$KEYLOFT\" $ARGS; sleep 1000";
    let mut parent = desktop.shell(script, &value, Duration::from_secs(2)).stdout(Stdio::piped()).spawn().unwrap();
    let mut word = String::new();
    BufReader::new(parent.stdout.take().unwrap()).read_line(&mut word).unwrap();
    assert_eq!(word, "set\n");
    signal_group(parent.id());
    parent.wait().unwrap();
    assert!(desktop.state().is_some(), "the helper is in a session of its own");
    until("the clipboard is empty", || desktop.text().is_empty());
}

#[test]
fn whoever_reads_the_output_sees_its_end_while_the_secret_is_still_there() {
    let desktop = Desktop::start();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_keyloft"), desktop.place.root.join("keyloft-link")).unwrap();
    let value = made_up_secret();
    // A second descriptor of the same pipe, as scripts leave them open.
    let script = "exec 9>&1; printf '%s\\000k' \"$VALUE\" | \"$KEYLOFT\" $ARGS &";
    let mut parent = desktop.shell(script, &value, LONG).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut output, mut errors) = (parent.stdout.take().unwrap(), parent.stderr.take().unwrap());
    let (sender, receiver) = sync_channel(1);
    std::thread::Builder::new()
        .name("reader".into())
        .spawn(move || {
            let mut text = String::new();
            output.read_to_string(&mut text).unwrap();
            errors.read_to_string(&mut text).unwrap();
            let _ = sender.send(text);
        })
        .unwrap();
    assert_eq!(receiver.recv_timeout(PATIENCE).as_deref(), Ok("set\n"));
    assert_eq!(desktop.text(), value);
    assert_eq!(clear_now(&desktop.place.folder, VAULT).unwrap(), Cleared::Emptied);
    parent.wait().unwrap();
}

#[test]
fn what_is_not_to_be_kept_is_taken_back() {
    let desktop = Desktop::start();
    let value = made_up_secret();
    let held = desktop.copy_for_now(&value, LONG).unwrap();
    assert_eq!(desktop.text(), value);
    drop(held);
    until("no helper is left", || desktop.place.helpers().is_empty());
    assert_eq!(desktop.text(), "");

    drop(copy_plainly(&desktop.launch(), VAULT, "key-id-17").unwrap());
    until("no helper is left", || desktop.place.helpers().is_empty());
    assert_eq!(desktop.text(), "");
}

#[test]
fn a_plain_value_has_no_countdown_and_its_helper_ends_when_something_else_is_copied() {
    let desktop = Desktop::start();
    desktop.copy_plainly("key-id-17");
    assert_eq!(desktop.text(), "key-id-17");
    assert_eq!(desktop.state(), Some(State::Stays));
    assert!(desktop.read("x-kde-passwordManagerHint").is_empty(), "a plain value may be remembered");
    assert_eq!(clear_now(&desktop.place.folder, VAULT).unwrap(), Cleared::Nothing);
    assert_eq!(desktop.text(), "key-id-17");
    desktop.somebody_copies("theirs");
    until("the helper has ended", || desktop.place.helpers().is_empty());

    desktop.copy_plainly("key-id-18");
    let value = made_up_secret();
    desktop.copy(&value, LONG).unwrap();
    until("one helper is left", || desktop.place.helpers().len() == 1);
    assert_eq!(desktop.text(), value);
    assert!(matches!(desktop.state(), Some(State::ClearsIn(_))));
}

#[test]
fn what_was_copied_and_its_helper_go_with_the_display() {
    let secret = made_up_secret();
    for (value, is_secret) in [("key-id-17", false), (secret.as_str(), true)] {
        let mut desktop = Desktop::start();
        if is_secret {
            desktop.copy(value, LONG).unwrap();
        } else {
            desktop.copy_plainly(value);
        }
        assert!(desktop.text() == value && desktop.place.helpers().len() == 1, "secret: {is_secret}");
        desktop.server.kill().unwrap();
        desktop.server.wait().unwrap();
        until("the helper has ended", || desktop.place.helpers().is_empty());
        assert_eq!(desktop.state(), None);
    }
}

#[test]
fn without_a_display_it_says_so_and_an_older_copy_is_not_forgotten() {
    let desktop = Desktop::start();
    let value = made_up_secret();
    desktop.copy(&value, LONG).unwrap();
    for launch in [desktop.place.launch(), desktop.place.launch().with("DISPLAY", ":4999")] {
        let outcome = copy(&launch, VAULT, &Secret::new(b"other".to_vec()), LONG);
        assert!(matches!(outcome, Err(ClipboardError::NoDisplay)), "{outcome:?}");
        until("one helper is left", || desktop.place.helpers().len() == 1);
    }
    assert_eq!(desktop.text(), value);
    assert_eq!(clear_now(&desktop.place.folder, VAULT).unwrap(), Cleared::Emptied);
}

#[test]
fn a_desktop_that_hangs_is_reported_and_no_helper_stays_to_copy_later() {
    let desktop = Desktop::start();
    signal(desktop.server.id(), "STOP");
    let outcome = desktop.copy(&made_up_secret(), LONG);
    assert!(matches!(outcome, Err(ClipboardError::TimedOut)), "{outcome:?}");
    until("no helper is left", || desktop.place.helpers().is_empty());
    signal(desktop.server.id(), "CONT");
    assert_eq!(desktop.text(), "");
}

#[test]
fn what_a_clipboard_can_not_hold_is_refused_before_a_helper_starts() {
    let place = Place::new();
    let launch = Launch::program(OsStr::new("/nonexistent").as_ref(), place.folder.clone());
    for bytes in [b"a\0b".to_vec(), vec![0xff, 0xfe]] {
        assert!(matches!(copy(&launch, VAULT, &Secret::new(bytes), LONG), Err(ClipboardError::NotText)));
    }
    let large = Secret::new(vec![b'x'; 1024 * 1024 + 1]);
    assert!(matches!(copy(&launch, VAULT, &large, LONG), Err(ClipboardError::TooLarge)));
}

/// Kills a whole process group, as closing a terminal's process tree with force does.
fn signal_group(leader: u32) {
    let status = Command::new("kill").args(["-KILL", "--", &format!("-{leader}")]).status().unwrap();
    assert!(status.success());
}

#[test]
fn a_wayland_desktop_that_lets_no_helper_at_its_clipboard_is_told_from_none() {
    let place = Place::new();
    let socket = place.root.join("wayland");
    let listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    // It answers, and has nothing to offer.
    let serve = move || listener.incoming().for_each(drop);
    std::thread::Builder::new().name("wayland".into()).spawn(serve).unwrap();
    let outcome = |socket: &std::path::Path| {
        let launch = place.launch().with("WAYLAND_DISPLAY", socket);
        copy(&launch, VAULT, &Secret::new(b"other".to_vec()), LONG)
    };
    let answers = outcome(&socket);
    assert!(matches!(answers, Err(ClipboardError::NoDataControl)), "{answers:?}");
    let nobody = outcome(&place.root.join("gone"));
    assert!(matches!(nobody, Err(ClipboardError::NoDisplay)), "{nobody:?}");
    until("no helper is left", || place.helpers().is_empty());
}
