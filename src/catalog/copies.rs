//! Second copies of values that a move to another store made or left: noted before they are made, until they are gone.
//! What the texts name is the vault's to know.

use super::{Catalog, CatalogError};

impl Catalog {
    /// Notes a copy that is about to be made, or that is no home any more.
    pub fn note_copy(&self, place: &str, item: &str) -> Result<(), CatalogError> {
        let sql = "INSERT OR IGNORE INTO copies (place, item) VALUES (?1, ?2)";
        self.conn.prepare_cached(sql)?.execute((place, item))?;
        Ok(())
    }

    /// The copy is gone, or has become the home.
    pub fn forget_copy(&self, place: &str, item: &str) -> Result<(), CatalogError> {
        let sql = "DELETE FROM copies WHERE place = ?1 AND item = ?2";
        self.conn.prepare_cached(sql)?.execute((place, item))?;
        Ok(())
    }

    /// All that are noted: place and item, those of one place together.
    pub fn copies(&self) -> Result<Vec<(String, String)>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT place, item FROM copies ORDER BY place, item")?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }
}
