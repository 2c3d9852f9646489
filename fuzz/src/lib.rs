//! What must hold of any bytes, as a reader takes them and as a writer is given them.

#![allow(dead_code)]

#[path = "../../src/detect/mod.rs"]
pub mod detect;
#[path = "../../src/envfile/mod.rs"]
pub mod envfile;
#[path = "../../src/model/mod.rs"]
pub mod model;

use std::collections::HashSet;

use envfile::{Dialect, Frame, MAX_ENTRIES, Target, WhyRefused, comment_as_note, expand, read, write};
use model::{Secret, VariableName};

/// The text is refused, or gives entries that have names, stand on lines of the text and can be expanded.
pub fn reads(text: &[u8], dialect: Dialect) {
    let Ok(mut parsed) = read(text, dialect) else { return };
    let lines = text.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u32 + 1;
    assert!(parsed.entries.len() + parsed.commented_out.len() + parsed.problems.len() <= MAX_ENTRIES);
    let mut names = HashSet::new();
    for entry in parsed.entries.iter().chain(&parsed.commented_out) {
        assert!((1..=lines).contains(&entry.line), "line {} of {lines}", entry.line);
        assert!(VariableName::new(entry.name.as_str()).is_ok());
        let note = entry.comment.as_deref().and_then(comment_as_note);
        assert!(note.is_none_or(|note| note.chars().all(|c| c == '\n' || !c.is_control())));
    }
    for entry in &parsed.entries {
        assert!(names.insert(entry.name.as_str().to_owned()), "{} stands twice", entry.name);
    }
    for problem in &parsed.problems {
        assert!((1..=lines).contains(&problem.line), "line {} of {lines}", problem.line);
        assert!(!problem.reason.to_string().contains(|c: char| c.is_control()));
    }
    let _ = expand(&mut parsed.entries);
}

/// Values, parted by the byte FE, are written for every target, or refused for a reason that is their own.
pub fn writes(bytes: &[u8]) {
    let values: Vec<Secret> =
        bytes.split(|byte| *byte == 0xfe).take(8).map(|value| Secret::new(value.to_vec())).collect();
    let named = |(n, value)| (VariableName::new(&format!("N{n}")).expect("a name"), value);
    let entries: Vec<_> = values.iter().enumerate().map(named).collect();
    for target in Target::ALL {
        for refused in write(&entries, target, &Frame::BARE).refused {
            assert_ne!(refused.reason, WhyRefused::ReadsBackDifferently, "{target}");
        }
    }
}
