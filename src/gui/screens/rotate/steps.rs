//! The three steps and the expiry, from top to bottom. Distances are look/12's.

use egui::{Pos2, Rect, Ui, UiBuilder, pos2, vec2};

use super::data::{
    Attempt, Ends, Held, Mend, Old, Proof, Way, every_choices, every_words, lost_words, make, make_here, old_cards,
    old_hint, same_words,
};
use super::key_id::key_id_ui;
use super::state::Rotate;
use super::ui::line_rect;
use crate::gui::screens::key_form::USE_ANYWAY;
use crate::gui::screens::pane::COPY_ADDRESS;
use crate::gui::showing::Showing;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::keyboard::is_pointed;
use crate::gui::widgets::{
    Button, Callout, Choice, Field, Frame, METER, Mark, SecretAct, SecretInputLook, Segmented, Tick, Tone, baseline,
    checkbox, choice_cards, elided, entropy_meter, field_error, field_label, field_said, hairline, icon, masked_dots,
    name_node, paragraph_with_code, severity_icon, step_disc, text, text_right, width, without_ticks,
};
use crate::gui::wish::Wish;
use crate::jobs::{Failure, Remedy};
use crate::model::Severity;

/// The text of a step begins so far behind its disc's left edge.
const INDENT: f32 = 32.0;
/// Between two steps.
const BETWEEN: f32 = 20.0;

/// What mends a doubt about the value.
pub(super) fn mend_id() -> egui::Id {
    egui::Id::unique("rotate mend")
}

/// Draws the body of the dialog; returns where it ends.
pub(super) fn steps_ui(ui: &mut Ui, body: Rect, rotate: &mut Rotate, reveal_secs: u64, wishes: &mut Vec<Wish>) -> f32 {
    if let Some(id) = rotate.focus_next.take() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let column = Rect::from_min_max(
        pos2(body.left() + size::DIALOG_EDGE, body.top() + 18.0),
        pos2(body.right() - size::DIALOG_EDGE, body.bottom()),
    );
    let column = match &rotate.left_out {
        Some(words) => column.with_min_y(left_out_ui(ui, column, words) + 14.0),
        None => column,
    };
    let y = make_ui(ui, column, rotate, wishes) + BETWEEN;
    let y = value_ui(ui, column.with_min_y(y), rotate, reveal_secs);
    let y = old_ui(ui, column.with_min_y(y), rotate);
    hairline(ui, column.x_range(), y + 16.0, of(ui).stroke_default);
    let y = match rotate.way {
        // As high as what it stands for: the buttons stay where they are.
        Way::Paste if rotate.is_put_in_again() => {
            hint_ui(ui, pos2(column.left(), y + 31.0), column.width(), "It keeps its age and its last day.");
            y + 31.0 + 21.0 + size::CONTROL
        }
        Way::Paste => ends_ui(ui, column.with_min_y(y + 31.0), rotate),
        Way::Generate => every_ui(ui, column.with_min_y(y + 31.0), rotate),
    };
    y + 18.0
}

/// Paints a step's disc and title; returns the rectangle of the title's line.
fn head_ui(ui: &Ui, column: Rect, number: u8, title: &str, quiet: bool) -> Rect {
    let t = of(ui);
    step_disc(ui, column.min + vec2(10.0, 10.0), number);
    let line = line_rect(column.left() + INDENT, column.right(), column.top());
    let ink = if quiet { t.text_tertiary } else { t.text_primary };
    let used = text(ui, line.left(), baseline(ui, line.center().y, Type::Strong), Type::Strong, ink, title);
    let said = Rect::from_min_size(line.min, vec2(used, line.height()));
    name_node(ui, said, ui.make_persistent_id(("step", number)), &format!("{number}. {title}"));
    line
}

/// A small line behind an icon, 18 high.
fn hint_ui(ui: &Ui, at: Pos2, room: f32, words: &str) {
    let t = of(ui);
    let middle = at.y + 9.0;
    severity_icon(ui, pos2(at.x + 7.5, middle), 15.0, Mark::Warning(Severity::ForInfo), t);
    let line = baseline(ui, middle, Type::Small);
    let used = elided(ui, at.x + 22.0, line, room - 22.0, Type::Small, t.text_tertiary, words);
    let rect = Rect::from_min_size(at, vec2(used + 22.0, 18.0));
    name_node(ui, rect, ui.make_persistent_id(("hint", words)), words);
}

/// What this walk leaves out; returns where it ends.
fn left_out_ui(ui: &Ui, column: Rect, words: &str) -> f32 {
    let t = of(ui);
    icon(ui, column.min + vec2(10.0, 8.0), 15.0, Face::Line, Icon::Info, t.text_tertiary);
    let at = column.min + vec2(INDENT, 0.0);
    let rect = paragraph_with_code(ui, at, column.width() - INDENT, Type::Small, t.text_secondary, words);
    name_node(ui, rect, ui.make_persistent_id("left out"), &without_ticks(words));
    rect.bottom()
}

/// Step 1; returns where it ends.
fn make_ui(ui: &Ui, column: Rect, rotate: &Rotate, wishes: &mut Vec<Wish>) -> f32 {
    let make = match rotate.way {
        Way::Paste => make(&rotate.about),
        Way::Generate => make_here(rotate.shape),
    };
    let line = head_ui(ui, column, 1, &make.title, make.quiet);
    let high = if make.hint.is_some() { 35.0 } else { line.height() };
    let mut right = column.right();
    if let Some((words, page)) = &make.page {
        let open = Button::secondary(words).trailing(Icon::ArrowSquareOut);
        let wanted = open.size(ui);
        let top = if make.hint.is_some() { column.top() + 3.0 } else { line.center().y - wanted.y / 2.0 };
        right -= wanted.x;
        if open.at(ui, Rect::from_min_size(pos2(right, top), wanted)).clicked() {
            wishes.push(Wish::OpenPage(page));
        }
    }
    if let Some(hint) = &make.hint {
        let middle = column.top() + 27.0;
        let room = right - 12.0 - line.left();
        let fits = |words: &&String| width(ui, Type::Small, words) <= room;
        let shown = std::iter::once(hint).chain(&make.shorter).find(fits).or(make.shorter.last()).unwrap_or(hint);
        let used =
            elided(ui, line.left(), baseline(ui, middle, Type::Small), room, Type::Small, of(ui).text_tertiary, shown);
        let rect = Rect::from_min_size(pos2(line.left(), middle - 8.0), vec2(used, 16.0));
        let node = name_node(ui, rect, ui.make_persistent_id("rights"), hint);
        if width(ui, Type::Small, hint) > room {
            node.on_hover_text(hint.as_str());
        }
    }
    let end = column.top() + high;
    match &rotate.failed {
        Some(failed) => failed_ui(ui, pos2(line.left(), end + 8.0), line.width(), &failed.failure, wishes),
        None => end,
    }
}

/// That the provider's page did not open, with its address to be copied; returns where it ends.
pub(super) fn failed_ui(ui: &Ui, at: Pos2, wide: f32, failure: &Failure, wishes: &mut Vec<Wish>) -> f32 {
    let hint = format!("{} {}", failure.why, failure.advice);
    let mut said = Callout::new(Tone::Crit, &failure.title).hint(&hint);
    if let Some(Remedy::CopyAddress(_)) = failure.remedy {
        said = said.button(Button::secondary(COPY_ADDRESS));
    }
    let (rect, copies) = said.at(ui, at, wide);
    if let Some(Remedy::CopyAddress(page)) = failure.remedy.filter(|_| copies) {
        wishes.push(Wish::CopyAddress(page));
    }
    rect.bottom()
}

/// Step 2; returns where step 3 begins.
fn value_ui(ui: &mut Ui, column: Rect, rotate: &mut Rotate, reveal_secs: u64) -> f32 {
    let line = head_ui(ui, column, 2, "Put the new value here", false);
    let saving = rotate.attempt == Attempt::Saving;
    if rotate.about.can_be_made() {
        let choices = [Choice::words("Paste"), Choice::with_icon("Generate", Icon::DiceFive)];
        let current = usize::from(rotate.way == Way::Generate);
        let segmented = Segmented::new("way", &choices, current).small();
        let left = pos2(line.right() - segmented.width(ui), line.center().y);
        let mut part = ui.new_child(UiBuilder::new().id_salt("way"));
        if saving {
            part.disable();
        }
        if let Some(chosen) = segmented.at(&part, left) {
            rotate.way_next = Some(if chosen == 0 { Way::Paste } else { Way::Generate });
            ui.ctx().request_repaint();
        }
    }
    let at = pos2(line.left(), column.top() + 30.0);
    let wide = line.width();
    let field = field_ui(ui, at, wide, rotate, reveal_secs);
    let mut y = proof_ui(ui, pos2(at.x, field.bottom()), wide, rotate);
    if let Some(words) = same_words(&rotate.about) {
        y = same_ui(ui, pos2(at.x, y + 6.0), wide, &words, rotate);
    }
    if rotate.about.pair.is_some() {
        y = key_id_ui(ui, pos2(at.x, y + 8.0), wide, rotate);
    }
    // A callout is higher than the line it stands in for; a part of it comes out of the space under it.
    y + if matches!(rotate.proof(), Proof::Doubt(_)) { 15.0 } else { BETWEEN }
}

/// The field itself; returns its rectangle.
fn field_ui(ui: &mut Ui, at: Pos2, wide: f32, rotate: &mut Rotate, reveal_secs: u64) -> Rect {
    let now = ui.input(|input| input.time);
    let ring = rotate.showing.and_then(|showing| showing.ring(now));
    if ring.is_some() {
        ui.ctx().request_repaint_after_secs(0.1);
    } else if rotate.showing.take().is_some() {
        // Without another frame egui would keep how the value was laid out.
        ui.ctx().request_repaint();
    }
    let tail = rotate.input.tail(&rotate.about.kind);
    let look = SecretInputLook {
        name: "New value",
        hint: if rotate.way == Way::Paste { "Paste the new value" } else { "" },
        frame: if matches!(rotate.proof(), Proof::Doubt(_)) { Frame::Doubtful } else { Frame::Rest },
        tail: tail.as_deref(),
        ring,
        generated: rotate.way == Way::Generate,
        enabled: rotate.attempt != Attempt::Saving && rotate.held != Held::Awaited,
    };
    let high = rotate.input.height(ui, wide, &look);
    let rect = Rect::from_min_size(at, vec2(wide, high));
    let count = |rotate: &Rotate| rotate.input.expose().chars().count();
    let before = count(rotate);
    let answer = rotate.input.at(ui, rect, &look);
    if !rotate.began {
        rotate.began = true;
        answer.response.request_focus();
    }
    if answer.response.changed() {
        // More than a character at once was pasted.
        let pasted = count(rotate).abs_diff(before) != 1;
        rotate.changed(pasted, now);
        ui.ctx().request_repaint();
    }
    match answer.act {
        Some(SecretAct::Show) => rotate.showing = Some(Showing::begin(reveal_secs, now)),
        Some(SecretAct::Hide) => {
            rotate.showing = None;
            ui.ctx().request_repaint();
        }
        Some(SecretAct::AddTime) => rotate.showing = rotate.showing.map(|showing| showing.longer(now)),
        Some(SecretAct::Again) => rotate.generate(),
        // Clear and Paste were done; the others belong to keys that are saved.
        Some(SecretAct::Clear | SecretAct::Paste | SecretAct::Copy | SecretAct::Unlock) | None => {}
    }
    rect
}

/// What stands under the field, from its bottom; returns where it ends.
fn proof_ui(ui: &Ui, from: Pos2, wide: f32, rotate: &mut Rotate) -> f32 {
    let t = of(ui);
    let at = from + vec2(0.0, 7.0);
    let middle = at.y + 9.0;
    match rotate.proof() {
        Proof::Empty => hint_ui(ui, at, wide, "The clipboard is cleared once the value is saved."),
        Proof::Silent => {}
        Proof::Looks { words, differs } => {
            icon(ui, pos2(at.x + 7.5, middle), 15.0, Face::Line, Icon::Check, t.ok_solid);
            let line = baseline(ui, middle, Type::Small);
            let mut room = wide - 22.0;
            let mut said = words.clone();
            if differs {
                const DIFFERS: &str = "different from the old one";
                room -= 12.0 + text_right(ui, at.x + wide, line, Type::Small, t.text_tertiary, DIFFERS);
                said = format!("{words}, {DIFFERS}");
            }
            elided(ui, at.x + 22.0, line, room, Type::Small, t.text_secondary, &words);
            let node = name_node(ui, Rect::from_min_size(at, vec2(wide, 18.0)), ui.make_persistent_id("proof"), &said);
            ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
        Proof::Doubt(doubt) => {
            let button = Button::secondary(doubt.mend.words()).id(mend_id());
            let mut callout = Callout::new(Tone::Warn, &doubt.title).hint(&doubt.hint).button(button).compact();
            if doubt.may_stay {
                callout = callout.button(Button::secondary(USE_ANYWAY));
            }
            let (rect, clicked) = callout.show(ui, from + vec2(0.0, 8.0), wide);
            let now = ui.input(|input| input.time);
            match (clicked, doubt.mend) {
                (None, _) => {}
                (Some(1), _) => {
                    rotate.say_secret();
                    rotate.focus_next = Some(rotate.input.id());
                }
                (Some(_), Mend::PasteAgain) => rotate.input.ask_clipboard(ui.ctx()),
                (Some(_), Mend::Trim) => rotate.trim(now),
                (Some(_), Mend::UseAsKeyId) => rotate.use_as_key_id(now),
            }
            return rect.bottom();
        }
        Proof::Strength(bits) => {
            let rect = Rect::from_min_size(from + vec2(0.0, 9.0), vec2(wide, METER));
            entropy_meter(ui, rect, bits);
        }
    }
    at.y + 18.0
}

/// "Same value in 2 other places ☑ Rotate them too".
fn same_ui(ui: &Ui, at: Pos2, wide: f32, words: &str, rotate: &mut Rotate) -> f32 {
    let t = of(ui);
    let row = Rect::from_min_size(at, vec2(wide, 24.0));
    let middle = row.center().y;
    icon(ui, pos2(at.x + 7.5, middle), 15.0, Face::Line, Icon::LinkSimple, t.text_tertiary);
    let used = text(ui, at.x + 22.0, baseline(ui, middle, Type::Small), Type::Small, t.text_secondary, words);
    let tick = if rotate.about.same.len() == 1 { "Rotate it too" } else { "Rotate them too" };
    let size = Tick::checkbox(tick, rotate.also).size(ui);
    checkbox(ui, Rect::from_min_size(pos2(row.right() - size.x, at.y), size), tick, &mut rotate.also);
    let node = Rect::from_min_size(at, vec2(used + 22.0, 24.0));
    let places: Vec<&str> = rotate.about.same.iter().map(|(_, place)| place.as_str()).collect();
    let said = format!("{words}: {}", places.join(", "));
    name_node(ui, node, ui.make_persistent_id("same"), &said).on_hover_text(places.join("\n"));
    row.bottom()
}

/// Step 3; returns where it ends.
fn old_ui(ui: &Ui, column: Rect, rotate: &mut Rotate) -> f32 {
    let t = of(ui);
    let title = if rotate.about.lost { "The old one" } else { "What happens to the old one" };
    let line = head_ui(ui, column, 3, title, false);
    let mut x = line.left() + width(ui, Type::Strong, title) + 10.0;
    x += masked_dots(ui, x, line.center().y, 4, t.text_tertiary) + 7.0;
    if let Some(tail) = &rotate.about.tail {
        text(ui, x, baseline(ui, line.center().y, Type::Code), Type::Code, t.text_tertiary, tail);
    }
    let top = column.top() + 30.0;
    if rotate.about.lost {
        hint_ui(ui, pos2(line.left(), top), line.width(), &lost_words(&rotate.about));
        let at = pos2(line.left(), top + 18.0);
        if !rotate.is_put_in_again() {
            hint_ui(ui, at, line.width(), &old_hint(&rotate.about, rotate.way));
        }
        return at.y + 18.0;
    }
    let [keep, forget] = old_cards(&rotate.about);
    let half = ((line.width() - 8.0) / 2.0).floor();
    let first = Rect::from_min_size(pos2(line.left(), top), vec2(half, 56.0));
    let second = Rect::from_min_max(pos2(first.right() + 8.0, top), pos2(line.right(), first.bottom()));
    let current = usize::from(rotate.old == Old::Forget);
    let cards = [(first, &*keep.0, &*keep.1), (second, &*forget.0, &*forget.1)];
    if let Some(chosen) = choice_cards(ui, "old value", &cards, current).filter(|_| rotate.attempt != Attempt::Saving) {
        rotate.old = if chosen == 0 { Old::Keep } else { Old::Forget };
    }
    let at = pos2(line.left(), first.bottom() + 9.0);
    hint_ui(ui, at, line.width(), &old_hint(&rotate.about, rotate.way));
    at.y + 18.0
}

/// When the new value ends; returns where it ends.
fn ends_ui(ui: &mut Ui, column: Rect, rotate: &mut Rotate) -> f32 {
    let label = Rect::from_min_size(column.min, vec2(column.width(), 16.0));
    field_label(ui, label, "New key expires", &rotate.ends.words(&rotate.day, &rotate.about));
    let choices = Ends::CHOICES.map(|(words, _)| Choice::words(words));
    let current = Ends::CHOICES.iter().position(|(_, ends)| *ends == rotate.ends).unwrap_or_default();
    let track = Rect::from_min_size(column.min + vec2(0.0, 21.0), vec2(column.width(), size::CONTROL));
    let day_field = egui::Id::unique("rotate day");
    if let Some(chosen) = Segmented::new("ends", &choices, current).spread(ui, track) {
        rotate.ends = Ends::CHOICES[chosen].1.clone();
        rotate.focus_next = Some(day_field).filter(|_| rotate.ends == Ends::Date && is_pointed(ui.ctx()));
    }
    if rotate.focus_next.is_some() {
        ui.ctx().request_repaint();
    }
    if rotate.ends != Ends::Date {
        return track.bottom();
    }
    let rect = Rect::from_min_size(pos2(track.left(), track.bottom() + 8.0), vec2(track.width(), size::CONTROL));
    let wrong = rotate.day_error();
    let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
    let field = Field::new(day_field, "The last day it works").code().hint("2027-01-31").frame(frame).fact();
    field.at(ui, rect, &mut rotate.day);
    let end = match wrong {
        Some(words) => field_error(ui, rect.left_bottom() + vec2(0.0, 6.0), rect.width(), words).bottom(),
        None => rect.bottom(),
    };
    field_said(ui, day_field, pos2(rect.left(), end), rect.width())
}

/// How often a value made here is rotated; returns where it ends.
fn every_ui(ui: &Ui, column: Rect, rotate: &mut Rotate) -> f32 {
    let label = Rect::from_min_size(column.min, vec2(column.width(), 16.0));
    field_label(ui, label, "Rotate every", &every_words(rotate.every, &rotate.about));
    let listed = every_choices(&rotate.about);
    let choices: Vec<Choice<'_>> = listed.iter().map(|(words, _)| Choice::words(words)).collect();
    let current = listed.iter().position(|(_, every)| *every == rotate.every).unwrap_or_default();
    let track = Rect::from_min_size(column.min + vec2(0.0, 21.0), vec2(column.width(), size::CONTROL));
    if let Some(chosen) = Segmented::new("every", &choices, current).spread(ui, track) {
        rotate.every = listed[chosen].1;
    }
    track.bottom()
}
