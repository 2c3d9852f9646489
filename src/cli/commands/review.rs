//! `review`: what needs someone, as a table, JSON, or a report for others.

use std::process::ExitCode;

use super::list::{Scope, in_scope};
use super::{Doing, Failure, Session};
use crate::cli::args::{FailOn, Review, ReviewFormat};
use crate::cli::json;
use crate::cli::table::Table;
use crate::cli::text::{put, tell};
use crate::model::Severity;
use crate::report::{self, Facts};
use crate::vault::{Listed, Vault, local_day};

pub fn review(session: &Session, wish: &Review) -> Result<ExitCode, Failure> {
    let listed = match session.read()? {
        Some(vault) => {
            let scope = Scope::of(&vault, wish.place.as_ref())?;
            Some((scope, vault.list().doing("read", "the vault")?))
        }
        None => None,
    };
    let Some((scope, listed)) = &listed else {
        // A review of nothing is one all the same: whoever asks every week wants a file every week.
        let (about, today) = ("All projects".to_owned(), local_day(chrono::Utc::now()));
        let facts = Facts { about, projects: &[], keys: Vec::new(), today, day_of: local_day };
        write(wish, &facts)?;
        return Ok(ExitCode::SUCCESS);
    };
    let facts = facts(scope, listed, wish.owner.as_deref());
    write(wish, &facts)?;
    let bar = wish.fail_on.map(|bar| match bar {
        FailOn::ActNow => Severity::ActNow,
        FailOn::LookSoon => Severity::LookSoon,
    });
    let found = bar.is_some_and(|bar| facts.rows().iter().any(|row| row.finding.severity >= bar && !row.snoozed));
    Ok(if found { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

fn facts<'a>(scope: &'a Scope, listed: &'a Listed, owner: Option<&'a str>) -> Facts<'a> {
    Facts {
        about: scope.words(owner),
        projects: &listed.projects,
        keys: in_scope(listed, scope, owner).collect(),
        today: listed.today,
        day_of: local_day,
    }
}

fn write(wish: &Review, facts: &Facts<'_>) -> Result<(), Failure> {
    let text = match (wish.format, wish.format.report()) {
        (_, Some(form)) => report::review(facts, form),
        (ReviewFormat::Json, _) => {
            json::list_text(facts.rows().iter().map(|row| json::review_row(row.key, row.finding)))
        }
        _ => table(facts),
    };
    match &wish.output {
        Some(path) => {
            let shown = path.display();
            Vault::write_report(path, text, wish.force).doing("write", shown)?;
            tell(&format!("Wrote {}.", path.display()));
        }
        None => put(text.as_bytes())?,
    }
    if facts.rows().is_empty() && wish.format == ReviewFormat::Table {
        tell("Nothing needs you.");
    }
    Ok(())
}

fn table(facts: &Facts<'_>) -> String {
    let mut table = Table::new();
    for row in facts.rows() {
        let snoozed = if row.snoozed { "snoozed" } else { "" };
        let owner = row.key.owner.as_deref().unwrap_or_default();
        let reference = row.key.reference.to_string();
        table.row([row.finding.severity.word(), &reference, &row.finding.text, owner, snoozed]);
    }
    table.text()
}
