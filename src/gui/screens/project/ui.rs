//! How the dialog is drawn: name, environments, folders, and the way out.

use egui::{Context, Id, Key, Modifiers, Rect, Response, Ui, pos2, vec2};

use super::form::{End, ProjectForm, Text};
use super::rows;
use crate::gui::counts::grouped;
use crate::gui::theme::{Icon, Type, of, size};
use crate::gui::widgets::keyboard::bring_into_view;
use crate::gui::widgets::{
    Button, Callout, ConfirmAnswer, Dialog, DialogAnswer, Field, Frame, Tone, baseline, details_under, discard,
    field_error, field_label, field_said, middle_elided, name_node, paragraph, text, tip_in,
};
use crate::gui::wish::{Browse, Wish};
use crate::jobs::Snapshot;

const WIDE: f32 = 600.0;
const PAD: f32 = 16.0;

pub(super) fn id(which: &Text) -> Id {
    Id::unique(("project", which))
}

/// Draws the dialog.
pub fn project_ui(ctx: &Context, form: &mut ProjectForm, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    // Esc is the question's first.
    if form.ending && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        keep(ctx, form);
    }
    let new = form.project.is_none();
    let archived = form.project(snapshot).is_some_and(|project| project.archived);
    let needs = match form.text(&Text::Name, "").trim() {
        _ if !new => None,
        "" => Some("Needs a name."),
        _ => form.error(&Text::Name, snapshot).map(|_| "Needs another name."),
    };
    let title = form.project.as_ref().map_or_else(|| "New project".to_owned(), |name| format!("Project {name}"));
    let mut foot = None;
    let primary = if new { Button::primary("Add project") } else { Button::primary("Done") };
    let mut dialog = Dialog::new("project", &title)
        .width(WIDE)
        .steady()
        .page(if new { "new" } else { "edit" })
        .note(if new { "Environments and folders come next." } else { "" })
        .cancel(new.then(|| Button::secondary("Cancel")))
        .primary(primary.busy(form.saving && new), new)
        .needs(needs);
    if !new {
        dialog = dialog.foot(|ui, rect| {
            let end;
            (foot, end) = foot_ui(ui, rect, archived);
            end
        });
    }
    let answer = dialog.show(ctx, |ui, body| body_ui(ui, body, form, snapshot, wishes));
    match foot {
        Some(Foot::Archive) => form.archive(!archived, wishes),
        Some(Foot::Delete) => {
            (form.ending, form.asks_now) = (true, true);
        }
        None => {}
    }
    match answer {
        // With a question over it, what was meant for it is the question's.
        _ if form.leaving => leave_ui(ctx, form, snapshot, wishes),
        DialogAnswer::Primary if new => form.left(&Text::Name, snapshot, wishes),
        // The click that left a field may have asked to save it: it closes once that is saved.
        DialogAnswer::Primary => form.finish(snapshot, wishes),
        DialogAnswer::Cancel if !(new && form.saving) => form.leave(snapshot, wishes),
        DialogAnswer::None if form.closing && !form.saving => form.close(snapshot, wishes),
        DialogAnswer::Cancel | DialogAnswer::None => {}
    }
}

fn leave_ui(ctx: &Context, form: &mut ProjectForm, snapshot: &Snapshot, wishes: &mut Vec<Wish>) {
    let lost = form.lost(snapshot);
    let title = if form.project.is_none() { "Discard this project?" } else { "Discard what was typed?" };
    let (name, words) = match lost.as_slice() {
        [one] if form.project.is_none() => (*one, "is not added yet.".to_owned()),
        [one] => (*one, "is not saved yet.".to_owned()),
        several => ("", format!("{} changes are not saved yet.", several.len())),
    };
    match discard("leave project", Icon::FolderSimple, title, name, &words, ctx) {
        ConfirmAnswer::None => {}
        ConfirmAnswer::Cancel => form.leaving = false,
        ConfirmAnswer::Button(_) => wishes.push(Wish::CloseModal),
    }
}

/// What asks for the project's end.
fn delete_id() -> Id {
    Id::unique("delete project")
}

/// The question about the project's end is answered with no: the keyboard goes back to what asked for it.
fn keep(ctx: &Context, form: &mut ProjectForm) {
    form.ending = false;
    form.typed.remove(&Text::Confirm);
    ctx.memory_mut(|memory| memory.request_focus(delete_id()));
}

enum Foot {
    Archive,
    Delete,
}

/// What was clicked, and where the buttons end.
fn foot_ui(ui: &Ui, rect: Rect, archived: bool) -> (Option<Foot>, f32) {
    let archive = Button::secondary(if archived { "Unarchive" } else { "Archive" }).icon(Icon::Archive);
    let archive = archive.id(Id::unique("archive project"));
    let delete = Button::secondary("Delete…").danger().icon(Icon::Trash).id(delete_id());
    let mut x = rect.left();
    let mut place = |button: &Button<'_>| {
        let wanted = button.size(ui);
        let at = Rect::from_min_size(pos2(x, rect.center().y - wanted.y / 2.0), wanted);
        x += wanted.x + 8.0;
        at
    };
    let (first, second) = (place(&archive), place(&delete));
    let tip = if archived { "Moves it back among the others." } else { "Moves it to the end of lists. Its keys stay." };
    let archives = archive.at(ui, first).on_hover_text(tip).clicked();
    let deletes = delete.at(ui, second).clicked();
    let clicked = match (archives, deletes) {
        (true, _) => Some(Foot::Archive),
        (_, true) => Some(Foot::Delete),
        _ => None,
    };
    (clicked, second.right())
}

fn body_ui(ui: &mut Ui, body: Rect, form: &mut ProjectForm, snapshot: &Snapshot, wishes: &mut Vec<Wish>) -> f32 {
    let (left, wide) = (body.left() + size::DIALOG_EDGE, body.width() - 2.0 * size::DIALOG_EDGE);
    let mut y = body.top() + PAD;
    if let Some(failure) = &form.failed {
        let hint = format!("{} {}", failure.why, failure.advice);
        let (rect, _) = Callout::failed(&failure.title).hint(hint.trim()).at(ui, pos2(left, y), wide);
        // It comes over what was typed below, in a low window out of view.
        let (frame, id) = (ui.ctx().cumulative_frame_nr(), Id::unique("what failed of a project"));
        let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or(id, frame), frame));
        if before + 1 != frame {
            bring_into_view(ui, rect.expand(8.0), None);
        }
        y = details_under(ui, rect, &failure.details) + 12.0;
    }
    if form.ending {
        y = end_ui(ui, Rect::from_min_size(pos2(left, y), vec2(wide, 0.0)), form, snapshot, wishes) + 14.0;
    }
    label_ui(ui, left, y, wide, "Name", "");
    let at = Rect::from_min_size(pos2(left, y + 21.0), vec2(wide, size::CONTROL));
    let name = form.project.clone().unwrap_or_default();
    text_ui(ui, at, form, &Text::Name, "Name", &name, snapshot, wishes);
    y = at.bottom();
    if let Some(words) = form.error(&Text::Name, snapshot) {
        y = field_error(ui, pos2(left, y + 6.0), wide, &words).bottom();
    }
    y = field_said(ui, id(&Text::Name), pos2(left, y), wide);
    if form.project.is_some() {
        y = rows::stages_ui(ui, Rect::from_min_size(pos2(left, y + 14.0), vec2(wide, 0.0)), form, snapshot, wishes);
        y = rows::folders_ui(ui, Rect::from_min_size(pos2(left, y + 14.0), vec2(wide, 0.0)), form, snapshot, wishes);
    }
    y + PAD
}

pub(super) fn label_ui(ui: &Ui, left: f32, top: f32, wide: f32, words: &str, hint: &str) {
    field_label(ui, Rect::from_min_size(pos2(left, top), vec2(wide, 16.0)), words, hint);
}

/// A field whose text is saved when it is left, or by Enter.
#[allow(clippy::too_many_arguments)] // Each is something else, and the callers are rows of one table.
pub(super) fn text_ui(
    ui: &mut Ui,
    at: Rect,
    form: &mut ProjectForm,
    which: &Text,
    name: &str,
    saved: &str,
    snapshot: &Snapshot,
    wishes: &mut Vec<Wish>,
) -> Response {
    let mut text = form.text(which, saved);
    let wrong = form.error(which, snapshot).is_some();
    let hint = match which {
        Text::Short(_) => "Short",
        Text::NewEnvironment => "New environment",
        Text::Folder => "~/code/project",
        _ => "",
    };
    let mut field = Field::new(id(which), name).hint(hint).frame(if wrong { Frame::Wrong } else { Frame::Rest });
    field = match which {
        Text::Folder => field.path(),
        Text::Confirm | Text::Name | Text::Environment(_) | Text::Short(_) | Text::NewEnvironment => field.fact(),
    };
    let response = field.at(ui, at, &mut text);
    if form.focus.as_ref() == Some(which) {
        form.focus = None;
        response.request_focus();
    }
    if response.changed() {
        form.type_into(which.clone(), text);
    }
    let entered = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    // A new environment or folder is asked for, not left behind by a click elsewhere.
    let asked = matches!(which, Text::NewEnvironment | Text::Folder | Text::Confirm);
    let new = form.project.is_none();
    // Esc and its question take the keyboard from the field, which saves nothing.
    let escaped = form.leaving || ui.input(|input| input.key_pressed(Key::Escape));
    // What failed as it stands is not asked for again by a look at its details.
    if !new && (entered || (response.lost_focus() && !escaped && !asked && form.failed.is_none())) {
        form.left(which, snapshot, wishes);
    }
    response
}

/// The project's end: what goes with it, and its name to be typed where it has to be.
fn end_ui(ui: &mut Ui, column: Rect, form: &mut ProjectForm, snapshot: &Snapshot, wishes: &mut Vec<Wish>) -> f32 {
    let t = of(ui);
    let name = form.project.clone().unwrap_or_default();
    let end = form.end(snapshot);
    let (title, hint) = match &end {
        End::InUse(1) => (format!("{name} can't be deleted"), "1 key is in use. Disable or move it first.".to_owned()),
        End::InUse(used) => {
            (format!("{name} can't be deleted"), format!("{used} keys are in use. Disable or move them first."))
        }
        End::Free(keys, ..) if keys.is_empty() => (format!("Delete {name}?"), "It has no keys.".to_owned()),
        End::Free(keys, _, waiting) => {
            let (goes, accept) = if keys.len() == 1 {
                ("disabled key goes", "Its provider still accepts it.")
            } else {
                ("disabled keys go", "Their providers still accept them.")
            };
            let wait = waiting.as_deref().map_or_else(String::new, |words| format!(" {words}"));
            let early = if wait.is_empty() { "" } else { " early" };
            let hint = format!("{} {goes} with it, for good.{wait} {accept}", grouped(keys.len()));
            (format!("Delete {name}{early}?"), hint)
        }
    };
    let tone = if matches!(end, End::InUse(_)) { Tone::Warn } else { Tone::Crit };
    let comes = std::mem::take(&mut form.asks_now);
    // What says no has the keyboard, or the field for the name.
    let answer = Id::unique("keep project");
    if comes {
        bring_into_view(ui, column.with_max_y(column.top() + 1.0), None);
        let first = if matches!(end, End::Free(_, true, _)) { id(&Text::Confirm) } else { answer };
        ui.memory_mut(|memory| memory.request_focus(first));
    }
    let close = matches!(end, End::InUse(_)).then(|| Button::secondary("Close").small().id(answer));
    let (rect, closed) = callout_ui(ui, tone, &title, &hint, column, close);
    if closed {
        keep(ui.ctx(), form);
    }
    let End::Free(_, typed, _) = end else { return rect.bottom() };
    let mut y = rect.bottom() + 8.0;
    if typed {
        let words = format!("Some are in a protected environment. Type {name} to confirm.");
        y = paragraph(ui, pos2(column.left(), y), column.width(), Type::Small, t.text_tertiary, &words).bottom() + 6.0;
    }
    let delete = Button::danger_confirm("Delete project")
        .needs((!form.may_end(snapshot)).then_some("Type the project's name to confirm."))
        .busy(form.saving);
    let stay = Button::secondary("Keep project").id(answer);
    let (wide, other) = (delete.size(ui), stay.size(ui));
    let at = Rect::from_min_size(pos2(column.right() - wide.x, y), wide);
    let cancel = Rect::from_min_size(pos2(at.left() - 8.0 - other.x, y), other);
    if typed {
        let field = Rect::from_min_max(pos2(column.left(), y), pos2(cancel.left() - 8.0, y + size::CONTROL));
        text_ui(ui, field, form, &Text::Confirm, "The project's name", "", snapshot, wishes);
    }
    if stay.at(ui, cancel).clicked() {
        keep(ui.ctx(), form);
    }
    if delete.at(ui, at).clicked() {
        form.delete(snapshot, wishes);
    }
    at.bottom()
}

fn callout_ui(ui: &Ui, tone: Tone, title: &str, hint: &str, column: Rect, button: Option<Button<'_>>) -> (Rect, bool) {
    let mut callout = Callout::new(tone, title).hint(hint);
    if let Some(button) = button {
        callout = callout.button(button);
    }
    callout.at(ui, column.min, column.width())
}

/// Alt and an arrow key, used up: a step up or down.
pub(super) fn alt_step(ui: &Ui) -> i32 {
    ui.input_mut(|input| {
        i32::from(input.consume_key(Modifiers::ALT, Key::ArrowDown))
            - i32::from(input.consume_key(Modifiers::ALT, Key::ArrowUp))
    })
}

/// A row of the folder's part: the path at the left, a button at the right.
pub(super) fn path_ui(ui: &Ui, at: Rect, shown: &str, linked: bool) {
    let t = of(ui);
    let line = baseline(ui, at.center().y, Type::Code);
    let (ink, unlinked) = if linked { (t.text_primary, "") } else { (t.text_tertiary, "Unlinked: ") };
    let used = text(ui, at.left(), line, Type::Body, ink, unlinked);
    let fits = middle_elided(ui, Type::Code, shown, at.width() - used);
    text(ui, at.left() + used, line, Type::Code, ink, &fits);
    let node = name_node(ui, at, ui.make_persistent_id(("path", shown)), &format!("{unlinked}{shown}"));
    if fits != shown {
        tip_in(&node, Type::Code, shown);
    }
}

/// The wish for the system's dialog for a folder.
pub(super) fn browse() -> Wish {
    Wish::Browse(Browse::Folder)
}
