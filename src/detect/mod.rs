//! Knowing keys by their names and shapes: who issued one, what kind it is, whether it needs keeping at all.
//! Called by import, add, review and scan. Facts come from PROVIDERS.md; everything here is a guess a person may correct.

mod among;
mod dangerous;
mod drawn;
mod file;
mod key_id;
mod kind;
mod plain;
mod provider;
mod recognise;
mod shape;
mod stage;
mod strength;
mod table;
mod url;

pub use among::holds_secret;
pub use dangerous::is_dangerous_name;
pub use file::{is_credentials_file, names_a_file};
pub use key_id::{KeyIdDoubt, key_id_doubt, key_id_variable, names_key_id};
pub use kind::{kind_of, tail};
pub use plain::is_plain;
pub use provider::{Provider, find, providers};
pub use recognise::{By, Recognised, key_id_pair, recognise, recognise_value, secret_of_key_id};
pub use shape::{Part, Set, Shape};
pub use stage::{Stage, stage};
pub use strength::{WEAK_BELOW_BITS, strength_bits};
pub use url::{holds_user_info, host, plain_http};
