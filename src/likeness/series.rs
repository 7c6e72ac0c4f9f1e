//! Characters that say which of several is meant: members of a series, opposites, sides of a deed, times.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Part;

/// Series and opposites. A character of one in the place of a character of any is another party, paper or sum, however
/// alike the two sound or look: 买 and 卖, 授 and 受, 夫 and 妇, 一 and 乙.
pub static SERIES: &[&str] = &[
    "甲乙丙丁戊己庚辛壬癸",
    "一二三四五六七八九十百千零两",
    "壹贰叁肆伍陆柒捌玖拾",
    "出承租赁",
    "买卖",
    "购销售",
    "供需",
    "委受",
    "授受收付",
    "发承包分",
    "借贷代",
    "转受让",
    "债权务",
    "投筹",
    "质抵押担保",
    "赠捐",
    "雇聘劳用佣",
    "上下左右前后内外",
    "东西南北中",
    "大小新旧老",
    "高低长短多少",
    "父母子兄弟姐妹",
    "夫妻妇男女",
    "总分子母",
    "主从副正辅助协",
    "首次终",
    "起止始初先",
    "我你您他她它对贵敝本自彼",
    "双单各独",
    "年月日周季时天旬",
    "春夏秋冬早晚",
    "含不非无有免",
    "进出",
    "加减增",
];

/// What parties call themselves that no series holds. Whoever writes one of them means it.
static ROLES: &[&str] = &[
    "医方",
    "患方",
    "院方",
    "园方",
    "原方",
    "校方",
    "厂方",
    "店方",
    "船方",
    "港方",
    "警方",
    "军方",
    "官方",
    "政方",
    "检方",
    "监方",
    "建方",
    "设方",
    "施方",
    "招方",
    "标方",
    "审方",
    "评方",
    "客方",
    "房方",
    "地方",
    "资方",
    "工方",
    "业方",
    "物方",
    "商方",
    "货方",
    "港方",
    "公方",
    "私方",
    "商家",
    "厂家",
    "店家",
    "客家",
    "玩家",
    "房东",
    "业主",
    "客户",
    "用户",
    "住户",
    "商户",
    "中方",
    "美方",
    "英方",
    "法方",
    "德方",
    "日方",
    "韩方",
    "俄方",
    "外方",
    "另方",
    "友方",
    "参方",
    "原告",
    "被告",
    "行方",
    "航方",
    "保方",
    "报方",
    "律方",
    "居间方",
    "中间方",
    "见证方",
    "鉴证方",
    "监理方",
    "经理方",
    "设计方",
    "审计方",
    "建设方",
    "施工方",
    "监管方",
    "建管方",
    "共管方",
    "主办方",
    "承办方",
    "协办方",
    "主播",
    "助播",
    "公司",
    "集团",
];

static MEMBERS: LazyLock<HashSet<char>> =
    LazyLock::new(|| SERIES.iter().flat_map(|series| series.chars()).collect());

/// Whether a character says which of several is meant.
pub fn is_member(character: char) -> bool {
    MEMBERS.contains(&character)
}

/// Whether one character in the place of the other makes another party, paper or sum of it.
pub fn apart(one: char, other: char) -> bool {
    is_member(one) && is_member(other)
}

/// Whether a name is what a party is commonly called.
pub fn is_role(parts: &[Part]) -> bool {
    if parts.len() > 3 {
        return false;
    }
    let name: Option<String> = parts
        .iter()
        .map(|part| match part {
            Part::Han(character) => Some(*character),
            _ => None,
        })
        .collect();
    name.is_some_and(|name| ROLES.contains(&name.as_str()))
}
