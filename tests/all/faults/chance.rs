//! Counts of trials, and choices that a seed repeats.

use std::time::Duration;

/// How often a trial is run: the first number, or the second with `KEYLOFT_TRIALS=full`.
pub fn trials(few: usize, full: usize) -> usize {
    if std::env::var_os("KEYLOFT_TRIALS").is_some_and(|word| word == "full") { full } else { few }
}

/// Choices drawn from one seed (SplitMix64: two constants and no table, good enough to spread kills and bits).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// From `KEYLOFT_SEED`, else always the same. Prints it, so that a failure can be repeated.
    pub fn of(test: &str) -> Self {
        let seed = std::env::var("KEYLOFT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_123_u64);
        println!("{test}: KEYLOFT_SEED={seed}");
        Self(seed)
    }

    /// Others that go on by themselves, as for a thread.
    pub fn fork(&mut self) -> Self {
        Self(self.next())
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    /// A time up to `most`.
    pub fn time(&mut self, most: Duration) -> Duration {
        Duration::from_nanos(self.next() % u64::try_from(most.as_nanos()).unwrap().max(1))
    }

    /// A secret of one of the kinds that stores have trouble with; new each time.
    pub fn secret(&mut self) -> Vec<u8> {
        let core = format!("{:016x}{:016x}", self.next(), self.next());
        match self.below(8) {
            0 => format!("{}\n{core}\n{core}\n{}\n", dashes("BEGIN"), dashes("END")).into_bytes(),
            1 => format!("{{\"a\": \"{core}\", \"b\": [1, 2]}}\n").into_bytes(),
            2 => format!("   {core}\\n\\t\\\\ ").into_bytes(),
            3 => [core.as_bytes(), &[0, 0xFF, 13, 10, 0xC3]].concat(),
            4 => format!("\n{core}\r\n").into_bytes(),
            5 => core.repeat(1 + self.below(60)).into_bytes(),
            _ => core.into_bytes(),
        }
    }
}

/// The first or last line of a private key's file. Put together here, so that the tree holds none.
pub fn dashes(word: &str) -> String {
    let line = "-".repeat(5);
    format!("{line}{word} PRIVATE {}{line}", "KEY")
}
