//! KeePassXC, as it is packaged, with a database of the same size.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::vaults::hex;
use crate::harness::{Owned, TempHome, Xvfb};

/// A database, and the home in which KeePassXC has been told not to ask about updates.
pub struct Peer {
    home: TempHome,
    file: PathBuf,
    phrase: String,
}

impl Peer {
    /// With so many entries, 1,000 in each group. None where KeePassXC is not installed.
    pub fn new(entries: usize) -> Option<Self> {
        let home = TempHome::new();
        let peer = Self { file: home.path().join("peer.kdbx"), phrase: hex(12), home };
        let xml = peer.home.path().join("peer.xml");
        std::fs::write(&xml, database(entries)).unwrap();
        let settings = "[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\nUpdateCheck=false\n[GUI]\nCheckForUpdates=false\n";
        std::fs::write(peer.home.path().join("peer.ini"), settings).unwrap();
        let mut import = peer.command("keepassxc-cli");
        import.args(["import", "-q", "-p", "-t", "100"]).arg(&xml).arg(&peer.file);
        let mut child = import.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
        let twice = format!("{0}\n{0}\n", peer.phrase);
        child.stdin.take().unwrap().write_all(twice.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "keepassxc-cli made no database");
        Some(peer)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.home.environment()).current_dir(self.home.path());
        command
    }

    /// Its window: asking for the passphrase, or with the entries where it is `opened`.
    pub fn start(&self, display: &Xvfb, opened: bool) -> Owned {
        let mut command = self.command("keepassxc");
        let [settings, local] = ["peer.ini", "local.ini"].map(|name| self.home.path().join(name));
        command.arg("--config").arg(settings).arg("--localconfig").arg(local);
        if opened {
            command.arg("--pw-stdin");
        }
        command.arg(&self.file).env("DISPLAY", display.display()).env("QT_QPA_PLATFORM", "xcb");
        let mut process = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()));
        let mut input = process.child().stdin.take().unwrap();
        if opened {
            writeln!(input, "{}", self.phrase).unwrap();
        }
        process
    }
}

/// KeePass's XML: groups of entries with title, name, password and address.
fn database(entries: usize) -> String {
    use base64::Engine as _;
    let uuid = |number: usize| base64::engine::general_purpose::STANDARD.encode((number as u128 + 1).to_be_bytes());
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<KeePassFile><Meta><DatabaseName>peer</DatabaseName></Meta><Root>",
    );
    let _ = write!(xml, "<Group><UUID>{}</UUID><Name>Root</Name>", uuid(1 << 40));
    for from in (0..entries).step_by(1_000) {
        let _ = write!(xml, "<Group><UUID>{}</UUID><Name>project {from}</Name>", uuid((1 << 41) + from));
        for at in from..entries.min(from + 1_000) {
            let _ = write!(xml, "<Entry><UUID>{}</UUID>", uuid(at));
            for (key, value) in [
                ("Title", format!("SERVICE_{at:06}_API_KEY")),
                ("UserName", String::from("payments")),
                ("Password", hex(20)),
                ("URL", String::from("service.example")),
                ("Notes", String::new()),
            ] {
                let _ = write!(xml, "<String><Key>{key}</Key><Value>{value}</Value></String>");
            }
            xml.push_str("</Entry>");
        }
        xml.push_str("</Group>");
    }
    xml.push_str("</Group></Root></KeePassFile>\n");
    xml
}
