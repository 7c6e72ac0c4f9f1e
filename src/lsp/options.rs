//! What a person may set, in `initializationOptions` and in the section `qdc` of the client's settings.

use serde_json::Value;

use crate::findings::{Lang, Words};
use crate::words;

#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    pub lang: Lang,
    pub inlay_hints: bool,
    pub code_lens: bool,
    /// Whether whole statements are offered among the completions.
    pub snippets: bool,
    /// Whether the client shows what commands give back; else the server has it shown.
    pub returns_results: bool,
}

impl Options {
    pub fn new(lang: Lang) -> Self {
        Self { lang, inlay_hints: true, code_lens: true, snippets: true, returns_results: false }
    }

    /// Takes what is named; why what is left could not be taken. `auto` is the language that `auto` stands for.
    pub fn set(&mut self, settings: &Value, auto: Lang) -> Vec<Words> {
        let Some(settings) = settings.as_object() else {
            return match settings {
                Value::Null => Vec::new(),
                other => {
                    vec![words!("选项要写成对象，不是 {other}", "the options are an object, not {other}")]
                }
            };
        };
        // A client that knows an option and has no value for it says `null`.
        let said = settings.iter().filter(|(_, value)| !value.is_null());
        said.filter_map(|(name, value)| self.set_one(name, value, auto).err()).collect()
    }

    fn set_one(&mut self, name: &str, value: &Value, auto: Lang) -> Result<(), Words> {
        let flag = || value.as_bool().ok_or_else(|| wrong(name, value, "true, false"));
        match name {
            "inlayHints" => self.inlay_hints = flag()?,
            "codeLens" => self.code_lens = flag()?,
            "snippets" => self.snippets = flag()?,
            "lang" => {
                self.lang = match value.as_str() {
                    Some("auto") => auto,
                    Some("zh") => Lang::Zh,
                    Some("en") => Lang::En,
                    _ => return Err(wrong(name, value, r#""auto", "zh", "en""#)),
                }
            }
            "results" => {
                self.returns_results = match value.as_str() {
                    Some("return") => true,
                    Some("show") => false,
                    _ => return Err(wrong(name, value, r#""show", "return""#)),
                }
            }
            _ => return Err(words!("没有选项 `{name}`", "there is no option `{name}`")),
        }
        Ok(())
    }
}

fn wrong(name: &str, value: &Value, known: &str) -> Words {
    words!(
        "选项 `{name}` 不能是 {value}，可以是：{known}",
        "the option `{name}` cannot be {value}; it is one of {known}"
    )
}
