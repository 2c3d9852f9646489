//! Pairs for one's own services: a public key id and a secret, and what the server keeps of the secret.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::draw::push_base62;
use super::spec::{SpecError, check_prefix};
use super::token;
use crate::model::{Random, Secret};

/// Random characters of the key id: 119 bits, so that no two ever meet.
const KEY_ID_LEN: usize = 20;
/// Random characters of the secret: 238 bits.
const SECRET_LEN: usize = 40;

/// A key id and the secret that belongs to it.
#[derive(Debug)]
pub struct Pair {
    /// The public half: `PREFIX_id_` and 20 base62 characters. May be logged and shown.
    pub key_id: String,
    /// The secret half: `PREFIX_sk_`, 40 base62 characters and the six of the check tail.
    pub secret: Secret,
}

/// Makes a pair for `--pair PREFIX`: `shop` gives `shop_id_…` (20 random characters) and `shop_sk_…` (40 random ones
/// and the check tail of [`super::check_token`]). A prefix that ends in `_` or `-` gets no second `_`.
/// The halves share no randomness: the id tells nothing about the secret.
///
/// # Errors
/// [`SpecError::Prefix`] for a prefix outside `[A-Za-z0-9_-]{1,32}`.
pub fn generate_pair(prefix: &str, random: &dyn Random) -> Result<Pair, SpecError> {
    check_prefix(prefix)?;
    let join = if prefix.ends_with(['_', '-']) { "" } else { "_" };
    let mut key_id = format!("{prefix}{join}id_").into_bytes();
    push_base62(&mut key_id, KEY_ID_LEN, random);
    Ok(Pair {
        key_id: String::from_utf8(key_id).expect("a checked prefix and base62 are ASCII"),
        secret: token::make(&format!("{prefix}{join}sk_"), SECRET_LEN, random),
    })
}

/// What a server should keep of a random token instead of the token: its SHA-256, as 64 small hex digits.
///
/// Plain SHA-256 is right here because the token is random and long: nobody can try 2^128 candidates, however fast
/// the hash, and a fast hash keeps each request cheap. It is wrong for anything a person chose: passwords come from
/// a small set that a fast hash lets one try through, and need a slow salted one (Argon2id).
pub fn server_side(secret: &Secret) -> String {
    // Opened to be hashed: the digest is what leaves.
    let digest = Sha256::digest(secret.expose());
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes all that is written");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::super::check_token;
    use super::super::draw::tests::Seeded;
    use super::*;

    #[test]
    fn a_pair_is_a_public_id_and_a_checked_secret() {
        let pair = generate_pair("shop", &Seeded::new(3)).unwrap();
        assert_eq!(pair.key_id.len(), "shop_id_".len() + 20);
        assert!(pair.key_id.starts_with("shop_id_"));
        assert!(pair.secret.expose().starts_with(b"shop_sk_"));
        assert_eq!(pair.secret.len(), "shop_sk_".len() + 40 + 6);
        assert!(check_token(pair.secret.expose()));
        assert!(!pair.secret.expose_str().unwrap().contains(&pair.key_id[8..]));
    }

    #[test]
    fn a_prefix_that_ends_in_a_joint_gets_no_second_one() {
        for prefix in ["shop_", "shop-"] {
            let pair = generate_pair(prefix, &Seeded::new(4)).unwrap();
            assert!(pair.key_id.starts_with(&format!("{prefix}id_")));
        }
        for bad in ["", "a b", "é", &"x".repeat(33)] {
            assert_eq!(generate_pair(bad, &Seeded::new(4)).unwrap_err(), SpecError::Prefix, "{bad:?}");
        }
    }

    #[test]
    fn the_server_keeps_the_sha_256_in_hex() {
        // FIPS 180-4's own example, "abc".
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(server_side(&Secret::new(b"abc".to_vec())), expected);
    }
}
