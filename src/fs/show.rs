//! A folder in the system's file manager.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What gives a folder to the file manager.
const OPENER: &str = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
/// One that runs for longer has found a program, which it may wait for.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two looks whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Shows a folder in the file manager; not by what opens links, which may give it to the browser.
///
/// # Errors
/// Where nothing on this system opens folders, or what does found no file manager.
pub fn show_folder(folder: &Path) -> io::Result<()> {
    show_by(OPENER, folder)
}

fn show_by(opener: &str, folder: &Path) -> io::Result<()> {
    let of_opener = |error: io::Error| io::Error::new(error.kind(), format!("{opener}: {error}"));
    let mut command = Command::new(opener);
    command.arg(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(of_opener)?;
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(format!("{opener}: {status}"))),
            None => std::thread::sleep(LOOK),
        }
    }
    // Its end is nobody's news, but it has to be taken.
    std::thread::Builder::new().name("file-manager".into()).spawn(move || child.wait())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_open_it_is_an_error_that_names_the_opener() {
        let folder = tempfile::tempdir().unwrap();
        assert!(show_by("true", folder.path()).is_ok());
        let failed = show_by("false", folder.path()).unwrap_err().to_string();
        assert!(failed.starts_with("false: "), "{failed}");
        let missing = show_by("no-such-opener", folder.path()).unwrap_err();
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        assert!(missing.to_string().starts_with("no-such-opener: "), "{missing}");
    }
}
