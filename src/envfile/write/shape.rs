//! What a target's file looks like around its values, for whoever shows it without them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Target, containers};

impl Target {
    /// What stands before a name, between it and its value, and behind that. Where only some values are in quotes, none are here;
    /// GitHub's three lines are one.
    pub fn line(self) -> [&'static str; 3] {
        match self {
            Self::Sh => ["export ", "='", "'"],
            Self::Fish => ["set -gx ", " '", "'"],
            Self::PowerShell => ["${env:", "}='", "'"],
            Self::Json => ["  \"", "\": \"", "\","],
            Self::Yaml => ["\"", "\": \"", "\""],
            Self::K8s => ["  \"", "\": ", ""],
            Self::GitHub => ["", "<<KEYLOFT_… ", ""],
            _ => ["", "=", ""],
        }
    }

    /// What stands behind the last value.
    pub fn end_of_last(self) -> &'static str {
        match self {
            Self::Json => "\"",
            _ => self.line()[2],
        }
    }

    /// The lines before and behind all of them, the comment apart; `name` as in [`super::Frame`].
    pub fn around(self, name: &str) -> [Vec<String>; 2] {
        match self {
            Self::Json => [vec!["{".to_owned()], vec!["}".to_owned()]],
            Self::K8s => [containers::k8s_head(name).lines().map(str::to_owned).collect(), Vec::new()],
            _ => [Vec::new(), Vec::new()],
        }
    }

    /// Whether no value stands in the file by its own letters.
    pub fn encodes(self) -> bool {
        self == Self::K8s
    }

    /// A value that is no secret, as it stands in the file but for quotes and escapes.
    pub fn shown(self, value: &str) -> String {
        if self.encodes() { STANDARD.encode(value) } else { value.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Frame, write};
    use super::*;
    use crate::model::{Secret, VariableName};

    #[test]
    fn a_file_is_what_its_shape_says_with_the_values_in_it() {
        let names = ["A_KEY", "B_KEY"].map(|name| VariableName::new(name).unwrap());
        let value = Secret::new(b"two words".to_vec());
        let entries: Vec<_> = names.iter().map(|name| (name.clone(), &value)).collect();
        for target in [Target::Sh, Target::Fish, Target::PowerShell, Target::Json, Target::Yaml, Target::K8s] {
            let [before, between, _] = target.line();
            let frame = Frame { name: "shop/development", ..Frame::BARE };
            let [head, foot] = target.around("shop/development");
            let variable = |(at, name): (usize, &VariableName)| {
                let end = if at + 1 == names.len() { target.end_of_last() } else { target.line()[2] };
                format!("{before}{name}{between}{}{end}", target.shown("two words"))
            };
            let lines: Vec<String> =
                head.into_iter().chain(names.iter().enumerate().map(variable)).chain(foot).collect();
            let text = write(&entries, target, &frame).text;
            assert_eq!(text.expose_str().unwrap().lines().collect::<Vec<_>>(), lines, "{target:?}");
        }
    }
}
