//! The kinds of faults: one table of their names, what each takes, what a client sees, and what a correct client does.

use super::When::{self, After, Before, Late};
use crate::findings::Words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    Delay,
    Error,
    Http500,
    Drop,
    Reset,
    Hang,
    Cut,
    Malformed,
    WrongType,
    Slow,
    Twice,
    Foreign,
    ForeignCode,
    NoCode,
    Code,
    Status,
    Html,
    Empty,
    Redirect,
    Lag,
    WrongLength,
    Unfinished,
    Endless,
    HugeHeader,
    Escapes,
}

/// A line of the table.
pub(super) struct Entry {
    pub kind: Kind,
    pub name: &'static str,
    /// What follows the name after `=`, where it has to.
    pub value: Option<&'static str>,
    /// When it may commit; the first where nothing is written. Empty where nothing is committed at all.
    pub whens: &'static [When],
    /// Beside those that every kind takes.
    pub options: &'static [&'static str],
    /// The default of `ms`.
    pub ms: u64,
    sees: (&'static str, &'static str),
    correct: (&'static str, &'static str),
}

const ANY: &[When] = &[Before, After, Late];
/// Of faults in an answer that is given because something was done.
const ANSWERED: &[When] = &[After, Before];

const fn entry(
    kind: Kind,
    name: &'static str,
    whens: &'static [When],
    sees: (&'static str, &'static str),
    correct: (&'static str, &'static str),
) -> Entry {
    Entry { kind, name, value: None, whens, options: &[], ms: 1000, sees, correct }
}

impl Entry {
    const fn value(self, value: &'static str) -> Entry {
        Entry { value: Some(value), ..self }
    }

    const fn options(self, options: &'static [&'static str]) -> Entry {
        Entry { options, ..self }
    }

    const fn ms(self, ms: u64) -> Entry {
        Entry { ms, ..self }
    }
}

const ASKS: (&str, &str) = (
    "当作不明：关闭连接，先查询，再决定是否重发",
    "treats the outcome as unknown: closes the connection and queries the contract before it sends again",
);

#[rustfmt::skip]
pub(super) static KINDS: [Entry; 25] = [
    entry(Kind::Delay, "delay", &[Before, After],
        ("回答晚到 `ms` 毫秒", "an answer that arrives `ms` milliseconds late"),
        ("超时后先查询；查不到也要再等一段时间，请求可能还在途中", "queries the contract after its timeout and keeps querying for a while: the request may still be under way")),
    entry(Kind::Error, "error", ANY,
        ("错误码 `500` 服务繁忙（契约锁为 `1001`）", "code `500` 服务繁忙 (Qiyuesuo: `1001`)"), ASKS),
    entry(Kind::Http500, "http500", ANY,
        ("HTTP 状态码 500，没有 JSON", "HTTP status 500 and no JSON"), ASKS),
    entry(Kind::Drop, "drop", ANY,
        ("连接关闭（FIN），没有回答", "the connection closed (FIN) without an answer"), ASKS),
    entry(Kind::Reset, "reset", ANY,
        ("连接被重置（RST），没有回答", "the connection reset (RST) without an answer"), ASKS),
    entry(Kind::Hang, "hang", ANY,
        ("没有回答，连接一直开着", "no answer; the connection stays open"),
        ("超时后先查询，不无限等待", "gives up after a timeout of its own and queries the contract")),
    entry(Kind::Cut, "cut", ANY,
        ("回答恰好在第 N 个字节之后中断；默认 FIN，写 `reset` 则为 RST", "an answer that ends after exactly N bytes, with FIN, or with RST if `reset` is given"), ASKS).value("N").options(&["reset"]),
    entry(Kind::Malformed, "malformed", ANY,
        ("半个回答", "half an answer"), ASKS),
    entry(Kind::WrongType, "wrong-type", ANY,
        ("类型与文档不符的 JSON", "JSON whose types differ from the documented ones"), ASKS),
    entry(Kind::Slow, "slow", &[After],
        ("回答一点一点到达，共 `ms` 毫秒", "an answer that trickles in over `ms` milliseconds"),
        ("限制总时间，而不只是两次读取之间的时间", "limits the time for the whole answer, not only the time between two reads")),
    entry(Kind::Twice, "twice", ANSWERED,
        ("同一条连接上回答到达两次：紧接着；隔 `ms` 毫秒；写 `next` 则在下一个请求收到之后。此后每个回答都错一位", "the answer twice on one connection: immediately, `ms` milliseconds later, or with `next` once the next request has been received. Every answer after it is shifted by one"),
        ("核对每个回答的业务编号；连接上有多余的字节就关闭连接", "compares the business code of each answer with its request, and closes a connection that has bytes left over")).options(&["next"]).ms(0),
    entry(Kind::Foreign, "foreign", ANSWERED,
        ("这个地址上一次给别的请求的回答；没有就编造一个", "the answer that this path last gave to another request, or a made-up one if there was none"),
        ("业务编号不符即当作没有收到回答：关闭连接并查询", "treats an answer with another business code as lost: closes the connection and queries the contract")),
    entry(Kind::ForeignCode, "foreign-code", ANSWERED,
        ("合同 ID 是对的，业务编号是别人的", "the correct contract id with the business code of another contract"),
        ("当作没有收到回答，合同 ID 也不相信，查询", "treats the answer as lost, contract id included, and queries the contract")),
    entry(Kind::NoCode, "no-code", ANSWERED,
        ("回答里没有业务编号", "an answer without the business code"),
        ("不能确认是谁的回答，查询", "cannot know whose answer it is, and queries the contract")),
    entry(Kind::Code, "code", ANY,
        ("这个错误码，不论文档有没有；`status=N` 是 HTTP 状态码，默认 200", "this code, documented or not; `status=N` is the HTTP status, 200 by default"),
        ("只有文档列为拒绝的错误码才是拒绝，其余一律查询", "treats only documented refusals as refusals, and queries the contract after every other code")).value("CODE").options(&["status", "retry-after"]),
    entry(Kind::Status, "status", ANY,
        ("这个 HTTP 状态码，没有 JSON；`retry-after=N` 加上这个响应头", "this HTTP status and no JSON; `retry-after=N` adds that header"),
        ("429 也先查询再重发：代理可能已经替你重试过", "queries the contract before it sends again, even after 429: a proxy may have retried upstream")).value("N").options(&["retry-after"]),
    entry(Kind::Html, "html", ANY,
        ("一个 HTML 页面，状态码 `status=N`，默认 502", "an HTML page with the HTTP status `status=N`, 502 by default"), ASKS).options(&["status", "retry-after"]),
    entry(Kind::Empty, "empty", ANY,
        ("空的正文，状态码 `status=N`，默认 200", "an empty body with the HTTP status `status=N`, 200 by default"), ASKS).options(&["status", "retry-after"]),
    entry(Kind::Redirect, "redirect", ANY,
        ("重定向到同一地址，状态码 `status=N`，默认 302", "a redirect to the same address, with the HTTP status `status=N`, 302 by default"),
        ("不跟随，查询", "does not follow it, and queries the contract")).options(&["status"]),
    entry(Kind::Lag, "lag", &[],
        ("生效不到 `ms` 毫秒的合同，查询时回答 `oc_40006`；只影响查询签署方", "`oc_40006` for a contract committed less than `ms` milliseconds ago; affects the signer query only"),
        ("`oc_40006` 要在足够长的时间之后仍然如此才算不存在", "believes `oc_40006` only if it is still the answer after a long enough time")),
    entry(Kind::WrongLength, "wrong-length", ANY,
        ("Content-Length 比正文大 `by`（默认 16），连接开着；`by` 为负则小，多出的字节留在连接上", "a Content-Length that exceeds the body by `by` (16 by default) while the connection stays open; if `by` is negative, it is too small and the surplus bytes stay on the connection"), ASKS).options(&["by"]),
    entry(Kind::Unfinished, "unfinished", ANY,
        ("分块编码，没有最后一块，连接开着", "a chunked answer whose last chunk never comes while the connection stays open"), ASKS),
    entry(Kind::Endless, "endless", ANY,
        ("正文没有尽头", "a body that never ends"),
        ("限制读取的大小，然后查询", "limits how much it reads, and queries the contract")),
    entry(Kind::HugeHeader, "huge-header", ANY,
        ("一个 `bytes=N` 字节的响应头，默认 1048576", "a header of `bytes=N` bytes, 1048576 by default"),
        ("限制响应头的大小，然后查询", "limits the size of headers, and queries the contract")).options(&["bytes"]),
    entry(Kind::Escapes, "escapes", ANSWERED,
        ("`result` 和 `msg` 的文字里满是终端控制符和方向标记；`before` 则是一个拒绝，控制符在 `code` 和 `msg` 里。业务编号和账号不变", "terminal escapes and direction marks in `msg` and in the texts of `result`; with `before`, a refusal with them in `code` and `msg`. Business codes and account ids stay as they are"),
        ("显示之前使控制符可见，日志里也是", "makes control characters visible before it prints or logs them")),
];

impl Kind {
    /// Every kind, in the order of the documentation.
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.iter().map(|entry| entry.kind)
    }

    pub(super) fn entry(self) -> &'static Entry {
        // The table is in the order of the enum, which a test holds it to.
        &KINDS[self as usize]
    }

    /// As it is written in a fault.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// As it is written in a fault, with its value and the options that are its own: `cut=N[:reset]`.
    pub fn usage(self) -> String {
        let entry = self.entry();
        let value = entry.value.map(|value| format!("={value}")).unwrap_or_default();
        let options = entry.options.iter().map(|option| match *option {
            "reset" | "next" => format!("[:{option}]"),
            _ => format!("[:{option}=N]"),
        });
        format!("{}{value}{}", entry.name, String::from_iter(options))
    }

    /// What the client sees.
    pub fn sees(self) -> Words {
        words(self.entry().sees)
    }

    /// What a client does that never starts a contract twice.
    pub fn correct_client(self) -> Words {
        words(self.entry().correct)
    }
}

fn words((zh, en): (&str, &str)) -> Words {
    Words { zh: zh.to_owned(), en: en.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_kinds() {
        for (at, entry) in KINDS.iter().enumerate() {
            assert_eq!(entry.kind as usize, at, "{}", entry.name);
            assert_eq!(KINDS.iter().filter(|other| other.name == entry.name).count(), 1, "{}", entry.name);
        }
    }
}
