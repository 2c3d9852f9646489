//! What stands around the table: the header with its mark, filter and chips, what is said above and instead of it, the
//! status bar.

use egui::{Rect, Ui, pos2, vec2};

use super::days::{date_words, entries, short_date};
use super::record::{Since, Trust, Wanted};
use super::state::Screen;
use super::words::class_words;
use crate::gui::commands::Command;
use crate::gui::screens::keys::{Summary, project_menu_ui};
use crate::gui::theme::{Face, Icon, Type, of, radius, reduced_motion, size};
use crate::gui::widgets::{
    Button, Callout, Chips, Field, MenuItem, Strip, Tone, baseline, chip_width, elided, empty_ui, focus_ring, icon,
    keycap, keycap_width, menu, name_node, no_match, spinner, text, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{RecordState, Snapshot};
use crate::model::ActivityClass;

/// What the mark takes in the header: its icon and "Unbroken".
const TRUST: f32 = 100.0;

pub(super) fn header_ui(
    ui: &Ui,
    rect: Rect,
    screen: &mut Screen,
    snapshot: &Snapshot,
    summary: &Summary,
    wishes: &mut Vec<Wish>,
) {
    let t = of(ui);
    let mut strip = Strip::new(rect, size::EDGE);
    let export = Button::secondary("Export…").icon(Icon::FileArrowDown);
    let export_at = strip.right(export.size(ui).x, size::CONTROL);
    strip.gap_right(10.0);
    let words = screen.wanted.since.words();
    let time = Button::menu(&words);
    let time_at = strip.right(time.size(ui).x, size::CONTROL);
    strip.gap_right(10.0);
    let line = baseline(ui, rect.center().y, Type::Title);
    let title = Command::ShowActivity.title();
    let used = text(ui, strip.rest().left(), line, Type::Title, t.text_primary, title);
    let titled = Rect::from_min_size(pos2(strip.rest().left(), rect.top()), vec2(used, rect.height()));
    name_node(ui, titled, ui.make_persistent_id("activity title"), title);
    let opener = Rect::from_center_size(titled.center(), vec2(used, 30.0));
    let asked = std::mem::take(&mut screen.projects_asked);
    let project = screen.wanted.project.as_deref();
    strip.gap_left(used);
    // Where there is no sidebar to choose from, a caret says that the title opens a menu.
    let narrow = ui.ctx().content_rect().width() < size::NARROW;
    let caret = if narrow { strip.left(21.0, 30.0) } else { opener };
    if narrow {
        icon(ui, pos2(caret.left() + 13.0, rect.center().y + 1.0), 16.0, Face::Line, Icon::CaretDown, t.text_tertiary);
    }
    wishes.extend(project_menu_ui(ui, opener.union(caret), asked, project, summary, snapshot));
    strip.gap_left(if narrow { 8.0 } else { 12.0 });
    if let Some(said) = screen.wanted.narrowed_to_project().map(str::to_owned) {
        let room = (strip.room() - TRUST).max(0.0);
        let line = baseline(ui, rect.center().y, Type::Small);
        let wide = width(ui, Type::Small, &said).min(room).ceil();
        let at = strip.left(wide, 30.0);
        elided(ui, at.left(), line, wide + 1.0, Type::Small, t.text_tertiary, &said);
        name_node(ui, at, ui.make_persistent_id("activity of"), &said).on_hover_text(&said);
        strip.gap_left(12.0);
    }
    trust_ui(ui, strip.rest(), screen, wishes);
    let response = time.at(ui, time_at);
    let item = |since: &Since| MenuItem {
        words: since.words(),
        count: None,
        protected: false,
        current: *since == screen.wanted.since,
    };
    let items: Vec<MenuItem> = Since::ALL.iter().map(item).collect();
    if let Some(chosen) = menu(&response, "How far back", &items) {
        screen.want(|wanted| wanted.since = Since::ALL[chosen], wishes);
    }
    if export.at(ui, export_at).clicked() {
        wishes.push(Wish::Do(Command::ExportActivity));
    }
}

/// The record can be read, and nobody knows whether it is whole.
fn unchecked_ui(ui: &Ui, rect: Rect) {
    const WORDS: &str = "Not checked";
    let t = of(ui);
    let room = rect.width() - 22.0;
    if room < 40.0 {
        return;
    }
    let at = Rect::from_min_size(pos2(rect.left(), rect.center().y - 13.0), vec2(rect.width().min(120.0), 26.0));
    icon(ui, pos2(at.left() + 8.0, at.center().y), 15.0, Face::Line, Icon::Info, t.text_tertiary);
    let line = baseline(ui, at.center().y, Type::Small);
    elided(ui, at.left() + 20.0, line, room, Type::Small, t.text_tertiary, WORDS);
    let node = name_node(ui, at, ui.make_persistent_id("activity unchecked"), WORDS);
    node.on_hover_text("Whether it was changed outside Keyloft is told once the keychain is unlocked.");
}

/// Whether the record is whole: a mark, and what it means in its tooltip.
fn trust_ui(ui: &Ui, rect: Rect, screen: &mut Screen, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    let middle = rect.center().y;
    let (words, tip) = match screen.trust {
        Trust::Unknown if screen.can_check() => return,
        Trust::Unknown => return unchecked_ui(ui, rect),
        Trust::Checking(_, all) => {
            let words = if all == 0 { "Checking…".to_owned() } else { format!("Checking {}…", entries(all)) };
            (words, String::new())
        }
        Trust::Known(RecordState::Unbroken { entries: checked, since }) => {
            let since = date_words(since, &chrono::Local);
            let said = format!("Unbroken since {since} · {} checked", entries(checked));
            let proves = "Each entry is sealed together with the one before it: one that was changed, moved or taken away \
                          outside Keyloft is found.";
            ("Unbroken".to_owned(), format!("{said}\n{proves}\nClick to check again."))
        }
        // Said in a callout.
        Trust::Known(RecordState::Broken { .. }) => return,
    };
    let room = rect.width() - 22.0;
    if room < 40.0 {
        return;
    }
    let wide = (width(ui, Type::Small, &words) + 24.0).min(rect.width());
    let at = Rect::from_min_size(pos2(rect.left(), middle - 13.0), vec2(wide, 26.0));
    let line = baseline(ui, middle, Type::Small);
    if tip.is_empty() {
        if !reduced_motion(ui.ctx()) {
            spinner(ui, pos2(at.left() + 8.0, middle), 15.0, t.text_tertiary);
        }
        elided(ui, at.left() + 20.0, line, room, Type::Small, t.text_tertiary, &words);
        let node = name_node(ui, at, ui.make_persistent_id("activity trust"), &words);
        ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
        return;
    }
    let response = ui.interact(at.expand2(vec2(4.0, 0.0)), ui.make_persistent_id("check again"), egui::Sense::click());
    let said = format!("{}. Check again", tip.lines().next().unwrap_or_default());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &said));
    if response.hovered() {
        ui.painter().rect_filled(at.expand2(vec2(4.0, 0.0)), radius::CONTROL, t.bg_hover);
    }
    icon(ui, pos2(at.left() + 8.0, middle), 15.0, Face::Line, Icon::CheckCircle, t.ok_solid);
    elided(ui, at.left() + 20.0, line, room, Type::Small, t.text_secondary, &words);
    focus_ring(ui, at.expand2(vec2(2.0, -2.0)), radius::CONTROL, &response);
    if response.on_hover_text(tip).clicked() {
        wishes.push(Wish::Ask(screen.check()));
    }
}

pub(super) fn filter_ui(ui: &mut Ui, rect: Rect, screen: &mut Screen, wishes: &mut Vec<Wish>) {
    let window = ui.ctx().content_rect().width();
    let mut strip = Strip::new(rect, size::EDGE);
    // In the narrowest windows every chip has room beside it.
    let wide = match window {
        ..size::VERY_NARROW => 144.0,
        ..size::NARROW => 200.0,
        _ => 232.0,
    };
    let field = strip.left(wide, size::CONTROL);
    strip.gap_left(8.0);
    let caps = Command::Filter.caps();
    let filter = Field::new(Screen::filter_id(), "Filter activity").hint("Filter activity");
    let mut filter = filter.icon(Icon::Funnel).clearable();
    if let Some(cap) = caps.first() {
        filter = filter.keycap(cap);
    }
    let mut typed = screen.wanted.filter.clone();
    if filter.at(ui, field, &mut typed).changed() {
        screen.want(|wanted| wanted.filter = typed, wishes);
    }
    let count = |class: Option<ActivityClass>| {
        (screen.record.answers > 0).then(|| usize::try_from(screen.record.entries(class)).unwrap_or(usize::MAX))
    };
    let mut chips: Vec<(Option<ActivityClass>, Option<usize>)> = vec![(None, count(None))];
    chips.extend(ActivityClass::ALL.map(|class| (Some(class), count(Some(class)))));
    // What does not fit stays away from the narrowest windows; one that is on stays.
    let taken = |chips: &[(Option<ActivityClass>, Option<usize>)]| -> f32 {
        chips.iter().map(|(class, count)| chip_width(ui, class_words(*class), *count) + 8.0).sum()
    };
    if taken(&chips) > strip.room() + 8.0 {
        chips.iter_mut().for_each(|(_, count)| *count = None);
    }
    while chips.len() > 2 && taken(&chips) > strip.room() + 8.0 {
        let Some(at) = chips.iter().rposition(|(class, _)| *class != screen.wanted.class) else { break };
        chips.remove(at);
    }
    let mut row = Chips::new(ui, "chips", chips.len());
    for (class, count) in chips {
        let on = screen.wanted.class == class;
        if row.chip(&mut strip, class_words(class), count, on).clicked() && !on {
            screen.want(|wanted| wanted.class = class, wishes);
        }
    }
}

/// The record was changed: said above the table, with the way to what can't be trusted.
pub(super) fn broken_ui(ui: &Ui, rest: &mut Rect, screen: &mut Screen, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let Trust::Known(RecordState::Broken { first_bad, untrusted, after }) = screen.trust else { return };
    let title = "The record was changed outside Keyloft.";
    let shown = screen.wanted.from_number.is_some();
    let after = after.map(|at| short_date(at.with_timezone(&chrono::Local).date_naive(), snapshot.today));
    let hint = match after {
        Some(day) => format!("{} after {day} can't be trusted.", entries(untrusted)),
        None => format!("{} can't be trusted.", entries(untrusted)),
    };
    let words = if shown { "Show all" } else { "Show them" };
    let at = pos2(rest.left() + size::EDGE, rest.top());
    let callout = Callout::new(Tone::Crit, title).hint(&hint).button(Button::secondary(words).small());
    let (rect, clicked) = callout.at(ui, at, rest.width() - 2.0 * size::EDGE);
    if clicked {
        let from = (!shown).then_some(first_bad);
        let project = screen.wanted.project.clone();
        screen.want(|wanted| *wanted = Wanted { from_number: from, project, ..Wanted::default() }, wishes);
    }
    rest.min.y = rect.bottom() + 8.0;
}

pub(super) fn none_ui(ui: &Ui, rect: Rect, screen: &mut Screen, wishes: &mut Vec<Wish>) {
    let looked_for = &screen.answered;
    if looked_for.is_all() && looked_for.project.is_none() {
        let reason = "Copies, exports and changes appear here.";
        empty_ui(ui, rect, Icon::ClockCounterClockwise, "Nothing yet", reason, &[]);
    } else if looked_for.is_all() {
        let words = format!("Nothing yet in {}", looked_for.project.as_deref().unwrap_or_default());
        let reason = "Copies, exports and changes of its keys appear here.";
        empty_ui(ui, rect, Icon::ClockCounterClockwise, &words, reason, &[]);
    } else {
        let words = match (looked_for.filter.trim(), looked_for.class) {
            ("", None) => "No activity in this time".to_owned(),
            ("", Some(_)) => "No activity of this kind".to_owned(),
            (typed, _) => no_match(ui, rect, "No activity matches", typed),
        };
        let reason = format!("Looked through {}.", looked_for.since.looked_through());
        let buttons = [Button::secondary("Clear filter")];
        if empty_ui(ui, rect, Icon::MagnifyingGlass, &words, &reason, &buttons).is_some() {
            wishes.extend(screen.escape().unwrap_or_default());
        }
    }
}

pub(super) fn status_ui(ui: &Ui, rect: Rect, has_lines: bool) {
    let t = of(ui);
    let middle = rect.center().y + 0.5;
    let line = baseline(ui, middle, Type::Small);
    let words = "Kept on this computer. Values are never recorded.";
    let used = text(ui, rect.left() + size::EDGE, line, Type::Small, t.text_tertiary, words);
    let named = Rect::from_min_size(rect.min, vec2(used + size::EDGE, rect.height()));
    name_node(ui, named, ui.make_persistent_id("status"), words);
    let mut strip = Strip::new(rect, size::EDGE);
    strip.gap_left(used + 24.0);
    // Without a line there is none to close or open.
    for (cap, words) in
        [("/", "filter"), ("←", "close day"), ("Enter", "open key")].into_iter().take(if has_lines { 3 } else { 1 })
    {
        let wide = keycap_width(ui, cap) + 4.0 + width(ui, Type::Small, words);
        if strip.room() < wide {
            break;
        }
        let at = strip.right(wide, rect.height());
        let used = keycap(ui, pos2(at.left(), middle), cap);
        text(ui, at.left() + used + 4.0, line, Type::Small, t.text_tertiary, words);
        strip.gap_right(14.0);
    }
}
