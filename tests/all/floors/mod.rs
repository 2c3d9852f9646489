//! The house rules that a machine can check, on the source text itself. Each check is a function from text to
//! complaints, tried on small made-up sources beside it; here they are held against the real tree.

mod map;
mod names;
mod plan;
mod secrets;
mod tokens;
mod tree;

use plan::Source;

/// The longest a file may be, in lines. STYLE.md looks for a second idea from 400 on.
const MAX_LINES: usize = 600;

#[track_caller]
fn nothing_said(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[test]
fn imports_point_down_and_a_crate_stays_in_its_room() {
    let sources = tree::rust_sources("src");
    assert!(sources.len() > 10, "the checker looks at the real tree");
    let sources: Vec<Source> = sources.iter().map(|(path, text)| Source::new(path, text)).collect();
    nothing_said(&plan::complaints(&sources));
}

#[test]
fn no_file_is_longer_than_six_hundred_lines() {
    let long: Vec<String> = ["src", "tests"]
        .into_iter()
        .flat_map(tree::rust_sources)
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(path, lines)| format!("{path} has {lines} lines: look for its second idea"))
        .collect();
    nothing_said(&long);
}

#[test]
fn the_window_writes_every_apostrophe_straight() {
    let sources = tree::rust_sources("src/gui");
    assert!(sources.len() > 10, "the checker looks at the real tree");
    let curly = |line: &str| line.contains(['\u{2018}', '\u{2019}']) || line.contains(r"\u{2019}");
    let lines = |text: &str| -> Vec<usize> {
        (1..).zip(text.lines()).filter(|(_, line)| curly(line)).map(|(at, _)| at).collect()
    };
    let complaints: Vec<String> = sources
        .iter()
        .flat_map(|(path, text)| {
            lines(text).into_iter().map(move |line| format!("{path}:{line} has another apostrophe than '"))
        })
        .collect();
    nothing_said(&complaints);
}

#[test]
fn nothing_in_the_tree_looks_like_a_real_key() {
    let files = tree::files();
    assert!(files.iter().any(|path| path == "Cargo.toml"), "the checker looks at the real tree");
    let complaints: Vec<String> = files
        .iter()
        .filter_map(|path| tree::read_text(path).map(|text| (path, text)))
        .flat_map(|(path, text)| {
            secrets::lines_that_look_like_keys(&text).into_iter().map(move |(line, prefix)| {
                format!("{path}:{line} looks like a key ({prefix}…): make test secrets at run time")
            })
        })
        .collect();
    nothing_said(&complaints);
}

#[test]
fn the_map_names_every_room_on_its_floor() {
    let text = tree::read_text("ARCHITECTURE.md").expect("the map exists");
    nothing_said(&map::complaints(&text, &tree::rooms()));
}
