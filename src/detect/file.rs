//! Variables whose value is the path of a file that holds the credentials.

use serde_json::Value;

use super::kind::is_pem;

/// Their names; programs read the file that they find there.
const VARIABLES: [&str; 3] = ["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CREDENTIALS_FILE", "KUBECONFIG"];

/// The sorts of Google's credentials files, by their `type`.
const GOOGLE: [&str; 4] = ["service_account", "authorized_user", "external_account", "impersonated_service_account"];

/// Largest file that is looked at.
const MAX_BYTES: usize = 1024 * 1024;

/// True where the variable names a credentials file and the value looks like a path, not like the credentials.
pub fn names_a_file(variable: &str, value: &[u8]) -> bool {
    let known = VARIABLES.iter().any(|name| variable == *name || variable.ends_with(&format!("_{name}")));
    known && (1..4096).contains(&value.len()) && !value.contains(&b'\n') && !value.trim_ascii_start().starts_with(b"{")
}

/// True for what such a file holds: Google's credentials, a kubeconfig, a PEM. Any other file is not what a line of an
/// environment file may have taken in.
pub fn is_credentials_file(content: &[u8]) -> bool {
    if content.len() > MAX_BYTES {
        return false;
    }
    let start = content.trim_ascii_start();
    if start.starts_with(b"{") {
        let json: Value = serde_json::from_slice(start).unwrap_or_default();
        return json["type"].as_str().is_some_and(|sort| GOOGLE.contains(&sort)) || json["kind"] == "Config";
    }
    let has_line =
        |wanted: &str| content.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_end() == wanted.as_bytes());
    is_pem(content) || (has_line("kind: Config") && has_line("apiVersion: v1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_credentials() {
        assert!(names_a_file("GOOGLE_APPLICATION_CREDENTIALS", b"/home/x/key.json"));
        assert!(names_a_file("STAGING_KUBECONFIG", b"kube.yaml"));
        for (name, value) in [
            ("GOOGLE_APPLICATION_CREDENTIALS", &b"{\"type\": \"service_account\"}"[..]),
            ("GOOGLE_APPLICATION_CREDENTIALS", b""),
            ("API_KEY", b"/home/x/key.json"),
            ("KUBECONFIG", b"apiVersion: v1\nkind: Config\n"),
        ] {
            assert!(!names_a_file(name, value), "{name}");
        }
    }

    #[test]
    fn only_credentials_are_credentials() {
        let pem = format!("-----BEGIN {0} KEY-----\nAA\n-----END {0} KEY-----\n", "PRIVATE");
        for content in [
            " {\"type\": \"service_account\"}",
            "{\"type\": \"external_account\"}",
            "apiVersion: v1\nclusters: []\nkind: Config\n",
            "{\"kind\": \"Config\"}",
            &pem,
        ] {
            assert!(is_credentials_file(content.as_bytes()), "{content}");
        }
        for content in ["root:x:0:0:root:/root:/bin/sh\n", "{\"type\": \"x\"}", "kind: Config\n", "", "{"] {
            assert!(!is_credentials_file(content.as_bytes()), "{content}");
        }
    }
}
