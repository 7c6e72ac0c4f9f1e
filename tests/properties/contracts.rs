//! Contracts that are right, as data and as text, and ways to make them wrong.

use std::fmt::Write;

use proptest::prelude::*;

/// A contract with everything a rule may find fault with.
#[derive(Debug, Clone)]
pub struct Spec {
    pub chinese: bool,
    /// Quotation marks and parentheses as a Chinese input method types them.
    pub full_width: bool,
    pub title: String,
    pub code: Option<String>,
    pub deadline: Option<String>,
    pub sequential: bool,
    pub documents: Vec<Document>,
    pub attachments: usize,
    pub signers: Vec<Signer>,
    pub redirect: Option<u32>,
    pub evidence: Vec<u32>,
    /// Lines put in as they are: among the signer's own when `Some`.
    pub comments: Vec<String>,
    /// A line of its own at the end of the contract.
    pub extra: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Document {
    pub name: String,
    /// A file code, or a path where it is uploaded.
    pub code: String,
    pub uploaded: bool,
    pub pages: u32,
    pub file_name: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Signer {
    pub account: String,
    pub seq: Option<i64>,
    pub auth: Vec<&'static str>,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub document: usize,
    pub place: Place,
    pub date: bool,
    pub silent: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Place {
    Spot { page: u32, x: u32, y: u32 },
    Across { y: u32 },
}

impl Spec {
    /// The word of a keyword in the file's language.
    fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        if self.chinese { zh } else { en }
    }

    fn quoted(&self, text: &str) -> String {
        if self.full_width { format!("“{text}”") } else { format!("\"{text}\"") }
    }

    /// The file.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut comments = self.comments.iter();
        let mut comment = |out: &mut String, indent: &str| {
            if let Some(comment) = comments.next() {
                let _ = writeln!(out, "{indent}// {comment}");
            }
        };
        comment(&mut out, "");
        let _ = writeln!(out, "{} {} {{", self.word("contract", "合同"), self.quoted(&self.title));
        if let Some(code) = &self.code {
            let _ = writeln!(out, "  {} {}", self.word("code", "业务编号"), self.quoted(code));
        }
        let _ = writeln!(out, "  {} {}", self.word("initiator", "发起方"), self.quoted("CORP_TEST_001"));
        if let Some(deadline) = &self.deadline {
            let _ = writeln!(out, "  {} {deadline}", self.word("deadline", "截止"));
        }
        if self.sequential {
            let _ = writeln!(out, "  {} {}", self.word("order", "顺序"), self.word("sequential", "依次"));
        }
        comment(&mut out, "\t");
        for document in &self.documents {
            let _ = write!(out, "  {} {}", self.word("document", "文件"), document.name);
            if document.uploaded {
                let _ = write!(out, " {}", self.word("upload", "上传"));
            }
            let _ = write!(out, " {}", self.quoted(&document.code));
            if let Some(name) = &document.file_name {
                let _ = write!(out, " {} {}", self.word("name", "名称"), self.quoted(name));
            }
            let _ = writeln!(out, " {} {}", self.word("pages", "页数"), document.pages);
        }
        for number in 0..self.attachments {
            let _ = writeln!(
                out,
                "  {} {}",
                self.word("attachment", "附件"),
                self.quoted(&format!("FC_ATTACHMENT_{number}"))
            );
        }
        for signer in &self.signers {
            comment(&mut out, "      ");
            let _ = write!(out, "  {} {}", self.word("signer", "签署方"), self.quoted(&signer.account));
            if let Some(seq) = signer.seq {
                let _ = write!(out, " {} {seq}", self.word("seq", "次序"));
            }
            if !signer.auth.is_empty() {
                let _ = write!(out, " {} {}", self.word("auth", "认证"), signer.auth.join(" "));
            }
            out.push_str(" {\n");
            for field in &signer.fields {
                let _ =
                    write!(out, "    {} {}", self.word("sign", "签章"), self.documents[field.document].name);
                let _ = match field.place {
                    Place::Spot { page, x, y } => {
                        let (page_word, at) = (self.word("page", "页"), self.word("at", "位置"));
                        match self.full_width {
                            true => write!(out, " {page_word} {page} {at} （{x}， {y}）"),
                            false => write!(out, " {page_word} {page} {at} ({x}, {y})"),
                        }
                    }
                    Place::Across { y } => write!(out, " {} {y}", self.word("across", "骑缝")),
                };
                if field.date {
                    let _ = write!(out, " {} {}", self.word("date", "日期"), self.quoted("YYYY-MM-DD"));
                }
                if let Some(silent) = &field.silent {
                    let _ = write!(out, " {} {}", self.word("silent", "静默"), self.quoted(silent));
                }
                out.push('\n');
            }
            out.push_str("  }\n");
        }
        comment(&mut out, "  ");
        if let Some(after) = self.redirect {
            let _ = writeln!(
                out,
                "  {} {} {} {after}s",
                self.word("redirect", "跳转"),
                self.quoted("https://example.com/done"),
                self.word("after", "延时")
            );
        }
        if !self.evidence.is_empty() {
            let numbers: Vec<String> = self.evidence.iter().map(u32::to_string).collect();
            let _ = writeln!(out, "  {} {}", self.word("evidence", "存证"), numbers.join(" "));
        }
        if let Some(extra) = &self.extra {
            let _ = writeln!(out, "  {extra}");
        }
        out.push_str("}\n");
        comment(&mut out, "  ");
        out
    }
}

fn title() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        proptest::sample::select("合同协议租赁甲乙0129abz -（）《》·𠮷🎉".chars().collect::<Vec<_>>()),
        1..20,
    )
    .prop_map(|characters| format!("约{}", characters.into_iter().collect::<String>().trim()))
}

fn deadline() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("2026-03-31".to_owned()),
        Just("2026/6/1".to_owned()),
        Just("2026年5月20日".to_owned()),
        (1..300u32).prop_map(|days| format!("in {days}d")),
        (1..300u32).prop_map(|days| format!("{days}天内")),
        (1..11u32).prop_map(|months| format!("in {months}mo")),
        (1..11u32).prop_map(|months| format!("{months}个月内")),
        (1..200u32).prop_map(|days| format!("in {days}wd")),
        (1..200u32).prop_map(|days| format!("{days} 个工作日内 顺延")),
        (1..300u32).prop_map(|days| format!("in {days}d roll")),
        Just("2026-02-17 顺延".to_owned()),
    ]
}

fn field(documents: usize) -> impl Strategy<Value = Field> {
    let place = prop_oneof![
        4 => (1..4u32).prop_map(|page| Place::Spot { page, x: 0, y: 0 }),
        1 => (100..700u32).prop_map(|y| Place::Across { y }),
    ];
    (0..documents, place, any::<bool>()).prop_map(|(document, place, date)| Field {
        document,
        place,
        date,
        silent: None,
    })
}

fn signer(documents: usize) -> impl Strategy<Value = Signer> {
    let auth = proptest::sample::select(vec![vec!["sms"], vec!["短信", "face"], vec!["sms", "人脸"]]);
    let fields = proptest::collection::vec(field(documents), 1..4);
    (auth, fields, any::<bool>()).prop_map(|(auth, mut fields, silent)| {
        for field in &mut fields {
            field.silent = silent.then(|| "AUTHCODE".to_owned());
        }
        Signer { account: String::new(), seq: None, auth, fields }
    })
}

/// A contract without errors.
pub fn good() -> impl Strategy<Value = Spec> {
    (1..4usize).prop_flat_map(|documents| {
        let signers = proptest::collection::vec(signer(documents), 1..5);
        let comments = proptest::collection::vec("[ -~一-丰]{0,12}", 0..6);
        let evidence = proptest::collection::vec(0..9u32, 0..3);
        let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
        let options = (
            proptest::option::of(deadline()),
            proptest::option::of(0..5u32),
            any::<bool>(),
            0..3usize,
            any::<[bool; 3]>(),
        );
        (title(), signers, comments, evidence, flags, options).prop_map(
            move |(title, mut signers, comments, evidence, flags, options)| {
                let (chinese, full_width, sequential, with_code) = flags;
                let (deadline, redirect, named, attachments, uploaded) = options;
                let mut number = 0;
                for (at, signer) in signers.iter_mut().enumerate() {
                    signer.account = format!("PSN_TEST_{at}");
                    signer.seq = (sequential && named).then_some(at as i64 + 1);
                    for field in &mut signer.fields {
                        number += 1;
                        // No two fields in one place.
                        match &mut field.place {
                            Place::Spot { x, y, .. } => (*x, *y) = (100 + number * 7, 100 + number * 11),
                            Place::Across { y } => *y = 100 + number * 13,
                        }
                    }
                }
                let documents = (0..documents).map(|at| Document {
                    name: if chinese { format!("文档{at}") } else { format!("paper{at}") },
                    code: if uploaded[at] { format!("files/文件{at}.pdf") } else { format!("FC_{at}") },
                    uploaded: uploaded[at],
                    pages: 3,
                    file_name: named.then(|| format!("文件{at}.pdf")),
                });
                Spec {
                    chinese,
                    full_width,
                    title,
                    code: with_code.then(|| "LEASE-2026-001".to_owned()),
                    deadline,
                    sequential,
                    documents: documents.collect(),
                    attachments,
                    signers,
                    redirect,
                    evidence,
                    comments,
                    extra: None,
                }
            },
        )
    })
}

/// One way to make any good contract wrong, and the rule that must say so.
pub type Spoiler = (&'static str, fn(&mut Spec));

pub const SPOILERS: &[Spoiler] = &[
    ("deadline-passed", |spec| spec.deadline = Some("2026-01-04".to_owned())),
    ("deadline-too-far", |spec| spec.deadline = Some("2027-01-06".to_owned())),
    ("duplicate-signer", |spec| {
        let mut again = spec.signers[0].clone();
        again.fields.truncate(1);
        again.fields[0].place = Place::Spot { page: 2, x: 333, y: 333 };
        spec.signers.push(again);
    }),
    ("duplicate-document", |spec| {
        let mut again = spec.documents[0].clone();
        again.name = "again".to_owned();
        spec.documents.push(again);
    }),
    ("duplicate-position", |spec| {
        let signer = spec.signers.last_mut().unwrap();
        let again = signer.fields[0].clone();
        signer.fields.push(again);
    }),
    ("across-single-page", |spec| {
        spec.documents[0].pages = 1;
        let field = &mut spec.signers[0].fields[0];
        (field.document, field.place) = (0, Place::Across { y: 400 });
    }),
    ("mixed-silent", |spec| {
        let signer = &mut spec.signers[0];
        let mut other = signer.fields[0].clone();
        other.silent = if other.silent.is_some() { None } else { Some("X".to_owned()) };
        other.place = Place::Spot { page: 1, x: 300, y: 300 };
        signer.fields.push(other);
    }),
    ("page-out-of-range", |spec| {
        spec.signers[0].fields[0].place = Place::Spot { page: 4, x: 300, y: 300 };
    }),
    ("no-business-code", |spec| spec.code = None),
    ("unsigned-document", |spec| {
        let unsigned = Document {
            name: "nobody".to_owned(),
            code: "FC_9".to_owned(),
            uploaded: false,
            pages: 1,
            file_name: None,
        };
        spec.documents.push(unsigned);
    }),
    ("unknown-keyword", |spec| spec.extra = Some("singer \"A\"".to_owned())),
    ("misplaced-keyword", |spec| spec.extra = Some("idcard \"A\"".to_owned())),
    ("repeated-clause", |spec| spec.extra = Some("initiator \"A\"".to_owned())),
    ("undeclared-name", |spec| {
        spec.extra = Some("signer \"A\" { sign nowhere page 1 at (1, 1) }".to_owned())
    }),
    ("missing-statement", |spec| spec.signers.clear()),
    ("syntax", |spec| spec.extra = Some("attachment “FC".to_owned())),
    ("wrong-value", |spec| spec.deadline = Some("2026-02-30".to_owned())),
    ("missing-value", |spec| spec.deadline = Some(String::new())),
    ("order-gap", |spec| {
        spec.sequential = true;
        for (at, signer) in spec.signers.iter_mut().enumerate() {
            signer.seq = Some(at as i64 * 2 + 2);
        }
    }),
    ("order-ignored", |spec| {
        spec.sequential = false;
        let mut second = spec.signers[0].clone();
        second.account = "PSN_TEST_99".to_owned();
        second.fields.truncate(1);
        second.fields[0].place = Place::Spot { page: 2, x: 333, y: 333 };
        spec.signers.push(second);
        for (at, signer) in spec.signers.iter_mut().enumerate() {
            signer.seq = Some(at as i64 + 1);
        }
    }),
];
