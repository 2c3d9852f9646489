//! What a review of 100,000 keys with 1,000,000 uses costs, and how large their catalog is: printed beside its bar, never
//! asserted. `cargo bench --bench review`.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::path::Path;
use std::time::{Duration, Instant};

use keyloft::catalog::Catalog;
use keyloft::fs::Home;
use keyloft::model::{EnvRef, KeyUid, OsRandom, Random, Secret, Use, UseKind};
use keyloft::report::{self, Form};
use keyloft::review::{Context, findings, notice};
use keyloft::store::Kdf;
use keyloft::vault::{ImportWish, Listed, MakeWish, Vault, World, local_day};

type Done<T> = Result<T, Box<dyn std::error::Error>>;

const PROJECTS: usize = 10;
const KEYS: usize = 100_000;
const USES: usize = 1_000_000;
/// Keys that one run takes.
const IN_A_RUN: usize = 25;

fn main() -> Done<()> {
    let dir = tempfile::tempdir()?;
    let home = Home::at(&dir.path().join("home"));
    let vault = filled(&home, dir.path())?;
    println!("{:<58} {:>12}   bar", "what", "figure");
    let (keys, record) = size(&home)?;
    println!("{:<58} {:>9.0} B    < 500 B", "catalog, a key (without its sealed value and the record)", keys);
    println!("{:<58} {:>9.0} B", "its first entry in the record", record);
    drop(vault);
    let uses = use_them(&home)?;
    println!("{:<58} {:>9.1} B    < 60 B", "catalog, a use", uses);

    let vault = Vault::open(&home, &World::real("bench"))?;
    let (listed, whole) = timed(|| vault.list());
    let listed = listed?;
    row("reading all facts, with their findings (once)", whole, "");
    let mut times: Vec<Duration> = (0..9).map(|_| timed(|| all_findings(&listed)).1).collect();
    times.sort();
    let begun = processor_time();
    all_findings(&listed);
    let worked = processor_time() - begun;
    let count: usize = listed.findings.iter().map(Vec::len).sum();
    row(&format!("all {count} findings of {} keys (median of 9)", listed.keys.len()), times[4], "≤ 150 ms");
    row("the same, the slowest of 9", times[8], "");
    row("the same, processor time of one", worked, "");
    row("the day's notice", timed(|| notice(&listed.keys, &listed.findings, listed.today)).1, "");
    for form in Form::ALL {
        let (text, took) = timed(|| report::review(&facts(&listed), form));
        row(&format!("a report, {} ({} MB)", form.title(), text.len() / 1_000_000), took, "");
    }
    Ok(())
}

fn row(what: &str, figure: Duration, bar: &str) {
    println!("{what:<58} {:>9.1} ms   {bar}", figure.as_secs_f64() * 1_000.0);
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

/// What this thread has had of a processor: on a computer that does other things too, less than the time that passed.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

fn facts(listed: &Listed) -> report::Facts<'_> {
    report::Facts {
        about: "All projects".into(),
        projects: &listed.projects,
        keys: listed.keys.iter().zip(listed.findings.iter().map(Vec::as_slice)).collect(),
        today: listed.today,
        day_of: local_day,
    }
}

fn all_findings(listed: &Listed) -> usize {
    let context = Context {
        keys: &listed.keys,
        settings: &listed.settings,
        people: &listed.people,
        snoozes: &[],
        files: &[],
        now: listed.now,
        today: listed.today,
        day_of: &local_day,
    };
    findings(&context).iter().map(Vec::len).sum()
}

/// A sealed vault of usual keys: in four environments a project, two in five with an owner, some that end, some old.
fn filled(home: &Home, dir: &Path) -> Done<Vault> {
    let mut passphrase = [0; 16];
    OsRandom.fill(&mut passphrase);
    let passphrase = Secret::new(passphrase.iter().map(|b| b % 26 + b'a').collect());
    let kdf = Some(Kdf { mib: 19, passes: 2, lanes: 1 });
    let mut vault = Vault::make(home, &World::real("bench"), MakeWish::Sealed { passphrase, kdf })?;
    let file = dir.join("many.env");
    let environments = ["development", "staging", "preview", "production"];
    let each = KEYS / PROJECTS / environments.len();
    for project in 0..PROJECTS {
        for environment in environments {
            let lines: String = (0..each).map(|n| format!("SERVICE_{n}_API_KEY={}\n", value())).collect();
            std::fs::write(&file, lines)?;
            let wish = ImportWish::new(EnvRef::parse(&format!("project-{project}/{environment}"))?);
            vault.import(&file, &wish, &mut |_, _| true)?;
        }
    }
    // What people say of keys takes a verb each; written as those would.
    let conn = rusqlite::Connection::open(home.database())?;
    conn.execute_batch(
        "UPDATE keys SET owner = 'Person ' || (id % 40) WHERE id % 5 < 2;
         UPDATE keys SET expires = date('now', (id % 400 - 40) || ' days') WHERE id % 4 = 0;
         UPDATE keys SET provider = 'Stripe', scopes = '[\"charges:read\"]' WHERE id % 3 = 0;
         UPDATE keys SET scopes = '[\"*\"]' WHERE id % 50 = 0;
         UPDATE keys SET created_at = created_at - (id % 500) * 86400, age_known = id % 2;
         UPDATE keys SET disabled_at = created_at + 86400 WHERE id % 60 = 0;
         UPDATE keys SET used_in = '[\"Vercel\"]' WHERE id % 20 = 0;",
    )?;
    Ok(vault)
}

/// Forty random letters and digits: the value of a usual API key.
fn value() -> String {
    let mut bytes = [0; 20];
    OsRandom.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// What the tables take, in bytes: all but those named.
fn bytes_without(home: &Home, left_out: &[&str]) -> Done<f64> {
    let conn = rusqlite::Connection::open(home.database())?;
    let names: Vec<String> = left_out.iter().map(|name| format!("'{name}'")).collect();
    let sql = format!(
        "SELECT sum(pgsize) FROM dbstat WHERE name IN
         (SELECT name FROM sqlite_schema WHERE tbl_name NOT IN ({}))",
        names.join(", ")
    );
    Ok(conn.query_row(&sql, [], |row| row.get(0))?)
}

/// Of a key: what its facts take, and what the record does.
fn size(home: &Home) -> Done<(f64, f64)> {
    let facts = bytes_without(home, &["sealed", "activity"])?;
    let record = bytes_without(home, &["sealed"])? - facts;
    Ok((facts / KEYS as f64, record / KEYS as f64))
}

/// As many uses as the bar asks for: a third by runs and exports of whole environments, the rest by hand. The record's entry
/// of each act by hand is its own, and printed beside.
fn use_them(home: &Home) -> Done<f64> {
    let before = bytes_without(home, &["sealed", "activity"])?;
    let catalog = Catalog::open(&home.database())?;
    let mut seed = [0; 8];
    OsRandom.fill(&mut seed);
    let mut state = u64::from_le_bytes(seed);
    let mut below = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let programs = ["npm", "node", "cargo", "python3", "docker"];
    let mut at = chrono::Utc::now() - chrono::TimeDelta::days(400);
    let mut done = 0;
    while done < USES {
        catalog.write::<_, keyloft::catalog::CatalogError>(|| {
            for _ in 0..500 {
                at += chrono::TimeDelta::seconds(15);
                let first = below(KEYS - IN_A_RUN) as i64 + 1;
                let (kind, detail, keys) = match below(75) {
                    0 => (UseKind::Run, Some(programs[below(programs.len())].to_owned()), IN_A_RUN),
                    1 => {
                        let path = format!("/home/someone/code/project-{}/.env.local", below(300));
                        (UseKind::Export, Some(path), IN_A_RUN)
                    }
                    _ => ([UseKind::Copy, UseKind::Reveal, UseKind::Get][below(3)], None, 1),
                };
                for key in first..first + keys as i64 {
                    catalog.note_use(KeyUid(key), &Use { at, kind, detail: detail.clone() })?;
                }
                done += keys;
            }
            Ok(())
        })?;
    }
    drop(catalog);
    Ok((bytes_without(home, &["sealed", "activity"])? - before) / done as f64)
}
