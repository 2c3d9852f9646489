//! The dialects that are named by their parser, and telling them apart.

use super::*;
use crate::envfile::{Reason, dialect_of_name};

#[test]
fn python_dotenv_reads_so() {
    // Each right side was given by python-dotenv (1.2.4) itself, with interpolation off.
    for (text, value) in [
        ("A=b", "b"),
        ("A=", ""),
        ("A = b c  # d", "b c"),
        ("A=b#c", "b#c"),
        ("A=#c", "#c"),
        ("A= #c", ""),
        ("A='b # c' # d", "b # c"),
        ("A='it\\'s \\\\ \\n'", "it's \\ \\n"),
        ("A=\"a\\tb\\n\\\"\\x\"", "a\tb\n\"\\x"),
        ("A='b\nc'", "b\nc"),
        ("'A'=b", "b"),
        ("export A=b", "b"),
        ("A=`b`", "`b`"),
        ("A='x\\\\'", "x\\"),
        ("A=\u{a0}b\u{2003}", "b"),
    ] {
        assert_eq!(one(text, Dialect::Python), value, "{text:?}");
    }
    assert_eq!(notes("A='${B}$C'", Dialect::Python), [Note::NamesOthers(vec!["B".into()])]);
    let parsed = read(b"A='x' y\nB\nC: d\nD='open\nE=1\n", Dialect::Python).unwrap();
    assert_eq!(values(&parsed), [("E".to_owned(), "1".to_owned())]);
    let reasons: Vec<_> = parsed.problems.iter().map(|problem| (problem.line, problem.reason.clone())).collect();
    assert_eq!(reasons[1], (2, Reason::NoValue));
    assert_eq!(reasons[3], (4, Reason::NeverClosed));
}

#[test]
fn node_reads_env_files_so() {
    for (text, value) in [
        ("A=b # c", "b"),
        ("A=b#c", "b"),
        ("A=\"b\\nc\\td\"", "b\nc\\td"),
        ("A='b' c", "b"),
        ("A=`b\nc`", "b\nc"),
        ("export A=b", "b"),
        ("A=\"x\\\"y\"", "x\\"),
        ("A='b\r\nc'", "b\nc"),
    ] {
        assert_eq!(one(text, Dialect::NodeEnvFile), value, "{text:?}");
    }
    assert!(
        notes("A='b' c", Dialect::NodeEnvFile)[0]
            == Note::DialectsDisagree(crate::envfile::words::Doubt::Dropped.words())
    );
    assert!(notes("A='b' # c", Dialect::NodeEnvFile).is_empty());
}

#[test]
fn compose_reads_so() {
    for (text, value) in [
        ("A=b # c", "b"),
        ("A=b#c", "b#c"),
        ("A: b", "b"),
        ("A='$B \\n it\\'s'", "$B \\n it's"),
        ("A=\"a\\tb\\n\\\"\\\\ \\$x $$y\"", "a\tb\n\"\\ $x $y"),
        ("A=$$b", "$b"),
        ("A=\"a\nb\" # c", "a\nb"),
        ("export A=b\r\n", "b"),
        ("A=\"\\0101\"", "A"),
        ("A=", ""),
    ] {
        assert_eq!(one(text, Dialect::Compose), value, "{text:?}");
    }
    let parsed = read(b"A=p://${B}:$C@\nD=\"x${E:-y}\"\nF='open", Dialect::Compose).unwrap();
    assert_eq!(parsed.entries[0].notes(), [Note::NamesOthers(vec!["B".into(), "C".into()])]);
    assert_eq!(parsed.entries[1].notes(), [Note::NamesOthers(vec!["E".into()])]);
    assert_eq!(parsed.problems[0].reason, Reason::NeverClosed);
    let mut parsed = read(b"A=\"$$B ${B}!\"\nB=1\n", Dialect::Compose).unwrap();
    crate::envfile::expand(&mut parsed.entries).unwrap();
    assert_eq!(values(&parsed)[0].1, "$B 1!", "only what stood as a name is put in");
}

#[test]
fn next_and_vite_read_so() {
    assert_eq!(one("A='\\$x \\\\$y'", Dialect::Expand), "$x \\$y");
    assert!(notes("A='$B\\$C'", Dialect::Expand).contains(&Note::NamesOthers(vec!["B".into()])));
    let mut parsed = read(b"A='\\$B ${B}!'\nB=1\n", Dialect::Expand).unwrap();
    crate::envfile::expand(&mut parsed.entries).unwrap();
    assert_eq!(values(&parsed)[0].1, "$B 1!");
}

#[test]
fn dotenvx_reads_so() {
    // Each right side was given by dotenvx (2.38) itself.
    for (text, value) in [
        ("A='it\\'s'", "it's"),
        ("A='a'\\''b'", "a'''b"),
        ("A='\\''", "'"),
        ("A='a\\\\'b'", "a\\'b"),
        ("A='open\\'x", "'open'x"),
        ("A=\"a\\'b\\t\\\\t\"", "a\\'b\t\\\t"),
        ("A=a\\'b", "a\\'b"),
        ("A='\\$x'", "\\$x"),
        ("A=\\$x", "$x"),
        ("A=\"\\${x}\"", "${x}"),
        ("A=`\\$x\\t`", "$x\\t"),
        ("A=x$ y", "x$ y"),
    ] {
        assert_eq!(one(text, Dialect::Dotenvx), value, "{text:?}");
    }
    assert!(notes("A=\"$B\\$C\"", Dialect::Dotenvx).contains(&Note::NamesOthers(vec!["B".into()])));
    assert!(!notes("A='$B'", Dialect::Dotenvx).iter().any(|note| matches!(note, Note::NamesOthers(_))));
}

#[test]
fn comments_stand_beside_entries_for_every_reader() {
    let text = "# far\n\n# above\nA='1' # behind\n# B=old\n\nC=3\n";
    for dialect in [Dialect::Dotenv, Dialect::Python, Dialect::NodeEnvFile, Dialect::Compose, Dialect::Shell] {
        let parsed = read(text.as_bytes(), dialect).unwrap();
        assert_eq!(parsed.entries[0].comment.as_deref(), Some("above\nbehind"), "{dialect:?}");
        assert_eq!(parsed.entries[1].comment, None, "{dialect:?}");
        assert_eq!(parsed.commented_out[0].name.as_str(), "B", "{dialect:?}");
        let lines: Vec<u32> = parsed.entries.iter().chain(&parsed.commented_out).map(|entry| entry.line).collect();
        assert_eq!(lines, [4, 7, 5], "{dialect:?}");
    }
}

#[test]
fn files_with_everything_in_them_come_in_whole() {
    let pem = format!("-----BEGIN {0} KEY-----\nAbc+/=\nGh==\n-----END {0} KEY-----\n", "PRIVATE");
    let lines = pem.replace('\n', "\r\n");
    let text = format!(
        "\u{feff}# shop\r\nexport A=1\r\n\r\nPEM=\"{lines}\"\r\nURL='p://${{A}}@db'\r\nA=2 # again\r\nEMPTY=\r\nQ=\"a 'b' c\"\r\n"
    );
    for dialect in [Dialect::Auto, Dialect::Dotenv, Dialect::Python, Dialect::NodeEnvFile] {
        let parsed = read(text.as_bytes(), dialect).unwrap();
        let expected = [("A", "2"), ("PEM", &*pem), ("URL", "p://${A}@db"), ("EMPTY", ""), ("Q", "a 'b' c")];
        assert_eq!(values(&parsed), expected.map(|(name, value)| (name.to_owned(), value.to_owned())), "{dialect:?}");
        assert!(parsed.entries[0].notes().contains(&Note::Duplicate), "{dialect:?}");
        assert!(parsed.problems.is_empty(), "{dialect:?}");
    }
}

#[test]
fn shells_files_are_told_by_their_content() {
    for text in [
        "#!/bin/bash\nA='x'\"y\"\n",
        "#!/usr/bin/env zsh\nA=x\n",
        "export A='it'\\''s'\n",
        "A=$'x\\n'\n",
        "set -a\nA=b\n",
        "source ./other\nA=b\n",
        "dotenv_if=x\nsource_env ..\n",
    ] {
        assert_eq!(read(text.as_bytes(), Dialect::Auto).unwrap().dialect, Dialect::Shell, "{text:?}");
    }
    for text in ["A=b\n", "# set -a\nA='x'\n", "SETTINGS=set -a\n", "#!comment\nA=1\n"] {
        assert_eq!(read(text.as_bytes(), Dialect::Auto).unwrap().dialect, Dialect::Dotenv, "{text:?}");
    }
    let ours = writing::written(&[("A", b"it's $x `y`\n")], crate::envfile::Target::Sh, None);
    let parsed = read(ours.text.expose(), Dialect::Auto).unwrap();
    assert_eq!(parsed.entries[0].value.expose(), b"it's $x `y`\n");
    assert_eq!(dialect_of_name(".envrc"), Some(Dialect::Shell));
    assert_eq!((dialect_of_name("vars.sh"), dialect_of_name(".env")), (Some(Dialect::Shell), None));
}

#[test]
fn a_line_that_another_reader_takes_otherwise_is_always_told() {
    // None of these has a reason of its own that could be named.
    for text in [
        "A='x\\\\y'",
        "A=\"a\nb\" c\n",
        "A='b'#c\nB=2",
        "A=\u{2003}b",
        "A=x\rB=y\n",
        "A=a;b",
        "A=<x",
        "A=a&b",
        "A='x\n'B=1",
        "export A=\n",
    ] {
        assert!(disagree(text), "{text:?}");
    }
}
