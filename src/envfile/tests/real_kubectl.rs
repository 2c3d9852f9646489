//! The real kubectl, without a cluster: an annotation added to a file of its own shows what it read from it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::real_parsers::{Maker, files, not_proved};
use crate::envfile::Target;

/// What kubectl reads from the folder's `.env`: kind, and names with their values.
fn ask(folder: &Path) -> (String, BTreeMap<String, Vec<u8>>) {
    let done = Command::new("kubectl")
        .args(["annotate", "--local", "-f", ".env", "read=true", "-o", "json"])
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let read: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(read["metadata"]["annotations"]["read"], "true");
    let value = |text: &Value| STANDARD.decode(text.as_str().unwrap()).unwrap();
    let data = read["data"].as_object().unwrap().iter().map(|(name, text)| (name.clone(), value(text))).collect();
    (read["kind"].as_str().unwrap().to_owned(), data)
}

#[test]
fn kubectl_reads_what_was_written_for_it() {
    let works =
        Command::new("kubectl").args(["version", "--client"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        return not_proved("kubectl");
    }
    let mut maker = Maker::new();
    for _ in 0..files() {
        let made = maker.make(Target::K8s);
        assert_eq!(ask(&made.folder), ("Secret".to_owned(), made.expected));
    }
}
