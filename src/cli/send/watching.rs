//! What a person who waits is shown, and stopping in order.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::ProgressBar;

use super::lines::Lines;
use crate::cli::signals::Interrupts;
use crate::cli::{Env, output};
use crate::delivery::ledger::Ledger;
use crate::delivery::{Event, Platforms, Sender, Watch};
use crate::findings::Lang;
use crate::privacy::shown as shown_text;
use crate::words;

/// So many contracts that are waited for are named.
const NAMED: usize = 3;

/// Contracts that were named already.
#[derive(Default)]
struct Named(Mutex<HashSet<String>>);

/// How the next one is shown.
enum Turn {
    Named,
    /// That there are more.
    Others,
    Silent,
}

impl Named {
    fn turn(&self, subject: &str) -> Turn {
        let mut named = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = named.len();
        match named.insert(subject.to_owned()) && count <= NAMED {
            true if count < NAMED => Turn::Named,
            true => Turn::Others,
            false => Turn::Silent,
        }
    }
}

/// Shows each event on standard error, above the bar, and to programs; of many contracts that are waited for, the first few by name.
pub fn shown(env: &Env, bar: ProgressBar, lines: Option<Arc<Lines>>) -> Watch {
    let lang = env.lang;
    let (named, asked) = (Named::default(), Named::default());
    Arc::new(move |event| {
        if let Some(lines) = &lines {
            lines.happened(&event);
        }
        let words = match event {
            Event::Settling { subject, longest } => {
                let seconds = longest.as_secs().max(1);
                match named.turn(&subject) {
                    Turn::Named => words!(
                        "{subject}：还不能确定是否已经发起，继续向平台查询，最多 {seconds} 秒……",
                        "{subject}: not certain yet whether it was started; asking the platform for up to {seconds} s …"
                    ),
                    Turn::Others => {
                        words!("还有别的合同也在等平台的定论……", "other contracts are being waited for too …")
                    }
                    Turn::Silent => return,
                }
            }
            Event::Asking { subject, longest } => {
                let seconds = longest.as_secs().max(1);
                match asked.turn(&subject) {
                    Turn::Named => words!(
                        "{subject}：平台没有回答查询，继续再问，最多 {seconds} 秒……",
                        "{subject}: the platform did not answer a question; asking again for up to {seconds} s …"
                    ),
                    Turn::Others => words!(
                        "关于别的合同的查询也没有得到回答，继续再问……",
                        "questions about other contracts are not answered either; asking again …"
                    ),
                    Turn::Silent => return,
                }
            }
            Event::Silent { longest } => {
                let seconds = longest.as_secs().max(1);
                words!(
                    "平台没有回答，暂停发送，最多再等 {seconds} 秒……",
                    "the platform does not answer; sending is paused for up to {seconds} s …"
                )
            }
            Event::Back => words!("平台恢复回答，继续发送", "the platform answers again; sending goes on"),
            Event::GivenUp => {
                words!("平台一直没有回答，停止发送", "the platform still does not answer; sending stops")
            }
            Event::Unrecorded { subject, given } => {
                // A page or a ticket is shown with the result alone.
                let ids = given.iter().filter(|(name, _)| !matches!(**name, "authUrl" | "ticket"));
                let given = ids.map(|(name, value)| format!("{name} {value}"));
                let given = shown_text(&given.collect::<Vec<_>>().join(", "));
                words!(
                    "没能写入记录，请记下：{subject} {given}",
                    "this could not be recorded; keep a note of it: {subject} {given}"
                )
            }
            Event::Later { wait } => {
                let seconds = wait.as_secs().max(1);
                words!(
                    "平台要求稍后再试，等 {seconds} 秒……",
                    "the platform asks to try again later; waiting {seconds} s …"
                )
            }
        };
        bar.suspend(|| output::say(words.get(lang)));
    })
}

/// Stops in order when asked to, and at once when asked again. Ends with the runtime.
pub fn stop_when_asked(sender: Arc<Sender<Platforms, Ledger>>, mut interrupts: Interrupts, lang: Lang) {
    tokio::spawn(async move {
        interrupts.next().await;
        sender.stop();
        let words = words!(
            "正在停止：已发出的请求等到结果为止，其余不再发送；再按一次 Ctrl-C 立即结束",
            "stopping: what is on its way is waited for, and nothing more is sent; press Ctrl-C again to end at once"
        );
        output::say(words.get(lang));
        interrupts.next().await;
        // As after a power cut: the next run asks what became of it.
        std::process::exit(2);
    });
}
