//! Writing an environment: what is in it, what is refused, what is left out.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::bench::{BOTH, Bench, find, plain, uid, wish};
use crate::envfile::Target;
use crate::git::Standing;
use crate::model::{DateWish, EnvRef, KeyRef, UseKind, VariableName};
use crate::store::StoreKind;
use crate::vault::{Consent, Dangerous, Error, ExportWish, FileState, NewKeyWish, Vault};

fn wanted(target: Target) -> ExportWish {
    ExportWish {
        place: EnvRef::parse("shop/dev").unwrap(),
        target,
        only: Vec::new(),
        skip_refused: false,
        to: None,
        consent: Consent::default(),
        gitignore: false,
        delete_after: None,
    }
}

fn filled(kind: StoreKind) -> (Bench, Vault) {
    let (bench, mut vault) = Bench::new(kind);
    vault.add(wish("shop/dev/A_TOKEN", b"a value")).unwrap();
    vault.add(plain("shop/dev/PORT", "8080")).unwrap();
    vault.add(NewKeyWish { key_id: Some("the-id".into()), ..wish("shop/dev/AWS_SECRET_ACCESS_KEY", b"half") }).unwrap();
    vault.add(wish("shop/dev/OFF_TOKEN", b"disabled value")).unwrap();
    vault.disable(&[uid(&vault, "shop/dev/OFF_TOKEN")]).unwrap();
    (bench, vault)
}

#[test]
fn every_target_gets_each_active_variable_and_the_use_is_noted() {
    for kind in BOTH {
        for target in Target::ALL {
            let (_bench, mut vault) = filled(kind);
            let done = vault.export(&wanted(target)).unwrap();
            let text = done.text.expose_str().unwrap();
            assert_eq!(done.variables, 4);
            for name in ["A_TOKEN", "PORT", "AWS_ACCESS_KEY_ID"] {
                assert!(text.contains(name), "{name} for {target}");
            }
            for value in ["a value", "8080", "the-id", "half"] {
                let value = if target == Target::K8s { STANDARD.encode(value) } else { value.to_owned() };
                assert!(text.contains(&value), "{value} for {target}");
            }
            assert!(!text.contains("OFF_TOKEN") && !text.contains("disabled value"));
            let key = find(&vault, "shop/dev/A_TOKEN");
            assert_eq!((key.use_count, key.last_used_by_hand_at), (1, None), "a use in bulk");
            assert_eq!(vault.uses(key.uid, 1).unwrap()[0].kind, UseKind::Export);
            assert_eq!(find(&vault, "shop/dev/OFF_TOKEN").use_count, 0);
        }
    }
}

#[test]
fn an_export_into_a_file_is_private_and_replaces_nothing_unasked() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let path = bench.dir.path().join("out.env");
    let to = ExportWish { to: Some(path.clone()), ..wanted(Target::Portable) };
    vault.export(&to).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    fs::write(&path, "someone's own").unwrap();
    assert!(vault.export(&to).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "someone's own");
    vault.export(&ExportWish { consent: Consent::typed(true), ..to }).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("A_TOKEN"));
}

#[test]
fn a_value_the_target_cannot_hold_refuses_the_whole_export_or_is_named() {
    for kind in BOTH {
        let (bench, mut vault) = filled(kind);
        vault.add(wish("shop/dev/ZERO_TOKEN", b"a\0b")).unwrap();
        let path = bench.dir.path().join("out.env");
        let to = ExportWish { to: Some(path.clone()), ..wanted(Target::Portable) };
        let refused = vault.export(&to).unwrap_err();
        assert!(matches!(&refused, Error::CantHold { .. }) && refused.to_string().contains("ZERO_TOKEN"));
        assert!(!path.exists());
        assert_eq!(find(&vault, "shop/dev/A_TOKEN").use_count, 0, "what was refused is no use");
        let done = vault.export(&ExportWish { skip_refused: true, ..to }).unwrap();
        assert_eq!((done.variables, done.left_out[0].0.as_str()), (4, "ZERO_TOKEN"));
    }
}

#[test]
fn only_the_named_variables_come_out_and_expired_ones_are_told() {
    for kind in BOTH {
        let (bench, mut vault) = filled(kind);
        let name = |text: &str| VariableName::new(text).unwrap();
        let key = uid(&vault, "shop/dev/A_TOKEN");
        let facts = crate::model::Facts { expires: Some(DateWish::InDays(1)), ..Default::default() };
        vault.edit(key, &facts, None).unwrap();
        bench.days(3);
        let only = ExportWish { only: vec![name("A_TOKEN"), name("AWS_ACCESS_KEY_ID")], ..wanted(Target::Json) };
        let done = vault.export(&only).unwrap();
        assert_eq!((done.variables, done.expired), (2, vec!["A_TOKEN".to_owned()]));
        let all = vault.plan_export(&wanted(Target::Json)).unwrap();
        let plan = vault.plan_export(&only).unwrap();
        assert_eq!(all.unasked, 0);
        assert_eq!((plan.variables, plan.unasked), (2, all.variables - 2), "a disabled key's is none of them");
        assert_eq!(done.unasked, plan.unasked);
        assert!(!done.text.expose_str().unwrap().contains("half"), "the other half was not asked for");
        let disabled = ExportWish { only: vec![name("OFF_TOKEN")], ..wanted(Target::Json) };
        let Err(Error::Refused(words)) = vault.export(&disabled) else { panic!("a disabled key was exported") };
        assert!(words.contains("OFF_TOKEN"), "{words}");
        let unknown = ExportWish { only: vec![name("NO_SUCH")], ..wanted(Target::Json) };
        assert!(matches!(vault.export(&unknown), Err(Error::Unknown { .. })));
    }
}

#[test]
fn names_that_change_how_programs_run_need_a_typed_yes_as_key_id_names_too() {
    for kind in BOTH {
        let (_bench, mut vault) = filled(kind);
        let pair = NewKeyWish {
            key_id: Some("id".into()),
            key_id_name: Some(VariableName::new("LD_PRELOAD").unwrap()),
            ..wish("shop/dev/Z_TOKEN", b"z")
        };
        vault.add(pair).unwrap();
        let refused = vault.export(&wanted(Target::Sh)).unwrap_err();
        assert!(matches!(&refused, Error::Dangerous(names) if names == "LD_PRELOAD"));
        let only = ExportWish { only: vec![VariableName::new("Z_TOKEN").unwrap()], ..wanted(Target::Sh) };
        assert_eq!(vault.export(&only).unwrap().variables, 1);
        let of_names = |names: &[&str]| Consent {
            dangerous: Dangerous::These(names.iter().map(|name| (*name).to_owned()).collect()),
            ..Consent::default()
        };
        for others in [of_names(&["PATH"]), Consent { replace: true, tracked: true, ..Consent::default() }] {
            let refused = vault.export(&ExportWish { consent: others, ..wanted(Target::Sh) });
            assert!(matches!(refused, Err(Error::Dangerous(_))), "a yes to something else");
        }
        for consent in [of_names(&["LD_PRELOAD"]), Consent::typed(true)] {
            assert_eq!(vault.export(&ExportWish { consent, ..wanted(Target::Sh) }).unwrap().variables, 6);
        }
    }
}

/// As the helper of `--delete-after` leaves things that died.
fn to_be_deleted(bench: &Bench, vault: &mut Vault, name: &str) -> std::path::PathBuf {
    let path = bench.dir.path().canonicalize().unwrap().join(name);
    vault.export(&ExportWish { to: Some(path.clone()), ..wanted(Target::Sh) }).unwrap();
    let mut known = vault.catalog.written_file(&path).unwrap().unwrap();
    known.delete_at = Some(vault.now() + chrono::Duration::hours(1));
    let keys = vault.catalog.keys_in_written_file(&path).unwrap();
    assert_eq!(keys.len(), 3, "the active keys of the place");
    vault.catalog.write::<_, Error>(|| Ok(vault.catalog.keep_written_file(&known, &keys)?)).unwrap();
    path
}

#[test]
fn the_next_start_deletes_what_is_due_and_unchanged() {
    for kind in BOTH {
        let (bench, mut vault) = filled(kind);
        let [due, changed, gone] = ["due", "changed", "gone"].map(|name| to_be_deleted(&bench, &mut vault, name));
        drop(vault);
        assert!(bench.open().delete_due_files().unwrap().is_empty(), "not before its time");
        bench.pass(chrono::Duration::hours(2));
        fs::write(&changed, "mine").unwrap();
        fs::remove_file(&gone).unwrap();
        let mut vault = bench.open();
        let ends = vault.delete_due_files().unwrap();
        let ends: Vec<_> = ends.iter().map(|end| (end.path.as_path(), end.gone)).collect();
        assert_eq!(ends, [(due.as_path(), true), (&changed, false), (&gone, true)]);
        assert!(!due.exists());
        assert_eq!(fs::read(&changed).unwrap(), b"mine");
        assert!(vault.delete_due_files().unwrap().is_empty(), "each once");
        let known: Vec<_> = vault.catalog.written_files().unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(known, [changed]);
    }
}

#[test]
fn no_file_is_deleted_by_a_clock_that_jumped() {
    let (bench, mut vault) = filled(StoreKind::Sealed);
    let due = to_be_deleted(&bench, &mut vault, "due");
    drop(vault);
    bench.days(400);
    assert!(bench.open().delete_due_files().unwrap().is_empty());
    assert!(due.exists());
    bench.days(-399);
    assert_eq!(bench.open().delete_due_files().unwrap().len(), 1);
    assert!(!due.exists());
}

#[test]
fn an_export_that_fails_leaves_what_was_known_of_the_file() {
    let (bench, mut vault) = filled(StoreKind::Sealed);
    let path = bench.dir.path().canonicalize().unwrap().join("out.env");
    vault.export(&ExportWish { to: Some(path.clone()), ..wanted(Target::Sh) }).unwrap();
    let before = vault.catalog.written_file(&path).unwrap();
    let uses: Vec<u64> = vault.list().unwrap().keys.iter().map(|key| key.use_count).collect();
    let last = vault.activity(1).unwrap()[0].number;
    // The helper can't be started: nothing is promised, nothing written.
    vault.world.program = Some("/bin/false".into());
    bench.pass(chrono::Duration::minutes(1));
    let later = ExportWish {
        to: Some(path.clone()),
        delete_after: Some(std::time::Duration::from_secs(3600)),
        ..wanted(Target::Json)
    };
    let error = vault.export(&later).unwrap_err().to_string();
    assert!(error.contains("Leave --delete-after out"), "{error}");
    let now: Vec<u64> = vault.list().unwrap().keys.iter().map(|key| key.use_count).collect();
    assert_eq!((now, vault.activity(1).unwrap()[0].number), (uses, last), "it is no use");
    assert_eq!(vault.catalog.written_file(&path).unwrap(), before);
    assert!(vault.is_as_written(&path).unwrap());
    let new = bench.dir.path().join("new.env");
    assert!(vault.export(&ExportWish { to: Some(new.clone()), ..later }).is_err());
    assert!(!new.exists());
    assert_eq!(vault.catalog.written_files().unwrap().len(), 1);
}

#[test]
fn a_plan_proves_what_would_be_written_and_leaves_nothing_behind() {
    for kind in BOTH {
        let (bench, mut vault) = filled(kind);
        vault.add(wish("shop/dev/LINES", b"two\nlines \\n 'and' \"quotes\" `x` $Y")).unwrap();
        vault.add(plain("shop/dev/PATH", "/bin")).unwrap();
        let path = bench.dir.path().join("out.env");
        fs::write(bench.dir.path().join("package.json"), r#"{"dependencies": {"vite": "8"}}"#).unwrap();
        let to = ExportWish { to: Some(path.clone()), ..wanted(Target::Portable) };
        let entries = vault.activity(u32::MAX).unwrap().len();
        let plan = vault.plan_export(&to).unwrap();
        let site = vault.export_site(&to).unwrap();
        assert_eq!((plan.variables, site.file, site.git), (5, FileState::Free, Standing::Outside));
        assert_eq!((&site.likely[..], &site.last), (&[Target::Vite][..], &None));
        assert_eq!(plan.dangerous, ["PATH"]);
        let [(name, why, Some(could))] = &plan.refused[..] else { panic!("{:?}", plan.refused) };
        assert_eq!(name, "LINES");
        assert!(!why.contains("lines"), "no value in it: {why}");
        let other = vault.plan_export(&ExportWish { target: *could, ..to.clone() }).unwrap();
        assert!(other.refused.is_empty(), "{could:?}: {:?}", other.refused);
        assert!(!path.exists());
        assert_eq!(find(&vault, "shop/dev/A_TOKEN").use_count, 0);
        assert_eq!(vault.activity(u32::MAX).unwrap().len(), entries);
        let state = |vault: &mut Vault| vault.export_site(&to).unwrap().file;
        vault.export(&ExportWish { skip_refused: true, consent: Consent::typed(true), ..to.clone() }).unwrap();
        assert_eq!(state(&mut vault), FileState::Ours);
        let last = vault.export_site(&to).unwrap().last;
        let written = bench.dir.path().canonicalize().unwrap().join("out.env");
        assert_eq!(last.map(|last| (last.path, last.target)), Some((written, Target::Portable)));
        fs::write(&path, "mine").unwrap();
        assert_eq!(state(&mut vault), FileState::Stands);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(matches!(state(&mut vault), FileState::Bad(_)));
    }
}

#[test]
fn values_that_the_keychain_lost_are_named_and_the_rest_is_written_without_them() {
    let (bench, mut vault) = filled(StoreKind::Keychain);
    let key = find(&vault, "shop/dev/A_TOKEN");
    let version = vault.catalog.live_version(key.uid).unwrap().unwrap();
    let mut items = bench.keychain.items();
    items.retain(|(_, item), _| *item != crate::vault::protocol::item_of(&version));
    bench.keychain.set_items(items);
    let to = Some(bench.dir.path().join("out.env"));
    let error = vault.export(&ExportWish { to: to.clone(), ..wanted(Target::Portable) }).unwrap_err();
    let words = "A_TOKEN is missing from Test Keyring. Give it its value again with `keyloft rotate`, or leave it \
                 out with --only";
    assert_eq!(error.to_string(), words);
    assert!(find(&vault, "shop/dev/A_TOKEN").missing && !to.as_ref().unwrap().exists());
    let rest = ["PORT", "AWS_SECRET_ACCESS_KEY"].map(|name| VariableName::new(name).unwrap()).to_vec();
    assert_eq!(vault.export(&ExportWish { only: rest, to, ..wanted(Target::Portable) }).unwrap().variables, 2);
}

#[test]
fn what_the_last_file_of_an_environment_was_written_without_is_known() {
    let (bench, mut vault) = filled(StoreKind::Sealed);
    vault.add(wish("shop/production/MOVED_TOKEN", b"of elsewhere")).unwrap();
    let to = Some(bench.dir.path().canonicalize().unwrap().join("out.env"));
    let only = vec![VariableName::new("PORT").unwrap()];
    vault.export(&ExportWish { to: to.clone(), only, ..wanted(Target::Portable) }).unwrap();
    bench.days(1);
    let place = EnvRef::parse("shop/dev").unwrap();
    let last = |vault: &Vault| vault.last_export(&place).unwrap().unwrap();
    assert_eq!(Some(last(&vault).path), to);
    assert_eq!((last(&vault).target, last(&vault).delete_after), (Target::Portable, None));
    assert_eq!(last(&vault).left_out, ["AWS_SECRET_ACCESS_KEY", "A_TOKEN"]);
    // Under another name it is the same key; what came later, whichever way, was never left out.
    let at = |name: &str| KeyRef { place: place.clone(), name: VariableName::new(name).unwrap() };
    vault.move_key(uid(&vault, "shop/dev/A_TOKEN"), &at("B_TOKEN")).unwrap();
    assert_eq!(last(&vault).left_out, ["AWS_SECRET_ACCESS_KEY", "B_TOKEN"]);
    vault.add(wish("shop/dev/NEW_TOKEN", b"of today")).unwrap();
    vault.move_key(uid(&vault, "shop/production/MOVED_TOKEN"), &at("MOVED_TOKEN")).unwrap();
    vault.enable(&[uid(&vault, "shop/dev/OFF_TOKEN")]).unwrap();
    assert_eq!(last(&vault).left_out, ["AWS_SECRET_ACCESS_KEY", "B_TOKEN"]);
}
