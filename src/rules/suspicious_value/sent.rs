//! Every text of a file that goes to the platform, with what it is there.

use crate::findings::Words;
use crate::model::{
    Account, Authorization, ContactKind, Contract, DocumentOrigin, Model, Person, SealId, Seals, Text, Ticket,
};
use crate::source::{At, Span};
use crate::words;

/// What a text is to the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Account,
    FileCode,
    /// The file code of an attachment, which cannot be uploaded.
    AttachmentCode,
    BusinessCode,
    SealId,
    TemplateId,
    ComponentId,
    AuthorizeCode,
    Flow,
    ContractId,
    Contact,
    PersonName,
    CompanyName,
    /// A phone or ID number: blanks and width are put right when it is sent.
    Number,
    Title,
    FileName,
    FieldValue,
    DateFormat,
}

impl Form {
    pub fn words(self) -> Words {
        match self {
            Form::Account => words!("账号", "the account id"),
            Form::FileCode | Form::AttachmentCode => words!("文件编码", "the file code"),
            Form::BusinessCode => words!("业务编号", "the business code"),
            Form::SealId => words!("印章 ID ", "the seal id"),
            Form::TemplateId => words!("模板 ID ", "the template id"),
            Form::ComponentId => words!("组件编码", "the component id"),
            Form::AuthorizeCode => words!("授权码", "the authorization code"),
            Form::Flow => words!("流水号", "the flow number"),
            Form::ContractId => words!("合同 ID ", "the contract id"),
            Form::Contact => words!("联系方式", "the contact"),
            Form::PersonName => words!("姓名", "the person's name"),
            Form::CompanyName => words!("子公司名称", "the subsidiary's name"),
            Form::Number => words!("号码", "the number"),
            Form::Title => words!("合同名称", "the contract's title"),
            Form::FileName => words!("文件名", "the file's name"),
            Form::FieldValue => words!("填写的内容", "the value filled in"),
            Form::DateFormat => words!("日期格式", "the date format"),
        }
    }

    /// Text for people to read: blanks and full-width signs are part of it.
    pub fn is_prose(self) -> bool {
        matches!(
            self,
            Form::Number | Form::Title | Form::FileName | Form::FieldValue | Form::DateFormat
        )
    }

    pub fn is_name(self) -> bool {
        matches!(self, Form::PersonName | Form::CompanyName)
    }

    /// Whether no message shows it.
    pub fn is_personal(self) -> bool {
        matches!(self, Form::PersonName | Form::Number | Form::AuthorizeCode | Form::Flow | Form::Contact)
    }
}

/// A text and where it is written.
pub struct Sent<'a> {
    pub form: Form,
    pub text: &'a Text,
    pub span: Span,
}

/// All of them, of the file and of those it uses.
pub fn of(model: &Model) -> Vec<Sent<'_>> {
    let mut all = All(Vec::new());
    for person in &model.people {
        all.person(person);
    }
    for company in &model.companies {
        all.push(Form::Account, company.account.as_ref().map(|id| (&id.value.0, id.span)));
    }
    if let Some(contract) = &model.contract {
        all.contract(contract);
    }
    for authorization in &model.authorizations {
        all.authorization(authorization);
    }
    for ticket in &model.tickets {
        all.ticket(ticket);
    }
    all.0
}

struct All<'a>(Vec<Sent<'a>>);

impl<'a> All<'a> {
    fn push(&mut self, form: Form, text: Option<(&'a Text, Span)>) {
        self.0.extend(text.map(|(text, span)| Sent { form, text, span }));
    }

    fn text(&mut self, form: Form, text: Option<&'a At<Text>>) {
        self.push(form, text.map(|text| (&text.value, text.span)));
    }

    /// A declared party's own account is looked at where it is declared.
    fn account(&mut self, account: Option<&'a At<Account>>) {
        if let Some(At { value: Account::Id(id), span }) = account {
            self.push(Form::Account, Some((&id.0, *span)));
        }
    }

    fn person(&mut self, person: &'a Person) {
        self.push(Form::Account, person.account.as_ref().map(|id| (&id.value.0, id.span)));
        self.text(Form::Flow, person.flow.as_ref());
        self.push(Form::PersonName, person.person_name.as_ref().map(|name| (&name.value.0, name.span)));
        self.push(Form::Number, person.id_number.as_ref().map(|number| (&number.value.0, number.span)));
        self.push(Form::Number, person.phone.as_ref().map(|phone| (&phone.value.0, phone.span)));
    }

    fn contract(&mut self, contract: &'a Contract) {
        self.text(Form::Title, contract.title.as_ref());
        self.push(Form::BusinessCode, contract.code.as_ref().map(|code| (&code.value.0, code.span)));
        self.account(contract.initiator.as_ref());
        for document in &contract.documents {
            match &document.origin {
                DocumentOrigin::Code(code) => self.push(Form::FileCode, Some((&code.value.0, code.span))),
                DocumentOrigin::Template(template) => {
                    self.text(Form::TemplateId, Some(&template.id));
                    for field in &template.fields {
                        self.text(Form::ComponentId, Some(&field.component));
                        self.text(Form::FieldValue, Some(&field.value));
                    }
                }
                DocumentOrigin::Upload(_) | DocumentOrigin::Unreadable => {}
            }
            self.text(Form::FileName, document.file_name.as_ref());
        }
        for attachment in &contract.attachments {
            self.push(Form::AttachmentCode, Some((&attachment.code.value.0, attachment.code.span)));
        }
        for signer in &contract.signers {
            self.account(Some(&signer.account));
            for field in &signer.fields {
                self.text(Form::DateFormat, field.date.as_ref());
                self.push(Form::AuthorizeCode, field.silent.as_ref().map(|code| (&code.value.0, code.span)));
            }
        }
    }

    fn authorization(&mut self, authorization: &'a Authorization) {
        self.account(authorization.account.as_ref());
        let Some(At { value: Seals::Ids(ids), .. }) = &authorization.seals else { return };
        for id in ids {
            if let SealId::Text(text) = &id.value {
                self.push(Form::SealId, Some((text, id.span)));
            }
        }
    }

    fn ticket(&mut self, ticket: &'a Ticket) {
        self.text(Form::ContractId, ticket.contract.as_ref());
        self.text(Form::BusinessCode, ticket.code.as_ref());
        self.text(Form::CompanyName, ticket.tenant.as_ref());
        if let Some(user) = &ticket.user {
            let form = match user.value.kind.value {
                ContactKind::Mobile => Form::Number,
                _ => Form::Contact,
            };
            self.text(form, Some(&user.value.contact));
        }
    }
}
