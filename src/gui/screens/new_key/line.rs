//! A line `NAME=value`, or several, where a value alone was asked for: saved as it is, its name would be part of the value.

use super::form::NewKey;
use super::value::{Way, copy_of};
use crate::envfile::{self, Dialect};
use crate::gui::widgets::is_usual_name;
use crate::model::{Kind, Secret};

/// What was pasted for a value.
#[derive(Debug, Default)]
pub(super) enum Pasted {
    /// Nothing but a value, or a person said so.
    #[default]
    Value,
    /// A line, taken apart into name and value; as it was pasted, and the name that stood there.
    Apart {
        /// The line.
        whole: Secret,
        /// The name before it.
        before: String,
    },
    /// A line for another variable than the one that is named.
    Other(String),
    /// Lines for so many variables.
    Several(usize),
}

/// Name and value of a text that is one line `NAME=value`.
fn one_variable(text: &str) -> Option<(String, Secret)> {
    if text.trim().lines().nth(1).is_some() {
        return None;
    }
    let mut entries = envfile::read(text.as_bytes(), Dialect::Dotenv).ok()?.entries;
    let entry = entries.pop().filter(|entry| entries.is_empty() && is_usual_name(entry.name.as_str()))?;
    // Nothing but `=` behind a name is the end of base32 or base64.
    let is_padding = entry.value.expose().iter().all(|byte| *byte == b'=');
    (!is_padding).then(|| (entry.name.to_string(), entry.value))
}

/// How many variables a text of several lines holds; none where it is a value: a PEM key, JSON, base64.
fn several_variables(text: &str) -> Option<usize> {
    let is_variable = |(name, _): (&str, &str)| is_usual_name(name.trim());
    let begins = |line: &str| line.strip_prefix("export ").unwrap_or(line).split_once('=').is_some_and(is_variable);
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    if !begins(first) {
        return None;
    }
    let entries = envfile::read(text.as_bytes(), Dialect::Dotenv).ok()?.entries;
    let are_usual = entries.iter().all(|entry| is_usual_name(entry.name.as_str()));
    (entries.len() > 1 && are_usual).then_some(entries.len())
}

/// Whether a text holds variables with their names, rather than a value alone.
pub(super) fn holds_variables(text: &str) -> bool {
    several_variables(text).is_some() || one_variable(text).is_some()
}

impl NewKey {
    /// A line, or several, that was pasted where a plain value is asked for lies in the hidden field by now: taken apart, or asked
    /// about, as it is there.
    pub(super) fn pasted_for_plain(&mut self, now: f64) {
        self.pasted_readable = true;
        self.tell_pasted(now);
    }

    /// Something was typed where a plain value stands: what was pasted before and not answered is no matter any more.
    pub(super) fn plain_typed(&mut self) {
        if !matches!(self.pasted, Pasted::Apart { .. }) || self.value.plain.is_empty() {
            self.pasted = Pasted::Value;
            self.value.pasted.wipe();
        }
    }

    /// A secret that was pasted where its name is asked for lies in the value's field by now. `NAME=value` fills both.
    pub(super) fn pasted_for_name(&mut self, now: f64) {
        if self.value.way != Way::Paste {
            self.take_way(Way::Paste);
        }
        // Opened to be told apart from its name.
        if one_variable(self.value.pasted.expose()).is_some() {
            self.name.clear();
        }
        self.line_changed(now);
        self.pasted_for_value(now);
    }

    /// Something was pasted where the value is asked for. A line is taken apart where no other name stands there; else a
    /// person is asked.
    pub(super) fn pasted_for_value(&mut self, now: f64) {
        self.pasted_readable = false;
        self.tell_pasted(now);
        self.propose_plain();
    }

    fn tell_pasted(&mut self, now: f64) {
        self.pasted = Pasted::Value;
        // Opened to be told apart from its name.
        let text = self.value.pasted.expose();
        if let Some(count) = several_variables(text) {
            self.pasted = Pasted::Several(count);
        } else if let Some((name, _)) = one_variable(text) {
            if self.name.is_empty() || self.name == name {
                self.take_apart(now);
            } else {
                self.pasted = Pasted::Other(name);
            }
        }
        self.pasted_now = !matches!(self.pasted, Pasted::Value);
    }

    /// The line's value stays; its name is taken where none stands there.
    pub(super) fn take_apart(&mut self, now: f64) {
        // Opened as above.
        let Some((name, value)) = one_variable(self.value.pasted.expose()) else { return };
        let Some(value) = value.expose_str() else { return };
        let whole = copy_of(&self.value.pasted);
        self.value.pasted.narrow(value);
        let before = self.name.clone();
        if before.is_empty() {
            self.name = name;
        }
        self.pasted = Pasted::Apart { whole, before };
        self.line_changed(now);
    }

    /// A person wants the line as it was pasted.
    pub(super) fn keep_whole(&mut self, now: f64) {
        match std::mem::take(&mut self.pasted) {
            Pasted::Apart { whole, before } => {
                let Some(whole) = whole.expose_str() else { return };
                self.value.pasted.narrow(whole);
                self.value.plain.clear();
                self.name = before;
            }
            _ if !self.pasted_readable => return,
            _ => {}
        }
        self.line_changed(now);
    }

    fn line_changed(&mut self, now: f64) {
        self.name_changed();
        let name = self.name.clone();
        self.value.pasted_changed(&name, true, now);
        self.propose();
        if self.facts.kind != Kind::Plain {
            return;
        }
        if self.pasted_readable {
            // Opened as it was pasted: where it can be read.
            self.value.pasted.expose().clone_into(&mut self.value.plain);
        } else {
            self.bring_plain();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::gui::sample;
    use crate::gui::screens::keys::Place;
    use crate::model::OsRandom;

    fn pasted(name: &str, text: &str) -> NewKey {
        let mut form = NewKey::new(&Place::default(), &sample::snapshot(), None, Arc::new(OsRandom));
        name.clone_into(&mut form.name);
        form.name_changed();
        form.value.pasted.fill(text);
        form.value.pasted_changed(name, true, 0.0);
        form.pasted_for_value(0.0);
        form
    }

    fn stands(form: &NewKey) -> (&str, &str) {
        (&form.name, form.value.pasted.expose())
    }

    #[test]
    fn a_line_is_taken_apart_and_put_together_again_as_it_was() {
        for line in ["SESSION_KEY=made up", "export SESSION_KEY=\"made up\"\n", "SESSION_KEY = made up"] {
            let mut form = pasted("", line);
            assert_eq!(stands(&form), ("SESSION_KEY", "made up"), "{line}");
            assert_eq!(form.value.pasted.as_pasted().expose_str(), Some(line), "what lies on the clipboard");
            form.keep_whole(0.0);
            assert_eq!((stands(&form), form.value.pasted.as_pasted().expose_str()), (("", line), Some(line)));
            assert!(matches!(form.pasted, Pasted::Value));
        }
        assert_eq!(stands(&pasted("SESSION_KEY", "SESSION_KEY=made up")), ("SESSION_KEY", "made up"));
    }

    #[test]
    fn under_another_name_a_person_is_asked() {
        let mut form = pasted("MINE", "SESSION_KEY=made up");
        assert!(matches!(&form.pasted, Pasted::Other(name) if name == "SESSION_KEY"));
        assert_eq!(stands(&form), ("MINE", "SESSION_KEY=made up"));
        form.take_apart(0.0);
        assert_eq!(stands(&form), ("MINE", "made up"));
        form.keep_whole(0.0);
        assert_eq!(stands(&form), ("MINE", "SESSION_KEY=made up"));
    }

    #[test]
    fn of_a_plain_variable_the_value_comes_into_the_readable_field() {
        let mut form = pasted("", "");
        form.facts.kind = Kind::Plain;
        form.kind_chosen();
        form.value.pasted.fill("PORT=3000");
        form.pasted_for_name(0.0);
        assert_eq!((form.name.as_str(), form.value.plain.as_str()), ("PORT", "3000"));
    }

    #[test]
    fn a_line_that_is_pasted_for_a_plain_value_is_taken_apart_too() {
        let plain = |name: &str, text: &str| {
            let mut form = pasted(name, "");
            form.facts.kind = Kind::Plain;
            form.kind_chosen();
            form.value.pasted.fill(text);
            form.pasted_for_plain(0.0);
            form
        };
        let stands = |form: &NewKey| (form.name.clone(), form.value.plain.clone());
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        for line in ["GREETING=\"made up\"", "export GREETING=\"made up\"\n", "GREETING = made up"] {
            let mut form = plain("", line);
            assert_eq!(stands(&form), pair("GREETING", "made up"), "{line}");
            form.keep_whole(0.0);
            assert_eq!(stands(&form), pair("", line));
        }
        let mut form = plain("MINE", "GREETING=made up");
        assert_eq!(stands(&form), pair("MINE", ""), "asked about first");
        form.take_apart(0.0);
        assert_eq!(stands(&form), pair("MINE", "made up"));
        let mut form = plain("", "A_NAME=1\nB_NAME=2\n");
        assert!(matches!(form.pasted, Pasted::Several(2)) && form.value.plain.is_empty());
        form.keep_whole(0.0);
        assert_eq!(stands(&form), pair("", "A_NAME=1\nB_NAME=2\n"));
        assert!(holds_variables("A_NAME=1") && !holds_variables("made up") && !holds_variables("a=b"));
        let mut form = plain("", "A_NAME=1\nB_NAME=2\n");
        form.plain_typed();
        assert!(matches!(form.pasted, Pasted::Value) && form.value.pasted.is_empty());
    }

    #[test]
    fn several_lines_are_told_from_a_value_of_several_lines() {
        for (text, count) in [("A_KEY=1\nB_KEY=2\n", 2), ("# mine\n\nexport A_KEY=1\nB_KEY=\"2\n3\"\nPORT=3", 3)] {
            let form = pasted("", text);
            assert!(matches!(form.pasted, Pasted::Several(some) if some == count), "{text}");
            assert_eq!(stands(&form), ("", text));
        }
        let pem = ["-----BEGIN PRIVATE", "KEY-----\nQUJD\nQUI=\n-----END PRIVATE KEY-----\n"].join(" ");
        for value in [
            &pem,
            "{\"A_KEY\": 1,\n\"B_KEY\": 2}",
            "QUJDQUJD\nQUJDQUI=\nQUJDQQ==",
            "made up",
            "ABCDEFGH====",
            "a=b",
            "",
        ] {
            let form = pasted("", value);
            assert!(matches!(form.pasted, Pasted::Value), "{value}");
            assert_eq!(stands(&form), ("", value));
        }
    }
}
