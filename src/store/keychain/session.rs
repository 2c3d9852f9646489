//! The encrypted session of the secret service: `dh-ietf1024-sha256-aes128-cbc-pkcs7`, as the specification's chapter
//! "Transfer of Secrets" has it. It keeps values out of the bus daemon's memory and of whoever watches the bus; it is
//! no protection against a program that takes the keychain's place.

use aes::Aes128;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use hkdf::Hkdf;
use num_bigint::BigUint;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::model::Secret;

/// The algorithm's name on the bus.
pub(super) const ALGORITHM: &str = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

const BLOCK: usize = 16;
const GROUP_BYTES: usize = 128;

/// The Second Oakley Group (RFC 2409, 6.2), in hex; its generator is 2.
const PRIME: &str = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117\
C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF";

fn prime() -> BigUint {
    BigUint::parse_bytes(PRIME.as_bytes(), 16).expect("the constant is hex")
}

/// Our half of the key agreement.
///
/// The big numbers' own memory can't be reached for wiping; the program's allocator wipes freed blocks.
pub(super) struct Offer {
    private: BigUint,
    /// What goes to the service, big-endian, 128 bytes.
    pub(super) public: Vec<u8>,
}

impl Offer {
    /// A fresh pair. Fails only where the system has no randomness.
    pub(super) fn new() -> Option<Self> {
        let mut seed = Zeroizing::new([0; GROUP_BYTES]);
        getrandom::fill(&mut seed[..]).ok()?;
        let private = BigUint::from_bytes_be(&seed[..]);
        let public = padded(BigUint::from(2_u8).modpow(&private, &prime())).to_vec();
        Some(Self { private, public })
    }

    /// Agrees with the service's half. None for a value outside the group: 0, 1 and p-1 would make the key known.
    pub(super) fn agree(self, theirs: &[u8]) -> Option<Cipher> {
        let (prime, theirs) = (prime(), BigUint::from_bytes_be(theirs));
        if theirs <= BigUint::from(1_u8) || theirs >= &prime - 1_u8 {
            return None;
        }
        let shared = padded(theirs.modpow(&self.private, &prime));
        let mut key = Zeroizing::new([0; BLOCK]);
        Hkdf::<Sha256>::new(None, &shared[..]).expand(&[], &mut key[..]).expect("16 bytes are within HKDF's reach");
        Some(Cipher { key })
    }
}

/// Big-endian and as long as the prime, as both sides must feed it to HKDF.
fn padded(number: BigUint) -> Zeroizing<[u8; GROUP_BYTES]> {
    let mut bytes = number.to_bytes_be();
    let mut out = Zeroizing::new([0; GROUP_BYTES]);
    out[GROUP_BYTES - bytes.len()..].copy_from_slice(&bytes);
    bytes.zeroize();
    out
}

/// The agreed key.
pub(super) struct Cipher {
    key: Zeroizing<[u8; BLOCK]>,
}

impl Cipher {
    /// Encrypts under a fresh random vector: (vector, ciphertext). None only where the system has no randomness.
    pub(super) fn seal(&self, plain: &Secret) -> Option<([u8; BLOCK], Vec<u8>)> {
        let mut vector = [0; BLOCK];
        getrandom::fill(&mut vector).ok()?;
        let mut buffer = vec![0; plain.len() + BLOCK - plain.len() % BLOCK];
        // Opened to be encrypted in this very buffer.
        buffer[..plain.len()].copy_from_slice(plain.expose());
        cbc::Encryptor::<Aes128>::new((&*self.key).into(), (&vector).into())
            .encrypt_padded::<Pkcs7>(&mut buffer, plain.len())
            .expect("the buffer has room for the padding");
        Some((vector, buffer))
    }

    /// Decrypts in place. None where the vector's length, the ciphertext's or the padding is wrong.
    pub(super) fn open(&self, vector: &[u8], ciphertext: Vec<u8>) -> Option<Secret> {
        let vector: &[u8; BLOCK] = vector.try_into().ok()?;
        let mut buffer = Zeroizing::new(ciphertext);
        let length = cbc::Decryptor::<Aes128>::new((&*self.key).into(), vector.into())
            .decrypt_padded::<Pkcs7>(&mut buffer)
            .ok()?
            .len();
        buffer.truncate(length);
        Some(Secret::new(std::mem::take(&mut *buffer)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_sides() -> (Cipher, Cipher) {
        let (ours, theirs) = (Offer::new().expect("randomness"), Offer::new().expect("randomness"));
        let (to_them, to_us) = (ours.public.clone(), theirs.public.clone());
        (ours.agree(&to_us).expect("in the group"), theirs.agree(&to_them).expect("in the group"))
    }

    #[test]
    fn two_sides_agree_and_read_each_other_at_every_length_around_a_block() {
        let (ours, theirs) = two_sides();
        for length in 0..=33 {
            let plain = Secret::new((0..length).collect());
            let (vector, sealed) = ours.seal(&plain).expect("randomness");
            assert_eq!(sealed.len() % BLOCK, 0);
            assert!(sealed.len() > plain.len());
            assert!(theirs.open(&vector, sealed).expect("same key").same_as(&plain));
        }
    }

    #[test]
    fn bad_padding_bad_lengths_and_bad_vectors_are_refused() {
        let (ours, _) = two_sides();
        let mut block = [7_u8; BLOCK];
        // A last byte of 0 or above 16 is never PKCS7.
        for last in [0, 17, 255] {
            block[BLOCK - 1] = last;
            let vector = [0; BLOCK];
            let (mut buffer, key) = (block.to_vec(), *ours.key);
            cbc::Encryptor::<Aes128>::new((&key).into(), (&vector).into())
                .encrypt_padded::<aes::cipher::block_padding::NoPadding>(&mut buffer, BLOCK)
                .expect("whole blocks");
            assert!(ours.open(&vector, buffer).is_none());
        }
        let (vector, sealed) = ours.seal(&Secret::new(b"value".to_vec())).expect("randomness");
        assert!(ours.open(&vector, sealed[..sealed.len() - 1].to_vec()).is_none());
        assert!(ours.open(&vector, Vec::new()).is_none());
        assert!(ours.open(&vector[1..], sealed).is_none());
    }

    #[test]
    fn halves_that_would_make_the_key_known_are_refused() {
        let prime = prime();
        for known in [BigUint::ZERO, BigUint::from(1_u8), &prime - 1_u8, prime.clone(), prime + 2_u8] {
            assert!(Offer::new().expect("randomness").agree(&known.to_bytes_be()).is_none());
        }
    }
}
