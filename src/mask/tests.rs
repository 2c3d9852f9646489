use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::{MARKER, Masker, Masks};
use crate::model::Secret;

fn masks(secrets: &[&[u8]]) -> Arc<Masks> {
    let secrets: Vec<Secret> = secrets.iter().map(|bytes| Secret::new(bytes.to_vec())).collect();
    Arc::new(Masks::new(secrets.iter().map(|secret| ("NAME", secret))).0)
}

fn masked(masks: &Arc<Masks>, writes: &[&[u8]]) -> Vec<u8> {
    let mut masker = Masker::new(Arc::clone(masks));
    let mut out = Vec::new();
    for write in writes {
        masker.feed(write, Instant::now(), &mut out);
    }
    masker.flush(&mut out);
    assert_eq!(masker.held(), 0);
    out
}

fn whole(secret: &str, output: &str) -> String {
    String::from_utf8(masked(&masks(&[secret.as_bytes()]), &[output.as_bytes()])).unwrap()
}

/// Byte by byte: what lies in any form is masked, and neighbours become one marker.
fn slowly(masks: &Masks, text: &[u8]) -> Vec<u8> {
    let mut hidden = vec![false; text.len()];
    for form in masks.forms() {
        for (at, window) in text.windows(form.len()).enumerate() {
            if window == &form[..] {
                hidden[at..at + form.len()].fill(true);
            }
        }
    }
    let mut out = Vec::new();
    for (at, byte) in text.iter().enumerate() {
        if !hidden[at] {
            out.push(*byte);
        } else if at == 0 || !hidden[at - 1] {
            out.extend(MARKER);
        }
    }
    out
}

#[test]
fn a_secret_becomes_the_marker_wherever_it_stands() {
    assert_eq!(whole("correct horse", "correct horse"), "[masked]");
    assert_eq!(whole("correct horse", "a correct horse, a correct horsecorrect horse."), "a [masked], a [masked].");
    assert_eq!(whole("correct horse", "correct hors e"), "correct hors e");
    assert_eq!(whole("abcabcabd", "abcabcabcabd"), "abc[masked]");
    assert_eq!(whole("", "text"), "text");
}

#[test]
fn every_line_of_a_longer_secret_is_masked_for_itself() {
    let secret = "-----FIRST LINE-----\nshort\r\nsecond long line\n";
    assert_eq!(whole(secret, secret), "[masked]");
    assert_eq!(whole(secret, "x second long line\nshort\n-----FIRST LINE-----"), "x [masked]\nshort\n[masked]");
    assert_eq!(whole("first part\nb\nthird part", "first part\r\nb\r\nthird part"), "[masked]");
    let json = "{\"k\":\"first part\\nsecond part\\nthird part\\n\"}";
    assert_eq!(whole(json, "third part\nsecond part"), "[masked]\n[masked]");
}

#[test]
fn base64_is_found_at_every_alignment_and_in_wrapped_lines() {
    let secret = "p?>~wörd-of-some-length/?";
    for before in ["", "u", "us", "user:"] {
        for behind in ["", "!", "!!", "!!!"] {
            let text = format!("{before}{secret}{behind}");
            for coded in [STANDARD.encode(&text), STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                let shown = whole(secret, &format!("<{coded}>"));
                let rest = shown.replace("[masked]", "");
                assert!(shown.contains("[masked]") && rest.len() <= 16, "{text}: {shown}");
            }
            assert_eq!(whole(secret, &STANDARD.encode(secret)), "[masked]");
        }
    }
    let long: Vec<u8> = (0..150_u8).map(|n| n.wrapping_mul(37)).collect();
    let coded = STANDARD.encode(&long);
    let lines: Vec<&str> = coded.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let shown = masked(&masks(&[&long]), &[lines.join("\n").as_bytes()]);
    assert_eq!(String::from_utf8(shown).unwrap(), "[masked]\n[masked]\n[masked]");
}

#[test]
fn url_encoded_and_json_forms_are_found() {
    let secret = "pass word&\"ü\"*~";
    for form in [
        "pass%20word%26%22%C3%BC%22%2A~",
        "pass%20word%26%22%c3%bc%22%2a~",
        "pass+word%26%22%C3%BC%22*%7E",
        "pass+word%26%22%c3%bc%22*%7e",
        "pass%20word%26%22%C3%BC%22*~",
        "pass%20word%26%22%c3%bc%22*~",
        "pass word&\\\"ü\\\"*~",
    ] {
        assert_eq!(whole(secret, &format!("?q={form}&x")), "?q=[masked]&x", "{form}");
    }
}

#[test]
fn what_is_too_short_is_named() {
    let [short, long, empty, wide] = ["1234567", "12345678", "", "äöüäöüß"].map(|text| Secret::new(text.into()));
    let (masks, named) = Masks::new([("A", &short), ("B", &long), ("C", &empty), ("D", &wide)]);
    assert_eq!(named, ["A", "D"]);
    assert_eq!(masked(&Arc::new(masks), &[b"1234567 12345678"]), b"1234567 [masked]");
}

#[test]
fn a_very_long_secret_is_one_marker_and_holds_little_back() {
    let long: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1).collect();
    let masks = masks(&[&long]);
    assert_eq!(masked(&masks, &[&long]), MARKER);
    let mut masker = Masker::new(Arc::clone(&masks));
    for part in long.chunks(1_000) {
        masker.feed(part, Instant::now(), &mut Vec::new());
        assert!(masker.held() < 1_024, "{}", masker.held());
    }
}

#[test]
fn what_may_begin_a_secret_waits_and_the_rest_of_a_flushed_one_is_masked() {
    let masks = masks(&[b"correct horse"]);
    let begun = Instant::now();
    let mut masker = Masker::new(masks);
    let mut out = Vec::new();
    masker.feed(b"> cor", begun, &mut out);
    assert_eq!((out.as_slice(), masker.held()), (&b"> "[..], 3));
    assert_eq!(masker.due(), Some(begun + Duration::from_millis(50)));
    let later = begun + Duration::from_millis(10);
    masker.feed(b"rect", later, &mut out);
    assert_eq!(masker.due(), Some(later + Duration::from_secs(2)));
    masker.flush(&mut out);
    assert_eq!((out.as_slice(), masker.due()), (&b"> correct"[..], None));
    masker.feed(b" ho", later, &mut out);
    assert_eq!(masker.held(), 3);
    masker.feed(b"rse!", later, &mut out);
    assert_eq!(out, b"> correct[masked]!");
    assert_eq!(masker.due(), None);
}

proptest! {
    #[test]
    fn any_split_gives_what_one_write_gives_and_no_secret_survives(
        secrets in prop::collection::vec("[ab]{8,14}|[ab\n]{8,20}", 1..4),
        words in prop::collection::vec(prop_oneof!["[ab\n]{0,12}", Just("SECRET".to_owned())], 1..12),
        cuts in prop::collection::vec(1_usize..9, 1..60),
    ) {
        let secrets: Vec<&[u8]> = secrets.iter().map(String::as_bytes).collect();
        let masks = masks(&secrets);
        let mut text = Vec::new();
        for (n, word) in words.iter().enumerate() {
            let secret = secrets[n % secrets.len()];
            text.extend(if word == "SECRET" { secret } else { word.as_bytes() });
        }
        let mut writes = Vec::new();
        let (mut rest, mut cuts) = (&text[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (write, behind) = rest.split_at((*cuts.next().unwrap()).min(rest.len()));
            writes.push(write);
            rest = behind;
        }
        let out = masked(&masks, &writes);
        prop_assert_eq!(&out, &slowly(&masks, &text));
        prop_assert_eq!(&out, &masked(&masks, &[&text]));
        for form in masks.forms() {
            prop_assert!(!out.windows(form.len()).any(|window| window == &form[..]));
        }
    }
}
