//! What is in memory after hiding and locking, seen from another process: no secret, no vault key, no passphrase.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use keyloft::fs::Home;
use keyloft::model::{KeyRef, Secret, UseKind};
use keyloft::store::{KeychainStore, VaultKey, encode_line};
use keyloft::vault::{Vault, World};
use memchr::memmem;

use super::super::harness::wait_for;
use super::{Chance, House, child};

const KEY: &str = "shop/development/KEY";
const TEST: &str = "all::faults::memory::after_locking_no_secret_is_left_in_memory";
/// Read at once, with an overlap for what lies across two pieces.
const PIECE: usize = 1024 * 1024;

/// How often each needle stands in a process's memory, by its name. An error where it can't be read at all.
fn look(pid: u32, needles: &[(&'static str, Vec<u8>)]) -> std::io::Result<HashMap<&'static str, usize>> {
    let memory = File::open(format!("/proc/{pid}/mem"))?;
    let longest = needles.iter().map(|(_, needle)| needle.len()).max().unwrap();
    let mut found: HashMap<_, _> = needles.iter().map(|(name, _)| (*name, 0)).collect();
    let mut piece = vec![0; PIECE + longest];
    let mut looked_at = 0;
    for line in fs::read_to_string(format!("/proc/{pid}/maps"))?.lines() {
        let mut words = line.split(' ');
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        let (begin, end) = range.split_once('-').unwrap();
        let (begin, end) = (u64::from_str_radix(begin, 16).unwrap(), u64::from_str_radix(end, 16).unwrap());
        // Only what can be written can hold what was made at run time.
        if !rights.starts_with("rw") {
            continue;
        }
        let mut at = begin;
        while at < end {
            let wanted = piece.len().min(usize::try_from(end - at).unwrap());
            let Ok(got) = memory.read_at(&mut piece[..wanted], at) else { break };
            looked_at += got;
            for (name, needle) in needles {
                *found.get_mut(name).unwrap() += memmem::find_iter(&piece[..got], needle).count();
            }
            if got == 0 {
                break;
            }
            at += PIECE.min(got) as u64;
        }
    }
    assert!(looked_at > 100_000, "only {looked_at} bytes of memory were read");
    Ok(found)
}

/// The child: opens the vault, takes the secret, says so; then hides, locks, says so; then ends.
fn hold_and_lock(role: &str, home: &Path) {
    let mut world = World::real("window");
    if role.starts_with("unix:") {
        let address = role.to_owned();
        world.keychain = Arc::new(move |id| Box::new(KeychainStore::on_bus(id, address.clone())));
    }
    let mut vault = Vault::open(&Home::at(home), &world).unwrap();
    let wait = || std::io::stdin().read_line(&mut String::new()).unwrap();
    if role == "sealed" {
        let passphrase = Secret::new(fs::read(home.parent().unwrap().join("pass")).unwrap());
        vault.unlock_with_passphrase(&passphrase).unwrap();
    } else {
        vault.unlock_with_keychain().unwrap();
    }
    let reference: KeyRef = KEY.parse().unwrap();
    let uid = vault.find_to_read(&reference).unwrap().key.uid;
    let value = vault.get(uid, UseKind::Reveal, None).unwrap();
    println!("holding");
    wait();
    drop(value);
    vault.rotate(uid, Secret::new(format!("{:x}", std::process::id()).into_bytes()), None, None).unwrap();
    vault.undo_rotate(uid).unwrap();
    vault.lock(true);
    println!("locked");
    wait();
}

fn says(lines: &mut impl Iterator<Item = std::io::Result<String>>, word: &str) {
    assert!(lines.any(|line| line.unwrap().contains(word)), "the child never said {word}");
}

fn is_clean_after_lock(house: &House, role: &str, needles: &[(&'static str, Vec<u8>)]) {
    let mut running = child::start(TEST, role, &house.home.vault(), []);
    let pid = running.child().id();
    let mut input = running.child().stdin.take().unwrap();
    let mut lines = BufReader::new(running.child().stdout.take().unwrap()).lines();
    says(&mut lines, "holding");
    let found = look(pid, needles).unwrap();
    assert!(found["secret"] > 0, "the look finds what is there: {found:?}");
    assert!(role != "sealed" || found["seal"] > 0, "the key to seal with is held while open: {found:?}");
    writeln!(input).unwrap();
    says(&mut lines, "locked");
    let found = look(pid, needles).unwrap();
    println!("{role}: left after locking: {found:?}");
    assert!(found.values().all(|count| *count == 0), "{found:?}");
    writeln!(input).unwrap();
    assert!(running.wait().success());
}

fn canary(chance: &mut Chance) -> Vec<u8> {
    format!("canary {:016x}{:016x}{:016x}", chance.next(), chance.next(), chance.next()).into_bytes()
}

#[test]
fn after_locking_no_secret_is_left_in_memory() {
    if let Some((role, home)) = child::role() {
        return hold_and_lock(&role, &home);
    }
    let mut chance = Chance::of("memory");
    for house in [House::sealed(), House::keychain()] {
        let secret = canary(&mut chance);
        house.add(KEY, &secret);
        let line = encode_line(&Secret::new(secret.clone())).expose().to_vec();
        let mut needles = vec![("secret", secret), ("encoded", line)];
        match &house.keyring {
            None => {
                needles.extend(keys(&house));
                needles.push(("passphrase", house.passphrase().into_bytes()));
                is_clean_after_lock(&house, "sealed", &needles);
            }
            Some(keyring) => is_clean_after_lock(&house, &keyring.address(), &needles),
        }
    }
}

/// The vault key, and what is derived from it to seal with: as good as the key itself.
fn keys(house: &House) -> Vec<(&'static str, Vec<u8>)> {
    let mut vault = Vault::open(&Home::at(&house.home.vault()), &World::real("window")).unwrap();
    let key: VaultKey = vault.unlock_with_passphrase(&Secret::new(house.passphrase().into_bytes())).unwrap();
    let key = key.to_secret().expose().to_vec();
    let derived = |label: &str| {
        let mut out = vec![0; 32];
        hkdf::Hkdf::<sha2::Sha256>::new(Some(&vault.id().0), &key).expand(label.as_bytes(), &mut out).unwrap();
        out
    };
    let others = [("seal", "keyloft 1 seal"), ("fingerprint", "keyloft 1 fingerprint")];
    let others = others.map(|(name, label)| (name, derived(label)));
    others.into_iter().chain([("vault key", key.clone())]).collect()
}

/// The helper of this house that does this job.
fn helper(house: &House, job: &str) -> Option<u32> {
    let folder = house.home.runtime().join("keyloft").display().to_string();
    fs::read_dir("/proc").unwrap().flatten().find_map(|entry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let line = fs::read_to_string(entry.path().join("cmdline")).ok()?;
        let mut words = line.split('\0').skip(1);
        (words.next() == Some(job) && words.next() == Some(&folder)).then_some(pid)
    })
}

#[test]
fn the_unlock_helper_is_out_of_reach_holds_only_the_key_and_is_gone_after_lock() {
    let house = House::sealed();
    let mut chance = Chance::of("memory of the unlock helper");
    let secret = canary(&mut chance);
    house.add(KEY, &secret);
    let mut needles = vec![("passphrase", house.passphrase().into_bytes()), ("secret", secret.clone())];
    needles.extend(keys(&house));
    house.run(["unlock", "--for", "1h"]).done();
    assert!(house.get(KEY) == secret);
    let pid = helper(&house, "__agent").expect("the helper runs");
    match look(pid, &needles) {
        Ok(found) => {
            assert!(found["vault key"] > 0, "{found:?}");
            assert_eq!((found["passphrase"], found["secret"]), (0, 0));
        }
        // Without root's rights nobody reads it at all, which is better still.
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied),
    }
    house.run(["lock"]).done();
    wait_for("the helper to be gone", || helper(&house, "__agent").is_none().then_some(()));
    // A user other than root: the same user's other programs can't read a running helper.
    house.run(["unlock", "--for", "1h"]).done();
    let pid = helper(&house, "__agent").expect("the helper runs");
    let facts = fs::metadata(format!("/proc/{pid}/mem")).unwrap();
    assert_eq!(std::os::unix::fs::MetadataExt::uid(&facts), 0, "what can't be dumped belongs to root in /proc");
    house.run(["lock"]).done();
}
