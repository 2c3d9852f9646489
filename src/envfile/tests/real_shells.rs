//! The real bash, dash and sh: the proof that their rules are the ones written down here.

use std::path::Path;
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::properties::hostile;
use super::writing::written;
use super::*;
use crate::envfile::Target;

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
    let full = std::env::var("KEYLOFT_TRIALS").is_ok_and(|trials| trials == "full");
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let folder = tempfile::tempdir().unwrap();
    for round in 0..if full { 200 } else { 4 } {
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
