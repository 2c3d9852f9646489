//! Whether a command can be started at all, looked at before anything is handed to it: what is not there has used nothing.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, AtFlags, CWD, accessat};
use rustix::io::Errno;

use super::start::refused;
use super::{Ended, Job};

/// Where programs are looked for without a `PATH`.
const USUAL_PATH: &str = "/usr/local/bin:/bin:/usr/bin";
/// The system reads no more of a script's first line.
const FIRST_LINE: u64 = 256;

/// Says, as a start would, why the command can't be started, with the code that a start would give. One that looks well may
/// still be refused by the system.
pub fn look(job: &Job<'_>) -> Result<(), Ended> {
    let path = job.variables.iter().rfind(|(name, _)| name == "PATH").map(|(_, path)| path.clone());
    let path = path.or_else(|| std::env::var_os("PATH")).unwrap_or_else(|| USUAL_PATH.into());
    find(job.program, &path).map(drop).map_err(|error| refused(job.program, &error.into()))
}

/// The file that `execvp` would take.
fn find(program: &OsStr, path: &OsStr) -> Result<PathBuf, Errno> {
    if program.is_empty() {
        return Err(Errno::NOENT);
    }
    if program.as_bytes().contains(&b'/') {
        return check(Path::new(program)).map(|()| program.into());
    }
    let mut denied = None;
    // An empty part is the folder that one is in.
    for folder in path.as_bytes().split(|byte| *byte == b':') {
        let candidate = Path::new(OsStr::from_bytes(folder)).join(program);
        match check(&candidate) {
            Ok(()) => return Ok(candidate),
            Err(Errno::ACCESS) => denied = Some(Errno::ACCESS),
            Err(_) => {}
        }
    }
    Err(denied.unwrap_or(Errno::NOENT))
}

/// Why the system would not execute this file, as far as it can be seen.
fn check(path: &Path) -> Result<(), Errno> {
    executable(path)?;
    match interpreter_of(path) {
        Some(interpreter) => executable(&interpreter),
        None => Ok(()),
    }
}

fn executable(path: &Path) -> Result<(), Errno> {
    let facts = std::fs::metadata(path).map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::NOENT))?;
    if !facts.is_file() {
        return Err(Errno::ACCESS);
    }
    accessat(CWD, path, Access::EXEC_OK, AtFlags::EACCESS)
}

/// The program that a script's first line names.
fn interpreter_of(path: &Path) -> Option<PathBuf> {
    let mut start = Vec::new();
    File::open(path).ok()?.take(FIRST_LINE).read_to_end(&mut start).ok()?;
    let line = start.strip_prefix(b"#!")?.split(|byte| *byte == b'\n').next()?;
    let word = line.trim_ascii_start().split(u8::is_ascii_whitespace).next().filter(|word| !word.is_empty())?;
    Some(OsStr::from_bytes(word).into())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn put(path: &Path, text: &str, mode: u32) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_program_is_found_where_execvp_finds_it() {
        let dir = tempfile::tempdir().unwrap();
        let [first, second] = ["first", "second"].map(|name| dir.path().join(name));
        for folder in [&first, &second] {
            fs::create_dir(folder).unwrap();
        }
        let path = std::env::join_paths([&first, &dir.path().join("gone"), &second]).unwrap();
        let found = |name: &str| find(OsStr::new(name), &path);
        put(&second.join("both"), "x", 0o755);
        assert_eq!(found("both"), Ok(second.join("both")));
        put(&first.join("both"), "x", 0o644);
        assert_eq!(found("both"), Ok(second.join("both")), "what may not be executed is passed over");
        put(&first.join("both"), "x", 0o755);
        assert_eq!(found("both"), Ok(first.join("both")));
        put(&first.join("plain"), "x", 0o644);
        fs::create_dir(first.join("folder")).unwrap();
        for (name, why) in
            [("plain", Errno::ACCESS), ("folder", Errno::ACCESS), ("none", Errno::NOENT), ("", Errno::NOENT)]
        {
            assert_eq!(found(name), Err(why), "{name}");
        }
        let direct = |path: &Path| find(path.as_os_str(), OsStr::new("")).map(drop);
        assert_eq!(direct(&first.join("both")), Ok(()));
        assert_eq!(direct(&first.join("plain")), Err(Errno::ACCESS));
        assert_eq!(direct(&first.join("none")), Err(Errno::NOENT));
        assert_eq!(direct(&first.join("both/x")), Err(Errno::NOTDIR));
    }

    #[test]
    fn a_script_wants_the_program_that_its_first_line_names() {
        let dir = tempfile::tempdir().unwrap();
        let script = dir.path().join("script");
        for (line, well) in [
            ("#!/bin/sh\n", Ok(())),
            ("#! /bin/sh -e\nx", Ok(())),
            ("#!/no/such/shell\n", Err(Errno::NOENT)),
            ("#!\n", Ok(())),
            ("echo x\n", Ok(())),
        ] {
            put(&script, line, 0o755);
            assert_eq!(check(&script), well, "{line:?}");
        }
    }
}
