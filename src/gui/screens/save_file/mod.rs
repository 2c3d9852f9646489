//! Save as file: a key's secret, byte for byte, in a new file. `data` says what is asked, `ui` shows it.

mod data;
mod ui;

pub use data::SaveFile;
pub use ui::save_file_ui;
