//! What a run is given: its environment and what references name, all or nothing.

use super::bench::{BOTH, Bench, assert_sound, at, find, plain, wish};
use crate::model::{EnvRef, Secret};
use crate::store::StoreKind;
use crate::vault::{Error, RunWish};

fn run(references: &[&str]) -> RunWish {
    RunWish {
        place: Some(EnvRef::parse("shop/dev").unwrap()),
        references: references.iter().map(|reference| at(reference)).collect(),
        wanted: Vec::new(),
        program: "npm".into(),
    }
}

#[test]
fn a_reference_that_fails_leaves_no_use_of_anything() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        for reference in ["shop/dev/A", "pay/live/B", "pay/live/OFF", "pay/live/NUL"] {
            vault.add(wish(reference, if reference.ends_with("NUL") { b"a\0b" } else { b"value" })).unwrap();
        }
        vault.disable(&[find(&vault, "pay/live/OFF").uid]).unwrap();
        for (failing, said) in
            [("pay/live/NOPE", "no such key"), ("pay/live/OFF", "disabled"), ("pay/live/NUL", "NUL byte")]
        {
            let wrong = vault.prepare_run(&run(&["pay/live/B", failing])).unwrap_err();
            let (reference, error) = *wrong;
            assert_eq!(reference, Some(at(failing)));
            assert!(error.sentence("run", "npm").contains(said), "{error}");
        }
        for name in ["shop/dev/A", "pay/live/B", "pay/live/OFF", "pay/live/NUL"] {
            assert_eq!(find(&vault, name).use_count, 0, "{name}");
        }
        assert_sound(&mut vault, "nothing given");
    }
}

#[test]
fn an_environment_and_references_are_one_read_and_one_use_each() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    for reference in ["shop/dev/A", "shop/dev/B", "pay/live/C"] {
        vault.add(wish(reference, reference.as_bytes())).unwrap();
    }
    vault.add(plain("shop/dev/PORT", "80")).unwrap();
    bench.keychain.calls();
    let set = vault.prepare_run(&run(&["pay/live/C", "shop/dev/A", "shop/dev/PORT"])).unwrap();
    assert_eq!(bench.keychain.calls(), ["get_many"]);
    let names: Vec<&str> = set.variables.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(names, ["A", "B", "PORT"]);
    let referenced: Vec<&[u8]> = set.referenced.iter().map(Secret::expose).collect();
    assert_eq!(referenced, [&b"pay/live/C"[..], b"shop/dev/A", b"80"]);
    assert_eq!(find(&vault, "shop/dev/A").use_count, 0, "nothing has gone out yet");
    vault.note_uses(&set.uses).unwrap();
    for name in ["shop/dev/A", "shop/dev/B", "pay/live/C", "shop/dev/PORT"] {
        assert_eq!(find(&vault, name).use_count, 1, "{name}");
    }
    let alone = RunWish { place: None, ..run(&["pay/live/C"]) };
    let set = vault.prepare_run(&alone).unwrap();
    assert!(set.variables.is_empty() && set.referenced.len() == 1);
    vault.lock(false);
    assert!(matches!(*vault.prepare_run(&alone).unwrap_err(), (None, Error::Locked)));
}
