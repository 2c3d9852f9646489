//! Making new secrets from a SPEC (`hex:32`, `token:shop_:40` …). Called by `generate`, `add --generate`, `rotate` and the window.
//! Randomness is an argument, so nothing here touches the system.

mod draw;
mod like;
mod pair;
mod recipe;
mod spec;
mod token;

#[cfg(test)]
pub use draw::tests::Seeded;
pub use like::{Like, MadeOf};
pub use pair::{Pair, generate_pair, server_side};
pub use recipe::{Alphabet, Recipe};
pub use spec::{Spec, SpecError};
pub use token::check_token;
