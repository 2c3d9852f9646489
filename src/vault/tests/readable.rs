//! What lies readable in the catalog takes no known secret.

use chrono::NaiveDate;

use super::bench::{Bench, at, find, secret, uid, wish};
use crate::model::{EnvRef, Facts, Rule, VariableName};
use crate::store::StoreKind;
use crate::vault::readable::refuse_secrets;
use crate::vault::{Error, ImportWish, NewKeyWish};

#[test]
fn a_known_secret_is_refused_wherever_it_would_lie_readable() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    let secret = format!("ghp_{}", "a1".repeat(18));
    vault.add(wish("shop/dev/A", b"abc")).unwrap();
    let key = uid(&vault, "shop/dev/A");
    let day = NaiveDate::from_ymd_opt(2099, 1, 31).unwrap();
    let shop = EnvRef::new("shop", "dev").unwrap();
    let all: [(&str, Facts); 6] = [
        ("owner", Facts { owner: Some(secret.clone()), ..Facts::default() }),
        ("provider", Facts { provider: Some(secret.clone()), ..Facts::default() }),
        ("endpoint", Facts { endpoint: Some(format!("https://x.example/?key={secret}")), ..Facts::default() }),
        ("scope", Facts { scopes: Some(vec![secret.clone()]), ..Facts::default() }),
        ("used in", Facts { used_in: Some(vec![secret.clone()]), ..Facts::default() }),
        ("tag", Facts { tags: Some(vec![secret.clone()]), ..Facts::default() }),
    ];
    for (what, facts) in all {
        assert!(matches!(vault.edit(key, &facts, None), Err(Error::Refused(_))), "edit {what}");
        let new = NewKeyWish { facts, ..wish("shop/dev/B", b"abc") };
        assert!(matches!(vault.add(new), Err(Error::Refused(_))), "add {what}");
    }
    let place = EnvRef::new("shop", &secret).unwrap();
    let into = format!("{secret}/dev/B");
    let refused = [
        vault.assign(&[(key, Some(secret.clone()))]),
        vault.snooze(&[(key, Rule::NoOwner)], day, &format!("until {secret} goes")),
        vault.set_last_day(&secret, Some(day)),
        vault.set_setting("me", &secret),
        vault.add_project(&secret),
        vault.rename_project("shop", &secret),
        vault.add_environment(&place),
        vault.rename_environment(&shop, &secret).map(drop),
        vault.add(wish(&into, b"abc")).map(drop),
        vault.move_key(key, &at(&into)),
    ];
    for (nth, came) in refused.into_iter().enumerate() {
        assert!(matches!(came, Err(Error::Refused(_))), "{nth}: {came:?}");
    }
    let told = format!("{:?}", vault.activity(99).unwrap());
    assert!(!told.contains(&secret));
    // The note is encrypted: it takes anything.
    vault.edit(key, &Facts { note: Some(secret), ..Facts::default() }, None).unwrap();
}

#[test]
fn a_secret_of_any_make_is_refused_and_an_id_is_not() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"abc")).unwrap();
    let key = uid(&vault, "shop/dev/A");
    let tagged = |word: &str| Facts { tags: Some(vec![word.to_owned()]), ..Facts::default() };
    let hex = "0f1e2d3c".repeat(8);
    let web = format!("eyJ{0}.eyJ{0}.{0}", "a1B2c3D4e5".repeat(2));
    let page = format!("https://api.example.com/v1?api_key={}", "a1".repeat(9));
    for secret in [&hex, &web, &page, &format!("-----BEGIN {} KEY-----", "PRIVATE")] {
        assert!(matches!(vault.edit(key, &tagged(secret), None), Err(Error::Refused(_))), "{secret}");
        assert!(vault.add_project(secret).is_err(), "{secret}");
    }
    for id in [&hex[..40], "arn:aws:iam::123456789012:role/shop-production-deployment", "eu-west-1"] {
        vault.edit(key, &tagged(id), None).unwrap();
    }
}

#[test]
fn a_value_of_the_vault_itself_is_refused_whatever_it_looks_like() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"a made-up value")).unwrap();
    vault.add(wish("shop/dev/B", b"short")).unwrap();
    let key = uid(&vault, "shop/dev/B");
    let tagged = |word: &str| Facts { tags: Some(vec![word.to_owned()]), ..Facts::default() };
    assert!(matches!(vault.edit(key, &tagged("a made-up value"), None), Err(Error::Refused(_))));
    let new = NewKeyWish { facts: tagged(" a made-up value "), ..wish("shop/dev/C", b"abc") };
    assert!(matches!(vault.add(new), Err(Error::Refused(_))));
    // Short values are words that anything may be called.
    vault.edit(key, &tagged("short"), None).unwrap();
    vault.edit(key, &tagged("a made-up word"), None).unwrap();
}

#[test]
fn a_value_of_the_vault_is_refused_in_each_field_that_lies_readable() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    let value = "made_up_value_7";
    vault.add(wish("shop/dev/A", value.as_bytes())).unwrap();
    vault.add(wish("shop/dev/B", b"abc")).unwrap();
    let (holder, key) = (uid(&vault, "shop/dev/A"), uid(&vault, "shop/dev/B"));
    // The one before is kept, and opens something still.
    vault.rotate(holder, secret(b"another value"), None, None).unwrap();
    let day = NaiveDate::from_ymd_opt(2099, 1, 31).unwrap();
    let shop = EnvRef::new("shop", "dev").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let name = VariableName::new(value).unwrap();
    let into = format!("{value}/dev/B");
    let with = |key_id: &str| NewKeyWish { key_id: Some(key_id.to_owned()), ..wish("shop/dev/C", b"abc") };
    let named = |name: &str| NewKeyWish {
        key_id: Some("made-up-id".into()),
        key_id_name: Some(VariableName::new(name).unwrap()),
        ..wish("shop/dev/C", b"abc")
    };
    let refused = [
        ("owner", vault.assign(&[(key, Some(value.to_owned()))])),
        ("reason", vault.snooze(&[(key, Rule::NoOwner)], day, &format!("until \"{value}\", goes"))),
        ("reason of words", vault.snooze(&[(key, Rule::NoOwner)], day, "another value")),
        ("person", vault.set_last_day(value, Some(day))),
        ("me", vault.set_setting("me", value)),
        ("new project", vault.add_project(value)),
        ("renamed project", vault.rename_project("shop", value)),
        ("project of an environment", vault.add_environment(&EnvRef::new(value, "dev").unwrap())),
        ("new environment", vault.add_environment(&EnvRef::new("shop", value).unwrap())),
        ("renamed environment", vault.rename_environment(&shop, value).map(drop)),
        ("project of a folder", vault.link_folder(value, folder.path()).map(drop)),
        ("new key's place", vault.add(wish(&into, b"abc")).map(drop)),
        ("moved key's place", vault.move_key(key, &at(&into))),
        ("moved keys' place", vault.move_keys(&[(key, at(&into))])),
        ("copied key's place", vault.duplicate(key, &at(&into)).map(drop)),
        ("name", vault.add(wish(&format!("shop/dev/{value}"), b"abc")).map(drop)),
        ("renamed key", vault.edit(key, &Facts::default(), Some(&name))),
        ("moved key's name", vault.move_key(key, &at(&format!("shop/dev/{value}")))),
        ("copied key's name", vault.duplicate(key, &at(&format!("shop/dev/{value}"))).map(drop)),
        ("key id", vault.add(with(value)).map(drop)),
        ("prefix of a key id", vault.add(with(&format!("{value}_id_{}", "a1".repeat(10)))).map(drop)),
        ("key id's name", vault.add(named(value)).map(drop)),
        ("rotated key id", vault.rotate(key, secret(b"abcd"), Some(value.to_owned()), None)),
    ];
    for (what, came) in refused {
        assert!(matches!(came, Err(Error::Refused(_))), "{what}: {came:?}");
    }
    let told = format!("{:?} {:?}", vault.activity(99).unwrap(), vault.list().unwrap());
    assert!(!told.contains(value) && !told.contains("another value"));
    vault.assign(&[(key, Some("made_up_value".into()))]).unwrap();
}

#[test]
fn a_key_s_own_value_is_refused_among_its_facts() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    let tagged = |word: &str| NewKeyWish {
        facts: Facts { tags: Some(vec![word.to_owned()]), ..Facts::default() },
        ..wish("shop/dev/A", b"made_up_value_7")
    };
    assert!(matches!(vault.add(tagged("KEY=made_up_value_7")), Err(Error::Refused(_))));
    vault.add(tagged("made_up")).unwrap();
}

#[test]
fn a_placeholder_s_value_keeps_no_variable_from_its_name() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/STRIPE_SECRET_KEY", b"STRIPE_SECRET_KEY")).unwrap();
    vault.add(wish("shop/prod/STRIPE_SECRET_KEY", b"abc")).unwrap();
    let token = format!("shop/dev/ghp_{}", "a1".repeat(18));
    assert!(matches!(vault.add(wish(&token, b"abc")), Err(Error::Refused(_))));
}

#[test]
fn a_value_beside_an_imported_key_stays_out_and_is_said() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"made up words")).unwrap();
    let csv = "title,url,username,password,notes,tags\nNew,,,pw-1,,made up words;web\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    std::fs::write(&path, csv).unwrap();
    let wish = ImportWish::new(EnvRef::new("shop", "dev").unwrap());
    let imported = vault.import(path.as_path(), &wish, &mut |_, _| true).unwrap();
    assert!(imported.keys[0].remarks.iter().any(|remark| remark.contains("stayed out")), "{:?}", imported.keys);
    assert_eq!(find(&vault, "shop/dev/New").tags, ["web"]);
}

#[test]
fn what_stands_there_already_stays_while_other_facts_change() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    vault.add(wish("shop/dev/A", b"abc")).unwrap();
    let mut key = find(&vault, "shop/dev/A");
    let secret = format!("ghp_{}", "a1".repeat(18));
    (key.owner, key.tags) = (Some(secret.clone()), vec![secret.clone()]);
    let owner = Some(secret.clone());
    let facts = Facts { owner, tags: Some(vec!["web".into(), secret]), ..Facts::default() };
    refuse_secrets(&facts, Some(&key)).unwrap();
    assert!(refuse_secrets(&facts, None).is_err());
}
