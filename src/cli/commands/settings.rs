//! `settings`.

use std::process::ExitCode;

use super::{Doing, Failure, Session};
use crate::cli::table::Table;
use crate::cli::text::{put, say};
use crate::model::{Setting, Settings};
use crate::vault::Error;

pub fn settings(session: &Session, name: Option<&str>, value: Option<&str>) -> Result<ExitCode, Failure> {
    let Some(name) = name else {
        let settings = current(session)?;
        let mut table = Table::new();
        for setting in Setting::ALL {
            table.row([setting.name, &settings.get(setting.name).unwrap_or_default(), setting.takes]);
        }
        put(table.text().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    };
    match value {
        None => say(&current(session)?.get(name).map_err(Error::from).doing("show", name)?)?,
        Some(value) => {
            // Looked at before a vault is made or unlocked for it.
            current(session)?.set(name, value).map_err(Error::from).doing("set", name)?;
            session.for_change()?.set_setting(name, value).doing("set", name)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn current(session: &Session) -> Result<Settings, Failure> {
    match session.read()? {
        Some(vault) => vault.settings().doing("read", "the settings"),
        None => Ok(Settings::default()),
    }
}
