//! Infisical (an array of key and value), Bitwarden Secrets Manager (`projects` and `secrets`), Keyloft's own inventory (`ls
//! --json`), which has no values: its keys are named and stay out.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Item, put};
use crate::envfile::entry::{ReadError, Reason};
use crate::envfile::gather::Gather;
use crate::envfile::json::{Few, Lines};
use crate::model::VariableName;

#[derive(Deserialize)]
struct Secrets<'a> {
    #[serde(borrow)]
    secrets: Few<&'a RawValue>,
    #[serde(borrow)]
    projects: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Project<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    name: Cow<'a, str>,
}

/// An element of any of them.
#[derive(Deserialize)]
struct Element<'a> {
    #[serde(borrow, alias = "secretKey")]
    key: Option<Cow<'a, str>>,
    #[serde(borrow, alias = "secretValue")]
    value: Option<Cow<'a, str>>,
    #[serde(borrow, alias = "note", alias = "secretComment")]
    comment: Option<&'a RawValue>,
    #[serde(borrow)]
    tags: Option<&'a RawValue>,
    /// Of Infisical.
    #[serde(borrow, rename = "secretPath")]
    path: Option<&'a RawValue>,
    /// Of Bitwarden: what it exports, and what its command line lists.
    #[serde(borrow, rename = "projectIds")]
    projects: Option<&'a RawValue>,
    #[serde(borrow, rename = "projectId")]
    project: Option<&'a RawValue>,
    /// Of an inventory.
    #[serde(borrow)]
    name: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Tag {
    Word(String),
    Named { name: Option<String>, slug: Option<String> },
}

/// Reads every element.
pub(super) fn read(text: &[u8], gather: &mut Gather) -> Result<(), ReadError> {
    // Only the place of a mistake is kept: serde's own words can quote a value.
    let wrong = |error: serde_json::Error| ReadError::Json { line: error.line(), column: error.column() };
    let (elements, projects) = match text.trim_ascii_start().first() {
        Some(b'[') => (serde_json::from_slice::<Few<&RawValue>>(text).map_err(wrong)?, None),
        _ => {
            let all = serde_json::from_slice::<Secrets<'_>>(text).map_err(wrong)?;
            (all.secrets, all.projects)
        }
    };
    let projects: Vec<Project<'_>> = lenient(projects).unwrap_or_default();
    let projects: HashMap<&str, &str> = projects.iter().map(|project| (&*project.id, &*project.name)).collect();
    let mut lines = Lines::of(text);
    for element in elements.0 {
        let line = lines.of_part(element.get());
        let Ok(read) = serde_json::from_str::<Element<'_>>(element.get()) else {
            gather.problem(line, Reason::NotAnAssignment)?;
            continue;
        };
        match read {
            Element {
                key: Some(key), value: Some(value), comment, tags, path, projects: many, project: one, ..
            } => {
                let comment: Option<String> = lenient(comment);
                let tags: Vec<String> = lenient::<Few<Tag>>(tags).map_or_else(Vec::new, |tags| {
                    let word = |tag| match tag {
                        Tag::Word(word) => Some(word),
                        Tag::Named { name, slug } => name.filter(|name| !name.is_empty()).or(slug),
                    };
                    tags.0.into_iter().filter_map(word).collect()
                });
                let path: Option<String> = lenient(path).filter(|path| path != "/");
                let ids: Vec<String> = lenient(many).or_else(|| lenient(one).map(|one| vec![one])).unwrap_or_default();
                let names: Vec<&str> = ids.iter().filter_map(|id| projects.get(&**id).copied()).collect();
                let place = path.unwrap_or_else(|| names.join(", "));
                let value = value.into_owned().into_bytes();
                let item = Item {
                    title: &key,
                    value,
                    line,
                    note: comment.as_deref(),
                    tags: tags.iter().map(String::as_str).collect(),
                    place: Some(&place),
                    ..Item::default()
                };
                put(gather, item)?;
            }
            Element { name: Some(name), .. } => {
                let reason = match VariableName::new(&name) {
                    Ok(name) => Reason::Inventory(name),
                    Err(error) => Reason::BadName(error),
                };
                gather.problem(line, reason)?;
            }
            _ => gather.problem(line, Reason::NoValue)?,
        }
    }
    Ok(())
}

/// What is there in that form; what is there in another form counts as absent, and costs no entry.
pub(super) fn lenient<'a, T: Deserialize<'a>>(raw: Option<&'a RawValue>) -> Option<T> {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok())
}
