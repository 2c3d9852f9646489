//! The day's notice.

use super::*;
use crate::review::notice;

fn told(keys: &[Key]) -> Option<(String, String, bool)> {
    notice(keys, &found(keys), noon().date_naive()).map(|notice| (notice.summary, notice.body, notice.presses))
}

fn expired(number: i64) -> Key {
    Key { expiry: Expiry::On(in_days(-3)), ..quiet_key(number) }
}

fn unused(number: i64) -> Key {
    Key { last_used_at: Some(days_ago(94)), created_at: days_ago(200), ..quiet_key(number) }
}

#[test]
fn a_quiet_day_has_nothing_to_say() {
    assert_eq!(told(&[]), None);
    assert_eq!(told(&[quiet_key(1)]), None);
    let for_info = Key { expiry: Expiry::On(in_days(20)), ..quiet_key(1) };
    assert_eq!(told(&[for_info]), None, "what is for info can wait for the window");
}

#[test]
fn the_worst_are_named_and_the_rest_is_counted() {
    let one = told(&[unused(1)]).unwrap();
    assert_eq!(one.0, "1 key to look at soon");
    assert_eq!(one.1, "shop/development/KEY_1: Not used here for 94 days");
    assert!(!one.2);
    let keys = [unused(1), unused(2), expired(3), unused(4), Key { protected: true, ..expired(5) }, unused(6)];
    let (summary, body, presses) = told(&keys).unwrap();
    assert_eq!(summary, "2 keys to act on now, 4 to look at soon");
    assert_eq!(
        body,
        "shop/development/KEY_5: Expired 3 days ago\nshop/development/KEY_3: Expired 3 days ago\n\
         shop/development/KEY_1: Not used here for 94 days\nand 3 more"
    );
    assert!(presses);
    assert_eq!(told(&[expired(1)]).unwrap().0, "1 key to act on now");
}

#[test]
fn what_was_put_off_is_not_counted() {
    let keys = [expired(1)];
    let until = in_days(5);
    let snoozes = [Snooze { key: KeyUid(1), rule: Rule::Expired, until, reason: "asked".into() }];
    let all = found_with(&keys, &[], &snoozes, noon());
    assert_eq!(notice(&keys, &all, noon().date_naive()), None);
    assert!(notice(&keys, &all, until).is_some());
}
