//! The real parsers: the proof that what is written for each reads back there. `tests/run` installs those that are no
//! programs of the system under `target/parsers`; where one is missing the test says so, loudly, and proves the others.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::properties::hostile;
use super::writing::written;
use crate::envfile::Target;

/// Values in one file.
const A_FILE: usize = 64;

/// Node 24, which `node --env-file` of the system may be older than: up to 20, tabs counted as text.
pub const NEWER: &str = "node-24";

/// Which real parsers read what is written for a target. PowerShell and GitHub's runner can't be had here: their rules are
/// those that FORMATS.md measured.
const NODE: [(Target, &[&str]); 6] = [
    (Target::Portable, &["dotenv", "dotenv-expand", "dotenvx", "next", "node", NEWER, "vite"]),
    (Target::Node, &["dotenv"]),
    (Target::NodeEnvFile, &["node", NEWER]),
    (Target::Next, &["next", "dotenv-expand"]),
    (Target::Vite, &["vite"]),
    (Target::Dotenvx, &["dotenvx"]),
];
const PYTHON: [(Target, &[&str]); 5] = [
    (Target::Portable, &["python-dotenv"]),
    (Target::Python, &["python-dotenv"]),
    (Target::Yaml, &["yaml"]),
    (Target::K8s, &["k8s"]),
    (Target::Json, &["json"]),
];

/// A file that was written, and what has to be read from it.
pub struct Made {
    pub folder: PathBuf,
    pub expected: BTreeMap<String, Vec<u8>>,
}

pub struct Maker {
    runner: TestRunner,
    dir: tempfile::TempDir,
    count: usize,
}

impl Maker {
    pub fn new() -> Self {
        let runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
        Self { runner, dir: tempfile::tempdir().unwrap(), count: 0 }
    }

    /// A file of hostile values for the target, in a folder of its own. Some of them are refused: each of those by itself,
    /// and no more than its writer can't hold.
    pub fn make(&mut self, target: Target) -> Made {
        let values: Vec<Vec<u8>> =
            (0..A_FILE).map(|_| hostile().new_tree(&mut self.runner).unwrap().current()).collect();
        let names: Vec<String> = (0..A_FILE).map(|n| format!("N{n}")).collect();
        let pairs: Vec<_> = names.iter().map(String::as_str).zip(values.iter().map(Vec::as_slice)).collect();
        let written = written(&pairs, target, Some("round trip"));
        let refused = |name: &str| written.refused.iter().any(|refused| refused.name.as_str() == name);
        let expected: BTreeMap<_, _> = pairs
            .iter()
            .filter(|(name, _)| !refused(name))
            .map(|(name, value)| ((*name).to_owned(), value.to_vec()))
            .collect();
        assert!(expected.len() > A_FILE / 16, "not nearly all are refused for {target}");
        let folder = self.dir.path().join(format!("{target}{}", self.count));
        self.count += 1;
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join(".env"), written.text.expose()).unwrap();
        Made { folder, expected }
    }
}

/// A hundred times as many trials: KEYLOFT_TRIALS=full.
pub fn full() -> bool {
    std::env::var("KEYLOFT_TRIALS").is_ok_and(|trials| trials == "full")
}

/// At least 300 values a target.
pub fn files() -> usize {
    if full() { 500 } else { 5 }
}

pub fn installed(what: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/parsers").join(what);
    folder.is_dir().then_some(folder)
}

/// `--env-file` came with Node 20.6, and the packages want a Node as new.
pub fn node_reads_files() -> bool {
    let asked = Command::new("node").args(["--env-file=/dev/null", "-e", ""]).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// Node 24 stands among the modules.
pub fn has_newer_node() -> bool {
    ["x64", "arm64"].iter().any(|arch| installed(&format!("node_modules/node-linux-{arch}")).is_some())
}

pub fn not_proved(what: &str) {
    // Past the test harness, which keeps back what a test that passes prints.
    let _ = writeln!(std::io::stderr(), "NOT PROVED: {what} is missing; tests/run installs it");
}

/// Hands the script what is asked and gives its answers back: for each question names with values in base64.
pub fn ask(program: &str, script: &str, modules: &Path, folder: &Path, asked: &Value) -> Vec<BTreeMap<String, String>> {
    let asked = asked.to_string();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/parsers").join(script);
    let mut child = Command::new(program)
        .arg(script)
        .arg(modules)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer =
        std::thread::Builder::new().name("asks".into()).spawn(move || input.write_all(asked.as_bytes())).unwrap();
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Hands the script all files of the table at once, and compares each answer.
fn prove(table: &[(Target, &[&str])], program: &str, script: &str, modules: &Path) {
    let mut maker = Maker::new();
    let mut jobs = Vec::new();
    for (target, parsers) in table {
        let parsers: Vec<&str> =
            parsers.iter().copied().filter(|parser| *parser != NEWER || has_newer_node()).collect();
        for _ in 0..files() {
            let made = std::rc::Rc::new(maker.make(*target));
            jobs.extend(parsers.iter().map(|parser| (*target, *parser, std::rc::Rc::clone(&made))));
        }
    }
    let describe = |(_, parser, made): &(Target, &str, std::rc::Rc<Made>)| json!({ "parser": parser, "folder": made.folder, "names": made.expected.keys().collect::<Vec<_>>() });
    let asked = Value::Array(jobs.iter().map(describe).collect());
    let answers = ask(program, script, modules, maker.dir.path(), &asked);
    assert_eq!(answers.len(), jobs.len());
    let mut compared = 0;
    for ((target, parser, made), answer) in jobs.iter().zip(&answers) {
        assert_eq!(answer.get("failed"), None, "{parser} reading {target}");
        for (name, value) in &made.expected {
            let got = answer.get(name).map(|got| STANDARD.decode(got).unwrap());
            let text = got.as_deref().map(String::from_utf8_lossy);
            assert_eq!(text, Some(String::from_utf8_lossy(value)), "{parser} reading {target}, {name}");
            assert_eq!(got.as_ref(), Some(value));
            compared += 1;
        }
    }
    assert!(compared > 300);
    // `$(id)` and its kin are among the values: none of them left a trace beside the files.
    let left: Vec<_> = std::fs::read_dir(maker.dir.path()).unwrap().flatten().filter(|e| !e.path().is_dir()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn real_parsers_of_node_read_what_was_written_for_them() {
    if !node_reads_files() {
        return not_proved("a Node of 20.6 or newer");
    }
    if !has_newer_node() {
        not_proved("Node 24");
    }
    match installed("node_modules").and_then(|folder| folder.parent().map(Path::to_owned)) {
        Some(modules) => prove(&NODE, "node", "read.cjs", &modules),
        None => not_proved("dotenv, dotenv-expand, dotenvx, @next/env and vite"),
    }
}

#[test]
fn real_parsers_of_python_read_what_was_written_for_them() {
    match installed("python") {
        Some(modules) => prove(&PYTHON, "python3", "read.py", &modules),
        None => not_proved("python-dotenv and PyYAML"),
    }
}

#[test]
fn fish_reads_what_was_written_for_it() {
    if Command::new("fish").arg("--version").output().is_err() {
        return not_proved("fish");
    }
    let mut maker = Maker::new();
    for _ in 0..files() {
        let made = maker.make(Target::Fish);
        let names: Vec<String> = made.expected.keys().map(|name| format!("\"${name}\"")).collect();
        let script = format!("source .env; printf '%s\\0' {}", names.join(" "));
        let mut command = Command::new("fish");
        let output = command.args(["--no-config", "-c", &script]).current_dir(&made.folder).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let got: Vec<&[u8]> = output.stdout.split(|byte| *byte == 0).collect();
        assert_eq!(got.len(), made.expected.len() + 1);
        for ((name, value), got) in made.expected.iter().zip(got) {
            assert_eq!(String::from_utf8_lossy(got), String::from_utf8_lossy(value), "{name}");
            assert_eq!(got, value);
        }
    }
}
