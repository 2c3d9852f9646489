//! What has the keyboard is in view. It scrolls to where a key led it, and where a list lies within something that scrolls
//! itself, that follows.

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::style::ScrollAnimation;
use egui::{Align, Context, Event, Id, Rect, Response, Ui, WidgetRect, vec2};

use super::super::toast_room::{lies_under_toast, room_under_toast};

/// So much of something high is enough to be seen, in points.
const SEEN: f32 = 64.0;
/// What it keeps from the edge that it came in at, in points.
const EDGE: f32 = 8.0;
/// The same within a dialog, where a line ends the view.
const MARGIN: f32 = 14.0;
/// Both scroll in turn, for what lies nearest scrolls by what is in view of itself. What still can't be seen after so many
/// turns is left alone: it has no more room than it shows.
const TURNS: u8 = 3;
/// Passes until the outer one is where it scrolls to.
const PASSES: u8 = 2;

/// Somebody got the keyboard by a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Follow {
    pub id: Id,
    pub step: Step,
}

/// How far it is to bring it into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Its screen may bring it into view by itself.
    Comes,
    /// Some of it is seen, and where its screen scrolls to all of it, that shows in the next pass.
    Waits,
    /// What it lies in scrolls to it; turns left.
    Asks(u8),
    /// What that lies in follows; turns and passes left.
    Follows(u8, u8),
}

/// The one that is followed, from pass to pass.
fn with_followed<T>(ctx: &Context, act: impl FnOnce(&mut Option<Follow>) -> T) -> T {
    ctx.data_mut(|data| act(data.get_temp_mut_or_default(Id::unique("followed"))))
}

/// Where a pass begins: asks to be scrolled to.
pub(super) fn begin(ctx: &Context) {
    let asks = with_followed(ctx, |followed| followed.filter(|followed| matches!(followed.step, Step::Asks(_))));
    if let Some(Follow { id, .. }) = asks {
        scroll_to(ctx, id);
    }
}

/// Tab leads to it: scrolls there where it is out of view.
pub(super) fn show(ctx: &Context, id: Id) {
    ctx.data_mut(|data| data.insert_temp(Id::unique("tab leads to"), id));
    let widget = ctx.viewport(|viewport| viewport.prev_pass.widgets.get(id).copied());
    if widget.is_some_and(|widget| is_hidden(ctx, &widget)) {
        scroll_to(ctx, id);
    }
}

/// It is scrolled out of view, or lies under a toast that it was not led to.
fn is_hidden(ctx: &Context, widget: &WidgetRect) -> bool {
    let rests = || ctx.data(|data| data.get_temp::<Rests>(rests_id())).is_some_and(|rests| rests.id == widget.id);
    widget.interact_rect.height() + 1.0 < widget.rect.height().min(SEEN) || (lies_under_toast(ctx, widget) && !rests())
}

/// What may lie under a toast until the keyboard goes on from there.
#[derive(Debug, Clone, Copy)]
struct Rests {
    id: Id,
    /// It has, or had, the keyboard.
    has_come: bool,
}

fn rests_id() -> Id {
    Id::unique("rests under a toast")
}

/// A page begins with this, which has the keyboard: it begins at its top, and does not move for a toast that stands already.
pub fn rests(ctx: &Context, id: Id) {
    ctx.data_mut(|data| data.insert_temp(rests_id(), Rests { id, has_come: false }));
}

/// Once the keyboard went on, what it comes back to comes out from under a toast as all else does.
fn rests_until_left(ctx: &Context, focused: Option<Id>) {
    let Some(Rests { id, has_come }) = ctx.data(|data| data.get_temp(rests_id())) else { return };
    if focused == Some(id) {
        ctx.data_mut(|data| data.insert_temp(rests_id(), Rests { id, has_come: true }));
    } else if has_come {
        ctx.data_mut(|data| data.remove::<Rests>(rests_id()));
    }
}

/// What is to come into view of something there: it keeps off the edges, and off a toast.
fn with_room(ui: &Ui, rect: Rect) -> Rect {
    let room = rect.expand2(vec2(0.0, EDGE));
    room.with_max_y(room.bottom() + room_under_toast(ui))
}

/// Whom this pass scrolls to.
#[derive(Debug, Clone, Copy)]
struct Scrolls {
    to: Id,
    pass: u64,
}

/// What lies nearest around it scrolls to it in this pass.
fn scroll_to(ctx: &Context, id: Id) {
    let scrolls = Scrolls { to: id, pass: ctx.cumulative_pass_nr() };
    ctx.data_mut(|data| data.insert_temp(Id::unique("scrolls"), scrolls));
    let request = ActionRequest {
        action: Action::ScrollIntoView,
        target_node: id.accesskit_id(),
        target_tree: TreeId::ROOT,
        data: None,
    };
    ctx.input_mut(|input| input.events.push(Event::AccessKitActionRequest(request)));
}

/// Where the ring of what has the keyboard is painted: where this pass scrolls to it, it does by as much as that needs. egui by
/// itself would bring it to the middle, and move a whole list for the edge of a row.
pub fn ring_in_view(ui: &Ui) {
    let ctx = ui.ctx();
    let scrolls: Option<Scrolls> = ui.data(|data| data.get_temp(Id::unique("scrolls")));
    let Some(Scrolls { to, .. }) = scrolls.filter(|scrolls| scrolls.pass == ctx.cumulative_pass_nr()) else { return };
    let widget = ctx.viewport(|viewport| viewport.this_pass.widgets.get(to).copied());
    if let Some(widget) = widget.filter(|widget| widget.layer_id == ui.layer_id()) {
        ui.scroll_to_rect_animation(with_room(ui, widget.rect), None, ScrollAnimation::none());
    }
}

/// Where a pass ends: `came` got the keyboard in it by a key; `focused` has it.
pub(super) fn end(ctx: &Context, focused: Option<Id>, came: Option<Id>) {
    rests_until_left(ctx, focused);
    let before = with_followed(ctx, |followed| *followed);
    let next = match (before, came) {
        (_, Some(id)) => Some(Follow { id, step: Step::Comes }),
        (Some(before), None) if focused == Some(before.id) => {
            let widget = ctx.viewport(|viewport| viewport.this_pass.widgets.get(before.id).copied());
            let hidden = widget.map(|widget| is_hidden(ctx, &widget));
            let step = match (hidden, before.step) {
                // Its screen will draw it where it scrolls to.
                (None, Step::Comes | Step::Waits) => Some(Step::Follows(TURNS, PASSES)),
                (Some(true), Step::Comes) => Some(Step::Waits),
                (Some(true), Step::Waits) => Some(Step::Asks(TURNS)),
                (Some(true), Step::Asks(turns)) => Some(Step::Follows(turns, PASSES)),
                (Some(true) | None, Step::Follows(turns, 0)) => turns.checked_sub(1).map(Step::Asks),
                (Some(true) | None, Step::Follows(turns, passes)) => Some(Step::Follows(turns, passes - 1)),
                (Some(false), _) | (None, Step::Asks(_)) => None,
            };
            step.map(|step| Follow { step, ..before })
        }
        _ => None,
    };
    with_followed(ctx, |followed| *followed = next);
    if next.is_some() {
        ctx.request_repaint();
    }
}

/// What a control stands beside, and which pass said so.
#[derive(Debug, Clone, Copy)]
struct Words {
    id: Id,
    rect: Rect,
    pass: u64,
}

/// What it is said to be about comes into view with a control that Tab leads to ([`keep_off_edges`]).
pub fn comes_with(ui: &Ui, control: &Response, rect: Rect) {
    if control.has_focus() {
        let words = Words { id: control.id, rect, pass: ui.ctx().cumulative_pass_nr() };
        ui.data_mut(|data| data.insert_temp(Id::unique("comes with"), words));
    }
}

/// It and what comes with it, where Tab led to it and both have room in so much.
fn with_words(ui: &Ui, widget: &WidgetRect, high: f32) -> Rect {
    let tab = Id::unique("tab leads to");
    let led = ui.data(|data| data.get_temp::<Id>(tab));
    ui.data_mut(|data| data.remove::<Id>(tab));
    let words: Option<Words> = ui.data(|data| data.get_temp(Id::unique("comes with")));
    let is_its = |words: &Words| words.id == widget.id && words.pass == ui.ctx().cumulative_pass_nr();
    let both = words.filter(|words| is_its(words) && led == Some(widget.id)).map(|words| widget.rect.union(words.rect));
    both.filter(|both| both.height() + 2.0 * MARGIN <= high).unwrap_or(widget.rect)
}

/// At the end of what scrolls, seen within `view`: a control that a key led to keeps some room from the view's edges, for its
/// ring. Once it came: what is scrolled away later stays there.
pub fn keep_off_edges(ui: &Ui, view: Rect) {
    let kept = ui.scope_id().with("off edges");
    let focused = ui.memory(egui::Memory::focused);
    if focused == ui.data(|data| data.get_temp::<Id>(kept)) {
        return;
    }
    let drawn = |id: Id| ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(id).copied());
    let widget = focused.and_then(drawn).filter(|widget| widget.layer_id == ui.layer_id());
    // It is on its way into view; of something high the rest comes from here.
    let enough = view.height().min(SEEN);
    if widget.is_some_and(|widget| widget.interact_rect.height() + 1.0 < widget.rect.height().min(enough)) {
        return;
    }
    ui.data_mut(|data| match focused {
        Some(id) => _ = data.insert_temp(kept, id),
        None => data.remove::<Id>(kept),
    });
    // What was clicked stays under the pointer.
    let Some(widget) = widget.filter(|widget| view.intersects(widget.rect) && !super::is_pointed(ui.ctx())) else {
        return;
    };
    let room = with_words(ui, &widget, view.height()).expand2(vec2(0.0, MARGIN));
    let is_near = !view.y_range().contains(room.top()) || !view.y_range().contains(room.bottom());
    if is_near && room.height() <= view.height() {
        ui.scroll_to_rect_animation(room, None, ScrollAnimation::none());
    }
}

/// Scrolls to what a dialog says just now, a refusal: it comes before the control one is in, which would stay in view.
pub fn bring_into_view(ui: &Ui, rect: Rect, align: Option<Align>) {
    ui.scroll_to_rect(rect, align);
    let (id, pass) = (brought(ui), ui.ctx().cumulative_pass_nr());
    ui.data_mut(|data| data.insert_temp(id, pass));
}

/// Under which the pass is kept that brought something else into view.
fn brought(ui: &Ui) -> Id {
    Id::unique(("brought into view", ui.layer_id()))
}

/// Where what has the keyboard stood in what scrolls.
#[derive(Debug, Clone, Copy)]
struct Stood {
    id: Id,
    /// Under the beginning of what scrolls.
    y: f32,
    seen: bool,
}

/// At the end of what scrolls, seen within `view`: a control that has the keyboard and was seen stays in view where something comes
/// or goes above it, unless something else is brought into view. What is scrolled away stays there.
pub fn stay_in_view(ui: &Ui, view: Rect) {
    let kept = ui.scope_id().with("stays in view");
    let drawn = |id: Id| ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(id).copied());
    let widget = ui.memory(egui::Memory::focused).and_then(drawn).filter(|widget| widget.layer_id == ui.layer_id());
    let before = ui.data(|data| data.get_temp::<Stood>(kept));
    let Some(widget) = widget else { return ui.data_mut(|data| data.remove::<Stood>(kept)) };
    let room = widget.rect.expand2(vec2(0.0, MARGIN));
    let y = widget.rect.top() - ui.max_rect().top();
    let holds = |rect: Rect| view.y_range().contains(rect.top()) && view.y_range().contains(rect.bottom());
    let seen = holds(widget.rect);
    ui.data_mut(|data| data.insert_temp(kept, Stood { id: widget.id, y, seen }));
    // What scrolls by parts of a point has not moved.
    let moved = before.is_some_and(|before| before.id == widget.id && before.seen && (before.y - y).abs() > 2.0);
    let (id, pass) = (brought(ui), ui.ctx().cumulative_pass_nr());
    let gives_way = ui.data(|data| data.get_temp(id)) == Some(pass);
    // What a list within scrolled away is that list's.
    let is_cut = widget.interact_rect.height() + 1.0 < widget.rect.intersect(view).height();
    if moved && !holds(room) && !gives_way && !is_cut {
        ui.scroll_to_rect_animation(room, None, ScrollAnimation::none());
    }
}

/// At the end of what scrolls and holds something that scrolls itself: where that can't bring who has the keyboard into
/// view, this does.
pub fn follow(ui: &Ui) {
    let Some(Follow { id, step: Step::Follows(..) }) = with_followed(ui.ctx(), |followed| *followed) else { return };
    let widget = ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(id).copied());
    let is_here = |widget: &WidgetRect| {
        widget.layer_id == ui.layer_id() && is_hidden(ui.ctx(), widget) && ui.min_rect().contains(widget.rect.center())
    };
    if let Some(widget) = widget.filter(is_here) {
        ui.scroll_to_rect_animation(with_room(ui, widget.rect), None, ScrollAnimation::none());
    }
}
