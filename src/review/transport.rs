//! Whether a key's endpoint sends what it carries unencrypted over a network.

use std::net::IpAddr;

/// True for an address whose scheme is unencrypted (`http`, `ws`, `ftp`, `ldap`, `redis`, `amqp`; `postgres` unless it
/// demands TLS) and whose host is not this machine. False for anything that is no such URL.
///
/// libpq falls back to plain text under `sslmode=prefer`, which is also its default: only `require`, `verify-ca` and
/// `verify-full` count as TLS (PostgreSQL documentation, "SSL Mode Descriptions").
pub(super) fn sent_in_clear(address: &str) -> bool {
    let Some((scheme, rest)) = address.trim().split_once("://") else {
        return false;
    };
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let query = tail.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or(""));
    let hosts = authority.rsplit_once('@').map_or(authority, |(_, hosts)| hosts);
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "ws" | "ftp" | "ldap" | "redis" | "amqp" => leaves_this_machine(hosts),
        "postgres" | "postgresql" => {
            // A `host` in the query wins over the one before it; a path there is a socket on this machine.
            let hosts = parameter(query, "host").unwrap_or(hosts);
            !demands_tls(query) && hosts.split(',').any(leaves_this_machine)
        }
        _ => false,
    }
}

fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(n, _)| *n == name).map(|(_, value)| value)
}

fn demands_tls(query: &str) -> bool {
    matches!(parameter(query, "sslmode"), Some("require" | "verify-ca" | "verify-full"))
        // Spellings of other drivers: JDBC and node-postgres.
        || matches!(parameter(query, "ssl"), Some("true" | "1"))
}

/// One host with or without a port. An empty one, or a path, is a socket on this machine.
fn leaves_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None if host.parse::<IpAddr>().is_ok() => host,
        None => host.split(':').next().unwrap_or(""),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    if let Ok(ip) = name.parse::<IpAddr>() {
        return !ip.to_canonical().is_loopback() && !ip.is_unspecified();
    }
    let here = name.is_empty()
        || name.starts_with(['/', '@'])
        || name.starts_with("%2f")
        || name == "localhost"
        || name.ends_with(".localhost")
        || name == "host.docker.internal";
    !here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unencrypted_schemes_to_other_machines_are_sent_in_clear() {
        for address in [
            "http://api.example.com/v1",
            "HTTP://EXAMPLE.COM",
            "ws://example.com:9000",
            "ftp://user@files.example.com",
            "ldap://directory.example.com",
            "redis://:word@cache.example.com:6379/0",
            "amqp://queue.example.com",
            "http://10.0.0.7",
            "http://[2001:db8::1]:80/",
            "http://localhost.example.com",
            "http://user:p@localhost@example.com/",
            "postgres://u@db.example.com/shop",
            "postgresql://u@db.example.com/shop?sslmode=prefer",
            "postgres://u@localhost,db.example.com/shop",
            "postgres:///shop?host=db.example.com",
            " http://example.com ",
        ] {
            assert!(sent_in_clear(address), "{address}");
        }
    }

    #[test]
    fn tls_and_this_machine_are_not() {
        for address in [
            "https://api.example.com",
            "wss://example.com",
            "rediss://cache.example.com",
            "amqps://queue.example.com",
            "http://localhost:3000",
            "http://app.localhost",
            "http://127.0.0.1",
            "http://127.8.8.8:80/x",
            "http://[::1]:8080",
            "http://[::ffff:127.0.0.1]",
            "http://0.0.0.0:8000",
            "redis://host.docker.internal:6379",
            "postgres://u@db.example.com/shop?sslmode=require",
            "postgres://u@db.example.com/shop?a=b&sslmode=verify-full",
            "postgres://u@db.example.com/shop?ssl=true",
            "postgres:///shop",
            "postgres:///shop?host=/run/postgresql",
            "postgres://%2Frun%2Fpostgresql/shop",
            "mysql://db.example.com",
            "api.example.com",
            "not a url",
            "",
            "://",
            "http://",
        ] {
            assert!(!sent_in_clear(address), "{address}");
        }
    }
}
