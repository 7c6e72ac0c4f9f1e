//! Quoted text, and the kinds of text that must not be mistaken for each other.

use crate::privacy::mask;

/// A text as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Text {
    /// The value; `None` while a param in it has none, or when the text could not be read.
    value: Option<String>,
    /// The text with `{param}` and `{{` as written; only where it holds params.
    pattern: Option<Box<str>>,
}

impl Text {
    /// A text without params.
    pub fn literal(text: impl Into<String>) -> Self {
        Self { value: Some(text.into()), pattern: None }
    }

    /// A text that holds params, with its value where all of them have one.
    pub fn with_params(pattern: String, value: Option<String>) -> Self {
        Self { value, pattern: Some(pattern.into()) }
    }

    /// What stands in for a text that was reported as broken.
    pub fn unreadable() -> Self {
        Self::default()
    }

    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// Whether any `{param}` stands in it.
    pub fn has_params(&self) -> bool {
        self.pattern.is_some()
    }

    /// Two equal keys are certainly the same text; `None` for an unreadable one, which equals nothing.
    pub fn key(&self) -> Option<&str> {
        self.value().or(self.pattern.as_deref())
    }

    pub fn is_open(&self) -> bool {
        self.value.is_none()
    }
}

macro_rules! kinds_of_text {
    ($($(#[$doc:meta])* $name:ident $(, $masked:ident)?;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Text);

        impl std::ops::Deref for $name {
            type Target = Text;
            fn deref(&self) -> &Text {
                &self.0
            }
        }

        kinds_of_text!(@debug $name $($masked)?);
    )*};
    (@debug $name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.0.key())
            }
        }
    };
    (@debug $name:ident masked) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.masked())
            }
        }

        impl $name {
            /// For every output that is not the request itself.
            pub fn masked(&self) -> String {
                mask(self.0.key().unwrap_or_default())
            }
        }
    };
}

kinds_of_text! {
    /// An account id, chosen by the integrator when the user is created (S2).
    AccountId;
    /// The code of an uploaded or template-made file, `FC_…` (S0, S4).
    FileCode;
    /// The integrator's own number of a contract (S4).
    BusinessCode;
    /// The code under which a seal may be used silently (S1, S4). Whoever has it can seal.
    AuthorizeCode, masked;
    /// A mainland resident's ID number.
    IdNumber, masked;
    /// A mobile number.
    Phone, masked;
    /// A person's name.
    PersonName, masked;
}
