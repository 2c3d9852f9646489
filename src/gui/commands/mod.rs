//! Every wish that needs no more words: its title, what else it is called, its icon, its keys, and when it has a meaning. The palette, menus,
//! shortcuts, tooltips and the list of keys all come from here.

mod fits;
mod keys;
mod words;

use super::theme::Icon;
use crate::model::Key;

pub use fits::{caps_count, provider_page, waits_for_end};
pub use keys::{COMMAND_CAP, SCOPE_CAP, SCOPE_KEY};

/// A wish without a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Find a key or a command, from anywhere.
    Search,
    /// Put the keyboard into the filter.
    Filter,
    /// Copy the selected key.
    Copy,
    /// Copy the selected key's key id.
    CopyKeyId,
    /// Copy it as `NAME=value`.
    CopyAssignment,
    /// Copy it as a line for a shell.
    CopyExportLine,
    /// Copy its reference.
    CopyReference,
    /// Show the selected key's secret, or hide it.
    Show,
    /// Open or close the inspector.
    Inspector,
    /// Save a new value for the selected key.
    Rotate,
    /// Put the version before back.
    PutBack,
    /// The version before no longer works at its provider.
    MarkEnded,
    /// A disabled key's value no longer works at its provider.
    MarkValueEnded,
    /// The places outside that have the new value already.
    Places,
    /// Change the selected key's facts.
    Edit,
    /// Make a second key like it.
    Duplicate,
    /// Move it to another project or environment.
    Move,
    /// Save its secret as a file.
    SaveFile,
    /// Delete the files with its value that Keyloft wrote and nobody changed.
    DeleteFiles,
    /// Open its provider's page for keys.
    OpenProvider,
    /// Give it to an owner.
    AssignOwner,
    /// Put its warnings off.
    Snooze,
    /// Let those speak again that were put off.
    Unsnooze,
    /// Disable it here.
    Disable,
    /// Enable it again.
    Enable,
    /// Delete it for good.
    Delete,
    /// Make a new key.
    NewKey,
    /// Import an environment file.
    Import,
    /// Write an environment file.
    Export,
    /// The list of keys, or the variables by environments.
    Compare,
    /// Go to the keys of all projects.
    ShowKeys,
    /// Go to what needs someone.
    ShowReview,
    /// Select the warning, or leave it out again.
    SelectRow,
    /// Select every warning that is listed.
    SelectAll,
    /// Write a report of what is listed.
    Report,
    /// Fold the charts, or open them.
    FoldCharts,
    /// Show charts as tables, or as charts again.
    ChartTables,
    /// Go to what was done.
    ShowActivity,
    /// Write the activity in view into a file.
    ExportActivity,
    /// Go to the settings.
    ShowSettings,
    /// Another passphrase for the sealed vault.
    ChangePassphrase,
    /// Move every secret to the sealed vault.
    MoveToSealed,
    /// Move every secret to the keychain.
    MoveToKeychain,
    /// Say that someone leaves, and look at what they own.
    SomeoneLeaves,
    /// Look at the keys that nobody owns.
    NobodysKeys,
    /// Choose a project.
    ChooseProject,
    /// Make a new project.
    NewProject,
    /// Change the project in view: its environments, its folders.
    EditProject,
    /// Look at the environment before.
    PreviousEnvironment,
    /// Look at the next environment.
    NextEnvironment,
    /// Move the keyboard to the next pane.
    NextPane,
    /// Clear the clipboard now.
    ClearClipboard,
    /// Lock the vault.
    Lock,
    /// Leave the sample, for one's own keys.
    LeaveSample,
    /// The light theme.
    LightTheme,
    /// The dark theme.
    DarkTheme,
    /// The system's theme.
    SystemTheme,
    /// Motion as the system says.
    SystemMotion,
    /// Fades and rises are shown.
    FullMotion,
    /// Nothing moves.
    NoMotion,
    /// Edges that are easier to see.
    StrongOutlines,
    /// The usual edges.
    NormalOutlines,
    /// Everything larger.
    ZoomIn,
    /// Everything smaller.
    ZoomOut,
    /// Everything in its own size.
    ZoomReset,
    /// Take back what was just done, while that is offered.
    Undo,
    /// Take an import back.
    UndoImport,
    /// Show all keys of the keyboard.
    AllKeys,
    /// Close the window.
    Quit,
}

/// What a command is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The selected key.
    Key,
    /// The vault, the list or the window.
    Window,
}

impl Command {
    /// All of them, in the order the list of keys shows.
    pub const ALL: [Self; 69] = [
        Self::Search,
        Self::Filter,
        Self::Copy,
        Self::CopyKeyId,
        Self::CopyAssignment,
        Self::CopyExportLine,
        Self::CopyReference,
        Self::Show,
        Self::Inspector,
        Self::Rotate,
        Self::PutBack,
        Self::MarkEnded,
        Self::MarkValueEnded,
        Self::Places,
        Self::Edit,
        Self::Duplicate,
        Self::Move,
        Self::SaveFile,
        Self::DeleteFiles,
        Self::OpenProvider,
        Self::AssignOwner,
        Self::Snooze,
        Self::Unsnooze,
        Self::Disable,
        Self::Enable,
        Self::Delete,
        Self::NewKey,
        Self::Import,
        Self::UndoImport,
        Self::Export,
        Self::Compare,
        Self::ShowKeys,
        Self::ShowReview,
        Self::SelectRow,
        Self::SelectAll,
        Self::Report,
        Self::FoldCharts,
        Self::ChartTables,
        Self::ShowActivity,
        Self::ExportActivity,
        Self::ShowSettings,
        Self::ChangePassphrase,
        Self::MoveToSealed,
        Self::MoveToKeychain,
        Self::SomeoneLeaves,
        Self::NobodysKeys,
        Self::ChooseProject,
        Self::NewProject,
        Self::EditProject,
        Self::PreviousEnvironment,
        Self::NextEnvironment,
        Self::NextPane,
        Self::ClearClipboard,
        Self::Undo,
        Self::Lock,
        Self::LeaveSample,
        Self::LightTheme,
        Self::DarkTheme,
        Self::SystemTheme,
        Self::SystemMotion,
        Self::FullMotion,
        Self::NoMotion,
        Self::StrongOutlines,
        Self::NormalOutlines,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::AllKeys,
        Self::Quit,
    ];

    /// Its name on screen; "…" where more is asked before anything happens.
    pub fn title(self) -> &'static str {
        match self {
            Self::Search => "Search",
            Self::Filter => "Filter the list",
            Self::Copy => "Copy",
            Self::CopyKeyId => "Copy key ID",
            Self::CopyAssignment => "Copy as NAME=value",
            Self::CopyExportLine => "Copy as export line",
            Self::CopyReference => "Copy reference",
            Self::Show => "Show secret",
            Self::Inspector => "Details",
            Self::Rotate => "Rotate…",
            Self::PutBack => "Put the old value back",
            Self::MarkEnded => "The old value has ended at its provider",
            Self::MarkValueEnded => "It has ended at its provider",
            Self::Places => "Places with the new value…",
            Self::Edit => "Edit…",
            Self::Duplicate => "Duplicate to…",
            Self::Move => "Move to…",
            Self::SaveFile => "Save as file…",
            Self::DeleteFiles => "Delete written files…",
            Self::OpenProvider => "Open provider",
            Self::AssignOwner => "Assign owner…",
            Self::Snooze => "Snooze…",
            Self::Unsnooze => "Un-snooze",
            Self::Disable => "Disable",
            Self::Enable => "Enable",
            Self::Delete => "Delete…",
            Self::NewKey => "New key",
            Self::Import => "Import…",
            Self::UndoImport => "Undo import…",
            Self::Export => "Export…",
            Self::Compare => "Compare environments, or list keys",
            Self::ShowKeys => "Keys",
            Self::ShowReview => "Review",
            Self::SelectRow => "Select",
            Self::SelectAll => "Select all",
            Self::Report => "Report…",
            Self::FoldCharts => "Fold or open the charts",
            Self::ChartTables => "Show charts as tables, or as charts",
            Self::ShowActivity => "Activity",
            Self::ExportActivity => "Export activity…",
            Self::ShowSettings => "Settings",
            Self::ChangePassphrase => "Change passphrase…",
            Self::MoveToSealed => "Use a passphrase instead…",
            Self::MoveToKeychain => "Move to keychain…",
            Self::SomeoneLeaves => "Someone leaves…",
            Self::NobodysKeys => "Keys without an owner",
            Self::ChooseProject => "Choose a project",
            Self::NewProject => "New project…",
            Self::EditProject => "Edit project…",
            Self::PreviousEnvironment => "Previous environment",
            Self::NextEnvironment => "Next environment",
            Self::NextPane => "Next pane",
            Self::ClearClipboard => "Clear the clipboard",
            Self::Lock => "Lock",
            Self::LeaveSample => "Leave the sample",
            Self::LightTheme => "Light theme",
            Self::DarkTheme => "Dark theme",
            Self::SystemTheme => "System theme",
            Self::SystemMotion => "Follow the system's motion",
            Self::FullMotion => "Turn motion on",
            Self::NoMotion => "Turn motion off",
            Self::StrongOutlines => "Stronger outlines",
            Self::NormalOutlines => "Normal outlines",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomReset => "Zoom to 100%",
            Self::Undo => "Undo what was just done",
            Self::AllKeys => "Keyboard shortcuts",
            Self::Quit => "Quit",
        }
    }

    /// Its name where it is about this key: which of its values one speaks of turns with what is in use.
    pub fn title_for(self, key: &Key) -> &'static str {
        match self {
            Self::PutBack if key.is_put_back() => "Put the newer value back",
            Self::MarkEnded if key.is_put_back() => "The newer value has ended at its provider",
            _ => self.title(),
        }
    }

    /// What stands before its title in menus and in the palette.
    pub fn icon(self) -> Icon {
        match self {
            Self::Search => Icon::MagnifyingGlass,
            Self::Filter => Icon::Funnel,
            Self::Copy | Self::CopyKeyId | Self::CopyAssignment | Self::CopyReference => Icon::Copy,
            Self::CopyExportLine => Icon::TerminalWindow,
            Self::Show => Icon::Eye,
            Self::Inspector => Icon::Info,
            Self::Rotate => Icon::ArrowsClockwise,
            Self::PutBack | Self::Undo | Self::UndoImport => Icon::ArrowUUpLeft,
            Self::MarkEnded | Self::MarkValueEnded | Self::Enable | Self::Places => Icon::CheckCircle,
            Self::Edit | Self::EditProject => Icon::PencilSimple,
            Self::Duplicate => Icon::ColumnsPlusRight,
            Self::Move | Self::ChooseProject => Icon::FolderSimple,
            Self::SaveFile => Icon::FloppyDisk,
            Self::OpenProvider => Icon::ArrowSquareOut,
            Self::AssignOwner => Icon::UserPlus,
            Self::Snooze => Icon::BellSlash,
            Self::Unsnooze => Icon::Bell,
            Self::Disable => Icon::Prohibit,
            Self::Delete | Self::DeleteFiles => Icon::Trash,
            Self::NewKey | Self::NewProject => Icon::Plus,
            Self::Import => Icon::DownloadSimple,
            Self::Export => Icon::Export,
            Self::Compare => Icon::Columns,
            Self::ShowKeys | Self::ChangePassphrase => Icon::Key,
            Self::MoveToSealed | Self::MoveToKeychain => Icon::Vault,
            Self::ShowReview | Self::FoldCharts => Icon::ChartBarHorizontal,
            Self::SelectRow | Self::SelectAll => Icon::Check,
            Self::Report => Icon::FileArrowDown,
            Self::ShowActivity => Icon::ClockCounterClockwise,
            Self::ExportActivity => Icon::FileArrowDown,
            Self::ShowSettings => Icon::GearSix,
            Self::PreviousEnvironment => Icon::ArrowLeft,
            Self::NextEnvironment | Self::NextPane => Icon::ArrowRight,
            Self::ClearClipboard => Icon::Clipboard,
            Self::Lock => Icon::Lock,
            Self::LeaveSample | Self::SomeoneLeaves => Icon::SignOut,
            Self::NobodysKeys => Icon::UserCircleDashed,
            Self::LightTheme => Icon::Sun,
            Self::DarkTheme => Icon::Moon,
            Self::SystemTheme => Icon::CircleHalf,
            Self::SystemMotion | Self::FullMotion | Self::NoMotion => Icon::CircleNotch,
            Self::StrongOutlines | Self::NormalOutlines | Self::ChartTables => Icon::Rows,
            Self::ZoomIn => Icon::MagnifyingGlassPlus,
            Self::ZoomOut => Icon::MagnifyingGlassMinus,
            Self::ZoomReset => Icon::TextAa,
            Self::AllKeys => Icon::Keyboard,
            Self::Quit => Icon::X,
        }
    }

    /// Whether it acts on the selected key.
    pub fn is_about_a_key(self) -> bool {
        self.about() == About::Key
    }

    fn about(self) -> About {
        match self {
            Self::Copy
            | Self::CopyKeyId
            | Self::CopyAssignment
            | Self::CopyExportLine
            | Self::CopyReference
            | Self::Show
            | Self::Rotate
            | Self::PutBack
            | Self::MarkEnded
            | Self::MarkValueEnded
            | Self::Places
            | Self::Edit
            | Self::Duplicate
            | Self::Move
            | Self::SaveFile
            | Self::DeleteFiles
            | Self::OpenProvider
            | Self::AssignOwner
            | Self::Snooze
            | Self::Unsnooze
            | Self::Disable
            | Self::Enable
            | Self::Delete => About::Key,
            _ => About::Window,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_the_list_once_under_a_title_of_its_own() {
        for (index, one) in Command::ALL.into_iter().enumerate() {
            for other in &Command::ALL[index + 1..] {
                assert!(one != *other && one.title() != other.title(), "{one:?} and {other:?}");
            }
        }
    }

    #[test]
    fn per_cent_follows_its_number_without_a_space() {
        let of_hundred: Vec<&str> = Command::ALL.iter().map(|one| one.title()).filter(|it| it.contains('%')).collect();
        assert!(!of_hundred.is_empty() && of_hundred.iter().all(|title| !title.contains(" %")), "{of_hundred:?}");
    }
}
