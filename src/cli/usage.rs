//! Wrong usage, `--help` and `--version`, in clap's words, made fit to be shown.

use std::io::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::text::harmless_lines;

/// What stands for a word that may be a secret typed in the wrong place.
const HIDDEN: &str = "(a word not shown)";

/// Prints what clap has to say and gives the exit code: 2, or 0 where help or the version was asked for.
pub fn report(mut error: clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    hide_secrets(&mut error);
    let mut err = std::io::stderr().lock();
    let _ = err.write_all(harmless_lines(&error.render().to_string()).as_bytes());
    ExitCode::from(2)
}

/// `keyloft add shop/dev/X VALUE`: the word too many is most likely a secret, and standard error is often a log.
fn hide_secrets(error: &mut clap::Error) {
    let kind = match error.kind() {
        ErrorKind::UnknownArgument => ContextKind::InvalidArg,
        // `--generate VALUE`, `--secret-stdin=VALUE`: a secret where a wish was meant.
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::TooManyValues
            if matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(arg))
                if ["--generate ", "--secret-", "[SPEC]", "--key-id "].iter().any(|start| arg.starts_with(start))) =>
        {
            ContextKind::InvalidValue
        }
        _ => return,
    };
    match error.get(kind) {
        Some(ContextValue::String(word)) if kind == ContextKind::InvalidValue || !word.starts_with('-') => {}
        _ => return,
    }
    error.insert(kind, ContextValue::String(HIDDEN.into()));
    // clap's tip would repeat the word: "to pass 'VALUE' as a value, use '-- VALUE'".
    error.remove(ContextKind::Suggested);
    error.remove(ContextKind::SuggestedArg);
}
