//! The user's settings, as text by name.

use super::{Catalog, CatalogError};
use crate::model::{Setting, Settings};

impl Catalog {
    /// All settings; a row this build does not know, or can't read, leaves the default.
    pub fn settings(&self) -> Result<Settings, CatalogError> {
        let mut settings = Settings::default();
        let mut statement = self.conn.prepare_cached("SELECT name, value FROM settings")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut again = Vec::new();
        for row in rows {
            let (name, value) = row?;
            if settings.set(&name, &value).is_err() {
                again.push((name, value));
            }
        }
        // warn-days and info-days bound each other: one may only fit after the other was read.
        for (name, value) in again {
            let _ = settings.set(&name, &value);
        }
        Ok(settings)
    }

    /// True where a person has set it; else its default is in force.
    pub fn is_set(&self, setting: Setting) -> Result<bool, CatalogError> {
        let sql = "SELECT count(*) FROM settings WHERE name = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([setting.name], |row| row.get::<_, i64>(0))? > 0)
    }

    /// Keeps one setting's text, already checked.
    pub fn set_setting(&self, setting: Setting, value: &str) -> Result<(), CatalogError> {
        let sql = "INSERT INTO settings VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.conn.prepare_cached(sql)?.execute((setting.name, value))?;
        Ok(())
    }
}
