//! Differences in words a legal person reads: what was with `-`, what is with `+`.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Change, IDENTITY, below};
use crate::findings::{Lang, Words};
use crate::privacy::shown;
use crate::vocabulary::choices;
use crate::words;

/// What people call what bodies have by ids.
pub struct Names<'a> {
    /// An account id as it is shown, with the file's name for it where it has one.
    pub party: Box<dyn Fn(&str) -> String + 'a>,
    /// Where a signer's field is, such as `正文 第 8 页`; the first is 0.
    pub field: Box<PlaceOf<'a>>,
}

type PlaceOf<'a> = dyn Fn(&str, usize) -> Option<String> + 'a;

impl Default for Names<'_> {
    /// Nothing is known but the ids.
    fn default() -> Self {
        Names { party: Box::new(shown), field: Box::new(|_, _| None) }
    }
}

/// A line for what was and one for what is; a whole signer or document has a line for each of its members.
/// A member that no platform documents is shown by its pointer.
pub fn describe(changes: &[Change], names: &Names<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for change in changes {
        let order = is_order(change);
        for (sign, value) in [('-', &change.before), ('+', &change.after)] {
            let Some(value) = value else { continue };
            let mut label = label(&change.pointer, names, lang);
            if order {
                label += words!("的先后", " order").get(lang);
            }
            said(&mut out, sign, "", &label, &change.pointer, value, (names, lang));
        }
    }
    out
}

/// Whether signers and the like changed places and nothing else: their names stand in for them.
fn is_order(change: &Change) -> bool {
    let last = change.pointer.rsplit('/').next().unwrap_or_default();
    IDENTITY.iter().any(|(array, _)| *array == last)
        && matches!(&change.after, Some(Value::Array(items)) if items.iter().all(Value::is_string) && items.len() > 1)
}

fn said(
    out: &mut String,
    sign: char,
    indent: &str,
    label: &str,
    pointer: &str,
    value: &Value,
    by: (&Names<'_>, Lang),
) {
    // INVARIANT: writing to a string does not fail.
    match value {
        Value::Object(members) if !members.is_empty() => {
            let _ = writeln!(out, "{sign} {indent}{label}");
            leaves(out, sign, &format!("{indent}  "), pointer, pointer, value, by);
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            let _ = writeln!(out, "{sign} {indent}{label}");
            leaves(out, sign, &format!("{indent}  "), pointer, pointer, value, by);
        }
        _ => {
            let _ = writeln!(out, "{sign} {indent}{label} {}", scalar(pointer, value, by));
        }
    }
}

/// Every value below a place, labelled from there on.
fn leaves(
    out: &mut String,
    sign: char,
    indent: &str,
    from: &str,
    at: &str,
    value: &Value,
    by: (&Names<'_>, Lang),
) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (below(at, name), value)).collect(),
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            let numbered = items.iter().enumerate();
            numbered.map(|(index, value)| (below(at, &index.to_string()), value)).collect()
        }
        _ => {
            // What an item is named by stands in the line above.
            if identity(from).is_none_or(|member| below(from, member) != at) {
                said(out, sign, indent, &label_from(from, at, by.0, by.1), at, value, by);
            }
            return;
        }
    };
    for (at, value) in inner {
        leaves(out, sign, indent, from, &at, value, by);
    }
}

/// The member that names the item at a place, where it is the item of an array.
fn identity(at: &str) -> Option<&'static str> {
    let array = at.rsplit('/').nth(1)?;
    IDENTITY.iter().find(|(name, _)| *name == array).map(|(_, member)| *member)
}

fn scalar(pointer: &str, value: &Value, by: (&Names<'_>, Lang)) -> String {
    let (names, lang) = by;
    let member = pointer.rsplit('/').next().unwrap_or_default();
    let pick = |words: Words| words.get(lang).to_owned();
    match (member, value) {
        ("seqSigning", Value::Bool(true)) => pick(words!("依次", "one after the other")),
        ("seqSigning", Value::Bool(false)) => pick(words!("不限", "free")),
        ("signFieldStyle", Value::Number(style)) if style.as_i64() == Some(1) => {
            pick(words!("按坐标", "at a point"))
        }
        ("signFieldStyle", Value::Number(style)) if style.as_i64() == Some(2) => {
            pick(words!("骑缝", "across the pages' edges"))
        }
        ("sealIds", Value::Null) => pick(words!("全部", "all")),
        (_, Value::Null) => pick(words!("（空）", "(empty)")),
        (_, Value::Bool(true)) => pick(words!("是", "yes")),
        (_, Value::Bool(false)) => pick(words!("否", "no")),
        (_, Value::Array(items)) if items.is_empty() => pick(words!("（无）", "(none)")),
        (_, Value::Object(members)) if members.is_empty() => pick(words!("（无）", "(none)")),
        (_, Value::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| scalar(pointer, item, by)).collect();
            items.join(match lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            })
        }
        ("willingnessAuthModes", Value::String(sent)) => {
            let known = choices::AUTH_MODES.0.iter().find(|choice| choice.sent == sent);
            known.map_or_else(
                || shown(sent),
                |choice| pick(Words { zh: choice.doc.0.into(), en: choice.doc.1.into() }),
            )
        }
        // Of signers that changed places, their ids stand for them.
        ("accountId" | "signers", Value::String(id)) => (names.party)(id),
        (_, Value::String(text)) => shown(text),
        (_, other) => shown(&other.to_string()),
    }
}

// ---- labels ----

/// What a member is called; `""` for one that only holds others.
const MEMBERS: &[(&str, &str, &str)] = &[
    ("accountId", "账号", "account"),
    ("allowPasswordSign", "密码签署", "password"),
    ("attachmentFiles", "附件", "attachment"),
    ("authConfig", "", ""),
    ("authorizeCode", "静默签署授权码", "authorization code"),
    ("bizId", "业务编号", "business code"),
    ("businessCode", "业务编号", "business code"),
    ("componentId", "组件", "component"),
    ("componentKey", "内容", "value"),
    ("components", "填写", "field"),
    ("contact", "联系方式", "contact"),
    ("contactType", "联系方式类型", "kind of contact"),
    ("contractId", "合同 ID", "contract id"),
    ("contractName", "合同名称", "title"),
    ("dateFormat", "日期格式", "date format"),
    ("docTemplateId", "模板", "template"),
    ("docs", "文件", "document"),
    ("evidenceConfig", "存证", "evidence"),
    ("expirationTime", "网页有效期（秒）", "page expires (s)"),
    ("fileCode", "文件编码", "file code"),
    ("fileId", "编号", "id"),
    ("fileName", "文件名", "file name"),
    ("fileOrder", "排序", "position"),
    ("flowConfig", "", ""),
    ("flowNo", "认证流水号", "flow number"),
    ("informPhone", "手机", "phone"),
    ("integrationConfig", "", ""),
    ("noticeConfig", "", ""),
    ("noticeTypes", "通知", "notice"),
    ("positionPage", "页码", "page"),
    ("positionX", "横坐标", "x"),
    ("positionY", "纵坐标", "y"),
    ("psnIDCardNum", "身份证", "ID number"),
    ("psnIDCardType", "证件类型", "kind of ID"),
    ("psnMobile", "手机", "phone"),
    ("psnName", "姓名", "name"),
    ("redirectDelayTime", "跳转等待（秒）", "redirect after (s)"),
    ("redirectUrl", "跳转", "redirect"),
    ("sealIds", "印章", "seals"),
    ("seqNo", "次序", "turn"),
    ("seqSigning", "顺序", "order"),
    ("signDeadline", "截止", "deadline"),
    ("signFields", "签章", "seal"),
    ("signFieldPosition", "", ""),
    ("signFieldStyle", "方式", "style"),
    ("signFileType", "格式", "format"),
    ("signFlowConfigs", "", ""),
    ("signFlowInitiator", "发起方", "initiator"),
    ("signRedirectConfig", "", ""),
    ("signers", "签署方", "signer"),
    ("tenantName", "子公司", "subsidiary"),
    ("user", "签署人", "signer"),
    ("willingnessAuthModes", "认证", "authentication"),
];

/// Arrays, whose items come after their word: `签署方 PSN_TEST_001`.
const ARRAYS: &[&str] = &["signers", "docs", "attachmentFiles", "components", "signFields"];

fn label(pointer: &str, names: &Names<'_>, lang: Lang) -> String {
    label_from("", pointer, names, lang)
}

/// The words of a place, from another place above it on; the pointer where one of its members has none.
fn label_from(from: &str, pointer: &str, names: &Names<'_>, lang: Lang) -> String {
    let rest = pointer.strip_prefix(from).unwrap_or(pointer);
    let mut words: Vec<String> = Vec::new();
    let mut array = from.rsplit('/').next().unwrap_or_default().to_owned();
    for token in rest.split('/').skip(1) {
        let token = unescaped(token);
        if ARRAYS.contains(&array.as_str()) {
            words.push(match (array.as_str(), token.parse::<usize>()) {
                ("signers", _) => (names.party)(&token),
                // Fields have no names: the first is 1. Which document and page it is on says more.
                ("signFields", Ok(index)) => match signer(pointer).and_then(|id| (names.field)(&id, index)) {
                    Some(place) if lang == Lang::Zh => format!("{}（{place}）", index + 1),
                    Some(place) => format!("{} ({place})", index + 1),
                    None => (index + 1).to_string(),
                },
                _ => shown(&token),
            });
            array.clear();
            continue;
        }
        let Some((_, zh, en)) = MEMBERS.iter().find(|(member, ..)| *member == token) else {
            return shown(pointer);
        };
        let word = if lang == Lang::Zh { zh } else { en };
        if !word.is_empty() {
            words.push((*word).to_owned());
        }
        array = token;
    }
    if words.is_empty() { shown(pointer) } else { words.join(" ") }
}

/// The signer whose sign field a place is in.
fn signer(pointer: &str) -> Option<String> {
    let mut tokens = pointer.split('/').skip_while(|token| *token != "signers");
    tokens.nth(1).map(unescaped)
}

fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::changes;
    use super::*;

    fn body() -> Value {
        json!({
            "signFileType": "PDF",
            "docs": [{ "fileId": "1", "fileCode": "FC_1", "fileOrder": 1 }],
            "signFlowInitiator": { "accountId": "CORP" },
            "signers": [{
                "accountId": "PSN_1", "seqNo": 1,
                "signFields": [{
                    "fileCode": "FC_1", "signFieldStyle": 1,
                    "signFieldPosition": { "positionPage": 1, "positionX": 280, "positionY": 420 },
                }],
                "authConfig": { "willingnessAuthModes": ["CODE_SMS"] },
            }],
            "signFlowConfigs": { "flowConfig": {
                "contractName": "劳动合同", "seqSigning": false, "signDeadline": "2026-02-04",
            } },
        })
    }

    fn told(change: impl Fn(&mut Value), lang: Lang) -> String {
        let mut after = body();
        change(&mut after);
        describe(&changes(&body(), &after), &Names::default(), lang)
    }

    #[test]
    fn a_changed_member_is_two_lines() {
        let change = |body: &mut Value| {
            body["signFlowConfigs"]["flowConfig"]["signDeadline"] = json!("2026-02-05");
            body["signFlowConfigs"]["flowConfig"]["seqSigning"] = json!(true);
            body["signers"][0]["signFields"][0]["signFieldPosition"]["positionX"] = json!(300);
            body["signers"][0]["authConfig"]["willingnessAuthModes"] = json!(["CODE_SMS", "PSN_FACE"]);
        };
        assert_eq!(
            told(change, Lang::Zh),
            "- 签署方 PSN_1 签章 1 横坐标 280\n\
             + 签署方 PSN_1 签章 1 横坐标 300\n\
             - 签署方 PSN_1 认证 短信验证码\n\
             + 签署方 PSN_1 认证 短信验证码、人脸识别\n\
             - 顺序 不限\n\
             + 顺序 依次\n\
             - 截止 2026-02-04\n\
             + 截止 2026-02-05\n"
        );
        assert!(
            told(change, Lang::En).starts_with("- signer PSN_1 seal 1 x 280\n+ signer PSN_1 seal 1 x 300\n")
        );
    }

    #[test]
    fn parties_and_places_are_named_where_names_are_known() {
        let mut after = body();
        after["signers"][0]["signFields"][0]["signFieldPosition"]["positionX"] = json!(300);
        let names = Names {
            party: Box::new(|id| format!("乙方（{id}）")),
            field: Box::new(|id, index| (id == "PSN_1" && index == 0).then(|| "正文 第 1 页".to_owned())),
        };
        assert_eq!(
            describe(&changes(&body(), &after), &names, Lang::Zh),
            "- 签署方 乙方（PSN_1） 签章 1（正文 第 1 页） 横坐标 280\n\
             + 签署方 乙方（PSN_1） 签章 1（正文 第 1 页） 横坐标 300\n"
        );
    }

    #[test]
    fn a_new_signer_is_told_whole() {
        let signer = json!({
            "accountId": "PSN_2", "seqNo": 2,
            "signFields": [{ "fileCode": "FC_1", "signFieldStyle": 2 }],
        });
        let change = |body: &mut Value| body["signers"].as_array_mut().unwrap().insert(0, signer.clone());
        assert_eq!(
            told(change, Lang::Zh),
            "+ 签署方 PSN_2\n\
             +   次序 2\n\
             +   签章 1 文件编码 FC_1\n\
             +   签章 1 方式 骑缝\n"
        );
    }

    #[test]
    fn a_document_taken_away_is_told_whole() {
        let change = |body: &mut Value| body["docs"] = json!([]);
        assert_eq!(told(change, Lang::En), "- document 1\n-   file code FC_1\n-   position 1\n");
    }

    #[test]
    fn what_no_platform_documents_is_shown_by_its_pointer() {
        assert_eq!(
            told(|body| body["signers"][0]["mood"] = json!(true), Lang::Zh),
            "+ /signers/PSN_1/mood 是\n"
        );
        assert_eq!(told(|body| body["extra"] = json!([]), Lang::En), "+ /extra (none)\n");
    }

    #[test]
    fn changed_places_are_told_by_name() {
        let signers = |names: [&str; 2]| json!({ "signers": names.map(|name| json!({ "accountId": name })) });
        let found = changes(&signers(["A", "B"]), &signers(["B", "A"]));
        assert_eq!(
            describe(&found, &Names::default(), Lang::Zh),
            "- 签署方的先后 A、B\n+ 签署方的先后 B、A\n"
        );
        assert_eq!(
            describe(&found, &Names::default(), Lang::En),
            "- signer order A, B\n+ signer order B, A\n"
        );
    }
}
