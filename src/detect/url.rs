//! Just enough of URLs to say whether one carries credentials, and whether it would travel unencrypted.

use std::net::{IpAddr, Ipv4Addr};

/// The pieces of `scheme://user:password@host:port/path?query#fragment`, as they stand, nothing decoded.
pub(super) struct Url<'a> {
    pub scheme: &'a str,
    pub user_info: Option<&'a str>,
    /// With its port, or several, separated by commas; empty for a local socket.
    pub hosts: &'a str,
    pub path: &'a str,
    pub query: Option<&'a str>,
    pub fragment: Option<&'a str>,
}

impl<'a> Url<'a> {
    /// None where the value is no URL of this form, or holds spaces, control characters or a backslash (which readers
    /// of URLs disagree on).
    pub fn parse(value: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(value).ok()?;
        let (scheme, rest) = text.split_once("://")?;
        let scheme_ok = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        if !scheme_ok || text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return None;
        }
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        // A raw `/`, `?` or `#` in a password cuts it short of its `@`; it is a password all the same.
        let torn = !authority.contains('@') && authority.contains(':') && rest.len() != authority.len() && {
            let port = authority.rsplit(':').next().unwrap_or_default();
            !port.bytes().all(|b| b.is_ascii_digit() || b == b']') && text.contains('@')
        };
        let (user_info, hosts) = match authority.rsplit_once('@') {
            Some((user_info, hosts)) => (Some(user_info), hosts),
            None if torn => (Some(authority), ""),
            None => (None, authority),
        };
        Some(Self { scheme, user_info, hosts, path, query, fragment })
    }

    /// The last value of a query parameter, the name compared without case.
    fn parameter(&self, name: &str) -> Option<&'a str> {
        self.query?
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next_back()
    }
}

fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// The host of a page's address, as people read it.
pub fn host(page: &str) -> &str {
    let rest = page.split_once("://").map_or(page, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// True for a URL with a user or password before its host: `postgres://shop:…@db/shop`, `redis://:…@cache`.
pub fn holds_user_info(value: &[u8]) -> bool {
    Url::parse(value).is_some_and(|url| url.user_info.is_some_and(|info| !info.is_empty()))
}

/// `host:port`, `[::1]:port` or a host alone → the host.
fn without_port(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

/// `localhost` and its kin, loopback addresses, and local sockets (an empty host or an encoded path).
fn is_this_machine(host: &str) -> bool {
    let host = without_port(host).trim_end_matches('.').to_ascii_lowercase();
    if host.is_empty() || host.starts_with('/') || host.starts_with("%2f") {
        return true;
    }
    if host == "localhost" || host.ends_with(".localhost") {
        return true;
    }
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip == Ipv4Addr::UNSPECIFIED,
        Ok(IpAddr::V6(ip)) => {
            ip.is_loopback() || ip.is_unspecified() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
        Err(_) => false,
    }
}

/// True for an endpoint or a secret that is a URL and would travel readable: http, ws, ftp, ldap, redis and amqp, and
/// postgres unless it insists on TLS (`sslmode=require`, `verify-ca`, `verify-full`, or `ssl=true`), to any host that
/// is not this machine.
pub fn plain_http(value: &[u8]) -> bool {
    let Some(url) = Url::parse(value) else { return false };
    let mut hosts = url.hosts;
    match url.scheme.to_ascii_lowercase().as_str() {
        "http" | "ws" | "ftp" | "ldap" | "redis" | "amqp" => {}
        "postgres" | "postgresql" => {
            let tls = match url.parameter("sslmode") {
                Some(mode) => ["require", "verify-ca", "verify-full"].contains(&mode),
                None => url.parameter("ssl") == Some("true"),
            };
            if tls {
                return false;
            }
            // libpq takes the host from the query too; it wins.
            hosts = url.parameter("host").unwrap_or(hosts);
        }
        _ => return false,
    }
    hosts.split(',').any(|host| !is_this_machine(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A URL with credentials is put together here, so that none stands in the tree.
    fn with_password(scheme: &str, rest: &str) -> Vec<u8> {
        format!("{scheme}://shop:{}@{rest}", "pw").into_bytes()
    }

    #[test]
    fn an_address_is_read_by_its_host() {
        assert_eq!(host("https://dashboard.stripe.com/apikeys"), "dashboard.stripe.com");
        assert_eq!(host("https://www.twilio.com?x"), "twilio.com");
    }

    #[test]
    fn unencrypted_schemes_to_other_machines_are_plain() {
        for scheme in ["http", "HTTP", "ws", "ftp", "ldap", "redis", "amqp", "postgres", "postgresql"] {
            assert!(plain_http(format!("{scheme}://db.example.com:99/x").as_bytes()), "{scheme}");
            assert!(plain_http(&with_password(scheme, "10.0.0.5/x")), "{scheme}");
        }
        for scheme in ["https", "wss", "ftps", "ldaps", "rediss", "amqps", "mysql", "file", "mailto"] {
            assert!(!plain_http(format!("{scheme}://db.example.com/x").as_bytes()), "{scheme}");
        }
    }

    #[test]
    fn this_machine_is_no_danger() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "api.localhost",
            "127.0.0.1:1",
            "127.8.9.1",
            "[::1]:5432",
            "0.0.0.0",
            "localhost.",
        ] {
            assert!(!plain_http(format!("http://{host}/a").as_bytes()), "{host}");
            assert!(!plain_http(&with_password("redis", host)), "{host}");
        }
        for host in ["localhost.example.com", "127.0.0.1.nip.io", "192.168.1.4", "[fe80::1]", "redis:6379"] {
            assert!(plain_http(format!("http://{host}/a").as_bytes()), "{host}");
        }
        assert!(!plain_http(b"postgres:///shop") && !plain_http(b"postgres://%2Fvar%2Frun/shop"));
        assert!(plain_http(b"postgres://localhost,db2/shop"));
    }

    #[test]
    fn postgres_with_tls_is_encrypted() {
        for query in ["sslmode=require", "sslmode=verify-full", "a=b&sslmode=verify-ca", "ssl=true"] {
            assert!(!plain_http(format!("postgres://db/shop?{query}").as_bytes()), "{query}");
        }
        for query in ["sslmode=prefer", "sslmode=disable", "sslmode=disable&ssl=true", "sslmode=", "x=sslmode=require"]
        {
            assert!(plain_http(format!("postgres://db/shop?{query}").as_bytes()), "{query}");
        }
        assert!(plain_http(b"postgres:///shop?host=db.example.com") && !plain_http(b"postgres://x/shop?host=/tmp"));
    }

    #[test]
    fn user_info_is_found_even_where_a_password_tears_the_url() {
        assert!(holds_user_info(&with_password("postgres", "db/shop")));
        assert!(holds_user_info(format!("redis://:{}@cache", "pw").as_bytes()));
        assert!(holds_user_info(format!("amqp://u:{}@mq", "a/b").as_bytes()));
        for none in
            ["https://example.com/a@b", "https://example.com:8080/a@b", "https://@host/", "user@host", "://a:b@c"]
        {
            assert!(!holds_user_info(none.as_bytes()), "{none}");
        }
    }
}
