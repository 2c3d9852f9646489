use super::*;
use crate::envfile::{Frame, Target, WhyRefused, Written, write};
use crate::model::{Secret, VariableName};

pub fn written(values: &[(&str, &[u8])], target: Target, header: Option<&str>) -> Written {
    let secrets: Vec<_> = values.iter().map(|(_, value)| Secret::new(value.to_vec())).collect();
    let entries: Vec<_> =
        values.iter().zip(&secrets).map(|((name, _), secret)| (VariableName::new(name).unwrap(), secret)).collect();
    write(&entries, target, &Frame { header, ..Frame::BARE })
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
    assert_eq!(refusal(b"\xff\0", Target::Sh), (WhyRefused::Nul, Some(Target::K8s)));
}

#[test]
fn the_target_named_is_one_that_holds_all() {
    let mixed = written(&[("A", b"a\nb"), ("B", b"\0")], Target::Portable, None);
    assert_eq!(mixed.refused.iter().map(|refused| refused.could).collect::<Vec<_>>(), [Some(Target::Json); 2]);
    let bytes = written(&[("A", b"\xff"), ("B", b"\0")], Target::Portable, None);
    assert_eq!(bytes.refused.iter().map(|refused| refused.could).collect::<Vec<_>>(), [Some(Target::K8s); 2]);
}

#[test]
fn no_shell_is_named_for_a_name_that_shells_keep() {
    let kept = written(&[("LINES", b"a\nb"), ("A", b"x")], Target::Portable, None);
    assert_eq!((kept.refused[0].reason, kept.refused[0].could), (WhyRefused::ShellsOwn, Some(Target::Json)));
    let beside = written(&[("UID", b"1"), ("A", b"a\nb")], Target::Portable, None);
    assert_eq!(beside.refused.iter().map(|refused| refused.could).collect::<Vec<_>>(), [Some(Target::Json); 2]);
}

#[test]
fn a_header_is_one_line_of_comment_whatever_it_holds() {
    let header = Some("by Keyloft\nEVIL=1\r\u{1b}[2J\0");
    for target in Target::ALL {
        let written = written(&[("A", b"1")], target, header);
        assert_eq!(written.refused, [], "{target}: the header does not get in the way of reading it back");
        let text = written.text.expose_str().unwrap();
        assert!(!text.contains(['\u{1b}', '\r']));
        assert_eq!(text.contains("# by KeyloftEVIL=1[2J\n"), target.has_comments(), "{target}: {text}");
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

/// One line for each target, and the values that it can't hold.
#[test]
fn each_target_writes_as_its_readers_read() {
    let line = |target| text(&[("A", "it's $x \\ #\u{2019}".as_bytes())], target);
    for (target, expected) in [
        (Target::Node, "A=`it's $x \\ #\u{2019}`\n"),
        (Target::NodeEnvFile, "A=`it's $x \\ #\u{2019}`\n"),
        (Target::Next, "A=`it's \\$x \\ #\u{2019}`\n"),
        (Target::Vite, "A=`it's \\$x \\ #\u{2019}`\n"),
        (Target::Python, "A='it\\'s $x \\\\ #\u{2019}'\n"),
        (Target::Docker, "A=it's $x \\ #\u{2019}\n"),
        (Target::Compose, "A=\"it's \\$x \\\\ #\u{2019}\"\n"),
        (Target::Fish, "set -gx A 'it\\'s $x \\\\ #\u{2019}'\n"),
        (Target::PowerShell, "${env:A}='it''s $x \\ #\u{2019}\u{2019}'\n"),
        (Target::Yaml, "\"A\": \"it's $x \\\\ #\u{2019}\"\n"),
        (
            Target::GitHub,
            "A<<KEYLOFT_00000000000000000000000000000000\nit's $x \\ #\u{2019}\nKEYLOFT_00000000000000000000000000000000\n",
        ),
    ] {
        assert_eq!(line(target), expected, "{target}");
    }
    let manifest = text(&[("NO", b"x")], Target::K8s);
    assert!(manifest.ends_with("metadata:\n  name: keyloft\ntype: Opaque\ndata:\n  \"NO\": eA==\n"), "{manifest}");
    assert!(text(&[], Target::K8s).ends_with("data: {}\n"));
    assert_eq!(text(&[], Target::Yaml), "{}\n");
    assert_eq!(text(&[("A", b"'`\n")], Target::Node), "A=\"'`\n\"\n");
    assert_eq!(text(&[("A", b"a\rb")], Target::Node), "A=\"a\\rb\"\n");
}

#[test]
fn what_would_be_run_put_in_or_cut_off_is_refused() {
    let why =
        |value: &[u8], target| written(&[("A", value)], target, None).refused.first().map(|refused| refused.reason);
    for (value, target, reason) in [
        (&b"x$(id)"[..], Target::Next, WhyRefused::Runs("$(")),
        (b"x$(id)", Target::Vite, WhyRefused::Runs("$(")),
        (b"it's ${x}", Target::Python, WhyRefused::Expands("${")),
        (b"encrypted:x", Target::Dotenvx, WhyRefused::Encrypted),
        (b"it's $x\\", Target::Dotenvx, WhyRefused::Quotes),
        (b"a'b`c\"d", Target::Node, WhyRefused::Quotes),
        (b"a'b`c\\n", Target::NodeEnvFile, WhyRefused::Quotes),
        (b"a\rb", Target::NodeEnvFile, WhyRefused::CarriageReturn),
        (b"a\rb", Target::Python, WhyRefused::CarriageReturn),
        (b"a\nb", Target::Docker, WhyRefused::LineBreak),
    ] {
        assert_eq!(why(value, target), Some(reason), "{target}");
    }
    // Whoever guesses how a block ends gets another end.
    for value in
        ["KEYLOFT_", "KEYLOFT_00000000000000000000000000000000", "x\nKEYLOFT_00000000000000000000000000000000__\n"]
    {
        assert_eq!(why(value.as_bytes(), Target::GitHub), None, "{value}");
    }
    assert_eq!(why(b"x\r", Target::GitHub), Some(WhyRefused::CarriageReturn));
    assert_eq!(why(b"x\ry", Target::GitHub), None);
    let blocked = written(&[("Node_Options", b"x")], Target::GitHub, None).refused;
    assert_eq!(blocked[0].reason, WhyRefused::Blocked);
    let long = vec![b'x'; 64 * 1024];
    assert_eq!(why(&long, Target::Docker), Some(WhyRefused::LineTooLong));
    let large = vec![b'x'; 1024 * 1024 + 1];
    assert_eq!(why(&large, Target::K8s), Some(WhyRefused::TooLarge));
    // What may stand there all the same.
    assert_eq!(why(b"C:\\temp\\", Target::Python), None);
    assert_eq!(why(b"it's #\\", Target::Python), None);
    assert_eq!(why(b"$x", Target::Dotenvx), None);
    assert_eq!(why(b"it's $x \\' `", Target::Dotenvx), None);
    assert_eq!(why(b"$HOME \\$x", Target::Next), None);
}
