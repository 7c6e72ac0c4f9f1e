//! The page of settings is written by hand; what it says of defaults is compared with the program's.

use qdc::settings::Settings;

const PAGES: [&str; 2] = [include_str!("../../docs/settings.md"), include_str!("../../docs/zh/settings.md")];

/// The `toml` block of each page holds every default.
#[test]
fn the_settings_page_shows_the_defaults() {
    for page in PAGES {
        let block = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let shown: Settings = toml::from_str(block).unwrap();
        assert_eq!(shown, Settings::default());
        for key in
            ["[lint]", "[seal.person]", "[seal.company]", "[platform]", "origin", "anchor", "points-per-unit"]
        {
            assert!(block.contains(key), "{key} is not shown");
        }
    }
}

/// What the pages show of an environment, uncommented, is what holds without it.
#[cfg(feature = "send")]
#[test]
fn the_settings_page_shows_the_environments_defaults() {
    use qdc::delivery::Environment;
    for page in PAGES {
        let block = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let (_, table) = block.split_once("# [environments.test]").unwrap();
        let table: String =
            table.lines().map(|line| line.trim_start_matches("# ").to_owned() + "\n").collect();
        let mut shown: Settings = toml::from_str(&format!("[environments.test]{table}")).unwrap();
        let test = shown.environments.get_mut("test").unwrap();
        assert!(test.ca.take().is_some() && test.upload.take().is_some(), "shown, though off by default");
        assert_eq!(test.proxy.take().as_deref(), Some("none"));
        let shown = Environment::of(&shown, Some("test")).unwrap();
        let mut default = Environment::of(&Settings::default(), Some("test")).unwrap();
        // Said by name there; here it is what is looked at first.
        for (default, shown) in
            [(&mut default.qiandun, &shown.qiandun), (&mut default.qiyuesuo, &shown.qiyuesuo)]
        {
            assert!(shown.key.is_some() && shown.secret.is_some());
            (default.key, default.secret) = (shown.key.clone(), shown.secret.clone());
        }
        assert_eq!(shown, default);
    }
}
