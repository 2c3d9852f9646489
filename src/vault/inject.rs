//! `inject -o`: a template's filled-in text into a file, by the rules of an export.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::export::ignore;
use super::written::ToWrite;
use super::{Consent, Error, Vault};
use crate::git::Standing;
use crate::model::{EnvRef, KeyRef, KeyUid, Secret, UseKind};

/// What stands for a reader of environment files in what is known of a filled-in template.
const TEMPLATE: &str = "template";

/// A filled-in template to be written.
#[derive(Debug)]
pub struct FilledWish<'a> {
    /// Into which file.
    pub path: &'a Path,
    /// The whole text.
    pub text: &'a Secret,
    /// The template's name, for the record.
    pub by: &'a str,
    /// Whose values are in it.
    pub references: &'a [KeyRef],
    /// What a person said yes to.
    pub consent: Consent,
    /// Have git ignore the file, where nothing does yet.
    pub gitignore: bool,
    /// Delete the file after this long, if nobody changed it.
    pub delete_after: Option<Duration>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// How git sees the file, once it is written.
    pub git: Standing,
    /// The `.gitignore` that was given a line.
    pub ignored_in: Option<PathBuf>,
}

impl Vault {
    /// Refuses a path that [`Vault::write_filled`] would refuse, before any secret is read.
    pub fn check_filled_path(&self, path: &Path, consent: &Consent) -> Result<(), Error> {
        self.look_at_file(path, consent).map(drop)
    }

    /// Writes it.
    pub fn write_filled(&mut self, wish: &FilledWish<'_>) -> Result<Filled, Error> {
        let file = self.look_at_file(wish.path, &wish.consent)?;
        let mut filled = Filled { git: file.git, ignored_in: None };
        // Before the file is there: nothing may come in between that adds it.
        if wish.gitignore {
            filled.ignored_in = ignore(&mut filled.git, &file.path)?;
        }
        let mut keys: Vec<KeyUid> = Vec::new();
        let mut places: Vec<EnvRef> = Vec::new();
        for reference in wish.references {
            let key = self.find_to_read(reference)?.key;
            keys.push(key.uid);
            places.push(key.reference.place);
        }
        places.dedup();
        let file = ToWrite {
            path: wish.path,
            text: wish.text,
            replace: file.replace,
            // Values of several environments are none's.
            place: if let [one] = &places[..] { Some(one) } else { None },
            target: TEMPLATE,
            keys: &keys,
            delete_after: wish.delete_after,
        };
        self.write_ours(&file, |vault| vault.note_named(wish.references, UseKind::Inject, wish.by))?;
        Ok(filled)
    }
}
