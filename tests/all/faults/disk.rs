//! Disks that are full, folders that can't be written, limits on file sizes: said with what to do, and nothing lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::harness::Output;
use super::{Chance, House, says_what_to_do};

const KEY: &str = "shop/development/KEY";

/// Something mounted for a test; taken away with it.
struct Mounted(PathBuf);

impl Mounted {
    /// None where this user may not mount, as in most containers.
    fn tmpfs(at: &Path) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs"]).arg(at).output();
        if mount.is_ok_and(|output| output.status.success()) {
            return Some(Self(at.to_owned()));
        }
        println!("not allowed to mount: only the limits on file sizes are tried");
        None
    }

    fn again(&self, options: &str) {
        let status = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status().unwrap();
        assert!(status.success());
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// A sealed vault on a small disk of its own, with one key.
fn on_a_small_disk(chance: &mut Chance) -> Option<(House, Mounted, Vec<u8>)> {
    let house = House::before_init();
    let disk = Mounted::tmpfs(&house.home.vault())?;
    house.run(["init", "--store", "sealed", "--kdf", "19,2,1"]).done();
    let value = chance.secret();
    house.add(KEY, &value);
    Some((house, disk, value))
}

/// Everything that writes into the vault.
fn changes(house: &House) -> Vec<Output> {
    let large = house.home.path().join("large");
    fs::write(&large, "v".repeat(900_000)).unwrap();
    let large = large.display().to_string();
    let commands: [&[&str]; 5] = [
        &["add", "shop/development/LARGE", "--secret-file", &large],
        &["rotate", KEY, "--secret-file", &large],
        &["add", "shop/development/PORT", "--plain", "8080"],
        &["edit", KEY, "--owner", "payments"],
        &["disable", KEY],
    ];
    commands.iter().map(|words| house.run(*words)).collect()
}

fn fails_in_words(outputs: &[Output], words: &str) {
    for output in outputs {
        assert_eq!(output.status, 1, "{output:?}");
        says_what_to_do(output);
        assert!(output.stderr.contains(words), "{output:?}");
    }
}

/// Whatever only reads works, and says where it could not note a use.
fn can_be_read(house: &House, list: &serde_json::Value, value: &[u8], why: &str) {
    assert!(*list == house.list(), "the list is as it was");
    for words in [&["ls"][..], &["show", KEY], &["review"], &["activity"], &["settings"], &["project", "ls"]] {
        let output = house.run(words).done();
        assert!(!output.stdout.is_empty() && output.stderr.is_empty(), "{words:?}: {output:?}");
    }
    let unnoted = format!("Couldn't note the use: {why}\n");
    let got = house.run(["get", KEY]).done();
    assert!(got.stdout == value && got.stderr == unnoted, "{got:?}");
    let ran = house.run(["run", "shop/development", "--", "sh", "-c", "exit 7"]).exits(7);
    assert!(ran.stderr.contains(&unnoted), "{ran:?}");
    let exported = house.run(["export", "shop/development", "--for", "sh"]).done();
    assert_eq!(exported.stderr, unnoted);
    house.run(["activity", "--verify"]).done();
    let locked = house.run(["lock"]).exits(1);
    let stay = format!("No unlock helper held the key.\nCouldn't lock open windows of this vault: {why}\n");
    assert_eq!(locked.stderr, stay);
}

#[test]
fn a_full_disk_is_named_and_the_vault_is_as_it_was() {
    let mut chance = Chance::of("full disk");
    let Some((house, _disk, value)) = on_a_small_disk(&mut chance) else { return };
    let rows = house.dump();
    let list = house.list();
    let filler = house.home.vault().join("filler");
    let status = Command::new("dd")
        .args(["if=/dev/zero", "bs=4096", &format!("of={}", filler.display())])
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(!status.success(), "the disk is full");
    fails_in_words(&changes(&house), "disk is full");
    can_be_read(&house, &list, &value, "the disk is full. Make room, then try again.");
    let target = house.home.vault().join("out.env").display().to_string();
    let output = house.run(["export", "shop/development", "-o", &target]).exits(1);
    says_what_to_do(&output);
    fs::remove_file(filler).unwrap();
    assert_eq!(house.list(), list);
    assert_eq!(house.files(), ["vault.db"], "no stray files");
    assert_eq!(house.dump(), rows);
    assert!(house.get(KEY) == value);
    house.is_well();
}

#[test]
fn a_folder_that_can_not_be_written_is_named_and_the_vault_is_as_it_was() {
    let mut chance = Chance::of("read-only folder");
    let Some((house, disk, value)) = on_a_small_disk(&mut chance) else { return };
    let (rows, list) = (house.dump(), house.list());
    disk.again("ro");
    fails_in_words(&changes(&house), "can't be written");
    let why = "the vault's folder can't be written. Check its permissions.";
    can_be_read(&house, &list, &value, why);
    disk.again("rw");
    assert_eq!(house.dump(), rows);
    // With a log that a command left behind, too.
    house.run(["run", "shop/development", "--", "true"]).done();
    assert!(house.files().contains(&"vault.db-wal".to_owned()), "{:?}", house.files());
    disk.again("ro");
    can_be_read(&house, &house.list(), &value, why);
    disk.again("rw");
    house.run(["project", "add", "another"]).done();
    let (rows, list) = (house.dump(), house.list());
    assert_eq!(house.list(), list);
    assert_eq!(house.files(), ["vault.db"]);
    assert_eq!(house.dump(), rows);
    assert!(house.get(KEY) == value);
    house.is_well();
}

#[test]
fn a_limit_on_file_sizes_is_named_and_the_vault_is_as_it_was() {
    let mut chance = Chance::of("file size limit");
    let house = House::sealed();
    let value = chance.secret();
    house.add(KEY, &value);
    let large = house.home.path().join("large");
    fs::write(&large, "v".repeat(900_000)).unwrap();
    let rows = house.dump();
    // Blocks of 512 bytes: below the database's own size, and somewhat above it.
    for blocks in [8, 64, 400, 1000] {
        let limited =
            |words: &str| house.shell(&format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$KEYLOFT\" {words}"));
        for words in
            ["rotate shop/development/KEY --secret-file large", "add shop/development/LARGE --secret-file large"]
        {
            let output = limited(words).run().exits(1);
            says_what_to_do(&output);
            assert!(output.stderr.contains("disk is full"), "{output:?}");
            assert_eq!(house.dump(), rows, "{blocks} blocks");
            assert_eq!(house.files(), ["vault.db"], "{blocks} blocks: whoever opens it next takes the log away");
        }
    }
    assert!(house.get(KEY) == value);
    // An export is one file: all of it or none.
    house.run(["add", "shop/big/LARGE", "--secret-file", &large.display().to_string()]).done();
    let folder = house.home.path().join("exported");
    fs::create_dir(&folder).unwrap();
    let output =
        house.shell("trap '' XFSZ; ulimit -f 1000; exec \"$KEYLOFT\" export shop/big -o exported/out.env").run();
    assert_eq!(output.status, 1, "{output:?}");
    says_what_to_do(&output);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing is left in the export's folder");
    house.is_well();
}
