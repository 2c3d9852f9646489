//! The real bash, dash and sh: the proof that their rules are the ones written down here.

use std::path::Path;
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::properties::hostile;
use super::real_parsers::{full, not_proved};
use super::writing::written;
use super::*;
use crate::envfile::{Target, WhyRefused};

/// Values in one file; few enough for a command line.
const A_FILE: usize = 64;

/// Sources the file with nothing in the environment and gives the named variables back, each closed by a NUL.
fn ask(shell: &str, file: &Path, names: &[String]) -> Vec<Vec<u8>> {
    let wanted: String = names.iter().map(|name| format!(" \"${name}\"")).collect();
    let script = format!(". \"$1\" && printf '%s\\000'{wanted}");
    let mut command = Command::new("env");
    command.args(["-i", shell, "-c", &script, shell]).arg(file);
    let output = command.output().unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{shell}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut values: Vec<Vec<u8>> = output.stdout.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
    assert_eq!(values.pop(), Some(Vec::new()));
    values
}

#[test]
fn real_shells_read_what_was_written_for_them() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let folder = tempfile::tempdir().unwrap();
    for round in 0..if full() { 200 } else { 4 } {
        let values: Vec<Vec<u8>> = (0..A_FILE).map(|_| hostile().new_tree(&mut runner).unwrap().current()).collect();
        let names: Vec<String> = (0..A_FILE).map(|n| format!("N{n}")).collect();
        let pairs: Vec<_> = names.iter().map(String::as_str).zip(values.iter().map(Vec::as_slice)).collect();
        for target in [Target::Sh, Target::Portable] {
            let written = written(&pairs, target, Some("round trip"));
            let kept = |name: &str| written.refused.iter().all(|refused| refused.name.as_str() != name);
            let asked: Vec<String> = names.iter().filter(|name| kept(name)).cloned().collect();
            assert!(asked.len() > A_FILE / 16, "the values are not all refused");
            let file = folder.path().join(format!("{target}{round}"));
            std::fs::write(&file, written.text.expose()).unwrap();
            for shell in ["bash", "dash", "sh"] {
                for (name, got) in asked.iter().zip(ask(shell, &file, &asked)) {
                    let sent = pairs.iter().find(|(sent, _)| sent == name).unwrap().1;
                    assert_eq!(got, sent, "{shell} read {target}: {}", String::from_utf8_lossy(sent));
                }
            }
        }
    }
}

#[test]
fn the_shell_reader_agrees_with_the_real_shells() {
    // Texts without substitutions, so that nothing is run.
    let folder = tempfile::tempdir().unwrap();
    let texts = [
        "A=b",
        "A='b'\"c\"d",
        "A='it'\\''s'",
        "A=\"a\\\"b\\\\c\\$d\\e\"",
        "A=a\\ b",
        "A=a\\\nb",
        "A=\"a\\\nb\"",
        "A=a#b",
        "A=b # c",
        "A=b; # c",
        "A='a\nb'",
        "A=",
        "A=\\\\",
        "A=\"\\a\\'\"",
        "export A=x",
        "A=1 B=2",
        "A=$",
        "A=\"$\"",
        "A=a$ B=c",
        "A=é\\é",
        "A=1\nA=2",
        "A=\"a'b\"'c\"d'",
    ];
    for (nth, text) in texts.iter().enumerate() {
        let file = folder.path().join(nth.to_string());
        std::fs::write(&file, text).unwrap();
        let parsed = read(text.as_bytes(), Dialect::Shell).unwrap();
        let names: Vec<String> = parsed.entries.iter().map(|entry| entry.name.to_string()).collect();
        let ours: Vec<Vec<u8>> = parsed.entries.iter().map(|entry| entry.value.expose().to_vec()).collect();
        assert!(!names.is_empty());
        for shell in ["bash", "dash", "sh"] {
            assert_eq!(ask(shell, &file, &names), ours, "{shell} on {text:?}");
        }
    }
}

/// Every name that a shell has something of its own under is refused, or set as it is written.
#[test]
fn names_that_shells_keep_for_themselves_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one");
    for (shell, names_of, target) in [
        (&["bash"][..], "compgen -v", Target::Sh),
        (&["dash"], "set", Target::Sh),
        (&["busybox", "sh"], "set", Target::Sh),
        (&["zsh", "-f"], "print -l ${(k)parameters}", Target::Sh),
        (&["fish", "--no-config"], "set -n", Target::Fish),
    ] {
        let run = |script: &str| {
            let mut command = Command::new("env");
            command.args(["-i", "PATH=/usr/bin:/bin", "HOME=/nowhere"]).args(shell).args(["-c", script]);
            command.current_dir(folder.path()).output().unwrap()
        };
        let listed = run(names_of);
        if !listed.status.success() {
            not_proved(shell[0]);
            continue;
        }
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let names = listed.lines().filter_map(|line| line.split('=').next()).map(str::trim);
        let mut tried = 0;
        for name in names.filter(|name| crate::model::VariableName::new(name).is_ok()) {
            let written = written(&[(name, b"x_y")], target, None);
            if !written.refused.is_empty() {
                continue;
            }
            std::fs::write(&file, written.text.expose()).unwrap();
            let read = run(". ./one; /usr/bin/env");
            let there = format!("{name}=x_y");
            assert!(String::from_utf8_lossy(&read.stdout).lines().any(|line| line == there), "{shell:?} {name}");
            assert!(read.stderr.is_empty(), "{shell:?} {name}: {}", String::from_utf8_lossy(&read.stderr));
            tried += 1;
        }
        assert!(tried > 0, "{shell:?} has names of its own");
    }
    for name in ["UID", "GID", "RANDOM", "USERNAME", "PPID"] {
        let why = |target| written(&[(name, b"1")], target, None).refused.first().map(|refused| refused.reason);
        assert_eq!(
            (why(Target::Sh), why(Target::Portable)),
            (Some(WhyRefused::ShellsOwn), Some(WhyRefused::ShellsOwn))
        );
        assert_eq!((why(Target::Node), why(Target::Compose)), (None, None), "{name}");
    }
}
