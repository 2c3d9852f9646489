//! The same on a real GNOME Keyring: the vault is made by the first write, secrets lie there, trouble is exit 4.

use super::super::harness::{Keyring, Output, TempHome, keyloft};
use super::{random, sentence};

const MAY_ASK: &str = "GNOME Keyring may ask you to let Keyloft in. Answer it there.\n";

struct Desk {
    home: TempHome,
    keyring: Keyring,
}

impl Desk {
    fn run(&self, args: &[&str], input: impl AsRef<[u8]>) -> Output {
        keyloft(&self.home).keyring(&self.keyring).args(args).input(input).run()
    }

    /// What the keyring holds, as its own tool lists it.
    fn items(&self) -> String {
        let mut command = self.keyring.command("secret-tool");
        let output = command.args(["search", "--all", "application", "keyloft"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
    }
}

#[test]
fn the_first_write_makes_a_vault_in_the_keychain_and_every_byte_comes_back() {
    for keyring in [Keyring::with_password(), Keyring::passwordless()] {
        let mut desk = Desk { home: TempHome::new(), keyring };
        let made = desk.run(&["add", "shop/dev/A", "--secret-stdin"], "line\nline\r\n").done();
        assert!(made.stderr.contains("Made a vault") && made.stderr.contains("GNOME Keyring"), "{}", made.stderr);
        // A keychain's vault locks by itself only once that is wanted.
        for (args, says) in [(&["lock-after"][..], "never\n"), (&["lock-after", "5m"], ""), (&["lock-after"], "5m\n")] {
            assert_eq!(desk.run(&[&["settings"], args].concat(), "").done().text(), says);
        }
        let values: &[&[u8]] =
            &[b"", b"\0\xff", b" leading", b"back\\n\\slash", "\u{feff}\u{1f511}".as_bytes(), &[b'x'; 70_000]];
        for (n, value) in values.iter().enumerate() {
            desk.run(&["add", &format!("shop/dev/V{n}"), "--secret-stdin"], value).done();
        }
        desk.keyring.restart();
        for (n, value) in values.iter().enumerate() {
            assert!(desk.run(&["get", &format!("shop/dev/V{n}")], "").done().stdout == *value, "{n}");
        }
        assert_eq!(desk.run(&["get", "shop/dev/A"], "").done().stdout, b"line\nline\r\n");
        desk.run(&["rotate", "shop/dev/A", "--secret-stdin"], "two").done();
        desk.run(&["undo-rotate", "shop/dev/A"], "").done();
        assert_eq!(desk.run(&["get", "shop/dev/A"], "").done().stdout, b"line\nline\r\n");
        assert!(desk.items().contains("shop/dev/A"), "a label names the key: {}", desk.items());
        desk.run(&["disable", "shop/dev/A"], "").done();
        desk.run(&["delete", "shop/dev/A", "--yes", "--now"], "").done();
        assert!(!desk.items().contains("shop/dev/A"), "gone from the keychain too");
        let doctor = desk.run(&["doctor", "--json"], "").done();
        assert!(!doctor.text().contains("missing"), "{}", doctor.text());
        assert!(desk.run(&["activity", "--verify"], "").done().text().starts_with("Unbroken"));
    }
}

#[test]
fn a_keychain_that_is_locked_or_gone_is_exit_4_and_lists_still_work() {
    let mut desk = Desk { home: TempHome::new(), keyring: Keyring::with_password() };
    let secret = random();
    desk.run(&["add", "shop/dev/A", "--secret-stdin"], &secret).done();
    desk.run(&["add", "shop/dev/PORT", "--plain", "3000"], "").done();
    let facts = |desk: &Desk| desk.run(&["show", "shop/dev/A", "--json"], "").done().stdout;
    let before = facts(&desk);
    let check = |desk: &Desk| {
        for command in [
            &["get", "shop/dev/A"][..],
            &["add", "shop/dev/B", "--generate", "uuid"],
            &["rotate", "shop/dev/A", "--generate", "uuid"],
            &["disable", "shop/dev/A"],
            &["export", "shop/dev"],
            &["unlock"],
        ] {
            // `unlock` lets the keychain ask, and says so; on this bus nobody can.
            let mut run = desk.run(command, "");
            if let Some(rest) = run.stderr.strip_prefix(MAY_ASK) {
                run.stderr = rest.to_owned();
            }
            assert_eq!(run.status, 4, "{command:?}: {}", run.stderr);
            sentence(&run);
        }
        assert!(facts(desk) == before);
        assert!(desk.run(&["get", "shop/dev/B"], "").status == 1, "nothing half made");
        assert_eq!(desk.run(&["get", "shop/dev/PORT"], "").done().text(), "3000");
    };
    desk.keyring.kill();
    check(&desk);
    desk.keyring.start_locked();
    check(&desk);
    let said = desk.run(&["get", "shop/dev/A"], "").stderr;
    assert_eq!(said, "Couldn't unlock the vault: GNOME Keyring is locked. Run `keyloft unlock`, then try again.\n");
    let said = desk.run(&["unlock"], "").stderr;
    assert!(!said.contains("Run `keyloft unlock`"), "that is what was run: {said}");
    assert!(said.starts_with(MAY_ASK), "{said}");
    desk.keyring.kill();
    desk.keyring.start();
    assert_eq!(desk.run(&["get", "shop/dev/A"], "").done().text(), secret);
    // A helper holds the vault key, and the secret lies in a keyring that was locked since.
    let said = desk.run(&["unlock"], "").done().stderr;
    assert!(!said.contains("may ask"), "it is open: {said}");
    desk.keyring.kill();
    desk.keyring.start_locked();
    let said = desk.run(&["get", "shop/dev/A"], "").stderr;
    assert_eq!(said, "Couldn't get shop/dev/A: GNOME Keyring is locked. Run `keyloft unlock`, then try again.\n");
    desk.run(&["lock"], "").done();
}

#[test]
fn a_keychain_without_a_keyring_is_asked_for_its_first_one_where_it_can_ask_its_user() {
    let desk = Desk { home: TempHome::new(), keyring: Keyring::unmade() };
    let init = |args: &[&str], display: &str| {
        let args = [&["init"], args].concat();
        keyloft(&desk.home).keyring(&desk.keyring).args(args).env("DISPLAY", display).run()
    };
    for named in [&[][..], &["--store", "keychain"]] {
        // No prompter is there: it is as if its question was dismissed.
        let run = init(named, ":4711").exits(4);
        let asks = "GNOME Keyring has no keyring yet. It asks for a password of your choice for its first one.";
        assert!(run.stderr.contains(asks), "{named:?}: {}", run.stderr);
        let why = "GNOME Keyring got no password for its first keyring, and asks again with the next try.";
        assert!(run.stderr.contains(why) && run.stderr.contains("keyloft init --store sealed"), "{}", run.stderr);
        // Where nobody can be asked, nothing is.
        let run = init(named, "").exits(4);
        assert!(!run.stderr.contains("asks for a password"), "{named:?}: {}", run.stderr);
    }
}

#[test]
fn a_locked_keychain_is_asked_to_open_before_the_first_vault_where_it_can_ask_its_user() {
    let mut desk = Desk { home: TempHome::new(), keyring: Keyring::with_password() };
    desk.keyring.kill();
    desk.keyring.start_locked();
    for named in [&[][..], &["--store", "keychain"]] {
        let args = [&["init"], named].concat();
        // No prompter is there: it is as if its question was dismissed.
        let run = keyloft(&desk.home).keyring(&desk.keyring).args(&args).env("DISPLAY", ":4711").run().exits(4);
        assert!(run.stderr.contains("GNOME Keyring is locked. It asks you to unlock it."), "{}", run.stderr);
        let run = keyloft(&desk.home).keyring(&desk.keyring).args(&args).env("DISPLAY", "").run().exits(4);
        assert!(!run.stderr.contains("asks you"), "{}", run.stderr);
    }
}
