//! What is asked of the desktop's portal: file dialogs, how windows should look, the user's browser. Asked by a helper: the
//! portal looks at `/proc/PID/root` of whoever calls, which of a hardened process nobody but root may see, and answers nobody
//! whom it can't look at. The helper is this binary once more, knows no secret, and ends with whoever asked. Linux only.

mod calls;
mod dialog;
pub mod helper;
mod line;
#[cfg(test)]
mod tests;
mod words;
mod zenity;

pub use dialog::{Choice, Choosing, Hold, choosing};
pub use words::{FileDialog, PathBytes, Setting, SettingValue, Wants};

use words::{Answer, Ask};

/// The hidden subcommand.
pub const COMMAND: &str = "__portal";

/// What the portal is called on the session bus.
pub const NAME: &str = "org.freedesktop.portal.Desktop";
/// Where it is there.
pub const PATH: &str = "/org/freedesktop/portal/desktop";
/// Its interface for settings.
pub const SETTINGS: &str = "org.freedesktop.portal.Settings";

/// What these namespaces of settings hold; none where no portal tells.
pub async fn settings(namespaces: &[&str]) -> Option<Vec<Setting>> {
    let namespaces = namespaces.iter().map(|&name| name.to_owned()).collect();
    match line::ask(&Ask::Settings(namespaces)).await {
        Answer::Settings(settings) => Some(settings),
        _ => None,
    }
}

/// The same of the portal on this bus, by this very process.
#[cfg(test)]
pub async fn settings_at(address: zbus::Result<zbus::Address>, namespaces: &[&str]) -> Option<Vec<Setting>> {
    let namespaces = namespaces.iter().map(|&name| name.to_owned()).collect();
    match calls::answer(address, Ask::Settings(namespaces)).await {
        Answer::Settings(settings) => Some(settings),
        _ => None,
    }
}

/// Has it open a page. Blocks for as long as a person takes to choose a browser.
///
/// # Errors
/// Why it did not, in a few words.
pub fn open_page(page: &str) -> Result<(), String> {
    match async_io::block_on(line::ask(&Ask::Page(page.to_owned()))) {
        Answer::Opened => Ok(()),
        Answer::Refused(why) => Err(why),
        _ => Err(line::ENDED.to_owned()),
    }
}
