//! The line to the helper: started, asked and read by whoever wants an answer.

use std::io::{self, Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};

use async_io::Async;

use super::COMMAND;
use super::words::{Answer, Ask};

/// What the helper gets of the environment: the way to the session bus, and where libraries lie. Others of this user may read
/// it there, so it is as little as can be.
const PASSED_ON: [&str; 4] = ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME", "LD_LIBRARY_PATH"];

/// The longest answer, in bytes.
const LONGEST_ANSWER: usize = 1 << 20;

/// Of a helper that said nothing.
pub(super) const ENDED: &str = "its helper ended";

/// Asks by a helper of its own. Where the wish is dropped, the helper ends, and so does what it asked for.
pub(super) async fn ask(ask: &Ask) -> Answer {
    match converse(ask).await {
        Ok(answer) => answer,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Answer::Refused(ENDED.to_owned()),
        Err(error) => Answer::Refused(error.kind().to_string()),
    }
}

async fn converse(ask: &Ask) -> io::Result<Answer> {
    let (mut ours, theirs) = UnixStream::pair()?;
    start(theirs)?;
    let mut line = serde_json::to_vec(ask)?;
    line.push(b'\n');
    // Less than a socket holds.
    ours.write_all(&line)?;
    let ours = Async::new(ours)?;
    let (mut said, mut part) = (Vec::new(), [0; 4096]);
    while !said.ends_with(b"\n") {
        let count = ours.read_with(|mut stream| stream.read(&mut part)).await?;
        if count == 0 || said.len() > LONGEST_ANSWER {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        said.extend_from_slice(&part[..count]);
    }
    Ok(serde_json::from_slice(&said)?)
}

/// Starts a helper at the other end. Its thread waits for its end: no zombie stays beside a window that runs for days, and a
/// helper is told of its parent's end by the end of the thread that started it.
fn start(theirs: UnixStream) -> io::Result<()> {
    let theirs = OwnedFd::from(theirs);
    let mut command = Command::new("/proc/self/exe");
    command.arg0("keyloft").arg(COMMAND).env_clear().stdin(theirs.try_clone()?).stdout(theirs).stderr(Stdio::null());
    command.envs(PASSED_ON.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    let run = move || {
        let child = command.spawn();
        // It holds the helper's end, which would keep the line open for ever.
        drop(command);
        child.and_then(|mut child| child.wait())
    };
    std::thread::Builder::new().name("portal-helper".to_owned()).spawn(run).map(drop)
}
