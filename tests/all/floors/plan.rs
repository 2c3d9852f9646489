//! The plan of the house: which room stands on which floor, and which crate lives in which room.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Named, names};

/// Every room with its floor. Imports point down, or sideways on one floor as long as no two rooms need each other.
pub const FLOORS: [(&str, u8); 23] = [
    ("model", 0),
    ("review", 0),
    ("report", 0),
    ("envfile", 0),
    ("generate", 0),
    ("detect", 0),
    ("mask", 0),
    ("catalog", 1),
    ("store", 1),
    ("clipboard", 1),
    ("agent", 1),
    ("fs", 1),
    ("git", 1),
    ("runtime", 1),
    ("session", 1),
    ("notify", 1),
    ("browser", 1),
    ("portal", 1),
    ("child", 1),
    ("vault", 2),
    ("jobs", 3),
    ("cli", 4),
    ("gui", 4),
];

/// A crate and the only rooms (or files in a room) that may name it.
const CRATES: [(&str, &[&str]); 18] = [
    ("egui", &["gui"]),
    ("eframe", &["gui"]),
    ("egui_extras", &["gui"]),
    ("epaint", &["gui"]),
    ("emath", &["gui"]),
    ("rfd", &["gui"]),
    ("winit", &["gui"]),
    ("nucleo_matcher", &["gui/palette"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    // The tests of the vault look into, and tamper with, the file it wrote.
    ("rusqlite", &["catalog", "store/sealed", "vault/tests"]),
    ("rusqlite_migration", &["catalog"]),
    ("keyring", &["store/keychain"]),
    ("keyring_core", &["store/keychain"]),
    ("zbus", &["store/keychain", "session", "notify", "portal"]),
    ("zbus_secret_service_keyring_store", &["store/keychain"]),
    ("arboard", &["clipboard"]),
];

/// All that the window may name of the house: it sends requests and draws snapshots. `jobs` hands on what else it needs.
const WINDOW_SEES: [&str; 7] = ["gui", "jobs", "model", "review", "detect", "generate", "envfile"];

/// `main` decides between the faces, and does nothing else.
const MAIN_SEES: [&str; 2] = ["cli", "gui"];

/// A file under `src/`.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    path: &'a str,
    text: &'a str,
    module: Vec<&'a str>,
}

impl<'a> Source<'a> {
    /// `path` from the root, with `/`: `src/store/item.rs`.
    pub fn new(path: &'a str, text: &'a str) -> Self {
        let inner = path.strip_prefix("src/").expect("under src");
        let mut module: Vec<&str> = inner.strip_suffix(".rs").expect("a Rust file").split('/').collect();
        if module.last() == Some(&"mod") {
            module.pop();
        }
        Self { path, text, module }
    }

    fn is_root(&self) -> bool {
        matches!(self.module[..], ["lib" | "main"])
    }

    fn room(&self) -> &'a str {
        self.module[0]
    }

    /// True where the file stands in one of these rooms or parts of a room.
    fn stands_in(&self, places: &[&str]) -> bool {
        let here = self.module.join("/");
        places.iter().any(|place| here == *place || here.starts_with(&format!("{place}/")))
    }
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.into_iter().find(|(name, _)| *name == room).map(|(_, floor)| floor)
}

/// Everything that breaks the plan, each with its place.
pub fn complaints(sources: &[Source<'_>]) -> Vec<String> {
    let mut said = Vec::new();
    let mut sideways: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        // In the root a path without `crate` begins there too, so its own modules stand one step higher.
        let module = if source.is_root() { &[][..] } else { &source.module[..] };
        if !source.is_root() && floor(source.room()).is_none() {
            said.push(format!("{}: the room {} stands on no floor (plan.rs)", source.path, source.room()));
            continue;
        }
        for (named, line) in names(module, source.text) {
            let place = format!("{}:{line}", source.path);
            match named {
                Named::Everything => said.push(format!("{place} names the whole house at once")),
                Named::Outside(name) => said.extend(stranger(source, &name).map(|words| format!("{place} {words}"))),
                Named::Room(room) => match neighbour(source, &room) {
                    Err(words) => said.push(format!("{place} {words}")),
                    Ok(true) => drop(sideways.entry(source.room()).or_default().insert(room)),
                    Ok(false) => {}
                },
            }
        }
    }
    said.extend(circles(&sideways));
    said
}

/// What is wrong with an outside crate here, if anything.
fn stranger(source: &Source<'_>, name: &str) -> Option<String> {
    let (_, places) = CRATES.into_iter().find(|(krate, _)| *krate == name)?;
    (!source.stands_in(places)).then(|| format!("names {name}, which stays in {}", places.join(" and ")))
}

/// What is wrong with naming a room here; else whether it stands on the same floor.
fn neighbour(source: &Source<'_>, room: &str) -> Result<bool, String> {
    if source.is_root() {
        let seen = MAIN_SEES.contains(&room) && source.room() == "main";
        return if seen {
            Ok(false)
        } else {
            Err(format!("names {room}: main only chooses a face, lib only lists rooms"))
        };
    }
    let (here, there) = (source.room(), floor(room));
    let (Some(own), Some(other)) = (floor(here), there) else {
        return Err(format!("names {room}, which stands on no floor (plan.rs)"));
    };
    if here == room {
        Ok(false)
    } else if other > own {
        Err(format!("looks up from {here} (floor {own}) to {room} (floor {other})"))
    } else if here == "gui" && !WINDOW_SEES.contains(&room) {
        Err(format!("names {room}: the window sends requests to jobs and draws what comes back"))
    } else {
        Ok(other == own)
    }
}

/// Rooms of one floor that need each other.
fn circles(sideways: &BTreeMap<&str, BTreeSet<String>>) -> Vec<String> {
    let reaches = |from: &str, to: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(room) = open.pop() {
            for next in sideways.get(room.as_str()).into_iter().flatten() {
                if next == to {
                    return true;
                }
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        false
    };
    sideways
        .keys()
        .filter(|room| reaches(room, room))
        .map(|room| format!("{room} needs a room of its floor that needs it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sources: &[(&str, &str)]) -> Vec<String> {
        complaints(&sources.iter().map(|(path, text)| Source::new(path, text)).collect::<Vec<_>>())
    }

    #[test]
    fn looking_down_or_into_ones_own_room_is_fine() {
        let sources = [
            ("src/lib.rs", "pub mod model; pub mod gui;"),
            ("src/main.rs", "fn main() { keyloft::cli::run() }"),
            ("src/review/rules.rs", "use super::text; use crate::model::Key; use crate::review::X;"),
            ("src/vault/add.rs", "use crate::{catalog, store::Item, model::Key};"),
            ("src/gui/app.rs", "use crate::jobs::Request; use eframe::egui;"),
            ("src/store/sealed.rs", "use rusqlite::Connection;"),
            ("src/store/keychain/probe.rs", "fn f() { zbus::x() }"),
        ];
        assert_eq!(said(&sources), [""; 0]);
    }

    #[test]
    fn each_rule_can_fail() {
        for (path, text, words) in [
            (
                "src/model/key.rs",
                "use crate::store::Item;",
                "src/model/key.rs:1 looks up from model (floor 0) to store",
            ),
            ("src/store/mod.rs", "\nuse super::vault;", "src/store/mod.rs:2 looks up from store"),
            ("src/jobs/talk.rs", "fn f(x: crate::gui::App) {}", "looks up from jobs"),
            ("src/gui/app.rs", "use crate::store::StoreKind;", "names store: the window"),
            ("src/gui/keys/ui.rs", "use super::super::super::catalog;", "names catalog: the window"),
            ("src/gui/app.rs", "use crate::clipboard;", "names clipboard: the window"),
            ("src/gui/app.rs", "use crate::vault::Vault;", "names vault: the window"),
            ("src/vault/copy.rs", "use arboard::Clipboard;", "names arboard, which stays in clipboard"),
            ("src/store/memory.rs", "use rusqlite::Row;", "names rusqlite, which stays in catalog and store/sealed"),
            ("src/store/keychains.rs", "use keyring_core::Entry;", "names keyring_core, which stays in store/keychain"),
            ("src/jobs/mod.rs", "fn f(c: &egui::Context) {}", "names egui, which stays in gui"),
            ("src/main.rs", "use clap::Parser;", "names clap, which stays in cli"),
            ("src/main.rs", "fn main() { keyloft::vault::open() }", "main only chooses a face"),
            ("src/lib.rs", "pub use crate::model::Key;", "lib only lists rooms"),
            ("src/model/key.rs", "use crate::*;", "names the whole house"),
            ("src/cellar/mod.rs", "", "the room cellar stands on no floor"),
            ("src/vault/mod.rs", "use crate::cellar;", "names cellar, which stands on no floor"),
        ] {
            let all = said(&[(path, text)]);
            assert!(all.len() == 1 && all[0].contains(words), "{path} {text}: {all:?}");
        }
    }

    #[test]
    fn rooms_of_one_floor_may_not_need_each_other() {
        let one_way = [("src/catalog/a.rs", "use crate::fs::safe;")];
        assert_eq!(said(&one_way), [""; 0]);
        let round = [
            ("src/catalog/a.rs", "use crate::fs::safe;"),
            ("src/fs/b.rs", "use crate::store::X;"),
            ("src/store/c.rs", "use crate::catalog::Y;"),
        ];
        assert_eq!(said(&round).len(), 3);
    }
}
