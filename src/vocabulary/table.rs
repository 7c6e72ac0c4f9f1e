//! The table of keywords.

use super::choices::*;
use super::{Key, Shape, Take, Word};

const fn one(shape: Shape) -> Take {
    Take { shape, many: false, optional: false }
}

const fn many(shape: Shape) -> Take {
    Take { shape, many: true, optional: false }
}

/// What most rows share: a clause that may be left out, once, with no platform field.
const ROW: Word = Word {
    key: Key::File,
    en: "",
    zh: "",
    parents: &[],
    clause: true,
    takes: &[],
    required: false,
    many: false,
    doc: ("", ""),
    field: "",
    default: ("", ""),
    synonyms: &[],
    misnomers: &[],
};

/// A row that stands on a line of its own.
const LINE: Word = Word { clause: false, ..ROW };

const COUNT: Shape = Shape::Integer(1, 100_000);

/// Every keyword. A statement's own rows follow it.
pub static WORDS: &[Word] = &[
    Word {
        key: Key::Use,
        en: "use",
        zh: "引用",
        parents: &[Key::File],
        takes: &[one(Shape::Path)],
        many: true,
        doc: (
            "使用另一个文件里声明的个人、企业、参数、静默授权和签署令牌；路径从本文件所在的文件夹算起。",
            "Takes in the people, companies, params, authorizations and tickets declared in another file; \
             the path starts at this file's folder.",
        ),
        misnomers: &["import", "include", "导入", "包含", "使用"],
        ..LINE
    },
    Word {
        key: Key::Param,
        en: "param",
        zh: "参数",
        parents: &[Key::File],
        takes: &[one(Shape::Name), one(Shape::Choice(&PARAM_KINDS))],
        many: true,
        doc: (
            "每次发送时填入的值：用 --set 名字=值 给出，或写在一个文件里用 --set-file 给出。",
            "A value filled in at each sending: by `--set name=value`, or in a file by `--set-file`.",
        ),
        synonyms: &["parameter"],
        misnomers: &["var", "let", "变量"],
        ..LINE
    },
    Word {
        key: Key::Default,
        en: "default",
        zh: "默认",
        parents: &[Key::Param],
        takes: &[one(Shape::ParamValue)],
        doc: ("没有给出时用的值。", "The value when none is given."),
        default: ("无：必须给出", "none: it must be given"),
        synonyms: &["缺省", "默认值", "缺省值"],
        ..ROW
    },
    Word {
        key: Key::Person,
        en: "person",
        zh: "个人",
        parents: &[Key::File],
        takes: &[one(Shape::Name)],
        many: true,
        doc: (
            "声明一个人，之后用名字代替账号。写了手机和流水号（或姓名加身份证）时，发送前会先在平台创建这个已认证用户。",
            "Declares a person whose name then stands for the account. With a phone and either a flow number or \
             name and ID number, the verified person is created on the platform first.",
        ),
        field: "POST /open/psnCreate",
        synonyms: &["自然人"],
        misnomers: &["people", "user", "人员"],
        ..LINE
    },
    Word {
        key: Key::PersonAccount,
        en: "account",
        zh: "账号",
        parents: &[Key::Person],
        takes: &[one(Shape::Text)],
        required: true,
        doc: (
            "平台上的账号 ID，由接入方自定，同一应用下不可重复。",
            "The account id on the platform, chosen by you, unique within the application.",
        ),
        field: "accountId",
        synonyms: &["accountid", "帐号", "账号id"],
        misnomers: &["id", "账户"],
        ..ROW
    },
    Word {
        key: Key::Flow,
        en: "flow",
        zh: "流水号",
        parents: &[Key::Person],
        takes: &[one(Shape::Text)],
        doc: (
            "实名认证流水号；给了它就不再写姓名和身份证。",
            "The flow number of a finished identity check; with it, name and ID number are not sent.",
        ),
        field: "flowNo",
        synonyms: &["flowno", "认证流水号"],
        ..ROW
    },
    Word {
        key: Key::PersonName,
        en: "name",
        zh: "姓名",
        parents: &[Key::Person],
        takes: &[one(Shape::Text)],
        doc: ("真实姓名，与身份证一起写。", "The person's real name, together with the ID number."),
        field: "psnName",
        synonyms: &["psnname", "名字", "名称", "真实姓名"],
        ..ROW
    },
    Word {
        key: Key::IdCard,
        en: "idcard",
        zh: "身份证",
        parents: &[Key::Person],
        takes: &[one(Shape::Text)],
        doc: (
            "居民身份证号码，18 位，写在引号里；证件类型按 CRED_PSN_CH_IDCARD 发送。",
            "The number of the mainland resident ID card, 18 characters in quotes; sent with the type \
             CRED_PSN_CH_IDCARD.",
        ),
        field: "psnIDCardNum",
        synonyms: &["身份证号", "身份证号码", "身分证", "身分证号", "身分证号码"],
        misnomers: &["id", "证件号", "证件号码"],
        ..ROW
    },
    Word {
        key: Key::Phone,
        en: "phone",
        zh: "手机",
        parents: &[Key::Person],
        takes: &[one(Shape::Text)],
        doc: ("接收通知的手机号，写在引号里。", "The mobile number that gets the notices, in quotes."),
        field: "informPhone",
        synonyms: &["mobile", "手机号", "手机号码"],
        misnomers: &["tel", "电话", "电话号码"],
        ..ROW
    },
    Word {
        key: Key::Company,
        en: "company",
        zh: "企业",
        parents: &[Key::File],
        takes: &[one(Shape::Name)],
        many: true,
        doc: (
            "声明一家企业，之后用名字代替账号。",
            "Declares a company whose name then stands for the account.",
        ),
        synonyms: &["公司"],
        misnomers: &["corp", "corporation", "单位"],
        ..LINE
    },
    Word {
        key: Key::CompanyAccount,
        en: "account",
        zh: "账号",
        parents: &[Key::Company],
        takes: &[one(Shape::Text)],
        required: true,
        doc: ("企业在平台上的账号 ID。", "The company's account id on the platform."),
        field: "accountId",
        synonyms: &["accountid", "帐号", "账号id"],
        misnomers: &["id", "账户"],
        ..ROW
    },
    Word {
        key: Key::Credit,
        en: "credit",
        zh: "信用代码",
        parents: &[Key::Company],
        takes: &[one(Shape::Text)],
        doc: (
            "统一社会信用代码，18 位；只用来核对，不会发送。",
            "The unified social credit code, 18 characters; checked, never sent.",
        ),
        synonyms: &["uscc", "统一社会信用代码", "社会信用代码"],
        misnomers: &["税号"],
        ..ROW
    },
    Word {
        key: Key::Contract,
        en: "contract",
        zh: "合同",
        parents: &[Key::File],
        takes: &[one(Shape::Text)],
        doc: (
            "要发起的合同；引号里是合同名称。一个文件最多一份。",
            "The contract to start; its title is in quotes. At most one a file.",
        ),
        field: "signFlowConfigs.flowConfig.contractName",
        synonyms: &["合约", "合同名称", "合同标题"],
        misnomers: &["agreement", "协议", "契约"],
        ..LINE
    },
    Word {
        key: Key::Code,
        en: "code",
        zh: "业务编号",
        parents: &[Key::Contract],
        takes: &[one(Shape::Text)],
        doc: (
            "自己系统里的编号。靠它识别重复发送，所以每份合同都应不同。",
            "Your own number of this contract. A repeated sending is recognised by it, so every contract needs its own.",
        ),
        field: "signFlowConfigs.flowConfig.businessCode",
        default: ("不发送", "not sent"),
        synonyms: &["businesscode"],
        misnomers: &["编号", "合同编号"],
        ..LINE
    },
    Word {
        key: Key::Initiator,
        en: "initiator",
        zh: "发起方",
        parents: &[Key::Contract],
        takes: &[one(Shape::Account)],
        required: true,
        doc: ("以谁的名义发起合同。", "In whose name the contract is started."),
        field: "signFlowInitiator.accountId",
        synonyms: &["发起人", "发起者"],
        misnomers: &["sender"],
        ..LINE
    },
    Word {
        key: Key::Deadline,
        en: "deadline",
        zh: "截止",
        parents: &[Key::Contract],
        takes: &[one(Shape::Deadline)],
        doc: (
            "签署截止日期：2026-12-31、2026年12月31日，或从今天起的期限，如 in 30d、30天内、10个工作日内。不早于今天，不晚于 12 个月后。",
            "The last day to sign: 2026-12-31, or a length of time from today such as `in 30d` or `in 10wd` (working \
             days). Not before today, not more than 12 months away.",
        ),
        field: "signFlowConfigs.flowConfig.signDeadline",
        default: ("不发送，由平台决定", "not sent; the platform decides"),
        synonyms: &["截止日期", "截止时间", "截止日", "截至", "截至日期"],
        misnomers: &[
            "expire",
            "due",
            "期限",
            "签署期限",
            "签约期限",
            "签署截止",
            "签署截止日期",
            "签署截止时间",
        ],
        ..LINE
    },
    Word {
        key: Key::Roll,
        en: "roll",
        zh: "顺延",
        parents: &[Key::Deadline],
        doc: (
            "最后一天是休息日或节假日的，顺延到其后的第一个工作日，与《民法典》第二百零三条的算法一致。",
            "A last day that is a weekend day or public holiday moves to the next working day, as article 203 of the \
             Civil Code counts periods.",
        ),
        default: ("不顺延", "the day stays"),
        misnomers: &[
            "postpone",
            "rollover",
            "遇节假日顺延",
            "遇休息日顺延",
            "节假日顺延",
            "自动顺延",
            "延后",
        ],
        ..ROW
    },
    Word {
        key: Key::Order,
        en: "order",
        zh: "顺序",
        parents: &[Key::Contract],
        takes: &[one(Shape::Choice(&ORDERS))],
        doc: (
            "各方可以同时签（不限），还是按次序逐个签（依次）。",
            "Whether all may sign at once (free) or one after the other (sequential).",
        ),
        field: "signFlowConfigs.flowConfig.seqSigning",
        default: ("不限（false）", "free (false)"),
        synonyms: &["签署顺序"],
        misnomers: &["sequence"],
        ..LINE
    },
    Word {
        key: Key::Format,
        en: "format",
        zh: "格式",
        parents: &[Key::Contract],
        takes: &[one(Shape::ChoiceOrText(&FORMATS))],
        doc: (
            "签署文件的格式。平台只写明 PDF；别的值用引号原样发送。",
            "The format that is signed. Only PDF is documented; a quoted value is passed through.",
        ),
        field: "signFileType",
        default: ("pdf", "pdf"),
        synonyms: &["filetype", "文件格式"],
        ..LINE
    },
    Word {
        key: Key::Document,
        en: "document",
        zh: "文件",
        parents: &[Key::Contract],
        takes: &[one(Shape::Name), Take { shape: Shape::Text, many: false, optional: true }],
        required: true,
        many: true,
        doc: (
            "要签署的文件：先起个名字，再写平台给的文件编码（FC_…），或用“上传”上传本机的文件，或用“来自 模板”生成。",
            "A document to sign: a name of your own, then the platform's file code (`FC_…`), or `upload` with a file \
             on this machine, or `from template`.",
        ),
        field: "docs[].fileCode",
        synonyms: &["文档"],
        misnomers: &["doc", "file", "合同文件"],
        ..LINE
    },
    Word {
        key: Key::FileName,
        en: "name",
        zh: "名称",
        parents: &[Key::Document],
        takes: &[one(Shape::Text)],
        doc: ("给人看的文件名。", "The file's name for people."),
        field: "docs[].fileName",
        default: ("不发送", "not sent"),
        synonyms: &["filename", "文件名", "文件名称", "名字"],
        misnomers: &["标题", "姓名"],
        ..ROW
    },
    Word {
        key: Key::FileId,
        en: "id",
        zh: "编号",
        parents: &[Key::Document],
        takes: &[one(Shape::TextOrInteger)],
        doc: ("文件在这份合同里的编号。", "The document's number within this contract."),
        field: "docs[].fileId",
        default: ("按书写顺序从 1 起", "its place in order of writing, from 1"),
        synonyms: &["fileid"],
        misnomers: &["业务编号"],
        ..ROW
    },
    Word {
        key: Key::Local,
        en: "local",
        zh: "本地",
        parents: &[Key::Document],
        takes: &[one(Shape::Path)],
        doc: (
            "平台上已有的文件在本机的副本；页数和页面大小从它读出，不会上传。要上传的文件写“上传”。",
            "The copy on this machine of a file the platform has; page count and page size are read from it. It is not \
             uploaded: `upload` does that.",
        ),
        synonyms: &["本地文件"],
        misnomers: &["path", "路径"],
        ..ROW
    },
    Word {
        key: Key::Pages,
        en: "pages",
        zh: "页数",
        parents: &[Key::Document],
        takes: &[one(COUNT)],
        doc: (
            "总页数；没有本地文件时用来检查页码和骑缝章。",
            "How many pages there are; used to check page numbers and cross-page seals where there is no local copy.",
        ),
        default: ("未知", "unknown"),
        synonyms: &["pagecount", "总页数"],
        ..ROW
    },
    Word {
        key: Key::Upload,
        en: "upload",
        zh: "上传",
        parents: &[Key::Document],
        takes: &[one(Shape::Path)],
        doc: (
            "本机上的文件，发起合同前先上传，再用平台给的文件编码发起；页数和页面大小也从它读出。\
             平台没有公开上传接口，发送前要在设置里写明地址。",
            "A file on this machine, uploaded before the contract is started, which then uses the file code the platform \
             gives it; page count and page size are read from it as well. The platform does not publish the address of \
             uploads: sending needs it in the settings.",
        ),
        synonyms: &["uploads", "上载", "上传文件"],
        ..ROW
    },
    Word {
        key: Key::From,
        en: "from",
        zh: "来自",
        parents: &[Key::Document],
        takes: &[one(Shape::Template)],
        doc: (
            "由平台上的模板生成文件：来自 模板 “模板ID”。",
            "Made by the platform from one of its templates: `from template \"template id\"`.",
        ),
        field: "POST /open/template/file/create docTemplateId",
        misnomers: &["源自", "取自"],
        ..ROW
    },
    Word {
        key: Key::Field,
        en: "field",
        zh: "填写",
        parents: &[Key::Document],
        takes: &[one(Shape::Text), one(Shape::Text)],
        many: true,
        doc: (
            "填写模板里的一个组件：组件编码，再是它的值。",
            "Fills in one component of the template: its id, then its value.",
        ),
        field: "components[].componentId, components[].componentKey",
        synonyms: &["填入"],
        misnomers: &["fill", "component", "组件"],
        ..LINE
    },
    Word {
        key: Key::Attachment,
        en: "attachment",
        zh: "附件",
        parents: &[Key::Contract],
        takes: &[one(Shape::Text)],
        many: true,
        doc: ("随合同一起、不签署的文件的编码。", "The file code of something that goes along unsigned."),
        field: "attachmentFiles[].fileCode",
        synonyms: &["附加文件"],
        misnomers: &["attach"],
        ..LINE
    },
    Word {
        key: Key::Signer,
        en: "signer",
        zh: "签署方",
        parents: &[Key::Contract],
        takes: &[one(Shape::Account)],
        required: true,
        many: true,
        doc: (
            "一个签署方：账号或声明过的名字，大括号里写它在哪里签章。",
            "One who signs: an account id or a declared name; where they sign stands in the braces.",
        ),
        field: "signers[].accountId",
        synonyms: &["signatory", "签约方", "签署人", "签字方", "签约人", "签署者"],
        misnomers: &["party"],
        ..LINE
    },
    Word {
        key: Key::Seq,
        en: "seq",
        zh: "次序",
        parents: &[Key::Signer],
        takes: &[one(Shape::Integer(0, 100_000))],
        doc: ("第几个签署，从 1 起。", "When this signer's turn comes, from 1."),
        field: "signers[].seqNo",
        default: (
            "依次时按书写顺序，不限时为 1",
            "the place in order of writing when sequential, 1 when free",
        ),
        synonyms: &["seqno", "签署次序", "顺序", "order"],
        misnomers: &["no", "序号"],
        ..ROW
    },
    Word {
        key: Key::Auth,
        en: "auth",
        zh: "认证",
        parents: &[Key::Signer, Key::Authorization],
        takes: &[many(Shape::ChoiceOrText(&AUTH_MODES))],
        doc: (
            "签署意愿认证方式，可写多种：短信、人脸；平台的其它方式写在引号里原样发送。",
            "How the will to sign is proved, one or more: sms, face; any other of the platform's modes in quotes.",
        ),
        field: "authConfig.willingnessAuthModes",
        default: ("不发送，由平台决定", "not sent; the platform decides"),
        synonyms: &["认证方式", "签署认证", "意愿认证", "签署意愿认证", "意愿认证方式"],
        misnomers: &["verify", "验证"],
        ..ROW
    },
    Word {
        key: Key::Notice,
        en: "notice",
        zh: "通知",
        parents: &[Key::Signer],
        takes: &[one(Shape::Integer(0, 1_000_000))],
        doc: (
            "通知方式的编号，原样发送；平台没有公开各编号的含义，示例用 0。",
            "The number of the way of notifying, sent as it is; the platform does not publish what the numbers mean, \
             its example has 0.",
        ),
        field: "signers[].noticeConfig.noticeTypes",
        default: ("不发送，由平台决定", "not sent; the platform decides"),
        synonyms: &["通知方式"],
        misnomers: &["notify", "提醒"],
        ..ROW
    },
    Word {
        key: Key::Sign,
        en: "sign",
        zh: "签章",
        parents: &[Key::Signer],
        takes: &[one(Shape::DocumentName)],
        required: true,
        many: true,
        doc: (
            "在哪份文件的哪里盖章：页和位置，或骑缝。",
            "Where on which document the seal goes: `page` and `at`, or `across`.",
        ),
        field: "signers[].signFields[]",
        synonyms: &["盖章"],
        misnomers: &["seal", "stamp", "签字", "签名", "印章", "手写签名", "手写签字", "手写签", "亲笔签名"],
        ..LINE
    },
    Word {
        key: Key::Page,
        en: "page",
        zh: "页",
        parents: &[Key::Sign],
        takes: &[one(Shape::IntegerOr(&LAST_PAGE))],
        doc: ("第几页，从 1 起；或末页。", "Which page, from 1; or `last`."),
        field: "signFields[].signFieldPosition.positionPage",
        synonyms: &["页码"],
        misnomers: &["p", "第"],
        ..ROW
    },
    Word {
        key: Key::At,
        en: "at",
        zh: "位置",
        parents: &[Key::Sign],
        takes: &[one(Shape::Spot)],
        doc: (
            "印章的位置：(x, y)，按平台的单位，或带单位如 (35mm, 120mm)；文字 “关键字” 以后的版本才能用。",
            "Where on the page: `(x, y)` in the platform's unit, or with units such as `(35mm, 120mm)`; \
             `text \"words on the page\"` is for a later version.",
        ),
        field: "signFields[].signFieldPosition.positionX, positionY",
        synonyms: &["position", "坐标"],
        misnomers: &["pos", "定位"],
        ..ROW
    },
    Word {
        key: Key::Nth,
        en: "nth",
        zh: "第",
        parents: &[Key::At],
        takes: &[one(Shape::IntegerOr(&LAST_MATCH))],
        doc: ("关键字出现多次时取第几处。", "Which of several places the words are found at."),
        ..ROW
    },
    Word {
        key: Key::Offset,
        en: "offset",
        zh: "偏移",
        parents: &[Key::At],
        takes: &[one(Shape::Point)],
        doc: ("从关键字的位置再移动多少。", "How far from the words."),
        default: ("(0, 0)", "(0, 0)"),
        ..ROW
    },
    Word {
        key: Key::Across,
        en: "across",
        zh: "骑缝",
        parents: &[Key::Sign],
        takes: &[one(Shape::Length)],
        doc: (
            "骑缝章：跨各页边缘，只写高度。单页文件不能用。",
            "A seal across the edges of all pages; only its height is given. Not for a document of one page.",
        ),
        field: "signFields[].signFieldStyle 2, signFieldPosition.positionY",
        synonyms: &["骑缝章", "骑缝签章", "骑缝盖章", "跨页", "跨页章"],
        misnomers: &["跨页"],
        ..ROW
    },
    Word {
        key: Key::Date,
        en: "date",
        zh: "日期",
        parents: &[Key::Sign],
        takes: &[one(Shape::Text)],
        doc: (
            "在印章旁写上签署日期，引号里是格式；平台的示例用 YYYY-MM-DD。",
            "Writes the day of signing beside the seal; the format is in quotes, the platform's example has YYYY-MM-DD.",
        ),
        field: "signFields[].dateFormat",
        default: ("不发送", "not sent"),
        synonyms: &["dateformat", "日期格式", "签署日期"],
        ..ROW
    },
    Word {
        key: Key::Silent,
        en: "silent",
        zh: "静默",
        parents: &[Key::Sign],
        takes: &[one(Shape::Text)],
        doc: (
            "静默签署：用这个授权码自动盖章。同一签署方要么全部静默，要么都不静默。",
            "Silent signing: sealed automatically under this authorization code. A signer's fields are all silent or none is.",
        ),
        field: "signFields[].authorizeCode",
        default: ("不静默，由签署方亲自签", "not silent: the signer signs in person"),
        misnomers: &["autosign", "授权码", "自动"],
        ..ROW
    },
    Word {
        key: Key::Redirect,
        en: "redirect",
        zh: "跳转",
        parents: &[Key::Contract, Key::Authorization],
        takes: &[one(Shape::Url)],
        doc: ("完成后跳转到的网址。", "The address to go to when done."),
        field: "redirectUrl",
        default: ("不跳转", "none"),
        misnomers: &["url", "回跳", "网址"],
        ..ROW
    },
    Word {
        key: Key::After,
        en: "after",
        zh: "延时",
        parents: &[Key::Redirect],
        takes: &[one(Shape::Duration)],
        doc: (
            "过多久再跳转，如 3s、3秒；按秒发送。",
            "How long to wait before, such as `3s`; sent in seconds.",
        ),
        field: "redirectDelayTime",
        default: ("不发送", "not sent"),
        misnomers: &["delay", "延迟", "等待"],
        ..ROW
    },
    Word {
        key: Key::Evidence,
        en: "evidence",
        zh: "存证",
        parents: &[Key::Contract],
        takes: &[many(Shape::Integer(0, 1_000_000))],
        doc: (
            "存证配置的编号，可写多个，原样发送；平台没有公开各编号的含义，示例用 3。",
            "The numbers of the evidence configuration, sent as they are; the platform does not publish what they mean, \
             its example has 3.",
        ),
        field: "signFlowConfigs.integrationConfig.evidenceConfig",
        default: ("不发送", "not sent"),
        misnomers: &["proof", "证据"],
        ..LINE
    },
    Word {
        key: Key::Authorization,
        en: "authorization",
        zh: "静默授权",
        parents: &[Key::File],
        takes: &[one(Shape::Name)],
        many: true,
        doc: (
            "取得一个网页地址，让印章的主人在那里授权静默签署。",
            "Gets the address of a page where a seal's owner grants silent signing.",
        ),
        field: "POST /open/seal/autosign/auth/url",
        misnomers: &["authorize", "授权", "静默签授权"],
        ..LINE
    },
    Word {
        key: Key::AuthorizationAccount,
        en: "account",
        zh: "账号",
        parents: &[Key::Authorization],
        takes: &[one(Shape::Account)],
        required: true,
        doc: ("谁的印章：账号或声明过的名字。", "Whose seals: an account id or a declared name."),
        field: "accountId",
        synonyms: &["accountid", "帐号", "账号id"],
        misnomers: &["账户"],
        ..ROW
    },
    Word {
        key: Key::Seals,
        en: "seals",
        zh: "印章",
        parents: &[Key::Authorization],
        takes: &[many(Shape::Seals)],
        doc: ("哪些印章：全部，或逐个写印章 ID。", "Which seals: `all`, or their ids."),
        field: "sealIds",
        default: ("不发送", "not sent"),
        synonyms: &["sealids", "印章id"],
        misnomers: &["seal", "公章"],
        ..ROW
    },
    Word {
        key: Key::Expires,
        en: "expires",
        zh: "有效期",
        parents: &[Key::Authorization],
        takes: &[one(Shape::Duration)],
        doc: (
            "授权网页多久后失效，如 1h、1小时；按秒发送。",
            "How long the page stays valid, such as `1h`; sent in seconds.",
        ),
        field: "expirationTime",
        default: ("不发送，由平台决定", "not sent; the platform decides"),
        synonyms: &["expiration"],
        misnomers: &["expire", "有效", "过期", "截止", "deadline"],
        ..ROW
    },
    Word {
        key: Key::Ticket,
        en: "ticket",
        zh: "签署令牌",
        parents: &[Key::File],
        takes: &[one(Shape::Name)],
        many: true,
        doc: (
            "向契约锁换取一个签署令牌，在小程序里打开签署页面。",
            "Gets a signing ticket from Qiyuesuo, which opens the signing page in a mini-program.",
        ),
        field: "POST /v2/contract/miniappexchange",
        misnomers: &["token", "令牌", "票据", "签署票据", "契约锁", "契约锁票据"],
        ..LINE
    },
    Word {
        key: Key::TicketContract,
        en: "contract",
        zh: "合同",
        parents: &[Key::Ticket],
        takes: &[one(Shape::Text)],
        doc: ("契约锁的合同 ID，写在引号里。", "Qiyuesuo's contract id, in quotes."),
        field: "contractId",
        synonyms: &["contractid", "合同id"],
        ..ROW
    },
    Word {
        key: Key::TicketCode,
        en: "code",
        zh: "业务编号",
        parents: &[Key::Ticket],
        takes: &[one(Shape::Text)],
        doc: (
            "合同在自己系统里的编号，代替合同 ID。",
            "Your own number of the contract, in place of its id.",
        ),
        field: "bizId",
        synonyms: &["bizid", "业务id"],
        ..ROW
    },
    Word {
        key: Key::Tenant,
        en: "tenant",
        zh: "子公司",
        parents: &[Key::Ticket],
        takes: &[one(Shape::Text)],
        doc: (
            "合同以子公司身份创建时的子公司名称，与业务编号一起写。",
            "The subsidiary in whose name the contract was made; goes with the business code.",
        ),
        field: "tenantName",
        default: ("不发送", "not sent"),
        misnomers: &["subsidiary", "分公司"],
        ..ROW
    },
    Word {
        key: Key::User,
        en: "user",
        zh: "用户",
        parents: &[Key::Ticket],
        takes: &[one(Shape::Choice(&CONTACT_KINDS)), one(Shape::Text)],
        required: true,
        doc: (
            "签署人：联系方式的种类（手机、邮箱、员工、工号），再是联系方式。",
            "The signer: the kind of contact (mobile, email, employee, number), then the contact.",
        ),
        field: "user.contactType, user.contact",
        misnomers: &["contact", "签署人", "联系人"],
        ..ROW
    },
    Word {
        key: Key::Password,
        en: "password",
        zh: "密码签署",
        parents: &[Key::Ticket],
        takes: &[one(Shape::Choice(&YES_NO))],
        doc: (
            "是否允许在签署页面用密码签署。",
            "Whether signing by password is allowed on the signing page.",
        ),
        field: "allowPasswordSign",
        default: ("不发送（平台默认否）", "not sent (the platform's default is no)"),
        synonyms: &["allowpasswordsign"],
        misnomers: &["密码"],
        ..ROW
    },
];
