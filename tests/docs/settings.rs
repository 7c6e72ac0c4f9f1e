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
