//! A move that is cut off, refused by the keychain or stopped, wherever that happens.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::super::bench::{BOTH, Bench, Template, held, passphrase, trials};
use super::super::store::{Crash, Fault};
use super::stage::{State, assert_tidy, cross, filled, on, open, other};
use crate::store::StoreKind;
use crate::vault::{Error, MoveStep, Vault};

/// Runs a move up to the nth point. True if it crashed there.
fn run_to(bench: &Bench, nth: u64, work: impl FnOnce(&mut Vault)) -> bool {
    let mut vault = open(bench);
    bench.keychain.crash_at(nth, bench.home().path(), &bench.image());
    let ended = catch_unwind(AssertUnwindSafe(move || {
        work(&mut vault);
        bench.keychain.disarm();
    }));
    match ended {
        Ok(()) => false,
        Err(payload) if payload.is::<Crash>() => {
            bench.power_on_again();
            true
        }
        Err(other) => std::panic::resume_unwind(other),
    }
}

fn moves(vault: &mut Vault) {
    cross(vault, &mut on).unwrap();
}

fn check_after(bench: &Bench, before: &State, context: &str) -> StoreKind {
    let mut vault = open(bench);
    // Before anything is put right, too.
    assert_eq!(held(&mut vault), *before, "{context}");
    vault.recover().unwrap();
    assert_eq!(held(&mut vault), *before, "{context}");
    assert_tidy(bench, &mut vault, context);
    vault.kind()
}

fn template(kind: StoreKind) -> (Bench, Template, State) {
    let (bench, mut vault) = filled(kind);
    let before = held(&mut vault);
    drop(vault);
    let template = bench.template();
    (bench, template, before)
}

#[test]
fn a_move_cut_off_anywhere_is_done_or_never_was() {
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        let (mut points, mut done) = (0, 0);
        loop {
            bench.restore(&template);
            if !run_to(&bench, points + 1, moves) {
                break;
            }
            points += 1;
            let ends = check_after(&bench, &before, &format!("{kind:?}, stopped at point {points}"));
            done += u64::from(ends == other(kind));
            if ends == StoreKind::Sealed {
                let mut vault = Vault::open(&bench.home(), &bench.world).unwrap();
                vault.unlock_with_passphrase(&passphrase()).unwrap();
            }
        }
        // After the turn into the keychain nothing is asked of it any more; `faults` kills there.
        assert_eq!(done > 0, kind == StoreKind::Keychain, "{kind:?}: {done} of {points} were past the turn");
        assert!(done < points, "{kind:?}: {done} of {points} were past the turn");
    }
}

#[test]
fn a_recovery_cut_off_anywhere_goes_on() {
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        // Cut off with many copies made, and with many old items left.
        for nth in [30, 60, 90] {
            bench.restore(&template);
            if !run_to(&bench, nth, moves) {
                continue;
            }
            let cut_off = bench.template();
            let mut points = 0;
            loop {
                bench.restore(&cut_off);
                if !run_to(&bench, points + 1, |vault| drop(vault.recover().unwrap())) {
                    break;
                }
                points += 1;
                check_after(&bench, &before, &format!("{kind:?}, stopped at {nth}, then at {points}"));
            }
        }
    }
}

#[test]
fn a_keychain_that_fails_in_the_middle_leaves_the_vault_as_it_was_or_moved() {
    let faults = [Fault::Locked, Fault::TimedOut, Fault::TimedOutAfter, Fault::Empty, Fault::Corrupt];
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        for op in ["probe", "put", "get", "get_many", "delete", "list"] {
            for fault in faults {
                for nth in (0..7).step_by(if trials(0, 1) == 1 { 1 } else { 3 }) {
                    for stays in [false, true] {
                        bench.restore(&template);
                        let mut vault = open(&bench);
                        let mut called = 0;
                        bench.keychain.script(move |at| {
                            called += u32::from(at == op);
                            let from = called > nth;
                            (at == op && if stays { from } else { called == nth + 1 }).then_some(fault)
                        });
                        let context = format!("{kind:?}: {op} number {nth} meets {fault:?}, stays {stays}");
                        let moved = cross(&mut vault, &mut on);
                        bench.keychain.heal();
                        match &moved {
                            Ok(_) => assert_eq!(vault.kind(), other(kind), "{context}"),
                            Err(_) => assert_eq!(vault.kind(), kind, "{context}"),
                        }
                        assert_eq!(held(&mut vault), before, "{context}");
                        drop(vault);
                        check_after(&bench, &before, &context);
                    }
                }
            }
        }
    }
}

#[test]
fn a_move_that_is_stopped_goes_back() {
    for kind in BOTH {
        let (bench, template, before) = template(kind);
        for stop_at in 0..=5 {
            bench.restore(&template);
            let mut vault = open(&bench);
            let stopped = cross(&mut vault, &mut |step, done, _| step == MoveStep::Copying && done < stop_at);
            if stopped.is_ok() {
                continue;
            }
            assert!(matches!(stopped, Err(Error::MoveStopped)), "{stopped:?}");
            assert_eq!(vault.kind(), kind);
            assert_eq!(held(&mut vault), before);
            assert_tidy(&bench, &mut vault, &format!("{kind:?}, stopped at {stop_at}"));
        }
    }
}
