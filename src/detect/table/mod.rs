//! The provider table, as data (PROVIDERS.md). One file per trade; each row carries its shapes, which one test proves.
//! Package registries have no page here: each installation has its own.

mod ai;
mod cloud;
mod code;
mod databases;
mod services;

pub(super) use ai::AI;
pub(super) use cloud::CLOUD;
pub(super) use code::CODE;
pub(super) use databases::DATABASES;
pub(super) use services::SERVICES;

use super::shape::Part::{self, Lit, Run};
use super::shape::Set::Hex;

/// A UUID's pieces.
const UUID: &[Part] = &[
    Run(Hex, 8, 8),
    Lit("-"),
    Run(Hex, 4, 4),
    Lit("-"),
    Run(Hex, 4, 4),
    Lit("-"),
    Run(Hex, 4, 4),
    Lit("-"),
    Run(Hex, 12, 12),
];
