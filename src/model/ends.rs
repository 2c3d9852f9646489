//! What was said at once of the ends of values at their providers.

use chrono::{DateTime, Utc};

use super::key::KeyUid;

/// When a person said it, and of which versions: by both it is taken back, and nothing that was said beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// When.
    pub said_at: DateTime<Utc>,
    /// Each version by its key and its number there, key after key.
    pub versions: Vec<(KeyUid, u32)>,
}
