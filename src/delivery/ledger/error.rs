//! Why the ledger could not do what was asked: the file and the reason, in both languages.

use std::io;
use std::path::Path;

use crate::findings::{Code, Failure, Words};
use crate::words;

/// Says the ledger's path and the reason; never the contents of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerError(pub Words, pub Code);

impl LedgerError {
    /// The reason, after the path.
    pub(super) fn of(path: &Path, why: Words) -> Self {
        let (path, zh, en) = (path.display(), why.zh, why.en);
        Self(words!("发送记录 {path}：{zh}", "the ledger {path}: {en}"), Code::LedgerUnusable)
    }

    fn coded(self, code: Code) -> Self {
        Self(self.0, code)
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        Self::of(path, reason(error)).coded(io_code(error))
    }

    pub(super) fn sql(path: &Path, error: &sqlx::Error) -> Self {
        Self::of(path, sql_reason(error)).coded(sql_code(error))
    }

    pub(super) fn no_ledger(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "这不是 qdc 的发送记录，没有改动它；请换一个位置",
                "this file is no ledger of qdc; it was left as it is, choose another place"
            ),
        )
        .coded(Code::LedgerDamaged)
    }

    pub(super) fn newer(path: &Path, version: usize, known: usize) -> Self {
        Self::of(
            path,
            words!(
                "由更新的 qdc 写成（版本 {version}，本程序只认识到 {known}）；请升级 qdc",
                "a newer qdc wrote it (version {version}, this one knows up to {known}); upgrade qdc"
            ),
        )
        .coded(Code::LedgerNewer)
    }

    pub(super) fn older(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "由更早的 qdc 写成；发送一次之后才能查看",
                "an earlier qdc wrote it; it can be read after the next sending"
            ),
        )
    }

    pub(super) fn damaged(path: &Path) -> Self {
        Self::of(path, damage()).coded(Code::LedgerDamaged)
    }

    pub(super) fn closed(path: &Path) -> Self {
        Self::of(path, words!("已经关闭", "it is closed already"))
    }

    pub(super) fn read_only(path: &Path) -> Self {
        Self::of(path, words!("只为读取而打开", "it is open for reading only"))
    }
}

impl From<LedgerError> for Failure {
    fn from(LedgerError(words, code): LedgerError) -> Failure {
        Failure::new(code, words)
    }
}

fn io_code(error: &io::Error) -> Code {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Code::DiskFull,
        _ => Code::LedgerUnusable,
    }
}

/// By SQLite's result codes, as [`sql_reason`].
fn sql_code(error: &sqlx::Error) -> Code {
    match (error, code(error)) {
        (sqlx::Error::Io(error), _) => io_code(error),
        (_, Some(11 | 26)) => Code::LedgerDamaged,
        (_, Some(13)) => Code::DiskFull,
        (_, Some(5 | 6)) => Code::LedgerBusy,
        _ => Code::LedgerUnusable,
    }
}

fn reason(error: &io::Error) -> Words {
    match error.kind() {
        io::ErrorKind::PermissionDenied => words!("没有权限写入", "no permission to write there"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => full(),
        io::ErrorKind::ReadOnlyFilesystem => words!("磁盘是只读的", "the disk is read-only"),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            words!("上级路径是文件，不是文件夹", "what should be its folder is a file")
        }
        io::ErrorKind::Unsupported => words!(
            "这个磁盘不支持文件锁，无法保证不重复发送；请放到本地磁盘",
            "this disk has no file locks, so nothing could be sent exactly once; use a local disk"
        ),
        _ => Words::same(error),
    }
}

fn full() -> Words {
    words!("磁盘已满", "the disk is full")
}

fn damage() -> Words {
    words!(
        "文件已损坏，没有改动它；请从备份恢复，或把它移走后到平台上核对已发送的合同",
        "the file is damaged; it was left as it is. Restore it from a backup, or move it away and look on the \
         platform for what was sent"
    )
}

/// SQLite's result code, without what it adds in its upper bits (https://www.sqlite.org/rescode.html).
pub(super) fn code(error: &sqlx::Error) -> Option<i32> {
    let code: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

fn sql_reason(error: &sqlx::Error) -> Words {
    match (error, code(error)) {
        (sqlx::Error::Io(error), _) => reason(error),
        // SQLITE_CORRUPT, SQLITE_NOTADB
        (_, Some(11 | 26)) => damage(),
        // SQLITE_FULL
        (_, Some(13)) => full(),
        // SQLITE_PERM, SQLITE_READONLY, SQLITE_CANTOPEN
        (_, Some(3 | 8 | 14)) => {
            words!("没有权限，或者文件夹不可写", "no permission, or its folder is read-only")
        }
        // SQLITE_BUSY, SQLITE_LOCKED
        (_, Some(5 | 6)) => words!("正被另一个程序占用", "another program keeps it busy"),
        // SQLITE_IOERR
        (_, Some(10)) => words!("磁盘读写出错：{error}", "the disk failed: {error}"),
        _ => Words::same(error),
    }
}
