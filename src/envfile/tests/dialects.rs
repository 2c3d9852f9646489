use super::*;
use crate::envfile::{ReadError, Reason};

#[test]
fn shell_words_are_read_as_shells_read_them() {
    for (text, value) in [
        ("A=b", "b"),
        ("export A=b", "b"),
        ("declare -x A=\"b\"", "b"),
        ("A='b'\"c\"d", "bcd"),
        ("A='it'\\''s'", "it's"),
        ("A=\"a\\\"b\\\\c\\$d\\e\"", "a\"b\\c$d\\e"),
        ("A=a\\ b", "a b"),
        ("A=a\\\nb", "ab"),
        ("A=\"a\\\nb\"", "ab"),
        ("A=a#b", "a#b"),
        ("A=b # c", "b"),
        ("A=b; # c", "b"),
        ("A='a\nb'", "a\nb"),
        ("A=$'a\\n\\x41\\101\\''", "a\nAA'"),
        ("A=b\r\n", "b"),
        ("A=", ""),
    ] {
        assert_eq!(one(text, Dialect::Shell), value, "{text:?}");
    }
}

#[test]
fn shell_substitutions_stay_text_and_are_noted() {
    for text in ["A=$(id -u)", "A=`id -u`", "A=\"$(echo \")\" ')')\"", "A=${B:-$(id)}x", "A=\"x`id`\""] {
        let parsed = read(text.as_bytes(), Dialect::Shell).unwrap();
        let inner = text.strip_prefix("A=").unwrap().trim_matches('"');
        assert_eq!(values(&parsed), [("A".to_owned(), inner.to_owned())], "{text:?}");
        assert!(!parsed.entries[0].notes().is_empty(), "{text:?}");
    }
    assert_eq!(notes("A=\"$B\\$C'$D'\"", Dialect::Shell)[0], Note::NamesOthers(vec!["B".into(), "D".into()]));
    assert!(notes("A='$B$(id)'", Dialect::Shell).is_empty());
}

#[test]
fn shell_commands_are_named_and_left() {
    let text =
        "set -a\n. ./other\nA=1 B=2\nC=3 run it\nexport D E=5\necho \"\nF=6\n\"\ncat <<X\nG=7\nX\nH=(1 2)\nI=9\n";
    let parsed = read(text.as_bytes(), Dialect::Shell).unwrap();
    let names: Vec<_> = parsed.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "E", "I"]);
    assert_eq!(parsed.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [1, 2, 4, 6, 9, 12]);
    assert!(parsed.problems.iter().all(|problem| problem.reason == Reason::Command));
}

#[test]
fn nothing_is_read_behind_a_quote_that_is_never_closed() {
    for text in ["A=1\nB='x\nC=3\n", "A=1\nB=\"x\nC=3\n", "A=1\nB=$(x\nC=3\n", "A=1\nB=${x\nC=3\n", "A=1\nB=`x\nC=3\n"]
    {
        let parsed = read(text.as_bytes(), Dialect::Shell).unwrap();
        assert_eq!(values(&parsed), [("A".to_owned(), "1".to_owned())], "{text:?}");
        assert_eq!((parsed.problems[0].line, &parsed.problems[0].reason), (2, &Reason::NeverClosed));
    }
}

#[test]
fn docker_takes_everything_as_it_stands() {
    let text = "\u{feff}# c\n A='b' # d\r\nB= x \nC\nD E=1\nF=a=b\n";
    let parsed = read(text.as_bytes(), Dialect::Docker).unwrap();
    let expected = [("A", "'b' # d"), ("B", " x "), ("F", "a=b")];
    assert_eq!(values(&parsed), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(parsed.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [4, 5]);
    let long = format!("A={}", "x".repeat(64 * 1024));
    assert_eq!(read(long.as_bytes(), Dialect::Docker).unwrap().problems[0].reason, Reason::LineTooLong);
}

#[test]
fn flat_json_is_read_with_its_own_digits() {
    let text =
        "\n{\"A\": \"x\\n\\u0000\", \"B\": 1.50,\n \"C\": 12345678901234567890123, \"D\": true, \"A\": \"last\"}";
    let parsed = read(text.as_bytes(), Dialect::Auto).unwrap();
    let expected = [("A", "last"), ("B", "1.50"), ("C", "12345678901234567890123"), ("D", "true")];
    assert_eq!(values(&parsed), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(parsed.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [3, 2, 3, 3]);
    assert_eq!(parsed.entries[0].notes(), [Note::Duplicate]);
}

#[test]
fn what_is_not_flat_is_refused_by_name() {
    let parsed =
        read(br#"{"A": {"x": 1}, "B": [1], "C": null, "D-E": 1, "F": "\ud800", "G": 1}"#, Dialect::Json).unwrap();
    assert_eq!(values(&parsed), [("G".to_owned(), "1".to_owned())]);
    let reasons: Vec<_> = parsed.problems.iter().map(|problem| problem.reason.to_string()).collect();
    assert_eq!(reasons[0], "A is no string, number or boolean");
    assert_eq!(reasons[4], "F is no valid text");
    assert_eq!(reasons.len(), 5);
}

#[test]
fn broken_and_deep_json_is_an_error_and_no_crash() {
    let deep = format!("{{\"A\":{}", "[".repeat(100_000));
    assert!(matches!(read(deep.as_bytes(), Dialect::Auto), Err(ReadError::Json { .. })));
    let closed = format!("{{\"A\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(closed.as_bytes(), Dialect::Auto).map_or(true, |parsed| parsed.entries.is_empty()));
    let objects = "{\"A\":".repeat(100_000);
    assert!(matches!(read(objects.as_bytes(), Dialect::Auto), Err(ReadError::Json { .. })));
    let error = read(b"{\"A\": \"canary\" \"B\"}", Dialect::Json).unwrap_err();
    assert!(!error.to_string().contains("canary") && matches!(error, ReadError::Json { line: 1, .. }));
    assert_eq!(read(b"[1]", Dialect::Json).unwrap_err(), ReadError::NotAnObject);
}
