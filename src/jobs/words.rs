//! Errors in the three parts that the window shows.

use super::talk::Failure;
use crate::store::StoreError;
use crate::vault::Error;

/// "Couldn't copy STRIPE_SECRET_KEY." · "It is disabled here." · "Enable it, then try again."
pub(super) fn failure(what: &str, which: &str, error: &Error) -> Failure {
    let (why, advice) = error.why_and_advice();
    let advice = window_advice(error).map_or(advice, str::to_owned);
    Failure { title: title(what, which), why: sentence(&why), advice: sentence(&advice) }
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
        Error::NoVault => Some("Make one first."),
        Error::NoStore { .. } | Error::Store(StoreError::Absent { .. }) => {
            Some("Start your keychain, or use a passphrase instead.")
        }
        Error::Exists(_) => Some("Choose another name."),
        _ => None,
    }
}

/// Begins with a capital and ends with a full stop. A name or path at the beginning stays as it is.
fn sentence(text: &str) -> String {
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
        _ => return false,
    };
    matches!(
        store,
        StoreError::Locked { .. } | StoreError::TimedOut { .. } | StoreError::Absent { .. } | StoreError::Broken { .. }
    )
}

/// After a panic: a mistake of Keyloft's own.
pub(super) fn own_mistake() -> Failure {
    Failure {
        title: "Keyloft made a mistake.".into(),
        why: "What you asked for was stopped in the middle; saved keys are untouched.".into(),
        advice: "Look whether it was done, then try again.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_a_sentence() {
        let locked = Error::Store(StoreError::Locked { store: "GNOME Keyring".into() });
        let said = failure("save", "OPENAI_API_KEY", &locked);
        assert_eq!(said.title, "Couldn't save OPENAI_API_KEY.");
        assert_eq!(said.why, "GNOME Keyring is locked.");
        assert_eq!(said.advice, "Unlock it, then try again.");

        let said = failure("unlock", "Keyloft", &Error::WrongPassphrase);
        assert_eq!(said.why, "That passphrase didn't work.");
        assert_eq!(said.advice, "Check it, then try again.");
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
