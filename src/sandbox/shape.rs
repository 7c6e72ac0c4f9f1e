//! Reading a body member by member, knowing the path of each: what is missing is said by name.
//!
//! It reads raw JSON on purpose, and shares nothing with the types that requests are written from: each is a
//! test of the other.

use serde_json::Value;

use super::answer::{Refused, parameter};

/// A place in a body and what stands there; `null` counts as nothing.
pub struct Node<'a> {
    value: Option<&'a Value>,
    path: String,
}

impl<'a> Node<'a> {
    /// The body itself, which must be an object.
    pub fn root(value: &'a Value) -> Result<Node<'a>, Refused> {
        if value.is_object() {
            Ok(Node { value: Some(value), path: String::new() })
        } else {
            parameter("请求体要是 JSON 对象")
        }
    }

    pub fn get(&self, name: &str) -> Node<'a> {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        let value = self.value.and_then(|value| value.get(name)).filter(|value| !value.is_null());
        Node { value, path }
    }

    pub fn value(&self) -> Option<&'a Value> {
        self.value
    }

    pub fn wrong<T>(&self, what: &str) -> Result<T, Refused> {
        parameter(format!("`{}` {what}", self.path))
    }

    fn missing<T>(&self) -> Result<T, Refused> {
        self.wrong("缺失")
    }

    pub fn object(self) -> Result<Node<'a>, Refused> {
        match self.value {
            None => self.missing(),
            Some(value) if value.is_object() => Ok(self),
            Some(_) => self.wrong("要是对象"),
        }
    }

    /// An object, or nothing.
    pub fn maybe_object(self) -> Result<Node<'a>, Refused> {
        if self.value.is_none() { Ok(self) } else { self.object() }
    }

    /// A text that is not empty.
    pub fn text(&self) -> Result<&'a str, Refused> {
        match self.maybe_text()? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            Some(_) => self.wrong("不能为空"),
            None => self.missing(),
        }
    }

    pub fn maybe_text(&self) -> Result<Option<&'a str>, Refused> {
        match self.value {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => self.wrong("要是字符串"),
        }
    }

    /// A text; an empty one counts as nothing.
    pub fn filled(&self) -> Result<Option<&'a str>, Refused> {
        Ok(self.maybe_text()?.filter(|text| !text.is_empty()))
    }

    pub fn integer(&self) -> Result<i64, Refused> {
        self.maybe_integer()?.map_or_else(|| self.missing(), Ok)
    }

    pub fn maybe_integer(&self) -> Result<Option<i64>, Refused> {
        match self.value {
            None => Ok(None),
            Some(value) => value.as_i64().map_or_else(|| self.wrong("要是整数"), |number| Ok(Some(number))),
        }
    }

    pub fn number(&self) -> Result<f64, Refused> {
        match self.value {
            None => self.missing(),
            Some(value) => value.as_f64().map_or_else(|| self.wrong("要是数字"), Ok),
        }
    }

    pub fn maybe_boolean(&self) -> Result<Option<bool>, Refused> {
        match self.value {
            None => Ok(None),
            Some(Value::Bool(truth)) => Ok(Some(*truth)),
            Some(_) => self.wrong("要是 true 或 false"),
        }
    }

    /// The items of an array; none where there is nothing.
    pub fn items(&self) -> Result<Vec<Node<'a>>, Refused> {
        match self.value {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) => Ok(items
                .iter()
                .enumerate()
                .map(|(at, value)| Node { value: Some(value), path: format!("{}[{at}]", self.path) })
                .collect()),
            Some(_) => self.wrong("要是数组"),
        }
    }

    /// The items of an array that has some.
    pub fn some_items(&self) -> Result<Vec<Node<'a>>, Refused> {
        let items = self.items()?;
        match self.value {
            None => self.missing(),
            Some(_) if items.is_empty() => self.wrong("不能为空"),
            Some(_) => Ok(items),
        }
    }
}
