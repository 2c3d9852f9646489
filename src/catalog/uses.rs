//! Uses: when a key was copied, shown, printed, exported or given to a program.

use std::str::FromStr;

use super::{Catalog, CatalogError, moment, seconds};
use crate::model::{KeyUid, Use, UseKind};

impl Catalog {
    /// Notes one use and keeps the key's own last-used columns with it, so that lists need no look at this table.
    pub fn note_use(&self, key: KeyUid, one: &Use) -> Result<(), CatalogError> {
        let at = seconds(one.at);
        self.conn.prepare_cached("INSERT INTO uses (key, at, kind, detail) VALUES (?1, ?2, ?3, ?4)")?.execute((
            key.0,
            at,
            one.kind.word(),
            &one.detail,
        ))?;
        let by_hand = one.kind.is_by_hand();
        self.conn
            .prepare_cached(
                "UPDATE keys SET use_count = use_count + 1, last_used_at = max(coalesce(last_used_at, ?2), ?2),
                 last_used_by_hand_at = CASE WHEN ?3 THEN max(coalesce(last_used_by_hand_at, ?2), ?2)
                                             ELSE last_used_by_hand_at END
                 WHERE id = ?1",
            )?
            .execute((key.0, at, by_hand))?;
        Ok(())
    }

    /// How often a key was used in each quarter of an hour since a moment: its beginning, and the count. Time zones lie
    /// quarters of an hour apart, so days of any of them can be added up from these.
    pub fn uses_by_quarter(
        &self,
        key: KeyUid,
        since: chrono::DateTime<chrono::Utc>,
    ) -> Result<Vec<(chrono::DateTime<chrono::Utc>, u32)>, CatalogError> {
        let sql = "SELECT at / 900, count(*) FROM uses WHERE key = ?1 AND at >= ?2 GROUP BY at / 900";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map((key.0, seconds(since)), |row| {
            Ok((moment(row.get::<_, i64>(0)?.saturating_mul(900)), row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The keys that one act in bulk was done to: those with a use of just that moment and detail, of one of two kinds.
    pub fn keys_used_at(
        &self,
        at: chrono::DateTime<chrono::Utc>,
        kinds: [UseKind; 2],
        detail: Option<&str>,
    ) -> Result<Vec<KeyUid>, CatalogError> {
        // Keys whose latest use is older than the act are passed over without a look at their uses.
        let sql = "SELECT k.id FROM keys k WHERE k.last_used_at >= ?1 AND EXISTS (
                       SELECT 1 FROM uses u WHERE u.key = k.id AND u.at = ?1 AND u.kind IN (?2, ?3) AND u.detail IS ?4)";
        let mut statement = self.conn.prepare_cached(sql)?;
        let [one, other] = kinds.map(UseKind::word);
        let rows = statement.query_map((seconds(at), one, other, detail), |row| Ok(KeyUid(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A key's latest uses, newest first.
    pub fn uses(&self, key: KeyUid, most: u32) -> Result<Vec<Use>, CatalogError> {
        let sql = "SELECT at, kind, detail FROM uses WHERE key = ?1 ORDER BY at DESC, id DESC LIMIT ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map((key.0, most), |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
        })?;
        let mut uses = Vec::new();
        for row in rows {
            let (at, kind, detail) = row?;
            if let Ok(kind) = UseKind::from_str(&kind) {
                uses.push(Use { at: moment(at), kind, detail });
            }
        }
        Ok(uses)
    }
}
