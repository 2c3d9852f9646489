//! A list of rows of one height that scrolls by itself: it begins at its top, Tab goes through all of its rows, and arrows,
//! Home, End and Page lead from row to row, which come into view.

use std::ops::Range;

use egui::style::ScrollAnimation;
use egui::{Context, FocusDirection, Id, Key, Modifiers, Rect, Response, ScrollArea, Ui, vec2};

/// What of a row takes the keyboard, in its order; none where it has no such control.
pub(super) type Stops = [Option<Response>; 3];

/// Which of a row's controls has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct At {
    row: usize,
    stop: usize,
    id: Id,
}

/// How one goes through a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Walk {
    /// It was drawn: how far it is scrolled is its own.
    has_begun: bool,
    at: Option<At>,
}

impl Walk {
    /// Draws `count` rows of this height, those that are in view; `row_ui` draws one and tells its controls.
    pub(super) fn list_ui(
        &mut self,
        area: &mut Ui,
        high: f32,
        count: usize,
        mut row_ui: impl FnMut(&mut Ui, Rect, usize) -> Stops,
    ) {
        area.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let page = (area.max_rect().height() / high) as usize;
        let focused = area.memory(egui::Memory::focused);
        self.at = self.at.filter(|at| Some(at.id) == focused && at.row < count);
        let next = self.at.and_then(|at| stepped(area.ctx(), at.row, count, page));
        let list = ScrollArea::vertical().auto_shrink(false);
        // egui remembers how far the one before it was scrolled.
        let list = if std::mem::replace(&mut self.has_begun, true) { list } else { list.vertical_scroll_offset(0.0) };
        let whole = area.clip_rect();
        list.show_viewport(area, |ui, view| {
            // The ring of a control reaches over its row.
            ui.set_clip_rect(ui.clip_rect().expand2(vec2(0.0, 4.0)).intersect(whole));
            ui.set_height(high * count as f32);
            let (corner, wide) = (ui.max_rect().min, ui.available_width());
            let place = |row: usize| Rect::from_min_size(corner + vec2(0.0, row as f32 * high), vec2(wide, high));
            let seen = view.top() / high..view.bottom() / high;
            let from = self.at;
            for row in 0..count {
                // Tab goes on to what stands beside what is in view, and the keyboard stays where it was scrolled away.
                let near = |at: At| around(at.row..at.row + 1).contains(&row);
                if !around(seen.start as usize..seen.end.ceil() as usize).contains(&row)
                    && !from.is_some_and(near)
                    && next != Some(row)
                {
                    continue;
                }
                let stops = row_ui(ui, place(row), row);
                let takes = |stop: &Option<Response>| stop.as_ref().is_some_and(|one| one.sense.is_focusable());
                if next == Some(row) {
                    ui.scroll_to_rect_animation(place(row), None, ScrollAnimation::none());
                    let same = from.map(|at| at.stop).filter(|stop| takes(&stops[*stop]));
                    let one = same.or_else(|| stops.iter().position(takes)).and_then(|stop| stops[stop].as_ref());
                    one.into_iter().for_each(Response::request_focus);
                }
                let focused = stops.iter().position(|stop| stop.as_ref().is_some_and(Response::has_focus));
                if let Some((stop, one)) = focused.and_then(|stop| Some((stop, stops[stop].as_ref()?))) {
                    self.at = Some(At { row, stop, id: one.id });
                }
            }
        });
    }
}

/// These rows, and one more at either end.
fn around(rows: Range<usize>) -> Range<usize> {
    rows.start.saturating_sub(1)..rows.end + 1
}

/// The row that keys lead to from this one; none where they lead nowhere.
fn stepped(ctx: &Context, row: usize, count: usize, page: usize) -> Option<usize> {
    let pressed = |key| ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let page = page.max(2) - 1;
    let down = pressed(Key::ArrowDown) + page * pressed(Key::PageDown);
    let up = pressed(Key::ArrowUp) + page * pressed(Key::PageUp);
    let (to_first, to_last) = (pressed(Key::Home) > 0, pressed(Key::End) > 0);
    if down + up == 0 && !to_first && !to_last {
        return None;
    }
    // egui would go on to whatever lies that way.
    ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    let last = count.saturating_sub(1);
    Some(match (to_first, to_last) {
        (true, _) => 0,
        (_, true) => last,
        _ => row.saturating_add(down).min(last).saturating_sub(up),
    })
}
