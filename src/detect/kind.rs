//! What sort of credential a value is, and which end of it may be shown.

use serde_json::Value;

use super::url::{Url, holds_user_info};
use crate::model::Kind;

/// Service account files are about 2.4 KB; anything far larger is something else and not worth parsing.
const MAX_SERVICE_ACCOUNT: usize = 64 * 1024;

/// Shortest secret whose last four characters may be shown: of 20 characters, 16 stay hidden (LOOK.md, part 12).
const TAIL_FROM: usize = 20;

/// True for PEM: a certificate or private key.
pub(super) fn is_pem(value: &[u8]) -> bool {
    value.trim_ascii_start().starts_with(b"-----BEGIN ")
}

/// True for a JSON object whose `type` is `service_account`.
pub(super) fn is_service_account(value: &[u8]) -> bool {
    if value.len() > MAX_SERVICE_ACCOUNT || !value.trim_ascii_start().starts_with(b"{") {
        return false;
    }
    serde_json::from_slice::<Value>(value).is_ok_and(|json| json["type"] == "service_account")
}

/// The kind, by the value first and the name after it: PEM, service account, connection string, password, token; else
/// an API key.
pub fn kind_of(variable: &str, value: &[u8]) -> Kind {
    if is_pem(value) {
        return Kind::Certificate;
    }
    if is_service_account(value) {
        return Kind::ServiceAccount;
    }
    if holds_user_info(value) {
        return Kind::ConnectionString;
    }
    let name = variable.to_ascii_uppercase();
    if name.contains("PASS") || name.contains("PWD") {
        Kind::Password
    } else if name.contains("TOKEN") {
        Kind::Token
    } else {
        Kind::ApiKey
    }
}

/// The last four characters, by which a person tells two keys apart: only of API keys and tokens of 20 printable ASCII
/// characters or more that are no URL.
pub fn tail(value: &[u8], kind: &Kind) -> Option<String> {
    let may_show = matches!(kind, Kind::ApiKey | Kind::Token)
        && value.len() >= TAIL_FROM
        && value.iter().all(u8::is_ascii_graphic)
        && Url::parse(value).is_none();
    may_show.then(|| value[value.len() - 4..].iter().copied().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_says_more_than_the_name() {
        let pem = format!("-----BEGIN {} KEY-----\nAAAA\n-----END {} KEY-----", "PRIVATE", "PRIVATE");
        assert_eq!(kind_of("SSL_PASSWORD", pem.as_bytes()), Kind::Certificate);
        assert_eq!(kind_of("GOOGLE_TOKEN", br#" {"type":"service_account","x":[1]}"#), Kind::ServiceAccount);
        assert_eq!(kind_of("GOOGLE_TOKEN", br#"{"type":"authorized_user"}"#), Kind::Token);
        let url = format!("postgres://shop:{}@db/shop", "pw");
        assert_eq!(kind_of("DB_PASSWORD", url.as_bytes()), Kind::ConnectionString);
    }

    #[test]
    fn the_name_says_the_rest() {
        let cases = [
            ("DB_PASSWORD", Kind::Password),
            ("pgpassword", Kind::Password),
            ("MYSQL_PWD", Kind::Password),
            ("PASS_TOKEN", Kind::Password),
            ("GITHUB_TOKEN", Kind::Token),
            ("STRIPE_SECRET_KEY", Kind::ApiKey),
        ];
        for (name, kind) in cases {
            assert_eq!(kind_of(name, b"x"), kind, "{name}");
        }
    }

    #[test]
    fn deeply_nested_json_is_just_a_value() {
        let deep = "{\"a\":".repeat(10_000);
        assert_eq!(kind_of("X", deep.as_bytes()), Kind::ApiKey);
    }

    #[test]
    fn only_long_api_keys_and_tokens_show_their_tail() {
        let key = "a".repeat(16) + "wxyz";
        assert_eq!(tail(key.as_bytes(), &Kind::ApiKey).as_deref(), Some("wxyz"));
        assert_eq!(tail(key.as_bytes(), &Kind::Token).as_deref(), Some("wxyz"));
        for kind in Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::ApiKey | Kind::Token)) {
            assert_eq!(tail(key.as_bytes(), &kind), None, "{kind:?}");
        }
        for hidden in [&key[1..], "https://example.com/abcdefgh", "aaaaaaaaaaaaaaaa\u{fc}xyz", "aaaaaaaaaaaaaaaa x\nz"]
        {
            assert_eq!(tail(hidden.as_bytes(), &Kind::ApiKey), None, "{hidden}");
        }
    }
}
