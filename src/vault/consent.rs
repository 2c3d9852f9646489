//! What a person said yes to before a file is written. Each yes is for itself: one for replacing a file is none for a push.

/// What was consented to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consent {
    /// A file that Keyloft did not write may be replaced.
    pub replace: bool,
    /// A file that git tracks may be written.
    pub tracked: bool,
    /// Names that change how programs run may be written.
    pub dangerous: Dangerous,
}

/// Names that change how programs run, as far as a person agreed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Dangerous {
    /// To none.
    #[default]
    None,
    /// To these, which were in view.
    These(Vec<String>),
    /// To whatever there is.
    All,
}

impl Consent {
    /// To everything, where it was typed: `--force`.
    pub fn typed(force: bool) -> Self {
        let dangerous = if force { Dangerous::All } else { Dangerous::None };
        Self { replace: force, tracked: force, dangerous }
    }
}

impl Dangerous {
    pub(super) fn allows(&self, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::These(names) => names.iter().any(|one| one == name),
            Self::All => true,
        }
    }
}
