//! The page for people is the one that the rules print.

use ehcp_access::permissions_markdown;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/role-permissions.md");

#[test]
fn the_page_for_people_says_what_the_rules_do() {
    let printed = permissions_markdown();
    if std::env::var("EHCP_BLESS").is_ok_and(|value| value == "1") {
        std::fs::create_dir_all(
            std::path::Path::new(PAGE)
                .parent()
                .expect("the page is in a folder"),
        )
        .and_then(|()| std::fs::write(PAGE, &printed))
        .expect("the page can be written");
    }
    let kept = std::fs::read_to_string(PAGE).unwrap_or_default();
    let differing = kept
        .lines()
        .zip(printed.lines())
        .enumerate()
        .find(|(_, (kept, printed))| kept != printed);
    assert!(
        kept == printed,
        "docs/role-permissions.md no longer says what the rules do.\n\
         First difference: {differing:#?}\n\
         If the new rules are what you mean: EHCP_BLESS=1 cargo test -p ehcp-access\n\
         then read the difference line by line and commit the page with the rules."
    );
}
