//! What makes an entry ambiguous, and the words for it, in one place, so that readers say the same of the same thing.

/// Why other readers would find another value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    Colon,
    SpacedEquals,
    NextLine,
    GluedHash,
    Backslash,
    NotUtf8,
    InSingle,
    Backticks,
    Command,
    Spaces,
    QuoteInside,
    Tilde,
    LoosePem,
    Carriage,
    Ansi,
    Dropped,
    LoneBrace,
}

impl Doubt {
    /// In the order they are told in.
    const ALL: [Self; 17] = [
        Self::Colon,
        Self::SpacedEquals,
        Self::NextLine,
        Self::GluedHash,
        Self::Backslash,
        Self::NotUtf8,
        Self::InSingle,
        Self::Backticks,
        Self::Command,
        Self::Spaces,
        Self::QuoteInside,
        Self::Tilde,
        Self::LoosePem,
        Self::Carriage,
        Self::Ansi,
        Self::Dropped,
        Self::LoneBrace,
    ];

    /// For people, behind the name of the entry.
    pub fn words(self) -> &'static str {
        match self {
            Self::Colon => "is written NAME: value, which few readers take",
            Self::SpacedEquals => "has spaces around =, which shells don't take",
            Self::NextLine => "begins on the line after its name, which few readers take",
            Self::GluedHash => "has a # glued to the value: some readers begin a comment there",
            Self::Backslash => "has a backslash, which readers treat differently",
            Self::NotUtf8 => "is not UTF-8: some readers change it",
            Self::InSingle => "has ${…} in single quotes: some readers expand it even there",
            Self::Backticks => "stands in backticks: shells would run it",
            Self::Command => "holds a command substitution: some readers run it, Keyloft keeps the text",
            Self::Spaces => "has spaces without quotes: shells cut the value there",
            Self::QuoteInside => "has a quote that some readers take away",
            Self::Tilde => "begins with ~, which shells replace",
            Self::LoosePem => "is the first line of a key that isn't in quotes",
            Self::Carriage => "ends in a carriage return that shells would keep",
            Self::Ansi => "is written $'…', which only bash and zsh read",
            Self::Dropped => "has text behind its closing quote, which is dropped",
            Self::LoneBrace => "has a ${ that Docker Compose refuses",
        }
    }
}

/// Several doubts of one entry. Most have none, and a hundred thousand of them are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Doubts(u32);

impl Doubts {
    pub fn add(&mut self, doubt: Doubt) {
        self.0 |= 1 << doubt as u32;
    }

    pub fn has(self, doubt: Doubt) -> bool {
        self.0 & (1 << doubt as u32) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Doubt> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let first = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            Doubt::ALL.get(first as usize).copied()
        })
    }

    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

pub(super) const NODE_DIFFERS: &str = "is read differently by node --env-file";
pub(super) const PYTHON_DIFFERS: &str = "is read differently by python-dotenv";
pub(super) const COMPOSE_DIFFERS: &str = "is read differently by Docker Compose";
pub(super) const SHELL_DIFFERS: &str = "is read differently by shells";
pub(super) const DOTENV_DIFFERS: &str = "is read differently by dotenv";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_doubt_is_told_once_and_in_one_order() {
        let mut doubts = Doubts::default();
        assert!(doubts.is_empty() && doubts.iter().next().is_none());
        for (number, doubt) in Doubt::ALL.into_iter().enumerate().rev() {
            assert_eq!(doubt as usize, number);
            doubts.add(doubt);
            doubts.add(doubt);
            assert!(doubts.has(doubt));
        }
        assert!(doubts.iter().eq(Doubt::ALL) && doubts.len() == Doubt::ALL.len());
    }
}
