//! Warnings put off until a day; what goes without a disabled key, until it is deleted or enabled.

use chrono::{Days, NaiveDate};

use super::bench::{BOTH, Bench, assert_sound, at, find, ran, wish};
use crate::envfile::Target;
use crate::model::{EnvRef, Finding, KeyUid, Rule, UseKind};
use crate::review::went_without;
use crate::store::StoreKind;
use crate::vault::{Error, ExportWish, RunWish, Vault};

fn finding(vault: &Vault, key: KeyUid, rule: Rule) -> Option<Finding> {
    let listed = vault.list().unwrap();
    let index = listed.keys.iter().position(|one| one.uid == key).unwrap();
    listed.findings[index].iter().find(|finding| finding.rule == rule).cloned()
}

fn today(vault: &Vault) -> NaiveDate {
    vault.world().clock.today()
}

#[test]
fn a_warning_is_quiet_until_its_day_and_speaks_again() {
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let a = vault.add(wish("shop/live/A", b"one")).unwrap();
    let b = vault.add(wish("shop/live/B", b"two")).unwrap();
    let until = today(&vault) + Days::new(10);
    let both = [(a, Rule::NoOwner), (b, Rule::NoOwner)];
    vault.snooze(&both, until, " the team is being formed ").unwrap();
    let quiet = finding(&vault, a, Rule::NoOwner).unwrap();
    assert_eq!((quiet.snoozed_until, quiet.snooze_reason.as_deref()), (Some(until), Some("the team is being formed")));
    assert_eq!(
        vault.activity(1).unwrap()[0].detail.as_deref(),
        Some("no-owner until 2026-03-11: the team is being formed")
    );
    // Twice the same: one row, the new day.
    let later = until + Days::new(5);
    vault.snooze(&both[..1], later, "again").unwrap();
    assert_eq!(finding(&vault, a, Rule::NoOwner).unwrap().snoozed_until, Some(later));
    bench.days(10);
    assert_eq!(finding(&vault, b, Rule::NoOwner).unwrap().snoozed_until, None, "on its day it speaks");
    assert_eq!(vault.unsnooze(&both).unwrap(), both, "also a row whose day is over goes");
    assert_eq!(finding(&vault, a, Rule::NoOwner).unwrap().snoozed_until, None);
    assert_eq!(vault.unsnooze(&both).unwrap(), []);
    assert_sound(&mut vault, "snoozed");
}

#[test]
fn a_snooze_wants_a_day_ahead_a_reason_and_every_key() {
    let (_bench, mut vault) = Bench::new(StoreKind::Sealed);
    let a = vault.add(wish("shop/live/A", b"one")).unwrap();
    let tomorrow = today(&vault) + Days::new(1);
    let before = vault.activity(9).unwrap();
    for (what, until, reason) in [
        (vec![(a, Rule::NoOwner)], today(&vault), "why"),
        (vec![(a, Rule::NoOwner)], tomorrow, "  "),
        (vec![(a, Rule::NoOwner)], tomorrow, "two\nlines"),
        (vec![(a, Rule::NoOwner)], tomorrow, &"x".repeat(201)),
        (vec![(a, Rule::NoOwner), (KeyUid(99), Rule::NoOwner)], tomorrow, "why"),
    ] {
        assert!(vault.snooze(&what, until, reason).is_err(), "{reason:?}");
    }
    assert_eq!(finding(&vault, a, Rule::NoOwner).unwrap().snoozed_until, None);
    assert_eq!(vault.activity(9).unwrap(), before);
}

#[test]
fn what_goes_without_a_disabled_key_is_counted_until_it_is_enabled() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let a = vault.add(wish("shop/dev/A", b"one")).unwrap();
        let b = vault.add(wish("shop/dev/B", b"two")).unwrap();
        vault.get(a, UseKind::Get, None).unwrap();
        bench.days(2);
        assert_eq!(vault.disable(&[a]).unwrap(), [a]);
        assert_eq!(vault.disable(&[a]).unwrap(), []);
        let place = EnvRef::parse("shop/dev").unwrap();
        let run =
            RunWish { place: Some(place.clone()), references: Vec::new(), wanted: Vec::new(), program: "npm".into() };
        for _ in 0..3 {
            ran(&mut vault, &run);
        }
        let wanted = RunWish { wanted: vec![at("shop/dev/A").name], program: "make".into(), ..run.clone() };
        assert!(vault.prepare_run(&wanted).is_err());
        let export = ExportWish {
            place: place.clone(),
            target: Target::Portable,
            only: Vec::new(),
            skip_refused: false,
            to: None,
            consent: crate::vault::Consent::default(),
            gitignore: false,
            delete_after: None,
        };
        vault.plan_export(&export).unwrap();
        vault.export(&export).unwrap();
        assert!(vault.export(&ExportWish { only: vec![at("shop/dev/A").name], ..export.clone() }).is_err());
        // Nobody asked for A here.
        vault.export(&ExportWish { only: vec![at("shop/dev/B").name], ..export }).unwrap();
        bench.pass(chrono::Duration::hours(1));
        assert!(matches!(vault.get(a, UseKind::Get, None), Err(Error::Disabled)));
        assert!(vault.values_named(&[at("shop/dev/A")], UseKind::Inject, "app.tpl").is_err());

        let without = vault.key(a).unwrap().went_without.unwrap();
        assert_eq!(went_without(&without), "4 runs, 1 template, 2 exports and 1 get went without it");
        assert_eq!((without.latest_at, without.latest_by.as_deref()), (vault.now(), Some("app.tpl")));
        assert_eq!(vault.key(b).unwrap().went_without, None);
        let waits = finding(&vault, a, Rule::WaitingForDeletion).unwrap();
        assert!(waits.text.starts_with("Disabled · deletable in ") && waits.text.ends_with("went without it"));
        assert_eq!(vault.key(a).unwrap().use_count, 1, "no use");

        assert_eq!(vault.enable(&[a, b]).unwrap(), [a]);
        assert_eq!(vault.prepare_run(&run).unwrap().variables.len(), 2, "back at once");
        vault.disable(&[a]).unwrap();
        assert_eq!(find(&vault, "shop/dev/A").went_without, None, "from now on");
        assert_sound(&mut vault, "went without");
    }
}

#[test]
fn deletion_is_proposed_once_the_waiting_period_is_over() {
    use crate::model::Severity::{ForInfo, LookSoon};
    let (bench, mut vault) = Bench::new(StoreKind::Sealed);
    let a = vault.add(wish("shop/dev/A", b"one")).unwrap();
    vault.get(a, UseKind::Get, None).unwrap();
    bench.days(2);
    vault.disable(&[a]).unwrap();
    for (days, severity) in [(0, ForInfo), (13, ForInfo), (1, LookSoon), (100, LookSoon)] {
        bench.days(days);
        assert_eq!(finding(&vault, a, Rule::WaitingForDeletion).unwrap().severity, severity, "{days}");
    }
    vault.enable(&[a]).unwrap();
    assert_eq!(finding(&vault, a, Rule::WaitingForDeletion), None);
}

#[test]
fn a_file_that_keyloft_wrote_is_a_warning_until_it_is_gone() {
    for kind in BOTH {
        let (bench, mut vault) = Bench::new(kind);
        let a = vault.add(wish("shop/live/A", b"one")).unwrap();
        let b = vault.add(wish("shop/live/B", b"two")).unwrap();
        let export = |vault: &mut Vault, name: &str, only: Vec<crate::model::VariableName>| {
            let to = bench.dir.path().join(name);
            let wish = ExportWish {
                place: EnvRef::parse("shop/live").unwrap(),
                target: Target::Portable,
                only,
                skip_refused: false,
                to: Some(to.clone()),
                consent: crate::vault::Consent::default(),
                gitignore: false,
                delete_after: None,
            };
            vault.export(&wish).unwrap();
            to
        };
        let all = export(&mut vault, "all.env", Vec::new());
        let one = export(&mut vault, "one.env", vec![at("shop/live/A").name]);
        bench.days(3);
        let text = |vault: &Vault, key| finding(vault, key, Rule::PlainFile).map(|finding| finding.text);
        assert_eq!(text(&vault, a).as_deref(), Some("In 2 files that Keyloft wrote, the oldest 3 days ago"));
        assert_eq!(text(&vault, b).as_deref(), Some("In a file that Keyloft wrote 3 days ago"));
        // Taken away by hand.
        std::fs::remove_file(&all).unwrap();
        assert_eq!(text(&vault, b), None);
        // Changed by hand: left, and still a warning.
        std::fs::write(&one, "A=one\nMINE=1\n").unwrap();
        let ends = vault.delete_files_of(a).unwrap();
        assert_eq!(ends.iter().map(|end| end.gone).collect::<Vec<_>>(), [true, false]);
        assert!(one.exists() && text(&vault, a).is_some());
        std::fs::remove_file(&one).unwrap();
        let again = export(&mut vault, "again.env", Vec::new());
        assert_eq!(vault.keys_deleted_in(&vault.files_of(b).unwrap()).unwrap(), Vec::<String>::new());
        vault.disable(&[a]).unwrap();
        vault.delete(&[a], true).unwrap();
        assert_eq!(vault.keys_deleted_in(&vault.files_of(b).unwrap()).unwrap(), ["A"], "its last copy may be there");
        assert_eq!(vault.delete_files_of(b).unwrap().len(), 1);
        assert!(!again.exists());
        assert_eq!(text(&vault, b), None);
        assert_sound(&mut vault, "files");
    }
}
