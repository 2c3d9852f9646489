//! Errors in the three parts that the window shows.

use std::path::Path;

use super::talk::{Failure, Remedy, VaultState};
use crate::envfile::{Refused, Target};
use crate::fs::WriteError;
use crate::model::Setting;
use crate::store::StoreError;
use crate::vault::Error;

const NO_KEYCHAIN: &str = "no keychain answers on this computer";

/// "Couldn't copy STRIPE_SECRET_KEY." · "It is disabled here." · "Enable it, then try again."
pub(super) fn failure(what: &str, which: &str, error: &Error) -> Failure {
    said(what, which, error, error.way_back().or_else(|| window_advice(error)))
}

/// The same of a keychain that no secrets of this vault's lie in yet: there another one, or none, would do as well.
pub(super) fn new_home_failure(what: &str, which: &str, error: &Error) -> Failure {
    let lacking = match error {
        Error::Store(StoreError::Lacking { lack, .. }) => {
            Some(format!("{}, or use a passphrase instead.", lack.advice()))
        }
        _ => None,
    };
    said(what, which, error, lacking.as_deref().or_else(|| window_advice(error)))
}

fn said(what: &str, which: &str, error: &Error, window_advice: Option<&str>) -> Failure {
    let (why, advice) = match error {
        Error::CantHold { target, refused } => cant_hold(*target, refused),
        // Said of an import: nothing of it came in.
        Error::Stopped => {
            let title = format!("{} stopped.", capital(what));
            return Failure::new(title, "Nothing came in.", "");
        }
        // What the bus said is for the command line.
        Error::Store(StoreError::Absent { .. }) => (NO_KEYCHAIN.to_owned(), String::new()),
        _ => error.why_and_advice(),
    };
    let advice = window_advice.map_or(advice, str::to_owned);
    let (why, advice) = (sentence(&why), sentence(&advice));
    let details = details(error, &why);
    let home = std::env::home_dir();
    let [title, why] = [title(what, which), why].map(|words| from_home(&words, home.as_deref()));
    Failure { title, why, advice, remedy: remedy(error), details }
}

/// A setting is called what the window calls it. Where it was not written, that may go well the next time.
pub(super) fn setting_failure(name: &str, error: &Error) -> Failure {
    let setting = Setting::find(name).map_or(name, |setting| setting.title);
    let said = failure("change the setting", setting, error);
    let again = matches!(error, Error::Catalog(_)).then_some(Remedy::TryAgain);
    Failure { remedy: said.remedy.or(again), ..said }
}

/// A vault that can't be used as it lies; its file may be mended meanwhile, or Keyloft.
pub(super) fn unusable(what: &str, error: &Error) -> VaultState {
    VaultState::Unusable(Failure { remedy: Some(Remedy::TryAgain), ..failure(what, "the vault", error) })
}

/// A use that a vault which can't be written has no note of yet: what was asked for is done all the same.
pub(super) fn unnoted(error: &Error) -> Failure {
    let said = failure("note", "this use", error);
    let advice = said.advice.replace(", then try again", "");
    Failure {
        advice: format!("{advice} It is noted once that works, while Keyloft stays open.").trim().to_owned(),
        remedy: None,
        ..said
    }
}

/// Paths as the fields they were typed in have them: from `~/` on.
fn from_home(words: &str, home: Option<&Path>) -> String {
    let home = home.and_then(Path::to_str).map(|home| home.trim_end_matches('/')).filter(|home| !home.is_empty());
    let Some(home) = home else { return words.to_owned() };
    let within = format!("{home}/");
    let mut parts = words.split(&within);
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Within another path it is none.
        let begins = said.chars().last().is_none_or(|before| before.is_whitespace() || "`'\"(".contains(before));
        said.push_str(if begins { "~" } else { home });
        said.push('/');
        said.push_str(part);
    }
    said
}

/// The causes of an error, a line each, as far as they say more than was said. What errors say holds no secret.
fn details(error: &Error, said: &str) -> String {
    let said = said.to_lowercase();
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let mut lines: Vec<String> = Vec::new();
    for line in causes.map(ToString::to_string) {
        // What it advises is for the command line.
        let cause = line.split(". ").next().unwrap_or_default().trim_end_matches('.').to_lowercase();
        if !said.contains(&cause) && !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The same of a folder or file that can't be read: the title has named it, and room on its disk is no matter.
pub(super) fn unreadable(what: &str, which: &str, error: &Error) -> Failure {
    match error {
        Error::File(WriteError::Io { reason, .. }) => {
            let details = details(error, reason);
            Failure { details, ..Failure::new(title(what, which), sentence(reason), "Check the path.") }
        }
        other => failure(what, which, other),
    }
}

fn remedy(error: &Error) -> Option<Remedy> {
    match error {
        Error::File(WriteError::Exists(_)) => Some(Remedy::Replace),
        Error::Tracked(_) | Error::MaybeTracked { .. } | Error::Dangerous(_) => Some(Remedy::Force),
        Error::CantHold { .. } => Some(Remedy::LeaveOut),
        Error::Exists(_) => Some(Remedy::ReplaceKey),
        Error::Locked | Error::Store(StoreError::Locked { .. }) => Some(Remedy::Unlock),
        Error::Store(
            StoreError::Denied { .. }
            | StoreError::TimedOut { .. }
            | StoreError::Unanswered { .. }
            | StoreError::Broken { .. }
            | StoreError::Absent { .. }
            | StoreError::Unmade { .. }
            | StoreError::Lacking { .. },
        ) => Some(Remedy::TryAgain),
        Error::Store(StoreError::NotFound { .. }) => Some(Remedy::GiveValue),
        Error::Disabled => Some(Remedy::Enable),
        Error::NotDisabled => Some(Remedy::Disable),
        Error::Waiting(_) => Some(Remedy::DeleteNow),
        _ => None,
    }
}

fn cant_hold(target: Target, refused: &[Refused]) -> (String, String) {
    let why: Vec<String> = refused.iter().map(|one| format!("{}: {}", one.name, one.reason)).collect();
    let other = refused.iter().find_map(|one| one.could).filter(|other| *other != target);
    let or = other.map_or_else(String::new, |other| format!(", or write it for {other}"));
    (why.join("; "), format!("Leave it out{or}"))
}

/// What is left out, without what a command line could do about it.
pub(super) fn reason(text: &str) -> String {
    let ends = [". ", "; `--", " (--"];
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    text[..end].to_owned()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

pub(super) fn title(what: &str, which: &str) -> String {
    let space = if which.is_empty() { "" } else { " " };
    format!("Couldn't {what}{space}{which}.")
}

/// The vault's words tell what to do on a command line; these say the same for someone who looks at the window.
fn window_advice(error: &Error) -> Option<&'static str> {
    match error {
        Error::Locked => Some("Unlock it, then try again."),
        Error::Disabled => Some("Enable it, then try again."),
        Error::ValuesMissing { names, .. } if names.len() == 1 => Some("Paste its value, or leave it out."),
        Error::ValuesMissing { .. } => Some("Paste their values, or leave them out."),
        Error::NoVault => Some("Make one first."),
        Error::NoStore { .. } | Error::Store(StoreError::Absent { .. }) => {
            Some("Start your keychain, or use a passphrase instead.")
        }
        Error::Store(StoreError::Unmade { .. }) => {
            Some("Make one in your desktop's password manager, or use a passphrase instead.")
        }
        Error::Exists(_) => Some("Replace it, or choose another name."),
        Error::File(WriteError::Exists(_)) => Some("Replace it, or choose another file."),
        Error::Tracked(_) | Error::MaybeTracked { .. } => Some("Choose another file, or write it all the same."),
        Error::Dangerous(_) => Some("Leave them out, or write them all the same."),
        Error::NotDisabled => Some("Disable it first, see whether anything breaks, then delete it."),
        Error::Waiting(_) => Some("Wait, or delete it now."),
        Error::IsPlain(_) => Some("Give it a new value instead."),
        Error::HoldsSecret => Some("Add it anew as plain."),
        Error::Unknown { .. } => Some("Look whether it was renamed, moved or deleted."),
        Error::UnknownPlace { .. } => Some("Look whether it was renamed or deleted."),
        Error::Unread { .. } => Some("Mend it, or leave it out."),
        Error::Unfinished => Some("Unlock the keychain, then try again."),
        _ => None,
    }
}

/// Begins with a capital and ends with a full stop. A name or path at the beginning stays as it is.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let Some(first) = text.chars().next() else { return String::new() };
    let word = text.split_whitespace().next().unwrap_or_default();
    let is_word = word.trim_end_matches([',', ':', '.']).chars().all(|c| c.is_ascii_lowercase() || c == '\'');
    let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    if is_word { format!("{}{}{stop}", first.to_ascii_uppercase(), &text[1..]) } else { format!("{text}{stop}") }
}

/// True where the outside store itself is in the way, so that every other secret would stay out of reach too.
pub(super) fn is_store_trouble(error: &Error) -> bool {
    let store = match error {
        Error::Store(store) => store,
        Error::NotSavedYet { source, .. } => source.as_ref(),
        // Another keychain than the vault's answers.
        Error::KeyGone { .. } => return true,
        _ => return false,
    };
    matches!(
        store,
        StoreError::Locked { .. }
            | StoreError::TimedOut { .. }
            | StoreError::Absent { .. }
            | StoreError::Unmade { .. }
            | StoreError::Lacking { .. }
            | StoreError::Broken { .. }
    )
}

/// After a panic: a mistake of Keyloft's own.
pub(super) fn own_mistake() -> Failure {
    Failure::new(
        "Keyloft made a mistake.",
        "What you asked for was stopped in the middle; saved keys are untouched.",
        "Look whether it was done, then try again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::CatalogError;
    use crate::model::Settings;
    use crate::store::Lack;

    #[test]
    fn each_part_is_a_sentence() {
        let locked = Error::Store(StoreError::Locked { store: "GNOME Keyring".into() });
        let said = failure("save", "OPENAI_API_KEY", &locked);
        assert_eq!(said.title, "Couldn't save OPENAI_API_KEY.");
        assert_eq!(said.why, "GNOME Keyring is locked.");
        assert_eq!(said.advice, "Unlock it, then try again.");
        let absent = Error::Store(StoreError::Absent { reason: "no program offers it over the bus".to_owned() });
        let said = failure("copy", "OPENAI_API_KEY", &absent);
        assert_eq!(said.why, "No keychain answers on this computer.");
        assert_eq!(said.advice, "Start the keychain that holds this vault's secrets, or log in to it, then try again.");
        let first = new_home_failure("save", "the key", &absent);
        assert_eq!((first.why, first.title.as_str()), (said.why, "Couldn't save the key."));
        assert_eq!(first.advice, "Start your keychain, or use a passphrase instead.");

        let said = failure("unlock", "Keyloft", &Error::WrongPassphrase);
        assert_eq!(said.why, "That passphrase didn't work.");
        assert_eq!(said.advice, "Try again.");
    }

    #[test]
    fn what_may_go_well_the_next_time_can_be_tried_again() {
        let store = || "GNOME Keyring".to_owned();
        for refused in [
            StoreError::Denied { store: store() },
            StoreError::TimedOut { store: store(), secs: 30 },
            StoreError::Broken { store: store() },
            StoreError::Absent { reason: "none".into() },
            StoreError::Unmade { store: store() },
            StoreError::Lacking { store: store(), lack: Lack::Interface },
        ] {
            assert_eq!(failure("copy", "OPENAI_API_KEY", &Error::Store(refused)).remedy, Some(Remedy::TryAgain));
        }
        let gone = Error::Store(StoreError::NotFound { store: store() });
        assert_eq!(
            failure("copy", "OPENAI_API_KEY", &gone).remedy,
            Some(Remedy::GiveValue),
            "another try finds no more"
        );
    }

    #[test]
    fn nobody_with_a_vault_is_told_to_make_another() {
        let unmade = |store: &str| Error::Store(StoreError::Unmade { store: store.into() });
        for gone in [Error::Store(StoreError::Absent { reason: "none".into() }), unmade("KWallet"), unmade("KeePassXC")]
        {
            let has = failure("reach", "the secrets", &gone).advice;
            assert!(!has.contains("passphrase") && !has.contains("Make one"), "{has}");
            let has_none = new_home_failure("make", "the vault", &gone).advice;
            assert!(has_none.ends_with("or use a passphrase instead."), "{has_none}");
        }
        let lacking = Error::Store(StoreError::Lacking { store: "KWallet".into(), lack: Lack::Encryption });
        let has = failure("reach", "the secrets", &lacking).advice;
        assert_eq!(has, format!("{}.", Lack::Encryption.advice()));
        let has_none = new_home_failure("make", "the vault", &lacking).advice;
        assert_eq!(has_none, format!("{}, or use a passphrase instead.", Lack::Encryption.advice()));
    }

    #[test]
    fn a_use_that_is_not_noted_is_nothing_to_try_again() {
        for (error, why, advice) in [
            (
                CatalogError::Full,
                "The disk is full.",
                "Make room. It is noted once that works, while Keyloft stays open.",
            ),
            (
                CatalogError::ReadOnly,
                "The vault's folder can't be written.",
                "Check its permissions. It is noted once that works, while Keyloft stays open.",
            ),
        ] {
            let said = unnoted(&Error::Catalog(error));
            assert_eq!((said.title.as_str(), said.remedy), ("Couldn't note this use.", None));
            assert_eq!((said.why.as_str(), said.advice.as_str()), (why, advice));
        }
    }

    #[test]
    fn a_setting_has_its_title_in_the_window_and_can_be_tried_again_where_it_was_not_written() {
        for written in [CatalogError::Full, CatalogError::ReadOnly, CatalogError::Busy] {
            let said = setting_failure("lock-with-screen", &Error::Catalog(written));
            assert_eq!(said.title, "Couldn't change the setting Lock with the screen.");
            assert_eq!(said.remedy, Some(Remedy::TryAgain));
        }
        let wrong = Settings::default().set("zoom", "9").unwrap_err();
        let said = setting_failure("zoom", &Error::Setting(wrong));
        assert_eq!((said.title.as_str(), said.remedy), ("Couldn't change the setting Zoom.", None));
        assert_eq!(setting_failure("reveal", &Error::Locked).remedy, Some(Remedy::Unlock));
    }

    #[test]
    fn details_are_what_the_sentence_leaves_out() {
        let absent = Error::Store(StoreError::Absent { reason: "no program offers it over the bus".to_owned() });
        let said = failure("copy", "OPENAI_API_KEY", &absent);
        assert_eq!(said.details, "no keychain answers on this computer (no program offers it over the bus)");
        let folder = tempfile::tempdir().unwrap();
        let missing = crate::fs::read_regular(&folder.path().join("none/.env"), 10).unwrap_err();
        let system = std::io::Error::from_raw_os_error(rustix::io::Errno::NOENT.raw_os_error()).to_string();
        assert_eq!(unreadable("read", ".env", &Error::File(missing)).details.lines().last(), Some(system.as_str()));
        let exists = Error::File(WriteError::Exists("/made/up/.env".into()));
        let locked = Error::Store(StoreError::Locked { store: "GNOME Keyring".into() });
        for plain in [exists, locked, Error::Locked, Error::WrongPassphrase] {
            assert_eq!(failure("write", ".env", &plain).details, "", "{plain:?}");
        }
    }

    #[test]
    fn a_path_at_home_is_said_as_it_is_typed() {
        let home = Some(Path::new("/home/made-up"));
        for (words, said) in [
            ("/home/made-up/key.pem exists already.", "~/key.pem exists already."),
            ("Couldn't write /home/made-up/a/b.", "Couldn't write ~/a/b."),
            ("/data/home/made-up/a is a link.", "/data/home/made-up/a is a link."),
            ("/home/made-upper/a is a link.", "/home/made-upper/a is a link."),
        ] {
            assert_eq!(from_home(words, home), said);
        }
        assert_eq!(from_home("/home/made-up/a", None), "/home/made-up/a");
        assert_eq!(from_home("/a/b", Some(Path::new("/"))), "/a/b", "whose home is the root has no other");
        let own = std::env::home_dir().unwrap().join("made-up.txt");
        let said = failure("save", "API_KEY as a file", &Error::File(WriteError::Exists(own)));
        assert_eq!(said.why, "~/made-up.txt exists already.");
    }

    #[test]
    fn a_reference_at_the_beginning_keeps_its_letters() {
        let said = failure("add", "", &Error::Exists("shop/dev/PORT".into()));
        assert_eq!(said.title, "Couldn't add.");
        assert_eq!(said.why, "shop/dev/PORT exists already.");
    }

    #[test]
    fn nobody_at_the_window_is_sent_to_the_command_line_for_a_click() {
        for error in [Error::Locked, Error::Disabled, Error::NoVault] {
            assert!(!failure("copy", "X", &error).advice.contains('`'), "{error:?}");
        }
    }
}
