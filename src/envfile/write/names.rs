//! Names that a target's readers keep for themselves: an assignment to one of them fails, is lost, or does something else. Taken
//! from the shells' own lists of what they have, each name tried.

use super::{Target, WhyRefused};
use crate::model::VariableName;

/// What bash, dash, zsh or busybox keeps; an assignment to some of them makes zsh change its user.
#[rustfmt::skip]
const SHELLS: [&str; 99] = [
    "ARGC", "BASHOPTS", "BASHPID", "BASH_ALIASES", "BASH_ARGC", "BASH_ARGV", "BASH_CMDS", "BASH_COMMAND",
    "BASH_LINENO", "BASH_SOURCE", "BASH_SUBSHELL", "BASH_VERSINFO", "COLUMNS", "DIRSTACK", "EGID", "EPOCHREALTIME",
    "EPOCHSECONDS", "EUID", "FUNCNAME", "FUNCNEST", "GID", "GROUPS", "HISTCMD", "HISTSIZE", "KEYBOARD_HACK",
    "KEYTIMEOUT", "LINENO", "LINES", "LISTMAX", "MAILCHECK", "OPTIND", "PPID", "RANDOM", "SAVEHIST", "SECONDS",
    "SHELLOPTS", "SHLVL", "SRANDOM", "TRY_BLOCK_ERROR", "TRY_BLOCK_INTERRUPT", "TTYIDLE", "UID", "USERNAME", "WATCH",
    "ZSH_EVAL_CONTEXT", "ZSH_SUBSHELL", "_", "aliases", "argv", "builtins", "cdpath", "commands", "dirstack",
    "dis_aliases", "dis_builtins", "dis_functions", "dis_functions_source", "dis_galiases", "dis_patchars",
    "dis_reswords", "dis_saliases", "fignore", "fpath", "funcfiletrace", "funcsourcetrace", "funcstack", "functions",
    "functions_source", "functrace", "galiases", "history", "historywords", "jobdirs", "jobstates", "jobtexts",
    "keymaps", "mailpath", "manpath", "module_path", "modules", "nameddirs", "options", "parameters", "patchars",
    "path", "pipestatus", "psvar", "reswords", "saliases", "signals", "status", "termcap", "terminfo", "userdirs",
    "usergroups", "watch", "widgets", "zsh_eval_context", "zsh_scheduled_events",
];

/// What fish keeps.
#[rustfmt::skip]
const FISH: [&str; 14] = [
    "FISH_VERSION", "PWD", "SHLVL", "_", "fish_kill_signal", "fish_killring", "fish_pid", "history", "hostname",
    "pipestatus", "status", "status_generation", "umask", "version",
];

/// The one name that GitHub's runner takes from no step, in any case.
const GITHUB: &str = "NODE_OPTIONS";

/// Refuses a name that the target's readers would not set.
pub(super) fn check(name: &VariableName, target: Target) -> Result<(), WhyRefused> {
    let name = name.as_str();
    match target {
        Target::Portable | Target::Sh if SHELLS.contains(&name) => Err(WhyRefused::ShellsOwn),
        Target::Fish if FISH.contains(&name) => Err(WhyRefused::ShellsOwn),
        Target::GitHub if name.eq_ignore_ascii_case(GITHUB) => Err(WhyRefused::Blocked),
        _ => Ok(()),
    }
}
