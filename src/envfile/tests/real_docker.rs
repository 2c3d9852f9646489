//! The real docker: its command line reads `--env-file` itself, and tells what it read to a daemon. Here that is a socket of
//! the test's own, which answers as a daemon would and keeps what it was told.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::real_parsers::{Maker, files, not_proved};
use crate::envfile::Target;

/// Answers one request; gives its body back where a container is to be made.
fn answer(stream: &mut BufReader<UnixStream>) -> std::io::Result<Option<Vec<u8>>> {
    let mut request = String::new();
    stream.read_line(&mut request)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        if stream.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let makes = request.contains("/containers/create");
    let (status, answer) = match makes {
        true => ("201 Created", r#"{"Id": "made", "Warnings": []}"#),
        false => ("200 OK", "OK"),
    };
    let head =
        format!("HTTP/1.1 {status}\r\nApi-Version: 1.44\r\nContent-Type: application/json\r\nConnection: close\r\n");
    let whole = format!("{head}Content-Length: {}\r\n\r\n{answer}", answer.len());
    stream.get_mut().write_all(whole.as_bytes())?;
    Ok(makes.then_some(body))
}

/// What docker reads from the folder's `.env`.
fn ask(folder: &Path) -> BTreeMap<String, String> {
    let socket = folder.join("socket");
    let listener = UnixListener::bind(&socket).unwrap();
    let daemon = std::thread::Builder::new().name("daemon".into()).spawn(move || {
        loop {
            let (stream, _) = listener.accept().unwrap();
            if let Ok(Some(body)) = answer(&mut BufReader::new(stream)) {
                return body;
            }
        }
    });
    let done = Command::new("docker")
        .args(["create", "--env-file", ".env", "image"])
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("DOCKER_HOST", format!("unix://{}", socket.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told: Value = serde_json::from_slice(&daemon.unwrap().join().unwrap()).unwrap();
    let pair = |entry: &Value| {
        let (name, value) = entry.as_str().unwrap().split_once('=').unwrap();
        (name.to_owned(), value.to_owned())
    };
    told["Env"].as_array().unwrap().iter().map(pair).collect()
}

#[test]
fn docker_reads_what_was_written_for_it() {
    let works = Command::new("docker").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !works.is_ok_and(|status| status.success()) {
        return not_proved("docker");
    }
    let mut maker = Maker::new();
    for _ in 0..files() {
        let made = maker.make(Target::Docker);
        let read = ask(&made.folder);
        let expected: BTreeMap<String, String> = made
            .expected
            .iter()
            .map(|(name, value)| (name.clone(), String::from_utf8(value.clone()).unwrap()))
            .collect();
        assert_eq!(read, expected);
    }
}
