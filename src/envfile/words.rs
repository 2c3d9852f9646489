//! The words with which entries are called ambiguous, in one place, so that readers say the same of the same thing.

pub(super) const COMMAND: &str = "holds a command substitution: some readers run it, Keyloft keeps the text";
pub(super) const BACKSLASH: &str = "has a backslash, which readers treat differently";
pub(super) const GLUED_HASH: &str = "has a # glued to the value: some readers begin a comment there";
pub(super) const SPACES: &str = "has spaces without quotes: shells cut the value there";
pub(super) const QUOTE_INSIDE: &str = "has a quote that some readers take away";
pub(super) const BACKTICKS: &str = "stands in backticks: shells would run it";
pub(super) const SPACED_EQUALS: &str = "has spaces around =, which shells don't take";
pub(super) const COLON: &str = "is written NAME: value, which few readers take";
pub(super) const NEXT_LINE: &str = "begins on the line after its name, which few readers take";
pub(super) const IN_SINGLE: &str = "has ${…} in single quotes: some readers expand it even there";
pub(super) const NOT_UTF8: &str = "is not UTF-8: some readers change it";
pub(super) const CARRIAGE: &str = "ends in a carriage return that shells would keep";
pub(super) const TILDE: &str = "begins with ~, which shells replace";
pub(super) const ANSI: &str = "is written $'…', which only bash and zsh read";
pub(super) const LOOSE_PEM: &str = "is the first line of a key that isn't in quotes";
pub(super) const DROPPED: &str = "has text behind its closing quote, which is dropped";
pub(super) const LONE_DOLLAR: &str = "has a $ that Docker Compose refuses";
pub(super) const NODE_DIFFERS: &str = "is read differently by node --env-file";
pub(super) const PYTHON_DIFFERS: &str = "is read differently by python-dotenv";
pub(super) const COMPOSE_DIFFERS: &str = "is read differently by Docker Compose";
pub(super) const SHELL_DIFFERS: &str = "is read differently by shells";
pub(super) const DOTENV_DIFFERS: &str = "is read differently by dotenv";
