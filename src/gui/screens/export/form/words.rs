//! What is said of an export: beside its button, before a protected environment is written, and once it was.

use super::{DELETE_AFTER, Export};
use crate::jobs::Exported;

/// When a file goes that is deleted after so many seconds: "after 1 hour".
fn after(secs: u64) -> &'static str {
    DELETE_AFTER.iter().find(|(one, _)| *one == secs).map_or("in a while", |(_, words)| words)
}

impl Export {
    /// Beside the button: also where the window is too low for the switch to be in view, that the file goes by itself.
    pub fn note(&self) -> String {
        match self.delete {
            _ if self.is_running() => "Writing…".to_owned(),
            true => format!("The file is deleted {}. Recorded in Activity.", after(self.delete_after_secs)),
            false => "Writing the file is recorded in Activity.".to_owned(),
        }
    }

    /// The effect of writing it, for the question before a protected environment is written; code in ticks.
    pub fn effect(&self) -> String {
        let until = match self.delete {
            true => format!("It is deleted {}, unless it was changed by then.", after(self.delete_after_secs)),
            false => "It stays until you delete it.".to_owned(),
        };
        format!(
            "will hold them in plain text, readable by every program you run. {until} `keyloft run` gives them to one \
             program only."
        )
    }
}

/// "Wrote 12 variables to .env.local, 2 left out, deleted after 1 hour".
pub fn exported_words(exported: &Exported) -> String {
    let variables = exported.variables;
    let file = exported.path.file_name().unwrap_or(exported.path.as_os_str()).to_string_lossy();
    let mut words = format!("Wrote {variables} {} to {file}", if variables == 1 { "variable" } else { "variables" });
    let left_out = exported.left_out.len() + exported.unasked;
    if left_out > 0 {
        words.push_str(&format!(", {left_out} left out"));
    }
    if let Some(later) = exported.delete_after {
        words.push_str(&format!(", deleted {}", after(later.as_secs())));
    }
    match exported.expired.as_slice() {
        [] => {}
        [one] => words.push_str(&format!(", {one} has expired")),
        several => words.push_str(&format!(", {} have expired", several.len())),
    }
    words
}
