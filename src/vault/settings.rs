//! Settings and people.

use chrono::NaiveDate;

use super::{Error, Vault};
use crate::model::{ActivityKind, Person, Setting, Settings, nfc};
use crate::store::StoreKind;

/// A person's or team's name that stands at no key yet.
fn check_person_name(name: &str) -> Result<String, Error> {
    let name = nfc(name.trim());
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::Refused("that is not a name. Write it as it appears on the keys".into()));
    }
    Ok(name)
}

impl Vault {
    /// All settings, as they are in force here.
    pub fn settings(&self) -> Result<Settings, Error> {
        let settings = self.catalog.settings()?;
        let never = settings.lock_after_secs.is_some() && self.locks_only_when_told()?;
        Ok(if never { Settings { lock_after_secs: None, ..settings } } else { settings })
    }

    /// A keychain's vault does not lock by itself until a person says so.
    fn locks_only_when_told(&self) -> Result<bool, Error> {
        Ok(self.kind != StoreKind::Sealed && !self.catalog.is_set(Setting::find("lock-after")?)?)
    }

    /// Changes one setting; the record names it, its new value and the one before, and whether less is protected by it.
    pub fn set_setting(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.opened()?;
        self.refuse_words("the value", value)?;
        self.catalog.write(|| {
            let before = self.catalog.settings()?;
            let mut settings = before.clone();
            settings.set(name, value)?;
            let setting = Setting::find(name)?;
            let text = settings.get(name)?;
            let was = before.get(name)?;
            let idle = setting.name == "lock-after" && self.locks_only_when_told()?;
            let before = if idle { Settings { lock_after_secs: None, ..before } } else { before };
            let weaker = if settings.protects_less_than(&before) { " (weaker)" } else { "" };
            self.catalog.set_setting(setting, &text)?;
            let detail =
                if was == text || was.is_empty() || idle { text } else { format!("{text}, was {was}{weaker}") };
            self.note(ActivityKind::SettingChanged, Some(name.to_owned()), Some(detail))
        })?;
        if name == "activity-keep" {
            // What can't go now goes at a later change.
            let _ = self.drop_old_activity();
        }
        Ok(())
    }

    /// Everyone who owns keys or has a last day.
    pub fn people(&self) -> Result<Vec<Person>, Error> {
        Ok(self.catalog.people()?)
    }

    /// Notes that someone leaves on that day, or stays.
    pub fn set_last_day(&mut self, name: &str, last_day: Option<NaiveDate>) -> Result<(), Error> {
        self.opened()?;
        let known = self.catalog.people()?.iter().any(|person| person.name == name);
        // An owner may be called anything ("platform/infra"); only a new name has to be one that can be typed.
        let name = if known { name.to_owned() } else { check_person_name(name)? };
        if !known {
            self.refuse_words("the name", &name)?;
        }
        if last_day.is_none() && !known {
            return Err(Error::Refused(format!("nobody named {name} owns a key. `keyloft person ls` lists everyone")));
        }
        self.catalog.write(|| {
            self.catalog.set_last_day(&name, last_day, self.now())?;
            let detail = last_day.map_or_else(|| "stays".into(), |day| format!("leaves on {day}"));
            self.note(ActivityKind::PersonChanged, Some(name.clone()), Some(detail))
        })
    }
}
