//! A plan in words a legal person reads: who does what where, until when, and every default that applies.
//!
//! Personal data and authorization codes are masked here; only the request itself holds them.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{Body, Kind, Plan, Platform, people_to_create};
use crate::facts::Facts;
use crate::findings::{Lang, Words};
use crate::model::{
    Account, AuthMode, ContactKind, Contract, Document, DocumentOrigin, Duration, Length, LengthUnit, Model,
    Order, Page, Place, SealId, Seals, SignField, Signer, Spot, Text,
};
use crate::privacy::{mask, mask_name, shown};
use crate::request::UploadBody;
use crate::settings::Settings;
use crate::source::At;
use crate::words;

/// The plan of a file in a language.
pub fn describe(plan: &Plan<'_>, model: &Model, facts: &Facts, settings: &Settings, lang: Lang) -> String {
    let mut page = Paper { lang, model, facts, settings, out: String::new() };
    let mut people = people_to_create(model);
    let (mut authorizations, mut tickets) = (model.authorizations.iter(), model.tickets.iter());
    let mut made =
        model.contract.iter().flat_map(|contract| &contract.documents).filter(|document| document.is_made());
    for request in &plan.requests {
        page.heading(request.step, &request.purpose);
        let platform = match request.platform {
            Platform::QianDun => words!("签盾", "QianDun"),
            Platform::Qiyuesuo => words!("契约锁", "Qiyuesuo"),
        };
        let path = match request.kind() {
            Kind::Upload => page.say(words!("（接口地址在设置里）", "(the address is in the settings)")),
            _ => request.path.to_owned(),
        };
        let _ = writeln!(page.out, "   {} {} {path}", platform.get(lang), request.method);
        match &request.body {
            Body::Person(_) => {
                if let Some(person) = people.next() {
                    page.person(person);
                }
            }
            Body::Authorization(_) => {
                if let Some(authorization) = authorizations.next() {
                    page.authorization(authorization);
                }
            }
            Body::Upload(body) => {
                made.next();
                page.upload(body);
            }
            Body::Template(_) => {
                if let Some(document) = made.next() {
                    page.template(document);
                }
            }
            Body::Start(_) => {
                if let Some(contract) = &model.contract {
                    page.contract(contract);
                }
            }
            Body::Ticket(_) => {
                if let Some(ticket) = tickets.next() {
                    page.ticket(ticket);
                }
            }
        }
    }
    if plan.requests.is_empty() {
        let nothing =
            words!("这个文件只有声明，没有要发送的内容", "this file only declares; it sends nothing");
        page.out.push_str(nothing.get(lang));
        page.out.push('\n');
    }
    page.out
}

struct Paper<'a> {
    lang: Lang,
    model: &'a Model,
    facts: &'a Facts,
    settings: &'a Settings,
    out: String,
}

impl Paper<'_> {
    fn heading(&mut self, step: usize, purpose: &Words) {
        if step > 1 {
            self.out.push('\n');
        }
        let _ = writeln!(self.out, "{step}. {}", shown(purpose.get(self.lang)));
    }

    /// A label and what it says, in two columns.
    fn row(&mut self, label: Words, value: impl AsRef<str>) {
        let label = label.get(self.lang);
        let width = match self.lang {
            Lang::Zh => 12,
            Lang::En => 18,
        };
        let padding = " ".repeat(width - label.width().min(width - 1));
        let _ = writeln!(self.out, "   {label}{padding}{}", value.as_ref());
    }

    fn say(&self, words: Words) -> String {
        match self.lang {
            Lang::Zh => words.zh,
            Lang::En => words.en,
        }
    }

    fn default(&self, value: &str) -> String {
        self.say(words!("{value}（默认）", "{value} (default)"))
    }

    fn left_to_platform(&self) -> String {
        self.say(words!("不发送，由平台决定（默认）", "not sent, the platform decides (default)"))
    }

    fn text(&self, text: &Text) -> String {
        match (text.value(), text.key()) {
            (Some(value), _) => shown(value),
            (None, Some(pattern)) => {
                let pattern = shown(pattern);
                self.say(words!("{pattern}（待填）", "{pattern} (to be filled in)"))
            }
            (None, None) => self.say(words!("（无法读取）", "(could not be read)")),
        }
    }

    // ---- around the contract ----

    fn person(&mut self, person: &crate::model::Person) {
        if let Some(account) = &person.account {
            self.row(words!("账号", "account"), self.text(&account.value));
        }
        if let Some(flow) = &person.flow {
            self.row(words!("认证流水号", "flow number"), mask(flow.value.key().unwrap_or_default()));
        }
        if let Some(name) = &person.person_name {
            self.row(words!("姓名", "name"), mask_name(name.value.key().unwrap_or_default()));
        }
        if let Some(number) = &person.id_number {
            self.row(words!("身份证", "ID number"), number.value.masked());
        }
        if let Some(phone) = &person.phone {
            self.row(words!("手机", "phone"), phone.value.masked());
        }
    }

    fn authorization(&mut self, from: &crate::model::Authorization) {
        if let Some(account) = &from.account {
            self.row(words!("账号", "account"), self.account(&account.value));
        }
        let seals = match from.seals.as_ref().map(|seals| &seals.value) {
            Some(Seals::All) => self.say(words!("全部", "all")),
            Some(Seals::Ids(ids)) => {
                let ids: Vec<String> = ids.iter().map(|id| self.seal_id(&id.value)).collect();
                ids.join(", ")
            }
            None => self.left_to_platform(),
        };
        self.row(words!("印章", "seals"), seals);
        self.row(words!("认证", "authentication"), self.auth(from.auth.as_ref()));
        self.redirect(from.redirect.as_ref());
        let expires = match &from.expires {
            Some(expires) => self.duration(expires.value),
            None => self.left_to_platform(),
        };
        self.row(words!("网页有效期", "page expires"), expires);
    }

    fn seal_id(&self, id: &SealId) -> String {
        match id {
            SealId::Number(number) => number.to_string(),
            SealId::Text(text) => self.text(text),
        }
    }

    fn upload(&mut self, body: &UploadBody<'_>) {
        let file = match body.file {
            Some(file) => shown(file),
            None => self.say(words!("（待填）", "(to be filled in)")),
        };
        self.row(words!("本机文件", "file"), file);
    }

    fn template(&mut self, document: &Document) {
        let DocumentOrigin::Template(template) = &document.origin else { return };
        self.row(words!("模板", "template"), self.text(&template.id.value));
        let name = match &document.file_name {
            Some(name) => self.text(&name.value),
            None => self.say(words!("由平台随机生成（默认）", "made up by the platform (default)")),
        };
        self.row(words!("文件名", "file name"), name);
        for field in &template.fields {
            let filled = format!("{} = {}", self.text(&field.component.value), self.text(&field.value.value));
            self.row(words!("填写", "field"), filled);
        }
    }

    fn ticket(&mut self, from: &crate::model::Ticket) {
        if let Some(contract) = &from.contract {
            self.row(words!("合同 ID", "contract id"), self.text(&contract.value));
        }
        if let Some(code) = &from.code {
            self.row(words!("业务编号", "business code"), self.text(&code.value));
        }
        if let Some(tenant) = &from.tenant {
            self.row(words!("子公司", "subsidiary"), self.text(&tenant.value));
        }
        if let Some(user) = &from.user {
            let kind = match user.value.kind.value {
                ContactKind::Mobile => words!("手机", "mobile"),
                ContactKind::Email => words!("邮箱", "e-mail"),
                ContactKind::Employee => words!("员工 ID", "employee id"),
                ContactKind::Number => words!("工号", "employee number"),
                ContactKind::Unreadable => words!("？", "?"),
            };
            let contact = mask(user.value.contact.value.key().unwrap_or_default());
            self.row(words!("签署人", "signer"), format!("{} {contact}", kind.get(self.lang)));
        }
        let password = match from.password.as_ref().map(|password| password.value) {
            Some(true) => self.say(words!("允许", "allowed")),
            Some(false) => self.say(words!("不允许", "not allowed")),
            None => self.say(words!("不允许（平台默认）", "not allowed (the platform's default)")),
        };
        self.row(words!("密码签署", "password"), password);
    }

    // ---- the contract ----

    fn contract(&mut self, contract: &Contract) {
        let code = match &contract.code {
            Some(code) => self.text(&code.value),
            None => self.say(words!(
                "不发送（默认）：重复发送将无法识别",
                "not sent (default): a repeat cannot be recognised"
            )),
        };
        self.row(words!("业务编号", "business code"), code);
        if let Some(initiator) = &contract.initiator {
            self.row(words!("发起方", "initiator"), self.account(&initiator.value));
        }
        let deadline = match &contract.deadline {
            Some(deadline) => match deadline.value.day(self.facts, &self.settings.calendar) {
                Some(day) => {
                    let days = (day - self.facts.today()).get_days();
                    self.say(words!("{day}（{days} 天后）", "{day} (in {days} days)"))
                }
                None => self.say(words!("（待填）", "(to be filled in)")),
            },
            None => self.left_to_platform(),
        };
        self.row(words!("截止", "deadline"), deadline);
        let by_calendar = contract.deadline.as_ref().filter(|deadline| deadline.value.needs_calendar());
        if let Some(counting) =
            by_calendar.and_then(|deadline| deadline.value.counting(self.facts, &self.settings.calendar))
        {
            self.row(words!("算法", "counting"), self.say(counting));
        }
        let order = match contract.order() {
            Order::Free => self.say(words!("不限，各方可同时签署", "free, all may sign at any time")),
            Order::Sequential => self.say(words!("依次，按次序逐个签署", "sequential, one after the other")),
        };
        let order = if contract.order.is_none() { self.default(&order) } else { order };
        self.row(words!("顺序", "order"), order);
        let format = match contract.format.as_ref().map(|format| &format.value) {
            Some(crate::model::Format::Other(text)) => self.text(text),
            Some(crate::model::Format::Pdf) => "PDF".to_owned(),
            None => self.default("PDF"),
        };
        self.row(words!("格式", "format"), format);
        for (index, document) in contract.documents.iter().enumerate() {
            self.document(index, document);
        }
        for attachment in &contract.attachments {
            self.row(words!("附件", "attachment"), self.text(&attachment.code.value));
        }
        self.redirect(contract.redirect.as_ref());
        let evidence = match &contract.evidence {
            Some(evidence) => {
                let numbers: Vec<String> = evidence.value.iter().map(i64::to_string).collect();
                numbers.join(", ")
            }
            None => self.left_to_platform(),
        };
        self.row(words!("存证", "evidence"), evidence);
        for (index, signer) in contract.signers.iter().enumerate() {
            self.signer(contract, index, signer);
        }
    }

    fn document(&mut self, index: usize, document: &Document) {
        let code = match &document.origin {
            DocumentOrigin::Code(code) => self.text(&code.value),
            DocumentOrigin::Upload(_) => self.say(words!("上传后得到编码", "uploaded first")),
            DocumentOrigin::Template(_) => self.say(words!("由模板生成", "made from its template")),
            DocumentOrigin::Unreadable => self.say(words!("（无法读取）", "(could not be read)")),
        };
        let name = document.file_name.as_ref().map(|name| format!("  {}", self.text(&name.value)));
        let id = match &document.id {
            Some(id) => self.text(&id.value),
            None => self.default(&(index + 1).to_string()),
        };
        let pages = document.page_count(self.facts).map(|pages| words!("  共 {pages} 页", "  {pages} pages"));
        let pages = pages.map(|pages| self.say(pages)).unwrap_or_default();
        let line = format!("{}  {code}{}{pages}", document.name.value, name.unwrap_or_default());
        let line = line + &self.say(words!("  编号 {id}", "  id {id}"));
        self.row(words!("文件", "document"), line);
    }

    fn signer(&mut self, contract: &Contract, index: usize, signer: &Signer) {
        let seq = contract.seq_no(index, signer).to_string();
        let seq = if signer.seq.is_none() { self.default(&seq) } else { seq };
        let account = self.account(&signer.account.value);
        self.row(words!("签署方", "signer"), account);
        self.detail(words!("次序", "turn"), seq);
        self.detail(words!("认证", "authentication"), self.auth(signer.auth.as_ref()));
        let notice = match &signer.notice {
            Some(notice) => notice.value.to_string(),
            None => self.left_to_platform(),
        };
        self.detail(words!("通知", "notice"), notice);
        for field in &signer.fields {
            let place = self.field(contract, field);
            self.detail(words!("签章", "seal"), place);
        }
    }

    fn detail(&mut self, label: Words, value: impl AsRef<str>) {
        let label = Words { zh: format!("  {}", label.zh), en: format!("  {}", label.en) };
        self.row(label, value);
    }

    fn field(&self, contract: &Contract, field: &SignField) -> String {
        let document = field.document.value.and_then(|index| contract.documents.get(index));
        let name = document.map_or("？", |document| document.name.value.as_str());
        let mut line = match &field.place {
            Place::Across { y } => {
                let y = self.length(y.value);
                self.say(words!("{name} 骑缝，高 {y}", "{name} across the pages' edges at height {y}"))
            }
            Place::Spot { page, spot } => {
                let page = match page.value {
                    Page::Number(number) => self.say(words!("第 {number} 页", "page {number}")),
                    Page::Last => match document.and_then(|document| document.page_count(self.facts)) {
                        Some(count) => self.say(words!("末页（第 {count} 页）", "last page ({count})")),
                        None => self.say(words!("末页", "last page")),
                    },
                    Page::Unknown => self.say(words!("第 ？ 页", "page ?")),
                };
                let spot = match &spot.value {
                    Spot::Point(point) => format!("({}, {})", self.length(point.x), self.length(point.y)),
                    Spot::Text { text, .. } => format!("“{}”", self.text(&text.value)),
                    Spot::Unreadable => "？".to_owned(),
                };
                format!("{name} {page} {spot}")
            }
            Place::Unreadable => name.to_owned(),
        };
        if let Some(date) = &field.date {
            let date = self.text(&date.value);
            line += &self.say(words!("，附日期 {date}", ", dated {date}"));
        }
        if let Some(code) = &field.silent {
            let code = code.value.masked();
            line += &self.say(words!("，静默签署（授权码 {code}）", ", silent (authorization code {code})"));
        }
        line
    }

    /// In the platform's unit, with the words of the file where they had another.
    fn length(&self, length: Length) -> String {
        let Some(units) = length.units(self.settings.platform.points_per_unit) else {
            return "？".to_owned();
        };
        let unit = match length.unit {
            LengthUnit::Platform => return units.to_string(),
            LengthUnit::Millimetre => "mm",
            LengthUnit::Centimetre => "cm",
            LengthUnit::Point => "pt",
        };
        let written = length.value.unwrap_or_default();
        self.say(words!("{units}（{written}{unit}）", "{units} ({written}{unit})"))
    }

    fn account(&self, account: &Account) -> String {
        let id = self.model.account_id(account).map(|id| self.text(id));
        let id = id.unwrap_or_else(|| self.say(words!("（无账号）", "(no account)")));
        match account {
            Account::Person(index) => format!("{} {id}", self.model.people[*index].name.value),
            Account::Company(index) => format!("{} {id}", self.model.companies[*index].name.value),
            Account::Id(_) | Account::Unreadable => id,
        }
    }

    fn auth(&self, auth: Option<&At<Vec<At<AuthMode>>>>) -> String {
        let Some(auth) = auth else { return self.left_to_platform() };
        let modes: Vec<String> = auth
            .value
            .iter()
            .map(|mode| match &mode.value {
                AuthMode::Sms => self.say(words!("短信验证码", "text message")),
                AuthMode::Face => self.say(words!("人脸识别", "face recognition")),
                AuthMode::Other(text) => self.text(text),
            })
            .collect();
        modes.join(match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        })
    }

    fn redirect(&mut self, redirect: Option<&crate::model::Redirect>) {
        let words = match redirect {
            Some(redirect) => {
                let url = self.text(&redirect.url.value);
                match &redirect.after {
                    Some(after) => {
                        let after = self.duration(after.value);
                        self.say(words!("{url}（{after}后）", "{url} (after {after})"))
                    }
                    None => url,
                }
            }
            None => self.say(words!("不跳转（默认）", "none (default)")),
        };
        self.row(words!("跳转", "redirect"), words);
    }

    fn duration(&self, duration: Duration) -> String {
        self.say(duration.words())
    }
}
