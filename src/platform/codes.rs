//! QianDun's error codes: what its pages say, and what that means for a file.

/// One code of the platform's error tables.
#[derive(Debug)]
pub struct Code {
    pub code: &'static str,
    /// The platform's own text; empty where its page has none.
    pub message: &'static str,
    /// The pages that list it.
    pub seen_on: &'static str,
    /// What it means and what to do: Chinese, English.
    pub meaning: (&'static str, &'static str),
}

const fn code(
    code: &'static str,
    message: &'static str,
    seen_on: &'static str,
    zh: &'static str,
    en: &'static str,
) -> Code {
    Code { code, message, seen_on, meaning: (zh, en) }
}

const START: &str = "POST /open/contract/start";
const AUTHORIZE: &str = "POST /open/seal/autosign/auth/url";
const SIGNERS: &str = "GET /open/contract/signer";
const TEMPLATE: &str = "POST /open/template/file/create";
const EVERY: &str = "*";

/// Every code seen on the platform's public pages, in order.
pub static CODES: &[Code] = &[
    code("200", "成功", EVERY, "请求成功。", "The request succeeded."),
    code(
        "400",
        "参数错误.",
        EVERY,
        "请求的参数不符合接口文档，平台不说是哪一个。发送前先用 qdc check 检查。",
        "A parameter is not as documented; the platform does not say which. Run `qdc check` before sending.",
    ),
    code(
        "500",
        "服务繁忙,请重试.",
        EVERY,
        "平台繁忙。重试前要先查询合同是否已经发起，以免重复。",
        "The platform is busy. Before a retry, ask whether the contract was started, lest it be started twice.",
    ),
    code(
        "oc_10011",
        "用户未认证",
        START,
        "签署方的账号还没有实名认证。先完成认证，或在文件里写明创建已认证用户所需的信息。",
        "A signer's account is not verified. Verify it, or say in the file what creates the verified person.",
    ),
    code(
        "oc_10041",
        "",
        "POST /open/psnCreate",
        "没有开启平台自身认证方式。请联系客服开启，或改用认证流水号创建用户。",
        "The mode of verifying people by yourself is not enabled. Ask the platform to enable it, or use a flow number.",
    ),
    code(
        "oc_20001",
        "印章不存在",
        "GET /open/seal/detail, POST /open/seal/autosign/auth/url",
        "印章 ID 写错了，或不属于这个账号。",
        "The seal id is wrong, or the seal belongs to another account.",
    ),
    code(
        "oc_20002",
        "当前印章已授权",
        AUTHORIZE,
        "这枚印章已经授权静默签署，不必再取授权地址。",
        "The seal is already authorized for silent signing; no further page is needed.",
    ),
    code(
        "oc_30005",
        "上传文件格式不支持",
        START,
        "合同文件或附件的格式不受支持，请换成支持的格式。",
        "A document or attachment is of an unsupported kind; use a supported one.",
    ),
    code(
        "oc_30006",
        "文件处理失败",
        START,
        "平台处理文件失败。重新发起，或联系客服。",
        "The platform failed to process a file. Start again, or ask the platform.",
    ),
    code(
        "oc_30008",
        "文件不存在",
        TEMPLATE,
        "平台找不到文件，请联系客服。",
        "The platform cannot find the file; ask the platform.",
    ),
    code(
        "oc_40001",
        "签署截止时间不能超过12个月",
        START,
        "截止日期晚于今天起的 12 个月。改成 12 个月以内的日期。",
        "The deadline is more than 12 months away. Choose one within 12 months.",
    ),
    code(
        "oc_40002",
        "签署截止时间不能小于当前时间",
        START,
        "截止日期已过。改成以后的日期，或写成期限，例如 `截止 30天内`。",
        "The deadline has passed. Use a later date, or a length of time such as `deadline in 30d`.",
    ),
    code(
        "oc_40003",
        "签署方不可重复",
        START,
        "两个签署方是同一个账号。合成一个，把签章都写在里面。",
        "Two signers are the same account. Make them one, with the seals of both.",
    ),
    code(
        "oc_40005",
        "签署记录不存在或状态异常",
        SIGNERS,
        "查不到签署记录，或它的状态不允许查询。核对合同 ID 和签署方账号。",
        "There is no record of signing, or its state does not allow the query. Check the contract id and the signer's account.",
    ),
    code(
        "oc_40006",
        "合同不存在或状态异常",
        SIGNERS,
        "查不到合同，或它的状态不允许查询。核对合同 ID，以及它是不是用这个应用发起的。",
        "There is no such contract, or its state does not allow the query. Check its id, and that this application started it.",
    ),
    code(
        "oc_40014",
        "合同doc文件不能重复",
        START,
        "两份文件是同一个文件编码。删去一份，或改正编码。",
        "Two documents have one file code. Remove one, or correct its code.",
    ),
    code(
        "oc_40016",
        "签署位置不能重复",
        START,
        "两个签章在同一处。挪开其中一个。",
        "Two seals are at the same place. Move one of them.",
    ),
    code(
        "oc_40020",
        "单页合同文件不能进行骑缝签章",
        START,
        "只有一页的文件不能盖骑缝章。改成在页上签章。",
        "A document of one page cannot have a seal across its pages. Put the seal on the page.",
    ),
    code(
        "oc_40024",
        "文件模板不存在",
        TEMPLATE,
        "模板 ID 写错了，或模板已删除。在平台上核对。",
        "The template id is wrong, or the template was deleted. Look it up on the platform.",
    ),
    code(
        "oc_40025",
        "企业必须认证后才能获取静默签授权链接",
        AUTHORIZE,
        "企业还没有认证，先完成企业认证。",
        "The company is not verified; verify it first.",
    ),
    code(
        "oc_40026",
        "未认证个人用户进行静默签署授权操作时,创建该用户时必须上传姓名与身份证号",
        AUTHORIZE,
        "这个人还没有认证，创建时必须带上姓名和身份证号。在文件里补上 `姓名` 和 `身份证`。",
        "The person is not verified and must have been created with name and ID number. Add `name` and `idcard` in the file.",
    ),
    code(
        "oc_40027",
        "同一签署方不能同时配置静默签和普通签署",
        START,
        "同一签署方的签章要么全部静默，要么都不静默。给其余的签章加上 `静默`，或都去掉。",
        "All fields of one signer are silent, or none is. Add `silent` to the rest, or remove it everywhere.",
    ),
];

/// Whether the page of an endpoint lists a code as a refusal: what was asked was not done, and will not be.
/// 服务繁忙 is none: QianDun does not say whether anything was done.
pub fn is_refusal(code: &str, path: &str) -> bool {
    let listed = |known: &Code| {
        known.seen_on == EVERY
            || known.seen_on.split(", ").any(|page| page.rsplit(' ').next().is_some_and(|page| page == path))
    };
    !matches!(code, "200" | "500") && CODES.iter().any(|known| known.code == code && listed(known))
}

/// The code of this spelling.
pub fn find(code: &str) -> Option<&'static Code> {
    CODES.iter().find(|known| known.code.eq_ignore_ascii_case(code))
}
