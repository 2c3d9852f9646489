//! The left column: name, place and facts.

use egui::{Align, Id, Rect, Ui, pos2, vec2};

use super::form::NewKey;
use super::ui::Scene;
use super::value::Way;
use crate::gui::screens::key_form::{
    Column, as_file_ui, ends_ui, every_ui, key_id_ui, kind_ui, level_ui, name_field_ui, note_ui, owner_ui, project_ui,
    provider_ui, scopes_ui, tokens_ui,
};
use crate::gui::screens::keys::capitalised;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::keyboard::{bring_into_view, escaped_from};
use crate::gui::widgets::{Button, Field, Frame, Tick, baseline, elided, focus_ring, icon, text, width};
use crate::model::Kind;

/// A field's id.
pub(super) fn id(name: &str) -> Id {
    Id::unique(("new key", name))
}

/// The name's field.
pub(super) fn name_id() -> Id {
    Id::unique("new key name")
}

/// Whether Enter was pressed, which saves: what nobody has seen is not proposed then.
pub(super) fn entered(ui: &Ui) -> bool {
    ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// Project, kind and environments.
pub(super) fn place_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>) {
    column.next();
    let [mut project, mut kind] = column.halves();
    if project_ui(
        ui,
        &mut project,
        id("project"),
        &mut form.project,
        &mut form.new_project,
        scene.snapshot,
        scene.wrong.project,
    ) {
        form.project_changed(scene.snapshot);
    }
    let kinds: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| *kind != Kind::Plain || form.value.way == Way::Paste).collect();
    if kind_ui(ui, &mut kind, &mut form.facts.kind, &kinds) {
        form.kind_chosen();
    }
    column.after([project, kind]);
    column.next();
    environments_ui(ui, column, form, scene);
}

/// Name and key id.
pub(super) fn variable_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>) {
    let response = name_field_ui(ui, column, name_id(), &mut form.name, scene.wrong.name.as_deref());
    if response.changed() {
        form.name_changed();
    }
    if response.lost_focus() && !entered(ui) {
        form.propose_plain();
    }
    if !form.began {
        // Whose name is known already waits for its value, which can't have the keyboard before it was drawn once.
        let first = if form.name.is_empty() { response.id } else { form.value_id() };
        let is_sure = form.name.is_empty() || form.value.way != Way::Paste;
        form.began = is_sure || ui.memory(|memory| memory.has_focus(first));
        if first == response.id {
            // Of the next one it begins at the top again.
            bring_into_view(ui, response.rect.expand2(vec2(0.0, 160.0)), Some(Align::TOP));
        }
        ui.memory_mut(|memory| memory.request_focus(first));
        ui.ctx().request_repaint();
    }
    if scene.wrong.can_replace {
        let replace = Button::secondary("Replace").small();
        let size = replace.size(ui);
        column.gap(6.0);
        let rect = column.take(size.y);
        if replace.at(ui, Rect::from_min_size(rect.min + vec2(21.0, 0.0), size)).clicked() {
            form.replace = true;
        }
    } else if form.replace
        && scene.wrong.name.is_none()
        && form.places().iter().any(|p| form.standing(scene.snapshot, p).is_some())
    {
        column.gap(6.0);
        let rect = column.take(16.0);
        let words =
            format!("Replaces the value there now, which is kept for {} days", scene.snapshot.settings.keep_old_days);
        let line = baseline(ui, rect.center().y, Type::Small);
        elided(ui, rect.left(), line, rect.width(), Type::Small, of(ui).text_tertiary, &words);
    }
}

/// The key id's field.
pub(super) fn key_id_id() -> Id {
    id("key id")
}

/// The pair's public half and its variable. A secret that is pasted there unseen is kept out.
pub(super) fn pair_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>) {
    if !form.is_pair() {
        return;
    }
    column.next();
    // Under each other: half the column is too narrow for a key ID of twenty characters.
    let field = Field::new(key_id_id(), "Key ID");
    key_id_ui(ui, column, field, "optional", &mut form.key_id, scene.wrong.key_id.as_ref());
    column.next();
    let error = scene.wrong.key_id_name.as_deref();
    let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
    let field = Field::new(id("key id name"), "Variable of the key ID").name().frame(frame);
    if column.field(ui, "Variable of the key ID", "", field, &mut form.key_id_name).changed() {
        form.key_id_name_typed();
    }
    column.error(ui, error);
    column.said(ui, id("key id name"));
}

/// Environments to tick, and one more to type.
fn environments_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>) {
    let several = form.value.way == Way::Generate && form.ticked().nth(1).is_some();
    let right = if several { "a different value in each" } else { "" };
    column.label(ui, "Environments", right);
    let mut x = column.left;
    let mut row = column.control();
    let end = row.right();
    for (index, tick) in form.environments.iter_mut().enumerate() {
        let words = capitalised(&tick.name);
        let shielded = format!("{words}, protected");
        let control = Tick::checkbox(&words, tick.on).salt(index as u64);
        let control = if tick.protected { control.said(&shielded) } else { control };
        let shield = if tick.protected { 19.0 } else { 0.0 };
        let wide = control.size(ui).x.min(end - column.left - shield);
        if x > column.left && x + wide + shield > end {
            x = column.left;
            row = column.control();
        }
        let place = Rect::from_min_size(pos2(x, row.top()), vec2(wide, row.height()));
        if control.at(ui, place).clicked() {
            tick.on = !tick.on;
            form.replace = false;
        }
        if tick.protected {
            let at = pos2(place.right() + 5.0 + 7.0, row.center().y);
            icon(ui, at, 14.0, Face::Fill, Icon::ShieldCheck, of(ui).text_secondary);
        }
        x += wide + shield + 16.0;
    }
    new_environment_ui(ui, column, row, x, form, scene.wrong.environment);
}

/// What leads to that field.
fn add_environment_id() -> Id {
    id("add environment")
}

/// "Add…" behind the last environment, or the field its name is typed into.
fn new_environment_ui(
    ui: &mut Ui,
    column: &mut Column,
    row: Rect,
    x: f32,
    form: &mut NewKey,
    error: Option<&'static str>,
) {
    let field_id = id("environment");
    let Some(name) = &mut form.new_environment else {
        let add = Button::link("Add…").small().id(add_environment_id());
        let wanted = add.size(ui);
        let fits = x + wanted.x <= row.right();
        let line = if fits { row } else { column.control() };
        let left = if fits { x } else { column.left };
        let rect = Rect::from_center_size(pos2(left + wanted.x / 2.0, line.center().y), vec2(wanted.x, 24.0));
        if add.at(ui, rect).clicked() {
            form.new_environment = Some(String::new());
            ui.memory_mut(|memory| memory.request_focus(field_id));
        }
        column.gap(-2.0);
        return;
    };
    let fits = x + 120.0 <= row.right();
    let line = if fits { row } else { column.control() };
    let left = if fits { x } else { column.left };
    let rect = Rect::from_min_max(pos2(left, line.top()), pos2(row.right(), line.bottom()));
    let frame = if error.is_some() { Frame::Wrong } else { Frame::Rest };
    let field = Field::new(field_id, "New environment").hint("Name of it").frame(frame).fact();
    let focused = ui.memory(|memory| memory.has_focus(field_id));
    // Before the dialog takes Enter as "save".
    let entered = focused && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
    let given_up = escaped_from(ui.ctx(), field_id)
        && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
    let response = field.at(ui, rect, name);
    column.error(ui, error);
    column.said(ui, field_id);
    if given_up {
        form.new_environment = None;
    } else if (entered || response.lost_focus()) && error.is_none() {
        form.add_environment();
    }
    if (given_up || entered) && form.new_environment.is_none() {
        // One goes on where one was.
        ui.memory_mut(|memory| memory.request_focus(add_environment_id()));
    }
    column.gap(-2.0);
}

/// Provider, owner, expiry, scopes, and the rarer facts behind "More".
pub(super) fn facts_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>) {
    column.next();
    let [mut provider, mut owner] = column.halves();
    let right = if form.provider_is_proposed() { "recognised" } else { "" };
    if provider_ui(ui, &mut provider, id("provider"), &mut form.facts.provider, right) {
        form.provider_said = true;
        form.propose();
    }
    owner_ui(ui, &mut owner, id("owner"), &mut form.facts.owner, &mut form.new_owner, scene.snapshot);
    column.after([provider, owner]);
    let plain = form.facts.kind == Kind::Plain;
    let (settings, today) = (&scene.snapshot.settings, scene.snapshot.today);
    let protected = form.ticked().any(|tick| tick.protected);
    let interval = settings.rotate_protected_days.filter(|_| protected);
    let made = form.value.way == Way::Generate;
    if !plain {
        column.next();
        if made {
            every_ui(ui, column, &mut form.facts, interval, today);
        } else {
            ends_ui(ui, column, id("day"), &mut form.facts, today);
        }
        column.next();
        scopes_ui(ui, column, id("scopes"), &form.facts.provider, &mut form.facts.scopes);
    }
    column.next();
    more_head_ui(ui, column, form);
    if !form.more {
        return;
    }
    column.gap(10.0);
    if !plain {
        level_ui(ui, column, &mut form.facts.level);
        column.next();
        if !made {
            every_ui(ui, column, &mut form.facts, interval, today);
            column.next();
        }
    }
    let field = Field::new(id("endpoint"), "Endpoint").code().hint("https://api.example.com").fact();
    column.field(ui, "Endpoint", "optional", field, &mut form.facts.endpoint);
    column.said(ui, id("endpoint"));
    column.next();
    tokens_ui(ui, column, id("used in"), "Used in", "Vercel, a server…", &mut form.facts.used_in);
    column.next();
    tokens_ui(ui, column, id("tags"), "Tags", "Add…", &mut form.facts.tags);
    column.next();
    note_ui(ui, column, id("note"), &mut form.facts.note, true);
    if !plain {
        column.next();
        as_file_ui(ui, column, &mut form.facts.as_file);
    }
}

fn more_head_ui(ui: &Ui, column: &mut Column, form: &mut NewKey) {
    let words = if form.more { "Less" } else { "More" };
    let row = column.take(size::SMALL_CONTROL);
    let wide = width(ui, Type::Strong, words) + 20.0;
    let rect = Rect::from_min_size(row.min, vec2(wide + 6.0, row.height()));
    let response = ui.interact(rect, ui.make_persistent_id("more"), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::DisclosureTriangle, true, form.more, "More"));
    let t = of(ui);
    let ink = if response.hovered() { t.text_primary } else { t.text_secondary };
    let glyph = if form.more { Icon::CaretDown } else { Icon::CaretRight };
    icon(ui, pos2(row.left() + 7.0, row.center().y), 14.0, Face::Line, glyph, ink);
    let line = baseline(ui, row.center().y, Type::Strong);
    text(ui, row.left() + 20.0, line, Type::Strong, ink, words);
    let hint = "level, endpoint, used in, tags, note";
    if !form.more {
        // Behind the ring that the words before it get with the keyboard.
        text(ui, rect.right() + 10.0, line, Type::Small, t.text_tertiary, hint);
    }
    focus_ring(ui, rect, 6, &response);
    if response.clicked() {
        form.more = !form.more;
    }
}
