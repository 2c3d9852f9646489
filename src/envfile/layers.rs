//! What an environment file's name says: which environment its values are for, in which order files of one folder are
//! laid over each other, and which files only name what is wanted.

/// What a file of that name holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// Values for an environment.
    Values {
        /// Its usual name.
        environment: String,
        /// Files of one folder and environment that have one are read as one, a higher one last. A file without stands
        /// alone.
        rank: Option<u8>,
    },
    /// Names without values: `.env.example`.
    Wanted,
}

/// Endings of files that name what is wanted and hold nothing.
const WANTED: [&str; 7] = ["example", "sample", "template", "dist", "defaults", "tmpl", "tpl"];
/// Endings of files that hold no values of their own: copies, what another tool encrypted, what it keeps for itself.
const NOT_OURS: [&str; 18] = [
    "bak",
    "backup",
    "old",
    "orig",
    "save",
    "swp",
    "swo",
    "tmp",
    "vault",
    "previous",
    "me",
    "enc",
    "encrypted",
    "gpg",
    "age",
    "asc",
    "schema",
    "ts",
];
/// What people write for an environment, and its usual name.
const STAGES: [(&[&str], &str); 5] = [
    (&["local", "dev", "develop", "development"], "development"),
    (&["test", "testing"], "test"),
    (&["stage", "staging", "stg"], "staging"),
    (&["prod", "prd", "production"], "production"),
    (&["ci"], "ci"),
];

/// The usual name of an environment that people write in several ways.
fn usual(word: &str) -> Option<&'static str> {
    STAGES.iter().find(|(words, _)| words.contains(&word)).map(|(_, usual)| *usual)
}

/// What a file of this name holds; none where it is no environment file.
///
/// The order is that of dotenv-flow and Vite: `.env`, `.env.local`, `.env.development`, `.env.development.local`. Next
/// lays `.env.local` over `.env.development`; `as_next` asks for that.
pub fn layer(file_name: &str, as_next: bool) -> Option<Layer> {
    let lower = file_name.to_ascii_lowercase();
    let values = |environment: &str, rank| Some(Layer::Values { environment: environment.to_owned(), rank });
    let Some(rest) = lower.strip_prefix(".env") else {
        let stem = lower.strip_suffix(".env")?;
        return match stem.rsplit('.').next().unwrap_or(stem) {
            "" => None,
            word if WANTED.contains(&word) => Some(Layer::Wanted),
            word => values(usual(word).unwrap_or("development"), None),
        };
    };
    let words: Vec<&str> = match rest.strip_prefix('.') {
        None if rest.is_empty() => return values("development", Some(0)),
        Some(words) if !words.is_empty() => words.split('.').collect(),
        _ => return None,
    };
    if words.iter().any(|word| word.is_empty() || word.ends_with('~') || NOT_OURS.contains(word)) {
        return None;
    }
    if words.iter().any(|word| WANTED.contains(word)) {
        return Some(Layer::Wanted);
    }
    let (over, own) = if as_next { (2, 1) } else { (1, 2) };
    match words.as_slice() {
        ["local"] => values("development", Some(over)),
        // What dotenvx opens its files with stands for no environment.
        ["keys"] => values("development", None),
        [stage] => values(usual(stage).unwrap_or(&file_name[5..]), Some(own)),
        [stage, "local"] => values(usual(stage).unwrap_or(&file_name[5..5 + stage.len()]), Some(3)),
        _ => values(usual(words[0]).unwrap_or("development"), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(name: &str) -> Option<(String, Option<u8>)> {
        match layer(name, false)? {
            Layer::Values { environment, rank } => Some((environment, rank)),
            Layer::Wanted => None,
        }
    }

    #[test]
    fn a_files_name_says_its_environment() {
        for (name, environment) in [
            (".env", "development"),
            (".env.local", "development"),
            (".env.dev", "development"),
            (".env.development.local", "development"),
            (".env.staging", "staging"),
            (".env.prod", "production"),
            (".env.production.local", "production"),
            (".env.test", "test"),
            (".env.Demo", "Demo"),
            (".env.qa.local", "qa"),
            ("production.env", "production"),
            ("web.prod.env", "production"),
            ("docker.env", "development"),
        ] {
            assert_eq!(values(name).map(|found| found.0).as_deref(), Some(environment), "{name}");
        }
    }

    #[test]
    fn files_of_a_folder_are_laid_over_each_other_as_their_tools_do() {
        let order = |as_next: bool| {
            let mut files = [".env.development.local", ".env.development", ".env.local", ".env"];
            files.sort_by_key(|name| match layer(name, as_next) {
                Some(Layer::Values { rank, .. }) => rank,
                _ => None,
            });
            files
        };
        assert_eq!(order(false), [".env", ".env.local", ".env.development", ".env.development.local"]);
        assert_eq!(order(true), [".env", ".env.development", ".env.local", ".env.development.local"]);
        assert_eq!(values("docker.env").unwrap().1, None, "it is no layer of another file");
    }

    #[test]
    fn examples_name_what_is_wanted_and_copies_are_nobodys() {
        for name in [".env.example", ".env.sample", ".env.local.example", ".env.template", "example.env", ".env.dist"] {
            assert_eq!(layer(name, false), Some(Layer::Wanted), "{name}");
        }
        for name in [
            "env",
            ".environment",
            ".env~",
            ".env.bak",
            ".env.local~",
            ".env.vault",
            ".env.",
            ".env..",
            ".envrc",
            ".env.gpg",
        ] {
            assert_eq!(layer(name, false), None, "{name}");
        }
    }
}
