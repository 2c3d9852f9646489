//! Adding, reading, editing, moving, places, people and settings.

use chrono::NaiveDate;

use super::bench::{BOTH, Bench, assert_sound, at, find, live, plain, uid, wish};
use super::store::Fault;
use crate::model::{DateWish, EnvRef, Expiry, Facts, Kind, Rule, Secret, UseKind, VariableName};
use crate::store::StoreKind;
use crate::vault::{Error, NewKeyWish, Vault};

#[test]
fn what_was_added_is_read_back_and_its_use_is_noted() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"secret")).unwrap();
        vault.add(plain("shop/dev/PORT", "8080")).unwrap();
        let pair = NewKeyWish { key_id: Some("the-id".into()), ..wish("shop/dev/AWS_SECRET_ACCESS_KEY", b"half") };
        vault.add(pair).unwrap();
        drop(vault);
        let mut vault = bench.open();
        for (name, value) in [("A", &b"secret"[..]), ("PORT", b"8080"), ("AWS_SECRET_ACCESS_KEY", b"half")] {
            let key = uid(&vault, &format!("shop/dev/{name}"));
            assert_eq!(vault.get(key, UseKind::Get, None).unwrap().expose(), value);
            let facts = vault.key(key).unwrap();
            assert_eq!((facts.use_count, facts.last_used_by_hand_at), (1, Some(vault.now())));
            assert_eq!(vault.uses(key, 9).unwrap().len(), 1);
        }
        let found = vault.find_to_read(&at("shop/d/AWS_ACCESS_KEY_ID")).unwrap();
        assert!(found.by_key_id);
        assert_eq!(found.key.key_id.as_deref(), Some("the-id"));
        let twin = vault.add(wish("shop/dev/aws_access_key_id", b"x"));
        assert!(matches!(twin, Err(Error::Twin(_))), "{twin:?}");
        assert!(matches!(vault.add(wish("shop/dev/AWS_ACCESS_KEY_ID", b"x")), Err(Error::IsKeyId(_))));
        assert_sound(&mut vault, "added");
    }
}

#[test]
fn the_secret_is_never_its_own_key_id() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        let pair = |id: &str, replace| NewKeyWish {
            key_id: Some(id.into()),
            replace,
            ..wish("shop/dev/AWS_SECRET_ACCESS_KEY", b"half")
        };
        assert!(matches!(vault.add(pair(" half", false)), Err(Error::Refused(_))));
        assert!(vault.list().unwrap().keys.is_empty());
        vault.add(pair("the-id", false)).unwrap();
        assert!(matches!(vault.add(pair("half", true)), Err(Error::Refused(_))));
        let key = uid(&vault, "shop/dev/AWS_SECRET_ACCESS_KEY");
        let rotated = vault.rotate(key, Secret::new(b"new".to_vec()), Some("new".into()), None);
        assert!(matches!(rotated, Err(Error::Refused(_))), "{rotated:?}");
        // Nor the id that stays beside it.
        assert!(matches!(vault.rotate(key, Secret::new(b"the-id".to_vec()), None, None), Err(Error::Refused(_))));
        assert_eq!(find(&vault, "shop/dev/AWS_SECRET_ACCESS_KEY").key_id.as_deref(), Some("the-id"));
        assert_eq!(live(&mut vault, "shop/dev/AWS_SECRET_ACCESS_KEY"), b"half");
        assert_sound(&mut vault, "refused");
    }
}

#[test]
fn facts_names_and_kinds_change_and_the_value_stays() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/prod/A", b"abc")).unwrap();
        let key = uid(&vault, "shop/prod/A");
        let day = NaiveDate::from_ymd_opt(2027, 1, 31).unwrap();
        let facts = Facts {
            kind: Some(Kind::Password),
            owner: Some("Ada".into()),
            expires: Some(DateWish::On(day)),
            note: Some("ask Ada".into()),
            ..Facts::default()
        };
        vault.edit(key, &facts, Some(&VariableName::new("B").unwrap())).unwrap();
        let now = find(&vault, "shop/prod/B");
        assert_eq!((now.uid, now.kind, now.expiry, now.weak), (key, Kind::Password, Expiry::On(day), true));
        assert_eq!(vault.note_of(key).unwrap().as_deref(), Some("ask Ada"));
        let listed = vault.list().unwrap();
        assert!(listed.findings[0].iter().any(|finding| finding.rule == Rule::Weak));
        let to_plain = Facts { kind: Some(Kind::Plain), ..Facts::default() };
        assert!(matches!(vault.edit(key, &to_plain, None), Err(Error::HoldsSecret)));
        vault.move_key(key, &at("other/dev/B")).unwrap();
        assert_eq!(live(&mut vault, "other/dev/B"), b"abc");
        vault.duplicate(key, &at("other/dev/COPY")).unwrap();
        let copy = find(&vault, "other/dev/COPY");
        assert_eq!((copy.owner.as_deref(), copy.kind, copy.expiry), (Some("Ada"), Kind::Password, Expiry::On(day)));
        assert_eq!(vault.note_of(copy.uid).unwrap().as_deref(), Some("ask Ada"));
        assert_eq!(live(&mut vault, "other/dev/COPY"), b"abc");
        assert!(matches!(vault.move_key(key, &at("other/dev/COPY")), Err(Error::Exists(_))));
        let unknown = Facts { expires: Some(DateWish::NotKnown), ..Facts::default() };
        vault.edit(copy.uid, &unknown, None).unwrap();
        assert_eq!(find(&vault, "other/dev/COPY").expiry, Expiry::NotKnown);
        assert_sound(&mut vault, "edited");
    }
}

#[test]
fn an_edit_that_needs_a_locked_keychain_changes_nothing() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(wish("shop/dev/A", b"abc")).unwrap();
    let before = find(&vault, "shop/dev/A");
    bench.keychain.script(|_| Some(Fault::Locked));
    let facts = Facts { kind: Some(Kind::Password), owner: Some("Ada".into()), ..Facts::default() };
    let error = vault.edit(before.uid, &facts, None).unwrap_err();
    assert!(error.is_access());
    assert_eq!(find(&vault, "shop/dev/A"), before);
}

#[test]
fn a_keychain_that_is_locked_at_first_changes_no_row() {
    let (bench, mut vault) = Bench::new(StoreKind::Keychain);
    vault.add(wish("shop/dev/A", b"abc")).unwrap();
    let before = vault.list().unwrap();
    for fault in [Fault::Locked, Fault::TimedOut] {
        bench.keychain.script(move |_| Some(fault));
        let key = before.keys[0].uid;
        let results = [
            vault.add(wish("shop/dev/NEW", b"new")).map(drop),
            vault.rotate(key, super::bench::secret(b"new"), None, None),
            vault.duplicate(key, &at("shop/dev/COPY")).map(drop),
        ];
        for result in results {
            assert!(result.unwrap_err().is_access());
        }
        let now = vault.list().unwrap();
        assert_eq!((now.keys, now.projects), (before.keys.clone(), before.projects.clone()));
        assert_eq!(vault.catalog.intents().unwrap(), []);
    }
}

#[test]
fn a_locked_vault_reads_facts_and_changes_nothing() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/dev/A", b"abc")).unwrap();
        let key = uid(&vault, "shop/dev/A");
        vault.lock(true);
        assert!(!vault.is_open());
        assert_eq!(vault.list().unwrap().keys.len(), 1);
        let results = [
            vault.add(plain("shop/dev/PORT", "1")).map(drop),
            vault.get(key, UseKind::Get, None).map(drop),
            vault.edit(key, &Facts::default(), None),
            vault.move_key(key, &at("shop/dev/B")),
            vault.duplicate(key, &at("shop/dev/B")).map(drop),
            vault.undo_rotate(key),
            vault.mark_ended(&[key]).map(drop),
            vault.disable(&[key]).map(drop),
            vault.delete(&[key], true),
            vault.set_setting("keep-old", "9d"),
            vault.rename_project("shop", "store"),
            vault.verify_activity().map(drop),
        ];
        for (at, result) in results.into_iter().enumerate() {
            assert!(matches!(result, Err(Error::Locked)), "verb {at}: {result:?}");
        }
    }
}

#[test]
fn places_people_and_settings_change_and_are_recorded() {
    for kind in BOTH {
        let (_bench, mut vault) = Bench::new(kind);
        vault.add(wish("shop/production/A", b"abc")).unwrap();
        assert!(find(&vault, "shop/production/A").protected);
        vault.set_protected(&EnvRef::parse("shop/production").unwrap(), false).unwrap();
        vault.rename_environment(&EnvRef::parse("shop/production").unwrap(), "main").unwrap();
        vault.rename_project("shop", "store").unwrap();
        assert!(!find(&vault, "store/main/A").protected);
        let renames = |vault: &mut Vault, from: &str, to: &str| {
            vault.rename_environment(&EnvRef::parse(from).unwrap(), to).unwrap()
        };
        assert!(renames(&mut vault, "store/main", "production"), "a name that is protected at first protects");
        assert!(find(&vault, "store/production/A").protected);
        vault.set_protected(&EnvRef::parse("store/production").unwrap(), false).unwrap();
        assert!(!renames(&mut vault, "store/production", "prod-eu"), "it was taken away by hand");
        assert!(!find(&vault, "store/prod-eu/A").protected);
        assert!(!renames(&mut vault, "store/prod-eu", "main"));
        assert!(vault.delete_project("store").is_err());
        vault.add_environment(&EnvRef::parse("store/dev").unwrap()).unwrap();
        vault.order_environments("store", &["main".into(), "dev".into()]).unwrap();
        let names: Vec<_> = vault.projects().unwrap()[0].environments.iter().map(|e| e.name.clone()).collect();
        assert_eq!(names, ["main", "dev"]);
        let key = uid(&vault, "store/main/A");
        vault.edit(key, &Facts { owner: Some("Ada".into()), ..Facts::default() }, None).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 20).unwrap();
        vault.set_last_day("Ada", Some(day)).unwrap();
        assert_eq!(vault.people().unwrap()[0].last_day, Some(day));
        vault.set_setting("keep-old", "9d").unwrap();
        assert_eq!(vault.settings().unwrap().keep_old_days, 9);
        assert!(vault.set_setting("keep-old", "9 years").is_err());
        assert_sound(&mut vault, "places");
    }
}

#[test]
fn a_plain_value_is_changed_and_a_secret_is_not() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(plain("shop/dev/PORT", "8080")).unwrap();
    vault.add(wish("shop/dev/A", b"secret")).unwrap();
    let (port, secret) = (uid(&vault, "shop/dev/PORT"), uid(&vault, "shop/dev/A"));
    let name = VariableName::new("HTTP_PORT").unwrap();
    vault.edit_plain(port, &Facts::default(), Some(&name), Some("9090")).unwrap();
    let key = vault.key(port).unwrap();
    assert_eq!((key.name(), key.plain_value.as_deref()), ("HTTP_PORT", Some("9090")));
    let refused = vault.edit_plain(secret, &Facts::default(), None, Some("readable"));
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(live(&mut vault, "shop/dev/A"), b"secret");
    assert_sound(&mut vault, "edited");
}
