//! Whether a secret stands among words that lie readable: the window keeps it out of its fields, the vault refuses it.

use super::drawn::bits_a_character;
use super::recognise::recognise_value;
use super::url::{Url, holds_user_info};

/// From so many characters on a word that looks drawn at random is one, whoever made it: shorter ones are ids mostly.
const LONG: usize = 40;
/// What a commit is called.
const COMMIT: usize = 40;
/// What begins a word that says itself what it is: an image's digest, a key's fingerprint.
const DIGESTS: [&str; 3] = ["sha256:", "sha384:", "sha512:"];
/// How the parameters of an address are called that hold a secret, whatever it looks like; the end of a longer name counts.
const SECRET: [&str; 8] = ["token", "secret", "password", "passwd", "pwd", "apikey", "accesskey", "signature"];
/// And those that may hold one.
const MAYBE: [&str; 4] = ["key", "sig", "auth", "code"];
/// Of those that hold one, so many characters at least; of those that may, if letters and digits are mixed.
const SHORT: usize = 6;
const SHORT_MAYBE: usize = 16;

/// Whether a secret stands among words: a provider's key, a private key, a web token, an address with a user, a password or a
/// key in it, or a long word that looks drawn at random.
pub fn holds_secret(text: &str) -> bool {
    text.contains("-----BEGIN ") || text.split_whitespace().any(is_secret)
}

fn is_edge(c: char) -> bool {
    !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-')
}

fn is_secret(word: &str) -> bool {
    let is_known = |word: &str| recognise_value(word.as_bytes()).is_some() || holds_user_info(word.as_bytes());
    let trimmed = word.trim_matches(is_edge);
    let mut pieces = word.split(['=', ':', ',', ';', '/', '?', '&']).map(|piece| piece.trim_matches(is_edge));
    is_known(word)
        || is_known(trimmed)
        || pieces.any(|piece| is_known(piece) || is_web_token(piece))
        || holds_parameter(word)
        || holds_drawn(word)
}

/// Three or five parts with dots between them, the first an object in base64.
fn is_web_token(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').collect();
    let is_part = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    matches!(parts.len(), 3 | 5)
        && parts[0].starts_with("eyJ")
        && parts.iter().all(is_part)
        && [parts[0], parts[parts.len() - 1]].iter().all(|part| part.len() >= 10)
}

/// Whether an address has a parameter that is called like a secret and holds more than its place.
fn holds_parameter(word: &str) -> bool {
    let Some(url) = Url::parse(word.trim_matches(['"', '\'', '<', '>', '(', ')']).as_bytes()) else { return false };
    let pairs = [url.query, url.fragment].into_iter().flatten().flat_map(|part| part.split('&'));
    pairs.filter_map(|pair| pair.split_once('=')).any(|(name, value)| {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let has = |is: fn(&u8) -> bool| value.bytes().any(|byte| is(&byte));
        let stands_for_one = value.contains(['{', '<', '$', '*', '[', '…']) || !has(u8::is_ascii_alphanumeric);
        let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
        let is_secret = SECRET.iter().any(|end| name.ends_with(end)) && value.len() >= SHORT;
        let may_be = MAYBE.iter().any(|end| name.ends_with(end)) && value.len() >= SHORT_MAYBE && mixed;
        !stands_for_one && (is_secret || may_be)
    })
}

/// Whether a piece of the word is long and looks drawn at random. A host is none, nor what is called by its digest.
fn holds_drawn(word: &str) -> bool {
    let address = Url::parse(word.as_bytes());
    let word = match &address {
        Some(url) => &word[word.find(url.path).filter(|_| !url.path.is_empty()).unwrap_or(word.len())..],
        None => word,
    };
    let after = address.as_ref().into_iter().flat_map(|url| [url.query, url.fragment]).flatten();
    let whole = word.trim_matches(|c: char| is_edge(c) && !matches!(c, '+' | '/' | '='));
    // A slash is a sign of base64, and what parts the names of a path: one that also has another sign is no path.
    let is_base64 = whole.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        && (whole.contains('+') || whole.ends_with('='));
    (is_base64 && is_drawn(whole))
        || [word].into_iter().chain(after).any(|part| {
            let parted = DIGESTS.iter().fold(part.to_owned(), |part, digest| part.replace(digest, "sha256-"));
            let pieces = parted.split(['=', ':', ',', ';', '/', '?', '&', '.', '@', '#', '|', '(', ')', '"', '\'']);
            pieces.filter(|piece| !piece.starts_with("sha256-")).any(is_drawn)
        })
}

fn is_drawn(piece: &str) -> bool {
    let piece = piece.strip_prefix("0x").unwrap_or(piece);
    let is_hex = |piece: &str| piece.bytes().all(|byte| byte.is_ascii_hexdigit());
    if piece.len() < LONG || (piece.len() == COMMIT && is_hex(piece)) {
        return false;
    }
    if is_hex(piece) {
        return true;
    }
    // Names are put together by dashes, with ids and commits among them: what is long without those is left.
    let groups: Vec<&str> = piece.split('-').collect();
    let is_id = |group: &&&str| is_hex(group) && [4, 8, 12, COMMIT].contains(&group.len());
    let left: String = groups.iter().filter(|group| !is_id(group)).copied().collect();
    left.len() >= LONG && bits_a_character(&left).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::shape::tests::Draw;
    use super::*;

    /// So many characters of an alphabet, made at run time.
    fn drawn(alphabet: &str, length: usize, seed: u64) -> String {
        let mut draw = Draw(seed);
        (0..length).map(|_| char::from(alphabet.as_bytes()[draw.below(alphabet.len())])).collect()
    }

    const HEX: &str = "0123456789abcdef";
    const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const BASE64_URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    #[test]
    fn a_known_secret_is_found_among_words() {
        let token = format!("ghp_{}", "a1".repeat(18));
        let url = format!("postgres://shop:{}@db/x", "pw");
        for text in [
            token.clone(),
            format!(" {token}\n"),
            format!("waits for ({token}),"),
            format!("TOKEN={token}"),
            format!("https://api.example.com/?key={token}"),
            format!("see {url}."),
        ] {
            assert!(holds_secret(&text), "{text}");
        }
    }

    #[test]
    fn a_secret_of_any_make_is_found_by_its_form() {
        let part = |length| drawn(&BASE64_URL[..62], length, 7);
        let token = format!("eyJ{}.eyJ{}.{}", part(17), part(30), part(43));
        let hex = drawn(HEX, 64, 3);
        for text in [
            format!("-----BEGIN {} KEY-----\n{}\n", "PRIVATE", part(64)),
            format!("-----BEGIN {} {} KEY-----", "RSA", "PRIVATE"),
            token.clone(),
            format!("Bearer {token}"),
            format!("token={token}"),
            format!("https://api.example.com/v1?api_key={}", part(12)),
            format!("https://api.example.com/v1?page=2&access_token={}", part(12)),
            format!("https://api.example.com/v1?password={}", "correct horse".replace(' ', "")),
            format!("https://api.example.com/cb#id_token={}", part(12)),
            format!("https://maps.example.com/js?key={}7a", part(20)),
            format!("wss://feed.example.com/?X-Amz-Signature={}", drawn(HEX, 64, 4)),
            hex.clone(),
            hex.to_uppercase(),
            format!("0x{hex}"),
            format!("key:{hex}"),
            drawn(HEX, 128, 5),
            format!("https://api.example.com/hooks/{hex}"),
            drawn(BASE64, 43, 6) + "=",
            drawn(BASE64, 86, 8) + "==",
            part(48),
            part(64),
        ] {
            assert!(holds_secret(&text), "{text}");
        }
        for seed in 0..200 {
            assert!(holds_secret(&drawn(&BASE64[..62], 48, seed)), "{}", drawn(&BASE64[..62], 48, seed));
        }
    }

    #[test]
    fn names_addresses_ids_and_digests_are_no_secrets() {
        let id = ["550e8400", "e29b", "41d4", "a716", "446655440000"].join("-");
        let digest = drawn(HEX, 64, 9);
        for text in [
            "".to_owned(),
            "Mara Klein".to_owned(),
            "repo:status".to_owned(),
            "ghp_ is how they begin".to_owned(),
            "mail@example.com".to_owned(),
            "https://api.example.com/v1".to_owned(),
            "https://api.example.com/v1?page=2&sort=created_at".to_owned(),
            "https://api.example.com/v1?api_key={key}".to_owned(),
            "https://api.example.com/v1?token=<token>&key=".to_owned(),
            "https://api.example.com/v1?key=orders&code=400".to_owned(),
            "https://ep-cool-darkness-12345678-pooler.us-east-2.aws.example.tech:5432/shop?sslmode=require".to_owned(),
            "https://shop-prod-cluster.cluster-c9akciq32abc.eu-central-1.rds.example.com:3306".to_owned(),
            "arn:aws:iam::123456789012:role/storefront-production-eu-west-1-deployment".to_owned(),
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:production/storefront/db-AbCdEf".to_owned(),
            "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/my-lb/50dc6c495c0c9188".to_owned(),
            format!("arn:aws:kms:eu-west-1:123456789012:key/{id}"),
            format!("/subscriptions/{id}/resourceGroups/StorefrontProductionWestEurope/providers/Microsoft.KeyVault"),
            "projects/storefront-prod-284716/locations/europe-west3/keyRings/main/cryptoKeys/Orders2".to_owned(),
            "https://www.googleapis.com/auth/cloud-platform.read-only".to_owned(),
            "read:org,repo,admin:public_key,workflow,write:packages,delete:packages".to_owned(),
            "storefront-production-eu-west-1-payments-worker-2".to_owned(),
            "StorefrontProductionPaymentsWorkerServiceAccount".to_owned(),
            "github.com/example/storefront/.github/workflows/deploy-production-eu.yml".to_owned(),
            "/home/dana/code/storefront/packages/payments/src/integration/Stripe/webhooks.ts".to_owned(),
            drawn(HEX, 40, 10),
            drawn(HEX, 7, 10),
            format!("https://github.com/example/shop/commit/{}", drawn(HEX, 40, 11)),
            format!("0x{}", drawn(HEX, 40, 12)),
            id.clone(),
            id.to_uppercase(),
            format!("worker-{id}"),
            format!("{id}/{id}"),
            format!("ghcr.io/example/api@sha256:{digest}"),
            format!("sha256:{digest}"),
            "eyJ is how they begin".to_owned(),
            "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk".to_owned(),
        ] {
            assert!(!holds_secret(&text), "{text}");
        }
    }
}
