//! Units of time.

/// The English spelling of a unit of time in either language; `None` for what is none. In full (`days`) the language
/// does not spell them.
pub fn time_unit(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "s" | "秒" => "s",
        "m" | "分" | "分钟" => "m",
        "h" | "小时" => "h",
        "d" | "天" | "日" => "d",
        "wd" | "个工作日" | "工作日" => "wd",
        "w" | "周" => "w",
        "mo" | "个月" => "mo",
        "y" | "年" => "y",
        _ => return None,
    })
}
