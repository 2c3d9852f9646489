//! The readers against the real parsers, on random texts: what an import takes is what the file's own parser would read.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use super::real_parsers::{NEWER, ask, full, has_newer_node, installed, node_reads_files, not_proved};
use super::*;
use crate::envfile::Reason;

/// The names that are asked for.
pub const NAMES: [&str; 5] = ["N0", "N1", "N2", "N3", "N4"];

/// Texts of names, signs, quotes and line ends, in any order, most of them nearly assignments.
pub fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned),
        6 => prop::sample::select(vec!["=", "=", "=", " = ", ": ", "= "]).prop_map(str::to_owned),
        6 => prop::sample::select(vec!["\n", "\n", "\n\n", "\r\n", "\r"]).prop_map(str::to_owned),
        9 => prop::sample::select(vec![
            "'", "\"", "`", "\\", "\\n", "\\'", "\\\"", "#", " #", " ", "\t", "$", "${N1}", "export ", "x", "y z", "é",
            "\u{a0}", "\u{2003}", "\u{85}", "\u{b}", "\u{feff}", ":", "-",
        ]).prop_map(str::to_owned),
        3 => "[a-z0-9 ]{1,6}",
    ];
    let line = (0..NAMES.len(), prop::collection::vec(piece, 0..6))
        .prop_map(|(n, pieces)| format!("{}={}\n", NAMES[n], pieces.concat()));
    let free =
        prop::collection::vec(prop_oneof![line.clone(), line, ".{0,6}\n"], 1..6).prop_map(|lines| lines.concat());
    free.prop_filter("no NUL", |text| !text.contains('\0'))
}

fn prove(parser: &str, dialect: Dialect, program: &str, script: &str, modules: &Path, count: usize) {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let dir = tempfile::tempdir().unwrap();
    let texts: Vec<String> = (0..count).map(|_| text().new_tree(&mut runner).unwrap().current()).collect();
    let jobs: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| {
            let folder = dir.path().join(n.to_string());
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join(".env"), text).unwrap();
            json!({"parser": parser, "folder": folder, "names": NAMES})
        })
        .collect();
    let answers = ask(program, script, modules, dir.path(), &Value::Array(jobs));
    assert_eq!(answers.len(), texts.len());
    let mut compared = 0;
    for (text, answer) in texts.iter().zip(&answers) {
        assert_eq!(answer.get("failed"), None, "{parser} on {text:?}");
        let theirs: BTreeMap<&str, String> = answer
            .iter()
            .map(|(name, value)| (name.as_str(), String::from_utf8(STANDARD.decode(value).unwrap()).unwrap()))
            .collect();
        let parsed = read(text.as_bytes(), dialect).unwrap();
        // dotenvx puts in what it has, which is nothing here.
        if dialect == Dialect::Dotenvx && text.contains('$') {
            continue;
        }
        // A name alone: python-dotenv takes the value before it back.
        let is_name_alone = |reason: &Reason| matches!(reason, Reason::NoValue | Reason::NotAnAssignment);
        if parsed.problems.iter().any(|problem| is_name_alone(&problem.reason)) && dialect == Dialect::Python {
            continue;
        }
        let ours: BTreeMap<&str, String> = parsed
            .entries
            .iter()
            .filter(|entry| NAMES.contains(&entry.name.as_str()))
            .map(|entry| (entry.name.as_str(), String::from_utf8(entry.value.expose().to_vec()).unwrap()))
            .collect();
        assert_eq!(ours, theirs, "{parser} on {text:?}");
        compared += ours.len();
    }
    assert!(compared > count / 3, "{compared} values");
}

#[test]
fn texts_are_read_as_dotenv_dotenvx_and_node_read_them() {
    if !node_reads_files() {
        return not_proved("a Node of 20.6 or newer");
    }
    match installed("node_modules").and_then(|folder| folder.parent().map(Path::to_owned)) {
        Some(modules) => {
            prove("dotenv", Dialect::Dotenv, "node", "read.cjs", &modules, if full() { 10_000 } else { 500 });
            prove("dotenvx", Dialect::Dotenvx, "node", "read.cjs", &modules, if full() { 10_000 } else { 500 });
            if !has_newer_node() {
                return not_proved("Node 24");
            }
            // Each of these is a process of its own.
            prove(NEWER, Dialect::NodeEnvFile, "node", "read.cjs", &modules, if full() { 1_000 } else { 60 });
        }
        None => not_proved("dotenv, dotenv-expand, dotenvx, @next/env and vite"),
    }
}

#[test]
fn texts_are_read_as_python_dotenv_reads_them() {
    match installed("python") {
        Some(modules) => {
            prove("python-raw", Dialect::Python, "python3", "read.py", &modules, if full() { 10_000 } else { 500 });
        }
        None => not_proved("python-dotenv and PyYAML"),
    }
}
