//! Arguments of `project`, `env` and `person`.

use std::path::PathBuf;

use clap::Subcommand;

use super::choices::ReportFormat;
use crate::cli::text::parse_date;
use crate::model::{EnvRef, VariableName, check_place_name};

/// `project`.
#[derive(Debug, Subcommand)]
pub enum ProjectCommand {
    /// List projects
    Ls {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Add a project without environments
    Add {
        /// Its name
        #[arg(value_parser = check_place_name)]
        name: String,
    },
    /// Put a project at the end of lists
    Archive {
        /// Its name
        #[arg(value_parser = check_place_name)]
        name: String,
    },
    /// Put it back among the others
    Unarchive {
        /// Its name
        #[arg(value_parser = check_place_name)]
        name: String,
    },
    /// Give a project another name
    Rename {
        /// Its name
        #[arg(value_parser = check_place_name)]
        name: String,
        /// Its new name
        #[arg(value_parser = check_place_name)]
        to: String,
    },
    /// Take away a project without keys
    Delete {
        /// Its name
        #[arg(value_parser = check_place_name)]
        name: String,
    },
    /// Link a folder of source code
    Link {
        /// The project; made where it is missing
        #[arg(value_parser = check_place_name)]
        project: String,
        /// The folder
        folder: PathBuf,
    },
    /// Let a folder's keyloft.toml say what `run` takes there
    Allow {
        /// The folder; this one unless told
        folder: Option<PathBuf>,
        /// Without being asked
        #[arg(long)]
        yes: bool,
    },
    /// Let it count no longer
    Disallow {
        /// The folder; this one unless told
        folder: Option<PathBuf>,
    },
    /// Take a folder's link away
    Unlink {
        /// The project
        #[arg(value_parser = check_place_name)]
        project: String,
        /// The folder
        folder: PathBuf,
    },
}

/// `env`.
#[derive(Debug, Subcommand)]
pub enum EnvCommand {
    /// List environments
    Ls {
        /// Of this project only
        #[arg(value_parser = check_place_name)]
        project: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Add an environment
    Add {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
    },
    /// Give an environment another name
    Rename {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
        /// Its new name
        #[arg(value_parser = check_place_name)]
        to: String,
    },
    /// Give an environment a short name for narrow windows
    Short {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
        /// Its short name; none takes it away
        #[arg(value_parser = check_place_name)]
        short: Option<String>,
    },
    /// Take away an environment without keys
    Remove {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
    },
    /// Ask before its secrets are shown or written
    Protect {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
    },
    /// Don't ask any more
    Unprotect {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
    },
    /// Note that it does not need variables which others of its project have
    NotNeeded {
        /// PROJECT/ENVIRONMENT
        place: EnvRef,
        /// The variables
        #[arg(required = true)]
        names: Vec<VariableName>,
        /// It needs them after all
        #[arg(long)]
        undo: bool,
    },
    /// Put a project's environments into an order
    Order {
        /// The project
        #[arg(value_parser = check_place_name)]
        project: String,
        /// Every environment, once
        #[arg(required = true, value_parser = check_place_name)]
        environments: Vec<String>,
    },
}

/// `person`.
#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// List people
    Ls {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Note someone's last day
    Leaving {
        /// As written at their keys
        name: String,
        /// 2027-01-31
        #[arg(value_parser = parse_date)]
        date: chrono::NaiveDate,
    },
    /// Note that someone stays
    Stay {
        /// As written at their keys
        name: String,
    },
    /// Write what someone who leaves hands over: what is to do, what was done and when
    Report {
        /// As written at their keys
        name: String,
        /// How it is written
        #[arg(long, default_value = "md")]
        format: ReportFormat,
        /// Into this file, readable by you alone
        #[arg(short = 'o', long = "output", value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace that file
        #[arg(long, requires = "output")]
        force: bool,
    },
}
