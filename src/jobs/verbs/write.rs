//! Exports into files.

use super::super::answers::{ExportLook, Exported, FileThere, GitSees};
use super::super::asks::ExportAsk;
use super::super::desk::Desk;
use super::super::talk::Event;
use super::super::words::{failure, reason};
use crate::fs::short_path;
use crate::git::Standing;
use crate::vault::{Error, ExportSite, ExportWish, FileState};

impl Desk {
    pub(super) fn look_at_export(&mut self, asked: u64, ask: &ExportAsk) {
        let wish = wish(ask);
        // Where it goes is known also while a value is missing: the reader and the path don't change with that.
        let mut looked = match self.verb(|vault| vault.plan_export(&wish)) {
            Ok(plan) => ExportLook {
                variables: plan.variables,
                unasked: plan.unasked,
                refused: plan.refused,
                dangerous: plan.dangerous,
                ..ExportLook::default()
            },
            Err(error) => {
                let words = failure("read", &ask.place.to_string(), &error);
                let unproved = Some(self.because(words, &error));
                // First the facts: with the keychain in the way, the window's button opens that.
                if self.store_trouble(&error) {
                    self.snapshot();
                }
                let missing = if let Error::ValuesMissing { names, .. } = error { names } else { Vec::new() };
                ExportLook { unproved, missing, ..ExportLook::default() }
            }
        };
        let site = self.verb(|vault| vault.export_site(&wish)).unwrap_or_else(|error| {
            let words = failure("look at", &short_path(&ask.to), &error);
            let words = self.because(words, &error);
            looked.unproved.get_or_insert(words);
            ExportSite::default()
        });
        let look = ExportLook {
            asked,
            file: there(site.file),
            git: sees(&site.git),
            likely: site.likely,
            last: site.last,
            ..looked
        };
        self.out.send(Event::ExportLooked(Box::new(look)));
    }

    pub(super) fn export(&mut self, ask: &ExportAsk) {
        let wish = wish(ask);
        match self.verb(|vault| vault.export(&wish)) {
            Ok(done) => {
                self.snapshot();
                let left_out = done.left_out.into_iter().map(|(name, why)| (name, reason(&why))).collect();
                self.out.send(Event::Exported(Exported {
                    path: wish.to.unwrap_or_default(),
                    place: wish.place,
                    variables: done.variables,
                    left_out,
                    unasked: done.unasked,
                    expired: done.expired,
                    delete_after: wish.delete_after,
                }));
            }
            Err(error) => {
                let file = ask.to.file_name().unwrap_or(ask.to.as_os_str()).to_string_lossy();
                self.refuse("export", &format!("{} to {file}", ask.place), &error);
            }
        }
    }
}

fn wish(ask: &ExportAsk) -> ExportWish {
    ExportWish {
        place: ask.place.clone(),
        target: ask.target,
        only: ask.only.clone(),
        skip_refused: ask.skip_refused,
        to: (!ask.to.as_os_str().is_empty()).then(|| ask.to.clone()),
        consent: ask.consent.clone(),
        gitignore: ask.gitignore,
        delete_after: ask.delete_after,
    }
}

fn there(state: FileState) -> FileThere {
    match state {
        FileState::Free => FileThere::Nothing,
        FileState::Ours => FileThere::Ours,
        FileState::TakenOver => FileThere::TakenOver,
        FileState::Stands => FileThere::Another,
        FileState::Bad(why) => FileThere::Bad(reason(&why)),
    }
}

fn sees(standing: &Standing) -> GitSees {
    match standing {
        Standing::Outside => GitSees::Nothing,
        Standing::Ignored => GitSees::Ignored,
        Standing::Tracked => GitSees::Tracked,
        Standing::Open { .. } => GitSees::Open,
        Standing::Unsure(_) => GitSees::Unsure,
    }
}
