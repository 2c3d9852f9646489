//! The last four characters of a secret, where they may be in view.

use std::fmt;
use std::num::NonZeroU8;
use std::ops::Deref;

/// Bytes of four characters at most.
const ROOM: usize = 16;

/// The last four characters of a secret. Without a heap of its own: a list of 100,000 keys holds as many.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    bytes: [u8; ROOM],
    len: NonZeroU8,
}

impl Tail {
    /// Of at most 16 bytes; none for an empty or a longer text.
    pub fn new(text: &str) -> Option<Self> {
        let len = NonZeroU8::new(u8::try_from(text.len()).ok().filter(|len| usize::from(*len) <= ROOM)?)?;
        let mut bytes = [0; ROOM];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self { bytes, len })
    }
}

impl Deref for Tail {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len.get())]).expect("it was text when it was put in")
    }
}

impl fmt::Debug for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_characters_of_any_width_fit_without_a_heap() {
        for text in ["7Qx2", "é", "🔑🔑🔑🔑"] {
            assert_eq!(Tail::new(text).as_deref(), Some(text));
        }
        assert_eq!((Tail::new(""), Tail::new("seventeen letters")), (None, None));
        assert_eq!(size_of::<Option<Tail>>(), 17);
    }
}
