//! Exports into files.

use super::super::answers::Exported;
use super::super::asks::ExportAsk;
use super::super::desk::Desk;
use super::super::talk::Event;
use super::super::words::reason;
use crate::vault::ExportWish;

impl Desk {
    pub(super) fn export(&mut self, ask: &ExportAsk) {
        let wish = ExportWish {
            place: ask.place.clone(),
            target: ask.target,
            only: ask.only.clone(),
            skip_refused: ask.skip_refused,
            to: Some(ask.to.clone()),
            force: ask.force,
            gitignore: ask.gitignore,
            delete_after: ask.delete_after,
        };
        match self.verb(|vault| vault.export(&wish)) {
            Ok(done) => {
                self.snapshot();
                let left_out = done.left_out.into_iter().map(|(name, why)| (name, reason(&why))).collect();
                self.out.send(Event::Exported(Exported {
                    path: wish.to.unwrap_or_default(),
                    place: wish.place,
                    variables: done.variables,
                    left_out,
                    expired: done.expired,
                }));
            }
            Err(error) => {
                let file = ask.to.file_name().unwrap_or(ask.to.as_os_str()).to_string_lossy();
                self.refuse("export", &format!("{} to {file}", ask.place), &error);
            }
        }
    }
}
