//! What a keychain may lack, in words for whoever uses it.

/// Why a keychain that runs takes no secrets, where its user can change that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// KWallet's own switch for other programs than KDE's.
    Interface,
    /// The part of its library that encrypts.
    Encryption,
}

impl Lack {
    /// What is wrong.
    pub fn why(self) -> &'static str {
        match self {
            Self::Interface => "KWallet runs with its Secret Service interface switched off",
            Self::Encryption => "KWallet can't encrypt what it hands over: a plugin of its library QCA is missing",
        }
    }

    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Interface => {
                "Tick \"Use KWallet for the Secret Service interface\" in System Settings under KDE Wallet, log in again, then try again"
            }
            Self::Encryption => {
                "Install it (libqca-qt5-2-plugins on Debian and Ubuntu, with KDE 6 libqca-qt6-plugins), log in again, then try again"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_kwallet_takes_up_only_at_its_start_asks_for_another_login() {
        for lack in [Lack::Interface, Lack::Encryption] {
            assert!(lack.advice().ends_with(", log in again, then try again"), "{}", lack.advice());
        }
    }
}
