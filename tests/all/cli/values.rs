//! Secrets in and out, byte by byte; made ones; names that stand once.

use serde_json::Value;

use super::Desk;

#[test]
fn every_value_comes_back_byte_by_byte() {
    let desk = Desk::new();
    // One key derivation for all: the helper holds the vault key.
    desk.run(["unlock", "--for", "10m"]).done();
    let megabyte: Vec<u8> = (0..1024 * 1024_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let hostile: &[&[u8]] = &[
        b"",
        b"\0",
        b"a\0b",
        b"\n",
        b"ends with a line break\n",
        b"\r\n",
        b"one\r\ntwo\rthree\n",
        b"  spaces around\t ",
        b"\xef\xbb\xbfbom",
        b"\xff\xfe\x80",
        b"$(date) `date` ${HOME} $HOME \\n \\ ' \" #",
        "e\u{301} \u{e9} \u{202e}rtl \u{1f511}".as_bytes(),
        b"\x1b]52;c;eA==\x07",
        &megabyte,
    ];
    for (n, value) in hostile.iter().enumerate() {
        let reference = format!("shop/dev/V{n}");
        desk.add(&reference, value);
        assert!(desk.get(&reference) == *value, "stdin: {n}");
        let file = desk.file("value", value);
        desk.run(["rotate", "shop/dev/V0", "--secret-file", file.to_str().unwrap()]).exits(i32::from(n == 0));
        assert!(desk.get("shop/dev/V0") == *value, "file: {n}");
    }
    assert!(desk.text(["activity", "--verify"]).starts_with("Unbroken: "));
}

#[test]
fn a_value_too_large_is_refused_and_nothing_is_made() {
    let desk = Desk::new();
    let big = vec![b'x'; 1024 * 1024 + 1];
    let before = desk.bytes();
    let run = desk.command(["add", "shop/dev/BIG", "--secret-stdin"]).input(&big).run().exits(1);
    assert!(super::sentence(&run).contains("more than 1 MiB"), "{}", run.stderr);
    let file = desk.file("big", &big);
    desk.fails(1, ["add", "shop/dev/BIG", "--secret-file", file.to_str().unwrap()]);
    for path in [".", "/dev/zero"] {
        desk.fails(1, ["add", "shop/dev/BIG", "--secret-file", path]);
    }
    assert!(desk.bytes() == before);
}

#[test]
fn plain_values_are_read_without_the_passphrase_and_as_they_stand() {
    let desk = Desk::new();
    for value in ["", " 3000 ", "-1", "--plain", "a\r\nb\n", "\u{202e}x"] {
        let added = desk.run(["add", "shop/dev/P", "--replace", "--plain", value]).done();
        assert_eq!(added.stderr, "Saved shop/dev/P.\n", "it lies in no store");
        assert_eq!(desk.bare(["get", "shop/dev/P"]).run().done().text(), value);
        assert_eq!(desk.facts("shop/dev/P")["plain"], true);
    }
}

#[test]
fn a_name_stands_once_and_no_twin_beside_it() {
    let desk = Desk::new();
    desk.add("shop/dev/TOKEN", "first");
    desk.run(["add", "shop/dev/S3_SECRET", "--generate", "uuid", "--key-id", "k", "--key-id-name", "S3_ID"]).done();
    let before = desk.bytes();
    for (reference, why) in [
        ("shop/dev/TOKEN", "exists already. Replace it with --replace"),
        ("shop/dev/Token", "shop/dev/TOKEN exists already and differs only in case"),
        ("shop/dev/S3_ID", "is the key id of another key"),
        ("shop/dev/s3_id", "differs only in case"),
        ("Shop/dev/NEW", ": shop exists already and differs only in case"),
        ("shop/Dev/NEW", "shop/dev exists already and differs only in case"),
    ] {
        for extra in [&["--plain", "x"][..], &["--generate", "uuid"]] {
            let said = desk.fails(1, ["add", reference].iter().chain(extra));
            assert!(said.contains(why), "{reference}: {said}");
        }
    }
    for id_name in ["TOKEN", "token", "S3_SECRET", "OTHER"] {
        // A key id can't take a name that stands, nor its own secret's.
        desk.fails(1, ["add", "shop/dev/OTHER", "--generate", "uuid", "--key-id", "x", "--key-id-name", id_name]);
    }
    assert!(desk.bytes() == before, "nothing changed");
    desk.run(["add", "shop/dev/TOKEN", "--generate", "hex:8", "--replace"]).done();
    let key = desk.facts("shop/dev/TOKEN");
    assert_eq!(key["version"], 2, "a replaced value is kept as an old one");
    desk.run(["undo-rotate", "shop/dev/TOKEN"]).done();
    assert_eq!(desk.get("shop/dev/TOKEN"), b"first");
}

#[test]
fn made_secrets_look_as_was_asked() {
    let desk = Desk::empty();
    let made = |args: &[&str]| desk.bare(args).run().done().text().to_owned();
    let all = |text: &str, ok: fn(&u8) -> bool| text.as_bytes().iter().all(ok);
    let (hex, base62) = (made(&["generate", "hex:32"]), made(&["generate", "base62:40"]));
    assert!(hex.len() == 64 && all(&hex, u8::is_ascii_hexdigit), "{hex}");
    assert!(base62.len() == 40 && all(&base62, u8::is_ascii_alphanumeric), "{base62}");
    assert_eq!(made(&["generate"]).len(), 40, "base62:40 unless told");
    assert_ne!(made(&["generate"]), made(&["generate"]));
    assert!(made(&["generate", "uuid"]).split('-').map(str::len).eq([8, 4, 4, 4, 12]));
    assert_eq!(made(&["generate", "words:6"]).split(['-', ' ']).count(), 6);
    assert_eq!(made(&["generate", "base64:32"]).trim_end_matches('=').len(), 43);
    let token = made(&["generate", "token:shop_:40"]);
    assert!(token.starts_with("shop_"), "{token}");
    for bad in [
        "hex",
        "hex:",
        "hex:0",
        "hex:-1",
        "hex:99999999999",
        "hex:4x",
        "uuid:3",
        "token:40",
        "token::40",
        "token:a b:40",
        "words:0",
        "nope:3",
        "",
    ] {
        desk.bare(["generate", bad]).run().exits(2);
    }
    desk.bare(["generate", "uuid", "--pair", "shop_"]).run().exits(2);
    desk.bare(["generate", "--hash", "md5"]).run().exits(2);
    assert!(!desk.home.vault().exists());
}

#[test]
fn what_is_made_is_never_printed() {
    let desk = Desk::new();
    for args in [["add", "shop/dev/USUAL", "--generate"], ["rotate", "shop/dev/USUAL", "--generate"]] {
        desk.run(args).done();
        assert_eq!(desk.get("shop/dev/USUAL").len(), 40, "base62:40 unless told");
    }
    let added = desk.run(["add", "shop/dev/A", "--generate", "hex:32"]).done();
    let secret = String::from_utf8(desk.get("shop/dev/A")).unwrap();
    assert_eq!((added.text(), &*added.stderr), ("", "Saved shop/dev/A in Keyloft's own vault.\n"));
    let rotated = desk.run(["rotate", "shop/dev/A", "--generate", "hex:32"]).done();
    assert!(rotated.text().is_empty());
    let now = String::from_utf8(desk.get("shop/dev/A")).unwrap();
    assert_ne!(now, secret);
    for list in [&["ls", "--json"][..], &["show", "shop/dev/A"], &["review"], &["activity", "--json"]] {
        let text = desk.text(list);
        assert!(!text.contains(&secret) && !text.contains(&now), "{list:?}");
    }
    for (name, bytes) in desk.bytes() {
        for value in [&secret, &now] {
            assert!(!bytes.windows(value.len()).any(|w| w == value.as_bytes()), "{name} holds a secret");
        }
    }
}

#[test]
fn without_a_desktop_copy_says_what_to_do_instead() {
    let desk = Desk::new();
    desk.add("shop/dev/A", "value");
    let said = desk.fails(1, ["copy", "shop/dev/A"]);
    assert!(said.contains("no desktop session answers") && said.contains("use `keyloft get`"), "{said}");
    let list = desk.json(["ls", "--json"]);
    assert_eq!((&list[0]["last_used_at"], &list[0]["use_count"]), (&Value::Null, &Value::from(0)), "it was no use");
    assert!(!desk.text(["activity"]).contains("opied"));
}
