//! Manual pages and completions, written by the program itself.

use std::path::{Path, PathBuf};

use crate::all::harness::{Run, TempHome, keyloft};

fn pages(home: &TempHome) -> PathBuf {
    let folder = home.path().join("made/pages");
    keyloft(home).arg("__pages").arg(&folder).run().done();
    folder
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_command_has_a_manual_page_and_the_hidden_ones_have_none() {
    let home = TempHome::new();
    let man = pages(&home).join("man");
    let command = keyloft::cli::description();
    let first = read(&man.join("keyloft.1"));
    assert!(first.contains(env!("CARGO_PKG_VERSION")));
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let page = read(&man.join(format!("keyloft-{}.1", sub.get_name())));
        assert!(page.contains(".SH SYNOPSIS"), "{}", sub.get_name());
        // Roff writes a hyphen as \-.
        assert!(first.contains(&format!("keyloft\\-{}(1)", sub.get_name().replace('-', "\\-"))), "{}", sub.get_name());
    }
    assert!(read(&man.join("keyloft-project-ls.1")).contains(".SH SYNOPSIS"));
    for file in std::fs::read_dir(&man).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let hidden = command.get_subcommands().filter(|sub| sub.is_hide_set()).any(|sub| name.contains(sub.get_name()));
        assert!(!hidden && !name.contains("__") && !name.contains("help"), "{name}");
    }
}

#[test]
fn three_shells_complete_every_command() {
    let home = TempHome::new();
    let folder = pages(&home);
    for name in ["bash/keyloft", "zsh/_keyloft", "fish/keyloft.fish"] {
        let text = read(&folder.join(name));
        for sub in keyloft::cli::description().get_subcommands().filter(|sub| !sub.is_hide_set()) {
            assert!(text.contains(sub.get_name()), "{name} does not know {}", sub.get_name());
        }
        assert!(!text.contains("__pages"), "{name}");
    }
    let words = "source bash/keyloft; COMP_WORDS=(keyloft rot); COMP_CWORD=1; _keyloft keyloft rot keyloft; echo ${COMPREPLY[@]}";
    let run = Run::of("bash", &home).args(["-c", &format!("cd {}; {words}", folder.display())]).run().done();
    assert_eq!(run.text(), "rotate\n");
}

#[test]
fn pages_need_a_folder_and_say_where_they_could_not_be_written() {
    let home = TempHome::new();
    assert_eq!(keyloft(&home).arg("__pages").run().exits(2).stderr, "Name a folder for the pages.\n");
    let file = home.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    let said = keyloft(&home).arg("__pages").arg(&file).run().exits(1).stderr;
    assert!(said.starts_with(&format!("Couldn't write pages into {}: ", file.display())), "{said}");
}
