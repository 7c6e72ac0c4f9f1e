//! Why the ledger could not do what was asked: the file and the reason, in both languages.

use std::io;
use std::path::Path;

use super::State;
use super::rows::Prepared;
use crate::findings::{Code, Failure, Words};
use crate::privacy::on_one_line;
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

    pub(super) fn backup(to: &Path, error: &io::Error) -> Self {
        let (path, why) = (
            to.display(),
            match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    words!(
                        "已有这个文件，不会覆盖；请换一个名字",
                        "the file exists and is not overwritten; choose another name"
                    )
                }
                io::ErrorKind::NotFound => words!("没有这个文件夹", "there is no such folder"),
                _ => reason(error),
            },
        );
        let Words { zh, en } = why;
        Self(words!("备份 {path}：{zh}", "the backup {path}: {en}"), Code::FileUnwritable)
    }

    pub(super) fn strange(path: &Path, strangers: &[String]) -> Self {
        let named = strangers.join(", ");
        Self::of(
            path,
            words!(
                "里面有不是 qdc 建立的内容（{named}），没有读取，也没有改动它；如果它是随别人的文件来的，请移走它；如果是自己加的，请先删除",
                "it holds what qdc did not make ({named}), so it was neither read nor changed. If it came with somebody else's files, move it away; if you added that yourself, drop it first"
            ),
        )
    }

    pub(super) fn leads_nowhere(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "这是一个链接，指向的文件不存在；请改正或删除这个链接",
                "this is a link to a file that does not exist; correct the link or remove it"
            ),
        )
    }

    pub(super) fn leads_out(folder: &Path) -> Self {
        Self::of(
            folder,
            words!(
                "这是一个通向项目之外的链接，那里还没有发送记录，没有在那里建立；请删除这个链接，或用 --ledger 写明记录的位置",
                "this is a link out of the project to where no ledger is, and none was made there; remove the link, or name the ledger with --ledger"
            ),
        )
    }

    pub(super) fn taken_name(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "发送记录旁边要用这个名字，但这个文件不是 qdc 建立的，没有改动它；请移走它，或给发送记录换一个名字",
                "the ledger needs this name for a file beside it, and this one was not made by qdc; it was left as it is. Move it away, or give the ledger another name"
            ),
        )
    }

    pub(super) fn kept_name(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "这样结尾的名字留给发送记录旁边的文件（.lock、.reserve、-wal、-shm、-journal）；请换一个名字，例如 ledger.db",
                "names that end so are kept for the files beside a ledger (.lock, .reserve, -wal, -shm, -journal); choose another, such as ledger.db"
            ),
        )
    }

    pub(super) fn linked(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "这个文件还有别的名字（硬链接），两个进程可能同时写它而互不知道，无法保证不重复发送；请只留一个名字，备份用 qdc ledger backup",
                "the file has another name (a hard link), so two processes could write it unknown to each other and send twice; leave it one name, and make backups with `qdc ledger backup`"
            ),
        )
    }

    pub(super) fn mounted(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "只有这个文件本身被挂载进来，外面的进程可能同时写它而互不知道，无法保证不重复发送；请挂载它所在的文件夹",
                "the file is mounted by itself, so a process outside could write it unknown to this one and send twice; mount its folder instead"
            ),
        )
    }

    pub(super) fn replaced(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "等待期间它所在的文件夹被清理过；请重新运行",
                "its folder was cleaned while this process waited for it; run the command again"
            ),
        )
    }

    pub(super) fn removed(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "发送期间它被删除或替换了（例如 git clean），不再发送；请从备份恢复，或到平台上核对已发送的合同",
                "it was removed or replaced while qdc was sending, as `git clean` does, so nothing more is sent; restore it from a backup, or look on the platform for what was sent"
            ),
        )
    }

    pub(super) fn full(path: &Path) -> Self {
        Self::of(
            path,
            words!(
                "磁盘已满，剩下的空间只够写下已发送请求的结果；请先腾出空间",
                "the disk is full, and what room is left is for the outcomes of requests already sent; free some space first"
            ),
        )
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
        _ if is_want_of_locks(error) => no_locks(),
        _ => Words::of_io(error),
    }
}

/// Whether it is not that somebody has a lock, but that there are none: EOPNOTSUPP, ENOTSUP and ENOSYS, and ENOLCK, as
/// which network file systems report that their lock service does not answer.
pub(super) fn is_want_of_locks(error: &io::Error) -> bool {
    let has_no_kind = cfg!(target_os = "linux") && error.raw_os_error() == Some(37)
        || cfg!(target_vendor = "apple") && matches!(error.raw_os_error(), Some(45 | 77 | 102));
    error.kind() == io::ErrorKind::Unsupported || has_no_kind
}

fn no_locks() -> Words {
    words!(
        "这个磁盘（多半是网络盘或共享文件夹）的文件锁不起作用，无法保证不重复发送；请把项目放到本地磁盘，或用 --ledger 把发送记录放到本地磁盘",
        "file locks do not work on this disk, most likely a network drive or a shared folder, so nothing could be sent exactly once; \
         put the project on a local disk, or name a ledger on one with --ledger"
    )
}

/// Whether room on the disk would help: SQLITE_FULL, and SQLITE_IOERR, as which SQLite reports quotas and limits.
pub(super) fn is_want_of_room(error: &sqlx::Error) -> bool {
    matches!(code(error), Some(10 | 13))
}

/// Why a record takes no outcome.
pub(super) fn settled(id: i64, state: Option<&str>) -> Words {
    match state {
        None => words!("没有记录 {id}", "there is no record {id}"),
        Some(state) => {
            words!("记录 {id} 已有结果（{state}）", "record {id} has its outcome already ({state})")
        }
    }
}

/// Why a subject gets no new receipt.
pub(super) fn live(receipt: &Prepared, id: i64, state: State, environment: &str) -> Words {
    let subject = on_one_line(receipt.subject.as_deref().unwrap_or(&receipt.title));
    let environment = on_one_line(environment);
    match state {
        State::Sent => words!(
            "`{subject}` 已在环境 {environment} 发送过（记录 {id}）",
            "`{subject}` was sent to {environment} already (record {id})"
        ),
        State::Sending => words!(
            "`{subject}` 正在向环境 {environment} 发送，或者上次发送中断、结果不明（记录 {id}）",
            "`{subject}` is on its way to {environment}, or was when sending broke off (record {id})"
        ),
        _ => words!(
            "`{subject}` 可能已在环境 {environment} 发送过，结果不明（记录 {id}）",
            "`{subject}` may have reached {environment}; nobody knows yet (record {id})"
        ),
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

/// Whether the disk failed at a lock and not at what is read or written: SQLite's extended codes say so.
fn is_of_a_lock(error: &sqlx::Error) -> bool {
    let code = || error.as_database_error()?.code()?.parse::<i32>().ok();
    // SQLITE_IOERR_UNLOCK, _RDLOCK, _CHECKRESERVEDLOCK, _LOCK, _SHMLOCK
    matches!(code(), Some(2058 | 2314 | 3594 | 3850 | 5130))
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
        // SQLITE_PROTOCOL: its locks do not hold.
        (_, Some(15)) => no_locks(),
        // SQLITE_BUSY, SQLITE_LOCKED
        (_, Some(5 | 6)) => words!(
            "正被另一个程序占用；如果没有别的程序在用它，那么这个磁盘的文件锁不起作用（网络盘、共享文件夹），请放到本地磁盘",
            "another program keeps it busy; where none does, file locks do not work on this disk (a network drive, a shared folder): use a local disk"
        ),
        // SQLITE_IOERR, of a lock
        (_, Some(10)) if is_of_a_lock(error) => no_locks(),
        // SQLITE_IOERR
        (_, Some(10)) => words!("磁盘读写出错：{error}", "the disk failed: {error}"),
        _ => Words::same(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "Somebody has the lock" and "there are no locks" want different things of a person.
    #[cfg(target_os = "linux")]
    #[test]
    fn locks_that_do_not_work_are_told_from_locks_that_are_held() {
        const ENOLCK: i32 = 37;
        const EOPNOTSUPP: i32 = 95;
        const EAGAIN: i32 = 11;
        for (number, works) in [(ENOLCK, false), (EOPNOTSUPP, false), (EAGAIN, true)] {
            let error = io::Error::from_raw_os_error(number);
            assert_eq!(is_want_of_locks(&error), !works, "{error}");
            assert_eq!(reason(&error).zh.contains("本地磁盘"), !works, "{error}");
        }
    }
}
