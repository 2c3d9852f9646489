//! What lies readable in the catalog takes no known secret.

use chrono::NaiveDate;

use super::bench::{Bench, at, find, uid, wish};
use crate::model::{EnvRef, Facts, Rule};
use crate::store::StoreKind;
use crate::vault::readable::refuse_secrets;
use crate::vault::{Error, NewKeyWish};

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
