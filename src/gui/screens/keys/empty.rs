//! What stands where no key does: what is empty, why, and what can be done about it.

use egui::{Rect, Ui};

use super::data::{Chip, Place};

use super::ui::Screen;
use crate::gui::commands::Command;
use crate::gui::counts::{counted, keys};
use crate::gui::theme::Icon;
use crate::gui::widgets::{Button, EMPTY_UPPER, empty_ui, typed_in};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

/// What a button there does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// Open New key, to paste a value into it.
    Paste,
    /// Import an environment file.
    Import,
    /// Type nothing any more, and every chip off.
    ClearFilter,
    /// Look for the same in every project.
    Everywhere,
}

impl Act {
    fn words(self) -> &'static str {
        match self {
            Self::Paste => "Paste a value…",
            Self::Import => "Import .env…",
            Self::ClearFilter => "Clear filter",
            Self::Everywhere => "Search everywhere",
        }
    }
}

/// An empty list in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Nothing {
    icon: Icon,
    title: String,
    reason: String,
    acts: Vec<Act>,
}

const NO_MATCH: &str = "No keys match";

/// Why no key is listed here.
fn nothing(place: &Place, chip: Chip, filter: &str, here: usize) -> Nothing {
    let (project, environment) = (place.project.as_deref(), place.environment.as_deref());
    let typed = filter.trim();
    if typed.is_empty() && chip == Chip::All {
        let title = match (project, environment) {
            (Some(project), Some(environment)) => format!("No keys in {project} {environment} yet"),
            (Some(project), None) => format!("No keys in {project} yet"),
            (None, _) => "No keys yet".to_owned(),
        };
        let reason = "Paste a value, or import an environment file.".to_owned();
        return Nothing { icon: Icon::Key, title, reason, acts: vec![Act::Paste, Act::Import] };
    }
    let title = match (typed, chip) {
        ("", Chip::NeedsAction) => "Nothing needs you here".to_owned(),
        ("", Chip::Mine) => "No keys of yours here".to_owned(),
        ("", _) => "No plain keys here".to_owned(),
        (typed, _) => format!("{NO_MATCH} `{typed}`"),
    };
    let reason = match (project, environment) {
        (Some(_), Some(environment)) => {
            let [one, many] = ["key", "keys"].map(|word| format!("{environment} {word}"));
            format!("Searched {}.", counted(here, &one, &many))
        }
        (Some(project), None) => format!("Searched {} in {project}.", keys(here)),
        (None, _) => format!("Searched {}.", keys(here)),
    };
    let mut acts = vec![Act::ClearFilter];
    if !typed.is_empty() && project.is_some() {
        acts.push(Act::Everywhere);
    }
    Nothing { icon: Icon::MagnifyingGlass, title, reason, acts }
}

/// Draws it a little above the middle, where the eye looks first.
pub fn nothing_ui(ui: &Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let typed = typed_in(ui, rect, NO_MATCH, &screen.filter);
    let nothing = nothing(&screen.place, screen.chip, &typed, screen.listing.here);
    let buttons: Vec<Button<'_>> = nothing.acts.iter().map(|act| Button::secondary(act.words())).collect();
    let upper = rect.with_max_y(rect.top() + rect.height() * EMPTY_UPPER);
    let clicked = empty_ui(ui, upper, nothing.icon, &nothing.title, &nothing.reason, &buttons);
    match clicked.and_then(|index| nothing.acts.get(index)) {
        Some(Act::Paste) => wishes.push(Wish::Do(Command::NewKey)),
        Some(Act::Import) => wishes.push(Wish::Do(Command::Import)),
        Some(Act::ClearFilter) => {
            screen.filter.clear();
            screen.chip = Chip::All;
            screen.relist(snapshot);
        }
        Some(Act::Everywhere) => wishes.push(Wish::Go(Place::default())),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(project: Option<&str>, environment: Option<&str>) -> Place {
        Place { project: project.map(str::to_owned), environment: environment.map(str::to_owned) }
    }

    #[test]
    fn an_empty_place_is_named_and_offers_both_ways_in() {
        for (at, title) in [
            (place(Some("Shop"), Some("staging")), "No keys in Shop staging yet"),
            (place(Some("Shop"), None), "No keys in Shop yet"),
            (place(None, None), "No keys yet"),
        ] {
            let nothing = nothing(&at, Chip::All, " ", 0);
            assert_eq!((nothing.title.as_str(), nothing.acts), (title, vec![Act::Paste, Act::Import]));
        }
    }

    #[test]
    fn a_search_without_a_match_says_where_it_looked_and_goes_on_elsewhere_only_where_there_is_more() {
        for (at, here, reason, acts) in [
            (place(Some("Shop"), Some("staging")), 16, "Searched 16 staging keys.", 2),
            (place(Some("Shop"), Some("staging")), 1, "Searched 1 staging key.", 2),
            (place(Some("Shop"), None), 48, "Searched 48 keys in Shop.", 2),
            (place(None, None), 128, "Searched 128 keys.", 1),
            (place(Some("Shop"), Some("staging")), 4_210, "Searched 4,210 staging keys.", 2),
        ] {
            let nothing = nothing(&at, Chip::All, "strpe ", here);
            assert_eq!((nothing.title.as_str(), nothing.reason.as_str()), ("No keys match `strpe`", reason));
            assert_eq!(nothing.acts.len(), acts, "{reason}");
        }
    }

    #[test]
    fn a_chip_without_keys_says_so_in_its_own_words() {
        let shop = place(Some("Shop"), None);
        for (chip, title) in [
            (Chip::NeedsAction, "Nothing needs you here"),
            (Chip::Mine, "No keys of yours here"),
            (Chip::Plain, "No plain keys here"),
        ] {
            let nothing = nothing(&shop, chip, "", 3);
            assert_eq!((nothing.title.as_str(), nothing.acts), (title, vec![Act::ClearFilter]));
        }
    }
}
