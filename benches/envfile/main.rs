//! How fast environment files are read and written: printed beside its bar, never asserted. `cargo bench --bench envfile`.

#![allow(clippy::print_stdout, reason = "a benchmark prints")]

use std::time::Duration;

use keyloft::envfile::{Dialect, Frame, MAX_ENTRIES, Target, read, write};
use keyloft::model::{OsRandom, Random, Secret, VariableName};
use rustix::time::{ClockId, clock_gettime};

/// The best of so many rounds counts: the machine has other things to do.
const ROUNDS: usize = 15;

fn main() {
    // A large block given back: from now on the allocator keeps what is freed, and no round pays for pages of the system.
    drop(std::hint::black_box(vec![1_u8; 30 << 20]));
    println!("{:<58} {:>12}   bar", "what", "figure");
    let everyday = file(MAX_ENTRIES - 1, |n| match n % 5 {
        0 => format!("# what it is for\nSERVICE_{n}_URL=https://service{n}.example.com/v1\n"),
        1 => format!("SERVICE_{n}_SECRET_KEY={}\n", value()),
        2 => format!("SERVICE_{n}_TOKEN='{}' # from the dashboard\n", value()),
        3 => format!("SERVICE_{n}_PASSWORD=\"{}\"\n", value()),
        _ => format!("SERVICE_{n}_PORT={}\n\n", 1024 + n % 60_000),
    });
    let pem = "Abcdefghijklmnopqrstuvwxyz0123456789+/ABCDEFGHIJKLMNOPQRSTUVWXYZ\n".repeat(25);
    let keys =
        file(8_000, |n| format!("KEY_{n}=\"-----BEGIN {0} KEY-----\n{pem}-----END {0} KEY-----\n\"\n", "PRIVATE"));
    let plain = file(MAX_ENTRIES - 1, |n| format!("SERVICE_{n}_SECRET_KEY={}\n", value()));
    for (what, text) in [("everyday lines", &everyday), ("PEM keys", &keys), ("plain assignments", &plain)] {
        for (name, dialect) in [
            ("dotenv", Dialect::Dotenv),
            ("auto", Dialect::Auto),
            ("node-env-file", Dialect::NodeEnvFile),
            ("python", Dialect::Python),
            ("compose", Dialect::Compose),
            ("sh", Dialect::Shell),
            ("docker", Dialect::Docker),
        ] {
            speed(&format!("read {what} as {name}"), text.len(), "≥ 200 MB/s", || read(text.as_bytes(), dialect));
        }
    }
    let members = file(50_000, |n| format!("  \"SERVICE_{n}_SECRET_KEY\": \"{}\",\n", value()));
    let object = format!("{{\n{members}  \"END\": true\n}}\n");
    speed("read flat JSON", object.len(), "≥ 200 MB/s", || read(object.as_bytes(), Dialect::Json));
    let rows = file(50_000, |n| format!("SERVICE_{n}_SECRET_KEY,{}\n", value()));
    let list = format!("Key,Value\n{rows}");
    speed("read a list (CSV)", list.len(), "≥ 200 MB/s", || read(list.as_bytes(), Dialect::Csv));

    let secrets: Vec<(VariableName, Secret)> = (0..1_000)
        .map(|n| {
            let name = VariableName::new(&format!("SERVICE_{n}_SECRET_KEY")).expect("a name");
            (name, Secret::new(format!("it is \"{}\" #{n}", value()).into_bytes()))
        })
        .collect();
    let entries: Vec<_> = secrets.iter().map(|(name, value)| (name.clone(), value)).collect();
    for target in Target::ALL {
        let size = write(&entries, target, &Frame::BARE).text.len();
        let written = || write(&entries, target, &Frame::BARE);
        speed(&format!("write 1,000 keys for {target}, read back"), size, "", written);
    }
}

fn file(lines: usize, line: impl Fn(usize) -> String) -> String {
    (0..lines).map(line).collect()
}

/// Forty random letters and digits: the value of a usual API key.
fn value() -> String {
    let mut bytes = [0; 20];
    OsRandom.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The work's outcome is dropped, and so wiped, outside of the time that counts.
fn speed<T>(what: &str, bytes: usize, bar: &str, work: impl Fn() -> T) {
    let round = || {
        let begun = processor_time();
        let done = std::hint::black_box(work());
        let took = processor_time() - begun;
        drop(done);
        took
    };
    let best = (0..ROUNDS).map(|_| round()).min().unwrap_or(Duration::MAX);
    println!("{what:<58} {:>7.0} MB/s   {bar}", bytes as f64 / 1e6 / best.as_secs_f64());
}

/// What this thread has had of a processor: on a machine with other things to do, the clock on the wall says little.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}
