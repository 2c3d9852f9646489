//! `export -o`: the file is private, whole, and never something else's.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::process::Command;

use super::running_terminal::talk;
use super::{Desk, Run};
use crate::all::harness::wait_for;

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
fn a_dash_is_standard_output() {
    let desk = desk();
    let whole = desk.text(["export", "shop/dev"]);
    assert_eq!(desk.text(["export", "shop/dev", "-o", "-"]), whole);
    assert!(!desk.home.path().join("-").exists());
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

fn git(desk: &Desk, args: &[&str]) {
    Run::of("git", &desk.home).args(["-c", "init.defaultBranch=main"]).args(args).run().done();
}

#[test]
fn what_keyloft_wrote_is_replaced_unasked_until_somebody_changes_it() {
    let desk = desk();
    let path = desk.home.path().join("made.env");
    desk.run(["export", "shop/dev", "-o", "made.env"]).done();
    desk.run(["edit", "shop/dev/A", "--rename", "B"]).done();
    desk.run(["export", "shop/dev", "-o", "./made.env", "--for", "sh"]).done();
    assert!(fs::read_to_string(&path).unwrap().contains("export B='1'"));
    fs::write(&path, fs::read_to_string(&path).unwrap() + "# mine\n").unwrap();
    let said = desk.fails(1, ["export", "shop/dev", "-o", "made.env"]);
    assert!(said.contains("made.env exists already. Replace it with --force"), "{said}");
    assert!(fs::read_to_string(&path).unwrap().ends_with("# mine\n"));
}

#[test]
fn a_path_that_git_would_add_is_named_and_ignored_on_wish() {
    let desk = desk();
    git(&desk, &["init", "-q", "repo"]);
    fs::create_dir(desk.home.path().join("repo/app")).unwrap();
    let said = desk.run(["export", "shop/dev", "-o", "repo/app/.env"]).done().stderr;
    assert!(said.contains("git does not ignore it yet: `--gitignore` adds it to .gitignore."), "{said}");
    let said = desk.run(["export", "shop/dev", "-o", "repo/app/.env", "--gitignore"]).done().stderr;
    assert!(said.contains("Added it to ") && said.contains("repo/.gitignore."), "{said}");
    assert_eq!(fs::read(desk.home.path().join("repo/.gitignore")).unwrap(), b"/app/.env\n");
    let status = Run::of("git", &desk.home).args(["-C", "repo", "status", "--porcelain"]).run().done();
    assert_eq!(status.text(), "?? .gitignore\n", "git sees no file with secrets");
    let said = desk.run(["export", "shop/dev", "-o", "repo/app/.env", "--gitignore"]).done().stderr;
    assert!(!said.contains("gitignore"), "once is enough: {said}");
    // Where it can't be, nothing is written.
    fs::write(desk.home.path().join("repo/app/.gitignore"), "!.env.local\n").unwrap();
    let said = desk.fails(1, ["export", "shop/dev", "-o", "repo/app/.env.local", "--gitignore"]);
    assert!(said.contains("another .gitignore takes the line back"), "{said}");
    assert!(!desk.home.path().join("repo/app/.env.local").exists());
    for flag in [&["--gitignore"][..], &["--delete-after", "1h"]] {
        desk.run(["export", "shop/dev"].iter().chain(flag)).exits(2);
    }
}

#[test]
fn what_a_git_hook_has_in_its_environment_is_about_another_repository() {
    let desk = desk();
    for repo in ["repo", "other"] {
        git(&desk, &["init", "-q", repo]);
        desk.file(&format!("{repo}/.env"), "old");
    }
    git(&desk, &["-C", "repo", "add", ".env"]);
    let other = desk.home.path().join("other/.git");
    let in_hook = |desk: &Desk| {
        desk.command(["export", "shop/dev", "-o", "repo/.env"])
            .env("GIT_DIR", &other)
            .env("GIT_WORK_TREE", desk.home.path().join("other"))
            .env("GIT_INDEX_FILE", other.join("index"))
            .env("GIT_COMMON_DIR", &other)
            .env("GIT_ICASE_PATHSPECS", "1")
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", "core.worktree")
            .env("GIT_CONFIG_VALUE_0", desk.home.path().join("other"))
            .run()
    };
    let said = in_hook(&desk).exits(1).stderr;
    assert!(said.contains("git tracks repo/.env"), "{said}");
}

#[test]
fn submodules_and_work_trees_are_repositories_of_their_own() {
    let desk = desk();
    let file = "protocol.file.allow=always";
    for repo in ["outer", "inner"] {
        git(&desk, &["init", "-q", repo]);
        desk.file(&format!("{repo}/.env"), "old");
        git(&desk, &["-C", repo, "add", ".env"]);
        git(&desk, &["-C", repo, "-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "m"]);
    }
    git(&desk, &["-C", "outer", "-c", file, "submodule", "--quiet", "add", "../inner", "sub"]);
    git(&desk, &["-C", "outer", "worktree", "add", "-q", "../tree", "-b", "b"]);
    git(&desk, &["init", "-q", "outer/nested"]);
    for tracked in ["outer/.env", "outer/sub/.env", "tree/.env"] {
        fs::remove_file(desk.home.path().join(tracked)).unwrap();
        let said = desk.fails(1, ["export", "shop/dev", "-o", tracked]);
        assert!(said.contains(&format!("git tracks {tracked}")), "{said}");
    }
    for open in ["outer/new", "outer/sub/new", "tree/new", "outer/nested/new"] {
        let said = desk.run(["export", "shop/dev", "-o", open, "--gitignore"]).done().stderr;
        let root = open.rsplit_once('/').unwrap().0;
        assert!(said.contains(&format!("{root}/.gitignore.")), "{said}");
    }
}

#[test]
fn a_repository_that_says_its_files_are_elsewhere_gets_no_line_there() {
    let desk = desk();
    git(&desk, &["init", "-q", "repo"]);
    fs::create_dir(desk.home.path().join("victim")).unwrap();
    git(&desk, &["-C", "repo", "config", "core.worktree", desk.home.path().join("victim").to_str().unwrap()]);
    let said = desk.fails(1, ["export", "shop/dev", "-o", "repo/.env", "--gitignore"]);
    assert!(said.contains("as its work tree, which is not where it lies"), "{said}");
    assert!(!desk.home.path().join("repo/.env").exists());
    assert_eq!(fs::read_dir(desk.home.path().join("victim")).unwrap().count(), 0);
    // Nor one that the path lies in.
    fs::create_dir_all(desk.home.path().join("above/deep")).unwrap();
    git(&desk, &["init", "-q", "above/deep/repo"]);
    git(&desk, &["-C", "above/deep/repo", "config", "core.worktree", "../../.."]);
    for force in [&[][..], &["--force"]] {
        let words = ["export", "shop/dev", "-o", "above/deep/repo/.env", "--gitignore"];
        let said = desk.fails(1, words.iter().chain(force));
        assert!(said.contains("as its work tree, which is not where it lies"), "{said}");
        assert!(!desk.home.path().join("above/deep/repo/.env").exists());
        assert_eq!(fs::read_dir(desk.home.path().join("above")).unwrap().count(), 1);
    }
}

#[test]
fn what_git_can_not_tell_is_written_only_with_force() {
    let desk = desk();
    desk.file("template", "keyloft://shop/dev/A");
    let at = |name: &str| desk.home.path().join(name);
    for repo in ["index", "config", "foreign", "no-git", "failing"] {
        git(&desk, &["init", "-q", repo]);
        desk.file(&format!("{repo}/.env"), "old");
        git(&desk, &["-C", repo, "add", ".env"]);
        fs::remove_file(at(&format!("{repo}/.env"))).unwrap();
    }
    fs::write(at("index/.git/index"), "no index").unwrap();
    fs::write(at("config/.git/config"), "[broken").unwrap();
    fs::create_dir(at("without")).unwrap();
    fs::create_dir(at("with-another")).unwrap();
    let another = desk.file("with-another/git", "#!/bin/sh\nexit 1\n");
    fs::set_permissions(another, fs::Permissions::from_mode(0o755)).unwrap();
    let mut repos = vec!["index", "config", "no-git", "failing"];
    // Only root can give a repository away.
    let nobody = Some(65_534);
    if std::os::unix::fs::chown(at("foreign"), nobody, nobody).is_ok() {
        std::os::unix::fs::chown(at("foreign/.git"), nobody, nobody).unwrap();
        repos.push("foreign");
    }
    for repo in repos {
        let path = format!("{repo}/.env");
        let run = |words: &[&str]| {
            let run = desk.command(words);
            match repo {
                "no-git" => run.env("PATH", at("without")).run(),
                "failing" => run.env("PATH", at("with-another")).run(),
                _ => run.run(),
            }
        };
        for words in [&["export", "shop/dev", "-o", &path][..], &["inject", "template", "-o", &path]] {
            let said = run(words).exits(1).stderr;
            assert!(said.contains(&format!("whether git tracks {path} can't be told")), "{said}");
            assert!(said.contains("or confirm it with --force."), "{said}");
            assert!(!at(&path).exists());
        }
        run(&["export", "shop/dev", "-o", &path, "--force"]).done();
        assert!(at(&path).exists());
    }
    // Outside of a repository there is nothing to be told.
    desk.command(["export", "shop/dev", "-o", "free.env"]).env("PATH", at("without")).run().done();
}

#[test]
fn a_file_is_deleted_when_its_time_is_over_unless_somebody_changed_it() {
    let desk = desk();
    desk.add("shop/dev/S", "a secret, which needs unlocking");
    let at = |name: &str| desk.home.path().join(name);
    for name in ["gone.env", "changed.env", "again.env"] {
        let said = desk.run(["export", "shop/dev", "-o", name, "--delete-after", "2s"]).done().stderr;
        assert!(said.contains("It is deleted after 2 s, unless it is changed."), "{said}");
    }
    fs::write(at("changed.env"), "mine").unwrap();
    // Written once more, to stay: the first helper is not to delete it.
    desk.run(["export", "shop/dev", "-o", "again.env"]).done();
    assert!(at("gone.env").exists());
    wait_for("the file is deleted", || (!at("gone.env").exists()).then_some(()));
    // What the helpers did, or left, is in the record at the next unlocking.
    let mut said = String::new();
    wait_for("both ends are noted", || {
        said += &desk.run(["get", "shop/dev/S"]).done().stderr;
        (said.lines().count() == 2).then_some(())
    });
    assert!(said.contains("gone.env was deleted: its time was over."), "{said}");
    assert!(said.contains("changed.env was kept although its time is over"), "{said}");
    assert!(!said.contains("again.env"), "{said}");
    assert_eq!(fs::read(at("changed.env")).unwrap(), b"mine");
    assert!(at("again.env").exists());
    assert_eq!(desk.run(["get", "shop/dev/S"]).done().stderr, "", "said once");
    assert!(desk.text(["activity"]).contains("deleted "), "{}", desk.text(["activity"]));
}

#[test]
fn at_a_terminal_each_consent_is_asked_for_by_itself() {
    let desk = desk();
    let git = |args: &[&str]| Run::of("git", &desk.home).args(args).run().done();
    git(&["init", "-q", "."]);
    let tracked = desk.file("tracked.env", "A=of someone\n");
    git(&["add", "tracked.env"]);
    desk.file("t", "A: keyloft://shop/dev/A\n");
    let replace = "Keyloft did not write tracked.env as it is now. Replace it? [y/N] ";
    let write = "Type yes to write it: ";
    for command in
        [&["keyloft", "export", "shop/dev", "-o", "tracked.env"][..], &["keyloft", "inject", "t", "-o", "tracked.env"]]
    {
        talk(&desk, command, &[(replace, "n\n")]).exits(1);
        // A y is no typed yes.
        let said = talk(&desk, command, &[(replace, "y\n"), (write, "y\n")]).exits(1);
        assert!(said.text().contains("git tracks tracked.env: the next commit"), "{:?}", said.text());
        assert_eq!(fs::read(&tracked).unwrap(), b"A=of someone\n");
        talk(&desk, command, &[(replace, "y\n"), (write, "yes\n")]).done();
        assert!(fs::read_to_string(&tracked).unwrap().contains('1'));
        // As Keyloft wrote it: only git's question is left.
        talk(&desk, command, &[(write, "yes\n")]).done();
        fs::write(&tracked, "A=of someone\n").unwrap();
    }
    let said = desk.fails(1, ["export", "shop/dev", "-o", "tracked.env"]);
    assert!(said.contains("--force"), "a script is not asked: {said}");
}
