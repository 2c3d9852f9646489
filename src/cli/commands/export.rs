//! `export`.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::{Doing, Failure, Session, tell_unnoted};
use crate::cli::args::Export;
use crate::cli::text::{at_terminal, count, is_harmless, put, say_span, tell};
use crate::cli::{consent, prompt};
use crate::git::{Standing, standing};
use crate::model::Secret;
use crate::vault::{Error, ExportWish};

pub fn export(session: &Session, arguments: Export) -> Result<ExitCode, Failure> {
    let Export { place, target, output, only, skip_refused, gitignore, delete_after, force } = arguments;
    let output = output.filter(|path| !is_standard_output(path));
    let mut vault = session.existing()?;
    let found = vault.place_to_read(&place).doing("export", &place)?;
    session.unlock(&mut vault)?;
    if found.protected && at_terminal() {
        let to = output.as_ref().map_or_else(|| "this terminal".into(), |path| path.display().to_string());
        if !prompt::yes(&format!("Write the secrets of {} to {to}?", found.place)) {
            return Err(Failure::plain(""));
        }
    }
    let consent = consent::to_export(&vault, &found.place, &only, output.as_deref(), force)?;
    let gitignore = gitignore || output.as_deref().is_some_and(wants_gitignore);
    let wish = ExportWish {
        place: found.place.clone(),
        target,
        only,
        skip_refused,
        to: output.clone(),
        consent,
        gitignore,
        delete_after,
    };
    let to_terminal = output.is_none() && std::io::stdout().is_terminal();
    // Opened to be printed, which is what was asked for.
    let fits = |text: &Secret| match to_terminal && !is_harmless(text.expose()) {
        true => Err(Error::Refused("a value holds bytes that act on a terminal. Write it to a file with -o".into())),
        false => Ok(()),
    };
    let exported = vault.export_if(&wish, fits).doing("export", &found.place)?;
    tell_unnoted(&vault);
    for (name, reason) in &exported.left_out {
        tell(&format!("left out {name}: {reason}"));
    }
    for name in &exported.expired {
        tell(&format!("{name} has expired."));
    }
    match output {
        Some(path) => {
            let what = count(exported.variables, "variable", "variables");
            tell(&format!("Wrote {what} to {}, readable by you alone.", path.display()));
            tell_about_file(exported.ignored_in.as_deref(), &exported.git, delete_after);
        }
        // Opened to be printed, which is what was asked for.
        None => put(exported.text.expose())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// `-o -`, as other programs have it.
pub(super) fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A person at a terminal is asked about a file that git would add; a script reads it afterwards.
pub(super) fn wants_gitignore(path: &Path) -> bool {
    prompt::can_ask_aloud()
        && matches!(standing(path), Standing::Open { .. })
        && prompt::yes(&format!("git does not ignore {}. Add it to .gitignore?", path.display()))
}

/// What becomes of a file that was written.
pub(super) fn tell_about_file(ignored_in: Option<&Path>, git: &Standing, delete_after: Option<Duration>) {
    if let Some(file) = ignored_in {
        tell(&format!("Added it to {}.", file.display()));
    } else if matches!(git, Standing::Open { .. }) {
        tell("git does not ignore it yet: `--gitignore` adds it to .gitignore.");
    }
    if let Some(time) = delete_after {
        tell(&format!("It is deleted after {}, unless it is changed.", say_span(time)));
    }
}
