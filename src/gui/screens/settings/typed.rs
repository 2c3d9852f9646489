//! What is being typed into fields of the screen: saved once it rests or is left, and only where it can be taken.

use std::collections::BTreeMap;

/// So long nothing is typed before it is saved, in seconds.
const REST_SECS: f64 = 0.6;

#[derive(Debug, Clone, PartialEq)]
struct One {
    text: String,
    /// When it was typed, in the frame's seconds.
    since: f64,
}

/// Texts that are not saved yet, by setting.
#[derive(Debug, Default)]
pub struct Typed(BTreeMap<&'static str, One>);

impl Typed {
    /// What stands in the field; `saved` where nothing was typed.
    pub fn text(&self, setting: &'static str, saved: &str) -> String {
        self.0.get(setting).map_or_else(|| saved.to_owned(), |one| one.text.clone())
    }

    /// It was typed.
    pub fn changed(&mut self, setting: &'static str, text: String, now: f64) {
        self.0.insert(setting, One { text, since: now });
    }

    /// What is to be saved of a field: what was typed and rested, or was left, unless that is what is saved already or
    /// can't be taken. A field that was left says what is in force again.
    pub fn save_now(
        &mut self,
        setting: &'static str,
        saved: &str,
        left: bool,
        now: f64,
        fits: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let one = self.0.get(setting)?;
        let text = one.text.trim().to_owned();
        if !left && now - one.since < REST_SECS {
            return None;
        }
        let save = (text != saved && fits(&text)).then_some(text);
        if left || save.is_some() {
            self.0.remove(setting);
        }
        save
    }

    /// What was typed into such a field is given up: it says what is in force again; false where nothing was.
    pub fn give_up(&mut self, is_it: impl Fn(&'static str) -> bool) -> bool {
        let before = self.0.len();
        self.0.retain(|setting, _| !is_it(setting));
        self.0.len() < before
    }

    /// In how many seconds something rests long enough; none where nothing is typed.
    pub fn next(&self, now: f64) -> Option<f64> {
        self.0.values().map(|one| one.since + REST_SECS - now).filter(|wait| *wait > 0.0).min_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_saved_once_it_rests_or_is_left_and_only_if_it_fits() {
        let mut typed = Typed::default();
        let fits = |text: &str| text.parse::<u32>().is_ok();
        typed.changed("warn-days", "2".to_owned(), 1.0);
        assert_eq!(typed.save_now("warn-days", "14", false, 1.1, fits), None);
        assert!(typed.next(1.1).is_some_and(|wait| wait > 0.0));
        assert_eq!(typed.save_now("warn-days", "14", false, 2.0, fits), Some("2".to_owned()));
        assert_eq!(typed.text("warn-days", "2"), "2");
        typed.changed("warn-days", "x".to_owned(), 3.0);
        assert_eq!(typed.save_now("warn-days", "2", false, 9.0, fits), None);
        assert_eq!(typed.text("warn-days", "2"), "x", "it stays in the field, with what is wrong under it");
        assert_eq!(typed.save_now("warn-days", "2", true, 9.0, fits), None);
        assert_eq!(typed.text("warn-days", "2"), "2", "the old one stays in force");
        typed.changed("warn-days", " 2 ".to_owned(), 10.0);
        assert_eq!(typed.save_now("warn-days", "2", true, 10.0, fits), None, "nothing changed");
    }
}
