//! What the members of a contract-start body mean, one function an object (通过文件发起合同,
//! `POST /open/contract/start`).

use std::collections::HashMap;
use std::ops::Range;

use super::halves::{self, Halves};
use super::json::{Found, Members, Node, Path};
use super::values::empty;
use crate::draft::{Deadline, Document, Draft, Page, Redirect, Sign, Signer};
use crate::findings::{Lang, Words};
use crate::model::{Duration, Length, Order, TimeUnit};
use crate::vocabulary::Key;
use crate::words;

/// The draft that says the same as the body; what it cannot say is in `found`.
///
/// `text` is the body as it was given, of which `root` has the `halves` replaced.
pub fn draft(root: Node<'_>, text: &str, halves: &Halves, lang: Lang, found: &mut Found) -> Draft {
    let mut body = Body { text, halves, found, lang, documents: HashMap::new(), names: Vec::new() };
    body.start(root).unwrap_or_default()
}

/// The reading of one body.
pub(super) struct Body<'f> {
    text: &'f str,
    halves: &'f Halves,
    pub(super) found: &'f mut Found,
    lang: Lang,
    /// File code → which document.
    documents: HashMap<String, usize>,
    names: Vec<String>,
}

impl Body<'_> {
    /// Why a part of the body is no text, where it holds half a character.
    pub(super) fn half_in(&self, part: Range<usize>) -> Option<Words> {
        let escape = halves::escape(self.text, self.halves.first_in(part)?);
        Some(words!(
            "含有 {escape}，这只是半个字符（代理对缺了另一半），不是文字",
            "has `{escape}`, which is half a character (the other half of the surrogate pair is missing) and no text"
        ))
    }

    fn start(&mut self, root: Node<'_>) -> Option<Draft> {
        let path = &Path::ROOT;
        let known =
            ["signFileType", "docs", "attachmentFiles", "signFlowInitiator", "signers", "signFlowConfigs"];
        let members = self.object(root, path, &known)?;
        let format = self.required(root, &members, path, "signFileType", Self::text);
        let mut draft = Draft {
            format: format.filter(|sent| sent != "PDF"),
            documents: self.required(root, &members, path, "docs", Self::documents).unwrap_or_default(),
            attachments: self
                .optional(&members, path, "attachmentFiles", Self::attachments)
                .unwrap_or_default(),
            initiator: self.required(root, &members, path, "signFlowInitiator", Self::initiator),
            signers: self.required(root, &members, path, "signers", Self::signers).unwrap_or_default(),
            ..Draft::default()
        };
        self.required(root, &members, path, "signFlowConfigs", |body, node, path| {
            body.configs(node, path, &mut draft)
        });
        leave_out_default_turns(&mut draft);
        Some(draft)
    }

    // ---- documents ----

    fn documents(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Vec<Document>> {
        let items = self.items(node, path)?;
        let mut documents = Vec::with_capacity(items.len());
        let one = items.len() == 1;
        for (at, item) in items.into_iter().enumerate() {
            let path = &path.item(at);
            let Some(members) = self.object(item, path, &["fileId", "fileCode", "fileOrder", "fileName"])
            else {
                continue;
            };
            let id = self.required(item, &members, path, "fileId", Self::text);
            let code = self.required(item, &members, path, "fileCode", Self::text);
            self.counted(item, &members, path, at);
            let file_name = self.optional(&members, path, "fileName", Self::text);
            let Some(code) = code else { continue };
            let name = self.name(documents.len() + 1, one);
            self.documents.entry(code.clone()).or_insert(self.names.len());
            self.names.push(name.clone());
            let mut document = Document::new(name, code);
            document.file_name = file_name;
            document.id = id.filter(|id| *id != (documents.len() + 1).to_string());
            documents.push(document);
        }
        Some(documents)
    }

    /// What sign fields call a document.
    fn name(&self, number: usize, one: bool) -> String {
        match (self.lang, one) {
            (Lang::Zh, true) => "主合同".to_owned(),
            (Lang::En, true) => "main".to_owned(),
            (Lang::Zh, false) => format!("文件{number}"),
            (Lang::En, false) => format!("doc{number}"),
        }
    }

    fn attachments(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Vec<String>> {
        let items = self.filled(node, path)?;
        let mut codes = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            let path = &path.item(at);
            let Some(members) = self.object(item, path, &["fileCode", "fileOrder"]) else { continue };
            codes.extend(self.required(item, &members, path, "fileCode", Self::text));
            self.counted(item, &members, path, at);
        }
        Some(codes)
    }

    /// `fileOrder`, which a file cannot say: it is the place in order of writing.
    fn counted(&mut self, node: Node<'_>, members: &Members<'_>, path: &Path<'_>, at: usize) {
        let place = at + 1;
        self.required(node, members, path, "fileOrder", |body, node, path| {
            let order = body.integer(node, path, i64::MIN, i64::MAX)?;
            if order != place as i64 {
                let message = words!(
                    "fileOrder 是 {order}，而文件按书写顺序从 1 编号，这里应是 {place}",
                    "`fileOrder` is {order}, but files count from 1 in order of writing; here it would be {place}"
                );
                body.problem(node, path, message);
            }
            Some(())
        });
    }

    // ---- signers ----

    fn initiator(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<String> {
        let members = self.object(node, path, &["accountId"])?;
        self.required(node, &members, path, "accountId", Self::text)
    }

    fn signers(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Vec<Signer>> {
        let items = self.items(node, path)?;
        let signers =
            items.into_iter().enumerate().filter_map(|(at, item)| self.signer(item, &path.item(at)));
        Some(signers.collect())
    }

    fn signer(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Signer> {
        let known = ["accountId", "seqNo", "signFields", "authConfig", "noticeConfig"];
        let members = self.object(node, path, &known)?;
        let account = self.required(node, &members, path, "accountId", Self::text);
        let seq = self.required(node, &members, path, "seqNo", |body, node, path| {
            body.counted_by(Key::Seq, node, path)
        });
        let fields = self.required(node, &members, path, "signFields", |body, node, path| {
            let items = body.items(node, path)?;
            let fields =
                items.into_iter().enumerate().filter_map(|(at, item)| body.field(item, &path.item(at)));
            Some(fields.collect())
        });
        let auth = self.optional(&members, path, "authConfig", |body, node, path| {
            let members = body.object(node, path, &["willingnessAuthModes"])?;
            body.required(node, &members, path, "willingnessAuthModes", |body, node, path| {
                let items = body.filled(node, path)?;
                let modes =
                    items.into_iter().enumerate().filter_map(|(at, item)| body.text(item, &path.item(at)));
                Some(modes.collect::<Vec<_>>())
            })
        });
        let notice = self.optional(&members, path, "noticeConfig", |body, node, path| {
            let members = body.object(node, path, &["noticeTypes"])?;
            body.required(node, &members, path, "noticeTypes", |body, node, path| {
                body.counted_by(Key::Notice, node, path)
            })
        });
        Some(Signer {
            account: account?,
            seq,
            auth: auth.unwrap_or_default(),
            notice,
            fields: fields.unwrap_or_default(),
        })
    }

    fn field(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Sign> {
        let known = ["fileCode", "signFieldStyle", "dateFormat", "authorizeCode", "signFieldPosition"];
        let members = self.object(node, path, &known)?;
        let document = self.required(node, &members, path, "fileCode", |body, node, path| {
            let code = body.text(node, path)?;
            let name = body.documents.get(&code).and_then(|at| body.names.get(*at).cloned());
            if name.is_none() {
                body.problem(
                    node,
                    path,
                    words!("docs 里没有这个 fileCode", "no document in `docs` has this `fileCode`"),
                );
            }
            name
        });
        let style = self.required(node, &members, path, "signFieldStyle", |body, node, path| {
            let style = body.integer(node, path, i64::MIN, i64::MAX)?;
            if !matches!(style, 1 | 2) {
                let message = words!(
                    "signFieldStyle 只认 1（单页）和 2（骑缝），这里是 {style}",
                    "`signFieldStyle` is known as 1 (one page) and 2 (across pages), this is {style}"
                );
                body.problem(node, path, message);
                return None;
            }
            Some(style)
        });
        let date = self.optional(&members, path, "dateFormat", Self::text);
        let silent = self.optional(&members, path, "authorizeCode", Self::text);
        let place = self.required(node, &members, path, "signFieldPosition", |body, node, path| {
            body.place(node, path, style)
        });
        Some(Sign { document: document?, date, silent, ..place? })
    }

    fn place(&mut self, node: Node<'_>, path: &Path<'_>, style: Option<i64>) -> Option<Sign> {
        let members = self.object(node, path, &["positionPage", "positionX", "positionY"])?;
        let across = style == Some(2);
        let page = self.required(node, &members, path, "positionPage", |body, node, path| {
            let page = body.integer(node, path, i64::MIN, i64::MAX)?;
            body.zero_across(across, page == 0, node, path)?;
            Some(page)
        });
        let x = self.required(node, &members, path, "positionX", |body, node, path| {
            let x = body.number(node, path)?;
            body.zero_across(across, x == 0.0, node, path)?;
            Some(x)
        });
        let y = self.required(node, &members, path, "positionY", Self::number);
        let (page, x, y) = (page?, Length::from(x?), Length::from(y?));
        Some(if across {
            Sign { across: Some(y), ..Sign::default() }
        } else {
            Sign { page: Some(Page::Number(page)), at: Some((x, y)), ..Sign::default() }
        })
    }

    /// Page and x of a cross-page seal, which a file cannot say: they are 0.
    fn zero_across(&mut self, across: bool, zero: bool, node: Node<'_>, path: &Path<'_>) -> Option<()> {
        if across && !zero {
            self.problem(
                node,
                path,
                words!("骑缝章的页码和 X 只能是 0", "a cross-page seal has page 0 and x 0"),
            );
            return None;
        }
        Some(())
    }

    // ---- the flow ----

    fn configs(&mut self, node: Node<'_>, path: &Path<'_>, draft: &mut Draft) -> Option<()> {
        let members = self.object(node, path, &["flowConfig", "integrationConfig"])?;
        self.required(node, &members, path, "flowConfig", |body, node, path| {
            let known = ["contractName", "businessCode", "seqSigning", "signDeadline"];
            let members = body.object(node, path, &known)?;
            draft.title = body.required(node, &members, path, "contractName", Self::text).unwrap_or_default();
            draft.code = body.optional(&members, path, "businessCode", Self::text);
            draft.order = body.required(node, &members, path, "seqSigning", Self::order);
            draft.deadline = body.optional(&members, path, "signDeadline", Self::deadline);
            Some(())
        });
        self.optional(&members, path, "integrationConfig", |body, node, path| {
            let members = body.object(node, path, &["signRedirectConfig", "evidenceConfig"])?;
            if members.iter().next().is_none() {
                body.problem(node, path, empty());
            }
            draft.redirect = body.optional(&members, path, "signRedirectConfig", Self::redirect);
            let evidence = body.optional(&members, path, "evidenceConfig", |body, node, path| {
                let items = body.filled(node, path)?;
                let numbers = items.into_iter().enumerate();
                let numbers =
                    numbers.filter_map(|(at, item)| body.counted_by(Key::Evidence, item, &path.item(at)));
                Some(numbers.collect())
            });
            draft.evidence = evidence.unwrap_or_default();
            Some(())
        });
        Some(())
    }

    fn order(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Order> {
        let sequential = node.boolean();
        if sequential.is_none() {
            self.wrong_kind(node, path, words!("布尔值", "a boolean"));
        }
        Some(if sequential? { Order::Sequential } else { Order::Free })
    }

    fn deadline(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Deadline> {
        let text = self.text(node, path)?;
        let is_shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = text.parse::<jiff::civil::Date>().ok().filter(|_| is_shaped);
        let Some(day) = day else {
            let message =
                words!("“{text}”不是 YYYY-MM-DD 形式的日期", "`{text}` is no date of the form YYYY-MM-DD");
            self.problem(node, path, message);
            return None;
        };
        Some(Deadline::On(day.year(), day.month(), day.day()))
    }

    fn redirect(&mut self, node: Node<'_>, path: &Path<'_>) -> Option<Redirect> {
        let members = self.object(node, path, &["redirectUrl", "redirectDelayTime"])?;
        let url = self.required(node, &members, path, "redirectUrl", |body, node, path| {
            let url = body.text(node, path)?;
            let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
            if rest.is_none_or(|rest| rest.is_empty() || rest.contains(char::is_whitespace)) {
                body.problem(
                    node,
                    path,
                    words!(
                        "不是 https:// 或 http:// 开头的网址",
                        "no address that starts with https:// or http://"
                    ),
                );
                return None;
            }
            Some(url)
        });
        let after = self.optional(&members, path, "redirectDelayTime", |body, node, path| {
            body.integer(node, path, 0, 1_000_000_000)
        });
        let after = after.map(|count| Duration { count, unit: TimeUnit::Second });
        Some(Redirect { url: url?, after })
    }
}

/// Where every signer's turn is what it would be anyway, it needs no saying.
fn leave_out_default_turns(draft: &mut Draft) {
    let sequential = draft.order == Some(Order::Sequential);
    let is_default =
        |(at, signer): (usize, &Signer)| signer.seq == Some(if sequential { at as i64 + 1 } else { 1 });
    if draft.signers.iter().enumerate().all(is_default) {
        for signer in &mut draft.signers {
            signer.seq = None;
        }
    }
}
