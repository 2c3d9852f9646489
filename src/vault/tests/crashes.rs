//! Every verb, stopped at every point it passes: store calls, and each look at the clock or for random bytes between
//! and inside the transactions. What lies on the disk at that moment is opened again.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use super::bench::{
    BOTH, Bench, Held, Seeded, Template, assert_sound, at, find, held, plain, secret, trials, uid, wish,
};
use super::store::Crash;
use crate::model::{EnvRef, Facts, Kind};
use crate::store::StoreKind;
use crate::vault::{Conflict, Error, ImportWish, NewKeyWish, Vault};

type Verb = fn(&mut Vault, &Path) -> Result<(), Error>;

const ENV: &str = "NEW_TOKEN=new-one-0\nA=a-from-file\nPORT=8080\nC=now-secret-0\nAWS_ACCESS_KEY_ID=id-1\n\
                   AWS_SECRET_ACCESS_KEY=pair-secret-1\n";

pub fn import_wish() -> ImportWish {
    ImportWish {
        conflict: Conflict::Replace,
        secret: vec!["C".into()],
        ..ImportWish::new(EnvRef::parse("shop/dev").unwrap())
    }
}

fn import(vault: &mut Vault, dir: &Path, stop_at: u64) -> Result<(), Error> {
    let file = dir.join("import.env");
    let large = "x".repeat(super::bench::LIMIT + 1);
    fs::write(&file, format!("{ENV}LARGE={large}\n")).unwrap();
    match vault.import(&file, &import_wish(), &mut |done, _| done < stop_at) {
        Ok(_) | Err(Error::Stopped) => Ok(()),
        Err(other) => Err(other),
    }
}

fn replacing(reference: &str, value: &[u8]) -> NewKeyWish {
    NewKeyWish { replace: true, ..wish(reference, value) }
}

const VERBS: [(&str, Verb); 20] = [
    ("add", |v, _| v.add(wish("shop/dev/NEW", b"new")).map(drop)),
    ("add a pair", |v, _| {
        let pair = NewKeyWish { key_id: Some("id".into()), ..wish("shop/prod/AWS_SECRET_ACCESS_KEY", b"new") };
        v.add(pair).map(drop)
    }),
    ("add plain", |v, _| v.add(plain("shop/dev/NEW", "text")).map(drop)),
    ("add what is too large for the keychain", |v, _| v.add(wish("shop/dev/NEW", &[b'x'; 5_000])).map(drop)),
    ("replace", |v, _| v.add(replacing("shop/dev/A", b"a-replaced")).map(drop)),
    ("replace a secret by a plain value", |v, _| {
        v.add(NewKeyWish { replace: true, ..plain("shop/dev/A", "text") }).map(drop)
    }),
    ("replace a plain value by a secret", |v, _| v.add(replacing("shop/dev/C", b"c-secret")).map(drop)),
    ("replace a pair", |v, _| {
        v.add(NewKeyWish { key_id: Some("id-new".into()), ..replacing("shop/dev/B", b"b-new") }).map(drop)
    }),
    ("rotate", |v, _| v.rotate(uid(v, "shop/dev/A"), secret(b"a-rotated"), None, None)),
    ("rotate a pair", |v, _| v.rotate(uid(v, "shop/dev/B"), secret(b"b-new"), Some("id-new".into()), None)),
    ("rotate and keep nothing", |v, _| {
        v.rotate(uid(v, "shop/dev/A"), secret(b"a-rotated"), None, Some(Duration::ZERO))
    }),
    ("undo", |v, _| v.undo_rotate(uid(v, "shop/dev/A"))),
    ("duplicate", |v, _| v.duplicate(uid(v, "shop/dev/A"), &at("shop/prod/A")).map(drop)),
    ("edit", |v, _| v.edit(uid(v, "shop/dev/A"), &Facts { kind: Some(Kind::Password), ..Facts::default() }, None)),
    ("edit a plain value", |v, _| v.edit_plain(uid(v, "shop/dev/C"), &Facts::default(), None, Some("other text"))),
    ("move", |v, _| v.move_key(uid(v, "shop/dev/A"), &at("other/dev/A"))),
    ("delete", |v, _| v.delete(&[uid(v, "shop/dev/D")], true)),
    ("import", |v, dir| import(v, dir, u64::MAX)),
    ("import, stopped at the third", |v, dir| import(v, dir, 2)),
    ("take an import back", |v, _| v.undo_import(v.last_import(&EnvRef::parse("shop/dev").unwrap())?).map(drop)),
];

/// A: rotated once. B: a pair. C: plain. D: disabled, with an old value. E was imported, F replaced by the import.
fn template(kind: StoreKind) -> (Bench, Template) {
    let (bench, mut vault) = Bench::new(kind);
    vault.add(wish("shop/dev/A", b"a-first")).unwrap();
    vault.rotate(uid(&vault, "shop/dev/A"), secret(b"a-second"), None, None).unwrap();
    vault.add(NewKeyWish { key_id: Some("id-old".into()), ..wish("shop/dev/B", b"b-old") }).unwrap();
    vault.add(plain("shop/dev/C", "c-plain")).unwrap();
    vault.add(wish("shop/dev/D", b"d-first")).unwrap();
    vault.rotate(uid(&vault, "shop/dev/D"), secret(b"d-second"), None, None).unwrap();
    vault.disable(&[find(&vault, "shop/dev/D").uid]).unwrap();
    vault.add(wish("shop/dev/F", b"f-old")).unwrap();
    let file = bench.dir.path().join("before.env");
    fs::write(&file, "E=e-imported\nF=f-imported\nG_PORT=1\n").unwrap();
    vault.import(&file, &ImportWish { secret: Vec::new(), ..import_wish() }, &mut |_, _| true).unwrap();
    bench.days(1);
    drop(vault);
    let template = bench.template();
    (bench, template)
}

/// Runs a verb up to the nth point. True if it crashed there.
fn run_to(bench: &Bench, verb: Verb, nth: u64) -> bool {
    let mut vault = bench.open();
    bench.keychain.crash_at(nth, bench.home().path(), &bench.image());
    let ended = catch_unwind(AssertUnwindSafe(move || {
        let result = verb(&mut vault, bench.dir.path());
        bench.keychain.disarm();
        result
    }));
    match ended {
        Ok(result) => {
            result.unwrap();
            false
        }
        Err(payload) => match payload.downcast::<Crash>() {
            Ok(_) => true,
            Err(other) => std::panic::resume_unwind(other),
        },
    }
}

type State = BTreeMap<String, Held>;

/// Everything as it was before, or as it would have been after: nothing between. An import that was not stopped yet
/// when it crashed may also come in whole.
fn outcomes(bench: &Bench, template: &Template, verb: Verb, name: &str) -> Vec<State> {
    let whole: Verb = |vault, dir| import(vault, dir, u64::MAX);
    let mut verbs = vec![verb];
    if name.starts_with("import,") {
        verbs.push(whole);
    }
    bench.restore(template);
    let mut outcomes = vec![held(&mut bench.open())];
    for verb in verbs {
        bench.restore(template);
        run_to(bench, verb, u64::MAX);
        outcomes.push(held(&mut bench.open()));
    }
    outcomes
}

fn check_one(bench: &Bench, template: &Template, name: &str, verb: Verb, nth: u64, outcomes: &[State]) -> bool {
    bench.restore(template);
    if !run_to(bench, verb, nth) {
        return false;
    }
    bench.power_on_again();
    let mut vault = bench.open();
    vault.recover().unwrap();
    vault.forget_due().unwrap();
    let context = format!("{name}, stopped at point {nth}, {:?}", bench.kind);
    assert_sound(&mut vault, &context);
    let now = held(&mut vault);
    assert!(outcomes.contains(&now), "{context}:\neither of {outcomes:?}\nnow {now:?}");
    true
}

fn every_point(kind: StoreKind, verbs: &[(&str, Verb)]) {
    let (bench, template) = template(kind);
    for (name, verb) in verbs {
        let outcomes = outcomes(&bench, &template, *verb, name);
        let mut points = 0;
        while check_one(&bench, &template, name, *verb, points + 1, &outcomes) {
            points += 1;
        }
        assert!(points > 0, "{name} passes no point");
    }
}

#[test]
fn a_crash_at_any_point_of_a_keychain_change_leaves_the_old_or_the_new() {
    every_point(StoreKind::Keychain, &VERBS[..10]);
}

#[test]
fn a_crash_at_any_point_of_a_later_keychain_change_leaves_the_old_or_the_new() {
    every_point(StoreKind::Keychain, &VERBS[10..]);
}

#[test]
fn a_crash_at_any_point_of_a_sealed_change_leaves_the_old_or_the_new() {
    every_point(StoreKind::Sealed, &VERBS);
}

#[test]
fn a_crash_after_a_crash_while_recovering_loses_nothing() {
    let seed = 20_260_301;
    let dice = Seeded::new(seed);
    for kind in BOTH {
        let (bench, template) = template(kind);
        for trial in 0..trials(50, 500) {
            let (name, verb) = VERBS[dice.below(VERBS.len() as u64) as usize];
            let outcomes = outcomes(&bench, &template, verb, name);
            bench.restore(&template);
            if run_to(&bench, verb, 1 + dice.below(40)) {
                bench.power_on_again();
            }
            // Recovery is killed as well, and then left alone.
            let recover: Verb = |vault, _| {
                vault.recover()?;
                vault.forget_due().map(drop)
            };
            if run_to(&bench, recover, 1 + dice.below(12)) {
                bench.power_on_again();
            }
            let mut vault = bench.open();
            vault.recover().unwrap();
            vault.forget_due().unwrap();
            let context = format!("seed {seed}, trial {trial}: {name}, {kind:?}");
            assert_sound(&mut vault, &context);
            let now = held(&mut vault);
            assert!(outcomes.contains(&now), "{context}:\neither of {outcomes:?}\nnow {now:?}");
        }
    }
}
