//! Whom a file can be written for, with what people and the window need to know of each.

use std::fmt;
use std::str::FromStr;

/// Whom a file is written for. What each reads is FORMATS.md's table, measured on the parsers themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum Target {
    /// One file that all dotenv readers of FORMATS.md and the shells read the same.
    #[default]
    Portable,
    /// The npm package `dotenv`.
    Node,
    /// `node --env-file`.
    NodeEnvFile,
    /// Next.js (`@next/env`).
    Next,
    /// Vite (`loadEnv`).
    Vite,
    /// dotenvx.
    Dotenvx,
    /// The Python package `python-dotenv`.
    Python,
    /// `docker run --env-file`, and `kubectl create secret --from-env-file`.
    Docker,
    /// Docker Compose's `env_file` and `.env`.
    Compose,
    /// bash, dash, zsh, busybox, `.envrc`.
    Sh,
    /// fish.
    Fish,
    /// PowerShell.
    PowerShell,
    /// One flat JSON object.
    Json,
    /// One flat YAML map.
    Yaml,
    /// A Kubernetes Secret for `kubectl apply`.
    K8s,
    /// The file that `GITHUB_ENV` names in a workflow.
    GitHub,
}

impl Target {
    /// All of them, in the order they are listed and offered; those of one group stand together.
    pub const ALL: [Self; 16] = [
        Self::Portable,
        Self::Node,
        Self::NodeEnvFile,
        Self::Next,
        Self::Vite,
        Self::Dotenvx,
        Self::Python,
        Self::Docker,
        Self::Compose,
        Self::K8s,
        Self::GitHub,
        Self::Sh,
        Self::Fish,
        Self::PowerShell,
        Self::Json,
        Self::Yaml,
    ];

    /// The word after `--for`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Node => "node",
            Self::NodeEnvFile => "node-env-file",
            Self::Next => "next",
            Self::Vite => "vite",
            Self::Dotenvx => "dotenvx",
            Self::Python => "python",
            Self::Docker => "docker",
            Self::Compose => "compose",
            Self::Sh => "sh",
            Self::Fish => "fish",
            Self::PowerShell => "powershell",
            Self::Json => "json",
            Self::Yaml => "yaml",
            Self::K8s => "k8s",
            Self::GitHub => "github",
        }
    }

    /// What it is called where one is chosen: "Next.js", "docker run --env-file".
    pub fn title(self) -> &'static str {
        match self {
            Self::Portable => "Any dotenv reader",
            Self::Node => "dotenv for Node",
            Self::NodeEnvFile => "node --env-file",
            Self::Next => "Next.js",
            Self::Vite => "Vite",
            Self::Dotenvx => "dotenvx",
            Self::Python => "python-dotenv",
            Self::Docker => "docker run --env-file",
            Self::Compose => "Docker Compose",
            Self::Sh => "A shell (bash, zsh, dash)",
            Self::Fish => "fish",
            Self::PowerShell => "PowerShell",
            Self::Json => "JSON",
            Self::Yaml => "YAML",
            Self::K8s => "Kubernetes Secret",
            Self::GitHub => "GitHub Actions",
        }
    }

    /// Who reads it, within a sentence: "Read back as Next reads it", "a shell can't hold".
    pub fn reader(self) -> &'static str {
        match self {
            Self::Portable => "any dotenv reader",
            Self::Node => "dotenv",
            Self::NodeEnvFile => "node",
            Self::Next => "Next",
            Self::Vite => "Vite",
            Self::Docker => "docker",
            Self::Compose => "Compose",
            Self::Sh => "a shell",
            Self::K8s => "kubectl",
            Self::GitHub => "GitHub",
            Self::Dotenvx | Self::Python | Self::Fish | Self::PowerShell | Self::Json | Self::Yaml => self.title(),
        }
    }

    /// The group it stands in where one is chosen.
    pub fn group(self) -> &'static str {
        match self {
            Self::Portable => "Files",
            Self::Node | Self::NodeEnvFile | Self::Next | Self::Vite | Self::Dotenvx => "JavaScript",
            Self::Python => "Python",
            Self::Docker | Self::Compose | Self::K8s | Self::GitHub => "Containers and builds",
            Self::Sh | Self::Fish | Self::PowerShell => "Shells",
            Self::Json | Self::Yaml => "Data",
        }
    }

    /// The name that the file usually has, for an environment of this name.
    pub fn file_name(self, environment: &str) -> String {
        let develops = ["development", "dev", "local"].contains(&environment);
        match self {
            Self::Next | Self::Vite => match develops {
                true => ".env.local".to_owned(),
                false => format!(".env.{environment}.local"),
            },
            Self::Sh => ".envrc".to_owned(),
            Self::Fish => "env.fish".to_owned(),
            Self::PowerShell => "env.ps1".to_owned(),
            Self::Json => "env.json".to_owned(),
            Self::Yaml => "env.yaml".to_owned(),
            Self::K8s => "secret.yaml".to_owned(),
            Self::GitHub => "github.env".to_owned(),
            _ if develops => ".env".to_owned(),
            _ => format!(".env.{environment}"),
        }
    }

    /// Whether a comment can stand in the file.
    pub fn has_comments(self) -> bool {
        !matches!(self, Self::Json | Self::GitHub)
    }

    /// Who likely reads environment files in a folder, most telling first: from the names of what lies in it, and the text
    /// of its `package.json`.
    pub fn likely(names: &[String], package_json: Option<&str>) -> Vec<Self> {
        let package = |name: &str| package_json.is_some_and(|text| text.contains(&format!("\"{name}\"")));
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        let begins = |wanted: &str| names.iter().any(|name| name.starts_with(wanted));
        let compose = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
        let signs = [
            (Self::Next, package("next") || begins("next.config.")),
            (Self::Vite, package("vite") || begins("vite.config.")),
            (Self::Dotenvx, package("@dotenvx/dotenvx") || has(".env.keys")),
            (Self::Compose, compose.into_iter().any(has)),
            (Self::Node, package("dotenv")),
            (Self::NodeEnvFile, package_json.is_some_and(|text| text.contains("--env-file"))),
            (Self::Python, ["pyproject.toml", "requirements.txt", "manage.py", "Pipfile"].into_iter().any(has)),
            (Self::Docker, has("Dockerfile") || has("Containerfile")),
            (Self::Sh, has(".envrc")),
        ];
        signs.into_iter().filter(|(_, seen)| *seen).map(|(target, _)| target).collect()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A word that names no target. The text lists those there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no such target. The targets are {}", Target::ALL.map(Target::word).join(", "))]
pub struct UnknownTarget;

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Self, UnknownTarget> {
        Self::ALL.into_iter().find(|target| target.word() == text).ok_or(UnknownTarget)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_word_and_groups_stand_together() {
        let mut groups: Vec<&str> = Target::ALL.iter().map(|target| target.group()).collect();
        groups.dedup();
        let mut once = groups.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), groups.len());
        for target in Target::ALL {
            assert_eq!(target.word().parse(), Ok(target));
        }
        let error = "dockerfile".parse::<Target>().unwrap_err().to_string();
        assert!(error.starts_with("there is no such target. The targets are portable, node, "), "{error}");
    }

    #[test]
    fn a_folder_tells_who_reads_there() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let package =
            r#"{"dependencies": {"next": "16", "dotenv": "18"}, "scripts": {"start": "node --env-file=.env x"}}"#;
        assert_eq!(
            Target::likely(&names(&["package.json", "compose.yaml"]), Some(package)),
            [Target::Next, Target::Compose, Target::Node, Target::NodeEnvFile]
        );
        assert_eq!(Target::likely(&names(&["vite.config.ts"]), None), [Target::Vite]);
        assert_eq!(Target::likely(&names(&["Dockerfile", "manage.py"]), None), [Target::Python, Target::Docker]);
        assert!(Target::likely(&names(&["main.rs"]), Some("{\"nextra\": 1}")).is_empty());
    }

    #[test]
    fn files_have_the_names_their_readers_look_for() {
        assert_eq!(Target::Portable.file_name("development"), ".env");
        assert_eq!(Target::Node.file_name("staging"), ".env.staging");
        assert_eq!(Target::Next.file_name("production"), ".env.production.local");
        assert_eq!(Target::K8s.file_name("production"), "secret.yaml");
    }
}
