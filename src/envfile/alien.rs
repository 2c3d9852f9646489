//! Files that are no environment files, told by their look: none of their lines comes in by mistake.

use memchr::memmem;

use super::foreign::{has_member, is_manifest};
use super::lines::lines;
use crate::detect::is_credentials_file;

/// What a file is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Alien {
    /// A file of Docker Compose itself.
    #[error(
        "it is a Docker Compose file, which lists services. Import the files that its env_file names, and what stands \
         under environment as NAME=value lines"
    )]
    Compose,
    /// npm's description of a package.
    #[error("it describes a package and holds no variables. Import the .env file beside it")]
    Package,
    /// YAML that is more than names and values.
    #[error("it is YAML with more than names and values. Import what you need as NAME=value lines")]
    Yaml,
    /// INI or TOML.
    #[error(
        "it has [sections], as INI and TOML have. Import what you need as NAME=value lines, or say that it is read as \
         dotenv reads it"
    )]
    Sections,
    /// A PEM, a service account, a kubeconfig.
    #[error("it is one credential, which is a file by itself. Add a key, and give it this file")]
    Credential,
    /// HTML or XML.
    #[error("it is HTML or XML, which holds no variables. Check that it is the right file")]
    Markup,
}

/// How much of a file is looked at.
const HEAD: usize = 64 * 1024;

/// What the text is, where it surely is no environment file and no export of a tool.
pub(super) fn told(text: &[u8]) -> Option<Alien> {
    let text = text.trim_ascii_start();
    let head = &text[..text.len().min(HEAD)];
    match head.first()? {
        b'{' => object(text, head),
        b'<' => Some(Alien::Markup),
        b'-' if head.starts_with(b"-----BEGIN ") => Some(Alien::Credential),
        _ if first_line(head).is_some_and(is_section) => Some(Alien::Sections),
        _ => yaml(text, head),
    }
}

fn object(text: &[u8], head: &[u8]) -> Option<Alien> {
    let holds = |name: &[u8]| memmem::find(head, name).is_some();
    let has_object = |name| has_member(head, name, b'{');
    if (holds(b"\"type\"") || holds(b"\"kind\"")) && is_credentials_file(text) {
        Some(Alien::Credential)
    } else if has_object("services") {
        Some(Alien::Compose)
    } else if ["scripts", "dependencies", "devDependencies"].into_iter().any(has_object) {
        Some(Alien::Package)
    } else {
        None
    }
}

/// The first line that says something, in whatever way comments are written.
fn first_line(head: &[u8]) -> Option<&[u8]> {
    lines(head).map(<[u8]>::trim_ascii).find(|line| !matches!(line.first(), None | Some(b'#' | b';')))
}

/// `[section]`, `[[section]]`, `[section "name"]`: no beginning of a JSON array.
fn is_section(line: &[u8]) -> bool {
    let Some(inner) = line.strip_prefix(b"[").and_then(|line| line.strip_suffix(b"]")) else { return false };
    let inner = inner.strip_prefix(b"[").unwrap_or(inner);
    inner.first().is_some_and(u8::is_ascii_alphabetic) && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_err()
}

/// YAML where something stands within something: a name without a value, and behind it lines further in.
fn yaml(text: &[u8], head: &[u8]) -> Option<Alien> {
    if memmem::find(head, b":\n").is_none() && memmem::find(head, b":\r\n").is_none() {
        return None;
    }
    if is_manifest(head) {
        return is_credentials_file(text).then_some(Alien::Credential);
    }
    let (mut is_open, mut is_nested, mut has_services) = (false, false, false);
    for line in lines(head).map(<[u8]>::trim_ascii_end) {
        if matches!(line.trim_ascii_start().first(), None | Some(b'#')) {
            continue;
        }
        if matches!(line[0], b' ' | b'\t' | b'-') {
            is_nested |= is_open && line != b"---";
            is_open = false;
            continue;
        }
        // An assignment: whatever else there is, it is meant for the environment.
        let colon = memchr::memchr(b':', line)?;
        if memchr::memchr(b'=', &line[..colon]).is_some() {
            return None;
        }
        is_open = colon + 1 == line.len();
        has_services |= is_open && &line[..colon] == b"services";
    }
    match (is_nested, has_services) {
        (false, _) => None,
        (true, true) => Some(Alien::Compose),
        (true, false) => Some(Alien::Yaml),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_environment_files_are_known() {
        for (text, what) in [
            ("services:\n  web:\n    environment:\n      - A=1\n", Alien::Compose),
            ("# c\nversion: \"3\"\r\nservices:\r\n  web:\r\n    image: x\r\n", Alien::Compose),
            ("name: shop\nx-common: &x\n  A: 1\nservices:\n  web: {}\n", Alien::Compose),
            ("{\"services\": {\"web\": {}}}", Alien::Compose),
            ("name: CI\non: push\njobs:\n  a:\n    env:\n      A: 1\n", Alien::Yaml),
            ("---\nlist:\n- a\n", Alien::Yaml),
            ("{\"name\": \"x\", \"scripts\": {\"a\": \"b\"}}", Alien::Package),
            ("[default]\naws_region = x\n", Alien::Sections),
            ("\n; c\n[remote \"origin\"]\n\turl = x\n", Alien::Sections),
            ("[[bin]]\nname = \"x\"\n", Alien::Sections),
            ("<?xml version=\"1.0\"?>\n<a/>\n", Alien::Markup),
            ("{\"type\": \"service_account\", \"project_id\": \"x\"}", Alien::Credential),
            ("apiVersion: v1\nkind: Config\nusers:\n  - name: x\n", Alien::Credential),
        ] {
            assert_eq!(told(text.as_bytes()), Some(what), "{text}");
        }
        let pem = format!("-----BEGIN {} KEY-----\nabc\n", "PRIVATE");
        assert_eq!(told(pem.as_bytes()), Some(Alien::Credential));
    }

    #[test]
    fn what_may_be_an_environment_file_is_read() {
        for text in [
            "",
            "A=1\n",
            "A: 1\nB: 2\n",
            "A:\nB: 2\n",
            "A=1\nservices:\n  web: x\n",
            "A=\"x:\n  y\"\n",
            "export A=1\nB:\n  c\n",
            "[\"a\"]",
            "[]",
            "[{\"key\": \"A\", \"value\": \"x\"}]",
            "[true]",
            "{\"A\": \"b\", \"type\": \"x\"}",
            "apiVersion: v1\nkind: Secret\ndata:\n  A: eA==\n",
            "#!/bin/sh\nif [ -f x ]; then\n  A=1\nfi\n",
            "Key,Value\nA,1\n",
        ] {
            assert_eq!(told(text.as_bytes()), None, "{text}");
        }
    }
}
