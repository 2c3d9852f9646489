//! The vault's own facts, by name.

use rusqlite::OptionalExtension;

use super::{Catalog, CatalogError};

/// What is kept about the vault as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetaName {
    /// 16 random bytes.
    VaultId,
    /// `keychain`, `sealed` or `memory`.
    Store,
    /// The vault key wrapped by a passphrase (sealed vaults).
    WrappedKey,
    /// The keychain item that holds the vault key (keychain vaults).
    KeyItem,
    /// A known text sealed under the vault key.
    Check,
    /// The key of the record, sealed under the vault key.
    ActivityKey,
    /// How long the record is, and the seal over its end.
    ActivityHead,
    /// How many entries were dropped from its beginning for their age, and the seal over that.
    ActivityStart,
    /// How often a wrong passphrase was given since the last right one.
    FailedUnlocks,
    /// The number under which this home's items lie in the keychain; a copied home gets its own.
    ItemSpace,
    /// The folder the vault was made or adopted in: a copied home is told by it.
    HomePath,
    /// The day on which the user was last told of warnings: `2027-01-31`.
    NotifiedOn,
    /// Secrets of this vault that moves left in a keychain, as nothing could be made of them: a line each.
    LeftItems,
    /// How often all windows were asked to lock.
    Locks,
}

impl MetaName {
    fn word(self) -> &'static str {
        match self {
            Self::VaultId => "vault-id",
            Self::Store => "store",
            Self::WrappedKey => "wrapped-key",
            Self::KeyItem => "key-item",
            Self::Check => "check",
            Self::ActivityKey => "activity-key",
            Self::ActivityHead => "activity-head",
            Self::ActivityStart => "activity-start",
            Self::FailedUnlocks => "failed-unlocks",
            Self::ItemSpace => "item-space",
            Self::HomePath => "home-path",
            Self::NotifiedOn => "notified-on",
            Self::LeftItems => "left-items",
            Self::Locks => "locks",
        }
    }
}

impl Catalog {
    /// One fact; none if it was never set.
    pub fn meta(&self, name: MetaName) -> Result<Option<Vec<u8>>, CatalogError> {
        let mut statement = self.conn.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
        Ok(statement.query_row([name.word()], |row| row.get(0)).optional()?)
    }

    /// Sets one fact.
    pub fn set_meta(&self, name: MetaName, value: &[u8]) -> Result<(), CatalogError> {
        let sql = "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.conn.prepare_cached(sql)?.execute((name.word(), value))?;
        Ok(())
    }

    /// Takes one fact away.
    pub fn drop_meta(&self, name: MetaName) -> Result<(), CatalogError> {
        self.conn.prepare_cached("DELETE FROM meta WHERE name = ?1")?.execute([name.word()])?;
        Ok(())
    }
}
