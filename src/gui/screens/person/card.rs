//! The card over a person's keys: who it is, when they leave, four counts that narrow the list, and how far it is.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::data::{Leaving, Page, Show};
use crate::gui::counts::grouped;
use crate::gui::theme::{Type, of, radius};
use crate::gui::widgets::{
    Button, Mark, Status, avatar, baseline, elided, focus_ring, initials, name_node, pill, pill_width, progress_line,
    severity_icon, text, text_right, width,
};
use crate::jobs::Snapshot;
use crate::model::Severity;
use crate::review::Progress;

/// Height without and with the progress.
pub const HEIGHTS: [f32; 2] = [74.0, 121.0];
const COUNT: f32 = 130.0;

/// What was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clicked {
    /// The day is to be said or changed.
    Day,
    /// A count.
    Count(Show),
}

/// How high the card of a page is.
pub fn height(page: &Page) -> f32 {
    HEIGHTS[usize::from(has_progress(page))]
}

fn has_progress(page: &Page) -> bool {
    page.leaving != Leaving::No && page.progress.all > 0
}

/// How many counts have room in a card: a narrow one keeps the name.
pub fn counts_shown(card: f32) -> usize {
    counts_in(card - 88.0)
}

fn counts_in(wide: f32) -> usize {
    ((wide - 240.0).max(0.0) / COUNT) as usize
}

/// Draws it; returns what was clicked.
pub fn card_ui(ui: &Ui, rect: Rect, page: &Page, show: Show, snapshot: &Snapshot) -> Option<Clicked> {
    let t = of(ui);
    let stroke = egui::Stroke::new(1.0, t.stroke_subtle);
    ui.painter().rect(rect, radius::CARD, t.bg_panel, stroke, egui::StrokeKind::Inside);
    let inner = rect.shrink2(vec2(18.0, 0.0));
    let name = page.name.as_deref().unwrap_or_default();
    let middle = rect.top() + 37.0;
    avatar(ui, pos2(inner.left() + 20.0, middle), 40.0, &initials(name));
    let left = inner.left() + 52.0;
    let counts =
        counts_ui(ui, Rect::from_min_max(pos2(left, rect.top()), pos2(inner.right(), rect.top() + 74.0)), page, show);
    let room = counts.0 - left - 12.0;
    let line = baseline(ui, middle - 10.0, Type::Title);
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
    let used = elided(ui, left, line, room - reserved, Type::Title, t.text_primary, name);
    if !words.is_empty() {
        pill(ui, pos2(left + used + 8.0, middle - 10.0), &words, status);
    }
    let day = page.last_day_words(snapshot.today);
    let second = middle + 12.0;
    let change = Button::link(if page.leaving == Leaving::No { "Mark as leaving…" } else { "Change…" }).small();
    let wide = change.size(ui).x;
    let said =
        elided(ui, left, baseline(ui, second, Type::Body), room - wide - 10.0, Type::Body, t.text_tertiary, &day);
    let spoken = format!("{name}. {words}. {day}");
    let node = Rect::from_min_max(pos2(left, rect.top() + 14.0), pos2(left + said, second + 9.0));
    name_node(ui, node, ui.make_persistent_id("person"), &spoken);
    let at = Rect::from_center_size(pos2(left + said + 10.0 + wide / 2.0, second), change.size(ui));
    let clicked = change.at(ui, at).clicked().then_some(Clicked::Day);
    if has_progress(page) {
        progress_ui(ui, Rect::from_min_max(pos2(inner.left(), rect.top() + 78.0), inner.max), page);
    }
    clicked.or(counts.1)
}

/// Draws the counts at the right; returns where they begin.
fn counts_ui(ui: &Ui, rect: Rect, page: &Page, show: Show) -> (f32, Option<Clicked>) {
    let counts: Vec<_> = page.counts().into_iter().take(counts_in(rect.width())).collect();
    let left = rect.right() - COUNT * counts.len() as f32;
    let mut clicked = None;
    for (nth, (which, count, words)) in counts.into_iter().enumerate() {
        let at = Rect::from_min_size(pos2(left + COUNT * nth as f32, rect.top()), vec2(COUNT, rect.height()));
        let worst = page.worst.filter(|_| which == Show::Warned);
        if count_ui(ui, at, count, &words, worst, show == which && which != Show::All).clicked() {
            clicked = Some(Clicked::Count(which));
        }
    }
    (left, clicked)
}

fn count_ui(ui: &Ui, rect: Rect, count: usize, words: &str, worst: Option<Severity>, on: bool) -> Response {
    let t = of(ui);
    let response = ui.interact(rect.shrink2(vec2(4.0, 8.0)), ui.make_persistent_id(("count", words)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, format!("{words}: {}", grouped(count))));
    let edge = egui::Stroke::new(1.0, t.stroke_subtle);
    ui.painter().vline(rect.left(), (rect.top() + 14.0)..=(rect.bottom() - 12.0), edge);
    let fill = if on { Some(t.bg_selected) } else { response.hovered().then_some(t.bg_hover) };
    if let Some(fill) = fill {
        ui.painter().rect_filled(response.rect, radius::CONTROL, fill);
    }
    let left = rect.left() + 18.0;
    let number = grouped(count);
    text(ui, left, baseline(ui, rect.top() + 28.0, Type::Display), Type::Display, t.text_primary, &number);
    if let Some(severity) = worst {
        let at = pos2(left + width(ui, Type::Display, &number) + 15.0, rect.top() + 28.0);
        severity_icon(ui, at, 15.0, Mark::Warning(severity), t);
    }
    let ink = if on { t.accent_text } else { t.text_secondary };
    elided(ui, left, baseline(ui, rect.top() + 50.0, Type::Small), rect.width() - 22.0, Type::Small, ink, words);
    focus_ring(ui, response.rect, radius::CONTROL, &response);
    response
}

fn progress_ui(ui: &Ui, rect: Rect, page: &Page) {
    let t = of(ui);
    let Progress { all, done } = page.progress;
    let words = format!("{} of {} done", grouped(done), grouped(all));
    let missing = page.missing_words();
    let middle = rect.top() + 9.0;
    text(ui, rect.left(), baseline(ui, middle, Type::Strong), Type::Strong, t.text_primary, &words);
    text_right(ui, rect.right(), baseline(ui, middle, Type::Small), Type::Small, t.text_tertiary, &missing);
    let bar = Rect::from_min_size(pos2(rect.left(), rect.top() + 25.0), vec2(rect.width(), 4.0));
    let color = if page.to_do() == 0 { t.ok_solid } else { t.accent_fill };
    progress_line(ui, bar, done as f32 / all.max(1) as f32, color);
    let node = Rect::from_min_max(rect.min, bar.max);
    let said = if missing.is_empty() { words } else { format!("{words}, {missing}") };
    name_node(ui, node, ui.make_persistent_id("progress"), &said);
}
