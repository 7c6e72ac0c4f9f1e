//! Names of people: whoever has one surname is not whoever has the other name, however alike the two are.

use super::Part;
use crate::han::{is_read, is_syllable};

/// Surnames of one character, the commonest of the census and those of the Hundred Family Surnames still in use.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶\
    阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟\
    安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫\
    查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆\
    党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬\
    明沙薄伏岑习胥保和蔺";

/// Surnames of two characters.
const LONG_SURNAMES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文",
    "司徒", "司空", "端木", "申屠", "南宫", "独孤", "轩辕",
];

/// What names of parties, papers, sums and places end in, and names of people hardly ever.
const NO_PEOPLE: &str = "方人户司厂店部行社所院局会处室家主者员商客东件书表单约同函款额价薪费号码期限日年月地址名称金率数量编合条\
    册页图证照印章据团队组班校馆站场库区县市省镇村国";

/// Whether a name may be a person's: a surname and one or two characters, or a surname and a form of address.
pub fn is_person(parts: &[Part]) -> bool {
    let characters: Option<String> = parts
        .iter()
        .map(|part| match part {
            Part::Han(character) => Some(*character),
            _ => None,
        })
        .collect();
    let Some(name) = characters else { return false };
    let given = match LONG_SURNAMES.iter().find_map(|surname| name.strip_prefix(surname)) {
        Some(given) => given,
        None => match name.chars().next() {
            Some(surname) if SURNAMES.contains(surname) => &name[surname.len_utf8()..],
            _ => return false,
        },
    };
    let titles = ["先生", "女士", "小姐", "经理", "总监", "律师", "老师", "总"];
    if titles.contains(&given) {
        return true;
    }
    (1..=2).contains(&given.chars().count())
        && given.chars().last().is_some_and(|last| !NO_PEOPLE.contains(last))
}

/// Whether a character is a surname.
pub fn is_surname(character: char) -> bool {
    SURNAMES.contains(character)
}

/// Whether letters may be a person's name in Pinyin: a surname's syllable and one or two more.
pub fn is_latin_person(letters: &str) -> bool {
    letters.is_ascii()
        && ends(letters).any(|end| {
            let surname = &letters[..end];
            let given = &letters[end..];
            let is_given = ends(given)
                .any(|end| given.len() == end || ends(&given[end..]).any(|two| given.len() == end + two));
            is_given && SURNAMES.chars().any(|character| is_read(character, surname))
        })
}

/// Where a first syllable may end. None is longer than `zhuang`; one of a single letter is hardly in a name, and makes
/// `lease` look like one.
fn ends(letters: &str) -> impl Iterator<Item = usize> + '_ {
    let most = letters.len().min(6);
    (2..=most).filter(|&end| {
        is_syllable(&letters[..end]) && letters[..end].contains(['a', 'e', 'i', 'o', 'u', 'v'])
    })
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::*;

    #[test]
    fn people_are_told_from_parties_and_papers() {
        for name in ["李娜", "李明", "张伟", "王小明", "欧阳娜娜", "张先生", "刘总", "諸葛亮"]
        {
            assert!(is_person(&Name::of(name).parts), "{name}");
        }
        for name in [
            "甲方",
            "贾方",
            "承租方",
            "正文",
            "合同",
            "附件一",
            "公司",
            "金额",
            "方案书",
            "张三丰号",
            "lina",
            "成员",
        ] {
            assert!(!is_person(&Name::of(name).parts), "{name}");
        }
        assert!(is_latin_person("lina") && is_latin_person("zhangwei"));
        assert!(!is_latin_person("main") && !is_latin_person("contract") && !is_latin_person("lease"));
    }
}
