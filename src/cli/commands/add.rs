//! `add` and `rotate`.

use std::process::ExitCode;

use super::{Doing, Failure, Session, no_source, read_secret};
use crate::cli::args::{Add, Rotate};
use crate::cli::text::{say, tell};
use crate::generate;
use crate::model::{ActivityKind, Expiry, Facts, OsRandom, VariableName};
use crate::vault::{NewKeyWish, Rotation, Value};

pub fn add(session: &Session, add: Add) -> Result<ExitCode, Failure> {
    let Add { key, source, generate_pair, plain, mut key_id, mut key_id_name, replace, facts } = add;
    if key_id_name.is_some() && key_id.is_none() && generate_pair.is_none() {
        return Err(Failure::usage(format!(
            "Couldn't add {key}: --key-id-name names a key id that was not given. Give it with --key-id."
        )));
    }
    let mut server_keeps = None;
    let value = match (&generate_pair, plain) {
        (Some(prefix), _) => {
            let pair = generate::generate_pair(prefix, &OsRandom)
                .map_err(|e| Failure::usage(format!("Couldn't make a pair for {key}: {e}.")))?;
            server_keeps = Some(generate::server_side(&pair.secret));
            key_id = Some(pair.key_id);
            key_id_name = match key_id_name {
                Some(name) => Some(name),
                None => Some(name_for_key_id(&key.name)?),
            };
            Value::Secret(pair.secret)
        }
        (None, Some(text)) => Value::Plain(text),
        (None, None) => Value::Secret(read_secret(source)?.ok_or_else(|| no_source("add", &key))?),
    };
    let is_plain = matches!(value, Value::Plain(_));
    let mut vault = session.for_change()?;
    let wish = NewKeyWish {
        reference: key.clone(),
        value,
        key_id: key_id.clone(),
        key_id_name,
        facts: facts.into_facts(),
        replace,
        age_known: true,
        act: ActivityKind::Added,
    };
    vault.add(wish).doing("add", &key)?;
    // A plain value lies readable in the catalog, wherever the secrets are.
    let store = if is_plain { String::new() } else { format!(" in {}", vault.store_title()) };
    tell(&format!("Saved {key}{store}."));
    if let (Some(hash), Some(id)) = (server_keeps, key_id) {
        // What a server needs to know this pair; the secret itself is not shown.
        say(&format!("key id        {id}"))?;
        say(&format!("server keeps  sha256:{hash}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `SHOP_API_SECRET` → `SHOP_API_KEY_ID`, else the name and `_ID`.
fn name_for_key_id(name: &VariableName) -> Result<VariableName, Failure> {
    let text = name.as_str();
    let stem =
        ["_SECRET_KEY", "_SECRET", "_KEY"].iter().find_map(|end| text.strip_suffix(end)).filter(|s| !s.is_empty());
    let made = stem.map_or_else(|| format!("{text}_ID"), |stem| format!("{stem}_KEY_ID"));
    VariableName::new(&made).map_err(|e| Failure::usage(format!("Couldn't name the key id of {name}: {e}.")))
}

pub fn rotate(session: &Session, rotate: Rotate) -> Result<ExitCode, Failure> {
    let Rotate { key, source, key_id, keep, expires } = rotate;
    let value = read_secret(source)?.ok_or_else(|| no_source("rotate", &key))?;
    let mut vault = session.unlocked()?;
    let found = vault.find_to_change(&key).doing("rotate", &key)?;
    match vault.rotate_ending(found.key.uid, value, key_id, keep, expires).doing("rotate", &key)? {
        Rotation::Replaced => {
            tell(&format!("Rotated {key}. `keyloft undo-rotate` puts the old value back while it is kept."));
        }
        Rotation::ReplacedLost => {
            let store = vault.store_title();
            tell(&format!("Rotated {key}. {store} had lost the old value, so there is none to put back."));
        }
        Rotation::PutAgain => {
            tell(&format!("Put the value of {key} into {} again: it was missing there.", vault.store_title()));
            if expires.is_some() {
                let facts = Facts { expires, ..Facts::default() };
                vault.edit(found.key.uid, &facts, None).doing("rotate", &key)?;
            }
            return Ok(ExitCode::SUCCESS);
        }
    }
    if let (None, Expiry::On(day)) = (expires, found.key.expiry) {
        tell(&format!(
            "{day} was the old value's last day. `keyloft edit {key} --expires …` says when the new one ends."
        ));
    }
    Ok(ExitCode::SUCCESS)
}
