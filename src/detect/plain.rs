//! Which imported values need no keeping. A wrong "yes" leaves a secret readable in the catalog, so each doubt is a "no".

use super::kind::{is_pem, is_service_account};
use super::recognise::recognise_value;
use super::url::{Url, holds_user_info};

/// Build tools put what bears these into what a browser loads: public whatever else the name says.
const PUBLIC_PREFIXES: [&str; 2] = ["NEXT_PUBLIC_", "VITE_"];

/// A name that holds one of these is never proposed as plain.
const NEVER: [&str; 14] =
    ["PASS", "PWD", "SECRET", "TOKEN", "KEY", "AUTH", "CRED", "PIN", "OTP", "SALT", "DSN", "HOOK", "PRIV", "SIG"];

/// Ends of names that say where and how a program runs.
const PLAIN_ENDINGS: [&str; 7] = ["PORT", "HOST", "REGION", "ENV", "LEVEL", "MODE", "DEBUG"];

/// Longest part of a URL's path that is surely no key.
const MAX_PATH_PART: usize = 15;

/// PRODUCT.md's rule for what an import proposes as plain: booleans; numbers up to six digits; URLs with no user info,
/// no query, no path part over 15 characters and no provider's shape; names ending PORT HOST REGION ENV LEVEL MODE
/// DEBUG; public prefixes. Names (but for public prefixes) that hold a word of secrets never are.
///
/// An ending is believed only while the value does not say otherwise: a PEM, a service account, a connection string
/// or a provider's key under `…_HOST` stays a secret.
pub fn is_plain(variable: &str, value: &[u8]) -> bool {
    let name = variable.to_ascii_uppercase();
    if PUBLIC_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
        return true;
    }
    if NEVER.iter().any(|word| name.contains(word)) {
        return false;
    }
    is_boolean(value)
        || is_short_number(value)
        || is_harmless_url(value)
        || (PLAIN_ENDINGS.iter().any(|ending| name.ends_with(ending)) && !looks_secret(value))
}

fn is_boolean(value: &[u8]) -> bool {
    ["true", "false", "yes", "no", "on", "off"].iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// Up to six digits, with one sign before and one point among them at most.
fn is_short_number(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"-").or_else(|| value.strip_prefix(b"+")).unwrap_or(value);
    let points = value.iter().filter(|byte| **byte == b'.').count();
    let digits = value.len() - points;
    (1..=6).contains(&digits)
        && points <= 1
        && value.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && value.first() != Some(&b'.')
        && value.last() != Some(&b'.')
}

fn is_harmless_url(value: &[u8]) -> bool {
    let Some(url) = Url::parse(value) else { return false };
    url.user_info.is_none()
        && url.query.is_none()
        && url.fragment.is_none()
        && url.path.split('/').all(|part| part.chars().count() <= MAX_PATH_PART && !has_shape(part))
        && url.hosts.split(['.', ':', ',']).all(|part| !has_shape(part))
        && recognise_value(value).is_none()
}

fn has_shape(part: &str) -> bool {
    recognise_value(part.as_bytes()).is_some()
}

fn looks_secret(value: &[u8]) -> bool {
    is_pem(value) || is_service_account(value) || holds_user_info(value) || recognise_value(value).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed(name: &str, value: &str) -> bool {
        is_plain(name, value.as_bytes())
    }

    #[test]
    fn booleans_short_numbers_and_harmless_urls_are_plain() {
        for value in ["true", "FALSE", "yes", "off", "0", "5432", "123456", "-1", "0.5", "+12.25"] {
            assert!(proposed("FEATURE_X", value), "{value}");
        }
        for value in ["", "1234567", "1.2.3", ".5", "5.", "-", "12a", "truee", " true", "true\n", "１２"] {
            assert!(!proposed("FEATURE_X", value), "{value:?}");
        }
        for value in ["https://api.example.com", "http://localhost:8080/v1/", "wss://a.b/012345678901234/x"] {
            assert!(proposed("API_BASE", value), "{value}");
        }
    }

    #[test]
    fn urls_that_could_carry_a_secret_are_not_plain() {
        let user_info = format!("https://u:{}@example.com/", "pw");
        for value in [
            user_info.as_str(),
            "https://example.com/?a=b",
            "https://example.com/#a",
            "https://example.com/0123456789abcdef",
            "https://exam ple.com/",
            "example.com/path",
        ] {
            assert!(!proposed("API_BASE", value), "{value}");
        }
        let hook = format!("https://hooks.slack.com/services/{}", "T00/B00/".to_owned() + &"x".repeat(15));
        assert!(!proposed("NOTIFY_URL", &hook));
    }

    #[test]
    fn endings_are_plain_unless_the_value_says_otherwise() {
        for name in ["PORT", "DB_HOST", "AWS_REGION", "NODE_ENV", "LOG_LEVEL", "APP_MODE", "APP_DEBUG", "db_host"] {
            assert!(proposed(name, "anything at all"), "{name}");
        }
        for name in ["PORTS", "HOSTNAME_", "LEVELS", "REGION_X"] {
            assert!(!proposed(name, "anything at all"), "{name}");
        }
        let url = format!("postgres://u:{}@db/x", "pw");
        assert!(!proposed("DB_HOST", &url));
        assert!(!proposed("DB_HOST", &format!("ghp_{}", "a1".repeat(18))));
        assert!(!proposed("TLS_MODE", &format!("-----BEGIN {} KEY-----", "PRIVATE")));
    }

    #[test]
    fn a_word_of_secrets_in_the_name_is_never_plain() {
        for word in NEVER {
            assert!(!proposed(&format!("A_{word}_PORT"), "5432"), "{word}");
            assert!(!proposed(&format!("{}x", word.to_lowercase()), "true"), "{word}");
        }
    }

    #[test]
    fn public_prefixes_are_plain_whatever_the_rest_says() {
        assert!(proposed("NEXT_PUBLIC_STRIPE_KEY", "x") && proposed("VITE_AUTH_TOKEN", "x"));
        assert!(!proposed("MY_NEXT_PUBLIC_KEY", "x") && !proposed("NEXT_PUBLICKEY", "x"));
    }
}
