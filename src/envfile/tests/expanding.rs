use super::*;
use crate::envfile::{ExpandError, expand};

fn expanded(text: &str) -> Vec<(String, String)> {
    let mut parsed = read(text.as_bytes(), Dialect::Auto).unwrap();
    expand(&mut parsed.entries).unwrap();
    values(&parsed)
}

fn value_of(text: &str, name: &str) -> String {
    expanded(text).into_iter().find(|(found, _)| found == name).unwrap().1
}

#[test]
fn names_of_the_same_file_are_put_in_through_all_steps() {
    let text = "URL=p://${USER_NAME}:$WORD@db\nWORD=\"<${USER_NAME}>\"\nUSER_NAME=dana\n";
    assert_eq!(value_of(text, "URL"), "p://dana:<dana>@db");
}

#[test]
fn everything_else_stays_text() {
    for text in ["A=$B", "A=${B:-x}\nB=1", "A=$(B)\nB=1", "A='$B'\nB=1", "A=\\$B\nB=1", "A=$1$", "A=${B\nB=1"] {
        let written = text.lines().next().unwrap().strip_prefix("A=").unwrap().trim_matches('\'');
        assert_eq!(value_of(text, "A"), written, "{text:?}");
    }
    assert_eq!(value_of("export A=\"\\$B$B\"\nB=1", "A"), "\\$B1");
}

#[test]
fn names_that_were_not_put_in_stay_noted() {
    let mut parsed = read(b"A=$B$C\nB=1\n", Dialect::Auto).unwrap();
    expand(&mut parsed.entries).unwrap();
    assert_eq!(parsed.entries[0].notes(), [Note::NamesOthers(vec!["C".into()])]);
}

#[test]
fn circles_end() {
    assert_eq!(value_of("PATH=$PATH:x", "PATH"), "$PATH:x");
    assert_eq!(value_of("A=a${B}\nB=b${A}", "B"), "b${A}");
    assert_eq!(value_of("A=a${B}\nB=b${A}", "A"), "ab${A}");
}

#[test]
fn long_chains_need_no_stack() {
    let chain: String = (1..50_000).map(|n| format!("A{n}=${{A{}}}\n", n - 1)).collect();
    assert_eq!(value_of(&format!("{chain}A0=end\n"), "A49999"), "end");
}

#[test]
fn doubling_is_stopped_before_it_is_built() {
    let doubling: String = (1..64).map(|n| format!("A{n}=${{A{m}}}${{A{m}}}\n", m = n - 1)).collect();
    let mut parsed = read(format!("A0=ha\n{doubling}").as_bytes(), Dialect::Auto).unwrap();
    let before = values(&parsed);
    assert_eq!(expand(&mut parsed.entries), Err(ExpandError::TooLarge));
    assert_eq!(values(&parsed), before);
}
