//! What a package brings besides the program: manual pages, and completions for shells. Made from the same description
//! as `--help`, so that they can't fall behind it.

use std::path::Path;
use std::process::ExitCode;

use clap_complete::Shell;

use super::{Failure, description};

/// The hidden subcommand that writes them; its one argument is a folder, made where it is missing.
pub const COMMAND: &str = "__pages";

/// Writes the pages into the folder named and gives the exit code.
pub fn main(folder: Option<impl AsRef<Path>>) -> ExitCode {
    let Some(folder) = folder else {
        return Failure::usage("Name a folder for the pages.").report();
    };
    let folder = folder.as_ref();
    match write(folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => Failure::plain(format!("Couldn't write pages into {}: {error}.", folder.display())).report(),
    }
}

/// `man/keyloft*.1`, one page a command; `bash/keyloft`, `zsh/_keyloft` and `fish/keyloft.fish`.
fn write(folder: &Path) -> std::io::Result<()> {
    let into = |name: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(&path).map(|()| path)
    };
    clap_mangen::generate_to(description(), into("man")?)?;
    let mut command = description();
    for (shell, folder) in [(Shell::Bash, "bash"), (Shell::Zsh, "zsh"), (Shell::Fish, "fish")] {
        let written = clap_complete::generate_to(shell, &mut command, "keyloft", into(folder)?)?;
        if shell == Shell::Bash {
            // bash-completion looks for a file with the command's own name.
            std::fs::rename(&written, written.with_extension(""))?;
        }
    }
    Ok(())
}
