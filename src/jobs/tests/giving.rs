//! Values that leave the vault into files; what the clipboard is refused. (What it takes: tests/all/jobs.rs.)

use std::fs;
use std::process::Command;

use super::*;
use crate::envfile::Target;
use crate::jobs::{FileThere, GitSees};
use crate::model::{EnvRef, UseKind, VariableName};

fn with_value(place: &Place, name: &str, value: Secret) -> KeyUid {
    let mut vault = Vault::open(&place.home(), &place.world).unwrap();
    vault.unlock_with_keychain().unwrap();
    let wish = NewKeyWish::new(KeyRef::parse(&format!("shop/development/{name}")).unwrap(), Value::Secret(value));
    vault.add(wish).unwrap()
}

#[test]
fn a_secret_goes_into_a_new_private_file_and_replaces_none() {
    let place = Place::with_keys(&["OTHER_KEY"]);
    let value = made_up();
    let uid = with_value(&place, "A_KEY", value.duplicate());
    let window = place.worker();
    window.see_open();
    let path = place.folder.path().join("key.pem");
    window.ask(Request::SaveFile(uid, path.clone()));
    let (shown, done) = window.hear_done();
    assert_eq!((done, find(&shown, "A_KEY").use_count), (Done::SavedFile(uid, path.clone()), 1));
    assert!(Secret::new(fs::read(&path).unwrap()).same_as(&value));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let vault = Vault::open(&place.home(), &place.world).unwrap();
    let one = vault.uses(uid, 1).unwrap().remove(0);
    assert_eq!((one.kind, one.detail.as_deref()), (UseKind::Export, Some("key.pem")));

    window.ask(Request::SaveFile(find(&shown, "OTHER_KEY").uid, path.clone()));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't save OTHER_KEY to key.pem.");
    assert_eq!((failure.advice.as_str(), failure.remedy), ("Choose another file.", Some(Remedy::ChooseAnother)));
    assert!(Secret::new(fs::read(&path).unwrap()).same_as(&value));
    window.ask(Request::Disable(vec![uid]));
    window.hear_done();
    window.ask(Request::SaveFile(uid, place.folder.path().join("other.pem")));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::Enable));
    assert!(!place.folder.path().join("other.pem").exists());
}

#[test]
fn what_a_line_can_not_hold_is_not_copied_as_one_and_is_no_use() {
    let place = Place::with_keys(&[]);
    let uid = with_value(&place, "A_KEY", Secret::new(b"a\0b".to_vec()));
    let window = place.worker();
    window.see_open();
    for form in [CopyForm::Assignment, CopyForm::ExportLine] {
        window.ask(Request::CopyAs(uid, form));
        let failure = window.hear_failure();
        assert_eq!(failure.title, "Couldn't copy A_KEY.");
        assert_eq!(failure.why, "A_KEY: its value holds a NUL byte.");
        assert_eq!(failure.remedy, None);
        assert_eq!(window.see_open().keys[0].use_count, 0);
    }
    window.ask(Request::Disable(vec![uid]));
    window.hear_done();
    window.ask(Request::CopyAs(uid, CopyForm::Assignment));
    assert_eq!(window.hear_failure().why, "It is disabled here.");
    window.ask(Request::CopyKeyId(uid));
    assert_eq!(window.hear_failure().title, "Couldn't copy the key id of A_KEY.");
}

fn replacing() -> Consent {
    Consent { replace: true, ..Consent::default() }
}

fn export_to(place: &Place, name: &str) -> ExportAsk {
    ExportAsk {
        place: EnvRef::parse("shop/development").unwrap(),
        target: Target::Portable,
        to: place.folder.path().join(name),
        only: Vec::new(),
        skip_refused: false,
        consent: Consent::default(),
        gitignore: false,
        delete_after: None,
    }
}

fn hear_exported(window: &Window) -> Exported {
    loop {
        match window.hear() {
            Event::Exported(exported) => return exported,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    }
}

#[test]
fn the_keys_of_an_export_are_read_by_its_entrys_number() {
    let place = Place::with_keys(&["A_KEY", "B_KEY"]);
    let window = place.worker();
    window.see_open();
    window.ask(Request::Export(Box::new(export_to(&place, ".env"))));
    hear_exported(&window);
    // The vault's making and two keys stand before it.
    window.ask(Request::ReadEntry(4));
    let keys = loop {
        match window.hear() {
            Event::EntryRead(4, keys) => break keys,
            Event::Failed(failure) => panic!("{failure:?}"),
            _ => {}
        }
    };
    assert_eq!(keys, ["shop/development/A_KEY", "shop/development/B_KEY"]);
}

#[test]
fn an_export_says_what_stands_in_its_way_so_that_a_button_can_offer_it() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    window.see_open();
    let ask = export_to(&place, ".env");
    window.ask(Request::Export(Box::new(ask.clone())));
    let exported = hear_exported(&window);
    assert_eq!((exported.path, exported.variables), (ask.to.clone(), 1));

    // What Keyloft wrote is replaced unasked, until somebody changes it.
    window.ask(Request::Export(Box::new(ask.clone())));
    hear_exported(&window);
    fs::write(&ask.to, "mine").unwrap();
    window.ask(Request::LookAtExport(7, Box::new(ask.clone())));
    let look = loop {
        if let Event::ExportLooked(look) = window.hear() {
            break look;
        }
    };
    assert_eq!((look.asked, look.variables, look.file), (7, 1, FileThere::Another));
    window.ask(Request::Export(Box::new(ask.clone())));
    let failure = window.hear_failure();
    assert_eq!(failure.title, "Couldn't export shop/development to .env.");
    assert_eq!(failure.remedy, Some(Remedy::Replace));
    window.ask(Request::Export(Box::new(ExportAsk { consent: replacing(), ..ask.clone() })));
    hear_exported(&window);

    with_value(&place, "ZERO_KEY", Secret::new(b"a\0b".to_vec()));
    let other = export_to(&place, "other.env");
    window.ask(Request::Export(Box::new(other.clone())));
    let failure = window.hear_failure();
    assert_eq!(
        (failure.why.as_str(), failure.remedy),
        ("ZERO_KEY: its value holds a NUL byte.", Some(Remedy::LeaveOut))
    );
    assert!(!failure.advice.contains("--"), "{failure:?}");
    window.ask(Request::Export(Box::new(ExportAsk { skip_refused: true, ..other })));
    let exported = hear_exported(&window);
    assert_eq!((exported.variables, exported.left_out.len(), exported.unasked), (1, 1, 0));
    assert!(!exported.left_out[0].1.contains("--"), "{exported:?}");
}

#[test]
fn what_was_not_asked_for_of_an_environment_is_counted_before_and_after_it_is_written() {
    let place = Place::with_keys(&["A_KEY", "B_KEY", "C_KEY"]);
    let window = place.worker();
    window.see_open();
    let only = vec![VariableName::new("B_KEY").unwrap()];
    let ask = ExportAsk { only, ..export_to(&place, ".env") };
    window.ask(Request::LookAtExport(7, Box::new(ask.clone())));
    let look = loop {
        if let Event::ExportLooked(look) = window.hear() {
            break look;
        }
    };
    assert_eq!((look.variables, look.unasked), (1, 2));
    window.ask(Request::Export(Box::new(ask)));
    let exported = hear_exported(&window);
    assert_eq!((exported.variables, exported.unasked), (1, 2));
}

#[test]
fn a_file_that_git_tracks_is_written_only_on_purpose() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    window.see_open();
    let ask = export_to(&place, ".env");
    fs::write(&ask.to, "").unwrap();
    let git = |arguments: &[&str]| {
        let done = Command::new("git").arg("-C").arg(place.folder.path()).args(arguments).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", ".env"]);
    window.ask(Request::Export(Box::new(ask.clone())));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::Force));
    assert_eq!(fs::read_to_string(&ask.to).unwrap(), "");
    window.ask(Request::Export(Box::new(ExportAsk { consent: replacing(), ..ask.clone() })));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::Force), "one consent is not the other");
    let tracked = Consent { tracked: true, ..Consent::default() };
    window.ask(Request::Export(Box::new(ExportAsk { consent: tracked.clone(), ..ask.clone() })));
    assert_eq!(window.hear_failure().remedy, Some(Remedy::Replace), "nor the other way round");
    window.ask(Request::Export(Box::new(ExportAsk { consent: Consent { replace: true, ..tracked }, ..ask })));
    hear_exported(&window);
}

#[test]
fn a_look_at_an_export_names_the_keychain_that_is_locked_and_what_opens_it() {
    for begins in [LOCKED, WELL] {
        let place = Place::with_keys(&["A_KEY"]);
        place.feel(begins);
        let window = place.worker();
        window.see(|_| true);
        place.feel(LOCKED);
        window.ask(Request::LookAtExport(1, Box::new(export_to(&place, ".env"))));
        let look = loop {
            if let Event::ExportLooked(look) = window.hear() {
                break look;
            }
        };
        let failure = look.unproved.expect("it can't be read");
        assert_eq!(
            (failure.title.as_str(), failure.why.as_str()),
            ("Couldn't read shop/development.", "Moody Keyring is locked.")
        );
        assert_eq!((failure.advice.as_str(), failure.remedy), ("Unlock it, then try again.", Some(Remedy::Unlock)));
        // From here on it is the window's to have it unlocked.
        place.feel(WELL);
        window.ask(Request::Unlock(None));
        window.see_open();
    }
}

#[test]
fn where_an_export_goes_is_known_also_while_its_values_can_not_be_read() {
    let place = Place::with_keys(&["A_KEY"]);
    let ask = export_to(&place, ".env");
    fs::write(ask.to.with_file_name("next.config.js"), "").unwrap();
    let done = Command::new("git").arg("-C").arg(place.folder.path()).args(["init", "--quiet"]).output().unwrap();
    assert!(done.status.success(), "{done:?}");
    let window = place.worker();
    window.see_open();
    window.ask(Request::Export(Box::new(ask.clone())));
    hear_exported(&window);
    place.feel(LOCKED);
    window.ask(Request::LookAtExport(1, Box::new(ask.clone())));
    let look = loop {
        if let Event::ExportLooked(look) = window.hear() {
            break look;
        }
    };
    assert!(look.unproved.is_some());
    assert_eq!((look.file, look.git, look.likely), (FileThere::Ours, GitSees::Open, vec![Target::Next]));
    let last = look.last.unwrap();
    assert_eq!((last.path, last.target, last.left_out.len()), (ask.to, ask.target, 0));
}

#[test]
fn a_use_on_a_full_disk_is_noted_once_there_is_room() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let key = window.see_open().keys[0].uid;
    revealed_on_a_full_disk(&place, &window, key);
    // Nobody asks for anything more.
    window.see(|snapshot| find(snapshot, "A_KEY").use_count == 1);
    assert!(matches!(window.hear(), Event::NotedLate(1)));
}

/// A key is shown while there is no room to note that; then there is.
fn revealed_on_a_full_disk(place: &Place, window: &Window, key: KeyUid) {
    let database = place.home().database();
    crate::catalog::be_full(&database, true);
    window.ask(Request::Reveal(key));
    loop {
        match window.hear() {
            Event::Unnoted(failure) => assert!(failure.advice.contains("It is noted once that works"), "{failure:?}"),
            Event::Revealed(..) => break,
            _ => {}
        }
    }
    crate::catalog::be_full(&database, false);
}

#[test]
fn a_use_that_waits_is_noted_before_what_is_asked_for_next_and_before_the_window_ends() {
    let place = Place::with_keys(&["A_KEY"]);
    let window = place.worker();
    let key = window.see_open().keys[0].uid;
    revealed_on_a_full_disk(&place, &window, key);
    window.ask(Request::Set("me", "Ada".into()));
    let mut late = false;
    loop {
        match window.hear() {
            Event::NotedLate(1) => late = true,
            Event::Snapshot(snapshot) if snapshot.settings.me == "Ada" => break,
            _ => {}
        }
    }
    assert!(late);
    revealed_on_a_full_disk(&place, &window, key);
    let Worker { requests, events } = window.worker;
    drop(requests);
    while events.recv_timeout(PATIENCE).is_ok() {}
    let vault = Vault::open(&place.home(), &place.world).unwrap();
    assert_eq!(vault.list().unwrap().keys[0].use_count, 2);
}

#[test]
fn a_look_at_an_export_names_the_keys_whose_values_the_keychain_lost() {
    let place = Place::with_keys(&["A_KEY", "B_KEY", "C_KEY"]);
    let window = place.worker();
    let uid = find(&window.see_open(), "B_KEY").uid;
    place.lose(uid);
    let ask = export_to(&place, ".env");
    let look = |only: &[&str]| {
        let only = only.iter().map(|name| VariableName::new(name).unwrap()).collect();
        window.ask(Request::LookAtExport(1, Box::new(ExportAsk { only, ..ask.clone() })));
        loop {
            if let Event::ExportLooked(look) = window.hear() {
                return look;
            }
        }
    };
    let whole = look(&[]);
    let failure = whole.unproved.expect("it can't be read");
    assert_eq!(
        (whole.missing, failure.why.as_str()),
        (vec!["B_KEY".to_owned()], "B_KEY is missing from this program's memory.")
    );
    assert_eq!(failure.advice, "Paste its value, or leave it out.");
    let rest = look(&["A_KEY", "C_KEY"]);
    assert_eq!((rest.missing.len(), rest.unproved, rest.variables), (0, None, 2));
}
