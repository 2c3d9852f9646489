//! The sample of `keyloft demo`: a vault of made-up keys in a temporary folder, with a year behind it. Nothing of the
//! user's is read or touched, and every secret is drawn when the sample is made.

mod clock;
mod history;
mod table;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;

use super::{Error, MakeWish, Vault, World};
use crate::fs::{Home, HomeError};
use crate::model::Clock;
use crate::store::MemoryStore;
use clock::HistoryClock;
use history::History;

/// Whose window the sample is, so that some of its keys are one's own.
const ME: &str = "payments";

impl Vault {
    /// Makes the sample: secrets in memory, its catalog in a temporary folder that goes when the second part is
    /// dropped. Of `world` it takes the clock, randomness and program; never the keychain.
    pub fn sample(world: &World) -> Result<(Self, TempDir), Error> {
        let folder = temporary_folder()?;
        let clock = Arc::new(HistoryClock::new(world.clock.now()));
        let secrets = MemoryStore::new();
        let sample_world = World {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            keychain: Arc::new(move |_| Box::new(secrets.share())),
            ..world.clone()
        };
        let history = History::new(world.clock.now(), world.clock.today());
        clock.set(history.beginning());
        let mut vault = Self::make(&Home::at(folder.path()), &sample_world, MakeWish::Memory)?;
        vault.set_setting("me", ME)?;
        history.live_through(&mut vault, &clock)?;
        vault.world.clock = Arc::clone(&world.clock);
        Ok((vault, folder))
    }
}

/// In memory where the system has such a place: a hundred keys are a thousand synced writes.
fn temporary_folder() -> Result<TempDir, Error> {
    let login = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let shared = cfg!(target_os = "linux").then(|| PathBuf::from("/dev/shm"));
    let mut builder = tempfile::Builder::new();
    builder.prefix("keyloft-demo-");
    for place in login.into_iter().chain(shared) {
        if let Ok(folder) = builder.tempdir_in(place) {
            return Ok(folder);
        }
    }
    builder
        .tempdir()
        .map_err(|source| Error::Home(HomeError::Io { path: std::env::temp_dir(), reason: source.to_string(), source }))
}
