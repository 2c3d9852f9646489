//! What else people call a command: the palette finds it by these words too, behind what is called so on screen.

use super::Command;

impl Command {
    /// Other words for it, in lower case, the longest form of each: its beginning finds it. None of those in its title, and
    /// none for what the palette never lists.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Search | Self::Copy | Self::Undo => &[],
            Self::Filter => &["find", "narrow"],
            Self::CopyKeyId => &["identifier", "public"],
            Self::CopyAssignment => &["dotenv", "pair"],
            Self::CopyExportLine => &["shell", "bash", "terminal"],
            Self::CopyReference => &["link", "address", "path"],
            Self::Show => &["reveal", "view", "display", "hide"],
            Self::Inspector => &["inspector", "info", "properties", "panel"],
            Self::Rotate => &["renew", "replace", "regenerate", "change", "update", "roll"],
            Self::PutBack => &["restore", "revert", "rollback", "previous", "undo"],
            Self::MarkEnded | Self::MarkValueEnded => &["revoked", "dead", "invalid"],
            Self::Places => &["checklist", "deployed", "where"],
            Self::Edit => &["rename", "change", "modify", "update", "expiry", "tags", "notes", "scopes"],
            Self::Duplicate => &["clone", "copy"],
            Self::Move => &["transfer", "relocate"],
            Self::SaveFile => &["write", "download", "certificate", "pem"],
            Self::DeleteFiles => &["remove", "erase", "plaintext"],
            Self::OpenProvider => &["website", "dashboard", "console", "browser", "manage"],
            Self::AssignOwner => &["responsible", "reassign", "give", "person", "team"],
            Self::Snooze => &["postpone", "ignore", "mute", "dismiss", "later"],
            Self::Unsnooze => &["unsnooze", "unmute", "wake", "again"],
            Self::Disable => &["deactivate", "archive", "retire", "block", "off"],
            Self::Enable => &["activate", "reactivate", "unarchive"],
            Self::Delete => &["remove", "erase", "destroy", "trash"],
            Self::NewKey => &["add", "create", "secret", "token", "password", "credential"],
            Self::UndoImport => &["revert", "rollback", "remove"],
            Self::Import => &["load", "paste", "dotenv", "migrate"],
            Self::Export => &["dotenv", "write", "download"],
            Self::Compare => &["differences", "drift", "matrix", "missing"],
            Self::ShowKeys => &["secrets", "home", "everything"],
            Self::ShowReview => &[
                "stale", "unused", "expired", "expiring", "warnings", "problems", "issues", "audit", "health", "weak",
                "reused",
            ],
            Self::SelectRow => &["tick", "mark", "check"],
            Self::SelectAll => &["tick", "mark", "everything"],
            Self::Report => &["spreadsheet", "csv", "html", "markdown", "print"],
            Self::FoldCharts => &["graphs", "collapse", "expand", "hide"],
            Self::ChartTables => &["graphs", "numbers", "figures"],
            Self::ShowActivity => &["history", "log", "audit", "record", "events"],
            Self::ExportActivity => &["history", "log", "audit", "csv"],
            Self::ShowSettings => &["preferences", "options", "configuration", "setup"],
            Self::ChangePassphrase => &["password", "master"],
            Self::MoveToSealed => &["storage", "store", "encrypted", "encryption", "file"],
            Self::MoveToKeychain => &["storage", "store", "keyring", "wallet", "system"],
            Self::SomeoneLeaves => {
                &["leaving", "leaver", "left", "offboarding", "handover", "resigns", "quits", "departure", "colleague"]
            }
            Self::NobodysKeys => &["unowned", "orphaned", "orphans", "nobody", "unassigned", "ownerless"],
            Self::ChooseProject => &["switch", "open", "workspace"],
            Self::NewProject => &["add", "create", "workspace"],
            Self::EditProject => &["rename", "folders", "environments", "protect", "workspace"],
            Self::PreviousEnvironment => &["stage", "back", "switch"],
            Self::NextEnvironment => &["stage", "switch"],
            Self::NextPane => &["focus", "panel"],
            Self::ClearClipboard => &["empty", "wipe", "forget"],
            Self::Lock => &["logout", "signout", "secure", "passphrase"],
            Self::LeaveSample => &["demo", "exit", "own"],
            Self::LightTheme => &["mode", "appearance", "bright", "white", "colors", "colours"],
            Self::DarkTheme => &["mode", "appearance", "night", "black", "colors", "colours"],
            Self::SystemTheme => &["mode", "appearance", "automatic", "colors", "colours"],
            Self::SystemMotion | Self::FullMotion | Self::NoMotion => &["animations", "effects"],
            Self::StrongOutlines | Self::NormalOutlines => &["contrast", "borders", "edges"],
            Self::ZoomIn => &["larger", "bigger", "magnify", "font", "text", "size", "scale"],
            Self::ZoomOut => &["smaller", "font", "text", "size", "scale"],
            Self::ZoomReset => &["normal", "reset", "font", "text", "size", "scale"],
            Self::AllKeys => &["hotkeys", "help", "bindings", "cheatsheet"],
            Self::Quit => &["exit", "close"],
        }
    }

    /// Whether a typed word is the beginning of one of its other words. Two letters begin too many of them to mean one.
    pub fn is_called(self, typed: &str) -> bool {
        let typed = typed.to_lowercase();
        self.words().iter().any(|word| *word == typed || (typed.len() > 2 && word.starts_with(&typed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_words_are_single_and_plain_and_none_that_the_title_has() {
        for command in Command::ALL {
            let title = command.title().to_lowercase();
            for (at, word) in command.words().iter().enumerate() {
                assert!(word.bytes().all(|byte| byte.is_ascii_lowercase()), "{command:?}: {word}");
                assert!(!title.split(' ').any(|part| part.starts_with(word)), "{command:?}: {word}");
                let again = |other: &&str| word.starts_with(*other) || other.starts_with(word);
                assert!(!command.words()[at + 1..].iter().any(again), "{command:?}: {word} twice");
            }
        }
    }

    #[test]
    fn a_beginning_of_three_letters_is_enough() {
        assert!(Command::SomeoneLeaves.is_called("Offboard") && Command::Edit.is_called("ren"));
        assert!(!Command::Edit.is_called("re") && Command::Disable.is_called("off"));
        assert!(!Command::Edit.is_called("renamed"));
    }
}
