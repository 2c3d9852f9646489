//! One stream with its secrets taken out, however it is cut into writes.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::search::Masks;

/// What stands where a secret was: the same for each, and once for those that touch, so that it tells no length.
pub const MARKER: &[u8] = b"[masked]";

/// So many bytes held back are likely the beginning of a secret that is still being written.
const LIKELY: usize = 4;
const LIKELY_WAIT: Duration = Duration::from_secs(2);
/// Fewer most often are a prompt's last letters, which a person waits for.
const UNLIKELY_WAIT: Duration = Duration::from_millis(50);

/// The masking of one stream. What may begin a secret is held back until it is one, or is none, or is flushed.
pub struct Masker {
    masks: Arc<Masks>,
    /// What may belong to a secret that isn't whole yet.
    text: Zeroizing<Vec<u8>>,
    /// So many bytes of it were given out, or masked.
    shown: usize,
    /// Where the last masked bytes ended.
    masked_to: Option<usize>,
    /// When the last of the bytes held back came.
    since: Option<Instant>,
}

impl Masker {
    /// Of a stream that begins now.
    pub fn new(masks: Arc<Masks>) -> Self {
        Self { masks, text: Zeroizing::new(Vec::new()), shown: 0, masked_to: None, since: None }
    }

    /// Takes the next bytes in, and adds to `out` what can be told by now.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, out: &mut Vec<u8>) {
        if self.masks.is_empty() {
            out.extend_from_slice(bytes);
            return;
        }
        self.text.extend_from_slice(bytes);
        let found = self.masks.search(&self.text);
        self.give(&found.ranges, found.open, out);
        self.forget(found.open);
        self.since = (self.held() > 0).then_some(now);
    }

    /// How many bytes are held back.
    pub fn held(&self) -> usize {
        self.text.len() - self.shown
    }

    /// When to call [`Masker::flush`] unless more comes; none where nothing is held back.
    pub fn due(&self) -> Option<Instant> {
        let wait = if self.held() >= LIKELY { LIKELY_WAIT } else { UNLIKELY_WAIT };
        self.since.map(|since| since + wait)
    }

    /// Gives out what is held back. Where it was the beginning of a secret after all, the rest of that is masked.
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        let found = self.masks.search(&self.text);
        self.give(&found.ranges, self.text.len(), out);
        self.since = None;
    }

    /// Gives out everything before `to`, masked.
    fn give(&mut self, ranges: &[std::ops::Range<usize>], to: usize, out: &mut Vec<u8>) {
        let mut at = self.shown;
        for range in ranges.iter().filter(|range| range.start < to && range.end > self.shown) {
            let touches = self.masked_to.is_some_and(|end| end >= at && range.start <= end);
            if !touches {
                out.extend_from_slice(&self.text[at..range.start.max(at)]);
                out.extend_from_slice(MARKER);
            }
            at = at.max(range.end);
            self.masked_to = Some(at);
        }
        if at < to {
            out.extend_from_slice(&self.text[at..to]);
            at = to;
        }
        self.shown = at;
    }

    /// Lets go of everything before `to`, which has been given out.
    fn forget(&mut self, to: usize) {
        self.text.drain(..to);
        self.shown -= to;
        self.masked_to = self.masked_to.and_then(|end| end.checked_sub(to));
    }
}

impl fmt::Debug for Masker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Masker").field("held", &self.held()).finish_non_exhaustive()
    }
}
