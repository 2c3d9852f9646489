//! Text in and out: what people type as values, and what may be put on a terminal.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use chrono::NaiveDate;

use super::outcome::Failure;
use crate::envfile::Dialect;
pub use crate::model::harmless;
use crate::model::{
    DateWish, Kind, Level, RotateEvery, Rule, is_hostile, parse_date_wish, parse_duration, parse_duration_days,
};
use crate::store::Kdf;

/// `30s`, `15m`, `24h`, `90d`.
pub fn parse_span(text: &str) -> Result<Duration, String> {
    parse_duration(text).map(Duration::from_secs).ok_or_else(|| "write 30s, 15m, 24h or 90d".into())
}

/// A span in the unit it is written in: `1 h`, not `3600 s`.
pub fn say_span(span: Duration) -> String {
    let secs = span.as_secs();
    let (unit, word) = [(86_400, "d"), (3_600, "h"), (60, "min")]
        .into_iter()
        .find(|(unit, _)| secs.is_multiple_of(*unit) && secs > 0)
        .unwrap_or((1, "s"));
    format!("{} {word}", secs / unit)
}

/// A time to hold a key or keep a file for: longer than none, at most 90 days, so that a typing error doesn't hold it for ever.
pub fn parse_hold(text: &str) -> Result<Duration, String> {
    let span = parse_span(text)?;
    if span.is_zero() || span > Duration::from_secs(90 * 86_400) {
        return Err("write a time from 1s to 90d".into());
    }
    Ok(span)
}

/// `90d`, `2027-01-31`, `never`.
pub fn parse_expires(text: &str) -> Result<DateWish, String> {
    parse_date_wish(text).ok_or_else(|| "write 90d, 2027-01-31 or never".into())
}

/// `30d`, `2027-01-31`.
pub fn parse_until(text: &str) -> Result<DateWish, String> {
    let wish = parse_date_wish(text).filter(|wish| matches!(wish, DateWish::On(_) | DateWish::InDays(_)));
    wish.ok_or_else(|| "write 2027-01-31 or 30d".into())
}

/// A rule's id.
pub fn parse_rule(text: &str) -> Result<Rule, String> {
    text.parse().map_err(|()| format!("write one of {}", Rule::ALL.map(Rule::id).join(", ")))
}

/// `2027-01-31`.
pub fn parse_date(text: &str) -> Result<NaiveDate, String> {
    match parse_date_wish(text) {
        Some(DateWish::On(date)) => Ok(date),
        _ => Err("write a day such as 2027-01-31".into()),
    }
}

/// `90d`, `never`.
pub fn parse_rotate_every(text: &str) -> Result<RotateEvery, String> {
    match (text, parse_duration_days(text)) {
        ("never", _) => Ok(RotateEvery::Never),
        (_, Some(days)) if days > 0 => Ok(RotateEvery::Days(days)),
        _ => Err("write 90d or never".into()),
    }
}

/// `read`, `write`, `admin`.
pub fn parse_level(text: &str) -> Result<Level, String> {
    text.parse().map_err(|()| "write read, write or admin".into())
}

/// The word of a kind; spaces and underscores are taken for hyphens, and case is not looked at.
pub fn parse_kind(text: &str) -> Result<Kind, String> {
    let word = text.to_lowercase().replace([' ', '_'], "-");
    word.parse().map_err(|()| format!("write one of {}", Kind::ALL.map(Kind::word).join(", ")))
}

/// `auto`, `dotenv`, `sh`, `docker`, `json`, and what other tools write out.
pub fn parse_dialect(text: &str) -> Result<Dialect, String> {
    match text {
        // Those tools write several formats: told by the content.
        "auto" | "doppler" | "infisical" | "bitwarden" => Ok(Dialect::Auto),
        "dotenv" | "node" | "portable" => Ok(Dialect::Dotenv),
        "dotenvx" => Ok(Dialect::Dotenvx),
        "node-env-file" => Ok(Dialect::NodeEnvFile),
        "next" | "vite" => Ok(Dialect::Expand),
        "python" => Ok(Dialect::Python),
        "docker" => Ok(Dialect::Docker),
        "compose" => Ok(Dialect::Compose),
        "sh" | "shell" => Ok(Dialect::Shell),
        "json" => Ok(Dialect::Json),
        "csv" | "keepassxc" | "1password" => Ok(Dialect::Csv),
        "k8s" | "kubernetes" => Ok(Dialect::Kubernetes),
        "inventory" => Ok(Dialect::ToolJson),
        _ => Err(format!("write {DIALECTS}")),
    }
}

/// The words after `--format`.
const DIALECTS: &str = "auto, dotenv, node, node-env-file, next, vite, dotenvx, python, docker, compose, sh, json, csv, \
                        doppler, infisical, bitwarden, keepassxc, 1password, k8s or inventory";

/// `256,3,4`.
pub fn parse_kdf(text: &str) -> Result<Kdf, String> {
    let numbers: Vec<u32> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    match (text.split(',').count(), &numbers[..]) {
        (3, &[mib, passes, lanes]) => Kdf { mib, passes, lanes }.check().map_err(|e| e.to_string()),
        _ => Err("write MIB,PASSES,LANES, such as 256,3,4".into()),
    }
}

/// True if the bytes may be put on a terminal as they stand.
pub fn is_harmless(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(is_hostile))
}

/// The same for text of several lines: line breaks stay.
pub fn harmless_lines(text: &str) -> String {
    text.split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}

/// JSON text with everything that could act on a terminal escaped as JSON knows it: the same value, byte for byte.
/// Such characters stand in strings only.
pub fn harmless_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hostile(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Prints a line on standard output, harmless for a terminal.
pub fn say(line: &str) -> Result<(), Failure> {
    put(format!("{}\n", harmless(line)).as_bytes())
}

/// Prints bytes on standard output as they are. A reader that has gone away is no error; a full disk is one.
pub fn put(bytes: &[u8]) -> Result<(), Failure> {
    put_with(|out| out.write_all(bytes))
}

/// The same for what is made piece by piece.
pub fn put_with(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::with_capacity(64 * 1024, std::io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::plain(format!(
            "Couldn't write to standard output: {}. Check where it leads, then try again.",
            crate::fs::plain_reason(&e)
        ))),
        _ => Ok(()),
    }
}

/// Prints a line on standard error.
pub fn tell(line: &str) {
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(harmless(line).as_bytes()).and_then(|()| err.write_all(b"\n"));
}

/// True where a person sits at both ends.
pub fn at_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// `1 key`, `2 keys`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stay_lines_and_bytes_that_act_are_known() {
        assert!(["\u{1b}[31m", "\r", "\u{9b}31m", "\u{202e}"].iter().all(|hostile| !is_harmless(hostile.as_bytes())));
        assert_eq!(harmless_lines("a\r\nb"), "a\\u{d}\nb");
        assert!(is_harmless("PEM\nlines\n".as_bytes()) && !is_harmless(b"\xff"));
    }

    #[test]
    fn json_is_harmless_and_the_same_value() {
        let hostile = "\u{1b}]52;c;x\u{7} \u{9b}31m \u{7f}\u{202e}\u{2066}\u{feff}\u{e0041} é 🔑 \\ \"";
        let written = serde_json::to_string_pretty(&[hostile]).unwrap();
        let shown = harmless_json(&written);
        assert!(!shown.chars().any(is_hostile), "{shown:?}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&shown).unwrap(), [hostile]);
    }

    #[test]
    fn costs_and_kinds_are_read() {
        assert_eq!(parse_kdf("19,2,1"), Ok(Kdf { mib: 19, passes: 2, lanes: 1 }));
        for bad in ["", "19,2", "19,2,1,1", "18,2,1", "2000,3,4", "a,b,c"] {
            assert!(parse_kdf(bad).is_err(), "{bad}");
        }
        assert_eq!(parse_kind("API key"), Ok(Kind::ApiKey));
        assert!(parse_kind("thing").is_err());
    }
}
