use super::*;
use crate::envfile::{Target, WhyRefused, Written, write};
use crate::model::{Secret, VariableName};

pub fn written(values: &[(&str, &[u8])], target: Target, header: Option<&str>) -> Written {
    let secrets: Vec<_> = values.iter().map(|(_, value)| Secret::new(value.to_vec())).collect();
    let entries: Vec<_> =
        values.iter().zip(&secrets).map(|((name, _), secret)| (VariableName::new(name).unwrap(), secret)).collect();
    write(&entries, target, header)
}

fn text(values: &[(&str, &[u8])], target: Target) -> String {
    let written = written(values, target, None);
    assert_eq!(written.refused, []);
    written.text.expose_str().unwrap().to_owned()
}

#[test]
fn portable_is_bare_where_safe_and_quoted_where_not() {
    let values: [(&str, &[u8]); 5] =
        [("A", b"x-1=="), ("B", b""), ("C", b"a b#\"c"), ("D", b"=x"), ("E", "ü".as_bytes())];
    assert_eq!(text(&values, Target::Portable), "A=x-1==\nB=\nC='a b#\"c'\nD='=x'\nE='ü'\n");
}

#[test]
fn sh_exports_in_single_quotes() {
    assert_eq!(text(&[("A", b"it's $x"), ("B", b"a\nb")], Target::Sh), "export A='it'\\''s $x'\nexport B='a\nb'\n");
    let bytes = written(&[("A", b"\xff\x80")], Target::Sh, None);
    assert!(bytes.refused.is_empty() && bytes.text.expose() == b"export A='\xff\x80'\n");
}

#[test]
fn json_is_one_flat_object_in_the_order_given() {
    assert_eq!(
        text(&[("B", b"a\"\n\0"), ("A", b"1")], Target::Json),
        "{\n  \"B\": \"a\\\"\\n\\u0000\",\n  \"A\": \"1\"\n}\n"
    );
    assert_eq!(text(&[], Target::Json), "{}\n");
}

#[test]
fn what_a_target_cannot_hold_is_refused_by_name_with_the_one_that_can() {
    let refusal = |value: &[u8], target| {
        let written = written(&[("GOOD", b"x"), ("BAD", value)], target, None);
        let [refused] = &written.refused[..] else { panic!("{:?}", written.refused) };
        assert_eq!(refused.name.as_str(), "BAD");
        assert_eq!(read(written.text.expose(), Dialect::Auto).unwrap().entries.len(), 1);
        (refused.reason, refused.could)
    };
    for (value, reason) in [
        (&b"a'b"[..], WhyRefused::Character('\'')),
        (b"a$b", WhyRefused::Character('$')),
        (b"a`b", WhyRefused::Character('`')),
        (b"a\\b", WhyRefused::Character('\\')),
        (b"a\nb", WhyRefused::LineBreak),
        (b"a\rb", WhyRefused::LineBreak),
        (b"\xff", WhyRefused::NotUtf8),
    ] {
        assert_eq!(refusal(value, Target::Portable), (reason, Some(Target::Sh)));
    }
    assert_eq!(refusal(b"a\0b", Target::Portable), (WhyRefused::Nul, Some(Target::Json)));
    assert_eq!(refusal(b"a\0b", Target::Sh), (WhyRefused::Nul, Some(Target::Json)));
    assert_eq!(refusal(b"\xff", Target::Json), (WhyRefused::NotUtf8, Some(Target::Sh)));
    assert_eq!(refusal(b"\xff\0", Target::Sh), (WhyRefused::Nul, None));
}

#[test]
fn the_target_named_is_one_that_holds_all() {
    let mixed = written(&[("A", b"a\nb"), ("B", b"\0")], Target::Portable, None);
    assert_eq!(mixed.refused.iter().map(|refused| refused.could).collect::<Vec<_>>(), [Some(Target::Json); 2]);
    // None holds both: each is told its own.
    let split = written(&[("A", b"\xff"), ("B", b"\0")], Target::Portable, None);
    assert_eq!(
        split.refused.iter().map(|refused| refused.could).collect::<Vec<_>>(),
        [Some(Target::Sh), Some(Target::Json)]
    );
}

#[test]
fn a_header_is_one_line_of_comment_whatever_it_holds() {
    let header = Some("by Keyloft\nEVIL=1\r\u{1b}[2J\0");
    for target in Target::ALL {
        let text = written(&[("A", b"1")], target, header).text;
        let parsed = read(text.expose(), if target == Target::Sh { Dialect::Shell } else { Dialect::Auto }).unwrap();
        assert_eq!(values(&parsed), [("A".to_owned(), "1".to_owned())]);
        assert!(!text.expose().contains(&0x1b) && !text.expose().contains(&b'\r'));
    }
    let text = written(&[("A", b"1")], Target::Portable, Some("made here")).text;
    assert_eq!(text.expose_str(), Some("# made here\nA=1\n"));
}

#[test]
fn a_name_given_twice_is_written_once() {
    let written = written(&[("A", b"1"), ("A", b"2")], Target::Sh, None);
    assert_eq!(written.text.expose(), b"export A='1'\n");
    assert_eq!((written.refused[0].reason, written.refused[0].could), (WhyRefused::Twice, None));
}

#[test]
fn targets_are_known_by_their_words() {
    for target in Target::ALL {
        assert_eq!(target.word().parse(), Ok(target));
    }
    let error = "dockerfile".parse::<Target>().unwrap_err();
    assert_eq!(error.to_string(), "there is no such target. The targets are portable, sh, json");
}
