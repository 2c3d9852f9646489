//! Reports into files; and files with secrets, away again.

use super::super::answers::{Done, KeyFiles};
use super::super::asks::{ReportAsk, ReportOf};
use super::super::desk::Desk;
use super::super::talk::Event;
use crate::model::KeyUid;
use crate::vault::Vault;

impl Desk {
    pub(super) fn look_at_files(&mut self, uid: KeyUid) {
        let looked = self.verb(|vault| {
            let paths = vault.files_of(uid)?;
            let deleted = vault.keys_deleted_in(&paths)?;
            Ok(KeyFiles { paths, deleted })
        });
        match looked {
            Ok(files) => self.out.send(Event::FilesLooked(uid, files)),
            Err(error) => {
                let name = self.names_of(&[uid]);
                self.refuse("look for the files with", &name, &error);
            }
        }
    }

    pub(super) fn delete_files(&mut self, uid: KeyUid) {
        match self.verb(|vault| vault.delete_files_of(uid)) {
            Ok(ends) => {
                let gone = ends.iter().filter(|end| end.gone).count();
                self.done(Done::FilesDeleted(uid, gone, ends.len() - gone));
            }
            Err(error) => {
                let name = self.names_of(&[uid]);
                self.refuse("delete the files with", &name, &error);
            }
        }
    }

    pub(super) fn report(&mut self, ask: ReportAsk) {
        let ReportAsk { of, form, to, force } = ask;
        let written = self.verb(|vault| {
            let text = match &of {
                ReportOf::Review { about, keys } => vault.review_report(about, keys.as_deref(), form)?,
                ReportOf::Handover(name) => vault.handover_report(name, form)?,
            };
            Vault::write_report(&to, text, force)
        });
        match written {
            Ok(()) => self.done(Done::Reported(to)),
            Err(error) => {
                let file = to.file_name().unwrap_or(to.as_os_str()).to_string_lossy().into_owned();
                self.refuse("write", &file, &error);
            }
        }
    }
}
