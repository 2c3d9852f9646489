//! How an item is named, labelled and written.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::model::Secret;

/// Marks an item's value as Keyloft's, first form.
const LINE_PREFIX: &str = "kl1.";

/// A vault's own number: 16 random bytes, written as 32 hex digits. Two vaults in one keychain are told apart by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VaultId(pub [u8; 16]);

impl fmt::Display for VaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl VaultId {
    /// Reads 32 hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

/// The name of one stored value. The nonce is random, so no name is ever used twice, even by a vault put back from
/// an old copy of its database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// The vault key.
    VaultKey {
        /// Random.
        nonce: u64,
    },
    /// One version of one key's secret.
    Version {
        /// The key's number in the catalog.
        key: i64,
        /// The version's number.
        version: u32,
        /// Random.
        nonce: u64,
    },
}

impl Item {
    /// As kept in a keychain: `vault-key.N` or `key.K.V.N`, nonces in hex.
    pub fn to_text(&self) -> String {
        match self {
            Self::VaultKey { nonce } => format!("vault-key.{nonce:016x}"),
            Self::Version { key, version, nonce } => format!("key.{key}.{version}.{nonce:016x}"),
        }
    }

    /// Reads what [`Item::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split('.').collect::<Vec<_>>()[..] {
            ["vault-key", nonce] => Some(Self::VaultKey { nonce: u64::from_str_radix(nonce, 16).ok()? }),
            ["key", key, version, nonce] => Some(Self::Version {
                key: key.parse().ok()?,
                version: version.parse().ok()?,
                nonce: u64::from_str_radix(nonce, 16).ok()?,
            }),
            _ => None,
        }
    }
}

/// What is kept beside a value: its item and a label for people who look into their keychain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFacts {
    /// Under which name.
    pub item: Item,
    /// "Keyloft: shop/production/STRIPE_SECRET_KEY".
    pub label: String,
}

/// A value as one line of ASCII: `kl1.` and base64url. A raw newline in an item destroys a passwordless GNOME
/// keyring at its next start, and leading spaces and `\n` sequences change silently there.
pub fn encode_line(value: &Secret) -> Secret {
    let mut line = String::with_capacity(LINE_PREFIX.len() + value.len().div_ceil(3) * 4);
    line.push_str(LINE_PREFIX);
    // Opened to be encoded; the text goes into a Secret at once.
    URL_SAFE_NO_PAD.encode_string(value.expose(), &mut line);
    Secret::new(line.into_bytes())
}

/// Reads a line back. None if it is not in Keyloft's form.
pub fn decode_line(line: &Secret) -> Option<Secret> {
    // Opened to be decoded into a Secret.
    let encoded = line.expose().strip_prefix(LINE_PREFIX.as_bytes())?;
    URL_SAFE_NO_PAD.decode(encoded).ok().map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_vault_ids_read_back() {
        for item in [Item::VaultKey { nonce: u64::MAX }, Item::Version { key: 7, version: 3, nonce: 0 }] {
            assert_eq!(Item::parse(&item.to_text()), Some(item));
        }
        let id = VaultId([0xAB; 16]);
        assert_eq!(VaultId::parse(&id.to_string()), Some(id));
        for bad in ["", "key.1.2", "key.x.1.0", "other.1", "vault-key.zz"] {
            assert_eq!(Item::parse(bad), None);
        }
    }

    #[test]
    fn a_line_is_ascii_without_breaks_and_reads_back() {
        for value in [&b""[..], b"\n", b" a\\n\r\n\0", "é🔑".as_bytes(), &[0xFF; 1000]] {
            let line = encode_line(&Secret::new(value.to_vec()));
            assert!(line.expose().iter().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)));
            assert_eq!(decode_line(&line).expect("our own line").expose(), value);
        }
        assert!(decode_line(&Secret::new(b"plain".to_vec())).is_none());
    }
}
