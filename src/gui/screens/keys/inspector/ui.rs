//! How the inspector is drawn: name, what is wrong with it, secret, facts, history; verbs at the foot.

use chrono::Local as Here;
use egui::style::ScrollAnimation;
use egui::{Area, Id, Rangef, Rect, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use super::super::ui::Screen;
use super::callouts::{CALLOUTS, Callout as Told};
use super::data::{Details, Value, details};
use super::facts_ui::facts_ui;
use super::history::Line;
use super::next_step::Verb;
use super::secret_ui::secret_ui;
use super::state::{Inspector, OVER_FOOT, Split, Standing, edge_ui, sheet_layer};
use crate::gui::commands::Command;
use crate::gui::screens::pane::notice_ui;
use crate::gui::shown::Shown;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::keyboard;
use crate::gui::widgets::{
    Button, Callout, IconButton, Mark, TOAST_ROOM, TagLook, Tone, baseline, elided, hairline, icon, menu_clicked,
    middle_elided, name_node, tag_as, tag_width_as, text, text_right, tip_in, toast_covers, width,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Remedy, Request, Snapshot};
use crate::model::{KeyUid, Severity};

/// Name and subtitle, which stay while the rest scrolls.
const HEAD: f32 = 57.0;
/// What a toast takes of what lies between them and the foot.
const TOASTS: f32 = TOAST_ROOM + OVER_FOOT - size::INSPECTOR_FOOTER;

/// What all parts need.
pub(super) struct Part<'a> {
    pub uid: KeyUid,
    pub details: &'a Details,
    pub snapshot: &'a Snapshot,
    pub shown: &'a Shown,
    /// What did not happen, where nothing else says it.
    pub notice: Option<&'a Failure>,
    /// It lies over the list, and over what stands above that.
    pub over: bool,
    /// What floats over the list lies over it as well.
    pub under_toasts: bool,
    /// Left and right edge of the text.
    pub left: f32,
    pub right: f32,
}

impl Part<'_> {
    pub fn room(&self) -> f32 {
        self.right - self.left
    }

    pub fn wish(&self, wishes: &mut Vec<Wish>, command: Command) {
        wishes.push(Wish::DoTo(self.uid, command));
    }
}

/// Draws the inspector where `split` put it.
pub fn inspector_ui(
    ui: &mut Ui,
    split: Split,
    screen: &mut Screen,
    snapshot: &Snapshot,
    shown: &Shown,
    notice: Option<&Failure>,
    wishes: &mut Vec<Wish>,
) {
    let (Some((rect, standing)), Some(index)) = (split.inspector, screen.selected_index(snapshot)) else { return };
    let key = &snapshot.keys[index];
    let look = screen.inspector.look.of(key.uid);
    let details = details(snapshot, index, look, &|at| at.with_timezone(&Here).naive_local());
    let left = rect.left() + 17.0;
    let right = rect.left() + split.width - size::EDGE;
    let over = standing != Standing::Pane;
    let under_toasts = over && split.free.intersect(rect).is_positive();
    let notice = notice.filter(|_| over);
    let part = Part { uid: key.uid, details: &details, snapshot, shown, notice, over, under_toasts, left, right };
    let inspector = &mut screen.inspector;
    if standing == Standing::Pane {
        let mut pane = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("inspector"));
        pane.shrink_clip_rect(rect);
        whole_ui(&mut pane, rect, &part, inspector, wishes);
        edge_ui(ui, rect, inspector);
        inspector.take_double_click(&pane, rect);
    } else {
        let layer = sheet_layer();
        inspector.slide_under(ui.ctx(), layer, rect);
        let area = Area::new(layer.id).order(layer.order).fixed_pos(rect.min).movable(false);
        let shown = area.constrain(false).show(ui.ctx(), |ui| {
            ui.set_min_size(rect.size());
            ui.set_clip_rect(rect);
            // Clicks on the sheet are not clicks on the rows under it.
            ui.interact(rect, ui.make_persistent_id("ground"), Sense::CLICK | Sense::DRAG);
            whole_ui(ui, rect, &part, inspector, wishes);
            inspector.take_double_click(ui, rect);
            // Who was on the row goes on with what Enter does there.
            if inspector.sheet {
                let entries: Vec<Id> =
                    inspector.copies.into_iter().chain(inspector.entry.map(|(first, _)| first)).collect();
                keyboard::cover(ui.ctx(), ui.layer_id(), rect, &entries);
                if inspector.leads {
                    inspector.leads = !keyboard::lead_to_first(ui.ctx(), &entries);
                }
            }
        });
        ui.ctx().move_to_top(shown.response.layer_id);
    }
}

fn whole_ui(ui: &mut Ui, rect: Rect, part: &Part<'_>, inspector: &mut Inspector, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    ui.painter().rect_filled(rect, 0.0, t.bg_panel);
    ui.painter().vline(rect.left() + 0.5, rect.y_range(), Stroke::new(1.0, t.stroke_subtle));
    // The right button does everywhere in it what ⋯ at its foot does.
    let whole = ui.interact(rect, ui.make_persistent_id("whole"), Sense::hover());
    if let Some(at) = menu_clicked(&whole) {
        wishes.push(Wish::KeyMenu(part.uid, Rect::from_pos(at)));
    }
    let wide = Rect::from_min_size(rect.min, vec2(part.right + size::EDGE - rect.left(), rect.height()));
    let (head, rest) = wide.split_top_bottom_at_y(wide.top() + HEAD);
    let (mut body, foot) = rest.split_top_bottom_at_y(rest.bottom() - size::INSPECTOR_FOOTER);
    let first = head_ui(ui, head, part, wishes);
    inspector.entry = Some((first, rect));
    // The field offers to take a lost value.
    let offered = |notice: &&Failure| part.details.value == Value::Missing && notice.remedy == Some(Remedy::GiveValue);
    let notice = part.notice.filter(offered).map(|notice| Failure { remedy: None, ..notice.clone() });
    notice_ui(ui, &mut body, part.snapshot, notice.as_ref().or(part.notice), wishes);
    // A toast over the details lies over none of them: they end above it, and scroll there.
    let covered = toast_covers(ui.ctx(), body);
    let comes = covered > std::mem::replace(&mut inspector.covered, covered);
    let whole = body.height();
    let body = body.with_max_y(body.bottom() - covered);
    let mut area = ui.new_child(UiBuilder::new().max_rect(body).id_salt("body"));
    area.shrink_clip_rect(body);
    area.spacing_mut().item_spacing = vec2(0.0, 0.0);
    let scroll = egui::ScrollArea::vertical().id_salt(part.uid.0).auto_shrink(false).max_height(body.height());
    let scrolled = scroll.show(&mut area, |ui| {
        let top = ui.cursor().top();
        // One that may come has its room, so that the secret is not what goes then.
        let view = Rangef::new(top, top + whole - if part.under_toasts { TOASTS } else { 0.0 });
        let bottom = body_ui(ui, view, part, inspector, wishes);
        ui.allocate_space(vec2(1.0, bottom - top));
        if let Some(covered) = covered_control(ui, body, foot).filter(|_| comes) {
            ui.scroll_to_rect_animation(covered.expand2(vec2(0.0, 8.0)), None, ScrollAnimation::none());
        }
        let pages = std::mem::take(&mut inspector.pages);
        if pages != 0.0 {
            let by = pages * (body.height() - size::ROW);
            ui.scroll_with_delta_animation(vec2(0.0, -by), ScrollAnimation::none());
        }
        keyboard::follow(ui);
    });
    if scrolled.state.clamped_offset().y > 0.0 {
        hairline(ui, (head.left() + 1.0)..=head.right(), head.bottom(), t.stroke_subtle);
    }
    foot_ui(ui, foot, part, wishes);
}

/// Where that is which has the keyboard between the end of the body and the foot.
fn covered_control(ui: &Ui, body: Rect, foot: Rect) -> Option<Rect> {
    let id = ui.memory(egui::Memory::focused)?;
    let widget = ui.ctx().viewport(|viewport| viewport.this_pass.widgets.get(id).copied())?;
    let ends = widget.rect.bottom();
    (widget.layer_id == ui.layer_id() && ends > body.bottom() && ends < foot.top()).then_some(widget.rect)
}

/// Name, subtitle, ✎ and ✕; returns what takes the keyboard first.
fn head_ui(ui: &Ui, rect: Rect, part: &Part<'_>, wishes: &mut Vec<Wish>) -> Id {
    let t = of(ui);
    let top = rect.top() + 14.0;
    let middle = top + 19.5;
    let close = Rect::from_center_size(pos2(rect.right() - 24.0, middle), vec2(28.0, 28.0));
    let edit = close.translate(vec2(-28.0, 0.0));
    let room = edit.left() - 8.0 - part.left;
    let name = &part.details.name;
    let shown = middle_elided(ui, Type::NameTitle, name, room);
    text(ui, part.left, baseline(ui, top + 10.0, Type::NameTitle), Type::NameTitle, t.text_primary, &shown);
    let line = baseline(ui, top + 30.0, Type::Body);
    elided(ui, part.left, line, room, Type::Body, t.text_tertiary, &part.details.subtitle);
    let titled = Rect::from_min_size(pos2(part.left, top), vec2(room, 39.0));
    let said = format!("{name}, {}", part.details.subtitle);
    let node = name_node(ui, titled, ui.make_persistent_id("name"), &said);
    if shown != *name {
        tip_in(&node, Type::Code, name);
    }
    let keys = Command::Edit.keys_in(&part.snapshot.settings);
    let edit = IconButton::new(Icon::PencilSimple, "Edit").shortcut(keys.as_deref()).at(ui, edit);
    if edit.clicked() {
        part.wish(wishes, Command::Edit);
    }
    let keys = Command::Inspector.keys_in(&part.snapshot.settings);
    if IconButton::new(Icon::X, "Close details").shortcut(keys.as_deref()).at(ui, close).clicked() {
        wishes.push(Wish::Do(Command::Inspector));
    }
    edit.id
}

/// Everything between head and foot, from the beginning of what is in `view`; returns where it ends.
fn body_ui(ui: &mut Ui, view: Rangef, part: &Part<'_>, inspector: &mut Inspector, wishes: &mut Vec<Wish>) -> f32 {
    let mut y = tags_ui(ui, view.min + 6.0, part);
    y = callouts_ui(ui, Rangef { min: y, ..view }, part, inspector, wishes);
    y = secret_ui(ui, y + 14.0, part, inspector, wishes);
    y = facts_ui(ui, y + 12.0, part, wishes);
    history_ui(ui, y, part) + 14.0
}

/// The tags, on as many lines as they need; returns where they end.
fn tags_ui(ui: &Ui, top: f32, part: &Part<'_>) -> f32 {
    let (mut x, mut y) = (part.left, top);
    let mut said = Vec::new();
    for tag in &part.details.tags {
        let look = if tag.protected { TagLook::Shield } else { TagLook::Plain };
        let wide = tag_width_as(ui, &tag.words, look);
        if x > part.left && x + wide > part.right {
            (x, y) = (part.left, y + 26.0);
        }
        x += tag_as(ui, pos2(x, y + 10.0), &tag.words, look) + 6.0;
        said.push(if tag.protected { format!("{}, protected", tag.words) } else { tag.words.clone() });
    }
    let rect = Rect::from_min_max(pos2(part.left, top), pos2(part.right, y + 20.0));
    name_node(ui, rect, ui.make_persistent_id("tags"), &said.join(", "));
    y + 20.0
}

/// Under each callout.
const UNDER: f32 = 8.0;
/// What leads to the rest of them takes so much.
const MORE: f32 = 28.0;
/// What comes under them as far as the end of the secret's field, the way there and the air under it.
const SECRET: f32 = 14.0 + 22.0 + size::SECRET_FIELD + 14.0;

/// How many of them stand in view: as many as leave the secret there, but one at least.
fn fitting(ui: &Ui, told: &[&Told], room: f32, wide: f32) -> usize {
    let most = told.len().min(CALLOUTS);
    let fits = |count: &usize| {
        let high: f32 = told[..*count].iter().map(|told| callout_of(told, 0).height(ui, wide) + UNDER).sum();
        high + if *count < told.len() { MORE } else { 0.0 } + SECRET <= room
    };
    (1..=most).rev().find(fits).unwrap_or(1).min(most)
}

/// What wants to be done, what stands open, then what is only good to know; what does not fit the `view` behind a click.
fn callouts_ui(ui: &Ui, view: Rangef, part: &Part<'_>, inspector: &mut Inspector, wishes: &mut Vec<Wish>) -> f32 {
    let top = view.min + 14.0;
    let mut y = top;
    let weighs = |told: &&Told| told.mark != Mark::Warning(Severity::ForInfo);
    let (pressing, others): (Vec<&Told>, Vec<&Told>) = part.details.warnings.iter().partition(weighs);
    let told: Vec<&Told> = pressing.into_iter().chain(&part.details.states).chain(others).collect();
    let all = inspector.unfolded == Some(part.uid);
    let shown = if all { told.len() } else { fitting(ui, &told, view.max - top + UNDER, part.room()) };
    for (told, salt) in told[..shown].iter().zip((0..).step_by(2)) {
        y = callout_ui(ui, y, part, told, salt, wishes) + UNDER;
    }
    if shown < told.len() {
        let words = format!("{} more", told.len() - shown);
        let more = Button::link(&words);
        let rect = Rect::from_min_size(pos2(part.left, y - 2.0), more.size(ui)).with_max_y(y + 22.0);
        if more.at(ui, rect).clicked() {
            inspector.unfolded = Some(part.uid);
            // Who came by keyboard goes on at the first that there is something to do about.
            let comes = told.iter().zip((0..).step_by(2)).skip(shown);
            let first =
                comes.flat_map(|(told, salt)| told.verbs.iter().map(move |verb| verb_button(verb, salt))).next();
            first.into_iter().for_each(|button| keyboard::lead(ui.ctx(), button.id_in(ui)));
        }
        y = rect.bottom() + 6.0;
    }
    y - if y > top { UNDER } else { 14.0 }
}

fn verb_button(verb: &Verb, salt: u64) -> Button<'_> {
    let button = Button::secondary(&verb.words).salt(salt);
    if verb.leaves() { button.trailing(Icon::ArrowSquareOut) } else { button }
}

fn callout_of(told: &Told, salt: u64) -> Callout<'_> {
    let tone = match told.mark {
        Mark::Warning(Severity::ActNow) => Tone::Crit,
        Mark::Warning(Severity::LookSoon) => Tone::Warn,
        _ => Tone::Note,
    };
    let mut callout = Callout::new(tone, &told.title).secret(told.tail.as_deref()).hint(&told.hint);
    match told.mark {
        Mark::Disabled => callout = callout.icon(Icon::Prohibit),
        Mark::Quiet => callout = callout.icon(Icon::ClockCounterClockwise),
        Mark::Warning(_) | Mark::LeftOut => {}
    }
    for (verb, salt) in told.verbs.iter().zip(salt..) {
        callout = callout.button(verb_button(verb, salt));
    }
    callout
}

fn callout_ui(ui: &Ui, top: f32, part: &Part<'_>, told: &Told, salt: u64, wishes: &mut Vec<Wish>) -> f32 {
    let callout = callout_of(told, salt);
    let (rect, clicked) = callout.show(ui, pos2(part.left, top), part.room());
    match (clicked.and_then(|index| told.verbs.get(index)), told.rule) {
        // Of the warning it stands at, and of no other.
        (Some(verb), Some(rule)) if verb.command == Command::Unsnooze => {
            wishes.push(Wish::Ask(Request::Unsnooze(vec![(part.uid, rule)])));
        }
        (Some(verb), _) => wishes.push(verb.wish(part.uid)),
        (None, _) => {}
    }
    rect.bottom()
}

fn history_ui(ui: &Ui, top: f32, part: &Part<'_>) -> f32 {
    const ROW: f32 = 26.0;
    let t = of(ui);
    let lines: &[Line] = &part.details.history;
    if lines.is_empty() {
        return top;
    }
    let edge = top + 10.0;
    hairline(ui, (part.left - size::EDGE)..=(part.right + size::EDGE), edge, t.stroke_subtle);
    let label = edge + 1.0 + 12.0 + 8.0;
    text(ui, part.left, baseline(ui, label, Type::SmallStrong), Type::SmallStrong, t.text_tertiary, "History");
    let mut y = edge + 1.0 + 12.0 + 20.0;
    for (index, line) in lines.iter().enumerate() {
        let middle = y + ROW / 2.0;
        icon(ui, pos2(part.left + 8.0, middle), 16.0, Face::Line, line.icon, t.text_tertiary);
        let base = baseline(ui, middle, Type::Body);
        let age = text_right(ui, part.right, base, Type::Code, t.text_tertiary, &line.age);
        let times = line.times.as_deref().unwrap_or_default();
        let after = if times.is_empty() { 0.0 } else { width(ui, Type::Code, times) + 6.0 };
        let room = part.right - age - 12.0 - after - (part.left + 25.0);
        let used = elided(ui, part.left + 25.0, base, room, Type::Body, t.text_secondary, &line.words);
        text(ui, part.left + 25.0 + used + 6.0, base, Type::Code, t.text_tertiary, times);
        let rect = Rect::from_min_max(pos2(part.left, y), pos2(part.right, y + ROW));
        let said = [line.words.as_str(), times, &line.age];
        let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
        name_node(ui, rect, ui.make_persistent_id(("history", index)), &said.join(", "));
        y += ROW;
    }
    y
}

fn foot_ui(ui: &Ui, rect: Rect, part: &Part<'_>, wishes: &mut Vec<Wish>) {
    let t = of(ui);
    hairline(ui, (rect.left() + 1.0)..=rect.right(), rect.top(), t.stroke_subtle);
    let middle = rect.center().y + 0.5;
    let mut x = part.left;
    for verb in &part.details.footer {
        let mut button = Button::secondary(&verb.words).icon(verb.command.icon()).salt(1_000);
        if verb.command == Command::Delete {
            button = button.danger();
        }
        let place = Rect::from_min_size(pos2(x, middle - 15.0), button.size(ui));
        x = place.right() + 8.0;
        if button.at(ui, place).clicked() {
            part.wish(wishes, verb.command);
        }
    }
    let more = Rect::from_center_size(pos2(rect.right() - 26.0, middle), vec2(28.0, 28.0));
    if IconButton::new(Icon::DotsThree, "More").shortcut(Some("Shift F10")).at(ui, more).clicked() {
        wishes.push(Wish::KeyMenu(part.uid, more));
    }
}
