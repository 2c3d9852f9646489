//! `export -o`: the file is private, whole, and never something else's.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Command;

use super::{Desk, Run};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(["add", "shop/dev/A", "--plain", "1"]).done();
    desk
}

/// The names in the home, to see that nothing else was left behind.
fn left(desk: &Desk) -> Vec<String> {
    let entries = fs::read_dir(desk.home.path()).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_file_is_private_whatever_the_umask_says() {
    let desk = desk();
    for umask in ["000", "022", "777"] {
        let script = format!("umask {umask}; {} export shop/dev -o made.env --force", env!("CARGO_BIN_EXE_keyloft"));
        let run = Run::of("sh", &desk.home)
            .args(["-c", &script])
            .env("KEYLOFT_PASSPHRASE_FILE", desk.home.path().join("pass"))
            .run()
            .done();
        assert_eq!((run.text(), &*run.stderr), ("", "Wrote 1 variable to made.env, readable by you alone.\n"));
        let made = desk.home.path().join("made.env");
        assert_eq!(fs::metadata(&made).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::read(&made).unwrap(), desk.text(["export", "shop/dev"]).into_bytes());
    }
}

#[test]
fn what_stands_there_is_replaced_only_with_force() {
    let desk = desk();
    let path = desk.file("mine.env", "mine");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let said = desk.fails(1, ["export", "shop/dev", "-o", "mine.env"]);
    assert!(said.contains("mine.env exists already. Replace it with --force"), "{said}");
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    desk.run(["export", "shop/dev", "-o", "mine.env", "--force"]).done();
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600, "the old file's mode is not taken over");
    assert!(fs::read_to_string(&path).unwrap().contains("A=1"));
}

#[test]
fn links_pipes_folders_and_shared_places_are_refused_even_with_force() {
    let desk = desk();
    let at = |name: &str| desk.home.path().join(name);
    let target = desk.file("target", "not ours");
    symlink(&target, at("link")).unwrap();
    symlink(at("nowhere"), at("dangling")).unwrap();
    fs::hard_link(&target, at("second-name")).unwrap();
    fs::create_dir(at("folder")).unwrap();
    assert!(Command::new("mkfifo").arg(at("fifo")).status().unwrap().success());
    fs::create_dir(at("shared")).unwrap();
    fs::set_permissions(at("shared"), fs::Permissions::from_mode(0o777)).unwrap();
    let before = left(&desk);
    for path in [
        "link",
        "dangling",
        "second-name",
        "target",
        "folder",
        "fifo",
        "shared/x.env",
        "missing/x.env",
        "target/x",
        "/dev/null",
    ] {
        for force in [&[][..], &["--force"]] {
            let said = desk.fails(1, ["export", "shop/dev", "-o", path].iter().chain(force));
            assert!(said.starts_with("Couldn't export shop/dev: "), "{path}: {said}");
        }
    }
    assert_eq!(fs::read(&target).unwrap(), b"not ours");
    assert_eq!(left(&desk), before, "no stray file");
    assert_eq!(fs::read_dir(at("shared")).unwrap().count(), 0);
    assert_eq!(desk.facts("shop/dev/A")["use_count"], 0);
}

#[test]
fn a_file_git_tracks_is_written_only_with_force() {
    let desk = desk();
    let git = |args: &[&str]| {
        Run::of("git", &desk.home).args(["-c", "init.defaultBranch=main"]).args(args).run().done();
    };
    git(&["init", "-q", "repo"]);
    for name in ["tracked.env", "*.env", ":(top)x"] {
        desk.file(&format!("repo/{name}"), "old");
    }
    git(&["-C", "repo", "add", "tracked.env"]);
    fs::remove_file(desk.home.path().join("repo/tracked.env")).unwrap();
    // Gone from the disk, still in git: a push would publish it.
    let said = desk.fails(1, ["export", "shop/dev", "-o", "repo/tracked.env"]);
    assert!(said.contains("git tracks repo/tracked.env, so a push would publish its secrets"), "{said}");
    assert!(!desk.home.path().join("repo/tracked.env").exists());
    desk.run(["export", "shop/dev", "-o", "repo/tracked.env", "--force"]).done();
    desk.run(["export", "shop/dev", "-o", "repo/new.env"]).done();
    // A file's name is no pattern.
    for name in ["repo/*.env", "repo/:(top)x"] {
        let said = desk.fails(1, ["export", "shop/dev", "-o", name]);
        assert!(said.contains("exists already"), "{said}");
    }
}
