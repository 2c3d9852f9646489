//! "Never", as far as it can be shown here: values altered, traces on disk, secrets in messages.

use std::fs;

use sha2::{Digest, Sha256};

use super::bench::{BOTH, Bench, Seeded, assert_sound, at, live, secret, uid, wish};
use super::store::Fault;
use crate::model::{Facts, Kind, Random, Secret, UseKind};
use crate::store::StoreKind;
use crate::vault::{Error, ExportWish, ImportWish, MakeWish, NewKeyWish, Value, Vault};

fn odd_values() -> Vec<Vec<u8>> {
    let mut values: Vec<Vec<u8>> = [
        &b""[..],
        b"\0",
        b"two\r\nlines\r\n",
        b"  spaces  ",
        b"$HOME `id` \"quoted\" 'twice' \\n",
        "\u{feff}\u{202e}\u{5e9}\u{5dc} e\u{301} \u{1f511}".as_bytes(),
        b"\xff\xfe\x00\x80",
    ]
    .iter()
    .map(|bytes| bytes.to_vec())
    .collect();
    values.push((0..1024 * 1024).map(|n: u32| (n.wrapping_mul(31) >> 3) as u8).collect());
    values
}

#[test]
fn every_value_comes_back_byte_equal() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        for (number, value) in odd_values().iter().enumerate() {
            vault.add(wish(&format!("shop/dev/ADDED_{number}"), value)).unwrap();
            vault.add(wish(&format!("shop/dev/TURNED_{number}"), b"first")).unwrap();
            vault.rotate(uid(&vault, &format!("shop/dev/TURNED_{number}")), secret(value), None, None).unwrap();
        }
        let too_large = vec![0; 1024 * 1024 + 1];
        assert!(matches!(vault.add(wish("shop/dev/LARGE", &too_large)), Err(Error::TooLarge(_))));
        drop(vault);
        let mut vault = bench.open();
        for (number, value) in odd_values().iter().enumerate() {
            for word in ["ADDED", "TURNED"] {
                assert!(live(&mut vault, &format!("shop/dev/{word}_{number}")) == *value, "{word} {number} {kind:?}");
            }
        }
        assert_sound(&mut vault, "odd values");
    }
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn no_value_hash_or_beginning_of_a_secret_reaches_the_disk() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let random = Seeded::new(99);
        let mut values = Vec::new();
        for number in 0..6 {
            let mut bytes = [0; 20];
            random.fill(&mut bytes);
            let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            vault.add(wish(&format!("shop/dev/K{number}"), text.as_bytes())).unwrap();
            values.push(text.into_bytes());
        }
        let key = uid(&vault, "shop/dev/K0");
        vault.rotate(key, secret(&values[5]), None, None).unwrap();
        vault.edit(key, &Facts { kind: Some(Kind::Password), ..Facts::default() }, None).unwrap();
        vault.get(key, UseKind::Get, None).unwrap();
        if kind == StoreKind::Keychain {
            // The value of a change that did not end lies there, too.
            bench.keychain.always("put", Fault::TimedOut);
            let mut bytes = [0; 20];
            random.fill(&mut bytes);
            assert!(vault.add(wish("shop/dev/BEGUN", &bytes)).is_err());
            values.push(bytes.to_vec());
        }
        values.push(b"a longer passphrase".to_vec());
        values.push(bench.key.expose().to_vec());
        let mut scanned = 0;
        for file in fs::read_dir(bench.home().path()).unwrap() {
            let path = file.unwrap().path();
            let content = fs::read(&path).unwrap();
            scanned += content.len();
            for value in &values {
                let hash = Sha256::digest(value);
                let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                assert!(!holds(&content, &value[..8]), "the beginning of a value in {}", path.display());
                assert!(!holds(&content, &hash[..8]), "a hash in {}", path.display());
                assert!(!holds(&content, &hex.as_bytes()[..16]), "a hash in hex in {}", path.display());
            }
        }
        assert!(scanned > 10_000);
    }
}

#[cfg(unix)]
#[test]
fn every_file_of_the_home_is_the_users_own() {
    use std::os::unix::fs::PermissionsExt;
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"abc")).unwrap();
        let mut files = 0;
        for file in fs::read_dir(bench.home().path()).unwrap() {
            let file = file.unwrap();
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.path());
            files += 1;
        }
        assert!(files >= 3, "the database, its log and its index");
        assert_eq!(fs::metadata(bench.home().path()).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn no_error_and_no_debug_text_shows_a_secret() {
    let canary = "canary-0123456789-bird";
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", canary.as_bytes())).unwrap();
        let key = uid(&vault, "shop/dev/A");
        let file = bench.dir.path().join("a.env");
        fs::write(&file, format!("A={canary}-other\nB='{canary}\nC=${{A}}\n")).unwrap();
        let import = ImportWish {
            expand: crate::vault::Expand::All,
            conflict: crate::vault::Conflict::Fail,
            ..super::crashes::import_wish()
        };
        let export = ExportWish {
            place: crate::model::EnvRef::parse("shop/dev").unwrap(),
            target: crate::envfile::Target::Portable,
            only: Vec::new(),
            skip_refused: false,
            to: Some(bench.dir.path().join("missing/folder/.env")),
            consent: crate::vault::Consent::default(),
            gitignore: false,
            delete_after: None,
        };
        let mut errors: Vec<Error> = vec![
            vault.add(wish("shop/dev/A", canary.as_bytes())).unwrap_err(),
            vault.add(wish("shop/dev/a", canary.as_bytes())).unwrap_err(),
            vault.rotate(key, secret(canary.as_bytes()), None, None).unwrap_err(),
            vault.import(&file, &import, &mut |_, _| true).unwrap_err(),
            vault.export(&export).unwrap_err(),
        ];
        if kind == StoreKind::Keychain {
            for fault in [Fault::Corrupt, Fault::TimedOut] {
                bench.keychain.always("put", fault);
                let other = format!("{canary}-{fault:?}");
                errors.push(vault.add(wish(&format!("shop/dev/{fault:?}"), other.as_bytes())).unwrap_err());
            }
        }
        for error in errors {
            let text = format!("{error} {error:?} {} {:?}", error.sentence("do", "it"), error.why_and_advice());
            assert!(!text.contains("canary"), "{text}");
        }
        let debug =
            format!("{:?} {:?}", wish("shop/dev/X", canary.as_bytes()), Value::Secret(secret(canary.as_bytes())));
        assert!(!debug.contains("canary"));
        let record = format!("{:?}", vault.activity(100).unwrap());
        assert!(!record.contains("canary"));
    }
}

#[test]
fn a_secret_is_put_where_the_user_chose_and_nowhere_else() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"abc")).unwrap();
    assert!(bench.keychain.calls().is_empty(), "a sealed vault never talks to a keychain");
    let unmade = Bench::unmade(StoreKind::Keychain, 5);
    unmade.keychain.script(|_| Some(Fault::Locked));
    assert!(Vault::make(&unmade.home(), &unmade.world, MakeWish::Keychain).is_err());
    assert!(!unmade.home().has_vault(), "a keychain that can't be used makes no vault of another kind");
}

#[test]
fn a_vault_whose_key_could_not_be_kept_is_not_made_and_leaves_no_key() {
    for fault in [Fault::TimedOutAfter, Fault::Corrupt] {
        let bench = Bench::unmade(StoreKind::Keychain, 6);
        bench.keychain.always("put", fault);
        assert!(Vault::make(&bench.home(), &bench.world, MakeWish::Keychain).is_err());
        assert!(!bench.home().has_vault());
        assert!(bench.keychain.items().is_empty(), "{fault:?}");
        let left: Vec<_> = fs::read_dir(bench.home().path()).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn short_passphrases_and_cheap_costs_make_no_vault() {
    let bench = Bench::unmade(StoreKind::Sealed, 7);
    let short = MakeWish::Sealed { passphrase: Secret::new(b"seven77".to_vec()), kdf: None };
    assert!(matches!(Vault::make(&bench.home(), &bench.world, short), Err(Error::ShortPassphrase)));
    let cheap = crate::store::Kdf { mib: 1, passes: 1, lanes: 1 };
    let cheap = MakeWish::Sealed { passphrase: super::bench::passphrase(), kdf: Some(cheap) };
    assert!(matches!(Vault::make(&bench.home(), &bench.world, cheap), Err(Error::Kdf(_))));
    assert!(!bench.home().has_vault());
}

#[test]
fn a_pair_is_never_half_old_and_half_new() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(NewKeyWish { key_id: Some("id-old".into()), ..wish("shop/dev/A", b"old") }).unwrap();
    bench.keychain.always("put", Fault::TimedOut);
    let new = NewKeyWish { key_id: Some("id-new".into()), replace: true, ..wish("shop/dev/A", b"new") };
    assert!(matches!(vault.add(new), Err(Error::NotSavedYet { .. })));
    let key = vault.find_to_read(&at("shop/dev/A")).unwrap().key;
    assert_eq!((key.key_id.as_deref(), live(&mut vault, "shop/dev/A")), (Some("id-old"), b"old".to_vec()));
    bench.keychain.heal();
    vault.recover().unwrap();
    let key = vault.find_to_read(&at("shop/dev/A")).unwrap().key;
    assert_eq!((key.key_id.as_deref(), live(&mut vault, "shop/dev/A")), (Some("id-new"), b"new".to_vec()));
}
