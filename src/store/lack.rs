//! What a keychain may lack, in words for whoever uses it.

/// Why a keychain that runs takes no secrets, where its user can change that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// KWallet's own switch for other programs than KDE's.
    Interface,
}

impl Lack {
    /// What is wrong.
    pub fn why(self) -> &'static str {
        match self {
            Self::Interface => "KWallet runs with its Secret Service interface switched off",
        }
    }

    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Interface => {
                "Tick \"Use KWallet for the Secret Service interface\" in System Settings under KDE Wallet, then try again"
            }
        }
    }
}
