use proptest::collection::vec;
use proptest::prelude::*;

use super::real_parsers::full;
use super::writing::written;
use super::*;
use crate::envfile::{Target, WhyRefused, expand};

/// 256 cases a property; with KEYLOFT_TRIALS=full a hundred times as many.
fn trials() -> ProptestConfig {
    ProptestConfig { cases: if full() { 25_600 } else { 256 }, failure_persistence: None, ..ProptestConfig::default() }
}

/// Bytes that parsers stumble over, far more often than chance would bring them.
pub fn hostile() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"'",
        b"\"",
        b"`",
        b"\\",
        b"$",
        b"${A}",
        b"$(id)",
        b"#",
        b" #",
        b"=",
        b" ",
        b"\t",
        b"\n",
        b"\r\n",
        b"\r",
        b"\0",
        b"!",
        b"~",
        b";",
        b"&",
        b"*",
        b"\\n",
        b"\\'",
        b"\xff",
        b"\xc3",
        "é".as_bytes(),
        "\u{a0}".as_bytes(),
        "\u{2028}".as_bytes(),
        "\u{feff}".as_bytes(),
        b"\x01",
        b"\x7f",
        b"\x1b[0m",
        b"-----BEGIN ",
        b"export ",
        b"%s",
        b"{",
        b"A=1",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec),
        2 => "[a-zA-Z0-9_./:@%+=,-]{1,8}".prop_map(String::into_bytes),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Lines as everybody writes them, and sometimes something else between.
fn nearly_common() -> impl Strategy<Value = Vec<u8>> {
    let lines: Vec<&'static [u8]> = vec![
        b"A=abc\n",
        b"B='x y'\n",
        b"C=\"q#\n z\" # c\n",
        b"export D=1\n",
        b"E=a/b=c # d\n",
        b"# c\n",
        b"\n",
        b"F=",
        b"G= x\n",
        b"export\tH=1\n",
    ];
    prop_oneof![
        6 => prop::sample::select(lines).prop_map(<[u8]>::to_vec),
        1 => hostile().prop_filter("no NUL", |bytes| !bytes.contains(&0)),
    ]
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("N{n}")).collect()
}

proptest! {
    #![proptest_config(trials())]

    #[test]
    fn what_is_written_reads_back_or_is_refused(values in vec(hostile(), 1..6)) {
        let names = names(values.len());
        let pairs: Vec<_> = names.iter().map(String::as_str).zip(values.iter().map(Vec::as_slice)).collect();
        for (target, readers) in [
            (Target::Portable, &[Dialect::Dotenv, Dialect::Shell, Dialect::Auto][..]),
            (Target::Sh, &[Dialect::Shell]),
            (Target::Json, &[Dialect::Json, Dialect::Auto]),
        ] {
            let written = written(&pairs, target, Some("header"));
            for dialect in readers {
                let parsed = read(written.text.expose(), *dialect).unwrap();
                prop_assert_eq!(parsed.entries.len() + written.refused.len(), pairs.len());
                for (name, value) in &pairs {
                    let refused = written.refused.iter().any(|refused| refused.name.as_str() == *name);
                    let read = parsed.entries.iter().find(|entry| entry.name.as_str() == *name);
                    prop_assert_eq!(read.map(|entry| entry.value.expose()), (!refused).then_some(*value));
                }
            }
        }
    }

    /// Every target's own reader has read it back already: here nothing is refused for that.
    #[test]
    fn every_writer_and_its_reader_agree(values in vec(hostile(), 1..6)) {
        let names = names(values.len());
        let pairs: Vec<_> = names.iter().map(String::as_str).zip(values.iter().map(Vec::as_slice)).collect();
        for target in Target::ALL {
            for refused in written(&pairs, target, Some("header")).refused {
                prop_assert!(refused.reason != WhyRefused::ReadsBackDifferently, "{target} {values:?}");
            }
        }
    }

    #[test]
    fn only_what_a_target_cannot_hold_is_refused(value in hostile()) {
        let has = |bytes: &[u8]| value.windows(bytes.len()).any(|window| window == bytes);
        let refused = |target| !written(&[("A", &value)], target, None).refused.is_empty();
        prop_assert_eq!(refused(Target::Sh), value.contains(&0));
        prop_assert_eq!(refused(Target::Json), std::str::from_utf8(&value).is_err());
        let unfit = std::str::from_utf8(&value).is_err() || value.iter().any(|byte| b"'\\$`\n\r\0".contains(byte));
        prop_assert_eq!(refused(Target::Portable), unfit);
        let no_text = std::str::from_utf8(&value).is_err();
        prop_assert_eq!(refused(Target::Fish), has(b"\0"));
        prop_assert_eq!(refused(Target::PowerShell), has(b"\0") || no_text);
        prop_assert_eq!(refused(Target::Compose), has(b"\0") || no_text);
        prop_assert_eq!(refused(Target::GitHub), has(b"\0") || no_text || value.ends_with(b"\r"));
        prop_assert_eq!(refused(Target::Yaml), no_text);
        prop_assert!(!refused(Target::K8s));
        prop_assert_eq!(refused(Target::Docker), has(b"\0") || has(b"\n") || has(b"\r") || no_text);
        let held = !has(b"\0") && !no_text && !has(b"\r");
        let (single, back, double) = (has(b"'"), has(b"`"), has(b"\""));
        let open = value.ends_with(b"\\");
        let quoted = !(open || single && back) || !(double || has(b"\\"));
        // FORMATS.md's writers, and what needs no quotes at all.
        if held && quoted {
            prop_assert!(!refused(Target::Node));
        }
        if held && (!single || !back || (!double && !has(b"\\n"))) {
            prop_assert!(!refused(Target::NodeEnvFile));
        }
        let escaped = !(open || single && back) || !(double || has(b"\\") || has(b"$"));
        if held && escaped && !has(b"$(") {
            prop_assert!(!refused(Target::Next) && !refused(Target::Vite));
        }
        prop_assert_eq!(refused(Target::Python), !held || has(b"${"));
        if held && !value.starts_with(b"encrypted:") && !open {
            prop_assert!(!refused(Target::Dotenvx));
        }
    }

    /// Most files are told to be read the same by all without asking the others: here they are asked.
    #[test]
    fn what_carries_no_doubt_is_read_the_same_by_all(pieces in vec(nearly_common(), 0..12)) {
        let text = [b"A=1\n".to_vec(), pieces.concat()].concat();
        let parsed = read(&text, Dialect::Auto).unwrap();
        for dialect in [Dialect::Dotenv, Dialect::NodeEnvFile, Dialect::Python, Dialect::Compose, Dialect::Shell] {
            let theirs = read(&text, dialect).unwrap().entries;
            for entry in &parsed.entries {
                let doubted = entry.notes().iter().any(|note| matches!(note, Note::DialectsDisagree(_)));
                let read = theirs.iter().find(|other| other.name == entry.name).map(|other| other.value.expose());
                prop_assert!(doubted || read == Some(entry.value.expose()), "{dialect:?} {text:?}");
            }
        }
    }

    #[test]
    fn no_text_makes_a_reader_fall(text in vec(hostile(), 0..8)) {
        let text = text.concat();
        for dialect in ALL {
            if let Ok(mut parsed) = read(&text, dialect) {
                let lines = text.len() as u32 + 1;
                prop_assert!(parsed.entries.iter().all(|entry| (1..=lines).contains(&entry.line)));
                prop_assert!(expand(&mut parsed.entries).is_ok());
            }
        }
    }
}
