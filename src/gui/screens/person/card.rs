//! The card over a person's keys: who it is, when they leave, four counts that narrow the list, and how far it is.

use egui::{Id, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::data::{Leaving, Page, Show};
use crate::gui::counts::grouped;
use crate::gui::theme::{Type, of, radius, size};
use crate::gui::widgets::{
    Button, Mark, Status, avatar, baseline, elided, focus_ring, initials, name_node, pill, pill_width, progress_line,
    severity_icon, text, text_right, width,
};
use crate::jobs::Snapshot;
use crate::model::Severity;
use crate::review::Progress;

/// Height without and with the progress.
const HEIGHTS: [f32; 2] = [76.0, 121.0];
/// A count with the gap to the next one, where there is room; more where its words are longer.
const COUNT: f32 = 130.0;
/// Over and under what a count takes.
const EDGES: f32 = 8.0;
/// The line at a count's left edge.
const EDGE: f32 = 1.0;
/// Before a count, behind that line; and between counts.
const GAP: f32 = 18.0;
/// The same where counts stand close.
const CLOSE: [f32; 2] = [16.0, 12.0];
/// What is left out of the counts where there is no room, the last one last: what has to be acted on stays.
const LEFT_OUT: [Show; 3] = [Show::UsedToday, Show::Protected, Show::All];

/// In a low window the bar of the progress begins so far over the card's lower edge, and what a count takes ends over its ring.
const BAR: f32 = 6.0;
const OVER_BAR: f32 = 5.0;

/// What was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clicked {
    /// The day is to be said or changed.
    Day,
    /// A count.
    Count(Show),
}

/// How high the card of a page is. In a low window the rows need the room: there the progress is its bar alone, at the card's
/// lower edge, with the words for the pointer and a screen reader; how far it is stands in the page's header.
pub fn height(ui: &Ui, page: &Page) -> f32 {
    HEIGHTS[usize::from(has_progress(page) && !is_low(ui))]
}

fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < size::LOW
}

fn has_progress(page: &Page) -> bool {
    page.leaving != Leaving::No && page.progress.all > 0
}

fn done_words(page: &Page) -> String {
    let Progress { all, done } = page.progress;
    format!("{} of {} done", grouped(done), grouped(all))
}

/// How far it is, for the page's header where the card has no room for it. Once all is done the pill says so.
pub fn words_in_header(ui: &Ui, page: &Page) -> Option<String> {
    (has_progress(page) && is_low(ui) && page.to_do() > 0).then(|| done_words(page))
}

/// A count with its place.
struct Count {
    show: Show,
    count: usize,
    words: String,
    /// What is seen of the words.
    shown: String,
    left: f32,
    wide: f32,
}

/// The counts of a card, whether the last day has to be said shortly for them, and whether they stand close.
struct Counts {
    all: Vec<Count>,
    short: bool,
    close: bool,
}

impl Counts {
    /// Those that have room up to `right`; `room(short)`: what is free for them beside the person.
    fn new(ui: &Ui, page: &Page, right: f32, room: impl Fn(bool) -> f32) -> Self {
        let mut all: Vec<Count> = page
            .counts()
            .into_iter()
            .map(|(show, count, words)| Count { show, count, shown: words.clone(), words, left: 0.0, wide: COUNT })
            .collect();
        for count in &mut all {
            count.wide = (EDGE + GAP + width(ui, Type::Small, &count.words) + GAP).ceil().max(COUNT);
        }
        if all.iter().map(|count| count.wide).sum::<f32>() - GAP <= room(false) {
            // The last one's gap lies in the card's edge.
            place(&mut all, right + GAP);
            return Self { all, short: false, close: false };
        }
        let close = |all: &mut Vec<Count>| {
            for count in all.iter_mut() {
                let number = width(ui, Type::Display, &grouped(count.count)) + 24.0;
                count.wide = width(ui, Type::Small, &count.shown).max(number).ceil() + CLOSE[0] + CLOSE[1];
            }
            all.iter().map(|count| count.wide).sum::<f32>() - CLOSE[1]
        };
        let mut short = false;
        let mut left_out = LEFT_OUT.iter();
        while close(&mut all) > room(short) {
            if !short {
                short = true;
                // In how many projects they stand is said by the tooltip, and to a screen reader.
                let first = all[0].shown.split(' ').next().unwrap_or_default().to_owned();
                all[0].shown = first;
            } else if let Some(out) = left_out.next() {
                all.retain(|count| count.show != *out);
            } else {
                break;
            }
        }
        place(&mut all, right + CLOSE[1]);
        Self { all, short, close: true }
    }

    /// Where they begin.
    fn left(&self, right: f32) -> f32 {
        self.all.first().map_or(right, |count| count.left)
    }

    /// Which of the page's counts are not among them.
    fn hidden(&self, page: &Page) -> Vec<Show> {
        let is_here = |show: &Show| self.all.iter().any(|count| count.show == *show);
        page.counts().into_iter().map(|(show, ..)| show).filter(|show| !is_here(show)).collect()
    }
}

/// Stands them side by side, the last one up to `right`.
fn place(all: &mut [Count], right: f32) {
    let mut left = right;
    for count in all.iter_mut().rev() {
        left -= count.wide;
        count.left = left;
    }
}

/// Draws it; returns what was clicked, and which counts have no room in it.
pub fn card_ui(ui: &Ui, rect: Rect, page: &Page, show: Show, snapshot: &Snapshot) -> (Option<Clicked>, Vec<Show>) {
    let t = of(ui);
    let stroke = egui::Stroke::new(1.0, t.stroke_subtle);
    ui.painter().rect(rect, radius::CARD, t.bg_panel, stroke, egui::StrokeKind::Inside);
    let inner = rect.shrink2(vec2(18.0, 0.0));
    let name = page.name.as_deref().unwrap_or_default();
    let middle = rect.top() + 39.0;
    avatar(ui, pos2(inner.left() + 20.0, middle), 40.0, &initials(name));
    let left = inner.left() + 52.0;
    let pill_of = page.pill();
    let (words, status) = pill_of.as_ref().map_or((String::new(), Status::Leaving), |(words, severity, good)| {
        let status = match (good, severity) {
            (true, _) => Status::Ok,
            (false, Some(Severity::ActNow)) => Status::Crit,
            (false, Some(_)) => Status::Warn,
            (false, None) => Status::Leaving,
        };
        (words.clone(), status)
    });
    let reserved = if words.is_empty() { 0.0 } else { pill_width(ui, &words) + 8.0 };
    let change = Button::link(if page.leaving == Leaving::No { "Mark as leaving…" } else { "Change…" });
    // The same, whatever it is called then.
    let change = change.small().id(Id::unique("change last day"));
    let wide = change.size(ui).x;
    let days = [page.last_day_words(snapshot.today), page.last_day_short(snapshot.today)];
    let counts = Counts::new(ui, page, inner.right(), |short| {
        let first = width(ui, Type::Title, name) + reserved;
        let second = width(ui, Type::Body, &days[usize::from(short)]) + 10.0 + wide;
        inner.right() - left - first.max(second) - 12.0
    });
    let mut clicked = counts_ui(ui, rect, &counts, page, show);
    let room = counts.left(inner.right()) - left - 12.0;
    let first = middle - 9.5;
    let used = elided(ui, left, baseline(ui, first, Type::Title), room - reserved, Type::Title, t.text_primary, name);
    if !words.is_empty() {
        pill(ui, pos2(left + used + 8.0, first), &words, status);
    }
    let day = &days[usize::from(counts.short)];
    let second = middle + 11.5;
    let line = baseline(ui, second, Type::Body);
    let said = elided(ui, left, line, room - wide - 10.0, Type::Body, t.text_tertiary, day);
    let spoken = format!("{name}. {words}. {}", days[0]);
    let node = Rect::from_min_max(pos2(left, rect.top() + 14.0), pos2(left + said, second + 9.0));
    let node = name_node(ui, node, ui.make_persistent_id("person"), &spoken);
    if counts.short {
        node.on_hover_text(&days[0]);
    }
    // Its ring keeps off the pill over it.
    let at = Rect::from_center_size(pos2(left + said + 10.0 + wide / 2.0, second), vec2(wide, 12.0));
    if change.at(ui, at).clicked() {
        clicked = Some(Clicked::Day);
    }
    if has_progress(page) {
        let top = if is_low(ui) { rect.bottom() - BAR } else { rect.top() + 77.0 };
        progress_ui(ui, Rect::from_min_max(pos2(inner.left(), top), inner.max), page, !is_low(ui));
    }
    (clicked, counts.hidden(page))
}

/// Draws the counts at the right.
fn counts_ui(ui: &Ui, card: Rect, counts: &Counts, page: &Page, show: Show) -> Option<Clicked> {
    let over_bar = if has_progress(page) && is_low(ui) { BAR + OVER_BAR } else { EDGES };
    let mut clicked = None;
    for count in &counts.all {
        let lead = if counts.close { CLOSE[0] } else { GAP };
        let at = Rect::from_min_size(pos2(count.left, card.top()), vec2(count.wide, HEIGHTS[0]));
        let place = Rect::from_min_max(at.min + vec2(4.0, EDGES), at.max - vec2(4.0, over_bar));
        let worst = page.worst.filter(|_| count.show == Show::Warned);
        let on = show == count.show && count.show != Show::All;
        let mut response = count_ui(ui, [at, place], lead, count, worst, on);
        if count.shown != count.words {
            response = response.on_hover_text(&count.words);
        }
        if response.clicked() {
            clicked = Some(Clicked::Count(count.show));
        }
    }
    clicked
}

fn count_ui(
    ui: &Ui,
    [rect, place]: [Rect; 2],
    lead: f32,
    of_page: &Count,
    worst: Option<Severity>,
    on: bool,
) -> Response {
    let t = of(ui);
    let Count { count, words, shown, .. } = of_page;
    let response = ui.interact(place, ui.make_persistent_id(("count", words)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, format!("{words}: {}", grouped(*count))));
    let edge = egui::Stroke::new(1.0, t.stroke_subtle);
    ui.painter().vline(rect.left(), (rect.top() + 17.0)..=(rect.top() + 61.0), edge);
    let fill = if on { Some(t.bg_selected) } else { response.hovered().then_some(t.bg_hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(response.rect, radius::CONTROL, fill);
    }
    let left = rect.left() + lead;
    let number = grouped(*count);
    text(ui, left, baseline(ui, rect.top() + 31.0, Type::Display), Type::Display, t.text_primary, &number);
    if let Some(severity) = worst {
        let at = pos2(left + width(ui, Type::Display, &number) + 15.0, rect.top() + 31.0);
        severity_icon(ui, at, 15.0, Mark::Warning(severity), t);
    }
    let ink = if on { t.accent_text } else { t.text_secondary };
    let room = rect.right() - left - 4.0;
    elided(ui, left, baseline(ui, rect.top() + 53.0, Type::Small), room, Type::Small, ink, shown);
    focus_ring(ui, response.rect, radius::CONTROL, &response);
    response
}

/// Draws how far it is; `tells`: in words over the bar.
fn progress_ui(ui: &Ui, rect: Rect, page: &Page, tells: bool) {
    let t = of(ui);
    let Progress { all, done } = page.progress;
    let words = done_words(page);
    let missing = page.missing_words();
    let said = if missing.is_empty() { words.clone() } else { format!("{words}, {missing}") };
    let top = rect.top() + if tells { 25.0 } else { 0.0 };
    let bar = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), 4.0));
    let color = if page.to_do() == 0 { t.ok_solid } else { t.accent_fill };
    progress_line(ui, bar, done as f32 / all.max(1) as f32, color);
    let place = if tells { Rect::from_min_max(rect.min, bar.max) } else { bar.expand2(vec2(0.0, 4.0)) };
    let node = name_node(ui, place, ui.make_persistent_id("progress"), &said);
    if !tells {
        node.on_hover_text(&said);
        return;
    }
    let middle = rect.top() + 9.0;
    text(ui, rect.left(), baseline(ui, middle, Type::Strong), Type::Strong, t.text_primary, &words);
    text_right(ui, rect.right(), baseline(ui, middle, Type::Small), Type::Small, t.text_tertiary, &missing);
}
