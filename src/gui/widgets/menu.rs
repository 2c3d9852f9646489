//! A menu under the thing that was clicked.

use egui::containers::menu::menu_style;
use egui::{Context, Id, Popup, Pos2, Rect, RectAlign, Response, Role, Sense, Style, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::clicks::menu_is_open;
use super::keyboard::begin_at;
use super::menu_keys::{give_back, hold, keep_spaces, move_among, stay_over, type_ahead};
use super::paint;
use super::severity::{Mark, severity_icon};
use super::small::{keycap, keycap_width};
use crate::gui::counts::grouped;
use crate::gui::theme::{Face, Icon, Tokens, Type, of, radius};
use crate::model::Severity;

/// One entry.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Its words.
    pub words: String,
    /// What stands at its right, in mono.
    pub count: Option<usize>,
    /// Carries the shield.
    pub protected: bool,
    /// Where one is.
    pub current: bool,
}

/// An entry that can be chosen, in points.
const ENTRY: f32 = 30.0;
/// What opens a menu is no wider where it is an icon.
const ICON: f32 = 40.0;
/// Between a menu and what opened it.
const GAP: f32 = 4.0;
/// The highest that a menu gets before it scrolls.
const HIGHEST: f32 = 420.0;
/// What a menu keeps from the window's edges.
const FREE: f32 = 8.0;
/// That, and a menu's own edges.
const EDGES: f32 = FREE + 16.0;
/// For the bar of a menu that scrolls.
const BAR: f32 = 8.0;
/// So many entries under what opened a menu are enough to stand there.
const FEW: f32 = 4.0;
/// So many do within a dialog.
const LEAST: f32 = 3.0;
/// A menu stands under what opened it or over it, never over what lies beside that.
const UNDER: [RectAlign; 4] =
    [RectAlign::BOTTOM_START, RectAlign::BOTTOM_END, RectAlign::TOP_START, RectAlign::TOP_END];
const OVER: [RectAlign; 4] = [RectAlign::TOP_START, RectAlign::TOP_END, RectAlign::BOTTOM_START, RectAlign::BOTTOM_END];

/// What a dialog has between its title and its buttons, from where to where.
#[derive(Debug, Clone, Copy)]
struct Between {
    top: f32,
    bottom: f32,
}

fn between_id(layer: Id) -> Id {
    layer.with("menus stand here")
}

/// Over this stands a dialog's title, and under it its buttons: menus in it leave both clear where they can.
pub(super) fn menus_stand_between(ui: &Ui, top: f32, bottom: f32) {
    ui.data_mut(|data| data.insert_temp(between_id(ui.layer_id().id), Between { top, bottom }));
}

fn between(anchor: &Response) -> Between {
    let window = anchor.ctx.content_rect();
    let stored = anchor.ctx.data(|data| data.get_temp(between_id(anchor.layer_id.id)));
    stored.unwrap_or(Between { top: window.top(), bottom: window.bottom() })
}

/// How high the entries of a menu get that needs so much, and where it stands.
fn menu_room(anchor: &Response, needs: f32) -> (f32, [RectAlign; 4]) {
    room_to(anchor.ctx.content_rect().bottom(), anchor.rect, between(anchor), needs)
}

/// The same of a menu of so many entries that it covers a dialog's buttons rather than show few of them.
pub(super) fn long_menu_room(anchor: &Response, needs: f32) -> (f32, [RectAlign; 4]) {
    let bottom = anchor.ctx.content_rect().bottom();
    room_to(bottom, anchor.rect, Between { bottom, ..between(anchor) }, needs)
}

/// Under what opens it, or over it where it is whole there alone, or where only there are a few entries. A low dialog has room for
/// few on either side: then it covers the buttons, not the title that says what is chosen for, if the window has more room there.
fn room_to(window: f32, at: Rect, between: Between, needs: f32) -> (f32, [RectAlign; 4]) {
    let for_entries = |room: f32| room - GAP - EDGES;
    let under = for_entries(between.bottom - at.bottom());
    let over = for_entries(at.top() - between.top);
    let to_edge = for_entries(window - at.bottom());
    let (most, few) = (needs.min(HIGHEST), FEW * ENTRY);
    let (room, places) = match () {
        () if under >= most => (under, UNDER),
        () if over >= most => (over, OVER),
        () if under >= few => (under, UNDER),
        () if over >= few && over > under => (over, OVER),
        // Whole in the window, over the buttons, before a few of it that scroll.
        () if to_edge >= most => (to_edge, UNDER),
        () if under.max(over) >= LEAST * ENTRY => {
            if over > under {
                (over, OVER)
            } else {
                (under, UNDER)
            }
        }
        () if over > to_edge => (over, OVER),
        () => (to_edge, UNDER),
    };
    (room.clamp(2.0 * ENTRY, HIGHEST), places)
}

/// How high the entries of a menu get that stands anywhere in the window.
pub fn menu_room_anywhere(ctx: &Context) -> f32 {
    ctx.content_rect().height() - FREE - EDGES
}

/// Where the left upper corner of such a menu is, whole in the window: under what opened it or over it, and where neither has
/// room for it, beside that, so that no second click falls on an entry.
pub fn menu_place(window: Rect, opener: Rect, size: Vec2) -> Pos2 {
    let window = window.shrink(FREE);
    let most = window.max - size;
    let within = |at: Pos2| at.min(most).max(window.min);
    let under = opener.bottom() + size.y <= window.bottom();
    if under || opener.top() - size.y >= window.top() {
        let y = if under { opener.bottom() } else { opener.top() - size.y };
        let x = if opener.left() <= most.x { opener.left() } else { opener.right() - size.x };
        return within(pos2(x, y));
    }
    let x = if opener.right() <= most.x { opener.right() } else { opener.left() - size.x };
    within(pos2(x, opener.top()))
}

/// How what opens over the rest looks: with the shadow that a tooltip has not.
pub fn raised_style(style: &mut Style) {
    menu_style(style);
    style.visuals.popup_shadow = style.visuals.window_shadow;
}

/// The same of a menu, whose entries reach to its edge: where it scrolls, its bar lies beside them.
pub fn menu_raised(style: &mut Style) {
    raised_style(style);
    style.spacing.scroll.floating_allocated_width = BAR;
}

/// Opens a menu when `anchor` is clicked; returns the index of the entry that was chosen.
pub fn menu(anchor: &Response, name: &str, items: &[MenuItem]) -> Option<usize> {
    menu_parted(anchor, name, items, items.len(), &[])
}

/// The same of what stands at the right end of its row: the menu ends where that does.
pub fn menu_at_end(anchor: &Response, name: &str, items: &[MenuItem]) -> Option<usize> {
    menu_of(anchor, name, items, items.len(), Beside::default(), true)
}

/// The same, each entry with an icon before its words.
pub fn menu_led(anchor: &Response, name: &str, items: &[MenuItem], leads: &[Option<MenuIcon>]) -> Option<usize> {
    menu_of(anchor, name, items, items.len(), Beside { leads, ..Beside::default() }, false)
}

/// The same with a line before one of the entries, which are of another kind from there on. `notes`: a quiet word about each of
/// the first ones; empty for none.
pub fn menu_parted(
    anchor: &Response,
    name: &str,
    items: &[MenuItem],
    line_before: usize,
    notes: &[&str],
) -> Option<usize> {
    menu_of(anchor, name, items, line_before, Beside { notes, ..Beside::default() }, false)
}

/// The same with the worst warning within each of the first ones.
pub fn menu_marked(
    anchor: &Response,
    name: &str,
    items: &[MenuItem],
    line_before: usize,
    beside: Beside<'_>,
) -> Option<usize> {
    menu_of(anchor, name, items, line_before, beside, false)
}

/// What stands before the words of an entry that does something.
#[derive(Debug, Clone, Copy)]
pub struct MenuIcon {
    icon: Icon,
    danger: bool,
}

impl MenuIcon {
    /// This icon.
    pub fn plain(icon: Icon) -> Self {
        Self { icon, danger: false }
    }

    /// The same of what takes something away for good.
    pub fn danger(icon: Icon) -> Self {
        Self { icon, danger: true }
    }
}

/// What stands beside the words of the first entries; nothing where it is shorter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// An icon before them. Where one is, a tick takes its place.
    pub leads: &'a [Option<MenuIcon>],
    /// A quiet word behind them.
    pub notes: &'a [&'a str],
    /// The worst warning within; one for information alone is none.
    pub worst: &'a [Option<Severity>],
}

impl<'a> Beside<'a> {
    fn of(&self, index: usize) -> BesideOne<'a> {
        BesideOne {
            lead: self.leads.get(index).copied().flatten(),
            note: self.notes.get(index).copied().unwrap_or_default(),
            worst: self.worst.get(index).copied().flatten().filter(|worst| *worst > Severity::ForInfo),
        }
    }
}

/// The same of one entry.
struct BesideOne<'a> {
    lead: Option<MenuIcon>,
    note: &'a str,
    worst: Option<Severity>,
}

fn menu_of(
    anchor: &Response,
    name: &str,
    items: &[MenuItem],
    line_before: usize,
    beside: Beside<'_>,
    at_end: bool,
) -> Option<usize> {
    let mut chosen = None;
    let id = anchor.id.with("menu");
    let needs = items.len() as f32 * (ENTRY + 1.0) + if line_before < items.len() { 9.0 } else { 0.0 };
    let (under_or_over, mut places) = menu_room(anchor, needs);
    if at_end {
        // The same sides, their ends first.
        places.swap(0, 1);
        places.swap(2, 3);
    }
    // An icon of the rail stands in the middle of a low window: beside it there is room for more.
    let at_left = anchor.rect.right() < anchor.ctx.content_rect().width() / 3.0;
    let sideways = at_left && anchor.rect.width() <= ICON && under_or_over < needs;
    let high = if sideways { menu_room_anywhere(&anchor.ctx).min(HIGHEST) } else { under_or_over };
    let popup = Popup::menu(anchor).style(menu_raised).accessible_name(name).gap(GAP);
    let popup = match sideways {
        true => popup.align(RectAlign::RIGHT_START).align_alternatives(&[]),
        false => popup.align(places[0]).align_alternatives(&places[1..]),
    };
    let popup = popup.show(|ui| {
        let t = of(ui);
        let widest = items.iter().map(|item| paint::width(ui, Type::Strong, &item.words)).fold(120.0, f32::max);
        let noted = beside.notes.iter().map(|note| note_width(ui, note)).fold(0.0, f32::max);
        ui.spacing_mut().item_spacing = vec2(0.0, 1.0);
        let mut entries = Vec::with_capacity(items.len());
        keep_spaces(ui, id, items.iter().map(|item| item.words.as_str()));
        egui::ScrollArea::vertical().max_height(high).show(ui, |ui| {
            let wide = widest.min(320.0) + 84.0 + noted;
            for (index, item) in items.iter().enumerate() {
                if index == line_before {
                    menu_divider(ui, wide);
                }
                let (rect, _) = ui.allocate_exact_size(vec2(wide, ENTRY), Sense::hover());
                let response = item_ui(ui, rect, index, item, beside.of(index), t);
                if response.clicked() {
                    chosen = Some(index);
                    ui.close();
                }
                entries.push(response);
            }
            hold(anchor, id);
            move_among(ui, id, &entries, items.iter().position(|item| item.current).unwrap_or_default());
            type_ahead(ui, id, &entries, items.iter().map(|item| item.words.as_str()));
        });
    });
    if let Some(popup) = &popup {
        stay_over(anchor, &popup.response);
        menu_is_open(&popup.response);
    }
    if popup.is_none() || chosen.is_some() {
        give_back(id, anchor);
    }
    if chosen.is_some() {
        begin_at(&anchor.ctx, anchor.id);
    }
    chosen
}

/// What a quiet word takes of an entry.
fn note_width(ui: &Ui, note: &str) -> f32 {
    if note.is_empty() { 0.0 } else { paint::width(ui, Type::Small, note) + 10.0 }
}

fn item_ui(ui: &Ui, rect: Rect, index: usize, item: &MenuItem, beside: BesideOne<'_>, t: &Tokens) -> Response {
    let BesideOne { lead, note, worst } = beside;
    let response = ui.interact(rect, ui.make_persistent_id(("item", index)), Sense::click());
    let said = if note.is_empty() { item.words.clone() } else { format!("{}, {note}", item.words) };
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, item.current, &said));
    let warns = match worst {
        Some(Severity::ActNow) => "warnings to act on now",
        Some(_) => "warnings to look at soon",
        None => "",
    };
    if !warns.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(warns));
    }
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius::CONTROL, t.raised_hover());
    }
    let middle = rect.center().y;
    let danger = lead.is_some_and(|lead| lead.danger);
    let (ink, glyph) = if danger { (t.crit_text, t.crit_text) } else { (t.text_primary, t.text_secondary) };
    let before = pos2(rect.left() + 16.0, middle);
    if item.current {
        paint::icon(ui, before, 14.0, Face::Line, Icon::Check, t.text_primary);
    } else if let Some(lead) = lead {
        paint::icon(ui, before, 16.0, Face::Line, lead.icon, glyph);
    }
    let line = paint::baseline(ui, middle, Type::Body);
    let style = if item.current { Type::Strong } else { Type::Body };
    let taken = note_width(ui, note) + if worst.is_some() && !note.is_empty() { 11.0 } else { 0.0 };
    let room = rect.width() - 84.0 - taken;
    let used = paint::elided(ui, rect.left() + 32.0, line, room, style, ink, &item.words);
    if item.protected {
        let at = pos2(rect.left() + 32.0 + used + 12.0, middle);
        paint::icon(ui, at, 14.0, Face::Fill, Icon::ShieldCheck, t.text_secondary);
    }
    if !note.is_empty() {
        let line = paint::baseline(ui, middle, Type::Small);
        // Its warning stands between it and the count.
        let end = rect.right() - if worst.is_some() { 38.0 + 7.0 + 8.0 } else { 42.0 };
        paint::text_right(ui, end, line, Type::Small, t.text_tertiary, note);
    }
    if let Some(worst) = worst {
        severity_icon(ui, pos2(rect.right() - 38.0, middle), 14.0, Mark::Warning(worst), t);
    }
    if let Some(count) = item.count {
        paint::text_right(ui, rect.right() - 8.0, line, Type::Count, t.text_tertiary, &grouped(count));
    }
    paint::row_ring(ui, rect, &response);
    response
}

/// An entry that is a verb: its icon, its words, its keys.
#[derive(Debug, Clone)]
pub struct Verb {
    /// What stands before the words.
    pub icon: Icon,
    /// Its words.
    pub words: String,
    /// Its keys, one a cap.
    pub caps: Vec<&'static str>,
    /// It takes something away for good.
    pub danger: bool,
    /// More entries open beside it.
    pub opens: bool,
}

/// Room between the words and the keys.
const VERB_GAP: f32 = 28.0;

/// Width that an entry needs, in points.
pub fn verb_width(ui: &Ui, verb: &Verb) -> f32 {
    let caps: f32 = verb.caps.iter().map(|cap| keycap_width(ui, cap) + 3.0).sum();
    32.0 + paint::width(ui, Type::Body, &verb.words) + VERB_GAP + caps.max(16.0) + 6.0
}

/// Paints one entry in the menu that is being drawn, `width` wide.
pub fn verb_ui(ui: &mut Ui, width: f32, verb: &Verb) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(width, 28.0), Sense::hover());
    let response = ui.interact(rect, ui.make_persistent_id(("verb", &verb.words)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &verb.words));
    let t = of(ui);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, radius::CONTROL, t.raised_hover());
    }
    let (ink, glyph) = if verb.danger { (t.crit_text, t.crit_text) } else { (t.text_primary, t.text_secondary) };
    let middle = rect.center().y;
    paint::icon(ui, pos2(rect.left() + 16.0, middle), 16.0, Face::Line, verb.icon, glyph);
    paint::text(ui, rect.left() + 32.0, paint::baseline(ui, middle, Type::Body), Type::Body, ink, &verb.words);
    let mut right = rect.right() - 6.0;
    if verb.opens {
        paint::icon(ui, pos2(right - 7.0, middle), 12.0, Face::Line, Icon::CaretRight, t.text_tertiary);
    }
    for cap in verb.caps.iter().rev() {
        right -= keycap_width(ui, cap);
        keycap(ui, pos2(right, middle), cap);
        right -= 3.0;
    }
    paint::row_ring(ui, rect, &response);
    response
}

/// A line between groups of entries.
pub fn menu_divider(ui: &mut Ui, width: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, 9.0), Sense::hover());
    paint::hairline(ui, rect.x_range(), rect.center().y, of(ui).stroke_default);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_in_a_low_dialog_covers_its_buttons_rather_than_its_title() {
        let field = |top: f32| Rect::from_min_size(pos2(0.0, top), vec2(200.0, 30.0));
        let room = |top, between: (f32, f32), needs| {
            let (room, places) = room_to(800.0, field(top), Between { top: between.0, bottom: between.1 }, needs);
            (room, places[0] == RectAlign::BOTTOM_START)
        };
        assert_eq!(
            room(300.0, (250.0, 400.0), 150.0),
            (HIGHEST, true),
            "low: past the buttons, which have room for two"
        );
        assert_eq!(room(300.0, (250.0, 600.0), 150.0), (242.0, true), "it is whole over the buttons");
        assert_eq!(room(500.0, (100.0, 600.0), 150.0), (372.0, false), "it is whole under the title alone");
        assert_eq!(room(300.0, (100.0, 600.0), 900.0), (242.0, true), "it scrolls, over the buttons");
        assert_eq!(room(700.0, (600.0, 790.0), 150.0), (72.0, false), "the window ends here");
        // Outside of a dialog the window is all there is.
        assert_eq!(room(700.0, (0.0, 800.0), 150.0), (HIGHEST, false));
        assert_eq!(room(100.0, (0.0, 800.0), 150.0), (HIGHEST, true));
    }

    #[test]
    fn a_menu_keeps_its_edges_and_covers_not_what_opened_it() {
        let window = Rect::from_min_size(Pos2::ZERO, vec2(640.0, 400.0));
        let button = |x, y| Rect::from_min_size(pos2(x, y), vec2(28.0, 28.0));
        for opener in [button(600.0, 360.0), button(10.0, 10.0), button(600.0, 180.0), button(4.0, 180.0)] {
            for size in [vec2(220.0, 120.0), vec2(220.0, 384.0)] {
                let menu = Rect::from_min_size(menu_place(window, opener, size), size);
                assert!(window.shrink(FREE).contains_rect(menu), "{menu} of {opener}");
                assert!(!menu.shrink(1.0).intersects(opener), "{menu} over {opener}");
            }
        }
        // Opened by the pointer it begins there.
        let at = Rect::from_min_size(pos2(100.0, 50.0), Vec2::ZERO);
        assert_eq!(menu_place(window, at, vec2(220.0, 120.0)), pos2(100.0, 50.0));
    }
}
