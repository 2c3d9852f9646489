//! `keyloft.toml`: what a folder wants to be run with. Committed with the code, so it holds no secret, and counts only once
//! a person has looked at it.

use serde::Deserialize;

use super::name::{EnvRef, NameError, VariableName};

/// The file's name, in a folder or one above it.
pub const PROJECT_FILE: &str = "keyloft.toml";

/// The most bytes of one.
pub const MAX_PROJECT_FILE: u64 = 64 * 1024;

/// What a project file asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectFile {
    /// Which environment a run takes where none is named.
    pub place: EnvRef,
    /// Variables that have to be there, in the file's order.
    pub variables: Vec<VariableName>,
}

/// Why a project file can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectFileError {
    /// Not UTF-8.
    #[error("it is no text")]
    NotText,
    /// Not TOML, or with a member that is not known. The parser's own words.
    #[error("line {line}: {words}")]
    Syntax {
        /// Which line; the first is 1.
        line: usize,
        /// What is wrong with it.
        words: String,
    },
    /// A name that can't be one.
    #[error(transparent)]
    Name(#[from] NameError),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    project: String,
    environment: String,
    #[serde(default)]
    variables: Vec<String>,
}

impl ProjectFile {
    /// Reads `project`, `environment` and `variables`; nothing else may stand in it.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProjectFileError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ProjectFileError::NotText)?;
        let written: Written = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start.min(text.len()));
            let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            // One line for a message, whatever the parser quotes.
            let words = error.message().split_whitespace().collect::<Vec<_>>().join(" ");
            ProjectFileError::Syntax { line, words }
        })?;
        let variables = written.variables.iter().map(|name| VariableName::new(name)).collect::<Result<_, _>>()?;
        Ok(Self { place: EnvRef::new(&written.project, &written.environment)?, variables })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_file_and_the_least_one_are_read() {
        let file = ProjectFile::parse(
            b"# for npm start\nproject = \"shop\"\nenvironment = \"development\"\nvariables = [\"PORT\", \"API_TOKEN\"]\n",
        )
        .unwrap();
        assert_eq!(file.place, EnvRef::parse("shop/development").unwrap());
        assert_eq!(file.variables.iter().map(VariableName::as_str).collect::<Vec<_>>(), ["PORT", "API_TOKEN"]);
        let least = ProjectFile::parse(b"project = 'shop'\nenvironment = 'dev'").unwrap();
        assert!(least.variables.is_empty());
    }

    #[test]
    fn what_it_may_not_hold_is_named_with_its_line() {
        let wrong = |text: &str| ProjectFile::parse(text.as_bytes()).unwrap_err().to_string();
        assert!(wrong("project = 'shop'\n").contains("environment"));
        let said = wrong("project = 'shop'\nenvironment = 'dev'\ncommand = 'npm start'\n");
        assert!(said.starts_with("line 3: ") && said.contains("command"), "{said}");
        assert!(wrong("project = 'shop\n").starts_with("line 1: "));
        assert!(wrong("project = 'a/b'\nenvironment = 'dev'").contains("a/b"));
        assert!(wrong("project = 's'\nenvironment = 'd'\nvariables = ['1X']").contains("1X"));
        assert_eq!(ProjectFile::parse(b"\xff").unwrap_err(), ProjectFileError::NotText);
    }
}
