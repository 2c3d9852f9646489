//! What the right half of the export dialog shows, as plain values: the file's lines without a secret, and what is worth
//! knowing about them.

use super::form::Export;
use crate::gui::widgets::Mark;
use crate::jobs::Snapshot;
use crate::model::{Rule, Severity, Tail};

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// What stands around the variables: the comment that says where they came from, the beginning and end of an object.
    Around(String),
    /// A variable.
    Variable {
        /// The key's place in the snapshot.
        key: usize,
        /// Its name.
        name: String,
        /// What stands before the name, between it and the value, and behind that.
        form: [&'static str; 3],
        /// Its value.
        value: Value,
        /// It is in the file as things stand.
        written: bool,
    },
}

/// What of a value may be in view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// It is no secret: a plain value, a key id.
    Readable(String),
    /// A secret, with its last four where they may be shown.
    Masked(Option<Tail>),
}

/// The file's lines in its order, those that are left out among them.
pub fn lines(export: &Export, snapshot: &Snapshot) -> Vec<Line> {
    let (mut lines, target) = (Vec::new(), export.target);
    let form = target.line();
    for (index, key) in snapshot.keys.iter().enumerate() {
        if Some(key.place()) != export.place.as_ref() || key.state.is_disabled() {
            continue;
        }
        let mut push = |name: &str, value| {
            let written = export.writes(key, name);
            lines.push(Line::Variable { key: index, name: name.to_owned(), form, value, written });
        };
        let value = match &key.plain_value {
            Some(plain) => Value::Readable(target.shown(plain)),
            // The last four of a value are no letters of a file that holds it otherwise.
            None => Value::Masked(snapshot.tails.get(index).copied().flatten().filter(|_| !target.encodes())),
        };
        push(key.name(), value);
        if let (Some(name), Some(id)) = (&key.key_id_name, &key.key_id) {
            push(name.as_str(), Value::Readable(target.shown(id)));
        }
    }
    if lines.is_empty() {
        return lines;
    }
    lines.sort_by(|a, b| name_of(a).cmp(name_of(b)));
    let is_written = |line: &Line| matches!(line, Line::Variable { written: true, .. });
    if let Some(Line::Variable { form, .. }) = lines.iter_mut().rev().find(|line| is_written(line)) {
        form[2] = target.end_of_last();
    }
    let Some(place) = &export.place else { return lines };
    let head = target.has_comments().then(|| format!("# {place}, written by Keyloft"));
    let [before, behind] = target.around(&place.to_string());
    lines.splice(0..0, head.into_iter().chain(before).map(Line::Around));
    lines.extend(behind.into_iter().map(Line::Around));
    lines
}

fn name_of(line: &Line) -> &str {
    match line {
        Line::Around(_) => "",
        Line::Variable { name, .. } => name,
    }
}

/// Something to know about a key before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The variable.
    pub name: String,
    /// How it is marked.
    pub mark: Mark,
    /// In words: "expires in 12 days".
    pub words: String,
}

/// What matters for a file on a disk, worst first.
pub fn worth_knowing(export: &Export, snapshot: &Snapshot) -> Vec<Fact> {
    let mut facts: Vec<(u8, Fact)> = Vec::new();
    for (index, key) in snapshot.keys.iter().enumerate() {
        if Some(key.place()) != export.place.as_ref() {
            continue;
        }
        let mut tell = |rank, mark, words: &str| {
            facts.push((rank, Fact { name: key.name().to_owned(), mark, words: words.to_owned() }));
        };
        if key.state.is_disabled() {
            tell(5, Mark::Disabled, "disabled here, never written");
            continue;
        }
        if !export.is_written(key) {
            tell(4, Mark::LeftOut, "left out by you");
            continue;
        }
        let dangerous = export.proof.look().is_some_and(|look| look.dangerous.iter().any(|name| name == key.name()));
        if dangerous {
            tell(0, Mark::Warning(Severity::LookSoon), "changes how programs run");
        }
        let matters = [Rule::Expired, Rule::Expiring, Rule::PlainHttp, Rule::Leaked];
        for finding in snapshot.findings.get(index).into_iter().flatten() {
            if matters.contains(&finding.rule) && finding.snoozed_until.is_none() {
                let rank = match finding.severity {
                    Severity::ActNow => 1,
                    Severity::LookSoon => 2,
                    Severity::ForInfo => 3,
                };
                tell(rank, Mark::Warning(finding.severity), &begun_small(&finding.text));
            }
        }
    }
    facts.sort_by_key(|(rank, _)| *rank);
    facts.into_iter().map(|(_, fact)| fact).collect()
}

/// A sentence as it goes on behind a name.
fn begun_small(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envfile::Target;
    use crate::gui::sample;
    use crate::gui::screens::keys::Place;

    fn at(environment: &str) -> (Export, Snapshot) {
        let snapshot = sample::snapshot();
        let place = Place { project: Some("Storefront".to_owned()), environment: Some(environment.to_owned()) };
        (Export::new(&place, None, crate::gui::screens::export::Before::default(), &snapshot), snapshot)
    }

    #[test]
    fn the_lines_are_those_of_the_file_in_its_order_without_a_secret() {
        let (mut export, snapshot) = at("development");
        let lines = lines(&export, &snapshot);
        assert_eq!(lines[0], Line::Around("# Storefront/development, written by Keyloft".to_owned()));
        let names: Vec<&str> = lines[1..].iter().map(name_of).collect();
        assert!(names.is_sorted() && names.contains(&"AWS_ACCESS_KEY_ID") && !names.contains(&"LEGACY_PAYPAL_SECRET"));
        let port = lines.iter().find(|line| name_of(line) == "PORT");
        assert!(
            matches!(port, Some(Line::Variable { value: Value::Readable(port), .. }) if port == "3000"),
            "{port:?}"
        );
        let secret = lines.iter().find(|line| name_of(line) == "AWS_SECRET_ACCESS_KEY");
        assert!(matches!(secret, Some(Line::Variable { value: Value::Masked(_), .. })));
        export.target = Target::Json;
        let lines = super::lines(&export, &snapshot);
        assert_eq!(lines[0], Line::Around("{".to_owned()), "JSON has no comments");
        let forms: Vec<_> = lines
            .iter()
            .filter_map(|line| match line {
                Line::Variable { form, .. } => Some(form[2]),
                Line::Around(_) => None,
            })
            .collect();
        assert!(forms.split_last().is_some_and(|(last, rest)| *last == "\"" && rest.iter().all(|end| *end == "\",")));
    }

    #[test]
    fn a_key_that_is_left_out_stays_in_view_and_is_told() {
        let (mut export, snapshot) = at("development");
        let port = snapshot.keys.iter().find(|key| key.name() == "PORT" && export.is_written(key)).unwrap();
        export.toggle(port);
        let lines = lines(&export, &snapshot);
        assert!(lines.iter().any(|line| matches!(line, Line::Variable { name, written: false, .. } if name == "PORT")));
        let facts = worth_knowing(&export, &snapshot);
        assert!(facts.iter().any(|fact| fact.name == "PORT" && fact.words == "left out by you"));
        assert_eq!(facts.last().map(|fact| fact.mark), Some(Mark::Disabled));
        let (export, snapshot) = at("production");
        let facts: Vec<String> = worth_knowing(&export, &snapshot).into_iter().map(|fact| fact.words).collect();
        assert!(facts.iter().any(|words| words.starts_with("expire")), "{facts:?}");
        assert!(facts.iter().all(|words| words.starts_with(char::is_lowercase)), "they go on behind a name: {facts:?}");
    }
}
