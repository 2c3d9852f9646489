//! The command line: arguments in, text and an exit code out. `main` is its only caller. Words, JSON and codes are fixed
//! in the product's description; they may grow, not change.

mod args;
mod bar;
mod commands;
mod consent;
mod hidden;
mod json;
mod outcome;
mod pages;
mod project_file;
mod prompt;
mod session;
mod table;
mod text;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::model::Theme;
use crate::{agent, child, clipboard, runtime, vault};
use args::{Cli, Command};
pub use outcome::Failure;

/// What `main` does next.
pub enum Next {
    /// The command ran.
    Done(ExitCode),
    /// No command was given: open the window.
    Window,
    /// Open the window on made-up keys, in a theme where one is wanted.
    Demo(Option<Theme>),
    /// Open the small window that copies one key.
    Quick,
    /// Open the window with every component.
    Gallery(Theme),
}

/// Runs one command. Usage errors, `--help` and `--version` end here too.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Next {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // The one helper that others may look at, since the portal does: it knows no secret.
    #[cfg(target_os = "linux")]
    if arguments.get(1).is_some_and(|word| word == crate::portal::COMMAND) {
        return Next::Done(crate::portal::helper::main());
    }
    // Before all else: no core dump and no other process may read this one's memory.
    runtime::harden();
    // Hidden subcommands, which never meet a person: the helpers', and the packagers'.
    let rest = || arguments.iter().skip(2).cloned();
    match arguments.get(1).and_then(|word| word.to_str()) {
        Some(clipboard::HELPER_COMMAND) => return Next::Done(clipboard::helper::main(rest())),
        Some(child::COMMAND) => return Next::Done(child::main(rest())),
        Some(agent::HELPER_COMMAND) => return Next::Done(agent::helper::main(rest())),
        Some(vault::DELETE_AFTER_COMMAND) => return Next::Done(vault::delete_after_main(rest())),
        Some(pages::COMMAND) => return Next::Done(pages::main(rest().next())),
        _ => {}
    }
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            return Next::Done(usage::report(error));
        }
    };
    if !matches!(cli.command, Some(Command::Run(_))) {
        runtime::leave_no_core();
    }
    match cli.command {
        None => Next::Window,
        Some(Command::Demo { theme }) => Next::Demo(theme.map(Theme::from)),
        Some(Command::Quick) => Next::Quick,
        Some(Command::Gallery { theme }) => Next::Gallery(theme.into()),
        Some(command) => Next::Done(commands::run(command).unwrap_or_else(Failure::report)),
    }
}

/// Says that a window was open already and came to the front, and gives the exit code.
pub fn open_already() -> ExitCode {
    text::tell("Keyloft is open already.");
    ExitCode::SUCCESS
}

/// Says why there is no window, and gives the exit code.
pub fn no_window(error: &dyn std::error::Error) -> ExitCode {
    Failure::plain(format!("Couldn't open the window: {error}.")).report()
}

/// Says what ended a window that was open, and gives the exit code.
pub fn window_ended(words: &str) -> ExitCode {
    Failure::plain(words.to_owned()).report()
}

/// The command line's own description, for man pages and completions.
pub fn description() -> clap::Command {
    Cli::command()
}
