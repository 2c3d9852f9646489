//! The one door to the database: pragmas, checks, migrations, transactions.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::CatalogError;
use super::schema;
use super::still::{self, Hindrance};

/// Oldest SQLite that is safe with two writers in WAL mode (3.51.3: the WAL-reset bug is mended there).
const OLDEST_SQLITE: i32 = 3_051_003;
/// How long one statement waits for another writer; a transaction is begun again a few times after that.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const BEGIN_TRIES: u32 = 6;
/// Between the file's name and the number of the form that a copy of it has.
const OLDER_FORM: &str = ".form-";

/// A connection the catalog shares with the sealed store, so that both change in one transaction.
pub type SharedConnection = Rc<Connection>;

/// The open database. Belongs to one thread.
pub struct Catalog {
    pub(super) conn: SharedConnection,
    path: PathBuf,
    /// Set where the connection is to a copy in memory, since the file can't be written.
    hindrance: Option<Hindrance>,
}

impl Catalog {
    /// Makes a new database file (0600 from its first byte) at a path where nothing stands.
    pub fn create(path: &Path) -> Result<Self, CatalogError> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        options.open(path).and_then(|f| f.sync_all()).map_err(|e| match e.kind() {
            std::io::ErrorKind::StorageFull => CatalogError::Full,
            _ => CatalogError::ReadOnly,
        })?;
        let mut catalog = Self::connect(path)?;
        catalog.write_ahead().map_err(|e| CatalogError::at_open(path, e))?;
        catalog.migrate()?;
        Ok(catalog)
    }

    /// Opens an existing database; never makes one. Older forms are copied, then brought up to date. Where the disk is full or
    /// the folder can't be written, it is read as it stands: see [`Catalog::is_still`].
    pub fn open(path: &Path) -> Result<Self, CatalogError> {
        let facts = fs::symlink_metadata(path).map_err(|_| CatalogError::Absent(path.to_owned()))?;
        if !facts.is_file() {
            return Err(CatalogError::Damaged { path: path.to_owned(), reason: "it is no regular file".into() });
        }
        if facts.len() == 0 {
            return Err(CatalogError::Damaged { path: path.to_owned(), reason: "the file is empty".into() });
        }
        make_private(path);
        make_writable_as(path, &facts);
        match Self::open_to_write(path) {
            Err(why) => Hindrance::of(&why, path)
                .and_then(|hindrance| Self::open_still(path, hindrance))
                .ok_or_else(|| still::told(path, why)),
            opened => opened,
        }
    }

    fn open_still(path: &Path, hindrance: Hindrance) -> Option<Self> {
        let conn = Rc::new(still::copy_of(path)?);
        let catalog = Self { conn, path: path.to_owned(), hindrance: Some(hindrance) };
        // Another form can't be brought up to this one here.
        (catalog.form().ok()? == schema::STEPS).then_some(catalog)
    }

    fn open_to_write(path: &Path) -> Result<Self, CatalogError> {
        let mut catalog = Self::connect(path)?;
        // Until it is known to be ours nothing is written, not even a log left behind into the file.
        let keep_log = |conn: &Connection, keep| conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep);
        keep_log(&catalog.conn, true).map_err(|e| CatalogError::at_open(path, e))?;
        let found = catalog.form().map_err(|e| CatalogError::at_open(path, e))?;
        if found > schema::STEPS {
            return Err(CatalogError::Newer { found, known: schema::STEPS });
        }
        if found == 0 {
            return Err(CatalogError::Damaged { path: path.to_owned(), reason: "it holds no vault".into() });
        }
        keep_log(&catalog.conn, false).map_err(|e| CatalogError::at_open(path, e))?;
        catalog.write_ahead().map_err(|e| CatalogError::at_open(path, e))?;
        if found < schema::STEPS {
            catalog.copy_before_migration(found)?;
            catalog.migrate()?;
        }
        Ok(catalog)
    }

    fn connect(path: &Path) -> Result<Self, CatalogError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(CatalogError::OldSqlite(rusqlite::version().to_owned()));
        }
        let flags =
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
        let canonical = path
            .parent()
            .and_then(|folder| fs::canonicalize(folder).ok())
            .and_then(|folder| Some(folder.join(path.file_name()?)))
            .unwrap_or_else(|| path.to_owned());
        let conn = Connection::open_with_flags(canonical, flags).map_err(|e| CatalogError::at_open(path, e))?;
        let set_up = || -> rusqlite::Result<()> {
            conn.busy_timeout(BUSY_TIMEOUT)?;
            conn.pragma_update(None, "trusted_schema", "off")?;
            conn.pragma_update(None, "cell_size_check", "on")?;
            conn.pragma_update(None, "synchronous", "FULL")?;
            conn.pragma_update(None, "fullfsync", "on")?;
            conn.pragma_update(None, "checkpoint_fullfsync", "on")?;
            conn.pragma_update(None, "secure_delete", "on")?;
            conn.pragma_update(None, "foreign_keys", "on")?;
            conn.pragma_update(None, "temp_store", "MEMORY")?;
            conn.set_prepared_statement_cache_capacity(64);
            Ok(())
        };
        set_up().map_err(|e| CatalogError::at_open(path, e))?;
        Ok(Self { conn: Rc::new(conn), path: path.to_owned(), hindrance: None })
    }

    fn write_ahead(&self) -> rusqlite::Result<()> {
        self.conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)).map(drop)
    }

    /// `user_version`: how many steps the file has seen.
    fn form(&self) -> rusqlite::Result<usize> {
        self.conn.query_row("PRAGMA user_version", [], |row| Ok(row.get::<_, u32>(0)? as usize))
    }

    fn migrate(&mut self) -> Result<(), CatalogError> {
        let conn = Rc::get_mut(&mut self.conn).expect("nobody shares the connection before the catalog is open");
        schema::migrations().to_latest(conn).map_err(|e| match e {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => CatalogError::Damaged { path: self.path.clone(), reason: other.to_string() },
        })
    }

    /// `vault.db.form-N`: the file as the older build left it, until the migration and a later change succeeded.
    fn copy_before_migration(&self, found: usize) -> Result<(), CatalogError> {
        let copy = self.path.with_extension(format!("db{OLDER_FORM}{found}"));
        if copy.exists() {
            return Ok(());
        }
        let text = copy.to_string_lossy().into_owned();
        self.conn.execute("VACUUM INTO ?1", [text])?;
        make_private(&copy);
        Ok(())
    }

    /// The connection, for the sealed store.
    pub fn share(&self) -> SharedConnection {
        Rc::clone(&self.conn)
    }

    /// True where the file can't be written: it was read as of one moment, and every change is refused.
    pub fn is_still(&self) -> bool {
        self.hindrance.is_some()
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Does all of `work` or nothing: BEGIN IMMEDIATE, then COMMIT, or ROLLBACK on an error. Returns after the commit
    /// is on the disk. Not to be nested.
    pub fn write<T, E: From<CatalogError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.begin()?;
        match work() {
            Ok(value) => match self.conn.execute_batch("COMMIT") {
                Ok(()) => Ok(value),
                Err(error) => {
                    self.roll_back();
                    Err(E::from(error.into()))
                }
            },
            Err(error) => {
                self.roll_back();
                Err(error)
            }
        }
    }

    /// Reads several things as of one moment.
    pub fn read<T, E: From<CatalogError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.conn.execute_batch("BEGIN DEFERRED").map_err(CatalogError::from)?;
        let result = work();
        self.roll_back();
        result
    }

    /// Why the file can't be written, where that is known.
    pub fn writable(&self) -> Result<(), CatalogError> {
        self.hindrance.map_or(Ok(()), |hindrance| Err(hindrance.into()))
    }

    fn begin(&self) -> Result<(), CatalogError> {
        self.writable()?;
        #[cfg(test)]
        if super::full::is_full(&self.path) {
            return Err(CatalogError::Full);
        }
        let mut tries = 0;
        loop {
            tries += 1;
            match self.conn.execute_batch("BEGIN IMMEDIATE").map_err(CatalogError::from) {
                Err(CatalogError::Busy) if tries < BEGIN_TRIES => {}
                other => return other,
            }
        }
    }

    fn roll_back(&self) {
        if !self.conn.is_autocommit() {
            // After some errors SQLite has rolled back already; nothing is left to do then.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
    }

    /// A number that changes whenever another connection changed the file.
    pub fn data_version(&self) -> Result<i64, CatalogError> {
        Ok(self.conn.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Leaves what was written in the write-ahead log when the file is closed: it is on the disk there, and whoever opens the
    /// file next reads it and carries it over. Closing then waits for the disk no more.
    pub fn leave_log(&self) {
        // Where it is refused, closing carries the log over as ever.
        let _ = self.conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    /// Empties the write-ahead log, so that nothing deleted stays in it.
    pub fn checkpoint(&self) -> Result<(), CatalogError> {
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Takes the copies made before migrations away: they hold what was deleted or wrapped anew since.
    pub fn drop_older_forms(&self) {
        let (Some(folder), Some(name)) = (self.path.parent(), self.path.file_name()) else { return };
        let begins = format!("{}{OLDER_FORM}", name.to_string_lossy());
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&begins)) {
            // What can't be taken away now goes with the next such change.
            let _ = fs::remove_file(entry.path());
        }
    }

    /// SQLite's own look at the whole file. `Ok(None)`: all is well; else its first complaint.
    pub fn integrity(&self) -> Result<Option<String>, CatalogError> {
        let answer: String = self
            .conn
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
            .map_err(|e| CatalogError::at_open(&self.path, e))?;
        Ok((answer != "ok").then_some(answer))
    }
}

#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Ok(facts) = fs::metadata(path)
        && facts.permissions().mode() & 0o077 != 0
    {
        // The folder is 0700 whatever happens here; the doctor says if it failed.
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
    }
}

#[cfg(not(unix))]
fn make_private(_path: &Path) {}

/// SQLite gives its log and the log's index the mode of the database. Where that could not be written for a while, they were
/// left so, and the vault would stay unwritable for ever.
#[cfg(unix)]
fn make_writable_as(path: &Path, facts: &fs::Metadata) {
    use std::os::unix::fs::PermissionsExt;
    let wanted = facts.permissions().mode() & 0o600;
    for file in ["-wal", "-shm"].map(|end| still::beside(path, end)) {
        let Ok(facts) = fs::symlink_metadata(&file) else { continue };
        if facts.is_file() && facts.permissions().mode() & wanted != wanted {
            // Someone else's file: SQLite says what it can't do with it.
            let _ = fs::set_permissions(&file, fs::Permissions::from_mode(wanted));
        }
    }
}

#[cfg(not(unix))]
fn make_writable_as(_path: &Path, _facts: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn temp() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("vault.db");
        (dir, path)
    }

    #[test]
    fn a_new_database_opens_again() {
        let (_dir, path) = temp();
        drop(Catalog::create(&path).unwrap());
        let catalog = Catalog::open(&path).unwrap();
        assert_eq!(catalog.integrity().unwrap(), None);
        assert!(matches!(Catalog::create(&path), Err(CatalogError::ReadOnly)));
    }

    #[cfg(unix)]
    #[test]
    fn the_database_is_private_whatever_the_umask() {
        use std::os::unix::fs::PermissionsExt;
        let (dir, path) = temp();
        let catalog = Catalog::create(&path).unwrap();
        catalog.conn.execute("INSERT INTO settings VALUES ('theme', 'dark')", []).unwrap();
        for entry in fs::read_dir(dir.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_log_left_unwritable_is_written_again_once_the_database_may_be() {
        use std::os::unix::fs::PermissionsExt;
        let (_dir, path) = temp();
        let catalog = Catalog::create(&path).unwrap();
        catalog.conn.execute("INSERT INTO settings VALUES ('theme', 'dark')", []).unwrap();
        catalog.leave_log();
        drop(catalog);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        let files = ["-wal", "-shm"].map(|end| still::beside(&path, end));
        files.iter().for_each(|file| set(file, 0o400));
        for of_database in [0o400, 0o600] {
            set(&path, of_database);
            let catalog = Catalog::open(&path).unwrap();
            assert_eq!(files.each_ref().map(|file| mode(file)), [of_database; 2]);
            catalog.leave_log();
        }
    }

    #[test]
    fn what_can_not_be_written_is_read_whole_and_changed_never() {
        let (_dir, path) = temp();
        let catalog = Catalog::create(&path).unwrap();
        catalog.conn.execute("INSERT INTO settings VALUES ('theme', 'light')", []).unwrap();
        assert!(Catalog::open_still(&path, Hindrance::Full).is_none(), "somebody has it open, who may write");
        catalog.leave_log();
        drop(catalog);
        let before = (fs::read(&path).unwrap(), fs::read(still::beside(&path, "-wal")).unwrap());
        let read = |catalog: &Catalog| catalog.settings().unwrap().theme;
        let still = Catalog::open_still(&path, Hindrance::Full).unwrap();
        assert_eq!(read(&still), crate::model::Theme::Light, "from the log");
        assert!(matches!(still.write(|| Ok::<_, CatalogError>(())), Err(CatalogError::Full)));
        let change = still.conn.execute("DELETE FROM settings", []).map_err(CatalogError::from);
        assert!(matches!(change, Err(CatalogError::ReadOnly)));
        assert_eq!((fs::read(&path).unwrap(), fs::read(still::beside(&path, "-wal")).unwrap()), before);
        drop(Catalog::open(&path).unwrap());
        assert!(!still::beside(&path, "-wal").exists());
        assert_eq!(read(&Catalog::open_still(&path, Hindrance::ReadOnly).unwrap()), crate::model::Theme::Light);
    }

    #[test]
    fn what_is_no_vault_is_refused_and_left_alone() {
        let (_dir, path) = temp();
        assert!(matches!(Catalog::open(&path), Err(CatalogError::Absent(_))));
        for content in [&b""[..], b"not a database at all", &[0; 5000]] {
            fs::write(&path, content).unwrap();
            assert!(matches!(Catalog::open(&path), Err(CatalogError::Damaged { .. })), "{} bytes", content.len());
            assert_eq!(fs::read(&path).unwrap(), content);
        }
    }

    #[test]
    fn a_newer_form_is_refused_and_left_alone() {
        let (_dir, path) = temp();
        drop(Catalog::create(&path).unwrap());
        let conn = Connection::open(&path).unwrap();
        conn.pragma_update(None, "user_version", 999).unwrap();
        drop(conn);
        assert!(matches!(Catalog::open(&path), Err(CatalogError::Newer { found: 999, .. })));
    }

    #[test]
    fn an_older_form_is_copied_and_brought_up_to_this_one() {
        let (_dir, path) = temp();
        let mut conn = Connection::open(&path).unwrap();
        schema::migrations().to_version(&mut conn, 1).unwrap();
        let indexes = |conn: &Connection| -> i64 {
            let sql = "SELECT count(*) FROM sqlite_schema WHERE name = 'activity_of_keys'";
            conn.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        conn.execute_batch("INSERT INTO settings VALUES ('theme', 'dark')").unwrap();
        assert_eq!(indexes(&conn), 0);
        conn = {
            drop(conn);
            let catalog = Catalog::open(&path).unwrap();
            assert_eq!(catalog.form().unwrap(), schema::STEPS);
            assert_eq!(catalog.settings().unwrap().theme, crate::model::Theme::Dark);
            drop(catalog);
            Connection::open(&path).unwrap()
        };
        assert_eq!(indexes(&conn), 1);
        let copy = Connection::open(path.with_extension("db.form-1")).unwrap();
        assert_eq!(indexes(&copy), 0, "the copy is as the older build left it");
    }

    #[test]
    fn a_failed_transaction_leaves_nothing() {
        let (_dir, path) = temp();
        let catalog = Catalog::create(&path).unwrap();
        let result: Result<(), CatalogError> = catalog.write(|| {
            catalog.conn.execute("INSERT INTO settings VALUES ('theme', 'dark')", [])?;
            Err(CatalogError::Busy)
        });
        assert!(result.is_err());
        let count: i64 = catalog.conn.query_row("SELECT count(*) FROM settings", [], |r| r.get(0)).unwrap();
        assert_eq!(count, 0);
    }
}
