//! What Tab stops at, in the order of reading; what is covered is none.

use egui::{Context, Id, LayerId, Order, Rect, Ui, WidgetRect, WidgetRects};

use super::super::modal;

/// What lies over a part of the window, as a pass drew it: what is under it takes no keyboard.
#[derive(Debug, Clone, Copy)]
struct Cover {
    layer: LayerId,
    rect: Rect,
    /// Who has the keyboard where it came over what had it.
    entry: Id,
    pass: u64,
}

/// Says, in each pass that drew it, that a layer lies over this part of the window. The first of `entries` that is there
/// gets the keyboard where that is with something that can't be seen any more.
pub fn cover(ctx: &Context, layer: LayerId, rect: Rect, entries: &[Id]) {
    let pass = ctx.cumulative_pass_nr();
    let Some(entry) = first_there(ctx, entries) else { return };
    ctx.data_mut(|data| data.insert_temp(Id::unique("cover"), Cover { layer, rect, entry, pass }));
}

/// The first of them that this pass drew and that takes the keyboard.
pub(super) fn first_there(ctx: &Context, ids: &[Id]) -> Option<Id> {
    let is_there = |id: &&Id| ctx.viewport(|viewport| viewport.this_pass.widgets.get(**id).is_some_and(is_stop));
    ids.iter().find(is_there).copied()
}

/// Those that this pass drew there in what is drawn into now, and that take the keyboard: where they can be seen, else none. What
/// scrolls reaches under a header, whose controls are none of them.
fn drawn_within(ui: &Ui, rect: Rect) -> Vec<(Id, Option<Rect>)> {
    let (view, layer) = (ui.clip_rect(), ui.layer_id());
    ui.ctx().viewport(|viewport| {
        let there = viewport.this_pass.widgets.get_layer(layer);
        let there = there.filter(|widget| is_stop(widget) && rect.contains(widget.rect.center()));
        let seen = there.map(|widget| (widget.id, widget.rect.intersect(widget.interact_rect)));
        let seen = seen.map(|(id, seen)| (id, Some(seen).filter(Rect::is_positive)));
        seen.filter(|(_, seen)| seen.is_none_or(|seen| view.expand(1.0).contains_rect(seen))).collect()
    })
}

/// The first of those.
pub(super) fn first_within(ui: &Ui, rect: Rect) -> Option<Id> {
    drawn_within(ui, rect).first().map(|(id, _)| *id)
}

/// The first of those of which something can be seen, else the first of all.
pub(super) fn first_seen_within(ui: &Ui, rect: Rect) -> Option<Id> {
    let there = drawn_within(ui, rect);
    there.iter().find(|(_, seen)| seen.is_some()).or(there.first()).map(|(id, _)| *id)
}

/// What lay over the window in a pass; none where nothing did.
fn covering(ctx: &Context, pass: u64) -> Option<Cover> {
    let cover: Option<Cover> = ctx.data(|data| data.get_temp(Id::unique("cover")));
    cover.filter(|cover| cover.pass == pass)
}

fn covering_now(ctx: &Context) -> Option<Cover> {
    covering(ctx, ctx.cumulative_pass_nr())
}

impl Cover {
    /// Whether nothing of the widget can be seen under it.
    fn hides(self, widget: &WidgetRect) -> bool {
        let below = widget.layer_id != self.layer && widget.layer_id.order <= self.layer.order;
        below && self.rect.contains_rect(widget.rect.intersect(widget.interact_rect))
    }
}

/// Whether all of this part of the window is covered.
pub fn is_covered(ctx: &Context, rect: Rect) -> bool {
    covering_now(ctx).is_some_and(|cover| cover.rect.contains_rect(rect))
}

/// Who is to have the keyboard in the place of one that this pass drew, but under something.
pub(super) fn over(ctx: &Context, widget: &WidgetRect) -> Option<Id> {
    covering_now(ctx).filter(|cover| cover.hides(widget)).map(|cover| cover.entry)
}

/// Whether it stands in what opened over the window or a dialog.
pub(super) fn is_in_menu(ctx: &Context, id: Id) -> bool {
    let layer = ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).map(|widget| widget.layer_id));
    layer.is_some_and(|layer| layer.order == Order::Foreground && !modal::dialogs(ctx).contains(&layer.id))
}

/// What Tab stops at, as the last pass drew it.
pub(super) fn all(ctx: &Context) -> Vec<Id> {
    let layers: Vec<LayerId> = ctx.memory(|memory| {
        let mut layers: Vec<LayerId> = memory.layer_ids().filter(|layer| memory.allows_interaction(*layer)).collect();
        layers.sort_by_key(|layer| layer.order);
        layers
    });
    let cover = covering(ctx, ctx.cumulative_pass_nr().saturating_sub(1));
    ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let seen = |layer: LayerId| -> Vec<(Id, Rect)> {
            let stops = widgets.get_layer(layer).filter(|widget| is_stop(widget));
            let seen = stops.filter(|widget| !cover.is_some_and(|cover| cover.hides(widget)));
            seen.map(|widget| (widget.id, place(widget))).collect()
        };
        layers.into_iter().flat_map(|layer| read(&seen(layer))).collect()
    })
}

/// The stops of a layer, in the order of drawing.
pub(super) fn in_layer(widgets: &WidgetRects, layer: LayerId) -> Vec<(Id, Rect)> {
    widgets.get_layer(layer).filter(|widget| is_stop(widget)).map(|widget| (widget.id, place(widget))).collect()
}

/// Who stands behind one that the last pass drew and this one did not, else before it.
pub(super) fn beside(ctx: &Context, gone: Id) -> Option<Id> {
    ctx.viewport(|viewport| {
        let (widgets, now) = (&viewport.prev_pass.widgets, &viewport.this_pass.widgets);
        let was = widgets.get(gone)?;
        let drawn = in_layer(widgets, was.layer_id);
        let order = read(&drawn);
        let (ahead, behind) = order.split_at(order.iter().position(|id| *id == gone)?);
        let stays = |id: &&Id| now.get(**id).is_some_and(is_stop);
        behind.iter().find(stays).or_else(|| ahead.iter().rev().find(stays)).copied()
    })
}

/// Where it can be seen: what scrolled under a header stands on no line with that. Where nothing of it can, where it would be,
/// so far off that it is beside nothing that can be seen.
fn place(widget: &WidgetRect) -> Rect {
    const FAR: f32 = 1e5;
    let seen = widget.rect.intersect(widget.interact_rect);
    if seen.is_positive() { seen } else { widget.rect.translate(egui::vec2(0.0, FAR)) }
}

pub(super) fn is_stop(widget: &WidgetRect) -> bool {
    widget.enabled && widget.sense.is_focusable()
}

/// The order of reading: that of drawing, which goes from pane to pane; but what stands on one line goes from left to right,
/// however it was drawn (a footer is laid out from its right end).
pub(super) fn read(drawn: &[(Id, Rect)]) -> Vec<Id> {
    let mut order: Vec<(Id, Rect)> = Vec::with_capacity(drawn.len());
    let mut line = 0;
    for one in drawn {
        let goes_on =
            [order.get(line), order.last()].into_iter().flatten().all(|(_, other)| on_one_line(*other, one.1));
        if !goes_on {
            order[line..].sort_by(|(_, a), (_, b)| a.left().total_cmp(&b.left()));
            line = order.len();
        }
        order.push(*one);
    }
    order[line..].sort_by(|(_, a), (_, b)| a.left().total_cmp(&b.left()));
    order.into_iter().map(|(id, _)| id).collect()
}

pub(super) fn on_one_line(one: Rect, other: Rect) -> bool {
    one.y_range().intersection(other.y_range()).span() >= 0.5 * one.height().min(other.height())
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};

    use super::*;

    #[test]
    fn what_stands_on_one_line_is_read_from_left_to_right_and_columns_one_after_the_other() {
        let at =
            |name: &'static str, x: f32, y: f32| (Id::unique(name), Rect::from_min_size(pos2(x, y), vec2(60.0, 26.0)));
        // A form of two columns, and a footer that was laid out from its right end.
        let drawn = [
            at("name", 0.0, 0.0),
            at("kind", 0.0, 40.0),
            at("value", 200.0, 0.0),
            at("show", 270.0, 2.0),
            at("save", 300.0, 100.0),
            at("cancel", 220.0, 100.0),
            at("another", 0.0, 103.0),
        ];
        let names = ["name", "kind", "value", "show", "another", "cancel", "save"];
        assert_eq!(read(&drawn), names.map(Id::unique));
    }
}
