//! Who has the keyboard in the window: where a section takes it, and who is next where nobody has it.

use egui::{Context, Id, Rect};

use super::App;
use crate::gui::route::{Route, Section};
use crate::gui::screens::keys::Screen;
use crate::gui::screens::review::Review;
use crate::gui::widgets::empty_entry;
use crate::gui::widgets::keyboard::{self, Lost};
use crate::gui::{screens, shell};

impl App {
    /// Gives the keyboard to the section in view, where it came into view or nobody has it any more.
    pub(super) fn tend_keyboard(&mut self, ctx: &Context) {
        let opened = self.section().is_some() && !self.was_open;
        self.was_open = self.section().is_some();
        if opened {
            // What was pressed to open the vault is gone with its screen; nothing is chosen for who comes in.
            keyboard::begin_anew(ctx);
        }
        if opened && self.section() == Some(Section::Settings) && ctx.memory(|memory| memory.focused().is_none()) {
            // There is one place to begin at.
            ctx.memory_mut(|memory| memory.request_focus(screens::settings::Screen::find_id()));
        }
        if opened && self.section() == Some(Section::Keys) && self.chooses_nothing() {
            // There is no row to begin at, but something to do about that.
            keyboard::lead(ctx, empty_entry());
        }
        if self.lead_back(ctx) {
            return;
        }
        let lost = keyboard::take_lost(ctx);
        // The settings have no row that one is on: who loses a control there goes on beside it.
        let beside = keyboard::take_beside(ctx).filter(|_| self.section() == Some(Section::Settings));
        let came = std::mem::take(&mut self.came);
        let wanted = match lost {
            Some(Lost::Gone) => true,
            // Who has chosen nothing yet is not made to, where there is something to choose.
            Some(Lost::Free | Lost::Left) => self.selected().is_some() || self.chooses_nothing(),
            None => false,
        };
        if let Some(beside) = beside.filter(|_| lost == Some(Lost::Gone) && !came) {
            keyboard::lead(ctx, beside);
        } else if came || wanted {
            // Who had scrolled on before a dialog finds the list as they left it.
            let pointed = keyboard::is_pointed(ctx);
            let stays = (lost == Some(Lost::Free) || pointed) && !came;
            // Nor does a click that leads back to the keys choose one of them.
            let chose_none = pointed && self.section() == Some(Section::Keys) && self.row().is_none();
            match if (stays || chose_none) && !self.chooses_nothing() { self.row() } else { self.enter(ctx) } {
                Some(entry) => keyboard::lead(ctx, entry),
                // Its facts are still being read.
                None if self.section() == Some(Section::Review) && self.review.facts().is_none() => self.came = true,
                // There is no row, but something to do about that.
                None => keyboard::lead(ctx, empty_entry()),
            }
        } else if lost == Some(Lost::Left) {
            // No row is chosen for who left a field.
            keyboard::lead_to_before(ctx);
        }
    }

    /// Whether entering the section in view chooses no key.
    fn chooses_nothing(&self) -> bool {
        match self.section() {
            Some(Section::Activity) => true,
            Some(Section::Keys) => self.keys.is_empty(),
            _ => false,
        }
    }

    /// Goes on the row that one is on, or on the first one; where the keyboard enters the section in view. None without a row:
    /// in a field single letters would be text.
    fn enter(&mut self, ctx: &Context) -> Option<Id> {
        let snapshot = self.snapshot.clone()?;
        let Route::Open(section) = self.route else { return None };
        Some(match section {
            Section::Keys => self.keys.enter(&snapshot)?,
            Section::Review => {
                // What one was on may have been dealt with elsewhere.
                self.review.follow(ctx, &snapshot);
                self.review.enter()?
            }
            Section::Activity => self.activity.enter()?,
            Section::Settings => self.kept.control.take().unwrap_or_else(screens::settings::Screen::find_id),
            Section::Person => self.person.enter(&snapshot)?,
        })
    }

    /// The row that one is on, wherever the list is scrolled to.
    pub(super) fn row(&self) -> Option<Id> {
        match self.section()? {
            Section::Keys => self.keys.row(),
            Section::Review => self.review.row(),
            Section::Person => self.person.row(),
            Section::Activity | Section::Settings => None,
        }
    }

    /// Whether the cell of Compare that one is on has the keyboard.
    pub(super) fn cell_has_keyboard(&self, ctx: &Context) -> bool {
        let cell = || self.keys.compare.place_id(self.snapshot.as_deref()?);
        let focused = ctx.memory(egui::Memory::focused).filter(|_| self.keys.compare.on);
        focused.is_some() && focused == cell()
    }

    /// The keyboard goes on to the next part of the window that is in view: what is looked at, the details beside or over it,
    /// the sidebar, and round again.
    pub(super) fn next_pane(&mut self, ctx: &Context) {
        let details = self.details();
        let (sidebar, pane) = ctx.content_rect().split_left_right_at_x(shell::width(ctx));
        let focused = keyboard::place(ctx).map(|at| at.center());
        let round = [Part::Section, Part::Details, Part::Sidebar];
        let before = focused.map_or(2, |at| match details {
            Some((_, rect)) if rect.contains(at) => 1,
            _ if sidebar.contains(at) => 2,
            _ => 0,
        });
        let next = (1..=round.len()).find_map(|step| match round[(before + step) % round.len()] {
            Part::Section if keyboard::is_covered(ctx, pane) => None,
            Part::Section => self.enter(ctx).or_else(|| self.section().map(filter_id)),
            Part::Details => details.map(|(first, _)| first),
            Part::Sidebar => Some(shell::search_id()).filter(|_| !keyboard::is_covered(ctx, sidebar)),
        });
        if let Some(next) = next {
            keyboard::go_to(ctx, next);
        }
    }

    /// The details, while they are in view: what takes the keyboard first, and where they are.
    fn details(&self) -> Option<(Id, Rect)> {
        let listed = self.section() == Some(Section::Keys) && !self.keys.compare.on;
        self.keys.inspector.entry().filter(|_| listed)
    }

    /// The details go: where they have the keyboard, their row gets it.
    pub(super) fn leave_details(&mut self, ctx: &Context) {
        let within = |at: Rect| self.details().is_some_and(|(_, rect)| rect.contains(at.center()));
        self.came |= keyboard::place(ctx).is_some_and(within);
    }
}

/// A part of the window.
#[derive(Debug, Clone, Copy)]
enum Part {
    Section,
    Details,
    Sidebar,
}

/// Gives the section's filter the keyboard.
pub(super) fn to_filter(ctx: &Context, section: Section) {
    keyboard::go_to(ctx, filter_id(section));
}

/// The field that narrows what a section shows.
pub(super) fn filter_id(section: Section) -> Id {
    match section {
        Section::Keys => Screen::filter_id(),
        Section::Review => Review::filter_id(),
        Section::Activity => screens::activity::Screen::filter_id(),
        Section::Settings => screens::settings::Screen::find_id(),
        Section::Person => screens::person::PersonPage::filter_id(),
    }
}
