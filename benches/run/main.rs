//! What `run` costs, beside dotenvx: printed beside its bar, never asserted. `cargo bench --bench run`, or a part of it:
//! `cargo bench --bench run -- masks|sealed|keychain|peer`. The peer is what tests/run installs under target/parsers.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and its harness is the tests'")]

#[path = "../../tests/all/harness/mod.rs"]
mod harness;

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use harness::{Keyring, TempHome};
use keyloft::mask::{Masker, Masks};
use keyloft::model::{OsRandom, Random, Secret};

/// The product's own, which wipes what is freed.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Keys of the environment.
const KEYS: usize = 50;
/// Runs of a command; the figure is their median.
const RUNS: usize = 41;
/// The pieces in which a command's output comes.
const PIECE: usize = 64 * 1024;

fn main() {
    // cargo adds `--bench`.
    let named: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    println!("{:<66} {:>12}   bar", "what", "figure");
    if wanted("masks") {
        masks();
    }
    let alone = median(|| Command::new("true"));
    let mut ours = None;
    if wanted("sealed") || wanted("peer") {
        ours = Some(sealed(alone));
    }
    if wanted("keychain") {
        keychain(alone);
    }
    if let Some(ours) = ours.filter(|_| wanted("peer")) {
        peer(ours);
    }
}

fn row(what: &str, figure: &str, bar: &str) {
    println!("{what:<66} {figure:>12}   {bar}");
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1_000.0)
}

/// Forty random letters and digits: the value of a usual API key.
fn value() -> String {
    let mut bytes = [0; 20];
    OsRandom.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Half of the runs take no longer, streams to nowhere.
fn median(make: impl Fn() -> Command) -> Duration {
    let run = || {
        let mut command = make();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let begun = Instant::now();
        assert!(command.status().unwrap().success(), "{command:?}");
        begun.elapsed()
    };
    let mut times: Vec<Duration> = (0..RUNS).map(|_| run()).collect();
    times.sort();
    times[RUNS / 2]
}

/// Text without a secret, and text that holds one in every line, through the masks of 50 keys.
fn masks() {
    let secrets: Vec<Secret> = (0..KEYS).map(|_| Secret::new(value().into_bytes())).collect();
    let masks = Arc::new(Masks::new(secrets.iter().map(|secret| ("KEY", secret))).0);
    let mut log = String::new();
    for nth in 0..40_000 {
        log.push_str(&format!(
            "2026-01-31T10:{:02}:{:02} GET /api/v1/items/{nth} 200 {}ms\n",
            nth % 60,
            nth / 60 % 60,
            nth % 97
        ));
    }
    let mut leaky = String::new();
    for (nth, line) in log.lines().enumerate() {
        // Opened to be hidden again.
        leaky.push_str(&format!("{line} {}\n", secrets[nth % KEYS].expose_str().unwrap()));
    }
    let mut noise = vec![0; 8 << 20];
    OsRandom.fill(&mut noise);
    for (what, text) in
        [("a server's log", log.as_bytes()), ("a secret in each line", leaky.as_bytes()), ("random bytes", &noise)]
    {
        let mut best = f64::MAX;
        for _ in 0..7 {
            let mut masker = Masker::new(Arc::clone(&masks));
            let mut out = Vec::with_capacity(2 * PIECE);
            let begun = Instant::now();
            for piece in text.chunks(PIECE) {
                out.clear();
                masker.feed(piece, begun, &mut out);
                std::hint::black_box(&out);
            }
            masker.flush(&mut out);
            best = best.min(begun.elapsed().as_secs_f64());
        }
        let speed = text.len() as f64 / best / 1e6;
        row(&format!("masking {what}, {KEYS} keys"), &format!("{speed:.0} MB/s"), "≥ 500 MB/s");
    }
}

fn keyloft(home: &TempHome, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyloft"));
    command.env_clear().envs(home.environment()).current_dir(home.path()).args(words);
    command
}

fn done(command: &mut Command) {
    assert!(command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success(), "{command:?}");
}

fn write_env(path: &Path) {
    let text: String = (0..KEYS).map(|nth| format!("SERVICE_{nth}_API_KEY={}\n", value())).collect();
    std::fs::write(path, text).unwrap();
}

const RUN: [&str; 4] = ["run", "shop/development", "--", "true"];

/// With the helper of `unlock`; gives the whole time of a run.
fn sealed(alone: Duration) -> Duration {
    let home = TempHome::new();
    write_env(&home.path().join("some.env"));
    let pass = home.path().join("pass");
    std::fs::write(&pass, value()).unwrap();
    for words in [
        &["init", "--store", "sealed", "--kdf", "19,2,1"][..],
        &["import", "some.env", "--into", "shop/development"],
        &["unlock", "--for", "1h"],
    ] {
        done(keyloft(&home, words).env("KEYLOFT_PASSPHRASE_FILE", &pass));
    }
    let whole = median(|| keyloft(&home, &RUN));
    row(
        &format!("run adds to `true`: {KEYS} sealed keys, unlock's helper"),
        &milliseconds(whole.saturating_sub(alone)),
        "≤ 25 ms",
    );
    done(&mut keyloft(&home, &["lock"]));
    whole
}

fn keychain(alone: Duration) {
    let keyring = Keyring::with_password();
    let home = TempHome::new();
    write_env(&home.path().join("some.env"));
    let at = |words: &[&str]| {
        let mut command = keyloft(&home, words);
        command.env("DBUS_SESSION_BUS_ADDRESS", keyring.address());
        command
    };
    done(&mut at(&["import", "some.env", "--into", "shop/development"]));
    let whole = median(|| at(&RUN));
    row(&format!("run adds to `true`: {KEYS} keychain keys"), &milliseconds(whole.saturating_sub(alone)), "≤ 60 ms");
}

/// The same number of variables out of an environment file.
fn peer(ours: Duration) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/parsers/node_modules/.bin/dotenvx");
    if !program.exists() {
        return println!("dotenvx is not there: tests/run installs it");
    }
    let home = TempHome::new();
    write_env(&home.path().join(".env"));
    let whole = median(|| {
        let mut command = Command::new(&program);
        command.env_clear().envs(home.environment()).current_dir(home.path()).args(["run", "-q", "--", "true"]);
        command
    });
    row(&format!("dotenvx run with {KEYS} keys, the whole program"), &milliseconds(whole), "");
    row("how many times as fast", &format!("{:.1} ×", whole.as_secs_f64() / ours.as_secs_f64()), "≥ 5 ×");
}
