//! What a person said yes to in this dialog. Each yes is for what was in view when it was given: it stands for no other, and it
//! goes once that changes.

use crate::jobs::{Consent, Dangerous, ExportLook, FileThere, GitSees};

/// The consents as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consents {
    /// The file that stands there may be replaced.
    pub replace: bool,
    /// The file may be written though git tracks it, or may track it.
    pub tracked: bool,
    /// git is to ignore the file, where it does not yet.
    pub gitignore: bool,
    /// Names that change how programs run, and may be written.
    pub(super) dangerous: Vec<String>,
    /// Names that the reader can't hold, and that may stay out.
    pub(super) left_out: Vec<String>,
}

impl Consents {
    /// Names that change how programs run may be written: those that were in view.
    pub fn allow_dangers(&mut self, look: &ExportLook) {
        self.dangerous.clone_from(&look.dangerous);
    }

    /// Names that the reader can't hold may stay out: those that were in view.
    pub fn leave_out(&mut self, look: &ExportLook) {
        self.left_out = look.refused.iter().map(|(name, ..)| name.clone()).collect();
    }

    /// What holds of a file at another path too: what stays out of it because of its reader.
    pub fn elsewhere(self) -> Self {
        Self { left_out: self.left_out, ..Self::default() }
    }

    /// What holds after a lock: what stays out of the file, and out of git. Whether to write over what is in the way, and what may do
    /// harm, is asked anew of whoever comes back.
    pub fn over_lock(self) -> Self {
        Self { gitignore: self.gitignore, ..self.elsewhere() }
    }

    /// What was said yes to is not there any more: should it come back, that is another question.
    pub fn hold_against(&mut self, look: &ExportLook) {
        self.replace &= look.file == FileThere::Another;
        self.tracked &= look.git.wants_consent();
        self.gitignore &= look.git == GitSees::Open;
        if look.unproved.is_none() {
            self.dangerous.retain(|name| look.dangerous.contains(name));
            self.left_out.retain(|name| look.refused.iter().any(|(refused, ..)| refused == name));
        }
    }

    /// A person takes these variables in or leaves them out, which changes neither the file nor its path.
    pub fn forget(&mut self, variables: &[&str]) {
        self.dangerous.retain(|name| !variables.contains(&name.as_str()));
        self.left_out.retain(|name| !variables.contains(&name.as_str()));
    }

    /// Whether every name that changes how programs run may be written.
    pub fn cover_dangers(&self, look: &ExportLook) -> bool {
        look.dangerous.iter().all(|name| self.dangerous.contains(name))
    }

    /// Whether every name that the reader can't hold may stay out.
    pub fn cover_refused(&self, look: &ExportLook) -> bool {
        look.refused.iter().all(|(name, ..)| self.left_out.contains(name))
    }

    /// Whether names may be left out at all.
    pub fn leaves_out(&self) -> bool {
        !self.left_out.is_empty()
    }

    /// Whether this one stays out because its reader can't hold it.
    pub fn leaves(&self, name: &str) -> bool {
        self.left_out.iter().any(|left| left == name)
    }

    /// What the worker is told.
    pub fn for_worker(&self) -> Consent {
        let dangerous = match self.dangerous.as_slice() {
            [] => Dangerous::None,
            names => Dangerous::These(names.to_vec()),
        };
        Consent { replace: self.replace, tracked: self.tracked, dangerous }
    }
}
