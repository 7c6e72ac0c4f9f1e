//! One line a finding, as editors and `grep` expect: `file:line:column: level[rule] message`.

use std::io;

use super::place::Place;
use super::{Finding, Lang, Report};
use crate::privacy::on_one_line;
use crate::source::Sources;

/// Writes a line for every finding.
pub fn write(out: &mut dyn io::Write, report: &Report<'_>) -> io::Result<()> {
    for found in &report.found {
        writeln!(out, "{}", render(found.finding, found.sources, report.lang))?;
    }
    Ok(())
}

/// The line, without a line end. The level's name is the same in both languages: scripts look for it.
pub fn render(finding: &Finding, sources: &Sources, lang: Lang) -> String {
    let place = Place::new(finding.span, sources);
    format!(
        "{}:{}:{}: {}[{}] {}",
        on_one_line(place.file),
        place.start.line,
        place.start.column,
        finding.level.word(Lang::En),
        finding.rule.name,
        on_one_line(&finding.message.get(lang).replace('\n', " ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::Words;
    use crate::source::{FileId, Source, Span};

    #[test]
    fn a_finding_is_one_line() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("租赁.qdc", "合同 甲\r\n截止 昨天\r\n"));
        let message =
            Words { zh: "截止日期\n已过".into(), en: "the deadline `\x1b[2J` has passed".into() };
        let rule = crate::rules::RULES[0].rule;
        let finding = Finding::new(rule, Span::new(file, 19, 25), message);
        assert_eq!(
            render(&finding, &sources, Lang::Zh),
            format!("租赁.qdc:2:4: error[{}] 截止日期 已过", rule.name)
        );
        assert_eq!(
            render(&finding, &sources, Lang::En),
            format!("租赁.qdc:2:4: error[{}] the deadline `␛[2J` has passed", rule.name)
        );
    }

    #[test]
    fn a_finding_without_a_file_still_says_what_it_says() {
        let rule = crate::rules::RULES[0].rule;
        let finding = Finding::new(rule, Span::new(FileId(3), 1, 2), Words::default());
        assert_eq!(render(&finding, &Sources::default(), Lang::En), format!("?:1:1: error[{}] ", rule.name));
    }
}
