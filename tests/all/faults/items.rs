//! A keyring without a password, which destroys itself over a raw newline: theirs and ours stay what they are.

use std::io::Write;
use std::process::Stdio;

use keyloft::fs::Home;
use keyloft::model::Secret;
use keyloft::store::{Item, encode_line};
use keyloft::vault::{Vault, World};

use super::super::harness::{Keyring, Owned};
use super::chance::dashes;
use super::{Chance, House};

fn theirs(keyring: &Keyring) -> Vec<u8> {
    let mut command = keyring.command("secret-tool");
    let output = command.args(["lookup", "someone", "else"]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success());
    output.stdout
}

fn difficult(chance: &mut Chance) -> Vec<(&'static str, Vec<u8>)> {
    let core = format!("{:016x}{:016x}", chance.next(), chance.next());
    vec![
        ("PEM", format!("{}\n{core}\n{core}\n{}\n", dashes("BEGIN"), dashes("END")).into_bytes()),
        ("JSON", format!("{{\n  \"key\": \"{core}\",\n  \"n\": [1, 2]\n}}\n").into_bytes()),
        ("SPACES", format!("    {core}  ").into_bytes()),
        ("BACKSLASHES", format!("\\n{core}\\t\\\\").into_bytes()),
        ("NEWLINES", format!("\n\n{core}\r\n\n").into_bytes()),
        ("SECTION", format!("[1]\nsecret={core}\n").into_bytes()),
        ("BYTES", [core.as_bytes(), &[0, 1, 0xFF, 0xFE, 13, 10]].concat()),
        ("RIGHT_TO_LEFT", format!("\u{feff}\u{202e}{core}\u{5d0}\u{1f511}$`\"'").into_bytes()),
        ("LARGE", core.repeat(8192).into_bytes()),
    ]
}

#[test]
fn someone_elses_item_and_ours_survive_a_restart_of_a_passwordless_keyring() {
    let mut chance = Chance::of("items");
    let keyring = Keyring::passwordless();
    let stranger = format!("{:016x}", chance.next());
    let mut command = keyring.command("secret-tool");
    command.args(["store", "--label=Someone's", "someone", "else"]);
    let mut tool = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
    tool.child().stdin.take().unwrap().write_all(stranger.as_bytes()).unwrap();
    assert!(tool.wait().success());

    let mut house = House::in_keyring(keyring);
    let values = difficult(&mut chance);
    for (name, value) in &values {
        house.add(&format!("shop/development/{name}"), value);
    }
    for _ in 0..2 {
        house.keyring.as_mut().unwrap().restart();
        assert!(theirs(house.keyring.as_ref().unwrap()) == stranger.as_bytes());
        for (name, value) in &values {
            assert!(house.get(&format!("shop/development/{name}")) == *value, "{name}");
        }
    }
    for (name, _) in &values {
        let name = format!("shop/development/{name}");
        house.run(["disable", &name]).done();
        house.run(["delete", &name, "--yes", "--now"]).done();
    }
    house.is_well();
    house.keyring.as_mut().unwrap().restart();
    assert!(theirs(house.keyring.as_ref().unwrap()) == stranger.as_bytes());
}

#[test]
fn an_item_of_ours_that_a_killed_keychain_left_empty_is_no_complaint_and_one_with_a_value_is() {
    let house = House::keychain();
    house.add("shop/development/KEY", b"a value");
    let vault = Vault::open(&Home::at(&house.home.vault()), &World::real("window")).unwrap();
    let id = vault.id().to_string();
    drop(vault);
    let leave = |nonce: u64, content: &[u8]| {
        let user = format!("{id}/{}", Item::Version { key: 1, version: 99, nonce }.to_text());
        let mut command = house.keyring.as_ref().unwrap().command("secret-tool");
        command.args(["store", "--label=left", "application", "keyloft", "vault", &id, "username", &user]);
        let mut tool = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
        tool.child().stdin.take().unwrap().write_all(content).unwrap();
        assert!(tool.wait().success());
    };
    leave(1, b"");
    house.run(["doctor"]).done();
    leave(2, encode_line(&Secret::new(b"another value".to_vec())).expose());
    assert!(house.run(["doctor"]).exits(1).text().contains("1 secret of this vault that no key names"));
    house.is_well();
}
