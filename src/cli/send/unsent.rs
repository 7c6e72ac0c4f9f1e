//! Files that were not sent for one and the same reason, in one line instead of one each.

use std::collections::HashMap;

use super::outcome::Sent;
use crate::delivery::Fate;
use crate::findings::Words;
use crate::privacy::on_one_line;
use crate::words;

/// So many files of one reason are named.
const NAMED: usize = 3;

/// Files by the reason why they were not sent, where several share it.
pub struct Unsent<'a>(HashMap<&'a str, (&'a Words, Vec<&'a str>)>, Vec<&'a str>);

impl<'a> Unsent<'a> {
    pub fn of(sent: &'a [Sent]) -> Self {
        let mut reasons: HashMap<&str, (&Words, Vec<&str>)> = HashMap::new();
        let mut order = Vec::new();
        for one in sent {
            if let Some(why) = reason(one) {
                let (_, files) = reasons.entry(&why.en).or_insert_with(|| {
                    order.push(why.en.as_str());
                    (why, Vec::new())
                });
                files.push(&one.parcel.file);
            }
        }
        reasons.retain(|_, (_, files)| files.len() > 1);
        Self(reasons, order)
    }

    /// Whether a file is in one of the lines.
    pub fn has(&self, one: &Sent) -> bool {
        reason(one).is_some_and(|why| self.0.contains_key(why.en.as_str()))
    }

    /// A line for each reason.
    pub fn words(&self) -> impl Iterator<Item = Words> {
        self.1.iter().filter_map(|why| self.0.get(why)).map(|(why, files)| {
            let count = files.len();
            let named: Vec<_> = files.iter().take(NAMED).map(|file| on_one_line(file)).collect();
            let (mut zh, mut en) = (named.join("、"), named.join(", "));
            if let Some(more) = count.checked_sub(NAMED).filter(|more| *more > 0) {
                zh += " 等";
                en += &format!(" and {more} more");
            }
            let [why_zh, why_en] = [&why.zh, &why.en].map(|why| on_one_line(why));
            words!(
                "{zh} 共 {count} 份没有发送：{why_zh}；可以放心重新运行同一条命令",
                "{en}: {count} files not sent: {why_en}; it is safe to run the same command again"
            )
        })
    }
}

/// Why nothing of a file was sent; `None` where something was, or may have been.
fn reason(one: &Sent) -> Option<&Words> {
    let mut why = None;
    for step in &one.report.steps {
        match &step.fate {
            Fate::NotSent(words) => why = why.or(Some(words)),
            Fate::Skipped => {}
            _ => return None,
        }
    }
    why
}
