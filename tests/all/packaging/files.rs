//! The menu entry, the metainfo, the icons and the Debian package's list of files.

use std::collections::BTreeMap;

use keyloft::gui::APP_ID;

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The groups of a desktop entry, each with its keys.
fn groups(text: &str) -> BTreeMap<&str, BTreeMap<&str, &str>> {
    let mut groups: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    let mut here = "";
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => here = name,
            None => {
                let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("{line} is no key with a value"));
                assert!(groups.entry(here).or_default().insert(key, value).is_none(), "{key} stands twice in [{here}]");
            }
        }
    }
    groups
}

/// What stands in every element of this name.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let starts = xml.match_indices(&open).map(|(at, _)| &xml[at + open.len()..]);
    let inner = starts.filter_map(|rest| {
        rest.split_once(&close)?
            .0
            .split_once('>')
            .filter(|(attributes, _)| attributes.is_empty() || attributes.starts_with(' '))
    });
    inner.map(|(_, inner)| inner.trim()).collect()
}

fn list(value: &str) -> Vec<&str> {
    value.split(';').filter(|word| !word.is_empty()).collect()
}

fn desktop_file() -> String {
    read(&format!("packaging/{APP_ID}.desktop"))
}

#[test]
fn the_menu_entry_starts_this_program_and_is_known_by_its_window() {
    let text = desktop_file();
    let groups = groups(&text);
    let entry = &groups["Desktop Entry"];
    assert_eq!(entry["Name"], "Keyloft");
    assert_eq!((entry["Exec"], entry["TryExec"]), (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_NAME")));
    assert_eq!((entry["StartupWMClass"], entry["Icon"]), (APP_ID, APP_ID));
    assert!(std::path::Path::new(&format!("packaging/{APP_ID}.svg")).exists());
    for action in list(entry["Actions"]) {
        let action = &groups[format!("Desktop Action {action}").as_str()];
        assert!(!action["Name"].is_empty());
        let (program, command) = action["Exec"].split_once(' ').unwrap();
        assert_eq!(program, env!("CARGO_PKG_NAME"));
        assert!(keyloft::cli::description().find_subcommand(command).is_some(), "{command} is no command");
    }
}

#[test]
fn the_metainfo_says_what_the_manifest_and_the_menu_entry_say() {
    let (xml, text) = (read("packaging/keyloft.metainfo.xml"), desktop_file());
    let groups = groups(&text);
    let entry = &groups["Desktop Entry"];
    assert_eq!(elements(&xml, "name"), [entry["Name"]]);
    assert_eq!(elements(&xml, "project_license"), [env!("CARGO_PKG_LICENSE")]);
    assert_eq!(elements(&xml, "launchable"), [format!("{APP_ID}.desktop")]);
    assert_eq!(elements(&xml, "icon"), [entry["Icon"]]);
    assert_eq!(elements(&xml, "binary"), [env!("CARGO_PKG_NAME")]);
    assert_eq!(elements(&xml, "category"), list(entry["Categories"]));
    let id = elements(&xml, "id")[0];
    assert!(read("Cargo.toml").contains(&format!("usr/share/metainfo/{id}.metainfo.xml")), "it is installed as {id}");
}

#[test]
fn the_releases_of_the_metainfo_are_those_that_the_changelog_dates() {
    let (xml, log) = (read("packaging/keyloft.metainfo.xml"), read("CHANGELOG.md"));
    // "## 0.1.0, 2026-01-31"; what is unreleased has no date.
    let dated: Vec<(&str, &str)> = log.lines().filter_map(|line| line.strip_prefix("## ")?.split_once(", ")).collect();
    let attribute = |tag: &'static str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value)
    };
    let xml: &'static str = xml.leak();
    let told: Vec<(&str, &str)> = xml
        .split("<release ")
        .skip(1)
        .filter_map(|tag| Some((attribute(tag, "version")?, attribute(tag, "date")?)))
        .collect();
    assert_eq!(told, dated);
    assert!(dated.first().is_none_or(|(version, _)| *version == env!("CARGO_PKG_VERSION")), "{dated:?}");
}

#[test]
fn every_icon_has_the_size_of_its_name_and_its_folder() {
    let manifest = read("Cargo.toml");
    for size in [16_u32, 24, 32, 48, 64, 128, 256, 512] {
        let bytes = std::fs::read(format!("packaging/icons/{size}.png")).unwrap();
        assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
        // The header chunk comes first: width and height, then eight bits of red, green, blue and alpha.
        assert_eq!((&bytes[12..16], &bytes[24..26]), (&b"IHDR"[..], &[8, 6][..]));
        assert_eq!((&bytes[16..20], &bytes[20..24]), (&size.to_be_bytes()[..], &size.to_be_bytes()[..]));
        let place =
            format!("\"packaging/icons/{size}.png\", \"usr/share/icons/hicolor/{size}x{size}/apps/{APP_ID}.png\"");
        assert!(manifest.contains(&place), "{place}");
    }
}

#[test]
fn every_file_of_the_tree_that_the_debian_package_takes_is_there() {
    let manifest = read("Cargo.toml");
    let (_, assets) = manifest.split_once("\nassets = [\n").unwrap();
    let sources: Vec<&str> = assets
        .lines()
        .take_while(|line| *line != "]")
        .map(|line| line.trim().strip_prefix("[\"").and_then(|line| line.split_once('"')).unwrap().0)
        .filter(|source| !source.starts_with("target/"))
        .collect();
    assert!(sources.len() > 10, "{sources:?}");
    for source in sources {
        match source.split_once('*') {
            None => assert!(std::path::Path::new(source).is_file(), "{source}"),
            Some((before, after)) => {
                let (folder, start) = before.rsplit_once('/').unwrap();
                let mut names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
                let fits = |name: &str| name.starts_with(start) && name.ends_with(after);
                assert!(names.any(|name| fits(name.to_str().unwrap())), "{source}");
            }
        }
    }
}

#[test]
fn the_timer_starts_a_command_that_there_is_and_is_off_at_first() {
    let (service, timer) =
        (read("packaging/systemd/keyloft-notify.service"), read("packaging/systemd/keyloft-notify.timer"));
    let (service, timer) = (groups(&service), groups(&timer));
    let (program, command) = service["Service"]["ExecStart"].split_once(' ').unwrap();
    assert_eq!(program, concat!("/usr/bin/", env!("CARGO_PKG_NAME")));
    let known = keyloft::cli::description();
    assert!(known.find_subcommand(command).is_some(), "{command} is no command");
    assert_eq!(service["Unit"]["Documentation"], format!("man:{}-{command}(1)", env!("CARGO_PKG_NAME")));
    // The service is pulled in by its timer alone, and the timer by whoever enables it.
    assert!(!service.contains_key("Install"));
    assert_eq!(timer["Install"]["WantedBy"], "timers.target");
    assert!(timer["Timer"].contains_key("OnCalendar"));
}
