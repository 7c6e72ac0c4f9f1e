CREATE TABLE receipts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    environment   TEXT NOT NULL,
    address       TEXT NOT NULL,
    kind          TEXT NOT NULL,
    subject       TEXT,
    subject_key   TEXT,
    resend        INTEGER NOT NULL,
    title         TEXT NOT NULL,
    path          TEXT NOT NULL,
    body_hash     TEXT NOT NULL,
    body          TEXT NOT NULL,
    source        TEXT NOT NULL,
    source_hash   TEXT NOT NULL,
    deadline      TEXT,
    state         TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'refused', 'not-sent', 'unknown')),
    attempts      INTEGER NOT NULL,
    begun_at      INTEGER NOT NULL, -- microseconds since 1970
    attempted_at  INTEGER NOT NULL,
    finished_at   INTEGER,
    contract_id   TEXT,
    result        TEXT,
    code          TEXT,
    message       TEXT,
    log_key       TEXT,
    platform_time TEXT
) STRICT;
CREATE UNIQUE INDEX receipts_live ON receipts (environment, kind, subject_key, resend)
    WHERE state IN ('sending', 'sent', 'unknown');
CREATE INDEX receipts_subject ON receipts (environment, kind, subject_key, id);
CREATE INDEX receipts_source ON receipts (source, id);
INSERT INTO receipts VALUES (
    7, 'prod', 'https://example.com/api', 'start', 'HR-2026-001', 'HR-2026-001', 0, '劳动合同',
    '/open/contract/start', 'aa', '{"signFileType":"PDF"}', 'hr/labour.qdc', 'bb', '2026-02-04', 'sent', 2,
    1767574800000000, 1767574801000000, 1767574802000000, '2591540368898105360', NULL, '0', 'success', 'k',
    '2026-01-05 09:00:02'
);
PRAGMA application_id = 0x7164634C;
PRAGMA user_version = 1;
