//! The right column: the value, what it looks like, or how it is made.

use egui::{Id, Rect, Ui, pos2, vec2};

use super::check::Mend;
use super::form::NewKey;
use super::left::entered;
use super::line::{Pasted, holds_variables};
use super::ui::Scene;
use super::value::Way;
use crate::generate::Alphabet;
use crate::gui::commands::Command;
use crate::gui::looks::Look;
use crate::gui::screens::key_form::{Column, USE_ANYWAY};
use crate::gui::screens::keys::trouble_words;
use crate::gui::showing::Showing;
use crate::gui::theme::{Face, Icon, Type, of, size};
use crate::gui::widgets::keyboard::bring_into_view;
use crate::gui::widgets::{
    Button, Callout, Choice, Field, Frame, METER, SecretAct, SecretInputLook, Segmented, Staying, Tick, Tone, baseline,
    elided, entropy_meter, field_error, field_said, icon, name_node, slider, text, text_area,
};
use crate::gui::wish::Wish;
use crate::jobs::{Snapshot, VaultState};
use crate::model::Kind;

/// Names of rows in the generator, and the room behind them.
const NAMES: f32 = 88.0;
/// Around the value's field where it comes into view: its ring, and what fades at the dialog's foot.
const PAD: f32 = 14.0;

/// The field of what a generated value begins with.
pub(super) fn prefix_id() -> Id {
    Id::unique("new key prefix")
}

/// The field of how long it is to be.
pub(super) fn length_id() -> Id {
    Id::unique("new key length")
}

/// What mends a doubt about the value.
pub(super) fn mend_id() -> Id {
    Id::unique("new key mend")
}

/// The value and what belongs to it.
pub(super) fn value_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>, wishes: &mut Vec<Wish>) {
    match (form.value.way, form.facts.kind) {
        (Way::Paste, Kind::Plain) => plain_ui(ui, column, form, scene, wishes),
        (Way::Paste, _) => paste_ui(ui, column, form, scene, wishes),
        (Way::Generate, _) => generate_ui(ui, column, form, scene),
    }
}

fn plain_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>, wishes: &mut Vec<Wish>) {
    let id = form.value_id();
    let is_asked = form.value.plain.is_empty() && !form.is_saving() && ui.memory(|memory| memory.has_focus(id));
    if is_asked && form.value.pasted.take_paste(ui.ctx(), holds_variables) {
        form.pasted_for_plain(scene.now);
    }
    column.label(ui, "Value", "always shown");
    // In a low window a line is enough until there are more: the dialog is open at its top, and the field whole.
    let is_low = ui.ctx().content_rect().height() < size::LOW && !form.value.plain.contains('\n');
    let rect = column.take(if is_low { size::CONTROL } else { 60.0 });
    let response = text_area(ui, rect, id, ("Plain value", "3000"), Type::Code, &mut form.value.plain);
    if response.changed() {
        form.plain_typed();
    }
    if response.lost_focus() {
        // What was proposed for another value may not hold of this one.
        form.propose();
    }
    line_ui(ui, column, form, scene.now, wishes);
}

/// At the right of the label: that it hides by itself.
fn label_ui(ui: &Ui, column: &mut Column, of_what: &str, ring: Option<Staying>) {
    let hides = ring.map(|ring| format!("hides in {} s", ring.seconds));
    let words: Vec<&str> =
        [of_what, hides.as_deref().unwrap_or_default()].into_iter().filter(|w| !w.is_empty()).collect();
    column.label(ui, "Value", &words.join(" · "));
}

fn paste_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>, wishes: &mut Vec<Wish>) {
    let now = scene.now;
    let ring = form.value.ring(now);
    label_ui(ui, column, "", ring);
    let tail = form.value.pasted.tail(&form.facts.kind);
    let doubt = form.doubt(scene.snapshot);
    let frame = if doubt.is_some() { Frame::Doubtful } else { Frame::Rest };
    let look = SecretInputLook {
        name: "Value",
        hint: "Paste the value",
        frame,
        tail: tail.as_deref(),
        ring,
        generated: false,
        enabled: !form.is_saving(),
    };
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.wide, size::SECRET_FIELD));
    column.y += form.value.pasted.height(ui, column.wide, &look);
    let before = form.value.pasted.expose().len();
    let answer = form.value.pasted.at(ui, rect, &look);
    if answer.response.changed() {
        let at_once = form.value.pasted.expose().len().abs_diff(before) > 4;
        form.value.pasted_changed(&form.name, at_once || answer.pasted, now);
        form.propose();
        if answer.pasted {
            // Paste was clicked at the fold: its field is where the keyboard is now.
            if answer.response.has_focus() {
                bring_into_view(ui, rect.expand2(vec2(0.0, PAD)), None);
            }
            form.pasted_for_value(now);
            if form.facts.kind == Kind::Plain && answer.response.has_focus() {
                ui.memory_mut(|memory| memory.request_focus(form.value_id()));
            }
        } else if form.value.pasted.is_empty() {
            form.pasted = Pasted::Value;
        }
    }
    if answer.response.lost_focus() && !entered(ui) {
        form.propose_plain();
    }
    show_act(form, answer.act, scene);
    if form.value.look.is_none() {
        form.value_said.clear();
        return;
    }
    line_ui(ui, column, form, now, wishes);
    let said = doubt.as_ref().map_or("", |doubt| doubt.title.as_str()).to_owned();
    if let Some(doubt) = doubt {
        column.gap(10.0);
        let mut callout = Callout::new(Tone::Warn, &doubt.title).hint(&doubt.hint);
        if let Some(mend) = doubt.mend {
            callout = callout.button(Button::secondary(mend.words()).id(mend_id()));
        }
        if doubt.mend == Some(Mend::UseAsKeyId) {
            callout = callout.button(Button::secondary(USE_ANYWAY));
        }
        let (rect, clicked) = callout.show(ui, pos2(column.left, column.y), column.wide);
        column.y = rect.bottom();
        // What is wrong with a value is seen where that is seen, however low the window.
        if form.value_said != said {
            bring_into_view(ui, rect.expand2(vec2(0.0, 10.0)), None);
        }
        match doubt.mend.zip(clicked) {
            Some((Mend::UseAsKeyId, 1)) => {
                form.say_secret();
                ui.memory_mut(|memory| memory.request_focus(form.value_id()));
            }
            Some((Mend::Trim, _)) => {
                form.value.trim(&form.name, now);
                form.propose();
            }
            Some((Mend::UseAsKeyId, _)) => {
                form.use_as_key_id(now);
                ui.memory_mut(|memory| memory.request_focus(form.value_id()));
            }
            None => {}
        }
    } else if let Some(words) = form.value.look.as_ref().and_then(Look::words) {
        column.gap(6.0);
        looks_ui(ui, column.take(18.0), &words);
    }
    form.value_said = said;
    if matches!(form.facts.kind, Kind::Password | Kind::Token) {
        column.gap(12.0);
        entropy_meter(ui, column.take(METER), form.value.bits);
    }
}

/// What was pasted came with its name, or with other variables.
fn line_ui(ui: &Ui, column: &mut Column, form: &mut NewKey, now: f64, wishes: &mut Vec<Wish>) {
    let whole = Button::secondary("Keep as it is");
    let (name, several);
    let said = match &form.pasted {
        Pasted::Value => return,
        Pasted::Apart { .. } => Callout::new(Tone::Note, "Taken apart: the line had its name before the value")
            .hint("Only what stands behind the = is saved as the value.")
            .button(whole),
        Pasted::Other(other) => {
            name = format!("This is a line for {other}");
            let hint = "As it is, that name would be saved as part of the value.";
            Callout::new(Tone::Warn, &name).hint(hint).button(Button::secondary("Take its value")).button(whole)
        }
        Pasted::Several(count) => {
            several = format!("These are {count} variables");
            let hint = "As they are, all lines would be saved as one value.";
            let import = Button::secondary(Command::Import.title());
            Callout::new(Tone::Warn, &several).hint(hint).button(import).button(whole)
        }
    };
    column.gap(10.0);
    let (rect, clicked) = said.show(ui, pos2(column.left, column.y), column.wide);
    column.y = rect.bottom();
    if std::mem::take(&mut form.pasted_now) {
        bring_into_view(ui, rect.expand2(vec2(0.0, 10.0)), None);
    }
    let keeps_whole = matches!((&form.pasted, clicked), (Pasted::Apart { .. }, Some(0)) | (_, Some(1)));
    match (clicked, &form.pasted) {
        (None, _) => {}
        _ if keeps_whole => form.keep_whole(now),
        (Some(_), Pasted::Several(_)) => {
            wishes.extend([Wish::CloseModal, Wish::ImportText(form.value.pasted.take())]);
        }
        (Some(_), _) => form.take_apart(now),
    }
}

/// "Looks like a Stripe live key", behind a tick.
fn looks_ui(ui: &Ui, rect: Rect, words: &str) {
    let t = of(ui);
    let middle = rect.center().y;
    icon(ui, pos2(rect.left() + 7.0, middle), 14.0, Face::Line, Icon::Check, t.ok_solid);
    let line = baseline(ui, middle, Type::Small);
    elided(ui, rect.left() + 20.0, line, rect.width() - 20.0, Type::Small, t.text_secondary, words);
    let node = name_node(ui, rect, ui.make_persistent_id("looks like"), words);
    ui.ctx().accesskit_node_builder(node.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

/// Shows and hides what is in the field.
fn show_act(form: &mut NewKey, act: Option<SecretAct>, scene: &Scene<'_>) {
    let now = scene.now;
    match act {
        Some(SecretAct::Show) => {
            form.value.showing = Some(Showing::begin(scene.snapshot.settings.reveal_secs, now));
        }
        Some(SecretAct::Hide) => form.value.showing = None,
        Some(SecretAct::AddTime) => form.value.showing = form.value.showing.map(|showing| showing.longer(now)),
        _ => {}
    }
}

fn generate_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>) {
    let ring = form.value.ring(scene.now);
    let several = form.ticked().count() > 1;
    let first = form.ticked().next().map(|tick| format!("for {}", tick.name)).filter(|_| several);
    label_ui(ui, column, first.as_deref().unwrap_or_default(), ring);
    let tail = form.value.made.tail(&form.facts.kind);
    let look = SecretInputLook {
        name: "Value",
        tail: tail.as_deref(),
        ring,
        generated: true,
        enabled: !form.is_saving(),
        ..Default::default()
    };
    let rect = Rect::from_min_size(pos2(column.left, column.y), vec2(column.wide, size::SECRET_FIELD));
    column.y += form.value.made.height(ui, column.wide, &look);
    let answer = form.value.made.at(ui, rect, &look);
    if answer.act == Some(SecretAct::Again) {
        form.value.make();
    }
    show_act(form, answer.act, scene);
    column.gap(12.0);
    let meter = column.take(METER);
    // A number half typed says nothing of the value.
    if scene.wrong.length.is_none() {
        entropy_meter(ui, meter, form.value.recipe.bits());
    }
    column.gap(18.0);
    let before = form.value.recipe.clone();
    recipe_ui(ui, column, form, scene, meter);
    if form.value.recipe != before {
        form.value.make();
    }
}

/// A row's name; returns where its control stands.
fn row_ui(ui: &Ui, column: &mut Column, name: &str) -> Rect {
    let row = column.control();
    let line = baseline(ui, row.center().y, Type::SmallStrong);
    text(ui, row.left(), line, Type::SmallStrong, of(ui).text_secondary, name);
    row.with_min_x(row.left() + NAMES)
}

/// How it is made; `meter` says how strong that is.
fn recipe_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, scene: &Scene<'_>, meter: Rect) {
    const ALPHABETS: [(&str, Alphabet); 5] = [
        ("Letters + digits", Alphabet::LettersDigits),
        ("Hex", Alphabet::Hex),
        ("Base64url", Alphabet::Base64Url),
        ("Words", Alphabet::Words),
        ("UUID", Alphabet::Uuid),
    ];
    if form.value.recipe.alphabet != Alphabet::Uuid {
        let came = std::mem::take(&mut form.value.length_came);
        length_ui(ui, column, form, scene.wrong.length.as_deref());
        if came {
            // Its range, or its strength, in view with it however low the window.
            let seen = Rect::from_min_max(meter.min, pos2(meter.right(), column.y));
            bring_into_view(ui, seen.expand2(vec2(0.0, 10.0)), None);
        }
        column.next();
    }
    let row = row_ui(ui, column, "Prefix");
    let wrong = scene.wrong.prefix;
    let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
    let field = Field::new(prefix_id(), "Prefix").code().fact().hint("none").frame(frame);
    field.at(ui, row, &mut form.value.recipe.prefix);
    if let Some(words) = wrong {
        column.gap(6.0);
        column.y = field_error(ui, pos2(row.left(), column.y), row.width(), words).bottom();
    }
    column.y = field_said(ui, prefix_id(), pos2(row.left(), column.y), row.width());
    column.next();
    let row = row_ui(ui, column, "Characters");
    let choices = ALPHABETS.map(|(words, _)| Choice::words(words));
    let recipe = &form.value.recipe;
    let current = ALPHABETS.iter().position(|(_, one)| *one == recipe.alphabet).unwrap_or(0);
    if let Some(index) = Segmented::new("characters", &choices, current).dense().spread(ui, row) {
        form.value.take_alphabet(ALPHABETS[index].1);
    }
    if form.value.recipe.alphabet == Alphabet::LettersDigits {
        column.next();
        extras_ui(ui, column, form);
    }
}

fn length_ui(ui: &mut Ui, column: &mut Column, form: &mut NewKey, wrong: Option<&str>) {
    let row = row_ui(ui, column, if form.value.recipe.alphabet == Alphabet::Words { "Words" } else { "Length" });
    let recipe = &mut form.value.recipe;
    let range = recipe.alphabet.lengths();
    let number = row.with_min_x(row.right() - 52.0);
    let track = row.with_max_x(number.left() - 14.0);
    if slider(ui, track, "Length", &mut recipe.length, range.clone()).changed() {
        form.value.length = recipe.length.to_string();
    }
    let frame = if wrong.is_some() { Frame::Wrong } else { Frame::Rest };
    let name = if recipe.alphabet == Alphabet::Words { "Length in words" } else { "Length in characters" };
    let field = Field::new(length_id(), name).code().centered().frame(frame);
    if field.at(ui, number, &mut form.value.length).changed() {
        form.value.recipe.length = form.value.typed_length().unwrap_or(form.value.recipe.length);
        form.value.length_came = true;
        ui.ctx().request_repaint();
    }
    if let Some(words) = wrong {
        column.gap(6.0);
        let rect = field_error(ui, pos2(row.left(), column.y), row.width(), words);
        column.y = rect.bottom();
    }
}

/// Look-alikes and the check tail: with a tail a typo is found, and look-alikes do no harm.
fn extras_ui(ui: &Ui, column: &mut Column, form: &mut NewKey) {
    let recipe = &mut form.value.recipe;
    let row = column.take(24.0).with_min_x(column.left + NAMES);
    let words = "Leave out look-alikes";
    let tick = Tick::checkbox(words, recipe.without_look_alikes);
    let used = tick.size(ui).x;
    if tick.at(ui, row).clicked() {
        recipe.without_look_alikes = !recipe.without_look_alikes;
    }
    let line = baseline(ui, row.center().y, Type::Code);
    text(ui, row.left() + used + 8.0, line, Type::Code, of(ui).text_tertiary, "0O 1lI");
    column.gap(4.0);
    let row = column.take(24.0).with_min_x(column.left + NAMES);
    let tick = Tick::checkbox("Check tail", recipe.check_tail);
    let used = tick.size(ui).x;
    if tick.at(ui, row).clicked() {
        recipe.check_tail = !recipe.check_tail;
    }
    let line = baseline(ui, row.center().y, Type::Small);
    let hint = "6 more characters that reveal a typo";
    let left = row.left() + used + 8.0;
    elided(ui, left, line, row.right() - left, Type::Small, of(ui).text_tertiary, hint);
}

/// Where it is kept; at the bottom of the column, or under what stands there.
pub(super) fn stored_ui(ui: &Ui, column: &mut Column, form: &NewKey, snapshot: &Snapshot, bottom: Option<f32>) {
    let words = if form.facts.kind == Kind::Plain {
        "Plain values are stored unencrypted on disk.".to_owned()
    } else if let VaultState::KeychainTrouble(why) = &snapshot.state {
        format!("{}.", trouble_words(why, &snapshot.store_title))
    } else {
        format!("Saved in {}.", snapshot.store_title)
    };
    match bottom {
        Some(bottom) => column.y = bottom - 16.0,
        None => column.gap(16.0),
    }
    let rect = column.take(16.0);
    let t = of(ui);
    icon(ui, pos2(rect.left() + 8.0, rect.center().y), 16.0, Face::Line, Icon::Vault, t.text_tertiary);
    let line = baseline(ui, rect.center().y, Type::Small);
    elided(ui, rect.left() + 24.0, line, rect.width() - 24.0, Type::Small, t.text_tertiary, &words);
    name_node(ui, rect, ui.make_persistent_id("stored"), &words);
}
