//! `generate`.

use std::io::IsTerminal;
use std::process::ExitCode;

use super::Failure;
use crate::cli::text::{put, say, tell};
use crate::generate::{Spec, generate_pair, server_side};
use crate::model::OsRandom;

pub fn generate(spec: Option<Spec>, pair: Option<&str>, hash: bool) -> Result<ExitCode, Failure> {
    let secret = match pair {
        Some(prefix) => {
            let pair =
                generate_pair(prefix, &OsRandom).map_err(|e| Failure::usage(format!("Couldn't make a pair: {e}.")))?;
            say(&format!("key id  {}", pair.key_id))?;
            put(b"secret  ")?;
            pair.secret
        }
        None => spec.unwrap_or_default().make(&OsRandom),
    };
    // Opened to be printed, which is what was asked for.
    put(secret.expose())?;
    if pair.is_some() || hash || std::io::stdout().is_terminal() {
        put(b"\n")?;
    }
    if hash {
        let note = format!("sha256  {}", server_side(&secret));
        say(&note)?;
        tell("A server keeps the sha256, never the secret. That is right for random tokens; for passwords it is not.");
    }
    Ok(ExitCode::SUCCESS)
}
