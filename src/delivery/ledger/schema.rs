//! The ledger's tables and statements.

/// In the file's header: tells a ledger from other databases. `qdc1`.
pub const APPLICATION: i64 = 0x7164_6331;

/// What makes each version of the next lower one; the last is this program's.
pub const MIGRATIONS: &[&str] = &["CREATE TABLE requests (
        id            INTEGER PRIMARY KEY,
        environment   TEXT NOT NULL,
        address       TEXT NOT NULL,
        kind          TEXT NOT NULL,
        subject       TEXT,
        again         INTEGER NOT NULL,
        title         TEXT NOT NULL,
        path          TEXT NOT NULL,
        body_hash     TEXT NOT NULL,
        body          TEXT NOT NULL,
        source        TEXT NOT NULL,
        source_hash   TEXT NOT NULL,
        deadline      TEXT,
        state         TEXT NOT NULL,
        attempts      INTEGER NOT NULL,
        begun_at      INTEGER NOT NULL,
        attempted_at  INTEGER NOT NULL,
        finished_at   INTEGER,
        contract_id   TEXT,
        result        TEXT,
        code          TEXT,
        message       TEXT,
        log_key       TEXT,
        platform_time TEXT
    );
    CREATE INDEX by_subject ON requests (environment, kind, subject);
    CREATE UNIQUE INDEX once ON requests (environment, kind, subject, again)
        WHERE subject IS NOT NULL AND state IN ('sending', 'sent', 'unknown');"];

/// The number of `again` counts what is sent again on purpose; without that, `once` lets no second row live.
pub const BEGIN: &str =
    "INSERT INTO requests (environment, address, kind, subject, again, title, path, body_hash, body,
        source, source_hash, deadline, state, attempts, begun_at, attempted_at)
    VALUES (?1, ?2, ?3, ?4,
        CASE WHEN ?5 THEN (SELECT COALESCE(MAX(again), 0) + 1 FROM requests
            WHERE environment = ?1 AND kind = ?3 AND subject IS ?4) ELSE 0 END,
        ?6, ?7, ?8, ?9, ?10, ?11, ?12, 'sending', 1, ?13, ?13)";

pub const ATTEMPT: &str = "UPDATE requests SET attempts = attempts + 1, attempted_at = ?2 WHERE id = ?1";

pub const FINISH: &str =
    "UPDATE requests SET state = ?2, finished_at = ?3, contract_id = COALESCE(?4, contract_id),
        result = COALESCE(?5, result), code = ?6, message = ?7, log_key = ?8, platform_time = ?9
    WHERE id = ?1";

pub const FIND: &str = "SELECT * FROM requests WHERE environment = ?1 AND kind = ?2 AND subject = ?3
    ORDER BY state IN ('sending', 'sent', 'unknown') DESC, id DESC LIMIT 1";

pub const HISTORY: &str = "SELECT * FROM requests
    WHERE (?1 IS NULL OR environment = ?1) AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR source = ?3)
    ORDER BY id DESC LIMIT ?4";
