//! Every file and folder Keyloft makes is its user's alone, whatever the umask.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::super::harness::{Keyring, TempHome, Xvfb, wait_for};
use super::House;

fn everything_in(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![folder.to_owned()];
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            all.extend(everything_in(&entry.path()));
        } else {
            all.push(entry.path());
        }
    }
    all
}

#[track_caller]
fn is_private(folder: &Path) -> usize {
    let all = everything_in(folder);
    for path in &all {
        let facts = fs::symlink_metadata(path).unwrap();
        let wanted = if facts.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(facts.permissions().mode() & 0o777, wanted, "{}", path.display());
    }
    all.len()
}

fn look_at(house: &House, display: &Xvfb, store: &str) {
    let open =
        |words: &str| house.shell(&format!("umask 000; exec \"$KEYLOFT\" {words}")).env("DISPLAY", display.display());
    open(&format!("init --store {store} {}", if store == "sealed" { "--kdf 19,2,1" } else { "" })).run().done();
    is_private(&house.home.vault());
    open("add shop/development/KEY --secret-stdin").input("a value of its own").run().done();
    open("unlock --for 1h").run().done();
    open("copy shop/development/KEY --clear-after 1h").run().done();
    open("export shop/development -o out.env").run().done();
    // While a writer is at work there are its lock file, the log and the shared memory too.
    let writer = house.shell("umask 000; for n in 1 2 3 4 5 6; do \"$KEYLOFT\" add shop/p/K$n --generate hex:32; done");
    let writing = writer.launch();
    let mut seen = 0;
    wait_for("the log and the shared memory to be seen", || {
        // A file may go between being listed and being looked at.
        let names: Vec<_> = fs::read_dir(house.home.vault()).unwrap().flatten().collect();
        for entry in &names {
            if let Ok(facts) = entry.metadata() {
                assert_eq!(facts.permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
            }
        }
        seen = seen.max(names.len());
        (seen > 2 || house.list().as_array().unwrap().len() == 7).then_some(())
    });
    writing.finish().done();
    is_private(&house.home.vault());
    let in_runtime = is_private(&house.home.runtime().join("keyloft"));
    assert!(in_runtime >= 3, "the folder and two sockets, but {in_runtime}");
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(house.home.path().join("out.env")), 0o600);
    open("lock").run().done();
}

#[test]
fn an_open_umask_opens_nothing() {
    let display = Xvfb::new();
    look_at(&House::before_init(), &display, "sealed");
    let house = House { home: TempHome::new(), keyring: Some(Keyring::with_password()) };
    look_at(&house, &display, "keychain");
}
