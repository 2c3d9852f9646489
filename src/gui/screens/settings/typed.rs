//! What is being typed into fields of the screen: saved once it rests or is left, and only where it can be taken.

use std::collections::BTreeMap;

/// So long nothing is typed before it is saved, in seconds.
const REST_SECS: f64 = 0.6;

#[derive(Debug, Clone, PartialEq)]
struct One {
    text: String,
    /// When it was typed, in the frame's seconds.
    since: f64,
    /// What was asked to be saved, and is not answered yet.
    sent: Option<String>,
}

impl One {
    /// Nothing was typed since it was asked for.
    fn waits(&self) -> bool {
        self.sent.as_ref() == Some(&self.text)
    }
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
        let sent = self.0.remove(setting).and_then(|one| one.sent);
        self.0.insert(setting, One { text, since: now, sent });
    }

    /// What is to be saved of a field: what was typed and rested, or was left, unless that is what is saved already or
    /// can't be taken. It stands there until that is answered: what is stepped meanwhile goes on from it. A field that was
    /// left with anything else says what is in force again.
    pub fn save_now(
        &mut self,
        setting: &'static str,
        saved: &str,
        left: bool,
        now: f64,
        fits: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let one = self.0.get_mut(setting).filter(|one| !one.waits())?;
        if !left && now - one.since < REST_SECS {
            return None;
        }
        let text = one.text.trim().to_owned();
        if text != one.sent.as_deref().unwrap_or(saved) && fits(&text) {
            (one.text, one.sent) = (text.clone(), Some(text.clone()));
            return Some(text);
        }
        if left {
            self.give_up(|own| own == setting);
        }
        None
    }

    /// What was typed into such a field is given up: it says what is in force again; false where nothing was.
    pub fn give_up(&mut self, is_it: impl Fn(&'static str) -> bool) -> bool {
        let mut gave_up = false;
        self.0.retain(|setting, one| {
            let goes = is_it(setting) && !one.waits();
            gave_up |= goes;
            if goes && let Some(sent) = &one.sent {
                one.text.clone_from(sent);
            }
            !goes || one.sent.is_some()
        });
        gave_up
    }

    /// What was asked for is saved, or was refused: what is in force says which.
    pub fn answered(&mut self) {
        self.0.retain(|_, one| !one.waits());
        self.0.values_mut().for_each(|one| one.sent = None);
    }

    /// In how many seconds something rests long enough; none where nothing is typed.
    pub fn next(&self, now: f64) -> Option<f64> {
        let typed = self.0.values().filter(|one| !one.waits());
        typed.map(|one| one.since + REST_SECS - now).filter(|wait| *wait > 0.0).min_by(f64::total_cmp)
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
        typed.answered();
        assert_eq!(typed.text("warn-days", "2"), "2");
        typed.changed("warn-days", "x".to_owned(), 3.0);
        assert_eq!(typed.save_now("warn-days", "2", false, 9.0, fits), None);
        assert_eq!(typed.text("warn-days", "2"), "x", "it stays in the field, with what is wrong under it");
        assert_eq!(typed.save_now("warn-days", "2", true, 9.0, fits), None);
        assert_eq!(typed.text("warn-days", "2"), "2", "the old one stays in force");
        typed.changed("warn-days", " 2 ".to_owned(), 10.0);
        assert_eq!(typed.save_now("warn-days", "2", true, 10.0, fits), None, "nothing changed");
    }

    #[test]
    fn what_was_sent_stands_until_it_is_answered() {
        let mut typed = Typed::default();
        let fits = |text: &str| text.parse::<u32>().is_ok();
        let save = |typed: &mut Typed, text: &str, left: bool| {
            typed.changed("warn-days", text.to_owned(), 1.0);
            typed.save_now("warn-days", "14", left, if left { 1.0 } else { 9.0 }, fits)
        };
        assert_eq!(save(&mut typed, "15", false).as_deref(), Some("15"));
        assert_eq!((typed.text("warn-days", "14").as_str(), typed.next(1.0)), ("15", None));
        // Back to what is still in force here, but is about to go.
        assert_eq!(save(&mut typed, "14", true).as_deref(), Some("14"));
        assert_eq!(save(&mut typed, "x", true), None);
        assert_eq!(typed.text("warn-days", "14"), "14");
        assert!(!typed.give_up(|_| true));
        typed.answered();
        assert_eq!(typed.text("warn-days", "16"), "16", "what is in force");
        // What is typed while something is on its way stays.
        assert_eq!(save(&mut typed, "17", false).as_deref(), Some("17"));
        typed.changed("warn-days", "18".to_owned(), 2.0);
        typed.answered();
        assert_eq!(typed.text("warn-days", "17"), "18");
    }
}
