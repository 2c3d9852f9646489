//! `activity`: the record, and whether anyone changed it.

use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::args::ActivityFormatArg;
use crate::cli::json;
use crate::cli::table::Table;
use crate::cli::text::{count, put, say, tell};
use crate::vault::{ActivityFormat, RecordState, activity_text, activity_value};

pub fn activity(session: &Session, format: ActivityFormatArg, verify: bool) -> Result<ExitCode, Failure> {
    if verify {
        let vault = session.unlocked()?;
        match vault.verify_activity().doing("verify", "the record")? {
            RecordState::Unbroken { entries, .. } => {
                let entries = usize::try_from(entries).unwrap_or(usize::MAX);
                let sentence = format!("Unbroken: {} checked.", count(entries, "entry", "entries"));
                if format == ActivityFormatArg::Table {
                    say(&sentence)?;
                    return Ok(ExitCode::SUCCESS);
                }
                tell(&sentence);
            }
            RecordState::Broken { first_bad, untrusted, .. } => {
                return Err(Failure::plain(format!(
                    "Couldn't verify the record: it was changed outside Keyloft; entry {first_bad} is the first bad one, \
                     {untrusted} can't be trusted. Compare it with a backup."
                )));
            }
        }
    }
    let entries = match session.read()? {
        Some(vault) => vault.activity(u32::MAX).doing("read", "the record")?,
        None => Vec::new(),
    };
    match format {
        ActivityFormatArg::Table => {}
        ActivityFormatArg::Json => {
            json::print_list(entries.iter().map(activity_value))?;
            return Ok(ExitCode::SUCCESS);
        }
        ActivityFormatArg::Csv => {
            put(activity_text(&entries, ActivityFormat::Csv).as_bytes())?;
            return Ok(ExitCode::SUCCESS);
        }
    }
    let mut table = Table::new();
    for entry in &entries {
        let at = entry.at.with_timezone(&chrono::Local).format("%Y-%m-%d %H:%M").to_string();
        let subject = entry.subject.as_deref().unwrap_or_default();
        table.row([&at, entry.what.word(), subject, entry.detail.as_deref().unwrap_or_default(), &entry.via]);
    }
    put(table.text().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
