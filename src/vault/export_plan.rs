//! What an export would do: proved as for the file itself, and nothing noted, nothing written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::export::{key_ids_of, variables_of};
use super::written::absolute;
use super::{Error, ExportWish, Vault};
use crate::catalog::{ActivityRow, WrittenFile};
use crate::detect;
use crate::envfile::{self, Frame, Target};
use crate::fs::{Replace, WriteError, check_target, read_regular};
use crate::git::{self, Standing};
use crate::model::{ActivityEntry, ActivityKind, EnvRef, Key};

/// What an export would do.
#[derive(Debug)]
pub struct ExportPlan {
    /// How many variables the target holds, each read back by its rules.
    pub variables: usize,
    /// How many more of the environment's variables were not asked for.
    pub unasked: usize,
    /// Names that it can't hold: why, and the target that could.
    pub refused: Vec<(String, String, Option<Target>)>,
    /// Names that change how programs run: they want a typed yes.
    pub dangerous: Vec<String>,
}

/// What is known of where an export goes, whatever becomes of its values.
#[derive(Debug, Default)]
pub struct ExportSite {
    /// What stands at the path.
    pub file: FileState,
    /// How git sees the path.
    pub git: Standing,
    /// Who reads environment files in the path's folder, most telling first.
    pub likely: Vec<Target>,
    /// How the environment was written last; none where no such file is known any more.
    pub last: Option<LastExport>,
}

/// How an environment was written, as far as the catalog knows the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastExport {
    /// Into which file.
    pub path: PathBuf,
    /// For whom.
    pub target: Target,
    /// Names of keys that it could have held and does not.
    pub left_out: Vec<String>,
    /// After how long it is to be deleted; none to leave it.
    pub delete_after: Option<Duration>,
}

/// Names of a folder that are looked at, at most; and bytes of its `package.json`.
const MOST_NAMES: usize = 2_000;
const PACKAGE_JSON: u64 = 256 * 1024;

/// Of a key's own entries since an export, so many are looked at, at most.
const MOST_CHANGES: u32 = 100;

/// What stands where a file is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FileState {
    /// Nothing.
    #[default]
    Free,
    /// A file that Keyloft wrote and nobody changed: replaced unasked.
    Ours,
    /// A file that Keyloft took over and nobody changed since: replaced unasked.
    TakenOver,
    /// A file of someone's own: replaced by consent alone.
    Stands,
    /// Something that is never written over, or a folder that won't do; why.
    Bad(String),
}

impl Vault {
    /// What an export would do. The secrets are read, to prove that the target reads each back; they go nowhere, so it is no
    /// use of them.
    pub fn plan_export(&mut self, wish: &ExportWish) -> Result<ExportPlan, Error> {
        self.opened()?;
        let place = self.place_to_read(&wish.place)?.place;
        let keys = self.keys_to_export(&place, &wish.only)?;
        let values = self.values_to_export(&keys)?;
        let key_ids = key_ids_of(&keys);
        let entries = variables_of(&keys, &values, &key_ids, &wish.only);
        let written = envfile::write(&entries, wish.target, &Frame::BARE);
        let refused: Vec<_> = written
            .refused
            .iter()
            .map(|refused| (refused.name.to_string(), refused.reason.to_string(), refused.could))
            .collect();
        let names = entries.iter().map(|(name, _)| name.as_str());
        let dangerous = names.filter(|name| detect::is_dangerous_name(name)).map(str::to_owned).collect();
        let unasked = self.unasked(&place, &wish.only)?;
        Ok(ExportPlan { variables: entries.len() - refused.len(), unasked, refused, dangerous })
    }

    /// Where an export would go. No value is read for it.
    pub fn export_site(&self, wish: &ExportWish) -> Result<ExportSite, Error> {
        let place = self.place_to_read(&wish.place)?.place;
        let last = self.last_export(&place)?;
        let Some(path) = &wish.to else { return Ok(ExportSite { last, ..ExportSite::default() }) };
        let git = absolute(path).map_or(Standing::Outside, |path| git::standing(&path));
        Ok(ExportSite { file: self.file_state(path)?, git, likely: likely_readers(path), last })
    }

    /// How an environment was written last.
    pub(super) fn last_export(&self, place: &EnvRef) -> Result<Option<LastExport>, Error> {
        let environment = self.place_id(place)?.environment;
        let files = self.catalog.written_files()?;
        let ours = files.into_iter().filter(|file| file.environment == Some(environment));
        // A template that was filled in has no target, nor a file that was taken over: nothing was exported yet.
        let exports = ours.filter_map(|file| file.target.parse().ok().map(|target| (file, target)));
        let Some((file, target)) = exports.max_by_key(|(file, _)| file.written_at) else { return Ok(None) };
        let left_out = self.left_out_of(&file, place)?;
        let delete_after = file.delete_at.and_then(|at| (at - file.written_at).to_std().ok());
        Ok(Some(LastExport { path: file.path, target, left_out, delete_after }))
    }

    /// Names of an environment's keys that stood there active when the file was written, and are not in it.
    fn left_out_of(&self, file: &WrittenFile, place: &EnvRef) -> Result<Vec<String>, Error> {
        let held = self.catalog.keys_in_written_file(&file.path)?;
        let mut names = Vec::new();
        for key in self.keys_in(place)? {
            let is_out = !key.state.is_disabled() && !held.contains(&key.uid) && key.created_at <= file.written_at;
            if is_out && !self.came_in_since(&key, file.written_at)? {
                names.push(key.name().to_owned());
            }
        }
        Ok(names)
    }

    /// Whether a key was moved to where it stands, or enabled, after that moment: nobody left it out before.
    fn came_in_since(&self, key: &Key, moment: DateTime<Utc>) -> Result<bool, Error> {
        let rows = self.catalog.activity_of(&key.reference.to_string(), i64::MAX, moment, MOST_CHANGES)?;
        // Another name in the same place is a move, too.
        let within = format!("from {}/", key.place());
        let came = |entry: ActivityEntry| match entry.what {
            ActivityKind::Moved => !entry.detail.is_some_and(|from| from.starts_with(&within)),
            what => what == ActivityKind::Enabled,
        };
        Ok(rows.iter().filter_map(ActivityRow::entry).filter(|entry| entry.at > moment).any(came))
    }

    /// What stands at a path, for someone who may write there.
    pub fn file_state(&self, path: &Path) -> Result<FileState, Error> {
        Ok(match check_target(path, Replace::Never) {
            Ok(()) => FileState::Free,
            Err(WriteError::Exists(_)) => match check_target(path, Replace::RegularFile) {
                Ok(()) if self.is_as_written(path)? => {
                    if self.is_taken_over(path)? {
                        FileState::TakenOver
                    } else {
                        FileState::Ours
                    }
                }
                Ok(()) => FileState::Stands,
                Err(error) => FileState::Bad(error.to_string()),
            },
            Err(error) => FileState::Bad(error.to_string()),
        })
    }
}

/// Who likely reads a file at this path, from what lies beside it. Nothing is executed.
fn likely_readers(path: &Path) -> Vec<Target> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(listing) = std::fs::read_dir(folder) else { return Vec::new() };
    let names: Vec<String> =
        listing.flatten().take(MOST_NAMES).filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let package = read_regular(&folder.join("package.json"), PACKAGE_JSON).ok();
    // No secret by its kind: the description of a package.
    Target::likely(&names, package.as_ref().and_then(|text| text.expose_str()))
}
