//! What stands in a text, seen in one pass: most values hold nothing that any reader cares for.

/// Which sorts of bytes there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look(u8);

impl Look {
    pub const BACKSLASH: u8 = 1;
    pub const DOLLAR: u8 = 2;
    pub const BACKTICK: u8 = 4;
    /// `'` or `"`.
    pub const QUOTE: u8 = 8;
    /// A space or a tab.
    pub const BLANK: u8 = 16;
    /// Not ASCII.
    pub const WIDE: u8 = 32;
    /// Nothing that may stand bare in every reader (`[A-Za-z0-9_./:@%+,=-]`).
    pub const NOT_BARE: u8 = 64;

    /// Looks at all of it.
    pub fn at(text: &[u8]) -> Self {
        Self(text.iter().fold(0, |seen, byte| seen | SORTS[usize::from(*byte)]))
    }

    /// One of these sorts is there.
    pub fn has(self, sorts: u8) -> bool {
        self.0 & sorts != 0
    }
}

const SORTS: [u8; 256] = {
    let mut sorts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        sorts[byte] = match letter {
            b'\\' => Look::BACKSLASH | Look::NOT_BARE,
            b'$' => Look::DOLLAR | Look::NOT_BARE,
            b'`' => Look::BACKTICK | Look::NOT_BARE,
            b'\'' | b'"' => Look::QUOTE | Look::NOT_BARE,
            b' ' | b'\t' => Look::BLANK | Look::NOT_BARE,
            b'_' | b'.' | b'/' | b':' | b'@' | b'%' | b'+' | b',' | b'=' | b'-' => 0,
            _ if letter.is_ascii_alphanumeric() => 0,
            0x80.. => Look::WIDE | Look::NOT_BARE,
            _ => Look::NOT_BARE,
        };
        byte += 1;
    }
    sorts
};
