//! Settings by name, with their ranges: one table for the window, the command line and the catalog.

use std::ops::RangeInclusive;

use super::dates::{parse_duration, parse_duration_days};
use super::taste::{Motion, Outlines, Theme};

/// How large everything may be, in percent.
pub const ZOOM: RangeInclusive<u32> = 80..=200;

/// Every setting with its value. Units are in the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Seconds until a copied secret is cleared from the clipboard.
    pub clipboard_clear_secs: u64,
    /// Seconds a secret is shown.
    pub reveal_secs: u64,
    /// Seconds of idleness until the vault locks; none for never.
    pub lock_after_secs: Option<u64>,
    /// Lock with the screen.
    pub lock_with_screen: bool,
    /// Ask before copying from protected environments.
    pub ask_before_copy: bool,
    /// Days before expiry at which it is to be looked at.
    pub warn_days: u32,
    /// Days before expiry at which it is said for info.
    pub info_days: u32,
    /// Days without a use.
    pub unused_days: u32,
    /// Rotation interval in protected environments; none for no interval.
    pub rotate_protected_days: Option<u32>,
    /// Days the version before is kept.
    pub keep_old_days: u32,
    /// Days a disabled key waits before it may be deleted.
    pub waiting_period_days: u32,
    /// One desktop notification a day.
    pub notify: bool,
    /// Light, dark or system.
    pub theme: Theme,
    /// Whether things move.
    pub motion: Motion,
    /// How well edges can be seen.
    pub outlines: Outlines,
    /// Zoom of the window in percent.
    pub zoom_percent: u32,
    /// The user's own name: default owner and "Mine".
    pub me: String,
    /// Days the record is kept; none for ever.
    pub activity_keep_days: Option<u32>,
    /// Single letters act in lists.
    pub letter_shortcuts: bool,
    /// Minimise the window after a copy (else stay).
    pub minimise_after_copy: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            clipboard_clear_secs: 30,
            reveal_secs: 20,
            lock_after_secs: Some(600),
            lock_with_screen: true,
            ask_before_copy: false,
            warn_days: 14,
            info_days: 30,
            unused_days: 90,
            rotate_protected_days: Some(90),
            keep_old_days: 7,
            waiting_period_days: 14,
            notify: true,
            theme: Theme::System,
            motion: Motion::System,
            outlines: Outlines::Normal,
            zoom_percent: 100,
            me: String::new(),
            activity_keep_days: None,
            letter_shortcuts: true,
            minimise_after_copy: false,
        }
    }
}

/// Why a setting can't be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No such setting.
    #[error("there is no setting {0}. `keyloft settings` lists them")]
    Unknown(String),
    /// The value is outside what the setting takes.
    #[error("{name} can't be {given:?}. Write {takes}")]
    Value {
        /// The setting.
        name: &'static str,
        /// What it takes, in words.
        takes: &'static str,
        /// What was given.
        given: String,
    },
}

/// One setting's name and what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name on the command line and in the catalog.
    pub name: &'static str,
    /// What the window calls it.
    pub title: &'static str,
    /// What it takes, in words.
    pub takes: &'static str,
}

const fn setting(name: &'static str, title: &'static str, takes: &'static str) -> Setting {
    Setting { name, title, takes }
}

/// What the settings that are a number of days take.
const DAYS: [(&str, RangeInclusive<u32>); 5] = [
    ("warn-days", 1..=364),
    ("info-days", 2..=365),
    ("unused-days", 1..=3650),
    ("keep-old", 0..=365),
    ("waiting-period", 0..=365),
];

impl Setting {
    /// How many days the setting of that name takes, before one bounds another; none where it is no number of days.
    pub fn days(name: &str) -> Option<RangeInclusive<u32>> {
        DAYS.into_iter().find(|(own, _)| *own == name).map(|(_, range)| range)
    }

    /// All settings, in PRODUCT.md's order.
    pub const ALL: [Self; 20] = [
        setting("clipboard-clear", "Clear the clipboard after", "1s to 10m"),
        setting("reveal", "Show a secret for", "1s to 5m"),
        setting("lock-after", "Lock after", "30s to 24h, or never"),
        setting("lock-with-screen", "Lock with the screen", "on or off"),
        setting("ask-before-copy", "Ask before copying from protected environments", "on or off"),
        setting("warn-days", "Before a key expires, look soon", "1 to 364 days, fewer than info-days"),
        setting("info-days", "Before a key expires, for info", "2 to 365 days, more than warn-days"),
        setting("unused-days", "When a key was not used here for", "1 to 3650 days"),
        setting("rotate-protected", "Rotate keys in protected environments every", "1d to 3650d, or never"),
        setting("keep-old", "Keep the old value for", "0d to 365d"),
        setting("waiting-period", "Waiting period", "0d to 365d"),
        setting("notify", "Notifications", "on or off"),
        setting("theme", "Theme", "system, light or dark"),
        setting("zoom", "Zoom", "80 to 200"),
        setting("me", "You are", "a name of up to 64 characters"),
        setting("activity-keep", "Keep activity for", "30d to 3650d, or forever"),
        setting("letter-shortcuts", "Single-letter shortcuts", "on or off"),
        setting("after-copy", "After copying", "stay or minimise"),
        setting("motion", "Reduce motion", "as-system, on or off"),
        setting("outlines", "Stronger outlines", "normal or strong"),
    ];

    /// The setting of that name.
    pub fn find(name: &str) -> Result<Self, SettingError> {
        Self::ALL.into_iter().find(|s| s.name == name).ok_or_else(|| SettingError::Unknown(name.to_owned()))
    }
}

fn on_off(text: &str) -> Option<bool> {
    match text {
        "on" | "true" | "yes" => Some(true),
        "off" | "false" | "no" => Some(false),
        _ => None,
    }
}

fn show_on_off(value: bool) -> String {
    if value { "on".into() } else { "off".into() }
}

fn show_secs(secs: u64) -> String {
    match secs {
        s if s % 3_600 == 0 && s > 0 => format!("{}h", s / 3_600),
        s if s % 60 == 0 && s > 0 => format!("{}m", s / 60),
        s => format!("{s}s"),
    }
}

fn number_in(text: &str, range: RangeInclusive<u32>) -> Option<u32> {
    let digits = text.strip_suffix('d').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|n| range.contains(n))
}

fn secs_in(text: &str, range: RangeInclusive<u64>) -> Option<u64> {
    parse_duration(text).filter(|secs| range.contains(secs))
}

fn days_or(text: &str, none: &str, range: RangeInclusive<u32>) -> Option<Option<u32>> {
    if text == none {
        return Some(None);
    }
    parse_duration_days(text).or_else(|| number_in(text, range.clone())).filter(|d| range.contains(d)).map(Some)
}

impl Settings {
    /// Whether a secret is in reach for longer than with other settings, or with fewer questions, or less is told of it.
    pub fn protects_less_than(&self, other: &Self) -> bool {
        // "Never" is the longest.
        let longer = |own: Option<u64>, other: Option<u64>| own.unwrap_or(u64::MAX) > other.unwrap_or(u64::MAX);
        let shorter = |own: Option<u32>, other: Option<u32>| own.unwrap_or(u32::MAX) < other.unwrap_or(u32::MAX);
        self.clipboard_clear_secs > other.clipboard_clear_secs
            || self.reveal_secs > other.reveal_secs
            || longer(self.lock_after_secs, other.lock_after_secs)
            || (!self.lock_with_screen && other.lock_with_screen)
            || (!self.ask_before_copy && other.ask_before_copy)
            || shorter(self.activity_keep_days, other.activity_keep_days)
    }

    /// The value as text, as `keyloft settings NAME` prints it and the catalog keeps it.
    pub fn get(&self, name: &str) -> Result<String, SettingError> {
        let setting = Setting::find(name)?;
        Ok(match setting.name {
            "clipboard-clear" => show_secs(self.clipboard_clear_secs),
            "reveal" => show_secs(self.reveal_secs),
            "lock-after" => self.lock_after_secs.map_or_else(|| "never".into(), show_secs),
            "lock-with-screen" => show_on_off(self.lock_with_screen),
            "ask-before-copy" => show_on_off(self.ask_before_copy),
            "warn-days" => self.warn_days.to_string(),
            "info-days" => self.info_days.to_string(),
            "unused-days" => self.unused_days.to_string(),
            "rotate-protected" => self.rotate_protected_days.map_or_else(|| "never".into(), |d| format!("{d}d")),
            "keep-old" => format!("{}d", self.keep_old_days),
            "waiting-period" => format!("{}d", self.waiting_period_days),
            "notify" => show_on_off(self.notify),
            "theme" => self.theme.word().into(),
            "motion" => self.motion.word().into(),
            "outlines" => self.outlines.word().into(),
            "zoom" => self.zoom_percent.to_string(),
            "me" => self.me.clone(),
            "activity-keep" => self.activity_keep_days.map_or_else(|| "forever".into(), |d| format!("{d}d")),
            "letter-shortcuts" => show_on_off(self.letter_shortcuts),
            "after-copy" => if self.minimise_after_copy { "minimise" } else { "stay" }.into(),
            other => unreachable!("{other} is in Setting::ALL and not read here"),
        })
    }

    /// Takes a value as text. On an error nothing is changed.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), SettingError> {
        let setting = Setting::find(name)?;
        let days = Setting::days(setting.name).and_then(|range| number_in(value, range));
        let wrong = || SettingError::Value { name: setting.name, takes: setting.takes, given: value.to_owned() };
        match setting.name {
            "clipboard-clear" => self.clipboard_clear_secs = secs_in(value, 1..=600).ok_or_else(wrong)?,
            "reveal" => self.reveal_secs = secs_in(value, 1..=300).ok_or_else(wrong)?,
            "lock-after" => {
                self.lock_after_secs =
                    if value == "never" { None } else { Some(secs_in(value, 30..=86_400).ok_or_else(wrong)?) };
            }
            "lock-with-screen" => self.lock_with_screen = on_off(value).ok_or_else(wrong)?,
            "ask-before-copy" => self.ask_before_copy = on_off(value).ok_or_else(wrong)?,
            "warn-days" => {
                let days = days.ok_or_else(wrong)?;
                self.warn_days = if days < self.info_days { days } else { return Err(wrong()) };
            }
            "info-days" => {
                let days = days.ok_or_else(wrong)?;
                self.info_days = if days > self.warn_days { days } else { return Err(wrong()) };
            }
            "unused-days" => self.unused_days = days.ok_or_else(wrong)?,
            "rotate-protected" => {
                self.rotate_protected_days = days_or(value, "never", 1..=3650).ok_or_else(wrong)?;
            }
            "keep-old" => self.keep_old_days = days.ok_or_else(wrong)?,
            "waiting-period" => self.waiting_period_days = days.ok_or_else(wrong)?,
            "notify" => self.notify = on_off(value).ok_or_else(wrong)?,
            "theme" => self.theme = Theme::of_word(value).ok_or_else(wrong)?,
            "motion" => self.motion = Motion::of_word(value).ok_or_else(wrong)?,
            "outlines" => self.outlines = Outlines::of_word(value).ok_or_else(wrong)?,
            "zoom" => self.zoom_percent = number_in(value.trim_end_matches('%'), ZOOM).ok_or_else(wrong)?,
            "me" => {
                let fits = value.chars().count() <= 64 && !value.chars().any(char::is_control);
                self.me = if fits { value.to_owned() } else { return Err(wrong()) };
            }
            "activity-keep" => self.activity_keep_days = days_or(value, "forever", 30..=3650).ok_or_else(wrong)?,
            "letter-shortcuts" => self.letter_shortcuts = on_off(value).ok_or_else(wrong)?,
            "after-copy" => {
                self.minimise_after_copy = match value {
                    "stay" => false,
                    "minimise" => true,
                    _ => return Err(wrong()),
                };
            }
            other => unreachable!("{other} is in Setting::ALL and not set here"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_reads_back_what_it_printed() {
        let defaults = Settings::default();
        for setting in Setting::ALL {
            let text = defaults.get(setting.name).unwrap();
            let mut again = defaults.clone();
            again.set(setting.name, &text).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(again, defaults, "{}", setting.name);
        }
    }

    #[test]
    fn a_setting_is_weaker_where_secrets_are_in_reach_for_longer_or_unasked() {
        let with = |name: &str, value: &str| {
            let mut settings = Settings::default();
            settings.set(name, value).unwrap();
            settings
        };
        let usual = Settings::default();
        for (name, weak, strong) in [
            ("clipboard-clear", "2m", "10s"),
            ("reveal", "60s", "10s"),
            ("lock-after", "never", "1m"),
            ("activity-keep", "30d", "forever"),
        ] {
            assert!(with(name, weak).protects_less_than(&usual), "{name}");
            assert!(!with(name, strong).protects_less_than(&usual), "{name}");
        }
        assert!(with("lock-with-screen", "off").protects_less_than(&usual));
        assert!(usual.protects_less_than(&with("ask-before-copy", "on")));
        assert!(!with("theme", "dark").protects_less_than(&usual) && !usual.protects_less_than(&usual));
    }

    #[test]
    fn a_value_out_of_range_changes_nothing() {
        let mut settings = Settings::default();
        for (name, value) in [
            ("clipboard-clear", "0s"),
            ("clipboard-clear", "11m"),
            ("warn-days", "30"),
            ("info-days", "14"),
            ("zoom", "79"),
            ("theme", "blue"),
            ("motion", "fast"),
            ("outlines", "on"),
            ("lock-after", "1s"),
            ("notify", "maybe"),
        ] {
            assert!(settings.set(name, value).is_err(), "{name} {value}");
        }
        assert!(matches!(settings.set("colour", "red"), Err(SettingError::Unknown(_))));
        assert_eq!(settings, Settings::default());
    }
}
