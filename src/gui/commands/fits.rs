//! When a command has a meaning: the palette and menus offer no other, and its keys do nothing then.

use super::{About, Command};
use crate::detect;
use crate::gui::route::Section;
use crate::jobs::{Failure, Remedy, Snapshot, StoreKind, VaultState};
use crate::model::{Finding, Key, Motion, Outlines, Rule, Settings, Theme, ZOOM};
use crate::review::counted;

impl Command {
    /// Whether it can be asked for now; `key` is the selected one.
    pub fn fits(self, snapshot: &Snapshot, key: Option<&Key>) -> bool {
        match (self.about(), key) {
            (About::Key, None) => false,
            (About::Key, Some(key)) => match self.wants_finding(snapshot) {
                Some(is_it) => findings_of(snapshot, key).iter().any(is_it),
                None => self.fits_key(key),
            },
            (About::Window, _) => match self {
                Self::LeaveSample => snapshot.sample,
                // A keychain that is locked is unlocked first; one that is gone may be left for good.
                Self::MoveToSealed => snapshot.store == StoreKind::Keychain && !is_busy(snapshot),
                Self::ChangePassphrase | Self::MoveToKeychain => {
                    snapshot.store == StoreKind::Sealed && !is_busy(snapshot)
                }
                Self::SystemMotion => snapshot.settings.motion != Motion::System,
                Self::FullMotion => snapshot.settings.motion != Motion::On,
                Self::NoMotion => snapshot.settings.motion != Motion::Off,
                Self::SystemTheme => snapshot.settings.theme != Theme::System,
                Self::LightTheme => snapshot.settings.theme != Theme::Light,
                Self::DarkTheme => snapshot.settings.theme != Theme::Dark,
                Self::ZoomIn => snapshot.settings.zoom_percent < *ZOOM.end(),
                Self::ZoomOut => snapshot.settings.zoom_percent > *ZOOM.start(),
                Self::ZoomReset => snapshot.settings.zoom_percent != 100,
                Self::StrongOutlines => snapshot.settings.outlines != Outlines::Strong,
                Self::NormalOutlines => snapshot.settings.outlines != Outlines::Normal,
                _ => true,
            },
        }
    }

    /// The same for a command about a key, by the key's place in the snapshot: over many keys none is looked for.
    pub fn fits_at(self, snapshot: &Snapshot, at: usize) -> bool {
        match self.wants_finding(snapshot) {
            Some(is_it) => snapshot.findings.get(at).is_some_and(|findings| findings.iter().any(is_it)),
            None => snapshot.keys.get(at).is_some_and(|key| self.fits_key(key)),
        }
    }

    /// What a warning has to be that it is about; none where it is about none.
    fn wants_finding(self, snapshot: &Snapshot) -> Option<impl Fn(&Finding) -> bool> {
        let today = snapshot.today;
        matches!(self, Self::DeleteFiles | Self::Snooze | Self::Unsnooze).then_some(move |finding: &Finding| match self
        {
            Self::DeleteFiles => finding.rule == Rule::PlainFile,
            Self::Snooze => counted(finding, today),
            _ => !counted(finding, today),
        })
    }

    fn fits_key(self, key: &Key) -> bool {
        let disabled = key.state.is_disabled();
        let kept = key.older.first();
        match self {
            Self::Copy | Self::CopyAssignment | Self::CopyExportLine => !disabled,
            Self::CopyKeyId => key.key_id.is_some() && !disabled,
            Self::Show | Self::SaveFile => !key.is_plain() && !disabled,
            Self::Rotate | Self::AssignOwner => !key.is_plain(),
            Self::PutBack => kept.is_some_and(|version| version.kept_until.is_some() && version.ended_at.is_none()),
            // Of a disabled key, what has ended is all of it.
            Self::MarkEnded => !disabled && waits_for_end(key),
            Self::MarkValueEnded => disabled && waits_for_end(key),
            Self::Places => kept.is_some() && !key.used_in.is_empty(),
            Self::OpenProvider => provider_page(key).is_some(),
            Self::Disable => !disabled,
            Self::Enable | Self::Delete => disabled,
            _ => true,
        }
    }

    /// Why it has no meaning for a key for which its letter was pressed, behind the key's name: what is pressed in vain is not
    /// passed over in silence.
    pub fn refusal(self, snapshot: &Snapshot, key: &Key) -> Option<&'static str> {
        Some(match self {
            _ if self.fits(snapshot, Some(key)) => return None,
            Self::Copy | Self::CopyAssignment | Self::CopyExportLine => "is disabled here. Enable it to copy it",
            Self::Rotate => "is plain and has no secret to rotate",
            Self::Show if key.is_plain() => "is plain and has no secret to show",
            Self::Show => "is disabled here. Enable it to show it",
            Self::AssignOwner => "is plain and needs no owner",
            Self::Snooze if key.is_plain() => "is plain and has no warnings",
            Self::Snooze => "has no warning to snooze",
            Self::OpenProvider => "has no provider with a page that Keyloft knows",
            Self::MarkEnded | Self::MarkValueEnded if key.is_plain() => "is plain and has no value at a provider",
            Self::MarkEnded | Self::MarkValueEnded if key.state.is_disabled() => "is noted as ended already",
            Self::MarkEnded | Self::MarkValueEnded => "has no old value left to end",
            _ => return None,
        })
    }

    /// The same for any command about a key that is named in the palette.
    pub fn why_not(self, snapshot: &Snapshot, key: &Key) -> Option<&'static str> {
        if self.fits(snapshot, Some(key)) {
            return None;
        }
        self.refusal(snapshot, key).or(match self {
            Self::CopyKeyId if key.key_id.is_none() => Some("has no key ID"),
            Self::CopyKeyId => Some("is disabled here. Enable it to copy it"),
            Self::SaveFile if key.is_plain() => Some("is plain and has no secret to save"),
            Self::SaveFile => Some("is disabled here. Enable it to save it"),
            Self::DeleteFiles => Some("stands in no file that Keyloft wrote"),
            Self::Unsnooze => Some("has no warning that is snoozed"),
            Self::PutBack if key.older.first().is_some_and(|version| version.ended_at.is_some()) => {
                Some("has an old value that no longer works at its provider")
            }
            Self::PutBack => Some("has no old value to put back"),
            Self::Places => Some("has no new value that is awaited elsewhere"),
            Self::Disable => Some("is disabled already"),
            Self::Enable => Some("is not disabled"),
            Self::Delete => Some("is in use here. Disable it first"),
            _ => None,
        })
    }

    /// The only section in which its keys act, and beyond Keys the only one in which it has a meaning; none for all.
    pub fn home(self) -> Option<Section> {
        match self {
            Self::Show | Self::Inspector => Some(Section::Keys),
            Self::SelectRow | Self::SelectAll | Self::Report | Self::FoldCharts | Self::ChartTables => {
                Some(Section::Review)
            }
            _ => None,
        }
    }

    /// Whether the palette over this section offers it: what belongs to the list of keys leads there, what belongs to
    /// another screen is of that one alone. A report is made of a person's page, too.
    pub fn is_offered_in(self, section: Section) -> bool {
        match self.home() {
            None | Some(Section::Keys) => true,
            Some(home) => home == section || (self == Self::Report && section == Section::Person),
        }
    }

    /// Whether its keys act while this section is in view.
    pub fn acts_in(self, section: Section) -> bool {
        match self {
            // Elsewhere there are none.
            Self::PreviousEnvironment | Self::NextEnvironment => matches!(section, Section::Keys | Section::Review),
            _ => self.home().is_none_or(|home| home == section),
        }
    }

    /// Whether its keys count while a menu is open: where they lead elsewhere or keep something safe, not where they would act
    /// behind it.
    pub fn acts_over_a_menu(self) -> bool {
        const BEHIND: [Command; 5] = [
            Command::SelectAll,
            Command::Undo,
            Command::PreviousEnvironment,
            Command::NextEnvironment,
            Command::NextPane,
        ];
        !self.is_character() && !BEHIND.contains(&self)
    }

    /// Whether it brings a section into view.
    pub fn shows_a_section(self) -> bool {
        matches!(self, Self::ShowKeys | Self::ShowReview | Self::ShowActivity | Self::ShowSettings)
    }

    /// Its keys as words, where they count: none of a letter that a person switched off.
    pub fn caps_in(self, settings: &Settings) -> Vec<&'static str> {
        if self.is_switched_off(settings) { Vec::new() } else { self.caps() }
    }

    /// The same in one line, for tooltips.
    pub fn keys_in(self, settings: &Settings) -> Option<String> {
        self.keys().filter(|_| !self.is_switched_off(settings))
    }

    /// Whether its keys are single letters that a person switched off.
    pub fn is_switched_off(self, settings: &Settings) -> bool {
        !settings.letter_shortcuts && self.is_letter()
    }
}

/// The warnings of a key.
fn findings_of<'a>(snapshot: &'a Snapshot, key: &Key) -> &'a [Finding] {
    let index = snapshot.keys.iter().position(|one| one.uid == key.uid);
    index.and_then(|index| snapshot.findings.get(index)).map_or(&[], Vec::as_slice)
}

/// Whether a person could say that a value of the key has ended at its provider.
pub fn waits_for_end(key: &Key) -> bool {
    let old = key.older.iter().any(|version| version.ended_at.is_none());
    old || (key.state.is_disabled() && key.ended_at.is_none() && !key.is_plain())
}

/// Whether keys that are named beside what they do, without a command, count: a single letter may be switched off.
pub fn caps_count(caps: &[&str], settings: &Settings) -> bool {
    let is_letter =
        matches!(caps, [cap] if cap.len() == 1 && cap.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    settings.letter_shortcuts || !is_letter
}

/// The secrets move already, or their keychain is locked.
fn is_busy(snapshot: &Snapshot) -> bool {
    let locked = |failure: &Failure| failure.remedy == Some(Remedy::Unlock);
    snapshot.moving.is_some() || matches!(&snapshot.state, VaultState::KeychainTrouble(failure) if locked(failure))
}

/// The page where a key of this provider is made and ended, as an https address.
pub fn provider_page(key: &Key) -> Option<&'static str> {
    key.provider.as_deref().and_then(detect::find).and_then(|provider| provider.rotate_page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;

    #[test]
    fn letters_that_are_switched_off_are_named_nowhere() {
        let mut settings = Settings::default();
        assert_eq!(Command::Rotate.caps_in(&settings), ["R"]);
        assert!(caps_count(&["N"], &settings));
        settings.letter_shortcuts = false;
        assert!(Command::Rotate.caps_in(&settings).is_empty() && Command::Rotate.keys_in(&settings).is_none());
        assert_eq!(Command::Filter.caps_in(&settings), ["/"]);
        assert_eq!(Command::Export.keys_in(&settings).as_deref(), Some("Ctrl E"));
        assert!(!caps_count(&["N"], &settings));
        assert!(
            caps_count(&["←"], &settings) && caps_count(&["Enter"], &settings) && caps_count(&["Ctrl", "A"], &settings)
        );
    }

    #[test]
    fn a_disabled_key_can_be_enabled_and_deleted_but_not_copied() {
        let snapshot = sample::snapshot();
        let key = |name: &str| snapshot.keys.iter().find(|key| key.name() == name);
        let disabled = key("LEGACY_PAYPAL_SECRET");
        let active = key("STRIPE_SECRET_KEY");
        for (command, on_disabled, on_active) in [
            (Command::Copy, false, true),
            (Command::Show, false, true),
            (Command::SaveFile, false, true),
            (Command::Disable, false, true),
            (Command::Enable, true, false),
            (Command::Delete, true, false),
            (Command::Edit, true, true),
        ] {
            assert_eq!(command.fits(&snapshot, disabled), on_disabled, "{command:?}");
            assert_eq!(command.fits(&snapshot, active), on_active, "{command:?}");
            assert!(!command.fits(&snapshot, None), "{command:?}");
        }
    }

    #[test]
    fn what_a_letter_can_not_do_is_said() {
        let snapshot = sample::snapshot();
        let plain = snapshot.keys.iter().find(|key| key.is_plain()).unwrap();
        let disabled = snapshot.keys.iter().find(|key| key.state.is_disabled()).unwrap();
        for command in Command::ALL.into_iter().filter(|command| command.is_about_a_key() && command.is_letter()) {
            for key in [plain, disabled] {
                // One of the two that share a letter always fits.
                let said =
                    command.refusal(&snapshot, key).is_some() || matches!(command, Command::Disable | Command::Enable);
                assert!(said || command.fits(&snapshot, Some(key)), "{command:?} of {}", key.name());
            }
        }
        assert!(
            Command::Copy.refusal(&snapshot, disabled).is_some() && Command::Copy.refusal(&snapshot, plain).is_none()
        );
        let at = snapshot.findings.iter().position(|findings| !findings.is_empty()).unwrap();
        let snooze = |snapshot: &Snapshot| Command::Snooze.refusal(snapshot, &snapshot.keys[at]);
        assert_eq!(snooze(&snapshot), None);
        let mut quiet = snapshot.clone();
        quiet.findings[at].clear();
        assert_eq!(snooze(&quiet), Some("has no warning to snooze"));
    }

    #[test]
    fn a_plain_key_has_no_secret_to_show_or_rotate() {
        let snapshot = sample::snapshot();
        let plain = snapshot.keys.iter().find(|key| key.is_plain());
        assert!(!Command::Show.fits(&snapshot, plain) && !Command::Rotate.fits(&snapshot, plain));
        assert!(Command::Copy.fits(&snapshot, plain));
    }
}
