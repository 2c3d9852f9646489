//! The screens. Each reads a snapshot, keeps what is typed and selected, and pushes wishes.

pub mod activity;
pub mod all_keys;
pub mod bulk;
pub mod compare;
pub mod confirm;
pub mod confirm_state;
pub mod edit;
pub mod export;
pub mod first_run;
pub mod import;
pub mod key_form;
pub mod keys;
pub mod locked;
pub mod many;
pub mod message;
pub mod new_key;
mod pane;
pub mod passphrase;
pub mod person;
pub mod place_key;
pub mod project;
pub mod review;
pub mod rotate;
pub mod save_file;
pub mod settings;
