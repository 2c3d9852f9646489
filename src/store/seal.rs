//! Sealing under the vault key, and the vault key itself: made, wrapped by a passphrase, split into one key per job.
//!
//! - HKDF-SHA256 (RFC 5869) with a label per job: `keyloft 1 seal`, `keyloft 1 fingerprint`.
//! - Sealing: XChaCha20-Poly1305 with a random nonce; the vault, key, version and purpose are associated data, so a
//!   box moved to another row does not open; the length is hidden in steps of 64 bytes.
//! - Fingerprints: HMAC-SHA256 cut to 128 bits, keyed, so that equal secrets are seen without a hash anyone could try.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::VaultId;
use crate::model::{Random, Secret};

/// First byte of every box: the form.
const BOX_FORM: u8 = 1;
const NONCE_BYTES: usize = 24;
/// Step in which a box hides its content's length.
const PADDING: usize = 64;

/// A box did not open: another key, another purpose, or changed bytes. One error for all, on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is sealed here does not open with this vault's key")]
pub struct SealError;

/// 32 random bytes on which everything else in the vault hangs. Boxed: each move would leave a copy on the stack.
pub struct VaultKey(Box<Zeroizing<[u8; 32]>>);

impl VaultKey {
    /// A new one.
    pub fn make(random: &dyn Random) -> Self {
        let mut bytes = Box::new(Zeroizing::new([0; 32]));
        random.fill(&mut bytes[..]);
        Self(bytes)
    }

    /// From bytes kept elsewhere. None unless there are 32.
    pub fn from_secret(secret: &Secret) -> Option<Self> {
        let mut bytes = Box::new(Zeroizing::new([0; 32]));
        // Opened to become the key.
        let given = secret.expose();
        if given.len() != bytes.len() {
            return None;
        }
        bytes.copy_from_slice(given);
        Some(Self(bytes))
    }

    /// The bytes, to be kept in a keychain or by the unlock helper.
    pub fn to_secret(&self) -> Secret {
        Secret::new(self.0.to_vec())
    }
}

/// What a box is for; part of what it is sealed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// One version's secret: the key's number, the version's number, the item's nonce.
    Secret(i64, u32, u64),
    /// A new value on its way into a store: the same three.
    Pending(i64, u32, u64),
    /// A key's note.
    Note(i64),
    /// The last characters of a key's live secret.
    Tail(i64),
    /// The key of the activity record.
    ActivityKey,
    /// A known text, to see whether a vault key is the right one.
    Check,
}

impl Purpose {
    fn associated_data(self, vault: VaultId) -> Vec<u8> {
        let mut data = b"keyloft box 1\0".to_vec();
        data.extend_from_slice(&vault.0);
        match self {
            Self::Secret(key, version, nonce) | Self::Pending(key, version, nonce) => {
                data.push(if matches!(self, Self::Secret(..)) { 1 } else { 2 });
                data.extend_from_slice(&key.to_le_bytes());
                data.extend_from_slice(&version.to_le_bytes());
                data.extend_from_slice(&nonce.to_le_bytes());
            }
            Self::Note(key) => {
                data.push(3);
                data.extend_from_slice(&key.to_le_bytes());
            }
            Self::Tail(key) => {
                data.push(4);
                data.extend_from_slice(&key.to_le_bytes());
            }
            Self::ActivityKey => data.push(5),
            Self::Check => data.push(6),
        }
        data
    }
}

/// Seals, opens and fingerprints with the keys derived from one vault key. Dropped on lock.
pub struct Sealer {
    vault: VaultId,
    cipher: XChaCha20Poly1305,
    fingerprint: Zeroizing<[u8; 32]>,
}

fn derive(key: &[u8; 32], vault: VaultId, label: &str) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(&vault.0), key)
        .expand(label.as_bytes(), out.as_mut())
        .expect("32 bytes is a length that HKDF-SHA256 gives");
    out
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new_from_slice(key).expect("the key has 32 bytes")
}

impl Sealer {
    /// Derives the keys for each job.
    pub fn new(key: &VaultKey, vault: VaultId) -> Self {
        Self {
            vault,
            cipher: cipher(&derive(&key.0, vault, "keyloft 1 seal")),
            fingerprint: derive(&key.0, vault, "keyloft 1 fingerprint"),
        }
    }

    /// A box only this vault key opens, and only for this purpose.
    pub fn seal(&self, purpose: Purpose, value: &[u8], random: &dyn Random) -> Vec<u8> {
        seal_with(&self.cipher, &purpose.associated_data(self.vault), value, random)
    }

    /// Opens a box.
    pub fn open(&self, purpose: Purpose, sealed: &[u8]) -> Result<Secret, SealError> {
        open_with(&self.cipher, &purpose.associated_data(self.vault), sealed)
    }

    /// The keyed fingerprint of a secret: 128 bits of HMAC-SHA256.
    pub fn fingerprint(&self, value: &Secret) -> [u8; 16] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.fingerprint.as_ref()).expect("HMAC takes any key");
        // Opened to be fingerprinted.
        mac.update(value.expose());
        let full = mac.finalize().into_bytes();
        let mut short = [0; 16];
        short.copy_from_slice(&full[..16]);
        short
    }
}

fn seal_with(cipher: &XChaCha20Poly1305, associated: &[u8], value: &[u8], random: &dyn Random) -> Vec<u8> {
    let mut plain = Zeroizing::new(Vec::with_capacity((4 + value.len()).next_multiple_of(PADDING)));
    let length = u32::try_from(value.len()).expect("values are at most 1 MiB");
    plain.extend_from_slice(&length.to_le_bytes());
    plain.extend_from_slice(value);
    plain.resize((4 + value.len()).next_multiple_of(PADDING), 0);

    let mut nonce = [0; NONCE_BYTES];
    random.fill(&mut nonce);
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: &plain, aad: associated })
        .expect("the value is shorter than the cipher's limit");
    let mut out = Vec::with_capacity(1 + NONCE_BYTES + sealed.len());
    out.push(BOX_FORM);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    out
}

fn open_with(cipher: &XChaCha20Poly1305, associated: &[u8], sealed: &[u8]) -> Result<Secret, SealError> {
    let (&form, rest) = sealed.split_first().ok_or(SealError)?;
    if form != BOX_FORM || rest.len() < NONCE_BYTES {
        return Err(SealError);
    }
    let (nonce, body) = rest.split_at(NONCE_BYTES);
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| SealError)?;
    let plain = cipher
        .decrypt(&XNonce::from(nonce), Payload { msg: body, aad: associated })
        .map(Zeroizing::new)
        .map_err(|_| SealError)?;
    let length: [u8; 4] = plain.get(..4).and_then(|b| b.try_into().ok()).ok_or(SealError)?;
    let length = u32::from_le_bytes(length) as usize;
    plain.get(4..4 + length).map(|value| Secret::new(value.to_vec())).ok_or(SealError)
}

/// What deriving a key from a passphrase costs (Argon2id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kdf {
    /// Memory in MiB.
    pub mib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// A cost outside what is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Argon2id takes from 19 MiB, 2 passes, 1 lane to 1024 MiB, 20 passes, 16 lanes, not {},{},{}", .0.mib, .0.passes, .0.lanes)]
pub struct KdfError(pub Kdf);

impl Kdf {
    /// 256 MiB, 3 passes, 4 lanes (PROVIDERS.md, "Defaults others chose, and ours"), with at most a quarter of the
    /// machine's memory, at least 64 MiB.
    pub fn for_memory(total_mib: u64) -> Self {
        let quarter = u32::try_from(total_mib / 4).unwrap_or(u32::MAX);
        Self { mib: quarter.clamp(64, 256), passes: 3, lanes: 4 }
    }

    /// Refuses what is too cheap to protect (OWASP's minimum: 19 MiB, 2, 1) and what is too dear to be honest, before
    /// anything is allocated.
    pub fn check(self) -> Result<Self, KdfError> {
        let fits = (19..=1024).contains(&self.mib) && (2..=20).contains(&self.passes) && (1..=16).contains(&self.lanes);
        fits.then_some(self).ok_or(KdfError(self))
    }

    fn derive(self, passphrase: &Secret, salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, KdfError> {
        self.check()?;
        let params =
            argon2::Params::new(self.mib * 1024, self.passes, self.lanes, Some(32)).map_err(|_| KdfError(self))?;
        let mut out = Zeroizing::new([0; 32]);
        argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
            // Opened to be stretched into a key.
            .hash_password_into(passphrase.expose(), salt, out.as_mut())
            .map_err(|_| KdfError(self))?;
        Ok(out)
    }
}

/// A vault key wrapped by a passphrase, as it lies in the catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// The cost it was wrapped with.
    pub kdf: Kdf,
    /// Random.
    pub salt: [u8; 16],
    /// The sealed vault key.
    pub sealed: Vec<u8>,
}

impl WrappedKey {
    fn associated_data(kdf: Kdf, salt: &[u8; 16], vault: VaultId) -> Vec<u8> {
        let mut data = b"keyloft wrapped key 1\0".to_vec();
        data.extend_from_slice(&vault.0);
        for number in [kdf.mib, kdf.passes, kdf.lanes] {
            data.extend_from_slice(&number.to_le_bytes());
        }
        data.extend_from_slice(salt);
        data
    }

    /// Wraps a vault key. The passphrase's bytes are taken as they are.
    pub fn wrap(
        key: &VaultKey,
        vault: VaultId,
        passphrase: &Secret,
        kdf: Kdf,
        random: &dyn Random,
    ) -> Result<Self, KdfError> {
        let mut salt = [0; 16];
        random.fill(&mut salt);
        let wrapping = kdf.derive(passphrase, &salt)?;
        let associated = Self::associated_data(kdf, &salt, vault);
        let sealed = seal_with(&cipher(&wrapping), &associated, &key.0[..], random);
        Ok(Self { kdf, salt, sealed })
    }

    /// Unwraps it. `Ok(None)`: that is not the passphrase (or the bytes were changed).
    pub fn unwrap_key(&self, vault: VaultId, passphrase: &Secret) -> Result<Option<VaultKey>, KdfError> {
        let wrapping = self.kdf.derive(passphrase, &self.salt)?;
        let associated = Self::associated_data(self.kdf, &self.salt, vault);
        Ok(open_with(&cipher(&wrapping), &associated, &self.sealed)
            .ok()
            .and_then(|secret| VaultKey::from_secret(&secret)))
    }

    /// Bytes for the catalog: three numbers, the salt, the box.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(28 + self.sealed.len());
        for number in [self.kdf.mib, self.kdf.passes, self.kdf.lanes] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.salt);
        out.extend_from_slice(&self.sealed);
        out
    }

    /// Reads what [`WrappedKey::to_bytes`] wrote; the cost is checked before it is used.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        Some(Self {
            kdf: Kdf { mib: number(0)?, passes: number(4)?, lanes: number(8)? },
            salt: bytes.get(12..28)?.try_into().ok()?,
            sealed: bytes.get(28..)?.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OsRandom;

    const VAULT: VaultId = VaultId([7; 16]);
    const CHEAP: Kdf = Kdf { mib: 19, passes: 2, lanes: 1 };

    fn sealer() -> Sealer {
        Sealer::new(&VaultKey::make(&OsRandom), VAULT)
    }

    #[test]
    fn a_box_opens_only_for_its_own_purpose_and_key() {
        let sealer = sealer();
        let sealed = sealer.seal(Purpose::Secret(1, 2, 3), b"value", &OsRandom);
        assert_eq!(sealer.open(Purpose::Secret(1, 2, 3), &sealed).unwrap().expose(), b"value");
        for other in [Purpose::Secret(1, 2, 4), Purpose::Secret(2, 2, 3), Purpose::Pending(1, 2, 3), Purpose::Note(1)] {
            assert!(sealer.open(other, &sealed).is_err(), "{other:?}");
        }
        assert!(self::sealer().open(Purpose::Secret(1, 2, 3), &sealed).is_err());
    }

    #[test]
    fn every_bit_of_a_box_counts() {
        let sealer = sealer();
        let sealed = sealer.seal(Purpose::Check, b"value", &OsRandom);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(sealer.open(Purpose::Check, &changed).is_err(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(sealer.open(Purpose::Check, &sealed[..length]).is_err(), "length {length}");
        }
    }

    #[test]
    fn lengths_show_only_in_steps_of_64() {
        let sealer = sealer();
        let size = |n: usize| sealer.seal(Purpose::Check, &vec![b'x'; n], &OsRandom).len();
        assert_eq!(size(0), size(60));
        assert_eq!(size(61), size(60) + 64);
        for n in [0, 1, 59, 60, 61, 1000] {
            let sealed = sealer.seal(Purpose::Check, &vec![b'x'; n], &OsRandom);
            assert_eq!(sealer.open(Purpose::Check, &sealed).unwrap().len(), n);
        }
    }

    #[test]
    fn equal_secrets_have_equal_fingerprints_in_one_vault_only() {
        let (a, b) = (sealer(), sealer());
        let secret = Secret::new(b"value".to_vec());
        assert_eq!(a.fingerprint(&secret), a.fingerprint(&secret.duplicate()));
        assert_ne!(a.fingerprint(&secret), b.fingerprint(&secret));
        assert_ne!(a.fingerprint(&secret), a.fingerprint(&Secret::new(b"valuf".to_vec())));
    }

    #[test]
    fn a_passphrase_unwraps_and_a_wrong_one_does_not() {
        let key = VaultKey::make(&OsRandom);
        let good = Secret::new("pässphrase".as_bytes().to_vec());
        let wrapped = WrappedKey::wrap(&key, VAULT, &good, CHEAP, &OsRandom).unwrap();
        let wrapped = WrappedKey::from_bytes(&wrapped.to_bytes()).unwrap();
        let back = wrapped.unwrap_key(VAULT, &good).unwrap().expect("the right passphrase");
        assert!(back.to_secret().same_as(&key.to_secret()));
        assert!(wrapped.unwrap_key(VAULT, &Secret::new(b"other".to_vec())).unwrap().is_none());
        assert!(wrapped.unwrap_key(VaultId([8; 16]), &good).unwrap().is_none());
    }

    #[test]
    fn costs_are_bounded_before_memory_is_taken() {
        let wrong = [(18, 2, 1), (19, 1, 1), (19, 2, 0), (1025, 3, 4), (256, 21, 4), (256, 3, 17), (u32::MAX, 3, 4)];
        for (mib, passes, lanes) in wrong {
            let kdf = Kdf { mib, passes, lanes };
            assert_eq!(kdf.check(), Err(KdfError(kdf)));
            let hostile = WrappedKey { kdf, salt: [0; 16], sealed: vec![0; 100] };
            assert!(hostile.unwrap_key(VAULT, &Secret::new(b"x".to_vec())).is_err());
        }
        assert_eq!(Kdf::for_memory(100).mib, 64);
        assert_eq!(Kdf::for_memory(800).mib, 200);
        assert_eq!(Kdf::for_memory(24_000).mib, 256);
    }
}
