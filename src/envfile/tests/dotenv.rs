use super::*;
use crate::envfile::{MAX_ENTRIES, MAX_FILE, ReadError, Reason};

#[test]
fn values_are_read_as_npm_dotenv_reads_them() {
    // Each right side was given by the npm package (18.0) itself.
    for (text, value) in [
        ("A=b", "b"),
        ("A=", ""),
        ("A=  b c  ", "b c"),
        ("export A=b", "b"),
        ("  A = b", "b"),
        ("A: b", "b"),
        ("A=b # c", "b"),
        ("A=b#c", "b"),
        ("A='b # c' # d", "b # c"),
        ("A='b' c", "'b' c"),
        ("A='b' c 'd'", "b' c 'd"),
        ("A=\"b\\nc\\td\\re\"", "b\nc\\td\re"),
        ("A=\"open\\n", "\"open\n"),
        ("A='b\\nc'", "b\\nc"),
        ("A=`b\"'c`", "b\"'c"),
        ("A=\"b\nc\nd\"", "b\nc\nd"),
        ("A='b\r\nc'", "b\nc"),
        ("A=\n'b'", "b"),
        ("A\n=b", "b"),
        ("A=\"b\\\"c\"", "b\\\"c"),
        ("A=\"b\\\"", "b\\"),
        ("A='it\\'s'", "it\\'s"),
        ("A=$B${C}$(d)", "$B${C}$(d)"),
        ("A=a=b==", "a=b=="),
        ("A=\u{a0}b\u{3000}", "b"),
        ("\u{feff}A=b", "b"),
        ("A=''", ""),
        ("A='", "'"),
        ("export export=b", "b"),
        ("export=b", "b"),
    ] {
        assert_eq!(one(text, Dialect::Dotenv), value, "{text:?}");
    }
}

#[test]
fn a_pem_in_quotes_is_kept_exactly() {
    let pem = format!("-----BEGIN {0} KEY-----\nAbc+/=\n  x\n-----END {0} KEY-----\n", "PRIVATE");
    for quote in ['"', '\'', '`'] {
        assert_eq!(one(&format!("A={quote}{pem}{quote}\n"), Dialect::Auto), pem);
    }
}

#[test]
fn a_pem_without_quotes_leaves_no_names_behind() {
    let text = format!("A=-----BEGIN {0} KEY-----\nAbcDef==\nGh=\n-----END {0} KEY-----\nB=1\n", "PRIVATE");
    let parsed = read(text.as_bytes(), Dialect::Auto).unwrap();
    assert_eq!(parsed.entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!((parsed.problems[0].line, &parsed.problems[0].reason), (2, &Reason::LoosePem));
    assert_eq!(parsed.entries[1].line, 5);
}

#[test]
fn lines_are_counted_through_everything() {
    let parsed = read(b"# a\n\nA=1\nB='x\ny'\r\nnonsense\n\nC=\n'z'\nD=4", Dialect::Auto).unwrap();
    let lines: Vec<_> = parsed.entries.iter().map(|entry| (entry.name.as_str(), entry.line)).collect();
    assert_eq!(lines, [("A", 3), ("B", 4), ("C", 8), ("D", 10)]);
    assert_eq!(parsed.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [6]);
}

#[test]
fn bad_names_are_problems_and_smuggle_nothing() {
    for text in ["A.B=1", "A-B=1", "9A=1", "=1", "A B=1", "\u{1b}[0mA=1", "A\u{202e}=1", "é=1", "no sign", "'A'=1"] {
        let parsed = read(text.as_bytes(), Dialect::Auto).unwrap();
        assert!(parsed.entries.is_empty(), "{text:?}");
        assert_eq!(parsed.problems.len(), 1, "{text:?}");
        assert!(!parsed.problems[0].reason.to_string().contains(['\u{1b}', '\u{202e}']));
    }
}

#[test]
fn the_last_of_duplicates_wins_in_the_place_of_the_first() {
    let parsed = read(b"A=1\nB=2\nA=3\n", Dialect::Auto).unwrap();
    assert_eq!(values(&parsed), [("A".into(), "3".into()), ("B".into(), "2".into())]);
    assert_eq!(parsed.entries[0].notes(), [Note::Duplicate]);
    assert_eq!(parsed.entries[0].line, 3);
}

#[test]
fn comments_lie_beside_their_entries_and_old_assignments_apart() {
    let text = "# far\n\n# first\n# second\nA=1 # behind\n#OLD=x\n# export OLDER='y z'\n# note: B is next\nB=2\n";
    let parsed = read(text.as_bytes(), Dialect::Auto).unwrap();
    assert_eq!(parsed.entries[0].comment.as_deref(), Some("first\nsecond\nbehind"));
    assert_eq!(parsed.entries[1].comment.as_deref(), Some("note: B is next"));
    let old: Vec<_> =
        parsed.commented_out.iter().map(|e| (e.name.as_str(), e.value.expose(), e.line, e.export)).collect();
    assert_eq!(old, [("OLD", &b"x"[..], 6, false), ("OLDER", b"y z", 7, true)]);
}

#[test]
fn entries_tell_how_they_were_written() {
    let parsed = read(b"export A='1'\nB=2\n", Dialect::Auto).unwrap();
    assert_eq!((parsed.entries[0].export, parsed.entries[0].quoted), (true, true));
    assert_eq!((parsed.entries[1].export, parsed.entries[1].quoted), (false, false));
}

#[test]
fn what_readers_disagree_on_is_noted() {
    for text in [
        "A=$(id)",
        "A=\"$(id)\"",
        "A=`id`",
        "A=\"a\\tb\"",
        "A=a\\b",
        "A=a#b",
        "A=a b",
        "A = b",
        "A: b",
        "A='${B}'",
        "A=\n'b'",
        "A=it's",
        "A=~/x",
        "A=\"b",
    ] {
        assert!(disagree(text), "{text:?}");
    }
    for text in ["A=b", "A='a b'", "A=\"a b\"", "A='a#b'", "A=b # c", "A=", "A='$B'", "A=postgres://db/x"] {
        assert!(!disagree(text), "{text:?}");
    }
}

#[test]
fn references_and_dangers_are_noted() {
    let named = |text| notes(text, Dialect::Auto);
    assert_eq!(named("A=p://${B}:$C@$B/"), [Note::NamesOthers(vec!["B".into(), "C".into()])]);
    assert_eq!(named("A=\"${B:-x}\""), [Note::NamesOthers(vec!["B".into()])]);
    assert_eq!(named("A='$B'"), []);
    assert_eq!(named("A=op://vault/item"), [Note::Reference]);
    assert_eq!(named("A=encrypted:abc"), [Note::Encrypted]);
    assert_eq!(named("LD_PRELOAD=x"), [Note::DangerousName]);
}

#[test]
fn limits_hold() {
    assert_eq!(
        read(&vec![b'#'; MAX_FILE + 1], Dialect::Auto).unwrap_err(),
        ReadError::TooLarge { bytes: MAX_FILE + 1 }
    );
    assert_eq!(read(b"A=1\nB=\0\n", Dialect::Auto).unwrap_err(), ReadError::Nul { line: 2 });
    let lines: String = (0..=MAX_ENTRIES).map(|n| format!("A{n}=\n")).collect();
    assert_eq!(read(lines.as_bytes(), Dialect::Auto).unwrap_err(), ReadError::TooMany);
    assert_eq!(read("x\n".repeat(MAX_ENTRIES + 1).as_bytes(), Dialect::Auto).unwrap_err(), ReadError::TooMany);
    let one_line = [b"A=".to_vec(), vec![b'x'; MAX_FILE - 2]].concat();
    assert_eq!(read(&one_line, Dialect::Auto).unwrap().entries[0].value.len(), MAX_FILE - 2);
}

#[test]
fn hostile_files_are_read_in_one_pass() {
    // Each would take hours if a quote, a blank or a bracket were looked for from every line again.
    for piece in [
        "A=\"\\\"\n",
        "A='\n",
        "A\n",
        "A=\n\n\n",
        "A=$(\n",
        "A=\"",
        "\\\"",
        "A=-----BEGIN \n",
        "export ",
        "A=`\\`\n",
        "${",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        for dialect in [Dialect::Dotenv, Dialect::Shell, Dialect::Docker] {
            // Either answer is right; that there is one is the point.
            let outcome = read(text.as_bytes(), dialect);
            assert!(outcome.is_ok() || outcome.is_err_and(|error| error == ReadError::TooMany), "{piece:?}");
        }
    }
}
