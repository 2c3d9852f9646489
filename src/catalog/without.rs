//! What went without a key while it was disabled: how often, by kind and by what tried it, until it is enabled again. Tries are
//! counted, not listed, so that a program that tries every minute costs one row.

use std::collections::HashMap;
use std::str::FromStr;

use super::{Catalog, CatalogError, moment, seconds};
use crate::model::{Key, KeyUid, Use, UseKind, WentWithout};

impl Catalog {
    /// Notes that a use went without a disabled key.
    pub fn note_without(&self, key: KeyUid, one: &Use) -> Result<(), CatalogError> {
        let sql = "INSERT INTO went_without (key, kind, detail, times, latest_at) VALUES (?1, ?2, ?3, 1, ?4)
                   ON CONFLICT (key, kind, detail) DO UPDATE
                   SET times = times + 1, latest_at = max(latest_at, excluded.latest_at)";
        let detail = one.detail.as_deref().unwrap_or_default();
        self.conn.prepare_cached(sql)?.execute((key.0, one.kind.word(), detail, seconds(one.at)))?;
        Ok(())
    }

    /// Forgets what went without a key: it is enabled again, or only now disabled.
    pub fn forget_without(&self, key: KeyUid) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM went_without WHERE key = ?1")?.execute([key.0])?;
        Ok(())
    }

    /// Puts it at the keys, which stand in `at` by their numbers.
    pub(super) fn add_went_without(&self, keys: &mut [Key], at: &HashMap<i64, usize>) -> Result<(), CatalogError> {
        let (filter, only) = match keys {
            [one] => ("WHERE key = ?1", vec![one.uid.0]),
            _ => ("", vec![]),
        };
        let sql = format!("SELECT key, kind, detail, times, latest_at FROM went_without {filter} ORDER BY key");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(only))?;
        while let Some(row) = rows.next()? {
            let Some(&index) = at.get(&row.get::<_, i64>(0)?) else { continue };
            let Ok(kind) = UseKind::from_str(row.get_ref(1)?.as_str().unwrap_or_default()) else { continue };
            let by = Some(row.get::<_, String>(2)?).filter(|by| !by.is_empty());
            let (times, latest_at) = (row.get::<_, i64>(3)?, moment(row.get(4)?));
            let key = &mut keys[index];
            if !key.state.is_disabled() {
                continue;
            }
            let none = || Box::new(WentWithout { times: [0; UseKind::ALL.len()], latest_at, latest_by: None });
            let without = key.went_without.get_or_insert_with(none);
            without.add(kind, u32::try_from(times).unwrap_or(u32::MAX), latest_at, by);
        }
        Ok(())
    }
}
