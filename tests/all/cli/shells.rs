//! What is exported is read back by the real programs, byte by byte.

use std::process::Command;

use super::Desk;

/// Hostile, and text: each of them a shell, a dotenv parser or JSON could get wrong.
const TEXTS: &[&str] = &[
    "",
    " ",
    "a b",
    "'",
    "\"",
    "''\"\"",
    "\\",
    "\\\\n\\",
    "$HOME ${HOME} $(id) `id`",
    "!history",
    "#hash # hash",
    "line\nline\n",
    "cr\rlf\r\n",
    "\t tab",
    "*?[x]{a,b}~",
    "&|;<>()",
    "=a=b",
    "-n",
    "\u{1b}[31m\u{7}",
    "\u{feff}\u{202e}\u{e9}\u{1f511}",
    "%s%n",
];

fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(["unlock", "--for", "10m"]).done();
    let object: serde_json::Map<String, serde_json::Value> =
        TEXTS.iter().enumerate().map(|(n, text)| (format!("SECRET_{n}"), (*text).into())).collect();
    let file = desk.file("in.json", serde_json::to_vec(&object).unwrap());
    desk.run(["import", file.to_str().unwrap(), "--into", "shop/dev"]).done();
    desk
}

/// Reads NUL-separated `NAME=value` lines, as `env -0` prints them.
fn check(shell: &str, output: &[u8]) {
    for (n, text) in TEXTS.iter().enumerate() {
        let wanted = format!("SECRET_{n}={text}");
        assert!(output.split(|b| *b == 0).any(|one| one == wanted.as_bytes()), "{shell}: {text:?}");
    }
}

#[test]
fn shells_read_back_every_byte() {
    let desk = desk();
    desk.run(["export", "shop/dev", "--for", "sh", "-o", "vars.sh"]).done();
    for shell in ["sh", "dash", "bash"] {
        let script = "set -eu; . ./vars.sh; env -0";
        let run = super::Run::of(shell, &desk.home).args(["-c", script]).run().done();
        check(shell, &run.stdout);
    }
    // A byte that is no UTF-8 is a byte like others to a shell.
    desk.add("shop/raw/BYTES", b"\xff'\xfe\n");
    desk.run(["export", "shop/raw", "--for", "sh", "-o", "raw.sh"]).done();
    let run = super::Run::of("bash", &desk.home).args(["-c", ". ./raw.sh; printf %s \"$BYTES\""]).run().done();
    assert_eq!(run.stdout, b"\xff'\xfe\n");
}

#[test]
fn json_reads_back_every_byte_in_another_language_too() {
    let desk = desk();
    desk.add("shop/dev/NUL", "a\0b");
    let text = desk.text(["export", "shop/dev", "--for", "json"]);
    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (n, value) in TEXTS.iter().enumerate() {
        assert_eq!(read[format!("SECRET_{n}")], *value);
    }
    assert_eq!(read["NUL"], "a\0b");
    let script = "import json, os, sys\nd = json.load(open('vars.json'))\n\
                  sys.stdout.buffer.write(b'\\0'.join((k + '=' + v).encode() for k, v in d.items() if k != 'NUL'))";
    desk.file("vars.json", &text);
    let run = super::Run::of("python3", &desk.home).args(["-c", script]).run().done();
    check("python3", &run.stdout);
}

#[test]
fn portable_is_read_the_same_by_a_shell_and_by_us() {
    let desk = desk();
    let run = desk.run(["export", "shop/dev", "--skip-refused"]).done();
    let left_out: Vec<String> = run
        .stderr
        .lines()
        .map(|line| line.strip_prefix("left out ").unwrap().split_once(':').unwrap().0.to_owned())
        .collect();
    assert!(!left_out.is_empty() && left_out.len() < TEXTS.len());
    desk.file("portable.env", &run.stdout);
    let by_shell =
        super::Run::of("sh", &desk.home).args(["-c", "set -a; . ./portable.env; env -0"]).run().done().stdout;
    desk.run(["import", "portable.env", "--into", "shop/again"]).done();
    let by_us = desk.json(["export", "shop/again", "--for", "json"]);
    for (n, text) in TEXTS.iter().enumerate().filter(|(n, _)| !left_out.contains(&format!("SECRET_{n}"))) {
        let wanted = format!("SECRET_{n}={text}");
        assert!(by_shell.split(|b| *b == 0).any(|one| one == wanted.as_bytes()), "{text:?}");
        assert_eq!(by_us[format!("SECRET_{n}")], *text);
    }
}

#[test]
fn the_sqlite_file_is_not_readable_by_others() {
    let desk = desk();
    let output = Command::new("find").arg(desk.home.vault()).args(["-perm", "/077"]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}
