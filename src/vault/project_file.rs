//! Project files: found from a folder upwards, and allowed by a person before they count.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Error, Vault};
use crate::fs::read_regular;
use crate::model::{ActivityKind, EnvRef, MAX_PROJECT_FILE, PROJECT_FILE, ProjectFile};

/// A project file as it lies there now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundProjectFile {
    /// Where, from the root.
    pub path: PathBuf,
    /// What it asks for.
    pub file: ProjectFile,
    digest: [u8; 32],
}

/// Whether a project file counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// A person looked at it as it is now.
    Yes,
    /// Nobody was asked about it yet.
    Never,
    /// It was changed since.
    Changed,
}

impl FoundProjectFile {
    /// The project file of this folder, or of the nearest one above it. None where there is none.
    ///
    /// # Errors
    /// One that can't be read or understood; the files further up don't count then.
    pub fn find(from: &Path) -> Result<Option<Self>, Error> {
        let folder = std::fs::canonicalize(from).map_err(|source| {
            let reason = crate::fs::plain_reason(&source);
            crate::fs::WriteError::Io { path: from.to_owned(), reason, source }
        })?;
        let Some(path) =
            folder.ancestors().map(|folder| folder.join(PROJECT_FILE)).find(|path| path.symlink_metadata().is_ok())
        else {
            return Ok(None);
        };
        refuse_foreign(&path)?;
        let bytes = read_regular(&path, MAX_PROJECT_FILE)?;
        // No secret by its kind: it is committed with the code.
        let bytes = bytes.expose();
        let file = ProjectFile::parse(bytes).map_err(|why| {
            Error::Refused(format!("{}: {why}. It holds project, environment and variables", path.display()))
        })?;
        Ok(Some(Self { path, file, digest: Sha256::digest(bytes).into() }))
    }
}

/// A link leads to where nobody looked, and another user's file is not what a person put into their folder. What was allowed is
/// known by its bytes in any case.
fn refuse_foreign(path: &Path) -> Result<(), Error> {
    let facts = path.symlink_metadata().map_err(|source| {
        let reason = crate::fs::plain_reason(&source);
        crate::fs::WriteError::Io { path: path.to_owned(), reason, source }
    })?;
    if facts.is_symlink() {
        return Err(Error::Refused(format!("{} is a link. Put the file itself there", path.display())));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let own = rustix::process::geteuid().as_raw();
        if ![own, 0].contains(&facts.uid()) {
            return Err(Error::Refused(format!(
                "{} belongs to another user. Copy it to a folder of your own, or name PROJECT/ENVIRONMENT",
                path.display()
            )));
        }
    }
    Ok(())
}

impl Vault {
    /// Whether a person allowed the file as it is now.
    pub fn is_allowed(&self, found: &FoundProjectFile) -> Result<Allowed, Error> {
        Ok(match self.catalog.allowed_file(&found.path)? {
            Some(content) if content == found.digest => Allowed::Yes,
            Some(_) => Allowed::Changed,
            None => Allowed::Never,
        })
    }

    /// Refuses a file that names a protected environment: a checkout must not reach for production.
    /// Gives the environment it means.
    pub fn check_project_file(&self, found: &FoundProjectFile) -> Result<EnvRef, Error> {
        let place = self.place_to_read(&found.file.place)?;
        if place.protected {
            return Err(Error::Refused(format!(
                "{} is protected, and a project file can't name such an environment. Name it on the command line",
                place.place
            )));
        }
        Ok(place.place)
    }

    /// Lets the file count, as it is now and at this path.
    pub fn allow_project_file(&mut self, found: &FoundProjectFile) -> Result<(), Error> {
        self.opened()?;
        self.check_project_file(found)?;
        let now = self.now();
        self.catalog.write(|| {
            self.catalog.allow_file(&found.path, &found.digest, now)?;
            let detail = format!("allowed {}", found.path.display());
            self.note(ActivityKind::PlaceChanged, Some(found.file.place.to_string()), Some(detail))
        })
    }

    /// Takes that back. False if it was not allowed.
    pub fn disallow_project_file(&mut self, path: &Path) -> Result<bool, Error> {
        self.opened()?;
        self.catalog.write(|| {
            let known = self.catalog.disallow_file(path)?;
            if known {
                let detail = format!("no longer allowed {}", path.display());
                self.note(ActivityKind::PlaceChanged, None, Some(detail))?;
            }
            Ok(known)
        })
    }
}
