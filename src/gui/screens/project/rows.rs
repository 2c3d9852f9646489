//! The tables of environments and of folders.

use egui::{CursorIcon, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

use super::form::{ProjectForm, Stage, Text};
use super::ui::{alt_step, browse, id, label_ui, path_ui, text_ui};
use crate::gui::screens::import::short_path;
use crate::gui::theme::{Face, Icon, Type, of, radius, size};
use crate::gui::widgets::{
    Button, IconButton, Tick, baseline, field_error, field_note, field_said, focus_ring, hairline, icon, paragraph,
    text_right, was_refused,
};
use crate::gui::wish::Wish;
use crate::jobs::Snapshot;

const ROW: f32 = 38.0;
const GRIP: f32 = 24.0;
const SHORT: f32 = 84.0;
const SWITCH: f32 = 104.0;
const COUNT: f32 = 40.0;

/// Draws the environments from the top of `column`; returns where they end.
pub(super) fn stages_ui(
    ui: &mut Ui,
    column: Rect,
    form: &mut ProjectForm,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let t = of(ui);
    let stages = form.stages(snapshot);
    let hint = if stages.len() > 1 { "Drag, or Alt ↑ ↓" } else { "" };
    label_ui(ui, column.left(), column.top(), column.width(), "Environments", hint);
    let top = column.top() + 21.0;
    let mut y = top;
    let mut refused = None;
    let mut step = None;
    for (index, stage) in stages.iter().enumerate() {
        let row = Rect::from_min_size(pos2(column.left(), y), vec2(column.width(), ROW));
        if index > 0 {
            hairline(ui, row.x_range(), row.top(), t.stroke_default);
        }
        let focused = stage_ui(ui, row, index, &stages, form, snapshot, wishes);
        if focused {
            step = Some(index);
        }
        let texts = [Text::Environment(stage.id), Text::Short(stage.id)];
        refused = refused.or_else(|| texts.iter().map(id).find(|id| was_refused(ui, *id)));
        y = row.bottom();
        // What is dragged finds its place among rows of one height.
        let wrong = texts.iter().find_map(|which| form.error(which, snapshot)).filter(|_| form.dragged.is_none());
        if let Some(words) = wrong {
            let at = pos2(column.left() + GRIP, y);
            y = field_error(ui, at, column.width() - GRIP, &words).bottom() + 6.0;
        }
    }
    if let (Some((from, to)), true) = (form.dragged, ui.input(|input| input.pointer.any_down())) {
        // Where it would go.
        let line = top + ROW * (if to > from { to + 1 } else { to }) as f32;
        ui.painter().hline(column.x_range(), line, egui::Stroke::new(2.0, t.accent_ring));
    }
    if let Some(index) = step {
        let by = alt_step(ui);
        let to = index as i64 + i64::from(by);
        if by != 0
            && let Ok(to) = usize::try_from(to)
            && to < stages.len()
        {
            form.put(index, to, snapshot, wishes);
        }
    }
    if let Some(name) = &form.protected {
        let words = format!("{name} is protected now: it asks before a secret is shown or written to a file.");
        y = field_note(ui, pos2(column.left(), y), column.width(), Icon::ShieldCheck, &words).bottom() + 6.0;
    }
    if stages.is_empty() {
        let words = "None yet. A key needs one: development, staging, production, or your own.";
        y = paragraph(ui, pos2(column.left(), y), column.width(), Type::Small, t.text_tertiary, words).bottom() + 6.0;
    }
    let add = Button::secondary("Add").icon(Icon::Plus);
    let wanted = add.size(ui);
    let field = Rect::from_min_size(pos2(column.left(), y + 4.0), vec2(column.width() - wanted.x - 8.0, size::CONTROL));
    text_ui(ui, field, form, &Text::NewEnvironment, "New environment", "", snapshot, wishes);
    let at = Rect::from_min_size(pos2(column.right() - wanted.x, field.top()), wanted);
    let wrong = form.error(&Text::NewEnvironment, snapshot);
    let ready = wrong.is_none() && !form.text(&Text::NewEnvironment, "").trim().is_empty();
    if add.enabled(ready).at(ui, at).clicked() {
        form.left(&Text::NewEnvironment, snapshot, wishes);
    }
    y = field.bottom();
    if let Some(words) = wrong {
        y = field_error(ui, pos2(column.left(), y + 6.0), column.width(), &words).bottom();
    }
    // Under the last of them: a row of the table has no room of its own for it.
    let refused = refused.unwrap_or_else(|| id(&Text::NewEnvironment));
    field_said(ui, refused, pos2(column.left(), y), column.width())
}

/// Draws one environment; true while something of it has the keyboard.
fn stage_ui(
    ui: &mut Ui,
    row: Rect,
    index: usize,
    stages: &[Stage],
    form: &mut ProjectForm,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> bool {
    let t = of(ui);
    let stage = &stages[index];
    let middle = row.center().y;
    let grip = Rect::from_min_size(pos2(row.left() - 4.0, middle - 12.0), vec2(GRIP, 24.0));
    let moves = stages.len() > 1;
    let sense = if moves { Sense::CLICK | Sense::DRAG | Sense::FOCUSABLE } else { Sense::hover() };
    let response = ui.interact(grip, ui.make_persistent_id(("grip", stage.id)), sense);
    response.widget_info(|| {
        WidgetInfo::labeled(
            egui::Role::Button,
            moves,
            format!("Move {}: {} of {}", stage.name, index + 1, stages.len()),
        )
    });
    let ink = if response.hovered() && moves { t.text_primary } else { t.text_tertiary };
    icon(ui, grip.center(), 16.0, Face::Line, Icon::DotsThreeVertical, if moves { ink } else { t.text_disabled });
    focus_ring(ui, grip.shrink(2.0), radius::TAG, &response);
    if response.hovered() && moves {
        ui.ctx().set_cursor_icon(CursorIcon::Grab);
    }
    if response.dragged()
        && let Some(pointer) = response.interact_pointer_pos()
    {
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        let first = row.top() - index as f32 * ROW;
        let to = ((pointer.y - first) / ROW).floor().clamp(0.0, (stages.len() - 1) as f32) as usize;
        form.dragged = Some((index, to));
    }
    if response.drag_stopped()
        && let Some((from, to)) = form.dragged.take()
    {
        form.put(from, to, snapshot, wishes);
    }
    // From the right: remove, count, protected, short name; the name has the rest.
    let mut right = row.right();
    let remove = Rect::from_center_size(pos2(right - 12.0, middle), vec2(28.0, 28.0));
    // Off the ring that the button gets with the keyboard.
    right = remove.left() - 8.0;
    let line = baseline(ui, middle, Type::Count);
    text_right(ui, right, line, Type::Count, t.text_tertiary, &stage.keys.to_string());
    right -= COUNT;
    let switch = Rect::from_min_size(pos2(right - SWITCH, middle - 12.0), vec2(SWITCH, 24.0));
    right = switch.left() - 8.0;
    let short = Rect::from_min_size(pos2(right - SHORT, middle - size::CONTROL / 2.0), vec2(SHORT, size::CONTROL));
    let name = Rect::from_min_max(
        pos2(grip.right() + 2.0, middle - size::CONTROL / 2.0),
        pos2(short.left() - 8.0, middle + size::CONTROL / 2.0),
    );
    let which = Text::Environment(stage.id);
    let named = format!("Name of {}", stage.name);
    let mut focused = response.has_focus();
    focused |= text_ui(ui, name, form, &which, &named, &stage.name, snapshot, wishes).has_focus();
    let which = Text::Short(stage.id);
    let named = format!("Short name of {}", stage.name);
    focused |= text_ui(ui, short, form, &which, &named, &stage.short, snapshot, wishes).has_focus();
    let said = format!("{} is protected", stage.name);
    let tick = Tick::switch("Protected", stage.protected).said(&said).quiet().salt(stage.id.0.unsigned_abs());
    let tick = tick.at(ui, switch);
    focused |= tick.has_focus();
    if tick.clicked() {
        form.protect(&stage.name, !stage.protected, wishes);
    }
    let words = format!("Remove {}", stage.name);
    let why = (stage.keys > 0).then_some("It still has keys. Move or delete them first.");
    let response =
        IconButton::new(Icon::X, &words).id(ui.make_persistent_id(("remove", stage.id))).unless(why).at(ui, remove);
    focused |= response.has_focus();
    if response.clicked() {
        form.remove(&stage.name, wishes);
    }
    focused || ui.memory(|memory| memory.has_focus(id(&Text::Environment(stage.id))))
}

/// Draws the linked folders from the top of `column`; returns where they end.
pub(super) fn folders_ui(
    ui: &mut Ui,
    column: Rect,
    form: &mut ProjectForm,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> f32 {
    let t = of(ui);
    label_ui(ui, column.left(), column.top(), column.width(), "Linked folders", "Source code of the project");
    let mut y = column.top() + 21.0;
    for (index, folder) in form.folders(snapshot).into_iter().enumerate() {
        let row = Rect::from_min_size(pos2(column.left(), y), vec2(column.width(), 32.0));
        icon(ui, pos2(row.left() + 8.0, row.center().y), 16.0, Face::Line, Icon::FolderSimple, t.text_tertiary);
        let shown = short_path(&folder.path);
        // One id for both: whoever unlinks by the keyboard has what takes it back.
        let id = ui.make_persistent_id(("link", &folder.path));
        let undo = Button::secondary("Undo").small().id(id);
        let wanted = if folder.linked { vec2(28.0, 28.0) } else { undo.size(ui) };
        let right = row.right() + if folder.linked { 2.0 } else { 0.0 };
        let button = Rect::from_min_size(pos2(right - wanted.x, row.center().y - wanted.y / 2.0), wanted);
        let words = Rect::from_min_max(pos2(row.left() + 24.0, row.top()), pos2(button.left() - 8.0, row.bottom()));
        path_ui(ui, words, &shown, folder.linked);
        let clicked = if folder.linked {
            IconButton::new(Icon::X, &format!("Unlink {shown}")).id(id).at(ui, button).clicked()
        } else {
            let response = undo.at(ui, button);
            let said = format!("Undo unlinking {shown}");
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(said));
            response.clicked()
        };
        if clicked {
            form.turn_link(index, folder, wishes);
        }
        y = row.bottom();
    }
    let link = Button::secondary("Link").icon(Icon::FolderSimplePlus);
    let other = Button::secondary("Browse…");
    let (first, second) = (link.size(ui), other.size(ui));
    let taken = first.x + second.x + 16.0;
    let field = Rect::from_min_size(pos2(column.left(), y + 2.0), vec2(column.width() - taken, size::CONTROL));
    text_ui(ui, field, form, &Text::Folder, "Folder", "", snapshot, wishes);
    let at = Rect::from_min_size(pos2(field.right() + 8.0, field.top()), second);
    if other.at(ui, at).clicked() {
        wishes.push(browse());
    }
    let ready = !form.text(&Text::Folder, "").trim().is_empty();
    let at = Rect::from_min_size(pos2(at.right() + 8.0, field.top()), first);
    if link.enabled(ready).at(ui, at).clicked() {
        form.left(&Text::Folder, snapshot, wishes);
    }
    field_said(ui, id(&Text::Folder), field.left_bottom(), column.width())
}
