//! The JSON schema of `qdc.toml`, which editors complete and check by.
//!
//! It says what `Settings` takes and what every setting is for, in both languages, since an editor asks in neither. A
//! test holds it against the program: a setting that is missing here fails it.

use serde_json::{Map, Value, json};

use crate::findings::{Group, Rule};
use crate::rules;
use crate::settings::Settings;

/// Where the schema is published.
const ID: &str = "qdc.schema.json";

/// The schema, as `docs/schema/qdc.schema.json` holds it.
pub fn schema() -> Value {
    let defaults = serde_json::to_value(Settings::default()).unwrap_or_default();
    let mut root = table(
        "设置：从每个 .qdc 文件所在的文件夹向上找到的 qdc.toml，里层的逐项优先",
        "Settings: every qdc.toml found upwards from a .qdc file, the inner ones first, key by key",
        [
            ("root", flag("不再看上级文件夹里的 qdc.toml", "Do not look at qdc.toml in the folders above")),
            (
                "cache",
                flag(
                    "记住 qdc check 的结果，文件没变就不再检查",
                    "Remember what qdc check found in files that do not change",
                ),
            ),
            ("lint", lint()),
            (
                "seal",
                table(
                    "印章在页面上的大小",
                    "The sizes of seals on the page",
                    [
                        ("person", size("个人印章", "A person's seal")),
                        ("company", size("企业印章", "A company's seal")),
                    ],
                ),
            ),
            ("platform", platform()),
            (
                "calendar",
                table(
                    "内置日历里没有的日子",
                    "Days that the built-in calendar does not know",
                    [
                        (
                            "file",
                            text(
                                "节假日列表，格式见 qdc holidays --help；其中的年份取代内置的",
                                "A list of holidays as `qdc holidays --help` has it; its years take the place of the built-in ones",
                            ),
                        ),
                        ("holidays", days("放假的日子", "Days off")),
                        ("workdays", days("调休上班的周末", "Weekend days that are worked")),
                    ],
                ),
            ),
            (
                "environment",
                described(
                    "不写 --env 时发往哪里；不能是 production",
                    "Where send goes without --env; never production",
                    json!({ "type": "string", "not": { "const": "production" } }),
                ),
            ),
            (
                "environments",
                tables(
                    "环境：请求发往哪里。一个环境由一个文件说完，不与其他文件拼合",
                    "Environments: where requests go. One file says all of an environment; files are not mixed",
                    environment(),
                ),
            ),
        ],
    );
    with_defaults(&mut root, &defaults);
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    whole.insert("$id".to_owned(), json!(ID));
    whole.insert("title".to_owned(), json!("qdc.toml"));
    if let Value::Object(root) = root {
        whole.extend(root);
    }
    Value::Object(whole)
}

fn lint() -> Value {
    let configurable =
        rules::RULES.iter().map(|check| check.rule).filter(|rule| rule.group != Group::Language);
    let level = |rule: &'static Rule| {
        let mut row = choice(rule.title.0, rule.title.1, &["off", "hint", "warning", "error"]);
        row["default"] = json!(rule.level);
        (rule.name, row)
    };
    table("规则的级别", "The levels of rules", configurable.map(level))
}

fn platform() -> Value {
    table(
        "平台怎样数坐标，接受哪些文件",
        "How the platform counts coordinates, and the files it takes",
        [
            (
                "origin",
                choice(
                    "可见页面的哪个角是 (0, 0)",
                    "The corner of the visible page that is (0, 0)",
                    &["lower-left", "upper-left"],
                ),
            ),
            (
                "anchor",
                choice(
                    "坐标指印章的哪一点",
                    "The point of the seal that coordinates mean",
                    &["centre", "lower-left", "upper-left"],
                ),
            ),
            (
                "points-per-unit",
                above_zero(
                    "平台的一个单位等于多少磅（1/72 英寸）",
                    "Points (1/72 inch) in one unit of the platform",
                ),
            ),
            (
                "file-types",
                list(
                    "可作文件和附件的扩展名",
                    "Kinds of files taken as documents and attachments, by ending",
                    json!({ "type": "string" }),
                ),
            ),
        ],
    )
}

fn environment() -> Value {
    let key = |zh, en| {
        described(
            zh,
            en,
            json!({ "anyOf": [
            { "const": "keyring" },
            {
                "type": "object",
                "properties": { "env": { "type": "string", "pattern": "^QDC_" } },
                "required": ["env"],
                "additionalProperties": false,
            },
        ] }),
        )
    };
    let seconds =
        |zh, en| described(zh, en, json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 3600 }));
    let mut upload = table(
        "上传文件的端点",
        "The endpoint that takes files",
        [
            ("path", text("基础地址之后的路径", "The path below the base address")),
            (
                "field",
                text(
                    "表单里放文件的字段，默认 file",
                    "The form's field that holds the file; by default file",
                ),
            ),
            (
                "answer",
                text(
                    "回答里文件编码的位置（JSON 指针），默认 /result/fileCode",
                    "Where the file code stands in the answer, as a JSON pointer; by default /result/fileCode",
                ),
            ),
        ],
    );
    upload["required"] = json!(["path"]);
    table(
        "一个环境",
        "One environment",
        [
            ("address", text("签盾的基础地址，以 /api 结尾", "QianDun's base address, which ends in /api")),
            (
                "key",
                key(
                    "AppKey 从哪里来，不能写密钥本身；变量名以 QDC_环境名_ 开头",
                    "Where the AppKey comes from; never the key itself. A variable begins with QDC_ and the environment's name",
                ),
            ),
            (
                "secret",
                key(
                    "AppSecret 从哪里来，不能写密钥本身",
                    "Where the AppSecret comes from; never the secret itself",
                ),
            ),
            (
                "qiyuesuo",
                table(
                    "契约锁",
                    "Qiyuesuo",
                    [
                        ("address", text("契约锁的地址", "Qiyuesuo's address")),
                        (
                            "token",
                            key(
                                "AppToken 从哪里来，不能写密钥本身",
                                "Where the AppToken comes from; never the token itself",
                            ),
                        ),
                        (
                            "secret",
                            key(
                                "AppSecret 从哪里来，不能写密钥本身",
                                "Where the AppSecret comes from; never the secret itself",
                            ),
                        ),
                    ],
                ),
            ),
            (
                "rate",
                count(
                    "每秒向每个平台最多几个请求，0 为不限",
                    "Requests a second to each platform; 0 for no limit",
                ),
            ),
            ("connections", count("同时进行的请求数", "Requests under way at once")),
            ("timeout", seconds("等待回答的秒数", "Seconds until an answer is given up")),
            ("connect-timeout", seconds("等待连接的秒数", "Seconds until a connection is given up")),
            (
                "settle",
                seconds(
                    "请求发出多少秒之后才相信“合同不存在”",
                    "Seconds since a request until \"no such contract\" is believed",
                ),
            ),
            ("ask-first", flag("业务编号第一次发送之前先查询", "Ask before a business code is first sent")),
            (
                "ca",
                text(
                    "额外信任的证书（PEM），从这个文件的文件夹起算",
                    "A PEM file of further certificate authorities, from this file's folder",
                ),
            ),
            ("proxy", text("代理地址，或 none", "A proxy's address, or none")),
            (
                "confirm",
                flag("每次发往这个环境都要人确认", "A person has to agree each time something is sent there"),
            ),
            ("upload", upload),
        ],
    )
}

// ---- kinds of settings ----

fn described(zh: &str, en: &str, mut kind: Value) -> Value {
    kind["description"] = json!(format!("{zh}\n\n{en}"));
    kind
}

fn table<'a>(zh: &str, en: &str, rows: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let rows: Map<String, Value> = rows.into_iter().map(|(name, row)| (name.to_owned(), row)).collect();
    described(zh, en, json!({ "type": "object", "properties": rows, "additionalProperties": false }))
}

/// A table whose keys are names of the user's.
fn tables(zh: &str, en: &str, each: Value) -> Value {
    described(zh, en, json!({ "type": "object", "additionalProperties": each }))
}

fn size(zh: &str, en: &str) -> Value {
    table(
        zh,
        en,
        [
            ("width", above_zero("宽，单位是磅（1/72 英寸）", "The width in points (1/72 inch)")),
            ("height", above_zero("高，单位是磅（1/72 英寸）", "The height in points (1/72 inch)")),
        ],
    )
}

fn text(zh: &str, en: &str) -> Value {
    described(zh, en, json!({ "type": "string" }))
}

fn flag(zh: &str, en: &str) -> Value {
    described(zh, en, json!({ "type": "boolean" }))
}

fn count(zh: &str, en: &str) -> Value {
    described(zh, en, json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }))
}

fn above_zero(zh: &str, en: &str) -> Value {
    described(zh, en, json!({ "type": "number", "exclusiveMinimum": 0 }))
}

fn choice(zh: &str, en: &str, values: &[&str]) -> Value {
    described(zh, en, json!({ "enum": values }))
}

fn list(zh: &str, en: &str, each: Value) -> Value {
    described(zh, en, json!({ "type": "array", "items": each }))
}

fn days(zh: &str, en: &str) -> Value {
    list(zh, en, json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }))
}

/// Writes the program's defaults into the rows that have one.
fn with_defaults(row: &mut Value, default: &Value) {
    match (row.get_mut("properties").and_then(Value::as_object_mut), default) {
        (Some(rows), Value::Object(defaults)) => {
            for (name, row) in rows {
                if let Some(default) = defaults.get(name) {
                    with_defaults(row, default);
                }
            }
        }
        (None, Value::Null | Value::Object(_)) | (Some(_), _) => {}
        (None, default) => row["default"] = default.clone(),
    }
}
