//! The sample of `keyloft demo`: a vault of made-up keys in a temporary folder, with a year behind it. Nothing of the
//! user's is read or touched, and every secret is drawn when the sample is made.

mod clock;
mod folder;
mod history;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{Error, MakeWish, Vault, World};
use crate::fs::Home;
use crate::model::Clock;
use crate::store::MemoryStore;
use clock::HistoryClock;
pub use folder::SampleFolder;
use history::History;

/// Whose window the sample is, so that some of its keys are one's own.
const ME: &str = "payments";

impl Vault {
    /// Makes the sample: secrets in memory, its catalog in a temporary folder that goes when the second part is
    /// dropped. Of `world` it takes the clock, randomness and program; never the keychain. What killed samples left behind
    /// is taken away first.
    pub fn sample(world: &World) -> Result<(Self, SampleFolder), Error> {
        folder::remove_leftovers();
        let folder = SampleFolder::new()?;
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
