//! What the vault costs: printed beside its bar, never asserted. `cargo bench --bench vault`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and its harness is the tests'")]

#[path = "../../tests/all/harness/mod.rs"]
mod harness;

use std::path::Path;
use std::time::{Duration, Instant};

use harness::{Keyring, TempHome, keyloft};
use keyloft::fs::Home;
use keyloft::model::{EnvRef, Facts, KeyRef, OsRandom, Random, Secret};
use keyloft::store::Kdf;
use keyloft::vault::{ImportWish, MakeWish, NewKeyWish, Value, Vault, World};

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    println!("{:<58} {:>12}   bar", "what", "figure");
    sealed()?;
    keychain()
}

fn row(what: &str, figure: Duration, bar: &str) {
    println!("{what:<58} {:>9.1} ms   {bar}", figure.as_secs_f64() * 1_000.0);
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    (work(), begun.elapsed())
}

/// The time that so many of a hundred stay under.
fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times[(times.len() * percent).div_ceil(100).saturating_sub(1)]
}

/// Forty random letters and digits: the value of a usual API key.
fn value() -> String {
    let mut bytes = [0; 20];
    OsRandom.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn write_env(path: &Path, lines: usize) -> std::io::Result<()> {
    let text: String = (0..lines).map(|n| format!("SERVICE_{n}_API_KEY={}\n", value())).collect();
    std::fs::write(path, text)
}

fn wish(into: &str) -> Result<ImportWish, keyloft::model::NameError> {
    Ok(ImportWish::new(EnvRef::parse(into)?))
}

fn sealed() -> Done {
    let dir = TempHome::new();
    let home = Home::at(&dir.vault());
    let passphrase = Secret::new(value().into_bytes());
    let kdf = Some(Kdf { mib: 19, passes: 2, lanes: 1 });
    let mut vault = Vault::make(&home, &World::real("bench"), MakeWish::Sealed { passphrase, kdf })?;
    let file = dir.path().join("many.env");

    write_env(&file, 1_000)?;
    vault.import(&file, &wish("small/development")?, &mut |_, _| true)?;
    changes(&mut vault, "small/development", "1,000")?;

    write_env(&file, 10_000)?;
    let (done, took) = timed(|| {
        vault.import(&file, &wish("p0/development")?, &mut |_, _| true).map_err(Box::<dyn std::error::Error>::from)
    });
    done?;
    row("import of 10,000 lines to a sealed vault", took, "≤ 3 s");
    list(&dir, "11,000", "10,000: ≤ 150 ms");

    for number in 1..=9 {
        vault.import(&file, &wish(&format!("p{number}/development"))?, &mut |_, _| true)?;
    }
    list(&dir, "101,000", "100,000: ≤ 1 s");
    changes(&mut vault, "p5/development", "101,000")?;
    Ok(())
}

fn list(dir: &TempHome, keys: &str, bar: &str) {
    let mut times: Vec<Duration> =
        (0..7).map(|_| timed(|| keyloft(dir).args(["ls", "--json"]).run().done()).1).collect();
    row(&format!("ls --json of {keys} keys, the whole program (median)"), percentile(&mut times, 50), bar);
}

fn changes(vault: &mut Vault, place: &str, keys: &str) -> Done {
    let (mut adds, mut edits, mut rotations) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..200 {
        let reference = KeyRef::parse(&format!("{place}/BENCH_{number}_KEY"))?;
        let new = NewKeyWish::new(reference, Value::Secret(Secret::new(value().into_bytes())));
        let (uid, took) = timed(|| vault.add(new));
        adds.push(took);
        let uid = uid?;
        let facts = Facts { owner: Some("payments".into()), ..Facts::default() };
        let (done, took) = timed(|| vault.edit(uid, &facts, None));
        done?;
        edits.push(took);
        let (done, took) = timed(|| vault.rotate(uid, Secret::new(value().into_bytes()), None, None));
        done?;
        rotations.push(took);
    }
    for (what, times) in [("add", &mut adds), ("edit", &mut edits), ("rotate", &mut rotations)] {
        let label = format!("{what} in a sealed vault of {keys}: median, p95");
        let median = percentile(times, 50).as_secs_f64() * 1_000.0;
        let p95 = percentile(times, 95).as_secs_f64() * 1_000.0;
        println!("{label:<58} {median:>5.2} {p95:>5.2} ms   p95 ≤ 100 ms, no growth with the catalog");
    }
    Ok(())
}

/// 200 secrets out of a real keychain: one export, beside one `secret-tool lookup` a key.
fn keychain() -> Done {
    let keyring = Keyring::with_password();
    let dir = TempHome::new();
    let file = dir.path().join("some.env");
    write_env(&file, 200)?;
    let path = file.to_string_lossy().into_owned();
    keyloft(&dir).keyring(&keyring).args(["import", &path, "--into", "shop/development"]).run().done();
    let export = || keyloft(&dir).keyring(&keyring).args(["export", "shop/development", "--for", "json"]).run().done();
    let mut times: Vec<Duration> = (0..7).map(|_| timed(export).1).collect();
    let ours = percentile(&mut times, 50);
    row("export of 200 keychain keys, the whole program (median)", ours, "");

    for number in 0..200 {
        let mut store = keyring.command("sh");
        store.args(["-c", &format!("printf %s {} | secret-tool store --label=bench bench {number}", value())]);
        if !store.status()?.success() {
            return Err("secret-tool could not store".into());
        }
    }
    let (result, peer) = timed(|| -> std::io::Result<bool> {
        let mut all = true;
        for number in 0..200 {
            let mut lookup = keyring.command("secret-tool");
            all &= lookup.args(["lookup", "bench", &number.to_string()]).output()?.status.success();
        }
        Ok(all)
    });
    if !result? {
        return Err("secret-tool did not find what it stored".into());
    }
    row("200 × secret-tool lookup", peer, "");
    println!("{:<58} {:>9.1} ×    ≥ 20 ×", "how many times as fast", peer.as_secs_f64() / ours.as_secs_f64());
    Ok(())
}
