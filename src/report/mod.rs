//! Reviews and handovers as texts to be kept or sent: a page, a list for spreadsheets, Markdown. Pure: keys, findings and a
//! moment in, text out. Nothing of a secret is in them: no value, no fingerprint, no last characters. The vault writes
//! them into files; `cli` and `jobs` ask for them.

mod charts;
mod csv;
mod escape;
mod facts;
mod html;
mod leaver;
mod markdown;
mod page;
#[cfg(test)]
mod tests;

pub use csv::line as csv_line;
pub use facts::{Facts, Row};
pub use leaver::{Leaver, Step};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One page that stands alone: charts and the list, for screen and paper, in light and dark.
    Html,
    /// A table for spreadsheets (RFC 4180).
    Csv,
    /// A table for a wiki or a ticket.
    Markdown,
}

impl Form {
    /// All of them, in the order menus show.
    pub const ALL: [Self; 3] = [Self::Html, Self::Csv, Self::Markdown];

    /// The end of its files' names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Markdown => "md",
        }
    }

    /// What menus call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Html => "Web page",
            Self::Csv => "CSV",
            Self::Markdown => "Markdown",
        }
    }

    /// The form that a file's name asks for.
    pub fn of_name(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Self::ALL.into_iter().find(|form| form.extension() == end)
    }
}

/// A review: its warnings worst first, where they are, and what expires when.
pub fn review(facts: &Facts<'_>, form: Form) -> String {
    match form {
        Form::Html => html::review(facts),
        Form::Csv => csv::review(facts),
        Form::Markdown => markdown::review(facts),
    }
}

/// What someone who leaves hands over: what is to be done, what was done, and when.
pub fn handover(leaver: &Leaver<'_>, form: Form) -> String {
    match form {
        Form::Html => html::handover(leaver),
        Form::Csv => csv::handover(leaver),
        Form::Markdown => markdown::handover(leaver),
    }
}
