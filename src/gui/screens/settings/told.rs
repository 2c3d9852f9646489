//! A setting that was changed, in the words that this screen has for it.

use super::data::Control;
use super::parts;
use crate::gui::counts::counted;
use crate::gui::screens::keys::lower_first;
use crate::model::{Setting, Settings};

/// "Show a secret for: 1 min, was 20 s (weaker)", of what the record says of a setting.
pub fn change_words(name: &str, detail: &str) -> String {
    let title = Setting::find(name).map_or(name, |setting| setting.title);
    let (change, weaker) = detail.strip_suffix(WEAKER).map_or((detail, ""), |change| (change, WEAKER));
    match change.rsplit_once(WAS) {
        Some((text, was)) => format!("{title}: {}{WAS}{}{weaker}", value_words(name, text), value_words(name, was)),
        None => format!("{title}: {}{weaker}", value_words(name, change)),
    }
}

/// How the record joins a value and the one before, and what it says of one that protects less.
const WAS: &str = ", was ";
const WEAKER: &str = " (weaker)";

/// A setting's text as its control shows it within a sentence; as it is where the setting takes no such text.
fn value_words(name: &str, text: &str) -> String {
    // Each bounds the other, whatever they were then.
    let mut settings = Settings { warn_days: 1, info_days: 365, ..Settings::default() };
    if settings.set(name, text).is_err() {
        return text.to_owned();
    }
    parts::of_settings(&settings).find_map(|row| shown(row.control, name)).unwrap_or_else(|| text.to_owned())
}

/// What a control shows, if it is this setting's.
fn shown(control: Control, name: &str) -> Option<String> {
    Some(match control {
        Control::Select(choices) | Control::Segments(choices) if choices.setting == name => {
            lower_first(&choices.all.into_iter().nth(choices.current)?.0)
        }
        Control::Switch { setting, on, .. } if setting == name => if on { "on" } else { "off" }.to_owned(),
        Control::Numbers(numbers) => {
            let days = numbers.iter().find(|number| number.setting == name)?.value;
            counted(days as usize, "day", "days")
        }
        Control::Name(me) if name == "me" => {
            if me.is_empty() {
                "nobody".to_owned()
            } else {
                me
            }
        }
        Control::Zoom(percent) if name == "zoom" => format!("{percent}%"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::sample;
    use crate::gui::screens::settings::data::{Beside, shown as parts_shown};

    #[test]
    fn a_change_is_told_as_the_screen_shows_it() {
        for (name, detail, words) in [
            ("reveal", "1m, was 20s (weaker)", "Show a secret for: 1 min, was 20 s (weaker)"),
            ("lock-after", "never, was 10m (weaker)", "Lock after: never, was 10 min (weaker)"),
            ("warn-days", "60, was 14", "Before a key expires, look soon: 60 days, was 14 days"),
            ("keep-old", "1d, was 7d", "Keep the old value for: 1 day, was 7 days"),
            ("activity-keep", "365d, was forever (weaker)", "Keep activity for: 1 year, was forever (weaker)"),
            ("motion", "off, was as-system", "Reduce motion: on, was as the system"),
            ("outlines", "strong, was normal", "Stronger outlines: on, was off"),
            ("lock-with-screen", "off, was on (weaker)", "Lock with the screen: off, was on (weaker)"),
            ("theme", "dark", "Theme: dark"),
            ("zoom", "125, was 100", "Zoom: 125%, was 100%"),
            ("me", "Ada, was Ben, was Cy", "You are: Ada, was Ben, was Cy"),
            ("me", ", was Ada", "You are: nobody, was Ada"),
            ("of-later", "7, was 8", "of-later: 7, was 8"),
        ] {
            assert_eq!(change_words(name, detail), words);
        }
    }

    #[test]
    fn every_setting_is_called_as_its_row_is() {
        let shown = parts_shown(&sample::snapshot(), Beside::default(), "");
        let labels: Vec<String> = shown.into_iter().flat_map(|part| part.rows).map(|row| row.label).collect();
        let defaults = Settings::default();
        for Setting { name, title, .. } in Setting::ALL {
            assert!(labels.iter().any(|label| title.starts_with(label.as_str())), "{name}: {title}");
            let text = defaults.get(name).unwrap();
            assert!(name == "me" || !value_words(name, &text).is_empty(), "{name}");
        }
    }
}
