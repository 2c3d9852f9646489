//! How the keys screen is drawn: header, filter bar, messages, table, status bar.

use std::sync::Arc;

use egui::{Id, Rect, Ui, pos2, vec2};

use super::data::{Chip, Listing, Place, Summary, capitalised, listing};
use super::search::Haystack;
use super::table;
use crate::gui::commands::Command;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::{
    Button, Field, MenuItem, Segment, Strip, Tone, baseline, callout, chip, elided, focus_ring, hairline, icon, keycap,
    keycap_width, menu, segmented, segmented_width, tag, tag_width, text, text_centered, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Request, Snapshot, StoreKind, VaultState};
use crate::model::{Environment, KeyUid, Project};

/// Stands in the header while the vault is made up.
const SAMPLE: &str = "Sample";

/// What the keys screen keeps between frames: what is looked at, typed and selected, and the listing made from it.
#[derive(Debug, Default)]
pub struct Screen {
    /// Which project and environment.
    pub place: Place,
    /// Which chip is on.
    pub chip: Chip,
    /// What was typed into the filter.
    pub filter: String,
    /// The selected key.
    pub selected: Option<KeyUid>,
    /// Counts for the sidebar.
    pub summary: Summary,
    /// The lines of the table.
    pub listing: Listing,
    /// The selection moved by keyboard: bring it into view.
    pub(super) reveal_selection: bool,
    /// None until one types: a copy alone, which changes the facts too, must not cost a pass over every text.
    haystack: Option<Haystack>,
    project_names: Vec<String>,
}

impl Screen {
    /// The filter's id, to give it the keyboard.
    pub fn filter_id() -> Id {
        Id::unique("keys filter")
    }

    /// Takes new facts over.
    pub fn take(&mut self, snapshot: &Arc<Snapshot>) {
        self.place = std::mem::take(&mut self.place).within(snapshot);
        let names: Vec<String> = snapshot.projects.iter().map(|project| project.name.clone()).collect();
        // The first look is at the first project; later the user's place stays.
        if self.project_names.is_empty() && self.place == Place::default() {
            self.place = Place { project: names.first().cloned(), environment: None };
        }
        self.project_names = names;
        self.haystack = None;
        self.summary = Summary::new(snapshot);
        self.relist(snapshot);
    }

    /// Forgets every name: the vault was locked.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Looks at another place.
    pub fn go(&mut self, place: Place, snapshot: &Snapshot) {
        self.place = place.within(snapshot);
        self.relist(snapshot);
    }

    /// Makes the listing anew after place, chip, filter or facts changed.
    pub fn relist(&mut self, snapshot: &Snapshot) {
        if !self.filter.is_empty() && self.haystack.is_none() {
            self.haystack = Some(Haystack::new(snapshot));
        }
        let search = self.haystack.as_ref().filter(|_| !self.filter.is_empty()).map(|hay| (hay, self.filter.as_str()));
        self.listing = listing(snapshot, &self.place, self.chip, search);
        let still = self.selected_index(snapshot).is_some_and(|index| self.listing.line_of(index).is_some());
        if !still {
            // While one types, Enter means the first match; else nothing is selected before the user says so.
            let first = self.listing.first_key().filter(|_| !self.filter.is_empty());
            self.selected = first.map(|index| snapshot.keys[index].uid);
        }
    }

    /// The selected key's place in the snapshot.
    pub fn selected_index(&self, snapshot: &Snapshot) -> Option<usize> {
        let selected = self.selected?;
        snapshot.keys.iter().position(|key| key.uid == selected)
    }
}

/// Draws the whole pane right of the sidebar.
pub fn keys_ui(
    ui: &mut Ui,
    pane: Rect,
    screen: &mut Screen,
    snapshot: &Snapshot,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) {
    let t = of(ui);
    ui.painter().rect_filled(pane, 0.0, t.bg_surface);
    let (header, below) = pane.split_top_bottom_at_y(pane.top() + size::HEADER);
    header_ui(ui, header, screen, snapshot, wishes);
    hairline(ui, pane.x_range(), header.bottom() - 1.0, t.stroke_subtle);
    let low = ui.ctx().content_rect().height() < size::LOW;
    let bar_height = if low { 0.0 } else { size::STATUS_BAR };
    let (body, bar) = below.split_top_bottom_at_y(below.bottom() - bar_height);
    let (filter, mut rest) = body.split_top_bottom_at_y(body.top() + size::FILTER_BAR);
    filter_ui(ui, filter, screen, snapshot);
    messages_ui(ui, &mut rest, snapshot, notice, wishes);
    if screen.listing.lines.is_empty() {
        empty_ui(ui, rest, screen, snapshot, wishes);
    } else {
        table::table_ui(ui, rest, screen, snapshot, wishes);
    }
    if !low {
        hairline(ui, pane.x_range(), bar.top(), t.stroke_subtle);
        status_ui(ui, bar, &screen.listing);
    }
}

fn project<'a>(snapshot: &'a Snapshot, place: &Place) -> Option<&'a Project> {
    snapshot.projects.iter().find(|project| Some(&project.name) == place.project.as_ref())
}

fn header_ui(ui: &Ui, rect: Rect, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let mut strip = Strip::new(rect, size::EDGE);
    let import = Button::secondary("Import…").icon(Icon::Upload);
    let import_size = import.size(ui);
    if import.at(ui, strip.right(import_size.x, import_size.y)).clicked() {
        wishes.push(Wish::Do(Command::Import));
    }
    strip.gap_right(10.0);
    if snapshot.sample {
        let at = strip.right(tag_width(ui, SAMPLE), 20.0);
        tag(ui, at.left_center(), SAMPLE);
        strip.gap_right(10.0);
    }
    let title = screen.place.project.as_deref().unwrap_or("All projects");
    let rail = ui.ctx().content_rect().width() < size::NARROW;
    let wide = width(ui, Type::Title, title).min(strip.room() * 0.5).ceil();
    let line = baseline(ui, rect.center().y, Type::Title);
    let title_rect = strip.left(wide, 30.0);
    elided(ui, title_rect.left(), line, wide + 1.0, Type::Title, t.text_primary, title);
    if rail {
        let caret = strip.left(21.0, 30.0);
        project_menu_ui(ui, title_rect.union(caret), screen, snapshot, wishes);
        icon(ui, pos2(caret.left() + 13.0, rect.center().y + 1.0), 16.0, Face::Line, Icon::CaretDown, t.text_tertiary);
    }
    strip.gap_left(if rail { 10.0 } else { 18.0 });
    if let Some(project) = project(snapshot, &screen.place) {
        environments_ui(ui, strip, project, screen, wishes);
    }
}

/// In a narrow window the title is the way to other projects.
fn project_menu_ui(ui: &Ui, rect: Rect, screen: &Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let response = ui.interact(rect.expand(4.0), ui.make_persistent_id("project menu"), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Choose a project"));
    focus_ring(ui, rect.expand(4.0), 6, &response);
    if let Some(place) = choose_project(&response, screen, snapshot) {
        wishes.push(Wish::Go(place));
    }
}

/// A menu of all projects under `anchor`.
pub fn choose_project(anchor: &egui::Response, screen: &Screen, snapshot: &Snapshot) -> Option<Place> {
    let current = screen.place.project.as_ref();
    let all = MenuItem {
        words: "All projects".to_owned(),
        count: Some(screen.summary.keys),
        protected: false,
        current: current.is_none(),
    };
    let projects = snapshot.projects.iter().zip(&screen.summary.projects).map(|(project, (count, _))| MenuItem {
        words: project.name.clone(),
        count: Some(*count),
        protected: false,
        current: current == Some(&project.name),
    });
    let items: Vec<MenuItem> = std::iter::once(all).chain(projects).collect();
    let chosen = menu(anchor, "Projects", &items)?;
    let project = chosen.checked_sub(1).and_then(|index| snapshot.projects.get(index)).map(|p| p.name.clone());
    Some(Place { project, environment: None })
}

/// What a narrow window shows of an environment's name.
fn short(environment: &Environment) -> String {
    environment.short_name.clone().unwrap_or_else(|| match environment.name.as_str() {
        "development" => "Dev".to_owned(),
        "production" => "Prod".to_owned(),
        other => capitalised(other),
    })
}

fn environments_ui(ui: &Ui, strip: Strip, project: &Project, screen: &Screen, wishes: &mut Vec<Wish>) {
    let window = ui.ctx().content_rect().width();
    let segments = |shorten: bool| {
        let all = Segment { words: "All".to_owned(), name: "All environments".to_owned(), protected: false };
        let each = project.environments.iter().map(|environment| Segment {
            words: if shorten { short(environment) } else { capitalised(&environment.name) },
            name: capitalised(&environment.name),
            protected: environment.protected,
        });
        std::iter::once(all).chain(each).collect::<Vec<_>>()
    };
    let current = screen.place.environment.as_ref();
    let index = project.environments.iter().position(|e| Some(&e.name) == current).map_or(0, |index| index + 1);
    let mut shown = segments(window < size::NARROW);
    if segmented_width(ui, &shown) > strip.room() {
        shown = segments(true);
    }
    let fits = shown.len() <= 5 && segmented_width(ui, &shown) <= strip.room() && window >= size::VERY_NARROW;
    let chosen = if fits {
        segmented(ui, strip.rest().left_center(), &shown, index)
    } else {
        environment_menu_ui(ui, strip, &segments(false), index)
    };
    if let Some(chosen) = chosen {
        let environment = chosen.checked_sub(1).map(|index| project.environments[index].name.clone());
        wishes.push(Wish::Go(Place { project: Some(project.name.clone()), environment }));
    }
}

fn environment_menu_ui(ui: &Ui, mut strip: Strip, segments: &[Segment], index: usize) -> Option<usize> {
    let current = &segments[index];
    let mut button = Button::secondary(&current.name).icon(Icon::CaretDown);
    if current.protected {
        button = button.icon(Icon::ShieldCheck);
    }
    let wanted = button.size(ui);
    let response = button.at(ui, strip.left(wanted.x.min(strip.room()), wanted.y));
    let items: Vec<MenuItem> = segments
        .iter()
        .enumerate()
        .map(|(at, segment)| MenuItem {
            words: segment.name.clone(),
            count: None,
            protected: segment.protected,
            current: at == index,
        })
        .collect();
    menu(&response, "Environments", &items)
}

fn filter_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot) {
    let window = ui.ctx().content_rect().width();
    let mut strip = Strip::new(rect, size::EDGE);
    let field = strip.left(if window < size::NARROW { 220.0 } else { 232.0 }, size::CONTROL);
    strip.gap_left(8.0);
    let here = screen.listing.here;
    let hint = format!("Filter {here} {}", if here == 1 { "key" } else { "keys" });
    let cap = Command::Filter.caps();
    let mut filter = Field::new(Screen::filter_id(), "Filter").hint(&hint).icon(Icon::Funnel);
    if let Some(cap) = cap.first() {
        filter = filter.keycap(cap);
    }
    if filter.at(ui, field, &mut screen.filter).changed() {
        screen.relist(snapshot);
    }
    let chips = [
        (Chip::All, "All", None),
        (Chip::NeedsAction, "Needs action", Some(screen.listing.need_action)),
        (Chip::Plain, "Plain", Some(screen.listing.plain)),
    ];
    for (which, words, count) in chips {
        if chip(ui, &mut strip, words, count, screen.chip == which).clicked() && screen.chip != which {
            screen.chip = which;
            screen.relist(snapshot);
        }
    }
}

/// What went wrong stands above the table, where it can be acted on; names stay in view.
fn messages_ui(ui: &Ui, rest: &mut Rect, snapshot: &Snapshot, notice: Option<&Failure>, wishes: &mut Vec<Wish>) {
    let wide = rest.width() - 2.0 * size::EDGE;
    if let VaultState::KeychainTrouble(failure) = &snapshot.state {
        let hint = format!("{} {}", failure.why, failure.advice);
        let at = pos2(rest.left() + size::EDGE, rest.top());
        let (rect, clicked) = callout(ui, at, wide, Tone::Warn, &failure.title, hint.trim(), Some("Unlock keychain…"));
        if clicked {
            wishes.push(Wish::Ask(Request::Unlock(None)));
        }
        rest.min.y = rect.bottom() + 8.0;
    }
    if let Some(failure) = notice {
        let hint = format!("{} {}", failure.why, failure.advice);
        let at = pos2(rest.left() + size::EDGE, rest.top());
        let (rect, clicked) = callout(ui, at, wide, Tone::Crit, &failure.title, hint.trim(), Some("Close"));
        if clicked {
            wishes.push(Wish::DismissNotice);
        }
        rest.min.y = rect.bottom() + 8.0;
    }
}

fn empty_ui(ui: &Ui, rect: Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let filtered = !screen.filter.is_empty() || screen.chip != Chip::All;
    let (glyph, title, reason, button) = if filtered {
        let title = match (screen.filter.trim(), screen.chip) {
            ("", Chip::NeedsAction) => "Nothing needs you here".to_owned(),
            ("", _) => "No plain keys here".to_owned(),
            (typed, _) => format!("No keys match “{typed}”"),
        };
        (Icon::MagnifyingGlass, title, format!("Searched {} here.", keys(screen.listing.here)), "Clear filter")
    } else if snapshot.keys.is_empty() {
        let reason = "Import an environment file to begin.".to_owned();
        (Icon::Key, "No keys here yet".to_owned(), reason, "Import a file…")
    } else {
        let reason = "Import an environment file into it.".to_owned();
        (Icon::Key, "No keys here yet".to_owned(), reason, "Import a file…")
    };
    let t = of(ui);
    let center = pos2(rect.center().x, rect.top() + (rect.height() * 0.36).max(40.0));
    icon(ui, center, 22.0, Face::Line, glyph, t.text_tertiary);
    let line = |y: f32| Rect::from_center_size(pos2(center.x, center.y + y), vec2(rect.width(), 18.0));
    text_centered(ui, line(28.0), Type::Strong, t.text_primary, &title);
    text_centered(ui, line(48.0), Type::Body, t.text_tertiary, &reason);
    let said = line(38.0);
    crate::gui::widgets::name_node(ui, said, ui.make_persistent_id("empty"), &format!("{title}. {reason}"));
    let button = Button::secondary(button);
    let everywhere = Button::secondary("Search everywhere");
    let offered = !screen.filter.is_empty() && screen.place != Place::default();
    let (size, more) = (button.size(ui), if offered { everywhere.size(ui) + vec2(8.0, 0.0) } else { vec2(0.0, 0.0) });
    let left = center.x - (size.x + more.x) / 2.0;
    let button_rect = Rect::from_min_size(pos2(left, center.y + 67.0), size);
    if offered {
        let at = Rect::from_min_size(pos2(button_rect.right() + 8.0, button_rect.top()), everywhere.size(ui));
        if everywhere.at(ui, at).clicked() {
            wishes.push(Wish::Go(Place::default()));
        }
    }
    if button.at(ui, button_rect).clicked() {
        if filtered {
            screen.filter.clear();
            screen.chip = Chip::All;
            screen.relist(snapshot);
        } else {
            wishes.push(Wish::Do(Command::Import));
        }
    }
}

fn keys(count: usize) -> String {
    format!("{count} {}", if count == 1 { "key" } else { "keys" })
}

fn status_ui(ui: &Ui, rect: Rect, listing: &Listing) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let counted = if listing.shown == listing.here {
        keys(listing.here)
    } else {
        format!("{} of {}", listing.shown, keys(listing.here))
    };
    let needs = if listing.need_action == 1 { "needs" } else { "need" };
    let words =
        if listing.need_action == 0 { counted } else { format!("{counted} · {} {needs} action", listing.need_action) };
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, &words);
    crate::gui::widgets::name_node(
        ui,
        Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height())),
        ui.make_persistent_id("status"),
        &words,
    );
    let mut strip = Strip::new(rect, size::EDGE);
    let hints = [(Command::AllKeys, "all keys"), (Command::Filter, "filter"), (Command::Copy, "copy")];
    for (command, words) in hints {
        for cap in command.caps() {
            let wide = keycap_width(ui, cap) + 4.0 + width(ui, Type::Small, words);
            let at = strip.right(wide, rect.height());
            let used = keycap(ui, pos2(at.left(), middle), cap);
            text(ui, at.left() + used + 4.0, line, Type::Small, t.text_tertiary, words);
        }
        strip.gap_right(14.0);
    }
}

/// What the footer of the sidebar says of the store.
pub fn store_words(snapshot: &Snapshot) -> String {
    match (&snapshot.state, snapshot.store) {
        (VaultState::KeychainTrouble(failure), _) => failure.title.clone(),
        (_, StoreKind::Keychain) => format!("{} connected", snapshot.store_title),
        (_, StoreKind::Sealed) => format!("{}, unlocked", snapshot.store_title),
        (_, StoreKind::Memory) => "Sample keys, in memory only".to_owned(),
    }
}
