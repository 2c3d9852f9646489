//! The real Docker Compose: `config` tells what each service gets, without a daemon. `tests/run` takes the program out of a
//! Python package that brings it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

use super::real_parsers::{Maker, files, full, not_proved};
use super::real_readers::{NAMES, text};
use super::*;
use crate::envfile::Target;

/// Values by their names.
type Environment = BTreeMap<String, String>;

fn program() -> Option<PathBuf> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/parsers/docker-compose");
    let works = Command::new(&program).arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    works.is_ok_and(|status| status.success()).then_some(program)
}

/// Has Compose read each of the files as the `env_file` of a service of its own.
fn config(program: &Path, folder: &Path, files: &[PathBuf]) -> Output {
    let service = |(n, file): (usize, &PathBuf)| format!("  s{n}:\n    image: i\n    env_file: {}\n", file.display());
    let services: String = files.iter().enumerate().map(service).collect();
    std::fs::write(folder.join("compose.yaml"), format!("services:\n{services}")).unwrap();
    let mut command = Command::new(program);
    command.args(["--project-directory", ".", "config", "--format", "json"]).current_dir(folder);
    command.env_clear().env("HOME", folder).stdin(Stdio::null()).output().unwrap()
}

/// What Compose reads from each of the files. It prints a dollar as two.
fn ask(program: &Path, folder: &Path, files: &[PathBuf]) -> Vec<Environment> {
    let done = config(program, folder, files);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told: Value = serde_json::from_slice(&done.stdout).unwrap();
    let environment = |n: usize| {
        let told = told["services"][format!("s{n}")]["environment"].as_object();
        let pair = |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().replace("$$", "$"));
        told.map_or_else(Environment::new, |told| told.iter().map(pair).collect())
    };
    (0..files.len()).map(environment).collect()
}

#[test]
fn compose_reads_what_was_written_for_it() {
    let Some(program) = program() else { return not_proved("Docker Compose") };
    let mut maker = Maker::new();
    for target in [Target::Compose, Target::Portable] {
        let made: Vec<_> = (0..files()).map(|_| maker.make(target)).collect();
        let paths: Vec<PathBuf> = made.iter().map(|made| made.folder.join(".env")).collect();
        let text = |(name, value): (&String, &Vec<u8>)| (name.clone(), String::from_utf8(value.clone()).unwrap());
        for (made, read) in made.iter().zip(ask(&program, &made[0].folder, &paths)) {
            assert_eq!(read, made.expected.iter().map(text).collect(), "{target}");
        }
    }
}

/// A file as ours reads it; none where ours names a line that Compose refuses the whole file for.
fn ours(text: &str) -> Option<Parsed> {
    let parsed = read(text.as_bytes(), Dialect::Compose).unwrap();
    let is_refused = parsed.entries.iter().any(|entry| {
        let refuses = |note: &Note| matches!(note, Note::DialectsDisagree(words) if words.contains("Compose refuses"));
        entry.notes().iter().any(refuses)
    });
    (parsed.problems.is_empty() && !is_refused).then_some(parsed)
}

#[test]
fn texts_are_read_as_compose_reads_them() {
    let Some(program) = program() else { return not_proved("Docker Compose") };
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let dir = tempfile::tempdir().unwrap();
    let texts = (0..if full() { 10_000 } else { 500 }).map(|_| text().new_tree(&mut runner).unwrap().current());
    let (mut paths, mut expected) = (Vec::new(), Vec::new());
    for (n, text) in texts.enumerate() {
        if let Some(parsed) = ours(&text) {
            let path = dir.path().join(format!("{n}.env"));
            std::fs::write(&path, &text).unwrap();
            paths.push(path);
            expected.push((text, parsed));
        }
    }
    let mut compared = 0;
    for ((text, parsed), theirs) in expected.iter().zip(ask(&program, dir.path(), &paths)) {
        for name in NAMES {
            let entry = parsed.entries.iter().find(|entry| entry.name.as_str() == name);
            // Compose puts in what it has; ours tells of it and keeps the text.
            if entry.is_some_and(|entry| !entry.references().is_empty()) {
                continue;
            }
            let ours = entry.map(|entry| String::from_utf8_lossy(entry.value.expose()));
            assert_eq!(ours.as_deref(), theirs.get(name).map(String::as_str), "{name} of {text:?}");
            compared += usize::from(entry.is_some());
        }
    }
    assert!(compared > expected.len() / 2 && expected.len() > 100, "{compared} values of {} files", expected.len());
}

#[test]
fn what_compose_refuses_is_told() {
    let Some(program) = program() else { return not_proved("Docker Compose") };
    let dir = tempfile::tempdir().unwrap();
    let path = [dir.path().join("one.env")];
    for (text, is_refused) in [
        ("A=\"x\n", true),
        ("A='x\n", true),
        ("A=${\n", true),
        ("A=${1}\n", true),
        ("A=\"${B C}\"\n", true),
        ("A B=1\n", true),
        ("A=$\n", false),
        ("A=a$-b\n", false),
        ("A=$(id)\n", false),
        ("A='${'\n", false),
        ("A=x\"y\n", false),
    ] {
        std::fs::write(&path[0], text).unwrap();
        assert_eq!(!config(&program, dir.path(), &path).status.success(), is_refused, "{text:?}");
        assert_eq!(ours(text).is_none(), is_refused, "{text:?}");
    }
}
