//! Which rooms of the house and which outside crates a source names, by path.

use super::tokens::{Token, tokens};

/// A name found in a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A room: `crate::X`, or a chain of `super` that comes to the top.
    Room(String),
    /// The first part of a path that does not begin at home: an outside crate, or something in scope.
    Outside(String),
    /// The whole house: `use crate::*`, `use crate as house`, `#[path = …]`. Behind it nothing could be checked.
    Everything,
}

/// What a source names, each with its line. `module` is where it stands: `["store", "item"]` for `src/store/item.rs`.
pub fn names(module: &[&str], source: &str) -> Vec<(Named, usize)> {
    let tokens = tokens(source);
    let mut walk = Walk { tokens: &tokens, at: 0, found: Vec::new(), depth: module.len() };
    walk.run();
    walk.found
}

struct Walk<'a> {
    tokens: &'a [(Token<'a>, usize)],
    at: usize,
    found: Vec<(Named, usize)>,
    /// How many modules deep the place is: those of the file, and those opened in it.
    depth: usize,
}

impl<'a> Walk<'a> {
    fn peek(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + ahead).map(|(token, _)| *token)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(0, |(_, line)| *line)
    }

    fn note(&mut self, named: Named) {
        let line = self.line();
        self.found.push((named, line));
    }

    fn run(&mut self) {
        // For each open brace: true where it opened a module.
        let mut braces = Vec::new();
        while let Some(token) = self.peek(0) {
            match token {
                Token::Sign('{') => {
                    let opens = self.at >= 2 && self.tokens[self.at - 2].0 == Token::Word("mod");
                    braces.push(opens);
                    self.depth += usize::from(opens);
                    self.at += 1;
                }
                Token::Sign('}') => {
                    self.depth -= usize::from(braces.pop().unwrap_or(false));
                    self.at += 1;
                }
                Token::Sign('#')
                    if self.peek(1) == Some(Token::Sign('[')) && self.peek(2) == Some(Token::Word("path")) =>
                {
                    self.note(Named::Everything);
                    self.at += 3;
                }
                Token::Word("use") => {
                    self.at += 1;
                    self.tree(Start::Anywhere);
                }
                Token::Word("extern") if self.peek(1) == Some(Token::Word("crate")) => {
                    self.at += 2;
                    self.step_outside();
                }
                // `pub(crate)` and `pub(in crate::x)` say who may see, not what is used.
                Token::Word("pub") if self.only_says_who_may_see() => {
                    while self.peek(0).is_some_and(|token| token != Token::Sign(')')) {
                        self.at += 1;
                    }
                }
                Token::Colons => {
                    self.at += 1;
                    if !self.behind_a_name(2) {
                        self.step_outside();
                    }
                }
                Token::Word(_) if self.behind_colons() => self.at += 1,
                Token::Word("crate" | "super" | "self") if self.peek(1) == Some(Token::Colons) => {
                    self.tree(Start::Anywhere);
                }
                Token::Word(_) if self.peek(1) == Some(Token::Colons) => self.step_outside(),
                _ => self.at += 1,
            }
        }
    }

    fn only_says_who_may_see(&self) -> bool {
        let opens = self.peek(1) == Some(Token::Sign('('));
        let closes = self.peek(3) == Some(Token::Sign(')'));
        match self.peek(2) {
            Some(Token::Word("crate" | "super" | "self")) => opens && closes,
            Some(Token::Word("in")) => opens,
            _ => false,
        }
    }

    fn behind_colons(&self) -> bool {
        self.at >= 1 && self.tokens[self.at - 1].0 == Token::Colons
    }

    /// True where the token so many places back ends a path's part: a word, or `>` of `<T as X>::` and `Vec<T>::`.
    fn behind_a_name(&self, back: usize) -> bool {
        self.at >= back && matches!(self.tokens[self.at - back].0, Token::Word(_) | Token::Sign('>'))
    }

    fn step_outside(&mut self) {
        match self.peek(0) {
            Some(Token::Word("self")) => self.note(Named::Everything),
            // The library by its own name, from the binary.
            Some(Token::Word("keyloft")) => {
                self.at += 1;
                return self.behind(Start::Top);
            }
            Some(Token::Word(word)) => self.note(Named::Outside(word.to_owned())),
            _ => return,
        }
        self.at += 1;
    }

    /// A path, or a `use` tree, from this token on.
    fn tree(&mut self, start: Start) {
        match (self.peek(0), start) {
            (Some(Token::Sign('{')), _) => {
                self.at += 1;
                while let Some(token) = self.peek(0) {
                    match token {
                        Token::Sign('}') => {
                            self.at += 1;
                            return;
                        }
                        Token::Sign(',') => self.at += 1,
                        _ => {
                            let before = self.at;
                            self.tree(start);
                            // Whatever it was, the walk goes on.
                            self.at = self.at.max(before + 1);
                        }
                    }
                }
            }
            (Some(Token::Colons), Start::Anywhere) => {
                self.at += 1;
                self.step_outside();
                self.rest();
            }
            (Some(Token::Word("crate")), Start::Anywhere) => {
                self.at += 1;
                self.behind(Start::Top);
            }
            (Some(Token::Word("self")), Start::Anywhere) => {
                self.at += 1;
                self.behind(if self.depth == 0 { Start::Top } else { Start::Up(0) });
            }
            (Some(Token::Word("super")), Start::Anywhere | Start::Up(_)) => {
                let up = if let Start::Up(up) = start { up + 1 } else { 1 };
                self.at += 1;
                self.behind(if up >= self.depth { Start::Top } else { Start::Up(up) });
            }
            (Some(Token::Word("self") | Token::Sign('*')), Start::Top) => {
                self.note(Named::Everything);
                self.at += 1;
                self.rest();
            }
            (Some(Token::Word(word)), Start::Top) => {
                self.note(Named::Room(word.to_owned()));
                self.at += 1;
                self.rest();
            }
            (Some(Token::Word(_)), Start::Anywhere) => {
                self.step_outside();
                self.rest();
            }
            (Some(Token::Word(_)), Start::Up(_)) => {
                self.at += 1;
                self.rest();
            }
            _ => {}
        }
    }

    /// Behind `crate`, or a `super`: a path goes on, or the place itself was named.
    fn behind(&mut self, start: Start) {
        if self.peek(0) == Some(Token::Colons) {
            self.at += 1;
            self.tree(start);
        } else if matches!(start, Start::Top) {
            self.note(Named::Everything);
        }
    }

    /// The parts of a path (or a tree) below what was noted.
    fn rest(&mut self) {
        let mut depth = 0;
        while let Some(token) = self.peek(0) {
            match token {
                Token::Colons => self.at += 1,
                Token::Sign('{') if self.behind_colons() => {
                    depth += 1;
                    self.at += 1;
                }
                Token::Sign('}') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                Token::Sign(',') if depth > 0 => self.at += 1,
                Token::Sign('*') if self.behind_colons() => self.at += 1,
                Token::Word(_) if depth > 0 || self.behind_colons() => self.at += 1,
                // `{` right behind `,` or `{` in a tree.
                Token::Sign('{') if depth > 0 => {
                    depth += 1;
                    self.at += 1;
                }
                Token::Word("as") => self.at += 2,
                _ => return,
            }
        }
    }
}

/// Where the next part of a path is looked up.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// At the beginning of a path.
    Anywhere,
    /// In the crate's root: the next word is a room.
    Top,
    /// So many modules above this one, still inside a room.
    Up(usize),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rooms(module: &[&str], source: &str) -> Vec<String> {
        let mut found: Vec<String> = names(module, source)
            .into_iter()
            .filter_map(|(named, _)| match named {
                Named::Room(room) => Some(room),
                Named::Everything => Some("*".into()),
                Named::Outside(_) => None,
            })
            .collect();
        found.dedup();
        found
    }

    fn outside(source: &str) -> Vec<String> {
        let name = |(named, _)| if let Named::Outside(name) = named { Some(name) } else { None };
        names(&["here", "file"], source).into_iter().filter_map(name).collect()
    }

    #[test]
    fn rooms_are_found_in_every_form_of_import() {
        let at = ["review", "rules"];
        for (source, expected) in [
            ("use crate::model::Key;", vec!["model"]),
            ("pub(crate) use crate::store;", vec!["store"]),
            ("use crate::{model::{Key, Kind}, store::{self, Item as Thing}, jobs};", vec!["model", "store", "jobs"]),
            ("use {crate::vault, std::fmt};", vec!["vault"]),
            ("fn f(x: crate::gui::App) { crate :: cli :: run() }", vec!["gui", "cli"]),
            ("use super::super::catalog::Row;", vec!["catalog"]),
            ("use super::{super::{store, jobs::talk}, text};", vec!["store", "jobs"]),
            ("fn f() { super::super::vault::open(); super::text::expired(1); }", vec!["vault"]),
            ("mod tests { use super::super::text; use super::super::super::store; }", vec!["store"]),
            ("mod tests { mod deep {} } use super::super::jobs;", vec!["jobs"]),
            ("use keyloft::cli;", vec!["cli"]),
            ("fn f() -> keyloft::gui::App {}", vec!["gui"]),
            ("macro!(crate::agent::ask)", vec!["agent"]),
            ("type A = Vec<crate::fs::Safe>;", vec!["fs"]),
            ("struct S(pub (crate::fs::Safe, u8));", vec!["fs"]),
            ("use crate::r#catalog;", vec!["catalog"]),
        ] {
            assert_eq!(rooms(&at, source), expected, "{source}");
        }
    }

    #[test]
    fn the_whole_house_at_once_is_noticed() {
        for source in [
            "use crate::*;",
            "use crate as house;",
            "use crate::{self as house};",
            "use super::super::*;",
            "use super::super as house;",
            "extern crate self as house;",
            "use keyloft::*;",
            "#[path = \"../store/mod.rs\"] mod mine;",
        ] {
            assert_eq!(rooms(&["review", "rules"], source), ["*"], "{source}");
        }
        assert_eq!(rooms(&["review"], "use super::*;"), ["*"]);
    }

    #[test]
    fn what_stays_in_the_room_or_only_says_who_may_see_names_no_room() {
        let at = ["review", "rules"];
        for source in [
            "use super::text;",
            "use self::inner::X;",
            "pub(crate) fn f() {}",
            "pub(in crate::review) struct S;",
            "// use crate::store;\n",
            "\"crate::store\"",
            "mod tests { use super::*; }",
            "fn f() { Self::new(); x.super_fn(); }",
        ] {
            assert_eq!(rooms(&at, source), [""; 0], "{source}");
        }
    }

    #[test]
    fn outside_crates_are_the_first_part_of_a_path() {
        assert_eq!(outside("use rusqlite::{Connection, params};"), ["rusqlite"]);
        assert_eq!(outside("use rusqlite as r; use ::egui; extern crate clap;"), ["rusqlite", "egui", "clap"]);
        assert_eq!(
            outside("fn f() { ::zbus::x(); arboard::Clipboard::new(); b::<egui::Ui>() }"),
            ["zbus", "arboard", "b", "egui"]
        );
        assert_eq!(outside("#[derive(clap::Parser)] struct S;"), ["clap"]);
        assert_eq!(outside("use {rfd::FileDialog, std::io};"), ["rfd", "std"]);
        assert_eq!(outside("use crate::egui::X; use self::clap::Y; x::<T>::winit::z();"), ["x"]);
    }

    #[test]
    fn lines_are_those_of_the_name() {
        assert_eq!(names(&["a"], "\n\nuse crate::{\n  store,\n};"), [(Named::Room("store".into()), 4)]);
    }
}
