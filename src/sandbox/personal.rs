//! Personal numbers: whole in memory, masked wherever they are written.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::platform::signature::sha256;
use crate::privacy::{mask, shown};

/// A text that may be a personal number. On disk are its masked form and its digest, by which it is found again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Personal {
    shown: String,
    /// The SHA-256; absent where the masked form is the text itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(skip)]
    whole: Option<String>,
}

impl Personal {
    /// An account id: masked only where it looks like an ID number or a phone number, as the platform's own
    /// sample does (S2).
    pub fn account(id: &str) -> Personal {
        Personal::with(id, shown(id))
    }

    /// A name, an ID number or a phone number.
    pub fn masked(text: &str) -> Personal {
        Personal::with(text, mask(text))
    }

    fn with(text: &str, shown: String) -> Personal {
        let digest = (shown != text).then(|| sha256(text.as_bytes()));
        Personal { shown, digest, whole: Some(text.to_owned()) }
    }

    /// For pages, logs and disk.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// For the answer to the one who sent it; after a restart the masked form is all there is.
    pub fn text(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.shown)
    }

    /// What it is found by.
    pub fn key(&self) -> &str {
        self.digest.as_deref().unwrap_or(&self.shown)
    }

    /// Whether this is the text, or its masked form as a page shows it.
    pub fn is(&self, text: &str) -> bool {
        self.shown == text || self.digest.as_ref().is_some_and(|digest| *digest == sha256(text.as_bytes()))
    }
}

/// What an account is found by.
pub fn account_key(id: &str) -> String {
    let shown = shown(id);
    if shown == id { shown } else { sha256(id.as_bytes()) }
}

/// Members whose whole value is personal or lets one seal.
const PERSONAL: [&str; 7] =
    ["psnName", "psnIDCardNum", "informPhone", "psnMobile", "authorizeCode", "contact", "name"];

/// A body as the page may show it.
pub fn mask_body(value: &mut Value) {
    match value {
        Value::String(text) => *text = shown(text),
        Value::Array(items) => items.iter_mut().for_each(mask_body),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if PERSONAL.contains(&name.as_str()) => *text = mask(text),
                    value => mask_body(value),
                }
            }
        }
        Value::Number(number) => {
            let text = number.to_string();
            let masked = shown(&text);
            if masked != text {
                *value = masked.into();
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}
