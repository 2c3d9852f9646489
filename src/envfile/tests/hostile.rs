//! SECURITY.md 16: files made to hurt. Refused, or taken exactly as they are; the error never quotes a value.

use super::*;
use crate::envfile::{MAX_ENTRIES, MAX_FILE, ReadError, Reason};

#[test]
fn depth_costs_no_stack() {
    let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
    let parsed = read(deep.as_bytes(), Dialect::Auto).unwrap();
    assert!(parsed.entries.is_empty() && parsed.problems[0].reason == Reason::NotAnAssignment);
    let deep = format!("apiVersion: v1\nkind: Secret\ndata: {}", "[".repeat(50_000));
    assert!(matches!(read(deep.as_bytes(), Dialect::Auto), Err(ReadError::Yaml)));
    let lists = "{\"apiVersion\": 1, \"kind\": \"List\", \"items\": [".repeat(50_000);
    assert!(read(lists.as_bytes(), Dialect::Auto).is_err());
    for text in ["{\"A\":".repeat(100_000), "{\"secrets\":[".repeat(100_000), "- ".repeat(100_000), "{".repeat(100_000)]
    {
        for dialect in ALL {
            let _ = read(text.as_bytes(), dialect);
        }
    }
}

#[test]
fn what_multiplies_is_refused() {
    let bomb = (0..30)
        .fold("a0: &a0 [x, x]\n".to_owned(), |text, n| format!("{text}a{}: &a{} [*a{n}, *a{n}]\n", n + 1, n + 1));
    let names: String = (0..9).map(|n| format!("  N{n}: *a30\n")).collect();
    let bomb = format!("apiVersion: v1\nkind: Secret\n{bomb}data:\n{names}");
    assert_eq!(read(bomb.as_bytes(), Dialect::Auto).unwrap_err(), ReadError::Yaml);
    let text = "x".repeat(1_000_000);
    let names: String = (0..50_000).map(|n| format!("  N{n}: *a\n")).collect();
    let bomb = format!("apiVersion: v1\nkind: Secret\na: &a {text}\nstringData:\n{names}");
    assert_eq!(read(bomb.as_bytes(), Dialect::Auto).unwrap_err(), ReadError::Yaml, "50 GB of one word");
}

#[test]
fn what_is_wide_is_bounded() {
    let wide = format!("name,value{}\nA,1\n", ",x".repeat(1_000_000));
    assert_eq!(read(wide.as_bytes(), Dialect::Csv).unwrap_err(), ReadError::Csv { line: 1 });
    let wide = format!("name,value{}\nA,1{}\n", ",x".repeat(900), ",y".repeat(1_000_000));
    assert_eq!(values(&read(wide.as_bytes(), Dialect::Auto).unwrap()), [("A".to_owned(), "1".to_owned())]);
    let rows = format!("name,value\n{}", "A,1\n".repeat(10).repeat(20_000));
    assert_eq!(read(rows.as_bytes(), Dialect::Csv).unwrap().entries.len(), 1, "the same, 200,000 times");
    let empty = format!("name,value\n{}", "A,\n".repeat(MAX_ENTRIES + 1));
    assert_eq!(read(empty.as_bytes(), Dialect::Csv).unwrap_err(), ReadError::TooMany);
    let zeros = format!("[{}0]", "0,".repeat(4_000_000));
    assert_eq!(read(zeros.as_bytes(), Dialect::Auto).unwrap_err(), ReadError::TooMany);
    let members = format!("{{{}\"a\":0}}", "\"a\":[],".repeat(1_000_000));
    assert_eq!(read(members.as_bytes(), Dialect::Json).unwrap_err(), ReadError::TooMany);
    let line = [b"A=".to_vec(), vec![b'x'; MAX_FILE]].concat();
    for dialect in ALL {
        assert_eq!(read(&line, dialect).unwrap_err(), ReadError::TooLarge { bytes: MAX_FILE + 2 });
        assert_eq!(read(b"\xff\xfeA\0=\x001\0", dialect).unwrap_err(), ReadError::Utf16);
        assert_eq!(read(b"A=1\0", dialect).unwrap_err(), ReadError::Nul { line: 1 });
    }
}

#[test]
fn names_are_not_smuggled_in() {
    let smuggled = "name,value\n\"A=1\nB\",x\n\"$(id)\",y\n\"LD_PRELOAD\",z\n";
    let parsed = read(smuggled.as_bytes(), Dialect::Auto).unwrap();
    let names: Vec<&str> = parsed.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["A_1_B", "ID", "LD_PRELOAD"]);
    assert!(parsed.entries[2].notes().contains(&Note::DangerousName));
    let json = r#"{"A\nLD_PRELOAD": "x", "B=1": "y", "": "z", "GOOD": "a\nLD_PRELOAD=b"}"#;
    let parsed = read(json.as_bytes(), Dialect::Auto).unwrap();
    assert_eq!((values(&parsed).len(), parsed.problems.len()), (1, 3));
    let text = "'LD_PRELOAD\nX'=1\nA='x\nLD_PRELOAD=y'\n";
    for dialect in [Dialect::Python, Dialect::Compose, Dialect::NodeEnvFile, Dialect::Dotenv] {
        for entry in read(text.as_bytes(), dialect).unwrap().entries {
            assert!(!entry.name.as_str().contains('\n'));
        }
    }
}

/// What every reader says of broken text in which a canary stands everywhere.
#[test]
fn no_error_quotes_a_value() {
    let canary = "canary".repeat(4);
    for text in [
        format!("A=\"{canary}\nB='{canary}\n{canary}\n{canary}=\n1{canary}=x\n"),
        format!("{{\"A\": \"{canary}\" \"{canary}\""),
        format!("{{\"A\": {{\"{canary}\": \"{canary}\"}}, \"B\": [\"{canary}\"]}}"),
        format!("[{{\"key\": 1, \"value\": \"{canary}\"}}, \"{canary}\"]"),
        format!("name,value\nA,\"{canary}"),
        format!("apiVersion: v1\nkind: Secret\ndata: {canary}\n"),
        format!("apiVersion: v1\nkind: Secret\ndata:\n  A: {canary}!\n  B: [{canary}]\n"),
        format!("{{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {{\"A\": \"{canary}!\"}}}}"),
    ] {
        for dialect in ALL {
            let said = match read(text.as_bytes(), dialect) {
                Err(error) => format!("{error} {error:?}"),
                // A name that can't be one is shown, so that it can be found: none of these is the canary alone.
                Ok(parsed) => parsed
                    .problems
                    .iter()
                    .map(|problem| problem.reason.to_string())
                    .filter(|said| !said.contains("no variable name"))
                    .collect(),
            };
            assert!(!said.contains("canary"), "{dialect:?} on {text}: {said}");
        }
    }
}

#[test]
fn broken_files_are_read_or_refused() {
    for format in ALL {
        for text in [&b"\xff\xfe"[..], b"", b"{", b"[{", b"\"", b"name,value\n\"", b"kind: Secret\n  x: [", b"- - - -"]
        {
            let _ = read(text, format);
        }
    }
}
