//! The JSON of lists: stable field names, times in RFC 3339 UTC, absent = null. One place for all commands.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::outcome::Failure;
use super::text::{harmless_json, put};
use crate::model::{ActivityEntry, Environment, Expiry, Finding, Key, Level, Person, Project, RotateEvery};
use crate::vault::{Complaint, Imported, Planned};

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn finding(finding: &Finding) -> Value {
    let mut object = Map::new();
    object.insert("rule".into(), finding.rule.id().into());
    object.insert("severity".into(), finding.severity.word().into());
    object.insert("text".into(), finding.text.clone().into());
    if let Some(until) = finding.snoozed_until {
        object.insert("snoozed_until".into(), until.to_string().into());
    }
    object.into()
}

/// A key's facts and findings.
pub fn key(key: &Key, findings: &[Finding]) -> Value {
    json!({
        "ref": key.reference.to_string(),
        "project": key.place().project,
        "environment": key.place().environment,
        "name": key.name(),
        "key_id": key.key_id,
        "key_id_name": key.key_id_name.as_ref().map(ToString::to_string),
        "provider": key.provider,
        "kind": key.kind.word(),
        "plain": key.is_plain(),
        "state": key.state.word(),
        "owner": key.owner,
        "scopes": key.scopes,
        "level": key.level.map(Level::word),
        "endpoint": key.endpoint,
        "used_in": key.used_in.iter().map(|used| &used.place).collect::<Vec<_>>(),
        "tags": key.tags,
        "created_at": time(key.created_at),
        "rotated_at": key.rotated_at.map(time),
        "expires_at": key.expiry.date().map(|date| date.to_string()),
        "rotate_every_days": match key.rotate_every {
            RotateEvery::Days(days) => Some(days),
            RotateEvery::AsSettings | RotateEvery::Never => None,
        },
        "last_used_at": key.last_used_at.map(time),
        "last_used_by_hand_at": key.last_used_by_hand_at.map(time),
        "use_count": key.use_count,
        "version": key.version,
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        "value": key.plain_value,
        "protected": key.protected,
        "as_file": key.as_file,
        "age_known": key.age_known,
        "never_expires": key.expiry == Expiry::Never,
        "unsettled": key.unsettled,
        "older_versions": key.older.iter().map(|old| json!({
            "version": old.number,
            "replaced_at": time(old.replaced_at),
            "kept_until": old.kept_until.map(time),
            "ended_at": old.ended_at.map(time),
        })).collect::<Vec<_>>(),
    })
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
    }
    row
}

/// An entry of the record.
pub fn activity(entry: &ActivityEntry) -> Value {
    json!({
        "number": entry.number,
        "at": time(entry.at),
        "what": entry.what.word(),
        "subject": entry.subject,
        "detail": entry.detail,
        "via": entry.via,
    })
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
    })
}

/// A person.
pub fn person(person: &Person, keys: usize) -> Value {
    json!({
        "name": person.name,
        "last_day": person.last_day.map(|day| day.to_string()),
        "keys": keys,
    })
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
            "provider": key.provider,
            "line": key.line,
            "remarks": key.remarks,
        })
    };
    imported.keys.iter().map(row).collect()
}

/// Prints a value, indented, and a line break.
pub fn print(value: &Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).expect("a JSON value is JSON");
    put(format!("{}\n", harmless_json(&text)).as_bytes())
}
