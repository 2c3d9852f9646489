//! The tables, one migration a step; a step that has been released is never edited.
//!
//! | table | holds |
//! |---|---|
//! | meta | the vault's id, its kind of store, the wrapped vault key, the record's head |
//! | projects, folders, environments | places, in order; `folded` is the name by which twins are refused |
//! | keys | facts of each credential; times in seconds since 1970, dates as `2027-01-31`, lists as JSON |
//! | names | each variable and key-id name of an environment, folded, so that one stands once |
//! | versions | each rotation: where its value lies, its keyed fingerprint, whether it has ended at the provider |
//! | sealed | values encrypted under the vault key, by their item's random number |
//! | intents | changes of an outside store that were begun and are not finished, with the new value sealed |
//! | uses | copies, shows, gets, exports, runs |
//! | went_without | the same of disabled keys, counted: what was refused or left out |
//! | snoozes, people, settings | what the user said |
//! | handed_over | keys that someone who leaves owned, and that have another owner since |
//! | deleted_keys | keys that someone who leaves owned, and that were deleted since |
//! | not_needed | variables that an environment does not need, as the user said |
//! | activity | the chained record |
//! | written_files, written_keys, allowed_files | files that Keyloft wrote, project files that a person allowed |
//! | copies | second copies of values that a move to another store made or left, and that are to go |
//! | imports, imported_files, imported_keys, imported_rows | what has to be known to take an import back |

use rusqlite_migration::{M, Migrations};

const STEP_1: &str = "
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE projects (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE folders (
    project INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    path    TEXT NOT NULL,
    PRIMARY KEY (project, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE environments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    project    INTEGER NOT NULL REFERENCES projects(id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    folded     TEXT NOT NULL,
    position   INTEGER NOT NULL,
    protected  INTEGER NOT NULL,
    short_name TEXT,
    UNIQUE (project, folded)
) STRICT;

CREATE TABLE keys (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    environment          INTEGER NOT NULL REFERENCES environments(id),
    name                 TEXT NOT NULL,
    key_id               TEXT,
    key_id_name          TEXT,
    provider             TEXT,
    kind                 TEXT NOT NULL,
    plain_value          TEXT,
    disabled_at          INTEGER,
    owner                TEXT,
    scopes               TEXT,
    level                TEXT,
    endpoint             TEXT,
    used_in              TEXT,
    tags                 TEXT,
    as_file              INTEGER NOT NULL DEFAULT 0,
    note                 BLOB,
    tail                 BLOB,
    created_at           INTEGER NOT NULL,
    age_known            INTEGER NOT NULL DEFAULT 1,
    rotated_at           INTEGER,
    expires              TEXT,
    rotate_every         INTEGER,
    last_used_at         INTEGER,
    last_used_by_hand_at INTEGER,
    use_count            INTEGER NOT NULL DEFAULT 0,
    weak                 INTEGER NOT NULL DEFAULT 0,
    plain_http           INTEGER NOT NULL DEFAULT 0,
    missing              INTEGER NOT NULL DEFAULT 0,
    revision             INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX keys_by_environment ON keys(environment);

CREATE TABLE names (
    environment INTEGER NOT NULL,
    folded      TEXT NOT NULL,
    key         INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    PRIMARY KEY (environment, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX names_by_key ON names(key);

CREATE TABLE versions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('pending', 'live', 'kept', 'gone')),
    place       TEXT NOT NULL CHECK (place IN ('outside', 'sealed', 'none')),
    nonce       INTEGER NOT NULL,
    fingerprint BLOB,
    key_id      TEXT,
    made_at     INTEGER NOT NULL,
    replaced_at INTEGER,
    kept_until  INTEGER,
    ended_at    INTEGER,
    UNIQUE (key, number)
) STRICT;
CREATE UNIQUE INDEX one_live ON versions(key) WHERE status = 'live';
CREATE UNIQUE INDEX one_pending ON versions(key) WHERE status = 'pending';
CREATE INDEX versions_by_fingerprint ON versions(fingerprint) WHERE status = 'live';
CREATE INDEX versions_to_forget ON versions(kept_until) WHERE status = 'kept';
CREATE INDEX versions_going ON versions(id) WHERE status = 'gone' AND place <> 'none';

CREATE TABLE sealed (
    nonce   INTEGER PRIMARY KEY,
    key     INTEGER NOT NULL,
    version INTEGER NOT NULL,
    box     BLOB NOT NULL
) STRICT;

CREATE TABLE intents (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       INTEGER NOT NULL UNIQUE REFERENCES keys(id) ON DELETE CASCADE,
    work      TEXT NOT NULL,
    made_from INTEGER,
    version   INTEGER,
    owner     TEXT NOT NULL,
    batch     INTEGER NOT NULL,
    act       TEXT NOT NULL,
    keep_secs INTEGER NOT NULL,
    box       BLOB,
    begun_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE uses (
    id     INTEGER PRIMARY KEY,
    key    INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    kind   TEXT NOT NULL,
    detail TEXT
) STRICT;
CREATE INDEX uses_by_key ON uses(key, at);

CREATE TABLE snoozes (
    key    INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    rule   TEXT NOT NULL,
    until  TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (key, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE people (
    name     TEXT PRIMARY KEY,
    last_day TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE activity (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    what    TEXT NOT NULL,
    subject TEXT,
    detail  TEXT,
    via     TEXT NOT NULL,
    mac     BLOB NOT NULL
) STRICT;
CREATE INDEX activity_by_at ON activity(at);
";

/// For what the window shows of one key: who else holds its value, and its history.
const STEP_2: &str = "
CREATE INDEX versions_kept_by_fingerprint ON versions(fingerprint) WHERE status = 'kept';
-- What was done to one key, but for its uses, which have a table of their own.
CREATE INDEX activity_of_keys ON activity(subject)
    WHERE what NOT IN ('copied', 'shown', 'got', 'exported', 'used');
CREATE INDEX activity_of_places ON activity(number) WHERE what = 'place-changed';
";

/// For environment files (which ones Keyloft wrote, when they are to go; which project files are allowed), and for versions
/// that were replaced (their last four, where their successor is already).
const STEP_3: &str = "
-- A file with secrets that Keyloft wrote. `path` is absolute, byte for byte. `mark` is a fingerprint of the whole file,
-- keyed like those of secrets: whoever finds other bytes there knows that somebody changed it.
CREATE TABLE written_files (
    id          INTEGER PRIMARY KEY,
    path        BLOB NOT NULL UNIQUE,
    environment INTEGER REFERENCES environments(id) ON DELETE SET NULL,
    target      TEXT NOT NULL,
    mark        BLOB NOT NULL,
    written_at  INTEGER NOT NULL,
    delete_at   INTEGER
) STRICT;
CREATE INDEX written_files_to_delete ON written_files(delete_at) WHERE delete_at IS NOT NULL;

-- Whose values stand in such a file.
CREATE TABLE written_keys (
    file INTEGER NOT NULL REFERENCES written_files(id) ON DELETE CASCADE,
    key  INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    PRIMARY KEY (file, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX written_keys_by_key ON written_keys(key);

-- Project files (keyloft.toml) that a person has looked at and allowed; `content` is their SHA-256, as they hold no
-- secret: a changed file has to be allowed anew.
CREATE TABLE allowed_files (
    path       BLOB PRIMARY KEY,
    content    BLOB NOT NULL,
    allowed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last four characters a version had while it was live, sealed as those of its key: its provider may accept it still.
ALTER TABLE versions ADD COLUMN tail BLOB;
-- Places outside this computer that have this version's value already, as a person says.
CREATE TABLE place_ticks (
    version INTEGER NOT NULL REFERENCES versions(id) ON DELETE CASCADE,
    place   TEXT NOT NULL,
    PRIMARY KEY (version, place)
) STRICT, WITHOUT ROWID;
";

/// For what the user says of environments and of people who leave.
const STEP_4: &str = "
-- A variable that an environment of its project does not need: its absence there is no gap.
CREATE TABLE not_needed (
    environment INTEGER NOT NULL REFERENCES environments(id) ON DELETE CASCADE,
    name        TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (environment, name)
) STRICT, WITHOUT ROWID;

-- Since when someone leaves: values made before are known to them. A last day that an older build noted is as old as
-- its entry in the record.
ALTER TABLE people ADD COLUMN leaving_since INTEGER;
UPDATE people SET leaving_since = coalesce(
        (SELECT max(at) FROM activity WHERE what = 'person-changed' AND subject = people.name), unixepoch())
    WHERE last_day IS NOT NULL;
-- Keys that someone who leaves owned, and that have had another owner since: the old one still knows their values.
CREATE TABLE handed_over (
    person TEXT NOT NULL,
    key    INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX handed_over_by_key ON handed_over(key);
";

/// For reviews: what went without a disabled key.
const STEP_5: &str = "
-- `detail` is what tried it (a program, a file's path), empty where that is not known.
CREATE TABLE went_without (
    key       INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    detail    TEXT NOT NULL,
    times     INTEGER NOT NULL,
    latest_at INTEGER NOT NULL,
    PRIMARY KEY (key, kind, detail)
) STRICT, WITHOUT ROWID;
";

/// For imports that can be taken back.
const STEP_6: &str = "
-- `read_as` is how its files are read again; `stays` says why it can't be taken back any more.
CREATE TABLE imports (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    environment INTEGER NOT NULL REFERENCES environments(id) ON DELETE CASCADE,
    source      TEXT NOT NULL,
    made_place  INTEGER NOT NULL,
    keys        INTEGER NOT NULL,
    read_as     TEXT NOT NULL,
    stays       TEXT
) STRICT;
CREATE INDEX imports_by_environment ON imports(environment);

-- `mark` as in written_files.
CREATE TABLE imported_files (
    import   INTEGER NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    path     BLOB NOT NULL,
    mark     BLOB NOT NULL,
    PRIMARY KEY (import, position)
) STRICT, WITHOUT ROWID;

-- Each key as the import left it; `before` is the version that was live until then.
CREATE TABLE imported_keys (
    import   INTEGER NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
    key      INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    before   INTEGER,
    revision INTEGER NOT NULL,
    PRIMARY KEY (import, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_keys_by_key ON imported_keys(key);

-- What a replaced key's row said before.
CREATE TABLE imported_rows (
    import      INTEGER NOT NULL REFERENCES imports(id) ON DELETE CASCADE,
    key         INTEGER NOT NULL REFERENCES keys(id) ON DELETE CASCADE,
    live        INTEGER,
    environment ANY,
    name        ANY,
    key_id      ANY,
    key_id_name ANY,
    provider    ANY,
    kind        ANY,
    plain_value ANY,
    owner       ANY,
    scopes      ANY,
    level       ANY,
    endpoint    ANY,
    used_in     ANY,
    tags        ANY,
    as_file     ANY,
    note        ANY,
    tail        ANY,
    rotated_at  ANY,
    weak        ANY,
    plain_http  ANY,
    PRIMARY KEY (import, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_rows_by_key ON imported_rows(key);
";

/// For moving a vault between its stores.
const STEP_7: &str = "
-- Second copies of values, and of the vault key, that a move made or left. `place` is `sealed`, or the number under which
-- they lie in the keychain. What stands here is nobody's only copy, and is taken away.
CREATE TABLE copies (
    place TEXT NOT NULL,
    item  TEXT NOT NULL,
    PRIMARY KEY (place, item)
) STRICT, WITHOUT ROWID;
";

/// For what someone who leaves hands over: keys that are gone are a part of it.
const STEP_8: &str = "
-- `entry` is the number of the key's deletion in the record; `ended`: no value of it is known to work at its provider.
CREATE TABLE deleted_keys (
    person    TEXT NOT NULL,
    entry     INTEGER NOT NULL,
    reference TEXT NOT NULL,
    at        INTEGER NOT NULL,
    ended     INTEGER NOT NULL,
    PRIMARY KEY (person, entry)
) STRICT, WITHOUT ROWID;
";

/// For a version that is put back: its last day comes back with it.
const STEP_9: &str = "
-- When this version ends, as `keys.expires` says it, and empty where nothing is known: of a pending one what its key says
-- from the moment it lives, of a kept one what its key said until it stepped back. NULL: the key's own word stays.
ALTER TABLE versions ADD COLUMN expires TEXT;
";

/// For files with values of keys that are gone since.
const STEP_10: &str = "
-- Names of keys that stood in the file and were deleted since, a line each: it may hold the last copy of their values.
ALTER TABLE written_files ADD COLUMN deleted TEXT NOT NULL DEFAULT '';
CREATE TRIGGER written_file_outlives_key BEFORE DELETE ON keys BEGIN
    UPDATE written_files SET deleted = deleted || OLD.name || char(10)
        WHERE id IN (SELECT file FROM written_keys WHERE key = OLD.id);
END;
";

/// For an import that is taken back: the link that it made goes with it.
const STEP_11: &str = "
-- The import that linked the folder; NULL where a person did.
ALTER TABLE folders ADD COLUMN import INTEGER REFERENCES imports(id) ON DELETE SET NULL;
CREATE INDEX folders_by_import ON folders(import);
";

/// All steps; their count is the schema's number (`user_version`).
pub(super) const STEPS: usize = 11;

/// The migrations from an empty file to this build's schema.
pub(super) fn migrations() -> Migrations<'static> {
    let steps = [STEP_1, STEP_2, STEP_3, STEP_4, STEP_5, STEP_6, STEP_7, STEP_8, STEP_9, STEP_10, STEP_11];
    Migrations::new(steps.into_iter().map(M::up).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_build_a_schema_and_are_counted() {
        migrations().validate().unwrap();
        let mut conn = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_latest(&mut conn).unwrap();
        let version: usize =
            conn.query_row("PRAGMA user_version", [], |row| Ok(row.get::<_, u32>(0)? as usize)).unwrap();
        assert_eq!(version, STEPS);
    }

    #[test]
    fn a_last_day_noted_before_the_fourth_step_is_as_old_as_its_entry_in_the_record() {
        let mut conn = rusqlite::Connection::open_in_memory().unwrap();
        migrations().to_version(&mut conn, 3).unwrap();
        conn.execute_batch(
            "INSERT INTO people VALUES ('Ada', '2027-01-31'), ('Jon', NULL), ('Mia', '2027-02-01');
             INSERT INTO activity VALUES (1, 100, 'person-changed', 'Ada', 'leaves on 2027-01-30', 'window', x'00'),
                                         (2, 200, 'person-changed', 'Ada', 'leaves on 2027-01-31', 'window', x'00');",
        )
        .unwrap();
        migrations().to_version(&mut conn, 4).unwrap();
        let since = |name: &str| -> Option<i64> {
            let sql = "SELECT leaving_since FROM people WHERE name = ?1";
            conn.query_row(sql, [name], |row| row.get(0)).unwrap()
        };
        assert_eq!((since("Ada"), since("Jon")), (Some(200), None));
        assert!(since("Mia").is_some_and(|at| at > 200), "nothing in the record says when");
    }
}
