//! Which comments may become notes. A dropped comment is a small loss, a secret in a note a large one.

use crate::detect::{holds_user_info, recognise_value};

/// A word this long that looks random is taken for a secret.
const LONG: usize = 20;
/// Bits of entropy per character from which a long word without digits counts as random; English words of that length
/// stay around 3.5.
const RANDOM_BITS: f64 = 3.8;
/// Longest note made of a comment, in characters.
const MAX_NOTE: usize = 2_000;

/// The comment as a note, control characters taken out: only if it holds no assignment, no known key's shape, no URL with
/// credentials, no PEM and no long random word. None also for an empty one.
pub fn comment_as_note(comment: &str) -> Option<String> {
    let clean = |line: &str| line.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned();
    let lines: Vec<String> =
        comment.lines().map(|line| clean(&line.replace('\t', " "))).filter(|line| !line.is_empty()).collect();
    let note = lines.join("\n");
    let secret = note.contains("-----BEGIN")
        || lines.iter().any(|line| holds_assignment(line))
        || note.split_whitespace().any(may_be_secret);
    (!note.is_empty() && !secret).then(|| note.chars().take(MAX_NOTE).collect())
}

/// `NAME=value`, `name = value` or `NAME: "value"`, anywhere in the line.
fn holds_assignment(line: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let equals = line.match_indices('=').any(|(at, _)| {
        let after = line[at + 1..].chars().next();
        line[..at].trim_end().ends_with(is_name) && !matches!(after, Some('=' | '>'))
    });
    // YAML's way, only for names as variables have them: prose has colons too.
    let colon = line.split_once(':').is_some_and(|(name, value)| {
        let name = name.trim();
        name.contains('_') && name.chars().all(is_name) && !value.trim().is_empty()
    });
    equals || colon
}

fn may_be_secret(word: &str) -> bool {
    if holds_user_info(word.as_bytes()) {
        return true;
    }
    let edge = |c: char| {
        matches!(c, '"' | '\'' | '`' | ',' | ';' | '.' | '!' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
    };
    let trimmed = word.trim_matches(edge);
    let parts = trimmed.split(['/', '?', '&', '=', '@', ':', ',', ';', '(', ')', '"', '\'', '`', '<', '>']);
    let mut pieces = parts.chain([word, trimmed]);
    let joined = trimmed.replace(['/', '+'], "");
    pieces.any(|piece| recognise_value(piece.as_bytes()).is_some() || (!piece.contains("://") && is_random(piece)))
        || (!trimmed.contains("://") && is_random(&joined))
}

/// 20 characters or more that mix letters and digits, are digits only, or are too mixed for a word.
fn is_random(word: &str) -> bool {
    let length = word.chars().count();
    if length < LONG {
        return false;
    }
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    let only_digits = digits && word.bytes().all(|byte| byte.is_ascii_digit());
    (digits && letters) || only_digits || (letters && entropy_per_character(word) >= RANDOM_BITS)
}

/// Shannon's, over the word's own characters.
fn entropy_per_character(word: &str) -> f64 {
    let mut counts = std::collections::BTreeMap::new();
    for character in word.chars() {
        *counts.entry(character).or_insert(0u32) += 1;
    }
    let all = f64::from(counts.values().sum::<u32>());
    -counts.values().map(|count| f64::from(*count) / all).map(|share| share * share.log2()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_becomes_a_note() {
        for prose in [
            "Payment provider, test mode",
            "ask Dana before changing this: it is used by the nightly job",
            "see https://example.com/docs/keys for how to make one",
            "a == b, a => b",
            "internationalization matters",
        ] {
            assert_eq!(comment_as_note(prose).as_deref(), Some(prose));
        }
        assert_eq!(comment_as_note(" two \n\n lines\u{1b}[31m\r\n").as_deref(), Some("two\nlines[31m"));
        assert_eq!(comment_as_note(" \n\t"), None);
    }

    #[test]
    fn comments_that_may_hold_a_secret_do_not() {
        let token = format!("ghp_{}", "a1".repeat(18));
        let url = format!("postgres://shop:{}@db/x", "pw");
        for (comment, why) in [
            ("old: KEY=value".to_owned(), "an assignment"),
            ("password = x".to_owned(), "a spaced assignment"),
            ("API_KEY: x".to_owned(), "a YAML assignment"),
            (format!("was {token} before"), "a known shape"),
            (format!("was ({token}),"), "a known shape in brackets"),
            (url, "a connection string"),
            (format!("try {}", "a1b2".repeat(5)), "a long mixed word"),
            (format!("try {}", "12345".repeat(4)), "a long number"),
            ("QwErTyUiOpAsDfGhJkLz".to_owned(), "a word too mixed"),
            (format!("https://example.com/{}", "x9".repeat(12)), "a long mixed path part"),
            (format!("{}/{}", "aB3".repeat(5), "zY7".repeat(3)), "random text with a slash"),
            (format!("-----BEGIN {} KEY-----", "PRIVATE"), "a PEM"),
        ] {
            assert_eq!(comment_as_note(&comment), None, "{why}");
        }
    }
}
