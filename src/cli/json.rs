//! The JSON of lists: stable field names, times in RFC 3339 UTC, absent = null. One place for all commands.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;

use super::outcome::Failure;
use super::text::{harmless_json, put, put_with};
use crate::model::{
    DeletedKey, Environment, Expiry, Finding, KeptVersion, Key, KeyUid, Level, Person, Project, RotateEvery, State,
    VariableName,
};
use crate::review::went_without;
use crate::vault::{Complaint, Imported, Planned};

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[derive(Serialize)]
struct FindingRow<'a> {
    rule: &'static str,
    severity: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    snoozed_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snooze_reason: Option<&'a str>,
}

/// What went without a disabled key.
#[derive(Serialize)]
struct WithoutRow<'a> {
    text: String,
    times: u32,
    latest_at: String,
    latest_by: Option<&'a str>,
}

#[derive(Serialize)]
struct OlderRow {
    version: u32,
    replaced_at: String,
    kept_until: Option<String>,
    ended_at: Option<String>,
}

/// A key's facts and findings. Borrowed and written field by field: a list of 100,000 is never held as a tree.
#[derive(Serialize)]
pub struct KeyRow<'a> {
    r#ref: String,
    project: &'a str,
    environment: &'a str,
    name: &'a str,
    key_id: Option<&'a str>,
    key_id_name: Option<&'a str>,
    provider: Option<&'a str>,
    kind: &'static str,
    plain: bool,
    state: &'static str,
    owner: Option<&'a str>,
    scopes: &'a [String],
    level: Option<&'static str>,
    endpoint: Option<&'a str>,
    used_in: Vec<&'a str>,
    tags: &'a [String],
    created_at: String,
    rotated_at: Option<String>,
    expires_at: Option<String>,
    rotate_every_days: Option<u32>,
    last_used_at: Option<String>,
    last_used_by_hand_at: Option<String>,
    use_count: u64,
    version: u32,
    findings: Vec<FindingRow<'a>>,
    value: Option<&'a str>,
    protected: bool,
    as_file: bool,
    age_known: bool,
    never_expires: bool,
    unsettled: bool,
    ended_at: Option<String>,
    older_versions: Vec<OlderRow>,
    disabled_at: Option<String>,
    went_without: Option<WithoutRow<'a>>,
    written_files: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A key's facts and findings; its note only where the user asked for it.
pub fn key<'a>(key: &'a Key, findings: &'a [Finding], files: &[(KeyUid, PathBuf)], note: Option<String>) -> KeyRow<'a> {
    let finding = |one: &'a Finding| FindingRow {
        rule: one.rule.id(),
        severity: one.severity.word(),
        text: &one.text,
        snoozed_until: one.snoozed_until.map(|until| until.to_string()),
        snooze_reason: one.snooze_reason.as_deref(),
    };
    let older = |old: &KeptVersion| OlderRow {
        version: old.number,
        replaced_at: time(old.replaced_at),
        kept_until: old.kept_until.map(time),
        ended_at: old.ended_at.map(time),
    };
    KeyRow {
        r#ref: key.reference.to_string(),
        project: &key.place().project,
        environment: &key.place().environment,
        name: key.name(),
        key_id: key.key_id.as_deref(),
        key_id_name: key.key_id_name.as_ref().map(VariableName::as_str),
        provider: key.provider.as_deref(),
        kind: key.kind.word(),
        plain: key.is_plain(),
        state: key.state.word(),
        owner: key.owner.as_deref(),
        scopes: &key.scopes,
        level: key.level.map(Level::word),
        endpoint: key.endpoint.as_deref(),
        used_in: key.used_in.iter().map(|used| used.place.as_str()).collect(),
        tags: &key.tags,
        created_at: time(key.created_at),
        rotated_at: key.rotated_at.map(time),
        expires_at: key.expiry.date().map(|date| date.to_string()),
        rotate_every_days: match key.rotate_every {
            RotateEvery::Days(days) => Some(days),
            RotateEvery::AsSettings | RotateEvery::Never => None,
        },
        last_used_at: key.last_used_at.map(time),
        last_used_by_hand_at: key.last_used_by_hand_at.map(time),
        use_count: key.use_count,
        version: key.version,
        findings: findings.iter().map(finding).collect(),
        value: key.plain_value.as_deref(),
        protected: key.protected,
        as_file: key.as_file,
        age_known: key.age_known,
        never_expires: key.expiry == Expiry::Never,
        unsettled: key.unsettled,
        ended_at: key.ended_at.map(time),
        older_versions: key.older.iter().map(older).collect(),
        disabled_at: match key.state {
            State::Disabled { since } => Some(time(since)),
            State::Active => None,
        },
        went_without: key.went_without.as_deref().map(|without| WithoutRow {
            text: went_without(without),
            times: without.total(),
            latest_at: time(without.latest_at),
            latest_by: without.latest_by.as_deref(),
        }),
        written_files: files
            .iter()
            .filter(|(uid, _)| *uid == key.uid)
            .map(|(_, path)| path.to_string_lossy().into_owned())
            .collect(),
        note,
    }
}

/// A finding of `review`.
pub fn review_row(key: &Key, one: &Finding) -> Value {
    let mut row = json!({
        "rule": one.rule.id(),
        "severity": one.severity.word(),
        "text": one.text,
        "ref": key.reference.to_string(),
        "project": key.place().project,
        "environment": key.place().environment,
        "name": key.name(),
        "owner": key.owner,
        "since": one.since.map(|since| since.to_string()),
    });
    if let (Some(until), Some(object)) = (one.snoozed_until, row.as_object_mut()) {
        object.insert("snoozed_until".into(), until.to_string().into());
        object.insert("snooze_reason".into(), one.snooze_reason.as_deref().into());
    }
    row
}

/// A project with its environments and folders.
pub fn project(project: &Project, keys: usize) -> Value {
    json!({
        "name": project.name,
        "archived": project.archived,
        "keys": keys,
        "environments": project.environments.iter().map(|e| e.name.clone()).collect::<Vec<_>>(),
        "folders": project.folders.iter().map(|f| f.path.to_string_lossy().into_owned()).collect::<Vec<_>>(),
    })
}

/// An environment.
pub fn environment(project: &Project, environment: &Environment, keys: usize) -> Value {
    json!({
        "project": project.name,
        "name": environment.name,
        "protected": environment.protected,
        "keys": keys,
        "not_needed": environment.not_needed,
    })
}

/// A person.
pub fn person(person: &Person, keys: usize, to_do: Option<usize>) -> Value {
    json!({
        "name": person.name,
        "last_day": person.last_day.map(|day| day.to_string()),
        "leaving_since": person.leaving_since.map(time),
        "keys": keys,
        "handed_over": person.handed_over.len(),
        "to_do": to_do,
        "deleted": person.deleted.iter().map(deleted_key).collect::<Vec<_>>(),
    })
}

fn deleted_key(key: &DeletedKey) -> Value {
    json!({ "ref": key.reference.to_string(), "deleted_at": time(key.at), "ended": key.ended })
}

/// A complaint of the doctor.
pub fn complaint(complaint: &Complaint) -> Value {
    json!({
        "id": complaint.id,
        "text": complaint.text,
        "advice": complaint.advice,
        "mendable": complaint.mendable,
    })
}

/// What an import did, or would do, entry by entry.
pub fn imported(imported: &Imported) -> Vec<Value> {
    let row = |key: &crate::vault::PlannedKey| {
        let (action, reason) = match &key.planned {
            Planned::New => ("new", None),
            Planned::Changed => ("changed", None),
            Planned::Same => ("same", None),
            Planned::LeftOut(reason) => ("left-out", Some(reason.clone())),
        };
        json!({
            "file": imported.path.to_string_lossy(),
            "ref": format!("{}/{}", imported.into, key.name),
            "name": key.name,
            "key_id_name": key.key_id_name,
            "action": action,
            "reason": reason,
            "plain": key.plain,
            "disabled": key.disabled,
            "provider": key.provider,
            "line": key.line,
            "remarks": key.remarks,
        })
    };
    imported.keys.iter().map(row).collect()
}

/// Writes what could act on a terminal as `\\uXXXX`: the same value for every reader of JSON.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> std::io::Result<()> {
        if fragment.is_ascii() && !fragment.contains('\u{7f}') {
            return writer.write_all(fragment.as_bytes());
        }
        writer.write_all(harmless_json(fragment).as_bytes())
    }
}

/// Prints an array, one element a line, each as it is made.
pub fn print_list<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<(), Failure> {
    put_with(|out| write_list(out, rows))
}

/// The same as text, for a file.
pub fn list_text<T: Serialize>(rows: impl IntoIterator<Item = T>) -> String {
    let mut out = Vec::new();
    write_list(&mut out, rows).expect("memory takes it");
    String::from_utf8(out).expect("JSON is text")
}

fn write_list<T: Serialize>(mut out: impl Write, rows: impl IntoIterator<Item = T>) -> std::io::Result<()> {
    let mut begun = false;
    for row in rows {
        out.write_all(if begun { b",\n" } else { b"[\n" })?;
        begun = true;
        row.serialize(&mut Serializer::with_formatter(&mut out, Harmless))?;
    }
    out.write_all(if begun { b"\n]\n" } else { b"[]\n" })
}

/// Prints one object, indented.
pub fn print_object<T: Serialize>(object: &T) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(object).expect("an object of texts and numbers is JSON");
    put(format!("{}\n", harmless_json(&text)).as_bytes())
}
