//! `inject`: a template with its references filled in.

use std::io::IsTerminal;
use std::process::ExitCode;

use super::export::{is_standard_output, tell_about_file, wants_gitignore};
use super::{Doing, Failure, Session, tell_unnoted};
use crate::cli::args::Inject;
use crate::cli::text::{at_terminal, count, is_harmless, put, tell};
use crate::cli::{consent, prompt};
use crate::envfile::MAX_FILE;
use crate::fs::read_regular;
use crate::model::{KeyRef, Secret, UseKind};
use crate::vault::{Consent, Error, FilledWish};

/// How a reference begins.
const BEGINS: &[u8] = b"keyloft://";

pub fn inject(session: &Session, arguments: Inject) -> Result<ExitCode, Failure> {
    let Inject { file, output, mut gitignore, delete_after, force } = arguments;
    let output = output.filter(|path| !is_standard_output(path));
    let shown = file.display().to_string();
    let template = read_regular(&file, MAX_FILE as u64).map_err(Error::from).doing("read", &shown)?;
    // Opened to find its references; a template holds no secret.
    let text = template.expose();
    let found = references(text).map_err(|(line, error)| {
        Failure::plain(format!("Couldn't fill in {shown}: line {line}: {error}. Check the reference."))
    })?;
    let mut vault = session.existing()?;
    let keys: Vec<KeyRef> = found.iter().map(|found| found.reference.clone()).collect();
    let protected: Vec<String> = keys
        .iter()
        .filter_map(|key| vault.place_to_read(&key.place).ok().filter(|found| found.protected))
        .map(|found| found.place.to_string())
        .collect();
    session.unlock(&mut vault)?;
    let consent = match &output {
        Some(path) => consent::to_write(&vault, path, force)?,
        None => Consent::default(),
    };
    if let Some(path) = &output {
        vault.check_filled_path(path, &consent).doing("fill in", &shown)?;
    }
    if let Some(place) = protected.first().filter(|_| at_terminal()) {
        let to = output.as_ref().map_or_else(|| "this terminal".into(), |path| path.display().to_string());
        if !prompt::yes(&format!("Write secrets of {place} to {to}?")) {
            return Err(Failure::plain(""));
        }
    }
    gitignore = gitignore || output.as_deref().is_some_and(wants_gitignore);
    let by = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let values = vault.values_named(&keys, UseKind::Inject, &by).map_err(|wrong| {
        let (reference, error) = *wrong;
        let found = reference.and_then(|reference| found.iter().find(|found| found.reference == reference));
        let place = |found: &Found| format!("{shown}, line {}: {}", found.line, found.reference);
        Failure::of("fill in", found.map_or_else(|| shown.clone(), place), &error)
    })?;
    let filled = fill(text, &found, &values);
    match output {
        Some(path) => {
            let wish =
                FilledWish { path: &path, text: &filled, by: &by, references: &keys, consent, gitignore, delete_after };
            let done = vault.write_filled(&wish).doing("fill in", &shown)?;
            tell_unnoted(&vault);
            let what = count(found.len(), "reference", "references");
            tell(&format!("Filled in {what} and wrote {}, readable by you alone.", path.display()));
            tell_about_file(done.ignored_in.as_deref(), &done.git, delete_after);
        }
        None => {
            // Opened to be printed, which is what was asked for.
            let bytes = filled.expose();
            if std::io::stdout().is_terminal() && !is_harmless(bytes) {
                return Err(Failure::plain(format!(
                    "Couldn't show {shown}: a value holds bytes that act on a terminal. Write it to a file with -o."
                )));
            }
            vault.note_named(&keys, UseKind::Inject, &by).doing("fill in", &shown)?;
            tell_unnoted(&vault);
            put(bytes)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A reference in a template.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    at: std::ops::Range<usize>,
    line: usize,
    reference: KeyRef,
}

/// All of them, in their order. An error for what begins as one and is none, with its line.
fn references(text: &[u8]) -> Result<Vec<Found>, (usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for start in memchr::memmem::find_iter(text, BEGINS) {
        line += memchr::memchr_iter(b'\n', &text[counted..start]).count();
        counted = start;
        let end = start + BEGINS.len() + length(&text[start + BEGINS.len()..]);
        let whole = String::from_utf8_lossy(&text[start..end]);
        match KeyRef::parse(&whole) {
            Ok(reference) => found.push(Found { at: start..end, line, reference }),
            Err(error) => return Err((line, error.to_string())),
        }
    }
    Ok(found)
}

/// Length of `project/environment/NAME`: two percent-encoded parts, then as much as a variable's name can be.
fn length(text: &[u8]) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~%".contains(byte);
    let mut at = 0;
    for _ in 0..2 {
        at += text[at..].iter().take_while(|byte| is_part(byte)).count();
        if text.get(at) != Some(&b'/') {
            return at;
        }
        at += 1;
    }
    at + text[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
}

fn fill(text: &[u8], found: &[Found], values: &[Secret]) -> Secret {
    // One size from the start: growing would leave values behind.
    let room = text.len() + values.iter().map(Secret::len).sum::<usize>();
    let mut filled = Vec::with_capacity(room);
    let mut at = 0;
    for (one, value) in found.iter().zip(values) {
        filled.extend_from_slice(&text[at..one.at.start]);
        // Opened to stand in the filled template.
        filled.extend_from_slice(value.expose());
        at = one.at.end;
    }
    filled.extend_from_slice(&text[at..]);
    Secret::new(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_end_where_a_name_ends_and_know_their_line() {
        let text = b"a: keyloft://shop/dev/API_KEY\n\nb: \"postgres://u:keyloft://My%20shop/dev/DB_PASS@host/db\".\n";
        let found = references(text).unwrap();
        let told: Vec<(String, usize)> = found.iter().map(|found| (found.reference.to_string(), found.line)).collect();
        assert_eq!(told, [("shop/dev/API_KEY".to_owned(), 1), ("My shop/dev/DB_PASS".to_owned(), 3)]);
        let values = [Secret::new(b"one".to_vec()), Secret::new(b"two".to_vec())];
        let filled = fill(text, &found, &values);
        assert_eq!(filled.expose_str(), Some("a: one\n\nb: \"postgres://u:two@host/db\".\n"));
        assert_eq!(references(b"no references: keyloft, keyloft:/x").unwrap(), []);
    }

    #[test]
    fn what_begins_as_a_reference_and_is_none_is_named_by_its_line() {
        assert_eq!(references(b"\nx keyloft://shop/API_KEY y").unwrap_err().0, 2);
        assert_eq!(references(b"keyloft://").unwrap_err().0, 1);
    }
}
