//! A key id and its secret: one key, two variables, rotated and deleted together.

use sha2::{Digest, Sha256};

use super::Desk;

fn sha256(text: &[u8]) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_made_pair_prints_what_a_server_keeps_and_not_the_secret() {
    let desk = Desk::new();
    let added = desk.run(["add", "shop/dev/SHOP_API_SECRET", "--generate-pair", "shop"]).done();
    let secret = desk.get("shop/dev/SHOP_API_SECRET");
    let key = desk.facts("shop/dev/SHOP_API_SECRET");
    assert_eq!(key["key_id_name"], "SHOP_API_KEY_ID");
    let id = key["key_id"].as_str().unwrap();
    assert!(id.starts_with("shop"), "{id}");
    assert_eq!(added.text(), format!("key id        {id}\nserver keeps  sha256:{}\n", sha256(&secret)));
    // `get` of the key id's name gives the key id; no passphrase is needed for what lies readable.
    assert_eq!(desk.bare(["get", "shop/dev/SHOP_API_KEY_ID"]).run().done().text(), id);
    assert_eq!(desk.facts("shop/dev/SHOP_API_KEY_ID")["name"], "SHOP_API_SECRET");
    let exported = desk.json(["export", "shop/dev", "--for", "json"]);
    assert_eq!(exported["SHOP_API_KEY_ID"], id);
    assert_eq!(exported["SHOP_API_SECRET"].as_str().unwrap().as_bytes(), secret);
    assert_eq!(exported.as_object().unwrap().len(), 2);
    for (only, other) in [("SHOP_API_KEY_ID", "SHOP_API_SECRET"), ("SHOP_API_SECRET", "SHOP_API_KEY_ID")] {
        let exported = desk.json(["export", "shop/dev", "--for", "json", "--only", only]);
        assert!(exported.get(only).is_some() && exported.get(other).is_none(), "{exported}");
    }
}

#[test]
fn a_pair_is_rotated_put_back_disabled_and_deleted_as_one() {
    let desk = Desk::new();
    desk.command(["add", "shop/dev/S3_SECRET", "--secret-stdin", "--key-id", "id-1", "--key-id-name", "S3_ID"])
        .input("one")
        .run()
        .done();
    desk.command(["rotate", "shop/dev/S3_SECRET", "--secret-stdin", "--key-id", "id-2"]).input("two").run().done();
    assert_eq!((desk.get("shop/dev/S3_ID"), desk.get("shop/dev/S3_SECRET")), (b"id-2".to_vec(), b"two".to_vec()));
    desk.run(["undo-rotate", "shop/dev/S3_SECRET"]).done();
    assert_eq!((desk.get("shop/dev/S3_ID"), desk.get("shop/dev/S3_SECRET")), (b"id-1".to_vec(), b"one".to_vec()));
    desk.run(["disable", "shop/dev/S3_SECRET"]).done();
    for name in ["S3_ID", "S3_SECRET"] {
        let said = desk.fails(1, ["get", &format!("shop/dev/{name}")]);
        assert!(said.contains("it is disabled here. Enable it with `keyloft enable`"), "{said}");
    }
    desk.run(["delete", "shop/dev/S3_SECRET", "--yes", "--now"]).done();
    for name in ["S3_ID", "S3_SECRET"] {
        desk.fails(1, ["get", &format!("shop/dev/{name}")]);
    }
}

#[test]
fn generate_prints_a_pair_and_its_hash() {
    let desk = Desk::empty();
    let printed = desk.text(["generate", "--pair", "shop", "--hash", "sha256"]);
    let lines: Vec<(&str, &str)> = printed.lines().map(|line| line.split_once("  ").unwrap()).collect();
    assert_eq!(lines.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["key id", "secret", "sha256"]);
    assert!(lines[0].1.starts_with("shop") && lines[1].1.starts_with("shop"), "{printed}");
    assert_eq!(lines[2].1, sha256(lines[1].1.as_bytes()));
    let printed = desk.text(["generate", "hex:16", "--hash", "sha256"]);
    let (secret, hash) = printed.split_once('\n').unwrap();
    assert_eq!(hash, format!("sha256  {}\n", sha256(secret.as_bytes())));
}

#[test]
fn halves_that_do_not_go_together_are_wrong_usage() {
    let desk = Desk::new();
    for args in [
        &["--generate-pair", "x", "--secret-stdin"][..],
        &["--generate-pair", "x", "--generate", "uuid"],
        &["--generate-pair", "x", "--plain", "1"],
        &["--generate-pair", "x", "--key-id", "1"],
        &["--secret-stdin", "--secret-file", "f"],
        &["--secret-stdin", "--generate", "uuid"],
        &["--plain", "1", "--generate", "uuid"],
        &["--generate", "uuid", "--key-id-name", "1BAD"],
        &["--generate", "uuid", "--key-id-name", "ID_WITHOUT_ID"],
        &["--plain", "1", "--key-id", "x"],
        &["--generate-pair", "with space"],
        &["--generate-pair", ""],
        &[],
    ] {
        desk.run(["add", "shop/dev/A"].iter().chain(args)).exits(2);
    }
    assert_eq!(desk.json(["ls", "--json"]), serde_json::json!([]));
}
