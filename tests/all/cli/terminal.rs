//! Nothing that could act on a terminal reaches one raw, in text or JSON, on either stream; and what is asked there.

use super::{Desk, Output, Run};

/// ESC, OSC 52, CSI as one character, DEL, CR, bidi, zero width.
const HOSTILE: &str = "\u{1b}[31m\u{1b}]52;c;eA==\u{7}\u{9b}1m\u{7f}\r\u{202e}\u{2066}\u{200b}\u{feff}";

#[track_caller]
fn harmless(what: &str, text: &str) {
    let raw = |c: &char| (c.is_control() && *c != '\n') || (!c.is_ascii() && HOSTILE.contains(*c));
    assert!(!text.chars().any(|c| raw(&c)), "{what}: {text:?}");
}

#[test]
fn hostile_facts_and_names_are_written_out() {
    let desk = Desk::new();
    let word = |what: &str| format!("{what}{HOSTILE}{what}");
    desk.add("shop/dev/A", "x");
    for (flag, what) in [
        ("--owner", "o"),
        ("--tag", "t"),
        ("--endpoint", "http://e"),
        ("--scope", "s"),
        ("--used-in", "u"),
        ("--provider", "p"),
        ("--note", "n"),
        ("--key-id-like", ""),
    ] {
        if !what.is_empty() {
            desk.run(["edit", "shop/dev/A", flag, &word(what)]).done();
        }
    }
    desk.run(["add", "shop/dev/P", "--plain", &word("v")]).done();
    desk.run(["add", "shop/dev/Q", "--generate", "uuid", "--key-id", &word("k"), "--key-id-name", "Q_ID"]).done();
    let folder = desk.home.path().join(word("f").replace('/', ""));
    std::fs::create_dir(&folder).unwrap();
    desk.run(["project", "link", "shop", folder.to_str().unwrap()]).done();
    let file = folder.join(format!("{}.env", word("x").replace('/', "")));
    std::fs::write(&file, "PORT=1\nLD_PRELOAD=x\n").unwrap();
    let file = file.to_str().unwrap();
    let elsewhere = folder.join("new.env");
    let elsewhere = elsewhere.to_str().unwrap();
    let commands: &[&[&str]] = &[
        &["ls"],
        &["ls", "--json"],
        &["show", "shop/dev/A"],
        &["show", "shop/dev/A", "--note"],
        &["show", "shop/dev/A", "--json", "--note"],
        &["show", "shop/dev/P"],
        &["show", "shop/dev/Q"],
        &["review"],
        &["review", "--format", "json"],
        &["project", "ls"],
        &["project", "ls", "--json"],
        &["person", "ls"],
        &["person", "ls", "--json"],
        &["import", file, "--into", "shop/dev", "--dry-run"],
        &["import", file, "--into", "shop/dev", "--json"],
        &["import", file, "--into", "shop/new"],
        &["export", "shop/new", "-o", elsewhere],
        &["export", "shop/new", "-o", file],
        &["activity"],
        &["activity", "--json"],
        &["doctor"],
        &["doctor", "--json"],
    ];
    for command in commands {
        let run = desk.run(*command);
        assert!(run.status < 2, "{command:?}: {}", run.stderr);
        harmless(&format!("{command:?}"), run.text());
        harmless(&format!("{command:?}"), &run.stderr);
    }
    // Written out, and whole in JSON.
    assert!(desk.text(["show", "shop/dev/A"]).contains("o\\u{1b}[31m"));
    assert_eq!(desk.facts("shop/dev/A")["owner"], word("o"));
}

#[test]
fn hostile_words_typed_are_written_out() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "x");
    let hostile = format!("shop/dev/{HOSTILE}");
    for command in [
        &["get", &hostile][..],
        &["get", HOSTILE],
        &["ls", HOSTILE],
        &["ls", &hostile],
        &["show", &format!("sho{HOSTILE}/dev/A")],
        &["import", HOSTILE, "--into", "shop/dev"],
        &["import", "x", "--into", HOSTILE],
        &["add", "shop/dev/B", "--secret-file", HOSTILE],
        &["add", "shop/dev/B", "--generate", HOSTILE],
        &["edit", "shop/dev/A", "--level", HOSTILE],
        &["settings", HOSTILE],
        &["settings", "theme", HOSTILE],
        &["person", "stay", HOSTILE],
        &["project", "rename", HOSTILE, "x"],
        &["project", "link", "shop", HOSTILE],
        &["export", "shop/dev", "-o", &format!("nowhere/{HOSTILE}")],
        &["generate", "--pair", HOSTILE],
        &[HOSTILE],
        &[&format!("--{HOSTILE}")],
    ] {
        let run = desk.run(command);
        assert!([1, 2].contains(&run.status), "{command:?}: {}", run.status);
        harmless(&format!("{command:?}"), &run.stderr);
        harmless(&format!("{command:?}"), run.text());
    }
    let run = desk.bare(["init"]).env("KEYLOFT_STORE", HOSTILE).env("KEYLOFT_HOME", desk.home.path().join("new")).run();
    harmless("KEYLOFT_STORE", &run.exits(2).stderr);
    let run = desk.bare(["ls"]).env("KEYLOFT_HOME", HOSTILE).run();
    harmless("KEYLOFT_HOME", &run.exits(1).stderr);
    let run = desk.bare(["get", "shop/dev/A"]).env("KEYLOFT_PASSPHRASE_FILE", HOSTILE).run();
    harmless("KEYLOFT_PASSPHRASE_FILE", &run.exits(4).stderr);
}

/// Runs Keyloft with a terminal at both ends, and types `typed` into it. Standard error goes there too.
pub(super) fn at_a_terminal(desk: &Desk, typed: &str, args: &[&str]) -> Output {
    // Reads until the child closes the terminal, which Linux tells by an input/output error.
    let script = "
import os, pty, sys, time
typed, argv = sys.argv[1].encode(), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    os.execv(argv[0], argv)
seen, asked = b'', False
while True:
    try:
        more = os.read(fd, 65536)
    except OSError:
        break
    if not more:
        break
    seen += more
    if typed and not asked and seen.rstrip().endswith((b':', b'[y/N]')):
        asked = True
        os.write(fd, typed)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.buffer.write(seen)
sys.exit(code)
";
    Run::of("python3", &desk.home)
        .args(["-c", script, typed, env!("CARGO_BIN_EXE_keyloft")])
        .args(args)
        .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
        .run()
}

#[test]
fn a_terminal_gets_a_line_break_and_no_bytes_that_act_on_it() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "value");
    desk.add("shop/dev/ESC", "x\u{1b}]52;c;eA==\u{7}");
    desk.add("shop/dev/RAW", b"\xff\xfe");
    assert_eq!(at_a_terminal(&desk, "", &["get", "shop/dev/A"]).done().text(), "value\r\n");
    for name in ["ESC", "RAW"] {
        let run = at_a_terminal(&desk, "", &["get", &format!("shop/dev/{name}")]).exits(1);
        assert!(run.text().contains("its value holds bytes that act on a terminal"), "{:?}", run.text());
        assert!(!run.text().contains('\u{1b}'));
        assert_eq!(desk.facts(&format!("shop/dev/{name}"))["use_count"], 0, "what is kept back is no use");
    }
    let run = at_a_terminal(&desk, "", &["export", "shop/dev", "--for", "sh", "--only", "ESC"]).exits(1);
    assert!(!run.text().contains('\u{1b}'), "{:?}", run.text());
    assert!(run.text().contains("Couldn't export shop/dev: a value holds bytes that act"), "{:?}", run.text());
    assert_eq!(desk.facts("shop/dev/ESC")["use_count"], 0, "what is kept back is no use");
    // To a pipe they go as they are.
    assert_eq!(desk.get("shop/dev/ESC"), b"x\x1b]52;c;eA==\x07");
}

#[test]
fn a_protected_environment_asks_first_at_a_terminal_and_only_there() {
    let desk = Desk::new();
    desk.add("shop/production/A", "value");
    let no = at_a_terminal(&desk, "n\n", &["get", "shop/production/A"]).exits(1);
    assert!(no.text().contains("Show the secret of shop/production/A on this terminal? [y/N]"), "{:?}", no.text());
    assert!(!no.text().contains("value"));
    let no = at_a_terminal(&desk, "\n", &["export", "shop/production"]).exits(1);
    assert!(no.text().contains("[y/N]") && !no.text().contains("value"), "{:?}", no.text());
    assert_eq!(desk.facts("shop/production/A")["use_count"], 0, "a no is no use");
    assert!(at_a_terminal(&desk, "y\n", &["get", "shop/production/A"]).done().text().ends_with("value\r\n"));
    assert!(at_a_terminal(&desk, "y\n", &["export", "shop/production"]).done().text().contains("A=value"));
    assert_eq!(desk.get("shop/production/A"), b"value", "scripts and pipes don't stop");
    desk.run(["env", "unprotect", "shop/production"]).done();
    assert_eq!(at_a_terminal(&desk, "", &["get", "shop/production/A"]).done().text(), "value\r\n");
}

#[test]
fn names_that_change_how_programs_run_want_a_yes_in_full_at_a_terminal() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "value");
    desk.run(["add", "shop/dev/LD_PRELOAD", "--plain", "/x.so"]).done();
    for typed in ["y\n", "\n", "no\n"] {
        let no = at_a_terminal(&desk, typed, &["export", "shop/dev", "-o", ".env"]).exits(1);
        assert!(no.text().contains("LD_PRELOAD can change how programs run. Type yes"), "{:?}", no.text());
        assert!(!desk.home.path().join(".env").exists(), "{typed:?}");
    }
    assert_eq!(desk.facts("shop/dev/A")["use_count"], 0, "a no is no use");
    let run = at_a_terminal(&desk, "yes\n", &["export", "shop/dev", "--for", "sh"]).done();
    assert!(run.text().contains("export LD_PRELOAD="), "{:?}", run.text());
    at_a_terminal(&desk, "yes\n", &["export", "shop/dev", "-o", ".env"]).done();
    assert!(desk.home.path().join(".env").exists());
    let asked = |run: &Output| run.text().contains("Type yes");
    assert!(!asked(&at_a_terminal(&desk, "", &["export", "shop/dev", "--only", "A"]).done()), "not what isn't in it");
    assert!(!asked(&at_a_terminal(&desk, "", &["export", "shop/dev", "--for", "sh", "--force"]).done()));
    let script = desk.run(["export", "shop/dev"]).exits(1);
    assert!(script.stderr.contains("LD_PRELOAD") && script.stderr.contains("--force"), "{}", script.stderr);
}

#[test]
fn a_question_shows_nothing_that_acts_on_the_terminal() {
    let desk = Desk::new();
    desk.add("shop/production/A", "value");
    desk.file("t", "keyloft://shop/production/A");
    let path = format!("x{HOSTILE}");
    let raw = |text: &str| text.chars().any(|c| c == '\u{1b}' || c == '\u{9b}' || c == '\u{202e}' || c == '\u{7}');
    for command in [&["export", "shop/production", "-o", &path][..], &["inject", "t", "-o", &path]] {
        let no = at_a_terminal(&desk, "n\n", command).exits(1);
        assert!(no.text().contains("x\\u{1b}[31m") && !raw(no.text()), "{:?}", no.text());
    }
    Run::of("git", &desk.home).args(["init", "-q", "."]).run().done();
    desk.run(["env", "unprotect", "shop/production"]).done();
    let asked = at_a_terminal(&desk, "n\n", &["export", "shop/production", "-o", &path]).done();
    assert!(asked.text().contains("Add it to .gitignore?") && !raw(asked.text()), "{:?}", asked.text());
}

#[test]
fn a_secret_typed_at_a_terminal_is_not_shown() {
    let desk = Desk::new();
    let typed = super::random();
    let run = at_a_terminal(&desk, &format!("{typed}\n"), &["add", "shop/dev/TYPED"]).done();
    assert!(run.text().contains("Secret:") && !run.text().contains(&typed), "{:?}", run.text());
    assert_eq!(desk.get("shop/dev/TYPED"), typed.as_bytes());
}

#[test]
fn breaking_off_a_hidden_answer_leaves_the_terminal_as_it_was() {
    let desk = Desk::new();
    let script = "
import os, pty, sys, termios
master, slave = pty.openpty()
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.login_tty(slave) if hasattr(os, 'login_tty') else (os.setsid(), __import__('fcntl').ioctl(slave, termios.TIOCSCTTY, 0), [os.dup2(slave, n) for n in range(3)])
    os.execv(sys.argv[1], sys.argv[1:])
seen = b''
while not seen.endswith(b'Secret: '):
    seen += os.read(master, 1024)
quiet = not termios.tcgetattr(slave)[3] & termios.ECHO
os.write(master, b'half\\x03')
signal = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(quiet, signal, termios.tcgetattr(slave) == before)
";
    let run = Run::of("python3", &desk.home)
        .args(["-c", script, env!("CARGO_BIN_EXE_keyloft"), "add", "shop/dev/HALF"])
        .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
        .run()
        .done();
    assert_eq!(run.text(), "True -2 True\n");
    desk.run(["show", "shop/dev/HALF"]).exits(1);
}
