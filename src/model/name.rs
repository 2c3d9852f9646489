//! Names and references: what a variable, project or environment may be called, and `project/environment/NAME`.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use super::shown::is_invisible;

/// Longest project or environment name, in characters (PRODUCT.md).
const MAX_PLACE_NAME: usize = 64;
/// Longest variable name, in bytes. No target sets a lower limit; it keeps a hostile file from filling the catalog.
const MAX_VARIABLE_NAME: usize = 256;

/// Why a name can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// A variable name outside `[A-Za-z_][A-Za-z0-9_]*`.
    #[error("{0} is no variable name. Use letters, digits and _, not beginning with a digit")]
    Variable(String),
    /// A variable name over 256 bytes.
    #[error("the variable name is {0} bytes long, more than 256. Use a shorter one")]
    VariableTooLong(usize),
    /// An empty project or environment name.
    #[error("a project or environment name is empty. Write project/environment")]
    EmptyPlace,
    /// A project or environment name with a slash, a control character or an invisible one.
    #[error("{0} holds a character that can't be in a project or environment name. Use printable ones, without /")]
    Place(String),
    /// A project or environment name over 64 characters.
    #[error("a project or environment name is over 64 characters long. Use a shorter one")]
    PlaceTooLong,
    /// Not of the form `project/environment/NAME`.
    #[error("{0} is no reference. Write project/environment/NAME")]
    NotAReference(String),
    /// Not of the form `project/environment`.
    #[error("{0} is no environment. Write project/environment")]
    NotAnEnvironment(String),
}

/// Unicode NFC: the form in which names are kept and compared.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// True for characters that print as nothing, act on a terminal or turn the text around.
fn is_unprintable(c: char) -> bool {
    c.is_control() || is_invisible(c)
}

/// A project's or environment's name: printable, without `/`, 1 to 64 characters, in NFC.
pub fn check_place_name(text: &str) -> Result<String, NameError> {
    let name = nfc(text);
    if name.trim().is_empty() {
        return Err(NameError::EmptyPlace);
    }
    if name.chars().any(|c| c == '/' || is_unprintable(c)) || name.trim() != name {
        return Err(NameError::Place(name.chars().filter(|c| !is_unprintable(*c)).collect()));
    }
    if name.chars().count() > MAX_PLACE_NAME {
        return Err(NameError::PlaceTooLong);
    }
    Ok(name)
}

/// Environments that ask before a secret is shown: names beginning `prod` or `prd`, and `live`.
pub fn is_protected_at_first(environment: &str) -> bool {
    let lower = environment.to_lowercase();
    lower.starts_with("prod") || lower.starts_with("prd") || lower == "live"
}

/// Where a new environment stands among the others until the user orders them: from the desk to the customer.
pub fn usual_rank(environment: &str) -> u8 {
    let lower = environment.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    match () {
        () if is_protected_at_first(environment) => 90,
        () if begins(&["local", "dev"]) => 10,
        () if begins(&["test", "ci", "qa"]) => 20,
        () if begins(&["preview", "review"]) => 30,
        () if begins(&["stag", "preprod", "uat"]) => 40,
        () => 50,
    }
}

/// A variable name that was checked: `[A-Za-z_][A-Za-z0-9_]*`, at most 256 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableName(Box<str>);

impl VariableName {
    /// Checks the name.
    pub fn new(text: &str) -> Result<Self, NameError> {
        let first_ok = text.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
        // All of them, not up to the first bad one: so the compiler looks at sixteen at once.
        if !first_ok || !text.bytes().fold(true, |ok, byte| ok & (byte.is_ascii_alphanumeric() | (byte == b'_'))) {
            let shown: String = text.chars().filter(|c| !is_unprintable(*c)).take(80).collect();
            return Err(NameError::Variable(if shown.is_empty() { "An empty name".into() } else { shown }));
        }
        if text.len() > MAX_VARIABLE_NAME {
            return Err(NameError::VariableTooLong(text.len()));
        }
        Ok(Self(text.into()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VariableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `project/environment`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnvRef {
    /// The project's name, NFC.
    pub project: String,
    /// The environment's name, NFC.
    pub environment: String,
}

impl EnvRef {
    /// Checks both names.
    pub fn new(project: &str, environment: &str) -> Result<Self, NameError> {
        Ok(Self { project: check_place_name(project)?, environment: check_place_name(environment)? })
    }

    /// Reads `project/environment`.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        match text.split('/').collect::<Vec<_>>()[..] {
            [project, environment] => Self::new(project, environment),
            _ => Err(NameError::NotAnEnvironment(text.chars().filter(|c| !is_unprintable(*c)).collect())),
        }
    }

    /// The reference of a key here.
    pub fn key(&self, name: &VariableName) -> KeyRef {
        KeyRef { place: self.clone(), name: name.clone() }
    }
}

impl fmt::Display for EnvRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.project, self.environment)
    }
}

/// `project/environment/NAME`; in files `keyloft://project/environment/NAME`, percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyRef {
    /// Project and environment.
    pub place: EnvRef,
    /// The variable's name.
    pub name: VariableName,
}

impl KeyRef {
    /// Reads `project/environment/NAME`, or the same behind `keyloft://` with percent-encoding.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let wrong = || NameError::NotAReference(text.chars().filter(|c| !is_unprintable(*c)).collect());
        let decoded = match text.strip_prefix("keyloft://") {
            Some(rest) => rest
                .split('/')
                .map(|part| percent_encoding::percent_decode_str(part).decode_utf8().map(std::borrow::Cow::into_owned))
                .collect::<Result<Vec<_>, _>>()
                .map_err(|_| wrong())?,
            None => text.split('/').map(str::to_owned).collect(),
        };
        match &decoded[..] {
            [project, environment, name] => {
                Ok(Self { place: EnvRef::new(project, environment)?, name: VariableName::new(name)? })
            }
            _ => Err(wrong()),
        }
    }

    /// The form used in files: `keyloft://project/environment/NAME`.
    pub fn to_url(&self) -> String {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        const KEPT: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
        format!(
            "keyloft://{}/{}/{}",
            utf8_percent_encode(&self.place.project, KEPT),
            utf8_percent_encode(&self.place.environment, KEPT),
            self.name
        )
    }
}

impl fmt::Display for KeyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.place, self.name)
    }
}

impl FromStr for VariableName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(text)
    }
}

impl FromStr for EnvRef {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

impl FromStr for KeyRef {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variable_names_are_letters_digits_and_underscores() {
        for good in ["A", "_", "aB_9", "STRIPE_SECRET_KEY"] {
            assert_eq!(VariableName::new(good).unwrap().as_str(), good);
        }
        for bad in ["", "9A", "A-B", "A B", "É", "A\n", "A=B", "a/b"] {
            assert!(VariableName::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(VariableName::new(&"A".repeat(257)), Err(NameError::VariableTooLong(257)));
    }

    #[test]
    fn place_names_take_anything_printable_without_a_slash() {
        for good in ["shop", "Shop & Co", "Müller", "日本", "a.b-c_d"] {
            assert_eq!(check_place_name(good).unwrap(), nfc(good));
        }
        for bad in ["", " ", "a/b", "a\u{1b}[0m", "a\u{202e}b", " a", "a ", "a\nb", &"x".repeat(65)] {
            assert!(check_place_name(bad).is_err(), "{bad:?}");
        }
        assert!(check_place_name(&"ü".repeat(64)).is_ok());
    }

    #[test]
    fn names_are_kept_in_nfc() {
        assert_eq!(check_place_name("u\u{308}ber").unwrap(), "über");
    }

    #[test]
    fn references_read_back_from_their_url() {
        let reference = KeyRef::parse("Müller & Co/dev 1/API_KEY").unwrap();
        assert_eq!(KeyRef::parse(&reference.to_url()).unwrap(), reference);
        assert!(reference.to_url().starts_with("keyloft://M%C3%BCller%20%26%20Co/dev%201/"));
        for bad in ["a/b", "a/b/c/d", "a//C", "/b/C", "keyloft://a/b", "keyloft://a/%ff/C"] {
            assert!(KeyRef::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn production_and_live_are_protected_at_first() {
        for name in ["prod", "Production", "prd-eu", "live"] {
            assert!(is_protected_at_first(name), "{name}");
        }
        for name in ["development", "staging", "livestock", "preprod"] {
            assert!(!is_protected_at_first(name), "{name}");
        }
    }
}
