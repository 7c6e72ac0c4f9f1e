/**
 * The grammar of .qdc files: one statement a line, `keyword value… clause…`, with a block in braces where there
 * is more to say.
 *
 * Every text parses. What is broken has nodes of its own (`unknown_statement`, `unclosed_text`, `unexpected`,
 * `wrong_comment`), and a forgotten brace is simply not there, so that a broken line never spoils the next and
 * colours do not flicker while someone types. What is wrong, and how to mend it, is said by `qdc lsp`.
 *
 * The words are those of `src/vocabulary/` of the compiler; `tests/editors/tree_sitter.rs` compares the two. The compiler
 * also takes keywords in full-width letters (`ｐａｇｅ`), which nobody keeps in a file: `qdc fmt` narrows them.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

// ---- the words: English spelling, then the Chinese ones ----

/** Words a value may be. */
const CHOICES = {
  kinds: ['text', '文本', 'date', '日期', 'number', '数字'],
  orders: ['free', '不限', 'sequential', '依次'],
  formats: ['pdf'],
  modes: ['sms', '短信', 'face', '人脸'],
  last_page: ['last', '末页'],
  last_match: ['last', '末个'],
  seals: ['all', '全部'],
  contacts: ['mobile', '手机', 'email', '邮箱', 'employee', '员工', 'number', '工号'],
  yes_no: ['yes', '是', 'no', '否'],
  in: ['in', '内'],
  words: ['text', '文字'],
  template: ['template', '模板'],
};

/**
 * Every keyword and the node it makes. `_statement`s stand on lines of their own; a `_clause` stands on a line of its own or
 * on that of the keyword that lists it. `declares`: its first word is a new name, whatever else it may mean.
 */
const KEYWORDS = {
  use_statement: { words: ['use', '引用'] },
  param_statement: { words: ['param', '参数'], declares: true, choices: CHOICES.kinds, clauses: ['default_clause'] },
  person_statement: {
    words: ['person', '个人'],
    declares: true,
    clauses: ['account_clause', 'flow_clause', 'name_clause', 'idcard_clause', 'phone_clause'],
  },
  company_statement: { words: ['company', '企业'], declares: true, clauses: ['account_clause', 'credit_clause'] },
  authorization_statement: {
    words: ['authorization', '静默授权'],
    declares: true,
    clauses: ['account_clause', 'auth_clause', 'redirect_clause', 'seals_clause', 'expires_clause'],
  },
  // What is a statement of a file or a contract is a clause of a ticket.
  ticket_statement: {
    words: ['ticket', '签署令牌'],
    declares: true,
    clauses: ['contract_statement', 'code_statement', 'tenant_clause', 'user_clause', 'password_clause'],
  },
  contract_statement: { words: ['contract', '合同'], clauses: ['redirect_clause'] },
  code_statement: { words: ['code', '业务编号'] },
  initiator_statement: { words: ['initiator', '发起方'] },
  deadline_statement: { words: ['deadline', '截止'], choices: CHOICES.in, clauses: ['roll_clause'] },
  order_statement: { words: ['order', '顺序'], choices: CHOICES.orders },
  format_statement: { words: ['format', '格式'], choices: CHOICES.formats },
  document_statement: {
    words: ['document', '文件'],
    declares: true,
    clauses: ['name_clause', 'id_clause', 'local_clause', 'pages_clause', 'upload_clause', 'from_clause'],
  },
  field_statement: { words: ['field', '填写'] },
  attachment_statement: { words: ['attachment', '附件'] },
  signer_statement: { words: ['signer', '签署方'], clauses: ['seq_clause', 'auth_clause', 'notice_clause'] },
  sign_statement: {
    words: ['sign', '签章'],
    clauses: ['page_clause', 'at_clause', 'across_clause', 'date_clause', 'silent_clause'],
  },
  evidence_statement: { words: ['evidence', '存证'] },

  account_clause: { words: ['account', '账号'] },
  across_clause: { words: ['across', '骑缝'] },
  after_clause: { words: ['after', '延时'] },
  at_clause: { words: ['at', '位置'], choices: CHOICES.words, clauses: ['nth_clause', 'offset_clause'] },
  auth_clause: { words: ['auth', '认证'], choices: CHOICES.modes },
  credit_clause: { words: ['credit', '信用代码'] },
  date_clause: { words: ['date', '日期'] },
  default_clause: { words: ['default', '默认'] },
  expires_clause: { words: ['expires', '有效期'] },
  flow_clause: { words: ['flow', '流水号'] },
  from_clause: { words: ['from', '来自'], choices: CHOICES.template },
  id_clause: { words: ['id', '编号'] },
  idcard_clause: { words: ['idcard', '身份证'] },
  local_clause: { words: ['local', '本地'] },
  name_clause: { words: ['name', '姓名', '名称'] },
  notice_clause: { words: ['notice', '通知'] },
  nth_clause: { words: ['nth', '第'], choices: CHOICES.last_match },
  offset_clause: { words: ['offset', '偏移'] },
  page_clause: { words: ['page', '页'], choices: CHOICES.last_page },
  pages_clause: { words: ['pages', '页数'] },
  password_clause: { words: ['password', '密码签署'], choices: CHOICES.yes_no },
  phone_clause: { words: ['phone', '手机'] },
  redirect_clause: { words: ['redirect', '跳转'], clauses: ['after_clause'] },
  roll_clause: { words: ['roll', '顺延'] },
  seals_clause: { words: ['seals', '印章'], choices: CHOICES.seals },
  seq_clause: { words: ['seq', '次序'] },
  silent_clause: { words: ['silent', '静默'] },
  tenant_clause: { words: ['tenant', '子公司'] },
  upload_clause: { words: ['upload', '上传'] },
  user_clause: { words: ['user', '用户'], choices: CHOICES.contacts },
};

/** Units that may stand apart from their number: `30 d`. Chinese ones may too, and are part of `number_with_unit`. */
const SPACED_UNITS = ['mo', 'mm', 'cm', 'pt', 'wd', 's', 'h', 'd'];

// ---- characters ----

const DIGIT = '[0-9０-９]';
const DASH = '[-－]';
const SLASH = '[/／]';
/** Up to the end of the line, which may be `\r\n`. */
const REST = '([^\\r\\n]|\\r+[^\\r\\n])*';
const CHINESE_UNITS = '个工作日|工作日|个月|小时|分钟|毫米|厘米|秒|分|天|日|周|年|月|页|磅';
const SPACED_CHINESE_UNITS = '个工作日|工作日|个月|小时|分钟|毫米|厘米|秒|天|周';

const OPEN = choice('{', '｛');
const CLOSE = choice('}', '｝');
const COMMA = choice(',', '，', '、');
const LEFT_PARENTHESIS = choice('(', '（');
const RIGHT_PARENTHESIS = choice(')', '）');
const COLON = choice(':', '：');
const FULL_STOP = choice(';', '；', '。');

/** Text between two quotation marks of one kind, or from one to the end of the line. */
const quoted = ($, marks) => {
  const mark = marks.length === 1 ? marks : choice(...marks);
  // A precedence above that of comments: `//` within a text is text.
  const characters = token.immediate(prec(1, new RegExp(`([^${marks}{\\r\\n]|\\r+[^${marks}{\\r\\n])+`)));
  const parts = repeat(choice(characters, token.immediate(prec(1, '{')), $.escape, $.placeholder, $._within_text));
  return { closed: seq(mark, parts, alias(token.immediate(prec(1, new RegExp(`[${marks}]`))), '"')), open: seq(mark, parts) };
};

// ---- statements ----

/** What may stand behind a keyword, in any order: order and number are for the compiler to check. */
const afterKeyword = ($, { choices = [], clauses = [] }) =>
  choice(
    $._value,
    $._separator,
    ...choices.map(word => alias(word, $.choice)),
    ...clauses.map(name => $[name]),
  );

const withKeyword = ($, entry) => {
  const keyword = alias(choice(...entry.words), $.keyword);
  const more = afterKeyword($, entry);
  if (!entry.declares) return seq(keyword, repeat(more));
  // The first word is the name even where it is also a choice: `param date text`.
  const clauses = (entry.clauses ?? []).map(name => $[name]);
  const notAName = choice($._value_but_name, COMMA, FULL_STOP, $.unexpected, ...clauses);
  return seq(
    keyword,
    repeat(COLON),
    optional(choice(seq(field('name', $.new_name), repeat(more)), seq(notAName, repeat(more)))),
  );
};

/** A line's end, or the block in which the line's statement goes on. */
const lineEnd = $ => choice($.block, $._line_end);

/** What stands on another keyword's line in some places: such a node ends where the next clause begins. */
const INLINE = new Set(Object.values(KEYWORDS).flatMap(entry => entry.clauses ?? []));

const keywordRules = {};
const lines = [];
for (const [name, entry] of Object.entries(KEYWORDS)) {
  const whole = $ => seq(withKeyword($, entry), lineEnd($));
  if (!INLINE.has(name)) {
    keywordRules[name] = whole;
    lines.push($ => $[name]);
    continue;
  }
  keywordRules[name] = $ => prec.right(withKeyword($, entry));
  if (entry.clauses) {
    // On a line of its own it may have a block, which must not go to the last clause of another keyword's line.
    keywordRules[`_${name}_line`] = whole;
    lines.push($ => alias($[`_${name}_line`], $[name]));
  } else {
    lines.push($ => seq($[name], lineEnd($)));
  }
}

module.exports = grammar({
  name: 'qdc',

  word: $ => $._word,

  // Whether a statement ends at a line's end depends on the next line that is not empty: a brace there still belongs
  // to it. No grammar looks that far, hence `src/scanner.c`. It never finds a `_within_text`: that one only tells it
  // where a brace or `//` is part of a text.
  externals: $ => [$._line_end, $._within_text],

  extras: $ => [/[ \t\r\n\u3000\u00a0\ufeff]/, $.comment, $.wrong_comment],

  rules: {
    source_file: $ => repeat(choice($._line, $.block, alias(CLOSE, $.unexpected))),

    // Without its closing brace while it is typed.
    block: $ => prec.right(seq(OPEN, repeat(choice($._line, $.block)), optional(CLOSE))),

    _line: $ => choice(...lines.map(line => line($)), $.unknown_statement),

    ...keywordRules,

    unknown_statement: $ =>
      seq(
        choice(alias($._word, $.unknown_keyword), $._value_but_name, $._separator),
        repeat(choice($._value, $._separator)),
        lineEnd($),
      ),

    // ---- values ----

    _value: $ => choice($._value_but_name, $.name),

    _value_but_name: $ =>
      choice($.text, $.unclosed_text, $.address, $.number, $.number_with_unit, $.date, $.point),

    _separator: $ => choice(COMMA, COLON, FULL_STOP, $.unexpected),

    name: $ => $._word,
    new_name: $ => $._word,

    // One that opens with `"` may hold “ and ”; one that opens full-width ends at the next full-width mark, whichever
    // way it points.
    text: $ => choice(quoted($, '"').closed, quoted($, '“”＂').closed),
    unclosed_text: $ => choice(quoted($, '"').open, quoted($, '“”＂').open),

    // Without quotation marks, which the compiler asks for.
    address: _ => /[_\p{XID_Start}][_\p{XID_Continue}]*[:：]\/\/[^ \t\r\n"“”{}]*/,

    escape: _ => token.immediate(prec(2, /\{\{|\{U\+[0-9A-Fa-f]+\}/)),
    placeholder: _ => token.immediate(prec(2, /\{[_\p{XID_Start}]([-.@/]?[_\p{XID_Continue}])*\}/)),

    number: $ => $._number,
    number_with_unit: $ =>
      choice(
        token(new RegExp(
          `[-+－＋]?${DIGIT}+([.．]${DIGIT}+)?(${CHINESE_UNITS}| (${SPACED_CHINESE_UNITS})|[a-zA-Z][a-zA-Z0-9]*)`,
        )),
        seq($._number, choice(...SPACED_UNITS)),
      ),
    _number: _ => token(new RegExp(`[-+－＋]?${DIGIT}+([.．]${DIGIT}+)?`)),

    date: _ =>
      token(choice(
        new RegExp(`${DIGIT}{4}${DASH}${DIGIT}{1,2}${DASH}${DIGIT}{1,2}`),
        new RegExp(`${DIGIT}{4}${SLASH}${DIGIT}{1,2}${SLASH}${DIGIT}{1,2}`),
        new RegExp(`${DIGIT}{4} ?年 ?${DIGIT}{1,2} ?月 ?${DIGIT}{1,2}( ?[日号])?`),
      )),

    point: $ =>
      prec.right(seq(
        LEFT_PARENTHESIS,
        repeat(choice($.number, $.number_with_unit, $.name, COMMA)),
        optional(RIGHT_PARENTHESIS),
      )),

    // ---- tokens ----

    // A letter, then letters and digits, with single marks between them.
    _word: _ => /[_\p{XID_Start}]([-.@/]?[_\p{XID_Continue}])*/,

    comment: _ => token(new RegExp(`//${REST}`)),

    // What other languages take for a comment.
    wrong_comment: _ => token(new RegExp(`(#|/\\*|<!--|--|／／)${REST}`)),

    // Any character that means nothing here.
    unexpected: $ => choice($._character, RIGHT_PARENTHESIS),
    _character: _ => token(prec(-1, /[^ \t\r\n\u3000\u00a0\ufeff]/)),
  },
});
